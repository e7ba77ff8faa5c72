/* What the plan makes of results and results of the plan: planned, held, reported, owed, late. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/catalogue.h"
#include "support/corestore.h"

#define DRIVE "909/2025-06-02/1"
#define OTHER "911/2025-06-03/1"

/* The fixture's clock begins at noon of 2025-06-01. */
static void
it_is(struct corefix *f, const char *day)
{
	const int64_t days = corefix_day(day) - corefix_day("2025-06-01");

	f->now_ms = INT64_C(1748754000) * 1000 + days * 86400 * 1000;
}

static enum err_code
say(struct corefix *f, enum actor actor, struct report r)
{
	return corefix_send(f, actor, &r, 1);
}

static void
said(struct corefix *f, enum actor actor, struct report r)
{
	const enum err_code code = say(f, actor, r);

	if (code != ERR_OK)
		fail_msg("%s", err_name(code));
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

struct drives {
	uint32_t planned, held, reported, late;
};

static void
drives_are(struct corefix *f, const char *org, const char *period, struct drives expected)
{
	struct rows rows = asked(f, org, period, BY_CHILD);
	const struct drives d = {.planned = rows.total.drives_planned,
	    .held = rows.total.drives_held,
	    .reported = rows.total.drives_reported,
	    .late = rows.total.drives_late};

	query_free(&rows.arena);
	if (memcmp(&d, &expected, sizeof(d)) != 0)
		fail_msg("%s %s: planned %u held %u reported %u late %u", org, period, d.planned,
		    d.held, d.reported, d.late);
}

/* ---- planned and reported */

static void
a_planned_drive_is_reported_by_its_final_result(void **state)
{
	struct corefix *f = *state;
	struct report interim = corefix_result(DRIVE, "2025-06-02", 100, 90);

	interim.u.result.stage = STAGE_INTERIM;
	said(f, ACTOR_AN_MINH, corefix_schedule(DRIVE, "2025-06-02", "2025-06-02"));
	drives_are(f, "909", "2025", (struct drives){.planned = 1});
	it_is(f, "2025-06-02");
	said(f, ACTOR_AN_MINH, interim);
	drives_are(f, "909", "2025", (struct drives){.planned = 1, .held = 1});
	said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2025-06-02", 402, 365));
	drives_are(f, "909", "2025", (struct drives){.planned = 1, .held = 1, .reported = 1});
	drives_are(f, "VN", "2025", (struct drives){.planned = 1, .held = 1, .reported = 1});
}

static void
a_drive_outside_the_plan_is_held_and_can_be_planned_later(void **state)
{
	struct corefix *f = *state;

	it_is(f, "2025-06-02");
	said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2025-06-02", 402, 365));
	drives_are(f, "909", "2025", (struct drives){.held = 1});
	struct rows rows = asked(f, "909", "2025", BY_DRIVE);
	assert_string_equal(rows.rows[0].kind, "unplanned");
	assert_string_equal(rows.rows[0].state, "reported");
	query_free(&rows.arena);
	said(f, ACTOR_AN_MINH, corefix_schedule(DRIVE, "2025-06-02", "2025-06-02"));
	drives_are(f, "909", "2025", (struct drives){.planned = 1, .held = 1, .reported = 1});
	rows = asked(f, "909", "2025", BY_DRIVE);
	assert_string_equal(rows.rows[0].kind, "drive");
	query_free(&rows.arena);
}

static void
a_drive_held_in_another_month_is_reported_where_it_was_planned(void **state)
{
	struct corefix *f = *state;

	said(f, ACTOR_AN_MINH, corefix_schedule("909/2025-04-20/1", "2025-04-20", "2025-04-20"));
	said(f, ACTOR_AN_MINH, corefix_result("909/2025-04-20/1", "2025-05-03", 402, 365));
	drives_are(f, "909", "2025-04", (struct drives){.planned = 1, .reported = 1});
	drives_are(f, "909", "2025-05", (struct drives){.held = 1});
	assert_int_equal(corefix_total(f, "909", "2025-05", IND_BLOOD_UNITS), 365);
	struct rows rows = asked(f, "909", "2025-04", BY_DRIVE);
	assert_int_equal(rows.rows_n, 1);
	assert_int_equal(rows.rows[0].counts.n, 0);
	query_free(&rows.arena);
}

static void
a_postponed_drive_is_planned_on_its_new_day(void **state)
{
	struct corefix *f = *state;

	said(f, ACTOR_AN_MINH, corefix_schedule("909/2025-04-20/1", "2025-04-20", "2025-04-20"));
	struct report moved = corefix_correction(
	    corefix_schedule("909/2025-04-20/1", "2025-05-04", "2025-05-04"), &f->name);
	moved.u.schedule.state = DRIVE_POSTPONED;
	said(f, ACTOR_AN_MINH, moved);
	drives_are(f, "909", "2025-04", (struct drives){.planned = 0});
	drives_are(f, "909", "2025-05", (struct drives){.planned = 1, .late = 0});
}

static void
a_cancelled_or_withdrawn_drive_is_not_planned_and_its_result_still_counts(void **state)
{
	struct corefix *f = *state;

	it_is(f, "2025-06-02");
	said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2025-06-02", 402, 365));
	struct report plan = corefix_schedule(DRIVE, "2025-06-02", "2025-06-02");
	said(f, ACTOR_AN_MINH, plan);
	plan = corefix_correction(plan, &f->name);
	plan.u.schedule.state = DRIVE_CANCELLED;
	said(f, ACTOR_AN_MINH, plan);
	drives_are(f, "909", "2025", (struct drives){.held = 1});
	said(f, ACTOR_AN_MINH, corefix_withdrawal(plan, &f->name));
	drives_are(f, "909", "2025", (struct drives){.held = 1});
	assert_int_equal(corefix_total(f, "909", "2025", IND_BLOOD_UNITS), 365);
}

static void
drive_is(struct corefix *f, const char *key, int state, const char *name)
{
	const struct reference_request q = {
	    .kind = REFERENCE_DRIVES, .org = "", .period = "2025", .search = key};
	struct err err = {.code = ERR_OK};
	struct key_info who;
	struct reference r;

	assert_true(core_key_by_sign(f->core, f->key[ACTOR_NATION].sign_public, &who));
	if (!core_reference(f->core, &who, &q, f->now_ms, &r, &err))
		fail_msg("%s", err.text);
	assert_int_equal(r.drives_n, 1);
	assert_int_equal(r.drives[0].state, state);
	assert_string_equal(r.drives[0].name, name);
	query_free(&r.arena);
}

/* What may become what; of a drive that was held with its result. */
static void
a_drive_names_only_organisations_that_there_are(void **state)
{
	static const char *const unknown[] = {"99.NOPE"}, *const known[] = {"91.VINPEARL"};
	struct corefix *f = *state;

	for (int field = 0; field < 5; field++) {
		struct report r = corefix_schedule(DRIVE, "2025-06-02", "2025-06-02");
		struct schedule *s = &r.u.schedule;
		struct strings *const lists[] = {
		    &s->directing, &s->coordinating, &s->executing, &s->facilities};

		if (field == 4)
			s->place = unknown[0];
		else
			*lists[field] = (struct strings){.at = unknown, .n = 1};
		assert_int_equal(say(f, ACTOR_AN_MINH, r), ERR_ORG_UNKNOWN);
		assert_non_null(strstr(f->detail, "99.NOPE"));
	}
	struct report r = corefix_schedule(DRIVE, "2025-06-02", "2025-06-02");
	r.u.schedule.executing = (struct strings){.at = known, .n = 1};
	said(f, ACTOR_AN_MINH, r);
	r = corefix_correction(r, &f->name);
	r.u.schedule.executing.at = unknown;
	assert_int_equal(say(f, ACTOR_AN_MINH, r), ERR_ORG_UNKNOWN);
}

static void
a_drive_is_not_moved_past_its_organisations_end(void **state)
{
	struct corefix *f = *state;
	struct report r = corefix_schedule(DRIVE, "2025-06-02", "2025-07-01");

	assert_int_equal(say(f, ACTOR_AN_MINH, r), ERR_ORG_NOT_VALID);
	r.u.schedule.to = r.u.schedule.from;
	said(f, ACTOR_AN_MINH, r);
	r = corefix_correction(r, &f->name);
	r.u.schedule.state = DRIVE_POSTPONED;
	r.u.schedule.from = r.u.schedule.to = corefix_day("2025-07-10");
	assert_int_equal(say(f, ACTOR_AN_MINH, r), ERR_ORG_NOT_VALID);
	assert_non_null(strstr(f->detail, "30/06/2025"));
	r.u.schedule.from = r.u.schedule.to = corefix_day("2025-06-30");
	said(f, ACTOR_AN_MINH, r);
	r = corefix_correction(r, &f->name);
	r.u.schedule.venue = "nhà văn hóa";
	said(f, ACTOR_AN_MINH, r);
}

static void
every_move_of_a_drive_s_state_is_allowed_or_refused_by_name(void **state)
{
	static const char allowed[DRIVE_COUNT_][DRIVE_COUNT_ + 1] = {
	    /*                    none draft planned postponed held cancelled */
	    [DRIVE_DRAFT] = " yynyy",
	    [DRIVE_PLANNED] = " nyyyy",
	    [DRIVE_POSTPONED] = " nyyyy",
	    [DRIVE_HELD] = " nnnyn",
	    [DRIVE_CANCELLED] = " nyyyy",
	};
	struct corefix *f = *state;
	char key[WIRE_DRIVE_BYTES_MAX + 1];

	it_is(f, "2025-06-02");
	for (int from = DRIVE_DRAFT; from < DRIVE_COUNT_; from++)
		for (int to = DRIVE_DRAFT; to < DRIVE_COUNT_; to++) {
			(void)snprintf(key, sizeof(key), "909/2025-06-02/%d", from * 10 + to);
			if (from == DRIVE_HELD)
				said(f, ACTOR_AN_MINH, corefix_result(key, "2025-06-02", 40, 36));
			struct report r = corefix_schedule(key, "2025-06-02", "2025-06-02");
			r.u.schedule.state = (enum drive_state)from;
			said(f, ACTOR_AN_MINH, r);
			r = corefix_correction(r, &f->name);
			r.u.schedule.state = (enum drive_state)to;
			r.u.schedule.name = "Tên mới";
			const enum err_code code = corefix_send(f, ACTOR_AN_MINH, &r, 1);
			const bool yes = allowed[from][to] == 'y';
			if (code != (yes ? ERR_OK : ERR_PLAN))
				fail_msg("%d to %d: %s", from, to, err_name(code));
			drive_is(f, key, yes ? to : from, yes ? "Tên mới" : "");
			if (!yes)
				assert_non_null(strstr(f->detail, key));
		}
}

static void
a_drive_counts_under_the_sector_and_campaign_of_its_schedule(void **state)
{
	static const char *const campaigns[] = {"HE-2022"};
	struct corefix *f = *state;
	struct report plan = corefix_schedule(DRIVE, "2025-06-02", "2025-06-02");

	plan.u.schedule.sector = "PHUONG";
	plan.u.schedule.campaigns = (struct strings){.at = campaigns, .n = 1};
	said(f, ACTOR_AN_MINH, plan);
	it_is(f, "2025-06-02");
	said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2025-06-02", 402, 365));
	for (int by = BY_SECTOR; by <= BY_CAMPAIGN; by += BY_CAMPAIGN - BY_SECTOR) {
		struct rows rows = asked(f, "91", "2025", (enum by)by);

		assert_int_equal(rows.rows_n, 1);
		assert_string_equal(rows.rows[0].key, by == BY_SECTOR ? "PHUONG" : "HE-2022");
		assert_int_equal(rows.rows[0].drives_planned, 1);
		assert_int_equal(rows.rows[0].drives_reported, 1);
		query_free(&rows.arena);
	}
}

static void
a_withdrawn_result_of_an_unplanned_drive_leaves_no_row(void **state)
{
	struct corefix *f = *state;
	const struct report r = corefix_result(DRIVE, "2025-06-01", 402, 365);

	said(f, ACTOR_AN_MINH, r);
	said(f, ACTOR_AN_MINH, corefix_withdrawal(r, &f->name));
	struct rows rows = asked(f, "909", "2025", BY_DRIVE);
	assert_int_equal(rows.rows_n, 0);
	query_free(&rows.arena);
	rows = asked(f, "91", "2025", BY_SECTOR);
	assert_int_equal(rows.rows_n, 0);
	query_free(&rows.arena);
}

/* ---- owed and late: due at the end of the day after */

static void
a_result_is_late_after_the_day_after_its_drive(void **state)
{
	struct corefix *f = *state;

	said(f, ACTOR_AN_MINH, corefix_schedule(DRIVE, "2025-06-02", "2025-06-02"));
	it_is(f, "2025-06-03");
	drives_are(f, "909", "2025", (struct drives){.planned = 1});
	it_is(f, "2025-06-04");
	drives_are(f, "909", "2025", (struct drives){.planned = 1, .late = 1});
	said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2025-06-02", 402, 365));
	drives_are(
	    f, "909", "2025", (struct drives){.planned = 1, .held = 1, .reported = 1, .late = 1});
	struct rows rows = asked(f, "909", "2025", BY_DRIVE);
	assert_int_equal(rows.rows[0].drives_late, 1);
	query_free(&rows.arena);
}

static void
a_result_on_the_day_after_is_in_time_and_stays_so_when_corrected(void **state)
{
	struct corefix *f = *state;
	const struct report r = corefix_result(DRIVE, "2025-06-02", 402, 365);

	said(f, ACTOR_AN_MINH, corefix_schedule(DRIVE, "2025-06-02", "2025-06-02"));
	it_is(f, "2025-06-03");
	said(f, ACTOR_AN_MINH, r);
	const struct name name = f->name;
	it_is(f, "2025-06-20");
	said(f, ACTOR_AN_MINH,
	    corefix_correction(corefix_result(DRIVE, "2025-06-02", 402, 364), &name));
	drives_are(f, "909", "2025", (struct drives){.planned = 1, .held = 1, .reported = 1});
}

static void
an_interim_count_is_not_the_result_that_is_owed(void **state)
{
	struct corefix *f = *state;
	struct report interim = corefix_result(DRIVE, "2025-06-02", 100, 90);

	interim.u.result.stage = STAGE_INTERIM;
	said(f, ACTOR_AN_MINH, corefix_schedule(DRIVE, "2025-06-02", "2025-06-02"));
	it_is(f, "2025-06-02");
	said(f, ACTOR_AN_MINH, interim);
	it_is(f, "2025-06-10");
	drives_are(f, "909", "2025", (struct drives){.planned = 1, .held = 1, .late = 1});
}

static void
a_drive_held_later_than_planned_is_due_after_the_day_held(void **state)
{
	struct corefix *f = *state;

	said(f, ACTOR_AN_MINH, corefix_schedule(DRIVE, "2025-06-02", "2025-06-02"));
	it_is(f, "2025-06-08");
	said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2025-06-07", 402, 365));
	drives_are(f, "909", "2025", (struct drives){.planned = 1, .held = 1, .reported = 1});
}

static void
an_office_owes_only_what_falls_due_after_its_first_key(void **state)
{
	struct corefix *f = *state;

	/* 911 has no key yet. */
	said(f, ACTOR_KIEN_GIANG, corefix_schedule(OTHER, "2025-06-03", "2025-06-03"));
	said(f, ACTOR_KIEN_GIANG, corefix_schedule("911/2025-06-20/1", "2025-06-20", "2025-06-20"));
	it_is(f, "2025-06-10");
	drives_are(f, "911", "2025", (struct drives){.planned = 2});
	corefix_key(f, ACTOR_LATER, "911", ROLE_REPORTER);
	assert_int_equal(f->plus, 1); /* only the one that is owed from now on */
	it_is(f, "2025-06-25");
	drives_are(f, "911", "2025", (struct drives){.planned = 2, .late = 1});
	corefix_key(f, ACTOR_LATEST, "911", ROLE_REPORTER);
	assert_int_equal(f->plus + f->minus, 0); /* another machine of the same office */
	said(f, ACTOR_LATER, corefix_result(OTHER, "2025-06-03", 402, 365));
	drives_are(
	    f, "911", "2025", (struct drives){.planned = 2, .held = 1, .reported = 1, .late = 1});
}

/* ---- what a batch that changes the plan leaves alone */

static void
a_changed_plan_is_not_a_newer_report(void **state)
{
	struct corefix *f = *state;

	it_is(f, "2025-06-02");
	said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2025-06-02", 402, 365));
	struct rows rows = asked(f, "909", "2025", BY_CHILD);
	const int64_t before = rows.total.last_report_ms;
	query_free(&rows.arena);
	assert_true(before > 0);
	it_is(f, "2025-06-05");
	said(f, ACTOR_AN_MINH, corefix_schedule(DRIVE, "2025-06-02", "2025-06-02"));
	rows = asked(f, "909", "2025", BY_CHILD);
	assert_int_equal(rows.total.last_report_ms, before);
	query_free(&rows.arena);
}

static void
a_refused_report_between_accepted_ones_leaves_no_trace(void **state)
{
	struct corefix *f = *state;
	const struct report r[] = {corefix_result(DRIVE, "2025-06-01", 402, 365),
	    corefix_result("999/2025-06-01/1", "2025-06-01", 100, 90),
	    corefix_result("106/2025-06-01/1", "2025-06-01", 100, 90),
	    corefix_result("909/2025-06-01/2", "2025-06-01", 50, 40)};

	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, r, ARRAY_LEN(r)), ERR_OK);
	assert_int_equal(f->fate, FATE_STORED);
	assert_int_equal(corefix_total(f, "VN", "2025", IND_BLOOD_UNITS), 405);
	struct core *again = corefix_replay(f, f->ledger_n);
	corestore_alike(f, f->core, again, "2025");
	core_free(again);
}

