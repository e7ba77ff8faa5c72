/*
 * fake_intake - an intake that keeps a ledger of one submission a batch in memory, proves what it
 * stores, and misbehaves as told.  Its own thread; the script is set before fake_intake_start(),
 * what it saw is read after fake_intake_stop().
 */
#ifndef GH_TEST_FAKE_INTAKE_H
#define GH_TEST_FAKE_INTAKE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>
#include <zmq.h>

#include "base/clock.h"
#include "wire/frame.h"
#include "wire/keys.h"
#include "wire/query.h"
#include "wire/submission.h"

#define FAKE_HELD_MAX 256
#define FAKE_FRAME_MAX WIRE_REQUEST_BYTES_MAX
#define FAKE_POLL_MS 20

struct fake_held {
	uint8_t stream[WIRE_STREAM_BYTES];
	uint64_t seq;
	struct hash body_hash;
	struct buf receipt;
};
struct fake_intake {
	struct keys keys;
	char address[128];
	/* the script */
	uint32_t window;
	bool is_query_door;
	uint32_t epoch;
	enum err_code refuse_hello; /* ERR_OK: HelloOk */
	enum err_code verdict;      /* ERR_OK: everything is stored */
	uint32_t drop_receipts;     /* so many are stored and not answered */
	bool forge;                 /* receipts whose signature does not hold */
	bool pending;
	/* what it holds and saw */
	struct fake_held held[FAKE_HELD_MAX];
	uint32_t held_n;
	uint32_t hellos, submissions;
	struct merkle_frontier rows;
	struct signed_head head;
	struct signed_head heads[FAKE_HELD_MAX + 1]; /* by batch */
	/* its own */
	void *context, *socket;
	pthread_t thread;
	atomic_bool stop;
};

struct fake_message {
	uint8_t peer[64];
	size_t peer_len;
	struct frame_header header;
	uint8_t body[FAKE_FRAME_MAX];
	size_t body_len;
	uint8_t signature[WIRE_SIGNATURE_BYTES];
};

static inline void
fake_reply(
    struct fake_intake *f, const struct fake_message *m, enum frame_type type, struct buf *body)
{
	const struct frame_header h = {
	    .version = WIRE_VERSION, .type = type, .correlation = m->header.correlation};
	uint8_t head[WIRE_HEADER_BYTES];

	frame_encode(&h, head);
	(void)zmq_send(f->socket, m->peer, m->peer_len, ZMQ_SNDMORE);
	(void)zmq_send(f->socket, head, sizeof(head), ZMQ_SNDMORE);
	(void)zmq_send(f->socket, body->at, body->len, 0);
	buf_free(body);
}

static inline void
fake_error(struct fake_intake *f, const struct fake_message *m, enum err_code code)
{
	const struct wire_error e = {.code = code, .detail = ""};
	struct buf body = {0};

	(void)!query_encode_wire_error(&e, &body, NULL);
	fake_reply(f, m, FRAME_ERROR, &body);
}

static inline void
fake_hello(struct fake_intake *f, const struct fake_message *m)
{
	struct interval held[FAKE_HELD_MAX];
	struct hello hello = {0};
	struct hello_ok ok = {.version = WIRE_VERSION,
	    .window = f->window,
	    .reports_max = f->is_query_door ? 0 : WIRE_REPORTS_MAX,
	    .body_bytes_max = f->is_query_door ? 0 : WIRE_BODY_BYTES_MAX,
	    .held = held,
	    .head = f->head,
	    .clock_ms = clock_unix_ms(),
	    .org = "909",
	    .role = ROLE_REPORTER,
	    .realm = 1,
	    .org_name = "An Minh",
	    .pending = f->pending};
	struct buf body = {0};

	f->hellos++;
	if (f->refuse_hello != ERR_OK) {
		fake_error(f, m, f->refuse_hello);
		return;
	}
	if (!query_decode_hello(m->body, m->body_len, &hello, NULL))
		return;
	for (uint32_t i = 0; i < f->held_n; i++) {
		if (memcmp(f->held[i].stream, hello.stream, WIRE_STREAM_BYTES) == 0)
			held[ok.held_n++] = (struct interval){f->held[i].seq, f->held[i].seq};
	}
	if (hello.seen_batch <= FAKE_HELD_MAX &&
	    f->heads[hello.seen_batch].epoch == hello.seen_epoch)
		ok.seen = f->heads[hello.seen_batch];
	memcpy(ok.server_sign_key, f->keys.sign_public, WIRE_KEY_BYTES);
	(void)!query_encode_hello_ok(&ok, &body, NULL);
	query_free(&hello.arena);
	fake_reply(f, m, FRAME_HELLO_OK, &body);
}

