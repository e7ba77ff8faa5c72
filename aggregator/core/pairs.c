#include "core/pairs.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"

/*
 * Room for ${more} besides what is there: just so at first, since most sets do not grow any more.
 */
static bool
pairs_reserve(struct pairs *p, uint32_t more, struct err *err)
{
	if (p->cap - p->n >= more)
		return true;
	const uint32_t cap = p->n + more + p->cap / 2;
	struct pair *at = realloc(p->at, cap * sizeof(*at));

	if (at == NULL)
		return err_set(err, ERR_MEMORY, "%u pairs", cap);
	p->at = at;
	p->cap = cap;
	return true;
}

/* Index of ${ind}, or of where it belongs; not before ${low}. */
static uint32_t
pairs_place(const struct pairs *p, uint32_t low, uint32_t ind)
{
	uint32_t high = p->n;

	while (low < high) {
		const uint32_t mid = low + (high - low) / 2;

		if (p->at[mid].ind < ind)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Where ${ind} stands, not before ${low}; made when it is new, with room for ${left} in all. */
static bool
pairs_find(
    struct pairs *p, uint32_t low, uint32_t ind, uint32_t left, uint32_t *ret, struct err *err)
{
	const uint32_t i = pairs_place(p, low, ind);

	*ret = i;
	if (i < p->n && p->at[i].ind == ind)
		return true;
	if (!pairs_reserve(p, left, err))
		return false;
	memmove(p->at + i + 1, p->at + i, (p->n - i) * sizeof(*p->at));
	p->at[i] = (struct pair){.ind = ind};
	p->n++;
	return true;
}

/*
 * Most sheets of a place carry the same indicators: each stands where the last one's neighbour
 * does.
 */
static bool
pairs_step(struct pairs *p, uint32_t *at, uint32_t ind, uint32_t left, struct err *err)
{
	return (*at < p->n && p->at[*at].ind == ind) ||
	    pairs_find(p, *at < p->n ? *at : p->n, ind, left, at, err);
}

static bool
pair_add(struct pair *to, int32_t carriers, int64_t val, int sign, struct err *err)
{
	int64_t more = 0;

	if (!num_mul(val, sign, &more) || !num_add(to->val, more, &to->val))
		return err_set(err, ERR_COUNT_OVERFLOW, "indicator %u", to->ind);
	to->carriers += sign * carriers;
	return true;
}

bool
pairs_add(
    struct pairs *p, int sign, const uint32_t *ind, const int64_t *val, uint32_t n, struct err *err)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < n; i++, at++)
		if (!pairs_step(p, &at, ind[i], n - i, err) ||
		    !pair_add(&p->at[at], 1, val[i], sign, err))
			return false;
	return true;
}

bool
pairs_merge(struct pairs *p, int sign, const struct pairs *more, struct err *err)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < more->n; i++, at++) {
		const struct pair *from = &more->at[i];

		if (!pairs_step(p, &at, from->ind, more->n - i, err) ||
		    !pair_add(&p->at[at], from->carriers, from->val, sign, err))
			return false;
	}
	return true;
}

bool
pairs_get(const struct pairs *p, uint32_t ind, int64_t *ret)
{
	const uint32_t i = pairs_place(p, 0, ind);
	const bool seen = i < p->n && p->at[i].ind == ind && p->at[i].carriers != 0;

	*ret = seen ? p->at[i].val : 0;
	return seen;
}

int64_t
pairs_value(const struct pairs *p, uint32_t ind)
{
	int64_t value = 0;

	(void)pairs_get(p, ind, &value);
	return value;
}

bool
pairs_is_empty(const struct pairs *p)
{
	for (uint32_t i = 0; i < p->n; i++)
		if (p->at[i].carriers != 0)
			return false;
	return true;
}

/* Pairs that nobody carries and that sum to nothing say nothing. */
static uint32_t
pairs_skip_empty(const struct pairs *p, uint32_t i)
{
	while (i < p->n && p->at[i].carriers == 0 && p->at[i].val == 0)
		i++;
	return i;
}

bool
pairs_equal(const struct pairs *a, const struct pairs *b)
{
	uint32_t i = pairs_skip_empty(a, 0), k = pairs_skip_empty(b, 0);

	while (i < a->n && k < b->n) {
		if (a->at[i].ind != b->at[k].ind || a->at[i].val != b->at[k].val ||
		    a->at[i].carriers != b->at[k].carriers)
			return false;
		i = pairs_skip_empty(a, i + 1);
		k = pairs_skip_empty(b, k + 1);
	}
	return i == a->n && k == b->n;
}

void
pairs_clear(struct pairs *p)
{
	p->n = 0;
}

void
pairs_free(struct pairs *p)
{
	free(p->at);
	*p = (struct pairs){0};
}
