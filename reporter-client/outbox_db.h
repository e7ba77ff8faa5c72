/*
 * outbox_db - the outbox's SQLite file: open, upgrade, transactions, statements.
 * Only outbox*.c use it.  A statement is prepared once and kept until the outbox is closed.
 */
#ifndef GH_CLIENT_OUTBOX_DB_H
#define GH_CLIENT_OUTBOX_DB_H

#include <sqlite3.h>

#include "base/buf.h"
#include "base/err.h"
#include "outbox_sql_text.h"

struct outbox {
	sqlite3 *db;
	sqlite3_stmt **statements; /* beside outbox_sql_queries; NULL: not prepared yet */
	bool in_transaction;
	struct buf scratch; /* one encoded body at a time */
};

/* One use of a statement: bind from left to right, step, read columns. */
struct outbox_query {
	struct outbox *box;
	sqlite3_stmt *stmt;
	int bound;
	int status; /* of the binds: SQLITE_OK so far */
};

/* false, with ${err}: SQLite says ${text} of the file, and what a person does about it. */
bool outbox_db_damaged(const char *text, struct err *err);
bool outbox_db_open(const char *path, struct outbox **ret, struct err *err) MUST_USE;
void outbox_db_close(struct outbox *box);

/* ${sql} is one of outbox_sql_*. */
bool outbox_db_query(
    struct outbox *box, const char *sql, struct outbox_query *ret, struct err *err) MUST_USE;
void outbox_db_int(struct outbox_query *q, int64_t value);
void outbox_db_blob(struct outbox_query *q, const void *bytes, size_t len); /* NULL: SQL's NULL */
void outbox_db_text(struct outbox_query *q, const char *text);
/* One step; *${ret_row} false: it has ended and is reset. */
bool outbox_db_step(struct outbox_query *q, bool *ret_row, struct err *err) MUST_USE;
/* To the end. */
bool outbox_db_run(struct outbox_query *q, struct err *err) MUST_USE;
/* Leave a statement before its end.  The columns read from it are gone. */
void outbox_db_end(struct outbox_query *q);
/* A statement without parameters or rows. */
bool outbox_db_do(struct outbox *box, const char *sql, struct err *err) MUST_USE;
/* Copy a blob column of exactly ${len} bytes; ERR_IO: the file is damaged. */
bool outbox_db_bytes(
    struct outbox_query *q, int column, uint8_t *ret, size_t len, struct err *err) MUST_USE;

/*
 * begin, then commit, or rollback after any failure (a no-op without transaction, so that one
 * `out:` serves both).
 */
bool outbox_db_begin(struct outbox *box, struct err *err) MUST_USE;
bool outbox_db_commit(struct outbox *box, struct err *err) MUST_USE;
void outbox_db_rollback(struct outbox *box);

#endif
