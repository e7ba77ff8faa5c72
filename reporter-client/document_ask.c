#include "document_ask.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "rules/period.h"
#include "summary_compare.h"

#define PERIOD_BYTES (2 * DAY_TEXT_MAX + 4)
#define PART_BYTES (WIRE_CODE_BYTES_MAX + 16 + PERIOD_BYTES)
#define ORG_BYTES (WIRE_CODE_BYTES_MAX + DAY_TEXT_MAX)

struct asking {
	struct ask *ask;
	const struct document_question *q;
	struct document_data *d;
	const char *org;
	uint64_t batch;           /* of all answers */
	char basis[DAY_TEXT_MAX]; /* the map of the last day, until it is known which that is */
	char coded[ORG_BYTES]; /* CODE@DATE, once known: a code alone would be read on other days */
	char period[PERIOD_BYTES]; /* the days of the document */
};

static const char *
days_text(day_t from, day_t to, char buf[PERIOD_BYTES])
{
	char first[DAY_TEXT_MAX], last[DAY_TEXT_MAX];

	(void)snprintf(buf, PERIOD_BYTES, "%s..%s", day_iso(from, first), day_iso(to, last));
	return buf;
}

/* The same of the document's campaign alone, where it is about one. */
static const char *
part_text(const struct asking *a, day_t from, day_t to, char buf[PART_BYTES])
{
	const bool is_part = a->q->campaign[0] != '\0';
	char days[PERIOD_BYTES];

	(void)snprintf(buf, PART_BYTES, "%s%.*s%s%s", is_part ? "campaign:" : "",
	    WIRE_CODE_BYTES_MAX, a->q->campaign, is_part ? "@" : "", days_text(from, to, days));
	return buf;
}

static bool
is_plan(enum document_type type)
{
	return type == DOCUMENT_CAMPAIGN || type == DOCUMENT_PLAN || type == DOCUMENT_DRIVE_PLAN;
}

/* ---- totals */

static bool
rows_ask(struct asking *a, const char *period, enum by by, struct ask_rows *ret, struct err *err)
{
	const struct summary_request q = {.org = a->org,
	    .period = period,
	    .by = by,
	    .basis = a->basis,
	    .as_of_batch = a->batch,
	    .drafts = is_plan(a->q->type)};

	ask_rows_free(ret);
	return ask_summary(a->ask, &q, ret, err);
}

static uint32_t
drives_of(const struct ask_rows *r)
{
	const struct row *t = &r->all.total;

	return t->drives_planned > t->drives_held ? t->drives_planned : t->drives_held;
}

/* By drive where that is a list that people read, else by month: the total is the same. */
static bool
drives_ask(
    struct asking *a, const char *period, struct ask_rows *ret, bool *ret_drives, struct err *err)
{
	if (!rows_ask(a, period, BY_MONTH, ret, err))
		return false;
	*ret_drives = drives_of(ret) <= DOCUMENT_DRIVES_MAX;
	return !*ret_drives || rows_ask(a, period, BY_DRIVE, ret, err);
}

/* The plan year that ${day} lies in: the organisation's own start says which. */
static bool
year_ask(struct asking *a, day_t day, struct err *err)
{
	static const int steps[] = {0, 1, -2};
	struct ask_rows *r = &a->d->year;
	day_t from, to;
	int year = period_plan_year_of(day, PLAN_YEAR_DEFAULT, &from, &to);
	char text[DAY_TEXT_MAX];

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		year += steps[i];
		(void)snprintf(text, sizeof(text), "%d", year);
		if (!rows_ask(a, text, BY_MONTH, r, err))
			return false;
		if (day >= r->all.period.from && day <= r->all.period.to) {
			a->d->year_number = year;
			return drives_ask(a, text, r, &a->d->year_has_drives, err);
		}
	}
	return err_set(err, ERR_PERIOD, "%s", day_people(day, text));
}

static day_t
year_earlier(day_t day)
{
	const struct civil c = day_to_civil(day);
	day_t ret = day;

	if (!day_from_civil(c.year - 1, c.month, c.day, &ret))
		(void)!day_from_civil(c.year - 1, c.month, c.day - 1, &ret); /* 29/02 */
	return ret;
}

/* ---- reference data */

static bool
list_ask(
    struct asking *a, const struct reference_request *q, struct ask_reference *ret, struct err *err)
{
	struct reference_request as_of = *q;

	as_of.as_of_batch = a->batch;
	ask_reference_free(ret);
	return ask_reference(a->ask, &as_of, ret, err);
}

