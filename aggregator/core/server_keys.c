#include "core/server_keys.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "base/lang.h"
#include "core/keyring.h"
#include "core/state.h"
#include "wire/server_key.h"

static bool
is_same(const uint8_t *a, const uint8_t *b)
{
	return memcmp(a, b, WIRE_KEY_BYTES) == 0;
}

void
server_keys_begin(struct core_server_keys *k, const uint8_t sign_key[WIRE_KEY_BYTES])
{
	*k = (struct core_server_keys){.n = 1};
	memcpy(k->at[0].sign_key, sign_key, WIRE_KEY_BYTES);
}

/* NULL: this process has it not. */
static const uint8_t *
secret_of(const struct core *c, const uint8_t *sign_key)
{
	for (uint32_t i = 0; i < c->config.signers_n; i++)
		if (is_same(c->config.signers[i].sign_public, sign_key))
			return c->config.signers[i].sign_secret;
	return NULL;
}

/* Nobody else's, now or before: who holds an office's key would else speak for the server. */
static bool
is_fresh(const struct core *c, const struct key_entry *e)
{
	struct key_info ignored;

	for (uint32_t i = 0; i < c->server_keys.n; i++) {
		const struct core_server_key *k = &c->server_keys.at[i];

		if (is_same(k->sign_key, e->sign_key) || is_same(k->curve_key, e->curve_key))
			return false;
	}
	return !keyring_by_sign(c->keyring, e->sign_key, &ignored) &&
	    !keyring_by_curve(c->keyring, e->curve_key, &ignored);
}

static bool
next_check(const struct core *c, const struct key_entry *e, int64_t now_ms, struct err *err)
{
	const struct core_server_keys *k = &c->server_keys;
	const struct core_server_key *newest = &k->at[k->n - 1];

	if (!is_same(e->old_sign_key, newest->sign_key))
		return err_set(err, ERR_KEY_ENTRY, "%s",
		    TR("không nối tiếp khóa đang dùng của máy chủ",
			"it does not follow the server's key in use"));
	if (k->n == CORE_SERVER_KEYS_MAX)
		return err_set(err, ERR_LIMIT, "%d", CORE_SERVER_KEYS_MAX);
	if (newest->old_until_ms > now_ms)
		return err_set(err, ERR_KEY_ENTRY, "%s",
		    TR("lần đổi khóa trước chưa xong: cổng cũ còn mở",
			"the rotation before is not over: its old doors are open"));
	if (secret_of(c, e->sign_key) == NULL)
		return err_set(err, ERR_KEY_ENTRY, "%s",
		    TR("máy chủ không giữ khóa này", "the server does not hold this key"));
	if (!server_key_holds(e, c->config.realm))
		return err_set(err, ERR_KEY_ENTRY, "%s",
		    TR("khóa mới không ký đúng", "the new key's signature is wrong"));
	return is_fresh(c, e) ||
	    err_set(err, ERR_KEY_ENTRY, "%s",
		TR("khóa này đã có người dùng", "this key is in use already"));
}

static bool
is_next(const struct key_entry *e)
{
	return sodium_is_zero(e->old_sign_key, WIRE_KEY_BYTES) != 1;
}

bool
server_keys_check(const struct core *c, const struct key_entry *e, const struct key_info *by,
    int64_t now_ms, struct err *err)
{
	const struct core_server_keys *k = &c->server_keys;

	if (by->role != ROLE_OPERATOR || by->state != KEY_ACTIVE || by->pending)
		return err_set(err, ERR_ROLE, "%s",
		    TR("việc của người vận hành", "this is the operator's work"));
	if (is_next(e))
		return next_check(c, e, now_ms, err);
	if (k->n == 1 || !is_same(e->sign_key, k->at[k->n - 1].sign_key))
		return err_set(err, ERR_KEY_ENTRY, "%s",
		    TR("không phải khóa đang dùng của máy chủ", "not the server's key in use"));
	return e->not_after_ms != k->at[k->n - 1].old_until_ms ||
	    err_set(err, ERR_ALREADY, "%s", "");
}

void
server_keys_put(
    struct core_server_keys *k, const struct key_entry *e, const struct name *name, uint64_t batch)
{
	struct core_server_key *x = &k->at[k->n - 1];

	if (is_next(e) && k->n < CORE_SERVER_KEYS_MAX) {
		x = &k->at[k->n++];
		*x = (struct core_server_key){.name = *name, .batch = batch};
		memcpy(x->sign_key, e->sign_key, WIRE_KEY_BYTES);
		memcpy(x->curve_key, e->curve_key, WIRE_KEY_BYTES);
	}
	x->old_until_ms = e->not_after_ms;
}

const uint8_t *
server_keys_secret(const struct core *c, uint64_t n)
{
	return secret_of(c, core_server_sign(c, n));
}
