/* A corrected list beside the registry that an earlier one made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/lang.h"
#include "core/orgs.h"

#include "importfix.h"
#include "orgtree.h"

/* Enter them with names, so that what they say can be corrected. */
static void
enter_told(const struct org_import *i, struct orgs *o)
{
	struct err err = {.code = ERR_OK};
	static uint64_t seq;
	org_t org;

	for (uint32_t n = 0; n < org_import_count(i); n++) {
		const struct name by = {.seq = ++seq};
		struct report r;
		bool ok;

		org_import_report(i, n, &r);
		if (r.action == ACTION_WITHDRAWAL)
			ok = orgs_withdraw(o, r.u.registry.kind, &r.replaces, &err);
		else if (r.action == ACTION_CORRECTION)
			ok = orgs_correct(o, &r.replaces, &r.u.registry.u.org, &org, &err);
		else if (r.u.registry.kind == REGISTRY_SUCCESSION)
			ok = orgs_add_succession(o, &r.u.registry.u.succession, &err);
		else if (r.u.registry.kind == REGISTRY_ALIAS)
			ok = orgs_add_alias(o, &r.u.registry.u.alias, &err);
		else
			ok = orgs_add(o, &r.u.registry.u.org, &org, &err);
		if (!ok)
			fail_msg("entry %u: %s", n, err.text);
		if (r.action != ACTION_WITHDRAWAL)
			orgs_told(o, &r.u.registry, &by);
	}
}

/* A list and its successions and aliases; parts that are NULL are not given. */
struct files {
	const char *units, *edges, *names;
	day_t as_of;
};

/* How many entries that enters in ${o}, and of these corrections; ${ret} as words, one a line. */
static struct org_import_counts
corrected(struct orgs *o, struct files f, char *ret, size_t size)
{
	struct csvfile *units = import_csv(f.units), *edges = NULL, *names = NULL;
	struct org_import_counts counts;
	struct org_import *i;

	if (f.edges != NULL)
		edges = import_csv(f.edges);
	if (f.names != NULL)
		names = import_csv(f.names);
	i = import_make((struct org_import_input){.units = units,
	    .successions = edges,
	    .aliases = names,
	    .as_of = f.as_of,
	    .have = o,
	    .reopen = "đính chính"});
	org_import_count_all(i, &counts);
	ret[0] = '\0';
	for (uint32_t n = 0; n < org_import_count(i); n++) {
		const struct org_import_change *x = org_import_change_at(i, n);
		const size_t at = strlen(ret);

		if (x != NULL)
			(void)snprintf(
			    ret + at, size - at, "%s: %s → %s\n", x->code, x->was, x->becomes);
	}
	enter_told(i, o);
	org_import_free(i);
	csvfile_free(units);
	csvfile_free(edges);
	csvfile_free(names);
	return counts;
}

#define LIST_HEAD "code,name,type,parent_code,level,full_name,valid_from,valid_to\n"
#define LIST_FIRST \
	LIST_HEAD "12,Lai Châu,Tỉnh,,province,Tỉnh Lai Châu,2021-11-01,\n" \
		  "91,Kiên Giang,Tỉnh,,province,Tỉnh Kiên Giang,2021-11-01,\n"
#define EDGE_HEAD "old_code,new_code,kind,effective_date\n"

static struct orgs *
registry_of(struct files f)
{
	struct orgs *o = NULL;
	struct err err;
	char words[1024];

	assert_true(orgs_new(&o, &err));
	(void)corrected(o, f, words, sizeof(words));
	assert_string_equal(words, "");
	return o;
}

