/*
 * target_say - a target and what was done of it, as a plan and people write them.  Pure.
 */
#ifndef GH_CLIENT_TARGET_SAY_H
#define GH_CLIENT_TARGET_SAY_H

#include "wire/query.h"

#define TARGET_SAY_MAX 160

/* Its value is in hundredths of a percent. */
bool target_say_is_rate(enum measure measure);
/* "tối thiểu 7.400", "200–300", "2,8%". */
const char *target_say_value(const struct target *t, char buf[TARGET_SAY_MAX]);
/* A number in the target's measure: "365", "0,5%". */
const char *target_say_amount(const struct target *t, int64_t value, char buf[TARGET_SAY_MAX]);
/* "365 (104,3%)"; of a rate the rate and what it is of: "0,5% của 73.000".  NULL: not known. */
const char *target_say_done(const struct target_row *row, char buf[TARGET_SAY_MAX]);
/* "tình nguyện viên: tối thiểu 300, đã đạt 250 (83,3%)"; "–" where it is not known. */
const char *target_say_whole(const struct target_row *row, char buf[3 * TARGET_SAY_MAX]);

#endif
