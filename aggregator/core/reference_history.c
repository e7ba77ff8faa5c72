/*
 * Who said what about one drive, collection or activity: its revisions, their reviews, and what
 * locked or opened its day; newest first.  What a
 * past revision said is in the ledger's bytes: the caller of core_reference() adds it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "core/reference.h"
#include "core/statement_pack.h"

#define HISTORY_ROWS_MAX 500 /* the newest */

/* One revision, review or lock entry. */
struct step {
	const struct subject *x;         /* whose revision, or the entry itself */
	const struct subject_past *past; /* NULL: the current one */
	struct name replaces;
	uint64_t batch; /* that it came in, whenever it began to count */
	int64_t at_ms;
	uint32_t rank; /* of the same batch: what came later */
	bool is_other; /* a review of another drive's report, which names the one asked about */
};

static int
newest_first(const void *a, const void *b)
{
	const struct step *x = a, *y = b;

	if (x->batch != y->batch)
		return x->batch > y->batch ? -1 : 1;
	return x->rank > y->rank ? -1 : x->rank < y->rank ? 1 : 0;
}

static bool
step_put(UT_array *steps, struct step step, struct err *err)
{
	step.rank = utarray_len(steps);
	return array_push(steps, &step, err);
}

/* The step that is already there for the report; NULL: none is. */
static struct step *
step_of(const UT_array *steps, const struct name *name)
{
	struct step *at = (struct step *)(void *)steps->d;

	for (uint32_t i = 0; i < utarray_len(steps); i++)
		if (name_index_equal(at[i].past == NULL ? &at[i].x->name : &at[i].past->name, name))
			return &at[i];
	return NULL;
}

/*
 * What was admitted stands with its result, too: once is enough.  There it has the batch that
 * admitted it; it came in the one that it waited since.
 */
static bool
revision_put(UT_array *steps, const struct name *name, const struct step *step, struct err *err)
{
	struct step *there = step_of(steps, name);

	if (there == NULL)
		return step_put(steps, *step, err);
	there->batch = step->batch;
	there->at_ms = step->at_ms;
	return true;
}

static bool
revisions_add(const struct subject *x, UT_array *steps, struct err *err)
{
	struct name before = {.seq = 0};

	for (uint32_t i = 0; i < x->past_n; i++) {
		const struct subject_past *past = &x->past[i];
		const struct step step = {.x = x,
		    .past = past,
		    .replaces = before,
		    .batch = past->batch,
		    .at_ms = past->at_ms};

		if (!revision_put(steps, &past->name, &step, err))
			return false;
		before = past->name;
	}
	const struct step now = {.x = x, .replaces = before, .batch = x->batch, .at_ms = x->at_ms};
	return x->name.seq == 0 || revision_put(steps, &x->name, &now, err);
}

static bool
reviews_add(const struct core *c, const struct subject *x, UT_array *steps, struct err *err)
{
	subject_t no = x->review;

	for (uint32_t i = 0; no != 0 && i < HISTORY_ROWS_MAX; i++) {
		const struct subject *review = subjects_at(&c->subjects, no);
		struct review_content said;

		if (review == NULL ||
		    !statement_pack_read_review(review->content, review->content_len, &said, err))
			return false;
		const struct step step = {
		    .x = review, .batch = review->batch, .at_ms = review->at_ms};
		if (!step_put(steps, step, err))
			return false;
		no = said.older;
	}
	return true;
}

/* What was said of other drives' reports: that they are this drive's, or that they are not. */
static bool
mentions_add(const struct core *c, const char *drive, UT_array *steps, struct err *err)
{
	for (subject_t no = 1; (uint64_t)no <= c->subjects.n; no++) {
		const struct subject *review = subjects_at(&c->subjects, no);
		struct review_content said;

		if (review->kind != KIND_REVIEW || subjects_key(&c->subjects, no)[0] != 'V')
			continue; /* "D/12/17" says that two are different, and not who said so */
		if (!statement_pack_read_review(review->content, review->content_len, &said, err))
			return false;
		const struct step step = {
		    .x = review, .batch = review->batch, .at_ms = review->at_ms, .is_other = true};
		if ((said.state == REVIEW_SAME_DRIVE || said.state == REVIEW_DIFFERENT) &&
		    strcmp(said.other_drive, drive) == 0 && !step_put(steps, step, err))
			return false;
	}
	return true;
}

