/* Summaries: totals of one organisation and period, row by row. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/answer.h"
#include "rules/catalogue.h"

/* Owed results whose deadline has passed, on top of those that came late. */
static bool
overdue_add(
    const struct core *c, const struct scope *s, org_t org, struct row *row, struct err *err)
{
	const day_t due = s->today - DRIVE_DUE_DAYS - 1;
	struct pairs p = {0};

	if (!rollup_sum(&c->rollup, org, VIEW_CREDITED, 0, s->period.from,
		s->to < due ? s->to : due, &p, err)) {
		pairs_free(&p);
		return false;
	}
	const int64_t owed =
	    pairs_value(&p, IND_SYS_DRIVES_OWED) - pairs_value(&p, IND_SYS_DRIVES_OWED_DONE);
	if (owed > 0)
		row->drives_late += (uint32_t)owed;
	pairs_free(&p);
	return true;
}

/* The newest report is shown where the period has one: beside "–" it would be another period's. */
static void
last_report_of(struct row *row)
{
	if (row->reports == 0 && row->counts.n == 0)
		row->last_report_ms = 0;
}

/* An organisation with everything below it. */
static bool
org_row(const struct core *c, const struct scope *s, org_t org, struct answer *w, struct row *row,
    struct err *err)
{
	struct target_answer target = {.has = false};
	struct pairs p = {0};
	const bool ok =
	    rollup_sum(&c->rollup, org, VIEW_CREDITED, 0, s->period.from, s->to, &p, err) &&
	    plan_target_of(
		c->plan, c->orgs, org, s->period.from, s->period.to, s->drafts, &target, err);

	if (ok) {
		answer_org(w, c, row, org, s->to);
		answer_fill(w, row, &p);
		answer_target(row, &target);
		last_report_of(row);
	}
	pairs_free(&p);
	return ok && overdue_add(c, s, org, row, err);
}

static int64_t
units_of(const struct row *row)
{
	for (uint32_t i = 0; i < row->counts.n; i++)
		if (row->counts.ind[i] == IND_BLOOD_UNITS)
			return row->counts.val[i];
	return 0;
}

/* What is at the organisation itself, so that the rows always sum to the total. */
static bool
self_row(const struct core *c, const struct scope *s, const struct row *total, struct answer *w,
    struct err *err)
{
	struct pairs p = {0};
	int64_t below = 0;

	for (uint32_t i = 0; i < w->n; i++)
		below += w->rows[i].has_target ? w->rows[i].target_units : 0;
	const bool has_target =
	    total->has_target && !total->target_own && total->target_units > below;
	if (!rollup_sum_own(&c->rollup, s->org, VIEW_CREDITED, 0, s->period.from, s->to, &p, err)) {
		pairs_free(&p);
		return false;
	}
	if ((p.n > 0 || has_target) && w->n > 0) {
		struct row *row = answer_row(w);

		if (row != NULL) {
			answer_org(w, c, row, s->org, s->to);
			answer_fill(w, row, &p);
			last_report_of(row);
			row->key = "self";
			row->kind = "self";
			row->has_target = has_target;
			row->target_units = has_target ? total->target_units - below : 0;
			row->target_draft = has_target && total->target_draft;
		}
	}
	pairs_free(&p);
	return true;
}

static bool
by_child(const struct core *c, const struct scope *s, const struct row *total, struct answer *w,
    struct err *err)
{
	org_t *children = NULL;
	struct err why = {.code = ERR_OK};
	bool ok = true;

	const uint32_t n = orgs_children(c->orgs, s->org, s->period.from, s->to, &children, &why);
	if (n == 0 && why.code != ERR_OK)
		return err_set(err, why.code, "%s", why.text);
	for (uint32_t i = 0; i < n && ok; i++) {
		struct row *row = answer_row(w);
		char key[32];

		if (row == NULL)
			break;
		(void)snprintf(key, sizeof(key), "%d", children[i]);
		row->key = answer_text(w, key);
		ok = org_row(c, s, children[i], w, row, err);
	}
	free(children);
	return ok && self_row(c, s, total, w, err);
}

