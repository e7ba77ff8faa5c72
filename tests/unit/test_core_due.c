/*
 * What is due and from whom: missing drives, silent organisations, deadlines, targets and what was
 * done.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/catalogue.h"
#include "support/corestore.h"

#define DRIVE "909/2025-06-02/1"
#define OTHER "911/2025-06-03/1"

/* The fixture's clock begins at noon of 2025-06-01. */
static void
it_is(struct corefix *f, const char *day)
{
	const int64_t days = corefix_day(day) - corefix_day("2025-06-01");

	f->now_ms = INT64_C(1748754000) * 1000 + days * 86400 * 1000;
}

static void
said(struct corefix *f, enum actor actor, struct report r)
{
	const enum err_code code = corefix_send(f, actor, &r, 1);

	if (code != ERR_OK)
		fail_msg("%s", err_name(code));
}

static struct rows
asked(struct corefix *f, const char *org, const char *period)
{
	struct err err = {.code = ERR_OK};
	struct rows rows;

	if (!corefix_summary(f, ACTOR_NATION, org, period, BY_CHILD, &rows, &err))
		fail_msg("%s", err.text);
	return rows;
}

static struct reference
looked(struct corefix *f, enum reference_kind kind, const char *org, const char *period)
{
	const struct reference_request q = {
	    .kind = kind, .org = org, .period = period, .search = ""};
	struct err err = {.code = ERR_OK};
	struct key_info who;
	struct reference ret;

	assert_true(core_key_by_sign(f->core, f->key[ACTOR_NATION].sign_public, &who));
	if (!core_reference(f->core, &who, &q, f->now_ms, &ret, &err))
		fail_msg("%s", err.text);
	return ret;
}

static struct report
registry(enum registry_kind kind)
{
	return (struct report){.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = kind}};
}

static const struct row *
row_of(const struct rows *rows, const char *org)
{
	for (uint32_t i = 0; i < rows->rows_n; i++)
		if (strcmp(rows->rows[i].org, org) == 0)
			return &rows->rows[i];
	fail_msg("no row of %s", org);
	return NULL;
}

/* ---- completeness */

static void
a_planned_drive_is_missing_once_its_deadline_has_passed(void **state)
{
	struct corefix *f = *state;
	struct rows rows;

	said(f, ACTOR_AN_MINH, corefix_schedule(DRIVE, "2025-06-02", "2025-06-02"));
	/* Nobody of 12 reports through this system: missing, and not late. */
	said(f, ACTOR_NATION, corefix_schedule("106/2025-06-02/1", "2025-06-02", "2025-06-02"));
	it_is(f, "2025-06-03");
	rows = asked(f, "VN", "2025");
	assert_int_equal(rows.total.drives_missing, 0);
	query_free(&rows.arena);
	it_is(f, "2025-06-04");
	rows = asked(f, "VN", "2025");
	assert_int_equal(rows.total.drives_missing, 2);
	assert_int_equal(row_of(&rows, "91")->drives_missing, 1);
	query_free(&rows.arena);
	said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2025-06-02", 402, 365));
	rows = asked(f, "VN", "2025");
	assert_int_equal(rows.total.drives_missing, 1);
	assert_int_equal(rows.total.drives_reported, 1);
	assert_int_equal(rows.total.drives_planned, 2);
	query_free(&rows.arena);
}

static void
nothing_owed(struct corefix *f)
{
	struct reference list = looked(f, REFERENCE_DRIVES, "91", "2025");
	struct rows rows = asked(f, "91", "2025");

	assert_int_equal(rows.total.drives_planned, 0);
	assert_int_equal(rows.total.drives_missing, 0);
	assert_int_equal(rows.total.drives_late, 0);
	assert_int_equal(rows.total.orgs_expected, 0);
	query_free(&rows.arena);
	assert_int_equal(list.drives_n, 1);
	assert_false(list.drives[0].owed);
	assert_false(list.drives[0].late);
	query_free(&list.arena);
	list = looked(f, REFERENCE_SILENT, "91", "2025");
	assert_int_equal(list.orgs_n, 0);
	query_free(&list.arena);
}

