#include "base/quota.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#define MINUTE_MS 60000U
#define LOOKS_FOR_ROOM 16 /* keys that are looked at, oldest first, when the table is full */

struct bucket {
	uint8_t key[QUOTA_KEY_BYTES_MAX];
	uint64_t at_ms; /* when ${left} was true */
	uint64_t
	    /* in parts of one MINUTE_MS-th: a refill of a millisecond is ${per_minute} parts */
	    left;
	UT_hash_handle hh;
};

struct quota {
	uint32_t per_minute;
	uint32_t keys_max;
	struct bucket *buckets; /* in order of coming */
};

bool
quota_new(uint32_t per_minute, uint32_t keys_max, struct quota **ret, struct err *err)
{
	struct quota *q = calloc(1, sizeof(*q));

	if (q == NULL)
		return err_set(err, ERR_MEMORY, "quota");
	q->per_minute = per_minute;
	q->keys_max = keys_max;
	*ret = q;
	return true;
}

static uint64_t
full(const struct quota *q)
{
	return (uint64_t)q->per_minute * MINUTE_MS;
}

static void
refill(const struct quota *q, struct bucket *b, uint64_t now_ms)
{
	const uint64_t past = now_ms > b->at_ms ? now_ms - b->at_ms : 0;
	const uint64_t more = (past < MINUTE_MS ? past : MINUTE_MS) * q->per_minute;

	b->left = b->left + more < full(q) ? b->left + more : full(q);
	b->at_ms = now_ms;
}

/* NOLINTBEGIN(readability-function-size,clang-analyzer-*): uthash is macros */

void
quota_free(struct quota *q)
{
	if (q == NULL)
		return;
	while (q->buckets != NULL) {
		struct bucket *b = q->buckets;

		HASH_DEL(q->buckets, b);
		free(b);
	}
	free(q);
}

static void
room_make(struct quota *q, uint64_t now_ms)
{
	struct bucket *b = q->buckets;

	for (int i = 0; i < LOOKS_FOR_ROOM && b != NULL; i++) {
		struct bucket *next = b->hh.next;

		refill(q, b, now_ms);
		if (b->left == full(q)) {
			HASH_DEL(q->buckets, b);
			free(b);
			return;
		}
		b = next;
	}
}

/* NULL: no room for another key. */
static struct bucket *
bucket_of(struct quota *q, const uint8_t key[QUOTA_KEY_BYTES_MAX], uint64_t now_ms)
{
	struct bucket *b = NULL;

	HASH_FIND(hh, q->buckets, key, QUOTA_KEY_BYTES_MAX, b);
	if (b != NULL)
		return b;
	if (HASH_COUNT(q->buckets) >= q->keys_max)
		room_make(q, now_ms);
	if (HASH_COUNT(q->buckets) >= q->keys_max)
		return NULL;
	b = calloc(1, sizeof(*b));
	if (b == NULL)
		return NULL;
	memcpy(b->key, key, QUOTA_KEY_BYTES_MAX);
	b->at_ms = now_ms;
	b->left = full(q);
	HASH_ADD(hh, q->buckets, key, QUOTA_KEY_BYTES_MAX, b);
	return b;
}

/* NOLINTEND(readability-function-size,clang-analyzer-*) */

bool
quota_take(struct quota *q, const void *key, size_t len, uint64_t now_ms)
{
	uint8_t padded[QUOTA_KEY_BYTES_MAX] = {0};
	struct bucket *b;

	if (q->per_minute == 0)
		return true;
	memcpy(padded, key, len < sizeof(padded) ? len : sizeof(padded));
	b = bucket_of(q, padded, now_ms);
	if (b == NULL)
		return true;
	refill(q, b, now_ms);
	if (b->left < MINUTE_MS)
		return false;
	b->left -= MINUTE_MS;
	return true;
}
