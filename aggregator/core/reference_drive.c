/* Reference data: drives, and the reports that stand for them and for collections. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/campaign.h"
#include "core/overlap.h"
#include "core/reference.h"
#include "rules/catalogue.h"

/* ---- drives */

/* Day by day: until its days are all there it has those of its plan. */
static void
result_fill(const struct result_told *t, struct drive_row *row)
{
	row->interim = t->is_interim;
	row->report = t->newest->name;
	row->final_ms = t->final_ms;
	row->batch = t->newest->batch;
	row->days_reported = t->days > 0 ? t->finals : 0;
	if (t->days == 0 || t->is_final || !row->planned) {
		row->from = t->from;
		row->to = t->newest->to;
	}
	row->units = t->units;
}

static void
schedule_copy(
    const struct core *c, const struct schedule *s, struct reference_page *p, struct schedule *ret)
{
	*ret = *s;
	ret->drive = core_reference_text(p, s->drive);
	ret->place = core_reference_text(p, s->place);
	ret->venue = core_reference_text(p, s->venue);
	ret->occasion = core_reference_text(p, s->occasion);
	ret->campaigns = core_reference_texts(p, &s->campaigns);
	ret->directing = core_reference_texts(p, &s->directing);
	ret->coordinating = core_reference_texts(p, &s->coordinating);
	ret->executing = core_reference_texts(p, &s->executing);
	ret->facilities = core_reference_texts(p, &s->facilities);
	ret->plan = core_reference_text(p, s->plan);
	ret->sector = core_reference_text(p, plan_sector_code_of(c->plan, s->sector));
	ret->name = core_reference_text(p, s->name);
}

static struct drive_row *
drive_put(const struct core *c, const struct scope *s, const struct drive *d,
    const struct result_told *told, struct reference_page *p)
{
	const struct subject *x = told->newest;
	const day_t day = x == NULL ? d->to : x->to;
	struct drive_row *row =
	    core_reference_is_under(c, s, d->org, day) ? core_reference_row(p) : NULL;
	struct target_answer t = {.has = false};

	if (row == NULL)
		return NULL;
	(void)plan_target_of_drive(c->plan, d->key, &t);
	*row = (struct drive_row){.drive = core_reference_text(p, d->key),
	    /* A drive that its plan let go was held all the same when there is a result. */
	    .state = x != NULL && !d->planned ? DRIVE_HELD : d->state,
	    .from = d->from,
	    .to = d->to,
	    .org_name = core_reference_text(p, core_org_name(c, d->org, day)),
	    .name = core_reference_text(p, d->s.name),
	    .venue = core_reference_text(p, d->s.venue),
	    .place = core_reference_text(p, d->s.place),
	    .plan = core_reference_text(p, d->s.plan),
	    .has_target = t.has,
	    .target_units = t.units,
	    .campaigns = core_reference_texts(p, &d->s.campaigns),
	    .planned = d->planned,
	    .org = core_reference_text(p, core_org_code(c, d->org, day)),
	    .owed = schedule_is_owed(c, d),
	    .overlaps = "",
	    .counted_year = (uint32_t)schedule_counted_year(c, d, day),
	    /* Without a report of its own it was found to be another drive. */
	    .reported = told->is_answered,
	    .executing = d->s.executing.n,
	    .due = schedule_due(c, d, x == NULL ? d->to : x->to)};
	row->has_registered = registration_of(c, d->key, &row->registered, &row->registered_day);
	if (x != NULL)
		result_fill(told, row);
	row->late =
	    row->owed && (row->reported ? day_from_unix_ms(row->final_ms) : s->today) > row->due;
	return row;
}

static void
overlap_put(const struct drive *other, struct reference_page *p, struct drive_row *row)
{
	if (other != NULL)
		row->overlaps = core_reference_text(p, other->key);
}

/* With its schedule, which a page of drives has no room for. */
static bool
drive_named(const struct core *c, const struct scope *s, const struct drive *d,
    struct reference_page *p, struct err *err)
{
	struct overlap_index overlaps;
	struct result_told told;
	bool ok;

	result_told(c, d, &told);
	struct drive_row *row = drive_put(c, s, d, &told, p);
	if (row == NULL || !d->planned)
		return true;
	row->schedule_name = d->name;
	schedule_copy(c, &d->s, p, &row->schedule);
	ok = overlap_index(c->plan, c->orgs, (const day_t[]){d->from, d->to}, &overlaps, err);
	if (ok)
		overlap_put(reference_overlap_of(c, s, &overlaps, d), p, row);
	overlap_free(&overlaps);
	return ok;
}

/* What cannot be read is shown. */
static bool
is_of_campaign(
    const struct core *c, const struct scope *s, const struct drive *d, const struct subject *x)
{
	struct campaign_share share = {.counts = true};

	return s->campaign == 0 || campaign_has_drive(c, d, s->campaign) ||
	    (x != NULL && (!campaign_share_of(c, s, x, &share, NULL) || share.counts));
}

