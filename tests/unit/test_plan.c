#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/lang.h"
#include "core/plan.h"
#include "wire/submission.h"

#include "orgtree.h"

#define YEAR_2022 day_of(2021, 12, 1), day_of(2022, 11, 30)
#define SUMMER day_of(2022, 5, 1), day_of(2022, 8, 31)

struct world {
	struct orgs *o;
	struct plan *p;
	struct err err;
	uint64_t seq; /* of the newest report */
	org_t vn, kien_giang, lai_chau, tam_duong, ha_noi, ba_dinh, nam_tu_liem;
};

/* ---- reports */

static struct name
name_next(struct world *w)
{
	return (struct name){.stream = {1}, .seq = ++w->seq};
}

static struct report
target_report(const char *org, day_t from, day_t to, int64_t value)
{
	return (struct report){.kind = KIND_TARGET,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.target = {.org = org,
		.from = from,
		.to = to,
		.drive = "",
		.sector = "",
		.campaign = "",
		.measure = MEASURE_UNITS,
		.qualifier = QUALIFIER_EXACT,
		.value = value,
		.assigned = ASSIGNED_ABOVE,
		.plan = ""}};
}

static org_t
org_at(struct world *w, const char *code, day_t day)
{
	const org_t org = orgs_by_code(w->o, code, day);

	if (org == 0)
		fail_msg("no %s", code);
	return org;
}

/* Check and put, as the decision does; the verdict. */
static enum err_code
say(struct world *w, const struct report *r)
{
	const bool is_target = r->kind == KIND_TARGET;
	const struct name name = name_next(w);
	struct name existing = {.seq = 0};
	struct drive *drive = NULL;
	struct drive_key key = {.day = 0};
	org_t org;

	w->err = (struct err){.code = ERR_OK};
	if (is_target) {
		org = org_at(w, r->u.target.org, r->u.target.to);
		if (!plan_check_target(w->p, org, r, &existing, &w->err))
			return w->err.code;
		assert_true(plan_put_target(w->p, org, r, &name, &w->err));
		return ERR_OK;
	}
	assert_true(drive_key_parse(r->u.schedule.drive, &key, &w->err));
	org = org_at(w, key.org, key.day);
	if (!plan_check_schedule(w->p, org, r, &existing, &w->err))
		return w->err.code;
	assert_true(plan_put_schedule(w->p, org, r, &name, &drive, &w->err));
	assert_string_equal(drive->key, r->u.schedule.drive);
	return ERR_OK;
}

static void
put(struct world *w, struct report r)
{
	if (say(w, &r) != ERR_OK)
		fail_msg("%s", w->err.text);
}

static struct report
schedule_report(const char *key, day_t from, day_t to, enum drive_state state)
{
	return (struct report){.kind = KIND_SCHEDULE,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.schedule = {.drive = key,
		.state = state,
		.from = from,
		.to = to,
		.place = "",
		.venue = "",
		.occasion = "",
		.plan = "",
		.sector = "",
		.name = "",
		.source = SOURCE_OWN}};
}

static void
put_drive_line(struct world *w, const char *key, int64_t value, bool draft)
{
	struct report line;
	struct drive_key k;

	assert_true(drive_key_parse(key, &k, &w->err));
	put(w, schedule_report(key, k.day, k.day, draft ? DRIVE_DRAFT : DRIVE_PLANNED));
	line = target_report(k.org, k.day, k.day, value);
	line.u.target.drive = key;
	line.u.target.draft = draft;
	put(w, line);
}

static struct report
correction(struct report r, uint64_t of)
{
	r.action = ACTION_CORRECTION;
	r.replaces = (struct name){.stream = {1}, .seq = of};
	r.reason = "sửa";
	return r;
}

/* ---- the country */

