#include "outbox_answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "outbox_db.h"
#include "outbox_issue.h"
#include "outbox_rows.h"
#include "outbox_verdicts.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)

bool
outbox_answer_streams(struct outbox *box, struct outbox_stream ret[OUTBOX_STREAMS_MAX],
    size_t *ret_n, struct err *err)
{
	struct outbox_query q;
	bool row = true;
	size_t n = 0;

	if (!outbox_db_query(box, outbox_sql_stream_list, &q, err))
		return false;
	outbox_db_int(&q, OUTBOX_STREAMS_MAX);
	while (n < OUTBOX_STREAMS_MAX) {
		if (!outbox_db_step(&q, &row, err))
			return false;
		if (!row)
			break;
		if (!outbox_db_bytes(&q, 1, ret[n].id, sizeof(ret[n].id), err)) {
			outbox_db_end(&q);
			return false;
		}
		ret[n].next_seq = (uint64_t)sqlite3_column_int64(q.stmt, 2);
		ret[n].epoch = (uint32_t)sqlite3_column_int64(q.stmt, 3);
		ret[n].current = n == 0;
		n++;
	}
	outbox_db_end(&q);
	*ret_n = n;
	return true;
}

bool
outbox_answer_sent(struct outbox *box, const int64_t *ids, size_t n, struct err *err)
{
	struct outbox_query q;
	bool ok = false;

	if (!outbox_db_begin(box, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!outbox_db_query(box, outbox_sql_entry_sent, &q, err))
			goto out;
		outbox_db_int(&q, ids[i]);
		if (!outbox_db_run(&q, err))
			goto out;
	}
	ok = outbox_db_commit(box, err);
out:
	outbox_db_rollback(box);
	return ok;
}

static bool
delivered_write(struct outbox *box, const struct outbox_answer *a, const struct outbox_verdicts *v,
    struct err *err)
{
	struct outbox_query q;

	if (!outbox_db_query(box, outbox_sql_entry_delivered, &q, err))
		return false;
	outbox_db_int(&q, a->id);
	outbox_db_int(&q, (int64_t)v->code);
	outbox_db_text(&q, v->detail);
	outbox_db_int(&q, (int64_t)(v->s->reports_n - v->accepted_n));
	outbox_db_int(&q, a->receipt->row.epoch);
	outbox_db_int(&q, (int64_t)a->receipt->row.n);
	outbox_db_blob(&q, a->bytes, a->bytes_len);
	outbox_db_int(&q, a->receipt->row.at_ms);
	return outbox_db_run(&q, err);
}

/* ${answer} NULL: without a receipt. */
static bool
refused_write(struct outbox *box, int64_t id, const struct err *why,
    const struct outbox_answer *answer, struct err *err)
{
	struct outbox_query q;

	if (!outbox_db_query(box, outbox_sql_entry_refused, &q, err))
		return false;
	outbox_db_int(&q, id);
	outbox_db_int(&q, (int64_t)why->code);
	outbox_db_text(&q, why->text);
	outbox_db_blob(
	    &q, answer != NULL ? answer->bytes : NULL, answer != NULL ? answer->bytes_len : 0);
	return outbox_db_run(&q, err);
}

static bool
put_off_write(
    struct outbox *box, int64_t id, const struct err *why, int64_t retry_at_ms, struct err *err)
{
	struct outbox_query q;

	if (!outbox_db_query(box, outbox_sql_entry_put_off, &q, err))
		return false;
	outbox_db_int(&q, id);
	outbox_db_int(&q, (int64_t)why->code);
	outbox_db_text(&q, why->text);
	outbox_db_int(&q, retry_at_ms);
	return outbox_db_run(&q, err);
}

/* Delivered: what may succeed later goes again under a new name. */
static bool
stored_take(struct outbox *box, const struct outbox_answer *a, const struct outbox_row *row,
    struct outbox_verdicts *v, struct err *err)
{
	struct outbox_issue how = {.keys = a->keys,
	    .realm = v->s->realm,
	    .now_ms = a->now_ms,
	    .not_before_ms = a->retry_at_ms,
	    .summary = row->summary};
	struct outbox_issued issued;

	if (!delivered_write(box, a, v, err))
		return false;
	outbox_verdicts_keep_retry(v, a->receipt);
	if (v->refused_n > 0) {
		how.reports = v->refused;
		how.reports_n = v->refused_n;
		if (!outbox_issue_row(box, &how, &issued, err) ||
		    !outbox_issue_replaced(box, row->id, issued.id, v->code, err))
			return false;
		outbox_verdicts_rename(v, &issued);
	}
	return outbox_issue_follow(box, &how, row, v->bases, err);
}

