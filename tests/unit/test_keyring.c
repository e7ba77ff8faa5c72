#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/lang.h"
#include "core/keyring.h"

#include "orgtree.h"

#define NOW INT64_C(1700000000000) /* 2023-11-15 in Viet Nam */
#define DAY_MS INT64_C(86400000)

/* Keys are one byte, repeated: of an install its number, of its connection that + 100. */
struct ring {
	struct orgs *o;
	struct keyring *k;
	struct err err;
	uint8_t sign[WIRE_KEY_BYTES], once[WIRE_KEY_BYTES];
	org_t vn, kien_giang, an_minh;
};

#define OPERATOR 1
#define CURVE(install) ((uint8_t)((install) + 100))
#define ONCE(invitation) ((uint8_t)((invitation) + 200))

static struct keyring_act
by(struct ring *r, uint8_t install, uint8_t once)
{
	memset(r->sign, install, sizeof(r->sign));
	memset(r->once, once, sizeof(r->once));
	return (struct keyring_act){
	    .sign_key = r->sign, .once_key = once != 0 ? r->once : NULL, .now_ms = NOW};
}

/* The verdict, and when it is ERR_OK the effect. */
static enum err_code
say(struct ring *r, const struct key_entry *e, const struct keyring_act *act)
{
	r->err = (struct err){.code = ERR_OK};
	if (!keyring_check(r->k, r->o, e, act, &r->err))
		return r->err.code;
	if (!keyring_put(r->k, r->o, e, act, &r->err))
		fail_msg("%s", r->err.text);
	return ERR_OK;
}

static struct key_entry
invited(uint8_t invitation, const char *org, enum role role)
{
	struct key_entry e = {.state = KEY_INVITED,
	    .org = org,
	    .role = role,
	    .not_after_ms = NOW + 14 * DAY_MS,
	    .label = "",
	    .reason = ""};

	memset(e.invitation, invitation, sizeof(e.invitation));
	memset(e.once_key, ONCE(invitation), sizeof(e.once_key));
	memset(e.secret, invitation, sizeof(e.secret));
	(void)crypto_hash_sha256(e.secret_hash, e.secret, sizeof(e.secret));
	memset(e.secret, 0, sizeof(e.secret));
	return e;
}

static struct key_entry
active(uint8_t install, uint8_t invitation)
{
	struct key_entry e = {
	    .state = KEY_ACTIVE, .org = "", .label = "máy văn phòng", .reason = ""};

	memset(e.invitation, invitation, sizeof(e.invitation));
	memset(e.secret, invitation, sizeof(e.secret));
	memset(e.sign_key, install, sizeof(e.sign_key));
	memset(e.curve_key, CURVE(install), sizeof(e.curve_key));
	return e;
}

static struct key_entry
about(enum key_state state, uint8_t install)
{
	struct key_entry e = {.state = state, .org = "", .label = "", .reason = "mất máy"};

	memset(e.sign_key, install, sizeof(e.sign_key));
	return e;
}

static enum err_code
invite(struct ring *r, uint8_t who, uint8_t invitation, const char *org, enum role role)
{
	const struct key_entry e = invited(invitation, org, role);
	const struct keyring_act act = by(r, who, 0);

	return say(r, &e, &act);
}

static enum err_code
enrol(struct ring *r, uint8_t install, uint8_t invitation)
{
	const struct key_entry e = active(install, invitation);
	const struct keyring_act act = by(r, install, ONCE(invitation));

	return say(r, &e, &act);
}

static enum err_code
tell(struct ring *r, uint8_t who, enum key_state state, uint8_t install)
{
	const struct key_entry e = about(state, install);
	const struct keyring_act act = by(r, who, 0);

	return say(r, &e, &act);
}

static struct key_info
info_of(struct ring *r, uint8_t install)
{
	uint8_t sign[WIRE_KEY_BYTES];
	struct key_info info = {.state = KEY_NONE};

	memset(sign, install, sizeof(sign));
	if (!keyring_by_sign(r->k, sign, &info))
		info.state = KEY_NONE;
	return info;
}

