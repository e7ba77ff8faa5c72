#include "outbox_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "outbox_db.h"

#define FIRST_CAP ((size_t)32)

/* Columns of every entry_*.sql that lists rows. */
enum column {
	COLUMN_ID,
	COLUMN_STREAM,
	COLUMN_SEQ,
	COLUMN_STATE,
	COLUMN_CODE,
	COLUMN_DETAIL,
	COLUMN_SUMMARY,
	COLUMN_REPORTS,
	COLUMN_REFUSED,
	COLUMN_EPOCH,
	COLUMN_BATCH,
	COLUMN_SAVED_AT,
	COLUMN_DELIVERED_AT,
	COLUMN_NOT_BEFORE,
	COLUMN_TRIES,
	COLUMN_REPLACED_BY,
	COLUMN_SIGNATURE,
	COLUMN_WAITS_FOR,
	COLUMN_BODY,
	COLUMN_RECEIPT
};

/* Copy a text or blob column, with a NUL behind it, to *${at} and move that on. */
static const void *
column_copy(sqlite3_stmt *stmt, enum column column, uint8_t **at, size_t *ret_len)
{
	const void *bytes = sqlite3_column_blob(stmt, (int)column);
	const size_t len = (size_t)sqlite3_column_bytes(stmt, (int)column);
	uint8_t *copy = *at;

	if (len > 0)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	*at += len + 1;
	*ret_len = len;
	return copy;
}

static bool
texts_read(struct outbox_query *q, struct outbox_row *row, struct err *err)
{
	static const enum column columns[] = {
	    COLUMN_SUMMARY, COLUMN_DETAIL, COLUMN_BODY, COLUMN_RECEIPT};
	size_t len = 0;
	uint8_t *at;

	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		len += (size_t)sqlite3_column_bytes(q->stmt, (int)columns[i]) + 1;
	at = malloc(len);
	if (at == NULL)
		return err_set(err, ERR_MEMORY, "outbox");
	row->memory = at;
	row->summary = column_copy(q->stmt, COLUMN_SUMMARY, &at, &len);
	row->detail = column_copy(q->stmt, COLUMN_DETAIL, &at, &len);
	if (sqlite3_column_type(q->stmt, COLUMN_BODY) != SQLITE_NULL)
		row->body = column_copy(q->stmt, COLUMN_BODY, &at, &row->body_len);
	if (sqlite3_column_type(q->stmt, COLUMN_RECEIPT) != SQLITE_NULL)
		row->receipt = column_copy(q->stmt, COLUMN_RECEIPT, &at, &row->receipt_len);
	return true;
}

static bool
row_read(struct outbox_query *q, struct outbox_row *row, struct err *err)
{
	sqlite3_stmt *s = q->stmt;
	const int64_t code = sqlite3_column_int64(s, COLUMN_CODE);
	const int64_t not_before_ms = sqlite3_column_int64(s, COLUMN_NOT_BEFORE);

	*row = (struct outbox_row){
	    .id = sqlite3_column_int64(s, COLUMN_ID),
	    .seq = (uint64_t)sqlite3_column_int64(s, COLUMN_SEQ),
	    .state = (enum outbox_state)sqlite3_column_int(s, COLUMN_STATE),
	    .reports_n = (uint32_t)sqlite3_column_int64(s, COLUMN_REPORTS),
	    .refused_n = (uint32_t)sqlite3_column_int64(s, COLUMN_REFUSED),
	    .epoch = (uint32_t)sqlite3_column_int64(s, COLUMN_EPOCH),
	    .batch = (uint64_t)sqlite3_column_int64(s, COLUMN_BATCH),
	    .saved_at_ms = sqlite3_column_int64(s, COLUMN_SAVED_AT),
	    .delivered_at_ms = sqlite3_column_int64(s, COLUMN_DELIVERED_AT),
	    .not_before_ms = not_before_ms > 0 ? not_before_ms : 0,
	    .tries = (uint32_t)sqlite3_column_int64(s, COLUMN_TRIES),
	    .waits_for = sqlite3_column_int64(s, COLUMN_WAITS_FOR),
	    .replaced_by = sqlite3_column_int64(s, COLUMN_REPLACED_BY),
	};
	if (row->state > OUTBOX_DELIVERED && not_before_ms < 0) /* entry_dismiss.sql */
		row->dismissed_at_ms = -not_before_ms;
	if (!err_from_number((uint32_t)code, &row->code))
		row->code = ERR_BUG;
	return outbox_db_bytes(q, COLUMN_STREAM, row->stream, sizeof(row->stream), err) &&
	    outbox_db_bytes(q, COLUMN_SIGNATURE, row->signature, sizeof(row->signature), err) &&
	    texts_read(q, row, err);
}

