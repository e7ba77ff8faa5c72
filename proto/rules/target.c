#include "rules/target.h"

#include <stdlib.h>

#include "base/num.h"

#define KINDS 4            /* plain, sector, campaign, both */
#define ALTERNATIVES_MAX 6 /* so deep crossing kinds are weighed; deeper the first stands */

/* A cell, and what stands below within it, once that was asked. */
struct node {
	struct target_cell c;
	const struct target_apart *apart; /* of the whole; a line is apart by itself */
	bool asked;
	struct target_total below;
	bool counted;
	int64_t done;
};
/* Cells, lent, in node_order(). */
struct set {
	struct node **at; /* owned */
	uint32_t n;
};
struct work {
	const struct target_below *below;
	struct err *err;
	uint32_t depth;
};

bool
target_add(struct target_total *sum, const struct target_total *part, struct err *err)
{
	if (!part->has)
		return true;
	if (!num_add(sum->units, part->units, &sum->units) ||
	    !num_add(sum->spread, part->spread, &sum->spread) ||
	    !num_add(sum->done, part->done, &sum->done))
		return err_set(err, ERR_COUNT_OVERFLOW, "targets");
	sum->draft = part->draft && (!sum->has || sum->draft);
	sum->self = part->self && (!sum->has || sum->self);
	sum->minimum = sum->minimum || part->minimum;
	sum->has = true;
	return true;
}

static void
greater(struct target_total *best, const struct target_total *other)
{
	if (other->has && (!best->has || other->units > best->units))
		*best = *other;
}

/* ---- how two cells lie */

bool
target_is_inside(const struct target_cell *c, const struct target_cell *of)
{
	return !of->is_drive && c->from >= of->from && c->to <= of->to &&
	    (of->sector == 0 || c->sector == of->sector) &&
	    (of->campaign == 0 || c->campaign == of->campaign);
}

/* "None" of a drive is a value of its own, "any" of a line is not. */
static bool
is_apart(const struct target_cell *a, const struct target_cell *b)
{
	const bool has_sectors = (a->sector != 0 || a->is_drive) && (b->sector != 0 || b->is_drive);
	const bool has_campaigns =
	    (a->campaign != 0 || a->is_drive) && (b->campaign != 0 || b->is_drive);

	return a->to < b->from || a->from > b->to || (a->is_drive && b->is_drive) ||
	    (has_sectors && a->sector != b->sector) ||
	    (has_campaigns && a->campaign != b->campaign);
}

bool
target_is_apart(const struct target_cell *c, const struct target_apart *from)
{
	for (; from != NULL; from = from->next)
		for (uint32_t i = 0; i < from->n; i++)
			if (!is_apart(c, &from->at[i]))
				return false;
	return true;
}

static unsigned
kind_of(const struct target_cell *c)
{
	return (c->campaign != 0 ? 2U : 0U) | (c->sector != 0 ? 1U : 0U);
}

static bool
is_same_group(const struct target_cell *a, const struct target_cell *b)
{
	return a->is_drive == b->is_drive && a->campaign == b->campaign && a->sector == b->sector;
}

static bool
is_same_cell(const struct target_cell *a, const struct target_cell *b)
{
	return is_same_group(a, b) && a->from == b->from && a->to == b->to && a->drive == b->drive;
}

/* Lines before drives; of one group in order of their first day, longer before shorter. */
static int
node_order(const void *x, const void *y)
{
	const struct target_cell *a = &((const struct node *)x)->c,
				 *b = &((const struct node *)y)->c;

	if (a->is_drive != b->is_drive)
		return a->is_drive ? 1 : -1;
	if (a->campaign != b->campaign)
		return a->campaign < b->campaign ? -1 : 1;
	if (a->sector != b->sector)
		return a->sector < b->sector ? -1 : 1;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to > b->to ? -1 : 1;
	if (a->drive != b->drive)
		return a->drive < b->drive ? -1 : 1;
	return (a->rank > b->rank) - (a->rank < b->rank);
}

/* ---- sets */

