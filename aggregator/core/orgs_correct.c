/* Registry entries corrected and taken back; which report says which. */
#include <string.h>

#include "base/lang.h"
#include "core/name_index.h"
#include "core/orgs_impl.h"

/* Where a report's entry stands. */
struct place {
	struct orgs_item *item;
	org_t org;
	struct orgs_version *v; /* NULL: it is an edge or an alias */
	uint32_t at;            /* of the edge or alias in its list */
	bool is_alias;
};

static bool
is_named(const struct name *a, const struct name *b)
{
	return a->seq != 0 && name_index_equal(a, b);
}

static struct org_successor *
edge_at(const struct orgs_item *item, uint32_t i)
{
	return &((struct org_successor *)(void *)item->successors.d)[i];
}

static struct org_alias *
alias_at(const struct orgs_item *item, uint32_t i)
{
	return &((struct org_alias *)(void *)item->aliases.d)[i];
}

/* ---- who says what */

static bool
version_told(struct orgs *o, const struct org_entry *e, const struct name *by)
{
	const struct orgs_code *code = orgs_code_of(o, e->code);

	for (uint32_t i = 0; code != NULL && i < utarray_len(&code->versions); i++) {
		struct orgs_version *v = orgs_version_at(&code->versions, i);

		if (v->v.valid_from != e->valid_from)
			continue;
		v->v.entry = *by;
		return true;
	}
	return false;
}

static void
edge_told(struct orgs *o, const struct succession_entry *e, const struct name *by)
{
	const struct orgs_item *old =
	    orgs_item_of(o, orgs_by_code(o, e->old_code, e->effective - 1));
	const org_t to = e->new_code[0] != '\0' ? orgs_by_code(o, e->new_code, e->effective) : 0;

	for (uint32_t i = 0; old != NULL && i < utarray_len(&old->successors); i++)
		if (edge_at(old, i)->org == to && edge_at(old, i)->effective == e->effective)
			edge_at(old, i)->entry = *by;
}

static void
alias_told(struct orgs *o, const struct alias_entry *e, const struct name *by)
{
	const struct orgs_version *v = orgs_code_version(o, e->code, e->day);
	const struct orgs_item *item = v != NULL ? orgs_item_of(o, v->v.org) : NULL;

	for (uint32_t i = 0; item != NULL && i < utarray_len(&item->aliases); i++)
		if (alias_at(item, i)->of == &v->v && strcmp(alias_at(item, i)->name, e->name) == 0)
			alias_at(item, i)->entry = *by;
}

void
orgs_told(struct orgs *o, const struct registry_entry *e, const struct name *by)
{
	if (e->kind == REGISTRY_SUCCESSION)
		edge_told(o, &e->u.succession, by);
	else if (e->kind == REGISTRY_ALIAS)
		alias_told(o, &e->u.alias, by);
	else
		(void)version_told(o, &e->u.org, by);
}

static bool
item_says(struct orgs_item *item, const struct name *base, struct place *ret)
{
	ret->item = item;
	for (uint32_t i = 0; i < utarray_len(&item->versions); i++)
		if (is_named(&orgs_version_at(&item->versions, i)->v.entry, base)) {
			ret->v = orgs_version_at(&item->versions, i);
			return true;
		}
	for (ret->at = 0; ret->at < utarray_len(&item->successors); ret->at++)
		if (is_named(&edge_at(item, ret->at)->entry, base))
			return true;
	ret->is_alias = true;
	for (ret->at = 0; ret->at < utarray_len(&item->aliases); ret->at++)
		if (is_named(&alias_at(item, ret->at)->entry, base))
			return true;
	ret->is_alias = false;
	return false;
}

/* Corrections are rare: every identity is looked at. */
static bool
said_find(const struct orgs *o, const struct name *base, struct place *ret)
{
	*ret = (struct place){.v = NULL};
	for (uint32_t i = 1; i <= orgs_count(o); i++) {
		ret->org = (org_t)i;
		if (item_says(orgs_item_of(o, (org_t)i), base, ret))
			return true;
	}
	return false;
}

const struct org_version *
orgs_said(const struct orgs *o, const struct name *base)
{
	struct place at;

	return said_find(o, base, &at) && at.v != NULL ? &at.v->v : NULL;
}

/* ---- what cannot be */

/* The code and the identity stay, and what kind of thing it is. */
static bool
identity_holds(
    const struct orgs *o, const struct orgs_version *v, const struct org_entry *e, struct err *err)
{
	const bool goes_on = e->continues_code[0] != '\0';

	if (strcmp(v->v.code, e->code) != 0)
		return orgs_entry_refuse(err, e, TR("mã không đổi được", "a code is not changed"));
	if (goes_on != (v->place > 0) ||
	    (goes_on && orgs_by_code(o, e->continues_code, e->continues_day) != v->v.org))
		return orgs_entry_refuse(err, e,
		    TR("không đổi được việc nó nối tiếp nơi nào: số liệu đã tính theo đó",
			"what it continues is not changed: results were counted by it"));
	if (!orgs_kind_goes_on(v->v.kind, e->kind))
		return orgs_entry_refuse(err, e,
		    TR("địa phương, cơ quan và cơ sở y tế không đổi lẫn nhau",
			"territory, body and facility do not become each other"));
	return true;
}

