#include "rules/catalogue.h"

#include <stdlib.h>
#include <string.h>
#include <threads.h>

#include "base/attrs.h"
#include "base/text.h"
#include "rules/catalogue_table.h"

#define ROW(ind, code, option, rollup, vi, en, aliases) \
	{(ind), ROLLUP_##rollup, (code), (option), (vi), (en), (aliases)},

static const struct indicator rows[] = {
    /* clang-format off */
	CATALOGUE_FUNNEL(ROW)
	CATALOGUE_PRODUCT(ROW)
	CATALOGUE_DONORS(ROW)
	CATALOGUE_DEFERRALS(ROW)
	CATALOGUE_RESERVE(ROW)
	CATALOGUE_ORGANISATION(ROW)
	CATALOGUE_COMMUNICATION(ROW)
	CATALOGUE_AWARDS(ROW)
	CATALOGUE_MONEY(ROW)
    /* clang-format on */
};

static const struct indicator system_rows[] = {CATALOGUE_SYSTEM(ROW)};

/* Asked for each count of each report: a search of its own spares bsearch()'s call a step. */
static const struct indicator *
find_in(const struct indicator *list, size_t n, uint32_t ind)
{
	size_t low = 0, high = n;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (list[mid].ind < ind)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && list[low].ind == ind ? &list[low] : NULL;
}

const struct indicator *
catalogue_by_ind(uint32_t ind)
{
	return ind >= IND_SYSTEM_FIRST ? find_in(system_rows, ARRAY_LEN(system_rows), ind)
				       : find_in(rows, ARRAY_LEN(rows), ind);
}

const struct indicator *
catalogue_by_code(const char *code)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strcmp(rows[i].code, code) == 0)
			return &rows[i];
	for (size_t i = 0; i < ARRAY_LEN(system_rows); i++)
		if (strcmp(system_rows[i].code, code) == 0)
			return &system_rows[i];
	return NULL;
}

/* ${folded} is the code or option when its marks are read as blanks. */
static bool
word_fits(const char *word, const char *folded)
{
	size_t i = 0;

	if (word == NULL)
		return false;
	while (word[i] != '\0' && folded[i] != '\0') {
		const bool is_mark = word[i] == '_' || word[i] == '-';

		if (is_mark ? folded[i] != ' ' : folded[i] != word[i])
			return false;
		i++;
	}
	return word[i] == folded[i];
}

static bool
alias_fits(const char *aliases, const char *folded)
{
	const size_t len = strlen(folded);
	const char *at = aliases;

	while (*at != '\0') {
		const size_t alias_len = strcspn(at, "|");

		if (alias_len == len && memcmp(at, folded, len) == 0)
			return true;
		at += alias_len;
		at += *at == '|';
	}
	return false;
}

/*
 * Folded once for the process, which keeps them.  Without memory a name fits nothing, and is
 * refused as unknown.
 */
static char *names[ARRAY_LEN(rows)][2];
static once_flag names_once = ONCE_FLAG_INIT;

static void
names_fold(void)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		names[i][0] = text_fold(rows[i].vi, NULL);
		names[i][1] = text_fold(rows[i].en, NULL);
	}
}

static bool
name_fits(const char *name, const char *folded)
{
	return name != NULL && strcmp(name, folded) == 0;
}

static const struct indicator *
by_folded(const char *folded)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (word_fits(rows[i].code, folded) || word_fits(rows[i].option, folded) ||
		    alias_fits(rows[i].aliases, folded))
			return &rows[i];
	call_once(&names_once, names_fold);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (name_fits(names[i][0], folded) || name_fits(names[i][1], folded))
			return &rows[i];
	return NULL;
}

const struct indicator *
catalogue_by_header(const char *header)
{
	char *folded = text_fold(header, NULL);
	const struct indicator *found = NULL;

	if (folded != NULL && folded[0] != '\0')
		found = by_folded(folded);
	free(folded);
	return found;
}

const struct indicator *
catalogue_all(size_t *ret_n)
{
	*ret_n = ARRAY_LEN(rows);
	return rows;
}

bool
catalogue_is_reportable(uint32_t ind)
{
	return ind < IND_SYSTEM_FIRST && catalogue_by_ind(ind) != NULL;
}

char
catalogue_letter(uint32_t ind)
{
	/* Where each letter begins. */
	static const struct {
		uint32_t from;
		char letter;
	} begins[] = {{IND_SYSTEM_FIRST, 'S'}, {1500, 'J'}, {1300, 'I'}, {1200, 'H'}, {1100, 'G'},
	    {1000, 'F'}, {140, 'E'}, {40, 'D'}, {20, 'C'}, {0, 'B'}};
	size_t i = 0;

	while (ind < begins[i].from)
		i++;
	return begins[i].letter;
}
