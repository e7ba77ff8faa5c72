#include "core/keyring.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/keyring_impl.h"

bool
keyring_new(struct keyring **ret, struct err *err)
{
	*ret = calloc(1, sizeof(**ret));
	return *ret != NULL || err_set(err, ERR_MEMORY, "the keyring");
}

void
keyring_free(struct keyring *k)
{
	struct keyring_live *l = NULL, *next = NULL;

	if (k == NULL)
		return;
	HASH_CLEAR(by_curve, k->curve);
	HASH_CLEAR(by_sign, k->sign);
	HASH_CLEAR(by_invitation, k->invitations);
	for (uint32_t i = 0; i < k->n; i++) {
		free(k->at[i]->label);
		free(k->at[i]);
	}
	free(k->at);
	l = k->live;
	HASH_CLEAR(hh, k->live);
	for (; l != NULL; l = next) {
		next = l->hh.next;
		free(l);
	}
	free(k);
}

/* ---- finding */

struct keyring_entry *
keyring_find_curve(const struct keyring *k, const uint8_t *curve)
{
	struct keyring_entry *e = NULL;

	HASH_FIND(by_curve, k->curve, curve, WIRE_KEY_BYTES, e);
	return e;
}

struct keyring_entry *
keyring_find_sign(const struct keyring *k, const uint8_t *sign)
{
	struct keyring_entry *e = NULL;

	HASH_FIND(by_sign, k->sign, sign, WIRE_KEY_BYTES, e);
	return e;
}

struct keyring_entry *
keyring_find_invitation(const struct keyring *k, const uint8_t *id)
{
	struct keyring_entry *e = NULL;

	HASH_FIND(by_invitation, k->invitations, id, WIRE_INVITATION_BYTES, e);
	return e;
}

bool
keyring_by_curve(const struct keyring *k, const uint8_t curve[WIRE_KEY_BYTES], struct key_info *ret)
{
	const struct keyring_entry *e = keyring_find_curve(k, curve);

	if (e != NULL)
		*ret = e->info;
	return e != NULL;
}

bool
keyring_by_sign(const struct keyring *k, const uint8_t sign[WIRE_KEY_BYTES], struct key_info *ret)
{
	const struct keyring_entry *e = keyring_find_sign(k, sign);

	if (e != NULL)
		*ret = e->info;
	return e != NULL;
}

uint32_t
keyring_told(
    const struct keyring *k, const uint8_t sign[WIRE_KEY_BYTES], struct name ret[KEYRING_TOLD_MAX])
{
	const struct keyring_entry *x = keyring_find_sign(k, sign);
	const struct keyring_entry *inv =
	    x == NULL ? NULL : keyring_find_invitation(k, x->invitation);
	const struct name *const all[KEYRING_TOLD_MAX] = {inv == NULL ? NULL : &inv->made,
	    x == NULL ? NULL : &x->made, x == NULL ? NULL : &x->confirmed,
	    x == NULL ? NULL : &x->revoked};
	uint32_t n = 0;

	for (uint32_t i = 0; i < KEYRING_TOLD_MAX; i++)
		if (all[i] != NULL && all[i]->seq != 0)
			ret[n++] = *all[i];
	return n;
}

uint32_t
keyring_count(const struct keyring *k)
{
	return k->n;
}

bool
keyring_at(const struct keyring *k, uint32_t i, struct keyring_item *ret)
{
	if (i >= k->n)
		return false;
	const struct keyring_entry *e = k->at[i];
	*ret = (struct keyring_item){
	    .info = e->info, .label = e->label, .at_ms = e->at_ms, .used = e->used};
	memcpy(ret->invitation, e->invitation, WIRE_INVITATION_BYTES);
	return true;
}

uint32_t
keyring_offices(const struct keyring *k)
{
	const struct keyring_live *l = NULL;
	uint32_t n = 0;

	for (l = k->live; l != NULL; l = l->hh.next)
		n += l->active > 0 ? 1 : 0;
	return n;
}

