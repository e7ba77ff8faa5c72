/* giothong document KIND - an official document, its figures those of one batch. */
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/lang.h"
#include "base/num.h"
#include "cmd.h"
#include "deliver.h"
#include "document_file.h"
#include "document_ask.h"
#include "document_make.h"

enum key { KEY_CAMPAIGN = 1, KEY_DRIVE };

struct input {
	char *kind; /* of argv */
	struct document_question q;
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct input *in = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		in->kind = arg;
		return 0;
	case KEY_CAMPAIGN:
		in->q.campaign = arg;
		return 0;
	case KEY_DRIVE:
		in->q.drive = arg;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const char *
doc(void)
{
	return TR(
	    "Lập văn bản theo thể thức Nghị định 30/2020/NĐ-CP. LOẠI:\n"
	    "  half-year     báo cáo 6 tháng (hoặc một kỳ báo cáo)\n"
	    "  year          báo cáo năm\n"
	    "  campaign      kế hoạch một chiến dịch, bảng tháng × nơi\n"
	    "  plan          kế hoạch năm, từng đợt\n"
	    "  drive-plan    kế hoạch một buổi hiến máu\n"
	    "  drive-result  báo cáo kết quả một buổi\n"
	    "  campaign-result  báo cáo kết quả một chiến dịch\n"
	    "Số liệu lấy từ một lần ghi, không gõ tay; số, ngày và người ký để trống để điền. Cùng lần ghi thì "
	    "tệp giống hệt nhau từng byte. .pdf cần LibreOffice (soffice). Văn bản luôn bằng tiếng Việt.\n\n"
	    "Lời của từng phần soạn bằng giothong text edit --document LOẠI --part PHẦN, mỗi dòng một đoạn:\n"
	    "  half-year, year  I.1 I.2 I.4 I.5 II.2 III\n"
	    "  campaign         can-cu I.1 I.2 II.3 II.4 II.5 III IV\n"
	    "  plan             can-cu I II.1 II.3 III\n"
	    "  drive-plan       can-cu I.2 III V VI VII VIII\n"
	    "  drive-result     I IV\n"
	    "  campaign-result  I.1 I.2 I.4 I.5\n"
	    "  mọi loại         co-quan (cơ quan ban hành; trên một dòng trống: cơ quan chủ quản), ky-hieu, "
	    "dia-danh, kinh-gui, noi-nhan, ky (dòng cuối là họ tên)\n\n"
	    "Ví dụ:\n"
	    "  giothong document half-year --org 106 --period 2023-12-01..2024-06-06 -o bao-cao.odt\n"
	    "  giothong document year --period 2025 -o bao-cao-nam.docx\n"
	    "  giothong document campaign --org 91 --campaign HE-2022 -o chien-dich.odt\n"
	    "  giothong document plan --org 12 --period 2021 -o ke-hoach.docx\n"
	    "  giothong document drive-result --drive 019/2020-10-24/1 -o ket-qua.html",
	    "An official document in the layout of Decree 30/2020/ND-CP.  KIND:\n"
	    "  half-year     report of six months (or of a reporting round)\n"
	    "  year          report of a year\n"
	    "  campaign      plan of a campaign, months by organisations\n"
	    "  plan          plan of a year, drive by drive\n"
	    "  drive-plan    plan of one drive\n"
	    "  drive-result  report of one drive\n"
	    "  campaign-result  report of a campaign\n"
	    "Figures are those of one batch, never typed; number, date and signatory are left to fill.  The same "
	    "batch makes the same bytes.  .pdf needs LibreOffice (soffice).  Documents are in Vietnamese.\n\n"
	    "The words of a part are written with giothong text edit --document KIND --part PART, a paragraph a "
	    "line:\n"
	    "  half-year, year  I.1 I.2 I.4 I.5 II.2 III\n"
	    "  campaign         can-cu I.1 I.2 II.3 II.4 II.5 III IV\n"
	    "  plan             can-cu I II.1 II.3 III\n"
	    "  drive-plan       can-cu I.2 III V VI VII VIII\n"
	    "  drive-result     I IV\n"
	    "  campaign-result  I.1 I.2 I.4 I.5\n"
	    "  every kind       co-quan (who issues it; above an empty line: whom it is under), ky-hieu (the "
	    "number's mark), dia-danh (the place), kinh-gui (to whom), noi-nhan (copies), ky (the last line is "
	    "the name)\n\n"
	    "Examples:\n"
	    "  giothong document half-year --org 106 --period 2023-12-01..2024-06-06 -o report.odt\n"
	    "  giothong document year --period 2025 -o report.docx\n"
	    "  giothong document campaign --org 91 --campaign HE-2022 -o campaign.odt\n"
	    "  giothong document plan --org 12 --period 2021 -o plan.docx\n"
	    "  giothong document drive-result --drive 019/2020-10-24/1 -o result.html");
}

/* What the kind needs and what it has no use for. */
static bool
check(const struct cli *cli, const struct input *in, struct err *err)
{
	const enum document_type type = in->q.type;
	const bool of_drive = document_text_is_of_drive(type);
	const bool of_campaign = document_text_is_of_campaign(type);

	if (cli->output == NULL)
		return err_set(err, ERR_USAGE, "%s",
		    TR("thiếu -o TỆP.(odt|docx|html|pdf)",
			"-o FILE.(odt|docx|html|pdf) is missing"));
	if (of_drive != (in->q.drive[0] != '\0'))
		return err_set(err, ERR_USAGE,
		    of_drive ? TR("%s: thiếu --drive MÃ", "%s: --drive KEY is missing")
			     : TR("%s: không dùng --drive", "%s takes no --drive"),
		    in->kind);
	if (of_campaign != (in->q.campaign[0] != '\0'))
		return err_set(err, ERR_USAGE,
		    of_campaign ? TR("%s: thiếu --campaign MÃ", "%s: --campaign CODE is missing")
				: TR("%s: không dùng --campaign", "%s takes no --campaign"),
		    in->kind);
	return document_file_check(cli->output, err);
}

/* Words that somebody wrote, for a part that this kind of document has not. */
static void
tell_unused(const struct cli *cli, const struct document_data *data)
{
	const struct reference *texts = &data->texts.all;

	for (uint32_t i = 0; i < texts->texts_n; i++)
		if (texts->texts[i].current &&
		    !document_text_is_part(data->type, texts->texts[i].text.part))
			cli_note(cli,
			    TR("Lời văn của phần %s không có chỗ trong %s: xem giothong document --help.",
				"The text of part %s has no place in %s: see giothong document --help."),
			    texts->texts[i].text.part, document_type_name(data->type));
}

static bool
tell_json(const struct cli *cli, const struct document_data *data, const struct document *d,
    struct err *err)
{
	const struct rows *r = &data->whole.all;
	json_t *object = json_pack("{s:s, s:s, s:s, s:I, s:s}", "document",
	    document_type_name(data->type), "file", cli->output, "org", r->org, "as_of_batch",
	    (json_int_t)r->as_of_batch, "root", document_facts(d)->root);
	const bool ok = object != NULL && json_dumpf(object, stdout, JSON_INDENT(1)) == 0;

