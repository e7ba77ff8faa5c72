/*
 * From the queue to the receipt over a real database: one submission that nothing can decide, or
 * that the database does not take, costs itself and keeps nobody else waiting.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app_ledger.h"
#include "base/clock.h"
#include "db/writer.h"
#include "support/corefix.h"
#include "support/pgfixture.h"

#define SENT 5       /* submissions put in at once */
#define BAD 2        /* the one of them that cannot be stored */
#define DROPS_MAX 2  /* with the others, and by itself */
#define RUN_MS 60000 /* the longest that a run may take */
#define UNITS 10

static char much[WIRE_NOTE_BYTES_MAX + 2];

struct world {
	struct pgfixture *pg;
	struct writer *writer;
	struct corefix *f;
	struct app_ledger *ledger;
	uint32_t drops, drops_max;
	uint32_t answers;
	enum err_code code[SENT]; /* of each answer, by its place in the queue */
	bool stored[SENT];
};

static void
commit(void *arg, const struct batch *b)
{
	struct world *w = arg;
	struct err err = {0};

	assert_true(writer_append(w->writer, b, clock_mono_ms(), &err));
	assert_int_equal(writer_finish(w->writer, clock_mono_ms() + 20000), WRITER_COMMITTED);
}

static void
answered(void *arg, const struct app_item *item, const struct receipt *r)
{
	struct world *w = arg;

	w->answers++;
	w->code[item->asker.correlation] = r->code;
	w->stored[item->asker.correlation] = r->stored;
}

static void
told(void *arg, enum app_news news, const struct err *why)
{
	struct world *w = arg;

	(void)why;
	w->drops += news == APP_NEWS_DROPPED;
	/* Without a bound it would go on for ever. */
	assert_in_range(w->drops, 0, w->drops_max);
}

/* The country of corefix in the database, and a ledger over it. */
static int
world_make(void **state)
{
	static struct world world;
	struct writer_config config = {.realm = 1};
	struct app_ledger_config ledger = {
	    .queue_max = SENT, .arg = &world, .answer = answered, .news = told};
	struct err err = {0};
	void *fixture = NULL;

	if (pgfixture_fresh_db(state) != 0)
		return -1;
	world = (struct world){.pg = *state, .drops_max = DROPS_MAX};
	config.conninfo = ledger.conninfo = world.pg->conninfo;
	if (!writer_new(&config, &world.writer, &err) ||
	    writer_finish(world.writer, clock_mono_ms() + 20000) != WRITER_STILL)
		return -1;
	corefix_each_batch(commit, &world);
	if (corefix_setup(&fixture) != 0)
		return -1;
	corefix_each_batch(NULL, NULL);
	writer_free(world.writer);
	world.f = fixture;
	ledger.core = &world.f->config;
	if (!app_ledger_open(&ledger, &world.ledger, &err))
		return -1;
	memset(much, 'x', sizeof(much) - 1);
	*state = &world;
	return 0;
}

static int
world_drop(void **state)
{
	struct world *w = *state;
	void *fixture = w->f;

	app_ledger_close(w->ledger);
	(void)corefix_teardown(&fixture);
	*state = w->pg;
	return pgfixture_drop_db(state);
}

/* A result of its own day, on its way; number ${i}. */
static struct app_item *
item_of(struct world *w, uint32_t i)
{
	char drive[32], day[16];
	struct app_item *item = NULL;
	struct err err = {0};

	(void)snprintf(day, sizeof(day), "2022-05-%02u", 10 + i);
	(void)snprintf(drive, sizeof(drive), "909/%s/1", day);
	const struct report r = corefix_result(drive, day, UNITS, UNITS);
	struct corefix_sent sent =
	    corefix_sign(w->f, ACTOR_AN_MINH, ++w->f->seq[ACTOR_AN_MINH], &r, 1);
	assert_true(app_item_new(sent.p.body, sent.p.body_len, &item, &err));
	memcpy(item->p.signature, sent.p.signature, WIRE_SIGNATURE_BYTES);
	memcpy(item->p.sign_key, sent.p.sign_key, WIRE_KEY_BYTES);
	item->p.body_hash = sent.p.body_hash;
	item->asker.correlation = i;
	corefix_sent_free(&sent);
	return item;
}

/* All but the bad one are stored, each once; that is answered, too. */
static void
run(struct world *w)
{
	struct err err = {0};

	if (!app_ledger_run(w->ledger, clock_mono_ms() + RUN_MS, &err))
		fail_msg("%s: %s", err_name(err.code), err.text);
	assert_int_equal(w->answers, SENT);
	for (uint32_t i = 0; i < SENT; i++) {
		assert_int_equal(w->stored[i], i != BAD);
		assert_int_equal(w->code[i], i == BAD ? ERR_BUG : ERR_OK);
	}
	assert_int_equal(w->drops, DROPS_MAX);
	assert_int_equal(pgfixture_int(w->pg,
			     "SELECT sum(value) FROM giothong.total_by_month "
			     "WHERE code = 'VN' AND indicator = 20 AND month = '2022-05'"),
	    (SENT - 1) * UNITS);
}

static void
a_submission_that_the_core_fails_at_is_refused_alone(void **state)
{
	struct world *w = *state;

	for (uint32_t i = 0; i < SENT; i++) {
		struct app_item *item = item_of(w, i);

		/* As if the wire let through what the core relies on that it does not. */
		if (i == BAD)
			((struct report *)(uintptr_t)item->s->reports)->u.result.note = much;
		assert_true(app_ledger_put(w->ledger, item));
	}
	run(w);
}

static void
a_submission_that_the_database_does_not_take_is_refused_alone(void **state)
{
	struct world *w = *state;
	char sql[128];

	for (uint32_t i = 0; i < SENT; i++) {
		assert_true(app_ledger_put(w->ledger, item_of(w, i)));
		if (i != BAD)
			continue;
		(void)snprintf(sql, sizeof(sql),
		    "ALTER TABLE giothong.submission ADD CHECK (seq <> %llu) NOT VALID",
		    (unsigned long long)w->f->seq[ACTOR_AN_MINH]);
		pgfixture_run(w->pg, sql);
	}
	run(w);
}

static void
a_right_that_is_missing_refuses_nobody(void **state)
{
	struct world *w = *state;
	struct err err = {0};

	w->drops_max = UINT32_MAX;
	assert_true(app_ledger_put(w->ledger, item_of(w, 0)));
	pgfixture_run(w->pg, "REVOKE INSERT ON giothong.report FROM giothong_service");
	while (w->drops <= DROPS_MAX)
		assert_false(app_ledger_run(w->ledger, clock_mono_ms() + 100, &err));
	assert_int_equal(w->answers, 0);
	pgfixture_run(w->pg, "GRANT INSERT ON giothong.report TO giothong_service");
	assert_true(app_ledger_run(w->ledger, clock_mono_ms() + RUN_MS, &err));
	assert_int_equal(w->answers, 1);
	assert_true(w->stored[0]);
}

int
main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, world_make, world_drop)
	const struct CMUnitTest tests[] = {
	    TEST(a_submission_that_the_core_fails_at_is_refused_alone),
	    TEST(a_submission_that_the_database_does_not_take_is_refused_alone),
	    TEST(a_right_that_is_missing_refuses_nobody),
	};
#undef TEST

	return cmocka_run_group_tests_name("app_ledger", tests, pgfixture_start, pgfixture_stop);
}