static org_t
place(struct world *w, const char *code, enum org_kind kind, const char *name, const char *parent)
{
	const org_t org = org_put(w->o, org_row(code, kind, "", name, parent), &w->err);

	if (org == 0)
		fail_msg("%s", w->err.text);
	return org;
}

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	assert_true(lang_set("vi"));
	assert_true(orgs_new(&w->o, &w->err));
	assert_true(plan_new(&w->p, &w->err));
	w->vn = place(w, "VN", ORG_NATION, "Việt Nam", "");
	w->kien_giang = place(w, "91", ORG_PROVINCE, "Kiên Giang", "VN");
	w->lai_chau = place(w, "12", ORG_PROVINCE, "Lai Châu", "VN");
	w->ha_noi = place(w, "01", ORG_PROVINCE, "Hà Nội", "VN");
	w->tam_duong = place(w, "106", ORG_DISTRICT, "Tam Đường", "12");
	w->ba_dinh = place(w, "001", ORG_DISTRICT, "Ba Đình", "01");
	w->nam_tu_liem = place(w, "019", ORG_DISTRICT, "Nam Từ Liêm", "01");
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	plan_free(w->p);
	orgs_free(w->o);
	free(w);
	return 0;
}

static struct target_answer
ask(struct world *w, org_t org, day_t from, day_t to, bool drafts)
{
	struct target_answer a = {.has = false};

	if (!plan_target_of(w->p, w->o, org, from, to, drafts, &a, &w->err))
		fail_msg("%s", w->err.text);
	return a;
}

static void
assert_units(struct target_answer a, int64_t units, bool own)
{
	assert_true(a.has);
	assert_int_equal(a.units, units);
	assert_int_equal(a.own, own);
}

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

/* ---- lines */

static void
other_measures_are_kept_and_do_not_answer(void **state)
{
	struct world *w = *state;
	struct report line = target_report("019", YEAR_2022, 300);

	line.u.target.measure = MEASURE_REGISTERED;
	put(w, line);
	assert_int_equal(plan_target_count(w->p), 1);
	assert_false(ask(w, w->nam_tu_liem, YEAR_2022, false).has);
}

static void
of_one_line_said_twice_the_final_and_the_given_one_counts(void **state)
{
	struct world *w = *state;
	struct report line = target_report("019", YEAR_2022, 300);

	line.u.target.assigned = ASSIGNED_SELF;
	put(w, line);
	line.u.target.value = 280;
	line.u.target.assigned = ASSIGNED_ABOVE;
	put(w, line);
	line.u.target.value = 500;
	line.u.target.plan = "NHAP";
	line.u.target.draft = true;
	put(w, line);
	assert_units(ask(w, w->nam_tu_liem, YEAR_2022, true), 280, true);
	assert_false(ask(w, w->nam_tu_liem, YEAR_2022, true).draft);
}

static void
the_same_line_again_is_already_and_another_value_a_conflict(void **state)
{
	struct world *w = *state;
	struct report line = target_report("019", YEAR_2022, 300);
	struct name existing = {.seq = 0};

	put(w, line);
	line.u.target.source = SOURCE_PAPER;
	assert_false(plan_check_target(w->p, w->nam_tu_liem, &line, &existing, &w->err));
	assert_int_equal(w->err.code, ERR_ALREADY);
	assert_int_equal(existing.seq, 1);
	line.u.target.value = 301;
	assert_int_equal(say(w, &line), ERR_REVISION_CONFLICT);
	assert_int_equal(plan_target_count(w->p), 1);
}

static void
a_correction_names_the_current_report(void **state)
{
	struct world *w = *state;
	const struct report line = target_report("019", YEAR_2022, 300);
	struct report r = correction(line, 1);

	assert_int_equal(say(w, &r), ERR_BASE_UNKNOWN); /* took name 1 */
	put(w, line);                                   /* 2 */
	r = correction(target_report("019", YEAR_2022, 320), 2);
	put(w, r); /* 3 */
	assert_units(ask(w, w->nam_tu_liem, YEAR_2022, false), 320, true);
	assert_int_equal(say(w, &r), ERR_BASE_STALE);
	r = correction(target_report("019", SUMMER, 320), 3);
	assert_int_equal(say(w, &r), ERR_PLAN);
	r = correction(line, 3);
	r.action = ACTION_WITHDRAWAL;
	put(w, r);
	assert_false(ask(w, w->nam_tu_liem, YEAR_2022, false).has);
	assert_true(plan_target(w->p, 0)->withdrawn);
	put(w, line); /* after the withdrawal it may be said anew */
	assert_units(ask(w, w->nam_tu_liem, YEAR_2022, false), 300, true);
	assert_int_equal(plan_target_count(w->p), 1);
}

