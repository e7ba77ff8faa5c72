/*
 * draft - drives of draft plans, which count as planned only where drafts are asked for (product.md
 * 16): planned, and reported once a final result is there.  They owe nothing, so none is late.
 */
#ifndef GH_CORE_DRAFT_H
#define GH_CORE_DRAFT_H

#include "core/answer.h"

#define DRAFT_PAIRS_MAX 2

struct draft_pairs {
	uint32_t ind[DRAFT_PAIRS_MAX];
	int64_t val[DRAFT_PAIRS_MAX];
	uint32_t n; /* 0: the row is of no draft */
};
/* What ${row}, posted by the plan for ${d}, adds where drafts are asked for. */
struct draft_pairs draft_pairs_of(
    const struct core *c, const struct drive *d, const struct posted_row *row);
/*
 * All of them in the scope's days and campaign into ${ret}; the caller's to rollup_free(), after a
 * failure too.
 */
bool draft_rollup(
    const struct core *c, const struct scope *s, struct rollup *ret, struct err *err) MUST_USE;

#endif
