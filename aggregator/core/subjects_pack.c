/* How subjects go into the checkpoint and come back, and how two sets are compared. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "core/subjects.h"
#include "core/unpack.h"

static void
pack_row(const struct posted_row *row, struct buf *out)
{
	buf_u8(out, row->view);
	buf_u32(out, (uint32_t)row->org);
	buf_u32(out, (uint32_t)row->dim);
	buf_u32(out, (uint32_t)row->day);
	buf_u32(out, row->n);
	for (uint32_t i = 0; i < row->n; i++) {
		buf_u32(out, row->ind[i]);
		buf_u64(out, (uint64_t)row->val[i]);
	}
}

static void
pack_name(const struct name *name, struct buf *out)
{
	buf_put(out, name->stream, sizeof(name->stream));
	buf_u64(out, name->seq);
	buf_u32(out, name->idx);
}

static void
pack_past(const struct subject_past *p, struct buf *out)
{
	pack_name(&p->name, out);
	buf_u64(out, p->batch);
	buf_u64(out, (uint64_t)p->at_ms);
	buf_u32(out, (uint32_t)p->by_org);
	buf_u8(out, (uint8_t)p->action);
}

void
subjects_pack(const struct subjects *s, subject_t no, struct buf *out)
{
	const struct subject *x = subjects_at(s, no);
	const char *key = subjects_key(s, no);
	const size_t key_len = strlen(key);

	buf_u16(out, (uint16_t)key_len);
	buf_put(out, key, key_len);
	buf_u8(out, (uint8_t)x->state);
	buf_u8(out, (uint8_t)x->kind);
	pack_name(&x->name, out);
	buf_u64(out, x->batch);
	buf_u64(out, (uint64_t)x->at_ms);
	buf_u64(out, (uint64_t)x->final_ms);
	buf_u32(out, (uint32_t)x->org);
	buf_u32(out, (uint32_t)x->by_org);
	buf_u32(out, (uint32_t)x->made_for);
	buf_u32(out, (uint32_t)x->from);
	buf_u32(out, (uint32_t)x->to);
	buf_u8(out, (uint8_t)x->collection);
	buf_u8(out, x->demo ? 1 : 0);
	buf_u8(out, (uint8_t)x->action);
	buf_u8(out,
	    (uint8_t)((x->approved ? 1 : 0) | (x->was_approved ? 2 : 0) | (x->collector ? 4 : 0)));
	buf_u64(out, (uint64_t)x->review);
	buf_u64(out, (uint64_t)x->other);
	buf_u8(out, (uint8_t)x->before);
	buf_u32(out, x->past_n);
	for (uint32_t i = 0; i < x->past_n; i++)
		pack_past(&x->past[i], out);
	buf_u32(out, x->content_len);
	buf_put(out, x->content, x->content_len);
	buf_u32(out, x->posted_n);
	for (uint32_t i = 0; i < x->posted_n; i++)
		pack_row(&x->posted[i], out);
}

static void
unpack_name(struct unpack *u, struct name *ret)
{
	const uint8_t *stream = unpack_bytes(u, sizeof(ret->stream));

	if (stream != NULL)
		memcpy(ret->stream, stream, sizeof(ret->stream));
	ret->seq = unpack_u64(u);
	ret->idx = unpack_u32(u);
}

/* ${past} has room for SUBJECT_PAST_MAX. */
static bool
unpack_past(struct unpack *u, struct subject_past *past, uint32_t *ret_n)
{
	*ret_n = unpack_u32(u);
	if (u->failed || *ret_n > SUBJECT_PAST_MAX)
		return false;
	for (uint32_t i = 0; i < *ret_n; i++) {
		past[i] = (struct subject_past){.name = {.seq = 0}};
		unpack_name(u, &past[i].name);
		past[i].batch = unpack_u64(u);
		past[i].at_ms = (int64_t)unpack_u64(u);
		past[i].by_org = (org_t)unpack_u32(u);
		past[i].action = (enum report_action)unpack_u8(u);
	}
	return !u->failed;
}

static bool
unpack_marks(struct unpack *u, struct subject *x)
{
	x->action = (enum report_action)unpack_u8(u);
	const uint8_t bits = unpack_u8(u);
	x->approved = (bits & 1) != 0;
	x->was_approved = (bits & 2) != 0;
	x->collector = (bits & 4) != 0;
	x->review = (subject_t)unpack_u64(u);
	x->other = (subject_t)unpack_u64(u);
	x->before = (enum subject_state)unpack_u8(u);
	return !u->failed && x->action < ACTION_COUNT_ && x->before < SUBJECT_STATE_COUNT_ &&
	    unpack_past(u, x->past, &x->past_n);
}

/* ${x->past} has room for SUBJECT_PAST_MAX. */
static bool
unpack_fields(struct unpack *u, struct subject *x)
{
	x->state = (enum subject_state)unpack_u8(u);
	x->kind = (enum report_kind)unpack_u8(u);
	unpack_name(u, &x->name);
	x->batch = unpack_u64(u);
	x->at_ms = (int64_t)unpack_u64(u);
	x->final_ms = (int64_t)unpack_u64(u);
	x->org = (org_t)unpack_u32(u);
	x->by_org = (org_t)unpack_u32(u);
	x->made_for = (org_t)unpack_u32(u);
	x->from = (day_t)unpack_u32(u);
	x->to = (day_t)unpack_u32(u);
	x->collection = (enum collection_kind)unpack_u8(u);
	x->demo = unpack_u8(u) != 0;
	return !u->failed && x->state < SUBJECT_STATE_COUNT_ && x->kind < KIND_COUNT_ &&
	    x->collection < COLLECTION_COUNT_ && unpack_marks(u, x);
}

