#include "xlsx.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <xlsxwriter.h>

#include "base/lang.h"
#include "base/os.h"
#include "base/text.h"
#include "table_impl.h"

#define SHEET_NAME_CHARS_MAX 31
#define SHEET_NAME_BYTES (SHEET_NAME_CHARS_MAX * 4 + 1)
#define STRING_CHARS_MAX 32767
#define WIDTH_MIN 8
#define WIDTH_MAX 60
#define EXACT_MAX ((int64_t)1 << 53) /* a spreadsheet's numbers are doubles */
#define WHOLE_E4 1000000             /* 100 percent in units of 0.0001 */
#define RATE_E4 10000                /* 1 in units of 0.0001 */
#define SHOWN_AS_WHOLE_E4 999500     /* from here "0.0%" would show 100 */
#define DAY_S INT64_C(86400)
#define LOCAL_S (7 * INT64_C(3600)) /* Asia/Ho_Chi_Minh */
#define PART_SUFFIX ".part"
#define KINDS (TABLE_KEY + 1)

struct formats {
	lxw_format *title;
	lxw_format *header;
	lxw_format *cell[2][KINDS]; /* of a row, of the total */
};

struct writer {
	const struct table *t;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	struct formats formats;
	size_t column_of[TABLE_COLUMNS_MAX]; /* of the table, for each of the sheet */
	size_t columns_n;
	lxw_row_t row;
};

static const char *const number_formats[KINDS] = {
    [TABLE_TEXT] = "@",
    [TABLE_KEY] = "@",
    [TABLE_COUNT] = "#,##0",
    [TABLE_PERCENT] = "0.0%",
    [TABLE_SHARE] = "0.00%",
    [TABLE_RATE] = "#,##0.0",
    [TABLE_TIME] = "dd/mm/yyyy hh:mm:ss",
    [TABLE_BOOL] = "@",
    [TABLE_DAY] = "dd/mm/yyyy",
};

static bool
formats_make(lxw_workbook *book, struct formats *ret)
{
	ret->title = workbook_add_format(book);
	ret->header = workbook_add_format(book);
	if (ret->title == NULL || ret->header == NULL)
		return false;
	format_set_bold(ret->title);
	format_set_bold(ret->header);
	format_set_text_wrap(ret->header);
	format_set_align(ret->header, LXW_ALIGN_CENTER);
	format_set_bottom(ret->header, LXW_BORDER_THIN);
	for (size_t total = 0; total < 2; total++)
		for (size_t kind = 0; kind < KINDS; kind++) {
			lxw_format *f = workbook_add_format(book);

			if (f == NULL)
				return false;
			format_set_num_format(f, number_formats[kind]);
			if (total == 1) {
				format_set_bold(f);
				format_set_top(f, LXW_BORDER_THIN);
			}
			ret->cell[total][kind] = f;
		}
	return true;
}

static bool
number_write(struct writer *w, lxw_col_t at, double number, lxw_format *format)
{
	return worksheet_write_number(w->sheet, w->row, at, number, format) == LXW_NO_ERROR;
}

/* Seconds since the epoch as clocks here show them: a spreadsheet knows no zones. */
static bool
moment_write(struct writer *w, lxw_col_t at, int64_t local_s, lxw_format *format)
{
	return worksheet_write_unixtime(w->sheet, w->row, at, local_s, format) == LXW_NO_ERROR;
}

static bool
text_write(struct writer *w, lxw_col_t at, const char *text, lxw_format *format)
{
	char cut[STRING_CHARS_MAX + 1];

	if (text[0] == '\0')
		return true;
	if (strlen(text) > STRING_CHARS_MAX) {
		(void)text_copy(cut, sizeof(cut), text);
		text = cut;
	}
	return worksheet_write_string(w->sheet, w->row, at, text, format) == LXW_NO_ERROR;
}

static bool
cell_write(
    struct writer *w, lxw_col_t at, const struct table_cell *cell, enum table_kind kind, bool total)
{
	lxw_format *format = w->formats.cell[total][kind];
	char buf[TABLE_CELL_TEXT_MAX];
	int64_t n = cell->number;

