/* What the committee says about reports: approved, returned, the same drive, the other witness. */
#include "core/name_index.h"
#include "rules/catalogue.h"
#include "support/corestore.h"
#include "statesfix.h"

static void
an_approval_marks_units_and_a_correction_falls_back_to_waiting(void **state)
{
	struct corefix *f = *state;
	const struct name first =
	    said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));

	assert_int_equal(queue(f, "waiting"), 1);
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, corefix_review(&first, REVIEW_ACCEPTED, "", "")), ERR_ROLE);
	assert_int_equal(
	    say(f, ACTOR_LAI_CHAU, corefix_review(&first, REVIEW_ACCEPTED, "", "")), ERR_NOT_YOURS);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&first, REVIEW_ACCEPTED, "", ""));
	assert_int_equal(total_of(f, "VN", "2022").approved_units, 365);
	assert_int_equal(queue(f, "waiting"), 0);
	assert_int_equal(
	    say(f, ACTOR_NATION, corefix_review(&first, REVIEW_ACCEPTED, "", "")), ERR_ALREADY);
	(void)said(f, ACTOR_AN_MINH,
	    corefix_correction(corefix_result(DRIVE, "2022-05-08", 402, 360), &first));
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 360);
	assert_int_equal(total_of(f, "VN", "2022").approved_units, 0);
	assert_int_equal(queue(f, "waiting"), 1);
	assert_int_equal(say(f, ACTOR_KIEN_GIANG, corefix_review(&first, REVIEW_ACCEPTED, "", "")),
	    ERR_BASE_STALE);
	holds(f);
}

static void
an_interim_count_is_not_approved(void **state)
{
	struct corefix *f = *state;
	struct report r = corefix_result(DRIVE, "2022-05-08", 402, 365);

	r.u.result.stage = STAGE_INTERIM;
	const struct name name = said(f, ACTOR_AN_MINH, r);
	assert_int_equal(
	    say(f, ACTOR_KIEN_GIANG, corefix_review(&name, REVIEW_ACCEPTED, "", "")), ERR_INVALID);
	holds(f);
}

static void
a_returned_report_leaves_the_totals_until_it_is_corrected(void **state)
{
	struct corefix *f = *state;
	const struct name first =
	    said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));

	assert_int_equal(say(f, ACTOR_KIEN_GIANG, corefix_review(&first, REVIEW_RETURNED, "", "")),
	    ERR_NOTE_MISSING);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&first, REVIEW_RETURNED, "cộng nhầm", ""));
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), -1);
	assert_int_equal(total_of(f, "91", "2022").returned_units, 365);
	assert_int_equal(total_of(f, "91", "2022").drives_held, 0);
	struct reference r = reference(f, REFERENCE_REVIEW, "91", "returned");
	assert_int_equal(r.reports_n, 1);
	assert_string_equal(r.reports[0].reason, "cộng nhầm");
	query_free(&r.arena);
	assert_int_equal(say(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365)),
	    ERR_REVISION_CONFLICT);
	(void)said(f, ACTOR_AN_MINH,
	    corefix_correction(corefix_result(DRIVE, "2022-05-08", 402, 350), &first));
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 350);
	assert_int_equal(total_of(f, "91", "2022").returned_units, 0);
	holds(f);
}

static void
what_was_returned_by_mistake_is_accepted_again(void **state)
{
	struct corefix *f = *state;
	const struct name first =
	    said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));

	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&first, REVIEW_RETURNED, "nhầm", ""));
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&first, REVIEW_ACCEPTED, "", ""));
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 365);
	assert_int_equal(total_of(f, "VN", "2022").approved_units, 365);
	holds(f);
}

static void
drives_that_may_be_one_are_asked_about_until_they_are_told_apart(void **state)
{
	struct corefix *f = *state;

	(void)said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));
	const struct name second =
	    said(f, ACTOR_AN_MINH, corefix_result(OTHER, "2022-05-10", 402, 365));
	struct reference r = reference(f, REFERENCE_REVIEW, "", "duplicate");
	assert_int_equal(r.reports_n, 1);
	assert_string_equal(r.reports[0].other, DRIVE);
	query_free(&r.arena);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&second, REVIEW_DIFFERENT, "", DRIVE));
	assert_int_equal(queue(f, "duplicate"), 0);
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 730);
	/* Either history says so, and names the other drive. */
	for (int i = 0; i < 2; i++) {
		r = reference(f, REFERENCE_HISTORY, "", i == 0 ? DRIVE : OTHER);
		assert_int_equal(r.reports_n, 2);
		assert_string_equal(r.reports[0].state, "different");
		assert_string_equal(r.reports[0].other, i == 0 ? OTHER : DRIVE);
		query_free(&r.arena);
	}
	assert_int_equal(
	    say(f, ACTOR_KIEN_GIANG, corefix_review(&second, REVIEW_DIFFERENT, "", DRIVE)),
	    ERR_ALREADY);
	holds(f);
}