/* Whoever was to hold nothing else is not expected to report, either. */
static void
nothing_is_owed_of_a_drive_that_is_cancelled_or_put_off_without_a_day(void **state)
{
	struct corefix *f = *state;
	struct report r = corefix_schedule(DRIVE, "2025-06-02", "2025-06-02");
	struct report line = corefix_target("909", "2025-06-02", "2025-06-02", 40);
	struct name name;
	struct rows rows;

	line.u.target.drive = DRIVE;
	said(f, ACTOR_AN_MINH, r);
	name = f->name;
	said(f, ACTOR_KIEN_GIANG, line);
	it_is(f, "2025-06-05");
	rows = asked(f, "91", "2025");
	assert_int_equal(rows.total.drives_missing, 1);
	assert_int_equal(rows.total.orgs_silent, 1);
	query_free(&rows.arena);
	r = corefix_correction(r, &name);
	r.u.schedule.state = DRIVE_POSTPONED;
	said(f, ACTOR_AN_MINH, r);
	name = f->name;
	nothing_owed(f);
	/* Held all the same, it is the plan's. */
	struct report result = corefix_result(DRIVE, "2025-06-04", 402, 365);
	said(f, ACTOR_AN_MINH, result);
	const struct name told = f->name;
	rows = asked(f, "91", "2025");
	assert_int_equal(rows.total.drives_planned, 1);
	assert_int_equal(rows.total.drives_reported, 1);
	assert_int_equal(rows.total.drives_missing, 0);
	query_free(&rows.arena);
	said(f, ACTOR_AN_MINH, corefix_withdrawal(result, &told));
	nothing_owed(f);
	/* With a day it is owed again. */
	r = corefix_correction(r, &name);
	r.u.schedule.from = r.u.schedule.to = corefix_day("2025-06-03");
	said(f, ACTOR_AN_MINH, r);
	name = f->name;
	rows = asked(f, "91", "2025");
	assert_int_equal(rows.total.drives_missing, 1);
	assert_int_equal(rows.total.orgs_silent, 1);
	query_free(&rows.arena);
	r = corefix_correction(r, &name);
	r.u.schedule.state = DRIVE_CANCELLED;
	said(f, ACTOR_AN_MINH, r);
	nothing_owed(f);
}

static void
organisations_that_never_reported_are_counted_and_named(void **state)
{
	struct corefix *f = *state;
	struct reference list;
	struct rows rows;

	said(f, ACTOR_NATION, corefix_target("91", "2024-12-01", "2025-11-30", 1000));
	said(f, ACTOR_NATION, corefix_target("909", "2025-06-01", "2025-06-30", 350));
	said(f, ACTOR_NATION, corefix_target("911", "2025-06-01", "2025-06-30", 350));
	rows = asked(f, "91", "2025");
	/* The province's own line is shared out: it is not expected beside its districts. */
	assert_int_equal(rows.total.orgs_expected, 2);
	assert_int_equal(rows.total.orgs_silent, 2);
	assert_int_equal(row_of(&rows, "909")->orgs_silent, 1);
	query_free(&rows.arena);
	it_is(f, "2025-06-02");
	said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2025-06-02", 402, 365));
	rows = asked(f, "91", "2025");
	assert_int_equal(rows.total.orgs_expected, 2);
	assert_int_equal(rows.total.orgs_silent, 1);
	assert_int_equal(row_of(&rows, "909")->orgs_silent, 0);
	query_free(&rows.arena);
	list = looked(f, REFERENCE_SILENT, "91", "2025");
	assert_int_equal(list.orgs_n, 1);
	assert_string_equal(list.orgs[0].code, "911");
	query_free(&list.arena);
}

/* A district's own drive is not answered by results from below; a target is. */
static void
who_has_a_drive_of_its_own_has_reported_when_it_has_itself(void **state)
{
	struct corefix *f = *state;
	struct reference list;
	struct rows rows;

	said(f, ACTOR_NATION, corefix_target("91", "2024-12-01", "2025-11-30", 1000));
	it_is(f, "2025-06-03");
	said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2025-06-02", 402, 365));
	for (uint32_t silent = 0; silent <= 1; silent++) {
		if (silent == 1)
			said(f, ACTOR_KIEN_GIANG,
			    corefix_schedule("91/2025-06-02/1", "2025-06-02", "2025-06-02"));
		rows = asked(f, "VN", "2025");
		assert_int_equal(rows.total.orgs_expected, 1);
		assert_int_equal(rows.total.orgs_silent, silent);
		query_free(&rows.arena);
		list = looked(f, REFERENCE_SILENT, "VN", "2025");
		assert_int_equal(list.orgs_n, silent);
		query_free(&list.arena);
	}
	said(f, ACTOR_KIEN_GIANG, corefix_result("91/2025-06-02/1", "2025-06-02", 40, 36));
	rows = asked(f, "VN", "2025");
	assert_int_equal(rows.total.orgs_silent, 0);
	query_free(&rows.arena);
}

