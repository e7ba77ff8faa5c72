#include "core/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "core/plan_impl.h"

bool
plan_new(struct plan **ret, struct err *err)
{
	struct plan *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return err_set(err, ERR_MEMORY, "a plan");
	array_init(&p->campaigns, sizeof(struct plan_campaign));
	array_init(&p->sectors, sizeof(struct plan_sector));
	array_init(&p->rounds, sizeof(struct plan_round));
	array_init(&p->populations, sizeof(struct plan_population *));
	array_init(&p->lines, sizeof(struct plan_line *));
	array_init(&p->drives, sizeof(struct plan_drive *));
	array_init(&p->moved, sizeof(struct plan_drive *));
	*ret = p;
	return true;
}

void
plan_free(struct plan *p)
{
	struct plan_said *said = NULL, *next_said = NULL;
	struct plan_org *of = NULL, *next_of = NULL;
	struct plan_year *year = NULL, *next_year = NULL;

	if (p == NULL)
		return;
	said = p->said;
	HASH_CLEAR(hh, p->said);
	for (; said != NULL; said = next_said) {
		next_said = said->hh.next;
		free(said);
	}
	of = p->orgs;
	HASH_CLEAR(hh, p->orgs);
	for (; of != NULL; of = next_of) {
		next_of = of->hh.next;
		array_free(&of->lines);
		array_free(&of->drives);
		array_free(&of->planned);
		free(of);
	}
	free(p->org_at);
	year = p->years;
	HASH_CLEAR(hh, p->years);
	for (; year != NULL; year = next_year) {
		next_year = year->hh.next;
		free(year);
	}
	plan_lines_free(p);
	plan_drives_free(p);
	plan_registry_free(p);
	plan_populations_free(p);
	free(p);
}

const char *
plan_text_put(char **at, const char *s)
{
	const size_t size = strlen(s) + 1;
	char *to = *at;

	memcpy(to, s, size);
	*at += size;
	return to;
}

struct plan_org *
plan_org_of(const struct plan *p, org_t org)
{
	return (uint32_t)org < p->org_at_cap ? p->org_at[org] : NULL;
}

static bool
org_at_reserve(struct plan *p, org_t org, struct err *err)
{
	if ((uint32_t)org < p->org_at_cap)
		return true;
	const uint32_t cap = ((uint32_t)org + 1) * 2;
	struct plan_org **at = realloc(p->org_at, cap * sizeof(struct plan_org *));

	if (at == NULL)
		return err_set(err, ERR_MEMORY, "organisations' plans");
	memset(at + p->org_at_cap, 0, (cap - p->org_at_cap) * sizeof(struct plan_org *));
	p->org_at = at;
	p->org_at_cap = cap;
	return true;
}

struct plan_org *
plan_org_make(struct plan *p, org_t org, struct err *err)
{
	struct plan_org *of = plan_org_of(p, org);

	if (of != NULL)
		return of;
	if (!org_at_reserve(p, org, err))
		return NULL;
	of = calloc(1, sizeof(*of));
	if (of == NULL) {
		(void)err_set(err, ERR_MEMORY, "an organisation's plan");
		return NULL;
	}
	of->org = org;
	array_init(&of->lines, sizeof(struct plan_line *));
	array_init(&of->drives, sizeof(uint32_t));
	array_init(&of->planned, sizeof(struct plan_planned));
	HASH_ADD(hh, p->orgs, org, sizeof(of->org), of);
	p->org_at[org] = of;
	return of;
}

bool
plan_name_is(const struct name *a, const struct name *b)
{
	return a->seq == b->seq && a->idx == b->idx &&
	    memcmp(a->stream, b->stream, WIRE_STREAM_BYTES) == 0;
}

static void
name_key(const struct name *name, uint8_t ret[PLAN_NAME_BYTES])
{
	memcpy(ret, name->stream, WIRE_STREAM_BYTES);
	memcpy(ret + WIRE_STREAM_BYTES, &name->seq, sizeof(name->seq));
	memcpy(ret + WIRE_STREAM_BYTES + sizeof(name->seq), &name->idx, sizeof(name->idx));
}

struct plan_said *
plan_said_of(const struct plan *p, const struct name *name)
{
	struct plan_said *found = NULL;
	uint8_t key[PLAN_NAME_BYTES];

	name_key(name, key);
	HASH_FIND(hh, p->said, key, PLAN_NAME_BYTES, found);
	return found;
}

