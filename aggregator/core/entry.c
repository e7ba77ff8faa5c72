/* Plans, keys and registry: verdicts on their entries, and what an accepted one changes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "core/state.h"
#include "rules/catalogue.h"
#include "rules/rules.h"

/* ---- rights */

static bool
role_is(const struct admission *a, unsigned roles, struct err *err)
{
	return (roles >> (unsigned)a->role & 1u) != 0 ||
	    err_set(err, ERR_ROLE, "%s", TR("việc của ban chỉ đạo", "this is a committee's work"));
}

#define ROLES_OFFICE (1u << ROLE_REPORTER | 1u << ROLE_COMMITTEE | 1u << ROLE_NATIONAL)
#define ROLES_COMMITTEE (1u << ROLE_COMMITTEE | 1u << ROLE_NATIONAL | 1u << ROLE_OPERATOR)
#define ROLES_AUTHORITY (1u << ROLE_NATIONAL | 1u << ROLE_OPERATOR)

static bool
code_to_org(
    const struct core *c, const char *code, day_t day, day_t or_day, org_t *ret, struct err *err)
{
	*ret = orgs_by_code(c->orgs, code, day);
	if (*ret == 0)
		*ret = orgs_by_code(c->orgs, code, or_day);
	if (*ret != 0)
		return true;
	return err_set(
	    err, orgs_code_known(c->orgs, code) ? ERR_ORG_NOT_VALID : ERR_ORG_UNKNOWN, "%s", code);
}

static bool
may_handle(const struct core *c, const struct admission *a, org_t org, day_t day, struct err *err)
{
	/* The operator keeps the authority's lists: any organisation, and before there is a root. */
	if (a->role == ROLE_OPERATOR || orgs_may_handle(c->orgs, a->by_org, org, day))
		return true;
	return err_set(err, ERR_NOT_YOURS, "%s", orgs_version(c->orgs, org, day)->full_name);
}

/* ---- drives as planned */

static bool
schedule_org(
    const struct core *c, const struct schedule *s, org_t *ret, day_t *ret_day, struct err *err)
{
	struct drive_key key;

	if (!drive_key_parse(s->drive, &key, err))
		return false;
	*ret_day = key.day;
	return code_to_org(c, key.org, key.day, key.day, ret, err);
}

static bool
schedule_check(
    const struct core *c, const struct admission *a, struct name *ret_existing, struct err *err)
{
	const struct schedule *s = &a->r->u.schedule;
	org_t org = 0;
	day_t day = 0;

	if (!role_is(a, ROLES_OFFICE, err) || !schedule_org(c, s, &org, &day, err) ||
	    !may_handle(c, a, org, day, err))
		return false;
	for (uint32_t i = 0; i < s->campaigns.n; i++)
		if (plan_campaign_number(c->plan, s->campaigns.at[i]) == 0)
			return err_set(err, ERR_PLAN,
			    TR("chiến dịch %s chưa có trong danh bạ",
				"campaign %s is not in the registry"),
			    s->campaigns.at[i]);
	return plan_check_schedule(c->plan, org, a->r, ret_existing, err);
}

static bool
is_expected(const struct drive *d)
{
	return d->planned &&
	    (d->state == DRIVE_PLANNED || d->state == DRIVE_POSTPONED || d->state == DRIVE_HELD);
}

/* What the drive's schedule posts: planned, and owed once its office reports through this system. */
static bool
schedule_post(struct core *c, const struct drive *d, const struct admission *a, struct err *err)
{
	uint32_t ind[2] = {IND_SYS_DRIVES_PLANNED, IND_SYS_DRIVES_OWED};
	const int64_t val[2] = {1, 1};
	char key[SUBJECT_KEY_MAX + 1];
	struct subject *x = NULL;
	day_t live = 0;

	const bool owed =
	    keyring_go_live(c->keyring, d->org, &live) && live <= d->to + DRIVE_DUE_DAYS;
	(void)snprintf(key, sizeof(key), "S/%s", d->key);
	if (!subjects_change(&c->subjects, key, &x, err))
		return false;
	x->kind = KIND_SCHEDULE;
	x->state = SUBJECT_PLANNED;
	x->org = d->org;
	x->from = d->from;
	x->to = d->to;
	x->name = d->name;
	x->by_org = a->by_org;
	x->batch = a->batch;
	x->at_ms = a->at_ms;
	const struct posted_row row = {.view = VIEW_CREDITED,
	    .org = d->org,
	    .day = d->to,
	    .n = owed ? 2 : 1,
	    .ind = ind,
	    .val = val};
	return subjects_post(x, &row, is_expected(d) ? 1 : 0, &c->flight.sink, err) &&
	    result_repost(c, d->key, err);
}

static bool
schedule_apply(struct core *c, const struct admission *a, struct err *err)
{
	struct drive *d = NULL;
	org_t org = 0;
	day_t day = 0;

	return schedule_org(c, &a->r->u.schedule, &org, &day, err) &&
	    plan_put_schedule(c->plan, org, a->r, &a->name, &d, err) &&
	    (!a->postings || schedule_post(c, d, a, err));
}

