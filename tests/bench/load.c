/*
 * load - the load generator of tests/bench/run: many enrolled offices in one process, submissions
 * signed beforehand, each receipt timed to its sender and to another watcher.  One JSON object on
 * standard output.
 *   load flood PER TOTAL PROFILE...           as fast as the window allows, PER reports a
 *   submission load paced RATE SECONDS WATCHER PROFILE...  RATE single-report submissions a second
 *   load verify TOTAL PROFILE                   no server: signatures of such submissions checked
 *   on one core
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zmq.h>

#include "base/clock.h"
#include "base/os.h"
#include "client/profile.h"
#include "support/past_drive.h"
#include "wire/frame.h"
#include "wire/query.h"
#include "wire/submission.h"

#define OFFICES_MAX 256
#define WINDOW WIRE_WINDOW
#define QUIET_MS_MAX 30000 /* without one receipt: given up */

struct message {
	struct buf body;
	uint8_t signature[WIRE_SIGNATURE_BYTES];
	uint64_t sent_us;
	uint64_t receipt_us;
	uint64_t fresh_us;
	uint64_t batch;
};

struct office {
	struct profile profile;
	struct keys keys;
	uint8_t stream[WIRE_STREAM_BYTES];
	void *socket;
	struct message *messages;
	uint32_t n, sent, done;
};

static void *context;
static struct office offices[OFFICES_MAX];
static int offices_n;
static void *watch_socket;
static uint64_t watched_batch;

static void
die(const char *what, const struct err *err)
{
	(void)fprintf(stderr, "load: %s: %s\n", what, err == NULL ? "" : err->text);
	exit(70);
}

static void *
dial(const char *address, const struct profile *p, const struct keys *k)
{
	void *s = zmq_socket(context, ZMQ_DEALER);
	const int linger = 0, hwm = 1024;

	if (s == NULL ||
	    zmq_setsockopt(s, ZMQ_CURVE_SERVERKEY, p->server_curve, WIRE_KEY_BYTES) != 0 ||
	    zmq_setsockopt(s, ZMQ_CURVE_PUBLICKEY, k->curve_public, WIRE_KEY_BYTES) != 0 ||
	    zmq_setsockopt(s, ZMQ_CURVE_SECRETKEY, k->curve_secret, WIRE_KEY_BYTES) != 0 ||
	    zmq_setsockopt(s, ZMQ_LINGER, &linger, sizeof(linger)) != 0 ||
	    zmq_setsockopt(s, ZMQ_SNDHWM, &hwm, sizeof(hwm)) != 0 || zmq_connect(s, address) != 0)
		die(address, NULL);
	return s;
}

static void
send_frame(void *socket, enum frame_type type, const struct buf *body, const uint8_t *signature)
{
	uint8_t header[WIRE_HEADER_BYTES];
	const struct frame_header h = {.version = WIRE_VERSION, .type = type, .correlation = 1};

	frame_encode(&h, header);
	if (zmq_send(socket, header, sizeof(header), ZMQ_SNDMORE) < 0 ||
	    zmq_send(socket, body->at, body->len, signature == NULL ? 0 : ZMQ_SNDMORE) < 0 ||
	    (signature != NULL && zmq_send(socket, signature, WIRE_SIGNATURE_BYTES, 0) < 0))
		die("send", NULL);
}

/* One whole message, waiting at most ${wait_ms}; false: none. */
static bool
receive_frame(void *socket, int wait_ms, struct frame_header *ret, struct buf *body)
{
	zmq_pollitem_t item = {.socket = socket, .events = ZMQ_POLLIN};
	struct err err;
	zmq_msg_t m;

	if (zmq_poll(&item, 1, wait_ms) <= 0)
		return false;
	(void)zmq_msg_init(&m);
	if (zmq_msg_recv(&m, socket, 0) < 0 ||
	    !frame_decode(zmq_msg_data(&m), zmq_msg_size(&m), ret, &err))
		die("frame", &err);
	(void)zmq_msg_close(&m);
	(void)zmq_msg_init(&m);
	if (zmq_msg_recv(&m, socket, 0) < 0)
		die("body", NULL);
	buf_clear(body);
	buf_put(body, zmq_msg_data(&m), zmq_msg_size(&m));
	(void)zmq_msg_close(&m);
	return true;
}

