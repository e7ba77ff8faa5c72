/* Totals beside those of the year before, and as a text for a chat. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/lang.h"
#include "client/summary_compare.h"
#include "client/summary_table.h"
#include "client/summary_text.h"
#include "rules/catalogue.h"

static const uint32_t units_only[] = {IND_BLOOD_UNITS};

static struct row
row(const char *key, const int64_t *units, int64_t target)
{
	return (struct row){.key = key,
	    .org = key,
	    .name = key,
	    .kind = "district",
	    .state = "",
	    .counts = {.ind = units_only, .val = units, .n = units != NULL},
	    .has_target = target > 0,
	    .target_units = target};
}

static struct rows
rows_of(const struct row *list, uint32_t n, struct row total)
{
	total.key = "total";
	return (struct rows){.as_of_batch = 48,
	    .period = {.text = "2022-05-01..2022-08-31",
		.kind = "range",
		.from = 19113,
		.to = 19235},
	    .basis = "recorded",
	    .org = "91",
	    .org_name = "Tỉnh Kiên Giang",
	    .rows = list,
	    .rows_n = n,
	    .total = total};
}

static void
a_day_a_year_before_is_the_same_day_and_a_months_last_stays_the_last(void **state)
{
	static const struct {
		const char *day, *before;
	} days[] = {{"2022-05-08", "2021-05-08"}, {"2024-02-29", "2023-02-28"},
	    {"2023-02-28", "2022-02-28"}, {"2025-02-28", "2024-02-29"},
	    {"2021-12-01", "2020-12-01"}, {"2022-08-31", "2021-08-31"}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(days); i++) {
		day_t day = 0, before = 0;

		assert_true(day_parse(days[i].day, &day, NULL));
		assert_true(day_parse(days[i].before, &before, NULL));
		assert_int_equal(summary_compare_day(day), before);
	}
}

static void
rows_meet_by_key_and_what_is_not_known_stays_so(void **state)
{
	static const int64_t a = 110, a_before = 100, b = 50, c_before = 10, zero = 0, sum = 160,
			     sum_before = 110;
	const struct row now[] = {row("a", &a, 100), row("b", &b, 200), row("c", NULL, 100),
	    row("d", &a, 100), row("e", &zero, 0)};
	const struct row before[] = {
	    row("c", &c_before, 0), row("a", &a_before, 0), row("e", &zero, 0)};
	const struct rows x = rows_of(now, 5, row("", &sum, 400));
	const struct rows y = rows_of(before, 3, row("", &sum_before, 0));
	struct summary_compare c;
	struct err err;

	(void)state;
	assert_true(summary_compare_make(&x, &y, &c, &err));
	assert_int_equal(c.rows[0].difference, 10);
	assert_int_equal(c.rows[0].percent_e4, 100000); /* 10% */
	assert_int_equal(c.rows[0].left, 0);
	assert_int_equal(c.rows[0].rank, 1);
	assert_int_equal(c.rows[3].rank, 1); /* equals share it */
	assert_false(c.rows[1].has_previous);
	assert_false(c.rows[1].has_difference);
	assert_int_equal(c.rows[1].left, 150);
	assert_int_equal(c.rows[1].rank, 3);
	assert_true(c.rows[2].has_previous);
	assert_false(c.rows[2].has_difference);
	assert_int_equal(c.rows[2].left, 100);
	assert_int_equal(c.rows[2].rank, 0);
	assert_true(c.rows[4].has_difference);
	assert_false(c.rows[4].has_percent); /* of nothing */
	assert_int_equal(c.total.difference, 50);
	assert_int_equal(c.total.left, 240);
	summary_compare_free(&c);
}

static void
months_meet_a_year_apart(void **state)
{
	static const int64_t a = 110, b = 100;
	struct row now = row("2022-05", &a, 0), before = row("2021-05", &b, 0);
	struct summary_compare c;
	struct err err;

	(void)state;
	now.kind = before.kind = "month";
	const struct rows x = rows_of(&now, 1, row("", &a, 0)),
			  y = rows_of(&before, 1, row("", &b, 0));
	assert_true(summary_compare_make(&x, &y, &c, &err));
	assert_int_equal(c.rows[0].difference, 10);
	summary_compare_free(&c);
}

static const char *
text_of(const struct rows *r, struct buf *out)
{
	const struct summary_face face = {
	    .by = strcmp(r->rows[0].kind, "district") != 0 ? BY_DRIVE : BY_CHILD};

	summary_text_put(r, &face, out);
	assert_true(buf_ok(out));
	return buf_text(out);
}

static void
the_text_says_reached_over_missing_and_who_is_silent(void **state)
{
	static const int64_t a = 325, b = 7000;
	struct row place = row("An Minh", NULL, 350), total = row("", &a, 250);
	struct buf out = {0};

	(void)state;
	(void)lang_set("vi");
	total.drives_planned = 23;
	total.drives_reported = 20;
	total.drives_missing = 3;
	total.orgs_expected = 23;
	total.orgs_silent = 2;
	struct rows r = rows_of(&place, 1, total);
	const char *text = text_of(&r, &out);
	assert_non_null(strstr(text, "325 đơn vị máu, đạt 130% chỉ tiêu 250, vượt 30%."));
	assert_non_null(
	    strstr(text, "20/23 buổi đã báo cáo, thiếu 3; 2/23 nơi chưa báo cáo lần nào."));
	assert_non_null(strstr(text, "- An Minh: chưa có số liệu, chỉ tiêu 350\n"));
	assert_non_null(strstr(text, "lần ghi số 48"));
	buf_free(&out);
	r.total = row("", &b, 7411);
	r.total.key = "total";
	text = text_of(&r, &out);
	assert_non_null(strstr(text, "7.000 đơn vị máu, đạt 94,5% chỉ tiêu 7.411, còn thiếu 411."));
	assert_null(strstr(text, "nơi chưa báo cáo"));
	buf_free(&out);
}