/* Entries about the day that ${x} counts on, of its organisation and of all above. */
static bool
locks_add(const struct core *c, const struct subject *x, UT_array *steps, struct err *err)
{
	const struct org_index *locks = &c->index[INDEX_LOCKS];
	org_t chain[ORGS_DEPTH_MAX];
	const uint32_t depth = orgs_chain(c->orgs, x->org, x->to, chain);

	for (uint32_t i = 0; i < depth; i++)
		for (uint32_t at = org_index_first(locks, chain[i]); at != 0;) {
			const struct subject *lock =
			    subjects_at(&c->subjects, org_index_next(locks, &at));
			const struct step step = {
			    .x = lock, .batch = lock->batch, .at_ms = lock->at_ms};

			if (lock->from <= x->to && x->to <= lock->to &&
			    step_of(steps, &lock->name) == NULL && !step_put(steps, step, err))
				return false;
		}
	return true;
}

/* ---- rows */

/* The drive that the report is about, as it stands or once stood. */
static const char *
drive_of_report(const struct core *c, const struct name *name, char ret[SUBJECT_KEY_MAX + 1])
{
	const struct subject *x = name_index_find(&c->by_name, &c->subjects, name);

	if (x == NULL)
		x = name_index_find_past(&c->by_name, &c->subjects, name);
	ret[0] = '\0';
	if (x != NULL && x->kind == KIND_RESULT)
		result_drive(c, x, ret);
	return ret;
}

static bool
review_fill(const struct core *c, const struct step *s, struct reference_page *p,
    struct report_row *row, struct err *err)
{
	const struct subject *x = s->x;
	static const char *const names[REVIEW_COUNT_] = {[REVIEW_ACCEPTED] = "accepted",
	    [REVIEW_RETURNED] = "returned",
	    [REVIEW_ADMITTED] = "admitted",
	    [REVIEW_SAME_DRIVE] = "same_drive",
	    [REVIEW_DIFFERENT] = "different",
	    [REVIEW_TAKE_COLLECTOR] = "take_collector"};
	struct review_content said;
	char name[SUBJECT_KEY_MAX + 1];

	if (!statement_pack_read_review(x->content, x->content_len, &said, err))
		return false;
	row->name = x->name;
	row->kind = KIND_REVIEW;
	row->action = ACTION_FIRST;
	row->subject = core_reference_text(p, subjects_key(&c->subjects, x->no));
	row->by_org = core_reference_text(p, core_org_code(c, x->by_org, x->to));
	row->org_name = core_reference_text(p, core_org_name(c, x->org, x->to));
	row->state = names[said.state];
	row->other = core_reference_text(p,
	    s->is_other                       ? drive_of_report(c, &said.report, name)
		: said.other_drive[0] != '\0' ? said.other_drive
					      : subject_name_text(&said.report, name));
	row->reason = core_reference_text(p, said.reason);
	row->by_role = said.role;
	row->replaces = said.before;
	return true;
}

static bool
lock_fill(const struct core *c, const struct subject *x, struct reference_page *p,
    struct report_row *row, struct err *err)
{
	struct lock_content said;

	if (!statement_pack_read_lock(x->content, x->content_len, &said, err))
		return false;
	row->name = x->name;
	row->kind = KIND_LOCK;
	row->action = ACTION_FIRST;
	row->subject = core_reference_text(p, subjects_key(&c->subjects, x->no));
	row->by_org = core_reference_text(p, core_org_code(c, x->by_org, x->to));
	row->org_name = core_reference_text(p, core_org_name(c, x->org, x->to));
	row->state = x->state == SUBJECT_LOCKED ? "locked" : "unlocked";
	row->other = core_reference_text(p, said.org);
	row->reason = core_reference_text(p, said.reason);
	return true;
}

/* What stood since the committee took the collector's counts: no report of anybody's says it. */
static bool
taken_fill(const struct core *c, const struct step *s, struct reference_page *p,
    struct report_row *row, struct err *err)
{
	char key[SUBJECT_KEY_MAX + 1], drive[SUBJECT_KEY_MAX + 1];
	struct review_content said;
	struct result_unpacked taken;

