#include "traps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"

/* "7/13/2026": three numbers with a mark between them, the last one a year. */
static bool
parts_read(const char *text, int ret[2])
{
	int year = 0, end = 0;
	char first = 0, second = 0;

	return sscanf(text, "%2d%c%2d%c%4d%n", &ret[0], &first, &ret[1], &second, &year, &end) ==
	    5 &&
	    text[end] == '\0' && first == second && strchr("/-.", first) != NULL && ret[0] > 0 &&
	    ret[1] > 0 && year >= 1900;
}

static bool
is_day_column(const struct columns *c, size_t column)
{
	return c->field[column] < COLUMNS_FIELDS_MAX && (c->days >> c->field[column] & 1U) != 0;
}

/*
 * A program that expects the month first leaves 13/07/2026 as text and makes 7 March of 03/07/2026;
 * a file of its own has 7/13/2026.
 */
static bool
column_is_month_first(const struct sheet *s, size_t column)
{
	bool has_day_cell = false, has_day_text = false;
	int part[2];

	for (size_t row = 0; row < sheet_rows(s); row++) {
		has_day_cell |= (sheet_flags(s, row, column) & SHEET_DAY) != 0;
		if (!parts_read(sheet_cell(s, row, column), part))
			continue;
		if (part[0] <= 12 && part[1] > 12)
			return true;
		has_day_text |= part[0] > 12 && part[1] <= 12;
	}
	return has_day_cell && has_day_text;
}

void
traps_look(const struct sheet *s, struct columns *c)
{
	for (size_t i = 0; i < c->n; i++)
		c->month_first[i] = is_day_column(c, i) && column_is_month_first(s, i);
}

static bool
swapped(const char *text, day_t as_read, day_t other, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX], a[DAY_TEXT_MAX], b[DAY_TEXT_MAX], iso[DAY_TEXT_MAX];

	return err_set(err, ERR_DATE,
	    TR("%s có thể là %s hoặc %s: trong cột có ngày mà Excel đọc tháng trước ngày; viết %s nếu là "
	       "ngày sau",
		"%s may be %s or %s: in this column Excel took the month before the day; write %s for "
		"the latter"),
	    text_quote(text, quoted), day_words(as_read, a), day_words(other, b),
	    day_iso(other, iso));
}

/* A day of a column with swapped ones, that could be two days. */
static bool
day_check(const char *text, unsigned flags, struct err *err)
{
	const bool is_cell = (flags & SHEET_DAY) != 0;
	struct civil civil;
	day_t day = 0, other = 0;
	int part[2];

	if (!is_cell && parts_read(text, part) && part[0] <= 12 && part[1] > 12 &&
	    day_from_civil(
		(int)strtol(text + strlen(text) - 4, NULL, 10), part[0], part[1], &other)) {
		char quoted[TEXT_QUOTE_MAX], words[DAY_TEXT_MAX], iso[DAY_TEXT_MAX];

		return err_set(err, ERR_DATE,
		    TR("%s: tháng đứng trước ngày; nếu là %s thì viết %s",
			"%s: the month stands before the day; for %s write %s"),
		    text_quote(text, quoted), day_words(other, words), day_iso(other, iso));
	}
	if ((!is_cell && !parts_read(text, part)) || !day_parse(text, &day, NULL))
		return true;
	civil = day_to_civil(day);
	if (civil.day == civil.month || !day_from_civil(civil.year, civil.day, civil.month, &other))
		return true;
	return swapped(text, day, other, err);
}

