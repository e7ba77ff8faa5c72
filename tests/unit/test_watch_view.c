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
#include "base/text.h"
#include "client/watch_view.h"
#include "rules/catalogue.h"

#define AT_MS INT64_C(1795354865000) /* 2026-11-22 20:41:05 in Viet Nam */
#define ROWS 30

static const uint32_t ind[] = {IND_BLOOD_UNITS};

/* A province of ROWS districts; their units are ${val}. */
struct scene {
	struct watch_view *view;
	struct rows rows;
	struct row at[ROWS];
	int64_t val[ROWS], total;
	char key[ROWS][8], name[ROWS][32];
	char told[4096];
};

static int
start(void **state)
{
	struct scene *s = calloc(1, sizeof(*s));
	struct err err;

	(void)lang_set("vi");
	assert_true(watch_view_make(&s->view, &err));
	for (int i = 0; i < ROWS; i++) {
		(void)snprintf(s->key[i], sizeof(s->key[i]), "%d", i);
		(void)snprintf(s->name[i], sizeof(s->name[i]), "Huyện số %d", i);
		s->val[i] = i;
		s->total += i;
		s->at[i] = (struct row){.key = s->key[i],
		    .org = "",
		    .name = s->name[i],
		    .kind = "district",
		    .counts = {.ind = ind, .val = &s->val[i], .n = i == 3 ? 0 : 1},
		    .has_target = true,
		    .target_units = 100,
		    .last_report_ms = AT_MS - 1000 * (i + 1),
		    .state = ""};
	}
	s->rows = (struct rows){.as_of_batch = 10,
	    .period = {.text = "2022", .kind = "plan_year"},
	    .basis = "recorded",
	    .org_name = "Tỉnh Kiên Giang",
	    .rows = s->at,
	    .rows_n = ROWS,
	    .at_ms = AT_MS,
	    .snapshot = true};
	s->rows.total = (struct row){.key = "total",
	    .org = "91",
	    .name = "Tỉnh Kiên Giang",
	    .kind = "province",
	    .counts = {.ind = ind, .val = &s->total, .n = 1},
	    .state = ""};
	*state = s;
	return 0;
}

static int
stop(void **state)
{
	struct scene *s = *state;

	watch_view_free(s->view);
	free(s);
	return 0;
}

static void
tell(void *cookie, const struct watch_change *change)
{
	struct scene *s = cookie;
	struct buf b = {0};

	watch_view_line(change, &b);
	(void)strncat(s->told, buf_text(&b), sizeof(s->told) - strlen(s->told) - 1);
	buf_free(&b);
}

static void
take(struct scene *s, int64_t now_ms)
{
	const struct watch_listener listener = {.change = tell, .cookie = s};
	struct err err = {0};

	assert_true(watch_view_take(s->view, &s->rows, now_ms, &listener, &err));
}

/* The screen without its colours. */
static void
draw(const struct scene *s, uint32_t columns, uint32_t lines, int64_t now_ms, struct buf *out)
{
	const struct watch_screen screen = {.columns = columns, .lines = lines, .now_ms = now_ms};

	buf_clear(out);
	watch_view_draw(s->view, &screen, out);
}

