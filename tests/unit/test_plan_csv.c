#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/lang.h"
#include "client/plan_csv.h"
#include "client/plan_overlap.h"
#include "client/weekday.h"

#define LAUNCH 19120 /* 2022-05-08 */
#define MAY_1 (LAUNCH - 7)
#define MAY_31 (LAUNCH + 23)

static bool
find_code(
    void *cookie, const char *text, day_t day, char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err)
{
	(void)cookie;
	(void)day;
	if (strcmp(text, "Tỉnh Kiên Giang") == 0 || strcmp(text, "91@2025-06-30") == 0)
		text = "91";
	if (strlen(text) > WIRE_CODE_BYTES_MAX || text[0] > '9')
		return err_set(err, ERR_ORG_UNKNOWN, "%s", text);
	(void)snprintf(ret, WIRE_CODE_BYTES_MAX + 1, "%s", text);
	return true;
}

static struct import_set set;
static struct sheet *sheet;

static void
read_plan(const char *text)
{
	const struct org_resolver resolver = {.find = find_code};
	struct err err = {0};

	assert_true(sheet_parse_bytes((const uint8_t *)text, strlen(text), &sheet, &err));
	assert_true(plan_csv_read(sheet, &resolver, &set, &err));
}

static int
start(void **state)
{
	(void)state;
	(void)lang_set("vi");
	sheet = NULL;
	set = (struct import_set){.arena = NULL};
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	import_set_free(&set);
	sheet_free(sheet);
	return 0;
}

static void
the_template_is_read_without_a_refusal_registry_first_then_drives_then_targets(void **state)
{
	(void)state;
	read_plan(plan_csv_template());
	assert_int_equal(set.refused_n, 0);
	assert_int_equal(set.reports_n, 7);
	assert_int_equal(set.reports[0].kind, KIND_REGISTRY);
	assert_string_equal(set.reports[0].u.registry.u.org.code, "91.VINPEARL");
	assert_string_equal(set.reports[0].u.registry.u.org.parent, "91");
	assert_int_equal(set.reports[1].u.registry.kind, REGISTRY_CAMPAIGN);
	assert_int_equal(set.reports[2].u.registry.kind, REGISTRY_SECTOR);
	assert_int_equal(set.reports[3].kind, KIND_SCHEDULE);
	assert_string_equal(set.reports[3].u.schedule.drive, "909/2022-05-08/1");
	assert_int_equal(set.reports[4].kind, KIND_TARGET);
	assert_int_equal(set.reports[4].u.target.qualifier, QUALIFIER_MINIMUM);
	assert_int_equal(set.reports[4].u.target.value, 7400);
}

static void
a_cell_of_the_month_matrix_is_a_target_of_that_month(void **state)
{
	(void)state;
	read_plan("Loại;Địa phương;Kỳ;Chỉ tiêu;Chiến dịch;Kế hoạch\r\n"
		  "chỉ tiêu;909;2022-05;350;HE-2022;66/KH-BCĐ\r\n");
	assert_int_equal(set.refused_n, 0);
	assert_int_equal(set.reports_n, 1);
	const struct target *t = &set.reports[0].u.target;
	assert_string_equal(t->org, "909");
	assert_int_equal(t->from, MAY_1);
	assert_int_equal(t->to, MAY_31);
	assert_int_equal(t->value, 350);
	assert_int_equal(t->measure, MEASURE_UNITS);
	assert_int_equal(t->assigned, ASSIGNED_ABOVE);
	assert_string_equal(t->plan, "66/KH-BCĐ");
	assert_false(t->draft);
}

static void
a_drive_with_units_makes_the_drive_and_its_own_target(void **state)
{
	(void)state;
	read_plan("type,org,date,units,name,number,directing,executing,occasion,draft,facilities\n"
		  "drive,12,2021-06-09,3.950,Hành trình đỏ,9,12|12.SYT,"
		  "12.DTN|12.LDLD,Giọt hồng Sông Đà IV,có,01.VHHTMTW\n");
	assert_int_equal(set.refused_n, 0);
	assert_int_equal(set.reports_n, 2);
	const struct schedule *s = &set.reports[0].u.schedule;
	assert_string_equal(s->drive, "12/2021-06-09/1");
	assert_int_equal(s->state, DRIVE_DRAFT);
	assert_int_equal(s->number, 9);
	assert_int_equal(s->directing.n, 2);
	assert_string_equal(s->executing.at[1], "12.LDLD");
	const struct target *t = &set.reports[1].u.target;
	assert_string_equal(t->drive, "12/2021-06-09/1");
	assert_int_equal(t->value, 3950);
	assert_true(t->draft);
	assert_int_equal(t->from, s->from);
	assert_int_equal(set.rows[0], set.rows[1]);
}

