#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/csvfile.h"
#include "base/lang.h"
#include "base/os.h"
#include "core/orgs.h"
#include "wire/submission.h"

#include "importfix.h"
#include "orgtree.h"

/* Enter every entry of ${i} into ${o}, as the aggregator would. */
static void
enter(const struct org_import *i, struct orgs *o)
{
	struct err err = {.code = ERR_OK};
	org_t org;

	for (uint32_t n = 0; n < org_import_count(i); n++) {
		const struct registry_entry *e = org_import_at(i, n);
		const bool ok = e->kind == REGISTRY_ORG ? orgs_add(o, &e->u.org, &org, &err)
		    : e->kind == REGISTRY_SUCCESSION
		    ? orgs_add_succession(o, &e->u.succession, &err)
		    : orgs_add_alias(o, &e->u.alias, &err);

		if (!ok)
			fail_msg("entry %u: %s", n, err.text);
	}
}

static const char history[] =
    "code,name,type,parent_code,level,full_name,valid_from,valid_to\n"
    "75,Đồng Nai,Tỉnh,,province,Tỉnh Đồng Nai,2021-11-01,2026-04-30\n"
    "75,Đồng Nai,Thành phố,,province,Thành phố Đồng Nai,2026-04-30,\n"
    "70,Bình Phước,Tỉnh,,province,Tỉnh Bình Phước,2021-11-01,2025-07-01\n"
    "91,Kiên Giang,Tỉnh,,province,Tỉnh Kiên Giang,2021-11-01,2025-07-01\n"
    "91,An Giang,Tỉnh,,province,Tỉnh An Giang,2025-07-01,\n"
    "89,An Giang,Tỉnh,,province,Tỉnh An Giang,2021-11-01,2025-07-01\n"
    "01,Hà Nội,Thành phố,,province,Thành phố Hà Nội,2021-11-01,\n"
    "31,Hải Phòng,Thành phố,,province,Thành phố Hải Phòng,2021-11-01,\n"
    "318,Bạch Long Vĩ,Huyện,31,district,Huyện Bạch Long Vĩ,2021-11-01,2025-07-01\n"
    "11948,Bạch Long Vĩ,Đặc khu,31,commune,Đặc khu Bạch Long Vĩ,2025-07-01,\n"
    "909,An Minh,Huyện,91,district,Huyện An Minh,2021-11-01,2025-07-01\n"
    "31036,Đông Hòa,Xã,909,commune,Xã Đông Hòa,2021-11-01,2025-07-01\n"
    "31036,Đông Hòa,Xã,91,commune,Xã Đông Hòa,2025-07-01,\n";
static const char successions[] =
    "old_code,new_code,kind,effective_date,area_extent,population_extent,legal_basis,clause\n"
    "75,75,merged,2025-07-01,full,full,202/2025/QH15,\n"
    "70,75,merged,2025-07-01,full,full,202/2025/QH15,\n"
    "91,91,merged,2025-07-01,full,full,202/2025/QH15,\n"
    "89,91,merged,2025-07-01,full,full,202/2025/QH15,\n"
    "01,01,unchanged,2025-07-01,full,full,202/2025/QH15,\n"
    "31,31,merged,2025-07-01,full,full,202/2025/QH15,\n"
    "318,11948,reclassified,2025-07-01,full,full,1669/NQ-UBTVQH15,114\n"
    "909,,abolished,2025-07-01,,,72/2025/QH15,\n"
    "31036,31036,merged,2025-07-01,full,full,1654/NQ-UBTVQH15,7\n";
static const char aliases[] = "code,era,alias_full_name,source\n"
			      "31036,pre2025,Xã Đồng Hòa,NSO\n";

