#include "core/orgs.h"

#include <stdlib.h>
#include <string.h>

#include "core/orgs_impl.h"

/* Ended parents that are stepped over to reach a living one. */
#define HOPS_MAX 64

bool
orgs_new(struct orgs **ret, struct err *err)
{
	struct orgs *o = calloc(1, sizeof(*o));

	if (o != NULL)
		o->maps = calloc(1, sizeof(*o->maps));
	if (o == NULL || o->maps == NULL) {
		free(o);
		return err_set(err, ERR_MEMORY, "organisations");
	}
	array_init(&o->items, sizeof(struct orgs_item *));
	array_init(&o->texts, sizeof(char *));
	*ret = o;
	return true;
}

static void
item_free(struct orgs_item *item)
{
	for (uint32_t i = 0; i < utarray_len(&item->versions); i++)
		free(orgs_version_at(&item->versions, i));
	array_free(&item->versions);
	array_free(&item->children);
	array_free(&item->successors);
	array_free(&item->predecessors);
	array_free(&item->aliases);
	free(item);
}

void
orgs_free(struct orgs *o)
{
	struct orgs_code *code = NULL, *next = NULL;

	if (o == NULL)
		return;
	code = o->codes;
	HASH_CLEAR(hh, o->codes);
	for (; code != NULL; code = next) {
		next = code->hh.next;
		array_free(&code->versions);
		free(code);
	}
	orgs_names_free(o);
	for (uint32_t i = 1; i <= orgs_count(o); i++)
		item_free(orgs_item_of(o, (org_t)i));
	array_free(&o->items);
	for (uint32_t i = 0; i < utarray_len(&o->texts); i++)
		free(((char **)(void *)o->texts.d)[i]);
	array_free(&o->texts);
	orgs_maps_forget(o);
	free(o->maps);
	free(o);
}

struct orgs_item *
orgs_item_of(const struct orgs *o, org_t org)
{
	if (org <= 0 || (uint32_t)org > utarray_len(&o->items))
		return NULL;
	return ((struct orgs_item **)(void *)o->items.d)[org - 1];
}

struct orgs_version *
orgs_version_at(const UT_array *versions, uint32_t i)
{
	return ((struct orgs_version **)(void *)versions->d)[i];
}

struct orgs_version *
orgs_last_version(const struct orgs_item *item)
{
	return orgs_version_at(&item->versions, utarray_len(&item->versions) - 1);
}

bool
orgs_has_ended(const struct orgs_item *item, day_t day)
{
	return orgs_last_version(item)->v.valid_to < day;
}

org_t
orgs_root(const struct orgs *o)
{
	return o->root;
}

uint32_t
orgs_count(const struct orgs *o)
{
	return utarray_len(&o->items);
}

struct orgs_code *
orgs_code_of(const struct orgs *o, const char *code)
{
	struct orgs_code *found = NULL;

	HASH_FIND_STR(o->codes, code, found);
	return found;
}

struct orgs_version *
orgs_code_version(const struct orgs *o, const char *code, day_t day)
{
	const struct orgs_code *found = orgs_code_of(o, code);

	if (found == NULL)
		return NULL;
	for (uint32_t i = utarray_len(&found->versions); i > 0; i--) {
		struct orgs_version *v = orgs_version_at(&found->versions, i - 1);

		if (v->v.valid_from <= day && day <= v->v.valid_to)
			return v;
	}
	return NULL;
}

org_t
orgs_by_code(const struct orgs *o, const char *code, day_t day)
{
	const struct orgs_version *v = orgs_code_version(o, code, day);

	return v != NULL ? v->v.org : 0;
}

org_t
orgs_by_code_last(const struct orgs *o, const char *code)
{
	const struct orgs_code *c = orgs_code_of(o, code);
	const struct orgs_version *last = NULL;

	for (uint32_t i = 0; c != NULL && i < utarray_len(&c->versions); i++) {
		const struct orgs_version *v = orgs_version_at(&c->versions, i);

		if (last == NULL || v->v.valid_from > last->v.valid_from)
			last = v;
	}
	return last == NULL ? 0 : last->v.org;
}

uint32_t
orgs_code_count(const struct orgs *o, const char *code)
{
	const struct orgs_code *c = orgs_code_of(o, code);

	return c != NULL ? utarray_len(&c->versions) : 0;
}

const struct org_version *
orgs_code_at(const struct orgs *o, const char *code, uint32_t i)
{
	return &orgs_version_at(&orgs_code_of(o, code)->versions, i)->v;
}

bool
orgs_code_known(const struct orgs *o, const char *code)
{
	return orgs_code_of(o, code) != NULL;
}

const struct org_version *
orgs_version(const struct orgs *o, org_t org, day_t day)
{
	const struct orgs_item *item = orgs_item_of(o, org);

	if (item == NULL)
		return NULL;
	for (uint32_t i = utarray_len(&item->versions); i > 0; i--) {
		const struct orgs_version *v = orgs_version_at(&item->versions, i - 1);

		if (v->v.valid_from <= day)
			return &v->v;
	}
	return &orgs_version_at(&item->versions, 0)->v;
}

