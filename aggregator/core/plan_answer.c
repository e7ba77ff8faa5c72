/*
 * What the target of an organisation is for a period (plan.h states the rule): its own line for
 * just that period, or what its lines and those below come to.
 */
#include <stdlib.h>

#include "base/num.h"
#include "core/plan_own.h"

#define DEPTH_MAX (2 * ORGS_DEPTH_MAX)

static bool answer(const struct plan_ask *ask, org_t org, struct plan_filter f, int depth,
    struct target_answer *ret);

static struct target_total
total_of(const struct target_answer *a)
{
	return (struct target_total){.has = a->has,
	    .draft = a->draft,
	    .self = a->self,
	    .minimum = a->qualifier == QUALIFIER_MINIMUM,
	    .units = a->units,
	    .spread = a->qualifier == QUALIFIER_RANGE ? a->units_max - a->units : 0,
	    .done = a->done};
}

static bool
add(struct target_total *sum, const struct target_answer *part, struct err *err)
{
	const struct target_total one = total_of(part);

	return target_add(sum, &one, err);
}

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
    struct target_total *ret)
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
			    add(ret, &part, ask->err);
	}
	free(list);
	return ok;
}

/*
 * Of one that is no row of the map: its own answer, less what stood below it and goes its own way.
 */
static bool
left_add(const struct plan_ask *ask, org_t org, struct plan_filter f, int depth,
    struct target_total *ret)
{
	struct plan_ask recorded = *ask;
	struct target_answer whole = {.has = false};
	struct target_total left, below = {.has = false};

	if (plan_org_of(ask->p, org) == NULL)
		return true;
	recorded.map = NULL;
	if (!answer(&recorded, org, f, depth + 1, &whole))
		return false;
	recorded.is_recorded = true;
	if (!recorded_sum(&recorded, org, f, depth + 1, &below))
		return false;
	left = total_of(&whole);
	left.units -= below.units;
	left.spread = left.spread > below.spread ? left.spread - below.spread : 0;
	left.done -= below.done;
	left.has = left.has && left.units > 0;
	return target_add(ret, &left, ask->err);
}

static bool
children_sum(const struct plan_ask *ask, org_t org, struct plan_filter f, int depth,
    struct target_total *ret)
{
	bool ok = true;

	if (ask->self_alone || ask->drives_alone)
		return true;
	if (ask->map == NULL)
		return recorded_sum(ask, org, f, depth, ret);
	for (org_t at = orgs_map_first(ask->map, org); at != 0 && ok;
	     at = orgs_map_next(ask->map, at)) {
		const struct plan_filter own = filter_for(ask, at, ask->to, f);
		struct target_answer part = {.has = false};

		if (orgs_map_place(ask->map, at).at != at)
			ok = left_add(ask, at, own, depth, ret);
		else
			ok = answer(ask, at, own, depth + 1, &part) && add(ret, &part, ask->err);
	}
	return ok;
}

/* Of which organisation, and within what, the cells below are asked. */
struct below {
	const struct plan_ask *ask;
	org_t org;
	struct plan_filter f;
	int depth;
};

static bool
below_cell(
    const void *arg, const struct target_scope *scope, struct target_total *ret, struct err *err)
{
	const struct below *b = arg;
	struct plan_ask ask = *b->ask;
	const struct target_cell *of = scope->of;
	const struct plan_filter f = {.sector = b->f.sector != 0 ? b->f.sector : of->sector,
	    .campaign = b->f.campaign != 0 ? b->f.campaign : of->campaign,
	    .apart = scope->apart};

	ask.from = of->from;
	ask.to = of->to;
	ask.err = err;
	return children_sum(&ask, b->org, f, b->depth, ret);
}

static bool
line_done(const struct plan_ask *ask, const struct plan_line *line, int64_t *ret, struct err *err)
{
	const struct plan_counted q = {
	    .line = &line->pub, .is_program = ask->is_program, .is_recorded = ask->is_recorded};

	*ret = 0;
	return ask->counting == NULL || ask->counting->fn(ask->counting->arg, &q, ret, err);
}

static bool
cell_done(const void *arg, const struct target_cell *c, int64_t *ret, struct err *err)
{
	const struct below *b = arg;

	return line_done(b->ask, c->line, ret, err);
}

