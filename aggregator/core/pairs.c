#include "core/pairs.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"

/* Room for ${more} besides what is there: just so at first, since most sets do not grow any more. */
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

/* Add one at ${*place} or after it, where ${*place} then stands.  ${left}: how many are to come. */
static bool
pairs_add_one(
    struct pairs *p, uint32_t *place, uint32_t left, const struct pair *more, struct err *err)
{
	uint32_t i = *place;

	if (i >= p->n || p->at[i].ind != more->ind)
		i = pairs_place(p, i, more->ind);
	*place = i;
	if (i < p->n && p->at[i].ind == more->ind) {
		int64_t sum = 0;

		if (!num_add(p->at[i].val, more->val, &sum))
			return err_set(err, ERR_COUNT_OVERFLOW, "indicator %u", more->ind);
		p->at[i].val = sum;
		p->at[i].carriers += more->carriers;
		return true;
	}
	if (!pairs_reserve(p, left, err))
		return false;
	memmove(p->at + i + 1, p->at + i, (p->n - i) * sizeof(*p->at));
	p->at[i] = *more;
	p->n++;
	return true;
}

bool
pairs_add(
    struct pairs *p, int sign, const uint32_t *ind, const int64_t *val, uint32_t n, struct err *err)
{
	uint32_t place = 0;

	for (uint32_t i = 0; i < n; i++, place++) {
		struct pair one = {.ind = ind[i], .carriers = sign};

		if (!num_mul(val[i], sign, &one.val))
			return err_set(err, ERR_COUNT_OVERFLOW, "indicator %u", ind[i]);
		if (!pairs_add_one(p, &place, n - i, &one, err))
			return false;
	}
	return true;
}

bool
pairs_merge(struct pairs *p, int sign, const struct pairs *more, struct err *err)
{
	uint32_t place = 0;

	for (uint32_t i = 0; i < more->n; i++, place++) {
		const struct pair *from = &more->at[i];
		struct pair one = {.ind = from->ind, .carriers = sign * from->carriers};

		if (!num_mul(from->val, sign, &one.val))
			return err_set(err, ERR_COUNT_OVERFLOW, "indicator %u", one.ind);
		if (!pairs_add_one(p, &place, more->n - i, &one, err))
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
