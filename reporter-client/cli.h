/*
 * cli - the frame of every command: the table, the options they share, and the one place where an
 * error becomes words.
 *
 * To add a command: write `int cmd_<name>(struct cli *cli, int argc, char **argv)` in a cmd_*.c
 * file, declare it in cmd.h, add its row to cli_commands.c.  The function calls cli_parse() first,
 * returns an exit status (0, or what cli_fail() returns) and prints through ${cli}.
 */
#ifndef GH_CLIENT_CLI_H
#define GH_CLIENT_CLI_H

#include <argp.h>
#include <stdio.h>

#include "outbox.h"
#include "profile.h"
#include "table.h"

struct cli {
	/* shared options; valid after cli_parse() */
	const char *profile_name; /* --profile; NULL: the one in use */
	bool json;
	bool csv;
	bool quiet;
	const char *output;   /* -o FILE; NULL: standard output */
	const char *org;      /* --org, NULL: the profile's own */
	const char *period;   /* --period; NULL: not given */
	uint64_t as_of_batch; /* --as-of-batch; 0: now */
	/* what is open; closed by the frame */
	struct profile profile;
	struct outbox *outbox;
	bool profile_is_open;
	int stop_fd;         /* readable after SIGINT or SIGTERM; -1 before cli_stop_fd() */
	const char *command; /* "giothong outbox list" */
	bool history_told;   /* of HISTORY_WENT_BACK, to standard error */
};

typedef int cli_run_fn(struct cli *cli, int argc, char **argv);

enum cli_group { CLI_ENROL, CLI_REPORT, CLI_COMMITTEE, CLI_LOOK, CLI_GROUP_COUNT_ };
struct cli_command {
	enum cli_group group;
	const char *name; /* one or two words: "submit", "outbox list" */
	cli_run_fn *run;
	const char *vi; /* one line of `giothong --help` */
	const char *en;
};
extern const struct cli_command cli_commands[];
extern const size_t cli_commands_n;
/*
 * The command of that name answers as of an older batch; from all others --as-of-batch is refused.
 */
bool cli_commands_take_batch(const char *name);
/* That refusal, for a command of which only a part does.  ERR_USAGE; false. */
bool cli_refuse_batch(const struct cli *cli, struct err *err);

/* The whole program: find the command, run it, close what it opened. */
int cli_main(int argc, char **argv);

/* ---- the options of one command */

struct cli_spec {
	const struct argp_option *options; /* ended by {0}; docs by TR(); NULL: none */
	argp_parser_t parse; /* gets options and ARGP_KEY_ARG; NULL: no options and no arguments */
	void *input;         /* state->input of ${parse} */
	const char *args;    /* "KEY", "[FILE]"; NULL: none */
	const char *doc;     /* a paragraph, by TR(); NULL: none */
	int args_min;
	int args_max;
};
/*
 * Parse ${argv} by ${spec} and the shared options (--profile --lang --json --csv -o --quiet --org
 * --period --as-of-batch --help --version).  ERR_USAGE says what is wrong; after --help or
 * --version, which print, it is false with ERR_OK: either way
 * `if (!cli_parse(...)) return cli_fail(cli, &err, NULL);`.  A parser refuses with cli_refuse().
 */
bool cli_parse(
    struct cli *cli, const struct cli_spec *spec, int argc, char **argv, struct err *err) MUST_USE;
/*
 * For parsers: `return cli_refuse(state, ERR_USAGE, TR("…", "…"), …)`; the text reaches
 * cli_parse()'s err.
 */
error_t cli_refuse(struct argp_state *state, enum err_code code, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
/* A number from 0 for an option, refused in words. */
bool cli_u64(const char *text, uint64_t max, uint64_t *ret, struct err *err) MUST_USE;

/* ---- what commands need */

/* Open the profile named or in use, into cli->profile; a second call is a no-op. */
bool cli_profile(struct cli *cli, struct err *err) MUST_USE;
/* The same and its outbox, into cli->outbox. */
bool cli_outbox(struct cli *cli, struct err *err) MUST_USE;
/* cli->stop_fd: from now on SIGINT and SIGTERM make it readable instead of ending the program. */
bool cli_stop_fd(struct cli *cli, struct err *err) MUST_USE;

/*
 * Print what happened, what was kept (${kept} by TR(), NULL: nothing to say), what to do next and
 * the code: on standard error, or as one JSON object {"error": {…}} on standard output with --json.
 * Returns the exit status.
 */
int cli_fail(struct cli *cli, const struct err *err, const char *kept);
/* Print a table as the options say: people, --json, --csv, or -o FILE.xlsx|.json|.csv|.txt. */
bool cli_print(struct cli *cli, struct table *t, const char *name, struct err *err) MUST_USE;
/* -o names a spreadsheet: numbers there are numbers. */
bool cli_is_office(const struct cli *cli);
/* A line for people on standard error, unless --quiet. */
void cli_note(const struct cli *cli, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
