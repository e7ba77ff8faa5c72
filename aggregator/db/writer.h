/*
 * writer - append a batch to the ledger: one transaction, one batch at a time, without waiting.
 *
 * Guarantee: a batch given to writer_append() ends in exactly one of
 *   WRITER_COMMITTED  it is in the ledger, and COMMIT said so without a warning
 *   WRITER_FOUND      it is in the ledger: COMMIT's answer was lost, the batch was read back
 *   WRITER_TAKEN      it is not decided on the newest state: another batch has its number
 *   WRITER_FORKED     the ledger is not the history that memory came from
 *   WRITER_BROKEN     the database refuses it, and would again
 * whatever happens to the connection meanwhile: the writer reconnects by itself with a bounded
 * back-off, compares batch n with memory, reads batch n+1 and goes on from what it finds.  A
 * session that is gone may still commit: its batch and the one sent again have the same number, and
 * the unique key lets one of them win.
 *
 * What the caller does:
 *   COMMITTED, FOUND  core_settle; the writer stands at n+1
 *   TAKEN             core_undo (when a batch was given; load again when it returns false),
 *                     replay what is missing through db/reader, then writer_followed()
 *   FORKED, BROKEN    drop the core and this writer; load again, or stop
 * An answer (receipt, KEY_REUSE, refusal) may rest on batches up to writer_clean_n() only: the
 * newest batch whose COMMIT was answered cleanly here.  What was found by reading is known, yet no
 * ground for an answer, since a standby may not have it.  So after each new connection something
 * has to be committed first: while writer_needs_opening(), the batch to append is
 * core_decide_opening()'s.  (A batch that was under way when the connection went goes again by
 * itself and serves as well.)
 *
 * States and events are those of tests/model/append.pml.  Time is an argument: milliseconds of
 * clock_mono_ms().  Threads: one at a time.  Never logs, never blocks, but for the name service
 * when a host is given by name, and for writer_finish().
 */
#ifndef GH_DB_WRITER_H
#define GH_DB_WRITER_H

#include "core/core.h"

struct writer;

struct writer_config {
	const char *conninfo;
	uint32_t realm;
	uint64_t n;       /* newest batch that memory has; 0: none */
	struct hash head; /* its head */
};

enum writer_outcome {
	WRITER_STILL, /* nothing for the caller */
	WRITER_COMMITTED,
	WRITER_FOUND,
	WRITER_TAKEN,
	/* the connection is gone or could not be made (writer_why); it is tried again */
	WRITER_AWAY,
	WRITER_FORKED,
	WRITER_BROKEN
};

#define WRITER_DIAL_MS 20000U   /* a host: connect and set up */
#define WRITER_STEP_MS 20000U   /* claim, copy, read back */
#define WRITER_COMMIT_MS 15000U /* COMMIT, which no statement_timeout bounds */
#define WRITER_BACKOFF_MIN_MS 50U
#define WRITER_BACKOFF_MAX_MS 5000U

/* Starts as lost, at once dialing; nothing is sent before the first writer_step(). */
bool writer_new(const struct writer_config *config, struct writer **ret, struct err *err) MUST_USE;
/* Closes the connection; a batch under way may be in the ledger or not.  NULL is a no-op. */
void writer_free(struct writer *w);

/* A batch may be given now. */
bool writer_is_ready(const struct writer *w);
/* Nothing was committed on this connection yet: the next batch is an opening batch. */
bool writer_needs_opening(const struct writer *w);
/* Newest batch whose COMMIT was answered cleanly to this process; 0: none. */
uint64_t writer_clean_n(const struct writer *w);
/* Newest batch that the writer takes memory to have. */
uint64_t writer_n(const struct writer *w);
/* "WRITER_IDLE", as in the model: for tests and logs. */
const char *writer_state_name(const struct writer *w);
/* Why the last AWAY or BROKEN, and how the last FORKED differs. */
const struct err *writer_why(const struct writer *w);
/*
 * The last BROKEN was said of what the batch holds (a value, a constraint: SQLSTATE 22 and 23), not
 * of a right or a table that is missing.
 */
bool writer_is_of_content(const struct writer *w);

/*
 * Give batch n+1, decided on state n; writer_is_ready() holds.  The next step sends it.  ${b} and
 * all it points to stay as they are until the outcome.  ERR_MEMORY, ERR_BUG: nothing was begun,
 * undo it.
 */
bool writer_append(
    struct writer *w, const struct batch *b, uint64_t now_ms, struct err *err) MUST_USE;
/* After TAKEN, or at any time while ready: memory has followed to batch ${n} with this head. */
void writer_followed(struct writer *w, uint64_t n, const struct hash *head, uint64_t now_ms);

/* What to wait for before the next step; writer_step() may be called earlier at any time. */
struct writer_wait {
	int fd; /* -1: none */
	bool read;
	bool write;
	uint64_t until_ms; /* UINT64_MAX: no timer */
};
void writer_wait(const struct writer *w, struct writer_wait *ret);
/* Go on as far as it goes without waiting. */
enum writer_outcome writer_step(struct writer *w, uint64_t now_ms);

/*
 * For programs without a loop: step and wait until an outcome but STILL and AWAY, until a batch may
 * be given (STILL), or until ${deadline_ms} (AWAY; writer_why() says what was last).
 */
enum writer_outcome writer_finish(struct writer *w, uint64_t deadline_ms);

#endif
