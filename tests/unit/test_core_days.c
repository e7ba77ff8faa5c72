/* A drive of several days: one report of the whole, or one a day that add up; never both. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/core.h"
#include "rules/catalogue.h"
#include "support/corefix.h"

#define DRIVE "909/2022-05-08/1"
#define YEAR "2022"

static void
send(struct corefix *f, enum actor actor, const struct report *r, enum err_code expected)
{
	const enum err_code code = corefix_send(f, actor, r, 1);

	if (code != expected)
		fail_msg("%s (%s) instead of %s", err_name(code), f->detail, err_name(expected));
}

static struct report
day_report(const char *drive, const char *day, int64_t units)
{
	struct report r = corefix_result(drive, day, units + 10, units);

	r.u.result.day = r.u.result.held_to;
	return r;
}

static struct name
say_day(struct corefix *f, const char *day, int64_t units)
{
	const struct report r = day_report(DRIVE, day, units);

	send(f, ACTOR_AN_MINH, &r, ERR_OK);
	return f->name;
}

/* Three days, planned. */
static void
plan(struct corefix *f)
{
	const struct report s = corefix_schedule(DRIVE, "2022-05-08", "2022-05-10");

	send(f, ACTOR_KIEN_GIANG, &s, ERR_OK);
}

static int64_t
units(struct corefix *f, const char *period)
{
	return corefix_total(f, "909", period, IND_BLOOD_UNITS);
}

static struct row
total_of(struct corefix *f, const char *period)
{
	struct err err = {.code = ERR_OK};
	struct rows rows;

	if (!corefix_summary(f, ACTOR_NATION, "909", period, BY_CHILD, &rows, &err))
		fail_msg("%s", err.text);
	const struct row total = rows.total;
	query_free(&rows.arena);
	return total;
}

static void
drives_are(struct corefix *f, uint32_t planned, uint32_t held, uint32_t reported)
{
	const struct row total = total_of(f, YEAR);

	assert_int_equal(total.drives_planned, planned);
	assert_int_equal(total.drives_held, held);
	assert_int_equal(total.drives_reported, reported);
}

/* The one row by drive: its units, its state into ${ret_state}. */
static int64_t
drive_row_of(struct corefix *f, char ret_state[32])
{
	struct err err = {.code = ERR_OK};
	struct rows rows;

	if (!corefix_summary(f, ACTOR_NATION, "909", YEAR, BY_DRIVE, &rows, &err))
		fail_msg("%s", err.text);
	assert_int_equal(rows.rows_n, 1);
	const struct counts *c = &rows.rows[0].counts;
	const int64_t value = c->n > 1 ? c->val[1] : -1;
	(void)snprintf(ret_state, 32, "%s", rows.rows[0].state);
	query_free(&rows.arena);
	return value;
}

static void
replayed_is_the_same(struct corefix *f)
{
	struct err err = {.code = ERR_OK};
	struct core_views views;
	struct core *again = corefix_replay(f, f->ledger_n);

	if (!core_equal(f->core, again, &err) || !core_views(f->core, &views, &err))
		fail_msg("%s", err.text);
	core_free(again);
}

/* ---- tests */

static void
days_add_up_and_the_drive_is_reported_once_all_are_there(void **state)
{
	struct corefix *f = *state;
	char word[32];

	plan(f);
	(void)say_day(f, "2022-05-08", 100);
	drives_are(f, 1, 1, 0);
	(void)say_day(f, "2022-05-10", 30);
	assert_int_equal(units(f, YEAR), 130);
	drives_are(f, 1, 1, 0);
	(void)drive_row_of(f, word);
	assert_string_equal(word, "partial");
	(void)say_day(f, "2022-05-09", 70);
	assert_int_equal(units(f, YEAR), 200);
	assert_int_equal(units(f, "2022-05-09..2022-05-09"), 70);
	drives_are(f, 1, 1, 1);
	assert_int_equal(drive_row_of(f, word), 200);
	assert_string_equal(word, "reported");
	replayed_is_the_same(f);
}

