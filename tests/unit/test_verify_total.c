/*
 * A total taken apart while its server lies.  The country and its ledger are corefix's; what the
 * aggregator answers comes from that core, and each case changes one answer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/heads.h"
#include "client/verify_total.h"
#include "lying_server.h"
#include "rules/catalogue.h"
#include "support/corefix.h"

/* ---- the office */

static const char *folder = "/nonexistent"; /* of its profile: it has seen no head */

static bool
check(const char *org, const char *period, struct verify_total *t, struct err *err)
{
	struct profile p = {
	    .realm = lying_server.f->config.realm, .role = lying_server_asker().role};
	const struct verify_question q = {.org = org,
	    .period = period,
	    .profile = &p,
	    .today = day_from_unix_ms(lying_server.f->now_ms)};
	bool ok;

	(void)snprintf(p.folder, sizeof(p.folder), "%s", folder);
	(void)snprintf(p.org, sizeof(p.org), "%s", lying_server.who == ACTOR_NATION ? "VN" : "91");
	memcpy(p.server_sign, lying_server.f->config.server_sign_public, WIRE_KEY_BYTES);
	*err = (struct err){.code = ERR_OK};
	ok = verify_total(NULL, &q, t, err);
	return ok;
}

static struct verify_total
holds(const char *org, const char *period)
{
	struct verify_total t;
	struct err err;

	if (!check(org, period, &t, &err) || verify_total_verdict(&t) != ERR_OK)
		fail_msg("%s %s: %s", org, period, err.text);
	return t;
}

static void
is_refused(const char *org, const char *period)
{
	struct verify_total t;
	struct err err;

	if (check(org, period, &t, &err))
		fail_msg("%s %s is believed, verdict %s", org, period,
		    err_name(verify_total_verdict(&t)));
	assert_int_equal(err.code, ERR_SIGNATURE);
	verify_total_free(&t);
}

/* All is genuine, and it is not the total. */
static void
does_not_hold(const char *org, const char *period)
{
	struct verify_total t;
	struct err err;

	if (!check(org, period, &t, &err))
		fail_msg("%s %s: %s", org, period, err.text);
	assert_int_equal(verify_total_verdict(&t), ERR_SIGNATURE);
	verify_total_free(&t);
}

static int64_t
proven(const struct verify_total *t, uint32_t ind)
{
	for (uint32_t i = 0; i < t->sums_n; i++)
		if (t->sums[i].ind == ind)
			return t->sums[i].proven;
	return 0;
}

static struct name
sends(enum actor who, struct report r)
{
	if (corefix_send(lying_server.f, who, &r, 1) != ERR_OK)
		fail_msg("%s: %s", err_name(lying_server.f->code), lying_server.f->detail);
	return lying_server.f->name;
}

static int
setup(void **state)
{
	if (corefix_setup(state) != 0)
		return -1;
	lying_server = (struct lying_server){.f = *state, .who = ACTOR_NATION};
	(void)sends(ACTOR_AN_MINH, corefix_result("909/2022-05-08/1", "2022-05-08", 120, 100));
	(void)sends(ACTOR_AN_MINH, corefix_result("909/2022-06-08/1", "2022-06-08", 60, 50));
	return 0;
}

/* ---- an honest aggregator */

static void
an_honest_total_is_genuine_and_proven(void **state)
{
	static const char *const periods[] = {
	    "2022", "2022-05-01..2022-06-30", "cal:2022", "2022..", "..2022-06-30"};
	struct verify_total t;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(periods); i++) {
		t = holds("91", periods[i]);
		assert_int_equal(proven(&t, IND_BLOOD_UNITS), 150);
		assert_false(t.org_untold || t.period_untold);
		verify_total_free(&t);
	}
	t = holds("12", "2022");
	assert_int_equal(t.lines_n, 0);
	verify_total_free(&t);
}

