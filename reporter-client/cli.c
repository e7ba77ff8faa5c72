#include "cli.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "cli_help.h"
#include "cli_parse.h"
#include "deliver.h"
#include "xlsx.h"

#define NAME_BYTES_MAX 64  /* "giothong outbox list" */
#define ARGUMENTS_MAX 4096 /* words of one command line */

bool
cli_profile(struct cli *cli, struct err *err)
{
	if (cli->profile_is_open)
		return true;
	cli->profile_is_open = profile_open(cli->profile_name, &cli->profile, err);
	return cli->profile_is_open;
}

bool
cli_outbox(struct cli *cli, struct err *err)
{
	char path[OS_PATH_MAX];

	if (cli->outbox != NULL)
		return true;
	return cli_profile(cli, err) && profile_path(&cli->profile, PROFILE_OUTBOX, path, err) &&
	    outbox_open(path, &cli->outbox, err);
}

bool
cli_stop_fd(struct cli *cli, struct err *err)
{
	return cli->stop_fd >= 0 || os_stop_fd(&cli->stop_fd, err);
}

static void
fail_json(const struct err *err, const char *kept)
{
	json_t *error = json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:b}", "code",
	    err_name(err->code), "what", err_sentence(err->code), "detail", err->text, "kept", kept,
	    "next", err_next_of(err), "exit", err_exit_status(err->code), "retry",
	    err_is_retry(err->code) ? 1 : 0);
	json_t *object = error != NULL ? json_pack("{s:o}", "error", error) : NULL;

	if (object == NULL || json_dumpf(object, stdout, JSON_INDENT(1)) != 0)
		(void)fprintf(stderr, "giothong: %s\n", err_name(err->code));
	(void)putchar('\n');
	json_decref(object);
}

static void
fail_words(const struct err *err, const char *kept)
{
	const char *sentence = err_sentence(err->code);
	const char *next = err_next_of(err);

	(void)fprintf(
	    stderr, "giothong: %s%s%s\n", sentence, err->text[0] != '\0' ? ": " : "", err->text);
	if (kept[0] != '\0')
		(void)fprintf(stderr, "  %s\n", kept);
	if (next[0] != '\0')
		(void)fprintf(stderr, TR("  Làm tiếp: %s\n", "  Next: %s\n"), next);
	(void)fprintf(stderr, TR("  Mã: %s\n", "  Code: %s\n"), err_name(err->code));
}

int
cli_fail(struct cli *cli, const struct err *err, const char *kept)
{
	if (err->code == ERR_OK)
		return 0;
	if (cli->json)
		fail_json(err, kept != NULL ? kept : "");
	else
		fail_words(err, kept != NULL ? kept : "");
	return err_exit_status(err->code);
}

void
cli_note(const struct cli *cli, const char *fmt, ...)
{
	va_list args;

	if (cli->quiet)
		return;
	va_start(args, fmt);
	(void)vfprintf(stderr, fmt, args);
	va_end(args);
	(void)fputc('\n', stderr);
}

static bool
has_ending(const char *path, const char *ending)
{
	const size_t path_len = strlen(path);
	const size_t len = strlen(ending);

	return path_len > len && strcmp(path + path_len - len, ending) == 0;
}

bool
cli_is_office(const struct cli *cli)
{
	return cli->output != NULL && has_ending(cli->output, ".xlsx");
}

bool
cli_print(struct cli *cli, struct table *t, const char *name, struct err *err)
{
	enum table_face face = cli->json ? TABLE_JSON : cli->csv ? TABLE_CSV : TABLE_PEOPLE;
	FILE *out;
	bool ok;

	if (cli->output == NULL)
		return table_print(t, face, name, stdout, err);
	if (cli_is_office(cli))
		return xlsx_write(t, name, cli->output, err);
	if (has_ending(cli->output, ".json"))
		face = TABLE_JSON;
	else if (has_ending(cli->output, ".csv"))
		face = TABLE_CSV;
	else if (!has_ending(cli->output, ".txt"))
		return err_set(err, ERR_USAGE,
		    TR("-o %s: lệnh này ghi được .xlsx .json .csv .txt",
			"-o %s: this command writes .xlsx .json .csv .txt"),
		    cli->output);
	out = fopen(cli->output, "we");
	if (out == NULL)
		return err_set_errno(err, "%s", cli->output);
	ok = table_print(t, face, name, out, err);
	if (fclose(out) != 0 && ok)
		ok = err_set_errno(err, "%s", cli->output);
	return ok;
}

