/* giothong invite - one-use slips that let offices enrol their own machines. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/lang.h"
#include "base/text.h"
#include "cmd.h"
#include "org_find.h"
#include "saving.h"
#include "slips.h"
#include "words.h"

#define DAYS_DEFAULT 14
#define WAIT_MS 10000
#define SLIPS_PER_SAVE WIRE_REPORTS_MAX

enum { KEY_UNDER = 1, KEY_ROLE, KEY_LABEL, KEY_DAYS, KEY_FILE };

struct invite {
	const char *under;
	const char *label;
	const char *file;
	unsigned role;
	uint64_t days;
	struct slip *slips; /* owned */
	size_t n;
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct invite *in = state->input;
	struct err why;

	switch (key) {
	case KEY_UNDER:
		in->under = arg;
		return 0;
	case KEY_LABEL:
		in->label = arg;
		return 0;
	case KEY_FILE:
		in->file = arg;
		return 0;
	case KEY_ROLE:
		return words_parse(WORDS_ROLE, arg, &in->role, &why)
		    ? 0
		    : cli_refuse(state, why.code, "%s", why.text);
	case KEY_DAYS:
		if (cli_u64(arg, SLIPS_DAYS_MAX, &in->days, &why) && in->days > 0)
			return 0;
		return cli_refuse(state, ERR_USAGE,
		    TR("--days: từ 1 đến %d", "--days: from 1 to %d"), SLIPS_DAYS_MAX);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* ---- for whom */

static bool
slip_add(struct cli *cli, struct invite *in, const char *org, const char *label, struct err *err)
{
	const struct slip_terms terms = {.org = org,
	    .role = (enum role)in->role,
	    .now_ms = clock_unix_ms(),
	    .days = (unsigned)in->days};
	struct slip *more = realloc(in->slips, (in->n + 1) * sizeof(*more));

	if (more == NULL)
		return err_set(err, ERR_MEMORY, "slips");
	in->slips = more;
	if (!slips_make(&cli->profile, &terms, &in->slips[in->n], err))
		return false;
	(void)text_copy(in->slips[in->n].label, sizeof(in->slips[in->n].label), label);
	in->n++;
	return true;
}

/* Every organisation below, the one named not included. */
static bool
slips_under(struct cli *cli, struct invite *in, struct err *err)
{
	const struct reference_request q = {
	    .kind = REFERENCE_ORGS, .org = in->under, .period = "", .search = ""};
	struct ask_reference found = {.list = NULL};
	struct ask *ask = NULL;
	bool ok = ask_open(&cli->profile, &ask, err) && ask_reference(ask, &q, &found, err);

	if (ok && found.all.orgs_n > SLIPS_MAX)
		ok = err_set(
		    err, ERR_LIMIT, TR("hơn %d nơi", "more than %d organisations"), SLIPS_MAX);
	for (uint32_t i = 0; ok && i < found.all.orgs_n; i++) {
		const struct org_row *o = &found.all.orgs[i];
		const day_t today = day_from_unix_ms(clock_unix_ms());

		if (o->parent[0] != '\0' && strcmp(o->code, in->under) != 0 && o->valid_to >= today)
			ok = slip_add(cli, in, o->code, o->full_name, err);
	}
	if (ok && in->n == 0)
		ok = err_set(err, ERR_NOT_FOUND,
		    TR("không có nơi nào dưới %s", "nothing is below %s"), in->under);
	ask_reference_free(&found);
	ask_close(ask);
	return ok;
}

static bool
slips_for(struct cli *cli, struct invite *in, struct err *err)
{
	char code[WIRE_CODE_BYTES_MAX + 1];
	struct org_find f;
	bool ok = false;

	if ((in->under != NULL) == (cli->org != NULL))
		return err_set(err, ERR_USAGE, "%s",
		    TR("nêu --org NƠI, hoặc --under NƠI cho mọi nơi bên dưới",
			"name --org ORG, or --under ORG for all below it"));
	if (in->under != NULL)
		return slips_under(cli, in, err);
	/*
	 * A slip names a code of today; the place that had it on another day would be another one.
	 */
	if (strchr(cli->org, '@') != NULL)
		return err_set(err, ERR_ORG_NOT_VALID,
		    TR("%s: phiếu mời là cho một nơi của hôm nay",
			"%s: a slip is for an organisation of today"),
		    cli->org);
	org_find_open(&f, &cli->profile);
	ok = org_find_code(&f, cli->org, DAY_OPEN_LEFT, code, err);
	org_find_close(&f);
	return ok && slip_add(cli, in, code, in->label == NULL ? "" : in->label, err);
}

/* ---- into the ledger: a slip is shown only after its receipt */

static bool
slips_deliver(struct cli *cli, const struct invite *in, size_t from, size_t n, struct err *err)
{
	struct report *reports = calloc(n, sizeof(*reports));
	char summary[OUTBOX_SUMMARY_MAX];
	const struct saving s = {
	    .reports = reports, .n = n, .summary = summary, .wait_ms = WAIT_MS};
	struct delivered d = {.rows = {.n = 0}};
	struct outcome o = {.accepted = 0};
	bool saved = false;

	if (reports == NULL)
		return err_set(err, ERR_MEMORY, "slips");
	for (size_t i = 0; i < n; i++)
		slips_report(&in->slips[from + i], &reports[i]);
	(void)snprintf(summary, sizeof(summary), TR("Phiếu mời: %zu", "Invitations: %zu"), n);
	bool ok =
	    saving_run(cli, &s, &saved, &d, err) && outcome_read(&d.rows, NULL, NULL, &o, err);
	if (ok && o.refused > 0)
		ok = err_set(err, o.first.code, "%s", o.first.text);
	if (ok && o.accepted < n)
		ok = err_set(err, d.link.code != ERR_OK ? d.link.code : ERR_AWAY, "%s",
		    TR("chưa có biên nhận, phiếu chưa dùng được: làm lại lệnh này khi có mạng",
			"without a receipt the slips are of no use: repeat this when the network is back"));
	outbox_rows_free(&d.rows);
	free(reports);
	return ok;
}

/* ---- shown, or into a file of mode 0600 */

static bool
table_fill(const struct invite *in, struct table *t, struct err *err)
{
	for (size_t i = 0; i < in->n; i++) {
		char token[INVITATION_TEXT_MAX];

		if (!invitation_to_text(&in->slips[i].invitation, token, err))
			return false;
		table_text(t, in->slips[i].invitation.org);
		table_text(t, in->slips[i].label);
		table_text(t, words_name(WORDS_ROLE, in->role));
		table_number(t, in->slips[i].invitation.not_after_ms);
		table_text(t, token);
	}
	return true;
}

static bool
slips_write(const char *path, struct table *t, struct err *err)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	bool ok = out != NULL || err_set(err, ERR_MEMORY, "slips");

	ok = ok && table_print(t, TABLE_CSV, NULL, out, err);
	if (out != NULL && fclose(out) != 0)
		ok = err_set(err, ERR_MEMORY, "slips");
	ok = ok && os_file_write_private(path, text, len, err);
	free(text);
	return ok;
}

