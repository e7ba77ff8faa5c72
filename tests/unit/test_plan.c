#include "base/day.h"
#include "core/plan.h"
#include "wire/report.h"

#include "planfix.h"

/* ---- Kiên Giang, summer of 2022: 23 rows by month, tối thiểu 7.400 */

static const struct {
	const char *code;
	enum org_kind kind;
	int64_t month[4]; /* May to August; 0: no line */
} summer_rows[] = {
    {"899", ORG_DISTRICT, {0, 350, 0, 0}},
    {"903", ORG_DISTRICT, {0, 350, 0, 0}},
    {"904", ORG_DISTRICT, {0, 300, 0, 0}},
    {"905", ORG_DISTRICT, {0, 0, 400, 0}},
    {"906", ORG_DISTRICT, {0, 350, 0, 0}},
    {"908", ORG_DISTRICT, {0, 0, 300, 0}},
    {"913", ORG_DISTRICT, {250, 0, 0, 0}},
    {"909", ORG_DISTRICT, {350, 0, 0, 0}},
    {"910", ORG_DISTRICT, {0, 0, 300, 0}},
    {"912", ORG_DISTRICT, {250, 0, 0, 0}},
    {"907", ORG_DISTRICT, {0, 0, 0, 325}},
    {"902", ORG_DISTRICT, {0, 0, 0, 350}},
    {"900", ORG_DISTRICT, {250, 0, 0, 0}},
    {"911", ORG_DISTRICT, {0, 0, 350, 0}},
    {"91.VINPEARL", ORG_BODY, {345, 0, 0, 0}},
    {"91.DUK", ORG_BODY, {0, 350, 0, 0}},
    {"91.CONGAN", ORG_BODY, {0, 0, 0, 325}},
    {"91.CDKG", ORG_BODY, {0, 0, 400, 0}},
    {"91.CDYTE", ORG_BODY, {0, 0, 335, 0}},
    {"91.CDNGHE", ORG_BODY, {0, 100, 0, 0}},
    {"91.BVDK", ORG_BODY, {87, 87, 87, 87}},
    {"91.DHKG", ORG_BODY, {0, 0, 0, 400}},
    {"91.LDLD", ORG_BODY, {0, 333, 0, 0}},
};

static void
put_summer(struct world *w, const char *campaign)
{
	struct report control = target_report("91", SUMMER, 7400);

	control.u.target.qualifier = QUALIFIER_MINIMUM;
	control.u.target.campaign = campaign;
	put(w, control);
	for (size_t i = 0; i < ARRAY_LEN(summer_rows); i++) {
		(void)place(w, summer_rows[i].code, summer_rows[i].kind, summer_rows[i].code, "91");
		for (int m = 0; m < 4; m++) {
			struct report line =
			    target_report(summer_rows[i].code, day_of(2022, 5 + m, 1),
				day_of(2022, 6 + m, 1) - 1, summer_rows[i].month[m]);

			line.u.target.campaign = campaign;
			if (summer_rows[i].month[m] > 0)
				put(w, line);
		}
	}
}

static void
kien_giang_allocates_7411_beside_its_minimum_of_7400(void **state)
{
	struct world *w = *state;
	struct target_answer a;

	put_summer(w, "");
	a = ask(w, w->kien_giang, SUMMER, false);
	assert_units(a, 7411, false);
	assert_true(a.has_control);
	assert_int_equal(a.control_units, 7400);
	assert_int_equal(a.control_qualifier, QUALIFIER_MINIMUM);
	assert_int_equal(a.units - a.control_units, 11);
	/* The minimum is never added to what refines it, in a longer period either. */
	assert_units(ask(w, w->kien_giang, YEAR_2022, false), 7411, false);
	assert_false(ask(w, w->kien_giang, YEAR_2022, false).has_control);
	assert_units(ask(w, w->vn, SUMMER, false), 7411, false);
	assert_false(ask(w, w->lai_chau, SUMMER, false).has);
}

