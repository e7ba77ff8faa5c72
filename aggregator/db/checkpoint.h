/*
 * checkpoint - the derived tables: written behind by a thread of its own, loaded at start.
 *
 * checkpoint_store: one thread, one connection.  Guarantee: the tables cell, total, subject, stream
 * and checkpoint stand together at one batch: a checkpoint is stored whole or not at all, and only
 * over tables that stand at a batch from the one this process's previous checkpoint stands at up to
 * just before its own.  Another process's newer checkpoint is left alone, which is no
 * failure.  COMMIT does not wait for the disk: what is lost is computed again from the ledger. The
 * functions belong to the thread that started it; checkpoints are handed over whole.
 *
 * checkpoint_load: one snapshot of the same tables, streamed; ERR_DAMAGED names the table of a row
 * that is not of its shape.
 * Errors: those of db/pg.h.  Never logs.
 */
#ifndef GH_DB_CHECKPOINT_H
#define GH_DB_CHECKPOINT_H

#include "core/core.h"

struct checkpoint_store;

struct checkpoint_store_config {
	const char *conninfo;
	uint32_t realm;
	uint64_t
	    /* batch of the checkpoint that memory was loaded from; 0: from the ledger alone */
	    base;
};
struct checkpoint_result {
	uint64_t batch;
	bool stored;   /* or a newer one is there */
	uint32_t rows; /* written */
	uint32_t took_ms;
	struct checkpoint
	    *failed; /* not stored: the caller's again, for core_checkpoint_failed() */
	struct err err;
};

bool checkpoint_store_start(const struct checkpoint_store_config *config,
    struct checkpoint_store **ret, struct err *err) MUST_USE;
/* Hands ${p} over; false: the last one is not taken yet, ${p} stays the caller's. */
bool checkpoint_store_offer(struct checkpoint_store *s, struct checkpoint *p) MUST_USE;
/* One is being stored, or its result was not taken. */
bool checkpoint_store_is_busy(struct checkpoint_store *s);
/* Readable when a result waits. */
int checkpoint_store_fd(const struct checkpoint_store *s);
/* true: the result of the one offered.  Never waits. */
bool checkpoint_store_take(struct checkpoint_store *s, struct checkpoint_result *ret);
/* One under way is given up between two statements, and freed.  NULL is a no-op. */
void checkpoint_store_stop(struct checkpoint_store *s);
/* Empty the derived tables (another format, recover): the next checkpoint has base 0. */
bool checkpoint_store_clear(const char *conninfo, uint32_t realm, struct err *err) MUST_USE;

struct checkpoint_load;

struct checkpoint_sink {
	void *arg;
	bool (*cell)(void *arg, const struct cell_row *row, struct err *err);
	bool (*subject)(void *arg, const struct blob_row *row, struct err *err);
	bool (*stream)(void *arg, const struct blob_row *row, struct err *err);
	/*
	 * By month, in ${row->slot}: a core makes them of its cells, so that only a check wants
	 * them.
	 */
	bool (*total)(void *arg, const struct cell_row *row, struct err *err);
};

/*
 * Take a snapshot.  *${ret_batch} is where its tables stand; 0: there is no checkpoint, or one of
 * another CORE_CHECKPOINT_FORMAT, and the ledger has to be replayed whole.
 */
bool checkpoint_load_open(const char *conninfo, uint32_t realm, struct checkpoint_load **ret,
    uint64_t *ret_batch, struct err *err) MUST_USE;
/* The rows of each table that ${sink} has a function for, lent for the callback only. */
bool checkpoint_load_rows(
    struct checkpoint_load *l, const struct checkpoint_sink *sink, struct err *err) MUST_USE;
/* For core_load_state(); lent until checkpoint_load_close(). */
const uint8_t *checkpoint_load_state(const struct checkpoint_load *l, uint32_t *ret_len);
/* NULL is a no-op. */
void checkpoint_load_close(struct checkpoint_load *l);

#endif
