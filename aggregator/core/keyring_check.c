/* Which key entries are let through. */
#include <string.h>

#include <sodium.h>

#include "base/lang.h"
#include "core/keyring_impl.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

static bool
signer_of(const struct keyring *k, const struct keyring_act *act, const struct keyring_entry **ret,
    struct err *err)
{
	const struct keyring_entry *e = keyring_find_sign(k, act->sign_key);

	if (e == NULL)
		return err_set(err, ERR_KEY_UNKNOWN, "%s", "");
	if (e->info.state != KEY_ACTIVE)
		return err_set(err, ERR_KEY_REVOKED, "%s", "");
	if (e->info.pending)
		return err_set(err, ERR_PENDING, "%s", "");
	*ret = e;
	return true;
}

static bool
is_high(enum role role)
{
	return role == ROLE_NATIONAL || role == ROLE_OPERATOR;
}

/* At or above ${org}, which is an organisation's. */
static bool
is_over(const struct orgs *o, const struct keyring_entry *by, org_t org, int64_t now_ms,
    struct err *err)
{
	const day_t today = day_from_unix_ms(now_ms);
	day_t from = 0, to = 0;

	if (by->info.role != ROLE_COMMITTEE)
		return err_set(
		    err, ERR_ROLE, "%s", TR("việc của ban chỉ đạo", "this is a committee's work"));
	orgs_span(o, org, &from, &to);
	return orgs_may_handle(o, by->info.org, org, to < today ? to : today) ||
	    err_set(err, ERR_NOT_YOURS, "%s", orgs_version(o, org, today)->full_name);
}

/*
 * The operator and the nation decide over all keys, a committee over those of its subtree; but be
 * it the one at the root, not over the nation's and the operator's, the first of which is of no
 * organisation.
 */
static bool
may_decide(const struct orgs *o, const struct keyring_entry *by, enum role role, org_t org,
    int64_t now_ms, struct err *err)
{
	if (is_high(by->info.role))
		return true;
	if (is_high(role) || org == 0)
		return err_set(err, ERR_ROLE, "%s", TR("vai trò quá cao", "the role is too high"));
	return is_over(o, by, org, now_ms, err);
}

static bool
check_invited(const struct keyring *k, const struct orgs *o, const struct key_entry *e,
    const struct keyring_act *act, struct err *err)
{
	const struct keyring_entry *by = NULL;
	const struct keyring_entry *same = keyring_find_invitation(k, e->invitation);
	org_t org = 0;

	if (!signer_of(k, act, &by, err) || !keyring_org_of(o, e->org, act->now_ms, &org, err) ||
	    !may_decide(o, by, e->role, org, act->now_ms, err))
		return false;
	if (!is_high(by->info.role) && by->invited >= KEYRING_INVITED_MAX)
		return err_set(err, ERR_LIMIT,
		    TR("một máy mời tối đa %d lần", "one machine invites at most %d times"),
		    KEYRING_INVITED_MAX);
	if (e->role == ROLE_NATIONAL && org != orgs_root(o))
		return err_set(err, ERR_KEY_ENTRY, "%s",
		    TR("vai trò quốc gia chỉ ở cấp quốc gia",
			"national is for the nation's office"));
	if (same != NULL && memcmp(same->secret_hash, e->secret_hash, sizeof(e->secret_hash)) == 0)
		return err_set(err, ERR_ALREADY, "%s", "");
	if (same != NULL || keyring_find_curve(k, e->once_key) != NULL)
		return err_set(err, ERR_KEY_ENTRY, "%s",
		    TR("phiếu trùng với phiếu khác", "the invitation is another's"));
	if (e->not_after_ms <= act->now_ms)
		return err_set(
		    err, ERR_KEY_ENTRY, "%s", TR("hạn dùng đã qua", "its end of validity is past"));
	if (e->not_after_ms > act->now_ms + KEYRING_INVITATION_DAYS_MAX * DAY_MS)
		return err_set(err, ERR_KEY_ENTRY,
		    TR("hạn dùng tối đa %d ngày", "valid for at most %d days"),
		    KEYRING_INVITATION_DAYS_MAX);
	return true;
}

static bool
check_active(const struct keyring *k, const struct key_entry *e, const struct keyring_act *act,
    struct err *err)
{
	static const uint8_t none[WIRE_KEY_BYTES];
	const struct keyring_entry *inv = keyring_find_invitation(k, e->invitation);
	const struct keyring_entry *same = keyring_find_sign(k, e->sign_key);
	uint8_t hash[WIRE_HASH_BYTES];

	if (keyring_is_genesis(k, e, act))
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
	if (keyring_find_curve(k, e->curve_key) != NULL)
		return err_set(err, ERR_KEY_ENTRY, "%s",
		    TR("khóa kết nối đã có", "the connection's key is taken"));
	return true;
}

static bool
check_confirmed(const struct keyring *k, const struct orgs *o, const struct key_entry *e,
    const struct keyring_act *act, struct err *err)
{
	const struct keyring_entry *by = NULL;
	const struct keyring_entry *x = keyring_find_sign(k, e->sign_key);

	if (!signer_of(k, act, &by, err))
		return false;
	if (x == NULL || x->info.state != KEY_ACTIVE)
		return err_set(err, ERR_KEY_ENTRY, "%s", TR("không có máy này", "no such install"));
	if (!x->info.pending)
		return err_set(err, ERR_ALREADY, "%s", x->label);
	return may_decide(o, by, x->info.role, x->info.org, act->now_ms, err);
}

/* Without an operator nobody could keep the lists or let another one in. */
static bool
is_last_operator(const struct keyring *k, const struct keyring_entry *x)
{
	if (x->is_invitation || x->info.role != ROLE_OPERATOR || x->info.pending)
		return false;
	for (uint32_t i = 0; i < k->n; i++) {
		const struct keyring_entry *other = k->at[i];

		if (other != x && !other->is_invitation && other->info.role == ROLE_OPERATOR &&
		    other->info.state == KEY_ACTIVE && !other->info.pending)
			return false;
	}
	return true;
}

static bool
check_revoked(const struct keyring *k, const struct orgs *o, const struct key_entry *e,
    const struct keyring_act *act, struct err *err)
{
	const struct keyring_entry *by = NULL;
	const struct keyring_entry *x = keyring_revoked_of(k, e);

	if (!signer_of(k, act, &by, err))
		return false;
	if (x == NULL)
		return err_set(err, ERR_KEY_ENTRY, "%s", TR("không có máy này", "no such install"));
	if (x->info.state == KEY_REVOKED)
		return err_set(err, ERR_ALREADY, "%s", x->label);
	if (x != by && !may_decide(o, by, x->info.role, x->info.org, act->now_ms, err))
		return false;
	return !is_last_operator(k, x) ||
	    err_set(err, ERR_KEY_ENTRY, "%s",
		TR("khóa vận hành cuối cùng: kích hoạt khóa khác trước",
		    "the last operator's key: enrol another one first"));
}

bool
keyring_check(const struct keyring *k, const struct orgs *o, const struct key_entry *e,
    const struct keyring_act *act, struct err *err)
{
	if (k->n >= KEYRING_MAX && (e->state == KEY_INVITED || e->state == KEY_ACTIVE))
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
	case KEY_SERVER: /* server_keys.c */
	case KEY_NONE:
	case KEY_COUNT_:
	default:
		return err_set(err, ERR_KEY_ENTRY, "%u", (unsigned)e->state);
	}
}
