/*
 * server_keys - the keys that the server itself has had: which one signs the head of which batch,
 * and what its doors answer to.  Filled from KEY entries of state SERVER only, so that it is a
 * function of the ledger, and a restart, a second server and an auditor agree.
 *
 *   state      heads are signed by   doors that are open      goes on with
 *   one key    it                    its pair                 an entry that brings the next keys
 *   two keys   the newest, from the  both pairs               the time that the entry named, or an
 *   entry that
 *              batch after it                                 names an earlier one: then one key
 *              again
 *
 * Pure; one thread.
 */
#ifndef GH_CORE_SERVER_KEYS_H
#define GH_CORE_SERVER_KEYS_H

#include "core/core.h"

/* The first key: it has no entry. */
void server_keys_begin(struct core_server_keys *k, const uint8_t sign_key[WIRE_KEY_BYTES]);
/*
 * May ${e} be?  Changes nothing.  By an active operator's key alone: ERR_ROLE.  ERR_KEY_ENTRY: it
 * does not follow the newest key, its keys were used before or not of this server, its signature
 * does not hold, the doors of the key before are still open, or CORE_SERVER_KEYS_MAX are reached.
 */
bool server_keys_check(const struct core *c, const struct key_entry *e, const struct key_info *by,
    int64_t now_ms, struct err *err) MUST_USE;
/* Apply what was let through. */
void server_keys_put(
    struct core_server_keys *k, const struct key_entry *e, const struct name *name, uint64_t batch);

#endif
