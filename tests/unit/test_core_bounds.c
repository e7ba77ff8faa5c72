/* What the holder of one key cannot do to others: take what is theirs, or fill what is for all. */
#include <stdio.h>

#include <sodium.h>

#include "core/state.h"
#include "support/corestore.h"
#include "statesfix.h"

#define AT_ONCE 100 /* reports of a submission */
#define CODE_BYTES 16

/* ${code}, a body below ${parent}, that says it is what ${was} was. */
static struct report
taking(const char *code, const char *parent, const char *was)
{
	struct report r = corefix_org(code, ORG_BODY, parent);

	r.u.registry.u.org.valid_from = corefix_day("2024-07-01");
	r.u.registry.u.org.continues_code = was;
	r.u.registry.u.org.continues_day = corefix_day("2024-06-30");
	return r;
}

static void
a_committee_takes_over_no_others_organisation_and_no_territory(void **state)
{
	const struct report body = corefix_org("12.BODY", ORG_BODY, "12");
	const struct report taken[] = {taking("91.X", "91", "12"), taking("91.X", "91", "VN"),
	    taking("91.X", "91", "115"), taking("91.X", "91", "12.BODY")};
	struct corefix *f = *state;

	(void)said(f, ACTOR_LAI_CHAU, body);
	for (size_t i = 0; i < ARRAY_LEN(taken); i++)
		assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, &taken[i], 1), ERR_NOT_YOURS);
	const struct report district = taking("91.X", "91", "909");
	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, &district, 1), ERR_REGISTRY);
	const struct report root = taking("91.X", "91", "VN");
	assert_int_equal(corefix_send(f, ACTOR_NATION, &root, 1), ERR_REGISTRY);
	(void)said(f, ACTOR_NATION, taking("91.X", "91", "12.BODY"));
}

/* A body of Lai Châu until 2024-06-30, of Kiên Giang since; by which report it is that since. */
static struct name
moved_body(struct corefix *f, struct report *ret)
{
	*ret = corefix_org("12.BODY", ORG_BODY, "12");
	(void)said(f, ACTOR_LAI_CHAU, *ret);
	ret->u.registry.u.org.parent = "91";
	ret->u.registry.u.org.valid_from = corefix_day("2024-07-01");
	ret->u.registry.u.org.continues_code = "12.BODY";
	ret->u.registry.u.org.continues_day = corefix_day("2024-06-30");
	return said(f, ACTOR_NATION, *ret);
}

static void
a_correction_is_its_signers_on_each_day_that_it_changes(void **state)
{
	static const char *const days[] = {"2024-03-01", "2025-01-01"};
	struct corefix *f = *state;
	struct report r;
	struct name by = moved_body(f, &r);

	/* Days taken from the committee before, and given to it; it was theirs on the day named. */
	r.u.registry.u.org.continues_day = corefix_day("2024-07-01");
	for (size_t i = 0; i < ARRAY_LEN(days); i++) {
		r.u.registry.u.org.valid_from = corefix_day(days[i]);
		assert_int_equal(
		    say(f, ACTOR_KIEN_GIANG, corefix_correction(r, &by)), ERR_NOT_YOURS);
	}
	r.u.registry.u.org.valid_from = corefix_day("2024-07-01");
	r.u.registry.u.org.continues_day = corefix_day("2024-06-30");
	r.u.registry.u.org.name = "tên khác";
	by = said(f, ACTOR_KIEN_GIANG, corefix_correction(r, &by));
	r.u.registry.u.org.valid_to = corefix_day("2025-05-01");
	by = said(f, ACTOR_KIEN_GIANG, corefix_correction(r, &by));
	r.u.registry.u.org.valid_from = corefix_day("2024-03-01");
	(void)said(f, ACTOR_NATION, corefix_correction(r, &by));
	holds(f);
}

static void
what_went_to_another_is_not_taken_back_by_the_day_it_was_ones_own(void **state)
{
	struct corefix *f = *state;
	struct report r;

	(void)moved_body(f, &r);
	r.u.registry.u.org.parent = "12";
	r.u.registry.u.org.valid_from = corefix_day("2025-02-01");
	assert_int_equal(say(f, ACTOR_LAI_CHAU, r), ERR_NOT_YOURS);
	(void)said(f, ACTOR_NATION, r);
}