bool
plan_say(struct plan *p, const struct name *name, struct plan_line *line, struct plan_drive *drive,
    struct err *err)
{
	struct plan_said *said = plan_said_of(p, name);

	if (said == NULL) {
		said = calloc(1, sizeof(*said));
		if (said == NULL)
			return err_set(err, ERR_MEMORY, "a report's name");
		name_key(name, said->key);
		HASH_ADD(hh, p->said, key, PLAN_NAME_BYTES, said);
	}
	said->line = line;
	said->drive = drive;
	return true;
}

/* ---- plan years and periods */

bool
plan_add_plan_year(struct plan *p, org_t org, const struct plan_year_entry *e, struct err *err)
{
	const struct plan_year_start start = {
	    .month = (int)e->start_month, .day = (int)e->start_day};
	struct plan_year *year = NULL;

	if (e->start_month < 1 || e->start_month > 12 || e->start_day < 1 || e->start_day > 28)
		return err_set(err, ERR_REGISTRY,
		    TR("năm kế hoạch bắt đầu vào ngày 1–28 của một tháng",
			"a plan year begins on day 1–28 of a month"));
	HASH_FIND(hh, p->years, &org, sizeof(org), year);
	if (year != NULL && year->start.month == start.month && year->start.day == start.day)
		return err_set(err, ERR_ALREADY, "%s", e->org);
	if (year == NULL) {
		year = calloc(1, sizeof(*year));
		if (year == NULL)
			return err_set(err, ERR_MEMORY, "a plan year");
		year->org = org;
		HASH_ADD(hh, p->years, org, sizeof(year->org), year);
	}
	year->start = start;
	return true;
}

org_t
plan_year_after(const struct plan *p, org_t org)
{
	org_t next = 0;

	for (const struct plan_year *at = p->years; at != NULL; at = at->hh.next)
		if (at->org > org && (next == 0 || at->org < next))
			next = at->org;
	return next;
}

struct plan_year_start
plan_year_start(const struct plan *p, const struct orgs *o, org_t org, day_t day)
{
	org_t chain[ORGS_DEPTH_MAX];
	const uint32_t n = orgs_chain(o, org, day, chain);

	for (uint32_t i = 0; i < n; i++) {
		struct plan_year *year = NULL;

		HASH_FIND(hh, p->years, &chain[i], sizeof(chain[i]), year);
		if (year != NULL)
			return year->start;
	}
	return PLAN_YEAR_DEFAULT;
}

/* Its days, or those of them that were asked for. */
static bool
campaign_days(const struct plan_campaign *of, struct period *p, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX];
	const bool is_whole = p->from == 0 && p->to == 0;

	p->from = is_whole || p->from < of->from ? of->from : p->from;
	p->to = is_whole || p->to > of->to ? of->to : p->to;
	return p->from <= p->to ||
	    err_set(err, ERR_PERIOD,
		TR("chiến dịch %s không có ngày nào trong kỳ đó",
		    "campaign %s has no day in that period"),
		text_quote(of->code, quoted));
}

/* NOLINTBEGIN(readability-function-size): a place and a period, an answer and why not */
bool
plan_period(const struct plan *p, const struct orgs *o, org_t org, const char *text, day_t today,
    struct period *ret, struct err *err)
{
	const struct plan_campaign *campaign;
	const struct plan_round *round;
	char quoted[TEXT_QUOTE_MAX];
	struct period found;
	day_t first, last;

	/* A place that has ended keeps the plan year that it had. */
	orgs_span(o, org, &first, &last);
	if (!period_parse(
		text, plan_year_start(p, o, org, today < last ? today : last), today, &found, err))
		return false;
	if (found.kind == PERIOD_CAMPAIGN) {
		campaign = plan_campaign_at(p, plan_campaign_number(p, found.code));
		if (campaign == NULL)
			return err_set(err, ERR_PERIOD,
			    TR("không có chiến dịch %s", "no campaign %s"),
			    text_quote(found.code, quoted));
		if (!campaign_days(campaign, &found, err))
			return false;
	} else if (found.kind == PERIOD_ROUND) {
		round = plan_round_of(p, found.code);
		if (round == NULL)
			return err_set(err, ERR_PERIOD,
			    TR("không có kỳ báo cáo %s", "no reporting round %s"),
			    text_quote(found.code, quoted));
		found.from = round->from;
		found.to = round->cut_off;
	}
	*ret = found;
	return true;
}
/* NOLINTEND(readability-function-size) */
