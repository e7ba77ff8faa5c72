/*
 * A drive held in another plan year than it is planned in is whole in that of its result; and whose
 * plan year has other days.
 */
#include "rules/catalogue.h"
#include "support/corestore.h"
#include "statesfix.h"

struct drives {
	uint32_t planned, held, reported;
};

static void
drives_are(struct corefix *f, const char *period, struct drives expected)
{
	const struct row total = total_of(f, "909", period);

	if (total.drives_planned != expected.planned || total.drives_held != expected.held ||
	    total.drives_reported != expected.reported)
		fail_msg("%s: planned %u held %u reported %u", period, total.drives_planned,
		    total.drives_held, total.drives_reported);
}

#define EDGE "909/2024-11-25/1"

/* Each of the plan years 2024 and 2025 has so many of the drive, and they are read alike. */
static void
years_are(struct corefix *f, struct drives old, struct drives new)
{
	drives_are(f, "2024", old);
	drives_are(f, "2025", new);
	holds(f);
}

static void
a_drive_put_off_into_another_plan_year_is_planned_where_its_result_counts(void **state)
{
	const struct drives none = {.planned = 0}, planned = {.planned = 1};
	const struct drives all = {.planned = 1, .held = 1, .reported = 1};
	struct report result = corefix_result(EDGE, "2024-11-25", 402, 365);
	struct corefix *f = *state;

	result.u.result.note = "vẫn tổ chức";
	(void)said(f, ACTOR_AN_MINH, corefix_schedule(EDGE, "2024-11-25", "2024-11-25"));
	struct report moved =
	    corefix_correction(corefix_schedule(EDGE, "2024-12-10", "2024-12-10"), &f->name);
	moved.u.schedule.state = DRIVE_POSTPONED;
	(void)said(f, ACTOR_AN_MINH, moved);
	years_are(f, none, planned);
	(void)said(f, ACTOR_AN_MINH, result);
	years_are(f, all, none);
	const struct name name = f->name;
	struct err err = {.code = ERR_OK};
	struct rows rows;
	assert_true(corefix_summary(f, ACTOR_NATION, "909", "2025", BY_DRIVE, &rows, &err));
	assert_int_equal(rows.rows_n, 0);
	query_free(&rows.arena);
	const struct report back = corefix_withdrawal(result, &name);
	assert_int_equal(corefix_send_as(f, ACTOR_AN_MINH, 999, &back, 1, false), ERR_OK);
	years_are(f, all, none);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&name, REVIEW_RETURNED, "xem lại", ""));
	years_are(f, none, planned);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&name, REVIEW_ACCEPTED, "", ""));
	years_are(f, all, none);
	(void)said(f, ACTOR_AN_MINH, corefix_withdrawal(result, &name));
	years_are(f, none, planned);
}

static void
a_drive_held_in_the_next_plan_year_is_planned_there(void **state)
{
	struct corefix *f = *state;

	(void)said(f, ACTOR_AN_MINH, corefix_schedule(EDGE, "2024-11-25", "2024-11-25"));
	(void)said(f, ACTOR_AN_MINH, corefix_result(EDGE, "2024-12-10", 402, 365));
	years_are(f, (struct drives){.planned = 0},
	    (struct drives){.planned = 1, .held = 1, .reported = 1});
}

static void
a_plan_year_that_changes_takes_its_drives_along(void **state)
{
	struct corefix *f = *state;
	const struct report year = {.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_PLAN_YEAR,
		.u.plan_year = {.org = "91", .start_month = 1, .start_day = 1}}};

	(void)said(f, ACTOR_AN_MINH, corefix_schedule(EDGE, "2024-11-25", "2024-11-25"));
	(void)said(f, ACTOR_AN_MINH, corefix_result(EDGE, "2024-12-10", 402, 365));
	(void)said(f, ACTOR_OPERATOR, year);
	drives_are(f, "2024", (struct drives){.planned = 1, .held = 1, .reported = 1});
	drives_are(f, "2024-11", (struct drives){.planned = 1, .reported = 1});
	holds(f);
}

