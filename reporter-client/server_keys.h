/*
 * server_keys - the aggregator's keys as this profile knows them: those of its invitation, and what
 * followed or went before.  A key is believed when the one that is believed already vouches for it
 * (wire/server_key.h): told by HelloOk, or by a notice file; kept beside the profile
 * (PROFILE_HANDOVERS), and checked again whenever it is read.
 *
 *   the profile knows          it dials                        becomes
 *   one key                    that key's door                 two keys, by a HelloOk or a notice
 *   that holds
 *   two keys, old doors open   the new door; while that is     the same, later: one key more, or
 *   the old doors closed
 *                              out of reach the old one
 *   two keys, old doors closed the new door
 */
#ifndef GH_CLIENT_SERVER_KEYS_H
#define GH_CLIENT_SERVER_KEYS_H

#include "profile.h"
#include "wire/query.h"

#define SERVER_KEYS_REACH_MS 1500 /* for the new door's port to answer, while there is an old one */

/*
 * Take in what a HelloOk or a notice says, and keep it when it is news.  ERR_SIGNATURE: it does not
 * lead from the keys that are known to ${ok->server_sign_key}; ${p} and the file are as before.
 */
bool server_keys_take(struct profile *p, const struct hello_ok *ok, struct err *err) MUST_USE;
/*
 * The same from a notice file (giothong-aggregator rotate notice).  ERR_NOTHING: it says nothing
 * new.
 */
bool server_keys_renew(struct profile *p, const char *path, struct err *err) MUST_USE;
/* What was kept; a damaged or missing file is nothing: the next HelloOk brings it again. */
void server_keys_load(struct profile *p);

/* The key that signs the head of batch ${n}.  Lent. */
const uint8_t *server_keys_sign(const struct profile *p, uint64_t n);
/* How many are known, and the newest. */
uint32_t server_keys_count(const struct profile *p);
const uint8_t *server_keys_newest(const struct profile *p);

/*
 * The door to dial now; lent by ${p}.  While an old door stands beside it, the new one's port is
 * tried.
 */
struct server_door {
	const char *address;
	const uint8_t *curve_key;
	bool is_old;
};
struct server_door server_keys_door(const struct profile *p, bool query);
/* The newest key's door, whether it can be reached or not. */
struct server_door server_keys_newest_door(const struct profile *p, bool query);

#endif
