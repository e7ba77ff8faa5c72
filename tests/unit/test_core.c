/* The decision, its undoing, replay and checkpoint, on a small country. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/core.h"
#include "rules/catalogue.h"
#include "support/corestore.h"

#define DRIVE "909/2022-05-08/1"

static void
a_result_counts_at_its_organisation_and_every_ancestor(void **state)
{
	struct corefix *f = *state;
	const struct report r = corefix_result(DRIVE, "2022-05-08", 402, 365);

	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &r, 1), ERR_OK);
	assert_int_equal(f->fate, FATE_STORED);
	assert_int_equal(corefix_total(f, "909", "2022", IND_BLOOD_UNITS), 365);
	assert_int_equal(corefix_total(f, "91", "2022", IND_BLOOD_UNITS), 365);
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 365);
	assert_int_equal(corefix_total(f, "VN", "2022", IND_ATTENDED), 402);
	assert_int_equal(corefix_total(f, "VN", "2022-05-08..2022-05-08", IND_BLOOD_UNITS), 365);
	assert_int_equal(corefix_total(f, "VN", "2022-05-09..2022-08-31", IND_BLOOD_UNITS), -1);
	assert_int_equal(corefix_total(f, "12", "2022", IND_BLOOD_UNITS), -1);
}

static void
the_same_content_under_another_name_is_already_there(void **state)
{
	struct corefix *f = *state;
	const struct report r = corefix_result(DRIVE, "2022-05-08", 402, 365);

	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &r, 1), ERR_OK);
	const struct name first = f->name;
	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, &r, 1), ERR_ALREADY);
	assert_int_equal(f->fate, FATE_REFUSED);
	assert_int_equal(f->existing.seq, first.seq);
	assert_string_equal(f->detail, "Huyện An Minh, 909/2022-05-08/1 (08/05/2022)");
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 365);
}

static void
the_same_name_again_is_held(void **state)
{
	struct corefix *f = *state;
	const struct report r = corefix_result(DRIVE, "2022-05-08", 402, 365);

	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &r, 1), ERR_OK);
	(void)corefix_send_as(f, ACTOR_AN_MINH, f->seq[ACTOR_AN_MINH], &r, 1, true);
	assert_int_equal(f->fate, FATE_HELD);
}

static void
another_result_of_the_same_drive_is_a_conflict_that_names_what_is_there(void **state)
{
	struct corefix *f = *state;
	const struct report a = corefix_result(DRIVE, "2022-05-08", 402, 365);
	const struct report b = corefix_result(DRIVE, "2022-05-08", 402, 350);

	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &a, 1), ERR_OK);
	const struct name first = f->name;
	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, &b, 1), ERR_REVISION_CONFLICT);
	assert_memory_equal(&f->existing, &first, sizeof(first));
}

static void
a_correction_reverses_the_old_rows_and_posts_the_new(void **state)
{
	struct corefix *f = *state;
	const struct report a = corefix_result(DRIVE, "2022-05-08", 402, 365);
	struct report b = corefix_result(DRIVE, "2022-05-09", 400, 360);

	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &a, 1), ERR_OK);
	const struct name base = f->name;
	b.action = ACTION_CORRECTION;
	b.replaces = base;
	b.reason = "đếm lại";
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &b, 1), ERR_OK);
	assert_int_equal(f->minus, 1);
	assert_int_equal(f->plus, 1);
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 360);
	assert_int_equal(corefix_total(f, "VN", "2022-05-08..2022-05-08", IND_BLOOD_UNITS), -1);
	/* The base is no longer the current one. */
	b.u.result.held_to = corefix_day("2022-05-10");
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &b, 1), ERR_BASE_STALE);
	b.replaces.seq = 999;
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &b, 1), ERR_BASE_UNKNOWN);
}

