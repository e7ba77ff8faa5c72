#include "client/outbox_answer.h"
#include "outbox_fixture.h"
#include "support/sample.h"
#include "wire/submission.h"

/* ---- answers */

static void
a_receipt_makes_a_row_delivered_for_good(void **state)
{
	struct fixture *f = *state;
	const struct verdict refused = {.code = ERR_NOT_YOURS, .detail = ""};
	const struct outbox_saved saved = save_one(f, NULL, 0);
	struct outbox_rows rows;

	assert_int_equal(accept(f, saved.first_id), OUTBOX_DELIVERED);
	assert_int_equal(sendable_n(f, T0 + 1000), 0);
	assert_int_equal(answer(f, saved.first_id, false, &refused, 1), OUTBOX_DELIVERED);
	rows = row_of(f, saved.first_id);
	assert_int_equal(rows.at[0].batch, 7);
	assert_int_equal(rows.at[0].epoch, 1);
	assert_int_equal(rows.at[0].delivered_at_ms, T0 + 1000);
	assert_true(rows.at[0].receipt_len > 0);
	outbox_rows_free(&rows);
}

static void
a_refused_row_keeps_its_reason_and_goes_again_under_a_new_name(void **state)
{
	struct fixture *f = *state;
	const struct verdict refused = {.code = ERR_NOT_YOURS, .detail = "909"};
	const struct outbox_saved saved = save_one(f, NULL, 0);
	const struct outbox_draft as_is = {.keys = &f->keys, .now_ms = T0};
	struct outbox_saved again;
	struct outbox_rows rows;
	struct err err = {0};

	assert_int_equal(answer(f, saved.first_id, false, &refused, 1), OUTBOX_REFUSED);
	assert_int_equal(sendable_n(f, T0 + 1000), 0);
	assert_true(outbox_retry(f->box, saved.first_id, &as_is, &again, &err));
	assert_int_equal(again.seq, 2);
	rows = row_of(f, saved.first_id);
	assert_int_equal(rows.at[0].state, OUTBOX_REFUSED);
	assert_int_equal(rows.at[0].code, ERR_NOT_YOURS);
	assert_string_equal(rows.at[0].detail, "909");
	assert_int_equal(rows.at[0].replaced_by, again.first_id);
	outbox_rows_free(&rows);
	assert_int_equal(sendable_n(f, T0 + 1000), 1);
	assert_false(outbox_retry(f->box, saved.first_id, &as_is, &again, &err));
	assert_int_equal(err.code, ERR_INVALID);
}

static size_t
listed_n(struct fixture *f, bool newest, bool undismissed)
{
	struct outbox_rows rows =
	    rows_of(f, (struct outbox_filter){.newest = newest, .undismissed = undismissed});
	const size_t n = rows.n;

	outbox_rows_free(&rows);
	return n;
}

