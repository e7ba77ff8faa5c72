#include "net/router.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <zmq.h>

#include "base/lang.h"
#include "base/os.h"
#include "net/probe.h"

#define HANDSHAKE_MS 10000
#define BACKLOG 1024 /* a whole country's offices come back at once after a restart */
#define KEEPALIVE_IDLE_S 60
#define KEEPALIVE_INTERVAL_S 15
#define KEEPALIVE_COUNT 4
#define UNACKNOWLEDGED_MS 60000
#define ZAP_ENFORCE_DOMAIN \
	93                  /* libzmq names it in drafts only; without it a lost handler is open */
#define AUTO_ID_BYTES 5     /* zero, then the number that libzmq gave */
#define DROP_FRAMES_MAX 256 /* read away in one call */
#define PROBE_ENDPOINT "tcp://127.0.0.1:*"

enum { PAYLOAD_HEADER, PAYLOAD_BODY, PAYLOAD_SIGNATURE, PAYLOAD_FRAMES };
static_assert(PAYLOAD_FRAMES + 1 == WIRE_FRAMES_MAX, "routing id and payload are all frames");

struct door {
	void *socket;
	bool dropping;                   /* amid a message that is read away */
	zmq_msg_t frame[PAYLOAD_FRAMES]; /* lent to the caller until the next receive */
	int frames_n;
	char endpoint[ROUTER_ENDPOINT_BYTES];
};

struct router {
	void *context;
	struct zap *zap;
	struct door door[ROUTER_DOORS];
	unsigned turn[ROUTER_PAIR]; /* the pair that is asked first the next time */
};

struct option {
	int id;
	int value;
	bool readable; /* libzmq gives it back */
};

static const struct option options[] = {
    {ZMQ_LINGER, 0, true}, /* the outbox is the truth */
    {ZMQ_SNDHWM, ROUTER_HWM, true},
    {ZMQ_RCVHWM, ROUTER_HWM, true},
    {ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS, true},
    {ZMQ_BACKLOG, BACKLOG, true},
    {ZMQ_TCP_KEEPALIVE, 1, true},
    {ZMQ_TCP_KEEPALIVE_IDLE, KEEPALIVE_IDLE_S, true},
    {ZMQ_TCP_KEEPALIVE_INTVL, KEEPALIVE_INTERVAL_S, true},
    {ZMQ_TCP_KEEPALIVE_CNT, KEEPALIVE_COUNT, true},
    {ZMQ_TCP_MAXRT, UNACKNOWLEDGED_MS, true},
    {ZMQ_ROUTER_MANDATORY, 1, false},
    {ZMQ_ROUTER_HANDOVER, 0, false},
    {ZMQ_CURVE_SERVER, 1, true},
    {ZAP_ENFORCE_DOMAIN, 1, true},
};

static bool
option_fail(struct err *err, int id)
{
	return err_set(err, ERR_BUG, TR("tùy chọn %d của libzmq: %s", "libzmq option %d: %s"), id,
	    zmq_strerror(zmq_errno()));
}

/* The options whose loss would open the door are read back: what libzmq holds is what counts. */
static bool
options_set(void *socket, const struct router_config *config, struct err *err)
{
	int64_t frame_max = WIRE_REQUEST_BYTES_MAX;
	char domain[sizeof(ZAP_DOMAIN) + 1] = "";
	size_t len = sizeof(domain);

	for (size_t i = 0; i < ARRAY_LEN(options); i++) {
		const struct option *o = &options[i];
		int value = -1;

		len = sizeof(value);
		if (zmq_setsockopt(socket, o->id, &o->value, sizeof(o->value)) != 0)
			return option_fail(err, o->id);
		if (o->readable &&
		    (zmq_getsockopt(socket, o->id, &value, &len) != 0 || value != o->value))
			return option_fail(err, o->id);
	}
	len = sizeof(frame_max);
	if (zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &frame_max, sizeof(frame_max)) != 0 ||
	    zmq_getsockopt(socket, ZMQ_MAXMSGSIZE, &frame_max, &len) != 0 ||
	    frame_max != WIRE_REQUEST_BYTES_MAX)
		return option_fail(err, ZMQ_MAXMSGSIZE);
	if (zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, config->curve_secret, WIRE_KEY_BYTES) != 0)
		return option_fail(err, ZMQ_CURVE_SECRETKEY);
	len = sizeof(domain);
	if (zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, ZAP_DOMAIN, strlen(ZAP_DOMAIN)) != 0 ||
	    zmq_getsockopt(socket, ZMQ_ZAP_DOMAIN, domain, &len) != 0 ||
	    strcmp(domain, ZAP_DOMAIN) != 0)
		return option_fail(err, ZMQ_ZAP_DOMAIN);
	return true;
}

