/* giothong registration, giothong activity - counts that are no result of a drive. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/clock.h"
#include "base/lang.h"
#include "base/num.h"
#include "cmd.h"
#include "current.h"
#include "drive_plan.h"
#include "late_list.h"
#include "org_find.h"
#include "report_build.h"
#include "report_check.h"
#include "report_say.h"
#include "report_subject.h"
#include "rules/catalogue.h"
#include "saving.h"

#define ARENA_FIRST ((size_t)8 * 1024)
#define ARENA_MAX ((size_t)1024 * 1024)
#define WAIT_MAX_S 600

enum key {
	KEY_SET = 1,
	KEY_NOTE,
	KEY_WAIT,
	KEY_REGISTERED,
	KEY_AS_OF,
	KEY_FROM,
	KEY_TO,
	KEY_FOR,
	KEY_CUMULATIVE,
	KEY_REASON
};

struct counting {
	struct report_build b;
	const char *for_org;
	day_t as_of;
	bool cumulative;
	const char *reason; /* NULL: a first report */
	uint64_t wait_s;
	struct rules_ground ground;
};

static bool
take(struct counting *c, int key, const char *arg, struct err *err)
{
	switch (key) {
	case ARGP_KEY_ARG:
		return report_build_drive(&c->b, arg, err);
	case KEY_SET:
		return report_build_set(&c->b, arg, false, err);
	case KEY_NOTE:
		return report_build_text(&c->b, REPORT_NOTE, arg, err);
	case KEY_REGISTERED:
		return report_build_count(&c->b, IND_REGISTERED, arg, false, err);
	case KEY_AS_OF:
		return day_parse(arg, &c->as_of, err);
	case KEY_FROM:
		return day_parse(arg, &c->b.from, err);
	case KEY_TO:
		return day_parse(arg, &c->b.to, err);
	case KEY_FOR:
		c->for_org = arg;
		return true;
	case KEY_CUMULATIVE:
		c->cumulative = true;
		return true;
	case KEY_REASON:
		return report_build_copy(c->b.arena, arg,
		    (struct text_field){WIRE_NOTE_BYTES_MAX, TR("lý do", "the reason")}, &c->reason,
		    err);
	case KEY_WAIT:
	default:
		return cli_u64(arg, WAIT_MAX_S, &c->wait_s, err);
	}
}

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct err why;

	if (key != ARGP_KEY_ARG && (key < KEY_SET || key > KEY_REASON))
		return ARGP_ERR_UNKNOWN;
	return take(state->input, key, arg, &why) ? 0 : cli_refuse(state, why.code, "%s", why.text);
}

/* ---- the end of both */

static void
counts_say(const struct counting *c, struct buf *line)
{
	char number[NUM_TEXT_MAX];

	for (uint32_t i = 0; i < c->b.pairs_n; i++) {
		const struct indicator *ind = catalogue_by_ind(c->b.ind[i]);

		buf_printf(line, "%s %s: %s", i > 0 ? "," : ":", TR(ind->vi, ind->en),
		    num_people(c->b.val[i], number));
	}
}

static int
save(struct cli *cli, const struct counting *c, const struct report *r, struct buf *line)
{
	struct finding findings[RULES_FINDINGS_MAX];
	char summary[OUTBOX_SUMMARY_MAX];
	const struct saving saving = {
	    .reports = r, .n = 1, .summary = summary, .wait_ms = (int)(c->wait_s * 1000)};
	struct err err;
	size_t n = 0;
	bool ok = report_check_on(r, &c->ground, findings, &n, &err);

	counts_say(c, line);
	(void)snprintf(summary, sizeof(summary), "%s", buf_text(line));
	buf_free(line);
	report_say_findings(cli, findings, n);
	if (!ok)
		return cli_fail(cli, &err, TR("Chưa lưu gì.", "Nothing was saved."));
	return saving_tell(cli, &saving);
}

static struct counts
counts_of(const struct counting *c)
{
	return (struct counts){.ind = c->b.ind, .val = c->b.val, .n = c->b.pairs_n};
}

static bool
has_counts(const struct counting *c, const char *missing, struct err *err)
{
	return c->b.pairs_n > 0 || err_set(err, ERR_USAGE, "%s", missing);
}

typedef bool counting_fn(
    struct cli *cli, struct counting *c, struct report *ret, struct buf *line, struct err *err);

static int
run(struct cli *cli, const struct cli_spec *spec, counting_fn *make, int argc, char **argv)
{
	struct counting *c = spec->input;
	struct buf line = {.max = OUTBOX_SUMMARY_MAX * 4};
	struct report r;
	struct err err;
	int status;

	report_build_init(&c->b, arena_make(ARENA_FIRST, ARENA_MAX));
	c->ground.today = day_from_unix_ms(clock_unix_ms());
	if (c->b.arena == NULL) {
		(void)err_set(&err, ERR_MEMORY, "%s", cli->command);
		return cli_fail(cli, &err, NULL);
	}
	if (!cli_parse(cli, spec, argc, argv, &err) || !cli_profile(cli, &err) ||
	    !make(cli, c, &r, &line, &err))
		status = cli_fail(cli, &err, NULL);
	else
		status = save(cli, c, &r, &line);
	buf_free(&line);
	arena_free(c->b.arena);
	return status;
}

