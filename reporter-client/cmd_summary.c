/* giothong summary - totals of an organisation and period, with their targets. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/lang.h"
#include "base/text.h"
#include "cmd.h"
#include "deliver.h"
#include "summary_json.h"
#include "summary_notes.h"
#include "summary_table.h"
#include "summary_text.h"
#include "words.h"
#include "xlsx.h"

enum key {
	KEY_BY = 1,
	KEY_CHILDREN,
	KEY_BASIS,
	KEY_DRAFTS,
	KEY_COMPARE,
	KEY_TEXT,
	KEY_ROUND,
	KEY_TO,
	KEY_INDICATORS
};

#define PERIOD_TEXT_MAX (WIRE_CODE_BYTES_MAX + 16)
#define PERIOD_DAYS_MAX (2 * DAY_TEXT_MAX + 4)

struct asked {
	unsigned by;
	unsigned level; /* enum org_kind */
	const char *basis;
	bool drafts;
	bool compare;
	bool text;
	struct summary_pick pick;
	struct ask_reference people;  /* ask_reference_free() */
	char period[PERIOD_TEXT_MAX]; /* of --round and --to; "": neither */
};

static const char *
days_text(day_t from, day_t to, char buf[PERIOD_DAYS_MAX])
{
	char first[DAY_TEXT_MAX], last[DAY_TEXT_MAX];

	(void)snprintf(buf, PERIOD_DAYS_MAX, "%s..%s", day_iso(from, first), day_iso(to, last));
	return buf;
}

/* What is shown, and how. */
struct shown {
	const struct rows *r;
	struct summary_face face;
};

/* A row is one of words.h; of a level, which one stands behind a colon. */
static bool
by_parse(const char *arg, struct asked *a, struct err *err)
{
	const char *colon = strchr(arg, ':');
	char word[WIRE_CODE_BYTES_MAX + 1];

	if (colon == NULL)
		return words_parse(WORDS_BY, arg, &a->by, err);
	if ((size_t)(colon - arg) >= sizeof(word))
		return err_set(err, ERR_USAGE, "%s", arg);
	(void)text_copy(word, (size_t)(colon - arg) + 1, arg);
	return words_parse(WORDS_BY, word, &a->by, err) &&
	    (a->by == BY_LEVEL || err_set(err, ERR_USAGE, "%s", arg)) &&
	    words_parse(WORDS_ORG_KIND, colon + 1, &a->level, err);
}

/* --round CODE and --to DAY are periods in other words. */
static bool
period_take(struct asked *a, const char *before, const char *arg, struct err *err)
{
	if (a->period[0] != '\0')
		return err_set(err, ERR_USAGE, "%s",
		    TR("--round và --to: chỉ một trong hai", "--round and --to: only one of them"));
	if (snprintf(a->period, sizeof(a->period), "%s%s", before, arg) < (int)sizeof(a->period))
		return true;
	a->period[0] = '\0';
	return err_set(err, ERR_PERIOD, "%.60s", arg);
}

