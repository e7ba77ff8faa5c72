#include "wire/codec.h"

#include <assert.h>
#include <string.h>

#include "base/lang.h"
#include "base/older.h"
#include "wire/arena.h"
#include "wire/codec_walk.h"

/*
 * What n bytes may become in memory.  The smallest items swell most: a full list of empty ones,
 * which is legal, stays within the second term, and long lists of short texts within the first.
 */
#define ARENA_BYTES_A_BYTE 64
#define ARENA_BYTES_A_BYTE_MAX 16 /* of the message's longest length */
/* One block for an ordinary message. */
#define FIRST_BYTES_A_BYTE 8
#define FIRST_BYTES_EXTRA 1024
#define FIRST_BYTES_MAX ((size_t)64 * 1024)
#define SCRATCH_BYTES_FIRST ((size_t)4 * 1024)
#define SCRATCH_BYTES_MAX ((size_t)64 * 1024 * 1024)

static void *
pb_alloc(void *arena, size_t bytes)
{
	return arena_take(arena, bytes);
}

/* The arena is freed at once. */
static void
pb_free(void *arena, void *pointer)
{
	(void)arena;
	(void)pointer;
}

static struct arena *
arena_for(const struct codec_message *m, size_t len)
{
	size_t first = FIRST_BYTES_EXTRA + m->size + FIRST_BYTES_A_BYTE * len;

	if (first > FIRST_BYTES_MAX)
		first = FIRST_BYTES_MAX;
	return arena_make(first, ARENA_BYTES_A_BYTE * len + ARENA_BYTES_A_BYTE_MAX * m->bytes_max);
}

bool
codec_decode(
    const struct codec_message *m, const uint8_t *bytes, size_t len, void **ret, struct err *err)
{
	struct arena *arena = NULL;
	ProtobufCAllocator allocator = {.alloc = pb_alloc, .free = pb_free};
	struct codec_walk walk = {.message = m, .err = err};
	ProtobufCMessage *pb;
	char *ours;
	bool ok = false;

	if (len > m->bytes_max)
		return err_set(err, ERR_LIMIT,
		    TR("%s: dài quá %zu byte", "%s: more than %zu bytes"), m->name, m->bytes_max);
	arena = arena_for(m, len);
	if (arena == NULL || (ours = arena_take_zero(arena, m->size)) == NULL) {
		err_set(err, ERR_MEMORY, "%s", m->name);
		goto out;
	}
	allocator.allocator_data = arena;
	walk.arena = arena;
	pb = protobuf_c_message_unpack(m->pb, &allocator, len, bytes);
	if (pb == NULL) {
		err_set(err, arena_is_spent(arena) ? ERR_LIMIT : ERR_MALFORMED,
		    TR("%s: không đọc được", "%s: cannot be read"), m->name);
		goto out;
	}
	OLDER_WIRE(pb);
	if (!codec_walk_from(&walk, m, (const char *)pb, ours))
		goto out;
	*(void **)(void *)(ours + m->arena_at) = arena;
	*ret = ours;
	ok = true;
out:
	if (!ok)
		arena_free(arena);
	return ok;
}

/* The generated struct for ${ours}, in ${arena}; NULL: refused. */
static ProtobufCMessage *
pb_make(const struct codec_message *m, const void *ours, struct arena *arena, struct err *err)
{
	struct codec_walk walk = {.message = m, .err = err, .arena = arena};
	char *pb;

	if (arena == NULL) {
		err_set(err, ERR_MEMORY, "%s", m->name);
		return NULL;
	}
	pb = codec_make_message(&walk, m, ours);
	return (ProtobufCMessage *)(void *)pb;
}

bool
codec_encode(const struct codec_message *m, const void *ours, struct buf *out, struct err *err)
{
	struct arena *arena = arena_make(SCRATCH_BYTES_FIRST, SCRATCH_BYTES_MAX);
	ProtobufCMessage *pb = pb_make(m, ours, arena, err);
	uint8_t *bytes;
	size_t len;
	bool ok = false;

	if (pb == NULL)
		goto out;
	OLDER_WIRE(pb);
	len = protobuf_c_message_get_packed_size(pb);
	if (len > m->bytes_max) {
		err_set(err, ERR_LIMIT, TR("%s: dài quá %zu byte", "%s: more than %zu bytes"),
		    m->name, m->bytes_max);
		goto out;
	}
	bytes = arena_take(arena, len);
	if (bytes == NULL) {
		err_set(err, ERR_MEMORY, "%s", m->name);
		goto out;
	}
	(void)protobuf_c_message_pack(pb, bytes);
	buf_put(out, bytes, len);
	if (!buf_ok(out)) {
		err_set(err, ERR_MEMORY, "%s", m->name);
		goto out;
	}
	ok = true;
out:
	arena_free(arena);
	return ok;
}

bool
codec_check(const struct codec_message *m, const void *ours, struct err *err)
{
	struct arena *arena = arena_make(SCRATCH_BYTES_FIRST, SCRATCH_BYTES_MAX);
	const bool ok = pb_make(m, ours, arena, err) != NULL;

	arena_free(arena);
	return ok;
}

void
codec_free(void *arena)
{
	arena_free(arena);
}
