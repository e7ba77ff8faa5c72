/*
 * plan_help - what `giothong plan import --help` says of the file's format (plan_csv.h has all of
 * it).
 */
#ifndef GH_CLIENT_PLAN_HELP_H
#define GH_CLIENT_PLAN_HELP_H

/* In the person's language; borrowed. */
const char *plan_help_text(void);

#endif
