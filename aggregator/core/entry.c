/* Plans and keys: verdicts on their entries, and what an accepted one changes. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "core/server_keys.h"
#include "core/state.h"
#include "rules/rules.h"

/* ---- rights */

bool
entry_role_is(const struct admission *a, unsigned roles, struct err *err)
{
	return (roles >> (unsigned)a->role & 1U) != 0 ||
	    err_set(err, ERR_ROLE, "%s", TR("việc của ban chỉ đạo", "this is a committee's work"));
}

/*
 * CODE@DATE: codes are given again, and one that ended is named by a day on which it bore its own.
 */
static bool
org_of_day(const struct core *c, const char *code, const char *at, org_t *ret, struct err *err)
{
	char bare[WIRE_CODE_BYTES_MAX + 1] = "";
	day_t day = 0;

	if ((size_t)(at - code) >= sizeof(bare) || !day_parse(at + 1, &day, err))
		return err_set(err, ERR_ORG_UNKNOWN, "%s", code);
	memcpy(bare, code, (size_t)(at - code));
	*ret = orgs_by_code(c->orgs, bare, day);
	return *ret != 0 || orgs_refuse_code(c->orgs, bare, day, err);
}

bool
entry_org(const struct core *c, const char *code, const day_t day[2], org_t *ret, struct err *err)
{
	const char *at = strchr(code, '@');

	if (at != NULL)
		return org_of_day(c, code, at, ret, err);
	*ret = orgs_by_code(c->orgs, code, day[0]);
	if (*ret == 0)
		*ret = orgs_by_code(c->orgs, code, day[1]);
	return *ret != 0 || orgs_refuse_code(c->orgs, code, day[1], err);
}

bool
entry_code_check(const struct core *c, const char *code, struct err *err)
{
	return code[0] == '\0' || orgs_code_known(c->orgs, code) ||
	    err_set(err, ERR_ORG_UNKNOWN, "%s", code);
}

bool
entry_may_handle(
    const struct core *c, const struct admission *a, org_t org, day_t day, struct err *err)
{
	/*
	 * The operator keeps the authority's lists: any organisation, and before there is a root.
	 */
	if (a->role == ROLE_OPERATOR || orgs_may_handle(c->orgs, a->by_org, org, day))
		return true;
	return err_set(err, ERR_NOT_YOURS, "%s", core_org_name(c, org, day));
}

/* ---- targets */

static bool
target_org(const struct core *c, const struct target *t, org_t *ret, struct err *err)
{
	return entry_org(c, t->org, (const day_t[]){t->to, t->from}, ret, err);
}

/* A line of days on none of which its organisation stands is nobody's, and no total's. */
static bool
target_days_check(const struct core *c, const struct admission *a, org_t org, struct err *err)
{
	const struct target *t = &a->r->u.target;
	day_t from, to;

	orgs_span(c->orgs, org, &from, &to);
	return a->r->action == ACTION_WITHDRAWAL || (t->from <= to && t->to >= from) ||
	    orgs_refuse_day(c->orgs, org, t->from > to ? t->from : t->to, err);
}

/* Who set it, and of which days: of a correction or withdrawal the line that stands says so. */
static bool
target_is_theirs(const struct core *c, const struct admission *a, org_t org, struct err *err)
{
	const struct target_line *line =
	    a->r->action == ACTION_FIRST ? NULL : plan_target_said(c->plan, &a->r->replaces);
	const struct target *t = line != NULL && line->org == org ? &line->t : &a->r->u.target;
	const bool above = t->assigned == ASSIGNED_ABOVE;

	return entry_role_is(a, above ? ENTRY_ROLES_COMMITTEE : ENTRY_ROLES_OFFICE, err) &&
	    entry_may_handle(c, a, org, t->to, err);
}

static bool
target_check(
    const struct core *c, const struct admission *a, struct name *ret_existing, struct err *err)
{
	org_t org = 0;

	return target_org(c, &a->r->u.target, &org, err) && target_is_theirs(c, a, org, err) &&
	    target_days_check(c, a, org, err) &&
	    plan_check_target(c->plan, org, a->r, ret_existing, err) &&
	    lock_target_check(c, a->r, org, err);
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
	    .now_ms = a->at_ms,
	    .name = &a->name};
}

static bool
key_check(const struct core *c, const struct admission *a, struct err *err)
{
	const struct key_entry *e = &a->r->u.key;
	const struct keyring_act act = act_of(a);
	struct key_info by = {.state = KEY_NONE};

	if (a->r->action != ACTION_FIRST)
		return err_set(err, ERR_KEY_ENTRY, "%s",
		    TR("mục khóa không sửa, không rút; thu hồi là một mục mới",
			"a key's entry is neither corrected nor withdrawn; a revocation is a new one"));
	if (e->state != KEY_SERVER)
		return keyring_check(c->keyring, c->orgs, e, &act, err);
	(void)core_key_by_sign(c, a->sign_key, &by);
	return server_keys_check(c, e, &by, a->at_ms, err);
}

/* From its first key on an office owes the results of its planned drives. */
static bool
key_apply(struct core *c, const struct admission *a, struct err *err)
{
	const struct keyring_act act = act_of(a);
	struct err why = {.code = ERR_OK};
	struct key_info info = {.org = 0};
	day_t before = 0, after = 0;

	if (a->r->u.key.state == KEY_SERVER) {
		server_keys_put(&c->server_keys, &a->r->u.key, &a->name, a->batch);
		return true;
	}
	const bool known = core_key_by_sign(c, a->r->u.key.sign_key, &info);
	const bool was_live =
	    known && info.org != 0 && keyring_go_live(c->keyring, info.org, &before);
	if (!keyring_put(c->keyring, c->orgs, &a->r->u.key, &act, err))
		return false;
	if (!a->postings || !core_key_by_sign(c, a->r->u.key.sign_key, &info) || info.org == 0 ||
	    !keyring_go_live(c->keyring, info.org, &after) || (was_live && before == after) ||
	    schedule_refresh(c, info.org, &why))
		return true;
	return err_set(err, why.code == ERR_MEMORY ? ERR_MEMORY : ERR_BUG, "%s", why.text);
}

/* ---- by kind */

bool
entry_check(
    const struct core *c, const struct admission *a, struct name *ret_existing, struct err *err)
{
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
		return key_check(c, a, err);
	case KIND_REGISTRY:
		return entry_registry_check(c, a, err);
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
		return entry_registry_apply(c, a, err);
	default:
		return err_set(err, ERR_BUG, "kind %u", (unsigned)a->r->kind);
	}
}

bool
entry_finish(struct core *c, struct err *err)
{
	const UT_array *changed = &c->flight.changed_orgs;

	for (uint32_t i = 0; i < utarray_len(changed); i++)
		if (!schedule_refresh(c, ((const org_t *)(const void *)changed->d)[i], err))
			return false;
	const bool dues = c->flight.dues_changed;

	c->flight.dues_changed = false;
	return lock_finish(c, err) && (!dues || schedule_refresh_dues(c, err));
}
