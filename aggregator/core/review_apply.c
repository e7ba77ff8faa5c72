/* What a review changes: the state of the report that it names. */
#include <string.h>

#include "core/state.h"
#include "core/statement_pack.h"

/* What the review itself keeps; ${x}, which it is about, names it as its newest. */
static bool
review_put(struct core *c, const struct admission *a, struct subject *x, const struct name *before,
    struct err *err)
{
	const struct review *v = &a->r->u.review;
	const struct review_content said = {.state = v->state,
	    .role = a->role,
	    .report = v->report,
	    .before = *before,
	    .older = x->review,
	    .reason = v->reason,
	    .other_drive = v->other_drive,
	    .taken = x->content,
	    .taken_len = v->state == REVIEW_TAKE_COLLECTOR ? x->content_len : 0};
	const struct statement_entry e = {
	    .letter = 'V', .state = SUBJECT_STATED, .org = x->org, .from = x->to, .to = x->to};
	struct subject *review = NULL;
	struct buf content = {0};

	statement_pack_review(&said, &content);
	if (!statement_entry_put(c, a, &e, &content, &review, err))
		return false;
	x->review = review->no;
	return true;
}

static bool
repost(struct core *c, struct subject *x, struct err *err)
{
	return x->kind == KIND_ACTIVITY ? activity_post(c, x, err) : result_repost(c, x->no, err);
}

/* It counts again, as it did before it was put aside. */
static void
recount(struct subject *x)
{
	if (x->state == SUBJECT_RETURNED || x->state == SUBJECT_DUPLICATE)
		x->state = x->before;
	x->before = SUBJECT_NONE;
	x->other = 0;
}

static void
put_aside(struct subject *x, enum subject_state state, subject_t other)
{
	x->before = x->state;
	x->state = state;
	x->other = other;
	x->was_approved = x->was_approved || x->approved;
	x->approved = false;
}

static bool
pair_put(struct core *c, const struct admission *a, const struct subject *x,
    const struct subject *other, struct err *err)
{
	char key[SUBJECT_KEY_MAX + 1];
	struct subject *pair = NULL;

	review_pair_key(x->no, other->no, key);
	if (subjects_find(&c->subjects, key) != NULL)
		return true;
	if (!subjects_change(&c->subjects, key, NULL, &pair, err) ||
	    !statement_take(c, pair, a, err))
		return false;
	pair->state = SUBJECT_STATED;
	pair->org = x->org;
	pair->from = pair->to = x->to;
	return true;
}

/* It is the same drive as another, or is not. */
static bool
compared_apply(struct core *c, const struct admission *a, struct subject *x, struct err *err)
{
	const struct review *v = &a->r->u.review;
	const struct subject *other = review_other(c, v);

	if (other == NULL)
		return err_set(err, ERR_BUG, "a review beside no drive");
	if (v->state == REVIEW_SAME_DRIVE) {
		put_aside(x, SUBJECT_DUPLICATE, other->no);
		return true;
	}
	if (x->state == SUBJECT_DUPLICATE && x->other == other->no)
		recount(x);
	return pair_put(c, a, x, other, err);
}

/* What needs nothing but the subject's state changed. */
static bool
state_apply(struct core *c, const struct admission *a, struct subject *x, struct err *err)
{
	const enum review_state state = a->r->u.review.state;
	const struct name none = {.seq = 0};

	if (!subjects_change(&c->subjects, "", x, &x, err) || !review_put(c, a, x, &none, err))
		return false;
	if (state == REVIEW_RETURNED) {
		put_aside(x, SUBJECT_RETURNED, 0);
	} else if (state == REVIEW_ACCEPTED) {
		recount(x);
		x->approved = true;
	} else if (!compared_apply(c, a, x, err)) {
		return false;
	}
	return repost(c, x, err);
}

/* What came after the lock is let go: its office sees why in its history. */
static bool
late_return(struct core *c, const struct admission *a, struct subject *x, struct err *err)
{
	const struct name none = {.seq = 0};

	return subjects_change(&c->subjects, "", x, &x, err) && review_put(c, a, x, &none, err) &&
	    result_wait_end(c, x, SUBJECT_WITHDRAWN, err);
}

static bool
late_admit(struct core *c, const struct admission *a, struct subject *waiting, struct err *err)
{
	const struct name none = {.seq = 0};
	subject_t no = 0;
	struct subject *x = NULL;

	return result_admit(c, a, waiting, &no, err) &&
	    subjects_change(&c->subjects, "", subjects_at(&c->subjects, no), &x, err) &&
	    review_put(c, a, x, &none, err);
}

/*
 * The organiser's result from now on; its current report is the review, which cites the
 * collector's.
 */
static bool
collector_take(
    struct core *c, const struct admission *a, struct subject *collector, struct err *err)
{
	struct review_taken t;
	struct report report = {.kind = KIND_RESULT, .reason = a->r->u.review.reason};
	struct admission then = *a;
	struct result_place place;
	struct subject *x = NULL;

	if (!review_take(c, collector, day_from_unix_ms(a->at_ms), &t, err))
		return false;
	report.u.result = t.r;
	report.action = ACTION_FIRST;
	if (!result_place_of(c, &report, &place, err))
		return false;
	const struct name before =
	    result_stands(place.subject) ? place.subject->name : (struct name){.seq = 0};
	if (before.seq != 0) {
		report.action = ACTION_CORRECTION;
		report.replaces = before;
	}
	then.r = &report;
	return result_apply(c, &then, &place, err) &&
	    subjects_change(&c->subjects, "", subjects_find(&c->subjects, place.key), &x, err) &&
	    review_put(c, a, x, &before, err);
}

bool
review_apply(struct core *c, const struct admission *a, struct err *err)
{
	const struct review *v = &a->r->u.review;
	struct subject *x = review_subject(c, v);

	if (x == NULL)
		return err_set(err, ERR_BUG, "a review of no report");
	if (v->state == REVIEW_ADMITTED)
		return late_admit(c, a, x, err);
	if (v->state == REVIEW_TAKE_COLLECTOR)
		return collector_take(c, a, x, err);
	if (x->state == SUBJECT_AFTER_LOCK)
		return late_return(c, a, x, err);
	return state_apply(c, a, x, err);
}
