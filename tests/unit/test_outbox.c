#include "client/outbox_rows.h"
#include "outbox_fixture.h"
#include "support/sample.h"
#include "wire/submission.h"

/* ---- saving */

static void
a_saved_row_is_signed_and_named_and_survives_reopening(void **state)
{
	struct fixture *f = *state;
	const struct outbox_saved saved = save_one(f, NULL, 0);
	struct submission *s = NULL;
	struct outbox_rows rows;
	struct err err = {0};

	outbox_close(f->box);
	f->box = NULL;
	assert_true(outbox_open(f->path, &f->box, &err));
	rows = row_of(f, saved.first_id);
	assert_int_equal(rows.at[0].state, OUTBOX_SAVED);
	assert_int_equal(rows.at[0].seq, 1);
	assert_string_equal(rows.at[0].summary, "An Minh 365 đơn vị");
	assert_true(submission_verify(
	    rows.at[0].body, rows.at[0].body_len, rows.at[0].signature, f->keys.sign_public));
	assert_true(submission_decode(rows.at[0].body, rows.at[0].body_len, &s, &err));
	assert_int_equal(s->seq, 1);
	assert_memory_equal(s->stream, saved.stream, sizeof(s->stream));
	assert_int_equal(s->realm, 1);
	submission_free(s);
	outbox_rows_free(&rows);
}

static void
names_rise_by_one_in_one_stream(void **state)
{
	struct fixture *f = *state;
	const struct outbox_saved a = save_one(f, NULL, 0);
	const struct outbox_saved b = save_one(f, NULL, 0);

	assert_int_equal(a.seq, 1);
	assert_int_equal(b.seq, 2);
	assert_memory_equal(a.stream, b.stream, sizeof(a.stream));
}

static void
two_processes_never_give_the_same_name(void **state)
{
	struct fixture *f = *state;
	struct fixture other = *f;
	struct err err = {0};

	assert_true(outbox_open(f->path, &other.box, &err));
	for (uint64_t seq = 1; seq <= 20; seq += 2) {
		assert_int_equal(save_one(f, NULL, 0).seq, seq);
		assert_int_equal(save_one(&other, NULL, 0).seq, seq + 1);
	}
	outbox_close(other.box);
}

static void
more_than_a_submission_holds_becomes_several_rows_at_once(void **state)
{
	enum { N = 3 * WIRE_REPORTS_MAX + 1 };
	struct fixture *f = *state;
	struct report *reports = calloc(N, sizeof(*reports));
	struct outbox_rows rows;
	struct outbox_saved saved;
	struct sample s;
	size_t total = 0;

	assert_non_null(reports);
	sample_make(&s, KIND_RESULT);
	for (size_t i = 0; i < N; i++)
		reports[i] = s.r;
	saved = save_n(f, reports, N);
	rows = rows_of(f, (struct outbox_filter){.bodies = true});
	assert_true(rows.n >= 4);
	assert_int_equal(saved.last_id - saved.first_id + 1, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		assert_true(rows.at[i].body_len <= WIRE_BODY_BYTES_MAX);
		total += rows.at[i].reports_n;
	}
	assert_int_equal(total, N);
	outbox_rows_free(&rows);
	free(reports);
}

