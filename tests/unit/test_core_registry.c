/* What becomes of totals when the registry learns something, often late. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/orgs.h"
#include "rules/catalogue.h"
#include "support/corestore.h"

static void
said(struct corefix *f, enum actor actor, struct report r)
{
	const enum err_code code = corefix_send(f, actor, &r, 1);

	if (code != ERR_OK)
		fail_msg("%s %s", err_name(code), f->detail);
}

/* ${code} goes on under ${parent} from ${day}. */
static struct report
version_of(const char *code, enum org_kind kind, const char *parent, const char *day)
{
	struct report r = corefix_org(code, kind, parent);
	struct org_entry *e = &r.u.registry.u.org;

	e->valid_from = corefix_day(day);
	e->continues_code = code;
	e->continues_day = e->valid_from - 1;
	return r;
}

static struct rows
asked(struct corefix *f, const char *org, const char *period, enum by by)
{
	struct err err = {.code = ERR_OK};
	struct rows rows;

	if (!corefix_summary(f, ACTOR_NATION, org, period, by, &rows, &err))
		fail_msg("%s", err.text);
	return rows;
}

/* The row of ${key} (an organisation's code, or a kind); NULL: none. */
static const struct row *
row_of(const struct rows *rows, const char *key)
{
	for (uint32_t i = 0; i < rows->rows_n; i++)
		if (strcmp(rows->rows[i].org, key) == 0 || strcmp(rows->rows[i].kind, key) == 0)
			return &rows->rows[i];
	return NULL;
}

static int64_t
units_in(struct corefix *f, const char *org, const char *period, const char *key)
{
	struct rows rows = asked(f, org, period, BY_CHILD);
	const struct row *row = row_of(&rows, key);
	int64_t units = -1;

	if (row != NULL)
		(void)counts_get(&row->counts, IND_BLOOD_UNITS, &units);
	query_free(&rows.arena);
	return units;
}

/* By which report the version of ${code} of January 2024 is said. */
static struct name
entry_of(const struct corefix *f, const char *code)
{
	const struct orgs *o = core_orgs(f->core);
	const day_t day = corefix_day("2024-01-01");

	return orgs_version(o, orgs_by_code(o, code, day), day)->entry;
}

static void
ledger_agrees(struct corefix *f, const char *period)
{
	struct corestore store = {.n = 0};
	struct core *again = corefix_replay(f, f->ledger_n);

	corestore_alike(f, f->core, again, period);
	core_free(again);
	corestore_take(&store, f->core, true);
	again = corestore_load(&store, f);
	corestore_alike(f, f->core, again, period);
	core_free(again);
	corestore_free(&store);
}

static void
two_results_of_115(struct corefix *f)
{
	said(f, ACTOR_LAI_CHAU, corefix_result("115/2024-03-10/1", "2024-03-10", 100, 90));
	said(f, ACTOR_LAI_CHAU, corefix_result("115/2024-09-10/1", "2024-09-10", 60, 50));
}

static void
a_place_that_moved_counts_under_each_parent_for_its_own_days(void **state)
{
	struct corefix *f = *state;

	two_results_of_115(f);
	assert_int_equal(corefix_total(f, "12", "2024", IND_BLOOD_UNITS), 140);
	/* It was Kiên Giang's from July on, as one learns a year later. */
	said(f, ACTOR_OPERATOR, version_of("115", ORG_DISTRICT, "91", "2024-07-01"));
	assert_true(core_touched_all(f->core));
	assert_int_equal(corefix_total(f, "12", "2024", IND_BLOOD_UNITS), 90);
	assert_int_equal(corefix_total(f, "91", "2024", IND_BLOOD_UNITS), 50);
	assert_int_equal(corefix_total(f, "115", "2024", IND_BLOOD_UNITS), 140);
	assert_int_equal(corefix_total(f, "VN", "2024", IND_BLOOD_UNITS), 140);
	assert_int_equal(units_in(f, "12", "2024", "115"), 90);
	assert_int_equal(units_in(f, "91", "2024", "115"), 50);
	ledger_agrees(f, "2024");
}

