#include "sheet.h"

#include <stdlib.h>
#include <string.h>

#include <csv.h>

#include "base/lang.h"
#include "base/os.h"
#include "base/text.h"

#define TEXT_BYTES_MAX ((size_t)1 << 30) /* of all clean cells */

struct sheet {
	struct buf text;    /* clean cells, each with its NUL; the one at 0 is "" */
	struct buf cell_at; /* uint32_t a cell, row by row, the header first */
	struct buf line_at; /* uint32_t a row, the header first */
	size_t columns;     /* 0: the header is still to come */
	size_t rows;        /* the header too */
};

/* A sheet in the making. */
struct parse {
	struct sheet *s;
	size_t line;     /* being read */
	size_t row_line; /* where the row in the making begins */
	size_t row_cells;
	size_t row_at; /* length of ${cell_at} before the row */
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

/* Printable ASCII with single blanks inside is what text_clean() would return. */
static bool
is_clean(const uint8_t *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		const bool edge = i == 0 || i + 1 == len || s[i - 1] == ' ';

		if (s[i] < ' ' || s[i] > '~' || (s[i] == ' ' && edge))
			return false;
	}
	return true;
}

static bool
cell_put(struct parse *p, const uint8_t *bytes, size_t len)
{
	struct buf *text = &p->s->text;
	const uint32_t at = (uint32_t)text->len;
	char *clean = NULL;

	if (is_clean(bytes, len)) {
		buf_put(text, bytes, len);
	} else {
		clean = text_clean((const char *)bytes, len, NULL);
		if (clean == NULL) /* the line is valid: only memory fails */
			return refuse(
			    p, ERR_MEMORY, p->row_line, TR("hết bộ nhớ", "out of memory"));
		buf_str(text, clean);
		free(clean);
	}
	const bool empty = text->len == at;

	if (!empty)
		buf_u8(text, 0);
	p->row_has_text |= !empty;
	const uint32_t cell = empty ? 0 : at;

	buf_put(&p->s->cell_at, &cell, sizeof(cell));
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
	const uint32_t line = (uint32_t)p->row_line;

	if (!p->row_has_text) {
		s->cell_at.len = p->row_at;
		return;
	}
	if (s->columns == 0)
		s->columns = p->row_cells;
	if (p->row_cells != s->columns) {
		(void)err_set(p->err, ERR_CSV,
		    TR("dòng %zu có %zu ô, dòng tiêu đề có %zu",
			"line %zu has %zu cells, the header has %zu"),
		    p->row_line, p->row_cells, s->columns);
		p->failed = true;
		return;
	}
	if (s->rows > SHEET_ROWS_MAX) {
		(void)refuse_limit(p, SHEET_ROWS_MAX, TR("dòng", "rows"));
		return;
	}
	buf_put(&s->line_at, &line, sizeof(line));
	s->rows++;
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
	p->row_at = p->s->cell_at.len;
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
	if (!p->failed &&
	    (!buf_ok(&p->s->text) || !buf_ok(&p->s->cell_at) || !buf_ok(&p->s->line_at)))
		return refuse(p, ERR_MEMORY, p->line, TR("hết bộ nhớ", "out of memory"));
	if (!p->failed && p->s->columns == 0) {
		(void)err_set(p->err, ERR_CSV, "%s",
		    TR("tệp rỗng, không có dòng tiêu đề", "the file is empty, without a header"));
		p->failed = true;
	}
	return !p->failed;
}

/* The mark that stands most often outside of quotes in the header line; a comma when none does. */
static uint8_t
separator_of(const uint8_t *at, size_t len)
{
	static const char marks[] = {',', ';', '\t'};
	size_t counts[sizeof(marks)] = {0};
	size_t best = 0;
	bool quoted = false;

	for (size_t i = 0; i < len; i++) {
		if (!quoted && (at[i] == '\n' || at[i] == '\r'))
			break;
		quoted ^= at[i] == '"';
		for (size_t m = 0; m < sizeof(marks); m++)
			counts[m] += !quoted && at[i] == (uint8_t)marks[m];
	}
	for (size_t m = 1; m < sizeof(marks); m++)
		if (counts[m] > counts[best])
			best = m;
	return (uint8_t)marks[best];
}

