/* Summaries: totals of one organisation and period, row by row, in pages. */
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "core/campaign.h"
#include "core/draft.h"
#include "core/measure.h"
#include "core/stock.h"
#include "core/summary.h"

static bool
rows_of(const struct core *c, const struct scope *s, const struct summary_request *q,
    const struct summary_whole *whole, struct answer *w, struct err *err)
{
	switch (q->by) {
	case BY_MONTH:
		return summary_by_month(c, s, w, err);
	case BY_SECTOR:
	case BY_CAMPAIGN:
		return summary_by_word(c, s, q->by, whole, w, err);
	case BY_DRIVE:
		return summary_by_drive(c, s, w, err);
	case BY_LEVEL:
		return summary_by_level(c, s, q->level, whole, w, err);
	case BY_INDICATOR:
		return summary_by_indicator(whole, w, err);
	case BY_EXECUTING:
		return summary_by_executing(c, s, whole, w, err);
	default:
		return summary_by_child(c, s, whole, w, err);
	}
}

/* ---- pages */

/* What stands around the rows: hashes, the period, two names, and the total with its tags. */
#define ROWS_FIXED_BYTES (2048 + WIRE_OTHER_DAYS_MAX * (WIRE_NAME_BYTES_MAX + 64))

void
core_summary_page(const struct rows *whole, uint32_t page, struct rows *ret)
{
	const size_t room =
	    WIRE_REPLY_BYTES_MAX - ROWS_FIXED_BYTES - answer_row_bytes(&whole->total);
	uint32_t from = 0, n = 0;

	for (uint32_t at = 0; at <= page; at++) {
		size_t bytes = 0;

		from += n;
		for (n = 0; n < WIRE_ROWS_PAGE && from + n < whole->rows_n; n++) {
			bytes += answer_row_bytes(&whole->rows[from + n]);
			if (bytes > room)
				break;
		}
		if (n == 0)
			break;
	}
	*ret = *whole;
	ret->arena = NULL;
	ret->rows = n == 0 ? NULL : whole->rows + from;
	ret->rows_n = n;
	ret->next_page = from + n < whole->rows_n ? page + 1 : 0;
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
	const struct row total = ret->total;

	*ret = (struct rows){.as_of_batch = c->n,
	    .root = c->head.head,
	    .epoch = c->epoch,
	    .period = {.text = period_text(w, s, q->period),
		.kind = period_kind_name(s->period.kind),
		.from = s->period.from,
		.to = s->period.to,
		.open = s->period.kind == PERIOD_OPEN},
	    .basis = summary_basis_text(w, s),
	    .org = answer_text(w, core_org_code(c, s->org, summary_names_day(s))),
	    .org_name = answer_text(w, core_org_name(c, s->org, summary_names_day(s))),
	    .rows = w->rows,
	    .rows_n = w->n,
	    .total = total,
	    .at_ms = c->head.at_ms};
}

static bool
answer_make(const struct core *c, const struct scope *s, const struct summary_request *q,
    struct answer *w, struct rows *ret, struct err *err)
{
	const struct summary_stay whole = {.org = s->org};
	struct scope of_rows = *s;
	struct pairs sum = {0};

	ret->total = (struct row){.key = "total", .org = "", .name = "", .kind = "", .state = ""};
	const bool ok = summary_org_row(c, s, &whole, w, &ret->total, &sum, err) &&
	    summary_program(c, s, &of_rows.program, err) &&
	    rows_of(c, &of_rows, q,
		&(const struct summary_whole){.total = &ret->total, .sum = &sum}, w, err) &&
	    summary_expected(c, s, w, q->by, &ret->total, err) &&
	    summary_targets(c, s, w, &ret->total, err) && answer_ok(w, err);
	pairs_free(&sum);
	if (!ok)
		return false;
	result_fill(c, s, q, w, ret);
	return summary_other_days(c, s, q->period, w, ret, err) && answer_ok(w, err);
}

bool
core_summary_whole(const struct core *c, const struct key_info *who,
    const struct summary_request *q, int64_t now_ms, struct rows *ret, struct err *err)
{
	struct scope s = {.drafts = q->drafts};
	struct rollup campaign = {.orgs = NULL}, draft = {.orgs = NULL};
	struct stock *stock = NULL;
	struct measuring measuring;
	struct grace *grace = NULL;
	struct answer w;

	if (!summary_basis_day(q->basis, &s, err) ||
	    !answer_scope(c, who, q->org, q->period, now_ms, &s, err) ||
	    !summary_basis_map(c, q->basis, &s, err) || !answer_begin(&w, err))
		return false;
	bool ok = stock_new(c, &s, &stock, err) && summary_grace_new(c, &s, &grace, err) &&
	    (s.campaign == 0 || campaign_rollup(c, &s, &campaign, err)) &&
	    (!s.drafts || draft_rollup(c, &s, &draft, err));
	measure_begin(&measuring, c, s.today);
	s.measuring = &measuring;
	s.stock = stock;
	s.grace = grace;
	if (s.campaign != 0)
		s.rollup = &campaign;
	if (s.drafts)
		s.draft = &draft;
	ok = ok && answer_make(c, &s, q, &w, ret, err);
	measure_free(&measuring);
	stock_free(stock);
	summary_grace_free(grace);
	rollup_free(&campaign);
	rollup_free(&draft);
	if (!ok) {
		answer_drop(&w);
		return false;
	}
	ret->arena = w.arena;
	return true;
}

bool
core_summary(const struct core *c, const struct key_info *who, const struct summary_request *q,
    int64_t now_ms, struct rows *ret, struct err *err)
{
	struct rows whole = {0};

	if (!core_summary_whole(c, who, q, now_ms, &whole, err))
		return false;
	core_summary_page(&whole, q->page, ret);
	ret->arena = whole.arena;
	return true;
}
