#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/lang.h"
#include "base/settings.h"

struct config {
	char *listen;
	char *database;
	char *state;
	uint32_t wait_ms;
	uint32_t any;
	bool demo;
};

#define AT(field) offsetof(struct config, field)

static const struct setting rows[] = {
    {"listen", SETTING_STR, AT(listen), "tcp://*:7410", 1, 60, "địa chỉ nghe", "address to listen"},
    {"database", SETTING_SECRET, AT(database), NULL, 0, 0, "cơ sở dữ liệu", "the database"},
    {"state-dir", SETTING_PATH, AT(state), "~/giothong", 0, 0, "thư mục", "the folder"},
    {"batch-wait-ms", SETTING_U32, AT(wait_ms), "200", 1, 60000, "chờ lâu nhất", "longest wait"},
    {"any", SETTING_U32, AT(any), NULL, 0, 0, "số bất kỳ", "any number"},
    {"demo", SETTING_BOOL, AT(demo), NULL, 0, 0, "chạy thử", "a demonstration"},
};

struct fixture {
	struct config config;
	struct settings s;
	struct err err;
};

static int
setup(void **state)
{
	static struct fixture fixture;
	struct fixture *f = &fixture;

	*f = (struct fixture){.s = {rows, ARRAY_LEN(rows), &f->config}};
	*state = f;
	if (setenv("HOME", "/home/thu", 1) != 0)
		return -1;
	return settings_defaults(&f->s, &f->err) ? 0 : -1;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	settings_free(&f->s);
	settings_free(&f->s);
	return 0;
}

static bool
load(struct fixture *f, const char *text)
{
	f->err = (struct err){0};
	return settings_load_bytes(&f->s, "a.ini", text, strlen(text), &f->err);
}

static void
defaults_fill_every_value(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(f->config.listen, "tcp://*:7410");
	assert_string_equal(f->config.database, "");
	assert_string_equal(f->config.state, "/home/thu/giothong");
	assert_int_equal(f->config.wait_ms, 200);
	assert_int_equal(f->config.any, 0);
	assert_false(f->config.demo);
}

static void
a_bad_default_is_a_defect(void **state)
{
	static const struct setting bad = {"x", SETTING_U32, 0, "7", 8, 9, "", ""};
	uint32_t value = 0;
	const struct settings s = {&bad, 1, &value};
	struct err err = {0};

	(void)state;
	assert_false(settings_defaults(&s, &err));
	assert_int_equal(err.code, ERR_BUG);
}

static void
a_file_sets_what_it_names(void **state)
{
	struct fixture *f = *state;

	assert_true(load(f,
	    "\xef\xbb\xbf# một dòng ghi chú\r\n\r\n; another\n"
	    "listen = tcp://127.0.0.1:1 ; why\r\n"
	    "  batch-wait-ms=60000\n"
	    "\tdemo : on\n"
	    "database = host=a password=b\n"
	    "state-dir = /srv/giọt hồng"));
	assert_string_equal(f->config.listen, "tcp://127.0.0.1:1");
	assert_int_equal(f->config.wait_ms, 60000);
	assert_true(f->config.demo);
	assert_string_equal(f->config.database, "host=a password=b");
	assert_string_equal(f->config.state, "/srv/giọt hồng");
	assert_true(load(f, ""));
}

static void
an_unknown_name_is_refused_with_its_line(void **state)
{
	struct fixture *f = *state;

	assert_false(load(f, "# ghi chú\n\nbatch-wait = 5\n"));
	assert_int_equal(f->err.code, ERR_CONFIG);
	assert_string_equal(f->err.text, "a.ini, dòng 3: “batch-wait”: không có mục cấu hình này");
	assert_false(load(f, "demo=yes\nBatch-Wait-Ms = 5\n"));
	assert_non_null(strstr(f->err.text, "dòng 2"));
	assert_true(f->config.demo);
	assert_true(lang_set("en"));
	assert_false(load(f, "nothing = 1"));
	assert_string_equal(f->err.text, "a.ini, line 1: “nothing”: there is no such setting");
	assert_true(lang_set("vi"));
}

