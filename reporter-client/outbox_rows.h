/*
 * outbox_rows - looking into the outbox.  Errors: as outbox.h says.
 */
#ifndef GH_CLIENT_OUTBOX_ROWS_H
#define GH_CLIENT_OUTBOX_ROWS_H

#include "outbox.h"

#define OUTBOX_ROWS_MAX 100000 /* rows of one list */

struct outbox_row {
	int64_t id; /* of this file, from 1; what people type */
	uint8_t stream[WIRE_STREAM_BYTES];
	uint64_t seq;
	enum outbox_state state;
	enum err_code code; /* of the first refusal, or of the last try; ERR_OK */
	const char *summary;
	const char *detail; /* particulars of ${code}, may be "" */
	uint32_t reports_n;
	uint32_t refused_n; /* of a delivered row */
	uint32_t epoch;     /* of the receipt */
	uint64_t batch;     /* of the receipt; 0: none */
	int64_t saved_at_ms;
	int64_t delivered_at_ms; /* by the aggregator's clock; 0: not yet */
	int64_t not_before_ms;   /* a row to be retried waits until then */
	int64_t dismissed_at_ms; /* of a refused or parked row that a person has read; 0: not */
	uint32_t tries;
	int64_t waits_for;   /* a row that must be delivered first; 0: none */
	int64_t replaced_by; /* the row that says it again under another name; 0: none */
	const uint8_t *body; /* NULL unless bodies were asked for */
	size_t body_len;
	uint8_t signature[WIRE_SIGNATURE_BYTES];
	const uint8_t *receipt; /* encoded; NULL unless asked for and there */
	size_t receipt_len;
	void *memory; /* that the pointers above lead into; outbox_rows_free() */
};
struct outbox_rows {
	struct outbox_row *at; /* oldest first */
	size_t n;
};

struct outbox_filter {
	uint32_t states;       /* bit set of 1 << state; 0: all */
	int64_t after_id;      /* rows with a larger id */
	size_t limit;          /* the first so many; 0: OUTBOX_ROWS_MAX */
	bool newest;           /* the last so many instead, still oldest first */
	bool undismissed;      /* without what was dismissed; not with ${sendable} */
	bool bodies;           /* with body, signature and receipt */
	bool sendable;         /* saved or sent, waiting for nothing, due at ${now_ms} */
	const uint8_t *stream; /* NULL: any */
	int64_t now_ms;
};
/* *${ret} is the caller's until outbox_rows_free(). */
bool outbox_rows_list(struct outbox *box, const struct outbox_filter *filter,
    struct outbox_rows *ret, struct err *err) MUST_USE;
/* One row with everything; ERR_NOT_FOUND. */
bool outbox_rows_get(
    struct outbox *box, int64_t id, struct outbox_rows *ret, struct err *err) MUST_USE;
void outbox_rows_free(struct outbox_rows *rows);
/* The row of a name; *${ret_id} 0: none. */
bool outbox_rows_find(struct outbox *box, const uint8_t stream[WIRE_STREAM_BYTES], uint64_t seq,
    int64_t *ret_id, struct err *err) MUST_USE;

struct outbox_waiting {
	uint64_t rows; /* saved or sent */
	int64_t bytes;
	int64_t oldest_ms; /* 0: nothing waits */
};
/* Cheap, however much the outbox keeps. */
bool outbox_rows_waiting(struct outbox *box, struct outbox_waiting *ret, struct err *err) MUST_USE;
/* SQLite's own check of the file; ERR_IO names what is wrong. */
bool outbox_rows_check(struct outbox *box, struct err *err) MUST_USE;

#endif