static void
one_drive_is_found_by_its_key_whatever_the_period(void **state)
{
	struct corefix *f = *state;
	struct reference_request q = {
	    .kind = REFERENCE_DRIVES, .org = "", .period = "2020", .search = DRIVE};
	struct err err = {.code = ERR_OK};
	struct key_info who;
	struct reference found;

	said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2025-06-01", 402, 365));
	assert_true(core_key_by_sign(f->core, f->key[ACTOR_NATION].sign_public, &who));
	assert_true(core_reference(f->core, &who, &q, f->now_ms, &found, &err));
	assert_int_equal(found.drives_n, 1);
	assert_int_equal(found.drives[0].units, 365);
	query_free(&found.arena);
	q.kind = REFERENCE_REPORTS;
	assert_true(core_reference(f->core, &who, &q, f->now_ms, &found, &err));
	assert_int_equal(found.reports_n, 1);
	assert_string_equal(found.reports[0].result.drive, DRIVE);
	query_free(&found.arena);
	q.search = "909/2025-06-02/11";
	assert_true(core_reference(f->core, &who, &q, f->now_ms, &found, &err));
	assert_int_equal(found.reports_n, 0);
	query_free(&found.arena);
}

/* What a change of the plan begins from and names. */
static void
a_drive_asked_for_by_its_key_brings_its_schedule(void **state)
{
	struct corefix *f = *state;
	const char *const executing[] = {"91.VINPEARL"};
	struct reference_request q = {
	    .kind = REFERENCE_DRIVES, .org = "", .period = "2025", .search = DRIVE};
	struct report planned = corefix_schedule(DRIVE, "2025-06-01", "2025-06-01");
	struct err err = {.code = ERR_OK};
	struct key_info who;
	struct reference found;

	planned.u.schedule.venue = "Trung tâm huyện";
	planned.u.schedule.executing = (struct strings){.at = executing, .n = 1};
	said(f, ACTOR_KIEN_GIANG, planned);
	assert_true(core_key_by_sign(f->core, f->key[ACTOR_AN_MINH].sign_public, &who));
	assert_true(core_reference(f->core, &who, &q, f->now_ms, &found, &err));
	assert_int_equal(found.drives_n, 1);
	assert_int_equal(found.drives[0].schedule_name.seq, f->name.seq);
	assert_string_equal(found.drives[0].schedule.drive, DRIVE);
	assert_string_equal(found.drives[0].schedule.venue, "Trung tâm huyện");
	assert_string_equal(found.drives[0].schedule.executing.at[0], "91.VINPEARL");
	query_free(&found.arena);
	q.search = "";
	assert_true(core_reference(f->core, &who, &q, f->now_ms, &found, &err));
	assert_int_equal(found.drives_n, 1);
	assert_int_equal(found.drives[0].schedule_name.seq, 0);
	query_free(&found.arena);
}

