#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "support/wire_bytes.h"
#include "support/wire_golden.h"
#include "wire/frame.h"
#include "wire/query.h"
#include "wire/submission.h"

#define AT_MS INT64_C(1652011205000)

struct fixture {
	uint8_t client_secret[64];
	uint8_t client_public[WIRE_KEY_BYTES];
	uint8_t server_secret[64];
	uint8_t server_public[WIRE_KEY_BYTES];
	uint8_t signature[WIRE_SIGNATURE_BYTES];
	struct buf body;
	struct receipt receipt;
	struct verdict verdict;
};

static void
assert_hex(const void *bytes, size_t len, const char *hex)
{
	struct buf b = {0};

	wire_bytes_hex(&b, hex);
	assert_int_equal(len, b.len);
	assert_memory_equal(bytes, b.at, len);
	buf_free(&b);
}

/* The receipt of PROTOCOL.md's example: submission 1 of 2 in batch 3. */
static void
receipt_fill(struct fixture *f)
{
	static const enum err_code codes[] = {ERR_OK};
	struct receipt *r = &f->receipt;
	struct hash leaf;
	struct hash leaves[2];
	struct hash rows[3];

	*r = (struct receipt){.seq = 1, .stored = true, .ord = 1, .leaves = 2};
	for (uint8_t i = 0; i < WIRE_STREAM_BYTES; i++)
		r->stream[i] = i;
	r->verdicts = &f->verdict;
	r->verdicts_n = 1;
	(void)crypto_hash_sha256(r->body_hash.at, f->body.at, f->body.len);
	r->row = (struct batch_row){.realm = 1,
	    .epoch = 1,
	    .n = 3,
	    .kinds = 1U << KIND_RESULT,
	    .at_ms = AT_MS,
	    .reports = 2};
	for (uint8_t i = 0; i < WIRE_WRITER_BYTES; i++)
		r->row.writer[i] = (uint8_t)(0x30 + i);
	leaf = receipt_leaf(&r->row, r->ord, &r->body_hash, f->signature, codes, 1);
	leaves[0] = merkle_leaf("other", 5);
	leaves[1] = leaf;
	r->row.leaf_root = merkle_root(leaves, 2);
	merkle_path_of(leaves, 2, 1, &r->path);
	rows[0] = merkle_leaf("row 1", 5);
	rows[1] = merkle_leaf("row 2", 5);
	rows[2] = receipt_row_hash(&r->row);
	merkle_path_of(rows, 3, 2, &r->batch_path);
	r->head = (struct signed_head){
	    .realm = 1, .epoch = 1, .batch = 3, .at_ms = AT_MS, .head = merkle_root(rows, 3)};
	receipt_sign_head(&r->head, f->server_secret);
}

static int
setup(void **state)
{
	static struct fixture fixture;
	struct fixture *f = &fixture;
	uint8_t seed[32];

	if (sodium_init() < 0)
		return -1;
	memset(seed, 1, sizeof(seed));
	(void)crypto_sign_seed_keypair(f->client_public, f->client_secret, seed);
	memset(seed, 2, sizeof(seed));
	(void)crypto_sign_seed_keypair(f->server_public, f->server_secret, seed);
	wire_bytes_hex(&f->body, GOLDEN_BODY);
	submission_sign(f->body.at, f->body.len, f->client_secret, f->signature);
	receipt_fill(f);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	buf_free(&f->body);
	return 0;
}

static void
a_submission_has_the_bytes_of_the_protocol_page(void **state)
{
	const uint32_t ind[] = {2, 20};
	const int64_t val[] = {402, 365};
	const char *const campaigns[] = {"HE2022"};
	const struct share executing[] = {{.org = "909.DOAN", .units = 200}};
	const struct report r = {.kind = KIND_RESULT,
	    .action = ACTION_FIRST,
	    .u.result = {.drive = "909/2022-05-08/1",
		.held_from = 19120,
		.held_to = 19120,
		.stage = STAGE_FINAL,
		.witness = WITNESS_ORGANISER,
		.source = SOURCE_OWN,
		.campaigns = {.at = campaigns, .n = 1},
		.executing = executing,
		.executing_n = 1,
		.note = "Ngày hội",
		.counts = {.ind = ind, .val = val, .n = 2}}};
	const struct submission s = {
	    .stream = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
	    .seq = 1,
	    .realm = 1,
	    .saved_at_ms = INT64_C(1652011200000),
	    .reports = &r,
	    .reports_n = 1};
	struct buf b = {0};
	struct err err = {0};

	(void)state;
	assert_true(submission_encode(&s, &b, &err));
	assert_hex(b.at, b.len, GOLDEN_BODY);
	buf_free(&b);
}

