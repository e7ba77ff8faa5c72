#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "base/day.h"
#include "base/lang.h"
#include "client/table.h"

static const struct table_column columns[] = {
    {"org", NULL, TABLE_TEXT},
    {"name", "Nơi", TABLE_TEXT},
    {"units", "Đơn vị máu", TABLE_COUNT},
    {"percent", "Đạt", TABLE_PERCENT},
    {"day", "Ngày", TABLE_DAY},
};

static struct table *
sample(void)
{
	struct table *t = table_new(columns, ARRAY_LEN(columns));

	assert_non_null(t);
	table_text(t, "909");
	table_text(t, "Huyện An Minh");
	table_number(t, 3370);
	table_number(t, 1212500);
	table_number(t, 19120);
	table_text(t, "91.VINPEARL");
	table_text(t, "Vinpearl, \"Phú Quốc\"");
	table_number(t, 0);
	table_absent(t);
	table_number(t, DAY_OPEN_RIGHT);
	return t;
}

static void
add_total(struct table *t)
{
	table_total(t);
	table_text(t, NULL);
	table_text(t, "Tổng cộng");
	table_number(t, 3370);
	table_number(t, 999600);
	table_absent(t);
}

static char *
printed(struct table *t, enum table_face face, const char *name)
{
	struct err err = {0};
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	if (!table_print(t, face, name, out, &err))
		fail_msg("%s", err.text);
	assert_int_equal(fclose(out), 0);
	table_free(t);
	return text;
}

static void
expect(struct table *t, enum table_face face, const char *name, const char *text)
{
	char *got = printed(t, face, name);

	assert_string_equal(got, text);
	free(got);
}

static void
people_read_aligned_columns_and_a_total(void **state)
{
	struct table *t = sample();

	(void)state;
	table_title(t, "KẾT QUẢ HIẾN MÁU");
	add_total(t);
	expect(t, TABLE_PEOPLE, NULL,
	    "KẾT QUẢ HIẾN MÁU\n"
	    "Nơi                   Đơn vị máu     Đạt  Ngày\n"
	    "────────────────────────────────────────────────────\n"
	    "Huyện An Minh              3.370  121,3%  08/05/2022\n"
	    "Vinpearl, \"Phú Quốc\"           0       –  –\n"
	    "────────────────────────────────────────────────────\n"
	    "Tổng cộng                  3.370   99,9%  –\n");
}

static void
the_name_is_shortened_to_fit(void **state)
{
	struct table *t = sample();

	(void)state;
	table_fit(t, 46);
	expect(t, TABLE_PEOPLE, NULL,
	    "Nơi             Đơn vị máu     Đạt  Ngày\n"
	    "──────────────────────────────────────────────\n"
	    "Huyện An Minh        3.370  121,3%  08/05/2022\n"
	    "Vinpearl, \"Ph…           0       –  –\n");
}

static void
what_has_no_room_is_left_out_from_the_right_and_said(void **state)
{
	struct table *t = sample();

	(void)state;
	table_fit(t, 40);
	expect(t, TABLE_PEOPLE, NULL,
	    "Nơi                   Đơn vị máu     Đạt\n"
	    "────────────────────────────────────────\n"
	    "Huyện An Minh              3.370  121,3%\n"
	    "Vinpearl, \"Phú Quốc\"           0       –\n"
	    "(bớt cột: Ngày; --csv có đủ)\n");
}

static void
a_key_is_never_cut(void **state)
{
	static const struct table_column keys[] = {{"name", "Tên", TABLE_TEXT},
	    {"at", "Từ", TABLE_TEXT}, {"label", "Máy", TABLE_TEXT}, {"more", "Thêm", TABLE_TEXT},
	    {"fingerprint", "Sáu nhóm số", TABLE_KEY}};
	char *got;

	(void)state;
	for (size_t width = 1; width < 120; width++) {
		struct table *t = table_new(keys, ARRAY_LEN(keys));

		table_text(t, "Huyện Nghĩa Đàn, tỉnh Nghệ An");
		table_text(t, "23/11/2026 02:33:13");
		table_text(t, "máy của phòng một, tầng hai");
		table_text(t, "còn gì nữa thì viết vào đây");
		table_text(t, "43913 19740 70090 94939 00375 31567");
		table_fit(t, width);
		got = printed(t, TABLE_PEOPLE, NULL);
		assert_non_null(strstr(got, "43913 19740 70090 94939 00375 31567\n"));
		free(got);
	}
}

/* Nothing is cut to nothing: a terminal too narrow wraps. */
static void
a_name_keeps_its_beginning(void **state)
{
	struct table *t = sample();
	char *got;

	(void)state;
	table_fit(t, 10);
	got = printed(t, TABLE_PEOPLE, NULL);
	assert_non_null(strstr(got, "Vinpearl, \"…"));
	free(got);
}

static void
a_note_with_line_ends_stays_on_its_line(void **state)
{
	static const struct table_column notes[] = {{"note", "Ghi chú", TABLE_TEXT}};
	struct table *t = table_new(notes, 1);

	(void)state;
	table_text(t, "dòng 1\ndòng 2");
	expect(t, TABLE_PEOPLE, NULL, "Ghi chú\n─────────────\ndòng 1 dòng 2\n");
}

