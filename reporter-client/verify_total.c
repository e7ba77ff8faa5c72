#include "verify_total.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "rules/catalogue.h"
#include "verify_grounds.h"
#include "verify_report.h"
#include "verify_taken.h"
#include "wire/submission.h"

/* ---- what counts */

/*
 * States of a report that stands in the list and not in the total (PROTOCOL.md, ReportRow.state).
 */
static bool
counts(const struct report_row *r)
{
	static const char *const not_counted[] = {
	    "returned", "after_lock", "duplicate", "withdrawn", "replaced"};

	for (size_t i = 0; i < ARRAY_LEN(not_counted); i++)
		if (strcmp(r->state, not_counted[i]) == 0)
			return false;
	return r->kind == KIND_RESULT && r->result.witness != WITNESS_COLLECTOR;
}

static bool
lines_make(struct verify_total *t, struct err *err)
{
	const struct reference *r = &t->rows.all;

	t->lines = calloc((size_t)r->reports_n + 1, sizeof(*t->lines));
	t->items = calloc((size_t)r->reports_n + 1, sizeof(*t->items));
	t->sums = calloc((size_t)WIRE_IND_MAX + 1, sizeof(*t->sums));
	if (t->lines == NULL || t->items == NULL || t->sums == NULL)
		return err_set(err, ERR_MEMORY, "%u", r->reports_n);
	for (uint32_t i = 0; i < r->reports_n; i++)
		if (counts(&r->reports[i]))
			t->lines[t->lines_n++] = (struct verify_line){.row = i};
	return true;
}

/* ---- one submission after the other */

static int
by_name(const void *a, const void *b, void *rows)
{
	const struct report_row *r = rows;
	const struct name *x = &r[((const struct verify_line *)a)->row].name;
	const struct name *y = &r[((const struct verify_line *)b)->row].name;
	const int stream = memcmp(x->stream, y->stream, WIRE_STREAM_BYTES);

	if (stream != 0)
		return stream;
	if (x->seq != y->seq)
		return x->seq < y->seq ? -1 : 1;
	return x->idx < y->idx ? -1 : x->idx > y->idx;
}

static bool
is_same_submission(const struct name *a, const struct name *b)
{
	return a->seq == b->seq && memcmp(a->stream, b->stream, WIRE_STREAM_BYTES) == 0;
}

static bool
add_one(struct verify_total *t, uint32_t ind, int64_t val, bool hidden, struct err *err)
{
	struct verify_sum *s = &t->sums[ind];
	int64_t *to = hidden ? &s->hidden : &s->proven;

	s->ind = ind;
	return num_add(*to, val, to) || err_set(err, ERR_COUNT_OVERFLOW, "%u", ind);
}

static bool
add(struct verify_total *t, const struct counts *c, bool hidden, struct err *err)
{
	bool ok = true;

	for (uint32_t i = 0; ok && i < c->n; i++)
		ok = add_one(t, c->ind[i], c->val[i], hidden, err);
	return ok;
}

static bool
other_said(struct err *err)
{
	return err_set(err, ERR_SIGNATURE, "%s",
	    TR("bản đã ký nói khác", "the signed report says something else"));
}

/* What the line counts as, and that its day lies in the period. */
static bool
line_item(struct verify_total *t, uint32_t line, const struct result *r, struct err *err)
{
	const struct period_row *period = &t->total.all.period;
	const day_t day = verify_list_day(r);

	t->items[line].name = t->rows.all.reports[t->lines[line].row].name;
	verify_list_about(r, &t->items[line]);
	return (day >= period->from && day <= period->to) ||
	    err_set(err, ERR_SIGNATURE, "%s",
		TR("báo cáo của ngày ngoài kỳ", "a report of a day outside the period"));
}

static bool
same_collection(const struct result *a, const struct result *b)
{
	return strcmp(a->collection.org, b->collection.org) == 0 &&
	    a->collection.from == b->collection.from && a->collection.to == b->collection.to &&
	    a->collection.kind == b->collection.kind;
}