static void
keys_and_signatures_are_those_of_the_protocol_page(void **state)
{
	const struct fixture *f = *state;

	assert_hex(f->client_public, sizeof(f->client_public), GOLDEN_CLIENT_PUBLIC);
	assert_hex(f->server_public, sizeof(f->server_public), GOLDEN_SERVER_PUBLIC);
	assert_hex(f->signature, sizeof(f->signature), GOLDEN_SIGNATURE);
	assert_hex(f->receipt.head.signature, WIRE_SIGNATURE_BYTES, GOLDEN_HEAD_SIGNATURE);
}

static void
hashes_are_those_of_the_protocol_page(void **state)
{
	static const enum err_code codes[] = {ERR_OK};
	const struct fixture *f = *state;
	const struct receipt *r = &f->receipt;
	const struct hash leaf = receipt_leaf(&r->row, 1, &r->body_hash, f->signature, codes, 1);
	const struct hash row = receipt_row_hash(&r->row);

	assert_hex(r->body_hash.at, WIRE_HASH_BYTES, GOLDEN_BODY_HASH);
	assert_hex(leaf.at, WIRE_HASH_BYTES, GOLDEN_LEAF);
	assert_int_equal(r->path.n, 1);
	assert_hex(r->path.hash[0].at, WIRE_HASH_BYTES, GOLDEN_OTHER_LEAF);
	assert_hex(r->row.leaf_root.at, WIRE_HASH_BYTES, GOLDEN_LEAF_ROOT);
	assert_hex(row.at, WIRE_HASH_BYTES, GOLDEN_ROW);
	assert_int_equal(r->batch_path.n, 1);
	assert_hex(r->batch_path.hash[0].at, WIRE_HASH_BYTES, GOLDEN_LEFT_ROWS);
	assert_hex(r->head.head.at, WIRE_HASH_BYTES, GOLDEN_HEAD);
}

static void
a_receipt_has_the_bytes_of_the_protocol_page_and_comes_back(void **state)
{
	const struct fixture *f = *state;
	struct receipt *back = NULL;
	struct buf b = {0};
	struct err err = {0};

	assert_true(receipt_encode(&f->receipt, &b, &err));
	assert_hex(b.at, b.len, GOLDEN_RECEIPT);
	assert_true(receipt_decode(b.at, b.len, &back, &err));
	assert_int_equal(back->row.n, 3);
	assert_int_equal(back->row.realm, 1);
	assert_int_equal(back->row.epoch, 1);
	assert_true(
	    receipt_verify(back, f->body.at, f->body.len, f->signature, f->server_public, &err));
	receipt_free(back);
	receipt_free(NULL);
	buf_free(&b);
}

static void
a_header_has_the_bytes_of_the_protocol_page(void **state)
{
	const struct frame_header h = {
	    .version = WIRE_VERSION, .type = FRAME_SUBMISSION, .correlation = 1};
	uint8_t bytes[WIRE_HEADER_BYTES];

	(void)state;
	frame_encode(&h, bytes);
	assert_hex(bytes, sizeof(bytes), GOLDEN_HEADER);
}

static void
assert_not_verified(struct fixture *f, const char *why)
{
	struct err err = {0};

	assert_false(receipt_verify(
	    &f->receipt, f->body.at, f->body.len, f->signature, f->server_public, &err));
	assert_int_equal(err.code, ERR_SIGNATURE);
	if (strstr(err.text, why) == NULL)
		fail_msg("\"%s\" does not say: %s", err.text, why);
}

