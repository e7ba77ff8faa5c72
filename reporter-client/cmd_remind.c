/* giothong remind - a note to an office: signed, in the ledger, seen at its next connection. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/day.h"
#include "base/lang.h"
#include "base/text.h"
#include "cmd.h"
#include "late_list.h"
#include "org_find.h"
#include "report_build.h"
#include "rules/rules.h"
#include "saving.h"

#define ARENA_FIRST ((size_t)16 * 1024)
#define ARENA_MAX ((size_t)16 << 20)
#define REMIND_MAX WIRE_REPORTS_MAX /* offices at a time */
#define ITEMS_SAID_MAX 6            /* of one office; the others are counted */

enum key { KEY_NOTE = 1, KEY_ALL_LATE };

struct input {
	const char *org;
	const char *note;
	bool all_late;
};
struct remind {
	struct arena *arena;
	struct report reports[REMIND_MAX];
	size_t n;
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct input *in = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		in->org = arg;
		return 0;
	case KEY_NOTE:
		in->note = arg;
		return arg[strspn(arg, " ")] != '\0'
		    ? 0
		    : cli_refuse(state, ERR_NOTE_MISSING, "%s",
			  TR("--note: chưa có lời nào", "--note: nothing is said"));
	case KEY_ALL_LATE:
		in->all_late = true;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static bool
add(struct remind *r, const char *org, const char *text, struct err *err)
{
	struct text_entry *t = &r->reports[r->n].u.text;

	if (r->n == REMIND_MAX)
		return err_set(err, ERR_LIMIT,
		    TR("hơn %d nơi: chọn nơi hoặc kỳ hẹp hơn",
			"more than %d offices: choose a narrower organisation or period"),
		    REMIND_MAX);
	r->reports[r->n] = (struct report){.kind = KIND_TEXT,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.text = {.document = WIRE_NOTE_DOCUMENT, .part = WIRE_NOTE_PART}};
	if (!report_build_copy(r->arena, org,
		(struct text_field){WIRE_CODE_BYTES_MAX, TR("mã nơi", "the organisation's code")},
		&t->org, err) ||
	    !report_build_copy(r->arena, text,
		(struct text_field){WIRE_NOTE_BYTES_MAX, TR("lời nhắc", "the note")}, &t->text,
		err) ||
	    !rules_accept(&r->reports[r->n], DAY_MAX, err))
		return false;
	r->n++;
	return true;
}

/* One office: a code alone may have been another's. */
static bool
is_same(const struct late_item *a, const struct late_item *b)
{
	return strcmp(a->org, b->org) == 0 && strcmp(a->name, b->name) == 0;
}

/* What one office owes, in a sentence: "Còn nợ: buổi … ; và 3 mục nữa. NOTE". */
static bool
owed_say(
    const struct late_list *l, const struct late_item *whose, const char *note, struct buf *out)
{
	size_t said = 0, all = 0;

	buf_clear(out);
	for (size_t i = 0; i < l->n; i++) {
		if (!is_same(&l->items[i], whose))
			continue;
		if (++all > ITEMS_SAID_MAX)
			continue;
		buf_str(out, said++ == 0 ? TR("Còn nợ: ", "Owed: ") : "; ");
		late_list_say(&l->items[i], out);
	}
	if (all > said)
		buf_printf(out, TR("; và %zu mục nữa", "; and %zu more"), all - said);
	if (all > 0)
		buf_str(out, ".");
	if (note != NULL)
		buf_printf(out, "%s%s", all > 0 ? " " : "", note);
	return all > 0;
}

/* The code as it is meant: whoever bears it now may be another office. */
static void
entry_of(const struct late_item *item, char ret[WIRE_CODE_BYTES_MAX + 1])
{
	char dated[WIRE_CODE_BYTES_MAX + DAY_TEXT_MAX + 2], day[DAY_TEXT_MAX];

	(void)snprintf(dated, sizeof(dated), "%s@%s", item->org, day_iso(item->on, day));
	if (item->on == DAY_OPEN_RIGHT || !text_copy(ret, WIRE_CODE_BYTES_MAX + 1, dated))
		(void)text_copy(ret, WIRE_CODE_BYTES_MAX + 1, item->org);
}

static bool
is_told(const struct late_list *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_same(&l->items[i], &l->items[n]))
			return true;
	return false;
}

static bool
all_late(struct cli *cli, const struct input *in, struct remind *r, struct err *err)
{
	char entry[WIRE_CODE_BYTES_MAX + 1];
	struct late_list l;
	struct buf text = {0};
	bool ok = late_list_make(cli, &l, err);

	if (!ok)
		return false;
	for (size_t i = 0; i < l.n && ok; i++) {
		if (is_told(&l, i))
			continue;
		entry_of(&l.items[i], entry);
		(void)owed_say(&l, &l.items[i], in->note, &text);
		ok = (buf_ok(&text) || err_set(err, ERR_MEMORY, "remind")) &&
		    add(r, entry, buf_text(&text), err);
	}
	buf_free(&text);
	late_list_free(&l);
	return ok;
}