static bool
by_month(const struct core *c, const struct scope *s, struct answer *w, struct err *err)
{
	for (int32_t m = day_month(s->period.from); m <= day_month(s->to); m++) {
		struct scope one = *s;
		struct row *row = answer_row(w);
		char key[32];
		const struct civil civil = day_to_civil(day_of_month(m));

		if (row == NULL)
			return true;
		one.period.from =
		    day_of_month(m) > s->period.from ? day_of_month(m) : s->period.from;
		one.to = day_of_month(m + 1) - 1 < s->to ? day_of_month(m + 1) - 1 : s->to;
		one.period.to = one.to;
		if (!org_row(c, &one, s->org, w, row, err))
			return false;
		(void)snprintf(key, sizeof(key), "%04d-%02d", civil.year, civil.month);
		row->key = answer_text(w, key);
		(void)snprintf(key, sizeof(key), "%02d/%04d", civil.month, civil.year);
		row->name = answer_text(w, key);
		row->kind = "month";
		row->day = one.period.from;
	}
	return true;
}

/* ---- by sector and by campaign: a view's rows, and what no row has */

struct dimension {
	enum view view;
	int32_t n;
	const char *kind;
	const char *(*code)(const struct plan *p, int32_t number);
	const char *(*name)(const struct plan *p, int32_t number);
	bool (*target)(const struct plan *p, const struct orgs *o, org_t org, int32_t number,
	    day_t from, day_t to, bool drafts, struct target_answer *ret, struct err *err);
};

static bool
dimension_row(const struct core *c, const struct scope *s, const struct dimension *d,
    int32_t number, struct pairs *rest, struct answer *w, struct err *err)
{
	struct target_answer target = {.has = false};
	struct pairs p = {0};
	bool ok = rollup_sum(&c->rollup, s->org, d->view, number, s->period.from, s->to, &p, err) &&
	    d->target(c->plan, c->orgs, s->org, number, s->period.from, s->period.to, s->drafts,
		&target, err);

	if (ok && (p.n > 0 || target.has)) {
		struct row *row = answer_row(w);

		if (row != NULL) {
			answer_fill(w, row, &p);
			answer_target(row, &target);
			row->key = answer_text(w, d->code(c->plan, number));
			row->name = answer_text(w, d->name(c->plan, number));
			row->kind = d->kind;
		}
		for (uint32_t i = 0; i < p.n; i++) {
			p.at[i].val = -p.at[i].val;
			p.at[i].carriers = -p.at[i].carriers;
		}
		ok = pairs_merge(rest, &p, err);
	}
	pairs_free(&p);
	return ok;
}

static bool
rest_is_empty(const struct pairs *p)
{
	for (uint32_t i = 0; i < p->n; i++)
		if (p->at[i].ind < IND_SYSTEM_FIRST && p->at[i].carriers > 0)
			return false;
	return true;
}

static bool
by_dimension(const struct core *c, const struct scope *s, const struct dimension *d,
    struct answer *w, struct err *err)
{
	struct pairs rest = {0};
	bool ok =
	    rollup_sum(&c->rollup, s->org, VIEW_CREDITED, 0, s->period.from, s->to, &rest, err);

	for (int32_t number = 1; number <= d->n && ok; number++)
		ok = dimension_row(c, s, d, number, &rest, w, err);
	if (ok && !rest_is_empty(&rest)) {
		struct row *row = answer_row(w);

		if (row != NULL) {
			answer_fill(w, row, &rest);
			row->key = "unassigned";
			row->kind = "unassigned";
		}
	}
	pairs_free(&rest);
	return ok;
}

static bool
rows_of(const struct core *c, const struct scope *s, enum by by, const struct row *total,
    struct answer *w, struct err *err)
{
	const struct dimension sector = {.view = VIEW_SECTOR,
	    .n = plan_sector_count(c->plan),
	    .kind = "sector",
	    .code = plan_sector_code,
	    .name = plan_sector_name,
	    .target = plan_target_of_sector};
	const struct dimension campaign = {.view = VIEW_CAMPAIGN,
	    .n = plan_campaign_count(c->plan),
	    .kind = "campaign",
	    .code = plan_campaign_code,
	    .name = plan_campaign_name,
	    .target = plan_target_of_campaign};

