/* A new epoch, after the database was put back to an earlier time: only a person begins one. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "app_db.h"
#include "app_head.h"
#include "app_ledger.h"
#include "app_state.h"
#include "base/clock.h"
#include "base/lang.h"
#include "base/num.h"
#include "base/os.h"
#include "cmd.h"

#define LOAD_MS 600000                    /* for the ledger to be loaded */
#define WRITE_MS 60000                    /* for the epoch's first batch */
#define EPOCHS_FROM_S INT64_C(1767225600) /* 2026-01-01 00:00 UTC */
#define SKEW_MS INT64_C(600000)           /* what a clock may be set back by without a word */
#define TURN_MS INT64_C(3000)             /* to wait at most for an epoch's second to be over */

enum { OPTION_ANYWAY, OPTION_CLOCK_IS_RIGHT, OPTIONS };
static const struct cmd_option options[OPTIONS] = {
    [OPTION_ANYWAY] = {"anyway", NULL, "cả khi cơ sở dữ liệu có đủ những gì máy chủ này đã ký",
	"even if the database has all that this server has signed"},
    [OPTION_CLOCK_IS_RIGHT] = {"clock-is-right", NULL,
	"đồng hồ bây giờ đúng; lần ghi mới nhất ký lúc đồng hồ chạy trước",
	"the clock is right now; it was ahead when the newest batch was signed"},
};
struct wanted {
	bool anyway, clock_is_right;
};

struct recovered {
	struct signed_head kept; /* batch 0: no head was kept */
	uint64_t continues;
	struct signed_head head; /* of the new epoch's first batch */
	uint32_t keys_known;     /* of the server, in the ledger */
	uint32_t keys_here;      /* in the folder; more of them: a change of keys may be lost */
};

/* ERR_NOTHING when there is nothing to give up. */
static bool
is_called_for(struct reader *r, const struct app_settings *s, const struct app_keys *server,
    const struct signed_head *kept, struct err *err)
{
	struct err why = {0};
	uint64_t restored = 0;

	if (!app_state_restored_read(s->state, &restored, err))
		return false;
	if (restored != 0)
		return true;
	if (app_head_check(s->state, r, s->realm, server, &why))
		return err_set(err, ERR_NOTHING,
		    TR("cơ sở dữ liệu có đủ những gì đã ký, đến lần ghi số %llu",
			"the database has all that was signed, up to batch %llu"),
		    (unsigned long long)kept->batch);
	return why.code == ERR_HISTORY_WENT_BACK || err_set(err, why.code, "%s", why.text);
}

/*
 * An epoch's number is the second in which it begins, or later: so no number is given twice, even
 * by a machine that has neither ledger nor head of the epochs before it (tests/model/epoch.pml).
 */
static bool
epoch_number(const struct signed_head *newest, const struct signed_head *kept, bool clock_is_right,
    uint32_t *ret, struct err *err)
{
	const int64_t now_ms = clock_unix_ms();
	const int64_t now = now_ms / 1000 - EPOCHS_FROM_S;
	const uint32_t above = newest->epoch > kept->epoch ? newest->epoch : kept->epoch;

	if (now < 0 || now > INT32_MAX ||
	    (!clock_is_right &&
		(now_ms + SKEW_MS < newest->at_ms || now_ms + SKEW_MS < kept->at_ms)))
		return err_set(err, ERR_CLOCK, "%s",
			   TR("trước lúc đã ký lần ghi mới nhất",
			       "before the newest batch was signed")) ||
		    err_next(err,
			TR("chỉnh lại ngày giờ; nếu bây giờ đúng và lúc ấy chạy trước: recover "
			   "--clock-is-right",
			    "set the clock; if it is right now and was ahead then: recover "
			    "--clock-is-right"));
	*ret = above < now ? (uint32_t)now : above + 1;
	return true;
}

/*
 * Until the second that is epoch ${number} is over, since a machine that knows nothing of this one
 * may begin an epoch in the same second.  A clock that was ahead before is not waited for.
 */
static void
epoch_second_over(uint32_t number)
{
	const int64_t left_ms = (EPOCHS_FROM_S + (int64_t)number + 1) * 1000 - clock_unix_ms();

	if (left_ms > 0 && left_ms <= TURN_MS)
		(void)os_wait_readable(-1, (int)left_ms);
}

static bool
epoch_begin(struct app_ledger *l, bool clock_is_right, struct recovered *ret, struct err *err)
{
	struct signed_head newest = {0};
	uint32_t number = 0;

	if (!reader_newest(app_ledger_reader(l), &newest, err))
		return false;
	ret->continues = newest.batch;
	if (ret->continues == 0)
		return err_set(
		    err, ERR_NOTHING, "%s", TR("sổ cái còn trống", "the ledger is empty"));
	if (!epoch_number(&newest, &ret->kept, clock_is_right, &number, err))
		return false;
	epoch_second_over(number);
	app_ledger_begin_epoch(l, number);
	if (!app_ledger_run(l, clock_mono_ms() + WRITE_MS, err))
		return false;
	ret->head = *app_ledger_clean_head(l);
	ret->keys_known = core_server_keys(app_ledger_core(l))->n;
	return true;
}

