#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUF_FIRST_CAP ((size_t)64)

/* Room for ${len} more bytes and the NUL of buf_text(). */
static bool
room_make(struct buf *b, size_t len)
{
	const size_t max = b->max != 0 ? b->max : BUF_DEFAULT_MAX;
	size_t cap = b->cap;
	uint8_t *at;

	if (b->failed)
		return false;
	if (len > max || b->len > max - len || max == SIZE_MAX) {
		b->failed = true;
		return false;
	}
	if (b->len + len < b->cap)
		return true;
	if (cap == 0)
		cap = BUF_FIRST_CAP;
	while (cap < b->len + len + 1)
		cap = cap > max / 2 ? max + 1 : cap * 2;
	at = realloc(b->at, cap);
	if (at == NULL) {
		b->failed = true;
		return false;
	}
	b->at = at;
	b->cap = cap;
	return true;
}

void
buf_put(struct buf *b, const void *bytes, size_t len)
{
	if (len == 0 || !room_make(b, len))
		return;
	memcpy(b->at + b->len, bytes, len);
	b->len += len;
}

void
buf_u8(struct buf *b, uint8_t v)
{
	buf_put(b, &v, sizeof(v));
}

void
buf_u16(struct buf *b, uint16_t v)
{
	const uint8_t bytes[2] = {(uint8_t)(v >> 8), (uint8_t)v};

	buf_put(b, bytes, sizeof(bytes));
}

void
buf_u32(struct buf *b, uint32_t v)
{
	const uint8_t bytes[4] = {
	    (uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v};

	buf_put(b, bytes, sizeof(bytes));
}

void
buf_u64(struct buf *b, uint64_t v)
{
	uint8_t bytes[8];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(v >> (56 - 8 * i));
	buf_put(b, bytes, sizeof(bytes));
}

void
buf_str(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0) {
		b->failed = true;
		return;
	}
	if (!room_make(b, (size_t)len))
		return;
	va_start(args, fmt);
	(void)vsnprintf((char *)b->at + b->len, (size_t)len + 1, fmt, args);
	va_end(args);
	b->len += (size_t)len;
}

const char *
buf_text(struct buf *b)
{
	if (b->failed || b->at == NULL)
		return "";
	b->at[b->len] = '\0';
	return (const char *)b->at;
}

bool
buf_ok(const struct buf *b)
{
	return !b->failed;
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
	b->failed = false;
}

void
buf_free(struct buf *b)
{
	if (b == NULL)
		return;
	free(b->at);
	b->at = NULL;
	b->len = 0;
	b->cap = 0;
	b->failed = false;
}
