/*
 * From answers to a tree and to files: what a half-year's report says, and that packages are whole.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/lang.h"
#include "client/document_make.h"
#include "client/document_write.h"
#include "client/population.h"
#include "rules/catalogue.h"

#include "paperfix.h"

#define FILE_BYTES ((size_t)1 << 20)

static void
a_half_year_says_what_was_counted(void **state)
{
	struct document *d = made();
	char *text = text_of(d);

	(void)state;
	says(text, "6 tháng đầu năm 2024");
	says(text, "325/250 đơn vị máu, đạt 130%, vượt 30%.");
	says(text, "325/550 đơn vị máu, đạt 59,1%, còn thiếu 225 đơn vị máu.");
	says(text, "325/532, bằng 61,1%");
	says(text, "tại 13/13 địa phương (100%)");
	says(text, "Tờ rơi: 400");
	says(text, "Ban Chỉ đạo vận động HMTN tỉnh Lai Châu (để b/c);");
	free(text);
	document_tree_free(d);
}

static void
only_who_reached_is_said_to_have_and_the_silent_are_named(void **state)
{
	struct document *d = made();
	char *text = text_of(d);

	(void)state;
	says(text, "Có 1/2 địa phương, cơ quan đạt chỉ tiêu.");
	says(text, "Đạt chỉ tiêu: Đoàn <Thanh niên> & Hội (đạt 100%).");
	says(text, "Trong 2 nơi phải báo cáo");
	says(text, "1 nơi chưa có báo cáo chính thức: Công an huyện.");
	free(text);
	document_tree_free(d);
}

static void
a_document_is_vietnamese_and_leaves_the_readers_language_alone(void **state)
{
	struct document *d = made();
	char *english, *vietnamese;

	(void)state;
	assert_true(lang_is_english());
	english = text_of(d);
	document_tree_free(d);
	(void)lang_set("vi");
	d = made();
	vietnamese = text_of(d);
	document_tree_free(d);
	assert_string_equal(english, vietnamese);
	free(english);
	free(vietnamese);
}

static void
what_is_approved_interim_returned_or_for_show_is_said(void **state)
{
	struct document *d;
	char *text;

	(void)state;
	data.whole.all.total.interim_units = 20;
	data.whole.all.total.returned_units = 1030;
	data.whole.all.total.approved_units = 300;
	data.whole.all.total.conflicts = 2;
	data.whole.all.total.locked = true;
	data.whole.all.total.demo = true;
	d = made();
	text = text_of(d);
	says(text, "20 đơn vị máu là số tạm tính");
	says(text, "1.030 đơn vị máu của báo cáo bị trả lại");
	says(text, "300 đơn vị máu trong tổng số đã được duyệt");
	says(text, "2 buổi có số của đơn vị tổ chức và của cơ sở tiếp nhận máu khác nhau");
	says(text, "đã khóa sổ");
	says(text, "SỐ LIỆU DEMO");
	free(text);
	document_tree_free(d);
}

static void
targets_of_the_year_go_to_the_rows_that_have_them(void **state)
{
	const struct row year_rows[] = {{.key = "8", .has_target = true, .target_units = 450}};
	struct rows year = {.rows = year_rows, .rows_n = 1};

	(void)state;
	children[0].has_target = children[1].has_target = false;
	data.whole.list = children;
	year.total = (struct row){.has_target = true, .target_units = 450, .outside_units = 70};
	document_data_targets(&data, &year);
	assert_false(children[0].has_target);
	assert_int_equal(children[1].target_units, 450);
	assert_int_equal(data.whole.all.total.target_units, 450);
	/* The units of who has none stand outside an allocated target. */
	assert_int_equal(data.whole.all.total.outside_units, 40);
	/* Where the year's counts all, nothing of a part of it does. */
	year.total.outside_units = 0;
	document_data_targets(&data, &year);
	assert_int_equal(data.whole.all.total.outside_units, 0);
}

