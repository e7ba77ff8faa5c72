/* Which entries of the ledger say whose a key is, and what an organisation stands under. */
#include <string.h>

#include "base/lang.h"
#include "core/keyring.h"
#include "core/state.h"

struct names_list {
	struct name *at;
	uint32_t n;
};

/* Once each; what does not fit is left out, and so is not proven. */
static void
name_add(struct names_list *l, const struct name *name)
{
	if (name->seq == 0 || l->n == WIRE_GROUNDS_MAX)
		return;
	for (uint32_t i = 0; i < l->n; i++)
		if (l->at[i].seq == name->seq && l->at[i].idx == name->idx &&
		    memcmp(l->at[i].stream, name->stream, WIRE_STREAM_BYTES) == 0)
			return;
	l->at[l->n++] = *name;
}

/*
 * From ${org} up as the map of ${day} has it; where that is no parent of its own, the succession
 * that leads there.
 */
static void
path_add(const struct core *c, org_t org, day_t day, struct names_list *l)
{
	const struct org_successor *to = NULL;

	for (uint32_t level = 0; org != 0 && level < ORGS_DEPTH_MAX; level++) {
		const struct org_version *v = orgs_version(c->orgs, org, day);
		const org_t parent = orgs_parent(c->orgs, org, day);

		if (v == NULL)
			return;
		name_add(l, &v->entry);
		if (parent != v->parent && v->parent != 0) {
			const uint32_t n = orgs_successors(c->orgs, v->parent, &to);
			const struct org_version *ended = orgs_version(c->orgs, v->parent, day);

			if (ended != NULL)
				name_add(l, &ended->entry);
			for (uint32_t i = 0; i < n; i++)
				name_add(l, &to[i].entry);
		}
		org = parent;
	}
}

/* Who came after it reports for it, too. */
static void
successors_add(const struct core *c, org_t org, struct names_list *l)
{
	const struct org_successor *to = NULL;
	const uint32_t n = orgs_successors(c->orgs, org, &to);

	for (uint32_t i = 0; i < n; i++) {
		name_add(l, &to[i].entry);
		if (to[i].org != 0)
			path_add(c, to[i].org, to[i].effective, l);
	}
}

static bool
may_read(const struct core *c, const struct key_info *who, org_t org)
{
	return who->role == ROLE_OPERATOR || orgs_may_read(c->orgs, who->org, org);
}

static bool
key_grounds(const struct core *c, const struct key_info *who, const uint8_t *sign_key,
    struct names_list *l, struct err *err)
{
	struct name told[KEYRING_TOLD_MAX];
	struct key_info k;

	if (!core_key_by_sign(c, sign_key, &k))
		return err_set(err, ERR_NOT_FOUND, "%s", "");
	if (!may_read(c, who, k.org))
		return err_set(err, ERR_FORBIDDEN, "%s", "");
	const uint32_t n = keyring_told(c->keyring, sign_key, told);
	for (uint32_t i = 0; i < n; i++)
		name_add(l, &told[i]);
	return true;
}

bool
core_grounds(const struct core *c, const struct key_info *who, const struct grounds_request *q,
    struct name ret[WIRE_GROUNDS_MAX], uint32_t *ret_n, struct err *err)
{
	static const uint8_t none[WIRE_KEY_BYTES];
	struct names_list l = {.at = ret};
	org_t org;

	if (memcmp(q->sign_key, none, WIRE_KEY_BYTES) != 0 &&
	    !key_grounds(c, who, q->sign_key, &l, err))
		return false;
	if (q->org[0] != '\0') {
		org = orgs_by_code(c->orgs, q->org, q->day);
		if (org == 0)
			return err_set(err, ERR_ORG_NOT_VALID, "%s", q->org);
		path_add(c, org, q->day, &l);
		successors_add(c, org, &l);
	}
	*ret_n = l.n;
	return true;
}

/* The organisation whose key an entry is about. */
static org_t
key_org(const struct core *c, const struct key_entry *e)
{
	struct key_info k;

	if (core_key_by_sign(c, e->sign_key, &k))
		return k.org;
	return orgs_by_code_last(c->orgs, e->org);
}

/* What a plan says beside its entries: of whom; 0: nothing that is shown with them. */
static org_t
plan_org(const struct core *c, const struct report *r)
{
	const struct target *t = &r->u.target;
	struct drive_key key;
	org_t org = 0;

	if (r->kind == KIND_TARGET)
		return entry_org(c, t->org, (const day_t[]){t->to, t->from}, &org, NULL) ? org : 0;
	if (r->kind == KIND_SCHEDULE && drive_key_parse(r->u.schedule.drive, &key, NULL))
		return orgs_by_code(c->orgs, key.org, key.day);
	return 0;
}

bool
core_may_read_entries(const struct core *c, const struct key_info *who, const struct submission *s)
{
	bool may = false;

	for (uint32_t i = 0; i < s->reports_n; i++) {
		const struct report *r = &s->reports[i];

		if (r->kind != KIND_KEY && r->kind != KIND_REGISTRY) {
			const org_t org = plan_org(c, r);

			if (org == 0 || !may_read(c, who, org))
				return false;
			continue;
		}
		may = may || r->kind == KIND_REGISTRY || r->u.key.state == KEY_SERVER ||
		    may_read(c, who, key_org(c, &r->u.key));
	}
	return may;
}
