/* Pages of one answer: made once, of one batch, for who asked for the first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/lang.h"
#include "core/core.h"
#include "wire/arena.h"

#include "app_kept.h"

#define ROWS 2500

static struct row rows[ROWS];

static int
rows_set_up(void **state)
{
	static char keys[ROWS][8];

	(void)state;
	for (int i = 0; i < ROWS; i++) {
		(void)snprintf(keys[i], sizeof(keys[i]), "%d", i);
		rows[i] = (struct row){
		    .key = keys[i], .org = "", .name = "", .kind = "commune", .state = ""};
	}
	return lang_set("vi") ? 0 : -1;
}

static struct rows
whole(uint64_t batch)
{
	const struct row total = {.key = "total", .org = "", .name = "", .kind = "", .state = ""};

	return (struct rows){.as_of_batch = batch,
	    .rows = rows,
	    .rows_n = ROWS,
	    .total = total,
	    .arena = arena_make(1024, 4096)};
}

static struct summary_request
question(const char *org, uint32_t page)
{
	return (struct summary_request){
	    .org = org, .period = "2025", .by = BY_LEVEL, .basis = "", .page = page};
}

static const struct key_info asker = {.sign_key = {1}}, other = {.sign_key = {2}};

static void
keep(struct app_kept *k, const char *org, uint64_t batch, uint64_t now_ms)
{
	const struct summary_request q = question(org, 0);
	struct rows r = whole(batch);

	assert_non_null(r.arena);
	app_kept_put(k, &asker, &q, &r, now_ms);
	assert_null(r.arena);
}

static bool
has(struct app_kept *k, const struct key_info *who, const char *org, uint64_t now_ms)
{
	const struct summary_request q = question(org, 1);
	struct rows page = {0};

	return app_kept_page(k, who, &q, now_ms, &page);
}

static void
the_pages_after_the_first_are_of_its_batch_and_hold_each_row_once(void **state)
{
	struct app_kept k = {0};
	struct rows first = whole(7), page = {0};
	uint32_t n = 0, pages = 1;

	(void)state;
	keep(&k, "VN", 7, 1000);
	core_summary_page(&first, 0, &page);
	query_free(&first.arena);
	for (n = page.rows_n; page.next_page != 0; n += page.rows_n) {
		const struct summary_request q = question("VN", page.next_page);

		assert_true(app_kept_page(&k, &asker, &q, 1000, &page));
		assert_int_equal(page.as_of_batch, 7);
		assert_null(page.arena);
		assert_ptr_equal(page.rows, &rows[n]);
		pages++;
	}
	assert_int_equal(n, ROWS);
	assert_int_equal(pages, 3);
	app_kept_forget(&k);
}

static void
only_who_asked_that_question_gets_its_pages_and_never_the_first(void **state)
{
	const struct summary_request first = question("VN", 0);
	struct summary_request by_month = question("VN", 1);
	struct app_kept k = {0};
	struct rows page = {0};

	(void)state;
	keep(&k, "VN", 7, 1000);
	by_month.by = BY_MONTH;
	assert_true(has(&k, &asker, "VN", 1000));
	assert_false(has(&k, &other, "VN", 1000));
	assert_false(has(&k, &asker, "91", 1000));
	assert_false(app_kept_page(&k, &asker, &by_month, 1000, &page));
	assert_false(app_kept_page(&k, &asker, &first, 1000, &page));
	app_kept_forget(&k);
	assert_false(has(&k, &asker, "VN", 1000));
}

static void
an_answer_goes_when_nobody_asks_for_its_pages(void **state)
{
	struct app_kept k = {0};

	(void)state;
	keep(&k, "VN", 7, 1000);
	app_kept_sweep(&k, 1000 + APP_KEPT_MS);
	assert_true(has(&k, &asker, "VN", 1000 + APP_KEPT_MS));
	app_kept_sweep(&k, 1000 + 2 * APP_KEPT_MS);
	assert_true(has(&k, &asker, "VN", 1000 + APP_KEPT_MS));
	app_kept_sweep(&k, 1001 + 2 * APP_KEPT_MS);
	assert_false(has(&k, &asker, "VN", 1000));
}

static void
the_answer_not_asked_for_the_longest_makes_room(void **state)
{
	static const char *const orgs[] = {"1", "2", "3", "4", "5"};
	struct app_kept k = {0};

	(void)state;
	for (uint32_t i = 0; i < APP_KEPT_MAX; i++)
		keep(&k, orgs[i], 7, 1000 + i);
	assert_true(has(&k, &asker, "1", 2000));
	keep(&k, "3", 8, 3000); /* again: in its own place */
	assert_true(has(&k, &asker, "2", 1001));
	keep(&k, orgs[APP_KEPT_MAX], 7, 4000);
	assert_false(has(&k, &asker, "2", 4000));
	assert_true(has(&k, &asker, "1", 4000));
	assert_true(has(&k, &asker, "3", 4000));
	assert_true(has(&k, &asker, "5", 4000));
	app_kept_forget(&k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_pages_after_the_first_are_of_its_batch_and_hold_each_row_once),
	    cmocka_unit_test(only_who_asked_that_question_gets_its_pages_and_never_the_first),
	    cmocka_unit_test(an_answer_goes_when_nobody_asks_for_its_pages),
	    cmocka_unit_test(the_answer_not_asked_for_the_longest_makes_room),
	};

	return cmocka_run_group_tests_name("app_kept", tests, rows_set_up, NULL);
}
