#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/attrs.h"
#include "rules/catalogue.h"
#include "rules/rules.h"
#include "support/sample.h"

static void
a_withdrawal_needs_only_a_name_and_a_reason(void **state)
{
	struct sample s;

	(void)state;
	sample_make(&s, KIND_RESULT);
	s.r.action = ACTION_WITHDRAWAL;
	s.r.reason = "nhập nhầm";
	sample_refused(&s, ERR_MALFORMED);
	s.r.replaces.seq = 4;
	s.r.u.result.drive = "";
	sample_accepted(&s);
	s.r.reason = "";
	sample_refused(&s, ERR_NOTE_MISSING);
}

static void
an_action_and_what_it_replaces_go_together(void **state)
{
	struct sample s;

	(void)state;
	sample_make(&s, KIND_RESULT);
	s.r.replaces.seq = 1;
	sample_refused(&s, ERR_MALFORMED);
	s.r.action = ACTION_CORRECTION;
	sample_accepted(&s);
	s.r.replaces.seq = 0;
	sample_refused(&s, ERR_MALFORMED);
	s.r.action = ACTION_NONE;
	sample_refused(&s, ERR_MALFORMED);
	s.r.action = ACTION_FIRST;
	s.r.kind = (enum report_kind)77;
	sample_refused(&s, ERR_KIND_UNSUPPORTED);
}

static void
a_result_is_about_a_drive_or_a_collection(void **state)
{
	struct sample s;

	(void)state;
	sample_make(&s, KIND_RESULT);
	s.r.u.result.drive = "";
	sample_refused(&s, ERR_SUBJECT_MISSING);
	s.r.u.result.drive = "909/2022-06-31/1";
	sample_refused(&s, ERR_DATE);
	s.r.u.result.drive = "an-minh/2022-05-08/1";
	sample_refused(&s, ERR_INVALID);
	s.r.u.result.drive = "909/2022-05-08/1";
	s.r.u.result.collection = (struct collection){
	    .org = "909", .from = SAMPLE_DAY, .to = SAMPLE_DAY, .kind = COLLECTION_EMERGENCY};
	sample_refused(&s, ERR_MALFORMED);
	s.r.u.result.drive = "";
	sample_accepted(&s);
	s.r.u.result.make_drive = true;
	sample_refused(&s, ERR_MALFORMED);
}

static void
span(struct sample *s, enum collection_kind kind, const char *from, const char *to)
{
	struct collection *c = &s->r.u.result.collection;
	struct err err = {0};

	sample_make(s, KIND_RESULT);
	s->r.u.result.drive = "";
	*c = (struct collection){.org = "019", .kind = kind};
	assert_true(day_parse(from, &c->from, &err));
	assert_true(day_parse(to, &c->to, &err));
	s->r.u.result.held_from = c->from;
	s->r.u.result.held_to = c->to;
}

static void
collections_keep_to_their_month_or_plan_year(void **state)
{
	struct sample s;

	(void)state;
	span(&s, COLLECTION_FIXED_SITE, "2022-05-01", "2022-05-31");
	sample_accepted(&s);
	span(&s, COLLECTION_FIXED_SITE, "2022-05-01", "2022-06-01");
	sample_refused(&s, ERR_COLLECTION_SPAN);
	span(&s, COLLECTION_EMERGENCY, "2022-05-31", "2022-06-01");
	sample_refused(&s, ERR_COLLECTION_SPAN);
	span(&s, COLLECTION_CARRIED_IN, "2019-12-01", "2020-10-14");
	sample_accepted(&s);
	span(&s, COLLECTION_CARRIED_IN, "2019-11-30", "2020-10-14");
	sample_refused(&s, ERR_COLLECTION_SPAN);
	span(&s, COLLECTION_CARRIED_IN, "2020-10-14", "2020-10-13");
	sample_refused(&s, ERR_COLLECTION_SPAN);
	span(&s, COLLECTION_FIXED_SITE, "2022-05-01", "2022-05-31");
	s.r.u.result.held_to--;
	sample_refused(&s, ERR_COLLECTION_SPAN);
	span(&s, COLLECTION_NONE, "2022-05-01", "2022-05-31");
	sample_refused(&s, ERR_MALFORMED);
}

static void
a_drive_lasts_at_most_31_days(void **state)
{
	struct sample s;

	(void)state;
	sample_make(&s, KIND_RESULT);
	s.r.u.result.held_to = SAMPLE_DAY + 30;
	sample_accepted(&s);
	s.r.u.result.held_to = SAMPLE_DAY + 31;
	sample_refused(&s, ERR_COLLECTION_SPAN);
	s.r.u.result.held_to = SAMPLE_DAY - 1;
	sample_refused(&s, ERR_COLLECTION_SPAN);
	s.r.u.result.held_to = INT32_MAX;
	sample_refused(&s, ERR_DATE);
	s.r.u.result.held_to = SAMPLE_DAY;
	s.r.u.result.held_from = INT32_MIN;
	sample_refused(&s, ERR_DATE);
}

