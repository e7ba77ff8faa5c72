#include "core/keyring.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <uthash.h>

#include "base/lang.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

/* An invitation, or the install that came from one; both are kept for ever. */
struct entry {
	struct key_info info;
	char *label; /* owned */
	int64_t at_ms;
	uint8_t invitation[WIRE_INVITATION_BYTES];
	uint8_t secret_hash[WIRE_HASH_BYTES];
	uint8_t invited_by[WIRE_KEY_BYTES]; /* signing key of who invited; zero at the genesis */
	bool is_invitation;
	bool used;
	UT_hash_handle by_curve;
	UT_hash_handle by_sign;
	UT_hash_handle by_invitation;
};

struct live {
	org_t org;
	day_t day;
	UT_hash_handle hh;
};

struct keyring {
	struct entry **at; /* owned, in order of entry */
	uint32_t n, cap;
	struct entry *curve; /* install's keys, and one-time keys */
	struct entry *sign;  /* installs */
	struct entry *invitations;
	struct live *live; /* first activation by organisation */
};

bool
keyring_new(struct keyring **ret, struct err *err)
{
	*ret = calloc(1, sizeof(**ret));
	return *ret != NULL || err_set(err, ERR_MEMORY, "the keyring");
}

void
keyring_free(struct keyring *k)
{
	struct live *l = NULL, *next = NULL;

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
	HASH_ITER (hh, k->live, l, next) {
		HASH_DEL(k->live, l);
		free(l);
	}
	free(k);
}

/* ---- finding */

static struct entry *
find_curve(const struct keyring *k, const uint8_t *curve)
{
	struct entry *e = NULL;

	HASH_FIND(by_curve, k->curve, curve, WIRE_KEY_BYTES, e);
	return e;
}

static struct entry *
find_sign(const struct keyring *k, const uint8_t *sign)
{
	struct entry *e = NULL;

	HASH_FIND(by_sign, k->sign, sign, WIRE_KEY_BYTES, e);
	return e;
}

static struct entry *
find_invitation(const struct keyring *k, const uint8_t *id)
{
	struct entry *e = NULL;

	HASH_FIND(by_invitation, k->invitations, id, WIRE_INVITATION_BYTES, e);
	return e;
}

bool
keyring_by_curve(const struct keyring *k, const uint8_t curve[WIRE_KEY_BYTES], struct key_info *ret)
{
	const struct entry *e = find_curve(k, curve);

	if (e != NULL)
		*ret = e->info;
	return e != NULL;
}

bool
keyring_by_sign(const struct keyring *k, const uint8_t sign[WIRE_KEY_BYTES], struct key_info *ret)
{
	const struct entry *e = find_sign(k, sign);

	if (e != NULL)
		*ret = e->info;
	return e != NULL;
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
	const struct entry *e = k->at[i];
	*ret = (struct keyring_item){
	    .info = e->info, .label = e->label, .at_ms = e->at_ms, .used = e->used};
	memcpy(ret->invitation, e->invitation, WIRE_INVITATION_BYTES);
	return true;
}

uint32_t
keyring_offices(const struct keyring *k)
{
	return HASH_COUNT(k->live);
}

bool
keyring_go_live(const struct keyring *k, org_t org, day_t *ret)
{
	struct live *l = NULL;

	HASH_FIND(hh, k->live, &org, sizeof(org), l);
	if (l != NULL)
		*ret = l->day;
	return l != NULL;
}

/* ---- judging */

/*
 * The organisation of an entry: valid now, or the last one that held the code: an office whose
 * territory has ended still sends what it owes (product.md 11).
 */
static bool
org_of(const struct orgs *o, const char *code, int64_t now_ms, org_t *ret, struct err *err)
{
	*ret = orgs_by_code(o, code, day_from_unix_ms(now_ms));
	if (*ret == 0)
		*ret = orgs_by_code_last(o, code);
	return *ret != 0 || err_set(err, ERR_ORG_UNKNOWN, "%s", code);
}

static bool
signer_of(const struct keyring *k, const struct keyring_act *act, const struct entry **ret,
    struct err *err)
{
	const struct entry *e = find_sign(k, act->sign_key);

	if (e == NULL)
		return err_set(err, ERR_KEY_UNKNOWN, "%s", "");
	if (e->info.state != KEY_ACTIVE)
		return err_set(err, ERR_KEY_REVOKED, "%s", "");
	if (e->info.pending)
		return err_set(err, ERR_PENDING, "%s", "");
	*ret = e;
	return true;
}

/* At or above ${org}: the operator and the nation everywhere, a committee in its subtree. */
static bool
is_over(const struct orgs *o, const struct entry *by, org_t org, int64_t now_ms, struct err *err)
{
	const day_t today = day_from_unix_ms(now_ms);
	day_t from = 0, to = 0;

	if (by->info.role == ROLE_OPERATOR || by->info.role == ROLE_NATIONAL)
		return true;
	if (by->info.role != ROLE_COMMITTEE)
		return err_set(
		    err, ERR_ROLE, "%s", TR("việc của ban chỉ đạo", "this is a committee's work"));
	orgs_span(o, org, &from, &to);
	return orgs_may_handle(o, by->info.org, org, to < today ? to : today) ||
	    err_set(err, ERR_NOT_YOURS, "%s", orgs_version(o, org, today)->full_name);
}

