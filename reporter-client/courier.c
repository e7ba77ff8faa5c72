#include "courier.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "heads.h"
#include "outbox_alarm.h"
#include "outbox_answer.h"
#include "server_keys.h"
#include "wire/merkle.h"
#include "wire/receipt.h"

#define MAGIC "GHCOUR1\n"
#define MAGIC_BYTES (sizeof(MAGIC) - 1)
#define HEAD_BYTES (MAGIC_BYTES + 1 + WIRE_KEY_BYTES)
#define TAIL_BYTES (4 + WIRE_HASH_BYTES)

static void
file_begin(struct buf *out, enum courier_kind kind, const uint8_t *sign_key)
{
	out->max = COURIER_FILE_MAX;
	buf_put(out, MAGIC, MAGIC_BYTES);
	buf_u8(out, (uint8_t)kind);
	buf_put(out, sign_key, WIRE_KEY_BYTES);
}

static bool
file_end(struct buf *out, const char *path, struct err *err)
{
	struct hash hash;

	buf_u32(out, 0);
	if (buf_ok(out)) {
		hash = merkle_leaf(out->at, out->len);
		buf_put(out, hash.at, sizeof(hash.at));
	}
	if (!buf_ok(out))
		return err_set(err, ERR_LIMIT,
		    TR("%s: quá %zu MB, gửi làm nhiều lần", "%s: beyond %zu MB, send it in parts"),
		    path, COURIER_FILE_MAX / 1024 / 1024);
	return os_file_write_private(path, out->at, out->len, err);
}

bool
courier_export(struct outbox *box, const uint8_t sign_key[WIRE_KEY_BYTES], const char *path,
    size_t *ret_n, struct err *err)
{
	const struct outbox_filter filter = {
	    .states = 1U << OUTBOX_SAVED | 1U << OUTBOX_SENT, .bodies = true};
	struct outbox_rows rows = {0};
	struct buf out = {0};
	bool ok = false;

	if (!outbox_rows_list(box, &filter, &rows, err))
		return false;
	if (rows.n == 0) {
		(void)err_set(
		    err, ERR_NOTHING, "%s", TR("không có gì chờ gửi", "nothing waits to be sent"));
		goto out;
	}
	file_begin(&out, COURIER_SUBMISSIONS, sign_key);
	for (size_t i = 0; i < rows.n; i++) {
		const struct outbox_row *row = &rows.at[i];

		buf_u32(&out, (uint32_t)(sizeof(row->signature) + row->body_len));
		buf_put(&out, row->signature, sizeof(row->signature));
		buf_put(&out, row->body, row->body_len);
	}
	ok = file_end(&out, path, err);
	*ret_n = rows.n;
out:
	buf_free(&out);
	outbox_rows_free(&rows);
	return ok;
}