static void
nobody_is_silent_in_a_period_that_has_not_begun(void **state)
{
	struct corefix *f = *state;
	struct reference list;
	struct rows rows;

	said(f, ACTOR_NATION, corefix_target("106", "2025-06-02", "2025-06-30", 1000));
	for (uint32_t days = 0; days <= 1; days++) {
		if (days == 1)
			it_is(f, "2025-06-02");
		rows = asked(f, "12", "2025-06-02..2025-06-30");
		assert_int_equal(rows.total.orgs_expected, days);
		assert_int_equal(rows.total.orgs_silent, days);
		query_free(&rows.arena);
		list = looked(f, REFERENCE_SILENT, "12", "2025-06-02..2025-06-30");
		assert_int_equal(list.orgs_n, days);
		query_free(&list.arena);
	}
}

/* ---- deadlines */

static void
campaign_with_round(struct corefix *f, const char *due)
{
	struct report campaign = registry(REGISTRY_CAMPAIGN), round = registry(REGISTRY_ROUND);

	campaign.u.registry.u.campaign = (struct campaign_entry){.code = "HE-2025",
	    .name = "Hè 2025",
	    .from = corefix_day("2025-05-01"),
	    .to = corefix_day("2025-08-31"),
	    .org = "91"};
	round.u.registry.u.round = (struct round_entry){.code = "HE-2025-KQ",
	    .name = "Kết quả hè 2025",
	    .org = "91",
	    .from = corefix_day("2025-05-01"),
	    .cut_off = corefix_day("2025-08-31"),
	    .due = corefix_day(due),
	    .addressee = "BCĐ tỉnh"};
	said(f, ACTOR_KIEN_GIANG, campaign);
	said(f, ACTOR_KIEN_GIANG, round);
}

static struct report
campaign_drive(const char *drive, const char *day)
{
	static const char *const codes[] = {"HE-2025"};
	struct report r = corefix_schedule(drive, day, day);

	r.u.schedule.campaigns = (struct strings){.at = codes, .n = 1};
	return r;
}

static void
a_round_with_the_days_of_a_campaign_moves_its_deadline(void **state)
{
	struct corefix *f = *state;
	struct reference list;
	struct rows rows;

	campaign_with_round(f, "2025-09-09");
	said(f, ACTOR_AN_MINH, campaign_drive(DRIVE, "2025-06-02"));
	said(f, ACTOR_KIEN_GIANG, corefix_schedule(OTHER, "2025-06-03", "2025-06-03"));
	it_is(f, "2025-06-06");
	rows = asked(f, "91@2025-06-01", "2025");
	assert_int_equal(rows.total.drives_missing, 1); /* the one outside the campaign */
	assert_int_equal(row_of(&rows, "909")->drives_missing, 0);
	assert_int_equal(row_of(&rows, "909")->drives_late, 0);
	assert_int_equal(row_of(&rows, "911")->drives_missing, 1);
	query_free(&rows.arena);
	list = looked(f, REFERENCE_DRIVES, "909@2025-06-01", "2025");
	assert_int_equal(list.drives_n, 1);
	assert_string_equal(list.drives[0].org, "909");
	assert_int_equal(list.drives[0].due, corefix_day("2025-09-09"));
	assert_true(list.drives[0].owed);
	assert_false(list.drives[0].late);
	query_free(&list.arena);
	it_is(f, "2025-09-10");
	rows = asked(f, "909@2025-06-01", "2025");
	assert_int_equal(rows.total.drives_missing, 1);
	assert_int_equal(rows.total.drives_late, 1);
	query_free(&rows.arena);
}

static const struct row *
month_of(const struct rows *rows, const char *key)
{
	for (uint32_t i = 0; i < rows->rows_n; i++)
		if (strcmp(rows->rows[i].key, key) == 0)
			return &rows->rows[i];
	fail_msg("no row of %s", key);
	return NULL;
}

