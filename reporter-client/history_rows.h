/*
 * history_rows - a subject's revisions and reviews as rows to read: what each says, against the one
 * that it replaced.  Pure.
 */
#ifndef GH_CLIENT_HISTORY_ROWS_H
#define GH_CLIENT_HISTORY_ROWS_H

#include "wire/query.h"

#define HISTORY_TEXT_MAX 800

/*
 * The row that ${r->reports[i]} replaced; NULL: the first, or a review.  Newest stands first in
 * ${r}.
 */
const struct report_row *history_rows_before(const struct reference *r, uint32_t i);
/*
 * The day of a drive that ${r->reports[i]} is about, when it is reported day by day; of a review,
 * that of the report that it is about.  0: the whole.
 */
day_t history_rows_day(const struct reference *r, uint32_t i);
/* "kết quả", "sửa", "rút", "nơi tiếp nhận máu: kết quả", "duyệt" ... */
const char *history_rows_what(const struct report_row *row, char buf[HISTORY_TEXT_MAX]);
/*
 * The counts; of a revision those that changed, old → new, and who executed how much where that no
 * longer stands (after "review take"); of a review the drive or report concerned.
 */
const char *history_rows_says(const struct reference *r, uint32_t i, char buf[HISTORY_TEXT_MAX]);
/* The counts of a result or activity; NULL: it says none. */
const struct counts *history_rows_counts(const struct report_row *row);
/* "0a1b…/12/0" in full. */
#define HISTORY_NAME_MAX 64
const char *history_rows_name(const struct name *name, char buf[HISTORY_NAME_MAX]);

#endif
