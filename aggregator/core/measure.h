/*
 * measure - what was done of a target, in the target's own measure (product.md 16).  Rates and
 * units are kept apart: nothing is converted from one to the other.  Pure.
 */
#ifndef GH_CORE_MEASURE_H
#define GH_CORE_MEASURE_H

#include "core/answer.h"

/* Drives whose registrations are filed apart from results: see filed.h. */
struct filed_list {
	struct filed *at; /* owned */
	uint32_t n;
	bool is_made;
};
/* For the lines of one answer: what many of them need is made once. */
struct measuring {
	const struct core *c;
	day_t today;
	struct stock
	    *stock;      /* owned, on ${stock_day}; NULL: nobody reported any, or not asked yet */
	day_t stock_day; /* DAY_OPEN_LEFT: not asked yet */
	struct rollup *carried; /* owned, campaign_carried(); NULL: not asked yet */
	struct filed_list filed;
};
struct measured {
	bool has;      /* something of it was reported, and what a rate is of is known */
	int64_t done;  /* units, persons; rates in hundredths of a percent */
	int64_t whole; /* of a rate: persons, staff, or organisations; 0: not known */
};
/* measure_free() it. */
void measure_begin(struct measuring *m, const struct core *c, day_t today);
void measure_free(struct measuring *m);
/*
 * Of results in the line's own span: under its sector, of all that carries its campaign, or of its
 * drive.  Units and apheresis are bags, platelets and plasma; equivalents are of 250 ml and known
 * only where every bag's volume is; persons are donations, at least one a product or failure;
 * coverage is of the territories below, those with a report.
 * Registrations are those of the result; of a drive whose result has none, those filed for it,
 * unless the drive is a draft, or was cancelled without a result; of a campaign or sector as the
 * plan has the drive.
 * Of activities, which carry no campaign, in the line's span: a share of the staff is donations by
 * staff, of the staff; volunteers and reserve donors are a stock on its last day, or today.  Of
 * these a sector or drive has none.
 */
bool measure_of(struct measuring *m, const struct target_line *line, struct measured *ret,
    struct err *err) MUST_USE;
/* The whole row of an answer: the line, whose it is, and what was done. */
bool measure_row(struct measuring *m, const struct target_line *line, struct answer *w,
    struct target_row *ret, struct err *err) MUST_USE;

#endif
