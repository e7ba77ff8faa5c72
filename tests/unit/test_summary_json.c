#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/lang.h"
#include "client/summary_calc.h"
#include "client/summary_json.h"
#include "client/summary_left.h"
#include "client/summary_notes.h"
#include "client/summary_table.h"
#include "client/summary_text.h"
#include "client/when.h"
#include "rules/catalogue.h"

#define MAY_1 19113                  /* 2022-05-01 */
#define AUG_31 19235                 /* 2022-08-31 */
#define AT_MS INT64_C(1795354865000) /* 2026-11-22 20:41:05 in Viet Nam */

static const struct summary_face by_child = {.by = BY_CHILD};
static const uint32_t ind[] = {IND_ATTENDED, IND_BLOOD_UNITS};
static const int64_t an_minh_val[] = {402, 369};
static const int64_t total_val[] = {8640, 7322};

/* Two districts and their province: one has reported, one has not and has no target. */
static struct row rows_at[] = {
    {.key = "84",
	.org = "909",
	.valid_from = DAY_OPEN_LEFT,
	.name = "Huyện An Minh",
	.kind = "district",
	.counts = {.ind = ind, .val = an_minh_val, .n = 2},
	.has_target = true,
	.target_units = 350,
	.drives_planned = 1,
	.drives_held = 1,
	.drives_reported = 1,
	.reports = 1,
	.last_report_ms = AT_MS,
	.state = "",
	.demo = true},
    {.key = "89",
	.org = "914",
	.valid_from = 14610, /* 2010-01-01 */
	.name = "Huyện Giang Thành",
	.kind = "district",
	.state = ""},
};
static struct rows rows;

static int
start(void **state)
{
	(void)state;
	(void)lang_set("vi");
	rows = (struct rows){.as_of_batch = 4812,
	    .root = {{0x1a, 0x2b}},
	    .epoch = 1,
	    .period = {.text = "2022-05-01..2022-08-31",
		.kind = "range",
		.from = MAY_1,
		.to = AUG_31},
	    .basis = "recorded",
	    .org = "91",
	    .org_name = "Tỉnh Kiên Giang",
	    .rows = rows_at,
	    .rows_n = 2,
	    .at_ms = AT_MS};
	rows.total = (struct row){.key = "total",
	    .org = "91",
	    .valid_from = DAY_OPEN_LEFT,
	    .name = "Tỉnh Kiên Giang",
	    .kind = "province",
	    .counts = {.ind = ind, .val = total_val, .n = 2},
	    .has_target = true,
	    .target_units = 7411,
	    .has_control = true,
	    .control_units = 7400,
	    .control_qualifier = QUALIFIER_MINIMUM,
	    .outside_units = 172,
	    .interim_units = 20,
	    .state = "",
	    .demo = true};
	return 0;
}

static void
assert_has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("%s is not in: %s", part, text);
}

static void
json_has_what_is_known_and_leaves_out_what_is_not(void **state)
{
	struct err err = {0};
	char *text = summary_json_whole(&rows, NULL, &err);
	const char *second;

	(void)state;
	assert_non_null(text);
	assert_has(text, "\"as_of_batch\": 4812");
	assert_has(text, "\"root\": \"1a2b0000");
	assert_has(text, "\"from\": \"2022-05-01\"");
	assert_has(text, "\"at\": \"2026-11-22T20:41:05+07:00\"");
	assert_has(text, "\"percent_of_target\": 105.4286");
	assert_has(text, "\"target_basis\": \"allocated\"");
	assert_has(text, "\"control_qualifier\": \"minimum\"");
	second = strstr(text, "\"914\"");
	assert_non_null(second);
	assert_has(second, "\"valid_from\": \"2010-01-01\"");
	assert_has(second, "\"counts\": {}");
	/* Of the second row nothing is said of targets: the next are those of what is left. */
	assert_true(strstr(second, "target_units") > strstr(second, "\"remainder\""));
	/* "Since always" is absent, not a number. */
	assert_true(strstr(text, "valid_from") > strstr(text, "Giang Th") - 200);
	free(text);
}

