/* The doors with real sockets: who gets in, what is closed, and what a message must look like. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zmq.h>

#include "base/clock.h"
#include "net/probe.h"
#include "net/router.h"

#define WAIT_MS 10000
#define Z85_BYTES 41

struct key_pair {
	uint8_t public_key[WIRE_KEY_BYTES];
	uint8_t secret_key[WIRE_KEY_BYTES];
};

struct fixture {
	struct router *router;
	void *context; /* the clients' */
	struct key_pair server, office;
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
fixture_open(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct err err = {0};

	assert_non_null(f);
	pair_make(&f->server);
	pair_make(&f->office);
	const struct router_config config = {.endpoint = {"tcp://127.0.0.1:0", "tcp://127.0.0.1:*"},
	    .curve_public = f->server.public_key,
	    .curve_secret = f->server.secret_key};

	if (!router_open(&config, &f->router, &err))
		fail_msg("%s", err.text);
	f->context = zmq_ctx_new();
	assert_non_null(f->context);
	*state = f;
	return 0;
}

static int
fixture_close(void **state)
{
	struct fixture *f = *state;

	router_close(f->router);
	(void)zmq_ctx_term(f->context);
	free(f);
	return 0;
}

static void
office_allow(struct fixture *f)
{
	struct zap_key key;
	struct err err = {0};

	memcpy(key.at, f->office.public_key, sizeof(key.at));
	assert_true(zap_set(router_zap(f->router), &key, 1, &err));
	zap_set_trust(router_zap(f->router), ZAP_SURE);
}

static void *
client_open(struct fixture *f, const struct key_pair *pair, const char *routing_id)
{
	void *socket = zmq_socket(f->context, ZMQ_DEALER);
	const int zero = 0;

	assert_non_null(socket);
	assert_int_equal(zmq_setsockopt(socket, ZMQ_LINGER, &zero, sizeof(zero)), 0);
	assert_int_equal(
	    zmq_setsockopt(socket, ZMQ_CURVE_SERVERKEY, f->server.public_key, WIRE_KEY_BYTES), 0);
	assert_int_equal(
	    zmq_setsockopt(socket, ZMQ_CURVE_PUBLICKEY, pair->public_key, WIRE_KEY_BYTES), 0);
	assert_int_equal(
	    zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, pair->secret_key, WIRE_KEY_BYTES), 0);
	if (routing_id != NULL)
		assert_int_equal(
		    zmq_setsockopt(socket, ZMQ_ROUTING_ID, routing_id, strlen(routing_id)), 0);
	return socket;
}

static void
client_connect(struct fixture *f, void *socket)
{
	assert_int_equal(zmq_connect(socket, router_endpoint(f->router, ROUTER_INTAKE)), 0);
}

static void
client_send(void *socket, uint64_t correlation, const char *body)
{
	const struct frame_header h = {
	    .version = WIRE_VERSION, .type = FRAME_STATUS, .correlation = correlation};
	uint8_t head[WIRE_HEADER_BYTES];

	frame_encode(&h, head);
	assert_int_equal(zmq_send(socket, head, sizeof(head), ZMQ_SNDMORE), (int)WIRE_HEADER_BYTES);
	assert_int_equal(zmq_send(socket, body, strlen(body), 0), (int)strlen(body));
}

/* The next message at the intake, or false when none comes within ${wait_ms}. */
static bool
intake_take(struct fixture *f, long wait_ms, struct router_message *ret)
{
	const uint64_t until_ms = clock_mono_ms() + (uint64_t)wait_ms;
	struct err err = {0};

	for (;;) {
		const uint64_t now_ms = clock_mono_ms();
		enum router_got got = router_receive(f->router, ROUTER_INTAKE, ret);
		struct router_wait w = {.door = {true, true}};

		if (got == ROUTER_MESSAGE)
			return true;
		if (now_ms >= until_ms)
			return false;
		w.for_ms = (long)(until_ms - now_ms);
		if (got == ROUTER_NOTHING)
			assert_true(router_poll(f->router, &w, &err));
	}
}

