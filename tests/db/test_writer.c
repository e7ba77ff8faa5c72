#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "db/writer_impl.h"
#include "support/batchfix.h"
#include "support/pgfixture.h"

#define DEADLINE_MS 20000U
#define A 0xa1
#define B 0xb2

static uint64_t
deadline(void)
{
	return clock_mono_ms() + DEADLINE_MS;
}

static struct writer *
writer_at(const struct pgfixture *pg, uint64_t n, uint8_t who)
{
	struct writer_config config = {.conninfo = pg->conninfo, .realm = 1, .n = n};
	struct writer *w = NULL;
	struct err err = {0};

	config.head = batchfix_head(n, who);
	assert_true(writer_new(&config, &w, &err));
	return w;
}

static enum writer_outcome
append(struct writer *w, struct batchfix *f)
{
	struct err err = {0};

	assert_int_equal(writer_finish(w, deadline()), WRITER_STILL);
	assert_true(writer_is_ready(w));
	assert_true(writer_append(w, batchfix_batch(f), clock_mono_ms(), &err));
	return writer_finish(w, deadline());
}

static void
commit_opening(struct writer *w, uint8_t who)
{
	struct batchfix *f = batchfix_new(writer_n(w) + 1, who);

	assert_int_equal(append(w, f), WRITER_COMMITTED);
	batchfix_free(f);
}

/* A writer that has batch 1, the opening batch. */
static struct writer *
writer_opened(const struct pgfixture *pg, uint8_t who)
{
	struct writer *w = writer_at(pg, 0, who);

	commit_opening(w, who);
	return w;
}

static int64_t
count(struct pgfixture *pg, const char *table)
{
	char sql[80];

	(void)snprintf(sql, sizeof(sql), "SELECT count(*) FROM giothong.%s", table);
	return pgfixture_int(pg, sql);
}

/* Step until the writer has entered this state; the next step sends what belongs to it. */
static void
drive_to(struct writer *w, const char *state)
{
	const uint64_t until_ms = deadline();

	w->events_per_step_max = 1;
	while (strcmp(writer_state_name(w), state) != 0) {
		assert_true(clock_mono_ms() < until_ms);
		(void)writer_step(w, clock_mono_ms());
	}
}

/* Step, waiting between, until there is an outcome. */
static enum writer_outcome
next_outcome(struct writer *w)
{
	const uint64_t until_ms = deadline();
	enum writer_outcome outcome = WRITER_STILL;

	while ((outcome = writer_step(w, clock_mono_ms())) == WRITER_STILL) {
		struct writer_wait wait;
		struct pollfd p = {0};

		assert_true(clock_mono_ms() < until_ms);
		writer_wait(w, &wait);
		p.fd = wait.fd;
		p.events = (short)((wait.read ? POLLIN : 0) | (wait.write ? POLLOUT : 0));
		(void)poll(&p, 1, wait.until_ms <= clock_mono_ms() ? 0 : 100);
	}
	return outcome;
}

/* Until what the query says is true. */
static void
wait_until(struct pgfixture *pg, const char *sql)
{
	const uint64_t until_ms = deadline();

	while (strcmp(pgfixture_text(pg, sql), "t") != 0)
		assert_true(clock_mono_ms() < until_ms);
}

#define WRITER_SESSION \
	"FROM pg_stat_activity WHERE application_name = 'giothong-aggregator writer' AND " \
	"datname = current_database()"

static void
kill_session(struct pgfixture *pg)
{
	assert_string_equal(
	    pgfixture_text(pg, "SELECT pg_terminate_backend(pid) " WRITER_SESSION), "t");
	wait_until(pg, "SELECT count(*) = 0 " WRITER_SESSION);
}

static void
an_opening_batch_and_results_are_committed(void **state)
{
	struct pgfixture *pg = *state;
	struct writer *w = writer_at(pg, 0, A);
	struct batchfix *f = batchfix_new(2, A);

	assert_int_equal(writer_finish(w, deadline()), WRITER_STILL);
	assert_true(writer_needs_opening(w));
	commit_opening(w, A);
	assert_false(writer_needs_opening(w));
	assert_int_equal(writer_clean_n(w), 1);

	for (uint64_t seq = 1; seq <= 100; seq++)
		batchfix_results(f, 3, seq, 5, 4);
	assert_int_equal(append(w, f), WRITER_COMMITTED);
	assert_int_equal(writer_clean_n(w), 2);
	assert_string_equal(writer_state_name(w), "WRITER_IDLE");
	assert_int_equal(count(pg, "batch"), 2);
	assert_int_equal(count(pg, "submission"), 100);
	assert_int_equal(count(pg, "report"), 500);
	batchfix_free(f);
	writer_free(w);
}