static void
planned_at(struct corefix *f, const char *drive, const char *day, const char *venue)
{
	struct report r = corefix_schedule(drive, day, day);

	r.u.schedule.venue = venue;
	(void)said(f, ACTOR_KIEN_GIANG, r);
}

/* Of one office on near days, of two under one parent on the same day. */
static void
drives_at_one_venue_may_be_one(void **state)
{
	static const char other_day[] = "911/2022-05-10/1", same_day[] = "911/2022-05-08/1";
	struct corefix *f = *state;

	planned_at(f, DRIVE, "2022-05-08", "Trường THPT");
	planned_at(f, OTHER, "2022-05-10", "trường  thpt");
	planned_at(f, other_day, "2022-05-11", "Trường THPT");
	(void)said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));
	(void)said(f, ACTOR_KIEN_GIANG, corefix_result(other_day, "2022-05-11", 30, 20));
	assert_int_equal(queue(f, "duplicate"), 0);
	(void)said(f, ACTOR_AN_MINH, corefix_result(OTHER, "2022-05-10", 31, 30));
	assert_int_equal(queue(f, "duplicate"), 1);
	planned_at(f, same_day, "2022-05-08", "Truong THPT");
	(void)said(f, ACTOR_KIEN_GIANG, corefix_result(same_day, "2022-05-08", 12, 11));
	assert_int_equal(queue(f, "duplicate"), 3); /* and the other one of its own */
}

static void
of_one_drive_reported_twice_one_counts(void **state)
{
	struct corefix *f = *state;
	const struct name first =
	    said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));

	const struct name second =
	    said(f, ACTOR_AN_MINH, corefix_result(OTHER, "2022-05-10", 402, 365));
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&second, REVIEW_SAME_DRIVE, "", DRIVE));
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 365);
	assert_int_equal(queue(f, "duplicate"), 0);
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, corefix_result(OTHER, "2022-05-10", 402, 365)), ERR_ALREADY);
	holds(f);
	/* The one that it stands aside for is returned: somebody has to look again. */
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&first, REVIEW_RETURNED, "xem lại", ""));
	assert_int_equal(queue(f, "duplicate"), 1);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&first, REVIEW_ACCEPTED, "", ""));
	assert_int_equal(queue(f, "duplicate"), 0);
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&second, REVIEW_DIFFERENT, "", DRIVE));
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 730);
	holds(f);
}

static void
drives_are_compared_by_place_and_body_within_three_days(void **state)
{
	static const struct share body[] = {{.org = "91.VINPEARL"}};
	struct corefix *f = *state;
	struct report a = corefix_result("909/2022-05-01/1", "2022-05-01", 90, 80);
	struct report b = corefix_result("911/2022-05-04/1", "2022-05-04", 70, 60);
	struct report c = corefix_result("911/2022-05-08/1", "2022-05-08", 50, 40);
	struct report d = corefix_result("909/2022-05-09/1", "2022-05-09", 30, 20);

	a.u.result.place = b.u.result.place = c.u.result.place = "911";
	a.u.result.executing = b.u.result.executing = d.u.result.executing = body;
	a.u.result.executing_n = b.u.result.executing_n = d.u.result.executing_n = 1;
	(void)said(f, ACTOR_KIEN_GIANG, a);
	assert_int_equal(queue(f, "duplicate"), 0);
	(void)said(f, ACTOR_KIEN_GIANG, b); /* three days after the first: place and body, once */
	assert_int_equal(queue(f, "duplicate"), 1);
	(void)said(f, ACTOR_KIEN_GIANG, c); /* four days later */
	assert_int_equal(queue(f, "duplicate"), 1);
	(void)said(f, ACTOR_KIEN_GIANG, d); /* another place, another body */
	assert_int_equal(queue(f, "duplicate"), 1);
	holds(f);
}

