#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/courier.h"
#include "client/courier_send.h"
#include "client/outbox_alarm.h"
#include "client/outbox_answer.h"
#include "client/sender.h"
#include "fake_intake.h"
#include "support/sample.h"

#define WAIT_MS 10000
#define PAUSED_MS 2000 /* below the shortest pause: one try */

struct fixture {
	char home[64];
	struct profile profile;
	struct keys keys;
	struct outbox *box;
	struct fake_intake intake;
	uint32_t alarms[4]; /* KEY_REUSE, HISTORY_WENT_BACK, SIGNATURE, others */
	struct sender_result result;
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct profile *p;
	char path[OS_PATH_MAX];
	struct err err = {0};

	assert_non_null(f);
	assert_true(keys_init(&err));
	(void)snprintf(f->home, sizeof(f->home), "/tmp/gh-sender-XXXXXX");
	assert_non_null(mkdtemp(f->home));
	assert_int_equal(setenv("GIOTHONG_HOME", f->home, 1), 0);
	assert_true(fake_intake_open(&f->intake));
	p = &f->profile;
	(void)snprintf(p->name, sizeof(p->name), "an-minh");
	(void)snprintf(p->intake, sizeof(p->intake), "%s", f->intake.address);
	memcpy(p->server_curve, f->intake.keys.curve_public, WIRE_KEY_BYTES);
	memcpy(p->server_sign, f->intake.keys.sign_public, WIRE_KEY_BYTES);
	p->realm = 1;
	p->role = ROLE_REPORTER;
	p->enrolled = true;
	assert_true(profile_create(p, &err) && profile_save(p, &err));
	keys_make(&f->keys);
	assert_true(profile_path(p, PROFILE_KEYS, path, &err));
	assert_true(keys_save(path, &f->keys, &err));
	assert_true(profile_path(p, PROFILE_OUTBOX, path, &err));
	assert_true(outbox_open(path, &f->box, &err));
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	char command[128];

