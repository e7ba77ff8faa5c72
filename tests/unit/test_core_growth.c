/*
 * V22: what is counted from the beginning of the plan year grows, or a note says why it does not.
 */
#include "base/attrs.h"
#include "base/lang.h"
#include "rules/catalogue.h"
#include "support/corestore.h"
#include "statesfix.h"

#define LEAFLETS 1200
#define BANNERS 1201
#define CLUBS 1012

static struct report
cumulative(const char *to, uint32_t ind, int64_t value, const char *note)
{
	struct report r = corefix_activity("909", "2021-12-01", to, ind, value);

	r.u.activity.cumulative = true;
	r.u.activity.note = note;
	return r;
}

static void
a_cumulative_count_that_grows_is_taken(void **state)
{
	struct corefix *f = *state;

	assert_int_equal(
	    say(f, ACTOR_AN_MINH, cumulative("2022-03-31", LEAFLETS, 400, "")), ERR_OK);
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, cumulative("2022-06-30", LEAFLETS, 400, "")), ERR_OK);
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, cumulative("2022-07-31", LEAFLETS, 450, "")), ERR_OK);
	assert_int_equal(corefix_total(f, "VN", "2022", LEAFLETS), 450);
}

static void
a_cumulative_count_that_shrinks_needs_a_note(void **state)
{
	struct corefix *f = *state;

	assert_int_equal(
	    say(f, ACTOR_AN_MINH, cumulative("2022-03-31", LEAFLETS, 400, "")), ERR_OK);
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, cumulative("2022-06-30", LEAFLETS, 399, "")), ERR_NOTE_MISSING);
	assert_int_equal(corefix_total(f, "VN", "2022", LEAFLETS), 400);
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, cumulative("2022-06-30", LEAFLETS, 399, "counted again")),
	    ERR_OK);
	assert_int_equal(corefix_total(f, "VN", "2022", LEAFLETS), 399);
}

static void
a_stock_may_shrink(void **state)
{
	struct corefix *f = *state;

	assert_int_equal(
	    say(f, ACTOR_AN_MINH, cumulative("2022-03-31", IND_RESERVE_DONORS, 250, "")), ERR_OK);
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, cumulative("2022-06-30", IND_RESERVE_DONORS, 240, "")), ERR_OK);
}

/* What it takes the place of said more: named, until it is said again or a note says why not. */
static void
a_cumulative_report_that_leaves_out_what_others_had_needs_a_note(void **state)
{
	static const uint32_t ind[] = {CLUBS, LEAFLETS, BANNERS};
	static const int64_t val[] = {3, 400, 20};
	struct corefix *f = *state;
	struct report first = cumulative("2022-06-06", LEAFLETS, 400, "");
	struct report all = cumulative("2022-07-07", LEAFLETS, 450, "");

	first.u.activity.counts = (struct counts){ind, val, 3};
	all.u.activity.counts = (struct counts){ind, (const int64_t[]){3, 450, 20}, 3};
	assert_int_equal(say(f, ACTOR_AN_MINH, first), ERR_OK);
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, cumulative("2022-07-06", LEAFLETS, 450, "")), ERR_NOTE_MISSING);
	assert_non_null(
	    strstr(f->detail, TR(catalogue_by_ind(BANNERS)->vi, catalogue_by_ind(BANNERS)->en)));
	assert_non_null(
	    strstr(f->detail, TR(catalogue_by_ind(CLUBS)->vi, catalogue_by_ind(CLUBS)->en)));
	assert_null(
	    strstr(f->detail, TR(catalogue_by_ind(LEAFLETS)->vi, catalogue_by_ind(LEAFLETS)->en)));
	assert_int_equal(corefix_total(f, "VN", "2022", BANNERS), 20);
	assert_int_equal(say(f, ACTOR_AN_MINH, all), ERR_OK);
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, cumulative("2022-08-08", LEAFLETS, 460, "only leaflets")),
	    ERR_OK);
	assert_int_equal(corefix_total(f, "VN", "2022", LEAFLETS), 460);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, corefix_setup, corefix_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(a_cumulative_count_that_grows_is_taken),
	    TEST(a_cumulative_count_that_shrinks_needs_a_note),
	    TEST(a_stock_may_shrink),
	    TEST(a_cumulative_report_that_leaves_out_what_others_had_needs_a_note),
	};

	return cmocka_run_group_tests_name("core_growth", tests, NULL, NULL);
}
