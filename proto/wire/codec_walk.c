#include "wire/codec_walk.h"

#include <assert.h>
#include <string.h>

#include "base/lang.h"
#include "wire/merkle.h"
#include "wire/report.h"

static_assert(offsetof(struct codec_pb_counts, ind) == 8 &&
	offsetof(struct codec_pb_counts, val) == 24 && offsetof(struct codec_pb_list, at) == 8 &&
	sizeof(size_t) == 8,
    "the offsets that CODEC_FOLLOWS demands");

bool
codec_walk_refuse(
    struct codec_walk *w, const struct codec_field *f, enum err_code code, const char *why)
{
	return err_set(w->err, code, "%s.%s: %s", w->message->name, f->name, why);
}

bool
codec_walk_no_room(struct codec_walk *w, const struct codec_field *f)
{
	if (arena_is_spent(w->arena))
		return codec_walk_refuse(w, f, ERR_LIMIT, TR("quá nhiều", "too many"));
	return codec_walk_refuse(w, f, ERR_MEMORY, TR("hết bộ nhớ", "out of memory"));
}

static uint32_t
kind_of(const char *ours)
{
	uint32_t kind;

	memcpy(&kind, ours, sizeof(kind));
	return kind;
}

bool
codec_walk_has_arm(const struct codec_message *m, const char *ours)
{
	const uint32_t kind = kind_of(ours);

	return kind != 0 && kind < m->kinds_n;
}

static bool
is_arm_of(const struct codec_field *f, uint32_t kind)
{
	return kind < 32 && (f->kinds >> kind & 1U) != 0;
}

/* ---- what holds for ours, in both directions */

static bool
number_fits(struct codec_walk *w, const struct codec_field *f, uint32_t v)
{
	if (f->required && v == 0)
		return codec_walk_refuse(w, f, ERR_MALFORMED, TR("thiếu", "missing"));
	if (f->limit != 0 && v > f->limit)
		return codec_walk_refuse(w, f, ERR_LIMIT, TR("quá lớn", "too large"));
	return true;
}

static bool
long_fits(struct codec_walk *w, const struct codec_field *f, uint64_t v)
{
	if (f->required && v == 0)
		return codec_walk_refuse(w, f, ERR_MALFORMED, TR("thiếu", "missing"));
	if (v > INT64_MAX)
		return codec_walk_refuse(w, f, ERR_LIMIT, TR("quá lớn", "too large"));
	return true;
}

static bool
counts_fit(struct codec_walk *w, const struct codec_field *f, const struct counts *counts)
{
	if (counts->n > WIRE_PAIRS_MAX)
		return codec_walk_refuse(w, f, ERR_LIMIT, TR("quá nhiều", "too many"));
	for (uint32_t i = 0; i < counts->n; i++) {
		if (i > 0 && counts->ind[i] <= counts->ind[i - 1])
			return codec_walk_refuse(w, f, ERR_MALFORMED,
			    TR("chỉ số không xếp tăng dần", "indicators do not rise"));
		if (counts->ind[i] > WIRE_IND_MAX)
			return codec_walk_refuse(w, f, ERR_LIMIT,
			    TR("số của chỉ số quá lớn", "an indicator's number is too large"));
	}
	return true;
}

static bool
count_fits(struct codec_walk *w, const struct codec_field *f, size_t n, size_t max)
{
	if (n > max)
		return codec_walk_refuse(w, f, ERR_LIMIT, TR("quá nhiều", "too many"));
	return true;
}

bool
codec_walk_fits(struct codec_walk *w, const struct codec_field *f, const char *at)
{
	uint32_t number;
	uint64_t big;

	switch (f->type) {
	case CODEC_U32:
		memcpy(&number, at, sizeof(number));
		return number_fits(w, f, number);
	case CODEC_U64:
		memcpy(&big, at, sizeof(big));
		return long_fits(w, f, big);
	case CODEC_ENUM:
		memcpy(&number, at, sizeof(number));
		if (number >= f->limit)
			return codec_walk_refuse(w, f, ERR_MALFORMED,
			    TR("giá trị không có trong danh sách", "not a value of the list"));
		return true;
	case CODEC_COUNTS:
		return counts_fit(w, f, (const struct counts *)(const void *)at);
	case CODEC_BLOB:
		return count_fits(w, f, ((const struct blob *)(const void *)at)->len, f->limit);
	case CODEC_STRINGS:
		return count_fits(
		    w, f, ((const struct strings *)(const void *)at)->n, WIRE_LIST_MAX);
	case CODEC_HASHES:
		return count_fits(
		    w, f, ((const struct merkle_path *)(const void *)at)->n, WIRE_PATH_MAX);
	case CODEC_LIST:
		memcpy(&number, at + sizeof(void *), sizeof(number));
		return count_fits(w, f, number, f->limit);
	case CODEC_STR:
	case CODEC_BYTES:
	case CODEC_I32:
	case CODEC_I64:
	case CODEC_BOOL:
	case CODEC_OPEN:
	case CODEC_MESSAGE:
	case CODEC_ARM:
		break;
	}
	return true;
}

