#include "columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "rules/catalogue.h"
#include "template.h"
#include "totals.h"
#include "traps.h"

#define LOOK_CELLS 600U  /* of the first rows, each of which is folded */
#define LIST_BYTES 4096  /* names of columns, before they are cut */
#define HEADER_BYTES 120 /* a longer text is no header */
#define NUMBERED_MIN 3   /* "(1) (2) (3)" */
#define PASSED_OVER "stt|so tt|tt|so thu tu|rejected line|rejected code|rejected reason"

static bool
word_fits(const char *folded, const char *words)
{
	const size_t len = strlen(folded);

	while (*words != '\0') {
		const size_t n = strcspn(words, "|");

		if (n == len && memcmp(words, folded, n) == 0)
			return true;
		words += n;
		words += *words == '|';
	}
	return false;
}

static bool
has_text(const struct sheet *s, size_t column)
{
	for (size_t row = 0; row < sheet_rows(s); row++)
		if (sheet_cell(s, row, column)[0] != '\0')
			return true;
	return false;
}

static void
list_known(const struct columns_words *words, struct buf *ret)
{
	char key[HEADER_BYTES];

	for (size_t i = 0; i < words->n; i++) {
		(void)snprintf(
		    key, sizeof(key), "%.*s", (int)strcspn(words->at[i], "|"), words->at[i]);
		buf_printf(ret, "%s%s", i > 0 ? "; " : "", template_header(key));
	}
}

/* "Mã" alone may be of a place or of a drive. */
static const char *
hint(const char *header, const struct columns_words *words)
{
	char *folded = text_fold(header, NULL);
	const bool is_code =
	    folded != NULL && strcmp(folded, "ma") == 0 && strcmp(words->kind, "plan") != 0;

	free(folded);
	return is_code ? TR("; mã của nơi: đặt tên cột là “Địa phương”, mã của buổi: “Mã buổi”",
			     "; a place's code: name the column org, a drive's: drive")
		       : "";
}

static bool
refuse(const char *header, const struct columns_words *words, struct err *err)
{
	struct buf list = {.max = LIST_BYTES};
	char quoted[TEXT_QUOTE_MAX];

	list_known(words, &list);
	(void)err_set(err, ERR_CSV,
	    TR("cột %s không rõ; đặt # trước tên để bỏ qua%s; có: %s",
		"the column %s is not known; put # before its name to pass over it%s; there is: %s"),
	    text_quote(header, quoted), hint(header, words), buf_text(&list));
	buf_free(&list);
	return false;
}

static uint32_t
field_of_folded(const char *folded, const char *header, const struct columns_words *words)
{
	const struct indicator *ind = NULL;

	for (size_t i = 0; i < words->n; i++)
		if (word_fits(folded, words->at[i]))
			return (uint32_t)i;
	if (words->counts)
		ind = catalogue_by_header(header);
	return ind == NULL ? COLUMNS_NONE : COLUMNS_COUNT + ind->ind;
}

/* Without "số", "tổng số" before it: those that were cut. */
static const char *
without_prefix(const char *folded)
{
	static const char *const prefixes[] = {
	    "tong so luong ", "tong so ", "so luong ", "tong ", "so "};

	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++)
		if (strncmp(folded, prefixes[i], strlen(prefixes[i])) == 0)
			return folded + strlen(prefixes[i]);
	return folded;
}

static bool
field_try(const char *header, const struct columns_words *words, uint32_t *ret, struct err *err)
{
	char *folded = text_fold(header, err);
	const char *rest;

	if (folded == NULL)
		return false;
	*ret = folded[0] == '\0' ? COLUMNS_NONE : field_of_folded(folded, header, words);
	rest = without_prefix(folded);
	if (*ret == COLUMNS_NONE && rest != folded)
		*ret = field_of_folded(rest, rest, words);
	free(folded);
	return true;
}

/* As it stands, and without "(ml)" at its end.  false: ERR_MEMORY. */
static bool
field_of(const char *header, const struct columns_words *words, uint32_t *ret, struct err *err)
{
	const char *open = strrchr(header, '(');
	const size_t len = strlen(header);
	char cut[HEADER_BYTES + 1];

	if (!field_try(header, words, ret, err))
		return false;
	if (*ret != COLUMNS_NONE || open == NULL || header[len - 1] != ')' || len > HEADER_BYTES)
		return true;
	memcpy(cut, header, (size_t)(open - header));
	cut[open - header] = '\0';
	return field_try(cut, words, ret, err);
}

/* ---- which row is the header */

