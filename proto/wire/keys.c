#include "wire/keys.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "base/lang.h"
#include "base/os.h"

#define FILE_BYTES_MAX 1024
#define FILE_FIRST_LINE "giothong-keys 1"
#define HEX_CHARS ((size_t)2 * WIRE_KEY_BYTES)
#define GROUPS 6
#define GROUP_BYTES 5
#define GROUP_MODULUS 100000

static_assert(GROUPS * GROUP_BYTES <= WIRE_HASH_BYTES, "a hash feeds every group");
static_assert(GROUPS * 6 <= KEYS_FINGERPRINT_MAX, "the groups fit");

bool
keys_init(struct err *err)
{
	if (sodium_init() < 0)
		return err_set(err, ERR_IO, "%s",
		    TR("hệ thống không cho số ngẫu nhiên", "the system gives no randomness"));
	return true;
}

void
keys_make(struct keys *ret)
{
	(void)crypto_box_keypair(ret->curve_public, ret->curve_secret);
	(void)crypto_sign_keypair(ret->sign_public, ret->sign_secret);
}

void
keys_wipe(struct keys *k)
{
	if (k != NULL)
		sodium_memzero(k, sizeof(*k));
}

/* "name hex\n" off the front of *${text}. */
static bool
line_take(const char **text, const char *name, uint8_t ret[WIRE_KEY_BYTES])
{
	const size_t name_len = strlen(name);
	const char *at = *text;
	size_t len = 0;

	if (strncmp(at, name, name_len) != 0 || at[name_len] != ' ')
		return false;
	at += name_len + 1;
	if (strlen(at) <= HEX_CHARS || at[HEX_CHARS] != '\n' ||
	    sodium_hex2bin(ret, WIRE_KEY_BYTES, at, HEX_CHARS, NULL, &len, NULL) != 0 ||
	    len != WIRE_KEY_BYTES)
		return false;
	*text = at + HEX_CHARS + 1;
	return true;
}

/* The public keys stand in the file so that a damaged secret does not pass for another key. */
static bool
file_parse(const char *text, struct keys *ret)
{
	const size_t first = strlen(FILE_FIRST_LINE "\n");
	uint8_t curve_public[WIRE_KEY_BYTES];
	uint8_t sign_public[WIRE_KEY_BYTES];
	uint8_t seed[crypto_sign_SEEDBYTES];
	bool ok;

	if (strncmp(text, FILE_FIRST_LINE "\n", first) != 0)
		return false;
	text += first;
	if (!line_take(&text, "curve-public", curve_public) ||
	    !line_take(&text, "curve-secret", ret->curve_secret) ||
	    !line_take(&text, "sign-public", sign_public) || !line_take(&text, "sign-seed", seed) ||
	    *text != '\0')
		return false;
	(void)crypto_scalarmult_base(ret->curve_public, ret->curve_secret);
	(void)crypto_sign_seed_keypair(ret->sign_public, ret->sign_secret, seed);
	ok = memcmp(curve_public, ret->curve_public, WIRE_KEY_BYTES) == 0 &&
	    memcmp(sign_public, ret->sign_public, WIRE_KEY_BYTES) == 0;
	sodium_memzero(seed, sizeof(seed));
	return ok;
}

bool
keys_load(const char *path, struct keys *ret, struct err *err)
{
	struct buf file = {.max = FILE_BYTES_MAX};
	struct keys keys = {0};
	bool ok = false;

	if (!os_file_read_private(path, FILE_BYTES_MAX - 1, &file, err))
		goto out;
	if (!file_parse(buf_text(&file), &keys)) {
		err_set(err, ERR_INVALID, TR("tệp khóa %s bị hỏng", "the key file %s is damaged"),
		    path);
		goto out;
	}
	*ret = keys;
	ok = true;
out:
	if (file.at != NULL)
		sodium_memzero(file.at, file.cap);
	buf_free(&file);
	keys_wipe(&keys);
	return ok;
}

bool
keys_save(const char *path, const struct keys *k, struct err *err)
{
	char curve_public[HEX_CHARS + 1];
	char curve_secret[HEX_CHARS + 1];
	char sign_public[HEX_CHARS + 1];
	char sign_seed[HEX_CHARS + 1];
	char text[FILE_BYTES_MAX];
	int len;
	bool ok;

	if (os_file_exists(path))
		return err_set(err, ERR_DUPLICATE,
		    TR("đã có tệp khóa %s", "there is a key file %s already"), path);
	/* libsodium's Ed25519 secret is the seed, then the public key. */
	len = snprintf(text, sizeof(text),
	    FILE_FIRST_LINE "\ncurve-public %s\ncurve-secret %s\nsign-public %s\nsign-seed %s\n",
	    sodium_bin2hex(curve_public, sizeof(curve_public), k->curve_public, WIRE_KEY_BYTES),
	    sodium_bin2hex(curve_secret, sizeof(curve_secret), k->curve_secret, WIRE_KEY_BYTES),
	    sodium_bin2hex(sign_public, sizeof(sign_public), k->sign_public, WIRE_KEY_BYTES),
	    sodium_bin2hex(sign_seed, sizeof(sign_seed), k->sign_secret, WIRE_KEY_BYTES));
	ok = os_file_write_private(path, text, (size_t)len, err);
	sodium_memzero(curve_secret, sizeof(curve_secret));
	sodium_memzero(sign_seed, sizeof(sign_seed));
	sodium_memzero(text, sizeof(text));
	return ok;
}

void
keys_fingerprint(const uint8_t sign_public[WIRE_KEY_BYTES],
    const uint8_t curve_public[WIRE_KEY_BYTES], char ret[KEYS_FINGERPRINT_MAX])
{
	uint8_t both[2 * WIRE_KEY_BYTES];
	uint8_t hash[WIRE_HASH_BYTES];
	size_t at = 0;

	memcpy(both, sign_public, WIRE_KEY_BYTES);
	memcpy(both + WIRE_KEY_BYTES, curve_public, WIRE_KEY_BYTES);
	(void)crypto_hash_sha256(hash, both, sizeof(both));
	for (size_t group = 0; group < GROUPS; group++) {
		uint64_t v = 0;

		for (size_t i = 0; i < GROUP_BYTES; i++)
			v = v << 8 | hash[group * GROUP_BYTES + i];
		at += (size_t)snprintf(ret + at, KEYS_FINGERPRINT_MAX - at, "%s%05u",
		    group == 0 ? "" : " ", (unsigned)(v % GROUP_MODULUS));
	}
}
