/*
 * heads - the newest signed head of each epoch that this office has seen: what the aggregator
 * cannot take back unnoticed.  A small text file of the profile.  Heads are handed in with their
 * signature verified.  A head that contradicts the newest kept one never takes its place: it is
 * kept beside it as evidence, and the contradiction stands until the aggregator shows what was seen
 * again, or a newer epoch that a person began.  One thread.
 */
#ifndef GH_CLIENT_HEADS_H
#define GH_CLIENT_HEADS_H

#include "base/err.h"
#include "wire/receipt.h"

#define HEADS_MAX 64 /* epochs; the newest are kept */

struct heads {
	struct signed_head at[HEADS_MAX]; /* by epoch, rising */
	uint32_t n;
	struct signed_head other; /* what contradicts them; batch 0: nothing does */
	bool changed;             /* since load or save */
};

/* A missing file is empty.  ERR_INVALID: the file is damaged. */
bool heads_load(const char *path, struct heads *ret, struct err *err) MUST_USE;
/* No-op when nothing changed. */
bool heads_save(const char *path, struct heads *h, struct err *err) MUST_USE;

/*
 * Take ${head} in.  false with ERR_HISTORY_WENT_BACK in ${alarm}: the same epoch and batch with
 * another head; or, when ${is_current} (it claims to be the newest: HelloOk, Status), an older
 * epoch or batch than seen before.  The older one is kept then, and ${head} as what contradicts it.
 */
bool heads_take(
    struct heads *h, const struct signed_head *head, bool is_current, struct err *alarm) MUST_USE;

/*
 * Take in the newest ${head} of an aggregator that was told which one this office has seen
 * (heads_newest()), and shows it again as ${seen}, batch 0 when it lacks it.  As heads_take() with
 * ${is_current}, and: what was seen in this epoch must still be there, however far the history has
 * gone on.  Only this ends a contradiction.
 */
bool heads_take_grown(struct heads *h, const struct signed_head *head,
    const struct signed_head *seen, struct err *alarm) MUST_USE;
/* Of the newest epoch; batch 0: none.  Lent until the next change. */
const struct signed_head *heads_newest(const struct heads *h);
/* false with ERR_HISTORY_WENT_BACK: a contradiction stands; no figure of that server holds. */
bool heads_stand(const struct heads *h, struct err *alarm) MUST_USE;
/* What a person does about ERR_HISTORY_WENT_BACK at an office; every ${alarm} of here has it. */
const char *heads_next_step(void);

/*
 * Compare only: ${h} stays as it is, and ${head} may have come without a signature.  false as
 * above, but for an older batch of the same epoch: another aggregator of the same ledger follows a
 * moment later.
 */
bool heads_agree(const struct heads *h, const struct signed_head *head, bool is_current,
    struct err *alarm) MUST_USE;

#endif
