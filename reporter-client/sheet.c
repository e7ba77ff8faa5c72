#include "sheet_impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/os.h"
#include "base/text.h"
#include "charset.h"

#define NOTE_BYTES 512

/* ---- in the making */

struct sheet *
sheet_impl_new(void)
{
	struct sheet *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->text.max = SHEET_TEXT_BYTES_MAX;
	buf_u8(&s->text, 0);
	return s;
}

size_t
sheet_impl_rows(const struct sheet *s)
{
	return s->rows.len / sizeof(struct sheet_row_at);
}

size_t
sheet_impl_cells(const struct sheet *s)
{
	return s->cells.len / sizeof(struct sheet_cell_at);
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

uint32_t
sheet_impl_text(struct sheet *s, const uint8_t *bytes, size_t len)
{
	const size_t at = s->text.len;
	char *clean = NULL;

	if (is_clean(bytes, len)) {
		buf_put(&s->text, bytes, len);
	} else {
		clean = text_clean((const char *)bytes, len, NULL);
		if (clean == NULL)
			return UINT32_MAX;
		buf_str(&s->text, clean);
		free(clean);
	}
	if (!buf_ok(&s->text))
		return UINT32_MAX;
	if (s->text.len == at)
		return 0;
	buf_u8(&s->text, 0);
	return (uint32_t)at;
}

void
sheet_impl_cell(struct sheet *s, uint32_t text, uint32_t flags)
{
	const struct sheet_cell_at cell = {.text = text, .flags = flags};

	buf_put(&s->cells, &cell, sizeof(cell));
}

void
sheet_impl_row(struct sheet *s, size_t first, size_t line)
{
	const struct sheet_row_at row = {.first = (uint32_t)first,
	    .n = (uint32_t)(sheet_impl_cells(s) - first),
	    .line = (uint32_t)line};

	if (sheet_impl_rows(s) == 0)
		s->columns = row.n;
	buf_put(&s->rows, &row, sizeof(row));
}

struct sheet_row_at
sheet_impl_row_at(const struct sheet *s, size_t at)
{
	struct sheet_row_at row;

	memcpy(&row, s->rows.at + at * sizeof(row), sizeof(row));
	return row;
}

struct sheet_cell_at
sheet_impl_cell_at(const struct sheet *s, size_t i)
{
	struct sheet_cell_at cell;

	memcpy(&cell, s->cells.at + i * sizeof(cell), sizeof(cell));
	return cell;
}

void
sheet_impl_cell_set(struct sheet *s, size_t i, struct sheet_cell_at cell)
{
	memcpy(s->cells.at + i * sizeof(cell), &cell, sizeof(cell));
}

void
sheet_impl_note(struct sheet *s, const char *fmt, ...)
{
	char text[NOTE_BYTES];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	buf_printf(&s->note, "%s%s", s->note.len > 0 ? "; " : "", text);
	(void)buf_text(&s->note); /* its end is marked */
}

bool
sheet_impl_finish(struct sheet *s, struct err *err)
{
	if (!buf_ok(&s->text) || !buf_ok(&s->cells) || !buf_ok(&s->rows) || !buf_ok(&s->note))
		return err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
	if (sheet_impl_rows(s) == 0)
		return err_set(err, ERR_CSV, "%s",
		    TR("tệp rỗng, không có dòng tiêu đề", "the file is empty, without a header"));
	return true;
}

/* ---- any file */

/* Letters of an old font that were read as Western ones. */
static bool
disguise_refuse(const struct sheet *s, struct err *err)
{
	struct buf text = {.max = CHARSET_LOOK_BYTES};
	enum charset c;

	for (size_t i = 1; i < s->text.len && text.len + 1 < CHARSET_LOOK_BYTES; i++)
		buf_u8(&text, s->text.at[i] == 0 ? ' ' : s->text.at[i]);
	c = buf_ok(&text) ? charset_disguised(buf_text(&text), text.len) : CHARSET_UTF8;
	buf_free(&text);
	if (c == CHARSET_UTF8)
		return true;
	return err_set(err, ERR_TEXT,
	    TR("chữ trong tệp theo bảng mã %s: chuyển sang Unicode (UniKey: Ctrl+Shift+F6), rồi lưu lại",
		"the text is in the letters of %s: convert it to Unicode (UniKey: Ctrl+Shift+F6) and "
		"save it again"),
	    charset_name(c));
}

/* CSV in any letters that can be told. */
static bool
csv_of_charset(const uint8_t *bytes, size_t len, struct sheet **ret, struct err *err)
{
	const enum charset c = charset_guess(bytes, len);
	struct buf text = {.max = 3 * SHEET_FILE_BYTES_MAX};
	bool ok;

	if (c == CHARSET_UTF8 || c == CHARSET_UNKNOWN) /* whose first wrong line is named */
		return sheet_csv_parse(bytes, len, ret, err);
	ok = charset_to_utf8(c, bytes, len, &text, err) &&
	    sheet_csv_parse((const uint8_t *)buf_text(&text), text.len, ret, err);
	buf_free(&text);
	if (ok)
		sheet_impl_note(*ret,
		    TR("tệp viết bằng bảng mã %s, đã đọc thành Unicode",
			"the file is in %s; it was read as Unicode"),
		    charset_name(c));
	return ok;
}

static bool
any_parse(const uint8_t *bytes, size_t len, const char *page, struct sheet **ret, struct err *err)
{
	static const uint8_t old_office[] = {0xd0, 0xcf, 0x11, 0xe0};
	static const char zip[] = "PK\x03\x04";
	struct sheet *s = NULL;
	bool ok;

	if (len > SHEET_FILE_BYTES_MAX)
		return err_set(err, ERR_LIMIT,
		    TR("tệp lớn hơn %zu MiB", "the file exceeds %zu MiB"),
		    SHEET_FILE_BYTES_MAX >> 20);
	if (len >= sizeof(old_office) && memcmp(bytes, old_office, sizeof(old_office)) == 0)
		return err_set(err, ERR_CSV, "%s",
		    TR("đây là tệp .xls cũ, hoặc tệp có mật khẩu: mở ra, Lưu thành .xlsx, bỏ mật khẩu",
			"this is an old .xls file, or one with a password: open it, Save As .xlsx, "
			"without a password"));
	ok = len >= 4 && memcmp(bytes, zip, 4) == 0 ? sheet_xlsx_parse(bytes, len, page, &s, err)
						    : csv_of_charset(bytes, len, &s, err);
	if (ok)
		ok = disguise_refuse(s, err);
	if (ok)
		*ret = s;
	else
		sheet_free(s);
	return ok;
}

bool
sheet_parse_bytes(const uint8_t *bytes, size_t len, struct sheet **ret, struct err *err)
{
	return any_parse(bytes, len, NULL, ret, err);
}

bool
sheet_read(const char *path, const char *page, struct sheet **ret, struct err *err)
{
	struct buf bytes = {.max = SHEET_FILE_BYTES_MAX};
	static const uint8_t none[1];
	bool ok = os_file_read(path, SHEET_FILE_BYTES_MAX, &bytes, err);

	ok = ok && any_parse(bytes.at != NULL ? bytes.at : none, bytes.len, page, ret, err);
	buf_free(&bytes);
	return ok;
}

void
sheet_free(struct sheet *s)
{
	if (s == NULL)
		return;
	buf_free(&s->text);
	buf_free(&s->cells);
	buf_free(&s->rows);
	buf_free(&s->note);
	free(s);
}

/* ---- reading */

const char *
sheet_note(const struct sheet *s)
{
	return s->note.at == NULL ? "" : (const char *)s->note.at;
}

bool
sheet_begin(struct sheet *s, size_t at, struct err *err)
{
	size_t columns = sheet_impl_row_at(s, at).n;

	for (size_t i = at + 1; i < sheet_impl_rows(s); i++) {
		const struct sheet_row_at row = sheet_impl_row_at(s, i);

		if (s->any_width)
			columns = row.n > columns ? row.n : columns;
		else if (row.n != columns)
			return err_set(err, ERR_CSV,
			    TR("dòng %u có %u ô, dòng tiêu đề có %zu",
				"line %u has %u cells, the header has %zu"),
			    row.line, row.n, columns);
	}
	s->head = at;
	s->columns = columns;
	return true;
}

static struct sheet_cell_at
cell_at(const struct sheet *s, size_t at, size_t column)
{
	const struct sheet_row_at row = sheet_impl_row_at(s, at);

	if (column >= row.n)
		return (struct sheet_cell_at){.text = 0};
	return sheet_impl_cell_at(s, row.first + column);
}

size_t
sheet_all_rows(const struct sheet *s)
{
	return sheet_impl_rows(s);
}

const char *
sheet_all_cell(const struct sheet *s, size_t at, size_t column)
{
	return (const char *)s->text.at + cell_at(s, at, column).text;
}

size_t
sheet_columns(const struct sheet *s)
{
	return s->columns;
}

const char *
sheet_header(const struct sheet *s, size_t column)
{
	return sheet_all_cell(s, s->head, column);
}

size_t
sheet_rows(const struct sheet *s)
{
	return sheet_impl_rows(s) - s->head - 1;
}

const char *
sheet_cell(const struct sheet *s, size_t row, size_t column)
{
	return sheet_all_cell(s, s->head + 1 + row, column);
}

unsigned
sheet_flags(const struct sheet *s, size_t row, size_t column)
{
	return cell_at(s, s->head + 1 + row, column).flags;
}

void
sheet_doubt(struct sheet *s, size_t row, size_t column)
{
	const size_t i = sheet_impl_row_at(s, s->head + 1 + row).first + column;
	struct sheet_cell_at cell = sheet_impl_cell_at(s, i);

	cell.flags |= SHEET_DOUBT;
	sheet_impl_cell_set(s, i, cell);
}

size_t
sheet_line(const struct sheet *s, size_t row)
{
	return sheet_impl_row_at(s, s->head + 1 + row).line;
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
