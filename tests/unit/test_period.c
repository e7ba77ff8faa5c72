#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/attrs.h"
#include "rules/period.h"

static day_t
day(const char *iso)
{
	day_t d = 0;
	struct err err = {0};

	assert_true(day_parse(iso, &d, &err));
	return d;
}

static void
expect_from(const char *text, struct plan_year_start start, const char *from, const char *to)
{
	struct period p;
	struct err err = {0};
	char buf[DAY_TEXT_MAX];

	assert_true(period_parse(text, start, day("2026-11-22"), &p, &err));
	assert_string_equal(day_iso(p.from, buf), from);
	assert_string_equal(day_iso(p.to, buf), to);
}

static void
expect(const char *text, const char *from, const char *to)
{
	expect_from(text, PLAN_YEAR_DEFAULT, from, to);
}

static void
expect_refused(const char *text, enum err_code code)
{
	struct period p = {.from = 7};
	struct err err = {0};

	assert_false(period_parse(text, PLAN_YEAR_DEFAULT, day("2026-11-22"), &p, &err));
	assert_int_equal(err.code, code);
	assert_true(err.text[0] != '\0');
	assert_int_equal(p.from, 7);
}

static void
a_plan_year_runs_from_december_to_november(void **state)
{
	(void)state;
	expect("2022", "2021-12-01", "2022-11-30");
	expect("2024", "2023-12-01", "2024-11-30");
}

static void
halves_and_quarters_divide_the_plan_year(void **state)
{
	(void)state;
	expect("2024-H1", "2023-12-01", "2024-05-31");
	expect("2024-H2", "2024-06-01", "2024-11-30");
	expect("2024-Q1", "2023-12-01", "2024-02-29");
	expect("2024-q2", "2024-03-01", "2024-05-31");
	expect("2023-Q1", "2022-12-01", "2023-02-28");
	expect("2024-Q3", "2024-06-01", "2024-08-31");
	expect("2024-Q4", "2024-09-01", "2024-11-30");
}

static void
a_plan_that_starts_in_january_is_the_calendar_year(void **state)
{
	const struct plan_year_start january = {.month = 1, .day = 1};

	(void)state;
	expect_from("2024", january, "2024-01-01", "2024-12-31");
	expect_from("2024-Q2", january, "2024-04-01", "2024-06-30");
	expect_from("2024-H1", (struct plan_year_start){.month = 11, .day = 15}, "2023-11-15",
	    "2024-05-14");
}

static void
months_and_calendar_years_are_the_calendars(void **state)
{
	(void)state;
	expect("2024-02", "2024-02-01", "2024-02-29");
	expect("2024-06", "2024-06-01", "2024-06-30");
	expect("2024-12", "2024-12-01", "2024-12-31");
	expect("cal:2024", "2024-01-01", "2024-12-31");
}

static void
ranges_take_both_ways_to_write_a_day(void **state)
{
	(void)state;
	expect("2022-05-01..2022-08-31", "2022-05-01", "2022-08-31");
	expect("01/5/2022..31/8/2022", "2022-05-01", "2022-08-31");
	expect("2022-05-01..2022-05-01", "2022-05-01", "2022-05-01");
}

static void
an_open_period_ends_today(void **state)
{
	(void)state;
	expect("2024..", "2023-12-01", "2026-11-22");
	expect("2024-06-06..", "2024-06-06", "2026-11-22");
	expect_refused("2028..", ERR_PERIOD);
}

static void
no_period_is_the_plan_year_of_today(void **state)
{
	struct period p;
	struct err err = {0};

	(void)state;
	expect("", "2025-12-01", "2026-11-30");
	assert_true(period_parse("", PLAN_YEAR_DEFAULT, day("2026-12-01"), &p, &err));
	assert_int_equal(p.from, day("2026-12-01"));
	assert_int_equal(p.kind, PERIOD_PLAN_YEAR);
}

static void
the_31st_of_june_is_refused_as_a_date(void **state)
{
	(void)state;
	expect_refused("01/6/2022..31/6/2022", ERR_DATE);
	expect_refused("2022-06-31..2022-07-01", ERR_DATE);
}

