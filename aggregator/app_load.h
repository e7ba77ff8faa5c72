/*
 * app_load - a core out of the ledger: from the checkpoint and the tail behind it, or from batch 1.
 * Memory is a pure function of batches 1..n, so both ways end in the same core; a checkpoint that
 * does not load is left aside.
 * app_load_core() and app_load_more() block; the task does the same on a thread of its own, with
 * connections of its own, for a program that serves meanwhile.
 * Errors: those of db/reader.h; ERR_SIGNATURE names the batch that does not recompute;
 * ERR_BATCH_UNKNOWN the ledger ends before ${to}; ERR_INTERRUPTED ${stop} was set.
 */
#ifndef GH_APP_LOAD_H
#define GH_APP_LOAD_H

#include <stdatomic.h>

#include "core/core.h"

struct reader;

struct app_load_config {
	const char *conninfo;
	const struct core_config *core; /* lives as long as the load */
	uint64_t to;                    /* batch to end at; 0: the newest there is */
	bool ledger_only;               /* leave the checkpoint aside */
	const atomic_bool *stop;        /* NULL: nobody interrupts */
};
struct app_loaded {
	struct core *core; /* the caller's */
	uint64_t base;     /* batch of the checkpoint that it came from; 0: from the ledger alone */
	struct err
	    refused; /* ERR_DAMAGED: why a checkpoint that is there did not load; ERR_OK: it did,
			or none is */
};

bool app_load_core(
    const struct app_load_config *config, struct app_loaded *ret, struct err *err) MUST_USE;
struct app_tail {
	struct reader *reader;
	uint64_t to;             /* batch to end at; 0: the newest there is */
	uint32_t batches_max;    /* of one call; 0: all */
	const atomic_bool *stop; /* NULL: nobody interrupts */
	bool is_structural;      /* out: organisations, keys or plan were touched */
};
/*
 * Replay what lies behind ${c}.  On false ${c} stands at some batch of the way, unless the code is
 * MEMORY, BUG or SIGNATURE: then it is to be dropped.
 */
bool app_load_more(struct core *c, struct app_tail *t, struct err *err) MUST_USE;

struct app_load_task;

/*
 * ${from}: NULL, or a core to go on from, at or before ${config->to}; it is the task's from now on.
 */
bool app_load_task_start(const struct app_load_config *config, struct core *from,
    struct app_load_task **ret, struct err *err) MUST_USE;
/* Readable when the task has ended. */
int app_load_task_fd(const struct app_load_task *t);
/*
 * true: it has ended, ${t} is freed, and ${ret} holds the core, or ${ret->core} is NULL and ${err}
 * says why.
 */
bool app_load_task_take(struct app_load_task *t, struct app_loaded *ret, struct err *err);
/* Interrupt it, wait for its end, free all.  NULL is a no-op. */
void app_load_task_stop(struct app_load_task *t);

#endif
