/* giothong drive change|cancel|link - what the plan says of a drive, said anew. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "cmd.h"
#include "current.h"
#include "drive_options.h"
#include "drive_report.h"
#include "reference_show.h"
#include "rules/catalogue.h"
#include "report_build.h"
#include "rules/rules.h"
#include "saving.h"
#include "words.h"

#define ARENA_FIRST ((size_t)8 * 1024)
#define ARENA_MAX ((size_t)1024 * 1024)
#define WAIT_MAX_S 600
#define REPORTS_MAX 2

enum key { KEY_REASON = 1, KEY_WAIT, KEY_DATE, KEY_TO, KEY_STATE, KEY_TARGET };
enum work { WORK_CHANGE, WORK_CANCEL, WORK_LINK };

struct edit {
	enum work work;
	struct arena *arena;
	struct drive_options options;
	const char *drive;
	const char *reason;
	unsigned state; /* DRIVE_NONE: not given */
	day_t day, to;  /* DAY_OPEN_LEFT: not given */
	int64_t target; /* -1: none */
	uint64_t wait_s;
};

/* ---- words */

static bool
take_key(struct edit *e, const char *arg, struct err *err)
{
	char canonical[WIRE_DRIVE_BYTES_MAX + 1];
	struct drive_key key;

	if (!drive_key_parse(arg, &key, err))
		return false;
	drive_key_text(&key, canonical);
	return report_build_copy(e->arena, canonical,
	    (struct text_field){WIRE_DRIVE_BYTES_MAX, TR("mã buổi", "the drive's key")}, &e->drive,
	    err);
}

static bool
take_state(struct edit *e, const char *arg, struct err *err)
{
	if (!words_parse(WORDS_DRIVE_STATE, arg, &e->state, err))
		return false;
	if (e->state == DRIVE_CANCELLED)
		return err_set(err, ERR_USAGE, "%s",
		    TR("hủy buổi bằng: giothong drive cancel",
			"to cancel it: giothong drive cancel"));
	return e->state != DRIVE_HELD ||
	    err_set(err, ERR_USAGE, "%s",
		TR("đã tổ chức thì báo kết quả: giothong submit",
		    "what was held is reported: giothong submit"));
}

static bool
take(struct edit *e, int key, const char *arg, struct err *err)
{
	switch (key) {
	case ARGP_KEY_ARG:
		return take_key(e, arg, err);
	case KEY_REASON:
		return report_build_copy(e->arena, arg,
		    (struct text_field){WIRE_NOTE_BYTES_MAX, TR("lý do", "the reason")}, &e->reason,
		    err);
	case KEY_DATE:
		return day_parse(arg, &e->day, err);
	case KEY_TO:
		return day_parse(arg, &e->to, err);
	case KEY_STATE:
		return take_state(e, arg, err);
	case KEY_TARGET:
		return num_parse_count(arg, &e->target, err);
	case KEY_WAIT:
	default:
		return cli_u64(arg, WAIT_MAX_S, &e->wait_s, err);
	}
}

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct edit *e = state->input;
	struct err why;
	bool ok;

	if (e->work != WORK_CANCEL && drive_options_has(key))
		ok = drive_options_take(&e->options, key, arg, &why);
	else if (key == ARGP_KEY_ARG || (key >= KEY_REASON && key <= KEY_TARGET))
		ok = take(e, key, arg, &why);
	else
		return ARGP_ERR_UNKNOWN;
	return ok ? 0 : cli_refuse(state, why.code, "%s", why.text);
}

