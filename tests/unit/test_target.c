/* What the target lines of an organisation come to: the cases of the rule in rules/target.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "rules/target.h"

#define PHUONG 1
#define YTE 2
#define HE 1
#define TET 2
#define CELLS_MAX 10

/* Months of plan year 2022: 0 is December 2021. */
static day_t
month(int m)
{
	return day_of_month((2021 - 1970) * 12 + 11 + m);
}

/* A line of months ${a}..${b}, or a drive in the middle of ${a}. */
struct said {
	int a, b;
	int32_t sector, campaign;
	int drive; /* 0: a line */
	int64_t value;
};
#define LINE_OF(a, b, sector, campaign, value) \
	{ \
		(a), (b), (sector), (campaign), 0, (value) \
	}
#define LINE(...) LINE_OF(__VA_ARGS__) /* YEAR and SUMMER are two of its arguments */
#define DRIVE(n, a, sector, campaign, value) \
	{ \
		(a), (a), (sector), (campaign), (n), (value) \
	}
#define YEAR 0, 11
#define SUMMER 5, 8

/*
 * What stands below: drives of so much in each month, of it so much under the summer campaign; and
 * a line of so much for the year.
 */
struct world {
	int64_t a_month, of_campaign, a_year;
};

static void
below_add(const struct target_scope *scope, const struct target_cell *c, struct target_total *ret)
{
	if (c->value == 0 || !target_is_inside(c, scope->of) || !target_is_apart(c, scope->apart))
		return;
	ret->has = true;
	ret->units += c->value;
}

static bool
below(const void *arg, const struct target_scope *scope, struct target_total *ret, struct err *err)
{
	const struct world *w = arg;
	const struct target_cell year = {.from = month(0), .to = month(12) - 1, .value = w->a_year};

	(void)err;
	for (int m = 0; m < 12; m++) {
		struct target_cell drive = {.from = month(m) + 9,
		    .to = month(m) + 9,
		    .is_drive = true,
		    .value = w->a_month - w->of_campaign};

		below_add(scope, &drive, ret);
		drive.campaign = HE;
		drive.value = w->of_campaign;
		below_add(scope, &drive, ret);
	}
	below_add(scope, &year, ret);
	return true;
}

