/*
 * plan_overlap - drives of a file in each other's way, or in that of one in force ("chồng chéo",
 * V18): a note "OVERLAP" for each row whose drive overlaps one before it.  A row whose drive is in
 * force already stands for it.
 */
#ifndef GH_CLIENT_PLAN_OVERLAP_H
#define GH_CLIENT_PLAN_OVERLAP_H

#include "cli.h"
#include "import_set.h"
#include "sheet.h"
#include "wire/query.h"

/* ${now} may be NULL: among the rows of the file only.  Pure.  ERR_MEMORY. */
bool plan_overlap_note(struct import_set *set, const struct sheet *sheet,
    const struct reference *now, struct err *err) MUST_USE;
/*
 * The same with what is in force of --org, else of whom the plan is (plan_subject.h), as of
 * --as-of-batch where that is given, and the aggregator can be asked.
 */
bool plan_overlap_look(
    struct cli *cli, struct import_set *set, const struct sheet *sheet, struct err *err) MUST_USE;

#endif
