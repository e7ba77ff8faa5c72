/* Totals restated to the map of a day: the sum stays whole, whatever the map. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/core.h"
#include "rules/catalogue.h"
#include "support/corefix.h"

#define OLD "2025-06-30"
#define NEW "2025-07-01"

static void
said(struct corefix *f, enum actor actor, struct report r)
{
	const enum err_code code = corefix_send(f, actor, &r, 1);

	if (code != ERR_OK)
		fail_msg("%s: %s", err_name(code), f->detail);
}

static struct report
place(const char *code, enum org_kind kind, const char *parent, const char *from, const char *to)
{
	struct report r = corefix_org(code, kind, parent);

	if (from != NULL)
		r.u.registry.u.org.valid_from = corefix_day(from);
	if (to != NULL)
		r.u.registry.u.org.valid_to = corefix_day(to);
	return r;
}

static struct report
succession(const char *old, const char *new, enum extent people)
{
	return (struct report){.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_SUCCESSION,
		.u.succession = {.old_code = old,
		    .new_code = new,
		    .effective = corefix_day(NEW),
		    .kind = new[0] == '\0' ? SUCCESSION_ABOLISHED : SUCCESSION_MERGED,
		    .area = people,
		    .people = people,
		    .basis = ""}}};
}

/*
 * The new map: 91 and 89 make one province; XA and XB go on in MOI; TACH is divided between MOI and
 * KHAC, MAT ended in 2024 and nobody said where to.
 */
static void
reform(struct corefix *f)
{
	f->now_ms += INT64_C(200) * 86400 * 1000;
	said(f, ACTOR_OPERATOR, place("89", ORG_PROVINCE, "VN", NULL, OLD));
	said(f, ACTOR_OPERATOR, place("XA", ORG_COMMUNE, "909", NULL, OLD));
	said(f, ACTOR_OPERATOR, place("XB", ORG_COMMUNE, "89", NULL, OLD));
	said(f, ACTOR_OPERATOR, place("TACH", ORG_COMMUNE, "909", NULL, OLD));
	said(f, ACTOR_OPERATOR, place("MAT", ORG_COMMUNE, "909", NULL, "2024-12-31"));
	said(f, ACTOR_OPERATOR, place("91", ORG_PROVINCE, "VN", NEW, NULL));
	said(f, ACTOR_OPERATOR, place("MOI", ORG_COMMUNE, "91", NEW, NULL));
	said(f, ACTOR_OPERATOR, place("KHAC", ORG_COMMUNE, "91", NEW, NULL));
	said(f, ACTOR_OPERATOR, succession("91", "91", EXTENT_FULL));
	said(f, ACTOR_OPERATOR, succession("89", "91", EXTENT_FULL));
	said(f, ACTOR_OPERATOR, succession("909", "", EXTENT_FULL));
	said(f, ACTOR_OPERATOR, succession("XA", "MOI", EXTENT_FULL));
	said(f, ACTOR_OPERATOR, succession("XB", "MOI", EXTENT_FULL));
	said(f, ACTOR_OPERATOR, succession("TACH", "MOI", EXTENT_PART));
	said(f, ACTOR_OPERATOR, succession("TACH", "KHAC", EXTENT_REST));
}

/* 1 + 2 + 4 + 8 ... so that a sum names its parts. */
static void
results(struct corefix *f)
{
	static const struct {
		const char *org, *day;
		int64_t units;
	} all[] = {
	    {"XA", "2025-01-10", 1},
	    {"XB", "2025-02-10", 2},
	    {"TACH", "2025-03-10", 4},
	    {"MAT", "2024-12-20", 8},
	    {"909", "2025-06-30", 16},
	    {"91", "2025-06-01", 32},
	    {"MOI", "2025-07-01", 64},
	    {"91", "2025-08-01", 128},
	    {"91.VINPEARL", "2025-06-20", 256},
	    {"KHAC", "2025-08-02", 512},
	    {"12", "2025-08-03", 1024},
	};

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		char drive[WIRE_DRIVE_BYTES_MAX];

		(void)snprintf(drive, sizeof(drive), "%s/%s/1", all[i].org, all[i].day);
		said(
		    f, ACTOR_NATION, corefix_result(drive, all[i].day, all[i].units, all[i].units));
	}
}