static void
a_locked_year_keeps_its_planned_drive_until_the_books_are_open(void **state)
{
	struct corefix *f = *state;

	(void)said(f, ACTOR_AN_MINH, corefix_schedule(EDGE, "2024-11-25", "2024-11-25"));
	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2024-11-01", "2024-11-30", true));
	(void)said(f, ACTOR_AN_MINH, corefix_result(EDGE, "2024-12-10", 402, 365));
	years_are(f, (struct drives){.planned = 1, .reported = 1}, (struct drives){.held = 1});
	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2024-11-01", "2024-11-30", false));
	years_are(f, (struct drives){.planned = 0},
	    (struct drives){.planned = 1, .held = 1, .reported = 1});
}

/* Of the nation's year the days that a plan year of its own has instead are said beside it. */
static void
a_summary_names_who_has_other_days_below(void **state)
{
	struct corefix *f = *state;
	struct err err = {.code = ERR_OK};
	const struct report year = {.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_PLAN_YEAR,
		.u.plan_year = {.org = "12", .start_month = 1, .start_day = 1}}};
	struct rows rows;

	assert_true(corefix_summary(f, ACTOR_NATION, "VN", "2024", BY_CHILD, &rows, &err));
	assert_int_equal(rows.other_days_n, 0);
	query_free(&rows.arena);
	(void)said(f, ACTOR_OPERATOR, year);
	assert_true(corefix_summary(f, ACTOR_NATION, "VN", "2024", BY_CHILD, &rows, &err));
	assert_int_equal(rows.other_days_n, 1);
	assert_string_equal(rows.other_days[0].org, "12");
	assert_int_equal(rows.other_days[0].from, rows.period.from + 31);
	assert_int_equal(rows.other_days[0].to, rows.period.to + 31);
	query_free(&rows.arena);
	/* The same days for both, and the organisation's own year. */
	assert_true(corefix_summary(f, ACTOR_NATION, "VN", "2024-06", BY_CHILD, &rows, &err));
	assert_int_equal(rows.other_days_n, 0);
	query_free(&rows.arena);
	assert_true(corefix_summary(f, ACTOR_NATION, "12", "2024", BY_CHILD, &rows, &err));
	assert_int_equal(rows.other_days_n, 0);
	query_free(&rows.arena);
}

static void
a_code_is_read_on_the_last_day_of_its_own_plan_year(void **state)
{
	struct corefix *f = *state;
	struct report an_giang = corefix_org("91", ORG_PROVINCE, "VN");
	const struct report year = {.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_PLAN_YEAR,
		.u.plan_year = {.org = "91", .start_month = 3, .start_day = 1}}};

	an_giang.u.registry.u.org.valid_from = corefix_day("2025-07-01");
	(void)said(f, ACTOR_AN_MINH, corefix_result("909/2025-01-10/1", "2025-01-10", 402, 365));
	(void)said(f, ACTOR_NATION, an_giang);
	f->now_ms += INT64_C(500) * 86400 * 1000;
	(void)said(f, ACTOR_NATION, year);
	assert_int_equal(corefix_total(f, "91", "2025", IND_BLOOD_UNITS), 365);
	assert_int_equal(corefix_total(f, "91", "2026", IND_BLOOD_UNITS), -1);
}

int
main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, corefix_setup, corefix_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(a_drive_put_off_into_another_plan_year_is_planned_where_its_result_counts),
	    TEST(a_drive_held_in_the_next_plan_year_is_planned_there),
	    TEST(a_plan_year_that_changes_takes_its_drives_along),
	    TEST(a_code_is_read_on_the_last_day_of_its_own_plan_year),
	    TEST(a_summary_names_who_has_other_days_below),
	    TEST(a_locked_year_keeps_its_planned_drive_until_the_books_are_open),
	};
#undef TEST

	return cmocka_run_group_tests_name("core_moved", tests, NULL, NULL);
}