static void
a_place_that_moved_is_measured_where_it_stands_at_the_end(void **state)
{
	struct corefix *f = *state;

	two_results_of_115(f);
	said(f, ACTOR_NATION, corefix_target("115", "2023-12-01", "2024-11-30", 550));
	said(f, ACTOR_OPERATOR, version_of("115", ORG_DISTRICT, "91", "2024-07-01"));
	struct rows rows = asked(f, "12", "2024", BY_CHILD);
	assert_false(row_of(&rows, "115")->has_target);
	assert_false(rows.total.has_target);
	query_free(&rows.arena);
	rows = asked(f, "91", "2024", BY_CHILD);
	assert_int_equal(row_of(&rows, "115")->target_units, 550);
	assert_int_equal(rows.total.target_units, 550);
	query_free(&rows.arena);
}

static void
the_newest_report_is_shown_where_the_map_puts_it_now(void **state)
{
	struct corefix *f = *state;

	two_results_of_115(f);
	said(f, ACTOR_OPERATOR, version_of("115", ORG_DISTRICT, "91", "2024-01-01"));
	struct rows rows = asked(f, "VN", "2024", BY_CHILD);
	assert_int_equal(row_of(&rows, "12")->last_report_ms, 0);
	assert_true(row_of(&rows, "91")->last_report_ms > 0);
	query_free(&rows.arena);
}

static void
a_period_without_results_has_no_newest_report(void **state)
{
	struct corefix *f = *state;

	two_results_of_115(f);
	struct rows rows = asked(f, "VN", "2023", BY_CHILD);
	assert_int_equal(row_of(&rows, "12")->last_report_ms, 0);
	assert_int_equal(rows.total.last_report_ms, 0);
	query_free(&rows.arena);
	rows = asked(f, "VN", "2024", BY_MONTH);
	assert_true(rows.total.last_report_ms > 0);
	for (uint32_t i = 0; i < rows.rows_n; i++)
		assert_int_equal(rows.rows[i].last_report_ms, 0);
	query_free(&rows.arena);
}

static void
what_ended_before_its_results_stands_in_a_row_of_its_own(void **state)
{
	struct corefix *f = *state;
	struct report ends = corefix_org("106.XA", ORG_COMMUNE, "106");

	said(f, ACTOR_OPERATOR, ends);
	said(f, ACTOR_LAI_CHAU, corefix_result("106.XA/2024-09-10/1", "2024-09-10", 60, 50));
	assert_int_equal(units_in(f, "106", "2024-09", "106.XA"), 50);
	ends.u.registry.u.org.valid_to = corefix_day("2024-08-31");
	said(f, ACTOR_OPERATOR, ends);
	assert_int_equal(corefix_total(f, "106", "2024-09", IND_BLOOD_UNITS), 50);
	assert_int_equal(units_in(f, "106", "2024-09", "106.XA"), -1);
	assert_int_equal(units_in(f, "106", "2024-09", "unassigned"), 50);
	ledger_agrees(f, "2024-09");
}

static void
a_body_under_an_ended_parent_counts_for_its_only_successor(void **state)
{
	struct corefix *f = *state;
	struct report succeeds = {.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_SUCCESSION,
		.u.succession = {.old_code = "91",
		    .new_code = "89",
		    .effective = corefix_day("2025-07-01"),
		    .kind = SUCCESSION_MERGED,
		    .area = EXTENT_FULL,
		    .people = EXTENT_FULL,
		    .basis = ""}}};

	f->now_ms += INT64_C(90) * 86400 * 1000;
	said(f, ACTOR_OPERATOR, corefix_org("89", ORG_PROVINCE, "VN"));
	said(f, ACTOR_NATION, corefix_result("91.VINPEARL/2025-08-01/1", "2025-08-01", 400, 345));
	assert_int_equal(corefix_total(f, "89", "2025", IND_BLOOD_UNITS), -1);
	said(f, ACTOR_OPERATOR, succeeds);
	assert_int_equal(corefix_total(f, "89", "2025", IND_BLOOD_UNITS), 345);
	assert_int_equal(units_in(f, "89", "2025", "91.VINPEARL"), 345);
	assert_int_equal(units_in(f, "VN", "2025", "unassigned"), -1);
	ledger_agrees(f, "2025");
	/* The committee of Kiên Giang no longer speaks for August; its own days it still may. */
	const struct report again =
	    corefix_result("91.VINPEARL/2025-08-02/1", "2025-08-02", 40, 30);
	const struct report own = corefix_result("909/2025-06-20/1", "2025-06-20", 40, 30);
	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, &again, 1), ERR_NOT_YOURS);
	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, &own, 1), ERR_OK);
}

