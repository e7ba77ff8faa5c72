/* Locked days: what comes for them is kept, shown, and counts once it is admitted. */
#include "rules/catalogue.h"
#include "support/corestore.h"
#include "statesfix.h"

static void
what_comes_after_the_lock_is_stored_shown_and_counts_once_admitted(void **state)
{
	struct corefix *f = *state;

	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2021-12-01", "2022-11-30", true));
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365)), ERR_AFTER_LOCK);
	assert_int_equal(f->fate, FATE_STORED);
	const struct name late = f->name;
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), -1);
	assert_int_equal(total_of(f, "909", "2022").after_lock_units, 365);
	assert_true(total_of(f, "909", "2022").locked);
	assert_false(total_of(f, "VN", "2022").locked);
	assert_int_equal(queue(f, "after_lock"), 1);
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365)), ERR_ALREADY);
	holds(f);
	assert_int_equal(say(f, ACTOR_KIEN_GIANG, corefix_review(&late, REVIEW_ADMITTED, "", "")),
	    ERR_NOTE_MISSING);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&late, REVIEW_ADMITTED, "sót", ""));
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 365);
	assert_int_equal(total_of(f, "909", "2022").after_lock_units, 0);
	assert_int_equal(queue(f, "after_lock"), 0);
	struct reference r = reference(f, REFERENCE_HISTORY, "", DRIVE);
	assert_int_equal(r.reports_n, 3);
	assert_int_equal(r.reports[1].name.seq, late.seq);
	query_free(&r.arena);
	holds(f);
}

static void
a_late_correction_waits_beside_what_counts(void **state)
{
	struct corefix *f = *state;
	const struct name first =
	    said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));

	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("909", "2022-05-01", "2022-05-31", true));
	assert_int_equal(
	    say(f, ACTOR_AN_MINH,
		corefix_correction(corefix_result(DRIVE, "2022-05-08", 402, 300), &first)),
	    ERR_AFTER_LOCK);
	const struct name late = f->name;
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 365);
	assert_int_equal(total_of(f, "VN", "2022").after_lock_units, 300 - 365);
	/* Corrected again while it waits. */
	assert_int_equal(
	    say(f, ACTOR_AN_MINH,
		corefix_correction(corefix_result(DRIVE, "2022-05-08", 402, 310), &late)),
	    ERR_AFTER_LOCK);
	const struct name later = f->name;
	assert_int_equal(total_of(f, "VN", "2022").after_lock_units, 310 - 365);
	assert_int_equal(
	    say(f, ACTOR_KIEN_GIANG, corefix_review(&late, REVIEW_ADMITTED, "sót", "")),
	    ERR_BASE_STALE);
	holds(f);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&later, REVIEW_ADMITTED, "sót", ""));
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 310);
	holds(f);
}

static void
a_late_withdrawal_waits_and_its_office_may_take_it_back(void **state)
{
	struct corefix *f = *state;
	const struct report r = corefix_result(DRIVE, "2022-05-08", 402, 365);
	const struct name first = said(f, ACTOR_AN_MINH, r);

	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("909", "2022-05-01", "2022-05-31", true));
	assert_int_equal(say(f, ACTOR_AN_MINH, corefix_withdrawal(r, &first)), ERR_AFTER_LOCK);
	const struct name late = f->name;
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 365);
	assert_int_equal(total_of(f, "VN", "2022").after_lock_units, -365);
	holds(f);
	(void)said(f, ACTOR_AN_MINH, corefix_withdrawal(r, &late));
	assert_int_equal(queue(f, "after_lock"), 0);
	assert_int_equal(total_of(f, "VN", "2022").after_lock_units, 0);
	assert_int_equal(say(f, ACTOR_AN_MINH, corefix_withdrawal(r, &first)), ERR_AFTER_LOCK);
	const struct name again = f->name;
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&again, REVIEW_ADMITTED, "đúng", ""));
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), -1);
	holds(f);
}

