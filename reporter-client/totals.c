#include "totals.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"

#define WORD_BYTES 40 /* "Tổng cộng toàn tỉnh:" */

static bool
is_total_text(const char *text)
{
	static const char *const words[] = {"tong cong", "tong", "cong", "tong so", "total",
	    "tong cong toan tinh", "toan tinh", "cong don", "grand total"};
	char *folded;
	bool is = false;

	if (text[0] == '\0' || strlen(text) > WORD_BYTES)
		return false;
	folded = text_fold(text, NULL);
	for (size_t i = 0; folded != NULL && i < ARRAY_LEN(words); i++)
		is |= strcmp(folded, words[i]) == 0;
	free(folded);
	return is;
}

bool
totals_is(const struct columns *c, const struct sheet *s, size_t row)
{
	for (size_t i = 0; i < c->n; i++) {
		const char *text = sheet_cell(s, row, i);

		if (text[0] != '\0' && !columns_is_number(c, i))
			return is_total_text(text);
	}
	return false;
}

void
totals_find(const struct sheet *s, struct columns *c)
{
	for (size_t row = c->begin; row < sheet_rows(s) && c->total == SIZE_MAX; row++)
		if (totals_is(c, s, row))
			c->total = row;
}

/* The numbers of ${column} in rows ${from}..${to} that are no totals; false: one cannot be read. */
static bool
sum_of(const struct columns *c, const struct sheet *s, size_t column, const size_t span[2],
    int64_t *ret)
{
	int64_t value;

	*ret = 0;
	for (size_t row = span[0]; row < span[1]; row++) {
		const char *text = sheet_cell(s, row, column);

		if (text[0] == '\0' || columns_is_remark(c, s, row))
			continue;
		if (!num_parse_count(text, &value, NULL) || !num_add(*ret, value, ret))
			return false;
	}
	return true;
}

static bool
disagree(const struct sheet *s, size_t row, size_t column, const int64_t of[2], struct err *err)
{
	char a[NUM_TEXT_MAX], b[NUM_TEXT_MAX], quoted[TEXT_QUOTE_MAX];

	return err_set(err, ERR_SUMS_DISAGREE,
	    TR("dòng %zu: tổng của cột %s là %s, các dòng cộng lại %s: một số nào đó sai; sửa nó, hoặc bỏ "
	       "dòng tổng",
		"line %zu: the total of the column %s is %s, the rows add up to %s: some number is wrong; "
		"mend it, or leave the total out"),
	    sheet_line(s, row), text_quote(sheet_header(s, column), quoted), num_people(of[0], a),
	    num_people(of[1], b));
}

/* ${since}: the first row after the totals before. */
static bool
total_check(
    const struct columns *c, const struct sheet *s, size_t row, size_t since, struct err *err)
{
	const bool above_all = row == c->begin;
	const size_t all[2] = {above_all ? row + 1 : c->begin, above_all ? sheet_rows(s) : row};
	const size_t part[2] = {since, row};

	for (size_t i = 0; i < c->n; i++) {
		const char *text = sheet_cell(s, row, i);
		int64_t of[2], of_part;

		if (!columns_is_number(c, i) || text[0] == '\0' ||
		    !num_parse_count(text, &of[0], NULL) || !sum_of(c, s, i, all, &of[1]) ||
		    of[0] == of[1])
			continue;
		if (!above_all && sum_of(c, s, i, part, &of_part) && of_part == of[0])
			continue;
		return disagree(s, row, i, of, err);
	}
	return true;
}

bool
totals_check(const struct columns *c, const struct sheet *s, struct err *err)
{
	size_t since = c->begin;

	for (size_t row = c->total; row < sheet_rows(s); row++) {
		if (!totals_is(c, s, row))
			continue;
		if (!total_check(c, s, row, since, err))
			return false;
		since = row + 1;
	}
	return true;
}
