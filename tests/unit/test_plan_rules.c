#include "base/day.h"
#include "core/plan.h"
#include "wire/report.h"

#include "planfix.h"

/* ---- lines */

static void
other_measures_are_kept_and_do_not_answer(void **state)
{
	struct world *w = *state;
	struct report line = target_report("019", YEAR_2022, 300);

	line.u.target.measure = MEASURE_REGISTERED;
	put(w, line);
	assert_int_equal(plan_target_count(w->p), 1);
	assert_false(ask(w, w->nam_tu_liem, YEAR_2022, false).has);
}

static void
of_one_line_said_twice_the_final_and_the_given_one_counts(void **state)
{
	struct world *w = *state;
	struct report line = target_report("019", YEAR_2022, 300);

	line.u.target.assigned = ASSIGNED_SELF;
	put(w, line);
	line.u.target.value = 280;
	line.u.target.assigned = ASSIGNED_ABOVE;
	put(w, line);
	line.u.target.value = 500;
	line.u.target.plan = "NHAP";
	line.u.target.draft = true;
	put(w, line);
	assert_units(ask(w, w->nam_tu_liem, YEAR_2022, true), 280, true);
	assert_false(ask(w, w->nam_tu_liem, YEAR_2022, true).draft);
}

static void
what_an_organisation_set_itself_stands_beside_what_was_assigned(void **state)
{
	struct world *w = *state;
	struct report line = target_report("019", YEAR_2022, 300);
	struct target_answer a;

	line.u.target.assigned = ASSIGNED_SELF;
	put(w, line);
	a = ask(w, w->nam_tu_liem, YEAR_2022, false);
	assert_units(a, 300, true);
	assert_true(a.self);
	assert_false(a.has_self);
	line.u.target.value = 280;
	line.u.target.assigned = ASSIGNED_ABOVE;
	put(w, line);
	a = ask(w, w->nam_tu_liem, YEAR_2022, false);
	assert_units(a, 280, true);
	assert_false(a.self);
	assert_true(a.has_self);
	assert_int_equal(a.self_units, 300);
	assert_int_equal(a.self_qualifier, QUALIFIER_EXACT);
	/* Above it the sum is of what was assigned. */
	a = ask(w, w->ha_noi, YEAR_2022, false);
	assert_int_equal(a.units, 280);
	assert_false(a.self || a.has_self);
}

static void
a_sum_of_ranges_is_a_range_and_one_with_a_minimum_a_minimum(void **state)
{
	struct world *w = *state;
	struct report line = target_report("019", YEAR_2022, 100);
	struct target_answer a;

	line.u.target.qualifier = QUALIFIER_RANGE;
	line.u.target.value_max = 150;
	put(w, line);
	a = ask(w, w->nam_tu_liem, YEAR_2022, false);
	assert_int_equal(a.qualifier, QUALIFIER_RANGE);
	assert_int_equal(a.units, 100);
	assert_int_equal(a.units_max, 150);
	put(w, target_report("001", YEAR_2022, 300));
	a = ask(w, w->ha_noi, YEAR_2022, false);
	assert_int_equal(a.qualifier, QUALIFIER_RANGE);
	assert_int_equal(a.units, 400);
	assert_int_equal(a.units_max, 450);
	line = target_report("106", YEAR_2022, 60);
	line.u.target.qualifier = QUALIFIER_MINIMUM;
	put(w, line);
	a = ask(w, w->vn, YEAR_2022, false);
	assert_int_equal(a.qualifier, QUALIFIER_MINIMUM);
	assert_int_equal(a.units, 460);
	assert_int_equal(a.units_max, 0);
}

static void
a_sum_of_exact_lines_has_no_kind(void **state)
{
	struct world *w = *state;

	put(w, target_report("019", YEAR_2022, 100));
	put(w, target_report("001", YEAR_2022, 300));
	assert_int_equal(ask(w, w->ha_noi, YEAR_2022, false).qualifier, QUALIFIER_NONE);
}

