/* Rows by drive: as planned, as reported, and collections beside them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "core/answer.h"

static const char *
drive_state_name(const struct drive *d, const struct subject *x)
{
	static const char *const names[DRIVE_COUNT_] = {[DRIVE_DRAFT] = "draft",
	    [DRIVE_PLANNED] = "planned",
	    [DRIVE_POSTPONED] = "postponed",
	    [DRIVE_HELD] = "held",
	    [DRIVE_CANCELLED] = "cancelled"};

	if (x != NULL && x->state == SUBJECT_FINAL)
		return "reported";
	if (x != NULL && x->state == SUBJECT_INTERIM)
		return "interim";
	return names[d->state] == NULL ? "" : names[d->state];
}

/* The rows that a subject has posted to the credited view, summed. */
static bool
posted_sum(const struct subject *x, struct pairs *ret, struct err *err)
{
	for (uint32_t i = 0; x != NULL && i < x->posted_n; i++)
		if (x->posted[i].view == VIEW_CREDITED &&
		    !pairs_add(ret, 1, x->posted[i].ind, x->posted[i].val, x->posted[i].n, err))
			return false;
	return true;
}

static bool
subject_row(const struct core *c, struct answer *w, struct row *row, const struct subject *x,
    org_t org, day_t day, struct err *err)
{
	struct pairs p = {0};
	const bool ok = posted_sum(x, &p, err);

	if (ok) {
		answer_org(w, c, row, org, day);
		answer_fill(w, row, &p);
		row->day = day;
		row->last_report_ms = x == NULL ? 0 : x->at_ms;
	}
	pairs_free(&p);
	return ok;
}

static bool
drive_row(const struct core *c, const struct scope *s, const struct drive *d, struct answer *w,
    struct err *err)
{
	char key[SUBJECT_KEY_MAX + 1];
	struct target_answer target = {.has = false};

	(void)snprintf(key, sizeof(key), "R/%s/%u", d->key, (unsigned)WITNESS_ORGANISER);
	const struct subject *x = subjects_find(&c->subjects, key);
	const bool present =
	    x != NULL && (x->state == SUBJECT_FINAL || x->state == SUBJECT_INTERIM);
	const day_t day = present ? x->to : d->to;
	if (day < s->period.from || day > s->to || !orgs_is_above(c->orgs, s->org, d->org, day))
		return true;
	struct row *row = answer_row(w);
	if (row == NULL)
		return true;
	if (!subject_row(c, w, row, present ? x : NULL, d->org, day, err))
		return false;
	plan_target_of_drive(c->plan, d->key, &target);
	if (!target.draft || s->drafts)
		answer_target(row, &target);
	row->key = answer_text(w, d->key);
	row->kind = d->planned ? "drive" : "unplanned";
	row->state = drive_state_name(d, present ? x : NULL);
	row->drives_planned =
	    d->planned && d->state != DRIVE_CANCELLED && d->state != DRIVE_DRAFT ? 1 : 0;
	return true;
}

static bool
collection_row(const struct core *c, const struct scope *s, const struct subject *x,
    struct answer *w, struct err *err)
{
	static const char *const kinds[COLLECTION_COUNT_] = {[COLLECTION_FIXED_SITE] = "fixed_site",
	    [COLLECTION_EMERGENCY] = "emergency",
	    [COLLECTION_CARRIED_IN] = "carried_in"};

	if (x->kind != KIND_RESULT || x->collection == COLLECTION_NONE ||
	    (x->state != SUBJECT_FINAL && x->state != SUBJECT_INTERIM) || x->to < s->period.from ||
	    x->to > s->to || !orgs_is_above(c->orgs, s->org, x->org, x->to))
		return true;
	struct row *row = answer_row(w);
	if (row == NULL)
		return true;
	if (!subject_row(c, w, row, x, x->org, x->to, err))
		return false;
	row->key = answer_text(w, subjects_key(&c->subjects, x->no));
	row->kind = kinds[x->collection];
	row->state = x->state == SUBJECT_FINAL ? "reported" : "interim";
	return true;
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
