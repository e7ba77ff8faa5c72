/*
 * verify_taken - a result that the committee took from the collector.  Its report is the review,
 * which names the collector's: that one is fetched and checked, and beside it the organiser's that
 * was replaced, which has what the collector did not count.
 */
#ifndef GH_CLIENT_VERIFY_TAKEN_H
#define GH_CLIENT_VERIFY_TAKEN_H

#include "verify_grounds.h"

/*
 * ${row} is what the server says that the review ${collector} names has made.  ${ret_shown}: which
 * of its counts a signed report shows.  ERR_SIGNATURE: one shows something else.  ERR_FORBIDDEN:
 * the collector's may not be read.
 */
bool verify_taken(struct verify_grounds *g, const struct report_row *row,
    const struct name *collector, bool ret_shown[WIRE_PAIRS_MAX], struct err *err) MUST_USE;

#endif