/* Wait until the ZAP handler has answered ${n} times with what ${pick} counts. */
static void
zap_wait(struct fixture *f, uint64_t (*pick)(struct zap_counts), uint64_t n)
{
	const uint64_t until_ms = clock_mono_ms() + WAIT_MS;

	while (pick(zap_count(router_zap(f->router))) < n) {
		struct router_message m;

		assert_true(clock_mono_ms() < until_ms);
		assert_false(intake_take(f, 10, &m));
	}
}

static uint64_t
pick_refused(struct zap_counts c)
{
	return c.refused;
}

static uint64_t
pick_deferred(struct zap_counts c)
{
	return c.deferred;
}

static void
an_enrolled_key_is_let_in_and_named(void **state)
{
	struct fixture *f = *state;
	struct router_message m;
	void *client = client_open(f, &f->office, NULL);

	office_allow(f);
	client_connect(f, client);
	client_send(client, 7, "hello");
	assert_true(intake_take(f, WAIT_MS, &m));
	assert_int_equal(m.refused, ERR_OK);
	assert_int_equal(m.header.type, FRAME_STATUS);
	assert_int_equal(m.header.correlation, 7);
	assert_int_equal(m.body_len, 5);
	assert_memory_equal(m.body, "hello", 5);
	assert_null(m.signature);
	assert_memory_equal(m.curve_key, f->office.public_key, WIRE_KEY_BYTES);
	assert_string_equal(m.address, "127.0.0.1");
	(void)zmq_close(client);
}

static void
an_answer_reaches_the_one_who_asked(void **state)
{
	struct fixture *f = *state;
	struct router_message m;
	char body[16] = "";
	const struct frame_header h = {
	    .version = WIRE_VERSION, .type = FRAME_STATUS_OK, .correlation = 7};
	const int wait_ms = WAIT_MS;
	void *client = client_open(f, &f->office, NULL);

	office_allow(f);
	assert_int_equal(zmq_setsockopt(client, ZMQ_RCVTIMEO, &wait_ms, sizeof(wait_ms)), 0);
	client_connect(f, client);
	client_send(client, 7, "?");
	assert_true(intake_take(f, WAIT_MS, &m));
	assert_int_equal(
	    router_send(f->router, &m.peer, &h, (const uint8_t *)"here", 4), ROUTER_SENT);
	assert_int_equal(zmq_recv(client, body, sizeof(body), 0), WIRE_HEADER_BYTES);
	assert_int_equal(zmq_recv(client, body, sizeof(body), 0), 4);
	assert_memory_equal(body, "here", 4);
	(void)zmq_close(client);
}

static void
strangers_are_tried_on_both_doors_before_they_open(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(zap_count(router_zap(f->router)).refused, ROUTER_PAIR);
	assert_int_equal(zap_count(router_zap(f->router)).allowed, 0);
}

static void
an_unknown_key_is_refused(void **state)
{
	struct fixture *f = *state;
	struct key_pair stranger;
	struct router_message m;
	void *client;

	pair_make(&stranger);
	client = client_open(f, &stranger, NULL);
	office_allow(f);
	client_connect(f, client);
	client_send(client, 1, "let me in");
	zap_wait(f, pick_refused, ROUTER_PAIR + 1);
	assert_false(intake_take(f, 100, &m));
	assert_int_equal(zap_count(router_zap(f->router)).allowed, 0);
	(void)zmq_close(client);
}

static void
an_unknown_key_is_put_off_while_the_table_is_not_whole(void **state)
{
	struct fixture *f = *state;
	const uint64_t before = zap_count(router_zap(f->router)).deferred;
	const uint64_t refused = zap_count(router_zap(f->router)).refused;
	void *client = client_open(f, &f->office, NULL);

	client_connect(f, client);
	zap_wait(f, pick_deferred, before + 1);
	assert_int_equal(zap_count(router_zap(f->router)).refused, refused);
	(void)zmq_close(client);
}

static void
a_key_entered_meanwhile_is_let_in_after_a_look(void **state)
{
	struct fixture *f = *state;
	struct router_message m;
	struct zap_key key;
	struct err err = {0};
	void *client = client_open(f, &f->office, NULL);

	zap_set_trust(router_zap(f->router), ZAP_LOOKS);
	client_connect(f, client);
	client_send(client, 1, "hello");
	assert_false(intake_take(f, 50, &m));
	zap_looked(router_zap(f->router));
	memcpy(key.at, f->office.public_key, sizeof(key.at));
	assert_true(zap_set(router_zap(f->router), &key, 1, &err));
	zap_looked(router_zap(f->router));
	assert_true(intake_take(f, WAIT_MS, &m));
	(void)zmq_close(client);
}

