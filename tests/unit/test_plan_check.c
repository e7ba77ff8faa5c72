/* A plan's sums, shares, outliers and missing places, each as it should be and as it should not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/lang.h"
#include "client/plan_matrix.h"

#define MAY 19113 /* 2022-05-01 */
#define JUNE (MAY + 31)
#define JULY (JUNE + 30)
#define SUMMER_END (MAY + 122)

static struct plan_check check;
static struct err err;

static int
start(void **state)
{
	(void)state;
	(void)lang_set("vi");
	if (!plan_check_init(&check, &err))
		return -1;
	check.org = "91";
	check.from = MAY;
	check.to = SUMMER_END;
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	plan_check_free(&check);
	return 0;
}

static struct plan_check_line *
line(const char *org, day_t from, day_t to, int64_t value)
{
	check.lines = reallocarray(check.lines, check.lines_n + 1, sizeof(*check.lines));
	check.lines[check.lines_n] = (struct plan_check_line){.line = check.lines_n + 2,
	    .t = {.org = org,
		.from = from,
		.to = to,
		.drive = "",
		.sector = "",
		.campaign = "",
		.plan = "",
		.measure = MEASURE_UNITS,
		.qualifier = QUALIFIER_EXACT,
		.assigned = ASSIGNED_ABOVE,
		.value = value}};
	return &check.lines[check.lines_n++];
}

static void
place(const char *code, enum org_kind kind)
{
	check.orgs = reallocarray(check.orgs, check.orgs_n + 1, sizeof(*check.orgs));
	check.orgs[check.orgs_n++] = (struct plan_check_org){
	    .code = code, .name = code, .parent = "91", .kind = kind, .from_registry = true};
	check.knows_registry = true;
}

static void
population(int64_t persons)
{
	check.populations = calloc(1, sizeof(*check.populations));
	check.populations[0] =
	    (struct plan_check_population){.org = "91", .year = 2019, .persons = persons};
	check.populations_n = 1;
}

static const struct plan_finding *
found(const char *code)
{
	for (size_t i = 0; i < check.findings_n; i++)
		if (strcmp(check.findings[i].code, code) == 0)
			return &check.findings[i];
	return NULL;
}

static void
run(void)
{
	if (!plan_check_run(&check, &err))
		fail_msg("%s", err.text);
}

static void
a_minimum_that_is_reached_is_information_and_one_that_is_not_a_warning(void **state)
{
	(void)state;
	line("91", MAY, SUMMER_END, 700)->t.qualifier = QUALIFIER_MINIMUM;
	line("909", MAY, JUNE - 1, 350);
	line("91.VINPEARL", MAY, JUNE - 1, 345);
	line("91.BVDK", JUNE, JULY - 1, 16);
	run();
	assert_non_null(found("SUM_OVER"));
	assert_int_equal(found("SUM_OVER")->severity, PLAN_INFO);
	assert_int_equal(found("SUM_OVER")->computed, 711);
	assert_non_null(strstr(found("SUM_OVER")->text, "711 của tối thiểu 700 (3 phần): +11"));
	check.findings_n = 0;
	for (size_t i = 0; i < check.lines_n; i++)
		if (check.lines[i].t.value == 700)
			check.lines[i].t.value = 712;
	run();
	assert_int_equal(found("SUM_SHORT")->severity, PLAN_WARNING);
	assert_non_null(strstr(found("SUM_SHORT")->text, "-1"));
}

static void
a_code_that_the_registry_does_not_have_is_named_once_with_its_first_line(void **state)
{
	(void)state;
	place("909", ORG_DISTRICT);
	line("909", MAY, JUNE - 1, 350);
	line("03651", MAY, JUNE - 1, 100);
	line("03651", JUNE, JULY - 1, 20);
	run();
	assert_non_null(found("ORG_UNKNOWN"));
	assert_string_equal(found("ORG_UNKNOWN")->org, "03651");
	assert_int_equal(found("ORG_UNKNOWN")->line, 3);
	assert_int_equal(found("ORG_UNKNOWN")->severity, PLAN_WARNING);
	assert_non_null(strstr(found("ORG_UNKNOWN")->text, "2 dòng"));
	check.findings_n = 0;
	check.knows_registry = false;
	run();
	assert_null(found("ORG_UNKNOWN"));
}

