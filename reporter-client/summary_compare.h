/*
 * summary_compare - totals beside those of the same period a year before, rank, and what is missing
 * to the target.  Pure.
 */
#ifndef GH_CLIENT_SUMMARY_COMPARE_H
#define GH_CLIENT_SUMMARY_COMPARE_H

#include "base/day.h"
#include "wire/query.h"

struct summary_change {
	bool has_previous; /* units of the period before were reported */
	int64_t previous;
	bool has_difference; /* both are there */
	int64_t difference;
	bool has_percent; /* the period before is not 0 */
	int64_t percent_e4;
	uint32_t
	    /* by percent of the target, where no row has one by units; equals share it; 0: none */
	    rank;
	struct unsplit unsplit; /* of the period before: carried in, and not told apart by day */
	bool has_left;
	int64_t left; /* units missing to the target, 0 when it is reached */
};
struct summary_compare {
	struct period_row period;    /* of the year before; strings lent */
	struct summary_change *rows; /* owned; beside those of the summary */
	struct summary_change total;
};

/* The same days a year before: 29 February is the 28th, the last day of a month stays the last. */
day_t summary_compare_day(day_t day);
/*
 * A campaign has another code each year: of ${list} the one of most days among those of the year
 * before that fill half of the same days as [from, to].  NULL: none did.
 */
const struct campaign_entry *summary_compare_campaign(
    const struct campaign_entry *list, uint32_t n, day_t from, day_t to);
/*
 * ${before}: the same question of those days.  Rows meet by key, months a year apart.  ERR_MEMORY.
 */
bool summary_compare_make(const struct rows *now, const struct rows *before,
    struct summary_compare *ret, struct err *err) MUST_USE;
void summary_compare_free(struct summary_compare *c);

#endif