static void
a_refused_row_that_was_read_is_left_out_and_stays_as_it_is(void **state)
{
	struct fixture *f = *state;
	const struct verdict refused = {.code = ERR_NOT_YOURS, .detail = "909"};
	const struct outbox_saved saved = save_one(f, NULL, 0), waits = save_one(f, NULL, 0);
	const struct outbox_draft as_is = {.keys = &f->keys, .now_ms = T0};
	struct outbox_saved again;
	struct outbox_rows rows;
	struct err err = {0};

	assert_false(outbox_dismiss(f->box, saved.first_id, T0, &err));
	assert_int_equal(err.code, ERR_INVALID);
	assert_int_equal(answer(f, saved.first_id, false, &refused, 1), OUTBOX_REFUSED);
	assert_int_equal(listed_n(f, true, true), 2);
	assert_true(outbox_dismiss(f->box, saved.first_id, T0 + 2000, &err));
	assert_true(outbox_dismiss(f->box, saved.first_id, T0 + 3000, &err));
	assert_int_equal(listed_n(f, true, true), 1);
	assert_int_equal(listed_n(f, false, true), 1);
	assert_int_equal(listed_n(f, true, false), 2);
	assert_int_equal(listed_n(f, false, false), 2);
	rows = row_of(f, saved.first_id);
	assert_int_equal(rows.at[0].dismissed_at_ms, T0 + 2000);
	assert_int_equal(rows.at[0].state, OUTBOX_REFUSED);
	assert_int_equal(rows.at[0].code, ERR_NOT_YOURS);
	assert_string_equal(rows.at[0].detail, "909");
	outbox_rows_free(&rows);
	assert_false(outbox_dismiss(f->box, waits.first_id, T0, &err));
	assert_false(outbox_dismiss(f->box, waits.last_id + 1, T0, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_int_equal(sendable_n(f, T0 + 4000), 1);
	assert_true(outbox_retry(f->box, saved.first_id, &as_is, &again, &err));
	assert_int_equal(sendable_n(f, T0 + 4000), 2);
}

static void
of_a_partly_refused_row_only_the_refused_part_goes_again(void **state)
{
	struct fixture *f = *state;
	const struct verdict verdicts[3] = {{.code = ERR_OK, .detail = ""},
	    {.code = ERR_NOT_YOURS, .detail = ""}, {.code = ERR_OK, .detail = ""}};
	const struct outbox_draft as_is = {.keys = &f->keys, .now_ms = T0};
	struct report reports[3];
	struct outbox_saved saved;
	struct outbox_saved again;
	struct outbox_rows rows;
	struct sample s;
	struct err err = {0};

	sample_make(&s, KIND_RESULT);
	reports[0] = reports[1] = reports[2] = s.r;
	saved = save_n(f, reports, 3);
	assert_int_equal(answer(f, saved.first_id, true, verdicts, 3), OUTBOX_DELIVERED);
	rows = row_of(f, saved.first_id);
	assert_int_equal(rows.at[0].refused_n, 1);
	outbox_rows_free(&rows);
	assert_true(outbox_retry(f->box, saved.first_id, &as_is, &again, &err));
	rows = row_of(f, again.first_id);
	assert_int_equal(rows.at[0].reports_n, 1);
	outbox_rows_free(&rows);
}

static void
a_code_that_may_pass_later_puts_the_row_off(void **state)
{
	struct fixture *f = *state;
	const struct verdict unknown = {.code = ERR_BASE_UNKNOWN, .detail = ""};
	const struct outbox_saved saved = save_one(f, NULL, 0);

	assert_int_equal(answer(f, saved.first_id, false, &unknown, 1), OUTBOX_SAVED);
	assert_int_equal(sendable_n(f, T0 + 59999), 0);
	assert_int_equal(sendable_n(f, T0 + 60000), 1);
}

static void
a_stored_row_says_again_by_itself_what_may_pass_later(void **state)
{
	struct fixture *f = *state;
	const struct verdict verdicts[2] = {
	    {.code = ERR_OK, .detail = ""}, {.code = ERR_BASE_UNKNOWN, .detail = ""}};
	struct report reports[2];
	struct outbox_saved saved;
	struct sample s;

	sample_make(&s, KIND_RESULT);
	reports[0] = reports[1] = s.r;
	saved = save_n(f, reports, 2);
	assert_int_equal(answer(f, saved.first_id, true, verdicts, 2), OUTBOX_DELIVERED);
	assert_int_equal(sendable_n(f, T0), 0);
	assert_int_equal(sendable_n(f, T0 + 60000), 1);
}

/* ---- corrections */

static void
a_correction_waits_for_the_receipt_of_what_it_corrects(void **state)
{
	struct fixture *f = *state;
	const struct outbox_saved base = save_one(f, NULL, 0);
	const struct outbox_saved correction = save_one(f, &base, 0);
	struct outbox_rows rows = row_of(f, correction.first_id);

	assert_int_equal(rows.at[0].waits_for, base.first_id);
	outbox_rows_free(&rows);
	assert_int_equal(sendable_n(f, T0), 1);
	(void)accept(f, base.first_id);
	assert_int_equal(sendable_n(f, T0), 1);
	rows = row_of(f, correction.first_id);
	assert_int_equal(rows.at[0].waits_for, 0);
	outbox_rows_free(&rows);
}

static void
a_correction_of_a_refused_row_is_parked_and_comes_back_with_it(void **state)
{
	struct fixture *f = *state;
	const struct verdict refused = {.code = ERR_DATE_FUTURE, .detail = ""};
	const struct outbox_draft as_is = {.keys = &f->keys, .now_ms = T0};
	const struct outbox_saved base = save_one(f, NULL, 0);
	const struct outbox_saved correction = save_one(f, &base, 0);
	struct submission *s = NULL;
	struct outbox_saved again;
	struct outbox_rows rows;
	struct err err = {0};

	(void)answer(f, base.first_id, false, &refused, 1);
	rows = row_of(f, correction.first_id);
	assert_int_equal(rows.at[0].state, OUTBOX_PARKED);
	outbox_rows_free(&rows);
	assert_true(outbox_retry(f->box, base.first_id, &as_is, &again, &err));
	/*
	 * The correction is issued again with the new name of what it corrects, and waits for it.
	 */
	rows = row_of(f, correction.first_id);
	assert_true(rows.at[0].replaced_by != 0);
	{
		const int64_t id = rows.at[0].replaced_by;

		outbox_rows_free(&rows);
		rows = row_of(f, id);
	}
	assert_int_equal(rows.at[0].state, OUTBOX_SAVED);
	assert_int_equal(rows.at[0].waits_for, again.first_id);
	assert_true(submission_decode(rows.at[0].body, rows.at[0].body_len, &s, &err));
	assert_int_equal(s->reports[0].replaces.seq, again.seq);
	submission_free(s);
	outbox_rows_free(&rows);
}

static void
what_came_after_the_lock_is_delivered_and_may_be_corrected(void **state)
{
	struct fixture *f = *state;
	const struct verdict late = {.code = ERR_AFTER_LOCK, .detail = ""};
	const struct outbox_saved base = save_one(f, NULL, 0);
	struct outbox_rows rows;

	assert_int_equal(answer(f, base.first_id, true, &late, 1), OUTBOX_DELIVERED);
	rows = row_of(f, base.first_id);
	assert_int_equal(rows.at[0].code, ERR_AFTER_LOCK);
	assert_int_equal(rows.at[0].refused_n, 0);
	outbox_rows_free(&rows);
	(void)save_one(f, &base, 0);
	rows = rows_of(f, (struct outbox_filter){.sendable = true, .now_ms = T0});
	assert_int_equal(rows.n, 1);
	outbox_rows_free(&rows);
}

static void
a_refused_row_cannot_be_corrected(void **state)
{
	struct fixture *f = *state;
	const struct verdict refused = {.code = ERR_DATE_FUTURE, .detail = ""};
	const struct outbox_saved base = save_one(f, NULL, 0);
	struct outbox_draft draft = {.keys = &f->keys, .realm = 1, .now_ms = T0, .summary = ""};
	struct outbox_saved saved;
	struct sample s;
	struct err err = {0};

	(void)answer(f, base.first_id, false, &refused, 1);
	sample_make(&s, KIND_RESULT);
	s.r.action = ACTION_CORRECTION;
	s.r.replaces.seq = base.seq;
	memcpy(s.r.replaces.stream, base.stream, sizeof(base.stream));
	draft.reports = &s.r;
	draft.reports_n = 1;
	assert_false(outbox_save(f->box, &draft, &saved, &err));
	assert_int_equal(err.code, ERR_BASE_UNKNOWN);
}

static void
a_correction_of_what_was_there_already_names_what_is_there(void **state)
{
	struct fixture *f = *state;
	const struct verdict already = {.code = ERR_ALREADY,
	    .existing = {.stream = {9, 9, 9}, .seq = 44, .idx = 3},
	    .detail = ""};
	const struct outbox_saved base = save_one(f, NULL, 0);
	struct submission *s = NULL;
	struct outbox_rows rows;
	struct err err = {0};

	(void)save_one(f, &base, 0);
	assert_int_equal(answer(f, base.first_id, false, &already, 1), OUTBOX_REFUSED);
	rows = rows_of(f, (struct outbox_filter){.sendable = true, .bodies = true, .now_ms = T0});
	assert_int_equal(rows.n, 1);
	assert_true(submission_decode(rows.at[0].body, rows.at[0].body_len, &s, &err));
	assert_int_equal(s->reports[0].replaces.seq, 44);
	assert_int_equal(s->reports[0].replaces.idx, 3);
	assert_int_equal(s->reports[0].replaces.stream[0], 9);
	submission_free(s);
	outbox_rows_free(&rows);
}

/* ---- clones */

static void
key_reuse_gives_exactly_that_row_a_new_name_in_a_new_stream(void **state)
{
	struct fixture *f = *state;
	const struct outbox_saved a = save_one(f, NULL, 0);
	const struct outbox_saved b = save_one(f, NULL, 0);
	struct outbox_stream streams[OUTBOX_STREAMS_MAX];
	struct outbox_rows rows;
	struct err err = {0};
	size_t n = 0;

	assert_true(outbox_answer_reuse(f->box, a.first_id, &f->keys, T0, &err));
	assert_true(outbox_answer_streams(f->box, streams, &n, &err));
	assert_int_equal(n, 2);
	rows = row_of(f, a.first_id);
	assert_true(rows.at[0].replaced_by != 0);
	assert_int_equal(rows.at[0].code, ERR_KEY_REUSE);
	outbox_rows_free(&rows);
	/* The other row still goes under its old name, and the new one under the new stream. */
	rows =
	    rows_of(f, (struct outbox_filter){.sendable = true, .stream = a.stream, .now_ms = T0});
	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.at[0].id, b.first_id);
	outbox_rows_free(&rows);
	rows = rows_of(
	    f, (struct outbox_filter){.sendable = true, .stream = streams[0].id, .now_ms = T0});
	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.at[0].seq, 1);
	outbox_rows_free(&rows);
	/* A second row so answered takes the same new stream. */
	assert_true(outbox_answer_reuse(f->box, b.first_id, &f->keys, T0, &err));
	assert_true(outbox_answer_streams(f->box, streams, &n, &err));
	assert_int_equal(n, 2);
	assert_int_equal(streams[0].next_seq, 3);
}