static bool
check_invited(const struct keyring *k, const struct orgs *o, const struct key_entry *e,
    const struct keyring_act *act, struct err *err)
{
	const struct entry *by = NULL;
	const struct entry *same = find_invitation(k, e->invitation);
	org_t org = 0;

	if (!signer_of(k, act, &by, err) || !org_of(o, e->org, act->now_ms, &org, err) ||
	    !is_over(o, by, org, act->now_ms, err))
		return false;
	if (by->info.role == ROLE_COMMITTEE &&
	    (e->role == ROLE_NATIONAL || e->role == ROLE_OPERATOR))
		return err_set(err, ERR_ROLE, "%s", TR("vai trò quá cao", "the role is too high"));
	if (e->role == ROLE_NATIONAL && org != orgs_root(o))
		return err_set(err, ERR_KEY_ENTRY, "%s",
		    TR("vai trò quốc gia chỉ ở cấp quốc gia",
			"national is for the nation's office"));
	if (same != NULL && memcmp(same->secret_hash, e->secret_hash, sizeof(e->secret_hash)) == 0)
		return err_set(err, ERR_ALREADY, "%s", "");
	if (same != NULL || find_curve(k, e->once_key) != NULL)
		return err_set(err, ERR_KEY_ENTRY, "%s",
		    TR("phiếu trùng với phiếu khác", "the invitation is another's"));
	if (e->not_after_ms <= act->now_ms ||
	    e->not_after_ms > act->now_ms + KEYRING_INVITATION_DAYS_MAX * DAY_MS)
		return err_set(err, ERR_KEY_ENTRY,
		    TR("hạn dùng tối đa %d ngày", "valid for at most %d days"),
		    KEYRING_INVITATION_DAYS_MAX);
	return true;
}

/* The first key of all: the operator's own word, when there is no other. */
static bool
is_genesis(const struct keyring *k, const struct key_entry *e, const struct keyring_act *act)
{
	return k->n == 0 && e->role == ROLE_OPERATOR &&
	    memcmp(e->sign_key, act->sign_key, WIRE_KEY_BYTES) == 0;
}

static bool
check_active(const struct keyring *k, const struct key_entry *e, const struct keyring_act *act,
    struct err *err)
{
	static const uint8_t none[WIRE_KEY_BYTES];
	const struct entry *inv = find_invitation(k, e->invitation);
	const struct entry *same = find_sign(k, e->sign_key);
	uint8_t hash[WIRE_HASH_BYTES];

	if (is_genesis(k, e, act))
		return true;
	if (memcmp(e->sign_key, act->sign_key, WIRE_KEY_BYTES) != 0)
		return err_set(err, ERR_KEY_ENTRY, "%s",
		    TR("không phải khóa đã ký", "not the key that signed"));
	if (same != NULL)
		return err_set(err,
		    memcmp(same->invitation, e->invitation, WIRE_INVITATION_BYTES) == 0
			? ERR_ALREADY
			: ERR_KEY_ENTRY,
		    "%s", "");
	(void)crypto_hash_sha256(hash, e->secret, sizeof(e->secret));
	if (inv == NULL || inv->used || inv->info.state != KEY_INVITED ||
	    inv->info.not_after_ms < act->now_ms || act->once_key == NULL ||
	    memcmp(act->once_key, none, WIRE_KEY_BYTES) == 0 ||
	    memcmp(act->once_key, inv->info.curve_key, WIRE_KEY_BYTES) != 0 ||
	    sodium_memcmp(hash, inv->secret_hash, sizeof(hash)) != 0)
		return err_set(err, ERR_INVITATION, "%s", "");
	if (find_curve(k, e->curve_key) != NULL)
		return err_set(err, ERR_KEY_ENTRY, "%s",
		    TR("khóa kết nối đã có", "the connection's key is taken"));
	return true;
}

static bool
check_confirmed(const struct keyring *k, const struct orgs *o, const struct key_entry *e,
    const struct keyring_act *act, struct err *err)
{
	const struct entry *by = NULL;
	const struct entry *x = find_sign(k, e->sign_key);

	if (!signer_of(k, act, &by, err))
		return false;
	if (x == NULL || x->info.state != KEY_ACTIVE)
		return err_set(err, ERR_KEY_ENTRY, "%s", TR("không có máy này", "no such install"));
	if (!x->info.pending)
		return err_set(err, ERR_ALREADY, "%s", x->label);
	return is_over(o, by, x->info.org, act->now_ms, err);
}

static bool
is_zero(const uint8_t *bytes, size_t len)
{
	return sodium_is_zero(bytes, len) == 1;
}

static const struct entry *
revoked_of(const struct keyring *k, const struct key_entry *e)
{
	return is_zero(e->sign_key, WIRE_KEY_BYTES) ? find_invitation(k, e->invitation)
						    : find_sign(k, e->sign_key);
}

