#include "support/wire_bytes.h"

#include <assert.h>
#include <string.h>

#define NUMBER 0U
#define BLOCK 2U

void
wire_bytes_varint(struct buf *b, uint64_t v)
{
	while (v >= 0x80) {
		buf_u8(b, (uint8_t)(v | 0x80));
		v >>= 7;
	}
	buf_u8(b, (uint8_t)v);
}

void
wire_bytes_number(struct buf *b, uint32_t field, uint64_t v)
{
	wire_bytes_varint(b, (uint64_t)field << 3 | NUMBER);
	wire_bytes_varint(b, v);
}

void
wire_bytes_block(struct buf *b, uint32_t field, const void *bytes, size_t len)
{
	wire_bytes_varint(b, (uint64_t)field << 3 | BLOCK);
	wire_bytes_varint(b, len);
	buf_put(b, bytes, len);
}

void
wire_bytes_text(struct buf *b, uint32_t field, const char *s)
{
	wire_bytes_block(b, field, s, strlen(s));
}

void
wire_bytes_message(struct buf *b, uint32_t field, struct buf *inner)
{
	assert(buf_ok(inner));
	wire_bytes_block(b, field, inner->at, inner->len);
	buf_free(inner);
}

void
wire_bytes_hex(struct buf *b, const char *hex)
{
	static const char digits[] = "0123456789abcdef";
	unsigned high = 0;
	bool half = false;

	for (; *hex != '\0'; hex++) {
		const char *digit = strchr(digits, *hex);

		if (*hex == ' ')
			continue;
		assert(digit != NULL);
		if (half)
			buf_u8(b, (uint8_t)(high << 4 | (unsigned)(digit - digits)));
		else
			high = (unsigned)(digit - digits);
		half = !half;
	}
	assert(!half);
}