void
orgs_span(const struct orgs *o, org_t org, day_t *ret_from, day_t *ret_to)
{
	const struct orgs_item *item = orgs_item_of(o, org);

	*ret_from = item != NULL ? orgs_version_at(&item->versions, 0)->v.valid_from : 0;
	*ret_to = item != NULL ? orgs_last_version(item)->v.valid_to : -1;
}

bool
orgs_is_valid(const struct orgs *o, org_t org, day_t day)
{
	day_t from, to;

	orgs_span(o, org, &from, &to);
	return from <= day && day <= to;
}

org_t
orgs_sole_successor(const struct orgs_item *item)
{
	org_t sole = 0, land = 0;
	bool is_split = false, is_land_split = false;

	for (uint32_t i = 0; i < utarray_len(&item->successors); i++) {
		const struct org_successor *s =
		    &((const struct org_successor *)(const void *)item->successors.d)[i];

		if (s->org == 0)
			continue;
		is_land_split = is_land_split || (land != 0 && land != s->org);
		land = s->org;
		if (s->people == EXTENT_NOBODY)
			continue;
		is_split = is_split || (sole != 0 && sole != s->org);
		sole = s->org;
	}
	if (sole != 0)
		return is_split ? 0 : sole;
	return is_land_split ? 0 : land;
}

org_t
orgs_parent(const struct orgs *o, org_t org, day_t day)
{
	const struct org_version *v = orgs_version(o, org, day);
	org_t parent = v != NULL ? v->parent : 0;

	if (parent == 0)
		return 0;
	for (int hops = 0; hops < HOPS_MAX; hops++) {
		const struct orgs_item *item = orgs_item_of(o, parent);
		org_t next;

		if (!orgs_has_ended(item, day))
			return parent;
		next = orgs_sole_successor(item);
		if (next == 0 || next == org)
			next = orgs_last_version(item)->v.parent;
		if (next == 0 || next == org)
			break;
		parent = next;
	}
	return o->root;
}

static bool
chain_has(const org_t *chain, uint32_t n, org_t org)
{
	for (uint32_t i = 0; i < n; i++)
		if (chain[i] == org)
			return true;
	return false;
}

uint32_t
orgs_chain(const struct orgs *o, org_t org, day_t day, org_t ret[ORGS_DEPTH_MAX])
{
	uint32_t n = 0;

	if (orgs_item_of(o, org) == NULL)
		return 0;
	for (org_t at = org; at != 0; at = orgs_parent(o, at, day)) {
		/* Succession can move a parent below itself or too deep: then the root follows. */
		if (chain_has(ret, n, at) || (n == ORGS_DEPTH_MAX - 1 && at != o->root)) {
			ret[n++] = o->root;
			return n;
		}
		ret[n++] = at;
	}
	return n;
}

bool
orgs_is_above(const struct orgs *o, org_t above, org_t org, day_t day)
{
	org_t chain[ORGS_DEPTH_MAX];

	return chain_has(chain, orgs_chain(o, org, day, chain), above);
}

uint32_t
orgs_successors(const struct orgs *o, org_t org, const struct org_successor **ret)
{
	const struct orgs_item *item = orgs_item_of(o, org);

	*ret = item != NULL ? (const struct org_successor *)(const void *)item->successors.d : NULL;
	return item != NULL ? utarray_len(&item->successors) : 0;
}

uint32_t
orgs_predecessors(const struct orgs *o, org_t org, const org_t **ret)
{
	const struct orgs_item *item = orgs_item_of(o, org);

	*ret = item != NULL ? (const org_t *)(const void *)item->predecessors.d : NULL;
	return item != NULL ? utarray_len(&item->predecessors) : 0;
}

uint32_t
orgs_aliases(const struct orgs *o, org_t org, const struct org_alias **ret)
{
	const struct orgs_item *item = orgs_item_of(o, org);

	*ret = item != NULL ? (const struct org_alias *)(const void *)item->aliases.d : NULL;
	return item != NULL ? utarray_len(&item->aliases) : 0;
}

uint32_t
orgs_version_count(const struct orgs *o, org_t org)
{
	const struct orgs_item *item = orgs_item_of(o, org);

	return item != NULL ? utarray_len(&item->versions) : 0;
}

const struct org_version *
orgs_version_by_place(const struct orgs *o, org_t org, uint32_t i)
{
	return &orgs_version_at(&orgs_item_of(o, org)->versions, i)->v;
}

const char *
orgs_keep(struct orgs *o, const char *text, struct err *err)
{
	char *copy = strdup(text);

	if (copy == NULL) {
		(void)err_set(err, ERR_MEMORY, "organisations");
		return NULL;
	}
	if (!array_push(&o->texts, &copy, err)) {
		free(copy);
		return NULL;
	}
	return copy;
}
