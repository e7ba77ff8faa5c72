/*
 * app - the running server: one loop, one order, bounded work.
 *
 *   signals -> database (what became of the batch) -> intake -> between batches: questions,
 *   watches, checkpoint -> the next batch -> timers
 *
 * struct app is the wiring that the app_*.c files share; each of them owns the part named after it.
 * One thread, but for libzmq's, the ZAP handler's, the checkpoint's and a load's own.
 */
#ifndef GH_APP_H
#define GH_APP_H

#include "app_carried.h"
#include "app_handovers.h"
#include "app_kept.h"
#include "app_ledger.h"
#include "app_quota.h"
#include "app_settings.h"
#include "app_state.h"
#include "app_verifier.h"
#include "base/buf.h"
#include "net/router.h"
#include "wire/keys.h"
#include "wire/query.h"

struct app_watches;
struct app_past;
struct app_requests;
struct app_checkpoint;
struct app_head;

#define APP_TURN_US 1000  /* of receiving in one turn: then the database is looked at again */
#define APP_LOOK_US 3000  /* of questions between two batches, while submissions wait */
#define APP_STUCK_MS 3000 /* a batch under way for so long: questions are refused meanwhile */
#define APP_AWAY_MS 10000 /* the database away for so long: senders are told to pause */
#define APP_STOP_MS 4000  /* for the batch under way and the last checkpoint, at the end */
#define APP_PROGRAM "giothong-aggregator " GH_VERSION

/* app_rotation.h */
struct app_rotation {
	uint32_t key_of[ROUTER_PAIRS]; /* whose doors are open in each pair, from 1; 0: closed */
	struct app_handovers told;
	uint64_t retry_ms;
};

struct app {
	const struct app_settings *settings;
	struct app_keys keys; /* the server's own */
	struct app_rotation rotation;
	struct core_config core_config;
	struct app_ledger *ledger;
	struct router *router;
	struct app_verifier *verifier;
	struct app_requests *requests; /* asked at the intake while a batch was under way */
	struct app_quota *quota;
	struct app_watches *watches;
	struct app_past *past;
	struct app_checkpoint *checkpoint;
	struct app_head *head;
	struct cluster *cluster; /* lent, kept running; NULL: the operator's own server */
	struct app_carried carried;
	struct app_kept kept;
	struct buf out;  /* one reply at a time */
	uint64_t now_ms; /* clock_mono_ms() of this turn */
	int64_t unix_ms;
	uint64_t looks;    /* of the ledger, that the ZAP handler knows of */
	uint64_t stuck_ms; /* since when nothing can be asked; 0: it can */
	bool is_stopping;
	bool is_loaded;    /* news of the ledger: a core came */
	bool is_dropped;   /* it went */
	bool is_ready;     /* the doors opened once */
	bool keys_changed; /* the ZAP table is to be filled again */
	struct err fatal;  /* ERR_OK, or why the loop ends by itself */
};

/* Serve until a signal comes.  Blocks.  Logs. */
bool app_run(struct app *a, const char *conninfo, int stop_fd, struct err *err) MUST_USE;

#endif
