/*
 * totals - the row "Tổng cộng" of an office's table: no row of its own, and a check of the others.
 * Pure.  Errors: ERR_SUMS_DISAGREE.
 */
#ifndef GH_CLIENT_TOTALS_H
#define GH_CLIENT_TOTALS_H

#include "columns.h"

/* Fills ${c}->total. */
void totals_find(const struct sheet *s, struct columns *c);
/* The first text of the row, beside its numbers, is "Tổng cộng" or one of its like. */
bool totals_is(const struct columns *c, const struct sheet *s, size_t row);
/*
 * Every number of every row of totals is the sum of the rows above it: of all of them, or of those
 * since the totals before it; of a row above all others, of those below.  A column in which some
 * number cannot be read is not summed: that row is refused anyway.
 */
bool totals_check(const struct columns *c, const struct sheet *s, struct err *err) MUST_USE;

#endif
