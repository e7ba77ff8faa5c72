#include "core/rollup_impl.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"

/*
 * Keys are 16 bytes of small numbers: two multiplications spread them as well as uthash's own
 * function, in a fraction of its time.
 */
#undef HASH_FUNCTION
#define HASH_FUNCTION(keyptr, keylen, hashv) ((hashv) = key_hash(keyptr))

static unsigned
key_hash(const void *key)
{
	uint64_t part[2];

	static_assert(sizeof(part) == sizeof(struct cell_key), "a key is two words");
	memcpy(part, key, sizeof(part));
	uint64_t h =
	    (part[0] ^ part[1] * UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xbf58476d1ce4e5b9);
	h ^= h >> 29;
	h *= UINT64_C(0x94d049bb133111eb);
	return (unsigned)(h >> 32);
}

/* ---- cells */

static struct cell *
cell_find(const struct cell_table *t, const struct cell_key *key)
{
	struct cell *found = NULL;

	HASH_FIND(hh, t->cells, key, sizeof(*key), found);
	return found;
}

const struct cell *
rollup_cell(const struct cell_table *t, const struct cell_key *key)
{
	return cell_find(t, key);
}

static struct cell *
cell_make(struct cell_table *t, const struct cell_key *key, struct err *err)
{
	struct cell *c = NULL;
	unsigned hash = 0;

	HASH_VALUE(key, sizeof(*key), hash);
	HASH_FIND_BYHASHVALUE(hh, t->cells, key, sizeof(*key), hash, c);
	if (c != NULL)
		return c;
	c = calloc(1, sizeof(*c));
	if (c == NULL) {
		(void)err_set(err, ERR_MEMORY, "a cell");
		return NULL;
	}
	c->key = *key;
	HASH_ADD_BYHASHVALUE(hh, t->cells, key, sizeof(c->key), hash, c);
	return c;
}

/* ---- organisations */

static bool
orgs_reserve(struct rollup *r, org_t org, struct err *err)
{
	if ((uint32_t)org < r->orgs_cap)
		return true;
	const uint32_t cap = ((uint32_t)org + 1) * 2;
	struct rollup_org *at = realloc(r->orgs, cap * sizeof(*at));

	if (at == NULL)
		return err_set(err, ERR_MEMORY, "cells of organisations");
	for (uint32_t i = r->orgs_cap; i < cap; i++)
		at[i] = (struct rollup_org){.first = INT32_MAX, .last = INT32_MIN};
	r->orgs = at;
	r->orgs_cap = cap;
	return true;
}

/* A cell of ${org} lies in ${month}. */
static bool
span_grow(struct rollup *r, org_t org, int32_t month, struct err *err)
{
	if (!orgs_reserve(r, org, err))
		return false;
	struct rollup_org *o = &r->orgs[org];
	o->first = month < o->first ? month : o->first;
	o->last = month > o->last ? month : o->last;
	return true;
}

/* A new leaf stands in its organisation's list. */
static struct cell *
leaf_make(struct rollup *r, const struct cell_key *key, struct err *err)
{
	const uint32_t before = HASH_COUNT(r->table[ROLLUP_LEAF].cells);
	struct cell *c = NULL;

	if (!span_grow(r, key->org, day_month(key->slot), err))
		return NULL;
	c = cell_make(&r->table[ROLLUP_LEAF], key, err);
	if (c == NULL || HASH_COUNT(r->table[ROLLUP_LEAF].cells) == before)
		return c;
	c->next_own = r->orgs[key->org].own;
	r->orgs[key->org].own = c;
	return c;
}

const struct cell *
rollup_own(const struct rollup *r, org_t org)
{
	return (uint32_t)org < r->orgs_cap ? r->orgs[org].own : NULL;
}

static void
cells_free(struct cell_table *t)
{
	struct cell *c = t->cells;

	HASH_CLEAR(hh, t->cells);
	while (c != NULL) {
		struct cell *next = c->hh.next;

		pairs_free(&c->pairs);
		free(c);
		c = next;
	}
}

static bool
cell_list_dirty(struct cell_table *t, struct cell *c, struct err *err)
{
	if (c->dirty)
		return true;
	if (t->dirty_n == t->dirty_cap) {
		const uint32_t cap = t->dirty_cap == 0 ? 256 : t->dirty_cap * 2;
		struct cell **at = realloc(t->dirty, cap * sizeof(struct cell *));

		if (at == NULL)
			return err_set(err, ERR_MEMORY, "changed cells");
		t->dirty = at;
		t->dirty_cap = cap;
	}
	t->dirty[t->dirty_n++] = c;
	c->dirty = true;
	return true;
}