/* ---- targets */

static bool
target_org(const struct core *c, const struct target *t, org_t *ret, struct err *err)
{
	return code_to_org(c, t->org, t->to, t->from, ret, err);
}

static bool
target_check(
    const struct core *c, const struct admission *a, struct name *ret_existing, struct err *err)
{
	const struct target *t = &a->r->u.target;
	const bool above = t->assigned == ASSIGNED_ABOVE;
	org_t org = 0;

	if (!role_is(a, above ? ROLES_COMMITTEE : ROLES_OFFICE, err) ||
	    !target_org(c, t, &org, err))
		return false;
	if (!may_handle(c, a, org, t->to, err))
		return false;
	if (t->sector[0] != '\0' && plan_sector_number(c->plan, t->sector) == 0)
		return err_set(err, ERR_PLAN,
		    TR("khối %s chưa có trong danh bạ", "sector %s is not in the registry"),
		    t->sector);
	if (t->campaign[0] != '\0' && plan_campaign_number(c->plan, t->campaign) == 0)
		return err_set(err, ERR_PLAN,
		    TR("chiến dịch %s chưa có trong danh bạ", "campaign %s is not in the registry"),
		    t->campaign);
	return plan_check_target(c->plan, org, a->r, ret_existing, err);
}

static bool
target_apply(struct core *c, const struct admission *a, struct err *err)
{
	org_t org = 0;

	return target_org(c, &a->r->u.target, &org, err) &&
	    plan_put_target(c->plan, org, a->r, &a->name, err);
}

/* ---- keys */

static struct keyring_act
act_of(const struct admission *a)
{
	return (struct keyring_act){.sign_key = a->sign_key,
	    .once_key = a->pending != NULL && a->pending->enrol ? a->pending->once_key : NULL,
	    .now_ms = a->at_ms};
}

/* From its first key on an office owes the results of its planned drives. */
static bool
owe_drives(struct core *c, const struct admission *a, org_t org, struct err *err)
{
	const uint32_t *drives = NULL;
	const uint32_t n = plan_drives_of(c->plan, org, &drives);

	for (uint32_t i = 0; i < n; i++) {
		const struct drive *d = plan_drive_at(c->plan, drives[i]);

		if (d->planned && !schedule_post(c, d, a, err))
			return false;
	}
	return true;
}

static bool
key_apply(struct core *c, const struct admission *a, struct err *err)
{
	const struct keyring_act act = act_of(a);
	struct key_info info = {.org = 0};
	day_t before = 0, after = 0;

	const bool known = core_key_by_sign(c, a->r->u.key.sign_key, &info);
	const bool was_live =
	    known && info.org != 0 && keyring_go_live(c->keyring, info.org, &before);
	if (!keyring_put(c->keyring, c->orgs, &a->r->u.key, &act, err))
		return false;
	if (!a->postings || !core_key_by_sign(c, a->r->u.key.sign_key, &info) || info.org == 0)
		return true;
	const bool is_live = keyring_go_live(c->keyring, info.org, &after);
	return !is_live || (was_live && before == after) || owe_drives(c, a, info.org, err);
}

/* ---- registry */

static const char *
registry_org_code(const struct registry_entry *e)
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

/* A committee names the bodies under it; territories are the authority's. */
static bool
org_check(
    const struct core *c, const struct admission *a, const struct org_entry *e, struct err *err)
{
	const day_t day =
	    e->valid_from == DAY_OPEN_LEFT ? day_from_unix_ms(a->at_ms) : e->valid_from;
	const bool body = e->kind == ORG_BODY || e->kind == ORG_FACILITY;
	org_t parent = 0;

	if (!role_is(a, body ? ROLES_COMMITTEE : ROLES_AUTHORITY, err))
		return false;
	if (body &&
	    (!code_to_org(c, e->parent, day,
		 e->valid_from == DAY_OPEN_LEFT ? DAY_MIN : day_from_unix_ms(a->at_ms), &parent,
		 err) ||
		!may_handle(c, a, parent, day, err)))
		return false;
	return orgs_check(c->orgs, e, err);
}

/* Kinds of the registry that this version does not take are refused by name. */
static bool
registry_check(const struct core *c, const struct admission *a, struct err *err)
{
	const struct registry_entry *e = &a->r->u.registry;
	const day_t today = day_from_unix_ms(a->at_ms);
	const char *code = registry_org_code(e);
	org_t org = 0;

	switch (e->kind) {
	case REGISTRY_ORG:
	case REGISTRY_FACILITY:
		return org_check(c, a, &e->u.org, err);
	case REGISTRY_SUCCESSION:
	case REGISTRY_ALIAS:
		return role_is(a, ROLES_AUTHORITY, err);
	case REGISTRY_CAMPAIGN:
	case REGISTRY_SECTOR:
	case REGISTRY_PLAN_YEAR:
	case REGISTRY_ROUND:
		if (!role_is(a, ROLES_COMMITTEE, err))
			return false;
		if (code[0] == '\0')
			return role_is(a, ROLES_AUTHORITY, err);
		if (!orgs_find(c->orgs, code, today, &org, NULL) &&
		    !code_to_org(c, code, e->kind == REGISTRY_ROUND ? e->u.round.from : today,
			e->kind == REGISTRY_CAMPAIGN ? e->u.campaign.from : today, &org, err))
			return false;
		return may_handle(c, a, org, today, err);
	default:
		return err_set(err, ERR_KIND_UNSUPPORTED, "%s %u",
		    TR("danh bạ loại", "registry kind"), (unsigned)e->kind);
	}
}

