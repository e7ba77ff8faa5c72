/* giothong submit - one result: checked, saved, then tried for a moment. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "cmd.h"
#include "drive_plan.h"
#include "org_find.h"
#include "report_check.h"
#include "report_options.h"
#include "report_orgs.h"
#include "report_place.h"
#include "report_say.h"
#include "report_subject.h"
#include "saving.h"
#include "words.h"

#define ARENA_FIRST ((size_t)8 * 1024)
#define ARENA_MAX ((size_t)1024 * 1024)
#define ORDINAL_MAX 999
#define WAIT_MAX_S 600

enum key {
	KEY_DRIVE = 1,
	KEY_DATE,
	KEY_DAY,
	KEY_NO,
	KEY_COLLECTION,
	KEY_FROM,
	KEY_TO,
	KEY_FOR,
	KEY_WAIT,
	KEY_DRY_RUN,
	KEY_WITNESS,
	KEY_TEXT,
};

struct submit {
	struct report_build b;
	const char *for_org;
	uint64_t wait_s;
	bool dry_run;
	bool text;
};

static bool
take(struct submit *s, int key, const char *arg, struct err *err)
{
	uint64_t number = 0;
	unsigned witness = 0;

	switch (key) {
	case KEY_DRIVE:
		return report_build_drive(&s->b, arg, err);
	case KEY_DATE:
		return day_parse(arg, &s->b.day, err);
	case KEY_DAY:
		return day_parse(arg, &s->b.r.day, err);
	case KEY_NO:
		if (!cli_u64(arg, ORDINAL_MAX, &number, err) || number == 0)
			return number != 0 ||
			    err_set(err, ERR_USAGE, TR("--no: từ 1 đến %d", "--no: from 1 to %d"),
				ORDINAL_MAX);
		s->b.ordinal = (uint32_t)number;
		return true;
	case KEY_COLLECTION:
		return report_build_kind(&s->b, arg, err);
	case KEY_FROM:
		return day_parse(arg, &s->b.from, err);
	case KEY_TO:
		return day_parse(arg, &s->b.to, err);
	case KEY_FOR:
		s->for_org = arg;
		return true;
	case KEY_WAIT:
		return cli_u64(arg, WAIT_MAX_S, &s->wait_s, err);
	case KEY_WITNESS:
		if (!words_parse(WORDS_WITNESS, arg, &witness, err))
			return false;
		s->b.r.witness = (enum witness)witness;
		return true;
	case KEY_TEXT:
		s->text = true;
		return true;
	case KEY_DRY_RUN:
	default:
		s->dry_run = true;
		return true;
	}
}

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct submit *s = state->input;
	struct err why;

	if (key < KEY_DRIVE || key > KEY_TEXT)
		return report_options_take(&s->b, false, key, arg, state);
	return take(s, key, arg, &why) ? 0 : cli_refuse(state, why.code, "%s", why.text);
}

static const char *
doc(void)
{
	return TR(
	    "Báo kết quả một buổi hiến máu hoặc một đợt thu. Số liệu được kiểm tra, ghi vào hộp chờ gửi "
	    "(từ đó coi là đã lưu, không mất khi mất điện), rồi thử gửi trong --wait giây.\n\n"
	    "Nêu một trong ba: --drive, --date, hoặc --collection cùng --from --to. Buổi nêu bằng --drive lấy "
	    "ngày mà kế hoạch hiện ghi, kể cả khi đã dời; tổ chức vào ngày khác thì thêm --date (buổi nhiều "
	    "ngày dời cả buổi). Số không biết thì bỏ trống; 0 nghĩa là đã biết và bằng không.\n\n"
	    "Ví dụ:\n"
	    "  giothong submit --drive 909/2022-05-08/1 --attended 402 --units 365\n"
	    "  giothong submit --date 8/5/2022 --units 365 --units-250 65 --units-350 300\n"
	    "  giothong submit --for \"Huyện An Minh\" --date 8/5/2022 --units 365 --source telephone\n"
	    "  giothong submit --collection fixed_site --from 1/5/2022 --to 31/5/2022 --units 87\n"
	    "  giothong submit --drive 12/2021-06-09/1 --units 3.950 --executing 12.DTN=2.000 "
	    "--executing 12.LDLD=1.950\n"
	    "  giothong submit --drive 909/2022-05-08/1 --date 15/5/2022 --units 365\n"
	    "  giothong submit --drive 909/2022-05-08/1 --units 120 --interim\n"
	    "  giothong submit --drive 909/2022-05-08/1 --day 9/5/2022 --units 80",
	    "Report the result of a drive or a collection.  It is checked, written into the outbox (from "
	    "then on it is saved and survives a power cut), then tried for --wait seconds.\n\n"
	    "Name one of three: --drive, --date, or --collection with --from --to.  A drive named by --drive "
	    "has the days that the plan gives it by now, also after it was moved; held on another day, add "
	    "--date (all of several days move).  Leave out what is not known; 0 means known to be none.\n\n"
	    "Examples:\n"
	    "  giothong submit --drive 909/2022-05-08/1 --attended 402 --units 365\n"
	    "  giothong submit --date 2022-05-08 --units 365 --units-250 65 --units-350 300\n"
	    "  giothong submit --for \"Huyện An Minh\" --date 2022-05-08 --units 365 --source telephone\n"
	    "  giothong submit --collection fixed_site --from 2022-05-01 --to 2022-05-31 --units 87\n"
	    "  giothong submit --drive 12/2021-06-09/1 --units 3950 --executing 12.DTN=2000 "
	    "--executing 12.LDLD=1950\n"
	    "  giothong submit --drive 909/2022-05-08/1 --date 2022-05-15 --units 365\n"
	    "  giothong submit --drive 909/2022-05-08/1 --units 120 --interim\n"
	    "  giothong submit --drive 909/2022-05-08/1 --day 2022-05-09 --units 80");
}

static bool
parse_all(struct cli *cli, struct submit *s, int argc, char **argv, struct err *err)
{
	const struct argp_option own[] = {
	    {"drive", KEY_DRIVE, TR("MÃ-BUỔI", "KEY"), 0,
		TR("buổi có trong kế hoạch: NƠI/NĂM-THÁNG-NGÀY/SỐ",
		    "a drive that the plan knows: ORG/YYYY-MM-DD/N"),
		0},
	    {"date", KEY_DATE, TR("NGÀY", "DAY"), 0,
		TR("buổi của ngày này; chưa có thì được lập, ngoài kế hoạch; cùng --drive: ngày (đầu) buổi được tổ chức",
		    "the drive of that day; made, outside the plan, when there is none; with --drive: the (first) day on which it was held"),
		0},
	    {"day", KEY_DAY, TR("NGÀY", "DAY"), 0,
		TR("một ngày của buổi nhiều ngày, khi báo từng ngày; cùng --drive hoặc --date",
		    "one day of a drive of several, reported day by day; with --drive or --date"),
		0},
	    {"no", KEY_NO, "N", 0, TR("buổi thứ mấy trong ngày (1)", "which drive of that day (1)"),
		0},
	    {"collection", KEY_COLLECTION, TR("LOẠI", "KIND"), 0,
		TR("đợt thu: fixed_site, emergency, carried_in",
		    "a collection: fixed_site, emergency, carried_in"),
		0},
	    {"from", KEY_FROM, TR("NGÀY", "DAY"), 0, TR("ngày đầu", "first day"), 0},
	    {"to", KEY_TO, TR("NGÀY", "DAY"), 0, TR("ngày cuối", "last day"), 0},
	    {"for", KEY_FOR, TR("NƠI", "ORG"), 0,
		TR("báo thay: mã hoặc tên nơi được tính chỉ tiêu",
		    "on behalf of: code or name of the credited organisation"),
		0},
	    {"witness", KEY_WITNESS, TR("AI", "WHO"), 0,
		TR("organiser (mặc định), hoặc collector: nơi tiếp nhận máu có tên trong buổi tự đếm",
		    "organiser (default), or collector: the count of the facility that the drive names"),
		0},
	    {"wait", KEY_WAIT, TR("GIÂY", "S"), 0,
		TR("thử gửi bao nhiêu giây (5); 0: chỉ lưu", "seconds to try (5); 0: only save"),
		0},
	    {"dry-run", KEY_DRY_RUN, NULL, 0,
		TR("chỉ kiểm tra, không lưu", "check only, save nothing"), 0},
	    {"text", KEY_TEXT, NULL, 0,
		TR("một dòng ngắn để dán vào tin nhắn", "one short line to paste into a chat"), 0},
	    {0},
	};
	struct argp_option *options = report_options_make(own);
	const struct cli_spec spec = {.options = options, .parse = parse, .input = s, .doc = doc()};
	bool ok;

	if (options == NULL)
		return err_set(err, ERR_MEMORY, "submit");
	ok = cli_parse(cli, &spec, argc, argv, err);
	free(options);
	return ok;
}

/* The day on which names are read. */
static day_t
names_day(const struct submit *s)
{
	struct drive_key key;

	if (s->b.day != DAY_OPEN_LEFT)
		return s->b.day;
	if (s->b.r.drive[0] != '\0' && s->b.to == DAY_OPEN_LEFT &&
	    drive_key_parse(s->b.r.drive, &key, NULL))
		return key.day;
	return s->b.to;
}

