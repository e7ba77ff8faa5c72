/*
 * summary_notes - what people must know beside a table of totals.  Pure.
 */
#ifndef GH_CLIENT_SUMMARY_NOTES_H
#define GH_CLIENT_SUMMARY_NOTES_H

#include "base/buf.h"
#include "wire/query.h"

/*
 * A line each: control total, targets of other measures, outside the target, interim, the states of
 * the numbers, draft, demo, then the batch.
 */
void summary_notes_put(const struct rows *r, struct buf *out);
/* "Chỉ tiêu khác: …": of another measure, of no plan year, or of another document. */
void summary_notes_target(const struct rows *r, const struct target_row *row, struct buf *out);
/* Whose days of the same period are others; "" nobody's. */
void summary_notes_days(const struct rows *r, struct buf *out);
/* A line on how such rows are made, where the numbers would surprise without it. */
void summary_notes_by(enum by by, struct buf *out);

#endif
