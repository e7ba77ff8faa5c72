/* The wording of official documents: computed, never typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/lang.h"
#include "client/document_text.h"
#include "client/document_words.h"

static char words[DOCUMENT_WORDS_MAX];

static void
reached_is(int64_t units, int64_t target, const char *want)
{
	const struct target t = {
	    .measure = MEASURE_UNITS, .qualifier = QUALIFIER_EXACT, .value = target};

	assert_string_equal(document_words_reached(&t, units, words), want);
}

static void
reached_and_exceeded_differ_by_a_hundred(void **state)
{
	(void)state;
	reached_is(325, 250, "đạt 130%, vượt 30%");
	reached_is(194, 160, "đạt 121,3%, vượt 21,3%");
	reached_is(500, 250, "đạt 200%, vượt 100%");
	/* Both are read off one rounding. */
	reached_is(19996, 10000, "đạt 200%, vượt 100%");
	reached_is(250, 250, "đạt 100%");
}

static void
what_falls_short_is_said_in_units_and_never_reads_as_reached(void **state)
{
	(void)state;
	reached_is(328, 450, "đạt 72,9%, còn thiếu 122 đơn vị máu");
	reached_is(78, 100, "đạt 78%, còn thiếu 22 đơn vị máu");
	reached_is(1, 40, "đạt 2,5%, còn thiếu 39 đơn vị máu");
	reached_is(9999, 10000, "đạt 99,9%, còn thiếu 1 đơn vị máu");
	reached_is(0, 550, "đạt 0%, còn thiếu 550 đơn vị máu");
}

static void
what_is_over_by_less_than_is_shown_is_said_in_units(void **state)
{
	(void)state;
	reached_is(10001, 10000, "đạt 100%, vượt 1 đơn vị máu");
	reached_is(10005, 10000, "đạt 100,1%, vượt 0,1%");
	reached_is(7411, 7400, "đạt 100,1%, vượt 0,1%");
}

static void
a_minimum_and_a_range_have_words_of_their_own(void **state)
{
	static const struct {
		enum qualifier qualifier;
		int64_t units;
		const char *want;
	} all[] = {{QUALIFIER_RANGE, 130, "trong khoảng 100–150"},
	    {QUALIFIER_RANGE, 100, "trong khoảng 100–150"},
	    {QUALIFIER_RANGE, 150, "trong khoảng 100–150"},
	    {QUALIFIER_RANGE, 95, "đạt 95% mức tối thiểu, còn thiếu 5 đơn vị máu"},
	    {QUALIFIER_RANGE, 162, "vượt mức tối đa 12 đơn vị máu"},
	    {QUALIFIER_MINIMUM, 80, "đạt 80% mức tối thiểu, còn thiếu 20 đơn vị máu"},
	    {QUALIFIER_MINIMUM, 100, "đạt 100% mức tối thiểu"},
	    {QUALIFIER_MINIMUM, 130, "đạt 130% mức tối thiểu, vượt 30%"}};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const struct target t = {.measure = MEASURE_UNITS,
		    .qualifier = all[i].qualifier,
		    .value = 100,
		    .value_max = 150};

		assert_string_equal(document_words_reached(&t, all[i].units, words), all[i].want);
	}
}

static void
persons_that_are_missing_are_no_units_of_blood(void **state)
{
	const struct target t = {
	    .measure = MEASURE_VOLUNTEERS, .qualifier = QUALIFIER_MINIMUM, .value = 300};

	(void)state;
	assert_string_equal(
	    document_words_reached(&t, 250, words), "đạt 83,3% mức tối thiểu, còn thiếu 50");
}

static void
without_a_target_nothing_is_claimed(void **state)
{
	(void)state;
	reached_is(325, 0, "–");
	reached_is(-1, 10, "–");
	assert_string_equal(document_words_percent(1, 0, words), "–");
}

static void
numbers_are_grouped_and_never_approximated(void **state)
{
	static const int64_t units[] = {0, 1, 99, 532, 999, 1000, 7399, 1748935};

	(void)state;
	reached_is(1748935, 1850000, "đạt 94,5%, còn thiếu 101.065 đơn vị máu");
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		(void)document_words_reached(
		    &(const struct target){.measure = MEASURE_UNITS, .value = 7400}, units[i],
		    words);
		assert_null(strstr(words, "gần"));
		assert_null(strstr(words, "hơn"));
		assert_null(strstr(words, "trên"));
	}
}

