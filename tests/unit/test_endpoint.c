/*
 * The client's end against real sockets: the aggregator's own door, and a bare one that misbehaves.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zmq.h>

#include "base/clock.h"
#include "net/router.h"
#include "wire/endpoint.h"

#define WAIT_MS 10000
#define RETRY_MS \
	40000 /* after ZAP 300 a client may sit out its handshake of 10 s, and then pause */
#define Z85_BYTES 41
#define ADDRESS_BYTES 256

struct key_pair {
	uint8_t public_key[WIRE_KEY_BYTES];
	uint8_t secret_key[WIRE_KEY_BYTES];
};

struct fixture {
	struct router *router;
	struct key_pair server, office;
	struct endpoint *e;
	struct endpoint_message msg;
	void *context; /* of a bare door */
	void *bare;
};

static void
pair_make(struct key_pair *ret)
{
	char public_z85[Z85_BYTES];
	char secret_z85[Z85_BYTES];

	assert_int_equal(zmq_curve_keypair(public_z85, secret_z85), 0);
	assert_non_null(zmq_z85_decode(ret->public_key, public_z85));
	assert_non_null(zmq_z85_decode(ret->secret_key, secret_z85));
}

static int
keys_only(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	pair_make(&f->server);
	pair_make(&f->office);
	*state = f;
	return 0;
}

static void
router_start(struct fixture *f, const char *address)
{
	const struct router_config config = {.endpoint = {address, "tcp://127.0.0.1:*"},
	    .curve_public = f->server.public_key,
	    .curve_secret = f->server.secret_key};
	struct err err = {0};

	if (!router_open(&config, &f->router, &err))
		fail_msg("%s", err.text);
}

static int
with_router(void **state)
{
	(void)keys_only(state);
	router_start(*state, "tcp://127.0.0.1:*");
	return 0;
}

static int
close_all(void **state)
{
	struct fixture *f = *state;

	endpoint_close(f->e);
	router_close(f->router);
	if (f->bare != NULL)
		assert_int_equal(zmq_close(f->bare), 0);
	if (f->context != NULL)
		assert_int_equal(zmq_ctx_term(f->context), 0);
	buf_free(&f->msg.body);
	free(f);
	return 0;
}

static void
let_in(struct fixture *f, bool sure)
{
	struct zap_key key;
	struct err err = {0};

	memcpy(key.at, f->office.public_key, sizeof(key.at));
	assert_true(zap_set(router_zap(f->router), &key, 1, &err));
	zap_set_trust(router_zap(f->router), sure ? ZAP_SURE : ZAP_UNSURE);
}

static struct endpoint *
dial(struct fixture *f, const char *address)
{
	const struct endpoint_config config = {.address = address,
	    .server_key = f->server.public_key,
	    .public_key = f->office.public_key,
	    .secret_key = f->office.secret_key};
	struct endpoint *e = NULL;
	struct err err = {0};

	if (!endpoint_open(&config, &e, &err))
		fail_msg("%s", err.text);
	return e;
}

static void
send_text(struct endpoint *e, enum frame_type type, const char *text, const uint8_t *signature)
{
	struct buf body = {0};
	struct err err = {0};

	buf_str(&body, text);
	if (!endpoint_send(e, type, 7, &body, signature, &err))
		fail_msg("%s", err.text);
	buf_free(&body);
}

/* The next message at the intake door, within RETRY_MS. */
static struct router_message
door_receive(struct fixture *f)
{
	const uint64_t until_ms = clock_mono_ms() + RETRY_MS;
	struct router_message m;
	struct err err = {0};

	for (;;) {
		struct router_wait w = {.for_ms = 100, .door = {[ROUTER_INTAKE] = true}};

		assert_true(router_poll(f->router, &w, &err));
		if (router_receive(f->router, ROUTER_INTAKE, &m) == ROUTER_MESSAGE)
			return m;
		assert_true(clock_mono_ms() < until_ms);
	}
}

