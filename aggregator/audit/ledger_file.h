/*
 * ledger_file - the ledger up to batch N as one file: for an auditor, who needs no server and
 * trusts nothing in it but what the signatures say.
 *   "GHLEDG1\n"  realm u32  to u64  the server's Ed25519 key 32 bytes  batches 1..to, each: length
 *   u32, bytes
 * The bytes of a batch are those of ledger_pack.h: without the leaves and paths that the database
 * keeps for receipts, which whoever replays it makes anew.  One batch in memory at a time.  One
 * thread a file.
 */
#ifndef GH_AUDIT_LEDGER_FILE_H
#define GH_AUDIT_LEDGER_FILE_H

#include "audit/ledger_pack.h"

#define LEDGER_FILE_BATCH_MAX \
	((size_t)1 << 29) /* bytes of one batch: a full one of the longest bodies */

struct ledger_file_head {
	uint32_t realm;
	uint64_t to;
	uint8_t server_sign[WIRE_KEY_BYTES];
};

struct ledger_file;

/* A new file, mode 0600.  ERR_DUPLICATE: ${path} is there. */
bool ledger_file_create(const char *path, const struct ledger_file_head *head,
    struct ledger_file **ret, struct err *err) MUST_USE;
bool ledger_file_put(struct ledger_file *f, const struct stored_batch *b, struct err *err) MUST_USE;
/* On disk after it. */
bool ledger_file_sync(struct ledger_file *f, struct err *err) MUST_USE;

/* ERR_INVALID: another kind of file. */
bool ledger_file_open(const char *path, struct ledger_file_head *ret_head, struct ledger_file **ret,
    struct err *err) MUST_USE;
/*
 * The next batch, lent until the next call; *${ret} NULL: that was all.  ERR_INVALID: cut or
 * damaged.
 */
bool ledger_file_next(
    struct ledger_file *f, const struct stored_batch **ret, struct err *err) MUST_USE;

void ledger_file_close(struct ledger_file *f);

#endif