/* "*" and "[::]" are both families; an IPv4 address stays one. */
static bool
is_ipv6(const char *endpoint)
{
	return strstr(endpoint, "://*:") != NULL || strchr(endpoint, '[') != NULL;
}

static bool
last_endpoint(void *socket, char ret[ROUTER_ENDPOINT_BYTES])
{
	size_t len = ROUTER_ENDPOINT_BYTES;

	return zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, ret, &len) == 0;
}

/*
 * On a port of the loopback that nobody knows, and that is closed again after.  The table is sure
 * for so long: "try again later" would be a silence until the handshake's time is over.
 */
static bool
door_try(struct router *r, void *socket, const uint8_t *curve_public, struct err *err)
{
	char endpoint[ROUTER_ENDPOINT_BYTES];
	const uint64_t refused = zap_count(r->zap).refused;
	bool ok;

	if (zmq_bind(socket, PROBE_ENDPOINT) != 0 || !last_endpoint(socket, endpoint))
		return err_set(err, ERR_IO, "%s: %s", PROBE_ENDPOINT, zmq_strerror(zmq_errno()));
	zap_set_trust(r->zap, ZAP_SURE);
	ok = probe_is_refused(r->context, endpoint, curve_public, err);
	zap_set_trust(r->zap, ZAP_UNSURE);
	if (!ok)
		return false;
	if (zap_count(r->zap).refused == refused)
		return err_set(err, ERR_BUG, "%s",
		    TR("người gác cổng (ZAP) không được hỏi", "the ZAP handler was not asked"));
	if (zmq_unbind(socket, endpoint) != 0)
		return err_set(err, ERR_IO, "%s: %s", endpoint, zmq_strerror(zmq_errno()));
	return true;
}

static bool
door_open(struct router *r, unsigned which, const struct router_config *config, struct err *err)
{
	struct door *d = &r->door[which];
	char endpoint[ROUTER_ENDPOINT_BYTES];
	const char *asked = config->endpoint[which % ROUTER_PAIR];
	const int ipv6 = is_ipv6(asked);
	const size_t len = strlen(asked);

	/* ":0" as in every other program; libzmq says ":*". */
	if (len + 1 > sizeof(endpoint))
		return err_set(err, ERR_CONFIG, "%s", asked);
	memcpy(endpoint, asked, len + 1);
	if (len >= 2 && strcmp(endpoint + len - 2, ":0") == 0)
		endpoint[len - 1] = '*';
	d->socket = zmq_socket(r->context, ZMQ_ROUTER);
	if (d->socket == NULL)
		return err_set(err, ERR_MEMORY, "%s", zmq_strerror(zmq_errno()));
	if (!options_set(d->socket, config, err) ||
	    !door_try(r, d->socket, config->curve_public, err))
		return false;
	if (zmq_setsockopt(d->socket, ZMQ_IPV6, &ipv6, sizeof(ipv6)) != 0)
		return option_fail(err, ZMQ_IPV6);
	if (zmq_bind(d->socket, endpoint) != 0 || !last_endpoint(d->socket, d->endpoint))
		return err_set(err, ERR_CONFIG, "%s: %s", asked, zmq_strerror(zmq_errno()));
	return true;
}

bool
router_new(uint32_t handshakes_per_minute, struct router **ret, struct err *err)
{
	struct router *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return err_set(err, ERR_MEMORY, "router");
	os_seed_rand();
	r->context = zmq_ctx_new();
	if (r->context == NULL) {
		err_set(err, ERR_MEMORY, "libzmq: %s", zmq_strerror(zmq_errno()));
		goto out;
	}
	if (!zap_start(r->context, handshakes_per_minute, &r->zap, err))
		goto out;
	*ret = r;
	return true;
out:
	router_close(r);
	return false;
}

bool
router_pair_open(
    struct router *r, unsigned pair, const struct router_config *config, struct err *err)
{
	if (door_open(r, pair * ROUTER_PAIR + ROUTER_INTAKE, config, err) &&
	    door_open(r, pair * ROUTER_PAIR + ROUTER_QUERY, config, err))
		return true;
	router_pair_close(r, pair);
	return false;
}

bool
router_open(const struct router_config *config, struct router **ret, struct err *err)
{
	struct router *r = NULL;

	if (!router_new(config->handshakes_per_minute, &r, err))
		return false;
	if (!router_pair_open(r, 0, config, err)) {
		router_close(r);
		return false;
	}
	*ret = r;
	return true;
}

struct zap *
router_zap(struct router *r)
{
	return r->zap;
}

const char *
router_endpoint(const struct router *r, enum router_door door)
{
	return r->door[door].endpoint;
}

