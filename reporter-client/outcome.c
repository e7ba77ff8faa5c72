#include "outcome.h"

#include <string.h>

struct reading {
	outcome_fn *each;
	void *cookie;
	struct outcome *o;
	size_t index;
};

static bool
take(struct reading *g, const struct verdict *v, struct err *err)
{
	if (receipt_accepts(v->code)) {
		g->o->accepted++;
		g->o->after_lock += v->code == ERR_AFTER_LOCK;
	} else if (v->code == ERR_ALREADY) {
		g->o->already++;
	} else if (err_is_retry(v->code)) {
		g->o->waiting++;
	} else {
		if (g->o->first.code == ERR_OK)
			(void)err_set(&g->o->first, v->code, "%s", v->detail);
		g->o->refused++;
	}
	return g->each == NULL || g->each(g->cookie, g->index++, v, err);
}

/* The same for every report of a row that has no verdicts of its own. */
static bool
take_all(struct reading *g, const struct outbox_row *row, enum err_code code, struct err *err)
{
	const struct verdict v = {.code = code, .detail = row->detail};

	for (uint32_t i = 0; i < row->reports_n; i++)
		if (!take(g, &v, err))
			return false;
	return true;
}

static bool
take_receipt(struct reading *g, const struct outbox_row *row, struct err *err)
{
	struct receipt *r = NULL;
	bool ok = true;

	if (!receipt_decode(row->receipt, row->receipt_len, &r, err))
		return false;
	if (r->stored) {
		g->o->batch = r->row.n;
		g->o->at_ms = r->row.at_ms;
		g->o->root = r->head.head;
	}
	if (r->verdicts_n != row->reports_n)
		ok = take_all(g, row, row->code != ERR_OK ? row->code : ERR_MALFORMED, err);
	for (uint32_t i = 0; i < r->verdicts_n && r->verdicts_n == row->reports_n && ok; i++)
		ok = take(g, &r->verdicts[i], err);
	receipt_free(r);
	return ok;
}

bool
outcome_read(const struct outbox_rows *rows, outcome_fn *each, void *cookie, struct outcome *ret,
    struct err *err)
{
	struct outcome o = {.accepted = 0};
	struct reading g = {.each = each, .cookie = cookie, .o = &o};

	for (size_t i = 0; i < rows->n; i++) {
		const struct outbox_row *row = &rows->at[i];
		const bool answered =
		    row->state == OUTBOX_DELIVERED || row->state == OUTBOX_REFUSED;
		bool ok;

		if (answered && row->receipt != NULL)
			ok = take_receipt(&g, row, err);
		else if (answered || row->state == OUTBOX_PARKED)
			ok = take_all(&g, row, row->code, err);
		else
			ok = take_all(&g, row, ERR_AWAY, err);
		if (!ok)
			return false;
	}
	*ret = o;
	return true;
}

enum err_code
outcome_stuck(uint64_t waiting, enum err_code link)
{
	return waiting > 0 && !err_is_retry(link) ? link : ERR_OK;
}
