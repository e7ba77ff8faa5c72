/*
 * The history of one organisation: its versions, spellings, what it came of and became, what it
 * has.
 */
#include <stdlib.h>
#include <string.h>

#include "core/reference.h"

static struct org_row
row_of(const struct core *c, const struct org_version *v, struct reference_page *p)
{
	return (struct org_row){.code = core_reference_text(p, v->code),
	    .name = core_reference_text(p, v->name),
	    .full_name = core_reference_text(p, v->full_name),
	    .kind = v->kind,
	    .parent = core_reference_text(
		p, v->parent == 0 ? "" : core_org_code(c, v->parent, v->valid_from)),
	    .valid_from = v->valid_from,
	    .valid_to = v->valid_to,
	    .basis = "",
	    .moved_from = "",
	    .moved_from_name = ""};
}

/* Where a body stands since the parent that it is written under ended; 0: that has not. */
static org_t
moved_to(const struct core *c, const struct org_version *v, day_t today, day_t *ret_since)
{
	const day_t on = today < v->valid_to ? today : v->valid_to;
	const org_t parent = orgs_parent(c->orgs, v->org, on);
	day_t first = 0, last = 0;

	if ((v->kind != ORG_BODY && v->kind != ORG_FACILITY) || v->parent == 0 ||
	    parent == v->parent || parent == 0)
		return 0;
	orgs_span(c->orgs, v->parent, &first, &last);
	*ret_since = last + 1;
	return last < on ? parent : 0;
}

static void
version_put(const struct core *c, const struct org_version *v, const day_t span[2], org_t parent,
    struct reference_page *p)
{
	struct org_row *row = core_reference_row(p);

	if (row == NULL)
		return;
	*row = row_of(c, v, p);
	row->relation = ORG_RELATION_VERSION;
	row->valid_from = span[0];
	row->valid_to = span[1];
	if (parent == 0)
		return;
	row->parent = core_reference_text(p, core_org_code(c, parent, span[0]));
	core_reference_moved(c, v, parent, row, p);
}

static void
versions_put(const struct core *c, org_t org, day_t today, struct reference_page *p)
{
	for (uint32_t i = 0; i < orgs_version_count(c->orgs, org); i++) {
		const struct org_version *v = orgs_version_by_place(c->orgs, org, i);
		day_t since = 0;
		const org_t parent = moved_to(c, v, today, &since);

		version_put(c, v,
		    (const day_t[]){v->valid_from, parent != 0 ? since - 1 : v->valid_to}, 0, p);
		if (parent != 0)
			version_put(c, v, (const day_t[]){since, v->valid_to}, parent, p);
	}
}

static void
aliases_put(const struct core *c, org_t org, struct reference_page *p)
{
	const struct org_alias *aliases = NULL;
	const uint32_t n = orgs_aliases(c->orgs, org, &aliases);

	for (uint32_t i = 0; i < n; i++) {
		struct org_row *row = core_reference_row(p);

		if (row == NULL)
			continue;
		*row = row_of(c, aliases[i].of, p);
		row->relation = ORG_RELATION_ALIAS;
		row->full_name = core_reference_text(p, aliases[i].name);
	}
}

/* ${other} is what stands at the other end of the edge; 0: nothing does. */
static void
edge_put(const struct core *c, org_t other, day_t day, const struct org_successor *e,
    enum org_relation relation, struct reference_page *p)
{
	const struct org_version *v = orgs_version(c->orgs, other, day);
	struct org_row *row = core_reference_row(p);

	if (row == NULL)
		return;
	*row = (struct org_row){.code = "",
	    .name = "",
	    .full_name = "",
	    .parent = "",
	    .valid_from = DAY_OPEN_LEFT,
	    .valid_to = DAY_OPEN_RIGHT,
	    .moved_from = "",
	    .moved_from_name = ""};
	if (v != NULL)
		*row = row_of(c, v, p);
	row->relation = relation;
	row->day = e->effective;
	row->succession = e->kind;
	row->people = e->people;
	row->basis = core_reference_text(p, e->basis);
}

static void
successors_put(const struct core *c, org_t org, struct reference_page *p)
{
	const struct org_successor *edges = NULL;
	const uint32_t n = orgs_successors(c->orgs, org, &edges);

	for (uint32_t i = 0; i < n; i++)
		edge_put(c, edges[i].org, edges[i].effective, &edges[i], ORG_RELATION_SUCCESSOR, p);
}

static void
predecessors_put(const struct core *c, org_t org, struct reference_page *p)
{
	const org_t *old = NULL;
	const uint32_t n = orgs_predecessors(c->orgs, org, &old);

	for (uint32_t i = 0; i < n; i++) {
		const struct org_successor *edges = NULL;
		const uint32_t edges_n = orgs_successors(c->orgs, old[i], &edges);

		for (uint32_t k = 0; k < edges_n; k++)
			if (edges[k].org == org)
				edge_put(c, old[i], edges[k].effective - 1, &edges[k],
				    ORG_RELATION_PREDECESSOR, p);
	}
}

static bool
bodies_put(const struct core *c, org_t org, day_t day, struct reference_page *p, struct err *err)
{
	struct err why = {.code = ERR_OK};
	org_t *list = NULL;
	const uint32_t n = orgs_children(c->orgs, org, day, day, &list, &why);

	for (uint32_t i = 0; i < n; i++) {
		const struct org_version *v = orgs_version(c->orgs, list[i], day);
		struct org_row *row =
		    v->kind == ORG_BODY || v->kind == ORG_FACILITY ? core_reference_row(p) : NULL;

		if (row == NULL)
			continue;
		*row = row_of(c, v, p);
		row->relation = ORG_RELATION_BODY;
	}
	free(list);
	return why.code == ERR_OK || err_set(err, why.code, "%s", why.text);
}

static void
populations_put(const struct core *c, org_t org, struct reference_page *p)
{
	for (uint32_t i = 0; i < plan_population_count(c->plan); i++) {
		org_t of = 0;
		const struct population_entry *e = plan_population_at(c->plan, i, &of);
		struct org_row *row = of == org ? core_reference_row(p) : NULL;

		if (row == NULL)
			continue;
		*row = row_of(c, orgs_version(c->orgs, org, e->day), p);
		row->relation = ORG_RELATION_POPULATION;
		row->day = e->day;
		row->year = e->year;
		row->persons = e->persons;
		row->basis = core_reference_text(p, e->source);
	}
}

/* The code's holder on the day, or whoever had it last; else a name, of then or of another day. */
static bool
org_of(const struct core *c, const char *text, day_t day, org_t *ret, struct err *err)
{
	*ret = orgs_by_code(c->orgs, text, day);
	if (*ret == 0)
		*ret = orgs_by_code_last(c->orgs, text);
	return *ret != 0 || orgs_find_ever(c->orgs, text, day, ret, err);
}

bool
reference_org_history(const struct core *c, const struct scope *s,
    const struct reference_request *q, struct reference_page *p, struct err *err)
{
	const day_t day = s->to < s->today ? s->to : s->today;
	org_t org = s->org;
	day_t first = 0, last = 0;

	if (q->search[0] != '\0' && !org_of(c, q->search, day, &org, err))
		return false;
	if (!core_reference_is_under(c, s, org, day))
		return err_set(err, ERR_FORBIDDEN, "%s", core_org_name(c, org, day));
	orgs_span(c->orgs, org, &first, &last);
	versions_put(c, org, day, p);
	aliases_put(c, org, p);
	predecessors_put(c, org, p);
	successors_put(c, org, p);
	populations_put(c, org, p);
	return bodies_put(c, org, last < day ? last : day < first ? first : day, p, err);
}
