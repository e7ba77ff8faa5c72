#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/lang.h"
#include "client/sheet.h"
#include "client/sheet_value.h"
#include "support/xlsxfix.h"

/* One cell of text at ${place}. */
#define T(place, text) "<c r=\"" place "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define N(place, style, value) "<c r=\"" place "\" s=\"" style "\"><v>" value "</v></c>"

static struct sheet *
read_book(const char *rows, const char *after)
{
	struct buf file = {0};
	struct sheet *s = NULL;
	struct err err = {0};

	xlsxfix_book(rows, after, &file);
	assert_true(buf_ok(&file));
	if (!sheet_parse_bytes(file.at, file.len, &s, &err))
		fail_msg("%s", err.text);
	buf_free(&file);
	return s;
}

static void
refused_parts(const struct xlsxfix_part *parts, size_t n, enum err_code code, const char *says)
{
	struct buf file = {0};
	struct sheet *s = NULL;
	struct err err = {0};

	xlsxfix_zip(parts, n, &file);
	assert_false(sheet_parse_bytes(file.at, file.len, &s, &err));
	if (err.code != code || strstr(err.text, says) == NULL)
		fail_msg("%s “%s” does not say “%s”", err_name(err.code), err.text, says);
	buf_free(&file);
}

static void
refused_book(const char *rows, const char *after, enum err_code code, const char *says)
{
	struct buf file = {0};
	struct sheet *s = NULL;
	struct err err = {0};

	xlsxfix_book(rows, after, &file);
	assert_false(sheet_parse_bytes(file.at, file.len, &s, &err));
	if (err.code != code || strstr(err.text, says) == NULL)
		fail_msg("%s “%s” does not say “%s”", err_name(err.code), err.text, says);
	buf_free(&file);
}

static void
cells_are_what_their_formats_show(void **state)
{
	struct sheet *s = read_book(
	    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
	    "<row r=\"3\">" N("A3", "1", "46204.5") N("B3", "0", "3950") N("C3", "0", "3.95")
		N("D3", "2", "2.8000000000000001E-2") N("E3", "4", "44682") "</row>",
	    "");

	(void)state;
	assert_true(sheet_begin(s, 0, &(struct err){0}));
	assert_int_equal(sheet_rows(s), 1);
	assert_int_equal(sheet_columns(s), 5);
	assert_string_equal(sheet_header(s, 0), "Ngày");
	assert_string_equal(sheet_header(s, 1), "Đơn vị máu");
	assert_string_equal(sheet_cell(s, 0, 0), "2026-07-01");
	assert_int_equal(sheet_flags(s, 0, 0), SHEET_DAY);
	assert_string_equal(sheet_cell(s, 0, 1), "3950");
	assert_string_equal(sheet_cell(s, 0, 2), "3,95");
	assert_string_equal(sheet_cell(s, 0, 3), "2,8%");
	assert_string_equal(sheet_cell(s, 0, 4), "2022-05");
	assert_string_equal(sheet_cell(s, 0, 5), "");
	assert_int_equal(sheet_line(s, 0), 3);
	sheet_free(s);
}

static void
formulas_without_a_value_errors_and_lost_groups_are_marked(void **state)
{
	struct sheet *s =
	    read_book("<row>" T("A1", "a") "</row><row><c><f>SUM(B1:B9)</f></c>"
					   "<c t=\"e\"><f>x</f><v>#REF!</v></c>"
					   "<c s=\"3\"><v>4</v></c><c s=\"3\"><v>3950</v></c>"
					   "<c><f>1+1</f><v>2</v></c></row>",
		"");

	(void)state;
	assert_true(sheet_begin(s, 0, &(struct err){0}));
	assert_true(sheet_flags(s, 0, 0) & SHEET_NO_VALUE);
	assert_true(sheet_flags(s, 0, 1) & SHEET_FAULT);
	assert_string_equal(sheet_cell(s, 0, 1), "#REF!");
	assert_true(sheet_flags(s, 0, 2) & SHEET_GROUPED);
	assert_false(sheet_flags(s, 0, 3) & SHEET_GROUPED);
	assert_string_equal(sheet_cell(s, 0, 4), "2");
	sheet_free(s);
}

static void
a_merged_cell_stands_in_all_of_its_range(void **state)
{
	struct sheet *s = read_book("<row>" T("A1", "KẾT QUẢ") "</row><row>" T("A2", "nơi") T(
					"B2", "số") "</row><row>" T("A3", "An Minh")
					N("B3", "0", "1") "</row><row>" N("B4", "0", "2") "</row>",
	    "<mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"A3:A4\"/>"
	    "<mergeCell ref=\"A8:B9\"/><mergeCell ref=\"?\"/></mergeCells>");

	(void)state;
	assert_string_equal(sheet_all_cell(s, 0, 2), "KẾT QUẢ");
	assert_true(sheet_begin(s, 1, &(struct err){0}));
	assert_string_equal(sheet_cell(s, 1, 0), "An Minh");
	assert_true(sheet_flags(s, 1, 0) & SHEET_FILLED);
	assert_false(sheet_flags(s, 0, 0) & SHEET_FILLED);
	sheet_free(s);
}

