/*
 * app_ledger - one core, one writer, one reader: submissions go in, receipts come out.
 *
 *   queue -> core_decide -> writer_append -> COMMIT -> receipts, core_settle
 *
 * Guarantee: an answer rests on batches that this process committed cleanly (db/writer.h); every
 * item put in is answered once, or freed unanswered when the ledger is closed or the database fails
 * while its receipt is read again: its sender asks again.  What another process writes is
 * followed.  When memory and ledger part (FORKED, BROKEN, an undo that cannot be) the core is
 * dropped and loaded again on a thread, while items wait.  An item that makes its batch fail keeps
 * no other waiting: those of the batch are decided one by one, and it alone is answered with
 * ERR_BUG once it failed by itself.
 * The same code serves the server's loop and the commands that write (app_ledger_run()).
 * Never logs: ${news} tells.  One thread; the time is an argument.
 */
#ifndef GH_APP_LEDGER_H
#define GH_APP_LEDGER_H

#include "app_load.h"
#include "app_queue.h"
#include "db/reader.h"
#include "db/writer.h"

struct app_ledger;

enum app_news {
	APP_NEWS_SETTLED,  /* this process's batch: core_touched() says what changed */
	APP_NEWS_FOLLOWED, /* another process's batches: every total may have changed */
	APP_NEWS_RULED,    /* the same, and organisations, keys or plan */
	APP_NEWS_AWAY,     /* the database, ${why}; told once */
	APP_NEWS_BACK,
	APP_NEWS_DROPPED, /* the core is gone, ${why}: nothing can be asked until LOADED */
	APP_NEWS_LOADED,  /* a core is there (again), maybe of another history */
	APP_NEWS_FAILED   /* loading it failed, ${why}; it is tried again */
};

struct app_ledger_config {
	const char *conninfo;
	const struct core_config *core; /* lives as long as the ledger */
	uint32_t queue_max;
	void *arg;
	/* ${item} is freed after; what ${r} points to is lent for the call. */
	void (*answer)(void *arg, const struct app_item *item, const struct receipt *r);
	void (*news)(void *arg, enum app_news news, const struct err *why); /* may be NULL */
};

#define APP_LEDGER_FOLLOW_MS 250       /* between two looks for other processes' batches */
#define APP_LEDGER_FOLLOW_BATCHES 256  /* replayed in one turn */
#define APP_LEDGER_READ_MS 1000        /* the longest that a short read holds up the loop */
#define APP_LEDGER_FOLLOW_READ_MS 5000 /* the same for one page of what another process wrote */
#define APP_LEDGER_HELD_MAX 1024       /* receipts read again in one turn */
#define APP_LEDGER_RELOAD_MIN_MS 200
#define APP_LEDGER_RELOAD_MAX_MS 30000

/* Begins to load a core; there is none before APP_NEWS_LOADED.  ${config} is copied. */
bool app_ledger_open(
    const struct app_ledger_config *config, struct app_ledger **ret, struct err *err) MUST_USE;
void app_ledger_close(struct app_ledger *l); /* NULL is a no-op */

/* The queue takes ${item}; false: it is full, the item stays the caller's. */
bool app_ledger_put(struct app_ledger *l, struct app_item *item) MUST_USE;
bool app_ledger_is_full(const struct app_ledger *l);
uint32_t app_ledger_waiting(const struct app_ledger *l);

/*
 * The next opening batch begins epoch ${epoch}, later than the ledger's, unless somebody else began
 * it meanwhile; app_ledger_run() ends when it stands, committed cleanly.
 */
void app_ledger_begin_epoch(struct app_ledger *l, uint32_t epoch);

/* What the loop waits for. */
#define APP_LEDGER_FDS_MAX 2
struct app_ledger_wait {
	int fd[APP_LEDGER_FDS_MAX];
	bool read[APP_LEDGER_FDS_MAX], write[APP_LEDGER_FDS_MAX];
	uint32_t n;
	uint64_t until_ms; /* UINT64_MAX: no timer */
};
void app_ledger_wait(const struct app_ledger *l, uint64_t now_ms, struct app_ledger_wait *ret);
/* First half of a turn: what became of the batch under way. */
void app_ledger_take(struct app_ledger *l, uint64_t now_ms);
/* Second half: the next batch, when there is something for one and ${may_begin}. */
void app_ledger_give(struct app_ledger *l, uint64_t now_ms, bool may_begin);

/* The core, between batches; NULL while a batch is under way or there is no core. */
struct core *app_ledger_core(struct app_ledger *l);
/* The core for core_key_*() and core_head() alone: also while a batch is under way.  NULL: none. */
const struct core *app_ledger_keys(const struct app_ledger *l);
/* Newest head that this process committed cleanly; batch 0: none yet. */
const struct signed_head *app_ledger_clean_head(const struct app_ledger *l);
/*
 * Does all that the core says rest on a clean COMMIT of this process?  While not, want_ground()
 * makes the next batch one that gives the ground.
 */
bool app_ledger_is_grounded(const struct app_ledger *l);
void app_ledger_want_ground(struct app_ledger *l);
/* The database answers; else since when not (clock_mono_ms()). */
bool app_ledger_is_connected(const struct app_ledger *l, uint64_t *ret_away_since_ms);
/*
 * Batch of the checkpoint that the core was loaded from, and why one was refused (ERR_OK: none
 * was).
 */
uint64_t app_ledger_base(const struct app_ledger *l, struct err *ret_refused);
/*
 * How often it was found so far that the core has all there is in the ledger: by a look, or by a
 * COMMIT, which says that nobody else wrote.
 */
uint64_t app_ledger_looks(const struct app_ledger *l);
/* For short reads, while app_ledger_is_connected(). */
struct reader *app_ledger_reader(struct app_ledger *l);
/* Such a read failed with ${why}: no more of them before the writer has heard from the database. */
void app_ledger_read_failed(struct app_ledger *l, uint64_t now_ms, const struct err *why);
/* For connections of others; lent as long as the ledger. */
const char *app_ledger_conninfo(const struct app_ledger *l);

/* Drop the core, because of ${why}, and load again. */
void app_ledger_reload(struct app_ledger *l, uint64_t now_ms, const struct err *why);

/*
 * For programs without a loop: until a core is there and nothing waits.  ERR_DB_AWAY: not by
 * ${deadline_ms}; else why no core can be loaded.
 */
bool app_ledger_run(struct app_ledger *l, uint64_t deadline_ms, struct err *err) MUST_USE;

#endif
