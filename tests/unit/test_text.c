#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

typedef char *(*maker)(const char *s, struct err *err);

static char *
clean(const char *s, struct err *err)
{
	return text_clean(s, strlen(s), err);
}

/*  turns  into , without help from . */
static void
assert_makes(maker make, const char *from, const char *want)
{
	struct err err = {0};
	char *got = make(from, &err);

	assert_non_null(got);
	assert_string_equal(got, want);
	free(got);
}

static void
assert_same_key(const char *a, const char *b)
{
	char *key = text_match_key(a, NULL);

	assert_non_null(key);
	assert_makes(text_match_key, b, key);
	free(key);
}

static void
assert_other_key(const char *a, const char *b)
{
	char *key_a = text_match_key(a, NULL);
	char *key_b = text_match_key(b, NULL);

	assert_non_null(key_a);
	assert_non_null(key_b);
	assert_string_not_equal(key_a, key_b);
	free(key_a);
	free(key_b);
}

static void
utf8_is_valid_and_other_bytes_are_not(void **state)
{
	static const char *const bad[] = {"\xff", "\xc3", "a\xe1\xba", "\xc0\x80", "\xed\xa0\x80",
	    "\xf4\x90\x80\x80", "H\xf2 a", "\x01", "\x7f", "\xc2\x80", "a\rb", "\xe0\x80\xaf"};

	(void)state;
	assert_true(text_is_valid("", 0));
	assert_true(text_is_valid("Đắk Lắk\tmột\nhai", strlen("Đắk Lắk\tmột\nhai")));
	assert_true(text_is_valid("😀", 4));
	assert_false(text_is_valid("a\0b", 3));
	assert_false(text_is_valid("ắ", 2)); /* cut amid a character */
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(text_is_valid(bad[i], strlen(bad[i])));
}

static void
cleaning_makes_nfc_of_nfd(void **state)
{
	(void)state;
	assert_makes(clean, "Ho\u0300a B\u0131\u0300nh", "Hòa B\u0131\u0300nh");
	assert_makes(clean, "Hue\u0302\u0301", "Huế");
	assert_makes(clean, "Hue\u0301\u0302", "Hu\u00e9\u0302"); /* these marks stack otherwise */
	assert_makes(clean, "Vie\u0302\u0323t Nam", "Việt Nam");
	assert_makes(clean, "Vie\u0323\u0302t Nam", "Việt Nam");
	assert_makes(clean, "Vi\u1eb9\u0302t", "Việt");
	assert_makes(clean, "Việt Nam", "Việt Nam");
}

static void
cleaning_trims_and_squeezes_blanks(void **state)
{
	(void)state;
	assert_makes(clean, "  xã\t\tPhước \u00a0 Thành\r\n", "xã Phước Thành");
	assert_makes(clean, "", "");
	assert_makes(clean, " \n\t\u3000", "");
	/* NOLINTNEXTLINE(misc-misleading-bidirectional): that is what is dropped */
	assert_makes(clean, "a\u200bb\ufeffc\u00add\u202ee", "abcde");
}