/* Among what is owed at and below it, its own; NULL: nothing. */
static const struct late_item *
first_of(const struct late_list *l, const char *entry)
{
	const size_t len = strcspn(entry, "@");

	for (size_t i = 0; i < l->n; i++)
		if (strlen(l->items[i].org) == len && strncmp(l->items[i].org, entry, len) == 0)
			return &l->items[i];
	return NULL;
}

static bool
one(struct cli *cli, const struct input *in, struct remind *r, struct err *err)
{
	char code[WIRE_CODE_BYTES_MAX + 1];
	struct org_find f;
	const struct late_item *first = NULL;
	struct late_list l;
	struct buf text = {0};
	bool ok;

	org_find_open(&f, &cli->profile);
	ok = org_find_entry(&f, in->org, DAY_OPEN_LEFT, code, err);
	org_find_close(&f);
	if (!ok || in->note != NULL)
		return ok && add(r, code, in->note, err);
	cli->org = code;
	if (!late_list_make(cli, &l, err))
		return false;
	first = first_of(&l, code);
	ok = (first != NULL && owed_say(&l, first, NULL, &text)) ||
	    err_set(err, ERR_NOT_FOUND,
		TR("%s không còn nợ gì trong kỳ: thêm --note",
		    "%s owes nothing in the period: add --note"),
		in->org);
	ok = ok && add(r, code, buf_text(&text), err);
	cli->org = NULL;
	buf_free(&text);
	late_list_free(&l);
	return ok;
}

static int
remind(struct cli *cli, const struct input *in, struct remind *r)
{
	char summary[OUTBOX_SUMMARY_MAX];
	struct saving saving = {
	    .reports = r->reports, .summary = summary, .wait_ms = DELIVER_SUBMIT_MS};
	struct err err;

	if ((in->org != NULL) == in->all_late) {
		(void)err_set(&err, ERR_USAGE, "%s",
		    TR("cần NƠI, hoặc --all-late", "ORG or --all-late is needed"));
		return cli_fail(cli, &err, NULL);
	}
	if (!cli_profile(cli, &err) ||
	    !(in->all_late ? all_late(cli, in, r, &err) : one(cli, in, r, &err)))
		return cli_fail(cli, &err, TR("Chưa nhắc nơi nào.", "Nobody was reminded."));
	if (r->n == 0) {
		cli_note(cli, "%s", TR("Không nơi nào còn nợ kết quả.", "Nobody owes a result."));
		return 0;
	}
	saving.n = r->n;
	if (r->n == 1)
		(void)snprintf(summary, sizeof(summary),
		    TR("Nhắc %s: %.200s", "Reminder to %s: %.200s"), r->reports[0].u.text.org,
		    r->reports[0].u.text.text);
	else
		(void)snprintf(summary, sizeof(summary),
		    TR("Nhắc %zu nơi còn nợ kết quả", "Reminders to %zu that owe results"), r->n);
	return saving_tell(cli, &saving);
}

int
cmd_remind(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"note", KEY_NOTE, TR("CHỮ", "TEXT"), 0,
		TR("lời nhắc; không nêu: những gì nơi đó còn nợ",
		    "the note; what the office owes when left out"),
		0},
	    {"all-late", KEY_ALL_LATE, NULL, 0,
		TR("mọi nơi còn nợ, như giothong late liệt kê",
		    "everybody who owes, as giothong late lists them"),
		0},
	    {0},
	};
	struct input in = {.org = NULL};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &in,
	    .args = TR("[NƠI]", "[ORG]"),
	    .args_max = 1,
	    .doc = TR(
		"Nhắc một nơi, hoặc mọi nơi còn nợ kết quả của --org, --period. Lời nhắc được ký, "
		"vào sổ, và hiện ra ở nơi đó khi máy kết nối lần sau.\n\n"
		"Ví dụ:\n"
		"  giothong remind 909 --note \"Gửi kết quả buổi 8/5 trước thứ Sáu\"\n"
		"  giothong remind --all-late --period campaign:HE-2022",
		"Remind an office, or everybody under --org who owes results of --period.  The note is "
		"signed, goes into the ledger, and is shown at the office's next connection.\n\n"
		"Examples:\n"
		"  giothong remind 909 --note \"Send the result of 8 May by Friday\"\n"
		"  giothong remind --all-late --period campaign:HE-2022")};
	struct remind *r = calloc(1, sizeof(*r));
	struct err err = {.code = ERR_OK};
	int status;

	if (r != NULL)
		r->arena = arena_make(ARENA_FIRST, ARENA_MAX);
	if (r == NULL || r->arena == NULL) {
		(void)err_set(&err, ERR_MEMORY, "remind");
		status = cli_fail(cli, &err, NULL);
	} else {
		status = cli_parse(cli, &spec, argc, argv, &err) ? remind(cli, &in, r)
								 : cli_fail(cli, &err, NULL);
	}
	if (r != NULL)
		arena_free(r->arena);
	free(r);
	return status;
}
