/* A campaign as a period: only what carries it, whatever else lies in its days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/catalogue.h"
#include "support/corestore.h"

#define OF_A "909/2025-06-02/1"
#define OF_BOTH "911/2025-06-03/1"
#define OF_B "909/2025-06-04/1"
#define OF_NONE "911/2025-06-05/1"
#define LEAFLETS 1200

static const char *const bases[] = {"recorded", "end", "2025-06-20"};

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
		fail_msg("%s: %s", err_name(code), f->detail);
}

static void
campaign(struct corefix *f, const char *code)
{
	struct report r = {
	    .kind = KIND_REGISTRY, .action = ACTION_FIRST, .reason = "", .u.registry = {0}};

	r.u.registry.kind = REGISTRY_CAMPAIGN;
	r.u.registry.u.campaign = (struct campaign_entry){.code = code,
	    .name = code,
	    .from = corefix_day("2025-06-01"),
	    .to = corefix_day("2025-06-30"),
	    .org = ""};
	said(f, ACTOR_NATION, r);
}

/* A drive of ${campaigns} with a target line of its own. */
static void
drive(struct corefix *f, const char *key, const struct strings *campaigns, int64_t target)
{
	char day[11], org[4];
	struct report r, line;

	(void)snprintf(org, sizeof(org), "%.3s", key);
	(void)snprintf(day, sizeof(day), "%.10s", key + 4);
	r = corefix_schedule(key, day, day);
	r.u.schedule.campaigns = *campaigns;
	r.u.schedule.sector = "PHUONG";
	said(f, ACTOR_KIEN_GIANG, r);
	line = corefix_target(org, day, day, target);
	line.u.target.drive = key;
	said(f, ACTOR_KIEN_GIANG, line);
}

/*
 * A: 365 of 350. A and B: 200 of 300. B: none of 100 yet. No campaign: 70 of 50. C: a line of 500.
 */
static void
the_days(struct corefix *f)
{
	static const char *const codes[] = {"A", "B"};
	const struct strings none = {.n = 0}, a = {.at = codes, .n = 1},
			     both = {.at = codes, .n = 2}, b = {.at = codes + 1, .n = 1};
	struct report own = corefix_target("909", "2025-06-01", "2025-06-30", 500);
	struct report plain = corefix_target("911", "2025-06-01", "2025-06-30", 77);

	campaign(f, "A");
	campaign(f, "B");
	drive(f, OF_A, &a, 350);
	drive(f, OF_BOTH, &both, 300);
	drive(f, OF_B, &b, 100);
	drive(f, OF_NONE, &none, 50);
	own.u.target.campaign = "C";
	campaign(f, "C");
	said(f, ACTOR_KIEN_GIANG, own);
	plain.u.target.measure = MEASURE_REGISTERED;
	said(f, ACTOR_KIEN_GIANG, plain);
	it_is(f, "2025-06-06");
	said(f, ACTOR_KIEN_GIANG, corefix_result(OF_A, "2025-06-02", 402, 365));
	said(f, ACTOR_KIEN_GIANG, corefix_result(OF_BOTH, "2025-06-03", 240, 200));
	said(f, ACTOR_KIEN_GIANG, corefix_result(OF_NONE, "2025-06-05", 80, 70));
	said(f, ACTOR_KIEN_GIANG,
	    corefix_activity("909", "2025-06-01", "2025-06-05", LEAFLETS, 400));
}

static int64_t
value(const struct row *row, uint32_t ind)
{
	int64_t value = -1;

	(void)counts_get(&row->counts, ind, &value);
	return value;
}

static struct rows
asked(struct corefix *f, const char *org, const char *period, enum by by, const char *basis)
{
	const struct summary_request q = {.org = org, .period = period, .by = by, .basis = basis};

	return corefix_summary_on(f, &q);
}

