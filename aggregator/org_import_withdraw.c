/* Successions and aliases of the registry that a corrected list says otherwise, or leaves out. */
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "core/name_index.h"
#include "org_import_impl.h"

static const struct import_edge *
edge_at(const struct org_import *i, uint32_t n)
{
	return ITEM(&i->edges, struct import_edge, n);
}

static bool
is_withdrawn(const struct org_import *i, const struct name *name)
{
	for (uint32_t n = 0; n < utarray_len(&i->items); n++) {
		const struct import_item *item = ITEM(&i->items, struct import_item, n);

		if (item->action == ACTION_WITHDRAWAL && name_index_equal(&item->replaces, name))
			return true;
	}
	return false;
}

static bool
taken_put(struct org_import *i, const struct org_import_change *change, const struct name *name,
    struct registry_entry e, struct err *err)
{
	const struct import_item item = {.e = e,
	    .file = e.kind == REGISTRY_ALIAS ? IMPORT_ALIASES : IMPORT_SUCCESSIONS,
	    .rank = RANK_TAKEN,
	    .action = ACTION_WITHDRAWAL,
	    .replaces = *name,
	    .change = *change};

	return is_withdrawn(i, name) || org_import_put(i, &item, err);
}

/* ---- successions */

static const char *
kept_code(struct org_import *i, const struct orgs *have, org_t org, day_t day, struct err *err)
{
	const struct org_version *v = orgs_version(have, org, day);

	return org_import_keep(i, v != NULL ? v->code : "", err);
}

static bool
edge_withdraw(struct org_import *i, const struct orgs *have, org_t org,
    const struct org_successor *s, struct err *err)
{
	const struct org_version *v = orgs_version(have, org, s->effective - 1);
	const struct org_version *heir = orgs_version(have, s->org, s->effective);
	struct registry_entry e = {.kind = REGISTRY_SUCCESSION,
	    .u.succession = {.old_code = kept_code(i, have, org, s->effective - 1, err),
		.effective = s->effective,
		.kind = s->kind,
		.people = s->people,
		.basis = ""}};
	struct org_import_change change = {.becomes = TR("rút", "withdrawn")};
	char text[WIRE_NAME_BYTES_MAX * 2];
	char day[DAY_TEXT_MAX];

	e.u.succession.new_code = kept_code(i, have, s->org, s->effective, err);
	if (e.u.succession.old_code == NULL || e.u.succession.new_code == NULL)
		return false;
	(void)snprintf(text, sizeof(text),
	    TR("kế thừa: %s %s từ %s", "succeeded by: %s %s from %s"), e.u.succession.new_code,
	    heir != NULL ? heir->full_name : "–", day_people(s->effective, day));
	change.code = e.u.succession.old_code;
	change.name = org_import_keep(i, v->full_name, err);
	change.was = org_import_keep(i, text, err);
	return change.name != NULL && change.was != NULL &&
	    taken_put(i, &change, &s->entry, e, err);
}

bool
org_import_withdraw_edges(
    struct org_import *i, const struct orgs *have, org_t org, day_t last, struct err *err)
{
	const struct org_successor *s = NULL;
	const uint32_t n = orgs_successors(have, org, &s);
	day_t from, to;

	orgs_span(have, org, &from, &to);
	for (uint32_t at = 0; at < n; at++)
		if (to != last && s[at].effective - 1 == to && s[at].effective - 1 != last &&
		    !edge_withdraw(i, have, org, &s[at], err))
			return false;
	return true;
}

/* Does the file name the succession, just so? */
static bool
edge_is_listed(const struct org_import *i, const struct orgs *have, uint32_t from, uint32_t to,
    const struct org_successor *s)
{
	for (uint32_t n = from; n < to; n++) {
		const struct succession_entry *e = &edge_at(i, n)->e;
		const org_t heir =
		    e->new_code[0] != '\0' ? orgs_by_code(have, e->new_code, e->effective) : 0;

		if (heir == s->org && e->kind == s->kind && e->people == s->people)
			return true;
	}
	return false;
}

