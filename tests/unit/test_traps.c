/*
 * What spreadsheets do to the tables of offices: titles, totals, merged cells, and traps with their
 * cure.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/lang.h"
#include "base/text.h"
#include "client/rejects.h"
#include "client/result_csv.h"
#include "rules/catalogue.h"
#include "support/xlsxfix.h"

#define TODAY 20780 /* 2026-11-22 */
#define T(place, text) "<c r=\"" place "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define N(place, style, value) "<c r=\"" place "\" s=\"" style "\"><v>" value "</v></c>"

static struct sheet *sheet;
static struct import_set set;

static bool
find(void *cookie, const char *text, day_t day, char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err)
{
	(void)cookie;
	(void)day;
	if (strcmp(text, "An Minh") == 0)
		return text_copy(ret, WIRE_CODE_BYTES_MAX + 1, "909");
	return (text[0] >= '0' && text[0] <= '9' &&
		   text_copy(ret, WIRE_CODE_BYTES_MAX + 1, text)) ||
	    err_set(err, ERR_ORG_UNKNOWN, "%s", text);
}

static bool
take(struct err *err)
{
	const struct org_resolver resolver = {.find = find};
	const struct result_csv how = {.resolver = &resolver, .own_org = "909", .today = TODAY};

	return result_csv_read(sheet, &how, &set, err);
}

static void
read_bytes(const void *bytes, size_t len)
{
	struct err err = {0};

	if (!sheet_parse_bytes(bytes, len, &sheet, &err))
		fail_msg("%s", err.text);
}

static void
read_csv(const char *text)
{
	struct err err = {0};

	read_bytes(text, strlen(text));
	if (!take(&err))
		fail_msg("%s", err.text);
}

static void
read_book(const char *rows, const char *after)
{
	struct buf file = {0};
	struct err err = {0};

	xlsxfix_book(rows, after, &file);
	read_bytes(file.at, file.len);
	buf_free(&file);
	if (!take(&err))
		fail_msg("%s", err.text);
}

static void
whole_refused(const char *text, enum err_code code, const char *says)
{
	struct err err = {0};

	read_bytes(text, strlen(text));
	assert_false(take(&err));
	if (err.code != code || strstr(err.text, says) == NULL)
		fail_msg("%s “%s” does not say “%s”", err_name(err.code), err.text, says);
	sheet_free(sheet);
	sheet = NULL;
}

static void
refusal(size_t i, enum err_code code, const char *says)
{
	assert_true(i < set.refused_n);
	if (set.refused[i].code != code || strstr(set.refused[i].text, says) == NULL)
		fail_msg("%s “%s” does not say “%s”", err_name(set.refused[i].code),
		    set.refused[i].text, says);
}

static int64_t
units_of(size_t i)
{
	int64_t units = -1;

	(void)counts_get(&set.reports[i].u.result.counts, IND_BLOOD_UNITS, &units);
	return units;
}

static int
start(void **state)
{
	(void)state;
	(void)lang_set("vi");
	sheet = NULL;
	set = (struct import_set){.arena = NULL};
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	import_set_free(&set);
	sheet_free(sheet);
	return 0;
}

static void
titles_numbering_totals_and_signatures_are_no_rows(void **state)
{
	(void)state;
	read_csv("BAN CHỈ ĐẠO TỈNH,,,\nKẾT QUẢ HIẾN MÁU, NĂM 2026,,,\n\n"
		 "STT,\"Tên\nđịa phương\",Ngày,Số đơn vị máu (đv)\n(1),(2),(3),(4)\n"
		 "1,An Minh,01/07/2026,100\n2,909,02/07/2026,20\n,Tổng cộng:,,120\n"
		 ",,\"Ngày 01 tháng 7 năm 2026\",\n,,NGƯỜI LẬP BIỂU,\n");
	assert_int_equal(set.refused_n, 0);
	assert_int_equal(set.reports_n, 2);
	assert_int_equal(units_of(0), 100);
}

static void
totals_that_differ_from_their_rows_stop_everything(void **state)
{
	(void)state;
	whole_refused("Nơi,Ngày,Đơn vị máu\nAn Minh,2026-07-01,100\nAn Minh,2026-07-02,20\n"
		      "Tổng cộng,,121\n",
	    ERR_SUMS_DISAGREE, "dòng 4: tổng của cột “Đơn vị máu” là 121, các dòng cộng lại 120");
	whole_refused("Nơi,Ngày,Đơn vị máu\nTổng cộng,,121\nAn Minh,2026-07-01,100\n",
	    ERR_SUMS_DISAGREE, "dòng 2");
}

static void
subtotals_and_a_total_above_are_checked_too(void **state)
{
	(void)state;
	read_csv("Nơi,Ngày,Đơn vị máu\n909,2026-07-01,100\nCộng,,100\n909,2026-07-02,20\nCộng,,20\n"
		 "Tổng cộng,,120\n");
	assert_int_equal(set.reports_n, 2);
	assert_int_equal(set.refused_n, 0);
	import_set_free(&set);
	sheet_free(sheet);
	read_csv("Nơi,Ngày,Đơn vị máu\nToàn tỉnh,,120\n909,2026-07-01,100\n909,2026-07-02,20\n");
	assert_int_equal(set.reports_n, 2);
}

