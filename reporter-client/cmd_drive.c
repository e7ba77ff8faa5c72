/* giothong drive list|add - the drives of a period, and one more of them. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "cmd.h"
#include "org_find.h"
#include "reference_show.h"
#include "report_build.h"
#include "rules/rules.h"
#include "saving.h"
#include "words.h"

#define ARENA_FIRST ((size_t)8 * 1024)
#define ARENA_MAX ((size_t)1024 * 1024)
#define ORDINAL_MAX 999
#define NUMBER_MAX 9999
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
	struct ask_reference answer = {.arenas_n = 0};
	struct err err;
	bool ok;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !cli_outbox(cli, &err))
		return cli_fail(cli, &err, NULL);
	deliver_waiting(cli, DELIVER_SHORT_MS);
	ok = reference_show_ask(cli, REFERENCE_DRIVES, NULL, &answer, &err) &&
	    reference_show_drives(cli, &answer.all, &err);
	ask_reference_free(&answer);
	return ok ? 0 : cli_fail(cli, &err, NULL);
}

/* ---- add */

enum key {
	KEY_FOR = 1,
	KEY_DATE,
	KEY_TO,
	KEY_NO,
	KEY_NAME,
	KEY_PLACE,
	KEY_VENUE,
	KEY_OCCASION,
	KEY_CAMPAIGN,
	KEY_PLAN,
	KEY_NUMBER,
	KEY_SECTOR,
	KEY_DRAFT,
	KEY_TARGET,
	KEY_DIRECTING,
	KEY_COORDINATING,
	KEY_EXECUTING,
	KEY_FACILITY,
	KEY_WAIT,
	KEY_END_
};

struct list {
	const char *at[WIRE_LIST_MAX];
	uint32_t n;
};
struct add {
	struct arena *arena;
	struct schedule s;
	struct list campaigns, directing, coordinating, executing, facilities;
	const char *for_org;
	day_t day, to;
	uint64_t ordinal, number, wait_s;
	int64_t target; /* -1: none */
};

static bool
text(struct add *a, const char *arg, size_t max, const char **ret, struct err *err)
{
	return report_build_copy(
	    a->arena, arg, (struct text_field){max, TR("tùy chọn", "the option")}, ret, err);
}

static bool
one_more(struct add *a, const char *arg, struct list *list, struct err *err)
{
	if (list->n == WIRE_LIST_MAX)
		return err_set(
		    err, ERR_LIMIT, TR("nhiều hơn %d mục", "more than %d"), WIRE_LIST_MAX);
	if (!text(a, arg, WIRE_CODE_BYTES_MAX, &list->at[list->n], err))
		return false;
	list->n++;
	return true;
}

static bool
take_text(struct add *a, int key, const char *arg, struct err *err)
{
	switch (key) {
	case KEY_NAME:
		return text(a, arg, WIRE_NAME_BYTES_MAX, &a->s.name, err);
	case KEY_PLACE:
		return text(a, arg, WIRE_CODE_BYTES_MAX, &a->s.place, err);
	case KEY_VENUE:
		return text(a, arg, WIRE_NOTE_BYTES_MAX, &a->s.venue, err);
	case KEY_OCCASION:
		return text(a, arg, WIRE_NAME_BYTES_MAX, &a->s.occasion, err);
	case KEY_PLAN:
		return text(a, arg, WIRE_CODE_BYTES_MAX, &a->s.plan, err);
	case KEY_SECTOR:
		return text(a, arg, WIRE_CODE_BYTES_MAX, &a->s.sector, err);
	case KEY_CAMPAIGN:
		return one_more(a, arg, &a->campaigns, err);
	case KEY_DIRECTING:
		return one_more(a, arg, &a->directing, err);
	case KEY_COORDINATING:
		return one_more(a, arg, &a->coordinating, err);
	case KEY_EXECUTING:
		return one_more(a, arg, &a->executing, err);
	case KEY_FACILITY:
	default:
		return one_more(a, arg, &a->facilities, err);
	}
}

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
	case KEY_NUMBER:
		return cli_u64(arg, NUMBER_MAX, &a->number, err);
	case KEY_DRAFT:
		a->s.state = DRIVE_DRAFT;
		return true;
	case KEY_TARGET:
		return num_parse_count(arg, &a->target, err);
	case KEY_WAIT:
		return cli_u64(arg, WAIT_MAX_S, &a->wait_s, err);
	default:
		return take_text(a, key, arg, err);
	}
}

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct err why;

	if (key < KEY_FOR || key >= KEY_END_)
		return ARGP_ERR_UNKNOWN;
	return take(state->input, key, arg, &why) ? 0 : cli_refuse(state, why.code, "%s", why.text);
}

