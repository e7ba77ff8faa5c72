/*
 * draw - numbers that look random and come again with the same seed (splitmix64).
 * Zero-initialised is seed 0.  One thread.
 */
#ifndef GH_FAULT_DRAW_H
#define GH_FAULT_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct draw {
	uint64_t state;
};

uint64_t draw_u64(struct draw *d);
/* 0 .. ${n} - 1; ${n} is not 0. */
uint32_t draw_below(struct draw *d, uint32_t n);
bool draw_permille(struct draw *d, uint32_t permille);
void draw_bytes(struct draw *d, uint8_t *to, size_t len);

#endif