static const char *
doc(enum work work)
{
	switch (work) {
	case WORK_CANCEL:
		return TR(
		    "Hủy một buổi trong kế hoạch. Buổi vẫn còn trong lịch, ghi là hủy, cùng lý do; "
		    "chỉ tiêu riêng của buổi không còn cộng vào chỉ tiêu của nơi này.\n\n"
		    "Ví dụ: giothong drive cancel 909/2022-05-08/1 --reason \"bão số 2\"",
		    "Cancel a planned drive.  It stays in the schedule as cancelled, with the reason; a target "
		    "of its own is no longer among its organisation's.\n\n"
		    "Example: giothong drive cancel 909/2022-05-08/1 --reason \"storm\"");
	case WORK_LINK:
		return TR(
		    "Đưa một buổi đã báo ngoài kế hoạch vào kế hoạch: kết quả của nó từ đó thực hiện "
		    "dòng kế hoạch này.\n\n"
		    "Ví dụ: giothong drive link 909/2022-05-08/1 --plan 12/KH-BCĐ --number 3 --target 350",
		    "Tie a drive that was reported outside the plan to the plan: from then on its result "
		    "fulfils this line.\n\n"
		    "Example: giothong drive link 909/2022-05-08/1 --plan 12/KH-BCD --number 3 --target 350");
	case WORK_CHANGE:
	default:
		return TR(
		    "Đổi kế hoạch của một buổi: chỉ những gì nêu ra được thay; \"\" là bỏ trống. Mã buổi giữ "
		    "nguyên, kể cả khi đổi ngày.\n\n"
		    "Ví dụ:\n"
		    "  giothong drive change 909/2022-05-08/1 --date 15/5/2022 --state postponed --reason \"mưa\"\n"
		    "  giothong drive change 909/2022-05-08/1 --venue \"Trung tâm huyện\" --executing 909.DOAN",
		    "Change a planned drive: only what is named is replaced; \"\" empties it.  Its key stays, "
		    "also when its day changes.\n\n"
		    "Examples:\n"
		    "  giothong drive change 909/2022-05-08/1 --date 2022-05-15 --state postponed --reason rain\n"
		    "  giothong drive change 909/2022-05-08/1 --venue \"Town hall\" --executing 909.DOAN");
	}
}

static bool
parse_all(struct cli *cli, struct edit *e, int argc, char **argv, struct err *err)
{
	const struct argp_option reason = {
	    "reason", KEY_REASON, TR("LỜI", "TEXT"), 0, TR("lý do", "the reason"), 0};
	const struct argp_option wait = {"wait", KEY_WAIT, TR("GIÂY", "S"), 0,
	    TR("thử gửi bao nhiêu giây (5)", "seconds to try (5)"), 0};
	const struct argp_option cancel[] = {reason, wait, {0}};
	const struct argp_option change[] = {reason, wait,
	    {"date", KEY_DATE, TR("NGÀY", "DAY"), 0,
		TR("ngày mới; kéo dài như cũ khi không có --to",
		    "the new day; as many days as before without --to"),
		0},
	    {"to", KEY_TO, TR("NGÀY", "DAY"), 0, TR("ngày cuối", "last day"), 0},
	    {"state", KEY_STATE, TR("TÌNH-TRẠNG", "STATE"), 0, "draft, planned, postponed", 0},
	    {0}};
	const struct argp_option link[] = {wait,
	    {"target", KEY_TARGET, TR("SỐ", "N"), 0,
		TR("chỉ tiêu riêng của buổi", "the drive's own target"), 0},
	    {0}};
	struct argp_option options[DRIVE_OPTIONS_MAX];
	const struct cli_spec spec = {.options = e->work == WORK_CANCEL ? cancel : options,
	    .parse = parse,
	    .input = e,
	    .args = TR("MÃ-BUỔI", "KEY"),
	    .args_min = 1,
	    .args_max = 1,
	    .doc = doc(e->work)};

	drive_options_make(e->work == WORK_LINK ? link : change, options);
	return cli_parse(cli, &spec, argc, argv, err);
}

/* ---- what is saved */

/*
 * The days given; without a last day it lasts as long as before.  What is put off without a new day
 * stands on its key's.
 */
static void
days_move(const struct edit *e, struct schedule *s)
{
	const day_t days = s->to - s->from;
	struct drive_key key;

	if (e->state == DRIVE_POSTPONED && drive_key_parse(s->drive, &key, NULL)) {
		s->from = key.day;
		s->to = key.day + days;
	}
	if (e->day != DAY_OPEN_LEFT) {
		s->from = e->day;
		s->to = e->day + days;
	}
	if (e->to != DAY_OPEN_LEFT)
		s->to = e->to;
}

/* The schedule that stands, with what was given in its place. */
static bool
changed(const struct edit *e, const struct current *now, struct report *ret, struct err *err)
{
	struct schedule *s = &ret->u.schedule;

	*ret = (struct report){.kind = KIND_SCHEDULE,
	    .action = ACTION_CORRECTION,
	    .replaces = now->name,
	    .reason = e->reason,
	    .u = {.schedule = now->schedule}};
	if (e->work == WORK_CANCEL) {
		s->state = DRIVE_CANCELLED;
		return e->reason[0] != '\0' ||
		    err_set(
			err, ERR_NOTE_MISSING, "%s", TR("thiếu --reason", "--reason is missing"));
	}
	if (e->state != DRIVE_NONE)
		s->state = (enum drive_state)e->state;
	days_move(e, s);
	drive_options_apply(&e->options, s);
	return true;
}

