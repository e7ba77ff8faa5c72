/*
 * What the target of an organisation is for a period (plan.h states the rule): its own line for just
 * that period, or the greatest of the breakdowns that there are.
 */
#include <stdlib.h>

#include "core/plan_own.h"

#define DEPTH_MAX (2 * ORGS_DEPTH_MAX)

static bool answer(const struct plan_ask *ask, org_t org, struct plan_filter f, int depth,
    struct target_answer *ret);

/* The lines of a child that is of the sector itself need not name it. */
static struct plan_filter
filter_for(const struct plan_ask *ask, org_t org, day_t day, struct plan_filter f)
{
	const struct org_version *v = orgs_version(ask->o, org, day);

	if (f.sector != 0 && v != NULL && v->sector[0] != '\0' &&
	    plan_sector_number(ask->p, v->sector) == f.sector)
		f.sector = 0;
	return f;
}

/* NOLINTBEGIN(misc-no-recursion): as deep as DEPTH_MAX */
/* Each child on the map of the period's end, or of its own last day: so it has one parent. */
static bool
recorded_sum(const struct plan_ask *ask, org_t org, struct plan_filter f, int depth,
    struct target_answer *ret)
{
	struct err err = {.code = ERR_OK};
	org_t *list = NULL;
	const uint32_t n = orgs_children(ask->o, org, ask->from, ask->to, &list, &err);
	bool ok = err.code == ERR_OK || err_set(ask->err, err.code, "%s", err.text);

	for (uint32_t i = 0; i < n && ok; i++) {
		struct target_answer part = {.has = false};
		day_t first, last, day;

		orgs_span(ask->o, list[i], &first, &last);
		day = ask->to < last ? ask->to : last;
		if (orgs_parent(ask->o, list[i], day) == org)
			ok = answer(ask, list[i], filter_for(ask, list[i], day, f), depth + 1,
				 &part) &&
			    plan_own_add(ret, &part, ask->err);
	}
	free(list);
	return ok;
}

/* Of one that is no row of the map: its own answer, less what stood below it and goes its own way. */
static bool
left_add(const struct plan_ask *ask, org_t org, struct plan_filter f, int depth,
    struct target_answer *ret)
{
	struct plan_ask recorded = *ask;
	struct target_answer whole = {.has = false}, below = {.has = false};

	if (plan_org_of(ask->p, org) == NULL)
		return true;
	recorded.map = NULL;
	if (!answer(&recorded, org, f, depth + 1, &whole) ||
	    !recorded_sum(&recorded, org, f, depth + 1, &below))
		return false;
	whole.units -= below.units;
	whole.has = whole.has && whole.units > 0;
	return plan_own_add(ret, &whole, ask->err);
}

static bool
children_sum(const struct plan_ask *ask, org_t org, struct plan_filter f, int depth,
    struct target_answer *ret)
{
	bool ok = true;

	if (ask->map == NULL)
		return recorded_sum(ask, org, f, depth, ret);
	for (org_t at = orgs_map_first(ask->map, org); at != 0 && ok;
	     at = orgs_map_next(ask->map, at)) {
		const struct plan_filter own = filter_for(ask, at, ask->to, f);
		struct target_answer part = {.has = false};

		if (orgs_map_place(ask->map, at).at != at)
			ok = left_add(ask, at, own, depth, ret);
		else
			ok = answer(ask, at, own, depth + 1, &part) &&
			    plan_own_add(ret, &part, ask->err);
	}
	return ok;
}

static struct target_answer
beside_control(const struct plan_line *line, const struct target_answer *best, bool is_refined)
{
	struct target_answer ret = plan_own_of(line);

	if (!is_refined) {
		ret.own = true;
		return ret;
	}
	ret = *best;
	ret.has_control = true;
	ret.control_units = line->pub.t.value;
	ret.control_qualifier = line->pub.t.qualifier;
	return ret;
}

static bool
answer(const struct plan_ask *ask, org_t org, struct plan_filter f, int depth,
    struct target_answer *ret)
{
	struct target_answer best = {.has = false};
	struct plan_own own;
	bool is_refined;

