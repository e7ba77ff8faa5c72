/*
 * activity_csv - what an organisation did (communication, clubs, reserve donors, awards, money),
 * one span a row: "org" (its own when empty), "from" and "to" or "period", "cumulative" (yes: since
 * the beginning of the plan year), "note", and counts of the catalogue from IND_ACTIVITY_FIRST on.
 * Rows are refused as result_csv.h has it.
 */
#ifndef GH_CLIENT_ACTIVITY_CSV_H
#define GH_CLIENT_ACTIVITY_CSV_H

#include "result_csv.h"

/* The sheet counts activities, and nothing of a drive.  ERR_MEMORY. */
bool activity_csv_is(const struct sheet *s, bool *ret, struct err *err) MUST_USE;
/* As result_csv_read(). */
bool activity_csv_read(struct sheet *s, const struct result_csv *how, struct import_set *ret,
    struct err *err) MUST_USE;
/* A file that this reads; static. */
const char *activity_csv_template(void);

#endif