/* One row into ${row}; its pairs into room for CORE_PAIRS_MAX. */
static bool
unpack_row(struct unpack *u, struct posted_row *row, uint32_t *ind, int64_t *val)
{
	row->view = unpack_u8(u);
	row->org = (org_t)unpack_u32(u);
	row->dim = (int32_t)unpack_u32(u);
	row->day = (day_t)unpack_u32(u);
	row->n = unpack_u32(u);
	if (u->failed || row->n > CORE_PAIRS_MAX)
		return false;
	for (uint32_t i = 0; i < row->n; i++) {
		ind[i] = unpack_u32(u);
		val[i] = (int64_t)unpack_u64(u);
	}
	row->ind = ind;
	row->val = val;
	return !u->failed;
}

bool
subjects_unpack(
    struct subjects *s, subject_t no, const uint8_t *bytes, uint32_t len, struct err *err)
{
	struct unpack u = {.at = bytes, .len = len};
	struct posted_row rows[SUBJECT_ROWS_MAX];
	uint32_t ind[SUBJECT_ROWS_MAX][CORE_PAIRS_MAX];
	int64_t val[SUBJECT_ROWS_MAX][CORE_PAIRS_MAX];
	char key[SUBJECT_KEY_MAX + 1] = {0};
	struct subject_past past[SUBJECT_PAST_MAX];
	struct subject x = {.posted = rows, .past = past};

	const uint16_t key_len = unpack_u16(&u);
	const uint8_t *key_at = key_len > SUBJECT_KEY_MAX ? NULL : unpack_bytes(&u, key_len);
	if (key_at == NULL || (uint64_t)no != (uint64_t)s->n + 1 || !unpack_fields(&u, &x))
		goto out;
	memcpy(key, key_at, key_len);
	x.content_len = unpack_u32(&u);
	/* Lent: subjects_load() copies. */
	const uint8_t *content = unpack_bytes(&u, x.content_len);
	memcpy(&x.content, &content, sizeof(content));
	x.posted_n = unpack_u32(&u);
	if (x.content == NULL || x.posted_n > SUBJECT_ROWS_MAX)
		goto out;
	for (uint32_t i = 0; i < x.posted_n; i++)
		if (!unpack_row(&u, &rows[i], ind[i], val[i]))
			goto out;
	return subjects_load(s, key, &x, err);
out:
	return err_set(err, ERR_DAMAGED,
	    TR("bảng subject, dòng %lld: dòng hỏng, hay thiếu dòng trước nó",
		"table subject, row %lld: it cannot be read, or a row before it is missing"),
	    (long long)no);
}

static bool
name_equal(const struct name *a, const struct name *b)
{
	return a->seq == b->seq && a->idx == b->idx &&
	    memcmp(a->stream, b->stream, WIRE_STREAM_BYTES) == 0;
}

static bool
past_equal(const struct subject *x, const struct subject *y)
{
	for (uint32_t i = 0; x->past_n == y->past_n && i < x->past_n; i++) {
		const struct subject_past *a = &x->past[i], *b = &y->past[i];

		if (!name_equal(&a->name, &b->name) || a->batch != b->batch ||
		    a->at_ms != b->at_ms || a->by_org != b->by_org || a->action != b->action)
			return false;
	}
	return x->past_n == y->past_n;
}

static bool
marks_equal(const struct subject *x, const struct subject *y)
{
	return x->action == y->action && x->approved == y->approved &&
	    x->was_approved == y->was_approved && x->collector == y->collector &&
	    x->review == y->review && x->other == y->other && x->before == y->before &&
	    past_equal(x, y);
}

static bool
fields_equal(const struct subject *x, const struct subject *y)
{
	return x->state == y->state && x->kind == y->kind && x->batch == y->batch &&
	    x->at_ms == y->at_ms && x->final_ms == y->final_ms && x->org == y->org &&
	    x->by_org == y->by_org && x->made_for == y->made_for && x->from == y->from &&
	    x->to == y->to && x->collection == y->collection && x->demo == y->demo &&
	    name_equal(&x->name, &y->name) && marks_equal(x, y);
}

bool
subjects_equal(const struct subjects *a, const struct subjects *b, struct err *err)
{
	if (a->n != b->n)
		return err_set(err, ERR_DAMAGED,
		    TR("bảng subject: tính lại được %u dòng, có %u",
			"table subject: %u rows recomputed, it has %u"),
		    a->n, b->n);
	for (subject_t no = 1; (uint64_t)no <= a->n; no++) {
		const struct subject *x = subjects_at(a, no), *y = subjects_at(b, no);

		if (strcmp(subjects_key(a, no), subjects_key(b, no)) != 0 || !fields_equal(x, y) ||
		    x->content_len != y->content_len ||
		    (x->content_len > 0 && memcmp(x->content, y->content, x->content_len) != 0) ||
		    !subjects_has_posted(x, y->posted, y->posted_n))
			return err_set(err, ERR_DAMAGED,
			    TR("bảng subject, dòng %lld (%s): không như sổ cái nói",
				"table subject, row %lld (%s): not as the ledger says"),
			    (long long)no, subjects_key(a, no));
	}
	return true;
}