static uint32_t
u32_at(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* The frames of a file whose checksum holds; false: they do not end where they should. */
static bool
frames_find(struct courier_file *f, struct err *err)
{
	const size_t end = f->bytes.len - TAIL_BYTES;
	const uint32_t max = f->kind == COURIER_SUBMISSIONS
	    ? WIRE_SIGNATURE_BYTES + WIRE_BODY_BYTES_MAX
	    : WIRE_REPLY_BYTES_MAX;
	size_t at = HEAD_BYTES;
	size_t n = 0;

	f->frames = calloc((end - HEAD_BYTES) / 5 + 1, sizeof(*f->frames));
	if (f->frames == NULL)
		return err_set(err, ERR_MEMORY, "courier");
	while (at + 4 <= end) {
		const uint32_t len = u32_at(f->bytes.at + at);

		at += 4;
		if (len == 0 || len > max || len > end - at ||
		    (f->kind == COURIER_SUBMISSIONS && len <= WIRE_SIGNATURE_BYTES))
			return err_set(err, ERR_INVALID, "%s",
			    TR("tệp không đúng dạng", "the file is malformed"));
		f->frames[n++] = (struct courier_frame){.bytes = f->bytes.at + at, .len = len};
		at += len;
	}
	f->frames_n = n;
	return at == end ||
	    err_set(err, ERR_INVALID, "%s", TR("tệp không đúng dạng", "the file is malformed"));
}

static bool
file_check(struct courier_file *f, const char *path, struct err *err)
{
	const uint8_t *at = f->bytes.at;
	const size_t len = f->bytes.len;
	struct hash hash;

	if (len < HEAD_BYTES + TAIL_BYTES || memcmp(at, MAGIC, MAGIC_BYTES) != 0 ||
	    (at[MAGIC_BYTES] != COURIER_SUBMISSIONS && at[MAGIC_BYTES] != COURIER_RECEIPTS))
		return err_set(err, ERR_INVALID,
		    TR("%s không phải tệp của giothong outbox export hay send",
			"%s is no file of giothong outbox export or send"),
		    path);
	hash = merkle_leaf(at, len - WIRE_HASH_BYTES);
	if (memcmp(hash.at, at + len - WIRE_HASH_BYTES, WIRE_HASH_BYTES) != 0 ||
	    u32_at(at + len - TAIL_BYTES) != 0)
		return err_set(err, ERR_INVALID,
		    TR("%s bị cụt hoặc hỏng: chép lại", "%s is cut or damaged: copy it again"),
		    path);
	f->kind = (enum courier_kind)at[MAGIC_BYTES];
	memcpy(f->sign_key, at + MAGIC_BYTES + 1, WIRE_KEY_BYTES);
	return frames_find(f, err);
}

bool
courier_read(const char *path, struct courier_file *ret, struct err *err)
{
	struct courier_file f = {.bytes = {.max = COURIER_FILE_MAX}};

	if (!os_file_read(path, COURIER_FILE_MAX, &f.bytes, err) || !file_check(&f, path, err)) {
		courier_free(&f);
		return false;
	}
	*ret = f;
	return true;
}

void
courier_free(struct courier_file *f)
{
	if (f == NULL)
		return;
	free(f->frames);
	buf_free(&f->bytes);
	*f = (struct courier_file){0};
}

bool
courier_write_receipts(const uint8_t sign_key[WIRE_KEY_BYTES], const struct courier_frame *frames,
    size_t frames_n, const char *path, struct err *err)
{
	struct buf out = {0};
	bool ok;

	file_begin(&out, COURIER_RECEIPTS, sign_key);
	for (size_t i = 0; i < frames_n; i++) {
		buf_u32(&out, (uint32_t)frames[i].len);
		buf_put(&out, frames[i].bytes, frames[i].len);
	}
	ok = file_end(&out, path, err);
	buf_free(&out);
	return ok;
}

struct take {
	const struct profile *profile;
	struct outbox *box;
	struct keys keys;
	struct heads heads; /* compared only: the sender keeps them */
};

/* One receipt into the outbox; *${ret_taken} false: not ours, or it does not hold. */
static bool
receipt_take(struct take *t, const struct courier_frame *frame, bool *ret_taken, struct err *err)
{
	struct outbox_answer answer = {
	    .bytes = frame->bytes, .bytes_len = frame->len, .keys = &t->keys};
	struct outbox_rows rows = {0};
	struct receipt *r = NULL;
	enum outbox_state state;
	struct err alarm = {0};
	bool ok = false;

	*ret_taken = false;
	if (!receipt_decode(frame->bytes, frame->len, &r, NULL))
		return true;
	if (!outbox_rows_find(t->box, r->stream, r->seq, &answer.id, err))
		goto out;
	ok = true;
	if (answer.id == 0)
		goto out;
	ok = outbox_rows_get(t->box, answer.id, &rows, err);
	if (!ok ||
	    !receipt_verify(r, rows.at[0].body, rows.at[0].body_len, rows.at[0].signature,
		server_keys_sign(t->profile, r->head.batch), NULL))
		goto out;
	if (!heads_agree(&t->heads, &r->head, false, &alarm)) {
		ok = outbox_alarm_add(t->box, &alarm, clock_unix_ms(), err);
		goto out;
	}
	answer.receipt = r;
	answer.now_ms = clock_unix_ms();
	answer.retry_at_ms = answer.now_ms;
	ok = outbox_answer_receipt(t->box, &answer, &state, err);
	*ret_taken = ok;
out:
	outbox_rows_free(&rows);
	receipt_free(r);
	return ok;
}

bool
courier_take(const struct profile *p, struct outbox *box, const struct courier_file *f,
    struct courier_result *ret, struct err *err)
{
	struct courier_result result = {0};
	struct take t = {.profile = p, .box = box};
	char path[OS_PATH_MAX];
	bool ok = profile_keys(p, &t.keys, err) && profile_path(p, PROFILE_HEADS, path, err);

	/* A damaged file has nothing to compare with; the sender says so. */
	if (ok && !heads_load(path, &t.heads, NULL))
		t.heads.n = 0;
	for (size_t i = 0; ok && i < f->frames_n; i++) {
		bool taken = false;

		ok = receipt_take(&t, &f->frames[i], &taken, err);
		result.stored += taken;
		result.refused += !taken;
	}
	keys_wipe(&t.keys);
	if (ok)
		*ret = result;
	return ok;
}
