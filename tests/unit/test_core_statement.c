/* Registrations, activities, texts, and what becomes of planned drives. */
#include "core/orgs.h"
#include "rules/catalogue.h"
#include "support/corestore.h"
#include "statesfix.h"

#define LEAFLETS 1200
#define VOLUNTEERS 1020
#define COMMUNES 1101

static struct drive_row
drive_row(struct corefix *f, const char *drive)
{
	struct reference r = reference(f, REFERENCE_DRIVES, "", drive);

	assert_int_equal(r.drives_n, 1);
	const struct drive_row row = r.drives[0];
	query_free(&r.arena);
	return row; /* numbers only */
}

static void
the_newest_registration_is_shown_and_never_added(void **state)
{
	struct corefix *f = *state;

	assert_int_equal(say(f, ACTOR_AN_MINH, corefix_registration(DRIVE, "2022-05-01", 420)),
	    ERR_DRIVE_UNKNOWN);
	(void)said(f, ACTOR_AN_MINH, corefix_schedule(DRIVE, "2022-05-08", "2022-05-08"));
	(void)said(f, ACTOR_AN_MINH, corefix_registration(DRIVE, "2022-05-01", 420));
	assert_int_equal(
	    say(f, ACTOR_LAI_CHAU, corefix_registration(DRIVE, "2022-05-03", 430)), ERR_NOT_YOURS);
	assert_int_equal(say(f, ACTOR_AN_MINH, corefix_registration(DRIVE, "2022-04-20", 300)),
	    ERR_REVISION_CONFLICT);
	const struct name newest =
	    said(f, ACTOR_AN_MINH, corefix_registration(DRIVE, "2022-05-03", 431));
	assert_true(drive_row(f, DRIVE).has_registered);
	assert_int_equal(drive_row(f, DRIVE).registered, 431);
	assert_int_equal(drive_row(f, DRIVE).registered_day, corefix_day("2022-05-03"));
	assert_int_equal(corefix_total(f, "VN", "2022", IND_REGISTERED), -1);
	holds(f);
	(void)said(f, ACTOR_AN_MINH,
	    corefix_withdrawal(corefix_registration(DRIVE, "2022-05-03", 431), &newest));
	assert_false(drive_row(f, DRIVE).has_registered);
	holds(f);
}

static void
activities_add_up_over_spans_that_do_not_overlap(void **state)
{
	struct corefix *f = *state;

	(void)said(
	    f, ACTOR_AN_MINH, corefix_activity("909", "2021-12-01", "2021-12-31", LEAFLETS, 100));
	const struct name first = f->name;
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, corefix_activity("909", "2021-12-31", "2022-01-31", LEAFLETS, 1)),
	    ERR_OVERLAPS);
	assert_int_equal(f->existing.seq, first.seq);
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, corefix_activity("909", "2021-11-20", "2021-12-10", LEAFLETS, 1)),
	    ERR_COLLECTION_SPAN);
	(void)said(
	    f, ACTOR_AN_MINH, corefix_activity("909", "2022-01-01", "2022-01-31", LEAFLETS, 50));
	assert_int_equal(corefix_total(f, "91", "2022", LEAFLETS), 150);
	assert_int_equal(corefix_total(f, "VN", "2022-01", LEAFLETS), 50);
	(void)said(f, ACTOR_AN_MINH,
	    corefix_correction(
		corefix_activity("909", "2021-12-01", "2021-12-31", LEAFLETS, 90), &first));
	assert_int_equal(corefix_total(f, "VN", "2022", LEAFLETS), 140);
	assert_int_equal(queue(f, "waiting"), 2);
	holds(f);
}

static void
a_cumulative_activity_stands_for_those_inside_it_until_it_is_withdrawn(void **state)
{
	struct corefix *f = *state;
	struct report all = corefix_activity("909", "2021-12-01", "2022-02-28", LEAFLETS, 170);

	(void)said(
	    f, ACTOR_AN_MINH, corefix_activity("909", "2021-12-01", "2021-12-31", LEAFLETS, 100));
	(void)said(
	    f, ACTOR_AN_MINH, corefix_activity("909", "2022-01-01", "2022-01-31", LEAFLETS, 50));
	all.u.activity.cumulative = true;
	const struct name name = said(f, ACTOR_AN_MINH, all);
	assert_int_equal(corefix_total(f, "VN", "2022", LEAFLETS), 170);
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, corefix_activity("909", "2022-02-01", "2022-02-10", LEAFLETS, 1)),
	    ERR_OVERLAPS);
	holds(f);
	struct report more = corefix_activity("909", "2021-12-01", "2022-03-31", LEAFLETS, 200);
	more.u.activity.cumulative = true;
	const struct name later = said(f, ACTOR_AN_MINH, more);
	assert_int_equal(corefix_total(f, "VN", "2022", LEAFLETS), 200);
	(void)said(f, ACTOR_AN_MINH, corefix_withdrawal(more, &later));
	assert_int_equal(corefix_total(f, "VN", "2022", LEAFLETS), 170);
	(void)said(f, ACTOR_AN_MINH, corefix_withdrawal(all, &name));
	assert_int_equal(corefix_total(f, "VN", "2022", LEAFLETS), 150);
	holds(f);
	struct report wrong = corefix_activity("909", "2021-12-02", "2022-04-30", LEAFLETS, 1);
	wrong.u.activity.cumulative = true;
	assert_int_equal(say(f, ACTOR_AN_MINH, wrong), ERR_COLLECTION_SPAN);
}

