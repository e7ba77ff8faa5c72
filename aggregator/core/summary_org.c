/* What one organisation comes to in a period, and what it is measured against. */
#include <stdlib.h>

#include "core/stock.h"
#include "core/summary.h"
#include "rules/catalogue.h"

/* ---- where it stands */

/* The last day, at most ${to}, through which ${org} surely stands where it stands on ${day}. */
static day_t
stands_until(const struct core *c, org_t org, org_t parent, day_t day, day_t to)
{
	const struct org_version *v = orgs_version(c->orgs, org, day);
	day_t first = 0, last = 0;

	if (v != NULL && v->valid_to >= day && v->valid_to < to)
		to = v->valid_to;
	orgs_span(c->orgs, parent, &first, &last);
	return last >= day && last < to ? last : to;
}

/* The same of all that is above it. */
static day_t
chain_until(const struct core *c, org_t org, day_t day, day_t to)
{
	org_t chain[ORGS_DEPTH_MAX];
	const uint32_t n = orgs_chain(c->orgs, org, day, chain);

	for (uint32_t i = 0; i + 1 < n; i++)
		to = stands_until(c, chain[i], chain[i + 1], day, to);
	return to;
}

static bool
stay_next_deep(const struct core *c, struct summary_stay *s, day_t *ret_from, day_t *ret_to)
{
	while (s->at <= s->to) {
		*ret_from = s->at;
		*ret_to = chain_until(c, s->org, s->at, s->to);
		s->at = *ret_to + 1;
		if (orgs_is_above(c->orgs, s->above, s->org, *ret_from))
			return true;
	}
	return false;
}

bool
summary_stay_next(const struct core *c, struct summary_stay *s, day_t *ret_from, day_t *ret_to)
{
	if (s->deep)
		return stay_next_deep(c, s, ret_from, ret_to);
	while (s->at <= s->to) {
		const day_t from = s->at;
		const org_t parent = s->above == 0 ? 0 : orgs_parent(c->orgs, s->org, from);

		*ret_from = from;
		*ret_to = s->above == 0 ? s->to : stands_until(c, s->org, parent, from, s->to);
		s->at = *ret_to + 1;
		if (parent == s->above)
			return true;
	}
	return false;
}

bool
summary_sum(const struct core *c, const struct scope *s, const struct summary_stay *whose,
    struct pairs *ret, struct err *err)
{
	const struct rollup_ask ask = {.org = whose->org, .view = VIEW_CREDITED};
	struct summary_stay stay = {.org = whose->org,
	    .above = whose->above,
	    .deep = whose->deep,
	    .at = s->period.from,
	    .to = s->to};
	day_t from = 0, to = 0;

	if (s->map != NULL)
		return summary_view_sum(c, s, &ask, s->to, ret, err);
	while (summary_stay_next(c, &stay, &from, &to))
		if (!summary_rollup_sum(s, &ask, from, to, ret, err))
			return false;
	return true;
}

int64_t
summary_units(const struct pairs *p)
{
	return pairs_value(p, IND_BLOOD_UNITS);
}

/* ---- what it is measured against */

/* A place that moved is measured where it stands at the end, and only there. */
static bool
target_of(const struct core *c, const struct scope *s, const struct summary_stay *whose,
    struct target_answer *ret, struct err *err)
{
	const struct plan_question q = {.org = whose->org,
	    .from = s->period.from,
	    .to = s->period.to,
	    .drafts = s->drafts,
	    .campaign = s->campaign,
	    .map = s->map};
	const struct summary_counting counting = {.c = c, .s = s};
	day_t first = 0, last = 0;

	*ret = (struct target_answer){.has = false};
	orgs_span(c->orgs, whose->org, &first, &last);
	if (whose->deep && s->map == NULL &&
	    !orgs_is_above(
		c->orgs, whose->above, whose->org, s->period.to < last ? s->period.to : last))
		return true;
	if (whose->above != 0 && !whose->deep && s->map == NULL &&
	    orgs_parent(c->orgs, whose->org, s->period.to < last ? s->period.to : last) !=
		whose->above)
		return true;
	return summary_target(&counting, &q, ret, err);
}

