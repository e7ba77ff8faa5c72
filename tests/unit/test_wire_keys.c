#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/os.h"
#include "support/wire_bytes.h"
#include "support/wire_golden.h"
#include "wire/keys.h"

struct fixture {
	char dir[32];
	char path[128];
};

static int
setup(void **state)
{
	static struct fixture fixture;
	struct fixture *f = &fixture;
	struct err err = {0};

	if (!keys_init(&err))
		return -1;
	memcpy(f->dir, "/tmp/gh-keys-XXXXXX", sizeof("/tmp/gh-keys-XXXXXX"));
	if (mkdtemp(f->dir) == NULL)
		return -1;
	(void)snprintf(f->path, sizeof(f->path), "%s/keys", f->dir);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	(void)unlink(f->path);
	(void)rmdir(f->dir);
	return 0;
}

static struct invitation
golden_invitation(void)
{
	struct invitation inv = {.intake = "tcp://giothong.example:7431",
	    .query = "tcp://giothong.example:7432",
	    .org = "909",
	    .role = ROLE_REPORTER,
	    .not_after_ms = INT64_C(1653220800000)};
	uint8_t seed[32];
	uint8_t secret[64];

	for (uint8_t i = 0; i < WIRE_INVITATION_BYTES; i++)
		inv.id[i] = (uint8_t)(0x10 + i);
	memset(inv.secret, 6, sizeof(inv.secret));
	memset(inv.once_secret, 4, sizeof(inv.once_secret));
	(void)crypto_scalarmult_base(inv.once_public, inv.once_secret);
	memset(seed, 5, sizeof(seed));
	(void)crypto_scalarmult_base(inv.server_curve, seed);
	memset(seed, 2, sizeof(seed));
	(void)crypto_sign_seed_keypair(inv.server_sign, secret, seed);
	return inv;
}

static void
keys_come_back_from_their_file_which_only_the_owner_reads(void **state)
{
	const struct fixture *f = *state;
	struct keys keys;
	struct keys back = {0};
	struct stat st;
	struct err err = {0};

	keys_make(&keys);
	assert_true(keys_save(f->path, &keys, &err));
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(keys_load(f->path, &back, &err));
	assert_memory_equal(&keys, &back, sizeof(keys));
	assert_false(keys_save(f->path, &keys, &err));
	assert_int_equal(err.code, ERR_DUPLICATE);
	assert_int_equal(unlink(f->path), 0);
	assert_false(keys_load(f->path, &back, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
}

static void
a_damaged_key_file_is_refused(void **state)
{
	const struct fixture *f = *state;
	struct buf file = {0};
	struct keys keys;
	struct err err = {0};

	keys_make(&keys);
	assert_true(keys_save(f->path, &keys, &err));
	assert_true(os_file_read(f->path, 4096, &file, &err));
	for (size_t i = 0; i < file.len; i += 7) {
		const uint8_t was = file.at[i];
		struct keys back;

		file.at[i] = was == '0' ? '1' : '0';
		assert_true(os_file_write_private(f->path, file.at, file.len, &err));
		assert_false(keys_load(f->path, &back, &err));
		assert_int_equal(err.code, ERR_INVALID);
		file.at[i] = was;
	}
	assert_true(os_file_write_private(f->path, file.at, file.len - 1, &err));
	assert_false(keys_load(f->path, &keys, &err));
	assert_int_equal(err.code, ERR_INVALID);
	buf_free(&file);
	assert_int_equal(unlink(f->path), 0);
}

static void
a_key_file_that_others_may_read_is_refused(void **state)
{
	static const mode_t modes[] = {0640, 0604, 0620, 0601};
	const struct fixture *f = *state;
	struct keys keys;
	struct err err = {0};

	keys_make(&keys);
	assert_true(keys_save(f->path, &keys, &err));
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		assert_int_equal(chmod(f->path, modes[i]), 0);
		assert_false(keys_load(f->path, &keys, &err));
		assert_int_equal(err.code, ERR_CONFIG);
	}
	assert_int_equal(chmod(f->path, 0400), 0);
	assert_true(keys_load(f->path, &keys, &err));
	assert_int_equal(unlink(f->path), 0);
}

static void
wiped_keys_are_zeros(void **state)
{
	static const struct keys zeros;
	struct keys keys;

	(void)state;
	keys_make(&keys);
	keys_wipe(&keys);
	assert_memory_equal(&keys, &zeros, sizeof(keys));
	keys_wipe(NULL);
}

static void
a_fingerprint_is_six_groups_of_five_digits(void **state)
{
	struct buf sign = {0};
	struct buf curve = {0};
	char text[KEYS_FINGERPRINT_MAX];

	(void)state;
	wire_bytes_hex(&sign, GOLDEN_CLIENT_PUBLIC);
	wire_bytes_hex(&curve, GOLDEN_CURVE_PUBLIC);
	keys_fingerprint(sign.at, curve.at, text);
	assert_string_equal(text, GOLDEN_FINGERPRINT);
	buf_free(&sign);
	buf_free(&curve);
}

static void
an_invitation_is_the_word_of_the_protocol_page(void **state)
{
	const struct invitation inv = golden_invitation();
	struct invitation back;
	char text[INVITATION_TEXT_MAX];
	struct err err = {0};

	(void)state;
	assert_true(invitation_to_text(&inv, text, &err));
	assert_string_equal(text, GOLDEN_INVITATION);
	assert_true(invitation_from_text(text, &back, &err));
	assert_string_equal(back.intake, inv.intake);
	assert_string_equal(back.query, inv.query);
	assert_string_equal(back.org, inv.org);
	assert_int_equal(back.role, inv.role);
	assert_true(back.not_after_ms == inv.not_after_ms);
	assert_memory_equal(back.id, inv.id, sizeof(inv.id));
	assert_memory_equal(back.secret, inv.secret, sizeof(inv.secret));
	assert_memory_equal(back.once_secret, inv.once_secret, WIRE_KEY_BYTES);
	assert_memory_equal(back.once_public, inv.once_public, WIRE_KEY_BYTES);
	assert_memory_equal(back.server_curve, inv.server_curve, WIRE_KEY_BYTES);
	assert_memory_equal(back.server_sign, inv.server_sign, WIRE_KEY_BYTES);
}

static void
mail_may_break_an_invitation_into_lines(void **state)
{
	struct buf mailed = {0};
	struct invitation back;
	struct err err = {0};

	(void)state;
	buf_str(&mailed, "  ");
	for (const char *s = GOLDEN_INVITATION; *s != '\0'; s++) {
		buf_u8(&mailed, (uint8_t)*s);
		if ((s - GOLDEN_INVITATION) % 76 == 75)
			buf_str(&mailed, "\r\n");
	}
	buf_str(&mailed, "\n");
	assert_true(invitation_from_text(buf_text(&mailed), &back, &err));
	assert_string_equal(back.org, "909");
	buf_free(&mailed);
}

static void
a_mistyped_or_missing_letter_of_an_invitation_is_refused(void **state)
{
	char text[] = GOLDEN_INVITATION;
	const size_t len = strlen(text);
	struct invitation back;
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < len; i++) {
		const char was = text[i];

		text[i] = was == 'A' ? 'B' : 'A';
		assert_false(invitation_from_text(text, &back, &err));
		assert_int_equal(err.code, ERR_INVITATION);
		text[i] = '*';
		assert_false(invitation_from_text(text, &back, &err));
		text[i] = '\0';
		assert_false(invitation_from_text(text, &back, &err));
		text[i] = was;
	}
	for (size_t i = 1; i < len; i++) {
		char swapped[] = GOLDEN_INVITATION;

		swapped[i] = text[i - 1];
		swapped[i - 1] = text[i];
		assert_true(text[i] == text[i - 1] || !invitation_from_text(swapped, &back, &err));
	}
	assert_true(invitation_from_text(text, &back, &err));
}