static void
of_a_stock_the_newest_of_each_organisation_counts(void **state)
{
	struct corefix *f = *state;
	struct err err = {.code = ERR_OK};
	struct rows rows;

	(void)said(
	    f, ACTOR_AN_MINH, corefix_activity("909", "2021-12-01", "2022-02-28", VOLUNTEERS, 40));
	(void)said(f, ACTOR_KIEN_GIANG,
	    corefix_activity("911", "2021-12-01", "2022-02-28", VOLUNTEERS, 25));
	(void)said(
	    f, ACTOR_KIEN_GIANG, corefix_activity("91", "2021-12-01", "2022-02-28", VOLUNTEERS, 7));
	(void)said(
	    f, ACTOR_AN_MINH, corefix_activity("909", "2022-03-01", "2022-05-31", VOLUNTEERS, 44));
	assert_int_equal(corefix_total(f, "VN", "2022", VOLUNTEERS), 76);
	assert_int_equal(corefix_total(f, "VN", "2022-03", VOLUNTEERS), 72);
	assert_int_equal(corefix_total(f, "VN", "2022-06", VOLUNTEERS), 76);
	assert_int_equal(corefix_total(f, "12", "2022", VOLUNTEERS), -1);
	assert_int_equal(corefix_total(f, "VN", "2021", VOLUNTEERS), -1);
	/* Ended in 2025: the new communes count anew. */
	assert_int_equal(corefix_total(f, "VN", "2025-07", VOLUNTEERS), -1);
	if (!corefix_summary(f, ACTOR_NATION, "91", "2022", BY_CHILD, &rows, &err))
		fail_msg("%s", err.text);
	int64_t sum = 0;
	for (uint32_t i = 0; i < rows.rows_n; i++) {
		assert_string_not_equal(rows.rows[i].kind, "unassigned");
		for (uint32_t k = 0; k < rows.rows[i].counts.n; k++)
			sum += rows.rows[i].counts.val[k];
	}
	assert_int_equal(sum, 76);
	query_free(&rows.arena);
	holds(f);
}

static void
communes_are_those_that_the_registry_has_or_a_note_says_why_not(void **state)
{
	struct corefix *f = *state;
	struct report r = corefix_activity("106", "2021-12-01", "2022-02-28", COMMUNES, 2);

	(void)said(f, ACTOR_NATION, corefix_org("03411", ORG_COMMUNE, "106"));
	assert_int_equal(say(f, ACTOR_LAI_CHAU, r), ERR_NOTE_MISSING);
	assert_non_null(strstr(f->detail, "V23W"));
	r.u.activity.note = "danh bạ chưa cập nhật";
	(void)said(f, ACTOR_LAI_CHAU, r);
	(void)said(
	    f, ACTOR_LAI_CHAU, corefix_activity("106", "2022-03-01", "2022-03-31", COMMUNES, 1));
	/* The registry has none of the other's, so it says nothing of them. */
	(void)said(
	    f, ACTOR_AN_MINH, corefix_activity("909", "2022-03-01", "2022-03-31", COMMUNES, 11));
	holds(f);
}

static void
an_activity_is_approved_returned_and_refused_after_the_lock(void **state)
{
	struct corefix *f = *state;
	const struct report r = corefix_activity("909", "2021-12-01", "2021-12-31", LEAFLETS, 100);
	const struct name name = said(f, ACTOR_AN_MINH, r);

	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&name, REVIEW_ACCEPTED, "", ""));
	assert_int_equal(queue(f, "waiting"), 0);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&name, REVIEW_RETURNED, "nhầm", ""));
	assert_int_equal(corefix_total(f, "VN", "2022", LEAFLETS), -1);
	(void)said(f, ACTOR_AN_MINH, corefix_correction(r, &name));
	assert_int_equal(corefix_total(f, "VN", "2022", LEAFLETS), 100);
	struct reference h = reference(f, REFERENCE_HISTORY, "", "T/909/18962/18992");
	assert_int_equal(h.reports_n, 4);
	query_free(&h.arena);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_lock("91", "2022-01-01", "2022-01-31", true));
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, corefix_activity("909", "2022-01-01", "2022-01-31", LEAFLETS, 1)),
	    ERR_LOCKED);
	holds(f);
}

