/* plan_own - what an organisation's own target lines come to, for plan_answer.c only. */
#ifndef GH_CORE_PLAN_OWN_H
#define GH_CORE_PLAN_OWN_H

#include "core/plan_impl.h"

/* Only lines of one sector or campaign; 0: of any. */
struct plan_filter {
	int32_t sector, campaign;
};

/* One question; what changes on the way down is passed beside it. */
struct plan_ask {
	const struct plan *p;
	const struct orgs *o;
	day_t from, to;
	bool drafts;
	bool first_campaign;
	const struct orgs_map *map; /* NULL: as recorded */
	struct err *err;
};

/* What an organisation's own lines come to. */
struct plan_own {
	const struct plan_line *exact;   /* for just the period; NULL: none */
	const struct plan_line *program; /* a campaign's line for just the period; NULL: none */
	struct target_answer drives;
	struct target_answer by_time, by_campaign, by_sector;
	struct target_answer whole,
	    parts; /* of the campaign at hand: its lines, its sectors' lines */
	uint32_t campaigns;
};

/* ${ret} is filled anew.  ERR_MEMORY, ERR_COUNT_OVERFLOW, ERR_LIMIT: lines nested too deep. */
bool plan_own_lines(
    const struct plan_ask *ask, org_t org, struct plan_filter f, struct plan_own *ret) MUST_USE;

/* Sums of answers: the draft of a sum says that drafts alone made it. */
bool plan_own_add(
    struct target_answer *sum, const struct target_answer *part, struct err *err) MUST_USE;
struct target_answer plan_own_of(const struct plan_line *line);
/* Of two breakdowns of the same total the greater stands, of equals the first. */
void plan_own_greater(struct target_answer *best, const struct target_answer *other);

#endif
