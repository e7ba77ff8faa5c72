/* Which organisations a plan expects to report, and which of them have not. */
#include <stdlib.h>

#include "core/campaign.h"
#include "core/plan_impl.h"
#include "rules/catalogue.h"

enum { NOT_EXPECTED, BY_LINE, BY_OWN_DRIVE };

static bool
has_drive(const struct core *c, const struct scope *s, org_t org)
{
	const struct plan_planned *at = NULL;
	const uint32_t n = plan_planned_of(c->plan, org, s->period.from, s->to, &at);

	for (uint32_t i = 0; i < n; i++) {
		const struct drive *d = plan_drive_at(c->plan, at[i].at);
		const day_t day = schedule_day(c, d);

		if (day >= s->period.from && day <= s->to &&
		    (d->state == DRIVE_DRAFT ? s->drafts : schedule_is_expected(c, d)) &&
		    (s->campaign == 0 || campaign_has_drive(c, d, s->campaign)))
			return true;
	}
	return false;
}

/* The line of a drive that will not be, or nobody knows when, asks for no report. */
static bool
is_let_go(const struct core *c, const struct target_line *line)
{
	const struct drive *d =
	    line->t.drive[0] == '\0' ? NULL : plan_drive_const(c->plan, line->t.drive);

	return d != NULL && d->planned && d->state != DRIVE_DRAFT && !schedule_is_expected(c, d);
}

static bool
has_line(const struct core *c, const struct plan_org *of, const struct scope *s)
{
	for (uint32_t i = 0; i < utarray_len(&of->lines); i++) {
		const struct target_line *line = &plan_line_at(&of->lines, i)->pub;

		if (!line->withdrawn && (!line->t.draft || s->drafts) &&
		    line->t.from >= s->period.from && line->t.to <= s->period.to &&
		    campaign_has_line(c, s, line) && !is_let_go(c, line))
			return true;
	}
	return false;
}

static day_t
day_for(const struct core *c, const struct scope *s, org_t org)
{
	day_t first = 0, last = 0;

	orgs_span(c->orgs, org, &first, &last);
	return s->to < last ? s->to : last;
}

/* A line that places below share out is not itself expected to be reported on. */
static void
above_let_go(const struct core *c, const struct scope *s, uint8_t *why, org_t org)
{
	org_t chain[ORGS_DEPTH_MAX];
	const uint32_t n = orgs_chain(c->orgs, org, day_for(c, s, org), chain);

	for (uint32_t i = 1; i < n; i++)
		if (why[chain[i]] == BY_LINE)
			why[chain[i]] = NOT_EXPECTED;
}

/* What is owed for its own drives nobody below it has answered; a target they may. */
static bool
is_silent(const struct core *c, const struct scope *s, org_t org, bool own)
{
	const struct rollup_ask ask = {.org = org, .view = VIEW_CREDITED};
	bool (*const has)(const struct rollup *, const struct rollup_ask *, day_t, day_t,
	    uint32_t) = own ? rollup_has_own : rollup_has;

	return newest_of(c, org) == 0 ||
	    (!has(s->rollup, &ask, s->period.from, s->to, IND_SYS_REPORTS) &&
		!has(s->rollup, &ask, s->period.from, s->to, IND_SYS_DRIVES_REPORTED));
}

static void
list_make(
    const struct core *c, const struct scope *s, const uint8_t *why, struct expected_list *ret)
{
	const uint32_t orgs_n = orgs_count(c->orgs);

	for (org_t org = 1; (uint32_t)org <= orgs_n; org++)
		if (why[org] != NOT_EXPECTED)
			ret->at[ret->n++] = (struct expected){
			    .org = org, .silent = is_silent(c, s, org, why[org] == BY_OWN_DRIVE)};
}

bool
answer_expected(
    const struct core *c, const struct scope *s, struct expected_list *ret, struct err *err)
{
	const size_t orgs_n = (size_t)orgs_count(c->orgs) + 1;
	const bool has_begun = s->period.from <= s->today;
	uint8_t *why = calloc(orgs_n, 1);
	bool ok = false;

	*ret = (struct expected_list){.at = calloc(orgs_n, sizeof(*ret->at))};
	if (why == NULL || ret->at == NULL) {
		(void)err_set(err, ERR_MEMORY, "organisations");
		goto out;
	}
	for (const struct plan_org *of = c->plan->orgs; of != NULL && has_begun; of = of->hh.next)
		if (s->map != NULL
			? orgs_map_is_above(s->map, s->org, of->org)
			: orgs_is_above(c->orgs, s->org, of->org, day_for(c, s, of->org)))
			why[of->org] = has_drive(c, s, of->org) ? BY_OWN_DRIVE
			    : has_line(c, of, s)                ? BY_LINE
								: NOT_EXPECTED;
	for (org_t org = 1; (size_t)org < orgs_n; org++)
		if (why[org] != NOT_EXPECTED)
			above_let_go(c, s, why, org);
	list_make(c, s, why, ret);
	ok = true;
out:
	free(why);
	if (!ok)
		answer_expected_free(ret);
	return ok;
}

void
answer_expected_free(struct expected_list *l)
{
	free(l->at);
	*l = (struct expected_list){.at = NULL};
}
