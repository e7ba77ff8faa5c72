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

#define NAMES_MAX 1024 /* codes, options, names and aliases of all rows; a test finds each */

/*
 * Every folded name that a header may bear, in order, and whose it is.  Made once for the process,
 * which keeps it.  Without memory a name is missing, and is refused as unknown.
 */
static struct name {
	char *folded;
	const struct indicator *row;
} names[NAMES_MAX];
static size_t names_n;
static once_flag names_once = ONCE_FLAG_INIT;

static void
name_add(const struct indicator *row, char *folded)
{
	if (folded != NULL && names_n < NAMES_MAX)
		names[names_n++] = (struct name){folded, row};
	else
		free(folded);
}

static void
aliases_add(const struct indicator *row)
{
	for (const char *at = row->aliases; *at != '\0';) {
		const size_t len = strcspn(at, "|");

		name_add(row, strndup(at, len));
		at += len;
		at += *at == '|';
	}
}

static int
name_compare(const void *a, const void *b)
{
	return strcmp(((const struct name *)a)->folded, ((const struct name *)b)->folded);
}

static void
names_make(void)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		name_add(&rows[i], text_fold(rows[i].code, NULL));
		if (rows[i].option != NULL)
			name_add(&rows[i], text_fold(rows[i].option, NULL));
		name_add(&rows[i], text_fold(rows[i].vi, NULL));
		name_add(&rows[i], text_fold(rows[i].en, NULL));
		aliases_add(&rows[i]);
	}
	qsort(names, names_n, sizeof(names[0]), name_compare);
}

static const struct indicator *
by_folded(char *folded)
{
	const struct name key = {.folded = folded};
	const struct name *found;

	call_once(&names_once, names_make);
	found = bsearch(&key, names, names_n, sizeof(names[0]), name_compare);
	return found != NULL ? found->row : NULL;
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
