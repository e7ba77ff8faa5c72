/*
 * endpoint - the client's end of a CURVE connection: one DEALER to the intake or query ROUTER.
 * Only this file and aggregator/net see libzmq.  One thread an endpoint; endpoints of several
 * threads share one context, which ends with the last of them: no fork while one is open.  Nothing
 * here is durable: a message sent is a message in memory; only an answer counts. Pitfalls kept:
 * srand() seeded before the first context, no client-set routing id, LINGER 0, HWM and MAXMSGSIZE
 * set before connect, HANDSHAKE_IVL 10 s, RECONNECT_IVL drawn at random, TCP keepalive.
 */
#ifndef GH_WIRE_ENDPOINT_H
#define GH_WIRE_ENDPOINT_H

#include "base/buf.h"
#include "wire/frame.h"

struct endpoint;

struct endpoint_config {
	const char *address;       /* tcp://host:port */
	const uint8_t *server_key; /* WIRE_KEY_BYTES */
	const uint8_t *public_key;
	const uint8_t *secret_key;
};

struct endpoint_message {
	struct frame_header header;
	struct buf body; /* owned by the caller; reused from call to call */
};

bool endpoint_open(
    const struct endpoint_config *config, struct endpoint **ret, struct err *err) MUST_USE;
/* ${signature} NULL or WIRE_SIGNATURE_BYTES.  Never blocks; ERR_BUSY: the queue of 64 is full. */
bool endpoint_send(struct endpoint *e, enum frame_type type, uint64_t correlation,
    const struct buf *body, const uint8_t *signature, struct err *err) MUST_USE;
/*
 * Waits at most ${wait_ms} for one whole message.  *${ret_got} false: none came, or before one came
 * ${stop_fd} (-1: none) became readable, a signal arrived, or our key was refused.  What is not a
 * header of ours with one body is dropped.
 */
bool endpoint_receive(struct endpoint *e, int wait_ms, int stop_fd, struct endpoint_message *msg,
    bool *ret_got, struct err *err) MUST_USE;
/*
 * As of the last send or receive.  Refused: the server's handshake refused our key (ZAP 400 or
 * 500), and libzmq does not try again: rebuilding the endpoint, after a long random pause, is the
 * only way on.
 */
bool endpoint_is_refused(const struct endpoint *e);
bool endpoint_is_connected(const struct endpoint *e);
/* What waits to be sent is dropped.  NULL is a no-op. */
void endpoint_close(struct endpoint *e);

#endif
