/* giothong lock, unlock, lock list - books that are closed, and opened with a reason. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/text.h"
#include "cmd.h"
#include "org_find.h"
#include "reference_show.h"
#include "report_build.h"
#include "rules/period.h"
#include "rules/rules.h"
#include "saving.h"

#define EVERY_DAY "1900-01-01..2099-12-31" /* without --period a server answers for this year */

#define ARENA_FIRST ((size_t)2 * 1024)
#define ARENA_MAX ((size_t)64 * 1024)
#define WAIT_MAX_S 600

enum key { KEY_REASON = 1, KEY_WAIT };

struct locking {
	bool locked;
	const char *org;
	const char *reason;
	uint64_t wait_s;
	struct arena *arena;
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct locking *l = state->input;
	struct err why;
	bool ok = true;

	switch (key) {
	case ARGP_KEY_ARG:
		l->org = arg;
		break;
	case KEY_REASON:
		ok = report_build_copy(l->arena, arg,
		    (struct text_field){WIRE_NOTE_BYTES_MAX, TR("lý do", "the reason")}, &l->reason,
		    &why);
		break;
	case KEY_WAIT:
		ok = cli_u64(arg, WAIT_MAX_S, &l->wait_s, &why);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return ok ? 0 : cli_refuse(state, why.code, "%s", why.text);
}

/* ---- which days */

/* Plan years, campaigns and rounds begin and end where the plan says: the aggregator knows. */
static bool
days_ask(struct cli *cli, const char *org, struct period *ret, struct err *err)
{
	const struct summary_request q = {
	    .org = org, .period = cli->period, .by = BY_CHILD, .basis = ""};
	struct ask_rows rows = {.arenas_n = 0};
	struct ask *a = NULL;
	const bool ok = ask_open(&cli->profile, &a, err) && ask_summary(a, &q, &rows, err);

	if (ok) {
		ret->from = rows.all.period.from;
		ret->to = rows.all.period.to;
	}
	ask_rows_free(&rows);
	ask_close(a);
	return ok;
}

static bool
days_of(struct cli *cli, const char *org, struct period *ret, struct err *err)
{
	if (cli->period == NULL)
		return err_set(err, ERR_USAGE, "%s", TR("thiếu --period", "--period is missing"));
	if (!period_parse(
		cli->period, PLAN_YEAR_DEFAULT, day_from_unix_ms(clock_unix_ms()), ret, err))
		return false;
	switch (ret->kind) {
	case PERIOD_MONTH:
	case PERIOD_RANGE:
	case PERIOD_CALENDAR_YEAR:
		return true;
	case PERIOD_PLAN_YEAR:
	case PERIOD_HALF:
	case PERIOD_QUARTER:
	case PERIOD_OPEN:
	case PERIOD_CAMPAIGN:
	case PERIOD_ROUND:
	default:
		return days_ask(cli, org, ret, err);
	}
}

static bool
report_make(struct cli *cli, const struct locking *l, struct report *ret, struct err *err)
{
	struct lock_entry *e = &ret->u.lock;
	char code[WIRE_CODE_BYTES_MAX + 1];
	struct period days;
	struct org_find f;
	bool ok;

	org_find_open(&f, &cli->profile);
	ok = org_find_code(&f, l->org, DAY_OPEN_LEFT, code, err);
	org_find_close(&f);
	if (!ok || !days_of(cli, code, &days, err))
		return false;
	*ret = (struct report){.kind = KIND_LOCK, .action = ACTION_FIRST, .reason = ""};
	*e = (struct lock_entry){
	    .org = "", .from = days.from, .to = days.to, .locked = l->locked, .reason = l->reason};
	return report_build_copy(l->arena, code,
		   (struct text_field){WIRE_CODE_BYTES_MAX, TR("mã nơi", "the organisation")},
		   &e->org, err) &&
	    rules_accept(ret, DAY_MAX, err);
}

static int
save(struct cli *cli, const struct locking *l)
{
	char summary[OUTBOX_SUMMARY_MAX], from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	struct report r;
	const struct saving saving = {
	    .reports = &r, .n = 1, .summary = summary, .wait_ms = (int)(l->wait_s * 1000)};
	struct err err;

	if (!cli_outbox(cli, &err) || !report_make(cli, l, &r, &err))
		return cli_fail(cli, &err, TR("Chưa lưu gì.", "Nothing was saved."));
	(void)snprintf(summary, sizeof(summary), "%s %s: %s – %s",
	    l->locked ? TR("Khóa sổ", "Lock") : TR("Mở sổ", "Unlock"), r.u.lock.org,
	    day_people(r.u.lock.from, from), day_people(r.u.lock.to, to));
	return saving_tell(cli, &saving);
}

static int
run(struct cli *cli, bool locked, const char *doc, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"reason", KEY_REASON, TR("LỜI", "TEXT"), 0, TR("lý do", "the reason"), 0},
	    {"wait", KEY_WAIT, TR("GIÂY", "S"), 0,
		TR("thử gửi bao nhiêu giây (5)", "seconds to try (5)"), 0},
	    {0},
	};
	struct locking l = {.locked = locked,
	    .reason = "",
	    .wait_s = DELIVER_SUBMIT_MS / 1000,
	    .arena = arena_make(ARENA_FIRST, ARENA_MAX)};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &l,
	    .args = TR("NƠI", "ORG"),
	    .args_min = 1,
	    .args_max = 1,
	    .doc = doc};
	struct err err;
	int status;

	if (l.arena == NULL) {
		(void)err_set(&err, ERR_MEMORY, "lock");
		return cli_fail(cli, &err, NULL);
	}
	status =
	    cli_parse(cli, &spec, argc, argv, &err) ? save(cli, &l) : cli_fail(cli, &err, NULL);
	arena_free(l.arena);
	return status;
}