	if (cell->absent)
		return !total ||
		    worksheet_write_blank(w->sheet, w->row, at, format) == LXW_NO_ERROR;
	switch (kind) {
	case TABLE_COUNT:
		if (n > EXACT_MAX || n < -EXACT_MAX)
			break;
		return number_write(w, at, (double)n, format);
	case TABLE_PERCENT:
		if (n < WHOLE_E4 && n >= SHOWN_AS_WHOLE_E4)
			n = SHOWN_AS_WHOLE_E4 - 500; /* below 100 never reads as 100 */
		return number_write(w, at, (double)n / WHOLE_E4, format);
	case TABLE_SHARE:
		return number_write(w, at, (double)n / WHOLE_E4, format);
	case TABLE_RATE:
		return number_write(w, at, (double)n / RATE_E4, format);
	case TABLE_TIME:
		return moment_write(w, at, n / 1000 + LOCAL_S, format);
	case TABLE_DAY:
		return moment_write(w, at, n * DAY_S, format);
	case TABLE_TEXT:
	case TABLE_KEY:
	case TABLE_BOOL:
	default:
		break;
	}
	/* What no number of a spreadsheet can hold stands there in words. */
	return text_write(w, at, table_impl_people(w->t, cell, kind, buf), format);
}

static bool
row_write(struct writer *w, size_t row, bool total)
{
	for (size_t c = 0; c < w->columns_n; c++) {
		const size_t column = w->column_of[c];
		const enum table_kind kind = w->t->columns[column].kind;
		const struct table_cell cell = table_impl_cell(w->t, row, column);
		const bool word = total && c == 0 && kind == TABLE_KEY;

		if (word ? !text_write(w, 0, TR("Tổng", "Total"), w->formats.cell[1][kind])
			 : !cell_write(w, (lxw_col_t)c, &cell, kind, total))
			return false;
	}
	w->row++;
	return true;
}

/* What adds up the rows of a sheet stops at an empty one, before the total. */
static bool
rows_write(struct writer *w)
{
	for (size_t r = 0; r < table_impl_rows(w->t); r++) {
		const bool total = table_impl_is_total(w->t, r);

		w->row += total && r > 0;
		if (!row_write(w, r, total))
			return false;
	}
	return true;
}

/* As wide as the widest cell; a title line may reach over its neighbours. */
static bool
widths_set(struct writer *w)
{
	for (size_t c = 0; c < w->columns_n; c++) {
		const size_t column = w->column_of[c];
		size_t width = text_width(w->t->columns[column].title);
		char buf[TABLE_CELL_TEXT_MAX];

		for (size_t r = 0; r < table_impl_rows(w->t); r++) {
			const struct table_cell cell = table_impl_cell(w->t, r, column);
			const size_t cell_width = text_width(
			    table_impl_people(w->t, &cell, w->t->columns[column].kind, buf));

			width = cell_width > width ? cell_width : width;
		}
		width = width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
		/* What is typed below the rows keeps its zeros, and is a day where days stand. */
		if (worksheet_set_column(w->sheet, (lxw_col_t)c, (lxw_col_t)c, (double)width + 1,
			w->formats.cell[0][w->t->columns[column].kind]) != LXW_NO_ERROR)
			return false;
	}
	return true;
}

static bool
head_write(struct writer *w)
{
	for (size_t i = 0; i < w->t->titles_n; i++, w->row++)
		if (!text_write(w, 0, table_impl_text(w->t, w->t->titles[i]), w->formats.title))
			return false;
	w->row += w->t->titles_n > 0;
	for (size_t c = 0; c < w->columns_n; c++)
		if (!text_write(
			w, (lxw_col_t)c, w->t->columns[w->column_of[c]].title, w->formats.header))
			return false;
	w->row++;
	worksheet_freeze_panes(w->sheet, w->row, 0);
	worksheet_repeat_rows(w->sheet, w->row - 1, w->row - 1);
	worksheet_set_paper(w->sheet, 9); /* A4 */
	worksheet_fit_to_pages(w->sheet, 1, 0);
	return true;
}

