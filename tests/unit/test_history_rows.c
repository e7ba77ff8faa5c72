#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/attrs.h"
#include "base/lang.h"
#include "client/history_rows.h"
#include "client/review_changes.h"
#include "client/review_find.h"
#include "rules/catalogue.h"

static const uint32_t ind[] = {IND_BLOOD_UNITS};
static const int64_t val[] = {365, 366, 338};

#define UNITS(which) \
	{ \
		.ind = ind, .val = &val[which], .n = 1 \
	}
#define RESULT(witness_, counts_) \
	{ \
		.drive = "909/2022-05-08/1", .collection = {.org = ""}, .note = "", \
		.stage = STAGE_FINAL, .witness = (witness_), .counts = counts_ \
	}

/* Newest first: a review, the correction, the collector's count, the first report. */
static struct report_row rows[] = {
    {.name = {.seq = 9},
	.kind = KIND_REVIEW,
	.action = ACTION_FIRST,
	.state = "returned",
	.other = "00112233445566778899aabbccddeeff/2/0",
	.reason = "đếm lại"},
    {.name = {.seq = 2},
	.kind = KIND_RESULT,
	.action = ACTION_CORRECTION,
	.replaces = {.seq = 1},
	.state = "returned",
	.other = "",
	.current = true,
	.result = RESULT(WITNESS_ORGANISER, UNITS(1))},
    {.name = {.seq = 5},
	.kind = KIND_RESULT,
	.action = ACTION_FIRST,
	.state = "differs",
	.other = "909/2022-05-08/1",
	.current = true,
	.result = RESULT(WITNESS_COLLECTOR, UNITS(2))},
    {.name = {.seq = 1},
	.kind = KIND_RESULT,
	.action = ACTION_FIRST,
	.state = "replaced",
	.other = "",
	.result = RESULT(WITNESS_ORGANISER, UNITS(0))},
};
static const struct reference history = {.reports = rows, .reports_n = ARRAY_LEN(rows)};

static void
each_revision_is_held_against_the_one_it_replaced(void **state)
{
	char text[HISTORY_TEXT_MAX];

	(void)state;
	(void)lang_set("vi");
	assert_null(history_rows_before(&history, 0));
	assert_ptr_equal(history_rows_before(&history, 1), &rows[3]);
	assert_null(history_rows_before(&history, 2)); /* the organiser's is another line */
	assert_null(history_rows_before(&history, 3));
	assert_string_equal(history_rows_says(&history, 1, text), "Đơn vị máu: 365 → 366");
	assert_string_equal(history_rows_says(&history, 2, text), "Đơn vị máu: 338");
	assert_string_equal(history_rows_says(&history, 3, text), "Đơn vị máu: 365");
	/* The name of a report means nothing to people; a drive's key does. */
	assert_string_equal(history_rows_says(&history, 0, text), "");
}

static void
each_row_says_what_was_done(void **state)
{
	char text[HISTORY_TEXT_MAX];

	(void)state;
	(void)lang_set("vi");
	assert_string_equal(history_rows_what(&rows[0], text), "trả lại");
	assert_string_equal(history_rows_what(&rows[1], text), "sửa");
	assert_string_equal(history_rows_what(&rows[2], text), "nơi tiếp nhận máu: kết quả");
	assert_string_equal(history_rows_what(&rows[3], text), "kết quả");
}

/* What the committee took from the collector, and the organiser's that it replaced. */
static void
what_each_body_executed_is_named_where_it_no_longer_stands(void **state)
{
	static const struct share split[] = {{"911", 100}, {"91.VINPEARL", 265}},
				  names[] = {{"911", 0}, {"91.VINPEARL", 0}};
	struct report_row taken[] = {rows[1], rows[3]};
	const struct reference all = {.reports = taken, .reports_n = 2};
	char text[HISTORY_TEXT_MAX];

	(void)state;
	taken[1].result.executing = split;
	taken[1].result.executing_n = 2;
	taken[0].result.executing = split;
	taken[0].result.executing_n = 2;
	(void)lang_set("vi");
	assert_string_equal(history_rows_says(&all, 0, text), "Đơn vị máu: 365 → 366");
	taken[0].result.executing = names;
	assert_string_equal(history_rows_says(&all, 0, text),
	    "Đơn vị máu: 365 → 366; bỏ phần của từng nơi thực hiện: 911 100, 91.VINPEARL 265");
	(void)lang_set("en");
	assert_string_equal(history_rows_says(&all, 0, text),
	    "Blood units: 365 → 366; what each body executed is let go: 911 100, 91.VINPEARL 265");
	taken[0].result.executing_n = 1; /* a sole body has all */
	assert_string_equal(history_rows_says(&all, 0, text), "Blood units: 365 → 366");
}

static void
a_name_is_the_stream_in_hex_and_two_numbers(void **state)
{
	const struct name name = {.stream = {0x0a, 0xff}, .seq = 12, .idx = 3};
	char text[HISTORY_NAME_MAX];

	(void)state;
	assert_string_equal(
	    history_rows_name(&name, text), "0aff0000000000000000000000000000/12/3");
}

