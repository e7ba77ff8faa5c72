/*
 * ledger_pack - one batch of the ledger as bytes of an exported file, and back.  Pure.
 *   row: realm u32, epoch u32, n u64, kinds u32, at_ms i64, reports u32, writer 16, leaf_root 32
 *   head 32, signature 64, submissions u32, each: ord u32, stream u32, key 32, signature 64,
 *   verdicts (length u32, bytes), body (length u32, bytes)            all numbers big-endian
 */
#ifndef GH_AUDIT_LEDGER_PACK_H
#define GH_AUDIT_LEDGER_PACK_H

#include "base/buf.h"
#include "core/core.h"

/* Appends to ${out}; buf_ok() says whether it did. */
void ledger_pack_batch(const struct stored_batch *b, struct buf *out);

struct ledger_unpacked {
	struct stored_batch batch;             /* what it leads into lies in the bytes read */
	struct stored_submission *submissions; /* owned: ledger_pack_free() */
};
/* ERR_INVALID: not what ledger_pack_batch() writes.  Nothing of it is verified. */
bool ledger_pack_read(
    const uint8_t *bytes, size_t len, struct ledger_unpacked *ret, struct err *err) MUST_USE;
void ledger_pack_free(struct ledger_unpacked *u);

#endif