/* What refines a range is as it is: the range stands beside it. */
static void
a_range_that_months_refine_is_their_control(void **state)
{
	struct world *w = *state;
	struct report line = target_report("019", YEAR_2022, 100);
	struct target_answer a;

	line.u.target.qualifier = QUALIFIER_RANGE;
	line.u.target.value_max = 150;
	put(w, line);
	put(w, target_report("019", day_of(2022, 3, 1), day_of(2022, 3, 31), 60));
	line = target_report("019", day_of(2022, 4, 1), day_of(2022, 4, 30), 50);
	line.u.target.qualifier = QUALIFIER_RANGE;
	line.u.target.value_max = 70;
	put(w, line);
	a = ask(w, w->nam_tu_liem, YEAR_2022, false);
	assert_true(a.has_control);
	assert_int_equal(a.control_max, 150);
	assert_int_equal(a.qualifier, QUALIFIER_RANGE);
	assert_int_equal(a.units, 110);
	assert_int_equal(a.units_max, 130);
}

static void
the_same_line_again_is_already_and_another_value_a_conflict(void **state)
{
	struct world *w = *state;
	struct report line = target_report("019", YEAR_2022, 300);
	struct name existing = {.seq = 0};

	put(w, line);
	line.u.target.source = SOURCE_PAPER;
	assert_false(plan_check_target(w->p, w->nam_tu_liem, &line, &existing, &w->err));
	assert_int_equal(w->err.code, ERR_ALREADY);
	assert_int_equal(existing.seq, 1);
	line.u.target.value = 301;
	assert_int_equal(say(w, &line), ERR_REVISION_CONFLICT);
	assert_int_equal(plan_target_count(w->p), 1);
}

static void
another_stated_share_is_another_content_and_no_revision_of_the_amount(void **state)
{
	struct world *w = *state;
	struct report line = target_report("019", YEAR_2022, 300);

	line.u.target.stated_share = 350;
	put(w, line);
	assert_int_equal(say(w, &line), ERR_ALREADY);
	line.u.target.stated_share = 3500;
	assert_int_equal(say(w, &line), ERR_REVISION_CONFLICT);
	put(w, correction(line, 1));
	assert_int_equal(plan_target(w->p, 0)->t.stated_share, 3500);
	assert_int_equal(plan_target(w->p, 0)->revision, 0);
}

static void
a_correction_names_the_current_report(void **state)
{
	struct world *w = *state;
	const struct report line = target_report("019", YEAR_2022, 300);
	struct report r = correction(line, 1);

	assert_int_equal(say(w, &r), ERR_BASE_UNKNOWN); /* took name 1 */
	put(w, line);                                   /* 2 */
	r = correction(target_report("019", YEAR_2022, 320), 2);
	put(w, r); /* 3 */
	assert_units(ask(w, w->nam_tu_liem, YEAR_2022, false), 320, true);
	assert_int_equal(say(w, &r), ERR_BASE_STALE);
	r = correction(target_report("019", SUMMER, 320), 3);
	assert_int_equal(say(w, &r), ERR_PLAN);
	r = correction(line, 3);
	r.action = ACTION_WITHDRAWAL;
	put(w, r);
	assert_false(ask(w, w->nam_tu_liem, YEAR_2022, false).has);
	assert_true(plan_target(w->p, 0)->withdrawn);
	put(w, line); /* after the withdrawal it may be said anew */
	assert_units(ask(w, w->nam_tu_liem, YEAR_2022, false), 300, true);
	assert_int_equal(plan_target_count(w->p), 1);
}