static size_t
lines_of(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

static void
the_first_snapshot_tells_nothing_and_changes_tell_their_difference(void **state)
{
	struct scene *s = *state;

	take(s, AT_MS);
	assert_string_equal(s->told, "");
	s->rows.snapshot = false;
	s->rows.rows = &s->at[5];
	s->rows.rows_n = 1;
	s->val[5] += 365;
	s->total += 365;
	take(s, AT_MS);
	assert_string_equal(s->told,
	    "20:41:05 Huyện số 5: 370 đơn vị máu (+365), đạt 370%\n"
	    "20:41:05 Tổng cộng: 800 đơn vị máu (+365)\n");
}

static void
a_first_report_and_a_withdrawal_are_told_as_such(void **state)
{
	struct scene *s = *state;

	take(s, AT_MS);
	s->at[3].counts.n = 1;
	s->at[4].counts.n = 0;
	s->total -= 1;
	take(s, AT_MS);
	assert_string_equal(s->told,
	    "20:41:05 Huyện số 3: 3 đơn vị máu (+3), đạt 3%\n"
	    "20:41:05 Huyện số 4: chưa báo cáo\n"
	    "20:41:05 Tổng cộng: 434 đơn vị máu (-1)\n");
}

static void
the_same_rows_again_tell_nothing(void **state)
{
	struct scene *s = *state;

	take(s, AT_MS);
	take(s, AT_MS + 1000);
	assert_string_equal(s->told, "");
}

static void
a_row_that_a_snapshot_no_longer_has_is_gone(void **state)
{
	struct scene *s = *state;
	struct buf b = {0};

	take(s, AT_MS);
	s->rows.rows_n = 2;
	take(s, AT_MS);
	draw(s, 100, 50, AT_MS, &b);
	assert_non_null(strstr(buf_text(&b), "Huyện số 1"));
	assert_null(strstr(buf_text(&b), "Huyện số 7"));
	assert_int_equal(watch_view_scroll_max(s->view, 50), 0);
	buf_free(&b);
}

static void
drives_outside_the_plan_show_how_many_were_held(void **state)
{
	struct scene *s = *state;
	struct buf b = {0};

	s->at[1].drives_planned = 4;
	s->at[1].drives_held = 3;
	s->at[1].drives_reported = 2;
	s->at[2].drives_held = 3;
	s->rows.rows_n = 4;
	take(s, AT_MS);
	draw(s, 120, 50, AT_MS, &b);
	assert_non_null(strstr(buf_text(&b), " 2/4 "));
	assert_non_null(strstr(buf_text(&b), "        3     3 giây trước"));
	assert_null(strstr(buf_text(&b), "0/0"));
	buf_free(&b);
}

static void
the_screen_never_has_more_lines_than_the_terminal(void **state)
{
	struct scene *s = *state;
	struct buf b = {0};

	s->rows.total.outside_units = 12;
	s->rows.total.demo = true;
	take(s, AT_MS);
	s->rows.total.approved_units = 300;
	s->rows.total.returned_units = 20;
	s->rows.total.conflicts = 1;
	s->rows.total.locked = true;
	take(s, AT_MS);
	draw(s, 60, 40, AT_MS, &b);
	assert_non_null(strstr(buf_text(&b), "Trong đó đã duyệt: 300 đơn vị"));
	assert_non_null(strstr(buf_text(&b), "Trả lại, chưa tính: 20 đơn vị"));
	assert_non_null(strstr(buf_text(&b), "Sổ của kỳ này đã khóa"));
	assert_null(strstr(buf_text(&b), "Đến sau khi khóa sổ"));
	for (uint32_t lines = 11; lines < 60; lines++) {
		draw(s, 40, lines, AT_MS, &b);
		assert_true(lines_of(buf_text(&b)) < lines);
	}
	s->rows.total.approved_units = s->rows.total.returned_units = 0;
	s->rows.total.conflicts = 0;
	s->rows.total.locked = false;
	take(s, AT_MS);
	for (uint32_t lines = 11; lines < 60; lines++) {
		draw(s, 80, lines, AT_MS, &b);
		assert_true(lines_of(buf_text(&b)) < lines);
	}
	draw(s, 80, 20, AT_MS, &b);
	assert_non_null(strstr(buf_text(&b), "11 trên 30 nơi"));
	assert_int_equal(watch_view_scroll_max(s->view, 20), 19);
	buf_free(&b);
}

/* The widest line; every line is cleared before its first column is written. */
static size_t
width_of(const char *text)
{
	size_t widest = 0;

	assert_memory_equal(text, "\x1b[H\x1b[K", 6);
	for (text += 6; *text != '\0';) {
		const size_t len = strcspn(text, "\n\x1b");
		char line[512];
		size_t width;

		assert_true(len < sizeof(line));
		memcpy(line, text, len);
		line[len] = '\0';
		width = text_width(line);
		widest = width > widest ? width : widest;
		text += len;
		if (*text == '\0')
			break;
		if (strcmp(text, "\x1b[J") == 0)
			return widest;
		assert_memory_equal(text, "\n\x1b[K", 4);
		text += 4;
	}
	fail_msg("the rest of the screen stays");
	return 0;
}

static void
no_line_is_wider_than_the_terminal_and_none_loses_its_last_column(void **state)
{
	struct scene *s = *state;
	struct buf b = {0};

	s->rows.total.outside_units = 12;
	s->rows.total.demo = true;
	for (int i = 0; i < ROWS; i++) {
		s->at[i].demo = true;
		s->at[i].drives_planned = 1;
	}
	take(s, AT_MS);
	for (uint32_t columns = 60; columns < 140; columns++) {
		draw(s, columns, 20, AT_MS, &b);
		assert_int_equal(width_of(buf_text(&b)), columns);
		assert_non_null(strstr(buf_text(&b), "số liệu demo"));
	}
	buf_free(&b);
}

static void
what_does_not_fit_is_what_was_silent_longest(void **state)
{
	struct scene *s = *state;
	struct buf b = {0};

	take(s, AT_MS);
	s->rows.snapshot = false;
	s->rows.rows = &s->at[29]; /* the oldest report so far */
	s->rows.rows_n = 1;
	s->val[29]++;
	take(s, AT_MS + 5000);
	draw(s, 80, 12, AT_MS + 6000, &b);
	assert_non_null(strstr(buf_text(&b), "Huyện số 29"));
	assert_non_null(strstr(buf_text(&b), "+1"));
	assert_null(strstr(buf_text(&b), "Huyện số 20"));
	buf_free(&b);
}

static void
a_change_stands_out_for_some_seconds(void **state)
{
	struct scene *s = *state;
	const struct watch_screen hot = {
	    .columns = 80, .lines = 50, .colour = true, .now_ms = AT_MS + 1000};
	struct watch_screen cold = hot;
	struct buf b = {0};

	take(s, AT_MS);
	s->val[5] += 7;
	take(s, AT_MS);
	watch_view_draw(s->view, &hot, &b);
	assert_non_null(strstr(buf_text(&b), "+7"));
	assert_non_null(strstr(buf_text(&b), "\x1b[1;32mHuyện số 5"));
	cold.now_ms = AT_MS + WATCH_VIEW_HOT_MS;
	buf_clear(&b);
	watch_view_draw(s->view, &cold, &b);
	assert_null(strstr(buf_text(&b), "+7"));
	assert_null(strstr(buf_text(&b), "\x1b[1;32mHuyện số 5"));
	buf_free(&b);
}

static void
freshness_the_batch_and_a_lost_link_are_in_the_head(void **state)
{
	struct scene *s = *state;
	const struct beat beat = {.as_of_batch = 11, .at_ms = AT_MS + 1000};
	struct buf b = {0};

	draw(s, 100, 50, AT_MS, &b);
	assert_non_null(strstr(buf_text(&b), "đang nối…"));
	take(s, AT_MS);
	draw(s, 100, 50, AT_MS + 2000, &b);
	assert_non_null(strstr(buf_text(&b), "Tỉnh Kiên Giang · năm kế hoạch 2022"));
	assert_non_null(strstr(buf_text(&b), "lần ghi số 10 (20:41:05) · cập nhật 2 giây trước"));
	watch_view_away(s->view, AT_MS + 3000);
	assert_true(watch_view_is_away(s->view));
	draw(s, 100, 50, AT_MS + 4000, &b);
	assert_non_null(strstr(buf_text(&b), "mất nối từ 20:41:08"));
	watch_view_beat(s->view, &beat, AT_MS + 5000);
	assert_false(watch_view_is_away(s->view));
	draw(s, 100, 50, AT_MS + 5000, &b);
	assert_non_null(strstr(buf_text(&b), "lần ghi số 11"));
	buf_free(&b);
}

static void
a_narrow_terminal_keeps_names_units_and_percent(void **state)
{
	struct scene *s = *state;
	struct buf b = {0};

	take(s, AT_MS);
	draw(s, 56, 50, AT_MS, &b);
	assert_non_null(strstr(buf_text(&b), "Đơn vị máu"));
	assert_non_null(strstr(buf_text(&b), "Đạt"));
	assert_null(strstr(buf_text(&b), "Báo cáo cuối"));
	draw(s, 100, 50, AT_MS, &b);
	assert_non_null(strstr(buf_text(&b), "Báo cáo cuối"));
	buf_free(&b);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_first_snapshot_tells_nothing_and_changes_tell_their_difference),
	    TEST(a_first_report_and_a_withdrawal_are_told_as_such),
	    TEST(the_same_rows_again_tell_nothing),
	    TEST(a_row_that_a_snapshot_no_longer_has_is_gone),
	    TEST(drives_outside_the_plan_show_how_many_were_held),
	    TEST(the_screen_never_has_more_lines_than_the_terminal),
	    TEST(no_line_is_wider_than_the_terminal_and_none_loses_its_last_column),
	    TEST(what_does_not_fit_is_what_was_silent_longest),
	    TEST(a_change_stands_out_for_some_seconds),
	    TEST(freshness_the_batch_and_a_lost_link_are_in_the_head),
	    TEST(a_narrow_terminal_keeps_names_units_and_percent),
	};

	return cmocka_run_group_tests_name("watch_view", tests, NULL, NULL);
}
