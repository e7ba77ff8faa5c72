/* keyring_impl - the inside of struct keyring, for the keyring*.c files only. */
#ifndef GH_CORE_KEYRING_IMPL_H
#define GH_CORE_KEYRING_IMPL_H

#include <uthash.h>

#include "core/keyring.h"

/* An invitation, or the install that came from one; both are kept for ever. */
struct keyring_entry {
	struct key_info info;
	char *label; /* owned */
	int64_t at_ms;
	uint8_t invitation[WIRE_INVITATION_BYTES];
	uint8_t secret_hash[WIRE_HASH_BYTES];
	uint8_t by[WIRE_KEY_BYTES]; /* sign key of who invited; zero of what is no invitation */
	bool is_invitation;
	bool used;
	uint32_t invited;                     /* how many it has let in, or would have */
	struct name made, confirmed, revoked; /* its entries; seq 0: none */
	UT_hash_handle by_curve;
	UT_hash_handle by_sign;
	UT_hash_handle by_invitation;
};

struct keyring_live {
	org_t org;
	day_t day;
	uint32_t active; /* keys that act: neither pending nor revoked */
	UT_hash_handle hh;
};

struct keyring {
	struct keyring_entry **at; /* owned, in order of entry */
	uint32_t n, cap;
	struct keyring_entry *curve; /* install's keys, and one-time keys */
	struct keyring_entry *sign;  /* installs */
	struct keyring_entry *invitations;
	struct keyring_live *live; /* first activation by organisation */
};

/* NULL: there is none. */
struct keyring_entry *keyring_find_curve(const struct keyring *k, const uint8_t *curve);
struct keyring_entry *keyring_find_sign(const struct keyring *k, const uint8_t *sign);
struct keyring_entry *keyring_find_invitation(const struct keyring *k, const uint8_t *id);
/* The install or invitation that a REVOKED entry means; NULL: there is none. */
struct keyring_entry *keyring_revoked_of(const struct keyring *k, const struct key_entry *e);
/*
 * The organisation of an entry: valid now, or the last one that held the code: an office whose
 * territory has ended still sends what it owes (product.md 11).  ERR_ORG_UNKNOWN.
 */
bool keyring_org_of(
    const struct orgs *o, const char *code, int64_t now_ms, org_t *ret, struct err *err) MUST_USE;
/* The first key of all: the operator's own word, when there is no other. */
bool keyring_is_genesis(
    const struct keyring *k, const struct key_entry *e, const struct keyring_act *act);

#endif