static void
what_the_server_alone_can_say_is_named_and_holds(void **state)
{
	struct verify_total t = holds("Kiên Giang", "2022");

	(void)state;
	assert_true(t.org_untold);
	verify_total_free(&t);
	t = holds("91@2022-05-08", "2022");
	assert_false(t.org_untold);
	verify_total_free(&t);
	t = holds("91", "campaign:HE-2022");
	assert_true(t.period_untold);
	verify_total_free(&t);
	sends(ACTOR_AN_MINH,
	    corefix_activity("909", "2022-05-01", "2022-05-31", IND_STAFF_DONORS, 7));
	t = holds("91", "2022");
	assert_int_equal(t.activities, 1);
	verify_total_free(&t);
}

static void
corrections_withdrawals_and_days_are_no_lies(void **state)
{
	struct report r = corefix_result("909/2022-05-08/1", "2022-05-08", 130, 110);
	struct report plan = corefix_schedule("909/2022-07-01/1", "2022-07-01", "2022-07-02");
	struct verify_total t;
	struct name name;

	(void)state;
	t = holds("91", "2022");
	name = t.rows.all.reports[t.lines[0].row].name;
	for (uint32_t i = 0; i < t.lines_n; i++)
		if (strcmp(t.rows.all.reports[t.lines[i].row].result.drive, r.u.result.drive) == 0)
			name = t.rows.all.reports[t.lines[i].row].name;
	verify_total_free(&t);
	name = sends(ACTOR_AN_MINH, corefix_correction(r, &name));
	r.u.result.counts.val = (const int64_t[]){140, 115};
	(void)sends(ACTOR_AN_MINH, corefix_correction(r, &name));
	(void)sends(ACTOR_AN_MINH, plan);
	for (int day = 0; day < 2; day++) {
		struct report d = corefix_result("909/2022-07-01/1", "2022-07-01", 20, 10);

		d.u.result.day = d.u.result.held_from = d.u.result.held_to =
		    corefix_day("2022-07-01") + day;
		(void)sends(ACTOR_AN_MINH, d);
	}
	t = holds("91", "2022");
	assert_int_equal(proven(&t, IND_BLOOD_UNITS), 115 + 50 + 20);
	verify_total_free(&t);
}

/* A hospital counts what An Minh's drive collected, and the province takes its count. */
static struct name
take(void)
{
	struct report hospital = corefix_org("BV91", ORG_FACILITY, "VN");
	struct report mine = corefix_result("909/2022-07-08/1", "2022-07-08", 40, 30);
	struct report theirs;
	struct name name;

	hospital.u.registry.kind = REGISTRY_FACILITY;
	(void)sends(ACTOR_OPERATOR, hospital);
	corefix_key(lying_server.f, ACTOR_LATER, "BV91", ROLE_REPORTER);
	mine.u.result.facility = "BV91";
	(void)sends(ACTOR_AN_MINH, mine);
	theirs = mine;
	theirs.u.result.witness = WITNESS_COLLECTOR;
	theirs.u.result.source = SOURCE_FACILITY;
	theirs.u.result.make_drive = false;
	theirs.u.result.counts = (struct counts){
	    .ind = (const uint32_t[]){IND_BLOOD_UNITS}, .val = (const int64_t[]){28}, .n = 1};
	name = sends(ACTOR_LATER, theirs);
	(void)sends(ACTOR_KIEN_GIANG, corefix_review(&name, REVIEW_TAKE_COLLECTOR, "", ""));
	return name;
}

static void
what_the_committee_took_from_the_collector_is_proven_by_both(void **state)
{
	struct verify_total t;

	(void)state;
	(void)take();
	t = holds("91", "2022");
	assert_int_equal(proven(&t, IND_BLOOD_UNITS), 150 + 28);
	assert_int_equal(proven(&t, IND_ATTENDED), 180 + 40);
	assert_int_equal(t.taken_untold, 0);
	verify_total_free(&t);
}

