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
#include "client/sheet.h"

static struct sheet *
parse_bytes(const char *bytes, size_t len)
{
	struct sheet *s = NULL;
	struct err err = {0};

	if (!sheet_parse_bytes((const uint8_t *)bytes, len, &s, &err))
		fail_msg("%s", err.text);
	return s;
}

static struct sheet *
parse(const char *text)
{
	return parse_bytes(text, strlen(text));
}

static void
refused_bytes(const char *bytes, size_t len, enum err_code code, const char *says)
{
	struct sheet *s = NULL;
	struct err err = {0};

	assert_false(sheet_parse_bytes((const uint8_t *)bytes, len, &s, &err));
	assert_null(s);
	assert_int_equal(err.code, code);
	if (strstr(err.text, says) == NULL)
		fail_msg("“%s” does not say “%s”", err.text, says);
}

static void
refused(const char *text, enum err_code code, const char *says)
{
	refused_bytes(text, strlen(text), code, says);
}

static void
a_plain_file_is_read(void **state)
{
	struct sheet *s = parse("drive,units\n909/2022-05-08/1,365\n908/2022-05-09/1,\n");

	(void)state;
	assert_int_equal(sheet_columns(s), 2);
	assert_int_equal(sheet_rows(s), 2);
	assert_string_equal(sheet_header(s, 0), "drive");
	assert_string_equal(sheet_header(s, 1), "units");
	assert_string_equal(sheet_cell(s, 0, 0), "909/2022-05-08/1");
	assert_string_equal(sheet_cell(s, 0, 1), "365");
	assert_string_equal(sheet_cell(s, 1, 1), "");
	assert_int_equal(sheet_line(s, 0), 2);
	assert_int_equal(sheet_line(s, 1), 3);
	sheet_free(s);
	sheet_free(NULL);
}

static void
a_bom_is_no_part_of_the_header(void **state)
{
	struct sheet *s = parse("\xef\xbb\xbfĐơn vị,Số\nAn Minh,3\n");

	(void)state;
	assert_string_equal(sheet_header(s, 0), "Đơn vị");
	sheet_free(s);
	s = parse("\xef\xbb\xbf\"Đơn vị\",Số\n\"An Minh\",3\n");
	assert_string_equal(sheet_header(s, 0), "Đơn vị");
	sheet_free(s);
}

static void
the_header_says_what_separates(void **state)
{
	static const char *const files[] = {"a;b\n1,5;2\n", "a\tb\n1,5\t2\n", "a,b\n\"1,5\",2\n",
	    "\"x;y;z,\",b\n\"1,5\",2\n", "sep=;\na;b\n1,5;2\n", "sep=|\r\na|b\r\n1,5|2\r\n"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct sheet *s = parse(files[i]);

		assert_int_equal(sheet_columns(s), 2);
		assert_string_equal(sheet_cell(s, 0, 0), "1,5");
		assert_string_equal(sheet_cell(s, 0, 1), "2");
		assert_int_equal(sheet_line(s, 0), files[i][0] == 's' ? 3 : 2);
		sheet_free(s);
	}
}

static void
any_line_end_will_do(void **state)
{
	static const char *const files[] = {
	    "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r", "a,b\n1,2\n3,4", "a,b\n1,2\n3,\"4\""};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct sheet *s = parse(files[i]);

		assert_int_equal(sheet_rows(s), 2);
		assert_string_equal(sheet_cell(s, 1, 1), "4");
		assert_int_equal(sheet_line(s, 1), 3);
		sheet_free(s);
	}
}

static void
quoted_cells_hold_marks_and_line_ends(void **state)
{
	struct sheet *s = parse(
	    "name,note\n\"Trường \"\"A\"\", Hà Nội\",\"dòng 1\ndòng 2\"\r\nB,x\n\nC,\"\n\n\"\nD,y");

	(void)state;
	assert_int_equal(sheet_rows(s), 4);
	assert_string_equal(sheet_cell(s, 0, 0), "Trường \"A\", Hà Nội");
	assert_string_equal(sheet_cell(s, 0, 1), "dòng 1 dòng 2");
	assert_string_equal(sheet_cell(s, 2, 1), "");
	assert_int_equal(sheet_line(s, 0), 2);
	assert_int_equal(sheet_line(s, 1), 4);
	assert_int_equal(sheet_line(s, 2), 6);
	assert_int_equal(sheet_line(s, 3), 9);
	sheet_free(s);
}

static void
a_row_that_opens_with_a_quoted_line_end_keeps_its_line(void **state)
{
	struct sheet *s = parse("a\n\n\"\nx\"\ny");

	(void)state;
	assert_int_equal(sheet_rows(s), 2);
	assert_string_equal(sheet_cell(s, 0, 0), "x");
	assert_int_equal(sheet_line(s, 0), 3);
	assert_int_equal(sheet_line(s, 1), 5);
	sheet_free(s);
}

