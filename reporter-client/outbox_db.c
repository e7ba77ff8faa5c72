#include "outbox_db.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "base/lang.h"
#include "base/os.h"
#include "outbox.h"

bool
outbox_db_damaged(const char *text, struct err *err)
{
	return err_set(err, ERR_IO,
		   TR("tệp hộp chờ gửi bị hỏng (%s)", "the outbox file is damaged (%s)"), text) ||
	    err_next(err,
		TR("để riêng các tệp outbox.sqlite*, đừng xóa, báo người vận hành; nhập lại những gì "
		   "chưa có biên nhận",
		    "set the files outbox.sqlite* aside, do not delete them, tell the operator; enter "
		    "again what has no receipt"));
}

static bool
db_fail(struct outbox *box, int status, struct err *err)
{
	const char *text = box->db != NULL ? sqlite3_errmsg(box->db) : sqlite3_errstr(status);
	const int system = box->db != NULL ? sqlite3_system_errno(box->db) : 0;

	switch (status & 0xff) {
	case SQLITE_FULL:
		return err_set(err, ERR_DISK_FULL, "outbox: %s", text);
	case SQLITE_NOMEM:
		return err_set(err, ERR_MEMORY, "outbox: %s", text);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, ERR_BUSY,
		    TR("chương trình khác giữ hộp chờ gửi hơn %d giây",
			"another program held the outbox for more than %d seconds"),
		    OUTBOX_BUSY_MS / 1000);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return outbox_db_damaged(text, err);
	default:
		break;
	}
	if (system == ENOSPC || system == EDQUOT)
		return err_set(err, ERR_DISK_FULL, "outbox: %s", text);
	return err_set(err, ERR_IO, "outbox: %s (%d)", text, status);
}

static bool
db_version(struct outbox *box, uint32_t *ret, struct err *err)
{
	struct outbox_query q;
	bool row;

	if (!outbox_db_query(box, outbox_sql_schema_version, &q, err) ||
	    !outbox_db_step(&q, &row, err))
		return false;
	*ret = row ? (uint32_t)sqlite3_column_int64(q.stmt, 0) : 0;
	outbox_db_end(&q);
	return true;
}

/* The version is read again inside the transaction: two programs may start at once. */
static bool
db_upgrade(struct outbox *box, struct err *err)
{
	bool ok = false;
	uint32_t version = 0;

	if (!outbox_db_begin(box, err) || !db_version(box, &version, err))
		goto out;
	for (size_t i = version; i < outbox_sql_migration_count; i++) {
		const int status =
		    sqlite3_exec(box->db, outbox_sql_migrations[i].text, NULL, NULL, NULL);

		if (status != SQLITE_OK) {
			db_fail(box, sqlite3_extended_errcode(box->db), err);
			goto out;
		}
	}
	ok = outbox_db_commit(box, err);
out:
	outbox_db_rollback(box);
	return ok;
}

static bool
db_prepare(struct outbox *box, struct err *err)
{
	uint32_t version = 0;
	struct outbox_query q;
	bool row;

	if (!outbox_db_query(box, outbox_sql_set_journal, &q, err) ||
	    !outbox_db_step(&q, &row, err))
		return false;
	outbox_db_end(&q);
	if (!outbox_db_do(box, outbox_sql_set_synchronous, err) ||
	    !outbox_db_do(box, outbox_sql_set_foreign_keys, err) || !db_version(box, &version, err))
		return false;
	if (version > outbox_sql_migration_count)
		return err_set(err, ERR_SCHEMA_NEWER,
		    TR("hộp chờ gửi thuộc bản %u, chương trình này chỉ biết bản %zu: nâng cấp giothong",
			"the outbox is of version %u, this program knows %zu: upgrade giothong"),
		    version, outbox_sql_migration_count);
	return version == outbox_sql_migration_count || db_upgrade(box, err);
}

bool
outbox_db_open(const char *path, struct outbox **ret, struct err *err)
{
	const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
	    SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
	struct outbox *box = calloc(1, sizeof(*box));
	int status;

	if (box == NULL)
		return err_set(err, ERR_MEMORY, "outbox");
	box->statements = calloc(outbox_sql_query_count, sizeof(sqlite3_stmt *));
	if (box->statements == NULL) {
		err_set(err, ERR_MEMORY, "outbox");
		goto fail;
	}
	status = sqlite3_open_v2(path, &box->db, flags, NULL);
	if (status != SQLITE_OK) {
		db_fail(box, status, err);
		goto fail;
	}
	(void)sqlite3_busy_timeout(box->db, OUTBOX_BUSY_MS);
	if (!db_prepare(box, err))
		goto fail;
	*ret = box;
	return true;
fail:
	outbox_db_close(box);
	return false;
}

