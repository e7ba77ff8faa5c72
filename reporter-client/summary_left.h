/*
 * summary_left - what the rows of an answer leave of the total's target, as a row of its own: with
 * it the targets of a view add up to the total's, whatever the rows are.  Pure.
 */
#ifndef GH_CLIENT_SUMMARY_LEFT_H
#define GH_CLIENT_SUMMARY_LEFT_H

#include "wire/query.h"

/*
 * "Chỉ tiêu chưa phân": the total's target less the rows'; below zero the rows have more than the
 * total's ("phân vượt").  It has no counts; its key and kind are "remainder", its texts constants.
 * false: nothing is left, the total has no target, or the rows are no parts of it.
 */
bool summary_left_of(const struct rows *r, struct row *ret);
/* ${row} is such a row. */
bool summary_left_is(const struct row *row);

#endif
