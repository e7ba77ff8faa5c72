#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/lang.h"
#include "rules/catalogue.h"
#include "rules/rules.h"
#include "support/sample.h"

static struct rules_ground ground; /* what the plan says of the sample's drive */

static bool
finds(const struct sample *s, const char *rule)
{
	struct finding findings[RULES_FINDINGS_MAX];
	const size_t n = rules_check_on(&s->r, &ground, findings);

	for (size_t i = 0; i < n; i++) {
		assert_true(findings[i].text[0] != '\0');
		if (strcmp(findings[i].rule, rule) == 0)
			return true;
	}
	return false;
}

/* One sheet that holds and one that does not, for every rule of the table. */
struct rule_sample {
	const char *rule;
	enum report_kind kind;
	struct pair holds[SAMPLE_PAIRS_MAX];
	struct pair fails[SAMPLE_PAIRS_MAX];
	void (*break_it)(struct sample *s); /* when it is not the counts that fail */
};

static void
break_drive(struct sample *s)
{
	s->r.u.result.drive = "909/2022-05-08";
}

static void
break_future(struct sample *s)
{
	s->r.u.result.held_from = s->r.u.result.held_to = SAMPLE_TODAY + 1;
}

static void
break_split(struct sample *s)
{
	s->executing[0] = (struct share){"91.DOAN", 200};
	s->executing[1] = (struct share){"91.LDLD", 164};
	s->r.u.result.executing = s->executing;
	s->r.u.result.executing_n = 2;
}

static void
break_planned(struct sample *s)
{
	s->r.u.result.held_from = s->r.u.result.held_to = SAMPLE_DAY + 181;
}

static void
break_plan_year(struct sample *s)
{
	s->r.u.result.drive = "909/2021-11-30/1";
	s->r.u.result.held_from = s->r.u.result.held_to = SAMPLE_DAY - 158; /* 2021-12-01 */
}

static void
plan_says(enum drive_state state, day_t day, int64_t target)
{
	ground = (struct rules_ground){.today = SAMPLE_TODAY,
	    .planned = true,
	    .state = state,
	    .from = day,
	    .to = day,
	    .target = target};
}

static void
break_moved(struct sample *s)
{
	(void)s;
	plan_says(DRIVE_POSTPONED, SAMPLE_DAY + 7, -1);
}

static void
break_moved_ahead(struct sample *s)
{
	s->r.u.result.held_from = s->r.u.result.held_to = SAMPLE_DAY + 1;
	plan_says(DRIVE_POSTPONED, SAMPLE_TODAY + 1, -1);
}

static void
break_postponed(struct sample *s)
{
	(void)s;
	plan_says(DRIVE_POSTPONED, SAMPLE_DAY, -1);
}

static void
break_target(struct sample *s)
{
	(void)s;
	plan_says(DRIVE_PLANNED, SAMPLE_DAY, 60);
}

static void
break_communes(struct sample *s)
{
	(void)s;
	ground.communes = 13;
}

static void
break_cancelled(struct sample *s)
{
	(void)s;
	plan_says(DRIVE_CANCELLED, SAMPLE_DAY, -1);
}