static void
an_unsound_line_is_refused(void **state)
{
	struct world *w = *state;
	struct report r = target_report("019", YEAR_2022, 300);

	r.u.target.sector = "KHAC";
	assert_int_equal(say(w, &r), ERR_PLAN);
	r = target_report("019", YEAR_2022, 300);
	r.u.target.campaign = "KHAC";
	assert_int_equal(say(w, &r), ERR_PLAN);
	r = target_report("019", day_of(2022, 2, 1), day_of(2022, 1, 1), 300);
	assert_int_equal(say(w, &r), ERR_PLAN);
	r = target_report("019", YEAR_2022, -1);
	assert_int_equal(say(w, &r), ERR_PLAN);
	r = target_report("019", YEAR_2022, 300);
	r.u.target.qualifier = QUALIFIER_RANGE;
	r.u.target.value_max = 200;
	assert_int_equal(say(w, &r), ERR_PLAN);
	r = target_report("019", YEAR_2022, 300);
	r.u.target.drive = "019/2022-01-01/1";
	assert_int_equal(say(w, &r), ERR_DRIVE_UNKNOWN);
	put(w,
	    schedule_report(
		"001/2022-01-01/1", day_of(2022, 1, 1), day_of(2022, 1, 1), DRIVE_PLANNED));
	r.u.target.drive = "001/2022-01-01/1";
	assert_int_equal(say(w, &r), ERR_PLAN);
}

/* Of lines that overlap without one inside the other, the first stands. */
static void
overlapping_lines_are_not_added(void **state)
{
	struct world *w = *state;

	put(w, target_report("019", day_of(2022, 1, 1), day_of(2022, 6, 30), 100));
	put(w, target_report("019", day_of(2022, 4, 1), day_of(2022, 9, 30), 70));
	put(w, target_report("019", day_of(2022, 10, 1), day_of(2022, 10, 31), 5));
	put(w, target_report("019", day_of(2022, 2, 1), day_of(2022, 2, 28), 120));
	assert_units(ask(w, w->nam_tu_liem, YEAR_2022, false), 125, false);
}

/* A place that moved inside the period counts at one parent only: that of the end. */
static void
a_place_that_moved_counts_at_one_parent(void **state)
{
	struct world *w = *state;
	struct org_entry moved = org_row("X1", ORG_COMMUNE, "Xã", "Xã chuyển", "019");

	(void)place(w, "X1", ORG_COMMUNE, "Xã chuyển", "001");
	moved = org_days(moved, day_of(2022, 3, 1), DAY_OPEN_RIGHT);
	moved = org_continues(moved, "X1", day_of(2022, 2, 28));
	assert_int_not_equal(org_put(w->o, moved, &w->err), 0);
	put(w, target_report("X1", YEAR_2022, 40));
	assert_units(ask(w, w->nam_tu_liem, YEAR_2022, false), 40, false);
	assert_false(ask(w, w->ba_dinh, YEAR_2022, false).has);
	assert_units(ask(w, w->vn, YEAR_2022, false), 40, false);
}

/* ---- drives */

static void
a_schedule_is_one_report_a_drive(void **state)
{
	struct world *w = *state;
	const day_t day = day_of(2022, 5, 8);
	struct report r = schedule_report("019/2022-05-08/1", day, day, DRIVE_PLANNED);
	const struct drive *d;

	put(w, r);
	assert_int_equal(say(w, &r), ERR_ALREADY);
	r.u.schedule.venue = "Nhà văn hóa";
	assert_int_equal(say(w, &r), ERR_REVISION_CONFLICT);
	r = correction(r, 1);
	r.u.schedule.state = DRIVE_POSTPONED;
	r.u.schedule.from = r.u.schedule.to = day + 14;
	put(w, r);
	d = plan_drive_const(w->p, "019/2022-05-08/1");
	assert_int_equal(d->from, day + 14);
	assert_int_equal(d->planned_day, day);
	assert_string_equal(d->s.venue, "Nhà văn hóa");
	assert_int_equal(say(w, &r), ERR_BASE_STALE);
	r = correction(r, w->seq - 1);
	r.action = ACTION_WITHDRAWAL;
	put(w, r);
	assert_false(d->planned);
	assert_int_equal(d->state, DRIVE_CANCELLED);
	assert_string_equal(d->s.venue, "");
}

