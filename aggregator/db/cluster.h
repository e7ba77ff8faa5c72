/*
 * cluster - a private PostgreSQL server for those who have none: made, started, adopted, stopped.
 *
 * It lives in ${data_dir}/pg with checksums and fsync on, UTF-8 and the C.UTF-8 locale, and
 * survives the program: a postmaster of that directory that is alive is adopted, else one is
 * started in a session of its own.  Several programs may use it; the last one that asks stops it.
 *
 * Who may speak to it: it listens on a socket inside its own directory and on nothing else.  That
 * directory is 0700 of the user it runs as, so who reaches the socket could read the files too: the
 * server asks for no password (trust), since one would lie beside them.  Nothing lies in /tmp,
 * where another user could be first.  The program holds the directory open and names the socket
 * through that descriptor, and the server gets its directory the same way, so that neither the
 * length of the path (a socket's has 107 bytes) nor a parent that the server's user cannot search
 * matters. As root the server runs as user postgres, which PostgreSQL insists on; else as the same
 * user.
 *
 * Errors: ERR_CONFIG no PostgreSQL is installed, or none of the major version that the directory
 * has (both named); ERR_DB_AWAY the server does not start, with its last words; ERR_IO and the
 * like. Call it before threads are started: it forks.  Blocks.  Never logs.
 */
#ifndef GH_DB_CLUSTER_H
#define GH_DB_CLUSTER_H

#include "base/err.h"

#define CLUSTER_FOLDER "pg"     /* in ${data_dir} */
#define CLUSTER_START_MS 60000U /* recovery after a crash included */
#define CLUSTER_STOP_MS 4000U

struct cluster;

struct cluster_config {
	const char *data_dir; /* exists */
	const char
	    *bin_dir; /* of initdb and postgres; NULL: where Debian and pg_config have them */
};

/* Make it if missing, start or adopt it, and wait until it answers. */
bool cluster_start(
    const struct cluster_config *config, struct cluster **ret, struct err *err) MUST_USE;
/*
 * For libpq, in this process, as long as ${c} lives: the database that the ledger is in, as its
 * owner, who makes the schema, and as the ordinary role that serves (PG_ROLE_SERVICE).
 */
const char *cluster_conninfo(const struct cluster *c);
const char *cluster_conninfo_service(const struct cluster *c);
/* It was running already. */
bool cluster_was_adopted(const struct cluster *c);
/* It was made by this call: a first run. */
bool cluster_was_made(const struct cluster *c);
/* Folder of the server's programs (pg_dump, pg_restore). */
const char *cluster_bin_dir(const struct cluster *c);
/* Has the postmaster gone?  Never waits. */
bool cluster_is_gone(const struct cluster *c);
/*
 * If it has, start another one, or hold the one that somebody else started.  Does not wait until it
 * answers: who is connected finds it again by connecting.  Threads may run: between fork and exec
 * are system calls only.
 */
bool cluster_revive(struct cluster *c, struct err *err) MUST_USE;
/*
 * Let go of it and, if nobody else uses it, ask it to stop and wait CLUSTER_STOP_MS; later it goes
 * on stopping by itself.  *${ret_stopped}: it is down.  Frees ${c} in any case; NULL is a no-op.
 */
void cluster_stop(struct cluster *c, bool *ret_stopped);
/* Let go of it and leave it running. */
void cluster_leave(struct cluster *c);

#endif
