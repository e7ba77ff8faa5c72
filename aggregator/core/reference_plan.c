/* Reference data: target lines with what was done of each, campaigns, rounds, populations. */
#include <stdio.h>

#include "core/campaign.h"
#include "core/measure.h"
#include "core/reference.h"

/* ---- targets */

bool
reference_targets(
    const struct core *c, const struct scope *s, struct reference_page *p, struct err *err)
{
	struct measuring m;
	bool ok = true;

	measure_begin(&m, c, s->today);
	for (uint32_t i = 0; ok && i < plan_target_count(c->plan); i++) {
		const struct target_line *line = plan_target(c->plan, i);
		const struct target *t = &line->t;

		if (line->withdrawn || t->to < s->period.from || t->from > s->period.to ||
		    !core_reference_is_under(c, s, line->org, t->to) ||
		    !campaign_has_line(c, s, line))
			continue;
		struct target_row *row = core_reference_row(p);
		ok = row == NULL || measure_row(&m, line, &p->w, row, err);
	}
	measure_free(&m);
	return ok;
}

/* ---- campaigns */

void
reference_campaigns(const struct core *c, struct reference_page *p)
{
	for (int32_t i = 1; i <= plan_campaign_count(c->plan); i++) {
		struct campaign_entry *row = core_reference_row(p);

		if (row == NULL)
			continue;
		struct period period;
		char words[WIRE_CODE_BYTES_MAX + 16];
		(void)snprintf(words, sizeof(words), "campaign:%s", plan_campaign_code(c->plan, i));
		const bool dated =
		    plan_period(c->plan, c->orgs, orgs_root(c->orgs), words, 0, &period, NULL);
		*row = (struct campaign_entry){
		    .code = core_reference_text(p, plan_campaign_code(c->plan, i)),
		    .name = core_reference_text(p, plan_campaign_name(c->plan, i)),
		    .from = dated ? period.from : 0,
		    .to = dated ? period.to : 0,
		    .org = ""};
	}
}

/* ---- rounds */

/* The nation's, or one of an organisation that stands above or below. */
static bool
is_near(const struct core *c, const struct scope *s, const struct round_entry *r)
{
	org_t org = 0;

	if (r->org[0] == '\0')
		return true;
	org = orgs_by_code(c->orgs, r->org, r->from);
	if (org == 0)
		org = orgs_by_code_last(c->orgs, r->org);
	return org != 0 &&
	    (core_reference_is_under(c, s, org, r->from) ||
		orgs_is_above(c->orgs, org, s->org, r->from));
}

void
reference_rounds(const struct core *c, const struct scope *s, struct reference_page *p)
{
	for (uint32_t i = 0; i < plan_round_count(c->plan); i++) {
		const struct round_entry r = plan_round_at(c->plan, i);
		struct round_entry *row =
		    r.from <= s->period.to && r.cut_off >= s->period.from && is_near(c, s, &r)
		    ? core_reference_row(p)
		    : NULL;

		if (row == NULL)
			continue;
		*row = r;
		row->code = core_reference_text(p, r.code);
		row->name = core_reference_text(p, r.name);
		row->org = core_reference_text(p, r.org);
		row->addressee = core_reference_text(p, r.addressee);
	}
}

/* ---- populations */

void
reference_populations(const struct core *c, const struct scope *s, struct reference_page *p)
{
	for (uint32_t i = 0; i < plan_population_count(c->plan); i++) {
		org_t org = 0;
		const struct population_entry *e = plan_population_at(c->plan, i, &org);
		struct population_entry *row =
		    core_reference_is_under(c, s, org, e->day) ? core_reference_row(p) : NULL;

		if (row == NULL)
			continue;
		*row = *e;
		row->code = core_reference_text(p, e->code);
		row->source = core_reference_text(p, e->source);
	}
}
