/*
 * target - what the target lines of one organisation come to (product.md 16), the same for the
 * aggregator's totals and the check of a plan.  Pure.
 *
 * A line is a cell: its days, its sector and its campaign, each "any" where it names none.  A
 * drive's line is a point: its day, the sector and the first campaign under which it counts, or
 * none.  The cell of a line is just the results that it is measured by, those of the organisations
 * below included; a drive's is its own.
 *
 * - Two lines that no result can count for both are added: other days, other sectors, other
 *   campaigns; a campaign's line and a drive outside it; the organisation's own drives and the
 *   organisations below.
 * - A line whose cell lies inside another's refines it.  The wider one is a control total and
 *   never added: it counts for what refines it, and for more only as long as that does not reach
 *   it.
 * - Lines that cross (the months of a year and its sectors) break the same total down twice: what
 *   stands of one kind stands, with what lies outside it; of the kinds the greatest.  What stands
 *   below, with the drives, is one kind more: a place's target and its parent's for a sector cross.
 * - Of one kind (plain, of a sector, of a campaign, of both) the longer line stands before the
 *   shorter, of two whose days overlap the first.  Of the same cell said twice that of the lowest
 *   rank counts.
 * - A sum with a minimum in it is a minimum, else with a range in it a range: from the parts' lower
 *   ends to their upper ones.
 */
#ifndef GH_RULES_TARGET_H
#define GH_RULES_TARGET_H

#include "base/attrs.h"
#include "base/day.h"
#include "base/err.h"

#define TARGET_NEST_MAX 12 /* lines inside each other; what lies deeper is not looked at */

struct target_cell {
	day_t from, to;
	int32_t sector, campaign; /* 0: any; of a drive: none */
	bool is_drive;
	int32_t drive; /* which one: two of them are two cells */
	bool draft;
	bool self; /* self-set */
	bool minimum;
	int64_t value;
	int64_t spread; /* of a range: its upper end is so much above ${value} */
	uint64_t rank;
	const void *line; /* the caller's: what target_below.done is asked of */
};
struct target_total {
	bool has;
	bool draft; /* drafts alone made it */
	bool self;  /* self-set lines alone made it */
	bool minimum;
	int64_t units;
	int64_t spread; /* of a range or a minimum, as of a cell */
	int64_t done;   /* what the lines that make it count: each once, and no other result */
};
/* Lines that something has to lie outside of, and further ones; NULL: of none. */
struct target_apart {
	const struct target_cell *at;
	uint32_t n;
	const struct target_apart *next;
};
/* What the organisations below come to: their lines inside a cell and apart from others. */
struct target_scope {
	const struct target_cell *of;
	const struct target_apart *apart;
};
struct target_below {
	bool (*fn)(const void *arg, const struct target_scope *scope, struct target_total *ret,
	    struct err *err); /* NULL: nothing stands below */
	const void *arg;
	const struct target_apart *apart; /* the cells are, all of them */
	bool (*done)(const void *arg, const struct target_cell *c, int64_t *ret,
	    struct err *err); /* what a cell counts; NULL: nothing is counted */
};
/*
 * Of ${cells}, all inside ${whole}, and of what stands below; *${ret_placed} is what the
 * organisations below and the drives come to without the other lines.  ERR_MEMORY,
 * ERR_COUNT_OVERFLOW, ERR_LIMIT.
 */
bool target_sum(const struct target_cell *cells, uint32_t n, const struct target_cell *whole,
    const struct target_below *below, struct target_total *ret, struct target_total *ret_placed,
    struct err *err) MUST_USE;
/* ${c} lies inside ${of}, which is no drive: it refines it. */
bool target_is_inside(const struct target_cell *c, const struct target_cell *of);
/* No result can count for ${c} and for one of ${from}. */
bool target_is_apart(const struct target_cell *c, const struct target_apart *from);
bool target_add(
    struct target_total *sum, const struct target_total *part, struct err *err) MUST_USE;

#endif
