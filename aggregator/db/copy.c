#include "db/copy.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

#define OID_INT8 20
#define OID_INT2 21

static_assert(COPY_POSTING_BYTES_MAX <= COPY_ROW_BYTES_MAX, "a posting is the smaller row");
static_assert(WIRE_IND_MAX <= INT16_MAX, "an indicator is a smallint");

static inline uint8_t *
u16(uint8_t *at, uint16_t v)
{
	at[0] = (uint8_t)(v >> 8);
	at[1] = (uint8_t)v;
	return at + 2;
}

static inline uint8_t *
u32(uint8_t *at, uint32_t v)
{
	v = htobe32(v);
	memcpy(at, &v, sizeof(v));
	return at + sizeof(v);
}

static inline uint8_t *
u64(uint8_t *at, uint64_t v)
{
	v = htobe64(v);
	memcpy(at, &v, sizeof(v));
	return at + sizeof(v);
}

/* A field is its length and its bytes. */
static inline uint8_t *
f16(uint8_t *at, int16_t v)
{
	return u16(u32(at, 2), (uint16_t)v);
}

static inline uint8_t *
f32(uint8_t *at, int32_t v)
{
	return u32(u32(at, 4), (uint32_t)v);
}

static inline uint8_t *
f64(uint8_t *at, int64_t v)
{
	return u64(u32(at, 8), (uint64_t)v);
}

static inline uint8_t *
bytes(uint8_t *at, const void *from, uint32_t len)
{
	at = u32(at, len);
	if (len != 0)
		memcpy(at, from, len);
	return at + len;
}

/* Field length and head of an array of ${n} elements of ${size} bytes without NULLs. */
static inline uint8_t *
array_head(uint8_t *at, uint32_t oid, uint32_t n, uint32_t size)
{
	if (n == 0) /* an empty array has no dimension */
		return u32(u32(u32(u32(at, 12), 0), 0), oid);
	at = u32(at, 20 + n * (4 + size));
	return u32(u32(u32(u32(u32(at, 1), 0), oid), n), 1);
}

size_t
copy_begin(uint8_t *at)
{
	static const uint8_t head[COPY_BEGIN_BYTES] = {
	    'P', 'G', 'C', 'O', 'P', 'Y', '\n', 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0};

	memcpy(at, head, sizeof(head));
	return sizeof(head);
}

size_t
copy_end(uint8_t *at)
{
	(void)u16(at, UINT16_MAX);
	return COPY_END_BYTES;
}

size_t
copy_submission(uint8_t *at, const struct batch *b, uint32_t ord)
{
	const struct pending *p = &b->pending[b->stored[ord]];
	const struct decided *d = &b->decided[b->stored[ord]];
	uint8_t *to = u16(at, 9);

	assert(p->body_len <= WIRE_BODY_BYTES_MAX && d->verdicts_n <= WIRE_REPORTS_MAX);
	to = f32(to, (int32_t)b->row.realm);
	to = f64(to, (int64_t)b->row.n);
	to = f32(to, (int32_t)ord);
	to = f32(to, d->stream_no);
	to = f64(to, (int64_t)p->s->seq);
	to = bytes(to, p->sign_key, sizeof(p->sign_key));
	to = bytes(to, p->signature, sizeof(p->signature));
	to = u32(to, 2 * d->verdicts_n);
	for (uint32_t i = 0; i < d->verdicts_n; i++)
		to = u16(to, (uint16_t)d->verdicts[i].code);
	to = bytes(to, p->body, p->body_len);
	return (size_t)(to - at);
}

size_t
copy_posting(uint8_t *at, const struct batch *b, uint32_t i)
{
	const struct posting *p = &b->postings[i];
	uint8_t *to = u16(at, 14);

	assert(p->n <= CORE_PAIRS_MAX);
	to = f32(to, (int32_t)b->row.realm);
	to = f64(to, (int64_t)b->row.n);
	to = f32(to, (int32_t)i);
	to = f32(to, (int32_t)p->sub);
	to = f16(to, (int16_t)p->idx);
	to = f16(to, p->sign);
	to = f16(to, p->view);
	to = f16(to, p->kind);
	to = f64(to, p->subject);
	to = f32(to, p->org);
	to = f32(to, p->dim);
	to = f32(to, p->day);
	to = array_head(to, OID_INT2, p->n, 2);
	for (uint32_t k = 0; k < p->n; k++)
		to = f16(to, (int16_t)p->ind[k]);
	to = array_head(to, OID_INT8, p->n, 8);
	for (uint32_t k = 0; k < p->n; k++)
		to = f64(to, p->val[k]);
	return (size_t)(to - at);
}