/* ---- drives in each other's way */

static struct reference
looked(struct corefix *f, enum actor as, enum reference_kind kind, const char *search)
{
	const struct reference_request q = {
	    .kind = kind, .org = "", .period = "2025", .search = search};
	struct err err = {.code = ERR_OK};
	struct key_info who;
	struct reference ret;

	assert_true(core_key_by_sign(f->core, f->key[as].sign_public, &who));
	if (!core_reference(f->core, &who, &q, f->now_ms, &ret, &err))
		fail_msg("%s", err.text);
	return ret;
}

/* What is said to be in the way of ${drive}, in the list and asked for by its key. */
static void
overlaps_is(struct corefix *f, enum actor as, const char *drive, const char *expected)
{
	for (int i = 0; i < 2; i++) {
		struct reference r = looked(f, as, REFERENCE_DRIVES, i == 0 ? "" : drive);
		uint32_t seen = 0;

		for (uint32_t k = 0; k < r.drives_n; k++)
			if (strcmp(r.drives[k].drive, drive) == 0) {
				assert_string_equal(r.drives[k].overlaps, expected);
				seen++;
			}
		assert_int_equal(seen, 1);
		query_free(&r.arena);
	}
}

/* How many overlaps the queue has; the drive in the way of the last one is ${other}. */
static uint32_t
overlaps_queued(struct corefix *f, enum actor as, const char *other)
{
	struct reference r = looked(f, as, REFERENCE_REVIEW, "overlaps");
	const uint32_t n = r.reports_n;

	if (n > 0)
		assert_string_equal(r.reports[n - 1].other, other);
	query_free(&r.arena);
	return n;
}

