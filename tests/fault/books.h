/*
 * books - the ledger read again by rules of its own: what the aggregator's functions decide and
 * verify is judged here from the signed bytes, without them.  Rows come in the ledger's order; each
 * violation is a line on standard output, "I5 …".  One thread; out of memory ends the program.
 */
#ifndef GH_FAULT_BOOKS_H
#define GH_FAULT_BOOKS_H

#include "base/attrs.h"
#include "base/err.h"
#include "wire/submission.h"

struct books_row {
	uint64_t batch;
	uint32_t ord;
	uint8_t key[WIRE_KEY_BYTES];
	uint8_t sig[WIRE_SIGNATURE_BYTES];
	const uint8_t *body;
	size_t body_len;
	enum err_code code[WIRE_REPORTS_MAX]; /* the verdicts */
	const struct submission *s;
};

void books_found(const char *invariant, const struct books_row *row, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
/* Never NULL; zeroed. */
void *books_new(size_t size);

/*
 * I5: what is in the ledger is signed, by a key that an invitation let in before, confirmed where
 * it has to be, revoked by nobody before, and of a role that may say such a thing.
 */
void books_keys_take(const struct books_row *row);
/*
 * I6: a correction names the report that counted until then, no report is replaced twice, and no
 * subject has two that count.
 */
void books_chain_take(const struct books_row *row);

#endif