/* Said of the same days, sector and campaign. */
static bool
is_same_span(const struct target_cell *a, const struct target_cell *b)
{
	return !a->is_drive && a->from == b->from && a->to == b->to && a->sector == b->sector &&
	    a->campaign == b->campaign;
}

static const struct plan_cell *
cell_at(const UT_array *cells, uint32_t i)
{
	return &((const struct plan_cell *)(const void *)cells->d)[i];
}

/* Without the line ${but}; ${within} alone where it is one. */
static bool
cells_sum(const struct below *b, const UT_array *cells, const struct plan_cell *but,
    const struct target_cell *within, struct target_total *ret)
{
	const struct target_cell whole = {.from = b->ask->from,
	    .to = b->ask->to,
	    .sector = b->f.sector,
	    .campaign = b->f.campaign};
	const struct target_below below = {
	    .fn = below_cell, .arg = b, .apart = b->f.apart, .done = cell_done};
	struct target_cell *list = calloc((size_t)utarray_len(cells) + 1, sizeof(*list));
	struct target_total placed;
	uint32_t n = 0;

	if (list == NULL)
		return err_set(b->ask->err, ERR_MEMORY, "targets");
	for (uint32_t i = 0; i < utarray_len(cells); i++) {
		const struct target_cell *c = &cell_at(cells, i)->c;

		if ((but == NULL || !is_same_span(c, &but->c)) &&
		    (within == NULL || target_is_inside(c, within)))
			list[n++] = *c;
	}
	const bool ok = target_sum(
	    list, n, within != NULL ? within : &whole, &below, ret, &placed, b->ask->err);
	free(list);
	return ok;
}

/*
 * The line for just the question's days and whatever it is asked of; of several the first in rank.
 */
static const struct plan_cell *
exact_of(const struct below *b, const UT_array *cells)
{
	const struct plan_cell *best = NULL;

	for (uint32_t i = 0; i < utarray_len(cells); i++) {
		const struct plan_cell *at = cell_at(cells, i);

		if (at->c.is_drive || at->c.from != b->ask->from || at->c.to != b->ask->to ||
		    at->c.sector != b->f.sector || at->c.campaign != b->f.campaign)
			continue;
		if (best == NULL || at->c.rank < best->c.rank)
			best = at;
	}
	return best;
}

/* The only campaign that lines name, where one of them is for just the question's days. */
static const struct plan_cell *
program_of(const struct below *b, const UT_array *cells)
{
	const struct plan_cell *best = NULL;
	int32_t campaign = 0;

	for (uint32_t i = 0; i < utarray_len(cells); i++) {
		const struct plan_cell *at = cell_at(cells, i);

		if (at->c.is_drive || at->c.campaign == 0 || at->c.campaign == b->f.campaign)
			continue;
		if (campaign != 0 && at->c.campaign != campaign)
			return NULL;
		campaign = at->c.campaign;
		if (at->c.from == b->ask->from && at->c.to == b->ask->to &&
		    at->c.sector == b->f.sector && (best == NULL || at->c.rank < best->c.rank))
			best = at;
	}
	return best;
}

static struct target_answer
answer_of(const struct target_total *t)
{
	struct target_answer ret = {
	    .has = t->has, .units = t->units, .done = t->done, .draft = t->draft, .self = t->self};

	if (t->minimum)
		ret.qualifier = QUALIFIER_MINIMUM;
	else if (t->spread > 0 && num_add(t->units, t->spread, &ret.units_max))
		ret.qualifier = QUALIFIER_RANGE;
	return ret;
}

static bool
own_line(const struct below *b, const struct plan_cell *line, struct target_answer *ret)
{
	*ret = plan_line_answer(&line->line->pub.t);
	return line_done(b->ask, line->line, &ret->done, b->ask->err);
}

/* The sum with the line as its control total beside it. */
static struct target_answer
beside_control(const struct plan_cell *line, const struct target_total *sum)
{
	const struct target *t = &line->line->pub.t;
	struct target_answer ret = answer_of(sum);

	ret.has_control = true;
	ret.control_units = t->value;
	ret.control_max = t->qualifier == QUALIFIER_RANGE ? t->value_max : 0;
	ret.control_qualifier = t->qualifier;
	return ret;
}

