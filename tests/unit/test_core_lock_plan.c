/* What locked days are measured against stands as their totals do: percent and completeness. */
#include "rules/catalogue.h"
#include "support/corestore.h"
#include "statesfix.h"

#define MAY "2022-05-01", "2022-05-31"
#define IN_JUNE "909/2022-06-05/1"

static void
may_is(struct corefix *f, bool locked)
{
	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", MAY, locked));
}

/* Nothing of the total of May differs from ${before}. */
static void
may_is_as(struct corefix *f, const struct row *before)
{
	const struct row now = total_of(f, "91", "2022-05");

	assert_int_equal(now.has_target, before->has_target);
	assert_int_equal(now.target_units, before->target_units);
	assert_int_equal(now.outside_units, before->outside_units);
	assert_int_equal(now.drives_planned, before->drives_planned);
	assert_int_equal(now.drives_held, before->drives_held);
	assert_int_equal(now.drives_reported, before->drives_reported);
	assert_int_equal(now.drives_late, before->drives_late);
	assert_int_equal(now.drives_missing, before->drives_missing);
	assert_int_equal(now.orgs_expected, before->orgs_expected);
	assert_int_equal(now.orgs_silent, before->orgs_silent);
	holds(f);
}

/* Refused while May is locked, taken once it is open. */
static struct name
waits_for_the_books(struct corefix *f, enum actor actor, struct report r)
{
	may_is(f, true);
	const struct row before = total_of(f, "91", "2022-05");

	assert_int_equal(say(f, actor, r), ERR_LOCKED);
	assert_non_null(strstr(f->detail, "An Minh"));
	may_is_as(f, &before);
	may_is(f, false);
	return said(f, actor, r);
}

static void
the_target_of_locked_days_changes_once_the_books_are_open(void **state)
{
	struct corefix *f = *state;
	struct report r = corefix_target("909", MAY, 350);

	struct name name = waits_for_the_books(f, ACTOR_KIEN_GIANG, r);
	(void)said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));
	assert_int_equal(total_of(f, "91", "2022-05").target_units, 350);
	r = corefix_correction(r, &name);
	r.u.target.value = 400;
	name = waits_for_the_books(f, ACTOR_KIEN_GIANG, r);
	assert_int_equal(total_of(f, "91", "2022-05").target_units, 400);
	r = corefix_withdrawal(r, &name);
	(void)waits_for_the_books(f, ACTOR_KIEN_GIANG, r);
	assert_false(total_of(f, "91", "2022-05").has_target);
}

static void
a_year_s_target_may_change_while_one_of_its_months_is_locked(void **state)
{
	struct corefix *f = *state;

	may_is(f, true);
	const struct row before = total_of(f, "91", "2022-05");
	(void)said(f, ACTOR_KIEN_GIANG, corefix_target("909", "2021-12-01", "2022-11-30", 4000));
	(void)said(f, ACTOR_KIEN_GIANG, corefix_target("909", "2022-06-01", "2022-06-30", 400));
	may_is_as(f, &before);
	/* Said again as it stands, it is there already. */
	may_is(f, false);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_target("909", MAY, 350));
	may_is(f, true);
	assert_int_equal(say(f, ACTOR_KIEN_GIANG, corefix_target("909", MAY, 350)), ERR_ALREADY);
}

static void
a_drive_s_target_lies_on_its_day_and_is_locked_with_it(void **state)
{
	struct corefix *f = *state;
	struct report r = corefix_target("909", "2021-12-01", "2022-11-30", 350);

	(void)said(f, ACTOR_AN_MINH, corefix_schedule(DRIVE, "2022-05-08", "2022-05-08"));
	r.u.target.drive = DRIVE;
	(void)waits_for_the_books(f, ACTOR_KIEN_GIANG, r);
}

