/*
 * zap - who may finish a CURVE handshake (ZMQ RFC 27), from a table in memory.
 * Guarantee: a key that is not in the table is never let in.  200 with User-Id = hex of the key for
 * a key in the table; else what zap_set_trust() says: 400 (libzmq's clients never come back), 300
 * (they come back by themselves), or no answer before the owner has looked for newer keys.  300,
 * too, for what is no CURVE request.  No SQL, no log here.
 * Threads: its own, made by zap_start(); the other functions from any thread.
 */
#ifndef GH_NET_ZAP_H
#define GH_NET_ZAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "wire/limits.h"

struct zap;

#define ZAP_DOMAIN "giothong"
#define ZAP_KEYS_MAX ((size_t)1 << 20)
#define ZAP_ADDRESSES_MAX 65536 /* that are counted at a time (base/quota.h) */
#define ZAP_WAITING_MAX 256     /* handshakes that wait for a look; those beyond get 300 */
#define ZAP_USER_BYTES (2 * WIRE_KEY_BYTES + 1) /* a User-Id with its NUL */

struct zap_key {
	uint8_t at[WIRE_KEY_BYTES]; /* X25519 public key */
};

struct zap_counts {
	uint64_t allowed, refused, deferred; /* answers 200, 400, 300 since the start */
};

/*
 * Binds inproc://zeromq.zap.01 in ${context} (a libzmq context that outlives it) before it returns.
 * An address that asks for more than ${per_minute} handshakes gets 300 for the others; 0: no bound.
 * The table is empty, the trust ZAP_UNSURE.  ERR_IO, ERR_MEMORY.
 */
bool zap_start(void *context, uint32_t per_minute, struct zap **ret, struct err *err) MUST_USE;
/* Replaces the table by a copy of ${keys}; on false the old one stays.  ERR_LIMIT, ERR_MEMORY. */
bool zap_set(struct zap *z, const struct zap_key *keys, size_t n, struct err *err) MUST_USE;
/* What is to be thought of a key that is not in the table. */
enum zap_trust {
	ZAP_UNSURE, /* the ledger's end is out of reach: 300 */
	ZAP_LOOKS,  /* another process may have entered it just now: wait for zap_looked() */
	ZAP_SURE    /* 400 */
};
void zap_set_trust(struct zap *z, enum zap_trust trust);
/* The table holds every key that was there when the last call, or an earlier moment, was. */
void zap_looked(struct zap *z);
struct zap_counts zap_count(struct zap *z);
/* After zmq_ctx_shutdown(), which is what ends its thread.  NULL is a no-op. */
void zap_stop(struct zap *z);

/* The User-Id of a key, and back; false: not one. */
void zap_user_id(const uint8_t key[WIRE_KEY_BYTES], char ret[ZAP_USER_BYTES]);
bool zap_user_key(const char *user_id, uint8_t ret[WIRE_KEY_BYTES]) MUST_USE;

#endif