static void
a_day_is_corrected_and_withdrawn_alone(void **state)
{
	struct corefix *f = *state;
	struct report r = day_report(DRIVE, "2022-05-09", 75);

	plan(f);
	const struct name first = say_day(f, "2022-05-08", 100);
	struct name second = say_day(f, "2022-05-09", 70);
	(void)say_day(f, "2022-05-10", 30);
	r = corefix_correction(r, &second);
	send(f, ACTOR_AN_MINH, &r, ERR_OK);
	second = f->name;
	assert_int_equal(units(f, YEAR), 205);
	drives_are(f, 1, 1, 1);
	r = corefix_withdrawal(day_report(DRIVE, "2022-05-09", 75), &second);
	send(f, ACTOR_AN_MINH, &r, ERR_OK);
	assert_int_equal(units(f, YEAR), 130);
	drives_are(f, 1, 1, 0);
	r = corefix_review(&first, REVIEW_RETURNED, "xem lại", "");
	send(f, ACTOR_KIEN_GIANG, &r, ERR_OK);
	assert_int_equal(units(f, YEAR), 30);
	assert_int_equal(total_of(f, YEAR).returned_units, 100);
	replayed_is_the_same(f);
}

static void
the_whole_drive_beside_its_days_is_refused_by_their_names(void **state)
{
	struct corefix *f = *state;
	const struct report whole = corefix_result(DRIVE, "2022-05-10", 300, 250);
	const struct report day = day_report(DRIVE, "2022-05-08", 100);

	plan(f);
	const struct name first = say_day(f, "2022-05-08", 100);
	(void)say_day(f, "2022-05-09", 50);
	send(f, ACTOR_AN_MINH, &whole, ERR_OVERLAPS);
	assert_non_null(strstr(f->detail, DRIVE "@2022-05-08, " DRIVE "@2022-05-09"));
	assert_memory_equal(&f->existing, &first, sizeof(first));
	assert_int_equal(units(f, YEAR), 150);
	const struct report back = corefix_withdrawal(day, &first);
	send(f, ACTOR_AN_MINH, &back, ERR_OK);
	send(f, ACTOR_AN_MINH, &whole, ERR_OVERLAPS);
}

static void
a_day_after_the_whole_drive_is_refused_until_that_is_withdrawn(void **state)
{
	struct corefix *f = *state;
	const struct report whole = corefix_result(DRIVE, "2022-05-10", 300, 250);
	const struct report day = day_report(DRIVE, "2022-05-08", 100);

	plan(f);
	send(f, ACTOR_AN_MINH, &whole, ERR_OK);
	const struct name first = f->name;
	drives_are(f, 1, 1, 1);
	send(f, ACTOR_AN_MINH, &day, ERR_OVERLAPS);
	assert_memory_equal(&f->existing, &first, sizeof(first));
	const struct report back = corefix_withdrawal(whole, &first);
	send(f, ACTOR_AN_MINH, &back, ERR_OK);
	send(f, ACTOR_AN_MINH, &day, ERR_OK);
	assert_int_equal(units(f, YEAR), 100);
	replayed_is_the_same(f);
}

static void
a_returned_whole_is_not_accepted_over_days_that_count(void **state)
{
	struct corefix *f = *state;
	const struct report whole = corefix_result(DRIVE, "2022-05-10", 300, 250);

	plan(f);
	send(f, ACTOR_AN_MINH, &whole, ERR_OK);
	const struct name first = f->name;
	const struct report back = corefix_review(&first, REVIEW_RETURNED, "báo từng ngày", "");
	const struct report again = corefix_review(&first, REVIEW_ACCEPTED, "", "");
	send(f, ACTOR_KIEN_GIANG, &back, ERR_OK);
	(void)say_day(f, "2022-05-08", 100);
	send(f, ACTOR_KIEN_GIANG, &again, ERR_OVERLAPS);
	assert_int_equal(units(f, YEAR), 100);
}