static void
a_watch_s_line_is_one_object_on_one_line(void **state)
{
	const struct summary_json_event e = {.event = "row",
	    .as_of_batch = 4812,
	    .at_ms = AT_MS,
	    .row = &rows_at[0],
	    .has_delta = true,
	    .delta_units = 369};
	struct err err = {0};
	char *text = summary_json_line(&e, &err);

	(void)state;
	assert_non_null(text);
	assert_null(strchr(text, '\n'));
	assert_has(text, "\"event\":\"row\"");
	assert_has(text, "\"delta_units\":369");
	assert_has(text, "\"blood_units\":369");
	free(text);
}

static void
the_total_s_percent_leaves_out_what_stands_outside_the_target(void **state)
{
	char text[SUMMARY_CALC_TEXT_MAX];
	int64_t e4 = 0;

	(void)state;
	assert_true(summary_calc_percent_e4(&rows.total, &e4)); /* 7150 of 7411 */
	assert_int_equal(e4, 964782);
	assert_string_equal(summary_calc_percent_text(&rows.total, text), "96,5%");
	assert_string_equal(summary_calc_percent_text(&rows_at[0], text), "105,4%");
	assert_string_equal(summary_calc_percent_text(&rows_at[1], text), "–");
	/* Only those without a target have reported: that is not 0. */
	rows.total.outside_units = 7322;
	assert_false(summary_calc_percent_e4(&rows.total, &e4));
	assert_string_equal(summary_calc_percent_text(&rows.total, text), "–");
	rows.total.has_target = false;
	rows.total.outside_units = 0;
	assert_string_equal(summary_calc_percent_text(&rows.total, text), "–");
}

static void
people_read_the_control_total_the_batch_and_the_period_in_words(void **state)
{
	char text[SUMMARY_CALC_TEXT_MAX];

	(void)state;
	assert_string_equal(
	    summary_calc_control_text(&rows.total, text), "7.411 của tối thiểu 7.400: +11");
	assert_string_equal(
	    summary_calc_as_of(&rows, text), "lần ghi số 4.812 (20:41:05) · mã kiểm tra 1a2b0000…");
	assert_string_equal(summary_calc_period(&rows.period, text), "01/05/2022 – 31/08/2022");
	assert_string_equal(summary_calc_basis(&rows, text), "theo địa giới lúc hiến máu");
	rows.basis = "2025-07-01";
	assert_string_equal(summary_calc_basis(&rows, text), "quy về địa giới ngày 01/07/2025");
	rows.period =
	    (struct period_row){.text = "2024", .kind = "plan_year", .from = MAY_1, .to = AUG_31};
	assert_string_equal(
	    summary_calc_period(&rows.period, text), "năm kế hoạch 2024 (01/05/2022 – 31/08/2022)");
	rows.period.kind = "round";
	rows.period.text = "round:TD-2024-6T";
	assert_string_equal(summary_calc_period(&rows.period, text),
	    "kỳ báo cáo TD-2024-6T (01/05/2022 – 31/08/2022)");
	rows.period.kind = "campaign";
	rows.period.text = "campaign:HE-2022@2022-05-01..2022-08-31";
	assert_string_equal(summary_calc_period(&rows.period, text),
	    "chiến dịch HE-2022 (01/05/2022 – 31/08/2022)");
	rows.period.kind = "calendar";
	rows.period.text = "cal:2022";
	assert_string_equal(summary_calc_period(&rows.period, text),
	    "năm dương lịch 2022 (01/05/2022 – 31/08/2022)");
	rows.period.kind = "range";
	rows.period.text = "2022-05-01..";
	rows.period.open = true;
	assert_string_equal(summary_calc_period(&rows.period, text), "01/05/2022 – nay");
	rows.period.open = false;
}

static void
drafts_among_the_rows_are_said_under_the_table(void **state)
{
	struct row row = {.key = "", .org = "", .name = "", .kind = "", .state = ""};
	struct rows some = {.total = row, .rows = &row, .rows_n = 1};
	struct buf out = {0};

	(void)state;
	some.total.has_target = true;
	summary_notes_put(&some, &out);
	assert_null(strstr(buf_text(&out), "dự thảo"));
	row.has_target = row.target_draft = true;
	buf_clear(&out);
	summary_notes_put(&some, &out);
	assert_non_null(strstr(buf_text(&out), "gồm cả dự thảo"));
	some.total.target_draft = true;
	buf_clear(&out);
	summary_notes_put(&some, &out);
	assert_non_null(strstr(buf_text(&out), "Chỉ tiêu: dự thảo"));
	buf_free(&out);
}

