#include "app_history.h"

#include <stdlib.h>
#include <string.h>

#include "app_ledger.h"

struct reading {
	struct app_history *h;
	const struct core *core;
	const uint32_t *row_of; /* of each name asked for */
};

/* What the report that a row names said. */
static void
row_fill(struct report_row *row, const struct report *r)
{
	row->reason = r->reason;
	if (r->kind == KIND_RESULT && row->kind == KIND_RESULT)
		row->result = r->u.result;
	else if (r->kind == KIND_ACTIVITY)
		row->activity = r->u.activity;
	else if (r->kind == KIND_REVIEW)
		row->reason = r->u.review.reason; /* it took the collector's counts */
	else if (r->kind == KIND_LOCK)
		row->reason = r->u.lock.reason;
}

static bool
found(void *arg, const struct stored_receipt *s, struct err *err)
{
	const struct reading *at = arg;
	const uint32_t i = at->row_of[s->asked];
	struct report_row *row = &at->h->rows[i];
	struct key_info by = {.role = ROLE_NONE};

	if (!submission_decode(s->submission.body, s->submission.body_len, &at->h->bodies[i], err))
		return false;
	if (row->name.idx >= at->h->bodies[i]->reports_n)
		return err_set(err, ERR_BUG, "history: report %u", row->name.idx);
	row_fill(row, &at->h->bodies[i]->reports[row->name.idx]);
	(void)core_key_by_sign(at->core, s->submission.sign_key, &by);
	row->by_role = by.role;
	return true;
}

/* Reviews say all that they have. */
static uint32_t
names_of(
    const struct reference *r, const struct core *core, struct stored_name *names, uint32_t *row_of)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->reports_n; i++) {
		const struct report_row *row = &r->reports[i];

		if (row->kind == KIND_REVIEW)
			continue;
		names[n] = (struct stored_name){
		    .stream_no = core_stream_no(core, row->name.stream), .seq = row->name.seq};
		row_of[n++] = i;
	}
	return n;
}

bool
app_history_fill(struct app *a, const struct core *core, struct reference *r,
    struct app_history *ret, struct err *err)
{
	struct stored_name names[WIRE_ROWS_PAGE];
	uint32_t row_of[WIRE_ROWS_PAGE];
	uint64_t away_since_ms;

	*ret = (struct app_history){.n = r->reports_n};
	if (r->reports_n == 0)
		return true;
	if (!app_ledger_is_connected(a->ledger, &away_since_ms))
		return err_set(err, ERR_DB_AWAY, "%s", "");
	ret->rows = calloc(ret->n, sizeof(*ret->rows));
	ret->bodies = calloc(ret->n, sizeof(struct submission *));
	if (ret->rows == NULL || ret->bodies == NULL)
		return err_set(err, ERR_MEMORY, "a history");
	memcpy(ret->rows, r->reports, ret->n * sizeof(*ret->rows));
	r->reports = ret->rows;
	const struct stored_names asked = {.at = names, .n = names_of(r, core, names, row_of)};
	struct reading at = {.h = ret, .core = core, .row_of = row_of};
	if (reader_stored(app_ledger_reader(a->ledger), &asked, found, &at, err))
		return true;
	if (err->code == ERR_DB_AWAY)
		app_ledger_read_failed(a->ledger, a->now_ms, err);
	return false;
}

void
app_history_free(struct app_history *h)
{
	for (uint32_t i = 0; i < h->n && h->bodies != NULL; i++)
		submission_free(h->bodies[i]);
	free(h->bodies);
	free(h->rows);
	*h = (struct app_history){0};
}
