#include "wire/receipt.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

#include "base/lang.h"
#include "wire/codec.h"
#include "wire/submission.h"

/* With its NUL: what is signed can be nothing else. */
static const char head_purpose[] = "giothong/head/v1";

/* Fixed layouts, big-endian: room for the longest. */
#define LEAF_BYTES_MAX (24 + WIRE_HASH_BYTES + WIRE_SIGNATURE_BYTES + 2 * WIRE_REPORTS_MAX)
#define ROW_BYTES (32 + WIRE_WRITER_BYTES + WIRE_HASH_BYTES)
#define HEAD_BYTES (sizeof(head_purpose) + 24 + WIRE_HASH_BYTES)

struct layout {
	uint8_t at[LEAF_BYTES_MAX];
	size_t len;
};

static_assert(
    ROW_BYTES <= LEAF_BYTES_MAX && HEAD_BYTES <= LEAF_BYTES_MAX, "struct layout holds all");

static void
put_bytes(struct layout *l, const void *bytes, size_t len)
{
	assert(len <= sizeof(l->at) - l->len);
	memcpy(l->at + l->len, bytes, len);
	l->len += len;
}

static void
put_number(struct layout *l, uint64_t v, size_t bytes)
{
	uint8_t big[8];

	for (size_t i = 0; i < bytes; i++)
		big[i] = (uint8_t)(v >> (8 * (bytes - 1 - i)));
	put_bytes(l, big, bytes);
}

/* NOLINTBEGIN(readability-function-size): as many parameters as the leaf has parts */
struct hash
receipt_leaf(const struct batch_row *row, uint32_t ord, const struct hash *body_hash,
    const uint8_t signature[WIRE_SIGNATURE_BYTES], const enum err_code *codes, uint32_t codes_n)
{
	struct layout l;

	assert(codes_n <= WIRE_REPORTS_MAX);
	l.len = 0;
	put_number(&l, row->realm, 4);
	put_number(&l, row->epoch, 4);
	put_number(&l, row->n, 8);
	put_number(&l, ord, 4);
	put_bytes(&l, body_hash->at, WIRE_HASH_BYTES);
	put_bytes(&l, signature, WIRE_SIGNATURE_BYTES);
	for (uint32_t i = 0; i < codes_n; i++)
		put_number(&l, (uint64_t)codes[i], 2);
	return merkle_leaf(l.at, l.len);
}
/* NOLINTEND(readability-function-size) */

struct hash
receipt_row_hash(const struct batch_row *row)
{
	struct layout l;

	l.len = 0;
	put_number(&l, row->realm, 4);
	put_number(&l, row->epoch, 4);
	put_number(&l, row->n, 8);
	put_number(&l, row->kinds, 4);
	put_number(&l, (uint64_t)row->at_ms, 8);
	put_number(&l, row->reports, 4);
	put_bytes(&l, row->writer, WIRE_WRITER_BYTES);
	put_bytes(&l, row->leaf_root.at, WIRE_HASH_BYTES);
	return merkle_leaf(l.at, l.len);
}

static void
head_layout(const struct signed_head *head, struct layout *l)
{
	l->len = 0;
	put_bytes(l, head_purpose, sizeof(head_purpose));
	put_number(l, head->realm, 4);
	put_number(l, head->epoch, 4);
	put_number(l, head->batch, 8);
	put_number(l, (uint64_t)head->at_ms, 8);
	put_bytes(l, head->head.at, WIRE_HASH_BYTES);
}

void
receipt_sign_head(struct signed_head *head, const uint8_t secret[64])
{
	struct layout l;

	head_layout(head, &l);
	(void)crypto_sign_detached(head->signature, NULL, l.at, l.len, secret);
}

bool
receipt_accepts(enum err_code verdict)
{
	return verdict == ERR_OK || verdict == ERR_AFTER_LOCK;
}

bool
receipt_verify_head(const struct signed_head *head, const uint8_t server_sign_key[WIRE_KEY_BYTES])
{
	struct layout l;

	head_layout(head, &l);
	return crypto_sign_verify_detached(head->signature, l.at, l.len, server_sign_key) == 0;
}

