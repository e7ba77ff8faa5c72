/* giothong correct, giothong withdraw - what was reported, said better, or taken back. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/text.h"
#include "about_name.h"
#include "cmd.h"
#include "current.h"
#include "drive_plan.h"
#include "org_find.h"
#include "report_check.h"
#include "report_options.h"
#include "report_orgs.h"
#include "report_say.h"
#include "report_subject.h"
#include "saving.h"
#include "words.h"

#define ARENA_FIRST ((size_t)8 * 1024)
#define ARENA_MAX ((size_t)1024 * 1024)
#define OPTIONS_MAX 256
#define WAIT_MAX_S 600

enum key {
	KEY_REASON = 1,
	KEY_UNSET,
	KEY_FINAL,
	KEY_COLLECTION,
	KEY_FROM,
	KEY_TO,
	KEY_FOR,
	KEY_WAIT,
	KEY_TEXT,
	KEY_WITNESS
};

struct given {
	int key;
	const char *arg;
};
struct correct {
	struct arena *arena;
	struct report_build
	    probe; /* options are tried on it, to refuse them before anything is asked */
	struct given given[OPTIONS_MAX];
	size_t given_n;
	const char *drive;
	const char *for_org;
	const char *reason;
	unsigned collection;
	unsigned witness;
	day_t from, to;
	uint64_t wait_s;
	bool final;
	bool withdraws;
	bool text;
};

static bool
keep(struct correct *c, int key, const char *arg, struct err *err)
{
	if (c->given_n == OPTIONS_MAX)
		return err_set(err, ERR_LIMIT, TR("nhiều hơn %d tùy chọn", "more than %d options"),
		    OPTIONS_MAX);
	c->given[c->given_n++] = (struct given){.key = key, .arg = arg};
	return key == KEY_UNSET || report_options_apply(&c->probe, false, key, arg, err);
}

static bool
take(struct correct *c, int key, const char *arg, struct err *err)
{
	switch (key) {
	case ARGP_KEY_ARG:
		c->drive = arg;
		return true;
	case KEY_REASON:
		return report_build_copy(c->arena, arg,
		    (struct text_field){WIRE_NOTE_BYTES_MAX, TR("lý do", "the reason")}, &c->reason,
		    err);
	case KEY_FINAL:
		c->final = true;
		return true;
	case KEY_COLLECTION:
		return words_parse(WORDS_COLLECTION, arg, &c->collection, err);
	case KEY_WITNESS:
		return words_parse(WORDS_WITNESS, arg, &c->witness, err);
	case KEY_FROM:
		return day_parse(arg, &c->from, err);
	case KEY_TO:
		return day_parse(arg, &c->to, err);
	case KEY_FOR:
		c->for_org = arg;
		return true;
	case KEY_WAIT:
		return cli_u64(arg, WAIT_MAX_S, &c->wait_s, err);
	case KEY_TEXT:
		c->text = true;
		return true;
	case KEY_UNSET:
	default:
		return keep(c, key, arg, err);
	}
}

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct correct *c = state->input;
	const bool known = key == ARGP_KEY_ARG || (key >= KEY_REASON && key <= KEY_WITNESS) ||
	    (!c->withdraws && report_options_has(key));
	struct err why;

	if (!known)
		return ARGP_ERR_UNKNOWN;
	return take(c, key, arg, &why) ? 0 : cli_refuse(state, why.code, "%s", why.text);
}

/* ORG/FROM..TO/KIND: a collection, or an activity, which is said anew by its own command. */
static bool
span_subject(struct correct *c, struct current_subject *ret, struct err *err)
{
	struct about_name what;

	if (!about_name_parse(c->drive, "", &what, err))
		return false;
	if (what.kind == KIND_ACTIVITY && !c->withdraws)
		return err_set(err, ERR_USAGE, "%s",
		    TR("sửa hoạt động bằng: giothong activity … --reason",
			"an activity is corrected by: giothong activity ... --reason"));
	ret->kind = what.kind;
	ret->collection =
	    (struct collection){.from = what.from, .to = what.to, .kind = what.collection};
	c->drive = NULL;
	return report_build_copy(c->arena, what.org,
	    (struct text_field){WIRE_CODE_BYTES_MAX, TR("mã nơi", "the organisation")},
	    &ret->collection.org, err);
}

