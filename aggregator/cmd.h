/*
 * cmd - the commands of giothong-aggregator and what they share.
 * To add one: write `int cmd_<name>(struct cmd *c)` in cmd_<name>.c and add its row to main.c.  It
 * calls
 * cmd_options() first, and returns an exit status: 0, or what cmd_fail() returns.
 */
#ifndef GH_CMD_H
#define GH_CMD_H

#include <jansson.h>

#include "app_settings.h"
#include "base/err.h"

struct cmd {
	const char *name; /* "org import" */
	const char *args; /* of its usage line: "DIR"; "": none */
	const char *vi, *en;
	struct app_settings settings;
	bool json;
	int argc; /* what follows the command's name, settings taken out */
	char **argv;
};

struct cmd_option {
	const char *name; /* without dashes */
	const char *arg;  /* what stands for its value in --help; NULL: none */
	const char *vi, *en;
};
struct cmd_options {
	const struct cmd_option *rows;
	size_t n; /* at most CMD_OPTIONS_MAX */
};
#define CMD_OPTIONS_MAX 16

/*
 * Read ${c->argv} by ${o}, NULL for no options: ${values[i]} is the value of row i, "" for one
 * without a value, NULL when it was not given.  One word that is no option goes into *${ret_word}
 * (NULL: none is allowed). ERR_USAGE names what is wrong.
 */
bool cmd_options(struct cmd *c, const struct cmd_options *o, const char **values,
    const char **ret_word, struct err *err) MUST_USE;
/* What happened, what to do next and the code, for a person or as JSON; returns the exit status. */
int cmd_fail(const struct cmd *c, const struct err *err);
/* Prints ${object}, which goes with the call; false: NULL, or no memory, and nothing is printed. */
bool cmd_json(json_t *object);
/* The part of --help that lists one command's options. */
void cmd_help(const struct cmd *c, const struct cmd_options *o);

int cmd_serve(struct cmd *c);
int cmd_migrate(struct cmd *c);
int cmd_status(struct cmd *c);
int cmd_verify(struct cmd *c);
int cmd_bootstrap(struct cmd *c);
int cmd_backup(struct cmd *c);
int cmd_restore(struct cmd *c);
int cmd_recover(struct cmd *c);
int cmd_export(struct cmd *c);
int cmd_rotate(struct cmd *c);
int cmd_org_import(struct cmd *c);

#endif