/* ---- generated to ours */

/* The recursion follows the tables, which are constant and four deep. */
/* NOLINTBEGIN(misc-no-recursion) */

/* ${ours} is cleared: only its strings need "". */
static void
fill_empty(const struct codec_message *m, char *ours)
{
	bool armed = false;

	for (size_t i = 0; i < m->fields_n; i++) {
		const struct codec_field *f = &m->fields[i];

		if (f->type == CODEC_STR)
			*(const char **)(void *)(ours + f->at) = "";
		if (f->type == CODEC_MESSAGE || (f->type == CODEC_ARM && !armed))
			fill_empty(f->of, ours + f->at);
		armed = armed || f->type == CODEC_ARM;
	}
}

static bool
bytes_from(struct codec_walk *w, const struct codec_field *f, const char *from, char *to)
{
	ProtobufCBinaryData bytes;

	memcpy(&bytes, from, sizeof(bytes));
	if (bytes.len == f->limit)
		memcpy(to, bytes.data, bytes.len);
	else if (bytes.len != 0 || f->required)
		return codec_walk_refuse(
		    w, f, ERR_MALFORMED, TR("độ dài không đúng", "not of the right length"));
	return true;
}

static bool
blob_from(struct codec_walk *w, const struct codec_field *f, const char *from, char *to)
{
	ProtobufCBinaryData bytes;

	memcpy(&bytes, from, sizeof(bytes));
	*(struct blob *)(void *)to = (struct blob){.at = bytes.data, .len = bytes.len};
	return codec_walk_fits(w, f, to);
}

static bool
strings_from(struct codec_walk *w, const struct codec_field *f, const char *from, char *to)
{
	struct codec_pb_list list;
	const char **at;
	struct strings *strings = (struct strings *)(void *)to;

	memcpy(&list, from, sizeof(list));
	if (!count_fits(w, f, list.n, WIRE_LIST_MAX))
		return false;
	at = list.at; /* the generated pointers become ours */
	for (size_t i = 0; i < list.n; i++) {
		if (!codec_text_take(w, f, at[i], &at[i]))
			return false;
	}
	*strings = (struct strings){.at = at, .n = (uint32_t)list.n};
	return true;
}

static bool
counts_from(struct codec_walk *w, const struct codec_field *f, const char *from, char *to)
{
	struct codec_pb_counts pb;
	struct counts *counts = (struct counts *)(void *)to;

	memcpy(&pb, from, sizeof(pb));
	if (pb.ind_n != pb.val_n)
		return codec_walk_refuse(w, f, ERR_MALFORMED,
		    TR("số chỉ số khác số giá trị", "not as many values as indicators"));
	if (!count_fits(w, f, pb.ind_n, WIRE_PAIRS_MAX))
		return false;
	*counts = (struct counts){.ind = pb.ind, .val = pb.val, .n = (uint32_t)pb.ind_n};
	return counts_fit(w, f, counts);
}

static bool
hashes_from(struct codec_walk *w, const struct codec_field *f, const char *from, char *to)
{
	struct codec_pb_list list;
	const ProtobufCBinaryData *bytes;
	struct merkle_path *path = (struct merkle_path *)(void *)to;

	memcpy(&list, from, sizeof(list));
	if (!count_fits(w, f, list.n, WIRE_PATH_MAX))
		return false;
	bytes = list.at;
	for (size_t i = 0; i < list.n; i++) {
		if (bytes[i].len != WIRE_HASH_BYTES)
			return codec_walk_refuse(w, f, ERR_MALFORMED,
			    TR("độ dài không đúng", "not of the right length"));
		memcpy(path->hash[i].at, bytes[i].data, WIRE_HASH_BYTES);
	}
	path->n = (uint32_t)list.n;
	return true;
}