static void
what_came_after_a_lock_and_was_admitted_is_counted_and_named(void **state)
{
	struct report r = corefix_result("909/2022-05-20/1", "2022-05-20", 12, 10);
	struct verify_total t;

	(void)state;
	(void)sends(ACTOR_KIEN_GIANG, corefix_lock("909", "2022-05-01", "2022-05-31", true));
	assert_int_equal(corefix_send(lying_server.f, ACTOR_AN_MINH, &r, 1), ERR_AFTER_LOCK);
	(void)sends(ACTOR_KIEN_GIANG,
	    corefix_review(&lying_server.f->name, REVIEW_ADMITTED, "chứng từ đủ", ""));
	t = holds("91", "2022");
	assert_int_equal(proven(&t, IND_BLOOD_UNITS), 160);
	assert_int_equal(t.admitted, 1);
	verify_total_free(&t);
}

static void
collections_carried_in_totals_and_interim_counts_are_no_lies(void **state)
{
	struct report fixed = corefix_result("", "2022-05-08", 12, 10);
	struct report carried;
	struct report interim = corefix_result("909/2022-09-08/1", "2022-09-08", 5, 4);
	struct verify_total t;

	(void)state;
	fixed.u.result.make_drive = false;
	fixed.u.result.collection = (struct collection){.org = "909",
	    .from = corefix_day("2022-03-01"),
	    .to = corefix_day("2022-03-31"),
	    .kind = COLLECTION_FIXED_SITE};
	fixed.u.result.held_from = fixed.u.result.collection.from;
	fixed.u.result.held_to = fixed.u.result.collection.to;
	carried = fixed;
	carried.u.result.collection = (struct collection){.org = "911",
	    .from = corefix_day("2022-01-01"),
	    .to = corefix_day("2022-04-30"),
	    .kind = COLLECTION_CARRIED_IN};
	carried.u.result.held_from = carried.u.result.collection.from;
	carried.u.result.held_to = carried.u.result.collection.to;
	interim.u.result.stage = STAGE_INTERIM;
	(void)sends(ACTOR_AN_MINH, fixed);
	(void)sends(ACTOR_KIEN_GIANG, carried);
	(void)sends(ACTOR_AN_MINH, interim);
	t = holds("91", "2022");
	assert_int_equal(proven(&t, IND_BLOOD_UNITS), 150 + 10 + 10 + 4);
	verify_total_free(&t);
}

/* ---- one that lies */

static void
list_twice(struct ask_reference *r)
{
	lying_server_row_add(r, &r->all.reports[0]);
}

static void
add_hundred(struct rows *r)
{
	lying_server_said_add(r, IND_BLOOD_UNITS, 100);
	lying_server_said_add(r, IND_ATTENDED, 120);
}

static void
a_report_that_is_listed_twice_is_refused(void **state)
{
	(void)state;
	lying_server.list = list_twice;
	lying_server.total = add_hundred;
	is_refused("91", "2022");
}

/* What the list showed before. */
static struct ask_reference before;

static void
list_before_too(struct ask_reference *r)
{
	lying_server_row_add(r, &before.all.reports[0]);
}

static void
a_report_beside_its_correction_is_refused(void **state)
{
	struct report r = corefix_result("909/2022-05-08/1", "2022-05-08", 130, 110);
	struct name name;

	(void)state;
	before = lying_server_list("91", "2022");
	name = before.all.reports[0].name;
	lying_server.list = list_before_too;
	lying_server.total = add_hundred;
	name = sends(ACTOR_AN_MINH, corefix_correction(r, &name));
	is_refused("91", "2022");
	r.u.result.counts.val = (const int64_t[]){140, 115};
	(void)sends(ACTOR_AN_MINH, corefix_correction(r, &name));
	is_refused("91", "2022"); /* the one between is left out */
	ask_reference_free(&before);
}

static void
list_the_collectors_too(struct ask_reference *r)
{
	struct report_row row = r->all.reports[0];

	row.name = before.all.reports[0].name;
	row.result = before.all.reports[0].result;
	row.result.witness = WITNESS_ORGANISER;
	lying_server_row_add(r, &row);
}

