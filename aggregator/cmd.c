#include "cmd.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/lang.h"

#define OPTION_FIRST 1000 /* getopt's value of row 0: beyond every character */
#define PROGRAM "giothong-aggregator"

void
cmd_help(const struct cmd *c, const struct cmd_options *o)
{
	const struct cmd_option *rows = o->rows;

	(void)printf(
	    TR("Cách dùng: %s %s%s%s [TÙY CHỌN]\n%s\n\n", "Usage: %s %s%s%s [OPTIONS]\n%s\n\n"),
	    PROGRAM, c->name, c->args[0] != '\0' ? " " : "", c->args, TR(c->vi, c->en));
	for (size_t i = 0; i < o->n; i++)
		(void)printf("      --%s%s%s\n%28s%s\n", rows[i].name, rows[i].arg ? " " : "",
		    rows[i].arg ? rows[i].arg : "", "", TR(rows[i].vi, rows[i].en));
	app_settings_help(stdout);
	(void)printf("      --json\n%28s%s\n      --lang vi|en\n%28s%s\n", "",
	    TR("kết quả dạng JSON", "the result as JSON"), "", TR("ngôn ngữ", "language"));
}

bool
cmd_options(struct cmd *c, const struct cmd_options *o, const char **values, const char **ret_word,
    struct err *err)
{
	static const struct cmd_options none;
	const struct cmd_options *of = o == NULL ? &none : o;
	const struct cmd_option *rows = of->rows;
	const size_t n = of->n;
	struct option longs[CMD_OPTIONS_MAX + 2] = {0};
	int got;

	if (n > CMD_OPTIONS_MAX)
		return err_set(err, ERR_BUG, "%zu options", n);
	for (size_t i = 0; i < n; i++)
		longs[i] = (struct option){.name = rows[i].name,
		    .has_arg = rows[i].arg == NULL ? no_argument : required_argument,
		    .val = OPTION_FIRST + (int)i};
	longs[n] = (struct option){.name = "help", .val = 'h'};
	opterr = 0;
	optind = 1;
	while ((got = getopt_long(c->argc, c->argv, ":h", longs, NULL)) != -1) {
		if (got == 'h') {
			cmd_help(c, of);
			exit(0);
		}
		if (got == ':')
			return err_set(err, ERR_USAGE, TR("%s thiếu giá trị", "%s lacks its value"),
			    c->argv[optind - 1]);
		if (got < OPTION_FIRST)
			return err_set(err, ERR_USAGE, TR("không có tùy chọn %s", "no option %s"),
			    c->argv[optind - 1]);
		values[got - OPTION_FIRST] = optarg == NULL ? "" : optarg;
	}
	if (ret_word != NULL && optind < c->argc)
		*ret_word = c->argv[optind++];
	if (optind < c->argc)
		return err_set(err, ERR_USAGE, TR("thừa chữ “%s”", "one word too many: “%s”"),
		    c->argv[optind]);
	return true;
}

bool
cmd_json(json_t *object)
{
	char *text = object == NULL ? NULL : json_dumps(object, JSON_INDENT(2));
	const bool ok = text != NULL;

	if (ok)
		(void)puts(text);
	free(text);
	json_decref(object);
	return ok;
}

/* Whoever reads it here has the server: "tell the operator" is no step for the operator. */
static const char *
next_step(const struct err *err)
{
	if (err->code == ERR_SIGNATURE && err->next == NULL)
		return TR(
		    "sổ cái hay tệp của máy chủ đã hỏng hoặc bị sửa: giữ nguyên chỗ hỏng, lấy bản sao lưu "
		    "mới nhất mà verify chấp nhận: giothong-aggregator restore DIR",
		    "the ledger or a file of the server is damaged or was changed: keep it as it is, and take the "
		    "newest backup that verify accepts: giothong-aggregator restore DIR");
	return err_next_of(err);
}

int
cmd_fail(const struct cmd *c, const struct err *err)
{
	json_t *root = NULL;

	if (c->json)
		root = json_pack("{s:{s:s,s:s,s:s,s:s,s:s,s:i,s:b}}", "error", "code",
		    err_name(err->code), "what", err_sentence(err->code), "detail", err->text,
		    "kept", "", "next", next_step(err), "exit", err_exit_status(err->code), "retry",
		    err_is_retry(err->code) ? 1 : 0);
	if (!cmd_json(root))
		(void)fprintf(stderr, "%s: %s%s%s\n%s%s%s[%s]\n", PROGRAM, err_sentence(err->code),
		    err->text[0] != '\0' ? ": " : "", err->text, TR("Làm tiếp: ", "Next: "),
		    next_step(err), " ", err_name(err->code));
	return err_exit_status(err->code);
}
