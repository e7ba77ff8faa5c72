#include "core/name_index.h"

#include <string.h>

/* Streams are random: their first bytes spread by themselves. */
static uint32_t
hash_of(const struct name *name)
{
	uint64_t h = 0;

	memcpy(&h, name->stream, sizeof(h));
	h = (h ^ name->seq * UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t)name->idx << 40) *
	    UINT64_C(0xff51afd7ed558ccd);
	return (uint32_t)(h >> 32);
}

bool
name_index_add(struct name_index *ix, const struct name *name, subject_t subject, struct err *err)
{
	return hash_index_put(&ix->by_name, hash_of(name), (uint32_t)subject, err);
}

bool
name_index_equal(const struct name *a, const struct name *b)
{
	return a->seq == b->seq && a->idx == b->idx &&
	    memcmp(a->stream, b->stream, WIRE_STREAM_BYTES) == 0;
}

static bool
has_now(const struct subject *x, const struct name *name)
{
	return name_index_equal(&x->name, name);
}

static bool
had_once(const struct subject *x, const struct name *name)
{
	for (uint32_t i = 0; i < x->past_n; i++)
		if (name_index_equal(&x->past[i].name, name))
			return true;
	return false;
}

static struct subject *
find(const struct name_index *ix, const struct subjects *s, const struct name *name,
    bool (*fits)(const struct subject *x, const struct name *name))
{
	const uint32_t hash = hash_of(name);
	uint32_t place = 0, no;

	while ((no = hash_index_next(&ix->by_name, hash, &place)) != 0) {
		struct subject *x = subjects_at(s, (subject_t)no);

		if (x != NULL && fits(x, name))
			return x;
	}
	return NULL;
}

struct subject *
name_index_find(const struct name_index *ix, const struct subjects *s, const struct name *name)
{
	return find(ix, s, name, has_now);
}

struct subject *
name_index_find_past(const struct name_index *ix, const struct subjects *s, const struct name *name)
{
	return find(ix, s, name, had_once);
}

void
name_index_free(struct name_index *ix)
{
	hash_index_free(&ix->by_name);
}
