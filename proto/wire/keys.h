/*
 * keys - an install's own keys, and the invitation that lets a machine enrol.
 * Secrets are wiped by keys_wipe(); files are 0600 and only ever written whole.
 */
#ifndef GH_WIRE_KEYS_H
#define GH_WIRE_KEYS_H

#include "base/err.h"
#include "wire/limits.h"
#include "wire/report.h"

struct keys {
	uint8_t curve_public[WIRE_KEY_BYTES]; /* X25519, for the connection */
	uint8_t curve_secret[WIRE_KEY_BYTES];
	uint8_t sign_public[WIRE_KEY_BYTES]; /* Ed25519, for reports */
	uint8_t sign_secret[64];
};

/* Call once at start before any other use of libsodium; false: no randomness. */
bool keys_init(struct err *err) MUST_USE;
void keys_make(struct keys *ret);
void keys_wipe(struct keys *k);
/* ERR_CONFIG: the file is open to others; ERR_INVALID: damaged; ERR_NOT_FOUND. */
bool keys_load(const char *path, struct keys *ret, struct err *err) MUST_USE;
/* Refuses to overwrite (ERR_DUPLICATE). */
bool keys_save(const char *path, const struct keys *k, struct err *err) MUST_USE;

#define KEYS_FINGERPRINT_MAX 48
/* Six groups of five digits from SHA-256 of both public keys: "12345 67890 …". */
void keys_fingerprint(const uint8_t sign_public[WIRE_KEY_BYTES],
    const uint8_t curve_public[WIRE_KEY_BYTES], char ret[KEYS_FINGERPRINT_MAX]);

struct invitation {
	char intake[200]; /* tcp://host:port */
	char query[200];
	uint8_t server_curve[WIRE_KEY_BYTES];
	uint8_t server_sign[WIRE_KEY_BYTES];
	uint8_t id[WIRE_INVITATION_BYTES];
	uint8_t secret[WIRE_HASH_BYTES];
	uint8_t once_public[WIRE_KEY_BYTES];
	uint8_t once_secret[WIRE_KEY_BYTES];
	char org[WIRE_CODE_BYTES_MAX + 1];
	enum role role;
	int64_t not_after_ms;
};

#define INVITATION_TEXT_MAX 1024
/*
 * "gh1-" and base64url with a checksum: one word that survives mail and chat. ERR_INVITATION says
 * why not; blanks and line breaks inside are passed over.
 */
bool invitation_to_text(
    const struct invitation *inv, char ret[INVITATION_TEXT_MAX], struct err *err) MUST_USE;
bool invitation_from_text(const char *text, struct invitation *ret, struct err *err) MUST_USE;

#endif
