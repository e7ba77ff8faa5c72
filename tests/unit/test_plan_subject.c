/* Whose plan a file is: the nearest organisation that all its rows are of, or under. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/lang.h"
#include "client/plan_csv.h"
#include "client/plan_subject.h"

/* ---- a small country, parents first */

static const struct org_row country[] = {
    {.code = "VN", .parent = ""},
    {.code = "91", .parent = "VN"},
    {.code = "899", .parent = "91"},
    {.code = "30760", .parent = "899"},
    {.code = "904", .parent = "91"},
    {.code = "91.VINPEARL", .parent = "91"},
    {.code = "12", .parent = "VN"},
    {.code = "106", .parent = "12"},
};
#define COUNTRY_N (sizeof(country) / sizeof(country[0]))

static unsigned asks;
static bool away;
static struct org_row answer[COUNTRY_N];

static bool
below(void *cookie, const char *org, const struct org_row **ret, size_t *ret_n, struct err *err)
{
	const size_t len = strcspn(org, "@");
	size_t n = 0;

	(void)cookie;
	asks++;
	if (away)
		return err_set(err, ERR_AWAY, "nobody");
	for (size_t i = 0; i < COUNTRY_N; i++) {
		bool taken =
		    strlen(country[i].code) == len && strncmp(country[i].code, org, len) == 0;

		for (size_t k = 0; k < n; k++)
			taken = taken || strcmp(answer[k].code, country[i].parent) == 0;
		if (taken)
			answer[n++] = country[i];
	}
	*ret = answer;
	*ret_n = n;
	return n > 0 || err_set(err, ERR_ORG_UNKNOWN, "%s", org);
}

static const struct plan_subject_registry registry = {.below = below};

/* ---- files */

static bool
find_code(
    void *cookie, const char *text, day_t day, char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err)
{
	(void)cookie;
	(void)day;
	(void)err;
	(void)snprintf(ret, WIRE_CODE_BYTES_MAX + 1, "%.*s", (int)strcspn(text, "@"), text);
	return true;
}

static char subject[WIRE_CODE_BYTES_MAX + 1];
static struct err why;

static bool
find(const char *rows, const struct plan_subject_registry *by)
{
	const struct org_resolver resolver = {.find = find_code};
	struct import_set set = {.arena = NULL};
	struct sheet *sheet = NULL;
	char text[4096];
	bool ok;

	(void)snprintf(text, sizeof(text), "type,code,org,name,parent,period,date,units\n%s", rows);
	why = (struct err){.code = ERR_OK};
	assert_true(sheet_parse_bytes((const uint8_t *)text, strlen(text), &sheet, &why));
	assert_true(plan_csv_read(sheet, &resolver, &set, &why));
	assert_int_equal(set.refused_n, 0);
	ok = plan_subject_find(&set, by, subject, &why);
	import_set_free(&set);
	sheet_free(sheet);
	return ok;
}

static void
is(const char *want, const char *rows)
{
	if (!find(rows, &registry))
		fail_msg("%s", why.text);
	assert_string_equal(subject, want);
}

static int
start(void **state)
{
	(void)state;
	(void)lang_set("vi");
	asks = 0;
	away = false;
	return 0;
}

#define MONTH ",,,2022-06,,350\n"

static void
rows_without_their_provinces_own_are_the_provinces(void **state)
{
	(void)state;
	is("91", "target,,899" MONTH "target,,904" MONTH "target,,91.VINPEARL" MONTH);
	is("91", "target,,899" MONTH "target,,91" MONTH);
	is("VN", "target,,899" MONTH "target,,106" MONTH);
	is("91", "drive,,899,,,,2022-05-08,\ndrive,,904,,,,2022-05-09,\n");
}

static void
the_nearest_parent_is_meant_not_the_highest(void **state)
{
	(void)state;
	is("899", "target,,30760" MONTH "target,,899" MONTH);
	is("12", "target,,106" MONTH "round,R,12,Sáu tháng,,2022-06,,\n");
}

static void
rows_of_one_organisation_are_its_own_and_nobody_is_asked(void **state)
{
	(void)state;
	is("899", "target,,899" MONTH "target,,899,,,2022-07,,20\n");
	is("91@2025-06-01", "target,,91@2025-06-01,,,2025,,20000\n");
	assert_int_equal(asks, 0);
	is("", "sector,X,001,Khối phường,,,,\n");
	is("899", "drive,,899,,,,2022-05-08,\n");
}

static void
a_code_that_the_registry_does_not_have_says_nothing_of_the_subject(void **state)
{
	(void)state;
	is("91", "target,,00000" MONTH "target,,899" MONTH "target,,904" MONTH);
	is("899", "target,,899" MONTH "target,,99999" MONTH);
}

static void
a_body_that_the_file_gives_stands_under_its_parent(void **state)
{
	(void)state;
	is("91", "body,NEW,,Công an tỉnh,91,,,\ntarget,,91.NEW" MONTH "target,,899" MONTH);
}

static void
without_the_registry_the_rows_say_it_or_the_office_has_to(void **state)
{
	const char *const bodies =
	    "body,NEW,,Công an tỉnh,91,,,\ntarget,,899" MONTH "target,,91.NEW" MONTH;

	(void)state;
	away = true;
	is("91", bodies);
	assert_true(find(bodies, NULL));
	assert_string_equal(subject, "91");
	is("91", "target,,91.DUK" MONTH "target,,91.VINPEARL" MONTH);
	is("91", "target,,91" MONTH "target,,91.VINPEARL" MONTH);
	assert_false(find("target,,899" MONTH "target,,904" MONTH, &registry));
	assert_int_equal(why.code, ERR_USAGE);
	assert_non_null(strstr(why.text, "--org"));
	assert_false(find("target,,91" MONTH "target,,910" MONTH, NULL));
}

static void
a_file_of_unknown_codes_is_not_asked_about_without_end(void **state)
{
	char rows[2048] = "";
	size_t used = 0;

	(void)state;
	for (int i = 0; i < 60; i++)
		used += (size_t)snprintf(
		    rows + used, sizeof(rows) - used, "target,,%d" MONTH, 50000 + i);
	assert_false(find(rows, &registry));
	assert_int_equal(asks, PLAN_SUBJECT_ASKS_MAX);
}

#define TEST(t) cmocka_unit_test_setup(t, start)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(rows_without_their_provinces_own_are_the_provinces),
	    TEST(the_nearest_parent_is_meant_not_the_highest),
	    TEST(rows_of_one_organisation_are_its_own_and_nobody_is_asked),
	    TEST(a_code_that_the_registry_does_not_have_says_nothing_of_the_subject),
	    TEST(a_body_that_the_file_gives_stands_under_its_parent),
	    TEST(without_the_registry_the_rows_say_it_or_the_office_has_to),
	    TEST(a_file_of_unknown_codes_is_not_asked_about_without_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