static bool
unstored_take(struct outbox *box, const struct outbox_answer *a, const struct outbox_row *row,
    const struct outbox_verdicts *v, struct err *err)
{
	const struct outbox_issue how = {.keys = a->keys, .now_ms = a->now_ms};
	struct err why = {.code = v->code};

	(void)err_set(&why, v->code, "%s", v->detail);
	if (v->retry)
		return put_off_write(box, row->id, &why, a->retry_at_ms, err);
	return refused_write(box, row->id, &why, a, err) &&
	    outbox_issue_follow(box, &how, row, v->bases, err);
}

bool
outbox_answer_receipt(struct outbox *box, const struct outbox_answer *answer,
    enum outbox_state *ret_state, struct err *err)
{
	const struct receipt *r = answer->receipt;
	struct outbox_verdicts v = {0};
	struct outbox_rows rows = {0};
	const struct outbox_row *row;
	bool ok = false;

	if (!outbox_db_begin(box, err))
		return false;
	if (!outbox_rows_get(box, answer->id, &rows, err))
		goto out;
	row = &rows.at[0];
	*ret_state = row->state;
	if (row->state != OUTBOX_DELIVERED && row->replaced_by == 0) {
		if (!outbox_verdicts_read(row, r, &v, err))
			goto out;
		if (!(r->stored ? stored_take(box, answer, row, &v, err)
				: unstored_take(box, answer, row, &v, err)))
			goto out;
		*ret_state = r->stored ? OUTBOX_DELIVERED : v.retry ? OUTBOX_SAVED : OUTBOX_REFUSED;
	}
	ok = outbox_db_commit(box, err);
out:
	outbox_db_rollback(box);
	outbox_verdicts_free(&v);
	outbox_rows_free(&rows);
	return ok;
}

bool
outbox_answer_error(
    struct outbox *box, int64_t id, const struct err *why, int64_t retry_at_ms, struct err *err)
{
	struct err below;
	bool ok = false;

	if (!outbox_db_begin(box, err))
		return false;
	if (err_is_retry(why->code)) {
		if (!put_off_write(box, id, why, retry_at_ms, err))
			goto out;
	} else {
		err_set(&below, ERR_BASE_UNKNOWN,
		    TR("bản cần sửa (dòng %lld) đã bị từ chối",
			"what it corrects (row %lld) was refused"),
		    (long long)id);
		if (!refused_write(box, id, why, NULL, err) ||
		    !outbox_issue_park(box, id, &below, err))
			goto out;
	}
	ok = outbox_db_commit(box, err);
out:
	outbox_db_rollback(box);
	return ok;
}

static bool
stream_is_current(struct outbox *box, const uint8_t *stream, bool *ret, struct err *err)
{
	struct outbox_stream streams[OUTBOX_STREAMS_MAX];
	size_t n = 0;

	if (!outbox_answer_streams(box, streams, &n, err))
		return false;
	*ret = n > 0 && memcmp(streams[0].id, stream, WIRE_STREAM_BYTES) == 0;
	return true;
}

/* New rows must not get ${stream}. */
static bool
stream_leave(struct outbox *box, const uint8_t *stream, int64_t now_ms, struct err *err)
{
	bool current = false;

	return stream_is_current(box, stream, &current, err) &&
	    (!current || outbox_issue_stream(box, now_ms, err));
}

bool
outbox_answer_reuse(
    struct outbox *box, int64_t id, const struct keys *keys, int64_t now_ms, struct err *err)
{
	struct outbox_base bases[WIRE_REPORTS_MAX];
	struct outbox_issue how = {.keys = keys, .now_ms = now_ms};
	struct outbox_issued issued;
	struct outbox_rows rows = {0};
	struct submission *s = NULL;
	const struct outbox_row *row;
	bool ok = false;

	if (!outbox_db_begin(box, err))
		return false;
	if (!outbox_rows_get(box, id, &rows, err))
		goto out;
	row = &rows.at[0];
	if (row->replaced_by == 0 && row->state != OUTBOX_DELIVERED) {
		if (!stream_leave(box, row->stream, now_ms, err) ||
		    !submission_decode(row->body, row->body_len, &s, err))
			goto out;
		how.reports = s->reports;
		how.reports_n = s->reports_n;
		how.realm = s->realm;
		how.summary = row->summary;
		if (!outbox_issue_row(box, &how, &issued, err) ||
		    !outbox_issue_replaced(box, id, issued.id, ERR_KEY_REUSE, err))
			goto out;
		outbox_issue_renamed(&issued, bases);
		if (!outbox_issue_follow(box, &how, row, bases, err))
			goto out;
	}
	ok = outbox_db_commit(box, err);
out:
	outbox_db_rollback(box);
	submission_free(s);
	outbox_rows_free(&rows);
	return ok;
}