static void
a_round_gives_time_to_the_months_of_its_drives_only(void **state)
{
	struct corefix *f = *state;
	struct err err = {.code = ERR_OK};
	struct rows rows;

	campaign_with_round(f, "2025-09-09");
	said(f, ACTOR_AN_MINH, campaign_drive(DRIVE, "2025-06-02"));
	said(f, ACTOR_KIEN_GIANG, corefix_schedule("911/2025-05-05/1", "2025-05-05", "2025-05-05"));
	it_is(f, "2025-06-06");
	assert_true(
	    corefix_summary(f, ACTOR_NATION, "91@2025-06-01", "2025", BY_MONTH, &rows, &err));
	assert_int_equal(rows.total.drives_missing, 1);
	assert_int_equal(month_of(&rows, "2025-06")->drives_missing, 0);
	assert_int_equal(month_of(&rows, "2025-05")->drives_missing, 1);
	query_free(&rows.arena);
}

static void
a_round_that_comes_afterwards_takes_a_late_mark_back(void **state)
{
	struct corefix *f = *state;
	struct core *again;
	struct rows rows;

	campaign_with_round(f, "2025-08-31");
	said(f, ACTOR_AN_MINH, campaign_drive(DRIVE, "2025-06-02"));
	it_is(f, "2025-09-05");
	said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2025-06-02", 402, 365));
	rows = asked(f, "909@2025-06-01", "2025");
	assert_int_equal(rows.total.drives_late, 1);
	query_free(&rows.arena);
	struct report round = registry(REGISTRY_ROUND);
	round.u.registry.u.round = (struct round_entry){.code = "HE-2025-KQ",
	    .name = "Kết quả hè 2025",
	    .org = "91",
	    .from = corefix_day("2025-05-01"),
	    .cut_off = corefix_day("2025-08-31"),
	    .due = corefix_day("2025-09-09"),
	    .addressee = "BCĐ tỉnh"};
	said(f, ACTOR_KIEN_GIANG, round);
	rows = asked(f, "909@2025-06-01", "2025");
	assert_int_equal(rows.total.drives_late, 0);
	assert_int_equal(rows.total.drives_reported, 1);
	query_free(&rows.arena);
	again = corefix_replay(f, f->ledger_n);
	corestore_alike(f, f->core, again, "2025");
	core_free(again);
}

static int64_t
units(struct corefix *f, const char *period)
{
	return corefix_total(f, "VN", period, IND_BLOOD_UNITS);
}

static void
a_campaign_across_two_plan_years_is_whole_as_a_period_and_split_between_the_years(void **state)
{
	static const char *const codes[] = {"TET-2026"};
	struct corefix *f = *state;
	struct report campaign = registry(REGISTRY_CAMPAIGN);
	struct report before = corefix_result("115/2025-11-30/1", "2025-11-30", 120, 100);
	struct report after = corefix_result("115/2025-12-01/1", "2025-12-01", 60, 50);

	campaign.u.registry.u.campaign = (struct campaign_entry){.code = codes[0],
	    .name = "Tết 2026",
	    .from = corefix_day("2025-11-15"),
	    .to = corefix_day("2025-12-31"),
	    .org = ""};
	before.u.result.campaigns = after.u.result.campaigns =
	    (struct strings){.at = codes, .n = 1};
	said(f, ACTOR_NATION, campaign);
	it_is(f, "2025-12-02");
	said(f, ACTOR_LAI_CHAU, before);
	said(f, ACTOR_LAI_CHAU, after);
	assert_int_equal(units(f, "campaign:TET-2026"), 150);
	assert_int_equal(units(f, "2025"), 100);
	assert_int_equal(units(f, "2026"), 50);
	assert_int_equal(units(f, "2026-Q1"), 50);
	assert_int_equal(units(f, "..2025-11-30"), 100);
	assert_int_equal(units(f, "cal:2025"), 150);
}

/* ---- targets */

