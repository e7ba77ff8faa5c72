#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/text.h"
#include "client/rejects.h"
#include "client/report_build.h"
#include "client/report_check.h"
#include "client/report_subject.h"
#include "client/result_csv.h"
#include "rules/catalogue.h"

#define LAUNCH 19120 /* 2022-05-08 */

static int
start(void **state)
{
	struct report_build *b = calloc(1, sizeof(*b));

	(void)lang_set("vi");
	report_build_init(b, arena_make(4096, 1 << 20));
	*state = b;
	return b->arena == NULL;
}

static int
stop(void **state)
{
	struct report_build *b = *state;

	arena_free(b->arena);
	free(b);
	return 0;
}

static int64_t
count_of(const struct report *r, uint32_t ind)
{
	int64_t value = -1;

	(void)counts_get(&r->u.result.counts, ind, &value);
	return value;
}

static void
a_drive_and_its_counts_become_a_final_result_in_the_catalogue_s_order(void **state)
{
	struct report_build *b = *state;
	struct report r;
	struct err err;

	assert_true(report_build_drive(b, "909/2022-05-08/1", &err));
	assert_true(report_build_set(b, "blood_units=3.950", false, &err));
	assert_true(report_build_count(b, IND_ATTENDED, "4200", false, &err));
	assert_true(report_build_set(b, "đăng ký=4300", false, &err));
	assert_true(report_build_share(b, "909.DTN=3950", false, &err));
	assert_true(report_build_campaigns(b, "HE-2022| HTD-10", &err));
	assert_true(report_subject_make(b, &r, &err));
	assert_int_equal(r.kind, KIND_RESULT);
	assert_int_equal(r.action, ACTION_FIRST);
	assert_int_equal(r.u.result.stage, STAGE_FINAL);
	assert_string_equal(r.u.result.drive, "909/2022-05-08/1");
	assert_int_equal(r.u.result.held_from, LAUNCH);
	assert_int_equal(r.u.result.held_to, LAUNCH);
	assert_false(r.u.result.make_drive);
	assert_int_equal(r.u.result.counts.n, 3);
	assert_int_equal(r.u.result.counts.ind[0], IND_REGISTERED);
	assert_int_equal(r.u.result.counts.ind[2], IND_BLOOD_UNITS);
	assert_int_equal(r.u.result.counts.val[2], 3950);
	assert_int_equal(r.u.result.campaigns.n, 2);
	assert_string_equal(r.u.result.campaigns.at[1], "HTD-10");
	assert_string_equal(r.u.result.executing[0].org, "909.DTN");
}

static void
a_day_alone_makes_the_key_that_another_office_would_make_too(void **state)
{
	struct report_build *b = *state;
	struct report r;
	struct err err;

	assert_true(report_build_org(b, "909", &err));
	b->day = LAUNCH;
	b->ordinal = 2;
	assert_true(report_build_set(b, "units=10", false, &err));
	assert_true(report_subject_make(b, &r, &err));
	assert_string_equal(r.u.result.drive, "909/2022-05-08/2");
	assert_true(r.u.result.make_drive);
}

static void
a_subject_is_asked_for_once_and_only_once(void **state)
{
	struct report_build *b = *state;
	struct report r;
	struct err err;

	assert_false(report_subject_make(b, &r, &err));
	assert_int_equal(err.code, ERR_SUBJECT_MISSING);
	b->day = LAUNCH;
	assert_false(report_subject_make(b, &r, &err));
	assert_int_equal(err.code, ERR_SUBJECT_MISSING); /* whose day? */
	b->collection = COLLECTION_FIXED_SITE;
	assert_false(report_subject_make(b, &r, &err));
	assert_int_equal(err.code, ERR_USAGE);
}