static void
late_is(struct corefix *f, int64_t may, int64_t june)
{
	assert_int_equal(total_of(f, "909", "2022-05").after_lock_units, may);
	assert_int_equal(total_of(f, "91", "2022-06").after_lock_units, june);
	assert_int_equal(total_of(f, "VN", "2022").after_lock_units, may + june);
	holds(f);
}

static void
a_late_correction_to_another_day_takes_from_one_and_gives_to_the_other(void **state)
{
	struct corefix *f = *state;
	const struct name first =
	    said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));

	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("909", "2022-05-01", "2022-05-31", true));
	assert_int_equal(
	    say(f, ACTOR_AN_MINH,
		corefix_correction(corefix_result(DRIVE, "2022-06-02", 402, 300), &first)),
	    ERR_AFTER_LOCK);
	late_is(f, -365, 300);
	struct rows rows;
	struct err err = {.code = ERR_OK};
	assert_true(corefix_summary(f, ACTOR_NATION, "91", "2022", BY_MONTH, &rows, &err));
	for (uint32_t i = 0; i < rows.rows_n; i++)
		assert_int_equal(rows.rows[i].after_lock_units,
		    strcmp(rows.rows[i].key, "2022-05") == 0       ? -365
			: strcmp(rows.rows[i].key, "2022-06") == 0 ? 300
								   : 0);
	query_free(&rows.arena);
}

static void
what_waits_follows_what_counts(void **state)
{
	struct corefix *f = *state;
	const struct report r = corefix_result(DRIVE, "2022-05-08", 402, 365);
	const struct name first = said(f, ACTOR_AN_MINH, r);

	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("909", "2022-05-01", "2022-05-31", true));
	assert_int_equal(
	    say(f, ACTOR_AN_MINH,
		corefix_correction(corefix_result(DRIVE, "2022-05-08", 402, 300), &first)),
	    ERR_AFTER_LOCK);
	late_is(f, -65, 0);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("909", "2022-05-01", "2022-05-31", false));
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&first, REVIEW_RETURNED, "xem lại", ""));
	late_is(f, 300, 0);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&first, REVIEW_ACCEPTED, "", ""));
	late_is(f, -65, 0);
	(void)said(f, ACTOR_AN_MINH,
	    corefix_correction(corefix_result(DRIVE, "2022-05-08", 402, 310), &first));
	late_is(f, -10, 0);
	(void)said(f, ACTOR_AN_MINH, corefix_withdrawal(r, &f->name));
	late_is(f, 300, 0);
}

static void
what_came_late_may_be_returned(void **state)
{
	struct corefix *f = *state;

	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-05-01", "2022-05-31", true));
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365)), ERR_AFTER_LOCK);
	const struct name late = f->name;
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&late, REVIEW_RETURNED, "đã chốt", ""));
	assert_int_equal(queue(f, "after_lock"), 0);
	assert_int_equal(total_of(f, "VN", "2022").after_lock_units, 0);
	holds(f);
}

static void
the_newest_lock_entry_decides_and_only_above_it_opens(void **state)
{
	struct corefix *f = *state;

	assert_int_equal(
	    say(f, ACTOR_AN_MINH, corefix_lock("909", "2022-05-01", "2022-05-31", true)), ERR_ROLE);
	assert_int_equal(
	    say(f, ACTOR_LAI_CHAU, corefix_lock("909", "2022-05-01", "2022-05-31", true)),
	    ERR_NOT_YOURS);
	(void)said(f, ACTOR_NATION, corefix_lock("VN", "2022-05-01", "2022-06-30", true));
	assert_int_equal(
	    say(f, ACTOR_KIEN_GIANG, corefix_lock("909", "2022-05-10", "2022-05-20", true)),
	    ERR_ALREADY);
	assert_int_equal(
	    say(f, ACTOR_KIEN_GIANG, corefix_lock("909", "2022-05-10", "2022-05-20", false)),
	    ERR_NOT_YOURS);
	(void)said(f, ACTOR_NATION, corefix_lock("909", "2022-05-10", "2022-05-20", false));
	assert_true(total_of(f, "911", "2022-05").locked);
	assert_false(total_of(f, "909", "2022-05").locked);
	assert_true(total_of(f, "909", "2022-06").locked);
	(void)said(f, ACTOR_AN_MINH, corefix_result("909/2022-05-12/1", "2022-05-12", 40, 30));
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, corefix_result("909/2022-05-21/1", "2022-05-21", 40, 30)),
	    ERR_AFTER_LOCK);
	assert_int_equal(
	    say(f, ACTOR_NATION, corefix_lock("909", "2022-05-10", "2022-05-20", false)),
	    ERR_ALREADY);
	struct reference r = reference(f, REFERENCE_LOCKS, "909", "");
	assert_int_equal(r.locks_n, 2);
	assert_false(r.locks[0].lock.locked);
	assert_string_equal(r.locks[1].lock.org, "VN");
	query_free(&r.arena);
	holds(f);
}