/* How many fields row ${at} names. */
static bool
row_names(const struct sheet *s, size_t at, const struct columns_words *words, size_t *looked,
    size_t *ret, struct err *err)
{
	uint32_t seen[SHEET_COLUMNS_MAX];

	*ret = 0;
	for (size_t c = 0; c < SHEET_COLUMNS_MAX && *looked < LOOK_CELLS; c++) {
		const char *text = sheet_all_cell(s, at, c);
		uint32_t field = COLUMNS_NONE;
		bool again = false;

		if (text[0] == '\0' || (text[0] >= '0' && text[0] <= '9') ||
		    strlen(text) > HEADER_BYTES)
			continue;
		(*looked)++;
		if (!field_of(text, words, &field, err))
			return false;
		for (size_t i = 0; i < *ret; i++)
			again |= seen[i] == field;
		if (field != COLUMNS_NONE && !again)
			seen[(*ret)++] = field;
	}
	return true;
}

/* The row that names most; the first when none names two. */
static bool
header_find(const struct sheet *s, const struct columns_words *words, size_t *ret, struct err *err)
{
	size_t most = 1, looked = 0;

	*ret = 0;
	for (size_t at = 0; at < sheet_all_rows(s) && at < COLUMNS_LOOK_ROWS; at++) {
		size_t names = 0;

		if (!row_names(s, at, words, &looked, &names, err))
			return false;
		if (names > most) {
			most = names;
			*ret = at;
		}
	}
	return true;
}

/* Row ${at} is one of data, which nobody would miss once it passed for the header. */
static bool
header_check(const struct sheet *s, size_t at, const struct columns_words *words, struct err *err)
{
	struct buf list = {.max = ERR_TEXT_MAX};
	char quoted[TEXT_QUOTE_MAX];
	const char *first = "";
	size_t names = 0, numbers = 0;

	for (size_t c = 0; c < SHEET_COLUMNS_MAX; c++) {
		const char *text = sheet_all_cell(s, at, c);
		uint32_t field = COLUMNS_NONE;

		if (text[0] == '\0' || strlen(text) > HEADER_BYTES)
			continue;
		if (!field_of(text, words, &field, err))
			return false;
		first = first[0] == '\0' ? text : first;
		names += field != COLUMNS_NONE;
		numbers += field == COLUMNS_NONE && text[0] >= '0' && text[0] <= '9';
	}
	if (names > 1 || (names == 1 && numbers == 0))
		return true;
	list_known(words, &list);
	(void)err_set(err, ERR_CSV,
	    TR("không dòng nào ở đầu bảng nêu tên cột (dòng đầu: %s…); lấy mẫu: giothong import "
	       "--template %s -o mau.xlsx; có cột: %s",
		"no row at the top names a column (the first: %s…); get the template: giothong import "
		"--template %s -o template.xlsx; there is: %s"),
	    text_quote(first, quoted), words->kind, buf_text(&list));
	buf_free(&list);
	return false;
}

/* "(1) (2) (3)", or "1 2 3" from the first column on. */
static bool
is_numbering(const struct sheet *s, size_t row)
{
	size_t numbered = 0;

	for (size_t c = 0; c < sheet_columns(s); c++) {
		const char *text = sheet_cell(s, row, c);
		const size_t open = text[0] == '(';
		const size_t digits = strspn(text + open, "0123456789");
		const char *rest = text + open + digits;

		if (text[0] == '\0')
			continue;
		if (digits == 0 || digits > 2 || strcmp(rest, open == 1 ? ")" : "") != 0)
			return false;
		if (open == 0 && strtoul(text, NULL, 10) != numbered + 1)
			return false;
		numbered++;
	}
	return numbered >= NUMBERED_MIN;
}

/* ---- the columns */

/* What has no header is of no matter, unless somebody counts there. */
static bool
has_number(const struct sheet *s, size_t column)
{
	for (size_t row = 0; row < sheet_rows(s); row++) {
		const char *text = sheet_cell(s, row, column);

		if (text[0] != '\0' && text[strspn(text, "0123456789.,")] == '\0' &&
		    (sheet_flags(s, row, column) & SHEET_FILLED) == 0)
			return true;
	}
	return false;
}

static bool
column_read(const struct sheet *s, size_t column, const struct columns_words *words, uint32_t *ret,
    struct err *err)
{
	const char *header = sheet_header(s, column);
	char *folded;
	bool passed_over;

