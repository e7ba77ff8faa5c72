#include "core/name_index.h"

#include <stdlib.h>
#include <string.h>

#define CAP_FIRST 1024U

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

/* The place of this very entry, or the free one where it belongs. */
static struct name_index_item *
place_of(const struct name_index *ix, struct name_index_item item)
{
	uint32_t i = item.hash & (ix->cap - 1);

	while (ix->at[i].subject != 0 &&
	    (ix->at[i].hash != item.hash || ix->at[i].subject != item.subject))
		i = (i + 1) & (ix->cap - 1);
	return &ix->at[i];
}

/* At most half full. */
static bool
grow(struct name_index *ix, struct err *err)
{
	struct name_index more = {.cap = ix->cap == 0 ? CAP_FIRST : ix->cap * 2};

	more.at = calloc(more.cap, sizeof(*more.at));
	if (more.at == NULL)
		return err_set(err, ERR_MEMORY, "names of reports");
	for (uint32_t i = 0; i < ix->cap; i++)
		if (ix->at[i].subject != 0)
			*place_of(&more, ix->at[i]) = ix->at[i];
	more.n = ix->n;
	free(ix->at);
	*ix = more;
	return true;
}

bool
name_index_add(struct name_index *ix, const struct name *name, subject_t subject, struct err *err)
{
	const struct name_index_item item = {.hash = hash_of(name), .subject = (uint32_t)subject};

	if (ix->n >= ix->cap / 2 && !grow(ix, err))
		return false;
	struct name_index_item *at = place_of(ix, item);
	ix->n += at->subject == 0 ? 1 : 0;
	*at = item;
	return true;
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

	if (ix->cap == 0)
		return NULL;
	for (uint32_t i = hash & (ix->cap - 1); ix->at[i].subject != 0;
	     i = (i + 1) & (ix->cap - 1)) {
		struct subject *x =
		    ix->at[i].hash == hash ? subjects_at(s, (subject_t)ix->at[i].subject) : NULL;

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
	free(ix->at);
	*ix = (struct name_index){0};
}
