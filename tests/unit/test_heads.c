#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/heads.h"

static struct signed_head
head_of(uint32_t epoch, uint64_t batch, uint8_t mark)
{
	struct signed_head h = {.realm = 1, .epoch = epoch, .batch = batch, .at_ms = 5};

	h.head.at[0] = mark;
	h.signature[63] = mark;
	return h;
}

static bool
take(struct heads *h, uint32_t epoch, uint64_t batch, uint8_t mark, bool is_current)
{
	const struct signed_head head = head_of(epoch, batch, mark);
	struct err alarm = {0};
	const bool ok = heads_take(h, &head, is_current, &alarm);

	assert_int_equal(alarm.code, ok ? ERR_OK : ERR_HISTORY_WENT_BACK);
	return ok;
}

static void
history_may_only_grow(void **state)
{
	struct heads h = {0};

	(void)state;
	assert_true(take(&h, 1, 10, 1, true));
	assert_true(take(&h, 1, 10, 1, true));
	assert_true(take(&h, 1, 12, 2, true));
	assert_false(take(&h, 1, 11, 3, true));
	assert_int_equal(h.at[0].batch, 12);
}

static bool
grow(struct heads *h, uint64_t batch, uint64_t seen_batch, uint8_t seen_mark)
{
	const struct signed_head head = head_of(1, batch, 9);
	const struct signed_head seen = head_of(1, seen_batch, seen_mark);
	struct err alarm = {0};
	const bool ok = heads_take_grown(h, &head, &seen, &alarm);

	assert_int_equal(alarm.code, ok ? ERR_OK : ERR_HISTORY_WENT_BACK);
	return ok;
}

static void
a_history_that_went_on_holds_what_was_seen(void **state)
{
	struct heads h = {0};

	(void)state;
	assert_int_equal(heads_newest(&h)->batch, 0);
	assert_true(grow(&h, 10, 0, 0)); /* nothing was seen yet */
	assert_int_equal(heads_newest(&h)->batch, 10);
	assert_false(grow(&h, 12, 10, 8)); /* another batch 10 */
	assert_false(grow(&h, 12, 0, 0));  /* none */
	assert_false(grow(&h, 12, 9, 9));  /* not what was asked for */
	assert_int_equal(heads_newest(&h)->batch, 10);
	assert_true(grow(&h, 12, 10, 9));
	assert_false(grow(&h, 11, 0, 0));
}

static bool
stands(const struct heads *h)
{
	struct err alarm = {0};
	const bool ok = heads_stand(h, &alarm);

	assert_int_equal(alarm.code, ok ? ERR_OK : ERR_HISTORY_WENT_BACK);
	assert_true(ok || alarm.next == heads_next_step());
	return ok;
}

static void
what_contradicts_never_takes_the_place(void **state)
{
	struct heads h = {0};

	(void)state;
	assert_true(take(&h, 1, 10, 1, true));
	assert_true(stands(&h));
	assert_false(grow(&h, 15, 0, 0));
	assert_false(stands(&h));
	assert_int_equal(h.other.batch, 15);
	assert_false(grow(&h, 16, 10, 2)); /* another batch 10: the better evidence */
	assert_int_equal(h.other.batch, 10);
	assert_false(grow(&h, 17, 0, 0));
	assert_int_equal(h.other.batch, 10);
	assert_true(take(&h, 1, 18, 9, false)); /* a receipt of that history */
	assert_int_equal(heads_newest(&h)->batch, 10);
	assert_int_equal(heads_newest(&h)->head.at[0], 1);
	assert_false(grow(&h, 18, 10, 2)); /* and so the next greeting finds it again */
	assert_false(stands(&h));
}

static void
only_what_was_seen_or_a_newer_epoch_ends_it(void **state)
{
	struct heads h = {0};
	struct signed_head newer;
	struct err alarm = {0};

	(void)state;
	assert_true(take(&h, 1, 10, 1, true));
	assert_false(take(&h, 1, 10, 2, false));
	assert_true(take(&h, 1, 10, 1, false)); /* a receipt that is sent again */
	assert_false(stands(&h));
	assert_false(grow(&h, 9, 0, 0)); /* gone back: neither */
	assert_false(stands(&h));
	assert_true(grow(&h, 12, 10, 1));
	assert_true(stands(&h));
	assert_int_equal(heads_newest(&h)->batch, 12);
	assert_false(take(&h, 1, 12, 7, false));
	newer = head_of(2, 11, 3);
	assert_true(heads_take_grown(&h, &newer, &(struct signed_head){.batch = 0}, &alarm));
	assert_true(stands(&h));
	assert_int_equal(heads_newest(&h)->epoch, 2);
	assert_int_equal(h.at[0].batch, 12);
}

static void
an_older_receipt_is_no_alarm(void **state)
{
	struct heads h = {0};

	(void)state;
	assert_true(take(&h, 1, 12, 2, true));
	assert_true(take(&h, 1, 10, 1, false));
	assert_true(take(&h, 2, 5, 1, true));
	assert_true(take(&h, 1, 9, 1, false));
	assert_int_equal(h.n, 2);
}

