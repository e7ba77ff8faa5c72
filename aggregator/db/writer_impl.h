/*
 * writer_impl - what the three files of the writer share: the machine (writer.c), getting a
 * connection (dial.c) and the conversation on it (exchange.c).
 * dial_* and exchange_* go on without waiting and say which event came; only writer.c changes
 * ${state}.
 */
#ifndef GH_DB_WRITER_IMPL_H
#define GH_DB_WRITER_IMPL_H

#include "db/pg.h"
#include "db/project.h"
#include "db/writer.h"

#define WRITER_CHUNK_BYTES (256 * 1024) /* given to libpq at once */

enum writer_state {
	WRITER_NONE, /* in the table: cannot happen */
	WRITER_IDLE,
	WRITER_CLAIM,
	WRITER_SUBMISSIONS,
	WRITER_POSTINGS,
	WRITER_COMMIT,
	WRITER_LOST,
	WRITER_READ,
	WRITER_FOLLOW,
	WRITER_STATES
};
enum writer_event {
	EV_NONE, /* nothing yet */
	EV_BEGIN,
	EV_CLAIMED,
	EV_TAKEN,
	EV_COPIED,
	EV_COMMITTED,
	EV_LOST,
	EV_CONNECTED,
	EV_MINE,
	EV_ABSENT,
	EV_OTHERS,
	EV_FOLLOWED,
	EV_COUNT
};

/* Where a state's conversation stands. */
enum writer_phase {
	PHASE_START,    /* nothing was sent */
	PHASE_WAITING,  /* dial: until retry_ms; else: for results */
	PHASE_DIALING,  /* PQconnectPoll */
	PHASE_SETUP,    /* session and statements */
	PHASE_SENDING,  /* rows of a COPY */
	PHASE_ENDING,   /* for the COPY's result */
	PHASE_ROLLBACK, /* the claim failed: the transaction ends first */
	PHASE_DONE      /* READ: n+1 is absent, and there is no batch to send */
};

struct writer {
	char *conninfo;
	uint32_t realm;
	uint32_t host_count;
	uint32_t events_per_step_max; /* 1 in tests, which look at each state */
	PGconn *conn;
	enum writer_state state;
	enum writer_phase phase;
	uint64_t until_ms; /* of the state or dial's phase */

	uint64_t n; /* memory stands here */
	struct hash head;
	uint64_t clean_n;
	bool opening; /* nothing was committed on this connection */

	const struct batch *batch; /* under way; NULL: none */
	struct project project;
	uint32_t row; /* next of the COPY */
	bool claimed;

	PostgresPollingStatusType dialing;
	uint32_t attempt_count; /* since the last success */
	bool want_write;
	bool warned;          /* the server sent a warning since the state began */
	bool refused;         /* it refused a statement for good */
	bool refused_content; /* because of what the batch holds */
	bool forked;
	struct err why;
	enum writer_outcome over; /* FORKED and BROKEN stay */
	PGresult *result;         /* of the statement under way, until its end has come */
	uint8_t *chunk;           /* rows on their way to libpq */
};

/* ---- dial.c */
/* Let go of the connection; the next attempt is at its back-off's end. */
void dial_again(struct writer *w, uint64_t now_ms);
/* EV_NONE or EV_CONNECTED; *${ret_failed}: an attempt failed, w->why says why. */
enum writer_event dial_go_on(struct writer *w, uint64_t now_ms, bool *ret_failed);

/* ---- exchange.c: the event that ends the state, EV_LOST, or EV_NONE */
enum writer_event exchange_idle(struct writer *w, uint64_t now_ms);
enum writer_event exchange_claim(struct writer *w, uint64_t now_ms);
enum writer_event exchange_submissions(struct writer *w, uint64_t now_ms);
enum writer_event exchange_postings(struct writer *w, uint64_t now_ms);
enum writer_event exchange_commit(struct writer *w, uint64_t now_ms);
enum writer_event exchange_read(struct writer *w, uint64_t now_ms);
/* Move bytes both ways; false: the connection is gone, w->why says why. */
bool exchange_pump(struct writer *w);
/* true: *${ret} is the next result (the caller clears it), NULL at a command's end; false: wait. */
bool exchange_next(struct writer *w, PGresult **ret);
/* Let go of the result of the state that ends. */
void exchange_clear(struct writer *w);

#endif