static void
a_target_is_withdrawn_by_who_may_set_it_on_its_own_days(void **state)
{
	struct corefix *f = *state;
	struct report r, target = corefix_target("12.BODY", "2024-07-01", "2024-12-31", 100);

	(void)moved_body(f, &r);
	struct name by = said(f, ACTOR_KIEN_GIANG, target);
	/* As if it were of the days on which the body was Lai Châu's. */
	target.u.target.from = target.u.target.to = corefix_day("2024-06-30");
	assert_int_equal(say(f, ACTOR_LAI_CHAU, corefix_withdrawal(target, &by)), ERR_NOT_YOURS);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_withdrawal(target, &by));
	/* As if the office had set it for itself. */
	target = corefix_target("909", "2024-01-01", "2024-12-31", 100);
	by = said(f, ACTOR_KIEN_GIANG, target);
	target.u.target.assigned = ASSIGNED_SELF;
	assert_int_equal(say(f, ACTOR_AN_MINH, corefix_withdrawal(target, &by)), ERR_ROLE);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_withdrawal(target, &by));
}

static void
a_key_s_entry_is_neither_corrected_nor_withdrawn(void **state)
{
	struct corefix *f = *state;
	struct report r = {.kind = KIND_KEY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.key = {.state = KEY_INVITED,
		.role = ROLE_REPORTER,
		.org = "909",
		.label = "",
		.reason = "",
		.intake = "",
		.query = "",
		.not_after_ms = f->now_ms + 86400000}};

	r.u.key.invitation[0] = 1;
	r.u.key.once_key[0] = 2;
	r.u.key.secret_hash[0] = 3;
	const struct name name = said(f, ACTOR_KIEN_GIANG, r);
	assert_int_equal(say(f, ACTOR_KIEN_GIANG, corefix_correction(r, &name)), ERR_KEY_ENTRY);
	assert_int_equal(say(f, ACTOR_KIEN_GIANG, corefix_withdrawal(r, &name)), ERR_KEY_ENTRY);
}

/* Invites a reporter of ${org} and enrols ${actor} with it, under ${actor}'s next name. */
static enum err_code
enrols(struct corefix *f, enum actor actor, const char *org)
{
	const uint8_t secret[WIRE_HASH_BYTES] = {(uint8_t)++f->seq[actor], (uint8_t)actor};
	struct report r = {.kind = KIND_KEY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.key = {.state = KEY_INVITED,
		.org = org,
		.role = ROLE_REPORTER,
		.label = "",
		.reason = "",
		.not_after_ms = f->now_ms + 86400000}};
	struct key_entry *k = &r.u.key;

	memcpy(k->invitation, secret, sizeof(k->invitation));
	memcpy(k->once_key, secret, sizeof(k->once_key));
	(void)crypto_hash_sha256(k->secret_hash, secret, sizeof(secret));
	(void)said(f, ACTOR_OPERATOR, r);
	k->state = KEY_ACTIVE;
	memcpy(k->secret, secret, sizeof(secret));
	memcpy(k->curve_key, f->key[actor].curve_public, WIRE_KEY_BYTES);
	memcpy(k->sign_key, f->key[actor].sign_public, WIRE_KEY_BYTES);
	return corefix_send_as(f, actor, f->seq[actor], &r, 1, true);
}

static void
an_enrolment_takes_no_name_of_another_offices_stream(void **state)
{
	struct corefix *f = *state;

	/* An Minh's next name, from a machine of Phú Quốc that never had it. */
	memcpy(f->stream[ACTOR_LATER], f->stream[ACTOR_AN_MINH], WIRE_STREAM_BYTES);
	f->seq[ACTOR_LATER] = f->seq[ACTOR_AN_MINH];
	assert_int_equal(enrols(f, ACTOR_LATER, "911"), ERR_KEY_REUSE);
	assert_int_equal(f->fate, FATE_REFUSED);
	(void)said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));
	/* The office's own second machine may: its outbox may have been the first one's. */
	f->seq[ACTOR_LATEST] = f->seq[ACTOR_AN_MINH];
	memcpy(f->stream[ACTOR_LATEST], f->stream[ACTOR_AN_MINH], WIRE_STREAM_BYTES);
	assert_int_equal(enrols(f, ACTOR_LATEST, "909"), ERR_OK);
	holds(f);
}

/* ---- bounds of an owner */

/* Sends what ${make} makes until it is refused, and says how many were taken. */
static uint32_t
taken(struct corefix *f, enum actor who, struct report (*make)(uint32_t i, char code[CODE_BYTES]),
    uint32_t most)
{
	static char codes[AT_ONCE][CODE_BYTES];
	struct report r[AT_ONCE];
	uint32_t n = 0;

	while (n < most) {
		for (uint32_t i = 0; i < AT_ONCE; i++)
			r[i] = make(n + i, codes[i]);
		const enum err_code code = corefix_send(f, who, r, AT_ONCE);
		if (code == ERR_LIMIT)
			return n;
		if (code != ERR_OK)
			fail_msg("%u: %s: %s", n, err_name(code), f->detail);
		n += AT_ONCE;
	}
	return n;
}