static void
say_the_collectors(struct rows *r)
{
	lying_server_said_add(r, IND_BLOOD_UNITS, 28);
}

static void
what_never_counts_is_refused(void **state)
{
	struct report r = corefix_result("909/2022-05-08/1", "2022-05-08", 120, 100);
	struct name name = take();

	(void)state;
	before = lying_server_list("91", "2022");
	struct report_row *rows = before.list;
	rows[0].name = name;
	rows[0].result.drive = "909/2022-07-08/1";
	rows[0].result.held_from = rows[0].result.held_to = corefix_day("2022-07-08");
	rows[0].result.counts = (struct counts){
	    .ind = (const uint32_t[]){IND_BLOOD_UNITS}, .val = (const int64_t[]){28}, .n = 1};
	lying_server.list = list_the_collectors_too;
	lying_server.total = say_the_collectors;
	is_refused("91", "2022");
	/* A withdrawal under whose name the withdrawn report is listed. */
	ask_reference_free(&before);
	before = lying_server_list("91", "2022");
	rows = before.list;
	name = rows[0].name;
	rows[0].name = sends(ACTOR_AN_MINH, corefix_withdrawal(r, &name));
	lying_server.list = list_before_too;
	lying_server.total = add_hundred;
	is_refused("91", "2022");
	ask_reference_free(&before);
}

static void
list_another_year(struct ask_reference *r)
{
	before = lying_server_list("91", "2023");
	lying_server_row_add(r, &before.all.reports[0]);
}

static void
year_and_a_half(struct rows *r)
{
	r->period.to = corefix_day("2023-06-30");
}

static void
a_report_of_another_period_is_refused(void **state)
{
	(void)state;
	(void)sends(ACTOR_AN_MINH, corefix_result("909/2023-05-08/1", "2023-05-08", 120, 100));
	lying_server.list = list_another_year;
	lying_server.total = add_hundred;
	is_refused("91", "2022");
	ask_reference_free(&before);
	is_refused("91", "2022-05-01..2022-12-31");
	ask_reference_free(&before);
	lying_server.list = NULL;
	lying_server.total = year_and_a_half;
	is_refused("91", "2022");
	is_refused("91", "2022-H1");
	is_refused("91", "cal:2022");
}

static void
another_organisation_than_the_one_asked_for_is_refused(void **state)
{
	(void)state;
	lying_server.other_org = "91";
	is_refused("12", "2022");
	is_refused("VN", "2022");
	is_refused("12@2022-05-08", "2022");
	is_refused("", "2022"); /* the nation's own */
}

static void
list_nothing(struct ask_reference *r)
{
	r->all.reports_n = 0;
}

static void
add_platelets(struct rows *r)
{
	lying_server_said_add(r, IND_PLATELETS, 9);
}

static void
what_no_listed_report_carries_does_not_hold(void **state)
{
	(void)state;
	lying_server.total = add_platelets;
	does_not_hold("91", "2022");
	does_not_hold("12", "2022");
	lying_server.total = NULL;
	lying_server.list = list_nothing;
	does_not_hold("91", "2022");
}

static void
keys_and_places_that_are_not_shown_are_not_proven(void **state)
{
	struct verify_total t;
	struct err err;

	(void)state;
	lying_server.is_old = true;
	assert_true(check("91", "2022", &t, &err));
	assert_true(t.entries_untold);
	assert_int_equal(verify_total_verdict(&t), ERR_KIND_UNSUPPORTED);
	verify_total_free(&t);
}

/* It lies beside what the office may not read: no alarm, and no proof.  The nation reads all. */
static void
an_entry_that_the_office_may_not_read_is_not_proven(void **state)
{
	struct verify_total t;
	struct err err;

	(void)state;
	lying_server.is_close = true;
	is_refused("91", "2022");
	lying_server.who = ACTOR_KIEN_GIANG;
	assert_true(check("91", "2022", &t, &err));
	assert_true(t.entries_untold);
	assert_int_equal(proven(&t, IND_BLOOD_UNITS), 150);
	assert_int_equal(verify_total_verdict(&t), ERR_KIND_UNSUPPORTED);
	verify_total_free(&t);
}

