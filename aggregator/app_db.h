/*
 * app_db - the database of a command: the operator's own, or the private cluster in the state
 * folder, which is made, started or adopted.  Blocks.  Before any thread is started.
 */
#ifndef GH_APP_DB_H
#define GH_APP_DB_H

#include "app_settings.h"
#include "db/cluster.h"

/* Zero-initialised is closed. */
struct app_db {
	struct cluster *cluster; /* NULL: the operator's own server */
	const char *conninfo;    /* for what serves, reads and writes the ledger */
	const char *as_owner;    /* for migrations and backups; another server's is the same */
};

/*
 * For those who only look: a server's folder with its database.  ERR_NOT_FOUND; with a kept head,
 * too, ERR_HISTORY_WENT_BACK: what to run is said.  Makes nothing.
 */
bool app_db_find(const struct app_settings *settings, struct err *err) MUST_USE;
/*
 * ${settings->state} exists.  The private cluster is brought to this program's schema; another
 * server that is behind is ERR_CONFIG: a person runs `migrate` there.  ERR_SCHEMA_NEWER and those
 * of db/cluster.h.  A cluster is not made beside a kept head: ERR_HISTORY_WENT_BACK.
 */
bool app_db_open(const struct app_settings *settings, struct app_db *ret, struct err *err) MUST_USE;
/* The same without a look at the schema. */
bool app_db_reach(
    const struct app_settings *settings, struct app_db *ret, struct err *err) MUST_USE;
/* The private cluster is stopped, unless somebody else uses it. */
void app_db_close(struct app_db *db);

#endif
