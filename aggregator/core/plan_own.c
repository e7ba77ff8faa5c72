/* What an organisation's own target lines come to, for one question. */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "core/plan_own.h"

#define NEST_MAX 64 /* periods inside each other */

/* A line as it counts: its axes after the filter. */
struct cell {
	const struct plan_line *line;
	day_t from, to;
	int32_t sector, campaign;
	bool is_drive;
};

static const struct cell *
cell_at(const UT_array *cells, uint32_t i)
{
	return &((const struct cell *)(const void *)cells->d)[i];
}

static bool
drive_has_campaign(const struct plan_ask *ask, const struct drive *d, int32_t campaign)
{
	const uint32_t n = d == NULL                      ? 0
	    : ask->first_campaign && d->s.campaigns.n > 0 ? 1
							  : d->s.campaigns.n;

	for (uint32_t i = 0; i < n; i++)
		if (plan_campaign_number(ask->p, d->s.campaigns.at[i]) == campaign)
			return true;
	return false;
}

/* A drive's line takes the sector and campaigns that its schedule names. */
static bool
line_fits(const struct plan_ask *ask, const struct plan_line *line, struct plan_filter f)
{
	const struct target *t = &line->pub.t;
	const struct drive *d = NULL;

	if (f.sector == 0 && f.campaign == 0)
		return true;
	if (t->drive[0] != '\0')
		d = plan_drive_const(ask->p, t->drive);
	if (f.sector != 0 && line->sector != f.sector &&
	    (line->sector != 0 || d == NULL || plan_sector_number(ask->p, d->s.sector) != f.sector))
		return false;
	return f.campaign == 0 || line->campaign == f.campaign ||
	    (line->campaign == 0 && drive_has_campaign(ask, d, f.campaign));
}

/* By axis first: what time, a campaign or a sector breaks down lies together. */
static int
cell_order(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;

	if (x->campaign != y->campaign)
		return x->campaign < y->campaign ? -1 : 1;
	if (x->sector != y->sector)
		return x->sector < y->sector ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to > y->to ? -1 : 1;
	if (x->is_drive != y->is_drive)
		return x->is_drive ? 1 : -1;
	if (x->is_drive && strcmp(x->line->pub.t.drive, y->line->pub.t.drive) != 0)
		return strcmp(x->line->pub.t.drive, y->line->pub.t.drive);
	return plan_line_order(x->line, y->line);
}

/* The same cell said twice (another plan, given and own): the first of their order counts. */
static bool
cell_is_again(const struct cell *a, const struct cell *b)
{
	return a->from == b->from && a->to == b->to && a->is_drive == b->is_drive &&
	    a->campaign == b->campaign && a->sector == b->sector &&
	    (!a->is_drive || strcmp(a->line->pub.t.drive, b->line->pub.t.drive) == 0);
}

/* Own lines inside the period, in order of first day, longer before shorter. */
static bool
cells_of(const struct plan_ask *ask, org_t org, struct plan_filter f, UT_array *ret)
{
	const struct plan_org *of = plan_org_of(ask->p, org);
	uint32_t kept = 0;

	for (uint32_t i = 0; of != NULL && i < utarray_len(&of->lines); i++) {
		const struct plan_line *line = plan_line_at(&of->lines, i);
		const struct target *t = &line->pub.t;
		const bool is_drive = t->drive[0] != '\0';
		const struct cell cell = {.line = line,
		    .from = is_drive ? line->drive_day : t->from,
		    .to = is_drive ? line->drive_day : t->to,
		    .sector = f.sector != 0 || is_drive ? 0 : line->sector,
		    .campaign = f.campaign != 0 || is_drive ? 0 : line->campaign,
		    .is_drive = is_drive};

		if (line->pub.withdrawn || t->measure != MEASURE_UNITS ||
		    (t->draft && !ask->drafts) || cell.from < ask->from || cell.to > ask->to ||
		    !line_fits(ask, line, f))
			continue;
		if (!array_push(ret, &cell, ask->err))
			return false;
	}
	if (utarray_len(ret) > 1)
		qsort(ret->d, utarray_len(ret), sizeof(struct cell), cell_order);
	for (uint32_t i = 0; i < utarray_len(ret); i++)
		if (i == 0 || !cell_is_again(cell_at(ret, i), cell_at(ret, kept - 1)))
			((struct cell *)(void *)ret->d)[kept++] = *cell_at(ret, i);
	array_truncate(ret, kept);
	return true;
}