#define WHOLE 2047

static int64_t
units_of(const struct row *row)
{
	return counts_value(&row->counts, IND_BLOOD_UNITS);
}

/* The units of the row of ${word}, an organisation's code or a line's key; -1: no such row. */
static int64_t
units_in(struct corefix *f, const struct summary_request *q, const char *word)
{
	struct rows rows = corefix_summary_on(f, q);
	int64_t found = -1, sum = 0;

	for (uint32_t i = 0; i < rows.rows_n; i++) {
		const struct row *row = &rows.rows[i];

		sum += units_of(row);
		if (strcmp(row->key, word) == 0 ||
		    (strcmp(row->org, word) == 0 && strcmp(row->kind, "self") != 0))
			found = (found < 0 ? 0 : found) + units_of(row);
	}
	if (rows.rows_n > 0)
		assert_int_equal(sum, units_of(&rows.total));
	if (strcmp(word, "total") == 0)
		found = units_of(&rows.total);
	query_free(&rows.arena);
	return found;
}

static struct summary_request
question(const char *org, const char *basis)
{
	return (struct summary_request){
	    .org = org, .period = "2025", .by = BY_CHILD, .basis = basis};
}

static void
a_year_over_the_reform_is_whole_on_every_map(void **state)
{
	static const char *const bases[] = {
	    "recorded", "end", OLD, NEW, "2024-01-01", "2030-01-01"};
	struct corefix *f = *state;

	reform(f);
	results(f);
	for (size_t i = 0; i < ARRAY_LEN(bases); i++) {
		for (enum by by = BY_CHILD; by < BY_COUNT_; by++) {
			struct summary_request q = question("VN", bases[i]);

			q.by = by;
			for (q.level = ORG_PROVINCE; q.level <= ORG_FACILITY; q.level++)
				assert_int_equal(units_in(f, &q, "total"), WHOLE);
		}
	}
}

static int64_t
newest_in(struct corefix *f, const struct summary_request *q, const char *org)
{
	struct rows rows = corefix_summary_on(f, q);
	int64_t ms = -1;

	for (uint32_t i = 0; i < rows.rows_n; i++)
		if (strcmp(rows.rows[i].org, org) == 0)
			ms = rows.rows[i].last_report_ms;
	query_free(&rows.arena);
	return ms;
}

static int64_t
reported(struct corefix *f, const char *drive, const char *day)
{
	f->now_ms += 60000;
	said(f, ACTOR_NATION, corefix_result(drive, day, 7, 7));
	return f->now_ms;
}

static void
the_last_report_of_a_place_is_that_of_all_that_counts_in_its_row(void **state)
{
	struct corefix *f = *state;
	struct summary_request end = question("91", "end"), recorded = question("VN", "recorded");

	reform(f);
	recorded.by = BY_LEVEL;
	recorded.level = ORG_COMMUNE;
	const int64_t old = reported(f, "XA/2025-01-10/1", "2025-01-10");
	assert_int_equal(newest_in(f, &end, "MOI"), old);
	assert_int_equal(newest_in(f, &end, "KHAC"), 0);
	assert_int_equal(newest_in(f, &recorded, "XA"), old);
	const int64_t own = reported(f, "MOI/2025-07-02/1", "2025-07-02");
	assert_int_equal(newest_in(f, &end, "MOI"), own);
	assert_int_equal(newest_in(f, &recorded, "MOI"), own);
	assert_int_equal(newest_in(f, &recorded, "XA"), old);
	const int64_t late = reported(f, "XB/2025-02-10/1", "2025-02-10");
	assert_int_equal(newest_in(f, &end, "MOI"), late);
	end.org = "VN";
	assert_int_equal(newest_in(f, &end, "91"), late);
	assert_int_equal(newest_in(f, &end, "12"), 0);
	(void)reported(f, "91/2025-08-01/1", "2025-08-01");
	end.org = "91";
	assert_int_equal(newest_in(f, &end, "91"), 0); /* its own row: whose that was is not kept */
}

