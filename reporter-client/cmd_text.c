/* giothong text edit|show - the free text of official documents, every version kept. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/os.h"
#include "base/text.h"
#include "cmd.h"
#include "document_text.h"
#include "org_find.h"
#include "reference_show.h"
#include "report_build.h"
#include "rules/rules.h"
#include "saving.h"
#include "text_scope.h"

#define ARENA_FIRST ((size_t)4 * 1024)
#define ARENA_MAX ((size_t)256 * 1024)
#define WAIT_MAX_S 600
#define FILE_MAX (WIRE_TEXT_BYTES_MAX * 2) /* with CR LF and marks apart */

enum key { KEY_DOCUMENT = 1, KEY_CAMPAIGN, KEY_DRIVE, KEY_PART, KEY_FILE, KEY_TEXT, KEY_WAIT };

struct editing {
	struct arena *arena;
	struct text_scope scope;
	const char *part; /* "": not given */
	char document[DOCUMENT_WHICH_MAX];
	const char *file, *text; /* NULL: not given */
	uint64_t wait_s;
};

static bool
take_code(struct editing *e, const char *arg, const char **ret, struct err *err)
{
	if (strpbrk(arg, "/@") != NULL)
		return err_set(err, ERR_USAGE, "%s", TR("không dùng / và @", "no / and @"));
	return report_build_copy(e->arena, arg,
	    (struct text_field){WIRE_CODE_BYTES_MAX, TR("tên văn bản, tên phần", "the name")}, ret,
	    err);
}

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct editing *e = state->input;
	struct err why;
	bool ok = true;

	switch (key) {
	case KEY_DOCUMENT:
		ok = take_code(e, arg, &e->scope.document, &why);
		break;
	case KEY_CAMPAIGN:
		e->scope.campaign = arg;
		break;
	case KEY_DRIVE:
		e->scope.drive = arg;
		break;
	case KEY_PART:
		ok = take_code(e, arg, &e->part, &why);
		break;
	case KEY_FILE:
		e->file = arg;
		break;
	case KEY_TEXT:
		e->text = arg;
		break;
	case KEY_WAIT:
		ok = cli_u64(arg, WAIT_MAX_S, &e->wait_s, &why);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return ok ? 0 : cli_refuse(state, why.code, "%s", why.text);
}

/* ---- edit */

/* A file from any system: no mark of its encoding, lines that end in LF alone. */
static void
lines_mend(char *text)
{
	static const char mark[] = "\xef\xbb\xbf";
	const char *from = strncmp(text, mark, strlen(mark)) == 0 ? text + strlen(mark) : text;
	char *to = text;

	for (; *from != '\0'; from++)
		if (!(from[0] == '\r' && from[1] == '\n'))
			*to++ = *from;
	while (to > text && to[-1] == '\n')
		to--;
	*to = '\0';
}

/* Into the arena: NFC, at most WIRE_TEXT_BYTES_MAX bytes. */
static bool
text_keep(struct editing *e, const char *from, size_t len, const char **ret, struct err *err)
{
	char *mended = strndup(from, len), *nfc = NULL, *copy;
	bool ok = false;

	if (mended == NULL)
		return err_set(err, ERR_MEMORY, "text");
	if (strlen(mended) != len) {
		(void)err_set(err, ERR_TEXT, "NUL");
		goto out;
	}
	lines_mend(mended);
	nfc = text_nfc(mended, strlen(mended), err);
	if (nfc == NULL)
		goto out;
	if (strlen(nfc) > WIRE_TEXT_BYTES_MAX) {
		(void)err_set(err, ERR_LIMIT, TR("dài hơn %d byte", "longer than %d bytes"),
		    WIRE_TEXT_BYTES_MAX);
		goto out;
	}
	copy = arena_take(e->arena, strlen(nfc) + 1);
	if (copy == NULL) {
		(void)err_set(err, ERR_MEMORY, "text");
		goto out;
	}
	memcpy(copy, nfc, strlen(nfc) + 1);
	*ret = copy;
	ok = true;
out:
	free(nfc);
	free(mended);
	return ok;
}

