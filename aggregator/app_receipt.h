/*
 * app_receipt - receipts: of a batch that was just committed, of one read again, and refusals.
 * What they point to is lent: the batch's until it is settled, the stored one's until its callback
 * returns, the item's until it is freed.
 */
#ifndef GH_APP_RECEIPT_H
#define GH_APP_RECEIPT_H

#include "app_queue.h"
#include "db/reader.h"

/* All paths of one batch at once. Zero-initialised is empty. */
struct app_paths {
	struct hash *nodes;
	size_t cap;
	uint32_t leaves_n;
};
bool app_paths_fill(
    struct app_paths *p, const struct hash *leaves, uint32_t leaves_n, struct err *err) MUST_USE;
void app_paths_free(struct app_paths *p);

/* Entry ${i} of ${b}, which was stored; ${paths} is filled with its leaves. */
void app_receipt_stored(
    const struct batch *b, uint32_t i, const struct app_paths *paths, struct receipt *ret);
/* Nothing of it was stored. */
void app_receipt_refused(const struct app_item *item, const struct decided *d, struct receipt *ret);
/* The same for one reason that is no core's: ${detail} may be "". */
void app_receipt_code(
    const struct app_item *item, enum err_code code, const char *detail, struct receipt *ret);
/*
 * Of a stored submission, from the ledger; ${codes} has room for WIRE_REPORTS_MAX and is what
 * ${ret}'s verdicts are in.  ERR_BUG: the row contradicts itself.
 */
bool app_receipt_again(const struct stored_receipt *s, const struct name *name,
    struct verdict *codes, struct receipt *ret, struct err *err) MUST_USE;

#endif