/* The signed report says what the list says of it. */
static bool
result_check(struct verify_total *t, uint32_t line, const struct report *r, struct err *err)
{
	const struct result *said = &t->rows.all.reports[t->lines[line].row].result;
	const struct result *own = &r->u.result;

	if (r->action == ACTION_WITHDRAWAL || own->witness == WITNESS_COLLECTOR ||
	    strcmp(own->drive, said->drive) != 0 || own->day != said->day ||
	    verify_list_day(own) != said->held_to ||
	    (own->drive[0] == '\0' && !same_collection(own, said)) ||
	    !counts_equal(&own->counts, &said->counts))
		return other_said(err);
	t->items[line].replaces = r->replaces;
	return line_item(t, line, own, err) && add(t, &own->counts, false, err);
}

static bool
lines_hide(struct verify_total *t, uint32_t from, uint32_t to, struct err *err)
{
	for (uint32_t i = from; i < to; i++) {
		const struct result *r = &t->rows.all.reports[t->lines[i].row].result;

		t->lines[i].hidden = true;
		t->hidden++;
		if (!line_item(t, i, r, err) || !add(t, &r->counts, true, err))
			return false;
	}
	return true;
}

/* A review made the result, of what the collector counted. */
static bool
taken_check(struct verify_grounds *g, struct verify_total *t, uint32_t line,
    const struct review *review, struct err *err)
{
	const struct report_row *row = &t->rows.all.reports[t->lines[line].row];
	const struct counts *c = &row->result.counts;
	bool shown[WIRE_PAIRS_MAX];
	bool is_whole = true;
	bool ok = true;

	if (review->state != REVIEW_TAKE_COLLECTOR)
		return other_said(err);
	if (!verify_taken(g, row, &review->report, shown, err))
		return verify_grounds_may_hide(g->profile, err) &&
		    lines_hide(t, line, line + 1, err);
	for (uint32_t i = 0; ok && i < c->n; i++) {
		is_whole = is_whole && shown[i];
		ok = add_one(t, c->ind[i], c->val[i], !shown[i], err);
	}
	t->taken_untold += is_whole ? 0 : 1;
	return ok && line_item(t, line, &row->result, err);
}

static bool
line_check(struct verify_grounds *g, struct verify_total *t, uint32_t line,
    const struct verify_report *v, struct err *err)
{
	const uint32_t idx = t->rows.all.reports[t->lines[line].row].name.idx;
	const struct report *r = NULL;
	enum err_code code;

	if (idx >= v->s->reports_n || idx >= v->receipt->verdicts_n ||
	    v->receipt->row.n > t->rows.all.as_of_batch)
		return other_said(err);
	r = &v->s->reports[idx];
	code = v->receipt->verdicts[idx].code;
	if (!receipt_accepts(code))
		return other_said(err);
	t->admitted += code == ERR_AFTER_LOCK ? 1 : 0;
	t->lines[line].ord = v->receipt->ord;
	t->lines[line].is_review = r->kind == KIND_REVIEW;
	if (r->kind == KIND_REVIEW)
		return taken_check(g, t, line, &r->u.review, err);
	return r->kind == KIND_RESULT ? result_check(t, line, r, err) : other_said(err);
}

static bool
is_of_name(const struct submission *s, const struct name *name)
{
	return s->seq == name->seq && memcmp(s->stream, name->stream, WIRE_STREAM_BYTES) == 0;
}

/*
 * The credited organisation's code, and the day by which it is read: that on which it counts, where
 * it stood then.
 */
static bool
credited(const struct result *r, char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err)
{
	struct drive_key key;

	if (r->drive[0] == '\0')
		return text_copy(ret, WIRE_CODE_BYTES_MAX + 1, r->collection.org) ||
		    err_set(err, ERR_LIMIT, "%s", r->collection.org);
	return drive_key_parse(r->drive, &key, err) &&
	    (text_copy(ret, WIRE_CODE_BYTES_MAX + 1, key.org) ||
		err_set(err, ERR_LIMIT, "%s", key.org));
}

/* A drive that was moved over the end of its place's code is read by its first day. */
static day_t
first_day(const struct result *r)
{
	struct drive_key key;

	return r->drive[0] != '\0' && drive_key_parse(r->drive, &key, NULL) ? key.day
									    : verify_list_day(r);
}

