#include "rules/target.h"

#include <stdlib.h>

#include "base/num.h"

#define KINDS 4            /* plain, sector, campaign, both */
#define ALTERNATIVES_MAX 6 /* so deep crossing kinds are weighed; deeper the first stands */

/* A cell, and what stands below within it, once that was asked. */
struct node {
	struct target_cell c;
	bool asked;
	struct target_total below;
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
	if (!num_add(sum->units, part->units, &sum->units))
		return err_set(err, ERR_COUNT_OVERFLOW, "targets");
	sum->draft = part->draft && (!sum->has || sum->draft);
	sum->has = true;
	return true;
}

static void
greater(struct target_total *best, const struct target_total *other)
{
	if (other->has && (!best->has || other->units > best->units))
		*best = *other;
}

static struct target_total
total_of(const struct target_cell *c)
{
	return (struct target_total){.has = true, .draft = c->draft, .units = c->value};
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
below_of(const struct work *w, struct node *line, struct err *err)
{
	if (line->asked)
		return true;
	line->asked = true;
	return w->below->fn == NULL || w->below->fn(w->below->arg, &line->c, &line->below, err);
}

static void
take(struct target_total *from, const struct target_total *part)
{
	from->units -= part->has ? part->units : 0;
	from->has = from->has && from->units > 0;
	if (!from->has)
		from->units = 0;
}

static bool
points(const struct set *of, struct target_total *ret, struct err *err)
{
	for (uint32_t i = 0; i < of->n; i++) {
		const struct target_total one = total_of(&of->at[i]->c);

		if (of->at[i]->c.is_drive && !target_add(ret, &one, err))
			return false;
	}
	return true;
}

/* NOLINTBEGIN(misc-no-recursion): as deep as TARGET_NEST_MAX */
static bool sum(
    struct work *w, const struct set *of, struct target_total below, struct target_total *ret);

/* A line that stands, or what is inside it once that is more. */
static bool
line_add(struct work *w, const struct set *of, struct node *line, struct target_total *ret)
{
	struct target_total own = total_of(&line->c), inner = {.has = false};
	struct set part = {.at = NULL};
	const bool ok = inside(of, line, &part, w->err) && below_of(w, line, w->err) &&
	    sum(w, &part, line->below, &inner);

	free(part.at);
	if (!ok)
		return false;
	greater(&own, &inner);
	return target_add(ret, &own, w->err);
}

/* The lines of one kind, and what lies outside all of them. */
static bool
kind_sum(struct work *w, const struct set *of, unsigned kind, struct target_total below,
    struct target_total *ret)
{
	struct set lines = {.at = NULL}, rest = {.at = NULL};
	struct target_total outer = {.has = false};
	bool ok = stand(of, kind, &lines, w->err);

	*ret = (struct target_total){.has = false};
	for (uint32_t i = 0; ok && i < lines.n; i++) {
		ok = line_add(w, of, lines.at[i], ret);
		take(&below, &lines.at[i]->below);
	}
	ok = ok && outside(of, &lines, &rest, w->err) && sum(w, &rest, below, &outer) &&
	    target_add(ret, &outer, w->err);
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
sum(struct work *w, const struct set *of, struct target_total below, struct target_total *ret)
{
	bool any = false, ok = true;

	if (++w->depth > TARGET_NEST_MAX)
		return err_set(w->err, ERR_LIMIT, "%d", TARGET_NEST_MAX);
	*ret = (struct target_total){.has = false};
	for (unsigned kind = 0; ok && kind < KINDS; kind++) {
		struct target_total one = {.has = false};

		if (!has_kind(of, kind) || (any && w->depth > ALTERNATIVES_MAX))
			continue;
		any = true;
		ok = kind_sum(w, of, kind, below, &one);
		greater(ret, &one);
	}
	if (!any) {
		*ret = below;
		ok = points(of, ret, w->err);
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
	bool ok = below_of(w, whole, w->err);
	ret[1] = whole->below;
	ok = ok && points(&all, &ret[1], w->err) && sum(w, &all, whole->below, &ret[0]);
	free(all.at);
	return ok;
}

bool
target_sum(const struct target_cell *cells, uint32_t n, const struct target_cell *whole,
    const struct target_below *below, struct target_total *ret, struct target_total *ret_placed,
    struct err *err)
{
	struct node *nodes = calloc((size_t)n + 1, sizeof(*nodes));
	struct node top = {.c = *whole};
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