/* What stands above, for those who may see it: a committee's own key may not. */
static bool
superior_ask(struct asking *a, const char *code, const char *day, struct err *err)
{
	const struct reference_request q = {
	    .kind = REFERENCE_ORGS, .org = code, .period = day, .search = ""};
	struct ask_reference above = {.arenas_n = 0};
	struct err why = {.code = ERR_OK};

	if (!list_ask(a, &q, &above, &why))
		return why.code == ERR_FORBIDDEN || err_set(err, why.code, "%s", why.text);
	if (above.all.orgs_n > 0)
		(void)text_copy(
		    a->d->superior, sizeof(a->d->superior), above.all.orgs[0].full_name);
	ask_reference_free(&above);
	return true;
}

static bool
orgs_ask(struct asking *a, day_t day, struct err *err)
{
	struct ask_reference *r = &a->d->orgs;
	char text[PERIOD_BYTES];
	const struct reference_request q = {.kind = REFERENCE_ORGS,
	    .org = a->org,
	    .period = days_text(day, day, text),
	    .search = ""};

	/* The whole country is long: only where codes have to be told by name. */
	if (strcmp(a->d->whole.all.total.kind, "nation") == 0 && !is_plan(a->q->type))
		return true;
	if (!list_ask(a, &q, r, err))
		return false;
	if (r->all.orgs_n == 0 || r->all.orgs[0].parent[0] == '\0' ||
	    strcmp(a->d->whole.all.total.kind, "province") == 0)
		return true;
	return superior_ask(a, r->all.orgs[0].parent, text, err);
}

static bool
texts_ask(struct asking *a, struct err *err)
{
	const struct reference_request q = {.kind = REFERENCE_TEXTS,
	    .org = a->org,
	    .period = a->period,
	    .search = document_type_name(a->q->type)};
	struct err why = {.code = ERR_OK};

	if (list_ask(a, &q, &a->d->texts, &why))
		return true;
	/* A server that knows no texts: the defaults stand. */
	return why.code == ERR_MALFORMED || err_set(err, why.code, "%s", why.text);
}

static bool
kind_ask(struct asking *a, enum reference_kind kind, const char *period, struct ask_reference *ret,
    struct err *err)
{
	const struct reference_request q = {
	    .kind = kind, .org = a->org, .period = period, .search = ""};

	return list_ask(a, &q, ret, err);
}

/* Drives and campaigns of [${from}, ${to}]; all else of the days that the totals are of. */
static bool
names_ask(struct asking *a, day_t from, day_t to, struct err *err)
{
	struct document_data *d = a->d;
	const struct period_row *p = &d->whole.all.period;
	char names[PART_BYTES], whole[PART_BYTES];

	(void)part_text(a, from, to, names);
	(void)part_text(a, p->from, p->to, whole);
	return kind_ask(a, REFERENCE_CAMPAIGNS, names, &d->campaigns, err) &&
	    (!d->has_drives || kind_ask(a, REFERENCE_DRIVES, names, &d->drive_rows, err)) &&
	    (!is_plan(a->q->type) || kind_ask(a, REFERENCE_TARGETS, names, &d->targets, err)) &&
	    kind_ask(a, REFERENCE_SILENT, whole, &d->silent, err) &&
	    kind_ask(a, REFERENCE_ROUNDS, whole, &d->rounds, err) &&
	    kind_ask(a, REFERENCE_POPULATIONS, whole, &d->populations, err) &&
	    orgs_ask(a, p->to, err) && texts_ask(a, err);
}

/* Who directs and carries out each drive: a question each. */
static bool
details_ask(struct asking *a, struct err *err)
{
	const struct reference *drives = &a->d->drive_rows.all;

	if (drives->drives_n > DOCUMENT_DETAILS_MAX)
		return true;
	for (uint32_t i = 0; i < drives->drives_n; i++) {
		const struct reference_request q = {.kind = REFERENCE_DRIVES,
		    .org = a->org,
		    .period = a->period,
		    .search = drives->drives[i].drive};

		if (!list_ask(a, &q, &a->d->details[a->d->details_n], err))
			return false;
		a->d->details_n++;
	}
	return true;
}

/* ---- targets of the year beside results of a part of it */

static bool
year_targets_ask(struct asking *a, struct err *err)
{
	struct ask_rows year = {.arenas_n = 0};
	char text[PERIOD_BYTES];
	const struct period_row *p = &a->d->year.all.period;

	(void)text_copy(a->basis, sizeof(a->basis), a->d->whole.all.basis);
	const bool ok = rows_ask(a, days_text(p->from, p->to, text), BY_CHILD, &year, err);

	if (ok)
		document_data_targets(a->d, &year.all);
	ask_rows_free(&year);
	return ok;
}

/* ---- each type */

/*
 * From here on the organisation is the one that the first answer was of, whatever its code meant in
 * the plan years that are asked for beside it.  A date that the question says stands: at the
 * period's end another may bear the code.
 */
