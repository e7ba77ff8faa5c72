/*
 * report_options - the options that say what a result holds, for submit and correct: one for each
 * count of the catalogue that has one, --set CODE=N for the rest, and the fields beside them.
 */
#ifndef GH_CLIENT_REPORT_OPTIONS_H
#define GH_CLIENT_REPORT_OPTIONS_H

#include "cli.h"
#include "report_build.h"

/* ${own} (ended by {0}), then these; the caller's until free().  NULL: no memory. */
struct argp_option *report_options_make(const struct argp_option *own);
/*
 * Take one option into ${b}; ${replace}: a count given before is replaced.  0, EINVAL after
 * cli_refuse(), or ARGP_ERR_UNKNOWN: it is none of these.
 */
error_t report_options_take(
    struct report_build *b, bool replace, int key, const char *arg, struct argp_state *state);
/* Whether ${key} is one of these, and the same without argp. */
bool report_options_has(int key);
bool report_options_apply(
    struct report_build *b, bool replace, int key, const char *arg, struct err *err) MUST_USE;

#endif