static bool
subject_of(struct cli *cli, struct correct *c, struct current_subject *ret, struct err *err)
{
	const char *given = c->for_org != NULL ? c->for_org : cli->org;
	char code[WIRE_CODE_BYTES_MAX + 1];
	struct drive_key key;
	char canonical[WIRE_DRIVE_BYTES_MAX + 1];
	struct org_find f;
	bool ok = true;

	*ret = (struct current_subject){.kind = KIND_RESULT,
	    .drive = "",
	    .witness = (enum witness)c->witness,
	    .collection = {.org = ""}};
	if (c->drive != NULL && strstr(c->drive, "..") != NULL)
		return span_subject(c, ret, err);
	if (c->drive != NULL) {
		if (!drive_key_parse_day(c->drive, &key, &ret->day, err))
			return false;
		drive_key_text(&key, canonical);
		return report_build_copy(c->arena, canonical,
		    (struct text_field){WIRE_DRIVE_BYTES_MAX, TR("mã buổi", "the drive's key")},
		    &ret->drive, err);
	}
	if (c->collection == COLLECTION_NONE || c->from == DAY_OPEN_LEFT || c->to == DAY_OPEN_LEFT)
		return err_set(err, ERR_SUBJECT_MISSING, "%s",
		    TR("nêu MÃ-BUỔI, hoặc --collection với --from --to",
			"name a drive's KEY, or --collection with --from --to"));
	(void)text_copy(code, sizeof(code), cli->profile.org);
	if (given != NULL) {
		org_find_open(&f, &cli->profile);
		ok = org_find_code(&f, given, c->to, code, err);
		org_find_close(&f);
	}
	ret->collection = (struct collection){
	    .from = c->from, .to = c->to, .kind = (enum collection_kind)c->collection};
	return ok &&
	    report_build_copy(c->arena, code,
		(struct text_field){WIRE_CODE_BYTES_MAX,
		    TR("mã nơi được tính chỉ tiêu", "the credited organisation")},
		&ret->collection.org, err);
}

/* The current report with what was given in its place. */
static bool
corrected(struct cli *cli, struct correct *c, const struct current *now, struct report *ret,
    struct err *err)
{
	struct report_build b;
	struct org_find f;
	bool ok;

	if (!report_subject_from(&b, c->arena, &now->result, err))
		return false;
	for (size_t i = 0; i < c->given_n; i++) {
		const struct given *g = &c->given[i];

		if (!(g->key == KEY_UNSET ? report_build_unset(&b, g->arg, err)
					  : report_options_apply(&b, true, g->key, g->arg, err)))
			return false;
	}
	b.interim = b.interim && !c->final;
	if (c->drive != NULL && c->from != DAY_OPEN_LEFT) {
		b.r.held_from = c->from;
		b.r.held_to = c->to != DAY_OPEN_LEFT ? c->to : c->from;
	}
	org_find_open(&f, &cli->profile);
	ok = report_orgs_resolve(&f, &b, b.r.held_to, err);
	org_find_close(&f);
	if (!ok || !report_subject_make(&b, ret, err))
		return false;
	ret->action = ACTION_CORRECTION;
	ret->replaces = now->name;
	ret->reason = c->reason;
	return true;
}

/* The same result but for its name. */
static bool
content(const struct result *s, struct buf *ret, struct err *err)
{
	struct report r = {
	    .kind = KIND_RESULT, .action = ACTION_FIRST, .reason = "", .u = {.result = *s}};

	r.u.result.make_drive = false;
	return submission_encode_report(&r, ret, err);
}

static bool
is_same(const struct result *a, const struct result *b, bool *ret, struct err *err)
{
	struct buf x = {0}, y = {0};
	const bool ok = content(a, &x, err) && content(b, &y, err);

	*ret = ok && x.len == y.len && memcmp(x.at, y.at, x.len) == 0;
	buf_free(&x);
	buf_free(&y);
	return ok;
}

static int
save(struct cli *cli, struct correct *c, const struct current *now, const struct report *r)
{
	char changes[OUTBOX_SUMMARY_MAX], subject[REPORT_SUBJECT_MAX],
	    summary[OUTBOX_SUMMARY_MAX * 2], from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	const struct saving saving = {.reports = r,
	    .n = 1,
	    .summary = summary,
	    .wait_ms = (int)(c->wait_s * 1000),
	    .text = c->text};

	if (r->kind == KIND_ACTIVITY)
		(void)snprintf(subject, sizeof(subject), "%s %s – %s", r->u.activity.org,
		    day_people(r->u.activity.from, from), day_people(r->u.activity.to, to));
	else
		(void)report_subject_text(&now->result, subject);
	changes[0] = '\0';
	if (!c->withdraws)
		report_say_changes(
		    &now->result.counts, &r->u.result.counts, changes, sizeof(changes));
	(void)snprintf(summary, sizeof(summary), "%s %s%s%s",
	    c->withdraws ? TR("Rút", "Withdraw") : TR("Sửa", "Correct"), subject,
	    changes[0] == '\0' ? "" : ": ", changes);
	if (now->from_outbox)
		cli_note(cli, "%s",
		    TR("Bản gốc lấy từ hộp chờ gửi của máy này.",
			"The report to change is this machine's own."));
	return saving_tell(cli, &saving);
}

