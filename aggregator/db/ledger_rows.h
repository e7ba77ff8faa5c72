/*
 * ledger_rows - what stands in the small tables (db/project.h) against what the signed bytes say.
 * For each batch the rows are made again and compared one by one: ERR_DAMAGED names table, batch,
 * submission and report, and the column, of the first that is missing, changed or of no report.
 * On a connection of its own; blocks.  Memory: LEDGER_ROWS_PAGE rows and one batch's.
 * Errors beside it: those of db/pg.h.  Threads: one at a time.
 */
#ifndef GH_DB_LEDGER_ROWS_H
#define GH_DB_LEDGER_ROWS_H

#include "core/core.h"

#define LEDGER_ROWS_PAGE 4096
#define LEDGER_ROWS_BATCHES 512 /* of one page at most */

struct ledger_rows;

bool ledger_rows_open(
    const char *conninfo, uint32_t realm, struct ledger_rows **ret, struct err *err) MUST_USE;
/* NULL is a no-op. */
void ledger_rows_close(struct ledger_rows *r);
/* All batches up to ${to} stand in the ledger: what may be read ahead. */
void ledger_rows_upto(struct ledger_rows *r, uint64_t to);
/*
 * Batch ${b}, in order from 1, whose submissions decode; ${orgs} are the identities that its
 * registry entries were given (core_new_orgs() after its replay).
 */
bool ledger_rows_check(struct ledger_rows *r, const struct stored_batch *b, const org_t *orgs,
    uint32_t orgs_n, struct err *err) MUST_USE;

#endif
