/*
 * giothong indicators - every count by its code, what is computed from them, and the rules between
 * them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "cmd.h"
#include "rules/catalogue.h"
#include "rules/derived.h"
#include "rules/rules.h"

enum key { KEY_RULES = 1 };

struct input {
	const char *search;
	bool rules;
};

static error_t
parse(int key, char *arg, struct argp_state *state) /* NOLINT(readability-non-const-parameter) */
{
	struct input *in = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		in->search = arg;
		return 0;
	case KEY_RULES:
		in->rules = true;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const char *
class_name(enum rollup_class c)
{
	static const char *const names[] = {[ROLLUP_ADDITIVE] = "additive",
	    [ROLLUP_STOCK] = "stock",
	    [ROLLUP_RATIO] = "ratio",
	    [ROLLUP_COVERAGE] = "coverage"};

	return names[c];
}

static const char *
class_text(enum rollup_class c)
{
	switch (c) {
	case ROLLUP_STOCK:
		return TR("tại thời điểm", "stock");
	case ROLLUP_RATIO:
		return TR("tỷ lệ", "ratio");
	case ROLLUP_COVERAGE:
		return TR("độ phủ", "coverage");
	case ROLLUP_ADDITIVE:
	default:
		return TR("cộng dồn", "additive");
	}
}

/* ${folded} NULL: everything. */
static bool
fits(const char *folded, const char *code, const char *vi, const char *en)
{
	const char *const texts[] = {code, vi, en};
	bool found = folded == NULL;

	for (size_t i = 0; !found && i < ARRAY_LEN(texts); i++) {
		char *text = text_fold(texts[i], NULL);

		found = text != NULL && strstr(text, folded) != NULL;
		free(text);
	}
	return found;
}

static void
counts_put(struct table *t, const char *folded)
{
	size_t n = 0;
	const struct indicator *all = catalogue_all(&n);

	for (size_t i = 0; i < n; i++) {
		const char letter[] = {catalogue_letter(all[i].ind), '\0'};

		if (!fits(folded, all[i].code, all[i].vi, all[i].en))
			continue;
		table_text(t, letter);
		table_text(t, all[i].code);
		table_text(t, TR(all[i].vi, all[i].en));
		table_text(t, all[i].vi);
		table_text(t, all[i].en);
		table_text(t, class_name(all[i].rollup));
		table_text(t, class_text(all[i].rollup));
		table_text(t, all[i].option);
		table_number(t, all[i].ind);
		table_absent(t);
	}
}

static void
derived_put(struct table *t, const char *folded)
{
	size_t n = 0;
	const struct derived *all = derived_all(&n);

	for (size_t i = 0; i < n; i++) {
		if (!fits(folded, all[i].code, all[i].vi, all[i].en))
			continue;
		table_text(t, all[i].id);
		table_text(t, all[i].code);
		table_text(t, TR(all[i].vi, all[i].en));
		table_text(t, all[i].vi);
		table_text(t, all[i].en);
		table_text(t, class_name(all[i].rollup));
		table_text(t, class_text(all[i].rollup));
		table_absent(t);
		table_absent(t);
		table_text(t, all[i].formula);
	}
}

static bool
indicators_print(struct cli *cli, const char *search, struct err *err)
{
	const struct table_column columns[] = {
	    {"group", TR("Nhóm", "Group"), TABLE_KEY},
	    {"code", TR("Mã", "Code"), TABLE_KEY},
	    {"name", TR("Tên", "Name"), TABLE_TEXT},
	    {"name_vi", NULL, TABLE_TEXT},
	    {"name_en", NULL, TABLE_TEXT},
	    {"class", NULL, TABLE_TEXT},
	    {"class_text", TR("Cách cộng", "Class"), TABLE_TEXT},
	    {"option", TR("Tùy chọn --", "Option --"), TABLE_KEY},
	    {"number", NULL, TABLE_COUNT},
	    {"formula", TR("Công thức", "Formula"), TABLE_TEXT},
	};
	char *folded = search == NULL ? NULL : text_fold(search, err);
	struct table *t = NULL;
	bool ok = search == NULL || folded != NULL;

	if (ok) {
		t = table_new(columns, ARRAY_LEN(columns));
		counts_put(t, folded);
		derived_put(t, folded);
		ok = t != NULL ? cli_print(cli, t, "indicators", err)
			       : err_set(err, ERR_MEMORY, "indicators");
	}
	table_free(t);
	free(folded);
	return ok;
}

static void
severity_put(struct table *t, enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR:
		table_text(t, "error");
		table_text(t, TR("lỗi, không nhận", "error"));
		return;
	case SEVERITY_WARNING:
		table_text(t, "warning");
		table_text(t, TR("cảnh báo, cần ghi chú", "warning, needs a note"));
		return;
	case SEVERITY_INFO:
	default:
		table_text(t, "info");
		table_text(t, TR("thông tin", "information"));
	}
}

