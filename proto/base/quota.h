/*
 * quota - so many a minute of each: a bucket a key, filled evenly, holding one minute's allowance.
 * A table of at most ${keys_max} keys; keys whose bucket is full again make room, and when none
 * does, a stranger is let through uncounted: the bound is on memory, not on service.  Time is an
 * argument. One thread a table.
 */
#ifndef GH_BASE_QUOTA_H
#define GH_BASE_QUOTA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define QUOTA_KEY_BYTES_MAX 64

struct quota;

/* ${per_minute} 0: without bound. */
bool quota_new(
    uint32_t per_minute, uint32_t keys_max, struct quota **ret, struct err *err) MUST_USE;
void quota_free(struct quota *q); /* NULL is a no-op */
/* One more of ${key} (its first QUOTA_KEY_BYTES_MAX bytes); false: its minute is used up. */
bool quota_take(struct quota *q, const void *key, size_t len, uint64_t now_ms);

#endif