static void
cells_are_nfc_and_trimmed(void **state)
{
	/* "Hòa" with its marks apart, as macOS writes it, and no-break spaces around */
	struct sheet *s = parse("t\xc3\xaan\n\xc2\xa0Ho\xcc\x80"
				"a\xc2\xa0  B\xc3\xacnh \n  12   34 \n");

	(void)state;
	assert_string_equal(sheet_header(s, 0), "tên");
	assert_string_equal(sheet_cell(s, 0, 0), "Hòa Bình");
	assert_string_equal(sheet_cell(s, 1, 0), "12 34");
	sheet_free(s);
}

static void
rows_without_text_are_left_out(void **state)
{
	struct sheet *s = parse("\n\na;b;c\n;;\n1;2;3\n   \n;;;;;\n\"\";;\n");

	(void)state;
	assert_int_equal(sheet_rows(s), 1);
	assert_int_equal(sheet_line(s, 0), 5);
	sheet_free(s);
}

static void
a_header_alone_has_no_rows(void **state)
{
	struct sheet *s = parse("a,b");

	(void)state;
	assert_int_equal(sheet_columns(s), 2);
	assert_int_equal(sheet_rows(s), 0);
	sheet_free(s);
}

static void
an_empty_file_is_refused(void **state)
{
	(void)state;
	refused("", ERR_CSV, "rỗng");
	refused("\xef\xbb\xbf", ERR_CSV, "rỗng");
	refused("\n \n,,,\n", ERR_CSV, "rỗng");
}

static void
begin_refused(const char *text, size_t at, const char *says)
{
	struct sheet *s = parse(text);
	struct err err = {0};

	assert_false(sheet_begin(s, at, &err));
	assert_int_equal(err.code, ERR_CSV);
	if (strstr(err.text, says) == NULL)
		fail_msg("“%s” does not say “%s”", err.text, says);
	sheet_free(s);
}

static void
a_ragged_row_is_named_by_its_line(void **state)
{
	(void)state;
	begin_refused("a,b,c\n1,2,3\n\n1,2\n", 0, "dòng 4 có 2 ô");
	begin_refused("a,b\n\"x\ny\",2\n1,2,3\n", 0, "dòng 4 có 3 ô");
	begin_refused("title\na,b\n1,2\n1\n", 1, "dòng 4 có 1 ô");
}

static void
a_quote_out_of_place_is_named_by_its_line(void **state)
{
	(void)state;
	refused("a,b\n1,2\nTrường \"A\",2\n", ERR_CSV, "dòng 3");
	refused("a,b\n1,2\n\"Trường,2\n3,4\n5,6\n", ERR_CSV, "dòng 3");
}

static void
what_is_not_utf8_is_named_by_its_line(void **state)
{
	(void)state;
	refused("a,b\n1,2\nTr\xed\xad\xa1,2\n", ERR_TEXT, "dòng 3");
	refused_bytes("a,b\n1,\0\n", 8, ERR_TEXT, "dòng 2");
	refused_bytes("\xff\xfe"
		      "a\0,",
	    5, ERR_TEXT, "UTF-16");
	refused_bytes("PK\x03\x04zip", 7, ERR_CSV, "Excel");
	refused_bytes("\xd0\xcf\x11\xe0old", 7, ERR_CSV, ".xls");
}

/* The same table in the letters of five ways to save it. */
static void
letters_that_can_be_told_are_read_and_named(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *name;
	} files[] = {
	    {"\xff\xfeN\0g\0\xe0\0y\0,\0\x11\x01\xa1\x1e\n\0"
	     "1\0,\0"
	     "2\0\n\0",
		26, "UTF-16"},
	    {"Ng\xe0y,\xf0\xf5n vi\xf2 m\xe1u\n1,2\n", 21, "1258"},
	    {"Ng\xb5y,\xae\xac"
	     "n v\xde m\xb8u\n1,2\n",
		20, "TCVN3"},
	    {"Nga\xf8y,\xf1\xf4n v\xf2 ma\xf9u\n1,2\n", 22, "VNI"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct sheet *s = parse_bytes(files[i].bytes, files[i].len);

		assert_string_equal(sheet_header(s, 0), "Ngày");
		if (i > 0)
			assert_string_equal(sheet_header(s, 1), "đơn vị máu");
		assert_string_equal(sheet_cell(s, 0, 1), "2");
		if (strstr(sheet_note(s), files[i].name) == NULL)
			fail_msg("“%s” does not name %s", sheet_note(s), files[i].name);
		sheet_free(s);
	}
}

static void
an_old_font_behind_unicode_is_named_with_the_cure(void **state)
{
	(void)state;
	refused("Ng\xc2\xb5y,\xc2\xae\xc2\xacn v\xc3\x9e m\xc2\xb8u\n1,2\n", ERR_TEXT, "TCVN3");
	refused("Nga\xc3\xb8y,\xc3\xb1\xc3\xb4n v\xc3\xb2 ma\xc3\xb9u\n1,2\n", ERR_TEXT, "VNI");
	sheet_free(parse("Xã,Café\n1,2\n"));
}