static void
a_header_of_two_rows_with_merged_cells_is_read_by_its_lower_one(void **state)
{
	(void)state;
	read_book("<row>" T("A1", "KẾT QUẢ") "</row><row>" T("A2", "Nơi") T("B2", "Ngày")
		      T("C2", "Kết quả") "</row><row>" T("C3", "Lượt&#10;tham gia")
			  T("D3", "Đơn vị máu") "</row><row>" T("A4", "An Minh")
			      N("B4", "1", "46204") N("C4", "0", "120")
				  N("D4", "0", "100") "</row><row>" N("B5", "1", "46205")
				      N("C5", "0", "24") N("D5", "0", "20") "</row>",
	    "<mergeCells><mergeCell ref=\"A1:F1\"/><mergeCell ref=\"A2:A3\"/><mergeCell "
	    "ref=\"B2:B3\"/><mergeCell ref=\"C2:D2\"/><mergeCell ref=\"A4:A5\"/></mergeCells>");
	assert_int_equal(set.refused_n, 0);
	assert_int_equal(set.reports_n, 2);
	assert_string_equal(set.reports[1].u.result.drive, "909/2026-07-02/1");
	assert_int_equal(units_of(1), 20);
}

static void
headings_merged_over_the_columns_are_no_rows(void **state)
{
	(void)state;
	read_book("<row>" T("A1", "Nơi") T("B1", "Ngày")
		      T("C1", "Đơn vị máu") "</row><row r=\"2\">" T(
			  "A2", "I. KHỐI HUYỆN") "</row><row r=\"3\">" T("A3", "909")
			  N("B3", "1", "46204") N("C3", "0", "100") "</row><row r=\"4\">" T(
			      "A4", "II. CƠ QUAN") "</row><row r=\"5\">" T("A5", "909")
			      N("B5", "1", "46205") N("C5", "0", "20") "</row>",
	    "<mergeCells><mergeCell ref=\"A2:C2\"/><mergeCell ref=\"A4:C4\"/></mergeCells>");
	assert_int_equal(set.refused_n, 0);
	assert_int_equal(set.reports_n, 2);
}

/* As offices write them: with and without tones, in capitals, with what is counted in brackets. */
static void
headers_are_read_as_offices_write_them(void **state)
{
	static const struct {
		const char *org, *day, *units, *attended;
	} heads[] = {{"Địa phương", "Ngày", "Đơn vị máu", "Lượt tham gia"},
	    {"DIA PHUONG", "ngay hien mau", "so don vi mau", "so nguoi tham gia"},
	    {"Tên đơn vị", "Ngày tổ chức", "Tổng số đơn vị máu", "Tổng số lượt người tham gia"},
	    {"Cơ quan", "Ngày, tháng, năm", "Số ĐV máu (đv)", "Số lượt tham gia (người)"},
	    {"Quận, huyện", "Thời gian", "Kết quả", "Tham gia"},
	    {"Mã địa phương", "date", "blood_units", "attended"},
	    {"Noi duoc tinh chi tieu", "Ngày hiến", "Đơn vị máu tiếp nhận", "Người tham gia"}};
	char text[512];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		(void)snprintf(text, sizeof(text), "STT;%s;%s;%s;%s\n1;909;01/07/2026;365;402\n",
		    heads[i].org, heads[i].day, heads[i].units, heads[i].attended);
		read_csv(text);
		if (set.refused_n > 0)
			fail_msg("%zu: %s", i, set.refused[0].text);
		assert_int_equal(set.reports_n, 1);
		assert_int_equal(units_of(0), 365);
		assert_string_equal(set.reports[0].u.result.drive, "909/2026-07-01/1");
		import_set_free(&set);
		sheet_free(sheet);
		sheet = NULL;
	}
	whole_refused("Nơi,Ngày,Đơn vị máu,Số lít\n909,2026-07-01,1,2\n", ERR_CSV, "Số lít");
	whole_refused(
	    "Nơi,Ngày,Đơn vị máu,Tổng số đơn vị máu\n909,2026-07-01,1,2\n", ERR_CSV, "hai lần");
}

#define HEAD "<row>" T("A1", "Nơi") T("B1", "Ngày") T("C1", "Đơn vị máu") "</row>"

