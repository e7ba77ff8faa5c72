/*
 * receipt - the aggregator's durable answer, and its proof.
 *   leaf      = 0x00 prefixed hash of realm u32 || epoch u32 || n u64 || ord u32 || SHA-256(body)
 *               || signature || verdict codes u16 each        (all big-endian)
 *   leaf_root = root over the batch's leaves
 *   row       = 0x00 prefixed hash of realm u32 || epoch u32 || n u64 || kinds u32 || at_ms i64 ||
 *   reports u32
 *               || writer 16 bytes || leaf_root
 *   head(n)   = root over rows 1..n;   signature over "giothong/head/v1\0" || realm || epoch || n
 *               || at_ms || head
 */
#ifndef GH_WIRE_RECEIPT_H
#define GH_WIRE_RECEIPT_H

#include "base/buf.h"
#include "wire/merkle.h"
#include "wire/report.h"

#define WIRE_WRITER_BYTES 16

struct signed_head {
	uint32_t realm;
	uint32_t epoch;
	uint64_t batch; /* 0: nothing committed yet */
	int64_t at_ms;
	struct hash head;
	uint8_t signature[WIRE_SIGNATURE_BYTES];
};

struct verdict {
	enum err_code code; /* receipt_accepts() says whether it is stored */
	struct name
	    existing; /* ALREADY, REVISION_CONFLICT, OVERLAPS_CARRIED_IN: the report there is */
	const char *detail; /* particulars for a person, may be "" */
};

struct batch_row {
	uint32_t realm;
	uint32_t epoch;
	uint64_t n;
	uint32_t kinds; /* bit k: a report of kind k is inside; 0: an opening batch */
	int64_t at_ms;
	uint32_t reports;
	uint8_t writer[WIRE_WRITER_BYTES];
	struct hash leaf_root;
};

struct receipt {
	uint8_t stream[WIRE_STREAM_BYTES];
	uint64_t seq;
	bool stored;
	const struct verdict *verdicts;
	uint32_t verdicts_n;
	struct hash body_hash;
	uint32_t ord;
	uint32_t leaves;
	struct merkle_path path;
	struct batch_row row; /* meaningful when stored */
	struct merkle_path batch_path;
	struct signed_head head;
	enum err_code code; /* not stored for one reason (KEY_REUSE ...), else ERR_OK */
	const char *detail;
	void *arena; /* owned when decoded */
};

/* A report with this verdict is in the ledger and may be corrected: accepted, or after a lock. */
bool receipt_accepts(enum err_code verdict);
struct hash receipt_leaf(const struct batch_row *row, uint32_t ord, const struct hash *body_hash,
    const uint8_t signature[WIRE_SIGNATURE_BYTES], const enum err_code *codes, uint32_t codes_n);
struct hash receipt_row_hash(const struct batch_row *row);
void receipt_sign_head(struct signed_head *head, const uint8_t secret[64]);
bool receipt_verify_head(
    const struct signed_head *head, const uint8_t server_sign_key[WIRE_KEY_BYTES]);
/*
 * All of it: head's signature, row under head, leaf under row, verdicts and body in the leaf.
 * ERR_SIGNATURE.
 */
bool receipt_verify(const struct receipt *r, const uint8_t *body, size_t body_len,
    const uint8_t signature[WIRE_SIGNATURE_BYTES], const uint8_t server_sign_key[WIRE_KEY_BYTES],
    struct err *err) MUST_USE;

bool receipt_encode(const struct receipt *r, struct buf *out, struct err *err) MUST_USE;
/* *${ret} is the caller's until receipt_free(). */
bool receipt_decode(
    const uint8_t *bytes, size_t len, struct receipt **ret, struct err *err) MUST_USE;
void receipt_free(struct receipt *r);

#endif
