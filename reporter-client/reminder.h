/*
 * reminder - the note that a committee left for an office, as a Hello brings it: kept among the
 * outbox's alarms as ERR_OK, "#batch text", and told once whoever heard it first.  What was left
 * before it and not seen yet follows in its text.
 */
#ifndef GH_CLIENT_REMINDER_H
#define GH_CLIENT_REMINDER_H

#include "outbox.h"
#include "profile.h"
#include "wire/query.h"

/* ${*ret_is_new}: there is one, ${ret}, and the outbox does not have it yet. */
bool reminder_of(struct outbox *box, const struct hello_ok *ok, struct err *ret, bool *ret_is_new,
    struct err *err) MUST_USE;
/*
 * For who holds no outbox open: kept in the profile's.  When that fails the next connection brings
 * it again.
 */
void reminder_keep(const struct profile *p, const struct hello_ok *ok);

#endif