	switch (by) {
	case BY_MONTH:
		return by_month(c, s, w, err);
	case BY_SECTOR:
		return by_dimension(c, s, &sector, w, err);
	case BY_CAMPAIGN:
		return by_dimension(c, s, &campaign, w, err);
	case BY_DRIVE:
		return summary_by_drive(c, s, w, err);
	default:
		return by_child(c, s, total, w, err);
	}
}

static const char *
period_text(struct answer *w, const struct scope *s, const char *asked)
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX], text[2 * DAY_TEXT_MAX + 4];

	if (asked[0] != '\0')
		return answer_text(w, asked);
	(void)snprintf(
	    text, sizeof(text), "%s..%s", day_iso(s->period.from, from), day_iso(s->period.to, to));
	return answer_text(w, text);
}

static void
result_fill(const struct core *c, const struct scope *s, const struct summary_request *q,
    struct answer *w, struct rows *ret)
{
	const uint32_t from =
	    q->page > UINT32_MAX / WIRE_ROWS_PAGE ? UINT32_MAX : q->page * WIRE_ROWS_PAGE;
	const uint32_t left = from < w->n ? w->n - from : 0;
	const struct row total = ret->total;

	*ret = (struct rows){.as_of_batch = c->n,
	    .root = c->head.head,
	    .epoch = c->epoch,
	    .period = {.text = period_text(w, s, q->period),
		.kind = period_kind_name(s->period.kind),
		.from = s->period.from,
		.to = s->period.to,
		.open = s->period.kind == PERIOD_OPEN},
	    .basis = "recorded",
	    .org = answer_text(w, core_org_code(c, s->org, s->to)),
	    .org_name = answer_text(w, core_org_name(c, s->org, s->to)),
	    .rows = left == 0 ? NULL : w->rows + from,
	    .rows_n = left > WIRE_ROWS_PAGE ? WIRE_ROWS_PAGE : left,
	    .total = total,
	    .next_page = left > WIRE_ROWS_PAGE ? q->page + 1 : 0,
	    .at_ms = c->head.at_ms};
}

/*
 * Units of children without a target stand outside an allocated one (product.md 16), whatever the rows
 * of this answer are: the total's percentage is the same in every view.
 */
static bool
outside_add(const struct core *c, const struct scope *s, enum by by, const struct answer *w,
    struct row *total, struct err *err)
{
	const bool is_by_child = by == BY_CHILD || by == BY_NONE;
	struct answer children = {.n = 0};
	bool ok = true;

	if (!total->has_target || total->target_own)
		return true;
	if (!is_by_child)
		ok = answer_begin(&children, err) && by_child(c, s, total, &children, err);
	for (uint32_t i = 0; ok && i < (is_by_child ? w : &children)->n; i++) {
		const struct row *row = &(is_by_child ? w : &children)->rows[i];

		if (!row->has_target)
			total->outside_units += units_of(row);
	}
	answer_drop(&children);
	return ok;
}

bool
core_summary(const struct core *c, const struct key_info *who, const struct summary_request *q,
    int64_t now_ms, struct rows *ret, struct err *err)
{
	struct scope s = {.drafts = q->drafts};
	struct answer w;

	if (q->basis[0] != '\0' && strcmp(q->basis, "recorded") != 0)
		return err_set(err, ERR_USAGE, "basis %s", q->basis);
	if (!answer_scope(c, who, q->org, q->period, now_ms, &s, err) || !answer_begin(&w, err))
		return false;
	ret->total = (struct row){.key = "total", .org = "", .name = "", .kind = "", .state = ""};
	if (!org_row(c, &s, s.org, &w, &ret->total, err) ||
	    !rows_of(c, &s, q->by, &ret->total, &w, err) || !answer_ok(&w, err) ||
	    !outside_add(c, &s, q->by, &w, &ret->total, err)) {
		answer_drop(&w);
		return false;
	}
	result_fill(c, &s, q, &w, ret);
	if (!answer_ok(&w, err)) {
		answer_drop(&w);
		return false;
	}
	ret->arena = w.arena;
	return true;
}
