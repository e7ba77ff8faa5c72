/*
 * cli_parse - argp for every command.  The functions are declared in cli.h; here is what cli.c
 * needs before the command is known.
 */
#ifndef GH_CLIENT_CLI_PARSE_H
#define GH_CLIENT_CLI_PARSE_H

#include "cli.h"

/* Arguments that ${arg} takes with it when it stands before the command: 0 or 1. */
int cli_parse_values(const char *arg);
/* Value of --lang in ${argv}; NULL: none. */
const char *cli_parse_lang(int argc, char **argv);

#endif
