/*
 * app_ledger_state - the inside of struct app_ledger, for app_ledger*.c, app_follow.c,
 * app_decide.c and app_held.c.
 *
 * An item is in exactly one place: ${queue} (waits), ${flight} (in the batch under way, with its
 * index),
 * ${held} (its name is in the ledger: the receipt is to be read).
 */
#ifndef GH_APP_LEDGER_STATE_H
#define GH_APP_LEDGER_STATE_H

#include "app_ledger.h"
#include "app_receipt.h"

struct app_held_item {
	struct app_item *item;
	int32_t stream_no;
	bool again; /* not answered yet, and not from here */
};

struct app_ledger {
	struct app_ledger_config config;
	char *conninfo;
	struct core *core;     /* NULL: dropped */
	struct writer *writer; /* NULL: no core */
	struct reader *reader;
	uint64_t base;
	struct err refused;
	struct app_queue queue;

	/* the batch under way */
	const struct batch *batch; /* NULL: none */
	struct pending *pending;   /* CORE_BATCH_SUBMISSIONS_MAX */
	struct app_item **flight;  /* beside it; NULL where the item is elsewhere */
	uint32_t flight_n;
	struct app_paths paths;

	struct app_held_item *held; /* APP_LEDGER_HELD_MAX */
	uint32_t held_n;

	bool needs_ground; /* somebody waits for an answer that no clean COMMIT covers */
	bool is_following;
	bool is_lost;   /* the writer's connection */
	bool is_silent; /* the reader's last read failed, and nothing was committed since */
	bool was_told_away;
	uint64_t lost_since_ms;
	uint64_t looks;
	uint64_t follow_at_ms; /* next look for other processes' batches */
	struct signed_head clean;
	uint32_t epoch_wanted; /* 0: whichever it is */

	struct err load_err; /* of the last load; ERR_OK: none failed since the last core */
	struct app_load_task *load;
	uint64_t load_at_ms; /* when to begin the next */
	uint32_t load_wait_ms;
};

void app_ledger_tell(struct app_ledger *l, enum app_news news, const struct err *why);

/* ---- app_ledger_load.c: while there is no core */
void app_load_step(struct app_ledger *l, uint64_t now_ms);

/* ---- app_follow.c */

/* Replay a bounded piece of what another process wrote; at its end the writer goes on. */
void app_follow_step(struct app_ledger *l, uint64_t now_ms);
/*
 * Is somebody else writing?  Only asked while there is nothing to write: else the writer finds out.
 */
void app_follow_look(struct app_ledger *l, uint64_t now_ms);

/* ---- app_decide.c: from the queue to a batch, from a batch to answers */

/* Decide what the queue holds, give it to the writer.  May end with no batch under way. */
void app_decide_next(struct app_ledger *l, uint64_t now_ms);
/* A batch without reports. */
void app_decide_opening(struct app_ledger *l, uint64_t now_ms);
/* The batch is committed cleanly: receipts and refusals. */
void app_decide_answer(struct app_ledger *l);
/* The batch has no outcome to answer from: its items wait again, before all others. */
void app_decide_again(struct app_ledger *l);
/*
 * Something in the batch under way makes it fail: its items are decided one by one from now on, and
 * the one that fails by itself is answered with ERR_BUG.  Then app_ledger_reload().
 */
void app_decide_blame(struct app_ledger *l);

/* ---- app_held.c: names that the ledger holds */

bool app_held_put(struct app_ledger *l, struct app_item *item, int32_t stream_no) MUST_USE;
/*
 * Read their receipts and answer; what no clean COMMIT covers goes back to the queue.  When they
 * cannot be read they are dropped without an answer: their senders ask again.
 */
void app_held_answer(struct app_ledger *l, uint64_t now_ms);
/* All of them back to the queue. */
void app_held_again(struct app_ledger *l);

#endif
