/*
 * summary_text - totals as a short text to paste into a chat: the total with its target, who is
 * still missing, a line a row, and what of each is interim, outside the target, returned or after
 * the lock. Wording is computed: "đạt 130%, vượt 30%".  Pure.
 */
#ifndef GH_CLIENT_SUMMARY_TEXT_H
#define GH_CLIENT_SUMMARY_TEXT_H

#include "base/buf.h"
#include "wire/query.h"

#define SUMMARY_TEXT_ROWS_MAX 40U

/* ${by_drive}: the rows are drives and collections, told by day and key. */
void summary_text_put(const struct rows *r, bool by_drive, struct buf *out);
/*
 * "20/23 buổi đã báo cáo, thiếu 3; 2/23 nơi chưa báo cáo lần nào"; nothing where no plan expects
 * anything.
 */
void summary_text_completeness(const struct row *row, struct buf *out);

#endif
