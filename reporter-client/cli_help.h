/*
 * cli_help - the help texts.  Only cli*.c use it.
 */
#ifndef GH_CLIENT_CLI_HELP_H
#define GH_CLIENT_CLI_HELP_H

#include "cli.h"

/* The list of all commands; with ${family} ("outbox") only those of it. */
void cli_help_list(FILE *out, const char *family);
/* One command: usage, paragraph, its options, then ${shared}. */
void cli_help_command(
    FILE *out, const char *name, const struct cli_spec *spec, const struct argp_option *shared);
/* The command that ${text} may have meant; NULL: none is near. */
const char *cli_help_nearest(const char *text);

#endif
