#include "review_changes.h"

#include <stdlib.h>
#include <string.h>

#include "history_rows.h"
#include "verify_grounds.h"

static bool
is_corrected(const struct report_row *row)
{
	return row->kind != KIND_SCHEDULE && row->action == ACTION_CORRECTION;
}

static bool
is_accepted(const struct reference *history, const struct name *name)
{
	char text[HISTORY_NAME_MAX];

	(void)history_rows_name(name, text);
	for (uint32_t i = 0; i < history->reports_n; i++) {
		const struct report_row *x = &history->reports[i];

		if (x->kind == KIND_REVIEW && strcmp(x->state, "accepted") == 0 &&
		    strcmp(x->other, text) == 0)
			return true;
	}
	return false;
}

bool
review_changes_was_approved(const struct reference *history, uint32_t i)
{
	const struct report_row *before;

	/* Versions stand newest first: each one before is further down. */
	while ((before = history_rows_before(history, i)) != NULL) {
		if (is_accepted(history, &before->name))
			return true;
		i = (uint32_t)(before - history->reports);
	}
	return false;
}

/* NULL texts and no error: its history does not say. */
static bool
history_take(struct ask *a, const struct report_row *row, uint64_t batch, struct review_change *ret,
    struct err *err)
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
		ret->text = strdup(history_rows_says(&history.all, i, text));
		ret->again = review_changes_was_approved(&history.all, i);
		ok = ret->text != NULL || err_set(err, ERR_MEMORY, "review");
		break;
	}
	ask_reference_free(&history);
	return ok;
}

/* The queue has the reason of a review alone: the correction's stands in its entry. */
static bool
reason_take(struct verify_grounds *g, const struct report_row *row, char **ret, struct err *err)
{
	struct verify_entry e;

	if (row->reason[0] != '\0' || !verify_grounds_entry(g, &row->name, &e, NULL) ||
	    e.r->reason[0] == '\0')
		return true;
	*ret = strdup(e.r->reason);
	return *ret != NULL || err_set(err, ERR_MEMORY, "review");
}

static bool
changes_ask(struct ask *a, const struct profile *p, const struct reference *queue,
    struct review_change *list, struct err *err)
{
	struct verify_grounds g = {.ask = a, .profile = p};
	uint32_t asked = 0;
	bool ok = true;

	for (uint32_t i = 0; ok && i < queue->reports_n && asked < REVIEW_CHANGES_MAX; i++) {
		const struct report_row *row = &queue->reports[i];

		if (!is_corrected(row))
			continue;
		asked++;
		ok = history_take(a, row, queue->as_of_batch, &list[i], err) &&
		    reason_take(&g, row, &list[i].reason, err);
	}
	verify_grounds_free(&g);
	return ok;
}

bool
review_changes_ask(
    struct cli *cli, const struct reference *queue, struct review_change **ret, struct err *err)
{
	struct review_change *list = calloc((size_t)queue->reports_n + 1, sizeof(*list));
	struct ask *a = NULL;
	bool ok;

	if (list == NULL)
		return err_set(err, ERR_MEMORY, "review");
	ok = ask_open(&cli->profile, &a, err) && changes_ask(a, &cli->profile, queue, list, err);
	ask_close(a);
	if (!ok) {
		review_changes_free(list, queue->reports_n);
		return false;
	}
	*ret = list;
	return true;
}

void
review_changes_free(struct review_change *list, uint32_t n)
{
	for (uint32_t i = 0; list != NULL && i < n; i++) {
		free(list[i].text);
		free(list[i].reason);
	}
	free(list);
}
