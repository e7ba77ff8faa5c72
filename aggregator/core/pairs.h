/*
 * pairs - sparse counts that are added to: indicators strictly rising, exact 64-bit values.
 * Beside each value stands how many reports carry the indicator, so that "not reported" and 0 stay
 * different when a report is taken back: pairs_get() says which.
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
	struct pair *at; /* owned; zero-initialised is empty */
	uint32_t n;
	uint32_t cap;
};

/*
 * Add ${sign} (1 or -1) times the counts, ${ind} strictly rising.  ERR_COUNT_OVERFLOW, ERR_MEMORY:
 * the pairs before the one that failed are added.
 */
bool pairs_add(struct pairs *p, int sign, const uint32_t *ind, const int64_t *val, uint32_t n,
    struct err *err) MUST_USE;
/* Add a whole set ${sign} times, carriers too. */
bool pairs_merge(struct pairs *p, int sign, const struct pairs *more, struct err *err) MUST_USE;
/* false: nobody reports it here; ${ret} is 0 then. */
bool pairs_get(const struct pairs *p, uint32_t ind, int64_t *ret);
int64_t pairs_value(const struct pairs *p, uint32_t ind);
/* Nobody carries any. */
bool pairs_is_empty(const struct pairs *p);
/* Pairs that nobody carries and that sum to nothing are as if not there. */
bool pairs_equal(const struct pairs *a, const struct pairs *b);
/* Empty it, keep the memory. */
void pairs_clear(struct pairs *p);
void pairs_free(struct pairs *p);

#endif
