#include "import_set.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"

#define FIRST_BLOCK_BYTES ((size_t)64 * 1024)

bool
import_set_init(struct import_set *set, struct err *err)
{
	*set = (struct import_set){.arena = arena_make(FIRST_BLOCK_BYTES, IMPORT_BYTES_MAX)};
	return set->arena != NULL || err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
}

void
import_set_free(struct import_set *set)
{
	if (set == NULL)
		return;
	arena_free(set->arena);
	free(set->reports);
	free(set->rows);
	free(set->refused);
	free(set->totals);
	free(set->notes);
	*set = (struct import_set){.arena = NULL};
}

/* Room for one more of ${size} bytes in ${*at}. */
static bool
room(void **at, size_t n, size_t *cap, size_t size, struct err *err)
{
	const size_t want = *cap == 0 ? 256 : *cap * 2;
	void *grown;

	if (n < *cap)
		return true;
	grown = reallocarray(*at, want, size);
	if (grown == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
	*at = grown;
	*cap = want;
	return true;
}

bool
import_set_add(struct import_set *set, const struct report *r, size_t row, struct err *err)
{
	void *reports = set->reports, *rows = set->rows;
	size_t rows_cap = set->reports_cap;

	if (set->reports_n == IMPORT_REPORTS_MAX)
		return err_set(err, ERR_LIMIT,
		    TR("một tệp có tối đa %u mục", "a file holds at most %u entries"),
		    IMPORT_REPORTS_MAX);
	if (!room(&rows, set->reports_n, &rows_cap, sizeof(*set->rows), err))
		return false;
	set->rows = rows;
	if (!room(&reports, set->reports_n, &set->reports_cap, sizeof(*set->reports), err))
		return false;
	set->reports = reports;
	set->reports[set->reports_n] = *r;
	set->rows[set->reports_n++] = row;
	return true;
}

bool
import_set_refuse(struct import_set *set, size_t row, const struct err *why, struct err *err)
{
	const size_t len = strlen(why->text);
	void *refused = set->refused;
	char *text;

	if (!room(&refused, set->refused_n, &set->refused_cap, sizeof(*set->refused), err))
		return false;
	set->refused = refused;
	text = arena_take(set->arena, len + 1);
	if (text == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
	memcpy(text, why->text, len + 1);
	set->refused[set->refused_n++] =
	    (struct import_refusal){.row = row, .code = why->code, .text = text};
	return true;
}

bool
import_set_once(struct import_set *set, size_t rows, struct err *err)
{
	bool *seen = calloc(rows + 1, sizeof(*seen));
	size_t kept = 0;

	if (seen == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
	for (size_t i = 0; i < set->refused_n; i++) {
		const struct import_refusal *r = &set->refused[i];

		if (r->row < rows && seen[r->row])
			continue;
		seen[r->row < rows ? r->row : rows] = true;
		set->refused[kept++] = *r;
	}
	set->refused_n = kept;
	free(seen);
	return true;
}

bool
import_set_total(struct import_set *set, const struct import_total *t, struct err *err)
{
	void *totals = set->totals;

	if (!room(&totals, set->totals_n, &set->totals_cap, sizeof(*set->totals), err))
		return false;
	set->totals = totals;
	set->totals[set->totals_n++] = *t;
	return true;
}

bool
import_set_note(
    struct import_set *set, size_t row, const char *code, struct err *err, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	void *notes = set->notes;
	va_list args;
	char *kept;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (!room(&notes, set->notes_n, &set->notes_cap, sizeof(*set->notes), err))
		return false;
	set->notes = notes;
	kept = arena_take(set->arena, strlen(text) + 1);
	if (kept == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
	memcpy(kept, text, strlen(text) + 1);
	set->notes[set->notes_n++] = (struct import_note){.row = row, .code = code, .text = kept};
	return true;
}

bool
import_set_sort(struct import_set *set, unsigned (*rank)(const struct report *r), struct err *err)
{
	struct import_set sorted = {.arena = NULL};
	unsigned rank_max = 0;
	bool ok = true;

	for (size_t i = 0; i < set->reports_n; i++)
		rank_max = rank(&set->reports[i]) > rank_max ? rank(&set->reports[i]) : rank_max;
	for (unsigned k = 0; k <= rank_max && ok; k++)
		for (size_t i = 0; i < set->reports_n && ok; i++)
			if (rank(&set->reports[i]) == k)
				ok = import_set_add(&sorted, &set->reports[i], set->rows[i], err);
	if (ok) {
		free(set->reports);
		free(set->rows);
		set->reports = sorted.reports;
		set->rows = sorted.rows;
		set->reports_cap = sorted.reports_cap;
	} else {
		free(sorted.reports);
		free(sorted.rows);
	}
	return ok;
}