static void
the_months_of_kien_giang_sum_as_its_columns_do(void **state)
{
	struct world *w = *state;
	static const int64_t columns[] = {1532, 2220, 2172, 1487};

	put_summer(w, "");
	for (int m = 0; m < 4; m++)
		assert_units(ask(w, w->kien_giang, day_of(2022, 5 + m, 1),
				 day_of(2022, 6 + m, 1) - 1, false),
		    columns[m], false);
	assert_units(ask(w, org_at(w, "91.BVDK", 0), SUMMER, false), 348, false);
	assert_units(
	    ask(w, org_at(w, "909", 0), day_of(2022, 5, 1), day_of(2022, 5, 31), false), 350, true);
}

static void
lines_of_the_only_campaign_answer_like_plain_ones(void **state)
{
	struct world *w = *state;
	const struct campaign_entry he = {.code = "HE2022",
	    .name = "Những giọt máu hồng - hè",
	    .from = day_of(2022, 5, 1),
	    .to = day_of(2022, 8, 31),
	    .org = ""};
	struct target_answer a;

	assert_true(plan_add_campaign(w->p, &he, &w->err));
	put_summer(w, "HE2022");
	a = ask(w, w->kien_giang, SUMMER, false);
	assert_units(a, 7411, false);
	assert_int_equal(a.control_units, 7400);
	assert_true(
	    plan_target_of_campaign(w->p, w->o, w->kien_giang, 1, SUMMER, false, &a, &w->err));
	assert_units(a, 7411, false);
	assert_int_equal(a.control_units, 7400);
	assert_true(
	    plan_target_of_campaign(w->p, w->o, w->kien_giang, 2, SUMMER, false, &a, &w->err));
	assert_false(a.has);
}

static void
an_unfinished_allocation_does_not_make_a_minimum_smaller(void **state)
{
	struct world *w = *state;
	struct report control = target_report("91", SUMMER, 7400);
	struct target_answer a;

	control.u.target.qualifier = QUALIFIER_MINIMUM;
	put(w, control);
	a = ask(w, w->kien_giang, SUMMER, false);
	assert_units(a, 7400, true);
	(void)place(w, "909", ORG_DISTRICT, "An Minh", "91");
	put(w, target_report("909", day_of(2022, 5, 1), day_of(2022, 5, 31), 350));
	a = ask(w, w->kien_giang, SUMMER, false);
	assert_units(a, 7400, true);
	assert_false(a.has_control);
}

/* ---- Lai Châu 2021: eighteen drives of a draft */

static void
put_lai_chau(struct world *w, bool draft)
{
	static const char *const districts[] = {"105", "107", "108", "109", "110", "111", "112"};
	static const struct {
		const char *key;
		int64_t value;
	} drives[] = {
	    {"12/2020-12-25/1", 100},
	    {"105/2021-01-15/1", 200},
	    {"108/2021-03-05/1", 200},
	    {"12/2021-03-19/1", 210},
	    {"107/2021-04-07/1", 200},
	    {"112/2021-04-23/1", 200},
	    {"109/2021-05-07/1", 200},
	    {"110/2021-05-21/1", 250},
	    {"12/2021-06-09/1", 3950},
	    {"106/2021-06-18/1", 250},
	    {"111/2021-07-02/1", 250},
	    {"108/2021-08-27/1", 200},
	    {"112/2021-09-10/1", 200},
	    {"107/2021-09-24/1", 200},
	    {"109/2021-10-08/1", 200},
	    {"110/2021-10-22/1", 150},
	    {"106/2021-11-12/1", 150},
	    {"111/2021-11-26/1", 150},
	};

	for (size_t i = 0; i < ARRAY_LEN(districts); i++)
		(void)place(w, districts[i], ORG_DISTRICT, districts[i], "12");
	for (size_t i = 0; i < ARRAY_LEN(drives); i++)
		put_drive_line(w, drives[i].key, drives[i].value, draft);
}

