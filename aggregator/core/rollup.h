/*
 * rollup - the totals: leaf cells (an organisation's own, by day), and from them what is below each
 * ancestor by day, and every organisation's total by month.  Cells are the sum of postings, exact;
 * ancestors are placed by the map of the posting's day, and are rebuilt from the leaves when the
 * map changes.
 * One thread.  Cells are never freed but by rollup_rebuild() (ROLLUP_BELOW) and rollup_free().
 */
#ifndef GH_CORE_ROLLUP_H
#define GH_CORE_ROLLUP_H

#include "core/orgs.h"
#include "core/pairs.h"

#include <uthash.h>

enum rollup_table {
	ROLLUP_LEAF,  /* own, by day: the truth */
	ROLLUP_BELOW, /* below only, by day */
	ROLLUP_MONTH, /* own and below, by month since 1970-01 */
	ROLLUP_COUNT_
};

struct cell_key {
	org_t org;
	int32_t slot; /* day or month */
	int32_t dim;
	int32_t view;
};

struct cell {
	struct cell_key key;
	struct pairs pairs;
	bool dirty;            /* listed as changed since the last checkpoint */
	struct cell *next_own; /* of a leaf: the next one of its organisation */
	UT_hash_handle hh;
};

struct cell_table {
	struct cell *cells;
	struct cell **dirty; /* owned list of cells of the table; of ROLLUP_BELOW always empty */
	uint32_t dirty_n, dirty_cap;
};

/* What is there of one organisation. */
struct rollup_org {
	struct cell *own; /* its leaf cells, newest first */
	int32_t first,
	    last; /* months that any of its cells lies in, own or below; first > last: none */
};

struct rollup {
	struct cell_table table[ROLLUP_COUNT_];
	struct rollup_org *orgs; /* owned, by org_t */
	uint32_t orgs_cap;
	org_t *touched; /* whose totals changed since rollup_forget_touched(), no order */
	uint32_t touched_n, touched_cap;
	uint8_t *is_touched; /* by org_t */
	uint32_t is_touched_cap;
};

#define CELL_PAIRS_MAX 512         /* indicators of one cell: the whole catalogue and more */
#define ROLLUP_CELLS_MAX 40000000u /* of a table; beyond it rollup_has_room() says no */

void rollup_free(struct rollup *r);
/*
 * May ${postings} more be posted?  To be asked before a batch is decided: what is committed is
 * posted whatever the tables hold.
 */
bool rollup_has_room(const struct rollup *r, uint32_t postings);
uint32_t rollup_cells(const struct rollup *r, enum rollup_table which);
/* Add one posting at its organisation and at every ancestor on its day. */
bool rollup_post(
    struct rollup *r, const struct orgs *o, const struct posting *p, struct err *err) MUST_USE;
/* Set a leaf cell as loaded from a checkpoint; ancestors come with rollup_rebuild(). */
bool rollup_load_leaf(struct rollup *r, const struct cell_key *key, const struct pairs *pairs,
    struct err *err) MUST_USE;
/* Ancestors again from the leaves, on the present registry. */
bool rollup_rebuild(struct rollup *r, const struct orgs *o, struct err *err) MUST_USE;

/* Cells that changed since rollup_set_clean(), lent until the next change. */
struct cell *const *rollup_dirty(const struct rollup *r, enum rollup_table which, uint32_t *ret_n);
void rollup_set_clean(struct rollup *r);
/* A cell that is there is changed again. */
bool rollup_set_dirty(struct rollup *r, enum rollup_table which, const struct cell_key *key,
    struct err *err) MUST_USE;

/* An organisation's cells of one view. */
struct rollup_ask {
	org_t org;
	enum view view;
	int32_t dim;
};
/*
 * Sum of [from, to] of an organisation with everything below it (whole months where they fit, days
 * at the edges), or of its own leaf cells.  Added to ${ret}.
 */
bool rollup_sum(const struct rollup *r, const struct rollup_ask *ask, day_t from, day_t to,
    struct pairs *ret, struct err *err) MUST_USE;
/* Any cell that rollup_sum() would add up has ${ind}, which no cell has less than 0 of. */
bool rollup_has(
    const struct rollup *r, const struct rollup_ask *ask, day_t from, day_t to, uint32_t ind);
/* The same of its own leaf cells; O(cells that it has). */
bool rollup_has_own(
    const struct rollup *r, const struct rollup_ask *ask, day_t from, day_t to, uint32_t ind);
bool rollup_sum_own(const struct rollup *r, const struct rollup_ask *ask, day_t from, day_t to,
    struct pairs *ret, struct err *err) MUST_USE;
/*
 * Leaf cells of ${org} of every view and day, linked by next_own; lent until the next change.
 * NULL: none.
 */
const struct cell *rollup_own(const struct rollup *r, org_t org);
bool rollup_is_touched(const struct rollup *r, org_t org);
void rollup_forget_touched(struct rollup *r);
/* First cell by which two tables differ, as a sentence in ${err}. */
bool rollup_equal(const struct rollup *a, const struct rollup *b, struct err *err) MUST_USE;

#endif
