#include "core/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "core/orgs.h"
#include "core/unpack.h"

/* Room for one more of ${size} bytes in an owned array; doubles. */
static bool
grow(void **at, uint32_t n, uint32_t *cap, size_t size, struct err *err)
{
	if (n < *cap)
		return true;
	const uint32_t more = *cap == 0 ? 4 : *cap * 2;
	void *bigger = realloc(*at, more * size);

	if (bigger == NULL)
		return err_set(err, ERR_MEMORY, "names");
	*at = bigger;
	*cap = more;
	return true;
}

static void
stream_free(struct stream *s)
{
	free(s->held);
	free(s->fresh);
	free(s);
}

void
names_free(struct names *n)
{
	HASH_CLEAR(hh, n->by_id);
	for (uint32_t i = 0; i < n->n; i++)
		stream_free(n->by_no[i]);
	free(n->by_no);
	free(n->of_org);
	free(n->changed);
	free(n->dirty);
	*n = (struct names){0};
}

struct stream *
names_find(const struct names *n, const uint8_t id[WIRE_STREAM_BYTES])
{
	struct stream *s = NULL;

	HASH_FIND(hh, n->by_id, id, WIRE_STREAM_BYTES, s);
	return s;
}

/* Room for the count of ${org}'s streams. */
static bool
owner_reserve(struct names *n, org_t org, struct err *err)
{
	if ((uint32_t)org < n->of_org_cap)
		return true;
	const uint32_t cap = ((uint32_t)org + 1) * 2;
	uint32_t *bigger = realloc(n->of_org, cap * sizeof(*bigger));

	if (bigger == NULL)
		return err_set(err, ERR_MEMORY, "names");
	memset(bigger + n->of_org_cap, 0, (cap - n->of_org_cap) * sizeof(*bigger));
	n->of_org = bigger;
	n->of_org_cap = cap;
	return true;
}

bool
names_stream(struct names *n, const uint8_t id[WIRE_STREAM_BYTES], org_t org, struct stream **ret,
    struct err *err)
{
	struct stream *s = names_find(n, id);
	void *by_no = n->by_no;

	if (s != NULL) {
		*ret = s;
		return true;
	}
	if (n->n >= NAMES_STREAMS_MAX)
		return err_set(err, ERR_LIMIT, "%u streams", NAMES_STREAMS_MAX);
	if (!owner_reserve(n, org, err) ||
	    !grow(&by_no, n->n, &n->cap, sizeof(struct stream *), err))
		return false;
	n->by_no = by_no;
	s = calloc(1, sizeof(*s));
	if (s == NULL)
		return err_set(err, ERR_MEMORY, "a stream");
	memcpy(s->id, id, WIRE_STREAM_BYTES);
	s->org = org;
	s->is_new = true;
	n->by_no[n->n++] = s;
	s->no = (int32_t)n->n;
	n->of_org[org]++;
	HASH_ADD(hh, n->by_id, id, WIRE_STREAM_BYTES, s);
	*ret = s;
	return true;
}

