/*
 * outbox_show - rows of the outbox for people and programs.
 */
#ifndef GH_CLIENT_OUTBOX_SHOW_H
#define GH_CLIENT_OUTBOX_SHOW_H

#include "cli.h"
#include "outbox_rows.h"

bool outbox_show_list(struct cli *cli, const struct outbox_rows *rows, struct err *err) MUST_USE;
/* One row with the verdict on each of its reports. */
bool outbox_show_row(struct cli *cli, const struct outbox_row *row, struct err *err) MUST_USE;
/*
 * State in words with what a person needs to know: "đã nhận 48/50, 2 bị từ chối".  Returns ${buf}.
 */
#define OUTBOX_SHOW_STATE_MAX 200
const char *outbox_show_state(const struct outbox_row *row, char buf[OUTBOX_SHOW_STATE_MAX]);
/* "0f3a…/12": stream in hex, seq. */
#define OUTBOX_SHOW_NAME_MAX 64
const char *outbox_show_name(const struct outbox_row *row, char buf[OUTBOX_SHOW_NAME_MAX]);

#endif
