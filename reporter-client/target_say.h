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
/* A number in the target's measure: "365", "52,6%", of a population's rate "0,11%". */
const char *target_say_amount(const struct target *t, int64_t value, char buf[TARGET_SAY_MAX]);
/*
 * How what was done stands to the target, the same words everywhere: "đạt 95%, còn thiếu 5", "đạt
 * 130%, vượt 30%"; of a minimum "đạt 130% mức tối thiểu, vượt 30%"; of a range "đạt 95% mức tối
 * thiểu, còn thiếu 5", "trong khoảng 100–150", "vượt mức tối đa 12".
 */
struct target_say_how {
	bool named;       /* with the target: "đạt 130% chỉ tiêu 250, vượt 30%" */
	const char *unit; /* after a number that is missing or too much: " đơn vị máu", "" */
};
const char *target_say_reached(const struct target *t, int64_t done,
    const struct target_say_how *how, char buf[2 * TARGET_SAY_MAX]);
/* "below", "reached", "within" (a range), "over": for programs. */
const char *target_say_standing(const struct target *t, int64_t done);
/* "365 (104,3%)"; of a range "130 (trong khoảng 100–150)"; of a rate the rate and what it is of: "0,5% của 73.000".  NULL: not known. */
const char *target_say_done(const struct target_row *row, char buf[TARGET_SAY_MAX]);
/* "tình nguyện viên: tối thiểu 300, đã đạt 250 (83,3%)"; "–" where it is not known. */
const char *target_say_whole(const struct target_row *row, char buf[3 * TARGET_SAY_MAX]);

#endif
