#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/attrs.h"
#include "client/sender_state.h"

#define T0 INT64_C(1000000)

/* A link brought to ${state} at T0, with ${failures} failures before. */
static struct link
link_at(enum link_state state, uint32_t failures)
{
	struct link l;

	sender_state_init(&l, T0);
	for (uint32_t i = 0; i < failures; i++) {
		(void)sender_state_step(&l, LINK_TIMER, T0, 0);
		(void)sender_state_step(&l, LINK_TIMER, T0, 0);
	}
	if (state >= LINK_DIALING)
		(void)sender_state_step(&l, LINK_TIMER, T0, 0);
	if (state >= LINK_READY)
		(void)sender_state_step(&l, LINK_HELLO_OK, T0, 0);
	if (state >= LINK_BUSY)
		(void)sender_state_step(&l, LINK_SEND, T0, 0);
	assert_int_equal(l.state, state);
	return l;
}

static void
the_first_dial_is_at_once_and_builds_the_endpoint(void **state)
{
	struct link l;

	(void)state;
	sender_state_init(&l, T0);
	assert_int_equal(l.deadline_ms, T0);
	assert_int_equal(sender_state_step(&l, LINK_TIMER, T0, 0), LINK_REBUILD);
	assert_int_equal(l.state, LINK_DIALING);
	assert_int_equal(l.deadline_ms, T0 + SENDER_RECEIPT_MS);
}

static void
a_submission_goes_out_and_its_receipt_comes_back(void **state)
{
	struct link l = link_at(LINK_READY, 0);

	(void)state;
	assert_int_equal(l.deadline_ms, INT64_MAX);
	(void)sender_state_step(&l, LINK_SEND, T0 + 1, 0);
	(void)sender_state_step(&l, LINK_SEND, T0 + 2, 0);
	assert_int_equal(l.state, LINK_BUSY);
	assert_int_equal(l.deadline_ms, T0 + 1 + SENDER_RECEIPT_MS);
	(void)sender_state_step(&l, LINK_RECEIPT, T0 + 500, 0);
	assert_int_equal(l.state, LINK_BUSY);
	assert_int_equal(l.deadline_ms, T0 + 500 + SENDER_RECEIPT_MS);
	(void)sender_state_step(&l, LINK_DONE, T0 + 600, 0);
	assert_int_equal(l.state, LINK_READY);
	assert_int_equal(l.deadline_ms, INT64_MAX);
}

static void
a_receipt_that_does_not_come_drops_what_is_in_flight(void **state)
{
	struct link l = link_at(LINK_BUSY, 0);

	(void)state;
	assert_int_equal(sender_state_step(&l, LINK_TIMER, T0 + SENDER_RECEIPT_MS, 700), LINK_DROP);
	assert_int_equal(l.state, LINK_WAITING);
	assert_int_equal(l.attempts, 1);
	assert_int_equal(l.deadline_ms, T0 + SENDER_RECEIPT_MS + 700);
	/* The connection may still be good: the same endpoint says Hello again. */
	assert_int_equal(sender_state_step(&l, LINK_TIMER, l.deadline_ms, 0), LINK_DIAL);
}

static void
a_hello_that_nobody_answers_is_said_again_on_a_new_endpoint(void **state)
{
	struct link l = link_at(LINK_DIALING, 0);

	(void)state;
	assert_int_equal(sender_state_step(&l, LINK_TIMER, T0 + SENDER_RECEIPT_MS, 0), LINK_DROP);
	assert_int_equal(sender_state_step(&l, LINK_TIMER, l.deadline_ms, 0), LINK_REBUILD);
}

static void
the_pause_grows_with_full_jitter_up_to_its_limit(void **state)
{
	(void)state;
	for (uint32_t n = 0; n < 100; n++) {
		int64_t max = SENDER_BACKOFF_FIRST_MS;

		for (uint32_t i = 0; i < n && max < SENDER_BACKOFF_MAX_MS; i++)
			max *= 2;
		if (max > SENDER_BACKOFF_MAX_MS)
			max = SENDER_BACKOFF_MAX_MS;
		assert_int_equal(sender_state_backoff_ms(n, 0), 0);
		assert_int_equal(sender_state_backoff_ms(n, (uint64_t)max), max);
		assert_int_equal(sender_state_backoff_ms(n, (uint64_t)max + 1), 0);
		assert_true(sender_state_backoff_ms(n, UINT64_MAX) <= max);
	}
}

