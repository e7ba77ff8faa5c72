/*
 * Registry entries: organisations, successions, aliases, populations, campaigns, sectors, plan
 * years, rounds.
 */
#include <string.h>

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

/* ---- what moves days whose books are locked needs a reason */

/* Who counts elsewhere than before, and from which day on; org 0: nobody. */
struct move {
	org_t org;
	org_t to; /* under it now; 0: not known */
	day_t from;
};

/* From ${v}, NULL: nothing stood, to ${e}. */
static struct move
move_of_version(const struct core *c, const struct org_version *v, const struct org_entry *e)
{
	struct move m = {.org = 0};

	if (v == NULL)
		return m;
	m.to = orgs_by_code(c->orgs, e->parent, e->valid_from);
	if (v->parent != m.to || v->kind != e->kind || strcmp(v->sector, e->sector) != 0 ||
	    e->valid_from < v->valid_from)
		m = (struct move){.org = v->org, .to = m.to, .from = e->valid_from};
	else if (v->valid_to != e->valid_to && e->valid_from == v->valid_from)
		m = (struct move){.org = v->org, .from = day_earlier(v->valid_to, e->valid_to) + 1};
	else if (v->valid_to < e->valid_from && v->valid_to + 1 < e->valid_from)
		m = (struct move){.org = v->org, .from = v->valid_to + 1};
	return m;
}

static struct move
move_of(const struct core *c, const struct report *r)
{
	const struct registry_entry *e = &r->u.registry;
	const struct org_entry *o = &e->u.org;
	const struct org_version *v;
	org_t org;

	if (e->kind == REGISTRY_SUCCESSION)
		return (struct move){.org = orgs_by_code(c->orgs, e->u.succession.old_code,
					 e->u.succession.effective - 1),
		    .from = e->u.succession.effective};
	if (e->kind != REGISTRY_ORG && e->kind != REGISTRY_FACILITY)
		return (struct move){.org = 0};
	if (r->action == ACTION_CORRECTION) {
		v = orgs_said(c->orgs, &r->replaces);
		return move_of_version(c, v, o);
	}
	org = o->continues_code[0] != '\0'
	    ? orgs_by_code(c->orgs, o->continues_code, o->continues_day)
	    : orgs_by_code(c->orgs, o->code, o->valid_from);
	v = org != 0 ? orgs_version(c->orgs, org, o->valid_from) : NULL;
	return move_of_version(c, v, o);
}

static bool
locked_check(const struct core *c, const struct admission *a, struct err *err)
{
	const struct move m = move_of(c, a->r);
	const day_t from = m.from < DAY_MIN ? DAY_MIN : m.from;
	const day_t today = day_from_unix_ms(a->at_ms);
	day_t day = 0;

	if (a->r->reason[0] != '\0' || m.org == 0 ||
	    (!lock_holds_within(c, m.org, from, today, &day) &&
		(m.to == 0 || !lock_holds_within(c, m.to, from, today, &day))))
		return true;
	return err_set(err, ERR_LOCKED, "%s: %s", core_org_name(c, m.org, day),
	    TR("sửa danh bạ làm đổi số đã khóa sổ: --reopen LÝ DO",
		"this moves numbers whose books are locked: --reopen REASON"));
}

/* ---- organisations, successions, other names */

static bool
org_correction_check(const struct core *c, const struct admission *a, struct err *err)
{
	const struct org_entry *e = &a->r->u.registry.u.org;

	if (a->r->reason[0] == '\0')
		return err_set(err, ERR_NOTE_MISSING, "%s %s", e->code, e->name);
	return entry_version_check_correction(c, a, err) &&
	    orgs_check_correction(c->orgs, &a->r->replaces, e, err);
}

static bool
org_check(const struct core *c, const struct admission *a, struct err *err)
{
	const struct org_entry *e = &a->r->u.registry.u.org;

	if (a->r->action == ACTION_CORRECTION)
		return org_correction_check(c, a, err);
	if (a->r->action == ACTION_WITHDRAWAL)
		return entry_role_is(a, ENTRY_ROLES_COMMITTEE, err) &&
		    orgs_check_withdrawal(c->orgs, a->r->u.registry.kind, &a->r->replaces, err);
	return entry_version_check(c, a, err) && orgs_check(c->orgs, e, err) &&
	    locked_check(c, a, err);
}

