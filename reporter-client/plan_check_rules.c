/* Rules on a plan beside its sums: stated shares, outliers, places it lacks, cells said twice. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "plan_check.h"
#include "rules/period.h"
#include "target_say.h"
#include "words.h"

#define E2 INT64_C(10000) /* hundredths of a percent in one */

/* ---- stated shares */

static const struct plan_check_line *
year_line(const struct plan_check *c, const struct plan_check_line *of)
{
	size_t n = 0;
	const struct plan_check_line *l = plan_check_lines_of(c, of->t.org, &n);
	day_t from = 0, to = 0;

	(void)period_plan_year_of(of->t.to, PLAN_YEAR_DEFAULT, &from, &to);
	for (size_t i = 0; i < n; i++)
		if (&l[i] != of && l[i].t.measure == of->t.measure && l[i].t.drive[0] == '\0' &&
		    l[i].t.sector[0] == '\0' && l[i].t.from == from && l[i].t.to == to)
			return &l[i];
	return NULL;
}

/* The newest population up to the line's year, else the oldest one; NULL: none. */
static const struct plan_check_population *
population_of(const struct plan_check *c, const struct target *t)
{
	const uint32_t year = (uint32_t)day_to_civil(t->to).year;
	const struct plan_check_population *best = NULL;

	for (size_t i = 0; i < c->populations_n; i++) {
		const struct plan_check_population *p = &c->populations[i];

		if (strcmp(p->org, t->org) != 0)
			continue;
		if (best == NULL ||
		    (p->year <= year && (best->year > year || p->year > best->year)) ||
		    (p->year > year && best->year > year && p->year < best->year))
			best = p;
	}
	return best;
}

static const char *
percent(int64_t e2, char buf[NUM_TEXT_MAX])
{
	return num_percent_people(e2, E2, buf);
}

static bool
share_of_year(struct plan_check *c, const struct plan_check_line *l,
    const struct plan_check_line *year, struct plan_finding *f, struct err *err)
{
	char stated[NUM_TEXT_MAX], computed[NUM_TEXT_MAX], whole[NUM_TEXT_MAX];
	const int64_t said = l->t.stated_share;
	int64_t e2 = 0;

	(void)num_share(l->t.value, year->t.value, 0, &e2);
	const bool apart = e2 - said > PLAN_SHARE_APART_E2 || said - e2 > PLAN_SHARE_APART_E2;

	f->severity = apart ? PLAN_WARNING : PLAN_INFO;
	f->code = apart ? "SHARE_DIFFERS" : "SHARE_FITS";
	f->has_numbers = true;
	f->stated = said;
	f->computed = e2;
	return plan_check_find(c, f, err,
	    TR("văn bản ghi %s%% chỉ tiêu năm; chỉ tiêu năm %s: là %s%%",
		"the document says %s%% of the year's target; the year's is %s: that is %s%%"),
	    percent(said, stated), num_people(year->t.value, whole), percent(e2, computed));
}

/* No year's target is known: what the share implies must be possible at all. */
static bool
share_implied(
    struct plan_check *c, const struct plan_check_line *l, struct plan_finding *f, struct err *err)
{
	const struct plan_check_population *p = population_of(c, &l->t);
	const int64_t said = l->t.stated_share;
	const int64_t implied = (l->t.value * E2 + said / 2) / said;
	char stated[NUM_TEXT_MAX], number[NUM_TEXT_MAX], persons[NUM_TEXT_MAX];