static void
labels_say_demo_draft_and_interim(void **state)
{
	struct row row = rows_at[0];
	char text[SUMMARY_CALC_TEXT_MAX];

	(void)state;
	row.target_draft = true;
	row.interim_units = 1120;
	assert_string_equal(
	    summary_calc_labels(&row, text), "tạm tính 1.120, chỉ tiêu dự thảo, số liệu demo");
	row = rows_at[1];
	assert_string_equal(summary_calc_labels(&row, text), "");
	row.state = "postponed";
	assert_string_equal(summary_calc_labels(&row, text), "hoãn");
	row = rows_at[1];
	row.kind = "self";
	assert_string_equal(
	    summary_calc_name(&row, text), "Huyện Giang Thành (ghi ở chính nơi này)");
}

static void
print(enum by by, bool wide, enum table_face face, char *ret, size_t size)
{
	struct summary_table s;
	struct err err = {0};
	FILE *out = fmemopen(ret, size, "w");

	assert_non_null(out);
	const struct summary_face shown = {.by = by, .wide = wide};

	assert_true(summary_table_make(&rows, &shown, &s, &err));
	table_fit(s.t, 400);
	assert_true(table_print(s.t, face, "rows", out, &err));
	assert_int_equal(fclose(out), 0);
	summary_table_free(&s);
}

static void
the_table_for_people_has_marks_dashes_and_a_total(void **state)
{
	char text[8192] = "";

	(void)state;
	print(BY_CHILD, false, TABLE_PEOPLE, text, sizeof(text));
	assert_has(text, "Tỉnh Kiên Giang · 01/05/2022 – 31/08/2022 · theo địa giới lúc hiến máu");
	assert_has(text, "105,4%");
	assert_has(text, "7.322");
	assert_has(text, "Tổng cộng");
	assert_has(text, "số liệu demo");
	assert_non_null(strstr(strstr(text, "Huyện Giang Thành"), "–"));
}

static void
csv_names_its_total_and_leaves_unknown_figures_out(void **state)
{
	char text[8192] = "";

	(void)state;
	print(BY_CHILD, false, TABLE_CSV, text, sizeof(text));
	assert_has(text, "blood_units");
	assert_has(text, "105.4286");
	assert_has(text, "\ntotal,,91,Tổng cộng,total,");
	assert_has(text, ",7322,7411,");
	assert_has(text, "Giang Thành,district,2010-01-01,,,,");
}

/* As recorded: a code that was given again within the period. */
static void
rows_of_one_code_have_the_day_beside_it(void **state)
{
	struct row both[] = {rows_at[0], rows_at[1], rows_at[1]};
	char text[8192] = "";

	(void)state;
	both[2].org = "909";
	both[2].valid_from = MAY_1 + 61;
	rows.rows = both;
	rows.rows_n = 3;
	print(BY_CHILD, false, TABLE_PEOPLE, text, sizeof(text));
	assert_has(text, "909@2022-05-01  Huyện An Minh");
	assert_has(text, "909@2022-07-01  Huyện Giang Thành");
	assert_has(text, "914  ");
	assert_null(strstr(text, "914@"));
	both[2].org = "91"; /* the total's own */
	print(BY_CHILD, false, TABLE_CSV, text, sizeof(text));
	assert_null(strstr(text, "@"));
}

static void
the_notes_name_what_the_table_does_not_show(void **state)
{
	struct buf b = {0};

	(void)state;
	summary_notes_put(&rows, &b);
	assert_has(buf_text(&b), "7.411 của tối thiểu 7.400: +11");
	assert_has(buf_text(&b), "Ngoài chỉ tiêu (không tính vào tỷ lệ): 172 đơn vị");
	assert_has(buf_text(&b), "Trong đó tạm tính: 20 đơn vị");
	assert_has(buf_text(&b), "lần ghi số 4.812");
	assert_null(strstr(buf_text(&b), "duyệt"));
	buf_free(&b);
}