static void
identities_follow_what_the_successions_say(void **state)
{
	struct csvfile *units = import_csv(history), *edges = import_csv(successions),
		       *names = import_csv(aliases);
	struct org_import *i = import_make((struct org_import_input){
	    .units = units, .successions = edges, .aliases = names, .as_of = DAY_OPEN_LEFT});
	struct org_import_counts counts;
	struct orgs *o = NULL;
	struct err err;
	org_t dong_nai, org;

	(void)state;
	assert_true(orgs_new(&o, &err));
	enter(i, o);
	/* Merged in 2025, one identity from then on through 2026. */
	dong_nai = orgs_by_code(o, "75", REFORM);
	assert_int_not_equal(orgs_by_code(o, "75", EVE), dong_nai);
	assert_int_equal(orgs_by_code(o, "75", day_of(2026, 4, 30)), dong_nai);
	assert_string_equal(orgs_version(o, dong_nai, day_of(2026, 4, 29))->type, "Tỉnh");
	assert_string_equal(orgs_version(o, dong_nai, day_of(2026, 4, 30))->type, "Thành phố");
	assert_int_not_equal(orgs_by_code(o, "91", EVE), orgs_by_code(o, "91", REFORM));
	assert_int_equal(orgs_by_code(o, "01", EVE), orgs_by_code(o, "01", REFORM));
	assert_int_equal(orgs_by_code(o, "318", EVE), orgs_by_code(o, "11948", REFORM));
	assert_int_equal(
	    orgs_version(o, orgs_by_code(o, "11948", REFORM), REFORM)->kind, ORG_COMMUNE);
	/* The list begins in 2021 and is open at the left. */
	assert_int_equal(
	    orgs_by_code(o, "31036", day_of(2020, 10, 24)), orgs_by_code(o, "31036", EVE));
	assert_true(orgs_find(o, "xã đồng hoà", EVE, &org, &err));
	assert_true(orgs_may_handle(o, dong_nai, orgs_by_code(o, "70", EVE), EVE));
	org_import_count_all(i, &counts);
	assert_int_equal(counts.rows, 13 + 9 + 1);
	assert_int_equal(counts.already, 2); /* 01 unchanged, 318 goes on */
	assert_int_equal(counts.rejected, 0);
	assert_int_equal(counts.entries, 1 + 13 + 2 + 7 + 1); /* 75 and 31 are cut in two */
	org_import_free(i);
	csvfile_free(units);
	csvfile_free(edges);
	csvfile_free(names);
	orgs_free(o);
}

static void
importing_twice_sends_nothing(void **state)
{
	struct csvfile *units = import_csv(history), *edges = import_csv(successions),
		       *names = import_csv(aliases);
	struct org_import_input in = {
	    .units = units, .successions = edges, .aliases = names, .as_of = DAY_OPEN_LEFT};
	struct org_import *first = import_make(in), *second;
	struct org_import_counts counts;
	struct orgs *o = NULL;
	struct err err;

	(void)state;
	assert_true(orgs_new(&o, &err));
	enter(first, o);
	in.have = o;
	second = import_make(in);
	org_import_count_all(second, &counts);
	assert_int_equal(counts.entries, 0);
	assert_int_equal(counts.rejected, 0);
	assert_int_equal(counts.already, 2 + org_import_count(first));
	org_import_free(first);
	org_import_free(second);
	csvfile_free(units);
	csvfile_free(edges);
	csvfile_free(names);
	orgs_free(o);
}

#define SIXTY "Phường Phường Phường Phường Phường Phường Ph"
#define TOO_LONG SIXTY SIXTY SIXTY SIXTY SIXTY /* a name is 240 bytes at most */

static void
a_bad_row_is_refused_with_its_line_and_reason(void **state)
{
	struct csvfile *units =
	    import_csv("code,name,type,parent_code,level,full_name,valid_from,valid_to\n"
		       "01,Hà Nội,Thành phố,,province,Thành phố Hà Nội,2021-11-01,\n"
		       "001,Ba Đình,Quận,01,quận,Quận Ba Đình,2021-11-01,\n"
		       "002,,Quận,01,district,,2021-11-01,\n"
		       "003,Tây Hồ,Quận,01,district,Quận Tây Hồ,2021-13-01,\n"
		       "004,Long Biên,Quận,99,district,Quận Long Biên,2021-11-01,\n"
		       "01,Hà Nội,Thủ đô,,province,Hà Nội,2023-01-01,\n"
		       "005,Cầu Giấy,Quận,01,district,Quận Cầu Giấy,2022-01-01,2021-12-01\n"
		       "006," TOO_LONG ",Quận,01,district,Quận,2021-11-01,\n");
	struct csvfile *edges = import_csv("old_code,new_code,kind,effective_date\n"
					   "01,02,joined,2025-07-01\n"
					   "01,02,merged,2025-07-01\n");
	static const struct {
		enum org_import_file file;
		uint32_t line;
		const char *why;
	} wanted[] = {
	    {IMPORT_SUCCESSIONS, 2, "joined"},
	    {IMPORT_UNITS, 3, "quận"},
	    {IMPORT_UNITS, 4, "thiếu mã hoặc tên"},
	    {IMPORT_UNITS, 5, "không có tháng 13"},
	    {IMPORT_UNITS, 8, "trước ngày bắt đầu"},
	    {IMPORT_UNITS, 9, "org.name"},
	    {IMPORT_UNITS, 7, "trùng ngày với dòng 2"},
	    {IMPORT_UNITS, 6, "không có cấp trên"},
	    {IMPORT_SUCCESSIONS, 3, "mã mới"},
	};
	struct org_import *i =
	    import_make((struct org_import_input){.units = units, .successions = edges});
	const struct org_import_reject *rejects = NULL;

	(void)state;
	assert_int_equal(org_import_rejects(i, &rejects), ARRAY_LEN(wanted));
	for (size_t n = 0; n < ARRAY_LEN(wanted); n++) {
		assert_int_equal(rejects[n].file, wanted[n].file);
		assert_int_equal(rejects[n].line, wanted[n].line);
		if (strstr(rejects[n].why, wanted[n].why) == NULL)
			fail_msg("%s: %s", wanted[n].why, rejects[n].why);
	}
	assert_int_equal(org_import_count(i), 2); /* the nation, Hà Nội */
	org_import_free(i);
	csvfile_free(units);
	csvfile_free(edges);
}

