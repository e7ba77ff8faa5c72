/*
 * What stands beside a total: the organisation's own targets of other measures than units, with
 * what was done of each, and what plan years of their own leave out.
 */
#include "core/campaign.h"
#include "core/measure.h"
#include "core/summary.h"

static bool
is_beside(const struct core *c, const struct scope *s, const struct target_line *line)
{
	const struct target *t = &line->t;

	return !line->withdrawn && t->measure != MEASURE_UNITS && t->drive[0] == '\0' &&
	    (!t->draft || s->drafts) && t->from >= s->period.from && t->to <= s->period.to &&
	    campaign_has_line(c, s, line);
}

/* Of units, in two plan years of its organisation: within none of them, so nowhere counted. */
static bool
is_of_no_year(const struct core *c, const struct scope *s, const struct target_line *line)
{
	const struct target *t = &line->t;
	day_t from = 0, to = 0;

	if (line->withdrawn || t->measure != MEASURE_UNITS || t->drive[0] != '\0' ||
	    t->campaign[0] != '\0' || (t->draft && !s->drafts) || t->to < s->period.from ||
	    t->from > s->period.to || (t->from >= s->period.from && t->to <= s->period.to))
		return false;
	(void)period_plan_year_of(
	    t->from, plan_year_start(c->plan, c->orgs, line->org, t->from), &from, &to);
	return t->to > to;
}

/*
 * Another document's for just the period, of another amount than the one that stands: of the same
 * line said twice only one counts.
 */
static bool
is_put_aside(const struct core *c, const struct scope *s, const struct row *total,
    const struct target_line *line)
{
	const struct target *t = &line->t;
	const bool own = total->target_own;
	const int64_t value = own ? total->target_units : total->control_units;
	const enum qualifier kind = own ? total->target_qualifier : total->control_qualifier;

	return (own || total->has_control) && !line->withdrawn && t->measure == MEASURE_UNITS &&
	    t->drive[0] == '\0' && t->sector[0] == '\0' && (!t->draft || s->drafts) &&
	    t->assigned != ASSIGNED_SELF && t->from == s->period.from && t->to == s->period.to &&
	    plan_campaign_number(c->plan, t->campaign) == s->campaign &&
	    (t->value != value || t->qualifier != kind);
}

bool
summary_other_days(const struct core *c, const struct scope *s, const char *text, struct answer *w,
    struct rows *ret, struct err *err)
{
	struct other_days *rows = NULL;
	const day_t on = s->to < s->today ? s->to : s->today;
	org_t org = 0;

	if (s->period.kind == PERIOD_CAMPAIGN || s->period.kind == PERIOD_ROUND)
		return true;
	while (
	    ret->other_days_n < WIRE_OTHER_DAYS_MAX && (org = plan_year_after(c->plan, org)) != 0) {
		struct period p;

		if (org == s->org || !orgs_is_above(c->orgs, s->org, org, on))
			continue;
		if (!plan_period(c->plan, c->orgs, org, text, s->today, &p, err))
			return false;
		if (p.from == s->period.from && p.to == s->period.to)
			continue;
		if (rows == NULL)
			rows = answer_take(w, WIRE_OTHER_DAYS_MAX, sizeof(*rows));
		if (rows == NULL)
			return true;
		ret->other_days = rows;
		rows[ret->other_days_n++] =
		    (struct other_days){.org = answer_text(w, core_org_code(c, org, on)),
			.org_name = answer_text(w, core_org_name(c, org, on)),
			.from = p.from,
			.to = p.to};
	}
	return true;
}

bool
summary_targets(const struct core *c, const struct scope *s, struct answer *w, struct row *total,
    struct err *err)
{
	const struct target_line *line = NULL;
	struct target_row *rows = NULL;
	struct measuring m;
	bool ok = true;

	measure_begin(&m, c, s->today);
	for (uint32_t i = 0; ok && (line = plan_target_at(c->plan, s->org, i)) != NULL; i++) {
		if ((!is_beside(c, s, line) && !is_of_no_year(c, s, line) &&
			!is_put_aside(c, s, total, line)) ||
		    total->targets_n == WIRE_ROW_TARGETS_MAX)
			continue;
		if (rows == NULL)
			rows = answer_take(w, WIRE_ROW_TARGETS_MAX, sizeof(*rows));
		ok = rows == NULL || measure_row(&m, line, w, &rows[total->targets_n], err);
		total->targets = rows;
		total->targets_n += rows != NULL;
	}
	measure_free(&m);
	return ok;
}