/* What the first bytes say of a file that is no CSV of ours. */
static bool
signature_check(const uint8_t *bytes, size_t len, struct err *err)
{
	if (len >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
		return err_set(err, ERR_TEXT, "%s",
		    TR("tệp ở dạng UTF-16 (“Unicode Text”): mở bằng Excel, Lưu thành, chọn CSV UTF-8",
			"the file is UTF-16 (“Unicode Text”): open it in Excel, Save As, CSV UTF-8"));
	if (len >= 4 && memcmp(bytes, "PK\x03\x04", 4) == 0)
		return err_set(err, ERR_CSV, "%s",
		    TR("đây là tệp Excel hoặc ODS: mở ra, Lưu thành, chọn CSV UTF-8",
			"this is an Excel or ODS file: open it, Save As, CSV UTF-8"));
	return true;
}

/* Bytes before the header: a BOM, blank lines, remarks, Excel's own line that names the separator. */
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
sheet_parse_bytes(const uint8_t *bytes, size_t len, struct sheet **ret, struct err *err)
{
	struct parse p = {.err = err};
	struct csv_parser csv;
	uint8_t separator;
	size_t begin;

	if (len > SHEET_FILE_BYTES_MAX)
		return err_set(err, ERR_LIMIT,
		    TR("tệp lớn hơn %zu MiB", "the file exceeds %zu MiB"),
		    SHEET_FILE_BYTES_MAX >> 20);
	if (!signature_check(bytes, len, err))
		return false;
	p.s = calloc(1, sizeof(*p.s));
	if (p.s == NULL || csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI) != 0) {
		free(p.s);
		return err_set(err, ERR_MEMORY, "%s", "CSV");
	}
	p.s->text.max = TEXT_BYTES_MAX;
	buf_u8(&p.s->text, 0);
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

bool
sheet_read(const char *path, struct sheet **ret, struct err *err)
{
	struct buf bytes = {.max = SHEET_FILE_BYTES_MAX};
	static const uint8_t none[1];
	bool ok = os_file_read(path, SHEET_FILE_BYTES_MAX, &bytes, err);

	ok = ok && sheet_parse_bytes(bytes.at != NULL ? bytes.at : none, bytes.len, ret, err);
	buf_free(&bytes);
	return ok;
}

void
sheet_free(struct sheet *s)
{
	if (s == NULL)
		return;
	buf_free(&s->text);
	buf_free(&s->cell_at);
	buf_free(&s->line_at);
	free(s);
}

static uint32_t
number_at(const struct buf *b, size_t i)
{
	uint32_t n;

	memcpy(&n, b->at + i * sizeof(n), sizeof(n));
	return n;
}

static const char *
cell_text(const struct sheet *s, size_t i)
{
	return (const char *)s->text.at + number_at(&s->cell_at, i);
}

size_t
sheet_columns(const struct sheet *s)
{
	return s->columns;
}

const char *
sheet_header(const struct sheet *s, size_t column)
{
	return cell_text(s, column);
}

size_t
sheet_rows(const struct sheet *s)
{
	return s->rows - 1;
}

const char *
sheet_cell(const struct sheet *s, size_t row, size_t column)
{
	return cell_text(s, (row + 1) * s->columns + column);
}

size_t
sheet_line(const struct sheet *s, size_t row)
{
	return number_at(&s->line_at, row + 1);
}

void
sheet_write_row(struct buf *out, const char *const *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const size_t len = strlen(cells[i]);
		const bool plain = cells[i][strcspn(cells[i], ",;\t\"\r\n")] == '\0' &&
		    (len == 0 || (cells[i][0] != ' ' && cells[i][len - 1] != ' '));

		if (i > 0)
			buf_u8(out, ',');
		if (plain) {
			buf_put(out, cells[i], len);
			continue;
		}
		buf_u8(out, '"');
		for (const char *at = cells[i]; *at != '\0'; at++) {
			if (*at == '"')
				buf_u8(out, '"');
			buf_u8(out, (uint8_t)*at);
		}
		buf_u8(out, '"');
	}
	buf_u8(out, '\n');
}
