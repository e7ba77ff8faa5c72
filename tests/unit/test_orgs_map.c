/* Every identity's one place on the map of a day. */
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

#define NEWS day_of(2026, 4, 30)

/*
 * Kiên Giang and An Giang become one province; 909 goes; XA keeps on in MOI, with XB, TACH is
 * divided between MOI and KHAC, MAT ends without a word; NAM begins in 2026 with nothing behind it.
 */
struct world {
	struct orgs *o;
	struct err err;
	org_t vn, kg, ag, giang, d909, xa, xb, tach, mat, moi, khac, hoi, vin, nam, hoi_new, lai;
};

static void
succeed(struct world *w, const char *old, const char *new, enum extent people)
{
	const struct succession_entry e = {.old_code = old,
	    .new_code = new,
	    .effective = REFORM,
	    .kind = new[0] == '\0' ? SUCCESSION_ABOLISHED : SUCCESSION_MERGED,
	    .area = people,
	    .people = people,
	    .basis = ""};

	if (!orgs_add_succession(w->o, &e, &w->err))
		fail_msg("%s: %s", old, w->err.text);
}

static org_t
put_old(struct world *w, const char *code, enum org_kind kind, const char *parent)
{
	return org_must(w->o, org_days(org_row(code, kind, "", code, parent), DAY_OPEN_LEFT, EVE));
}

static org_t
put_new(struct world *w, const char *code, enum org_kind kind, const char *parent)
{
	return org_must(
	    w->o, org_days(org_row(code, kind, "", code, parent), REFORM, DAY_OPEN_RIGHT));
}

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	assert_true(lang_set("vi"));
	assert_true(orgs_new(&w->o, &w->err));
	w->vn = org_must(w->o, org_row("VN", ORG_NATION, "", "Việt Nam", ""));
	w->lai = org_must(w->o, org_row("12", ORG_PROVINCE, "", "Lai Châu", "VN"));
	w->kg = put_old(w, "91", ORG_PROVINCE, "VN");
	w->ag = put_old(w, "89", ORG_PROVINCE, "VN");
	w->d909 = put_old(w, "909", ORG_DISTRICT, "91");
	w->xa = put_old(w, "XA", ORG_COMMUNE, "909");
	w->xb = put_old(w, "XB", ORG_COMMUNE, "89");
	w->tach = put_old(w, "TACH", ORG_COMMUNE, "909");
	w->mat = put_old(w, "MAT", ORG_COMMUNE, "909");
	w->hoi = put_old(w, "909.HOI", ORG_BODY, "909");
	w->vin = org_must(w->o, org_row("91.VIN", ORG_BODY, "", "Vinpearl", "91"));
	w->giang = put_new(w, "91", ORG_PROVINCE, "VN");
	w->moi = put_new(w, "MOI", ORG_COMMUNE, "91");
	w->khac = put_new(w, "KHAC", ORG_COMMUNE, "91");
	succeed(w, "91", "91", EXTENT_FULL);
	succeed(w, "89", "91", EXTENT_FULL);
	succeed(w, "909", "", EXTENT_FULL);
	succeed(w, "XA", "MOI", EXTENT_FULL);
	succeed(w, "XB", "MOI", EXTENT_FULL);
	succeed(w, "XA", "KHAC", EXTENT_NOBODY);
	succeed(w, "TACH", "MOI", EXTENT_PART);
	succeed(w, "TACH", "KHAC", EXTENT_REST);
	w->nam = org_must(
	    w->o, org_days(org_row("NAM", ORG_COMMUNE, "", "Năm", "12"), NEWS, DAY_OPEN_RIGHT));
	w->hoi_new = org_must(
	    w->o, org_days(org_row("91.MOI", ORG_BODY, "", "Hội mới", "91"), NEWS, DAY_OPEN_RIGHT));
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	orgs_free(w->o);
	free(w);
	return 0;
}

static void
assert_place(struct world *w, day_t day, org_t org, org_t at, enum org_line line)
{
	const struct orgs_map *m = orgs_map(w->o, day, &w->err);
	const struct org_place p = orgs_map_place(m, org);

	assert_non_null(m);
	assert_int_equal(p.at, at);
	assert_int_equal(p.line, line);
}

static void
a_merged_place_counts_in_its_only_successor(void **state)
{
	struct world *w = *state;

	assert_place(w, REFORM, w->kg, w->giang, ORG_LINE_NONE);
	assert_place(w, REFORM, w->ag, w->giang, ORG_LINE_NONE);
	/* Land that went elsewhere does not count beside people. */
	assert_place(w, REFORM, w->xa, w->moi, ORG_LINE_NONE);
	assert_place(w, REFORM, w->xb, w->moi, ORG_LINE_NONE);
	assert_place(w, EVE, w->xa, w->xa, ORG_LINE_NONE);
	assert_place(w, REFORM, w->lai, w->lai, ORG_LINE_NONE);
}

