/*
 * Planned drives in each other's way ("chồng chéo"), for the committee to know: nothing waits for a decision.
 * Of two the later planned is the row; once both are reported there is nothing left to plan.
 */
#include "core/overlap.h"
#include "core/reference.h"

static bool
is_reported(const struct core *c, const struct drive *d)
{
	struct result_told told;

	result_told(c, d, &told);
	return told.is_answered;
}

static void
overlap_put(const struct core *c, const struct drive *d, const struct drive *other,
    struct reference_page *p)
{
	const struct subject *said = schedule_of_drive(c, d->key);
	struct report_row *row = core_reference_row(p);

	if (row == NULL)
		return;
	if (said != NULL) {
		row->batch = said->batch;
		row->at_ms = said->at_ms;
		row->by_org = core_reference_text(p, core_org_code(c, said->by_org, d->to));
	}
	row->name = d->name;
	row->kind = KIND_SCHEDULE;
	row->current = true;
	row->subject = core_reference_text(p, d->key);
	row->org_name = core_reference_text(p, core_org_name(c, d->org, d->to));
	row->state = "overlaps";
	row->other = core_reference_text(p, other->key);
	row->result.drive = row->subject;
	row->result.held_from = d->from;
	row->result.held_to = d->to;
}

bool
reference_overlaps(
    const struct core *c, const struct scope *s, struct reference_page *p, struct err *err)
{
	struct overlap_index overlaps;
	const bool ok = overlap_index(c->plan, s->period.from, s->to, &overlaps, err);

	for (uint32_t i = 0; i < plan_drive_count(c->plan) && ok; i++) {
		const struct drive *d = plan_drive_at(c->plan, i);
		const struct drive *other = d->to >= s->period.from && d->to <= s->to &&
			core_reference_is_under(c, s, d->org, d->to)
		    ? overlap_of(&overlaps, d)
		    : NULL;

		if (other != NULL && overlap_is_before(other, d) &&
		    (!is_reported(c, d) || !is_reported(c, other)))
			overlap_put(c, d, other, p);
	}
	overlap_free(&overlaps);
	return ok;
}