bool
plan_own_add(struct target_answer *sum, const struct target_answer *part, struct err *err)
{
	if (!part->has)
		return true;
	if (!num_add(sum->units, part->units, &sum->units))
		return err_set(err, ERR_COUNT_OVERFLOW, "targets");
	sum->draft = part->draft && (!sum->has || sum->draft);
	sum->has = true;
	return true;
}

struct target_answer
plan_own_of(const struct plan_line *line)
{
	return (struct target_answer){
	    .has = true, .units = line->pub.t.value, .draft = line->pub.t.draft};
}

void
plan_own_greater(struct target_answer *best, const struct target_answer *other)
{
	if (other->has && (!best->has || other->units > best->units))
		*best = *other;
}

/* ---- own lines */

/* Cells of one axis, from ${at} to before ${end}. */
struct walk {
	const UT_array *cells;
	uint32_t at, end;
	uint32_t depth;
	struct err *err;
};

/* NOLINTBEGIN(misc-no-recursion): as deep as NEST_MAX */
/*
 * Sum of the cells that end by ${to}: a cell stands for those inside it unless they reach more.  Of two
 * that overlap the first stands.
 */
static bool
time_sum(struct walk *w, day_t to, struct target_answer *ret)
{
	day_t covered = DAY_OPEN_LEFT;

	while (w->at < w->end && cell_at(w->cells, w->at)->from <= to) {
		const struct cell *c = cell_at(w->cells, w->at++);
		struct target_answer own = plan_own_of(c->line), inner = {.has = false};

		if (c->to > to || (!c->is_drive && c->from <= covered))
			continue;
		if (!c->is_drive) {
			covered = c->to;
			if (++w->depth > NEST_MAX)
				return err_set(w->err, ERR_LIMIT, "%d", NEST_MAX);
			if (!time_sum(w, c->to, &inner))
				return false;
			w->depth--;
			plan_own_greater(&own, &inner);
		}
		if (!plan_own_add(ret, &own, w->err))
			return false;
	}
	return true;
}
/* NOLINTEND(misc-no-recursion) */

static bool
is_for(const struct plan_ask *ask, const struct cell *c)
{
	return !c->is_drive && c->from == ask->from && c->to == ask->to;
}

/* The cells of one axis, and where their sum belongs. */
static bool
axis_add(const struct plan_ask *ask, const UT_array *cells, uint32_t at, uint32_t end,
    struct plan_own *own)
{
	const struct cell *first = cell_at(cells, at);
	const bool is_plain = first->campaign == 0 && first->sector == 0;
	struct walk w = {.cells = cells, .at = at, .end = end, .err = ask->err};

	for (uint32_t i = at; is_plain && i < end; i++) {
		const struct target_answer one = plan_own_of(cell_at(cells, i)->line);

		if (cell_at(cells, i)->is_drive && !plan_own_add(&own->drives, &one, ask->err))
			return false;
	}
	if (is_plain && is_for(ask, first)) {
		own->exact = first->line;
		w.at++;
	}
	if (is_plain)
		return time_sum(&w, ask->to, &own->by_time);
	if (first->campaign == 0)
		return time_sum(&w, ask->to, &own->by_sector);
	if (first->sector != 0)
		return time_sum(&w, ask->to, &own->parts);
	if (is_for(ask, first))
		own->program = first->line;
	return time_sum(&w, ask->to, &own->whole);
}

static bool
own_sum(const struct plan_ask *ask, const UT_array *cells, struct plan_own *own)
{
	const uint32_t n = utarray_len(cells);
	uint32_t end;

	for (uint32_t at = 0; at < n; at = end) {
		const struct cell *first = cell_at(cells, at);

		end = at + 1;
		while (end < n && cell_at(cells, end)->campaign == first->campaign &&
		    cell_at(cells, end)->sector == first->sector)
			end++;
		if (!axis_add(ask, cells, at, end, own))
			return false;
		if (first->campaign == 0 ||
		    (end < n && cell_at(cells, end)->campaign == first->campaign))
			continue;
		plan_own_greater(&own->whole, &own->parts);
		if (!plan_own_add(&own->by_campaign, &own->whole, ask->err))
			return false;
		own->whole = own->parts = (struct target_answer){.has = false};
		own->campaigns++;
	}
	return true;
}

bool
plan_own_lines(const struct plan_ask *ask, org_t org, struct plan_filter f, struct plan_own *ret)
{
	UT_array cells;
	bool ok;

	*ret = (struct plan_own){.exact = NULL};
	array_init(&cells, sizeof(struct cell));
	ok = cells_of(ask, org, f, &cells) && own_sum(ask, &cells, ret);
	array_free(&cells);
	return ok;
}
