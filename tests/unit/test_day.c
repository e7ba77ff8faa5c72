#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/day.h"
#include "base/lang.h"

static day_t
day(int year, int month, int day_of_month)
{
	day_t ret = 0;

	assert_true(day_from_civil(year, month, day_of_month, &ret));
	return ret;
}

static void
the_epoch_and_the_bounds_are_where_they_should_be(void **state)
{
	(void)state;
	assert_int_equal(day(1970, 1, 1), 0);
	assert_int_equal(day(1969, 12, 31), -1);
	assert_int_equal(day(2000, 3, 1), 11017);
	assert_int_equal(day(1900, 1, 1), DAY_MIN);
	assert_int_equal(day(2099, 12, 31), DAY_MAX);
}

static void
every_day_of_two_centuries_comes_back(void **state)
{
	day_t next = DAY_MIN;

	(void)state;
	for (int year = 1900; year <= 2099; year++) {
		for (int month = 1; month <= 12; month++) {
			assert_int_equal(day_of_month((year - 1970) * 12 + month - 1), next);
			for (int d = 1; d <= 31; d++) {
				day_t got;

				if (!day_from_civil(year, month, d, &got))
					continue;
				assert_int_equal(got, next);
				assert_int_equal(day_to_civil(got).year, year);
				assert_int_equal(day_to_civil(got).month, month);
				assert_int_equal(day_to_civil(got).day, d);
				assert_int_equal(day_month(got), (year - 1970) * 12 + month - 1);
				next++;
			}
		}
	}
	assert_int_equal(next, DAY_MAX + 1);
}

static void
days_that_do_not_exist_are_refused(void **state)
{
	static const struct civil none[] = {
	    {2022, 6, 31},
	    {2022, 2, 29},
	    {2100, 2, 28},
	    {1900, 2, 29},
	    {1899, 12, 31},
	    {2022, 0, 1},
	    {2022, 13, 1},
	    {2022, 1, 0},
	    {2022, 1, 32},
	    {2022, 11, 31},
	    {INT32_MAX, 1, 1},
	    {2022, INT32_MIN, 1},
	};
	day_t ret = 77;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(none); i++)
		assert_false(day_from_civil(none[i].year, none[i].month, none[i].day, &ret));
	assert_int_equal(ret, 77);
	assert_int_equal(day(2024, 2, 29) + 1, day(2024, 3, 1));
	assert_int_equal(day(2000, 2, 29) + 1, day(2000, 3, 1));
}

static void
one_day_is_written_in_five_ways(void **state)
{
	static const char *const texts[] = {"2022-05-08", "08/05/2022", "8/5/2022", "08-05-2022",
	    "08.05.2022", "  8/05/2022\t", "8.5.2022", "8-5-2022"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct err err = {0};
		day_t ret = 0;

		assert_true(day_parse(texts[i], &ret, &err));
		assert_int_equal(ret, day(2022, 5, 8));
	}
}

static void
the_day_stands_before_the_month(void **state)
{
	struct err err = {0};
	day_t ret = 0;

	(void)state;
	assert_true(day_parse("03/04/2024", &ret, &err));
	assert_int_equal(ret, day(2024, 4, 3));
	assert_false(day_parse("04/13/2024", &ret, &err));
	assert_int_equal(err.code, ERR_DATE);
	assert_non_null(strstr(err.text, "không có tháng 13"));
}

static void
what_is_no_date_is_refused_with_the_cure(void **state)
{
	static const char *const texts[] = {"", " ", "1234", "8/5/22", "08/05", "2022/05/08",
	    "2022-5-8", "8/5-2022", "8//5/2022", "+8/5/2022", "-8/5/2022", "8/5/2022x",
	    "2022-05-08T00:00", "2022-05-081", "8 / 5 / 2022", "tháng 5", "\xff\xfe", "008/5/2022",
	    "8/5/02022", "99999999999999999999"};
	day_t ret = 77;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct err err = {0};

		assert_false(day_parse(texts[i], &ret, &err));
		assert_int_equal(err.code, ERR_DATE);
		assert_non_null(strstr(err.text, "08/05/2022"));
	}
	assert_int_equal(ret, 77);
	assert_false(day_parse("x", &ret, NULL));
}

static void
the_31st_of_june_is_refused_by_name(void **state)
{
	struct err err = {0};
	day_t ret = 77;

	(void)state;
	assert_false(day_parse("31/6/2022", &ret, &err));
	assert_int_equal(err.code, ERR_DATE);
	assert_string_equal(err.text, "“31/6/2022”: tháng 6 năm 2022 không có ngày 31");
	assert_false(day_parse("2022-06-31", &ret, &err));
	assert_false(day_parse("01/01/1899", &ret, &err));
	assert_non_null(strstr(err.text, "1899"));
	assert_int_equal(ret, 77);
}