static void
a_corrected_list_reopens_moves_and_renames_what_stands(void **state)
{
	static const struct files wrong = {.units = LIST_FIRST
	    "909,An Minh,Huyện,91,district,Huyện An Minh,2021-11-01,2024-09-01\n"
	    "910,An Biên,Huyện,12,district,Huyện An Biển,2021-11-01,\n"
	    "911,Phú Quốc,Huyện,91,district,Huyện Phú Quốc,2021-11-01,2024-01-01\n"
	    "911,Phú Quốc,Thành phố,91,district,Thành phố Phú Quốc,2024-01-01,\n",
	    .edges = EDGE_HEAD "909,910,merged,2024-09-01\n"};
	static const struct files right = {.units = LIST_FIRST
	    "909,An Minh,Huyện,91,district,Huyện An Minh,2021-11-01,\n"
	    "910,An Biên,Huyện,91,district,Huyện An Biên,2021-11-01,\n"
	    "911,Phú Quốc,Huyện,91,district,Huyện Phú Quốc,2021-11-01,2023-03-01\n"
	    "911,Phú Quốc,Thành phố,91,district,Thành phố Phú Quốc,2023-03-01,\n"};
	struct orgs *o = registry_of(wrong);
	const org_t an_minh = orgs_by_code(o, "909", day_of(2024, 1, 1));
	struct org_import_counts n;
	char words[1024];

	(void)state;
	n = corrected(o, right, words, sizeof(words));
	assert_string_equal(words,
	    "909: succeeded by: 910 Huyện An Biển from 01/09/2024 → withdrawn\n"
	    "909: to 31/08/2024 → to –\n"
	    "910: name Huyện An Biển, parent 12 → name Huyện An Biên, parent 91\n"
	    "911: from 01/01/2024 → from 01/03/2023\n");
	assert_int_equal(n.changes, 4);
	assert_int_equal(n.rejected, 0);
	assert_int_equal(orgs_by_code(o, "909", day_of(2026, 1, 1)), an_minh);
	assert_string_equal(
	    orgs_version(o, orgs_by_code(o, "911", EVE), day_of(2023, 6, 1))->type, "Thành phố");
	/* The same again finds nothing to do. */
	n = corrected(o, right, words, sizeof(words));
	assert_string_equal(words, "");
	assert_int_equal(n.entries, 0);
	orgs_free(o);
}

static void
a_corrected_list_takes_back_successions_and_other_names(void **state)
{
	static const char units[] =
	    LIST_FIRST "909,An Minh,Huyện,91,district,Huyện An Minh,2021-11-01,2024-09-01\n"
		       "910,An Biên,Huyện,91,district,Huyện An Biên,2021-11-01,\n"
		       "911,Phú Quốc,Huyện,91,district,Huyện Phú Quốc,2021-11-01,\n";
	struct files f = {.units = units,
	    .edges = EDGE_HEAD "909,910,merged,2024-09-01\n",
	    .names = "code,day,alias_full_name\n"
		     "910,2023-01-01,Huyện An Bien\n911,2023-01-01,Huyện Phú Quấc\n"};
	struct orgs *o = registry_of(f);
	char words[1024];
	org_t org;
	struct err err;

	(void)state;
	f.edges = EDGE_HEAD "909,911,merged,2024-09-01\n";
	f.names = "code,day,alias_full_name\n910,2023-01-01,Huyện An Bien\n";
	(void)corrected(o, f, words, sizeof(words));
	assert_string_equal(words,
	    "911: other name: Huyện Phú Quấc → withdrawn\n"
	    "909: succeeded by: 910 Huyện An Biên from 01/09/2024 → withdrawn\n");
	assert_true(orgs_may_handle(
	    o, orgs_by_code(o, "911", EVE), orgs_by_code(o, "909", day_of(2024, 1, 1)), EVE));
	assert_false(orgs_find(o, "Huyện Phú Quấc", EVE, &org, &err));
	assert_true(orgs_find(o, "Huyện An Bien", EVE, &org, &err));
	assert_int_equal(corrected(o, f, words, sizeof(words)).entries, 0);
	orgs_free(o);
}

