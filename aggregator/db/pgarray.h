/*
 * pgarray - PostgreSQL's arrays of integers in binary, both ways.
 * One dimension, no NULLs, from index 1.
 */
#ifndef GH_DB_PGARRAY_H
#define GH_DB_PGARRAY_H

#include "base/buf.h"

enum pgarray_of { PGARRAY_INT2 = 21, PGARRAY_INT4 = 23, PGARRAY_INT8 = 20, PGARRAY_BYTEA = 17 };

/* Head of an array of ${n} elements, which the caller appends, each with its length before it. */
void pgarray_begin(struct buf *b, enum pgarray_of of, uint32_t n);
void pgarray_i16(struct buf *b, int16_t v);
void pgarray_i32(struct buf *b, int32_t v);
void pgarray_i64(struct buf *b, int64_t v);

/* Read an array of at most ${max} elements; false: it is of another shape. */
bool pgarray_get_i16(
    const uint8_t *at, uint32_t len, uint32_t *ret, uint32_t max, uint32_t *ret_n) MUST_USE;
bool pgarray_get_i32(
    const uint8_t *at, uint32_t len, int32_t *ret, uint32_t max, uint32_t *ret_n) MUST_USE;
bool pgarray_get_i64(
    const uint8_t *at, uint32_t len, int64_t *ret, uint32_t max, uint32_t *ret_n) MUST_USE;

#endif