/* Index of the first interval whose end is not before ${seq}. */
static uint32_t
held_place(const struct stream *s, uint64_t seq)
{
	uint32_t low = 0, high = s->held_n;

	while (low < high) {
		const uint32_t mid = low + (high - low) / 2;

		if (s->held[mid].to < seq)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
names_is_held(const struct stream *s, uint64_t seq)
{
	const uint32_t i = held_place(s, seq);

	return i < s->held_n && s->held[i].from <= seq;
}

bool
names_is_fresh(const struct stream *s, uint64_t seq)
{
	for (uint32_t i = s->fresh_n; i > 0; i--)
		if (s->fresh[i - 1] == seq)
			return true;
	return false;
}

static bool
held_insert(struct stream *s, uint32_t i, struct interval iv, struct err *err)
{
	void *held = s->held;

	if (s->held_n >= NAMES_INTERVALS_MAX)
		return err_set(err, ERR_LIMIT, "%u intervals of a stream", NAMES_INTERVALS_MAX);
	if (!grow(&held, s->held_n, &s->held_cap, sizeof(*s->held), err))
		return false;
	s->held = held;
	memmove(s->held + i + 1, s->held + i, (s->held_n - i) * sizeof(*s->held));
	s->held[i] = iv;
	s->held_n++;
	return true;
}

static void
held_remove(struct stream *s, uint32_t i)
{
	memmove(s->held + i, s->held + i + 1, (s->held_n - i - 1) * sizeof(*s->held));
	s->held_n--;
}

static bool
held_add(struct stream *s, uint64_t seq, struct err *err)
{
	const uint32_t i = held_place(s, seq);
	const bool after = i > 0 && s->held[i - 1].to + 1 == seq;
	const bool before = i < s->held_n && s->held[i].from == seq + 1;

	if (after && before) {
		s->held[i - 1].to = s->held[i].to;
		held_remove(s, i);
	} else if (after) {
		s->held[i - 1].to = seq;
	} else if (before) {
		s->held[i].from = seq;
	} else {
		return held_insert(s, i, (struct interval){.from = seq, .to = seq}, err);
	}
	return true;
}

/* The opposite of held_add(); splitting finds room because adding had it. */
static void
held_drop(struct stream *s, uint64_t seq)
{
	const uint32_t i = held_place(s, seq);
	struct interval *iv = &s->held[i];

	if (iv->from == seq && iv->to == seq) {
		held_remove(s, i);
	} else if (iv->from == seq) {
		iv->from++;
	} else if (iv->to == seq) {
		iv->to--;
	} else {
		const struct interval right = {.from = seq + 1, .to = iv->to};

		iv->to = seq - 1;
		if (!held_insert(s, i + 1, right, NULL))
			abort(); /* names_take() reserved the room */
	}
}

enum names_room
names_room(const struct names *n, const struct stream *s, org_t org, uint64_t seq)
{
	if (s == NULL && n->n >= NAMES_STREAMS_MAX)
		return NAMES_FULL;
	if (s == NULL)
		return org != 0 && (uint32_t)org < n->of_org_cap &&
			n->of_org[org] >= NAMES_STREAMS_OF_ORG_MAX
		    ? NAMES_OWNER_FULL
		    : NAMES_ROOM;
	const uint32_t i = held_place(s, seq);
	const bool joins = (i > 0 && s->held[i - 1].to + 1 == seq) ||
	    (i < s->held_n && s->held[i].from == seq + 1);
	return joins || s->held_n < NAMES_INTERVALS_MAX ? NAMES_ROOM : NAMES_RAGGED;
}

bool
names_take(struct names *n, struct stream *s, uint64_t seq, struct err *err)
{
	void *fresh = s->fresh, *held = s->held, *changed = n->changed;
	bool ok = grow(&fresh, s->fresh_n, &s->fresh_cap, sizeof(*s->fresh), err);

	s->fresh = fresh;
	/* One spare interval always: undo may have to split. */
	ok = ok && grow(&held, s->held_n + 1, &s->held_cap, sizeof(*s->held), err);
	s->held = held;
	ok = ok && grow(&changed, n->changed_n, &n->changed_cap, sizeof(struct stream *), err);
	n->changed = changed;
	if (!ok || !held_add(s, seq, err))
		return false;
	if (s->fresh_n == 0)
		n->changed[n->changed_n++] = s;
	s->fresh[s->fresh_n++] = seq;
	return true;
}

bool
names_set_dirty(struct names *n, int32_t no, struct err *err)
{
	struct stream *s = n->by_no[no - 1];
	void *dirty = n->dirty;

	if (s->dirty)
		return true;
	if (!grow(&dirty, n->dirty_n, &n->dirty_cap, sizeof(struct stream *), err))
		return false;
	n->dirty = dirty;
	n->dirty[n->dirty_n++] = s;
	s->dirty = true;
	return true;
}

void
names_set_clean(struct names *n)
{
	while (n->dirty_n > 0)
		n->dirty[--n->dirty_n]->dirty = false;
}

bool
names_settle(struct names *n, struct err *err)
{
	for (uint32_t i = 0; i < n->changed_n; i++) {
		struct stream *s = n->changed[i];

		s->fresh_n = 0;
		s->is_new = false;
		if (!names_set_dirty(n, s->no, err))
			return false;
	}
	n->changed_n = 0;
	return true;
}

void
names_undo(struct names *n)
{
	for (uint32_t i = 0; i < n->changed_n; i++) {
		struct stream *s = n->changed[i];

		while (s->fresh_n > 0)
			held_drop(s, s->fresh[--s->fresh_n]);
	}
	n->changed_n = 0;
	while (n->n > 0 && n->by_no[n->n - 1]->is_new) {
		struct stream *s = n->by_no[--n->n];

		n->of_org[s->org]--;
		HASH_DEL(n->by_id, s); /* NOLINT(clang-analyzer-*): uthash is macros */
		stream_free(s);
	}
}

bool
names_equal(const struct names *a, const struct names *b, struct err *err)
{
	if (a->n != b->n)
		return err_set(err, ERR_DAMAGED,
		    TR("bảng stream: tính lại được %u dòng, có %u",
			"table stream: %u rows recomputed, it has %u"),
		    a->n, b->n);
	for (uint32_t i = 0; i < a->n; i++) {
		const struct stream *x = a->by_no[i], *y = b->by_no[i];

		if (memcmp(x->id, y->id, WIRE_STREAM_BYTES) != 0 || x->org != y->org ||
		    x->held_n != y->held_n ||
		    (x->held_n > 0 && memcmp(x->held, y->held, x->held_n * sizeof(*x->held)) != 0))
			return err_set(err, ERR_DAMAGED,
			    TR("bảng stream, dòng %d: không như sổ cái nói",
				"table stream, row %d: not as the ledger says"),
			    x->no);
	}
	return true;
}

void
names_pack(const struct stream *s, struct buf *out)
{
	buf_put(out, s->id, WIRE_STREAM_BYTES);
	buf_u32(out, (uint32_t)s->org);
	buf_u32(out, s->held_n);
	for (uint32_t i = 0; i < s->held_n; i++) {
		buf_u64(out, s->held[i].from);
		buf_u64(out, s->held[i].to);
	}
}

static bool
stream_damaged(int32_t no, struct err *err)
{
	return err_set(err, ERR_DAMAGED,
	    TR("bảng stream, dòng %d: dòng hỏng, hay thiếu dòng trước nó",
		"table stream, row %d: it cannot be read, or a row before it is missing"),
	    no);
}

bool
names_unpack(struct names *n, int32_t no, const uint8_t *bytes, uint32_t len, struct err *err)
{
	struct unpack u = {.at = bytes, .len = len};
	const uint8_t *id = unpack_bytes(&u, WIRE_STREAM_BYTES);
	const org_t org = (org_t)unpack_u32(&u);
	const uint32_t count = unpack_u32(&u);
	struct stream *s = NULL;

	if (u.failed || count > NAMES_INTERVALS_MAX || (uint32_t)no != n->n + 1 || org < 0 ||
	    org > ORGS_MAX)
		return stream_damaged(no, err);
	if (!names_stream(n, id, org, &s, err))
		return false;
	s->is_new = false;
	for (uint32_t i = 0; i < count; i++) {
		const uint64_t from = unpack_u64(&u), to = unpack_u64(&u);

		if (u.failed || from > to || (s->held_n > 0 && from <= s->held[s->held_n - 1].to))
			return stream_damaged(no, err);
		if (!held_insert(s, s->held_n, (struct interval){.from = from, .to = to}, err))
			return false;
	}
	return true;
}