#define YEAR_2021 day_of(2020, 12, 1), day_of(2021, 11, 30)

static void
lai_chau_counts_7260_only_where_drafts_are_asked_for(void **state)
{
	struct world *w = *state;
	static const char *const huyen[] = {"106", "107", "108", "109", "110", "111", "112"};
	struct target_answer a;

	put_lai_chau(w, true);
	assert_false(ask(w, w->lai_chau, YEAR_2021, false).has);
	a = ask(w, w->lai_chau, YEAR_2021, true);
	assert_units(a, 7260, false);
	assert_true(a.draft);
	for (size_t i = 0; i < ARRAY_LEN(huyen); i++)
		assert_units(ask(w, org_at(w, huyen[i], 0), YEAR_2021, true), 400, false);
	assert_units(ask(w, org_at(w, "105", 0), YEAR_2021, true), 200, false);
	/* 7.260 less its districts: the province's own drives. */
	assert_int_equal(a.units - 7 * 400 - 200, 4260);
	assert_true(plan_drive_const(w->p, "12/2021-06-09/1")->draft);
	assert_true(plan_target_of_drive(w->p, "12/2021-06-09/1", &a));
	assert_int_equal(a.units, 3950);
	assert_true(a.draft);
}

static void
a_plan_that_is_no_draft_counts_as_it_is(void **state)
{
	struct world *w = *state;

	put_lai_chau(w, false);
	assert_units(ask(w, w->lai_chau, YEAR_2021, false), 7260, false);
	assert_false(ask(w, w->lai_chau, YEAR_2021, true).draft);
	assert_units(
	    ask(w, w->lai_chau, day_of(2021, 3, 1), day_of(2021, 3, 31), false), 410, false);
}

/* ---- districts */

static void
put_sectors(struct world *w)
{
	static const char *const labels[] = {"Khối CNVC", "Khối CBCNVC"};
	const struct sector_entry sectors[] = {
	    {.code = "PHUONG", .name = "Khối phường", .org = ""},
	    {.code = "CBCNVC", .name = "Khối công chức", .org = "", .aliases = {labels, 2}},
	    {.code = "DOAN", .name = "Khối đoàn", .org = ""},
	    {.code = "YTE", .name = "Ngành y tế", .org = ""},
	};

	for (size_t i = 0; i < ARRAY_LEN(sectors); i++)
		assert_true(plan_add_sector(w->p, &sectors[i], &w->err));
}

static void
ba_dinh_owns_3370_and_its_sectors_refine_it(void **state)
{
	struct world *w = *state;
	static const struct {
		const char *sector;
		int64_t value;
	} rows[] = {{"PHUONG", 2475}, {"Khối CBCNVC", 615}, {"khối đoàn", 250}, {"YTE", 30}};
	struct target_answer a;

	put_sectors(w);
	put(w, target_report("001", YEAR_2022, 3370));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct report line = target_report("001", YEAR_2022, rows[i].value);

		line.u.target.sector = rows[i].sector;
		put(w, line);
	}
	assert_units(ask(w, w->ba_dinh, YEAR_2022, false), 3370, true);
	assert_units(ask(w, w->ha_noi, YEAR_2022, false), 3370, false);
	assert_units(
	    ask(w, w->ba_dinh, day_of(2020, 12, 1), day_of(2022, 11, 30), false), 3370, false);
	for (int32_t i = 0; i < 4; i++) {
		assert_true(plan_target_of_sector(
		    w->p, w->o, w->ba_dinh, i + 1, YEAR_2022, false, &a, &w->err));
		assert_units(a, rows[i].value, true);
	}
	assert_true(plan_target_of_sector(w->p, w->o, w->ha_noi, 2, YEAR_2022, false, &a, &w->err));
	assert_units(a, 615, false);
}

static void
sectors_alone_are_an_allocation(void **state)
{
	struct world *w = *state;
	struct report line = target_report("001", YEAR_2022, 2475);

	put_sectors(w);
	line.u.target.sector = "PHUONG";
	put(w, line);
	line.u.target.sector = "YTE";
	line.u.target.value = 30;
	put(w, line);
	assert_units(ask(w, w->ba_dinh, YEAR_2022, false), 2505, false);
}

