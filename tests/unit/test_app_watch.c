/* Who watches: each machine has its share, and leaves the rest to others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app_reply.h"
#include "app_view.h"
#include "app_watch.h"
#include "support/corefix.h"

#define LEASE_MS 1000

/* ---- in place of the ledger and of the doors */

static struct core *core;
static enum err_code refused; /* the newest refusal */

struct core *
app_ledger_core(struct app_ledger *l)
{
	(void)l;
	return core;
}

const struct core *
app_ledger_keys(const struct app_ledger *l)
{
	(void)l;
	return core;
}

void
app_reply_error(struct app *a, const struct app_asker *to, enum err_code code, const char *detail)
{
	(void)a;
	(void)to;
	(void)detail;
	refused = code;
}

void
app_reply_err(struct app *a, const struct app_asker *to, const struct err *why)
{
	app_reply_error(a, to, why->code, why->text);
}

void
app_view_free(struct app_view *v)
{
	(void)v;
}

/* ---- asking */

/* What ${who} is answered: ERR_OK, its watch ${correlation} has begun, is renewed or has ended. */
static enum err_code
watch(struct app *a, struct corefix *f, enum actor who, uint64_t correlation, bool stop)
{
	const struct watch_request r = {
	    .org = "909", .period = "2022", .basis = "", .lease_ms = LEASE_MS, .stop = stop};
	struct buf body = {.max = WIRE_REQUEST_BYTES_MAX};
	struct app_question q = {.asker = {.correlation = correlation}, .type = FRAME_WATCH};
	struct key_info info;
	struct err err = {0};

	assert_true(core_key_by_sign(f->core, f->key[who].sign_public, &info));
	assert_true(query_encode_watch_request(&r, &body, &err));
	q.asker.peer = (uint32_t)who;
	q.body = body.at;
	q.body_len = body.len;
	refused = ERR_OK;
	app_watch_ask(a, &q, &info);
	buf_free(&body);
	return refused;
}

static void
one_machine_has_its_share_and_leaves_the_rest_to_others(void **state)
{
	struct corefix *f = *state;
	struct app a = {.unix_ms = f->now_ms};
	struct err err = {0};

	core = f->core;
	assert_true(app_watch_open(&a, &err));
	for (uint64_t i = 0; i < APP_WATCHES_OF_ONE; i++)
		assert_int_equal(watch(&a, f, ACTOR_AN_MINH, i, false), ERR_OK);
	assert_int_equal(watch(&a, f, ACTOR_AN_MINH, APP_WATCHES_OF_ONE, false), ERR_QUOTA);
	assert_int_equal(app_watch_count(a.watches), APP_WATCHES_OF_ONE);
	/* Those that run go on; another machine begins its own. */
	assert_int_equal(watch(&a, f, ACTOR_AN_MINH, 0, false), ERR_OK);
	assert_int_equal(watch(&a, f, ACTOR_KIEN_GIANG, 0, false), ERR_OK);
	assert_int_equal(app_watch_count(a.watches), APP_WATCHES_OF_ONE + 1);
	assert_int_equal(watch(&a, f, ACTOR_AN_MINH, 7, true), ERR_OK);
	assert_int_equal(watch(&a, f, ACTOR_AN_MINH, APP_WATCHES_OF_ONE, false), ERR_OK);
	app_watch_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(one_machine_has_its_share_and_leaves_the_rest_to_others,
		corefix_setup, corefix_teardown),
	};

	return cmocka_run_group_tests_name("app_watch", tests, NULL, NULL);
}
