#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "rules/rules.h"

#define TODAY 19500 /* 2023-05-23 */

static void
expect(const struct report *r, enum err_code code)
{
	struct err err = {0};
	const bool ok = rules_accept(r, TODAY, &err);

	if (err.code != code)
		print_message(
		    "%s instead of %s: %s\n", err_name(err.code), err_name(code), err.text);
	assert_int_equal(ok ? ERR_OK : err.code, code);
}

static struct report
entry(enum report_kind kind)
{
	return (struct report){.kind = kind, .action = ACTION_FIRST, .reason = ""};
}

static void
a_target_is_a_number_for_an_organisation_and_a_span(void **state)
{
	struct report r = entry(KIND_TARGET);
	struct target *t = &r.u.target;

	(void)state;
	*t = (struct target){.org = "91.VINPEARL",
	    .from = 19113,
	    .to = 19235,
	    .drive = "",
	    .sector = "",
	    .campaign = "KG-HE-2022",
	    .measure = MEASURE_UNITS,
	    .qualifier = QUALIFIER_MINIMUM,
	    .value = 345,
	    .assigned = ASSIGNED_ABOVE,
	    .plan = "66/KH-BCĐ"};
	expect(&r, ERR_OK);
	t->value = -1;
	expect(&r, ERR_COUNT_NEGATIVE);
	t->value = WIRE_VALUE_MAX + 1;
	expect(&r, ERR_COUNT_OVERFLOW);
	t->value = 200;
	t->qualifier = QUALIFIER_RANGE;
	t->value_max = 300;
	expect(&r, ERR_OK);
	t->value_max = 199;
	expect(&r, ERR_PLAN);
	t->qualifier = QUALIFIER_MINIMUM;
	t->measure = MEASURE_POPULATION_RATE;
	t->value = 280; /* 2,8 % */
	expect(&r, ERR_OK);
	t->value = 10001;
	expect(&r, ERR_PLAN);
	t->value = 280;
	t->measure = MEASURE_COUNT_;
	expect(&r, ERR_MALFORMED);
	t->measure = MEASURE_UNITS;
	t->drive = "909/2022-05-08/0";
	expect(&r, ERR_INVALID);
	t->drive = "";
	t->to = t->from - 1;
	expect(&r, ERR_COLLECTION_SPAN);
	t->to = t->from;
	t->org = "";
	expect(&r, ERR_PLAN);
}

static void
a_review_names_a_report_and_says_why(void **state)
{
	struct report r = entry(KIND_REVIEW);
	struct review *v = &r.u.review;

	(void)state;
	*v = (struct review){
	    .report = {.seq = 1}, .state = REVIEW_ACCEPTED, .reason = "", .other_drive = ""};
	expect(&r, ERR_OK);
	v->state = REVIEW_TAKE_COLLECTOR;
	expect(&r, ERR_OK);
	v->state = REVIEW_RETURNED;
	expect(&r, ERR_NOTE_MISSING);
	v->state = REVIEW_ADMITTED;
	expect(&r, ERR_NOTE_MISSING);
	v->reason = "gửi muộn vì lũ";
	expect(&r, ERR_OK);
	v->state = REVIEW_SAME_DRIVE;
	expect(&r, ERR_SUBJECT_MISSING);
	v->other_drive = "909/2022-05-08/2";
	expect(&r, ERR_OK);
	v->state = REVIEW_NONE;
	expect(&r, ERR_MALFORMED);
	v->state = REVIEW_ACCEPTED;
	v->report.seq = 0;
	expect(&r, ERR_MALFORMED);
}

static void
an_unlock_says_why(void **state)
{
	struct report r = entry(KIND_LOCK);

	(void)state;
	r.u.lock = (struct lock_entry){
	    .org = "91", .from = 19000, .to = 19100, .locked = true, .reason = ""};
	expect(&r, ERR_OK);
	r.u.lock.locked = false;
	expect(&r, ERR_NOTE_MISSING);
	r.u.lock.reason = "sửa số của BVĐK";
	expect(&r, ERR_OK);
	r.u.lock.from = 19101;
	expect(&r, ERR_COLLECTION_SPAN);
}