static void
a_missing_column_or_day_is_said(void **state)
{
	struct csvfile *bare = import_csv("code,name\n01,Hà Nội\n");
	struct csvfile *snapshot = import_csv("code,name,parent_code,level\n01,Hà Nội,,province\n");
	struct org_import_input in = {.units = bare, .as_of = DAY_OPEN_LEFT};
	struct org_import *i = NULL;
	struct err err;

	(void)state;
	assert_false(org_import_make(&in, &i, &err));
	assert_int_equal(err.code, ERR_CSV);
	in.units = snapshot;
	assert_false(org_import_make(&in, &i, &err));
	assert_int_equal(err.code, ERR_CSV);
	assert_non_null(strstr(err.text, "--as-of"));
	in.as_of = 0;
	assert_false(org_import_make(&in, &i, &err));
	csvfile_free(bare);
	csvfile_free(snapshot);
}

static void
a_snapshot_enters_what_differs_and_ends_what_it_leaves_out(void **state)
{
	struct csvfile *old = import_csv("code,name,type,parent_code,level,full_name,name_ascii\n"
					 "01,Hà Nội,Thành phố,,province,Thành phố Hà Nội,Ha Noi\n"
					 "12,Lai Châu,Tỉnh,,province,Tỉnh Lai Châu,Lai Chau\n"
					 "91,Kiên Giang,Tỉnh,,province,Tỉnh Kiên Giang,Kien Giang\n"
					 "909,An Minh,Huyện,91,district,Huyện An Minh,An Minh\n");
	struct csvfile *new =
	    import_csv("code,name,type,parent_code,level,full_name,name_ascii\n"
		       "01,Hà Nội,Thành phố,,province,Thành phố Hà Nội,Ha Noi\n"
		       "12,Lai Châu,Thành phố,,province,Thành phố Lai Châu,Lai Chau\n"
		       "91,An Giang,Tỉnh,,province,Tỉnh An Giang,An Giang\n"
		       "31036,Đông Hòa,Xã,91,commune,Xã Đông Hòa,Dong Hoa\n");
	struct csvfile *edges = import_csv("old_code,new_code,kind,effective_date\n"
					   "91,91,merged,2025-07-01\n"
					   "909,,abolished,2025-07-01\n");
	struct org_import_input in = {.units = old, .as_of = day_of(2025, 3, 1)};
	struct org_import_counts counts;
	struct org_import *i = import_make(in);
	struct orgs *o = NULL;
	struct err err;
	org_t lai_chau;

	(void)state;
	assert_true(orgs_new(&o, &err));
	enter(i, o);
	org_import_free(i);
	lai_chau = orgs_by_code(o, "12", day_of(2020, 1, 1));
	in = (struct org_import_input){
	    .units = new, .successions = edges, .as_of = REFORM, .have = o};
	i = import_make(in);
	org_import_count_all(i, &counts);
	assert_int_equal(counts.entries, 5 + 2); /* two ends, three begin, two successions */
	enter(i, o);
	org_import_free(i);
	assert_int_equal(orgs_by_code(o, "12", REFORM), lai_chau);
	assert_string_equal(orgs_version(o, lai_chau, REFORM)->type, "Thành phố");
	assert_int_not_equal(orgs_by_code(o, "91", EVE), orgs_by_code(o, "91", REFORM));
	assert_int_equal(orgs_by_code(o, "909", REFORM), 0);
	assert_int_not_equal(orgs_by_code(o, "909", EVE), 0);
	i = import_make(in);
	assert_int_equal(org_import_count(i), 0);
	org_import_free(i);
	csvfile_free(old);
	csvfile_free(new);
	csvfile_free(edges);
	orgs_free(o);
}