/* ---- registration */

/* The drive's first day as far as is known: the plan's, the key's. */
static day_t
drive_day(struct cli *cli, const struct counting *c)
{
	struct rules_ground ground = {.planned = false};
	struct drive_plan plan;
	struct drive_key key;

	drive_plan_open(&plan, cli, c->wait_s == 0);
	drive_plan_of(&plan, c->b.r.drive, &ground);
	drive_plan_close(&plan);
	if (ground.planned)
		return ground.from;
	return drive_key_parse(c->b.r.drive, &key, NULL) ? key.day : DAY_OPEN_RIGHT;
}

/* It is taken all the same: a late count is better than none. */
static void
say_late(struct cli *cli, const struct counting *c)
{
	const day_t today = day_from_unix_ms(clock_unix_ms()), first = drive_day(cli, c);
	char due[DAY_TEXT_MAX], day[DAY_TEXT_MAX];

	if (first == DAY_OPEN_RIGHT || today <= first - LATE_REGISTRATION_DAYS)
		return;
	cli_note(cli,
	    today > first
		? TR("Sau hạn: buổi đã diễn ra ngày %s, số đăng ký cần trước hết ngày %s. Vẫn nhận.",
		      "After the deadline: the drive was on %s, the count was due by %s. It is taken all the same.")
		: TR("Sau hạn: buổi vào ngày %s, số đăng ký cần trước hết ngày %s. Vẫn nhận.",
		      "After the deadline: the drive is on %s, the count was due by %s. It is taken all the same."),
	    day_people(first, day), day_people(first - LATE_REGISTRATION_DAYS, due));
}

static bool
registration_make(
    struct cli *cli, struct counting *c, struct report *ret, struct buf *line, struct err *err)
{
	char day[DAY_TEXT_MAX];

	if (!has_counts(c, TR("thiếu --registered", "--registered is missing"), err))
		return false;
	*ret = (struct report){.kind = KIND_REGISTRATION,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registration = {.drive = c->b.r.drive, .as_of = c->as_of, .counts = counts_of(c)}};
	buf_printf(line, TR("Đăng ký của buổi %s đến %s", "Registered for %s as of %s"),
	    c->b.r.drive, day_people(c->as_of, day));
	say_late(cli, c);
	return true;
}

int
cmd_registration(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"registered", KEY_REGISTERED, TR("SỐ", "N"), 0,
		TR("số người đăng ký hiến", "donors who registered"), 0},
	    {"as-of", KEY_AS_OF, TR("NGÀY", "DAY"), 0,
		TR("tính đến hết ngày này (hôm nay)", "as of the end of this day (today)"), 0},
	    {"wait", KEY_WAIT, TR("GIÂY", "S"), 0,
		TR("thử gửi bao nhiêu giây (5)", "seconds to try (5)"), 0},
	    {0},
	};
	struct counting c = {
	    .as_of = day_from_unix_ms(clock_unix_ms()), .wait_s = DELIVER_SUBMIT_MS / 1000};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &c,
	    .args = TR("MÃ-BUỔI", "KEY"),
	    .args_min = 1,
	    .args_max = 1,
	    .doc = TR(
		"Báo số người đăng ký hiến máu trước một buổi. Bản mới thay bản cũ; số này không cộng "
		"vào kết quả. Hạn: trước buổi 5 ngày; đến sau vẫn nhận, ghi rõ là sau hạn; xem ở giothong "
		"drive list.\n\n"
		"Ví dụ: giothong registration 909/2022-05-08/1 --registered 420 --as-of 1/5/2022",
		"Report how many have registered for a drive.  A newer count replaces the older; it is not "
		"added to results.  Due five days before the drive; a later one is taken and marked as late: see "
		"giothong drive list.\n\n"
		"Example: giothong registration 909/2022-05-08/1 --registered 420 --as-of 2022-05-01")};

	return run(cli, &spec, registration_make, argc, argv);
}

/* ---- activity */

/* How many communes the registry has there on the last day; 0: nobody could be asked. */
static void
communes_ask(struct cli *cli, struct counting *c)
{
	const struct counts said = counts_of(c);
	char iso[DAY_TEXT_MAX], period[2 * DAY_TEXT_MAX + 4];
	const struct reference_request q = {
	    .kind = REFERENCE_ORGS, .org = c->b.org, .period = period, .search = ""};
	struct ask_reference answer = {.arenas_n = 0};
	struct ask *ask = NULL;
	struct err why;

	if (c->wait_s == 0 || c->b.to > c->ground.today ||
	    !(counts_has(&said, IND_COMMITTEES) || counts_has(&said, IND_COMMUNES)))
		return;
	(void)day_iso(c->b.to, iso);
	(void)snprintf(period, sizeof(period), "%s..%s", iso, iso);
	if (ask_open(&cli->profile, &ask, &why) && ask_reference(ask, &q, &answer, &why))
		for (uint32_t i = 0; i < answer.all.orgs_n; i++)
			c->ground.communes += answer.all.orgs[i].kind == ORG_COMMUNE;
	ask_reference_free(&answer);
	ask_close(ask);
}

