/*
 * sender_session - one run of the sender: the link, what is in flight, and what each answer does to
 * the outbox.  Only sender.c uses it.
 */
#ifndef GH_CLIENT_SENDER_SESSION_H
#define GH_CLIENT_SENDER_SESSION_H

#include "heads.h"
#include "hello.h"
#include "outbox_answer.h"
#include "sender.h"

#define SENDER_SKEW_MS ((int64_t)10 * 60 * 1000) /* a clock that is wrong by more is told */

struct sender_flight {
	uint64_t correlation;
	struct outbox_row row; /* with its bytes; owned */
};

struct sender_session {
	struct profile *profile; /* learns of the aggregator's next keys */
	struct outbox *box;
	const struct sender_options *options;
	struct sender_result *result;
	struct keys keys;
	struct heads heads;
	struct link link;
	struct endpoint *endpoint;
	struct endpoint_message msg;
	uint64_t correlation; /* the newest given out */
	uint64_t hello;       /* of the Hello that is under way */
	uint8_t stream[WIRE_STREAM_BYTES];
	uint32_t epoch; /* of the newest HelloOk; 0: none yet */
	uint32_t window;
	uint32_t dialled; /* keys that were known when ${endpoint} was made */
	bool doubted;     /* a head was signed by a key that the next Hello may explain */
	int64_t cursor;   /* rows up to here went out since Hello */
	struct sender_flight flights[WIRE_WINDOW];
	uint32_t flights_n;
};

/* Fill ${s}, whose first four fields are set. */
bool sender_session_open(struct sender_session *s, struct err *err) MUST_USE;
void sender_session_close(struct sender_session *s);

/* An event at the link; drops what is in flight and dials where the table says so. */
bool sender_session_event(struct sender_session *s, enum link_event ev, struct err *err) MUST_USE;
/* The link failed for ${why}: the same, told to the listener. */
bool sender_session_fail(
    struct sender_session *s, enum link_event ev, const struct err *why, struct err *err) MUST_USE;
/* Send what may be sent; *${ret_idle}: nothing is in flight and nothing of any stream is due. */
bool sender_session_fill(struct sender_session *s, bool *ret_idle, struct err *err) MUST_USE;
/* What ${s->msg} says. */
bool sender_session_take(struct sender_session *s, struct err *err) MUST_USE;

#endif
