/*
 * plan_subject - whose plan a file is: the nearest organisation that all its rows are of, or under.
 * Rows: bodies (by their parent), rounds, targets and drives, and beside drives alone campaigns; a
 * body that the file itself gives stands under the parent that it says.
 */
#ifndef GH_CLIENT_PLAN_SUBJECT_H
#define GH_CLIENT_PLAN_SUBJECT_H

#include "cli.h"
#include "import_set.h"
#include "wire/query.h"

#define PLAN_SUBJECT_ASKS_MAX 32 /* questions to the registry for one file */

/*
 * ${below}: ${org} and all under it, ${org} first; rows are lent until the next call.  It refuses
 * with ERR_ORG_UNKNOWN or ERR_ORG_NOT_VALID what the registry has not.
 */
struct plan_subject_registry {
	bool (*below)(void *cookie, const char *org, const struct org_row **ret, size_t *ret_n,
	    struct err *err);
	void *cookie;
};

/*
 * As the file writes it, CODE@DATE too; "": no such row.  ${registry} NULL, or one that does not
 * answer: what the rows themselves say; ERR_USAGE when they name no common one.
 */
bool plan_subject_find(const struct import_set *set, const struct plan_subject_registry *registry,
    char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err) MUST_USE;
/* The same, of the aggregator where it can be asked. */
bool plan_subject_ask(struct cli *cli, const struct import_set *set,
    char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err) MUST_USE;
/* All days of the targets and drives; false: there is none. */
bool plan_subject_span(const struct import_set *set, day_t *ret_from, day_t *ret_to) MUST_USE;
/* The organisation whose drives a file's may be in the way of; "": the office's own. */
void plan_subject_neighbours(
    struct cli *cli, const struct import_set *set, char ret[WIRE_CODE_BYTES_MAX + 1]);

#endif
