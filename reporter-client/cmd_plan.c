/*
 * giothong plan import|show - a committee's plan as CSV, and what of it is in force.
 * The format of the file is written down in plan_csv.h, and in plan_help.c for people.
 */
#include <string.h>

#include "base/lang.h"
#include "body_twin.h"
#include "cmd.h"
#include "deliver.h"
#include "import_run.h"
#include "plan_csv.h"
#include "plan_help.h"
#include "plan_overlap.h"
#include "reference_show.h"

enum key { KEY_TEMPLATE = 1, KEY_DRIVES };

struct input {
	struct import_job job;
	bool template;
	bool drives_only;
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
		in->template = true;
		return 0;
	}
	if (key == KEY_DRIVES) {
		in->drives_only = true;
		return 0;
	}
	if (!import_run_take(&in->job, key, arg, &ok, &why))
		return ARGP_ERR_UNKNOWN;
	return ok ? 0 : cli_refuse(state, why.code, "%s", why.text);
}

static bool
sheet_take(struct cli *cli, struct sheet *sheet, const struct org_resolver *names,
    struct import_set *set, struct err *err)
{
	return plan_csv_read(sheet, names, set, err) && plan_overlap_note(set, sheet, NULL, err) &&
	    body_twin_look(cli, set, err);
}

/* What is only looked at is also held against the drives in force. */
static bool
sheet_look(struct cli *cli, struct sheet *sheet, const struct org_resolver *names,
    struct import_set *set, struct err *err)
{
	return plan_csv_read(sheet, names, set, err) && plan_overlap_look(cli, set, sheet, err) &&
	    body_twin_look(cli, set, err);
}

int
cmd_plan_import(struct cli *cli, int argc, char **argv)
{
	struct argp_option options[IMPORT_OPTIONS_MAX + 1] = {
	    {"template", KEY_TEMPLATE, NULL, 0, TR("in một tệp mẫu", "print a template"), 0}};
	struct input in = {.job = {.wait_ms = IMPORT_WAIT_S * 1000}};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &in,
	    .args = TR("TỆP.xlsx|csv", "FILE.xlsx|csv"),
	    .args_max = 1,
	    .doc = plan_help_text()};
	struct err err;

	import_run_options(options + 1);
	if (!cli_parse(cli, &spec, argc, argv, &err))
		return cli_fail(cli, &err, NULL);
	if (in.template) {
		(void)fputs(plan_csv_template(), stdout);
		return 0;
	}
	if (in.job.file == NULL) {
		(void)err_set(&err, ERR_USAGE, "%s", TR("thiếu TỆP.csv", "FILE.csv is missing"));
		return cli_fail(cli, &err, NULL);
	}
	return import_run_file(cli, &in.job, in.job.dry_run ? sheet_look : sheet_take);
}

/* ---- show */

int
cmd_plan_show(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"drives", KEY_DRIVES, NULL, 0,
		TR("chỉ các buổi (cho --json, --csv, -o: chỉ tiêu khi không nêu)",
		    "only the drives (with --json, --csv, -o: targets when left out)"),
		0},
	    {0},
	};
	struct input in = {.drives_only = false};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &in,
	    .doc = TR("Chỉ tiêu và các buổi của một nơi trong một kỳ.\n\n"
		      "Ví dụ: giothong plan show --org 91 --period 2022-05-01..2022-08-31",
		"Targets and drives of an organisation and period.\n\n"
		"Example: giothong plan show --org 91 --period 2022-05-01..2022-08-31")};
	struct err err;
	bool both, ok;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !cli_outbox(cli, &err))
		return cli_fail(cli, &err, NULL);
	deliver_waiting(cli, DELIVER_SHORT_MS);
	both = !in.drives_only && !cli->json && !cli->csv && cli->output == NULL;
	ok = in.drives_only ||
	    reference_show_list(cli, REFERENCE_TARGETS, reference_show_targets, &err);
	if (ok && both)
		(void)putchar('\n');
	if (ok && (both || in.drives_only))
		ok = reference_show_list(cli, REFERENCE_DRIVES, reference_show_drives, &err);
	return ok ? 0 : cli_fail(cli, &err, NULL);
}