void
outbox_db_close(struct outbox *box)
{
	if (box == NULL)
		return;
	outbox_db_rollback(box);
	for (size_t i = 0; box->statements != NULL && i < outbox_sql_query_count; i++)
		(void)sqlite3_finalize(box->statements[i]);
	free(box->statements);
	(void)sqlite3_close(box->db);
	buf_free(&box->scratch);
	free(box);
}

bool
outbox_db_query(struct outbox *box, const char *sql, struct outbox_query *ret, struct err *err)
{
	size_t i = 0;

	while (i < outbox_sql_query_count && outbox_sql_queries[i].text != sql)
		i++;
	if (i == outbox_sql_query_count)
		return err_set(err, ERR_BUG, "outbox: a statement that is not in sql/");
	if (box->statements[i] == NULL) {
		const int status = sqlite3_prepare_v3(
		    box->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &box->statements[i], NULL);

		if (status != SQLITE_OK) {
			(void)db_fail(box, status, err);
			return false;
		}
	}
	*ret = (struct outbox_query){.box = box, .stmt = box->statements[i], .status = SQLITE_OK};
	(void)sqlite3_reset(ret->stmt);
	(void)sqlite3_clear_bindings(ret->stmt);
	return true;
}

static void
db_bound(struct outbox_query *q, int status)
{
	if (q->status == SQLITE_OK)
		q->status = status;
}

void
outbox_db_int(struct outbox_query *q, int64_t value)
{
	db_bound(q, sqlite3_bind_int64(q->stmt, ++q->bound, value));
}

void
outbox_db_blob(struct outbox_query *q, const void *bytes, size_t len)
{
	/* An empty blob has an address too: NULL means absent. */
	db_bound(q, sqlite3_bind_blob64(q->stmt, ++q->bound, bytes, len, SQLITE_TRANSIENT));
}

void
outbox_db_text(struct outbox_query *q, const char *text)
{
	db_bound(q, sqlite3_bind_text(q->stmt, ++q->bound, text, -1, SQLITE_TRANSIENT));
}

bool
outbox_db_step(struct outbox_query *q, bool *ret_row, struct err *err)
{
	int status = q->status;

	if (status == SQLITE_OK)
		status = sqlite3_step(q->stmt);
	if (status == SQLITE_ROW) {
		*ret_row = true;
		return true;
	}
	if (status == SQLITE_DONE) {
		(void)sqlite3_reset(q->stmt);
		*ret_row = false;
		return true;
	}
	db_fail(q->box, status, err);
	(void)sqlite3_reset(q->stmt);
	return false;
}

bool
outbox_db_run(struct outbox_query *q, struct err *err)
{
	bool row = true;

	while (row) {
		if (!outbox_db_step(q, &row, err))
			return false;
	}
	return true;
}

void
outbox_db_end(struct outbox_query *q)
{
	(void)sqlite3_reset(q->stmt);
}

bool
outbox_db_do(struct outbox *box, const char *sql, struct err *err)
{
	struct outbox_query q;

	return outbox_db_query(box, sql, &q, err) && outbox_db_run(&q, err);
}

bool
outbox_db_bytes(struct outbox_query *q, int column, uint8_t *ret, size_t len, struct err *err)
{
	const void *bytes = sqlite3_column_blob(q->stmt, column);

	if (bytes == NULL || (size_t)sqlite3_column_bytes(q->stmt, column) != len)
		return err_set(err, ERR_IO,
		    TR("hộp chờ gửi: cột %d không đúng dạng", "outbox: column %d is malformed"),
		    column);
	memcpy(ret, bytes, len);
	return true;
}

bool
outbox_db_begin(struct outbox *box, struct err *err)
{
	if (!outbox_db_do(box, outbox_sql_transaction_begin, err))
		return false;
	box->in_transaction = true;
	return true;
}

bool
outbox_db_commit(struct outbox *box, struct err *err)
{
	if (!outbox_db_do(box, outbox_sql_transaction_commit, err))
		return false;
	box->in_transaction = false;
	return true;
}

void
outbox_db_rollback(struct outbox *box)
{
	if (box == NULL || !box->in_transaction)
		return;
	/* SQLite itself rolls back after some failures: then there is nothing left to do. */
	if (!sqlite3_get_autocommit(box->db))
		(void)sqlite3_exec(box->db, outbox_sql_transaction_rollback, NULL, NULL, NULL);
	box->in_transaction = false;
}
