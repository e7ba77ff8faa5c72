/* I5: who may say what, by the KEY entries before. */
#include <string.h>

#include <sodium.h>

#include "books.h"
#include "base/buf.h"

#include <uthash.h>

#define SIGNED_AS "giothong/submission/v1" /* and its NUL */
#define BIT(k) (1U << (unsigned)(k))
#define OFFICES \
	(BIT(KIND_RESULT) | BIT(KIND_SCHEDULE) | BIT(KIND_REGISTRATION) | BIT(KIND_ACTIVITY) | \
	    BIT(KIND_TARGET) | BIT(KIND_TEXT) | BIT(KIND_KEY))
#define COMMITTEES (OFFICES | BIT(KIND_REVIEW) | BIT(KIND_LOCK))

static const unsigned may_say[ROLE_COUNT_] = {
    [ROLE_REPORTER] = OFFICES,
    [ROLE_COMMITTEE] = COMMITTEES | BIT(KIND_REGISTRY),
    [ROLE_WATCHER] = BIT(KIND_KEY),
    [ROLE_NATIONAL] = COMMITTEES | BIT(KIND_REGISTRY),
    [ROLE_OPERATOR] = ~0U,
};

struct install {
	uint8_t key[WIRE_KEY_BYTES];
	enum role role;
	bool pending, revoked;
	UT_hash_handle hh;
};
struct slip {
	uint8_t id[WIRE_INVITATION_BYTES];
	uint8_t secret_hash[WIRE_HASH_BYTES];
	enum role role;
	bool used;
	UT_hash_handle hh;
};
static struct install *installs;
static struct slip *slips;

static bool
is_signed(const struct books_row *row)
{
	struct buf said = {0};

	buf_put(&said, SIGNED_AS, sizeof(SIGNED_AS));
	buf_put(&said, row->body, row->body_len);
	const bool ok = buf_ok(&said) &&
	    crypto_sign_verify_detached(row->sig, said.at, said.len, row->key) == 0;
	buf_free(&said);
	return ok;
}

static struct install *
install_of(const uint8_t key[WIRE_KEY_BYTES])
{
	struct install *i;

	HASH_FIND(hh, installs, key, WIRE_KEY_BYTES, i);
	return i;
}

static struct slip *
slip_of(const uint8_t id[WIRE_INVITATION_BYTES])
{
	struct slip *s;

	HASH_FIND(hh, slips, id, WIRE_INVITATION_BYTES, s);
	return s;
}

static void
let_in(const struct key_entry *e, enum role role, bool pending)
{
	struct install *i = books_new(sizeof(*i));

	memcpy(i->key, e->sign_key, WIRE_KEY_BYTES);
	i->role = role;
	i->pending = pending;
	HASH_ADD(hh, installs, key, WIRE_KEY_BYTES, i);
}

static void
enrolled(const struct books_row *row, const struct key_entry *e)
{
	struct slip *s = slip_of(e->invitation);
	uint8_t hash[WIRE_HASH_BYTES];

	if (installs == NULL) { /* the ledger's first key */
		let_in(e, e->role, false);
		return;
	}
	(void)crypto_hash_sha256(hash, e->secret, sizeof(e->secret));
	if (memcmp(e->sign_key, row->key, WIRE_KEY_BYTES) != 0)
		books_found("I5", row, "enrols a key that did not sign");
	else if (install_of(e->sign_key) != NULL)
		books_found("I5", row, "enrols a key again");
	else if (s == NULL || s->used || memcmp(hash, s->secret_hash, sizeof(hash)) != 0)
		books_found("I5", row, "enrols without an invitation of its own");
	else {
		s->used = true;
		let_in(e, s->role, s->role != ROLE_REPORTER && s->role != ROLE_WATCHER);
	}
}

static void
invited(const struct key_entry *e)
{
	struct slip *s = books_new(sizeof(*s));

	memcpy(s->id, e->invitation, sizeof(s->id));
	memcpy(s->secret_hash, e->secret_hash, sizeof(s->secret_hash));
	s->role = e->role;
	HASH_ADD(hh, slips, id, WIRE_INVITATION_BYTES, s);
}

static void
key_entered(const struct books_row *row, const struct key_entry *e)
{
	struct install *i = install_of(e->sign_key);
	struct slip *s = slip_of(e->invitation);

	if (e->state == KEY_INVITED && s == NULL)
		invited(e);
	else if (e->state == KEY_ACTIVE)
		enrolled(row, e);
	else if (e->state == KEY_CONFIRMED && i != NULL)
		i->pending = false;
	else if (e->state == KEY_REVOKED && i != NULL)
		i->revoked = true;
	else if (e->state == KEY_REVOKED && s != NULL)
		s->used = true;
}

static bool
is_enrolment(const struct report *r)
{
	return r->kind == KIND_KEY && r->u.key.state == KEY_ACTIVE;
}

static void
may_be_said(const struct books_row *row, const struct report *r)
{
	const struct install *by = install_of(row->key);

	if (is_enrolment(r)) /* judged as such */
		return;
	if (by == NULL)
		books_found("I5", row, "signed by a key that nobody let in");
	else if (by->revoked)
		books_found("I5", row, "signed by a key that was revoked before");
	else if (by->pending)
		books_found("I5", row, "signed by a key that nobody confirmed");
	else if ((may_say[by->role] & BIT(r->kind)) == 0)
		books_found(
		    "I5", row, "role %u says kind %u", (unsigned)by->role, (unsigned)r->kind);
}

void
books_keys_take(const struct books_row *row)
{
	if (!is_signed(row))
		books_found("I5", row, "the signature is wrong");
	for (uint32_t i = 0; i < row->s->reports_n; i++) {
		const struct report *r = &row->s->reports[i];

		if (row->code[i] != ERR_OK && row->code[i] != ERR_AFTER_LOCK)
			continue;
		may_be_said(row, r);
		if (r->kind == KIND_KEY)
			key_entered(row, &r->u.key);
	}
}