/* A campaign's line is the answer, or its control, as long as nothing lies outside the campaign. */
static bool
program_answer(const struct below *b, const UT_array *cells, const struct plan_cell *program,
    const struct target_total *sum, struct target_answer *ret)
{
	struct plan_ask ask = *b->ask;
	const struct below within = {.ask = &ask, .org = b->org, .f = b->f, .depth = b->depth};
	struct target_total inner;
	const int64_t value = program->c.value;
	bool is_refined;

	ask.is_program = true;
	if (!cells_sum(&within, cells, program, &program->c, &inner))
		return false;
	is_refined = inner.has &&
	    (program->line->pub.t.qualifier == QUALIFIER_EXACT ? inner.units > value
							       : inner.units >= value);
	if (sum->units > (is_refined ? inner.units : value)) {
		*ret = answer_of(sum);
		return true;
	}
	if (is_refined)
		*ret = beside_control(program, &inner);
	else if (!own_line(&within, program, ret))
		return false;
	ret->program = program->c.campaign;
	return true;
}

static bool
cells_answer(const struct below *b, const UT_array *cells, struct target_answer *ret)
{
	const struct plan_cell *exact = exact_of(b, cells);
	const struct plan_cell *program = exact == NULL ? program_of(b, cells) : NULL;
	struct target_total sum;

	if (exact != NULL && exact->line->pub.t.qualifier == QUALIFIER_EXACT)
		return own_line(b, exact, ret);
	if (!cells_sum(b, cells, exact, NULL, &sum))
		return false;
	if (exact != NULL && !(sum.has && sum.units >= exact->c.value))
		return own_line(b, exact, ret);
	if (program != NULL)
		return program_answer(b, cells, program, &sum, ret);
	*ret = exact != NULL ? beside_control(exact, &sum) : answer_of(&sum);
	return true;
}

static bool
answer(const struct plan_ask *ask, org_t org, struct plan_filter f, int depth,
    struct target_answer *ret)
{
	const struct below b = {.ask = ask, .org = org, .f = f, .depth = depth};
	UT_array cells;
	bool ok;

	if (depth > DEPTH_MAX)
		return err_set(ask->err, ERR_BUG, "organisations stand under each other in a ring");
	array_init(&cells, sizeof(struct plan_cell));
	ok = plan_own_cells(ask, org, f, &cells) && cells_answer(&b, &cells, ret);
	array_free(&cells);
	return ok;
}

/* NOLINTEND(misc-no-recursion) */

/* What stands in one line of ${org}. */
static bool
line_sum(const struct plan_ask *ask, const struct plan_question *q, struct plan_filter f,
    struct target_answer *ret)
{
	struct target_total sum = {.has = false};

	for (org_t at = orgs_map_first(ask->map, q->org); at != 0; at = orgs_map_next(ask->map, at))
		if (orgs_map_place(ask->map, at).line == q->line &&
		    !left_add(ask, at, filter_for(ask, at, ask->to, f), 0, &sum))
			return false;
	*ret = answer_of(&sum);
	return true;
}

/* What the organisation set itself, beside what was assigned to it. */
static bool
self_add(const struct plan_ask *ask, org_t org, struct plan_filter f, struct target_answer *ret)
{
	struct plan_ask alone = *ask;
	struct target_answer self = {.has = false};

	if (!ret->has || ret->self || ask->drives_alone || plan_org_of(ask->p, org) == NULL)
		return true;
	alone.self_alone = true;
	alone.counting = NULL;
	if (!answer(&alone, org, f, 0, &self))
		return false;
	ret->has_self = self.has;
	ret->self_units = self.units;
	ret->self_max = self.units_max;
	ret->self_qualifier = self.qualifier;
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
	    .drives_alone = q->own_drives,
	    .map = q->map,
	    .counting = q->counting,
	    .err = err};
	const struct plan_filter f = {.sector = q->sector, .campaign = q->campaign};
	struct target_answer found = {.has = false};

	const struct plan_filter own = filter_for(&ask, q->org, q->to, f);

	if (q->line != ORG_LINE_NONE
		? !line_sum(&ask, q, f, &found)
		: !answer(&ask, q->org, own, 0, &found) || !self_add(&ask, q->org, own, &found))
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