static void
org_fix(struct asking *a)
{
	const struct rows *r = &a->d->whole.all;
	const day_t newest = day_from_unix_ms(r->at_ms);
	char iso[DAY_TEXT_MAX];

	(void)text_copy(a->basis, sizeof(a->basis), r->basis);

	(void)snprintf(a->coded, sizeof(a->coded), "%.*s@%s", WIRE_CODE_BYTES_MAX, r->org,
	    day_iso(r->period.to < newest ? r->period.to : newest, iso));
	if (strchr(a->q->org, '@') == NULL)
		a->org = a->coded;
	(void)days_text(r->period.from, r->period.to, a->period);
}

/* A campaign is compared with the one that had these days a year earlier, not with all results. */
static bool
before_ask(struct asking *a, struct err *err)
{
	struct document_data *d = a->d;
	const struct period_row *p = &d->whole.all.period;
	const struct campaign_entry *e;
	char text[PERIOD_BYTES + WIRE_CODE_BYTES_MAX];

	if (a->q->campaign[0] == '\0')
		return rows_ask(a, days_text(year_earlier(p->from), year_earlier(p->to), text),
		    BY_MONTH, &d->before, err);
	if (!kind_ask(a, REFERENCE_CAMPAIGNS, days_text(p->from, p->to, text), &d->campaigns, err))
		return false;
	e = summary_compare_campaign(
	    d->campaigns.all.campaigns, d->campaigns.all.campaigns_n, p->from, p->to);
	if (e == NULL)
		return true;
	(void)text_copy(d->before_name, sizeof(d->before_name), e->name);
	(void)snprintf(text, sizeof(text), "campaign:%.*s", WIRE_CODE_BYTES_MAX, e->code);
	return rows_ask(a, text, BY_MONTH, &d->before, err);
}

static bool
report_ask(struct asking *a, struct err *err)
{
	struct document_data *d = a->d;
	const struct period_row *p = &d->whole.all.period;
	char text[PART_BYTES];

	(void)part_text(a, p->from, p->to, text);
	if (!drives_ask(a, text, &d->drives, &d->has_drives, err) || !year_ask(a, p->to, err) ||
	    (!d->whole.all.total.has_target && a->q->campaign[0] == '\0' &&
		!year_targets_ask(a, err)) ||
	    !before_ask(a, err))
		return false;
	(void)snprintf(text, sizeof(text), "%d", d->year_number + 1);
	if (p->to == d->year.all.period.to && !rows_ask(a, text, BY_MONTH, &d->next, err))
		return false;
	return names_ask(a, p->from < d->year.all.period.from ? p->from : d->year.all.period.from,
	    d->year.all.period.to, err);
}

/* A plan lists what was planned: not what was reported beside it. */
static void
planned_keep(struct ask_rows *r)
{
	const uint32_t n = r->all.rows_n;

	r->all.rows_n = 0;
	for (uint32_t i = 0; i < n; i++)
		if (strcmp(r->list[i].kind, "drive") == 0)
			r->list[r->all.rows_n++] = r->list[i];
}

static bool
plan_ask(struct asking *a, struct err *err)
{
	struct document_data *d = a->d;
	const struct period_row *p = &d->whole.all.period;
	char text[PART_BYTES];

	(void)part_text(a, p->from, p->to, text);
	if (!drives_ask(a, text, &d->drives, &d->has_drives, err))
		return false;
	if (d->has_drives)
		planned_keep(&d->drives);
	return rows_ask(a, text, BY_SECTOR, &d->sectors, err) && year_ask(a, p->to, err) &&
	    names_ask(a, p->from, p->to, err) && details_ask(a, err);
}

static bool
months_ask(struct asking *a, struct err *err)
{
	const struct period_row *p = &a->d->whole.all.period;
	const int32_t first = day_month(p->from), last = day_month(p->to);
	char text[PART_BYTES];

	if (last - first >= (int32_t)DOCUMENT_MONTHS_MAX)
		return true; /* then the table has no months */
	for (int32_t m = first; m <= last; m++) {
		const day_t from = day_of_month(m), to = day_of_month(m + 1) - 1;

		if (!rows_ask(a,
			part_text(
			    a, from > p->from ? from : p->from, to < p->to ? to : p->to, text),
			BY_CHILD, &a->d->months[a->d->months_n], err))
			return false;
		a->d->months_n++;
	}
	return true;
}

/* CODE/YYYY-MM-DD/n: the organisation as of that day, and that day. */
static bool
key_read(struct asking *a, struct err *err)
{
	const size_t len = strcspn(a->q->drive, "/");
	const char *day = a->q->drive + len + (a->q->drive[len] == '/');
	char iso[DAY_TEXT_MAX];
	day_t planned;

	(void)snprintf(iso, sizeof(iso), "%.*s", (int)strcspn(day, "/"), day);
	if (len == 0 || len > WIRE_CODE_BYTES_MAX || !day_parse(iso, &planned, NULL))
		return err_set(err, ERR_DRIVE_UNKNOWN, "%s", a->q->drive);
	(void)snprintf(
	    a->coded, sizeof(a->coded), "%.*s@%s", (int)len, a->q->drive, day_iso(planned, iso));
	(void)days_text(planned, planned, a->period);
	a->org = a->coded;
	return true;
}