/* ---- its row */

day_t
summary_overdue_day(const struct scope *s)
{
	const day_t day = s->today - PLAN_DUE_DAYS - 1;

	return s->to < day ? s->to : day;
}

void
summary_overdue_add(struct row *row, const struct pairs *p)
{
	const int64_t owed =
	    pairs_value(p, IND_SYS_DRIVES_OWED) - pairs_value(p, IND_SYS_DRIVES_OWED_DONE);

	const int64_t missing =
	    pairs_value(p, IND_SYS_DRIVES_PLANNED) - pairs_value(p, IND_SYS_DRIVES_REPORTED);

	if (owed > 0)
		row->drives_late += (uint32_t)owed;
	if (missing > 0)
		row->drives_missing += (uint32_t)missing;
}

void
summary_rest_row(struct answer *w, const struct row *total, const struct pairs *rest)
{
	uint32_t late = total->drives_late, missing = total->drives_missing;

	for (uint32_t i = 0; i < w->n; i++) {
		late -= w->rows[i].drives_late < late ? w->rows[i].drives_late : late;
		missing -=
		    w->rows[i].drives_missing < missing ? w->rows[i].drives_missing : missing;
	}
	struct row *row = pairs_is_empty(rest) ? NULL : answer_row(w);
	if (row == NULL)
		return;
	answer_fill(w, row, rest);
	row->drives_late = late;
	row->drives_missing = missing;
	row->key = "unassigned";
	row->kind = "unassigned";
}

/* Owed results whose deadline has passed, on top of those that came late. */
static bool
overdue_add(const struct core *c, const struct scope *s, const struct summary_stay *whose,
    struct row *row, struct err *err)
{
	struct scope until = *s;
	struct pairs p = {0};

	until.to = summary_overdue_day(s);
	const bool ok = summary_sum(c, &until, whose, &p, err);
	if (ok) {
		summary_overdue_add(row, &p);
		summary_grace_take(c, s,
		    &(const struct summary_part){.org = whose->org, .above = whose->above}, row);
	}
	pairs_free(&p);
	return ok;
}

/* A place that moved has its stock where it stands at the end. */
static bool
stock_of(const struct core *c, const struct scope *s, const struct summary_stay *whose,
    struct pairs *ret, struct err *err)
{
	if (whose->above != 0 && s->map == NULL &&
	    (whose->deep ? !orgs_is_above(c->orgs, whose->above, whose->org, s->to)
			 : orgs_parent(c->orgs, whose->org, s->to) != whose->above))
		return true;
	return stock_add(s->stock, whose->org, false, ret, err);
}

/*
 * When the newest report came in of what counts in ${org}'s row: on a map of those that went on in
 * it, too.  The root has them all.
 */
static int64_t
newest_in(const struct core *c, const struct scope *s, org_t org)
{
	int64_t ms = newest_of(c, org);

	if (s->map == NULL || org == orgs_root(c->orgs))
		return ms;
	for (org_t at = orgs_map_walk(s->map, org, 0); at != 0;
	     at = orgs_map_walk(s->map, org, at)) {
		const int64_t one = newest_of(c, at);

		ms = one > ms ? one : ms;
	}
	return ms;
}

bool
summary_org_row(const struct core *c, const struct scope *s, const struct summary_stay *whose,
    struct answer *w, struct row *row, struct pairs *ret, struct err *err)
{
	struct target_answer target;

	pairs_clear(ret);
	if (!summary_sum(c, s, whose, ret, err) || !stock_of(c, s, whose, ret, err) ||
	    !target_of(c, s, whose, &target, err))
		return false;
	answer_org(w, c, row, whose->org, summary_names_day(s));
	row->last_report_ms = newest_in(c, s, whose->org);
	answer_fill(w, row, ret);
	answer_target(row, &target);
	summary_outside(row, &target, ret);
	row->locked = lock_covers(c, whose->org, s->period.from, s->to);
	return pairs_value(ret, IND_SYS_DRIVES_PLANNED) ==
	    pairs_value(ret, IND_SYS_DRIVES_REPORTED) ||
	    overdue_add(c, s, whose, row, err);
}
