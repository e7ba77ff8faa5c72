/* What is done of targets that are no units: heads, staff, places; and where a summary shows it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/catalogue.h"
#include "support/corestore.h"

#define YEAR "2024-12-01", "2025-11-30"

static void
said(struct corefix *f, enum actor actor, struct report r)
{
	const enum err_code code = corefix_send(f, actor, &r, 1);

	if (code != ERR_OK)
		fail_msg("%s: %s", err_name(code), f->detail);
}

static void
target(struct corefix *f, const char *org, enum measure measure, int64_t value)
{
	struct report r = corefix_target(org, YEAR, value);

	r.u.target.measure = measure;
	r.u.target.qualifier = QUALIFIER_MINIMUM;
	said(f, ACTOR_NATION, r);
}

static struct reference
looked(struct corefix *f, const char *org)
{
	const struct reference_request q = {
	    .kind = REFERENCE_TARGETS, .org = org, .period = "2025", .search = ""};
	struct err err = {.code = ERR_OK};
	struct key_info who;
	struct reference ret;

	assert_true(core_key_by_sign(f->core, f->key[ACTOR_NATION].sign_public, &who));
	if (!core_reference(f->core, &who, &q, f->now_ms, &ret, &err))
		fail_msg("%s", err.text);
	return ret;
}

/* Of the only target of ${org}: -1 is not known. */
static int64_t
done(struct corefix *f, const char *org, int64_t *ret_whole)
{
	struct reference list = looked(f, org);

	assert_int_equal(list.targets_n, 1);
	const int64_t value = list.targets[0].has_done ? list.targets[0].done : -1;
	*ret_whole = list.targets[0].whole;
	query_free(&list.arena);
	return value;
}

static void
heads_are_the_newest_stock_of_all_below_on_the_last_day(void **state)
{
	struct corefix *f = *state;
	int64_t whole = 0;

	target(f, "91", MEASURE_VOLUNTEERS, 300);
	assert_int_equal(done(f, "91", &whole), -1);
	said(f, ACTOR_AN_MINH,
	    corefix_activity("909", "2025-05-01", "2025-05-01", IND_RESERVE_DONORS, 25));
	assert_int_equal(done(f, "91", &whole), -1);
	said(f, ACTOR_AN_MINH,
	    corefix_activity("909", "2025-05-02", "2025-05-02", IND_VOLUNTEERS, 100));
	said(f, ACTOR_AN_MINH,
	    corefix_activity("909", "2025-05-03", "2025-05-03", IND_VOLUNTEERS, 120));
	said(f, ACTOR_KIEN_GIANG,
	    corefix_activity("911", "2025-05-03", "2025-05-03", IND_VOLUNTEERS, 40));
	assert_int_equal(done(f, "91", &whole), 160);
	assert_int_equal(whole, 0);
	target(f, "911", MEASURE_RESERVE, 250);
	assert_int_equal(done(f, "911", &whole), -1); /* nobody counted them there: not 0 */
	said(f, ACTOR_KIEN_GIANG,
	    corefix_activity("911", "2025-05-04", "2025-05-04", IND_RESERVE_DONORS, 0));
	assert_int_equal(done(f, "911", &whole), 0);
}

static void
a_share_of_the_staff_is_donations_by_staff_of_all_staff(void **state)
{
	struct corefix *f = *state;
	int64_t whole = 0;

	target(f, "91", MEASURE_STAFF_RATE, 3000);
	said(f, ACTOR_AN_MINH,
	    corefix_activity("909", "2025-05-01", "2025-05-01", IND_STAFF_DONORS, 30));
	assert_int_equal(done(f, "91", &whole), -1); /* of how many is not known */
	said(f, ACTOR_AN_MINH, corefix_activity("909", "2025-05-02", "2025-05-02", IND_STAFF, 200));
	assert_int_equal(done(f, "91", &whole), 1500);
	said(f, ACTOR_KIEN_GIANG,
	    corefix_activity("911", "2025-05-02", "2025-05-02", IND_STAFF, 100));
	assert_int_equal(done(f, "91", &whole), 1000);
	assert_int_equal(whole, 300);
	said(f, ACTOR_AN_MINH,
	    corefix_activity("909", "2025-05-03", "2025-05-03", IND_STAFF_DONORS, 20));
	assert_int_equal(done(f, "91", &whole), 1667); /* 50 of 300: 16,667 % */
}

static void
a_place_is_covered_in_a_campaign_by_a_report_of_that_campaign(void **state)
{
	struct corefix *f = *state;
	struct report line = corefix_target("91", YEAR, 10000);
	struct report r = corefix_result("909/2025-05-02/1", "2025-05-02", 402, 365);
	static const char *const campaigns[] = {"HE-2022"};
	int64_t whole = 0;

	line.u.target.measure = MEASURE_COVERAGE;
	line.u.target.campaign = "HE-2022";
	said(f, ACTOR_NATION, line);
	r.u.result.make_drive = true;
	said(f, ACTOR_AN_MINH, r);
	assert_int_equal(done(f, "91", &whole), 0);
	r = corefix_result("911/2025-05-03/1", "2025-05-03", 402, 365);
	r.u.result.make_drive = true;
	r.u.result.campaigns = (struct strings){.at = campaigns, .n = 1};
	said(f, ACTOR_KIEN_GIANG, r);
	assert_int_equal(done(f, "91", &whole), 5000);
	assert_int_equal(whole, 2);
}