static void
who_has_a_plan_year_of_its_own_is_named_with_its_days(void **state)
{
	const struct other_days own[] = {
	    {.org = "91", .org_name = "Tỉnh Kiên Giang", .from = 18993, .to = 19357},
	    {.org = "12", .org_name = "Tỉnh Lai Châu", .from = 19024, .to = 19388}};
	struct err err = {0};
	struct buf b = {0};

	(void)state;
	summary_notes_days(&rows, &b);
	assert_string_equal(buf_text(&b), "");
	rows.other_days = own;
	rows.other_days_n = 2;
	summary_notes_days(&rows, &b);
	assert_string_equal(buf_text(&b),
	    "Năm kế hoạch riêng, cùng kỳ là ngày khác: Tỉnh Kiên Giang (01/01/2022 – 31/12/2022); "
	    "Tỉnh Lai Châu (01/02/2022 – 31/01/2023)\n");
	buf_free(&b);
	char *text = summary_json_whole(&rows, NULL, &err);
	assert_non_null(text);
	assert_has(text, "\"other_days\"");
	assert_has(text, "\"2022-02-01\"");
	free(text);
}

static void
what_is_approved_returned_late_or_counted_twice_stands_beneath_the_total(void **state)
{
	struct err err = {0};
	struct buf b = {0};

	(void)state;
	rows.total.approved_units = 7000;
	rows.total.returned_units = 365;
	rows.total.after_lock_units = 90;
	rows.total.conflicts = 2;
	rows.total.locked = true;
	summary_notes_put(&rows, &b);
	assert_has(buf_text(&b), "Trong đó đã duyệt: 7.000 đơn vị\n");
	assert_has(buf_text(&b), "Trả lại, chưa tính: 365 đơn vị\n");
	assert_has(buf_text(&b), "Đến sau khi khóa sổ, chưa tính: 90 đơn vị\n");
	assert_has(buf_text(&b), "Nơi tổ chức và nơi tiếp nhận máu đếm khác nhau: 2 buổi\n");
	assert_has(buf_text(&b), "Sổ của kỳ này đã khóa\n");
	buf_free(&b);
	char *text = summary_json_whole(&rows, NULL, &err);
	assert_non_null(text);
	const char *total = strstr(text, "\"total\"");
	assert_has(total, "\"approved_units\": 7000");
	assert_has(total, "\"after_lock_units\": 90");
	assert_has(total, "\"conflicts\": 2");
	assert_has(total, "\"locked\": true");
	free(text);
}

static void
a_long_text_has_the_rows_that_say_something_and_counts_the_others(void **state)
{
	struct row many[SUMMARY_TEXT_ROWS_MAX + 2];
	struct rows list = {.rows = many, .rows_n = ARRAY_LEN(many), .org_name = "VN"};
	struct buf b = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(many); i++)
		many[i] = (struct row){
		    .key = "", .org = "", .name = "Xã", .kind = "commune", .state = ""};
	many[ARRAY_LEN(many) - 1].name = "Công an tỉnh";
	many[ARRAY_LEN(many) - 1].reports = 1;
	list.total = many[0];
	list.period.text = list.period.kind = "";
	summary_text_put(&list, &by_child, &b);
	assert_has(buf_text(&b), "- Công an tỉnh");
	assert_null(strstr(buf_text(&b), "- Xã"));
	assert_has(buf_text(&b), "41 nơi chưa có số liệu");
	buf_free(&b);
}

static void
in_every_view_the_rows_targets_and_what_is_left_are_the_totals(void **state)
{
	struct err err = {0};
	struct buf b = {0};
	char text[8192] = "";
	struct row left;

	(void)state;
	assert_true(summary_left_of(&rows, &left));
	assert_int_equal(left.target_units, 7411 - 350);
	print(BY_CHILD, false, TABLE_PEOPLE, text, sizeof(text));
	assert_has(text, "(chỉ tiêu chưa phân)");
	assert_has(text, "7.061");
	print(BY_SECTOR, false, TABLE_CSV, text, sizeof(text));
	assert_has(text, "7061");
	summary_text_put(&rows, &by_child, &b);
	assert_has(buf_text(&b), "- (chỉ tiêu chưa phân): 7.061\n");
	buf_free(&b);
	char *json = summary_json_whole(&rows, NULL, &err);
	assert_non_null(json);
	assert_has(strstr(json, "\"remainder\""), "\"target_units\": 7061");
	free(json);
}

static void
rows_of_more_than_the_total_leave_less_than_nothing(void **state)
{
	char text[8192] = "";
	struct row left;

	(void)state;
	rows.total.target_units = 300;
	assert_true(summary_left_of(&rows, &left));
	assert_int_equal(left.target_units, -50);
	print(BY_MONTH, true, TABLE_PEOPLE, text, sizeof(text));
	assert_has(text, "(phân vượt chỉ tiêu)");
	assert_has(text, "-50");
	rows.total.target_units = 350;
	assert_false(summary_left_of(&rows, &left));
	rows.total.has_target = false;
	assert_false(summary_left_of(&rows, &left));
}