static void
office_open(const char *name)
{
	struct office *o = &offices[offices_n++];
	struct hello hello = {
	    .version_min = WIRE_VERSION, .version_max = WIRE_VERSION, .program = "load"};
	struct frame_header h;
	struct buf body = {0};
	struct err err;

	if (!profile_open(name, &o->profile, &err) || !profile_keys(&o->profile, &o->keys, &err) ||
	    !os_random(o->stream, sizeof(o->stream), &err))
		die(name, &err);
	o->socket = dial(o->profile.intake, &o->profile, &o->keys);
	memcpy(hello.stream, o->stream, sizeof(hello.stream));
	memcpy(hello.sign_key, o->keys.sign_public, WIRE_KEY_BYTES);
	hello.clock_ms = clock_unix_ms();
	if (!query_encode_hello(&hello, &body, &err))
		die("hello", &err);
	send_frame(o->socket, FRAME_HELLO, &body, NULL);
	if (!receive_frame(o->socket, QUIET_MS_MAX, &h, &body) || h.type != FRAME_HELLO_OK)
		die("hello was not answered", NULL);
	buf_free(&body);
}

static void
office_sign(struct office *o, uint32_t messages, uint32_t per, uint64_t first)
{
	static char drives[WIRE_REPORTS_MAX][WIRE_DRIVE_BYTES_MAX + 1];
	static struct report reports[WIRE_REPORTS_MAX];
	struct err err;

	o->messages = calloc(messages, sizeof(*o->messages));
	o->n = messages;
	if (o->messages == NULL)
		die("memory", NULL);
	for (uint32_t m = 0; m < messages; m++) {
		struct submission s = {
		    .seq = m + 1, .realm = o->profile.realm, .reports = reports, .reports_n = per};

		for (uint32_t i = 0; i < per; i++)
			past_drive_result(o->profile.org, first + (uint64_t)m * per + i,
			    SOURCE_DEMO, drives[i], &reports[i]);
		memcpy(s.stream, o->stream, sizeof(s.stream));
		if (!submission_encode(&s, &o->messages[m].body, &err))
			die("encode", &err);
		submission_sign(o->messages[m].body.at, o->messages[m].body.len,
		    o->keys.sign_secret, o->messages[m].signature);
	}
}

static void
office_send_next(struct office *o)
{
	struct message *m = &o->messages[o->sent++];

	m->sent_us = clock_mono_us();
	send_frame(o->socket, FRAME_SUBMISSION, &m->body, m->signature);
}

/* The receipts that are there; false: none. */
static bool
office_receive(struct office *o, struct buf *body)
{
	struct frame_header h;
	struct receipt *r = NULL;
	struct err err;

	if (!receive_frame(o->socket, 0, &h, body))
		return false;
	if (h.type != FRAME_RECEIPT || !receipt_decode(body->at, body->len, &r, &err))
		die("an answer that is no receipt", NULL);
	if (!r->stored || r->seq == 0 || r->seq > o->n)
		die(err_name(r->stored          ? ERR_OK
			    : r->verdicts_n > 0 ? r->verdicts[0].code
						: r->code),
		    NULL);
	struct message *m = &o->messages[r->seq - 1];
	m->receipt_us = clock_mono_us();
	m->batch = r->row.n;
	o->done++;
	receipt_free(r);
	return true;
}

/* ---- the watcher */

static void
watch_open(const char *name)
{
	static struct profile p;
	static struct keys k;
	struct err err;

	if (!profile_open(name, &p, &err) || !profile_keys(&p, &k, &err))
		die(name, &err);
	watch_socket = dial(p.query, &p, &k);
}

