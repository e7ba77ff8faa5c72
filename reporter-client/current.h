/*
 * current - the report that stands for a drive or collection now, or the drive's line in the plan:
 * the one that a correction or a withdrawal names.
 * A report in this outbox that still waits is the newest; else the aggregator's word; else,
 * offline, the last one that this outbox delivered.  ERR_NOT_FOUND: none of them has one, and says
 * what was asked, or which days of the drive have one.  ERR_ALREADY: the result was withdrawn.
 */
#ifndef GH_CLIENT_CURRENT_H
#define GH_CLIENT_CURRENT_H

#include "ask.h"
#include "cli.h"
#include "outbox_rows.h"
#include "wire/submission.h"

#define CURRENT_DAYS_MAX 62           /* days of one drive that are named */
#define CURRENT_OUTBOX_ROWS_MAX 20000 /* newest rows of the outbox that are looked at */

/* What is looked for: a drive's result or its schedule, a collection's result, an activity. */
struct current_subject {
	enum report_kind kind; /* KIND_RESULT, KIND_SCHEDULE, KIND_ACTIVITY */
	const char *drive;     /* "": a collection, or an activity of the collection's days */
	day_t day;             /* of a drive's result: the one day that it is about; 0: the whole */
	enum witness witness;  /* of a drive's result; WITNESS_NONE: the organiser */
	struct collection collection;
};
struct current {
	struct name name;
	/* Of the kind asked for; lent until current_free(). */
	struct result result;
	struct schedule schedule;
	struct activity activity;
	bool from_outbox;
	struct submission *submission;
	struct ask_reference answer;
};
/* Needs an open outbox. */
bool current_find(struct cli *cli, const struct current_subject *what, struct current *ret,
    struct err *err) MUST_USE;
/* Whether report ${idx} of an outbox row waits, or was taken. */
bool current_row_stands(
    const struct outbox_row *row, uint32_t idx, bool *ret, struct err *err) MUST_USE;
void current_free(struct current *c); /* emptied is a no-op */

#endif
