#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/lang.h"
#include "client/drive_options.h"
#include "client/drive_report.h"

static const struct schedule base = {.drive = "909/2022-05-08/1",
    .state = DRIVE_PLANNED,
    .from = 19120,
    .to = 19120,
    .place = "",
    .venue = "Trung tâm huyện",
    .occasion = "",
    .plan = "",
    .sector = "",
    .name = "Lễ phát động"};

static void
nothing_is_said_when_nothing_differs(void **state)
{
	struct schedule to = base;
	char said[512];

	(void)state;
	to.source = SOURCE_PAPER;
	drive_report_changes(&base, &to, said, sizeof(said));
	assert_string_equal(said, "");
}

static void
each_field_is_said_as_old_and_new(void **state)
{
	const char *const executing[] = {"909.DOAN", "909.CONGAN"};
	struct schedule to = base;
	char said[512];

	(void)state;
	(void)lang_set("vi");
	to.state = DRIVE_POSTPONED;
	to.from += 7;
	to.to += 8;
	to.venue = "";
	to.number = 3;
	to.executing = (struct strings){.at = executing, .n = 2};
	drive_report_changes(&base, &to, said, sizeof(said));
	assert_string_equal(said,
	    "tình trạng: theo kế hoạch → hoãn, ngày: 08/05/2022 → 15/05/2022 – 16/05/2022, "
	    "địa điểm: Trung tâm huyện → –, đợt số: – → 3, thực hiện: – → 909.DOAN 909.CONGAN");
	drive_report_changes(&base, &to, said, 20);
	assert_true(strlen(said) < 20);
}

static void
a_drives_own_target_is_from_above_but_for_an_office(void **state)
{
	struct report r;

	(void)state;
	drive_report_target(&base, 350, ROLE_COMMITTEE, &r);
	assert_int_equal(r.u.target.assigned, ASSIGNED_ABOVE);
	assert_int_equal(r.u.target.value, 350);
	assert_string_equal(r.u.target.drive, base.drive);
	drive_report_target(&base, 350, ROLE_REPORTER, &r);
	assert_int_equal(r.u.target.assigned, ASSIGNED_SELF);
}

static int
key_of(const char *name)
{
	struct argp_option options[DRIVE_OPTIONS_MAX];
	const struct argp_option own[] = {{"wait", 1, "S", 0, "", 0}, {0}};

	drive_options_make(own, options);
	assert_string_equal(options[0].name, "wait");
	for (int i = 0; options[i].name != NULL; i++)
		if (strcmp(options[i].name, name) == 0)
			return options[i].key;
	fail_msg("no --%s", name);
	return 0;
}

static void
only_what_is_given_replaces_and_empty_empties(void **state)
{
	const char *const old[] = {"909.DOAN"};
	struct arena *arena = arena_make(1024, 4096);
	struct drive_options o = {.arena = arena};
	struct schedule s = base;
	struct err err;

	(void)state;
	s.executing = (struct strings){.at = old, .n = 1};
	s.directing = (struct strings){.at = old, .n = 1};
	assert_true(drive_options_has(key_of("venue")));
	assert_false(drive_options_has(1));
	assert_true(drive_options_take(&o, key_of("venue"), "", &err));
	assert_true(drive_options_take(&o, key_of("executing"), "909.A", &err));
	assert_true(drive_options_take(&o, key_of("executing"), "909.B", &err));
	assert_true(drive_options_take(&o, key_of("directing"), "", &err));
	assert_true(drive_options_take(&o, key_of("number"), "12", &err));
	assert_false(drive_options_take(&o, key_of("number"), "mười", &err));
	drive_options_apply(&o, &s);
	assert_string_equal(s.venue, "");
	assert_string_equal(s.name, "Lễ phát động");
	assert_int_equal(s.executing.n, 2);
	assert_string_equal(s.executing.at[1], "909.B");
	assert_int_equal(s.directing.n, 0);
	assert_int_equal(s.number, 12);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_is_said_when_nothing_differs),
	    cmocka_unit_test(each_field_is_said_as_old_and_new),
	    cmocka_unit_test(a_drives_own_target_is_from_above_but_for_an_office),
	    cmocka_unit_test(only_what_is_given_replaces_and_empty_empties),
	};

	return cmocka_run_group_tests_name("drive_report", tests, NULL, NULL);
}