static void
a_receipt_proves_nothing_once_any_part_of_it_is_altered(void **state)
{
	struct fixture *f = *state;
	struct receipt *r = &f->receipt;
	struct err err = {0};

	assert_true(
	    receipt_verify(r, f->body.at, f->body.len, f->signature, f->server_public, &err));
	r->stored = false;
	assert_not_verified(f, "chưa lưu");
	r->stored = true;
	r->head.signature[5] ^= 1;
	assert_not_verified(f, "chữ ký của máy chủ");
	r->head.signature[5] ^= 1;
	r->head.batch++;
	assert_not_verified(f, "chữ ký của máy chủ");
	r->head.batch--;
	r->row.n = 2;
	assert_not_verified(f, "không phải là lần đã ký");
	r->row.n = 3;
	r->row.at_ms++;
	assert_not_verified(f, "dưới mã kiểm tra");
	r->row.at_ms--;
	r->row.reports++;
	assert_not_verified(f, "dưới mã kiểm tra");
	r->row.reports--;
	r->batch_path.n = 0;
	assert_not_verified(f, "dưới mã kiểm tra");
	r->batch_path.n = 1;
	f->verdict.code = ERR_ALREADY;
	assert_not_verified(f, "không nằm trong lần ghi");
	f->verdict.code = ERR_OK;
	r->ord = 0;
	assert_not_verified(f, "không nằm trong lần ghi");
	r->ord = 1;
	r->path.hash[0].at[0] ^= 1;
	assert_not_verified(f, "không nằm trong lần ghi");
	r->path.hash[0].at[0] ^= 1;
	f->signature[0] ^= 1;
	assert_not_verified(f, "không nằm trong lần ghi");
	f->signature[0] ^= 1;
	r->seq = 2;
	assert_not_verified(f, "tên bản gửi khác");
	r->seq = 1;
	r->stream[0] ^= 1;
	assert_not_verified(f, "tên bản gửi khác");
	r->stream[0] ^= 1;
	r->verdicts_n = 0;
	assert_not_verified(f, "tên bản gửi khác");
	r->verdicts_n = 1;
	f->body.at[f->body.len - 1] ^= 1;
	assert_not_verified(f, "nội dung khác");
	f->body.at[f->body.len - 1] ^= 1;
	assert_false(
	    receipt_verify(r, f->body.at, f->body.len, f->signature, f->client_public, &err));
	assert_true(
	    receipt_verify(r, f->body.at, f->body.len, f->signature, f->server_public, &err));
}

static void
a_receipt_for_a_body_that_cannot_be_read_proves_nothing(void **state)
{
	static const uint8_t body[] = {0xff, 0xff};
	struct fixture *f = *state;
	struct receipt *r = &f->receipt;
	const struct hash kept = r->body_hash;
	struct err err = {0};

	(void)crypto_hash_sha256(r->body_hash.at, body, sizeof(body));
	assert_false(receipt_verify(r, body, sizeof(body), f->signature, f->server_public, &err));
	assert_int_equal(err.code, ERR_SIGNATURE);
	r->body_hash = kept;
}

static void
a_receipt_whose_row_is_not_the_signed_one_is_not_encoded(void **state)
{
	struct fixture *f = *state;
	struct buf b = {0};
	struct err err = {0};

	f->receipt.row.epoch = 2;
	assert_false(receipt_encode(&f->receipt, &b, &err));
	assert_int_equal(err.code, ERR_MALFORMED);
	f->receipt.row.epoch = 1;
	buf_free(&b);
}

static void
a_refusal_needs_no_proof(void **state)
{
	const struct receipt r = {
	    .stream = {9}, .seq = 4, .code = ERR_KEY_REUSE, .detail = "hộp chờ gửi bị sao chép"};
	struct receipt *back = NULL;
	struct buf b = {0};
	struct err err = {0};

	(void)state;
	assert_true(receipt_encode(&r, &b, &err));
	assert_true(receipt_decode(b.at, b.len, &back, &err));
	assert_false(back->stored);
	assert_int_equal(back->code, ERR_KEY_REUSE);
	assert_string_equal(back->detail, r.detail);
	receipt_free(back);
	buf_free(&b);
}