static bool
number_check(const char *text, unsigned flags, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX];

	if ((flags & SHEET_FILLED) != 0)
		return err_set(err, ERR_INVALID,
		    TR("%s nằm trong ô gộp của nhiều dòng: bỏ gộp ô, ghi số của từng dòng",
			"%s stands in a cell merged over several rows: unmerge it, and write each "
			"row's own number"),
		    text_quote(text, quoted));
	if ((flags & SHEET_GROUPED) != 0)
		return err_set(err, ERR_NUMBER,
		    TR("ô hiện %s.000 nhưng trong tệp là %s: viết %s000 nếu là nghìn, hoặc %s và định "
		       "dạng số nguyên",
			"the cell shows %s.000, yet the file has %s: write %s000 for thousands, or %s "
			"in a format without decimals"),
		    text, text, text, text);
	return true;
}

static bool
cell_check(
    const struct columns *c, const struct sheet *s, size_t row, size_t column, struct err *err)
{
	const char *text = sheet_cell(s, row, column);
	const unsigned flags = sheet_flags(s, row, column);

	if ((flags & SHEET_NO_VALUE) != 0)
		return err_set(err, ERR_INVALID, "%s",
		    TR("công thức chưa được tính: mở bằng Excel rồi Lưu, hoặc dán giá trị",
			"a formula that was never computed: open it in Excel and save it, or paste the "
			"value"));
	if ((flags & SHEET_FAULT) != 0)
		return err_set(err, ERR_INVALID,
		    TR("công thức lỗi %s: sửa công thức, hoặc gõ giá trị",
			"the formula failed, %s: mend it, or type the value"),
		    text);
	if (columns_is_number(c, column))
		return number_check(text, flags, err);
	return !c->month_first[column] || day_check(text, flags, err);
}

bool
traps_row(const struct columns *c, struct sheet *s, size_t row, struct err *err)
{
	struct err why;

	for (size_t i = 0; i < c->n; i++) {
		if (c->field[i] == COLUMNS_NONE || sheet_cell(s, row, i)[0] == '\0' ||
		    cell_check(c, s, row, i, &why))
			continue;
		sheet_doubt(s, row, i);
		return err_set(err, why.code, "%.100s: %s", sheet_header(s, i), why.text);
	}
	return true;
}

/* ---- codes */

bool
traps_org(const struct org_resolver *resolver, const char *text, day_t day,
    char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err)
{
	const size_t len = strlen(text);

	if ((len != 1 && len != 4) || strspn(text, "0123456789") != len)
		return resolver->find(resolver->cookie, text, day, ret, err);
	if (len == 4)
		return err_set(err, ERR_ORG_UNKNOWN,
		    TR("mã %s mất số 0 đứng đầu: viết 0%s (định dạng cột là Văn bản, rồi gõ lại)",
			"the code %s lost its leading zero: write 0%s (format the column as Text, then "
			"type it again)"),
		    text, text);
	return err_set(err, ERR_ORG_UNKNOWN,
	    TR("mã %s mất số 0 đứng đầu: viết 0%s nếu là tỉnh, 00%s nếu là huyện, 0000%s nếu là xã (định "
	       "dạng cột là Văn bản, rồi gõ lại)",
		"the code %s lost its leading zeros: write 0%s for a province, 00%s for a district, "
		"0000%s for a commune (format the column as Text, then type it again)"),
	    text, text, text, text);
}

void
traps_code_unknown(const char *code, struct err *ret)
{
	const size_t len = strlen(code);
	const bool digits = strspn(code, "0123456789") == len;

	if (digits && len == 2)
		(void)err_set(ret, ERR_ORG_UNKNOWN,
		    TR("%s; nếu mã mất số 0 đứng đầu: viết 0%s (huyện) hoặc 000%s (xã)",
			"%s; if it lost its leading zeros: write 0%s (a district) or 000%s (a commune)"),
		    code, code, code);
	else if (digits && len == 3)
		(void)err_set(ret, ERR_ORG_UNKNOWN,
		    TR("%s; nếu mã mất số 0 đứng đầu: viết 00%s (xã)",
			"%s; if it lost its leading zeros: write 00%s (a commune)"),
		    code, code);
	else
		(void)err_set(ret, ERR_ORG_UNKNOWN, "%s", code);
}