static void
other_measures_of_the_year_stand_in_its_report(void **state)
{
	const struct target_row measured[] = {
	    {.target = {.measure = MEASURE_VOLUNTEERS,
		 .qualifier = QUALIFIER_MINIMUM,
		 .value = 300,
		 .from = PERIOD_FROM,
		 .to = YEAR_TO},
		.has_done = true,
		.done = 250},
	    {.target = {.measure = MEASURE_RESERVE,
		 .qualifier = QUALIFIER_EXACT,
		 .value = 250,
		 .from = PERIOD_FROM,
		 .to = YEAR_TO}},
	    {.target = {.measure = MEASURE_UNITS,
		 .qualifier = QUALIFIER_EXACT,
		 .value = 77,
		 .from = PERIOD_FROM,
		 .to = YEAR_TO}},
	};

	(void)state;
	data.type = DOCUMENT_YEAR;
	data.whole.all.period.to = YEAR_TO;
	data.year.all.total.targets = data.whole.all.total.targets = measured;
	data.year.all.total.targets_n = data.whole.all.total.targets_n = 3;
	says_of_data(
	    "- Tình nguyện viên: 250/tối thiểu 300, đạt 83,3% mức tối thiểu, còn thiếu 50.", true);
	says_of_data("- Người hiến máu dự bị: chỉ tiêu 250; chưa có số liệu.", true);
	says_of_data("chỉ tiêu cả năm: ", false); /* once, as the period's */
	says_of_data("chỉ tiêu 77", false);
	/* In the report of a part of the year they are those of the whole year. */
	data.type = DOCUMENT_HALF_YEAR;
	data.whole.all.period.to = PERIOD_TO;
	says_of_data("- Tình nguyện viên, chỉ tiêu cả năm: 250/tối thiểu 300,", true);
}

static void
a_share_of_the_staff_says_what_it_is_of_and_whether_it_is_reached(void **state)
{
	struct target_row staff = {.target = {.measure = MEASURE_STAFF_RATE,
				       .qualifier = QUALIFIER_MINIMUM,
				       .value = 3000,
				       .from = PERIOD_FROM,
				       .to = PERIOD_TO},
	    .has_done = true,
	    .done = 2500,
	    .whole = 1080};

	(void)state;
	data.whole.all.total.targets = &staff;
	data.whole.all.total.targets_n = 1;
	says_of_data(
	    "- Tỷ lệ cán bộ, công chức, viên chức, người lao động tham gia hiến máu: 25%/tối thiểu 30% "
	    "(trên tổng số 1.080), chưa đạt chỉ tiêu.",
	    true);
	staff.done = 3000;
	says_of_data("30%/tối thiểu 30% (trên tổng số 1.080), đạt chỉ tiêu.", true);
	staff.has_done = false;
	says_of_data("tham gia hiến máu: chỉ tiêu tối thiểu 30%; chưa có số liệu.", true);
}

static void
a_campaigns_result_is_held_against_the_one_a_year_earlier(void **state)
{
	static const int64_t then[] = {400, 260};

	(void)state;
	data.type = DOCUMENT_CAMPAIGN_RESULT;
	data.campaign = "XH24";
	says_of_data("Năm trước không có kết quả của chiến dịch cùng thời gian để so sánh.", true);
	data.before.all.period =
	    (struct period_row){.text = "", .kind = "campaign", .from = 19327, .to = 19515};
	data.before.all.total.counts = (struct counts){ind, then, 2};
	(void)snprintf(data.before_name, sizeof(data.before_name), "Xuân hồng 2023");
	says_of_data("- So với chiến dịch “Xuân hồng 2023” năm trước (từ ngày 01/12/2022 đến ngày "
		     "07/6/2023, tiếp nhận 260 đơn vị máu): tăng 65 đơn vị máu (25%).",
	    true);
	says_of_data("Năm trước không có kết quả", false);
}

static void
drafts_in_a_plans_target_are_named(void **state)
{
	const struct target_row below = {.target = {.org = "106.A",
					     .drive = "",
					     .measure = MEASURE_UNITS,
					     .qualifier = QUALIFIER_EXACT,
					     .draft = true}};

	(void)state;
	data.type = DOCUMENT_PLAN;
	data.whole.all.period = data.year.all.period;
	says_of_data("dự thảo", false);
	children[0].target_draft = true;
	says_of_data("- Trong chỉ tiêu trên, 40 đơn vị máu là dự thảo, chưa ban hành: Đoàn <Thanh "
		     "niên> & Hội.",
	    true);
	/* Deeper than the rows go it has no number. */
	children[0].target_draft = false;
	data.targets.all.targets = &below;
	data.targets.all.targets_n = 1;
	says_of_data("- Một phần chỉ tiêu trên là dự thảo, chưa ban hành.", true);
}

