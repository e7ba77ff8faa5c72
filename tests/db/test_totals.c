#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "core/orgs.h"
#include "db/writer.h"
#include "support/batchfix.h"
#include "support/pgfixture.h"

#define A 0xa1
#define ENTRIES_MAX 32
#define END 20269 /* 2025-06-30: the last day of districts */

/* The same registry in memory and in the database. */
struct map {
	struct pgfixture *pg;
	struct writer *writer;
	struct orgs *orgs;
	struct report reports[ENTRIES_MAX];
	uint32_t reports_n;
	struct batchfix *batch; /* the registry's */
};

static struct org_entry *
entry(struct map *m, const char *code, enum org_kind kind, const char *parent)
{
	struct report *r = &m->reports[m->reports_n++];

	*r = (struct report){.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = kind == ORG_FACILITY ? REGISTRY_FACILITY : REGISTRY_ORG}};
	r->u.registry.u.org = (struct org_entry){.code = code,
	    .valid_from = DAY_OPEN_LEFT,
	    .valid_to = DAY_OPEN_RIGHT,
	    .name = code,
	    .full_name = code,
	    .kind = kind,
	    .type = "",
	    .parent = parent,
	    .sector = "",
	    .continues_code = ""};
	return &r->u.registry.u.org;
}

static void
successor(struct map *m, const char *old_code, const char *new_code, enum extent people)
{
	m->reports[m->reports_n++] = (struct report){.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_SUCCESSION,
		.u.succession = {.old_code = old_code,
		    .new_code = new_code,
		    .effective = END + 1,
		    .kind = SUCCESSION_MERGED,
		    .area = EXTENT_FULL,
		    .people = people,
		    .basis = ""}}};
}

/* Provinces merge, districts end, one is split, communes are new; bodies stay where they were. */
static void
registry(struct map *m)
{
	struct org_entry *e = NULL;

	(void)entry(m, "VN", ORG_NATION, "");
	(void)entry(m, "P1", ORG_PROVINCE, "VN");
	entry(m, "P2", ORG_PROVINCE, "VN")->valid_to = END;
	entry(m, "D1", ORG_DISTRICT, "P1")->valid_to = END;
	entry(m, "D2", ORG_DISTRICT, "P2")->valid_to = END;
	entry(m, "D3", ORG_DISTRICT, "P2")->valid_to = END;
	entry(m, "C1", ORG_COMMUNE, "D1")->valid_to = END;
	entry(m, "C2", ORG_COMMUNE, "D2")->valid_to = END;
	entry(m, "N1", ORG_COMMUNE, "P1")->valid_from = END + 1;
	entry(m, "N2", ORG_COMMUNE, "P1")->valid_from = END + 1;
	(void)entry(m, "D2.CLB", ORG_BODY, "D2");
	(void)entry(m, "D3.CLB", ORG_BODY, "D3");
	(void)entry(m, "P2.CA", ORG_BODY, "P2");
	(void)entry(m, "BV1", ORG_FACILITY, "");
	/* One identity that moves: under D1 first, under P2's heir later, with another code. */
	(void)entry(m, "C3", ORG_COMMUNE, "D1");
	e = entry(m, "C3B", ORG_COMMUNE, "P1");
	e->valid_from = END + 1;
	e->continues_code = "C3";
	e->continues_day = END;
	/* A code used again by another. */
	e = entry(m, "C1", ORG_COMMUNE, "P1");
	e->valid_from = END + 1;
	(void)entry(m, "C1.CLB", ORG_BODY, "C1");
	successor(m, "P2", "P1", EXTENT_FULL);
	successor(m, "D2", "N1", EXTENT_FULL);
	successor(m, "D3", "N1", EXTENT_PART);
	successor(m, "D3", "N2", EXTENT_REST);
	successor(m, "D1", "N2", EXTENT_NOBODY);
	successor(m, "D1", "N1", EXTENT_FULL);
}

static void
commit(struct map *m, struct batchfix *f)
{
	struct err err = {0};

	assert_true(writer_append(m->writer, batchfix_batch(f), clock_mono_ms(), &err));
	assert_int_equal(writer_finish(m->writer, clock_mono_ms() + 20000), WRITER_COMMITTED);
}

static int
map_make(void **state)
{
	static struct map map;
	struct writer_config config = {.realm = 1};
	struct err err = {0};

	if (pgfixture_fresh_db(state) != 0)
		return -1;
	map = (struct map){.pg = *state, .batch = batchfix_new(1, A)};
	config.conninfo = map.pg->conninfo;
	if (!orgs_new(&map.orgs, &err) || !writer_new(&config, &map.writer, &err) ||
	    writer_finish(map.writer, clock_mono_ms() + 20000) != WRITER_STILL)
		return -1;
	registry(&map);
	for (uint32_t i = 0; i < map.reports_n; i++) {
		const struct registry_entry *e = &map.reports[i].u.registry;
		org_t org = 0;
		const bool ok = e->kind == REGISTRY_SUCCESSION
		    ? orgs_add_succession(map.orgs, &e->u.succession, &err)
		    : orgs_add(map.orgs, &e->u.org, &org, &err);

		if (!ok) {
			print_error("%u: %s %s\n", i, err_name(err.code), err.text);
			return -1;
		}
		if (org != 0)
			batchfix_new_org(map.batch, org);
	}
	batchfix_reports(map.batch, 1, 1, map.reports, map.reports_n);
	commit(&map, map.batch);
	*state = &map;
	return 0;
}