static bool
parse_all(struct cli *cli, struct add *a, int argc, char **argv, struct err *err)
{
	const struct argp_option options[] = {
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
	    {"name", KEY_NAME, TR("TÊN", "NAME"), 0, TR("tên buổi", "its title"), 0},
	    {"venue", KEY_VENUE, TR("NƠI", "TEXT"), 0, TR("địa điểm", "the venue"), 0},
	    {"place", KEY_PLACE, TR("MÃ", "CODE"), 0, TR("xã, phường", "commune"), 0},
	    {"occasion", KEY_OCCASION, TR("DỊP", "TEXT"), 0, TR("nhân dịp", "the occasion"), 0},
	    {"campaign", KEY_CAMPAIGN, TR("MÃ", "CODE"), 0,
		TR("chiến dịch; nhiều lần được", "campaign; may be repeated"), 0},
	    {"sector", KEY_SECTOR, TR("MÃ", "CODE"), 0, TR("khối", "sector"), 0},
	    {"plan", KEY_PLAN, TR("SỐ", "TEXT"), 0, TR("số kế hoạch", "number of the plan"), 0},
	    {"number", KEY_NUMBER, "N", 0, TR("đợt số, theo kế hoạch", "the plan's own label"), 0},
	    {"draft", KEY_DRAFT, NULL, 0, TR("còn là dự thảo", "still a draft"), 0},
	    {"directing", KEY_DIRECTING, TR("MÃ", "CODE"), 0,
		TR("chỉ đạo; nhiều lần được", "directing; may be repeated"), 0},
	    {"coordinating", KEY_COORDINATING, TR("MÃ", "CODE"), 0,
		TR("phối hợp; nhiều lần được", "coordinating; may be repeated"), 0},
	    {"executing", KEY_EXECUTING, TR("MÃ", "CODE"), 0,
		TR("thực hiện; nhiều lần được", "executing; may be repeated"), 0},
	    {"facility", KEY_FACILITY, TR("MÃ", "CODE"), 0,
		TR("nơi tiếp nhận máu; nhiều lần được", "collecting facility; may be repeated"), 0},
	    {"wait", KEY_WAIT, TR("GIÂY", "S"), 0,
		TR("thử gửi bao nhiêu giây (5)", "seconds to try (5)"), 0},
	    {0},
	};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = a,
	    .doc = TR(
		"Thêm một buổi vào lịch. Mã buổi là NƠI/NGÀY/SỐ, ai lập cũng ra cùng một mã.\n\n"
		"Ví dụ: giothong drive add --date 8/5/2022 --for 909 --name \"Lễ phát động\" "
		"--venue \"Trung tâm huyện\" --target 350",
		"Add a drive to the schedule.  Its key is ORG/DAY/N, the same whoever makes it.\n\n"
		"Example: giothong drive add --date 2022-05-08 --for 909 --name \"Launch\" --target 350")};

	return cli_parse(cli, &spec, argc, argv, err);
}

static struct strings
strings_of(const struct list *l)
{
	return (struct strings){.at = l->at, .n = l->n};
}

/* The drive, and with --target its own target. */
static bool
reports_make(struct cli *cli, struct add *a, struct report ret[2], size_t *ret_n, struct err *err)
{
	struct drive_key key = {.day = a->day, .ordinal = (uint32_t)a->ordinal};
	char drive[WIRE_DRIVE_BYTES_MAX + 1];
	struct schedule *s = &a->s;
	const char *given = a->for_org != NULL ? a->for_org : cli->org;
	struct org_find f;
	bool ok;

	if (a->day == DAY_OPEN_LEFT)
		return err_set(err, ERR_USAGE, "%s", TR("thiếu --date", "--date is missing"));
	org_find_open(&f, &cli->profile);
	ok = org_find_code(&f, given != NULL ? given : cli->profile.org, a->day, key.org, err);
	org_find_close(&f);
	if (!ok)
		return false;
	drive_key_text(&key, drive);
	if (!text(a, drive, WIRE_DRIVE_BYTES_MAX, &s->drive, err))
		return false;
	s->from = a->day;
	s->to = a->to == DAY_OPEN_LEFT ? a->day : a->to;
	s->number = (uint32_t)a->number;
	s->campaigns = strings_of(&a->campaigns);
	s->directing = strings_of(&a->directing);
	s->coordinating = strings_of(&a->coordinating);
	s->executing = strings_of(&a->executing);
	s->facilities = strings_of(&a->facilities);
	ret[0] = (struct report){
	    .kind = KIND_SCHEDULE, .action = ACTION_FIRST, .reason = "", .u = {.schedule = *s}};
	*ret_n = 1;
	if (a->target < 0)
		return true;
	ret[1] = (struct report){.kind = KIND_TARGET, .action = ACTION_FIRST, .reason = ""};
	ret[1].u.target = (struct target){.from = s->from,
	    .to = s->to,
	    .drive = s->drive,
	    .sector = s->sector,
	    .campaign = s->campaigns.n > 0 ? s->campaigns.at[0] : "",
	    .measure = MEASURE_UNITS,
	    .qualifier = QUALIFIER_EXACT,
	    .value = a->target,
	    .assigned = cli->profile.role == ROLE_REPORTER ? ASSIGNED_SELF : ASSIGNED_ABOVE,
	    .plan = s->plan,
	    .draft = s->state == DRIVE_DRAFT,
	    .source = SOURCE_OWN};
	*ret_n = 2;
	return text(a, key.org, WIRE_CODE_BYTES_MAX, &ret[1].u.target.org, err);
}

static int
add(struct cli *cli, struct add *a)
{
	char summary[OUTBOX_SUMMARY_MAX], day[DAY_TEXT_MAX];
	struct report reports[2];
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
	    a->s.drive, day_words(a->s.from, day), a->s.name[0] != '\0' ? ": " : "", a->s.name);
	return saving_tell(cli, &saving);
}

int
cmd_drive_add(struct cli *cli, int argc, char **argv)
{
	struct add a = {.arena = arena_make(ARENA_FIRST, ARENA_MAX),
	    .s = {.state = DRIVE_PLANNED,
		.source = SOURCE_OWN,
		.place = "",
		.venue = "",
		.occasion = "",
		.plan = "",
		.sector = "",
		.name = ""},
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
	status = parse_all(cli, &a, argc, argv, &err) ? add(cli, &a) : cli_fail(cli, &err, NULL);
	arena_free(a.arena);
	return status;
}
