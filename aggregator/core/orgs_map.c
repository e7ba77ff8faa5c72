/* Where every identity stands on the map of one day (orgs.h has the rule). */
#include <stdlib.h>
#include <string.h>

#include "core/orgs_impl.h"

/*
 * Successions and parents followed from one identity; beyond it, and in a ring, the root is the
 * place.
 */
#define HOPS_MAX 256

struct orgs_map {
	day_t day;
	uint32_t n;              /* identities, 1..n */
	struct org_place *place; /* by org - 1 */
	org_t *first, *next;     /* by org - 1: the tree of orgs_map_above() */
};

enum progress { TO_DO, UNDER_WAY, DONE };

struct work {
	const struct orgs *o;
	struct orgs_map *m;
	uint8_t *progress; /* by org - 1 */
};

static void
map_free(struct orgs_map *m)
{
	if (m == NULL)
		return;
	free(m->place);
	free(m->first);
	free(m->next);
	free(m);
}

void
orgs_maps_forget(struct orgs *o)
{
	for (size_t i = 0; i < ARRAY_LEN(o->maps->at); i++) {
		map_free(o->maps->at[i]);
		o->maps->at[i] = NULL;
	}
}

day_t
orgs_map_day(const struct orgs_map *m)
{
	return m->day;
}

struct org_place
orgs_map_place(const struct orgs_map *m, org_t org)
{
	const struct org_place none = {.at = 0};

	return org > 0 && (uint32_t)org <= m->n ? m->place[org - 1] : none;
}

org_t
orgs_map_above(const struct orgs_map *m, org_t org)
{
	const struct org_place p = orgs_map_place(m, org);

	return p.at == org ? p.up : p.at;
}

bool
orgs_map_is_above(const struct orgs_map *m, org_t above, org_t org)
{
	for (org_t at = org; at != 0; at = orgs_map_above(m, at))
		if (at == above)
			return true;
	return false;
}

org_t
orgs_map_first(const struct orgs_map *m, org_t org)
{
	return org > 0 && (uint32_t)org <= m->n ? m->first[org - 1] : 0;
}

org_t
orgs_map_next(const struct orgs_map *m, org_t org)
{
	return org > 0 && (uint32_t)org <= m->n ? m->next[org - 1] : 0;
}

/* The next one when all below ${at} is passed over. */
static org_t
walk_past(const struct orgs_map *m, org_t org, org_t at)
{
	while (at != org && at != 0) {
		if (orgs_map_next(m, at) != 0)
			return orgs_map_next(m, at);
		at = orgs_map_above(m, at);
	}
	return 0;
}

org_t
orgs_map_walk(const struct orgs_map *m, org_t org, org_t at)
{
	if (at == 0)
		return org;
	return orgs_map_first(m, at) != 0 ? orgs_map_first(m, at) : walk_past(m, org, at);
}

/* ---- making one */

/* The lowest row that has both. */
static org_t
meet(const struct orgs_map *m, org_t a, org_t b)
{
	for (org_t at = a; at != 0; at = m->place[at - 1].up)
		if (orgs_map_is_above(m, at, b))
			return at;
	return a;
}

/* NOLINTBEGIN(misc-no-recursion): as deep as HOPS_MAX */
static void place_resolve(struct work *w, org_t org, int depth);

/* The place of ${org}; of one that is being resolved already, the root. */
static struct org_place
place_of(struct work *w, org_t org, int depth)
{
	const struct org_place root = {.at = w->o->root};

	if (org == 0 || depth == HOPS_MAX || w->progress[org - 1] == UNDER_WAY)
		return root;
	if (w->progress[org - 1] == TO_DO)
		place_resolve(w, org, depth + 1);
	return w->m->place[org - 1];
}

/* One more of those that ${org} came from or went to. */
static void
heir_add(struct work *w, org_t heir, int depth, struct org_place *ret, uint32_t *ret_n)
{
	const struct org_place one = place_of(w, heir, depth);

	if (*ret_n == 0)
		*ret = one;
	else
		*ret =
		    (struct org_place){.at = meet(w->m, ret->at, one.at), .line = ORG_LINE_SPLIT};
	++*ret_n;
}

