/* The face for people: columns aligned by what a terminal shows, numbers to the right. */
#include <string.h>

#include "base/lang.h"
#include "base/os.h"
#include "base/text.h"
#include "table_impl.h"

#define GAP 2           /* blanks between columns */
#define NARROWEST 12U   /* a text column is not cut below */
#define COMFORTABLE 14U /* nor below this while a column can be left out */
#define KEPT 3U         /* columns from the left that are never left out */
#define ABSENT "–"
#define CUT "…"

struct layout {
	size_t width[TABLE_COLUMNS_MAX]; /* 0: for programs only, or left out */
	size_t last;                     /* the column that nothing pads behind */
};

static bool
is_right(enum table_kind kind)
{
	return kind == TABLE_COUNT || kind == TABLE_PERCENT || kind == TABLE_SHARE ||
	    kind == TABLE_RATE;
}

static const char *
cell_text(const struct table *t, size_t row, size_t column, char buf[TABLE_CELL_TEXT_MAX])
{
	const struct table_cell cell = table_impl_cell(t, row, column);

	if (cell.absent)
		return ABSENT;
	return table_impl_people(t, &cell, t->columns[column].kind, buf);
}

/* Line ends and TABs in a note are shown as blanks. */
static size_t
shown_width(const char *text)
{
	size_t width = text_width(text);

	for (; *text != '\0'; text++)
		width += *text == '\n' || *text == '\t';
	return width;
}

static void
put_plain(FILE *out, const char *text)
{
	for (; *text != '\0'; text++)
		(void)fputc(*text == '\n' || *text == '\t' ? ' ' : *text, out);
}

static size_t
layout_width(const struct table *t, const struct layout *l)
{
	size_t sum = 0;

	for (size_t c = 0; c < t->columns_n; c++)
		if (l->width[c] > 0)
			sum += l->width[c] + (c < l->last ? GAP : 0);
	return sum;
}

static struct layout
layout_of(const struct table *t)
{
	struct layout l = {0};
	char buf[TABLE_CELL_TEXT_MAX];

	for (size_t c = 0; c < t->columns_n; c++) {
		if (t->columns[c].title == NULL)
			continue;
		l.last = c;
		l.width[c] = text_width(t->columns[c].title);
		for (size_t r = 0; r < table_impl_rows(t); r++) {
			const size_t width = shown_width(cell_text(t, r, c, buf));

			l.width[c] = width > l.width[c] ? width : l.width[c];
		}
		l.width[c] += l.width[c] == 0;
	}
	return l;
}

/* Shorten text columns, the first (the name) first, but none below ${least}; true: it fits. */
static bool
layout_shorten(const struct table *t, struct layout *l, size_t columns, size_t least)
{
	for (size_t c = 0; c < t->columns_n; c++) {
		const size_t sum = layout_width(t, l);
		const size_t spare = l->width[c] > least ? l->width[c] - least : 0;

		if (sum <= columns)
			return true;
		if (t->columns[c].kind == TABLE_TEXT)
			l->width[c] -= sum - columns < spare ? sum - columns : spare;
	}
	return layout_width(t, l) <= columns;
}

/* Leave out the last column that people can do without; false: there is none. */
static bool
layout_leave(const struct table *t, struct layout *l)
{
	size_t shown = 0, leave = SIZE_MAX;

	for (size_t c = 0; c < t->columns_n; c++) {
		if (l->width[c] > 0 && ++shown > KEPT && t->columns[c].kind != TABLE_KEY)
			leave = c;
	}
	if (leave == SIZE_MAX)
		return false;
	l->width[leave] = 0;
	while (l->width[l->last] == 0)
		l->last--;
	return true;
}

/*
 * The columns of ${whole} that fit; where nothing more can be left out or cut, the terminal wraps.
 */
