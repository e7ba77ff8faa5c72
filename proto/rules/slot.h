/*
 * slot - where and when a drive is planned, and which of them are in each other's way ("chồng
 * chéo", V18): a warning, never a refusal.  Pure.
 */
#ifndef GH_RULES_SLOT_H
#define GH_RULES_SLOT_H

#include "base/day.h"
#include "wire/report.h"

struct slot {
	const char *org;   /* credited */
	const char *place; /* the commune; "": not said */
	day_t from, to;
};

/*
 * A common day at the same place, or of the same organisation where one of the two says no place:
 * two places that are both said and differ keep drives of one organisation apart.
 */
bool slot_overlaps(const struct slot *a, const struct slot *b);

/*
 * Postponed, and no new day is known: it still begins on ${key_day}, that of its key.  Until it has
 * one, or a result, it is not among what is planned, owed or missing, and in nobody's way.
 */
bool slot_is_open(enum drive_state state, day_t from, day_t key_day);

#endif
