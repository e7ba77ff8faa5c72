#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/lang.h"
#include "core/orgs.h"

#include "orgtree.h"

/* Part of the country on both sides of 1 July 2025. */
struct country {
	struct orgs *o;
	struct err err;
	org_t vn, old_kg, old_ag, ag, an_minh, phu_quoc, dong_hoa, van_khanh, vinpearl, hoi,
	    lai_chau;
	org_t sang, tach, moi_a, moi_b, cu_lao;
};

static void
succeed(struct country *c, const char *old, const char *new, enum succession_kind kind,
    enum extent people)
{
	const struct succession_entry e = {.old_code = old,
	    .new_code = new,
	    .effective = REFORM,
	    .kind = kind,
	    .area = people,
	    .people = people,
	    .basis = ""};

	if (!orgs_add_succession(c->o, &e, &c->err))
		fail_msg("%s: %s", old, c->err.text);
}

static void
put_old_map(struct country *c)
{
	c->vn = org_must(c->o, org_row("VN", ORG_NATION, "", "Việt Nam", ""));
	c->old_kg = org_must_old(c->o, org_row("91", ORG_PROVINCE, "Tỉnh", "Kiên Giang", "VN"));
	c->old_ag = org_must_old(c->o, org_row("89", ORG_PROVINCE, "Tỉnh", "An Giang", "VN"));
	c->lai_chau = org_must(c->o, org_row("12", ORG_PROVINCE, "Tỉnh", "Lai Châu", "VN"));
	c->an_minh = org_must_old(c->o, org_row("909", ORG_DISTRICT, "Huyện", "An Minh", "91"));
	c->phu_quoc =
	    org_must_old(c->o, org_row("911", ORG_DISTRICT, "Thành phố", "Phú Quốc", "91"));
	c->dong_hoa = org_must_old(c->o, org_row("31036", ORG_COMMUNE, "Xã", "Đông Hòa", "909"));
	c->van_khanh = org_must_old(c->o, org_row("31054", ORG_COMMUNE, "Xã", "Vân Khánh", "909"));
	c->tach = org_must_old(c->o, org_row("31001", ORG_COMMUNE, "Thị trấn", "An Minh", "909"));
	c->vinpearl =
	    org_must(c->o, org_row("91.VINPEARL", ORG_BODY, "", "Vinpearl Phú Quốc", "91"));
	c->hoi = org_must(c->o, org_row("909.HOI", ORG_BODY, "", "Hội chữ thập đỏ", "909"));
}

static void
put_new_map(struct country *c)
{
	const day_t open = DAY_OPEN_RIGHT;

	c->ag = org_must(
	    c->o, org_days(org_row("91", ORG_PROVINCE, "Tỉnh", "An Giang", "VN"), REFORM, open));
	c->moi_a = org_must(
	    c->o, org_days(org_row("31036", ORG_COMMUNE, "Xã", "Đông Hòa", "91"), REFORM, open));
	c->moi_b = org_must(
	    c->o, org_days(org_row("31054", ORG_COMMUNE, "Xã", "Vân Khánh", "91"), REFORM, open));
	succeed(c, "91", "91", SUCCESSION_MERGED, EXTENT_FULL);
	succeed(c, "89", "91", SUCCESSION_MERGED, EXTENT_FULL);
	succeed(c, "909", "", SUCCESSION_ABOLISHED, EXTENT_FULL);
	succeed(c, "911", "", SUCCESSION_ABOLISHED, EXTENT_FULL);
	succeed(c, "31036", "31036", SUCCESSION_MERGED, EXTENT_FULL);
	succeed(c, "31054", "31054", SUCCESSION_SPLIT, EXTENT_FULL);
	succeed(c, "31054", "31036", SUCCESSION_SPLIT, EXTENT_NOBODY);
	succeed(c, "31001", "31036", SUCCESSION_SPLIT, EXTENT_PART);
	succeed(c, "31001", "31054", SUCCESSION_SPLIT, EXTENT_REST);
}