static bool
line_ground(struct verify_grounds *g, const struct verify_total *t, struct verify_line *line,
    uint64_t batch, struct err *err)
{
	const struct result *r = &t->rows.all.reports[line->row].result;
	char org[WIRE_CODE_BYTES_MAX + 1];
	struct verify_claim claim = {.sign_key = line->sign_key,
	    .batch = batch,
	    .org = org,
	    .day = verify_list_day(r),
	    .above = t->total.all.org,
	    .is_review = line->is_review};
	const char *office = "";
	struct err why = {0};
	bool ok;

	if (!credited(r, org, err))
		return false;
	ok = verify_grounds_check(g, &claim, &office, &why);
	if (!ok && why.code == ERR_ORG_NOT_VALID) {
		claim.day = first_day(r);
		ok = verify_grounds_check(g, &claim, &office, &why);
	}
	return ok ? text_copy(line->office, sizeof(line->office), office)
		  : err_set(err, why.code, "%s", why.text);
}

/* ${code} says that the check went no further, and nothing of what was shown. */
static bool
is_cut_short(enum err_code code)
{
	switch (code) {
	case ERR_BUG:
	case ERR_LIMIT:
	case ERR_KEY_UNKNOWN:
	case ERR_KEY_REVOKED:
	case ERR_VERSION:
		return true;
	default:
		return err_is_retry(code);
	}
}

/* What does not hold, with its batch and its report: so that a person finds it. */
static bool
fail_at(const struct report_row *row, struct err *err)
{
	const struct err why = *err;

	return err_set(err,
	    is_cut_short(why.code) || why.code == ERR_HISTORY_WENT_BACK ? why.code : ERR_SIGNATURE,
	    TR("lần ghi %llu, báo cáo %s: %s", "batch %llu, report %s: %s"),
	    (unsigned long long)row->batch, row->subject, why.text);
}

/* The history behind the total is the one behind its reports. */
static bool
head_check(const struct verify_total *t, const struct signed_head *head, struct err *err)
{
	const struct rows *all = &t->total.all;

	return head->epoch != all->epoch || head->batch != all->as_of_batch ||
	    memcmp(&head->head, &all->root, sizeof(head->head)) == 0 ||
	    err_set(err, ERR_HISTORY_WENT_BACK,
		TR("lần ghi %llu của kỳ %u có hai mã kiểm tra khác nhau",
		    "batch %llu of epoch %u has two different heads"),
		(unsigned long long)head->batch, head->epoch);
}

/* Lines [span[0], span[1]) are of one submission. */
static bool
submission_check(
    struct verify_grounds *g, struct verify_total *t, const uint32_t span[2], struct err *err)
{
	const struct name *name = &t->rows.all.reports[t->lines[span[0]].row].name;
	struct proof_request p = {.seq = name->seq};
	struct verify_report v = {.s = NULL};
	struct evidence e = {.arena = NULL};
	bool ok;

	memcpy(p.stream, name->stream, WIRE_STREAM_BYTES);
	if (!ask_evidence(g->ask, &p, &e, err))
		return verify_grounds_may_hide(g->profile, err)
		    ? lines_hide(t, span[0], span[1], err)
		    : fail_at(&t->rows.all.reports[t->lines[span[0]].row], err);
	ok = verify_report(&e, g->profile, &v, err);
	if (ok && !is_of_name(v.s, name))
		ok = err_set(err, ERR_SIGNATURE, "%s",
		    TR("máy chủ đưa bản gửi khác", "the aggregator gave another submission"));
	ok = ok && head_check(t, &v.receipt->head, err);
	for (uint32_t i = span[0]; ok && i < span[1]; i++) {
		memcpy(t->lines[i].sign_key, e.sign_key, WIRE_KEY_BYTES);
		ok = line_check(g, t, i, &v, err) &&
		    (t->lines[i].hidden || line_ground(g, t, &t->lines[i], v.receipt->row.n, err));
	}
	if (ok)
		t->submissions++;
	else
		(void)fail_at(&t->rows.all.reports[t->lines[span[0]].row], err);
	verify_report_free(&v);
	query_free(&e.arena);
	return ok;
}

