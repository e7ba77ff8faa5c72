/*
 * derived - what is computed from the sums of a total: L1 to L13 of domain.md 2, one row of a table
 * each. A ratio of a total is that of the total's own sums, never a mean of its parts' ratios.  A
 * term that is not reported makes the value unknown, which is not 0; so does a part beyond its
 * whole, which shows that the two were not reported for the same drives.
 * Pure.
 */
#ifndef GH_RULES_DERIVED_H
#define GH_RULES_DERIVED_H

#include "rules/catalogue.h"
#include "wire/report.h"

enum derived_unit {
	DERIVED_PERCENT, /* in units of 0.0001 percent */
	DERIVED_SHARE,   /* the same of a population, two decimals for people */
	DERIVED_RATE,    /* a number with decimals, in units of 0.0001 */
	DERIVED_COUNT
};
struct derived {
	const char *id;   /* "L4" */
	const char *code; /* "yield_percent": JSON key, CSV header */
	const char *vi;
	const char *en;
	const char *formula; /* in the codes of what enters it */
	enum rollup_class rollup;
	enum derived_unit unit;
};
/* The sums of one organisation and period. */
struct derived_sums {
	const struct counts *counts;
	bool has_target;
	int64_t target;
	int64_t outside;    /* units that the target does not count; < 0: it counts others' */
	int64_t population; /* 0: unknown */
	int64_t drives_planned, drives_held, drives_reported, drives_late;
};

/* In the order of domain.md. */
const struct derived *derived_all(size_t *ret_n);
const struct derived *derived_by_code(const char *code);
/* false: unknown. */
bool derived_value(const struct derived *d, const struct derived_sums *s, int64_t *ret);

#endif