static bool
drive_ask(struct asking *a, struct err *err)
{
	struct document_data *d = a->d;
	struct reference_request q = {.kind = REFERENCE_DRIVES, .search = a->q->drive};
	struct ask_reference *r = &d->details[0];
	char text[PERIOD_BYTES];
	day_t from, to;

	if (!key_read(a, err))
		return false;
	q.org = a->org;
	q.period = a->period;
	if (!list_ask(a, &q, r, err))
		return false;
	d->details_n = 1;
	if (r->all.drives_n == 0)
		return err_set(err, ERR_DRIVE_UNKNOWN, "%s", a->q->drive);
	from = r->all.drives[0].from;
	to = r->all.drives[0].to;
	if (!rows_ask(a, days_text(from, to, text), BY_DRIVE, &d->drives, err) ||
	    !year_ask(a, to, err))
		return false;
	d->has_drives = true;
	/* A plan says what was reached up to its eve, a result what is with it. */
	if (a->q->type == DOCUMENT_DRIVE_PLAN && from > d->year.all.period.from)
		to = from - 1;
	return rows_ask(
		   a, days_text(d->year.all.period.from, to, text), BY_CHILD, &d->whole, err) &&
	    year_targets_ask(a, err) && names_ask(a, from, r->all.drives[0].to, err);
}

static bool
period_ask(struct asking *a, struct err *err)
{
	struct document_data *d = a->d;
	char text[WIRE_CODE_BYTES_MAX + 16];
	const char *period = a->q->period;

	if (a->q->campaign[0] != '\0') {
		(void)snprintf(
		    text, sizeof(text), "campaign:%.*s", WIRE_CODE_BYTES_MAX, a->q->campaign);
		period = text;
	} else if (a->q->type == DOCUMENT_HALF_YEAR && period[0] == '\0') {
		if (!rows_ask(a, "", BY_MONTH, &d->whole, err))
			return false;
		(void)snprintf(
		    text, sizeof(text), "%d-H1", day_to_civil(d->whole.all.period.to).year);
		period = text;
	}
	if (!rows_ask(a, period, BY_CHILD, &d->whole, err))
		return false;
	org_fix(a);
	return true;
}

static bool
all_ask(struct asking *a, struct err *err)
{
	switch (a->q->type) {
	case DOCUMENT_HALF_YEAR:
	case DOCUMENT_YEAR:
	case DOCUMENT_CAMPAIGN_RESULT:
		return period_ask(a, err) && report_ask(a, err);
	case DOCUMENT_CAMPAIGN:
		return period_ask(a, err) && plan_ask(a, err) && months_ask(a, err);
	case DOCUMENT_PLAN:
		return period_ask(a, err) && plan_ask(a, err);
	case DOCUMENT_DRIVE_PLAN:
	case DOCUMENT_DRIVE_RESULT:
		return drive_ask(a, err);
	case DOCUMENT_TYPE_COUNT_:
		break;
	}
	return err_set(err, ERR_BUG, "%d", (int)a->q->type);
}

/* The newest batch: then the document is of it, as if it had been asked for. */
static bool
batch_ask(struct asking *a, struct err *err)
{
	const struct summary_request q = {.org = "", .period = "", .by = BY_MONTH, .basis = ""};
	struct ask_rows now = {.arenas_n = 0};

	if (!ask_summary(a->ask, &q, &now, err))
		return false;
	a->batch = now.all.as_of_batch;
	ask_rows_free(&now);
	return true;
}

/* A key that is too long for a text of its own has those of its type. */
static void
which_set(struct document_data *d)
{
	const struct document_which w = {.type = d->type,
	    .of = d->drive[0] != '\0' ? d->drive : d->campaign,
	    .from = d->whole.all.period.from,
	    .to = d->whole.all.period.to};
	struct err ignored;

	if (!document_text_which(&w, d->which, &ignored))
		d->which[0] = '\0';
}

bool
document_ask(
    struct ask *ask, const struct document_question *q, struct document_data *ret, struct err *err)
{
	struct asking a = {
	    .ask = ask, .q = q, .d = ret, .org = q->org, .batch = q->as_of_batch, .basis = "end"};

	*ret = (struct document_data){.type = q->type, .campaign = q->campaign, .drive = q->drive};
	if ((a.batch != 0 || batch_ask(&a, err)) && all_ask(&a, err)) {
		which_set(ret);
		return true;
	}
	document_data_free(ret);
	return false;
}
