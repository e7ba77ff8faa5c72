#include "summary_codes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static int
by_code(const void *a, const void *b)
{
	const struct row *const *x = a, *const *y = b;
	const int order = strcmp((*x)->org, (*y)->org);

	return order != 0
	    ? order
	    : ((*x)->valid_from > (*y)->valid_from) - ((*x)->valid_from < (*y)->valid_from);
}

/* Two rows of one code are two organisations when they do not begin on one day. */
static void
mark(struct summary_codes *s, const struct row *const *sorted, uint32_t n)
{
	for (uint32_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && strcmp(sorted[to]->org, sorted[from]->org) == 0; to++)
			continue;
		if (sorted[from]->org[0] == '\0' ||
		    sorted[from]->valid_from == sorted[to - 1]->valid_from)
			continue;
		for (uint32_t i = from; i < to; i++)
			s->is_shared[sorted[i] - s->r->rows] = true;
	}
}

bool
summary_codes_make(const struct rows *r, struct summary_codes *ret, struct err *err)
{
	const struct row **sorted = calloc((size_t)r->rows_n + 1, sizeof(const struct row *));

	*ret = (struct summary_codes){
	    .r = r, .is_shared = calloc((size_t)r->rows_n + 1, sizeof(*ret->is_shared))};
	if (sorted == NULL || ret->is_shared == NULL) {
		free(sorted);
		summary_codes_free(ret);
		return err_set(err, ERR_MEMORY, "summary");
	}
	for (uint32_t i = 0; i < r->rows_n; i++)
		sorted[i] = &r->rows[i];
	qsort(sorted, r->rows_n, sizeof(const struct row *), by_code);
	mark(ret, sorted, r->rows_n);
	free(sorted);
	return true;
}

void
summary_codes_free(struct summary_codes *s)
{
	free(s->is_shared);
	s->is_shared = NULL;
}

/* The total is none of them. */
static bool
is_row(const struct rows *r, const struct row *row)
{
	return r->rows_n > 0 && row >= r->rows && row < r->rows + r->rows_n;
}

const char *
summary_codes_text(
    const struct summary_codes *s, const struct row *row, char buf[SUMMARY_CODES_TEXT_MAX])
{
	char day[DAY_TEXT_MAX];

	(void)text_copy(buf, SUMMARY_CODES_TEXT_MAX, row->org);
	if (!is_row(s->r, row) || !s->is_shared[row - s->r->rows])
		return buf;
	/* The version that is shown stands on the first day of both. */
	(void)snprintf(buf, SUMMARY_CODES_TEXT_MAX, "%s@%s", row->org,
	    day_iso(
		row->valid_from > s->r->period.from ? row->valid_from : s->r->period.from, day));
	return buf;
}