	*ret = COLUMNS_NONE;
	if (header[0] == '#' || !has_text(s, column) ||
	    (header[0] == '\0' && !has_number(s, column)))
		return true;
	folded = text_fold(header, err);
	if (folded == NULL)
		return false;
	passed_over = word_fits(folded, PASSED_OVER);
	free(folded);
	if (passed_over)
		return true;
	if (!field_of(header, words, ret, err))
		return false;
	return *ret != COLUMNS_NONE || refuse(header, words, err);
}

bool
columns_read(
    struct sheet *s, const struct columns_words *words, struct columns *ret, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX];
	size_t head = 0;

	if (!header_find(s, words, &head, err) || !header_check(s, head, words, err) ||
	    !sheet_begin(s, head, err))
		return false;
	*ret = (struct columns){.n = sheet_columns(s),
	    .words = words->at,
	    .days = words->days,
	    .numbers = words->numbers,
	    .total = SIZE_MAX};
	for (size_t i = 0; i < ret->n; i++) {
		if (!column_read(s, i, words, &ret->field[i], err))
			return false;
		for (size_t j = 0; j < i && ret->field[i] != COLUMNS_NONE; j++)
			if (ret->field[j] == ret->field[i])
				return err_set(err, ERR_CSV,
				    TR("cột %s có hai lần", "the column %s stands twice"),
				    text_quote(sheet_header(s, i), quoted));
	}
	ret->begin = sheet_rows(s) > 0 && is_numbering(s, 0) ? 1 : 0;
	if (words->totals)
		totals_find(s, ret);
	traps_look(s, ret);
	return true;
}

bool
columns_name(const struct sheet *s, const struct columns_words *words, uint32_t first, uint32_t end,
    bool *ret, struct err *err)
{
	size_t head = 0;

	*ret = false;
	if (!header_find(s, words, &head, err))
		return false;
	for (size_t c = 0; c < SHEET_COLUMNS_MAX && !*ret; c++) {
		uint32_t field = COLUMNS_NONE;

		if (sheet_all_cell(s, head, c)[0] != '\0' &&
		    !field_of(sheet_all_cell(s, head, c), words, &field, err))
			return false;
		*ret = field != COLUMNS_NONE && field >= COLUMNS_COUNT + first &&
		    field < COLUMNS_COUNT + end;
	}
	return true;
}

bool
columns_is_number(const struct columns *c, size_t column)
{
	const uint32_t field = c->field[column];

	return field != COLUMNS_NONE && (field >= COLUMNS_COUNT || (c->numbers >> field & 1U) != 0);
}

const char *
columns_cell(const struct columns *c, const struct sheet *s, size_t row, uint32_t field)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->field[i] == field)
			return sheet_cell(s, row, i);
	return "";
}

bool
columns_refuse(const struct columns *c, const struct sheet *s, uint32_t field,
    const struct err *why, struct err *err)
{
	const char *word = c->words[field];
	char quoted[TEXT_QUOTE_MAX];

	for (size_t i = 0; i < c->n; i++)
		if (c->field[i] == field)
			return err_set(err, why->code, "%s: %s",
			    text_quote(sheet_header(s, i), quoted), why->text);
	return err_set(err, why->code, "%.*s: %s", (int)strcspn(word, "|"), word, why->text);
}

/* Below the totals stands who drew the table up, and who signs. */
static bool
is_foot(const struct columns *c, const struct sheet *s, size_t row)
{
	for (size_t i = 0; i < c->n; i++)
		if (columns_is_number(c, i) && sheet_cell(s, row, i)[0] >= '0' &&
		    sheet_cell(s, row, i)[0] <= '9' && (sheet_flags(s, row, i) & SHEET_FILLED) == 0)
			return false;
	return true;
}

/* "I. KHỐI HUYỆN" merged over the columns, or a row in which only such a cell reaches. */
static bool
is_heading(const struct sheet *s, size_t row)
{
	const char *text = NULL;
	bool filled = false;

	for (size_t i = 0; i < sheet_columns(s); i++) {
		const char *cell = sheet_cell(s, row, i);

		if (cell[0] == '\0')
			continue;
		if (text != NULL && strcmp(cell, text) != 0)
			return false;
		text = cell;
		filled |= (sheet_flags(s, row, i) & SHEET_FILLED) != 0;
	}
	return filled;
}

bool
columns_is_remark(const struct columns *c, const struct sheet *s, size_t row)
{
	return sheet_cell(s, row, 0)[0] == '#' || row < c->begin || is_heading(s, row) ||
	    (c->total != SIZE_MAX && totals_is(c, s, row)) ||
	    (c->total < row && is_foot(c, s, row));
}