/* It counts on ${day} elsewhere, and its line in the plan is of the period. */
static bool
is_moved_out(const struct core *c, const struct scope *s, const struct drive *d, day_t day)
{
	return d->planned && d->planned_day >= s->period.from && d->planned_day <= s->period.to &&
	    (day < s->period.from || day > s->to) && schedule_counted_year(c, d, day) != 0;
}

/* A drive outside the plan whose result was withdrawn is nothing any more. */
static void
drives_put(const struct core *c, const struct scope *s, const struct overlap_index *overlaps,
    struct reference_page *p)
{
	for (uint32_t i = 0; i < plan_drive_count(c->plan); i++) {
		const struct drive *d = plan_drive_at(c->plan, i);
		struct result_told told;

		result_told(c, d, &told);
		const struct subject *x = told.newest;
		const day_t day = x == NULL ? d->to : x->to;

		const bool is_out = is_moved_out(c, s, d, day);
		const bool is_in =
		    (d->planned || x != NULL) && day >= s->period.from && day <= s->to;

		if ((is_in || is_out) && is_of_campaign(c, s, d, x)) {
			struct drive_row *row = drive_put(c, s, d, &told, p);

			if (row != NULL) {
				overlap_put(reference_overlap_of(c, s, overlaps, d), p, row);
				row->elsewhere = is_out;
			}
		}
	}
}

bool
reference_drives(const struct core *c, const struct scope *s, const struct reference_request *q,
    struct reference_page *p, struct err *err)
{
	struct overlap_index overlaps;
	bool ok;

	if (q->search[0] != '\0') {
		const struct drive *d = plan_drive_const(c->plan, q->search);

		return d == NULL || drive_named(c, s, d, p, err);
	}
	ok =
	    overlap_index(c->plan, c->orgs, (const day_t[]){s->period.from, s->to}, &overlaps, err);
	if (ok)
		drives_put(c, s, &overlaps, p);
	overlap_free(&overlaps);
	return ok;
}

/* ---- reports */

void
reference_drive_result(
    const struct core *c, const struct result *r, struct reference_page *p, struct result *ret)
{
	struct share *executing = answer_take(&p->w, r->executing_n, sizeof(*executing));

	if (executing == NULL)
		return;
	for (uint32_t i = 0; i < r->executing_n; i++)
		executing[i] = (struct share){.org = core_reference_text(p, r->executing[i].org),
		    .units = r->executing[i].units};
	*ret = *r;
	ret->drive = core_reference_text(p, r->drive);
	ret->collection.org = core_reference_text(p, r->collection.org);
	ret->sector = core_reference_text(p, plan_sector_code_of(c->plan, r->sector));
	ret->campaigns = core_reference_texts(p, &r->campaigns);
	ret->place = core_reference_text(p, r->place);
	ret->executing = executing;
	ret->facility = core_reference_text(p, r->facility);
	ret->note = core_reference_text(p, r->note);
	ret->counts = core_reference_counts(p, &r->counts);
}

static bool
report_put(const struct core *c, const struct subject *x, struct reference_page *p, struct err *err)
{
	struct report_row *row = core_reference_row(p);

	if (row == NULL)
		return true;
	if (!reference_subject_fill(c, x, p, row, err))
		return false;
	row->action = ACTION_FIRST;
	row->current = true;
	return true;
}

/* Of the organisation or below it; and a facility's own count, wherever the drive is. */
static bool
may_see(const struct core *c, const struct scope *s, const struct subject *x)
{
	return core_reference_is_under(c, s, x->org, x->to) ||
	    (x->collector && core_reference_is_under(c, s, x->by_org, x->to));
}

/*
 * A search that names one subject: its key, a drive's key, or a collection's with a "/" at its end.
 */
static const struct subject *
report_named(const struct core *c, const char *search)
{
	static const struct {
		const char *before, *after;
	} forms[] = {{"", ""}, {"R/", ""}, {"R/", "/1"}, {"R/", "1"}};
	char key[SUBJECT_KEY_MAX + 1];

	static_assert(WITNESS_ORGANISER == 1, "the witness that the forms name");
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		const int len =
		    snprintf(key, sizeof(key), "%s%s%s", forms[i].before, search, forms[i].after);
		const struct subject *x =
		    len > 0 && (size_t)len < sizeof(key) ? subjects_find(&c->subjects, key) : NULL;

		if (result_stands(x))
			return x;
	}
	return NULL;
}

bool
reference_reports(const struct core *c, const struct scope *s, const struct reference_request *q,
    struct reference_page *p, struct err *err)
{
	if (q->search[0] != '\0') {
		const struct subject *x = report_named(c, q->search);

		return x == NULL || !may_see(c, s, x) || report_put(c, x, p, err);
	}
	for (subject_t no = 1; (uint64_t)no <= c->subjects.n; no++) {
		const struct subject *x = subjects_at(&c->subjects, no);
		struct campaign_share share;

		if (!campaign_share_of(c, s, x, &share, err))
			return false;
		if (share.counts && result_counts(x) && x->to >= s->period.from && x->to <= s->to &&
		    core_reference_is_under(c, s, x->org, x->to) && !report_put(c, x, p, err))
			return false;
	}
	return true;
}