static void
an_unsound_line_is_refused(void **state)
{
	struct world *w = *state;
	struct report r = target_report("019", YEAR_2022, 300);

	r.u.target.sector = "KHAC";
	assert_int_equal(say(w, &r), ERR_PLAN);
	r = target_report("019", YEAR_2022, 300);
	r.u.target.campaign = "KHAC";
	assert_int_equal(say(w, &r), ERR_PLAN);
	r = target_report("019", day_of(2022, 2, 1), day_of(2022, 1, 1), 300);
	assert_int_equal(say(w, &r), ERR_PLAN);
	r = target_report("019", YEAR_2022, -1);
	assert_int_equal(say(w, &r), ERR_PLAN);
	r = target_report("019", YEAR_2022, 300);
	r.u.target.qualifier = QUALIFIER_RANGE;
	r.u.target.value_max = 200;
	assert_int_equal(say(w, &r), ERR_PLAN);
	r = target_report("019", YEAR_2022, 300);
	r.u.target.drive = "019/2022-01-01/1";
	assert_int_equal(say(w, &r), ERR_DRIVE_UNKNOWN);
	put(w,
	    schedule_report(
		"001/2022-01-01/1", day_of(2022, 1, 1), day_of(2022, 1, 1), DRIVE_PLANNED));
	r.u.target.drive = "001/2022-01-01/1";
	assert_int_equal(say(w, &r), ERR_PLAN);
}

/* Of lines that overlap without one inside the other, the first stands. */
static void
overlapping_lines_are_not_added(void **state)
{
	struct world *w = *state;

	put(w, target_report("019", day_of(2022, 1, 1), day_of(2022, 6, 30), 100));
	put(w, target_report("019", day_of(2022, 4, 1), day_of(2022, 9, 30), 70));
	put(w, target_report("019", day_of(2022, 10, 1), day_of(2022, 10, 31), 5));
	put(w, target_report("019", day_of(2022, 2, 1), day_of(2022, 2, 28), 120));
	assert_units(ask(w, w->nam_tu_liem, YEAR_2022, false), 125, false);
}

/* A place that moved inside the period counts at one parent only: that of the end. */
static void
a_place_that_moved_counts_at_one_parent(void **state)
{
	struct world *w = *state;
	struct org_entry moved = org_row("X1", ORG_COMMUNE, "Xã", "Xã chuyển", "019");

	(void)place(w, "X1", ORG_COMMUNE, "Xã chuyển", "001");
	moved = org_days(moved, day_of(2022, 3, 1), DAY_OPEN_RIGHT);
	moved = org_continues(moved, "X1", day_of(2022, 2, 28));
	assert_int_not_equal(org_put(w->o, moved, &w->err), 0);
	put(w, target_report("X1", YEAR_2022, 40));
	assert_units(ask(w, w->nam_tu_liem, YEAR_2022, false), 40, false);
	assert_false(ask(w, w->ba_dinh, YEAR_2022, false).has);
	assert_units(ask(w, w->vn, YEAR_2022, false), 40, false);
}

/* ---- drives */

static void
a_schedule_is_one_report_a_drive(void **state)
{
	struct world *w = *state;
	const day_t day = day_of(2022, 5, 8);
	struct report r = schedule_report("019/2022-05-08/1", day, day, DRIVE_PLANNED);
	const struct drive *d;

	put(w, r);
	assert_int_equal(say(w, &r), ERR_ALREADY);
	r.u.schedule.venue = "Nhà văn hóa";
	assert_int_equal(say(w, &r), ERR_REVISION_CONFLICT);
	r = correction(r, 1);
	r.u.schedule.state = DRIVE_POSTPONED;
	r.u.schedule.from = r.u.schedule.to = day + 14;
	put(w, r);
	d = plan_drive_const(w->p, "019/2022-05-08/1");
	assert_int_equal(d->from, day + 14);
	assert_int_equal(d->planned_day, day);
	assert_string_equal(d->s.venue, "Nhà văn hóa");
	assert_int_equal(say(w, &r), ERR_BASE_STALE);
	r = correction(r, w->seq - 1);
	r.action = ACTION_WITHDRAWAL;
	put(w, r);
	assert_false(d->planned);
	assert_int_equal(d->state, DRIVE_CANCELLED);
	assert_string_equal(d->s.venue, "");
}

