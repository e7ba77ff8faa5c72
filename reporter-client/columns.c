#include "columns.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "rules/catalogue.h"

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

static bool
refuse(const char *header, const struct columns_words *words, struct err *err)
{
	struct buf list = {.max = ERR_TEXT_MAX};
	char quoted[TEXT_QUOTE_MAX];

	for (size_t i = 0; i < words->n; i++)
		buf_printf(&list, "%s%.*s", i > 0 ? ", " : "", (int)strcspn(words->at[i], "|"),
		    words->at[i]);
	(void)err_set(err, ERR_CSV,
	    TR("cột %s không rõ; đặt # trước tên để bỏ qua; có: %s",
		"the column %s is not known; put # before its name to pass over it; there is: %s"),
	    text_quote(header, quoted), buf_text(&list));
	buf_free(&list);
	return false;
}

static uint32_t
field_of(const char *folded, const char *header, const struct columns_words *words)
{
	const struct indicator *ind = NULL;

	for (size_t i = 0; i < words->n; i++)
		if (word_fits(folded, words->at[i]))
			return (uint32_t)i;
	if (words->counts)
		ind = catalogue_by_header(header);
	return ind == NULL ? COLUMNS_NONE : COLUMNS_COUNT + ind->ind;
}

static bool
column_read(const struct sheet *s, size_t column, const struct columns_words *words, uint32_t *ret,
    struct err *err)
{
	const char *header = sheet_header(s, column);
	char *folded;
	bool passed_over;

	*ret = COLUMNS_NONE;
	if (header[0] == '#' || !has_text(s, column))
		return true;
	folded = text_fold(header, err);
	if (folded == NULL)
		return false;
	passed_over = word_fits(folded, PASSED_OVER);
	if (!passed_over && folded[0] != '\0')
		*ret = field_of(folded, header, words);
	free(folded);
	return passed_over || *ret != COLUMNS_NONE || refuse(header, words, err);
}

bool
columns_read(
    const struct sheet *s, const struct columns_words *words, struct columns *ret, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX];

	ret->n = sheet_columns(s);
	for (size_t i = 0; i < ret->n; i++) {
		if (!column_read(s, i, words, &ret->field[i], err))
			return false;
		for (size_t j = 0; j < i && ret->field[i] != COLUMNS_NONE; j++)
			if (ret->field[j] == ret->field[i])
				return err_set(err, ERR_CSV,
				    TR("cột %s có hai lần", "the column %s stands twice"),
				    text_quote(sheet_header(s, i), quoted));
	}
	return true;
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
columns_is_remark(const struct sheet *s, size_t row)
{
	return sheet_cell(s, row, 0)[0] == '#';
}