static struct report
a_round(uint32_t i, char code[CODE_BYTES])
{
	(void)snprintf(code, CODE_BYTES, "KG%u", i);
	return (struct report){.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_ROUND,
		.u.round = {.code = code,
		    .name = "x",
		    .org = "91",
		    .addressee = "",
		    .from = corefix_day("2024-01-01"),
		    .cut_off = corefix_day("2024-02-01"),
		    .due = corefix_day("2024-02-05")}}};
}

static void
a_committees_rounds_leave_room_for_the_nations(void **state)
{
	struct corefix *f = *state;
	char code[CODE_BYTES];

	assert_in_range(taken(f, ACTOR_KIEN_GIANG, a_round, 2000), 400, 500);
	struct report r = a_round(9999, code);
	r.u.registry.u.round.org = "VN";
	(void)said(f, ACTOR_NATION, r);
}

static struct report
a_line(uint32_t i, char code[CODE_BYTES])
{
	struct report r = corefix_target("909", "2023-12-01", "2023-12-01", 1);

	(void)code;
	r.u.target.assigned = ASSIGNED_SELF;
	r.u.target.from += (day_t)(i / 60);
	r.u.target.to = r.u.target.from + (day_t)(i % 60);
	return r;
}

static void
an_office_says_so_many_targets(void **state)
{
	struct corefix *f = *state;

	assert_in_range(taken(f, ACTOR_AN_MINH, a_line, 10000), 1900, 2000);
	(void)total_of(f, "VN", "2024");
}

/* Of one drive, each of another document. */
static struct report
a_drives_line(uint32_t i, char code[CODE_BYTES])
{
	struct report r = corefix_target("909", "2022-05-08", "2022-05-08", 1);

	(void)snprintf(code, CODE_BYTES, "KH-%u", i);
	r.u.target.drive = DRIVE;
	r.u.target.plan = code;
	return r;
}

static void
a_drive_has_so_many_targets(void **state)
{
	struct corefix *f = *state;
	struct report r = corefix_target("909", "2022-05-10", "2022-05-10", 7);

	(void)said(f, ACTOR_KIEN_GIANG, corefix_schedule(DRIVE, "2022-05-08", "2022-05-08"));
	(void)said(f, ACTOR_KIEN_GIANG, corefix_schedule(OTHER, "2022-05-10", "2022-05-10"));
	assert_int_equal(taken(f, ACTOR_KIEN_GIANG, a_drives_line, 1000), 100);
	/* Those of another drive are its own. */
	r.u.target.drive = OTHER;
	const struct name by = said(f, ACTOR_KIEN_GIANG, r);
	assert_int_equal(total_of(f, "909", "2022").target_units, 1 + 7);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_withdrawal(r, &by));
	assert_int_equal(total_of(f, "909", "2022").target_units, 1);
	holds(f);
}

static struct report
a_text(uint32_t i, char code[CODE_BYTES])
{
	(void)snprintf(code, CODE_BYTES, "p%u", i);
	return (struct report){.kind = KIND_TEXT,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.text = {.org = "909", .document = "year", .part = code, .text = "x"}};
}

static void
an_office_writes_so_many_texts(void **state)
{
	struct corefix *f = *state;

	char code[CODE_BYTES];

	assert_in_range(taken(f, ACTOR_AN_MINH, a_text, 10000), 4900, 5000);
	/* Its committee has a bound of its own. */
	(void)said(f, ACTOR_KIEN_GIANG, a_text(9999, code));
}

static struct report
a_drive(uint32_t i, char code[CODE_BYTES])
{
	static char keys[AT_ONCE][WIRE_DRIVE_BYTES_MAX + 1];
	struct drive_key key = {.org = "909",
	    .day = corefix_day("2022-01-01") + (day_t)(i / 200),
	    .ordinal = i % 200 + 1};
	char day[DAY_TEXT_MAX];

	(void)code;
	(void)day_iso(key.day, day);
	drive_key_text(&key, keys[i % AT_ONCE]);
	return corefix_schedule(keys[i % AT_ONCE], day, day);
}

static void
an_office_has_so_many_drives(void **state)
{
	struct corefix *f = *state;

	assert_in_range(taken(f, ACTOR_AN_MINH, a_drive, 60000), 49900, 50000);
	(void)said(
	    f, ACTOR_KIEN_GIANG, corefix_schedule("911/2022-05-08/1", "2022-05-08", "2022-05-08"));
}

