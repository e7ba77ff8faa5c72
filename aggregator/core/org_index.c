#include "core/org_index.h"

#include <stdlib.h>
#include <string.h>

static bool
first_reserve(struct org_index *ix, org_t org, struct err *err)
{
	const uint32_t need = (uint32_t)org + 1;

	if (need <= ix->first_cap)
		return true;
	const uint32_t cap = need * 2;
	uint32_t *first = realloc(ix->first, cap * sizeof(*first));
	if (first == NULL)
		return err_set(err, ERR_MEMORY, "subjects by organisation");
	memset(first + ix->first_cap, 0, (cap - ix->first_cap) * sizeof(*first));
	ix->first = first;
	ix->first_cap = cap;
	return true;
}

bool
org_index_add(struct org_index *ix, org_t org, subject_t subject, struct err *err)
{
	if (!first_reserve(ix, org, err))
		return false;
	if (ix->n == ix->cap) {
		const uint32_t cap = ix->cap == 0 ? 16 : ix->cap * 2;
		struct org_index_item *at = realloc(ix->at, cap * sizeof(*at));

		if (at == NULL)
			return err_set(err, ERR_MEMORY, "subjects by organisation");
		ix->at = at;
		ix->cap = cap;
	}
	ix->at[ix->n] = (struct org_index_item){
	    .subject = (uint32_t)subject, .org = org, .next = ix->first[org]};
	ix->first[org] = ++ix->n;
	return true;
}

uint32_t
org_index_first(const struct org_index *ix, org_t org)
{
	return (uint32_t)org < ix->first_cap ? ix->first[org] : 0;
}

subject_t
org_index_next(const struct org_index *ix, uint32_t *place)
{
	const struct org_index_item *item = &ix->at[*place - 1];

	*place = item->next;
	return (subject_t)item->subject;
}

void
org_index_cut(struct org_index *ix, uint32_t n)
{
	while (ix->n > n) {
		const struct org_index_item *last = &ix->at[--ix->n];

		ix->first[last->org] = last->next;
	}
}

void
org_index_free(struct org_index *ix)
{
	free(ix->at);
	free(ix->first);
	*ix = (struct org_index){0};
}
