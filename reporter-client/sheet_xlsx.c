#include "sheet_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "sheet_book.h"
#include "sheet_xml.h"

#define MERGES_MAX 65536U
#define ROW_MAX 1048576U /* Excel's own */
#define VALUE_BYTES_MAX (SHEET_CELL_BYTES_MAX * 2)

struct merge {
	uint32_t top, left, bottom, right; /* lines from 1, columns from 0 */
};

enum type { TYPE_NUMBER, TYPE_SHARED, TYPE_TEXT, TYPE_BOOL, TYPE_FAULT, TYPE_DAY };

/* The page in the making. */
struct page {
	const struct sheet_book *book;
	struct sheet *s;
	struct sheet_cell_at row[SHEET_COLUMNS_MAX];
	size_t width; /* of the row so far */
	uint32_t line;
	bool in_row, row_has_text;
	/* the cell */
	uint32_t column;
	enum type type;
	enum sheet_format format;
	bool in_cell, in_value, has_formula, has_value;
	struct buf value;
	struct buf merges; /* struct merge */
};

/* "BC12" to 54 and 12; 0: no letters, no digits. */
static void
place_read(const char *text, uint32_t *ret_column, uint32_t *ret_line)
{
	uint32_t column = 0, line = 0;

	while (*text == '$')
		text++;
	for (; *text >= 'A' && *text <= 'Z' && column < ROW_MAX; text++)
		column = column * 26 + (uint32_t)(*text - 'A' + 1);
	while (*text == '$')
		text++;
	for (; *text >= '0' && *text <= '9' && line < ROW_MAX; text++)
		line = line * 10 + (uint32_t)(*text - '0');
	*ret_column = column;
	*ret_line = line;
}

static bool
damaged(const struct page *p, struct err *err)
{
	return err_set(
	    err, ERR_CSV, TR("dòng %u: tệp Excel hỏng", "line %u: a damaged Excel file"), p->line);
}

static bool
row_begin(struct page *p, const char **attributes, struct err *err)
{
	const char *number = sheet_xml_attribute(attributes, "r");
	const uint32_t line = number == NULL ? p->line + 1 : (uint32_t)strtoul(number, NULL, 10);

	if (p->in_row || line <= p->line || line > ROW_MAX)
		return damaged(p, err);
	p->line = line;
	p->in_row = true;
	p->row_has_text = false;
	p->width = 0;
	p->column = 0;
	return true;
}

static bool
row_end(struct page *p, struct err *err)
{
	const size_t first = sheet_impl_cells(p->s);

	p->in_row = false;
	if (!p->row_has_text)
		return true;
	if (sheet_impl_rows(p->s) > SHEET_ROWS_MAX)
		return err_set(
		    err, ERR_LIMIT, TR("hơn %u dòng", "more than %u rows"), SHEET_ROWS_MAX);
	if (first + p->width > SHEET_CELLS_MAX)
		return err_set(
		    err, ERR_LIMIT, TR("hơn %u ô", "more than %u cells"), SHEET_CELLS_MAX);
	for (size_t i = 0; i < p->width; i++)
		sheet_impl_cell(p->s, p->row[i].text, p->row[i].flags);
	sheet_impl_row(p->s, first, p->line);
	return true;
}

static bool
cell_begin(struct page *p, const char **attributes, struct err *err)
{
	static const struct {
		const char *name;
		enum type type;
	} types[] = {{"s", TYPE_SHARED}, {"str", TYPE_TEXT}, {"inlineStr", TYPE_TEXT},
	    {"b", TYPE_BOOL}, {"e", TYPE_FAULT}, {"d", TYPE_DAY}};
	const char *place = sheet_xml_attribute(attributes, "r");
	const char *type = sheet_xml_attribute(attributes, "t");
	uint32_t column = p->column + 1, line = p->line;

	if (!p->in_row || p->in_cell)
		return damaged(p, err);
	if (place != NULL)
		place_read(place, &column, &line);
	if (column == 0 || line != p->line)
		return damaged(p, err);
	p->column = column;
	p->type = TYPE_NUMBER;
	for (size_t i = 0; type != NULL && i < ARRAY_LEN(types); i++)
		if (strcmp(types[i].name, type) == 0)
			p->type = types[i].type;
	p->format = sheet_book_format(p->book, sheet_xml_attribute(attributes, "s"));
	p->in_cell = true;
	p->has_formula = p->has_value = false;
	buf_clear(&p->value);
	return true;
}

