/* What a result posts, by what became of it. */
#include <assert.h>
#include <string.h>

#include "core/state.h"
#include "rules/catalogue.h"

/* Views of a result, a row for each executing body, and the plan's places if those are others. */
static_assert(SUBJECT_ROWS_MAX >= 6 + WIRE_LIST_MAX, "a result's rows fit");
#define MARKS_MAX 3
static_assert(
    WIRE_PAIRS_MAX + 6 + MARKS_MAX <= CORE_PAIRS_MAX, "a report's pairs and the system's fit");

static void
pair_put(struct result_rows *out, uint32_t ind, int64_t val)
{
	out->ind[out->pairs_n] = ind;
	out->val[out->pairs_n++] = val;
}

/* Counts, then the system's own indicators, which are all larger. */
static void
pairs_of(const struct result *r, const struct subject *x, bool is_held, struct result_rows *out)
{
	const int64_t units = counts_value(&r->counts, IND_BLOOD_UNITS);

	for (uint32_t i = 0; i < r->counts.n; i++)
		pair_put(out, r->counts.ind[i], r->counts.val[i]);
	if (x->approved)
		pair_put(out, IND_SYS_APPROVED_UNITS, units);
	if (x->state == SUBJECT_FINAL)
		pair_put(out, IND_SYS_REPORTS, 1);
	else {
		pair_put(out, IND_SYS_INTERIM_REPORTS, 1);
		pair_put(out, IND_SYS_INTERIM_UNITS, units);
	}
	if (x->demo)
		pair_put(out, IND_SYS_DEMO, 1);
	if (r->drive[0] != '\0' && is_held)
		pair_put(out, IND_SYS_DRIVES_HELD, 1);
}

/*
 * A final result answers the plan's row; late after the day on which it was owed, or was
 * held.  What the committee took for another drive answers it, too, and is not late.
 */
static void
marks_of(const struct core *c, const struct result_told *told, const struct drive *d,
    const struct posted_row *planned, struct result_rows *out)
{
	const bool owed = subjects_row_has(planned, IND_SYS_DRIVES_OWED);
	const uint32_t pairs_n = out->pairs_n;

	pair_put(out, IND_SYS_DRIVES_REPORTED, 1);
	if (owed && told->newest != NULL &&
	    day_from_unix_ms(told->final_ms) > schedule_due(c, d, told->newest->to))
		pair_put(out, IND_SYS_DRIVES_LATE, 1);
	if (owed)
		pair_put(out, IND_SYS_DRIVES_OWED_DONE, 1);
	out->marks_n = out->pairs_n - pairs_n;
	out->pairs_n = pairs_n;
}

static void
row_put(struct result_rows *out, enum view view, const struct subject *x, int32_t dim)
{
	out->row[out->n++] = (struct posted_row){.view = (uint8_t)view,
	    .org = x->org,
	    .dim = dim,
	    .day = x->to,
	    .n = out->pairs_n,
	    .ind = out->ind,
	    .val = out->val};
}

/* The marks stand where the plan's row stands, so that reported never exceeds planned anywhere. */
static void
marks_put(struct result_rows *out, const struct posted_row *planned)
{
	for (uint32_t i = 0; i < out->n; i++) {
		struct posted_row *row = &out->row[i];

		if (row->view == planned->view && row->org == planned->org &&
		    row->dim == planned->dim && row->day == planned->day) {
			row->n = out->pairs_n + out->marks_n;
			return;
		}
	}
	struct posted_row *row = &out->row[out->n++];
	*row = *planned;
	row->n = out->marks_n;
	row->ind = out->ind + out->pairs_n;
	row->val = out->val + out->pairs_n;
}

/*
 * Shares of more than there is: the count is another's by now (the collector's), and they are not
 * of it.
 */
static bool
shares_exceed(const struct result *r)
{
	int64_t sum = 0;

	for (uint32_t i = 0; i < r->executing_n; i++)
		sum += r->executing[i].units;
	return sum > counts_value(&r->counts, IND_BLOOD_UNITS);
}

/*
 * The identity of an executing body: on the day held, else whatever had the code last; 0: unknown.
 */