static bool
check_revoked(const struct keyring *k, const struct orgs *o, const struct key_entry *e,
    const struct keyring_act *act, struct err *err)
{
	const struct entry *by = NULL;
	const struct entry *x = revoked_of(k, e);

	if (!signer_of(k, act, &by, err))
		return false;
	if (x == NULL)
		return err_set(err, ERR_KEY_ENTRY, "%s", TR("không có máy này", "no such install"));
	if (x->info.state == KEY_REVOKED)
		return err_set(err, ERR_ALREADY, "%s", x->label);
	return x == by || is_over(o, by, x->info.org, act->now_ms, err);
}

bool
keyring_check(const struct keyring *k, const struct orgs *o, const struct key_entry *e,
    const struct keyring_act *act, struct err *err)
{
	if (k->n >= KEYRING_MAX)
		return err_set(err, ERR_LIMIT, "%d", KEYRING_MAX);
	switch (e->state) {
	case KEY_INVITED:
		return check_invited(k, o, e, act, err);
	case KEY_ACTIVE:
		return check_active(k, e, act, err);
	case KEY_CONFIRMED:
		return check_confirmed(k, o, e, act, err);
	case KEY_REVOKED:
		return check_revoked(k, o, e, act, err);
	case KEY_NONE:
	case KEY_COUNT_:
	default:
		return err_set(err, ERR_KEY_ENTRY, "%u", (unsigned)e->state);
	}
}

/* ---- applying */

static struct entry *
entry_add(struct keyring *k, const struct key_entry *e, int64_t now_ms, struct err *err)
{
	if (k->n == k->cap) {
		const uint32_t cap = k->cap == 0 ? 64 : k->cap * 2;
		struct entry **at = realloc(k->at, cap * sizeof(struct entry *));

		if (at == NULL) {
			(void)err_set(err, ERR_MEMORY, "keys");
			return NULL;
		}
		k->at = at;
		k->cap = cap;
	}
	struct entry *x = calloc(1, sizeof(*x));
	if (x == NULL || (x->label = strdup(e->label)) == NULL) {
		free(x);
		(void)err_set(err, ERR_MEMORY, "a key");
		return NULL;
	}
	x->at_ms = now_ms;
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

	if (!org_of(o, e->org, act->now_ms, &org, err))
		return err_set(err, ERR_BUG, "an invitation for %s", e->org);
	struct entry *x = entry_add(k, e, act->now_ms, err);
	if (x == NULL)
		return false;
	x->is_invitation = true;
	x->info.state = KEY_INVITED;
	x->info.org = org;
	x->info.not_after_ms = e->not_after_ms;
	memcpy(x->info.curve_key, e->once_key, WIRE_KEY_BYTES);
	memcpy(x->secret_hash, e->secret_hash, WIRE_HASH_BYTES);
	memcpy(x->invited_by, act->sign_key, WIRE_KEY_BYTES);
	HASH_ADD(by_curve, k->curve, info.curve_key, WIRE_KEY_BYTES, x);
	HASH_ADD(by_invitation, k->invitations, invitation, WIRE_INVITATION_BYTES, x);
	return true;
}

static bool
live_note(struct keyring *k, org_t org, int64_t now_ms, struct err *err)
{
	struct live *l = NULL;

	HASH_FIND(hh, k->live, &org, sizeof(org), l);
	if (l != NULL)
		return true;
	l = calloc(1, sizeof(*l));
	if (l == NULL)
		return err_set(err, ERR_MEMORY, "a key");
	l->org = org;
	l->day = day_from_unix_ms(now_ms);
	HASH_ADD(hh, k->live, org, sizeof(l->org), l);
	return true;
}

static bool
put_active(struct keyring *k, const struct orgs *o, const struct key_entry *e,
    const struct keyring_act *act, struct err *err)
{
	struct entry *inv = find_invitation(k, e->invitation);
	const bool genesis = is_genesis(k, e, act);

	if (inv == NULL && !genesis)
		return err_set(err, ERR_BUG, "a key without an invitation");
	struct entry *x = entry_add(k, e, act->now_ms, err);
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

bool
keyring_put(struct keyring *k, const struct orgs *o, const struct key_entry *e,
    const struct keyring_act *act, struct err *err)
{
	struct entry *x = NULL;

	switch (e->state) {
	case KEY_INVITED:
		return put_invited(k, o, e, act, err);
	case KEY_ACTIVE:
		return put_active(k, o, e, act, err);
	case KEY_CONFIRMED:
		x = find_sign(k, e->sign_key);
		if (x == NULL)
			return err_set(err, ERR_BUG, "a confirmed key is not there");
		x->info.pending = false;
		return live_note(k, x->info.org, act->now_ms, err);
	case KEY_REVOKED:
		x = is_zero(e->sign_key, WIRE_KEY_BYTES) ? find_invitation(k, e->invitation)
							 : find_sign(k, e->sign_key);
		if (x == NULL)
			return err_set(err, ERR_BUG, "a revoked key is not there");
		x->info.state = KEY_REVOKED;
		return true;
	case KEY_NONE:
	case KEY_COUNT_:
	default:
		return err_set(err, ERR_BUG, "key state %u", (unsigned)e->state);
	}
}
