/* What an accepted result changes: its subject, and what that posts. */
#include <stdlib.h>
#include <string.h>

#include "core/state.h"
#include "core/statement_pack.h"

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

/* What is held against ${x}: the collector's count, and what waits to take its place. */
static bool
others_follow(struct core *c, const struct subject *x, struct err *err)
{
	return witness_follow(c, x, err) && result_wait_follow(c, x, err);
}

bool
result_subject_take(
    struct core *c, struct subject *x, const struct admission *a, org_t org, struct err *err)
{
	const bool is_moved = x->org != org;
	const struct result *r = &a->r->u.result;
	const bool is_drive = r->drive[0] != '\0';

	if (!subjects_keep_past(x, err))
		return false;
	x->kind = KIND_RESULT;
	x->action = a->r->action;
	x->name = a->name;
	x->batch = a->batch;
	x->at_ms = a->at_ms;
	x->org = org;
	x->by_org = a->by_org;
	x->was_approved = x->was_approved || x->approved;
	x->approved = false;
	x->collector = r->witness == WITNESS_COLLECTOR;
	if (a->r->action != ACTION_WITHDRAWAL) {
		x->from = is_drive ? r->held_from : r->collection.from;
		x->to = result_day(r);
		x->collection = is_drive ? COLLECTION_NONE : r->collection.kind;
		x->demo = r->source == SOURCE_DEMO;
	}
	return name_index_add(&c->by_name, &x->name, x->no, err) &&
	    (!is_moved || subject_index(c, x, err));
}

bool
result_subject_say(struct core *c, struct subject *x, const struct result *r, const struct drive *d,
    struct err *err)
{
	const size_t len = result_pack(r, c->content);
	struct result_rows rows;

	if (len == 0)
		return err_set(err, ERR_BUG, "a result longer than the wire lets through");
	return subjects_set_content(x, c->content, (uint32_t)len, err) &&
	    schedule_follow(c, d, err) && result_rows_of(c, r, x, d, &rows, err) &&
	    subjects_post(x, rows.row, rows.n, &c->flight.sink, err) && others_follow(c, x, err) &&
	    result_days_follow(c, x, err);
}

/* The subject's own part; what waited for it is done with. */
static bool
subject_apply(
    struct core *c, const struct admission *a, const struct result_place *place, struct err *err)
{
	const struct result *r = &a->r->u.result;
	const struct drive *d = place->drive;
	struct subject *x = NULL;

	if (!subjects_change(&c->subjects, place->key, place->subject, &x, err) ||
	    !result_subject_take(c, x, a, place->org, err))
		return false;
	if (a->r->action == ACTION_WITHDRAWAL) {
		x->state = SUBJECT_WITHDRAWN;
		return schedule_follow(c, d, err) &&
		    subjects_post(x, NULL, 0, &c->flight.sink, err) && others_follow(c, x, err) &&
		    result_days_follow(c, x, err);
	}
	x->state = r->stage == STAGE_INTERIM ? SUBJECT_INTERIM : SUBJECT_FINAL;
	x->other = 0;
	if (x->state == SUBJECT_FINAL && x->final_ms == 0)
		x->final_ms = a->at_ms;
	if (r->drive[0] != '\0' && d == NULL && !drive_make(c, r->drive, place, x, &d, err))
		return false;
	return result_subject_say(c, x, r, d, err);
}

bool
result_apply(
    struct core *c, const struct admission *a, const struct result_place *place, struct err *err)
{
	if (place->is_late)
		return result_wait(c, a, place, err);
	if (place->of_waiting && a->r->action == ACTION_WITHDRAWAL)
		return result_wait_end(c, place->waiting, SUBJECT_WITHDRAWN, err);
	return subject_apply(c, a, place, err) &&
	    (!place->of_waiting || result_wait_end(c, place->waiting, SUBJECT_REPLACED, err));
}

void
result_drive_day(const struct core *c, const struct subject *x, char ret[SUBJECT_KEY_MAX + 1])
{
	const char *key = subjects_key(&c->subjects, x->no);
	const size_t len = strlen(key);

	/* "R/<drive>[@<day>]/<witness>" */
	ret[0] = '\0';
	if (x->collection == COLLECTION_NONE && len > sizeof("R//1") - 1) {
		memcpy(ret, key + 2, len - 4);
		ret[len - 4] = '\0';
	}
}

void
result_drive(const struct core *c, const struct subject *x, char ret[SUBJECT_KEY_MAX + 1])
{
	result_drive_day(c, x, ret);
	ret[strcspn(ret, "@")] = '\0';
}

bool
result_content(const struct core *c, const struct subject *x, char ret_drive[SUBJECT_KEY_MAX + 1],
    struct result_unpacked *ret, struct err *err)
{
	struct waiting_content w = {.result = x->content, .result_len = x->content_len};

	result_drive(c, x, ret_drive);
	return (x->state != SUBJECT_AFTER_LOCK ||
		   statement_pack_read_waiting(x->content, x->content_len, &w, err)) &&
	    result_pack_read(w.result, w.result_len, ret_drive, ret, err);
}

/* The subject alone: what follows from it is the caller's. */
static bool
repost_one(struct core *c, struct subject *now, struct err *err)
{
	char drive[SUBJECT_KEY_MAX + 1];
	struct subject *x = NULL;
	struct result_unpacked content;
	struct result_rows rows;

	if (!result_stands(now) && now->state != SUBJECT_AFTER_LOCK)
		return true;
	if (!result_content(c, now, drive, &content, err))
		return false;
	const struct drive *d = drive[0] == '\0' ? NULL : plan_drive_const(c->plan, drive);
	if (!schedule_follow(c, d, err) || !result_rows_of(c, &content.r, now, d, &rows, err))
		return false;
	return subjects_has_posted(now, rows.row, rows.n) ||
	    (subjects_change(&c->subjects, "", now, &x, err) &&
		subjects_post(x, rows.row, rows.n, &c->flight.sink, err) &&
		others_follow(c, x, err));
}

bool
result_days_follow(struct core *c, const struct subject *x, struct err *err)
{
	char drive[SUBJECT_KEY_MAX + 1];
	struct result_days days;

	if (x->collector || x->state == SUBJECT_AFTER_LOCK || !result_is_by_day(c, x))
		return true;
	result_drive(c, x, drive);
	result_days_of(c, drive, 'R', WITNESS_ORGANISER, &days);
	for (uint32_t i = 0; i < days.n; i++)
		if (days.at[i] != x && !repost_one(c, days.at[i], err))
			return false;
	return true;
}

bool
result_repost(struct core *c, subject_t no, struct err *err)
{
	struct subject *now = subjects_at(&c->subjects, no);

	return repost_one(c, now, err) && result_days_follow(c, now, err);
}

bool
result_follow_drive(struct core *c, const struct drive *d, struct err *err)
{
	char key[SUBJECT_KEY_MAX + 1];
	struct result_days days;

	result_drive_subject(d->key, 0, WITNESS_ORGANISER, key);
	struct subject *whole = subjects_find(&c->subjects, key);
	if (result_stands(whole) && !repost_one(c, whole, err))
		return false;
	result_days_of(c, d->key, 'R', WITNESS_ORGANISER, &days);
	for (uint32_t i = 0; i < days.n; i++)
		if (!repost_one(c, days.at[i], err))
			return false;
	return days.n == 0 || witness_follow_drive(c, d->key, d->org, err);
}