	(void)putchar('\n');
	json_decref(object);
	return ok || err_set(err, ERR_IO, "JSON");
}

static void
tell_words(const struct cli *cli, const struct document_data *data)
{
	char number[NUM_TEXT_MAX];

	cli_note(cli, TR("Đã ghi %s: số liệu của lần ghi số %s.", "Written: %s, as of batch %s."),
	    cli->output, num_people((int64_t)data->whole.all.as_of_batch, number));
	tell_unused(cli, data);
}

static bool
write_document(struct cli *cli, const struct input *in, struct err *err)
{
	struct document_data data = {.type = in->q.type};
	struct document *d = NULL;
	struct ask *a = NULL;
	bool ok;

	if (!ask_open(&cli->profile, &a, err))
		return false;
	ok = document_ask(a, &in->q, &data, err);
	ask_close(a);
	if (!ok)
		return false;
	ok = document_make(&data, &d, err) && document_file_write(d, cli->output, err);
	if (ok)
		tell_words(cli, &data);
	if (ok && cli->json)
		ok = tell_json(cli, &data, d, err);
	document_tree_free(d);
	document_data_free(&data);
	return ok;
}

int
cmd_document(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"campaign", KEY_CAMPAIGN, TR("MÃ", "CODE"), 0, TR("chiến dịch", "the campaign"), 0},
	    {"drive", KEY_DRIVE, TR("MÃ", "KEY"), 0, TR("buổi hiến máu", "the drive"), 0},
	    {0},
	};
	struct input in = {.kind = NULL, .q = {.campaign = "", .drive = ""}};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &in,
	    .args = TR("LOẠI", "KIND"),
	    .args_min = 1,
	    .args_max = 1,
	    .doc = doc()};
	struct err err;

	if (!cli_parse(cli, &spec, argc, argv, &err))
		return cli_fail(cli, &err, NULL);
	in.q.org = cli->org == NULL ? "" : cli->org;
	in.q.period = cli->period == NULL ? "" : cli->period;
	in.q.as_of_batch = cli->as_of_batch;
	if (!document_text_type(in.kind, &in.q.type, &err) || !check(cli, &in, &err) ||
	    !cli_outbox(cli, &err))
		return cli_fail(cli, &err, NULL);
	deliver_waiting(cli, DELIVER_SHORT_MS);
	return write_document(cli, &in, &err) ? 0 : cli_fail(cli, &err, NULL);
}
