/*
 * The figures of five documents, as summaries answer them: entered as an office would, asked as it
 * would.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/catalogue.h"
#include "support/corestore.h"

static void
said(struct corefix *f, enum actor actor, struct report r)
{
	const enum err_code code = corefix_send(f, actor, &r, 1);

	if (code != ERR_OK)
		fail_msg("%s", err_name(code));
}

static void
place(struct corefix *f, const char *code, enum org_kind kind, const char *parent)
{
	struct report r = corefix_org(code, kind, parent);

	if (kind == ORG_DISTRICT)
		r.u.registry.u.org.valid_to = corefix_day("2025-06-30");
	said(f, ACTOR_OPERATOR, r);
}

static void
target(struct corefix *f, const char *org, const char *from, const char *to, int64_t units)
{
	said(f, ACTOR_NATION, corefix_target(org, from, to, units));
}

static struct rows
asked(struct corefix *f, const char *org, const char *period, enum by by, bool drafts)
{
	const struct summary_request q = {
	    .org = org, .period = period, .by = by, .basis = "", .drafts = drafts};
	struct err err = {.code = ERR_OK};
	struct key_info who;
	struct rows rows;

	assert_true(core_key_by_sign(f->core, f->key[ACTOR_NATION].sign_public, &who));
	if (!core_summary(f->core, &who, &q, f->now_ms, &rows, &err))
		fail_msg("%s %s: %s", org, period, err.text);
	return rows;
}

static int64_t
units_of(const struct row *row)
{
	int64_t value = -1;

	(void)counts_get(&row->counts, IND_BLOOD_UNITS, &value);
	return value;
}

/* Targets of the rows of one kind, summed. */
static int64_t
targets_of(const struct rows *rows, const char *kind)
{
	int64_t sum = 0;

	for (uint32_t i = 0; i < rows->rows_n; i++)
		if (strcmp(rows->rows[i].kind, kind) == 0 && rows->rows[i].has_target)
			sum += rows->rows[i].target_units;
	return sum;
}

static void
total_target_is(struct corefix *f, const char *org, const char *period, int64_t units)
{
	struct rows rows = asked(f, org, period, BY_CHILD, false);

	assert_true(rows.total.has_target);
	assert_int_equal(rows.total.target_units, units);
	query_free(&rows.arena);
}

/*
 * ---- Kiên Giang, 66/KH-BCĐ: May, June, July and August; 0 is not given, which is no target of 0
 */

static const struct {
	const char *code;
	int64_t units[4];
} summer[] = {
    {"899", {0, 350}},
    {"904", {0, 350}},
    {"905", {0, 300}},
    {"906", {0, 0, 400}},
    {"907", {0, 350}},
    {"908", {0, 0, 300}},
    {"913", {250}},
    {"909", {350}},
    {"910", {0, 0, 300}},
    {"912", {250}},
    {"903", {0, 0, 0, 325}},
    {"902", {0, 0, 0, 350}},
    {"900", {250}},
    {"911", {0, 0, 350}},
    {"91.VINPEARL", {345}},
    {"91.DUK", {0, 350}},
    {"91.CONGAN", {0, 0, 0, 325}},
    {"91.CDKG", {0, 0, 400}},
    {"91.CDYT", {0, 0, 335}},
    {"91.CDN", {0, 100}},
    {"91.BVDK", {87, 87, 87, 87}},
    {"91.DHKG", {0, 0, 0, 400}},
    {"91.LDLD", {0, 333}},
};

static void
kien_giang_plans(struct corefix *f)
{
	static const char *const from[] = {"2022-05-01", "2022-06-01", "2022-07-01", "2022-08-01"};
	static const char *const to[] = {"2022-05-31", "2022-06-30", "2022-07-31", "2022-08-31"};
	struct report control = corefix_target("91", "2022-05-01", "2022-08-31", 7400);

	control.u.target.qualifier = QUALIFIER_MINIMUM;
	control.u.target.campaign = "HE-2022";
	said(f, ACTOR_NATION, control);
	for (size_t i = 0; i < ARRAY_LEN(summer); i++) {
		const char *code = summer[i].code;

		if (strcmp(code, "909") != 0 && strcmp(code, "911") != 0 &&
		    strcmp(code, "91.VINPEARL") != 0)
			place(f, code, strlen(code) > 3 ? ORG_BODY : ORG_DISTRICT, "91");
		for (int m = 0; m < 4; m++) {
			struct report r = corefix_target(code, from[m], to[m], summer[i].units[m]);

			r.u.target.campaign = "HE-2022";
			if (summer[i].units[m] > 0)
				said(f, ACTOR_NATION, r);
		}
	}
}

