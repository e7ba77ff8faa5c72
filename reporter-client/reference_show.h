/*
 * reference_show - lists of the aggregator, asked for and printed as the shared options say.
 */
#ifndef GH_CLIENT_REFERENCE_SHOW_H
#define GH_CLIENT_REFERENCE_SHOW_H

#include "ask.h"
#include "cli.h"

/* Ask by cli's --org and --period; ${search} NULL: none.  ask_reference_free(). */
bool reference_show_ask(struct cli *cli, enum reference_kind kind, const char *search,
    struct ask_reference *ret, struct err *err) MUST_USE;

/* Ask for a list, print it and give it back. */
bool reference_show_list(struct cli *cli, enum reference_kind kind,
    bool (*show)(struct cli *cli, const struct reference *r, struct err *err),
    struct err *err) MUST_USE;

bool reference_show_targets(struct cli *cli, const struct reference *r, struct err *err) MUST_USE;
bool reference_show_drives(struct cli *cli, const struct reference *r, struct err *err) MUST_USE;
bool reference_show_orgs(struct cli *cli, const struct reference *r, struct err *err) MUST_USE;
/* Only bodies whose parent ended: their old one, where they stand since, and why. */
bool reference_show_moved(struct cli *cli, const struct reference *r, struct err *err) MUST_USE;
/* reference_show_history.c */
bool reference_show_org_history(
    struct cli *cli, const struct reference *r, struct err *err) MUST_USE;

bool reference_show_rounds(struct cli *cli, const struct reference *r, struct err *err) MUST_USE;

#endif
