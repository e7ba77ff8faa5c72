#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/lang.h"
#include "client/columns.h"

static const char *const words[] = {"org|dia phuong", "date|ngay", "drive|buoi"};
static const struct columns_words known = {
    .at = words, .n = ARRAY_LEN(words), .counts = true, .kind = "result"};

static bool
is_read(const char *text, struct err *err)
{
	struct sheet *s = NULL;
	struct columns c;
	bool ok;

	assert_true(sheet_parse_bytes((const uint8_t *)text, strlen(text), &s, err));
	ok = columns_read(s, &known, &c, err);
	sheet_free(s);
	return ok;
}

static int
start(void **state)
{
	(void)state;
	(void)lang_set("vi");
	return 0;
}

static void
a_sheet_whose_first_rows_name_no_column_is_refused_with_the_template_as_next_step(void **state)
{
	static const char *const sheets[] = {"03394;12/09/2026;50\n",
	    "Xã An Minh;12/09/2026;50\nXã Khác;13/09/2026;60\n",
	    "# chú thích\n03394;2026-09-12;50\n", "drive;03394;2026-09-12;50\n"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sheets); i++) {
		struct err err = {0};

		assert_false(is_read(sheets[i], &err));
		assert_int_equal(err.code, ERR_CSV);
		assert_non_null(strstr(err.text, "giothong import --template result"));
	}
}

static void
a_header_alone_or_one_known_column_is_a_header(void **state)
{
	static const char *const sheets[] = {"org,date,blood_units\n", "Địa phương\n",
	    "Ngày;250 ml\n2026-09-12;50\n", "#org,date,blood_units\n31018,2026-09-12,5\n",
	    "BẢNG KẾT QUẢ;;\nNgày;Đơn vị máu;\n"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sheets); i++) {
		struct err err = {0};

		if (!is_read(sheets[i], &err))
			fail_msg("%s: %s", sheets[i], err.text);
	}
}

/* The reader looks for the column that stands in the file. */
static void
what_is_wrong_in_a_cell_names_the_column_as_the_sheet_does(void **state)
{
	static const char text[] = "Địa phương,Ngày,Đơn vị máu\nXã An Minh,32/5/2026,80\n";
	const struct err why = {.code = ERR_DATE, .text = "32/5/2026"};
	struct sheet *s = NULL;
	struct columns c;
	struct err err = {0};

	(void)state;
	assert_true(sheet_parse_bytes((const uint8_t *)text, strlen(text), &s, &err));
	assert_true(columns_read(s, &known, &c, &err));
	assert_false(columns_refuse(&c, s, 1, &why, &err));
	assert_string_equal(err.text, "“Ngày”: 32/5/2026");
	assert_int_equal(err.code, ERR_DATE);
	assert_false(columns_refuse(&c, s, 2, &why, &err));
	assert_string_equal(err.text, "drive: 32/5/2026");
	sheet_free(s);
}

static void
an_unknown_column_is_answered_with_the_names_that_the_reader_s_sheets_have(void **state)
{
	struct err err;

	(void)state;
	assert_false(is_read("Mã,Địa phương,Ngày,Số đơn vị\nx,909,2022-05-08,12\n", &err));
	assert_int_equal(err.code, ERR_CSV);
	assert_non_null(strstr(err.text, "“Mã buổi”"));
	assert_non_null(strstr(err.text, "có: Địa phương, cơ quan; Ngày; Mã buổi"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_sheet_whose_first_rows_name_no_column_is_refused_with_the_template_as_next_step),
	    cmocka_unit_test(what_is_wrong_in_a_cell_names_the_column_as_the_sheet_does),
	    cmocka_unit_test(a_header_alone_or_one_known_column_is_a_header),
	    cmocka_unit_test(
		an_unknown_column_is_answered_with_the_names_that_the_reader_s_sheets_have),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
