#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/about_name.h"

#define MAY_1 19113 /* 2022-05-01 */

static void
every_name_is_read_as_it_is_written(void **state)
{
	static const struct {
		const char *typed, *org, *text, *search;
	} rows[] = {
	    {"909/2022-05-08/1", "", "909/2022-05-08/1", "909/2022-05-08/1"},
	    {"2022-05-08/1", "909", "909/2022-05-08/1", "909/2022-05-08/1"},
	    {"91.VINPEARL/2022-05-01..2022-05-31/fixed_site", "",
		"91.VINPEARL/2022-05-01..2022-05-31/fixed_site", "R/91.VINPEARL/19113/19143/1/1"},
	    {"909/2022-05-01..2022-05-31/điểm cố định", "", "909/2022-05-01..2022-05-31/fixed_site",
		"R/909/19113/19143/1/1"},
	    {"2022-05-01..2022-05-31/activity", "909", "909/2022-05-01..2022-05-31/activity",
		"T/909/19113/19143"},
	};
	struct about_name name;
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_true(about_name_parse(rows[i].typed, rows[i].org, &name, &err));
		assert_string_equal(name.text, rows[i].text);
		assert_string_equal(name.search, rows[i].search);
	}
	assert_int_equal(name.from, MAY_1);
}

static void
what_is_no_name_is_refused(void **state)
{
	static const char *const wrong[] = {"", "909", "..", "909/..", "909/..2022-05-31/activity",
	    "/2022-05-01..2022-05-31/activity", "909/2022-05-01..2022-05-31",
	    "909/2022-05-01../activity", "909/2022-05-01..2022-06-31/activity",
	    "909/2022-05-01..2022-05-31/gì đó", "909/2022-05-08/0"};
	struct about_name name;
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		if (about_name_parse(wrong[i], "", &name, &err))
			fail_msg("%s was taken as %s", wrong[i], name.text);
		assert_int_not_equal(err.code, ERR_OK);
	}
}

static void
a_row_is_called_as_it_can_be_typed(void **state)
{
	struct report_row row = {.kind = KIND_RESULT,
	    .subject = "R/909/2022-05-08/1/1",
	    .result = {.drive = "909/2022-05-08/1", .collection = {.org = ""}}};
	char text[ABOUT_NAME_MAX];

	(void)state;
	assert_string_equal(about_name_text(&row, text), "909/2022-05-08/1");
	row.result.drive = "";
	row.result.collection = (struct collection){
	    .org = "909", .from = MAY_1, .to = MAY_1 + 30, .kind = COLLECTION_EMERGENCY};
	assert_string_equal(about_name_text(&row, text), "909/2022-05-01..2022-05-31/emergency");
	row.kind = KIND_ACTIVITY;
	row.activity.org = "909";
	row.activity.from = row.activity.to = MAY_1;
	assert_string_equal(about_name_text(&row, text), "909/2022-05-01..2022-05-01/activity");
	row.kind = KIND_REVIEW;
	assert_string_equal(about_name_text(&row, text), "R/909/2022-05-08/1/1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_name_is_read_as_it_is_written),
	    cmocka_unit_test(what_is_no_name_is_refused),
	    cmocka_unit_test(a_row_is_called_as_it_can_be_typed),
	};

	return cmocka_run_group_tests_name("about_name", tests, NULL, NULL);
}
