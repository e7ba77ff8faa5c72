/* giothong late - who owes what since when. */
#include "base/buf.h"
#include "base/lang.h"
#include "cmd.h"
#include "deliver.h"
#include "late_list.h"

enum key { KEY_TEXT = 1 };

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	bool *text = state->input;

	(void)arg;
	if (key != KEY_TEXT)
		return ARGP_ERR_UNKNOWN;
	*text = true;
	return 0;
}

static bool
print_text(const struct late_list *l, struct err *err)
{
	struct buf out = {0};
	bool ok;

	buf_printf(&out, "%s\n",
	    l->n == 0 ? TR("Không nơi nào còn nợ báo cáo.", "Nobody owes a report.")
		      : TR("Còn nợ:", "Owed:"));
	for (size_t i = 0; i < l->n; i++) {
		buf_printf(&out, "- %s: ", l->items[i].name);
		late_list_say(&l->items[i], &out);
		buf_str(&out, "\n");
	}
	if (l->n > 0)
		buf_printf(&out,
		    TR("Cộng: %zu buổi, %zu nơi chưa báo cáo lần nào",
			"Together: %zu drives, %zu that have not reported at all"),
		    l->drives_n, l->n - l->drives_n - l->registrations_n);
	if (l->registrations_n > 0)
		buf_printf(&out, TR(", %zu buổi thiếu số đăng ký", ", %zu without registrations"),
		    l->registrations_n);
	if (l->n > 0)
		buf_str(&out, ".\n");
	if (l->open_n > 0)
		buf_printf(&out, "%s\n",
		    TR("Hoãn, chưa có ngày (không tính là nợ):",
			"Postponed without a new day (not owed):"));
	for (size_t i = l->n; i < l->n + l->open_n; i++) {
		buf_printf(&out, "- %s: ", l->items[i].name);
		late_list_say(&l->items[i], &out);
		buf_str(&out, "\n");
	}
	ok = buf_ok(&out) || err_set(err, ERR_MEMORY, "late");
	if (ok)
		(void)fputs(buf_text(&out), stdout);
	buf_free(&out);
	return ok;
}

static void
item_put(struct table *t, const struct late_item *item)
{
	const bool is_drive = item->drive[0] != '\0';
	struct buf what = {0};

	late_list_say(item, &what);
	table_text(t, item->org);
	table_text(t, item->name);
	table_text(t, buf_text(&what));
	if (item->is_open) {
		table_text(t, item->drive);
		table_number(t, item->day);
		for (size_t i = 0; i < 4; i++)
			table_absent(t);
	} else if (is_drive) {
		table_text(t, item->drive);
		table_number(t, item->day);
		table_number(t, item->due);
		table_number(t, item->due + 1);
		table_text(t,
		    item->live ? NULL
			       : TR("đến hạn khi nơi này chưa kích hoạt máy",
				     "was due before it had a machine"));
		table_number(t, item->live);
	} else {
		for (size_t i = 0; i < 6; i++)
			table_absent(t);
	}
	table_text(t,
	    item->is_open            ? "postponed"
		: item->registration ? "registration"
		: is_drive           ? "drive"
				     : "never");
	buf_free(&what);
}

static bool
print(struct cli *cli, const struct late_list *l, struct err *err)
{
	const struct table_column columns[] = {
	    {"org", TR("Mã", "Code"), TABLE_KEY},
	    {"name", TR("Địa phương, cơ quan", "Organisation"), TABLE_TEXT},
	    {"text", TR("Còn nợ", "Owes"), TABLE_TEXT},
	    {"drive", NULL, TABLE_KEY},
	    {"day", NULL, TABLE_DAY},
	    {"due", NULL, TABLE_DAY},
	    {"since", TR("Từ ngày", "Since"), TABLE_DAY},
	    {"label", TR("Ghi chú", "Notes"), TABLE_TEXT},
	    {"live", NULL, TABLE_BOOL},
	    {"what", NULL, TABLE_TEXT},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "late");
	for (size_t i = 0; i < l->n + l->open_n; i++)
		item_put(t, &l->items[i]);
	table_batch(t, l->drives.all.as_of_batch);
	ok = cli_print(cli, t, "late", err);
	table_free(t);
	return ok;
}

int
cmd_late(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"text", KEY_TEXT, NULL, 0,
		TR("một đoạn ngắn để dán vào tin nhắn", "a short text to paste into a chat"), 0},
	    {0},
	};
	bool text = false;
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &text,
	    .doc = TR(
		"Ai còn nợ gì, từ ngày nào: buổi trong kế hoạch đã quá hạn mà chưa có kết quả chính "
		"thức (hạn: hết ngày hôm sau, hoặc hạn của kỳ nộp kết quả chiến dịch), số đăng ký của "
		"buổi sắp tới mà kế hoạch có chỉ tiêu đăng ký (hạn: trước buổi 5 ngày), và nơi được "
		"giao chỉ tiêu mà chưa báo cáo lần nào trong kỳ. Tính theo giờ máy chủ nhận được. Buổi hoãn mà chưa có ngày mới "
		"nêu riêng ở cuối, không tính là nợ.\n\n"
		"Ví dụ: giothong late --org 91 --period campaign:HE-2022 --text",
		"Who owes what since when: planned drives past their deadline without a final result "
		"(by the end of the next day, or the due day of the campaign's round), registrations of a "
		"coming drive for which the plan sets a target of them (five days before it), and organisations "
		"with a target that have not reported at all in the period.  Judged by the time of "
		"receipt.  Drives postponed without a new day are listed apart, at the end: they are not owed.\n\n"
		"Example: giothong late --org 91 --period campaign:HE-2022 --text")};
	struct late_list list;
	struct err err;
	bool ok;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !cli_outbox(cli, &err))
		return cli_fail(cli, &err, NULL);
	deliver_waiting(cli, DELIVER_SHORT_MS);
	if (!late_list_make(cli, &list, &err))
		return cli_fail(cli, &err, NULL);
	ok = text && !cli->json && !cli->csv && cli->output == NULL ? print_text(&list, &err)
								    : print(cli, &list, &err);
	late_list_free(&list);
	return ok ? 0 : cli_fail(cli, &err, NULL);
}
