/*
 * os_wake - one thread ends another's waiting: a descriptor that becomes readable once and stays
 * so.
 */
#ifndef GH_BASE_OS_WAKE_H
#define GH_BASE_OS_WAKE_H

#include <stdbool.h>

#include "base/attrs.h"
#include "base/err.h"

struct wake {
	int fd; /* to wait for; -1: closed */
	int end;
};

bool os_wake_open(struct wake *ret, struct err *err) MUST_USE;
/* Any thread. */
void os_wake_signal(const struct wake *w);
/* After the other thread has ended; closed is a no-op. */
void os_wake_close(struct wake *w);

#endif
