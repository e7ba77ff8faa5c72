#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/csvfile.h"
#include "base/lang.h"

static struct csvfile *
parse(const char *text, struct err *err)
{
	struct csvfile *f = NULL;

	*err = (struct err){.code = ERR_OK};
	return csvfile_parse((const uint8_t *)text, strlen(text), &f, err) ? f : NULL;
}

static void
assert_refused(const char *text, enum err_code code, const char *where)
{
	struct err err;

	assert_null(parse(text, &err));
	assert_int_equal(err.code, code);
	assert_non_null(strstr(err.text, where));
}

static void
a_list_is_read_by_the_names_of_its_columns(void **state)
{
	struct err err;
	struct csvfile *f =
	    parse("\xef\xbb\xbf"
		  "code,Name,parent_code\r\n01,Hà Nội,\r\n\r\n001,\"Ba  \n Đình\",01\r\n"
		  ",,\r\n002,Hoàn Kiếm",
		&err);

	(void)state;
	assert_non_null(f);
	assert_int_equal(csvfile_rows(f), 3);
	assert_int_equal(csvfile_column(f, "code"), 0);
	assert_int_equal(csvfile_column(f, "name"), 1);
	assert_int_equal(csvfile_column(f, "type"), -1);
	assert_string_equal(csvfile_cell(f, 0, 1), "Hà Nội");
	assert_string_equal(csvfile_cell(f, 1, 1), "Ba Đình");
	assert_string_equal(csvfile_cell(f, 2, 2), "");
	assert_string_equal(csvfile_cell(f, 2, -1), "");
	assert_int_equal(csvfile_line(f, 0), 2);
	assert_int_equal(csvfile_line(f, 1), 4);
	assert_int_equal(csvfile_line(f, 2), 7);
	csvfile_free(f);
}

static void
semicolons_and_letters_in_two_parts_are_read(void **state)
{
	struct err err;
	struct csvfile *f = parse(
	    "code;name\n01;Ha\xcc\x80 No\xcc\xa3\xcc\x82i, thu\xcc\x89 \xc4\x91o\xcc\x82\n", &err);

	(void)state;
	assert_non_null(f);
	assert_string_equal(csvfile_cell(f, 0, 1), "Hà Nội, thủ đô");
	csvfile_free(f);
}

static void
what_is_wrong_is_named_with_its_line(void **state)
{
	(void)state;
	assert_refused("", ERR_CSV, "tiêu đề");
	assert_refused("a,b\n1,2\n1,2,3\n", ERR_CSV, "dòng 3");
	assert_refused("a,b\n1,\"2\n", ERR_CSV, "dòng 2");
	assert_refused("a,b\n1,2\"3\"\n", ERR_CSV, "dòng 2");
	assert_refused("a,b\n1,\xff\xfe\n", ERR_TEXT, "dòng 2");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_list_is_read_by_the_names_of_its_columns),
	    cmocka_unit_test(semicolons_and_letters_in_two_parts_are_read),
	    cmocka_unit_test(what_is_wrong_is_named_with_its_line),
	};

	return lang_set("vi") ? cmocka_run_group_tests_name("csvfile", tests, NULL, NULL) : 1;
}