int
cmd_lock(struct cli *cli, int argc, char **argv)
{
	return run(cli, true,
	    TR("Khóa sổ một kỳ của một nơi và mọi nơi bên dưới. Báo cáo đến sau vẫn được lưu nhưng không tính "
	       "cho đến khi ban chỉ đạo cho tính (giothong review admit). Chỉ tiêu và các buổi của những "
	       "ngày đó cũng giữ nguyên đến khi mở sổ.\n\n"
	       "Ví dụ: giothong lock 91 --period 2022-05 --reason \"đã báo cáo quốc gia\"",
		"Lock the books of a period for an organisation and all below it.  What comes later is stored "
		"and does not count until the committee admits it (giothong review admit).  Targets and drives of "
		"those days stand, too, until the books are opened.\n\n"
		"Example: giothong lock 91 --period 2022-05 --reason \"reported to the nation\""),
	    argc, argv);
}

int
cmd_unlock(struct cli *cli, int argc, char **argv)
{
	return run(cli, false,
	    TR("Mở sổ một kỳ đã khóa, cùng lý do.\n\n"
	       "Ví dụ: giothong unlock 91 --period 2022-05 --reason \"sửa số của Vinpearl\"",
		"Open the books of a locked period, with the reason.\n\n"
		"Example: giothong unlock 91 --period 2022-05 --reason \"Vinpearl was wrong\""),
	    argc, argv);
}

/* ---- list */

static bool
locks_show(struct cli *cli, const struct reference *r, struct err *err)
{
	const struct table_column columns[] = {
	    {"org", TR("Mã", "Code"), TABLE_KEY},
	    {"org_name", TR("Địa phương, cơ quan", "Organisation"), TABLE_TEXT},
	    {"from", TR("Từ", "From"), TABLE_DAY},
	    {"to", TR("Đến", "To"), TABLE_DAY},
	    {"what", TR("Việc", "What"), TABLE_TEXT},
	    {"reason", TR("Lý do", "Reason"), TABLE_TEXT},
	    {"by_org", TR("Nơi làm", "By"), TABLE_KEY},
	    {"batch", TR("Lần ghi", "Batch"), TABLE_COUNT},
	    {"at", TR("Lúc", "At"), TABLE_TIME},
	    {"locked", NULL, TABLE_BOOL},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "locks");
	for (uint32_t i = 0; i < r->locks_n; i++) {
		const struct lock_row *row = &r->locks[i];

		table_text(t, row->lock.org);
		table_text(t, row->org_name);
		table_number(t, row->lock.from);
		table_number(t, row->lock.to);
		table_text(t, row->lock.locked ? TR("khóa", "locked") : TR("mở", "opened"));
		table_text(t, row->lock.reason[0] == '\0' ? NULL : row->lock.reason);
		table_text(t, row->by_org);
		table_number(t, (int64_t)row->batch);
		table_number(t, row->at_ms);
		table_number(t, row->lock.locked);
	}
	table_batch(t, r->as_of_batch);
	ok = cli_print(cli, t, "locks", err);
	table_free(t);
	return ok;
}

int
cmd_lock_list(struct cli *cli, int argc, char **argv)
{
	const struct cli_spec spec = {
	    .doc = TR(
		"Những lần khóa sổ và mở sổ, mới nhất trước: lần mới nhất quyết định; với --period, chỉ "
		"những lần chạm tới kỳ ấy.\n\n"
		"Ví dụ: giothong lock list --org 91 --period 2022",
		"Entries that locked or opened days, newest first: the newest decides; with --period only "
		"those that touch its days.\n\n"
		"Example: giothong lock list --org 91 --period 2022")};
	struct err err;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !cli_outbox(cli, &err))
		return cli_fail(cli, &err, NULL);
	if (cli->period == NULL)
		cli->period = EVERY_DAY;
	deliver_waiting(cli, DELIVER_SHORT_MS);
	return reference_show_list(cli, REFERENCE_LOCKS, locks_show, &err)
	    ? 0
	    : cli_fail(cli, &err, NULL);
}
