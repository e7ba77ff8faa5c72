/* Who executed a drive: shares, and what nobody is given; and totals by indicator. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "core/core.h"
#include "rules/catalogue.h"
#include "support/corefix.h"

#define DRIVE "909/2022-05-08/1"

static void
said(struct corefix *f, struct report r)
{
	const enum err_code code = corefix_send(f, ACTOR_KIEN_GIANG, &r, 1);

	if (code != ERR_OK)
		fail_msg("%s: %s", err_name(code), f->detail);
}

static int64_t
count_of(const struct row *row, uint32_t ind)
{
	int64_t value = -1;

	(void)counts_get(&row->counts, ind, &value);
	return value;
}

/*
 * ${ind} of the row of a code, or of the remainder; -1: not there.  Units of all rows are the
 * total's.
 */
static int64_t
found(struct corefix *f, const char *word, uint32_t ind)
{
	const struct summary_request q = {
	    .org = "VN", .period = "2022", .by = BY_EXECUTING, .basis = ""};
	struct rows rows = corefix_summary_on(f, &q);
	int64_t value = -1, units = 0;

	for (uint32_t i = 0; i < rows.rows_n; i++) {
		const struct row *row = &rows.rows[i];
		const int64_t one = count_of(row, IND_BLOOD_UNITS);

		units += one < 0 ? 0 : one;
		if (strcmp(row->org, word) == 0 || strcmp(row->key, word) == 0)
			value = count_of(row, ind);
	}
	const int64_t whole = count_of(&rows.total, IND_BLOOD_UNITS);
	assert_int_equal(units, whole < 0 ? 0 : whole);
	query_free(&rows.arena);
	return value;
}

static struct report
result_by(const struct share *shares, uint32_t n)
{
	struct report r = corefix_result(DRIVE, "2022-05-08", 402, 365);

	r.u.result.executing = shares;
	r.u.result.executing_n = n;
	return r;
}

static void
agrees(struct corefix *f)
{
	struct core *again = corefix_replay(f, f->ledger_n);
	struct err err = {.code = ERR_OK};

	if (!core_equal(f->core, again, &err))
		fail_msg("%s", err.text);
	core_free(again);
}

static void
shares_and_the_remainder_sum_to_the_total(void **state)
{
	static const struct share shares[] = {{"911", 100}, {"91.VINPEARL", 265}};
	struct corefix *f = *state;

	said(f, result_by(shares, 2));
	assert_int_equal(found(f, "911", IND_BLOOD_UNITS), 100);
	assert_int_equal(found(f, "91.VINPEARL", IND_BLOOD_UNITS), 265);
	/* Who came is not shared out. */
	assert_int_equal(found(f, "unassigned", IND_ATTENDED), 402);
	said(f, corefix_result("911/2022-06-08/1", "2022-06-08", 80, 70));
	assert_int_equal(found(f, "unassigned", IND_BLOOD_UNITS), 70);
	assert_int_equal(found(f, "unassigned", IND_ATTENDED), 482);
	agrees(f);
}

static void
a_sole_body_has_all_that_was_counted(void **state)
{
	static const struct share sole[] = {{"91.VINPEARL", 365}};
	struct corefix *f = *state;

	said(f, result_by(sole, 1));
	assert_int_equal(found(f, "91.VINPEARL", IND_BLOOD_UNITS), 365);
	assert_int_equal(found(f, "91.VINPEARL", IND_ATTENDED), 402);
	assert_int_equal(found(f, "unassigned", IND_BLOOD_UNITS), -1);
	agrees(f);
}

static void
the_schedule_says_who_when_the_result_does_not(void **state)
{
	static const char *const body[] = {"91.VINPEARL"};
	struct corefix *f = *state;
	struct report schedule = corefix_schedule(DRIVE, "2022-05-08", "2022-05-08");

	schedule.u.schedule.executing = (struct strings){.at = body, .n = 1};
	said(f, schedule);
	said(f, result_by(NULL, 0));
	assert_int_equal(found(f, "91.VINPEARL", IND_ATTENDED), 402);
	agrees(f);
}

static void
a_correction_and_a_withdrawal_take_the_shares_along(void **state)
{
	static const struct share first[] = {{"911", 100}, {"91.VINPEARL", 265}};
	static const struct share second[] = {{"911", 355}, {"12", 10}};
	struct corefix *f = *state;

	said(f, result_by(first, 2));
	struct name name = f->name;
	said(f, corefix_correction(result_by(second, 2), &name));
	assert_int_equal(found(f, "911", IND_BLOOD_UNITS), 355);
	assert_int_equal(found(f, "12", IND_BLOOD_UNITS), 10);
	assert_int_equal(found(f, "91.VINPEARL", IND_BLOOD_UNITS), -1);
	name = f->name;
	said(f, corefix_withdrawal(result_by(second, 2), &name));
	assert_int_equal(found(f, "911", IND_BLOOD_UNITS), -1);
	agrees(f);
}

static void
by_indicator_each_number_reported_has_a_row(void **state)
{
	const struct summary_request q = {
	    .org = "91", .period = "2022", .by = BY_INDICATOR, .basis = "end"};
	struct corefix *f = *state;
	struct rows rows;

	said(f, result_by(NULL, 0));
	rows = corefix_summary_on(f, &q);
	assert_int_equal(rows.rows_n, 2);
	assert_string_equal(rows.rows[0].key, "attended");
	assert_int_equal(rows.rows[0].counts.val[0], 402);
	assert_string_equal(rows.rows[1].key, "blood_units");
	query_free(&rows.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		shares_and_the_remainder_sum_to_the_total, corefix_setup, corefix_teardown),
	    cmocka_unit_test_setup_teardown(
		a_sole_body_has_all_that_was_counted, corefix_setup, corefix_teardown),
	    cmocka_unit_test_setup_teardown(
		the_schedule_says_who_when_the_result_does_not, corefix_setup, corefix_teardown),
	    cmocka_unit_test_setup_teardown(a_correction_and_a_withdrawal_take_the_shares_along,
		corefix_setup, corefix_teardown),
	    cmocka_unit_test_setup_teardown(
		by_indicator_each_number_reported_has_a_row, corefix_setup, corefix_teardown),
	};

	return cmocka_run_group_tests_name("core_executing", tests, NULL, NULL);
}