static void
a_locked_total_is_changed_by_no_review_but_an_admission(void **state)
{
	struct corefix *f = *state;
	const struct name first =
	    said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));

	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-05-01", "2022-05-31", true));
	assert_int_equal(
	    say(f, ACTOR_KIEN_GIANG, corefix_review(&first, REVIEW_RETURNED, "nhầm", "")),
	    ERR_LOCKED);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&first, REVIEW_ACCEPTED, "", ""));
	holds(f);
}

static void
after_opening_what_waits_may_be_corrected_to_count(void **state)
{
	struct corefix *f = *state;

	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-05-01", "2022-05-31", true));
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365)), ERR_AFTER_LOCK);
	const struct name late = f->name;
	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-05-01", "2022-05-31", false));
	(void)said(f, ACTOR_AN_MINH,
	    corefix_correction(corefix_result(DRIVE, "2022-05-08", 402, 366), &late));
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 366);
	assert_int_equal(total_of(f, "VN", "2022").after_lock_units, 0);
	holds(f);
}

static void
a_late_report_undone_with_its_batch_leaves_nothing(void **state)
{
	struct corefix *f = *state;
	const struct report r = corefix_result(DRIVE, "2022-05-08", 402, 365);

	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-05-01", "2022-05-31", true));
	assert_int_equal(corefix_send_as(f, ACTOR_AN_MINH, 999, &r, 1, false), ERR_AFTER_LOCK);
	assert_int_equal(queue(f, "after_lock"), 0);
	holds(f);
	assert_int_equal(say(f, ACTOR_AN_MINH, r), ERR_AFTER_LOCK);
	const struct name late = f->name;
	const struct report admit = corefix_review(&late, REVIEW_ADMITTED, "sót", "");
	assert_int_equal(corefix_send_as(f, ACTOR_KIEN_GIANG, 999, &admit, 1, false), ERR_OK);
	assert_int_equal(queue(f, "after_lock"), 1);
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), -1);
	holds(f);
}

static void
lock_entries_undone_with_their_batch_leave_the_days_as_they_were(void **state)
{
	struct corefix *f = *state;
	const struct report open = corefix_lock("91", "2022-02-01", "2022-03-31", false);
	const struct report other = corefix_lock("909", "2022-03-01", "2022-05-31", true);
	const struct report undone[] = {open, other};

	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-01-01", "2022-04-30", true));
	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-03-10", "2022-03-20", false));
	assert_int_equal(
	    corefix_send_as(f, ACTOR_KIEN_GIANG, 999, undone, ARRAY_LEN(undone), false), ERR_OK);
	assert_true(total_of(f, "909", "2022-02").locked);
	assert_false(total_of(f, "909", "2022-03").locked);
	assert_true(total_of(f, "909", "2022-04").locked);
	assert_false(total_of(f, "909", "2022-05").locked);
	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, undone, ARRAY_LEN(undone)), ERR_OK);
	assert_false(total_of(f, "909", "2022-02").locked);
	assert_false(total_of(f, "91", "2022-03").locked);
	assert_true(total_of(f, "909", "2022-03").locked);
	assert_true(total_of(f, "909", "2022-05").locked);
	holds(f);
}

