/*
 * review_changes - of the corrected reports of a committee's queue: what they said before, why they
 * were corrected, and whether what they replace had been approved.
 */
#ifndef GH_CLIENT_REVIEW_CHANGES_H
#define GH_CLIENT_REVIEW_CHANGES_H

#include "ask.h"
#include "cli.h"

#define REVIEW_CHANGES_MAX 100 /* histories that are asked for; later rows say nothing */

struct review_change {
	char *text;   /* "Đơn vị máu: 365 → 366"; NULL: nothing was corrected */
	char *reason; /* of the correction, out of the office's own entry; NULL: it was not shown */
	bool again;   /* some version before was approved */
};

/* *${ret}: one a row of ${queue}, as of its batch.  review_changes_free() releases it. */
bool review_changes_ask(struct cli *cli, const struct reference *queue, struct review_change **ret,
    struct err *err) MUST_USE;
void review_changes_free(struct review_change *list, uint32_t n); /* NULL is a no-op */
/* Report ${i} of a history: some version that it came to replace was accepted by a review. */
bool review_changes_was_approved(const struct reference *history, uint32_t i);

#endif