static error_t
more(struct asked *a, int key, const char *arg, struct argp_state *state)
{
	struct err why;

	switch (key) {
	case KEY_COMPARE:
		a->compare = strcmp(arg, "previous") == 0;
		return a->compare ? 0 : cli_refuse(state, ERR_USAGE, "--compare: previous");
	case KEY_TEXT:
		a->text = true;
		return 0;
	case KEY_ROUND:
	case KEY_TO:
		return period_take(a, key == KEY_ROUND ? "round:" : "..", arg, &why)
		    ? 0
		    : cli_refuse(state, why.code, "%s", why.text);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct asked *a = state->input;
	struct err why;

	switch (key) {
	case KEY_BY:
		return by_parse(arg, a, &why) ? 0
					      : cli_refuse(state, why.code, "--by: %s", why.text);
	case KEY_CHILDREN:
		a->by = BY_CHILD;
		return 0;
	case KEY_BASIS:
		a->basis = arg;
		return 0;
	case KEY_INDICATORS:
		return summary_pick_read(arg, &a->pick, &why)
		    ? 0
		    : cli_refuse(state, why.code, "--indicators: %s", why.text);
	case KEY_DRAFTS:
		a->drafts = true;
		return 0;
	default:
		return more(a, key, arg, state);
	}
}

static bool
has_ending(const char *path, const char *ending)
{
	const size_t len = strlen(path), ending_len = strlen(ending);

	return len > ending_len && strcmp(path + len - ending_len, ending) == 0;
}

/* ---- faces */

static bool
print_json(const struct shown *s, FILE *out, struct err *err)
{
	char *text = summary_json_whole(s->r, &s->face, err);
	bool ok;

	if (text == NULL)
		return false;
	ok = fprintf(out, "%s\n", text) >= 0 || err_set_errno(err, "JSON");
	free(text);
	return ok;
}

static bool
print_table(const struct shown *what, enum table_face face, FILE *out, struct err *err)
{
	struct summary_table s;
	struct buf notes = {0};
	bool ok;

	if (!summary_table_make(what->r, &what->face, &s, err))
		return false;
	ok = table_print(s.t, face, "rows", out, err);
	if (ok && face == TABLE_PEOPLE) {
		summary_notes_by(what->face.by, &notes);
		summary_notes_put(what->r, &notes);
		ok = fprintf(out, "\n%s", buf_text(&notes)) >= 0 || err_set_errno(err, "summary");
	}
	buf_free(&notes);
	summary_table_free(&s);
	return ok;
}

/* The notes stand above the table: whoever prints the sheet has them too. */
static bool
write_xlsx(const struct shown *what, const char *path, struct err *err)
{
	struct summary_table s;
	struct buf notes = {0};
	char *rest = NULL;
	bool ok;

	struct summary_face wide = what->face;

	wide.wide = true;
	if (!summary_table_make(what->r, &wide, &s, err))
		return false;
	summary_notes_by(what->face.by, &notes);
	summary_notes_put(what->r, &notes);
	buf_u8(&notes, 0);
	ok = buf_ok(&notes) || err_set(err, ERR_MEMORY, "summary");
	if (ok)
		for (char *line = strtok_r((char *)notes.at, "\n", &rest); line != NULL;
		     line = strtok_r(NULL, "\n", &rest))
			table_title(s.t, line);
	ok = ok && xlsx_write(s.t, what->r->org_name, path, err);
	buf_free(&notes);
	summary_table_free(&s);
	return ok;
}

static bool
write_file(const struct shown *what, const char *path, struct err *err)
{
	FILE *out;
	bool ok;

	if (has_ending(path, ".xlsx"))
		return write_xlsx(what, path, err);
	if (!has_ending(path, ".json") && !has_ending(path, ".csv") && !has_ending(path, ".txt"))
		return err_set(err, ERR_USAGE,
		    TR("-o %s: lệnh này ghi được .xlsx .csv .json .txt; văn bản: giothong document",
			"-o %s: this command writes .xlsx .csv .json .txt; papers: giothong document"),
		    path);
	out = fopen(path, "we");
	if (out == NULL)
		return err_set_errno(err, "%s", path);
	ok = has_ending(path, ".json")
	    ? print_json(what, out, err)
	    : print_table(what, has_ending(path, ".csv") ? TABLE_CSV : TABLE_PEOPLE, out, err);
	if (fclose(out) != 0 && ok)
		ok = err_set_errno(err, "%s", path);
	return ok;
}

static bool
print_text(const struct shown *what, struct err *err)
{
	struct buf text = {0};
	bool ok;

	summary_text_put(what->r, &what->face, &text);
	summary_notes_by(what->face.by, &text);
	ok = buf_ok(&text) || err_set(err, ERR_MEMORY, "summary");
	if (ok)
		(void)fputs(buf_text(&text), stdout);
	buf_free(&text);
	return ok;
}

static bool
show(struct cli *cli, const struct shown *what, bool text, struct err *err)
{
	if (cli->output != NULL)
		return write_file(what, cli->output, err);
	if (cli->json)
		return print_json(what, stdout, err);
	if (text)
		return print_text(what, err);
	return print_table(what, cli->csv ? TABLE_CSV : TABLE_PEOPLE, stdout, err);
}

static bool
campaign_before(struct ask *a, const struct summary_request *q, const struct rows *now,
    char ret[PERIOD_TEXT_MAX + PERIOD_DAYS_MAX], struct err *err)
{
	const struct reference_request list = {.kind = REFERENCE_CAMPAIGNS,
	    .org = q->org,
	    .period = q->period,
	    .search = "",
	    .as_of_batch = now->as_of_batch};
	const day_t from = summary_compare_day(now->period.from);
	const day_t to = summary_compare_day(now->period.to);
	const char *part = strchr(q->period, '@');
	struct ask_reference r = {.arenas_n = 0};
	const struct campaign_entry *e;
	char days[PERIOD_DAYS_MAX];

	ret[0] = '\0';
	if (!ask_reference(a, &list, &r, err))
		return false;
	e = summary_compare_campaign(
	    r.all.campaigns, r.all.campaigns_n, now->period.from, now->period.to);
	if (e != NULL)
		(void)snprintf(ret, PERIOD_TEXT_MAX + PERIOD_DAYS_MAX, "campaign:%.*s%s%s",
		    WIRE_CODE_BYTES_MAX, e->code, part != NULL ? "@" : "",
		    part != NULL ? days_text(from, to, days) : "");
	ask_reference_free(&r);
	return ret[0] != '\0' ||
	    err_set(err, ERR_PERIOD,
		TR("năm trước không có chiến dịch nào cùng thời gian; so mọi kết quả cùng ngày: "
		   "--period %s",
		    "no campaign of the year before had these days; to compare all results of the "
		    "same days: --period %s"),
		days_text(now->period.from, now->period.to, days));
}

/* The same question of the year before, of the same identity, batch and map. */
static bool
ask_before(struct ask *a, const struct summary_request *q, const struct rows *now,
    struct ask_rows *ret, struct err *err)
{
	struct summary_request before = *q;
	char period[PERIOD_TEXT_MAX + PERIOD_DAYS_MAX], day[DAY_TEXT_MAX];
	char org[WIRE_CODE_BYTES_MAX + DAY_TEXT_MAX];

	if (strcmp(now->period.kind, "campaign") != 0)
		(void)days_text(summary_compare_day(now->period.from),
		    summary_compare_day(now->period.to), period);
	else if (!campaign_before(a, q, now, period, err))
		return false;
	(void)snprintf(org, sizeof(org), "%s%s%s", now->org,
	    now->total.valid_from == DAY_OPEN_LEFT ? "" : "@", day_iso(now->total.valid_from, day));
	before.org = org;
	before.period = period;
	before.basis = now->basis;
	before.as_of_batch = now->as_of_batch;
	return ask_summary(a, &before, ret, err);
}

/* Who lives in the organisations that the rows are of, as of their batch. */
static bool
ask_people(struct ask *a, const struct rows *r, struct ask_reference *ret, struct err *err)
{
	char period[2 * DAY_TEXT_MAX + 4], from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	char org[WIRE_CODE_BYTES_MAX + DAY_TEXT_MAX];
	const struct reference_request q = {.kind = REFERENCE_POPULATIONS,
	    .org = org,
	    .period = period,
	    .search = "",
	    .as_of_batch = r->as_of_batch};

	(void)snprintf(period, sizeof(period), "%s..%s", day_iso(r->period.from, from),
	    day_iso(r->period.to, to));
	(void)snprintf(org, sizeof(org), "%s%s%s", r->org,
	    r->total.valid_from == DAY_OPEN_LEFT ? "" : "@", day_iso(r->total.valid_from, from));
	return ask_reference(a, &q, ret, err);
}

static bool
ask(struct cli *cli, struct asked *asked, struct ask_rows *ret, struct ask_rows *ret_before,
    struct err *err)
{
	const struct summary_request q = {.org = cli->org == NULL ? "" : cli->org,
	    .period = asked->period[0] != '\0' ? asked->period
		: cli->period == NULL          ? ""
					       : cli->period,
	    .by = (enum by)asked->by,
	    .basis = asked->basis,
	    .as_of_batch = cli->as_of_batch,
	    .drafts = asked->drafts,
	    .level = (enum org_kind)asked->level};
	struct ask *a = NULL;
	bool ok;

	if (!ask_open(&cli->profile, &a, err))
		return false;
	ok = ask_summary(a, &q, ret, err) &&
	    (!asked->compare || ask_before(a, &q, &ret->all, ret_before, err)) &&
	    (!summary_pick_per_people(&asked->pick) ||
		ask_people(a, &ret->all, &asked->people, err));
	asked->pick.populations = &asked->people.all;
	asked->pick.to = ret->all.period.to;
	ask_close(a);
	return ok;
}

static const char *
doc(void)
{
	return TR(
	    "Tổng hợp của một nơi trong một kỳ, kèm chỉ tiêu. Không nêu kỳ: năm kế hoạch hiện tại. Ô “–” "
	    "là chưa biết, không phải 0. Dòng cuối ghi lần ghi và mã kiểm tra: hai người cùng lần ghi có "
	    "cùng số.\n\n"
	    "Ví dụ:\n"
	    "  giothong summary\n"
	    "  giothong summary --org VN --period 2022 --children\n"
	    "  giothong summary --org 91 --period 2022-05-01..2022-08-31 --by month\n"
	    "  giothong summary --org 12 --period 2021 --by drive --drafts\n"
	    "  giothong summary --org 106 --to 2024-06-06\n"
	    "  giothong summary --compare previous -o so-sanh.xlsx\n"
	    "  giothong summary --indicators yield_percent,donors_male,units_per_drive\n"
	    "  giothong summary --text",
	    "Totals of an organisation and period with their targets.  No period: the present plan year. "
	    "“–” is not known, which is not 0.  The last line has the batch and its root: two people at "
	    "the same batch see the same figures.\n\n"
	    "Examples:\n"
	    "  giothong summary\n"
	    "  giothong summary --org VN --period 2022 --children\n"
	    "  giothong summary --org 91 --period 2022-05-01..2022-08-31 --by month\n"
	    "  giothong summary --org 12 --period 2021 --by drive --drafts\n"
	    "  giothong summary --org 106 --to 2024-06-06\n"
	    "  giothong summary --compare previous -o compared.xlsx\n"
	    "  giothong summary --indicators yield_percent,donors_male,units_per_drive\n"
	    "  giothong summary --text");
}

static bool
is_allowed(const struct cli *cli, const struct asked *a, struct err *err)
{
	if (a->period[0] != '\0' && cli->period != NULL)
		return err_set(err, ERR_USAGE, "%s",
		    TR("--period, --round, --to: chỉ một", "--period, --round, --to: only one"));
	/* Drives are each of their own year. */
	return !a->compare || (a->by != BY_DRIVE && a->by != BY_INDICATOR) ||
	    err_set(err, ERR_USAGE, "%s",
		TR("--compare không đi với --by drive, indicator",
		    "--compare does not go with --by drive, indicator"));
}

int
cmd_summary(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"by", KEY_BY, "child|level:province|sector|month|drive|campaign|executing|indicator",
		0,
		TR("mỗi dòng là gì (child: nơi ngay dưới; level: province, district, commune)",
		    "what a row is (child: just below; level: province, district, commune)"),
		0},
	    {"children", KEY_CHILDREN, NULL, 0, TR("như --by child", "as --by child"), 0},
	    {"basis", KEY_BASIS, TR("recorded|end|NGÀY", "recorded|end|DAY"), 0,
		TR("địa giới: lúc hiến máu, cuối kỳ (khi không nêu), hoặc của một ngày",
		    "the map: as recorded, of the period's end (the default), or of a day"),
		0},
	    {"drafts", KEY_DRAFTS, NULL, 0,
		TR("tính cả chỉ tiêu dự thảo", "count draft targets too"), 0},
	    {"indicators", KEY_INDICATORS, TR("MÃ,…|all", "CODE,…|all"), 0,
		TR("thêm chỉ số theo mã, cả tỷ lệ tính từ tổng (giothong indicators)",
		    "add indicators by code, ratios of the sums too (giothong indicators)"),
		0},
	    {"compare", KEY_COMPARE, "previous", 0,
		TR("so với cùng kỳ năm trước: tăng giảm, thứ hạng, còn thiếu",
		    "beside the same period a year before: change, rank, what is missing"),
		0},
	    {"text", KEY_TEXT, NULL, 0,
		TR("một đoạn ngắn để dán vào tin nhắn", "a short text to paste into a chat"), 0},
	    {"round", KEY_ROUND, TR("MÃ", "CODE"), 0,
		TR("kỳ báo cáo này, như --period round:MÃ",
		    "this reporting round, as --period round:CODE"),
		0},
	    {"to", KEY_TO, TR("NGÀY", "DAY"), 0,
		TR("từ đầu năm kế hoạch đến ngày này, như --period ..NGÀY",
		    "from the beginning of the plan year to that day, as --period ..DAY"),
		0},
	    {0},
	};
	struct asked asked = {.by = BY_CHILD, .basis = "end"};
	const struct cli_spec spec = {
	    .options = options, .parse = parse, .input = &asked, .doc = doc()};
	struct ask_rows rows = {.arenas_n = 0}, before = {.arenas_n = 0};
	struct summary_compare compare = {.rows = NULL};
	struct shown what;
	struct err err;
	bool ok;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !is_allowed(cli, &asked, &err) ||
	    !cli_outbox(cli, &err))
		return cli_fail(cli, &err, NULL);
	deliver_waiting(cli, DELIVER_SHORT_MS);
	ok = ask(cli, &asked, &rows, &before, &err) &&
	    (!asked.compare || summary_compare_make(&rows.all, &before.all, &compare, &err));
	what = (struct shown){.r = &rows.all,
	    .face = {.by = (enum by)asked.by,
		.pick = &asked.pick,
		.compare = asked.compare ? &compare : NULL}};
	ok = ok && show(cli, &what, asked.text, &err);
	summary_compare_free(&compare);
	ask_reference_free(&asked.people);
	ask_rows_free(&before);
	ask_rows_free(&rows);
	return ok ? 0 : cli_fail(cli, &err, NULL);
}