/* The same ground as that of a first report. */
static struct rules_ground
ground_of(struct cli *cli, const struct correct *c, const struct report *r)
{
	struct rules_ground ground = {.today = day_from_unix_ms(clock_unix_ms())};
	struct drive_plan plan;

	if (r->u.result.drive[0] == '\0')
		return ground;
	drive_plan_open(&plan, cli, c->wait_s == 0);
	drive_plan_of(&plan, r->u.result.drive, &ground);
	drive_plan_close(&plan);
	return ground;
}

static int
run_correct(struct cli *cli, struct correct *c, const struct current *now)
{
	struct finding findings[RULES_FINDINGS_MAX];
	struct report r;
	struct err err;
	size_t n = 0;
	bool same = false, ok;

	ok = corrected(cli, c, now, &r, &err) && is_same(&now->result, &r.u.result, &same, &err);
	if (ok && same)
		ok = err_set(
		    &err, ERR_USAGE, "%s", TR("không có gì thay đổi", "nothing is changed"));
	if (!ok)
		return cli_fail(cli, &err, NULL);
	const struct rules_ground ground = ground_of(cli, c, &r);
	ok = report_check_on(&r, &ground, findings, &n, &err);
	report_say_findings(cli, findings, n);
	if (!ok)
		return cli_fail(cli, &err, TR("Chưa lưu gì.", "Nothing was saved."));
	return save(cli, c, now, &r);
}

static int
run_withdraw(struct cli *cli, struct correct *c, const struct current_subject *what,
    const struct current *now)
{
	struct report r = {.kind = what->kind,
	    .action = ACTION_WITHDRAWAL,
	    .replaces = now->name,
	    .reason = c->reason};
	struct err err;

	if (what->kind == KIND_ACTIVITY) {
		r.u.activity = now->activity;
	} else {
		r.u.result = now->result;
		r.u.result.make_drive = false;
	}
	if (!rules_accept(&r, DAY_MAX, &err))
		return cli_fail(cli, &err, TR("Chưa lưu gì.", "Nothing was saved."));
	return save(cli, c, now, &r);
}

/* What was asked for is so already; a correction has nothing to correct. */
static int
tell_withdrawn(struct cli *cli, const struct correct *c, struct err *err)
{
	if (!c->withdraws) {
		err->code = ERR_NOT_FOUND;
		return cli_fail(cli, err,
		    TR("Báo lại bằng: giothong submit.", "To report it anew: giothong submit."));
	}
	if (cli->json)
		(void)printf(
		    "{\n \"state\": \"already\",\n \"accepted\": 0,\n \"already\": 1\n}\n");
	else
		(void)printf("%s: %s.\n", err->text, err_sentence(ERR_ALREADY));
	return 0;
}

static const char *
doc(bool withdraws)
{
	if (withdraws)
		return TR(
		    "Rút kết quả đã báo của một buổi hoặc một đợt thu; số của nó không tính nữa.\n\n"
		    "Ví dụ: giothong withdraw 909/2022-05-08/1 --reason \"nhập nhầm nơi\"",
		    "Take back the result of a drive or collection; it no longer counts.\n\n"
		    "Example: giothong withdraw 909/2022-05-08/1 --reason \"wrong place\"");
	return TR(
	    "Sửa kết quả đã báo: chỉ những số nêu ra được thay, còn lại giữ nguyên. Bản cũ vẫn lưu "
	    "trong lịch sử.\n\n"
	    "Ví dụ:\n"
	    "  giothong correct 909/2022-05-08/1 --units 366 --reason \"đếm lại\"\n"
	    "  giothong correct --collection fixed_site --from 1/5/2022 --to 31/5/2022 --units 88",
	    "Correct a result: only the counts named are replaced, the rest stays.  The earlier one "
	    "remains in the history.\n\n"
	    "Examples:\n"
	    "  giothong correct 909/2022-05-08/1 --units 366 --reason \"counted again\"\n"
	    "  giothong correct --collection fixed_site --from 2022-05-01 --to 2022-05-31 --units 88");
}

