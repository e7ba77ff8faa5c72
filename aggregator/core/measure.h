/*
 * measure - what was done of a target, in the target's own measure (product.md 16).  Rates and units are
 * kept apart: nothing is converted from one to the other.  Pure.
 */
#ifndef GH_CORE_MEASURE_H
#define GH_CORE_MEASURE_H

#include "core/state.h"

struct measured {
	bool has;      /* something of it was reported, and what a rate is of is known */
	int64_t done;  /* units, persons; rates in hundredths of a percent */
	int64_t whole; /* of a rate: persons, or organisations; 0: not known */
};
/*
 * Of results in the line's own span, under its sector or campaign, or of its drive.  Units and apheresis are
 * bags, platelets and plasma; equivalents are of 250 ml and known only where every bag's volume is;
 * persons are donations, at least one a product or failure; coverage is of the territories below, those
 * with a report.  Shares of the staff, volunteers and reserve donors are not results: without.
 */
bool measure_of(const struct core *c, const struct target_line *line, day_t today,
    struct measured *ret, struct err *err) MUST_USE;

#endif