static void
the_text_says_what_of_a_number_is_not_sure_and_which_drive_it_is(void **state)
{
	static const int64_t a = 365, b = 452;
	struct row drives[] = {
	    row("909/2022-05-08/1", &a, 350), row("909/2022-06-09/1", NULL, 0), row("x", &a, 0)};
	struct row total = row("", &b, 350);
	struct buf out = {0};

	(void)state;
	(void)lang_set("vi");
	drives[0].kind = "drive";
	drives[0].name = drives[1].name = "Huyện An Minh";
	drives[0].state = "interim";
	drives[0].interim_units = 120;
	assert_true(day_parse("2022-05-08", &drives[0].day, NULL));
	drives[1].kind = "unplanned";
	drives[1].state = "cancelled";
	drives[1].day = drives[0].day + 32;
	drives[2].kind = "carried_in";
	drives[2].day = drives[0].day;
	total.interim_units = 120;
	total.outside_units = 87;
	total.returned_units = 1030;
	total.after_lock_units = 7;
	const struct rows r = rows_of(drives, 3, total);
	const char *text = text_of(&r, &out);
	assert_non_null(strstr(text,
	    "trong đó tạm tính 120, ngoài chỉ tiêu 87; trả lại, chưa tính: 1.030; đến sau khi khóa "
	    "sổ, chưa tính: 7."));
	assert_non_null(strstr(text,
	    "- Huyện An Minh, buổi 909/2022-05-08/1 (08/05/2022): 365 đơn vị máu, đạt 104,3% chỉ tiêu "
	    "350, vượt 4,3%; trong đó tạm tính 120\n"));
	assert_non_null(strstr(
	    text, "- Huyện An Minh, buổi 909/2022-06-09/1 (09/06/2022), hủy: chưa có số liệu\n"));
	assert_non_null(strstr(text, "số cộng dồn, đến 08/05/2022: 365 đơn vị máu\n"));
	buf_free(&out);
}

static void
what_of_the_period_before_is_not_told_apart_by_day_is_said_in_table_and_text(void **state)
{
	static const int64_t a = 110, b = 100;
	const struct row now[] = {row("a", &a, 100), row("b", &b, 0)};
	struct row then[] = {row("a", &b, 0), row("b", NULL, 0)};
	const struct rows x = rows_of(now, 2, row("", &a, 0));
	struct rows y = rows_of(then, 2, row("", NULL, 0));
	struct summary_compare c;
	struct summary_face face = {.by = BY_CHILD, .compare = &c};
	struct summary_table s;
	struct buf out = {0};
	struct err err;
	const char *text;
	char *table = NULL;
	size_t table_len = 0;
	FILE *file;

	(void)state;
	(void)lang_set("vi");
	then[1].unsplit.inside = 55;
	y.total.unsplit.outside = 328;
	assert_true(summary_compare_make(&x, &y, &c, &err));
	assert_int_equal(c.rows[1].unsplit.inside, 55);
	summary_text_put(&x, &face, &out);
	text = buf_text(&out);
	assert_non_null(strstr(text,
	    "So với cùng kỳ, 01/05/2022 – 31/08/2022: chưa có số liệu; chưa tách "
	    "theo ngày, chưa tính: 328.\n"));
	assert_non_null(strstr(text,
	    "- a: 110 đơn vị máu, đạt 110% chỉ tiêu 100, vượt 10%; kỳ trước 100, "
	    "tăng 10 (10%), thứ 1\n"));
	assert_non_null(
	    strstr(text, "; kỳ trước chưa có số liệu; chưa tách theo ngày, đã tính: 55\n"));
	buf_free(&out);
	assert_true(summary_table_make(&x, &face, &s, &err));
	file = open_memstream(&table, &table_len);
	assert_non_null(file);
	assert_true(table_print(s.t, TABLE_PEOPLE, "rows", file, &err));
	assert_int_equal(fclose(file), 0);
	assert_non_null(strstr(table,
	    "Kỳ trước chưa tách theo ngày (số mang sang, đến sau kỳ ấy mới hết), chưa tính: 328 "
	    "đơn vị"));
	free(table);
	summary_table_free(&s);
	summary_compare_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_day_a_year_before_is_the_same_day_and_a_months_last_stays_the_last),
	    cmocka_unit_test(rows_meet_by_key_and_what_is_not_known_stays_so),
	    cmocka_unit_test(months_meet_a_year_apart),
	    cmocka_unit_test(the_text_says_reached_over_missing_and_who_is_silent),
	    cmocka_unit_test(the_text_says_what_of_a_number_is_not_sure_and_which_drive_it_is),
	    cmocka_unit_test(
		what_of_the_period_before_is_not_told_apart_by_day_is_said_in_table_and_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
