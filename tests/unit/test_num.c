#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/lang.h"
#include "base/num.h"

static void
a_count_reads_plain_or_grouped_by_points(void **state)
{
	static const struct {
		const char *text;
		int64_t value;
	} good[] = {
	    {"0", 0},
	    {"3950", 3950},
	    {"3.950", 3950},
	    {" 3.950\t", 3950},
	    {"\u00a03.370\u00a0", 3370},
	    {"\u202f7\u202f \n", 7},
	    {"1.748.935", 1748935},
	    {"532", 532},
	    {"05", 5},
	    {"00", 0},
	    {"100.000", 100000},
	    {"9223372036854775807", INT64_MAX},
	    {"9.223.372.036.854.775.807", INT64_MAX},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		struct err err = {0};
		int64_t ret = -1;

		assert_true(num_parse_count(good[i].text, &ret, &err));
		assert_true(ret == good[i].value);
	}
}

static void
what_can_be_read_two_ways_is_refused_with_the_cure(void **state)
{
	static const char *const bad[] = {"2.5", "3,95", "3,950", "1.74", "12.34.567", "0.950",
	    "03.950", "3950.", ".950", "3..950", "3.9500", "1234.567", "3950,0", "1.748,935", ".",
	    ",", "3.950.", "3.95O"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct err err = {0};
		int64_t ret = -1;

		assert_false(num_parse_count(bad[i], &ret, &err));
		assert_int_equal(err.code, ERR_NUMBER);
		assert_non_null(strstr(err.text, bad[i]));
		assert_non_null(strstr(err.text, "viết "));
		assert_true(ret == -1);
	}
}

static void
what_is_no_number_is_refused(void **state)
{
	static const char *const bad[] = {"", "  ", "1e3", "0x10", "+5", "3 950", "3 950 ", "a",
	    "٣", "５", "1_000", "gần 532", "\xff", "007", "0123", "5-", "1.00a"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct err err = {0};
		int64_t ret = -1;

		assert_false(num_parse_count(bad[i], &ret, &err));
		assert_int_equal(err.code, ERR_NUMBER);
		assert_string_not_equal(err.text, "");
		assert_true(ret == -1);
	}
	assert_false(num_parse_count("x", &(int64_t){0}, NULL));
}

static void
a_spreadsheets_comma_is_explained(void **state)
{
	struct err err = {0};
	int64_t ret = -1;

	(void)state;
	assert_false(num_parse_count("3,95", &ret, &err));
	assert_non_null(strstr(err.text, "3.950 thành 3,95"));
	assert_non_null(strstr(err.text, "viết 3950"));
	assert_false(num_parse_count("12,5", &ret, &err));
	assert_non_null(strstr(err.text, "viết 12500"));
	assert_false(num_parse_count("1.4", &ret, &err));
	assert_non_null(strstr(err.text, "viết 1400"));
	assert_false(num_parse_count("3 950", &ret, &err));
	assert_non_null(strstr(err.text, "dấu cách"));
	assert_true(lang_set("en"));
	assert_false(num_parse_count("3,95", &ret, &err));
	assert_non_null(strstr(err.text, "spreadsheet"));
	assert_true(lang_set("vi"));
}

static void
a_minus_and_a_giant_have_codes_of_their_own(void **state)
{
	static const char *const minus[] = {"-5", "−5", "-", "-3.950", " -1"};
	static const char *const giants[] = {"9223372036854775808", "9.223.372.036.854.775.808",
	    "99999999999999999999999999999999999"};
	int64_t ret = -1;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(minus); i++) {
		struct err err = {0};

		assert_false(num_parse_count(minus[i], &ret, &err));
		assert_int_equal(err.code, ERR_COUNT_NEGATIVE);
	}
	for (size_t i = 0; i < ARRAY_LEN(giants); i++) {
		struct err err = {0};

		assert_false(num_parse_count(giants[i], &ret, &err));
		assert_int_equal(err.code, ERR_COUNT_OVERFLOW);
	}
	assert_true(ret == -1);
}

