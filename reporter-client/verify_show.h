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
struct verify_audit {
	const struct audit_seen *seen;
	const struct rows *own;
	const struct rows *said; /* by the aggregator of the same batch; NULL: it was not asked */
	uint64_t newest;         /* that the aggregator or a kept head knows of; 0: none */
};
bool verify_show_audit(struct cli *cli, const struct verify_audit *audit, struct err *err) MUST_USE;

#endif