/* However long nobody answered, and whenever in a dial that ends. */
static void
it_is_heard_within_three_minutes_of_a_faults_end(void **state)
{
	struct link l;

	(void)state;
	sender_state_init(&l, T0);
	for (int dial = 0; dial < 100; dial++) {
		const int64_t ends = l.deadline_ms; /* just after the Hello that was lost */

		assert_true(sender_state_step(&l, LINK_TIMER, ends, 0) != LINK_NOTHING);
		(void)sender_state_step(
		    &l, LINK_TIMER, l.deadline_ms, (uint64_t)SENDER_BACKOFF_MAX_MS);
		assert_true(l.deadline_ms + SENDER_RECEIPT_MS - ends <= INT64_C(180000));
	}
	/* The longest pause there is. */
	assert_int_equal(sender_state_backoff_ms(l.attempts, (uint64_t)SENDER_BACKOFF_MAX_MS),
	    SENDER_BACKOFF_MAX_MS);
}

static void
hello_ok_and_every_receipt_reset_the_pause(void **state)
{
	struct link l = link_at(LINK_DIALING, 7);

	(void)state;
	assert_int_equal(l.attempts, 7);
	(void)sender_state_step(&l, LINK_HELLO_OK, T0, 0);
	assert_int_equal(l.attempts, 0);
	l = link_at(LINK_BUSY, 0);
	l.attempts = 5;
	(void)sender_state_step(&l, LINK_RECEIPT, T0, 0);
	assert_int_equal(l.attempts, 0);
}

static void
a_refused_key_waits_long_and_rebuilds_the_endpoint(void **state)
{
	(void)state;
	for (enum link_state from = LINK_WAITING; from < LINK_STATE_COUNT_; from++) {
		struct link l = link_at(from, 0);

		(void)sender_state_step(&l, LINK_REFUSED, T0, 0);
		assert_int_equal(l.state, LINK_WAITING);
		assert_int_equal(l.deadline_ms, T0 + SENDER_REFUSED_MIN_MS);
		assert_int_equal(sender_state_step(&l, LINK_TIMER, l.deadline_ms, 0), LINK_REBUILD);
	}
}

static void
a_pause_is_no_failure(void **state)
{
	struct link l = link_at(LINK_DIALING, 3);

	(void)state;
	assert_int_equal(sender_state_step(&l, LINK_PAUSE, T0, 0), LINK_DROP);
	assert_int_equal(l.attempts, 0);
	assert_int_equal(l.deadline_ms, T0 + SENDER_PAUSE_MIN_MS);
	assert_int_equal(sender_state_step(&l, LINK_TIMER, l.deadline_ms, 0), LINK_DIAL);
}

static void
a_late_answer_changes_nothing_while_waiting(void **state)
{
	static const enum link_event late[] = {
	    LINK_HELLO_OK, LINK_PAUSE, LINK_SEND, LINK_RECEIPT, LINK_DONE, LINK_REDIAL, LINK_LOST};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(late); i++) {
		struct link l = link_at(LINK_WAITING, 2);
		const struct link before = l;

		assert_int_equal(sender_state_step(&l, late[i], T0 + 5, 9), LINK_NOTHING);
		assert_memory_equal(&l, &before, sizeof(l));
	}
}

static void
every_cell_leads_to_a_state_that_time_or_an_answer_can_leave(void **state)
{
	(void)state;
	for (enum link_state from = LINK_WAITING; from < LINK_STATE_COUNT_; from++) {
		for (enum link_event ev = LINK_TIMER; ev < LINK_EVENT_COUNT_; ev++) {
			struct link l = link_at(from, 0);

			(void)sender_state_step(&l, ev, T0, UINT64_MAX);
			assert_true(l.state < LINK_STATE_COUNT_);
			/* Only an idle connection has nothing due. */
			assert_true((l.deadline_ms == INT64_MAX) == (l.state == LINK_READY));
			assert_true(l.deadline_ms == INT64_MAX ||
			    l.deadline_ms <= T0 + SENDER_REFUSED_MAX_MS);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_first_dial_is_at_once_and_builds_the_endpoint),
	    cmocka_unit_test(a_submission_goes_out_and_its_receipt_comes_back),
	    cmocka_unit_test(a_receipt_that_does_not_come_drops_what_is_in_flight),
	    cmocka_unit_test(a_hello_that_nobody_answers_is_said_again_on_a_new_endpoint),
	    cmocka_unit_test(the_pause_grows_with_full_jitter_up_to_its_limit),
	    cmocka_unit_test(it_is_heard_within_three_minutes_of_a_faults_end),
	    cmocka_unit_test(hello_ok_and_every_receipt_reset_the_pause),
	    cmocka_unit_test(a_refused_key_waits_long_and_rebuilds_the_endpoint),
	    cmocka_unit_test(a_pause_is_no_failure),
	    cmocka_unit_test(a_late_answer_changes_nothing_while_waiting),
	    cmocka_unit_test(every_cell_leads_to_a_state_that_time_or_an_answer_can_leave),
	};

	return cmocka_run_group_tests_name("sender_state", tests, NULL, NULL);
}