static void
kien_giang_gave_7411_of_at_least_7400(void **state)
{
	struct corefix *f = *state;

	kien_giang_plans(f);
	struct rows rows = asked(f, "91", "2022-05-01..2022-08-31", BY_CHILD, false);
	assert_int_equal(rows.total.target_units, 7411);
	assert_false(rows.total.target_own);
	assert_true(rows.total.has_control);
	assert_int_equal(rows.total.control_units, 7400);
	assert_int_equal(rows.total.control_qualifier, QUALIFIER_MINIMUM);
	assert_int_equal(targets_of(&rows, "district"), 4475);
	assert_int_equal(targets_of(&rows, "body"), 2936);
	query_free(&rows.arena);
	total_target_is(f, "91", "2022-05", 1532);
	total_target_is(f, "91", "2022-06", 2220);
	total_target_is(f, "91", "2022-07", 2172);
	total_target_is(f, "91", "2022-08", 1487);
	rows = asked(f, "91", "campaign:HE-2022", BY_MONTH, false);
	assert_int_equal(rows.rows_n, 4);
	assert_int_equal(rows.rows[0].target_units, 1532);
	assert_int_equal(rows.rows[3].target_units, 1487);
	query_free(&rows.arena);
}

static void
units_of_a_place_without_a_target_stand_outside_it(void **state)
{
	struct corefix *f = *state;

	kien_giang_plans(f);
	place(f, "901", ORG_DISTRICT, "91");
	said(f, ACTOR_KIEN_GIANG, corefix_result("909/2022-05-08/1", "2022-05-08", 402, 365));
	said(f, ACTOR_KIEN_GIANG, corefix_result("901/2022-05-09/1", "2022-05-09", 100, 80));
	said(f, ACTOR_KIEN_GIANG, corefix_result("91/2022-05-10/1", "2022-05-10", 30, 20));
	for (int by = BY_CHILD; by < BY_COUNT_; by++) {
		struct rows rows = asked(f, "91", "2022-05-01..2022-08-31", (enum by)by, false);

		assert_int_equal(units_of(&rows.total), 465);
		assert_int_equal(rows.total.outside_units, 100);
		query_free(&rows.arena);
	}
	/* The nation's row of the province says the same. */
	struct rows rows = asked(f, "VN", "2022-05-01..2022-08-31", BY_CHILD, false);
	assert_string_equal(rows.rows[1].org, "91");
	assert_int_equal(rows.rows[1].target_units, 7411);
	assert_int_equal(rows.rows[1].outside_units, 100);
	assert_int_equal(rows.total.outside_units, 100);
	query_free(&rows.arena);
}

/* ---- Lai Châu, a draft without number or date: eighteen drives */

static const struct {
	const char *drive, *day;
	int64_t units;
} lai_chau[] = {
    {"12/2020-12-25/1", "2020-12-25", 100},
    {"105/2021-01-15/1", "2021-01-15", 200},
    {"108/2021-03-05/1", "2021-03-05", 200},
    {"12/2021-03-19/1", "2021-03-19", 210},
    {"107/2021-04-07/1", "2021-04-07", 200},
    {"112/2021-04-23/1", "2021-04-23", 200},
    {"109/2021-05-07/1", "2021-05-07", 200},
    {"110/2021-05-21/1", "2021-05-21", 250},
    {"12/2021-06-09/1", "2021-06-09", 3950},
    {"106/2021-06-18/1", "2021-06-18", 250},
    {"111/2021-07-02/1", "2021-07-02", 250},
    {"108/2021-08-27/1", "2021-08-27", 200},
    {"112/2021-09-10/1", "2021-09-10", 200},
    {"107/2021-09-24/1", "2021-09-24", 200},
    {"109/2021-10-08/1", "2021-10-08", 200},
    {"110/2021-10-22/1", "2021-10-22", 150},
    {"106/2021-11-12/1", "2021-11-12", 150},
    {"111/2021-11-26/1", "2021-11-26", 150},
};