/* A hospital that collects, with a key of its own. */
static void
hospital(struct corefix *f)
{
	struct report r = corefix_org("BV91", ORG_FACILITY, "VN");

	r.u.registry.kind = REGISTRY_FACILITY;
	(void)said(f, ACTOR_OPERATOR, r);
	corefix_key(f, ACTOR_LATER, "BV91", ROLE_REPORTER);
}

static struct report
collected(const char *drive, const char *day, int64_t attended, int64_t units)
{
	struct report r = corefix_result(drive, day, attended, units);

	r.u.result.witness = WITNESS_COLLECTOR;
	r.u.result.source = SOURCE_FACILITY;
	r.u.result.make_drive = false;
	return r;
}

static void
the_other_witness_never_counts_and_its_difference_is_listed(void **state)
{
	struct corefix *f = *state;
	struct report organiser = corefix_result(DRIVE, "2022-05-08", 402, 365);

	hospital(f);
	assert_int_equal(
	    say(f, ACTOR_LATER, collected(DRIVE, "2022-05-08", 402, 365)), ERR_WITNESS);
	(void)said(f, ACTOR_AN_MINH, organiser);
	assert_int_equal(
	    say(f, ACTOR_LATER, collected(DRIVE, "2022-05-08", 402, 365)), ERR_WITNESS);
	organiser.u.result.facility = "BV91";
	struct reference r = reference(f, REFERENCE_REPORTS, "", DRIVE);
	const struct name first = r.reports[0].name;
	query_free(&r.arena);
	const struct name second = said(f, ACTOR_AN_MINH, corefix_correction(organiser, &first));
	const struct name theirs = said(f, ACTOR_LATER, collected(DRIVE, "2022-05-08", 402, 361));
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 365);
	assert_int_equal(total_of(f, "91", "2022").conflicts, 1);
	assert_int_equal(queue(f, "differs"), 1);
	holds(f);
	organiser = corefix_result(DRIVE, "2022-05-08", 402, 361);
	organiser.u.result.facility = "BV91";
	const struct name third = said(f, ACTOR_AN_MINH, corefix_correction(organiser, &second));
	assert_int_equal(total_of(f, "91", "2022").conflicts, 0);
	(void)said(
	    f, ACTOR_LATER, corefix_correction(collected(DRIVE, "2022-05-08", 402, 340), &theirs));
	assert_int_equal(total_of(f, "91", "2022").conflicts, 1);
	(void)said(f, ACTOR_AN_MINH, corefix_withdrawal(organiser, &third));
	assert_int_equal(total_of(f, "91", "2022").conflicts, 0);
	holds(f);
}

/* The result of that name in a history. */
static const struct report_row *
row_named(const struct reference *r, const struct name *name)
{
	for (uint32_t i = 0; i < r->reports_n; i++)
		if (r->reports[i].kind == KIND_RESULT &&
		    name_index_equal(&r->reports[i].name, name))
			return &r->reports[i];
	fail_msg("%llu is not in the history", (unsigned long long)name->seq);
	return NULL;
}

static int64_t
units_of(const struct report_row *row)
{
	int64_t value = -1;

	(void)counts_get(&row->result.counts, IND_BLOOD_UNITS, &value);
	return value;
}

static void
the_committee_takes_the_collectors_counts_as_a_correction(void **state)
{
	struct corefix *f = *state;
	struct report organiser = corefix_result(DRIVE, "2022-05-08", 402, 365);
	const struct share shares[] = {{.org = "91.VINPEARL", .units = 365}};

	hospital(f);
	organiser.u.result.facility = "BV91";
	organiser.u.result.executing = shares;
	organiser.u.result.executing_n = 1;
	const struct name mine = said(f, ACTOR_AN_MINH, organiser);
	const struct name theirs = said(f, ACTOR_LATER, collected(DRIVE, "2022-05-08", 401, 361));
	assert_int_equal(
	    say(f, ACTOR_KIEN_GIANG, corefix_review(&mine, REVIEW_TAKE_COLLECTOR, "", "")),
	    ERR_INVALID);
	const struct name taken =
	    said(f, ACTOR_KIEN_GIANG, corefix_review(&theirs, REVIEW_TAKE_COLLECTOR, "", ""));
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 361);
	assert_int_equal(corefix_total(f, "VN", "2022", IND_ATTENDED), 401);
	assert_int_equal(total_of(f, "91", "2022").conflicts, 0);
	assert_int_equal(
	    say(f, ACTOR_AN_MINH, corefix_correction(organiser, &mine)), ERR_BASE_STALE);
	assert_int_equal(f->existing.seq, taken.seq);
	holds(f);
	const struct name after = said(f, ACTOR_AN_MINH, corefix_correction(organiser, &taken));
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 365);
	holds(f);
	/* What was taken stays as it was said, under the correction that came since. */
	struct reference r = reference(f, REFERENCE_HISTORY, "", DRIVE);
	const struct report_row *row = row_named(&r, &taken);
	assert_int_equal(units_of(row), 361);
	assert_int_equal(row->replaces.seq, mine.seq);
	assert_string_equal(row->state, "replaced");
	row = row_named(&r, &after);
	assert_int_equal(units_of(row), 365);
	assert_true(row->current);
	assert_true(name_index_equal(&row->replaces, &taken));
	query_free(&r.arena);
}