static const struct rule_sample samples[] = {
    {"V0", KIND_RESULT, {{20, 365}}, {{20, 365}}, break_drive},
    {"V1", KIND_RESULT, {{2, 110}, {3, 100}, {4, 15}, {5, 5}, {6, 80}},
	{{2, 110}, {3, 100}, {4, 15}, {5, 6}, {6, 80}}, NULL},
    {"V1", KIND_RESULT, {{2, 100}, {6, 100}}, {{2, 100}, {6, 101}}, NULL},
    {"V1", KIND_RESULT, {{2, 100}, {3, 100}}, {{2, 100}, {3, 101}}, NULL},
    {"V1", KIND_RESULT, {{3, 100}, {6, 80}}, {{3, 100}, {6, 101}}, NULL},
    {"V2", KIND_RESULT, {{1, 300}, {2, 310}, {8, 10}}, {{1, 300}, {2, 311}, {8, 10}}, NULL},
    {"V3", KIND_RESULT, {{6, 100}, {7, 2}, {20, 90}, {25, 5}, {26, 3}},
	{{6, 100}, {7, 2}, {20, 90}, {25, 5}, {26, 4}}, NULL},
    {"V4", KIND_RESULT, {{20, 303}, {21, 86}, {22, 215}, {24, 2}}, {{20, 303}, {21, 86}, {22, 215}},
	NULL},
    {"V5", KIND_RESULT, {{20, 193}, {22, 193}, {27, 67550}}, {{20, 193}, {22, 193}, {27, 70000}},
	NULL},
    {"V5W", KIND_RESULT, {{20, 100}, {27, 35000}}, {{20, 100}, {27, 50001}}, NULL},
    {"V5W", KIND_RESULT, {{20, 100}, {27, 25000}}, {{20, 100}, {27, 24999}}, NULL},
    {"V6", KIND_RESULT, {{6, 100}, {40, 60}, {41, 40}, {42, 0}},
	{{6, 100}, {40, 60}, {41, 39}, {42, 0}}, NULL},
    {"V6", KIND_RESULT, {{6, 9}, {60, 4}, {61, 5}, {62, 0}}, {{6, 9}, {60, 4}, {61, 6}, {62, 0}},
	NULL},
    {"V7", KIND_RESULT, {{70, 21}, {71, 30}, {72, 43}, {73, 6}},
	{{70, 43}, {71, 30}, {72, 21}, {73, 6}}, NULL},
    {"V7", KIND_RESULT, {{80, 99}, {81, 1}}, {{80, 98}, {81, 2}}, NULL},
    {"V8", KIND_RESULT,
	{{4, 12}, {140, 1}, {141, 1}, {142, 1}, {143, 1}, {144, 1}, {145, 1}, {146, 1}, {147, 1},
	    {148, 1}, {149, 1}, {150, 1}, {151, 1}},
	{{4, 11}, {140, 1}, {141, 1}, {142, 1}, {143, 1}, {144, 1}, {145, 1}, {146, 1}, {147, 1},
	    {148, 1}, {149, 1}, {150, 1}, {151, 1}},
	NULL},
    {"V9", KIND_ACTIVITY, {{1000, 250}, {1003, 12}}, {{1000, 12}, {1003, 250}}, NULL},
    {"V10", KIND_RESULT, {{20, 365}}, {{20, 365}}, break_split},
    {"V10", KIND_RESULT, {{20, 365}}, {{25, 3}}, break_split},
    {"V15", KIND_RESULT, {{2, 532}, {6, 325}}, {{2, 532}, {6, 292}}, NULL},
    {"V15", KIND_RESULT, {{2, 402}, {20, 365}}, {{2, 402}, {20, 402}}, NULL},
    {"V16", KIND_RESULT, {{20, 365}}, {{20, 365}}, break_future},
    {"V17", KIND_RESULT, {{20, 365}}, {{20, 365}}, break_plan_year},
    {"V23", KIND_ACTIVITY, {{1100, 13}, {1101, 13}}, {{1100, 14}, {1101, 13}}, NULL},
    {"V23W", KIND_ACTIVITY, {{1100, 12}, {1101, 13}}, {{1100, 12}, {1101, 12}}, break_communes},
    {"V23W", KIND_ACTIVITY, {{1100, 13}}, {{1100, 14}}, break_communes},
    {"V27", KIND_RESULT, {{6, 100}, {40, 60}}, {{6, 100}, {40, 60}, {41, 41}}, NULL},
    {"V27", KIND_RESULT, {{6, 100}, {20, 90}}, {{6, 100}, {40, 60}, {41, 39}}, NULL},
    {"V27", KIND_RESULT, {{61, 9}, {63, 4}, {64, 5}}, {{61, 9}, {63, 4}, {64, 6}}, NULL},
    {"V28", KIND_RESULT, {{20, 365}}, {{20, 365}}, break_planned},
    {"V29", KIND_RESULT, {{20, 365}}, {{20, 365}}, break_moved},
    {"V29", KIND_RESULT, {{20, 365}}, {{20, 365}}, break_moved_ahead},
    {"V29", KIND_RESULT, {{20, 365}}, {{20, 365}}, break_postponed},
    {"V30", KIND_RESULT, {{20, 10000}}, {{20, 10001}}, NULL},
    {"V30", KIND_RESULT, {{6, 10000}}, {{6, 10001}}, NULL},
    {"V30", KIND_RESULT, {{20, 10000}}, {{20, 601}}, break_target},
    {"V31", KIND_RESULT, {{20, 365}}, {{20, 365}}, break_cancelled},
    {"V32", KIND_RESULT, {{2, 50}, {20, 40}}, {{2, 40}, {20, 50}}, NULL},
    {"V32", KIND_RESULT, {{2, 1}, {20, 1}}, {{2, 0}, {20, 1}}, NULL},
    {"V32", KIND_RESULT, {{2, 9}, {7, 1}, {20, 7}, {25, 1}}, {{2, 9}, {7, 1}, {20, 7}, {25, 2}},
	NULL},
    {"V32", KIND_RESULT, {{3, 9}, {20, 9}}, {{3, 9}, {20, 10}}, NULL},
    {"V32", KIND_RESULT, {{6, 9}, {20, 9}}, {{6, 9}, {20, 10}}, NULL},
};