static void
door_release(struct door *d)
{
	for (int i = 0; i < d->frames_n; i++)
		(void)zmq_msg_close(&d->frame[i]);
	d->frames_n = 0;
}

static void
door_close(struct door *d)
{
	door_release(d);
	if (d->socket != NULL)
		(void)zmq_close(d->socket);
	*d = (struct door){.socket = NULL};
}

void
router_pair_close(struct router *r, unsigned pair)
{
	for (unsigned i = 0; i < ROUTER_PAIR; i++)
		door_close(&r->door[pair * ROUTER_PAIR + i]);
}

/* Read away the rest of a message; true: its end was reached. */
static bool
door_drop(struct door *d)
{
	for (int i = 0; i < DROP_FRAMES_MAX && d->dropping; i++) {
		zmq_msg_t frame;

		(void)zmq_msg_init(&frame);
		if (zmq_msg_recv(&frame, d->socket, ZMQ_DONTWAIT) == -1) {
			(void)zmq_msg_close(&frame);
			return false;
		}
		d->dropping = zmq_msg_more(&frame) != 0;
		(void)zmq_msg_close(&frame);
	}
	return !d->dropping;
}

/* The routing id; false: nothing waits.  *${ret_ours}: libzmq chose it, and a payload follows. */
static bool
id_read(struct door *d, uint32_t *ret_id, bool *ret_ours)
{
	zmq_msg_t frame;
	const uint8_t *at;
	bool got;

	(void)zmq_msg_init(&frame);
	got = zmq_msg_recv(&frame, d->socket, ZMQ_DONTWAIT) != -1;
	if (got) {
		at = zmq_msg_data(&frame);
		d->dropping = zmq_msg_more(&frame) != 0;
		*ret_ours = d->dropping && zmq_msg_size(&frame) == AUTO_ID_BYTES && at[0] == 0;
		if (*ret_ours)
			*ret_id = (uint32_t)at[1] << 24 | (uint32_t)at[2] << 16 |
			    (uint32_t)at[3] << 8 | at[4];
	}
	(void)zmq_msg_close(&frame);
	return got;
}

static bool
payload_read(struct door *d)
{
	while (d->dropping && d->frames_n < PAYLOAD_FRAMES) {
		zmq_msg_t *frame = &d->frame[d->frames_n];

		(void)zmq_msg_init(frame);
		if (zmq_msg_recv(frame, d->socket, ZMQ_DONTWAIT) == -1) {
			(void)zmq_msg_close(frame);
			return false;
		}
		d->frames_n++;
		d->dropping = zmq_msg_more(frame) != 0;
	}
	return !d->dropping;
}

static bool
message_fill(struct door *d, struct router_message *m)
{
	zmq_msg_t *first = &d->frame[PAYLOAD_HEADER];
	struct err err = {0};

	m->refused = ERR_OK;
	m->body = NULL;
	m->body_len = 0;
	m->signature = NULL;
	/* The routing id's frame has no properties after a poll: ask a payload frame. */
	if (!zap_user_key(zmq_msg_gets(first, "User-Id"), m->curve_key))
		return false;
	m->address = zmq_msg_gets(first, "Peer-Address");
	if (m->address == NULL)
		m->address = "";
	if (!frame_decode(zmq_msg_data(first), zmq_msg_size(first), &m->header, &err)) {
		m->refused = err.code;
		return true;
	}
	if (d->frames_n > PAYLOAD_BODY) {
		m->body = zmq_msg_data(&d->frame[PAYLOAD_BODY]);
		m->body_len = zmq_msg_size(&d->frame[PAYLOAD_BODY]);
	}
	if (d->frames_n > PAYLOAD_SIGNATURE) {
		if (zmq_msg_size(&d->frame[PAYLOAD_SIGNATURE]) != WIRE_SIGNATURE_BYTES)
			m->refused = ERR_MALFORMED;
		else
			m->signature = zmq_msg_data(&d->frame[PAYLOAD_SIGNATURE]);
	}
	return true;
}

static enum router_got
door_receive(struct door *d, struct router_message *ret)
{
	bool ours = false;

	door_release(d);
	if (d->dropping)
		return door_drop(d) ? ROUTER_DROPPED : ROUTER_NOTHING;
	if (!id_read(d, &ret->peer.id, &ours))
		return ROUTER_NOTHING;
	if (!ours || !payload_read(d)) {
		(void)door_drop(d);
		return ROUTER_DROPPED;
	}
	return message_fill(d, ret) ? ROUTER_MESSAGE : ROUTER_DROPPED;
}

