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
	for (uint32_t i = 0; i < row->result.counts.n; i++)
		if (row->result.counts.ind[i] == IND_BLOOD_UNITS)
			return row->result.counts.val[i];
	return -1;
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
	    TEST(of_one_drive_reported_twice_one_counts),
	    TEST(drives_are_compared_by_place_and_body_within_three_days),
	    TEST(the_other_witness_never_counts_and_its_difference_is_listed),
	    TEST(the_committee_takes_the_collectors_counts_as_a_correction),
	    TEST(the_history_of_a_drive_names_each_revision_and_review),
	    TEST(a_review_undone_with_its_batch_leaves_nothing),
	};
#undef TEST

	return cmocka_run_group_tests_name("core_review", tests, NULL, NULL);
}
