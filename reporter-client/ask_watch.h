/*
 * ask_watch - the watches of one ask: leases renewed, silence noticed, the connection made again.
 * Only ask*.c use it.
 */
#ifndef GH_CLIENT_ASK_WATCH_H
#define GH_CLIENT_ASK_WATCH_H

#include "ask.h"
#include "ask_link.h"

struct ask_watch_one {
	uint32_t number; /* 0: free */
	uint64_t correlation;
	struct buf request; /* encoded, with the lease */
	uint64_t renew_ms;
};
struct ask_watches {
	struct ask_watch_one one[ASK_WATCHES_MAX];
	uint32_t numbers;  /* the newest given out */
	uint64_t heard_ms; /* the last message; 0: none since the dial */
	uint64_t dialled_ms;
	bool away; /* told */
};
struct ask_wait {
	int wait_ms;
	int stop_fd;
};

bool ask_watch_begin(struct ask_watches *w, struct ask_link *l, const struct watch_request *q,
    uint32_t *ret, struct err *err) MUST_USE;
bool ask_watch_next(struct ask_watches *w, struct ask_link *l, struct ask_wait wait,
    struct ask_event *ret, struct err *err) MUST_USE;
void ask_watch_free(struct ask_watches *w);

#endif