/* ---- the authority's own list, where it is at hand */

/* NULL: the list is not at hand, and the test says so. */
static const char *
real_folder(void)
{
	const char *folder = getenv("GH_ADMIN_UNITS");
	char path[512];

	if (folder != NULL) {
		(void)snprintf(path, sizeof(path), "%s/units_history.csv", folder);
		if (access(path, R_OK) == 0)
			return folder;
	}
	print_message("GH_ADMIN_UNITS names no folder with units_history.csv: not read\n");
	return NULL;
}

static struct csvfile *
csv_file(const char *folder, const char *name)
{
	char path[512];
	struct buf bytes = {0};
	struct csvfile *f = NULL;
	struct err err;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (!os_file_read(path, CSVFILE_BYTES_MAX, &bytes, &err) ||
	    !csvfile_parse(bytes.at, bytes.len, &f, &err))
		fail_msg("%s", err.text);
	buf_free(&bytes);
	return f;
}

static void
count_kinds(const struct orgs *o, day_t day, uint32_t ret[ORG_COUNT_])
{
	memset(ret, 0, ORG_COUNT_ * sizeof(*ret));
	for (uint32_t n = 1; n <= orgs_count(o); n++)
		if (orgs_is_valid(o, (org_t)n, day))
			ret[orgs_version(o, (org_t)n, day)->kind]++;
}

static void
assert_map(
    const struct orgs *o, day_t day, uint32_t provinces, uint32_t districts, uint32_t communes)
{
	uint32_t kinds[ORG_COUNT_];
	struct err err = {.code = ERR_OK};
	org_t *list = NULL;
	const uint32_t n = orgs_subtree(o, orgs_root(o), day, day, &list, &err);

	count_kinds(o, day, kinds);
	assert_int_equal(kinds[ORG_PROVINCE], provinces);
	assert_int_equal(kinds[ORG_DISTRICT], districts);
	assert_int_equal(kinds[ORG_COMMUNE], communes);
	assert_int_equal(n, 1 + provinces + districts + communes);
	for (uint32_t i = 0; i < n; i++) {
		org_t chain[ORGS_DEPTH_MAX];
		const uint32_t depth = orgs_chain(o, list[i], day, chain);

		assert_int_equal(chain[depth - 1], orgs_root(o));
		for (uint32_t j = 0; j < depth; j++)
			assert_true(orgs_is_valid(o, chain[j], day));
	}
	free(list);
}

static void
assert_chunks_fit(const struct org_import *i)
{
	struct report reports[WIRE_REPORTS_MAX];
	struct buf body = {0};
	struct err err;
	uint32_t n = 0, chunks = 0;

	for (uint32_t at = 0; at < org_import_count(i); at += n, chunks++) {
		const struct submission s = {.seq = UINT64_MAX >> 1,
		    .realm = 1,
		    .saved_at_ms = INT64_MAX,
		    .reports = reports};
		struct submission full = s;

		if (!org_import_chunk(i, at, &n, &err))
			fail_msg("%s", err.text);
		for (uint32_t j = 0; j < n; j++)
			reports[j] = (struct report){.kind = KIND_REGISTRY,
			    .action = ACTION_FIRST,
			    .reason = "",
			    .u.registry = *org_import_at(i, at + j)};
		full.reports_n = n;
		buf_clear(&body);
		if (!submission_encode(&full, &body, &err))
			fail_msg("%s", err.text);
		assert_true(body.len <= WIRE_BODY_BYTES_MAX);
	}
	buf_free(&body);
	print_message("%u submissions\n", chunks);
}

/*
 * Of the communes alive on some day of [from, to], how many stand in each line of the map of
 * ${day}.
 */
static void
count_lines(const struct orgs *o, const day_t span[2], day_t day, uint32_t ret[ORG_LINE_COUNT_])
{
	struct err err;
	const struct orgs_map *m = orgs_map(o, day, &err);

	memset(ret, 0, ORG_LINE_COUNT_ * sizeof(*ret));
	for (uint32_t n = 1; n <= orgs_count(o); n++) {
		const struct org_place p = orgs_map_place(m, (org_t)n);
		day_t from, to;

		orgs_span(o, (org_t)n, &from, &to);
		if (orgs_version(o, (org_t)n, span[1])->kind != ORG_COMMUNE || to < span[0] ||
		    from > span[1])
			continue;
		ret[p.line]++;
		if (p.line != ORG_LINE_NONE && day == REFORM)
			assert_int_equal(orgs_version(o, p.at, day)->kind, ORG_PROVINCE);
	}
}