/* Into a batch of its own, with everything that proves it. */
static inline void
fake_store(struct fake_intake *f, const struct fake_message *m, const struct submission *s,
    const struct hash *body_hash, struct buf *ret)
{
	struct verdict verdicts[WIRE_REPORTS_MAX] = {{.code = ERR_OK, .detail = ""}};
	enum err_code codes[WIRE_REPORTS_MAX] = {ERR_OK};
	struct receipt r = {.seq = s->seq,
	    .stored = true,
	    .verdicts = verdicts,
	    .verdicts_n = s->reports_n,
	    .body_hash = *body_hash,
	    .leaves = 1,
	    .detail = ""};
	struct hash row;

	for (uint32_t i = 0; i < s->reports_n; i++)
		verdicts[i] = (struct verdict){.code = ERR_OK, .detail = ""};
	memcpy(r.stream, s->stream, sizeof(r.stream));
	r.row = (struct batch_row){.realm = 1,
	    .epoch = f->epoch,
	    .n = f->rows.size + 1,
	    .kinds = 1U << KIND_RESULT,
	    .at_ms = clock_unix_ms(),
	    .reports = s->reports_n};
	r.row.leaf_root = receipt_leaf(&r.row, 0, body_hash, m->signature, codes, s->reports_n);
	row = receipt_row_hash(&r.row);
	merkle_frontier_push(&f->rows, &row);
	merkle_frontier_path(&f->rows, &r.batch_path);
	f->head = (struct signed_head){.realm = 1,
	    .epoch = f->epoch,
	    .batch = r.row.n,
	    .at_ms = r.row.at_ms,
	    .head = merkle_frontier_root(&f->rows)};
	receipt_sign_head(&f->head, f->keys.sign_secret);
	f->heads[r.row.n] = f->head;
	r.head = f->head;
	if (f->forge)
		r.head.signature[0] ^= 1;
	(void)!receipt_encode(&r, ret, NULL);
}

static inline void
fake_refuse(struct fake_intake *f, const struct fake_message *m, const struct submission *s,
    enum err_code whole)
{
	struct verdict verdicts[WIRE_REPORTS_MAX];
	struct receipt r = {.seq = s->seq, .code = whole, .detail = "", .head = f->head};
	struct buf body = {0};

	for (uint32_t i = 0; i < s->reports_n; i++)
		verdicts[i] = (struct verdict){.code = f->verdict, .detail = ""};
	if (whole == ERR_OK) {
		r.verdicts = verdicts;
		r.verdicts_n = s->reports_n;
	}
	memcpy(r.stream, s->stream, sizeof(r.stream));
	(void)!receipt_encode(&r, &body, NULL);
	fake_reply(f, m, FRAME_RECEIPT, &body);
}

static inline struct fake_held *
fake_find(struct fake_intake *f, const uint8_t *stream, uint64_t seq)
{
	for (uint32_t i = 0; i < f->held_n; i++) {
		if (f->held[i].seq == seq &&
		    memcmp(f->held[i].stream, stream, WIRE_STREAM_BYTES) == 0)
			return &f->held[i];
	}
	return NULL;
}

/* Another machine with the same outbox was faster. */
static inline void
fake_intake_hold(struct fake_intake *f, const uint8_t *stream, uint64_t seq)
{
	struct fake_held *h = &f->held[f->held_n++];

	*h = (struct fake_held){.seq = seq};
	memcpy(h->stream, stream, sizeof(h->stream));
}