static void
on_the_new_map_lines_hold_what_is_divided_or_unknown(void **state)
{
	struct corefix *f = *state;
	struct summary_request q = question("VN", "end");

	reform(f);
	results(f);
	assert_int_equal(units_in(f, &q, "91"), WHOLE - 1024);
	assert_int_equal(units_in(f, &q, "12"), 1024);
	assert_int_equal(units_in(f, &q, "89"), -1);
	q.org = "91";
	assert_int_equal(units_in(f, &q, "MOI"), 1 + 2 + 64);
	assert_int_equal(units_in(f, &q, "KHAC"), 512);
	assert_int_equal(units_in(f, &q, "split"), 4 + 16);
	assert_int_equal(units_in(f, &q, "unknown"), 8);
	assert_int_equal(units_in(f, &q, "self"), 32 + 128);
	assert_int_equal(units_in(f, &q, "91.VINPEARL"), 256);
	q.org = "MOI";
	assert_int_equal(units_in(f, &q, "total"), 1 + 2 + 64);
}

static void
on_the_old_map_what_cannot_be_put_back_stands_in_a_line(void **state)
{
	struct corefix *f = *state;
	struct summary_request q = question("VN", OLD);

	reform(f);
	results(f);
	/* The new province and MOI came of both old ones. */
	assert_int_equal(units_in(f, &q, "split"), 64 + 128);
	assert_int_equal(units_in(f, &q, "89"), 2);
	assert_int_equal(units_in(f, &q, "91"), 1 + 4 + 8 + 16 + 32 + 256 + 512);
	q.org = "909";
	/* KHAC is of TACH alone; MAT had ended by then. */
	assert_int_equal(units_in(f, &q, "TACH"), 4 + 512);
	assert_int_equal(units_in(f, &q, "unknown"), 8);
	assert_int_equal(units_in(f, &q, "self"), 16);
}

static void
a_level_has_each_of_its_kind_once_and_what_none_has_in_lines(void **state)
{
	struct corefix *f = *state;
	struct summary_request q = question("VN", "end");

	reform(f);
	results(f);
	q.by = BY_LEVEL;
	q.level = ORG_COMMUNE;
	assert_int_equal(units_in(f, &q, "MOI"), 1 + 2 + 64);
	assert_int_equal(units_in(f, &q, "split"), 4 + 16);
	assert_int_equal(units_in(f, &q, "unknown"), 8);
	assert_int_equal(units_in(f, &q, "above"), 32 + 128 + 256 + 1024);
	q.basis = "recorded";
	assert_int_equal(units_in(f, &q, "XA"), 1);
	assert_int_equal(units_in(f, &q, "TACH"), 4);
	assert_int_equal(units_in(f, &q, "KHAC"), 512);
	assert_int_equal(units_in(f, &q, "above"), 16 + 32 + 128 + 256 + 1024);
	q.level = ORG_PROVINCE;
	/* The old and the new 91, each for its own days. */
	assert_int_equal(units_in(f, &q, "91"), WHOLE - 2 - 1024);
	assert_int_equal(units_in(f, &q, "89"), 2);
}

static void
an_organisation_that_ended_is_shown_as_recorded_at_the_end(void **state)
{
	struct corefix *f = *state;
	struct summary_request q = question("909@2025-06-30", "end");
	struct rows rows;
	struct key_info info;
	struct err err = {.code = ERR_OK};

	reform(f);
	results(f);
	rows = corefix_summary_on(f, &q);
	assert_string_equal(rows.basis, "recorded");
	assert_int_equal(units_of(&rows.total), 1 + 4 + 8 + 16);
	query_free(&rows.arena);
	q.basis = "2025-11-30";
	assert_true(core_key_by_sign(f->core, f->key[ACTOR_NATION].sign_public, &info));
	assert_false(core_summary(f->core, &info, &q, f->now_ms, &rows, &err));
	assert_int_equal(err.code, ERR_ORG_NOT_VALID);
	q.basis = "hôm qua";
	assert_false(core_summary(f->core, &info, &q, f->now_ms, &rows, &err));
	assert_int_equal(err.code, ERR_USAGE);
}