static void
rows_are_stored_exactly_as_decided(void **state)
{
	struct pgfixture *pg = *state;
	struct writer *w = writer_opened(pg, A);
	struct batchfix *f = batchfix_new(2, A);

	batchfix_results(f, 3, 41, 2, 3);
	batchfix_results(f, 3, 42, 1, 0);
	batchfix_refuse(f, 0, 1, ERR_SUMS_DISAGREE);
	assert_int_equal(append(w, f), WRITER_COMMITTED);
	assert_string_equal(
	    pgfixture_text(pg,
		"SELECT concat_ws(' ', realm, n, epoch, kinds, at, reports, writer, "
		"octet_length(leaves), octet_length(path), left(program, 19)) "
		"FROM giothong.batch WHERE n = 2"),
	    "1 2 1 2 1700000000002 2 \\xa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1 64 96 giothong-aggregator");
	assert_string_equal(pgfixture_text(pg,
				"SELECT concat_ws(' ', realm, batch, ord, stream, seq, verdicts, "
				"left(key::text, 6), left(sig::text, 6), "
				"rtrim(convert_from(bytes, 'UTF8'))) "
				"FROM giothong.submission WHERE ord = 0"),
	    "1 2 0 3 41 \\x00000071 \\x0303 \\x2929 body of 3/41:");
	assert_string_equal(
	    pgfixture_text(pg,
		"SELECT concat_ws(' ', realm, batch, ord, sub, idx, sign, view, kind, "
		"subject, org, dim, day, ind, val) FROM giothong.report WHERE ord = 1"),
	    "1 2 1 0 1 1 0 1 41001 7 0 19001 {1,2,3} {4101,4102,4103}");
	assert_string_equal(
	    pgfixture_text(pg,
		"SELECT concat_ws(' ', ind, val, array_ndims(ind)) FROM giothong.report WHERE ord = 2"),
	    "{} {}");
	batchfix_free(f);
	writer_free(w);
}

static void
a_number_that_another_has_is_taken(void **state)
{
	struct pgfixture *pg = *state;
	struct writer *a = writer_opened(pg, A), *b = writer_at(pg, 1, A);
	struct batchfix *fa = batchfix_new(2, A), *fb = batchfix_new(2, B);
	const struct hash head = batchfix_head(2, A);

	batchfix_results(fa, 3, 1, 1, 1);
	batchfix_results(fb, 4, 1, 1, 1);
	assert_int_equal(writer_finish(b, deadline()), WRITER_STILL);
	assert_int_equal(append(a, fa), WRITER_COMMITTED);
	assert_int_equal(append(b, fb), WRITER_TAKEN);
	assert_string_equal(writer_state_name(b), "WRITER_FOLLOW");
	assert_false(writer_is_ready(b));
	assert_int_equal(count(pg, "submission"), 1);

	writer_followed(b, 2, &head, clock_mono_ms());
	assert_true(writer_is_ready(b));
	assert_true(writer_needs_opening(b));
	commit_opening(b, B);
	assert_int_equal(writer_clean_n(b), 3);
	batchfix_free(fa);
	batchfix_free(fb);
	writer_free(a);
	writer_free(b);
}

static void
a_claim_waits_for_the_transaction_that_has_the_number(void **state)
{
	struct pgfixture *pg = *state;
	struct writer *a = writer_opened(pg, A), *b = writer_at(pg, 1, A);
	struct batchfix *fa = batchfix_new(2, A), *fb = batchfix_new(2, B);
	struct err err = {0};

	assert_int_equal(writer_finish(b, deadline()), WRITER_STILL);
	batchfix_results(fa, 3, 1, 1, 1);
	assert_true(writer_append(a, batchfix_batch(fa), clock_mono_ms(), &err));
	drive_to(a, "WRITER_SUBMISSIONS");
	assert_true(writer_append(b, batchfix_batch(fb), clock_mono_ms(), &err));
	assert_int_equal(writer_step(b, clock_mono_ms()), WRITER_STILL);
	wait_until(pg, "SELECT count(*) = 1 " WRITER_SESSION " AND wait_event_type = 'Lock'");
	assert_int_equal(writer_finish(a, deadline()), WRITER_COMMITTED);
	assert_int_equal(writer_finish(b, deadline()), WRITER_TAKEN);
	batchfix_free(fa);
	batchfix_free(fb);
	writer_free(a);
	writer_free(b);
}