static void
a_sector_learned_late_takes_over_the_results_that_are_there(void **state)
{
	struct corefix *f = *state;
	struct report version = version_of("91.VINPEARL", ORG_BODY, "91", "2022-01-01");

	said(f, ACTOR_KIEN_GIANG,
	    corefix_result("91.VINPEARL/2022-05-20/1", "2022-05-20", 400, 345));
	version.u.registry.u.org.sector = "PHUONG";
	said(f, ACTOR_OPERATOR, version);
	struct rows rows = asked(f, "91", "2022", BY_SECTOR);
	assert_int_equal(rows.rows_n, 1);
	assert_string_equal(rows.rows[0].key, "PHUONG");
	query_free(&rows.arena);
	ledger_agrees(f, "2022");
}

static void
another_spelling_moves_nothing_and_is_found(void **state)
{
	struct corefix *f = *state;
	const struct report alias = {.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_ALIAS,
		.u.alias = {.code = "115", .day = corefix_day("2024-01-01"), .name = "Bình Lư"}}};

	two_results_of_115(f);
	said(f, ACTOR_OPERATOR, alias);
	assert_int_equal(corefix_total(f, "Bình Lư", "2024", IND_BLOOD_UNITS), 140);
	assert_int_equal(corefix_total(f, "Huyện Mường Thử", "2024", IND_BLOOD_UNITS), 140);
	assert_int_equal(corefix_total(f, "115@2024-01-01", "2024", IND_BLOOD_UNITS), 140);
	ledger_agrees(f, "2024");
}

static void
a_registry_batch_is_not_undone_but_loaded_again(void **state)
{
	struct corefix *f = *state;
	const struct report r = corefix_org("106.XA", ORG_COMMUNE, "106");
	struct corefix_sent sent =
	    corefix_sign(f, ACTOR_OPERATOR, f->seq[ACTOR_OPERATOR] + 1, &r, 1);
	const struct batch *batch = NULL;
	const struct decided *decided = NULL;
	struct err err = {.code = ERR_OK};

	assert_true(core_decide(f->core, &sent.p, 1, f->now_ms, &batch, &decided, &err));
	assert_non_null(batch);
	assert_false(core_undo(f->core));
	corefix_sent_free(&sent);
}

/* ---- corrected later */

/*
 * 107 ends, with a body below it that reports afterwards; as the operator's list had it by mistake.
 */
static struct report
ended_by_mistake(struct corefix *f)
{
	struct report ends = corefix_org("107", ORG_DISTRICT, "12");

	said(f, ACTOR_OPERATOR, ends);
	said(f, ACTOR_OPERATOR, corefix_org("107.HOI", ORG_BODY, "107"));
	ends.u.registry.u.org.valid_to = corefix_day("2024-08-31");
	said(f, ACTOR_OPERATOR, ends);
	said(f, ACTOR_LAI_CHAU, corefix_result("107.HOI/2024-09-10/1", "2024-09-10", 60, 50));
	return ends;
}

static void
what_was_ended_by_mistake_lives_on_from_the_batch_that_says_so(void **state)
{
	struct corefix *f = *state;
	struct report ends = ended_by_mistake(f), again;
	const struct name by = entry_of(f, "107");
	const uint32_t before = f->ledger_n;

	assert_int_equal(corefix_total(f, "107@2024-08-01", "2024-09", IND_BLOOD_UNITS), -1);
	ends.u.registry.u.org.valid_to = DAY_OPEN_RIGHT;
	again = corefix_correction(ends, &by);
	said(f, ACTOR_OPERATOR, again);
	assert_int_equal(corefix_total(f, "107", "2024-09", IND_BLOOD_UNITS), 50);
	assert_int_equal(corefix_total(f, "12", "2024-09", IND_BLOOD_UNITS), 50);
	ledger_agrees(f, "2024-09");
	/* Its name is another by now: the same again is nobody's correction. */
	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, &again, 1), ERR_BASE_STALE);
	struct core *past = corefix_replay(f, before), *now = f->core;
	f->core = past;
	assert_int_equal(corefix_total(f, "107@2024-08-01", "2024-09", IND_BLOOD_UNITS), -1);
	f->core = now;
	core_free(past);
}

