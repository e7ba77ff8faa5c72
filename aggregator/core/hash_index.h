/*
 * hash_index - numbers (from 1) by the hash of what they stand for.  The text itself lies with its
 * owner, who compares: a look-up of what is not there touches one line of memory, and an entry
 * takes 16 to 32 bytes. A put, a drop and a look-up are O(1).  Zero-initialised is empty.  One
 * thread.
 */
#ifndef GH_CORE_HASH_INDEX_H
#define GH_CORE_HASH_INDEX_H

#include <stdint.h>

#include "base/err.h"

struct hash_index_item {
	uint32_t hash;
	uint32_t no; /* 0: free */
};

struct hash_index {
	struct hash_index_item *at; /* owned; ${cap} is a power of two, at most half of it taken */
	uint32_t n, cap;
};

uint32_t hash_index_text(const char *text);
/* The same pair again changes nothing. */
bool hash_index_put(struct hash_index *ix, uint32_t hash, uint32_t no, struct err *err) MUST_USE;
/* Nothing when the pair is not there. */
void hash_index_drop(struct hash_index *ix, uint32_t hash, uint32_t no);
/*
 * The next number under ${hash}; 0: no more.  ${*place} is 0 before the first, and the caller's
 * between two.
 */
uint32_t hash_index_next(const struct hash_index *ix, uint32_t hash, uint32_t *place);
void hash_index_free(struct hash_index *ix);

#endif
