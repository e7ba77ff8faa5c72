#include "core/pairs.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"

#define PAIRS_FIRST_CAP 6

static bool
pairs_reserve(struct pairs *p, struct err *err)
{
	if (p->n < p->cap)
		return true;
	const uint32_t cap = p->cap == 0 ? PAIRS_FIRST_CAP : p->cap * 2;
	struct pair *at = realloc(p->at, cap * sizeof(*at));

	if (at == NULL)
		return err_set(err, ERR_MEMORY, "%u pairs", cap);
	p->at = at;
	p->cap = cap;
	return true;
}

/* Index of ${ind}, or of where it belongs. */
static uint32_t
pairs_place(const struct pairs *p, uint32_t ind)
{
	uint32_t low = 0, high = p->n;

	while (low < high) {
		const uint32_t mid = low + (high - low) / 2;

		if (p->at[mid].ind < ind)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool
pairs_add_one(struct pairs *p, const struct pair *more, struct err *err)
{
	const uint32_t i = pairs_place(p, more->ind);

	if (i < p->n && p->at[i].ind == more->ind) {
		int64_t sum = 0;

		if (!num_add(p->at[i].val, more->val, &sum))
			return err_set(err, ERR_COUNT_OVERFLOW, "indicator %u", more->ind);
		p->at[i].val = sum;
		p->at[i].carriers += more->carriers;
		return true;
	}
	if (!pairs_reserve(p, err))
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
	for (uint32_t i = 0; i < n; i++) {
		struct pair one = {.ind = ind[i], .carriers = sign};

		if (!num_mul(val[i], sign, &one.val))
			return err_set(err, ERR_COUNT_OVERFLOW, "indicator %u", ind[i]);
		if (!pairs_add_one(p, &one, err))
			return false;
	}
	return true;
}

bool
pairs_merge(struct pairs *p, const struct pairs *more, struct err *err)
{
	for (uint32_t i = 0; i < more->n; i++)
		if (!pairs_add_one(p, &more->at[i], err))
			return false;
	return true;
}

bool
pairs_get(const struct pairs *p, uint32_t ind, int64_t *ret)
{
	const uint32_t i = pairs_place(p, ind);
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
