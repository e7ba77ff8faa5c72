#include "net/probe.h"

#include <stdio.h>
#include <string.h>

#include <zmq.h>

#include "base/clock.h"
#include "base/lang.h"

#define MONITOR_BYTES 64
#define Z85_KEY_BYTES 41
#define EVENT_HEAD_BYTES 6 /* event u16, value u32 */

enum answer { ANSWER_NONE, ANSWER_IN, ANSWER_OUT };

/* One event of the monitor; waits at most ${wait_ms}. */
static enum answer
event_read(void *monitor, long wait_ms)
{
	zmq_pollitem_t item = {.socket = monitor, .events = ZMQ_POLLIN};
	uint8_t head[EVENT_HEAD_BYTES];
	char address[256];
	uint16_t event;

	if (zmq_poll(&item, 1, wait_ms) <= 0)
		return ANSWER_NONE;
	if (zmq_recv(monitor, head, sizeof(head), 0) != (int)sizeof(head) ||
	    zmq_recv(monitor, address, sizeof(address), 0) == -1)
		return ANSWER_NONE;
	memcpy(&event, head, sizeof(event));
	if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED)
		return ANSWER_IN;
	if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH ||
	    event == ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL ||
	    event == ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL || event == ZMQ_EVENT_DISCONNECTED)
		return ANSWER_OUT;
	return ANSWER_NONE;
}

static bool
stranger_open(void *context, const uint8_t *server_key, void **ret_socket, void **ret_monitor)
{
	char public_key[Z85_KEY_BYTES];
	char secret_key[Z85_KEY_BYTES];
	char monitor[MONITOR_BYTES];
	const int zero = 0;
	const int events = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |
	    ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
	    ZMQ_EVENT_DISCONNECTED;

	if (zmq_curve_keypair(public_key, secret_key) != 0)
		return false;
	*ret_socket = zmq_socket(context, ZMQ_DEALER);
	*ret_monitor = zmq_socket(context, ZMQ_PAIR);
	/* A name of its own: that of a probe before is given back some time after its end. */
	(void)snprintf(monitor, sizeof(monitor), "inproc://probe-%.*s", 16, public_key);
	return *ret_socket != NULL && *ret_monitor != NULL &&
	    zmq_setsockopt(*ret_socket, ZMQ_LINGER, &zero, sizeof(zero)) == 0 &&
	    zmq_setsockopt(*ret_monitor, ZMQ_LINGER, &zero, sizeof(zero)) == 0 &&
	    zmq_setsockopt(*ret_socket, ZMQ_CURVE_SERVERKEY, server_key, WIRE_KEY_BYTES) == 0 &&
	    zmq_setsockopt(*ret_socket, ZMQ_CURVE_PUBLICKEY, public_key, Z85_KEY_BYTES) == 0 &&
	    zmq_setsockopt(*ret_socket, ZMQ_CURVE_SECRETKEY, secret_key, Z85_KEY_BYTES) == 0 &&
	    zmq_socket_monitor(*ret_socket, monitor, events) == 0 &&
	    zmq_connect(*ret_monitor, monitor) == 0;
}

bool
probe_is_refused(
    void *context, const char *endpoint, const uint8_t server_key[WIRE_KEY_BYTES], struct err *err)
{
	void *socket = NULL;
	void *monitor = NULL;
	enum answer answer = ANSWER_NONE;
	const uint64_t until_ms = clock_mono_ms() + PROBE_WAIT_MS;
	bool ok = false;

	if (!stranger_open(context, server_key, &socket, &monitor) ||
	    zmq_connect(socket, endpoint) != 0) {
		err_set(err, ERR_IO, "%s: %s", endpoint, zmq_strerror(zmq_errno()));
		goto out;
	}
	while (answer == ANSWER_NONE) {
		const uint64_t now_ms = clock_mono_ms();

		if (now_ms >= until_ms)
			break;
		answer = event_read(monitor, (long)(until_ms - now_ms));
	}
	if (answer == ANSWER_IN)
		err_set(err, ERR_BUG, "%s",
		    TR("khóa lạ vào được: cổng không được mở",
			"a stranger's key was let in: the sockets stay closed"));
	else if (answer == ANSWER_NONE)
		err_set(err, ERR_AWAY, "%s",
		    TR("cổng không trả lời lúc tự kiểm tra", "no answer to the self-test"));
	else
		ok = true;
out:
	if (socket != NULL) {
		(void)zmq_socket_monitor(socket, NULL, 0);
		(void)zmq_close(socket);
	}
	if (monitor != NULL)
		(void)zmq_close(monitor);
	return ok;
}
