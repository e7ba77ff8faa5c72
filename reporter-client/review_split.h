/*
 * review_split - what taking the collector's count leaves of who executed how much.  Shares sum to
 * the organiser's units: the aggregator keeps them where they sum to what is taken, too, and lets
 * them go else, since nobody said whose are more or fewer; a sole body had all and has all.
 */
#ifndef GH_CLIENT_REVIEW_SPLIT_H
#define GH_CLIENT_REVIEW_SPLIT_H

#include "wire/query.h"

/*
 * A sentence that names the bodies with their units, and the command that shares them out again for
 * ${key}; cut at ${size}.  false: nothing is lost, ${ret} is "".  ${history} is the drive's, and
 * ${taken} its row of the collector's count.
 */
bool review_split_say(const struct reference *history, const struct report_row *taken,
    const char *key, char *ret, size_t size);

#endif