static bool
receive(struct fixture *f, int wait_ms, int stop_fd)
{
	bool got;
	struct err err = {0};

	if (!endpoint_receive(f->e, wait_ms, stop_fd, &f->msg, &got, &err))
		fail_msg("%s", err.text);
	return got;
}

static void
answer(struct fixture *f, const struct router_message *m, const char *text)
{
	const struct frame_header header = {
	    .version = WIRE_VERSION, .type = FRAME_RECEIPT, .correlation = m->header.correlation};

	assert_int_equal(
	    router_send(f->router, &m->peer, &header, (const uint8_t *)text, strlen(text)),
	    ROUTER_SENT);
}

static void
a_message_goes_and_its_answer_comes(void **state)
{
	struct fixture *f = *state;
	uint8_t signature[WIRE_SIGNATURE_BYTES] = {1, 2, 3};
	struct router_message m;

	let_in(f, true);
	f->e = dial(f, router_endpoint(f->router, ROUTER_INTAKE));
	assert_false(endpoint_is_connected(f->e));
	send_text(f->e, FRAME_SUBMISSION, "365", signature);
	m = door_receive(f);
	assert_int_equal(m.refused, ERR_OK);
	assert_int_equal(m.header.type, FRAME_SUBMISSION);
	assert_int_equal(m.header.correlation, 7);
	assert_memory_equal(m.body, "365", 3);
	assert_memory_equal(m.signature, signature, sizeof(signature));
	assert_memory_equal(m.curve_key, f->office.public_key, WIRE_KEY_BYTES);
	answer(f, &m, "biên nhận");
	assert_true(receive(f, WAIT_MS, -1));
	assert_true(endpoint_is_connected(f->e));
	assert_false(endpoint_is_refused(f->e));
	assert_int_equal(f->msg.header.type, FRAME_RECEIPT);
	assert_int_equal(f->msg.header.correlation, 7);
	assert_string_equal(buf_text(&f->msg.body), "biên nhận");

	send_text(f->e, FRAME_HELLO, "", NULL); /* an empty body is a frame as well */
	m = door_receive(f);
	assert_int_equal(m.refused, ERR_OK);
	assert_int_equal(m.body_len, 0);
	answer(f, &m, "");
	assert_true(receive(f, WAIT_MS, -1));
	assert_int_equal(f->msg.body.len, 0);
}

static void
a_stranger_learns_that_its_key_is_refused(void **state)
{
	struct fixture *f = *state;

	zap_set_trust(router_zap(f->router), ZAP_SURE);
	f->e = dial(f, router_endpoint(f->router, ROUTER_INTAKE));
	send_text(f->e, FRAME_HELLO, "x", NULL);
	assert_false(receive(f, WAIT_MS, -1)); /* comes back at once, not after the wait */
	assert_true(endpoint_is_refused(f->e));
	assert_false(endpoint_is_connected(f->e));

	let_in(f, true); /* the key is known now: a new endpoint is let in, the old one never */
	endpoint_close(f->e);
	f->e = dial(f, router_endpoint(f->router, ROUTER_INTAKE));
	send_text(f->e, FRAME_HELLO, "x", NULL);
	assert_int_equal(door_receive(f).refused, ERR_OK);
}

/* ZAP 300: the aggregator cannot tell yet, the client tries again by itself. */
static void
an_unsure_server_refuses_nobody(void **state)
{
	struct fixture *f = *state;
	const uint64_t until_ms = clock_mono_ms() + WAIT_MS;
	struct zap_counts counts = {0};

	zap_set_trust(router_zap(f->router), ZAP_UNSURE);
	f->e = dial(f, router_endpoint(f->router, ROUTER_INTAKE));
	send_text(f->e, FRAME_HELLO, "x", NULL);
	while (counts.deferred == 0) {
		assert_true(clock_mono_ms() < until_ms);
		assert_false(receive(f, 20, -1));
		counts = zap_count(router_zap(f->router));
	}
	let_in(f, true);
	assert_int_equal(door_receive(f).refused, ERR_OK);
	assert_false(endpoint_is_refused(f->e));
}

