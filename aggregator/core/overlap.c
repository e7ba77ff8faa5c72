#include "core/overlap.h"

#include <stdlib.h>
#include <string.h>

#include "rules/shape.h"

/* A drive under its organisation, and once more under its place. */
struct trait {
	const char *place; /* "": the organisation's */
	org_t org;         /* 0 with a place */
	day_t from;
	uint32_t at; /* for plan_drive_at() */
};

static bool
is_planned(const struct drive *d)
{
	return d->planned && d->state != DRIVE_CANCELLED;
}

static int
same_trait(const struct trait *x, const struct trait *y)
{
	if (x->org != y->org)
		return x->org < y->org ? -1 : 1;
	return strcmp(x->place, y->place);
}

static int
trait_order(const void *a, const void *b)
{
	const struct trait *x = a, *y = b;
	const int order = same_trait(x, y);

	if (order != 0)
		return order;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static bool
traits_put(struct overlap_index *x, const struct drive *d, uint32_t at, struct err *err)
{
	const struct trait of_org = {.place = "", .org = d->org, .from = d->from, .at = at};
	const struct trait of_place = {.place = d->s.place, .from = d->from, .at = at};

	return array_push(&x->traits, &of_org, err) &&
	    (d->s.place[0] == '\0' || array_push(&x->traits, &of_place, err));
}

bool
overlap_index(
    const struct plan *p, day_t from, day_t to, struct overlap_index *ret, struct err *err)
{
	*ret = (struct overlap_index){.p = p};
	array_init(&ret->traits, sizeof(struct trait));
	for (uint32_t i = 0; i < plan_drive_count(p); i++) {
		const struct drive *d = plan_drive_at(p, i);

		if (is_planned(d) && d->from <= to &&
		    (int64_t)d->to + SHAPE_DRIVE_DAYS_MAX >= from && !traits_put(ret, d, i, err))
			return false;
	}
	if (utarray_len(&ret->traits) > 1)
		qsort(ret->traits.d, utarray_len(&ret->traits), sizeof(struct trait), trait_order);
	return true;
}

void
overlap_free(struct overlap_index *x)
{
	array_free(&x->traits);
}

/* Two places that are both said and differ keep drives of one organisation apart. */
static bool
overlaps(const struct drive *a, const struct drive *b)
{
	return a != b && a->from <= b->to && b->from <= a->to &&
	    (a->s.place[0] == '\0' || b->s.place[0] == '\0' || strcmp(a->s.place, b->s.place) == 0);
}

static const struct drive *
first_of(const struct overlap_index *x, const struct trait *wanted, const struct drive *d)
{
	const struct trait *at = (const struct trait *)(const void *)x->traits.d;
	uint32_t low = 0, high = utarray_len(&x->traits);

	while (low < high) {
		const uint32_t mid = low + (high - low) / 2;

		if (same_trait(&at[mid], wanted) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < utarray_len(&x->traits) && same_trait(&at[low], wanted) == 0 &&
	     at[low].from <= d->to;
	     low++) {
		const struct drive *other = plan_drive_at(x->p, at[low].at);

		if (overlaps(d, other))
			return other;
	}
	return NULL;
}

const struct drive *
overlap_of(const struct overlap_index *x, const struct drive *d)
{
	const struct trait of_org = {.place = "", .org = d->org};
	const struct trait of_place = {.place = d->s.place};
	const struct drive *a = NULL;
	const struct drive *b = NULL;

	if (!is_planned(d))
		return NULL;
	a = first_of(x, &of_org, d);
	if (d->s.place[0] != '\0')
		b = first_of(x, &of_place, d);
	return a == NULL || (b != NULL && b->from < a->from) ? b : a;
}