/*
 * Whose it is: --for, else this office's own; a drive's key says it by itself.  And who executed
 * it.
 */
static bool
org_fill(struct cli *cli, struct submit *s, struct err *err)
{
	const day_t day = names_day(s);
	const char *given = s->for_org != NULL ? s->for_org : cli->org;
	char code[WIRE_CODE_BYTES_MAX + 1];
	struct org_find f;
	bool ok = true;

	if (s->b.r.witness == WITNESS_COLLECTOR && s->b.r.drive[0] == '\0')
		return err_set(err, ERR_USAGE, "%s",
		    TR("--witness collector cần --drive", "--witness collector needs --drive"));
	org_find_open(&f, &cli->profile);
	if (given != NULL)
		ok = org_find_code(&f, given, day, code, err) && report_build_org(&s->b, code, err);
	else if (s->b.r.drive[0] == '\0')
		ok = report_build_org(&s->b, cli->profile.org, err);
	ok = ok && report_orgs_resolve(&f, &s->b, day, err);
	org_find_close(&f);
	return ok;
}

/* Is the day of the drive's key what it will count on? */
static bool
takes_day_of_key(const struct submit *s)
{
	return s->b.r.drive[0] != '\0' && s->b.day == DAY_OPEN_LEFT && s->b.r.day == 0 &&
	    s->b.from == DAY_OPEN_LEFT;
}

