#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/lang.h"
#include "core/orgs.h"

#include "orgtree.h"

/* Places whose names people write in more than one way. */
struct country {
	struct orgs *o;
	struct err err;
	org_t lai_chau, an_minh, phu_quoc, tach;
};

static int
set_up(void **state)
{
	struct country *c = calloc(1, sizeof(*c));

	assert_non_null(c);
	assert_true(lang_set("vi"));
	assert_true(orgs_new(&c->o, &c->err));
	(void)org_must(c->o, org_row("VN", ORG_NATION, "", "Việt Nam", ""));
	(void)org_must_old(c->o, org_row("91", ORG_PROVINCE, "Tỉnh", "Kiên Giang", "VN"));
	(void)org_must_old(c->o, org_row("89", ORG_PROVINCE, "Tỉnh", "An Giang", "VN"));
	c->lai_chau = org_must(c->o, org_row("12", ORG_PROVINCE, "Tỉnh", "Lai Châu", "VN"));
	c->an_minh = org_must_old(c->o, org_row("909", ORG_DISTRICT, "Huyện", "An Minh", "91"));
	c->phu_quoc =
	    org_must_old(c->o, org_row("911", ORG_DISTRICT, "Thành phố", "Phú Quốc", "91"));
	(void)org_must_old(c->o, org_row("31036", ORG_COMMUNE, "Xã", "Đông Hòa", "909"));
	c->tach = org_must_old(c->o, org_row("31001", ORG_COMMUNE, "Thị trấn", "An Minh", "909"));
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

static org_t
find(struct country *c, const char *text, day_t day)
{
	org_t ret = 0;

	return orgs_find(c->o, text, day, &ret, &c->err) ? ret : 0;
}

static void
a_place_is_found_by_an_earlier_type_of_its_own(void **state)
{
	struct country *c = *state;

	assert_int_equal(find(c, "huyện Phú Quốc", EVE), c->phu_quoc);
	assert_int_equal(find(c, "Thị xã Phú Quốc", EVE), c->phu_quoc);
	assert_int_equal(find(c, "huyen phu quoc", EVE), c->phu_quoc);
	assert_int_equal(find(c, "TP. Phú Quốc", EVE), c->phu_quoc);
	assert_int_equal(find(c, "TP.Phú Quốc", EVE), c->phu_quoc);
	assert_int_equal(find(c, "H. An Minh", EVE), c->an_minh);
	assert_int_equal(find(c, "TT. An Minh", EVE), c->tach);
	assert_int_equal(find(c, "Thành phố Lai Châu", EVE), c->lai_chau);
	/* A commune's name is told apart by its type; a level has its own types. */
	assert_int_equal(find(c, "Phường Đông Hòa", EVE), 0);
	assert_int_equal(c->err.code, ERR_ORG_UNKNOWN);
	assert_int_equal(find(c, "Huyện Lai Châu", EVE), 0);
	assert_int_equal(find(c, "huyện", EVE), 0);
	/* What ended is not another place of that name. */
	assert_int_equal(find(c, "Huyện Phú Quốc", REFORM), 0);
	assert_int_equal(c->err.code, ERR_ORG_NOT_VALID);
}

static void
two_of_a_name_are_told_apart_by_type_and_else_ambiguous(void **state)
{
	struct country *c = *state;

	(void)org_must_old(c->o, org_row("820", ORG_DISTRICT, "Huyện", "Cai Lậy", "89"));
	const org_t town =
	    org_must_old(c->o, org_row("817", ORG_DISTRICT, "Thị xã", "Cai Lậy", "89"));

	assert_int_equal(find(c, "TX Cai Lậy", EVE), town);
	assert_int_equal(find(c, "Thành phố Cai Lậy", EVE), 0);
	assert_int_equal(c->err.code, ERR_ORG_AMBIGUOUS);
}

static void
i_and_y_are_one_where_they_sound_alike(void **state)
{
	struct country *c = *state;
	const org_t my_tho = org_must(c->o,
	    org_days(
		org_row("815", ORG_DISTRICT, "Thành phố", "Mỹ Tho", "89"), DAY_OPEN_LEFT, EVE));
	const org_t quy = org_must(c->o,
	    org_days(
		org_row("540", ORG_DISTRICT, "Thành phố", "Quy Nhơn", "89"), DAY_OPEN_LEFT, EVE));

	assert_int_equal(find(c, "Mĩ Tho", EVE), my_tho);
	assert_int_equal(find(c, "TP Mĩ Tho", EVE), my_tho);
	assert_int_equal(find(c, "thị xã Mĩ Tho", EVE), my_tho);
	assert_int_equal(find(c, "mi tho", EVE), my_tho);
	assert_int_equal(find(c, "Thành phố Qui Nhơn", EVE), quy);
	assert_int_equal(find(c, "Lai Chây", EVE), 0);
	assert_int_equal(c->err.code, ERR_ORG_UNKNOWN);
}

static void
a_name_of_another_day_means_who_bore_it_when_that_is_one(void **state)
{
	struct country *c = *state;
	const day_t city = REFORM + 500;
	const org_t hue =
	    org_must(c->o, org_row("46", ORG_PROVINCE, "Tỉnh", "Thừa Thiên Huế", "VN"));
	struct org_entry now = org_row("46", ORG_PROVINCE, "Thành phố", "Huế", "VN");

	now = org_continues(org_days(now, city, DAY_OPEN_RIGHT), "46", city - 1);
	assert_int_equal(org_must(c->o, now), hue);
	assert_int_equal(find(c, "Tỉnh Thừa Thiên Huế", city), hue);
	assert_int_equal(find(c, "thua thien hue", city), hue);
	assert_int_equal(find(c, "Huế", city - 1), hue);
	assert_int_equal(find(c, "Tỉnh Kiên Giang", REFORM), 0);
	assert_int_equal(c->err.code, ERR_ORG_NOT_VALID);
}

static void
a_history_is_of_who_bore_the_name_at_any_time(void **state)
{
	struct country *c = *state;
	org_t org = 0;

	(void)org_must_old(c->o, org_row("820", ORG_DISTRICT, "Huyện", "Cai Lậy", "89"));
	(void)org_must_old(c->o, org_row("817", ORG_DISTRICT, "Thị xã", "Cai Lậy", "89"));
	assert_true(orgs_find_ever(c->o, "Huyện Phú Quốc", REFORM, &org, &c->err));
	assert_int_equal(org, c->phu_quoc);
	assert_true(orgs_find_ever(c->o, "Huyện Cai Lậy", REFORM, &org, &c->err));
	assert_false(orgs_find_ever(c->o, "Cai Lậy", REFORM, &org, &c->err));
	assert_int_equal(c->err.code, ERR_ORG_AMBIGUOUS);
	assert_false(orgs_find_ever(c->o, "Cai Lay Hai", REFORM, &org, &c->err));
	assert_int_equal(c->err.code, ERR_ORG_UNKNOWN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	    TEST(a_place_is_found_by_an_earlier_type_of_its_own),
	    TEST(two_of_a_name_are_told_apart_by_type_and_else_ambiguous),
	    TEST(i_and_y_are_one_where_they_sound_alike),
	    TEST(a_name_of_another_day_means_who_bore_it_when_that_is_one),
	    TEST(a_history_is_of_who_bore_the_name_at_any_time),
	};

	return cmocka_run_group_tests_name("orgs_names", tests, NULL, NULL);
}
