/*
 * router - the aggregator's two doors, intake and query: a CURVE ROUTER socket each, the ZAP
 * handler beside them, and the wait over both and further descriptors.  While the server's key is
 * changed there are two pairs of them, each with its own server key; who comes in by which is the
 * same. Guarantee: a message that router_receive() yields came over a connection whose key the ZAP
 * table held at its handshake; that key is in ${curve_key}.  The table may have changed since: the
 * caller checks the key of every message.  Sending never blocks and never loses silently. Bounds:
 * ROUTER_HWM messages each way a peer, WIRE_REQUEST_BYTES_MAX a frame (a longer one closes the
 * connection), WIRE_FRAMES_MAX frames a message (a longer one is read away), 10 s for a handshake.
 * libzmq holds a multipart message until its last frame, so that an enrolled key may still fill
 * memory with an endless one: the service has a memory limit for it.  Handshakes a minute are
 * counted by address; connections that are open are not, as ZAP never sees their end: the firewall
 * counts those. Peers with a routing id of their own choice are not heard: it could squat
 * another's.  A raw one may choose a number like libzmq's own, and gets its own answers under it; a
 * number that libzmq gives out later would end the process, at a chance of 1 in 2^32 a connection,
 * and only an enrolled key can try. One thread, but for the ZAP handler's own.
 */
#ifndef GH_NET_ROUTER_H
#define GH_NET_ROUTER_H

#include "net/zap.h"
#include "wire/frame.h"

struct router;

/* Those of the first pair; of the second they are ROUTER_PAIR further on. */
enum router_door {
	ROUTER_INTAKE,
	ROUTER_QUERY,
	ROUTER_SECOND_INTAKE,
	ROUTER_SECOND_QUERY,
	ROUTER_DOORS
};
#define ROUTER_PAIR 2 /* doors of a pair */
#define ROUTER_PAIRS 2

#define ROUTER_HWM 64
#define ROUTER_FDS_MAX 8
#define ROUTER_ENDPOINT_BYTES 256

struct router_config {
	const char *endpoint[ROUTER_PAIR]; /* "tcp://[::]:7431"; port "*" or 0: any free one */
	const uint8_t *curve_public;       /* WIRE_KEY_BYTES; read while the pair is opened only */
	const uint8_t *curve_secret;
	uint32_t handshakes_per_minute; /* of one address; 0: no bound */
};

/* A connection: never given to another one while the process lives. */
struct router_peer {
	uint32_t id;
	enum router_door door;
};

struct router_message {
	struct router_peer peer;
	uint8_t curve_key[WIRE_KEY_BYTES];
	const char *address; /* of the network, without a port; lent as ${body} */
	enum err_code
	    refused; /* ERR_OK, or why the header is no good (MALFORMED, VERSION): then only
				  ${peer}, ${curve_key} and ${address} are filled */
	struct frame_header header;
	const uint8_t *body; /* lent until the next router_receive() on this door */
	size_t body_len;
	const uint8_t *signature; /* WIRE_SIGNATURE_BYTES, lent as ${body}; NULL: none came */
};

enum router_got {
	ROUTER_NOTHING, /* nothing is waiting */
	ROUTER_MESSAGE,
	ROUTER_DROPPED /* something was, and was no message of ours: call again */
};

enum router_sent {
	ROUTER_SENT, /* in the queue; only an answer from there says that it arrived */
	ROUTER_FULL, /* ROUTER_HWM messages are waiting for this peer */
	ROUTER_GONE  /* the connection has ended */
};

struct router_fd {
	int fd;
	bool want_read, want_write;
	bool readable, writable; /* out; an error of the descriptor sets what was wanted */
};
struct router_wait {
	long for_ms; /* -1: for ever */
	bool
	    door[ROUTER_PAIR]; /* in: wait for a message there, in either pair; out: one is there */
	uint32_t n;
	struct router_fd fd[ROUTER_FDS_MAX];
};

/*
 * Without doors; seeds rand().  ERR_IO, ERR_MEMORY.
 */
bool router_new(uint32_t handshakes_per_minute, struct router **ret, struct err *err) MUST_USE;
/*
 * Open pair ${pair}, which is closed.  Options are set, read back, and tried with a stranger's key
 * on a loopback port before the endpoints are bound; the ZAP table is ZAP_UNSURE
 * after.  ERR_CONFIG: an endpoint that cannot be bound; ERR_BUG: a door that is not closed to
 * strangers; ERR_AWAY, ERR_IO, ERR_MEMORY.
 */
bool router_pair_open(
    struct router *r, unsigned pair, const struct router_config *config, struct err *err) MUST_USE;
/* Who came by it is gone.  A closed pair is a no-op. */
void router_pair_close(struct router *r, unsigned pair);
/* Both: a router with its first pair open. */
bool router_open(const struct router_config *config, struct router **ret, struct err *err) MUST_USE;
/* The ZAP table, for zap_set(), zap_set_trust() and zap_looked(); lent. */
struct zap *router_zap(struct router *r);
/* Where a door is bound: "tcp://[::]:7431"; "": it is closed. */
const char *router_endpoint(const struct router *r, enum router_door door);

/*
 * ${door} is one of the first pair's, for that of either pair: in turn.  ${ret->peer.door} says
 * which it was.
 */
enum router_got router_receive(
    struct router *r, enum router_door door, struct router_message *ret) MUST_USE;
enum router_sent router_send(struct router *r, const struct router_peer *peer,
    const struct frame_header *header, const uint8_t *body, size_t body_len) MUST_USE;

/* Wait for one of what ${w} names. */
bool router_poll(struct router *r, struct router_wait *w, struct err *err) MUST_USE;

/* Closes at once: what waits to be sent is dropped.  NULL is a no-op. */
void router_close(struct router *r);

#endif
