#include "weekday.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/lang.h"
#include "base/text.h"

#define WEEK 7
#define TEXT_MAX 64 /* a longer cell is no day */

/* By the number of days since 1970-01-01, a Thursday; folded. */
static const struct {
	const char *names;
	const char *bare; /* of its own column alone: beside a day "7 - 14/5/2022" is a span */
} week[WEEK] = {
    {"thu nam|thu 5|t5|thursday|thu", "nam|5"},
    {"thu sau|thu 6|t6|friday|fri", "sau|6"},
    {"thu bay|thu 7|t7|saturday|sat", "bay|7"},
    {"chu nhat|cn|sunday|sun", ""},
    {"thu hai|thu 2|t2|monday|mon", "hai|2"},
    {"thu ba|thu 3|t3|tuesday|tue", "ba|3"},
    {"thu tu|thu 4|t4|wednesday|wed", "tu|4"},
};

static bool
is_one_of(const char *list, const char *word)
{
	const size_t len = strlen(word);

	for (const char *at = list; *at != '\0';) {
		const size_t n = strcspn(at, "|");

		if (n == len && memcmp(at, word, n) == 0)
			return true;
		at += n + (at[n] == '|');
	}
	return false;
}

/* -1: no weekday. */
static int
weekday_read(const char *text, bool is_column)
{
	char *folded = text_fold(text, NULL);
	int found = -1;

	for (int i = 0; folded != NULL && i < WEEK && found < 0; i++)
		if (is_one_of(week[i].names, folded) ||
		    (is_column && is_one_of(week[i].bare, folded)))
			found = i;
	free(folded);
	return found;
}

static int
weekday_of(day_t day)
{
	return ((int)(day % WEEK) + WEEK) % WEEK;
}

/* "Chủ nhật, ngày 08/5/2022" in two: the day, and the words around it without marks and "ngày". */
struct split {
	char day[TEXT_MAX];
	char words[TEXT_MAX];
};

static bool
is_of_day(char c)
{
	return (c >= '0' && c <= '9') || c == '/' || c == '-' || c == '.';
}

/* Where the day stands: the first run of digits and marks that is as long as one. */
static const char *
day_find(const char *text, size_t *ret_len)
{
	for (const char *at = text; *at != '\0'; at += *ret_len + (*ret_len == 0)) {
		for (*ret_len = 0; is_of_day(at[*ret_len]); ++*ret_len)
			continue;
		if (*ret_len >= sizeof("1/1/2022") - 1)
			return at;
	}
	return NULL;
}

static void
words_add(struct split *s, size_t *n, const char *text, size_t len)
{
	for (size_t i = 0; i < len && *n + 1 < sizeof(s->words); i++)
		s->words[(*n)++] = strchr(",;:()", text[i]) != NULL ? ' ' : text[i];
	s->words[*n] = '\0';
}

static bool
split(const char *text, struct split *ret)
{
	static const char of_day[] = "ngày";
	size_t len = 0, n = 0;
	const char *at = strlen(text) < TEXT_MAX ? day_find(text, &len) : NULL;

	if (at == NULL)
		return false;
	memcpy(ret->day, at, len);
	ret->day[len] = '\0';
	words_add(ret, &n, text, (size_t)(at - text));
	words_add(ret, &n, at + len, strlen(at + len));
	char *mark = strstr(ret->words, of_day);
	if (mark != NULL)
		memset(mark, ' ', strlen(of_day));
	return true;
}

bool
weekday_day(const char *text, day_t *ret, struct err *err)
{
	struct split parts;

	if (!split(text, &parts) || weekday_read(parts.words, false) < 0)
		return day_parse(text, ret, err);
	return day_parse(parts.day, ret, err);
}

/* ---- rows */

static bool
note(size_t row, const char *stated, day_t day, struct import_set *set, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX], words[DAY_TEXT_MAX];

	return import_set_note(set, row, "WEEKDAY", err,
	    TR("ghi %s, mà đó là %s", "it says %s, yet that is %s"), text_quote(stated, quoted),
	    day_words(day, words));
}

/* What stands with the day itself. */
static bool
cell_look(const struct sheet *s, size_t row, size_t column, struct import_set *set, struct err *err)
{
	const char *text = sheet_cell(s, row, column);
	struct split parts;
	day_t day = 0;
	int said;

	if (!split(text, &parts) || (said = weekday_read(parts.words, false)) < 0 ||
	    !day_parse(parts.day, &day, NULL) || said == weekday_of(day))
		return true;
	return note(row, text, day, set, err);
}

static bool
row_look(const struct sheet *s, const struct columns *c, size_t row, const char *stated,
    struct import_set *set, struct err *err)
{
	const int said = weekday_read(stated, true);
	bool has_first = false;
	day_t day = 0;

	for (size_t i = 0; i < c->n; i++) {
		const uint32_t field = c->field[i];

		if (field >= COLUMNS_FIELDS_MAX || (c->days >> field & 1U) == 0)
			continue;
		if (!cell_look(s, row, i, set, err))
			return false;
		if (said < 0 || has_first || !weekday_day(sheet_cell(s, row, i), &day, NULL))
			continue;
		has_first = true;
		if (said != weekday_of(day) && !note(row, stated, day, set, err))
			return false;
	}
	return true;
}

bool
weekday_look(const struct sheet *s, const struct columns *c, uint32_t column,
    struct import_set *set, struct err *err)
{
	for (size_t row = 0; row < sheet_rows(s); row++) {
		const char *stated = column == COLUMNS_NONE ? "" : columns_cell(c, s, row, column);

		if (!columns_is_remark(c, s, row) && !row_look(s, c, row, stated, set, err))
			return false;
	}
	return true;
}
