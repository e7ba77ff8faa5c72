/*
 * summary_text - totals as a short text to paste into a chat: the total with its target, who is
 * still missing, a line a row, and what of each is interim, outside the target, returned or after
 * the lock. Wording is computed: "đạt 130%, vượt 30%".  Pure.
 */
#ifndef GH_CLIENT_SUMMARY_TEXT_H
#define GH_CLIENT_SUMMARY_TEXT_H

#include "base/buf.h"
#include "summary_face.h"

#define SUMMARY_TEXT_ROWS_MAX 40U

/*
 * ${face}: rows that are drives and collections are told by day and key; a comparison stands beside
 * the total and each row.
 */
void summary_text_put(const struct rows *r, const struct summary_face *face, struct buf *out);
/*
 * "20/23 buổi đã báo cáo, thiếu 3; 2/23 nơi chưa báo cáo lần nào"; nothing where no plan expects
 * anything.
 */
void summary_text_completeness(const struct row *row, struct buf *out);

#endif
