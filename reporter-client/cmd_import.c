/* giothong import - results from a CSV file, one a row. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "cmd.h"
#include "import_run.h"
#include "org_find.h"
#include "plan_csv.h"
#include "result_csv.h"

enum key { KEY_TEMPLATE = 1 };

struct input {
	struct import_job job;
	const char *template;
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct input *in = state->input;
	struct err why;
	bool ok = true;

	if (key == ARGP_KEY_ARG) {
		in->job.file = arg;
		return 0;
	}
	if (key == KEY_TEMPLATE) {
		in->template = arg;
		return 0;
	}
	if (!import_run_take(&in->job, key, arg, &ok, &why))
		return ARGP_ERR_UNKNOWN;
	return ok ? 0 : cli_refuse(state, why.code, "%s", why.text);
}

static const char *
doc(void)
{
	return TR(
	    "Nhập kết quả từ tệp CSV (UTF-8; dấu phẩy, chấm phẩy hoặc TAB), mỗi dòng một buổi hay một "
	    "đợt thu. Dòng đầu là tên cột, tiếng Việt hoặc mã: org/địa phương, date/ngày, drive/mã buổi, "
	    "no/lần, kind/loại, from, to, period/kỳ, sector/khối, campaign/chiến dịch, place/xã phường, "
	    "facility/nơi tiếp nhận máu, executing/thực hiện (MÃ=SỐ|MÃ=SỐ), source/nguồn, "
	    "interim/tạm tính, note/ghi chú, và mọi chỉ số: đơn vị máu, lượt tham gia, đăng ký, 250 ml…\n\n"
	    "Ô trống là chưa biết, không phải 0. Dòng sai không chặn các dòng khác: chúng nằm trong "
	    "TỆP.rejects.csv cùng lý do; sửa rồi nhập chính tệp đó. Nhập một tệp hai lần cũng chỉ tính "
	    "một lần.\n\n"
	    "Ví dụ:\n"
	    "  giothong import --template results > mau.csv\n"
	    "  giothong import ket-qua.csv --dry-run\n"
	    "  giothong import ket-qua.csv",
	    "Read results from a CSV file (UTF-8; comma, semicolon or TAB), one drive or collection a row. "
	    "The first line has the columns' names: org, date, drive, no, kind, from, to, period, sector, "
	    "campaign, place, facility, executing (ORG=N|ORG=N), source, interim, note, and any count: "
	    "blood_units, attended, registered, units_250…\n\n"
	    "An empty cell is not known, which is not 0.  A wrong row does not stop the others: it is in "
	    "FILE.rejects.csv with its reason; mend it and import that file.  A file imported twice counts "
	    "once.\n\n"
	    "Examples:\n"
	    "  giothong import --template results > template.csv\n"
	    "  giothong import results.csv --dry-run\n"
	    "  giothong import results.csv");
}

static int
template_print(struct cli *cli, const char *kind)
{
	struct err err;

	if (strcmp(kind, "results") == 0 || strcmp(kind, "plan") == 0) {
		(void)fputs(strcmp(kind, "plan") == 0 ? plan_csv_template() : result_csv_template(),
		    stdout);
		return 0;
	}
	(void)err_set(&err, ERR_USAGE, "--template results|plan");
	return cli_fail(cli, &err, NULL);
}

static int
run(struct cli *cli, const struct import_job *asked)
{
	struct import_job job = *asked;
	struct org_find f;
	struct result_csv how;
	struct import_set set = {.arena = NULL};
	struct sheet *sheet = NULL;
	struct org_resolver resolver;
	struct err err;
	int status;

	/* Checking alone works on any machine: names cannot be looked up there, and are named. */
	if (!cli_profile(cli, &err) && !job.dry_run)
		return cli_fail(cli, &err, NULL);
	org_find_open(&f, cli->profile_is_open ? &cli->profile : NULL);
	resolver = org_find_resolver(&f);
	how = (struct result_csv){.resolver = &resolver,
	    .own_org = cli->org != NULL ? cli->org : cli->profile.org,
	    .today = day_from_unix_ms(clock_unix_ms())};
	if (!sheet_read(job.file, &sheet, &err) || !result_csv_read(sheet, &how, &set, &err)) {
		status = cli_fail(cli, &err, TR("Chưa lưu gì.", "Nothing was saved."));
	} else {
		job.sheet = sheet;
		job.set = &set;
		status = import_run(cli, &job);
	}
	import_set_free(&set);
	sheet_free(sheet);
	org_find_close(&f);
	return status;
}

int
cmd_import(struct cli *cli, int argc, char **argv)
{
	struct argp_option options[IMPORT_OPTIONS_MAX + 1] = {{"template", KEY_TEMPLATE,
	    "results|plan", 0, TR("in một tệp mẫu", "print a template"), 0}};
	struct input in = {.job = {.wait_ms = IMPORT_WAIT_S * 1000}};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &in,
	    .args = TR("TỆP.csv", "FILE.csv"),
	    .args_max = 1,
	    .doc = doc()};
	struct err err;

	import_run_options(options + 1);
	if (!cli_parse(cli, &spec, argc, argv, &err))
		return cli_fail(cli, &err, NULL);
	if (in.template != NULL)
		return template_print(cli, in.template);
	if (in.job.file == NULL) {
		(void)err_set(&err, ERR_USAGE, TR("thiếu TỆP.csv", "FILE.csv is missing"));
		return cli_fail(cli, &err, NULL);
	}
	return run(cli, &in.job);
}
