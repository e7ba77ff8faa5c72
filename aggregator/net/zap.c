#include "net/zap.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <zmq.h>

#include "base/clock.h"
#include "base/quota.h"

#define ZAP_ADDRESS "inproc://zeromq.zap.01"
#define ZAP_VERSION "1.0"
#define ZAP_BACKLOG 0 /* no limit: a request that is lost would leave its connection hanging */

#define WAITING_POLL_MS 10 /* while somebody waits for a look */

/* Frames of a request: who asks, an empty one, then those of RFC 27. */
enum {
	AT_PEER,
	AT_EMPTY,
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

enum answer { ANSWER_200, ANSWER_300, ANSWER_400, ANSWER_LATER };

/* What an answer needs; the thread's alone. */
struct waiting {
	uint8_t peer[FRAME_BYTES_MAX];
	uint8_t request_id[FRAME_BYTES_MAX];
	size_t peer_len;
	size_t request_id_len;
	struct zap_key key;
	uint64_t looks; /* there had been so many when it came */
};

struct zap {
	void *socket; /* the thread's alone once it runs, as all down to ${thread} */
	struct quota *addresses;
	struct waiting *waiting;
	uint32_t waiting_n;
	pthread_t thread;
	pthread_mutex_t lock; /* over all that follows */
	struct zap_key *keys; /* sorted */
	size_t keys_n;
	enum zap_trust trust;
	uint64_t looks;
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

/*
 * Two looks ended since it came: the second one began after that.
 */
static enum answer
key_judge(struct zap *z, const struct waiting *w)
{
	enum answer answer = ANSWER_300;

	pthread_mutex_lock(&z->lock);
	if (z->keys_n > 0 &&
	    bsearch(&w->key, z->keys, z->keys_n, sizeof(z->keys[0]), key_compare) != NULL)
		answer = ANSWER_200;
	else if (z->trust == ZAP_SURE || (z->trust == ZAP_LOOKS && z->looks - w->looks >= 2))
		answer = ANSWER_400;
	else if (z->trust == ZAP_LOOKS)
		answer = ANSWER_LATER;
	pthread_mutex_unlock(&z->lock);
	return answer;
}

static bool
answer_send(struct zap *z, const struct waiting *w, enum answer answer)
{
	static const char *const status[] = {
	    [ANSWER_200] = "200", [ANSWER_300] = "300", [ANSWER_400] = "400"};
	char user[ZAP_USER_BYTES] = "";

	if (answer == ANSWER_200)
		zap_user_id(w->key.at, user);
	pthread_mutex_lock(&z->lock);
	if (answer == ANSWER_200)
		z->counts.allowed++;
	else if (answer == ANSWER_400)
		z->counts.refused++;
	else
		z->counts.deferred++;
	pthread_mutex_unlock(&z->lock);
	return zmq_send(z->socket, w->peer, w->peer_len, ZMQ_SNDMORE) != -1 &&
	    zmq_send(z->socket, "", 0, ZMQ_SNDMORE) != -1 &&
	    zmq_send(z->socket, ZAP_VERSION, strlen(ZAP_VERSION), ZMQ_SNDMORE) != -1 &&
	    zmq_send(z->socket, w->request_id, w->request_id_len, ZMQ_SNDMORE) != -1 &&
	    zmq_send(z->socket, status[answer], strlen(status[answer]), ZMQ_SNDMORE) != -1 &&
	    zmq_send(z->socket, "", 0, ZMQ_SNDMORE) != -1 &&
	    zmq_send(z->socket, user, strlen(user), ZMQ_SNDMORE) != -1 &&
	    zmq_send(z->socket, "", 0, 0) != -1;
}

static void
request_take(const struct request *q, struct waiting *ret)
{
	ret->peer_len = q->n > AT_PEER ? q->len[AT_PEER] : 0;
	memcpy(ret->peer, q->at[AT_PEER], ret->peer_len);
	ret->request_id_len = q->n > AT_REQUEST_ID ? q->len[AT_REQUEST_ID] : 0;
	memcpy(ret->request_id, q->at[AT_REQUEST_ID], ret->request_id_len);
}

/* One more request: answered, or among those that wait.  false: the context is ending. */
static bool
request_serve(struct zap *z)
{
	struct request q;
	struct waiting w = {0};
	enum answer answer = ANSWER_300;

	if (!request_read(z->socket, &q))
		return false;
	request_take(&q, &w);
	if (q.n == FRAMES && q.len[AT_EMPTY] == 0 && frame_is(&q, AT_VERSION, ZAP_VERSION) &&
	    frame_is(&q, AT_DOMAIN, ZAP_DOMAIN) && frame_is(&q, AT_MECHANISM, "CURVE") &&
	    q.len[AT_KEY] == WIRE_KEY_BYTES) {
		memcpy(w.key.at, q.at[AT_KEY], WIRE_KEY_BYTES);
		pthread_mutex_lock(&z->lock);
		w.looks = z->looks;
		pthread_mutex_unlock(&z->lock);
		if (quota_take(z->addresses, q.at[AT_ADDRESS], q.len[AT_ADDRESS], clock_mono_ms()))
			answer = key_judge(z, &w);
	}
	if (answer != ANSWER_LATER)
		return answer_send(z, &w, answer);
	if (z->waiting_n == ZAP_WAITING_MAX)
		return answer_send(z, &w, ANSWER_300);
	z->waiting[z->waiting_n++] = w;
	return true;
}

static bool
waiting_serve(struct zap *z)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < z->waiting_n; i++) {
		const enum answer answer = key_judge(z, &z->waiting[i]);

		if (answer == ANSWER_LATER)
			z->waiting[kept++] = z->waiting[i];
		else if (!answer_send(z, &z->waiting[i], answer))
			return false;
	}
	z->waiting_n = kept;
	return true;
}

static void *
zap_run(void *cookie)
{
	struct zap *z = cookie;
	bool go_on = true;

	while (go_on) {
		zmq_pollitem_t item = {.socket = z->socket, .events = ZMQ_POLLIN};
		const int got = zmq_poll(&item, 1, z->waiting_n > 0 ? WAITING_POLL_MS : -1);

		if (got == -1)
			go_on = zmq_errno() == EINTR;
		else if (got > 0)
			go_on = request_serve(z);
		go_on = go_on && waiting_serve(z);
	}
	(void)zmq_close(z->socket);
	return NULL;
}

bool
zap_start(void *context, uint32_t per_minute, struct zap **ret, struct err *err)
{
	struct zap *z = calloc(1, sizeof(*z));
	const int zero = 0;
	const int backlog = ZAP_BACKLOG;
	int rc;

	if (z == NULL)
		return err_set(err, ERR_MEMORY, "zap");
	if (!quota_new(per_minute, ZAP_ADDRESSES_MAX, &z->addresses, err)) {
		free(z);
		return false;
	}
	z->waiting = calloc(ZAP_WAITING_MAX, sizeof(*z->waiting));
	z->socket = z->waiting == NULL ? NULL : zmq_socket(context, ZMQ_ROUTER);
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
	quota_free(z->addresses);
	free(z->waiting);
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
zap_set_trust(struct zap *z, enum zap_trust trust)
{
	pthread_mutex_lock(&z->lock);
	z->trust = trust;
	pthread_mutex_unlock(&z->lock);
}

void
zap_looked(struct zap *z)
{
	pthread_mutex_lock(&z->lock);
	z->looks++;
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
	quota_free(z->addresses);
	free(z->keys);
	free(z->waiting);
	free(z);
}