static const struct org_successor *
edge_at(const struct orgs_item *item, uint32_t i)
{
	return &((const struct org_successor *)(const void *)item->successors.d)[i];
}

/* Did people go along ${old} → ${org}? */
static bool
people_went(const struct orgs *o, org_t old, org_t org)
{
	const struct orgs_item *item = orgs_item_of(o, old);

	for (uint32_t i = 0; i < utarray_len(&item->successors); i++)
		if (edge_at(item, i)->org == org && edge_at(item, i)->people != EXTENT_NOBODY)
			return true;
	return false;
}

/* Of several distinct ones with people only those count. */
static void
heirs_of(struct work *w, const struct orgs_item *item, org_t org, bool back, int depth,
    struct org_place *ret, uint32_t *ret_n)
{
	const UT_array *list = back ? &item->predecessors : &item->successors;
	org_t last = 0;

	*ret_n = 0;
	for (int peopled = 1; peopled >= 0 && *ret_n == 0; peopled--) {
		for (uint32_t i = 0; i < utarray_len(list); i++) {
			const org_t heir = back ? ((const org_t *)(const void *)list->d)[i]
						: edge_at(item, i)->org;
			const bool went = heir != 0 &&
			    (back ? people_went(w->o, heir, org) : people_went(w->o, org, heir));

			if (heir == 0 || went != (peopled == 1) || heir == last)
				continue;
			last = heir;
			heir_add(w, heir, depth, ret, ret_n);
		}
	}
}

/* Not valid on the day, and nothing carries it on. */
static struct org_place
left_place(struct work *w, const struct orgs_item *item, org_t org, bool back, int depth)
{
	const struct org_version *edge =
	    back ? &orgs_version_at(&item->versions, 0)->v : &orgs_last_version(item)->v;
	const struct org_place above = place_of(w, edge->parent, depth);

	if (edge->kind == ORG_BODY || edge->kind == ORG_FACILITY)
		return (struct org_place){.at = org, .up = above.at};
	return (struct org_place){.at = above.at,
	    .line =
		!back && utarray_len(&item->successors) > 0 ? ORG_LINE_SPLIT : ORG_LINE_UNKNOWN};
}

static void
place_resolve(struct work *w, org_t org, int depth)
{
	const struct orgs_item *item = orgs_item_of(w->o, org);
	const bool back = orgs_version_at(&item->versions, 0)->v.valid_from > w->m->day;
	struct org_place *p = &w->m->place[org - 1];
	uint32_t heirs = 0;

	w->progress[org - 1] = UNDER_WAY;
	if (org == w->o->root) {
		*p = (struct org_place){.at = org};
	} else if (orgs_is_valid(w->o, org, w->m->day)) {
		*p = (struct org_place){
		    .at = org, .up = place_of(w, orgs_parent(w->o, org, w->m->day), depth).at};
	} else {
		const enum org_kind kind = orgs_last_version(item)->v.kind;
		struct org_place heir;

		heirs_of(w, item, org, back, depth, &heir, &heirs);
		if (heirs == 1 || (heirs > 1 && kind != ORG_BODY && kind != ORG_FACILITY))
			*p = (struct org_place){.at = heir.at, .line = heir.line};
		else
			*p = left_place(w, item, org, back, depth);
	}
	w->progress[org - 1] = DONE;
}
/* NOLINTEND(misc-no-recursion) */

/* What would stand deeper than anything can, stands in a ring: under the root. */
static void
rings_cut(struct orgs_map *m, org_t root)
{
	for (uint32_t i = 0; i < m->n; i++) {
		org_t at = (org_t)(i + 1);
		int steps = 0;

		while (at != 0 && steps++ <= 2 * ORGS_DEPTH_MAX)
			at = orgs_map_above(m, at);
		if (at != 0)
			m->place[i] = (struct org_place){.at = (org_t)(i + 1), .up = root};
	}
}

