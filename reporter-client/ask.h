/*
 * ask - questions to the aggregator under a profile's key.
 * Every wait is bounded: ASK_WAIT_MS a page, at the query port ASK_BUSY_MS while the connection
 * stands (an office that reports does not wait so long), ASK_PAST_WAIT_MS as of an older batch,
 * which may have to be read from the ledger first; then ERR_AWAY with the address.  A refusal comes
 * back as its own code with the aggregator's detail.  An answer whose head contradicts one that
 * this machine has seen (heads.h) is ERR_HISTORY_WENT_BACK, its figures are dropped.  One thread an
 * ask.  An ask that watches answers no questions: open a second one.  A reporter's reference data
 * comes over the intake, so that an office needs one port; all else over the query port.
 */
#ifndef GH_CLIENT_ASK_H
#define GH_CLIENT_ASK_H

#include "profile.h"
#include "wire/query.h"

#define ASK_WAIT_MS 5000
#define ASK_PAST_WAIT_MS 60000
#define ASK_PAGES_MAX 256   /* pages of one answer */
#define ASK_WATCHES_MAX 64  /* of one ask */
#define ASK_SILENCE_MS 5000 /* a watch without row or beat is away */

struct ask;
/* Nothing is dialled before the first question.  *${ret} is the caller's until ask_close(). */
bool ask_open(const struct profile *p, struct ask **ret, struct err *err) MUST_USE;
void ask_close(struct ask *a); /* NULL is a no-op */

/*
 * All pages as one answer, as of one batch, which is the one that ${q} asks for when it names one
 * (ERR_BATCH_UNKNOWN when it is not there, or the aggregator is too old to look back).
 */
struct ask_rows {
	struct rows all;  /* ${all.rows}: the whole list */
	struct row *list; /* what ${all.rows} leads into */
	void **arenas;
	size_t arenas_n;
};
bool ask_summary(
    struct ask *a, const struct summary_request *q, struct ask_rows *ret, struct err *err) MUST_USE;
void ask_rows_free(struct ask_rows *r);

struct ask_reference {
	struct reference all; /* the list that ${all.kind} says */
	void *list;           /* what that leads into */
	void **arenas;
	size_t arenas_n;
};
bool ask_reference(struct ask *a, const struct reference_request *q, struct ask_reference *ret,
    struct err *err) MUST_USE;
void ask_reference_free(struct ask_reference *r);

/*
 * A submission whole, nothing of it verified; query_free(&ret->arena).  ERR_FORBIDDEN,
 * ERR_NOT_FOUND.
 */
bool ask_evidence(
    struct ask *a, const struct proof_request *q, struct evidence *ret, struct err *err) MUST_USE;

/*
 * The entries behind a key and a place, by name.  ERR_KIND_UNSUPPORTED: the aggregator is older;
 * ERR_FORBIDDEN.
 */
bool ask_grounds(
    struct ask *a, const struct grounds_request *q, struct grounds *ret, struct err *err) MUST_USE;

/* ---- watching */

enum ask_event_kind {
	ASK_NOTHING, /* the wait ended, or stop_fd became readable */
	ASK_ROWS,    /* ${rows}: a snapshot, or changed rows by absolute value */
	ASK_BEAT,    /* ${beat}: nothing changed up to that batch */
	ASK_AWAY,    /* silence; told once, a snapshot follows when it is back */
	ASK_REFUSED  /* ${why}: this watch has ended */
};
struct ask_event {
	enum ask_event_kind kind;
	uint32_t watch;
	struct rows rows; /* query_free(&rows.arena) after ASK_ROWS */
	struct beat beat;
	struct err why;
};
/* Begin; the request is copied.  *${ret_watch} names it in events.  ERR_LIMIT: ASK_WATCHES_MAX. */
bool ask_watch(
    struct ask *a, const struct watch_request *q, uint32_t *ret_watch, struct err *err) MUST_USE;
/*
 * The next event within ${wait_ms}.  Leases are renewed in here: call it at least every 10 seconds.
 */
bool ask_next(
    struct ask *a, int wait_ms, int stop_fd, struct ask_event *ret, struct err *err) MUST_USE;

#endif