/* ${count} times ${unit} behind ${head}. */
static char *
repeated(const char *head, const char *unit, size_t count)
{
	const size_t head_len = strlen(head);
	const size_t unit_len = strlen(unit);
	char *text = malloc(head_len + count * unit_len + 1);

	assert_non_null(text);
	memcpy(text, head, head_len);
	for (size_t i = 0; i < count; i++)
		memcpy(text + head_len + i * unit_len, unit, unit_len);
	text[head_len + count * unit_len] = '\0';
	return text;
}

static void
limits_hold(void **state)
{
	char *text = repeated("a\n", "x", SHEET_CELL_BYTES_MAX + 1);
	struct sheet *s;

	(void)state;
	refused(text, ERR_LIMIT, "dòng 2");
	text[strlen(text) - 1] = '\0';
	s = parse(text);
	assert_int_equal(strlen(sheet_cell(s, 0, 0)), SHEET_CELL_BYTES_MAX);
	sheet_free(s);
	free(text);

	text = repeated("a", ",", SHEET_COLUMNS_MAX);
	refused(text, ERR_LIMIT, "dòng 1");
	text[SHEET_COLUMNS_MAX] = '\0';
	s = parse(text);
	assert_int_equal(sheet_columns(s), SHEET_COLUMNS_MAX);
	sheet_free(s);
	free(text);

	text = repeated("a\n", "1\n", SHEET_ROWS_MAX + 1);
	refused(text, ERR_LIMIT, "dòng 100002");
	text[strlen(text) - 2] = '\0';
	s = parse(text);
	assert_int_equal(sheet_rows(s), SHEET_ROWS_MAX);
	sheet_free(s);
	free(text);
}

static void
a_file_is_read_from_disk(void **state)
{
	char path[] = "/tmp/gh-sheet-XXXXXX";
	const int fd = mkstemp(path);
	struct sheet *s = NULL;
	struct err err = {0};

	(void)state;
	assert_true(fd != -1);
	assert_int_equal(write(fd, "a;b\n1;2\n", 8), 8);
	(void)close(fd);
	assert_true(sheet_read(path, NULL, &s, &err));
	assert_int_equal(sheet_rows(s), 1);
	sheet_free(s);
	assert_int_equal(truncate(path, 0), 0);
	assert_false(sheet_read(path, NULL, &s, &err));
	assert_int_equal(err.code, ERR_CSV);
	(void)unlink(path);
	assert_false(sheet_read(path, NULL, &s, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
}

static void
what_is_written_reads_back(void **state)
{
	static const char *const rows[][3] = {{"name", "note", "units"},
	    {"Trường \"A\", B", "", "365"}, {"x;y", " đầu và cuối ", "3"}};
	struct buf out = {0};
	struct sheet *s;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		sheet_write_row(&out, rows[i], 3);
	assert_true(buf_ok(&out));
	assert_string_equal(buf_text(&out),
	    "name,note,units\n\"Trường \"\"A\"\", B\",,365\n\"x;y\",\" đầu và cuối \",3\n");
	s = parse(buf_text(&out));
	assert_string_equal(sheet_cell(s, 0, 0), rows[1][0]);
	assert_string_equal(sheet_cell(s, 1, 0), "x;y");
	assert_string_equal(sheet_cell(s, 1, 1), "đầu và cuối");
	sheet_free(s);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_plain_file_is_read),
	    cmocka_unit_test(a_bom_is_no_part_of_the_header),
	    cmocka_unit_test(the_header_says_what_separates),
	    cmocka_unit_test(any_line_end_will_do),
	    cmocka_unit_test(quoted_cells_hold_marks_and_line_ends),
	    cmocka_unit_test(a_row_that_opens_with_a_quoted_line_end_keeps_its_line),
	    cmocka_unit_test(cells_are_nfc_and_trimmed),
	    cmocka_unit_test(rows_without_text_are_left_out),
	    cmocka_unit_test(a_header_alone_has_no_rows),
	    cmocka_unit_test(an_empty_file_is_refused),
	    cmocka_unit_test(a_ragged_row_is_named_by_its_line),
	    cmocka_unit_test(a_quote_out_of_place_is_named_by_its_line),
	    cmocka_unit_test(what_is_not_utf8_is_named_by_its_line),
	    cmocka_unit_test(letters_that_can_be_told_are_read_and_named),
	    cmocka_unit_test(an_old_font_behind_unicode_is_named_with_the_cure),
	    cmocka_unit_test(limits_hold),
	    cmocka_unit_test(a_file_is_read_from_disk),
	    cmocka_unit_test(what_is_written_reads_back),
	};

	(void)lang_set("vi");
	return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
