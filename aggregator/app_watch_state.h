/*
 * app_watch_state - the inside of struct app_watches, for app_watch.c (who watches) and app_push.c
 * (what they are told).
 */
#ifndef GH_APP_WATCH_STATE_H
#define GH_APP_WATCH_STATE_H

#include <uthash.h>
#include <utlist.h>

#include "app_view.h"
#include "app_watch.h"

#define VIEW_KEY_MAX (3 * WIRE_NAME_BYTES_MAX + 32)

struct watch_id {
	uint64_t correlation;
	uint32_t peer;
	uint32_t door;
};

struct watched;

struct watch {
	struct watch_id id;
	struct watched *view;
	struct key_info who;
	uint64_t lease_ms; /* ends then */
	uint64_t told_ms;
	uint64_t stale_ms;         /* not 0: gets a snapshot, from then on */
	bool is_unchecked;         /* a structural batch came: may it still? */
	struct watch *prev, *next; /* of the view */
	UT_hash_handle hh;
};

/* One question, for all who ask it. */
struct watched {
	char key[VIEW_KEY_MAX];
	char org[WIRE_NAME_BYTES_MAX + 1];
	char period[WIRE_NAME_BYTES_MAX + 1];
	char basis[WIRE_CODE_BYTES_MAX + 1];
	enum by by;
	org_t root; /* whose touch concerns it; 0: every touch does */
	struct app_view shown;
	bool is_dirty;
	bool has_stale;
	uint64_t made_ms;
	uint64_t took_us;
	struct watch *watches;
	UT_hash_handle hh;
};

struct app_watches {
	struct watch *by_id;
	struct watched *views;
	uint64_t took_us; /* of all views' newest computing */
	uint64_t tick_ms;
	day_t today;
};

void app_watch_remove(struct app_watches *w, struct watch *one);
/* Behind all other views, new or not: who waited longest comes first. */
void app_watch_requeue(struct app_watches *w, struct watched *v);
/* Views that nobody watches any more go. */
void app_watch_sweep(struct app_watches *w);
/* May ${who} see it?  ${q} is without rows (BY_NONE). */
bool app_watch_may(struct app *a, const struct summary_request *q, const struct key_info *who,
    struct err *err) MUST_USE;

#endif