static enum err_code
begin(struct ring *r)
{
	struct key_entry e = active(OPERATOR, 0);
	const struct keyring_act act = by(r, OPERATOR, 0);

	e.role = ROLE_OPERATOR;
	e.org = "VN";
	return say(r, &e, &act);
}

static int
set_up(void **state)
{
	struct ring *r = calloc(1, sizeof(*r));

	assert_non_null(r);
	assert_true(sodium_init() >= 0);
	assert_true(lang_set("vi"));
	assert_true(orgs_new(&r->o, &r->err));
	assert_true(keyring_new(&r->k, &r->err));
	r->vn = org_put(r->o, org_row("VN", ORG_NATION, "", "Việt Nam", ""), &r->err);
	r->kien_giang =
	    org_put(r->o, org_row("91", ORG_PROVINCE, "Tỉnh", "Kiên Giang", "VN"), &r->err);
	(void)org_put(r->o, org_row("12", ORG_PROVINCE, "Tỉnh", "Lai Châu", "VN"), &r->err);
	r->an_minh = org_put(r->o, org_row("909", ORG_DISTRICT, "Huyện", "An Minh", "91"), &r->err);
	assert_int_equal(begin(r), ERR_OK);
	*state = r;
	return 0;
}

static int
tear_down(void **state)
{
	struct ring *r = *state;

	keyring_free(r->k);
	orgs_free(r->o);
	free(r);
	return 0;
}

/* The committee of 91 as install 2, confirmed. */
static void
found_committee(struct ring *r)
{
	assert_int_equal(invite(r, OPERATOR, 2, "91", ROLE_COMMITTEE), ERR_OK);
	assert_int_equal(enrol(r, 2, 2), ERR_OK);
	assert_int_equal(tell(r, OPERATOR, KEY_CONFIRMED, 2), ERR_OK);
}

static void
the_first_key_is_an_operators_own_word_and_there_is_one_only(void **state)
{
	struct ring *r = *state;
	struct key_entry e = active(9, 0);
	const struct keyring_act act = by(r, 9, 0);
	const struct key_info info = info_of(r, OPERATOR);

	assert_int_equal(info.state, KEY_ACTIVE);
	assert_int_equal(info.role, ROLE_OPERATOR);
	assert_int_equal(info.org, r->vn);
	assert_false(info.pending);
	e.role = ROLE_OPERATOR;
	e.org = "VN";
	assert_int_equal(say(r, &e, &act), ERR_INVITATION);
}

static void
the_first_key_comes_before_the_nation(void **state)
{
	struct ring *r = *state;
	struct ring empty = {.k = NULL};
	struct key_info info;

	assert_true(orgs_new(&empty.o, &r->err));
	assert_true(keyring_new(&empty.k, &r->err));
	assert_int_equal(begin(&empty), ERR_OK);
	info = info_of(&empty, OPERATOR);
	assert_int_equal(info.state, KEY_ACTIVE);
	assert_int_equal(info.org, 0);
	keyring_free(empty.k);
	orgs_free(empty.o);
}

static void
a_reporter_is_active_at_once(void **state)
{
	struct ring *r = *state;
	struct key_info info;
	day_t day;

	assert_false(keyring_go_live(r->k, r->an_minh, &day));
	assert_int_equal(invite(r, OPERATOR, 3, "909", ROLE_REPORTER), ERR_OK);
	assert_int_equal(enrol(r, 3, 3), ERR_OK);
	info = info_of(r, 3);
	assert_int_equal(info.state, KEY_ACTIVE);
	assert_int_equal(info.role, ROLE_REPORTER);
	assert_int_equal(info.org, r->an_minh);
	assert_false(info.pending);
	assert_true(keyring_go_live(r->k, r->an_minh, &day));
	assert_int_equal(day, day_of(2023, 11, 15));
	assert_int_equal(keyring_offices(r->k), 2);
}