static void
a_campaign_as_a_period_has_only_what_carries_it_on_every_map(void **state)
{
	static const struct {
		const char *period;
		int64_t units, target; /* units -1: none reported; target 0: not looked at */
		uint32_t planned, reported, missing, expected, silent;
	} cases[] = {
	    {"campaign:A", 565, 650, 2, 2, 0, 2, 0},
	    {"campaign:B", 200, 400, 2, 1, 1, 2, 1},
	    {"campaign:C", -1, 500, 0, 0, 0, 1, 1},
	    {"2025-06-01..2025-06-30", 635, 0, 4, 3, 1, 2, 0},
	};
	struct corefix *f = *state;

	the_days(f);
	for (size_t i = 0; i < 2 * ARRAY_LEN(bases) * ARRAY_LEN(cases); i++) {
		const char *org = i % 2 == 0 ? "VN" : "91@2025-06-02";
		const size_t k = i / 2 / ARRAY_LEN(bases);
		struct rows rows =
		    asked(f, org, cases[k].period, BY_CHILD, bases[i / 2 % ARRAY_LEN(bases)]);

		assert_int_equal(value(&rows.total, IND_BLOOD_UNITS), cases[k].units);
		assert_int_equal(value(&rows.total, LEAFLETS), cases[k].target == 0 ? 400 : -1);
		assert_true(cases[k].target == 0 || rows.total.target_units == cases[k].target);
		assert_int_equal(rows.total.drives_planned, cases[k].planned);
		assert_int_equal(rows.total.drives_reported, cases[k].reported);
		assert_int_equal(rows.total.drives_missing, cases[k].missing);
		assert_int_equal(rows.total.orgs_expected, cases[k].expected);
		assert_int_equal(rows.total.orgs_silent, cases[k].silent);
		query_free(&rows.arena);
	}
}

static void
its_rows_by_anything_sum_to_its_total(void **state)
{
	static const struct {
		enum by by;
		const char *key; /* of a row whose units are told */
		int64_t units;
		uint32_t n;
	} cases[] = {
	    {BY_CHILD, NULL, 0, 3},
	    {BY_SECTOR, "PHUONG", 565, 1},
	    {BY_CAMPAIGN, "A", 565, 1},
	    {BY_DRIVE, OF_BOTH, 200, 2},
	    {BY_MONTH, "2025-06", 565, 1},
	    {BY_INDICATOR, "blood_units", 565, 2},
	};
	struct corefix *f = *state;

	the_days(f);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct rows rows = asked(f, "91@2025-06-02", "campaign:A", cases[i].by, "");
		bool found = cases[i].key == NULL;

		assert_int_equal(rows.rows_n, cases[i].n);
		for (uint32_t r = 0; r < rows.rows_n && !found; r++)
			if (strcmp(rows.rows[r].key, cases[i].key) == 0) {
				assert_int_equal(
				    value(&rows.rows[r], IND_BLOOD_UNITS), cases[i].units);
				found = true;
			}
		assert_true(found);
		query_free(&rows.arena);
	}
}

static void
a_part_of_a_campaign_is_of_the_days_in_both(void **state)
{
	struct corefix *f = *state;

	the_days(f);
	struct rows rows =
	    asked(f, "91@2025-06-02", "campaign:A@2025-06-03..2025-07-31", BY_CHILD, "");
	assert_int_equal(value(&rows.total, IND_BLOOD_UNITS), 200);
	assert_int_equal(rows.total.target_units, 300);
	assert_int_equal(rows.period.from, corefix_day("2025-06-03"));
	assert_int_equal(rows.period.to, corefix_day("2025-06-30"));
	query_free(&rows.arena);
	const struct summary_request none = {
	    .org = "91@2025-06-02", .period = "campaign:A@2025-08", .by = BY_CHILD, .basis = ""};
	struct err err = {.code = ERR_OK};
	struct key_info who;
	assert_true(core_key_by_sign(f->core, f->key[ACTOR_NATION].sign_public, &who));
	assert_false(core_summary(f->core, &who, &none, f->now_ms, &rows, &err));
	assert_int_equal(err.code, ERR_PERIOD);
}

static void
a_drive_of_two_campaigns_counts_under_its_first_and_its_target_with_it(void **state)
{
	struct corefix *f = *state;

	the_days(f);
	struct rows rows = asked(f, "91@2025-06-02", "2025-06", BY_CAMPAIGN, "");
	int64_t units = 0;
	for (uint32_t i = 0; i < rows.rows_n; i++) {
		const struct row *row = &rows.rows[i];

		if (strcmp(row->key, "A") == 0) {
			assert_int_equal(value(row, IND_BLOOD_UNITS), 565);
			assert_int_equal(row->target_units, 650);
		} else if (strcmp(row->key, "B") == 0) {
			assert_int_equal(value(row, IND_BLOOD_UNITS), -1);
			assert_int_equal(row->target_units, 100);
			assert_int_equal(row->drives_planned, 1);
		}
		units += value(row, IND_BLOOD_UNITS) < 0 ? 0 : value(row, IND_BLOOD_UNITS);
	}
	assert_int_equal(units, 635);
	query_free(&rows.arena);
}