static void
a_target_keeps_its_kind_in_every_sentence(void **state)
{
	struct document *d;
	char *text;

	(void)state;
	data.year.all.total.target_qualifier = QUALIFIER_RANGE;
	data.year.all.total.target_max = 600;
	d = made();
	text = text_of(d);
	says(text, "Chỉ tiêu năm 2024 là 550 - 600 đơn vị máu;");
	free(text);
	document_tree_free(d);
	data.year.all.total.target_qualifier = QUALIFIER_MINIMUM;
	d = made();
	text = text_of(d);
	says(text, "Chỉ tiêu năm 2024 là tối thiểu 550 đơn vị máu;");
	free(text);
	document_tree_free(d);
}

/* ---- files */

typedef bool write_fn(const struct document *d, struct buf *out, struct err *err);

static struct buf
written(write_fn *write)
{
	struct document *d = made();
	struct buf out = {0};
	struct err err = {.code = ERR_OK};

	if (!write(d, &out, &err))
		fail_msg("%s", err.text);
	document_tree_free(d);
	return out;
}

static void
the_same_data_makes_the_same_bytes(void **state)
{
	static write_fn *const writers[] = {
	    document_write_odt, document_write_docx, document_write_html};

	(void)state;
	for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
		struct buf one = written(writers[i]), two;

		assert_int_equal(setenv("TZ", i % 2 == 0 ? "America/Lima" : "Asia/Tokyo", 1), 0);
		two = written(writers[i]);
		assert_int_equal(one.len, two.len);
		assert_memory_equal(one.at, two.at, one.len);
		buf_free(&one);
		buf_free(&two);
	}
}

/* What a command says of a package. */
static char *
asked(const struct buf *package, const char *before, const char *after)
{
	char path[] = "/tmp/gh-document-XXXXXX", command[256];
	char *text = calloc(1, FILE_BYTES);
	const int fd = mkstemp(path);
	FILE *pipe;

	assert_true(fd >= 0 && text != NULL);
	assert_int_equal(write(fd, package->at, package->len), (ssize_t)package->len);
	assert_int_equal(close(fd), 0);
	(void)snprintf(command, sizeof(command), "%s %s %s", before, path, after);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	text[fread(text, 1, FILE_BYTES - 1, pipe)] = '\0';
	assert_int_equal(pclose(pipe), 0);
	(void)unlink(path);
	return text;
}

static void
an_odt_begins_with_its_type_and_escapes_names(void **state)
{
	struct buf odt = written(document_write_odt);
	char *content = asked(&odt, "unzip -p", "content.xml");
	char *meta = asked(&odt, "unzip -p", "meta.xml");

	(void)state;
	/* Stored first, so that its type stands at a fixed place. */
	assert_memory_equal(odt.at + 30, "mimetypeapplication/vnd.oasis.opendocument.text", 47);
	says(content, "Đoàn &lt;Thanh niên&gt; &amp; Hội");
	says(meta, "giothong-batch\">4812<");
	says(meta, "giothong-root\">1a2b00");
	free(content);
	free(meta);
	buf_free(&odt);
}

static void
both_packages_are_whole(void **state)
{
	struct buf odt = written(document_write_odt), docx = written(document_write_docx);

	(void)state;
	free(asked(&odt, "unzip -tqq", ""));
	free(asked(&docx, "unzip -tqq", ""));
	char *xml = asked(&docx, "unzip -p", "docProps/custom.xml");
	says(xml, "1a2b00");
	free(xml);
	buf_free(&odt);
	buf_free(&docx);
}

static void
a_table_that_lacks_a_cell_is_refused(void **state)
{
	static const struct document_column columns[] = {
	    {"A", 1, DOCUMENT_TEXT_CELL}, {"B", 1, DOCUMENT_NUMBER_CELL}};
	struct document *d = NULL;
	struct err err = {.code = ERR_OK};

	(void)state;
	assert_true(document_tree_make(&d, &err));
	document_table_begin(d, "", columns, 2);
	document_cell(d, "một");
	document_table_end(d, false);
	assert_false(document_tree_ok(d, &err));
	assert_int_equal(err.code, ERR_BUG);
	document_tree_free(d);
}

