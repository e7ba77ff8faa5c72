/*
 * overlap - drives that are planned for the same days at one place, by one organisation when a
 * place is not said, or at a venue of the same name by organisations under one parent, unless
 * their places are said and differ ("chồng chéo", V18 of the rules): a warning, never a refusal.
 * Cancelled drives, those put off without a day and those outside the plan overlap nothing.  Pure.
 */
#ifndef GH_CORE_OVERLAP_H
#define GH_CORE_OVERLAP_H

#include "core/array.h"
#include "core/plan.h"

/*
 * Of the drives that end in [days[0], days[1]]; valid until plan or registry change.
 * overlap_free() in any case.
 */
struct overlap_index {
	UT_array traits;
	UT_array venues;         /* keys that traits point to: owned */
	const struct orgs *orgs; /* lent */
};
bool overlap_index(const struct plan *p, const struct orgs *o, const day_t days[2],
    struct overlap_index *ret, struct err *err) MUST_USE;
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
