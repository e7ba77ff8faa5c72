/* codec_make - ours to generated: the second half of codec_walk.h. */
#include <string.h>

#include "base/lang.h"
#include "wire/codec_walk.h"
#include "wire/merkle.h"
#include "wire/report.h"

static bool
is_zero(const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (at[i] != 0)
			return false;
	}
	return true;
}

/* The recursion follows the tables, which are constant and four deep. */
/* NOLINTBEGIN(misc-no-recursion) */
static bool is_empty(const struct codec_message *m, const char *ours);

static bool
is_field_empty(const struct codec_field *f, const char *at)
{
	const char *text;

	switch (f->type) {
	case CODEC_STR:
		memcpy(&text, at, sizeof(text));
		return text == NULL || text[0] == '\0';
	case CODEC_U32:
	case CODEC_I32:
	case CODEC_ENUM:
	case CODEC_OPEN:
		return is_zero(at, sizeof(uint32_t));
	case CODEC_I64:
	case CODEC_U64:
		return is_zero(at, sizeof(uint64_t));
	case CODEC_BOOL:
		return is_zero(at, sizeof(bool));
	case CODEC_BYTES:
		return is_zero(at, f->limit);
	case CODEC_BLOB:
		return ((const struct blob *)(const void *)at)->len == 0;
	case CODEC_STRINGS:
		return ((const struct strings *)(const void *)at)->n == 0;
	case CODEC_COUNTS:
		return ((const struct counts *)(const void *)at)->n == 0;
	case CODEC_HASHES:
		return ((const struct merkle_path *)(const void *)at)->n == 0;
	case CODEC_LIST:
		return is_zero(at + sizeof(void *), sizeof(uint32_t));
	case CODEC_MESSAGE:
		return is_empty(f->of, at);
	case CODEC_ARM: /* not without its kind, which is another field */
		break;
	}
	return true;
}

static bool
is_empty(const struct codec_message *m, const char *ours)
{
	for (size_t i = 0; i < m->fields_n; i++) {
		if (!is_field_empty(&m->fields[i], ours + m->fields[i].at))
			return false;
	}
	return true;
}

static bool
strings_to(struct codec_walk *w, const struct codec_field *f, const char *at, char *to)
{
	const struct strings *strings = (const struct strings *)(const void *)at;
	struct codec_pb_list list = {.n = strings->n};
	const char **copies;

	if (strings->n == 0)
		return true;
	copies = arena_take(w->arena, strings->n * sizeof(*copies));
	if (copies == NULL)
		return codec_walk_no_room(w, f);
	for (uint32_t i = 0; i < strings->n; i++) {
		if (!codec_text_take(w, f, strings->at[i], &copies[i]))
			return false;
	}
	list.at = copies;
	memcpy(to, &list, sizeof(list));
	return true;
}

static void
counts_to(const char *at, char *to)
{
	const struct counts *counts = (const struct counts *)(const void *)at;
	struct codec_pb_counts pb = {.ind_n = counts->n, .val_n = counts->n};

	/* protobuf-c only reads them. */
	memcpy(&pb.ind, &counts->ind, sizeof(pb.ind));
	memcpy(&pb.val, &counts->val, sizeof(pb.val));
	memcpy(to, &pb, sizeof(pb));
}

/* A ProtobufCBinaryData that shows ${len} bytes at ${at}, which protobuf-c only reads. */
static void
bytes_to(const void *at, size_t len, void *to)
{
	ProtobufCBinaryData bytes = {.len = len};

	memcpy(&bytes.data, &at, sizeof(at));
	memcpy(to, &bytes, sizeof(bytes));
}

static bool
hashes_to(struct codec_walk *w, const struct codec_field *f, const char *at, char *to)
{
	const struct merkle_path *path = (const struct merkle_path *)(const void *)at;
	struct codec_pb_list list = {.n = path->n};
	ProtobufCBinaryData *bytes;

	if (path->n == 0)
		return true;
	bytes = arena_take(w->arena, path->n * sizeof(*bytes));
	if (bytes == NULL)
		return codec_walk_no_room(w, f);
	for (uint32_t i = 0; i < path->n; i++)
		bytes_to(path->hash[i].at, WIRE_HASH_BYTES, &bytes[i]);
	list.at = bytes;
	memcpy(to, &list, sizeof(list));
	return true;
}