static void
a_succession_learned_late_moves_totals_from_its_batch_on(void **state)
{
	struct corefix *f = *state;
	struct summary_request q = question("91", "end");

	reform(f);
	results(f);
	const uint32_t before = f->ledger_n;
	struct report late = succession("MAT", "KHAC", EXTENT_FULL);

	late.u.registry.u.succession.effective = corefix_day("2025-01-01");
	said(f, ACTOR_OPERATOR, place("KHAC2", ORG_COMMUNE, "909", "2025-01-01", OLD));
	late.u.registry.u.succession.new_code = "KHAC2";
	said(f, ACTOR_OPERATOR, late);
	said(f, ACTOR_OPERATOR, succession("KHAC2", "KHAC", EXTENT_FULL));
	assert_int_equal(units_in(f, &q, "unknown"), -1);
	assert_int_equal(units_in(f, &q, "KHAC"), 512 + 8);
	struct core *now = f->core;
	f->core = corefix_replay(f, before);
	assert_int_equal(units_in(f, &q, "unknown"), 8);
	assert_int_equal(units_in(f, &q, "KHAC"), 512);
	core_free(f->core);
	f->core = now;
}

/* ---- targets follow */

static void
target(struct corefix *f, const char *org, const char *from, const char *to, int64_t units)
{
	said(f, ACTOR_NATION, corefix_target(org, from, to, units));
}

static int64_t
target_in(struct corefix *f, const struct summary_request *q, const char *word)
{
	struct rows rows = corefix_summary_on(f, q);
	int64_t found = -1;

	if (strcmp(word, "total") == 0 && rows.total.has_target)
		found = rows.total.target_units;
	for (uint32_t i = 0; i < rows.rows_n; i++)
		if ((strcmp(rows.rows[i].key, word) == 0 || strcmp(rows.rows[i].org, word) == 0) &&
		    rows.rows[i].has_target)
			found = rows.rows[i].target_units;
	query_free(&rows.arena);
	return found;
}

static void
targets_go_where_the_results_go(void **state)
{
	struct corefix *f = *state;
	struct summary_request q = question("91", "end");

	reform(f);
	results(f);
	target(f, "XA", "2025-01-01", "2025-01-31", 10);
	target(f, "XB", "2025-01-01", "2025-01-31", 20);
	target(f, "TACH", "2025-01-01", "2025-01-31", 40);
	target(f, "MAT", "2024-12-01", "2024-12-31", 80);
	assert_int_equal(target_in(f, &q, "MOI"), 30);
	assert_int_equal(target_in(f, &q, "split"), 40);
	assert_int_equal(target_in(f, &q, "unknown"), 80);
	assert_int_equal(target_in(f, &q, "total"), 150);
	q.org = "VN";
	assert_int_equal(target_in(f, &q, "total"), 150);
	q.basis = OLD;
	assert_int_equal(target_in(f, &q, "total"), 150);
	assert_int_equal(target_in(f, &q, "89"), 20);
}

static void
a_districts_target_and_its_communes_are_not_both_counted(void **state)
{
	struct corefix *f = *state;
	struct summary_request q = question("91", "end");

	reform(f);
	target(f, "XA", "2025-01-01", "2025-01-31", 10);
	target(f, "TACH", "2025-01-01", "2025-01-31", 40);
	target(f, "909", "2025-01-01", "2025-01-31", 65);
	q.period = "2025-01-01..2025-01-31";
	assert_int_equal(target_in(f, &q, "total"), 65); /* on the map of January */
	q.org = "VN";
	q.basis = NEW;
	assert_int_equal(target_in(f, &q, "total"), 65);
	q.org = "91";
	assert_int_equal(target_in(f, &q, "MOI"), 10);
	assert_int_equal(target_in(f, &q, "split"), 40 + 65 - 50);
	assert_int_equal(target_in(f, &q, "total"), 65);
}