static bool
parse_all(struct cli *cli, struct correct *c, int argc, char **argv, struct err *err)
{
	const struct argp_option common[] = {
	    {"reason", KEY_REASON, TR("LỜI", "TEXT"), 0, TR("lý do", "the reason"), 0},
	    {"collection", KEY_COLLECTION, TR("LOẠI", "KIND"), 0,
		TR("đợt thu: fixed_site, emergency, carried_in",
		    "a collection: fixed_site, emergency, carried_in"),
		0},
	    {"from", KEY_FROM, TR("NGÀY", "DAY"), 0,
		TR("ngày đầu của đợt thu; của buổi: ngày tổ chức thật",
		    "first day of a collection; of a drive: when it was really held"),
		0},
	    {"to", KEY_TO, TR("NGÀY", "DAY"), 0, TR("ngày cuối", "last day"), 0},
	    {"for", KEY_FOR, TR("NƠI", "ORG"), 0,
		TR("nơi được tính chỉ tiêu của đợt thu", "the collection's organisation"), 0},
	    {"wait", KEY_WAIT, TR("GIÂY", "S"), 0,
		TR("thử gửi bao nhiêu giây (5)", "seconds to try (5)"), 0},
	    {"witness", KEY_WITNESS, TR("AI", "WHO"), 0,
		TR("organiser (mặc định), hoặc collector: bản của nơi tiếp nhận máu",
		    "organiser (default), or collector: the collecting facility's"),
		0},
	    {"text", KEY_TEXT, NULL, 0,
		TR("một dòng ngắn để dán vào tin nhắn", "one short line to paste into a chat"), 0},
	    {"unset", KEY_UNSET, TR("MÃ", "CODE"), 0,
		TR("bỏ một số đã ghi: thành không biết", "take a count out: not known"), 0},
	    {"final", KEY_FINAL, NULL, 0,
		TR("số tạm tính thành chính thức", "interim becomes final"), 0},
	    {0},
	};
	struct argp_option own[ARRAY_LEN(common)];
	struct argp_option *options;
	struct cli_spec spec = {.parse = parse,
	    .input = c,
	    .args = TR("[MÃ-BUỔI]", "[KEY]"),
	    .args_max = 1,
	    .doc = doc(c->withdraws)};
	bool ok;

	memcpy(own, common, sizeof(own));
	if (c->withdraws) {
		own[ARRAY_LEN(own) - 3] = (struct argp_option){0};
		spec.options = own;
		return cli_parse(cli, &spec, argc, argv, err);
	}
	options = report_options_make(own);
	if (options == NULL)
		return err_set(err, ERR_MEMORY, "correct");
	spec.options = options;
	ok = cli_parse(cli, &spec, argc, argv, err);
	free(options);
	return ok;
}

static int
run(struct cli *cli, bool withdraws, int argc, char **argv)
{
	struct correct c = {.arena = arena_make(ARENA_FIRST, ARENA_MAX),
	    .reason = "",
	    .from = DAY_OPEN_LEFT,
	    .to = DAY_OPEN_LEFT,
	    .wait_s = DELIVER_SUBMIT_MS / 1000,
	    .withdraws = withdraws};
	struct current_subject what;
	struct current now = {.from_outbox = false};
	struct err err;
	int status;

	if (c.arena == NULL) {
		(void)err_set(&err, ERR_MEMORY, "correct");
		return cli_fail(cli, &err, NULL);
	}
	report_build_init(&c.probe, c.arena);
	if (!parse_all(cli, &c, argc, argv, &err) || !cli_outbox(cli, &err) ||
	    !subject_of(cli, &c, &what, &err) || !current_find(cli, &what, &now, &err))
		status = err.code == ERR_ALREADY ? tell_withdrawn(cli, &c, &err)
						 : cli_fail(cli, &err, NULL);
	else
		status =
		    withdraws ? run_withdraw(cli, &c, &what, &now) : run_correct(cli, &c, &now);
	current_free(&now);
	arena_free(c.arena);
	return status;
}

int
cmd_correct(struct cli *cli, int argc, char **argv)
{
	return run(cli, false, argc, argv);
}

int
cmd_withdraw(struct cli *cli, int argc, char **argv)
{
	return run(cli, true, argc, argv);
}
