/* Rows by drive: as planned, as reported, and collections beside them. */
#include <stdlib.h>
#include <string.h>

#include "core/campaign.h"
#include "core/draft.h"
#include "core/summary.h"
#include "rules/catalogue.h"

/* What a drive or collection adds to a total. */
struct part {
	struct pairs sum;
	struct pairs due; /* the part of it whose deadline has passed */
	bool has_grace;   /* a round gives it more time */
};

static const char *
result_state_name(const struct subject *x)
{
	static const char *const names[SUBJECT_STATE_COUNT_] = {[SUBJECT_INTERIM] = "interim",
	    [SUBJECT_FINAL] = "reported",
	    [SUBJECT_RETURNED] = "returned",
	    [SUBJECT_DUPLICATE] = "duplicate",
	    [SUBJECT_AFTER_LOCK] = "after_lock"};

	return names[x->state] == NULL ? "" : names[x->state];
}

/* "partial": some days of it are still to come. */
static const char *
drive_state_name(const struct drive *d, const struct result_told *told, const struct subject *x)
{
	static const char *const names[DRIVE_COUNT_] = {[DRIVE_DRAFT] = "draft",
	    [DRIVE_PLANNED] = "planned",
	    [DRIVE_POSTPONED] = "postponed",
	    [DRIVE_HELD] = "held",
	    [DRIVE_CANCELLED] = "cancelled"};

	if (told->days > 0 && !told->is_final)
		return "partial";
	/* It counts; whoever cancelled it may not know that. */
	if (x != NULL && x->state == SUBJECT_FINAL && d->planned && d->state == DRIVE_CANCELLED)
		return "reported_cancelled";
	if (x != NULL && result_state_name(x)[0] != '\0')
		return result_state_name(x);
	return names[d->state] == NULL ? "" : names[d->state];
}

/*
 * The rows that a subject has posted to the credited view within the scope: just what the total
 * has.
 */
static bool
part_add(const struct core *c, const struct scope *s, const struct subject *x, struct part *ret,
    struct err *err)
{
	struct campaign_share share;
	struct campaign_pairs room;

	if (x == NULL)
		return true;
	if (!campaign_share_of(c, s, x, &share, err))
		return false;
	for (uint32_t i = 0; i < x->posted_n; i++) {
		const struct posted_row row = campaign_row(&share, &x->posted[i], &room);

		if (row.view != VIEW_CREDITED || row.day < s->period.from || row.day > s->to ||
		    !summary_is_under(c, s, row.org, row.day))
			continue;
		if (!pairs_add(&ret->sum, 1, row.ind, row.val, row.n, err) ||
		    (row.day <= summary_overdue_day(s) &&
			!pairs_add(&ret->due, 1, row.ind, row.val, row.n, err)))
			return false;
	}
	return true;
}

static void
part_free(struct part *p)
{
	pairs_free(&p->sum);
	pairs_free(&p->due);
}

bool
summary_part_add(const struct core *c, const struct scope *s, const struct subject *x,
    struct pairs *ret, struct err *err)
{
	struct part p = {.has_grace = false};
	const bool ok = part_add(c, s, x, &p, err) && pairs_merge(ret, 1, &p.sum, err);

	part_free(&p);
	return ok;
}

static struct row *
part_row(const struct core *c, const struct part *p, org_t org, day_t day, struct answer *w)
{
	struct row *row = answer_row(w);

	if (row == NULL)
		return NULL;
	answer_org(w, c, row, org, day);
	answer_fill(w, row, &p->sum);
	if (!p->has_grace)
		summary_overdue_add(row, &p->due);
	row->day = day;
	row->locked = lock_holds(c, org, day);
	row->last_report_ms = 0;
	return row;
}

/* ---- drives */

static bool
is_of_campaign(const struct core *c, const struct scope *s, const struct drive *d)
{
	return s->campaign == 0 || campaign_has_drive(c, d, s->campaign);
}

/* Of a draft's drive, where drafts are asked for. */
static bool
draft_add(const struct core *c, const struct scope *s, const struct drive *d, struct part *ret,
    struct err *err)
{
	const struct subject *plan = s->drafts ? schedule_of_drive(c, d->key) : NULL;

	for (uint32_t i = 0; plan != NULL && i < plan->posted_n; i++) {
		const struct posted_row *row = &plan->posted[i];
		const struct draft_pairs p = draft_pairs_of(c, d, row);

		if (row->view != VIEW_CREDITED || row->day < s->period.from || row->day > s->to ||
		    !is_of_campaign(c, s, d) || !summary_is_under(c, s, row->org, row->day))
			continue;
		if (!pairs_add(&ret->sum, 1, p.ind, p.val, p.n, err) ||
		    (row->day <= summary_overdue_day(s) &&
			!pairs_add(&ret->due, 1, p.ind, p.val, p.n, err)))
			return false;
	}
	return true;
}

static bool
is_inside(const struct core *c, const struct scope *s, org_t org, day_t day)
{
	return day >= s->period.from && day <= s->to && summary_is_under(c, s, org, day);
}

