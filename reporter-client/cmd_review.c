/* giothong review - the committee's queue, and its decisions. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "cmd.h"
#include "org_find.h"
#include "reference_show.h"
#include "report_build.h"
#include "review_changes.h"
#include "review_find.h"
#include "review_show.h"
#include "rules/rules.h"
#include "saving.h"
#include "words.h"

#define ARENA_FIRST ((size_t)8 * 1024)
#define ARENA_MAX ((size_t)1024 * 1024)
#define WAIT_MAX_S 600
#define KEYS_MAX 100 /* of one command */

/* ---- list */

enum list_key { KEY_STATE = 1 };

static bool
is_queued(unsigned state)
{
	return state >= REPORT_WAITING && state <= REPORT_OVERLAPS;
}

static error_t
list_parse(int key, char *arg, struct argp_state *state)
{
	unsigned *ret = state->input;
	struct err why;

	if (key != KEY_STATE)
		return ARGP_ERR_UNKNOWN;
	if (!words_parse(WORDS_REPORT_STATE, arg, ret, &why) || !is_queued(*ret))
		return cli_refuse(state, ERR_USAGE,
		    "--state waiting|returned|after_lock|differs|duplicate|overlaps");
	return 0;
}

/* What the organisers say, to be held against the collectors'; nothing when nobody differs. */
static bool
organisers_ask(
    struct cli *cli, const struct reference *queue, struct ask_reference *ret, struct err *err)
{
	const char *differs = words_name(WORDS_REPORT_STATE, REPORT_DIFFERS);

	for (uint32_t i = 0; i < queue->reports_n; i++)
		if (strcmp(queue->reports[i].state, differs) == 0)
			return reference_show_ask(cli, REFERENCE_REPORTS, NULL, ret, err);
	return true;
}

int
cmd_review_list(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"state", KEY_STATE, TR("VIỆC", "STATE"), 0,
		"waiting, returned, after_lock, differs, duplicate, overlaps", 0},
	    {0},
	};
	unsigned state = REPORT_STATE_NONE;
	const struct cli_spec spec = {.options = options,
	    .parse = list_parse,
	    .input = &state,
	    .doc = TR(
		"Những việc chờ ban chỉ đạo: báo cáo chờ duyệt, đã trả lại, đến sau khi khóa sổ, nơi tổ "
		"chức và nơi tiếp nhận máu đếm khác nhau, hai buổi có thể là một; và để biết: các buổi "
		"chồng chéo lịch.\n\n"
		"Ví dụ: giothong review --org 91 --period 2022-05 --state waiting",
		"What waits for the committee: reports to approve, returned, after the lock, counts of "
		"organiser and collector that differ, drives that may be the same; and for information "
		"drives whose planned days overlap.\n\n"
		"Example: giothong review --org 91 --period 2022-05 --state waiting")};
	struct ask_reference queue = {.arenas_n = 0}, organisers = {.arenas_n = 0};
	struct review_change *changes = NULL;
	struct err err;
	bool ok;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !cli_outbox(cli, &err))
		return cli_fail(cli, &err, NULL);
	deliver_waiting(cli, DELIVER_SHORT_MS);
	ok = reference_show_ask(cli, REFERENCE_REVIEW,
		 state == REPORT_STATE_NONE ? NULL : words_name(WORDS_REPORT_STATE, state), &queue,
		 &err) &&
	    organisers_ask(cli, &queue.all, &organisers, &err) &&
	    review_changes_ask(cli, &queue.all, &changes, &err) &&
	    review_show(cli, &queue.all,
		&(struct review_beside){.organisers = &organisers.all, .changes = changes}, &err);
	review_changes_free(changes, queue.all.reports_n);
	ask_reference_free(&queue);
	ask_reference_free(&organisers);
	return ok ? 0 : cli_fail(cli, &err, NULL);
}

/* ---- decisions */

enum key { KEY_REASON = 1, KEY_WAIT };

struct deciding {
	enum review_state decision;
	const char *word; /* by TR() */
	const char *keys[KEYS_MAX];
	size_t keys_n;
	const char *reason;
	uint64_t wait_s;
	struct arena *arena;
};

static bool
is_of_pair(const struct deciding *d)
{
	return d->decision == REVIEW_SAME_DRIVE || d->decision == REVIEW_DIFFERENT;
}

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct deciding *d = state->input;
	struct err why;
	bool ok;

	switch (key) {
	case ARGP_KEY_ARG:
		d->keys[d->keys_n++] = arg; /* args_max bounds it */
		return 0;
	case KEY_REASON:
		ok = report_build_copy(d->arena, arg,
		    (struct text_field){WIRE_NOTE_BYTES_MAX, TR("lý do", "the reason")}, &d->reason,
		    &why);
		break;
	case KEY_WAIT:
		ok = cli_u64(arg, WAIT_MAX_S, &d->wait_s, &why);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return ok ? 0 : cli_refuse(state, why.code, "%s", why.text);
}