	f->has_numbers = true;
	f->stated = said;
	f->computed = implied;
	(void)percent(said, stated);
	(void)num_people(implied, number);
	if (p == NULL) {
		f->severity = PLAN_WARNING;
		f->code = "SHARE_UNKNOWN";
		return plan_check_find(c, f, err,
		    TR("%s%% suy ra chỉ tiêu năm %s; chưa có chỉ tiêu năm và dân số để so: thêm một "
		       "dòng population hoặc dòng chỉ tiêu năm",
			"%s%% implies a year's target of %s; neither that nor the population is known: add "
			"a population line, or the year's target"),
		    stated, number);
	}
	(void)num_people(p->persons, persons);
	if (implied > p->persons * PLAN_POPULATION_SHARE_MAX / 100) {
		f->severity = PLAN_WARNING;
		f->code = "SHARE_IMPLIES";
		return plan_check_find(c, f, err,
		    TR("%s%% suy ra chỉ tiêu năm %s, hơn %d%% dân số (%s, năm %u): xem lại tỷ lệ",
			"%s%% implies a year's target of %s, over %d%% of the population (%s, %u): look at "
			"the share again"),
		    stated, number, PLAN_POPULATION_SHARE_MAX, persons, p->year);
	}
	f->severity = PLAN_INFO;
	f->code = "SHARE_POSSIBLE";
	return plan_check_find(c, f, err,
	    TR("%s%% suy ra chỉ tiêu năm %s", "%s%% implies a year's target of %s"), stated,
	    number);
}

bool
plan_check_shares(struct plan_check *c, struct err *err)
{
	for (size_t i = 0; i < c->lines_n; i++) {
		const struct plan_check_line *l = &c->lines[i];
		const struct plan_check_line *year = year_line(c, l);
		struct plan_finding f = {
		    .org = l->t.org, .from = l->t.from, .to = l->t.to, .line = l->line};

		if (l->t.stated_share == 0)
			continue;
		if (year != NULL ? !share_of_year(c, l, year, &f, err)
				 : !share_implied(c, l, &f, err))
			return false;
	}
	return true;
}

/* ---- outliers */

struct sibling {
	int64_t value;
	const struct plan_check_line *drive; /* or */
	const struct plan_check_org *org;
};

