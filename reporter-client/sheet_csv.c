#include "sheet_impl.h"

#include <stdlib.h>
#include <string.h>

#include <csv.h>

#include "base/lang.h"
#include "base/text.h"

#define LOOK_LINES 20 /* of the file, for what separates */

/* A sheet in the making. */
struct parse {
	struct sheet *s;
	size_t line;     /* being read */
	size_t row_line; /* where the row in the making begins */
	size_t row_cells;
	size_t row_at; /* its first cell */
	bool row_has_text;
	bool called; /* since it was last cleared, a cell or row came */
	bool failed;
	struct err *err;
};

static bool
refuse(struct parse *p, enum err_code code, size_t line, const char *why)
{
	if (!p->failed)
		(void)err_set(p->err, code, TR("dòng %zu: %s", "line %zu: %s"), line, why);
	p->failed = true;
	return false;
}

static bool
refuse_limit(struct parse *p, size_t max, const char *what)
{
	if (!p->failed)
		(void)err_set(p->err, ERR_LIMIT,
		    TR("dòng %zu: hơn %zu %s", "line %zu: more than %zu %s"), p->row_line, max,
		    what);
	p->failed = true;
	return false;
}

static bool
cell_put(struct parse *p, const uint8_t *bytes, size_t len)
{
	const uint32_t text = sheet_impl_text(p->s, bytes, len);

	if (text == UINT32_MAX) /* the line is valid: only memory fails */
		return refuse(p, ERR_MEMORY, p->row_line, TR("hết bộ nhớ", "out of memory"));
	if (sheet_impl_cells(p->s) == SHEET_CELLS_MAX)
		return refuse_limit(p, SHEET_CELLS_MAX, TR("ô", "cells"));
	p->row_has_text |= text != 0;
	sheet_impl_cell(p->s, text, 0);
	p->row_cells++;
	return true;
}

static void
on_cell(void *bytes, size_t len, void *arg)
{
	struct parse *p = arg;

	p->called = true;
	if (p->failed)
		return;
	if (len > SHEET_CELL_BYTES_MAX)
		(void)refuse_limit(
		    p, SHEET_CELL_BYTES_MAX, TR("byte trong một ô", "bytes in a cell"));
	else if (p->row_cells == SHEET_COLUMNS_MAX)
		(void)refuse_limit(p, SHEET_COLUMNS_MAX, TR("cột", "columns"));
	else
		(void)cell_put(p, bytes, len);
}

static void
row_end(struct parse *p)
{
	struct sheet *s = p->s;

	if (!p->row_has_text) {
		s->cells.len = p->row_at * sizeof(struct sheet_cell_at);
		return;
	}
	if (sheet_impl_rows(s) > SHEET_ROWS_MAX) {
		(void)refuse_limit(p, SHEET_ROWS_MAX, TR("dòng", "rows"));
		return;
	}
	sheet_impl_row(s, p->row_at, p->row_line);
}

static void
on_row(int ending, void *arg)
{
	struct parse *p = arg;

	(void)ending;
	p->called = true;
	if (!p->failed)
		row_end(p);
	p->row_cells = 0;
	p->row_has_text = false;
	p->row_at = sheet_impl_cells(p->s);
	p->row_line = 0;
}

/* Length of the line at ${at}, its end (LF, CR or both) included. */
static size_t
line_len(const uint8_t *at, size_t left)
{
	size_t len = 0;

	while (len < left && at[len] != '\n' && at[len] != '\r')
		len++;
	if (len + 1 < left && at[len] == '\r' && at[len + 1] == '\n')
		return len + 2;
	return len < left ? len + 1 : len;
}

/* The same without its end. */
static size_t
line_text_len(const uint8_t *at, size_t len)
{
	while (len > 0 && (at[len - 1] == '\n' || at[len - 1] == '\r'))
		len--;
	return len;
}

static bool
is_blank(const uint8_t *at, size_t len)
{
	size_t blanks = 0;

	while (blanks < len && (at[blanks] == ' ' || at[blanks] == '\t'))
		blanks++;
	return blanks == line_text_len(at, len);
}

/* "# ..." is for people; a header called "#" is none. */
static bool
is_remark(const uint8_t *at, size_t len)
{
	return len >= 2 && at[0] == '#' && at[1] == ' ';
}

