#include "wire/endpoint.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zmq.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/os.h"

#define HWM 64
#define HANDSHAKE_MS 10000
#define CONNECT_MS 10000
#define RECONNECT_MIN_MS 1000
#define RECONNECT_MAX_MS 3000
#define BACKOFF_MIN_MS 30000
#define BACKOFF_MAX_MS 60000
#define KEEPALIVE_IDLE_S 60
#define KEEPALIVE_INTERVAL_S 15
#define KEEPALIVE_COUNT 4
#define MONITOR_BYTES 64
#define EVENT_HEAD_BYTES 6 /* event u16, value u32 */
#define ZAP_REFUSED 400    /* from here on libzmq does not connect again */
#define EVENTS \
	(ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | \
	    ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | \
	    ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_CLOSED)

enum item { ITEM_SOCKET, ITEM_MONITOR, ITEM_STOP, ITEMS };

struct endpoint {
	void *socket;
	void *monitor;
	bool connected;
	bool refused;
};

/* One context a process; the count of endpoints that hold it.  Both under the lock. */
static pthread_mutex_t context_lock = PTHREAD_MUTEX_INITIALIZER;
static void *context;
static uint32_t context_users;
static uint64_t monitor_count; /* a monitor's name is never used twice */
static bool is_seeded;

static void *
context_hold(uint64_t *ret_monitor)
{
	void *held;

	(void)pthread_mutex_lock(&context_lock);
	if (!is_seeded)
		os_seed_rand();
	is_seeded = true;
	if (context == NULL)
		context = zmq_ctx_new();
	if (context != NULL)
		context_users++;
	held = context;
	*ret_monitor = ++monitor_count;
	(void)pthread_mutex_unlock(&context_lock);
	return held;
}

/* Sockets have no linger, so that this waits for nobody. */
static void
context_release(void)
{
	(void)pthread_mutex_lock(&context_lock);
	context_users--;
	if (context_users == 0) {
		while (zmq_ctx_term(context) != 0 && zmq_errno() == EINTR)
			continue;
		context = NULL;
	}
	(void)pthread_mutex_unlock(&context_lock);
}

static bool
option(void *socket, int name, int value)
{
	return zmq_setsockopt(socket, name, &value, sizeof(value)) == 0;
}

static bool
pause_draw(int min_ms, int max_ms, int *ret, struct err *err)
{
	uint32_t random;

	if (!os_random(&random, sizeof(random), err))
		return false;
	*ret = min_ms + (int)(random % (uint32_t)(max_ms - min_ms + 1));
	return true;
}

/* All of it before the connection: libzmq reads these when it connects. */
static bool
socket_set(void *socket, const struct endpoint_config *config, struct err *err)
{
	const int64_t frame_max = WIRE_REPLY_BYTES_MAX;
	int reconnect_ms;
	int backoff_ms;

	if (!pause_draw(RECONNECT_MIN_MS, RECONNECT_MAX_MS, &reconnect_ms, err) ||
	    !pause_draw(BACKOFF_MIN_MS, BACKOFF_MAX_MS, &backoff_ms, err))
		return false;
	if (option(socket, ZMQ_LINGER, 0) && option(socket, ZMQ_SNDHWM, HWM) &&
	    option(socket, ZMQ_RCVHWM, HWM) && option(socket, ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS) &&
	    option(socket, ZMQ_CONNECT_TIMEOUT, CONNECT_MS) &&
	    option(socket, ZMQ_RECONNECT_IVL, reconnect_ms) &&
	    option(socket, ZMQ_RECONNECT_IVL_MAX, backoff_ms) &&
	    option(socket, ZMQ_TCP_KEEPALIVE, 1) &&
	    option(socket, ZMQ_TCP_KEEPALIVE_IDLE, KEEPALIVE_IDLE_S) &&
	    option(socket, ZMQ_TCP_KEEPALIVE_INTVL, KEEPALIVE_INTERVAL_S) &&
	    option(socket, ZMQ_TCP_KEEPALIVE_CNT, KEEPALIVE_COUNT) &&
	    option(socket, ZMQ_IPV6, strchr(config->address, '[') != NULL) &&
	    zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &frame_max, sizeof(frame_max)) == 0 &&
	    zmq_setsockopt(socket, ZMQ_CURVE_SERVERKEY, config->server_key, WIRE_KEY_BYTES) == 0 &&
	    zmq_setsockopt(socket, ZMQ_CURVE_PUBLICKEY, config->public_key, WIRE_KEY_BYTES) == 0 &&
	    zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, config->secret_key, WIRE_KEY_BYTES) == 0)
		return true;
	return err_set(err, ERR_BUG, "%s", zmq_strerror(zmq_errno()));
}

