/* giothong plan check - what is wrong, odd or missing in a plan, before or after it is imported. */
#include "base/lang.h"
#include "cmd.h"
#include "plan_check_load.h"
#include "plan_check_show.h"

enum key { KEY_MATRIX = 1, KEY_TEXT };

struct input {
	const char *file;
	bool matrix, text;
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct input *in = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		in->file = arg;
		return 0;
	case KEY_MATRIX:
		in->matrix = true;
		return 0;
	case KEY_TEXT:
		in->text = true;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static int
check(struct cli *cli, const struct input *in)
{
	struct plan_check c;
	struct plan_matrix m = {.rows = NULL};
	struct err err;
	bool ok, has_errors;

	if (!plan_check_init(&c, &err))
		return cli_fail(cli, &err, NULL);
	ok = (in->file != NULL ? plan_check_load_file(cli, in->file, &c, &err)
			       : plan_check_load_now(cli, &c, &err)) &&
	    plan_check_run(&c, &err) && plan_matrix_make(&c, &m, &err) &&
	    (in->text && !cli->json && !cli->csv && cli->output == NULL
		    ? plan_check_show_text(&c, &m, &err)
		    : plan_check_show(cli, &c, &m, in->matrix, &err));
	has_errors = ok && c.findings_n > 0 && c.findings[0].severity == PLAN_ERROR;
	plan_matrix_free(&m);
	plan_check_free(&c);
	if (!ok)
		return cli_fail(cli, &err, NULL);
	return has_errors ? err_exit_status(ERR_PLAN) : 0;
}

int
cmd_plan_check(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"matrix", KEY_MATRIX, NULL, 0,
		TR("chỉ ma trận tháng × nơi (cho --csv, -o: các phát hiện khi không nêu)",
		    "only the month × organisation matrix (with --csv, -o: findings when left out)"),
		0},
	    {"text", KEY_TEXT, NULL, 0,
		TR("một đoạn ngắn để dán vào tin nhắn", "a short text to paste into a chat"), 0},
	    {0},
	};
	struct input in = {.file = NULL};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &in,
	    .args = TR("[TỆP]", "[FILE]"),
	    .args_max = 1,
	    .doc = TR(
		"Kiểm tra kế hoạch: một tệp trước khi nhập, hoặc kế hoạch đang có hiệu lực của --org, "
		"--period. Cộng các phần so với chỉ tiêu tổng, tỷ lệ văn bản ghi so với tỷ lệ tính ra, "
		"ma trận tháng × nơi (ô trống là không giao, không phải 0), số lớn bất thường, nơi có "
		"trong danh bạ mà kế hoạch thiếu. Chỉ nhắc, không từ chối; mã thoát khác 0 khi có "
		"lỗi.\n\n"
		"Ví dụ:\n"
		"  giothong plan check ke-hoach.csv\n"
		"  giothong plan check --org 91 --period campaign:HE-2022",
		"Check a plan: a file before it is imported, or what is in force of --org and --period. "
		"Parts against control totals, stated shares against computed ones, the month × "
		"organisation matrix (blank is no allocation, not 0), outliers, organisations of the "
		"registry that the plan lacks. It flags and never refuses; the exit status is not 0 "
		"when there are errors.\n\n"
		"Examples:\n"
		"  giothong plan check plan.csv\n"
		"  giothong plan check --org 91 --period campaign:HE-2022")};
	struct err err;

	if (!cli_parse(cli, &spec, argc, argv, &err))
		return cli_fail(cli, &err, NULL);
	return check(cli, &in);
}
