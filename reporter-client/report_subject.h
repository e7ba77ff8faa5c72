/*
 * report_subject - a result put together: what it is about, and everything that was gathered for
 * it. Pure.  Errors: ERR_SUBJECT_MISSING, ERR_USAGE (two subjects), ERR_DATE, ERR_LIMIT,
 * ERR_MEMORY.
 */
#ifndef GH_CLIENT_REPORT_SUBJECT_H
#define GH_CLIENT_REPORT_SUBJECT_H

#include "report_build.h"

/*
 * The first report: of a drive's key as given; or of ORG/DAY/ordinal, which makes its drive; or of
 * a collection.  *${ret}'s lists lie in the arena.
 * A drive of ${plan} is held on the days that the plan has by now; a first day beside the key
 * (${day}, ${from}) moves all of them.  ERR_USAGE: ${day} is a later one of several days; or the
 * plan is not known, and ${day} is neither the key's nor the day named.
 */
bool report_subject_make(struct report_build *b, struct report *ret, struct err *err) MUST_USE;
/*
 * The key of the drive that it is going to be of: as given, or made of organisation, day and
 * ordinal.  false: it is of none, or not yet known.
 */
bool report_subject_drive(const struct report_build *b, char ret[WIRE_DRIVE_BYTES_MAX + 1]);
/* As an existing result stands, to be bent into its correction; texts are copied. */
bool report_subject_from(
    struct report_build *b, struct arena *arena, const struct result *r, struct err *err) MUST_USE;

#define REPORT_SUBJECT_MAX 320
/* "909/2022-05-08/1", or a collection in words, for people; returns ${buf}. */
const char *report_subject_text(const struct result *r, char buf[REPORT_SUBJECT_MAX]);

#endif