static bool
set_new(struct set *s, uint32_t n, struct err *err)
{
	*s = (struct set){.at = calloc((size_t)n + 1, sizeof(struct node *))};
	return s->at != NULL || err_set(err, ERR_MEMORY, "targets");
}

/* Of one kind the lines that stand: none overlaps one before it. */
static bool
stand(const struct set *of, unsigned kind, struct set *ret, struct err *err)
{
	if (!set_new(ret, of->n, err))
		return false;
	for (uint32_t i = 0; i < of->n; i++) {
		struct node *one = of->at[i];
		const struct node *last = ret->n > 0 ? ret->at[ret->n - 1] : NULL;

		if (one->c.is_drive || kind_of(&one->c) != kind)
			continue;
		if (last == NULL || !is_same_group(&last->c, &one->c) || one->c.from > last->c.to)
			ret->at[ret->n++] = one;
	}
	return true;
}

static bool
inside(const struct set *of, const struct node *line, struct set *ret, struct err *err)
{
	if (!set_new(ret, of->n, err))
		return false;
	for (uint32_t i = 0; i < of->n; i++)
		if (of->at[i] != line && target_is_inside(&of->at[i]->c, &line->c))
			ret->at[ret->n++] = of->at[i];
	return true;
}

static bool
outside(const struct set *of, const struct set *lines, struct set *ret, struct err *err)
{
	if (!set_new(ret, of->n, err))
		return false;
	for (uint32_t i = 0; i < of->n; i++) {
		bool apart = true;

		for (uint32_t k = 0; k < lines->n && apart; k++)
			apart = is_apart(&of->at[i]->c, &lines->at[k]->c);
		if (apart)
			ret->at[ret->n++] = of->at[i];
	}
	return true;
}

/* ---- sums */

static bool
below_ask(const struct work *w, const struct target_scope *scope, struct target_total *ret)
{
	*ret = (struct target_total){.has = false};
	return w->below->fn == NULL || w->below->fn(w->below->arg, scope, ret, w->err);
}

/* All that stands below within a line, or within the whole. */
static bool
below_of(const struct work *w, struct node *line)
{
	const struct target_scope scope = {.of = &line->c, .apart = line->apart};

	if (line->asked)
		return true;
	line->asked = true;
	return below_ask(w, &scope, &line->below);
}

/* A line that stands, with what it counts. */
static bool
node_total(const struct work *w, struct node *n, struct target_total *ret)
{
	if (!n->counted && w->below->done != NULL &&
	    !w->below->done(w->below->arg, &n->c, &n->done, w->err))
		return false;
	n->counted = true;
	*ret = (struct target_total){.has = true,
	    .draft = n->c.draft,
	    .self = n->c.self,
	    .minimum = n->c.minimum,
	    .units = n->c.value,
	    .spread = n->c.spread,
	    .done = n->done};
	return true;
}

static bool
points(const struct work *w, const struct set *of, struct target_total *ret)
{
	for (uint32_t i = 0; i < of->n; i++) {
		struct target_total one;

		if (of->at[i]->c.is_drive &&
		    (!node_total(w, of->at[i], &one) || !target_add(ret, &one, w->err)))
			return false;
	}
	return true;
}

/* Inside which line, or the whole, and outside of which lines. */
struct room {
	struct node *in;
	const struct target_apart *apart;
};

/* What stands below and the drives, as if there were no lines. */
static bool
placed_sum(const struct work *w, const struct set *of, struct room room, struct target_total *ret)
{
	const struct target_scope scope = {.of = &room.in->c, .apart = room.apart};

	if (!below_of(w, room.in))
		return false;
	*ret = room.in->below;
	return (!ret->has || room.apart == room.in->apart || below_ask(w, &scope, ret)) &&
	    points(w, of, ret);
}

/* NOLINTBEGIN(misc-no-recursion): as deep as TARGET_NEST_MAX */
static bool sum(struct work *w, const struct set *of, struct room room, struct target_total *ret);

