/* giothong verify - receipts and totals checked down to the signed bytes. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/num.h"
#include "cmd.h"
#include "courier.h"
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
 * What the aggregator says of the batch that the file ends with; away is no failure of the audit.
 */
static bool
server_ask(struct cli *cli, const struct summary_request *q, struct ask_rows *ret, bool *ret_said,
    struct err *err)
{
	struct ask *a = NULL;

	*ret_said = ask_open(&cli->profile, &a, err) && ask_summary(a, q, ret, err);
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

static bool
audit_compare(struct cli *cli, const struct audit *audit, bool *ret_holds, struct err *err)
{
	struct summary_request q = {.org = cli->org == NULL ? "VN" : cli->org,
	    .period = cli->period == NULL ? "" : cli->period,
	    .by = BY_CHILD,
	    .basis = "recorded",
	    .as_of_batch = audit_seen(audit)->head.batch};
	struct ask_rows said = {.list = NULL};
	struct rows own = {.rows = NULL};
	bool was_said = false;
	bool ok;

	if (!server_ask(cli, &q, &said, &was_said, err))
		return false;
	q.as_of_batch = 0;
	ok = audit_summary(audit, &q, audit_seen(audit)->head.at_ms, &own, err);
	*ret_holds = ok && (!was_said || verify_audit_holds(&own, &said.all));
	ok =
	    ok && verify_show_audit(cli, audit_seen(audit), &own, was_said ? &said.all : NULL, err);
	query_free(&own.arena);
	ask_rows_free(&said);
	return ok;
}

static int
verify_full(struct cli *cli, const char *path)
{
	struct audit *audit = NULL;
	struct err err = {0};
	bool holds = false;
	bool ok;

	ok = cli_profile(cli, &err) &&
	    audit_open(path, cli->profile.server_sign, batches_note, cli, &audit, &err) &&
	    verify_report_head(&cli->profile, &audit_seen(audit)->head, &err) &&
	    audit_compare(cli, audit, &holds, &err);
	audit_close(audit);
	if (!ok)
		return cli_fail(cli, &err, NULL);
	return holds ? 0 : not_proven(cli, ERR_SIGNATURE);
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
		return verify_full(cli, o.full);
	if (o.what == NULL)
		return verify_by_reports(cli, &o);
	if (o.what[strspn(o.what, "0123456789")] != '\0')
		return verify_file(cli, o.what);
	return cli_u64(o.what, INT64_MAX, &id, &err) ? verify_id(cli, (int64_t)id)
						     : cli_fail(cli, &err, NULL);
}