static int
value_order(const void *a, const void *b)
{
	const struct sibling *x = a, *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

static const struct plan_check_drive *
drive_of(const struct plan_check *c, const char *key)
{
	for (size_t i = 0; i < c->drives_n; i++)
		if (strcmp(c->drives[i].key, key) == 0)
			return &c->drives[i];
	return NULL;
}

static const char *
sibling_text(const struct plan_check *c, const struct sibling *s, char *buf, size_t size)
{
	const struct plan_check_drive *d = s->drive != NULL ? drive_of(c, s->drive->t.drive) : NULL;

	if (s->drive == NULL)
		(void)snprintf(buf, size, "%.200s", s->org->name);
	else if (d == NULL)
		(void)snprintf(buf, size, "%.100s", s->drive->t.drive);
	else if (d->has_executing)
		(void)snprintf(buf, size,
		    TR("%.160s (%.88s, %u nơi thực hiện)", "%.160s (%.88s, %u executing)"), d->name,
		    d->key, d->executing_n);
	else
		(void)snprintf(buf, size, "%.160s (%.88s)", d->name, d->key);
	return buf;
}

/* ${at} is sorted here. */
static bool
outliers_of(struct plan_check *c, struct sibling *at, size_t n, struct err *err)
{
	char who[320], value[NUM_TEXT_MAX], median[NUM_TEXT_MAX];
	int64_t twice;

	if (n < PLAN_OUTLIER_SIBLINGS)
		return true;
	qsort(at, n, sizeof(*at), value_order);
	twice = at[(n - 1) / 2].value + at[n / 2].value;
	for (size_t i = 0; i < n; i++) {
		const struct plan_finding f = {.severity = PLAN_WARNING,
		    .code = "OUTLIER",
		    .org = at[i].drive != NULL ? at[i].drive->t.org : at[i].org->code,
		    .from = at[i].drive != NULL ? at[i].drive->t.from : c->from,
		    .to = at[i].drive != NULL ? at[i].drive->t.to : c->to,
		    .line = at[i].drive != NULL ? at[i].drive->line : 0,
		    .has_numbers = true,
		    .stated = at[i].value,
		    .computed = twice / 2};

		if (at[i].value * 2 <= PLAN_OUTLIER_TIMES * twice)
			continue;
		if (!plan_check_find(c, &f, err,
			TR("%s: %s, hơn %d lần trung vị %s của %zu mục cùng loại",
			    "%s: %s, over %d times the median %s of %zu of its kind"),
			sibling_text(c, &at[i], who, sizeof(who)), num_people(at[i].value, value),
			PLAN_OUTLIER_TIMES, num_people(twice / 2, median), n))
			return false;
	}
	return true;
}

static bool
drive_outliers(struct plan_check *c, struct sibling *room, struct err *err)
{
	size_t n = 0;

	for (size_t i = 0; i < c->lines_n; i++)
		if (plan_check_is_inside(c, &c->lines[i]) && c->lines[i].t.drive[0] != '\0')
			room[n++] =
			    (struct sibling){.value = c->lines[i].t.value, .drive = &c->lines[i]};
	return outliers_of(c, room, n, err);
}

bool
plan_check_outliers(struct plan_check *c, struct err *err)
{
	struct sibling *room = calloc(c->lines_n + c->orgs_n + 1, sizeof(*room));
	bool ok = room != NULL || err_set(err, ERR_MEMORY, "plan check");
	size_t n = 0;

	ok = ok && drive_outliers(c, room, err);
	for (size_t i = 0; i < c->orgs_n && ok; i++) {
		const bool is_next = i > 0 && strcmp(c->orgs[i].parent, c->orgs[i - 1].parent) == 0;

		if (!is_next) {
			ok = outliers_of(c, room, n, err);
			n = 0;
		}
		room[n].org = &c->orgs[i];
		room[n].drive = NULL;
		/* Territories are of one kind; bodies are each of their own. */
		struct target_total value = {.has = false};
		if (ok && c->orgs[i].kind != ORG_BODY)
			ok = plan_check_value(c, c->orgs[i].code, c->from, c->to, &value, err);
		room[n].value = value.units;
		n += value.has;
	}
	ok = ok && outliers_of(c, room, n, err);
	free(room);
	return ok;
}

/* ---- places that the plan lacks */

static bool
is_territory(enum org_kind kind)
{
	return kind == ORG_PROVINCE || kind == ORG_DISTRICT || kind == ORG_COMMUNE;
}

/* Any line at or below it, or a drive of its own. */
static bool
has_part(const struct plan_check *c, const struct plan_check_org *o)
{
	struct target_total value = {.has = false};

	/* What cannot be summed is there. */
	if (!plan_check_value(c, o->code, c->from, c->to, &value, NULL) || value.has)
		return true;
	for (size_t i = 0; i < c->drives_n; i++)
		if (strcmp(c->drives[i].org, o->code) == 0)
			return true;
	return false;
}

static bool
missing_find(struct plan_check *c, const struct plan_check_org *o, struct err *err)
{
	return plan_check_find(c,
	    &(const struct plan_finding){.severity = PLAN_WARNING,
		.code = "ORG_MISSING",
		.org = o->code,
		.name = o->name,
		.from = c->from,
		.to = c->to},
	    err,
	    TR("%s có trong danh bạ, không có trong kế hoạch",
		"%s is in the registry, not in the plan"),
	    o->name);
}

bool
plan_check_missing(struct plan_check *c, struct err *err)
{
	size_t n = 0, with = 0, without = 0;
	const struct plan_check_org *o = plan_check_children(c, c->org, &n);

	if (!c->knows_registry)
		return plan_check_find(c,
		    &(const struct plan_finding){
			.severity = PLAN_INFO, .code = "REGISTRY_AWAY", .org = c->org},
		    err, "%s",
		    TR("chưa hỏi được danh bạ: không biết kế hoạch thiếu nơi nào",
			"the registry could not be asked: which places the plan lacks is not known"));
	for (size_t i = 0; i < n; i++)
		if (is_territory(o[i].kind))
			*(has_part(c, &o[i]) ? &with : &without) += 1;
	if (with == 0 && without > 0)
		return plan_check_find(c,
		    &(const struct plan_finding){.severity = PLAN_INFO,
			.code = "NOT_BY_PLACE",
			.org = c->org,
			.from = c->from,
			.to = c->to},
		    err,
		    TR("chưa chia cho %zu địa phương bên dưới",
			"not shared out to the %zu places below"),
		    without);
	for (size_t i = 0; i < n && without > 0; i++)
		if (is_territory(o[i].kind) && !has_part(c, &o[i]) && !missing_find(c, &o[i], err))
			return false;
	return true;
}

/* ---- given and own */

static bool
is_same_cell(const struct target *a, const struct target *b)
{
	return a->from == b->from && a->to == b->to && a->measure == b->measure &&
	    strcmp(a->org, b->org) == 0 && strcmp(a->drive, b->drive) == 0 &&
	    strcmp(a->sector, b->sector) == 0;
}

bool
plan_check_twice(struct plan_check *c, struct err *err)
{
	char first[NUM_TEXT_MAX], second[NUM_TEXT_MAX];

	for (size_t i = 0; i + 1 < c->lines_n; i++) {
		const struct plan_check_line *a = &c->lines[i], *b = &c->lines[i + 1];
		const struct plan_finding f = {.severity = PLAN_INFO,
		    .code = "GIVEN_AND_OWN",
		    .org = b->t.org,
		    .from = b->t.from,
		    .to = b->t.to,
		    .line = b->line,
		    .has_numbers = true,
		    .stated = a->t.value,
		    .computed = b->t.value};

		if (!is_same_cell(&a->t, &b->t) || a->t.assigned == b->t.assigned)
			continue;
		if (!plan_check_find(c, &f, err, "%s: %s; %s: %s",
			words_text(WORDS_ASSIGNED, a->t.assigned), num_people(a->t.value, first),
			words_text(WORDS_ASSIGNED, b->t.assigned), num_people(b->t.value, second)))
			return false;
	}
	return true;
}

/* ---- what was done of other measures */

/* What has to be reported so that it is known; NULL: results alone. */
static const char *
reported_by(enum measure measure)
{
	switch (measure) {
	case MEASURE_STAFF_RATE:
		return "activity --set staff=… --set staff_donors=…";
	case MEASURE_VOLUNTEERS:
		return "activity --set volunteers=…";
	case MEASURE_RESERVE:
		return "activity --set reserve_donors=…";
	case MEASURE_POPULATION_RATE:
		return TR("dòng population trong kế hoạch", "a population line in the plan");
	default:
		return NULL;
	}
}

static bool
measured_find(struct plan_check *c, const struct plan_check_line *l, struct err *err)
{
	const struct target_row row = {
	    .target = l->t, .has_done = l->has_done, .done = l->done, .whole = l->whole};
	const char *by = l->has_done ? NULL : reported_by(l->t.measure);
	char text[3 * TARGET_SAY_MAX];
	const struct plan_finding f = {.severity = PLAN_INFO,
	    .code = l->has_done ? "MEASURED" : "NOT_MEASURED",
	    .org = l->t.org,
	    .from = l->t.from,
	    .to = l->t.to,
	    .has_numbers = l->has_done,
	    .stated = l->t.value,
	    .computed = l->done};

	return plan_check_find(c, &f, err, "%s%s%s", target_say_whole(&row, text),
	    by != NULL ? TR("; chưa có số liệu, cần: ", "; nothing reported, needed: ") : "",
	    by != NULL ? by : "");
}

bool
plan_check_measured(struct plan_check *c, struct err *err)
{
	for (size_t i = 0; i < c->lines_n; i++) {
		const struct plan_check_line *l = &c->lines[i];

		if (l->is_measured && l->t.measure != MEASURE_UNITS && l->t.from >= c->from &&
		    l->t.to <= c->to && !measured_find(c, l, err))
			return false;
	}
	return true;
}
