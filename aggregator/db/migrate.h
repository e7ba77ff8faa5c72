/*
 * migrate - bring a database to this program's schema.
 * Migrations are numbered from 1 and never edited once released; giothong_admin.migration records
 * which were applied, and their digests.  One process at a time (an advisory lock), each migration
 * in a transaction of its own: after a failure the ones before it stand, and running again goes on.
 * Errors: ERR_SCHEMA_NEWER names the newest migration of a database that this program is too old
 * for; ERR_CONFIG an applied migration whose text is not this program's; else those of db/pg.h.
 * Blocks; never logs.
 */
#ifndef GH_DB_MIGRATE_H
#define GH_DB_MIGRATE_H

#include "base/err.h"

struct migrate_state {
	uint32_t before; /* newest applied when we came; 0: none */
	uint32_t after;
	uint32_t known; /* newest that this program has */
};

/* Apply what is missing.  ${conninfo} logs in as the owner. */
bool migrate_run(const char *conninfo, struct migrate_state *ret, struct err *err) MUST_USE;
/* Only look; before and after are what is there. */
bool migrate_look(const char *conninfo, struct migrate_state *ret, struct err *err) MUST_USE;

#endif
