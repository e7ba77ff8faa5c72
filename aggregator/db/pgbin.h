/*
 * pgbin - where PostgreSQL's server programs are installed.
 * Looks in /usr/lib/postgresql (Debian), in /usr/pgsql-* (PGDG's packages) and where pg_config
 * says.
 */
#ifndef GH_DB_PGBIN_H
#define GH_DB_PGBIN_H

#include "base/err.h"

#define PGBIN_PATH_MAX 512

struct pgbin {
	char dir[PGBIN_PATH_MAX]; /* holds initdb and postgres */
	int major;                /* 15 */
};

/*
 * The installation of ${major}, or the newest when it is 0; only ${dir} is looked at when it is not
 * NULL.  ERR_CONFIG says what is missing and what there is.
 */
bool pgbin_find(const char *dir, int major, struct pgbin *ret, struct err *err) MUST_USE;

#endif