/* The same year by sector here and by place below; a body's own sector is another part of it. */
static void
a_sector_here_and_the_places_below_are_not_both_counted(void **state)
{
	struct world *w = *state;
	struct org_entry school = org_row("001.TRUONG", ORG_BODY, "", "Trường", "001");
	struct org_entry office = org_row("001.PHONG", ORG_BODY, "", "Phòng", "001");
	struct report line = target_report("001", YEAR_2022, 420);

	put_sectors(w);
	line.u.target.sector = "PHUONG";
	put(w, line);
	school.sector = "DOAN";
	assert_int_not_equal(org_put(w->o, school, &w->err), 0);
	assert_int_not_equal(org_put(w->o, office, &w->err), 0);
	put(w, target_report("001.PHONG", YEAR_2022, 190));
	assert_units(ask(w, w->ba_dinh, YEAR_2022, false), 420, false);
	assert_units(ask(w, w->ha_noi, YEAR_2022, false), 420, false);
	put(w, target_report("001.TRUONG", YEAR_2022, 120));
	assert_units(ask(w, w->ba_dinh, YEAR_2022, false), 540, false);
	line.u.target.value = 150;
	line.u.target.sector = "YTE";
	put(w, line);
	assert_units(ask(w, w->ba_dinh, YEAR_2022, false), 690, false);
}

static void
bodies_of_a_sector_need_not_name_it_in_their_lines(void **state)
{
	struct world *w = *state;
	struct org_entry school = org_row("001.TRUONG", ORG_BODY, "", "Trường", "001");
	struct target_answer a;

	put_sectors(w);
	school.sector = "DOAN";
	assert_int_not_equal(org_put(w->o, school, &w->err), 0);
	put(w, target_report("001.TRUONG", YEAR_2022, 120));
	assert_true(
	    plan_target_of_sector(w->p, w->o, w->ba_dinh, 3, YEAR_2022, false, &a, &w->err));
	assert_units(a, 120, false);
	assert_true(
	    plan_target_of_sector(w->p, w->o, w->ba_dinh, 4, YEAR_2022, false, &a, &w->err));
	assert_false(a.has);
}

static void
the_bodies_of_nam_tu_liem_make_450(void **state)
{
	struct world *w = *state;
	static const struct {
		const char *code;
		int64_t value;
	} rows[] = {{"019.GDDT", 160}, {"019.LDLD", 100}, {"019.DOAN", 150}, {"019.CONGAN", 40}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		(void)place(w, rows[i].code, ORG_BODY, rows[i].code, "019");
		put(w,
		    target_report(
			rows[i].code, day_of(2019, 12, 1), day_of(2020, 11, 30), rows[i].value));
	}
	assert_units(
	    ask(w, w->nam_tu_liem, day_of(2019, 12, 1), day_of(2020, 11, 30), false), 450, false);
	assert_units(
	    ask(w, org_at(w, "019.GDDT", 0), day_of(2019, 12, 1), day_of(2020, 11, 30), false), 160,
	    true);
}

static void
tam_duong_owns_550_for_the_year_and_allocates_250_for_its_round(void **state)
{
	struct world *w = *state;

	put(w, target_report("106", day_of(2023, 12, 1), day_of(2024, 11, 30), 550));
	put_drive_line(w, "106/2024-06-03/1", 250, false);
	put_drive_line(w, "106/2024-11-08/1", 300, false);
	assert_units(
	    ask(w, w->tam_duong, day_of(2023, 12, 1), day_of(2024, 11, 30), false), 550, true);
	assert_units(
	    ask(w, w->tam_duong, day_of(2023, 12, 1), day_of(2024, 6, 6), false), 250, false);
	assert_units(
	    ask(w, w->lai_chau, day_of(2023, 12, 1), day_of(2024, 6, 6), false), 250, false);
	assert_units(
	    ask(w, w->tam_duong, day_of(2022, 12, 1), day_of(2024, 11, 30), false), 550, false);
	assert_false(ask(w, w->tam_duong, day_of(2023, 12, 1), day_of(2024, 5, 31), false).has);
}

