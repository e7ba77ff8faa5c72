/* Questions that wait: in order, each key with its share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/core.h"

#include "app_requests.h"

static bool
put(struct app_requests *r, uint8_t key, uint64_t correlation, uint32_t len, struct err *err)
{
	static const uint8_t body[APP_REQUEST_BYTES_MAX] = {7};
	struct app_request q = {.type = FRAME_STATUS, .body_len = len};

	q.asker.correlation = correlation;
	q.curve_key[WIRE_KEY_BYTES - 1] = key;
	return app_requests_put(r, &q, body, err);
}

static void
one_key_has_its_share_and_leaves_the_rest_to_others(void **state)
{
	struct app_requests *r = NULL;
	struct err err = {.code = ERR_OK};
	uint64_t n = 0;

	(void)state;
	assert_true(app_requests_new(&r, &err));
	for (unsigned key = 0; key < APP_REQUESTS_MAX / APP_REQUESTS_OF_ONE; key++) {
		assert_false(app_requests_is_full(r));
		for (unsigned i = 0; i < APP_REQUESTS_OF_ONE; i++)
			assert_true(put(r, (uint8_t)key, n++, 4, &err));
		assert_true(app_requests_is_full(r) || !put(r, (uint8_t)key, n, 4, &err));
		assert_true(app_requests_is_full(r) || err.code == ERR_BUSY);
	}
	assert_true(app_requests_is_full(r));
	for (uint64_t i = 0; i < n; i++) {
		assert_int_equal(app_requests_first(r)->asker.correlation, i);
		assert_int_equal(app_requests_first(r)->body[0], 7);
		app_requests_drop(r);
	}
	assert_true(app_requests_is_empty(r));
	assert_null(app_requests_first(r));
	app_requests_free(r);
}

static void
what_was_answered_makes_room_for_the_same_key(void **state)
{
	struct app_requests *r = NULL;
	struct err err = {.code = ERR_OK};

	(void)state;
	assert_true(app_requests_new(&r, &err));
	/* Round the ring's end, and with some left at the end of the test. */
	for (unsigned i = 0; i < 2 * APP_REQUESTS_MAX; i++) {
		assert_true(put(r, 1, i, 0, &err));
		if (i >= APP_REQUESTS_OF_ONE - 1)
			app_requests_drop(r);
	}
	assert_true(put(r, 1, 0, 0, &err));
	assert_false(put(r, 1, 0, 0, &err));
	app_requests_free(r);
}

static void
a_body_too_long_is_refused(void **state)
{
	struct app_requests *r = NULL;
	struct err err = {.code = ERR_OK};

	(void)state;
	assert_true(app_requests_new(&r, &err));
	assert_true(put(r, 1, 0, APP_REQUEST_BYTES_MAX, &err));
	assert_false(put(r, 1, 0, APP_REQUEST_BYTES_MAX + 1, &err));
	assert_int_equal(err.code, ERR_TOO_LARGE);
	app_requests_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_key_has_its_share_and_leaves_the_rest_to_others),
	    cmocka_unit_test(what_was_answered_makes_room_for_the_same_key),
	    cmocka_unit_test(a_body_too_long_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