static int64_t
units_of_row(const struct row *row)
{
	return counts_value(&row->counts, IND_BLOOD_UNITS);
}

/* What the organiser's executing bodies have once ${units} of the collector's are taken. */
static void
taken_is(struct corefix *f, const struct share *shares, uint32_t n, const int64_t expected[3])
{
	static const char *const keys[] = {"91.VINPEARL", "911", "unassigned"};
	const int64_t units = expected[0] + expected[1] + expected[2];
	struct report organiser = corefix_result(DRIVE, "2022-05-08", 402, 365);
	struct err err = {.code = ERR_OK};
	int64_t found[3] = {0, 0, 0};
	struct rows rows;

	organiser.u.result.facility = "BV91";
	organiser.u.result.executing = shares;
	organiser.u.result.executing_n = n;
	(void)said(f, ACTOR_AN_MINH, organiser);
	const struct name theirs = said(f, ACTOR_LATER, collected(DRIVE, "2022-05-08", 401, units));
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&theirs, REVIEW_TAKE_COLLECTOR, "", ""));
	assert_true(corefix_summary(f, ACTOR_NATION, "91", "2022", BY_EXECUTING, &rows, &err));
	for (uint32_t i = 0; i < rows.rows_n; i++)
		for (size_t k = 0; k < ARRAY_LEN(keys); k++)
			if (strcmp(rows.rows[i].org, keys[k]) == 0 ||
			    strcmp(rows.rows[i].key, keys[k]) == 0)
				found[k] = units_of_row(&rows.rows[i]);
	query_free(&rows.arena);
	assert_memory_equal(found, expected, sizeof(found));
	holds(f);
}

#define TAKEN_IS(name, shares, n, ...) \
	static void name(void **state) \
	{ \
		hospital(*state); \
		taken_is(*state, shares, n, (const int64_t[3]){__VA_ARGS__}); \
	}

static const struct share whole[] = {{.org = "91.VINPEARL", .units = 365}};
static const struct share two[] = {
    {.org = "91.VINPEARL", .units = 165}, {.org = "911", .units = 200}};

TAKEN_IS(a_sole_body_that_had_all_has_all_that_is_taken, whole, 1, 370, 0, 0)
TAKEN_IS(shares_that_sum_to_what_is_taken_stay, two, 2, 165, 200, 0)
TAKEN_IS(shares_of_more_than_is_taken_are_let_go, two, 2, 0, 0, 364)
TAKEN_IS(shares_of_less_than_is_taken_are_let_go, two, 2, 0, 0, 366)

static enum err_code
history_of(struct corefix *f, enum actor actor, const char *search)
{
	const struct reference_request q = {
	    .kind = REFERENCE_HISTORY, .org = "", .period = WIDE, .search = search};
	struct err err = {.code = ERR_OK};
	struct key_info who;
	struct reference ret;

	assert_true(core_key_by_sign(f->core, f->key[actor].sign_public, &who));
	if (!core_reference(f->core, &who, &q, f->now_ms, &ret, &err))
		return err.code;
	assert_int_equal(ret.reports_n > 0, actor != ACTOR_LAI_CHAU && strcmp(search, DRIVE) == 0);
	query_free(&ret.arena);
	return ERR_OK;
}

