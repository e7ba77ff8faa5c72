/*
 * campaign - what carries one campaign, for a scope whose period is a campaign (product.md 14).
 * A drive or result carries every campaign that it names, not only the first, under which the
 * campaign view counts it: each is counted once in each campaign asked for, and nobody adds
 * campaigns up. The plan's numbers (planned, owed) and the marks that answer them are the drive's;
 * what was counted is the result's, which carries its own campaigns, else its drive's.  Activities
 * carry none.
 */
#ifndef GH_CORE_CAMPAIGN_H
#define GH_CORE_CAMPAIGN_H

#include "core/answer.h"

/* What of a subject's rows carries the scope's campaign; all of them when the scope has none. */
struct campaign_share {
	bool counts; /* what was counted */
	bool marks;  /* the plan's numbers, and what answers them */
};
/* Room for the pairs of one row. */
struct campaign_pairs {
	uint32_t ind[CORE_PAIRS_MAX];
	int64_t val[CORE_PAIRS_MAX];
};

bool campaign_has_drive(const struct core *c, const struct drive *d, int32_t campaign);
/*
 * A target line carries the scope's campaign: its own, that of a drive the drive's as well; without
 * one: true.
 */
bool campaign_has_line(const struct core *c, const struct scope *s, const struct target_line *line);
/* ERR_BUG: a content that cannot be read. */
bool campaign_share_of(const struct core *c, const struct scope *s, const struct subject *x,
    struct campaign_share *ret, struct err *err) MUST_USE;
/* The part of ${row} that is shared, its pairs in ${room}; no pairs: none of it. */
struct posted_row campaign_row(
    const struct campaign_share *share, const struct posted_row *row, struct campaign_pairs *room);
/*
 * Of every campaign what carries it, on all days, for the measure of its targets: posted into
 * ${ret}, which is empty, as VIEW_CAMPAIGN by campaign_dim() of no sector, and as VIEW_SECTOR by
 * that of both.  The caller's to rollup_free(), after a failure too.
 */
bool campaign_carried(const struct core *c, struct rollup *ret, struct err *err) MUST_USE;
/* ${sector} 0: of all.  Both are at most PLAN_WORDS_MAX, so that it fits. */
int32_t campaign_dim(const struct core *c, int32_t campaign, int32_t sector);
/*
 * All views of what carries the scope's campaign on its days, posted into ${ret}, which is empty;
 * the caller's to rollup_free(), after a failure too.
 */
bool campaign_rollup(
    const struct core *c, const struct scope *s, struct rollup *ret, struct err *err) MUST_USE;

#endif
