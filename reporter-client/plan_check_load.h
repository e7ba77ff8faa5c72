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
 * What a file says.  The organisation is ${cli}'s --org, else by plan_subject.h; its span is
 * --period, else all that targets and drives cover: without either, why none could be read.  Other
 * rows that cannot be read become findings.  The registry is asked when the machine is enrolled and
 * the network is there; without it the check says so.
 */
bool plan_check_load_file(
    struct cli *cli, const char *path, struct plan_check *ret, struct err *err) MUST_USE;
/* Targets and drives in force, of --org and --period. */
bool plan_check_load_now(struct cli *cli, struct plan_check *ret, struct err *err) MUST_USE;

#endif
