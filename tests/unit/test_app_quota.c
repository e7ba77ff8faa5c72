/* Submissions and questions a minute: by organisation, machine and address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app_quota.h"

#define HERE "192.0.2.1"
#define THERE "192.0.2.2"
#define WATCHES 64        /* of one program (client/ask.h) */
#define RENEWALS_MS 10000 /* a third of a lease */
#define MACHINES 200      /* behind one address */

static struct app_quota *
of(const struct app_settings *settings)
{
	struct app_quota *q = NULL;
	struct err err;

	assert_true(app_quota_new(settings, &q, &err));
	return q;
}

static enum err_code
ask(struct app_quota *q, uint32_t machine, const char *address, uint64_t now_ms)
{
	uint8_t key[WIRE_KEY_BYTES] = {0};
	struct err err = {0};

	memcpy(key, &machine, sizeof(machine));
	return app_quota_question(q, key, address, now_ms, &err) ? ERR_OK : err.code;
}

static void
a_machine_that_asks_too_much_is_told_so_and_another_is_not(void **state)
{
	const struct app_settings settings = {
	    .quota_questions = 60, .quota_questions_address = 1000};
	struct app_quota *q = of(&settings);

	(void)state;
	for (int i = 0; i < 60; i++)
		assert_int_equal(ask(q, 1, HERE, 0), ERR_OK);
	assert_int_equal(ask(q, 1, HERE, 0), ERR_QUOTA);
	assert_int_equal(ask(q, 1, THERE, 0), ERR_QUOTA);
	assert_int_equal(ask(q, 2, HERE, 0), ERR_OK);
	assert_int_equal(ask(q, 1, HERE, 1000), ERR_OK);
	assert_true(err_is_retry(ERR_QUOTA));
	app_quota_free(q);
}

static void
the_machines_of_an_address_share_its_minute(void **state)
{
	const struct app_settings settings = {
	    .quota_questions = 60, .quota_questions_address = 100};
	struct app_quota *q = of(&settings);
	int asked = 0;

	(void)state;
	for (uint32_t machine = 0; machine < MACHINES; machine++)
		asked += ask(q, machine, HERE, 0) == ERR_OK;
	assert_int_equal(asked, 100);
	assert_int_equal(ask(q, MACHINES, THERE, 0), ERR_OK);
	app_quota_free(q);
}

static void
questions_and_submissions_are_counted_apart(void **state)
{
	const struct app_settings settings = {.quota_org = 1, .quota_questions = 1};
	struct app_quota *q = of(&settings);
	struct err err = {0};

	(void)state;
	assert_true(app_quota_submission(q, 7, 0, &err));
	assert_int_equal(ask(q, 7, HERE, 0), ERR_OK);
	assert_false(app_quota_submission(q, 7, 0, &err));
	assert_int_equal(err.code, ERR_BUSY);
	assert_true(app_quota_submission(q, 8, 0, &err));
	app_quota_free(q);
}

static void
watches_are_renewed_under_the_bounds_that_stand_at_first(void **state)
{
	static struct app_settings settings;
	char *no_arguments[] = {NULL, NULL};
	char name[] = "giothong-aggregator";
	struct err err = {0};
	int argc = 1;

	(void)state;
	no_arguments[0] = name;
	assert_true(app_settings_load(&settings, &argc, no_arguments, &err));
	struct app_quota *q = of(&settings);
	for (uint64_t now_ms = 0; now_ms < 10 * 60000; now_ms += RENEWALS_MS)
		for (uint32_t i = 0; i < MACHINES * WATCHES / 8; i++)
			assert_int_equal(ask(q, i % MACHINES, HERE, now_ms), ERR_OK);
	for (uint64_t now_ms = 20 * 60000; now_ms < 30 * 60000; now_ms += RENEWALS_MS)
		for (uint32_t i = 0; i < WATCHES; i++)
			assert_int_equal(ask(q, 1, HERE, now_ms), ERR_OK);
	app_quota_free(q);
	app_settings_free(&settings);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_machine_that_asks_too_much_is_told_so_and_another_is_not),
	    cmocka_unit_test(the_machines_of_an_address_share_its_minute),
	    cmocka_unit_test(questions_and_submissions_are_counted_apart),
	    cmocka_unit_test(watches_are_renewed_under_the_bounds_that_stand_at_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