static void
other_measures_stand_beside_the_total_of_a_summary(void **state)
{
	struct corefix *f = *state;
	struct err err = {.code = ERR_OK};
	struct rows rows;

	said(f, ACTOR_NATION, corefix_target("91", YEAR, 7400));
	target(f, "91", MEASURE_VOLUNTEERS, 300);
	target(f, "909", MEASURE_VOLUNTEERS, 30);
	said(f, ACTOR_AN_MINH,
	    corefix_activity("909", "2025-05-02", "2025-05-02", IND_VOLUNTEERS, 100));
	assert_true(corefix_summary(f, ACTOR_NATION, "91", "2025", BY_CHILD, &rows, &err));
	assert_int_equal(rows.total.target_units, 7400);
	assert_int_equal(rows.total.targets_n, 1);
	assert_int_equal(rows.total.targets[0].target.measure, MEASURE_VOLUNTEERS);
	assert_int_equal(rows.total.targets[0].target.value, 300);
	assert_true(rows.total.targets[0].has_done);
	assert_int_equal(rows.total.targets[0].done, 100);
	query_free(&rows.arena);
	/* Of a month the year's is none. */
	assert_true(corefix_summary(f, ACTOR_NATION, "91", "2025-05", BY_CHILD, &rows, &err));
	assert_int_equal(rows.total.targets_n, 0);
	query_free(&rows.arena);
}

static void
an_ended_organisation_is_meant_by_a_day_on_which_it_bore_its_code(void **state)
{
	struct corefix *f = *state;
	struct report next = corefix_org("91", ORG_PROVINCE, "VN");
	struct report r = corefix_target("91@2025-06-01", YEAR, 20000);
	struct report text = corefix_text("91@2025-06-01", "III", "của nơi đã kết thúc");
	struct reference list;

	next.u.registry.u.org.valid_from = corefix_day("2025-07-01");
	said(f, ACTOR_OPERATOR, next);
	f->now_ms += INT64_C(60) * 86400 * 1000; /* 2025-07-31: 91 is another */
	said(f, ACTOR_NATION, corefix_target("91", YEAR, 100));
	said(f, ACTOR_NATION, r);
	said(f, ACTOR_NATION, text);
	assert_int_equal(corefix_send(f, ACTOR_NATION, &r, 1), ERR_ALREADY);
	list = looked(f, "91@2025-06-01");
	assert_int_equal(list.targets_n, 1);
	assert_int_equal(list.targets[0].target.value, 20000);
	assert_string_equal(list.targets[0].target.org, "91");
	query_free(&list.arena);
	list = looked(f, "91@2025-07-01");
	assert_int_equal(list.targets_n, 1);
	assert_int_equal(list.targets[0].target.value, 100);
	query_free(&list.arena);
	r.u.target.org = "91@2025-06-31";
	assert_int_not_equal(corefix_send(f, ACTOR_NATION, &r, 1), ERR_OK);
}

#define TEST(t) cmocka_unit_test_setup_teardown(t, corefix_setup, corefix_teardown)

#define DRIVE_ONE "909/2025-05-08/1"
#define DRIVE_TWO "911/2025-06-01/1"
#define DRIVE_THREE "911/2025-06-20/1"

static int64_t
registered(struct corefix *f, const char *org)
{
	int64_t whole = 0;

	return done(f, org, &whole);
}

/* A result that counts them speaks for its drive; until then what was filed does. */
static void
registrations_are_those_filed_until_a_result_tells_them(void **state)
{
	static const uint32_t ind[] = {IND_REGISTERED, IND_BLOOD_UNITS};
	static const int64_t val[] = {130, 90};
	struct corefix *f = *state;
	struct report r;

	target(f, "91", MEASURE_REGISTERED, 300);
	said(f, ACTOR_KIEN_GIANG, corefix_schedule(DRIVE_ONE, "2025-05-08", "2025-05-08"));
	said(f, ACTOR_KIEN_GIANG, corefix_schedule(DRIVE_TWO, "2025-06-01", "2025-06-01"));
	assert_int_equal(registered(f, "91"), -1);
	said(f, ACTOR_KIEN_GIANG, corefix_registration(DRIVE_ONE, "2025-05-01", 120));
	said(f, ACTOR_KIEN_GIANG, corefix_registration(DRIVE_TWO, "2025-05-01", 40));
	assert_int_equal(registered(f, "91"), 160);
	said(f, ACTOR_KIEN_GIANG, corefix_result(DRIVE_TWO, "2025-05-20", 40, 30));
	assert_int_equal(registered(f, "91"), 160);
	r = corefix_result(DRIVE_ONE, "2025-05-08", 100, 90);
	r.u.result.counts = (struct counts){ind, val, 2};
	said(f, ACTOR_KIEN_GIANG, r);
	assert_int_equal(registered(f, "91"), 170);
	said(f, ACTOR_KIEN_GIANG, corefix_schedule(DRIVE_THREE, "2025-06-20", "2025-06-20"));
	const struct name three = f->name;
	said(f, ACTOR_KIEN_GIANG, corefix_registration(DRIVE_THREE, "2025-05-01", 7));
	assert_int_equal(registered(f, "91"), 177);
	r = corefix_correction(corefix_schedule(DRIVE_THREE, "2025-06-20", "2025-06-20"), &three);
	r.u.schedule.state = DRIVE_CANCELLED;
	r.reason = "rain";
	said(f, ACTOR_KIEN_GIANG, r);
	assert_int_equal(registered(f, "91"), 170);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(registrations_are_those_filed_until_a_result_tells_them),
	    TEST(heads_are_the_newest_stock_of_all_below_on_the_last_day),
	    TEST(a_share_of_the_staff_is_donations_by_staff_of_all_staff),
	    TEST(a_place_is_covered_in_a_campaign_by_a_report_of_that_campaign),
	    TEST(other_measures_stand_beside_the_total_of_a_summary),
	    TEST(an_ended_organisation_is_meant_by_a_day_on_which_it_bore_its_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
