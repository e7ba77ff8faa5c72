/*
 * overlap - drives that are planned for the same days at one place, or by one organisation when a
 * place is not said ("chồng chéo", V18 of the rules): a warning, never a refusal.  Cancelled drives
 * and those outside the plan overlap nothing.  Pure.
 */
#ifndef GH_CORE_OVERLAP_H
#define GH_CORE_OVERLAP_H

#include "core/array.h"
#include "core/plan.h"

/*
 * Of the drives that end in [from, to]; valid until the plan changes.  overlap_free() in any case.
 */
struct overlap_index {
	UT_array traits;
};
bool overlap_index(const struct plan *p, day_t from, day_t to, struct overlap_index *ret,
    struct err *err) MUST_USE;
void overlap_free(struct overlap_index *x);

/* Which other drives are looked at. */
struct overlap_filter {
	bool (*takes)(const void *arg, const struct drive *other);
	const void *arg;
};
/*
 * The earliest other drive that overlaps ${d}, one of those that ${f} takes (NULL: any); NULL:
 * none.
 */
const struct drive *overlap_of(
    const struct overlap_index *x, const struct drive *d, const struct overlap_filter *f);
/* By first day, then by key: what "earliest" means. */
bool overlap_is_before(const struct drive *a, const struct drive *b);

#endif