/* Nobody would count it where the old map is asked for, and its place on the new one would. */
static void
a_line_of_a_span_in_which_its_organisation_has_ended_is_refused_with_its_successor(void **state)
{
	struct corefix *f = *state;
	struct summary_request q = question("VN", "recorded");
	struct report late = corefix_target("XA@" OLD, "2025-12-01", "2026-11-30", 10);
	struct report early = corefix_target("MOI@" NEW, "2025-01-01", "2025-06-30", 10);

	q.period = "2026";
	reform(f);
	target(f, "MOI", "2025-12-01", "2026-11-30", 20);
	assert_int_equal(corefix_send(f, ACTOR_NATION, &late, 1), ERR_ORG_NOT_VALID);
	assert_non_null(strstr(f->detail, "MOI"));
	const struct report held = corefix_result("XA/2025-12-02/1", "2025-12-02", 30, 20);
	assert_int_equal(corefix_send(f, ACTOR_NATION, &held, 1), ERR_ORG_NOT_VALID);
	assert_non_null(strstr(f->detail, "MOI"));
	assert_int_equal(corefix_send(f, ACTOR_NATION, &early, 1), ERR_ORG_NOT_VALID);
	assert_int_equal(target_in(f, &q, "total"), 20);
	q.basis = "end";
	assert_int_equal(target_in(f, &q, "total"), 20);
	target(f, "XA@" OLD, "2024-12-01", "2025-11-30", 40);
	target(f, "909", "2025-06-30", "2025-12-31", 80);
}

/* ---- what a target counts */

/* Units that the target counts, of the total or of a row. */
static int64_t
done_of(const struct row *row)
{
	return units_of(row) - row->outside_units;
}

/*
 * As recorded, and on the old map, 91 as it was has 1+4+8+16+32+256, 89 has 2.  On the new one
 * their lines go where the results go: the new 91 has 64+128+512 more.
 */
static void
a_line_counts_what_it_measured_and_what_came_after_it_on_the_new_map(void **state)
{
	static const char *const bases[] = {"recorded", OLD, "end", NEW};
	struct corefix *f = *state;

	reform(f);
	results(f);
	target(f, "91@" OLD, "2024-12-01", "2025-11-30", 100);
	target(f, "89@" OLD, "2024-12-01", "2025-11-30", 50);
	for (size_t i = 0; i < ARRAY_LEN(bases); i++) {
		struct summary_request q = question("VN", bases[i]);

		const int64_t counted = i < 2 ? 319 : 319 + 704;
		struct rows rows = corefix_summary_on(f, &q);
		int64_t done = 0;

		assert_int_equal(rows.total.target_units, 150);
		assert_int_equal(done_of(&rows.total), counted);
		for (uint32_t k = 0; k < rows.rows_n; k++)
			done += rows.rows[k].has_target ? done_of(&rows.rows[k]) : 0;
		assert_int_equal(done, counted);
		query_free(&rows.arena);
	}
	struct summary_request q = question("91", "end");
	struct rows rows = corefix_summary_on(f, &q);

	assert_int_equal(rows.total.target_units, 150);
	assert_int_equal(units_of(&rows.total), 1023);
	assert_int_equal(done_of(&rows.total), 1023);
	query_free(&rows.arena);
}

/* Its year's line counts what came before it; a commune's own line counts once, and its old one. */
static void
the_line_of_a_new_place_counts_those_that_went_into_it(void **state)
{
	struct corefix *f = *state;
	struct summary_request q = question("91", "end");

	reform(f);
	results(f);
	target(f, "91@" OLD, "2024-12-01", "2025-11-30", 100);
	target(f, "XA", "2024-12-01", "2025-11-30", 10);
	target(f, "KHAC", "2025-07-01", "2025-11-30", 20);
	struct rows rows = corefix_summary_on(f, &q);

	/* XB went into MOI and 89 into 91 without a target of theirs. */
	assert_int_equal(rows.total.target_units, 120);
	assert_int_equal(done_of(&rows.total), 1023 - 2);
	for (uint32_t i = 0; i < rows.rows_n; i++) {
		if (strcmp(rows.rows[i].org, "MOI") == 0)
			assert_int_equal(done_of(&rows.rows[i]), 1 + 64);
		if (strcmp(rows.rows[i].org, "KHAC") == 0)
			assert_int_equal(done_of(&rows.rows[i]), 512);
	}
	query_free(&rows.arena);
	target(f, "91", "2024-12-01", "2025-11-30", 200);
	rows = corefix_summary_on(f, &q);
	assert_int_equal(rows.total.target_units, 200);
	assert_int_equal(done_of(&rows.total), 1023);
	query_free(&rows.arena);
}

