/*
 * summary_states - how sure a total is: how complete, what of it is approved, and what stands
 * beside it uncounted.  Pure.
 */
#ifndef GH_CLIENT_SUMMARY_STATES_H
#define GH_CLIENT_SUMMARY_STATES_H

#include "summary_calc.h"

#define SUMMARY_STATES_MAX 8

struct summary_states {
	char line[SUMMARY_STATES_MAX][SUMMARY_CALC_TEXT_MAX];
	size_t n;
};

/*
 * How complete it is, not split by day, approved, returned, after the lock, conflicts, locked: a
 * line each, what there is.
 */
void summary_states_of(const struct row *row, struct summary_states *ret);

#endif