static bool
submissions_check(
    struct ask *a, const struct verify_question *q, struct verify_total *t, struct err *err)
{
	const struct report_row *rows = t->rows.all.reports;
	struct verify_grounds g = {.ask = a, .profile = q->profile};
	uint32_t to = 0;
	bool ok = true;

	if (t->lines_n > 0)
		qsort_r(t->lines, t->lines_n, sizeof(*t->lines), by_name, t->rows.list);
	for (uint32_t from = 0; ok && from < t->lines_n; from = to) {
		const struct name *first = &rows[t->lines[from].row].name;

		for (to = from + 1;
		     to < t->lines_n && is_same_submission(first, &rows[t->lines[to].row].name);)
			to++;
		ok = submission_check(&g, t, (const uint32_t[2]){from, to}, err);
		if (ok && q->progress != NULL)
			q->progress(q->arg, to, t->lines_n);
	}
	t->entries = g.submissions;
	t->entries_untold = g.is_untold;
	verify_grounds_free(&g);
	return ok;
}

/* ---- the sums */

/* What no report carries: of results it must be nothing; activities are not listed. */
static void
said_add(struct verify_total *t)
{
	const struct counts *c = &t->total.all.total.counts;

	for (uint32_t i = 0; i < c->n; i++)
		if (c->ind[i] < IND_ACTIVITY_FIRST)
			t->sums[c->ind[i]].ind = c->ind[i];
		else
			t->activities++;
}

static void
sums_compare(struct verify_total *t)
{
	uint32_t n = 0;

	said_add(t);
	t->holds = true;
	for (uint32_t ind = 1; ind <= WIRE_IND_MAX; ind++) {
		struct verify_sum s = t->sums[ind];
		int64_t sum = 0;

		if (s.ind == 0)
			continue;
		s.said = counts_value(&t->total.all.total.counts, ind);
		t->holds = t->holds && num_add(s.proven, s.hidden, &sum) && sum == s.said;
		t->sums[n++] = s;
	}
	t->sums_n = n;
}

enum err_code
verify_total_verdict(const struct verify_total *t)
{
	if (!t->holds)
		return ERR_SIGNATURE;
	return t->entries_untold ? ERR_KIND_UNSUPPORTED : ERR_OK;
}

/* The answer is one to this question. */
static bool
answer_check(const struct verify_question *q, struct verify_total *t, struct err *err)
{
	const struct rows *all = &t->total.all;
	const struct verify_list_period p = {.asked = q->period,
	    .today = q->today,
	    .answered = day_from_unix_ms(all->at_ms),
	    .said = &all->period};

	return verify_list_org(q->org, q->profile->org, all->org, &t->org_untold, err) &&
	    verify_list_period(&p, &t->period_untold, err);
}

/* The list, and the total as of its batch. */
static bool
ask_both(struct ask *a, const struct verify_question *q, struct verify_total *t, struct err *err)
{
	const struct reference_request list = {.kind = REFERENCE_REPORTS,
	    .org = q->org,
	    .period = q->period,
	    .search = "",
	    .as_of_batch = q->as_of_batch};
	struct summary_request total = {
	    .org = q->org, .period = q->period, .by = BY_CHILD, .basis = ""};

	if (!ask_reference(a, &list, &t->rows, err))
		return false;
	total.as_of_batch = t->rows.all.as_of_batch;
	return ask_summary(a, &total, &t->total, err);
}

bool
verify_total(
    struct ask *a, const struct verify_question *q, struct verify_total *ret, struct err *err)
{
	*ret = (struct verify_total){.lines = NULL};
	if (!ask_both(a, q, ret, err) || !answer_check(q, ret, err) || !lines_make(ret, err) ||
	    !submissions_check(a, q, ret, err) || !verify_list_once(ret->items, ret->lines_n, err))
		return false;
	sums_compare(ret);
	return true;
}

void
verify_total_free(struct verify_total *t)
{
	ask_reference_free(&t->rows);
	ask_rows_free(&t->total);
	free(t->lines);
	free(t->items);
	free(t->sums);
	*t = (struct verify_total){.lines = NULL};
}
