/*
 * hello - the first word on an intake connection and its answer.
 */
#ifndef GH_CLIENT_HELLO_H
#define GH_CLIENT_HELLO_H

#include "profile.h"
#include "wire/endpoint.h"
#include "wire/query.h"

/* A connection under the profile's own keys; *${ret} is the caller's until endpoint_close(). */
bool hello_open(const struct profile *p, const struct keys *keys, struct endpoint **ret,
    struct err *err) MUST_USE;
/* Who speaks: the stream, and the key that signs what it holds. */
struct hello_from {
	const uint8_t *stream;          /* WIRE_STREAM_BYTES */
	const uint8_t *sign_key;        /* WIRE_KEY_BYTES */
	const struct signed_head *seen; /* the newest that this office knows; NULL: none */
};
bool hello_send(struct endpoint *e, const struct hello_from *from, uint64_t correlation,
    struct err *err) MUST_USE;
/*
 * Decode and check an answer: the aggregator's signing key is the profile's, or follows from it
 * (server_keys.h: then
 * ${p} and its folder learn that), and its heads are signed with it, else ERR_SIGNATURE.
 * query_free(&ret->arena).
 */
bool hello_take(
    struct profile *p, const struct buf *body, struct hello_ok *ret, struct err *err) MUST_USE;
/* ERR_DOOR, naming the address: who answered does not take reports, as the query door does not. */
bool hello_takes_reports(
    const struct profile *p, const struct hello_ok *ok, struct err *err) MUST_USE;
/* A FRAME_ERROR in words: its code and detail into ${err}; always false. */
bool hello_refused(const struct buf *body, struct err *err);

/*
 * One connection, one Hello, its answer.  ERR_AWAY: none within ${wait_ms}; ERR_DOOR: it is not the
 * intake door's.
 */
bool hello_once(struct profile *p, const struct hello_from *from, int wait_ms, struct hello_ok *ret,
    struct err *err) MUST_USE;

#endif
