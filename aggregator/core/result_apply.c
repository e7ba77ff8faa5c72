/* What an accepted result changes: its subject, and what that posts. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/state.h"
#include "rules/catalogue.h"

/* Views of a result, a row for each executing body, and the plan's places if those are others. */
static_assert(SUBJECT_ROWS_MAX >= 6 + WIRE_LIST_MAX, "a result's rows fit");
#define MARKS_MAX 3
static_assert(
    WIRE_PAIRS_MAX + 5 + MARKS_MAX <= CORE_PAIRS_MAX, "a report's pairs and the system's fit");

struct result_rows {
	struct posted_row row[SUBJECT_ROWS_MAX];
	uint32_t n;
	/* What the result says, and after it the marks that answer its drive's plan. */
	uint32_t ind[CORE_PAIRS_MAX];
	int64_t val[CORE_PAIRS_MAX];
	uint32_t pairs_n;
	uint32_t marks_n;
	uint32_t share_ind;               /* blood units */
	int64_t share_val[WIRE_LIST_MAX]; /* of each executing body */
};

static void
pair_put(struct result_rows *out, uint32_t ind, int64_t val)
{
	out->ind[out->pairs_n] = ind;
	out->val[out->pairs_n++] = val;
}

/* Counts, then the system's own indicators, which are all larger. */
static void
pairs_of(const struct result *r, const struct subject *x, struct result_rows *out)
{
	int64_t units = 0;

	for (uint32_t i = 0; i < r->counts.n; i++) {
		pair_put(out, r->counts.ind[i], r->counts.val[i]);
		if (r->counts.ind[i] == IND_BLOOD_UNITS)
			units = r->counts.val[i];
	}
	if (x->state == SUBJECT_FINAL)
		pair_put(out, IND_SYS_REPORTS, 1);
	else {
		pair_put(out, IND_SYS_INTERIM_REPORTS, 1);
		pair_put(out, IND_SYS_INTERIM_UNITS, units);
	}
	if (x->demo)
		pair_put(out, IND_SYS_DEMO, 1);
	if (r->drive[0] != '\0')
		pair_put(out, IND_SYS_DRIVES_HELD, 1);
}

static bool
row_has(const struct posted_row *row, uint32_t ind)
{
	for (uint32_t i = 0; i < row->n; i++)
		if (row->ind[i] == ind)
			return true;
	return false;
}

