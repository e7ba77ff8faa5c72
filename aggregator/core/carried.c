#include <stdlib.h>
#include <string.h>

#include "core/state.h"

static bool
first_reserve(struct carried_index *ix, org_t org, struct err *err)
{
	const uint32_t need = (uint32_t)org + 1;

	if (need <= ix->first_cap)
		return true;
	const uint32_t cap = need * 2;
	uint32_t *first = realloc(ix->first, cap * sizeof(*first));
	if (first == NULL)
		return err_set(err, ERR_MEMORY, "carried-in totals");
	memset(first + ix->first_cap, 0, (cap - ix->first_cap) * sizeof(*first));
	ix->first = first;
	ix->first_cap = cap;
	return true;
}

bool
carried_add(struct carried_index *ix, org_t org, subject_t subject, struct err *err)
{
	if (!first_reserve(ix, org, err))
		return false;
	if (ix->n == ix->cap) {
		const uint32_t cap = ix->cap == 0 ? 16 : ix->cap * 2;
		struct carried *at = realloc(ix->at, cap * sizeof(*at));

		if (at == NULL)
			return err_set(err, ERR_MEMORY, "carried-in totals");
		ix->at = at;
		ix->cap = cap;
	}
	ix->at[ix->n] = (struct carried){.subject = subject, .org = org, .next = ix->first[org]};
	ix->first[org] = ++ix->n;
	return true;
}

void
carried_drop(struct carried_index *ix, uint32_t subjects_n)
{
	while (ix->n > 0 && (uint64_t)ix->at[ix->n - 1].subject > subjects_n) {
		const struct carried *last = &ix->at[--ix->n];

		ix->first[last->org] = last->next;
	}
}

void
carried_free(struct carried_index *ix)
{
	free(ix->at);
	free(ix->first);
	*ix = (struct carried_index){0};
}