static void
a_withdrawn_result_is_not_reported_rather_than_zero(void **state)
{
	struct corefix *f = *state;
	const struct report a = corefix_result(DRIVE, "2022-05-08", 402, 365);
	struct report w = a;

	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &a, 1), ERR_OK);
	w.action = ACTION_WITHDRAWAL;
	w.replaces = f->name;
	w.reason = "nhầm buổi";
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &w, 1), ERR_OK);
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), -1);
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &a, 1), ERR_OK);
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 365);
}

static void
interim_counts_are_replaced_by_the_final_one(void **state)
{
	struct corefix *f = *state;
	struct report a = corefix_result(DRIVE, "2022-05-08", 100, 90);
	struct report b = corefix_result(DRIVE, "2022-05-08", 200, 180);
	const struct report c = corefix_result(DRIVE, "2022-05-08", 402, 365);
	struct rows rows;
	struct err err = {.code = ERR_OK};

	a.u.result.stage = STAGE_INTERIM;
	b.u.result.stage = STAGE_INTERIM;
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &a, 1), ERR_OK);
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &b, 1), ERR_OK);
	assert_true(corefix_summary(f, ACTOR_NATION, "91", "2022", BY_CHILD, &rows, &err));
	assert_int_equal(rows.total.interim_units, 180);
	assert_int_equal(rows.total.reports, 0);
	query_free(&rows.arena);
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &c, 1), ERR_OK);
	assert_true(corefix_summary(f, ACTOR_NATION, "91", "2022", BY_CHILD, &rows, &err));
	assert_int_equal(rows.total.interim_units, 0);
	assert_int_equal(rows.total.reports, 1);
	query_free(&rows.arena);
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 365);
}

static void
an_office_may_not_report_for_another(void **state)
{
	struct corefix *f = *state;
	const struct report r = corefix_result("911/2022-07-01/1", "2022-07-01", 400, 350);
	const struct report other = corefix_result("106/2022-07-01/1", "2022-07-01", 400, 350);

	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &r, 1), ERR_NOT_YOURS);
	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, &other, 1), ERR_NOT_YOURS);
	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, &r, 1), ERR_OK);
}

static void
a_code_means_something_only_with_a_day(void **state)
{
	struct corefix *f = *state;
	const struct report unknown = corefix_result("999/2022-07-01/1", "2022-07-01", 400, 350);
	const struct report ended = corefix_result("909/2025-07-02/1", "2025-07-02", 400, 350);
	const struct report future = corefix_result("909/2025-06-29/1", "2025-06-29", 400, 350);
	struct report no_drive = corefix_result("909/2022-06-01/1", "2022-06-01", 400, 350);

	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, &unknown, 1), ERR_ORG_UNKNOWN);
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &future, 1), ERR_DATE_FUTURE);
	f->now_ms += INT64_C(60) * 86400 * 1000;
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &ended, 1), ERR_ORG_NOT_VALID);
	no_drive.u.result.make_drive = false;
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &no_drive, 1), ERR_DRIVE_UNKNOWN);
}

static void
a_carried_in_total_and_a_result_inside_its_span_never_both_count(void **state)
{
	struct corefix *f = *state;
	const struct report inside = corefix_result(DRIVE, "2022-05-08", 402, 365);
	const struct report after = corefix_result("909/2022-06-05/1", "2022-06-05", 402, 365);
	struct report carried = corefix_result("", "2022-05-31", 500, 450);

	carried.u.result.collection = (struct collection){.org = "909",
	    .from = corefix_day("2021-12-01"),
	    .to = corefix_day("2022-05-31"),
	    .kind = COLLECTION_CARRIED_IN};
	carried.u.result.held_from = corefix_day("2021-12-01");
	carried.u.result.make_drive = false;
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &carried, 1), ERR_OK);
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &inside, 1), ERR_OVERLAPS_CARRIED_IN);
	assert_string_equal(f->detail, "Huyện An Minh (909), 01/12/2021 – 31/05/2022");
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &after, 1), ERR_OK);
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 815);
	carried.u.result.collection.to = corefix_day("2022-06-30");
	carried.u.result.held_to = corefix_day("2022-06-30");
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &carried, 1), ERR_OVERLAPS_CARRIED_IN);
	assert_string_equal(f->detail, "Huyện An Minh, 909/2022-06-05/1 (05/06/2022)");
}

