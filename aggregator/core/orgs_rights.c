#include <string.h>

#include "base/lang.h"
#include "core/orgs_impl.h"

/* Places visited while asking who may read: more than any place's ancestors and successors. */
#define READ_WALK_MAX 256

static const struct org_successor *
successor_at(const struct orgs_item *item, uint32_t i)
{
	return &((const struct org_successor *)(const void *)item->successors.d)[i];
}

static bool
refuse(struct err *err, const struct succession_entry *e, const char *why)
{
	return err_set(err, ERR_REGISTRY, "%s → %s: %s", e->old_code, e->new_code, why);
}

/* The entry may be new, there already (ERR_ALREADY), or say something else about the same edge. */
static bool
edge_is_new(
    const struct orgs_item *old, const struct succession_entry *e, org_t org, struct err *err)
{
	for (uint32_t i = 0; i < utarray_len(&old->successors); i++) {
		const struct org_successor *s = successor_at(old, i);

		if (s->org != org || s->effective != e->effective)
			continue;
		if (s->kind == e->kind && s->people == e->people)
			return err_set(err, ERR_ALREADY, "%s → %s", e->old_code, e->new_code);
		return refuse(
		    err, e, TR("đã có với nội dung khác", "it stands with other content"));
	}
	return true;
}

/*
 * Would ${org} stand under itself, now that it takes over what stood above it?  orgs_chain() then
 * cuts the ring and puts the root where it does not belong.
 */
static bool
is_under_itself(const struct orgs *o, org_t org, day_t day)
{
	org_t chain[ORGS_DEPTH_MAX];
	const uint32_t n = orgs_chain(o, org, day, chain);

	return n > 1 && orgs_parent(o, chain[n - 2], day) != o->root;
}

static bool
ends_of_edge(const struct orgs *o, const struct succession_entry *e, org_t *ret_old, org_t *ret_new,
    struct err *err)
{
	if (e->kind <= SUCCESSION_NONE || e->kind >= SUCCESSION_COUNT_)
		return refuse(err, e, TR("thiếu loại", "the kind is missing"));
	if (e->effective < DAY_MIN || e->effective > DAY_MAX)
		return refuse(err, e, TR("ngày không hợp lệ", "the day is no day"));
	*ret_old = orgs_by_code(o, e->old_code, e->effective - 1);
	if (*ret_old == 0)
		return refuse(err, e, TR("mã cũ không có vào hôm trước", "no old code on the eve"));
	*ret_new = e->new_code[0] != '\0' ? orgs_by_code(o, e->new_code, e->effective) : 0;
	if (*ret_new == 0 && e->new_code[0] != '\0')
		return refuse(err, e, TR("mã mới không có vào ngày đó", "no new code on that day"));
	if (*ret_new == 0 && e->kind != SUCCESSION_ABOLISHED)
		return refuse(err, e, TR("thiếu mã mới", "the new code is missing"));
	return true;
}

/* Both ends, and that the edge may stand between them. */
static bool
edge_of(const struct orgs *o, const struct succession_entry *e, org_t *ret_old,
    struct org_successor *ret, struct err *err)
{
	const struct orgs_item *old;

	*ret =
	    (struct org_successor){.effective = e->effective, .kind = e->kind, .people = e->people};
	if (!ends_of_edge(o, e, ret_old, &ret->org, err))
		return false;
	if (*ret_old == ret->org) /* one identity before and after: its versions say all */
		return err_set(err, ERR_ALREADY, "%s → %s", e->old_code, e->new_code);
	old = orgs_item_of(o, *ret_old);
	if (!edge_is_new(old, e, ret->org, err))
		return false;
	if (!orgs_has_ended(old, e->effective))
		return refuse(err, e,
		    TR("nơi cũ chưa kết thúc vào hôm trước",
			"the old one does not end on the eve"));
	return true;
}

static bool
takes_people(enum extent people)
{
	return people == EXTENT_FULL || people == EXTENT_PART || people == EXTENT_REST;
}

/* Who takes all the people leaves none for another. */
static bool
edge_fits_others(const struct orgs *o, const struct orgs_item *old,
    const struct succession_entry *e, struct err *err)
{
	for (uint32_t i = 0; i < utarray_len(&old->successors); i++) {
		const struct org_successor *s = successor_at(old, i);

		if (s->org == 0 || !takes_people(s->people) || !takes_people(e->people) ||
		    (s->people != EXTENT_FULL && e->people != EXTENT_FULL))
			continue;
		return err_set(err, ERR_REGISTRY,
		    TR("%s → %s: đã có %s → %s; một nơi đã nhận tất cả dân thì không còn nơi khác nhận: "
		       "sửa mục cũ bằng --reopen LÝ DO",
			"%s → %s: %s → %s stands; who takes all the people leaves none for another: "
			"correct the old entry with --reopen REASON"),
		    e->old_code, e->new_code, e->old_code,
		    orgs_version(o, s->org, e->effective)->code);
	}
	return true;
}