static void
a_day_that_the_drive_does_not_have_is_refused(void **state)
{
	struct corefix *f = *state;
	struct report day = day_report(DRIVE, "2022-05-11", 100);

	plan(f);
	send(f, ACTOR_AN_MINH, &day, ERR_COLLECTION_SPAN);
	day = day_report("909/2022-06-01/1", "2022-05-31", 5);
	send(f, ACTOR_AN_MINH, &day, ERR_COLLECTION_SPAN);
	day = day_report(DRIVE, "2022-05-09", 5);
	day.u.result.held_from--;
	send(f, ACTOR_AN_MINH, &day, ERR_COLLECTION_SPAN);
}

static void
outside_the_plan_a_drive_is_made_by_its_first_day(void **state)
{
	struct corefix *f = *state;
	char word[32];

	(void)say_day(f, "2022-05-09", 40);
	(void)say_day(f, "2022-05-08", 60);
	assert_int_equal(units(f, YEAR), 100);
	drives_are(f, 0, 1, 0);
	(void)drive_row_of(f, word);
	assert_string_equal(word, "reported");
	/* Into the plan it comes with its days. */
	const struct report s = corefix_schedule(DRIVE, "2022-05-08", "2022-05-09");
	send(f, ACTOR_KIEN_GIANG, &s, ERR_OK);
	drives_are(f, 1, 1, 1);
	replayed_is_the_same(f);
}

static void
a_moved_plan_asks_for_its_own_days(void **state)
{
	struct corefix *f = *state;
	struct report s = corefix_schedule(DRIVE, "2022-05-08", "2022-05-09");

	send(f, ACTOR_KIEN_GIANG, &s, ERR_OK);
	const struct name planned = f->name;
	(void)say_day(f, "2022-05-08", 60);
	(void)say_day(f, "2022-05-09", 40);
	drives_are(f, 1, 1, 1);
	s = corefix_correction(corefix_schedule(DRIVE, "2022-05-08", "2022-05-10"), &planned);
	send(f, ACTOR_KIEN_GIANG, &s, ERR_OK);
	drives_are(f, 1, 1, 0);
	(void)say_day(f, "2022-05-10", 1);
	drives_are(f, 1, 1, 1);
	assert_int_equal(units(f, YEAR), 101);
	replayed_is_the_same(f);
}

static void
an_undone_day_leaves_no_trace(void **state)
{
	struct corefix *f = *state;
	const struct report day = day_report(DRIVE, "2022-05-09", 40);

	(void)say_day(f, "2022-05-08", 60);
	const uint64_t next = f->seq[ACTOR_AN_MINH] + 1;
	assert_int_equal(corefix_send_as(f, ACTOR_AN_MINH, next, &day, 1, false), ERR_OK);
	assert_int_equal(units(f, YEAR), 60);
	replayed_is_the_same(f);
	(void)say_day(f, "2022-05-09", 40);
	assert_int_equal(units(f, YEAR), 100);
	replayed_is_the_same(f);
}

static void
what_is_another_drive_is_owed_no_more(void **state)
{
	struct corefix *f = *state;
	const struct report s[] = {corefix_schedule(DRIVE, "2022-05-08", "2022-05-08"),
	    corefix_schedule("909/2022-05-09/1", "2022-05-09", "2022-05-09")};
	const struct report r[] = {corefix_result(DRIVE, "2022-05-08", 90, 77),
	    corefix_result("909/2022-05-09/1", "2022-05-09", 90, 77)};

	for (int i = 0; i < 2; i++) {
		send(f, ACTOR_KIEN_GIANG, &s[i], ERR_OK);
		send(f, ACTOR_AN_MINH, &r[i], ERR_OK);
	}
	const struct name second = f->name;
	drives_are(f, 2, 2, 2);
	const struct report same = corefix_review(&second, REVIEW_SAME_DRIVE, "", DRIVE);
	send(f, ACTOR_KIEN_GIANG, &same, ERR_OK);
	assert_int_equal(units(f, YEAR), 77);
	drives_are(f, 2, 1, 2);
	assert_int_equal(total_of(f, YEAR).drives_missing, 0);
	assert_int_equal(total_of(f, YEAR).drives_late, 0);
	replayed_is_the_same(f);
	const struct report other = corefix_review(&second, REVIEW_DIFFERENT, "", DRIVE);
	send(f, ACTOR_KIEN_GIANG, &other, ERR_OK);
	drives_are(f, 2, 2, 2);
}