static void
plan_at(struct corefix *f, enum actor actor, const char *drive, const char *place)
{
	struct report r = corefix_schedule(drive, "2025-06-01", "2025-06-01");

	r.u.schedule.place = place;
	said(f, actor, r);
}

static void
a_drive_in_the_way_is_named_only_to_who_may_read_its_plan(void **state)
{
	struct corefix *f = *state;

	plan_at(f, ACTOR_LAI_CHAU, "106/2025-06-01/1", "909");
	plan_at(f, ACTOR_AN_MINH, DRIVE, "909");
	overlaps_is(f, ACTOR_NATION, DRIVE, "106/2025-06-01/1");
	overlaps_is(f, ACTOR_AN_MINH, DRIVE, "");
	overlaps_is(f, ACTOR_KIEN_GIANG, DRIVE, "");
	overlaps_is(f, ACTOR_LAI_CHAU, "106/2025-06-01/1", "");
	assert_int_equal(overlaps_queued(f, ACTOR_NATION, "106/2025-06-01/1"), 1);
	assert_int_equal(overlaps_queued(f, ACTOR_KIEN_GIANG, ""), 0);
	/* One that it may read is named, though another is earlier. */
	plan_at(f, ACTOR_KIEN_GIANG, "911/2025-06-01/1", "909");
	overlaps_is(f, ACTOR_KIEN_GIANG, DRIVE, "911/2025-06-01/1");
	overlaps_is(f, ACTOR_AN_MINH, DRIVE, "");
	assert_int_equal(overlaps_queued(f, ACTOR_KIEN_GIANG, DRIVE), 1);
}