static void
days_are_shown_to_people_and_programs(void **state)
{
	char buf[DAY_TEXT_MAX];

	(void)state;
	assert_string_equal(day_iso(day(2022, 5, 8), buf), "2022-05-08");
	assert_string_equal(day_people(day(2022, 3, 8), buf), "08/03/2022");
	assert_string_equal(day_words(day(2022, 5, 8), buf), "Chủ nhật, ngày 08 tháng 5 năm 2022");
	assert_string_equal(
	    day_words(day(2020, 10, 24), buf), "Thứ Bảy, ngày 24 tháng 10 năm 2020");
	assert_string_equal(day_words(day(2022, 2, 1), buf), "Thứ Ba, ngày 01 tháng 02 năm 2022");
	assert_string_equal(day_words(day(1969, 12, 31), buf), "Thứ Tư, ngày 31 tháng 12 năm 1969");
	assert_true(lang_set("en"));
	assert_string_equal(day_words(day(2022, 5, 8), buf), "Sunday 8 May 2022");
	assert_true(lang_set("vi"));
}

static void
an_open_end_is_shown_as_nothing(void **state)
{
	char buf[DAY_TEXT_MAX];

	(void)state;
	assert_string_equal(day_iso(DAY_OPEN_LEFT, buf), "");
	assert_string_equal(day_people(DAY_OPEN_RIGHT, buf), "");
	assert_string_equal(day_words(DAY_OPEN_RIGHT, buf), "");
}

static void
the_day_changes_at_midnight_in_ho_chi_minh_city(void **state)
{
	const int64_t midnight = INT64_C(1651942800000); /* 2022-05-07T17:00Z */

	(void)state;
	assert_int_equal(day_from_unix_ms(midnight - 1), day(2022, 5, 7));
	assert_int_equal(day_from_unix_ms(midnight), day(2022, 5, 8));
	assert_int_equal(day_from_unix_ms(midnight + INT64_C(86399999)), day(2022, 5, 8));
	assert_int_equal(day_from_unix_ms(midnight + INT64_C(86400000)), day(2022, 5, 9));
	assert_int_equal(day_from_unix_ms(0), 0);
	assert_int_equal(day_from_unix_ms(-INT64_C(7 * 3600000)), 0);
	assert_int_equal(day_from_unix_ms(-INT64_C(7 * 3600000) - 1), -1);
}

static void
a_clock_from_nowhere_gives_no_open_end(void **state)
{
	char buf[DAY_TEXT_MAX];

	(void)state;
	assert_int_equal(day_from_unix_ms(INT64_MAX), DAY_OPEN_RIGHT - 1);
	assert_int_equal(day_from_unix_ms(INT64_MIN), DAY_OPEN_LEFT + 1);
	assert_string_not_equal(day_words(DAY_OPEN_RIGHT - 1, buf), "");
	assert_string_not_equal(day_iso(DAY_OPEN_LEFT + 1, buf), "");
	assert_int_equal(day_of_month(INT32_MAX), DAY_OPEN_RIGHT - 1);
	assert_int_equal(day_of_month(INT32_MIN), DAY_OPEN_LEFT + 1);
	assert_int_equal(day_of_month(-1), day(1969, 12, 1));
	assert_int_equal(day_of_month(-12), day(1969, 1, 1));
	assert_int_equal(day_of_month(-13), day(1968, 12, 1));
}

static void
a_spreadsheets_number_of_a_day_is_named_with_its_day(void **state)
{
	struct err err = {0};
	day_t ret = 0;

	(void)state;
	assert_false(day_parse("46204", &ret, &err));
	assert_int_equal(err.code, ERR_DATE);
	assert_non_null(strstr(err.text, "2026-07-01"));
	assert_false(day_parse("12345", &ret, &err)); /* of 1933: no day of ours */
	assert_null(strstr(err.text, "1933"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_spreadsheets_number_of_a_day_is_named_with_its_day),
	    cmocka_unit_test(the_epoch_and_the_bounds_are_where_they_should_be),
	    cmocka_unit_test(every_day_of_two_centuries_comes_back),
	    cmocka_unit_test(days_that_do_not_exist_are_refused),
	    cmocka_unit_test(one_day_is_written_in_five_ways),
	    cmocka_unit_test(the_day_stands_before_the_month),
	    cmocka_unit_test(what_is_no_date_is_refused_with_the_cure),
	    cmocka_unit_test(the_31st_of_june_is_refused_by_name),
	    cmocka_unit_test(days_are_shown_to_people_and_programs),
	    cmocka_unit_test(an_open_end_is_shown_as_nothing),
	    cmocka_unit_test(the_day_changes_at_midnight_in_ho_chi_minh_city),
	    cmocka_unit_test(a_clock_from_nowhere_gives_no_open_end),
	};

	return cmocka_run_group_tests_name("day", tests, NULL, NULL);
}