static bool
slips_show(struct cli *cli, const struct invite *in, struct err *err)
{
	const struct table_column columns[] = {
	    {"org", TR("Nơi", "Organisation"), TABLE_KEY},
	    {"label", TR("Tên", "Name"), TABLE_TEXT},
	    {"role", TR("Vai trò", "Role"), TABLE_TEXT},
	    {"not_after", TR("Hạn dùng", "Valid until"), TABLE_TIME},
	    {"token", TR("Phiếu mời", "Invitation"), TABLE_KEY},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok = t != NULL || err_set(err, ERR_MEMORY, "slips");

	ok = ok && table_fill(in, t, err);
	if (ok && in->file != NULL) {
		ok = slips_write(in->file, t, err);
		if (ok)
			cli_note(cli,
			    TR("%zu phiếu mời trong %s: đưa mỗi nơi một phiếu, giữ kín.",
				"%zu slips in %s: one for each office, keep them secret."),
			    in->n, in->file);
	} else if (ok && in->n == 1 && !cli->json && !cli->csv && cli->output == NULL) {
		char token[INVITATION_TEXT_MAX];

		ok = invitation_to_text(&in->slips[0].invitation, token, err);
		if (ok) {
			(void)printf("%s\n", token);
			cli_note(cli, "%s",
			    TR("Nơi đó lưu dòng trên vào một tệp rồi chạy: giothong enrol TỆP (hoặc giothong enrol - "
			       "rồi dán vào). Giữ kín.",
				"The office keeps that line in a file and runs: giothong enrol FILE (or giothong enrol - "
				"and pastes it). Keep it secret."));
		}
	} else if (ok) {
		ok = cli_print(cli, t, "slips", err);
	}
	table_free(t);
	return ok;
}

static bool
invite_run(struct cli *cli, struct invite *in, struct err *err)
{
	if (!cli_profile(cli, err) || !slips_for(cli, in, err))
		return false;
	for (size_t from = 0; from < in->n; from += SLIPS_PER_SAVE) {
		const size_t n = in->n - from < SLIPS_PER_SAVE ? in->n - from : SLIPS_PER_SAVE;

		if (!slips_deliver(cli, in, from, n, err))
			return false;
		if (in->n > SLIPS_PER_SAVE)
			cli_note(cli, "%zu/%zu", from + n, in->n);
	}
	return slips_show(cli, in, err);
}

int
cmd_invite(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"under", KEY_UNDER, TR("NƠI", "ORG"), 0,
		TR("mỗi nơi bên dưới NƠI một phiếu", "a slip for every organisation below ORG"), 0},
	    {"role", KEY_ROLE, TR("VAI-TRÒ", "ROLE"), 0,
		TR("reporter (mặc định), committee, watcher, national",
		    "reporter (default), committee, watcher, national"),
		0},
	    {"label", KEY_LABEL, TR("TÊN", "TEXT"), 0,
		TR("tên ghi trên phiếu", "what the slip is called"), 0},
	    {"days", KEY_DAYS, "N", 0, TR("dùng được N ngày (14)", "valid for N days (14)"), 0},
	    {"file", KEY_FILE, TR("TỆP", "FILE"), 0,
		TR("ghi các phiếu vào TỆP.csv, chỉ chủ đọc được",
		    "write the slips to FILE.csv, for its owner only"),
		0},
	    {0},
	};
	struct invite in = {.role = ROLE_REPORTER, .days = DAYS_DEFAULT};
	const struct cli_spec spec = {
	    .options = options,
	    .parse = parse,
	    .input = &in,
	    .doc = TR(
		"Mời một nơi (--org) hay mọi nơi bên dưới (--under) kích hoạt máy. Mỗi phiếu dùng một lần. "
		"Phiếu chỉ hiện sau khi máy chủ đã ghi.",
		"Invite one organisation (--org) or all below one (--under) to enrol a machine. A slip works once, and is "
		"shown only after the aggregator holds it."),
	};
	struct err err = {0};
	int status = 0;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !invite_run(cli, &in, &err))
		status = cli_fail(cli, &err, NULL);
	slips_wipe(in.slips, in.n);
	free(in.slips);
	return status;
}
