/*
 * summary_text - totals as a short text to paste into a chat: the total with its target, who is still
 * missing, a line a row.  Wording is computed: "đạt 130%, vượt 30%".  Pure.
 */
#ifndef GH_CLIENT_SUMMARY_TEXT_H
#define GH_CLIENT_SUMMARY_TEXT_H

#include "base/buf.h"
#include "wire/query.h"

#define SUMMARY_TEXT_ROWS_MAX 40U

void summary_text_put(const struct rows *r, struct buf *out);
/* "20/23 buổi đã báo cáo, thiếu 3; 2/23 nơi chưa báo cáo lần nào"; nothing where no plan expects anything. */
void summary_text_completeness(const struct row *row, struct buf *out);

#endif