static void
a_body_s_parent_is_a_code_a_name_or_a_code_of_a_day(void **state)
{
	(void)state;
	read_plan("type,code,org,name,parent,period,units\n"
		  "body,VINPEARL,,Vinpearl,Tỉnh Kiên Giang,,\n"
		  "body,91.DUK,,Đoàn ủy khối,91@2025-06-30,,\n"
		  "target,,Vinpearl,,,2022-05,345\n"
		  "body,X,,Không rõ cấp trên,Tỉnh Không Có,,\n");
	assert_int_equal(set.refused_n, 1);
	assert_int_equal(set.refused[0].code, ERR_ORG_UNKNOWN);
	assert_non_null(strstr(set.refused[0].text, "parent"));
	assert_int_equal(set.reports_n, 3);
	assert_string_equal(set.reports[0].u.registry.u.org.code, "91.VINPEARL");
	assert_string_equal(set.reports[0].u.registry.u.org.parent, "91");
	assert_string_equal(set.reports[1].u.registry.u.org.code, "91.DUK");
	assert_string_equal(set.reports[1].u.registry.u.org.parent, "91");
	assert_string_equal(set.reports[2].u.target.org, "91.VINPEARL");
}

static void
names_of_the_file_s_own_bodies_stand_for_their_codes(void **state)
{
	(void)state;
	read_plan("type,code,org,name,parent,period,units\n"
		  "target,,Vinpearl Phú Quốc,,,2022-05,345\n"
		  "target,,VINPEARL PHÚ QUỐC,,,2022-06,1\n"
		  "body,VINPEARL,,Vinpearl Phú Quốc,91,,\n");
	assert_int_equal(set.refused_n, 0);
	assert_int_equal(set.reports_n, 3);
	assert_string_equal(set.reports[1].u.target.org, "91.VINPEARL");
	assert_string_equal(set.reports[2].u.target.org, "91.VINPEARL");
}

static void
rates_and_ranges_are_read_as_what_they_are(void **state)
{
	(void)state;
	read_plan("# Kế hoạch \"mẫu\", hai dòng nói về tệp\n# không phải dữ liệu\n"
		  "type,org,period,units,units_max,measure,qualifier\n"
		  "target,001,2022,\"2,8%\",,population_rate,\n"
		  "target,909,2022-05-08..2022-05-08,200,300,persons,\n"
		  "target,909,2022,200,,persons,khoảng\n");
	assert_int_equal(set.reports_n, 2);
	assert_int_equal(set.reports[0].u.target.value, 280);
	assert_int_equal(set.reports[1].u.target.qualifier, QUALIFIER_RANGE);
	assert_int_equal(set.reports[1].u.target.value_max, 300);
	assert_int_equal(set.refused_n, 1);
	assert_int_equal(set.refused[0].code, ERR_PLAN);
}

static void
bad_lines_are_refused_by_their_column_and_good_ones_stand(void **state)
{
	static const struct {
		const char *row;
		enum err_code code;
	} rows[] = {
	    {"target,909,,2022-06-01,2022-06-31,10", ERR_DATE},
	    {"target,909,2022-13,,,10", ERR_PERIOD}, {"target,909,,,,10", ERR_PLAN},
	    {"target,909,2022-05,,,\"3,95\"", ERR_NUMBER},
	    {"target,909,2022-05,,,-1", ERR_COUNT_NEGATIVE},
	    {"target,Huyện Giang Thành,2022-05,,,10", ERR_ORG_UNKNOWN},
	    {"quota,909,2022-05,,,10", ERR_PLAN}, {"campaign,91,2022-05,,,", ERR_PLAN},
	    {"target,909,2022-05,,,10", ERR_OK},
	    {"#target,909,2022-05,,,10", ERR_ALREADY}, /* passed over */
	};
	struct buf text = {0};
	size_t refused = 0;

	(void)state;
	buf_str(&text, "type,org,period,from,to,units\n");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		buf_printf(&text, "%s\n", rows[i].row);
	read_plan(buf_text(&text));
	buf_free(&text);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (rows[i].code == ERR_OK || rows[i].code == ERR_ALREADY)
			continue;
		assert_int_equal(set.refused[refused].row, i);
		assert_int_equal(set.refused[refused].code, rows[i].code);
		refused++;
	}
	assert_int_equal(set.refused_n, refused);
	assert_int_equal(set.reports_n, 1);
}

