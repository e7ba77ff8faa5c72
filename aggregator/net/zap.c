#include "net/zap.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <zmq.h>

#define ZAP_ADDRESS "inproc://zeromq.zap.01"
#define ZAP_VERSION "1.0"
#define ZAP_BACKLOG 0 /* no limit: a request that is lost would leave its connection hanging */

/* Frames of a request: version, id, domain, address, identity, mechanism, key. */
enum {
	AT_VERSION,
	AT_REQUEST_ID,
	AT_DOMAIN,
	AT_ADDRESS,
	AT_IDENTITY,
	AT_MECHANISM,
	AT_KEY,
	FRAMES
};
#define FRAME_BYTES_MAX 256

struct request {
	uint8_t at[FRAMES][FRAME_BYTES_MAX];
	size_t len[FRAMES];
	int n; /* frames that came; FRAMES + 1: more than belong there */
};

struct zap {
	void *socket; /* the thread's alone once it runs */
	pthread_t thread;
	pthread_mutex_t lock; /* over all that follows */
	struct zap_key *keys; /* sorted */
	size_t keys_n;
	bool sure;
	struct zap_counts counts;
};

static int
key_compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct zap_key));
}

void
zap_user_id(const uint8_t key[WIRE_KEY_BYTES], char ret[ZAP_USER_BYTES])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < WIRE_KEY_BYTES; i++) {
		ret[2 * i] = digits[key[i] >> 4];
		ret[2 * i + 1] = digits[key[i] & 15];
	}
	ret[ZAP_USER_BYTES - 1] = '\0';
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
zap_user_key(const char *user_id, uint8_t ret[WIRE_KEY_BYTES])
{
	if (user_id == NULL || strnlen(user_id, ZAP_USER_BYTES) != ZAP_USER_BYTES - 1)
		return false;
	for (size_t i = 0; i < WIRE_KEY_BYTES; i++) {
		const int high = hex_digit(user_id[2 * i]);
		const int low = hex_digit(user_id[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		ret[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

/* One request, whole; what does not fit is read away.  false: the context is ending. */
static bool
request_read(void *socket, struct request *ret)
{
	bool more = true;

	ret->n = 0;
	while (more) {
		uint8_t spill[FRAME_BYTES_MAX];
		const bool fits = ret->n < FRAMES;
		uint8_t *at = fits ? ret->at[ret->n] : spill;
		int got;
		int more_option = 0;
		size_t option_len = sizeof(more_option);

		do
			got = zmq_recv(socket, at, FRAME_BYTES_MAX, 0);
		while (got == -1 && zmq_errno() == EINTR);
		if (got == -1)
			return false;
		if (fits)
			ret->len[ret->n] = (size_t)got;
		if (ret->n <= FRAMES)
			ret->n++;
		if (zmq_getsockopt(socket, ZMQ_RCVMORE, &more_option, &option_len) != 0)
			return false;
		more = more_option != 0;
	}
	return true;
}

static bool
frame_is(const struct request *q, int i, const char *text)
{
	return q->len[i] == strlen(text) && memcmp(q->at[i], text, q->len[i]) == 0;
}

/* The status, and the counting of it. */
static const char *
request_judge(struct zap *z, const struct request *q)
{
	const char *status = "300";

	pthread_mutex_lock(&z->lock);
	if (q->n == FRAMES && frame_is(q, AT_VERSION, ZAP_VERSION) &&
	    frame_is(q, AT_DOMAIN, ZAP_DOMAIN) && frame_is(q, AT_MECHANISM, "CURVE") &&
	    q->len[AT_KEY] == WIRE_KEY_BYTES) {
		if (z->keys_n > 0 &&
		    bsearch(q->at[AT_KEY], z->keys, z->keys_n, sizeof(z->keys[0]), key_compare) !=
			NULL)
			status = "200";
		else if (z->sure)
			status = "400";
	}
	if (status[0] == '2')
		z->counts.allowed++;
	else if (status[0] == '4')
		z->counts.refused++;
	else
		z->counts.deferred++;
	pthread_mutex_unlock(&z->lock);
	return status;
}

static bool
reply_send(void *socket, const struct request *q, const char *status)
{
	char user[ZAP_USER_BYTES] = "";
	const size_t id_len = q->n > AT_REQUEST_ID ? q->len[AT_REQUEST_ID] : 0;

	if (status[0] == '2')
		zap_user_id(q->at[AT_KEY], user);
	return zmq_send(socket, ZAP_VERSION, strlen(ZAP_VERSION), ZMQ_SNDMORE) != -1 &&
	    zmq_send(socket, q->at[AT_REQUEST_ID], id_len, ZMQ_SNDMORE) != -1 &&
	    zmq_send(socket, status, strlen(status), ZMQ_SNDMORE) != -1 &&
	    zmq_send(socket, "", 0, ZMQ_SNDMORE) != -1 &&
	    zmq_send(socket, user, strlen(user), ZMQ_SNDMORE) != -1 &&
	    zmq_send(socket, "", 0, 0) != -1;
}

static void *
zap_run(void *cookie)
{
	struct zap *z = cookie;
	struct request q;

	while (request_read(z->socket, &q)) {
		if (!reply_send(z->socket, &q, request_judge(z, &q)))
			break;
	}
	(void)zmq_close(z->socket);
	return NULL;
}

bool
zap_start(void *context, struct zap **ret, struct err *err)
{
	struct zap *z = calloc(1, sizeof(*z));
	const int zero = 0;
	const int backlog = ZAP_BACKLOG;
	int rc;

	if (z == NULL)
		return err_set(err, ERR_MEMORY, "zap");
	z->socket = zmq_socket(context, ZMQ_REP);
	if (z->socket == NULL || zmq_setsockopt(z->socket, ZMQ_LINGER, &zero, sizeof(zero)) != 0 ||
	    zmq_setsockopt(z->socket, ZMQ_RCVHWM, &backlog, sizeof(backlog)) != 0 ||
	    zmq_setsockopt(z->socket, ZMQ_SNDHWM, &backlog, sizeof(backlog)) != 0 ||
	    zmq_bind(z->socket, ZAP_ADDRESS) != 0) {
		err_set(err, ERR_IO, "%s: %s", ZAP_ADDRESS, zmq_strerror(zmq_errno()));
		goto out;
	}
	rc = pthread_mutex_init(&z->lock, NULL);
	if (rc == 0) {
		rc = pthread_create(&z->thread, NULL, zap_run, z);
		if (rc == 0) {
			*ret = z;
			return true;
		}
		(void)pthread_mutex_destroy(&z->lock);
	}
	err_set(err, ERR_MEMORY, "zap thread: %s", strerror(rc));
out:
	if (z->socket != NULL)
		(void)zmq_close(z->socket);
	free(z);
	return false;
}

bool
zap_set(struct zap *z, const struct zap_key *keys, size_t n, struct err *err)
{
	struct zap_key *copy = NULL;
	struct zap_key *old;

	if (n > ZAP_KEYS_MAX)
		return err_set(err, ERR_LIMIT, "%zu keys", n);
	if (n > 0) {
		copy = malloc(n * sizeof(*copy));
		if (copy == NULL)
			return err_set(err, ERR_MEMORY, "%zu keys", n);
		memcpy(copy, keys, n * sizeof(*copy));
		qsort(copy, n, sizeof(*copy), key_compare);
	}
	pthread_mutex_lock(&z->lock);
	old = z->keys;
	z->keys = copy;
	z->keys_n = n;
	pthread_mutex_unlock(&z->lock);
	free(old);
	return true;
}

void
zap_set_sure(struct zap *z, bool sure)
{
	pthread_mutex_lock(&z->lock);
	z->sure = sure;
	pthread_mutex_unlock(&z->lock);
}

struct zap_counts
zap_count(struct zap *z)
{
	struct zap_counts counts;

	pthread_mutex_lock(&z->lock);
	counts = z->counts;
	pthread_mutex_unlock(&z->lock);
	return counts;
}

void
zap_stop(struct zap *z)
{
	if (z == NULL)
		return;
	(void)pthread_join(z->thread, NULL);
	(void)pthread_mutex_destroy(&z->lock);
	free(z->keys);
	free(z);
}