static const struct {
	const char *what;
	struct said said[CELLS_MAX];
	struct world below;
	int64_t units; /* -1: none */
} cases[] = {
    {"nothing is absent, not 0", {{0}}, {0, 0, 0}, -1},
    {"months are added", {LINE(0, 0, 0, 0, 10), LINE(1, 1, 0, 0, 20), LINE(7, 7, 0, 0, 30)},
	{0, 0, 0}, 60},
    {"a year that months refine is not added to them",
	{LINE(YEAR, 0, 0, 50), LINE(0, 0, 0, 0, 10), LINE(1, 1, 0, 0, 20)}, {0, 0, 0}, 50},
    {"what refines it may be more",
	{LINE(YEAR, 0, 0, 25), LINE(0, 0, 0, 0, 10), LINE(1, 1, 0, 0, 20)}, {0, 0, 0}, 30},
    {"a half, its quarter and a month of that are one",
	{LINE(0, 5, 0, 0, 100), LINE(0, 2, 0, 0, 60), LINE(1, 1, 0, 0, 20)}, {0, 0, 0}, 100},
    {"of two that overlap the first stands", {LINE(0, 3, 0, 0, 40), LINE(3, 5, 0, 0, 70)},
	{0, 0, 0}, 40},
    {"a drive refines the month that it lies in", {LINE(5, 5, 0, 0, 350), DRIVE(1, 5, 0, 0, 100)},
	{0, 0, 0}, 350},
    {"a drive outside the months is added", {LINE(5, 5, 0, 0, 350), DRIVE(1, 6, 0, 0, 100)},
	{0, 0, 0}, 450},
    {"drives are added, two on one day too",
	{DRIVE(1, 5, 0, 0, 100), DRIVE(2, 5, 0, 0, 40), DRIVE(3, 6, 0, 0, 60)}, {0, 0, 0}, 200},
    {"a campaign's lines and a drive outside it are added",
	{LINE(SUMMER, 0, HE, 300), DRIVE(1, 6, 0, 0, 60)}, {0, 0, 0}, 360},
    {"a drive of the campaign refines it", {LINE(SUMMER, 0, HE, 300), DRIVE(1, 6, 0, HE, 60)},
	{0, 0, 0}, 300},
    {"drives of two campaigns: one refines, one is added",
	{LINE(SUMMER, 0, HE, 300), DRIVE(1, 6, 0, HE, 60), DRIVE(2, 6, 0, TET, 50)}, {0, 0, 0},
	350},
    {"campaigns are added", {LINE(SUMMER, 0, HE, 300), LINE(0, 2, 0, TET, 200)}, {0, 0, 0}, 500},
    {"campaigns in the same days too", {LINE(SUMMER, 0, HE, 300), LINE(SUMMER, 0, TET, 200)},
	{0, 0, 0}, 500},
    {"a campaign's control and its months are one",
	{LINE(SUMMER, 0, HE, 100), LINE(5, 5, 0, HE, 60), LINE(6, 6, 0, HE, 50)}, {0, 0, 0}, 110},
    {"a plain month outside the campaign's days is added",
	{LINE(SUMMER, 0, HE, 300), LINE(0, 0, 0, 0, 60)}, {0, 0, 0}, 360},
    {"a plain month inside its days breaks the same days down again",
	{LINE(SUMMER, 0, HE, 300), LINE(6, 6, 0, 0, 60)}, {0, 0, 0}, 300},
    {"a plain year holds the campaign",
	{LINE(YEAR, 0, 0, 1000), LINE(SUMMER, 0, HE, 300), DRIVE(1, 1, 0, 0, 60)}, {0, 0, 0}, 1000},
    {"and gives way when campaign and drives are more",
	{LINE(YEAR, 0, 0, 350), LINE(SUMMER, 0, HE, 300), DRIVE(1, 1, 0, 0, 60)}, {0, 0, 0}, 360},
    {"sectors are added", {LINE(YEAR, PHUONG, 0, 2475), LINE(YEAR, YTE, 0, 30)}, {0, 0, 0}, 2505},
    {"months and sectors of the same total are not added",
	{LINE(YEAR, PHUONG, 0, 70), LINE(YEAR, YTE, 0, 30), LINE(0, 0, 0, 0, 50),
	    LINE(1, 1, 0, 0, 45)},
	{0, 0, 0}, 100},
    {"of those the greater stands",
	{LINE(YEAR, PHUONG, 0, 70), LINE(0, 0, 0, 0, 50), LINE(1, 1, 0, 0, 45)}, {0, 0, 0}, 95},
    {"a drive of a sector refines its line, another's is added",
	{LINE(YEAR, PHUONG, 0, 70), DRIVE(1, 3, PHUONG, 0, 30), DRIVE(2, 3, YTE, 0, 20)}, {0, 0, 0},
	90},
    {"a sector within a campaign refines the campaign",
	{LINE(SUMMER, 0, HE, 300), LINE(SUMMER, PHUONG, HE, 200), LINE(SUMMER, YTE, HE, 150)},
	{0, 0, 0}, 350},
    {"what stands below is the sum of it", {{0}}, {100, 0, 0}, 1200},
    {"own drives are added to what stands below", {DRIVE(1, 3, 0, 0, 60)}, {100, 0, 0}, 1260},
    {"a year is a control total of what stands below", {LINE(YEAR, 0, 0, 1000)}, {100, 0, 0}, 1200},
    {"and stands while that does not reach it", {LINE(YEAR, 0, 0, 1500)}, {100, 0, 0}, 1500},
    {"a month that stands for more than below adds only that", {LINE(3, 3, 0, 0, 130)}, {100, 0, 0},
	1230},
    {"a campaign that is not shared out yet adds what is missing", {LINE(SUMMER, 0, HE, 100)},
	{100, 20, 0}, 1220},
    {"a campaign that is shared out adds nothing", {LINE(SUMMER, 0, HE, 80)}, {100, 20, 0}, 1200},
    {"a year below and its sector here break the same year down twice",
	{LINE(YEAR, PHUONG, 0, 420)}, {0, 0, 610}, 610},
    {"of the two the greater stands", {LINE(YEAR, PHUONG, 0, 420)}, {0, 0, 190}, 420},
    {"a year below and months here do, too", {LINE(0, 0, 0, 0, 50), LINE(1, 1, 0, 0, 45)},
	{0, 0, 60}, 95},
    {"a drive of no sector below is outside of a sector here", {LINE(YEAR, PHUONG, 0, 420)},
	{10, 0, 0}, 540},
};

