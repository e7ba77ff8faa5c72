/*
 * giothong plan round list|add - reporting rounds: what is owed up to which day, and when it is
 * due.
 */
#include <string.h>

#include "base/lang.h"
#include "cmd.h"
#include "org_find.h"
#include "reference_show.h"
#include "report_build.h"
#include "rules/rules.h"
#include "saving.h"

#define ARENA_FIRST ((size_t)4 * 1024)
#define ARENA_MAX ((size_t)64 * 1024)

enum key { KEY_NAME = 1, KEY_FROM, KEY_TO, KEY_DUE, KEY_ADDRESSEE, KEY_END_ };

struct input {
	const char *verb, *code;
	const char *name, *addressee;
	day_t from, to, due;
};

static bool
take(struct input *in, int key, const char *arg, struct err *err)
{
	switch (key) {
	case KEY_NAME:
		in->name = arg;
		return true;
	case KEY_ADDRESSEE:
		in->addressee = arg;
		return true;
	case KEY_FROM:
		return day_parse(arg, &in->from, err);
	case KEY_TO:
		return day_parse(arg, &in->to, err);
	case KEY_DUE:
	default:
		return day_parse(arg, &in->due, err);
	}
}

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct input *in = state->input;
	struct err why;

	if (key == ARGP_KEY_ARG) {
		*(in->verb == NULL ? &in->verb : &in->code) = arg;
		return 0;
	}
	if (key < KEY_NAME || key >= KEY_END_)
		return ARGP_ERR_UNKNOWN;
	return take(in, key, arg, &why) ? 0 : cli_refuse(state, why.code, "%s", why.text);
}

/* ---- list */

static int
list(struct cli *cli)
{
	struct err err;

	return reference_show_list(cli, REFERENCE_ROUNDS, reference_show_rounds, &err)
	    ? 0
	    : cli_fail(cli, &err, NULL);
}

/* ---- add */

static bool
text(struct arena *arena, const char *arg, size_t max, const char **ret, struct err *err)
{
	return report_build_copy(arena, arg == NULL ? "" : arg,
	    (struct text_field){max, TR("tùy chọn", "the option")}, ret, err);
}

static bool
round_make(struct cli *cli, const struct input *in, struct arena *arena, struct report *ret,
    struct err *err)
{
	struct round_entry *r = &ret->u.registry.u.round;
	char org[WIRE_CODE_BYTES_MAX + 1];
	struct org_find f;
	bool ok;

	if (in->code == NULL || in->from == DAY_OPEN_LEFT || in->to == DAY_OPEN_LEFT)
		return err_set(err, ERR_USAGE, "%s",
		    TR("cần MÃ, --from và --to", "CODE, --from and --to are needed"));
	*ret = (struct report){.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_ROUND}};
	r->from = in->from;
	r->cut_off = in->to;
	r->due = in->due == DAY_OPEN_LEFT ? in->to : in->due;
	org_find_open(&f, &cli->profile);
	ok = org_find_code(&f, cli->org != NULL ? cli->org : cli->profile.org, in->to, org, err);
	org_find_close(&f);
	return ok && text(arena, in->code, WIRE_CODE_BYTES_MAX, &r->code, err) &&
	    text(arena, in->name != NULL ? in->name : in->code, WIRE_NAME_BYTES_MAX, &r->name,
		err) &&
	    text(arena, in->addressee, WIRE_NAME_BYTES_MAX, &r->addressee, err) &&
	    text(arena, org, WIRE_CODE_BYTES_MAX, &r->org, err) && rules_accept(ret, DAY_MAX, err);
}

static int
add(struct cli *cli, const struct input *in)
{
	struct arena *arena = arena_make(ARENA_FIRST, ARENA_MAX);
	char summary[OUTBOX_SUMMARY_MAX], due[DAY_TEXT_MAX];
	struct report report;
	const struct saving saving = {
	    .reports = &report, .n = 1, .summary = summary, .wait_ms = DELIVER_SUBMIT_MS};
	struct err err;
	int status;

	if (arena == NULL) {
		(void)err_set(&err, ERR_MEMORY, "plan round");
		return cli_fail(cli, &err, NULL);
	}
	if (!cli_profile(cli, &err) || !round_make(cli, in, arena, &report, &err)) {
		status = cli_fail(cli, &err, TR("Chưa lưu gì.", "Nothing was saved."));
	} else {
		(void)snprintf(summary, sizeof(summary),
		    TR("Kỳ báo cáo %.64s, hạn nộp %s", "Reporting round %.64s, due %s"),
		    report.u.registry.u.round.code, day_people(report.u.registry.u.round.due, due));
		status = saving_tell(cli, &saving);
	}
	arena_free(arena);
	return status;
}

int
cmd_plan_round(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"name", KEY_NAME, TR("TÊN", "NAME"), 0, TR("tên kỳ báo cáo", "its name"), 0},
	    {"from", KEY_FROM, TR("NGÀY", "DAY"), 0, TR("ngày đầu", "the first day"), 0},
	    {"to", KEY_TO, TR("NGÀY", "DAY"), 0, TR("ngày chốt số", "the cut-off"), 0},
	    {"due", KEY_DUE, TR("NGÀY", "DAY"), 0,
		TR("hạn nộp: ngày cuối không bị coi là muộn (ngày chốt số)",
		    "the last day on which it is not late (the cut-off)"),
		0},
	    {"addressee", KEY_ADDRESSEE, TR("NƠI", "TEXT"), 0, TR("nơi nhận", "to whom"), 0},
	    {0},
	};
	struct input in = {.from = DAY_OPEN_LEFT, .to = DAY_OPEN_LEFT, .due = DAY_OPEN_LEFT};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &in,
	    .args = TR("list | add MÃ", "list | add CODE"),
	    .args_min = 1,
	    .args_max = 2,
	    .doc = TR(
		"Kỳ báo cáo: một khoảng ngắn hơn năm kế hoạch, có ngày chốt số và hạn nộp. Dùng làm "
		"kỳ: --period round:MÃ. Kỳ có đúng các ngày của một chiến dịch là kỳ nộp kết quả của "
		"chiến dịch đó: hạn của mọi buổi trong chiến dịch là hạn nộp ấy.\n\n"
		"Ví dụ:\n"
		"  giothong plan round list --period 2024\n"
		"  giothong plan round add TD-2024-6T --org 106 --from 2023-12-01 --to 2024-06-06 "
		"--name \"6 tháng đầu năm 2024\"",
		"Reporting rounds: a span shorter than the plan year with a cut-off and a due day, to be "
		"used as a period: --period round:CODE.  A round with just the days of a campaign is that "
		"campaign's: every drive of it is due on the round's due day.\n\n"
		"Examples:\n"
		"  giothong plan round list --period 2024\n"
		"  giothong plan round add TD-2024-6T --org 106 --from 2023-12-01 --to 2024-06-06")};
	struct err err;

	if (!cli_parse(cli, &spec, argc, argv, &err))
		return cli_fail(cli, &err, NULL);
	if (strcmp(in.verb, "list") == 0)
		return list(cli);
	if (strcmp(in.verb, "add") == 0) {
		if (cli->as_of_batch != 0 && !cli_refuse_batch(cli, &err))
			return cli_fail(cli, &err, NULL);
		return add(cli, &in);
	}
	(void)err_set(&err, ERR_USAGE, "%s", TR("list hoặc add", "list or add"));
	return cli_fail(cli, &err, NULL);
}
