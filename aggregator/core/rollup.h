/*
 * rollup - the totals: leaf cells (an organisation's own, by day), and from them every ancestor's by day
 * and by month.  Cells are the sum of postings, exact; ancestors are placed by the map of the posting's
 * day, and are rebuilt from the leaves when the map changes.
 * One thread.  Memory: about 150 bytes a cell.
 */
#ifndef GH_CORE_ROLLUP_H
#define GH_CORE_ROLLUP_H

#include "core/orgs.h"
#include "core/pairs.h"

#include <uthash.h>

struct cell_key {
	org_t org;
	int32_t slot; /* day or month */
	int32_t dim;
	int32_t view;
};

struct cell {
	struct cell_key key;
	struct pairs pairs;
	bool dirty; /* changed since the last checkpoint */
	UT_hash_handle hh;
};

struct rollup {
	struct cell *leaf;  /* own, by day */
	struct cell *daily; /* own and below, by day */
	struct cell *month; /* own and below, by month since 1970-01 */
	org_t *
	    touched; /* organisations whose totals changed since rollup_forget_touched(), no order */
	uint32_t touched_n, touched_cap;
	uint8_t *is_touched; /* by org_t */
	uint32_t is_touched_cap;
};

#define CELL_PAIRS_MAX 512         /* indicators of one cell: the whole catalogue and more */
#define ROLLUP_CELLS_MAX 40000000u /* a table refuses beyond it with ERR_LIMIT */

void rollup_free(struct rollup *r);
/* Add one posting at its organisation and at every ancestor on its day. */
bool rollup_post(
    struct rollup *r, const struct orgs *o, const struct posting *p, struct err *err) MUST_USE;
/* Set a leaf cell as loaded from a checkpoint; ancestors come with rollup_rebuild(). */
bool rollup_load_leaf(struct rollup *r, const struct cell_key *key, const struct pairs *pairs,
    struct err *err) MUST_USE;
/* Ancestors again from the leaves, on the present registry. */
bool rollup_rebuild(struct rollup *r, const struct orgs *o, struct err *err) MUST_USE;
/*
 * Sum of [from, to] of an organisation with everything below it (whole months where they fit, days at
 * the edges), or of its own leaf cells.  Added into ${ret}.
 */
bool rollup_sum(const struct rollup *r, org_t org, enum view view, int32_t dim, day_t from,
    day_t to, struct pairs *ret, struct err *err) MUST_USE;
bool rollup_sum_own(const struct rollup *r, org_t org, enum view view, int32_t dim, day_t from,
    day_t to, struct pairs *ret, struct err *err) MUST_USE;
bool rollup_is_touched(const struct rollup *r, org_t org);
void rollup_forget_touched(struct rollup *r);
/* First cell by which two tables differ, as a sentence in ${err}. */
bool rollup_equal(const struct rollup *a, const struct rollup *b, struct err *err) MUST_USE;

#endif