static void
periods_of_the_file_s_own_campaigns_rounds_and_plan_years_are_theirs(void **state)
{
	(void)state;
	read_plan("type,code,org,name,period,from,to,due,units\n"
		  "target,,909,,campaign:HE-2022,,,,350\n"
		  "target,,12,,2022,,,,100\n"
		  "target,,91,,2022,,,,100\n"
		  "target,,91,,round:KHAC,,,,100\n"
		  "campaign,HE-2022,91,Hè,2022-05-01..2022-08-31,,,,\n"
		  "plan_year,,12,,,2021-01-01,,,\n");
	assert_int_equal(set.refused_n, 1);
	assert_int_equal(set.refused[0].code, ERR_PERIOD);
	assert_int_equal(set.reports_n, 5);
	assert_int_equal(set.reports[2].u.target.from, MAY_1);
	assert_int_equal(set.reports[2].u.target.to, MAY_1 + 122);
	assert_int_equal(set.reports[3].u.target.from, 18993); /* 2022-01-01 */
	assert_int_equal(set.reports[4].u.target.from, 18962); /* 2021-12-01 */
}

static void
a_population_and_a_stated_share_are_kept(void **state)
{
	(void)state;
	read_plan("type,org,name,period,units,share\n"
		  "population,91,Tổng cục Thống kê,2020,1.728.900,\n"
		  "target,91,,2022,7400,\"3,5%\"\n"
		  "target,909,,2022,7400,nhiều\n"
		  "target,909,,2022,7400,101%\n");
	assert_int_equal(set.refused_n, 2);
	assert_int_equal(set.refused[0].code, ERR_NUMBER);
	assert_int_equal(set.refused[1].code, ERR_PLAN);
	const struct population_entry *e = &set.reports[0].u.registry.u.population;
	assert_int_equal(e->persons, 1728900);
	assert_int_equal(e->year, 2020);
	assert_string_equal(e->source, "Tổng cục Thống kê");
	assert_int_equal(set.reports[1].u.target.stated_share, 350);
}

static void
a_weekday_that_is_not_the_day_s_is_noted_with_both(void **state)
{
	(void)state;
	read_plan("type,thứ,org,date\n"
		  "drive,,909,Chủ nhật 08/5/2022\n"
		  "drive,,909,\"Thứ Bảy, ngày 15/5/2022\"\n"
		  "drive,,909,22/5/2022 (CN)\n"
		  "drive,2,909,2022-05-30\n"
		  "drive,Thứ ba,909,2022-05-30\n"
		  "drive,,909,Hôm 31/5/2022\n");
	assert_int_equal(set.refused_n, 1);
	assert_int_equal(set.refused[0].row, 5);
	assert_int_equal(set.reports_n, 5);
	assert_string_equal(set.reports[0].u.schedule.drive, "909/2022-05-08/1");
	assert_int_equal(set.notes_n, 2);
	assert_int_equal(set.notes[0].row, 1);
	assert_string_equal(set.notes[0].code, "WEEKDAY");
	assert_string_equal(set.notes[0].text,
	    "ghi “Thứ Bảy, ngày 15/5/2022”, mà đó là Chủ nhật, ngày 15 tháng 5 năm 2022");
	assert_int_equal(set.notes[1].row, 4);
	assert_string_equal(
	    set.notes[1].text, "ghi “Thứ ba”, mà đó là Thứ Hai, ngày 30 tháng 5 năm 2022");
}