static int32_t
executing_of(const struct core *c, const char *code, day_t day)
{
	const org_t org = orgs_by_code(c->orgs, code, day);

	return org != 0 ? org : orgs_by_code_last(c->orgs, code);
}

/*
 * A sole executing body, of the result or else of its schedule, has all that was counted; of
 * several, and of one with a smaller share, each has its units.  What nobody is given is the view's
 * remainder.
 */
static void
executing_put(const struct core *c, const struct result *r, const struct subject *x,
    const struct drive *d, struct result_rows *out)
{
	const bool is_planned = r->executing_n == 0 && d != NULL && d->s.executing.n == 1;
	const char *sole = is_planned ? d->s.executing.at[0] : NULL;

	if (r->executing_n == 1 &&
	    (r->executing[0].units == 0 ||
		r->executing[0].units == counts_value(&r->counts, IND_BLOOD_UNITS)))
		sole = r->executing[0].org;
	if (sole != NULL) {
		const int32_t org = executing_of(c, sole, x->to);

		if (org != 0)
			row_put(out, VIEW_EXECUTING, x, org);
		return;
	}
	out->share_ind = IND_BLOOD_UNITS;
	for (uint32_t i = 0; i < r->executing_n && !shares_exceed(r); i++) {
		const int32_t org = executing_of(c, r->executing[i].org, x->to);

		if (org == 0 || r->executing[i].units == 0)
			continue;
		row_put(out, VIEW_EXECUTING, x, org);
		out->share_val[i] = r->executing[i].units;
		out->row[out->n - 1].n = 1;
		out->row[out->n - 1].ind = &out->share_ind;
		out->row[out->n - 1].val = &out->share_val[i];
	}
}

/* The first campaign named is the one that the result counts under: each view sums once. */
static void
views_put(const struct core *c, const struct result *r, const struct subject *x,
    const struct drive *d, struct result_rows *out)
{
	const int32_t sector = schedule_sector(c, r->sector, d, x->org, x->to);
	const int32_t campaign = schedule_campaign(c, &r->campaigns, d);

	row_put(out, VIEW_CREDITED, x, 0);
	if (sector != 0)
		row_put(out, VIEW_SECTOR, x, sector);
	if (campaign != 0)
		row_put(out, VIEW_CAMPAIGN, x, campaign);
}

/* Of the reports of one drive the newest one's rows have the marks. */
static void
plan_answer(const struct core *c, const struct result_told *told, const struct subject *x,
    const struct drive *d, struct result_rows *out)
{
	const struct subject *plan = d != NULL && d->planned && told->is_answered &&
		x == (told->newest != NULL ? told->newest : told->aside)
	    ? schedule_of_drive(c, d->key)
	    : NULL;

	for (uint32_t i = 0; plan != NULL && i < plan->posted_n; i++) {
		if (!subjects_row_has(&plan->posted[i], IND_SYS_DRIVES_PLANNED))
			continue;
		if (out->marks_n == 0)
			marks_of(c, told, d, &plan->posted[i], out);
		marks_put(out, &plan->posted[i]);
	}
}

static bool
has_posted(const struct subject *x, uint32_t ind)
{
	for (uint32_t i = 0; i < x->posted_n; i++)
		if (subjects_row_has(&x->posted[i], ind))
			return true;
	return false;
}

/*
 * The report that says once that the drive was held: the newest day's.  A locked day that counts
 * already neither gives that away nor gets it from another day: its total stays.
 */
static const struct subject *
held_by(const struct core *c, const struct drive *d, const struct result_told *told)
{
	const struct subject *ret = NULL;
	struct result_days days;

	if (told->days == 0)
		return told->newest;
	result_days_of(c, d->key, 'R', WITNESS_ORGANISER, &days);
	for (uint32_t i = 0; i < days.n; i++) {
		const struct subject *day = days.at[i];
		const bool was_counted =
		    has_posted(day, IND_SYS_REPORTS) || has_posted(day, IND_SYS_INTERIM_REPORTS);

		if (!result_counts(day))
			continue;
		if (!was_counted || !lock_holds(c, day->org, day->to))
			ret = day;
		else if (has_posted(day, IND_SYS_DRIVES_HELD))
			return day;
	}
	return ret;
}

