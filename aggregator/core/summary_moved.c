/*
 * Drives that were planned in the period and are held, or planned by now, in another plan year:
 * they count there, and are none of the planned ones here (product.md 2).
 */
#include "core/campaign.h"
#include "core/summary.h"

/* The day on which it counts: held, else planned by now, as the list of drives has it. */
static day_t
counted_day(const struct core *c, const struct drive *d)
{
	struct result_told told;

	result_told(c, d, &told);
	return told.newest != NULL ? told.newest->to : d->to;
}

static bool
is_of(const struct core *c, const struct scope *s, const struct drive *d)
{
	return d->planned && d->state != DRIVE_CANCELLED &&
	    (d->state != DRIVE_DRAFT || s->drafts) && d->planned_day >= s->period.from &&
	    d->planned_day <= s->period.to && schedule_counted_year(c, d, counted_day(c, d)) != 0 &&
	    summary_is_under(c, s, d->org, d->planned_day) &&
	    (s->campaign == 0 || campaign_has_drive(c, d, s->campaign));
}

static struct row *
row_of(const struct core *c, const struct scope *s, const struct summary_rows_of *of,
    const struct drive *d)
{
	if (!of->by_month)
		return summary_row_of(c, s, of->w, of->at, d->org);
	for (uint32_t i = 0; i < of->w->n; i++)
		if (day_month(of->w->rows[i].day) == day_month(d->planned_day))
			return &of->w->rows[i];
	return NULL;
}

void
summary_moved(const struct core *c, const struct scope *s, const struct summary_rows_of *of,
    struct row *total)
{
	for (uint32_t i = 0; i < plan_moved_count(c->plan); i++) {
		const struct drive *d = plan_moved_at(c->plan, i);
		struct row *row;

		if (!is_of(c, s, d))
			continue;
		total->drives_moved++;
		row = row_of(c, s, of, d);
		if (row != NULL)
			row->drives_moved++;
	}
}