static void
a_wrong_parent_name_and_level_are_corrected_for_all_its_days(void **state)
{
	struct corefix *f = *state;
	struct report r = corefix_org("115", ORG_COMMUNE, "91");
	const struct name by = entry_of(f, "115");

	two_results_of_115(f);
	assert_int_equal(corefix_total(f, "12", "2024", IND_BLOOD_UNITS), 140);
	r.u.registry.u.org.name = "Than Thử";
	r.u.registry.u.org.full_name = "Xã Than Thử";
	r = corefix_correction(r, &by);
	said(f, ACTOR_OPERATOR, r);
	assert_int_equal(corefix_total(f, "12", "2024", IND_BLOOD_UNITS), -1);
	assert_int_equal(corefix_total(f, "91", "2024", IND_BLOOD_UNITS), 140);
	assert_int_equal(corefix_total(f, "Xã Than Thử", "2024", IND_BLOOD_UNITS), 140);
	struct rows rows;
	struct err err = {.code = ERR_OK};
	assert_false(
	    corefix_summary(f, ACTOR_NATION, "Huyện Mường Thử", "2024", BY_CHILD, &rows, &err));
	assert_int_equal(err.code, ERR_ORG_UNKNOWN);
	ledger_agrees(f, "2024");
}

static void
a_version_that_began_on_another_day_moves_what_lies_between(void **state)
{
	struct corefix *f = *state;
	struct report r = version_of("115", ORG_DISTRICT, "91", "2024-01-01");
	struct name by;

	two_results_of_115(f);
	said(f, ACTOR_OPERATOR, r);
	by = f->name;
	assert_int_equal(corefix_total(f, "91", "2024", IND_BLOOD_UNITS), 140);
	r.u.registry.u.org.valid_from = corefix_day("2024-07-01");
	said(f, ACTOR_OPERATOR, corefix_correction(r, &by));
	assert_int_equal(corefix_total(f, "91", "2024", IND_BLOOD_UNITS), 50);
	assert_int_equal(corefix_total(f, "12", "2024", IND_BLOOD_UNITS), 90);
	ledger_agrees(f, "2024");
}

static struct report
succession_of(const char *old, const char *new, const char *day)
{
	return (struct report){.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_SUCCESSION,
		.u.succession = {.old_code = old,
		    .new_code = new,
		    .effective = corefix_day(day),
		    .kind = SUCCESSION_MERGED,
		    .area = EXTENT_FULL,
		    .people = EXTENT_FULL,
		    .basis = ""}}};
}

static void
a_wrong_succession_is_withdrawn_and_another_entered(void **state)
{
	struct corefix *f = *state;
	struct report wrong = succession_of("107", "115", "2024-09-01");
	struct name by;

	(void)ended_by_mistake(f);
	said(f, ACTOR_OPERATOR, wrong);
	by = f->name;
	assert_int_equal(corefix_total(f, "115", "2024-09", IND_BLOOD_UNITS), 50);
	said(f, ACTOR_OPERATOR, corefix_withdrawal(wrong, &by));
	assert_int_equal(corefix_total(f, "115", "2024-09", IND_BLOOD_UNITS), -1);
	assert_int_equal(corefix_total(f, "12", "2024-09", IND_BLOOD_UNITS), 50);
	said(f, ACTOR_OPERATOR, succession_of("107", "91", "2024-09-01"));
	assert_int_equal(corefix_total(f, "91", "2024-09", IND_BLOOD_UNITS), 50);
	assert_int_equal(corefix_total(f, "VN", "2024-09", IND_BLOOD_UNITS), 50);
	ledger_agrees(f, "2024-09");
	const struct report again = corefix_withdrawal(wrong, &by);
	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, &again, 1), ERR_BASE_STALE);
}

static void
another_spelling_that_is_taken_back_is_found_no_more(void **state)
{
	struct corefix *f = *state;
	const struct report alias = {.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_ALIAS,
		.u.alias = {.code = "115", .day = corefix_day("2024-01-01"), .name = "Bình Lư"}}};
	struct rows rows;
	struct err err = {.code = ERR_OK};

	said(f, ACTOR_OPERATOR, alias);
	said(f, ACTOR_OPERATOR, corefix_withdrawal(alias, &f->name));
	assert_false(corefix_summary(f, ACTOR_NATION, "Bình Lư", "2024", BY_CHILD, &rows, &err));
	assert_int_equal(corefix_total(f, "Huyện Mường Thử", "2024", IND_BLOOD_UNITS), -1);
	said(f, ACTOR_OPERATOR, alias);
	ledger_agrees(f, "2024");
}