/* Held names come newest last; with WIRE_HELD_MAX of them, older ones are unknown: not held. */
static bool
held_has(const struct hello_ok *ok, uint64_t seq)
{
	for (uint32_t i = 0; i < ok->held_n; i++) {
		if (seq >= ok->held[i].from && seq <= ok->held[i].to)
			return true;
	}
	return false;
}

/* Receipted in batch ${batch} of ${epoch}: beyond the batch that a later epoch continues. */
static bool
is_beyond_fork(const struct hello_ok *ok, uint32_t epoch, uint64_t batch)
{
	for (uint32_t i = 0; i < ok->forks_n; i++)
		if (ok->forks[i].epoch > epoch && batch > ok->forks[i].batch)
			return true;
	return false;
}

static bool
entry_again(struct outbox *box, int64_t id, struct err *err)
{
	struct outbox_query q;

	if (!outbox_db_query(box, outbox_sql_entry_again, &q, err))
		return false;
	outbox_db_int(&q, id);
	return outbox_db_run(&q, err);
}

static bool
older_epoch_again(
    struct outbox *box, int64_t no, const struct hello_ok *ok, uint64_t *ret_again, struct err *err)
{
	struct outbox_query q;
	bool row = true;

	if (!outbox_db_query(box, outbox_sql_entry_older_epoch, &q, err))
		return false;
	outbox_db_int(&q, no);
	outbox_db_int(&q, ok->head.epoch);
	while (row) {
		if (!outbox_db_step(&q, &row, err))
			return false;
		if (!row ||
		    (held_has(ok, (uint64_t)sqlite3_column_int64(q.stmt, 1)) &&
			!is_beyond_fork(ok, (uint32_t)sqlite3_column_int64(q.stmt, 2),
			    (uint64_t)sqlite3_column_int64(q.stmt, 3))))
			continue;
		if (!entry_again(box, sqlite3_column_int64(q.stmt, 0), err)) {
			outbox_db_end(&q);
			return false;
		}
		(*ret_again)++;
	}
	if (*ret_again > 0 &&
	    (!outbox_db_query(box, outbox_sql_entry_due_now, &q, err) || !outbox_db_run(&q, err)))
		return false;
	if (!outbox_db_query(box, outbox_sql_stream_epoch, &q, err))
		return false;
	outbox_db_int(&q, no);
	outbox_db_int(&q, ok->head.epoch);
	return outbox_db_run(&q, err);
}

bool
outbox_answer_hello(struct outbox *box, const uint8_t stream[WIRE_STREAM_BYTES],
    const struct hello_ok *ok, struct outbox_held *ret, struct err *err)
{
	struct outbox_held held = {0};
	struct outbox_query q;
	bool row = false;
	uint64_t next_seq;
	int64_t no;
	int64_t epoch;
	bool done = false;

	if (!outbox_db_begin(box, err))
		return false;
	if (!outbox_db_query(box, outbox_sql_stream_find, &q, err))
		goto out;
	outbox_db_blob(&q, stream, WIRE_STREAM_BYTES);
	if (!outbox_db_step(&q, &row, err))
		goto out;
	if (row) {
		no = sqlite3_column_int64(q.stmt, 0);
		next_seq = (uint64_t)sqlite3_column_int64(q.stmt, 1);
		epoch = sqlite3_column_int64(q.stmt, 2);
		outbox_db_end(&q);
		for (uint32_t i = 0; i < ok->held_n; i++)
			held.cloned = held.cloned || ok->held[i].to >= next_seq;
		if (held.cloned && !stream_leave(box, stream, ok->clock_ms, err))
			goto out;
		if (ok->head.epoch > epoch && !older_epoch_again(box, no, ok, &held.again, err))
			goto out;
	}
	if (!outbox_db_commit(box, err))
		goto out;
	*ret = held;
	done = true;
out:
	outbox_db_rollback(box);
	return done;
}

bool
outbox_answer_purge(struct outbox *box, int64_t now_ms, struct err *err)
{
	struct outbox_query q;

	if (!outbox_db_query(box, outbox_sql_entry_purge, &q, err))
		return false;
	outbox_db_int(&q, now_ms);
	outbox_db_int(&q, OUTBOX_KEEP_DAYS * DAY_MS);
	return outbox_db_run(&q, err);
}
