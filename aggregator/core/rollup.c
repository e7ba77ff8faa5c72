#include "core/rollup.h"

#include <stdlib.h>
#include <string.h>

static struct cell *
cell_find(const struct cell *table, const struct cell_key *key)
{
	struct cell *found = NULL;

	HASH_FIND(hh, table, key, sizeof(*key), found);
	return found;
}

static struct cell *
cell_make(struct cell **table, const struct cell_key *key, struct err *err)
{
	struct cell *c = cell_find(*table, key);

	if (c != NULL)
		return c;
	if (HASH_COUNT(*table) >= ROLLUP_CELLS_MAX) {
		(void)err_set(err, ERR_LIMIT, "%u cells", ROLLUP_CELLS_MAX);
		return NULL;
	}
	c = calloc(1, sizeof(*c));
	if (c == NULL) {
		(void)err_set(err, ERR_MEMORY, "a cell");
		return NULL;
	}
	c->key = *key;
	HASH_ADD(hh, *table, key, sizeof(c->key), c);
	return c;
}

static void
table_free(struct cell **table)
{
	struct cell *c = NULL, *next = NULL;

	HASH_ITER (hh, *table, c, next) {
		HASH_DEL(*table, c);
		pairs_free(&c->pairs);
		free(c);
	}
}

void
rollup_free(struct rollup *r)
{
	table_free(&r->leaf);
	table_free(&r->daily);
	table_free(&r->month);
	free(r->touched);
	free(r->is_touched);
	*r = (struct rollup){0};
}

static bool
touch(struct rollup *r, org_t org, struct err *err)
{
	const uint32_t i = (uint32_t)org;

	if (i >= r->is_touched_cap) {
		const uint32_t cap = (i + 1) * 2;
		uint8_t *at = realloc(r->is_touched, cap);

		if (at == NULL)
			return err_set(err, ERR_MEMORY, "touched organisations");
		memset(at + r->is_touched_cap, 0, cap - r->is_touched_cap);
		r->is_touched = at;
		r->is_touched_cap = cap;
	}
	if (r->is_touched[i])
		return true;
	if (r->touched_n == r->touched_cap) {
		const uint32_t cap = r->touched_cap == 0 ? 64 : r->touched_cap * 2;
		org_t *at = realloc(r->touched, cap * sizeof(*at));

		if (at == NULL)
			return err_set(err, ERR_MEMORY, "touched organisations");
		r->touched = at;
		r->touched_cap = cap;
	}
	r->is_touched[i] = 1;
	r->touched[r->touched_n++] = org;
	return true;
}

bool
rollup_is_touched(const struct rollup *r, org_t org)
{
	return (uint32_t)org < r->is_touched_cap && r->is_touched[org] != 0;
}

void
rollup_forget_touched(struct rollup *r)
{
	for (uint32_t i = 0; i < r->touched_n; i++)
		r->is_touched[r->touched[i]] = 0;
	r->touched_n = 0;
}

static bool
cell_add(struct cell **table, const struct cell_key *key, const struct posting *p, struct err *err)
{
	struct cell *c = cell_make(table, key, err);

	if (c == NULL)
		return false;
	c->dirty = true;
	return pairs_add(&c->pairs, p->sign, p->ind, p->val, p->n, err);
}

bool
rollup_post(struct rollup *r, const struct orgs *o, const struct posting *p, struct err *err)
{
	struct cell_key key = {.org = p->org, .slot = p->day, .dim = p->dim, .view = p->view};
	org_t chain[ORGS_DEPTH_MAX];

	if (!cell_add(&r->leaf, &key, p, err))
		return false;
	const uint32_t depth = orgs_chain(o, p->org, p->day, chain);
	for (uint32_t i = 0; i < depth; i++) {
		key.org = chain[i];
		key.slot = p->day;
		if (!touch(r, chain[i], err) || !cell_add(&r->daily, &key, p, err))
			return false;
		key.slot = day_month(p->day);
		if (!cell_add(&r->month, &key, p, err))
			return false;
	}
	return true;
}

bool
rollup_load_leaf(
    struct rollup *r, const struct cell_key *key, const struct pairs *pairs, struct err *err)
{
	struct cell *c = cell_make(&r->leaf, key, err);

