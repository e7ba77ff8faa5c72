/*
 * num - counts as people in Viet Nam write them ("." groups, "," decimals), and percents.
 * Rules: product.md 17, domain.md V26: what can be read two ways is refused, never guessed.
 */
#ifndef GH_BASE_NUM_H
#define GH_BASE_NUM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define NUM_TEXT_MAX 40

/*
 * A count: "3950", "3.950", "1.748.935", with blanks around.  Refused by ERR_NUMBER with the reason
 * and the cure: "3,95" (Excel's reading of 3.950: the number that was meant is named), "2.5", "3
 * 950", "12.34.567", "1e3", "", a sign (a minus
 * is ERR_COUNT_NEGATIVE), and beyond INT64_MAX ERR_COUNT_OVERFLOW.
 */
bool num_parse_count(const char *text, int64_t *ret, struct err *err) MUST_USE;
/* 3370 -> "3.370" (Vietnamese) or "3,370" (English). */
const char *num_people(int64_t n, char buf[NUM_TEXT_MAX]);
/*
 * Percent of ${part} in ${whole} in units of 0.0001 percent, half away from zero; false when whole
 * <= 0 (unknown) or out of range.
 */
bool num_percent(int64_t part, int64_t whole, int64_t *ret_e4);
/*
 * The same in hundredths of a percent, as rates are kept and sent; what is short of ${aim}
 * hundredths is never rounded up to it, nor what is short of the whole to that.
 */
bool num_share(int64_t part, int64_t whole, int64_t aim, int64_t *ret_e2);
/*
 * For people: one decimal, half away from zero, no trailing zero; below 100 never prints as 100
 * (99,9).
 */
const char *num_percent_people(int64_t part, int64_t whole, char buf[NUM_TEXT_MAX]);
/*
 * The same with two decimals, as shares of a population are written (1,74%): one would hide a tenth
 * of what a province gives.
 */
const char *num_share_people(int64_t part, int64_t whole, char buf[NUM_TEXT_MAX]);
/*
 * What that is over 100, so that both are read off one rounding; false: it does not print as more.
 */
bool num_percent_over_people(int64_t part, int64_t whole, char buf[NUM_TEXT_MAX]);
/* ${ret} = a + b, a * b; false on overflow, ${ret} untouched. */
bool num_add(int64_t a, int64_t b, int64_t *ret) MUST_USE;
bool num_mul(int64_t a, int64_t b, int64_t *ret) MUST_USE;

#endif
