#include "core/lock_days.h"

#include <stdlib.h>
#include <string.h>

/* An entry cuts at most one piece in two and adds its own. */
#define PIECES_MORE 2

static struct lock_days_org *
days_of(const struct lock_days *d, org_t org)
{
	return (uint32_t)org < d->cap ? &d->of[org] : NULL;
}

static bool
orgs_reserve(struct lock_days *d, org_t org, struct err *err)
{
	const uint32_t need = (uint32_t)org + 1;

	if (need <= d->cap)
		return true;
	const uint32_t cap = need * 2;
	struct lock_days_org *of = realloc(d->of, cap * sizeof(*of));
	if (of == NULL)
		return err_set(err, ERR_MEMORY, "locked days");
	memset(of + d->cap, 0, (cap - d->cap) * sizeof(*of));
	d->of = of;
	d->cap = cap;
	return true;
}

static bool
pieces_reserve(struct lock_days_org *o, struct err *err)
{
	if (o->cap - o->n >= PIECES_MORE)
		return true;
	const uint32_t cap = o->cap == 0 ? 16 : o->cap * 2;
	struct lock_piece *at = realloc(o->at, cap * sizeof(*at));
	if (at == NULL)
		return err_set(err, ERR_MEMORY, "locked days");
	o->at = at;
	o->cap = cap;
	return true;
}

/* Place of the first piece that ends on ${day} or later. */
static uint32_t
first_from(const struct lock_days_org *o, day_t day)
{
	uint32_t low = 0, high = o->n;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (o->at[middle].to < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* ${said} takes its days from the pieces that had them; there is room. */
static void
put(struct lock_days_org *o, const struct lock_piece *said)
{
	struct lock_piece now[PIECES_MORE + 1];
	const uint32_t first = first_from(o, said->from);
	uint32_t after = first_from(o, said->to), n = 0;

	if (after < o->n && o->at[after].from <= said->to)
		after++;
	if (first < after && o->at[first].from < said->from) {
		now[n] = o->at[first];
		now[n++].to = said->from - 1;
	}
	now[n++] = *said;
	if (first < after && o->at[after - 1].to > said->to) {
		now[n] = o->at[after - 1];
		now[n++].from = said->to + 1;
	}
	if (after < o->n)
		memmove(o->at + first + n, o->at + after, (o->n - after) * sizeof(*o->at));
	memcpy(o->at + first, now, n * sizeof(*now));
	o->n = o->n - (after - first) + n;
}

bool
lock_days_add(struct lock_days *d, org_t org, const struct lock_piece *said, struct err *err)
{
	if (!orgs_reserve(d, org, err) || !pieces_reserve(&d->of[org], err))
		return false;
	put(&d->of[org], said);
	return true;
}

void
lock_days_forget(struct lock_days *d, org_t org)
{
	struct lock_days_org *o = days_of(d, org);

	if (o != NULL) {
		o->n = 0;
		o->is_stale = true;
	}
}

void
lock_days_again(struct lock_days *d, org_t org, const struct lock_piece *said)
{
	struct lock_days_org *o = days_of(d, org);

	/* The room that they had when they came first is still there. */
	if (o != NULL && o->is_stale)
		put(o, said);
}

void
lock_days_settle(struct lock_days *d, org_t org)
{
	struct lock_days_org *o = days_of(d, org);

	if (o != NULL)
		o->is_stale = false;
}

const struct lock_piece *
lock_days_from(const struct lock_days *d, org_t org, day_t from, const struct lock_piece **ret_end)
{
	const struct lock_days_org *o = days_of(d, org);

	*ret_end = NULL;
	if (o == NULL || o->n == 0)
		return NULL;
	*ret_end = o->at + o->n;
	return o->at + first_from(o, from);
}

void
lock_days_free(struct lock_days *d)
{
	for (uint32_t i = 0; i < d->cap; i++)
		free(d->of[i].at);
	free(d->of);
	*d = (struct lock_days){0};
}