/*
 * An unread monitor stops libzmq's own thread.  Its queue has no limit, and it is emptied in every
 * call: while nobody calls, a few events a minute stand in it.
 */
static bool
monitor_open(struct endpoint *e, void *ctx, uint64_t number, struct err *err)
{
	char address[MONITOR_BYTES];

	(void)snprintf(
	    address, sizeof(address), "inproc://endpoint-%llu", (unsigned long long)number);
	e->monitor = zmq_socket(ctx, ZMQ_PAIR);
	if (e->monitor == NULL || !option(e->monitor, ZMQ_LINGER, 0) ||
	    !option(e->monitor, ZMQ_RCVHWM, 0) ||
	    zmq_socket_monitor(e->socket, address, EVENTS) != 0 ||
	    zmq_connect(e->monitor, address) != 0)
		return err_set(err, ERR_IO, "%s", zmq_strerror(zmq_errno()));
	return true;
}

bool
endpoint_open(const struct endpoint_config *config, struct endpoint **ret, struct err *err)
{
	struct endpoint *e = calloc(1, sizeof(*e));
	uint64_t number;
	void *ctx;

	if (e == NULL)
		return err_set(err, ERR_MEMORY, "%s", config->address);
	ctx = context_hold(&number);
	if (ctx == NULL) {
		free(e);
		return err_set(err, ERR_MEMORY, "%s", config->address);
	}
	e->socket = zmq_socket(ctx, ZMQ_DEALER);
	if (e->socket == NULL) {
		(void)err_set(err, ERR_IO, "%s: %s", config->address, zmq_strerror(zmq_errno()));
		goto fail;
	}
	if (!socket_set(e->socket, config, err) || !monitor_open(e, ctx, number, err))
		goto fail;
	if (zmq_connect(e->socket, config->address) != 0) {
		(void)err_set(err, ERR_CONFIG,
		    TR("địa chỉ máy chủ %s: %s", "the aggregator's address %s: %s"),
		    config->address, zmq_strerror(zmq_errno()));
		goto fail;
	}
	*ret = e;
	return true;
fail:
	endpoint_close(e);
	return false;
}

void
endpoint_close(struct endpoint *e)
{
	if (e == NULL)
		return;
	if (e->socket != NULL) {
		(void)zmq_socket_monitor(e->socket, NULL, 0);
		(void)zmq_close(e->socket);
	}
	if (e->monitor != NULL)
		(void)zmq_close(e->monitor);
	free(e);
	context_release();
}

/* Take every event out; the last word stands. */
static void
monitor_drain(struct endpoint *e)
{
	uint8_t head[EVENT_HEAD_BYTES];
	char address[1];
	uint16_t event;
	uint32_t value;

	while (zmq_recv(e->monitor, head, sizeof(head), ZMQ_DONTWAIT) == (int)sizeof(head)) {
		(void)zmq_recv(e->monitor, address, sizeof(address), ZMQ_DONTWAIT);
		memcpy(&event, head, sizeof(event));
		memcpy(&value, head + sizeof(event), sizeof(value));
		e->connected = event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED;
		if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH && value >= ZAP_REFUSED)
			e->refused = true;
	}
}

static bool
frame_send(struct endpoint *e, const void *bytes, size_t len, bool more, struct err *err)
{
	const int flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0);

	if (zmq_send(e->socket, bytes, len, flags) != -1)
		return true;
	if (zmq_errno() == EAGAIN)
		return err_set(
		    err, ERR_BUSY, TR("hàng chờ đã đủ %d bản tin", "%d messages are queued"), HWM);
	return err_set(err, ERR_IO, "%s", zmq_strerror(zmq_errno()));
}

