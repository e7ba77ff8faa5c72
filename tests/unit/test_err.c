#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>

#include "base/err.h"
#include "base/lang.h"
#include "base/text.h"

static const struct {
	enum err_code code;
	uint32_t number;
	const char *name, *vi, *en, *next_vi, *next_en;
} codes[] = {
#define CODE_ROW(name, number, exit, retry, vi, en, next_vi, next_en) \
	{ERR_##name, number, #name, vi, en, next_vi, next_en},
    ERR_CODES(CODE_ROW)
#undef CODE_ROW
};

static void
numbers_and_names_are_unique(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		for (size_t j = i + 1; j < ARRAY_LEN(codes); j++) {
			assert_int_not_equal(codes[i].number, codes[j].number);
			assert_string_not_equal(codes[i].name, codes[j].name);
		}
	}
}

static void
every_code_has_a_sentence_in_both_languages(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		assert_true(lang_set("vi"));
		assert_string_equal(err_sentence(codes[i].code), codes[i].vi);
		assert_string_not_equal(codes[i].vi, "");
		assert_true(lang_set("en"));
		assert_string_equal(err_sentence(codes[i].code), codes[i].en);
		assert_string_not_equal(codes[i].en, "");
		assert_true(text_is_valid(codes[i].vi, strlen(codes[i].vi)));
	}
	assert_true(lang_set("vi"));
}

static void
a_next_step_is_said_in_both_languages_or_in_none(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(codes); i++)
		assert_int_equal(codes[i].next_vi[0] == '\0', codes[i].next_en[0] == '\0');
}

static void
a_number_from_the_wire_is_a_code_or_refused(void **state)
{
	enum err_code code = ERR_BUG;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		assert_true(err_from_number(codes[i].number, &code));
		assert_int_equal(code, codes[i].code);
		assert_string_equal(err_name(code), codes[i].name);
	}
	assert_false(err_from_number(999, &code));
	assert_false(err_from_number(UINT32_MAX, &code));
}

static void
exit_statuses_are_those_of_sysexits(void **state)
{
	(void)state;
	assert_int_equal(err_exit_status(ERR_OK), 0);
	for (size_t i = 1; i < ARRAY_LEN(codes); i++) {
		const int status = err_exit_status(codes[i].code);

		assert_true(status == 0 || (status >= 64 && status <= 78));
	}
	assert_int_equal(err_exit_status(ERR_AWAY), 75);
	assert_true(err_is_retry(ERR_AWAY));
	assert_false(err_is_retry(ERR_DATE));
}

static void
an_unknown_code_still_has_words(void **state)
{
	const enum err_code unknown = (enum err_code)77;

	(void)state;
	assert_string_equal(err_name(unknown), "UNKNOWN");
	assert_string_not_equal(err_sentence(unknown), "");
	assert_string_equal(err_next_step(unknown), "");
	assert_int_equal(err_exit_status(unknown), 70);
	assert_false(err_is_retry(unknown));
}

static void
setting_an_error_is_always_false(void **state)
{
	struct err err = {0};

	(void)state;
	assert_false(err_set(&err, ERR_DATE, "%s %d", "dòng", 7));
	assert_int_equal(err.code, ERR_DATE);
	assert_string_equal(err.text, "dòng 7");
	assert_false(err_set(NULL, ERR_DATE, "nobody asks"));
	errno = EIO;
	assert_false(err_set_errno(NULL, "nobody asks"));
}

static void
a_next_step_said_for_a_place_stands_until_the_next_error(void **state)
{
	struct err err = {0};

	(void)state;
	assert_false(err_set(&err, ERR_KEY_ENTRY, "doors"));
	assert_string_equal(err_next_of(&err), err_next_step(ERR_KEY_ENTRY));
	assert_false(err_next(&err, "close them"));
	assert_string_equal(err_next_of(&err), "close them");
	assert_false(err_set(&err, ERR_DATE, "31/6"));
	assert_string_equal(err_next_of(&err), err_next_step(ERR_DATE));
	assert_false(err_next(NULL, "nobody asks"));
}

static void
a_long_text_is_cut_where_a_character_ends(void **state)
{
	char text[ERR_TEXT_MAX * 2];
	struct err err = {0};

	(void)state;
	for (size_t shift = 0; shift < 3; shift++) {
		size_t len = shift;

		memset(text, 'a', shift);
		while (len + 3 < sizeof(text)) {
			memcpy(text + len, "ế", 3);
			len += 3;
		}
		text[len] = '\0';
		assert_false(err_set(&err, ERR_TEXT, "%s", text));
		assert_true(text_is_valid(err.text, strlen(err.text)));
		assert_true(strlen(err.text) > ERR_TEXT_MAX - 5);
	}
}

static void
a_full_disk_has_a_code_of_its_own(void **state)
{
	struct err err = {0};

	(void)state;
	errno = ENOSPC;
	assert_false(err_set_errno(&err, "%s", "outbox"));
	assert_int_equal(err.code, ERR_DISK_FULL);
	assert_non_null(strstr(err.text, "outbox: "));
	errno = EDQUOT;
	assert_false(err_set_errno(&err, "outbox"));
	assert_int_equal(err.code, ERR_DISK_FULL);
	errno = ENOMEM;
	assert_false(err_set_errno(&err, "outbox"));
	assert_int_equal(err.code, ERR_MEMORY);
	errno = EACCES;
	assert_false(err_set_errno(&err, "outbox"));
	assert_int_equal(err.code, ERR_IO);
}

static void
the_language_follows_the_environment(void **state)
{
	(void)state;
	assert_int_equal(unsetenv("GIOTHONG_LANG"), 0);
	assert_int_equal(unsetenv("LC_MESSAGES"), 0);
	assert_int_equal(setenv("LANG", "en_GB.UTF-8", 1), 0);
	assert_int_equal(setenv("LC_ALL", "C", 1), 0);
	assert_true(lang_set(NULL)); /* a fresh server: C */
	assert_false(lang_is_english());
	assert_int_equal(unsetenv("LC_ALL"), 0);
	assert_true(lang_set(NULL));
	assert_true(lang_is_english());
	assert_int_equal(setenv("GIOTHONG_LANG", "vi", 1), 0);
	assert_true(lang_set(NULL));
	assert_false(lang_is_english());
	assert_false(lang_set("fr"));
	assert_false(lang_is_english());
	assert_string_equal(TR("đơn vị máu", "units of blood"), "đơn vị máu");
	assert_true(lang_set("en"));
	assert_string_equal(TR("đơn vị máu", "units of blood"), "units of blood");
	assert_true(lang_set("vi"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_and_names_are_unique),
	    cmocka_unit_test(every_code_has_a_sentence_in_both_languages),
	    cmocka_unit_test(a_next_step_is_said_in_both_languages_or_in_none),
	    cmocka_unit_test(a_number_from_the_wire_is_a_code_or_refused),
	    cmocka_unit_test(exit_statuses_are_those_of_sysexits),
	    cmocka_unit_test(an_unknown_code_still_has_words),
	    cmocka_unit_test(setting_an_error_is_always_false),
	    cmocka_unit_test(a_next_step_said_for_a_place_stands_until_the_next_error),
	    cmocka_unit_test(a_long_text_is_cut_where_a_character_ends),
	    cmocka_unit_test(a_full_disk_has_a_code_of_its_own),
	    cmocka_unit_test(the_language_follows_the_environment),
	};

	return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