/* Kill the session in ${at}; the same batch goes again by itself. */
static void
killed_in(struct pgfixture *pg, const char *at)
{
	struct writer *w = writer_opened(pg, A);
	struct batchfix *f = batchfix_new(2, A);
	struct err err = {0};

	batchfix_results(f, 3, 1, 2, 2);
	assert_true(writer_append(w, batchfix_batch(f), clock_mono_ms(), &err));
	drive_to(w, at);
	kill_session(pg);
	assert_int_equal(next_outcome(w), WRITER_AWAY);
	assert_int_equal(writer_why(w)->code, ERR_DB_AWAY);
	assert_true(writer_needs_opening(w));
	assert_int_equal(writer_finish(w, deadline()), WRITER_COMMITTED);
	assert_false(writer_needs_opening(w));
	assert_int_equal(count(pg, "submission"), 1);
	assert_int_equal(count(pg, "report"), 2);
	batchfix_free(f);
	writer_free(w);
}

static void
a_session_killed_while_claiming_sends_the_batch_again(void **state)
{
	killed_in(*state, "WRITER_CLAIM");
}

static void
a_session_killed_while_copying_sends_the_batch_again(void **state)
{
	killed_in(*state, "WRITER_SUBMISSIONS");
}

static void
a_session_killed_before_commit_sends_the_batch_again(void **state)
{
	killed_in(*state, "WRITER_POSTINGS");
}