/* The command that ${argv[at]} and the next word name; *${ret_words}: how many words it is. */
static const struct cli_command *
command_find(int argc, char **argv, int at, int *ret_words)
{
	char both[NAME_BYTES_MAX];

	*ret_words = 2;
	if (at + 1 < argc &&
	    snprintf(both, sizeof(both), "%s %s", argv[at], argv[at + 1]) < (int)sizeof(both)) {
		for (size_t i = 0; i < cli_commands_n; i++) {
			if (strcmp(cli_commands[i].name, both) == 0)
				return &cli_commands[i];
		}
	}
	*ret_words = 1;
	for (size_t i = 0; i < cli_commands_n; i++) {
		if (strcmp(cli_commands[i].name, argv[at]) == 0)
			return &cli_commands[i];
	}
	return NULL;
}

static bool
is_family(const char *word)
{
	const size_t len = strlen(word);

	for (size_t i = 0; i < cli_commands_n; i++) {
		if (strncmp(cli_commands[i].name, word, len) == 0 &&
		    cli_commands[i].name[len] == ' ')
			return true;
	}
	return false;
}

static int
unknown(struct cli *cli, int argc, char **argv, int at)
{
	char both[NAME_BYTES_MAX];
	char quoted[TEXT_QUOTE_MAX];
	const char *nearest;
	struct err err;

	if (is_family(argv[at]) && (at + 1 >= argc || argv[at + 1][0] == '-')) {
		cli_help_list(stdout, argv[at]);
		return 0;
	}
	(void)snprintf(both, sizeof(both), "%s%s%s", argv[at], at + 1 < argc ? " " : "",
	    at + 1 < argc ? argv[at + 1] : "");
	nearest = cli_help_nearest(both);
	if (nearest == NULL)
		nearest = cli_help_nearest(argv[at]);
	if (nearest != NULL)
		(void)err_set(&err, ERR_USAGE,
		    TR("không có lệnh %s; có phải: giothong %s",
			"there is no command %s; perhaps: giothong %s"),
		    text_quote(is_family(argv[at]) ? both : argv[at], quoted), nearest);
	else
		(void)err_set(&err, ERR_USAGE,
		    TR("không có lệnh %s; xem: giothong --help",
			"there is no command %s; see: giothong --help"),
		    text_quote(argv[at], quoted));
	return cli_fail(cli, &err, NULL);
}

/* ${argv} as the command sees it: its name, the options before it, what follows it. */
static int
command_run(struct cli *cli, const struct cli_command *command, int argc, char **argv, int at)
{
	char name[NAME_BYTES_MAX];
	char **own = calloc((size_t)argc + 2, sizeof(*own));
	struct err err;
	int words;
	int own_n = 1;
	int status;

	if (own == NULL) {
		(void)err_set(&err, ERR_MEMORY, "%s", command->name);
		return cli_fail(cli, &err, NULL);
	}
	(void)command_find(argc, argv, at, &words);
	(void)snprintf(name, sizeof(name), "giothong %s", command->name);
	own[0] = name;
	for (int i = 1; i < argc; i++) {
		if (i < at || i >= at + words)
			own[own_n++] = argv[i];
	}
	cli->command = name;
	status = command->run(cli, own_n, own);
	cli->command = NULL;
	free(own);
	return status;
}

static int
dispatch(struct cli *cli, int argc, char **argv)
{
	const struct cli_command *command;
	int at = 1;
	int words;

	while (at < argc && argv[at][0] == '-') {
		if (strcmp(argv[at], "--version") == 0) {
			(void)printf("giothong %s\n", GH_VERSION);
			return 0;
		}
		if (strcmp(argv[at], "--help") == 0)
			break;
		at += 1 + cli_parse_values(argv[at]);
	}
	if (at >= argc || argv[at][0] == '-') {
		cli_help_list(stdout, NULL);
		return 0;
	}
	command = command_find(argc, argv, at, &words);
	return command != NULL ? command_run(cli, command, argc, argv, at)
			       : unknown(cli, argc, argv, at);
}

/* What must hold before any command. */
static bool
prepare(int argc, char **argv, struct err *err)
{
	const char *lang = cli_parse_lang(argc, argv);

	(void)lang_set(NULL);
	if (argc > ARGUMENTS_MAX)
		return err_set(err, ERR_LIMIT, "%d", ARGUMENTS_MAX);
	if (lang != NULL && !lang_set(lang))
		return err_set(err, ERR_USAGE, "--lang vi | --lang en");
	return keys_init(err);
}

int
cli_main(int argc, char **argv)
{
	struct cli cli = {.stop_fd = -1};
	struct err err = {0};
	int status;

	for (int i = 1; i < argc; i++) /* so that a refusal of the words themselves is JSON too */
		cli.json = cli.json || strcmp(argv[i], "--json") == 0;
	status =
	    prepare(argc, argv, &err) ? dispatch(&cli, argc, argv) : cli_fail(&cli, &err, NULL);
	deliver_alarms(&cli); /* what the command itself heard */
	if (status == 0)
		deliver_history(&cli);
	outbox_close(cli.outbox);
	if (fflush(stdout) != 0 && status == 0) {
		(void)err_set_errno(&err, "stdout");
		status = cli_fail(&cli, &err, NULL);
	}
	return status;
}