/* NOLINTBEGIN(readability-function-size): a message has these parts */
bool
endpoint_send(struct endpoint *e, enum frame_type type, uint64_t correlation,
    const struct buf *body, const uint8_t *signature, struct err *err)
{
	const struct frame_header header = {
	    .version = WIRE_VERSION, .type = type, .correlation = correlation};
	uint8_t head[WIRE_HEADER_BYTES];

	monitor_drain(e);
	if (!buf_ok(body))
		return err_set(
		    err, ERR_MEMORY, "%s", TR("bản tin dở dang", "the message is incomplete"));
	if (body->len > WIRE_REQUEST_BYTES_MAX)
		return err_set(err, ERR_TOO_LARGE,
		    TR("%zu byte, tối đa %d", "%zu bytes, at most %d"), body->len,
		    WIRE_REQUEST_BYTES_MAX);
	frame_encode(&header, head);
	/* Once the first frame is in, libzmq takes the rest of the message. */
	return frame_send(e, head, sizeof(head), true, err) &&
	    frame_send(e, body->len > 0 ? body->at : head, body->len, signature != NULL, err) &&
	    (signature == NULL || frame_send(e, signature, WIRE_SIGNATURE_BYTES, false, err));
}

/* NOLINTEND(readability-function-size) */

/*
 * Read one message away, frame by frame.  *${ret_whole}: a header of ours and one body, in ${msg}.
 * false: none was waiting.
 */
static bool
message_read(struct endpoint *e, struct endpoint_message *msg, bool *ret_whole)
{
	uint32_t frames = 0;
	bool whole = true;
	zmq_msg_t frame;
	bool more;

	*ret_whole = false;
	buf_clear(&msg->body);
	do {
		(void)zmq_msg_init(&frame);
		if (zmq_msg_recv(&frame, e->socket, ZMQ_DONTWAIT) == -1) {
			(void)zmq_msg_close(&frame);
			return false;
		}
		more = zmq_msg_more(&frame) != 0;
		if (frames == 0)
			whole = frame_decode(
			    zmq_msg_data(&frame), zmq_msg_size(&frame), &msg->header, NULL);
		else if (frames == 1 && whole)
			buf_put(&msg->body, zmq_msg_data(&frame), zmq_msg_size(&frame));
		frames++;
		(void)zmq_msg_close(&frame);
	} while (more);
	*ret_whole = whole && frames == 2;
	return true;
}

/* Wait for a message, an event or ${stop_fd}; an interrupted wait is one that stopped. */
static bool
endpoint_wait(struct endpoint *e, uint64_t wait_ms, int stop_fd, bool *ret_stopped, struct err *err)
{
	zmq_pollitem_t items[ITEMS] = {
	    [ITEM_SOCKET] = {.socket = e->socket, .events = ZMQ_POLLIN},
	    [ITEM_MONITOR] = {.socket = e->monitor, .events = ZMQ_POLLIN},
	    [ITEM_STOP] = {.fd = stop_fd, .events = ZMQ_POLLIN},
	};
	const int count = stop_fd == -1 ? ITEM_STOP : ITEMS;

	*ret_stopped = false;
	if (zmq_poll(items, count, (long)wait_ms) == -1) {
		*ret_stopped = zmq_errno() == EINTR;
		return *ret_stopped || err_set(err, ERR_IO, "%s", zmq_strerror(zmq_errno()));
	}
	*ret_stopped = count == ITEMS && items[ITEM_STOP].revents != 0;
	return true;
}

/* NOLINTBEGIN(readability-function-size): two things end the wait, two come back */
bool
endpoint_receive(struct endpoint *e, int wait_ms, int stop_fd, struct endpoint_message *msg,
    bool *ret_got, struct err *err)
{
	const uint64_t until_ms = clock_mono_ms() + (uint64_t)(wait_ms > 0 ? wait_ms : 0);
	bool stopped = false;

	*ret_got = false;
	while (!stopped) {
		bool whole;
		const bool read = message_read(e, msg, &whole);

		monitor_drain(e);
		if (read && whole) {
			*ret_got = buf_ok(&msg->body);
			return *ret_got ||
			    err_set(err, ERR_MEMORY, "%s", TR("bản tin đến", "a message"));
		}
		const uint64_t now_ms = clock_mono_ms();

		if (e->refused || now_ms >= until_ms)
			break;
		if (!read && !endpoint_wait(e, until_ms - now_ms, stop_fd, &stopped, err))
			return false;
	}
	return true;
}

/* NOLINTEND(readability-function-size) */

bool
endpoint_is_refused(const struct endpoint *e)
{
	return e->refused;
}

bool
endpoint_is_connected(const struct endpoint *e)
{
	return e->connected;
}