static void
a_result_of_another_campaign_than_its_drive_leaves_the_drive_where_it_was_planned(void **state)
{
	static const char *const codes[] = {"A", "B"};
	struct corefix *f = *state;
	struct report r = corefix_result(OF_A, "2025-06-02", 402, 365);
	const struct strings a = {.at = codes, .n = 1};

	campaign(f, "A");
	campaign(f, "B");
	drive(f, OF_A, &a, 350);
	it_is(f, "2025-06-03");
	r.u.result.campaigns = (struct strings){.at = codes + 1, .n = 1};
	said(f, ACTOR_KIEN_GIANG, r);
	struct rows rows = asked(f, "91@2025-06-02", "campaign:A", BY_CHILD, "");
	assert_int_equal(value(&rows.total, IND_BLOOD_UNITS), -1);
	assert_int_equal(rows.total.drives_planned, 1);
	assert_int_equal(rows.total.drives_reported, 1);
	query_free(&rows.arena);
	rows = asked(f, "91@2025-06-02", "campaign:B", BY_DRIVE, "");
	assert_int_equal(value(&rows.total, IND_BLOOD_UNITS), 365);
	assert_int_equal(rows.total.drives_planned, 0);
	assert_int_equal(rows.rows_n, 1);
	query_free(&rows.arena);
}

static uint32_t
listed(struct corefix *f, enum reference_kind kind, const char *period)
{
	const struct reference_request q = {
	    .kind = kind, .org = "91@2025-06-02", .period = period, .search = ""};
	struct err err = {.code = ERR_OK};
	struct key_info who;
	struct reference ret;

	assert_true(core_key_by_sign(f->core, f->key[ACTOR_NATION].sign_public, &who));
	if (!core_reference(f->core, &who, &q, f->now_ms, &ret, &err))
		fail_msg("%s", err.text);
	const uint32_t n = ret.drives_n + ret.reports_n + ret.orgs_n + ret.targets_n;
	query_free(&ret.arena);
	return n;
}

static void
lists_of_a_campaign_have_its_drives_reports_targets_and_silent_organisations(void **state)
{
	static const struct {
		enum reference_kind kind;
		uint32_t a, b, all;
	} cases[] = {
	    {REFERENCE_DRIVES, 2, 2, 4},
	    {REFERENCE_REPORTS, 2, 1, 3},
	    {REFERENCE_TARGETS, 2, 2, 6},
	    {REFERENCE_SILENT, 0, 1, 0},
	};
	struct corefix *f = *state;

	the_days(f);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(listed(f, cases[i].kind, "campaign:A"), cases[i].a);
		assert_int_equal(listed(f, cases[i].kind, "campaign:B"), cases[i].b);
		assert_int_equal(listed(f, cases[i].kind, "2025-06-01..2025-06-30"), cases[i].all);
	}
}

/* A line of the province for June. */
static void
line(struct corefix *f, const char *campaign_code, const char *sector, enum measure measure)
{
	struct report r = corefix_target("91", "2025-06-01", "2025-06-30", 1000);

	r.u.target.campaign = campaign_code;
	r.u.target.sector = sector;
	r.u.target.measure = measure;
	said(f, ACTOR_KIEN_GIANG, r);
}

static void
a_campaigns_target_is_measured_by_all_that_carries_it(void **state)
{
	static const struct {
		const char *campaign, *sector;
		enum measure measure;
		int64_t done;
	} cases[] = {
	    {"A", "", MEASURE_UNITS, 565},
	    {"B", "", MEASURE_UNITS, 200},
	    {"A", "PHUONG", MEASURE_UNITS, 565},
	    {"B", "PHUONG", MEASURE_UNITS, 200},
	    {"", "PHUONG", MEASURE_UNITS, 635},
	    {"B", "", MEASURE_COVERAGE, 5000},
	};
	const struct reference_request q = {.kind = REFERENCE_TARGETS,
	    .org = "91@2025-06-02",
	    .period = "2025-06-01..2025-06-30",
	    .search = ""};
	struct corefix *f = *state;
	struct err err = {.code = ERR_OK};
	struct key_info who;
	struct reference ret;

	the_days(f);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		line(f, cases[i].campaign, cases[i].sector, cases[i].measure);
	assert_true(core_key_by_sign(f->core, f->key[ACTOR_NATION].sign_public, &who));
	assert_true(core_reference(f->core, &who, &q, f->now_ms, &ret, &err));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t done = -2;

		for (uint32_t k = 0; k < ret.targets_n; k++) {
			const struct target_row *row = &ret.targets[k];

			if (row->target.measure == cases[i].measure &&
			    strncmp(row->target.org, "91", 2) == 0 && row->target.org[2] != '1' &&
			    strcmp(row->target.campaign, cases[i].campaign) == 0 &&
			    strcmp(row->target.sector, cases[i].sector) == 0)
				done = row->has_done ? row->done : -1;
		}
		assert_int_equal(done, cases[i].done);
	}
	query_free(&ret.arena);
}

