#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attrs.h"
#include "base/buf.h"

static void
an_empty_buffer_is_empty_text(void **state)
{
	struct buf b = {0};

	(void)state;
	assert_true(buf_ok(&b));
	assert_string_equal(buf_text(&b), "");
	buf_put(&b, NULL, 0);
	assert_null(b.at);
	buf_free(&b);
	buf_free(&b);
	buf_free(NULL);
}

static void
numbers_are_big_endian(void **state)
{
	static const uint8_t want[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a,
	    0x0b, 0x0c, 0x0d, 0x0e, 0x0f};
	struct buf b = {0};

	(void)state;
	buf_u8(&b, 0x01);
	buf_u16(&b, 0x0203);
	buf_u32(&b, 0x04050607);
	buf_u64(&b, UINT64_C(0x08090a0b0c0d0e0f));
	assert_int_equal(b.len, sizeof(want));
	assert_memory_equal(b.at, want, sizeof(want));
	buf_free(&b);
}

static void
text_grows_and_ends_with_a_nul_that_is_not_counted(void **state)
{
	struct buf b = {0};
	char want[64 * 1024];
	size_t len = 0;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		buf_printf(&b, "%d,", i);
		buf_str(&b, "ế");
		len += (size_t)snprintf(want + len, sizeof(want) - len, "%d,ế", i);
		assert_int_equal(strlen(buf_text(&b)), b.len);
	}
	assert_true(buf_ok(&b));
	assert_string_equal(buf_text(&b), want);
	assert_int_equal(b.len, len);
	buf_free(&b);
}

static void
every_length_around_a_growth_is_whole(void **state)
{
	(void)state;
	for (size_t len = 0; len < 300; len++) {
		struct buf b = {0};

		for (size_t i = 0; i < len; i++)
			buf_u8(&b, (uint8_t)('a' + i % 26));
		assert_int_equal(strlen(buf_text(&b)), len);
		buf_printf(&b, "%s", "");
		assert_int_equal(b.len, len);
		buf_free(&b);
	}
}

static void
the_limit_is_exact_and_a_failure_stays(void **state)
{
	struct buf b = {.max = 10};

	(void)state;
	buf_put(&b, "0123456789", 10);
	assert_true(buf_ok(&b));
	assert_string_equal(buf_text(&b), "0123456789");
	buf_u8(&b, 'x');
	assert_false(buf_ok(&b));
	assert_int_equal(b.len, 10);
	assert_string_equal(buf_text(&b), "");
	buf_put(&b, "", 0);
	buf_str(&b, "y");
	assert_false(buf_ok(&b));
	buf_clear(&b);
	assert_true(buf_ok(&b));
	buf_printf(&b, "%s", "12345678901");
	assert_false(buf_ok(&b));
	buf_clear(&b);
	buf_put(&b, "z", SIZE_MAX);
	assert_false(buf_ok(&b));
	buf_free(&b);
}

static void
clearing_keeps_the_memory(void **state)
{
	struct buf b = {0};
	const uint8_t *at;

	(void)state;
	buf_str(&b, "một");
	at = b.at;
	buf_clear(&b);
	assert_string_equal(buf_text(&b), "");
	buf_str(&b, "hai");
	assert_ptr_equal(b.at, at);
	assert_string_equal(buf_text(&b), "hai");
	buf_free(&b);
	assert_null(b.at);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_empty_buffer_is_empty_text),
	    cmocka_unit_test(numbers_are_big_endian),
	    cmocka_unit_test(text_grows_and_ends_with_a_nul_that_is_not_counted),
	    cmocka_unit_test(every_length_around_a_growth_is_whole),
	    cmocka_unit_test(the_limit_is_exact_and_a_failure_stays),
	    cmocka_unit_test(clearing_keeps_the_memory),
	};

	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
