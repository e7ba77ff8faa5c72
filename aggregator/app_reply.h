/*
 * app_reply - one message back to who asked.  Never waits; who does not read or has gone loses it,
 * and asks again.
 */
#ifndef GH_APP_REPLY_H
#define GH_APP_REPLY_H

#include "app.h"

/* Send what was encoded into ${a->out}.  The buffer is empty after. */
enum router_sent app_reply_out(struct app *a, const struct app_asker *to, enum frame_type type);
/* The same bytes for several: ${body} stays. */
enum router_sent app_reply_body(
    struct app *a, const struct app_asker *to, enum frame_type type, const struct buf *body);
void app_reply_error(
    struct app *a, const struct app_asker *to, enum err_code code, const char *detail);
/* ${why}'s code and text. */
void app_reply_err(struct app *a, const struct app_asker *to, const struct err *why);
void app_reply_receipt(struct app *a, const struct app_asker *to, const struct receipt *r);

#endif