static void
sectors_are_found_by_code_name_and_alias(void **state)
{
	struct world *w = *state;
	static const char *const taken[] = {"Khối CNVC"};
	const struct sector_entry again = {.code = "DOAN", .name = "Khối đoàn", .org = ""};
	const struct sector_entry clash = {
	    .code = "KHAC", .name = "Khối khác", .org = "", .aliases = {taken, 1}};

	put_sectors(w);
	assert_int_equal(plan_sector_count(w->p), 4);
	assert_int_equal(plan_sector_number(w->p, "khối cnvc"), 2);
	assert_int_equal(plan_sector_number(w->p, "YTE"), 4);
	assert_int_equal(plan_sector_number(w->p, "Khối khác"), 0);
	assert_string_equal(plan_sector_code(w->p, 3), "DOAN");
	assert_string_equal(plan_sector_name(w->p, 9), "");
	assert_false(plan_add_sector(w->p, &again, &w->err));
	assert_int_equal(w->err.code, ERR_ALREADY);
	assert_false(plan_add_sector(w->p, &clash, &w->err));
	assert_int_equal(w->err.code, ERR_REGISTRY);
}

static void
a_name_of_several_sectors_is_refused_with_their_codes(void **state)
{
	struct world *w = *state;
	const struct sector_entry police[] = {
	    {.code = "91.CA", .name = "Công an", .org = ""},
	    {.code = "12.CA", .name = "Công an", .org = ""},
	};
	struct report line;

	put_sectors(w);
	line = target_report("001", YEAR_2022, 2475);
	line.u.target.sector = "khối Phường";
	assert_int_equal(say(w, &line), ERR_OK);
	/* The same line. */
	line.u.target.sector = "PHUONG";
	assert_int_equal(say(w, &line), ERR_ALREADY);
	line.u.target.sector = "Công an";
	assert_int_equal(say(w, &line), ERR_PLAN);
	assert_non_null(strstr(w->err.text, "có: PHUONG Khối phường; CBCNVC "));
	assert_true(plan_add_sector(w->p, &police[0], &w->err));
	assert_int_equal(say(w, &line), ERR_OK);
	assert_true(plan_add_sector(w->p, &police[1], &w->err));
	line.u.target.value++;
	assert_int_equal(say(w, &line), ERR_PLAN);
	assert_non_null(strstr(w->err.text, "dùng mã: 91.CA Công an; 12.CA Công an"));
	line.u.target.sector = "12.CA";
	assert_int_equal(say(w, &line), ERR_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	    TEST(kien_giang_allocates_7411_beside_its_minimum_of_7400),
	    TEST(the_months_of_kien_giang_sum_as_its_columns_do),
	    TEST(lines_of_the_only_campaign_answer_like_plain_ones),
	    TEST(an_unfinished_allocation_does_not_make_a_minimum_smaller),
	    TEST(lai_chau_counts_7260_only_where_drafts_are_asked_for),
	    TEST(a_plan_that_is_no_draft_counts_as_it_is),
	    TEST(ba_dinh_owns_3370_and_its_sectors_refine_it),
	    TEST(sectors_alone_are_an_allocation),
	    TEST(a_sector_here_and_the_places_below_are_not_both_counted),
	    TEST(bodies_of_a_sector_need_not_name_it_in_their_lines),
	    TEST(sectors_are_found_by_code_name_and_alias),
	    TEST(a_name_of_several_sectors_is_refused_with_their_codes),
	    TEST(the_bodies_of_nam_tu_liem_make_450),
	    TEST(tam_duong_owns_550_for_the_year_and_allocates_250_for_its_round),
	};

	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
