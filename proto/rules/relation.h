/*
 * relation - the rules between the numbers of one report.  A relation looks at a report whose shape
 * is right and adds a finding for each disagreement; what is not reported disagrees with nothing.
 * The rows of the table in rules.c name them.
 */
#ifndef GH_RULES_RELATION_H
#define GH_RULES_RELATION_H

#include "rules/rules.h"

struct relation_sink {
	struct finding *at; /* RULES_FINDINGS_MAX of them */
	size_t n;
	struct finding like; /* rule, severity and code of the next one */
	struct rules_ground on;
};

/* Add a finding with this text; beyond RULES_FINDINGS_MAX it is dropped. */
void relation_add(struct relation_sink *sink, const char *fmt, ...) PRINTF_LIKE(2, 3);

typedef void relation_fn(const struct report *r, struct relation_sink *sink);

relation_fn relation_funnel;       /* V1 */
relation_fn relation_walk_ins;     /* V2 */
relation_fn relation_products;     /* V3 */
relation_fn relation_volumes;      /* V4 */
relation_fn relation_ml;           /* V5 */
relation_fn relation_ml_mean;      /* V5W */
relation_fn relation_donors;       /* V6 */
relation_fn relation_blood_groups; /* V7 */
relation_fn relation_deferrals;    /* V8 */
relation_fn relation_rare;         /* V9 */
relation_fn relation_executing;    /* V10 */
relation_fn relation_yield;        /* V15 */
relation_fn relation_future;       /* V16 */
relation_fn relation_plan_year;    /* V17 */
relation_fn relation_committees;   /* V23 */
relation_fn relation_communes;     /* V23W */
relation_fn relation_parts;        /* V27 */
relation_fn relation_planned_day;  /* V28 */
relation_fn relation_old_day;      /* V29 */
relation_fn relation_far;          /* V30 */
relation_fn relation_cancelled;    /* V31 */
relation_fn relation_visits;       /* V32 */

#endif