static struct layout
layout_fit(const struct table *t, const struct layout *whole, size_t columns)
{
	struct layout chosen = *whole, l = *whole;

	if (columns == 0)
		return l;
	while (!layout_shorten(t, &l, columns, COMFORTABLE)) {
		if (!layout_leave(t, &chosen)) {
			(void)layout_shorten(t, &l, columns, NARROWEST);
			break;
		}
		l = chosen;
	}
	return l;
}

/* What was left out, and where it is. */
static void
put_left_out(const struct table *t, const struct layout *whole, const struct layout *l, FILE *out)
{
	const char *before = TR("(bớt cột: ", "(left out: ");
	bool any = false;

	for (size_t c = 0; c < t->columns_n; c++) {
		if (whole->width[c] == 0 || l->width[c] > 0)
			continue;
		(void)fprintf(out, "%s%s", any ? ", " : before, t->columns[c].title);
		any = true;
	}
	if (any)
		(void)fprintf(out, "%s\n", TR("; --csv có đủ)", "; --csv has all)"));
}

static void
blanks(FILE *out, size_t n)
{
	while (n-- > 0)
		(void)fputc(' ', out);
}

/* ${text} in at most ${width} columns; returns those it took. */
static size_t
put_cut(FILE *out, const char *text, size_t width)
{
	char head[512];
	size_t len;

	if (shown_width(text) <= width) {
		put_plain(out, text);
		return shown_width(text);
	}
	(void)text_copy(head, sizeof(head), text);
	len = strlen(head);
	while (len > 0 && shown_width(head) > width - 1) {
		do
			len--;
		while (len > 0 && ((unsigned char)head[len] & 0xc0U) == 0x80U);
		head[len] = '\0';
	}
	put_plain(out, head);
	(void)fputs(CUT, out);
	return shown_width(head) + 1;
}

static void
put_cell(const struct table *t, const struct layout *l, size_t column, const char *text, FILE *out)
{
	const size_t width = l->width[column];
	const size_t taken = shown_width(text) < width ? shown_width(text) : width;

	if (is_right(t->columns[column].kind)) {
		blanks(out, width - taken);
		(void)put_cut(out, text, width);
	} else {
		const size_t put = put_cut(out, text, width);

		if (column < l->last)
			blanks(out, width - put);
	}
	if (column < l->last)
		blanks(out, GAP);
}

static void
put_rule(const struct table *t, const struct layout *l, FILE *out)
{
	const size_t width = layout_width(t, l);

	for (size_t i = 0; i < width; i++)
		(void)fputs("─", out);
	(void)fputc('\n', out);
}

static void
put_row(const struct table *t, const struct layout *l, size_t row, FILE *out)
{
	char buf[TABLE_CELL_TEXT_MAX];

	for (size_t c = 0; c < t->columns_n; c++)
		if (l->width[c] > 0)
			put_cell(t, l, c, cell_text(t, row, c, buf), out);
	(void)fputc('\n', out);
}

bool
table_people_print(const struct table *t, FILE *out, struct err *err)
{
	const size_t columns = t->fit > 0 ? t->fit : os_terminal_columns(fileno(out), 0);
	const struct layout whole = layout_of(t);
	const struct layout l = layout_fit(t, &whole, columns);

	for (size_t i = 0; i < t->titles_n; i++)
		(void)fprintf(out, "%s\n", table_impl_text(t, t->titles[i]));
	if (table_impl_rows(t) == 0) {
		(void)fprintf(out, "%s\n", TR("(không có dòng nào)", "(no rows)"));
	} else {
		for (size_t c = 0; c < t->columns_n; c++)
			if (l.width[c] > 0)
				put_cell(t, &l, c, t->columns[c].title, out);
		(void)fputc('\n', out);
		put_rule(t, &l, out);
	}
	for (size_t r = 0; r < table_impl_rows(t); r++) {
		if (table_impl_is_total(t, r))
			put_rule(t, &l, out);
		put_row(t, &l, r, out);
	}
	if (table_impl_rows(t) > 0)
		put_left_out(t, &whole, &l, out);
	return ferror(out) == 0 || err_set_errno(err, "%s", TR("ghi bảng", "write the table"));
}
