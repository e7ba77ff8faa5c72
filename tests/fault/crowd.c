/*
 * crowd - many connections with an office's key that say nothing: one ROUTER that dials the intake
 * door N times.
 *   crowd PROFILE N
 * A line of JSON on standard output each time all of them are in: {"in": N, "ms": since the start
 * or since the first was lost}.  Ends at the end of standard input.
 * It reconnects as the clients do: 1 to 3 s at first, up to 30 to 60 s.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zmq.h>

#include "base/clock.h"
#include "base/os.h"
#include "client/profile.h"
#include "files.h"

#define RECONNECT_MS 1000 /* and up to as much again, which libzmq draws */
#define RECONNECT_MAX_MS 30000
#define HANDSHAKE_MS 10000
#define MONITOR "inproc://crowd"
#define EVENT_BYTES 6 /* event u16, value u32 */
#define CROWD_MAX 20000
#define FAILED \
	(ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | \
	    ZMQ_EVENT_HANDSHAKE_FAILED_AUTH)

static struct profile profile;
static struct keys keys;

static void
die(const char *what)
{
	(void)fprintf(stderr, "crowd: %s: %s\n", what, zmq_strerror(zmq_errno()));
	exit(70);
}

static void
option(void *s, int name, int value)
{
	if (zmq_setsockopt(s, name, &value, sizeof(value)) != 0)
		die("option");
}

static void *
crowd_open(void *context, void **ret_monitor)
{
	void *s = zmq_socket(context, ZMQ_ROUTER);

	if (s == NULL)
		die("socket");
	option(s, ZMQ_LINGER, 0);
	option(s, ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS);
	option(s, ZMQ_RECONNECT_IVL, RECONNECT_MS);
	option(s, ZMQ_RECONNECT_IVL_MAX, RECONNECT_MAX_MS);
	if (zmq_setsockopt(s, ZMQ_CURVE_SERVERKEY, profile.server_curve, WIRE_KEY_BYTES) != 0 ||
	    zmq_setsockopt(s, ZMQ_CURVE_PUBLICKEY, keys.curve_public, WIRE_KEY_BYTES) != 0 ||
	    zmq_setsockopt(s, ZMQ_CURVE_SECRETKEY, keys.curve_secret, WIRE_KEY_BYTES) != 0)
		die("keys");
	*ret_monitor = zmq_socket(context, ZMQ_PAIR);
	if (*ret_monitor == NULL)
		die("monitor");
	option(*ret_monitor, ZMQ_RCVHWM, 0);
	if (zmq_socket_monitor(
		s, MONITOR, ZMQ_EVENT_HANDSHAKE_SUCCEEDED | FAILED | ZMQ_EVENT_DISCONNECTED) != 0 ||
	    zmq_connect(*ret_monitor, MONITOR) != 0)
		die("monitor");
	return s;
}

struct count {
	uint32_t n, in;
	uint32_t failed;   /* handshakes, whose end as connections is still to be told */
	uint64_t since_ms; /* the first of those that are missing */
};

/* What the monitor said since; a line when the last one is in. */
static void
events_take(void *monitor, struct count *c)
{
	uint8_t head[EVENT_BYTES];
	char address[1];
	uint16_t event;

	while (zmq_recv(monitor, head, sizeof(head), ZMQ_DONTWAIT) == EVENT_BYTES) {
		(void)zmq_recv(monitor, address, sizeof(address), ZMQ_DONTWAIT);
		memcpy(&event, head, sizeof(event));
		if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED) {
			if (++c->in != c->n)
				continue;
			(void)printf("{\"in\": %u, \"ms\": %llu}\n", c->n,
			    (unsigned long long)(clock_mono_ms() - c->since_ms));
			(void)fflush(stdout);
		} else if ((event & FAILED) != 0) {
			c->failed++;
		} else if (c->failed > 0) {
			c->failed--;
		} else if (c->in-- == c->n) {
			c->since_ms = clock_mono_ms();
		}
	}
}

/* Nobody speaks to the crowd; should somebody, it is read away. */
static void
words_drop(void *s)
{
	uint8_t some[64];

	while (zmq_recv(s, some, sizeof(some), ZMQ_DONTWAIT) != -1)
		continue;
}

int
main(int argc, char **argv)
{
	struct count c = {.n = argc == 3 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0};
	void *monitor = NULL;
	struct err err;

	if (c.n == 0 || c.n > CROWD_MAX) {
		(void)fprintf(stderr, "usage: crowd PROFILE N\n");
		return 64;
	}
	files_raise();
	os_seed_rand();
	if (!keys_init(&err) || !profile_open(argv[1], &profile, &err) ||
	    !profile_keys(&profile, &keys, &err))
		die(argv[1]);
	void *context = zmq_ctx_new();
	void *s = crowd_open(context, &monitor);
	zmq_pollitem_t items[] = {{.socket = monitor, .events = ZMQ_POLLIN},
	    {.socket = s, .events = ZMQ_POLLIN}, {.fd = STDIN_FILENO, .events = ZMQ_POLLIN}};

	c.since_ms = clock_mono_ms();
	for (uint32_t i = 0; i < c.n; i++)
		if (zmq_connect(s, profile.intake) != 0)
			die(profile.intake);
	while (zmq_poll(items, ARRAY_LEN(items), -1) >= 0 && items[2].revents == 0) {
		events_take(monitor, &c);
		words_drop(s);
	}
	(void)zmq_socket_monitor(s, NULL, 0);
	(void)zmq_close(monitor);
	(void)zmq_close(s);
	(void)zmq_ctx_term(context);
	keys_wipe(&keys);
	return 0;
}