static void
a_stated_total_of_a_row_or_column_must_fit(void **state)
{
	(void)state;
	line("91.BVDK", MAY, SUMMER_END, 174);
	line("91.BVDK", MAY, JUNE - 1, 87);
	line("91.BVDK", JUNE, JULY - 1, 87);
	line("91", MAY, JUNE - 1, 87);
	run();
	assert_null(found("MATRIX_TOTAL"));
	check.findings_n = 0;
	for (size_t i = 0; i < check.lines_n; i++)
		if (check.lines[i].t.value == 174)
			check.lines[i].t.value = 348;
	run();
	assert_int_equal(found("MATRIX_TOTAL")->severity, PLAN_ERROR);
	assert_int_equal(found("MATRIX_TOTAL")->stated, 348);
	assert_int_equal(found("MATRIX_TOTAL")->computed, 174);
}

static void
a_column_total_that_does_not_fit_is_an_error(void **state)
{
	(void)state;
	line("91", MAY, JUNE - 1, 1532);
	line("909", MAY, JUNE - 1, 350);
	run();
	assert_int_equal(found("MATRIX_TOTAL")->computed, 350);
}

static void
stated_total(int64_t value)
{
	check.totals = calloc(1, sizeof(*check.totals));
	check.totals[0] = (struct plan_check_total){
	    .from = DAY_OPEN_LEFT, .to = DAY_OPEN_LEFT, .value = value, .line = 9};
	check.totals_n = 1;
}

static void
a_total_row_beside_one_line_of_the_whole_span_is_held_against_that_line(void **state)
{
	(void)state;
	line("91", MAY, SUMMER_END, 700);
	stated_total(700);
	run();
	assert_null(found("TOTAL_DIFFERS"));
	assert_int_equal(found("TOTAL_EQUAL")->computed, 700);
	check.findings_n = 0;
	check.totals[0].value = 690;
	run();
	assert_int_equal(found("TOTAL_DIFFERS")->computed, 700);
}

/* As the aggregator counts it (aggregator/core/plan.h). */
static void
of_a_cell_that_is_said_twice_the_later_line_counts(void **state)
{
	(void)state;
	line("91", MAY, JUNE - 1, 300);
	line("909", MAY, JUNE - 1, 350);
	line("909", MAY, JUNE - 1, 300);
	run();
	assert_null(found("MATRIX_TOTAL"));
	assert_int_equal(found("SUM_EQUAL")->computed, 300);
}

static void
sectors_are_compared_with_the_years_line(void **state)
{
	(void)state;
	line("91", MAY, SUMMER_END, 3370);
	line("91", MAY, SUMMER_END, 2475)->t.sector = "PHUONG";
	line("91", MAY, SUMMER_END, 895)->t.sector = "KHAC";
	run();
	assert_int_equal(found("SUM_EQUAL")->computed, 3370);
}

static void
a_sector_by_its_code_its_name_or_an_alias_is_one_cell(void **state)
{
	(void)state;
	assert_true(plan_check_sector_put(&check, "PHUONG", "Khối phường", &err));
	assert_true(plan_check_sector_put(&check, "PHUONG", "Dân cư", &err));
	line("91", MAY, SUMMER_END, 3370);
	line("91", MAY, SUMMER_END, 2475)->t.sector = "PHUONG";
	line("91", MAY, SUMMER_END, 895)->t.sector = "KHAC";
	line("91", MAY, SUMMER_END, 2475)->t.sector = "Khối  phường";
	line("91", MAY, SUMMER_END, 2475)->t.sector = "dân cư";
	line("91", MAY, SUMMER_END, 895)->t.sector = "khac";
	run();
	assert_int_equal(found("SUM_EQUAL")->computed, 3370);
	assert_string_equal(check.lines[check.lines_n - 1].t.sector, "KHAC");
}