static void
a_restarted_server_is_found_again(void **state)
{
	struct fixture *f = *state;
	const uint64_t until_ms = clock_mono_ms() + WAIT_MS;
	char address[ADDRESS_BYTES];
	struct router_message m;

	let_in(f, true);
	(void)snprintf(address, sizeof(address), "%s", router_endpoint(f->router, ROUTER_INTAKE));
	f->e = dial(f, address);
	send_text(f->e, FRAME_HELLO, "x", NULL);
	m = door_receive(f);
	answer(f, &m, "y");
	assert_true(receive(f, WAIT_MS, -1));
	router_close(f->router);
	f->router = NULL;
	while (endpoint_is_connected(f->e)) {
		assert_true(clock_mono_ms() < until_ms);
		assert_false(receive(f, 20, -1));
	}
	router_start(f, address);
	let_in(f, true);
	send_text(f->e, FRAME_HELLO, "x", NULL);
	(void)door_receive(f);
}

static void
a_full_queue_is_busy_and_never_blocks(void **state)
{
	struct fixture *f = *state;
	struct buf body = {0};
	struct err err = {0};
	int sent = 0;

	f->e = dial(f, "tcp://127.0.0.1:9"); /* nobody is there */
	buf_str(&body, "x");
	while (sent <= 64 && endpoint_send(f->e, FRAME_SUBMISSION, 1, &body, NULL, &err))
		sent++;
	assert_int_equal(sent, 64);
	assert_int_equal(err.code, ERR_BUSY);
	buf_free(&body);
}

static void
a_body_beyond_the_limit_stays_here(void **state)
{
	struct fixture *f = *state;
	static const uint8_t bytes[WIRE_REQUEST_BYTES_MAX + 1];
	struct buf body = {0};
	struct err err = {0};

	f->e = dial(f, "tcp://127.0.0.1:9");
	buf_put(&body, bytes, sizeof(bytes));
	assert_false(endpoint_send(f->e, FRAME_SUBMISSION, 1, &body, NULL, &err));
	assert_int_equal(err.code, ERR_TOO_LARGE);
	buf_free(&body);
}

static void
an_address_that_is_none_is_the_settings_fault(void **state)
{
	struct fixture *f = *state;
	const struct endpoint_config config = {.address = "máy chủ",
	    .server_key = f->server.public_key,
	    .public_key = f->office.public_key,
	    .secret_key = f->office.secret_key};
	struct endpoint *e = NULL;
	struct err err = {0};

	assert_false(endpoint_open(&config, &e, &err));
	assert_int_equal(err.code, ERR_CONFIG);
	assert_null(e);
	endpoint_close(NULL);
}

static void
a_wait_ends_at_its_time_or_when_told_to_stop(void **state)
{
	struct fixture *f = *state;
	int stop[2];
	uint64_t begin_ms;

	f->e = dial(f, "tcp://127.0.0.1:9");
	assert_int_equal(pipe(stop), 0);
	begin_ms = clock_mono_ms();
	assert_false(receive(f, 60, stop[0]));
	assert_in_range(clock_mono_ms() - begin_ms, 60, WAIT_MS / 2);
	assert_false(receive(f, 0, stop[0]));
	assert_int_equal(write(stop[1], "", 1), 1);
	begin_ms = clock_mono_ms();
	assert_false(receive(f, WAIT_MS, stop[0]));
	assert_true(clock_mono_ms() - begin_ms < WAIT_MS);
	(void)close(stop[0]);
	(void)close(stop[1]);
}

/* A door without ZAP that says whatever the test wants. */
static void
bare_open(struct fixture *f)
{
	const int yes = 1;
	char address[ADDRESS_BYTES];
	size_t len = sizeof(address);

	f->context = zmq_ctx_new();
	f->bare = zmq_socket(f->context, ZMQ_ROUTER);
	assert_int_equal(zmq_setsockopt(f->bare, ZMQ_CURVE_SERVER, &yes, sizeof(yes)), 0);
	assert_int_equal(
	    zmq_setsockopt(f->bare, ZMQ_CURVE_SECRETKEY, f->server.secret_key, WIRE_KEY_BYTES), 0);
	assert_int_equal(zmq_bind(f->bare, "tcp://127.0.0.1:*"), 0);
	assert_int_equal(zmq_getsockopt(f->bare, ZMQ_LAST_ENDPOINT, address, &len), 0);
	f->e = dial(f, address);
}

