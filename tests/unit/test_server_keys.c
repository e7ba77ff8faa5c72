/* The server's keys: how one follows another, in the ledger and as an office believes it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/os.h"
#include "client/server_keys.h"
#include "support/corefix.h"
#include "wire/server_key.h"

#define HANDOVERS 2

static char folder[] = "/tmp/gh-server-keys.XXXXXX";

/* ---- entries */

/* The next keys, which this server holds, and their entry. */
static struct report
next_entry(struct corefix *f, struct keys *ret, int64_t until_ms)
{
	struct report r = {.kind = KIND_KEY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.key = {.state = KEY_SERVER,
		.org = "",
		.label = "",
		.reason = "",
		.intake = "tcp://127.0.0.1:2",
		.query = "tcp://127.0.0.1:3",
		.not_after_ms = until_ms}};
	struct core_signer *s = &f->config.signers[f->config.signers_n++];

	keys_make(ret);
	memcpy(s->sign_public, ret->sign_public, WIRE_KEY_BYTES);
	memcpy(s->sign_secret, ret->sign_secret, sizeof(s->sign_secret));
	core_signers_set(f->core, &f->config);
	memcpy(r.u.key.sign_key, ret->sign_public, WIRE_KEY_BYTES);
	memcpy(r.u.key.curve_key, ret->curve_public, WIRE_KEY_BYTES);
	memcpy(
	    r.u.key.old_sign_key, core_server_sign(f->core, core_n(f->core) + 1), WIRE_KEY_BYTES);
	server_key_sign(&r.u.key, f->config.realm, ret->sign_secret);
	return r;
}

/* One whole change: the entry's batch is the newest after it. */
static void
change(struct corefix *f, struct keys *ret)
{
	const struct report r = next_entry(f, ret, f->now_ms);

	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, &r, 1), ERR_OK);
}

static bool
is_signed_by(const struct corefix *f, uint64_t n, const uint8_t *key)
{
	const struct stored_batch b = corefix_stored(f, (uint32_t)n - 1);
	struct signed_head head = {.realm = b.row.realm,
	    .epoch = b.row.epoch,
	    .batch = n,
	    .at_ms = b.row.at_ms,
	    .head = b.head};

	memcpy(head.signature, b.signature, WIRE_SIGNATURE_BYTES);
	return receipt_verify_head(&head, key);
}

static void
a_key_that_follows_signs_from_the_batch_after_its_entry(void **state)
{
	struct corefix *f = *state;
	const uint8_t *first = f->config.server_sign_public;
	const struct report drive =
	    corefix_schedule("909/2022-05-08/1", "2022-05-08", "2022-05-08");
	struct keys next;
	uint64_t at;

	change(f, &next);
	at = core_n(f->core);
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &drive, 1), ERR_OK);
	assert_true(is_signed_by(f, at, first));
	assert_true(is_signed_by(f, at + 1, next.sign_public));
	assert_false(is_signed_by(f, at + 1, first));
	assert_memory_equal(core_server_sign(f->core, at), first, WIRE_KEY_BYTES);
	assert_memory_equal(core_server_sign(f->core, at + 1), next.sign_public, WIRE_KEY_BYTES);
	/* Whoever reads the ledger comes to the same keys. */
	struct core *again = corefix_replay(f, f->ledger_n);
	assert_int_equal(core_server_keys(again)->n, 2);
	assert_memory_equal(core_server_sign(again, at + 1), next.sign_public, WIRE_KEY_BYTES);
	core_free(again);
}