static void
people_see_groups_of_three(void **state)
{
	char buf[NUM_TEXT_MAX];

	(void)state;
	assert_string_equal(num_people(0, buf), "0");
	assert_string_equal(num_people(999, buf), "999");
	assert_string_equal(num_people(3370, buf), "3.370");
	assert_string_equal(num_people(1748935, buf), "1.748.935");
	assert_string_equal(num_people(-1748935, buf), "-1.748.935");
	assert_string_equal(num_people(INT64_MAX, buf), "9.223.372.036.854.775.807");
	assert_string_equal(num_people(INT64_MIN, buf), "-9.223.372.036.854.775.808");
	assert_true(lang_set("en"));
	assert_string_equal(num_people(3370, buf), "3,370");
	assert_true(lang_set("vi"));
}

static void
what_people_see_reads_back(void **state)
{
	char buf[NUM_TEXT_MAX];
	uint64_t n = 1;

	(void)state;
	while (n < (uint64_t)INT64_MAX) {
		struct err err = {0};
		int64_t ret = -1;

		assert_true(num_parse_count(num_people((int64_t)n, buf), &ret, &err));
		assert_true(ret == (int64_t)n);
		n = n * 3 + 1;
	}
}

static void
a_percent_is_exact_and_rounds_half_away_from_zero(void **state)
{
	int64_t ret = -1;

	(void)state;
	assert_true(num_percent(194, 160, &ret));
	assert_true(ret == 1212500);
	assert_true(num_percent(1, 3, &ret));
	assert_true(ret == 333333);
	assert_true(num_percent(2, 3, &ret));
	assert_true(ret == 666667);
	assert_true(num_percent(1, 2000000, &ret)); /* half a step */
	assert_true(ret == 1);
	assert_true(num_percent(-1, 2000000, &ret));
	assert_true(ret == -1);
	assert_true(num_percent(1, 2000001, &ret));
	assert_true(ret == 0);
	assert_true(num_percent(INT64_MAX, INT64_MAX, &ret));
	assert_true(ret == 1000000);
}

static void
an_unknown_percent_is_no_number(void **state)
{
	char buf[NUM_TEXT_MAX];
	int64_t ret = 77;

	(void)state;
	assert_false(num_percent(5, 0, &ret));
	assert_false(num_percent(5, -1, &ret));
	assert_false(num_percent(INT64_MAX, 1, &ret));
	assert_true(ret == 77);
	assert_string_equal(num_percent_people(5, 0, buf), "–");
	assert_string_equal(num_percent_people(0, 0, buf), "–");
	assert_string_equal(num_percent_people(INT64_MAX, 1, buf), "–");
}

static void
people_see_one_decimal_and_no_trailing_zero(void **state)
{
	char buf[NUM_TEXT_MAX];

	(void)state;
	assert_string_equal(num_percent_people(194, 160, buf), "121,3"); /* 121,25 */
	assert_string_equal(num_percent_people(78, 100, buf), "78");
	assert_string_equal(num_percent_people(55, 150, buf), "36,7");
	assert_string_equal(num_percent_people(1, 40, buf), "2,5");
	assert_string_equal(num_percent_people(328, 450, buf), "72,9");
	assert_string_equal(num_percent_people(325, 532, buf), "61,1");
	assert_string_equal(num_percent_people(0, 40, buf), "0");
	assert_string_equal(num_share_people(1748935, 100513506, buf), "1,74");
	assert_string_equal(num_share_people(8, 100, buf), "8");
	assert_string_equal(num_share_people(1, 1000, buf), "0,1");
	assert_string_equal(num_share_people(-5, 10000, buf), "-0,05");
	assert_string_equal(num_share_people(99999, 100000, buf), "99,99");
	assert_string_equal(num_share_people(1, 0, buf), "–");
	assert_string_equal(num_percent_people(-1, 2000, buf), "-0,1");
	assert_string_equal(num_percent_people(-1, 3000, buf), "0");
	assert_string_equal(num_percent_people(-3, 200, buf), "-1,5");
	assert_string_equal(num_percent_people(7411, 1, buf), "741.100");
	assert_string_equal(
	    num_percent_people(INT64_MAX / 100, 1, buf), "9.223.372.036.854.775.800");
	assert_true(lang_set("en"));
	assert_string_equal(num_percent_people(194, 160, buf), "121.3");
	assert_true(lang_set("vi"));
}

