/*
 * arena - memory that is taken piece by piece and freed at once: what one decoded message holds.
 * Bounded: what a sender makes of ${max_bytes} is refused, not allocated.  Threads: none shared.
 */
#ifndef GH_WIRE_ARENA_H
#define GH_WIRE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attrs.h"

struct arena;

/* The first block holds ${first_bytes}; NULL: no memory. */
struct arena *arena_make(size_t first_bytes, size_t max_bytes) MUST_USE;
/* 8-byte aligned, not cleared; NULL: beyond ${max_bytes} (then arena_is_spent()) or no memory. */
void *arena_take(struct arena *a, size_t bytes) MUST_USE;
/* The same, cleared. */
void *arena_take_zero(struct arena *a, size_t bytes) MUST_USE;
/* A take was refused because of ${max_bytes}. */
bool arena_is_spent(const struct arena *a);
/* Everything; NULL is a no-op. */
void arena_free(struct arena *a);

#endif
