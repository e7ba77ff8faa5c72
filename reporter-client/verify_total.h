/*
 * verify_total - a total taken apart: every result behind it fetched whole, checked
 * (verify_report.h) and added up again.  What holds afterwards is that each of these reports is
 * genuine and in the ledger, signed with a key that was its office's then, for a place under the
 * total's (verify_grounds.h), and that they make the total; that none is missing is shown only by
 * the whole ledger (audit/audit.h).
 */
#ifndef GH_CLIENT_VERIFY_TOTAL_H
#define GH_CLIENT_VERIFY_TOTAL_H

#include "ask.h"
#include "verify_list.h"

struct verify_line {
	uint32_t row;   /* index into rows.all.reports */
	bool hidden;    /* another office's submission, which this profile may not read */
	bool is_review; /* the committee took the collector's counts */
	uint32_t ord;   /* place in the batch */
	uint8_t sign_key[WIRE_KEY_BYTES];
	char office[WIRE_CODE_BYTES_MAX +
	    1]; /* whose key it was, by the ledger's entries; "": not told */
};
struct verify_sum {
	uint32_t ind;
	int64_t proven; /* of the reports that were checked */
	int64_t hidden; /* of the others, as the aggregator says */
	int64_t said;   /* by the total */
};
struct verify_total {
	struct ask_reference rows;
	struct ask_rows total;
	struct verify_line *lines;      /* of the results that count */
	struct verify_list_item *items; /* what each of them counts as */
	uint32_t lines_n;
	uint32_t submissions; /* distinct, checked */
	uint32_t entries;     /* submissions of keys and organisations behind them, checked */
	struct verify_sum *sums;
	uint32_t sums_n;
	bool holds; /* every sum is what was said */
	/* What the server alone says. */
	bool entries_untold;   /* whose the keys are, or what a place is: not all was shown */
	bool org_untold;       /* which organisation a name means */
	bool period_untold;    /* the period's days */
	uint32_t hidden;       /* lines: their reports */
	uint32_t admitted;     /* lines: that what came after a lock was admitted */
	uint32_t taken_untold; /* lines: counts that the committee kept beside the collector's */
	uint32_t activities;   /* indicators of activities, which are not added up */
};
/*
 * ERR_OK: it holds.  ERR_SIGNATURE: the reports make another total.  ERR_KIND_UNSUPPORTED: they
 * make it, and whose they are is not shown.
 */
enum err_code verify_total_verdict(const struct verify_total *t);

typedef void verify_progress_fn(void *arg, uint32_t done, uint32_t of);

struct verify_question {
	const char *org;
	const char *period;
	uint64_t as_of_batch;          /* 0: now */
	day_t today;                   /* by this machine's clock */
	const struct profile *profile; /* whose word of the aggregator's keys is taken */
	verify_progress_fn *progress;  /* NULL: nobody listens */
	void *arg;
};
/*
 * ERR_SIGNATURE names the batch and the report that does not hold.  A sum that differs is no error:
 * ${ret->holds}.
 * verify_total_free() in any case.
 */
bool verify_total(struct ask *a, const struct verify_question *q, struct verify_total *ret,
    struct err *err) MUST_USE;
void verify_total_free(struct verify_total *t);

#endif