static void
who_issues_and_to_whom_are_what_somebody_wrote(void **state)
{
	static const struct text_row rows[] = {
	    {.text = {.document = "half-year",
		 .part = "co-quan",
		 .text = "UBND huyện\n\nBan Chỉ đạo"},
		.current = true},
	    {.text = {.document = "half-year", .part = "ky-hieu", .text = "BCĐ.HMTN"},
		.current = true},
	    {.text = {.document = "half-year", .part = "dia-danh", .text = "Bình Lư"},
		.current = true},
	    {.text = {.document = "half-year", .part = "kinh-gui", .text = "Ban Chỉ đạo tỉnh"},
		.current = true},
	};
	char *text;
	struct document *d;

	(void)state;
	data.texts.all.texts = rows;
	data.texts.all.texts_n = 4;
	d = made();
	text = text_of(d);
	says(text, "UBND HUYỆN\nBAN CHỈ ĐẠO\n");
	says(text, "/BC-BCĐ.HMTN\n");
	says(text, "- Lưu: VT, BCĐ.HMTN.");
	says(text, "Bình Lư, ngày … tháng … năm …");
	says(text, "Kính gửi: Ban Chỉ đạo tỉnh\n");
	says(text, "của Ban Chỉ đạo./.");
	free(text);
	document_tree_free(d);
}

static void
what_is_overdue_is_said_once(void **state)
{
	struct document *d;
	char *text;

	(void)state;
	data.whole.all.total.drives_planned = 3;
	data.whole.all.total.drives_reported = 1;
	data.whole.all.total.drives_missing = 1;
	d = made();
	text = text_of(d);
	says(text,
	    "chưa có báo cáo 2, trong đó đã qua hạn báo cáo 1; tính là muộn 0 (nơi chưa kích hoạt máy khi "
	    "đến hạn không bị tính muộn).");
	free(text);
	document_tree_free(d);
}

static void
a_population_of_another_place_with_that_code_is_not_this_ones(void **state)
{
	static const struct population_entry people[] = {
	    {.code = "106", .day = 18000, .year = 2019, .persons = 50000, .source = ""},
	    {.code = "106", .day = 19000, .year = 2022, .persons = 52000, .source = ""},
	    {.code = "106", .day = 20300, .year = 2025, .persons = 54000, .source = ""}};
	struct row row = data.whole.all.total;
	const struct reference entered = {.populations = people, .populations_n = 3};

	(void)state;
	row.valid_from = DAY_OPEN_LEFT;
	assert_int_equal(population_find(&entered, &row, PERIOD_TO)->persons, 52000);
	row.valid_from = 20000;
	assert_null(population_find(&entered, &row, PERIOD_TO));
	assert_int_equal(population_find(&entered, &row, 20400)->persons, 54000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(a_half_year_says_what_was_counted, tam_duong),
	    cmocka_unit_test_setup(
		only_who_reached_is_said_to_have_and_the_silent_are_named, tam_duong),
	    cmocka_unit_test_setup(
		a_document_is_vietnamese_and_leaves_the_readers_language_alone, tam_duong),
	    cmocka_unit_test_setup(
		what_is_approved_interim_returned_or_for_show_is_said, tam_duong),
	    cmocka_unit_test_setup(targets_of_the_year_go_to_the_rows_that_have_them, tam_duong),
	    cmocka_unit_test_setup(other_measures_of_the_year_stand_in_its_report, tam_duong),
	    cmocka_unit_test_setup(
		a_share_of_the_staff_says_what_it_is_of_and_whether_it_is_reached, tam_duong),
	    cmocka_unit_test_setup(
		a_campaigns_result_is_held_against_the_one_a_year_earlier, tam_duong),
	    cmocka_unit_test_setup(drafts_in_a_plans_target_are_named, tam_duong),
	    cmocka_unit_test_setup(a_target_keeps_its_kind_in_every_sentence, tam_duong),
	    cmocka_unit_test_setup(the_same_data_makes_the_same_bytes, tam_duong),
	    cmocka_unit_test_setup(who_issues_and_to_whom_are_what_somebody_wrote, tam_duong),
	    cmocka_unit_test_setup(what_is_overdue_is_said_once, tam_duong),
	    cmocka_unit_test_setup(
		a_population_of_another_place_with_that_code_is_not_this_ones, tam_duong),
	    cmocka_unit_test_setup(an_odt_begins_with_its_type_and_escapes_names, tam_duong),
	    cmocka_unit_test_setup(both_packages_are_whole, tam_duong),
	    cmocka_unit_test_setup(a_table_that_lacks_a_cell_is_refused, tam_duong),
	};

	return cmocka_run_group_tests_name("document_make", tests, NULL, NULL);
}
