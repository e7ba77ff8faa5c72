#include "core/unpack.h"

const uint8_t *
unpack_bytes(struct unpack *u, size_t len)
{
	const uint8_t *at = u->at;

	if (u->failed || u->len < len) {
		u->failed = true;
		return NULL;
	}
	u->at += len;
	u->len -= len;
	return at;
}

static uint64_t
unpack_big_endian(struct unpack *u, size_t len)
{
	const uint8_t *at = unpack_bytes(u, len);
	uint64_t v = 0;

	for (size_t i = 0; at != NULL && i < len; i++)
		v = v << 8 | at[i];
	return v;
}

uint8_t
unpack_u8(struct unpack *u)
{
	return (uint8_t)unpack_big_endian(u, 1);
}

uint16_t
unpack_u16(struct unpack *u)
{
	return (uint16_t)unpack_big_endian(u, 2);
}

uint32_t
unpack_u32(struct unpack *u)
{
	return (uint32_t)unpack_big_endian(u, 4);
}

uint64_t
unpack_u64(struct unpack *u)
{
	return unpack_big_endian(u, 8);
}