static void
a_corrected_snapshot_takes_back_the_end_that_the_first_one_made(void **state)
{
#define SNAP_HEAD "code,name,type,parent_code,level,full_name\n"
#define SNAP_FIRST \
	SNAP_HEAD "91,Kiên Giang,Tỉnh,,province,Tỉnh Kiên Giang\n" \
		  "909,An Minh,Huyện,91,district,Huyện An Minh\n"
#define SNAP_LATER SNAP_HEAD "91,Kiên Giang,Tỉnh,,province,Tỉnh Kiên Giang\n"
	struct orgs *o =
	    registry_of((struct files){.units = SNAP_FIRST, .as_of = day_of(2024, 1, 1)});
	const struct files wrong = {.units = SNAP_LATER, .as_of = day_of(2024, 9, 1)};
	const struct files right = {
	    .units = SNAP_LATER "909,An Minh,Thị xã,91,district,Thị xã An Minh\n",
	    .as_of = day_of(2024, 9, 1)};
	const org_t an_minh = orgs_by_code(o, "909", EVE);
	char words[1024];

	(void)state;
	(void)corrected(o, wrong, words, sizeof(words));
	assert_int_equal(orgs_by_code(o, "909", EVE), 0);
	(void)corrected(o, right, words, sizeof(words));
	assert_string_equal(words, "909: to 31/08/2024 → to –\n");
	assert_int_equal(orgs_by_code(o, "909", EVE), an_minh);
	assert_string_equal(orgs_version(o, an_minh, EVE)->type, "Thị xã");
	assert_int_equal(corrected(o, right, words, sizeof(words)).entries, 0);
	orgs_free(o);
}

static void
what_a_corrected_list_leaves_out_cannot_be_withdrawn_and_is_named(void **state)
{
	const struct files wrong = {.units = LIST_FIRST
	    "911,Phú Quốc,Huyện,91,district,Huyện Phú Quốc,2021-11-01,2024-01-01\n"
	    "911,Phú Quốc,Thành phố,91,district,Thành phố Phú Quốc,2024-01-01,\n"};
	const struct files never = {
	    .units = LIST_FIRST "911,Phú Quốc,Huyện,91,district,Huyện Phú Quốc,2021-11-01,\n"};
	const struct files ended = {.units = LIST_FIRST
	    "911,Phú Quốc,Huyện,91,district,Huyện Phú Quốc,2021-11-01,2023-01-01\n"};
	struct orgs *o = registry_of(wrong);
	struct org_import_counts n;
	char words[1024];

	(void)state;
	n = corrected(o, ended, words, sizeof(words));
	assert_int_equal(n.rejected, 1);
	assert_int_equal(n.changes, 0);
	/* A change that never was: the version stays, and says what the one before it says. */
	(void)corrected(o, never, words, sizeof(words));
	assert_string_equal(words,
	    "911: name Thành phố Phú Quốc, type Thành phố → name Huyện Phú Quốc, type Huyện\n");
	assert_int_equal(corrected(o, never, words, sizeof(words)).entries, 0);
	orgs_free(o);
}

static void
a_change_of_what_a_place_goes_on_with_is_said(void **state)
{
	static const char list[] =
	    LIST_HEAD "91,Kiên Giang,Tỉnh,,province,Tỉnh Kiên Giang,2021-11-01,2025-07-01\n"
		      "91,An Giang,Tỉnh,,province,Tỉnh An Giang,2025-07-01,\n";
	struct orgs *o = registry_of(
	    (struct files){.units = list, .edges = EDGE_HEAD "91,91,merged,2025-07-01\n"});
	struct csvfile *units = import_csv(list);
	struct org_import *i = import_make(
	    (struct org_import_input){.units = units, .have = o, .reopen = "đính chính"});
	const struct org_import_change *x = NULL;

	(void)state;
	for (uint32_t n = 0; n < org_import_count(i) && x == NULL; n++)
		if (org_import_at(i, n)->kind == REGISTRY_ORG)
			x = org_import_change_at(i, n);
	assert_non_null(x);
	assert_string_equal(x->was, "continues –");
	assert_string_equal(x->becomes, "continues 91");
	org_import_free(i);
	csvfile_free(units);
	orgs_free(o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_change_of_what_a_place_goes_on_with_is_said),
	    cmocka_unit_test(a_corrected_list_reopens_moves_and_renames_what_stands),
	    cmocka_unit_test(a_corrected_list_takes_back_successions_and_other_names),
	    cmocka_unit_test(a_corrected_snapshot_takes_back_the_end_that_the_first_one_made),
	    cmocka_unit_test(what_a_corrected_list_leaves_out_cannot_be_withdrawn_and_is_named),
	};

	return lang_set("en") ? cmocka_run_group_tests_name("org_import_correct", tests, NULL, NULL)
			      : 1;
}
