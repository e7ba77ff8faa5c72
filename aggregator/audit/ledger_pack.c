#include "audit/ledger_pack.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "core/unpack.h"

/* Of a submission without verdicts and body: more of them than the bytes hold is a lie. */
#define SUBMISSION_BYTES_MIN (4 + 4 + WIRE_KEY_BYTES + WIRE_SIGNATURE_BYTES + 4 + 4)

static void
submission_put(const struct stored_submission *s, struct buf *out)
{
	buf_u32(out, s->ord);
	buf_u32(out, (uint32_t)s->stream_no);
	buf_put(out, s->sign_key, WIRE_KEY_BYTES);
	buf_put(out, s->signature, WIRE_SIGNATURE_BYTES);
	buf_u32(out, s->verdicts_len);
	buf_put(out, s->verdicts, s->verdicts_len);
	buf_u32(out, s->body_len);
	buf_put(out, s->body, s->body_len);
}

void
ledger_pack_batch(const struct stored_batch *b, struct buf *out)
{
	buf_u32(out, b->row.realm);
	buf_u32(out, b->row.epoch);
	buf_u64(out, b->row.n);
	buf_u32(out, b->row.kinds);
	buf_u64(out, (uint64_t)b->row.at_ms);
	buf_u32(out, b->row.reports);
	buf_put(out, b->row.writer, WIRE_WRITER_BYTES);
	buf_put(out, b->row.leaf_root.at, WIRE_HASH_BYTES);
	buf_put(out, b->head.at, WIRE_HASH_BYTES);
	buf_put(out, b->signature, WIRE_SIGNATURE_BYTES);
	buf_u32(out, b->submissions_n);
	for (uint32_t i = 0; i < b->submissions_n; i++)
		submission_put(&b->submissions[i], out);
}

static void
take(struct unpack *u, void *to, size_t len)
{
	const uint8_t *bytes = unpack_bytes(u, len);

	if (bytes != NULL)
		memcpy(to, bytes, len);
}

static void
submission_read(struct unpack *u, struct stored_submission *s)
{
	s->ord = unpack_u32(u);
	s->stream_no = (int32_t)unpack_u32(u);
	take(u, s->sign_key, WIRE_KEY_BYTES);
	take(u, s->signature, WIRE_SIGNATURE_BYTES);
	s->verdicts_len = unpack_u32(u);
	s->verdicts = unpack_bytes(u, s->verdicts_len);
	s->body_len = unpack_u32(u);
	s->body = unpack_bytes(u, s->body_len);
}

static bool
submissions_read(struct unpack *u, struct ledger_unpacked *ret, struct err *err)
{
	const uint32_t n = unpack_u32(u);

	if (u->failed || n > u->len / SUBMISSION_BYTES_MIN)
		return err_set(err, ERR_INVALID, "%s", TR("sổ cái bị cắt", "the ledger is cut"));
	ret->submissions = calloc((size_t)n + 1, sizeof(*ret->submissions));
	if (ret->submissions == NULL)
		return err_set(err, ERR_MEMORY, "%u", n);
	for (uint32_t i = 0; i < n; i++)
		submission_read(u, &ret->submissions[i]);
	ret->batch.submissions = ret->submissions;
	ret->batch.submissions_n = n;
	return true;
}

bool
ledger_pack_read(const uint8_t *bytes, size_t len, struct ledger_unpacked *ret, struct err *err)
{
	struct unpack u = {.at = bytes, .len = len};
	struct stored_batch *b = &ret->batch;

	*ret = (struct ledger_unpacked){.submissions = NULL};
	b->row.realm = unpack_u32(&u);
	b->row.epoch = unpack_u32(&u);
	b->row.n = unpack_u64(&u);
	b->row.kinds = unpack_u32(&u);
	b->row.at_ms = (int64_t)unpack_u64(&u);
	b->row.reports = unpack_u32(&u);
	take(&u, b->row.writer, WIRE_WRITER_BYTES);
	take(&u, b->row.leaf_root.at, WIRE_HASH_BYTES);
	take(&u, b->head.at, WIRE_HASH_BYTES);
	take(&u, b->signature, WIRE_SIGNATURE_BYTES);
	if (!submissions_read(&u, ret, err))
		return false;
	if (!u.failed && u.len == 0)
		return true;
	ledger_pack_free(ret);
	return err_set(err, ERR_INVALID, TR("lần ghi %llu bị cắt", "batch %llu is cut"),
	    (unsigned long long)b->row.n);
}

void
ledger_pack_free(struct ledger_unpacked *u)
{
	free(u->submissions);
	u->submissions = NULL;
}
