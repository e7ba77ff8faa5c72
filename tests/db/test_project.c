#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/clock.h"
#include "db/writer.h"
#include "support/batchfix.h"
#include "support/pgfixture.h"

#define A 0xa1

static const char *const two_words[] = {"TW-1", "dấu \"ngoặc\", {và} \\"};
static const uint32_t inds[] = {3, 29000};
static const int64_t vals[] = {7, INT64_C(1000000000)};

/* Append one batch of these reports as batch 1. */
static void
append(const struct pgfixture *pg, struct batchfix *f, enum writer_outcome wanted)
{
	const struct writer_config config = {.conninfo = pg->conninfo, .realm = 1};
	const uint64_t until_ms = clock_mono_ms() + 20000;
	struct writer *w = NULL;
	struct err err = {0};

	assert_true(writer_new(&config, &w, &err));
	assert_int_equal(writer_finish(w, until_ms), WRITER_STILL);
	assert_true(writer_append(w, batchfix_batch(f), clock_mono_ms(), &err));
	assert_int_equal(writer_finish(w, until_ms), wanted);
	writer_free(w);
}

static void
a_schedule_has_its_row(void **state)
{
	struct pgfixture *pg = *state;
	const struct report r = {.kind = KIND_SCHEDULE,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.schedule = {.drive = "909/2022-05-08/1",
		.state = DRIVE_PLANNED,
		.from = 19120,
		.to = 19121,
		.place = "30817",
		.venue = "Trung tâm Văn hóa",
		.occasion = "",
		.campaigns = {two_words, 2},
		.executing = {two_words, 1},
		.plan = "01/KH",
		.number = UINT32_MAX,
		.sector = "",
		.name = "Ngày hội",
		.source = SOURCE_OWN}};
	struct batchfix *f = batchfix_new(1, A);

	batchfix_reports(f, 3, 1, &r, 1);
	append(pg, f, WRITER_COMMITTED);
	assert_string_equal(
	    pgfixture_text(pg,
		"SELECT concat_ws('|', realm, batch, sub, idx, action, drive, state, "
		"day_from, day_to, place, venue, campaigns[2], cardinality(campaigns), "
		"directing, executing, plan, number, name, source) FROM giothong.schedule"),
	    "1|1|0|0|1|909/2022-05-08/1|2|19120|19121|30817|Trung tâm Văn hóa|dấu \"ngoặc\", {và} "
	    "\\|2|{}|{TW-1}|01/KH|2147483647|Ngày hội|1");
	batchfix_free(f);
}

static const struct report small[] = {
    {.kind = KIND_REGISTRATION,
	.action = ACTION_CORRECTION,
	.reason = "nhầm",
	.u.registration = {.drive = "d", .as_of = -5, .counts = {inds, vals, 2}}},
    {.kind = KIND_ACTIVITY,
	.action = ACTION_FIRST,
	.reason = "",
	.u.activity = {.org = "91", .from = 1, .to = 2, .cumulative = true, .note = "n"}},
    {.kind = KIND_TARGET,
	.action = ACTION_FIRST,
	.reason = "",
	.u.target = {.org = "91",
	    .from = 1,
	    .to = 2,
	    .measure = MEASURE_UNITS,
	    .qualifier = QUALIFIER_MINIMUM,
	    .value = 7400,
	    .assigned = ASSIGNED_ABOVE,
	    .draft = true}},
    {.kind = KIND_REVIEW,
	.action = ACTION_FIRST,
	.reason = "",
	.u.review = {.report = {.stream = {0xab}, .seq = UINT64_MAX, .idx = 255},
	    .state = REVIEW_RETURNED,
	    .reason = "thiếu"}},
    {.kind = KIND_LOCK,
	.action = ACTION_FIRST,
	.reason = "",
	.u.lock = {.org = "91", .from = DAY_OPEN_LEFT, .to = DAY_OPEN_RIGHT, .locked = true}},
    {.kind = KIND_TEXT,
	.action = ACTION_FIRST,
	.reason = "",
	.u.text = {.org = "91", .document = "summary", .part = "1", .text = "dòng 1\ndòng 2"}},
};

