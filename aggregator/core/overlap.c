#include "core/overlap.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/shape.h"
#include "rules/slot.h"

/* A drive under its organisation, once more under its place, and under its venue. */
struct trait {
	const char *place; /* "": the organisation's */
	org_t org;         /* 0 with a place; the parent with a venue */
	const struct drive *d;
};

static bool
is_planned(const struct drive *d)
{
	return d->planned && d->state != DRIVE_CANCELLED &&
	    !slot_is_open(d->state, d->from, d->planned_day);
}

bool
overlap_is_before(const struct drive *a, const struct drive *b)
{
	return a->from != b->from ? a->from < b->from : strcmp(a->key, b->key) < 0;
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
	return overlap_is_before(x->d, y->d) ? -1 : overlap_is_before(y->d, x->d);
}

/*
 * "Trường THPT  Lê Lợi" is "truong thpt le loi": what offices write of one hall.  NULL: nothing
 * said, or no memory.
 */
static char *
venue_key(const struct drive *d, struct err *err)
{
	return d->s.venue[0] == '\0' ? NULL : text_fold(d->s.venue, err);
}

static struct trait
venue_trait(const struct orgs *o, const struct drive *d, const char *key)
{
	return (struct trait){.place = key, .org = orgs_parent(o, d->org, d->to), .d = d};
}

static bool
venue_put(struct overlap_index *x, const struct drive *d, struct err *err)
{
	char *key = venue_key(d, err);
	const struct trait of_venue = venue_trait(x->orgs, d, key);

	if (key == NULL)
		return d->s.venue[0] == '\0';
	if (!array_push(&x->venues, &key, err)) {
		free(key);
		return false;
	}
	return key[0] == '\0' || of_venue.org == 0 || array_push(&x->traits, &of_venue, err);
}

static bool
traits_put(struct overlap_index *x, const struct drive *d, struct err *err)
{
	const struct trait of_org = {.place = "", .org = d->org, .d = d};
	const struct trait of_place = {.place = d->s.place, .d = d};

	return array_push(&x->traits, &of_org, err) &&
	    (d->s.place[0] == '\0' || array_push(&x->traits, &of_place, err)) &&
	    venue_put(x, d, err);
}

bool
overlap_index(const struct plan *p, const struct orgs *o, const day_t days[2],
    struct overlap_index *ret, struct err *err)
{
	array_init(&ret->traits, sizeof(struct trait));
	array_init(&ret->venues, sizeof(char *));
	ret->orgs = o;
	for (uint32_t i = 0; i < plan_drive_count(p); i++) {
		const struct drive *d = plan_drive_at(p, i);

		if (is_planned(d) && d->from <= days[1] &&
		    (int64_t)d->to + SHAPE_DRIVE_DAYS_MAX >= days[0] && !traits_put(ret, d, err))
			return false;
	}
	if (utarray_len(&ret->traits) > 1)
		qsort(ret->traits.d, utarray_len(&ret->traits), sizeof(struct trait), trait_order);
	return true;
}

void
overlap_free(struct overlap_index *x)
{
	for (uint32_t i = 0; i < utarray_len(&x->venues); i++)
		free(((char **)(void *)x->venues.d)[i]);
	array_free(&x->venues);
	array_free(&x->traits);
}

/* Of one organisation or of one place. */
static bool
overlaps(const struct drive *a, const struct drive *b)
{
	const struct slot x = {.org = "", .place = a->s.place, .from = a->from, .to = a->to};
	const struct slot y = {.org = "", .place = b->s.place, .from = b->from, .to = b->to};

	return a != b && slot_overlaps(&x, &y);
}

static const struct drive *
first_of(const struct overlap_index *x, const struct trait *wanted, const struct drive *d,
    const struct overlap_filter *f)
{
	const struct trait *at = (const struct trait *)(const void *)x->traits.d;
	/* What began so long ago is over by now. */
	const day_t first = d->from - SHAPE_DRIVE_DAYS_MAX;
	uint32_t low = 0, high = utarray_len(&x->traits);

	while (low < high) {
		const uint32_t mid = low + (high - low) / 2;

		const int order = same_trait(&at[mid], wanted);

		if (order < 0 || (order == 0 && at[mid].d->from <= first))
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < utarray_len(&x->traits) && same_trait(&at[low], wanted) == 0 &&
	     at[low].d->from <= d->to;
	     low++)
		if (overlaps(d, at[low].d) && (f == NULL || f->takes(f->arg, at[low].d)))
			return at[low].d;
	return NULL;
}

static const struct drive *
earlier(const struct drive *a, const struct drive *b)
{
	return a == NULL || (b != NULL && overlap_is_before(b, a)) ? b : a;
}

const struct drive *
overlap_of(const struct overlap_index *x, const struct drive *d, const struct overlap_filter *f)
{
	const struct trait of_org = {.place = "", .org = d->org};
	const struct trait of_place = {.place = d->s.place};
	const struct drive *found = NULL;
	char *key;

	if (!is_planned(d))
		return NULL;
	found = first_of(x, &of_org, d, f);
	if (d->s.place[0] != '\0')
		found = earlier(found, first_of(x, &of_place, d, f));
	key = venue_key(d, NULL);
	const struct trait of_venue = venue_trait(x->orgs, d, key);
	if (key != NULL && key[0] != '\0' && of_venue.org != 0)
		found = earlier(found, first_of(x, &of_venue, d, f));
	free(key);
	return found;
}