/* A line that stands, or what is inside it once that is more. */
static bool
line_add(struct work *w, const struct set *of, struct node *line, struct target_total *ret)
{
	struct target_total own, inner = {.has = false};
	struct set part = {.at = NULL};
	const bool ok =
	    inside(of, line, &part, w->err) && sum(w, &part, (struct room){.in = line}, &inner);

	free(part.at);
	if (!ok || !node_total(w, line, &own))
		return false;
	greater(&own, &inner);
	return target_add(ret, &own, w->err);
}

/* The lines of one kind, and what lies outside all of them. */
static bool
kind_sum(
    struct work *w, const struct set *of, unsigned kind, struct room room, struct target_total *ret)
{
	struct target_cell *cells = calloc((size_t)of->n + 1, sizeof(*cells));
	struct set lines = {.at = NULL}, rest = {.at = NULL};
	struct target_apart apart = {.at = cells, .next = room.apart};
	struct target_total outer = {.has = false};
	bool ok = cells != NULL ? stand(of, kind, &lines, w->err)
				: err_set(w->err, ERR_MEMORY, "targets");

	for (uint32_t i = 0; ok && i < lines.n; i++) {
		ok = line_add(w, of, lines.at[i], ret);
		cells[apart.n++] = lines.at[i]->c;
	}
	ok = ok && outside(of, &lines, &rest, w->err) &&
	    sum(w, &rest, (struct room){.in = room.in, .apart = &apart}, &outer) &&
	    target_add(ret, &outer, w->err);
	free(cells);
	free(lines.at);
	free(rest.at);
	return ok;
}

static bool
has_kind(const struct set *of, unsigned kind)
{
	for (uint32_t i = 0; i < of->n; i++)
		if (!of->at[i]->c.is_drive && kind_of(&of->at[i]->c) == kind)
			return true;
	return false;
}

static bool
sum(struct work *w, const struct set *of, struct room room, struct target_total *ret)
{
	bool any = false, ok;

	*ret = (struct target_total){.has = false};
	if (++w->depth > TARGET_NEST_MAX) { /* what lies around it stands */
		w->depth--;
		return true;
	}
	ok = placed_sum(w, of, room, ret);
	for (unsigned kind = 0; ok && kind < KINDS; kind++) {
		struct target_total one = {.has = false};

		if (!has_kind(of, kind) || (any && w->depth > ALTERNATIVES_MAX))
			continue;
		any = true;
		ok = kind_sum(w, of, kind, room, &one);
		greater(ret, &one);
	}
	w->depth--;
	return ok;
}
/* NOLINTEND(misc-no-recursion) */

static bool
sum_all(
    struct node *nodes, uint32_t n, struct node *whole, struct work *w, struct target_total ret[2])
{
	struct set all = {.at = NULL};

	if (!set_new(&all, n, w->err))
		return false;
	for (uint32_t i = 0; i < n; i++)
		if (i == 0 || !is_same_cell(&nodes[i].c, &all.at[all.n - 1]->c))
			all.at[all.n++] = &nodes[i];
	const struct room room = {.in = whole, .apart = whole->apart};
	const bool ok = placed_sum(w, &all, room, &ret[1]) && sum(w, &all, room, &ret[0]);
	free(all.at);
	return ok;
}

bool
target_sum(const struct target_cell *cells, uint32_t n, const struct target_cell *whole,
    const struct target_below *below, struct target_total *ret, struct target_total *ret_placed,
    struct err *err)
{
	struct node *nodes = calloc((size_t)n + 1, sizeof(*nodes));
	struct node top = {.c = *whole, .apart = below->apart};
	struct work w = {.below = below, .err = err};
	struct target_total found[2] = {{.has = false}, {.has = false}};

	if (nodes == NULL)
		return err_set(err, ERR_MEMORY, "targets");
	for (uint32_t i = 0; i < n; i++)
		nodes[i].c = cells[i];
	if (n > 1)
		qsort(nodes, n, sizeof(*nodes), node_order);
	const bool ok = sum_all(nodes, n, &top, &w, found);
	free(nodes);
	*ret = found[0];
	*ret_placed = found[1];
	return ok;
}