static bool
new_org_put(struct flight *f, org_t org, struct err *err)
{
	if (f->new_orgs_n == f->new_orgs_cap) {
		const uint32_t cap = f->new_orgs_cap == 0 ? 256 : f->new_orgs_cap * 2;
		org_t *at = realloc(f->new_orgs, cap * sizeof(*at));

		if (at == NULL)
			return err_set(err, ERR_MEMORY, "organisations");
		f->new_orgs = at;
		f->new_orgs_cap = cap;
	}
	f->new_orgs[f->new_orgs_n++] = org;
	return true;
}

static bool
registry_apply(struct core *c, const struct admission *a, struct err *err)
{
	const struct registry_entry *e = &a->r->u.registry;
	org_t org = 0;

	switch (e->kind) {
	case REGISTRY_ORG:
	case REGISTRY_FACILITY:
		c->flight.map_changed = true;
		return orgs_add(c->orgs, &e->u.org, &org, err) && new_org_put(&c->flight, org, err);
	case REGISTRY_SUCCESSION:
		c->flight.map_changed = true;
		return orgs_add_succession(c->orgs, &e->u.succession, err);
	case REGISTRY_ALIAS:
		return orgs_add_alias(c->orgs, &e->u.alias, err);
	case REGISTRY_CAMPAIGN:
		return plan_add_campaign(c->plan, &e->u.campaign, err);
	case REGISTRY_SECTOR:
		return plan_add_sector(c->plan, &e->u.sector, err);
	case REGISTRY_PLAN_YEAR:
		return code_to_org(
			   c, e->u.plan_year.org, day_from_unix_ms(a->at_ms), 0, &org, err) &&
		    plan_add_plan_year(c->plan, org, &e->u.plan_year, err);
	case REGISTRY_ROUND:
		return plan_add_round(c->plan, &e->u.round, err);
	default:
		return err_set(err, ERR_BUG, "registry kind %u", (unsigned)e->kind);
	}
}

/* ---- by kind */

bool
entry_check(
    const struct core *c, const struct admission *a, struct name *ret_existing, struct err *err)
{
	const struct keyring_act act = act_of(a);

	if (a->pending != NULL && a->pending->enrol && a->r->kind != KIND_KEY)
		return err_set(err, ERR_FORBIDDEN, "%s",
		    TR("phiếu mời chỉ để kích hoạt máy", "an invitation may only enrol"));
	if (!rules_accept(a->r, day_from_unix_ms(a->at_ms), err))
		return false;
	switch (a->r->kind) {
	case KIND_SCHEDULE:
		return schedule_check(c, a, ret_existing, err);
	case KIND_TARGET:
		return target_check(c, a, ret_existing, err);
	case KIND_KEY:
		return keyring_check(c->keyring, c->orgs, &a->r->u.key, &act, err);
	case KIND_REGISTRY:
		return registry_check(c, a, err);
	default:
		return err_set(err, ERR_KIND_UNSUPPORTED, "%u", (unsigned)a->r->kind);
	}
}

bool
entry_apply(struct core *c, const struct admission *a, struct err *err)
{
	switch (a->r->kind) {
	case KIND_SCHEDULE:
		return schedule_apply(c, a, err);
	case KIND_TARGET:
		return target_apply(c, a, err);
	case KIND_KEY:
		return key_apply(c, a, err);
	case KIND_REGISTRY:
		return registry_apply(c, a, err);
	default:
		return err_set(err, ERR_BUG, "kind %u", (unsigned)a->r->kind);
	}
}

/* ---- keys, as the doors ask */

/* The genesis operator's key came before there was a root: it stands at the root. */
static bool
key_found(const struct core *c, bool found, struct key_info *info)
{
	if (found && info->org == 0)
		info->org = orgs_root(c->orgs);
	return found;
}

bool
core_key_by_curve(const struct core *c, const uint8_t curve[WIRE_KEY_BYTES], struct key_info *ret)
{
	return key_found(c, keyring_by_curve(c->keyring, curve, ret), ret);
}

bool
core_key_by_sign(const struct core *c, const uint8_t sign[WIRE_KEY_BYTES], struct key_info *ret)
{
	return key_found(c, keyring_by_sign(c->keyring, sign, ret), ret);
}

uint32_t
core_key_count(const struct core *c)
{
	return keyring_offices(c->keyring);
}
