/*
 * Planned drives by day: after random schedules, corrections and withdrawals the list of each
 * organisation and span is what a walk over all its drives finds.
 */
#include "base/day.h"
#include "core/plan.h"

#include "planfix.h"

#define STEPS 600
#define KEYS 60
#define DAYS 90

struct said {
	char key[32];
	uint64_t seq; /* of its newest report; 0: none */
};

static uint64_t
roll(uint64_t *seed, uint64_t n)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed % n;
}

static bool
is_planned(const struct drive *d, day_t from, day_t to)
{
	return d->planned && d->state != DRIVE_CANCELLED && d->to >= from && d->to <= to;
}

static void
assert_list(struct world *w, org_t org, day_t from, day_t to)
{
	const struct plan_planned *list = NULL;
	const uint32_t n = plan_planned_of(w->p, org, from, to, &list);
	uint32_t walked = 0;

	for (uint32_t i = 0; i < plan_drive_count(w->p); i++) {
		const struct drive *d = plan_drive_at(w->p, i);

		walked += d->org == org && is_planned(d, from, to);
	}
	assert_int_equal(n, walked);
	for (uint32_t i = 0; i < n; i++) {
		const struct drive *d = plan_drive_at(w->p, list[i].at);

		assert_int_equal(d->org, org);
		assert_int_equal(d->to, list[i].to);
		assert_true(is_planned(d, from, to));
		assert_true(i == 0 || list[i - 1].to <= list[i].to);
	}
}

static void
schedule_somehow(struct world *w, struct said *x, uint64_t *seed)
{
	const day_t first = day_of(2022, 5, 1), from = first + (day_t)roll(seed, DAYS);
	const enum drive_state state =
	    (enum drive_state)(DRIVE_NONE + 1 + (int)roll(seed, DRIVE_COUNT_ - 1));
	struct report r = schedule_report(x->key, from, from + (day_t)roll(seed, 3), state);

	if (x->seq != 0)
		r = correction(r, x->seq);
	if (x->seq != 0 && roll(seed, 5) == 0)
		r.action = ACTION_WITHDRAWAL;
	if (say(w, &r) == ERR_OK)
		x->seq = w->seq;
}

static void
the_list_by_day_is_what_a_walk_over_all_drives_finds(void **state)
{
	struct world *w = *state;
	const char *const codes[] = {"001", "019", "106"};
	const org_t orgs[] = {w->ba_dinh, w->nam_tu_liem, w->tam_duong};
	struct said said[KEYS] = {{.seq = 0}};
	uint64_t seed = 20260701;

	for (int i = 0; i < KEYS; i++)
		(void)snprintf(said[i].key, sizeof(said[i].key), "%s/2022-06-%02d/%d", codes[i % 3],
		    1 + i % 28, 1 + i / 28);
	for (int step = 0; step < STEPS; step++) {
		const day_t from = day_of(2022, 4, 25) + (day_t)roll(&seed, DAYS);

		schedule_somehow(w, &said[roll(&seed, KEYS)], &seed);
		assert_list(w, orgs[step % 3], from, from + (day_t)roll(&seed, DAYS));
		assert_list(w, orgs[step % 3], from, from);
	}
	assert_list(w, w->ba_dinh, DAY_MIN, DAY_MAX);
	assert_list(w, w->vn, DAY_MIN, DAY_MAX);
	assert_list(w, w->ba_dinh, day_of(2022, 6, 2), day_of(2022, 6, 1));
}

static void
a_drive_outside_the_plan_is_not_in_the_list(void **state)
{
	struct world *w = *state;
	const day_t day = day_of(2022, 6, 14);
	const struct plan_planned *list = NULL;
	struct drive *d = NULL;

	assert_true(
	    plan_make_drive(w->p, "001/2022-06-14/1", w->ba_dinh, day, day, day, &d, &w->err));
	assert_int_equal(plan_planned_of(w->p, w->ba_dinh, day, day, &list), 0);
	put(w, schedule_report("001/2022-06-14/1", day, day, DRIVE_HELD));
	assert_int_equal(plan_planned_of(w->p, w->ba_dinh, day, day, &list), 1);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(the_list_by_day_is_what_a_walk_over_all_drives_finds),
	    TEST(a_drive_outside_the_plan_is_not_in_the_list),
	};

	return cmocka_run_group_tests_name("plan_planned", tests, NULL, NULL);
}