static bool
line_parse(struct parse *p, struct csv_parser *csv, const uint8_t *at, size_t len)
{
	const bool begins = p->row_line == 0;

	p->line++;
	if (begins && is_remark(at, len))
		return true;
	if (!text_is_valid((const char *)at, line_text_len(at, len)))
		return refuse(p, ERR_TEXT, p->line,
		    TR("chữ không phải UTF-8, hoặc có ký tự điều khiển (trong Excel: Lưu thành, CSV UTF-8)",
			"not UTF-8, or a control character (in Excel: Save As, CSV UTF-8)"));
	if (begins)
		p->row_line = p->line;
	p->called = false;
	if (csv_parse(csv, at, len, on_cell, on_row, p) != len && !p->failed) {
		if (csv_error(csv) != CSV_EPARSE)
			return refuse(p, ERR_MEMORY, p->line, TR("hết bộ nhớ", "out of memory"));
		return refuse(p, ERR_CSV, p->line,
		    TR("dấu ngoặc kép đặt sai chỗ", "a quotation mark stands in the wrong place"));
	}
	if (begins && !p->called && is_blank(at, len)) /* it begins no row */
		p->row_line = 0;
	return !p->failed;
}

static bool
lines_parse(struct parse *p, struct csv_parser *csv, const uint8_t *bytes, size_t len)
{
	size_t at = 0;

	while (at < len) {
		const size_t taken = line_len(bytes + at, len - at);

		if (!line_parse(p, csv, bytes + at, taken))
			return false;
		at += taken;
	}
	if (csv_fini(csv, on_cell, on_row, p) != 0 && !p->failed)
		return refuse(p, ERR_CSV, p->row_line,
		    TR("dấu ngoặc kép mở mà không đóng",
			"a quotation mark opens and never closes"));
	if (!p->failed && !sheet_impl_finish(p->s, p->err))
		p->failed = true;
	return !p->failed;
}

/* How often each mark stands outside of quotes in the line at ${at}; returns its length. */
static size_t
marks_count(const char *marks, const uint8_t *at, size_t len, size_t *ret)
{
	bool quoted = false;
	size_t i = 0;

	for (size_t m = 0; marks[m] != '\0'; m++)
		ret[m] = 0;
	for (; i < len && (quoted || (at[i] != '\n' && at[i] != '\r')); i++) {
		quoted ^= at[i] == '"';
		for (size_t m = 0; marks[m] != '\0'; m++)
			ret[m] += !quoted && at[i] == (uint8_t)marks[m];
	}
	return i < len ? i + 1 : i;
}

/*
 * The mark that most of the first lines have, each as often as the next: titles above the table and
 * commas in its cells are not alike.  Else the one that the first of them has most of; else a
 * comma.
 */
static uint8_t
separator_of(const uint8_t *at, size_t len)
{
	static const char marks[] = ",;\t";
	size_t counts[LOOK_LINES][sizeof(marks) - 1];
	size_t lines = 0, begin = 0;
	size_t best = 0, best_alike = 0, best_count = 0;

	while (begin < len && lines < LOOK_LINES)
		begin += marks_count(marks, at + begin, len - begin, counts[lines++]);
	for (size_t m = 0; m < sizeof(marks) - 1; m++)
		for (size_t i = 0; i < lines; i++) {
			size_t alike = 0;

			for (size_t k = 0; k < lines; k++)
				alike += counts[i][m] > 0 && counts[k][m] == counts[i][m];
			if (alike > best_alike ||
			    (alike == best_alike && alike > 0 && counts[i][m] > best_count)) {
				best = m;
				best_alike = alike;
				best_count = counts[i][m];
			}
		}
	return (uint8_t)marks[best];
}

/*
 * Bytes before the header: a BOM, blank lines, remarks, Excel's own line that names the separator.
 */
static size_t
preamble(struct parse *p, const uint8_t *bytes, size_t len, uint8_t *ret_separator)
{
	size_t at = len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	size_t taken;

	while (at < len &&
	    (bytes[at] == '\n' || bytes[at] == '\r' || is_remark(bytes + at, len - at))) {
		at += line_len(bytes + at, len - at);
		p->line++;
	}
	taken = line_len(bytes + at, len - at);
	if (line_text_len(bytes + at, taken) == 5 && memcmp(bytes + at, "sep=", 4) == 0 &&
	    strchr(",;\t|", bytes[at + 4]) != NULL) {
		*ret_separator = bytes[at + 4];
		p->line++;
		return at + taken;
	}
	*ret_separator = separator_of(bytes + at, len - at);
	return at;
}

bool
sheet_csv_parse(const uint8_t *bytes, size_t len, struct sheet **ret, struct err *err)
{
	struct parse p = {.err = err};
	struct csv_parser csv;
	uint8_t separator;
	size_t begin;

	p.s = sheet_impl_new();
	if (p.s == NULL || csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI) != 0) {
		sheet_free(p.s);
		return err_set(err, ERR_MEMORY, "%s", "CSV");
	}
	begin = preamble(&p, bytes, len, &separator);
	csv_set_delim(&csv, separator);
	const bool ok = lines_parse(&p, &csv, bytes + begin, len - begin);

	csv_free(&csv);
	if (ok)
		*ret = p.s;
	else
		sheet_free(p.s);
	return ok;
}
