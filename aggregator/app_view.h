/*
 * app_view - what one watched question shows: all its rows as of a batch, and what changed since.
 */
#ifndef GH_APP_VIEW_H
#define GH_APP_VIEW_H

#include "core/core.h"

#define APP_VIEW_ROWS_MAX 32768 /* those beyond are not shown live */

/* Zero-initialised is empty: nothing was made yet. */
struct app_view {
	struct rows head;       /* owns what the rows point to; its own rows are not used */
	const struct row **row; /* in the order of the answer */
	const struct row **by_key;
	uint32_t n;
	bool is_made;
};

struct app_view_question {
	const struct core *core;
	const struct key_info *who;
	const char *org, *period, *basis;
	enum by by;
	int64_t now_ms;
};
bool app_view_make(
    const struct app_view_question *q, struct app_view *ret, struct err *err) MUST_USE;
void app_view_free(struct app_view *v);

/* Rows of a view, and what they are for. */
struct app_view_part {
	const struct row *const *rows;
	uint32_t n;
	bool snapshot; /* they replace all that was shown */
};
/*
 * Rows of ${now} that are new or differ from ${before}, in order; *${ret} is the caller's until
 * free(). *${ret_n} UINT32_MAX: a row of ${before} is not there any more, which only a snapshot
 * says.
 */
bool app_view_diff(const struct app_view *before, const struct app_view *now,
    const struct row ***ret, uint32_t *ret_n, struct err *err) MUST_USE;
/* Append Rows with ${part} (at most WIRE_ROWS_PAGE rows) and ${v}'s total. */
bool app_view_encode(const struct app_view *v, const struct app_view_part *part, struct buf *out,
    struct err *err) MUST_USE;

#endif
