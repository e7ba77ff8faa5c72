/* checkpoint_rows - one checkpoint into the derived tables, in one transaction. */
#ifndef GH_DB_CHECKPOINT_ROWS_H
#define GH_DB_CHECKPOINT_ROWS_H

#include <stdatomic.h>

#include "core/core.h"
#include "db/pg.h"

/* What checkpoint_rows_store() runs: for pg_open(). */
extern const struct pg_statement checkpoint_rows_statements[];
extern const size_t checkpoint_rows_statements_n;

struct checkpoint_rows {
	PGconn *conn;
	uint32_t realm;
	uint64_t base;           /* batch of what the checkpoint adds to */
	const atomic_bool *stop; /* true: give up between two statements (ERR_INTERRUPTED) */
};

/*
 * Store ${p} whole or not at all.  true and *${ret_rows} 0: the tables stand at ${p}'s batch or
 * later already.  After false the connection is in an unknown state: close it.  ERR_BUG: they stand
 * before
 * ${base}.
 */
bool checkpoint_rows_store(const struct checkpoint_rows *to, const struct checkpoint *p,
    uint32_t *ret_rows, struct err *err) MUST_USE;

#endif
