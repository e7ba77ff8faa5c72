/*
 * plan_own - an organisation's own target lines as cells, for plan_answer.c only.  What they come
 * to, alone and with what stands below, is the rule of rules/target.h.
 */
#ifndef GH_CORE_PLAN_OWN_H
#define GH_CORE_PLAN_OWN_H

#include "core/plan_impl.h"
#include "rules/target.h"

/* Only lines of one sector or campaign, 0: of any; and apart from those of organisations above. */
struct plan_filter {
	int32_t sector, campaign;
	const struct target_apart *apart;
};

/* One question; what changes on the way down is passed beside it. */
struct plan_ask {
	const struct plan *p;
	const struct orgs *o;
	day_t from, to;
	bool drafts;
	bool first_campaign;
	bool self_alone;                      /* of one organisation what it set itself */
	bool drives_alone;                    /* of one organisation its own drives' lines */
	const struct plan_counting *counting; /* NULL: what lines count is not asked */
	bool is_program;                      /* asked within the program of the period */
	bool is_recorded;                     /* to be taken from what an ended one counts */
	const struct orgs_map *map;           /* NULL: as recorded */
	struct err *err;
};

struct plan_cell {
	const struct plan_line *line;
	struct target_cell c;
};

/*
 * Lines of units inside the question's days that fit the filter, added to ${ret}.  A drive's line
 * lies on the day of its key; one of a cancelled drive is none.  ERR_MEMORY.
 */
bool plan_own_cells(const struct plan_ask *ask, org_t org, struct plan_filter f,
    UT_array *ret /* struct plan_cell */) MUST_USE;

#endif
