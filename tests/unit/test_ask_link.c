/* How long an answer is waited for, against a real socket that takes its time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <zmq.h>

#include "client/ask_link.h"
#include "base/clock.h"

#define PATIENCE_MS 20000 /* far beyond what any of these takes */
#define PAUSE_MS 300
#define SHORT_MS 50
#define Z85_BYTES 41
#define ID_BYTES 64

enum manner { AT_ONCE, AFTER_A_PAUSE, NEVER, GOES };

struct fixture {
	void *context;
	void *door;
	pthread_t thread;
	bool runs;
	enum manner manners[2]; /* of its first question, and of its second */
	uint8_t server_public[WIRE_KEY_BYTES], server_secret[WIRE_KEY_BYTES];
	struct ask_link link;
};

static void
pair_make(uint8_t public_key[WIRE_KEY_BYTES], uint8_t secret_key[WIRE_KEY_BYTES])
{
	char public_z85[Z85_BYTES], secret_z85[Z85_BYTES];

	assert_int_equal(zmq_curve_keypair(public_z85, secret_z85), 0);
	assert_non_null(zmq_z85_decode(public_key, public_z85));
	assert_non_null(zmq_z85_decode(secret_key, secret_z85));
}

/* Whose question it is, and the question's header; the greeting is not answered. */
static bool
question_read(struct fixture *f, uint8_t id[ID_BYTES], int *ret_id, struct frame_header *ret)
{
	uint8_t head[WIRE_HEADER_BYTES], rest[1];
	struct err err;
	int more = 1;
	size_t size = sizeof(more);

	*ret_id = zmq_recv(f->door, id, ID_BYTES, 0);
	if (*ret_id < 0 || zmq_recv(f->door, head, sizeof(head), 0) != (int)sizeof(head))
		return false;
	while (zmq_getsockopt(f->door, ZMQ_RCVMORE, &more, &size) == 0 && more != 0)
		(void)zmq_recv(f->door, rest, sizeof(rest), 0);
	return frame_decode(head, sizeof(head), ret, &err);
}

static void
answer(struct fixture *f, const uint8_t *id, int id_len, uint64_t correlation)
{
	const struct frame_header header = {
	    .version = WIRE_VERSION, .type = FRAME_ROWS, .correlation = correlation};
	uint8_t head[WIRE_HEADER_BYTES];

	frame_encode(&header, head);
	(void)zmq_send(f->door, id, (size_t)id_len, ZMQ_SNDMORE);
	(void)zmq_send(f->door, head, sizeof(head), ZMQ_SNDMORE);
	(void)zmq_send(f->door, "", 0, 0);
}

/* Until its context ends. */
static void *
serve(void *arg)
{
	struct fixture *f = arg;
	struct frame_header header;
	uint8_t id[ID_BYTES];
	unsigned asked = 0;
	int id_len;

	while (question_read(f, id, &id_len, &header) || zmq_errno() != ETERM) {
		if (header.type != FRAME_SUMMARY)
			continue;
		const enum manner manner = f->manners[asked++ % 2];

		if (manner == AFTER_A_PAUSE)
			(void)zmq_poll(NULL, 0, PAUSE_MS);
		if (manner == GOES)
			break;
		if (manner != NEVER)
			answer(f, id, id_len, header.correlation);
	}
	(void)zmq_close(f->door);
	return NULL;
}

static int
dialled(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	const int on = 1, none = 0;
	size_t len = sizeof(f->link.profile.intake);

	assert_non_null(f);
	pair_make(f->server_public, f->server_secret);
	pair_make(f->link.keys.curve_public, f->link.keys.curve_secret);
	f->context = zmq_ctx_new();
	f->door = zmq_socket(f->context, ZMQ_ROUTER);
	assert_int_equal(zmq_setsockopt(f->door, ZMQ_LINGER, &none, sizeof(none)), 0);
	assert_int_equal(zmq_setsockopt(f->door, ZMQ_CURVE_SERVER, &on, sizeof(on)), 0);
	assert_int_equal(
	    zmq_setsockopt(f->door, ZMQ_CURVE_SECRETKEY, f->server_secret, WIRE_KEY_BYTES), 0);
	assert_int_equal(zmq_bind(f->door, "tcp://127.0.0.1:*"), 0);
	assert_int_equal(
	    zmq_getsockopt(f->door, ZMQ_LAST_ENDPOINT, f->link.profile.intake, &len), 0);
	memcpy(f->link.profile.query, f->link.profile.intake, len);
	memcpy(f->link.profile.server_curve, f->server_public, WIRE_KEY_BYTES);
	f->link.wait_ms = PATIENCE_MS;
	*state = f;
	return 0;
}

static int
hung_up(void **state)
{
	struct fixture *f = *state;

	f->link.hello = 0; /* no greeting comes here */
	ask_link_close(&f->link);
	assert_int_equal(zmq_ctx_shutdown(f->context), 0);
	if (f->runs)
		assert_int_equal(pthread_join(f->thread, NULL), 0);
	assert_int_equal(zmq_ctx_term(f->context), 0);
	free(f);
	return 0;
}

static enum err_code
ask(struct fixture *f, enum ask_port port)
{
	const struct ask_question q = {port, FRAME_SUMMARY, FRAME_ROWS};
	struct err err = {.code = ERR_OK};

	return ask_link_ask(&f->link, &q, &err) ? ERR_OK : err.code;
}

/* The first question makes the connection, and the next one is not waited for by itself. */
static void
begin(struct fixture *f, enum ask_port port, enum manner second)
{
	f->manners[1] = second;
	assert_int_equal(pthread_create(&f->thread, NULL, serve, f), 0);
	f->runs = true;
	assert_int_equal(ask(f, port), ERR_OK);
	f->link.wait_ms = SHORT_MS;
}

static void
who_is_connected_and_computes_is_waited_for(void **state)
{
	struct fixture *f = *state;

	begin(f, ASK_QUERY, AFTER_A_PAUSE);
	assert_int_equal(ask(f, ASK_QUERY), ERR_OK);
}

static void
an_office_that_reports_waits_no_longer_than_that(void **state)
{
	struct fixture *f = *state;

	begin(f, ASK_INTAKE, NEVER);
	assert_int_equal(ask(f, ASK_INTAKE), ERR_AWAY);
}

static void
who_hangs_up_is_away_before_the_long_wait_is_over(void **state)
{
	struct fixture *f = *state;
	const uint64_t start_ms = clock_mono_ms();

	begin(f, ASK_QUERY, GOES);
	assert_int_equal(ask(f, ASK_QUERY), ERR_AWAY);
	assert_true(clock_mono_ms() - start_ms < ASK_BUSY_MS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		who_is_connected_and_computes_is_waited_for, dialled, hung_up),
	    cmocka_unit_test_setup_teardown(
		an_office_that_reports_waits_no_longer_than_that, dialled, hung_up),
	    cmocka_unit_test_setup_teardown(
		who_hangs_up_is_away_before_the_long_wait_is_over, dialled, hung_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