static void
other_faults_of_a_file_are_refused_with_their_line(void **state)
{
	static const struct {
		const char *text;
		const char *said;
	} bad[] = {
	    {"demo=yes\nbatch-wait-ms = 60001\n", "dòng 2"},
	    {"demo=yes\n\ndemo=no\n", "dòng 3"},
	    {"\n[part]\ndemo=yes\n", "dòng 3"},
	    {"demo=yes\nbatch-wait-ms\n", "dòng 2"},
	    {"demo=yes\n=5\n", "dòng 2"},
	    {"demo=\n", "dòng 1"},
	    {"listen=\n", "dòng 1"},
	    {"any=1\nlisten=\xff\n", "dòng 2"},
	    {"any=1\nlisten=a\x01\n", "dòng 2"},
	    {"batch-wait-ms=5\n any=4294967296\n", "dòng 2"},
	    {"[x\n", "dòng 1"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_false(load(f, bad[i].text));
		assert_int_equal(f->err.code, ERR_CONFIG);
		assert_non_null(strstr(f->err.text, bad[i].said));
	}
	assert_false(settings_load_bytes(&f->s, "a.ini", "any=1\0\n", 7, &f->err));
	assert_int_equal(f->err.code, ERR_CONFIG);
}

static void
a_line_is_read_whole_or_refused(void **state)
{
	struct fixture *f = *state;
	char text[SETTINGS_LINE_MAX + 64];
	int len;

	len = snprintf(text, sizeof(text), "\ndatabase=%0*d", SETTINGS_LINE_MAX - 9, 7);
	assert_int_equal(len, SETTINGS_LINE_MAX + 1);
	assert_true(load(f, text));
	assert_int_equal(strlen(f->config.database), SETTINGS_LINE_MAX - 9);
	(void)snprintf(text, sizeof(text), "\ndatabase=%0*d\nany=1\n", SETTINGS_LINE_MAX - 8, 7);
	assert_false(load(f, text));
	assert_int_equal(f->err.code, ERR_CONFIG);
	assert_non_null(strstr(f->err.text, "dòng 2"));
	assert_int_equal(f->config.any, 0);
}

static void
a_file_beyond_the_limit_is_refused(void **state)
{
	struct fixture *f = *state;
	char *big = malloc(SETTINGS_FILE_MAX + 1);

	assert_non_null(big);
	memset(big, '\n', SETTINGS_FILE_MAX + 1);
	assert_false(settings_load_bytes(&f->s, "big", big, SETTINGS_FILE_MAX + 1, &f->err));
	assert_int_equal(f->err.code, ERR_CONFIG);
	assert_true(settings_load_bytes(&f->s, "big", big, SETTINGS_FILE_MAX, &f->err));
	free(big);
}

static void
a_missing_file_is_told_apart(void **state)
{
	struct fixture *f = *state;

	assert_false(settings_load_file(&f->s, "/nonexistent/giothong.ini", &f->err));
	assert_int_equal(f->err.code, ERR_NOT_FOUND);
}

static void
a_refused_value_leaves_the_old_one(void **state)
{
	struct fixture *f = *state;

	assert_false(settings_set(&f->s, "batch-wait-ms", "0", &f->err));
	assert_false(settings_set(&f->s, "batch-wait-ms", "12x", &f->err));
	assert_false(settings_set(&f->s, "batch-wait-ms", " 12", &f->err));
	assert_false(settings_set(&f->s, "batch-wait-ms", "-1", &f->err));
	assert_false(settings_set(&f->s, "batch-wait-ms", "", &f->err));
	assert_false(settings_set(&f->s, "batch-wait-ms", "99999999999999999999999", &f->err));
	assert_int_equal(f->config.wait_ms, 200);
	assert_false(settings_set(&f->s, "listen", "", &f->err));
	assert_false(settings_set(&f->s, "listen",
	    "0123456789012345678901234567890123456789012345678901234567890", &f->err));
	assert_false(settings_set(&f->s, "listen", "a\nb", &f->err));
	assert_string_equal(f->config.listen, "tcp://*:7410");
	assert_false(settings_set(&f->s, "demo", "YES", &f->err));
	assert_true(settings_set(&f->s, "any", "4294967295", &f->err));
	assert_true(f->config.any == UINT32_MAX);
}

static void
the_environment_overrides_the_file(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(setenv("GHTEST_BATCH_WAIT_MS", "7", 1), 0);
	assert_true(load(f, "batch-wait-ms=5\nany=9\n"));
	assert_true(settings_load_env(&f->s, "GHTEST_", &f->err));
	assert_int_equal(f->config.wait_ms, 7);
	assert_int_equal(f->config.any, 9);
	assert_int_equal(setenv("GHTEST_BATCH_WAIT_MS", "x", 1), 0);
	assert_false(settings_load_env(&f->s, "GHTEST_", &f->err));
	assert_int_equal(f->err.code, ERR_CONFIG);
	assert_non_null(strstr(f->err.text, "GHTEST_BATCH_WAIT_MS: "));
	assert_int_equal(unsetenv("GHTEST_BATCH_WAIT_MS"), 0);
}

static void
the_command_line_keeps_what_is_not_of_the_table(void **state)
{
	struct fixture *f = *state;
	char word[] = "serve", wait[] = "--batch-wait-ms=9", demo[] = "--demo", other[] = "--json",
	     listen[] = "--listen", at[] = "--", value[] = "ipc://x", late[] = "--any=1",
	     run[] = "p";
	char *argv[] = {run, wait, word, demo, other, listen, value, at, late, NULL};
	int argc = 9;

	assert_true(settings_take_args(&f->s, &argc, argv, &f->err));
	assert_int_equal(f->config.wait_ms, 9);
	assert_true(f->config.demo);
	assert_string_equal(f->config.listen, "ipc://x");
	assert_int_equal(f->config.any, 0);
	assert_int_equal(argc, 5);
	assert_ptr_equal(argv[1], word);
	assert_ptr_equal(argv[2], other);
	assert_ptr_equal(argv[3], at);
	assert_ptr_equal(argv[4], late);
	assert_null(argv[5]);
}

static void
a_bool_may_be_denied_on_the_command_line(void **state)
{
	struct fixture *f = *state;
	char run[] = "p", no[] = "--no-demo", yes[] = "--demo=on";
	char *argv[] = {run, yes, no, NULL};
	int argc = 3;

	assert_true(settings_set(&f->s, "demo", "yes", &f->err));
	assert_true(settings_take_args(&f->s, &argc, argv, &f->err));
	assert_false(f->config.demo);
	assert_int_equal(argc, 1);
}

static void
a_bad_argument_is_a_fault_of_usage(void **state)
{
	struct fixture *f = *state;
	char run[] = "p", missing[] = "--any", bad[] = "--any=x";
	char *argv[] = {run, missing, NULL};
	char *argv_bad[] = {run, bad, NULL};
	int argc = 2;

	assert_false(settings_take_args(&f->s, &argc, argv, &f->err));
	assert_int_equal(f->err.code, ERR_USAGE);
	assert_false(settings_take_args(&f->s, &argc, argv_bad, &f->err));
	assert_int_equal(f->err.code, ERR_USAGE);
	assert_non_null(strstr(f->err.text, "--any: "));
}

static void
help_names_every_row(void **state)
{
	struct fixture *f = *state;
	char text[4096] = {0};

	FILE *out = fmemopen(text, sizeof(text), "w");

	assert_non_null(out);
	settings_help(&f->s, out);
	assert_int_equal(fclose(out), 0);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_non_null(strstr(text, rows[i].name));
		assert_non_null(strstr(text, rows[i].help_vi));
	}
	assert_non_null(strstr(text, "[mặc định: 200] (1–60000)"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(defaults_fill_every_value),
	    TEST(a_bad_default_is_a_defect),
	    TEST(a_file_sets_what_it_names),
	    TEST(an_unknown_name_is_refused_with_its_line),
	    TEST(other_faults_of_a_file_are_refused_with_their_line),
	    TEST(a_line_is_read_whole_or_refused),
	    TEST(a_file_beyond_the_limit_is_refused),
	    TEST(a_missing_file_is_told_apart),
	    TEST(a_refused_value_leaves_the_old_one),
	    TEST(the_environment_overrides_the_file),
	    TEST(the_command_line_keeps_what_is_not_of_the_table),
	    TEST(a_bool_may_be_denied_on_the_command_line),
	    TEST(a_bad_argument_is_a_fault_of_usage),
	    TEST(help_names_every_row),
	};

	return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