static void
a_share_that_implies_the_impossible_is_flagged(void **state)
{
	(void)state;
	line("91", MAY, SUMMER_END, 7400)->t.stated_share = 350;
	population(1728900);
	run();
	assert_int_equal(found("SHARE_IMPLIES")->severity, PLAN_WARNING);
	assert_int_equal(found("SHARE_IMPLIES")->computed, 211429);
	assert_non_null(strstr(found("SHARE_IMPLIES")->text, "211.429"));
	check.findings_n = 0;
	check.lines[0].t.stated_share = 3500;
	run();
	assert_null(found("SHARE_IMPLIES"));
	assert_int_equal(found("SHARE_POSSIBLE")->computed, 21143);
}

static void
a_share_without_a_population_says_what_is_missing(void **state)
{
	(void)state;
	line("91", MAY, SUMMER_END, 7400)->t.stated_share = 350;
	run();
	assert_int_equal(found("SHARE_UNKNOWN")->computed, 211429);
}

static void
a_share_is_compared_with_the_years_target_where_there_is_one(void **state)
{
	(void)state;
	line("91", MAY, SUMMER_END, 7400)->t.stated_share = 350;
	line("91", 18962, 19326, 21143); /* 2021-12-01..2022-11-30 */
	run();
	assert_int_equal(found("SHARE_DIFFERS")->computed, 3500);
	check.findings_n = 0;
	for (size_t i = 0; i < check.lines_n; i++)
		if (check.lines[i].t.stated_share > 0)
			check.lines[i].t.stated_share = 3500;
	run();
	assert_null(found("SHARE_DIFFERS"));
	assert_non_null(found("SHARE_FITS"));
}

static void
drives(size_t n, int64_t last)
{
	static char keys[16][32];

	for (size_t i = 0; i < n; i++) {
		(void)snprintf(keys[i], sizeof(keys[i]), "909/2022-05-%02zu/1", i + 1);
		line("909", MAY + (day_t)i, MAY + (day_t)i, i + 1 == n ? last : 200)->t.drive =
		    keys[i];
	}
}

static void
an_outlier_is_flagged_only_among_eight_or_more_siblings(void **state)
{
	(void)state;
	drives(8, 3950);
	run();
	assert_int_equal(found("OUTLIER")->severity, PLAN_WARNING);
	assert_int_equal(found("OUTLIER")->stated, 3950);
	assert_int_equal(found("OUTLIER")->computed, 200);
	check.findings_n = 0;
	check.lines_n--;
	run();
	assert_null(found("OUTLIER"));
}

static void
five_times_the_median_itself_is_no_outlier(void **state)
{
	(void)state;
	drives(9, 1000);
	run();
	assert_null(found("OUTLIER"));
}

static void
a_place_that_the_plan_lacks_is_named_only_where_its_like_have_a_part(void **state)
{
	(void)state;
	place("909", ORG_DISTRICT);
	place("914", ORG_DISTRICT);
	place("91.VINPEARL", ORG_BODY);
	line("909", MAY, JUNE - 1, 350);
	run();
	assert_string_equal(found("ORG_MISSING")->org, "914");
	assert_int_equal(check.findings_n, 1);
	check.findings_n = 0;
	check.lines[0].t.org = "91";
	run();
	assert_null(found("ORG_MISSING"));
	assert_non_null(found("NOT_BY_PLACE"));
}

static void
what_is_given_and_what_is_self_set_stand_beside_each_other(void **state)
{
	(void)state;
	line("909", MAY, JUNE - 1, 350);
	line("909", MAY, JUNE - 1, 400)->t.assigned = ASSIGNED_SELF;
	run();
	assert_int_equal(found("GIVEN_AND_OWN")->stated, 350);
	assert_int_equal(found("GIVEN_AND_OWN")->computed, 400);
}