static void
a_chain_of_corrections_follows_a_reissued_row(void **state)
{
	struct fixture *f = *state;
	const struct outbox_saved a = save_one(f, NULL, 0);
	const struct outbox_saved b = save_one(f, &a, 0);
	struct outbox_rows rows;
	struct submission *s = NULL;
	struct err err = {0};

	(void)save_one(f, &b, 0);
	assert_true(outbox_answer_reuse(f->box, a.first_id, &f->keys, T0, &err));
	rows = rows_of(
	    f, (struct outbox_filter){.states = 1U << OUTBOX_SAVED, .bodies = true, .now_ms = T0});
	assert_int_equal(rows.n, 3);
	for (size_t i = 0; i < rows.n; i++) {
		assert_int_equal(rows.at[i].seq, i + 1);
		assert_memory_not_equal(rows.at[i].stream, a.stream, sizeof(a.stream));
		assert_true(submission_decode(rows.at[i].body, rows.at[i].body_len, &s, &err));
		assert_int_equal(s->reports[0].replaces.seq, i);
		assert_int_equal(rows.at[i].waits_for, i == 0 ? 0 : rows.at[i - 1].id);
		submission_free(s);
	}
	outbox_rows_free(&rows);
	assert_int_equal(sendable_n(f, T0), 1);
}

