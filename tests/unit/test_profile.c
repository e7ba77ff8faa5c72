#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "client/profile.h"

struct fixture {
	char home[64];
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	(void)snprintf(f->home, sizeof(f->home), "/tmp/gh-profile-XXXXXX");
	assert_non_null(mkdtemp(f->home));
	assert_int_equal(setenv("GIOTHONG_HOME", f->home, 1), 0);
	assert_int_equal(unsetenv("GIOTHONG_PROFILE"), 0);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	char command[128];

	(void)snprintf(command, sizeof(command), "rm -rf '%s'", f->home);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static struct profile
profile_made(const char *name, bool enrolled)
{
	struct profile p = {.enrolled = enrolled,
	    .intake = "tcp://127.0.0.1:7001",
	    .query = "tcp://127.0.0.1:7002",
	    .realm = 1,
	    .org = "91.VINPEARL",
	    .role = ROLE_REPORTER,
	    .label = "máy ở quầy; #2"};
	struct err err = {0};

	memset(p.server_curve, 0xab, sizeof(p.server_curve));
	memset(p.server_sign, 0x0c, sizeof(p.server_sign));
	(void)snprintf(p.name, sizeof(p.name), "%s", name);
	assert_true(profile_create(&p, &err));
	assert_true(profile_save(&p, &err));
	return p;
}

static void
a_saved_profile_is_read_back_whole(void **state)
{
	const struct profile made = profile_made("an-minh", true);
	struct profile p;
	struct err err = {0};

	(void)state;
	assert_true(profile_open("an-minh", &p, &err));
	assert_string_equal(p.name, "an-minh");
	assert_string_equal(p.folder, made.folder);
	assert_string_equal(p.intake, made.intake);
	assert_string_equal(p.query, made.query);
	assert_string_equal(p.org, made.org);
	assert_int_equal(p.role, ROLE_REPORTER);
	assert_memory_equal(p.server_curve, made.server_curve, sizeof(p.server_curve));
	assert_memory_equal(p.server_sign, made.server_sign, sizeof(p.server_sign));
	/* What would begin a comment in the file is a blank. */
	assert_string_equal(p.label, "máy ở quầy   2");
}

static void
folder_and_files_are_the_owners_alone(void **state)
{
	const struct profile p = profile_made("a", true);
	char path[OS_PATH_MAX];
	struct stat st;
	struct err err = {0};

	(void)state;
	assert_int_equal(stat(p.folder, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_true(profile_path(&p, "profile.ini", path, &err));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void
without_a_profile_the_error_says_enrol(void **state)
{
	struct profile p;
	struct err err = {0};

	(void)state;
	assert_false(profile_open(NULL, &p, &err));
	assert_int_equal(err.code, ERR_NO_PROFILE);
}

static void
the_only_profile_needs_no_name(void **state)
{
	struct profile p;
	struct err err = {0};

	(void)state;
	(void)profile_made("909", true);
	assert_true(profile_open(NULL, &p, &err));
	assert_string_equal(p.name, "909");
}

static void
of_several_one_must_be_chosen(void **state)
{
	char current[PROFILE_NAME_MAX + 1];
	struct profile p;
	struct err err = {0};

	(void)state;
	(void)profile_made("b", true);
	(void)profile_made("a", true);
	assert_false(profile_open(NULL, &p, &err));
	assert_int_equal(err.code, ERR_USAGE);
	assert_non_null(strstr(err.text, "a, b"));
	assert_true(profile_current(current, &err));
	assert_string_equal(current, "");
	assert_true(profile_use("b", &err));
	assert_true(profile_open(NULL, &p, &err));
	assert_string_equal(p.name, "b");
}

static void
the_environment_comes_before_the_file_and_the_option_before_both(void **state)
{
	struct profile p;
	struct err err = {0};

	(void)state;
	(void)profile_made("a", true);
	(void)profile_made("b", true);
	(void)profile_made("c", true);
	assert_true(profile_use("a", &err));
	assert_int_equal(setenv("GIOTHONG_PROFILE", "b", 1), 0);
	assert_true(profile_open(NULL, &p, &err));
	assert_string_equal(p.name, "b");
	assert_true(profile_open("c", &p, &err));
	assert_string_equal(p.name, "c");
}

static void
a_name_cannot_leave_the_folder(void **state)
{
	static const char *const names[] = {"../x", "a/b", ".", "..", "current", "-a", "á", ""};
	struct profile p;
	struct err err;

	(void)state;
	for (size_t i = 0; i + 1 < ARRAY_LEN(names); i++) {
		err = (struct err){0};
		assert_false(profile_open(names[i], &p, &err));
		assert_int_equal(err.code, ERR_USAGE);
	}
}

static void
an_unfinished_enrolment_is_not_opened_but_listed(void **state)
{
	struct profile *list = NULL;
	struct profile p;
	struct err err = {0};
	size_t n = 0;

	(void)state;
	(void)profile_made("half", false);
	assert_false(profile_open("half", &p, &err));
	assert_int_equal(err.code, ERR_NO_PROFILE);
	assert_true(profile_open_unfinished("half", &p, &err));
	assert_true(profile_list(&list, &n, &err));
	assert_int_equal(n, 1);
	assert_false(list[0].enrolled);
	free(list);
}

static void
a_damaged_setting_is_named(void **state)
{
	const struct profile made = profile_made("a", true);
	char path[OS_PATH_MAX];
	struct profile p;
	struct err err = {0};
	FILE *f;

	(void)state;
	assert_true(profile_path(&made, "profile.ini", path, &err));
	f = fopen(path, "a");
	assert_non_null(f);
	(void)fputs("server-sign = zz\n", f);
	assert_int_equal(fclose(f), 0);
	assert_false(profile_open("a", &p, &err));
	assert_int_equal(err.code, ERR_CONFIG);
	assert_non_null(strstr(err.text, "server-sign"));
}

static void
a_name_is_made_of_a_code(void **state)
{
	char name[PROFILE_NAME_MAX + 1];

	(void)state;
	profile_name_from("91.VINPEARL", name);
	assert_string_equal(name, "91-vinpearl");
	profile_name_from("Huyện An Minh", name);
	assert_string_equal(name, "huyen-an-minh");
	profile_name_from("…", name);
	assert_string_equal(name, "office");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_saved_profile_is_read_back_whole, setup, teardown),
	    cmocka_unit_test_setup_teardown(folder_and_files_are_the_owners_alone, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		without_a_profile_the_error_says_enrol, setup, teardown),
	    cmocka_unit_test_setup_teardown(the_only_profile_needs_no_name, setup, teardown),
	    cmocka_unit_test_setup_teardown(of_several_one_must_be_chosen, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		the_environment_comes_before_the_file_and_the_option_before_both, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_name_cannot_leave_the_folder, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		an_unfinished_enrolment_is_not_opened_but_listed, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_damaged_setting_is_named, setup, teardown),
	    cmocka_unit_test(a_name_is_made_of_a_code),
	};

	return cmocka_run_group_tests_name("profile", tests, NULL, NULL);
}
