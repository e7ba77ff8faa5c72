/*
 * review_find - which report a decision of the committee names: from what a person calls it to the
 * report's own name, by its history.
 */
#ifndef GH_CLIENT_REVIEW_FIND_H
#define GH_CLIENT_REVIEW_FIND_H

#include "ask.h"
#include "about_name.h"

/* Whether ${row} is the report that a review of this kind is about. */
bool review_find_fits(const struct report_row *row, enum review_state decision);
struct review_asked {
	const struct about_name *what;
	enum review_state decision;
	const char *other; /* "": not named */
};
struct review_found {
	struct name report;
	char other[WIRE_DRIVE_BYTES_MAX + 1];
	char split[ERR_TEXT_MAX]; /* REVIEW_TAKE_COLLECTOR: review_split_say() */
};
/*
 * The report of ${what} that ${decision} is about.  REVIEW_SAME_DRIVE and REVIEW_DIFFERENT with an
 * empty ${other}: the only drive that the queue pairs it with is the other.  ERR_NOT_FOUND says
 * what is not there; ERR_ORG_AMBIGUOUS lists the drives of several pairs.
 */
bool review_find(struct ask *a, const struct review_asked *q, struct review_found *ret,
    struct err *err) MUST_USE;

#endif
