/* A new epoch: where it forks, and what no ledger may hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/corefix.h"

static void
an_epoch_says_where_it_forks_and_never_falls(void **state)
{
	struct corefix *f = *state;
	const uint64_t before = core_n(f->core);
	const struct epoch_fork *forks = NULL;
	const struct batch *batch = NULL;
	struct err err = {.code = ERR_OK};
	struct core *again = NULL;
	uint32_t n = 0;

	corefix_epoch(f, 2, false);
	assert_int_equal(core_epoch(f->core), 1);
	assert_int_equal(core_fork(f->core), 0);
	corefix_epoch(f, 4, true);
	assert_int_equal(core_epoch(f->core), 4);
	assert_int_equal(core_head(f->core)->epoch, 4);
	assert_int_equal(core_head(f->core)->batch, before + 1);
	forks = core_forks(f->core, &n);
	assert_int_equal(n, 1);
	assert_int_equal(forks[0].epoch, 4);
	assert_int_equal(forks[0].batch, before);
	assert_false(core_decide_epoch(f->core, 4, f->now_ms, &batch, &err));

	again = corefix_replay(f, f->ledger_n);
	assert_int_equal(core_fork(again), before);
	struct stored_batch next = corefix_stored(f, f->ledger_n - 1);
	next.row.n++;
	next.row.epoch = 3;
	assert_false(core_replay(again, &next, REPLAY_ALL, &err));
	assert_int_equal(err.code, ERR_SIGNATURE);
	core_free(again);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		an_epoch_says_where_it_forks_and_never_falls, corefix_setup, corefix_teardown),
	};

	return cmocka_run_group_tests_name("core_epoch", tests, NULL, NULL);
}
