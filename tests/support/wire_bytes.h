/* wire_bytes - protobuf's encoding by hand, for what no encoder of ours would write. */
#ifndef GH_SUPPORT_WIRE_BYTES_H
#define GH_SUPPORT_WIRE_BYTES_H

#include "base/buf.h"

void wire_bytes_varint(struct buf *b, uint64_t v);
/* A field of wire type 0, and one of wire type 2. */
void wire_bytes_number(struct buf *b, uint32_t field, uint64_t v);
void wire_bytes_block(struct buf *b, uint32_t field, const void *bytes, size_t len);
void wire_bytes_text(struct buf *b, uint32_t field, const char *s);
/* ${inner} as a sub-message; ${inner} is freed. */
void wire_bytes_message(struct buf *b, uint32_t field, struct buf *inner);
/* Lower-case hex as bytes; the text may hold blanks. */
void wire_bytes_hex(struct buf *b, const char *hex);

#endif
