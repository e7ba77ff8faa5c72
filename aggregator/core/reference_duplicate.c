/*
 * Drives that may be one: results of different drives, held within DUPLICATE_DAYS of each other, that name the
 * same place, share an executing body, or are one organisation's with the same counts; not those that the
 * committee told apart.  And those that stand aside for a drive that counts no more.
 */
#include <stdlib.h>
#include <string.h>

#include "core/reference.h"
#include "rules/catalogue.h"

#define DUPLICATE_DAYS 3
#define DUPLICATE_COMPARED_MAX 2000000U /* pairs looked at for one question; the rest is not */

struct candidate {
	const struct subject *x;
	struct result_unpacked said;
	char drive[SUBJECT_KEY_MAX + 1];
};

static int
day_order(const void *a, const void *b)
{
	const struct subject *const *x = a, *const *y = b;

	if ((*x)->to != (*y)->to)
		return (*x)->to < (*y)->to ? -1 : 1;
	return (*x)->no < (*y)->no ? -1 : 1;
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
	result_drive(c, subjects_at(&c->subjects, x->other), drive);
	row->current = true;
	row->other = core_reference_text(p, drive);
	return true;
}

/* What counts, to be compared; and at once what is aside for nothing. */
static bool
candidates_of(const struct core *c, const struct scope *s, struct reference_page *p, UT_array *ret,
    struct err *err)
{
	for (subject_t no = 1; (uint64_t)no <= c->subjects.n; no++) {
		const struct subject *x = subjects_at(&c->subjects, no);
		const bool counts = result_counts(x);

		if (x->collection != COLLECTION_NONE || (!counts && !is_orphan(c, x)) ||
		    x->to < s->period.from || x->to > s->to ||
		    !core_reference_is_under(c, s, x->org, x->to))
			continue;
		if (counts ? !array_push(ret, &x, err) : !orphan_put(c, x, p, err))
			return false;
	}
	if (utarray_len(ret) > 1)
		qsort(ret->d, utarray_len(ret), sizeof(struct subject *), day_order);
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

static bool
counts_same(const struct counts *a, const struct counts *b)
{
	return a->n > 0 && a->n == b->n && memcmp(a->ind, b->ind, a->n * sizeof(*a->ind)) == 0 &&
	    memcmp(a->val, b->val, a->n * sizeof(*a->val)) == 0;
}

static bool
may_be_one(const struct candidate *a, const struct candidate *b)
{
	const struct result *x = &a->said.r, *y = &b->said.r;

	return (x->place[0] != '\0' && strcmp(x->place, y->place) == 0) || shares_body(x, y) ||
	    (a->x->org == b->x->org && counts_same(&x->counts, &y->counts));
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

	if (row == NULL)
		return true;
	if (!reference_subject_fill(c, later->x, p, row, err))
		return false;
	row->current = true;
	row->state = "duplicate";
	row->other = core_reference_text(p, earlier->drive);
	row->reason = "";
	return true;
}

static bool
read(const struct core *c, const struct subject *x, struct candidate *ret, struct err *err)
{
	ret->x = x;
	return result_content(c, x, ret->drive, &ret->said, err);
}

bool
reference_duplicates(
    const struct core *c, const struct scope *s, struct reference_page *p, struct err *err)
{
	struct candidate *pair = calloc(2, sizeof(*pair));
	uint32_t compared = 0;
	UT_array all;
	bool ok;

	array_init(&all, sizeof(const struct subject *));
	ok = (pair != NULL || err_set(err, ERR_MEMORY, "duplicates")) &&
	    candidates_of(c, s, p, &all, err);
	const struct subject *const *at = (const struct subject *const *)(const void *)all.d;
	for (uint32_t i = 0; ok && i < utarray_len(&all); i++) {
		ok = read(c, at[i], &pair[1], err);
		for (uint32_t j = i; ok && j-- > 0 && at[i]->to - at[j]->to <= DUPLICATE_DAYS &&
		     compared++ < DUPLICATE_COMPARED_MAX;) {
			ok = read(c, at[j], &pair[0], err);
			if (ok && may_be_one(&pair[0], &pair[1]) && !is_told_apart(c, at[i], at[j]))
				ok = pair_put(c, &pair[0], &pair[1], p, err);
		}
	}
	array_free(&all);
	free(pair);
	return ok;
}