static void
names_that_this_file_never_gave_are_noticed(void **state)
{
	struct fixture *f = *state;
	const struct outbox_saved a = save_one(f, NULL, 0);
	const struct interval held = {1, 3};
	const struct hello_ok ok = {.held = &held, .held_n = 1, .head = {.epoch = 1}};
	struct outbox_stream streams[OUTBOX_STREAMS_MAX];
	struct outbox_held told;
	struct err err = {0};
	size_t n = 0;

	assert_true(outbox_answer_hello(f->box, a.stream, &ok, &told, &err));
	assert_true(told.cloned);
	assert_true(outbox_answer_streams(f->box, streams, &n, &err));
	assert_int_equal(n, 2);
	assert_int_equal(save_one(f, NULL, 0).seq, 1);
}

/* ---- epochs */

static void
a_new_epoch_sends_again_what_it_does_not_hold(void **state)
{
	struct fixture *f = *state;
	const struct outbox_saved a = save_one(f, NULL, 0);
	const struct outbox_saved b = save_one(f, NULL, 0);
	const struct interval held = {1, 1};
	struct hello_ok ok = {.held = &held, .held_n = 1, .head = {.epoch = 1}};
	struct outbox_held told;
	struct err err = {0};

	(void)accept(f, a.first_id);
	(void)accept(f, b.first_id);
	assert_true(outbox_answer_hello(f->box, a.stream, &ok, &told, &err));
	assert_int_equal(told.again, 0);
	ok.head.epoch = 2;
	assert_true(outbox_answer_hello(f->box, a.stream, &ok, &told, &err));
	assert_int_equal(told.again, 1);
	assert_false(told.cloned);
	assert_int_equal(sendable_n(f, T0), 1);
	/* Said once an epoch. */
	assert_true(outbox_answer_hello(f->box, a.stream, &ok, &told, &err));
	assert_int_equal(told.again, 0);
	assert_int_equal(accept(f, b.first_id), OUTBOX_DELIVERED);
}

static size_t
rows_n(struct fixture *f)
{
	struct outbox_rows rows = rows_of(f, (struct outbox_filter){0});
	const size_t n = rows.n;

	outbox_rows_free(&rows);
	return n;
}

