#include "core/scratch.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct scratch_block {
	struct scratch_block *older;
	size_t used;
	size_t size;
	alignas(max_align_t) unsigned char at[];
};

static struct scratch_block *
block_new(struct scratch *s, size_t bytes)
{
	size_t size = s->newest == NULL ? SCRATCH_BLOCK_BYTES : s->newest->size * 2;

	if (size > SCRATCH_BLOCK_BYTES_MAX)
		size = SCRATCH_BLOCK_BYTES_MAX;
	if (size < bytes)
		size = bytes;
	struct scratch_block *b = malloc(sizeof(*b) + size);
	if (b == NULL)
		return NULL;
	b->older = s->newest;
	b->used = 0;
	b->size = size;
	s->newest = b;
	return b;
}

void *
scratch_take(struct scratch *s, size_t n, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct scratch_block *b = s->newest;
	size_t bytes = 0;

	if (__builtin_mul_overflow(n, size, &bytes) || bytes > SIZE_MAX / 2)
		return NULL;
	bytes = (bytes + align - 1) / align * align;
	if (b == NULL || b->size - b->used < bytes)
		b = block_new(s, bytes);
	if (b == NULL)
		return NULL;
	void *piece = b->at + b->used;
	b->used += bytes;
	return piece;
}

const char *
scratch_text(struct scratch *s, const char *text)
{
	const size_t len = strlen(text);
	char *copy = scratch_take(s, len + 1, 1);

	return copy == NULL ? NULL : memcpy(copy, text, len + 1);
}

static void
blocks_free(struct scratch_block *b)
{
	while (b != NULL) {
		struct scratch_block *older = b->older;

		free(b);
		b = older;
	}
}

void
scratch_clear(struct scratch *s)
{
	struct scratch_block *b = s->newest;

	if (b == NULL)
		return;
	blocks_free(b->older);
	b->older = NULL;
	b->used = 0;
	if (b->size > SCRATCH_BLOCK_BYTES_MAX)
		scratch_free(s);
}

void
scratch_free(struct scratch *s)
{
	blocks_free(s->newest);
	s->newest = NULL;
}
