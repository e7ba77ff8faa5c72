#include "verify_entry.h"

#include <string.h>

#include <sodium.h>

#include "base/lang.h"

#define CODES_MAX 64 /* reached from one organisation */

/* ---- keys */

static const struct verify_entry *
key_find(const struct verify_entries *e, enum key_state state, const uint8_t *sign_key)
{
	for (uint32_t i = 0; i < e->n; i++) {
		const struct report *r = e->at[i].r;

		if (r->kind == KIND_KEY && r->u.key.state == state &&
		    memcmp(r->u.key.sign_key, sign_key, WIRE_KEY_BYTES) == 0)
			return &e->at[i];
	}
	return NULL;
}

/* The invitation that ${active} answers: its id, and the secret that was in it. */
static const struct verify_entry *
invitation_find(const struct verify_entries *e, const struct key_entry *active)
{
	uint8_t hash[WIRE_HASH_BYTES];

	(void)crypto_hash_sha256(hash, active->secret, sizeof(active->secret));
	for (uint32_t i = 0; i < e->n; i++) {
		const struct report *r = e->at[i].r;

		if (r->kind == KIND_KEY && r->u.key.state == KEY_INVITED &&
		    memcmp(r->u.key.invitation, active->invitation, WIRE_INVITATION_BYTES) == 0 &&
		    memcmp(r->u.key.secret_hash, hash, sizeof(hash)) == 0)
			return &e->at[i];
	}
	return NULL;
}

static bool
needs_second(enum role role)
{
	return role == ROLE_COMMITTEE || role == ROLE_NATIONAL || role == ROLE_OPERATOR;
}

static bool
not_shown(struct err *err, const char *why)
{
	return err_set(err, ERR_SIGNATURE, "%s", why);
}

static bool
invited_check(const struct verify_entries *e, const struct verify_entry *active, uint64_t batch,
    struct verify_holder *ret, struct err *err)
{
	const struct key_entry *k = &active->r->u.key;
	const struct verify_entry *invited = invitation_find(e, k);
	const struct verify_entry *second = key_find(e, KEY_CONFIRMED, k->sign_key);

	if (sodium_is_zero(k->invitation, sizeof(k->invitation)) == 1) {
		*ret = (struct verify_holder){.org = k->org, .role = ROLE_OPERATOR};
		return k->role == ROLE_OPERATOR ||
		    not_shown(err, TR("khóa không có phiếu mời", "the key has no invitation"));
	}
	if (invited == NULL || invited->batch >= active->batch)
		return not_shown(err,
		    TR("sổ không có phiếu mời của khóa đã ký",
			"the ledger shows no invitation of the key that signed"));
	*ret = (struct verify_holder){.org = invited->r->u.key.org, .role = invited->r->u.key.role};
	return !needs_second(ret->role) || (second != NULL && second->batch < batch) ||
	    not_shown(err,
		TR("khóa đã ký chưa được người thứ hai xác nhận lúc đó",
		    "the key that signed was not confirmed by a second person then"));
}

bool
verify_entry_key(const struct verify_entries *e, const uint8_t sign_key[WIRE_KEY_BYTES],
    uint64_t batch, struct verify_holder *ret, struct err *err)
{
	const struct verify_entry *active = key_find(e, KEY_ACTIVE, sign_key);
	const struct verify_entry *revoked = key_find(e, KEY_REVOKED, sign_key);

	if (active == NULL || memcmp(active->sign_key, sign_key, WIRE_KEY_BYTES) != 0)
		return not_shown(err,
		    TR("sổ không có mục KEY gắn khóa đã ký với một nơi",
			"the ledger shows no KEY entry that binds the key that signed to an office"));
	if (active->batch >= batch)
		return not_shown(err,
		    TR("khóa đã ký được gắn với nơi của nó sau báo cáo này",
			"the key that signed was bound to its office after this report"));
	if (revoked != NULL && revoked->batch < batch)
		return not_shown(err,
		    TR("khóa đã ký bị thu hồi trước báo cáo này",
			"the key that signed was revoked before this report"));
	return invited_check(e, active, batch, ret, err);
}

/* ---- organisations */

struct codes {
	const char *at[CODES_MAX];
	uint32_t n;
};

static void
code_add(struct codes *c, const char *code)
{
	if (code[0] == '\0' || c->n == CODES_MAX)
		return;
	for (uint32_t i = 0; i < c->n; i++)
		if (strcmp(c->at[i], code) == 0)
			return;
	c->at[c->n++] = code;
}

static bool
has_version_on(const struct verify_entries *e, const char *code, day_t day)
{
	for (uint32_t i = 0; i < e->n; i++) {
		const struct report *r = e->at[i].r;

		if (r->kind == KIND_REGISTRY && r->u.registry.kind == REGISTRY_ORG &&
		    strcmp(r->u.registry.u.org.code, code) == 0 &&
		    r->u.registry.u.org.valid_from <= day && day <= r->u.registry.u.org.valid_to)
			return true;
	}
	return false;
}

/* Where ${code} leads to: on ${day}, or, NULL, on any. */
static void
step(const struct verify_entries *e, const char *code, const day_t *day, struct codes *c)
{
	const bool stands = day != NULL && has_version_on(e, code, *day);

	for (uint32_t i = 0; i < e->n; i++) {
		const struct registry_entry *r = &e->at[i].r->u.registry;

		if (e->at[i].r->kind != KIND_REGISTRY)
			continue;
		if (r->kind == REGISTRY_ORG && strcmp(r->u.org.code, code) == 0 &&
		    (!stands || (r->u.org.valid_from <= *day && *day <= r->u.org.valid_to)))
			code_add(c, r->u.org.parent);
		else if (r->kind == REGISTRY_SUCCESSION &&
		    strcmp(r->u.succession.old_code, code) == 0 &&
		    (day == NULL || r->u.succession.effective <= *day))
			code_add(c, r->u.succession.new_code);
	}
}

static bool
leads(const struct verify_entries *e, const char *org, const day_t *day, const char *to)
{
	struct codes c = {.n = 0};

	code_add(&c, org);
	for (uint32_t i = 0; i < c.n; i++) {
		if (strcmp(c.at[i], to) == 0)
			return true;
		step(e, c.at[i], day, &c);
	}
	return false;
}

bool
verify_entry_place(
    const struct verify_entries *e, const char *org, day_t day, const char *above, struct err *err)
{
	return leads(e, org, &day, above) ||
	    err_set(err, ERR_SIGNATURE,
		TR("các mục REGISTRY không cho thấy %s thuộc %s",
		    "no REGISTRY entries show that %s stands under %s"),
		org, above);
}

bool
verify_entry_may(const struct verify_entries *e, const struct verify_holder *holder,
    const char *org, struct err *err)
{
	return leads(e, org, NULL, holder->org) ||
	    err_set(err, ERR_SIGNATURE,
		TR("các mục REGISTRY không cho thấy %s được báo cáo cho %s",
		    "no REGISTRY entries show that %s may report for %s"),
		holder->org, org);
}
