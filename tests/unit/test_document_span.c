/* Which days a document speaks of: a plan of a whole year, a report up to its last day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "client/document_make.h"
#include "rules/catalogue.h"

#include "paperfix.h"

static void
a_years_plan_of_a_part_of_the_year_is_refused_with_the_period_to_give(void **state)
{
	struct document *d = NULL;
	struct err err = {.code = ERR_OK};

	(void)state;
	data.type = DOCUMENT_PLAN;
	assert_false(document_make(&data, &d, &err));
	assert_int_equal(err.code, ERR_PERIOD);
	assert_non_null(strstr(err.text, "--period 2024"));
	data.whole.all.period = data.year.all.period;
	says_of_data("năm 2024", true);
}

static void
what_was_held_after_the_reports_last_day_is_said_to_be_after_it(void **state)
{
	static struct row drive;

	(void)state;
	drive = (struct row){.key = "106/2024-06-06/1",
	    .org = "106",
	    .name = "Huyện Tam Đường",
	    .kind = "drive",
	    .state = "",
	    .day = PERIOD_TO,
	    .counts = {ind, val, 5},
	    .has_target = true,
	    .target_units = 250};
	data.year.all.rows = &drive;
	data.year.all.rows_n = 1;
	data.year_has_drives = true;
	says_of_data("đã tổ chức, tiếp nhận 325/250", true);
	drive.day++;
	says_of_data(
	    "ngày 07/6/2024, chỉ tiêu 250 đơn vị máu: đã tổ chức sau kỳ báo cáo, tiếp nhận 325/250",
	    true);
	drive.counts.n = 0;
	says_of_data("chỉ tiêu 250 đơn vị máu: dự kiến tổ chức", true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(
		a_years_plan_of_a_part_of_the_year_is_refused_with_the_period_to_give, tam_duong),
	    cmocka_unit_test_setup(
		what_was_held_after_the_reports_last_day_is_said_to_be_after_it, tam_duong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