/*
 * 381 communes were truly divided on 1 July 2025.  Of those alive in plan year 2024 573 ended
 * before that day without a recorded successor.  Of those alive then or later 578 codes did, and
 * seven wards of Hồ Chí Minh City whose codes other wards have had since.
 */
static void
assert_lines(const struct orgs *o)
{
	const day_t since_2024[2] = {day_of(2023, 12, 1), EVE};
	const day_t year_2024[2] = {day_of(2023, 12, 1), day_of(2024, 11, 30)};
	const day_t new_map[2] = {REFORM, day_of(2026, 11, 22)};
	uint32_t lines[ORG_LINE_COUNT_];

	count_lines(o, (day_t[]){EVE, EVE}, REFORM, lines);
	assert_int_equal(lines[ORG_LINE_SPLIT], 381);
	assert_int_equal(lines[ORG_LINE_UNKNOWN], 0);
	count_lines(o, since_2024, REFORM, lines);
	assert_int_equal(lines[ORG_LINE_SPLIT], 381);
	assert_int_equal(lines[ORG_LINE_UNKNOWN], 578 + 7);
	count_lines(o, year_2024, REFORM, lines);
	assert_int_equal(lines[ORG_LINE_UNKNOWN], 573);
	/*
	 * Backward: what came of one old commune is that one; the others meet in their district or
	 * province.
	 */
	count_lines(o, new_map, EVE, lines);
	assert_int_equal(lines[ORG_LINE_NONE], 142);
	assert_int_equal(lines[ORG_LINE_SPLIT], 3321 - 142);
}

static void
the_real_list_has_both_maps(void **state)
{
	const char *folder = real_folder();
	struct org_import_counts counts;
	struct org_import_input in = {.as_of = DAY_OPEN_LEFT};
	struct org_import *i;
	struct orgs *o = NULL;
	struct err err;
	org_t dong_nai;

	(void)state;
	if (folder == NULL)
		skip();
	struct csvfile *units = csv_file(folder, "units_history.csv");
	struct csvfile *edges = csv_file(folder, "unit_successions.csv");
	struct csvfile *names = csv_file(folder, "unit_name_aliases.csv");

	in.units = units;
	in.successions = edges;
	in.aliases = names;
	i = import_make(in);
	org_import_count_all(i, &counts);
	assert_int_equal(counts.rows, 15334 + 11325 + 534);
	assert_int_equal(counts.rejected, 0);
	assert_chunks_fit(i);
	assert_true(orgs_new(&o, &err));
	enter(i, o);
	assert_map(o, day_of(2020, 10, 24), 63, 705, 10599);
	assert_map(o, EVE, 63, 696, 10035);
	assert_map(o, REFORM, 34, 0, 3321);
	assert_map(o, day_of(2026, 11, 22), 34, 0, 3321);
	dong_nai = orgs_by_code(o, "75", REFORM);
	assert_int_equal(orgs_by_code(o, "75", day_of(2026, 11, 22)), dong_nai);
	assert_int_equal(orgs_by_code(o, "12", EVE), orgs_by_code(o, "12", REFORM));
	assert_int_equal(orgs_by_code(o, "01", EVE), orgs_by_code(o, "01", REFORM));
	assert_int_not_equal(orgs_by_code(o, "91", EVE), orgs_by_code(o, "91", REFORM));
	assert_lines(o);
	org_import_free(i);
	in.have = o;
	i = import_make(in);
	assert_int_equal(org_import_count(i), 0);
	org_import_free(i);
	csvfile_free(units);
	csvfile_free(edges);
	csvfile_free(names);
	orgs_free(o);
}