static void
a_drive_outside_the_plan_can_be_planned_later_and_unmade_before(void **state)
{
	struct world *w = *state;
	const day_t day = day_of(2022, 5, 8);
	struct drive *d = NULL;

	assert_true(plan_make_drive(
	    w->p, "019/2022-05-08/1", w->nam_tu_liem, day, day, day + 1, &d, &w->err));
	assert_false(d->planned);
	assert_int_equal(d->state, DRIVE_HELD);
	assert_false(
	    plan_make_drive(w->p, "019/2022-05-08/1", w->nam_tu_liem, day, day, day, &d, &w->err));
	assert_true(plan_make_drive(
	    w->p, "019/2022-05-09/1", w->nam_tu_liem, day + 1, day + 1, day + 1, &d, &w->err));
	plan_unmake_drive(w->p, "019/2022-05-09/1");
	assert_null(plan_drive(w->p, "019/2022-05-09/1"));
	assert_int_equal(plan_drive_count(w->p), 1);
	put(w, schedule_report("019/2022-05-08/1", day, day + 1, DRIVE_HELD));
	assert_true(plan_drive(w->p, "019/2022-05-08/1")->planned);
	plan_unmake_drive(w->p, "019/2022-05-08/1"); /* planned now: it stays */
	assert_int_equal(plan_drive_count(w->p), 1);
}

static void
drives_of_an_organisation_come_in_order_of_making(void **state)
{
	struct world *w = *state;
	const uint32_t *list = NULL;
	struct report r;

	put(w,
	    schedule_report(
		"019/2022-05-08/1", day_of(2022, 5, 8), day_of(2022, 5, 8), DRIVE_PLANNED));
	put(w,
	    schedule_report(
		"019/2022-03-08/1", day_of(2022, 3, 8), day_of(2022, 3, 8), DRIVE_PLANNED));
	put(w,
	    schedule_report(
		"001/2022-04-08/1", day_of(2022, 4, 8), day_of(2022, 4, 8), DRIVE_PLANNED));
	assert_int_equal(plan_drives_of(w->p, w->nam_tu_liem, &list), 2);
	assert_string_equal(plan_drive_at(w->p, list[0])->key, "019/2022-05-08/1");
	assert_string_equal(plan_drive_at(w->p, list[1])->key, "019/2022-03-08/1");
	r = schedule_report(
	    "019/2022-03-08/1", day_of(2022, 6, 1), day_of(2022, 6, 1), DRIVE_POSTPONED);
	r = correction(r, 2);
	put(w, r);
	assert_int_equal(plan_drives_of(w->p, w->nam_tu_liem, &list), 2);
	assert_string_equal(plan_drive_at(w->p, list[0])->key, "019/2022-05-08/1");
	assert_int_equal(plan_drives_of(w->p, w->vn, &list), 0);
}

static void
a_schedule_keeps_its_lists(void **state)
{
	struct world *w = *state;
	static const char *const executing[] = {"019.DOAN", "019.LDLD"};
	static const char *const facilities[] = {"01.HHTM"};
	struct report r = schedule_report(
	    "019/2022-05-08/1", day_of(2022, 5, 8), day_of(2022, 5, 8), DRIVE_PLANNED);
	const struct drive *d;

	r.u.schedule.executing = (struct strings){executing, 2};
	r.u.schedule.facilities = (struct strings){facilities, 1};
	r.u.schedule.name = "Giọt hồng trao yêu thương";
	put(w, r);
	d = plan_drive_const(w->p, "019/2022-05-08/1");
	assert_int_equal(d->s.executing.n, 2);
	assert_string_equal(d->s.executing.at[1], "019.LDLD");
	assert_string_equal(d->s.facilities.at[0], "01.HHTM");
	assert_string_equal(d->s.name, "Giọt hồng trao yêu thương");
	assert_int_equal(say(w, &r), ERR_ALREADY);
}

/* ---- registries and periods */