static void
lai_chau_plans(struct corefix *f)
{
	static const char *const districts[] = {"105", "107", "108", "109", "110", "111", "112"};

	for (size_t i = 0; i < ARRAY_LEN(districts); i++)
		place(f, districts[i], ORG_DISTRICT, "12");
	for (size_t i = 0; i < ARRAY_LEN(lai_chau); i++) {
		const char *day = lai_chau[i].day;
		struct report drive = corefix_schedule(lai_chau[i].drive, day, day);
		struct report line;
		struct drive_key key;

		drive.u.schedule.state = DRIVE_DRAFT;
		said(f, ACTOR_LAI_CHAU, drive);
		assert_true(drive_key_parse(lai_chau[i].drive, &key, NULL));
		line = corefix_target(key.org, day, day, lai_chau[i].units);
		line.u.target.drive = lai_chau[i].drive;
		line.u.target.draft = true;
		said(f, ACTOR_LAI_CHAU, line);
	}
}

static void
the_draft_of_lai_chau_counts_only_where_it_is_asked_for(void **state)
{
	struct corefix *f = *state;

	lai_chau_plans(f);
	struct rows rows = asked(f, "12", "2021", BY_DRIVE, false);
	assert_false(rows.total.has_target);
	assert_int_equal(rows.total.drives_planned, 0);
	assert_int_equal(rows.rows_n, 0);
	query_free(&rows.arena);
	rows = asked(f, "12", "2021", BY_DRIVE, true);
	assert_int_equal(rows.total.target_units, 7260);
	assert_true(rows.total.target_draft);
	assert_int_equal(rows.total.drives_planned, 18);
	assert_int_equal(rows.rows_n, 18);
	assert_int_equal(targets_of(&rows, "drive"), 7260);
	assert_string_equal(rows.rows[8].key, "12/2021-06-09/1");
	assert_string_equal(rows.rows[8].state, "draft");
	assert_int_equal(rows.rows[8].drives_planned, 1);
	query_free(&rows.arena);
	rows = asked(f, "12", "2021", BY_CHILD, true);
	assert_int_equal(targets_of(&rows, "district"), 3000);
	assert_int_equal(targets_of(&rows, "self"), 4260);
	query_free(&rows.arena);
}

/* ---- Ba Đình: four sectors */

static void
the_sectors_of_ba_dinh_make_3370(void **state)
{
	static const struct {
		const char *code;
		int64_t units;
	} sectors[] = {{"PHUONG", 2475}, {"CBCNVC", 615}, {"DOAN", 250}, {"YTE", 30}};
	struct corefix *f = *state;

	place(f, "01", ORG_PROVINCE, "VN");
	place(f, "001", ORG_DISTRICT, "01");
	target(f, "001", "2021-12-01", "2022-11-30", 3370);
	for (size_t i = 0; i < ARRAY_LEN(sectors); i++) {
		const struct report sector = {.kind = KIND_REGISTRY,
		    .action = ACTION_FIRST,
		    .reason = "",
		    .u.registry = {.kind = REGISTRY_SECTOR,
			.u.sector = {.code = sectors[i].code, .name = sectors[i].code, .org = ""}}};
		struct report line =
		    corefix_target("001", "2021-12-01", "2022-11-30", sectors[i].units);

		if (i > 0)
			said(f, ACTOR_OPERATOR, sector);
		line.u.target.sector = sectors[i].code;
		said(f, ACTOR_NATION, line);
	}
	struct rows rows = asked(f, "001", "2022", BY_SECTOR, false);
	assert_int_equal(rows.total.target_units, 3370);
	assert_true(rows.total.target_own);
	assert_int_equal(rows.rows_n, 4);
	assert_int_equal(targets_of(&rows, "sector"), 3370);
	query_free(&rows.arena);
}

/* ---- Nam Từ Liêm: carried in when it joined */

