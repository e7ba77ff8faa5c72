/* What entries of the ledger show of a key and of an organisation, and what they do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/day.h"
#include "client/verify_entry.h"

#define INVITED 0
#define ACTIVE 1
#define CONFIRMED 2
#define REVOKED 3
#define COMMUNE 4
#define PROVINCE 5
#define NATION 6
#define MERGED 7
#define REPORTS 8

#define DAY 20000
#define BATCH 50

struct world {
	struct report r[REPORTS];
	struct verify_entry at[REPORTS];
	struct verify_entries all;
	uint8_t key[WIRE_KEY_BYTES];
	uint8_t inviter[WIRE_KEY_BYTES];
};
static struct world w;

static void
org(uint32_t i, const char *code, const char *parent, day_t from, day_t to)
{
	w.r[i] = (struct report){.kind = KIND_REGISTRY,
	    .u.registry = {.kind = REGISTRY_ORG,
		.u.org = {.code = code, .parent = parent, .valid_from = from, .valid_to = to}}};
}

static int
setup(void **state)
{
	struct key_entry k = {.org = "", .label = "", .reason = ""};

	(void)state;
	w = (struct world){.all = {.at = w.at, .n = REPORTS}};
	memset(w.key, 1, sizeof(w.key));
	memset(w.inviter, 2, sizeof(w.inviter));
	memset(k.invitation, 3, sizeof(k.invitation));
	memset(k.sign_key, 1, sizeof(k.sign_key));
	for (uint32_t i = INVITED; i <= REVOKED; i++)
		w.r[i] = (struct report){.kind = KIND_KEY, .u.key = k};
	w.r[INVITED].u.key.state = KEY_INVITED;
	w.r[INVITED].u.key.org = "909";
	w.r[INVITED].u.key.role = ROLE_REPORTER;
	memset(w.r[INVITED].u.key.sign_key, 0, WIRE_KEY_BYTES);
	memset(w.r[ACTIVE].u.key.secret, 4, WIRE_HASH_BYTES);
	(void)crypto_hash_sha256(
	    w.r[INVITED].u.key.secret_hash, w.r[ACTIVE].u.key.secret, WIRE_HASH_BYTES);
	w.r[ACTIVE].u.key.state = KEY_ACTIVE;
	w.r[CONFIRMED].u.key.state = KEY_CONFIRMED;
	w.r[REVOKED].u.key.state = KEY_REVOKED;
	org(COMMUNE, "909", "91", DAY_OPEN_LEFT, DAY + 100);
	org(PROVINCE, "91", "VN", DAY_OPEN_LEFT, DAY_OPEN_RIGHT);
	org(NATION, "VN", "", DAY_OPEN_LEFT, DAY_OPEN_RIGHT);
	w.r[MERGED] = (struct report){.kind = KIND_REGISTRY,
	    .u.registry = {.kind = REGISTRY_SUCCESSION,
		.u.succession = {.old_code = "909", .new_code = "31018", .effective = DAY + 101}}};
	for (uint32_t i = 0; i < REPORTS; i++)
		w.at[i] =
		    (struct verify_entry){.r = &w.r[i], .sign_key = w.inviter, .batch = 10 + i};
	w.at[ACTIVE].sign_key = w.key;
	w.at[REVOKED].batch = BATCH + 1;
	return 0;
}

static void
leave_out(uint32_t i)
{
	w.at[i] = w.at[NATION];
}

static bool
key_holds(uint64_t batch, struct verify_holder *ret)
{
	struct err err = {0};
	const bool ok = verify_entry_key(&w.all, w.key, batch, ret, &err);

	assert_int_equal(err.code, ok ? ERR_OK : ERR_SIGNATURE);
	return ok;
}

static bool
stands(const char *code, day_t day, const char *above)
{
	struct err err = {0};

	return verify_entry_place(&w.all, code, day, above, &err);
}

static void
an_invited_key_is_its_offices_from_its_entry_to_its_revocation(void **state)
{
	struct verify_holder h;

	(void)state;
	assert_true(key_holds(BATCH, &h));
	assert_string_equal(h.org, "909");
	assert_int_equal(h.role, ROLE_REPORTER);
	assert_true(key_holds(w.at[ACTIVE].batch + 1, &h));
	assert_false(key_holds(w.at[ACTIVE].batch, &h));
	assert_false(key_holds(5, &h));
	assert_true(key_holds(w.at[REVOKED].batch, &h));
	assert_false(key_holds(w.at[REVOKED].batch + 1, &h));
}

static void
an_entry_that_is_left_out_shows_nothing(void **state)
{
	struct verify_holder h;

	leave_out(ACTIVE);
	assert_false(key_holds(BATCH, &h));
	(void)setup(state);
	leave_out(INVITED);
	assert_false(key_holds(BATCH, &h));
}

static void
a_key_entry_of_another_is_no_entry_of_this_key(void **state)
{
	struct verify_holder h;

	/* Signed by whoever invited, not by the key that it brings. */
	w.at[ACTIVE].sign_key = w.inviter;
	assert_false(key_holds(BATCH, &h));
	(void)setup(state);
	w.r[ACTIVE].u.key.sign_key[3] ^= 1;
	assert_false(key_holds(BATCH, &h));
	(void)setup(state); /* not the secret of that invitation */
	w.r[ACTIVE].u.key.secret[3] ^= 1;
	assert_false(key_holds(BATCH, &h));
	(void)setup(state); /* an invitation that came later */
	w.at[INVITED].batch = w.at[ACTIVE].batch + 1;
	assert_false(key_holds(BATCH, &h));
	(void)setup(state); /* none at all is the first operator's alone */
	memset(w.r[ACTIVE].u.key.invitation, 0, WIRE_INVITATION_BYTES);
	w.r[ACTIVE].u.key.role = ROLE_NATIONAL;
	assert_false(key_holds(BATCH, &h));
	w.r[ACTIVE].u.key.role = ROLE_OPERATOR;
	assert_true(key_holds(BATCH, &h));
}