static void
what_is_divided_stands_in_a_line_of_the_lowest_place_that_has_it_all(void **state)
{
	struct world *w = *state;

	assert_place(w, REFORM, w->tach, w->giang, ORG_LINE_SPLIT);
	/* A district that was abolished: its communes went their own ways. */
	assert_place(w, REFORM, w->d909, w->giang, ORG_LINE_SPLIT);
}

static void
what_ended_without_a_word_stands_in_its_provinces_line(void **state)
{
	struct world *w = *state;

	assert_place(w, REFORM, w->mat, w->giang, ORG_LINE_UNKNOWN);
	assert_place(w, NEWS, w->mat, w->giang, ORG_LINE_UNKNOWN);
}

static void
bodies_keep_a_row_of_their_own_on_every_map(void **state)
{
	struct world *w = *state;
	const struct orgs_map *m = orgs_map(w->o, REFORM, &w->err);

	assert_place(w, REFORM, w->hoi, w->hoi, ORG_LINE_NONE);
	assert_int_equal(orgs_map_above(m, w->hoi), w->giang);
	assert_int_equal(orgs_map_above(m, w->vin), w->giang);
	/* A body of the new province stands under what the old map has of it. */
	m = orgs_map(w->o, EVE, &w->err);
	assert_place(w, EVE, w->hoi_new, w->hoi_new, ORG_LINE_NONE);
	assert_int_equal(orgs_map_above(m, w->hoi_new), w->vn);
	assert_int_equal(orgs_map_above(m, w->vin), w->kg);
}

static void
backward_what_came_of_several_stands_where_they_meet(void **state)
{
	struct world *w = *state;

	/* MOI came of 91 and 89, KHAC of TACH alone: nobody came of XA. */
	assert_place(w, EVE, w->moi, w->vn, ORG_LINE_SPLIT);
	assert_place(w, EVE, w->khac, w->tach, ORG_LINE_NONE);
	assert_place(w, EVE, w->giang, w->vn, ORG_LINE_SPLIT);
	assert_place(w, EVE, w->nam, w->lai, ORG_LINE_UNKNOWN);
}

static void
every_identity_is_met_once_on_a_walk_of_any_map(void **state)
{
	struct world *w = *state;
	const day_t days[] = {day_of(2020, 1, 1), EVE, REFORM, NEWS, day_of(2030, 1, 1)};

	for (size_t i = 0; i < ARRAY_LEN(days); i++) {
		const struct orgs_map *m = orgs_map(w->o, days[i], &w->err);
		uint32_t n = 0;

		for (org_t at = orgs_map_walk(m, w->vn, 0); at != 0;
		     at = orgs_map_walk(m, w->vn, at)) {
			assert_true(orgs_map_is_above(m, w->vn, at));
			n++;
		}
		assert_int_equal(n, orgs_count(w->o));
	}
}

static void
rows_and_levels_are_of_the_maps_day(void **state)
{
	struct world *w = *state;
	const struct orgs_map *m = orgs_map(w->o, REFORM, &w->err);
	org_t *list = NULL;
	uint32_t n = orgs_map_children(w->o, m, w->vn, &list, &w->err);

	assert_int_equal(n, 2);
	assert_int_equal(list[0], w->lai);
	assert_int_equal(list[1], w->giang);
	free(list);
	n = orgs_map_level(w->o, m, w->vn, ORG_COMMUNE, &list, &w->err);
	assert_int_equal(n, 2);
	free(list);
	m = orgs_map(w->o, EVE, &w->err);
	n = orgs_map_level(w->o, m, w->kg, ORG_COMMUNE, &list, &w->err);
	assert_int_equal(n, 3);
	free(list);
}

static void
a_map_is_made_again_after_the_registry_changed(void **state)
{
	struct world *w = *state;

	assert_place(w, REFORM, w->mat, w->giang, ORG_LINE_UNKNOWN);
	succeed(w, "MAT", "KHAC", EXTENT_FULL);
	assert_place(w, REFORM, w->mat, w->khac, ORG_LINE_NONE);
	/* More days than are kept: each is right again. */
	for (int i = 0; i < 3 * ORGS_MAPS_KEPT; i++)
		assert_place(w, REFORM + i % (ORGS_MAPS_KEPT + 2), w->mat, w->khac, ORG_LINE_NONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_merged_place_counts_in_its_only_successor, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_is_divided_stands_in_a_line_of_the_lowest_place_that_has_it_all, set_up,
		tear_down),
	    cmocka_unit_test_setup_teardown(
		what_ended_without_a_word_stands_in_its_provinces_line, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		bodies_keep_a_row_of_their_own_on_every_map, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		backward_what_came_of_several_stands_where_they_meet, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		every_identity_is_met_once_on_a_walk_of_any_map, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(rows_and_levels_are_of_the_maps_day, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_map_is_made_again_after_the_registry_changed, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("orgs_map", tests, NULL, NULL);
}