static void
a_report_beyond_the_limits_saves_nothing_of_the_draft(void **state)
{
	struct fixture *f = *state;
	struct report reports[2];
	const struct outbox_draft draft = {
	    .reports = reports, .reports_n = 2, .keys = &f->keys, .realm = 1, .summary = ""};
	char note[WIRE_NOTE_BYTES_MAX + 2];
	struct outbox_saved saved;
	struct sample s;
	struct err err = {0};

	memset(note, 'x', sizeof(note) - 1);
	note[sizeof(note) - 1] = '\0';
	sample_make(&s, KIND_RESULT);
	reports[0] = reports[1] = s.r;
	reports[1].u.result.note = note;
	assert_false(outbox_save(f->box, &draft, &saved, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	assert_int_equal(sendable_n(f, T0), 0);
	assert_int_equal(save_one(f, NULL, 0).seq, 1);
}

static void
a_newer_file_is_refused_by_its_version(void **state)
{
	struct fixture *f = *state;
	struct outbox *box = NULL;
	struct err err = {0};
	FILE *file;

	outbox_close(f->box);
	f->box = NULL;
	/* SQLite keeps user_version at byte 60, big-endian. */
	file = fopen(f->path, "r+b");
	assert_non_null(file);
	assert_int_equal(fseek(file, 60, SEEK_SET), 0);
	assert_int_equal(fwrite("\0\0\0\x09", 1, 4, file), 4);
	assert_int_equal(fclose(file), 0);
	assert_false(outbox_open(f->path, &box, &err));
	assert_int_equal(err.code, ERR_SCHEMA_NEWER);
	assert_non_null(strchr(err.text, '9'));
}

static void
a_file_that_is_no_database_is_refused(void **state)
{
	struct fixture *f = *state;
	struct outbox *box = NULL;
	struct err err = {0};
	FILE *file;

	outbox_close(f->box);
	f->box = NULL;
	file = fopen(f->path, "wb");
	assert_non_null(file);
	for (int i = 0; i < 200; i++)
		(void)fputs("this is a spreadsheet ", file);
	assert_int_equal(fclose(file), 0);
	assert_false(outbox_open(f->path, &box, &err));
	assert_int_equal(err.code, ERR_IO);
}

/* ---- lists, counts, alarms */

static void
the_newest_rows_come_oldest_first(void **state)
{
	struct fixture *f = *state;
	struct outbox_rows rows;

	for (int i = 0; i < 5; i++)
		(void)save_one(f, NULL, 0);
	rows = rows_of(f, (struct outbox_filter){.newest = true, .limit = 2});
	assert_int_equal(rows.n, 2);
	assert_int_equal(rows.at[0].seq, 4);
	assert_int_equal(rows.at[1].seq, 5);
	assert_null(rows.at[0].body);
	outbox_rows_free(&rows);
}

static void
saved_and_sent_rows_wait_and_delivered_ones_do_not(void **state)
{
	struct fixture *f = *state;
	const struct outbox_saved a = save_one(f, NULL, 0);
	const struct outbox_saved b = save_one(f, NULL, 0);
	struct outbox_waiting waiting;
	struct err err = {0};

	(void)save_one(f, NULL, 0);
	(void)accept(f, a.first_id);
	assert_true(outbox_answer_sent(f->box, &b.first_id, 1, &err));
	assert_true(outbox_rows_waiting(f->box, &waiting, &err));
	assert_int_equal(waiting.rows, 2);
	assert_int_equal(waiting.oldest_ms, T0);
	assert_true(waiting.bytes > 0);
	assert_true(outbox_rows_check(f->box, &err));
}

static void
an_alarm_is_kept_until_it_is_seen_and_not_repeated(void **state)
{
	struct fixture *f = *state;
	struct outbox_alarm *alarms = NULL;
	struct err what = {0};
	struct err err = {0};
	size_t n = 0;

	(void)err_set(&what, ERR_KEY_REUSE, "dòng 3");
	assert_true(outbox_alarm_add(f->box, &what, T0, &err));
	assert_true(outbox_alarm_add(f->box, &what, T0 + 1, &err));
	assert_true(outbox_alarm_list(f->box, true, &alarms, &n, &err));
	assert_int_equal(n, 1);
	assert_int_equal(alarms[0].code, ERR_KEY_REUSE);
	assert_string_equal(alarms[0].detail, "dòng 3");
	free(alarms);
	assert_true(outbox_alarm_seen(f->box, &err));
	assert_true(outbox_alarm_list(f->box, true, &alarms, &n, &err));
	assert_int_equal(n, 0);
	free(alarms);
	for (int i = 0; i < 2 * OUTBOX_ALARMS_MAX; i++) {
		(void)err_set(&what, ERR_KEY_REUSE, "dòng %d", i);
		assert_true(outbox_alarm_add(f->box, &what, T0 + i, &err));
	}
	assert_true(outbox_alarm_list(f->box, false, &alarms, &n, &err));
	assert_int_equal(n, OUTBOX_ALARMS_MAX);
	assert_string_equal(alarms[0].detail, "dòng 199");
	free(alarms);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    OUTBOX_TEST(a_saved_row_is_signed_and_named_and_survives_reopening),
	    OUTBOX_TEST(names_rise_by_one_in_one_stream),
	    OUTBOX_TEST(two_processes_never_give_the_same_name),
	    OUTBOX_TEST(more_than_a_submission_holds_becomes_several_rows_at_once),
	    OUTBOX_TEST(a_report_beyond_the_limits_saves_nothing_of_the_draft),
	    OUTBOX_TEST(a_newer_file_is_refused_by_its_version),
	    OUTBOX_TEST(a_file_that_is_no_database_is_refused),
	    OUTBOX_TEST(the_newest_rows_come_oldest_first),
	    OUTBOX_TEST(saved_and_sent_rows_wait_and_delivered_ones_do_not),
	    OUTBOX_TEST(an_alarm_is_kept_until_it_is_seen_and_not_repeated),
	};

	return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