static inline void
fake_submission(struct fake_intake *f, const struct fake_message *m)
{
	struct submission *s = NULL;
	struct fake_held *h;
	struct buf body = {0};
	struct hash hash;

	f->submissions++;
	if (!submission_decode(m->body, m->body_len, &s, NULL))
		return;
	(void)crypto_hash_sha256(hash.at, m->body, m->body_len);
	h = fake_find(f, s->stream, s->seq);
	if (h != NULL && memcmp(&h->body_hash, &hash, sizeof(hash)) != 0) {
		fake_refuse(f, m, s, ERR_KEY_REUSE);
	} else if (f->verdict != ERR_OK) {
		fake_refuse(f, m, s, ERR_OK);
	} else {
		if (h == NULL && f->held_n < FAKE_HELD_MAX) {
			fake_intake_hold(f, s->stream, s->seq);
			h = &f->held[f->held_n - 1];
			h->body_hash = hash;
			fake_store(f, m, s, &hash, &h->receipt);
		}
		if (f->drop_receipts > 0) {
			f->drop_receipts--;
		} else if (h != NULL) {
			buf_put(&body, h->receipt.at, h->receipt.len);
			fake_reply(f, m, FRAME_RECEIPT, &body);
		}
	}
	submission_free(s);
}

static inline bool
fake_receive(struct fake_intake *f, struct fake_message *m)
{
	uint8_t head[WIRE_HEADER_BYTES];
	int len = zmq_recv(f->socket, m->peer, sizeof(m->peer), ZMQ_DONTWAIT);

	if (len <= 0)
		return false;
	m->peer_len = (size_t)len;
	len = zmq_recv(f->socket, head, sizeof(head), 0);
	if (len != (int)sizeof(head) || !frame_decode(head, sizeof(head), &m->header, NULL))
		return false;
	len = zmq_recv(f->socket, m->body, sizeof(m->body), 0);
	m->body_len = len > 0 ? (size_t)len : 0;
	if (m->header.type == FRAME_SUBMISSION)
		(void)zmq_recv(f->socket, m->signature, sizeof(m->signature), 0);
	return true;
}

static inline void *
fake_serve(void *arg)
{
	struct fake_intake *f = arg;
	struct fake_message m;
	zmq_pollitem_t item = {.socket = f->socket, .events = ZMQ_POLLIN};

	while (!atomic_load(&f->stop)) {
		if (zmq_poll(&item, 1, FAKE_POLL_MS) <= 0 || !fake_receive(f, &m))
			continue;
		if (m.header.type == FRAME_HELLO)
			fake_hello(f, &m);
		else if (m.header.type == FRAME_SUBMISSION)
			fake_submission(f, &m);
	}
	return NULL;
}

/* Keys, context, a port of its own.  Without ZAP any key comes in. */
static inline bool
fake_intake_open(struct fake_intake *f)
{
	const int server = 1;
	const int linger = 0;
	size_t size = sizeof(f->address);

	*f = (struct fake_intake){.window = WIRE_WINDOW, .epoch = 1};
	keys_make(&f->keys);
	f->context = zmq_ctx_new();
	f->socket = zmq_socket(f->context, ZMQ_ROUTER);
	return zmq_setsockopt(f->socket, ZMQ_CURVE_SERVER, &server, sizeof(server)) == 0 &&
	    zmq_setsockopt(f->socket, ZMQ_CURVE_SECRETKEY, f->keys.curve_secret, WIRE_KEY_BYTES) ==
	    0 &&
	    zmq_setsockopt(f->socket, ZMQ_LINGER, &linger, sizeof(linger)) == 0 &&
	    zmq_bind(f->socket, "tcp://127.0.0.1:*") == 0 &&
	    zmq_getsockopt(f->socket, ZMQ_LAST_ENDPOINT, f->address, &size) == 0;
}

static inline bool
fake_intake_start(struct fake_intake *f)
{
	atomic_store(&f->stop, false);
	return pthread_create(&f->thread, NULL, fake_serve, f) == 0;
}

static inline void
fake_intake_stop(struct fake_intake *f)
{
	atomic_store(&f->stop, true);
	(void)pthread_join(f->thread, NULL);
}

static inline void
fake_intake_close(struct fake_intake *f)
{
	for (uint32_t i = 0; i < f->held_n; i++)
		buf_free(&f->held[i].receipt);
	(void)zmq_close(f->socket);
	(void)zmq_ctx_term(f->context);
}

#endif