static int
set_up(void **state)
{
	struct country *c = calloc(1, sizeof(*c));

	assert_non_null(c);
	assert_true(lang_set("vi"));
	assert_true(orgs_new(&c->o, &c->err));
	put_old_map(c);
	put_new_map(c);
	*state = c;
	return 0;
}

static int
tear_down(void **state)
{
	struct country *c = *state;

	orgs_free(c->o);
	free(c);
	return 0;
}

static void
a_code_means_another_place_after_the_reform(void **state)
{
	struct country *c = *state;

	assert_int_equal(orgs_by_code(c->o, "91", EVE), c->old_kg);
	assert_int_equal(orgs_by_code(c->o, "91", REFORM), c->ag);
	assert_int_equal(orgs_by_code(c->o, "91", DAY_OPEN_LEFT), c->old_kg);
	assert_int_equal(orgs_by_code(c->o, "909", REFORM), 0);
	assert_true(orgs_code_known(c->o, "909"));
	assert_false(orgs_code_known(c->o, "910"));
	assert_string_equal(orgs_version(c->o, c->old_kg, REFORM)->name, "Kiên Giang");
	assert_false(orgs_is_valid(c->o, c->old_kg, REFORM));
}

static void
an_identity_lives_through_rename_and_reclassification(void **state)
{
	struct country *c = *state;
	struct org_entry city = org_days(org_row("12", ORG_PROVINCE, "Thành phố", "Lai Châu", "VN"),
	    day_of(2026, 4, 30), DAY_OPEN_RIGHT);
	day_t from, to;

	city = org_continues(city, "12", day_of(2026, 4, 29));
	assert_int_equal(org_must(c->o, city), c->lai_chau);
	assert_string_equal(orgs_version(c->o, c->lai_chau, day_of(2026, 4, 29))->type, "Tỉnh");
	assert_string_equal(
	    orgs_version(c->o, c->lai_chau, day_of(2026, 4, 30))->type, "Thành phố");
	assert_int_equal(
	    orgs_version(c->o, c->lai_chau, day_of(2020, 1, 1))->valid_to, day_of(2026, 4, 29));
	orgs_span(c->o, c->lai_chau, &from, &to);
	assert_int_equal(from, DAY_OPEN_LEFT);
	assert_int_equal(to, DAY_OPEN_RIGHT);
}

static void
the_same_version_again_changes_nothing(void **state)
{
	struct country *c = *state;
	const uint32_t count = orgs_count(c->o);
	struct org_entry e = org_row("12", ORG_PROVINCE, "Tỉnh", "Lai Châu", "VN");
	org_t org;

	assert_false(orgs_add(c->o, &e, &org, &c->err));
	assert_int_equal(c->err.code, ERR_ALREADY);
	e.name = "Lai Chau";
	assert_false(orgs_check(c->o, &e, &c->err));
	assert_int_equal(c->err.code, ERR_REGISTRY);
	assert_int_equal(orgs_count(c->o), count);
}

static void
a_later_list_may_close_what_was_open(void **state)
{
	struct country *c = *state;
	struct org_entry e = org_row("91.VINPEARL", ORG_BODY, "", "Vinpearl Phú Quốc", "91");

	e.valid_to = day_of(2026, 1, 31);
	assert_int_equal(org_must(c->o, e), c->vinpearl);
	assert_true(orgs_is_valid(c->o, c->vinpearl, day_of(2026, 1, 31)));
	assert_false(orgs_is_valid(c->o, c->vinpearl, day_of(2026, 2, 1)));
	e.valid_to = day_of(2026, 3, 31);
	assert_int_equal(org_put(c->o, e, &c->err), 0);
	assert_int_equal(c->err.code, ERR_REGISTRY);
}