static void
bare_say(struct fixture *f, const uint8_t *id, size_t id_len, const char *const *frames)
{
	assert_int_equal(zmq_send(f->bare, id, id_len, ZMQ_SNDMORE), (int)id_len);
	for (; *frames != NULL; frames++) {
		uint8_t head[WIRE_HEADER_BYTES];
		const bool is_head = strcmp(*frames, "head") == 0;
		const size_t len = is_head ? sizeof(head) : strlen(*frames);

		frame_encode(
		    &(struct frame_header){.version = WIRE_VERSION, .type = FRAME_BEAT}, head);
		assert_int_equal(zmq_send(f->bare, is_head ? (const void *)head : *frames, len,
				     frames[1] != NULL ? ZMQ_SNDMORE : 0),
		    (int)len);
	}
}

static void
what_is_no_message_of_ours_is_dropped(void **state)
{
	struct fixture *f = *state;
	uint8_t id[ADDRESS_BYTES];
	int id_len;
	uint8_t rest[ADDRESS_BYTES];

	bare_open(f);
	send_text(f->e, FRAME_HELLO, "x", NULL);
	id_len = zmq_recv(f->bare, id, sizeof(id), 0);
	assert_true(id_len > 0);
	assert_int_equal(zmq_recv(f->bare, rest, sizeof(rest), 0), WIRE_HEADER_BYTES);
	assert_int_equal(zmq_recv(f->bare, rest, sizeof(rest), 0), 1);

	bare_say(f, id, (size_t)id_len, (const char *const[]){"not a header", "body", NULL});
	bare_say(f, id, (size_t)id_len, (const char *const[]){"head", NULL});
	bare_say(
	    f, id, (size_t)id_len, (const char *const[]){"head", "body", "more", "and more", NULL});
	bare_say(f, id, (size_t)id_len, (const char *const[]){"head", "ours", NULL});
	assert_true(receive(f, WAIT_MS, -1));
	assert_int_equal(f->msg.header.type, FRAME_BEAT);
	assert_string_equal(buf_text(&f->msg.body), "ours");
	assert_false(receive(f, 0, -1));
}

static void *
open_and_close(void *arg)
{
	struct fixture *f = arg;

	for (int i = 0; i < 10; i++)
		endpoint_close(dial(f, "tcp://127.0.0.1:9"));
	return NULL;
}

static void
threads_share_the_context(void **state)
{
	pthread_t threads[3];

	for (size_t i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, open_and_close, *state), 0);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_message_goes_and_its_answer_comes, with_router, close_all),
	    cmocka_unit_test_setup_teardown(
		a_stranger_learns_that_its_key_is_refused, with_router, close_all),
	    cmocka_unit_test_setup_teardown(
		an_unsure_server_refuses_nobody, with_router, close_all),
	    cmocka_unit_test_setup_teardown(
		a_restarted_server_is_found_again, with_router, close_all),
	    cmocka_unit_test_setup_teardown(
		a_full_queue_is_busy_and_never_blocks, keys_only, close_all),
	    cmocka_unit_test_setup_teardown(
		a_body_beyond_the_limit_stays_here, keys_only, close_all),
	    cmocka_unit_test_setup_teardown(
		an_address_that_is_none_is_the_settings_fault, keys_only, close_all),
	    cmocka_unit_test_setup_teardown(
		a_wait_ends_at_its_time_or_when_told_to_stop, keys_only, close_all),
	    cmocka_unit_test_setup_teardown(
		what_is_no_message_of_ours_is_dropped, keys_only, close_all),
	    cmocka_unit_test_setup_teardown(threads_share_the_context, keys_only, close_all),
	};

	return cmocka_run_group_tests_name("endpoint", tests, NULL, NULL);
}
