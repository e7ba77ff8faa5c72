/* What cells of an organisation add up to: no look-up where it has none. */
#include "core/rollup_impl.h"

/* What of [*${from}, *${to}] can hold a cell of ${org}; empty when from > to. */
static void
clip_months(const struct rollup *r, org_t org, int32_t *from, int32_t *to)
{
	const struct rollup_org *o = (uint32_t)org < r->orgs_cap ? &r->orgs[org] : NULL;

	if (o == NULL || o->first > o->last) {
		*to = *from - 1;
		return;
	}
	*from = *from < o->first ? o->first : *from;
	*to = *to > o->last ? o->last : *to;
}

static void
clip_days(const struct rollup *r, org_t org, day_t *from, day_t *to)
{
	int32_t first = day_month(*from), last = day_month(*to);

	clip_months(r, org, &first, &last);
	const day_t begin = day_of_month(first), end = day_of_month(last + 1) - 1;
	*from = *from < begin ? begin : *from;
	*to = *to > end ? end : *to;
}

static bool
sum_slots(const struct cell_table *t, const struct rollup_ask *ask, int32_t from, int32_t to,
    struct pairs *ret, struct err *err)
{
	struct cell_key key = {.org = ask->org, .dim = ask->dim, .view = (int32_t)ask->view};

	for (int32_t slot = from; slot <= to; slot++) {
		key.slot = slot;
		const struct cell *c = rollup_cell(t, &key);

		if (c != NULL && !pairs_merge(ret, 1, &c->pairs, err))
			return false;
	}
	return true;
}

static bool
sum_days(const struct rollup *r, const struct rollup_ask *ask, day_t from, day_t to,
    struct pairs *ret, struct err *err)
{
	clip_days(r, ask->org, &from, &to);
	return sum_slots(&r->table[ROLLUP_LEAF], ask, from, to, ret, err) &&
	    sum_slots(&r->table[ROLLUP_BELOW], ask, from, to, ret, err);
}

static bool
sum_months(const struct rollup *r, const struct rollup_ask *ask, int32_t from, int32_t to,
    struct pairs *ret, struct err *err)
{
	clip_months(r, ask->org, &from, &to);
	return sum_slots(&r->table[ROLLUP_MONTH], ask, from, to, ret, err);
}

/* Whole months are those whose first and last day both lie inside; false: none. */
static bool
whole_months(day_t from, day_t to, int32_t *ret_first, int32_t *ret_last)
{
	*ret_first = day_of_month(day_month(from)) == from ? day_month(from) : day_month(from) + 1;
	*ret_last = day_of_month(day_month(to) + 1) - 1 == to ? day_month(to) : day_month(to) - 1;
	return *ret_first <= *ret_last;
}

bool
rollup_sum(const struct rollup *r, const struct rollup_ask *ask, day_t from, day_t to,
    struct pairs *ret, struct err *err)
{
	int32_t first = 0, last = 0;

	if (from > to)
		return true;
	if (!whole_months(from, to, &first, &last))
		return sum_days(r, ask, from, to, ret, err);
	return sum_days(r, ask, from, day_of_month(first) - 1, ret, err) &&
	    sum_months(r, ask, first, last, ret, err) &&
	    sum_days(r, ask, day_of_month(last + 1), to, ret, err);
}

static bool
slots_have(const struct cell_table *t, const struct rollup_ask *ask, int32_t from, int32_t to,
    uint32_t ind)
{
	struct cell_key key = {.org = ask->org, .dim = ask->dim, .view = (int32_t)ask->view};

	for (key.slot = from; key.slot <= to; key.slot++) {
		const struct cell *c = rollup_cell(t, &key);

		if (c != NULL && pairs_value(&c->pairs, ind) != 0)
			return true;
	}
	return false;
}

static bool
days_have(const struct rollup *r, const struct rollup_ask *ask, day_t from, day_t to, uint32_t ind)
{
	clip_days(r, ask->org, &from, &to);
	return slots_have(&r->table[ROLLUP_LEAF], ask, from, to, ind) ||
	    slots_have(&r->table[ROLLUP_BELOW], ask, from, to, ind);
}

static bool
months_have(
    const struct rollup *r, const struct rollup_ask *ask, int32_t from, int32_t to, uint32_t ind)
{
	clip_months(r, ask->org, &from, &to);
	return slots_have(&r->table[ROLLUP_MONTH], ask, from, to, ind);
}

bool
rollup_has(const struct rollup *r, const struct rollup_ask *ask, day_t from, day_t to, uint32_t ind)
{
	int32_t first = 0, last = 0;

	if (from > to)
		return false;
	if (!whole_months(from, to, &first, &last))
		return days_have(r, ask, from, to, ind);
	return days_have(r, ask, from, day_of_month(first) - 1, ind) ||
	    months_have(r, ask, first, last, ind) ||
	    days_have(r, ask, day_of_month(last + 1), to, ind);
}

bool
rollup_has_own(
    const struct rollup *r, const struct rollup_ask *ask, day_t from, day_t to, uint32_t ind)
{
	for (const struct cell *c = rollup_own(r, ask->org); c != NULL; c = c->next_own)
		if (c->key.view == (int32_t)ask->view && c->key.dim == ask->dim &&
		    c->key.slot >= from && c->key.slot <= to && pairs_value(&c->pairs, ind) != 0)
			return true;
	return false;
}

bool
rollup_sum_own(const struct rollup *r, const struct rollup_ask *ask, day_t from, day_t to,
    struct pairs *ret, struct err *err)
{
	clip_days(r, ask->org, &from, &to);
	return sum_slots(&r->table[ROLLUP_LEAF], ask, from, to, ret, err);
}
