/*
 * summary_calc - what people and programs read out of a row of totals.  Pure.
 */
#ifndef GH_CLIENT_SUMMARY_CALC_H
#define GH_CLIENT_SUMMARY_CALC_H

#include "wire/query.h"

/* The count of ${ind}; false: not reported, which is not 0. */
bool summary_calc_count(const struct row *row, uint32_t ind, int64_t *ret);
/*
 * The units that are measured against the target: what its lines count.  What stands outside of it
 * is none of them, what they count in other rows is.  false: no target, or nothing that counts for
 * it was reported.
 */
bool summary_calc_part(const struct row *row, int64_t *ret);
/* summary_calc_part() in units of 0.0001 percent of the target; false as there. */
bool summary_calc_percent_e4(const struct row *row, int64_t *ret);
/*
 * The row's target and the organisation's own beside it, as a line would say them; false: it has
 * none.
 */
bool summary_calc_target(const struct row *row, struct target *ret);
bool summary_calc_self(const struct row *row, struct target *ret);
/* "105,4%", or "–". */
#define SUMMARY_CALC_TEXT_MAX 160
const char *summary_calc_percent_text(const struct row *row, char buf[SUMMARY_CALC_TEXT_MAX]);
/* "7.411 của tối thiểu 7.400: +11"; "" without a control total. */
const char *summary_calc_control_text(const struct row *row, char buf[SUMMARY_CALC_TEXT_MAX]);
/* "số liệu demo, dự thảo, tạm tính 20": what a reader must know of a row; "" when nothing. */
const char *summary_calc_labels(const struct row *row, char buf[SUMMARY_CALC_TEXT_MAX]);
/* A row's name for people: those without one are named by what they are. */
const char *summary_calc_name(const struct row *row, char buf[SUMMARY_CALC_TEXT_MAX]);
/* "planned", "held" ... of a drive's row, in words; "" for an unknown one. */
const char *summary_calc_state(const char *state);
/* "năm kế hoạch 2022 (01/12/2021 – 30/11/2022)". */
const char *summary_calc_period(const struct period_row *p, char buf[SUMMARY_CALC_TEXT_MAX]);
/* "lần ghi số 4.812 (20:41:05) · mã kiểm tra 1a2b3c4d…". */
const char *summary_calc_as_of(const struct rows *r, char buf[SUMMARY_CALC_TEXT_MAX]);
/* "theo địa giới lúc hiến máu". */
const char *summary_calc_basis(const struct rows *r, char buf[SUMMARY_CALC_TEXT_MAX]);

#endif