static uint32_t
texts(struct corefix *f, const char *search, const char *first)
{
	struct reference r = reference(f, REFERENCE_TEXTS, "91", search);
	const uint32_t n = r.texts_n;

	if (n > 0 && first != NULL)
		assert_string_equal(r.texts[0].text.text, first);
	query_free(&r.arena);
	return n;
}

static void
of_a_text_every_version_is_found_and_the_newest_stands(void **state)
{
	struct corefix *f = *state;

	(void)said(f, ACTOR_KIEN_GIANG, corefix_text("91", "intro", "Năm 2022"));
	assert_int_equal(
	    say(f, ACTOR_KIEN_GIANG, corefix_text("91", "intro", "Năm 2022")), ERR_ALREADY);
	assert_int_equal(say(f, ACTOR_LAI_CHAU, corefix_text("91", "intro", "x")), ERR_NOT_YOURS);
	const struct name second =
	    said(f, ACTOR_KIEN_GIANG, corefix_text("91", "intro", "Năm 2022, phần đầu"));
	(void)said(f, ACTOR_KIEN_GIANG, corefix_text("91", "outro", "Hết"));
	assert_int_equal(texts(f, "", "Hết"), 3);
	assert_int_equal(texts(f, "year/intro", "Năm 2022, phần đầu"), 2);
	struct report one = corefix_text("91", "close", "của một kỳ");
	one.u.text.document = "year:2021-12-01..2022-11-30";
	(void)said(f, ACTOR_KIEN_GIANG, one);
	assert_int_equal(texts(f, "year/close", "của một kỳ"), 1);
	assert_int_equal(texts(f, "year:2021-12-01..2022-11-30", "của một kỳ"), 1);
	assert_int_equal(texts(f, "yea/close", NULL), 0);
	holds(f);
	(void)said(
	    f, ACTOR_KIEN_GIANG, corefix_withdrawal(corefix_text("91", "intro", ""), &second));
	struct reference all = reference(f, REFERENCE_TEXTS, "91", "year/intro");
	assert_int_equal(all.texts_n, 3);
	for (uint32_t i = 0; i < all.texts_n; i++)
		assert_false(all.texts[i].current);
	query_free(&all.arena);
	holds(f);
}

static struct report
reminder_of(const char *text)
{
	struct report r = corefix_text("909", WIRE_NOTE_PART, text);

	r.u.text.document = WIRE_NOTE_DOCUMENT;
	return r;
}

static void
notes_are(struct corefix *f, uint64_t seen, const char *expected)
{
	const org_t org = orgs_by_code(core_orgs(f->core), "909", corefix_day("2025-06-01"));
	char note[WIRE_NOTE_BYTES_MAX + 1] = "";
	uint64_t batch = 0;

	assert_true(core_note(f->core, org, seen, note, &batch));
	assert_int_equal(batch, f->ledger_n);
	assert_string_equal(note, expected);
}

/* The newest alone would hide the one before it from an office that has seen neither. */
static void
a_reminder_brings_those_along_that_were_not_seen(void **state)
{
	struct corefix *f = *state;
	uint64_t first;

	(void)said(f, ACTOR_KIEN_GIANG, reminder_of("một"));
	first = f->ledger_n;
	(void)said(f, ACTOR_KIEN_GIANG, reminder_of("hai"));
	notes_are(f, first - 1, "hai · 01/06/2025: một");
	notes_are(f, first, "hai");
	notes_are(f, first + 1, "hai");
	notes_are(f, 0, "hai");
	const struct name two = f->name;
	(void)said(f, ACTOR_KIEN_GIANG, corefix_correction(reminder_of("ba"), &two));
	notes_are(f, first - 1, "ba · 01/06/2025: một");
}

static void
a_batch_in_the_search_of_texts_is_refused_by_name(void **state)
{
	const struct reference_request q = {
	    .kind = REFERENCE_TEXTS, .org = "91", .period = WIDE, .search = "year/intro@2"};
	struct err err = {.code = ERR_OK};
	struct corefix *f = *state;
	struct key_info who;
	struct reference ret;

	(void)said(f, ACTOR_KIEN_GIANG, corefix_text("91", "intro", "Năm 2022"));
	assert_true(core_key_by_sign(f->core, f->key[ACTOR_NATION].sign_public, &who));
	assert_false(core_reference(f->core, &who, &q, f->now_ms, &ret, &err));
	assert_int_equal(err.code, ERR_USAGE);
	assert_non_null(strstr(err.text, "year/intro@2"));
}