/* Where the figures are from, for whoever asks the file itself. */
static bool
properties_write(struct writer *w)
{
	for (size_t i = 0; i < w->t->properties_n; i++)
		if (workbook_set_custom_property_string(w->book, w->t->properties[i].name,
			table_impl_text(w->t, w->t->properties[i].value)) != LXW_NO_ERROR)
			return false;
	return true;
}

static void
sheet_name_make(const char *name, char ret[SHEET_NAME_BYTES])
{
	size_t chars = 0;
	size_t len = 0;

	(void)text_copy(ret, SHEET_NAME_BYTES, name);
	for (; ret[len] != '\0'; len++) {
		if (((unsigned char)ret[len] & 0xc0U) != 0x80U && ++chars > SHEET_NAME_CHARS_MAX)
			break;
		if (strchr("[]:*?/\\'", ret[len]) != NULL)
			ret[len] = ' ';
	}
	ret[len] = '\0';
}

/* Everything of the book but its file. */
static bool
book_fill(struct writer *w, const char *name)
{
	char sheet_name[SHEET_NAME_BYTES];

	for (size_t c = 0; c < w->t->columns_n; c++)
		if (w->t->columns[c].title != NULL)
			w->column_of[w->columns_n++] = c;
	sheet_name_make(name, sheet_name);
	w->sheet = workbook_add_worksheet(w->book, sheet_name[0] != '\0' ? sheet_name : NULL);
	return w->sheet != NULL && formats_make(w->book, &w->formats) && head_write(w) &&
	    rows_write(w) && widths_set(w) && properties_write(w);
}

/* libxlsxwriter finds out at its end that it cannot write, and then talks to the terminal. */
static bool
part_make(const char *part, const char *path, struct err *err)
{
	FILE *file = fopen(part, "wbe");

	if (file == NULL || fclose(file) != 0)
		return err_set_errno(err, TR("ghi %s", "write %s"), path);
	return true;
}

static bool
book_write(const struct table *t, const char *sheet, const char *part, struct err *err)
{
	struct writer w = {.t = t, .book = workbook_new(part)};
	lxw_error failed;

	if (w.book == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("bảng tính", "the spreadsheet"));
	const bool filled = book_fill(&w, sheet);

	errno = 0;
	failed = workbook_close(w.book); /* frees the book in any case */
	if (filled && failed == LXW_NO_ERROR)
		return true;
	if (errno != 0)
		return err_set_errno(err, "%s", TR("ghi bảng tính", "write the spreadsheet"));
	return err_set(err, ERR_IO, TR("ghi bảng tính: %s", "write the spreadsheet: %s"),
	    lxw_strerror(failed));
}

bool
xlsx_write(const struct table *t, const char *sheet, const char *path, struct err *err)
{
	char part[OS_PATH_MAX];
	bool ok;

	if (t == NULL || t->failed || !buf_ok(&t->cells) || !buf_ok(&t->text))
		return err_set(err, ERR_MEMORY, "%s", TR("bảng quá lớn", "the table is too large"));
	if (t->cells_n % t->columns_n != 0)
		return err_set(err, ERR_BUG, "%s", TR("bảng thiếu ô", "the table lacks a cell"));
	if (table_impl_rows(t) > XLSX_ROWS_MAX || strlen(path) + sizeof(PART_SUFFIX) > sizeof(part))
		return err_set(err, ERR_LIMIT, "%s", path);
	(void)snprintf(part, sizeof(part), "%s%s", path, PART_SUFFIX);
	if (!part_make(part, path, err))
		return false;
	ok = book_write(t, sheet, part, err);
	if (ok && rename(part, path) != 0)
		ok = err_set_errno(err, TR("ghi %s", "write %s"), path);
	if (!ok)
		(void)remove(part);
	return ok;
}
