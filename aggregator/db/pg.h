/*
 * pg - connections to PostgreSQL: how they are opened, what they prepare, what their errors mean.
 * Only aggregator/db includes this header; no other layer sees libpq.
 * A conninfo is what libpq takes (key=value or URI; "" is the environment's choice).  What it does
 * not say is filled in: connect_timeout 5, tcp_user_timeout 15000, keepalives 10/5/3,
 * target_session_attrs=read-write, UTF-8.  Every session has an empty search_path. Errors:
 * ERR_DB_AWAY the same may succeed later on a new connection; ERR_CONFIG a person has to mend the
 * address, the password or a right; ERR_DISK_FULL; ERR_MEMORY; ERR_BUG whatever else. Threads: a
 * connection belongs to one thread at a time.
 */
#ifndef GH_DB_PG_H
#define GH_DB_PG_H

#include <libpq-fe.h>

#include "base/err.h"

#define PG_LOCK_WAIT_MS 2000U /* of every session but a migration's */
#define PG_ROLE_SERVICE "giothong_service"

struct pg_statement {
	const char *name;
	const char *text;
};
struct pg_setup {
	const char *conninfo;
	const char *name;      /* application_name */
	const char *role;      /* the session acts as it; NULL: as it logged in */
	uint32_t lock_wait_ms; /* 0: PG_LOCK_WAIT_MS */
	bool async_commit; /* COMMIT does not wait for the disk: for what can be computed again */
	const struct pg_statement *statements; /* PREPAREd at once */
	size_t statements_n;
};

/* A connection set up and ready; blocks at most connect_timeout a host. */
bool pg_open(const struct pg_setup *s, PGconn **ret, struct err *err) MUST_USE;
/* NULL is a no-op. */
void pg_close(PGconn *conn);
/* The same without waiting: begin a connection (drive it with PQconnectPoll) ... */
bool pg_dial(const struct pg_setup *s, PGconn **ret, struct err *err) MUST_USE;
/*
 * ... and queue its set-up; it is done when PGRES_PIPELINE_SYNC is read without an error before it.
 */
bool pg_send_setup(const struct pg_setup *s, PGconn *conn, struct err *err) MUST_USE;

/* Fill ${err} from a result, or from the connection when ${res} is NULL.  Always false. */
bool pg_fail(struct err *err, const PGconn *conn, const PGresult *res);
/* What a SQLSTATE means to us; NULL is libpq's own failure: ERR_DB_AWAY. */
enum err_code pg_code_of(const char *sqlstate);

#define PG_PARAMS_MAX 16

/*
 * Parameters of one statement, binary but for texts.  Values are lent, but for the fixed-width
 * ones.
 */
struct pg_params {
	int n;
	const char *at[PG_PARAMS_MAX];
	int len[PG_PARAMS_MAX];
	int format[PG_PARAMS_MAX];
	uint8_t fixed[PG_PARAMS_MAX][8];
	bool failed; /* more than PG_PARAMS_MAX, or a value beyond INT_MAX bytes */
};
void pg_i32(struct pg_params *p, int32_t v);
void pg_i64(struct pg_params *p, int64_t v);
void pg_bytes(
    struct pg_params *p, const void *bytes, size_t len); /* bytea, or an array in binary */
void pg_text(struct pg_params *p, const char *text);

/*
 * Run one prepared statement and wait.  *${ret} (NULL: not wanted) is the caller's until PQclear().
 */
bool pg_exec(PGconn *conn, const char *name, const struct pg_params *p, PGresult **ret,
    struct err *err) MUST_USE;
/* Send one prepared statement; its results are binary. */
bool pg_send(PGconn *conn, const char *name, const struct pg_params *p, struct err *err) MUST_USE;
/*
 * Wait until PQgetResult() of what was sent does not block, at most ${wait_ms} (0: however
 * long).  A server that is stopped, not gone, answers nothing and closes nothing: ERR_DB_AWAY, and
 * the connection is of no use any more.
 */
bool pg_wait(PGconn *conn, uint32_t wait_ms, struct err *err) MUST_USE;
/* Run text without parameters (a migration, BEGIN) and wait. */
bool pg_run(PGconn *conn, const char *text, struct err *err) MUST_USE;

/* Values of a binary result.  A NULL is 0 or empty. */
int16_t pg_get_i16(const PGresult *res, int row, int col);
int32_t pg_get_i32(const PGresult *res, int row, int col);
int64_t pg_get_i64(const PGresult *res, int row, int col);
bool pg_get_bool(const PGresult *res, int row, int col);
/* Lent until PQclear(). */
const uint8_t *pg_get_bytes(const PGresult *res, int row, int col, uint32_t *ret_len);
/* Copy a value of exactly ${len} bytes; false: it has another length. */
bool pg_get_fixed(const PGresult *res, int row, int col, void *ret, size_t len) MUST_USE;
/* Rows that the statement changed. */
int64_t pg_rows_changed(PGresult *res);

#endif
