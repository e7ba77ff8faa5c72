/* Rows by what stands below an organisation, and by month. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/stock.h"
#include "core/summary.h"

/* ---- below */

/* Of its own drives; what else the total is measured against is no row's. */
static bool
self_target(const struct core *c, const struct scope *s, struct target_answer *ret, struct err *err)
{
	const struct summary_counting counting = {.c = c, .s = s};
	const struct plan_question q = {.org = s->org,
	    .from = s->period.from,
	    .to = s->period.to,
	    .drafts = s->drafts,
	    .campaign = s->campaign,
	    .own_drives = true};

	return summary_target(&counting, &q, ret, err);
}

/* What is at the organisation itself. */
static bool
self_row(const struct core *c, const struct scope *s, struct pairs *rest, struct answer *w,
    struct err *err)
{
	const struct rollup_ask ask = {.org = s->org, .view = VIEW_CREDITED};
	struct target_answer target = {.has = false};
	struct pairs p = {0}, due = {0};
	const bool ok = summary_own_sum(s, &ask, s->to, &p, err) &&
	    stock_add(s->stock, s->org, true, &p, err) &&
	    summary_own_sum(s, &ask, summary_overdue_day(s), &due, err) &&
	    pairs_merge(rest, -1, &p, err) && self_target(c, s, &target, err);

	struct row *row = ok && (target.has || !pairs_is_empty(&p)) ? answer_row(w) : NULL;
	if (row != NULL) {
		answer_org(w, c, row, s->org, summary_names_day(s));
		answer_fill(w, row, &p);
		answer_target(row, &target);
		summary_outside(row, &target, &p);
		row->key = row->kind = "self";
		row->last_report_ms = 0; /* of the whole organisation */
		summary_overdue_add(row, &due);
		summary_grace_take(
		    c, s, &(const struct summary_part){.org = s->org, .own = true}, row);
	}
	pairs_free(&p);
	pairs_free(&due);
	return ok;
}

bool
summary_key_row(const struct core *c, const struct scope *s, const struct summary_stay *whose,
    struct pairs *rest, struct answer *w, struct err *err)
{
	struct row *row = answer_row(w);
	struct pairs p = {0};
	char key[32];

	if (row == NULL)
		return true;
	(void)snprintf(key, sizeof(key), "%d", whose->org);
	row->key = answer_text(w, key);
	const bool ok =
	    summary_org_row(c, s, whose, w, row, &p, err) && pairs_merge(rest, -1, &p, err);
	pairs_free(&p);
	return ok;
}

bool
summary_by_child(const struct core *c, const struct scope *s, const struct summary_whole *whole,
    struct answer *w, struct err *err)
{
	org_t *children = NULL;
	struct err why = {.code = ERR_OK};
	struct pairs rest = {0};

	const uint32_t n = summary_children(c, s, s->org, &children, &why);
	bool ok = (why.code == ERR_OK || err_set(err, why.code, "%s", why.text)) &&
	    pairs_merge(&rest, 1, whole->sum, err);
	for (uint32_t i = 0; i < n && ok; i++) {
		const struct summary_stay child = {.org = children[i], .above = s->org};

		ok = summary_key_row(c, s, &child, &rest, w, err);
	}
	ok = ok && summary_line_rows(c, s, &rest, w, err) && self_row(c, s, &rest, w, err);
	if (ok)
		summary_rest_row(w, whole->total, &rest);
	/* Where nothing stands below, the total says it all. */
	if (n == 0 && w->n == 1 && strcmp(w->rows[0].kind, "self") == 0)
		w->n = 0;
	free(children);
	pairs_free(&rest);
	return ok;
}

/* ---- by month */

static bool
month_row(
    const struct core *c, const struct scope *s, int32_t month, struct answer *w, struct err *err)
{
	const struct summary_stay whose = {.org = s->org};
	const struct civil civil = day_to_civil(day_of_month(month));
	const day_t first = day_of_month(month), last = day_of_month(month + 1) - 1;
	struct scope one = *s;
	struct row *row = answer_row(w);
	struct stock *stock = NULL;
	struct pairs p = {0};
	char text[32];

	if (row == NULL)
		return true;
	one.period.from = first > s->period.from ? first : s->period.from;
	one.period.to = one.to = last < s->to ? last : s->to;
	bool ok = stock_new(c, &one, &stock, err);
	one.stock = stock;
	ok = ok && summary_org_row(c, &one, &whose, w, row, &p, err);
	stock_free(stock);
	(void)snprintf(text, sizeof(text), "%04d-%02d", civil.year, civil.month);
	row->key = answer_text(w, text);
	(void)snprintf(text, sizeof(text), "%02d/%04d", civil.month, civil.year);
	row->name = answer_text(w, text);
	row->kind = "month";
	row->last_report_ms = 0; /* of the organisation, whenever its days were */
	row->day = one.period.from;
	pairs_free(&p);
	return ok;
}

bool
summary_by_month(const struct core *c, const struct scope *s, struct answer *w, struct err *err)
{
	for (int32_t m = day_month(s->period.from); m <= day_month(s->to); m++)
		if (!month_row(c, s, m, w, err))
			return false;
	return true;
}