	subject_entry_key('V', &s->past->name, key);
	const struct subject *review = subjects_find(&c->subjects, key);
	if (review == NULL || s->x->kind != KIND_RESULT)
		return true;
	result_drive(c, s->x, drive);
	if (!statement_pack_read_review(review->content, review->content_len, &said, err) ||
	    !result_pack_read(said.taken, said.taken_len, drive, &taken, err))
		return false;
	reference_drive_result(c, &taken.r, p, &row->result);
	return true;
}

static bool
past_fill(const struct core *c, const struct step *s, struct reference_page *p,
    struct report_row *row, struct err *err)
{
	row->name = s->past->name;
	row->kind = s->x->kind;
	row->action = s->past->action;
	row->subject = core_reference_text(p, subjects_key(&c->subjects, s->x->no));
	row->by_org = core_reference_text(p, core_org_code(c, s->past->by_org, s->x->to));
	row->org_name = core_reference_text(p, core_org_name(c, s->x->org, s->x->to));
	row->state = s->past->action == ACTION_WITHDRAWAL ? "withdrawn" : "replaced";
	row->replaces = s->replaces;
	return taken_fill(c, s, p, row, err);
}

static bool
current_fill(const struct core *c, const struct step *s, struct reference_page *p,
    struct report_row *row, struct err *err)
{
	if (!reference_subject_fill(c, s->x, p, row, err))
		return false;
	row->current = true;
	row->action = s->x->action;
	if (s->x->state != SUBJECT_AFTER_LOCK || s->replaces.seq != 0)
		row->replaces = s->replaces;
	row->reason = "";
	return true;
}

static bool
step_fill(const struct core *c, const struct step *s, struct reference_page *p,
    struct report_row *row, struct err *err)
{
	const bool ok = s->x->kind == KIND_REVIEW ? review_fill(c, s, p, row, err)
	    : s->x->kind == KIND_LOCK             ? lock_fill(c, s->x, p, row, err)
	    : s->past != NULL                     ? past_fill(c, s, p, row, err)
						  : current_fill(c, s, p, row, err);

	row->batch = s->batch;
	row->at_ms = s->at_ms;
	return ok;
}

/* ---- what is asked about */

static const struct subject *
subject_named(const struct core *c, const char *key)
{
	const struct subject *x = subjects_find(&c->subjects, key);

	return x != NULL && (x->kind == KIND_RESULT || x->kind == KIND_ACTIVITY) ? x : NULL;
}

/*
 * By the organiser, waiting after a lock, by the collector: of just this drive, day or collection.
 */
static void
subjects_of_one(const struct core *c, const char *middle, struct result_all *ret)
{
	static const char forms[3][2] = {{'R', '1'}, {'R', '2'}, {'A', '1'}};
	char key[SUBJECT_KEY_MAX + 1];

	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		(void)snprintf(key, sizeof(key), "%c/%.*s/%c", forms[i][0], SUBJECT_KEY_MAX - 4,
		    middle, forms[i][1]);
		const struct subject *x = subject_named(c, key);
		if (x != NULL)
			ret->at[ret->n++] = x;
	}
}

/* A drive's key, with all its days, or a subject's: of one witness all are asked about. */
static void
subjects_asked(const struct core *c, const char *search, struct result_all *ret)
{
	const bool is_subject = search[0] == 'R' && search[1] == '/';
	char middle[SUBJECT_KEY_MAX + 1];

	ret->n = 0;
	const struct subject *activity = search[0] == 'T' ? subject_named(c, search) : NULL;
	if (activity != NULL) {
		ret->at[ret->n++] = activity;
		return;
	}
	const char *from = is_subject ? search + 2 : search;
	const size_t len = strlen(from);
	const size_t cut = is_subject && len > 2 ? 2 : 0; /* "/1" */
	if (len - cut > SUBJECT_KEY_MAX - 4)
		return;
	memcpy(middle, from, len - cut);
	middle[len - cut] = '\0';
	if (strlen(middle) <= WIRE_DRIVE_BYTES_MAX && plan_drive_const(c->plan, middle) != NULL)
		result_all_of_drive(c, middle, ret);
	else
		subjects_of_one(c, middle, ret);
}