static void
a_target_stands_beside_what_it_was_and_what_was_done(void **state)
{
	struct corefix *f = *state;
	struct report line = corefix_target("909", "2025-06-01", "2025-06-30", 350);
	struct reference list;

	said(f, ACTOR_KIEN_GIANG, line);
	line = corefix_correction(line, &f->name);
	line.u.target.value = 400;
	said(f, ACTOR_KIEN_GIANG, line);
	it_is(f, "2025-06-02");
	said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2025-06-02", 402, 365));
	list = looked(f, REFERENCE_TARGETS, "909", "2025-06");
	assert_int_equal(list.targets_n, 1);
	assert_int_equal(list.targets[0].target.value, 400);
	assert_int_equal(list.targets[0].revision, 1);
	assert_int_equal(list.targets[0].previous, 350);
	assert_true(list.targets[0].has_done);
	assert_int_equal(list.targets[0].done, 365);
	query_free(&list.arena);
}

static void
a_rate_is_of_the_population_of_its_year_and_coverage_of_the_places_below(void **state)
{
	struct corefix *f = *state;
	struct report rate = corefix_target("91", "2024-12-01", "2025-11-30", 280);
	struct report coverage = corefix_target("91", "2024-12-01", "2025-05-31", 10000);
	struct report population = registry(REGISTRY_POPULATION);
	struct reference list;

	rate.u.target.measure = MEASURE_POPULATION_RATE;
	coverage.u.target.measure = MEASURE_COVERAGE;
	coverage.u.target.to = corefix_day("2025-06-15");
	population.u.registry.u.population = (struct population_entry){.code = "91",
	    .day = corefix_day("2024-12-31"),
	    .year = 2024,
	    .persons = 73000,
	    .source = "niên giám"};
	said(f, ACTOR_KIEN_GIANG, population);
	said(f, ACTOR_NATION, rate);
	said(f, ACTOR_NATION, coverage);
	it_is(f, "2025-06-02");
	said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2025-06-02", 402, 365));
	list = looked(f, REFERENCE_TARGETS, "91", "2025");
	assert_int_equal(list.targets_n, 2);
	assert_int_equal(list.targets[0].whole, 73000);
	assert_int_equal(list.targets[0].done, 50); /* 365 of 73.000: 0,5% */
	assert_int_equal(list.targets[1].whole, 2); /* An Minh and Phú Quốc, not Vinpearl */
	assert_int_equal(list.targets[1].done, 5000);
	query_free(&list.arena);
	list = looked(f, REFERENCE_POPULATIONS, "91", "2025");
	assert_int_equal(list.populations_n, 1);
	assert_int_equal(list.populations[0].persons, 73000);
	query_free(&list.arena);
	list = looked(f, REFERENCE_POPULATIONS, "12", "2025");
	assert_int_equal(list.populations_n, 0);
	query_free(&list.arena);
}

static void
rounds_are_listed_where_they_are_owed(void **state)
{
	struct corefix *f = *state;
	struct reference list;

	campaign_with_round(f, "2025-09-09");
	list = looked(f, REFERENCE_ROUNDS, "909", "2025");
	assert_int_equal(list.rounds_n, 1);
	assert_string_equal(list.rounds[0].code, "HE-2025-KQ");
	assert_int_equal(list.rounds[0].due, corefix_day("2025-09-09"));
	query_free(&list.arena);
	list = looked(f, REFERENCE_ROUNDS, "12", "2025");
	assert_int_equal(list.rounds_n, 0);
	query_free(&list.arena);
}

#define TEST(t) cmocka_unit_test_setup_teardown(t, corefix_setup, corefix_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_planned_drive_is_missing_once_its_deadline_has_passed),
	    TEST(nothing_is_owed_of_a_drive_that_is_cancelled_or_put_off_without_a_day),
	    TEST(organisations_that_never_reported_are_counted_and_named),
	    TEST(who_has_a_drive_of_its_own_has_reported_when_it_has_itself),
	    TEST(nobody_is_silent_in_a_period_that_has_not_begun),
	    TEST(a_round_with_the_days_of_a_campaign_moves_its_deadline),
	    TEST(a_round_gives_time_to_the_months_of_its_drives_only),
	    TEST(a_round_that_comes_afterwards_takes_a_late_mark_back),
	    TEST(a_campaign_across_two_plan_years_is_whole_as_a_period_and_split_between_the_years),
	    TEST(a_target_stands_beside_what_it_was_and_what_was_done),
	    TEST(a_rate_is_of_the_population_of_its_year_and_coverage_of_the_places_below),
	    TEST(rounds_are_listed_where_they_are_owed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