static void
an_unknown_key_is_refused_after_two_looks(void **state)
{
	struct fixture *f = *state;
	const uint64_t until_ms = clock_mono_ms() + WAIT_MS;
	void *client = client_open(f, &f->office, NULL);

	zap_set_trust(router_zap(f->router), ZAP_LOOKS);
	client_connect(f, client);
	while (zap_count(router_zap(f->router)).refused == ROUTER_PAIR) {
		struct router_message m;

		assert_true(clock_mono_ms() < until_ms);
		assert_false(intake_take(f, 10, &m));
		zap_looked(router_zap(f->router));
	}
	assert_int_equal(zap_count(router_zap(f->router)).allowed, 0);
	(void)zmq_close(client);
}

static void
a_frame_over_the_limit_closes_the_connection(void **state)
{
	struct fixture *f = *state;
	struct router_message m;
	uint8_t *big = calloc(1, WIRE_REQUEST_BYTES_MAX + 1);
	void *client = client_open(f, &f->office, NULL);
	void *other = client_open(f, &f->office, NULL);

	assert_non_null(big);
	office_allow(f);
	client_connect(f, client);
	client_connect(f, other);
	assert_int_equal(
	    zmq_send(client, big, WIRE_REQUEST_BYTES_MAX + 1, 0), WIRE_REQUEST_BYTES_MAX + 1);
	client_send(client, 1, "after");
	client_send(other, 2, "unharmed");
	assert_true(intake_take(f, WAIT_MS, &m));
	assert_int_equal(m.header.correlation, 2);
	free(big);
	(void)zmq_close(client);
	(void)zmq_close(other);
}

static void
a_message_of_too_many_frames_is_read_away(void **state)
{
	struct fixture *f = *state;
	struct router_message m;
	void *client = client_open(f, &f->office, NULL);

	office_allow(f);
	client_connect(f, client);
	for (int i = 0; i < 5000; i++)
		assert_int_equal(zmq_send(client, "x", 1, ZMQ_SNDMORE), 1);
	assert_int_equal(zmq_send(client, "x", 1, 0), 1);
	client_send(client, 9, "next");
	assert_true(intake_take(f, WAIT_MS, &m));
	assert_int_equal(m.header.correlation, 9);
	(void)zmq_close(client);
}

static void
a_peer_that_chose_its_own_id_is_not_heard(void **state)
{
	struct fixture *f = *state;
	struct router_message m;
	void *squatter = client_open(f, &f->office, "someone");
	void *client = client_open(f, &f->office, NULL);

	office_allow(f);
	client_connect(f, squatter);
	client_send(squatter, 1, "mine");
	client_connect(f, client);
	client_send(client, 2, "ours");
	assert_true(intake_take(f, WAIT_MS, &m));
	assert_int_equal(m.header.correlation, 2);
	assert_false(intake_take(f, 100, &m));
	(void)zmq_close(squatter);
	(void)zmq_close(client);
}

static void
a_bad_header_is_named_and_its_sender_known(void **state)
{
	struct fixture *f = *state;
	struct router_message m;
	uint8_t head[WIRE_HEADER_BYTES] = {'G', 'H', 99, FRAME_HELLO};
	void *client = client_open(f, &f->office, NULL);

	office_allow(f);
	client_connect(f, client);
	assert_int_equal(zmq_send(client, head, sizeof(head), 0), (int)sizeof(head));
	assert_true(intake_take(f, WAIT_MS, &m));
	assert_int_equal(m.refused, ERR_VERSION);
	assert_int_equal(zmq_send(client, "XX", 2, 0), 2);
	assert_true(intake_take(f, WAIT_MS, &m));
	assert_int_equal(m.refused, ERR_MALFORMED);
	assert_memory_equal(m.curve_key, f->office.public_key, WIRE_KEY_BYTES);
	(void)zmq_close(client);
}