static void
a_history_has_the_lock_and_each_late_report_in_the_batch_that_it_came_in(void **state)
{
	struct corefix *f = *state;
	const struct name first =
	    said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));

	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-05-01", "2022-05-31", true));
	const uint64_t locked = core_n(f->core);
	assert_int_equal(
	    say(f, ACTOR_AN_MINH,
		corefix_correction(corefix_result(DRIVE, "2022-05-08", 402, 360), &first)),
	    ERR_AFTER_LOCK);
	const uint64_t came = core_n(f->core);
	struct reference q = reference(f, REFERENCE_REVIEW, "91", "after_lock");
	assert_int_equal(q.reports_n, 1);
	assert_int_equal(q.reports[0].action, ACTION_CORRECTION);
	assert_int_equal(q.reports[0].replaces.seq, first.seq);
	const struct name late = q.reports[0].name;
	query_free(&q.arena);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&late, REVIEW_ADMITTED, "sót", ""));
	struct reference r = reference(f, REFERENCE_HISTORY, "", DRIVE);
	assert_int_equal(r.reports_n, 4);
	assert_string_equal(r.reports[0].state, "admitted");
	assert_int_equal(r.reports[1].batch, came);
	assert_true(r.reports[1].current);
	assert_int_equal(r.reports[1].replaces.seq, first.seq);
	assert_int_equal(r.reports[2].kind, KIND_LOCK);
	assert_string_equal(r.reports[2].state, "locked");
	assert_string_equal(r.reports[2].other, "91");
	assert_int_equal(r.reports[2].batch, locked);
	query_free(&r.arena);
	holds(f);
}

static void
a_history_has_none_of_the_locks_that_were_over_before_the_first_report(void **state)
{
	struct corefix *f = *state;

	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-05-01", "2022-05-31", true));
	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-05-01", "2022-05-31", false));
	(void)said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));
	struct reference r = reference(f, REFERENCE_HISTORY, "", DRIVE);
	assert_int_equal(r.reports_n, 1);
	query_free(&r.arena);
	/* One that stands is why this one waits. */
	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-05-01", "2022-05-31", true));
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, corefix_result(OTHER, "2022-05-10", 40, 36)), ERR_AFTER_LOCK);
	r = reference(f, REFERENCE_HISTORY, "", OTHER);
	assert_int_equal(r.reports_n, 2);
	assert_int_equal(r.reports[1].kind, KIND_LOCK);
	assert_string_equal(r.reports[1].state, "locked");
	query_free(&r.arena);
}

static void
a_withdrawal_after_the_lock_says_so_and_has_the_days_of_what_it_takes_back(void **state)
{
	struct corefix *f = *state;
	const struct report r = corefix_result(DRIVE, "2022-05-08", 402, 365);
	const struct name first = said(f, ACTOR_AN_MINH, r);

	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-05-01", "2022-05-31", true));
	assert_int_equal(say(f, ACTOR_AN_MINH, corefix_withdrawal(r, &first)), ERR_AFTER_LOCK);
	struct reference q = reference(f, REFERENCE_REVIEW, "91", "after_lock");
	assert_int_equal(q.reports_n, 1);
	assert_int_equal(q.reports[0].action, ACTION_WITHDRAWAL);
	assert_int_equal(q.reports[0].result.held_to, r.u.result.held_to);
	query_free(&q.arena);
	holds(f);
}

/* A drive over the last day of May and the first of June, the last not reported yet. */
#define EDGE "909/2022-05-31/1"

static struct name
edge_said(struct corefix *f, const char *day, int64_t units)
{
	struct report r = corefix_result(EDGE, day, units + 10, units);

	r.u.result.day = r.u.result.held_to;
	return said(f, ACTOR_AN_MINH, r);
}

static void
held_is(struct corefix *f, uint32_t may, uint32_t june)
{
	assert_int_equal(total_of(f, "909", "2022-05").drives_held, may);
	assert_int_equal(total_of(f, "909", "2022-06").drives_held, june);
	assert_int_equal(total_of(f, "VN", "2022").drives_held, may + june);
	holds(f);
}

