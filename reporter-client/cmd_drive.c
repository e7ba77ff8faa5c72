/* giothong drive list|add - the drives of a period, and one more of them. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "cmd.h"
#include "drive_options.h"
#include "drive_report.h"
#include "org_find.h"
#include "reference_show.h"
#include "report_build.h"
#include "rules/rules.h"
#include "saving.h"
#include "words.h"

#define ARENA_FIRST ((size_t)8 * 1024)
#define ARENA_MAX ((size_t)1024 * 1024)
#define ORDINAL_MAX 999
#define WAIT_MAX_S 600

int
cmd_drive_list(struct cli *cli, int argc, char **argv)
{
	const struct cli_spec spec = {
	    .doc = TR(
		"Các buổi hiến máu của một nơi (và dưới nó) trong một kỳ: theo kế hoạch và ngoài kế "
		"hoạch, đã báo cáo hay chưa.\n\nVí dụ: giothong drive list --period 2022-05",
		"The drives of an organisation (and below it) in a period: planned or not, reported or "
		"not.\n\nExample: giothong drive list --period 2022-05")};
	struct err err;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !cli_outbox(cli, &err))
		return cli_fail(cli, &err, NULL);
	deliver_waiting(cli, DELIVER_SHORT_MS);
	return reference_show_list(cli, REFERENCE_DRIVES, reference_show_drives, &err)
	    ? 0
	    : cli_fail(cli, &err, NULL);
}

/* ---- add */

enum key { KEY_FOR = 1, KEY_DATE, KEY_TO, KEY_NO, KEY_DRAFT, KEY_TARGET, KEY_WAIT };

struct add {
	struct arena *arena;
	struct drive_options options;
	enum drive_state state;
	const char *for_org;
	day_t day, to;
	uint64_t ordinal, wait_s;
	int64_t target; /* -1: none */
};

static bool
take(struct add *a, int key, const char *arg, struct err *err)
{
	switch (key) {
	case KEY_FOR:
		a->for_org = arg;
		return true;
	case KEY_DATE:
		return day_parse(arg, &a->day, err);
	case KEY_TO:
		return day_parse(arg, &a->to, err);
	case KEY_NO:
		return cli_u64(arg, ORDINAL_MAX, &a->ordinal, err);
	case KEY_DRAFT:
		a->state = DRIVE_DRAFT;
		return true;
	case KEY_TARGET:
		return num_parse_count(arg, &a->target, err);
	case KEY_WAIT:
	default:
		return cli_u64(arg, WAIT_MAX_S, &a->wait_s, err);
	}
}

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct add *a = state->input;
	struct err why;
	bool ok;

	if (drive_options_has(key))
		ok = drive_options_take(&a->options, key, arg, &why);
	else if (key >= KEY_FOR && key <= KEY_WAIT)
		ok = take(a, key, arg, &why);
	else
		return ARGP_ERR_UNKNOWN;
	return ok ? 0 : cli_refuse(state, why.code, "%s", why.text);
}

static bool
parse_all(struct cli *cli, struct add *a, int argc, char **argv, struct err *err)
{
	const struct argp_option own[] = {
	    {"date", KEY_DATE, TR("NGÀY", "DAY"), 0, TR("ngày dự kiến", "planned day"), 0},
	    {"to", KEY_TO, TR("NGÀY", "DAY"), 0,
		TR("ngày cuối, khi kéo dài", "last day, of several"), 0},
	    {"for", KEY_FOR, TR("NƠI", "ORG"), 0,
		TR("nơi được tính chỉ tiêu: mã hoặc tên", "credited organisation: code or name"),
		0},
	    {"no", KEY_NO, "N", 0, TR("buổi thứ mấy trong ngày (1)", "which drive of that day (1)"),
		0},
	    {"target", KEY_TARGET, TR("SỐ", "N"), 0,
		TR("chỉ tiêu riêng của buổi", "the drive's own target"), 0},
	    {"draft", KEY_DRAFT, NULL, 0, TR("còn là dự thảo", "still a draft"), 0},
	    {"wait", KEY_WAIT, TR("GIÂY", "S"), 0,
		TR("thử gửi bao nhiêu giây (5)", "seconds to try (5)"), 0},
	    {0},
	};
	struct argp_option options[DRIVE_OPTIONS_MAX];
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = a,
	    .doc = TR(
		"Thêm một buổi vào lịch. Mã buổi là NƠI/NGÀY/SỐ, ai lập cũng ra cùng một mã.\n\n"
		"Ví dụ: giothong drive add --date 8/5/2022 --for 909 --name \"Lễ phát động\" "
		"--venue \"Trung tâm huyện\" --target 350",
		"Add a drive to the schedule.  Its key is ORG/DAY/N, the same whoever makes it.\n\n"
		"Example: giothong drive add --date 2022-05-08 --for 909 --name \"Launch\" --target 350")};

	drive_options_make(own, options);
	return cli_parse(cli, &spec, argc, argv, err);
}