static bool
list_from(struct codec_walk *w, const struct codec_field *f, const char *from, char *to)
{
	struct codec_pb_list list;
	const char *const *messages;
	char *items = NULL;
	uint32_t n;

	memcpy(&list, from, sizeof(list));
	if (!count_fits(w, f, list.n, f->limit))
		return false;
	messages = list.at;
	n = (uint32_t)list.n;
	if (n > 0) {
		items = arena_take_zero(w->arena, n * f->of->size);
		if (items == NULL)
			return codec_walk_no_room(w, f);
	}
	for (uint32_t i = 0; i < n; i++) {
		if (!codec_walk_from(w, f->of, messages[i], items + i * f->of->size))
			return false;
	}
	memcpy(to, &items, sizeof(items));
	memcpy(to + sizeof(items), &n, sizeof(n));
	return true;
}

static bool
message_from(struct codec_walk *w, const struct codec_field *f, const char *from, char *to)
{
	const char *pb;

	memcpy(&pb, from, sizeof(pb));
	if (pb != NULL)
		return codec_walk_from(w, f->of, pb, to);
	fill_empty(f->of, to);
	return true;
}

static bool
arm_from(struct codec_walk *w, const struct codec_field *f, const char *from, char *ours)
{
	const struct codec_message *m = w->message;
	const char *pb;

	memcpy(&pb, from, sizeof(pb));
	if (!is_arm_of(f, kind_of(ours))) {
		if (pb != NULL && codec_walk_has_arm(m, ours))
			return codec_walk_refuse(w, f, ERR_MALFORMED,
			    TR("nội dung của loại khác", "the content of another kind"));
		return true;
	}
	if (pb == NULL && (m->may_lack == NULL || !m->may_lack(ours)))
		return codec_walk_refuse(
		    w, f, ERR_MALFORMED, TR("thiếu nội dung", "the content is missing"));
	return message_from(w, f, from, ours + f->at);
}

static bool
field_from(struct codec_walk *w, const struct codec_field *f, const char *pb, char *ours)
{
	const char *from = pb + f->pb_at;
	char *to = ours + f->at;
	const char *text;

	switch (f->type) {
	case CODEC_STR:
		memcpy(&text, from, sizeof(text));
		return codec_text_take(w, f, text, (const char **)(void *)to);
	case CODEC_U32:
	case CODEC_ENUM:
		memcpy(to, from, sizeof(uint32_t));
		return codec_walk_fits(w, f, to);
	case CODEC_I32:
	case CODEC_OPEN:
		memcpy(to, from, sizeof(uint32_t));
		return true;
	case CODEC_U64:
		memcpy(to, from, sizeof(uint64_t));
		return codec_walk_fits(w, f, to);
	case CODEC_I64:
		memcpy(to, from, sizeof(uint64_t));
		return true;
	case CODEC_BOOL:
		*(bool *)to = *(const protobuf_c_boolean *)(const void *)from != 0;
		return true;
	case CODEC_BYTES:
		return bytes_from(w, f, from, to);
	case CODEC_BLOB:
		return blob_from(w, f, from, to);
	case CODEC_STRINGS:
		return strings_from(w, f, from, to);
	case CODEC_COUNTS:
		return counts_from(w, f, from, to);
	case CODEC_HASHES:
		return hashes_from(w, f, from, to);
	case CODEC_MESSAGE:
		return message_from(w, f, from, to);
	case CODEC_LIST:
		return list_from(w, f, from, to);
	case CODEC_ARM:
		return arm_from(w, f, from, ours);
	}
	return false;
}

bool
codec_walk_from(struct codec_walk *w, const struct codec_message *m, const char *pb, char *ours)
{
	const struct codec_message *outer = w->message;

	w->message = m;
	for (size_t i = 0; i < m->fields_n; i++) {
		if (!field_from(w, &m->fields[i], pb, ours))
			return false;
	}
	if (m->kinds_n != 0 && !codec_walk_has_arm(m, ours)) {
		/* Nobody reads it; should someone, no string is NULL. */
		for (size_t i = 0; i < m->fields_n; i++) {
			if (m->fields[i].type == CODEC_ARM) {
				fill_empty(m->fields[i].of, ours + m->fields[i].at);
				break;
			}
		}
	}
	if (m->holds != NULL && !m->holds(ours, w->err))
		return false;
	w->message = outer;
	return true;
}
/* NOLINTEND(misc-no-recursion) */
