/*
 * report_place - is the place of a result one that the registry has on its day?  Asked of the
 * aggregator before anything is saved; all else that only the aggregator can know it says when the
 * report comes in.
 */
#ifndef GH_CLIENT_REPORT_PLACE_H
#define GH_CLIENT_REPORT_PLACE_H

#include "profile.h"
#include "wire/report.h"

/*
 * ERR_ORG_UNKNOWN, ERR_ORG_NOT_VALID: it would be refused.  *${ret_asked} false: nobody told, which
 * is no refusal.  ${r} is a KIND_RESULT that holds.
 */
bool report_place_look(
    const struct profile *p, const struct report *r, bool *ret_asked, struct err *err) MUST_USE;

#endif
