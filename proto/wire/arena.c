#include "wire/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_ALIGN ((size_t)8)
#define ARENA_BLOCK_BYTES ((size_t)32 * 1024) /* of the second block on */

struct block {
	struct block *next;
};

struct arena {
	struct block *blocks; /* all but the first, which follows this struct */
	char *at;
	size_t left;  /* bytes from ${at} */
	size_t spare; /* bytes that further blocks may still have */
	bool spent;
};

static_assert(sizeof(struct arena) % ARENA_ALIGN == 0, "the first block is aligned");
static_assert(sizeof(struct block) % ARENA_ALIGN == 0, "the other blocks are aligned");

struct arena *
arena_make(size_t first_bytes, size_t max_bytes)
{
	const size_t first = first_bytes < max_bytes ? first_bytes : max_bytes;
	struct arena *a = malloc(sizeof(*a) + first);

	if (a == NULL)
		return NULL;
	*a = (struct arena){.at = (char *)(a + 1), .left = first, .spare = max_bytes - first};
	return a;
}

/* A new block of at least ${bytes}; what is left of the old one is given up. */
static bool
block_add(struct arena *a, size_t bytes)
{
	size_t size = bytes > ARENA_BLOCK_BYTES ? bytes : ARENA_BLOCK_BYTES;
	struct block *block;

	if (bytes > a->spare) {
		a->spent = true;
		return false;
	}
	if (size > a->spare)
		size = a->spare;
	block = malloc(sizeof(*block) + size);
	if (block == NULL)
		return false;
	block->next = a->blocks;
	a->blocks = block;
	a->at = (char *)(block + 1);
	a->left = size;
	a->spare -= size;
	return true;
}

void *
arena_take(struct arena *a, size_t bytes)
{
	void *taken;
	size_t size;

	if (bytes > SIZE_MAX / 2) {
		a->spent = true;
		return NULL;
	}
	size = (bytes + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);
	if (size > a->left && !block_add(a, size))
		return NULL;
	taken = a->at;
	a->at += size;
	a->left -= size;
	return taken;
}

void *
arena_take_zero(struct arena *a, size_t bytes)
{
	void *taken = arena_take(a, bytes);

	if (taken != NULL)
		memset(taken, 0, bytes);
	return taken;
}

bool
arena_is_spent(const struct arena *a)
{
	return a->spent;
}

void
arena_free(struct arena *a)
{
	struct block *next;

	if (a == NULL)
		return;
	for (struct block *block = a->blocks; block != NULL; block = next) {
		next = block->next;
		free(block);
	}
	free(a);
}