/* A drive's line lies on the first planned day of its key; a cancelled one is measured by none. */
static void
drive_target(
    const struct core *c, const struct scope *s, const struct drive *d, struct target_answer *ret)
{
	*ret = (struct target_answer){.has = false};
	if (d->state == DRIVE_CANCELLED || !is_inside(c, s, d->org, d->planned_day) ||
	    !is_of_campaign(c, s, d) || !plan_target_of_drive(c->plan, d->key, ret) ||
	    (ret->draft && !s->drafts))
		*ret = (struct target_answer){.has = false};
}

/*
 * A plan's drive is shown in its own time, whatever became of it; a draft's only where drafts are.
 */
static bool
is_shown(const struct core *c, const struct scope *s, const struct drive *d)
{
	return d->planned && (d->state != DRIVE_DRAFT || s->drafts) && is_of_campaign(c, s, d) &&
	    is_inside(c, s, d->org, schedule_day(c, d));
}

static bool
drive_row(const struct core *c, const struct scope *s, const struct drive *d, struct answer *w,
    struct err *err)
{
	struct part p = {.has_grace = schedule_due(c, d, d->to) >= s->today};
	struct target_answer target;
	struct result_told told;
	struct result_all all;

	result_told(c, d, &told);
	result_all_of_drive(c, d->key, &all);
	const struct subject *x = told.newest != NULL ? told.newest
	    : told.aside != NULL                      ? told.aside
						      : all.waiting;
	bool ok = part_add(c, s, d->planned ? schedule_of_drive(c, d->key) : NULL, &p, err) &&
	    draft_add(c, s, d, &p, err);
	for (uint32_t i = 0; ok && i < all.n; i++)
		ok = part_add(c, s, all.at[i], &p, err);

	drive_target(c, s, d, &target);
	const bool shown =
	    ok && (is_shown(c, s, d) || target.has || (x != NULL && !pairs_is_empty(&p.sum)));
	const bool held_here = x != NULL && is_inside(c, s, x->org, x->to);
	struct row *row = shown ? part_row(c, &p, d->org, held_here ? x->to : d->to, w) : NULL;
	if (row != NULL) {
		answer_target(row, &target);
		row->key = answer_text(w, d->key);
		row->kind = d->planned ? "drive" : "unplanned";
		row->state = drive_state_name(d, &told, x);
		row->last_report_ms = told.newest != NULL ? told.at_ms : x == NULL ? 0 : x->at_ms;
	}
	part_free(&p);
	return ok;
}

/* ---- collections */

/* A collection, or what came after a lock for a drive that no report made yet. */
static bool
stands_alone(const struct core *c, const struct subject *x, char ret_drive[SUBJECT_KEY_MAX + 1])
{
	result_drive(c, x, ret_drive);
	return ret_drive[0] == '\0' ||
	    (x->state == SUBJECT_AFTER_LOCK && plan_drive_const(c->plan, ret_drive) == NULL);
}

static bool
collection_row(const struct core *c, const struct scope *s, const struct subject *x,
    struct answer *w, struct err *err)
{
	static const char *const kinds[COLLECTION_COUNT_] = {[COLLECTION_FIXED_SITE] = "fixed_site",
	    [COLLECTION_EMERGENCY] = "emergency",
	    [COLLECTION_CARRIED_IN] = "carried_in"};
	char drive[SUBJECT_KEY_MAX + 1];
	struct part p = {.sum = {0}};

	if (x->kind != KIND_RESULT || x->posted_n == 0 || x->collector ||
	    !is_inside(c, s, x->org, x->to) || !stands_alone(c, x, drive))
		return true;
	const struct subject *collector =
	    org_index_first(&c->index[INDEX_COLLECTORS], x->org) == 0 ? NULL : witness_other(c, x);
	const bool ok = part_add(c, s, x, &p, err) && part_add(c, s, collector, &p, err);
	const bool shown = ok && (s->campaign == 0 || !pairs_is_empty(&p.sum));
	struct row *row = shown ? part_row(c, &p, x->org, x->to, w) : NULL;
	if (row != NULL) {
		row->key =
		    answer_text(w, drive[0] == '\0' ? subjects_key(&c->subjects, x->no) : drive);
		row->kind = drive[0] == '\0' ? kinds[x->collection] : "unplanned";
		row->state = result_state_name(x);
		row->last_report_ms = x->at_ms;
	}
	part_free(&p);
	return ok;
}

static int
row_order(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return strcmp(x->key, y->key);
}

bool
summary_by_drive(const struct core *c, const struct scope *s, struct answer *w, struct err *err)
{
	for (uint32_t i = 0; i < plan_drive_count(c->plan); i++)
		if (!drive_row(c, s, plan_drive_at(c->plan, i), w, err))
			return false;
	for (subject_t no = 1; (uint64_t)no <= c->subjects.n; no++)
		if (!collection_row(c, s, subjects_at(&c->subjects, no), w, err))
			return false;
	if (w->n > 1)
		qsort(w->rows, w->n, sizeof(*w->rows), row_order);
	return true;
}