static void
counts_are_known_rising_and_in_range(void **state)
{
	struct sample s;

	(void)state;
	sample_make(&s, KIND_RESULT);
	s.val[0] = -1;
	sample_refused(&s, ERR_COUNT_NEGATIVE);
	s.val[0] = WIRE_VALUE_MAX;
	sample_accepted(&s);
	s.val[0] = WIRE_VALUE_MAX + 1;
	sample_refused(&s, ERR_COUNT_OVERFLOW);
	sample_pairs(&s, (const struct pair[]){{20, 1}, {30, 1}, {0, 0}});
	sample_refused(&s, ERR_INDICATOR_UNKNOWN);
	sample_pairs(&s, (const struct pair[]){{IND_SYS_REPORTS, 1}, {0, 0}});
	sample_refused(&s, ERR_INDICATOR_UNKNOWN);
	sample_pairs(&s, (const struct pair[]){{20, 1}, {20, 1}, {0, 0}});
	sample_refused(&s, ERR_MALFORMED);
	sample_pairs(&s, (const struct pair[]){{20, 1}, {2, 1}, {0, 0}});
	sample_refused(&s, ERR_MALFORMED);
	sample_pairs(&s, (const struct pair[]){{0, 0}});
	sample_refused(&s, ERR_MALFORMED);
	s.r.u.result.counts.n = WIRE_PAIRS_MAX + 1;
	sample_refused(&s, ERR_LIMIT);
}

/* Blood counted by an activity as well would count twice. */
static void
an_indicator_belongs_to_its_kind(void **state)
{
	struct sample s;

	(void)state;
	sample_make(&s, KIND_ACTIVITY);
	sample_accepted(&s);
	sample_pairs(&s, (const struct pair[]){{IND_BLOOD_UNITS, 1}, {0, 0}});
	sample_refused(&s, ERR_INDICATOR_UNKNOWN);
	sample_make(&s, KIND_RESULT);
	sample_pairs(&s, (const struct pair[]){{1200, 1}, {0, 0}});
	sample_refused(&s, ERR_INDICATOR_UNKNOWN);
	sample_make(&s, KIND_REGISTRATION);
	sample_accepted(&s);
	sample_pairs(&s, (const struct pair[]){{IND_ATTENDED, 1}, {0, 0}});
	sample_refused(&s, ERR_INDICATOR_UNKNOWN);
}

static void
codes_are_plain_capitals(void **state)
{
	static const char *const wrong[] = {
	    "91.vinpearl", "91 VINPEARL", "91/VINPEARL", "91.CÔNG-AN", ".91", "91.", "-"};
	struct sample s;

	(void)state;
	sample_make(&s, KIND_RESULT);
	s.r.u.result.place = "91.VINPEARL_PQ-1";
	sample_accepted(&s);
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		s.r.u.result.place = wrong[i];
		sample_refused(&s, ERR_MALFORMED);
	}
	s.r.u.result.place = "";
	s.r.u.result.sector = "khoi-phuong";
	sample_accepted(&s);
	/* Or a name, which the aggregator looks up. */
	s.r.u.result.sector = "Công an";
	sample_accepted(&s);
}

static void
lists_name_nobody_twice(void **state)
{
	static const char *const twice[] = {"HE-2022", "XUAN-2022", "HE-2022"};
	struct sample s;

	(void)state;
	sample_make(&s, KIND_RESULT);
	s.r.u.result.campaigns = (struct strings){twice, 2};
	sample_accepted(&s);
	s.r.u.result.campaigns.n = 3;
	sample_refused(&s, ERR_MALFORMED);
	s.r.u.result.campaigns.n = 0;
	s.executing[0] = s.executing[1] = (struct share){"91.DOAN", 0};
	s.r.u.result.executing = s.executing;
	s.r.u.result.executing_n = 1;
	sample_accepted(&s);
	s.r.u.result.executing_n = 2;
	sample_refused(&s, ERR_MALFORMED);
	s.executing[1] = (struct share){"91.LDLD", -1};
	sample_refused(&s, ERR_COUNT_NEGATIVE);
}

static void
a_schedule_names_its_drive_and_state(void **state)
{
	static const char *const directing[] = {"91"};
	struct sample s;

	(void)state;
	sample_make(&s, KIND_SCHEDULE);
	s.r.u.schedule.directing = (struct strings){directing, 1};
	sample_accepted(&s);
	s.r.u.schedule.state = DRIVE_NONE;
	sample_refused(&s, ERR_MALFORMED);
	s.r.u.schedule.state = DRIVE_COUNT_;
	sample_refused(&s, ERR_MALFORMED);
	sample_make(&s, KIND_SCHEDULE);
	s.r.u.schedule.drive = "";
	sample_refused(&s, ERR_SUBJECT_MISSING);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_withdrawal_needs_only_a_name_and_a_reason),
	    cmocka_unit_test(an_action_and_what_it_replaces_go_together),
	    cmocka_unit_test(a_result_is_about_a_drive_or_a_collection),
	    cmocka_unit_test(collections_keep_to_their_month_or_plan_year),
	    cmocka_unit_test(a_drive_lasts_at_most_31_days),
	    cmocka_unit_test(counts_are_known_rising_and_in_range),
	    cmocka_unit_test(an_indicator_belongs_to_its_kind),
	    cmocka_unit_test(codes_are_plain_capitals),
	    cmocka_unit_test(lists_name_nobody_twice),
	    cmocka_unit_test(a_schedule_names_its_drive_and_state),
	};

	return cmocka_run_group_tests_name("shape", tests, NULL, NULL);
}