static void
an_overlap_that_is_not_reported_is_queued_behind_one_that_is(void **state)
{
	const char *const first = "909/2025-06-01/1";
	struct corefix *f = *state;

	plan_at(f, ACTOR_KIEN_GIANG, first, "");
	plan_at(f, ACTOR_KIEN_GIANG, "909/2025-06-01/2", "");
	plan_at(f, ACTOR_KIEN_GIANG, "909/2025-06-01/3", "");
	assert_int_equal(overlaps_queued(f, ACTOR_KIEN_GIANG, first), 2);
	said(f, ACTOR_AN_MINH, corefix_result(first, "2025-06-01", 402, 365));
	said(f, ACTOR_AN_MINH, corefix_result("909/2025-06-01/3", "2025-06-01", 50, 40));
	assert_int_equal(overlaps_queued(f, ACTOR_KIEN_GIANG, "909/2025-06-01/2"), 2);
}

int
main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, corefix_setup, corefix_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(a_drive_asked_for_by_its_key_brings_its_schedule),
	    TEST(a_planned_drive_is_reported_by_its_final_result),
	    TEST(a_drive_outside_the_plan_is_held_and_can_be_planned_later),
	    TEST(a_drive_held_in_another_month_is_reported_where_it_was_planned),
	    TEST(a_postponed_drive_is_planned_on_its_new_day),
	    TEST(a_cancelled_or_withdrawn_drive_is_not_planned_and_its_result_still_counts),
	    TEST(a_drive_names_only_organisations_that_there_are),
	    TEST(a_drive_is_not_moved_past_its_organisations_end),
	    TEST(every_move_of_a_drive_s_state_is_allowed_or_refused_by_name),
	    TEST(a_drive_counts_under_the_sector_and_campaign_of_its_schedule),
	    TEST(a_withdrawn_result_of_an_unplanned_drive_leaves_no_row),
	    TEST(a_result_is_late_after_the_day_after_its_drive),
	    TEST(a_result_on_the_day_after_is_in_time_and_stays_so_when_corrected),
	    TEST(an_interim_count_is_not_the_result_that_is_owed),
	    TEST(a_drive_held_later_than_planned_is_due_after_the_day_held),
	    TEST(an_office_owes_only_what_falls_due_after_its_first_key),
	    TEST(a_changed_plan_is_not_a_newer_report),
	    TEST(a_refused_report_between_accepted_ones_leaves_no_trace),
	    TEST(one_drive_is_found_by_its_key_whatever_the_period),
	    TEST(a_drive_in_the_way_is_named_only_to_who_may_read_its_plan),
	    TEST(an_overlap_that_is_not_reported_is_queued_behind_one_that_is),
	};

	return cmocka_run_group_tests_name("core_plan", tests, NULL, NULL);
}