/* ---- what becomes of planned drives */

static struct report
scheduled(const char *drive, const char *day, enum drive_state state)
{
	struct report r = corefix_schedule(drive, day, day);

	r.u.schedule.state = state;
	return r;
}

static void
a_postponed_drive_keeps_its_key_and_is_held_where_it_was_held(void **state)
{
	struct corefix *f = *state;
	const struct name plan =
	    said(f, ACTOR_AN_MINH, scheduled(DRIVE, "2022-05-08", DRIVE_PLANNED));

	(void)said(f, ACTOR_AN_MINH,
	    corefix_correction(scheduled(DRIVE, "2022-12-05", DRIVE_POSTPONED), &plan));
	assert_int_equal(total_of(f, "909", "2022").drives_planned, 0);
	assert_int_equal(total_of(f, "909", "2023").drives_planned, 1);
	(void)said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-12-05", 402, 365));
	assert_int_equal(total_of(f, "909", "2023").drives_reported, 1);
	assert_int_equal(corefix_total(f, "909", "2023", IND_BLOOD_UNITS), 365);
	assert_int_equal(corefix_total(f, "909", "2022", IND_BLOOD_UNITS), -1);
	holds(f);
}

static void
a_cancelled_drive_is_not_planned_and_a_draft_only_where_drafts_are(void **state)
{
	struct corefix *f = *state;
	const struct name plan =
	    said(f, ACTOR_AN_MINH, scheduled(DRIVE, "2022-05-08", DRIVE_PLANNED));
	const struct summary_request q = {
	    .org = "909", .period = "2022", .by = BY_DRIVE, .basis = "", .drafts = true};
	struct err err = {.code = ERR_OK};
	struct key_info who;
	struct rows rows;

	(void)said(f, ACTOR_AN_MINH, scheduled(OTHER, "2022-05-10", DRIVE_DRAFT));
	assert_int_equal(total_of(f, "909", "2022").drives_planned, 1);
	(void)said(f, ACTOR_AN_MINH,
	    corefix_correction(scheduled(DRIVE, "2022-05-08", DRIVE_CANCELLED), &plan));
	assert_int_equal(total_of(f, "909", "2022").drives_planned, 0);
	assert_true(core_key_by_sign(f->core, f->key[ACTOR_NATION].sign_public, &who));
	if (!core_summary(f->core, &who, &q, f->now_ms, &rows, &err))
		fail_msg("%s", err.text);
	assert_int_equal(rows.total.drives_planned, 1);
	assert_int_equal(rows.rows_n, 2);
	assert_string_equal(rows.rows[0].state, "cancelled");
	assert_string_equal(rows.rows[1].state, "draft");
	query_free(&rows.arena);
	holds(f);
}

static void
an_unplanned_drive_is_linked_by_a_schedule_of_its_key(void **state)
{
	struct corefix *f = *state;

	(void)said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));
	assert_int_equal(total_of(f, "909", "2022").drives_reported, 0);
	(void)said(f, ACTOR_AN_MINH, scheduled(DRIVE, "2022-05-08", DRIVE_HELD));
	assert_int_equal(total_of(f, "909", "2022").drives_planned, 1);
	assert_int_equal(total_of(f, "909", "2022").drives_reported, 1);
	assert_int_equal(corefix_total(f, "909", "2022", IND_BLOOD_UNITS), 365);
	holds(f);
}

int
main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, corefix_setup, corefix_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(the_newest_registration_is_shown_and_never_added),
	    TEST(activities_add_up_over_spans_that_do_not_overlap),
	    TEST(a_cumulative_activity_stands_for_those_inside_it_until_it_is_withdrawn),
	    TEST(of_a_stock_the_newest_of_each_organisation_counts),
	    TEST(communes_are_those_that_the_registry_has_or_a_note_says_why_not),
	    TEST(an_activity_is_approved_returned_and_refused_after_the_lock),
	    TEST(of_a_text_every_version_is_found_and_the_newest_stands),
	    TEST(a_reminder_brings_those_along_that_were_not_seen),
	    TEST(a_batch_in_the_search_of_texts_is_refused_by_name),
	    TEST(a_postponed_drive_keeps_its_key_and_is_held_where_it_was_held),
	    TEST(a_cancelled_drive_is_not_planned_and_a_draft_only_where_drafts_are),
	    TEST(an_unplanned_drive_is_linked_by_a_schedule_of_its_key),
	};
#undef TEST

	return cmocka_run_group_tests_name("core_statement", tests, NULL, NULL);
}
