/*
 * outbox_verdicts - what the aggregator said to each report of a row, and what that means for the
 * rows that correct them.  Pure.  Only outbox*.c use it.
 */
#ifndef GH_CLIENT_OUTBOX_VERDICTS_H
#define GH_CLIENT_OUTBOX_VERDICTS_H

#include "outbox_issue.h"
#include "wire/receipt.h"
#include "wire/submission.h"

struct outbox_verdicts {
	struct submission *s; /* the row's own, decoded */
	struct report
	    *refused; /* refused and worth saying again, in order; strings are those of ${s} */
	uint32_t refused_n;
	uint32_t refused_idx[WIRE_REPORTS_MAX]; /* their places in ${s} */
	uint32_t accepted_n;
	struct outbox_base bases[WIRE_REPORTS_MAX];
	enum err_code code; /* the first that is not ERR_OK; ERR_OK */
	char detail[ERR_TEXT_MAX];
	bool retry; /* one of them may succeed later */
};

/* By ${receipt}; NULL: refused as a whole for ${row->code}. */
bool outbox_verdicts_read(const struct outbox_row *row, const struct receipt *receipt,
    struct outbox_verdicts *ret, struct err *err) MUST_USE;
/* By the receipt that the row keeps. */
bool outbox_verdicts_of(
    const struct outbox_row *row, struct outbox_verdicts *ret, struct err *err) MUST_USE;
/* Keep of ${refused} only what may succeed later, by ${receipt}. */
void outbox_verdicts_keep_retry(struct outbox_verdicts *v, const struct receipt *receipt);
/* The refused ones stand as the reports of ${to}. */
void outbox_verdicts_rename(struct outbox_verdicts *v, const struct outbox_issued *to);
void outbox_verdicts_free(struct outbox_verdicts *v);

#endif
