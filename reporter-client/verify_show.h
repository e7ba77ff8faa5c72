/*
 * verify_show - what was checked, for people and programs.
 */
#ifndef GH_CLIENT_VERIFY_SHOW_H
#define GH_CLIENT_VERIFY_SHOW_H

#include "audit/audit.h"
#include "cli.h"
#include "verify_row.h"
#include "verify_total.h"

bool verify_show_receipts(
    struct cli *cli, const struct verify_row *lines, size_t n, struct err *err) MUST_USE;
bool verify_show_total(
    struct cli *cli, const struct verify_total *t, bool list, struct err *err) MUST_USE;
/* ${t}: what the aggregator says of the same batch; NULL: it could not be asked. */
bool verify_show_audit(struct cli *cli, const struct audit_seen *seen, const struct rows *own,
    const struct rows *said, struct err *err) MUST_USE;

#endif