static void
targets_inside_each_other_refuse_nobody_a_total(void **state)
{
	struct corefix *f = *state;

	for (int i = 0; i < 100; i++) {
		struct report r = corefix_target("909", "2023-12-02", "2024-11-29", 1);

		r.u.target.from += i;
		r.u.target.to -= i;
		r.u.target.assigned = ASSIGNED_SELF;
		(void)said(f, ACTOR_AN_MINH, r);
	}
	assert_int_equal(total_of(f, "VN", "2024").target_units, 1);
}

/* Of one day each, day after day. */
static struct report
a_lock(uint32_t i, char code[CODE_BYTES])
{
	struct report r = corefix_lock("909", "2009-01-01", "2009-01-01", true);

	(void)code;
	r.u.lock.from = r.u.lock.to = r.u.lock.from + (day_t)i;
	return r;
}

static struct report
an_opened_day(uint32_t i, char code[CODE_BYTES])
{
	struct report r = a_lock(i, code);

	r.u.lock.locked = false;
	return r;
}

static void
an_office_locks_so_many_times_and_opens_what_it_locked(void **state)
{
	struct corefix *f = *state;
	const struct report wide = corefix_lock("909", "2009-01-01", "2022-08-31", true);
	const struct report more = corefix_lock("909", "2023-01-01", "2023-01-31", true);

	assert_int_equal(taken(f, ACTOR_KIEN_GIANG, a_lock, 6000), LOCKS_OF_ORG_MAX);
	assert_int_equal(say(f, ACTOR_KIEN_GIANG, wide), ERR_ALREADY);
	assert_int_equal(say(f, ACTOR_KIEN_GIANG, more), ERR_LIMIT);
	/* Each of its locks may be opened; another's words are its own. */
	assert_int_equal(taken(f, ACTOR_KIEN_GIANG, an_opened_day, LOCKS_OF_ORG_MAX - 100),
	    LOCKS_OF_ORG_MAX - 100);
	(void)said(f, ACTOR_NATION, more);
	assert_true(total_of(f, "909", "2023-01").locked);
	assert_false(total_of(f, "909", "2022-01").locked);
}

/* The next name of ${actor} is the first of a new stream. */
static void
other_stream(struct corefix *f, enum actor actor, uint32_t i)
{
	memset(f->stream[actor], 0xee, WIRE_STREAM_BYTES);
	memcpy(f->stream[actor], &i, sizeof(i));
}

static void
an_office_opens_so_many_streams(void **state)
{
	struct corefix *f = *state;
	uint8_t known[WIRE_STREAM_BYTES];
	uint32_t n = 0;

	(void)said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));
	memcpy(known, f->stream[ACTOR_AN_MINH], sizeof(known));
	for (enum err_code code = ERR_OK; code == ERR_OK && n < 2000; n++) {
		other_stream(f, ACTOR_AN_MINH, n);
		code = say(f, ACTOR_AN_MINH, corefix_registration(DRIVE, "2022-05-01", n));
		if (code != ERR_OK)
			assert_int_equal(code, ERR_LIMIT);
	}
	assert_int_equal(n, 1000); /* the first was there, and the last was refused */
	assert_int_equal(f->fate, FATE_REFUSED);
	/* What it has goes on; a machine that is invited has its own; others open theirs. */
	memcpy(f->stream[ACTOR_AN_MINH], known, sizeof(known));
	(void)said(f, ACTOR_AN_MINH, corefix_registration(DRIVE, "2022-05-01", 4000));
	assert_int_equal(enrols(f, ACTOR_LATER, "909"), ERR_OK);
	other_stream(f, ACTOR_KIEN_GIANG, n);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_registration(DRIVE, "2022-05-01", 4001));
	holds(f);
}

int
main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, corefix_setup, corefix_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(a_committee_takes_over_no_others_organisation_and_no_territory),
	    TEST(a_correction_is_its_signers_on_each_day_that_it_changes),
	    TEST(what_went_to_another_is_not_taken_back_by_the_day_it_was_ones_own),
	    TEST(a_target_is_withdrawn_by_who_may_set_it_on_its_own_days),
	    TEST(a_key_s_entry_is_neither_corrected_nor_withdrawn),
	    TEST(an_enrolment_takes_no_name_of_another_offices_stream),
	    TEST(a_committees_rounds_leave_room_for_the_nations),
	    TEST(an_office_says_so_many_targets),
	    TEST(a_drive_has_so_many_targets),
	    TEST(an_office_writes_so_many_texts),
	    TEST(an_office_has_so_many_drives),
	    TEST(an_office_locks_so_many_times_and_opens_what_it_locked),
	    TEST(an_office_opens_so_many_streams),
	    TEST(targets_inside_each_other_refuse_nobody_a_total),
	};
#undef TEST

	return cmocka_run_group_tests_name("core_bounds", tests, NULL, NULL);
}
