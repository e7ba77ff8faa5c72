/*
 * scratch - memory that lives from one decision to the next: taken in pieces, given back at once.
 * Pieces are aligned for any type.  NULL: out of memory.
 */
#ifndef GH_CORE_SCRATCH_H
#define GH_CORE_SCRATCH_H

#include <stddef.h>

struct scratch_block;

struct scratch {
	struct scratch_block *newest; /* owned; zero-initialised is empty */
};

#define SCRATCH_BLOCK_BYTES ((size_t)64 * 1024)           /* the first block's */
#define SCRATCH_BLOCK_BYTES_MAX ((size_t)4 * 1024 * 1024) /* each is twice the last, up to this */

/* Not cleared. */
void *scratch_take(struct scratch *s, size_t n, size_t size);
const char *scratch_text(struct scratch *s, const char *text);
/* Forget every piece; one block of at most SCRATCH_BLOCK_BYTES_MAX is kept for the next use. */
void scratch_clear(struct scratch *s);
void scratch_free(struct scratch *s);

#endif
