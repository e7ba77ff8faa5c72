#include "verify_total.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "rules/catalogue.h"
#include "verify_grounds.h"
#include "verify_report.h"
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
	t->sums = calloc((size_t)WIRE_IND_MAX + 1, sizeof(*t->sums));
	if (t->lines == NULL || t->sums == NULL)
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
add(struct verify_total *t, const struct counts *c, bool hidden, struct err *err)
{
	for (uint32_t i = 0; i < c->n; i++) {
		struct verify_sum *s = &t->sums[c->ind[i]];
		int64_t *to = hidden ? &s->hidden : &s->proven;

		s->ind = c->ind[i];
		if (!num_add(*to, c->val[i], to))
			return err_set(err, ERR_COUNT_OVERFLOW, "%u", c->ind[i]);
	}
	return true;
}

/* The signed report says what the list says of it. */
static bool
line_check(struct verify_total *t, struct verify_line *line, const struct verify_report *v,
    struct err *err)
{
	const struct report_row *row = &t->rows.all.reports[line->row];
	const struct report *r = NULL;

	if (verify_report_is_accepted(v, row->name.idx))
		r = &v->s->reports[row->name.idx];
	if (r == NULL || r->kind != KIND_RESULT || v->receipt->row.n > t->rows.all.as_of_batch ||
	    strcmp(r->u.result.drive, row->result.drive) != 0 ||
	    r->u.result.day != row->result.day ||
	    !verify_report_same_counts(&r->u.result.counts, &row->result.counts))
		return err_set(err, ERR_SIGNATURE, "%s",
		    TR("bản đã ký nói khác", "the signed report says something else"));
	line->ord = v->receipt->ord;
	return add(t, &r->u.result.counts, false, err);
}

static bool
lines_hide(struct verify_total *t, uint32_t from, uint32_t to, struct err *err)
{
	for (uint32_t i = from; i < to; i++) {
		t->lines[i].hidden = true;
		t->hidden++;
		if (!add(t, &t->rows.all.reports[t->lines[i].row].result.counts, true, err))
			return false;
	}
	return true;
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

	return r->drive[0] != '\0' && drive_key_parse(r->drive, &key, NULL) ? key.day : r->held_to;
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
	    .day = r->held_to,
	    .above = t->total.all.org};
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

/* What does not hold, with its batch and its report: so that a person finds it. */
static bool
fail_at(const struct report_row *row, struct err *err)
{
	const struct err why = *err;

	return err_set(err, why.code == ERR_MEMORY ? ERR_MEMORY : ERR_SIGNATURE,
	    TR("lần ghi %llu, báo cáo %s: %s", "batch %llu, report %s: %s"),
	    (unsigned long long)row->batch, row->subject, why.text);
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
		return err->code == ERR_FORBIDDEN && lines_hide(t, span[0], span[1], err);
	ok = verify_report(&e, g->profile, &v, err);
	if (ok && !is_of_name(v.s, name))
		ok = err_set(err, ERR_SIGNATURE, "%s",
		    TR("máy chủ đưa bản gửi khác", "the aggregator gave another submission"));
	for (uint32_t i = span[0]; ok && i < span[1]; i++) {
		memcpy(t->lines[i].sign_key, e.sign_key, WIRE_KEY_BYTES);
		ok = line_check(t, &t->lines[i], &v, err) &&
		    line_ground(g, t, &t->lines[i], v.receipt->row.n, err);
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

static int64_t
said(const struct counts *c, uint32_t ind)
{
	for (uint32_t i = 0; i < c->n; i++)
		if (c->ind[i] == ind)
			return c->val[i];
	return 0;
}

/* Only indicators of results: activities carry others, and the system its own. */
static void
sums_compare(struct verify_total *t)
{
	uint32_t n = 0;

	t->holds = true;
	for (uint32_t ind = 1; ind <= WIRE_IND_MAX; ind++) {
		struct verify_sum s = t->sums[ind];
		int64_t sum = 0;

		if (s.ind == 0)
			continue;
		s.said = said(&t->total.all.total.counts, ind);
		t->holds = t->holds && num_add(s.proven, s.hidden, &sum) && sum == s.said;
		t->sums[n++] = s;
	}
	t->sums_n = n;
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
	if (!ask_both(a, q, ret, err) || !lines_make(ret, err) ||
	    !submissions_check(a, q, ret, err))
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
	free(t->sums);
	*t = (struct verify_total){.lines = NULL};
}