static void
counts_targets_reviews_locks_and_texts_have_theirs(void **state)
{
	struct pgfixture *pg = *state;
	struct batchfix *f = batchfix_new(1, A);

	batchfix_results(f, 3, 1, 1, 1);
	batchfix_reports(f, 3, 2, small, 6);
	append(pg, f, WRITER_COMMITTED);
	assert_string_equal(pgfixture_text(pg,
				"SELECT concat_ws('|', sub, idx, action, as_of, ind, val, "
				"reason) FROM giothong.registration"),
	    "1|0|2|-5|{3,29000}|{7,1000000000}|nhầm");
	assert_string_equal(pgfixture_text(pg,
				"SELECT concat_ws('|', idx, org, cumulative, ind, note) FROM "
				"giothong.activity"),
	    "1|91|t|{}|n");
	assert_string_equal(
	    pgfixture_text(pg,
		"SELECT concat_ws('|', idx, org, measure, qualifier, value, assigned, "
		"draft, drive) FROM giothong.target"),
	    "2|91|1|2|7400|1|t|");
	assert_string_equal(
	    pgfixture_text(pg,
		"SELECT concat_ws('|', left(of_stream::text, 6), of_seq, of_idx, state, "
		"reason) FROM giothong.review"),
	    "\\xab00|-1|255|2|thiếu");
	assert_string_equal(
	    pgfixture_text(
		pg, "SELECT concat_ws('|', day_from, day_to, locked) FROM giothong.lock"),
	    "-2147483648|2147483647|t");
	assert_string_equal(
	    pgfixture_text(pg, "SELECT text FROM giothong.document_text"), "dòng 1\ndòng 2");
	assert_int_equal(pgfixture_int(pg, "SELECT count(*) FROM giothong.report"), 1);
	batchfix_free(f);
}

static void
a_key_is_stored_without_its_secret(void **state)
{
	struct pgfixture *pg = *state;
	struct report r = {.kind = KIND_KEY,
	    .action = ACTION_FIRST,
	    .u.key = {.state = KEY_ACTIVE,
		.org = "909",
		.role = ROLE_REPORTER,
		.not_after_ms = INT64_C(1700000000123),
		.label = "máy 1"}};
	struct batchfix *f = batchfix_new(1, A);

	memset(r.u.key.secret, 0xee, sizeof(r.u.key.secret));
	memset(r.u.key.secret_hash, 0x11, sizeof(r.u.key.secret_hash));
	memset(r.u.key.sign_key, 0x22, sizeof(r.u.key.sign_key));
	batchfix_reports(f, 3, 1, &r, 1);
	append(pg, f, WRITER_COMMITTED);
	assert_string_equal(
	    pgfixture_text(pg,
		"SELECT concat_ws('|', state, org, role, octet_length(once_key), "
		"left(secret_hash::text, 6), left(sign_key::text, 6), not_after, label) "
		"FROM giothong.key"),
	    "2|909|1|0|\\x1111|\\x2222|1700000000123|máy 1");
	assert_int_equal(pgfixture_int(pg,
			     "SELECT count(*) FROM giothong.key AS k WHERE k::text LIKE "
			     "'%eeeeee%'"),
	    0);
	batchfix_free(f);
}

