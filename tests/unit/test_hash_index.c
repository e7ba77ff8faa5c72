/* Numbers by the hash of what they stand for, beside a plain list. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/hash_index.h"

#define NUMBERS 3000U
#define STEPS 60000U

static uint32_t
random_next(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*state >> 33);
}

/* Few hashes, many of them at the end of the table: long runs that go round its edge. */
static uint32_t
hash_of(uint32_t no)
{
	return no % 3 == 0 ? UINT32_MAX - no % 5 : no % 700;
}

static bool
holds(const struct hash_index *ix, uint32_t no)
{
	uint32_t place = 0, found, times = 0;

	while ((found = hash_index_next(ix, hash_of(no), &place)) != 0) {
		assert_int_equal(hash_of(found), hash_of(no));
		times += found == no;
	}
	assert_in_range(times, 0, 1);
	return times == 1;
}

static void
numbers_put_and_dropped_in_any_order_are_those_of_a_plain_list(void **state)
{
	struct hash_index ix = {.n = 0};
	struct err err = {.code = ERR_OK};
	bool *is_in = calloc(NUMBERS + 1, sizeof(*is_in));
	uint64_t seed = 7;
	uint32_t n = 0;

	(void)state;
	assert_non_null(is_in);
	for (uint32_t step = 0; step < STEPS; step++) {
		const uint32_t no = 1 + random_next(&seed) % NUMBERS;
		const bool put = random_next(&seed) % 5 < 3;

		if (put)
			assert_true(hash_index_put(&ix, hash_of(no), no, &err));
		else
			hash_index_drop(&ix, hash_of(no), no);
		n += (uint32_t)put - (uint32_t)is_in[no];
		is_in[no] = put;
		assert_int_equal(holds(&ix, no), put);
		assert_int_equal(ix.n, n);
	}
	for (uint32_t no = 1; no <= NUMBERS; no++)
		assert_int_equal(holds(&ix, no), is_in[no]);
	hash_index_free(&ix);
	free(is_in);
}

static void
an_empty_index_finds_and_drops_nothing(void **state)
{
	struct hash_index ix = {.n = 0};
	uint32_t place = 0;

	(void)state;
	assert_int_equal(hash_index_next(&ix, 1, &place), 0);
	hash_index_drop(&ix, 1, 1);
	hash_index_free(&ix);
}

static void
texts_that_differ_in_a_letter_have_other_hashes(void **state)
{
	(void)state;
	assert_int_not_equal(
	    hash_index_text("R/909/2022-05-08/1/1"), hash_index_text("R/909/2022-05-08/2/1"));
	assert_int_not_equal(hash_index_text(""), hash_index_text("a"));
	assert_int_equal(hash_index_text("R/909"), hash_index_text("R/909"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_put_and_dropped_in_any_order_are_those_of_a_plain_list),
	    cmocka_unit_test(an_empty_index_finds_and_drops_nothing),
	    cmocka_unit_test(texts_that_differ_in_a_letter_have_other_hashes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
