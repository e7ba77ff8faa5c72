/* What taking the collector's count leaves of who executed how much is said before it is done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/lang.h"
#include "client/review_split.h"
#include "rules/catalogue.h"

#define KEY "909/2022-05-08/1"

static const uint32_t ind[] = {IND_BLOOD_UNITS};
static const struct share two[] = {{"911", 100}, {"91.VINPEARL", 265}};

/* The sentence for ${n} of the shares, of 365 units, once ${units} of the collector's are taken. */
static bool
said(uint32_t n, int64_t units, char ret[ERR_TEXT_MAX])
{
	const int64_t own = 365;
	struct report_row rows[] = {
	    {.kind = KIND_RESULT, .state = "", .current = true, .other = "", .reason = ""},
	    {.kind = KIND_RESULT, .state = "", .current = true, .other = "", .reason = ""},
	};
	const struct reference history = {.reports = rows, .reports_n = 2};

	rows[0].result = (struct result){.drive = KEY,
	    .witness = WITNESS_COLLECTOR,
	    .counts = {.ind = ind, .val = &units, .n = 1}};
	rows[1].result = (struct result){.drive = KEY,
	    .witness = WITNESS_ORGANISER,
	    .executing = two,
	    .executing_n = n,
	    .counts = {.ind = ind, .val = &own, .n = 1}};
	assert_true(lang_set("en"));
	return review_split_say(&history, &rows[0], KEY, ret, ERR_TEXT_MAX);
}

static void
shares_that_sum_to_what_is_taken_stay_without_a_word(void **state)
{
	char text[ERR_TEXT_MAX];

	(void)state;
	assert_false(said(2, 365, text));
	assert_string_equal(text, "");
	assert_false(said(0, 338, text));
	assert_false(said(1, 338, text)); /* who had all has all */
}

static void
shares_that_are_let_go_are_named_with_the_command_that_shares_them_out_again(void **state)
{
	char text[ERR_TEXT_MAX];

	(void)state;
	assert_true(said(2, 338, text));
	assert_non_null(strstr(text, "911 100, 91.VINPEARL 265"));
	assert_non_null(strstr(text, "338"));
	assert_non_null(strstr(text, "giothong correct " KEY " --executing ORG=N"));
}

static void
a_sentence_that_is_too_long_is_cut_and_not_lost(void **state)
{
	char text[80];
	struct share many[WIRE_LIST_MAX];
	const int64_t own = 10 * WIRE_LIST_MAX;
	struct report_row row = {.kind = KIND_RESULT, .state = "", .current = true, .other = ""};
	const struct reference history = {.reports = &row, .reports_n = 1};
	const struct report_row taken = {.kind = KIND_RESULT};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(many); i++)
		many[i] = (struct share){"91.VINPEARL", 10};
	row.result = (struct result){.drive = KEY,
	    .witness = WITNESS_ORGANISER,
	    .executing = many,
	    .executing_n = ARRAY_LEN(many),
	    .counts = {.ind = ind, .val = &own, .n = 1}};
	assert_true(review_split_say(&history, &taken, KEY, text, sizeof(text)));
	assert_non_null(strstr(text, "91.VINPEARL 10, 91.VINPEARL 10"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shares_that_sum_to_what_is_taken_stay_without_a_word),
	    cmocka_unit_test(
		shares_that_are_let_go_are_named_with_the_command_that_shares_them_out_again),
	    cmocka_unit_test(a_sentence_that_is_too_long_is_cut_and_not_lost),
	};

	return cmocka_run_group_tests_name("review_split", tests, NULL, NULL);
}