static void
what_a_spreadsheet_did_to_a_number_is_refused_with_the_cure(void **state)
{
	(void)state;
	read_book(HEAD
	    "<row>" T("A2", "909") N("B2", "1", "46204") N("C2", "0",
		"3.95") "</row>"
			"<row>" T("A3", "909") N("B3", "1", "46205") N("C3", "3",
			    "4") "</row>"
				 "<row>" T("A4", "909") N("B4", "1",
				     "46206") "<c r=\"C4\"><f>1+1</f></c></row>"
					      "<row>" T("A5", "909") N("B5", "1",
						  "46207") "<c r=\"C5\" t=\"e\"><v>#REF!</v></c></row>"
							   "<row>" T("A6", "909") N(
							       "B6", "1", "46208") T("C6",
							       "3 950") "</row>"
									"<row>" T("A7", "909") N(
									    "B7", "1",
									    "46209") N("C7", "0",
									    "70") "</row>"
										  "<row>" T("A8",
										      "909") N("B8",
										      "1",
										      "46210") "</row>"
											       "<row>" T(
												   "A9",
												   "909") N("B9",
												   "0",
												   "46211")
												   N("C9",
												       "0",
												       "5") "</row>",
	    "<mergeCells><mergeCell ref=\"C7:C8\"/></mergeCells>");
	assert_int_equal(set.reports_n, 1);
	assert_int_equal(set.refused_n, 7);
	refusal(0, ERR_NUMBER, "viết 3950");
	refusal(1, ERR_NUMBER, "viết 4000");
	refusal(2, ERR_INVALID, "chưa được tính");
	refusal(3, ERR_INVALID, "#REF!");
	refusal(4, ERR_NUMBER, "dấu cách");
	refusal(5, ERR_INVALID, "bỏ gộp ô");
	refusal(6, ERR_DATE, "2026-07-08");
}

static void
days_whose_month_may_have_changed_places_are_named_with_both(void **state)
{
	(void)state;
	/*
	 * 13/07/2026 stayed text; 46088 is 7 March 2026, typed 03/07/2026; 46210 cannot be swapped.
	 */
	read_book(HEAD "<row>" T("A2", "909") T("B2", "13/07/2026")
		      N("C2", "0", "1") "</row>"
					"<row>" T("A3", "909") N("B3", "1", "46088") N("C3", "0",
					    "1") "</row>"
						 "<row>" T("A4", "909") N("B4", "1", "46218")
						     N("C4", "0", "1") "</row>",
	    "");
	assert_int_equal(set.reports_n, 2);
	refusal(0, ERR_DATE, "viết 2026-07-03 nếu là ngày sau");
	import_set_free(&set);
	sheet_free(sheet);
	read_csv("Nơi,Ngày,Đơn vị máu\n909,7/13/2026,1\n909,7/3/2026,1\n909,7/7/2026,1\n");
	assert_int_equal(set.reports_n, 1);
	refusal(0, ERR_DATE, "viết 2026-07-13");
	refusal(1, ERR_DATE, "2026-07-03 nếu là ngày sau");
}

static void
lost_zeros_of_a_code_are_named_with_the_code_that_was_meant(void **state)
{
	(void)state;
	read_csv(
	    "Mã địa phương,Ngày,Đơn vị máu\n1,2026-07-01,1\n4795,2026-07-01,1\n91,2026-07-01,1\n");
	assert_int_equal(set.reports_n, 1);
	refusal(0, ERR_ORG_UNKNOWN, "viết 01 nếu là tỉnh, 001 nếu là huyện, 00001 nếu là xã");
	refusal(1, ERR_ORG_UNKNOWN, "viết 04795");
}

/* Unmended, what was doubtful is refused again. */
static void
a_file_of_rejects_keeps_what_was_doubtful_doubtful(void **state)
{
	struct buf text = {0};
	struct err err = {0};

	(void)state;
	read_book(HEAD "<row>" T("A2", "909") T("B2", "13/07/2026")
		      N("C2", "0", "1") "</row>"
					"<row>" T("A3", "909") N("B3", "1", "46088") N("C3", "0",
					    "1") "</row>"
						 "<row>" T("A4", "909") T("B4", "14/07/2026")
						     N("C4", "3", "4") "</row>",
	    "");
	assert_int_equal(set.refused_n, 2);
	assert_true(rejects_text(sheet, &set, &text, &err));
	import_set_free(&set);
	sheet_free(sheet);
	read_csv(buf_text(&text));
	assert_int_equal(set.reports_n, 0);
	refusal(0, ERR_DATE, "2026-03-07 ?");
	refusal(1, ERR_NUMBER, "4 ?");
	buf_free(&text);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
	    TEST(titles_numbering_totals_and_signatures_are_no_rows),
	    TEST(totals_that_differ_from_their_rows_stop_everything),
	    TEST(subtotals_and_a_total_above_are_checked_too),
	    TEST(a_header_of_two_rows_with_merged_cells_is_read_by_its_lower_one),
	    TEST(headings_merged_over_the_columns_are_no_rows),
	    TEST(headers_are_read_as_offices_write_them),
	    TEST(what_a_spreadsheet_did_to_a_number_is_refused_with_the_cure),
	    TEST(days_whose_month_may_have_changed_places_are_named_with_both),
	    TEST(lost_zeros_of_a_code_are_named_with_the_code_that_was_meant),
	    TEST(a_file_of_rejects_keeps_what_was_doubtful_doubtful),
	};

	return cmocka_run_group_tests_name("traps", tests, NULL, NULL);
}
