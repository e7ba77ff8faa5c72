/* Verdicts on reviews: what the committee may say about a report. */
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "core/state.h"
#include "rules/catalogue.h"
#include "rules/rules.h"

/* One review and what it is about. */
struct asked {
	const struct admission *a;
	const struct review *v;
	struct subject *x;
	struct name *ret_existing;
};

struct subject *
review_subject(const struct core *c, const struct review *v)
{
	return name_index_find(&c->by_name, &c->subjects, &v->report);
}

const struct subject *
review_other(const struct core *c, const struct review *v)
{
	char key[SUBJECT_KEY_MAX + 1];

	(void)snprintf(key, sizeof(key), "R/%.*s/%d", WIRE_DRIVE_BYTES_MAX, v->other_drive,
	    (int)WITNESS_ORGANISER);
	return subjects_find(&c->subjects, key);
}

void
review_pair_key(subject_t a, subject_t b, char ret[SUBJECT_KEY_MAX + 1])
{
	(void)snprintf(ret, SUBJECT_KEY_MAX + 1, "D/%lld/%lld", (long long)(a < b ? a : b),
	    (long long)(a < b ? b : a));
}

static bool
is_activity(const struct subject *x)
{
	return x->kind == KIND_ACTIVITY;
}

static bool
refuse(struct err *err, const char *why)
{
	return err_set(err, ERR_INVALID, "%s", why);
}

static bool
is_said(const struct core *c, const struct asked *q, struct err *err)
{
	char words[ERR_TEXT_MAX];

	*q->ret_existing = q->x->name;
	return err_set(err, ERR_ALREADY, "%s", subject_index_words(c, q->x, words));
}

static bool
open_check(const struct core *c, const struct subject *x, struct err *err)
{
	return lock_open_check(c, x->org, x->to, err);
}

/* It did not count and is to count again. */
static bool
recount_check(const struct core *c, const struct asked *q, struct err *err)
{
	const struct result_place place = {.org = q->x->org, .subject = q->x};
	char drive[SUBJECT_KEY_MAX + 1];
	struct result_unpacked said;

	if (!open_check(c, q->x, err))
		return false;
	if (is_activity(q->x))
		return activity_overlap_check(c, q->x, q->ret_existing, err);
	return result_content(c, q->x, drive, &said, err) &&
	    result_overlap_check(c, &said.r, &place, q->ret_existing, err);
}

/* ---- by what it says */

static bool
accepted_check(const struct core *c, const struct asked *q, struct err *err)
{
	const struct subject *x = q->x;
	const bool aside = x->state == SUBJECT_RETURNED || x->state == SUBJECT_DUPLICATE;

	if (x->collector)
		return refuse(err,
		    TR("bản của nơi tiếp nhận máu không được tính: dùng giothong review take",
			"the collector's count does not count: use giothong review take"));
	if ((aside ? x->before : x->state) == SUBJECT_INTERIM)
		return refuse(err, TR("số tạm tính chưa duyệt được", "an interim count"));
	if (x->state == SUBJECT_FINAL)
		return !x->approved || is_said(c, q, err);
	if (aside)
		return recount_check(c, q, err);
	return refuse(err, TR("báo cáo này không được tính", "this report does not count"));
}

static bool
returned_check(const struct core *c, const struct asked *q, struct err *err)
{
	const struct subject *x = q->x;

	if (x->state == SUBJECT_AFTER_LOCK)
		return true;
	if (x->state == SUBJECT_RETURNED)
		return is_said(c, q, err);
	if (!result_counts(x) && !(is_activity(x) && x->state == SUBJECT_FINAL))
		return refuse(err, TR("báo cáo này không được tính", "this report does not count"));
	return open_check(c, x, err);
}

static bool
admitted_check(const struct core *c, const struct asked *q, struct err *err)
{
	if (q->x->state == SUBJECT_AFTER_LOCK)
		return result_admit_check(c, q->x, q->ret_existing, err);
	return is_said(c, q, err);
}

/* The other drive's result, and that the key may speak about it. */
static bool
other_of(const struct core *c, const struct asked *q, const struct subject **ret, struct err *err)
{
	if (q->x->kind != KIND_RESULT || q->x->collector || q->x->collection != COLLECTION_NONE ||
	    q->x->state == SUBJECT_AFTER_LOCK)
		return refuse(err,
		    TR("chỉ so được kết quả của hai buổi", "only two drives' results compare"));
	*ret = review_other(c, q->v);
	if (!result_stands(*ret) || *ret == q->x)
		return err_set(err, ERR_DRIVE_UNKNOWN, "%s", q->v->other_drive);
	return entry_may_handle(c, q->a, (*ret)->org, (*ret)->to, err);
}

static bool
same_check(const struct core *c, const struct asked *q, struct err *err)
{
	const struct subject *other = NULL;

	if (!other_of(c, q, &other, err))
		return false;
	if (q->x->state == SUBJECT_DUPLICATE && q->x->other == other->no)
		return is_said(c, q, err);
	if (!result_counts(q->x) || !result_counts(other))
		return refuse(err,
		    TR("một trong hai báo cáo không được tính", "one of the two does not count"));
	return open_check(c, q->x, err);
}

static bool
different_check(const struct core *c, const struct asked *q, struct err *err)
{
	const struct subject *other = NULL;
	char key[SUBJECT_KEY_MAX + 1];

	if (!other_of(c, q, &other, err))
		return false;
	if (q->x->state == SUBJECT_DUPLICATE && q->x->other == other->no)
		return recount_check(c, q, err);
	review_pair_key(q->x->no, other->no, key);
	return subjects_find(&c->subjects, key) == NULL || is_said(c, q, err);
}

