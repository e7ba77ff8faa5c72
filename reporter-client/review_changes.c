#include "review_changes.h"

#include <stdlib.h>
#include <string.h>

#include "history_rows.h"

static bool
is_corrected(const struct report_row *row)
{
	return row->kind != KIND_SCHEDULE && row->action == ACTION_CORRECTION;
}

/* "Đơn vị máu: 365 → 366"; the caller's.  NULL and no error: its history does not say. */
static bool
text_of(struct ask *a, const struct report_row *row, uint64_t batch, char **ret, struct err *err)
{
	const struct reference_request q = {.kind = REFERENCE_HISTORY,
	    .org = "",
	    .period = "",
	    .search = row->subject,
	    .as_of_batch = batch};
	struct ask_reference history = {.arenas_n = 0};
	char text[HISTORY_TEXT_MAX];
	bool ok = ask_reference(a, &q, &history, err);

	for (uint32_t i = 0; ok && i < history.all.reports_n; i++) {
		const struct report_row *x = &history.all.reports[i];

		if (x->name.seq != row->name.seq || x->name.idx != row->name.idx ||
		    memcmp(x->name.stream, row->name.stream, WIRE_STREAM_BYTES) != 0 ||
		    history_rows_before(&history.all, i) == NULL)
			continue;
		*ret = strdup(history_rows_says(&history.all, i, text));
		ok = *ret != NULL || err_set(err, ERR_MEMORY, "review");
		break;
	}
	ask_reference_free(&history);
	return ok;
}

static bool
texts_ask(struct ask *a, const struct reference *queue, char **texts, struct err *err)
{
	uint32_t asked = 0;

	for (uint32_t i = 0; i < queue->reports_n && asked < REVIEW_CHANGES_MAX; i++) {
		if (!is_corrected(&queue->reports[i]))
			continue;
		asked++;
		if (!text_of(a, &queue->reports[i], queue->as_of_batch, &texts[i], err))
			return false;
	}
	return true;
}

bool
review_changes_ask(struct cli *cli, const struct reference *queue, char ***ret, struct err *err)
{
	char **texts = calloc((size_t)queue->reports_n + 1, sizeof(*texts));
	struct ask *a = NULL;
	bool ok;

	if (texts == NULL)
		return err_set(err, ERR_MEMORY, "review");
	ok = ask_open(&cli->profile, &a, err) && texts_ask(a, queue, texts, err);
	ask_close(a);
	if (!ok) {
		review_changes_free(texts, queue->reports_n);
		return false;
	}
	*ret = texts;
	return true;
}

void
review_changes_free(char **texts, uint32_t n)
{
	for (uint32_t i = 0; texts != NULL && i < n; i++)
		free(texts[i]);
	free(texts);
}