/* The drive, and with --target its own target. */
static bool
reports_make(struct cli *cli, struct add *a, struct report ret[2], size_t *ret_n, struct err *err)
{
	struct drive_key key = {.day = a->day, .ordinal = (uint32_t)a->ordinal};
	char drive[WIRE_DRIVE_BYTES_MAX + 1];
	struct schedule *s = &ret[0].u.schedule;
	const char *given = a->for_org != NULL ? a->for_org : cli->org;
	struct org_find f;
	bool ok;

	if (a->day == DAY_OPEN_LEFT)
		return err_set(err, ERR_USAGE, "%s", TR("thiếu --date", "--date is missing"));
	org_find_open(&f, &cli->profile);
	ok = org_find_code(&f, given != NULL ? given : cli->profile.org, a->day, key.org, err);
	org_find_close(&f);
	if (!ok || !drive_options_resolve(&a->options, &cli->profile, a->day, err))
		return false;
	drive_key_text(&key, drive);
	ret[0] = (struct report){.kind = KIND_SCHEDULE, .action = ACTION_FIRST, .reason = ""};
	*s = (struct schedule){.state = a->state,
	    .from = a->day,
	    .to = a->to == DAY_OPEN_LEFT ? a->day : a->to,
	    .place = "",
	    .venue = "",
	    .occasion = "",
	    .plan = "",
	    .sector = "",
	    .name = "",
	    .source = SOURCE_OWN};
	drive_options_apply(&a->options, s);
	if (!report_build_copy(a->arena, drive,
		(struct text_field){WIRE_DRIVE_BYTES_MAX, TR("mã buổi", "the drive's key")},
		&s->drive, err))
		return false;
	*ret_n = 1;
	if (a->target < 0)
		return true;
	drive_report_target(s, a->target, cli->profile.role, &ret[1]);
	*ret_n = 2;
	return report_build_copy(a->arena, key.org,
	    (struct text_field){WIRE_CODE_BYTES_MAX, TR("mã nơi", "the organisation")},
	    &ret[1].u.target.org, err);
}

static int
add(struct cli *cli, struct add *a)
{
	char summary[OUTBOX_SUMMARY_MAX], day[DAY_TEXT_MAX];
	struct report reports[2];
	const struct schedule *s = &reports[0].u.schedule;
	struct saving saving = {
	    .reports = reports, .summary = summary, .wait_ms = (int)(a->wait_s * 1000)};
	struct err err;
	bool ok;

	ok = cli_profile(cli, &err) && reports_make(cli, a, reports, &saving.n, &err);
	for (size_t i = 0; i < saving.n && ok; i++)
		ok = rules_accept(&reports[i], DAY_MAX, &err);
	if (!ok)
		return cli_fail(cli, &err, TR("Chưa lưu gì.", "Nothing was saved."));
	(void)snprintf(summary, sizeof(summary), "%s %s (%s)%s%s", TR("Buổi mới", "New drive"),
	    s->drive, day_words(s->from, day), s->name[0] != '\0' ? ": " : "", s->name);
	saving.drive = s->drive;
	return saving_tell(cli, &saving);
}

int
cmd_drive_add(struct cli *cli, int argc, char **argv)
{
	struct add a = {.arena = arena_make(ARENA_FIRST, ARENA_MAX),
	    .state = DRIVE_PLANNED,
	    .day = DAY_OPEN_LEFT,
	    .to = DAY_OPEN_LEFT,
	    .ordinal = 1,
	    .wait_s = DELIVER_SUBMIT_MS / 1000,
	    .target = -1};
	struct err err;
	int status;

	if (a.arena == NULL) {
		(void)err_set(&err, ERR_MEMORY, "drive add");
		return cli_fail(cli, &err, NULL);
	}
	a.options.arena = a.arena;
	status = parse_all(cli, &a, argc, argv, &err) ? add(cli, &a) : cli_fail(cli, &err, NULL);
	arena_free(a.arena);
	return status;
}
