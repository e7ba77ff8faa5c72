/*
 * project - rows of the small tables (schedule, target, key, org_version …) that go with a batch.
 * They say again, for SQL, what the signed bytes of the batch's accepted reports say; nothing is
 * computed from them.  Secrets of KEY entries are left out: what is stored is public keys and
 * hashes. Results have no such row: they are the postings.  A withdrawn succession or alias has
 * none either, and the row of what it withdraws stays: who reads the tables looks at the newest row
 * of an organisation, and takes what totals rest on from the program.
 * One JSON array a table, one statement a table: INSERT … SELECT … FROM jsonb_to_recordset($3).
 */
#ifndef GH_DB_PROJECT_H
#define GH_DB_PROJECT_H

#include "core/core.h"

enum project_table {
	PROJECT_SCHEDULE,
	PROJECT_REGISTRATION,
	PROJECT_ACTIVITY,
	PROJECT_TARGET,
	PROJECT_REVIEW,
	PROJECT_LOCK,
	PROJECT_DOCUMENT_TEXT,
	PROJECT_KEY,
	PROJECT_ORG_VERSION,
	PROJECT_SUCCESSION,
	PROJECT_ALIAS,
	PROJECT_POPULATION,
	PROJECT_REGISTRY,
	PROJECT_COUNT_
};

struct project {
	char *json[PROJECT_COUNT_]; /* NULL: no row */
};

/* Fills ${ret}; the caller frees it.  ERR_MEMORY; ERR_BUG: the batch contradicts itself. */
bool project_make(const struct batch *b, struct project *ret, struct err *err) MUST_USE;
/* Leaves it empty. */
void project_free(struct project *p);

#endif
