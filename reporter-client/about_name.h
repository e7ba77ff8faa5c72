/*
 * about_name - what people call the thing that a report is about, where a drive's key is not
 * enough:
 *   909/2022-05-08/1                              a drive
 *   909/2022-05-08/1@2022-05-09                   one day of a drive that is reported day by day
 *   909/2022-05-01..2022-05-31/fixed_site         a collection
 *   909/2021-12-01..2022-05-31/activity           an activity's span
 * and the subject by which the aggregator knows it (ReportRow.subject).  Pure.
 */
#ifndef GH_CLIENT_ABOUT_NAME_H
#define GH_CLIENT_ABOUT_NAME_H

#include "wire/query.h"
#include "wire/submission.h"

#define ABOUT_NAME_MAX 192

struct about_name {
	char text[ABOUT_NAME_MAX];   /* canonical, as above */
	char search[ABOUT_NAME_MAX]; /* for REFERENCE_HISTORY */
	char org[WIRE_CODE_BYTES_MAX + 1];
	day_t from, to;                  /* a drive's: its key's day, or the day named */
	day_t day;                       /* of one day of a drive; 0: not */
	enum report_kind kind;           /* KIND_RESULT, KIND_ACTIVITY */
	enum collection_kind collection; /* COLLECTION_NONE: a drive, an activity */
};

/*
 * ${org}, a code, stands before what leaves it out ("2022-05-08/1"); "" none.  ERR_SUBJECT_MISSING,
 * ERR_DATE and words_parse()'s say what is wrong.
 */
bool about_name_parse(
    const char *text, const char *org, struct about_name *ret, struct err *err) MUST_USE;
/* Of a report's row; what has no such name is called by its subject.  Returns ${buf}. */
const char *about_name_text(const struct report_row *row, char buf[ABOUT_NAME_MAX]);

#endif
