/*
 * buf - a byte buffer that grows up to a named limit.
 * Zero-initialised is empty and valid.  A failed append leaves ${failed} set and later appends do
 * nothing: check once at the end with buf_ok().
 */
#ifndef GH_BASE_BUF_H
#define GH_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attrs.h"

struct buf {
	uint8_t *at; /* owned; NULL while empty */
	size_t len;
	size_t cap;
	size_t max; /* bytes; 0: BUF_DEFAULT_MAX */
	bool failed;
};

#define BUF_DEFAULT_MAX ((size_t)1 << 30)

void buf_put(struct buf *b, const void *bytes, size_t len);
void buf_u8(struct buf *b, uint8_t v);
/* Big-endian, as on the wire and in PostgreSQL's binary formats. */
void buf_u16(struct buf *b, uint16_t v);
void buf_u32(struct buf *b, uint32_t v);
void buf_u64(struct buf *b, uint64_t v);
void buf_str(struct buf *b, const char *s); /* without its NUL */
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The text so far, NUL-terminated (the NUL is not counted); "" when empty or failed. */
const char *buf_text(struct buf *b);
bool buf_ok(const struct buf *b) MUST_USE;
/* Empty it, keep the memory. */
void buf_clear(struct buf *b);
void buf_free(struct buf *b);

#endif