static void
a_change_says_its_direction(void **state)
{
	(void)state;
	assert_string_equal(document_words_change(325, 300, words), "tăng 25 đơn vị máu (8,3%)");
	assert_string_equal(document_words_change(300, 325, words), "giảm 25 đơn vị máu (7,7%)");
	assert_string_equal(document_words_change(300, 300, words), "bằng cùng kỳ");
	assert_string_equal(document_words_change(300, 0, words), "tăng 300 đơn vị máu");
}

static day_t
day(int year, int month, int of_month)
{
	day_t ret = 0;

	assert_true(day_from_civil(year, month, of_month, &ret));
	return ret;
}

static void
a_zero_stands_before_days_below_ten_and_the_months_one_and_two(void **state)
{
	(void)state;
	assert_string_equal(document_words_day(day(2024, 6, 6), words), "06/6/2024");
	assert_string_equal(document_words_day(day(2022, 2, 24), words), "24/02/2022");
	assert_string_equal(document_words_day(day(2020, 12, 25), words), "25/12/2020");
	assert_string_equal(
	    document_words_long_day(day(2024, 6, 6), words), "ngày 06 tháng 6 năm 2024");
	assert_string_equal(
	    document_words_long_day(day(2023, 1, 2), words), "ngày 02 tháng 01 năm 2023");
	assert_string_equal(
	    document_words_weekday(day(2020, 10, 24), words), "thứ Bảy, ngày 24 tháng 10 năm 2020");
	assert_string_equal(document_words_span(day(2022, 5, 1), day(2022, 8, 31), words),
	    "từ ngày 01/5/2022 đến ngày 31/8/2022");
	assert_string_equal(
	    document_words_span(day(2022, 5, 1), day(2022, 5, 1), words), "ngày 01/5/2022");
}

static void
a_place_is_written_small_unless_its_word_belongs_to_the_name(void **state)
{
	(void)state;
	assert_string_equal(document_words_place("Huyện Tam Đường", words), "huyện Tam Đường");
	assert_string_equal(
	    document_words_place("Thành phố Lai Châu", words), "thành phố Lai Châu");
	assert_string_equal(
	    document_words_place("Thành phố Hồ Chí Minh", words), "Thành phố Hồ Chí Minh");
	assert_string_equal(document_words_place("Quận 1", words), "Quận 1");
	assert_string_equal(document_words_place("Phường Ba Đình", words), "phường Ba Đình");
	assert_string_equal(
	    document_words_place("Phường Điện Biên Phủ", words), "Phường Điện Biên Phủ");
	assert_string_equal(
	    document_words_place("Trường Cao đẳng Y tế", words), "Trường Cao đẳng Y tế");
	assert_string_equal(document_words_bare("Huyện Tam Đường"), "Tam Đường");
	assert_string_equal(document_words_bare("Quận 1"), "Quận 1");
}

static void
annexes_are_numbered_as_romans_did(void **state)
{
	(void)state;
	assert_string_equal(document_words_roman(1, words), "I");
	assert_string_equal(document_words_roman(4, words), "IV");
	assert_string_equal(document_words_roman(19, words), "XIX");
	assert_string_equal(document_words_roman(0, words), "");
}

static void
a_list_ends_in_and(void **state)
{
	static const char *const names[] = {"A", "B", "C"};

	(void)state;
	for (size_t n = 1; n <= 3; n++) {
		static const char *const want[] = {"", "A", "A và B", "A, B và C"};
		struct buf b = {0};

		for (size_t i = 0; i < n; i++)
			document_words_join(&b, i, n, names[i]);
		assert_string_equal(buf_text(&b), want[n]);
		buf_free(&b);
	}
}

static void
targets_keep_their_qualifier_and_their_measure(void **state)
{
	struct target t = {
	    .measure = MEASURE_RESERVE, .qualifier = QUALIFIER_MINIMUM, .value = 250};

	(void)state;
	assert_string_equal(document_words_target(&t, words), "tối thiểu 250");
	t = (struct target){.measure = MEASURE_PERSONS,
	    .qualifier = QUALIFIER_RANGE,
	    .value = 200,
	    .value_max = 1300};
	assert_string_equal(document_words_target(&t, words), "200 - 1.300");
	t = (struct target){
	    .measure = MEASURE_POPULATION_RATE, .qualifier = QUALIFIER_EXACT, .value = 280};
	assert_string_equal(document_words_target(&t, words), "2,8%");
	t.value = 10000;
	assert_string_equal(document_words_target(&t, words), "100%");
	t.value = 205;
	assert_string_equal(document_words_target(&t, words), "2,05%");
}