	outbox_close(f->box);
	fake_intake_close(&f->intake);
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", f->home);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static struct outbox_saved
save(struct fixture *f, const struct outbox_saved *base)
{
	struct outbox_draft draft = {
	    .reports_n = 1, .keys = &f->keys, .realm = 1, .now_ms = 1, .summary = "x"};
	struct outbox_saved saved;
	struct sample s;
	struct err err = {0};

	sample_make(&s, KIND_RESULT);
	if (base != NULL) {
		s.r.action = ACTION_CORRECTION;
		s.r.reason = "đếm lại";
		s.r.replaces.seq = base->seq;
		memcpy(s.r.replaces.stream, base->stream, sizeof(base->stream));
	}
	draft.reports = &s.r;
	if (!outbox_save(f->box, &draft, &saved, &err))
		fail_msg("%s", err.text);
	return saved;
}

static void
listen_in(const struct sender_news *news, void *cookie)
{
	struct fixture *f = cookie;

	if (news->told != SENDER_ALARM)
		return;
	f->alarms[news->why->code == ERR_KEY_REUSE         ? 0
		: news->why->code == ERR_HISTORY_WENT_BACK ? 1
		: news->why->code == ERR_SIGNATURE         ? 2
							   : 3]++;
}

static void
run_for(struct fixture *f, int wait_ms)
{
	const struct sender_options options = {
	    .wait_ms = wait_ms, .stop_fd = -1, .news = listen_in, .cookie = f};
	struct err err = {0};

	assert_true(fake_intake_start(&f->intake));
	if (!sender_run(&f->profile, f->box, &options, &f->result, &err))
		fail_msg("%s: %s", err_name(err.code), err.text);
	fake_intake_stop(&f->intake);
}

static enum outbox_state
state_of(struct fixture *f, int64_t id)
{
	struct outbox_rows rows;
	struct err err = {0};
	enum outbox_state state;

	assert_true(outbox_rows_get(f->box, id, &rows, &err));
	state = rows.at[0].state;
	outbox_rows_free(&rows);
	return state;
}

static void
everything_that_waits_is_delivered_with_its_receipt(void **state)
{
	enum { N = 3 * WIRE_WINDOW };
	struct fixture *f = *state;

	for (int i = 0; i < N; i++)
		(void)save(f, NULL);
	run_for(f, WAIT_MS);
	assert_int_equal(f->result.delivered, N);
	assert_int_equal(f->result.waiting, 0);
	assert_int_equal(f->result.link.code, ERR_OK);
	assert_int_equal(f->intake.submissions, N);
	assert_int_equal(f->intake.hellos, 1);
	for (int i = 1; i <= N; i++)
		assert_int_equal(state_of(f, i), OUTBOX_DELIVERED);
}

static void
a_correction_follows_its_base_in_the_same_run(void **state)
{
	struct fixture *f = *state;
	const struct outbox_saved base = save(f, NULL);
	const struct outbox_saved correction = save(f, &base);
	struct outbox_rows rows;
	struct err err = {0};

	run_for(f, WAIT_MS);
	assert_int_equal(f->result.delivered, 2);
	assert_true(outbox_rows_get(f->box, correction.first_id, &rows, &err));
	assert_int_equal(rows.at[0].batch, 2);
	outbox_rows_free(&rows);
}

static void
a_lost_receipt_comes_again_and_counts_once(void **state)
{
	struct fixture *f = *state;
	const struct outbox_saved saved = save(f, NULL);

	f->intake.drop_receipts = 1;
	run_for(f, 500);
	assert_int_equal(f->result.waiting, 1);
	assert_int_equal(state_of(f, saved.first_id), OUTBOX_SENT);
	run_for(f, WAIT_MS);
	assert_int_equal(state_of(f, saved.first_id), OUTBOX_DELIVERED);
	assert_int_equal(f->intake.submissions, 2);
	assert_int_equal(f->intake.held_n, 1);
}

static void
a_refusal_is_kept_with_its_code(void **state)
{
	struct fixture *f = *state;
	const struct outbox_saved saved = save(f, NULL);

	f->intake.verdict = ERR_NOT_YOURS;
	run_for(f, WAIT_MS);
	assert_int_equal(f->result.refused, 1);
	assert_int_equal(state_of(f, saved.first_id), OUTBOX_REFUSED);
}

static void
a_cloned_outbox_works_on_under_a_new_stream(void **state)
{
	struct fixture *f = *state;
	const struct outbox_saved a = save(f, NULL);
	const struct outbox_saved b = save(f, NULL);
	struct outbox_stream streams[OUTBOX_STREAMS_MAX];
	struct outbox_rows rows;
	struct err err = {0};
	size_t n = 0;

	(void)save(f, &a);
	fake_intake_hold(&f->intake, a.stream, a.seq);
	run_for(f, WAIT_MS);
	assert_int_equal(f->result.waiting, 0);
	assert_int_equal(f->result.delivered, 3);
	assert_true(f->alarms[0] > 0);
	/* Only what was answered KEY_REUSE, and its correction, have another name. */
	assert_int_equal(state_of(f, b.first_id), OUTBOX_DELIVERED);
	assert_true(outbox_answer_streams(f->box, streams, &n, &err));
	assert_int_equal(n, 2);
	assert_int_equal(streams[0].next_seq, 3);
	assert_true(outbox_rows_get(f->box, a.first_id, &rows, &err));
	assert_int_equal(rows.at[0].code, ERR_KEY_REUSE);
	assert_true(rows.at[0].replaced_by != 0);
	outbox_rows_free(&rows);
}

static void
a_forged_receipt_delivers_nothing_and_is_an_alarm(void **state)
{
	struct fixture *f = *state;
	const struct outbox_saved saved = save(f, NULL);
	struct outbox_alarm *alarms = NULL;
	struct err err = {0};
	size_t n = 0;

	f->intake.forge = true;
	run_for(f, PAUSED_MS); /* another Hello is asked before it is an alarm */
	assert_int_equal(f->result.delivered, 0);
	assert_int_equal(state_of(f, saved.first_id), OUTBOX_SENT);
	assert_true(f->alarms[2] > 0);
	assert_true(outbox_alarm_list(f->box, true, &alarms, &n, &err));
	assert_true(n >= 1);
	free(alarms);
}

static void
another_servers_key_is_not_spoken_to(void **state)
{
	struct fixture *f = *state;

	(void)save(f, NULL);
	f->profile.server_sign[0] ^= 1;
	run_for(f, WAIT_MS);
	assert_int_equal(f->result.link.code, ERR_SIGNATURE);
	assert_int_equal(f->intake.submissions, 0);
}

static void
a_history_that_went_back_is_an_alarm(void **state)
{
	struct fixture *f = *state;

	(void)save(f, NULL);
	(void)save(f, NULL);
	run_for(f, WAIT_MS);
	assert_int_equal(f->alarms[1], 0);
	/* The same ledger without its last batch. */
	f->intake.head.batch = 1;
	receipt_sign_head(&f->intake.head, f->intake.keys.sign_secret);
	run_for(f, WAIT_MS);
	assert_int_equal(f->alarms[1], 1);
}

static void
a_damaged_heads_file_is_an_alarm_and_holds_nothing_up(void **state)
{
	struct fixture *f = *state;
	char path[OS_PATH_MAX];
	struct err err = {0};

	(void)save(f, NULL);
	assert_true(profile_path(&f->profile, PROFILE_HEADS, path, &err));
	assert_true(os_file_write_private(path, "x", 1, &err));
	run_for(f, WAIT_MS);
	assert_int_equal(f->alarms[3], 1);
	assert_int_equal(f->result.delivered, 1);
}

static void
two_heads_for_one_batch_are_an_alarm(void **state)
{
	struct fixture *f = *state;

	(void)save(f, NULL);
	run_for(f, WAIT_MS);
	f->intake.head.head.at[5] ^= 1;
	receipt_sign_head(&f->intake.head, f->intake.keys.sign_secret);
	run_for(f, WAIT_MS);
	assert_int_equal(f->alarms[1], 1);
}

static void
a_rewritten_history_is_an_alarm_however_far_it_has_gone_on(void **state)
{
	struct fixture *f = *state;

	(void)save(f, NULL);
	run_for(f, WAIT_MS);
	assert_int_equal(f->alarms[1], 0);
	/* Without the submission, yet with more batches than before. */
	buf_free(&f->intake.held[0].receipt);
	f->intake.held_n = 0;
	memset(f->intake.heads, 0, sizeof(f->intake.heads));
	f->intake.head.batch = 10;
	f->intake.head.head.at[5] ^= 1;
	receipt_sign_head(&f->intake.head, f->intake.keys.sign_secret);
	run_for(f, WAIT_MS);
	assert_int_equal(f->alarms[1], 1);
}

static void
a_restored_ledger_gets_back_what_it_lost(void **state)
{
	struct fixture *f = *state;

	(void)save(f, NULL);
	(void)save(f, NULL);
	run_for(f, WAIT_MS);
	/* Recovered by a person at batch 1: a new epoch, and the second submission is gone. */
	f->intake.epoch = 2;
	buf_free(&f->intake.held[1].receipt);
	f->intake.held_n = 1;
	f->intake.head.epoch = 2;
	f->intake.head.batch = 2;
	receipt_sign_head(&f->intake.head, f->intake.keys.sign_secret);
	run_for(f, WAIT_MS);
	assert_int_equal(f->intake.held_n, 2);
	assert_int_equal(f->intake.submissions, 3);
	assert_int_equal(f->result.waiting, 0);
}

static void
what_comes_to_the_door_of_questions_waits_and_names_that_door(void **state)
{
	struct fixture *f = *state;

	(void)save(f, NULL);
	f->intake.is_query_door = true;
	run_for(f, PAUSED_MS);
	assert_int_equal(f->result.link.code, ERR_DOOR);
	assert_int_equal(f->intake.submissions, 0);
	assert_int_equal(f->result.waiting, 1);
}

static void
window_zero_and_a_pending_key_hold_everything_back(void **state)
{
	struct fixture *f = *state;

	(void)save(f, NULL);
	f->intake.window = 0;
	run_for(f, PAUSED_MS);
	assert_int_equal(f->result.link.code, ERR_PAUSED);
	f->intake.window = 16;
	f->intake.pending = true;
	run_for(f, PAUSED_MS);
	assert_int_equal(f->result.link.code, ERR_PENDING);
	assert_int_equal(f->intake.submissions, 0);
	assert_int_equal(f->result.waiting, 1);
}

static void
a_revoked_key_keeps_every_row(void **state)
{
	struct fixture *f = *state;
	const struct outbox_saved saved = save(f, NULL);

	f->intake.refuse_hello = ERR_KEY_REVOKED;
	run_for(f, WAIT_MS);
	assert_int_equal(f->result.link.code, ERR_KEY_REVOKED);
	assert_int_equal(state_of(f, saved.first_id), OUTBOX_SAVED);
}

static void
one_sender_at_a_time(void **state)
{
	struct fixture *f = *state;
	char path[OS_PATH_MAX];
	bool taken = false;
	int fd = -1;
	struct err err = {0};

	(void)save(f, NULL);
	assert_true(profile_path(&f->profile, PROFILE_SENDER_LOCK, path, &err));
	assert_true(os_lock_try(path, &fd, &taken, &err));
	assert_true(taken);
	run_for(f, 200);
	assert_true(f->result.other);
	assert_int_equal(f->result.waiting, 1);
	assert_int_equal(f->intake.hellos, 0);
	os_lock_release(fd);
	run_for(f, WAIT_MS);
	assert_int_equal(f->result.waiting, 0);
}

static void
rows_carried_by_hand_come_back_receipted(void **state)
{
	struct fixture *f = *state;
	char file[128];
	char receipts[128];
	struct courier_file carried = {0};
	struct courier_result result = {0};
	struct err err = {0};
	size_t n = 0;

	(void)save(f, NULL);
	(void)save(f, NULL);
	(void)snprintf(file, sizeof(file), "%s/out", f->home);
	(void)snprintf(receipts, sizeof(receipts), "%s/back", f->home);
	assert_true(courier_export(f->box, f->keys.sign_public, file, &n, &err));
	assert_int_equal(n, 2);
	assert_true(courier_read(file, &carried, &err));
	assert_int_equal(carried.kind, COURIER_SUBMISSIONS);
	assert_true(fake_intake_start(&f->intake));
	if (!courier_send(&f->profile, &carried, receipts, &result, &err))
		fail_msg("%s: %s", err_name(err.code), err.text);
	fake_intake_stop(&f->intake);
	courier_free(&carried);
	assert_int_equal(result.stored, 2);
	assert_int_equal(state_of(f, 1), OUTBOX_SAVED);
	assert_true(courier_read(receipts, &carried, &err));
	assert_int_equal(carried.kind, COURIER_RECEIPTS);
	assert_true(courier_take(&f->profile, f->box, &carried, &result, &err));
	courier_free(&carried);
	assert_int_equal(result.stored, 2);
	assert_int_equal(state_of(f, 1), OUTBOX_DELIVERED);
	assert_int_equal(state_of(f, 2), OUTBOX_DELIVERED);
}

static void
a_cut_courier_file_is_refused(void **state)
{
	struct fixture *f = *state;
	struct courier_file carried = {0};
	char file[128];
	struct err err = {0};
	struct stat st;
	size_t n = 0;

	(void)save(f, NULL);
	(void)snprintf(file, sizeof(file), "%s/out", f->home);
	assert_true(courier_export(f->box, f->keys.sign_public, file, &n, &err));
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(truncate(file, st.st_size - 1), 0);
	assert_false(courier_read(file, &carried, &err));
	assert_int_equal(err.code, ERR_INVALID);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(everything_that_waits_is_delivered_with_its_receipt),
	    TEST(a_correction_follows_its_base_in_the_same_run),
	    TEST(a_lost_receipt_comes_again_and_counts_once),
	    TEST(a_refusal_is_kept_with_its_code),
	    TEST(a_cloned_outbox_works_on_under_a_new_stream),
	    TEST(a_forged_receipt_delivers_nothing_and_is_an_alarm),
	    TEST(another_servers_key_is_not_spoken_to),
	    TEST(a_history_that_went_back_is_an_alarm),
	    TEST(a_damaged_heads_file_is_an_alarm_and_holds_nothing_up),
	    TEST(two_heads_for_one_batch_are_an_alarm),
	    TEST(a_rewritten_history_is_an_alarm_however_far_it_has_gone_on),
	    TEST(a_restored_ledger_gets_back_what_it_lost),
	    TEST(what_comes_to_the_door_of_questions_waits_and_names_that_door),
	    TEST(window_zero_and_a_pending_key_hold_everything_back),
	    TEST(a_revoked_key_keeps_every_row),
	    TEST(one_sender_at_a_time),
	    TEST(rows_carried_by_hand_come_back_receipted),
	    TEST(a_cut_courier_file_is_refused),
	};

	return cmocka_run_group_tests_name("sender", tests, NULL, NULL);
}
