/*
 * weekday - days as plans and tables write them, with the day of the week: "Chủ nhật 08/5/2022",
 * "Thứ 7, ngày 14/5/2022", "08/5/2022 (CN)", or the weekday in a column of its own; and rows where
 * the two contradict each other (V16): one of them is wrong, and a person knows which.  Pure.
 */
#ifndef GH_CLIENT_WEEKDAY_H
#define GH_CLIENT_WEEKDAY_H

#include "columns.h"
#include "import_set.h"

/*
 * As day_parse(), and passes over a weekday before or after the day.  A bare number or word ("7",
 * "bảy") is a weekday only in the column of weekdays: "7 - 14/5/2022" is no day.
 */
bool weekday_day(const char *text, day_t *ret, struct err *err) MUST_USE;
/*
 * A note "WEEKDAY" in ${set} for each row whose weekday is not its day's; ${column}: the field that
 * holds the weekday of the row's first day, COLUMNS_NONE: there is none.  ERR_MEMORY.
 */
bool weekday_look(const struct sheet *s, const struct columns *c, uint32_t column,
    struct import_set *set, struct err *err) MUST_USE;

#endif