/*
 * Rules that need more than one report, and where their samples are: a test that breaks the rule
 * and one that keeps it.
 */
static const struct {
	const char *rule;
	const char *file;
	const char *fails;
	const char *holds;
} elsewhere[] = {
    {"V11", "unit/test_plan_check.c",
	"a_minimum_that_is_reached_is_information_and_one_that_is_not_a_warning",
	"a_minimum_that_is_reached_is_information_and_one_that_is_not_a_warning"},
    {"V12", "unit/test_plan_check.c", "a_share_that_implies_the_impossible_is_flagged",
	"a_share_is_compared_with_the_years_target_where_there_is_one"},
    {"V13", "unit/test_plan_check.c", "a_column_total_that_does_not_fit_is_an_error",
	"a_stated_total_of_a_row_or_column_must_fit"},
    {"V14", "unit/test_plan_check.c", "an_outlier_is_flagged_only_among_eight_or_more_siblings",
	"five_times_the_median_itself_is_no_outlier"},
    {"V18", "unit/test_core_review.c",
	"drives_that_may_be_one_are_asked_about_until_they_are_told_apart",
	"drives_that_may_be_one_are_asked_about_until_they_are_told_apart"},
    {"V19", "unit/test_core.c", "a_code_means_something_only_with_a_day",
	"a_code_means_something_only_with_a_day"},
    {"V20", "unit/test_core_lock.c", "a_locked_total_is_changed_by_no_review_but_an_admission",
	"after_opening_what_waits_may_be_corrected_to_count"},
    {"V21", "unit/test_derived.c", "what_is_over_is_what_is_reached_less_a_hundred",
	"what_is_over_is_what_is_reached_less_a_hundred"},
    {"V22", "unit/test_core_growth.c", "a_cumulative_count_that_shrinks_needs_a_note",
	"a_cumulative_count_that_grows_is_taken"},
    {"V24", "unit/test_core_due.c",
	"a_rate_is_of_the_population_of_its_year_and_coverage_of_the_places_below",
	"a_rate_is_of_the_population_of_its_year_and_coverage_of_the_places_below"},
    {"V25", "e2e/test_verify.sh", "disagree ", "agree"},
    {"V26", "unit/test_num.c", "what_can_be_read_two_ways_is_refused_with_the_cure",
	"a_count_reads_plain_or_grouped_by_points"},
};