static bool
text_read(struct editing *e, const char **ret, struct err *err)
{
	struct buf bytes = {0};
	bool ok;

	if ((e->file == NULL) == (e->text == NULL))
		return err_set(err, ERR_USAGE, "%s",
		    TR("nêu --file TỆP hoặc --text LỜI", "name --file FILE or --text TEXT"));
	if (e->text != NULL)
		return text_keep(e, e->text, strlen(e->text), ret, err);
	ok = os_file_read(e->file, FILE_MAX, &bytes, err) &&
	    text_keep(e, buf_text(&bytes), bytes.len, ret, err);
	buf_free(&bytes);
	return ok;
}

static bool
report_make(struct cli *cli, struct editing *e, struct report *ret, struct err *err)
{
	struct text_entry *t = &ret->u.text;
	char code[WIRE_CODE_BYTES_MAX + 1];
	struct org_find f;
	bool ok = true;

	if (e->scope.document[0] == '\0' || e->part[0] == '\0')
		return err_set(err, ERR_USAGE, "%s",
		    TR("thiếu --document, --part", "--document, --part are missing"));
	if (!text_scope_of(cli, &e->scope, e->document, err))
		return false;
	(void)text_copy(code, sizeof(code), cli->profile.org);
	if (cli->org != NULL) {
		org_find_open(&f, &cli->profile);
		ok = org_find_entry(&f, cli->org, DAY_OPEN_LEFT, code, err);
		org_find_close(&f);
	}
	*ret = (struct report){.kind = KIND_TEXT, .action = ACTION_FIRST, .reason = ""};
	*t = (struct text_entry){.document = e->document, .part = e->part};
	return ok &&
	    report_build_copy(e->arena, code,
		(struct text_field){WIRE_CODE_BYTES_MAX, TR("mã nơi", "the organisation")}, &t->org,
		err) &&
	    text_read(e, &t->text, err) && rules_accept(ret, DAY_MAX, err);
}

/* A part that the document has not is never printed: nobody would read what is written there. */
static bool
part_check(const struct editing *e, struct err *err)
{
	struct buf parts = {0};
	bool ok = true;

	for (int i = 0; i < DOCUMENT_TYPE_COUNT_; i++) {
		const enum document_type type = (enum document_type)i;

		if (strcmp(document_type_name(type), e->scope.document) != 0 ||
		    document_text_is_part(type, e->part))
			continue;
		document_text_parts(type, &parts);
		ok = err_set(err, ERR_INVALID,
		    TR("văn bản %s không có phần %s; có: %s",
			"document %s has no part %s; it has: %s"),
		    e->scope.document, e->part, buf_text(&parts));
	}
	buf_free(&parts);
	return ok;
}

static size_t
words_of(const char *text)
{
	static const char blanks[] = " \t\r\n";
	size_t n = 0;

	for (text += strspn(text, blanks); *text != '\0'; text += strspn(text, blanks)) {
		text += strcspn(text, blanks);
		n++;
	}
	return n;
}

static int
edit(struct cli *cli, struct editing *e)
{
	char summary[OUTBOX_SUMMARY_MAX];
	struct report r;
	const struct saving saving = {
	    .reports = &r, .n = 1, .summary = summary, .wait_ms = (int)(e->wait_s * 1000)};
	struct err err;

	if (!cli_outbox(cli, &err) || !report_make(cli, e, &r, &err) || !part_check(e, &err))
		return cli_fail(cli, &err, TR("Chưa lưu gì.", "Nothing was saved."));
	(void)snprintf(summary, sizeof(summary),
	    TR("Lời văn của %s, văn bản %s, phần %s: %zu chữ",
		"Text of %s, document %s, part %s: %zu words"),
	    r.u.text.org, e->document, e->part, words_of(r.u.text.text));
	return saving_tell(cli, &saving);
}