static void
a_text_names_its_place(void **state)
{
	struct report r = entry(KIND_TEXT);

	(void)state;
	r.u.text = (struct text_entry){
	    .org = "91", .document = "half-year-2024", .part = "II.2", .text = ""};
	expect(&r, ERR_OK);
	r.u.text.part = "";
	expect(&r, ERR_MALFORMED);
}

static void
a_key_entry_holds_what_its_state_needs(void **state)
{
	struct report r = entry(KIND_KEY);
	struct key_entry *k = &r.u.key;

	(void)state;
	*k = (struct key_entry){.state = KEY_INVITED,
	    .org = "909",
	    .role = ROLE_REPORTER,
	    .not_after_ms = 1,
	    .label = "",
	    .reason = ""};
	expect(&r, ERR_KEY_ENTRY);
	k->invitation[15] = k->once_key[0] = k->secret_hash[31] = 1;
	expect(&r, ERR_OK);
	k->not_after_ms = 0;
	expect(&r, ERR_KEY_ENTRY);
	k->not_after_ms = 1;
	k->role = ROLE_NONE;
	expect(&r, ERR_KEY_ENTRY);

	k->state = KEY_ACTIVE; /* the invitation says org and role */
	k->org = "";
	expect(&r, ERR_KEY_ENTRY);
	k->sign_key[0] = k->curve_key[0] = k->secret[0] = 1;
	expect(&r, ERR_OK);
	k->secret[0] = 0;
	expect(&r, ERR_KEY_ENTRY);
	k->invitation[15] = 0; /* the first key: nobody invited it */
	expect(&r, ERR_KEY_ENTRY);
	k->org = "VN";
	k->role = ROLE_OPERATOR;
	expect(&r, ERR_OK);

	k->state = KEY_CONFIRMED;
	expect(&r, ERR_OK);
	k->state = KEY_REVOKED;
	expect(&r, ERR_NOTE_MISSING);
	k->reason = "mất máy";
	expect(&r, ERR_OK);
	k->sign_key[0] = 0;
	expect(&r, ERR_KEY_ENTRY);
	k->invitation[0] = 1; /* a slip that was lost */
	expect(&r, ERR_OK);
	k->state = KEY_COUNT_;
	expect(&r, ERR_KEY_ENTRY);
}

static struct report
registry(enum registry_kind kind)
{
	struct report r = entry(KIND_REGISTRY);

	r.u.registry.kind = kind;
	return r;
}

static void
an_organisation_has_a_level_a_parent_and_days(void **state)
{
	struct report r = registry(REGISTRY_ORG);
	struct org_entry *o = &r.u.registry.u.org;

	(void)state;
	*o = (struct org_entry){.code = "909",
	    .valid_from = DAY_OPEN_LEFT,
	    .valid_to = DAY_OPEN_RIGHT,
	    .name = "An Minh",
	    .full_name = "Huyện An Minh",
	    .kind = ORG_DISTRICT,
	    .type = "Huyện",
	    .parent = "91",
	    .sector = "",
	    .continues_code = ""};
	expect(&r, ERR_OK);
	o->parent = "";
	expect(&r, ERR_REGISTRY);
	o->kind = ORG_NATION;
	expect(&r, ERR_OK);
	o->parent = "91";
	expect(&r, ERR_REGISTRY);
	o->kind = ORG_DISTRICT;
	o->valid_from = 20270;
	o->valid_to = 20269;
	expect(&r, ERR_REGISTRY);
	o->valid_to = DAY_MAX + 1;
	expect(&r, ERR_DATE);
	o->valid_to = 20270;
	o->name = "";
	expect(&r, ERR_REGISTRY);
	o->name = "An Minh";
	o->kind = ORG_FACILITY; /* under its own kind of entry */
	expect(&r, ERR_REGISTRY);
	r.u.registry.kind = REGISTRY_FACILITY;
	expect(&r, ERR_OK);
	r.u.registry.kind = REGISTRY_NONE;
	expect(&r, ERR_REGISTRY);
}