bool
keyring_go_live(const struct keyring *k, org_t org, day_t *ret)
{
	struct keyring_live *l = NULL;

	HASH_FIND(hh, k->live, &org, sizeof(org), l);
	if (l != NULL)
		*ret = l->day;
	return l != NULL;
}

static bool
is_zero(const uint8_t *bytes, size_t len)
{
	return sodium_is_zero(bytes, len) == 1;
}

bool
keyring_org_of(const struct orgs *o, const char *code, int64_t now_ms, org_t *ret, struct err *err)
{
	*ret = orgs_by_code(o, code, day_from_unix_ms(now_ms));
	if (*ret == 0)
		*ret = orgs_by_code_last(o, code);
	return *ret != 0 || err_set(err, ERR_ORG_UNKNOWN, "%s", code);
}

bool
keyring_is_genesis(
    const struct keyring *k, const struct key_entry *e, const struct keyring_act *act)
{
	return k->n == 0 && e->role == ROLE_OPERATOR &&
	    memcmp(e->sign_key, act->sign_key, WIRE_KEY_BYTES) == 0;
}

struct keyring_entry *
keyring_revoked_of(const struct keyring *k, const struct key_entry *e)
{
	return is_zero(e->sign_key, WIRE_KEY_BYTES) ? keyring_find_invitation(k, e->invitation)
						    : keyring_find_sign(k, e->sign_key);
}

/* ---- applying */

static void
told(struct name *to, const struct keyring_act *act)
{
	if (act->name != NULL)
		*to = *act->name;
}

static struct keyring_entry *
entry_add(
    struct keyring *k, const struct key_entry *e, const struct keyring_act *act, struct err *err)
{
	if (k->n == k->cap) {
		const uint32_t cap = k->cap == 0 ? 64 : k->cap * 2;
		struct keyring_entry **at = realloc(k->at, cap * sizeof(struct keyring_entry *));

		if (at == NULL) {
			(void)err_set(err, ERR_MEMORY, "keys");
			return NULL;
		}
		k->at = at;
		k->cap = cap;
	}
	struct keyring_entry *x = calloc(1, sizeof(*x));
	if (x == NULL || (x->label = strdup(e->label)) == NULL) {
		free(x);
		(void)err_set(err, ERR_MEMORY, "a key");
		return NULL;
	}
	x->at_ms = act->now_ms;
	told(&x->made, act);
	x->info.role = e->role;
	memcpy(x->invitation, e->invitation, WIRE_INVITATION_BYTES);
	k->at[k->n++] = x;
	return x;
}

static bool
put_invited(struct keyring *k, const struct orgs *o, const struct key_entry *e,
    const struct keyring_act *act, struct err *err)
{
	org_t org = 0;

	if (!keyring_org_of(o, e->org, act->now_ms, &org, err))
		return err_set(err, ERR_BUG, "an invitation for %s", e->org);
	struct keyring_entry *x = entry_add(k, e, act, err);
	if (x == NULL)
		return false;
	x->is_invitation = true;
	x->info.state = KEY_INVITED;
	x->info.org = org;
	x->info.not_after_ms = e->not_after_ms;
	memcpy(x->info.curve_key, e->once_key, WIRE_KEY_BYTES);
	memcpy(x->secret_hash, e->secret_hash, WIRE_HASH_BYTES);
	memcpy(x->by, act->sign_key, WIRE_KEY_BYTES);
	struct keyring_entry *by = keyring_find_sign(k, act->sign_key);
	if (by != NULL)
		by->invited++;
	HASH_ADD(by_curve, k->curve, info.curve_key, WIRE_KEY_BYTES, x);
	HASH_ADD(by_invitation, k->invitations, invitation, WIRE_INVITATION_BYTES, x);
	return true;
}

/* A key of ${org} acts from now on. */
static bool
live_note(struct keyring *k, org_t org, int64_t now_ms, struct err *err)
{
	struct keyring_live *l = NULL;

	HASH_FIND(hh, k->live, &org, sizeof(org), l);
	if (l == NULL) {
		l = calloc(1, sizeof(*l));
		if (l == NULL)
			return err_set(err, ERR_MEMORY, "a key");
		l->org = org;
		l->day = day_from_unix_ms(now_ms);
		HASH_ADD(hh, k->live, org, sizeof(l->org), l);
	}
	l->active++;
	return true;
}