static void
an_undone_batch_leaves_no_trace(void **state)
{
	struct corefix *f = *state;
	const struct report a = corefix_result(DRIVE, "2022-05-08", 402, 365);
	const struct report b = corefix_result("909/2022-06-05/1", "2022-06-05", 100, 90);
	struct err err = {.code = ERR_OK};

	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &a, 1), ERR_OK);
	(void)corefix_send_as(f, ACTOR_AN_MINH, f->seq[ACTOR_AN_MINH] + 1, &b, 1, false);
	assert_int_equal(f->fate, FATE_STORED);
	struct core *again = corefix_replay(f, f->ledger_n);
	if (!core_equal(f->core, again, &err))
		fail_msg("%s", err.text);
	core_free(again);
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &b, 1), ERR_OK);
	assert_int_equal(corefix_total(f, "VN", "2022", IND_BLOOD_UNITS), 455);
}

static void
a_replayed_ledger_gives_the_same_state(void **state)
{
	struct corefix *f = *state;
	struct report r = corefix_result(DRIVE, "2022-05-08", 402, 365);
	struct err err = {.code = ERR_OK};

	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &r, 1), ERR_OK);
	r.action = ACTION_CORRECTION;
	r.replaces = f->name;
	r.reason = "sửa";
	r.u.result.held_to = corefix_day("2022-05-09");
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &r, 1), ERR_OK);
	struct core *again = corefix_replay(f, f->ledger_n);
	if (!core_equal(f->core, again, &err))
		fail_msg("%s", err.text);
	core_free(again);
}

static void
a_changed_byte_in_the_ledger_is_named_by_its_batch(void **state)
{
	struct corefix *f = *state;
	const struct report r = corefix_result(DRIVE, "2022-05-08", 402, 365);
	struct err err = {.code = ERR_OK};

	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &r, 1), ERR_OK);
	struct stored_batch b = corefix_stored(f, f->ledger_n - 1);
	struct core *c = corefix_replay(f, f->ledger_n - 1);
	uint8_t *body = (uint8_t *)(uintptr_t)b.submissions[0].body;
	body[b.submissions[0].body_len - 1] ^= 1;
	assert_false(core_replay(c, &b, REPLAY_ALL, &err));
	assert_int_equal(err.code, ERR_SIGNATURE);
	body[b.submissions[0].body_len - 1] ^= 1;
	core_free(c);
}

static void
a_checkpoint_and_the_tail_give_the_same_state_as_the_whole_ledger(void **state)
{
	struct corefix *f = *state;
	const struct report a = corefix_result(DRIVE, "2022-05-08", 402, 365);
	const struct report b = corefix_result("911/2022-07-01/1", "2022-07-01", 400, 350);
	struct corestore store = {.n = 0};

	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &a, 1), ERR_OK);
	corestore_take(&store, f->core, true);
	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, &b, 1), ERR_OK);
	struct core *c = corestore_load(&store, f);
	corestore_alike(f, f->core, c, "2022");
	core_free(c);
	corestore_free(&store);
}

static void
what_a_failed_checkpoint_held_is_in_the_next_one(void **state)
{
	struct corefix *f = *state;
	const struct report a = corefix_result(DRIVE, "2022-05-08", 402, 365);
	struct corestore store = {.n = 0};

	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &a, 1), ERR_OK);
	corestore_take(&store, f->core, false);
	corestore_take(&store, f->core, true);
	struct core *c = corestore_load(&store, f);
	corestore_alike(f, f->core, c, "2022");
	core_free(c);
	corestore_take(&store, f->core, true);
	assert_int_equal(store.at[1]->cells_n + store.at[1]->totals_n, 0);
	assert_int_equal(store.at[1]->subjects_n + store.at[1]->streams_n, 0);
	corestore_free(&store);
}