static void
a_head_that_the_former_key_signs_after_its_last_batch_does_not_replay(void **state)
{
	struct corefix *f = *state;
	const struct report drive =
	    corefix_schedule("909/2022-05-08/1", "2022-05-08", "2022-05-08");
	struct core *c = NULL;
	struct err err;
	struct keys next;

	change(f, &next);
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &drive, 1), ERR_OK);
	struct stored_batch b = corefix_stored(f, f->ledger_n - 1);
	struct signed_head head = {.realm = b.row.realm,
	    .epoch = b.row.epoch,
	    .batch = b.row.n,
	    .at_ms = b.row.at_ms,
	    .head = b.head};
	receipt_sign_head(&head, f->config.signers[0].sign_secret);
	memcpy(b.signature, head.signature, WIRE_SIGNATURE_BYTES);
	c = corefix_replay(f, f->ledger_n - 1);
	assert_false(core_replay(c, &b, REPLAY_ALL, &err));
	assert_int_equal(err.code, ERR_SIGNATURE);
	core_free(c);
}

static void
a_key_that_does_not_follow_is_refused(void **state)
{
	struct corefix *f = *state;
	struct keys next;
	struct report good = next_entry(f, &next, f->now_ms + 3600000);
	struct report r = good;

	assert_int_equal(corefix_send(f, ACTOR_NATION, &good, 1), ERR_ROLE);
	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, &good, 1), ERR_ROLE);
	r.u.key.signature[5] ^= 1;
	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, &r, 1), ERR_KEY_ENTRY);
	r = good;
	r.u.key.old_sign_key[5] ^= 1;
	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, &r, 1), ERR_KEY_ENTRY);
	r = good; /* an office's connection key */
	memcpy(r.u.key.curve_key, f->key[ACTOR_AN_MINH].curve_public, WIRE_KEY_BYTES);
	server_key_sign(&r.u.key, f->config.realm, next.sign_secret);
	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, &r, 1), ERR_KEY_ENTRY);
	r = good; /* a key that this server does not hold */
	keys_make(&next);
	memcpy(r.u.key.sign_key, next.sign_public, WIRE_KEY_BYTES);
	server_key_sign(&r.u.key, f->config.realm, next.sign_secret);
	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, &r, 1), ERR_KEY_ENTRY);
	assert_int_equal(core_server_keys(f->core)->n, 1);
	/* One at a time: until the doors of the key before are closed. */
	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, &good, 1), ERR_OK);
	r = next_entry(f, &next, f->now_ms + 5000);
	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, &r, 1), ERR_KEY_ENTRY);
	/* To close them is an entry of its own, for the key in use alone. */
	r = good;
	memset(r.u.key.old_sign_key, 0, WIRE_KEY_BYTES);
	memset(r.u.key.signature, 0, WIRE_SIGNATURE_BYTES);
	r.u.key.not_after_ms = f->now_ms;
	memcpy(r.u.key.sign_key, f->config.server_sign_public, WIRE_KEY_BYTES);
	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, &r, 1), ERR_KEY_ENTRY);
	memcpy(r.u.key.sign_key, good.u.key.sign_key, WIRE_KEY_BYTES);
	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, &r, 1), ERR_OK);
	assert_int_equal(core_server_keys(f->core)->at[1].old_until_ms, r.u.key.not_after_ms);
}

static void
a_server_without_the_new_secret_signs_nothing(void **state)
{
	struct corefix *f = *state;
	const struct batch *b = NULL;
	struct err err;
	struct keys next;

	change(f, &next);
	assert_true(core_may_sign(f->core));
	f->config.signers_n = 1;
	core_signers_set(f->core, &f->config);
	assert_false(core_may_sign(f->core));
	assert_false(core_decide_opening(f->core, f->now_ms, &b, &err));
	assert_int_equal(err.code, ERR_CONFIG);
}

/* ---- as an office believes it */

struct told {
	struct hello_ok ok;
	struct evidence at[HANDOVERS];
	struct buf receipt[HANDOVERS];
};

/* The newest batch, one submission in it, as evidence. */
static void
tell(struct corefix *f, struct told *t)
{
	const uint32_t k = t->ok.handovers_n++;

	t->at[k] = corefix_evidence(f, f->ledger_n - 1, &t->receipt[k]);
	t->ok.handovers = t->at;
	t->ok.realm = f->config.realm;
	t->ok.org = t->ok.org_name = t->ok.note = "";
	memcpy(t->ok.server_sign_key, f->config.signers[f->config.signers_n - 1].sign_public,
	    WIRE_KEY_BYTES);
}