static int
map_drop(void **state)
{
	struct map *m = *state;

	writer_free(m->writer);
	orgs_free(m->orgs);
	batchfix_free(m->batch);
	*state = m->pg;
	return pgfixture_drop_db(state);
}

static void
same_chain(struct map *m, org_t org, day_t day)
{
	org_t chain[ORGS_DEPTH_MAX];
	const uint32_t n = orgs_chain(m->orgs, org, day, chain);
	char want[128] = "", sql[160];
	size_t len = 0;

	for (uint32_t i = 0; i < n; i++)
		len += (size_t)snprintf(
		    want + len, sizeof(want) - len, "%s%d", i > 0 ? " " : "", chain[i]);
	(void)snprintf(sql, sizeof(sql),
	    "SELECT string_agg(o::text, ' ') FROM giothong.org_chain(1, %d, %d) AS o", org, day);
	if (strcmp(pgfixture_text(m->pg, sql), want) != 0)
		print_error("org %d on day %d\n", org, day);
	assert_string_equal(pgfixture_text(m->pg, sql), want);
}

static void
the_database_places_organisations_as_the_program_does(void **state)
{
	static const day_t days[] = {0, 18000, END - 1, END, END + 1, END + 400};
	struct map *m = *state;

	assert_int_equal(orgs_count(m->orgs), 17);
	for (org_t org = 1; org <= (org_t)orgs_count(m->orgs); org++)
		for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
			same_chain(m, org, days[i]);
}

/* A posting of indicator 1 at ${code}, in the batch's only submission. */
static void
post(struct map *m, struct batchfix *f, const char *code, day_t day, int64_t units, int8_t sign)
{
	const uint32_t ind = 1;
	const struct posting p = {.sign = sign,
	    .view = VIEW_CREDITED,
	    .kind = KIND_RESULT,
	    .subject = 1,
	    .org = orgs_by_code(m->orgs, code, day),
	    .day = day,
	    .n = 1,
	    .ind = &ind,
	    .val = &units};

	assert_true(p.org != 0);
	batchfix_posting(f, &p);
}

static int64_t
units_of(struct map *m, const char *code, const char *month)
{
	char sql[256];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT COALESCE(sum(value), -1) FROM giothong.total_by_month "
	    "WHERE realm = 1 AND code = '%s' AND month = '%s' AND indicator = 1",
	    code, month);
	return pgfixture_int(m->pg, sql);
}

static void
totals_follow_every_batch_without_a_checkpoint(void **state)
{
	struct map *m = *state;
	struct batchfix *f = batchfix_new(2, A), *g = batchfix_new(3, A);

	batchfix_results(f, 1, 2, 1, 0);
	post(m, f, "C1", END, 100, 1);       /* June 2025, P1 */
	post(m, f, "C2", END, 40, 1);        /* P2 then */
	post(m, f, "D2.CLB", END + 1, 7, 1); /* July: its district went to N1, which is in P1 */
	commit(m, f);
	pgfixture_run(m->pg, "SET ROLE giothong_reader");
	assert_int_equal(units_of(m, "VN", "2025-06"), 140);
	assert_int_equal(units_of(m, "P1", "2025-06"), 100);
	assert_int_equal(units_of(m, "P2", "2025-06"), 40);
	assert_int_equal(units_of(m, "VN", "2025-07"), 7);
	assert_int_equal(units_of(m, "P1", "2025-07"), 7);
	assert_int_equal(units_of(m, "N1", "2025-07"), 7);
	assert_int_equal(units_of(m, "P2", "2025-07"), -1);
	/* A withdrawal leaves "not reported", not 0. */
	batchfix_results(g, 1, 3, 1, 0);
	post(m, g, "C2", END, 40, -1);
	commit(m, g);
	assert_int_equal(units_of(m, "VN", "2025-06"), 100);
	assert_int_equal(units_of(m, "P2", "2025-06"), -1);
	batchfix_free(f);
	batchfix_free(g);
}

static void
totals_are_the_checkpoint_and_what_came_after_it(void **state)
{
	struct map *m = *state;
	struct batchfix *f = batchfix_new(2, A), *g = batchfix_new(3, A);

	batchfix_results(f, 1, 2, 1, 0);
	post(m, f, "C1", END, 100, 1);
	commit(m, f);
	/* What the checkpoint of batch 2 says is believed, and batch 2 not counted again. */
	pgfixture_run(m->pg,
	    "INSERT INTO giothong.total VALUES (1, 1, 665, 0, 0, '{1}', '{5000}', '{1}'), "
	    "(1, 2, 665, 0, 0, '{1}', '{5000}', '{1}')");
	pgfixture_run(m->pg, "INSERT INTO giothong.checkpoint VALUES (1, 2, 1, '')");
	assert_int_equal(units_of(m, "VN", "2025-06"), 5000);
	batchfix_results(g, 1, 3, 1, 0);
	post(m, g, "C2", END, 40, 1);
	commit(m, g);
	assert_int_equal(units_of(m, "VN", "2025-06"), 5040);
	assert_int_equal(units_of(m, "P1", "2025-06"), 5000);
	assert_int_equal(units_of(m, "P2", "2025-06"), 40);
	batchfix_free(f);
	batchfix_free(g);
}

#define MAP_TEST(f) cmocka_unit_test_setup_teardown(f, map_make, map_drop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    MAP_TEST(the_database_places_organisations_as_the_program_does),
	    MAP_TEST(totals_follow_every_batch_without_a_checkpoint),
	    MAP_TEST(totals_are_the_checkpoint_and_what_came_after_it),
	};

	return cmocka_run_group_tests_name("totals", tests, pgfixture_start, pgfixture_stop);
}