static uint32_t
conflicts(struct corefix *f)
{
	replayed_is_the_same(f);
	return total_of(f, YEAR).conflicts;
}

static void
a_collector_s_count_of_the_whole_is_held_against_the_sum_of_the_days(void **state)
{
	struct corefix *f = *state;
	struct report s = corefix_schedule(DRIVE, "2022-05-08", "2022-05-10");
	struct report r = corefix_org("BV91", ORG_FACILITY, "VN"), theirs;
	const char *const facilities[] = {"BV91"};

	r.u.registry.kind = REGISTRY_FACILITY;
	send(f, ACTOR_OPERATOR, &r, ERR_OK);
	corefix_key(f, ACTOR_LATER, "BV91", ROLE_REPORTER);
	s.u.schedule.facilities = (struct strings){.at = facilities, .n = 1};
	send(f, ACTOR_KIEN_GIANG, &s, ERR_OK);
	const struct name schedule = f->name;
	theirs = corefix_result(DRIVE, "2022-05-08", 230, 199);
	theirs.u.result.held_to = corefix_day("2022-05-10");
	theirs.u.result.witness = WITNESS_COLLECTOR;
	theirs.u.result.make_drive = false;
	send(f, ACTOR_LATER, &theirs, ERR_OK);
	const struct name counted = f->name;
	(void)say_day(f, "2022-05-08", 100);
	const struct name second = say_day(f, "2022-05-09", 70);
	assert_int_equal(conflicts(f), 0); /* a day is missing yet */
	(void)say_day(f, "2022-05-10", 30);
	assert_int_equal(conflicts(f), 1);
	assert_int_equal(total_of(f, "2022-05-10..2022-05-10").conflicts, 1);
	const struct report take = corefix_review(&counted, REVIEW_TAKE_COLLECTOR, "", "");
	send(f, ACTOR_KIEN_GIANG, &take, ERR_OVERLAPS);
	r = corefix_correction(day_report(DRIVE, "2022-05-09", 69), &second);
	send(f, ACTOR_AN_MINH, &r, ERR_OK);
	const struct name newest = f->name;
	assert_int_equal(conflicts(f), 1); /* of those who came: 229 and 230 */
	theirs = corefix_correction(theirs, &counted);
	const struct report right = corefix_result(DRIVE, "2022-05-08", 229, 199);
	theirs.u.result.counts = right.u.result.counts;
	send(f, ACTOR_LATER, &theirs, ERR_OK);
	assert_int_equal(conflicts(f), 0);
	/* One day more, and what was said is of a part again. */
	r = corefix_correction(day_report(DRIVE, "2022-05-09", 60), &newest);
	send(f, ACTOR_AN_MINH, &r, ERR_OK);
	assert_int_equal(conflicts(f), 1);
	s.u.schedule.to = corefix_day("2022-05-11");
	s = corefix_correction(s, &schedule);
	send(f, ACTOR_KIEN_GIANG, &s, ERR_OK);
	assert_int_equal(conflicts(f), 0);
	(void)say_day(f, "2022-05-11", 9);
	assert_int_equal(conflicts(f), 1);
}

int
main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, corefix_setup, corefix_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(days_add_up_and_the_drive_is_reported_once_all_are_there),
	    TEST(a_day_is_corrected_and_withdrawn_alone),
	    TEST(the_whole_drive_beside_its_days_is_refused_by_their_names),
	    TEST(a_day_after_the_whole_drive_is_refused_until_that_is_withdrawn),
	    TEST(a_returned_whole_is_not_accepted_over_days_that_count),
	    TEST(a_day_that_the_drive_does_not_have_is_refused),
	    TEST(outside_the_plan_a_drive_is_made_by_its_first_day),
	    TEST(a_moved_plan_asks_for_its_own_days),
	    TEST(an_undone_day_leaves_no_trace),
	    TEST(what_is_another_drive_is_owed_no_more),
	    TEST(a_collector_s_count_of_the_whole_is_held_against_the_sum_of_the_days),
	};

	return cmocka_run_group_tests_name("core_days", tests, NULL, NULL);
}