static void
a_date_beside_a_drive_is_its_key_s_and_means_the_whole(void **state)
{
	struct report_build *b = *state;
	struct report r;
	struct err err;

	assert_true(report_build_set(b, "units=10", false, &err));
	assert_true(report_build_drive(b, "909/2022-05-08/1", &err));
	b->day = LAUNCH;
	assert_true(report_subject_make(b, &r, &err));
	assert_int_equal(r.u.result.day, 0);
	assert_int_equal(r.u.result.held_from, LAUNCH);
	assert_int_equal(r.u.result.held_to, LAUNCH);
	assert_false(r.u.result.make_drive);
	b->day = LAUNCH + 1; /* one of its days, or a slip: only --day and KEY@DAY say which */
	assert_false(report_subject_make(b, &r, &err));
	assert_int_equal(err.code, ERR_USAGE);
	/* A day of it by one name, the date beside it or not; another date is refused. */
	assert_true(report_build_drive(b, "909/2022-05-08/1@2022-05-10", &err));
	assert_false(report_subject_make(b, &r, &err));
	assert_int_equal(err.code, ERR_USAGE);
	b->day = LAUNCH + 2;
	assert_true(report_subject_make(b, &r, &err));
	assert_int_equal(r.u.result.day, LAUNCH + 2);
	b->day = DAY_OPEN_LEFT;
	assert_true(report_subject_make(b, &r, &err));
	assert_int_equal(r.u.result.day, LAUNCH + 2);
	assert_int_equal(r.u.result.held_from, LAUNCH + 2);
	assert_false(report_build_drive(b, "909/2022-05-08/1@2022-05-32", &err));
	assert_int_equal(err.code, ERR_DATE);
}

static void
a_drive_of_the_plan_is_held_on_the_plans_days_and_moves_as_a_whole(void **state)
{
	struct report_build *b = *state;
	struct report r;
	struct err err;

	b->plan = (struct rules_ground){
	    .planned = true, .state = DRIVE_POSTPONED, .from = LAUNCH + 7, .to = LAUNCH + 9};
	assert_true(report_build_drive(b, "909/2022-05-08/1", &err));
	assert_true(report_subject_make(b, &r, &err));
	assert_int_equal(r.u.result.held_from, LAUNCH + 7);
	assert_int_equal(r.u.result.held_to, LAUNCH + 9);
	b->day = LAUNCH + 8; /* one of its days, or a slip */
	assert_false(report_subject_make(b, &r, &err));
	assert_int_equal(err.code, ERR_USAGE);
	b->day = LAUNCH + 14;
	assert_true(report_subject_make(b, &r, &err));
	assert_int_equal(r.u.result.held_from, LAUNCH + 14);
	assert_int_equal(r.u.result.held_to, LAUNCH + 16);
	b->day = DAY_OPEN_LEFT;
	b->from = b->to = LAUNCH + 20;
	assert_true(report_subject_make(b, &r, &err));
	assert_int_equal(r.u.result.held_from, LAUNCH + 20);
	assert_int_equal(r.u.result.held_to, LAUNCH + 20);
	b->from = b->to = DAY_OPEN_LEFT;
	b->r.day = LAUNCH + 9;
	assert_true(report_subject_make(b, &r, &err));
	assert_int_equal(r.u.result.held_from, LAUNCH + 9);
	assert_int_equal(r.u.result.held_to, LAUNCH + 9);
}

static void
a_collection_needs_its_days(void **state)
{
	struct report_build *b = *state;
	struct report r;
	struct err err;

	assert_true(report_build_kind(b, "điểm cố định", &err));
	assert_true(report_build_org(b, "91.BVDK", &err));
	assert_true(report_build_set(b, "units=87", false, &err));
	assert_false(report_subject_make(b, &r, &err));
	assert_int_equal(err.code, ERR_SUBJECT_MISSING);
	b->from = LAUNCH - 7;
	b->to = LAUNCH + 23;
	assert_true(report_subject_make(b, &r, &err));
	assert_int_equal(r.u.result.collection.kind, COLLECTION_FIXED_SITE);
	assert_int_equal(r.u.result.held_to, LAUNCH + 23);
	assert_string_equal(r.u.result.drive, "");
}

static void
numbers_that_read_two_ways_or_not_at_all_are_refused_by_name(void **state)
{
	static const struct {
		const char *text;
		enum err_code code;
	} bad[] = {
	    {"blood_units=3,95", ERR_NUMBER},
	    {"blood_units=2.5", ERR_NUMBER},
	    {"blood_units=-3", ERR_COUNT_NEGATIVE},
	    {"blood_units=99999999999999999999", ERR_COUNT_OVERFLOW},
	    {"blood_units=1000000001", ERR_COUNT_OVERFLOW},
	    {"blood_units=", ERR_NUMBER},
	    {"blood_unit", ERR_USAGE},
	    {"nobody=3", ERR_INDICATOR_UNKNOWN},
	    {"reports=3", ERR_INDICATOR_UNKNOWN},
	};
	struct report_build *b = *state;
	struct err err;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_false(report_build_set(b, bad[i].text, false, &err));
		assert_int_equal(err.code, bad[i].code);
	}
	assert_int_equal(b->pairs_n, 0);
}

