/*
 * unpack - reading back what buf_u32() and its like wrote: a cursor that cannot run past its end.
 * After a short read ${failed} is set and everything reads as 0 or NULL; check once at the end.
 */
#ifndef GH_CORE_UNPACK_H
#define GH_CORE_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct unpack {
	const uint8_t *at; /* borrowed */
	size_t len;
	bool failed;
};

const uint8_t *unpack_bytes(struct unpack *u, size_t len);
uint8_t unpack_u8(struct unpack *u);
uint16_t unpack_u16(struct unpack *u);
uint32_t unpack_u32(struct unpack *u);
uint64_t unpack_u64(struct unpack *u);

#endif