static void
what_a_correction_cannot_do_is_refused_by_name(void **state)
{
	struct corefix *f = *state;
	const struct name by_115 = entry_of(f, "115"), by_vn = entry_of(f, "VN");
	const struct report good = corefix_org("115", ORG_DISTRICT, "91");
	struct report r[8];
	static const enum err_code wanted[ARRAY_LEN(r)] = {ERR_REGISTRY, ERR_REGISTRY, ERR_REGISTRY,
	    ERR_REGISTRY, ERR_REGISTRY, ERR_REGISTRY, ERR_NOTE_MISSING, ERR_REGISTRY};

	for (size_t i = 0; i < ARRAY_LEN(r); i++)
		r[i] = corefix_correction(good, &by_115);
	r[0].u.registry.u.org.code = "116";
	r[1].u.registry.u.org.continues_code = "106"; /* another identity's */
	r[1].u.registry.u.org.continues_day = corefix_day("2024-01-01");
	r[2].u.registry.u.org.kind = ORG_BODY;
	r[3].u.registry.u.org.parent = "115";
	r[4].u.registry.u.org.parent = "99";
	r[5] = corefix_correction(corefix_org("VN", ORG_NATION, ""), &by_vn);
	r[5].u.registry.u.org.valid_to = corefix_day("2030-01-01");
	r[6].reason = "";
	r[7] = corefix_withdrawal(good, &by_115);
	for (size_t i = 0; i < ARRAY_LEN(r); i++)
		if (corefix_send(f, ACTOR_OPERATOR, &r[i], 1) != wanted[i])
			fail_msg("%zu: %s %s", i, err_name(f->code), f->detail);
	r[0] = corefix_correction(corefix_org("115", ORG_DISTRICT, "12"), &by_115);
	r[0].u.registry.u.org.name = "Mường Thử";
	r[0].u.registry.u.org.full_name = "Huyện Mường Thử";
	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, &r[0], 1), ERR_ALREADY);
	r[0] = corefix_correction(good, &by_115);
	assert_int_equal(corefix_send(f, ACTOR_LAI_CHAU, &r[0], 1), ERR_ROLE);
}

static void
a_place_with_a_successor_ends_on_no_other_day_before_that_is_withdrawn(void **state)
{
	struct corefix *f = *state;
	struct report ends = ended_by_mistake(f);
	const struct name by = entry_of(f, "107");
	struct name edge;

	said(f, ACTOR_OPERATOR, succession_of("107", "115", "2024-09-01"));
	edge = f->name;
	ends.u.registry.u.org.valid_to = DAY_OPEN_RIGHT;
	ends = corefix_correction(ends, &by);
	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, &ends, 1), ERR_REGISTRY);
	const struct report both[] = {
	    corefix_withdrawal(succession_of("107", "115", "2024-09-01"), &edge), ends};
	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, both, 2), ERR_OK);
	assert_int_equal(corefix_total(f, "107", "2024-09", IND_BLOOD_UNITS), 50);
	ledger_agrees(f, "2024-09");
}

static void
what_moves_a_locked_day_wants_a_reason(void **state)
{
	struct corefix *f = *state;
	struct report moved = version_of("115", ORG_DISTRICT, "91", "2024-07-01");
	struct report renamed = version_of("107", ORG_DISTRICT, "12", "2024-07-01");

	two_results_of_115(f);
	said(f, ACTOR_OPERATOR, corefix_org("107", ORG_DISTRICT, "12"));
	said(f, ACTOR_NATION, corefix_lock("12", "2024-09-01", "2024-09-30", true));
	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, &moved, 1), ERR_LOCKED);
	assert_int_equal(corefix_total(f, "12", "2024", IND_BLOOD_UNITS), 140);
	said(f, ACTOR_OPERATOR, renamed); /* moves nothing */
	moved.reason = "Nghị quyết đính chính";
	said(f, ACTOR_OPERATOR, moved);
	assert_int_equal(corefix_total(f, "12", "2024", IND_BLOOD_UNITS), 90);
	ledger_agrees(f, "2024");
}

/* ---- plan years and names of periods */