enum router_got
router_receive(struct router *r, enum router_door door, struct router_message *ret)
{
	const unsigned first = r->turn[door];

	for (unsigned i = 0; i < ROUTER_PAIRS; i++) {
		const unsigned pair = (first + i) % ROUTER_PAIRS;
		const unsigned which = pair * ROUTER_PAIR + (unsigned)door;
		enum router_got got = ROUTER_NOTHING;

		if (r->door[which].socket != NULL)
			got = door_receive(&r->door[which], ret);
		if (got != ROUTER_NOTHING) {
			ret->peer.door = (enum router_door)which;
			r->turn[door] = (pair + 1) % ROUTER_PAIRS;
			return got;
		}
	}
	return ROUTER_NOTHING;
}

enum router_sent
router_send(struct router *r, const struct router_peer *peer, const struct frame_header *header,
    const uint8_t *body, size_t body_len)
{
	void *socket = r->door[peer->door].socket;
	const uint8_t id[AUTO_ID_BYTES] = {0, (uint8_t)(peer->id >> 24), (uint8_t)(peer->id >> 16),
	    (uint8_t)(peer->id >> 8), (uint8_t)peer->id};
	uint8_t head[WIRE_HEADER_BYTES];

	if (socket == NULL)
		return ROUTER_GONE;
	frame_encode(header, head);
	/*
	 * A ROUTER decides on the first frame; the rest follows or is dropped with the connection.
	 */
	if (zmq_send(socket, id, sizeof(id), ZMQ_SNDMORE | ZMQ_DONTWAIT) == -1)
		return zmq_errno() == EAGAIN ? ROUTER_FULL : ROUTER_GONE;
	if (zmq_send(socket, head, sizeof(head), ZMQ_SNDMORE | ZMQ_DONTWAIT) == -1 ||
	    zmq_send(socket, body_len == 0 ? (const void *)"" : body, body_len, ZMQ_DONTWAIT) == -1)
		return ROUTER_GONE;
	return ROUTER_SENT;
}

static short
fd_events(const struct router_fd *fd)
{
	return (short)((fd->want_read ? ZMQ_POLLIN : 0) | (fd->want_write ? ZMQ_POLLOUT : 0));
}

/* The sockets of the doors that are open, in order; returns how many. */
static int
doors_items(const struct router *r, const struct router_wait *w, zmq_pollitem_t *items)
{
	int n = 0;

	for (unsigned i = 0; i < ROUTER_DOORS; i++)
		if (r->door[i].socket != NULL)
			items[n++] = (zmq_pollitem_t){.socket = r->door[i].socket,
			    .events = (short)(w->door[i % ROUTER_PAIR] ? ZMQ_POLLIN : 0)};
	return n;
}

static void
doors_take(const struct router *r, struct router_wait *w, const zmq_pollitem_t *items)
{
	int n = 0;

	for (unsigned i = 0; i < ROUTER_PAIR; i++)
		w->door[i] = false;
	for (unsigned i = 0; i < ROUTER_DOORS; i++)
		if (r->door[i].socket != NULL && (items[n++].revents & ZMQ_POLLIN) != 0)
			w->door[i % ROUTER_PAIR] = true;
}

bool
router_poll(struct router *r, struct router_wait *w, struct err *err)
{
	zmq_pollitem_t items[ROUTER_DOORS + ROUTER_FDS_MAX] = {0};
	const int doors_n = doors_items(r, w, items);
	const int items_n = doors_n + (int)w->n;

	if (w->n > ROUTER_FDS_MAX)
		return err_set(err, ERR_BUG, "%u descriptors to wait for", w->n);
	for (uint32_t i = 0; i < w->n; i++) {
		items[doors_n + (int)i].fd = w->fd[i].fd;
		items[doors_n + (int)i].events = fd_events(&w->fd[i]);
	}
	if (zmq_poll(items, items_n, w->for_ms) == -1) {
		if (zmq_errno() != EINTR)
			return err_set(err, ERR_IO, "zmq_poll: %s", zmq_strerror(zmq_errno()));
		for (int i = 0; i < items_n; i++)
			items[i].revents = 0;
	}
	doors_take(r, w, items);
	for (uint32_t i = 0; i < w->n; i++) {
		struct router_fd *fd = &w->fd[i];
		const short came = items[doors_n + (int)i].revents;
		const bool broken = (came & ZMQ_POLLERR) != 0;

		fd->readable = fd->want_read && (broken || (came & ZMQ_POLLIN) != 0);
		fd->writable = fd->want_write && (broken || (came & ZMQ_POLLOUT) != 0);
	}
	return true;
}

void
router_close(struct router *r)
{
	if (r == NULL)
		return;
	for (unsigned pair = 0; pair < ROUTER_PAIRS; pair++)
		router_pair_close(r, pair);
	if (r->context != NULL)
		(void)zmq_ctx_shutdown(r->context);
	zap_stop(r->zap);
	if (r->context != NULL)
		(void)zmq_ctx_term(r->context);
	free(r);
}