static bool
test_is_there(const char *file, const char *name)
{
	char path[1024], line[1024];
	FILE *in;
	bool found = false;

	(void)snprintf(path, sizeof(path), "%s/tests/%s", GH_SOURCE_DIR, file);
	in = fopen(path, "r");
	if (in == NULL)
		return false;
	while (!found && fgets(line, sizeof(line), in) != NULL)
		found = strstr(line, name) != NULL;
	(void)fclose(in);
	return found;
}

static void
all_twenty_six_relations_are_looked_at_somewhere_and_have_their_samples(void **state)
{
	size_t rules_n, others_n;
	const struct rule_info *rules = rules_all(&rules_n);
	const struct rule_elsewhere *others = rules_elsewhere(&others_n);

	(void)state;
	for (int number = 1; number <= 26; number++) {
		char id[8];
		int found = 0;

		(void)snprintf(id, sizeof(id), "V%d", number);
		for (size_t i = 0; i < rules_n; i++)
			found += strcmp(rules[i].id, id) == 0;
		for (size_t i = 0; i < others_n; i++)
			found += strcmp(others[i].id, id) == 0;
		if (found != 1)
			fail_msg("%s stands %d times", id, found);
	}
	for (size_t i = 0; i < others_n; i++) {
		size_t k = 0;

		while (k < ARRAY_LEN(elsewhere) && strcmp(elsewhere[k].rule, others[i].id) != 0)
			k++;
		if (k == ARRAY_LEN(elsewhere))
			fail_msg("no sample of %s", others[i].id);
		if (!test_is_there(elsewhere[k].file, elsewhere[k].fails) ||
		    !test_is_there(elsewhere[k].file, elsewhere[k].holds))
			fail_msg(
			    "%s: the samples are not in tests/%s", others[i].id, elsewhere[k].file);
	}
}

static const struct rule_info *
info_of(const char *rule)
{
	size_t n;
	const struct rule_info *infos = rules_all(&n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(infos[i].id, rule) == 0)
			return &infos[i];
	fail_msg("no rule %s", rule);
	return NULL;
}

static void
every_rule_has_a_sheet_that_fails_and_one_that_holds(void **state)
{
	size_t n;
	const struct rule_info *infos = rules_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		size_t j = 0;

		assert_true(infos[i].vi[0] != '\0' && infos[i].en[0] != '\0');
		while (j < ARRAY_LEN(samples) && strcmp(samples[j].rule, infos[i].id) != 0)
			j++;
		if (j == ARRAY_LEN(samples))
			fail_msg("no sample of %s", infos[i].id);
	}
	for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
		struct sample s;

		ground = (struct rules_ground){.today = SAMPLE_TODAY};
		sample_make(&s, samples[i].kind);
		sample_pairs(&s, samples[i].holds);
		if (finds(&s, samples[i].rule))
			fail_msg("sample %zu: %s does not hold", i, samples[i].rule);
		sample_accepted(&s);
		sample_pairs(&s, samples[i].fails);
		if (samples[i].break_it != NULL)
			samples[i].break_it(&s);
		if (!finds(&s, samples[i].rule))
			fail_msg("sample %zu: %s holds", i, samples[i].rule);
	}
}

/* Held on the plan's new day, on a day between, or ten times a small target: nothing is odd. */
static void
a_moved_drive_on_its_new_day_and_a_good_small_drive_are_not_asked_about(void **state)
{
	struct sample s;

	(void)state;
	sample_make(&s, KIND_RESULT);
	sample_pairs(&s, (const struct pair[SAMPLE_PAIRS_MAX]){{20, 300}});
	plan_says(DRIVE_POSTPONED, SAMPLE_DAY + 7, 5);
	s.r.u.result.held_from = s.r.u.result.held_to = SAMPLE_DAY + 7;
	assert_false(finds(&s, "V29"));
	assert_false(finds(&s, "V30"));
	s.r.u.result.held_from = s.r.u.result.held_to = SAMPLE_DAY + 8;
	assert_false(finds(&s, "V29"));
	plan_says(DRIVE_POSTPONED, SAMPLE_DAY, -1); /* and held on a day of which nobody knew */
	assert_false(finds(&s, "V29"));
	plan_says(DRIVE_PLANNED, SAMPLE_DAY, -1);
	s.r.u.result.held_from = s.r.u.result.held_to = SAMPLE_DAY;
	assert_false(finds(&s, "V29"));
	ground = (struct rules_ground){.today = SAMPLE_TODAY};
}