/* A final result answers the plan's row; late after the day on which it was owed, or was held. */
static void
marks_of(const struct core *c, const struct subject *x, const struct drive *d,
    const struct posted_row *planned, struct result_rows *out)
{
	const bool owed = row_has(planned, IND_SYS_DRIVES_OWED);
	const uint32_t pairs_n = out->pairs_n;

	pair_put(out, IND_SYS_DRIVES_REPORTED, 1);
	if (owed && day_from_unix_ms(x->final_ms) > schedule_due(c, d, x->to))
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

static int64_t
units_of(const struct result *r)
{
	for (uint32_t i = 0; i < r->counts.n; i++)
		if (r->counts.ind[i] == IND_BLOOD_UNITS)
			return r->counts.val[i];
	return 0;
}

/* The identity of an executing body: on the day held, else whatever had the code last; 0: unknown. */
static int32_t
executing_of(const struct core *c, const char *code, day_t day)
{
	const org_t org = orgs_by_code(c->orgs, code, day);

	return org != 0 ? org : orgs_by_code_last(c->orgs, code);
}

/*
 * A sole executing body, of the result or else of its schedule, has all that was counted; of several, and of
 * one with a smaller share, each has its units.  What nobody is given is the view's remainder.
 */
static void
executing_put(const struct core *c, const struct result *r, const struct subject *x,
    const struct drive *d, struct result_rows *out)
{
	const bool is_planned = r->executing_n == 0 && d != NULL && d->s.executing.n == 1;
	const char *sole = is_planned ? d->s.executing.at[0] : NULL;

	if (r->executing_n == 1 &&
	    (r->executing[0].units == 0 || r->executing[0].units == units_of(r)))
		sole = r->executing[0].org;
	if (sole != NULL) {
		const int32_t org = executing_of(c, sole, x->to);

		if (org != 0)
			row_put(out, VIEW_EXECUTING, x, org);
		return;
	}
	out->share_ind = IND_BLOOD_UNITS;
	for (uint32_t i = 0; i < r->executing_n; i++) {
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
rows_of(const struct core *c, const struct result *r, const struct subject *x,
    const struct drive *d, struct result_rows *out)
{
	const int32_t sector = schedule_sector(c, r->sector, d, x->org, x->to);
	const int32_t campaign = schedule_campaign(c, &r->campaigns, d);
	const struct subject *plan = d != NULL && d->planned && x->state == SUBJECT_FINAL
	    ? schedule_of_drive(c, d->key)
	    : NULL;

	out->n = out->pairs_n = out->marks_n = 0;
	pairs_of(r, x, out);
	row_put(out, VIEW_CREDITED, x, 0);
	if (sector != 0)
		row_put(out, VIEW_SECTOR, x, sector);
	if (campaign != 0)
		row_put(out, VIEW_CAMPAIGN, x, campaign);
	executing_put(c, r, x, d, out);
	for (uint32_t i = 0; plan != NULL && i < plan->posted_n; i++) {
		if (!row_has(&plan->posted[i], IND_SYS_DRIVES_PLANNED))
			continue;
		if (out->marks_n == 0)
			marks_of(c, x, d, &plan->posted[i], out);
		marks_put(out, &plan->posted[i]);
	}
}

/* A drive that no plan named is made by its first result, on the day that its key says. */
static bool
drive_make(struct core *c, const char *key, const struct result_place *place, struct subject *x,
    const struct drive **ret, struct err *err)
{
	struct drive *d = NULL;

	x->made_for = place->org;
	if (!plan_make_drive(c->plan, key, place->org, place->day, place->day, place->day, &d, err))
		return false;
	c->flight.made_n++;
	*ret = d;
	return true;
}

static void
subject_fill(struct subject *x, const struct admission *a, org_t org)
{
	const struct result *r = &a->r->u.result;

	x->kind = KIND_RESULT;
	x->name = a->name;
	x->batch = a->batch;
	x->at_ms = a->at_ms;
	x->org = org;
	x->by_org = a->by_org;
	if (a->r->action == ACTION_WITHDRAWAL) {
		x->state = SUBJECT_WITHDRAWN;
		return;
	}
	x->state = r->stage == STAGE_INTERIM ? SUBJECT_INTERIM : SUBJECT_FINAL;
	x->from = r->drive[0] != '\0' ? r->held_from : r->collection.from;
	x->to = result_day(r);
	x->collection = r->drive[0] != '\0' ? COLLECTION_NONE : r->collection.kind;
	x->demo = r->source == SOURCE_DEMO;
	if (x->state == SUBJECT_FINAL && x->final_ms == 0)
		x->final_ms = a->at_ms;
}

bool
result_index(struct core *c, const struct subject *x, struct err *err)
{
	return org_index_add(&c->results, x->org, x->no, err) &&
	    (x->collection != COLLECTION_CARRIED_IN ||
		org_index_add(&c->carried, x->org, x->no, err));
}

bool
result_apply(
    struct core *c, const struct admission *a, const struct result_place *place, struct err *err)
{
	const struct result *r = &a->r->u.result;
	const struct drive *d = place->drive;
	struct subject *x = NULL;
	struct result_rows rows;

	if (!subjects_change(&c->subjects, place->key, place->subject, &x, err))
		return false;
	const bool is_moved = x->org != place->org;
	subject_fill(x, a, place->org);
	if (is_moved && !result_index(c, x, err))
		return false;
	if (a->r->action == ACTION_WITHDRAWAL)
		return subjects_post(x, NULL, 0, &c->flight.sink, err);
	if (r->drive[0] != '\0' && d == NULL && !drive_make(c, r->drive, place, x, &d, err))
		return false;
	const size_t len = result_pack(r, c->content);
	if (len == 0)
		return err_set(err, ERR_BUG, "a result longer than the wire lets through");
	if (!subjects_set_content(x, c->content, (uint32_t)len, err))
		return false;
	rows_of(c, r, x, d, &rows);
	return subjects_post(x, rows.row, rows.n, &c->flight.sink, err);
}

void
result_drive(const struct core *c, const struct subject *x, char ret[SUBJECT_KEY_MAX + 1])
{
	const char *key = subjects_key(&c->subjects, x->no);
	const size_t len = strlen(key);

	/* "R/<drive>/<witness>" */
	ret[0] = '\0';
	if (x->collection == COLLECTION_NONE && len > sizeof("R//1") - 1) {
		memcpy(ret, key + 2, len - 4);
		ret[len - 4] = '\0';
	}
}

bool
result_repost(struct core *c, subject_t no, struct err *err)
{
	struct subject *now = subjects_at(&c->subjects, no);
	char drive[SUBJECT_KEY_MAX + 1];
	struct subject *x = NULL;
	struct result_unpacked content;
	struct result_rows rows;

	if (!result_counts(now))
		return true;
	result_drive(c, now, drive);
	if (!result_pack_read(now->content, now->content_len, drive, &content, err))
		return false;
	rows_of(
	    c, &content.r, now, drive[0] == '\0' ? NULL : plan_drive_const(c->plan, drive), &rows);
	return subjects_has_posted(now, rows.row, rows.n) ||
	    (subjects_change(&c->subjects, "", now, &x, err) &&
		subjects_post(x, rows.row, rows.n, &c->flight.sink, err));
}