static void
a_committees_key_needs_its_second_person_before_the_report(void **state)
{
	struct verify_holder h;

	(void)state;
	w.r[INVITED].u.key.role = ROLE_COMMITTEE;
	assert_true(key_holds(BATCH, &h));
	w.at[CONFIRMED].batch = BATCH;
	assert_false(key_holds(BATCH, &h));
	leave_out(CONFIRMED);
	assert_false(key_holds(BATCH, &h));
}

static void
an_organisation_stands_under_what_its_entries_lead_to_on_the_day(void **state)
{
	(void)state;
	assert_true(stands("909", DAY, "909"));
	assert_true(stands("909", DAY, "91"));
	assert_true(stands("909", DAY, "VN"));
	assert_false(stands("909", DAY, "12"));
	assert_false(stands("91", DAY, "909"));
	/* Not yet merged on that day, and merged on a later one. */
	assert_false(stands("909", DAY, "31018"));
	assert_true(stands("909", DAY + 101, "31018"));
	leave_out(PROVINCE);
	assert_false(stands("909", DAY, "VN"));
}

static void
an_office_may_report_for_itself_for_what_is_below_and_for_what_it_came_after(void **state)
{
	struct verify_holder h = {.org = "909"};
	struct err err;

	(void)state;
	assert_true(verify_entry_may(&w.all, &h, "909", &err));
	h.org = "91";
	assert_true(verify_entry_may(&w.all, &h, "909", &err));
	h.org = "31018";
	assert_true(verify_entry_may(&w.all, &h, "909", &err));
	h.org = "908";
	assert_false(verify_entry_may(&w.all, &h, "909", &err));
	assert_int_equal(err.code, ERR_SIGNATURE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(
		an_invited_key_is_its_offices_from_its_entry_to_its_revocation, setup),
	    cmocka_unit_test_setup(an_entry_that_is_left_out_shows_nothing, setup),
	    cmocka_unit_test_setup(a_key_entry_of_another_is_no_entry_of_this_key, setup),
	    cmocka_unit_test_setup(
		a_committees_key_needs_its_second_person_before_the_report, setup),
	    cmocka_unit_test_setup(
		an_organisation_stands_under_what_its_entries_lead_to_on_the_day, setup),
	    cmocka_unit_test_setup(
		an_office_may_report_for_itself_for_what_is_below_and_for_what_it_came_after,
		setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
