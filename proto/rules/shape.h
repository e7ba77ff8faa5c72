/*
 * shape - what a report holds whatever its numbers say: required fields, codes, spans, enum sense,
 * counts.  A withdrawal needs only the report that it withdraws and a reason.
 * Codes: an organisation's is upper-case letters, digits and ". _ -" with a letter or digit first
 * and last, so that two offices that derive a drive's key derive the same one; a sector's,
 * campaign's or round's may hold lower case too.
 * Spans: a drive lasts at most SHAPE_DRIVE_DAYS_MAX days, fixed_site and emergency collections lie
 * in one calendar month, carried_in in one plan year of the default start, and a collection is held
 * on exactly its own days.  An activity's plan year may start elsewhere: at most a year is asked
 * here. Pure.  Errors: the code that the aggregator refuses with; the text names the field.
 */
#ifndef GH_RULES_SHAPE_H
#define GH_RULES_SHAPE_H

#include "base/err.h"
#include "wire/report.h"

#define SHAPE_DRIVE_DAYS_MAX 31
#define SHAPE_ACTIVITY_DAYS_MAX 366

bool shape_check(const struct report *r, struct err *err) MUST_USE;
/* The count of ${ind} in a result, registration or activity; false: not reported. */
bool shape_count(const struct report *r, uint32_t ind, int64_t *ret);

#endif