static void
a_drive_outside_the_plan_can_be_planned_later_and_unmade_before(void **state)
{
	struct world *w = *state;
	const day_t day = day_of(2022, 5, 8);
	struct drive *d = NULL;

	assert_true(plan_make_drive(
	    w->p, "019/2022-05-08/1", w->nam_tu_liem, day, day, day + 1, &d, &w->err));
	assert_false(d->planned);
	assert_int_equal(d->state, DRIVE_HELD);
	assert_false(
	    plan_make_drive(w->p, "019/2022-05-08/1", w->nam_tu_liem, day, day, day, &d, &w->err));
	assert_true(plan_make_drive(
	    w->p, "019/2022-05-09/1", w->nam_tu_liem, day + 1, day + 1, day + 1, &d, &w->err));
	plan_unmake_drive(w->p, "019/2022-05-09/1");
	assert_null(plan_drive(w->p, "019/2022-05-09/1"));
	assert_int_equal(plan_drive_count(w->p), 1);
	put(w, schedule_report("019/2022-05-08/1", day, day + 1, DRIVE_HELD));
	assert_true(plan_drive(w->p, "019/2022-05-08/1")->planned);
	plan_unmake_drive(w->p, "019/2022-05-08/1"); /* planned now: it stays */
	assert_int_equal(plan_drive_count(w->p), 1);
}

static void
drives_of_an_organisation_come_in_order_of_making(void **state)
{
	struct world *w = *state;
	const uint32_t *list = NULL;
	struct report r;

	put(w,
	    schedule_report(
		"019/2022-05-08/1", day_of(2022, 5, 8), day_of(2022, 5, 8), DRIVE_PLANNED));
	put(w,
	    schedule_report(
		"019/2022-03-08/1", day_of(2022, 3, 8), day_of(2022, 3, 8), DRIVE_PLANNED));
	put(w,
	    schedule_report(
		"001/2022-04-08/1", day_of(2022, 4, 8), day_of(2022, 4, 8), DRIVE_PLANNED));
	assert_int_equal(plan_drives_of(w->p, w->nam_tu_liem, &list), 2);
	assert_string_equal(plan_drive_at(w->p, list[0])->key, "019/2022-05-08/1");
	assert_string_equal(plan_drive_at(w->p, list[1])->key, "019/2022-03-08/1");
	r = schedule_report(
	    "019/2022-03-08/1", day_of(2022, 6, 1), day_of(2022, 6, 1), DRIVE_POSTPONED);
	r = correction(r, 2);
	put(w, r);
	assert_int_equal(plan_drives_of(w->p, w->nam_tu_liem, &list), 2);
	assert_string_equal(plan_drive_at(w->p, list[0])->key, "019/2022-05-08/1");
	assert_int_equal(plan_drives_of(w->p, w->vn, &list), 0);
}

static void
a_schedule_keeps_its_lists(void **state)
{
	struct world *w = *state;
	static const char *const executing[] = {"019.DOAN", "019.LDLD"};
	static const char *const facilities[] = {"01.HHTM"};
	struct report r = schedule_report(
	    "019/2022-05-08/1", day_of(2022, 5, 8), day_of(2022, 5, 8), DRIVE_PLANNED);
	const struct drive *d;

	r.u.schedule.executing = (struct strings){executing, 2};
	r.u.schedule.facilities = (struct strings){facilities, 1};
	r.u.schedule.name = "Giọt hồng trao yêu thương";
	put(w, r);
	d = plan_drive_const(w->p, "019/2022-05-08/1");
	assert_int_equal(d->s.executing.n, 2);
	assert_string_equal(d->s.executing.at[1], "019.LDLD");
	assert_string_equal(d->s.facilities.at[0], "01.HHTM");
	assert_string_equal(d->s.name, "Giọt hồng trao yêu thương");
	assert_int_equal(say(w, &r), ERR_ALREADY);
}

