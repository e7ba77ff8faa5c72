/*
 * counts - the sparse counts of a report or row.  Not reported is not there, which is not 0.
 */
#ifndef GH_WIRE_COUNTS_H
#define GH_WIRE_COUNTS_H

#include <stdbool.h>
#include <stdint.h>

/* ${ind} strictly rising, ${val} beside it. */
struct counts {
	const uint32_t *ind;
	const int64_t *val;
	uint32_t n; /* at most WIRE_PAIRS_MAX */
};

/* false: ${ind} is not reported, *${ret} stays. */
bool counts_get(const struct counts *c, uint32_t ind, int64_t *ret);
bool counts_has(const struct counts *c, uint32_t ind);
/* 0: not reported, or reported so. */
int64_t counts_value(const struct counts *c, uint32_t ind);
/* The same indicators with the same values. */
bool counts_equal(const struct counts *a, const struct counts *b);

#endif