static void
watch_ask(void)
{
	const struct watch_request q = {
	    .org = "VN", .period = "", .by = BY_CHILD, .basis = "", .lease_ms = WIRE_LEASE_MS};
	struct buf body = {0};
	struct err err;

	if (!query_encode_watch_request(&q, &body, &err))
		die("watch", &err);
	send_frame(watch_socket, FRAME_WATCH, &body, NULL);
	buf_free(&body);
}

static bool
watch_receive(struct buf *body)
{
	struct frame_header h;
	struct rows rows;
	struct err err;

	if (watch_socket == NULL || !receive_frame(watch_socket, 0, &h, body))
		return false;
	if (h.type == FRAME_ROWS && query_decode_rows(body->at, body->len, &rows, &err)) {
		if (rows.as_of_batch > watched_batch)
			watched_batch = rows.as_of_batch;
		query_free(&rows.arena);
	}
	return true;
}

/*
 * Messages whose batch the watcher has seen by now; ${from} is where each office's search begins.
 */
static uint32_t
watch_settle(struct office *o, uint32_t from)
{
	while (from < o->n && o->messages[from].batch != 0 &&
	    o->messages[from].batch <= watched_batch) {
		if (o->messages[from].fresh_us == 0)
			o->messages[from].fresh_us = clock_mono_us();
		from++;
	}
	return from;
}

/* ---- the loop */

static uint32_t
total_done(void)
{
	uint32_t done = 0;

	for (int i = 0; i < offices_n; i++)
		done += offices[i].done;
	return done;
}