static void
a_locked_day_keeps_that_its_drive_was_held_when_a_later_day_is_reported(void **state)
{
	struct corefix *f = *state;

	(void)said(f, ACTOR_KIEN_GIANG, corefix_schedule(EDGE, "2022-05-31", "2022-06-01"));
	(void)edge_said(f, "2022-05-31", 40);
	held_is(f, 1, 0);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-05-01", "2022-05-31", true));
	const struct name later = edge_said(f, "2022-06-01", 60);
	assert_int_equal(corefix_total(f, "909", "2022-06", IND_BLOOD_UNITS), 60);
	held_is(f, 1, 0);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&later, REVIEW_RETURNED, "xem lại", ""));
	held_is(f, 1, 0);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&later, REVIEW_ACCEPTED, "", ""));
	held_is(f, 1, 0);
	/* Open again, the last day says it. */
	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-05-01", "2022-05-31", false));
	held_is(f, 0, 1);
}

static void
a_locked_day_is_not_where_its_drive_was_held_because_a_later_day_is_returned(void **state)
{
	struct corefix *f = *state;

	(void)said(f, ACTOR_KIEN_GIANG, corefix_schedule(EDGE, "2022-05-31", "2022-06-01"));
	(void)edge_said(f, "2022-05-31", 40);
	const struct name later = edge_said(f, "2022-06-01", 60);
	held_is(f, 0, 1);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-05-01", "2022-05-31", true));
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&later, REVIEW_RETURNED, "xem lại", ""));
	held_is(f, 0, 0);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&later, REVIEW_ACCEPTED, "", ""));
	held_is(f, 0, 1);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&later, REVIEW_RETURNED, "xem lại", ""));
	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-05-01", "2022-05-31", false));
	held_is(f, 1, 0);
}

static void
a_day_admitted_alone_says_that_its_drive_was_held(void **state)
{
	struct corefix *f = *state;
	struct report r = corefix_result(EDGE, "2022-05-31", 50, 40);

	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-05-01", "2022-05-31", true));
	(void)said(f, ACTOR_KIEN_GIANG, corefix_schedule(EDGE, "2022-05-31", "2022-06-01"));
	r.u.result.day = r.u.result.held_to;
	assert_int_equal(say(f, ACTOR_AN_MINH, r), ERR_AFTER_LOCK);
	const struct name late = f->name;
	held_is(f, 0, 0);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&late, REVIEW_ADMITTED, "sót", ""));
	held_is(f, 1, 0);
	(void)edge_said(f, "2022-06-01", 60);
	held_is(f, 1, 0);
}

int
main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, corefix_setup, corefix_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(what_comes_after_the_lock_is_stored_shown_and_counts_once_admitted),
	    TEST(a_history_has_none_of_the_locks_that_were_over_before_the_first_report),
	    TEST(lock_entries_undone_with_their_batch_leave_the_days_as_they_were),
	    TEST(a_history_has_the_lock_and_each_late_report_in_the_batch_that_it_came_in),
	    TEST(a_withdrawal_after_the_lock_says_so_and_has_the_days_of_what_it_takes_back),
	    TEST(a_late_correction_waits_beside_what_counts),
	    TEST(a_late_withdrawal_waits_and_its_office_may_take_it_back),
	    TEST(a_late_correction_to_another_day_takes_from_one_and_gives_to_the_other),
	    TEST(what_waits_follows_what_counts),
	    TEST(what_came_late_may_be_returned),
	    TEST(the_newest_lock_entry_decides_and_only_above_it_opens),
	    TEST(a_locked_total_is_changed_by_no_review_but_an_admission),
	    TEST(after_opening_what_waits_may_be_corrected_to_count),
	    TEST(a_late_report_undone_with_its_batch_leaves_nothing),
	    TEST(a_locked_day_keeps_that_its_drive_was_held_when_a_later_day_is_reported),
	    TEST(a_locked_day_is_not_where_its_drive_was_held_because_a_later_day_is_returned),
	    TEST(a_day_admitted_alone_says_that_its_drive_was_held),
	};
#undef TEST

	return cmocka_run_group_tests_name("core_lock", tests, NULL, NULL);
}
