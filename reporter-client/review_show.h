/*
 * review_show - the committee's queue as a table.
 */
#ifndef GH_CLIENT_REVIEW_SHOW_H
#define GH_CLIENT_REVIEW_SHOW_H

#include "ask.h"
#include "cli.h"
#include "review_changes.h"

/*
 * ${organisers}: current reports, to be held against what collectors say; may be empty.
 * ${changes}: one a row.
 */
struct review_beside {
	const struct reference *organisers;
	const struct review_change *changes;
};
bool review_show(struct cli *cli, const struct reference *queue, const struct review_beside *beside,
    struct err *err) MUST_USE;

#endif
