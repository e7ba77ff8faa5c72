/*
 * outbox_answer - what becomes of a row that was sent.  For the sender and the courier; the caller
 * has verified what it hands in.  A row that is delivered stays delivered.  Errors: as outbox.h
 * says.
 */
#ifndef GH_CLIENT_OUTBOX_ANSWER_H
#define GH_CLIENT_OUTBOX_ANSWER_H

#include "outbox.h"
#include "wire/query.h"

#define OUTBOX_STREAMS_MAX 64

struct outbox_stream {
	uint8_t id[WIRE_STREAM_BYTES];
	uint64_t next_seq;
	uint32_t epoch; /* newest that its receipts were compared with */
	bool current;   /* new rows get it */
};
/* The streams of this file, newest first. */
bool outbox_answer_streams(struct outbox *box, struct outbox_stream ret[OUTBOX_STREAMS_MAX],
    size_t *ret_n, struct err *err) MUST_USE;
/* These rows go out now. */
bool outbox_answer_sent(struct outbox *box, const int64_t *ids, size_t n, struct err *err) MUST_USE;

struct outbox_answer {
	int64_t id;
	const struct receipt *receipt;
	const uint8_t *bytes; /* of the receipt */
	size_t bytes_len;
	const struct keys *keys; /* to say again what may succeed later */
	int64_t now_ms;
	int64_t retry_at_ms;
};
/*
 * Stored: OUTBOX_DELIVERED, the bytes kept; reports inside that were refused with a retry code go
 * again in a row of their own, due at ${retry_at_ms}.  Not stored: OUTBOX_REFUSED and what waited
 * for it is parked, or, with a retry code, OUTBOX_SAVED and due then.
 */
bool outbox_answer_receipt(struct outbox *box, const struct outbox_answer *answer,
    enum outbox_state *ret_state, struct err *err) MUST_USE;
/* Refused, or put off until ${retry_at_ms} when ${why} is a retry code, without a receipt. */
bool outbox_answer_error(struct outbox *box, int64_t id, const struct err *why, int64_t retry_at_ms,
    struct err *err) MUST_USE;
/*
 * KEY_REUSE: from now on new rows get a new stream; row ${id}, and whatever waits for it, is issued
 * again under it, with the names inside put right.
 */
bool outbox_answer_reuse(struct outbox *box, int64_t id, const struct keys *keys, int64_t now_ms,
    struct err *err) MUST_USE;
/*
 * What HelloOk says about ${stream}.  *${ret_cloned}: the ledger holds names of it that this file
 * never gave; new rows get a new stream from now on.  *${ret_again}: receipted rows of an older
 * epoch that the ledger does not hold any more, or whose batch lies beyond a later epoch's fork;
 * they are sent again, and what was put off is due.
 */
struct outbox_held {
	bool cloned;
	uint64_t again;
};
bool outbox_answer_hello(struct outbox *box, const uint8_t stream[WIRE_STREAM_BYTES],
    const struct hello_ok *ok, struct outbox_held *ret, struct err *err) MUST_USE;
/*
 * Remove rows receipted more than OUTBOX_KEEP_DAYS ago, by this machine's clock and by the newest
 * receipt's: one clock that is wrong removes nothing.
 */
bool outbox_answer_purge(struct outbox *box, int64_t now_ms, struct err *err) MUST_USE;

#endif