/* ---- show */

static bool
texts_table(struct cli *cli, const struct reference *r, struct err *err)
{
	const struct table_column columns[] = {
	    {"document", TR("Văn bản", "Document"), TABLE_KEY},
	    {"part", TR("Phần", "Part"), TABLE_KEY},
	    {"batch", TR("Lần ghi", "Batch"), TABLE_COUNT},
	    {"at", TR("Lúc", "At"), TABLE_TIME},
	    {"by_org", TR("Nơi soạn", "By"), TABLE_KEY},
	    {"current_text", TR("Bản", "Version"), TABLE_TEXT},
	    {"text", TR("Lời", "Text"), TABLE_TEXT},
	    {"org", NULL, TABLE_TEXT},
	    {"current", NULL, TABLE_BOOL},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "texts");
	for (uint32_t i = 0; i < r->texts_n; i++) {
		const struct text_row *row = &r->texts[i];

		table_text(t, row->text.document);
		table_text(t, row->text.part);
		table_number(t, (int64_t)row->batch);
		table_number(t, row->at_ms);
		table_text(t, row->by_org);
		table_text(t, row->current ? TR("đang dùng", "current") : TR("cũ", "older"));
		table_text(t, row->text.text);
		table_text(t, row->text.org);
		table_number(t, row->current);
	}
	table_batch(t, r->as_of_batch);
	ok = cli_print(cli, t, "texts", err);
	table_free(t);
	return ok;
}

static const struct text_row *
current_one(const struct reference *r, const char *document)
{
	for (uint32_t i = 0; i < r->texts_n; i++)
		if (r->texts[i].current && strcmp(r->texts[i].text.document, document) == 0)
			return &r->texts[i];
	return NULL;
}

/* One part: its words as they stand, to be read or piped; else a table of versions. */
static bool
texts_show(struct cli *cli, const struct editing *e, const struct reference *r, struct err *err)
{
	const struct text_row *one = current_one(r, e->document);

	if (r->texts_n == 0)
		return err_set(err, ERR_NOT_FOUND, "%s%s%s", e->document,
		    e->part[0] != '\0' ? "/" : "", e->part);
	if (e->part[0] == '\0' || one == NULL || cli->json || cli->csv || cli->output != NULL)
		return texts_table(cli, r, err);
	(void)printf("%s\n", one->text.text);
	return true;
}

/* Any name that an entry may have had; which one of its type only where that is said. */
static bool
which_show(struct cli *cli, struct editing *e, struct err *err)
{
	if (e->scope.document[0] == '\0' ||
	    (cli->period == NULL && e->scope.campaign[0] == '\0' && e->scope.drive[0] == '\0'))
		return text_copy(e->document, sizeof(e->document), e->scope.document);
	return text_scope_of(cli, &e->scope, e->document, err);
}

static int
show(struct cli *cli, struct editing *e)
{
	char search[2 * WIRE_CODE_BYTES_MAX + 32];
	struct ask_reference answer = {.arenas_n = 0};
	struct err err;
	bool ok = cli_outbox(cli, &err) && which_show(cli, e, &err);

	(void)snprintf(
	    search, sizeof(search), "%s%s%s", e->document, e->part[0] != '\0' ? "/" : "", e->part);
	if (ok && e->part[0] != '\0' && e->scope.document[0] == '\0')
		ok =
		    err_set(&err, ERR_USAGE, "%s", TR("thiếu --document", "--document is missing"));
	if (ok)
		deliver_waiting(cli, DELIVER_SHORT_MS);
	ok = ok && reference_show_ask(cli, REFERENCE_TEXTS, search, &answer, &err) &&
	    texts_show(cli, e, &answer.all, &err);
	ask_reference_free(&answer);
	return ok ? 0 : cli_fail(cli, &err, NULL);
}

typedef int editing_fn(struct cli *cli, struct editing *e);