/* What the plan says of the drive by now, and which drive of its day that is. */
static bool
plan_look(struct cli *cli, struct submit *s, struct err *err)
{
	struct drive_plan plan;
	const struct drive_planner planner = drive_plan_planner(&plan);
	char day[DAY_TEXT_MAX];
	struct drive_key key;
	bool moved = false;

	drive_plan_open(&plan, cli, s->wait_s == 0);
	const bool ok = drive_plan_look(&planner, &s->b, &moved, err);
	if (ok && moved)
		cli_note(cli,
		    TR("Kế hoạch đã dời buổi %s sang ngày này: báo cho buổi ấy.",
			"The plan moved the drive %s to this day: the report is of that one."),
		    s->b.r.drive);
	if (plan.unknown_n > 0 && takes_day_of_key(s) && drive_key_parse(s->b.r.drive, &key, NULL))
		cli_note(cli,
		    TR("Chưa hỏi được kế hoạch: lấy ngày trong mã buổi, %s; buổi đã đổi ngày thì thêm --date.",
			"The plan cannot be asked: the day is the key's, %s; of a drive that was moved add "
			"--date."),
		    day_words(key.day, day));
	drive_plan_close(&plan);
	return ok;
}

/* Nothing is saved; what the aggregator would refuse by its place and day is refused here. */
static int
dry_run(struct cli *cli, const struct submit *s, const struct report *r, const char *summary)
{
	bool asked = false;
	struct err err;

	if (s->wait_s > 0 && !report_place_look(&cli->profile, r, &asked, &err))
		return cli_fail(cli, &err, TR("Chưa lưu gì.", "Nothing was saved."));
	cli_note(cli, TR("Kiểm tra xong, chưa lưu: %s", "Checked, not saved: %s"), summary);
	if (!asked)
		cli_note(cli, "%s",
		    TR("Chỉ kiểm tra trên máy này: chưa hỏi được máy chủ về nơi và ngày.",
			"Checked on this machine alone: the aggregator was not asked about place and day."));
	return 0;
}

static int
run(struct cli *cli, struct submit *s)
{
	struct finding findings[RULES_FINDINGS_MAX];
	struct saving saving = {.n = 1, .wait_ms = (int)(s->wait_s * 1000), .text = s->text};
	char summary[OUTBOX_SUMMARY_MAX];
	struct report r;
	struct err err;
	size_t findings_n = 0;
	bool ok;

	if (!cli_profile(cli, &err) || !org_fill(cli, s, &err))
		return cli_fail(cli, &err, NULL);
	s->b.plan.today = day_from_unix_ms(clock_unix_ms());
	if (!plan_look(cli, s, &err) || !report_subject_make(&s->b, &r, &err))
		return cli_fail(cli, &err, NULL);
	ok = report_check_on(&r, &s->b.plan, findings, &findings_n, &err);
	report_say_findings(cli, findings, findings_n);
	if (!ok)
		return cli_fail(cli, &err, TR("Chưa lưu gì.", "Nothing was saved."));
	report_say_summary(&r, summary, sizeof(summary));
	if (s->dry_run)
		return dry_run(cli, s, &r, summary);
	saving.reports = &r;
	saving.summary = summary;
	return saving_tell(cli, &saving);
}

int
cmd_submit(struct cli *cli, int argc, char **argv)
{
	struct submit s = {.wait_s = DELIVER_SUBMIT_MS / 1000};
	struct arena *arena = arena_make(ARENA_FIRST, ARENA_MAX);
	struct err err;
	int status;

	if (arena == NULL) {
		(void)err_set(&err, ERR_MEMORY, "submit");
		return cli_fail(cli, &err, NULL);
	}
	report_build_init(&s.b, arena);
	status = parse_all(cli, &s, argc, argv, &err) ? run(cli, &s) : cli_fail(cli, &err, NULL);
	arena_free(arena);
	return status;
}