static void
every_case_of_the_rule_holds(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct target_cell cells[CELLS_MAX],
		    whole = {.from = month(0), .to = month(12) - 1};
		struct world w = cases[i].below;
		const struct target_below below_all = {.fn = below, .arg = &w};
		struct target_total sum, placed;
		struct err err = {.code = ERR_OK};
		uint32_t n = 0;

		for (const struct said *s = cases[i].said; s->value > 0; s++, n++) {
			cells[n] = (struct target_cell){.from = month(s->a),
			    .to = month(s->b + 1) - 1,
			    .sector = s->sector,
			    .campaign = s->campaign,
			    .is_drive = s->drive > 0,
			    .drive = s->drive,
			    .value = s->value};
			if (s->drive > 0)
				cells[n].from = cells[n].to = month(s->a) + 14;
		}
		/* In whatever order they come. */
		for (uint32_t turn = 0; turn <= n; turn++) {
			if (!target_sum(cells, n, &whole, &below_all, &sum, &placed, &err))
				fail_msg("%s: %s", cases[i].what, err.text);
			if (sum.has != (cases[i].units >= 0) ||
			    (sum.has && sum.units != cases[i].units))
				fail_msg("%s: %lld, wanted %lld", cases[i].what,
				    (long long)sum.units, (long long)cases[i].units);
			for (uint32_t k = 1; k < n; k++) {
				const struct target_cell kept = cells[k];

				cells[k] = cells[k - 1];
				cells[k - 1] = kept;
			}
		}
	}
}

static void
of_a_cell_said_twice_the_lower_rank_counts_and_drafts_alone_are_a_draft(void **state)
{
	const struct target_cell whole = {.from = month(0), .to = month(12) - 1};
	struct target_cell cells[] = {
	    {.from = month(1), .to = month(2) - 1, .value = 90, .rank = 2},
	    {.from = month(1), .to = month(2) - 1, .value = 70, .rank = 1, .draft = true},
	    {.from = month(2), .to = month(3) - 1, .value = 10, .draft = true}};
	const struct target_below none = {.fn = NULL};
	struct target_total sum, placed;
	struct err err = {.code = ERR_OK};

	(void)state;
	assert_true(target_sum(cells, 3, &whole, &none, &sum, &placed, &err));
	assert_int_equal(sum.units, 80);
	assert_true(sum.draft);
	assert_false(placed.has);
	cells[2].draft = false;
	assert_true(target_sum(cells, 3, &whole, &none, &sum, &placed, &err));
	assert_false(sum.draft);
}

static void
lines_nested_too_deep_leave_those_around_them_as_they_are(void **state)
{
	static struct target_cell cells[2 * TARGET_NEST_MAX];
	const struct target_cell whole = {.from = 0, .to = 1000};
	const struct target_below none = {.fn = NULL};
	struct target_total sum, placed;
	struct err err = {.code = ERR_OK};

	(void)state;
	for (int i = 0; i < 2 * TARGET_NEST_MAX; i++)
		cells[i] =
		    (struct target_cell){.from = i, .to = 1000 - i, .campaign = i % 2, .value = 1};
	assert_true(target_sum(cells, 2 * TARGET_NEST_MAX, &whole, &none, &sum, &placed, &err));
	assert_true(sum.has);
	assert_int_equal(sum.units, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_case_of_the_rule_holds),
	    cmocka_unit_test(
		of_a_cell_said_twice_the_lower_rank_counts_and_drafts_alone_are_a_draft),
	    cmocka_unit_test(lines_nested_too_deep_leave_those_around_them_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
