/* Drives planned for the same days: what overlaps, and what only seems to. */
#include "base/day.h"
#include "core/overlap.h"

#include "planfix.h"

#define MAY(day) day_of(2022, 5, (day))

static void
plan_drive_for(struct world *w, const char *key, day_t from, day_t to, const char *place)
{
	struct report r = schedule_report(key, from, to, DRIVE_PLANNED);

	r.u.schedule.place = place;
	put(w, r);
}

/* The key of what overlaps the drive, among those that end in May; "": nothing. */
static const char *
overlap(struct world *w, const char *key)
{
	struct overlap_index x;
	const struct drive *other;

	assert_true(overlap_index(w->p, w->o, (const day_t[]){MAY(1), MAY(31)}, &x, &w->err));
	other = overlap_of(&x, plan_drive_const(w->p, key), NULL);
	overlap_free(&x);
	return other != NULL ? other->key : "";
}

static void
drives_of_one_organisation_on_the_same_days_overlap(void **state)
{
	struct world *w = *state;

	plan_drive_for(w, "001/2022-05-08/1", MAY(8), MAY(10), "");
	plan_drive_for(w, "001/2022-05-10/1", MAY(10), MAY(10), "");
	plan_drive_for(w, "001/2022-05-11/1", MAY(11), MAY(11), "");
	plan_drive_for(w, "019/2022-05-08/1", MAY(8), MAY(10), "");
	assert_string_equal(overlap(w, "001/2022-05-08/1"), "001/2022-05-10/1");
	assert_string_equal(overlap(w, "001/2022-05-10/1"), "001/2022-05-08/1");
	assert_string_equal(overlap(w, "001/2022-05-11/1"), "");
	assert_string_equal(overlap(w, "019/2022-05-08/1"), "");
}

static void
the_place_decides_where_both_say_one(void **state)
{
	struct world *w = *state;

	plan_drive_for(w, "001/2022-05-08/1", MAY(8), MAY(8), "00001");
	plan_drive_for(w, "001/2022-05-08/2", MAY(8), MAY(8), "00004");
	plan_drive_for(w, "019/2022-05-08/1", MAY(7), MAY(9), "00004");
	assert_string_equal(overlap(w, "001/2022-05-08/1"), "");
	assert_string_equal(overlap(w, "001/2022-05-08/2"), "019/2022-05-08/1");
	assert_string_equal(overlap(w, "019/2022-05-08/1"), "001/2022-05-08/2");
	plan_drive_for(w, "001/2022-05-08/3", MAY(8), MAY(8), "");
	assert_string_equal(overlap(w, "001/2022-05-08/1"), "001/2022-05-08/3");
}

static void
drive_at(struct world *w, const char *key, day_t day, const char *venue, const char *place)
{
	struct report r = schedule_report(key, day, day, DRIVE_PLANNED);

	r.u.schedule.venue = venue;
	r.u.schedule.place = place;
	put(w, r);
}

/* Ba Đình and Nam Từ Liêm are of one city, Lai Châu is not. */
static void
a_venue_of_the_same_name_under_one_parent_is_one_venue(void **state)
{
	struct world *w = *state;

	drive_at(w, "001/2022-05-08/1", MAY(8), "Trường THPT  Lê Lợi", "");
	drive_at(w, "019/2022-05-08/1", MAY(8), "truong thpt lê lợi", "");
	drive_at(w, "106/2022-05-08/1", MAY(8), "Trường THPT Lê Lợi", "");
	drive_at(w, "019/2022-05-09/1", MAY(9), "Trường THPT Lê Lợi", "");
	drive_at(w, "001/2022-05-10/1", MAY(10), "Hội trường", "00001");
	drive_at(w, "019/2022-05-10/1", MAY(10), "Hội trường", "00004");
	assert_string_equal(overlap(w, "001/2022-05-08/1"), "019/2022-05-08/1");
	assert_string_equal(overlap(w, "019/2022-05-08/1"), "001/2022-05-08/1");
	assert_string_equal(overlap(w, "106/2022-05-08/1"), "");
	assert_string_equal(overlap(w, "019/2022-05-09/1"), "");
	assert_string_equal(overlap(w, "001/2022-05-10/1"), "");
}

static void
what_reaches_over_the_period_overlaps_and_what_was_cancelled_does_not(void **state)
{
	struct world *w = *state;

	plan_drive_for(w, "001/2022-04-29/1", day_of(2022, 4, 29), MAY(2), "");
	plan_drive_for(w, "001/2022-04-30/1", day_of(2022, 4, 30), day_of(2022, 4, 30), "");
	assert_string_equal(overlap(w, "001/2022-04-29/1"), "001/2022-04-30/1");
	put(w,
	    correction(schedule_report("001/2022-04-30/1", day_of(2022, 4, 30), day_of(2022, 4, 30),
			   DRIVE_CANCELLED),
		w->seq));
	assert_string_equal(overlap(w, "001/2022-04-29/1"), "");
	assert_string_equal(overlap(w, "001/2022-04-30/1"), "");
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(drives_of_one_organisation_on_the_same_days_overlap),
	    TEST(the_place_decides_where_both_say_one),
	    TEST(a_venue_of_the_same_name_under_one_parent_is_one_venue),
	    TEST(what_reaches_over_the_period_overlaps_and_what_was_cancelled_does_not),
	};

	return cmocka_run_group_tests_name("overlap", tests, NULL, NULL);
}
