#include "db/pgarray.h"

#define HEAD_BYTES 12 /* dimensions, flags, element type */
#define DIM_BYTES 8   /* length, lower bound */

void
pgarray_begin(struct buf *b, enum pgarray_of of, uint32_t n)
{
	buf_u32(b, n == 0 ? 0 : 1);
	buf_u32(b, 0);
	buf_u32(b, of);
	if (n == 0)
		return;
	buf_u32(b, n);
	buf_u32(b, 1);
}

void
pgarray_i16(struct buf *b, int16_t v)
{
	buf_u32(b, sizeof(v));
	buf_u16(b, (uint16_t)v);
}

void
pgarray_i32(struct buf *b, int32_t v)
{
	buf_u32(b, sizeof(v));
	buf_u32(b, (uint32_t)v);
}

void
pgarray_i64(struct buf *b, int64_t v)
{
	buf_u32(b, sizeof(v));
	buf_u64(b, (uint64_t)v);
}

static inline uint64_t
big_endian(const uint8_t *at, uint32_t size)
{
	uint64_t v = 0;

	for (uint32_t i = 0; i < size; i++)
		v = v << 8 | at[i];
	return v;
}

/* Where the elements begin; NULL: not an array of ${of} with at most ${max} elements of ${size}. */
static const uint8_t *
elements(const uint8_t *at, uint32_t len, enum pgarray_of of, uint32_t max, uint32_t *ret_n)
{
	const uint32_t size = of == PGARRAY_INT2 ? 2 : of == PGARRAY_INT4 ? 4 : 8;
	uint64_t n = 0;

	*ret_n = 0;
	if (len < HEAD_BYTES || big_endian(at + 8, 4) != (uint64_t)of || big_endian(at + 4, 4) != 0)
		return NULL;
	if (big_endian(at, 4) == 0)
		return len == HEAD_BYTES ? at : NULL;
	if (big_endian(at, 4) != 1 || len < HEAD_BYTES + DIM_BYTES)
		return NULL;
	n = big_endian(at + HEAD_BYTES, 4);
	if (n > max || len != HEAD_BYTES + DIM_BYTES + n * (4 + size))
		return NULL;
	*ret_n = (uint32_t)n;
	return at + HEAD_BYTES + DIM_BYTES;
}

bool
pgarray_get_i16(const uint8_t *at, uint32_t len, uint32_t *ret, uint32_t max, uint32_t *ret_n)
{
	const uint8_t *from = elements(at, len, PGARRAY_INT2, max, ret_n);

	for (uint32_t i = 0; from != NULL && i < *ret_n; i++, from += 6)
		ret[i] = (uint32_t)big_endian(from + 4, 2);
	return from != NULL;
}

bool
pgarray_get_i32(const uint8_t *at, uint32_t len, int32_t *ret, uint32_t max, uint32_t *ret_n)
{
	const uint8_t *from = elements(at, len, PGARRAY_INT4, max, ret_n);

	for (uint32_t i = 0; from != NULL && i < *ret_n; i++, from += 8)
		ret[i] = (int32_t)big_endian(from + 4, 4);
	return from != NULL;
}

bool
pgarray_get_i64(const uint8_t *at, uint32_t len, int64_t *ret, uint32_t max, uint32_t *ret_n)
{
	const uint8_t *from = elements(at, len, PGARRAY_INT8, max, ret_n);

	for (uint32_t i = 0; from != NULL && i < *ret_n; i++, from += 12)
		ret[i] = (int64_t)big_endian(from + 4, 8);
	return from != NULL;
}