/* The two published snapshots, one after the other, lead to the same map as the history. */
static void
the_real_snapshots_lead_to_the_same_map(void **state)
{
	const char *folder = real_folder();
	struct org_import_input in = {.as_of = day_of(2025, 3, 1)};
	const struct org_successor *successor = NULL;
	struct org_import *i;
	struct orgs *o = NULL;
	struct err err;

	(void)state;
	if (folder == NULL)
		skip();
	struct csvfile *old = csv_file(folder, "units_pre2025.csv");
	struct csvfile *new = csv_file(folder, "units_2025.csv");
	struct csvfile *now = csv_file(folder, "units_current_2026-09-20.csv");
	struct csvfile *edges = csv_file(folder, "unit_successions.csv");

	assert_true(orgs_new(&o, &err));
	in.units = old;
	i = import_make(in);
	enter(i, o);
	org_import_free(i);
	in = (struct org_import_input){
	    .units = new, .successions = edges, .as_of = REFORM, .have = o};
	i = import_make(in);
	enter(i, o);
	org_import_free(i);
	in = (struct org_import_input){.units = now, .as_of = day_of(2026, 9, 20), .have = o};
	i = import_make(in);
	assert_int_equal(org_import_count(i), 25);
	enter(i, o);
	org_import_free(i);
	assert_map(o, day_of(2020, 10, 24), 63, 696, 10035);
	assert_map(o, REFORM, 34, 0, 3321);
	assert_map(o, day_of(2026, 11, 22), 34, 0, 3321);
	assert_int_equal(orgs_successors(o, orgs_by_code(o, "91", EVE), &successor), 1);
	assert_int_equal(successor->org, orgs_by_code(o, "91", REFORM));
	assert_int_equal(orgs_by_code(o, "318", EVE), orgs_by_code(o, "11948", REFORM));
	assert_int_equal(
	    orgs_by_code(o, "75", REFORM), orgs_by_code(o, "75", day_of(2026, 11, 22)));
	i = import_make(in);
	assert_int_equal(org_import_count(i), 0);
	org_import_free(i);
	csvfile_free(old);
	csvfile_free(new);
	csvfile_free(now);
	csvfile_free(edges);
	orgs_free(o);
}

static void
a_list_whose_codes_lost_their_zeros_is_refused_whole(void **state)
{
	static const struct {
		const char *units, *edges, *names, *said;
	} rows[] = {
	    {"code,name,parent_code,level\n12,Lai Châu,,province\n1,Hà Nội,,province\n", NULL, NULL,
		"01"},
	    {"code,name,parent_code,level\n01,Hà Nội,,province\n19,Nam Từ Liêm,01,district\n", NULL,
		NULL, "019"},
	    {"code,name,parent_code,level\n01,Hà Nội,,province\n364,Vĩnh Tuy,01,commune\n", NULL,
		NULL, "00364"},
	    {"code,name,parent_code,level\n01,Hà Nội,,province\n00364,Vĩnh Tuy,1,commune\n", NULL,
		NULL, "parent_code"},
	    {history, "old_code,new_code,kind,effective_date\n3394,03400,merged,2025-07-01\n", NULL,
		"--successions"},
	    {history, successions, "code,era,alias_full_name\n4,2025,Phường Ba Đình\n",
		"--aliases"},
	};

	(void)state;
	for (size_t at = 0; at < ARRAY_LEN(rows); at++) {
		struct org_import_input in = {.as_of = REFORM};
		struct csvfile *units = import_csv(rows[at].units), *edges = NULL, *names = NULL;
		struct org_import *i = NULL;
		struct err err = {.code = ERR_OK};

		in.units = units;
		in.successions = edges = rows[at].edges != NULL ? import_csv(rows[at].edges) : NULL;
		in.aliases = names = rows[at].names != NULL ? import_csv(rows[at].names) : NULL;
		if (org_import_make(&in, &i, &err))
			fail_msg("row %zu was taken", at);
		assert_int_equal(err.code, ERR_CSV);
		if (strstr(err.text, rows[at].said) == NULL || strstr(err.text, "Text") == NULL)
			fail_msg("%s", err.text);
		csvfile_free(units);
		csvfile_free(edges);
		csvfile_free(names);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(identities_follow_what_the_successions_say),
	    cmocka_unit_test(importing_twice_sends_nothing),
	    cmocka_unit_test(a_bad_row_is_refused_with_its_line_and_reason),
	    cmocka_unit_test(a_missing_column_or_day_is_said),
	    cmocka_unit_test(a_list_whose_codes_lost_their_zeros_is_refused_whole),
	    cmocka_unit_test(a_snapshot_enters_what_differs_and_ends_what_it_leaves_out),
	    cmocka_unit_test(the_real_list_has_both_maps),
	    cmocka_unit_test(the_real_snapshots_lead_to_the_same_map),
	};

	return lang_set("vi") ? cmocka_run_group_tests_name("org_import", tests, NULL, NULL) : 1;
}