static void
what_is_wrong_with_an_entry_is_named(void **state)
{
	struct country *c = *state;
	const struct org_entry xa = org_row("99999", ORG_COMMUNE, "Xã", "X", "91");
	const struct {
		struct org_entry e;
		const char *why;
	} rows[] = {
	    {org_row("9 9", ORG_COMMUNE, "Xã", "X", "91"), "mã chỉ gồm"},
	    {org_row("99999", ORG_COMMUNE, "Xã", "", "91"), "thiếu tên"},
	    {org_row("99999", ORG_NONE, "Xã", "X", "91"), "thiếu loại"},
	    {org_row("99999", ORG_COMMUNE, "Xã", "X", "90"), "không có cấp trên"},
	    {org_row("99999", ORG_COMMUNE, "Xã", "X", ""), "chỉ cấp quốc gia"},
	    {org_row("V2", ORG_NATION, "", "X", ""), "đã có cấp quốc gia"},
	    {org_days(xa, REFORM, EVE), "ngày cuối trước"},
	    {org_days(xa, 99999999, DAY_OPEN_RIGHT), "ngày bắt đầu"},
	    {org_days(org_row("12", ORG_PROVINCE, "Tỉnh", "X", "VN"), REFORM, DAY_OPEN_RIGHT),
		"đang dùng"},
	    {org_continues(org_days(xa, REFORM + 9, DAY_OPEN_RIGHT), "909", EVE),
		"không kết thúc vào hôm trước"},
	    {org_continues(org_days(xa, REFORM, DAY_OPEN_RIGHT), "908", EVE), "nối tiếp"},
	    {org_continues(
		 org_days(org_row("12", ORG_PROVINCE, "Tỉnh", "Y", "12"), REFORM, DAY_OPEN_RIGHT),
		 "12", EVE),
		"dưới chính nó"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_int_equal(org_put(c->o, rows[i].e, &c->err), 0);
		assert_int_equal(c->err.code, ERR_REGISTRY);
		if (strstr(c->err.text, rows[i].why) == NULL)
			fail_msg("%s: %s", rows[i].why, c->err.text);
	}
}

static void
a_ring_of_parents_is_refused_even_when_it_closes_later(void **state)
{
	struct country *c = *state;
	const day_t first = day_of(2030, 1, 1);
	struct org_entry b;

	(void)org_must(c->o, org_row("12.A", ORG_BODY, "", "A", "12"));
	(void)org_must(c->o, org_row("12.B", ORG_BODY, "", "B", "12"));
	b = org_continues(
	    org_days(org_row("12.B", ORG_BODY, "", "B", "12.A"), first, DAY_OPEN_RIGHT), "12.B",
	    first - 1);
	(void)org_must(c->o, b);
	b = org_continues(
	    org_days(org_row("12.A", ORG_BODY, "", "A", "12.B"), REFORM, DAY_OPEN_RIGHT), "12.A",
	    EVE);
	assert_int_equal(org_put(c->o, b, &c->err), 0);
	assert_int_equal(c->err.code, ERR_REGISTRY);
}

static void
a_tree_deeper_than_the_limit_is_refused(void **state)
{
	struct country *c = *state;
	static const char *const codes[] = {"12", "12.1", "12.2", "12.3", "12.4", "12.5", "12.6"};

	for (size_t i = 1; i < ARRAY_LEN(codes); i++)
		(void)org_must(c->o, org_row(codes[i], ORG_BODY, "", "B", codes[i - 1]));
	assert_int_equal(org_put(c->o, org_row("12.7", ORG_BODY, "", "B", "12.6"), &c->err), 0);
	assert_non_null(strstr(c->err.text, "quá nhiều cấp"));
}

static void
a_facility_without_a_parent_stands_under_the_nation(void **state)
{
	struct country *c = *state;
	const org_t hospital =
	    org_must(c->o, org_row("HHTM", ORG_FACILITY, "", "Viện Huyết học", ""));

	assert_int_equal(orgs_parent(c->o, hospital, REFORM), c->vn);
}

static void
a_chain_leads_to_the_nation_on_both_maps(void **state)
{
	struct country *c = *state;
	org_t chain[ORGS_DEPTH_MAX];

	assert_int_equal(orgs_chain(c->o, c->dong_hoa, EVE, chain), 4);
	assert_int_equal(chain[1], c->an_minh);
	assert_int_equal(chain[2], c->old_kg);
	assert_int_equal(chain[3], c->vn);
	assert_int_equal(orgs_chain(c->o, c->moi_a, REFORM, chain), 3);
	assert_int_equal(chain[1], c->ag);
	assert_int_equal(chain[2], c->vn);
	assert_int_equal(orgs_chain(c->o, 9999, REFORM, chain), 0);
	assert_true(orgs_is_above(c->o, c->old_kg, c->dong_hoa, EVE));
	assert_false(orgs_is_above(c->o, c->old_ag, c->dong_hoa, EVE));
}

static void
bodies_under_an_ended_parent_move_to_what_lives(void **state)
{
	struct country *c = *state;

	assert_int_equal(orgs_parent(c->o, c->vinpearl, EVE), c->old_kg);
	assert_int_equal(orgs_parent(c->o, c->vinpearl, REFORM), c->ag);
	/* The district went without a successor, its province into one. */
	assert_int_equal(orgs_parent(c->o, c->hoi, EVE), c->an_minh);
	assert_int_equal(orgs_parent(c->o, c->hoi, REFORM), c->ag);
}

static bool
list_has(const org_t *list, uint32_t n, org_t org)
{
	for (uint32_t i = 0; i < n; i++)
		if (list[i] == org)
			return true;
	return false;
}

static void
children_are_those_of_any_day_in_order_of_kind_and_code(void **state)
{
	struct country *c = *state;
	org_t *list = NULL;
	uint32_t n = orgs_children(c->o, c->ag, REFORM, REFORM, &list, &c->err);

	assert_int_equal(n, 4); /* two communes, then 909.HOI and 91.VINPEARL */
	assert_int_equal(list[0], c->moi_a);
	assert_int_equal(list[1], c->moi_b);
	assert_int_equal(list[2], c->hoi);
	assert_int_equal(list[3], c->vinpearl);
	free(list);
	n = orgs_children(
	    c->o, c->old_kg, day_of(2024, 12, 1), day_of(2025, 11, 30), &list, &c->err);
	assert_int_equal(n, 3);
	assert_true(list_has(list, n, c->vinpearl) && list_has(list, n, c->an_minh));
	free(list);
	n = orgs_children(c->o, c->vn, EVE, REFORM, &list, &c->err);
	assert_int_equal(n, 4);
	free(list);
	assert_int_equal(orgs_children(c->o, c->old_kg, REFORM, REFORM, &list, &c->err), 0);
	assert_null(list);
}

static void
a_subtree_holds_every_level_of_its_days(void **state)
{
	struct country *c = *state;
	org_t *list = NULL;
	uint32_t n = orgs_subtree(c->o, c->vn, DAY_OPEN_LEFT, DAY_OPEN_RIGHT, &list, &c->err);

	assert_int_equal(n, orgs_count(c->o));
	assert_int_equal(list[0], c->vn);
	free(list);
	n = orgs_subtree(c->o, c->old_kg, EVE, EVE, &list, &c->err);
	assert_int_equal(n, 8);
	assert_true(list_has(list, n, c->hoi) && list_has(list, n, c->old_kg));
	assert_false(list_has(list, n, c->moi_a));
	free(list);
	n = orgs_subtree(c->o, c->ag, REFORM, REFORM, &list, &c->err);
	assert_int_equal(n, 5);
	free(list);
}

static org_t
find(struct country *c, const char *text, day_t day)
{
	org_t org = 0;

	c->err = (struct err){0};
	return orgs_find(c->o, text, day, &org, &c->err) ? org : 0;
}

static void
what_a_person_types_is_resolved_on_the_day(void **state)
{
	struct country *c = *state;

	assert_int_equal(find(c, "91", EVE), c->old_kg);
	assert_int_equal(find(c, "91", REFORM), c->ag);
	assert_int_equal(find(c, "91.vinpearl", REFORM), c->vinpearl);
	assert_int_equal(find(c, "91@2022-05-01", REFORM), c->old_kg);
	assert_int_equal(find(c, "91@30/6/2025", REFORM), c->old_kg);
	assert_int_equal(find(c, "Tỉnh An Giang", EVE), c->old_ag);
	assert_int_equal(find(c, "tỉnh  an giang", REFORM), c->ag);
	assert_int_equal(find(c, "Xã Đông Hoà", EVE), c->dong_hoa);
	assert_int_equal(find(c, "dong hoa", EVE), c->dong_hoa);
	assert_int_equal(find(c, "Kiên Giang", EVE), c->old_kg);
	assert_int_equal(find(c, "Huyện An Minh", EVE), c->an_minh);
	assert_int_equal(find(c, "91@31/6/2025", EVE), 0);
	assert_int_equal(c->err.code, ERR_DATE);
	assert_int_equal(find(c, "Sài Gòn", EVE), 0);
	assert_int_equal(c->err.code, ERR_ORG_UNKNOWN);
	assert_int_equal(find(c, "", EVE), 0);
	assert_int_equal(c->err.code, ERR_ORG_UNKNOWN);
}

static void
a_place_of_another_day_is_not_valid_rather_than_unknown(void **state)
{
	struct country *c = *state;

	assert_int_equal(find(c, "89", REFORM), 0);
	assert_int_equal(c->err.code, ERR_ORG_NOT_VALID);
	assert_non_null(strstr(c->err.text, "30/06/2025"));
	assert_non_null(strstr(c->err.text, "91 Tỉnh An Giang"));
	assert_int_equal(find(c, "Tỉnh Kiên Giang", REFORM), 0);
	assert_int_equal(c->err.code, ERR_ORG_NOT_VALID);
}

static void
an_ambiguous_name_lists_its_candidates_with_their_parents(void **state)
{
	struct country *c = *state;

	assert_int_equal(find(c, "An Minh", EVE), 0);
	assert_int_equal(c->err.code, ERR_ORG_AMBIGUOUS);
	assert_non_null(strstr(c->err.text, "909 Huyện An Minh (Tỉnh Kiên Giang)"));
	assert_non_null(strstr(c->err.text, "31001 Thị trấn An Minh (Huyện An Minh)"));
}

static void
an_alias_finds_its_place_with_and_without_the_type(void **state)
{
	struct country *c = *state;
	const struct alias_entry huyen = {.code = "911", .day = EVE, .name = "Huyện Phú Quốc"};
	const struct alias_entry xa = {.code = "31054", .day = REFORM, .name = "Xã Vân Khành"};
	const struct alias_entry none = {.code = "31054", .day = EVE, .name = ""};

	assert_true(orgs_add_alias(c->o, &huyen, &c->err));
	assert_int_equal(find(c, "huyện Phú Quốc", EVE), c->phu_quoc);
	assert_true(orgs_add_alias(c->o, &xa, &c->err));
	assert_int_equal(find(c, "Vân Khành", REFORM), c->moi_b);
	assert_int_equal(find(c, "Vân Khành", EVE), 0);
	assert_false(orgs_add_alias(c->o, &xa, &c->err));
	assert_int_equal(c->err.code, ERR_ALREADY);
	assert_false(orgs_add_alias(c->o, &none, &c->err));
	assert_int_equal(c->err.code, ERR_REGISTRY);
}

static void
a_search_without_marks_finds_names_codes_and_aliases(void **state)
{
	struct country *c = *state;
	org_t *list = NULL;
	uint32_t n = orgs_search(c->o, "an minh", EVE, &list, &c->err);

	assert_int_equal(n, 2);
	assert_true(list_has(list, n, c->an_minh) && list_has(list, n, c->tach));
	free(list);
	n = orgs_search(c->o, "Vinpearl", REFORM, &list, &c->err);
	assert_int_equal(n, 1);
	free(list);
	assert_int_equal(orgs_search(c->o, "an minh", REFORM, &list, &c->err), 0);
	assert_null(list);
}

static void
an_office_handles_itself_and_what_stands_under_it_that_day(void **state)
{
	struct country *c = *state;

	assert_true(orgs_may_handle(c->o, c->an_minh, c->an_minh, EVE));
	assert_true(orgs_may_handle(c->o, c->old_kg, c->dong_hoa, EVE));
	assert_true(orgs_may_handle(c->o, c->vn, c->dong_hoa, EVE));
	assert_false(orgs_may_handle(c->o, c->dong_hoa, c->an_minh, EVE));
	assert_false(orgs_may_handle(c->o, c->old_ag, c->dong_hoa, EVE));
	assert_false(orgs_may_handle(c->o, c->vn, 9999, EVE));
}

static void
a_successor_handles_for_its_predecessor_and_of_a_split_only_what_is_above_all(void **state)
{
	struct country *c = *state;

	assert_true(orgs_may_handle(c->o, c->moi_a, c->dong_hoa, EVE));
	assert_true(orgs_may_handle(c->o, c->ag, c->dong_hoa, EVE));
	assert_true(orgs_may_handle(c->o, c->ag, c->old_ag, EVE));
	/* All people went to one: land alone makes no second successor. */
	assert_true(orgs_may_handle(c->o, c->moi_b, c->van_khanh, EVE));
	assert_false(orgs_may_handle(c->o, c->moi_a, c->van_khanh, EVE));
	assert_false(orgs_may_handle(c->o, c->moi_a, c->tach, EVE));
	assert_false(orgs_may_handle(c->o, c->moi_b, c->tach, EVE));
	assert_true(orgs_may_handle(c->o, c->ag, c->tach, EVE));
	/* The abolished district: its province's successor. */
	assert_true(orgs_may_handle(c->o, c->ag, c->an_minh, EVE));
	assert_false(orgs_may_handle(c->o, c->lai_chau, c->an_minh, EVE));
	/* What succeeded does not give rights to what ended. */
	assert_false(orgs_may_handle(c->o, c->dong_hoa, c->moi_a, REFORM));
}

static void
whoever_stood_above_or_succeeded_may_read(void **state)
{
	struct country *c = *state;

	assert_true(orgs_may_read(c->o, c->an_minh, c->dong_hoa));
	assert_true(orgs_may_read(c->o, c->ag, c->dong_hoa));
	assert_true(orgs_may_read(c->o, c->moi_a, c->tach));
	assert_true(orgs_may_read(c->o, c->ag, c->hoi));
	assert_true(orgs_may_read(c->o, c->vn, c->hoi));
	assert_false(orgs_may_read(c->o, c->old_ag, c->dong_hoa));
	assert_false(orgs_may_read(c->o, c->dong_hoa, c->an_minh));
}

static void
a_succession_needs_both_ends_on_their_days(void **state)
{
	struct country *c = *state;
	struct succession_entry e = {.old_code = "12",
	    .new_code = "91",
	    .effective = REFORM,
	    .kind = SUCCESSION_MERGED,
	    .basis = ""};

	assert_false(orgs_add_succession(c->o, &e, &c->err)); /* 12 goes on */
	assert_int_equal(c->err.code, ERR_REGISTRY);
	e.new_code = "12";
	e.kind = SUCCESSION_UNCHANGED;
	assert_false(orgs_add_succession(c->o, &e, &c->err));
	assert_int_equal(c->err.code, ERR_ALREADY);
	e = (struct succession_entry){.old_code = "89",
	    .new_code = "91",
	    .effective = REFORM,
	    .kind = SUCCESSION_MERGED,
	    .people = EXTENT_FULL,
	    .basis = ""};
	assert_false(orgs_add_succession(c->o, &e, &c->err));
	assert_int_equal(c->err.code, ERR_ALREADY);
	e.new_code = "93";
	assert_false(orgs_add_succession(c->o, &e, &c->err));
	assert_int_equal(c->err.code, ERR_REGISTRY);
	e.old_code = "909";
	e.new_code = "";
	assert_false(orgs_add_succession(c->o, &e, &c->err)); /* only abolished has none */
	assert_int_equal(c->err.code, ERR_REGISTRY);
}

/* A ledger that holds the contrary is replayed as it is. */
static void
who_takes_all_the_people_leaves_none_for_another(void **state)
{
	static const struct {
		const char *old, *new;
		enum extent people;
		enum err_code code;
	} cases[] = {{"31036", "31054", EXTENT_FULL, ERR_REGISTRY},
	    {"31036", "31054", EXTENT_PART, ERR_REGISTRY},
	    {"31036", "31054", EXTENT_NOBODY, ERR_OK}, {"31001", "91", EXTENT_FULL, ERR_REGISTRY},
	    {"31001", "91", EXTENT_PART, ERR_OK}};
	struct country *c = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct succession_entry e = {.old_code = cases[i].old,
		    .new_code = cases[i].new,
		    .effective = REFORM,
		    .kind = SUCCESSION_MERGED,
		    .people = cases[i].people,
		    .basis = ""};

		c->err.code = ERR_OK;
		(void)!orgs_check_succession(c->o, &e, &c->err);
		assert_int_equal(c->err.code, (int)cases[i].code);
	}
	succeed(c, "31036", "31054", SUCCESSION_MERGED, EXTENT_FULL);
}