static void
what_is_no_workbook_of_ours_is_refused_by_name(void **state)
{
	const struct xlsxfix_part ods[] = {
	    {"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}};
	const struct xlsxfix_part bomb[] = {
	    {"xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><workbook>&a;</workbook>"}};

	(void)state;
	refused_parts(ods, 1, ERR_CSV, ".xlsx");
	refused_parts(bomb, 1, ERR_CSV, "DOCTYPE");
	refused_book("<row r=\"5\"/><row r=\"5\"/>", "", ERR_CSV, "hỏng");
	refused_book("<row>", "", ERR_CSV, "hỏng");
	refused_book("<c/>", "", ERR_CSV, "hỏng");
	refused_book("", "", ERR_CSV, "rỗng");
	refused_book("<row>" T("GT1", "x") "</row>", "", ERR_LIMIT, "cột");
	refused_book(
	    "<row>" T("A1", "Ng\xc2\xb5y") T("B1", "m\xc2\xb8u") "</row>", "", ERR_TEXT, "TCVN3");
}

static void
bounds_hold_however_deep_or_wide_a_file_is(void **state)
{
	struct buf deep = {0};
	struct buf merges = {0};

	(void)state;
	for (int i = 0; i < 100; i++)
		buf_str(&deep, "<x>");
	refused_book(buf_text(&deep), "", ERR_LIMIT, "tầng");
	buf_free(&deep);
	buf_str(&merges, "<mergeCells>");
	for (int i = 0; i < 65537; i++)
		buf_str(&merges, "<mergeCell ref=\"A1:B2\"/>");
	buf_str(&merges, "</mergeCells>");
	refused_book("<row>" T("A1", "x") "</row>", buf_text(&merges), ERR_LIMIT, "ô gộp");
	buf_free(&merges);
}

static void
a_format_says_what_a_number_is(void **state)
{
	static const struct {
		const char *text;
		enum sheet_format format;
	} formats[] = {{"General", SHEET_FORMAT_PLAIN}, {"0", SHEET_FORMAT_PLAIN},
	    {"#,##0", SHEET_FORMAT_PLAIN}, {"0.00", SHEET_FORMAT_PLAIN},
	    {"0.000", SHEET_FORMAT_GROUPED}, {"#.##0", SHEET_FORMAT_GROUPED},
	    {"dd/mm/yyyy", SHEET_FORMAT_DAY}, {"[$-42A]dd\\ mmmm\\ yyyy;@", SHEET_FORMAT_DAY},
	    {"mmm-yy", SHEET_FORMAT_MONTH}, {"h:mm", SHEET_FORMAT_PLAIN},
	    {"#,##0\" đồng\"", SHEET_FORMAT_PLAIN}, {"[Red]0.0%", SHEET_FORMAT_PERCENT},
	    {"\"d", SHEET_FORMAT_PLAIN}};
	char text[SHEET_VALUE_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		if (sheet_value_format(formats[i].text) != formats[i].format)
			fail_msg("%s", formats[i].text);
	assert_int_equal(sheet_value_text("1", SHEET_FORMAT_DAY, false, text), SHEET_DAY);
	assert_string_equal(text, "1900-01-01");
	assert_int_equal(sheet_value_text("61", SHEET_FORMAT_DAY, false, text), SHEET_DAY);
	assert_string_equal(text, "1900-03-01");
	assert_int_equal(sheet_value_text("44742", SHEET_FORMAT_DAY, true, text), SHEET_DAY);
	assert_string_equal(text, "2026-07-01");
	assert_int_equal(sheet_value_text("1e300", SHEET_FORMAT_DAY, false, text), 0);
	assert_int_equal(sheet_value_text("x", SHEET_FORMAT_PLAIN, false, text), 0);
	(void)sheet_value_text("-5", SHEET_FORMAT_PLAIN, false, text);
	assert_string_equal(text, "-5");
	(void)sheet_value_text("1", SHEET_FORMAT_PERCENT, false, text);
	assert_string_equal(text, "100%");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cells_are_what_their_formats_show),
	    cmocka_unit_test(formulas_without_a_value_errors_and_lost_groups_are_marked),
	    cmocka_unit_test(a_merged_cell_stands_in_all_of_its_range),
	    cmocka_unit_test(what_is_no_workbook_of_ours_is_refused_by_name),
	    cmocka_unit_test(bounds_hold_however_deep_or_wide_a_file_is),
	    cmocka_unit_test(a_format_says_what_a_number_is),
	};

	(void)lang_set("vi");
	return cmocka_run_group_tests_name("sheet_xlsx", tests, NULL, NULL);
}
