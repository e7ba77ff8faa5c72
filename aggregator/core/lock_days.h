/*
 * lock_days - of each organisation, its newest lock entry about each day: pieces without overlap.
 * A piece is a run of days of one entry; at most two more of them with each entry, so who looks
 * at all the days walks the pieces once, however many entries were said over each other.
 */
#ifndef GH_CORE_LOCK_DAYS_H
#define GH_CORE_LOCK_DAYS_H

#include "base/err.h"
#include "core/types.h"

struct lock_piece {
	day_t from, to;
	subject_t entry;
	bool locked;
};

struct lock_days_org {
	struct lock_piece *at; /* owned, by day */
	uint32_t n, cap;
	bool is_stale; /* an entry of it was taken back */
};

struct lock_days {
	struct lock_days_org *of; /* owned, by org_t; zero-initialised is empty */
	uint32_t cap;
};

/* ${said} is newer than all of ${org} before it.  ERR_MEMORY. */
bool lock_days_add(
    struct lock_days *d, org_t org, const struct lock_piece *said, struct err *err) MUST_USE;
/* The newest entries of ${org} are taken back: it has none until those that stay come again. */
void lock_days_forget(struct lock_days *d, org_t org);
/* The next of those that stay of what was forgotten, in their order; nothing of another ${org}. */
void lock_days_again(struct lock_days *d, org_t org, const struct lock_piece *said);
/* All that stay are there. */
void lock_days_settle(struct lock_days *d, org_t org);
/* Pieces of ${org} that end on ${from} or later, up to *${ret_end}; lent until the next entry. */
const struct lock_piece *lock_days_from(
    const struct lock_days *d, org_t org, day_t from, const struct lock_piece **ret_end);
void lock_days_free(struct lock_days *d);

#endif
