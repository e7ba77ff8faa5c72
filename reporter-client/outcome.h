/*
 * outcome - what became of reports that were saved: counted, and each one told in the order of
 * saving. Pure.  A report counts as accepted only by a receipt that the sender has verified.
 */
#ifndef GH_CLIENT_OUTCOME_H
#define GH_CLIENT_OUTCOME_H

#include "outbox_rows.h"
#include "wire/receipt.h"

struct outcome {
	uint64_t accepted;
	uint64_t after_lock; /* of those: not counted until the committee admits them */
	uint64_t already;    /* there before, not counted twice */
	uint64_t refused;
	uint64_t waiting; /* saved, no receipt yet */
	struct err first; /* of the refused: code and particulars; ERR_OK */
	uint64_t batch;   /* newest that a receipt names; 0: none */
	int64_t at_ms;    /* of that batch */
	struct hash root; /* of that batch's head */
};

/*
 * receipt_accepts(${code}): accepted; ERR_ALREADY; a retry code or ERR_AWAY: waits; else refused.
 */
typedef bool outcome_fn(void *cookie, size_t index, const struct verdict *verdict, struct err *err);

/*
 * Whether rows that wait stay where they are until a person acts, because the link was refused by
 * ${link} and not merely away: ERR_OK, else what stands in the way (revoked, unknown, another
 * version).
 */
enum err_code outcome_stuck(uint64_t waiting, enum err_code link);

/* Rows with bodies and receipts, oldest first.  ${each} may be NULL; its false ends the reading. */
bool outcome_read(const struct outbox_rows *rows, outcome_fn *each, void *cookie,
    struct outcome *ret, struct err *err) MUST_USE;

#endif