static void
every_weekday_is_known_by_its_names(void **state)
{
	static const struct {
		const char *text;
		day_t day;
	} said[] = {{"Thứ Hai 02/5/2022", MAY_1 + 1}, {"T3 - 03/5/2022", MAY_1 + 2},
	    {"thu tu, 4/5/2022", MAY_1 + 3}, {"05/5/2022 (thứ năm)", MAY_1 + 4},
	    {"Friday 2022-05-06", MAY_1 + 5}, {"Thứ 7: 7.5.2022", MAY_1 + 6}, {"8/5/2022", LAUNCH}};
	struct err err;
	day_t day = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		if (!weekday_day(said[i].text, &day, &err))
			fail_msg("%s: %s", said[i].text, err.text);
		assert_int_equal(day, said[i].day);
	}
	assert_false(weekday_day("Thứ Bảy 31/6/2022", &day, &err));
	assert_int_equal(err.code, ERR_DATE);
	assert_false(weekday_day("Thứ Bảy", &day, &err));
	assert_false(weekday_day("tuần 1 8/5/2022", &day, &err));
}

/* "7 - 14/5/2022" is a week, of which a day would be somebody's guess. */
static void
a_bare_number_or_word_is_a_weekday_only_in_its_own_column(void **state)
{
	static const char *const spans[] = {"7 - 14/5/2022", "2 - 8/5/2022", "2 -8/5/2022",
	    "hai 9/5/2022", "Năm, 12/5/2022", "14/5/2022 - 7", "14/5/2022 (7)"};
	struct err err;
	day_t day = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++)
		if (weekday_day(spans[i], &day, &err))
			fail_msg("%s is read as one day", spans[i]);
	read_plan("type,thứ,org,date\n"
		  "drive,,909,7 - 14/5/2022\n"
		  "drive,,909,2 - 8/5/2022\n"
		  "drive,7,909,2022-05-14\n"
		  "drive,bảy,909,2022-05-15\n");
	assert_int_equal(set.refused_n, 2);
	assert_int_equal(set.reports_n, 2);
	assert_int_equal(set.notes_n, 1);
	assert_int_equal(set.notes[0].row, 3);
}

static void
drives_of_a_file_that_overlap_are_noted_at_the_later_row(void **state)
{
	const struct drive_row now[] = {{.drive = "911/2022-05-10/1",
					    .planned = true,
					    .state = DRIVE_PLANNED,
					    .place = "",
					    .from = LAUNCH + 2,
					    .to = LAUNCH + 2},
	    {.drive = "909/2022-05-08/1",
		.planned = true,
		.state = DRIVE_PLANNED,
		.place = "",
		.from = LAUNCH,
		.to = LAUNCH + 20},
	    {.drive = "911/2022-05-31/1",
		.planned = true,
		.state = DRIVE_CANCELLED,
		.place = "",
		.from = MAY_31,
		.to = MAY_31}};
	const struct reference force = {.drives = now, .drives_n = 3};
	struct err err = {0};

	(void)state;
	read_plan("type,org,date,to,no,place,state\n"
		  "drive,909,2022-05-10,,,,\n"
		  "drive,909,2022-05-08,2022-05-10,,,\n"
		  "drive,909,2022-05-12,,,00001,\n"
		  "drive,909,2022-05-12,,2,00004,\n"
		  "drive,911,2022-05-12,2022-05-13,,00004,\n"
		  "drive,911,2022-05-10,,2,,cancelled\n"
		  "drive,911,2022-05-31,,2,,\n"
		  "drive,911,2022-05-09,2022-05-10,,,\n");
	assert_int_equal(set.refused_n, 0);
	assert_true(plan_overlap_note(&set, sheet, NULL, &err));
	assert_int_equal(set.notes_n, 2);
	assert_int_equal(set.notes[0].row, 0);
	assert_string_equal(set.notes[0].code, "OVERLAP");
	assert_string_equal(set.notes[0].text,
	    "buổi 909/2022-05-10/1 chồng chéo với buổi 909/2022-05-08/1 ở dòng 3");
	assert_int_equal(set.notes[1].row, 4);
	/*
	 * Of what is in force the file's own drives stand for themselves, and a cancelled one for
	 * nothing.
	 */
	set.notes_n = 0;
	assert_true(plan_overlap_note(&set, sheet, &force, &err));
	assert_int_equal(set.notes_n, 3);
	assert_int_equal(set.notes[1].row, 7);
	assert_string_equal(set.notes[1].text,
	    "buổi 911/2022-05-09/1 chồng chéo với buổi 911/2022-05-10/1 đã có trong kế hoạch");
}

