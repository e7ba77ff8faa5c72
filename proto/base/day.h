/*
 * day - civil days as days since 1970-01-01 (negative before), proleptic Gregorian.
 * Today is Asia/Ho_Chi_Minh, UTC+7 without summer time since 1975-06-13.
 */
#ifndef GH_BASE_DAY_H
#define GH_BASE_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

typedef int32_t day_t;

#define DAY_OPEN_LEFT INT32_MIN  /* "since always" in a valid_from */
#define DAY_OPEN_RIGHT INT32_MAX /* "until further notice" in a valid_to (last day inclusive) */
#define DAY_MIN (-25567)         /* 1900-01-01: dates from people lie within DAY_MIN..DAY_MAX */
#define DAY_MAX 47481            /* 2099-12-31 */

struct civil {
	int year;
	int month; /* 1..12 */
	int day;   /* 1..31 */
};

/* false: no such day (31/6) or outside DAY_MIN..DAY_MAX. */
bool day_from_civil(int year, int month, int day, day_t *ret) MUST_USE;
struct civil day_to_civil(day_t day);
/* Milliseconds since the epoch (UTC) to the civil day in Asia/Ho_Chi_Minh. */
day_t day_from_unix_ms(int64_t unix_ms);
/*
 * Reads 2022-05-08, 08/05/2022, 8/5/2022, 08-05-2022 and 08.05.2022 (day first); ERR_DATE says why
 * not, of a spreadsheet's "45123" which day it is.
 */
bool day_parse(const char *text, day_t *ret, struct err *err) MUST_USE;

#define DAY_TEXT_MAX 64
/* "2022-05-08"; open ends are "". Returns ${buf}. */
const char *day_iso(day_t day, char buf[DAY_TEXT_MAX]);
/* "08/05/2022". */
const char *day_people(day_t day, char buf[DAY_TEXT_MAX]);
/*
 * "Chủ nhật, ngày 08 tháng 5 năm 2022" or "Sunday 8 May 2022": so that a swapped day and month is
 * seen.
 */
const char *day_words(day_t day, char buf[DAY_TEXT_MAX]);
day_t day_earlier(day_t a, day_t b);
day_t day_later(day_t a, day_t b);
/* Months since 1970-01 of a day, and the first day of such a month. */
int32_t day_month(day_t day);
day_t day_of_month(int32_t month);

#endif
