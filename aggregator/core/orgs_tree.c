#include <stdlib.h>
#include <string.h>

#include "core/orgs_impl.h"

/* A child and the days on which it is one. */
struct stay {
	org_t org;
	day_t from, to;
};

static org_t
org_at(const UT_array *orgs, uint32_t i)
{
	return ((const org_t *)(const void *)orgs->d)[i];
}

static struct stay *
stay_at(const UT_array *stays, uint32_t i)
{
	return &((struct stay *)(void *)stays->d)[i];
}

/*
 * Where ${org}'s children may be written down: itself, the ended places that it alone succeeds, and
 * the ended places below any of these that nobody alone succeeds.
 */
static bool
sources_of(const struct orgs *o, org_t org, day_t to, UT_array *ret, struct err *err)
{
	if (!array_push(ret, &org, err))
		return false;
	for (uint32_t i = 0; i < utarray_len(ret); i++) {
		const org_t at = org_at(ret, i);
		const struct orgs_item *item = orgs_item_of(o, at);

		if (utarray_len(ret) > ORGS_MAX)
			return err_set(err, ERR_BUG, "organisations succeed each other in a ring");
		for (uint32_t j = 0; j < utarray_len(&item->predecessors); j++) {
			const org_t old = org_at(&item->predecessors, j);
			const struct orgs_item *before = orgs_item_of(o, old);

			if (orgs_sole_successor(before) == at && orgs_has_ended(before, to) &&
			    !array_push(ret, &old, err))
				return false;
		}
		for (uint32_t j = 0; j < utarray_len(&item->children); j++) {
			const org_t child = orgs_version_at(&item->children, j)->v.org;
			const struct orgs_item *below = orgs_item_of(o, child);

			if (orgs_last_version(below) == orgs_version_at(&item->children, j) &&
			    orgs_has_ended(below, to) && orgs_sole_successor(below) == 0 &&
			    !array_push(ret, &child, err))
				return false;
		}
	}
	return true;
}

/* The days of ${v} within [from, to] on which it stands under ${org}; empty when from > to. */
static struct stay
stay_of(const struct orgs *o, org_t org, org_t source, const struct org_version *v,
    const struct stay *range)
{
	const day_t end = orgs_last_version(orgs_item_of(o, source))->v.valid_to;
	struct stay s = {.org = v->org,
	    .from = day_later(v->valid_from, range->from),
	    .to = day_earlier(v->valid_to, range->to)};

	if (source == org)
		s.to = day_earlier(s.to, end);
	else if (end < DAY_OPEN_RIGHT)
		s.from = day_later(s.from, end + 1);
	if (s.from > s.to || source == org)
		return s;
	if (orgs_parent(o, v->org, s.to) != org)
		s.to = orgs_parent(o, v->org, s.from) == org ? s.from : s.from - 1;
	else if (orgs_parent(o, v->org, s.from) != org)
		s.from = s.to;
	return s;
}

static bool
stays_of(const struct orgs *o, org_t org, const struct stay *range, UT_array *ret, struct err *err)
{
	UT_array sources;
	bool ok = false;

	array_init(&sources, sizeof(org_t));
	if (!sources_of(o, org, range->to, &sources, err))
		goto out;
	for (uint32_t i = 0; i < utarray_len(&sources); i++) {
		const org_t source = org_at(&sources, i);
		const struct orgs_item *item = orgs_item_of(o, source);

		for (uint32_t j = 0; j < utarray_len(&item->children); j++) {
			const struct org_version *v = &orgs_version_at(&item->children, j)->v;
			const struct stay s = stay_of(o, org, source, v, range);

			if (s.from <= s.to && s.org != org && !array_push(ret, &s, err))
				goto out;
		}
	}
	ok = true;
out:
	array_free(&sources);
	return ok;
}

struct order {
	const struct orgs *o;
	day_t day;
};