static void
sending_tells_a_full_queue_from_a_peer_that_has_gone(void **state)
{
	struct fixture *f = *state;
	struct router_message m;
	const uint64_t until_ms = clock_mono_ms() + WAIT_MS;
	const struct frame_header h = {.version = WIRE_VERSION, .type = FRAME_ROWS};
	uint8_t *body = calloc(1, WIRE_REPLY_BYTES_MAX);
	void *client = client_open(f, &f->office, NULL);
	enum router_sent sent = ROUTER_SENT;

	assert_non_null(body);
	office_allow(f);
	client_connect(f, client);
	client_send(client, 1, "watch");
	assert_true(intake_take(f, WAIT_MS, &m));
	/* It never reads: its queues and the sockets' buffers fill. */
	while (sent == ROUTER_SENT && clock_mono_ms() < until_ms)
		sent = router_send(f->router, &m.peer, &h, body, WIRE_REPLY_BYTES_MAX);
	assert_int_equal(sent, ROUTER_FULL);
	(void)zmq_close(client);
	while (sent != ROUTER_GONE && clock_mono_ms() < until_ms) {
		struct router_message none;

		(void)intake_take(f, 10, &none);
		sent = router_send(f->router, &m.peer, &h, body, 1);
	}
	assert_int_equal(sent, ROUTER_GONE);
	free(body);
}

static void
the_probe_finds_a_door_that_lets_strangers_in(void **state)
{
	struct fixture *f = *state;
	char endpoint[ROUTER_ENDPOINT_BYTES];
	size_t len = sizeof(endpoint);
	const int one = 1;
	const int zero = 0;
	struct err err = {0};
	void *open_door = zmq_socket(f->context, ZMQ_ROUTER);

	assert_non_null(open_door);
	assert_int_equal(zmq_setsockopt(open_door, ZMQ_LINGER, &zero, sizeof(zero)), 0);
	assert_int_equal(zmq_setsockopt(open_door, ZMQ_CURVE_SERVER, &one, sizeof(one)), 0);
	assert_int_equal(
	    zmq_setsockopt(open_door, ZMQ_CURVE_SECRETKEY, f->server.secret_key, WIRE_KEY_BYTES),
	    0);
	assert_int_equal(zmq_bind(open_door, "tcp://127.0.0.1:*"), 0);
	assert_int_equal(zmq_getsockopt(open_door, ZMQ_LAST_ENDPOINT, endpoint, &len), 0);
	assert_false(probe_is_refused(f->context, endpoint, f->server.public_key, &err));
	assert_int_equal(err.code, ERR_BUG);
	(void)zmq_close(open_door);
}

static void
a_user_id_is_the_key_in_hex_and_nothing_else(void **state)
{
	uint8_t key[WIRE_KEY_BYTES];
	uint8_t back[WIRE_KEY_BYTES];
	char user[ZAP_USER_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = (uint8_t)(i * 9);
	zap_user_id(key, user);
	assert_true(zap_user_key(user, back));
	assert_memory_equal(key, back, sizeof(key));
	assert_false(zap_user_key(NULL, back));
	assert_false(zap_user_key("", back));
	assert_false(zap_user_key("00", back));
	user[5] = 'g';
	assert_false(zap_user_key(user, back));
}

#define DOOR(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    DOOR(an_enrolled_key_is_let_in_and_named),
	    DOOR(an_answer_reaches_the_one_who_asked),
	    DOOR(strangers_are_tried_on_both_doors_before_they_open),
	    DOOR(an_unknown_key_is_refused),
	    DOOR(an_unknown_key_is_put_off_while_the_table_is_not_whole),
	    DOOR(a_key_entered_meanwhile_is_let_in_after_a_look),
	    DOOR(an_unknown_key_is_refused_after_two_looks),
	    DOOR(a_frame_over_the_limit_closes_the_connection),
	    DOOR(a_message_of_too_many_frames_is_read_away),
	    DOOR(a_peer_that_chose_its_own_id_is_not_heard),
	    DOOR(a_bad_header_is_named_and_its_sender_known),
	    DOOR(sending_tells_a_full_queue_from_a_peer_that_has_gone),
	    DOOR(the_probe_finds_a_door_that_lets_strangers_in),
	    cmocka_unit_test(a_user_id_is_the_key_in_hex_and_nothing_else),
	};

	return cmocka_run_group_tests_name("router", tests, NULL, NULL);
}
