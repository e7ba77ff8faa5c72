/*
 * report_say - a report in one line, and what the rules found in it.
 */
#ifndef GH_CLIENT_REPORT_SAY_H
#define GH_CLIENT_REPORT_SAY_H

#include "cli.h"
#include "rules/rules.h"

/*
 * "Buổi 909/2022-05-08/1 (Chủ nhật, ngày 08 tháng 5 năm 2022): 365 đơn vị máu, 402 lượt người tham
 * gia": dates in words, so that a swapped day and month is seen.  Cut at ${size}.
 */
void report_say_summary(const struct report *r, char *ret, size_t size);
/* Every finding as a note: warnings and errors by their rule. */
void report_say_findings(const struct cli *cli, const struct finding *findings, size_t n);
/* Counts that differ: "Đơn vị máu: 365 → 366"; "" when none does.  Cut at ${size}. */
void report_say_changes(const struct counts *from, const struct counts *to, char *ret, size_t size);
/* The same, only of what both count: two witnesses of one drive. */
void report_say_disagreements(
    const struct counts *one, const struct counts *other, char *ret, size_t size);
/* "Đơn vị máu: 365, Lượt người tham gia: 402", the most telling first.  Cut at ${size}. */
void report_say_counts(const struct counts *c, char *ret, size_t size);

#endif