static void
told_free(struct told *t)
{
	for (uint32_t i = 0; i < HANDOVERS; i++)
		buf_free(&t->receipt[i]);
}

static struct profile
office(const struct corefix *f, const uint8_t *server_sign)
{
	struct profile p = {.realm = f->config.realm, .intake = "tcp://127.0.0.1:1"};

	(void)snprintf(p.folder, sizeof(p.folder), "%s", folder);
	memcpy(p.server_sign, server_sign, WIRE_KEY_BYTES);
	memset(p.server_curve, 7, WIRE_KEY_BYTES);
	return p;
}

static void
an_office_follows_the_key_that_its_own_announced(void **state)
{
	struct corefix *f = *state;
	struct profile p = office(f, f->config.server_sign_public);
	struct profile again = p;
	struct told t = {.ok = {.version = 1}};
	struct keys next;
	struct err err;
	uint64_t at;

	change(f, &next);
	at = core_n(f->core);
	tell(f, &t);
	t.ok.old_doors_until_ms = INT64_MAX / 2;
	assert_true(server_keys_take(&p, &t.ok, &err));
	assert_int_equal(server_keys_count(&p), 2);
	assert_memory_equal(server_keys_sign(&p, at), f->config.server_sign_public, WIRE_KEY_BYTES);
	assert_memory_equal(server_keys_sign(&p, at + 1), next.sign_public, WIRE_KEY_BYTES);
	assert_string_equal(server_keys_newest_door(&p, false).address, "tcp://127.0.0.1:2");
	/* No port of these answers: the old door serves while it stands. */
	assert_true(server_keys_door(&p, false).is_old);
	assert_string_equal(server_keys_door(&p, false).address, "tcp://127.0.0.1:1");
	server_keys_load(&again);
	assert_memory_equal(&again.server, &p.server, sizeof(p.server));
	t.ok.old_doors_until_ms = 0;
	assert_true(server_keys_take(&p, &t.ok, &err));
	assert_false(server_keys_door(&p, false).is_old);
	told_free(&t);
}

static void
an_office_of_the_new_key_believes_what_the_old_one_signed(void **state)
{
	struct corefix *f = *state;
	struct told t = {.ok = {.version = 1}};
	struct keys next, last;
	struct err err;
	uint64_t at;

	change(f, &next);
	at = core_n(f->core);
	tell(f, &t);
	struct profile p = office(f, next.sign_public);
	assert_true(server_keys_take(&p, &t.ok, &err));
	assert_memory_equal(server_keys_sign(&p, at), f->config.server_sign_public, WIRE_KEY_BYTES);
	change(f, &last);
	tell(f, &t);
	assert_true(server_keys_take(&p, &t.ok, &err));
	assert_int_equal(server_keys_count(&p), 3);
	assert_memory_equal(server_keys_newest(&p), last.sign_public, WIRE_KEY_BYTES);
	told_free(&t);
}

static void
refuses(struct profile *p, const struct hello_ok *ok)
{
	const struct profile before = *p;
	struct err err = {0};

	assert_false(server_keys_take(p, ok, &err));
	assert_int_equal(err.code, ERR_SIGNATURE);
	assert_memory_equal(&before.server, &p->server, sizeof(before.server));
}

