/*
 * heads - the newest signed head of each epoch that this office has seen: what the aggregator cannot
 * take back unnoticed.  A small text file of the profile.  Heads are handed in with their signature
 * verified.  One thread.
 */
#ifndef GH_CLIENT_HEADS_H
#define GH_CLIENT_HEADS_H

#include "base/err.h"
#include "wire/receipt.h"

#define HEADS_MAX 64 /* epochs; the newest are kept */

struct heads {
	struct signed_head at[HEADS_MAX]; /* by epoch, rising */
	uint32_t n;
	bool changed; /* since load or save */
};

/* A missing file is empty.  ERR_INVALID: the file is damaged. */
bool heads_load(const char *path, struct heads *ret, struct err *err) MUST_USE;
/* No-op when nothing changed. */
bool heads_save(const char *path, struct heads *h, struct err *err) MUST_USE;

/*
 * Take ${head} in.  false with ERR_HISTORY_WENT_BACK in ${alarm}: the same epoch and batch with another
 * head; or, when ${is_current} (it claims to be the newest: HelloOk, Status), an older epoch or batch
 * than seen before.  The older one is kept then.
 */
bool heads_take(
    struct heads *h, const struct signed_head *head, bool is_current, struct err *alarm) MUST_USE;

/*
 * Compare only: ${h} stays as it is, and ${head} may have come without a signature.  false as above, but
 * for an older batch of the same epoch: another aggregator of the same ledger follows a moment later.
 */
bool heads_agree(const struct heads *h, const struct signed_head *head, bool is_current,
    struct err *alarm) MUST_USE;

#endif