static int
save(struct cli *cli, const struct edit *e, const struct report *r, size_t n, const char *what)
{
	char summary[OUTBOX_SUMMARY_MAX];
	const struct saving saving = {.reports = r,
	    .n = n,
	    .summary = summary,
	    .wait_ms = (int)(e->wait_s * 1000),
	    .drive = e->drive};
	struct err err;

	for (size_t i = 0; i < n; i++)
		if (!rules_accept(&r[i], DAY_MAX, &err))
			return cli_fail(cli, &err, TR("Chưa lưu gì.", "Nothing was saved."));
	(void)snprintf(summary, sizeof(summary), "%s", what);
	return saving_tell(cli, &saving);
}

/* Units of what was reported of the drive, as far as is known; -1: nothing was. */
static int64_t
reported_units(struct cli *cli, const struct edit *e, const struct current *schedule)
{
	const struct current_subject what = {.kind = KIND_RESULT, .drive = e->drive};
	const struct reference *answer = &schedule->answer.all;
	struct current result = {.from_outbox = false};
	int64_t units = 0;
	struct err why;

	if (answer->kind == REFERENCE_DRIVES && answer->drives_n > 0 &&
	    (answer->drives[0].reported || answer->drives[0].interim ||
		answer->drives[0].days_reported > 0))
		return answer->drives[0].units;
	if (!current_find(cli, &what, &result, &why))
		return -1;
	(void)counts_get(&result.result.counts, IND_BLOOD_UNITS, &units);
	current_free(&result);
	return units;
}

/* A cancelled drive keeps what was reported of it: who cancels it may not know that. */
static void
say_reported(struct cli *cli, const struct edit *e, const struct current *now)
{
	const int64_t units = e->work == WORK_CANCEL ? reported_units(cli, e, now) : -1;
	char count[NUM_TEXT_MAX];

	if (units < 0)
		return;
	cli_note(cli,
	    TR("Lưu ý: buổi %s đã có kết quả %s đơn vị máu, vẫn được tính. Kết quả nhầm thì rút: "
	       "giothong withdraw %s --reason LÝ-DO; hủy nhầm thì: giothong drive change %s --state "
	       "planned.",
		"Note: the drive %s has a result of %s blood units, which still counts.  If the result "
		"is wrong: giothong withdraw %s --reason WHY; if the drive was held: giothong drive "
		"change %s --state planned."),
	    e->drive, num_people(units, count), e->drive, e->drive);
}

static int
change(struct cli *cli, const struct edit *e)
{
	const struct current_subject what = {.kind = KIND_SCHEDULE, .drive = e->drive};
	char changes[OUTBOX_SUMMARY_MAX], text[OUTBOX_SUMMARY_MAX * 2];
	struct current now = {.from_outbox = false};
	struct report r;
	struct err err;
	int status;

	if (!current_find(cli, &what, &now, &err) || !changed(e, &now, &r, &err)) {
		status = cli_fail(cli, &err, NULL);
		goto out;
	}
	drive_report_changes(&now.schedule, &r.u.schedule, changes, sizeof(changes));
	if (changes[0] == '\0') {
		(void)err_set(
		    &err, ERR_USAGE, "%s", TR("không có gì thay đổi", "nothing is changed"));
		status = cli_fail(cli, &err, NULL);
		goto out;
	}
	say_reported(cli, e, &now);
	(void)snprintf(text, sizeof(text), "%s %s: %s",
	    e->work == WORK_CANCEL ? TR("Hủy buổi", "Cancel") : TR("Đổi buổi", "Change"), e->drive,
	    changes);
	status = save(cli, e, &r, 1, text);
out:
	current_free(&now);
	return status;
}

/* ---- link */

/* Not in the plan yet; what cannot be known offline the aggregator decides. */
static bool
is_unplanned(struct cli *cli, const struct edit *e, struct err *err)
{
	const struct current_subject what = {.kind = KIND_SCHEDULE, .drive = e->drive};
	struct current now = {.from_outbox = false};
	struct err why;

	if (!current_find(cli, &what, &now, &why))
		return why.code == ERR_NOT_FOUND || err_set(err, why.code, "%s", why.text);
	current_free(&now);
	return err_set(err, ERR_USAGE,
	    TR("buổi %s đã có trong kế hoạch; đổi bằng: giothong drive change",
		"%s is in the plan; to change it: giothong drive change"),
	    e->drive);
}

static bool
linked(struct cli *cli, const struct edit *e, const struct current *now,
    struct report ret[REPORTS_MAX], struct err *err)
{
	struct schedule *s = &ret[0].u.schedule;
	struct drive_key key;

