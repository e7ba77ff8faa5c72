/* giothong verify - receipts and totals checked down to the signed bytes. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/num.h"
#include "cmd.h"
#include "courier.h"
#include "heads.h"
#include "outbox_rows.h"
#include "verify_audit.h"
#include "verify_report.h"
#include "verify_row.h"
#include "verify_show.h"

#define PROGRESS_EVERY 500 /* reports or batches between two notes */

enum key { KEY_FULL = 1, KEY_LIST };

struct verify_options {
	const char *what; /* a row of the outbox, or a file of receipts */
	const char *full;
	bool list;
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct verify_options *o = state->input;

	switch (key) {
	case KEY_FULL:
		o->full = arg;
		return 0;
	case KEY_LIST:
		o->list = true;
		return 0;
	case ARGP_KEY_ARG:
		o->what = arg;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* ---- receipts, offline */

static int
rows_show(struct cli *cli, const struct verify_row *rows, size_t n)
{
	const struct verify_row *refused = verify_row_refused(rows, n);
	struct err err = {0};

	if (!verify_show_receipts(cli, rows, n, &err))
		return cli_fail(cli, &err, NULL);
	if (refused == NULL)
		return 0;
	return cli->json ? err_exit_status(refused->why.code) : cli_fail(cli, &refused->why, NULL);
}

static int
verify_id(struct cli *cli, int64_t id)
{
	struct verify_row line;
	struct outbox_rows rows = {0};
	struct err err = {0};
	int status;
	bool ok;

	ok = cli_outbox(cli, &err) && outbox_rows_get(cli->outbox, id, &rows, &err) &&
	    verify_row(cli, &rows.at[0],
		(struct blob){.at = rows.at[0].receipt, .len = rows.at[0].receipt_len}, &line,
		&err);
	status = ok ? rows_show(cli, &line, 1) : cli_fail(cli, &err, NULL);
	outbox_rows_free(&rows);
	return status;
}

/* A file's receipt, for the row of this outbox that it names. */
static bool
file_receipt_check(struct cli *cli, const struct courier_frame *frame, struct outbox_rows *rows,
    struct verify_row *ret, struct err *err)
{
	struct receipt *r = NULL;
	int64_t id = 0;
	bool ok;

	if (!receipt_decode(frame->bytes, frame->len, &r, err))
		return false;
	ok = outbox_rows_find(cli->outbox, r->stream, r->seq, &id, err);
	receipt_free(r);
	if (!ok)
		return false;
	if (id == 0)
		return err_set(err, ERR_NOT_FOUND, "%s",
		    TR("biên nhận của máy khác", "a receipt of another machine"));
	return outbox_rows_get(cli->outbox, id, rows, err) &&
	    verify_row(
		cli, &rows->at[0], (struct blob){.at = frame->bytes, .len = frame->len}, ret, err);
}

static int
file_check(struct cli *cli, const struct courier_file *f)
{
	struct verify_row *lines = calloc(f->frames_n + 1, sizeof(*lines));
	struct outbox_rows *rows = calloc(f->frames_n + 1, sizeof(*rows));
	struct err err = {0};
	bool ok = lines != NULL && rows != NULL;
	int status;

	if (!ok)
		(void)err_set(&err, ERR_MEMORY, "verify");
	for (size_t i = 0; ok && i < f->frames_n; i++)
		ok = file_receipt_check(cli, &f->frames[i], &rows[i], &lines[i], &err);
	status = ok ? rows_show(cli, lines, f->frames_n) : cli_fail(cli, &err, NULL);
	for (size_t i = 0; rows != NULL && i < f->frames_n; i++)
		outbox_rows_free(&rows[i]);
	free(rows);
	free(lines);
	return status;
}

static int
verify_file(struct cli *cli, const char *path)
{
	struct courier_file f = {.kind = COURIER_RECEIPTS};
	struct err err = {0};
	int status;

	if (!cli_outbox(cli, &err) || !courier_read(path, &f, &err))
		return cli_fail(cli, &err, NULL);
	if (f.kind == COURIER_RECEIPTS) {
		status = file_check(cli, &f);
	} else {
		(void)err_set(&err, ERR_INVALID,
		    TR("%s: tệp này không chứa biên nhận", "%s: a file without receipts"), path);
		status = cli_fail(cli, &err, NULL);
	}
	courier_free(&f);
	return status;
}

/* ---- a total */

static void
reports_note(void *arg, uint32_t done, uint32_t of)
{
	if (done % PROGRESS_EVERY == 0)
		cli_note(arg, TR("%u / %u báo cáo…", "%u of %u reports…"), done, of);
}

static int
not_proven(struct cli *cli, enum err_code why)
{
	struct err err = {0};

	if (cli->json) /* the one object above says where */
		return err_exit_status(why);
	(void)err_set(&err, why, "%s",
	    why == ERR_SIGNATURE
		? TR("cộng lại không ra con số máy chủ nói", "the sum is not what the server says")
		: TR("máy chủ không cho xem khóa là của ai",
		      "the server does not show whose the keys are"));
	return cli_fail(cli, &err, NULL);
}

static int
verify_by_reports(struct cli *cli, const struct verify_options *o)
{
	struct verify_question q = {.org = cli->org == NULL ? "" : cli->org,
	    .period = cli->period == NULL ? "" : cli->period,
	    .as_of_batch = cli->as_of_batch,
	    .today = day_from_unix_ms(clock_unix_ms()),
	    .progress = reports_note,
	    .arg = cli};
	struct verify_total t = {.lines = NULL};
	struct ask *a = NULL;
	struct err err = {0};
	enum err_code verdict;
	bool ok;

	if (!cli_profile(cli, &err) || !ask_open(&cli->profile, &a, &err))
		return cli_fail(cli, &err, NULL);
	q.profile = &cli->profile;
	ok = verify_total(a, &q, &t, &err) && verify_show_total(cli, &t, o->list, &err);
	verdict = verify_total_verdict(&t);
	verify_total_free(&t);
	ask_close(a);
	if (!ok)
		return cli_fail(cli, &err, NULL);
	return verdict == ERR_OK ? 0 : not_proven(cli, verdict);
}

/* ---- the whole ledger */

static void
batches_note(void *arg, uint64_t n, uint64_t to)
{
	if (n % PROGRESS_EVERY == 0)
		cli_note(arg, TR("%llu / %llu lần ghi…", "%llu of %llu batches…"),
		    (unsigned long long)n, (unsigned long long)to);
}

/*
 * What the aggregator says of the batch that the file ends with, and which batch is its newest;
 * away is no failure of the audit.
 */
static bool
server_ask(struct cli *cli, const struct summary_request *q, struct ask_rows *ret, bool *ret_said,
    uint64_t *ret_newest, struct err *err)
{
	struct summary_request now = *q;
	struct ask_rows newest = {.list = NULL};
	struct ask *a = NULL;

	now.as_of_batch = 0;
	*ret_said = ask_open(&cli->profile, &a, err) && ask_summary(a, q, ret, err);
	if (*ret_said && ask_summary(a, &now, &newest, err)) {
		*ret_newest = newest.all.as_of_batch;
		ask_rows_free(&newest);
	}
	ask_close(a);
	if (*ret_said || err_is_retry(err->code)) {
		if (!*ret_said)
			cli_note(cli, "%s",
			    TR("Máy chủ không trả lời: chỉ tính lại, không so được.",
				"The server does not answer: recomputed, not compared."));
		return true;
	}
	return false;
}

/* The newest batch that this machine has a signed head of; 0: none. */
static bool
newest_kept(struct cli *cli, uint64_t *ret, struct err *err)
{
	struct heads seen = {0};
	char path[OS_PATH_MAX];

	if (!profile_path(&cli->profile, PROFILE_HEADS, path, err) || !heads_load(path, &seen, err))
		return false;
	*ret = heads_newest(&seen)->batch;
	return true;
}

static bool
audit_compare(struct cli *cli, const struct audit *audit, bool *ret_holds, uint64_t *ret_newest,
    struct err *err)
{
	const struct audit_seen *seen = audit_seen(audit);
	struct summary_request q = {.org = cli->org == NULL ? "VN" : cli->org,
	    .period = cli->period == NULL ? "" : cli->period,
	    .by = BY_CHILD,
	    .basis = "recorded",
	    .as_of_batch = seen->head.batch};
	struct ask_rows said = {.list = NULL};
	struct rows own = {.rows = NULL};
	struct verify_audit a = {.seen = seen, .own = &own};
	uint64_t newest = 0;
	bool was_said = false;
	bool ok;

	if (!newest_kept(cli, &a.newest, err) ||
	    !server_ask(cli, &q, &said, &was_said, &newest, err))
		return false;
	a.newest = newest > a.newest ? newest : a.newest;
	*ret_newest = a.newest;
	if (was_said)
		a.said = &said.all;
	q.as_of_batch = 0;
	ok = audit_summary(audit, &q, seen->head.at_ms, &own, err);
	*ret_holds = ok && (!was_said || verify_audit_holds(&own, &said.all));
	ok = ok && verify_show_audit(cli, &a, err);
	query_free(&own.arena);
	ask_rows_free(&said);
	return ok;
}

/* All holds as far as the file goes, and that is not as far as the ledger does. */
static int
ends_early(struct cli *cli, uint64_t end, uint64_t newest)
{
	struct err err = {0};

	if (cli->json) /* the one object above says it */
		return err_exit_status(ERR_BATCH_UNKNOWN);
	(void)err_set(&err, ERR_BATCH_UNKNOWN,
	    TR("tệp dừng ở lần ghi số %llu, sổ cái đã đến số %llu: báo cáo ở sau không có trong "
	       "tệp",
		"the file ends at batch %llu, and the ledger has batch %llu: the reports after it "
		"are not in the file"),
	    (unsigned long long)end, (unsigned long long)newest);
	(void)err_next(&err,
	    TR("xin tệp xuất mới hơn; nếu chỉ cần đến đó: --as-of-batch với số của tệp",
		"ask for a newer export; if up to there is enough: --as-of-batch with the file's "
		"number"));
	return cli_fail(cli, &err, NULL);
}

/* A batch that is asked for is the one that the file ends with. */
static bool
end_check(const struct cli *cli, uint64_t end, struct err *err)
{
	if (cli->as_of_batch == 0 || cli->as_of_batch == end)
		return true;
	return err_set(err, ERR_USAGE,
	    TR("tệp có đến lần ghi số %llu: với --full chỉ nhận --as-of-batch %llu",
		"the file goes up to batch %llu: with --full only --as-of-batch %llu is taken"),
	    (unsigned long long)end, (unsigned long long)end);
}

static int
verify_full(struct cli *cli, const struct verify_options *o)
{
	struct audit *audit = NULL;
	struct err err = {0};
	uint64_t newest = 0, end = 0;
	bool holds = false;
	bool ok;

	if (o->what != NULL)
		(void)err_set(&err, ERR_USAGE,
		    TR("%s: DÒNG hay TỆP biên nhận không đi cùng --full",
			"%s: a ROW or a FILE of receipts does not go with --full"),
		    o->what);
	ok = o->what == NULL && cli_profile(cli, &err) &&
	    audit_open(o->full, cli->profile.server_sign, batches_note, cli, &audit, &err) &&
	    end_check(cli, end = audit_seen(audit)->head.batch, &err) &&
	    verify_report_head(&cli->profile, &audit_seen(audit)->head, &err) &&
	    audit_compare(cli, audit, &holds, &newest, &err);
	audit_close(audit);
	if (!ok)
		return cli_fail(cli, &err, NULL);
	if (!holds)
		return not_proven(cli, ERR_SIGNATURE);
	return newest > end && cli->as_of_batch == 0 ? ends_early(cli, end, newest) : 0;
}

static const char *
doc(void)
{
	return TR(
	    "Không tin lời máy chủ, chỉ tin chữ ký. DÒNG của hộp chờ gửi hoặc TỆP biên nhận: kiểm tra biên "
	    "nhận, không cần mạng. Với --org, --period: lấy từng báo cáo đã ký sau một con số tổng, kiểm tra "
	    "và cộng lại: có thật và có trong tổng. Với --full: tính lại từ cả sổ cái do giothong-aggregator "
	    "export ghi ra: đầy đủ, không bỏ sót.\n\n"
	    "Ví dụ:\n"
	    "  giothong verify 12\n"
	    "  giothong verify tuan-nay.gh.receipts\n"
	    "  giothong verify --org 91 --period 2022 --list\n"
	    "  giothong verify --org 91 --period 2022 --full so-cai.ghl",
	    "Believes signatures, not the server.  A ROW of the outbox or a FILE of receipts: checks the "
	    "receipt, offline.  With --org, --period: fetches every signed report behind a total, checks it and "
	    "adds them up: genuine, and in the total.  With --full: recomputes from the whole ledger that "
	    "giothong-aggregator export wrote: complete, nothing left out.\n\n"
	    "Examples:\n"
	    "  giothong verify 12\n"
	    "  giothong verify this-week.gh.receipts\n"
	    "  giothong verify --org 91 --period 2022 --list\n"
	    "  giothong verify --org 91 --period 2022 --full ledger.ghl");
}

int
cmd_verify(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"full", KEY_FULL, TR("TỆP", "FILE"), 0,
		TR("tính lại từ cả sổ cái trong TỆP", "recompute from the whole ledger in FILE"),
		0},
	    {"list", KEY_LIST, NULL, 0,
		TR("từng báo cáo sau con số tổng", "each report behind the total"), 0},
	    {0},
	};
	struct verify_options o = {.what = NULL};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &o,
	    .args = TR("[DÒNG|TỆP]", "[ROW|FILE]"),
	    .doc = doc(),
	    .args_max = 1};
	struct err err = {0};
	uint64_t id = 0;

	if (!cli_parse(cli, &spec, argc, argv, &err))
		return cli_fail(cli, &err, NULL);
	if (o.full != NULL)
		return verify_full(cli, &o);
	if (o.what == NULL)
		return verify_by_reports(cli, &o);
	if (o.what[strspn(o.what, "0123456789")] != '\0')
		return verify_file(cli, o.what);
	return cli_u64(o.what, INT64_MAX, &id, &err) ? verify_id(cli, (int64_t)id)
						     : cli_fail(cli, &err, NULL);
}
