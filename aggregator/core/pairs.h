/*
 * pairs - sparse counts that are added to: indicators strictly rising, exact 64-bit values.
 * An indicator that was reported and taken back stays with value 0 in a total: "seen" is not undone by
 * arithmetic alone, so readers show a value only where the reports that carry it are above 0 or
 * value is not 0; pairs_get() says which.
 */
#ifndef GH_CORE_PAIRS_H
#define GH_CORE_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct pair {
	uint32_t ind;
	int32_t carriers; /* reports that carry the indicator here: 0 is "not reported" */
	int64_t val;
};

struct pairs {
	struct pair *at; /* owned */
	uint32_t n;
	uint32_t cap;
};

/* Add ${sign} times the counts.  ERR_COUNT_OVERFLOW, ERR_MEMORY: unchanged up to the pair that failed. */
bool pairs_add(struct pairs *p, int sign, const uint32_t *ind, const int64_t *val, uint32_t n,
    struct err *err) MUST_USE;
/* Add a whole set, carriers too. */
bool pairs_merge(struct pairs *p, const struct pairs *more, struct err *err) MUST_USE;
/* false: nobody reports it here; ${ret} is 0 then. */
bool pairs_get(const struct pairs *p, uint32_t ind, int64_t *ret);
int64_t pairs_value(const struct pairs *p, uint32_t ind);
bool pairs_equal(const struct pairs *a, const struct pairs *b);
void pairs_clear(struct pairs *p);
void pairs_free(struct pairs *p);

#endif
