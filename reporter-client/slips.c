#include "slips.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "server_keys.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

bool
slips_make(
    const struct profile *p, const struct slip_terms *terms, struct slip *ret, struct err *err)
{
	struct invitation *inv = &ret->invitation;
	struct keys once;

	*ret = (struct slip){.label = ""};
	if (strlen(terms->org) >= sizeof(inv->org))
		return err_set(err, ERR_LIMIT, "%s", terms->org);
	keys_make(&once);
	memcpy(inv->once_public, once.curve_public, WIRE_KEY_BYTES);
	memcpy(inv->once_secret, once.curve_secret, WIRE_KEY_BYTES);
	keys_wipe(&once);
	memcpy(inv->org, terms->org, strlen(terms->org) + 1);
	(void)snprintf(
	    inv->intake, sizeof(inv->intake), "%s", server_keys_newest_door(p, false).address);
	(void)snprintf(
	    inv->query, sizeof(inv->query), "%s", server_keys_newest_door(p, true).address);
	memcpy(inv->server_curve, server_keys_newest_door(p, false).curve_key, WIRE_KEY_BYTES);
	memcpy(inv->server_sign, server_keys_newest(p), WIRE_KEY_BYTES);
	inv->role = terms->role;
	inv->not_after_ms = terms->now_ms + (int64_t)terms->days * DAY_MS;
	return os_random(inv->id, sizeof(inv->id), err) &&
	    os_random(inv->secret, sizeof(inv->secret), err);
}

void
slips_report(const struct slip *s, struct report *ret)
{
	const struct invitation *inv = &s->invitation;
	struct key_entry *k = &ret->u.key;

	*ret = (struct report){.kind = KIND_KEY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.key = {.state = KEY_INVITED,
		.org = inv->org,
		.role = inv->role,
		.not_after_ms = inv->not_after_ms,
		.label = s->label,
		.reason = ""}};
	memcpy(k->invitation, inv->id, WIRE_INVITATION_BYTES);
	memcpy(k->once_key, inv->once_public, WIRE_KEY_BYTES);
	(void)crypto_hash_sha256(k->secret_hash, inv->secret, sizeof(inv->secret));
}

void
slips_wipe(struct slip *s, size_t n)
{
	if (s != NULL)
		sodium_memzero(s, n * sizeof(*s));
}
