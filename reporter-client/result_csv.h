/*
 * result_csv - results as a CSV file, one a row.
 * Which drive or collection a row is about:
 *   drive                        a key, ORG/YYYY-MM-DD/n: held on the days that the plan has by
 *   now, or as "date", "from" and "to" say
 *   org, date [, no]             the drive of that day, also one that the plan moved to it; made
 *   when no plan knows it; "to": its last day
 *   org, kind, from and to       a collection (or "period", 2022-05)
 * "org" is a code, CODE@DATE or a name; empty, it is the office's own.  Counts by the catalogue's
 * codes, names and aliases; an empty cell is not reported, which is not 0.  Further columns:
 * sector, campaign (codes parted by "|"), place, facility, executing ("CODE=N" parted by "|"),
 * note, source, interim. A row in which a rule fails is refused; so is one with a warning and no
 * note, and the second of two rows about the same drive.
 */
#ifndef GH_CLIENT_RESULT_CSV_H
#define GH_CLIENT_RESULT_CSV_H

#include "drive_plan.h"
#include "import_set.h"
#include "sheet.h"

struct result_csv {
	const struct org_resolver *resolver;
	const char *own_org;                 /* for rows without one */
	day_t today;                         /* for warnings about days ahead */
	const struct drive_planner *planner; /* of drives named by key; NULL: none */
};
/* ERR_CSV: the columns themselves; else only ERR_MEMORY and ERR_LIMIT.  import_set_free(). */
bool result_csv_read(struct sheet *s, const struct result_csv *how, struct import_set *ret,
    struct err *err) MUST_USE;
/* A file that this reads; static. */
const char *result_csv_template(void);

#endif
