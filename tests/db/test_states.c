/*
 * The states of a number in the database: what SQL sums is what the core says, and the ledger reads
 * back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "core/core.h"
#include "db/reader.h"
#include "db/writer.h"
#include "rules/catalogue.h"
#include "support/corefix.h"
#include "support/pgfixture.h"

#define DRIVE "909/2022-05-08/1"
#define OTHER "909/2022-05-10/1"
#define LEAFLETS 1200

struct world {
	struct pgfixture *pg;
	struct writer *writer;
	struct corefix *f;
};

static void
commit(void *arg, const struct batch *b)
{
	struct world *w = arg;
	struct err err = {0};

	assert_true(writer_append(w->writer, b, clock_mono_ms(), &err));
	assert_int_equal(writer_finish(w->writer, clock_mono_ms() + 20000), WRITER_COMMITTED);
}

static int
world_make(void **state)
{
	static struct world world;
	struct writer_config config = {.realm = 1};
	struct err err = {0};
	void *fixture = NULL;

	if (pgfixture_fresh_db(state) != 0)
		return -1;
	world = (struct world){.pg = *state};
	config.conninfo = world.pg->conninfo;
	if (!writer_new(&config, &world.writer, &err) ||
	    writer_finish(world.writer, clock_mono_ms() + 20000) != WRITER_STILL)
		return -1;
	corefix_each_batch(commit, &world);
	if (corefix_setup(&fixture) != 0)
		return -1;
	world.f = fixture;
	*state = &world;
	return 0;
}

static int
world_drop(void **state)
{
	struct world *w = *state;
	void *fixture = w->f;

	corefix_each_batch(NULL, NULL);
	writer_free(w->writer);
	(void)corefix_teardown(&fixture);
	*state = w->pg;
	return pgfixture_drop_db(state);
}

static struct name
say(struct world *w, enum actor actor, struct report r, enum err_code expected)
{
	const enum err_code code = corefix_send(w->f, actor, &r, 1);

	if (code != expected)
		fail_msg("%s: %s", err_name(code), w->f->detail);
	return w->f->name;
}

/* One of each: approved, corrected, returned, late and admitted, twice, counted by others. */
static void
speak(struct world *w)
{
	struct report hospital = corefix_org("BV91", ORG_FACILITY, "VN");
	struct report r = corefix_result(DRIVE, "2022-05-08", 402, 365);
	struct report collected = corefix_result(DRIVE, "2022-05-08", 402, 361);

	hospital.u.registry.kind = REGISTRY_FACILITY;
	(void)say(w, ACTOR_OPERATOR, hospital, ERR_OK);
	corefix_key(w->f, ACTOR_LATER, "BV91", ROLE_REPORTER);
	r.u.result.facility = "BV91";
	collected.u.result.witness = WITNESS_COLLECTOR;
	const struct name first = say(w, ACTOR_AN_MINH, r, ERR_OK);
	(void)say(w, ACTOR_KIEN_GIANG, corefix_review(&first, REVIEW_ACCEPTED, "", ""), ERR_OK);
	(void)say(w, ACTOR_LATER, collected, ERR_OK);
	const struct name second =
	    say(w, ACTOR_AN_MINH, corefix_result(OTHER, "2022-05-10", 90, 80), ERR_OK);
	(void)say(
	    w, ACTOR_KIEN_GIANG, corefix_review(&second, REVIEW_RETURNED, "xem lại", ""), ERR_OK);
	(void)say(
	    w, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-06-01", "2022-06-30", true), ERR_OK);
	const struct name late = say(w, ACTOR_AN_MINH,
	    corefix_result("909/2022-06-02/1", "2022-06-02", 60, 50), ERR_AFTER_LOCK);
	(void)say(w, ACTOR_KIEN_GIANG, corefix_result("911/2022-06-03/1", "2022-06-03", 30, 20),
	    ERR_AFTER_LOCK);
	(void)say(w, ACTOR_KIEN_GIANG, corefix_review(&late, REVIEW_ADMITTED, "sót", ""), ERR_OK);
	(void)say(w, ACTOR_AN_MINH, corefix_registration(DRIVE, "2022-05-01", 420), ERR_OK);
	(void)say(w, ACTOR_AN_MINH,
	    corefix_activity("909", "2022-03-01", "2022-03-31", LEAFLETS, 500), ERR_OK);
	(void)say(w, ACTOR_KIEN_GIANG, corefix_text("91", "intro", "Mở đầu"), ERR_OK);
}

static int64_t
sql_total(struct world *w, const char *code, unsigned indicator)
{
	char sql[256];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT COALESCE(sum(value), 0) FROM giothong.total_by_month WHERE code = '%s' AND "
	    "indicator = %u AND month BETWEEN '2021-12' AND '2022-11'",
	    code, indicator);
	return pgfixture_int(w->pg, sql);
}