/* Of the rows above, those that a decision could be about. */
static unsigned
fitting(enum review_state decision)
{
	unsigned found = 0;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		found |= review_find_fits(&rows[i], decision) ? 1U << i : 0;
	return found;
}

static void
a_decision_is_about_the_report_that_stands(void **state)
{
	(void)state;
	assert_int_equal(fitting(REVIEW_ACCEPTED), 1U << 1);
	assert_int_equal(fitting(REVIEW_RETURNED), 1U << 1);
	assert_int_equal(fitting(REVIEW_SAME_DRIVE), 1U << 1);
	assert_int_equal(fitting(REVIEW_TAKE_COLLECTOR), 1U << 2);
	assert_int_equal(fitting(REVIEW_ADMITTED), 0);
	rows[1].state = "after_lock";
	assert_int_equal(fitting(REVIEW_ADMITTED), 1U << 1);
	rows[1].state = "withdrawn";
	assert_int_equal(fitting(REVIEW_ACCEPTED), 0);
	rows[1].state = "returned";
}

/* Newest first: a day is returned, the second day, the first day corrected, the first day. */
#define DAY_RESULT(day_, counts_) \
	{ \
		.drive = "909/2022-05-08/1", .day = (day_), .collection = {.org = ""}, .note = "", \
		.stage = STAGE_FINAL, .witness = WITNESS_ORGANISER, .counts = counts_ \
	}
static struct report_row days[] = {
    {.name = {.seq = 9},
	.kind = KIND_REVIEW,
	.action = ACTION_FIRST,
	.state = "returned",
	.subject = "V/0",
	.other = "00000000000000000000000000000000/2/0"},
    {.name = {.seq = 3},
	.kind = KIND_RESULT,
	.action = ACTION_FIRST,
	.subject = "R/909/2022-05-08/1@2022-05-09/1",
	.other = "",
	.result = DAY_RESULT(19121, UNITS(2))},
    {.name = {.seq = 2},
	.kind = KIND_RESULT,
	.action = ACTION_CORRECTION,
	.replaces = {.seq = 1},
	.subject = "R/909/2022-05-08/1@2022-05-08/1",
	.other = "",
	.result = DAY_RESULT(19120, UNITS(1))},
    {.name = {.seq = 1},
	.kind = KIND_RESULT,
	.action = ACTION_FIRST,
	.subject = "R/909/2022-05-08/1@2022-05-08/1",
	.other = "",
	.result = DAY_RESULT(0, UNITS(0))},
};

static void
a_day_is_held_against_the_same_day_and_says_which_it_is(void **state)
{
	const struct reference r = {.reports = days, .reports_n = ARRAY_LEN(days)};
	char text[HISTORY_TEXT_MAX];

	(void)state;
	(void)lang_set("vi");
	assert_null(history_rows_before(&r, 1));
	assert_string_equal(history_rows_says(&r, 1, text), "Đơn vị máu: 338");
	assert_string_equal(history_rows_says(&r, 2, text), "Đơn vị máu: 365 → 366");
	assert_int_equal(history_rows_day(&r, 1), 19121);
	assert_int_equal(history_rows_day(&r, 2), 19120);
	assert_int_equal(history_rows_day(&r, 3), 19120); /* as its subject says */
	assert_int_equal(history_rows_day(&r, 0), 19120); /* of the report that was returned */
	assert_int_equal(history_rows_day(&history, 1), 0);
}

static void
a_correction_of_what_was_approved_waits_again(void **state)
{
	struct report_row all[ARRAY_LEN(rows)];
	const struct reference r = {.reports = all, .reports_n = ARRAY_LEN(all)};

	(void)state;
	memcpy(all, rows, sizeof(rows));
	assert_false(review_changes_was_approved(&r, 1));
	all[0].state = "accepted";
	all[0].other = "00000000000000000000000000000000/1/0";
	assert_true(review_changes_was_approved(&r, 1));
	assert_false(review_changes_was_approved(&r, 3)); /* itself, and it replaces nothing */
	all[0].state = "returned";
	assert_false(review_changes_was_approved(&r, 1));
	all[0].state = "accepted";
	all[0].other = "00000000000000000000000000000000/5/0"; /* the collector's */
	assert_false(review_changes_was_approved(&r, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_revision_is_held_against_the_one_it_replaced),
	    cmocka_unit_test(a_day_is_held_against_the_same_day_and_says_which_it_is),
	    cmocka_unit_test(each_row_says_what_was_done),
	    cmocka_unit_test(a_correction_of_what_was_approved_waits_again),
	    cmocka_unit_test(what_each_body_executed_is_named_where_it_no_longer_stands),
	    cmocka_unit_test(a_name_is_the_stream_in_hex_and_two_numbers),
	    cmocka_unit_test(a_decision_is_about_the_report_that_stands),
	};

	return cmocka_run_group_tests_name("history_rows", tests, NULL, NULL);
}
