/*
 * Drives that may be one: results of different drives, held within DUPLICATE_DAYS of each other,
 * that name the same place, share an executing body, or are one organisation's with the same
 * counts or planned for the same venue, or of organisations under one parent at one venue on a
 * common day; not those that the committee told apart.  And those that stand aside for a drive that
 * counts no more.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core/reference.h"
#include "rules/catalogue.h"

#define DUPLICATE_DAYS 3
#define DUPLICATE_PAIRS_MAX \
	20000U /* of one question; the rest is left for after these are answered */

struct candidate {
	const struct subject *x;
	char *venue; /* what its drive's plan says, for comparing; "": nothing.  Owned */
	struct result_unpacked said;
	char drive[SUBJECT_KEY_MAX + 1];
};

/*
 * One thing that two results may have in common: a place, an executing body, whose and how many, or
 * a venue and under whom.
 */
struct trait {
	uint64_t hash;
	const struct subject *x;
};

struct pair_of {
	const struct subject *earlier, *later;
};

struct search {
	UT_array traits;
	UT_array pairs;
	struct candidate earlier, later; /* the two at hand */
};

static int
by_day(const struct subject *x, const struct subject *y)
{
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return x->no < y->no ? -1 : x->no > y->no ? 1 : 0;
}

static int
trait_order(const void *a, const void *b)
{
	const struct trait *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return by_day(x->x, y->x);
}

static int
pair_order(const void *a, const void *b)
{
	const struct pair_of *x = a, *y = b;
	const int order = by_day(x->later, y->later);

	return order != 0 ? order : by_day(x->earlier, y->earlier);
}

/* FNV-1a; what only looks alike is told apart by may_be_one(). */
static uint64_t
hash_add(uint64_t hash, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
	return hash;
}

static bool
trait_put(struct search *q, const struct subject *x, char letter, const void *bytes, size_t len,
    struct err *err)
{
	const struct trait t = {
	    .hash = hash_add(
		hash_add(UINT64_C(0xcbf29ce484222325), &letter, sizeof(letter)), bytes, len),
	    .x = x};

	return array_push(&q->traits, &t, err);
}

static bool
read(const struct core *c, const struct subject *x, struct candidate *ret, struct err *err)
{
	const struct drive *d;

	free(ret->venue);
	ret->venue = NULL;
	ret->x = x;
	if (!result_content(c, x, ret->drive, &ret->said, err))
		return false;
	d = plan_drive_const(c->plan, ret->drive);
	ret->venue = text_fold(d != NULL ? d->s.venue : "", err);
	return ret->venue != NULL;
}

static bool
venue_put(const struct core *c, const struct subject *x, struct search *q, struct err *err)
{
	const org_t parent = orgs_parent(c->orgs, x->org, x->to);
	const char *venue = q->later.venue;
	const uint64_t where = hash_add((uint64_t)parent, venue, strlen(venue));

	return venue[0] == '\0' || trait_put(q, x, 'v', &where, sizeof(where), err);
}

static bool
traits_put(const struct core *c, const struct subject *x, struct search *q, struct err *err)
{
	const struct result *r = &q->later.said.r;

	if (!read(c, x, &q->later, err) || !venue_put(c, x, q, err))
		return false;
	if (r->place[0] != '\0' && !trait_put(q, x, 'p', r->place, strlen(r->place), err))
		return false;
	for (uint32_t i = 0; i < r->executing_n; i++)
		if (!trait_put(q, x, 'e', r->executing[i].org, strlen(r->executing[i].org), err))
			return false;
	const uint64_t whose =
	    hash_add((uint64_t)x->org, r->counts.ind, r->counts.n * sizeof(*r->counts.ind));
	const uint64_t counts =
	    hash_add(whose, r->counts.val, r->counts.n * sizeof(*r->counts.val));
	return r->counts.n == 0 || trait_put(q, x, 'c', &counts, sizeof(counts), err);
}

/* It stands aside for a result that itself counts no more: neither of the two is in a total. */
static bool
is_orphan(const struct core *c, const struct subject *x)
{
	return x->state == SUBJECT_DUPLICATE && !result_counts(subjects_at(&c->subjects, x->other));
}

static bool
orphan_put(const struct core *c, const struct subject *x, struct reference_page *p, struct err *err)
{
	struct report_row *row = core_reference_row(p);
	char drive[SUBJECT_KEY_MAX + 1];

	if (row == NULL)
		return true;
	if (!reference_subject_fill(c, x, p, row, err))
		return false;
	result_drive_day(c, subjects_at(&c->subjects, x->other), drive);
	row->current = true;
	row->other = core_reference_text(p, drive);
	return true;
}