/* The body is the one that the receipt names, with a verdict for each of its reports. */
static bool
body_is_named(const struct receipt *r, const uint8_t *body, size_t body_len, struct err *err)
{
	struct submission *s = NULL;
	struct hash hash;
	bool named;

	(void)crypto_hash_sha256(hash.at, body, body_len);
	if (memcmp(hash.at, r->body_hash.at, WIRE_HASH_BYTES) != 0)
		return err_set(err, ERR_SIGNATURE, "%s",
		    TR("biên nhận cho nội dung khác", "the receipt is for another body"));
	if (!submission_decode(body, body_len, &s, NULL))
		return err_set(err, ERR_SIGNATURE, "%s",
		    TR("nội dung đã gửi không đọc được", "the body sent cannot be read"));
	named = memcmp(s->stream, r->stream, WIRE_STREAM_BYTES) == 0 && s->seq == r->seq &&
	    s->realm == r->head.realm && s->reports_n == r->verdicts_n;
	submission_free(s);
	if (!named)
		return err_set(err, ERR_SIGNATURE, "%s",
		    TR("biên nhận mang tên bản gửi khác", "the receipt names another submission"));
	return true;
}

/* The verdicts, the body and its signature are in the leaf, and the leaf under the row. */
static bool
leaf_is_under_row(const struct receipt *r, const uint8_t signature[WIRE_SIGNATURE_BYTES])
{
	enum err_code codes[WIRE_REPORTS_MAX];
	struct hash leaf;

	for (uint32_t i = 0; i < r->verdicts_n; i++)
		codes[i] = r->verdicts[i].code;
	leaf = receipt_leaf(&r->row, r->ord, &r->body_hash, signature, codes, r->verdicts_n);
	return merkle_path_holds(&leaf, r->ord, r->leaves, &r->path, &r->row.leaf_root);
}

/* NOLINTBEGIN(readability-function-size): what it is checked against comes from three places */
bool
receipt_verify(const struct receipt *r, const uint8_t *body, size_t body_len,
    const uint8_t signature[WIRE_SIGNATURE_BYTES], const uint8_t server_sign_key[WIRE_KEY_BYTES],
    struct err *err)
{
	struct hash row;

	if (!r->stored)
		return err_set(err, ERR_SIGNATURE, "%s",
		    TR("chưa lưu vào sổ: không có gì để chứng minh",
			"not stored in the ledger: there is nothing to prove"));
	if (!receipt_verify_head(&r->head, server_sign_key))
		return err_set(err, ERR_SIGNATURE, "%s",
		    TR("chữ ký của máy chủ không đúng", "the aggregator's signature is wrong"));
	if (r->verdicts_n > WIRE_REPORTS_MAX || r->row.realm != r->head.realm ||
	    r->row.epoch != r->head.epoch || r->row.n != r->head.batch)
		return err_set(err, ERR_SIGNATURE, "%s",
		    TR("lần ghi không phải là lần đã ký", "the batch is not the signed one"));
	if (!body_is_named(r, body, body_len, err))
		return false;
	row = receipt_row_hash(&r->row);
	if (r->row.n == 0 ||
	    !merkle_path_holds(&row, r->row.n - 1, r->head.batch, &r->batch_path, &r->head.head))
		return err_set(err, ERR_SIGNATURE, "%s",
		    TR("lần ghi không nằm dưới mã kiểm tra đã ký",
			"the batch is not under the signed head"));
	if (!leaf_is_under_row(r, signature))
		return err_set(err, ERR_SIGNATURE, "%s",
		    TR("bản gửi hoặc kết quả nhận không nằm trong lần ghi",
			"the submission or its verdicts are not in the batch"));
	return true;
}
/* NOLINTEND(readability-function-size) */

bool
receipt_encode(const struct receipt *r, struct buf *out, struct err *err)
{
	if (r->stored &&
	    (r->row.realm != r->head.realm || r->row.epoch != r->head.epoch ||
		r->row.n != r->head.batch))
		return err_set(err, ERR_MALFORMED, "%s",
		    TR("biên nhận: lần ghi không phải là lần đã ký",
			"receipt: the batch is not the signed one"));
	return codec_encode(&codec_receipt_receipt, r, out, err);
}

bool
receipt_decode(const uint8_t *bytes, size_t len, struct receipt **ret, struct err *err)
{
	void *decoded = NULL;
	struct receipt *r;

	if (!codec_decode(&codec_receipt_receipt, bytes, len, &decoded, err))
		return false;
	r = decoded;
	r->row.realm = r->head.realm;
	r->row.epoch = r->head.epoch;
	r->row.n = r->head.batch;
	*ret = r;
	return true;
}

void
receipt_free(struct receipt *r)
{
	if (r != NULL)
		codec_free(r->arena);
}
