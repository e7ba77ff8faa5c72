/*
 * ledger_report - the rows of `report` against the postings that the signed bytes make.
 * What stands there for one report of one submission comes to just what its replay posts: each row
 * whole (view, kind, subject, organisation, dim, day, numbers), a row and its reversal counting as
 * none, since how often a row was posted in between is in no signed bytes.  `ord` rises by one from
 * 0 in each batch.  ERR_DAMAGED names batch, submission and report of the first difference.
 * Rows are compared by a sum of hashes under a key of this run: one page of rows in memory.
 * On a connection of its own; blocks.  Errors beside it: those of db/pg.h.  Threads: one at a time.
 */
#ifndef GH_DB_LEDGER_REPORT_H
#define GH_DB_LEDGER_REPORT_H

#include "core/core.h"

#define LEDGER_REPORT_PAGE 4096 /* rows */

struct ledger_report;

bool ledger_report_open(
    const char *conninfo, uint32_t realm, struct ledger_report **ret, struct err *err) MUST_USE;
/* NULL is a no-op. */
void ledger_report_close(struct ledger_report *r);
/* All batches up to ${to} stand in the ledger: what may be read ahead. */
void ledger_report_upto(struct ledger_report *r, uint64_t to);
/* Batch ${n}, in order from 1; ${made} are its postings (core_postings() after its replay). */
bool ledger_report_check(struct ledger_report *r, uint64_t n, const struct posting *made,
    uint32_t made_n, struct err *err) MUST_USE;

#endif