static void
a_key_that_the_known_one_did_not_announce_is_refused(void **state)
{
	struct corefix *f = *state;
	struct profile p = office(f, f->config.server_sign_public);
	struct told t = {.ok = {.version = 1}};
	struct told second = {.ok = {.version = 1}};
	struct hello_ok ok;
	struct evidence e;
	struct keys next, last;
	struct err err;

	change(f, &next);
	tell(f, &t);
	ok = t.ok; /* the bare claim */
	ok.handovers_n = 0;
	refuses(&p, &ok);
	ok = t.ok; /* leads elsewhere */
	ok.server_sign_key[3] ^= 1;
	refuses(&p, &ok);
	e = t.at[0]; /* the entry's signature */
	e.signature[3] ^= 1;
	ok = t.ok;
	ok.handovers = &e;
	refuses(&p, &ok);
	e = t.at[0]; /* the old key's signature, and the path */
	for (size_t at = 0; at < e.receipt.len; at += 7) {
		uint8_t *bytes = malloc(e.receipt.len);
		struct profile q = p;

		assert_non_null(bytes);
		memcpy(bytes, t.at[0].receipt.at, e.receipt.len);
		bytes[at] ^= 0x20;
		e.receipt.at = bytes;
		/* Some bytes carry no proof (a verdict's detail); none leads to other keys. */
		if (server_keys_take(&q, &ok, &err))
			assert_memory_equal(
			    server_keys_newest(&q), next.sign_public, WIRE_KEY_BYTES);
		free(bytes);
	}
	/* Another server's change is none of ours. */
	struct profile other = office(f, f->key[ACTOR_NATION].sign_public);
	refuses(&other, &t.ok);
	/* A part of the way: the first of two is left out. */
	change(f, &last);
	tell(f, &second);
	refuses(&p, &second.ok);
	told_free(&t);
	told_free(&second);
}

static void
what_was_known_is_not_led_another_way_by_an_old_key(void **state)
{
	struct corefix *f = *state;
	struct profile p = office(f, f->config.server_sign_public);
	struct corefix *thief = NULL;
	struct told t = {.ok = {.version = 1}};
	struct told forged = {.ok = {.version = 1}};
	struct keys next, theirs;
	struct err err;

	change(f, &next);
	tell(f, &t);
	assert_true(server_keys_take(&p, &t.ok, &err));
	/* The first key's secret was taken, and makes a ledger of its own. */
	assert_int_equal(corefix_setup((void **)&thief), 0);
	memcpy(thief->config.server_sign_public, f->config.server_sign_public, WIRE_KEY_BYTES);
	thief->config.signers[0] = f->config.signers[0];
	corefix_forget(thief);
	assert_true(core_new(&thief->config, &thief->core, &err));
	struct report genesis = {.kind = KIND_KEY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.key = {.state = KEY_ACTIVE,
		.org = "VN",
		.role = ROLE_OPERATOR,
		.label = "",
		.reason = "",
		.intake = "",
		.query = ""}};
	memcpy(genesis.u.key.curve_key, thief->key[ACTOR_OPERATOR].curve_public, WIRE_KEY_BYTES);
	memcpy(genesis.u.key.sign_key, thief->key[ACTOR_OPERATOR].sign_public, WIRE_KEY_BYTES);
	assert_int_equal(corefix_send(thief, ACTOR_OPERATOR, &genesis, 1), ERR_OK);
	change(thief, &theirs);
	tell(thief, &forged);
	refuses(&p, &forged.ok);
	told_free(&t);
	told_free(&forged);
	(void)corefix_teardown((void **)&thief);
}

static int
setup(void **state)
{
	(void)memcpy(folder + sizeof(folder) - 7, "XXXXXX", 6);
	return mkdtemp(folder) != NULL ? corefix_setup(state) : -1;
}

static int
teardown(void **state)
{
	os_tree_remove(folder);
	return corefix_teardown(state);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_key_that_follows_signs_from_the_batch_after_its_entry),
	    TEST(a_head_that_the_former_key_signs_after_its_last_batch_does_not_replay),
	    TEST(a_key_that_does_not_follow_is_refused),
	    TEST(a_server_without_the_new_secret_signs_nothing),
	    TEST(an_office_follows_the_key_that_its_own_announced),
	    TEST(an_office_of_the_new_key_believes_what_the_old_one_signed),
	    TEST(a_key_that_the_known_one_did_not_announce_is_refused),
	    TEST(what_was_known_is_not_led_another_way_by_an_old_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