static void
an_organisations_own_plan_year_says_what_2024_is(void **state)
{
	struct corefix *f = *state;
	const struct report year = {.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_PLAN_YEAR,
		.u.plan_year = {.org = "12", .start_month = 1, .start_day = 1}}};

	said(f, ACTOR_LAI_CHAU, corefix_result("115/2023-12-20/1", "2023-12-20", 100, 90));
	assert_int_equal(corefix_total(f, "115", "2024", IND_BLOOD_UNITS), 90);
	said(f, ACTOR_OPERATOR, year);
	assert_int_equal(corefix_total(f, "115", "2024", IND_BLOOD_UNITS), -1);
	assert_int_equal(corefix_total(f, "115", "2023", IND_BLOOD_UNITS), 90);
	assert_int_equal(corefix_total(f, "VN", "2024", IND_BLOOD_UNITS), 90);
}

static void
an_ended_place_keeps_the_plan_year_that_it_had(void **state)
{
	struct corefix *f = *state;
	const struct report year = {.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_PLAN_YEAR,
		.u.plan_year = {.org = "91", .start_month = 1, .start_day = 1}}};

	said(f, ACTOR_OPERATOR, year);
	said(f, ACTOR_AN_MINH, corefix_result("909/2023-12-20/1", "2023-12-20", 100, 90));
	assert_int_equal(corefix_total(f, "909", "2023", IND_BLOOD_UNITS), 90);
	f->now_ms += INT64_C(90) * 86400 * 1000;
	assert_int_equal(corefix_total(f, "909", "2023", IND_BLOOD_UNITS), 90);
}

/* ---- whose names and words they are */

static void
an_outbox_of_the_operator_is_nobody_elses(void **state)
{
	struct corefix *f = *state;
	const struct report r = corefix_result("909/2022-05-08/1", "2022-05-08", 402, 365);

	memcpy(f->stream[ACTOR_AN_MINH], f->stream[ACTOR_OPERATOR], WIRE_STREAM_BYTES);
	f->seq[ACTOR_AN_MINH] = 1000;
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &r, 1), ERR_KEY_REUSE);
}

static void
a_committee_does_not_change_the_nations_campaign(void **state)
{
	struct corefix *f = *state;
	const struct report taken = {.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_CAMPAIGN,
		.u.campaign = {.code = "HE-2022",
		    .name = "Hè của tỉnh",
		    .from = corefix_day("2022-06-01"),
		    .to = corefix_day("2022-06-30"),
		    .org = "91"}}};
	struct report own = taken;

	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, &taken, 1), ERR_NOT_YOURS);
	own.u.registry.u.campaign.code = "HE-2022-KG";
	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, &own, 1), ERR_OK);
	own.u.registry.u.campaign.name = "Hè Kiên Giang";
	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, &own, 1), ERR_OK);
	assert_int_equal(corefix_send(f, ACTOR_OPERATOR, &taken, 1), ERR_OK);
}

int
main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, corefix_setup, corefix_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(a_place_that_moved_counts_under_each_parent_for_its_own_days),
	    TEST(a_place_that_moved_is_measured_where_it_stands_at_the_end),
	    TEST(the_newest_report_is_shown_where_the_map_puts_it_now),
	    TEST(a_period_without_results_has_no_newest_report),
	    TEST(what_ended_before_its_results_stands_in_a_row_of_its_own),
	    TEST(a_body_under_an_ended_parent_counts_for_its_only_successor),
	    TEST(a_sector_learned_late_takes_over_the_results_that_are_there),
	    TEST(another_spelling_moves_nothing_and_is_found),
	    TEST(a_registry_batch_is_not_undone_but_loaded_again),
	    TEST(what_was_ended_by_mistake_lives_on_from_the_batch_that_says_so),
	    TEST(a_wrong_parent_name_and_level_are_corrected_for_all_its_days),
	    TEST(a_version_that_began_on_another_day_moves_what_lies_between),
	    TEST(a_wrong_succession_is_withdrawn_and_another_entered),
	    TEST(another_spelling_that_is_taken_back_is_found_no_more),
	    TEST(what_a_correction_cannot_do_is_refused_by_name),
	    TEST(a_place_with_a_successor_ends_on_no_other_day_before_that_is_withdrawn),
	    TEST(what_moves_a_locked_day_wants_a_reason),
	    TEST(an_organisations_own_plan_year_says_what_2024_is),
	    TEST(an_ended_place_keeps_the_plan_year_that_it_had),
	    TEST(an_outbox_of_the_operator_is_nobody_elses),
	    TEST(a_committee_does_not_change_the_nations_campaign),
	};

	return cmocka_run_group_tests_name("core_registry", tests, NULL, NULL);
}
