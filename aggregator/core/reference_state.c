/* Reference data: the committee's queue, lock entries, texts of documents. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "core/reference.h"
#include "core/statement_pack.h"

/* ---- the queue */

const char *
reference_state_name(const struct subject *x)
{
	static const char *const names[SUBJECT_STATE_COUNT_] = {[SUBJECT_INTERIM] = "waiting",
	    [SUBJECT_FINAL] = "waiting",
	    [SUBJECT_WITHDRAWN] = "withdrawn",
	    [SUBJECT_RETURNED] = "returned",
	    [SUBJECT_DUPLICATE] = "duplicate",
	    [SUBJECT_AFTER_LOCK] = "after_lock",
	    [SUBJECT_REPLACED] = "replaced"};

	if (x->approved)
		return "approved";
	/* The other witness posts nothing but that it differs. */
	if (x->collector && result_stands(x))
		return x->posted_n > 0 ? "differs" : "";
	return names[x->state] == NULL ? "" : names[x->state];
}

/* What the queue says of a subject; NULL: nothing waits. */
static const char *
queue_state(const struct subject *x)
{
	if (x->kind != KIND_RESULT && x->kind != KIND_ACTIVITY)
		return NULL;
	if (x->state == SUBJECT_INTERIM && !x->collector)
		return NULL;
	const char *name = reference_state_name(x);
	return strcmp(name, "waiting") == 0 || strcmp(name, "returned") == 0 ||
		strcmp(name, "after_lock") == 0 || strcmp(name, "differs") == 0
	    ? name
	    : NULL;
}

static bool
is_asked(const struct reference_request *q, const char *state)
{
	return q->search[0] == '\0' || strcmp(q->search, state) == 0;
}

/* Why it was returned; of what came late what its office said, and what admitting it would do. */
static bool
said_fill(const struct core *c, const struct subject *x, struct reference_page *p,
    struct report_row *row, struct err *err)
{
	const struct subject *review = subjects_at(&c->subjects, x->review);
	struct review_content said;
	struct waiting_content late;

	row->reason = "";
	if (x->state == SUBJECT_AFTER_LOCK) {
		if (!statement_pack_read_waiting(x->content, x->content_len, &late, err))
			return false;
		row->reason = core_reference_text(p, late.reason);
		row->action = late.action;
		row->replaces = late.base;
	} else if (review != NULL) {
		if (!statement_pack_read_review(review->content, review->content_len, &said, err))
			return false;
		row->reason = core_reference_text(p, said.reason);
	}
	return true;
}

bool
reference_subject_fill(const struct core *c, const struct subject *x, struct reference_page *p,
    struct report_row *row, struct err *err)
{
	char drive[SUBJECT_KEY_MAX + 1];
	struct result_unpacked result;
	struct counts_content counts;

	row->name = x->name;
	row->kind = x->kind;
	row->action = x->action;
	row->batch = x->batch;
	row->at_ms = x->at_ms;
	row->subject = core_reference_text(p, subjects_key(&c->subjects, x->no));
	row->by_org = core_reference_text(p, core_org_code(c, x->by_org, x->to));
	row->org_name = core_reference_text(p, core_org_name(c, x->org, x->to));
	row->state = reference_state_name(x);
	if (x->past_n > 0)
		row->replaces = x->past[x->past_n - 1].name;
	if (!said_fill(c, x, p, row, err))
		return false;
	if (x->state == SUBJECT_WITHDRAWN || x->state == SUBJECT_REPLACED)
		return true;
	if (x->kind == KIND_RESULT) {
		if (!result_content(c, x, drive, &result, err))
			return false;
		reference_drive_result(c, &result.r, p, &row->result);
		row->result.held_from =
		    x->from; /* a withdrawal that waits has no days of its own */
		row->result.held_to = x->to;
		row->other = x->collector ? row->result.drive : "";
		return true;
	}
	if (!statement_pack_read_counts(x->content, x->content_len, &counts, err))
		return false;
	row->activity = (struct activity){.org = core_reference_text(p, counts.org),
	    .from = x->from,
	    .to = x->to,
	    .cumulative = counts.cumulative,
	    .note = core_reference_text(p, counts.note),
	    .counts = core_reference_counts(
		p, &(const struct counts){.ind = counts.ind, .val = counts.val, .n = counts.n})};
	return true;
}

static bool
is_inside(const struct core *c, const struct scope *s, const struct subject *x)
{
	return x->to >= s->period.from && x->to <= s->to &&
	    core_reference_is_under(c, s, x->org, x->to);
}

bool
reference_queue(const struct core *c, const struct scope *s, const struct reference_request *q,
    struct reference_page *p, struct err *err)
{
	for (subject_t no = 1; (uint64_t)no <= c->subjects.n; no++) {
		const struct subject *x = subjects_at(&c->subjects, no);
		const char *state = queue_state(x);

		if (state == NULL || !is_asked(q, state) || !is_inside(c, s, x))
			continue;
		struct report_row *row = core_reference_row(p);
		if (row == NULL)
			continue;
		row->current = true;
		if (!reference_subject_fill(c, x, p, row, err))
			return false;
	}
	return (!is_asked(q, "duplicate") || reference_duplicates(c, s, p, err)) &&
	    (!is_asked(q, "overlaps") || reference_overlaps(c, s, p, err));
}