void
rollup_free(struct rollup *r)
{
	for (int i = 0; i < ROLLUP_COUNT_; i++) {
		cells_free(&r->table[i]);
		free(r->table[i].dirty);
	}
	free(r->orgs);
	free(r->touched);
	free(r->is_touched);
	*r = (struct rollup){.touched = NULL};
}

uint32_t
rollup_cells(const struct rollup *r, enum rollup_table which)
{
	return HASH_COUNT(r->table[which].cells);
}

bool
rollup_has_room(const struct rollup *r, uint32_t postings)
{
	for (int i = 0; i < ROLLUP_COUNT_; i++)
		if (rollup_cells(r, (enum rollup_table)i) + (uint64_t)postings * ORGS_DEPTH_MAX >
		    ROLLUP_CELLS_MAX)
			return false;
	return true;
}

/* ---- touched organisations */

static bool
touch_reserve(struct rollup *r, uint32_t i, struct err *err)
{
	if (i >= r->is_touched_cap) {
		const uint32_t cap = (i + 1) * 2;
		uint8_t *at = realloc(r->is_touched, cap);

		if (at == NULL)
			return err_set(err, ERR_MEMORY, "touched organisations");
		memset(at + r->is_touched_cap, 0, cap - r->is_touched_cap);
		r->is_touched = at;
		r->is_touched_cap = cap;
	}
	if (r->touched_n == r->touched_cap) {
		const uint32_t cap = r->touched_cap == 0 ? 64 : r->touched_cap * 2;
		org_t *at = realloc(r->touched, cap * sizeof(*at));

		if (at == NULL)
			return err_set(err, ERR_MEMORY, "touched organisations");
		r->touched = at;
		r->touched_cap = cap;
	}
	return true;
}