static void
what_takes_over_its_own_parent_is_not_put_under_itself(void **state)
{
	struct country *c = *state;
	const day_t end = day_of(2030, 1, 1);
	struct succession_entry e = {.old_code = "12.A",
	    .new_code = "12.C",
	    .effective = end,
	    .kind = SUCCESSION_MERGED,
	    .basis = ""};
	org_t b;

	(void)org_must(
	    c->o, org_days(org_row("12.A", ORG_BODY, "", "A", "12"), DAY_OPEN_LEFT, end - 1));
	b = org_must(c->o, org_row("12.B", ORG_BODY, "", "B", "12.A"));
	(void)org_must(c->o, org_row("12.C", ORG_BODY, "", "C", "12.B"));
	assert_false(orgs_add_succession(c->o, &e, &c->err));
	assert_int_equal(c->err.code, ERR_REGISTRY);
	e.new_code = "12.B"; /* itself: it moves up to its grandparent */
	assert_true(orgs_add_succession(c->o, &e, &c->err));
	assert_int_equal(orgs_parent(c->o, b, end), c->lai_chau);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	    TEST(a_code_means_another_place_after_the_reform),
	    TEST(an_identity_lives_through_rename_and_reclassification),
	    TEST(the_same_version_again_changes_nothing),
	    TEST(a_later_list_may_close_what_was_open),
	    TEST(what_is_wrong_with_an_entry_is_named),
	    TEST(a_ring_of_parents_is_refused_even_when_it_closes_later),
	    TEST(a_tree_deeper_than_the_limit_is_refused),
	    TEST(a_facility_without_a_parent_stands_under_the_nation),
	    TEST(a_chain_leads_to_the_nation_on_both_maps),
	    TEST(bodies_under_an_ended_parent_move_to_what_lives),
	    TEST(children_are_those_of_any_day_in_order_of_kind_and_code),
	    TEST(a_subtree_holds_every_level_of_its_days),
	    TEST(what_a_person_types_is_resolved_on_the_day),
	    TEST(a_place_of_another_day_is_not_valid_rather_than_unknown),
	    TEST(an_ambiguous_name_lists_its_candidates_with_their_parents),
	    TEST(an_alias_finds_its_place_with_and_without_the_type),
	    TEST(a_search_without_marks_finds_names_codes_and_aliases),
	    TEST(an_office_handles_itself_and_what_stands_under_it_that_day),
	    TEST(a_successor_handles_for_its_predecessor_and_of_a_split_only_what_is_above_all),
	    TEST(whoever_stood_above_or_succeeded_may_read),
	    TEST(a_succession_needs_both_ends_on_their_days),
	    TEST(who_takes_all_the_people_leaves_none_for_another),
	    TEST(what_takes_over_its_own_parent_is_not_put_under_itself),
	};

	return cmocka_run_group_tests_name("orgs", tests, NULL, NULL);
}
