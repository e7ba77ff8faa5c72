/*
 * array - growing arrays of core: utarray, but running out of memory is an error and not the end.
 * Elements are plain bytes without copy or destructor; addresses hold until the next change.
 */
#ifndef GH_CORE_ARRAY_H
#define GH_CORE_ARRAY_H

#include <stddef.h>
#include <stdint.h>
#include <utarray.h>

#include "base/err.h"

/* An empty array of elements of ${size} bytes; nothing is allocated before the first push. */
void array_init(UT_array *a, size_t size);
/* ERR_MEMORY: the array is as before. */
bool array_push(UT_array *a, const void *item, struct err *err) MUST_USE;
bool array_insert(UT_array *a, const void *item, uint32_t at, struct err *err) MUST_USE;
/* Keep the first ${n}. */
void array_truncate(UT_array *a, uint32_t n);
void array_free(UT_array *a);

#endif