/* What is merely unusual the office was asked about. */
static void
the_aggregator_asks_for_a_note_beside_the_plan_and_for_more_bags_than_people(void **state)
{
	static const char *const asked[] = {"V23W", "V29", "V30", "V31", "V32"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
		struct sample s;
		struct err err = {0};
		bool is_asked = false;

		ground = (struct rules_ground){.today = SAMPLE_TODAY};
		sample_make(&s, samples[i].kind);
		sample_pairs(&s, samples[i].fails);
		if (samples[i].break_it != NULL)
			samples[i].break_it(&s);
		for (size_t k = 0; k < ARRAY_LEN(asked); k++)
			is_asked |= strcmp(samples[i].rule, asked[k]) == 0;
		s.r.reason = "";
		if (rules_has_note(&s.r) || info_of(samples[i].rule)->severity == SEVERITY_ERROR)
			continue;
		if (rules_noted(&s.r, &ground, &err) == is_asked)
			fail_msg("sample %zu: %s, %s", i, samples[i].rule, err.text);
		s.r.reason = "vẫn tổ chức";
		assert_true(rules_noted(&s.r, &ground, &err));
		if (!is_asked)
			continue;
		assert_int_equal(err.code, ERR_NOTE_MISSING);
		assert_memory_equal(err.text, samples[i].rule, strlen(samples[i].rule));
	}
	ground = (struct rules_ground){.today = SAMPLE_TODAY};
}

/* The aggregator refuses errors; most of what is unusual is the client's to ask about. */
static void
only_errors_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
		const bool is_error = info_of(samples[i].rule)->severity == SEVERITY_ERROR;
		struct err err = {0};
		struct sample s;

		sample_make(&s, samples[i].kind);
		sample_pairs(&s, samples[i].fails);
		if (samples[i].break_it != NULL)
			samples[i].break_it(&s);
		assert_int_equal(rules_accept(&s.r, SAMPLE_TODAY, &err), !is_error);
		if (is_error && strcmp(samples[i].rule, "V0") != 0)
			assert_memory_equal(err.text, samples[i].rule, strlen(samples[i].rule));
	}
}

static void
sums_are_asked_only_where_every_term_is_reported(void **state)
{
	struct sample s;

	(void)state;
	sample_make(&s, KIND_RESULT);
	sample_pairs(&s, (const struct pair[]){{6, 100}, {20, 90}, {25, 5}, {0, 0}});
	assert_false(finds(&s, "V3"));
	sample_pairs(&s, (const struct pair[]){{6, 100}, {40, 70}, {0, 0}});
	assert_false(finds(&s, "V6"));
	sample_pairs(&s, (const struct pair[]){{4, 50}, {140, 7}, {0, 0}});
	assert_false(finds(&s, "V8"));
	sample_pairs(&s, (const struct pair[]){{20, 365}, {0, 0}});
	assert_false(finds(&s, "V4"));
}

/* 303 = 215 of 350 ml + 86 of 250 ml + 2 of 150 ml. */
static void
volumes_of_other_bags_are_part_of_the_volume(void **state)
{
	struct sample s;

	(void)state;
	sample_make(&s, KIND_RESULT);
	sample_pairs(&s,
	    (const struct pair[]){
		{20, 303}, {21, 86}, {22, 215}, {24, 2}, {27, 97050}, {29, 300}, {0, 0}});
	assert_false(finds(&s, "V5"));
	sample_pairs(&s,
	    (const struct pair[]){
		{20, 303}, {21, 86}, {22, 215}, {24, 2}, {27, 197050}, {29, 300}, {0, 0}});
	assert_true(finds(&s, "V5"));
	sample_pairs(&s,
	    (const struct pair[]){{20, 303}, {21, 86}, {22, 215}, {24, 2}, {27, 99000}, {0, 0}});
	assert_false(finds(&s, "V5"));
}

