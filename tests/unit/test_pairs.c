#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/lang.h"
#include "core/pairs.h"

static void
add(struct pairs *p, int sign, uint32_t ind, int64_t val)
{
	struct err err = {.code = ERR_OK};

	assert_true(pairs_add(p, sign, &ind, &val, 1, &err));
}

static void
indicators_stay_in_order_whatever_order_they_come_in(void **state)
{
	static const uint32_t a[] = {2, 20, 30}, b[] = {1, 3, 20, 25, 40};
	static const int64_t va[] = {5, 6, 7}, vb[] = {1, 1, 1, 1, 1};
	struct pairs p = {0};
	struct err err = {.code = ERR_OK};

	(void)state;
	assert_true(pairs_add(&p, 1, a, va, 3, &err));
	assert_true(pairs_add(&p, 1, b, vb, 5, &err));
	assert_int_equal(p.n, 7);
	for (uint32_t i = 1; i < p.n; i++)
		assert_true(p.at[i - 1].ind < p.at[i].ind);
	assert_int_equal(pairs_value(&p, 20), 7);
	pairs_free(&p);
}

static void
zero_is_a_count_and_taken_back_is_not(void **state)
{
	struct pairs p = {0};
	int64_t v = -1;

	(void)state;
	add(&p, 1, 20, 0);
	assert_true(pairs_get(&p, 20, &v));
	assert_int_equal(v, 0);
	add(&p, -1, 20, 0);
	assert_false(pairs_get(&p, 20, &v));
	assert_true(pairs_is_empty(&p));
	pairs_free(&p);
}

static void
what_is_added_and_taken_back_equals_nothing(void **state)
{
	struct pairs p = {0}, nothing = {0};

	(void)state;
	add(&p, 1, 7, 11);
	add(&p, 1, 9, 3);
	assert_false(pairs_equal(&p, &nothing));
	add(&p, -1, 9, 3);
	add(&p, -1, 7, 11);
	assert_true(pairs_equal(&p, &nothing));
	assert_true(pairs_equal(&nothing, &p));
	pairs_free(&p);
}

static void
a_set_merged_and_taken_away_leaves_the_rest(void **state)
{
	struct pairs a = {0}, b = {0}, rest = {0};
	struct err err = {.code = ERR_OK};

	(void)state;
	add(&a, 1, 1, 10);
	add(&b, 1, 1, 4);
	add(&b, 1, 2, 5);
	assert_true(pairs_merge(&rest, 1, &a, &err) && pairs_merge(&rest, 1, &b, &err) &&
	    pairs_merge(&rest, -1, &a, &err));
	assert_true(pairs_equal(&rest, &b));
	pairs_free(&a);
	pairs_free(&b);
	pairs_free(&rest);
}

static void
a_sum_beyond_sixty_four_bits_is_refused_and_nothing_is_wrapped(void **state)
{
	static const uint32_t ind[] = {20, 21};
	static const int64_t most[] = {INT64_MAX, 1}, least[] = {INT64_MIN, 1};
	struct pairs p = {0};
	struct err err = {.code = ERR_OK};

	(void)state;
	assert_true(pairs_add(&p, 1, ind, most, 2, &err));
	assert_false(pairs_add(&p, 1, ind, most, 2, &err));
	assert_int_equal(err.code, ERR_COUNT_OVERFLOW);
	assert_int_equal(pairs_value(&p, 20), INT64_MAX);
	assert_int_equal(pairs_value(&p, 21), 1);
	assert_false(pairs_add(&p, -1, ind, least, 2, &err));
	pairs_free(&p);
}

static void
the_first_addition_takes_just_the_room_it_needs(void **state)
{
	static const uint32_t ind[] = {1, 2, 3, 4, 5, 6, 7};
	static const int64_t val[] = {1, 1, 1, 1, 1, 1, 1};
	struct pairs p = {0};
	struct err err = {.code = ERR_OK};

	(void)state;
	assert_true(pairs_add(&p, 1, ind, val, 7, &err));
	assert_int_equal(p.cap, 7);
	pairs_free(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(indicators_stay_in_order_whatever_order_they_come_in),
	    cmocka_unit_test(zero_is_a_count_and_taken_back_is_not),
	    cmocka_unit_test(what_is_added_and_taken_back_equals_nothing),
	    cmocka_unit_test(a_set_merged_and_taken_away_leaves_the_rest),
	    cmocka_unit_test(a_sum_beyond_sixty_four_bits_is_refused_and_nothing_is_wrapped),
	    cmocka_unit_test(the_first_addition_takes_just_the_room_it_needs),
	};

	return cmocka_run_group_tests_name("pairs", tests, NULL, NULL);
}