static void
the_drives_of_locked_days_change_once_the_books_are_open(void **state)
{
	struct corefix *f = *state;
	struct report r = corefix_schedule(DRIVE, "2022-05-08", "2022-05-08");

	struct name name = waits_for_the_books(f, ACTOR_AN_MINH, r);
	/* Away from a locked day. */
	r = corefix_correction(corefix_schedule(DRIVE, "2022-06-05", "2022-06-05"), &name);
	r.u.schedule.state = DRIVE_POSTPONED;
	name = waits_for_the_books(f, ACTOR_AN_MINH, r);
	/* And to one. */
	r = corefix_correction(corefix_schedule(DRIVE, "2022-05-15", "2022-05-15"), &name);
	r.u.schedule.state = DRIVE_POSTPONED;
	name = waits_for_the_books(f, ACTOR_AN_MINH, r);
	assert_int_equal(total_of(f, "909", "2022-05").drives_planned, 1);
	r.u.schedule.state = DRIVE_CANCELLED;
	r.replaces = name;
	name = waits_for_the_books(f, ACTOR_AN_MINH, r);
	assert_int_equal(total_of(f, "909", "2022-05").drives_planned, 0);
	/* One of an open month is nobody's but its own. */
	may_is(f, true);
	(void)said(f, ACTOR_AN_MINH, corefix_schedule(IN_JUNE, "2022-06-05", "2022-06-05"));
	holds(f);
}

/* Its sector and campaign are those of the plan, where it names none. */
static void
the_plan_of_a_drive_that_was_held_on_a_locked_day_stands(void **state)
{
	struct corefix *f = *state;
	struct report r = corefix_schedule(IN_JUNE, "2022-06-05", "2022-06-05");

	struct name name = said(f, ACTOR_AN_MINH, r);
	(void)said(f, ACTOR_AN_MINH, corefix_result(IN_JUNE, "2022-05-08", 402, 365));
	r = corefix_correction(r, &name);
	r.u.schedule.sector = "PHUONG";
	(void)waits_for_the_books(f, ACTOR_AN_MINH, r);
}

static void
registrations_of_a_locked_drive_change_once_the_books_are_open(void **state)
{
	struct corefix *f = *state;

	(void)said(f, ACTOR_AN_MINH, corefix_schedule(DRIVE, "2022-05-08", "2022-05-08"));
	(void)waits_for_the_books(f, ACTOR_AN_MINH, corefix_registration(DRIVE, "2022-05-03", 431));
}

static struct report
registry(enum registry_kind kind)
{
	return (struct report){.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = kind}};
}

static struct report
population(uint32_t year, int64_t persons)
{
	struct report r = registry(REGISTRY_POPULATION);

	r.u.registry.u.population = (struct population_entry){.code = "909",
	    .day = corefix_day("2022-01-01"),
	    .year = year,
	    .persons = persons,
	    .source = "niên giám"};
	return r;
}

static void
the_population_of_a_locked_rate_changes_once_the_books_are_open(void **state)
{
	struct corefix *f = *state;
	struct report rate = corefix_target("909", MAY, 280);

	rate.u.target.measure = MEASURE_POPULATION_RATE;
	(void)said(f, ACTOR_KIEN_GIANG, rate);
	(void)waits_for_the_books(f, ACTOR_KIEN_GIANG, population(2023, 115000));
	(void)waits_for_the_books(f, ACTOR_KIEN_GIANG, population(2020, 110000));
	(void)waits_for_the_books(f, ACTOR_KIEN_GIANG, population(2022, 112000));
	(void)waits_for_the_books(f, ACTOR_KIEN_GIANG, population(2022, 113000));
	may_is(f, true);
	/* The rate is of 2022: of other years it says nothing. */
	(void)said(f, ACTOR_KIEN_GIANG, population(2021, 111000));
	(void)said(f, ACTOR_KIEN_GIANG, population(2023, 116000));
	assert_int_equal(say(f, ACTOR_KIEN_GIANG, population(2022, 113000)), ERR_ALREADY);
}

