/* giothong history - which report, which office, which batch, and what it replaced. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "cmd.h"
#include "deliver.h"
#include "history_rows.h"
#include "org_find.h"
#include "reference_show.h"
#include "rules/catalogue.h"
#include "about_name.h"
#include "words.h"

enum key { KEY_DRIVE = 1 };

struct asked {
	char *key; /* NULL: not given */
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct asked *q = state->input;

	if (key != KEY_DRIVE && key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	if (q->key != NULL)
		return cli_refuse(state, ERR_USAGE, "%s", TR("nêu hai mã", "two keys"));
	q->key = arg;
	return 0;
}

static const char *
or_absent(const char *text)
{
	return text[0] == '\0' ? NULL : text;
}

/* Every count that some revision has, for programs. */
static size_t
indicators_of(const struct reference *r, uint32_t ret[WIRE_PAIRS_MAX])
{
	size_t n = 0;

	for (uint32_t i = 0; i < r->reports_n; i++) {
		const struct counts *c = history_rows_counts(&r->reports[i]);

		for (uint32_t k = 0; c != NULL && k < c->n; k++) {
			size_t at = 0;

			while (at < n && ret[at] != c->ind[k])
				at++;
			if (at == n && n < WIRE_PAIRS_MAX && catalogue_by_ind(c->ind[k]) != NULL)
				ret[n++] = c->ind[k];
		}
	}
	return n;
}

static const char *
kind_name(const struct report_row *row)
{
	return row->kind == KIND_REVIEW  ? "review"
	    : row->kind == KIND_LOCK     ? "lock"
	    : row->kind == KIND_ACTIVITY ? "activity"
	    : row->kind == KIND_RESULT   ? "result"
					 : "";
}

static const char *
action_name(enum report_action action)
{
	static const char *const names[ACTION_COUNT_] = {[ACTION_FIRST] = "first",
	    [ACTION_CORRECTION] = "correction",
	    [ACTION_WITHDRAWAL] = "withdrawal"};

	return action < ACTION_COUNT_ && names[action] != NULL ? names[action] : "";
}

static void
row_put(struct table *t, const struct reference *r, uint32_t i)
{
	const struct report_row *row = &r->reports[i];
	const unsigned state = words_number(WORDS_REPORT_STATE, row->state);
	char text[HISTORY_TEXT_MAX], name[HISTORY_NAME_MAX];

	table_number(t, (int64_t)row->batch);
	table_number(t, row->at_ms);
	table_text(t, row->by_org);
	if (history_rows_day(r, i) != 0)
		table_number(t, history_rows_day(r, i));
	else
		table_absent(t);
	table_text(t, history_rows_what(row, text));
	table_text(t, or_absent(history_rows_says(r, i, text)));
	table_text(t,
	    row->kind == KIND_REVIEW || row->kind == KIND_LOCK
		? NULL
		: or_absent(words_text(WORDS_REPORT_STATE, state)));
	table_text(t, or_absent(row->reason));
	table_text(t, or_absent(row->result.note != NULL ? row->result.note : ""));
	table_text(t, kind_name(row));
	table_text(t, action_name(row->action));
	table_text(t, or_absent(row->state));
	table_text(t,
	    row->kind == KIND_RESULT ? or_absent(words_name(WORDS_WITNESS, row->result.witness))
				     : NULL);
	table_text(t, or_absent(words_name(WORDS_ROLE, row->by_role)));
	table_text(t, or_absent(row->other));
	table_number(t, row->current);
	table_text(t, history_rows_name(&row->name, name));
	table_text(t, row->replaces.seq == 0 ? NULL : history_rows_name(&row->replaces, name));
}

static bool
has_days(const struct reference *r)
{
	for (uint32_t i = 0; i < r->reports_n; i++)
		if (history_rows_day(r, i) != 0)
			return true;
	return false;
}

static bool
history_show(
    struct cli *cli, const struct about_name *what, const struct reference *r, struct err *err)
{
	const struct table_column fixed[] = {
	    {"batch", TR("Lần ghi", "Batch"), TABLE_COUNT},
	    {"at", TR("Nhận lúc", "Received"), TABLE_TIME},
	    {"by_org", TR("Nơi báo", "By"), TABLE_KEY},
	    {"day", has_days(r) ? TR("Của ngày", "Of day") : NULL, TABLE_DAY},
	    {"what", TR("Việc", "What"), TABLE_TEXT},
	    {"says", TR("Số liệu (cũ → mới)", "Counts (old → new)"), TABLE_TEXT},
	    {"state_text", TR("Tình trạng", "State"), TABLE_TEXT},
	    {"reason", TR("Lý do", "Reason"), TABLE_TEXT},
	    {"note", TR("Ghi chú", "Note"), TABLE_TEXT},
	    {"kind", NULL, TABLE_TEXT},
	    {"action", NULL, TABLE_TEXT},
	    {"state", NULL, TABLE_TEXT},
	    {"witness", NULL, TABLE_TEXT},
	    {"by_role", NULL, TABLE_TEXT},
	    {"other", NULL, TABLE_TEXT},
	    {"current", NULL, TABLE_BOOL},
	    {"name", NULL, TABLE_TEXT},
	    {"replaces", NULL, TABLE_TEXT},
	};
	struct table_column columns[ARRAY_LEN(fixed) + WIRE_PAIRS_MAX];
	uint32_t ind[WIRE_PAIRS_MAX];
	const size_t n = indicators_of(r, ind);
	struct table *t;
	bool ok;

