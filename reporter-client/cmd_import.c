/* giothong import - results or activities from an office's table, one a row. */
#include <stdlib.h>
#include <string.h>

#include "activity_csv.h"
#include "base/clock.h"
#include "base/lang.h"
#include "cmd.h"
#include "import_run.h"
#include "result_csv.h"
#include "template.h"

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
	    "Nhập kết quả từ bảng của cơ quan: Excel (.xlsx) hoặc CSV, mỗi dòng một buổi hay một đợt thu. "
	    "Tên cột là tiếng Việt, có dấu hay không, hoặc mã: địa phương/org, ngày/date, mã buổi/drive, "
	    "lần/no, loại/kind, từ ngày/from, đến ngày/to, kỳ/period, khối/sector, chiến dịch/campaign, "
	    "xã phường/place, nơi tiếp nhận máu/facility, thực hiện/executing (MÃ=SỐ|MÃ=SỐ), nguồn/source, "
	    "tạm tính/interim, ghi chú/note, và mọi chỉ số (giothong indicators). Bảng chỉ có chỉ số hoạt "
	    "động (tờ rơi, CLB, khen thưởng…) là báo cáo hoạt động: từ ngày, đến ngày, lũy kế.\n\n"
	    "Tiêu đề trên bảng, ô gộp, dòng (1) (2) (3) và dòng Tổng cộng để nguyên: tổng được kiểm lại. Ô "
	    "trống là chưa biết, không phải 0. Dòng sai không chặn các dòng khác: chúng nằm trong "
	    "TỆP.rejects.csv cùng lý do; sửa rồi nhập chính tệp đó. Nhập một tệp hai lần cũng chỉ tính "
	    "một lần.\n\n"
	    "Ví dụ:\n"
	    "  giothong import --template result -o mau.xlsx\n"
	    "  giothong import ket-qua.xlsx --dry-run\n"
	    "  giothong import ket-qua.xlsx",
	    "Read results from an office's table: Excel (.xlsx) or CSV, one drive or collection a row.  "
	    "Columns by name, Vietnamese or a code: org, date, drive, no, kind, from, to, period, sector, "
	    "campaign, place, facility, executing (ORG=N|ORG=N), source, interim, note, and any count "
	    "(giothong indicators).  A table of activities alone (leaflets, clubs, awards…) is a report of "
	    "activity: from, to, cumulative.\n\n"
	    "Titles above the table, merged cells, a row (1) (2) (3) and a row of totals may stay: totals are "
	    "checked.  An empty cell is not known, which is not 0.  A wrong row does not stop the others: it "
	    "is in FILE.rejects.csv with its reason; mend it and import that file.  A file imported twice "
	    "counts once.\n\n"
	    "Examples:\n"
	    "  giothong import --template result -o template.xlsx\n"
	    "  giothong import results.xlsx --dry-run\n"
	    "  giothong import results.xlsx");
}

/* Excel takes a CSV file for UTF-8 when it begins with this. */
#define BOM "\xef\xbb\xbf"

static bool
is_csv(const char *path)
{
	const size_t len = strlen(path);

	return len > 4 && strcmp(path + len - 4, ".csv") == 0;
}

static bool
csv_write(struct table *t, const char *path, struct err *err)
{
	FILE *out = fopen(path, "we");
	bool ok;

	if (out == NULL)
		return err_set_errno(err, "%s", path);
	ok = (fputs(BOM, out) != EOF || err_set_errno(err, "%s", path)) &&
	    table_print(t, TABLE_CSV, NULL, out, err);
	if (fclose(out) != 0 && ok)
		ok = err_set_errno(err, "%s", path);
	return ok;
}

static int
template_print(struct cli *cli, const char *kind)
{
	struct table_column *columns = NULL;
	struct table *t = NULL;
	struct err err;
	bool ok = template_make(kind, &t, &columns, &err);

	if (ok && cli->output == NULL && !cli->json)
		ok = table_print(t, TABLE_CSV, NULL, stdout, &err);
	else if (ok && cli->output != NULL && is_csv(cli->output))
		ok = csv_write(t, cli->output, &err);
	else if (ok)
		ok = cli_print(cli, t, kind, &err);
	table_free(t);
	free(columns);
	return ok ? 0 : cli_fail(cli, &err, NULL);
}

/* Results or activities, as the columns say. */
static bool
sheet_take(struct cli *cli, struct sheet *sheet, const struct org_resolver *names,
    struct import_set *set, struct err *err)
{
	struct drive_plan plan;
	const struct drive_planner planner = drive_plan_planner(&plan);
	const struct result_csv how = {.resolver = names,
	    .own_org = cli->org != NULL ? cli->org : cli->profile.org,
	    .today = day_from_unix_ms(clock_unix_ms()),
	    .planner = &planner};
	bool is_activity = false, ok;

	drive_plan_open(&plan, cli, !cli->profile_is_open);
	ok = activity_csv_is(sheet, &is_activity, err) &&
	    (is_activity ? activity_csv_read(sheet, &how, set, err)
			 : result_csv_read(sheet, &how, set, err));
	if (ok && plan.unknown_n > 0)
		cli_note(cli,
		    TR("Chưa hỏi được kế hoạch của %zu buổi: chưa biết buổi nào đã dời, đã hủy; dòng không có "
		       "ngày lấy ngày trong mã buổi.",
			"The plan of %zu drives cannot be asked: which were moved or cancelled is not known; a "
			"row without a day has the key's."),
		    plan.unknown_n);
	drive_plan_close(&plan);
	return ok;
}

int
cmd_import(struct cli *cli, int argc, char **argv)
{
	struct argp_option options[IMPORT_OPTIONS_MAX + 1] = {
	    {"template", KEY_TEMPLATE, TR("LOẠI", "KIND"), 0,
		TR("tệp mẫu: result, collection, plan, activity; -o TỆP.xlsx|csv",
		    "a template: result, collection, plan, activity; -o FILE.xlsx|csv"),
		0}};
	struct input in = {.job = {.wait_ms = IMPORT_WAIT_S * 1000}};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &in,
	    .args = TR("TỆP.xlsx|csv", "FILE.xlsx|csv"),
	    .args_max = 1,
	    .doc = doc()};
	struct err err;

	import_run_options(options + 1);
	if (!cli_parse(cli, &spec, argc, argv, &err))
		return cli_fail(cli, &err, NULL);
	if (in.template != NULL)
		return template_print(cli, in.template);
	if (in.job.file == NULL) {
		(void)err_set(&err, ERR_USAGE,
		    TR("thiếu TỆP.xlsx hoặc TỆP.csv", "FILE.xlsx or FILE.csv is missing"));
		return cli_fail(cli, &err, NULL);
	}
	return import_run_file(cli, &in.job, sheet_take);
}
