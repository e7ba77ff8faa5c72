/* Rows by sector and by campaign: a view's rows, and what no row has. */
#include <stdlib.h>

#include "core/summary.h"

struct dimension {
	enum view view;
	int32_t n;
	const char *kind;
	const char *(*code)(const struct plan *p, int32_t number);
	const char *(*name)(const struct plan *p, int32_t number);
};

static struct dimension
dimension_of(const struct core *c, enum by by)
{
	if (by == BY_SECTOR)
		return (struct dimension){.view = VIEW_SECTOR,
		    .n = plan_sector_count(c->plan),
		    .kind = "sector",
		    .code = plan_sector_code,
		    .name = plan_sector_name};
	return (struct dimension){.view = VIEW_CAMPAIGN,
	    .n = plan_campaign_count(c->plan),
	    .kind = "campaign",
	    .code = plan_campaign_code,
	    .name = plan_campaign_name};
}

static bool
overdue_add(const struct core *c, const struct scope *s, const struct rollup_ask *ask,
    struct row *row, struct err *err)
{
	struct pairs p = {0};
	const bool ok = summary_view_sum(c, s, ask, summary_overdue_day(s), &p, err);

	if (ok) {
		summary_overdue_add(row, &p);
		summary_grace_take(c, s,
		    &(const struct summary_part){
			.org = ask->org, .view = ask->view, .dim = ask->dim},
		    row);
	}
	pairs_free(&p);
	return ok;
}

static bool
word_row(const struct core *c, const struct scope *s, const struct dimension *d, int32_t number,
    struct pairs *rest, struct answer *w, struct err *err)
{
	/* Of the campaign that is the period, all that carries it, not only what has it first. */
	const bool is_period = d->view == VIEW_CAMPAIGN && s->campaign != 0;
	const struct rollup_ask ask = {.org = s->org,
	    .view = is_period ? VIEW_CREDITED : d->view,
	    .dim = is_period ? 0 : number};
	const struct plan_question q = {.org = s->org,
	    .from = s->period.from,
	    .to = s->period.to,
	    .drafts = s->drafts,
	    .sector = d->view == VIEW_SECTOR ? number : 0,
	    .campaign = d->view == VIEW_CAMPAIGN ? number : s->campaign,
	    .first_campaign = d->view == VIEW_CAMPAIGN && !is_period,
	    .map = s->map};
	const struct summary_counting counting = {
	    .c = c, .s = s, .is_campaign = d->view == VIEW_CAMPAIGN};
	struct target_answer target = {.has = false};
	struct pairs p = {0};
	bool ok = summary_view_sum(c, s, &ask, s->to, &p, err) &&
	    summary_target(&counting, &q, &target, err) && pairs_merge(rest, -1, &p, err);
	struct row *row = ok && (target.has || !pairs_is_empty(&p)) ? answer_row(w) : NULL;

	if (row != NULL) {
		answer_fill(w, row, &p);
		answer_target(row, &target);
		summary_outside(row, &target, &p);
		row->key = answer_text(w, d->code(c->plan, number));
		row->name = answer_text(w, d->name(c->plan, number));
		row->kind = d->kind;
		row->locked = lock_covers(c, s->org, s->period.from, s->to);
		ok = overdue_add(c, s, &ask, row, err);
	}
	pairs_free(&p);
	return ok;
}

bool
summary_by_word(const struct core *c, const struct scope *s, enum by by,
    const struct summary_whole *whole, struct answer *w, struct err *err)
{
	const struct dimension d = dimension_of(c, by);
	struct pairs rest = {0};
	bool ok = pairs_merge(&rest, 1, whole->sum, err);

	for (int32_t number = 1; number <= d.n && ok; number++)
		if (d.view != VIEW_CAMPAIGN || s->campaign == 0 || s->campaign == number)
			ok = word_row(c, s, &d, number, &rest, w, err);
	if (ok)
		summary_rest_row(w, whole->total, &rest);
	pairs_free(&rest);
	return ok;
}
