/*
 * cmd - every command; each is documented by its own --help.  To add one: declare it here, add its
 * row to cli_commands.c.
 */
#ifndef GH_CLIENT_CMD_H
#define GH_CLIENT_CMD_H

#include "cli.h"

/* cmd_enrol.c */
cli_run_fn cmd_enrol;
/* cmd_profile.c */
cli_run_fn cmd_profile_list, cmd_profile_use, cmd_profile_renew;
/* cmd_outbox.c */
cli_run_fn cmd_outbox_list, cmd_outbox_show, cmd_outbox_retry, cmd_outbox_dismiss,
    cmd_outbox_export;
/* cmd_send.c */
cli_run_fn cmd_send;
/* cmd_doctor.c */
cli_run_fn cmd_doctor;
/* cmd_submit.c, cmd_correct.c, cmd_import.c */
cli_run_fn cmd_submit, cmd_correct, cmd_withdraw, cmd_import;
/* cmd_drive.c, cmd_plan.c, cmd_org.c */
cli_run_fn cmd_drive_list, cmd_drive_add, cmd_plan_import, cmd_plan_show;
/* cmd_plan_check.c, cmd_round.c, cmd_late.c, cmd_remind.c */
cli_run_fn cmd_plan_check, cmd_plan_round, cmd_late, cmd_remind;
cli_run_fn cmd_org_list, cmd_org_search, cmd_org_history, cmd_org_add;
/* cmd_drive_change.c, cmd_counts.c */
cli_run_fn cmd_drive_change, cmd_drive_cancel, cmd_drive_link, cmd_registration, cmd_activity;
/* cmd_review.c, cmd_lock.c */
cli_run_fn cmd_review_list, cmd_review_accept, cmd_review_return, cmd_review_admit, cmd_review_same;
cli_run_fn cmd_review_different, cmd_review_take, cmd_lock, cmd_unlock, cmd_lock_list;
/* cmd_history.c, cmd_text.c */
cli_run_fn cmd_history, cmd_text_edit, cmd_text_show;
/* cmd_invite.c, cmd_installs.c */
cli_run_fn cmd_invite, cmd_installs, cmd_installs_confirm, cmd_revoke;
/* cmd_verify.c */
cli_run_fn cmd_verify;
/* cmd_document.c */
cli_run_fn cmd_document;
/* cmd_indicators.c */
cli_run_fn cmd_indicators;
/* cmd_summary.c, cmd_watch.c */
cli_run_fn cmd_summary, cmd_watch;

#endif