static void
an_entry_stands_before_the_default(void **state)
{
	static const struct text_row rows[] = {
	    {.text = {.org = "12", .document = "plan", .part = "I", .text = "cũ"}},
	    {.text = {.org = "12", .document = "plan", .part = "I", .text = "mới"},
		.current = true},
	};
	const struct reference none = {.texts_n = 0};
	const struct reference texts = {.texts = rows, .texts_n = 2};

	(void)state;
	assert_string_equal(document_text(&texts, "", DOCUMENT_PLAN, "I"), "mới");
	assert_string_not_equal(document_text(&none, "", DOCUMENT_PLAN, "I"), "");
	assert_string_not_equal(document_text(&texts, "", DOCUMENT_YEAR, "III"), "");
	assert_string_equal(document_text(&none, "", DOCUMENT_PLAN, "ky"), "");
	assert_true(document_text_is_part(DOCUMENT_PLAN, "ky"));
	assert_false(document_text_is_part(DOCUMENT_PLAN, "I.5"));
}

static void
what_was_written_for_one_document_stands_in_it_alone(void **state)
{
	static const struct text_row rows[] = {
	    {.text = {.document = "year:2020-12-01..2021-11-30", .part = "I.5", .text = "2021"},
		.current = true},
	    {.text = {.document = "year", .part = "I.5", .text = "mọi năm"}, .current = true},
	};
	const struct reference texts = {.texts = rows, .texts_n = 2};
	struct document_which w = {.type = DOCUMENT_YEAR, .of = ""};
	char which[DOCUMENT_WHICH_MAX];
	struct err err;

	(void)state;
	assert_true(day_parse("2020-12-01", &w.from, &err));
	assert_true(day_parse("2021-11-30", &w.to, &err));
	assert_true(document_text_which(&w, which, &err));
	assert_string_equal(document_text(&texts, which, w.type, "I.5"), "2021");
	w.to++;
	assert_true(document_text_which(&w, which, &err));
	assert_string_equal(document_text(&texts, which, w.type, "I.5"), "mọi năm");
	w = (struct document_which){.type = DOCUMENT_DRIVE_RESULT, .of = "019/2020-10-24/1"};
	assert_true(document_text_which(&w, which, &err));
	assert_string_equal(which, "drive-result:019_2020-10-24_1");
	w.of = "a-code-of-an-organisation-that-goes-on-and-on-and-on/2020-10-24/1";
	assert_false(document_text_which(&w, which, &err));
	assert_int_equal(err.code, ERR_LIMIT);
}

/* A number in there would be one that nobody counted. */
static void
defaults_hold_no_count(void **state)
{
	const struct reference none = {.texts_n = 0};

	(void)state;
	for (int type = 0; type < DOCUMENT_TYPE_COUNT_; type++) {
		struct buf parts = {0};
		char *rest = NULL;

		document_text_parts((enum document_type)type, &parts);
		assert_true(parts.len > 0);
		buf_u8(&parts, 0);
		for (char *part = strtok_r((char *)parts.at, ", ", &rest); part != NULL;
		     part = strtok_r(NULL, ", ", &rest)) {
			const char *text = document_text(&none, "", (enum document_type)type, part);

			assert_true(document_text_is_part((enum document_type)type, part));
			assert_null(strstr(text, "%"));
			assert_null(strstr(text, "đơn vị máu"));
		}
		buf_free(&parts);
	}
}

static int
speak_vietnamese(void **state)
{
	(void)state;
	return lang_set("vi") ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reached_and_exceeded_differ_by_a_hundred),
	    cmocka_unit_test(what_falls_short_is_said_in_units_and_never_reads_as_reached),
	    cmocka_unit_test(what_is_over_by_less_than_is_shown_is_said_in_units),
	    cmocka_unit_test(a_minimum_and_a_range_have_words_of_their_own),
	    cmocka_unit_test(persons_that_are_missing_are_no_units_of_blood),
	    cmocka_unit_test(without_a_target_nothing_is_claimed),
	    cmocka_unit_test(numbers_are_grouped_and_never_approximated),
	    cmocka_unit_test(a_change_says_its_direction),
	    cmocka_unit_test(a_zero_stands_before_days_below_ten_and_the_months_one_and_two),
	    cmocka_unit_test(a_place_is_written_small_unless_its_word_belongs_to_the_name),
	    cmocka_unit_test(annexes_are_numbered_as_romans_did),
	    cmocka_unit_test(a_list_ends_in_and),
	    cmocka_unit_test(targets_keep_their_qualifier_and_their_measure),
	    cmocka_unit_test(an_entry_stands_before_the_default),
	    cmocka_unit_test(what_was_written_for_one_document_stands_in_it_alone),
	    cmocka_unit_test(defaults_hold_no_count),
	};

	return cmocka_run_group_tests_name("document_words", tests, speak_vietnamese, NULL);
}