/* ---- locks */

bool
reference_locks(
    const struct core *c, const struct scope *s, struct reference_page *p, struct err *err)
{
	for (subject_t no = (subject_t)c->subjects.n; no >= 1 && c->index[INDEX_LOCKS].n > 0;
	     no--) {
		const struct subject *x = subjects_at(&c->subjects, no);
		struct lock_content said;

		/* What is locked above holds here, too. */
		if (x->kind != KIND_LOCK || x->to < s->period.from || x->from > s->period.to ||
		    (!core_reference_is_under(c, s, x->org, x->to) &&
			!orgs_is_above(c->orgs, x->org, s->org, x->to)))
			continue;
		struct lock_row *row = core_reference_row(p);
		if (row == NULL)
			continue;
		if (!statement_pack_read_lock(x->content, x->content_len, &said, err))
			return false;
		*row = (struct lock_row){.lock = {.org = core_reference_text(p, said.org),
					     .from = x->from,
					     .to = x->to,
					     .locked = x->state == SUBJECT_LOCKED,
					     .reason = core_reference_text(p, said.reason)},
		    .name = x->name,
		    .batch = x->batch,
		    .at_ms = x->at_ms,
		    .org_name = core_reference_text(p, core_org_name(c, x->org, x->to)),
		    .by_org = core_reference_text(p, core_org_code(c, x->by_org, x->to))};
	}
	return true;
}

/* ---- texts */

/*
 * "DOCUMENT" or "DOCUMENT/PART"; "" is everything.  A document's name finds those of one period,
 * campaign or drive, too: "DOCUMENT:WHICH".  A batch is asked for by itself, not in the search.
 */
struct text_search {
	char document[WIRE_CODE_BYTES_MAX + 1];
	char part[WIRE_CODE_BYTES_MAX + 1];
};

static bool
search_parse(const char *text, struct text_search *ret, struct err *err)
{
	const char *slash = strchr(text, '/');
	const size_t document = slash == NULL ? strlen(text) : (size_t)(slash - text);

	*ret = (struct text_search){.part = ""};
	if (strchr(text, '@') != NULL)
		return err_set(err, ERR_USAGE,
		    TR("%s: lần ghi không nằm trong ô tìm (--as-of-batch)",
			"%s: a batch is no part of the search (--as-of-batch)"),
		    text);
	if (document > WIRE_CODE_BYTES_MAX ||
	    (slash != NULL && !text_copy(ret->part, sizeof(ret->part), slash + 1)))
		return err_set(err, ERR_USAGE, "%s", text);
	memcpy(ret->document, text, document);
	return true;
}

static bool
is_searched(const struct text_search *q, const struct text_entry *t)
{
	const size_t len = strlen(q->document);
	const bool is_it = strncmp(q->document, t->document, len) == 0 &&
	    (t->document[len] == '\0' || t->document[len] == ':');

	return (len == 0 || is_it) && (q->part[0] == '\0' || strcmp(q->part, t->part) == 0);
}

/* No later version of the same part. */
static bool
is_newest(const struct core *c, const struct subject *x, const struct text_entry *t)
{
	const struct org_index *all = &c->index[INDEX_TEXTS];
	struct text_entry other;

	for (uint32_t at = org_index_first(all, x->org); at != 0;) {
		const struct subject *y = subjects_at(&c->subjects, org_index_next(all, &at));

		if (y->no <= x->no)
			return true; /* newest first: it has met itself */
		if (statement_pack_read_text(y->content, y->content_len, &other, NULL) &&
		    strcmp(other.document, t->document) == 0 && strcmp(other.part, t->part) == 0)
			return false;
	}
	return true;
}

static void
text_put(const struct core *c, const struct subject *x, const struct text_entry *t, bool current,
    struct reference_page *p)
{
	struct text_row *row = core_reference_row(p);

	if (row == NULL)
		return;
	*row = (struct text_row){.text = {.org = core_reference_text(p, t->org),
				     .document = core_reference_text(p, t->document),
				     .part = core_reference_text(p, t->part),
				     .text = core_reference_text(p, t->text)},
	    .name = x->name,
	    .batch = x->batch,
	    .at_ms = x->at_ms,
	    .by_org = core_reference_text(p, core_org_code(c, x->by_org, x->to)),
	    .current = current};
}

/* A document is its organisation's alone: not what is below it. */
bool
reference_texts(const struct core *c, const struct scope *s, const struct reference_request *q,
    struct reference_page *p, struct err *err)
{
	const struct org_index *all = &c->index[INDEX_TEXTS];
	struct text_search search;
	struct text_entry t;

	if (!search_parse(q->search, &search, err))
		return false;
	for (uint32_t at = org_index_first(all, s->org); at != 0;) {
		const struct subject *x = subjects_at(&c->subjects, org_index_next(all, &at));

		if (!statement_pack_read_text(x->content, x->content_len, &t, err))
			return false;
		if (is_searched(&search, &t))
			text_put(c, x, &t, x->state == SUBJECT_STATED && is_newest(c, x, &t), p);
	}
	return true;
}