static void
what_is_not_measured_in_the_new_place_holds_nothing_back(void **state)
{
	struct report donors = corefix_target("91", "2024-12-01", "2025-11-30", 7);
	struct report draft = corefix_target("91", "2024-12-01", "2025-11-30", 500);
	struct corefix *f = *state;
	struct summary_request q = question("91", "end");

	donors.u.target.measure = MEASURE_RESERVE;
	draft.u.target.draft = true;
	reform(f);
	results(f);
	target(f, "91@" OLD, "2024-12-01", "2025-11-30", 100);
	target(f, "89@" OLD, "2024-12-01", "2025-11-30", 50);
	said(f, ACTOR_NATION, donors);
	said(f, ACTOR_NATION, draft);
	struct rows rows = corefix_summary_on(f, &q);

	assert_int_equal(rows.total.target_units, 150);
	assert_int_equal(done_of(&rows.total), 1023);
	query_free(&rows.arena);
}

/* A district's line of 65 over a commune's of 10: both stand on the new map, and count once. */
static void
what_is_left_of_a_districts_line_counts_what_its_communes_lines_do_not(void **state)
{
	struct corefix *f = *state;
	struct summary_request q = question("91", "end");

	reform(f);
	results(f);
	target(f, "XA", "2024-12-01", "2025-11-30", 10);
	target(f, "909", "2024-12-01", "2025-11-30", 65);
	struct rows rows = corefix_summary_on(f, &q);

	assert_int_equal(rows.total.target_units, 65);
	assert_int_equal(done_of(&rows.total), 1 + 4 + 8 + 16 + 64);
	for (uint32_t i = 0; i < rows.rows_n; i++) {
		if (strcmp(rows.rows[i].org, "MOI") == 0)
			assert_int_equal(done_of(&rows.rows[i]), 1 + 64);
		/* 28 of the district are counted here, 20 stand here. */
		if (strcmp(rows.rows[i].kind, "split") == 0)
			assert_int_equal(rows.rows[i].outside_units, 20 - 28);
	}
	query_free(&rows.arena);
}

int
main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, corefix_setup, corefix_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(the_last_report_of_a_place_is_that_of_all_that_counts_in_its_row),
	    TEST(a_year_over_the_reform_is_whole_on_every_map),
	    TEST(on_the_new_map_lines_hold_what_is_divided_or_unknown),
	    TEST(on_the_old_map_what_cannot_be_put_back_stands_in_a_line),
	    TEST(a_level_has_each_of_its_kind_once_and_what_none_has_in_lines),
	    TEST(an_organisation_that_ended_is_shown_as_recorded_at_the_end),
	    TEST(a_succession_learned_late_moves_totals_from_its_batch_on),
	    TEST(targets_go_where_the_results_go),
	    TEST(a_districts_target_and_its_communes_are_not_both_counted),
	    TEST(a_line_counts_what_it_measured_and_what_came_after_it_on_the_new_map),
	    TEST(the_line_of_a_new_place_counts_those_that_went_into_it),
	    TEST(what_is_not_measured_in_the_new_place_holds_nothing_back),
	    TEST(what_is_left_of_a_districts_line_counts_what_its_communes_lines_do_not),
	    TEST(
		a_line_of_a_span_in_which_its_organisation_has_ended_is_refused_with_its_successor),
	};
#undef TEST

	return cmocka_run_group_tests_name("core_basis", tests, NULL, NULL);
}