static void
a_committees_key_waits_for_a_second_person(void **state)
{
	struct ring *r = *state;

	assert_int_equal(invite(r, OPERATOR, 2, "91", ROLE_COMMITTEE), ERR_OK);
	assert_int_equal(enrol(r, 2, 2), ERR_OK);
	assert_true(info_of(r, 2).pending);
	assert_int_equal(keyring_offices(r->k), 1);
	assert_int_equal(tell(r, 2, KEY_CONFIRMED, 2), ERR_PENDING);
	assert_int_equal(invite(r, 2, 4, "909", ROLE_REPORTER), ERR_PENDING);
	assert_int_equal(tell(r, OPERATOR, KEY_CONFIRMED, 2), ERR_OK);
	assert_false(info_of(r, 2).pending);
	assert_int_equal(tell(r, OPERATOR, KEY_CONFIRMED, 2), ERR_ALREADY);
	assert_int_equal(keyring_offices(r->k), 2);
}

static void
a_committee_invites_within_its_subtree_and_not_above_itself(void **state)
{
	struct ring *r = *state;

	found_committee(r);
	assert_int_equal(invite(r, 2, 3, "909", ROLE_REPORTER), ERR_OK);
	assert_int_equal(invite(r, 2, 4, "91", ROLE_WATCHER), ERR_OK);
	assert_int_equal(invite(r, 2, 5, "909", ROLE_COMMITTEE), ERR_OK);
	assert_int_equal(invite(r, 2, 6, "12", ROLE_REPORTER), ERR_NOT_YOURS);
	assert_int_equal(invite(r, 2, 6, "VN", ROLE_REPORTER), ERR_NOT_YOURS);
	assert_int_equal(invite(r, 2, 6, "909", ROLE_OPERATOR), ERR_ROLE);
	assert_int_equal(invite(r, 2, 6, "910", ROLE_REPORTER), ERR_ORG_UNKNOWN);
	assert_int_equal(enrol(r, 3, 3), ERR_OK);
	assert_int_equal(invite(r, 3, 6, "909", ROLE_REPORTER), ERR_ROLE);
	assert_int_equal(invite(r, 9, 6, "909", ROLE_REPORTER), ERR_KEY_UNKNOWN);
}

static void
an_invitation_is_for_one_use_with_its_secret_and_its_connection(void **state)
{
	struct ring *r = *state;
	struct key_entry e = active(3, 3);
	struct keyring_act act;

	assert_int_equal(invite(r, OPERATOR, 3, "909", ROLE_REPORTER), ERR_OK);
	e.secret[0] ^= 1;
	act = by(r, 3, ONCE(3));
	assert_int_equal(say(r, &e, &act), ERR_INVITATION);
	e = active(3, 3);
	act = by(r, 3, 0);
	assert_int_equal(say(r, &e, &act), ERR_INVITATION);
	act = by(r, 3, ONCE(4));
	assert_int_equal(say(r, &e, &act), ERR_INVITATION);
	act = by(r, 4, ONCE(3)); /* signed by another key than the one it names */
	assert_int_equal(say(r, &e, &act), ERR_KEY_ENTRY);
	act = by(r, 3, ONCE(3));
	act.now_ms = NOW + 15 * DAY_MS;
	assert_int_equal(say(r, &e, &act), ERR_INVITATION);
	assert_int_equal(enrol(r, 3, 3), ERR_OK);
	assert_int_equal(enrol(r, 3, 3), ERR_ALREADY);
	assert_int_equal(enrol(r, 4, 3), ERR_INVITATION);
}

static void
the_same_invitation_again_is_already(void **state)
{
	struct ring *r = *state;
	struct key_entry e = invited(3, "909", ROLE_REPORTER);
	const struct keyring_act act = by(r, OPERATOR, 0);

	assert_int_equal(say(r, &e, &act), ERR_OK);
	assert_int_equal(say(r, &e, &act), ERR_ALREADY);
	e.secret_hash[0] ^= 1;
	assert_int_equal(say(r, &e, &act), ERR_KEY_ENTRY);
	e = invited(4, "909", ROLE_REPORTER);
	memset(e.once_key, ONCE(3), sizeof(e.once_key));
	assert_int_equal(say(r, &e, &act), ERR_KEY_ENTRY);
	e = invited(5, "909", ROLE_REPORTER);
	e.not_after_ms = NOW + (KEYRING_INVITATION_DAYS_MAX + 1) * DAY_MS;
	assert_int_equal(say(r, &e, &act), ERR_KEY_ENTRY);
	e.not_after_ms = NOW;
	assert_int_equal(say(r, &e, &act), ERR_KEY_ENTRY);
	e = invited(6, "909", ROLE_NATIONAL);
	assert_int_equal(say(r, &e, &act), ERR_KEY_ENTRY);
}