static void
what_is_done_of_other_measures_is_told_and_what_is_not_known_says_what_it_needs(void **state)
{
	struct plan_check_line *l = line("91", MAY, SUMMER_END, 300);

	(void)state;
	l->t.measure = MEASURE_VOLUNTEERS;
	l->t.qualifier = QUALIFIER_MINIMUM;
	l->is_measured = true;
	run();
	assert_non_null(strstr(found("NOT_MEASURED")->text, "tối thiểu 300, đã đạt –"));
	assert_non_null(strstr(found("NOT_MEASURED")->text, "volunteers"));
	assert_false(found("NOT_MEASURED")->has_numbers);
	check.findings_n = 0;
	check.lines[0].has_done = true;
	check.lines[0].done = 0;
	run();
	assert_null(found("NOT_MEASURED"));
	assert_non_null(strstr(found("MEASURED")->text, "đã đạt 0 (0%)"));
	assert_true(found("MEASURED")->has_numbers);
}

static void
a_blank_cell_of_the_matrix_is_not_0(void **state)
{
	struct plan_matrix m;

	(void)state;
	line("909", MAY, JUNE - 1, 350);
	line("91.BVDK", JUNE, JULY - 1, 0);
	line("91", MAY, JUNE - 1, 350); /* a stated column total is no row */
	run();
	assert_true(plan_matrix_make(&check, &m, &err));
	assert_int_equal(m.months_n, 4);
	assert_int_equal(m.rows_n, 2);
	assert_string_equal(m.rows[0].org->code, "909");
	assert_true(m.rows[0].cell[0].has);
	assert_false(m.rows[0].cell[1].has);
	assert_true(m.rows[1].cell[1].has);
	assert_int_equal(m.column[0].value, 350);
	assert_false(m.column[2].has);
	assert_int_equal(m.total, 350);
	assert_int_equal(m.cells.places_n, 1);
	assert_int_equal(m.cells.bodies_n, 1);
	plan_matrix_free(&m);
}

static void
a_text_that_memory_had_no_room_for_is_no_empty_one(void **state)
{
	(void)state;
	arena_free(check.arena);
	check.arena = arena_make(16, 16);
	assert_non_null(check.arena);
	assert_string_equal(plan_check_text(&check, "a text of more than the sixteen bytes"), "");
	assert_false(plan_check_run(&check, &err));
	assert_int_equal(err.code, ERR_MEMORY);
}

#define TEST(t) cmocka_unit_test_setup_teardown(t, start, stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_minimum_that_is_reached_is_information_and_one_that_is_not_a_warning),
	    TEST(a_code_that_the_registry_does_not_have_is_named_once_with_its_first_line),
	    TEST(a_stated_total_of_a_row_or_column_must_fit),
	    TEST(a_column_total_that_does_not_fit_is_an_error),
	    TEST(a_total_row_beside_one_line_of_the_whole_span_is_held_against_that_line),
	    TEST(of_a_cell_that_is_said_twice_the_later_line_counts),
	    TEST(sectors_are_compared_with_the_years_line),
	    TEST(a_sector_by_its_code_its_name_or_an_alias_is_one_cell),
	    TEST(a_share_that_implies_the_impossible_is_flagged),
	    TEST(a_share_without_a_population_says_what_is_missing),
	    TEST(a_share_is_compared_with_the_years_target_where_there_is_one),
	    TEST(an_outlier_is_flagged_only_among_eight_or_more_siblings),
	    TEST(five_times_the_median_itself_is_no_outlier),
	    TEST(a_place_that_the_plan_lacks_is_named_only_where_its_like_have_a_part),
	    TEST(what_is_given_and_what_is_self_set_stand_beside_each_other),
	    TEST(what_is_done_of_other_measures_is_told_and_what_is_not_known_says_what_it_needs),
	    TEST(a_blank_cell_of_the_matrix_is_not_0),
	    TEST(a_text_that_memory_had_no_room_for_is_no_empty_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
