/*
 * report_orgs - the organisations that a result names beside the credited one, by what people
 * write: executing bodies, place and facility.  Codes are left as they are, so that an office works
 * offline; a name, or CODE@DATE, becomes the code that org_find_code() says.
 */
#ifndef GH_CLIENT_REPORT_ORGS_H
#define GH_CLIENT_REPORT_ORGS_H

#include "org_find.h"
#include "report_build.h"

/* Read on ${day}, DAY_OPEN_LEFT today.  org_find_code()'s errors; ERR_INVALID: two are one body. */
bool report_orgs_resolve(
    struct org_find *f, struct report_build *b, day_t day, struct err *err) MUST_USE;
/* One of them, into ${arena}; "" and a code stay. */
bool report_orgs_one(struct org_find *f, struct arena *arena, day_t day, const char **text,
    struct err *err) MUST_USE;

#endif