static bool
recover_on(const struct app_settings *s, const struct app_keys *server, const char *conninfo,
    const struct wanted *wanted, struct recovered *ret, struct err *err)
{
	struct core_config core = {.realm = s->realm};
	const struct app_ledger_config config = {
	    .conninfo = conninfo, .core = &core, .queue_max = 1};
	struct app_ledger *l = NULL;
	bool ok;

	app_keys_core(server, &core);
	ret->keys_here = server->n;
	ok = os_random(core.writer, WIRE_WRITER_BYTES, err) &&
	    app_state_head_read(s->state, s->realm, server, &ret->kept, err) &&
	    app_ledger_open(&config, &l, err) &&
	    app_ledger_run(l, clock_mono_ms() + LOAD_MS, err) &&
	    (wanted->anyway || is_called_for(app_ledger_reader(l), s, server, &ret->kept, err)) &&
	    epoch_begin(l, wanted->clock_is_right, ret, err) &&
	    app_state_head_write(s->state, &ret->head, err) &&
	    app_state_restored_remove(s->state, err);
	app_ledger_close(l);
	sodium_memzero(&core, sizeof(core));
	return ok;
}

static bool
recover(struct cmd *c, const struct wanted *wanted, struct recovered *ret, struct err *err)
{
	const char *state = c->settings.state;
	struct app_db db = {0};
	struct app_keys server = {.n = 0};
	int lock_fd = -1;
	bool ok;

	ok = app_db_find(&c->settings, err) && app_state_lock(state, &lock_fd, err) &&
	    app_state_keys(state, false, &server, err) && app_db_open(&c->settings, &db, err) &&
	    recover_on(&c->settings, &server, db.conninfo, wanted, ret, err);
	app_db_close(&db);
	app_keys_wipe(&server);
	os_lock_release(lock_fd);
	return ok;
}

static void
print_people(const struct recovered *r)
{
	char batch[NUM_TEXT_MAX];
	char before[NUM_TEXT_MAX];

	(void)printf(TR("kỳ %u bắt đầu ở lần ghi số %s, tiếp theo lần ghi số %s\n",
			 "epoch %u begins at batch %s, continuing batch %s\n"),
	    r->head.epoch, num_people((int64_t)r->head.batch, batch),
	    num_people((int64_t)r->continues, before));
	if (r->kept.batch > r->continues)
		(void)printf(
		    TR("những gì đã ký sau đó, đến lần ghi số %s của kỳ %u, không còn ở đây\n",
			"what was signed after that, up to batch %s of epoch %u, is not here\n"),
		    num_people((int64_t)r->kept.batch, batch), r->kept.epoch);
	if (r->keys_here > r->keys_known)
		(void)printf(
		    TR("sổ cái này chưa biết server.keys.%u: nếu đã từng đổi sang khóa ấy, chạy lại ngay, "
		       "kẻo các nơi đã nhận khóa ấy không gửi được: giothong-aggregator rotate start\n",
			"this ledger does not know server.keys.%u: if the change to it had begun, begin "
			"it again now, or offices that took it are cut off: giothong-aggregator rotate "
			"start\n"),
		    r->keys_known + 1);
	(void)puts(TR("các nơi sẽ tự gửi lại báo cáo đã có biên nhận sau lần ghi đó; máy kích hoạt "
		      "sau đó cần phiếu mời mới",
	    "offices send again by themselves what was receipted beyond it; machines enrolled after "
	    "it need new invitations"));
}

int
cmd_recover(struct cmd *c)
{
	const char *values[OPTIONS] = {0};
	struct recovered r = {0};
	struct err err = {0};

	if (!cmd_options(c, &(struct cmd_options){options, OPTIONS}, values, NULL, &err))
		return cmd_fail(c, &err);
	const struct wanted wanted = {.anyway = values[OPTION_ANYWAY] != NULL,
	    .clock_is_right = values[OPTION_CLOCK_IS_RIGHT] != NULL};
	if (!recover(c, &wanted, &r, &err))
		return cmd_fail(c, &err);
	if (c->json)
		(void)printf("{\"epoch\": %" PRIu32 ", \"batch\": %" PRIu64
			     ", \"continues\": %" PRIu64 ", \"kept_epoch\": %" PRIu32
			     ", \"kept_batch\": %" PRIu64 ", \"server_keys_unknown\": %" PRIu32
			     "}\n",
		    r.head.epoch, r.head.batch, r.continues, r.kept.epoch, r.kept.batch,
		    r.keys_here > r.keys_known ? r.keys_here - r.keys_known : 0);
	else
		print_people(&r);
	return 0;
}