	if (c == NULL)
		return false;
	pairs_clear(&c->pairs);
	return pairs_merge(&c->pairs, pairs, err);
}

static bool
cell_merge(
    struct cell **table, const struct cell_key *key, const struct pairs *pairs, struct err *err)
{
	struct cell *c = cell_make(table, key, err);

	if (c == NULL)
		return false;
	c->dirty = true;
	return pairs_merge(&c->pairs, pairs, err);
}

/* A total that no leaf feeds any more stays as an empty cell, so that the checkpoint writes it empty. */
static void
months_empty(struct rollup *r)
{
	struct cell *c = NULL, *next = NULL;

	HASH_ITER (hh, r->month, c, next) {
		pairs_clear(&c->pairs);
		c->dirty = true;
	}
}

bool
rollup_rebuild(struct rollup *r, const struct orgs *o, struct err *err)
{
	struct cell *c = NULL, *next = NULL;

	table_free(&r->daily);
	months_empty(r);
	HASH_ITER (hh, r->leaf, c, next) {
		struct cell_key key = c->key;
		org_t chain[ORGS_DEPTH_MAX];
		const uint32_t depth = orgs_chain(o, c->key.org, c->key.slot, chain);

		for (uint32_t i = 0; i < depth; i++) {
			key.org = chain[i];
			key.slot = c->key.slot;
			if (!touch(r, chain[i], err) ||
			    !cell_merge(&r->daily, &key, &c->pairs, err))
				return false;
			key.slot = day_month(c->key.slot);
			if (!cell_merge(&r->month, &key, &c->pairs, err))
				return false;
		}
	}
	return true;
}

static bool
sum_slots(const struct cell *table, struct cell_key key, int32_t from, int32_t to,
    struct pairs *ret, struct err *err)
{
	for (int32_t slot = from; slot <= to; slot++) {
		key.slot = slot;
		const struct cell *c = cell_find(table, &key);

		if (c != NULL && !pairs_merge(ret, &c->pairs, err))
			return false;
	}
	return true;
}

bool
rollup_sum(const struct rollup *r, org_t org, enum view view, int32_t dim, day_t from, day_t to,
    struct pairs *ret, struct err *err)
{
	const struct cell_key key = {.org = org, .dim = dim, .view = (int32_t)view};
	/* Whole months are those whose first and last day both lie inside. */
	const int32_t first =
	    day_of_month(day_month(from)) == from ? day_month(from) : day_month(from) + 1;
	const int32_t last =
	    day_of_month(day_month(to) + 1) - 1 == to ? day_month(to) : day_month(to) - 1;

	if (from > to)
		return true;
	if (first > last)
		return sum_slots(r->daily, key, from, to, ret, err);
	return sum_slots(r->daily, key, from, day_of_month(first) - 1, ret, err) &&
	    sum_slots(r->month, key, first, last, ret, err) &&
	    sum_slots(r->daily, key, day_of_month(last + 1), to, ret, err);
}

bool
rollup_sum_own(const struct rollup *r, org_t org, enum view view, int32_t dim, day_t from, day_t to,
    struct pairs *ret, struct err *err)
{
	const struct cell_key key = {.org = org, .dim = dim, .view = (int32_t)view};

	return sum_slots(r->leaf, key, from, to, ret, err);
}

static bool
table_within(const struct cell *a, const struct cell *b, const char *what, struct err *err)
{
	static const struct pairs nothing;
	const struct cell *c = NULL;

	for (c = a; c != NULL; c = c->hh.next) {
		const struct cell *other = cell_find(b, &c->key);

		if (!pairs_equal(&c->pairs, other == NULL ? &nothing : &other->pairs))
			return err_set(err, ERR_BUG, "%s: org %d slot %d view %d dim %d", what,
			    c->key.org, c->key.slot, c->key.view, c->key.dim);
	}
	return true;
}

bool
rollup_equal(const struct rollup *a, const struct rollup *b, struct err *err)
{
	return table_within(a->leaf, b->leaf, "leaf", err) &&
	    table_within(b->leaf, a->leaf, "leaf", err) &&
	    table_within(a->daily, b->daily, "day", err) &&
	    table_within(b->daily, a->daily, "day", err) &&
	    table_within(a->month, b->month, "month", err) &&
	    table_within(b->month, a->month, "month", err);
}
