#include "db/cluster.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/lang.h"
#include "db/cluster_dir.h"
#include "db/pg.h"
#include "sql_text.h"

#define LOCK_NAME "pg.lock" /* shared: uses it; alone: makes or stops it */
#define LOOK_AGAIN_MS 50
#define TRIES_MAX 5 /* when the directory is free */
#define TRY_AGAIN_MS 500

struct cluster {
	struct pgbin bin;
	struct pgchild_user user;
	int data_fd;
	int dir_fd; /* open as long as the conninfo is used */
	int lock_fd;
	int pidfd; /* of the postmaster */
	pid_t child;
	bool adopted;
	bool made;
	char conninfo[128];
	char conninfo_service[128];
	char conninfo_admin[128]; /* of the database that every cluster has */
};

/* ---- who else uses it */

static bool
lock_take(struct cluster *c, uint64_t until_ms, bool *ret_alone, struct err *err)
{
	c->lock_fd = openat(c->data_fd, LOCK_NAME, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (c->lock_fd == -1)
		return err_set_errno(err, LOCK_NAME);
	for (;;) {
		*ret_alone = flock(c->lock_fd, LOCK_EX | LOCK_NB) == 0;
		if (*ret_alone || flock(c->lock_fd, LOCK_SH | LOCK_NB) == 0)
			return true;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return err_set_errno(err, LOCK_NAME);
		if (clock_mono_ms() >= until_ms)
			return err_set(err, ERR_BUSY, "%s", LOCK_NAME);
		(void)poll(NULL, 0, LOOK_AGAIN_MS);
	}
}

/* ---- up */

static void
conninfo_set(struct cluster *c)
{
	/* /proc/self: libpq finds the socket through our own descriptor. */
	(void)snprintf(c->conninfo, sizeof(c->conninfo),
	    "host=/proc/self/fd/%d port=5432 user=postgres dbname=giothong", c->dir_fd);
	(void)snprintf(c->conninfo_service, sizeof(c->conninfo_service),
	    "host=/proc/self/fd/%d port=5432 user=" PG_ROLE_SERVICE " dbname=giothong", c->dir_fd);
	(void)snprintf(c->conninfo_admin, sizeof(c->conninfo_admin),
	    "host=/proc/self/fd/%d port=5432 user=postgres dbname=postgres connect_timeout=5",
	    c->dir_fd);
}

static bool
server_start(struct cluster *c, struct err *err)
{
	char program[PGBIN_PATH_MAX + 16];
	const char *const argv[] = {program, "-D", PGCHILD_DIR_PATH, "-c",
	    "listen_addresses=", "-c", "unix_socket_directories=.", "-c",
	    "unix_socket_permissions=0700", "-c", "port=5432", "-c", "max_connections=50", "-c",
	    "max_wal_size=2GB", "-c", "jit=off", "-c", "logging_collector=on", "-c",
	    "log_directory=log", "-c", "log_filename=postgresql-%a.log", "-c",
	    "log_rotation_age=1d", "-c", "log_rotation_size=0", "-c", "log_truncate_on_rotation=on",
	    NULL};
	const struct pgchild_job job = {.user = &c->user,
	    .argv = argv,
	    .dir_fd = c->dir_fd,
	    .log_fd = cluster_dir_log(c->data_fd, err)};
	bool ok = false;

	if (job.log_fd == -1)
		return false;
	(void)snprintf(program, sizeof(program), "%s/postgres", c->bin.dir);
	ok = pgchild_start(&job, &c->child, err);
	(void)close(job.log_fd);
	return ok;
}

/* true: it has ended, and is not waited for any more. */
static bool
child_has_ended(struct cluster *c)
{
	if (c->child == 0 || waitpid(c->child, NULL, WNOHANG) != c->child)
		return false;
	c->child = 0;
	return true;
}

static bool
say_why_not(const struct cluster *c, struct err *err)
{
	char words[200];

	cluster_dir_last_words(c->data_fd, words, sizeof(words));
	return err_set(err, ERR_DB_AWAY, "%s: %s",
	    TR("PostgreSQL riêng không khởi động được", "the private PostgreSQL does not start"),
	    words);
}

/*
 * A killed postmaster's children hold its memory for a moment, and its number stays taken until
 * whoever inherited it has waited for it: both pass.
 */
static bool
is_held_by_the_dead(const struct cluster *c)
{
	char words[200];

	cluster_dir_last_words(c->data_fd, words, sizeof(words));
	return strstr(words, "postmaster.pid") != NULL || strstr(words, "shared memory") != NULL;
}

/* Adopt the postmaster there is, else start one; wait until it answers. */
static bool
bring_up(struct cluster *c, uint64_t until_ms, struct err *err)
{
	int tries = 0;

	while (clock_mono_ms() < until_ms) {
		int wait_ms = LOOK_AGAIN_MS;

		if (PQping(c->conninfo_admin) == PQPING_OK) {
			/* Ours, unless it lost against another program's. */
			c->adopted = tries == 0 || child_has_ended(c);
			return true;
		}
		/* Starting, recovering or shutting down: wait for what comes of it. */
		if (cluster_dir_postmaster(c->dir_fd) != 0 ||
		    (c->child != 0 && !child_has_ended(c))) {
			wait_ms = LOOK_AGAIN_MS;
		} else if (tries >= TRIES_MAX && !is_held_by_the_dead(c)) {
			return say_why_not(c, err);
		} else {
			wait_ms = tries++ == 0 ? LOOK_AGAIN_MS : TRY_AGAIN_MS;
			if (!server_start(c, err))
				return false;
		}
		(void)poll(NULL, 0, wait_ms);
	}
	return say_why_not(c, err);
}

static bool
hold_postmaster(struct cluster *c, struct err *err)
{
	const pid_t pid = cluster_dir_postmaster(c->dir_fd);

	c->pidfd = pid != 0 ? pidfd_open(pid, 0) : -1;
	if (c->pidfd != -1)
		return true;
	return pid == 0 ? say_why_not(c, err) : err_set_errno(err, "pidfd_open %ld", (long)pid);
}

static bool
service_role_make(PGconn *conn, struct err *err)
{
	PGresult *res = PQexecParams(conn, sql_service_role, 0, NULL, NULL, NULL, NULL, 1);
	bool ok = PQresultStatus(res) == PGRES_TUPLES_OK || pg_fail(err, conn, res);
	const bool exists = ok && PQntuples(res) == 1;
	const bool logs_in = exists && pg_get_bool(res, 0, 0);

	PQclear(res);
	if (!ok || logs_in)
		return ok;
	return pg_run(conn, exists ? sql_service_role_login : sql_service_role_create, err);
}

/* Those who are not alone found the database; the role may be an older program's, without login. */
static bool
database_make(const struct cluster *c, bool alone, struct err *err)
{
	const struct pg_setup setup = {
	    .conninfo = c->conninfo_admin, .name = "giothong-aggregator cluster"};
	PGconn *conn = NULL;
	PGresult *res = NULL;
	bool ok = false, exists = false;

	if (!pg_open(&setup, &conn, err))
		return false;
	res = PQexecParams(conn, sql_database_exists, 0, NULL, NULL, NULL, NULL, 1);
	ok = PQresultStatus(res) == PGRES_TUPLES_OK || pg_fail(err, conn, res);
	exists = ok && pg_get_bool(res, 0, 0);
	PQclear(res);
	ok = ok && (exists || !alone || pg_run(conn, sql_database_create, err)) &&
	    service_role_make(conn, err);
	pg_close(conn);
	return ok;
}

/* ---- all of it */

static bool
dir_ready(struct cluster *c, const struct cluster_config *config, bool alone, struct err *err)
{
	int major = 0;

	if (!pgchild_user(&c->user, err) ||
	    !cluster_dir_open(c->data_fd, &c->dir_fd, &major, err) ||
	    !pgbin_find(config->bin_dir, major, &c->bin, err))
		return false;
	if (c->dir_fd != -1)
		return true;
	/* Those who use it have one. */
	if (!alone)
		return err_set(err, ERR_BUSY, "%s", LOCK_NAME);
	c->made = cluster_dir_make(c->data_fd, &c->bin, &c->user, &c->dir_fd, err);
	return c->made;
}

bool
cluster_start(const struct cluster_config *config, struct cluster **ret, struct err *err)
{
	const uint64_t until_ms = clock_mono_ms() + CLUSTER_START_MS;
	struct cluster *c = calloc(1, sizeof(*c));
	bool alone = false;

	if (c == NULL)
		return err_set(err, ERR_MEMORY, "cluster");
	c->dir_fd = c->lock_fd = c->pidfd = -1;
	c->data_fd = open(config->data_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (c->data_fd == -1) {
		(void)err_set_errno(err, "%s", config->data_dir);
		goto fail;
	}
	if (!lock_take(c, until_ms, &alone, err) || !dir_ready(c, config, alone, err))
		goto fail;
	conninfo_set(c);
	if (!bring_up(c, until_ms, err) || !hold_postmaster(c, err) ||
	    !database_make(c, alone, err))
		goto fail;
	if (alone && flock(c->lock_fd, LOCK_SH) != 0) {
		(void)err_set_errno(err, LOCK_NAME);
		goto fail;
	}
	*ret = c;
	return true;
fail:
	cluster_leave(c);
	return false;
}

const char *
cluster_conninfo(const struct cluster *c)
{
	return c->conninfo;
}

const char *
cluster_conninfo_service(const struct cluster *c)
{
	return c->conninfo_service;
}

bool
cluster_was_adopted(const struct cluster *c)
{
	return c->adopted;
}

bool
cluster_was_made(const struct cluster *c)
{
	return c->made;
}

const char *
cluster_bin_dir(const struct cluster *c)
{
	return c->bin.dir;
}

static bool
gone_within(const struct cluster *c, int ms)
{
	struct pollfd p = {.fd = c->pidfd, .events = POLLIN};

	return poll(&p, 1, ms) == 1;
}

bool
cluster_is_gone(const struct cluster *c)
{
	return gone_within(c, 0);
}

bool
cluster_revive(struct cluster *c, struct err *err)
{
	pid_t pid;
	int pidfd;

	if (!cluster_is_gone(c))
		return true;
	(void)child_has_ended(c);
	pid = cluster_dir_postmaster(c->dir_fd);
	if (pid == 0) {
		if (!server_start(c, err))
			return false;
		pid = c->child;
	}
	pidfd = pidfd_open(pid, 0);
	if (pidfd == -1)
		return err_set_errno(err, "PostgreSQL %ld", (long)pid);
	(void)close(c->pidfd);
	c->pidfd = pidfd;
	return true;
}

void
cluster_stop(struct cluster *c, bool *ret_stopped)
{
	*ret_stopped = false;
	if (c == NULL)
		return;
	/* SIGINT: without waiting for sessions. */
	if (flock(c->lock_fd, LOCK_EX | LOCK_NB) == 0 &&
	    (pidfd_send_signal(c->pidfd, SIGINT, NULL, 0) == 0 || errno == ESRCH))
		*ret_stopped = gone_within(c, CLUSTER_STOP_MS);
	cluster_leave(c);
}

void
cluster_leave(struct cluster *c)
{
	const int *const fds[] = {&c->pidfd, &c->dir_fd, &c->lock_fd, &c->data_fd};

	if (c == NULL)
		return;
	(void)child_has_ended(c);
	for (size_t i = 0; i < ARRAY_LEN(fds); i++)
		if (*fds[i] != -1)
			(void)close(*fds[i]);
	free(c);
}