static void
sql_sums_are_the_cores_in_every_state_of_a_number(void **state)
{
	static const char *const codes[] = {"VN", "91", "909", "911"};
	struct world *w = *state;
	struct err err = {0};
	struct rows rows;

	speak(w);
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (!corefix_summary(w->f, ACTOR_NATION, codes[i], "2022", BY_CHILD, &rows, &err))
			fail_msg("%s", err.text);
		const struct row t = rows.total;
		query_free(&rows.arena);
		const int64_t units = corefix_total(w->f, codes[i], "2022", IND_BLOOD_UNITS);

		assert_int_equal(sql_total(w, codes[i], IND_BLOOD_UNITS), units < 0 ? 0 : units);
		assert_int_equal(sql_total(w, codes[i], IND_SYS_APPROVED_UNITS), t.approved_units);
		assert_int_equal(sql_total(w, codes[i], IND_SYS_RETURNED_UNITS), t.returned_units);
		assert_int_equal(
		    sql_total(w, codes[i], IND_SYS_AFTER_LOCK_UNITS), t.after_lock_units);
		assert_int_equal(sql_total(w, codes[i], IND_SYS_WITNESSES_DIFFER), t.conflicts);
	}
	assert_int_equal(sql_total(w, "VN", IND_BLOOD_UNITS), 365 + 50);
	assert_int_equal(sql_total(w, "VN", IND_SYS_APPROVED_UNITS), 365);
	assert_int_equal(sql_total(w, "91", IND_SYS_RETURNED_UNITS), 80);
	assert_int_equal(sql_total(w, "91", IND_SYS_AFTER_LOCK_UNITS), 20);
	assert_int_equal(sql_total(w, "91", IND_SYS_WITNESSES_DIFFER), 1);
	assert_int_equal(sql_total(w, "91", LEAFLETS), 500);
}

static bool
read_on(void *arg, const struct stored_batch *b, struct err *err)
{
	return core_replay(arg, b, REPLAY_ALL, err);
}

static void
the_ledger_with_every_kind_reads_back_to_the_same_state(void **state)
{
	struct world *w = *state;
	const struct reader_range range = {.from = 1};
	struct reader *reader = NULL;
	struct core *again = NULL;
	struct err err = {0};

	speak(w);
	assert_true(core_new(&w->f->config, &again, &err));
	assert_true(reader_open(w->pg->conninfo, 1, &reader, &err));
	if (!reader_batches(reader, &range, read_on, again, &err) ||
	    !core_equal(w->f->core, again, &err))
		fail_msg("%s", err.text);
	reader_close(reader);
	core_free(again);
	assert_int_equal(pgfixture_int(w->pg, "SELECT count(*) FROM giothong.review"), 3);
	assert_int_equal(pgfixture_int(w->pg, "SELECT count(*) FROM giothong.lock"), 1);
	assert_int_equal(pgfixture_int(w->pg, "SELECT count(*) FROM giothong.registration"), 1);
	assert_int_equal(pgfixture_int(w->pg, "SELECT count(*) FROM giothong.activity"), 1);
	assert_int_equal(pgfixture_int(w->pg, "SELECT count(*) FROM giothong.document_text"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		sql_sums_are_the_cores_in_every_state_of_a_number, world_make, world_drop),
	    cmocka_unit_test_setup_teardown(
		the_ledger_with_every_kind_reads_back_to_the_same_state, world_make, world_drop),
	};

	return cmocka_run_group_tests_name("states", tests, pgfixture_start, pgfixture_stop);
}