/* Edges ${from} to ${to} of the file are all that it says of one old code on one day. */
static bool
group_withdraw(
    struct org_import *i, const struct orgs *have, uint32_t from, uint32_t to, struct err *err)
{
	const struct succession_entry *e = &edge_at(i, from)->e;
	const org_t org = orgs_by_code(have, e->old_code, e->effective - 1);
	const struct org_successor *s = NULL;
	const uint32_t n = org != 0 ? orgs_successors(have, org, &s) : 0;

	for (uint32_t at = 0; at < n; at++)
		if (s[at].effective == e->effective && !edge_is_listed(i, have, from, to, &s[at]) &&
		    !edge_withdraw(i, have, org, &s[at], err))
			return false;
	return true;
}

static bool
edges_withdraw(struct org_import *i, const struct orgs *have, struct err *err)
{
	const uint32_t n = utarray_len(&i->edges);
	uint32_t to;

	for (uint32_t from = 0; from < n; from = to) {
		const struct succession_entry *e = &edge_at(i, from)->e;

		for (to = from + 1;
		     to < n && strcmp(edge_at(i, to)->e.old_code, e->old_code) == 0 &&
		     edge_at(i, to)->e.effective == e->effective;
		     to++)
			;
		if (!group_withdraw(i, have, from, to, err))
			return false;
	}
	return true;
}

/* ---- aliases */

static bool
alias_is_listed(const struct org_import *i, const struct org_alias *a)
{
	for (uint32_t n = 0; n < utarray_len(&i->items); n++) {
		const struct import_item *item = ITEM(&i->items, struct import_item, n);

		if (item->e.kind == REGISTRY_ALIAS && item->action == ACTION_NONE &&
		    strcmp(item->e.u.alias.name, a->name) == 0 &&
		    strcmp(item->e.u.alias.code, a->of->code) == 0 &&
		    item->e.u.alias.day >= a->of->valid_from &&
		    item->e.u.alias.day <= a->of->valid_to)
			return true;
	}
	return false;
}

static bool
alias_withdraw(struct org_import *i, const struct org_alias *a, struct err *err)
{
	struct org_import_change change = {.code = org_import_keep(i, a->of->code, err),
	    .name = org_import_keep(i, a->of->full_name, err),
	    .becomes = TR("rút", "withdrawn")};
	struct registry_entry e = {.kind = REGISTRY_ALIAS};
	char text[WIRE_NAME_BYTES_MAX * 2];

	(void)snprintf(text, sizeof(text), TR("tên khác: %s", "other name: %s"), a->name);
	change.was = org_import_keep(i, text, err);
	if (change.code == NULL || change.name == NULL || change.was == NULL)
		return false;
	e.u.alias = (struct alias_entry){.code = change.code,
	    .day = a->of->valid_to == DAY_OPEN_RIGHT ? a->of->valid_from : a->of->valid_to,
	    .name = org_import_keep(i, a->name, err)};
	return e.u.alias.name != NULL && taken_put(i, &change, &a->entry, e, err);
}

static bool
aliases_withdraw(struct org_import *i, const struct orgs *have, struct err *err)
{
	for (uint32_t org = 1; org <= orgs_count(have); org++) {
		const struct org_alias *a = NULL;
		const uint32_t n = orgs_aliases(have, (org_t)org, &a);

		for (uint32_t at = 0; at < n; at++)
			if (org_import_units_have(i, a[at].of->code) &&
			    !alias_is_listed(i, &a[at]) && !alias_withdraw(i, &a[at], err))
				return false;
	}
	return true;
}

bool
org_import_withdraw_all(struct org_import *i, const struct org_import_input *in, struct err *err)
{
	return (in->successions == NULL || edges_withdraw(i, in->have, err)) &&
	    (in->aliases == NULL || aliases_withdraw(i, in->have, err));
}
