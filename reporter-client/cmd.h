/*
 * cmd - every command; each is documented by its own --help.  To add one: declare it here, add its row
 * to cli_commands.c.
 */
#ifndef GH_CLIENT_CMD_H
#define GH_CLIENT_CMD_H

#include "cli.h"

/* cmd_enrol.c */
cli_run_fn cmd_enrol;
/* cmd_profile.c */
cli_run_fn cmd_profile_list, cmd_profile_use;
/* cmd_outbox.c */
cli_run_fn cmd_outbox_list, cmd_outbox_show, cmd_outbox_retry, cmd_outbox_export;
/* cmd_send.c */
cli_run_fn cmd_send;
/* cmd_doctor.c */
cli_run_fn cmd_doctor;

#endif
