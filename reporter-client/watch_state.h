/*
 * watch_state - what a watch_view keeps; for watch_view.c and watch_draw.c alone.
 */
#ifndef GH_CLIENT_WATCH_STATE_H
#define GH_CLIENT_WATCH_STATE_H

#include <uthash.h>

#include "summary_states.h"
#include "watch_view.h"

struct watch_item {
	UT_hash_handle hh;
	char *key, *name, *labels; /* owned */
	bool has_units, has_target, has_percent;
	int64_t units, target, percent_e4, outside;
	uint32_t reported, planned, held;
	int64_t last_ms;
	int64_t changed_ms; /* 0: not since the first snapshot */
	int64_t delta;
	char percent[SUMMARY_CALC_TEXT_MAX];
	int64_t approved, returned, after_lock;
	uint32_t conflicts;
	bool locked;
	uint64_t mark;  /* of the taking that had it last */
	uint32_t place; /* in which it came */
};

struct watch_view {
	struct watch_item *by_key;
	struct watch_item **items; /* owned, in the order of the first snapshot */
	uint32_t n, cap, placed;
	struct watch_item *total;     /* NULL: none yet */
	struct summary_states states; /* of the total */
	char *title;
	bool has_snapshot;
	uint64_t mark;
	uint64_t batch;
	int64_t batch_ms; /* the aggregator's time of that batch */
	int64_t heard_ms; /* 0: nothing yet */
	int64_t away_ms;  /* 0: not away */
};

#endif