static void
a_range_is_kept_within_it_and_what_was_set_by_itself_stands_beside(void **state)
{
	struct err err = {0};
	struct buf b = {0};
	char text[8192] = "";

	(void)state;
	rows.total.has_control = false;
	rows.total.target_units = 7000;
	rows.total.target_qualifier = QUALIFIER_RANGE;
	rows.total.target_max = 7500;
	rows.total.has_self = true;
	rows.total.self_units = 9000;
	summary_text_put(&rows, &by_child, &b);
	assert_has(buf_text(&b), "7.322 đơn vị máu, trong khoảng 7.000–7.500, tự đặt 9.000;");
	buf_clear(&b);
	summary_notes_put(&rows, &b);
	assert_has(buf_text(&b), "Chỉ tiêu: 7.000–7.500, trong khoảng 7.000–7.500\n");
	assert_has(buf_text(&b), "Chỉ tiêu tự đặt: 9.000, đạt 79,4%, còn thiếu 1.850\n");
	buf_free(&b);
	print(BY_CHILD, true, TABLE_PEOPLE, text, sizeof(text));
	assert_has(text, "Tự đặt");
	assert_has(text, "9.000");
	char *json = summary_json_whole(&rows, NULL, &err);
	assert_non_null(json);
	const char *total = strstr(json, "\"total\"");
	assert_has(total, "\"target_qualifier\": \"range\"");
	assert_has(total, "\"target_units_max\": 7500");
	assert_has(total, "\"target_standing\": \"within\"");
	assert_has(total, "\"self_units\": 9000");
	free(json);
}

static void
ages_are_said_in_the_largest_unit_that_fits(void **state)
{
	static const struct {
		int64_t ago_ms;
		const char *text;
	} ages[] = {{0, "vừa xong"}, {2000, "2 giây trước"}, {59999, "59 giây trước"},
	    {60000, "1 phút trước"}, {7200000, "2 giờ trước"}, {86400000 * 2, "22/11/2026 20:41"},
	    {-5000, "vừa xong"}};
	char text[WHEN_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ages); i++)
		assert_string_equal(when_ago(AT_MS, AT_MS + ages[i].ago_ms, text), ages[i].text);
	assert_string_equal(when_ago(0, AT_MS, text), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(json_has_what_is_known_and_leaves_out_what_is_not, start),
	    cmocka_unit_test_setup(a_watch_s_line_is_one_object_on_one_line, start),
	    cmocka_unit_test_setup(
		the_total_s_percent_leaves_out_what_stands_outside_the_target, start),
	    cmocka_unit_test_setup(
		people_read_the_control_total_the_batch_and_the_period_in_words, start),
	    cmocka_unit_test_setup(drafts_among_the_rows_are_said_under_the_table, start),
	    cmocka_unit_test_setup(labels_say_demo_draft_and_interim, start),
	    cmocka_unit_test_setup(the_table_for_people_has_marks_dashes_and_a_total, start),
	    cmocka_unit_test_setup(csv_names_its_total_and_leaves_unknown_figures_out, start),
	    cmocka_unit_test_setup(
		what_is_approved_returned_late_or_counted_twice_stands_beneath_the_total, start),
	    cmocka_unit_test_setup(rows_of_one_code_have_the_day_beside_it, start),
	    cmocka_unit_test_setup(the_notes_name_what_the_table_does_not_show, start),
	    cmocka_unit_test_setup(who_has_a_plan_year_of_its_own_is_named_with_its_days, start),
	    cmocka_unit_test_setup(
		a_long_text_has_the_rows_that_say_something_and_counts_the_others, start),
	    cmocka_unit_test_setup(
		in_every_view_the_rows_targets_and_what_is_left_are_the_totals, start),
	    cmocka_unit_test_setup(rows_of_more_than_the_total_leave_less_than_nothing, start),
	    cmocka_unit_test_setup(
		a_range_is_kept_within_it_and_what_was_set_by_itself_stands_beside, start),
	    cmocka_unit_test_setup(ages_are_said_in_the_largest_unit_that_fits, start),
	};

	return cmocka_run_group_tests_name("summary_json", tests, NULL, NULL);
}
