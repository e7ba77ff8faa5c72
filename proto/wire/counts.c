#include "wire/counts.h"

#include <string.h>

bool
counts_get(const struct counts *c, uint32_t ind, int64_t *ret)
{
	for (uint32_t i = 0; i < c->n && c->ind[i] <= ind; i++)
		if (c->ind[i] == ind) {
			*ret = c->val[i];
			return true;
		}
	return false;
}

bool
counts_has(const struct counts *c, uint32_t ind)
{
	int64_t value;

	return counts_get(c, ind, &value);
}

int64_t
counts_value(const struct counts *c, uint32_t ind)
{
	int64_t value = 0;

	(void)counts_get(c, ind, &value);
	return value;
}

bool
counts_equal(const struct counts *a, const struct counts *b)
{
	return a->n == b->n &&
	    (a->n == 0 ||
		(memcmp(a->ind, b->ind, a->n * sizeof(*a->ind)) == 0 &&
		    memcmp(a->val, b->val, a->n * sizeof(*a->val)) == 0));
}
