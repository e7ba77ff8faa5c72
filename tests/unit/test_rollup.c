/* Cells, their sums, and building them again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/rollup.h"

#include "orgtree.h"

struct world {
	struct orgs *o;
	struct rollup r;
	org_t vn, north, south, commune;
	struct err err;
};

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	assert_true(orgs_new(&w->o, &w->err));
	w->vn = org_put(w->o, org_row("VN", ORG_NATION, "", "Việt Nam", ""), &w->err);
	w->north = org_put(w->o, org_row("01", ORG_PROVINCE, "", "Bắc", "VN"), &w->err);
	w->south = org_put(w->o, org_row("79", ORG_PROVINCE, "", "Nam", "VN"), &w->err);
	w->commune = org_put(w->o, org_row("00001", ORG_COMMUNE, "", "Xã", "01"), &w->err);
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	rollup_free(&w->r);
	orgs_free(w->o);
	free(w);
	return 0;
}

static void
post(struct world *w, org_t org, day_t day, int sign, int64_t units)
{
	static const uint32_t ind[] = {20};
	const int64_t val[] = {units};
	const struct posting p = {
	    .sign = (int8_t)sign, .org = org, .day = day, .n = 1, .ind = ind, .val = val};

	assert_true(rollup_post(&w->r, w->o, &p, &w->err));
}

static int64_t
sum(struct world *w, org_t org, day_t from, day_t to)
{
	const struct rollup_ask ask = {.org = org};
	struct pairs p = {0};
	int64_t v = 0;

	assert_true(rollup_sum(&w->r, &ask, from, to, &p, &w->err));
	if (!pairs_get(&p, 20, &v))
		v = -1;
	pairs_free(&p);
	return v;
}

static int64_t
sum_own(struct world *w, org_t org, day_t from, day_t to)
{
	const struct rollup_ask ask = {.org = org};
	struct pairs p = {0};

	assert_true(rollup_sum_own(&w->r, &ask, from, to, &p, &w->err));
	const int64_t v = pairs_value(&p, 20);
	pairs_free(&p);
	return v;
}

#define JAN(d) day_of(2024, 1, d)
#define MAR(d) day_of(2024, 3, d)

static void
a_posting_counts_at_its_place_and_above_and_nowhere_else(void **state)
{
	struct world *w = *state;

	post(w, w->commune, JAN(10), 1, 30);
	assert_int_equal(sum(w, w->commune, JAN(1), JAN(31)), 30);
	assert_int_equal(sum(w, w->north, JAN(1), JAN(31)), 30);
	assert_int_equal(sum(w, w->vn, JAN(1), JAN(31)), 30);
	assert_int_equal(sum(w, w->south, JAN(1), JAN(31)), -1);
	assert_int_equal(sum_own(w, w->north, JAN(1), JAN(31)), 0);
	assert_int_equal(sum_own(w, w->commune, JAN(1), JAN(31)), 30);
}

static void
whole_months_and_days_at_the_edges_make_any_span(void **state)
{
	struct world *w = *state;

	for (day_t d = JAN(1); d <= MAR(31); d++) {
		post(w, w->commune, d, 1, 1);
		post(w, w->north, d, 1, 100);
	}
	for (day_t from = JAN(1); from <= MAR(31); from += 3)
		for (day_t to = from; to <= MAR(31); to += 5) {
			assert_int_equal(sum(w, w->north, from, to), 101 * (to - from + 1));
			assert_int_equal(sum(w, w->commune, from, to), to - from + 1);
		}
	assert_int_equal(sum(w, w->north, JAN(5), JAN(4)), -1);
}

static void
a_span_has_an_indicator_when_its_sum_is_not_nothing(void **state)
{
	struct world *w = *state;
	const struct rollup_ask north = {.org = w->north}, south = {.org = w->south};

	for (day_t d = JAN(10); d <= MAR(31); d += 40)
		post(w, w->commune, d, 1, 1);
	post(w, w->commune, JAN(20), 1, 7);
	post(w, w->commune, JAN(20), -1, 7);
	for (day_t from = JAN(1); from <= MAR(31); from += 3)
		for (day_t to = from - 1; to <= MAR(31); to += 2) {
			assert_int_equal(rollup_has(&w->r, &north, from, to, 20),
			    sum(w, w->north, from, to) > 0);
			assert_false(rollup_has(&w->r, &south, from, to, 20));
			assert_false(rollup_has(&w->r, &north, from, to, 21));
		}
}

static void
what_is_taken_back_is_not_reported(void **state)
{
	struct world *w = *state;

	post(w, w->commune, JAN(10), 1, 0);
	assert_int_equal(sum(w, w->vn, JAN(1), JAN(31)), 0);
	post(w, w->commune, JAN(10), -1, 0);
	assert_int_equal(sum(w, w->vn, JAN(1), JAN(31)), -1);
}

static void
building_again_changes_nothing_until_the_map_does(void **state)
{
	struct world *w = *state;
	struct rollup before = {.touched = NULL};
	struct world other = {.o = w->o};

	for (struct world *x = w; x != NULL; x = x == w ? &other : NULL) {
		post(x, w->commune, JAN(10), 1, 30);
		post(x, w->north, JAN(31), 1, 7);
	}
	before = other.r;
	assert_true(rollup_rebuild(&w->r, w->o, &w->err));
	assert_true(rollup_equal(&w->r, &before, &w->err));
	assert_int_not_equal(
	    org_put(w->o,
		org_continues(
		    org_days(org_row("00001", ORG_COMMUNE, "", "Xã", "79"), JAN(1), DAY_OPEN_RIGHT),
		    "00001", JAN(1) - 1),
		&w->err),
	    0);
	assert_true(rollup_rebuild(&w->r, w->o, &w->err));
	assert_int_equal(sum(w, w->north, JAN(1), JAN(31)), 7);
	assert_int_equal(sum(w, w->south, JAN(1), JAN(31)), 30);
	assert_int_equal(sum(w, w->vn, JAN(10), JAN(10)), 30);
	assert_false(rollup_equal(&w->r, &before, &w->err));
	rollup_free(&before);
}

static void
what_changed_is_listed_once_and_a_lost_checkpoint_lists_it_again(void **state)
{
	struct world *w = *state;
	struct cell *const *cells = NULL;
	struct cell_key key;
	uint32_t n = 0;

	post(w, w->commune, JAN(10), 1, 30);
	post(w, w->commune, JAN(10), 1, 3);
	cells = rollup_dirty(&w->r, ROLLUP_LEAF, &n);
	assert_int_equal(n, 1);
	key = cells[0]->key;
	(void)rollup_dirty(&w->r, ROLLUP_MONTH, &n);
	assert_int_equal(n, 3);
	rollup_set_clean(&w->r);
	(void)rollup_dirty(&w->r, ROLLUP_LEAF, &n);
	assert_int_equal(n, 0);
	assert_true(rollup_set_dirty(&w->r, ROLLUP_LEAF, &key, &w->err));
	assert_true(rollup_set_dirty(&w->r, ROLLUP_LEAF, &key, &w->err));
	(void)rollup_dirty(&w->r, ROLLUP_LEAF, &n);
	assert_int_equal(n, 1);
}

static void
every_organisation_whose_total_changed_is_touched_until_forgotten(void **state)
{
	struct world *w = *state;

	post(w, w->commune, JAN(10), 1, 30);
	assert_true(rollup_is_touched(&w->r, w->commune));
	assert_true(rollup_is_touched(&w->r, w->vn));
	assert_false(rollup_is_touched(&w->r, w->south));
	rollup_forget_touched(&w->r);
	assert_false(rollup_is_touched(&w->r, w->vn));
}

int
main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(a_posting_counts_at_its_place_and_above_and_nowhere_else),
	    TEST(whole_months_and_days_at_the_edges_make_any_span),
	    TEST(a_span_has_an_indicator_when_its_sum_is_not_nothing),
	    TEST(what_is_taken_back_is_not_reported),
	    TEST(building_again_changes_nothing_until_the_map_does),
	    TEST(what_changed_is_listed_once_and_a_lost_checkpoint_lists_it_again),
	    TEST(every_organisation_whose_total_changed_is_touched_until_forgotten),
	};

	return cmocka_run_group_tests_name("rollup", tests, NULL, NULL);
}