static int
by_kind_and_code(const void *a, const void *b, void *context)
{
	const struct order *order = context;
	const struct org_version *va = orgs_version(order->o, *(const org_t *)a, order->day);
	const struct org_version *vb = orgs_version(order->o, *(const org_t *)b, order->day);
	const int by_code = strcmp(va->code, vb->code);

	if (va->kind != vb->kind)
		return va->kind < vb->kind ? -1 : 1;
	return by_code != 0 ? by_code : (va->org > vb->org) - (va->org < vb->org);
}

uint32_t
orgs_sort(const struct orgs *o, day_t day, org_t *list, uint32_t n)
{
	struct order order = {.o = o, .day = day};
	uint32_t kept = 0;

	qsort_r(list, n, sizeof(*list), by_kind_and_code, &order);
	for (uint32_t i = 0; i < n; i++)
		if (i == 0 || list[i] != list[kept - 1])
			list[kept++] = list[i];
	return kept;
}

/* Sorted, each once; the caller's. */
static uint32_t
orgs_give(const struct orgs *o, const UT_array *stays, day_t day, org_t **ret, struct err *err)
{
	const uint32_t n = utarray_len(stays);
	org_t *list;

	if (n == 0)
		return 0;
	list = malloc(n * sizeof(*list));
	if (list == NULL) {
		(void)err_set(err, ERR_MEMORY, "%u organisations", n);
		return 0;
	}
	for (uint32_t i = 0; i < n; i++)
		list[i] = stay_at(stays, i)->org;
	*ret = list;
	return orgs_sort(o, day, list, n);
}

/* NOLINTBEGIN(readability-function-size): a place and a period, an answer and why not */
uint32_t
orgs_children(const struct orgs *o, org_t org, day_t from, day_t to, org_t **ret, struct err *err)
{
	const struct stay range = {.from = from, .to = to};
	UT_array stays;
	uint32_t n = 0;

	*ret = NULL;
	if (orgs_item_of(o, org) == NULL)
		return 0;
	array_init(&stays, sizeof(struct stay));
	if (stays_of(o, org, &range, &stays, err))
		n = orgs_give(o, &stays, to, ret, err);
	array_free(&stays);
	return n;
}
/* NOLINTEND(readability-function-size) */

/* Mark and list what stands under the stays from ${at} on; the list grows meanwhile. */
static bool
subtree_walk(
    const struct orgs *o, UT_array *stays, uint8_t *is_listed, UT_array *ret, struct err *err)
{
	for (uint32_t i = 0; i < utarray_len(stays); i++) {
		const struct stay s = *stay_at(stays, i);

		if (i > (uint32_t)ORGS_MAX * ORGS_DEPTH_MAX)
			return err_set(
			    err, ERR_BUG, "organisations stand under each other in a ring");
		if (is_listed[s.org - 1] == 0 && !array_push(ret, &s, err))
			return false;
		is_listed[s.org - 1] = 1;
		if (!stays_of(o, s.org, &s, stays, err))
			return false;
	}
	return true;
}

/* NOLINTBEGIN(readability-function-size): a place and a period, an answer and why not */
uint32_t
orgs_subtree(const struct orgs *o, org_t org, day_t from, day_t to, org_t **ret, struct err *err)
{
	const struct stay whole = {.org = org, .from = from, .to = to};
	uint8_t *is_listed = NULL;
	UT_array stays, found;
	uint32_t n = 0;

	*ret = NULL;
	if (orgs_item_of(o, org) == NULL)
		return 0;
	array_init(&stays, sizeof(struct stay));
	array_init(&found, sizeof(struct stay));
	is_listed = calloc(orgs_count(o), 1);
	if (is_listed == NULL)
		(void)err_set(err, ERR_MEMORY, "a subtree");
	else if (array_push(&stays, &whole, err) && subtree_walk(o, &stays, is_listed, &found, err))
		n = orgs_give(o, &found, to, ret, err);
	free(is_listed);
	array_free(&stays);
	array_free(&found);
	return n;
}
/* NOLINTEND(readability-function-size) */