static void
a_date_in_the_future_warns_here_and_is_refused_there(void **state)
{
	struct finding findings[RULES_FINDINGS_MAX];
	struct sample s;

	(void)state;
	sample_make(&s, KIND_RESULT);
	s.r.u.result.held_from = s.r.u.result.held_to = SAMPLE_TODAY;
	assert_false(finds(&s, "V16"));
	sample_accepted(&s);
	s.r.u.result.held_to = SAMPLE_TODAY + 1;
	assert_true(finds(&s, "V16"));
	assert_true(rules_check(&s.r, SAMPLE_TODAY, findings) >= 1);
	assert_int_equal(findings[0].severity, SEVERITY_WARNING);
	sample_refused(&s, ERR_DATE_FUTURE);

	sample_make(&s, KIND_REGISTRATION);
	s.r.u.registration.as_of = SAMPLE_TODAY + 1;
	sample_refused(&s, ERR_DATE_FUTURE);
	sample_make(&s, KIND_ACTIVITY);
	s.r.u.activity.from = s.r.u.activity.to = SAMPLE_TODAY + 1;
	sample_refused(&s, ERR_DATE_FUTURE);
	sample_make(&s, KIND_SCHEDULE); /* plans are for the future */
	s.r.u.schedule.from = s.r.u.schedule.to = SAMPLE_TODAY + 1;
	sample_accepted(&s);
}

static void
findings_come_worst_first_and_name_the_numbers(void **state)
{
	struct finding findings[RULES_FINDINGS_MAX];
	struct sample s;
	size_t n;

	(void)state;
	sample_make(&s, KIND_RESULT);
	sample_pairs(&s, (const struct pair[]){{1, 100}, {2, 1400}, {20, 1365}, {21, 5}, {0, 0}});
	n = rules_check(&s.r, SAMPLE_TODAY, findings);
	assert_true(n >= 3);
	for (size_t i = 1; i < n; i++)
		assert_true(findings[i - 1].severity <= findings[i].severity);
	assert_string_equal(findings[0].rule, "V4");
	assert_int_equal(findings[0].code, ERR_SUMS_DISAGREE);
	assert_non_null(strstr(findings[0].text, "1.365"));
}

/* The Nam Tu Liem plan expected 240 units of 300 people: nothing to ask. */
static void
the_documents_own_sheets_raise_nothing(void **state)
{
	struct finding findings[RULES_FINDINGS_MAX];
	struct sample s;

	(void)state;
	sample_make(&s, KIND_RESULT);
	sample_pairs(&s, (const struct pair[]){{1, 300}, {2, 300}, {20, 240}, {0, 0}});
	assert_int_equal(rules_check(&s.r, SAMPLE_TODAY, findings), 0);
	sample_pairs(&s, (const struct pair[]){{2, 532}, {20, 325}, {0, 0}});
	assert_int_equal(rules_check(&s.r, SAMPLE_TODAY, findings), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		the_aggregator_asks_for_a_note_beside_the_plan_and_for_more_bags_than_people),
	    cmocka_unit_test(
		all_twenty_six_relations_are_looked_at_somewhere_and_have_their_samples),
	    cmocka_unit_test(every_rule_has_a_sheet_that_fails_and_one_that_holds),
	    cmocka_unit_test(
		a_moved_drive_on_its_new_day_and_a_good_small_drive_are_not_asked_about),
	    cmocka_unit_test(only_errors_are_refused),
	    cmocka_unit_test(sums_are_asked_only_where_every_term_is_reported),
	    cmocka_unit_test(volumes_of_other_bags_are_part_of_the_volume),
	    cmocka_unit_test(a_date_in_the_future_warns_here_and_is_refused_there),
	    cmocka_unit_test(findings_come_worst_first_and_name_the_numbers),
	    cmocka_unit_test(the_documents_own_sheets_raise_nothing),
	};

	(void)lang_set("vi");
	return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
