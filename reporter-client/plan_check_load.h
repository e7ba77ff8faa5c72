/*
 * plan_check_load - a plan to be checked: out of a file, or what is in force; and the registry that
 * it is checked against.
 */
#ifndef GH_CLIENT_PLAN_CHECK_LOAD_H
#define GH_CLIENT_PLAN_CHECK_LOAD_H

#include "cli.h"
#include "import_set.h"
#include "plan_check.h"

/*
 * What a file says.  The organisation is ${cli}'s --org, else the one that the file's bodies,
 * rounds, targets or drives are of; its span is all that the lines cover.  Rows that cannot be read
 * become findings.  The registry is asked when the machine is enrolled and the network is there;
 * without it the check says so.
 */
bool plan_check_load_file(
    struct cli *cli, const char *path, struct plan_check *ret, struct err *err) MUST_USE;
/* Whose plan a file is, as above; "": it does not say. */
const char *plan_check_owner(const struct import_set *set);
/* Targets and drives in force, of --org and --period. */
bool plan_check_load_now(struct cli *cli, struct plan_check *ret, struct err *err) MUST_USE;

#endif