static void
run(uint32_t total, uint64_t rate_per_s)
{
	static zmq_pollitem_t items[OFFICES_MAX + 1];
	static uint32_t fresh_from[OFFICES_MAX];
	struct buf body = {0};
	const uint64_t start_us = clock_mono_us();
	uint64_t progress_us = start_us, asked_us = 0;
	uint32_t sent = 0, fresh = 0;

	while (total_done() < total || (watch_socket != NULL && fresh < total)) {
		const uint64_t now_us = clock_mono_us();
		const uint64_t due =
		    rate_per_s == 0 ? total : (now_us - start_us) * rate_per_s / 1000000 + 1;
		int n = 0;

		if (now_us - progress_us > (uint64_t)QUIET_MS_MAX * 1000)
			die("no receipt for long", NULL);
		if (watch_socket != NULL &&
		    (asked_us == 0 || now_us - asked_us > (uint64_t)WIRE_LEASE_MS * 500)) {
			watch_ask();
			asked_us = now_us;
		}
		for (int i = 0; i < offices_n; i++) {
			struct office *o = &offices[i];

			while (o->sent < o->n && o->sent - o->done < WINDOW && sent < due &&
			    (rate_per_s == 0 || o->sent <= sent / (uint32_t)offices_n)) {
				office_send_next(o);
				sent++;
			}
			items[n++] = (zmq_pollitem_t){.socket = o->socket, .events = ZMQ_POLLIN};
		}
		if (watch_socket != NULL)
			items[n++] = (zmq_pollitem_t){.socket = watch_socket, .events = ZMQ_POLLIN};
		if (zmq_poll(items, n, rate_per_s == 0 ? 10 : 1) < 0)
			die("poll", NULL);
		fresh = 0;
		for (int i = 0; i < offices_n; i++)
			if ((items[i].revents & ZMQ_POLLIN) != 0)
				while (office_receive(&offices[i], &body))
					progress_us = now_us;
		while (watch_receive(&body))
			progress_us = now_us;
		for (int i = 0; i < offices_n && watch_socket != NULL; i++) {
			fresh_from[i] = watch_settle(&offices[i], fresh_from[i]);
			fresh += fresh_from[i];
		}
	}
	buf_free(&body);
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void
print_times(const char *name, bool fresh, uint32_t total)
{
	uint64_t *us = calloc(total + 1, sizeof(*us));
	uint32_t n = 0;

	if (us == NULL)
		die("memory", NULL);
	for (int i = 0; i < offices_n; i++)
		for (uint32_t m = 0; m < offices[i].n; m++) {
			const struct message *x = &offices[i].messages[m];

			us[n++] = (fresh ? x->fresh_us : x->receipt_us) - x->sent_us;
		}
	qsort(us, n, sizeof(*us), by_value);
	(void)printf(", \"%s\": {\"p50\": %.3f, \"p99\": %.3f}", name, (double)us[n / 2] / 1000,
	    (double)us[(uint64_t)n * 99 / 100] / 1000);
	free(us);
}

/*
 * What one core can check of an office's signed submissions, whatever is done with them afterwards.
 */
static int
verify(const char *name, uint32_t total)
{
	struct office *o = &offices[0];
	uint32_t good = 0;
	struct err err;

	if (!profile_open(name, &o->profile, &err) || !profile_keys(&o->profile, &o->keys, &err))
		die(name, &err);
	office_sign(o, total, 1, 0);
	const uint64_t start_us = clock_mono_us();
	for (uint32_t i = 0; i < total; i++)
		good += submission_verify(o->messages[i].body.at, o->messages[i].body.len,
		    o->messages[i].signature, o->keys.sign_public);
	const double seconds = (double)(clock_mono_us() - start_us) / 1e6;
	if (good != total)
		die("a signature of its own did not hold", NULL);
	(void)printf("{\"verify_per_s\": %.0f}\n", (double)total / seconds);
	return 0;
}

int
main(int argc, char **argv)
{
	const bool flood = argc > 4 && strcmp(argv[1], "flood") == 0;
	const bool paced = argc > 5 && strcmp(argv[1], "paced") == 0;
	const char *first =
	    getenv("GH_BENCH_FIRST"); /* reports of earlier loads: their drives are taken */
	const bool only_verify = argc == 4 && strcmp(argv[1], "verify") == 0;

	struct err err;

	if (!flood && !paced && !only_verify) {
		(void)fprintf(stderr,
		    "usage: load flood PER TOTAL PROFILE... | load paced RATE SECONDS WATCHER PROFILE...\n"
		    "       load verify TOTAL PROFILE\n");
		return 64;
	}
	os_seed_rand();
	if (!keys_init(&err))
		die("keys", &err);
	if (only_verify)
		return verify(argv[3], (uint32_t)strtoul(argv[2], NULL, 10));
	context = zmq_ctx_new();
	const int first_profile = flood ? 4 : 5;
	for (int i = first_profile; i < argc && offices_n < OFFICES_MAX; i++)
		office_open(argv[i]);
	const uint32_t per = flood ? (uint32_t)strtoul(argv[2], NULL, 10) : 1;
	const uint32_t rate = paced ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
	const uint32_t reports = flood ? (uint32_t)strtoul(argv[3], NULL, 10)
				       : rate * (uint32_t)strtoul(argv[3], NULL, 10);
	const uint32_t each = reports / per / (uint32_t)offices_n;
	for (int i = 0; i < offices_n; i++)
		office_sign(&offices[i], each, per, first == NULL ? 0 : strtoull(first, NULL, 10));
	if (paced)
		watch_open(argv[4]);
	const uint64_t start_us = clock_mono_us();
	run(each * (uint32_t)offices_n, rate);
	const double seconds = (double)(clock_mono_us() - start_us) / 1e6;
	(void)printf("{\"reports\": %u, \"each\": %u, \"seconds\": %.3f, \"per_s\": %.0f",
	    each * per * (uint32_t)offices_n, each * per, seconds,
	    (double)(each * per * (uint32_t)offices_n) / seconds);
	print_times("receipt_ms", false, each * (uint32_t)offices_n);
	if (paced)
		print_times("fresh_ms", true, each * (uint32_t)offices_n);
	(void)printf("}\n");
	return 0;
}