static void
a_succession_names_both_ends_unless_abolished(void **state)
{
	struct report r = registry(REGISTRY_SUCCESSION);
	struct succession_entry *s = &r.u.registry.u.succession;

	(void)state;
	*s = (struct succession_entry){.old_code = "00006",
	    .new_code = "00008",
	    .effective = 20270,
	    .kind = SUCCESSION_MERGED,
	    .area = EXTENT_FULL,
	    .people = EXTENT_FULL,
	    .basis = ""};
	expect(&r, ERR_OK);
	s->new_code = "";
	expect(&r, ERR_REGISTRY);
	s->kind = SUCCESSION_ABOLISHED;
	expect(&r, ERR_OK);
	s->kind = SUCCESSION_COUNT_;
	expect(&r, ERR_REGISTRY);
}

static void
other_registry_entries_hold_their_fields(void **state)
{
	struct report r = registry(REGISTRY_POPULATION);

	(void)state;
	r.u.registry.u.population = (struct population_entry){
	    .code = "91", .day = 20270, .year = 2024, .persons = 101112656, .source = "GSO"};
	expect(&r, ERR_OK);
	r.u.registry.u.population.year = 24;
	expect(&r, ERR_REGISTRY);

	r = registry(REGISTRY_ALIAS);
	r.u.registry.u.alias = (struct alias_entry){"00175", 20270, "Phường Yên Hoà"};
	expect(&r, ERR_OK);
	r.u.registry.u.alias.name = "";
	expect(&r, ERR_REGISTRY);

	r = registry(REGISTRY_CAMPAIGN);
	r.u.registry.u.campaign =
	    (struct campaign_entry){"KG-HE-2022", "Những giọt máu hồng – hè", 19113, 19235, "91"};
	expect(&r, ERR_OK);
	r.u.registry.u.campaign.to = 19112;
	expect(&r, ERR_COLLECTION_SPAN);

	r = registry(REGISTRY_SECTOR);
	r.u.registry.u.sector =
	    (struct sector_entry){.code = "CBCNVC", .name = "Khối CBCNVC", .org = ""};
	expect(&r, ERR_OK);
	r.u.registry.u.sector.code = "";
	expect(&r, ERR_REGISTRY);

	r = registry(REGISTRY_PLAN_YEAR);
	r.u.registry.u.plan_year = (struct plan_year_entry){"79", 1, 1};
	expect(&r, ERR_OK);
	r.u.registry.u.plan_year.start_day = 29;
	expect(&r, ERR_REGISTRY);

	r = registry(REGISTRY_ROUND);
	r.u.registry.u.round = (struct round_entry){
	    "TD-2024-1", "Sơ kết 6 tháng", "106", 19692, 19880, 19885, "BCĐ tỉnh"};
	expect(&r, ERR_OK);
	r.u.registry.u.round.due = 19879;
	expect(&r, ERR_REGISTRY);

	r = registry(REGISTRY_CATALOGUE);
	r.u.registry.u.catalogue = (struct catalogue_entry){160, "deferred_travel", "Hoãn: đi xa"};
	expect(&r, ERR_OK);
	r.u.registry.u.catalogue.ind = 20001;
	expect(&r, ERR_REGISTRY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_target_is_a_number_for_an_organisation_and_a_span),
	    cmocka_unit_test(a_review_names_a_report_and_says_why),
	    cmocka_unit_test(an_unlock_says_why),
	    cmocka_unit_test(a_text_names_its_place),
	    cmocka_unit_test(a_key_entry_holds_what_its_state_needs),
	    cmocka_unit_test(an_organisation_has_a_level_a_parent_and_days),
	    cmocka_unit_test(a_succession_names_both_ends_unless_abolished),
	    cmocka_unit_test(other_registry_entries_hold_their_fields),
	};

	return cmocka_run_group_tests_name("shape_entry", tests, NULL, NULL);
}