static struct orgs_version *
neighbour(const struct orgs_item *item, const struct orgs_version *v, int step)
{
	const int64_t at = (int64_t)v->place + step;

	return at < 0 || at >= (int64_t)utarray_len(&item->versions)
	    ? NULL
	    : orgs_version_at(&item->versions, (uint32_t)at);
}

static bool
days_fit(const struct orgs_item *item, const struct orgs_version *v, const struct org_entry *e,
    struct err *err)
{
	const struct orgs_version *before = neighbour(item, v, -1), *after = neighbour(item, v, 1);

	if (before != NULL && e->valid_from <= before->v.valid_from)
		return orgs_entry_refuse(err, e,
		    TR("phiên bản mới phải bắt đầu sau phiên bản trước",
			"a version begins after the one before it"));
	if (after != NULL && e->valid_to != after->v.valid_from - 1)
		return orgs_entry_refuse(err, e,
		    TR("phiên bản sau không bắt đầu ngay hôm sau: sửa phiên bản sau",
			"the version after it does not begin the next day: correct that one"));
	return true;
}

/* No other identity, nor another time of this one, has the code on any of those days. */
static bool
code_is_free(const struct orgs *o, const struct orgs_item *item, const struct orgs_version *v,
    const struct org_entry *e, struct err *err)
{
	const struct orgs_code *code = orgs_code_of(o, e->code);

	for (uint32_t i = 0; i < utarray_len(&code->versions); i++) {
		const struct orgs_version *other = orgs_version_at(&code->versions, i);

		if (other != v && other != neighbour(item, v, -1) &&
		    other->v.valid_from <= e->valid_to && e->valid_from <= other->v.valid_to)
			return orgs_entry_refuse(err, e,
			    TR("mã này đang dùng trong khoảng ngày đó",
				"the code is in use within those days"));
	}
	return true;
}

/* Successions rest on the days on which it ends and begins. */
static bool
edges_hold(const struct orgs *o, const struct place *at, const struct org_entry *e, struct err *err)
{
	const struct orgs_item *item = at->item;
	const bool is_last = at->v == orgs_last_version(item);

	for (uint32_t i = 0; is_last && i < utarray_len(&item->successors); i++)
		if (edge_at(item, i)->effective - 1 != e->valid_to)
			return orgs_entry_refuse(err, e,
			    TR("có nơi kế thừa từ ngày khác: rút mục kế thừa trước",
				"it has a successor from another day: withdraw that first"));
	for (uint32_t i = 0; at->v->place == 0 && i < utarray_len(&item->predecessors); i++) {
		const struct orgs_item *old =
		    orgs_item_of(o, ((const org_t *)(const void *)item->predecessors.d)[i]);

		for (uint32_t j = 0; j < utarray_len(&old->successors); j++)
			if (edge_at(old, j)->org == at->org &&
			    edge_at(old, j)->effective < e->valid_from)
				return orgs_entry_refuse(err, e,
				    TR("nó kế thừa từ trước ngày đó: rút mục kế thừa trước",
					"it succeeds others before that: withdraw that first"));
	}
	return true;
}

static bool
is_same(const struct org_version *v, const struct org_entry *e, org_t parent)
{
	return strcmp(v->name, e->name) == 0 && strcmp(v->full_name, e->full_name) == 0 &&
	    strcmp(v->type, e->type) == 0 && strcmp(v->sector, e->sector) == 0 &&
	    v->kind == e->kind && v->parent == parent && v->valid_from == e->valid_from &&
	    v->valid_to == e->valid_to;
}

static bool
correction_of(const struct orgs *o, const struct name *base, const struct org_entry *e,
    struct place *ret, struct err *err)
{
	const org_t parent = orgs_entry_parent(o, e);

	if (!said_find(o, base, ret) || ret->v == NULL)
		return err_set(err, ERR_BASE_STALE, "%s %s", e->code, e->name);
	if (!orgs_entry_is_sound(e, err) || !identity_holds(o, ret->v, e, err))
		return false;
	if (is_same(&ret->v->v, e, parent))
		return err_set(err, ERR_ALREADY, "%s %s", e->code, e->name);
	return days_fit(ret->item, ret->v, e, err) && code_is_free(o, ret->item, ret->v, e, err) &&
	    edges_hold(o, ret, e, err) && orgs_entry_fits(o, e, ret->org, parent, err);
}