static void
an_invitation_too_long_or_of_another_kind_is_refused(void **state)
{
	char text[2 * INVITATION_TEXT_MAX];
	struct invitation back;
	struct err err = {0};

	(void)state;
	memset(text, 'A', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	memcpy(text, "gh1-", 4);
	assert_false(invitation_from_text(text, &back, &err));
	assert_int_equal(err.code, ERR_INVITATION);
	assert_false(invitation_from_text("gh1-", &back, &err));
	assert_false(invitation_from_text("gh2-AAAA", &back, &err));
	assert_non_null(strstr(err.text, "gh1-"));
	assert_false(invitation_from_text("", &back, &err));
}

static void
an_invitation_without_address_role_or_key_pair_is_not_written(void **state)
{
	struct invitation inv = golden_invitation();
	char text[INVITATION_TEXT_MAX];
	struct err err = {0};

	(void)state;
	inv.role = ROLE_NONE;
	assert_false(invitation_to_text(&inv, text, &err));
	inv = golden_invitation();
	inv.intake[0] = '\0';
	assert_false(invitation_to_text(&inv, text, &err));
	inv = golden_invitation();
	inv.once_public[3] ^= 1;
	assert_false(invitation_to_text(&inv, text, &err));
	assert_int_equal(err.code, ERR_INVITATION);
	inv = golden_invitation();
	inv.query[0] = '\0';
	assert_true(invitation_to_text(&inv, text, &err));
}

static void
the_longest_invitation_fits(void **state)
{
	struct invitation inv = golden_invitation();
	struct invitation back;
	char text[INVITATION_TEXT_MAX];
	struct err err = {0};

	(void)state;
	memset(inv.intake + 6, 'a', sizeof(inv.intake) - 7);
	memset(inv.query + 6, 'b', sizeof(inv.query) - 7);
	memset(inv.org, 'c', sizeof(inv.org) - 1);
	assert_true(invitation_to_text(&inv, text, &err));
	assert_true(invitation_from_text(text, &back, &err));
	assert_string_equal(back.intake, inv.intake);
	assert_string_equal(back.org, inv.org);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keys_come_back_from_their_file_which_only_the_owner_reads),
	    cmocka_unit_test(a_damaged_key_file_is_refused),
	    cmocka_unit_test(a_key_file_that_others_may_read_is_refused),
	    cmocka_unit_test(wiped_keys_are_zeros),
	    cmocka_unit_test(a_fingerprint_is_six_groups_of_five_digits),
	    cmocka_unit_test(an_invitation_is_the_word_of_the_protocol_page),
	    cmocka_unit_test(mail_may_break_an_invitation_into_lines),
	    cmocka_unit_test(a_mistyped_or_missing_letter_of_an_invitation_is_refused),
	    cmocka_unit_test(an_invitation_too_long_or_of_another_kind_is_refused),
	    cmocka_unit_test(an_invitation_without_address_role_or_key_pair_is_not_written),
	    cmocka_unit_test(the_longest_invitation_fits),
	};

	return cmocka_run_group_tests_name("wire_keys", tests, setup, teardown);
}