static void
two_keys_of_one_office_may_be_active(void **state)
{
	struct ring *r = *state;

	assert_int_equal(invite(r, OPERATOR, 3, "909", ROLE_REPORTER), ERR_OK);
	assert_int_equal(invite(r, OPERATOR, 4, "909", ROLE_REPORTER), ERR_OK);
	assert_int_equal(enrol(r, 3, 3), ERR_OK);
	assert_int_equal(enrol(r, 4, 4), ERR_OK);
	assert_int_equal(info_of(r, 3).state, KEY_ACTIVE);
	assert_int_equal(info_of(r, 4).state, KEY_ACTIVE);
	assert_int_equal(keyring_offices(r->k), 2);
	assert_int_equal(tell(r, 4, KEY_REVOKED, 4), ERR_OK); /* itself */
	assert_int_equal(keyring_offices(r->k), 2);
	assert_int_equal(tell(r, OPERATOR, KEY_REVOKED, 3), ERR_OK);
	assert_int_equal(keyring_offices(r->k), 1);
}

static void
whoever_stands_above_revokes(void **state)
{
	struct ring *r = *state;

	found_committee(r);
	assert_int_equal(invite(r, 2, 3, "909", ROLE_REPORTER), ERR_OK);
	assert_int_equal(enrol(r, 3, 3), ERR_OK);
	assert_int_equal(invite(r, OPERATOR, 4, "12", ROLE_REPORTER), ERR_OK);
	assert_int_equal(enrol(r, 4, 4), ERR_OK);
	assert_int_equal(tell(r, 3, KEY_REVOKED, 4), ERR_ROLE);
	assert_int_equal(tell(r, 2, KEY_REVOKED, 4), ERR_NOT_YOURS);
	assert_int_equal(tell(r, 2, KEY_REVOKED, 9), ERR_KEY_ENTRY);
	assert_int_equal(tell(r, 2, KEY_REVOKED, 3), ERR_OK);
	assert_int_equal(info_of(r, 3).state, KEY_REVOKED);
	assert_int_equal(tell(r, 2, KEY_REVOKED, 3), ERR_ALREADY);
	assert_int_equal(invite(r, 3, 7, "909", ROLE_REPORTER), ERR_KEY_REVOKED);
}

static void
an_invitation_can_be_revoked(void **state)
{
	struct ring *r = *state;
	struct key_entry e = about(KEY_REVOKED, 0);
	const struct keyring_act act = by(r, OPERATOR, 0);

	assert_int_equal(invite(r, OPERATOR, 3, "909", ROLE_REPORTER), ERR_OK);
	memset(e.invitation, 3, sizeof(e.invitation));
	assert_int_equal(say(r, &e, &act), ERR_OK);
	assert_int_equal(enrol(r, 3, 3), ERR_INVITATION);
}

static void
the_unused_slips_of_a_revoked_key_let_nobody_in(void **state)
{
	struct ring *r = *state;

	found_committee(r);
	assert_int_equal(invite(r, 2, 3, "909", ROLE_REPORTER), ERR_OK);
	assert_int_equal(enrol(r, 3, 3), ERR_OK);
	assert_int_equal(invite(r, 2, 4, "909", ROLE_REPORTER), ERR_OK);
	assert_int_equal(invite(r, OPERATOR, 5, "909", ROLE_REPORTER), ERR_OK);
	assert_int_equal(tell(r, OPERATOR, KEY_REVOKED, 2), ERR_OK);
	assert_int_equal(enrol(r, 4, 4), ERR_INVITATION);
	assert_int_equal(enrol(r, 5, 5), ERR_OK);
	assert_int_equal(info_of(r, 3).state, KEY_ACTIVE);
}

