/* Which entries behind a total are shown to whom. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/corefix.h"

static bool
may_read(struct corefix *f, enum actor who, struct report *reports, uint32_t n)
{
	const struct submission s = {.reports = reports, .reports_n = n};
	struct key_info k;

	assert_true(core_key_by_sign(f->core, f->key[who].sign_public, &k));
	return core_may_read_entries(f->core, &k, &s);
}

/* A plan is sent with its bodies, targets and drives in one. */
static void
entries_of_a_plan_are_shown_to_whom_all_of_it_is_about(void **state)
{
	struct corefix *f = *state;
	struct report plan[] = {corefix_org("91.CAT", ORG_BODY, "91"),
	    corefix_target("91.VINPEARL", "2022-01-01", "2022-06-30", 345),
	    corefix_schedule("909/2022-05-08/1", "2022-05-08", "2022-05-08"),
	    corefix_target("12", "2022-01-01", "2022-06-30", 100),
	    corefix_result("909/2022-05-08/1", "2022-05-08", 120, 100)};

	assert_true(may_read(f, ACTOR_KIEN_GIANG, plan, 3));
	assert_true(may_read(f, ACTOR_NATION, plan, 4));
	assert_false(may_read(f, ACTOR_KIEN_GIANG, plan, 4));
	assert_false(may_read(f, ACTOR_LAI_CHAU, plan, 3));
	assert_true(may_read(f, ACTOR_LAI_CHAU, plan, 1));
	/* Without an entry, or beside a result, it is no ground. */
	assert_false(may_read(f, ACTOR_KIEN_GIANG, plan + 1, 2));
	plan[3] = plan[4];
	assert_false(may_read(f, ACTOR_NATION, plan, 4));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(entries_of_a_plan_are_shown_to_whom_all_of_it_is_about,
		corefix_setup, corefix_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
