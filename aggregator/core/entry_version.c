/* Who may say a version of an organisation: asked on the days that it changes. */
#include <string.h>

#include "core/state.h"

/* What an entry continues is its signer's to handle, then and when it goes on. */
static bool
may_go_on(
    const struct core *c, const struct admission *a, const struct org_entry *e, struct err *err)
{
	const org_t org = e->continues_code[0] == '\0'
	    ? 0
	    : orgs_by_code(c->orgs, e->continues_code, e->continues_day);

	return org == 0 ||
	    (entry_may_handle(c, a, org, e->continues_day, err) &&
		entry_may_handle(c, a, org, e->valid_from, err));
}

static bool
may_stand_there(
    const struct core *c, const struct admission *a, const struct org_entry *e, struct err *err)
{
	const day_t today = day_from_unix_ms(a->at_ms);
	const bool always = e->valid_from == DAY_OPEN_LEFT;
	const day_t day = always ? today : e->valid_from;
	org_t parent = 0;

	return entry_org(
		   c, e->parent, (const day_t[]){day, always ? DAY_MIN : today}, &parent, err) &&
	    entry_may_handle(c, a, parent, day, err);
}

/* Of a body, and of no territory. */
static bool
is_committees(const struct org_entry *e)
{
	return e->kind == ORG_BODY || e->kind == ORG_FACILITY;
}

static bool
role_is(const struct admission *a, struct err *err)
{
	return entry_role_is(a,
	    is_committees(&a->r->u.registry.u.org) ? ENTRY_ROLES_COMMITTEE : ENTRY_ROLES_AUTHORITY,
	    err);
}

bool
entry_version_check(const struct core *c, const struct admission *a, struct err *err)
{
	const struct org_entry *e = &a->r->u.registry.u.org;

	return role_is(a, err) &&
	    (!is_committees(e) || (may_stand_there(c, a, e, err) && may_go_on(c, a, e, err)));
}

/* ---- corrected */

/* Of what stands under ${parent} those days change; an open end is asked for as of today. */
static bool
days_are_theirs(const struct core *c, const struct admission *a, org_t parent, day_t from, day_t to,
    struct err *err)
{
	const day_t today = day_from_unix_ms(a->at_ms);

	if (from == DAY_OPEN_LEFT)
		from = to < today ? to : today;
	if (to == DAY_OPEN_RIGHT)
		to = from > today ? from : today;
	return parent == 0 ||
	    (entry_may_handle(c, a, parent, from, err) && entry_may_handle(c, a, parent, to, err));
}

static bool
says_other(const struct org_version *v, const struct org_entry *e, org_t parent)
{
	return v->parent != parent || v->kind != e->kind || strcmp(v->name, e->name) != 0 ||
	    strcmp(v->full_name, e->full_name) != 0 || strcmp(v->type, e->type) != 0 ||
	    strcmp(v->sector, e->sector) != 0;
}

/* Days of the version itself: all when it says something else, else those that it loses. */
static bool
own_days(const struct core *c, const struct admission *a, const struct org_version *v,
    const struct org_entry *e, struct err *err)
{
	const org_t parent = orgs_by_code(c->orgs, e->parent, e->valid_from);

	if (says_other(v, e, parent))
		return days_are_theirs(c, a, v->parent, v->valid_from, v->valid_to, err) &&
		    days_are_theirs(c, a, parent, e->valid_from, e->valid_to, err);
	return (e->valid_from <= v->valid_from ||
		   days_are_theirs(c, a, v->parent, v->valid_from, e->valid_from - 1, err)) &&
	    (e->valid_to >= v->valid_to ||
		days_are_theirs(c, a, v->parent, e->valid_to + 1, v->valid_to, err));
}

/* Days that the version before it gets, or gives. */
static bool
days_before(const struct core *c, const struct admission *a, const struct org_version *v,
    const struct org_entry *e, struct err *err)
{
	const struct org_version *before;
	const day_t day = day_earlier(v->valid_from, e->valid_from);

	if (v->valid_from == e->valid_from || v->valid_from == DAY_OPEN_LEFT)
		return true;
	before = orgs_version(c->orgs, v->org, v->valid_from - 1);
	return before == v ||
	    days_are_theirs(c, a, before->parent, day,
		(day == v->valid_from ? e->valid_from : v->valid_from) - 1, err);
}

bool
entry_version_check_correction(const struct core *c, const struct admission *a, struct err *err)
{
	const struct org_entry *e = &a->r->u.registry.u.org;
	const struct org_version *v = orgs_said(c->orgs, &a->r->replaces);

	return role_is(a, err) && (!is_committees(e) || may_stand_there(c, a, e, err)) &&
	    (v == NULL ||
		(entry_may_handle(c, a, v->org, day_from_unix_ms(a->at_ms), err) &&
		    own_days(c, a, v, e, err) && days_before(c, a, v, e, err)));
}