/* ---- registries and periods */

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
words_for_a_period_are_looked_up(void **state)
{
	struct world *w = *state;
	struct campaign_entry he = {.code = "HE2022",
	    .name = "Những giọt máu hồng - hè",
	    .from = day_of(2022, 5, 1),
	    .to = day_of(2022, 8, 31),
	    .org = "91"};
	const struct round_entry six = {.code = "6T2024",
	    .name = "Sáu tháng",
	    .org = "106",
	    .from = day_of(2023, 12, 1),
	    .cut_off = day_of(2024, 6, 6),
	    .due = day_of(2024, 6, 10),
	    .addressee = ""};
	struct period p;

	assert_true(plan_add_campaign(w->p, &he, &w->err));
	assert_false(plan_add_campaign(w->p, &he, &w->err));
	assert_int_equal(w->err.code, ERR_ALREADY);
	he.to = day_of(2022, 9, 2);
	assert_true(plan_add_campaign(w->p, &he, &w->err));
	assert_true(plan_add_round(w->p, &six, &w->err));
	assert_int_equal(plan_campaign_count(w->p), 1);
	assert_true(plan_period(w->p, w->o, w->vn, "campaign:HE2022", 0, &p, &w->err));
	assert_int_equal(p.to, day_of(2022, 9, 2));
	assert_true(plan_period(w->p, w->o, w->vn, "round:6T2024", 0, &p, &w->err));
	assert_int_equal(p.from, day_of(2023, 12, 1));
	assert_int_equal(p.to, day_of(2024, 6, 6));
	assert_false(plan_period(w->p, w->o, w->vn, "campaign:KHAC", 0, &p, &w->err));
	assert_int_equal(w->err.code, ERR_PERIOD);
	assert_false(plan_period(w->p, w->o, w->vn, "round:KHAC", 0, &p, &w->err));
	assert_int_equal(w->err.code, ERR_PERIOD);
}

static void
a_plan_year_is_that_of_the_nearest_place_above(void **state)
{
	struct world *w = *state;
	struct plan_year_entry e = {.org = "01", .start_month = 1, .start_day = 1};
	struct period p;

	assert_true(plan_add_plan_year(w->p, w->ha_noi, &e, &w->err));
	assert_false(plan_add_plan_year(w->p, w->ha_noi, &e, &w->err));
	assert_int_equal(w->err.code, ERR_ALREADY);
	assert_int_equal(plan_year_start(w->p, w->o, w->ba_dinh, 0).month, 1);
	assert_int_equal(plan_year_start(w->p, w->o, w->tam_duong, 0).month, 12);
	assert_true(plan_period(w->p, w->o, w->ba_dinh, "2022", 0, &p, &w->err));
	assert_int_equal(p.from, day_of(2022, 1, 1));
	assert_true(plan_period(w->p, w->o, w->vn, "2022", 0, &p, &w->err));
	assert_int_equal(p.from, day_of(2021, 12, 1));
	e.start_day = 31;
	assert_false(plan_add_plan_year(w->p, w->ha_noi, &e, &w->err));
	assert_int_equal(w->err.code, ERR_REGISTRY);
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
	    TEST(bodies_of_a_sector_need_not_name_it_in_their_lines),
	    TEST(the_bodies_of_nam_tu_liem_make_450),
	    TEST(tam_duong_owns_550_for_the_year_and_allocates_250_for_its_round),
	    TEST(other_measures_are_kept_and_do_not_answer),
	    TEST(of_one_line_said_twice_the_final_and_the_given_one_counts),
	    TEST(the_same_line_again_is_already_and_another_value_a_conflict),
	    TEST(a_correction_names_the_current_report),
	    TEST(an_unsound_line_is_refused),
	    TEST(overlapping_lines_are_not_added),
	    TEST(a_place_that_moved_counts_at_one_parent),
	    TEST(a_schedule_is_one_report_a_drive),
	    TEST(a_drive_outside_the_plan_can_be_planned_later_and_unmade_before),
	    TEST(drives_of_an_organisation_come_in_order_of_making),
	    TEST(a_schedule_keeps_its_lists),
	    TEST(sectors_are_found_by_code_name_and_alias),
	    TEST(words_for_a_period_are_looked_up),
	    TEST(a_plan_year_is_that_of_the_nearest_place_above),
	};

	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
