/*
 * app_head - the newest clean head, kept in the state folder by a thread of its own, so that a slow
 * disk holds nobody up: at most once a second, and at the end.  It is what a later start, or the
 * operator, compares a restored database with.
 */
#ifndef GH_APP_HEAD_H
#define GH_APP_HEAD_H

#include "app.h"

#define APP_HEAD_MS 1000

struct app_head;

bool app_head_start(const char *dir, struct app_head **ret, struct err *err) MUST_USE;
/* Keep ${head} soon; never waits. */
void app_head_offer(struct app_head *h, const struct signed_head *head);
/* What went wrong since the last asking; false: nothing. */
bool app_head_failed(struct app_head *h, struct err *ret);
/* Writes the last one.  NULL is a no-op. */
void app_head_stop(struct app_head *h);

/* Without the thread: keep ${head} unless a newer one is kept; for commands. */
bool app_head_keep(const char *dir, const struct signed_head *head, const struct app_keys *server,
    struct err *err) MUST_USE;
/*
 * Does the ledger hold what this aggregator answered from, or has a person given that up
 * (`recover`: a later
 * epoch forks before it)?  ERR_HISTORY_WENT_BACK names the batch.
 */
bool app_head_check(const char *dir, struct reader *r, uint32_t realm,
    const struct app_keys *server, struct err *err) MUST_USE;
/*
 * ERR_HISTORY_WENT_BACK from `restore` to `recover`: what was signed after the backup may be
 * missing.
 */
bool app_head_recovered(const char *dir, struct err *err) MUST_USE;

#endif
