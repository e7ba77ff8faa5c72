/* Which entry decides on a day, against a table of the days; and how few pieces that takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/lock_days.h"

#define DAYS 64
#define ENTRIES 400
#define ORG 3

static struct lock_piece
drawn(uint32_t *seed, subject_t entry)
{
	*seed = *seed * 1664525u + 1013904223u;
	const day_t from = (day_t)(*seed >> 8) % DAYS;
	const day_t last = from + (day_t)(*seed >> 20) % 20;

	return (struct lock_piece){.from = from,
	    .to = last < DAYS ? last : DAYS - 1,
	    .entry = entry,
	    .locked = (*seed >> 16 & 1) != 0};
}

static void
table_is(const struct lock_days *d, const struct lock_piece *said, uint32_t n)
{
	const struct lock_piece *end = NULL;
	const struct lock_piece *at = lock_days_from(d, ORG, 0, &end);

	for (day_t day = 0; day < DAYS; day++) {
		uint32_t newest = n;

		while (newest > 0 && (said[newest - 1].from > day || day > said[newest - 1].to))
			newest--;
		while (at != end && at->to < day)
			at++;
		const bool is_about = at != end && at->from <= day;
		assert_int_equal(is_about, newest > 0);
		if (is_about) {
			assert_int_equal(at->entry, said[newest - 1].entry);
			assert_int_equal(at->locked, said[newest - 1].locked);
		}
	}
}

static void
the_newest_entry_has_each_day_and_those_taken_back_have_none(void **state)
{
	static struct lock_piece said[ENTRIES];
	struct lock_days d = {0};
	struct err err = {.code = ERR_OK};
	uint32_t seed = 7;

	(void)state;
	for (uint32_t i = 0; i < ENTRIES; i++) {
		said[i] = drawn(&seed, i + 1);
		assert_true(lock_days_add(&d, ORG, &said[i], &err));
		assert_true(lock_days_add(&d, ORG + 1, &said[i], &err));
		table_is(&d, said, i + 1);
	}
	for (uint32_t n = ENTRIES; n > 0; n -= 50) {
		lock_days_forget(&d, ORG);
		for (uint32_t i = 0; i < n - 50; i++) {
			lock_days_again(&d, ORG, &said[i]);
			lock_days_again(&d, ORG + 1, &said[i]);
		}
		lock_days_settle(&d, ORG);
		table_is(&d, said, n - 50);
	}
	lock_days_free(&d);
}

static void
entries_over_each_other_make_no_more_pieces(void **state)
{
	struct lock_days d = {0};
	struct err err = {.code = ERR_OK};
	const struct lock_piece *end = NULL;

	(void)state;
	for (subject_t i = 1; i <= ENTRIES; i++) {
		const struct lock_piece said = {
		    .from = 10, .to = 10, .entry = i, .locked = i % 2 == 0};

		assert_true(lock_days_add(&d, ORG, &said, &err));
	}
	const struct lock_piece *at = lock_days_from(&d, ORG, 0, &end);
	assert_int_equal(end - at, 1);
	assert_int_equal(at->entry, ENTRIES);
	at = lock_days_from(&d, ORG, 11, &end);
	assert_ptr_equal(at, end);
	at = lock_days_from(&d, ORG + 1, 0, &end);
	assert_ptr_equal(at, end);
	lock_days_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_newest_entry_has_each_day_and_those_taken_back_have_none),
	    cmocka_unit_test(entries_over_each_other_make_no_more_pieces),
	};

	return cmocka_run_group_tests_name("lock_days", tests, NULL, NULL);
}