/*
 * Of what was locked and opened before anything was reported only the entry that stood by then
 * matters, and only when the days were locked.  The steps are newest first.
 */
static void
locks_before_drop(UT_array *steps)
{
	const struct step *at = (const struct step *)(const void *)steps->d;
	const uint32_t n = utarray_len(steps);
	uint32_t first = 0;

	for (uint32_t i = 0; i < n; i++)
		if (at[i].x->kind != KIND_LOCK)
			first = i + 1;
	if (first < n && at[first].x->state == SUBJECT_LOCKED)
		first++;
	if (first < n)
		utarray_erase(steps, first, n - first);
}

static bool
steps_of(const struct core *c, const struct scope *s, const char *search, UT_array *steps,
    struct err *err)
{
	char drive[SUBJECT_KEY_MAX + 1] = "";
	struct result_all asked;

	subjects_asked(c, search, &asked);
	for (uint32_t i = 0; i < asked.n; i++)
		if (core_reference_is_under(c, s, asked.at[i]->org, asked.at[i]->to) &&
		    (!revisions_add(asked.at[i], steps, err) ||
			!reviews_add(c, asked.at[i], steps, err) ||
			!locks_add(c, asked.at[i], steps, err)))
			return false;
	if (utarray_len(steps) > 0 && asked.n > 0 && asked.at[0]->kind == KIND_RESULT)
		result_drive(c, asked.at[0], drive);
	if (drive[0] != '\0' && !mentions_add(c, drive, steps, err))
		return false;
	if (utarray_len(steps) > 1)
		qsort(steps->d, utarray_len(steps), sizeof(struct step), newest_first);
	locks_before_drop(steps);
	return true;
}

/* "2022-05-08", or the number of a day, up to the next "/". */
static bool
day_read(const char *text, day_t *ret)
{
	char word[DAY_TEXT_MAX];
	const size_t len = strcspn(text, "/");
	int64_t day = 0;

	if (len >= sizeof(word))
		return false;
	memcpy(word, text, len);
	word[len] = '\0';
	if (day_parse(word, ret, NULL))
		return true;
	if (!num_parse_count(word, &day, NULL) || day > DAY_MAX)
		return false;
	*ret = (day_t)day;
	return true;
}

/*
 * What ${search} names is of an organisation that the reader may not see: refused whether it is
 * there or not, since an empty answer would tell which.
 */
static bool
may_be_asked(const struct core *c, const struct scope *s, const char *search, struct err *err)
{
	const bool is_subject = (search[0] == 'R' || search[0] == 'T') && search[1] == '/';
	const char *from = is_subject ? search + 2 : search;
	const size_t len = strcspn(from, "/");
	char code[WIRE_CODE_BYTES_MAX + 1] = "";
	day_t day = 0;

	if (len >= sizeof(code) || from[len] == '\0' || !day_read(from + len + 1, &day))
		return true;
	memcpy(code, from, len);
	const org_t org = orgs_by_code(c->orgs, code, day);
	return org == 0 || orgs_may_read(c->orgs, s->reader, org) ||
	    err_set(err, ERR_FORBIDDEN, "%s", core_org_name(c, org, day));
}

bool
reference_history(const struct core *c, const struct scope *s, const struct reference_request *q,
    struct reference_page *p, struct err *err)
{
	UT_array steps;
	bool ok;

	if (q->search[0] == '\0')
		return err_set(err, ERR_USAGE, "search");
	array_init(&steps, sizeof(struct step));
	ok = steps_of(c, s, q->search, &steps, err) &&
	    (utarray_len(&steps) > 0 || may_be_asked(c, s, q->search, err));
	const struct step *at = (const struct step *)(const void *)steps.d;
	for (uint32_t i = 0; ok && i < utarray_len(&steps) && i < HISTORY_ROWS_MAX; i++) {
		struct report_row *row = core_reference_row(p);

		ok = row == NULL || step_fill(c, &at[i], p, row, err);
	}
	array_free(&steps);
	return ok;
}