static bool
rules_print(struct cli *cli, struct err *err)
{
	const struct table_column columns[] = {
	    {"rule", TR("Quy tắc", "Rule"), TABLE_KEY},
	    {"severity", NULL, TABLE_TEXT},
	    {"severity_text", TR("Mức", "Severity"), TABLE_TEXT},
	    {"checked", TR("Kiểm ở", "Checked by"), TABLE_TEXT},
	    {"text", TR("Nội dung", "What holds"), TABLE_TEXT},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	size_t n = 0;
	const struct rule_info *all = rules_all(&n);
	bool ok;

	for (size_t i = 0; i < n; i++) {
		table_text(t, all[i].id);
		severity_put(t, all[i].severity);
		table_text(t, TR("máy báo cáo, máy chủ", "client, aggregator"));
		table_text(t, TR(all[i].vi, all[i].en));
	}
	const struct rule_elsewhere *others = rules_elsewhere(&n);

	for (size_t i = 0; i < n; i++) {
		table_text(t, others[i].id);
		severity_put(t, others[i].severity);
		table_text(t, TR(others[i].where_vi, others[i].where_en));
		table_text(t, TR(others[i].vi, others[i].en));
	}
	ok = t != NULL ? cli_print(cli, t, "rules", err) : err_set(err, ERR_MEMORY, "rules");
	table_free(t);
	return ok;
}

int
cmd_indicators(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"rules", KEY_RULES, NULL, 0,
		TR("các quy tắc giữa các số, mức và nơi kiểm", "the rules between the numbers"), 0},
	    {0},
	};
	struct input in = {.search = NULL};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &in,
	    .args = TR("[CHỮ]", "[TEXT]"),
	    .args_max = 1,
	    .doc = TR(
		"Mọi chỉ số: mã cho --set MÃ=SỐ, cho cột của bảng nhập và cho summary --indicators; tên; "
		"cách cộng (cộng dồn, tại thời điểm, tỷ lệ, độ phủ). Tỷ lệ tính lại từ tổng, không bao "
		"giờ lấy trung bình.\n\n"
		"Ví dụ:\n"
		"  giothong indicators \"tờ rơi\"\n"
		"  giothong indicators --rules\n"
		"  giothong indicators -o chi-so.xlsx",
		"Every indicator: its code for --set CODE=N, for columns of imported tables and for summary "
		"--indicators; its name; how it is totalled (additive, stock, ratio, coverage).  Ratios are "
		"recomputed from sums, never averaged.\n\n"
		"Examples:\n"
		"  giothong indicators leaflets\n"
		"  giothong indicators --rules\n"
		"  giothong indicators -o indicators.xlsx")};
	struct err err;
	bool ok;

	if (!cli_parse(cli, &spec, argc, argv, &err))
		return cli_fail(cli, &err, NULL);
	ok = in.rules ? rules_print(cli, &err) : indicators_print(cli, in.search, &err);
	return ok ? 0 : cli_fail(cli, &err, NULL);
}