static void
tree_make(struct orgs_map *m)
{
	for (uint32_t i = m->n; i > 0; i--) {
		const org_t above = orgs_map_above(m, (org_t)i);

		if (above == 0)
			continue;
		m->next[i - 1] = m->first[above - 1];
		m->first[above - 1] = (org_t)i;
	}
}

static struct orgs_map *
map_make(const struct orgs *o, day_t day, struct err *err)
{
	const uint32_t n = orgs_count(o);
	struct orgs_map *m = calloc(1, sizeof(*m));
	struct work w = {.o = o, .m = m, .progress = calloc(n + 1, 1)};

	if (m != NULL) {
		*m = (struct orgs_map){.day = day,
		    .n = n,
		    .place = calloc(n + 1, sizeof(*m->place)),
		    .first = calloc(n + 1, sizeof(*m->first)),
		    .next = calloc(n + 1, sizeof(*m->next))};
	}
	if (m == NULL || w.progress == NULL || m->place == NULL || m->first == NULL ||
	    m->next == NULL) {
		(void)err_set(err, ERR_MEMORY, "a map of %u", n);
		map_free(m);
		free(w.progress);
		return NULL;
	}
	for (uint32_t i = 0; i < n; i++)
		if (w.progress[i] == TO_DO)
			place_resolve(&w, (org_t)(i + 1), 0);
	rings_cut(m, o->root);
	tree_make(m);
	free(w.progress);
	return m;
}

const struct orgs_map *
orgs_map(const struct orgs *o, day_t day, struct err *err)
{
	struct orgs_map **at = o->maps->at;
	struct orgs_map *found = NULL;
	uint32_t i = 0;

	while (i < ORGS_MAPS_KEPT - 1 && at[i] != NULL && at[i]->day != day)
		i++;
	found = at[i];
	if (found == NULL || found->day != day) {
		found = map_make(o, day, err);
		if (found == NULL)
			return NULL;
		map_free(at[i]);
	}
	memmove(at + 1, at, i * sizeof(struct orgs_map *));
	at[0] = found;
	return found;
}

/* ---- lists of it */

static bool
is_row(const struct orgs_map *m, org_t org)
{
	return m->place[org - 1].at == org;
}

static uint32_t
rows_give(const struct orgs *o, const struct orgs_map *m, const UT_array *found, org_t **ret,
    struct err *err)
{
	const uint32_t n = utarray_len(found);
	org_t *list;

	if (n == 0)
		return 0;
	list = malloc(n * sizeof(*list));
	if (list == NULL) {
		(void)err_set(err, ERR_MEMORY, "%u organisations", n);
		return 0;
	}
	memcpy(list, found->d, n * sizeof(*list));
	*ret = list;
	return orgs_sort(o, m->day, list, n);
}

uint32_t
orgs_map_children(
    const struct orgs *o, const struct orgs_map *m, org_t org, org_t **ret, struct err *err)
{
	UT_array found;
	uint32_t n = 0;
	bool ok = true;

	*ret = NULL;
	array_init(&found, sizeof(org_t));
	for (org_t at = orgs_map_first(m, org); at != 0 && ok; at = orgs_map_next(m, at))
		ok = !is_row(m, at) || array_push(&found, &at, err);
	if (ok)
		n = rows_give(o, m, &found, ret, err);
	array_free(&found);
	return n;
}

/* NOLINTBEGIN(readability-function-size): a place and a level, an answer and why not */
uint32_t
orgs_map_level(const struct orgs *o, const struct orgs_map *m, org_t org, enum org_kind kind,
    org_t **ret, struct err *err)
{
	org_t at = orgs_map_walk(m, org, 0);
	UT_array found;
	uint32_t n = 0;
	bool ok = true;

	*ret = NULL;
	array_init(&found, sizeof(org_t));
	while (at != 0 && ok) {
		const bool fits = is_row(m, at) && orgs_version(o, at, m->day)->kind == kind;

		ok = !fits || array_push(&found, &at, err);
		at = fits ? walk_past(m, org, at) : orgs_map_walk(m, org, at);
	}
	if (ok)
		n = rows_give(o, m, &found, ret, err);
	array_free(&found);
	return n;
}
/* NOLINTEND(readability-function-size) */