/* What ${key} names, decided; its canonical name goes to ${names}. */
static bool
decide(struct cli *cli, struct ask *a, const struct deciding *d, const char *key,
    struct report *ret, struct buf *names, struct err *err)
{
	struct about_name what, other = {.text = ""};
	struct review_found found;
	const char *org = cli->org != NULL && org_find_is_code(cli->org) ? cli->org : "";
	struct review_asked q = {.what = &what, .decision = d->decision, .other = ""};
	struct review *v = &ret->u.review;

	*ret = (struct report){.kind = KIND_REVIEW, .action = ACTION_FIRST, .reason = ""};
	*v = (struct review){.state = d->decision, .reason = d->reason, .other_drive = ""};
	if (!about_name_parse(key, org, &what, err))
		return false;
	if (is_of_pair(d) && d->keys_n > 1 && !about_name_parse(d->keys[1], org, &other, err))
		return false;
	q.other = other.text;
	if (!review_find(a, &q, &found, err))
		return false;
	v->report = found.report;
	if (found.split[0] != '\0')
		cli_note(cli, "%s", found.split);
	buf_printf(names, "%s%s", names->len > 0 ? ", " : "", what.text);
	if (found.other[0] == '\0')
		return true;
	buf_printf(names, " · %s", found.other);
	return report_build_copy(d->arena, found.other,
	    (struct text_field){WIRE_DRIVE_BYTES_MAX, TR("mã buổi", "the drive's key")},
	    &v->other_drive, err);
}

static int
save(struct cli *cli, const struct deciding *d, const struct report *r, size_t n, const char *names)
{
	char summary[OUTBOX_SUMMARY_MAX];
	const struct saving saving = {
	    .reports = r, .n = n, .summary = summary, .wait_ms = (int)(d->wait_s * 1000)};
	struct err err;

	for (size_t i = 0; i < n; i++)
		if (!rules_accept(&r[i], DAY_MAX, &err))
			return cli_fail(cli, &err, TR("Chưa lưu gì.", "Nothing was saved."));
	(void)snprintf(summary, sizeof(summary), "%s: %s", d->word, names);
	return saving_tell(cli, &saving);
}

static int
run_all(struct cli *cli, const struct deciding *d)
{
	const size_t n = is_of_pair(d) ? 1 : d->keys_n;
	struct report *reports = calloc(n, sizeof(*reports));
	struct buf names = {.max = OUTBOX_SUMMARY_MAX * 2};
	struct ask *a = NULL;
	struct err err;
	bool ok = reports != NULL || err_set(&err, ERR_MEMORY, "review");
	int status;

	ok = ok && cli_outbox(cli, &err);
	if (ok)
		deliver_waiting(cli, DELIVER_SHORT_MS);
	ok = ok && ask_open(&cli->profile, &a, &err);
	for (size_t i = 0; i < n && ok; i++)
		ok = decide(cli, a, d, d->keys[i], &reports[i], &names, &err);
	ask_close(a);
	status = ok ? save(cli, d, reports, n, buf_text(&names))
		    : cli_fail(cli, &err, TR("Chưa lưu gì.", "Nothing was saved."));
	buf_free(&names);
	free(reports);
	return status;
}

static int
run(struct cli *cli, struct deciding d, const char *doc, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"reason", KEY_REASON, TR("LỜI", "TEXT"), 0, TR("lý do", "the reason"), 0},
	    {"wait", KEY_WAIT, TR("GIÂY", "S"), 0,
		TR("thử gửi bao nhiêu giây (5)", "seconds to try (5)"), 0},
	    {0},
	};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &d,
	    .args = is_of_pair(&d) ? TR("MÃ [MÃ-KIA]", "KEY [OTHER-KEY]") : TR("MÃ…", "KEY..."),
	    .args_min = 1,
	    .args_max = is_of_pair(&d) ? 2 : KEYS_MAX,
	    .doc = doc};
	struct err err;
	int status;

	d.reason = "";
	d.wait_s = DELIVER_SUBMIT_MS / 1000;
	d.arena = arena_make(ARENA_FIRST, ARENA_MAX);
	if (d.arena == NULL) {
		(void)err_set(&err, ERR_MEMORY, "review");
		return cli_fail(cli, &err, NULL);
	}
	status =
	    cli_parse(cli, &spec, argc, argv, &err) ? run_all(cli, &d) : cli_fail(cli, &err, NULL);
	arena_free(d.arena);
	return status;
}

