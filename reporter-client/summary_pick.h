/*
 * summary_pick - indicators of a summary that are asked for by their code: counts that the table
 * else leaves to spreadsheets, and what is computed from a row's sums (rules/derived.h).  Pure.
 */
#ifndef GH_CLIENT_SUMMARY_PICK_H
#define GH_CLIENT_SUMMARY_PICK_H

#include "rules/derived.h"
#include "wire/query.h"

#define SUMMARY_PICK_MAX 64U

struct summary_pick {
	const struct derived *derived[SUMMARY_PICK_MAX];
	size_t derived_n;
	uint32_t counts[SUMMARY_PICK_MAX];
	size_t counts_n;
	bool all_counts;
	const struct reference
	    *populations; /* what shares of the people rest on; NULL: not known */
	day_t to;         /* last day of the totals */
};

/* "yield_percent,L9,donors_male" or "all"; ERR_INDICATOR_UNKNOWN, ERR_LIMIT. */
bool summary_pick_read(const char *text, struct summary_pick *ret, struct err *err) MUST_USE;
/* ${pick} may be NULL: nothing was asked for. */
bool summary_pick_has(const struct summary_pick *pick, uint32_t ind);
/* Something that was asked for needs ${populations}. */
bool summary_pick_per_people(const struct summary_pick *pick);
/* false: unknown.  ${pick} may be NULL. */
bool summary_pick_value(
    const struct summary_pick *pick, const struct derived *d, const struct row *row, int64_t *ret);

#endif