/* Ascending, of both the collector's where it counted. */
static uint32_t
counts_merge(const struct counts *mine, const struct counts *theirs, struct review_taken *t)
{
	uint32_t i = 0, j = 0, n = 0;

	while ((i < mine->n || j < theirs->n) && n < WIRE_PAIRS_MAX) {
		const bool is_theirs =
		    j < theirs->n && (i >= mine->n || theirs->ind[j] <= mine->ind[i]);

		t->ind[n] = is_theirs ? theirs->ind[j] : mine->ind[i];
		t->val[n++] = is_theirs ? theirs->val[j] : mine->val[i];
		if (i < mine->n && mine->ind[i] == t->ind[n - 1])
			i++;
		if (is_theirs)
			j++;
	}
	return n;
}

/*
 * Who executed how much was said of the organiser's units and sums to them (V10): of another number
 * it is unknown whose are more or fewer.  A sole body without a number has all.
 */
static void
shares_take(struct review_taken *t)
{
	struct share *shares = t->organiser.executing;
	const int64_t units = counts_value(&t->r.counts, IND_BLOOD_UNITS);
	int64_t shared = 0;

	if (t->r.executing != shares)
		return;
	for (uint32_t i = 0; i < t->r.executing_n; i++)
		shared += shares[i].units;
	for (uint32_t i = 0; shared != units && i < t->r.executing_n; i++)
		shares[i].units = 0;
}

/*
 * What the collector counted, beside what only the organiser did, unless the two make no sense
 * together.
 */
static void
counts_take(struct review_taken *t, const struct counts *mine, day_t today)
{
	const struct counts *theirs = &t->collector.r.counts;
	struct report as_sent = {.kind = KIND_RESULT, .action = ACTION_FIRST, .reason = ""};

	t->r.counts =
	    (struct counts){.ind = t->ind, .val = t->val, .n = counts_merge(mine, theirs, t)};
	shares_take(t);
	as_sent.u.result = t->r;
	if (!rules_accept(&as_sent, today, NULL))
		t->r.counts = *theirs;
}

bool
review_take(const struct core *c, const struct subject *collector, day_t today,
    struct review_taken *ret, struct err *err)
{
	const struct subject *organiser = witness_other(c, collector);
	struct counts mine = {.n = 0};

	if (!result_content(c, collector, ret->drive, &ret->collector, err) ||
	    (organiser != NULL && !result_content(c, organiser, ret->drive, &ret->organiser, err)))
		return false;
	ret->r = organiser == NULL ? ret->collector.r : ret->organiser.r;
	if (organiser != NULL)
		mine = ret->organiser.r.counts;
	ret->r.witness = WITNESS_ORGANISER;
	ret->r.stage = STAGE_FINAL;
	counts_take(ret, &mine, today);
	return true;
}

static bool
take_check(const struct core *c, const struct asked *q, struct err *err)
{
	const struct subject *organiser = NULL;
	struct report as_sent = {.kind = KIND_RESULT, .action = ACTION_FIRST, .reason = ""};
	struct result_place place;
	struct review_taken t;
	bool differs = false;

	if (!q->x->collector || q->x->state != SUBJECT_FINAL)
		return refuse(err,
		    TR("không phải bản chính thức của nơi tiếp nhận máu",
			"not a final count of the collecting facility"));
	organiser = witness_other(c, q->x);
	if (!review_take(c, q->x, day_from_unix_ms(q->a->at_ms), &t, err) ||
	    !open_check(c, organiser == NULL ? q->x : organiser, err) ||
	    !witness_differs(c, q->x, &t.collector.r, &differs, err))
		return false;
	if (organiser != NULL && organiser->state == SUBJECT_FINAL && !differs)
		return is_said(c, q, err);
	as_sent.u.result = t.r;
	if (!result_place_of(c, &as_sent, &place, err))
		return false;
	if (!orgs_is_valid(c->orgs, place.org, result_day(&t.r)))
		return err_set(
		    err, ERR_ORG_NOT_VALID, "%s", core_org_code(c, place.org, place.day));
	return result_counts(organiser) ||
	    result_overlap_check(c, &t.r, &place, q->ret_existing, err);
}

typedef bool check_fn(const struct core *c, const struct asked *q, struct err *err);

bool
review_check(
    const struct core *c, const struct admission *a, struct name *ret_existing, struct err *err)
{
	static check_fn *const checks[REVIEW_COUNT_] = {[REVIEW_ACCEPTED] = accepted_check,
	    [REVIEW_RETURNED] = returned_check,
	    [REVIEW_ADMITTED] = admitted_check,
	    [REVIEW_SAME_DRIVE] = same_check,
	    [REVIEW_DIFFERENT] = different_check,
	    [REVIEW_TAKE_COLLECTOR] = take_check};
	const struct review *v = &a->r->u.review;
	const struct asked q = {
	    .a = a, .v = v, .x = review_subject(c, v), .ret_existing = ret_existing};

	if (!entry_role_is(a, STATEMENT_ROLES_REVIEW, err))
		return false;
	if (q.x == NULL) {
		const struct subject *past =
		    name_index_find_past(&c->by_name, &c->subjects, &v->report);

		if (past != NULL)
			*ret_existing = past->name;
		return statement_base_refuse(c, &v->report, err);
	}
	return entry_may_handle(c, a, q.x->org, q.x->to, err) && checks[v->state](c, &q, err);
}
