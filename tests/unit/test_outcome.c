#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/outcome.h"

static void
what_waits_for_the_network_is_not_stuck(void **state)
{
	(void)state;
	assert_int_equal(outcome_stuck(1, ERR_AWAY), ERR_OK);
	assert_int_equal(outcome_stuck(1, ERR_BUSY), ERR_OK);
	assert_int_equal(outcome_stuck(1, ERR_PAUSED), ERR_OK);
	assert_int_equal(outcome_stuck(1, ERR_PENDING), ERR_OK);
	assert_int_equal(outcome_stuck(1, ERR_OK), ERR_OK);
}

static void
what_waits_behind_a_refused_machine_is_stuck(void **state)
{
	(void)state;
	assert_int_equal(outcome_stuck(1, ERR_KEY_REVOKED), ERR_KEY_REVOKED);
	assert_int_equal(outcome_stuck(1, ERR_KEY_UNKNOWN), ERR_KEY_UNKNOWN);
	assert_int_equal(outcome_stuck(3, ERR_VERSION), ERR_VERSION);
	assert_int_equal(outcome_stuck(0, ERR_KEY_REVOKED), ERR_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_waits_for_the_network_is_not_stuck),
	    cmocka_unit_test(what_waits_behind_a_refused_machine_is_stuck),
	};

	return cmocka_run_group_tests_name("outcome", tests, NULL, NULL);
}