static const struct report *
registry_reports(uint32_t *ret_n)
{
	static const struct report r[] = {
	    {.kind = KIND_REGISTRY,
		.u.registry = {.kind = REGISTRY_ORG,
		    .u.org = {.code = "91",
			.valid_from = DAY_OPEN_LEFT,
			.valid_to = 20269,
			.name = "Kiên Giang",
			.kind = ORG_PROVINCE,
			.parent = "VN"}}},
	    {.kind = KIND_REGISTRY,
		.u.registry = {.kind = REGISTRY_SUCCESSION,
		    .u.succession = {.old_code = "91",
			.new_code = "92",
			.effective = 20270,
			.kind = SUCCESSION_MERGED,
			.people = EXTENT_FULL,
			.basis = "202/2025/QH15"}}},
	    {.kind = KIND_REGISTRY,
		.u.registry = {.kind = REGISTRY_FACILITY,
		    .u.org = {.code = "91.BVDK", .name = "Bệnh viện", .kind = ORG_FACILITY}}},
	    {.kind = KIND_REGISTRY,
		.u.registry = {.kind = REGISTRY_ALIAS,
		    .u.alias = {.code = "91", .day = 3, .name = "KG"}}},
	    {.kind = KIND_REGISTRY,
		.u.registry = {.kind = REGISTRY_POPULATION,
		    .u.population = {.code = "91", .day = 3, .year = 2020, .persons = 1730000}}},
	    {.kind = KIND_REGISTRY,
		.u.registry = {.kind = REGISTRY_CATALOGUE,
		    .u.catalogue = {.ind = 77, .code = "ABC", .name = "Tên"}}},
	    {.kind = KIND_REGISTRY,
		.u.registry = {.kind = REGISTRY_CAMPAIGN,
		    .u.campaign = {.code = "HE22", .name = "Hè", .from = 1, .to = 9, .org = "91"}}},
	    {.kind = KIND_REGISTRY,
		.u.registry = {.kind = REGISTRY_SECTOR,
		    .u.sector = {.code = "CA", .name = "Công an", .aliases = {two_words, 2}}}},
	    {.kind = KIND_REGISTRY,
		.u.registry = {.kind = REGISTRY_PLAN_YEAR,
		    .u.plan_year = {.org = "91", .start_month = 12, .start_day = 1}}},
	    {.kind = KIND_REGISTRY,
		.u.registry = {.kind = REGISTRY_ROUND,
		    .u.round = {.code = "R1",
			.name = "Đợt",
			.org = "91",
			.from = 1,
			.cut_off = 5,
			.due = 8,
			.addressee = "Tỉnh"}}},
	};

	*ret_n = sizeof(r) / sizeof(r[0]);
	return r;
}

static void
registry_entries_go_to_the_tables_of_their_shape(void **state)
{
	struct pgfixture *pg = *state;
	struct batchfix *f = batchfix_new(1, A);
	uint32_t n = 0;
	const struct report *r = registry_reports(&n);

	batchfix_reports(f, 3, 1, r, n);
	batchfix_new_org(f, 41);
	batchfix_new_org(f, 42);
	append(pg, f, WRITER_COMMITTED);
	assert_string_equal(
	    pgfixture_text(pg,
		"SELECT string_agg(concat_ws('|', idx, org, code, valid_from, valid_to, "
		"name, kind, parent), ' ' ORDER BY idx) FROM giothong.org_version"),
	    "0|41|91|-2147483648|20269|Kiên Giang|2|VN 2|42|91.BVDK|0|0|Bệnh viện|6|");
	assert_string_equal(pgfixture_text(pg,
				"SELECT concat_ws('|', old_code, new_code, effective, kind, "
				"people, basis) FROM giothong.succession"),
	    "91|92|20270|1|1|202/2025/QH15");
	assert_string_equal(
	    pgfixture_text(pg, "SELECT concat_ws('|', code, day, name) FROM giothong.alias"),
	    "91|3|KG");
	assert_string_equal(
	    pgfixture_text(
		pg, "SELECT concat_ws('|', code, year, persons) FROM giothong.population"),
	    "91|2020|1730000");
	assert_string_equal(
	    pgfixture_text(pg,
		"SELECT string_agg(concat_ws('|', kind, code, name, org, day_from, "
		"day_to, number, number2, cardinality(words)), ' ' ORDER BY idx) FROM "
		"giothong.registry"),
	    "6|ABC|Tên||0|0|77|0|0 7|HE22|Hè|91|1|9|0|0|0 8|CA|Công an||0|0|0|0|2 9|||91|0|0|12|1|0 "
	    "10|R1|Đợt|91|1|5|8|0|1");
	batchfix_free(f);
}

