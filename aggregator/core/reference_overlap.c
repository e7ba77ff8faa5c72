/*
 * Planned drives in each other's way ("chồng chéo"), for the committee to know: nothing waits for a
 * decision. Of two the later planned is the row; once both are reported there is nothing left to
 * plan.
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

/* Whose plan another office may not read is not named to it, not even as being in the way. */
struct seen {
	const struct core *c;
	const struct scope *s;
	const struct drive *d;
	bool is_reported; /* that drive; of the queue only */
};

static bool
is_seen(const void *arg, const struct drive *other)
{
	const struct seen *seen = arg;

	return orgs_may_read(seen->c->orgs, seen->s->reader, other->org);
}

static bool
is_to_plan(const void *arg, const struct drive *other)
{
	const struct seen *seen = arg;

	return is_seen(seen, other) && overlap_is_before(other, seen->d) &&
	    (!seen->is_reported || !is_reported(seen->c, other));
}

const struct drive *
reference_overlap_of(const struct core *c, const struct scope *s,
    const struct overlap_index *overlaps, const struct drive *d)
{
	const struct seen seen = {.c = c, .s = s, .d = d};

	return overlap_of(
	    overlaps, d, &(const struct overlap_filter){.takes = is_seen, .arg = &seen});
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
	const bool ok =
	    overlap_index(c->plan, c->orgs, (const day_t[]){s->period.from, s->to}, &overlaps, err);

	for (uint32_t i = 0; i < plan_drive_count(c->plan) && ok; i++) {
		const struct drive *d = plan_drive_at(c->plan, i);

		if (d->to < s->period.from || d->to > s->to ||
		    !core_reference_is_under(c, s, d->org, d->to))
			continue;
		const struct seen seen = {.c = c, .s = s, .d = d, .is_reported = is_reported(c, d)};
		const struct drive *other = overlap_of(&overlaps, d,
		    &(const struct overlap_filter){.takes = is_to_plan, .arg = &seen});
		if (other != NULL)
			overlap_put(c, d, other, p);
	}
	overlap_free(&overlaps);
	return ok;
}