/* Text and flags of the cell that ends. */
static const char *
cell_text(const struct page *p, const char *value, char ret[SHEET_VALUE_TEXT_MAX], uint32_t *flags)
{
	switch (p->type) {
	case TYPE_SHARED:
		return sheet_book_text(p->book, value);
	case TYPE_BOOL:
		return value[0] == '1' ? TR("có", "yes") : TR("không", "no");
	case TYPE_FAULT:
		*flags = SHEET_FAULT;
		return value;
	case TYPE_DAY: /* 2026-07-01T00:00:00 */
		(void)text_copy(ret, 11, value);
		*flags = SHEET_DAY;
		return ret;
	case TYPE_TEXT:
		return value;
	case TYPE_NUMBER:
	default:
		*flags = sheet_value_text(value, p->format, p->book->is_1904, ret);
		return ret;
	}
}

static bool
cell_put(struct page *p, const char *text, uint32_t flags, struct err *err)
{
	const size_t len = strlen(text);
	uint32_t at = 0;

	if (p->column > SHEET_COLUMNS_MAX)
		return err_set(err, ERR_LIMIT,
		    TR("dòng %u: hơn %u cột", "line %u: more than %u columns"), p->line,
		    SHEET_COLUMNS_MAX);
	if (len > SHEET_CELL_BYTES_MAX)
		return err_set(err, ERR_LIMIT,
		    TR("dòng %u: hơn %u byte trong một ô", "line %u: more than %u bytes in a cell"),
		    p->line, SHEET_CELL_BYTES_MAX);
	if (!text_is_valid(text, len)) {
		char plain[SHEET_CELL_BYTES_MAX + 1];

		/* Excel keeps CR within cells, and what else was pasted. */
		for (size_t i = 0; i <= len; i++)
			plain[i] =
			    (char)((uint8_t)text[i] < ' ' && text[i] != '\0' ? ' ' : text[i]);
		at = text_is_valid(plain, len) ? sheet_impl_text(p->s, (const uint8_t *)plain, len)
					       : UINT32_MAX;
		if (at == UINT32_MAX)
			return err_set(err, ERR_TEXT,
			    TR("dòng %u: ký tự điều khiển", "line %u: a control character"),
			    p->line);
	} else {
		at = sheet_impl_text(p->s, (const uint8_t *)text, len);
		if (at == UINT32_MAX)
			return err_set(err, ERR_MEMORY, "xlsx");
	}
	while (p->width < p->column)
		p->row[p->width++] = (struct sheet_cell_at){.text = 0};
	p->row[p->column - 1] = (struct sheet_cell_at){.text = at, .flags = flags};
	p->row_has_text |= at != 0;
	return true;
}

static bool
cell_end(struct page *p, struct err *err)
{
	char number[SHEET_VALUE_TEXT_MAX] = "";
	uint32_t flags = 0;
	const char *text;

	p->in_cell = false;
	if (!buf_ok(&p->value))
		return err_set(err, ERR_LIMIT,
		    TR("dòng %u: hơn %u byte trong một ô", "line %u: more than %u bytes in a cell"),
		    p->line, SHEET_CELL_BYTES_MAX);
	if (!p->has_value)
		return !p->has_formula || cell_put(p, "=", SHEET_NO_VALUE, err);
	text = cell_text(p, buf_text(&p->value), number, &flags);
	return text[0] == '\0' || cell_put(p, text, flags, err);
}