static void
the_last_operator_stays(void **state)
{
	struct ring *r = *state;

	assert_int_equal(tell(r, OPERATOR, KEY_REVOKED, OPERATOR), ERR_KEY_ENTRY);
	assert_int_equal(invite(r, OPERATOR, 3, "VN", ROLE_OPERATOR), ERR_OK);
	assert_int_equal(enrol(r, 3, 3), ERR_OK);
	assert_int_equal(tell(r, OPERATOR, KEY_REVOKED, OPERATOR), ERR_KEY_ENTRY); /* 3 waits */
	assert_int_equal(tell(r, OPERATOR, KEY_CONFIRMED, 3), ERR_OK);
	assert_int_equal(tell(r, OPERATOR, KEY_REVOKED, OPERATOR), ERR_OK);
}

/* The first operator's key is of no organisation. */
static void
a_committee_has_no_say_over_the_first_operator(void **state)
{
	struct ring *r = *state;

	found_committee(r);
	assert_int_equal(tell(r, 2, KEY_REVOKED, OPERATOR), ERR_ROLE);
	assert_int_equal(invite(r, OPERATOR, 3, "VN", ROLE_OPERATOR), ERR_OK);
	assert_int_equal(enrol(r, 3, 3), ERR_OK);
	assert_int_equal(tell(r, 2, KEY_CONFIRMED, 3), ERR_ROLE);
	assert_int_equal(tell(r, OPERATOR, KEY_CONFIRMED, 3), ERR_OK);
	assert_int_equal(tell(r, 2, KEY_REVOKED, OPERATOR), ERR_ROLE);
	assert_int_equal(invite(r, OPERATOR, 4, "909", ROLE_REPORTER), ERR_OK);
	assert_int_equal(enrol(r, 4, 4), ERR_OK);
	assert_int_equal(tell(r, 4, KEY_REVOKED, OPERATOR), ERR_ROLE);
	assert_int_equal(tell(r, 3, KEY_REVOKED, OPERATOR), ERR_OK);
	assert_int_equal(tell(r, 2, KEY_REVOKED, 3), ERR_ROLE);
}

static void
a_committee_at_the_root_has_no_say_over_the_operator(void **state)
{
	struct ring *r = *state;

	assert_int_equal(invite(r, OPERATOR, 2, "VN", ROLE_COMMITTEE), ERR_OK);
	assert_int_equal(enrol(r, 2, 2), ERR_OK);
	assert_int_equal(tell(r, OPERATOR, KEY_CONFIRMED, 2), ERR_OK);
	assert_int_equal(invite(r, OPERATOR, 3, "VN", ROLE_OPERATOR), ERR_OK);
	assert_int_equal(enrol(r, 3, 3), ERR_OK);
	assert_int_equal(tell(r, 2, KEY_CONFIRMED, 3), ERR_ROLE);
	assert_int_equal(tell(r, 2, KEY_REVOKED, OPERATOR), ERR_ROLE);
	assert_int_equal(tell(r, OPERATOR, KEY_CONFIRMED, 3), ERR_OK);
	assert_int_equal(tell(r, 2, KEY_REVOKED, OPERATOR), ERR_ROLE);
	assert_int_equal(invite(r, 2, 4, "91", ROLE_NATIONAL), ERR_ROLE);
}

