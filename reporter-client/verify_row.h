/*
 * verify_row - a row of the outbox and its receipt, offline: in the ledger by signatures, or, when
 * the receipt says that nothing was entered, why, and where the same stands.  A refusal carries no
 * signature: there is nothing to prove, and nothing wrong with it.
 */
#ifndef GH_CLIENT_VERIFY_ROW_H
#define GH_CLIENT_VERIFY_ROW_H

#include "cli.h"
#include "outbox_rows.h"

struct verify_row {
	int64_t row;
	const char *summary; /* borrowed from the row */
	bool stored;         /* proven; else ${why}: ALREADY, a refusal, or a retry code */
	struct err why;
	int64_t same_row; /* of the outbox: what was there before, or says it again; 0: none */
	uint64_t batch;   /* of a stored one, as all below */
	uint32_t epoch;
	int64_t at_ms;
	uint32_t refused_n; /* reports of it that were refused */
};
/*
 * ${receipt}: of the row, or of a file.  ERR_NOT_FOUND: neither receipt nor refusal yet;
 * ERR_SIGNATURE: a receipt that does not hold.
 */
bool verify_row(const struct cli *cli, const struct outbox_row *row, struct blob receipt,
    struct verify_row *ret, struct err *err) MUST_USE;
/* The first that is neither in the ledger nor there already; NULL: none. */
const struct verify_row *verify_row_refused(const struct verify_row *rows, size_t n);

#endif