static bool
put_active(struct keyring *k, const struct orgs *o, const struct key_entry *e,
    const struct keyring_act *act, struct err *err)
{
	struct keyring_entry *inv = keyring_find_invitation(k, e->invitation);
	const bool genesis = keyring_is_genesis(k, e, act);

	if (inv == NULL && !genesis)
		return err_set(err, ERR_BUG, "a key without an invitation");
	struct keyring_entry *x = entry_add(k, e, act, err);
	if (x == NULL)
		return false;
	x->info.state = KEY_ACTIVE;
	if (inv != NULL) {
		inv->used = true;
		x->info.role = inv->info.role;
		x->info.org = inv->info.org;
		x->info.pending = inv->info.role == ROLE_COMMITTEE ||
		    inv->info.role == ROLE_NATIONAL || inv->info.role == ROLE_OPERATOR;
	} else {
		x->info.org = orgs_root(o);
	}
	memcpy(x->info.curve_key, e->curve_key, WIRE_KEY_BYTES);
	memcpy(x->info.sign_key, e->sign_key, WIRE_KEY_BYTES);
	HASH_ADD(by_curve, k->curve, info.curve_key, WIRE_KEY_BYTES, x);
	HASH_ADD(by_sign, k->sign, info.sign_key, WIRE_KEY_BYTES, x);
	return x->info.pending || x->info.org == 0 || live_note(k, x->info.org, act->now_ms, err);
}

static bool
put_confirmed(
    struct keyring *k, const struct key_entry *e, const struct keyring_act *act, struct err *err)
{
	struct keyring_entry *x = keyring_find_sign(k, e->sign_key);

	if (x == NULL || !x->info.pending)
		return err_set(err, ERR_BUG, "a confirmed key does not wait");
	x->info.pending = false;
	told(&x->confirmed, act);
	return live_note(k, x->info.org, act->now_ms, err);
}

/* Slips that a lost machine made let nobody in any more. */
static void
slips_revoke(struct keyring *k, const struct keyring_entry *by, const struct keyring_act *act)
{
	for (uint32_t i = 0; i < k->n; i++) {
		struct keyring_entry *x = k->at[i];

		if (!x->is_invitation || x->used || x->info.state != KEY_INVITED ||
		    memcmp(x->by, by->info.sign_key, WIRE_KEY_BYTES) != 0)
			continue;
		x->info.state = KEY_REVOKED;
		told(&x->revoked, act);
	}
}

static bool
put_revoked(
    struct keyring *k, const struct key_entry *e, const struct keyring_act *act, struct err *err)
{
	struct keyring_entry *x = keyring_revoked_of(k, e);
	struct keyring_live *l = NULL;

	if (x == NULL)
		return err_set(err, ERR_BUG, "a revoked key is not there");
	if (x->info.state == KEY_ACTIVE && !x->info.pending)
		HASH_FIND(hh, k->live, &x->info.org, sizeof(x->info.org), l);
	if (l != NULL)
		l->active--;
	x->info.state = KEY_REVOKED;
	told(&x->revoked, act);
	if (!x->is_invitation)
		slips_revoke(k, x, act);
	return true;
}

bool
keyring_put(struct keyring *k, const struct orgs *o, const struct key_entry *e,
    const struct keyring_act *act, struct err *err)
{
	switch (e->state) {
	case KEY_INVITED:
		return put_invited(k, o, e, act, err);
	case KEY_ACTIVE:
		return put_active(k, o, e, act, err);
	case KEY_CONFIRMED:
		return put_confirmed(k, e, act, err);
	case KEY_REVOKED:
		return put_revoked(k, e, act, err);
	case KEY_SERVER: /* server_keys.c */
	case KEY_NONE:
	case KEY_COUNT_:
	default:
		return err_set(err, ERR_BUG, "key state %u", (unsigned)e->state);
	}
}