static void
the_bodies_of_nam_tu_liem_have_328_of_450(void **state)
{
	static const struct {
		const char *code;
		int64_t target, units;
	} bodies[] = {{"019.GDDT", 160, 194}, {"019.LDLD", 100, 78}, {"019.DTN", 150, 55},
	    {"019.CONGAN", 40, 1}};
	struct corefix *f = *state;

	place(f, "01", ORG_PROVINCE, "VN");
	place(f, "019", ORG_DISTRICT, "01");
	for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
		struct report r =
		    corefix_result("", "2020-10-14", bodies[i].units, bodies[i].units);
		struct result *x = &r.u.result;

		place(f, bodies[i].code, ORG_BODY, "019");
		target(f, bodies[i].code, "2019-12-01", "2020-11-30", bodies[i].target);
		x->held_from = corefix_day("2019-12-01");
		x->make_drive = false;
		x->collection = (struct collection){.org = bodies[i].code,
		    .from = x->held_from,
		    .to = x->held_to,
		    .kind = COLLECTION_CARRIED_IN};
		said(f, ACTOR_NATION, r);
	}
	struct rows rows = asked(f, "019", "2020", BY_CHILD, false);
	assert_int_equal(units_of(&rows.total), 328);
	assert_int_equal(rows.total.target_units, 450);
	assert_int_equal(rows.rows_n, 4);
	assert_int_equal(rows.total.unsplit.inside, 0);
	assert_int_equal(rows.total.unsplit.outside, 0);
	query_free(&rows.arena);
	/*
	 * A period that cuts through their days: whole in the sum of the last one, and out of it
	 * before.
	 */
	rows = asked(f, "019", "2020-Q4", BY_CHILD, false);
	assert_int_equal(units_of(&rows.total), 328);
	assert_int_equal(rows.total.unsplit.inside, 328);
	assert_int_equal(rows.total.unsplit.outside, 0);
	assert_int_equal(rows.rows[0].unsplit.inside, units_of(&rows.rows[0]));
	query_free(&rows.arena);
	rows = asked(f, "VN", "2020-H1", BY_CHILD, false);
	assert_int_equal(units_of(&rows.total), -1); /* nothing is reported, which is not 0 */
	assert_int_equal(rows.total.unsplit.inside, 0);
	assert_int_equal(rows.total.unsplit.outside, 328);
	query_free(&rows.arena);
	rows = asked(f, "019", "2020", BY_MONTH, false);
	assert_int_equal(rows.total.unsplit.outside, 0);
	assert_int_equal(rows.rows[0].unsplit.outside, 328);
	assert_int_equal(rows.rows[10].unsplit.inside, 328);
	assert_int_equal(rows.rows[11].unsplit.inside, 0);
	query_free(&rows.arena);
	rows = asked(f, "019", "2020", BY_DRIVE, false);
	assert_int_equal(rows.rows_n, 4);
	assert_string_equal(rows.rows[0].kind, "carried_in");
	query_free(&rows.arena);
}

/* ---- Tam Đường: a reporting round that cuts the plan year */

static void
tam_duong_has_325_of_250_in_its_round_and_of_550_in_the_year(void **state)
{
	static const struct {
		const char *drive, *day;
		int64_t units;
	} drives[] = {
	    {"106/2024-06-03/1", "2024-06-03", 250}, {"106/2024-11-08/1", "2024-11-08", 300}};
	struct corefix *f = *state;

	target(f, "106", "2023-12-01", "2024-11-30", 550);
	for (size_t i = 0; i < ARRAY_LEN(drives); i++) {
		const char *day = drives[i].day;
		struct report line = corefix_target("106", day, day, drives[i].units);

		said(f, ACTOR_LAI_CHAU, corefix_schedule(drives[i].drive, day, day));
		line.u.target.drive = drives[i].drive;
		said(f, ACTOR_LAI_CHAU, line);
	}
	said(f, ACTOR_LAI_CHAU, corefix_result("106/2024-06-03/1", "2024-06-03", 532, 325));
	struct rows rows = asked(f, "106", "2023-12-01..2024-06-06", BY_DRIVE, false);
	assert_int_equal(units_of(&rows.total), 325);
	assert_int_equal(rows.total.target_units, 250);
	assert_int_equal(rows.rows_n, 1);
	query_free(&rows.arena);
	rows = asked(f, "106", "2024", BY_DRIVE, false);
	assert_int_equal(units_of(&rows.total), 325);
	assert_int_equal(rows.total.target_units, 550);
	assert_true(rows.total.target_own);
	assert_int_equal(rows.total.drives_planned, 2);
	assert_int_equal(rows.total.drives_reported, 1);
	query_free(&rows.arena);
	/* From the plan year on to now: the line of the whole year is not inside. */
	rows = asked(f, "106", "2024..", BY_MONTH, false);
	assert_true(rows.period.open);
	assert_int_equal(units_of(&rows.total), 325);
	assert_int_equal(rows.period.from, corefix_day("2023-12-01"));
	query_free(&rows.arena);
}

int
main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, corefix_setup, corefix_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(kien_giang_gave_7411_of_at_least_7400),
	    TEST(units_of_a_place_without_a_target_stand_outside_it),
	    TEST(the_draft_of_lai_chau_counts_only_where_it_is_asked_for),
	    TEST(the_sectors_of_ba_dinh_make_3370),
	    TEST(the_bodies_of_nam_tu_liem_have_328_of_450),
	    TEST(tam_duong_has_325_of_250_in_its_round_and_of_550_in_the_year),
	};

	return cmocka_run_group_tests_name("core_documents", tests, NULL, NULL);
}