static void
words_for_a_period_are_looked_up(void **state)
{
	struct world *w = *state;
	struct campaign_entry he = {.code = "HE2022",
	    .name = "Những giọt máu hồng - hè",
	    .from = day_of(2022, 5, 1),
	    .to = day_of(2022, 8, 31),
	    .org = "91"};
	const struct round_entry six = {.code = "6T2024",
	    .name = "Sáu tháng",
	    .org = "106",
	    .from = day_of(2023, 12, 1),
	    .cut_off = day_of(2024, 6, 6),
	    .due = day_of(2024, 6, 10),
	    .addressee = ""};
	struct period p;

	assert_true(plan_add_campaign(w->p, &he, &w->err));
	assert_false(plan_add_campaign(w->p, &he, &w->err));
	assert_int_equal(w->err.code, ERR_ALREADY);
	he.to = day_of(2022, 9, 2);
	assert_true(plan_add_campaign(w->p, &he, &w->err));
	assert_true(plan_add_round(w->p, &six, &w->err));
	assert_int_equal(plan_campaign_count(w->p), 1);
	assert_true(plan_period(w->p, w->o, w->vn, "campaign:HE2022", 0, &p, &w->err));
	assert_int_equal(p.to, day_of(2022, 9, 2));
	assert_true(plan_period(w->p, w->o, w->vn, "round:6T2024", 0, &p, &w->err));
	assert_int_equal(p.from, day_of(2023, 12, 1));
	assert_int_equal(p.to, day_of(2024, 6, 6));
	assert_false(plan_period(w->p, w->o, w->vn, "campaign:KHAC", 0, &p, &w->err));
	assert_int_equal(w->err.code, ERR_PERIOD);
	assert_false(plan_period(w->p, w->o, w->vn, "round:KHAC", 0, &p, &w->err));
	assert_int_equal(w->err.code, ERR_PERIOD);
}

static void
a_plan_year_is_that_of_the_nearest_place_above(void **state)
{
	struct world *w = *state;
	struct plan_year_entry e = {.org = "01", .start_month = 1, .start_day = 1};
	struct period p;

	assert_true(plan_add_plan_year(w->p, w->ha_noi, &e, &w->err));
	assert_false(plan_add_plan_year(w->p, w->ha_noi, &e, &w->err));
	assert_int_equal(w->err.code, ERR_ALREADY);
	assert_int_equal(plan_year_start(w->p, w->o, w->ba_dinh, 0).month, 1);
	assert_int_equal(plan_year_start(w->p, w->o, w->tam_duong, 0).month, 12);
	assert_true(plan_period(w->p, w->o, w->ba_dinh, "2022", 0, &p, &w->err));
	assert_int_equal(p.from, day_of(2022, 1, 1));
	assert_true(plan_period(w->p, w->o, w->vn, "2022", 0, &p, &w->err));
	assert_int_equal(p.from, day_of(2021, 12, 1));
	e.start_day = 31;
	assert_false(plan_add_plan_year(w->p, w->ha_noi, &e, &w->err));
	assert_int_equal(w->err.code, ERR_REGISTRY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	    TEST(other_measures_are_kept_and_do_not_answer),
	    TEST(of_one_line_said_twice_the_final_and_the_given_one_counts),
	    TEST(what_an_organisation_set_itself_stands_beside_what_was_assigned),
	    TEST(a_sum_of_ranges_is_a_range_and_one_with_a_minimum_a_minimum),
	    TEST(a_sum_of_exact_lines_has_no_kind),
	    TEST(a_range_that_months_refine_is_their_control),
	    TEST(the_same_line_again_is_already_and_another_value_a_conflict),
	    TEST(another_stated_share_is_another_content_and_no_revision_of_the_amount),
	    TEST(a_correction_names_the_current_report),
	    TEST(an_unsound_line_is_refused),
	    TEST(overlapping_lines_are_not_added),
	    TEST(a_place_that_moved_counts_at_one_parent),
	    TEST(a_schedule_is_one_report_a_drive),
	    TEST(a_drive_outside_the_plan_can_be_planned_later_and_unmade_before),
	    TEST(drives_of_an_organisation_come_in_order_of_making),
	    TEST(a_schedule_keeps_its_lists),
	    TEST(words_for_a_period_are_looked_up),
	    TEST(a_plan_year_is_that_of_the_nearest_place_above),
	};

	return cmocka_run_group_tests_name("plan rules", tests, NULL, NULL);
}