static void
children_and_the_row_at_the_organisation_itself_sum_to_the_total(void **state)
{
	struct corefix *f = *state;
	const struct report a = corefix_result(DRIVE, "2022-05-08", 402, 365);
	const struct report own = corefix_result("91/2022-06-14/1", "2022-06-14", 50, 40);
	const struct report body =
	    corefix_result("91.VINPEARL/2022-05-20/1", "2022-05-20", 400, 345);
	const struct report all[] = {a, own, body};
	struct rows rows;
	struct err err = {.code = ERR_OK};
	int64_t sum = 0;

	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, all, 3), ERR_OK);
	assert_true(corefix_summary(f, ACTOR_NATION, "91", "2022", BY_CHILD, &rows, &err));
	assert_int_equal(rows.rows_n, 4);
	for (uint32_t i = 0; i < rows.rows_n; i++)
		sum += counts_value(&rows.rows[i].counts, IND_BLOOD_UNITS);
	assert_int_equal(sum, 750);
	assert_string_equal(rows.rows[3].kind, "self");
	query_free(&rows.arena);
}

static void
a_committee_reads_its_own_subtree_only(void **state)
{
	struct corefix *f = *state;
	struct rows rows;
	struct err err = {.code = ERR_OK};

	assert_false(corefix_summary(f, ACTOR_LAI_CHAU, "91", "2022", BY_CHILD, &rows, &err));
	assert_int_equal(err.code, ERR_FORBIDDEN);
	assert_true(corefix_summary(f, ACTOR_LAI_CHAU, "12", "2022", BY_CHILD, &rows, &err));
	query_free(&rows.arena);
}

static void
a_revoked_key_says_no_more(void **state)
{
	struct corefix *f = *state;
	const struct report r = corefix_result(DRIVE, "2022-05-08", 402, 365);
	struct report revoked = {.kind = KIND_KEY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.key = {.state = KEY_REVOKED,
		.org = "909",
		.role = ROLE_REPORTER,
		.label = "",
		.reason = "mất máy"}};

	memcpy(revoked.u.key.sign_key, f->key[ACTOR_AN_MINH].sign_public, WIRE_KEY_BYTES);
	assert_int_equal(corefix_send(f, ACTOR_KIEN_GIANG, &revoked, 1), ERR_OK);
	assert_int_equal(corefix_send(f, ACTOR_AN_MINH, &r, 1), ERR_KEY_REVOKED);
	assert_int_equal(f->fate, FATE_REFUSED);
}

int
main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, corefix_setup, corefix_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(a_result_counts_at_its_organisation_and_every_ancestor),
	    TEST(the_same_content_under_another_name_is_already_there),
	    TEST(the_same_name_again_is_held),
	    TEST(another_result_of_the_same_drive_is_a_conflict_that_names_what_is_there),
	    TEST(a_correction_reverses_the_old_rows_and_posts_the_new),
	    TEST(a_withdrawn_result_is_not_reported_rather_than_zero),
	    TEST(interim_counts_are_replaced_by_the_final_one),
	    TEST(an_office_may_not_report_for_another),
	    TEST(a_code_means_something_only_with_a_day),
	    TEST(a_carried_in_total_and_a_result_inside_its_span_never_both_count),
	    TEST(an_undone_batch_leaves_no_trace),
	    TEST(a_replayed_ledger_gives_the_same_state),
	    TEST(a_changed_byte_in_the_ledger_is_named_by_its_batch),
	    TEST(a_checkpoint_and_the_tail_give_the_same_state_as_the_whole_ledger),
	    TEST(what_a_failed_checkpoint_held_is_in_the_next_one),
	    TEST(children_and_the_row_at_the_organisation_itself_sum_to_the_total),
	    TEST(a_committee_reads_its_own_subtree_only),
	    TEST(a_revoked_key_says_no_more),
	};

	return cmocka_run_group_tests_name("core", tests, NULL, NULL);
}