	ret[0] = (struct report){.kind = KIND_SCHEDULE, .action = ACTION_FIRST, .reason = ""};
	*s = (struct schedule){.drive = e->drive,
	    .state = DRIVE_HELD,
	    .from = now->result.held_from,
	    .to = now->result.held_to,
	    .place = now->result.place,
	    .venue = "",
	    .occasion = "",
	    .campaigns = now->result.campaigns,
	    .plan = "",
	    .sector = now->result.sector,
	    .name = "",
	    .source = SOURCE_OWN};
	drive_options_apply(&e->options, s);
	if (e->target < 0)
		return true;
	drive_report_target(s, e->target, cli->profile.role, &ret[1]);
	return drive_key_parse(e->drive, &key, err) &&
	    report_build_copy(e->arena, key.org,
		(struct text_field){WIRE_CODE_BYTES_MAX, TR("mã nơi", "the organisation")},
		&ret[1].u.target.org, err);
}

/* Reported day by day: its newest day's report, with the days of all. */
static bool
days_find(struct cli *cli, const struct edit *e, struct current *ret, struct err *err)
{
	struct current_subject what = {.kind = KIND_RESULT, .drive = e->drive};
	struct ask_reference drives = {.arenas_n = 0};
	struct err why;
	day_t from = 0;

	if (current_find(cli, &what, ret, err))
		return true;
	if (err->code == ERR_NOT_FOUND &&
	    reference_show_ask(cli, REFERENCE_DRIVES, e->drive, &drives, &why) &&
	    drives.all.drives_n > 0 && drives.all.drives[0].days_reported > 0) {
		from = drives.all.drives[0].from;
		what.day = drives.all.drives[0].to;
	}
	ask_reference_free(&drives);
	if (what.day == 0 || !current_find(cli, &what, ret, err))
		return false;
	ret->result.held_from = from;
	return true;
}

static int
link(struct cli *cli, const struct edit *e)
{
	struct current now = {.from_outbox = false};
	struct report reports[REPORTS_MAX];
	char text[OUTBOX_SUMMARY_MAX], days[DAY_TEXT_MAX];
	const struct schedule *s = &reports[0].u.schedule;
	struct err err;
	int status;

	if (!is_unplanned(cli, e, &err) || !days_find(cli, e, &now, &err) ||
	    !linked(cli, e, &now, reports, &err)) {
		status = cli_fail(cli, &err, NULL);
		goto out;
	}
	(void)snprintf(text, sizeof(text), "%s %s (%s)%s%s",
	    TR("Đưa vào kế hoạch buổi", "Into the plan:"), e->drive, day_words(s->from, days),
	    s->plan[0] != '\0' ? ": " : "", s->plan);
	status = save(cli, e, reports, e->target < 0 ? 1 : REPORTS_MAX, text);
out:
	current_free(&now);
	return status;
}

/* On its new day, else on its key's. */
static bool
options_resolve(struct cli *cli, struct edit *e, struct err *err)
{
	struct drive_key key;

	return drive_key_parse(e->drive, &key, err) &&
	    drive_options_resolve(
		&e->options, &cli->profile, e->day != DAY_OPEN_LEFT ? e->day : key.day, err);
}

static int
run(struct cli *cli, enum work work, int argc, char **argv)
{
	struct edit e = {.work = work,
	    .arena = arena_make(ARENA_FIRST, ARENA_MAX),
	    .reason = "",
	    .day = DAY_OPEN_LEFT,
	    .to = DAY_OPEN_LEFT,
	    .target = -1,
	    .wait_s = DELIVER_SUBMIT_MS / 1000};
	struct err err;
	int status;

	if (e.arena == NULL) {
		(void)err_set(&err, ERR_MEMORY, "drive");
		return cli_fail(cli, &err, NULL);
	}
	e.options.arena = e.arena;
	if (!parse_all(cli, &e, argc, argv, &err) || !cli_outbox(cli, &err) ||
	    !options_resolve(cli, &e, &err))
		status = cli_fail(cli, &err, NULL);
	else
		status = work == WORK_LINK ? link(cli, &e) : change(cli, &e);
	arena_free(e.arena);
	return status;
}

int
cmd_drive_change(struct cli *cli, int argc, char **argv)
{
	return run(cli, WORK_CHANGE, argc, argv);
}

int
cmd_drive_cancel(struct cli *cli, int argc, char **argv)
{
	return run(cli, WORK_CANCEL, argc, argv);
}

int
cmd_drive_link(struct cli *cli, int argc, char **argv)
{
	return run(cli, WORK_LINK, argc, argv);
}