static bool
merge_add(struct page *p, const char *range, struct err *err)
{
	const char *second = range == NULL ? NULL : strchr(range, ':');
	struct merge m = {0};

	if (second == NULL)
		return true;
	if (p->merges.len / sizeof(m) == MERGES_MAX)
		return err_set(
		    err, ERR_LIMIT, TR("hơn %u ô gộp", "more than %u merged cells"), MERGES_MAX);
	place_read(range, &m.left, &m.top);
	place_read(second + 1, &m.right, &m.bottom);
	if (m.left == 0 || m.top == 0 || m.right < m.left || m.bottom < m.top)
		return true;
	m.left--;
	m.right = m.right > SHEET_COLUMNS_MAX ? SHEET_COLUMNS_MAX : m.right;
	buf_put(&p->merges, &m, sizeof(m));
	return buf_ok(&p->merges) || err_set(err, ERR_MEMORY, "xlsx");
}

static bool
page_begin(void *cookie, const char *name, const char **attributes, struct err *err)
{
	struct page *p = cookie;

	if (strcmp(name, "row") == 0)
		return row_begin(p, attributes, err);
	if (strcmp(name, "c") == 0)
		return cell_begin(p, attributes, err);
	if (strcmp(name, "mergeCell") == 0)
		return merge_add(p, sheet_xml_attribute(attributes, "ref"), err);
	if (!p->in_cell)
		return true;
	if (strcmp(name, "f") == 0)
		p->has_formula = true;
	p->in_value = strcmp(name, "v") == 0 || strcmp(name, "t") == 0;
	p->has_value |= p->in_value;
	return true;
}

static bool
page_end(void *cookie, const char *name, struct err *err)
{
	struct page *p = cookie;

	p->in_value = false;
	if (strcmp(name, "row") == 0 && p->in_row)
		return row_end(p, err);
	return strcmp(name, "c") != 0 || !p->in_cell || cell_end(p, err);
}

static bool
page_text(void *cookie, const char *text, size_t len, struct err *err)
{
	struct page *p = cookie;

	(void)err;
	if (p->in_value)
		buf_put(&p->value, text, len);
	return true;
}

/* ---- merged cells */

/* The first row at or below ${line}. */
static size_t
row_from(const struct sheet *s, uint32_t line)
{
	size_t low = 0, high = sheet_impl_rows(s);

	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (sheet_impl_row_at(s, mid).line < line)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The row again at the end of the cells, at least ${width} wide. */
static void
row_widen(struct sheet *s, size_t at, size_t width)
{
	struct sheet_row_at row = sheet_impl_row_at(s, at);
	const size_t first = sheet_impl_cells(s);

	if (row.n >= width)
		return;
	for (size_t i = 0; i < width; i++) {
		const struct sheet_cell_at cell = i < row.n ? sheet_impl_cell_at(s, row.first + i)
							    : (struct sheet_cell_at){.text = 0};

		sheet_impl_cell(s, cell.text, cell.flags);
	}
	row.first = (uint32_t)first;
	row.n = (uint32_t)width;
	if (buf_ok(&s->cells))
		memcpy(s->rows.at + at * sizeof(row), &row, sizeof(row));
}

static bool
merge_fill(struct sheet *s, const struct merge *m, size_t *filled, struct err *err)
{
	const size_t top = row_from(s, m->top);
	struct sheet_cell_at cell;

	if (top == sheet_impl_rows(s) || sheet_impl_row_at(s, top).line != m->top ||
	    sheet_impl_row_at(s, top).n <= m->left)
		return true;
	cell = sheet_impl_cell_at(s, sheet_impl_row_at(s, top).first + m->left);
	if (cell.text == 0)
		return true;
	cell.flags |= SHEET_FILLED;
	for (size_t at = top; at < sheet_impl_rows(s) && sheet_impl_row_at(s, at).line <= m->bottom;
	     at++) {
		*filled += m->right;
		if (*filled > SHEET_CELLS_MAX || sheet_impl_cells(s) > SHEET_CELLS_MAX)
			return err_set(
			    err, ERR_LIMIT, TR("hơn %u ô", "more than %u cells"), SHEET_CELLS_MAX);
		row_widen(s, at, m->right);
		if (!buf_ok(&s->cells))
			return err_set(err, ERR_MEMORY, "xlsx");
		for (size_t c = m->left; c < m->right; c++)
			if (at > top || c > m->left)
				sheet_impl_cell_set(s, sheet_impl_row_at(s, at).first + c, cell);
	}
	return true;
}

static bool
merges_fill(struct page *p, struct err *err)
{
	size_t filled = 0;

	for (size_t i = 0; i < p->merges.len / sizeof(struct merge); i++) {
		struct merge m;

		memcpy(&m, p->merges.at + i * sizeof(m), sizeof(m));
		if (!merge_fill(p->s, &m, &filled, err))
			return false;
	}
	return true;
}

/* ---- the whole */

static const struct sheet_page *
page_find(const struct sheet_book *b, const char *name, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX];
	struct buf list = {.max = ERR_TEXT_MAX};

	for (size_t i = 0; i < b->pages_n; i++) {
		const struct sheet_page *page = &b->pages[i];

		if (page->path[0] != '\0' &&
		    (name == NULL ? !page->is_hidden : strcmp(page->name, name) == 0)) {
			buf_free(&list);
			return page;
		}
		buf_printf(&list, "%s%s", i > 0 ? ", " : "", text_quote(page->name, quoted));
	}
	(void)err_set(err, ERR_NOT_FOUND,
	    TR("không có trang %s; có: %s", "no page %s; there is: %s"),
	    text_quote(name != NULL ? name : "", quoted), buf_text(&list));
	buf_free(&list);
	return NULL;
}