/* In the place of the one that stands for the same days. */
static bool
corrected(struct cli *cli, const struct counting *c, struct report *r, struct err *err)
{
	const struct current_subject what = {.kind = KIND_ACTIVITY,
	    .drive = "",
	    .collection = {.org = c->b.org, .from = c->b.from, .to = c->b.to}};
	struct current now = {.from_outbox = false};

	if (!cli_outbox(cli, err) || !current_find(cli, &what, &now, err))
		return false;
	r->action = ACTION_CORRECTION;
	r->replaces = now.name;
	r->reason = c->reason;
	current_free(&now);
	return true;
}

static bool
activity_make(
    struct cli *cli, struct counting *c, struct report *ret, struct buf *line, struct err *err)
{
	const char *given = c->for_org != NULL ? c->for_org : cli->org;
	char code[WIRE_CODE_BYTES_MAX + 1], from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	struct org_find f;
	bool ok;

	if (c->b.from == DAY_OPEN_LEFT || c->b.to == DAY_OPEN_LEFT)
		return err_set(
		    err, ERR_USAGE, "%s", TR("thiếu --from, --to", "--from, --to are missing"));
	if (!has_counts(c, TR("thiếu --set MÃ=SỐ", "--set CODE=N is missing"), err))
		return false;
	org_find_open(&f, &cli->profile);
	ok = org_find_code(&f, given != NULL ? given : cli->profile.org, c->b.to, code, err) &&
	    report_build_org(&c->b, code, err);
	org_find_close(&f);
	if (!ok)
		return false;
	*ret = (struct report){.kind = KIND_ACTIVITY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.activity = {.org = c->b.org,
		.from = c->b.from,
		.to = c->b.to,
		.cumulative = c->cumulative,
		.counts = counts_of(c),
		.note = c->b.r.note}};
	if (c->reason != NULL && !corrected(cli, c, ret, err))
		return false;
	communes_ask(cli, c);
	buf_printf(line, "%s%s %s %s – %s%s", c->reason != NULL ? TR("Sửa: ", "Corrected: ") : "",
	    TR("Hoạt động của", "Activity of"), c->b.org, day_people(c->b.from, from),
	    day_people(c->b.to, to), c->cumulative ? TR(", lũy kế", ", cumulative") : "");
	return true;
}

int
cmd_activity(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"from", KEY_FROM, TR("NGÀY", "DAY"), 0, TR("ngày đầu", "first day"), 0},
	    {"to", KEY_TO, TR("NGÀY", "DAY"), 0, TR("ngày cuối", "last day"), 0},
	    {"set", KEY_SET, TR("MÃ=SỐ", "CODE=N"), 0,
		TR("một chỉ số, theo mã hoặc tên; nhiều lần được",
		    "a count, by code or name; may be repeated"),
		0},
	    {"cumulative", KEY_CUMULATIVE, NULL, 0,
		TR("lũy kế từ đầu năm kế hoạch: thay các bản nằm trong đó",
		    "from the beginning of the plan year: replaces those inside it"),
		0},
	    {"for", KEY_FOR, TR("NƠI", "ORG"), 0,
		TR("báo thay: mã hoặc tên", "on behalf of: code or name"), 0},
	    {"note", KEY_NOTE, TR("LỜI", "TEXT"), 0, TR("ghi chú", "a note"), 0},
	    {"reason", KEY_REASON, TR("LỜI", "TEXT"), 0,
		TR("sửa bản đã báo cho đúng những ngày ấy, vì lý do này",
		    "correct what was reported for these very days, for this reason"),
		0},
	    {"wait", KEY_WAIT, TR("GIÂY", "S"), 0,
		TR("thử gửi bao nhiêu giây (5)", "seconds to try (5)"), 0},
	    {0},
	};
	struct counting c = {.wait_s = DELIVER_SUBMIT_MS / 1000};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &c,
	    .doc = TR(
		"Báo hoạt động của một nơi trong một khoảng ngày: tuyên truyền, tập huấn, câu lạc bộ, "
		"người dự bị… Các khoảng của một nơi không chồng lên nhau; tính vào ngày cuối.\n\n"
		"Ví dụ: giothong activity --org 909 --from 1/12/2021 --to 31/5/2022 --cumulative "
		"--set leaflets=5.000 --set talks=12",
		"Report what an organisation did in a span of days: leaflets, trainings, clubs, reserve "
		"donors…  Spans of one organisation do not overlap; they count on the last day.\n\n"
		"Example: giothong activity --org 909 --from 2021-12-01 --to 2022-05-31 --cumulative "
		"--set leaflets=5000 --set talks=12")};

	return run(cli, &spec, activity_make, argc, argv);
}
