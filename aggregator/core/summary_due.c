/* What is due: drives that a round gives more time, and organisations that owe a first report. */
#include <stdio.h>
#include <string.h>

#include "core/summary.h"
#include "rules/catalogue.h"

/* ---- drives */

static bool
is_of(const struct core *c, const struct summary_part *part, const struct drive *d)
{
	const struct strings none = {.n = 0};

	if (part->view == VIEW_SECTOR && schedule_sector(c, "", d, d->org, d->to) != part->dim)
		return false;
	if (part->view == VIEW_CAMPAIGN && schedule_campaign(c, &none, d) != part->dim)
		return false;
	if (part->own)
		return d->org == part->org;
	return orgs_is_above(c->orgs, part->org, d->org, d->to) &&
	    (part->above == 0 || orgs_is_above(c->orgs, part->above, d->org, d->to));
}

static bool
is_waited_for(const struct core *c, const struct scope *s, const struct drive *d)
{
	const struct subject *x = NULL;

	if (!d->planned || d->state == DRIVE_DRAFT || d->state == DRIVE_CANCELLED ||
	    d->to < s->period.from || d->to > summary_overdue_day(s) ||
	    schedule_due(c, d, d->to) < s->today)
		return false;
	x = result_of_drive(c, d->key);
	return x == NULL || x->state != SUBJECT_FINAL;
}

void
summary_grace_take(
    const struct core *c, const struct scope *s, const struct summary_part *part, struct row *row)
{
	if (row->drives_missing == 0 || !plan_has_grace(c->plan, s->today))
		return;
	for (uint32_t i = 0; i < plan_drive_count(c->plan); i++) {
		const struct drive *d = plan_drive_at(c->plan, i);

		if (!is_waited_for(c, s, d) || !is_of(c, part, d))
			continue;
		row->drives_missing -= row->drives_missing > 0;
		row->drives_late -= row->drives_late > 0 && schedule_is_owed(c, d);
	}
}

/* ---- organisations */

/* The row of an organisation: of itself, of the child that it stands under, or none. */
static struct row *
row_of(const struct core *c, const struct scope *s, const struct answer *w, org_t org)
{
	org_t chain[ORGS_DEPTH_MAX];
	day_t first = 0, last = 0;
	char key[32];

	orgs_span(c->orgs, org, &first, &last);
	const uint32_t n = orgs_chain(c->orgs, org, s->to < last ? s->to : last, chain);
	for (uint32_t i = 0; i < w->n; i++) {
		if (org == s->org && strcmp(w->rows[i].kind, "self") == 0)
			return &w->rows[i];
		for (uint32_t k = 0; k + 1 < n && chain[k] != s->org; k++) {
			(void)snprintf(key, sizeof(key), "%d", chain[k]);
			if (chain[k + 1] == s->org && strcmp(w->rows[i].key, key) == 0)
				return &w->rows[i];
		}
	}
	return NULL;
}

bool
summary_expected(const struct core *c, const struct scope *s, const struct answer *w,
    struct row *total, struct err *err)
{
	struct expected_list list;

	if (!answer_expected(c, s, &list, err))
		return false;
	for (uint32_t i = 0; i < list.n; i++) {
		struct row *row = row_of(c, s, w, list.at[i].org);

		total->orgs_expected++;
		total->orgs_silent += list.at[i].silent;
		if (row != NULL) {
			row->orgs_expected++;
			row->orgs_silent += list.at[i].silent;
		}
	}
	answer_expected_free(&list);
	return true;
}