static void
a_share_is_rounded_and_what_is_short_of_its_aim_is_not_rounded_up_to_it(void **state)
{
	int64_t e2 = 0;

	(void)state;
	assert_true(num_share(1440, 482100, 200, &e2)); /* 0,2987 % */
	assert_int_equal(e2, 30);
	assert_true(num_share(1440, 482100, 30, &e2));
	assert_int_equal(e2, 29);
	assert_true(num_share(1447, 482100, 30, &e2)); /* 0,3001 % */
	assert_int_equal(e2, 30);
	assert_true(num_share(29495, 10000000, 0, &e2)); /* rounded once */
	assert_int_equal(e2, 29);
	assert_true(num_share(99999, 100000, 0, &e2));
	assert_int_equal(e2, 9999);
	assert_true(num_share(0, 5, 0, &e2));
	assert_int_equal(e2, 0);
	assert_false(num_share(5, 0, 0, &e2));
	assert_false(num_share(INT64_MAX, 1, 0, &e2));
}

static void
below_the_target_never_prints_as_100(void **state)
{
	char buf[NUM_TEXT_MAX];

	(void)state;
	assert_string_equal(num_percent_people(9996, 10000, buf), "99,9");
	assert_string_equal(num_percent_people(9994, 10000, buf), "99,9");
	assert_string_equal(num_percent_people(INT64_MAX - 1, INT64_MAX, buf), "99,9");
	assert_string_equal(num_percent_people(10000, 10000, buf), "100");
	assert_string_equal(num_percent_people(10004, 10000, buf), "100");
	assert_string_equal(num_percent_people(10005, 10000, buf), "100,1");
}

static void
sums_and_products_that_overflow_are_refused(void **state)
{
	int64_t ret = 77;

	(void)state;
	assert_false(num_add(INT64_MAX, 1, &ret));
	assert_false(num_add(INT64_MIN, -1, &ret));
	assert_false(num_mul(INT64_MAX, 2, &ret));
	assert_false(num_mul(INT64_MIN, -1, &ret));
	assert_true(ret == 77);
	assert_true(num_add(INT64_MAX, INT64_MIN, &ret));
	assert_true(ret == -1);
	assert_true(num_mul(-3, 4, &ret));
	assert_true(ret == -12);
	assert_true(num_add(ret, ret, &ret));
	assert_true(ret == -24);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_count_reads_plain_or_grouped_by_points),
	    cmocka_unit_test(what_can_be_read_two_ways_is_refused_with_the_cure),
	    cmocka_unit_test(what_is_no_number_is_refused),
	    cmocka_unit_test(a_spreadsheets_comma_is_explained),
	    cmocka_unit_test(a_minus_and_a_giant_have_codes_of_their_own),
	    cmocka_unit_test(people_see_groups_of_three),
	    cmocka_unit_test(what_people_see_reads_back),
	    cmocka_unit_test(a_percent_is_exact_and_rounds_half_away_from_zero),
	    cmocka_unit_test(an_unknown_percent_is_no_number),
	    cmocka_unit_test(people_see_one_decimal_and_no_trailing_zero),
	    cmocka_unit_test(
		a_share_is_rounded_and_what_is_short_of_its_aim_is_not_rounded_up_to_it),
	    cmocka_unit_test(below_the_target_never_prints_as_100),
	    cmocka_unit_test(sums_and_products_that_overflow_are_refused),
	};

	return cmocka_run_group_tests_name("num", tests, NULL, NULL);
}