/* A succession, an alias: entered or withdrawn by the authority. */
static bool
list_check(const struct core *c, const struct admission *a, struct err *err)
{
	if (!entry_role_is(a, ENTRY_ROLES_AUTHORITY, err))
		return false;
	if (a->r->action == ACTION_CORRECTION)
		return err_set(err, ERR_REGISTRY, "%s",
		    TR("mục kế thừa và tên khác: rút rồi nạp lại",
			"a succession or another name is withdrawn and entered again"));
	if (a->r->action == ACTION_WITHDRAWAL)
		return orgs_check_withdrawal(c->orgs, a->r->u.registry.kind, &a->r->replaces, err);
	return a->r->u.registry.kind != REGISTRY_SUCCESSION ||
	    (orgs_check_succession(c->orgs, &a->r->u.registry.u.succession, err) &&
		locked_check(c, a, err));
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

/* Whose plan year ${e} says: without a code the nation's. */
static bool
plan_year_org(const struct core *c, const struct admission *a, org_t *ret, struct err *err)
{
	const char *code = owner_code(&a->r->u.registry);

	*ret = orgs_root(c->orgs);
	return code[0] == '\0' || owner_of(c, a, code, ret, err);
}

static bool
plan_year_check(const struct core *c, const struct admission *a, struct err *err)
{
	org_t org = 0;

	return plan_year_org(c, a, &org, err) &&
	    lock_plan_year_check(c, &a->r->u.registry.u.plan_year, org, err);
}

/* The nation's own are bounded as all are. */
static bool
owner_has_room(
    const struct core *c, const struct registry_entry *e, const char *before, struct err *err)
{
	const char *code = owner_code(e);

	return code[0] == '\0' || orgs_by_code_last(c->orgs, code) == orgs_root(c->orgs) ||
	    (before != NULL && strcmp(before, code) == 0) ||
	    plan_owner_has_room(c->plan, e->kind, code) ||
	    err_set(err, ERR_LIMIT, TR("%s: tối đa %d", "%s: at most %d"), code, PLAN_OWNED_MAX);
}

static bool
owned_check(const struct core *c, const struct admission *a, struct err *err)
{
	const struct registry_entry *e = &a->r->u.registry;
	const char *before = plan_owner(c->plan, e);

	return entry_role_is(a, ENTRY_ROLES_COMMITTEE, err) && may_own(c, a, owner_code(e), err) &&
	    (before == NULL || may_own(c, a, before, err)) && owner_has_room(c, e, before, err) &&
	    (e->kind != REGISTRY_ROUND || lock_round_check(c, &e->u.round, err)) &&
	    (e->kind != REGISTRY_PLAN_YEAR || plan_year_check(c, a, err));
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
	    entry_may_handle(c, a, org, e->day, err) && lock_population_check(c, e, org, err);
}

static bool
is_on_map(enum registry_kind kind)
{
	return kind == REGISTRY_ORG || kind == REGISTRY_FACILITY || kind == REGISTRY_SUCCESSION ||
	    kind == REGISTRY_ALIAS;
}

/* Kinds of the registry that this version does not take are refused by name. */
bool
entry_registry_check(const struct core *c, const struct admission *a, struct err *err)
{
	const struct registry_entry *e = &a->r->u.registry;

	if (a->r->action != ACTION_FIRST && !is_on_map(e->kind))
		return err_set(err, ERR_KIND_UNSUPPORTED, "%s",
		    TR("mục này nhập lại là thay, không rút được",
			"entering this again replaces it; it is not withdrawn"));
	switch (e->kind) {
	case REGISTRY_ORG:
	case REGISTRY_FACILITY:
		return org_check(c, a, err);
	case REGISTRY_SUCCESSION:
	case REGISTRY_ALIAS:
		return list_check(c, a, err);
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

	if (!(a->r->action == ACTION_CORRECTION
		    ? orgs_correct(c->orgs, &a->r->replaces, e, &org, err)
		    : orgs_add(c->orgs, e, &org, err)))
		return false;
	f->map_changed = true;
	if (!array_push(&f->new_orgs, &org, err))
		return false;
	return !a->postings || (uint32_t)org > before_n || array_push(&f->changed_orgs, &org, err);
}

/* On the map from now on, or no more. */
static bool
map_apply(struct core *c, const struct admission *a, struct err *err)
{
	const struct registry_entry *e = &a->r->u.registry;
	bool ok;

	if (a->r->action == ACTION_WITHDRAWAL) {
		ok = orgs_withdraw(c->orgs, e->kind, &a->r->replaces, err);
		c->flight.map_changed |= ok && e->kind != REGISTRY_ALIAS;
		return ok;
	}
	if (e->kind == REGISTRY_SUCCESSION)
		ok = orgs_add_succession(c->orgs, &e->u.succession, err);
	else if (e->kind == REGISTRY_ALIAS)
		ok = orgs_add_alias(c->orgs, &e->u.alias, err);
	else
		ok = org_apply(c, a, &e->u.org, err);
	c->flight.map_changed |= ok && e->kind != REGISTRY_ALIAS;
	if (ok)
		orgs_told(c->orgs, e, &a->name);
	return ok;
}

/* Deadlines may be others: looked at once the submission is through; true. */
static bool
dues_note(struct core *c, const struct admission *a)
{
	c->flight.dues_changed |= a->postings;
	return true;
}

bool
entry_registry_apply(struct core *c, const struct admission *a, struct err *err)
{
	const struct registry_entry *e = &a->r->u.registry;
	org_t org = orgs_root(c->orgs);

	switch (e->kind) {
	case REGISTRY_ORG:
	case REGISTRY_FACILITY:
	case REGISTRY_SUCCESSION:
	case REGISTRY_ALIAS:
		return map_apply(c, a, err);
	case REGISTRY_POPULATION:
		return population_org(c, &e->u.population, &org, err) &&
		    plan_add_population(c->plan, org, &e->u.population, err);
	case REGISTRY_CAMPAIGN:
		return plan_add_campaign(c->plan, &e->u.campaign, err) && dues_note(c, a);
	case REGISTRY_SECTOR:
		return plan_add_sector(c->plan, &e->u.sector, err);
	case REGISTRY_PLAN_YEAR:
		if (!plan_year_org(c, a, &org, err) ||
		    !plan_add_plan_year(c->plan, org, &e->u.plan_year, err))
			return false;
		if (a->postings)
			lock_opened(c, org, DAY_MIN, DAY_MAX);
		return true;
	case REGISTRY_ROUND:
		return plan_add_round(c->plan, &e->u.round, err) && dues_note(c, a);
	default:
		return err_set(err, ERR_BUG, "registry kind %u", (unsigned)e->kind);
	}
}
