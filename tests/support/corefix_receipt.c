/* What the aggregator gives for what corefix's ledger holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "support/corefix.h"

/* Of batch ${i} in the tree that ends with it. */
static struct merkle_path
path_of(const struct corefix *f, uint32_t i)
{
	struct hash *rows = calloc(i + 1, sizeof(*rows));
	struct merkle_path ret;

	assert_non_null(rows);
	for (uint32_t j = 0; j <= i; j++)
		rows[j] = receipt_row_hash(&f->ledger[j].row);
	merkle_path_of(rows, i + 1, i, &ret);
	free(rows);
	return ret;
}

static void
receipt_make(const struct corefix *f, uint32_t i, struct buf *ret)
{
	const struct stored_batch b = corefix_stored(f, i);
	const struct stored_submission *s = &b.submissions[0];
	struct submission *decoded = NULL;
	struct verdict verdicts[WIRE_REPORTS_MAX];
	struct receipt r = {.stored = true,
	    .verdicts = verdicts,
	    .verdicts_n = s->verdicts_len / 2,
	    .leaves = 1,
	    .row = b.row,
	    .head = {.realm = b.row.realm,
		.epoch = b.row.epoch,
		.batch = b.row.n,
		.at_ms = b.row.at_ms,
		.head = b.head},
	    .batch_path = path_of(f, i),
	    .detail = ""};

	assert_true(submission_decode(s->body, s->body_len, &decoded, NULL));
	memcpy(r.stream, decoded->stream, WIRE_STREAM_BYTES);
	r.seq = decoded->seq;
	submission_free(decoded);
	for (uint32_t k = 0; k < r.verdicts_n; k++)
		verdicts[k] = (struct verdict){.detail = "",
		    .code = (enum err_code)(s->verdicts[2 * k] << 8 | s->verdicts[2 * k + 1])};
	memcpy(r.head.signature, b.signature, WIRE_SIGNATURE_BYTES);
	(void)crypto_hash_sha256(r.body_hash.at, s->body, s->body_len);
	assert_true(receipt_encode(&r, ret, NULL));
}

struct evidence
corefix_evidence(const struct corefix *f, uint32_t i, struct buf *receipt)
{
	const struct stored_submission *s = &f->ledger[i].submissions[0];
	struct evidence ret = {.body = {.at = s->body, .len = s->body_len}};

	assert_int_equal(f->ledger[i].n, 1);
	receipt_make(f, i, receipt);
	ret.receipt.at = receipt->at;
	ret.receipt.len = receipt->len;
	memcpy(ret.signature, s->signature, WIRE_SIGNATURE_BYTES);
	memcpy(ret.sign_key, s->sign_key, WIRE_KEY_BYTES);
	return ret;
}
