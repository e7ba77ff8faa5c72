#include "rules/slot.h"

#include <string.h>

bool
slot_is_open(enum drive_state state, day_t from, day_t key_day)
{
	return state == DRIVE_POSTPONED && from == key_day;
}

bool
slot_overlaps(const struct slot *a, const struct slot *b)
{
	const bool both_say = a->place[0] != '\0' && b->place[0] != '\0';

	if (a->from > b->to || b->from > a->to)
		return false;
	return both_say ? strcmp(a->place, b->place) == 0 : strcmp(a->org, b->org) == 0;
}