static bool
touch(struct rollup *r, org_t org, struct err *err)
{
	const uint32_t i = (uint32_t)org;

	if (rollup_is_touched(r, org))
		return true;
	if (!touch_reserve(r, i, err))
		return false;
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

/* ---- posting */

static bool
cell_post(
    struct cell_table *t, const struct cell_key *key, const struct posting *p, struct err *err)
{
	struct cell *c = cell_make(t, key, err);

	return c != NULL && pairs_add(&c->pairs, p->sign, p->ind, p->val, p->n, err);
}

static bool
cell_post_dirty(struct cell_table *t, struct cell *c, const struct posting *p, struct err *err)
{
	return c != NULL && cell_list_dirty(t, c, err) &&
	    pairs_add(&c->pairs, p->sign, p->ind, p->val, p->n, err);
}

bool
rollup_post(struct rollup *r, const struct orgs *o, const struct posting *p, struct err *err)
{
	struct cell_key key = {.org = p->org, .slot = p->day, .dim = p->dim, .view = p->view};
	org_t chain[ORGS_DEPTH_MAX];
	const uint32_t depth = orgs_chain(o, p->org, p->day, chain);

	if (!cell_post_dirty(&r->table[ROLLUP_LEAF], leaf_make(r, &key, err), p, err))
		return false;
	for (uint32_t i = 1; i < depth; i++) {
		key.org = chain[i];
		if (!cell_post(&r->table[ROLLUP_BELOW], &key, p, err))
			return false;
	}
	key.slot = day_month(p->day);
	for (uint32_t i = 0; i < depth; i++) {
		key.org = chain[i];
		if (!touch(r, chain[i], err) || !span_grow(r, chain[i], key.slot, err) ||
		    !cell_post_dirty(&r->table[ROLLUP_MONTH],
			cell_make(&r->table[ROLLUP_MONTH], &key, err), p, err))
			return false;
	}
	return true;
}

/* ---- loading and building again */

bool
rollup_load_leaf(
    struct rollup *r, const struct cell_key *key, const struct pairs *pairs, struct err *err)
{
	struct cell *c = leaf_make(r, key, err);

	if (c == NULL)
		return false;
	pairs_clear(&c->pairs);
	return pairs_merge(&c->pairs, 1, pairs, err);
}

/*
 * A total that no leaf feeds any more stays as an empty cell, so that the checkpoint writes it
 * empty.
 */
static bool
months_empty(struct rollup *r, struct err *err)
{
	struct cell_table *months = &r->table[ROLLUP_MONTH];

	for (struct cell *c = months->cells; c != NULL; c = c->hh.next) {
		pairs_clear(&c->pairs);
		if (!cell_list_dirty(months, c, err))
			return false;
	}
	return true;
}

static bool
leaf_spread(struct rollup *r, const struct orgs *o, const struct cell *leaf, struct err *err)
{
	struct cell_key key = leaf->key;
	org_t chain[ORGS_DEPTH_MAX];
	const uint32_t depth = orgs_chain(o, leaf->key.org, leaf->key.slot, chain);

	for (uint32_t i = 0; i < depth; i++) {
		struct cell *c = NULL;

		if (!touch(r, chain[i], err) ||
		    !span_grow(r, chain[i], day_month(leaf->key.slot), err))
			return false;
		key.org = chain[i];
		key.slot = leaf->key.slot;
		if (i > 0) {
			c = cell_make(&r->table[ROLLUP_BELOW], &key, err);
			if (c == NULL || !pairs_merge(&c->pairs, 1, &leaf->pairs, err))
				return false;
		}
		key.slot = day_month(leaf->key.slot);
		c = cell_make(&r->table[ROLLUP_MONTH], &key, err);
		if (c == NULL || !cell_list_dirty(&r->table[ROLLUP_MONTH], c, err) ||
		    !pairs_merge(&c->pairs, 1, &leaf->pairs, err))
			return false;
	}
	return true;
}

bool
rollup_rebuild(struct rollup *r, const struct orgs *o, struct err *err)
{
	cells_free(&r->table[ROLLUP_BELOW]);
	if (!months_empty(r, err))
		return false;
	for (const struct cell *c = r->table[ROLLUP_LEAF].cells; c != NULL; c = c->hh.next)
		if (!leaf_spread(r, o, c, err))
			return false;
	return true;
}

/* ---- what changed */

struct cell *const *
rollup_dirty(const struct rollup *r, enum rollup_table which, uint32_t *ret_n)
{
	*ret_n = r->table[which].dirty_n;
	return r->table[which].dirty;
}

void
rollup_set_clean(struct rollup *r)
{
	for (int i = 0; i < ROLLUP_COUNT_; i++) {
		struct cell_table *t = &r->table[i];

		while (t->dirty_n > 0)
			t->dirty[--t->dirty_n]->dirty = false;
	}
}

bool
rollup_set_dirty(
    struct rollup *r, enum rollup_table which, const struct cell_key *key, struct err *err)
{
	struct cell *c = cell_find(&r->table[which], key);

	return c == NULL || cell_list_dirty(&r->table[which], c, err);
}

/* ---- comparing */

/* Only leaves are loaded; the others are made of them. */
static bool
cell_differs(enum rollup_table which, const struct cell_key *k, struct err *err)
{
	if (which == ROLLUP_LEAF)
		return err_set(err, ERR_DAMAGED,
		    TR("bảng cell, nơi số %d, ngày số %d, mặt %d/%d: không như sổ cái nói",
			"table cell, organisation number %d, day number %d, view %d/%d: not as "
			"the ledger says"),
		    k->org, k->slot, k->view, k->dim);
	return err_set(err, ERR_BUG, "sums %d: org %d slot %d view %d dim %d", (int)which, k->org,
	    k->slot, k->view, k->dim);
}

static bool
table_within(
    const struct rollup *x, const struct rollup *y, enum rollup_table which, struct err *err)
{
	const struct cell_table *a = &x->table[which], *b = &y->table[which];

	static const struct pairs nothing;

	for (const struct cell *c = a->cells; c != NULL; c = c->hh.next) {
		const struct cell *other = cell_find(b, &c->key);

		if (!pairs_equal(&c->pairs, other == NULL ? &nothing : &other->pairs))
			return cell_differs(which, &c->key, err);
	}
	return true;
}

bool
rollup_equal(const struct rollup *a, const struct rollup *b, struct err *err)
{
	for (int i = 0; i < ROLLUP_COUNT_; i++)
		if (!table_within(a, b, (enum rollup_table)i, err) ||
		    !table_within(b, a, (enum rollup_table)i, err))
			return false;
	return true;
}
