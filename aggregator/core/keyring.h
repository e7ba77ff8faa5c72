/*
 * keyring - invitations and installs: who may sign, for which organisation, in which role.
 * Filled from KEY entries only, so the ring is a function of the ledger.  Pure; one thread; strings
 * lent until the next change.  Source: product.md 19, 22; design.md "Identity".
 *
 *   INVITED    by a committee over its subtree (reporter, watcher, committee), by the nation or the
 *              operator (any role); carries a one-time key that may only enrol
 *   ACTIVE     signed by the new key itself over the invitation's one-time connection; reporters
 *   and
 *              watchers act at once, the other roles wait (pending) for
 *   CONFIRMED  by another key at or above the organisation
 *   REVOKED    an install (by sign_key) or an invitation (no sign_key) by a key at or above it; an
 *              install may revoke itself; not the last operator's
 * Keys of the nation and the operator are their own business: no committee invites, confirms or
 * revokes them.
 *
 * The first entry of an empty ring is one self-signed ACTIVE operator key (bootstrap).
 */
#ifndef GH_CORE_KEYRING_H
#define GH_CORE_KEYRING_H

#include "core/core.h"
#include "core/orgs.h"

struct keyring;

#define KEYRING_MAX 200000             /* invitations and installs */
#define KEYRING_INVITATION_DAYS_MAX 90 /* longest validity of an invitation */
#define KEYRING_INVITED_MAX 5000       /* by one machine of a committee, used ones too */

bool keyring_new(struct keyring **ret, struct err *err) MUST_USE;
void keyring_free(struct keyring *k);

/* Who says it, over which connection, when. */
struct keyring_act {
	const uint8_t *sign_key; /* WIRE_KEY_BYTES: of the submission; its signature was verified */
	const uint8_t
	    *once_key;  /* the one-time key of the connection; NULL or zero: not an enrolment */
	int64_t now_ms; /* the aggregator's clock; in a replay the batch's */
	const struct name *name; /* of the report; NULL: nobody will ask for it */
};

/*
 * May it be?  Changes nothing.  ERR_ALREADY: the same entry again.  ERR_KEY_UNKNOWN,
 * ERR_KEY_REVOKED, ERR_PENDING: of the signer.  ERR_ROLE, ERR_NOT_YOURS: its
 * rights.  ERR_INVITATION: unknown, used, expired, revoked, or not its secret.  ERR_ORG_UNKNOWN,
 * ERR_ORG_NOT_VALID.  ERR_KEY_ENTRY: the rest.
 */
bool keyring_check(const struct keyring *k, const struct orgs *o, const struct key_entry *e,
    const struct keyring_act *act, struct err *err) MUST_USE;
/*
 * Apply an entry that keyring_check() let through, now or in the batch that is replayed: rights are
 * not asked again (${act->once_key} is not used).  ERR_BUG: it names what is not there.
 */
bool keyring_put(struct keyring *k, const struct orgs *o, const struct key_entry *e,
    const struct keyring_act *act, struct err *err) MUST_USE;

/*
 * By the X25519 key of a connection: an install's (KEY_ACTIVE, KEY_REVOKED) or an invitation's
 * one-time key (KEY_INVITED, KEY_REVOKED; a used or expired one too, so that a lost receipt can be
 * asked for again: enrolling with it is refused).  The genesis operator has org 0 while there was
 * no root when it came: it stands at the root.  false: unknown.
 */
bool keyring_by_curve(
    const struct keyring *k, const uint8_t curve[WIRE_KEY_BYTES], struct key_info *ret);
bool keyring_by_sign(
    const struct keyring *k, const uint8_t sign[WIRE_KEY_BYTES], struct key_info *ret);

/*
 * The entries about an install, as they came: invitation, activation, confirmation, revocation;
 * returns how many.
 */
#define KEYRING_TOLD_MAX 4
uint32_t keyring_told(
    const struct keyring *k, const uint8_t sign[WIRE_KEY_BYTES], struct name ret[KEYRING_TOLD_MAX]);

struct keyring_item {
	struct key_info info; /* state KEY_INVITED, KEY_ACTIVE or KEY_REVOKED */
	const char *label;    /* what the office calls the machine; "" for an invitation */
	int64_t at_ms;        /* of the invitation or activation */
	uint8_t invitation[WIRE_INVITATION_BYTES];
	bool used; /* an invitation that an install came from */
};
/* Invitations and installs in order of entry: 0..count-1. */
uint32_t keyring_count(const struct keyring *k);
bool keyring_at(const struct keyring *k, uint32_t i, struct keyring_item *ret);
/* Organisations with at least one active key that is not pending. */
uint32_t keyring_offices(const struct keyring *k);
/* First activation of a key of ${org}: what fell due before it is not late.  false: none yet. */
bool keyring_go_live(const struct keyring *k, org_t org, day_t *ret);

#endif
