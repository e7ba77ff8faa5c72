/* reader_impl - what the parts of reader.c share. */
#ifndef GH_DB_READER_IMPL_H
#define GH_DB_READER_IMPL_H

#include "db/pg.h"
#include "db/reader.h"

struct reader {
	char *conninfo;
	uint32_t realm;
	PGconn *conn; /* NULL: to be opened by the next call */
	bool ended;   /* the server said so between two calls */
	uint32_t wait_ms;
};

/* The session is there, made again when it ended since the last call. */
bool reader_connected(struct reader *r, struct err *err) MUST_USE;
/* pg_exec() within the reader's bound. */
bool reader_run(struct reader *r, const char *name, const struct pg_params *p, PGresult **ret,
    struct err *err) MUST_USE;
/* After a failure the next call begins anew.  Always false. */
bool reader_fail(struct reader *r);
/* A row of batch ${n}, or one that says so, is not as it was written.  Always false. */
bool reader_malformed(int64_t n, struct err *err);
int64_t reader_last_of(const struct reader_range *range);

/*
 * What ${row} of ${res} says; false: it is not as it was written.  The first five columns of every
 * batch row are its head's, the four after them the rest of the row.
 */
bool reader_row_head(
    const struct reader *r, const PGresult *res, int row, struct signed_head *ret) MUST_USE;
bool reader_row_batch(
    const struct reader *r, const PGresult *res, int row, struct batch_row *ret) MUST_USE;
/* Columns ${ord_col}...: place in the batch, stream, key, signature, verdicts, bytes; lent. */
bool reader_row_submission(
    const PGresult *res, int row, int ord_col, struct stored_submission *ret) MUST_USE;
bool reader_row_path(const PGresult *res, int row, int col, struct merkle_path *ret) MUST_USE;

#endif