static void
another_s_history_is_refused_whether_it_is_there_or_not(void **state)
{
	struct corefix *f = *state;

	(void)said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));
	assert_int_equal(history_of(f, ACTOR_KIEN_GIANG, DRIVE), ERR_OK);
	assert_int_equal(history_of(f, ACTOR_AN_MINH, OTHER), ERR_OK); /* nothing there */
	assert_int_equal(history_of(f, ACTOR_LAI_CHAU, DRIVE), ERR_FORBIDDEN);
	assert_int_equal(history_of(f, ACTOR_LAI_CHAU, OTHER), ERR_FORBIDDEN);
	assert_int_equal(history_of(f, ACTOR_LAI_CHAU, DRIVE "@2022-05-08"), ERR_FORBIDDEN);
	assert_int_equal(history_of(f, ACTOR_LAI_CHAU, "R/" DRIVE "/1"), ERR_FORBIDDEN);
	assert_int_equal(history_of(f, ACTOR_LAI_CHAU, "R/909/19113/19143/1/1"), ERR_FORBIDDEN);
	assert_int_equal(history_of(f, ACTOR_LAI_CHAU, "T/909/19113/19143"), ERR_FORBIDDEN);
	assert_int_equal(history_of(f, ACTOR_LAI_CHAU, "000/2022-05-08/1"), ERR_OK);
}

static void
the_history_of_a_drive_names_each_revision_and_review(void **state)
{
	struct corefix *f = *state;
	const struct name first =
	    said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));

	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&first, REVIEW_RETURNED, "cộng nhầm", ""));
	const struct name second = said(f, ACTOR_AN_MINH,
	    corefix_correction(corefix_result(DRIVE, "2022-05-08", 402, 350), &first));
	(void)said(f, ACTOR_KIEN_GIANG, corefix_review(&second, REVIEW_ACCEPTED, "", ""));
	struct reference r = reference(f, REFERENCE_HISTORY, "", DRIVE);
	assert_int_equal(r.reports_n, 4);
	assert_int_equal(r.reports[0].kind, KIND_REVIEW);
	assert_string_equal(r.reports[0].state, "accepted");
	assert_string_equal(r.reports[1].state, "approved");
	assert_int_equal(r.reports[1].replaces.seq, first.seq);
	assert_true(r.reports[1].current);
	assert_string_equal(r.reports[2].state, "returned");
	assert_string_equal(r.reports[2].reason, "cộng nhầm");
	assert_string_equal(r.reports[3].state, "replaced");
	assert_int_equal(r.reports[3].name.seq, first.seq);
	assert_string_equal(r.reports[3].by_org, "909");
	query_free(&r.arena);
	holds(f);
}

static void
a_review_undone_with_its_batch_leaves_nothing(void **state)
{
	struct corefix *f = *state;
	const struct name first =
	    said(f, ACTOR_AN_MINH, corefix_result(DRIVE, "2022-05-08", 402, 365));
	const struct report r = corefix_review(&first, REVIEW_RETURNED, "nhầm", "");

	assert_int_equal(corefix_send_as(f, ACTOR_KIEN_GIANG, 999, &r, 1, false), ERR_OK);
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 365);
	assert_int_equal(queue(f, "waiting"), 1);
	holds(f);
	(void)said(f, ACTOR_KIEN_GIANG, r);
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), -1);
	holds(f);
}

int
main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, corefix_setup, corefix_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(an_approval_marks_units_and_a_correction_falls_back_to_waiting),
	    TEST(an_interim_count_is_not_approved),
	    TEST(a_returned_report_leaves_the_totals_until_it_is_corrected),
	    TEST(what_was_returned_by_mistake_is_accepted_again),
	    TEST(drives_that_may_be_one_are_asked_about_until_they_are_told_apart),
	    TEST(drives_at_one_venue_may_be_one),
	    TEST(of_one_drive_reported_twice_one_counts),
	    TEST(drives_are_compared_by_place_and_body_within_three_days),
	    TEST(the_other_witness_never_counts_and_its_difference_is_listed),
	    TEST(the_committee_takes_the_collectors_counts_as_a_correction),
	    TEST(a_sole_body_that_had_all_has_all_that_is_taken),
	    TEST(shares_that_sum_to_what_is_taken_stay),
	    TEST(another_s_history_is_refused_whether_it_is_there_or_not),
	    TEST(shares_of_less_than_is_taken_are_let_go),
	    TEST(shares_of_more_than_is_taken_are_let_go),
	    TEST(the_history_of_a_drive_names_each_revision_and_review),
	    TEST(a_review_undone_with_its_batch_leaves_nothing),
	};
#undef TEST

	return cmocka_run_group_tests_name("core_review", tests, NULL, NULL);
}
