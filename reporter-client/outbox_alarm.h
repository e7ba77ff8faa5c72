/*
 * outbox_alarm - what a person must see: KEY_REUSE, HISTORY_WENT_BACK, SIGNATURE; with ERR_OK a
 * note that the committee left, "#batch text".  Kept in the outbox,
 * the newest OUTBOX_ALARMS_MAX.  Errors: as outbox.h says.
 */
#ifndef GH_CLIENT_OUTBOX_ALARM_H
#define GH_CLIENT_OUTBOX_ALARM_H

#include "outbox.h"

#define OUTBOX_ALARMS_MAX 100

struct outbox_alarm {
	int64_t at_ms;
	enum err_code code;
	bool seen;
	char detail[ERR_TEXT_MAX];
};
/* The same code and detail as the newest one is not repeated. */
bool outbox_alarm_add(
    struct outbox *box, const struct err *what, int64_t now_ms, struct err *err) MUST_USE;
/* Newest first; *${ret} is the caller's until free(). */
bool outbox_alarm_list(struct outbox *box, bool unseen_only, struct outbox_alarm **ret,
    size_t *ret_n, struct err *err) MUST_USE;
/* They were shown to a person. */
bool outbox_alarm_seen(struct outbox *box, struct err *err) MUST_USE;

#endif