	memcpy(columns, fixed, sizeof(fixed));
	for (size_t i = 0; i < n; i++)
		columns[ARRAY_LEN(fixed) + i] = (struct table_column){
		    .key = catalogue_by_ind(ind[i])->code, .kind = TABLE_COUNT};
	t = table_new(columns, ARRAY_LEN(fixed) + n);
	if (t == NULL)
		return err_set(err, ERR_MEMORY, "history");
	table_title(t, what->text);
	/* The answer has the newest first; a story is told from its beginning. */
	for (uint32_t i = r->reports_n; i-- > 0;) {
		row_put(t, r, i);
		for (size_t k = 0; k < n; k++)
			table_counted(t, history_rows_counts(&r->reports[i]), ind[k]);
	}
	table_batch(t, r->as_of_batch);
	ok = cli_print(cli, t, "history", err);
	table_free(t);
	return ok;
}

/* Of the subject's own days, whatever --period says. */
static bool
history_ask(
    struct cli *cli, const struct about_name *what, struct ask_reference *ret, struct err *err)
{
	char period[2 * DAY_TEXT_MAX + 4], from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	const struct reference_request q = {.kind = REFERENCE_HISTORY,
	    .org = "",
	    .period = period,
	    .search = what->search,
	    .as_of_batch = cli->as_of_batch};
	struct ask *a = NULL;
	bool ok;

	(void)snprintf(period, sizeof(period), "%.10s..%.10s", day_iso(what->from, from),
	    day_iso(what->to, to));
	ok = ask_open(&cli->profile, &a, err) && ask_reference(a, &q, ret, err);
	ask_close(a);
	if (ok && ret->all.reports_n == 0)
		ok = err_set(err, ERR_NOT_FOUND,
		    TR("chưa có báo cáo nào về %s", "there is no report about %s"), what->text);
	return ok;
}

static bool
name_read(struct cli *cli, const char *key, struct about_name *ret, struct err *err)
{
	char code[WIRE_CODE_BYTES_MAX + 1] = "";
	struct org_find f;
	bool ok = true;

	if (key == NULL)
		return err_set(err, ERR_SUBJECT_MISSING, "%s",
		    TR("nêu MÃ, hoặc --org NƠI --drive NGÀY/SỐ",
			"name a KEY, or --org ORG --drive DAY/N"));
	if (cli->org != NULL) {
		org_find_open(&f, &cli->profile);
		f.as_of_batch = cli->as_of_batch;
		ok = org_find_code(&f, cli->org, DAY_OPEN_LEFT, code, err);
		org_find_close(&f);
	}
	return ok && about_name_parse(key, code, ret, err);
}

int
cmd_history(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"drive", KEY_DRIVE, TR("MÃ-BUỔI", "KEY"), 0,
		TR("mã buổi; hoặc NGÀY/SỐ cùng --org", "a drive's key; or DAY/N with --org"), 0},
	    {0},
	};
	struct asked q = {.key = NULL};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &q,
	    .args = TR("[MÃ]", "[KEY]"),
	    .args_max = 1,
	    .doc = TR(
		"Một con số từ đâu ra: từng báo cáo về một buổi, đợt thu hoặc kỳ hoạt động, cũ nhất "
		"trước: nơi nào báo, lần ghi nào, lúc nào, thay bản nào, cũ → mới, lý do, ban chỉ đạo "
		"đã nói gì, và những lần khóa sổ, mở sổ chạm tới ngày đó.\n\n"
		"Ví dụ:\n"
		"  giothong history 909/2022-05-08/1\n"
		"  giothong history --org 909 --drive 2022-05-08/1\n"
		"  giothong history 909/2022-05-01..2022-05-31/fixed_site",
		"Where a number comes from: every report about a drive, a collection or an activity, oldest "
		"first: which office, which batch, when, what it replaced, old → new, the reason, what the "
		"committee said, and what locked or opened the books of its day.\n\n"
		"Examples:\n"
		"  giothong history 909/2022-05-08/1\n"
		"  giothong history --org 909 --drive 2022-05-08/1\n"
		"  giothong history 909/2022-05-01..2022-05-31/fixed_site")};
	struct ask_reference answer = {.arenas_n = 0};
	struct about_name what;
	struct err err;
	bool ok;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !cli_outbox(cli, &err))
		return cli_fail(cli, &err, NULL);
	ok = name_read(cli, q.key, &what, &err);
	if (ok)
		deliver_waiting(cli, DELIVER_SHORT_MS);
	ok = ok && history_ask(cli, &what, &answer, &err) &&
	    history_show(cli, &what, &answer.all, &err);
	ask_reference_free(&answer);
	return ok ? 0 : cli_fail(cli, &err, NULL);
}