/* What else the book has, so that nobody takes one page for the whole. */
static void
pages_note(struct sheet *s, const struct sheet_book *b, const struct sheet_page *read)
{
	char quoted[TEXT_QUOTE_MAX];
	struct buf list = {.max = ERR_TEXT_MAX};

	for (size_t i = 0; i < b->pages_n; i++)
		if (&b->pages[i] != read && !b->pages[i].is_hidden)
			buf_printf(&list, "%s%s", list.len > 0 ? ", " : "",
			    text_quote(b->pages[i].name, quoted));
	if (list.len > 0)
		sheet_impl_note(s,
		    TR("đọc trang %s; chưa đọc: %s (chọn bằng --sheet)",
			"the page %s was read, not: %s (choose with --sheet)"),
		    text_quote(read->name, quoted), buf_text(&list));
	buf_free(&list);
}

bool
sheet_xlsx_parse(
    const uint8_t *bytes, size_t len, const char *page, struct sheet **ret, struct err *err)
{
	struct sheet_archive *a = NULL;
	struct sheet_book book = {.pages = NULL};
	const struct sheet_page *chosen;
	struct page *p = calloc(1, sizeof(*p));
	const struct sheet_xml x = {
	    .begin = page_begin, .end = page_end, .text = page_text, .cookie = p};
	bool ok = false;

	if (p == NULL)
		return err_set(err, ERR_MEMORY, "xlsx");
	p->book = &book;
	p->value.max = VALUE_BYTES_MAX;
	p->s = sheet_impl_new();
	if (p->s == NULL) {
		(void)err_set(err, ERR_MEMORY, "xlsx");
		goto out;
	}
	p->s->any_width = true;
	if (!sheet_archive_open(bytes, len, &a, err) || !sheet_book_read(a, &book, err))
		goto out;
	chosen = page_find(&book, page, err);
	if (chosen == NULL || !sheet_xml_read(a, chosen->path, &x, err) || !merges_fill(p, err) ||
	    !sheet_impl_finish(p->s, err))
		goto out;
	if (page == NULL)
		pages_note(p->s, &book, chosen);
	*ret = p->s;
	p->s = NULL;
	ok = true;
out:
	sheet_free(p->s);
	buf_free(&p->value);
	buf_free(&p->merges);
	free(p);
	sheet_book_free(&book);
	sheet_archive_close(a);
	return ok;
}
