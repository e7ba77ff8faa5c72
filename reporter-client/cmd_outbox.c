#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "cmd.h"
#include "courier.h"
#include "deliver.h"
#include "outbox_rows.h"
#include "outbox_show.h"
#include "outcome.h"

#define LIST_DEFAULT 50
#define RETRY_MAX 100 /* rows named at once */

enum key { KEY_STATE = 1, KEY_LIMIT, KEY_ALL };

struct list_options {
	uint32_t states;
	uint64_t limit;
	bool all; /* what was dismissed, too */
};

static error_t
list_parse(int key, char *arg, struct argp_state *state)
{
	struct list_options *o = state->input;
	struct err why;

	switch (key) {
	case KEY_STATE:
		for (enum outbox_state s = OUTBOX_SAVED; s < OUTBOX_STATE_COUNT_; s++) {
			if (strcmp(arg, outbox_state_name(s)) == 0) {
				o->states |= 1U << s;
				return 0;
			}
		}
		return cli_refuse(state, ERR_USAGE, "--state saved|sent|delivered|refused|parked");
	case KEY_LIMIT:
		if (!cli_u64(arg, OUTBOX_ROWS_MAX, &o->limit, &why))
			return cli_refuse(state, why.code, "--limit: %s", why.text);
		return 0;
	case KEY_ALL:
		o->all = true;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* A row that was refused is kept as what was said and answered; nothing sends it again. */
static void
say_refused(const struct cli *cli, const struct outbox_rows *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct outbox_row *row = &rows->at[i];

		if (row->state != OUTBOX_REFUSED || row->code == ERR_ALREADY ||
		    row->dismissed_at_ms != 0)
			continue;
		cli_note(cli,
		    TR("Dòng bị từ chối ở lại để xem, không gửi lại: nhập lại cho đúng, thành dòng mới. Đã xem "
		       "xong thì cất đi: giothong outbox dismiss %" PRId64
		       ". Chỉ xem dòng chưa gửi xong: giothong outbox list --state saved --state sent",
			"A row that was refused stays to be read and is not sent again: enter it right, as a new "
			"row.  Once it is read: giothong outbox dismiss %" PRId64
			".  Only what is not yet sent: giothong outbox list --state saved --state sent"),
		    row->id);
		return;
	}
}

int
cmd_outbox_list(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"state", KEY_STATE, TR("TÌNH-TRẠNG", "STATE"), 0,
		TR("chỉ dòng saved, sent, delivered, refused hoặc parked; có thể nêu nhiều lần",
		    "only rows that are saved, sent, delivered, refused or parked; may be repeated"),
		0},
	    {"limit", KEY_LIMIT, "N", 0,
		TR("N dòng mới nhất (50); 0: tất cả", "the newest N rows (50); 0: all"), 0},
	    {"all", KEY_ALL, NULL, 0,
		TR("kể cả dòng bị từ chối đã xem (outbox dismiss)",
		    "also refused rows that were dismissed (outbox dismiss)"),
		0},
	    {0},
	};
	struct list_options o = {.limit = LIST_DEFAULT};
	const struct cli_spec spec = {.options = options, .parse = list_parse, .input = &o};
	struct outbox_filter filter = {.newest = true};
	struct outbox_rows rows = {0};
	struct err err = {0};
	bool ok;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !cli_outbox(cli, &err))
		return cli_fail(cli, &err, NULL);
	deliver_waiting(cli, DELIVER_SHORT_MS);
	filter.states = o.states;
	filter.limit = (size_t)o.limit;
	filter.undismissed = !o.all;
	ok = outbox_rows_list(cli->outbox, &filter, &rows, &err) &&
	    outbox_show_list(cli, &rows, &err);
	if (ok && (o.states == 0 || (o.states & ~(1U << OUTBOX_REFUSED)) != 0))
		say_refused(cli, &rows);
	outbox_rows_free(&rows);
	return ok ? 0 : cli_fail(cli, &err, NULL);
}

struct ids {
	int64_t at[RETRY_MAX];
	size_t n;
};

static error_t
ids_parse(int key, char *arg, struct argp_state *state)
{
	struct ids *ids = state->input;
	uint64_t id = 0;
	struct err why;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	if (!cli_u64(arg, INT64_MAX, &id, &why))
		return cli_refuse(state, why.code, "%s", why.text);
	ids->at[ids->n++] = (int64_t)id;
	return 0;
}

int
cmd_outbox_show(struct cli *cli, int argc, char **argv)
{
	struct ids ids = {0};
	const struct cli_spec spec = {
	    .parse = ids_parse,
	    .input = &ids,
	    .args = TR("DÒNG", "ROW"),
	    .args_min = 1,
	    .args_max = 1,
	};
	struct outbox_rows rows = {0};
	struct err err = {0};
	bool ok;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !cli_outbox(cli, &err) ||
	    !outbox_rows_get(cli->outbox, ids.at[0], &rows, &err))
		return cli_fail(cli, &err, NULL);
	ok = outbox_show_row(cli, &rows.at[0], &err);
	outbox_rows_free(&rows);
	return ok ? 0 : cli_fail(cli, &err, NULL);
}

/* The rows that went again were refused again: the first refusal in ${ret}, else ERR_OK. */
static bool
again_refused(struct cli *cli, int64_t first_id, int64_t last_id, struct err *ret, struct err *err)
{
	const struct outbox_filter filter = {
	    .after_id = first_id - 1, .limit = (size_t)(last_id - first_id + 1), .bodies = true};
	struct outbox_rows rows = {0};
	struct outcome o = {.accepted = 0};
	bool ok;

	ok = outbox_rows_list(cli->outbox, &filter, &rows, err) &&
	    outcome_read(&rows, NULL, NULL, &o, err);
	outbox_rows_free(&rows);
	*ret = o.first;
	return ok;
}