static void
refused_reports_have_no_row(void **state)
{
	struct pgfixture *pg = *state;
	struct batchfix *f = batchfix_new(1, A);
	uint32_t n = 0;
	const struct report *r = registry_reports(&n);

	batchfix_reports(f, 3, 1, r, 3);
	batchfix_refuse(f, 0, 0, ERR_ALREADY);
	batchfix_new_org(f, 42);
	append(pg, f, WRITER_COMMITTED);
	assert_string_equal(
	    pgfixture_text(pg, "SELECT concat_ws('|', idx, org) FROM giothong.org_version"),
	    "2|42");
	batchfix_free(f);
}

static void
a_batch_that_contradicts_itself_is_not_begun(void **state)
{
	struct pgfixture *pg = *state;
	const struct writer_config config = {.conninfo = pg->conninfo, .realm = 1};
	struct batchfix *f = batchfix_new(1, A);
	struct writer *w = NULL;
	struct err err = {0};
	uint32_t n = 0;
	const struct report *r = registry_reports(&n);

	batchfix_reports(f, 3, 1, r, n);
	assert_true(writer_new(&config, &w, &err));
	assert_int_equal(writer_finish(w, clock_mono_ms() + 20000), WRITER_STILL);
	assert_false(writer_append(w, batchfix_batch(f), clock_mono_ms(), &err));
	assert_int_equal(err.code, ERR_BUG);
	assert_true(writer_is_ready(w));
	writer_free(w);
	batchfix_free(f);
}

static void
rows_beside_a_taken_number_leave_no_trace(void **state)
{
	struct pgfixture *pg = *state;
	const struct writer_config config = {.conninfo = pg->conninfo, .realm = 1};
	const uint64_t until_ms = clock_mono_ms() + 20000;
	struct batchfix *a = batchfix_new(1, A), *b = batchfix_new(1, 0xb2);
	struct writer *late = NULL;
	struct err err = {0};
	uint32_t n = 0;
	const struct report *r = registry_reports(&n);

	assert_true(writer_new(&config, &late, &err));
	assert_int_equal(writer_finish(late, until_ms), WRITER_STILL);
	batchfix_reports(a, 3, 1, r, 1);
	batchfix_new_org(a, 41);
	batchfix_reports(b, 4, 1, r, 1);
	batchfix_new_org(b, 77);
	append(pg, a, WRITER_COMMITTED);
	/* Its rows clash with those of who has the number: that is no failure of its own. */
	assert_true(writer_append(late, batchfix_batch(b), clock_mono_ms(), &err));
	assert_int_equal(writer_finish(late, until_ms), WRITER_TAKEN);
	assert_int_equal(pgfixture_int(pg, "SELECT org FROM giothong.org_version"), 41);
	writer_free(late);
	batchfix_free(a);
	batchfix_free(b);
}

#define DB_TEST(f) cmocka_unit_test_setup_teardown(f, pgfixture_fresh_db, pgfixture_drop_db)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    DB_TEST(a_schedule_has_its_row),
	    DB_TEST(counts_targets_reviews_locks_and_texts_have_theirs),
	    DB_TEST(a_key_is_stored_without_its_secret),
	    DB_TEST(registry_entries_go_to_the_tables_of_their_shape),
	    DB_TEST(refused_reports_have_no_row),
	    DB_TEST(a_batch_that_contradicts_itself_is_not_begun),
	    DB_TEST(rows_beside_a_taken_number_leave_no_trace),
	};

	return cmocka_run_group_tests_name("project", tests, pgfixture_start, pgfixture_stop);
}
