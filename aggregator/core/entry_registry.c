/*
 * Registry entries: organisations, successions, aliases, populations, campaigns, sectors, plan years,
 * rounds.
 */
#include "base/lang.h"
#include "core/state.h"

/* Whose campaign, sector, plan year or round it is; "": the nation's. */
static const char *
owner_code(const struct registry_entry *e)
{
	switch (e->kind) {
	case REGISTRY_CAMPAIGN:
		return e->u.campaign.org;
	case REGISTRY_SECTOR:
		return e->u.sector.org;
	case REGISTRY_PLAN_YEAR:
		return e->u.plan_year.org;
	case REGISTRY_ROUND:
		return e->u.round.org;
	default:
		return "";
	}
}

static bool
owner_of(
    const struct core *c, const struct admission *a, const char *code, org_t *ret, struct err *err)
{
	const struct registry_entry *e = &a->r->u.registry;
	const day_t today = day_from_unix_ms(a->at_ms);
	const day_t from = e->kind == REGISTRY_ROUND ? e->u.round.from
	    : e->kind == REGISTRY_CAMPAIGN           ? e->u.campaign.from
						     : today;

	return entry_org(c, code, (const day_t[]){today, from}, ret, err);
}

/*
 * A committee names the bodies under it; territories are the authority's.  A body that always was may be
 * one of a district that has ended.
 */
static bool
org_check(
    const struct core *c, const struct admission *a, const struct org_entry *e, struct err *err)
{
	const day_t today = day_from_unix_ms(a->at_ms);
	const bool always = e->valid_from == DAY_OPEN_LEFT;
	const day_t day = always ? today : e->valid_from;
	const bool body = e->kind == ORG_BODY || e->kind == ORG_FACILITY;
	org_t parent = 0;

	if (!entry_role_is(a, body ? ENTRY_ROLES_COMMITTEE : ENTRY_ROLES_AUTHORITY, err))
		return false;
	if (body &&
	    (!entry_org(
		 c, e->parent, (const day_t[]){day, always ? DAY_MIN : today}, &parent, err) ||
		!entry_may_handle(c, a, parent, day, err)))
		return false;
	return orgs_check(c->orgs, e, err);
}

/* What is the nation's only the authority says; what is another's, who may speak for it. */
static bool
may_own(const struct core *c, const struct admission *a, const char *code, struct err *err)
{
	org_t org = 0;

	if (code[0] == '\0')
		return entry_role_is(a, ENTRY_ROLES_AUTHORITY, err);
	return owner_of(c, a, code, &org, err) &&
	    entry_may_handle(c, a, org, day_from_unix_ms(a->at_ms), err);
}

static bool
owned_check(const struct core *c, const struct admission *a, struct err *err)
{
	const struct registry_entry *e = &a->r->u.registry;
	const char *before = plan_owner(c->plan, e);

	return entry_role_is(a, ENTRY_ROLES_COMMITTEE, err) && may_own(c, a, owner_code(e), err) &&
	    (before == NULL || may_own(c, a, before, err));
}

static bool
population_org(const struct core *c, const struct population_entry *e, org_t *ret, struct err *err)
{
	return entry_org(c, e->code, (const day_t[]){e->day, e->day}, ret, err);
}

static bool
population_check(const struct core *c, const struct admission *a, struct err *err)
{
	const struct population_entry *e = &a->r->u.registry.u.population;
	org_t org = 0;

	return entry_role_is(a, ENTRY_ROLES_COMMITTEE, err) && population_org(c, e, &org, err) &&
	    entry_may_handle(c, a, org, e->day, err);
}

/* Kinds of the registry that this version does not take are refused by name. */
bool
entry_registry_check(const struct core *c, const struct admission *a, struct err *err)
{
	const struct registry_entry *e = &a->r->u.registry;

	switch (e->kind) {
	case REGISTRY_ORG:
	case REGISTRY_FACILITY:
		return org_check(c, a, &e->u.org, err);
	case REGISTRY_SUCCESSION:
	case REGISTRY_ALIAS:
		return entry_role_is(a, ENTRY_ROLES_AUTHORITY, err);
	case REGISTRY_POPULATION:
		return population_check(c, a, err);
	case REGISTRY_CAMPAIGN:
	case REGISTRY_SECTOR:
	case REGISTRY_PLAN_YEAR:
	case REGISTRY_ROUND:
		return owned_check(c, a, err);
	default:
		return err_set(err, ERR_KIND_UNSUPPORTED, "%s %u",
		    TR("danh bạ loại", "registry kind"), (unsigned)e->kind);
	}
}

static bool
org_apply(struct core *c, const struct admission *a, const struct org_entry *e, struct err *err)
{
	struct flight *f = &c->flight;
	const uint32_t before_n = orgs_count(c->orgs);
	org_t org = 0;

	if (!orgs_add(c->orgs, e, &org, err))
		return false;
	f->map_changed = true;
	if (!array_push(&f->new_orgs, &org, err))
		return false;
	return !a->postings || (uint32_t)org > before_n || array_push(&f->changed_orgs, &org, err);
}

bool
entry_registry_apply(struct core *c, const struct admission *a, struct err *err)
{
	const struct registry_entry *e = &a->r->u.registry;
	org_t org = orgs_root(c->orgs);

	switch (e->kind) {
	case REGISTRY_ORG:
	case REGISTRY_FACILITY:
		return org_apply(c, a, &e->u.org, err);
	case REGISTRY_SUCCESSION:
		if (!orgs_add_succession(c->orgs, &e->u.succession, err))
			return false;
		c->flight.map_changed = true;
		return true;
	case REGISTRY_ALIAS:
		return orgs_add_alias(c->orgs, &e->u.alias, err);
	case REGISTRY_POPULATION:
		return population_org(c, &e->u.population, &org, err) &&
		    plan_add_population(c->plan, org, &e->u.population, err);
	case REGISTRY_CAMPAIGN:
		c->flight.dues_changed |= a->postings;
		return plan_add_campaign(c->plan, &e->u.campaign, err);
	case REGISTRY_SECTOR:
		return plan_add_sector(c->plan, &e->u.sector, err);
	case REGISTRY_PLAN_YEAR:
		return (owner_code(e)[0] == '\0' || owner_of(c, a, owner_code(e), &org, err)) &&
		    plan_add_plan_year(c->plan, org, &e->u.plan_year, err);
	case REGISTRY_ROUND:
		c->flight.dues_changed |= a->postings;
		return plan_add_round(c->plan, &e->u.round, err);
	default:
		return err_set(err, ERR_BUG, "registry kind %u", (unsigned)e->kind);
	}
}
