#include "wire/server_key.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

/* With its NUL: what is signed can be nothing else. */
static const char purpose[] = "giothong/server-key/v1";

struct layout {
	uint8_t at[sizeof(purpose) + 3 * 4 + 3 * WIRE_KEY_BYTES + 2 * WIRE_ADDRESS_BYTES_MAX];
	size_t len;
};

static void
put_bytes(struct layout *l, const void *bytes, size_t len)
{
	assert(len <= sizeof(l->at) - l->len);
	memcpy(l->at + l->len, bytes, len);
	l->len += len;
}

static void
put_u32(struct layout *l, uint32_t v)
{
	const uint8_t big[4] = {
	    (uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v};

	put_bytes(l, big, sizeof(big));
}

/* The codec's bound holds for every entry, and for one that is made here. */
static void
put_address(struct layout *l, const char *address)
{
	const size_t len = strnlen(address, WIRE_ADDRESS_BYTES_MAX);

	put_u32(l, (uint32_t)len);
	put_bytes(l, address, len);
}

static void
layout_of(const struct key_entry *k, uint32_t realm, struct layout *l)
{
	l->len = 0;
	put_bytes(l, purpose, sizeof(purpose));
	put_u32(l, realm);
	put_bytes(l, k->old_sign_key, WIRE_KEY_BYTES);
	put_bytes(l, k->sign_key, WIRE_KEY_BYTES);
	put_bytes(l, k->curve_key, WIRE_KEY_BYTES);
	put_address(l, k->intake);
	put_address(l, k->query);
}

void
server_key_sign(struct key_entry *k, uint32_t realm, const uint8_t secret[64])
{
	struct layout l;

	layout_of(k, realm, &l);
	(void)crypto_sign_detached(k->signature, NULL, l.at, l.len, secret);
}

bool
server_key_holds(const struct key_entry *k, uint32_t realm)
{
	struct layout l;

	if (k->state != KEY_SERVER || sodium_is_zero(k->old_sign_key, WIRE_KEY_BYTES) == 1)
		return false;
	layout_of(k, realm, &l);
	return crypto_sign_verify_detached(k->signature, l.at, l.len, k->sign_key) == 0;
}