	if (depth > DEPTH_MAX)
		return err_set(ask->err, ERR_BUG, "organisations stand under each other in a ring");
	if (!plan_own_lines(ask, org, f, &own))
		return false;
	if (own.exact != NULL && own.exact->pub.t.qualifier == QUALIFIER_EXACT) {
		*ret = beside_control(own.exact, NULL, false);
		return true;
	}
	if (!children_sum(ask, org, f, depth, &best) || !plan_own_add(&best, &own.drives, ask->err))
		return false;
	best.by_place = best.has;
	plan_own_greater(&best, &own.by_time);
	plan_own_greater(&best, &own.by_sector);
	if (own.exact != NULL) {
		plan_own_greater(&best, &own.by_campaign);
		is_refined = best.has && best.units >= own.exact->pub.t.value;
		*ret = beside_control(own.exact, &best, is_refined);
		return true;
	}
	if (own.program != NULL && own.campaigns == 1) {
		const struct target *t = &own.program->pub.t;

		is_refined =
		    (best.has && best.units >= t->value) || own.by_campaign.units > t->value;
		plan_own_greater(&best, &own.by_campaign);
		if (t->qualifier == QUALIFIER_EXACT && best.units == t->value)
			is_refined = false;
		*ret = beside_control(own.program, &best, is_refined);
		return true;
	}
	plan_own_greater(&best, &own.by_campaign);
	*ret = best;
	return true;
}

/* NOLINTEND(misc-no-recursion) */

/* What stands in one line of ${org}. */
static bool
line_sum(const struct plan_ask *ask, const struct plan_question *q, struct plan_filter f,
    struct target_answer *ret)
{
	for (org_t at = orgs_map_first(ask->map, q->org); at != 0; at = orgs_map_next(ask->map, at))
		if (orgs_map_place(ask->map, at).line == q->line &&
		    !left_add(ask, at, filter_for(ask, at, ask->to, f), 0, ret))
			return false;
	return true;
}

bool
plan_target_for(const struct plan *p, const struct orgs *o, const struct plan_question *q,
    struct target_answer *ret, struct err *err)
{
	const struct plan_ask ask = {.p = p,
	    .o = o,
	    .from = q->from,
	    .to = q->to,
	    .drafts = q->drafts,
	    .first_campaign = q->first_campaign,
	    .map = q->map,
	    .err = err};
	const struct plan_filter f = {.sector = q->sector, .campaign = q->campaign};
	struct target_answer found = {.has = false};

	if (q->line != ORG_LINE_NONE
		? !line_sum(&ask, q, f, &found)
		: !answer(&ask, q->org, filter_for(&ask, q->org, q->to, f), 0, &found))
		return false;
	*ret = found;
	return true;
}

/* NOLINTBEGIN(readability-function-size): a place and a period, an answer and why not */
bool
plan_target_of(const struct plan *p, const struct orgs *o, org_t org, day_t from, day_t to,
    bool drafts, struct target_answer *ret, struct err *err)
{
	const struct plan_question q = {.org = org, .from = from, .to = to, .drafts = drafts};

	return plan_target_for(p, o, &q, ret, err);
}

bool
plan_target_of_sector(const struct plan *p, const struct orgs *o, org_t org, int32_t sector,
    day_t from, day_t to, bool drafts, struct target_answer *ret, struct err *err)
{
	const struct plan_question q = {
	    .org = org, .from = from, .to = to, .drafts = drafts, .sector = sector};

	return plan_target_for(p, o, &q, ret, err);
}

bool
plan_target_of_campaign(const struct plan *p, const struct orgs *o, org_t org, int32_t campaign,
    day_t from, day_t to, bool drafts, struct target_answer *ret, struct err *err)
{
	const struct plan_question q = {
	    .org = org, .from = from, .to = to, .drafts = drafts, .campaign = campaign};

	return plan_target_for(p, o, &q, ret, err);
}
/* NOLINTEND(readability-function-size) */
