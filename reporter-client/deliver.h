/*
 * deliver - a short try to bring what waits to the aggregator, at the end of a command.
 */
#ifndef GH_CLIENT_DELIVER_H
#define GH_CLIENT_DELIVER_H

#include "cli.h"
#include "outbox_rows.h"

#define DELIVER_SUBMIT_MS 5000 /* `submit` without --wait */
#define DELIVER_SHORT_MS 1500  /* every other command */

/*
 * Deliver what waits for at most ${wait_ms}; needs an open outbox (cli_outbox()), does nothing when
 * nothing waits.  Says on standard error what was delivered, refused or still waits, and shows
 * alarms. Never changes the command's exit status.
 */
void deliver_waiting(struct cli *cli, int wait_ms);
/* Alarms and reminders that nobody saw yet, to standard error; nothing without an open outbox. */
void deliver_alarms(struct cli *cli);
/*
 * That a contradiction stands (heads_stand()), unless this command has told of one: while it does,
 * nothing is called delivered without these words.  Nothing without an open outbox.
 */
void deliver_history(struct cli *cli);
/* One alarm, or with ERR_OK a note that the committee left, as deliver_waiting() says it. */
void deliver_alarm_note(struct cli *cli, enum err_code code, const char *detail);
struct delivered {
	struct outbox_rows
	    rows;        /* as they stand now, with bodies and receipts; outbox_rows_free() */
	struct err link; /* why some still wait; ERR_OK when none does */
};
/* The same for rows just saved, without notes about them. */
bool deliver_rows(struct cli *cli, const struct outbox_saved *saved, int wait_ms,
    struct delivered *ret, struct err *err) MUST_USE;

#endif