bool
orgs_check_correction(
    const struct orgs *o, const struct name *base, const struct org_entry *e, struct err *err)
{
	struct place at;

	return correction_of(o, base, e, &at, err);
}

/* ---- what becomes of it */

static bool
texts_take(struct orgs *o, struct org_version *v, const struct org_entry *e, struct err *err)
{
	v->name = orgs_keep(o, e->name, err);
	if (v->name != NULL)
		v->full_name = orgs_keep(o, e->full_name, err);
	if (v->name != NULL && v->full_name != NULL)
		v->type = orgs_keep(o, e->type, err);
	if (v->name != NULL && v->full_name != NULL && v->type != NULL)
		v->sector = orgs_keep(o, e->sector, err);
	return v->name != NULL && v->full_name != NULL && v->type != NULL && v->sector != NULL;
}

static bool
parent_take(struct orgs *o, struct orgs_version *v, org_t parent, struct err *err)
{
	struct orgs_item *before = orgs_item_of(o, v->v.parent), *after = orgs_item_of(o, parent);

	if (v->v.parent == parent)
		return true;
	for (uint32_t i = 0; before != NULL && i < utarray_len(&before->children); i++)
		if (orgs_version_at(&before->children, i) == v) {
			utarray_erase(&before->children, i, 1);
			break;
		}
	v->v.parent = parent;
	return after == NULL || array_push(&after->children, &v, err);
}

static bool
names_take(struct orgs *o, const struct orgs_item *item, struct orgs_version *v, struct err *err)
{
	orgs_unindex_names(o, v);
	if (!orgs_index_names(o, v, err))
		return false;
	for (uint32_t i = 0; i < utarray_len(&item->aliases); i++)
		if (alias_at(item, i)->of == &v->v &&
		    !orgs_index_alias(o, alias_at(item, i)->name, v, err))
			return false;
	return true;
}

bool
orgs_correct(
    struct orgs *o, const struct name *base, const struct org_entry *e, org_t *ret, struct err *err)
{
	const org_t parent = orgs_entry_parent(o, e);
	struct orgs_version *before;
	struct place at;

	if (!correction_of(o, base, e, &at, err))
		return false;
	orgs_maps_forget(o);
	before = neighbour(at.item, at.v, -1);
	if (!texts_take(o, &at.v->v, e, err) || !parent_take(o, at.v, parent, err))
		return false;
	at.v->v.kind = e->kind;
	at.v->v.valid_from = e->valid_from;
	at.v->v.valid_to = e->valid_to;
	if (before != NULL)
		before->v.valid_to = e->valid_from - 1;
	if (!names_take(o, at.item, at.v, err))
		return false;
	*ret = at.org;
	return true;
}

/* ---- taken back */

static bool
withdrawal_of(const struct orgs *o, enum registry_kind kind, const struct name *base,
    struct place *ret, struct err *err)
{
	const bool found = said_find(o, base, ret);

	if (found && ret->v != NULL)
		return err_set(err, ERR_REGISTRY,
		    TR("%s %s: không rút được một địa phương, cơ quan; sửa hoặc cho kết thúc",
			"%s %s: an organisation is not withdrawn; correct it or let it end"),
		    ret->v->v.code, ret->v->v.name);
	return (found && kind == (ret->is_alias ? REGISTRY_ALIAS : REGISTRY_SUCCESSION)) ||
	    err_set(err, ERR_BASE_STALE, "%s",
		TR("không có mục kế thừa hoặc tên khác ấy", "no such succession or alias"));
}

bool
orgs_check_withdrawal(
    const struct orgs *o, enum registry_kind kind, const struct name *base, struct err *err)
{
	struct place at;

	return withdrawal_of(o, kind, base, &at, err);
}

static void
edge_take_back(struct orgs *o, const struct place *at)
{
	const org_t to = edge_at(at->item, at->at)->org;
	struct orgs_item *heir = orgs_item_of(o, to);

	orgs_maps_forget(o);
	utarray_erase(&at->item->successors, at->at, 1);
	for (uint32_t i = 0; heir != NULL && i < utarray_len(&heir->predecessors); i++)
		if (((const org_t *)(const void *)heir->predecessors.d)[i] == at->org) {
			utarray_erase(&heir->predecessors, i, 1);
			break;
		}
}

bool
orgs_withdraw(struct orgs *o, enum registry_kind kind, const struct name *base, struct err *err)
{
	struct place at;

	if (!withdrawal_of(o, kind, base, &at, err))
		return false;
	if (!at.is_alias) {
		edge_take_back(o, &at);
		return true;
	}
	struct orgs_version *v = orgs_code_version(
	    o, alias_at(at.item, at.at)->of->code, alias_at(at.item, at.at)->of->valid_from);
	utarray_erase(&at.item->aliases, at.at, 1);
	return names_take(o, at.item, v, err);
}
