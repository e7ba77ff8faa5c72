/* A snapshot beside the registry: what begins, what goes on otherwise, what ends. */
#include <string.h>

#include "org_import_impl.h"

static bool
is_territory(enum org_kind kind)
{
	return kind == ORG_PROVINCE || kind == ORG_DISTRICT || kind == ORG_COMMUNE;
}

static const char *
code_on(const struct orgs *have, org_t org, day_t day)
{
	const struct org_version *v = orgs_version(have, org, day);

	return v != NULL ? v->code : "";
}

/* The version as it was entered, but for its last day; NULL texts: ERR_MEMORY. */
static bool
ending_of(struct org_import *i, const struct org_import_input *in, const struct org_version *v,
    struct org_entry *ret, struct err *err)
{
	const struct orgs *have = in->have;
	const day_t eve = v->valid_from != DAY_OPEN_LEFT ? v->valid_from - 1 : DAY_OPEN_LEFT;
	const bool goes_on = eve != DAY_OPEN_LEFT && orgs_is_valid(have, v->org, eve);

	*ret = (struct org_entry){.code = org_import_keep(i, v->code, err),
	    .valid_from = v->valid_from,
	    .valid_to = in->as_of - 1,
	    .name = org_import_keep(i, v->name, err),
	    .full_name = org_import_keep(i, v->full_name, err),
	    .kind = v->kind,
	    .type = org_import_keep(i, v->type, err),
	    .parent = org_import_keep(i, code_on(have, v->parent, v->valid_from), err),
	    .sector = org_import_keep(i, v->sector, err),
	    .continues_code = org_import_keep(i, goes_on ? code_on(have, v->org, eve) : "", err),
	    .continues_day = goes_on ? eve : 0};
	return ret->code != NULL && ret->name != NULL && ret->full_name != NULL &&
	    ret->type != NULL && ret->parent != NULL && ret->sector != NULL &&
	    ret->continues_code != NULL;
}

static bool
ending_put(struct org_import *i, const struct org_import_input *in, const struct org_version *v,
    struct err *err)
{
	struct import_item item = {
	    .e = {.kind = REGISTRY_ORG}, .file = IMPORT_UNITS, .rank = RANK_ENDS};

	if (v->valid_to != DAY_OPEN_RIGHT)
		return true;
	return ending_of(i, in, v, &item.e.u.org, err) && org_import_put(i, &item, err);
}

static bool
is_same(const struct org_import *i, const struct orgs *have, const struct org_version *v,
    const struct org_entry *e, day_t as_of)
{
	return strcmp(v->name, e->name) == 0 && strcmp(v->full_name, e->full_name) == 0 &&
	    strcmp(v->type, e->type) == 0 && v->kind == e->kind &&
	    strcmp(code_on(have, orgs_parent(have, v->org, as_of), as_of), e->parent) == 0 &&
	    !org_import_edges_break(i, e->parent, as_of);
}

/* One row of the snapshot against the version that holds its code on the day. */
static bool
unit_put(struct org_import *i, const struct org_import_input *in, const struct import_unit *unit,
    struct err *err)
{
	const org_t org = orgs_by_code(in->have, unit->e.code, in->as_of);
	const struct org_version *v = org != 0 ? orgs_version(in->have, org, in->as_of) : NULL;
	const bool breaks = org_import_edges_break(i, unit->e.code, in->as_of);
	struct import_item item = {.e = {.kind = REGISTRY_ORG, .u.org = unit->e},
	    .file = IMPORT_UNITS,
	    .line = unit->line,
	    .rank = RANK_BEGINS};

	if (v != NULL && v->valid_from == in->as_of) { /* it was entered before */
		if (orgs_is_valid(in->have, org, in->as_of - 1)) {
			item.e.u.org.continues_code =
			    org_import_keep(i, code_on(in->have, org, in->as_of - 1), err);
			item.e.u.org.continues_day = in->as_of - 1;
		}
		return item.e.u.org.continues_code != NULL && org_import_put(i, &item, err);
	}
	if (v != NULL && !breaks && is_same(i, in->have, v, &unit->e, in->as_of)) {
		i->counts.already++;
		return true;
	}
	if (v != NULL && breaks && !ending_put(i, in, v, err))
		return false;
	if (v != NULL && !breaks) {
		item.e.u.org.continues_code = unit->e.code;
		item.e.u.org.continues_day = in->as_of - 1;
	}
	return org_import_put(i, &item, err);
}

bool
org_import_diff_put(struct org_import *i, const struct org_import_input *in, struct err *err)
{
	for (uint32_t n = 0; n < utarray_len(&i->units); n++)
		if (!unit_put(i, in, ITEM(&i->units, struct import_unit, n), err))
			return false;
	for (uint32_t n = 1; n <= orgs_count(in->have); n++) {
		const struct org_version *v = orgs_version(in->have, (org_t)n, in->as_of);

		if (is_territory(v->kind) && v->valid_from < in->as_of &&
		    orgs_is_valid(in->have, v->org, in->as_of) &&
		    !org_import_units_have(i, v->code) && !ending_put(i, in, v, err))
			return false;
	}
	return true;
}