int
cmd_review_accept(struct cli *cli, int argc, char **argv)
{
	return run(cli,
	    (struct deciding){.decision = REVIEW_ACCEPTED, .word = TR("Duyệt", "Accept")},
	    TR("Duyệt báo cáo. Duyệt là một dấu: số đã tính từ khi nhận. Báo cáo đã trả lại được duyệt thì "
	       "tính trở lại.\n\n"
	       "Ví dụ:\n"
	       "  giothong review accept 909/2022-05-08/1 911/2022-05-09/1\n"
	       "  giothong review accept 91.VINPEARL/2022-05-01..2022-05-31/fixed_site",
		"Approve reports.  Approval is a mark: they count since they were received.  A returned report "
		"that is approved counts again.\n\n"
		"Examples:\n"
		"  giothong review accept 909/2022-05-08/1 911/2022-05-09/1\n"
		"  giothong review accept 91.VINPEARL/2022-05-01..2022-05-31/fixed_site"),
	    argc, argv);
}

int
cmd_review_return(struct cli *cli, int argc, char **argv)
{
	return run(cli,
	    (struct deciding){.decision = REVIEW_RETURNED, .word = TR("Trả lại", "Return")},
	    TR("Trả báo cáo lại cho nơi báo cáo, cùng lý do. Nó không tính nữa cho đến khi được sửa; tổng "
	       "hợp nêu riêng một dòng.\n\n"
	       "Ví dụ: giothong review return 909/2022-05-08/1 --reason \"đếm lại số bỏ về\"",
		"Give a report back to its office, with the reason.  It counts no more until it is "
		"corrected; totals say so in a line of its own.\n\n"
		"Example: giothong review return 909/2022-05-08/1 --reason \"count again\""),
	    argc, argv);
}

int
cmd_review_admit(struct cli *cli, int argc, char **argv)
{
	return run(cli,
	    (struct deciding){.decision = REVIEW_ADMITTED, .word = TR("Cho tính", "Admit")},
	    TR("Cho tính một báo cáo đến sau khi khóa sổ, cùng lý do; sổ vẫn khóa.\n\n"
	       "Ví dụ: giothong review admit 909/2022-05-08/1 --reason \"mất mạng một tuần\"",
		"Let a report count that came after the lock, with the reason; the books stay locked.\n\n"
		"Example: giothong review admit 909/2022-05-08/1 --reason \"no network for a week\""),
	    argc, argv);
}

int
cmd_review_same(struct cli *cli, int argc, char **argv)
{
	return run(cli,
	    (struct deciding){
		.decision = REVIEW_SAME_DRIVE, .word = TR("Cùng một buổi", "The same drive")},
	    TR("Hai buổi là một: kết quả của buổi nêu trước không tính nữa. Không nêu buổi kia thì lấy buổi "
	       "mà danh sách chờ ghép với nó.\n\n"
	       "Ví dụ: giothong review same 909/2022-05-09/1 909/2022-05-08/1",
		"Two drives are one: the result of the first named counts no more.  Without the other, it is "
		"the one that the queue pairs it with.\n\n"
		"Example: giothong review same 909/2022-05-09/1 909/2022-05-08/1"),
	    argc, argv);
}

int
cmd_review_different(struct cli *cli, int argc, char **argv)
{
	return run(cli,
	    (struct deciding){
		.decision = REVIEW_DIFFERENT, .word = TR("Hai buổi khác nhau", "Two drives")},
	    TR("Hai buổi là hai: cả hai được tính, không hỏi lại.\n\n"
	       "Ví dụ: giothong review different 909/2022-05-09/1 909/2022-05-08/1",
		"Two drives are two: both count, and nobody is asked again.\n\n"
		"Example: giothong review different 909/2022-05-09/1 909/2022-05-08/1"),
	    argc, argv);
}

int
cmd_review_take(struct cli *cli, int argc, char **argv)
{
	return run(cli,
	    (struct deciding){.decision = REVIEW_TAKE_COLLECTOR,
		.word = TR("Lấy số của nơi tiếp nhận máu", "Take the collector's count")},
	    TR("Nơi tổ chức và nơi tiếp nhận máu đếm khác nhau: lấy số của nơi tiếp nhận máu.\n\n"
	       "Ví dụ: giothong review take 909/2022-05-08/1",
		"Organiser and collecting facility count differently: the facility's counts stand.\n\n"
		"Example: giothong review take 909/2022-05-08/1"),
	    argc, argv);
}