static void
two_heads_of_one_batch_are_an_alarm_from_anywhere(void **state)
{
	struct heads h = {0};

	(void)state;
	assert_true(take(&h, 1, 12, 2, true));
	assert_false(take(&h, 1, 12, 3, false));
	assert_false(take(&h, 1, 12, 3, true));
	assert_int_equal(h.at[0].head.at[0], 2);
}

static void
an_epoch_does_not_come_back(void **state)
{
	struct heads h = {0};

	(void)state;
	assert_true(take(&h, 1, 12, 2, true));
	assert_true(take(&h, 2, 5, 2, true));
	assert_false(take(&h, 1, 13, 2, true));
}

static bool
agree(const struct heads *h, uint32_t epoch, uint64_t batch, uint8_t head, bool is_current)
{
	const struct signed_head at = {.epoch = epoch, .batch = batch, .head.at[0] = head};
	struct err alarm = {0};
	const bool ok = heads_agree(h, &at, is_current, &alarm);

	assert_int_equal(alarm.code, ok ? ERR_OK : ERR_HISTORY_WENT_BACK);
	return ok;
}

static void
an_answer_is_compared_and_nothing_of_it_kept(void **state)
{
	struct heads h = {0};

	(void)state;
	assert_true(agree(&h, 1, 12, 2, true));
	assert_int_equal(h.n, 0);
	assert_true(take(&h, 1, 12, 2, true));
	assert_true(take(&h, 2, 20, 2, true));
	h.changed = false;
	assert_true(agree(&h, 2, 21, 9, true));
	assert_true(agree(&h, 2, 19, 9, true));
	assert_true(agree(&h, 2, 20, 2, true));
	assert_false(agree(&h, 2, 20, 3, true));
	assert_false(agree(&h, 2, 20, 3, false));
	assert_false(agree(&h, 1, 12, 3, false));
	assert_false(agree(&h, 1, 13, 2, true));
	assert_true(agree(&h, 1, 11, 9, false));
	assert_true(agree(&h, 3, 1, 1, true));
	assert_false(h.changed);
	assert_int_equal(h.at[1].batch, 20);
}

static void
the_newest_epochs_are_kept(void **state)
{
	struct heads h = {0};

	(void)state;
	for (uint32_t epoch = 1; epoch <= HEADS_MAX + 3; epoch++)
		assert_true(take(&h, epoch, 1, 1, true));
	assert_int_equal(h.n, HEADS_MAX);
	assert_int_equal(h.at[0].epoch, 4);
	assert_int_equal(h.at[HEADS_MAX - 1].epoch, HEADS_MAX + 3);
}

static void
a_file_brings_them_back_and_a_damaged_one_is_refused(void **state)
{
	char path[] = "/tmp/gh-heads-XXXXXX";
	const int fd = mkstemp(path);
	struct heads h = {0};
	struct heads again = {0};
	struct err err = {0};
	FILE *file;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(close(fd), 0);
	assert_true(take(&h, 1, 12, 2, true));
	assert_true(take(&h, 3, 5, 7, true));
	assert_true(heads_save(path, &h, &err));
	assert_false(h.changed);
	assert_true(heads_load(path, &again, &err));
	assert_int_equal(again.n, 2);
	assert_memory_equal(&again.at[1], &h.at[1], sizeof(h.at[1]));
	assert_int_equal(again.other.batch, 0);
	assert_false(take(&h, 3, 5, 8, false));
	assert_true(h.changed);
	assert_true(heads_save(path, &h, &err));
	assert_true(heads_load(path, &again, &err));
	assert_int_equal(again.n, 2);
	assert_memory_equal(&again.other, &h.other, sizeof(h.other));
	assert_false(stands(&again));
	file = fopen(path, "a");
	assert_non_null(file);
	(void)fputs("1 2 3\n", file);
	assert_int_equal(fclose(file), 0);
	assert_false(heads_load(path, &again, &err));
	assert_int_equal(err.code, ERR_INVALID);
	assert_int_equal(unlink(path), 0);
	assert_true(heads_load(path, &again, &err));
	assert_int_equal(again.n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(history_may_only_grow),
	    cmocka_unit_test(a_history_that_went_on_holds_what_was_seen),
	    cmocka_unit_test(what_contradicts_never_takes_the_place),
	    cmocka_unit_test(only_what_was_seen_or_a_newer_epoch_ends_it),
	    cmocka_unit_test(an_older_receipt_is_no_alarm),
	    cmocka_unit_test(two_heads_of_one_batch_are_an_alarm_from_anywhere),
	    cmocka_unit_test(an_epoch_does_not_come_back),
	    cmocka_unit_test(an_answer_is_compared_and_nothing_of_it_kept),
	    cmocka_unit_test(the_newest_epochs_are_kept),
	    cmocka_unit_test(a_file_brings_them_back_and_a_damaged_one_is_refused),
	};

	return cmocka_run_group_tests_name("heads", tests, NULL, NULL);
}