/* 365 and 200 carry A, 70 and 40 nothing. */
static void
in_a_longer_period_a_campaigns_target_counts_only_what_carries_it(void **state)
{
	static const enum by all[] = {BY_CHILD, BY_CAMPAIGN, BY_SECTOR, BY_MONTH, BY_DRIVE};
	struct corefix *f = *state;

	campaign(f, "A");
	line(f, "A", "", MEASURE_UNITS);
	it_is(f, "2025-06-06");
	for (int i = 0; i < 2; i++) {
		const char *codes[] = {"A"};
		struct report r = corefix_result(i == 0 ? OF_A : OF_NONE,
		    i == 0 ? "2025-06-02" : "2025-06-05", 402, i == 0 ? 365 : 70);

		if (i == 0)
			r.u.result.campaigns = (struct strings){.at = codes, .n = 1};
		said(f, ACTOR_KIEN_GIANG, r);
	}
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct rows rows = asked(f, "91@2025-06-02", "2025-H2", all[i], "recorded");

		assert_int_equal(value(&rows.total, IND_BLOOD_UNITS), 435);
		assert_int_equal(rows.total.target_units, 1000);
		assert_int_equal(rows.total.outside_units, 70);
		if (all[i] == BY_CAMPAIGN) {
			assert_int_equal(rows.rows_n, 2);
			assert_int_equal(rows.rows[0].target_units, 1000);
			assert_int_equal(rows.rows[0].outside_units, 0);
			assert_false(rows.rows[1].has_target);
		}
		query_free(&rows.arena);
	}
	/* In just its own days all is of it. */
	struct rows rows =
	    asked(f, "91@2025-06-02", "2025-06-01..2025-06-30", BY_CHILD, "recorded");

	assert_int_equal(rows.total.target_units, 1000);
	assert_int_equal(rows.total.outside_units, 0);
	query_free(&rows.arena);
}

/* From its batch on; what its organisation was assigned otherwise stands. */
static void
a_cancelled_drives_target_leaves_the_sum_from_that_batch_on(void **state)
{
	const struct strings none = {.n = 0};
	struct corefix *f = *state;
	struct report r = corefix_schedule(OF_NONE, "2025-06-05", "2025-06-05");
	struct report line_of = corefix_target("911", "2025-06-05", "2025-06-05", 50);
	struct rows rows;

	drive(f, OF_BOTH, &none, 300);
	said(f, ACTOR_KIEN_GIANG, r);
	r = corefix_correction(r, &f->name);
	line_of.u.target.drive = OF_NONE;
	said(f, ACTOR_KIEN_GIANG, line_of);
	const uint32_t before = f->ledger_n;
	r.u.schedule.state = DRIVE_CANCELLED;
	said(f, ACTOR_KIEN_GIANG, r);
	rows = asked(f, "91@2025-06-02", "2025", BY_DRIVE, "recorded");
	assert_int_equal(rows.total.target_units, 300);
	assert_int_equal(rows.rows_n, 2);
	for (uint32_t i = 0; i < rows.rows_n; i++)
		assert_int_equal(rows.rows[i].has_target, strcmp(rows.rows[i].key, OF_BOTH) == 0);
	query_free(&rows.arena);
	struct core *now = f->core;
	f->core = corefix_replay(f, before);
	rows = asked(f, "91@2025-06-02", "2025", BY_DRIVE, "recorded");
	assert_int_equal(rows.total.target_units, 350);
	query_free(&rows.arena);
	core_free(f->core);
	f->core = now;
	said(f, ACTOR_KIEN_GIANG, corefix_target("911", "2024-12-01", "2025-11-30", 400));
	rows = asked(f, "91@2025-06-02", "2025", BY_DRIVE, "recorded");
	assert_int_equal(rows.total.target_units, 400);
	query_free(&rows.arena);
}

#define TEST(t) cmocka_unit_test_setup_teardown(t, corefix_setup, corefix_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_campaign_as_a_period_has_only_what_carries_it_on_every_map),
	    TEST(its_rows_by_anything_sum_to_its_total),
	    TEST(a_part_of_a_campaign_is_of_the_days_in_both),
	    TEST(a_drive_of_two_campaigns_counts_under_its_first_and_its_target_with_it),
	    TEST(a_result_of_another_campaign_than_its_drive_leaves_the_drive_where_it_was_planned),
	    TEST(a_campaigns_target_is_measured_by_all_that_carries_it),
	    TEST(in_a_longer_period_a_campaigns_target_counts_only_what_carries_it),
	    TEST(a_cancelled_drives_target_leaves_the_sum_from_that_batch_on),
	    TEST(lists_of_a_campaign_have_its_drives_reports_targets_and_silent_organisations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