/* From here on this happens within COMMIT, after everything else. */
static void
within_commit(struct pgfixture *pg, const char *plpgsql)
{
	char sql[512];

	(void)snprintf(sql, sizeof(sql),
	    "CREATE FUNCTION public.within_commit() RETURNS trigger LANGUAGE plpgsql SET lock_timeout = 0 "
	    "AS $$ BEGIN %s; RETURN NULL; END $$",
	    plpgsql);
	pgfixture_run(pg, sql);
	pgfixture_run(pg,
	    "CREATE CONSTRAINT TRIGGER within_commit AFTER INSERT ON giothong.submission "
	    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.within_commit()");
}

#define COMMIT_WAITS "PERFORM pg_catalog.pg_advisory_xact_lock(1)"
#define COMMIT_IS_WAITING \
	"SELECT count(*) = 1 " WRITER_SESSION \
	" AND wait_event = 'advisory' AND query LIKE '%COMMIT%'"

static void
a_commit_whose_answer_is_lost_is_found(void **state)
{
	struct pgfixture *pg = *state;
	struct writer *w = writer_opened(pg, A);
	struct batchfix *f = batchfix_new(2, A);
	struct writer_wait wait;
	struct err err = {0};

	within_commit(pg, COMMIT_WAITS);
	pgfixture_run(pg, "SELECT pg_advisory_lock(1)");
	batchfix_results(f, 3, 1, 2, 2);
	assert_true(writer_append(w, batchfix_batch(f), clock_mono_ms(), &err));
	drive_to(w, "WRITER_COMMIT");
	assert_int_equal(writer_step(w, clock_mono_ms()), WRITER_STILL);
	/* It is under way when the connection is cut, and is done after that. */
	wait_until(pg, COMMIT_IS_WAITING);
	writer_wait(w, &wait);
	assert_int_equal(shutdown(wait.fd, SHUT_RDWR), 0);
	pgfixture_run(pg, "SELECT pg_advisory_unlock(1)");
	wait_until(pg, "SELECT EXISTS (SELECT FROM giothong.batch WHERE n = 2)");
	assert_int_equal(writer_finish(w, deadline()), WRITER_FOUND);
	assert_int_equal(writer_n(w), 2);
	/* It is known, but no ground for an answer. */
	assert_int_equal(writer_clean_n(w), 1);
	assert_true(writer_needs_opening(w));
	commit_opening(w, A);
	assert_int_equal(writer_clean_n(w), 3);
	assert_int_equal(count(pg, "submission"), 1);
	batchfix_free(f);
	writer_free(w);
}

static void
a_commit_with_a_warning_is_no_clean_commit(void **state)
{
	struct pgfixture *pg = *state;
	struct writer *w = writer_opened(pg, A);
	struct batchfix *f = batchfix_new(2, A);
	struct err err = {0};

	/* As when the wait for a synchronous standby is cancelled. */
	within_commit(pg, "RAISE WARNING 'canceling wait' USING ERRCODE = '01000'");
	batchfix_results(f, 3, 1, 1, 1);
	assert_true(writer_append(w, batchfix_batch(f), clock_mono_ms(), &err));
	assert_int_equal(next_outcome(w), WRITER_AWAY);
	assert_int_equal(writer_finish(w, deadline()), WRITER_FOUND);
	assert_int_equal(writer_n(w), 2);
	assert_int_equal(writer_clean_n(w), 1);
	assert_int_equal(count(pg, "submission"), 1);
	batchfix_free(f);
	writer_free(w);
}

static void
a_commit_that_hangs_is_given_up_by_its_own_timer(void **state)
{
	struct pgfixture *pg = *state;
	struct writer *w = writer_opened(pg, A);
	struct batchfix *f = batchfix_new(2, A);
	struct err err = {0};

	within_commit(pg, COMMIT_WAITS);
	pgfixture_run(pg, "SELECT pg_advisory_lock(1)");
	batchfix_results(f, 3, 1, 1, 1);
	assert_true(writer_append(w, batchfix_batch(f), clock_mono_ms(), &err));
	drive_to(w, "WRITER_COMMIT");
	assert_int_equal(writer_step(w, clock_mono_ms()), WRITER_STILL);
	wait_until(pg, COMMIT_IS_WAITING);
	assert_true(w->until_ms > clock_mono_ms());
	assert_true(w->until_ms <= clock_mono_ms() + WRITER_COMMIT_MS);
	w->until_ms = clock_mono_ms();
	assert_int_equal(writer_step(w, clock_mono_ms()), WRITER_AWAY);
	assert_string_equal(writer_state_name(w), "WRITER_LOST");
	/* The old session still holds the number: the batch sent again waits for it. */
	drive_to(w, "WRITER_CLAIM");
	(void)writer_step(w, clock_mono_ms());
	wait_until(pg, "SELECT count(*) = 1 " WRITER_SESSION " AND wait_event = 'transactionid'");
	/* It commits after all, and so the number is taken, by what turns out to be ours. */
	pgfixture_run(pg, "SELECT pg_advisory_unlock(1)");
	assert_int_equal(writer_finish(w, deadline()), WRITER_TAKEN);
	assert_int_equal(count(pg, "submission"), 1);
	batchfix_free(f);
	writer_free(w);
}

static void
a_number_held_too_long_is_tried_again(void **state)
{
	struct pgfixture *pg = *state;
	struct writer *a = writer_opened(pg, A), *b = writer_at(pg, 1, A);
	struct batchfix *fa = batchfix_new(2, A), *fb = batchfix_new(2, B);
	struct err err = {0};

	batchfix_results(fa, 3, 1, 1, 1);
	assert_true(writer_append(a, batchfix_batch(fa), clock_mono_ms(), &err));
	drive_to(a, "WRITER_SUBMISSIONS");
	assert_int_equal(writer_finish(b, deadline()), WRITER_STILL);
	assert_true(writer_append(b, batchfix_batch(fb), clock_mono_ms(), &err));
	assert_int_equal(next_outcome(b), WRITER_AWAY);
	assert_non_null(strstr(writer_why(b)->text, "55P03"));
	/* Who held it dies: the number is free. */
	writer_free(a);
	assert_int_equal(writer_finish(b, deadline()), WRITER_COMMITTED);
	assert_int_equal(count(pg, "submission"), 0);
	batchfix_free(fa);
	batchfix_free(fb);
	writer_free(b);
}

static void
after_a_loss_without_a_batch_an_opening_batch_is_wanted(void **state)
{
	struct pgfixture *pg = *state;
	struct writer *w = writer_opened(pg, A);

	kill_session(pg);
	assert_int_equal(next_outcome(w), WRITER_AWAY);
	assert_int_equal(writer_finish(w, deadline()), WRITER_STILL);
	assert_string_equal(writer_state_name(w), "WRITER_READ");
	assert_true(writer_is_ready(w));
	assert_true(writer_needs_opening(w));
	commit_opening(w, A);
	writer_free(w);
}

static void
what_came_while_the_connection_was_gone_is_followed(void **state)
{
	struct pgfixture *pg = *state;
	struct writer *a = writer_opened(pg, A), *b = writer_at(pg, 0, 0);
	struct batchfix *f = batchfix_new(2, A);
	struct hash head = batchfix_head(1, A);

	/* b knows nothing: there is a batch 1 that it did not write. */
	assert_int_equal(writer_finish(b, deadline()), WRITER_TAKEN);
	assert_string_equal(writer_state_name(b), "WRITER_FOLLOW");
	writer_followed(b, 1, &head, clock_mono_ms());
	commit_opening(b, B);
	batchfix_results(f, 3, 1, 1, 1);
	assert_int_equal(append(a, f), WRITER_TAKEN);
	batchfix_free(f);
	writer_free(a);
	writer_free(b);
}

static void
a_ledger_without_our_batch_is_a_fork(void **state)
{
	struct pgfixture *pg = *state;
	struct writer *a = writer_opened(pg, A), *lacking = writer_at(pg, 2, A),
		      *other = writer_at(pg, 1, B);

	assert_int_equal(writer_finish(lacking, deadline()), WRITER_FORKED);
	assert_int_equal(writer_why(lacking)->code, ERR_HISTORY_WENT_BACK);
	assert_int_equal(writer_finish(other, deadline()), WRITER_FORKED);
	assert_int_equal(writer_step(other, clock_mono_ms()), WRITER_FORKED);
	assert_false(writer_is_ready(other));
	writer_free(a);
	writer_free(lacking);
	writer_free(other);
}

static void
a_name_stored_twice_breaks_the_writer(void **state)
{
	struct pgfixture *pg = *state;
	struct writer *w = writer_opened(pg, A);
	struct batchfix *f = batchfix_new(2, A), *again = batchfix_new(3, A);

	batchfix_results(f, 3, 1, 1, 1);
	batchfix_results(again, 3, 1, 1, 1);
	assert_int_equal(append(w, f), WRITER_COMMITTED);
	assert_int_equal(append(w, again), WRITER_BROKEN);
	assert_int_equal(writer_why(w)->code, ERR_BUG);
	assert_non_null(strstr(writer_why(w)->text, "23505"));
	assert_int_equal(writer_finish(w, deadline()), WRITER_BROKEN);
	assert_int_equal(count(pg, "batch"), 2);
	batchfix_free(f);
	batchfix_free(again);
	writer_free(w);
}

static void
a_server_that_is_not_there_is_tried_with_a_growing_pause(void **state)
{
	const struct writer_config config = {.conninfo = "host=/nowhere dbname=x", .realm = 1};
	struct writer *w = NULL;
	struct err err = {0};
	struct writer_wait wait;
	uint64_t now_ms = 1000, pause_ms = 0;

	(void)state;
	assert_true(writer_new(&config, &w, &err));
	for (int i = 0; i < 12; i++) {
		assert_int_equal(writer_step(w, now_ms), WRITER_AWAY);
		assert_int_equal(writer_why(w)->code, ERR_DB_AWAY);
		writer_wait(w, &wait);
		assert_int_equal(wait.fd, -1);
		assert_true(wait.until_ms - now_ms >= pause_ms);
		pause_ms = wait.until_ms - now_ms;
		now_ms = wait.until_ms;
	}
	assert_int_equal(pause_ms, WRITER_BACKOFF_MAX_MS);
	assert_int_equal(writer_finish(w, 0), WRITER_AWAY);
	writer_free(w);
}

#define DB_TEST(f) cmocka_unit_test_setup_teardown(f, pgfixture_fresh_db, pgfixture_drop_db)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    DB_TEST(an_opening_batch_and_results_are_committed),
	    DB_TEST(rows_are_stored_exactly_as_decided),
	    DB_TEST(a_number_that_another_has_is_taken),
	    DB_TEST(a_claim_waits_for_the_transaction_that_has_the_number),
	    DB_TEST(a_session_killed_while_claiming_sends_the_batch_again),
	    DB_TEST(a_session_killed_while_copying_sends_the_batch_again),
	    DB_TEST(a_session_killed_before_commit_sends_the_batch_again),
	    DB_TEST(a_commit_whose_answer_is_lost_is_found),
	    DB_TEST(a_commit_with_a_warning_is_no_clean_commit),
	    DB_TEST(a_commit_that_hangs_is_given_up_by_its_own_timer),
	    DB_TEST(a_number_held_too_long_is_tried_again),
	    DB_TEST(after_a_loss_without_a_batch_an_opening_batch_is_wanted),
	    DB_TEST(what_came_while_the_connection_was_gone_is_followed),
	    DB_TEST(a_ledger_without_our_batch_is_a_fork),
	    DB_TEST(a_name_stored_twice_breaks_the_writer),
	    cmocka_unit_test(a_server_that_is_not_there_is_tried_with_a_growing_pause),
	};

	return cmocka_run_group_tests_name("writer", tests, pgfixture_start, pgfixture_stop);
}