static void
other_root(struct rows *r)
{
	r->root.at[0] ^= 1;
}

/* The head of the newest batch, or another one. */
static void
see(const char *path, uint8_t change)
{
	const struct corefix_batch *b = &lying_server.f->ledger[lying_server.f->ledger_n - 1];
	struct signed_head head = {.realm = b->row.realm,
	    .epoch = b->row.epoch,
	    .batch = b->row.n,
	    .at_ms = b->row.at_ms,
	    .head = b->head};
	struct heads h = {.n = 0};
	struct err err;

	head.head.at[0] ^= change;
	assert_true(heads_take(&h, &head, true, &err));
	assert_true(heads_save(path, &h, &err));
}

static void
is_another_history(void)
{
	struct verify_total t;
	struct err err;

	assert_false(check("91", "2022", &t, &err));
	assert_int_equal(err.code, ERR_HISTORY_WENT_BACK);
	verify_total_free(&t);
}

static void
a_report_of_another_history_is_refused(void **state)
{
	char made[] = "/tmp/gh-verify-total.XXXXXX";
	char path[sizeof(made) + 8];
	struct verify_total t;

	(void)state;
	lying_server.total = other_root;
	is_another_history();
	lying_server.total = NULL;
	folder = mkdtemp(made);
	assert_non_null(folder);
	(void)snprintf(path, sizeof(path), "%s/heads", made);
	see(path, 0);
	t = holds("91", "2022");
	verify_total_free(&t);
	see(path, 1);
	is_another_history();
	(void)unlink(path);
	(void)rmdir(made);
	folder = "/nonexistent";
}

static void
who_may_read_everything_is_not_told_that_it_may_not(void **state)
{
	struct verify_total t;
	struct err err;

	(void)state;
	lying_server.is_quiet = true;
	is_refused("91", "2022");
	lying_server.who = ACTOR_KIEN_GIANG;
	assert_true(check("91", "2022", &t, &err));
	assert_int_equal(t.hidden, 2);
	verify_total_free(&t);
}

static void
a_server_that_goes_away_is_no_forger(void **state)
{
	static const enum err_code codes[] = {
	    ERR_AWAY, ERR_DB_AWAY, ERR_BUSY, ERR_LIMIT, ERR_KEY_REVOKED};

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		struct verify_total t;
		struct err err;

		lying_server.away = codes[i];
		assert_false(check("91", "2022", &t, &err));
		assert_int_equal(err.code, codes[i]);
		assert_non_null(strstr(err.text, "909/2022-05-08/1"));
		verify_total_free(&t);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, corefix_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(an_honest_total_is_genuine_and_proven),
	    TEST(what_the_server_alone_can_say_is_named_and_holds),
	    TEST(corrections_withdrawals_and_days_are_no_lies),
	    TEST(what_the_committee_took_from_the_collector_is_proven_by_both),
	    TEST(what_came_after_a_lock_and_was_admitted_is_counted_and_named),
	    TEST(collections_carried_in_totals_and_interim_counts_are_no_lies),
	    TEST(what_never_counts_is_refused),
	    TEST(a_report_that_is_listed_twice_is_refused),
	    TEST(a_report_beside_its_correction_is_refused),
	    TEST(a_report_of_another_period_is_refused),
	    TEST(another_organisation_than_the_one_asked_for_is_refused),
	    TEST(what_no_listed_report_carries_does_not_hold),
	    TEST(keys_and_places_that_are_not_shown_are_not_proven),
	    TEST(an_entry_that_the_office_may_not_read_is_not_proven),
	    TEST(a_report_of_another_history_is_refused),
	    TEST(who_may_read_everything_is_not_told_that_it_may_not),
	    TEST(a_server_that_goes_away_is_no_forger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