static void
a_drive_that_the_file_cancels_overlaps_nothing_though_it_is_in_force(void **state)
{
	const struct drive_row now[] = {{.drive = "909/2022-05-08/1",
	    .planned = true,
	    .state = DRIVE_PLANNED,
	    .place = "00001",
	    .from = LAUNCH,
	    .to = LAUNCH}};
	const struct reference force = {.drives = now, .drives_n = 1};
	struct err err = {0};

	(void)state;
	read_plan("type,org,date,no,place,state\n"
		  "drive,909,2022-05-08,1,00001,cancelled\n"
		  "drive,909,2022-05-08,2,00001,\n");
	assert_int_equal(set.refused_n, 0);
	assert_true(plan_overlap_note(&set, sheet, &force, &err));
	assert_int_equal(set.notes_n, 0);
}

static void
a_row_that_is_refused_twice_is_one_row_with_its_first_reason(void **state)
{
	const struct err first = {.code = ERR_DRIVE_UNKNOWN, .text = "buổi"};
	const struct err then = {.code = ERR_PLAN, .text = "chỉ tiêu"};
	struct err err = {0};

	(void)state;
	read_plan("type,org,period,units\ntarget,91,2022,1\ntarget,92,2022,1\n");
	assert_true(import_set_refuse(&set, 1, &first, &err));
	assert_true(import_set_refuse(&set, 0, &then, &err));
	assert_true(import_set_refuse(&set, 1, &then, &err));
	assert_true(import_set_once(&set, sheet_rows(sheet), &err));
	assert_int_equal(set.refused_n, 2);
	assert_int_equal(set.refused[0].row, 1);
	assert_int_equal(set.refused[0].code, ERR_DRIVE_UNKNOWN);
	assert_int_equal(set.refused[1].row, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_row_that_is_refused_twice_is_one_row_with_its_first_reason, start, stop),
	    cmocka_unit_test_setup_teardown(
		the_template_is_read_without_a_refusal_registry_first_then_drives_then_targets,
		start, stop),
	    cmocka_unit_test_setup_teardown(
		a_cell_of_the_month_matrix_is_a_target_of_that_month, start, stop),
	    cmocka_unit_test_setup_teardown(
		a_drive_with_units_makes_the_drive_and_its_own_target, start, stop),
	    cmocka_unit_test_setup_teardown(
		names_of_the_file_s_own_bodies_stand_for_their_codes, start, stop),
	    cmocka_unit_test_setup_teardown(
		a_body_s_parent_is_a_code_a_name_or_a_code_of_a_day, start, stop),
	    cmocka_unit_test_setup_teardown(
		rates_and_ranges_are_read_as_what_they_are, start, stop),
	    cmocka_unit_test_setup_teardown(
		bad_lines_are_refused_by_their_column_and_good_ones_stand, start, stop),
	    cmocka_unit_test_setup_teardown(
		periods_of_the_file_s_own_campaigns_rounds_and_plan_years_are_theirs, start, stop),
	    cmocka_unit_test_setup_teardown(a_population_and_a_stated_share_are_kept, start, stop),
	    cmocka_unit_test_setup_teardown(
		a_weekday_that_is_not_the_day_s_is_noted_with_both, start, stop),
	    cmocka_unit_test(every_weekday_is_known_by_its_names),
	    cmocka_unit_test_setup_teardown(
		a_bare_number_or_word_is_a_weekday_only_in_its_own_column, start, stop),
	    cmocka_unit_test_setup_teardown(
		drives_of_a_file_that_overlap_are_noted_at_the_later_row, start, stop),
	    cmocka_unit_test_setup_teardown(
		a_drive_that_the_file_cancels_overlaps_nothing_though_it_is_in_force, start, stop),
	};

	return cmocka_run_group_tests_name("plan_csv", tests, NULL, NULL);
}