static void
a_count_given_twice_is_refused_unless_it_replaces(void **state)
{
	struct report_build *b = *state;
	struct err err;

	assert_true(report_build_set(b, "units=10", false, &err));
	assert_false(report_build_set(b, "blood_units=11", false, &err));
	assert_int_equal(err.code, ERR_INVALID);
	assert_true(report_build_set(b, "blood_units=11", true, &err));
	assert_int_equal(b->val[0], 11);
	assert_true(report_build_unset(b, "units", &err));
	assert_int_equal(b->pairs_n, 0);
	assert_false(report_build_unset(b, "units", &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
}

static void
a_correction_keeps_what_it_does_not_name(void **state)
{
	const uint32_t ind[] = {IND_ATTENDED, IND_BLOOD_UNITS};
	const int64_t val[] = {402, 365};
	const char *campaigns[] = {"HE-2022"};
	const struct result old = {.drive = "909/2022-05-08/1",
	    .collection = {.org = ""},
	    .held_from = LAUNCH,
	    .held_to = LAUNCH,
	    .stage = STAGE_FINAL,
	    .witness = WITNESS_ORGANISER,
	    .source = SOURCE_TELEPHONE,
	    .sector = "",
	    .campaigns = {.at = campaigns, .n = 1},
	    .place = "31027",
	    .facility = "",
	    .note = "",
	    .counts = {.ind = ind, .val = val, .n = 2}};
	struct report_build *b = *state;
	struct report r;
	struct err err;

	assert_true(report_subject_from(b, b->arena, &old, &err));
	assert_true(report_build_set(b, "units=366", true, &err));
	assert_true(report_subject_make(b, &r, &err));
	assert_int_equal(count_of(&r, IND_BLOOD_UNITS), 366);
	assert_int_equal(count_of(&r, IND_ATTENDED), 402);
	assert_string_equal(r.u.result.place, "31027");
	assert_int_equal(r.u.result.source, SOURCE_TELEPHONE);
	assert_int_equal(r.u.result.campaigns.n, 1);
}

static void
sums_that_disagree_block_and_warnings_need_a_note(void **state)
{
	struct report_build *b = *state;
	struct finding findings[RULES_FINDINGS_MAX];
	struct report r;
	struct err err;
	size_t n = 0;

	assert_true(report_build_drive(b, "909/2022-05-08/1", &err));
	assert_true(report_build_set(b, "attended=100", false, &err));
	assert_true(report_build_set(b, "donated=120", false, &err));
	assert_true(report_subject_make(b, &r, &err));
	assert_false(report_check(&r, LAUNCH, findings, &n, &err));
	assert_int_equal(err.code, ERR_SUMS_DISAGREE);
	assert_true(report_build_set(b, "donated=30", true, &err));
	assert_true(report_subject_make(b, &r, &err));
	assert_false(report_check(&r, LAUNCH, findings, &n, &err));
	assert_int_equal(err.code, ERR_NOTE_MISSING);
	assert_true(n > 0);
	assert_true(report_build_text(b, REPORT_NOTE, "mưa bão", &err));
	assert_true(report_subject_make(b, &r, &err));
	assert_true(report_check(&r, LAUNCH, findings, &n, &err));
}

static void
a_date_ahead_only_warns(void **state)
{
	struct report_build *b = *state;
	struct finding findings[RULES_FINDINGS_MAX];
	struct report r;
	struct err err;
	size_t n = 0;

	assert_true(report_build_drive(b, "909/2022-05-08/1", &err));
	assert_true(report_build_set(b, "units=10", false, &err));
	assert_true(report_subject_make(b, &r, &err));
	assert_true(report_check(&r, LAUNCH - 1, findings, &n, &err));
	assert_true(n >= 1);
	assert_string_equal(findings[0].rule, "V16");
}

/* ---- a sheet of results */

static bool
find_an_minh(
    void *cookie, const char *text, day_t day, char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err)
{
	(void)cookie;
	(void)day;
	if (strcmp(text, "Huyện An Minh") != 0 && strcmp(text, "909") != 0)
		return err_set(err, ERR_ORG_UNKNOWN, "%s", text);
	return text_copy(ret, WIRE_CODE_BYTES_MAX + 1, "909");
}

static void
read_sheet(const char *text, struct sheet **ret_sheet, struct import_set *ret)
{
	const struct org_resolver resolver = {.find = find_an_minh};
	const struct result_csv how = {
	    .resolver = &resolver, .own_org = "909", .today = LAUNCH + 90};
	struct err err = {0};

	assert_true(sheet_parse_bytes((const uint8_t *)text, strlen(text), ret_sheet, &err));
	assert_true(result_csv_read(*ret_sheet, &how, ret, &err));
}

static void
a_row_with_a_drive_and_a_date_is_never_a_day_s_report(void **state)
{
	struct import_set set;
	struct sheet *sheet = NULL;

	(void)state;
	read_sheet("drive,date,units\n"
		   "909/2022-05-08/1,2022-05-08,100\n"
		   "909/2022-05-15/1,16/5/2022,100\n"
		   "909/2022-05-22/1@2022-05-23,,100\n",
	    &sheet, &set);
	assert_int_equal(set.reports_n, 2);
	assert_int_equal(set.reports[0].u.result.day, 0);
	assert_int_equal(set.reports[1].u.result.day, LAUNCH + 15);
	assert_int_equal(set.refused_n, 1);
	assert_int_equal(set.refused[0].row, 1);
	assert_int_equal(set.refused[0].code, ERR_USAGE);
	import_set_free(&set);
	sheet_free(sheet);
}

static void
rows_of_a_sheet_become_results_and_bad_ones_are_named_by_their_reason(void **state)
{
	static const struct {
		const char *row;
		enum err_code code; /* ERR_OK: taken */
	} rows[] = {
	    {"Huyện An Minh;08/05/2022;402;365;;", ERR_OK},
	    {";31/6/2022;10;9;;", ERR_DATE},
	    {"909;2022-06-01;100;3,95;;", ERR_NUMBER},
	    {"909;2022-06-02;100;2.5;;", ERR_NUMBER},
	    {"909;2022-06-03;100;-5;;", ERR_COUNT_NEGATIVE},
	    {"Huyện Giang Thành;2022-06-03;100;80;;", ERR_ORG_UNKNOWN},
	    {"909;;100;80;;", ERR_SUBJECT_MISSING},
	    {"909;8/5/2022;402;365;;", ERR_DUPLICATE},
	    {";15/7/2022;3.950;3.300;điện thoại;", ERR_OK},
	    {"909;2022-06-05;100;;;", ERR_OK},
	    {"909;2022-06-06;;;;", ERR_MALFORMED},
	    {"909;2022-06-07;5;9;fax;", ERR_USAGE},
	};
	struct buf text = {0};
	struct import_set set;
	struct sheet *sheet = NULL;
	size_t refused = 0;

	(void)state;
	buf_str(&text,
	    "\xef\xbb\xbf"
	    "Địa phương;Ngày;Lượt tham gia;Đơn vị máu;Nguồn;Ghi chú\r\n");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		buf_printf(&text, "%s\r\n", rows[i].row);
	read_sheet(buf_text(&text), &sheet, &set);
	buf_free(&text);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (rows[i].code == ERR_OK)
			continue;
		assert_int_equal(set.refused[refused].row, i);
		assert_int_equal(set.refused[refused].code, rows[i].code);
		refused++;
	}
	assert_int_equal(set.refused_n, refused);
	assert_int_equal(set.reports_n, ARRAY_LEN(rows) - refused);
	assert_int_equal(count_of(&set.reports[1], IND_BLOOD_UNITS), 3300);
	assert_int_equal(set.reports[1].u.result.source, SOURCE_TELEPHONE);
	assert_int_equal(
	    count_of(&set.reports[2], IND_BLOOD_UNITS), -1); /* not reported is not 0 */
	import_set_free(&set);
	sheet_free(sheet);
}

static void
refused_rows_come_back_as_a_sheet_that_is_read_again_when_mended(void **state)
{
	struct import_set set, again;
	struct sheet *sheet = NULL, *mended = NULL;
	struct buf text = {0};
	struct err err = {0};

	(void)state;
	read_sheet(
	    "org,date,blood_units\n909,31/6/2022,\"3,95\"\n909,2022-06-01,10\n", &sheet, &set);
	assert_int_equal(set.refused_n, 1);
	assert_true(rejects_text(sheet, &set, &text, &err));
	assert_non_null(
	    strstr(buf_text(&text), "rejected_line,rejected_code,rejected_reason,org,date"));
	assert_non_null(strstr(buf_text(&text), "\n2,DATE,"));
	/* The person's mending: 01/6/2022, and 3950. */
	memcpy(strstr((char *)text.at, "909,31/6/2022"), "909,01/6/2022", 13);
	memcpy(strstr((char *)text.at, "2022,\"3,95\""), "2022,\"3950\"", 11);
	read_sheet(buf_text(&text), &mended, &again);
	assert_int_equal(again.refused_n, 0);
	assert_int_equal(again.reports_n, 1);
	buf_free(&text);
	import_set_free(&set);
	import_set_free(&again);
	sheet_free(sheet);
	sheet_free(mended);
}

static void
a_column_that_nobody_reads_is_refused_by_name(void **state)
{
	static const char text[] = "org,date,blood_units,số lít\n909,2022-05-08,3,1\n";
	const struct org_resolver resolver = {.find = find_an_minh};
	const struct result_csv how = {.resolver = &resolver, .own_org = "909", .today = LAUNCH};
	struct import_set set;
	struct sheet *sheet = NULL;
	struct err err = {0};

	(void)state;
	assert_true(sheet_parse_bytes((const uint8_t *)text, strlen(text), &sheet, &err));
	assert_false(result_csv_read(sheet, &how, &set, &err));
	assert_int_equal(err.code, ERR_CSV);
	assert_non_null(strstr(err.text, "số lít"));
	sheet_free(sheet);
}

static void
the_template_of_results_is_read_without_a_refusal_but_for_names_unknown_here(void **state)
{
	struct import_set set;
	struct sheet *sheet = NULL;

	(void)state;
	read_sheet(result_csv_template(), &sheet, &set);
	assert_int_equal(set.reports_n, 2);
	assert_int_equal(set.refused_n, 1);
	assert_int_equal(set.refused[0].code, ERR_ORG_UNKNOWN);
	import_set_free(&set);
	sheet_free(sheet);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_drive_and_its_counts_become_a_final_result_in_the_catalogue_s_order, start, stop),
	    cmocka_unit_test_setup_teardown(
		a_drive_of_the_plan_is_held_on_the_plans_days_and_moves_as_a_whole, start, stop),
	    cmocka_unit_test_setup_teardown(
		a_day_alone_makes_the_key_that_another_office_would_make_too, start, stop),
	    cmocka_unit_test_setup_teardown(a_subject_is_asked_for_once_and_only_once, start, stop),
	    cmocka_unit_test_setup_teardown(
		a_date_beside_a_drive_is_its_key_s_and_means_the_whole, start, stop),
	    cmocka_unit_test_setup_teardown(a_collection_needs_its_days, start, stop),
	    cmocka_unit_test_setup_teardown(
		numbers_that_read_two_ways_or_not_at_all_are_refused_by_name, start, stop),
	    cmocka_unit_test_setup_teardown(
		a_count_given_twice_is_refused_unless_it_replaces, start, stop),
	    cmocka_unit_test_setup_teardown(a_correction_keeps_what_it_does_not_name, start, stop),
	    cmocka_unit_test_setup_teardown(
		sums_that_disagree_block_and_warnings_need_a_note, start, stop),
	    cmocka_unit_test_setup_teardown(a_date_ahead_only_warns, start, stop),
	    cmocka_unit_test_setup_teardown(
		a_row_with_a_drive_and_a_date_is_never_a_day_s_report, start, stop),
	    cmocka_unit_test_setup_teardown(
		rows_of_a_sheet_become_results_and_bad_ones_are_named_by_their_reason, start, stop),
	    cmocka_unit_test_setup_teardown(
		refused_rows_come_back_as_a_sheet_that_is_read_again_when_mended, start, stop),
	    cmocka_unit_test_setup_teardown(
		a_column_that_nobody_reads_is_refused_by_name, start, stop),
	    cmocka_unit_test_setup_teardown(
		the_template_of_results_is_read_without_a_refusal_but_for_names_unknown_here, start,
		stop),
	};

	return cmocka_run_group_tests_name("report_build", tests, NULL, NULL);
}
