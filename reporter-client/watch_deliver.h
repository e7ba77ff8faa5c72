/*
 * watch_deliver - what waits in the outbox goes out while somebody watches: the sender in a thread
 * of its own, with an outbox and a connection of its own.  It says nothing; the rows say it.
 */
#ifndef GH_CLIENT_WATCH_DELIVER_H
#define GH_CLIENT_WATCH_DELIVER_H

#include "profile.h"

struct watch_deliver;
/* *${ret}: watch_deliver_stop().  The profile is copied. */
bool watch_deliver_start(
    const struct profile *p, struct watch_deliver **ret, struct err *err) MUST_USE;
/* End it and wait for that; NULL is a no-op. */
void watch_deliver_stop(struct watch_deliver *d);

#endif