/* The traits of what counts; and at once what is aside for nothing. */
static bool
traits_of(const struct core *c, const struct scope *s, struct reference_page *p, struct search *q,
    struct err *err)
{
	for (subject_t no = 1; (uint64_t)no <= c->subjects.n; no++) {
		const struct subject *x = subjects_at(&c->subjects, no);
		const bool counts = result_counts(x);

		if (x->collection != COLLECTION_NONE || (!counts && !is_orphan(c, x)) ||
		    x->to < s->period.from || x->to > s->to ||
		    !core_reference_is_under(c, s, x->org, x->to))
			continue;
		if (counts ? !traits_put(c, x, q, err) : !orphan_put(c, x, p, err))
			return false;
	}
	if (utarray_len(&q->traits) > 1)
		qsort(q->traits.d, utarray_len(&q->traits), sizeof(struct trait), trait_order);
	return true;
}

static bool
shares_body(const struct result *a, const struct result *b)
{
	for (uint32_t i = 0; i < a->executing_n; i++)
		for (uint32_t j = 0; j < b->executing_n; j++)
			if (strcmp(a->executing[i].org, b->executing[j].org) == 0)
				return true;
	return false;
}

/* Halls of one name are many: those of two organisations are one on a common day only. */
static bool
is_one_venue(const struct core *c, const struct candidate *a, const struct candidate *b)
{
	return a->venue[0] != '\0' && strcmp(a->venue, b->venue) == 0 &&
	    (a->x->org == b->x->org ||
		(a->x->from <= b->x->to && b->x->from <= a->x->to &&
		    orgs_parent(c->orgs, a->x->org, a->x->to) ==
			orgs_parent(c->orgs, b->x->org, b->x->to)));
}

static bool
may_be_one(const struct core *c, const struct candidate *a, const struct candidate *b)
{
	const struct result *x = &a->said.r, *y = &b->said.r;

	/* Two days of one drive are what they are. */
	if (strcmp(a->drive, b->drive) == 0)
		return false;
	return (x->place[0] != '\0' && strcmp(x->place, y->place) == 0) || shares_body(x, y) ||
	    is_one_venue(c, a, b) ||
	    (a->x->org == b->x->org && x->counts.n > 0 && counts_equal(&x->counts, &y->counts));
}

static bool
is_told_apart(const struct core *c, const struct subject *a, const struct subject *b)
{
	char key[SUBJECT_KEY_MAX + 1];

	review_pair_key(a->no, b->no, key);
	return subjects_find(&c->subjects, key) != NULL;
}

/* The later one stands as the row: it is the one that probably came twice. */
static bool
pair_put(const struct core *c, const struct candidate *earlier, const struct candidate *later,
    struct reference_page *p, struct err *err)
{
	struct report_row *row = core_reference_row(p);
	char drive[SUBJECT_KEY_MAX + 1];

	if (row == NULL)
		return true;
	if (!reference_subject_fill(c, later->x, p, row, err))
		return false;
	row->current = true;
	row->state = "duplicate";
	result_drive_day(c, earlier->x, drive);
	row->other = core_reference_text(p, drive);
	row->reason = "";
	return true;
}

/* Near days of one trait; two results may share several. */
static bool
pairs_of(struct search *q, struct err *err)
{
	const struct trait *at = (const struct trait *)(const void *)q->traits.d;

	for (uint32_t i = 0; i < utarray_len(&q->traits); i++)
		for (uint32_t j = i; j-- > 0 && at[j].hash == at[i].hash &&
		     at[i].x->to - at[j].x->to <= DUPLICATE_DAYS &&
		     utarray_len(&q->pairs) < DUPLICATE_PAIRS_MAX;) {
			const struct pair_of pair = {.earlier = at[j].x, .later = at[i].x};

			if (pair.earlier != pair.later && !array_push(&q->pairs, &pair, err))
				return false;
		}
	if (utarray_len(&q->pairs) > 1)
		qsort(q->pairs.d, utarray_len(&q->pairs), sizeof(struct pair_of), pair_order);
	return true;
}

static bool
pairs_put(const struct core *c, struct search *q, struct reference_page *p, struct err *err)
{
	const struct pair_of *at = (const struct pair_of *)(const void *)q->pairs.d;

	for (uint32_t i = 0; i < utarray_len(&q->pairs); i++) {
		if ((i > 0 && pair_order(&at[i], &at[i - 1]) == 0) ||
		    is_told_apart(c, at[i].earlier, at[i].later))
			continue;
		if (!read(c, at[i].earlier, &q->earlier, err) ||
		    !read(c, at[i].later, &q->later, err) ||
		    (may_be_one(c, &q->earlier, &q->later) &&
			!pair_put(c, &q->earlier, &q->later, p, err)))
			return false;
	}
	return true;
}

bool
reference_duplicates(
    const struct core *c, const struct scope *s, struct reference_page *p, struct err *err)
{
	struct search *q = calloc(1, sizeof(*q));

	if (q == NULL)
		return err_set(err, ERR_MEMORY, "duplicates");
	array_init(&q->traits, sizeof(struct trait));
	array_init(&q->pairs, sizeof(struct pair_of));
	const bool ok = traits_of(c, s, p, q, err) && pairs_of(q, err) && pairs_put(c, q, p, err);
	array_free(&q->traits);
	array_free(&q->pairs);
	free(q->earlier.venue);
	free(q->later.venue);
	free(q);
	return ok;
}
