/* Names held, as intervals, and taken back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/names.h"

static const uint8_t one[WIRE_STREAM_BYTES] = {1}, two[WIRE_STREAM_BYTES] = {2};

static struct stream *
stream(struct names *n, const uint8_t id[WIRE_STREAM_BYTES])
{
	struct err err = {.code = ERR_OK};
	struct stream *s = NULL;

	assert_true(names_stream(n, id, 7, &s, &err));
	return s;
}

static void
take(struct names *n, struct stream *s, uint64_t seq)
{
	struct err err = {.code = ERR_OK};

	assert_false(names_is_held(s, seq));
	assert_int_equal(names_room(n, s, 7, seq), NAMES_ROOM);
	assert_true(names_take(n, s, seq, &err));
	assert_true(names_is_held(s, seq));
	assert_true(names_is_fresh(s, seq));
}

static void
settle(struct names *n)
{
	struct err err = {.code = ERR_OK};

	assert_true(names_settle(n, &err));
}

static void
neighbours_join_and_gaps_stay(void **state)
{
	struct names n = {0};
	struct stream *s = stream(&n, one);

	(void)state;
	take(&n, s, 5);
	take(&n, s, 7);
	assert_int_equal(s->held_n, 2);
	take(&n, s, 6);
	assert_int_equal(s->held_n, 1);
	assert_int_equal(s->held[0].from, 5);
	assert_int_equal(s->held[0].to, 7);
	take(&n, s, 4);
	take(&n, s, 8);
	assert_int_equal(s->held_n, 1);
	assert_false(names_is_held(s, 3));
	assert_false(names_is_held(s, 9));
	names_free(&n);
}

static void
the_largest_number_is_a_name_like_any_other(void **state)
{
	struct names n = {0};
	struct stream *s = stream(&n, one);

	(void)state;
	take(&n, s, UINT64_MAX);
	take(&n, s, 1);
	take(&n, s, UINT64_MAX - 1);
	assert_int_equal(s->held_n, 2);
	assert_false(names_is_held(s, 2));
	names_free(&n);
}

static void
settled_names_are_no_longer_fresh(void **state)
{
	struct names n = {0};
	struct stream *s = stream(&n, one);

	(void)state;
	take(&n, s, 1);
	settle(&n);
	assert_false(names_is_fresh(s, 1));
	assert_true(names_is_held(s, 1));
	names_free(&n);
}

static void
undo_splits_what_joined_and_forgets_new_streams(void **state)
{
	struct names n = {0}, before = {0};
	struct err err = {.code = ERR_OK};

	(void)state;
	for (struct names *x = &n; x != NULL; x = x == &n ? &before : NULL) {
		take(x, stream(x, one), 1);
		take(x, stream(x, one), 3);
		take(x, stream(x, one), 9);
		settle(x);
	}
	take(&n, stream(&n, one), 2);
	take(&n, stream(&n, two), 1);
	take(&n, stream(&n, one), 8);
	take(&n, stream(&n, one), 4);
	names_undo(&n);
	assert_true(names_equal(&n, &before, &err));
	assert_null(names_find(&n, two));
	assert_int_equal(stream(&n, two)->no, 2);
	names_free(&n);
	names_free(&before);
}

static void
a_packed_stream_comes_back_as_it_was(void **state)
{
	struct names n = {0}, back = {0};
	struct stream *s = stream(&n, one);
	struct buf bytes = {0};
	struct err err = {.code = ERR_OK};

	(void)state;
	take(&n, s, 1);
	take(&n, s, 2);
	take(&n, s, 40);
	settle(&n);
	names_pack(s, &bytes);
	assert_true(names_unpack(&back, 1, bytes.at, (uint32_t)bytes.len, &err));
	assert_true(names_equal(&n, &back, &err));
	for (uint32_t len = 0; len < bytes.len; len++) {
		struct names broken = {0};

		assert_false(names_unpack(&broken, 1, bytes.at, len, &err));
		names_free(&broken);
	}
	/* Of an organisation that cannot be. */
	struct names nobodys = {0};
	memset(bytes.at + WIRE_STREAM_BYTES, 0x7f, sizeof(org_t));
	assert_false(names_unpack(&nobodys, 1, bytes.at, (uint32_t)bytes.len, &err));
	names_free(&nobodys);
	buf_free(&bytes);
	names_free(&n);
	names_free(&back);
}

static void
what_changed_is_listed_once_until_it_is_clean(void **state)
{
	struct names n = {0};
	struct err err = {.code = ERR_OK};

	(void)state;
	take(&n, stream(&n, one), 1);
	settle(&n);
	take(&n, stream(&n, one), 2);
	settle(&n);
	assert_int_equal(n.dirty_n, 1);
	names_set_clean(&n);
	assert_int_equal(n.dirty_n, 0);
	assert_true(names_set_dirty(&n, 1, &err));
	assert_int_equal(n.dirty_n, 1);
	names_free(&n);
}

static void
a_stream_of_too_many_gaps_has_room_only_beside_what_it_holds(void **state)
{
	struct names n = {0};
	struct stream *s = stream(&n, one);

	(void)state;
	for (uint64_t i = 1; i <= NAMES_INTERVALS_MAX; i++)
		take(&n, s, 3 * i);
	assert_int_equal(names_room(&n, s, 7, 3 * NAMES_INTERVALS_MAX + 5), NAMES_RAGGED);
	assert_int_equal(names_room(&n, s, 7, 4), NAMES_ROOM);
	take(&n, s, 4);
	take(&n, s, 5);
	assert_int_equal(names_room(&n, NULL, 7, 1), NAMES_ROOM);
	names_undo(&n);
	assert_int_equal(n.n, 0);
	names_free(&n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(neighbours_join_and_gaps_stay),
	    cmocka_unit_test(the_largest_number_is_a_name_like_any_other),
	    cmocka_unit_test(settled_names_are_no_longer_fresh),
	    cmocka_unit_test(undo_splits_what_joined_and_forgets_new_streams),
	    cmocka_unit_test(a_packed_stream_comes_back_as_it_was),
	    cmocka_unit_test(what_changed_is_listed_once_until_it_is_clean),
	    cmocka_unit_test(a_stream_of_too_many_gaps_has_room_only_beside_what_it_holds),
	};

	return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