static void
connections_are_known_by_install_and_by_invitation(void **state)
{
	struct ring *r = *state;
	uint8_t curve[WIRE_KEY_BYTES];
	struct key_info info;

	assert_int_equal(invite(r, OPERATOR, 3, "909", ROLE_REPORTER), ERR_OK);
	memset(curve, ONCE(3), sizeof(curve));
	assert_true(keyring_by_curve(r->k, curve, &info));
	assert_int_equal(info.state, KEY_INVITED);
	assert_int_equal(info.not_after_ms, NOW + 14 * DAY_MS);
	assert_int_equal(enrol(r, 3, 3), ERR_OK);
	assert_true(keyring_by_curve(r->k, curve, &info)); /* a lost receipt is asked for again */
	assert_int_equal(info.state, KEY_INVITED);
	memset(curve, CURVE(3), sizeof(curve));
	assert_true(keyring_by_curve(r->k, curve, &info));
	assert_int_equal(info.state, KEY_ACTIVE);
	assert_int_equal(info.sign_key[0], 3);
	memset(curve, 77, sizeof(curve));
	assert_false(keyring_by_curve(r->k, curve, &info));
}

static void
the_ring_lists_its_items_in_order(void **state)
{
	struct ring *r = *state;
	struct keyring_item item;

	assert_int_equal(invite(r, OPERATOR, 3, "909", ROLE_REPORTER), ERR_OK);
	assert_int_equal(enrol(r, 3, 3), ERR_OK);
	assert_int_equal(keyring_count(r->k), 3);
	assert_true(keyring_at(r->k, 1, &item));
	assert_true(item.used);
	assert_int_equal(item.info.state, KEY_INVITED);
	assert_true(keyring_at(r->k, 2, &item));
	assert_string_equal(item.label, "máy văn phòng");
	assert_int_equal(item.at_ms, NOW);
	assert_int_equal(item.invitation[0], 3);
	assert_false(keyring_at(r->k, 3, &item));
}

/* The ledger replays without rights: what was let through once is applied as it is. */
static void
a_replay_leads_to_the_same_ring(void **state)
{
	struct ring *r = *state;
	const struct key_entry entries[] = {invited(2, "91", ROLE_COMMITTEE), active(2, 2),
	    about(KEY_CONFIRMED, 2), invited(3, "909", ROLE_REPORTER), active(3, 3),
	    about(KEY_REVOKED, 3)};
	struct keyring *again = NULL;
	struct key_entry first = active(OPERATOR, 0);
	struct keyring_act act = by(r, OPERATOR, 0);
	struct key_info info = {.state = KEY_NONE};

	first.role = ROLE_OPERATOR;
	first.org = "VN";
	assert_true(keyring_new(&again, &r->err));
	assert_true(keyring_put(again, r->o, &first, &act, &r->err));
	for (size_t i = 0; i < ARRAY_LEN(entries); i++)
		if (!keyring_put(again, r->o, &entries[i], &act, &r->err))
			fail_msg("%zu: %s", i, r->err.text);
	assert_int_equal(keyring_count(again), 5);
	assert_true(keyring_by_sign(again, entries[1].sign_key, &info));
	assert_int_equal(info.role, ROLE_COMMITTEE);
	assert_false(info.pending);
	assert_true(keyring_by_sign(again, entries[4].sign_key, &info));
	assert_int_equal(info.state, KEY_REVOKED);
	keyring_free(again);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	    TEST(the_first_key_is_an_operators_own_word_and_there_is_one_only),
	    TEST(the_first_key_comes_before_the_nation),
	    TEST(a_reporter_is_active_at_once),
	    TEST(a_committees_key_waits_for_a_second_person),
	    TEST(a_committee_invites_within_its_subtree_and_not_above_itself),
	    TEST(an_invitation_is_for_one_use_with_its_secret_and_its_connection),
	    TEST(the_same_invitation_again_is_already),
	    TEST(two_keys_of_one_office_may_be_active),
	    TEST(whoever_stands_above_revokes),
	    TEST(an_invitation_can_be_revoked),
	    TEST(the_unused_slips_of_a_revoked_key_let_nobody_in),
	    TEST(the_last_operator_stays),
	    TEST(a_committee_has_no_say_over_the_first_operator),
	    TEST(a_committee_at_the_root_has_no_say_over_the_operator),
	    TEST(connections_are_known_by_install_and_by_invitation),
	    TEST(the_ring_lists_its_items_in_order),
	    TEST(a_replay_leads_to_the_same_ring),
	};

	return cmocka_run_group_tests_name("keyring", tests, NULL, NULL);
}
