#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/quota.h"

static struct quota *
of(uint32_t per_minute, uint32_t keys_max)
{
	struct quota *q = NULL;
	struct err err;

	assert_true(quota_new(per_minute, keys_max, &q, &err));
	return q;
}

static int
takes(struct quota *q, uint32_t key, uint64_t now_ms, int tries)
{
	int n = 0;

	for (int i = 0; i < tries; i++)
		n += quota_take(q, &key, sizeof(key), now_ms);
	return n;
}

static void
a_minute_allows_as_many_as_it_says(void **state)
{
	struct quota *q = of(60, 10);

	(void)state;
	assert_int_equal(takes(q, 1, 1000, 100), 60);
	assert_int_equal(takes(q, 1, 1000, 100), 0);
	quota_free(q);
}

static void
what_is_used_comes_back_evenly(void **state)
{
	struct quota *q = of(60, 10);

	(void)state;
	assert_int_equal(takes(q, 1, 0, 60), 60);
	assert_int_equal(takes(q, 1, 999, 5), 0);
	assert_int_equal(takes(q, 1, 1000, 5), 1);
	assert_int_equal(takes(q, 1, 31000, 100), 30);
	assert_int_equal(takes(q, 1, 10000000, 100), 60);
	quota_free(q);
}

static void
one_key_does_not_use_up_anothers(void **state)
{
	struct quota *q = of(3, 10);

	(void)state;
	assert_int_equal(takes(q, 1, 0, 10), 3);
	assert_int_equal(takes(q, 2, 0, 10), 3);
	quota_free(q);
}

static void
a_clock_that_goes_back_gives_nothing_and_takes_nothing(void **state)
{
	struct quota *q = of(60, 10);

	(void)state;
	assert_int_equal(takes(q, 1, 5000, 59), 59);
	assert_int_equal(takes(q, 1, 0, 5), 1);
	quota_free(q);
}

static void
a_full_table_makes_room_where_nothing_is_owed_and_else_lets_strangers_through(void **state)
{
	struct quota *q = of(2, 2);

	(void)state;
	assert_int_equal(takes(q, 1, 0, 5), 2);
	assert_int_equal(takes(q, 2, 0, 5), 2);
	assert_int_equal(takes(q, 3, 0, 5), 5);
	assert_int_equal(takes(q, 1, 0, 5), 0);
	assert_int_equal(takes(q, 3, 60000, 5), 2);
	quota_free(q);
}

static void
no_bound_is_no_bound(void **state)
{
	struct quota *q = of(0, 1);

	(void)state;
	assert_int_equal(takes(q, 1, 0, 1000), 1000);
	quota_free(q);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_minute_allows_as_many_as_it_says),
	    cmocka_unit_test(what_is_used_comes_back_evenly),
	    cmocka_unit_test(one_key_does_not_use_up_anothers),
	    cmocka_unit_test(a_clock_that_goes_back_gives_nothing_and_takes_nothing),
	    cmocka_unit_test(
		a_full_table_makes_room_where_nothing_is_owed_and_else_lets_strangers_through),
	    cmocka_unit_test(no_bound_is_no_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
