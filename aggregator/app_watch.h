/*
 * app_watch - live rows: who watches what, a lease each, and what each was told last.
 * A watch is (connection, correlation).  It gets a snapshot, then, after each batch that touches
 * its organisation, the rows that changed by absolute value with the batch's number, and a beat
 * after a second without either.  Equal questions are computed and encoded once.  Whoever's pipe is
 * full misses updates and gets a new snapshot when there is room: nobody waits for a slow one. A
 * question is computed for a tenth of the time at most.  Under load that holds for all of them
 * together, but each may be computed every APP_WATCH_LOAD_MS.  Rights are checked at the first
 * asking and again after every structural batch.
 */
#ifndef GH_APP_WATCH_H
#define GH_APP_WATCH_H

#include "app_answer.h"

#define APP_WATCHES_MAX 16384
#define APP_WATCHES_OF_ONE 256   /* of one machine: some programs, each of which has 64 at most */
#define APP_WATCH_VIEWS_MAX 2048 /* different questions */
#define APP_WATCH_LOAD_MS 40
#define APP_WATCH_COST_FACTOR 10 /* computing takes at most one part in so many of the time */
#define APP_WATCH_STALE_MS 200   /* before a full pipe is tried again */
#define APP_WATCH_TICK_MS 100    /* between two looks for leases and beats */

bool app_watch_open(struct app *a, struct err *err) MUST_USE;
void app_watch_close(struct app *a);
uint32_t app_watch_count(const struct app_watches *w);
/* A Watch message: begin, renew, stop. */
void app_watch_ask(struct app *a, const struct app_question *q, const struct key_info *who);
/* What a batch changed. */
enum app_touch {
	APP_TOUCH_SOME, /* this process's last batch: core_touched() says what */
	APP_TOUCH_ALL,  /* any total */
	APP_TOUCH_RULES /* and organisations, keys, plan: the rights too */
};
void app_watch_touch(struct app *a, enum app_touch what);
/*
 * Between batches: compute and push, until ${until_us}; ${loaded}: submissions wait.  Beats and
 * leases too.
 */
void app_watch_step(struct app *a, bool loaded, uint64_t until_us);
/* When app_watch_step() has something to do, by clock_mono_ms(); UINT64_MAX: never. */
uint64_t app_watch_next_ms(const struct app *a, bool loaded);

#endif
