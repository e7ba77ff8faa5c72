#include <inttypes.h>

#include "base/clock.h"
#include "base/lang.h"
#include "cmd.h"
#include "courier.h"
#include "courier_send.h"
#include "deliver.h"
#include "outbox_alarm.h"
#include "sender.h"

#define SEND_WAIT_S 60
#define SEND_WAIT_S_MAX 86400

enum key { KEY_FOLLOW = 1, KEY_WAIT };

struct send_options {
	bool follow;
	uint64_t wait_s;
	const char *path;
};

static error_t
send_parse(int key, char *arg, struct argp_state *state)
{
	struct send_options *o = state->input;
	struct err why;

	switch (key) {
	case KEY_FOLLOW:
		o->follow = true;
		return 0;
	case KEY_WAIT:
		if (!cli_u64(arg, SEND_WAIT_S_MAX, &o->wait_s, &why))
			return cli_refuse(state, why.code, "--wait: %s", why.text);
		return 0;
	case ARGP_KEY_ARG:
		o->path = arg;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* What happens, a line each, for `send`. */
static void
news_note(const struct sender_news *news, void *cookie)
{
	struct cli *cli = cookie;

	switch (news->told) {
	case SENDER_CONNECTED:
		cli_note(cli,
		    TR("Đã nối với máy chủ, lần ghi số %" PRIu64 ".",
			"Connected, batch %" PRIu64 "."),
		    news->ok->head.batch);
		return;
	case SENDER_DELIVERED:
		cli_note(cli,
		    TR("Dòng %" PRId64 ": đã nhận, có biên nhận.", "Row %" PRId64 ": delivered."),
		    news->row_id);
		return;
	case SENDER_REFUSED:
		if (news->why->code == ERR_ALREADY) {
			cli_note(cli,
			    TR("Dòng %" PRId64 ": đã có, không tính hai lần.",
				"Row %" PRId64 ": already there, not counted twice."),
			    news->row_id);
			return;
		}
		cli_note(cli,
		    TR("Dòng %" PRId64 ": không nhận: %s %s", "Row %" PRId64 ": refused: %s %s"),
		    news->row_id, err_sentence(news->why->code), news->why->text);
		return;
	case SENDER_WAITING:
		cli_note(cli,
		    TR("Chưa gửi được (%s: %s), thử lại sau %lld giây.",
			"Not sent (%s: %s), next try in %lld s."),
		    err_sentence(news->why->code), news->why->text,
		    (long long)((news->next_ms - clock_unix_ms() + 999) / 1000));
		return;
	case SENDER_ALARM:
		deliver_alarm_note(cli, news->why->code, news->why->text);
		return;
	}
}

static bool
result_print(struct cli *cli, const struct sender_result *r, struct err *err)
{
	const struct table_column columns[] = {
	    {"delivered", TR("Đã nhận", "Delivered"), TABLE_COUNT},
	    {"already", TR("Đã có", "Already there"), TABLE_COUNT},
	    {"refused", TR("Không nhận", "Refused"), TABLE_COUNT},
	    {"waiting", TR("Còn chờ", "Waiting"), TABLE_COUNT},
	    {"link", NULL, TABLE_TEXT},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "send");
	table_number(t, r->delivered);
	table_number(t, r->already);
	table_number(t, r->refused);
	table_number(t, (int64_t)r->waiting);
	table_text(t, r->link.code == ERR_OK ? NULL : err_name(r->link.code));
	ok = cli_print(cli, t, "send", err);
	table_free(t);
	return ok;
}

static int
send_waiting(struct cli *cli, const struct send_options *o)
{
	struct sender_options options = {.wait_ms = (int)o->wait_s * 1000,
	    .follow = o->follow,
	    .news = news_note,
	    .cookie = cli};
	struct sender_result result = {0};
	struct err err = {0};

	if (!cli_outbox(cli, &err) || !cli_stop_fd(cli, &err))
		return cli_fail(cli, &err, NULL);
	options.stop_fd = cli->stop_fd;
	if (!sender_run(&cli->profile, cli->outbox, &options, &result, &err) ||
	    (!cli->quiet && !outbox_alarm_seen(cli->outbox, &err)) ||
	    !result_print(cli, &result, &err))
		return cli_fail(cli, &err, NULL);
	if (result.waiting == 0 || o->follow)
		return 0;
	if (result.link.code == ERR_OK)
		(void)err_set(&result.link, ERR_BUSY, "%s", result.held.text);
	if (cli->json) /* the one object above says why */
		return err_exit_status(result.link.code);
	return cli_fail(cli, &result.link,
	    TR("Mọi dòng còn nguyên trong hộp chờ gửi.", "Every row is still in the outbox."));
}

/* What became of a carried file, for programs; -o is where receipts go, so this is never a file. */
static bool
courier_print(const struct courier_result *r, const char *receipts, struct err *err)
{
	static const struct table_column columns[] = {{"sent", "", TABLE_COUNT},
	    {"delivered", "", TABLE_COUNT}, {"refused", "", TABLE_COUNT},
	    {"receipts", "", TABLE_TEXT}, {"reason", "", TABLE_TEXT}};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "send");
	table_number(t, r->sent);
	table_number(t, r->stored);
	table_number(t, r->refused);
	table_text(t, receipts);
	table_text(t, r->why.code == ERR_OK ? NULL : err_name(r->why.code));
	ok = table_print(t, TABLE_JSON, "courier", stdout, err);
	table_free(t);
	return ok;
}

/* Another office's rows: send them, and say where the receipts are. */
static int
send_for_other(struct cli *cli, const struct courier_file *f, const char *path)
{
	char receipts[OS_PATH_MAX];
	struct courier_result result = {0};
	struct err err = {0};
	bool ok;

	if (snprintf(receipts, sizeof(receipts), "%s", cli->output != NULL ? cli->output : path) >=
	    (int)sizeof(receipts) - 10) {
		(void)err_set(&err, ERR_LIMIT, "%.100s", path);
		return cli_fail(cli, &err, NULL);
	}
	if (!cli_profile(cli, &err))
		return cli_fail(cli, &err, NULL);
	if (cli->output == NULL)
		(void)snprintf(receipts, sizeof(receipts), "%.4000s.receipts", path);
	ok = courier_send(&cli->profile, f, receipts, &result, &err);
	if (result.stored > 0)
		cli_note(cli,
		    TR("%u dòng đã nhận; biên nhận ở %s: đưa lại cho nơi gửi, chạy: giothong send %s",
			"%u rows delivered; their receipts are in %s: give it back, there: giothong send %s"),
		    result.stored, receipts, receipts);
	if (result.refused > 0)
		cli_note(cli,
		    TR("%u dòng không được nhận: máy của nơi đó sẽ tự biết khi có mạng.",
			"%u rows were not taken: that office's machine learns why when it is online."),
		    result.refused);
	if (result.why.code != ERR_OK)
		cli_note(cli, TR("Lý do: %s%s%s [%s]", "The reason: %s%s%s [%s]"),
		    err_sentence(result.why.code), result.why.text[0] != '\0' ? ": " : "",
		    result.why.text, err_name(result.why.code));
	if (ok && cli->json)
		ok = courier_print(&result, result.stored > 0 ? receipts : NULL, &err);
	return ok ? 0
		  : cli_fail(cli, &err,
			TR("Gửi lại tệp này không bị tính hai lần.",
			    "Sending this file again counts nothing twice."));
}

static int
receipts_take(struct cli *cli, const struct courier_file *f)
{
	struct courier_result result = {0};
	struct err err = {0};

	if (!cli_outbox(cli, &err) || !courier_take(&cli->profile, cli->outbox, f, &result, &err))
		return cli_fail(cli, &err, NULL);
	cli_note(cli, TR("%u dòng: đã nhận, có biên nhận.", "%u rows: delivered, with receipt."),
	    result.stored);
	if (result.refused > 0)
		cli_note(cli,
		    TR("%u biên nhận không phải của máy này.",
			"%u receipts are not of this machine's rows."),
		    result.refused);
	if (cli->json && !courier_print(&result, NULL, &err))
		return cli_fail(cli, &err, NULL);
	return 0;
}

static int
send_file(struct cli *cli, const char *path)
{
	struct courier_file f = {0};
	struct err err = {0};
	int status;

	if (!courier_read(path, &f, &err))
		return cli_fail(cli, &err, NULL);
	status =
	    f.kind == COURIER_RECEIPTS ? receipts_take(cli, &f) : send_for_other(cli, &f, path);
	courier_free(&f);
	return status;
}

int
cmd_send(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"follow", KEY_FOLLOW, NULL, 0,
		TR("chạy nền, gửi ngay khi có gì chờ", "stay, and send whatever comes to wait"), 0},
	    {"wait", KEY_WAIT, TR("GIÂY", "SECONDS"), 0,
		TR("thử trong ngần ấy giây (60)", "try for so long (60)"), 0},
	    {0},
	};
	struct send_options o = {.wait_s = SEND_WAIT_S};
	const struct cli_spec spec = {
	    .options = options,
	    .parse = send_parse,
	    .input = &o,
	    .args = TR("[TỆP]", "[FILE]"),
	    .doc = TR(
		"Gửi những gì chờ trong hộp chờ gửi. Với TỆP của giothong outbox export: gửi hộ nơi "
		"khác và ghi biên nhận ra TỆP.receipts; với tệp biên nhận: nhận về.",
		"Send what waits in the outbox.  With a FILE of giothong outbox export: send it for another "
		"office and write the receipts to FILE.receipts; with a file of receipts: take them in."),
	    .args_max = 1,
	};
	struct err err = {0};

	if (!cli_parse(cli, &spec, argc, argv, &err))
		return cli_fail(cli, &err, NULL);
	return o.path != NULL ? send_file(cli, o.path) : send_waiting(cli, &o);
}