int
cmd_outbox_retry(struct cli *cli, int argc, char **argv)
{
	struct ids ids = {0};
	const struct cli_spec spec = {
	    .parse = ids_parse,
	    .input = &ids,
	    .args = TR("DÒNG…", "ROW…"),
	    .doc = TR(
		"Gửi lại, dưới tên mới, những báo cáo bị từ chối trong các dòng này, giữ nguyên "
		"nội dung: dùng khi lý do từ chối đã hết (được giao quyền, bản gốc đã tới). Muốn "
		"sửa số thì nhập lại bằng submit hoặc correct.",
		"Send the refused reports of these rows again under a new name, as they are: for when the "
		"reason is gone (the right was given, the original arrived).  To change numbers, enter "
		"them again with submit or correct."),
	    .args_min = 1,
	    .args_max = RETRY_MAX,
	};
	struct outbox_draft draft = {0};
	struct outbox_saved saved = {0};
	struct keys keys = {0};
	struct err err = {0};
	struct err refused = {0};
	int64_t first_id = 0;
	size_t done = 0;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !cli_outbox(cli, &err) ||
	    !profile_keys(&cli->profile, &keys, &err))
		return cli_fail(cli, &err, NULL);
	draft.keys = &keys;
	draft.now_ms = clock_unix_ms();
	while (done < ids.n && outbox_retry(cli->outbox, ids.at[done], &draft, &saved, &err)) {
		cli_note(cli,
		    TR("Dòng %" PRId64 " gửi lại thành dòng %" PRId64 ".",
			"Row %" PRId64 " goes again as row %" PRId64 "."),
		    ids.at[done], saved.first_id);
		if (done++ == 0)
			first_id = saved.first_id;
	}
	keys_wipe(&keys);
	deliver_waiting(cli, DELIVER_SUBMIT_MS);
	if (done < ids.n || !again_refused(cli, first_id, saved.last_id, &refused, &err))
		return cli_fail(cli, &err, NULL);
	return refused.code == ERR_OK ? 0 : cli_fail(cli, &refused, NULL);
}

int
cmd_outbox_dismiss(struct cli *cli, int argc, char **argv)
{
	struct ids ids = {0};
	const struct cli_spec spec = {
	    .parse = ids_parse,
	    .input = &ids,
	    .args = TR("DÒNG…", "ROW…"),
	    .doc = TR(
		"Các dòng bị từ chối này đã xem xong: outbox list không hiện nữa. Không có gì bị "
		"xóa: outbox list --all vẫn có, outbox show và retry vẫn dùng được.",
		"These refused rows have been read: outbox list shows them no more.  Nothing is deleted: "
		"outbox list --all has them, and outbox show and retry go on working."),
	    .args_min = 1,
	    .args_max = RETRY_MAX,
	};
	struct err err = {0};
	size_t done = 0;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !cli_outbox(cli, &err))
		return cli_fail(cli, &err, NULL);
	while (done < ids.n && outbox_dismiss(cli->outbox, ids.at[done], clock_unix_ms(), &err))
		done++;
	if (done > 0)
		cli_note(cli,
		    TR("%zu dòng đã xem; vẫn còn trong: giothong outbox list --all",
			"%zu rows dismissed; they are still in: giothong outbox list --all"),
		    done);
	return done == ids.n ? 0 : cli_fail(cli, &err, NULL);
}

static error_t
file_parse(int key, char *arg, struct argp_state *state)
{
	char **path = state->input;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	*path = arg;
	return 0;
}

static bool
export_print(size_t n, const char *path, struct err *err)
{
	static const struct table_column columns[] = {
	    {"rows", "", TABLE_COUNT}, {"file", "", TABLE_TEXT}};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "outbox");
	table_number(t, (int64_t)n);
	table_text(t, path);
	ok = table_print(t, TABLE_JSON, "export", stdout, err);
	table_free(t);
	return ok;
}

int
cmd_outbox_export(struct cli *cli, int argc, char **argv)
{
	char *path = NULL;
	const struct cli_spec spec = {
	    .parse = file_parse,
	    .input = &path,
	    .args = TR("TỆP", "FILE"),
	    .doc = TR(
		"Chép mọi dòng chờ gửi ra tệp. Tệp đã ký: đưa qua USB hay tin nhắn đều được. Máy "
		"khác đã kích hoạt gửi bằng: giothong send TỆP, rồi đưa lại tệp biên nhận. Dòng vẫn "
		"ở đây cho tới khi có biên nhận; gửi cả hai đường cũng chỉ tính một lần.",
		"Write every waiting row to a file.  It is signed: a stick or a chat message may carry it. "
		"Another enrolled machine sends it with: giothong send FILE, and gives back a file of "
		"receipts.  Rows stay here until their receipt; by both ways they count once."),
	    .args_min = 1,
	    .args_max = 1,
	};
	struct keys keys = {0};
	struct err err = {0};
	size_t n = 0;
	bool ok;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !cli_outbox(cli, &err) ||
	    !profile_keys(&cli->profile, &keys, &err))
		return cli_fail(cli, &err, NULL);
	ok = courier_export(cli->outbox, keys.sign_public, path, &n, &err);
	keys_wipe(&keys);
	if (!ok)
		return cli_fail(cli, &err, NULL);
	cli_note(
	    cli, TR("Đã chép %zu dòng chờ gửi vào %s.", "%zu waiting rows are in %s."), n, path);
	return !cli->json || export_print(n, path, &err) ? 0 : cli_fail(cli, &err, NULL);
}
