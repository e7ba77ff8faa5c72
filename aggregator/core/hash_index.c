#include "core/hash_index.h"

#include <stdlib.h>

#define CAP_FIRST 1024U

/* FNV-1a of 64 bits, folded. */
uint32_t
hash_index_text(const char *text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (; *text != '\0'; text++)
		hash = (hash ^ (uint8_t)*text) * UINT64_C(0x100000001b3);
	return (uint32_t)(hash ^ hash >> 32);
}

/* The place of this very pair, or the free one where it belongs. */
static uint32_t
place_of(const struct hash_index *ix, struct hash_index_item item)
{
	uint32_t i = item.hash & (ix->cap - 1);

	while (ix->at[i].no != 0 && (ix->at[i].hash != item.hash || ix->at[i].no != item.no))
		i = (i + 1) & (ix->cap - 1);
	return i;
}

static bool
grow(struct hash_index *ix, struct err *err)
{
	struct hash_index more = {.n = ix->n, .cap = ix->cap == 0 ? CAP_FIRST : ix->cap * 2};

	more.at = calloc(more.cap, sizeof(*more.at));
	if (more.at == NULL)
		return err_set(err, ERR_MEMORY, "an index");
	for (uint32_t i = 0; i < ix->cap; i++)
		if (ix->at[i].no != 0)
			more.at[place_of(&more, ix->at[i])] = ix->at[i];
	free(ix->at);
	*ix = more;
	return true;
}

bool
hash_index_put(struct hash_index *ix, uint32_t hash, uint32_t no, struct err *err)
{
	const struct hash_index_item item = {.hash = hash, .no = no};

	if (ix->n >= ix->cap / 2 && !grow(ix, err))
		return false;
	const uint32_t i = place_of(ix, item);
	ix->n += ix->at[i].no == 0 ? 1 : 0;
	ix->at[i] = item;
	return true;
}

/* Those behind the gap move into it, unless that would put them before where they belong. */
void
hash_index_drop(struct hash_index *ix, uint32_t hash, uint32_t no)
{
	const uint32_t mask = ix->cap - 1;
	uint32_t gap = ix->cap == 0 ? 0 : place_of(ix, (struct hash_index_item){hash, no});

	if (ix->cap == 0 || ix->at[gap].no == 0)
		return;
	for (uint32_t i = (gap + 1) & mask; ix->at[i].no != 0; i = (i + 1) & mask) {
		const uint32_t from_home = (i - ix->at[i].hash) & mask;

		if (from_home < ((i - gap) & mask))
			continue;
		ix->at[gap] = ix->at[i];
		gap = i;
	}
	ix->at[gap] = (struct hash_index_item){.no = 0};
	ix->n--;
}

uint32_t
hash_index_next(const struct hash_index *ix, uint32_t hash, uint32_t *place)
{
	if (ix->cap == 0)
		return 0;
	for (;;) {
		const struct hash_index_item *item = &ix->at[(hash + *place) & (ix->cap - 1)];

		if (item->no == 0)
			return 0;
		++*place;
		if (item->hash == hash)
			return item->no;
	}
}

void
hash_index_free(struct hash_index *ix)
{
	free(ix->at);
	*ix = (struct hash_index){0};
}