static void
a_receipt_beyond_the_fork_is_asked_for_again_though_its_name_is_held(void **state)
{
	struct fixture *f = *state;
	const struct outbox_saved a = save_one(f, NULL, 0);
	const struct interval held = {1, 1};
	struct epoch_fork forks[] = {{.epoch = 1}, {.epoch = 2}};
	struct hello_ok ok = {.held = &held, .held_n = 1, .forks = forks, .head = {.epoch = 2}};
	struct outbox_rows rows;
	struct outbox_held told;
	struct err err = {0};

	(void)accept(f, a.first_id);
	rows = row_of(f, a.first_id);
	const uint64_t batch = rows.at[0].batch;
	outbox_rows_free(&rows);
	forks[0] = (struct epoch_fork){.epoch = 1, .batch = 0}; /* its own epoch's says nothing */
	forks[1] = (struct epoch_fork){.epoch = 2, .batch = batch};
	ok.forks_n = 2;
	assert_true(outbox_answer_hello(f->box, a.stream, &ok, &told, &err));
	assert_int_equal(told.again, 0);
	forks[0] = (struct epoch_fork){.epoch = 2, .batch = batch};
	forks[1] = (struct epoch_fork){.epoch = 3, .batch = batch - 1};
	ok.head.epoch = 3;
	assert_true(outbox_answer_hello(f->box, a.stream, &ok, &told, &err));
	assert_int_equal(told.again, 1);
	assert_int_equal(sendable_n(f, T0), 1);
}

static void
receipted_rows_are_kept_ninety_days(void **state)
{
	struct fixture *f = *state;
	const int64_t day_ms = INT64_C(86400000);
	const struct outbox_saved a = save_one(f, NULL, 0);
	struct err err = {0};

	(void)accept(f, a.first_id);
	(void)save_one(f, NULL, 0);
	assert_true(outbox_answer_purge(f->box, T0 + 91 * day_ms, &err));
	assert_int_equal(rows_n(f), 2); /* without a newer receipt this clock is not believed */
	f->later_ms = 91 * day_ms;
	(void)accept(f, save_one(f, NULL, 0).first_id);
	assert_true(outbox_answer_purge(f->box, T0 + 90 * day_ms, &err));
	assert_int_equal(rows_n(f), 3);
	assert_true(outbox_answer_purge(f->box, T0 + 91 * day_ms, &err));
	assert_int_equal(rows_n(f), 2);
	assert_int_equal(save_one(f, NULL, 0).seq, 4);
}

static void
a_clock_that_jumps_back_does_not_hold_a_row(void **state)
{
	struct fixture *f = *state;
	const struct verdict unknown = {.code = ERR_BASE_UNKNOWN, .detail = ""};
	const int64_t day_ms = INT64_C(86400000);
	const struct outbox_saved saved = save_one(f, NULL, 0);

	assert_int_equal(answer(f, saved.first_id, false, &unknown, 1), OUTBOX_SAVED);
	assert_int_equal(sendable_n(f, T0), 0);
	assert_int_equal(sendable_n(f, T0 - 3 * day_ms), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    OUTBOX_TEST(a_receipt_makes_a_row_delivered_for_good),
	    OUTBOX_TEST(a_refused_row_keeps_its_reason_and_goes_again_under_a_new_name),
	    OUTBOX_TEST(a_refused_row_that_was_read_is_left_out_and_stays_as_it_is),
	    OUTBOX_TEST(of_a_partly_refused_row_only_the_refused_part_goes_again),
	    OUTBOX_TEST(a_code_that_may_pass_later_puts_the_row_off),
	    OUTBOX_TEST(a_stored_row_says_again_by_itself_what_may_pass_later),
	    OUTBOX_TEST(a_correction_waits_for_the_receipt_of_what_it_corrects),
	    OUTBOX_TEST(a_correction_of_a_refused_row_is_parked_and_comes_back_with_it),
	    OUTBOX_TEST(what_came_after_the_lock_is_delivered_and_may_be_corrected),
	    OUTBOX_TEST(a_refused_row_cannot_be_corrected),
	    OUTBOX_TEST(a_correction_of_what_was_there_already_names_what_is_there),
	    OUTBOX_TEST(key_reuse_gives_exactly_that_row_a_new_name_in_a_new_stream),
	    OUTBOX_TEST(a_chain_of_corrections_follows_a_reissued_row),
	    OUTBOX_TEST(names_that_this_file_never_gave_are_noticed),
	    OUTBOX_TEST(a_new_epoch_sends_again_what_it_does_not_hold),
	    OUTBOX_TEST(a_receipt_beyond_the_fork_is_asked_for_again_though_its_name_is_held),
	    OUTBOX_TEST(receipted_rows_are_kept_ninety_days),
	    OUTBOX_TEST(a_clock_that_jumps_back_does_not_hold_a_row),
	};

	return cmocka_run_group_tests_name("outbox_answer", tests, NULL, NULL);
}