static bool
rows_read(struct outbox_query *q, struct outbox_rows *rows, struct err *err)
{
	size_t cap = 0;
	bool row = false;

	while (outbox_db_step(q, &row, err)) {
		struct outbox_row *at = rows->at;

		if (!row)
			return true;
		if (rows->n == cap) {
			cap = cap == 0 ? FIRST_CAP : cap * 2;
			at = realloc(at, cap * sizeof(*at));
			if (at == NULL) {
				outbox_db_end(q);
				return err_set(err, ERR_MEMORY, "outbox");
			}
			rows->at = at;
		}
		if (!row_read(q, &at[rows->n], err)) {
			free(at[rows->n].memory);
			outbox_db_end(q);
			return false;
		}
		rows->n++;
	}
	return false;
}

static void
rows_turn(struct outbox_rows *rows)
{
	for (size_t i = 0; i < rows->n / 2; i++) {
		const struct outbox_row row = rows->at[i];

		rows->at[i] = rows->at[rows->n - 1 - i];
		rows->at[rows->n - 1 - i] = row;
	}
}

bool
outbox_rows_list(struct outbox *box, const struct outbox_filter *filter, struct outbox_rows *ret,
    struct err *err)
{
	const size_t limit =
	    filter->limit == 0 || filter->limit > OUTBOX_ROWS_MAX ? OUTBOX_ROWS_MAX : filter->limit;
	const char *sql = filter->sendable ? outbox_sql_entry_sendable
	    : filter->newest               ? outbox_sql_entry_newest
					   : outbox_sql_entry_list;
	struct outbox_rows rows = {0};
	struct outbox_query q;

	if (!outbox_db_query(box, sql, &q, err))
		return false;
	outbox_db_int(&q, filter->sendable ? filter->now_ms : (int64_t)filter->states);
	outbox_db_int(&q, filter->after_id);
	outbox_db_blob(&q, filter->stream, filter->stream == NULL ? 0 : WIRE_STREAM_BYTES);
	outbox_db_int(&q, (int64_t)limit);
	outbox_db_int(&q, filter->bodies);
	if (!filter->sendable)
		outbox_db_int(&q, filter->undismissed);
	if (!rows_read(&q, &rows, err)) {
		outbox_rows_free(&rows);
		return false;
	}
	if (filter->newest && !filter->sendable)
		rows_turn(&rows);
	*ret = rows;
	return true;
}

bool
outbox_rows_get(struct outbox *box, int64_t id, struct outbox_rows *ret, struct err *err)
{
	struct outbox_rows rows = {0};
	struct outbox_query q;

	if (!outbox_db_query(box, outbox_sql_entry_get, &q, err))
		return false;
	outbox_db_int(&q, id);
	if (!rows_read(&q, &rows, err)) {
		outbox_rows_free(&rows);
		return false;
	}
	if (rows.n == 0)
		return err_set(err, ERR_NOT_FOUND,
		    TR("hộp chờ gửi không có dòng %lld", "the outbox has no row %lld"),
		    (long long)id);
	*ret = rows;
	return true;
}

void
outbox_rows_free(struct outbox_rows *rows)
{
	if (rows == NULL)
		return;
	for (size_t i = 0; i < rows->n; i++)
		free(rows->at[i].memory);
	free(rows->at);
	*rows = (struct outbox_rows){0};
}

bool
outbox_rows_find(struct outbox *box, const uint8_t stream[WIRE_STREAM_BYTES], uint64_t seq,
    int64_t *ret_id, struct err *err)
{
	struct outbox_query q;
	bool row = false;

	if (!outbox_db_query(box, outbox_sql_entry_find, &q, err))
		return false;
	outbox_db_blob(&q, stream, WIRE_STREAM_BYTES);
	outbox_db_int(&q, (int64_t)seq);
	if (!outbox_db_step(&q, &row, err))
		return false;
	*ret_id = row ? sqlite3_column_int64(q.stmt, 0) : 0;
	outbox_db_end(&q);
	return true;
}

bool
outbox_rows_waiting(struct outbox *box, struct outbox_waiting *ret, struct err *err)
{
	struct outbox_query q;
	bool row = false;

	if (!outbox_db_query(box, outbox_sql_entry_waiting, &q, err) ||
	    !outbox_db_step(&q, &row, err))
		return false;
	*ret = (struct outbox_waiting){
	    .rows = (uint64_t)sqlite3_column_int64(q.stmt, 0),
	    .bytes = sqlite3_column_int64(q.stmt, 1),
	    .oldest_ms = sqlite3_column_int64(q.stmt, 2),
	};
	outbox_db_end(&q);
	return true;
}

bool
outbox_rows_check(struct outbox *box, struct err *err)
{
	struct outbox_query q;
	bool row = false;
	bool ok;

	if (!outbox_db_query(box, outbox_sql_check_file, &q, err) || !outbox_db_step(&q, &row, err))
		return false;
	ok = row && strcmp((const char *)sqlite3_column_text(q.stmt, 0), "ok") == 0;
	if (!ok)
		ok =
		    outbox_db_damaged(row ? (const char *)sqlite3_column_text(q.stmt, 0) : "", err);
	outbox_db_end(&q);
	return ok;
}