static int
run(struct cli *cli, const struct cli_spec *spec, editing_fn *what, int argc, char **argv)
{
	struct editing *e = spec->input;
	struct err err;
	int status;

	*e = (struct editing){.arena = arena_make(ARENA_FIRST, ARENA_MAX),
	    .scope = {.document = "", .campaign = "", .drive = ""},
	    .part = "",
	    .wait_s = DELIVER_SUBMIT_MS / 1000};
	if (e->arena == NULL) {
		(void)err_set(&err, ERR_MEMORY, "text");
		return cli_fail(cli, &err, NULL);
	}
	status = cli_parse(cli, spec, argc, argv, &err) ? what(cli, e) : cli_fail(cli, &err, NULL);
	arena_free(e->arena);
	return status;
}

#define OPTION_DOCUMENT \
	{ \
		"document", KEY_DOCUMENT, TR("VĂN-BẢN", "KIND"), 0, \
		    "half-year, year, campaign, plan, drive-plan, drive-result", 0 \
	}
#define OPTION_WHICH \
	{"campaign", KEY_CAMPAIGN, TR("MÃ", "CODE"), 0, \
	    TR("chỉ cho văn bản của chiến dịch này", "for that campaign's alone"), 0}, \
	{ \
		"drive", KEY_DRIVE, TR("MÃ", "KEY"), 0, \
		    TR("chỉ cho văn bản của buổi này", "for that drive's alone"), 0 \
	}
#define OPTION_PART \
	{ \
		"part", KEY_PART, TR("PHẦN", "PART"), 0, TR("phần nào", "which part"), 0 \
	}

int
cmd_text_edit(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    OPTION_DOCUMENT,
	    OPTION_WHICH,
	    OPTION_PART,
	    {"file", KEY_FILE, TR("TỆP", "FILE"), 0,
		TR("lời trong TỆP (UTF-8)", "the words of FILE (UTF-8)"), 0},
	    {"text", KEY_TEXT, TR("LỜI", "TEXT"), 0, TR("lời ngay đây", "the words themselves"), 0},
	    {"wait", KEY_WAIT, TR("GIÂY", "S"), 0,
		TR("thử gửi bao nhiêu giây (5)", "seconds to try (5)"), 0},
	    {0},
	};
	struct editing e;
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &e,
	    .doc = TR(
		"Soạn phần lời của một văn bản chính thức; số liệu không gõ, chúng lấy từ sổ. Mỗi lần "
		"soạn là một phiên bản; văn bản của lần ghi trước vẫn như cũ. Với --period, --campaign "
		"hay --drive thì lời chỉ dùng cho văn bản của kỳ, chiến dịch, buổi ấy.\n\n"
		"Ví dụ: giothong text edit --org 91 --document year --part I.5 --file danh-gia.txt",
		"Write a part of an official document's free text; figures are never typed, they come from the "
		"ledger.  Each edit is a version; a document as of an earlier batch stays as it was.  With "
		"--period, --campaign or --drive the words are for the document of that alone.\n\n"
		"Example: giothong text edit --org 91 --document year --part I.5 --file remarks.txt")};

	return run(cli, &spec, edit, argc, argv);
}

int
cmd_text_show(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {OPTION_DOCUMENT, OPTION_WHICH, OPTION_PART, {0}};
	struct editing e;
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &e,
	    .doc = TR(
		"Phần lời đã soạn: với --part là lời đang dùng, để đọc hay chép; không thì mọi phiên bản. "
		"--as-of-batch N: lời có hiệu lực sau lần ghi đó.\n\n"
		"Ví dụ: giothong text show --org 91 --document year --part I.5",
		"The free text: with --part the words that stand, to read or copy; else every version.  "
		"--as-of-batch N: what stood after that batch.\n\n"
		"Example: giothong text show --org 91 --document year --part I.5")};

	return run(cli, &spec, show, argc, argv);
}
