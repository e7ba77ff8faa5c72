/*
 * types - numbers and names that the whole of core speaks in.
 * core is the state after batch n and the decision of batch n+1: pure; no socket, SQL, clock or
 * log.
 */
#ifndef GH_CORE_TYPES_H
#define GH_CORE_TYPES_H

#include <stdint.h>

#include "base/day.h"

typedef int32_t org_t;     /* an organisation's identity, from 1 in order of first entry; 0: none */
typedef int64_t subject_t; /* a subject, from 1 in order of first report */

enum view {
	VIEW_CREDITED = 0,
	VIEW_SECTOR = 1,
	VIEW_CAMPAIGN = 2,
	VIEW_EXECUTING = 3,
	VIEW_COUNT_
};

#define CORE_PAIRS_MAX 160 /* pairs of a posting: a report's, and the system's own */

/* One row of giothong.report: ${sign} times the counts, at an organisation on a day in a view. */
struct posting {
	uint32_t sub; /* submission's place in the batch */
	uint16_t idx; /* report's place in the submission */
	int8_t sign;
	uint8_t view;
	uint8_t kind;
	subject_t subject;
	org_t org;
	int32_t dim;
	day_t day;
	uint32_t n;
	const uint32_t *ind; /* strictly rising */
	const int64_t *val;
};

#endif