static void
an_empty_table_says_so(void **state)
{
	(void)state;
	expect(table_new(columns, ARRAY_LEN(columns)), TABLE_PEOPLE, NULL, "(không có dòng nào)\n");
	expect(table_new(columns, ARRAY_LEN(columns)), TABLE_CSV, NULL,
	    "org,name,units,percent,day\n");
	expect(
	    table_new(columns, ARRAY_LEN(columns)), TABLE_JSON, "rows", "{\n  \"rows\": []\n}\n");
}

static void
programs_read_iso_and_csv_names_its_total(void **state)
{
	struct table *t = sample();

	(void)state;
	add_total(t);
	expect(t, TABLE_CSV, NULL,
	    "org,name,units,percent,day\n"
	    "909,Huyện An Minh,3370,121.25,2022-05-08\n"
	    "91.VINPEARL,\"Vinpearl, \"\"Phú Quốc\"\"\",0,,\n"
	    "total,Tổng cộng,3370,99.96,\n");
}

static void
json_leaves_out_what_is_absent(void **state)
{
	struct table *t = sample();

	(void)state;
	add_total(t);
	expect(t, TABLE_JSON, "rows",
	    "{\n"
	    "  \"rows\": [\n"
	    "    {\n"
	    "      \"org\": \"909\",\n"
	    "      \"name\": \"Huyện An Minh\",\n"
	    "      \"units\": 3370,\n"
	    "      \"percent\": 121.25,\n"
	    "      \"day\": \"2022-05-08\"\n"
	    "    },\n"
	    "    {\n"
	    "      \"org\": \"91.VINPEARL\",\n"
	    "      \"name\": \"Vinpearl, \\\"Phú Quốc\\\"\",\n"
	    "      \"units\": 0\n"
	    "    }\n"
	    "  ],\n"
	    "  \"total\": {\n"
	    "    \"name\": \"Tổng cộng\",\n"
	    "    \"units\": 3370,\n"
	    "    \"percent\": 99.96\n"
	    "  }\n"
	    "}\n");
}

static void
times_and_yes_or_no_have_both_faces(void **state)
{
	static const struct table_column kinds[] = {
	    {"at", "Lúc", TABLE_TIME}, {"held", "Đã giữ", TABLE_BOOL}};
	struct table *t = table_new(kinds, 2);

	(void)state;
	table_number(t, INT64_C(1652017265000)); /* 2022-05-08T13:41:05Z */
	table_number(t, 1);
	table_number(t, 0);
	table_number(t, 0);
	expect(t, TABLE_PEOPLE, NULL,
	    "Lúc                  Đã giữ\n───────────────────────────\n"
	    "08/05/2022 20:41:05  có\n–                    không\n");
	t = table_new(kinds, 2);
	table_number(t, INT64_C(1652030465999)); /* 17:21 UTC is the next day here */
	table_number(t, 0);
	expect(t, TABLE_CSV, NULL, "at,held\n2022-05-09T00:21:05+07:00,false\n");
}

static void
numbers_of_programs_are_exact(void **state)
{
	static const struct table_column kinds[] = {
	    {"n", "n", TABLE_COUNT}, {"p", "p", TABLE_PERCENT}};
	struct table *t = table_new(kinds, 2);

	(void)state;
	table_number(t, INT64_MAX);
	table_number(t, 1054000);
	table_number(t, INT64_MIN);
	table_number(t, -1);
	table_number(t, -12);
	table_number(t, 1000000);
	expect(t, TABLE_CSV, NULL,
	    "n,p\n9223372036854775807,105.4\n-9223372036854775808,-0.0001\n-12,100\n");
	t = table_new(kinds, 2);
	table_number(t, 7);
	table_number(t, 1054000);
	table_number(t, 8);
	table_number(t, 1000000);
	expect(t, TABLE_JSON, NULL,
	    "[\n  {\n    \"n\": 7,\n    \"p\": 105.4\n  },\n"
	    "  {\n    \"n\": 8,\n    \"p\": 100\n  }\n]\n");
}

static void
an_unfinished_row_is_a_defect(void **state)
{
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	struct err err = {0};

	(void)state;
	table_text(t, "909");
	assert_false(table_print(t, TABLE_CSV, NULL, stdout, &err));
	assert_int_equal(err.code, ERR_BUG);
	table_free(t);
	assert_false(table_print(NULL, TABLE_CSV, NULL, stdout, &err));
	assert_int_equal(err.code, ERR_MEMORY);
	table_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(people_read_aligned_columns_and_a_total),
	    cmocka_unit_test(the_name_is_shortened_to_fit),
	    cmocka_unit_test(what_has_no_room_is_left_out_from_the_right_and_said),
	    cmocka_unit_test(a_key_is_never_cut),
	    cmocka_unit_test(a_name_keeps_its_beginning),
	    cmocka_unit_test(a_note_with_line_ends_stays_on_its_line),
	    cmocka_unit_test(an_empty_table_says_so),
	    cmocka_unit_test(programs_read_iso_and_csv_names_its_total),
	    cmocka_unit_test(json_leaves_out_what_is_absent),
	    cmocka_unit_test(times_and_yes_or_no_have_both_faces),
	    cmocka_unit_test(numbers_of_programs_are_exact),
	    cmocka_unit_test(an_unfinished_row_is_a_defect),
	};

	(void)lang_set("vi");
	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