bool
orgs_check_succession(const struct orgs *o, const struct succession_entry *e, struct err *err)
{
	struct org_successor edge;
	org_t from;

	return edge_of(o, e, &from, &edge, err) &&
	    edge_fits_others(o, orgs_item_of(o, from), e, err);
}

bool
orgs_add_succession(struct orgs *o, const struct succession_entry *e, struct err *err)
{
	struct org_successor edge;
	struct orgs_item *old;
	org_t from;

	if (!edge_of(o, e, &from, &edge, err))
		return false;
	orgs_maps_forget(o);
	old = orgs_item_of(o, from);
	edge.basis = orgs_keep(o, e->basis, err);
	if (edge.basis == NULL || !array_push(&old->successors, &edge, err))
		return false;
	if (edge.org == 0)
		return true;
	if (is_under_itself(o, edge.org, e->effective)) {
		utarray_pop_back(&old->successors);
		return refuse(err, e,
		    TR("nơi mới sẽ nằm dưới chính nó", "the new one would stand under itself"));
	}
	return array_push(&orgs_item_of(o, edge.org)->predecessors, &from, err);
}

/* Of those that people went to, or of all when none is marked so. */
static bool
successor_counts(const struct orgs_item *item, const struct org_successor *s)
{
	if (s->org == 0)
		return false;
	if (s->people != EXTENT_NOBODY)
		return true;
	for (uint32_t i = 0; i < utarray_len(&item->successors); i++)
		if (successor_at(item, i)->org != 0 &&
		    successor_at(item, i)->people != EXTENT_NOBODY)
			return false;
	return true;
}

/* NOLINTBEGIN(misc-no-recursion): as deep as READ_WALK_MAX */
/*
 * Successors succeed later than what they succeed, so the depth is that of history: it is bounded
 * all the same.
 */
static bool
may_handle(const struct orgs *o, org_t x, org_t v, day_t day, int depth)
{
	const struct orgs_item *item = orgs_item_of(o, v);
	const day_t end = item != NULL ? orgs_last_version(item)->v.valid_to : 0;
	uint32_t n = 0;

	if (item == NULL || depth == READ_WALK_MAX)
		return false;
	if (x == v || orgs_is_above(o, x, v, day))
		return true;
	if (end == DAY_OPEN_RIGHT)
		return false;
	for (uint32_t i = 0; i < utarray_len(&item->successors); i++) {
		if (!successor_counts(item, successor_at(item, i)))
			continue;
		if (!may_handle(o, x, successor_at(item, i)->org, end + 1, depth + 1))
			return false;
		n++;
	}
	if (n > 0)
		return true;
	/* Ended without a successor: what its last parent became may. */
	return orgs_is_above(o, x, v, end) || orgs_is_above(o, x, v, end + 1);
}
/* NOLINTEND(misc-no-recursion) */

bool
orgs_may_handle(const struct orgs *o, org_t x, org_t v, day_t day)
{
	return orgs_item_of(o, x) != NULL && may_handle(o, x, v, day, 0);
}

struct walk {
	org_t at[READ_WALK_MAX];
	uint32_t n;
};

static void
walk_add(struct walk *w, org_t org)
{
	if (org == 0 || w->n == READ_WALK_MAX)
		return;
	for (uint32_t i = 0; i < w->n; i++)
		if (w->at[i] == org)
			return;
	w->at[w->n++] = org;
}

bool
orgs_may_read(const struct orgs *o, org_t x, org_t v)
{
	struct walk w = {.n = 0};

	if (orgs_item_of(o, x) == NULL || orgs_item_of(o, v) == NULL)
		return false;
	if (x == o->root)
		return true;
	walk_add(&w, v);
	for (uint32_t i = 0; i < w.n; i++) {
		const struct orgs_item *item = orgs_item_of(o, w.at[i]);

		if (w.at[i] == x)
			return true;
		for (uint32_t j = 0; j < utarray_len(&item->versions); j++)
			walk_add(&w, orgs_version_at(&item->versions, j)->v.parent);
		for (uint32_t j = 0; j < utarray_len(&item->successors); j++)
			walk_add(&w, successor_at(item, j)->org);
	}
	return false;
}
