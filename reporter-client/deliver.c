#include "deliver.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/lang.h"
#include "heads.h"
#include "outbox_alarm.h"
#include "outcome.h"
#include "sender.h"

#define REPLACED_MAX 8 /* names that one row may have had */

void
deliver_alarm_note(struct cli *cli, enum err_code code, const char *detail)
{
	cli->history_told = cli->history_told || code == ERR_HISTORY_WENT_BACK;
	if (code == ERR_OK) /* a note that the committee left */
		cli_note(cli, TR("NHẮC VIỆC %s", "REMINDER %s"), detail);
	else
		cli_note(cli,
		    TR("CẢNH BÁO %s: %s: %s\n  Làm tiếp: %s", "ALARM %s: %s: %s\n  Next: %s"),
		    err_name(code), err_sentence(code), detail,
		    code == ERR_HISTORY_WENT_BACK ? heads_next_step() : err_next_step(code));
}

void
deliver_alarms(struct cli *cli)
{
	struct outbox_alarm *alarms = NULL;
	struct err err = {0};
	size_t n = 0;

	if (cli->outbox == NULL || cli->quiet ||
	    !outbox_alarm_list(cli->outbox, true, &alarms, &n, &err))
		return;
	for (size_t i = n; i-- > 0;)
		deliver_alarm_note(cli, alarms[i].code, alarms[i].detail);
	/* Shown again next time when this is not kept. */
	if (n > 0 && !outbox_alarm_seen(cli->outbox, &err))
		cli_note(cli, "%s", err.text);
	free(alarms);
}

void
deliver_history(struct cli *cli)
{
	struct heads seen = {.n = 0};
	char path[OS_PATH_MAX];
	struct err why = {0};

	if (cli->outbox != NULL && !cli->quiet && !cli->history_told &&
	    profile_path(&cli->profile, PROFILE_HEADS, path, &why) &&
	    heads_load(path, &seen, &why) && !heads_stand(&seen, &why))
		deliver_alarm_note(cli, why.code, why.text);
}

static void
clock_note(struct cli *cli, const struct sender_result *r)
{
	if (r->clock.code != ERR_OK)
		deliver_alarm_note(cli, r->clock.code, r->clock.text);
}

static void
waiting_note(const struct cli *cli, const struct sender_result *r)
{
	const enum err_code code = r->link.code != ERR_OK ? r->link.code
	    : r->other                                    ? ERR_BUSY
	    : r->held.code != ERR_OK                      ? r->held.code
							  : ERR_AWAY;
	const bool is_held = r->link.code == ERR_OK && !r->other && r->held.text[0] != '\0';

	if (outcome_stuck(r->waiting, code) == ERR_OK)
		cli_note(cli,
		    TR("Còn %llu dòng đã lưu, chưa gửi (%s): sẽ tự gửi.",
			"%llu rows are saved, not sent (%s): they go by themselves."),
		    (unsigned long long)r->waiting, is_held ? r->held.text : err_sentence(code));
	else
		cli_note(cli,
		    TR("Còn %llu dòng đã lưu, chưa gửi được: %s; %s.",
			"%llu rows are saved and cannot be sent: %s; %s."),
		    (unsigned long long)r->waiting, err_sentence(code), err_next_step(code));
}

static void
result_note(struct cli *cli, const struct sender_result *r)
{
	if (r->delivered > 0)
		cli_note(cli,
		    TR("Đã nhận, có biên nhận: %u dòng chờ gửi.", "Delivered: %u waiting rows."),
		    r->delivered);
	if (r->already > 0)
		cli_note(cli,
		    TR("Đã có, không tính hai lần: %u dòng.",
			"Already there, not counted twice: %u rows."),
		    r->already);
	if (r->refused > 0)
		cli_note(cli,
		    TR("Không nhận: %u dòng; xem: giothong outbox list --state refused",
			"Refused: %u rows; see: giothong outbox list --state refused"),
		    r->refused);
	if (r->waiting > 0)
		waiting_note(cli, r);
	clock_note(cli, r);
}

void
deliver_waiting(struct cli *cli, int wait_ms)
{
	const struct sender_options options = {.wait_ms = wait_ms, .stop_fd = cli->stop_fd};
	struct outbox_waiting waiting = {0};
	struct sender_result result = {0};
	struct err err = {0};

	if (cli->outbox == NULL)
		return;
	if (!outbox_rows_waiting(cli->outbox, &waiting, &err)) {
		cli_note(cli, "giothong: %s: %s", err_sentence(err.code), err.text);
		return;
	}
	if (waiting.rows > 0) {
		if (sender_run(&cli->profile, cli->outbox, &options, &result, &err))
			result_note(cli, &result);
		else
			cli_note(cli, "giothong: %s: %s", err_sentence(err.code), err.text);
	}
	if (waiting.rows >= OUTBOX_WARN_ROWS || waiting.bytes >= OUTBOX_WARN_BYTES)
		cli_note(cli,
		    TR("Hộp chờ gửi có %llu dòng: kiểm tra mạng bằng giothong doctor.",
			"%llu rows wait: look at the network with giothong doctor."),
		    (unsigned long long)waiting.rows);
	deliver_alarms(cli);
}

/* A row that was said again under another name stands as its newest one. */
static bool
replaced_follow(struct outbox *box, struct outbox_row *row, struct err *err)
{
	for (int i = 0; i < REPLACED_MAX && row->replaced_by != 0 && row->state != OUTBOX_DELIVERED;
	     i++) {
		const struct outbox_row older = *row;
		struct outbox_rows newer = {0};

		if (!outbox_rows_get(box, row->replaced_by, &newer, err))
			return false;
		*row = newer.at[0];
		newer.at[0] = older;
		outbox_rows_free(&newer);
	}
	return true;
}

bool
deliver_rows(struct cli *cli, const struct outbox_saved *saved, int wait_ms, struct delivered *ret,
    struct err *err)
{
	const struct sender_options options = {.wait_ms = wait_ms, .stop_fd = cli->stop_fd};
	struct outbox_filter filter = {.after_id = saved->first_id - 1, .bodies = true};
	struct sender_result result = {0};
	struct outbox_rows rows = {0};

	if (wait_ms > 0 && !sender_run(&cli->profile, cli->outbox, &options, &result, err))
		return false;
	filter.limit = (size_t)(saved->last_id - saved->first_id + 1);
	if (!outbox_rows_list(cli->outbox, &filter, &rows, err))
		return false;
	for (size_t i = 0; i < rows.n; i++) {
		if (!replaced_follow(cli->outbox, &rows.at[i], err)) {
			outbox_rows_free(&rows);
			return false;
		}
	}
	clock_note(cli, &result);
	deliver_alarms(cli);
	*ret = (struct delivered){
	    .rows = rows, .link = result.link.code != ERR_OK ? result.link : result.held};
	if (result.other && result.waiting > 0)
		(void)err_set(&ret->link, ERR_BUSY, "%s",
		    TR("chương trình khác trên máy này đang gửi",
			"another program on this machine sends"));
	return true;
}
