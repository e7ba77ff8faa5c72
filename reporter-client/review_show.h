/*
 * review_show - the committee's queue as a table.
 */
#ifndef GH_CLIENT_REVIEW_SHOW_H
#define GH_CLIENT_REVIEW_SHOW_H

#include "ask.h"
#include "cli.h"

/* ${organisers}: current reports, to be held against what collectors say; may be empty. */
bool review_show(struct cli *cli, const struct reference *queue, const struct reference *organisers,
    struct err *err) MUST_USE;

#endif