static void
what_is_no_period_is_refused(void **state)
{
	static const char *const wrong[] = {"24", "2024-", "2024-H3", "2024-Q5", "2024-Q0",
	    "2024-00", "2024-13", "2024-6", "2024-06-06", "20244", "1850", "2500", "nam 2024",
	    "cal:", "cal:24", "cal:2024-06", "..", "..2024-06", "2022..2024",
	    "2022-08-31..2022-05-01", "campaign:", "campaign:hè", "campaign:A B", "round:A/B",
	    "campaign:A@", "campaign:@2022", "campaign:A@campaign:B", "campaign:A@nam", "2024 ",
	    "2024-H1x"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		expect_refused(wrong[i], ERR_PERIOD);
}

static void
up_to_a_day_is_from_the_beginning_of_its_plan_year(void **state)
{
	struct period p;
	struct err err = {0};

	(void)state;
	assert_true(period_parse("..2024-06-06", PLAN_YEAR_DEFAULT, 0, &p, &err));
	assert_int_equal(p.kind, PERIOD_RANGE);
	assert_int_equal(p.from, 19692); /* 2023-12-01 */
	assert_int_equal(p.to, 19880);   /* 2024-06-06 */
	assert_true(period_parse("..2023-12-01", PLAN_YEAR_DEFAULT, 0, &p, &err));
	assert_int_equal(p.from, p.to);
	expect_refused("..31/6/2024", ERR_DATE);
}

static void
campaigns_and_rounds_keep_their_code(void **state)
{
	struct period p;
	struct err err = {0};
	char longest[sizeof("campaign:") + WIRE_CODE_BYTES_MAX + 1] = "campaign:";

	(void)state;
	assert_true(period_parse("campaign:KG-HE-2022", PLAN_YEAR_DEFAULT, 0, &p, &err));
	assert_int_equal(p.kind, PERIOD_CAMPAIGN);
	assert_string_equal(p.code, "KG-HE-2022");
	assert_int_equal(p.from, 0);
	assert_int_equal(p.to, 0);
	assert_true(period_parse("campaign:KG-HE-2022@2022-05", PLAN_YEAR_DEFAULT, 0, &p, &err));
	assert_int_equal(p.kind, PERIOD_CAMPAIGN);
	assert_string_equal(p.code, "KG-HE-2022");
	assert_int_equal(p.from, day("2022-05-01"));
	assert_int_equal(p.to, day("2022-05-31"));
	assert_true(period_parse("round:TD.2024.1", PLAN_YEAR_DEFAULT, 20000, &p, &err));
	assert_int_equal(p.kind, PERIOD_ROUND);
	assert_int_equal(p.to, 0);

	memset(longest + 9, 'A', WIRE_CODE_BYTES_MAX);
	assert_true(period_parse(longest, PLAN_YEAR_DEFAULT, 0, &p, &err));
	longest[9 + WIRE_CODE_BYTES_MAX] = 'A';
	expect_refused(longest, ERR_PERIOD);
}

/* Lai Chau's first drive of 2021 was on 25/12/2020. */
static void
a_december_drive_belongs_to_the_next_plan_year(void **state)
{
	day_t from, to;

	(void)state;
	assert_int_equal(
	    period_plan_year_of(day("25/12/2020"), PLAN_YEAR_DEFAULT, &from, &to), 2021);
	assert_int_equal(from, day("2020-12-01"));
	assert_int_equal(to, day("2021-11-30"));
	assert_int_equal(
	    period_plan_year_of(day("26/11/2021"), PLAN_YEAR_DEFAULT, &from, &to), 2021);
	assert_int_equal(
	    period_plan_year_of(day("30/11/2021"), PLAN_YEAR_DEFAULT, &from, &to), 2021);
	assert_int_equal(
	    period_plan_year_of(day("01/12/2021"), PLAN_YEAR_DEFAULT, &from, &to), 2022);
	assert_int_equal(period_plan_year_of(day("31/12/2021"),
			     (struct plan_year_start){.month = 1, .day = 1}, &from, &to),
	    2021);
	assert_int_equal(to, day("31/12/2021"));
}

/* Every day lies in exactly one plan year, whatever its start. */
static void
plan_years_tile_time(void **state)
{
	static const struct plan_year_start starts[] = {{12, 1}, {1, 1}, {1, 2}, {11, 15}, {2, 28}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
		day_t end = 0;

		for (day_t d = day("2019-01-01"); d < day("2025-01-01"); d++) {
			day_t from, to;
			const int year = period_plan_year_of(d, starts[i], &from, &to);

			assert_true(from <= d && d <= to);
			assert_true(end == 0 || to == end || from == end + 1);
			assert_int_equal(day_to_civil(to + 1).month, starts[i].month);
			assert_true(year >= 2019 && year <= 2025);
			end = to;
		}
	}
}

static void
kinds_have_names(void **state)
{
	(void)state;
	assert_string_equal(period_kind_name(PERIOD_PLAN_YEAR), "plan_year");
	assert_string_equal(period_kind_name(PERIOD_ROUND), "round");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_plan_year_runs_from_december_to_november),
	    cmocka_unit_test(halves_and_quarters_divide_the_plan_year),
	    cmocka_unit_test(a_plan_that_starts_in_january_is_the_calendar_year),
	    cmocka_unit_test(months_and_calendar_years_are_the_calendars),
	    cmocka_unit_test(ranges_take_both_ways_to_write_a_day),
	    cmocka_unit_test(an_open_period_ends_today),
	    cmocka_unit_test(no_period_is_the_plan_year_of_today),
	    cmocka_unit_test(the_31st_of_june_is_refused_as_a_date),
	    cmocka_unit_test(what_is_no_period_is_refused),
	    cmocka_unit_test(up_to_a_day_is_from_the_beginning_of_its_plan_year),
	    cmocka_unit_test(campaigns_and_rounds_keep_their_code),
	    cmocka_unit_test(a_december_drive_belongs_to_the_next_plan_year),
	    cmocka_unit_test(plan_years_tile_time),
	    cmocka_unit_test(kinds_have_names),
	};

	return cmocka_run_group_tests_name("period", tests, NULL, NULL);
}