static void
cleaning_refuses_what_is_no_text(void **state)
{
	struct err err = {0};
	char *huge;

	(void)state;
	assert_null(text_clean("H\xf2 a", 3, &err));
	assert_int_equal(err.code, ERR_TEXT);
	assert_null(text_clean("a\0b", 3, &err));
	assert_int_equal(err.code, ERR_TEXT);
	assert_null(text_clean("a\x1b[2J", 5, &err));
	assert_int_equal(err.code, ERR_TEXT);
	assert_null(text_clean("\xff", 1, NULL));
	huge = malloc(TEXT_INPUT_MAX + 1);
	assert_non_null(huge);
	memset(huge, 'a', TEXT_INPUT_MAX + 1);
	assert_null(text_clean(huge, TEXT_INPUT_MAX + 1, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	free(huge);
}

static void
a_tone_may_stand_on_either_vowel(void **state)
{
	(void)state;
	assert_same_key("Hòa", "Hoà");
	assert_same_key("Thủy", "Thuỷ");
	assert_same_key("Khánh Hòa", "khánh hoà");
	assert_same_key("THANH HÓA", "Thanh Hoá");
	assert_same_key("Hòa", "Ho\u0300a");
	assert_same_key("Hòa", "Hoa\u0300");
	assert_same_key("lệ", "le\u0302\u0323");
	assert_same_key("Uông Bí", "UÔNG  BÍ ");
	assert_makes(text_match_key, "Hòa", "hoà");
	assert_makes(text_match_key, "Lệ Thủy", "lệ thuỷ");
}

static void
tones_and_letters_still_tell_names_apart(void **state)
{
	(void)state;
	assert_other_key("Hòa", "Hóa");
	assert_other_key("Hòa", "Hoa");
	assert_other_key("Đắk Lắk", "Đăk Lăk");
	assert_other_key("Tân An", "Tan An");
	assert_other_key("Đông", "Dông");
	assert_other_key("Hòa An", "Hoa Àn"); /* a tone stays in its word */
	assert_other_key("Mỹ", "Mĩ");
}

static void
dashes_match_whatever_they_are(void **state)
{
	(void)state;
	assert_same_key("Bà Rịa - Vũng Tàu", "Bà Rịa–Vũng Tàu");
	assert_same_key("Bà Rịa - Vũng Tàu", "bà rịa —  vũng tàu");
	assert_same_key("-", "–");
	assert_makes(text_match_key, "a - - b", "a--b");
	assert_other_key("Thừa Thiên - Huế", "Thừa Thiên Huế");
}

static void
folding_leaves_plain_letters(void **state)
{
	(void)state;
	assert_makes(text_fold, "Đắk Lắk", "dak lak");
	assert_makes(text_fold, "ĐẮK LẮK", "dak lak");
	assert_makes(text_fold, "Đa\u0306\u0301k La\u0306\u0301k", "dak lak");
	assert_makes(text_fold, "Ðắk Nông", "dak nong"); /* Eth, typed for Đ */
	assert_makes(text_fold, " TP. Hồ Chí Minh (Q.1)", "tp ho chi minh q 1");
	assert_makes(text_fold, "M'Đrắk", "m drak");
	assert_makes(text_fold, "Trường ĐH Kiên Giang", "truong dh kien giang");
	assert_makes(text_fold, "ưƯơƠăĂâÂêÊôÔ", "uuooaaaaeeoo");
	assert_makes(text_fold, "...", "");
	assert_null(text_fold("\xff", NULL));
}

static void
keys_of_keys_are_themselves(void **state)
{
	static const char *const names[] = {"Hòa Bình", "Lệ Thuỷ", "Đắk Lắk", "Bà Rịa – Vũng Tàu",
	    "Nguyễn Huệ", "Quý Hợp", "uyển", "gi\u0300", "é\u0300\u0309\u0303\u0323\u0301x"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *key = text_match_key(names[i], NULL);
		char *fold = text_fold(names[i], NULL);
		char *text = text_clean(names[i], strlen(names[i]), NULL);

		assert_non_null(key);
		assert_non_null(fold);
		assert_non_null(text);
		assert_makes(text_match_key, key, key);
		assert_makes(text_match_key, text, key);
		assert_makes(text_fold, fold, fold);
		assert_makes(clean, text, text);
		assert_makes(clean, key, key); /* a key is NFC */
		free(key);
		free(fold);
		free(text);
	}
}

static void
width_counts_columns_and_not_bytes(void **state)
{
	(void)state;
	assert_int_equal(text_width(""), 0);
	assert_int_equal(text_width("Việt Nam"), 8);
	assert_int_equal(text_width("Vie\u0323\u0302t Nam"), 8);
	assert_int_equal(text_width("越南"), 4);
	assert_int_equal(text_width("a\xff"), 2);
}

static void
a_quote_shows_bytes_that_nobody_can_trust(void **state)
{
	char buf[TEXT_QUOTE_MAX];
	char want[TEXT_QUOTE_MAX];
	char text[1000];

	(void)state;
	assert_string_equal(text_quote("Hòa", buf), "“Hòa”");
	assert_string_equal(text_quote("", buf), "“”");
	assert_string_equal(text_quote("a\nb\x1b\xff", buf), "“a?b??”");
	for (size_t i = 0; i + 3 < sizeof(text); i += 3)
		memcpy(text + i, "ế", 4);
	(void)snprintf(want, sizeof(want), "“%.120s…”", text);
	assert_string_equal(text_quote(text, buf), want);
	for (size_t i = 0; i + 4 < sizeof(text); i += 4)
		memcpy(text + i, "😀", 5);
	assert_true(strlen(text_quote(text, buf)) < TEXT_QUOTE_MAX);
	memset(text, 'a', 40);
	text[40] = '\0';
	assert_int_equal(text_width(text_quote(text, buf)), 42);
}

static void
a_copy_is_cut_between_characters(void **state)
{
	char dst[6];

	(void)state;
	assert_true(text_copy(dst, sizeof(dst), "abcde"));
	assert_string_equal(dst, "abcde");
	assert_false(text_copy(dst, sizeof(dst), "abcdef"));
	assert_string_equal(dst, "abcde");
	assert_false(text_copy(dst, sizeof(dst), "abcdế"));
	assert_string_equal(dst, "abcd");
	assert_false(text_copy(dst, sizeof(dst), "ếế"));
	assert_string_equal(dst, "ế");
	assert_false(text_copy(dst, 1, "ế"));
	assert_string_equal(dst, "");
	assert_false(text_copy(dst, 0, ""));
}

static void
capitals_keep_their_marks(void **state)
{
	struct err err = {0};
	char *text = text_upper("huyện Tam Đường, phường Quế Ổ 2", &err);

	(void)state;
	assert_non_null(text);
	assert_string_equal(text, "HUYỆN TAM ĐƯỜNG, PHƯỜNG QUẾ Ổ 2");
	free(text);
}

static void
names_are_ordered_as_vietnamese_does(void **state)
{
	static const char *const rising[] = {"an", "An Giang", "ăn", "ân", "Bà Rịa", "bạc", "Bắc",
	    "cao", "Cần Thơ", "da", "dạ", "Đà Nẵng", "đảo", "hoa", "hoà", "hỏa", "hõa", "hoá",
	    "họa", "Phường 2", "phường 02 B", "Phường 10", "tô", "tơ", "u", "ư"};
	struct err err;

	(void)state;
	for (size_t i = 0; i + 1 < ARRAY_LEN(rising); i++) {
		char *a = text_order_key(rising[i], &err), *b = text_order_key(rising[i + 1], &err);

		assert_non_null(a);
		assert_non_null(b);
		if (strcmp(a, b) >= 0)
			fail_msg("%s is not before %s", rising[i], rising[i + 1]);
		free(a);
		free(b);
	}
	char *lower = text_order_key("đắk lắk", &err), *upper = text_order_key("ĐẮK LẮK", &err);
	assert_string_equal(lower, upper);
	free(lower);
	free(upper);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_are_ordered_as_vietnamese_does),
	    cmocka_unit_test(utf8_is_valid_and_other_bytes_are_not),
	    cmocka_unit_test(cleaning_makes_nfc_of_nfd),
	    cmocka_unit_test(cleaning_trims_and_squeezes_blanks),
	    cmocka_unit_test(cleaning_refuses_what_is_no_text),
	    cmocka_unit_test(a_tone_may_stand_on_either_vowel),
	    cmocka_unit_test(tones_and_letters_still_tell_names_apart),
	    cmocka_unit_test(dashes_match_whatever_they_are),
	    cmocka_unit_test(folding_leaves_plain_letters),
	    cmocka_unit_test(keys_of_keys_are_themselves),
	    cmocka_unit_test(width_counts_columns_and_not_bytes),
	    cmocka_unit_test(a_quote_shows_bytes_that_nobody_can_trust),
	    cmocka_unit_test(a_copy_is_cut_between_characters),
	    cmocka_unit_test(capitals_keep_their_marks),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
