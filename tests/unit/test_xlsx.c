/* What stands in the file, read back with unzip. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/attrs.h"
#include "base/lang.h"
#include "client/xlsx.h"

#define XML_BYTES 65536
#define PATH_BYTES 128

static const struct table_column columns[] = {
    {"org", NULL, TABLE_TEXT},
    {"name", "Nơi", TABLE_TEXT},
    {"units", "Đơn vị máu", TABLE_COUNT},
    {"percent", "Đạt", TABLE_PERCENT},
    {"day", "Ngày", TABLE_DAY},
    {"at", "Nhận lúc", TABLE_TIME},
};

struct fixture {
	char dir[32];
	char path[PATH_BYTES];
	char xml[XML_BYTES];
};

static int
folder_make(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	(void)snprintf(f->dir, sizeof(f->dir), "/tmp/gh-xlsx-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	(void)snprintf(f->path, sizeof(f->path), "%s/out.xlsx", f->dir);
	*state = f;
	return 0;
}

static int
folder_remove(void **state)
{
	struct fixture *f = *state;

	(void)unlink(f->path);
	assert_int_equal(rmdir(f->dir), 0); /* nothing else was left there */
	free(f);
	return 0;
}

static const char *
part(struct fixture *f, const char *name)
{
	char command[2 * PATH_BYTES];
	size_t len;
	FILE *pipe;

	(void)snprintf(command, sizeof(command), "unzip -p %s %s", f->path, name);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	len = fread(f->xml, 1, sizeof(f->xml) - 1, pipe);
	f->xml[len] = '\0';
	assert_int_equal(pclose(pipe), 0);
	return f->xml;
}

static void
has(const char *xml, const char *text)
{
	if (strstr(xml, text) == NULL)
		fail_msg("no %s in %s", text, xml);
}

static void
row(struct table *t, const char *name, int64_t units, int64_t percent)
{
	table_text(t, "909");
	table_text(t, name);
	table_number(t, units);
	table_number(t, percent);
	table_number(t, 19120);                  /* 2022-05-08 */
	table_number(t, INT64_C(1652017265000)); /* 20:41:05 that day */
}

static void
write_sample(struct fixture *f, const char *sheet)
{
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	struct err err = {0};

	table_title(t, "KẾT QUẢ HIẾN MÁU");
	row(t, "Huyện An Minh", 3370, 1212500);
	row(t, "=1+1", 0, 999600);
	table_text(t, "91");
	table_text(t, "Vinpearl");
	for (int i = 0; i < 4; i++)
		table_absent(t);
	table_total(t);
	row(t, "Tổng cộng", INT64_MAX, 0);
	if (!xlsx_write(t, sheet, f->path, &err))
		fail_msg("%s", err.text);
	table_free(t);
}

static void
numbers_and_days_are_values_and_absent_is_blank(void **state)
{
	struct fixture *f = *state;
	const char *xml;

	write_sample(f, "Kết quả");
	xml = part(f, "xl/worksheets/sheet1.xml");
	has(xml, "<c r=\"B4\" s=\"2\"><v>3370</v></c>");
	has(xml, "<v>1.2125</v>");
	has(xml, "<v>0.999</v>"); /* 99,96 % is not 100 */
	has(xml, "<v>44689</v>"); /* 2022-05-08 */
	has(xml, "<v>44689.861");
	has(xml, "<c r=\"B5\" s=\"2\"><v>0</v></c>");
	has(xml, "<c r=\"A6\"");
	assert_null(strstr(xml, "r=\"B6\""));
	assert_null(strstr(xml, "<f>"));      /* a name that looks like a formula is text */
	assert_null(strstr(xml, "r=\"F4\"")); /* the column for programs is left out */
	has(xml, "ySplit=\"3\"");
	has(xml, "state=\"frozen\"");
	has(xml, "<col min=\"1\" max=\"1\" width=\"");
}

/* A sum over the rows ends at the empty one. */
static void
the_total_stands_apart_and_says_that_it_is_one(void **state)
{
	static const struct table_column keyed[] = {
	    {"org", "Mã", TABLE_KEY}, {"units", "Đơn vị máu", TABLE_COUNT}};
	struct fixture *f = *state;
	struct table *t = table_new(keyed, ARRAY_LEN(keyed));
	struct err err = {0};
	const char *xml;

	table_text(t, "909");
	table_number(t, 365);
	table_total(t);
	table_text(t, "91");
	table_number(t, 365);
	assert_true(xlsx_write(t, "x", f->path, &err));
	table_free(t);
	xml = part(f, "xl/worksheets/sheet1.xml");
	has(xml, "r=\"B2\"");
	assert_null(strstr(xml, "r=\"B3\""));
	has(xml, "r=\"B4\"");
	xml = part(f, "xl/sharedStrings.xml");
	has(xml, "<t>Tổng</t>");
	assert_null(strstr(xml, "<t>91</t>"));
}

static void
texts_and_formats_are_there(void **state)
{
	struct fixture *f = *state;
	const char *xml;

	write_sample(f, "Kết quả");
	xml = part(f, "xl/sharedStrings.xml");
	has(xml, "KẾT QUẢ HIẾN MÁU");
	has(xml, "Huyện An Minh");
	has(xml, "=1+1");
	has(xml, "9.223.372.036.854.775.807"); /* beyond a spreadsheet's numbers: in words */
	xml = part(f, "xl/styles.xml");
	has(xml, "dd/mm/yyyy hh:mm:ss");
	has(xml, "formatCode=\"#,##0\"");
}

static void
a_sheets_name_is_made_fit(void **state)
{
	struct fixture *f = *state;

	write_sample(f, "Đăng ký 5/2022: [tạm tính] của tất cả các huyện, thành phố");
	has(part(f, "xl/workbook.xml"), "sheet name=\"Đăng ký 5 2022   tạm tính  của \"");
	write_sample(f, "");
	has(part(f, "xl/workbook.xml"), "sheet name=\"Sheet1\"");
}

static void
a_folder_that_is_not_there_is_an_error(void **state)
{
	struct fixture *f = *state;
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	char path[PATH_BYTES + 16];
	struct err err = {0};

	row(t, "x", 1, 1);
	(void)snprintf(path, sizeof(path), "%s/none/out.xlsx", f->dir);
	assert_false(xlsx_write(t, "x", path, &err));
	assert_int_equal(err.code, ERR_IO);
	has(err.text, "none/out.xlsx");
	assert_false(xlsx_write(NULL, "x", path, &err));
	table_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		numbers_and_days_are_values_and_absent_is_blank, folder_make, folder_remove),
	    cmocka_unit_test_setup_teardown(
		the_total_stands_apart_and_says_that_it_is_one, folder_make, folder_remove),
	    cmocka_unit_test_setup_teardown(
		texts_and_formats_are_there, folder_make, folder_remove),
	    cmocka_unit_test_setup_teardown(a_sheets_name_is_made_fit, folder_make, folder_remove),
	    cmocka_unit_test_setup_teardown(
		a_folder_that_is_not_there_is_an_error, folder_make, folder_remove),
	};

	(void)lang_set("vi");
	return cmocka_run_group_tests_name("xlsx", tests, NULL, NULL);
}