static bool
list_to(struct codec_walk *w, const struct codec_field *f, const char *at, char *to)
{
	struct codec_pb_list list = {0};
	const char *items;
	char **messages;
	uint32_t n;

	memcpy(&items, at, sizeof(items));
	memcpy(&n, at + sizeof(items), sizeof(n));
	if (n == 0)
		return true;
	messages = arena_take(w->arena, n * sizeof(*messages));
	if (messages == NULL)
		return codec_walk_no_room(w, f);
	for (uint32_t i = 0; i < n; i++) {
		messages[i] = codec_make_message(w, f->of, items + i * f->of->size);
		if (messages[i] == NULL)
			return false;
	}
	list.n = n;
	list.at = messages;
	memcpy(to, &list, sizeof(list));
	return true;
}

static bool
message_to(struct codec_walk *w, const struct codec_field *f, const char *at, char *to)
{
	char *pb = codec_make_message(w, f->of, at);

	if (pb == NULL)
		return false;
	memcpy(to, &pb, sizeof(pb));
	return true;
}

static bool
arm_to(struct codec_walk *w, const struct codec_field *f, const char *ours, char *to)
{
	const struct codec_message *m = w->message;
	uint32_t kind;

	memcpy(&kind, ours, sizeof(kind));
	if (kind >= m->kinds_n || (f->kinds >> kind & 1U) == 0)
		return true;
	if (m->may_lack != NULL && m->may_lack(ours) && is_empty(f->of, ours + f->at))
		return true;
	return message_to(w, f, ours + f->at, to);
}

static bool
field_to(struct codec_walk *w, const struct codec_field *f, const char *ours, char *pb)
{
	const char *at = ours + f->at;
	char *to = pb + f->pb_at;
	const char *text;

	if (!codec_walk_fits(w, f, at))
		return false;
	switch (f->type) {
	case CODEC_STR:
		memcpy(&text, at, sizeof(text));
		return codec_text_take(w, f, text, (const char **)(void *)to);
	case CODEC_U32:
	case CODEC_I32:
	case CODEC_ENUM:
	case CODEC_OPEN:
		memcpy(to, at, sizeof(uint32_t));
		return true;
	case CODEC_I64:
	case CODEC_U64:
		memcpy(to, at, sizeof(uint64_t));
		return true;
	case CODEC_BOOL:
		*(protobuf_c_boolean *)(void *)to = *(const bool *)at ? 1 : 0;
		return true;
	case CODEC_BYTES:
		if (f->required || !is_zero(at, f->limit))
			bytes_to(at, f->limit, to);
		return true;
	case CODEC_BLOB:
		bytes_to(((const struct blob *)(const void *)at)->at,
		    ((const struct blob *)(const void *)at)->len, to);
		return true;
	case CODEC_STRINGS:
		return strings_to(w, f, at, to);
	case CODEC_COUNTS:
		counts_to(at, to);
		return true;
	case CODEC_HASHES:
		return hashes_to(w, f, at, to);
	case CODEC_MESSAGE:
		return is_empty(f->of, at) || message_to(w, f, at, to);
	case CODEC_LIST:
		return list_to(w, f, at, to);
	case CODEC_ARM:
		return arm_to(w, f, ours, to);
	}
	return false;
}

char *
codec_make_message(struct codec_walk *w, const struct codec_message *m, const char *ours)
{
	const struct codec_message *outer = w->message;
	char *pb = arena_take(w->arena, m->pb->sizeof_message);

	if (pb == NULL) {
		err_set(w->err, ERR_MEMORY, "%s", m->name);
		return NULL;
	}
	w->message = m;
	m->pb->message_init((ProtobufCMessage *)(void *)pb);
	for (size_t i = 0; i < m->fields_n; i++) {
		if (!field_to(w, &m->fields[i], ours, pb))
			return NULL;
	}
	if (m->holds != NULL && !m->holds(ours, w->err))
		return NULL;
	w->message = outer;
	return pb;
}
/* NOLINTEND(misc-no-recursion) */
