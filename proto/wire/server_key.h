/*
 * server_key - a KEY entry of state SERVER that brings the server's next keys: how one key follows
 * another. The old key vouches for the new one: the entry is in the ledger under a head that the
 * old key signed, the last that it signs.  The new key vouches for the old one: it signs the entry
 * itself, so that who trusts the new key alone may believe what the old one signed up to that
 * batch.
 *   signature over "giothong/server-key/v1\0" || realm u32 || old_sign_key || sign_key || curve_key
 *   || u32 length and bytes of intake || the same of query                         (all big-endian)
 */
#ifndef GH_WIRE_SERVER_KEY_H
#define GH_WIRE_SERVER_KEY_H

#include "wire/report.h"

/* Fill ${k->signature} with the new key's secret. */
void server_key_sign(struct key_entry *k, uint32_t realm, const uint8_t secret[64]);
/* It brings new keys, and ${k->sign_key} signed that. */
bool server_key_holds(const struct key_entry *k, uint32_t realm);

#endif
