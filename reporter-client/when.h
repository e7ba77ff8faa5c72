/*
 * when - times of the aggregator as people and programs read them, in Asia/Ho_Chi_Minh (UTC+7, no
 * summer time).  Pure.
 */
#ifndef GH_CLIENT_WHEN_H
#define GH_CLIENT_WHEN_H

#include <stdint.h>

#define WHEN_TEXT_MAX 64

/* "20:41:05"; 0 is "".  All return ${buf}. */
const char *when_clock(int64_t unix_ms, char buf[WHEN_TEXT_MAX]);
/* "2026-11-22T20:41:05+07:00"; 0 is "". */
const char *when_iso(int64_t unix_ms, char buf[WHEN_TEXT_MAX]);
/* "22/11/2026 20:41"; 0 is "". */
const char *when_people(int64_t unix_ms, char buf[WHEN_TEXT_MAX]);
/* "vừa xong", "2 giây trước", "5 phút trước", "3 giờ trước", then the day; 0 is "". */
const char *when_ago(int64_t unix_ms, int64_t now_ms, char buf[WHEN_TEXT_MAX]);

#endif
