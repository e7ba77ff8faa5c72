#include "core/statement_pack.h"

#include <string.h>

#include "core/unpack.h"

/* ---- pieces */

/* Length, bytes, NUL. */
static void
put_text(struct buf *out, const char *text)
{
	const size_t len = strlen(text);

	buf_u32(out, (uint32_t)len);
	buf_put(out, text, len + 1);
}

static const char *
get_text(struct unpack *u)
{
	const uint32_t len = unpack_u32(u);
	const uint8_t *text = len < UINT32_MAX ? unpack_bytes(u, (size_t)len + 1) : NULL;

	u->failed = u->failed || text == NULL || memchr(text, '\0', (size_t)len + 1) != text + len;
	return u->failed ? "" : (const char *)text;
}

static void
put_name(struct buf *out, const struct name *name)
{
	buf_put(out, name->stream, sizeof(name->stream));
	buf_u64(out, name->seq);
	buf_u32(out, name->idx);
}

static void
get_name(struct unpack *u, struct name *ret)
{
	const uint8_t *stream = unpack_bytes(u, sizeof(ret->stream));

	*ret = (struct name){.seq = 0};
	if (stream != NULL)
		memcpy(ret->stream, stream, sizeof(ret->stream));
	ret->seq = unpack_u64(u);
	ret->idx = unpack_u32(u);
}

/* An enum that is below ${end}. */
static uint8_t
get_below(struct unpack *u, unsigned end)
{
	const uint8_t v = unpack_u8(u);

	u->failed = u->failed || v >= end;
	return u->failed ? 0 : v;
}

static bool
is_read(const struct unpack *u, const char *what, struct err *err)
{
	return (!u->failed && u->len == 0) || err_set(err, ERR_INVALID, "the content of %s", what);
}

/* ---- reviews */

void
statement_pack_review(const struct review_content *v, struct buf *out)
{
	buf_u8(out, (uint8_t)v->state);
	buf_u8(out, (uint8_t)v->role);
	put_name(out, &v->report);
	put_name(out, &v->before);
	buf_u64(out, (uint64_t)v->older);
	put_text(out, v->reason);
	put_text(out, v->other_drive);
	buf_u32(out, (uint32_t)v->taken_len);
	buf_put(out, v->taken, v->taken_len);
}

bool
statement_pack_read_review(
    const uint8_t *bytes, size_t len, struct review_content *ret, struct err *err)
{
	struct unpack u = {.at = bytes, .len = len};

	ret->state = (enum review_state)get_below(&u, REVIEW_COUNT_);
	ret->role = (enum role)get_below(&u, ROLE_COUNT_);
	get_name(&u, &ret->report);
	get_name(&u, &ret->before);
	ret->older = (subject_t)unpack_u64(&u);
	ret->reason = get_text(&u);
	ret->other_drive = get_text(&u);
	ret->taken_len = unpack_u32(&u);
	ret->taken = unpack_bytes(&u, ret->taken_len);
	return is_read(&u, "a review", err);
}

/* ---- locks */

void
statement_pack_lock(const struct lock_content *l, struct buf *out)
{
	put_text(out, l->org);
	put_text(out, l->reason);
}

bool
statement_pack_read_lock(
    const uint8_t *bytes, size_t len, struct lock_content *ret, struct err *err)
{
	struct unpack u = {.at = bytes, .len = len};

	ret->org = get_text(&u);
	ret->reason = get_text(&u);
	return is_read(&u, "a lock", err);
}

/* ---- texts */

void
statement_pack_text(const struct text_entry *t, struct buf *out)
{
	put_text(out, t->org);
	put_text(out, t->document);
	put_text(out, t->part);
	put_text(out, t->text);
}

bool
statement_pack_read_text(const uint8_t *bytes, size_t len, struct text_entry *ret, struct err *err)
{
	struct unpack u = {.at = bytes, .len = len};

	ret->org = get_text(&u);
	ret->document = get_text(&u);
	ret->part = get_text(&u);
	ret->text = get_text(&u);
	return is_read(&u, "a text", err);
}

/* ---- registrations and activities */

void
statement_pack_counts(
    const char *org, bool cumulative, const char *note, const struct counts *c, struct buf *out)
{
	put_text(out, org);
	buf_u8(out, cumulative ? 1 : 0);
	put_text(out, note);
	buf_u32(out, c->n);
	for (uint32_t i = 0; i < c->n; i++) {
		buf_u32(out, c->ind[i]);
		buf_u64(out, (uint64_t)c->val[i]);
	}
}

bool
statement_pack_read_counts(
    const uint8_t *bytes, size_t len, struct counts_content *ret, struct err *err)
{
	struct unpack u = {.at = bytes, .len = len};

	ret->org = get_text(&u);
	ret->cumulative = get_below(&u, 2) != 0;
	ret->note = get_text(&u);
	ret->n = unpack_u32(&u);
	u.failed = u.failed || ret->n > WIRE_PAIRS_MAX;
	for (uint32_t i = 0; !u.failed && i < ret->n; i++) {
		ret->ind[i] = unpack_u32(&u);
		ret->val[i] = (int64_t)unpack_u64(&u);
	}
	return is_read(&u, "counts", err);
}

/* ---- what waits after a lock */

void
statement_pack_waiting(const struct waiting_content *w, struct buf *out)
{
	buf_u8(out, (uint8_t)w->action);
	put_name(out, &w->base);
	put_text(out, w->reason);
	buf_u32(out, (uint32_t)w->result_len);
	buf_put(out, w->result, w->result_len);
}

bool
statement_pack_read_waiting(
    const uint8_t *bytes, size_t len, struct waiting_content *ret, struct err *err)
{
	struct unpack u = {.at = bytes, .len = len};

	ret->action = (enum report_action)get_below(&u, ACTION_COUNT_);
	get_name(&u, &ret->base);
	ret->reason = get_text(&u);
	ret->result_len = unpack_u32(&u);
	ret->result = unpack_bytes(&u, ret->result_len);
	return is_read(&u, "a late report", err);
}