static void
a_round_moves_no_deadline_of_a_locked_drive(void **state)
{
	static const char *const codes[] = {"MAY"};
	struct corefix *f = *state;
	struct report campaign = registry(REGISTRY_CAMPAIGN), round = registry(REGISTRY_ROUND);
	struct report drive = corefix_schedule(DRIVE, "2022-05-08", "2022-05-08");

	campaign.u.registry.u.campaign = (struct campaign_entry){.code = "MAY",
	    .name = "Tháng Năm",
	    .from = corefix_day("2022-05-01"),
	    .to = corefix_day("2022-05-31"),
	    .org = "91"};
	(void)said(f, ACTOR_KIEN_GIANG, campaign);
	drive.u.schedule.campaigns = (struct strings){.at = codes, .n = 1};
	(void)said(f, ACTOR_AN_MINH, drive);
	round.u.registry.u.round = (struct round_entry){.code = "MAY-KQ",
	    .name = "Kết quả",
	    .org = "91",
	    .from = corefix_day("2022-05-01"),
	    .cut_off = corefix_day("2022-05-31"),
	    .due = corefix_day("2022-06-09"),
	    .addressee = ""};
	(void)waits_for_the_books(f, ACTOR_KIEN_GIANG, round);
	round.u.registry.u.round.due = corefix_day("2022-05-31");
	(void)waits_for_the_books(f, ACTOR_KIEN_GIANG, round);
	may_is(f, true);
	/* Of other days than the campaign's it is a name for them and no deadline. */
	round.u.registry.u.round.code = "MAY-15";
	round.u.registry.u.round.cut_off = corefix_day("2022-05-15");
	(void)said(f, ACTOR_KIEN_GIANG, round);
}

/* ---- whose it is */

static void
nobody_withdraws_by_its_name_what_the_plan_says_of_another(void **state)
{
	struct corefix *f = *state;
	struct report own = corefix_target("909", MAY, 10);
	struct report drive = corefix_schedule("911/2022-05-08/1", "2022-05-08", "2022-05-08");
	const struct name of_911 = said(f, ACTOR_KIEN_GIANG, corefix_target("911", MAY, 350));

	own.u.target.assigned = ASSIGNED_SELF;
	assert_int_equal(say(f, ACTOR_AN_MINH, corefix_withdrawal(own, &of_911)), ERR_PLAN);
	assert_int_equal(total_of(f, "911", "2022-05").target_units, 350);
	const struct name planned = said(f, ACTOR_KIEN_GIANG, drive);
	drive = corefix_withdrawal(corefix_schedule(DRIVE, "2022-05-08", "2022-05-08"), &planned);
	assert_int_equal(say(f, ACTOR_AN_MINH, drive), ERR_PLAN);
	assert_int_equal(total_of(f, "911", "2022-05").drives_planned, 1);
}

/* ACTOR_OPERATOR says that the year of ${org} begins in ${month}. */
static enum err_code
year_begins(struct corefix *f, const char *org, uint32_t month)
{
	struct report r = {.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {
		.kind = REGISTRY_PLAN_YEAR, .u.plan_year = {.start_month = month, .start_day = 1}}};

	r.u.registry.u.plan_year.org = org;
	return say(f, ACTOR_OPERATOR, r);
}

static void
a_plan_year_stays_while_days_of_it_are_locked(void **state)
{
	struct corefix *f = *state;

	may_is(f, true);
	assert_int_equal(year_begins(f, "VN", 1), ERR_LOCKED);
	assert_int_equal(year_begins(f, "91", 1), ERR_LOCKED);
	assert_int_equal(year_begins(f, "909", 1), ERR_LOCKED);
	assert_int_equal(year_begins(f, "12", 1), ERR_OK);
	assert_int_equal(year_begins(f, "91", 12), ERR_OK);
	may_is(f, false);
	assert_int_equal(year_begins(f, "909", 1), ERR_OK);
	holds(f);
}

int
main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, corefix_setup, corefix_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(the_target_of_locked_days_changes_once_the_books_are_open),
	    TEST(a_year_s_target_may_change_while_one_of_its_months_is_locked),
	    TEST(a_drive_s_target_lies_on_its_day_and_is_locked_with_it),
	    TEST(the_drives_of_locked_days_change_once_the_books_are_open),
	    TEST(the_plan_of_a_drive_that_was_held_on_a_locked_day_stands),
	    TEST(registrations_of_a_locked_drive_change_once_the_books_are_open),
	    TEST(the_population_of_a_locked_rate_changes_once_the_books_are_open),
	    TEST(a_round_moves_no_deadline_of_a_locked_drive),
	    TEST(a_plan_year_stays_while_days_of_it_are_locked),
	    TEST(nobody_withdraws_by_its_name_what_the_plan_says_of_another),
	};
#undef TEST

	return cmocka_run_group_tests_name("core_lock_plan", tests, NULL, NULL);
}