static void
counted_put(const struct core *c, const struct result *r, const struct subject *x,
    const struct drive *d, struct result_rows *out)
{
	struct result_told told = {.newest = NULL};

	if (d != NULL)
		result_told(c, d, &told);
	pairs_of(r, x, d == NULL || held_by(c, d, &told) == x, out);
	views_put(c, r, x, d, out);
	executing_put(c, r, x, d, out);
	plan_answer(c, &told, x, d, out);
}

static void
another_put(
    const struct core *c, const struct subject *x, const struct drive *d, struct result_rows *out)
{
	struct result_told told;

	if (d == NULL)
		return;
	result_told(c, d, &told);
	plan_answer(c, &told, x, d, out);
}

/* What does not count is a number of its own, in each view where it would count. */
static void
returned_put(const struct core *c, const struct result *r, const struct subject *x,
    const struct drive *d, struct result_rows *out)
{
	pair_put(out, IND_SYS_RETURNED_UNITS, counts_value(&r->counts, IND_BLOOD_UNITS));
	views_put(c, r, x, d, out);
}

/*
 * ${units} in the rows from ${first} on.  Rows of the same cell stay apart: in every view as many
 * carry the number, so that what one view leaves of another is there.
 */
static void
late_units(struct result_rows *out, uint32_t first, int64_t units)
{
	for (uint32_t i = first; i < out->n; i++) {
		out->share_val[i] = units;
		out->row[i].n = 1;
		out->row[i].ind = &out->share_ind;
		out->row[i].val = &out->share_val[i];
	}
}

/*
 * What came after a lock is what its admission would change: a correction is the difference to what
 * counts, a withdrawal takes that away.
 */
static bool
late_put(const struct core *c, const struct result *r, const struct subject *x,
    const struct drive *d, struct result_rows *out, struct err *err)
{
	const struct subject *now = result_counting(c, x);
	char drive[SUBJECT_KEY_MAX + 1];
	struct result_unpacked said;

	out->share_ind = IND_SYS_AFTER_LOCK_UNITS;
	if (x->action != ACTION_WITHDRAWAL) {
		views_put(c, r, x, d, out);
		late_units(out, 0, counts_value(&r->counts, IND_BLOOD_UNITS));
	}
	if (now == NULL)
		return true;
	const uint32_t first = out->n;
	if (!result_content(c, now, drive, &said, err))
		return false;
	views_put(c, &said.r, now, d, out);
	late_units(out, first, -counts_value(&said.r.counts, IND_BLOOD_UNITS));
	return true;
}

/* A difference between the two witnesses stands where the organiser's result counts. */
static bool
witness_put(const struct core *c, const struct result *r, const struct subject *x,
    struct result_rows *out, struct err *err)
{
	const struct subject *organiser = witness_against(c, x);
	bool differs = false;

	if (!witness_differs(c, x, r, &differs, err))
		return false;
	for (uint32_t i = 0; differs && i < organiser->posted_n; i++) {
		if (!subjects_row_has(&organiser->posted[i], IND_SYS_REPORTS) &&
		    !subjects_row_has(&organiser->posted[i], IND_SYS_INTERIM_REPORTS))
			continue;
		if (out->pairs_n == 0)
			pair_put(out, IND_SYS_WITNESSES_DIFFER, 1);
		out->row[out->n] = organiser->posted[i];
		out->row[out->n].n = out->pairs_n;
		out->row[out->n].ind = out->ind;
		out->row[out->n++].val = out->val;
	}
	return true;
}

bool
result_rows_of(const struct core *c, const struct result *r, const struct subject *x,
    const struct drive *d, struct result_rows *out, struct err *err)
{
	out->n = out->pairs_n = out->marks_n = 0;
	if (x->collector)
		return witness_put(c, r, x, out, err);
	if (result_counts(x))
		counted_put(c, r, x, d, out);
	else if (x->state == SUBJECT_AFTER_LOCK)
		return late_put(c, r, x, d, out, err);
	else if (x->state == SUBJECT_RETURNED)
		returned_put(c, r, x, d, out);
	else if (x->state == SUBJECT_DUPLICATE)
		another_put(c, x, d, out);
	return true;
}