static void
a_signature_is_good_for_its_bytes_and_its_key_alone(void **state)
{
	struct fixture *f = *state;

	assert_true(submission_verify(f->body.at, f->body.len, f->signature, f->client_public));
	assert_false(submission_verify(f->body.at, f->body.len, f->signature, f->server_public));
	assert_false(
	    submission_verify(f->body.at, f->body.len - 1, f->signature, f->client_public));
	for (size_t i = 0; i < f->body.len; i++) {
		f->body.at[i] ^= 0x80;
		assert_false(
		    submission_verify(f->body.at, f->body.len, f->signature, f->client_public));
		f->body.at[i] ^= 0x80;
	}
}

static void
a_large_body_is_signed_like_a_small_one(void **state)
{
	static const size_t lens[] = {0, 1, 2047, 2048, 2049, WIRE_BODY_BYTES_MAX};
	const struct fixture *f = *state;
	uint8_t *body = calloc(1, WIRE_BODY_BYTES_MAX + 1);
	uint8_t signature[WIRE_SIGNATURE_BYTES];

	assert_non_null(body);
	for (size_t i = 0; i < ARRAY_LEN(lens); i++) {
		submission_sign(body, lens[i], f->client_secret, signature);
		assert_true(submission_verify(body, lens[i], signature, f->client_public));
		assert_false(submission_verify(body, lens[i] + 1, signature, f->client_public));
	}
	free(body);
}

static void
a_header_says_what_is_wrong_with_it(void **state)
{
	uint8_t bytes[WIRE_HEADER_BYTES];
	struct frame_header h = {
	    .version = 1, .type = (enum frame_type)250, .correlation = UINT64_MAX - 1};
	struct frame_header back;
	struct err err = {0};

	(void)state;
	frame_encode(&h, bytes);
	assert_true(frame_decode(bytes, sizeof(bytes), &back, &err));
	assert_int_equal(back.type, 250);
	assert_true(back.correlation == UINT64_MAX - 1);
	assert_false(frame_decode(bytes, sizeof(bytes) - 1, &back, &err));
	assert_int_equal(err.code, ERR_MALFORMED);
	bytes[0] = 'g';
	assert_false(frame_decode(bytes, sizeof(bytes), &back, &err));
	assert_int_equal(err.code, ERR_MALFORMED);
	bytes[0] = 'G';
	for (size_t i = 4; i < 8; i++) {
		bytes[i] = 1;
		assert_false(frame_decode(bytes, sizeof(bytes), &back, &err));
		assert_int_equal(err.code, ERR_MALFORMED);
		bytes[i] = 0;
	}
	bytes[2] = 2;
	assert_false(frame_decode(bytes, sizeof(bytes), &back, &err));
	assert_int_equal(err.code, ERR_VERSION);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_submission_has_the_bytes_of_the_protocol_page),
	    cmocka_unit_test(keys_and_signatures_are_those_of_the_protocol_page),
	    cmocka_unit_test(hashes_are_those_of_the_protocol_page),
	    cmocka_unit_test(a_receipt_has_the_bytes_of_the_protocol_page_and_comes_back),
	    cmocka_unit_test(a_header_has_the_bytes_of_the_protocol_page),
	    cmocka_unit_test(a_receipt_proves_nothing_once_any_part_of_it_is_altered),
	    cmocka_unit_test(a_receipt_for_a_body_that_cannot_be_read_proves_nothing),
	    cmocka_unit_test(a_receipt_whose_row_is_not_the_signed_one_is_not_encoded),
	    cmocka_unit_test(a_refusal_needs_no_proof),
	    cmocka_unit_test(a_signature_is_good_for_its_bytes_and_its_key_alone),
	    cmocka_unit_test(a_large_body_is_signed_like_a_small_one),
	    cmocka_unit_test(a_header_says_what_is_wrong_with_it),
	};

	return cmocka_run_group_tests_name("wire_receipt", tests, setup, teardown);
}
