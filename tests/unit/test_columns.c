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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_sheet_whose_first_rows_name_no_column_is_refused_with_the_template_as_next_step),
	    cmocka_unit_test(a_header_alone_or_one_known_column_is_a_header),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
