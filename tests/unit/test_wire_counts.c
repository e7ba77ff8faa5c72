/* Sparse counts: what is not reported is not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "wire/counts.h"

static const uint32_t some_ind[] = {1, 4, 9};
static const int64_t some_val[] = {0, 40, 90};
static const struct counts some = {some_ind, some_val, 3};
static const struct counts none = {NULL, NULL, 0};

static void
what_is_reported_is_found_and_0_is_reported(void **state)
{
	int64_t value = -1;

	(void)state;
	assert_true(counts_get(&some, 9, &value));
	assert_int_equal(value, 90);
	assert_true(counts_get(&some, 1, &value));
	assert_int_equal(value, 0);
	assert_true(counts_has(&some, 4));
	assert_int_equal(counts_value(&some, 4), 40);
}

static void
what_is_not_reported_is_not_there_and_leaves_the_value_alone(void **state)
{
	static const uint32_t others[] = {0, 2, 8, 10};
	int64_t value = -1;

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		assert_false(counts_get(&some, others[i], &value));
		assert_false(counts_has(&some, others[i]));
		assert_int_equal(counts_value(&some, others[i]), 0);
	}
	assert_false(counts_get(&none, 1, &value));
	assert_int_equal(value, -1);
}

static void
counts_are_equal_by_indicators_and_values(void **state)
{
	const int64_t other_val[] = {0, 40, 91};
	const uint32_t other_ind[] = {1, 4, 10};

	(void)state;
	assert_true(counts_equal(&some, &some));
	assert_true(counts_equal(&none, &none));
	assert_false(counts_equal(&some, &none));
	assert_false(counts_equal(&some, &(struct counts){some_ind, some_val, 2}));
	assert_false(counts_equal(&some, &(struct counts){some_ind, other_val, 3}));
	assert_false(counts_equal(&some, &(struct counts){other_ind, some_val, 3}));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_reported_is_found_and_0_is_reported),
	    cmocka_unit_test(what_is_not_reported_is_not_there_and_leaves_the_value_alone),
	    cmocka_unit_test(counts_are_equal_by_indicators_and_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
