#include "support/pgfixture.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <cmocka.h>

#include "base/clock.h"
#include "db/migrate.h"

#define START_MS_MAX 60000U
#define TRY_AGAIN_MS 10

static const struct passwd *
server_user(void)
{
	return geteuid() == 0 ? getpwnam("postgres") : NULL;
}

/* In a child: become the server's user, log to ${dir}/log, run ${argv}. */
static void
child_exec(const char *dir, bool dies_with_us, const char *const argv[])
{
	const struct passwd *pw = server_user();
	const pid_t parent = getppid();
	int fd = -1;

	if (pw != NULL &&
	    (initgroups(pw->pw_name, pw->pw_gid) != 0 || setgid(pw->pw_gid) != 0 ||
		setuid(pw->pw_uid) != 0))
		_exit(126);
	/* After setuid, which clears it. */
	if (dies_with_us)
		(void)prctl(PR_SET_PDEATHSIG, SIGQUIT);
	if (getppid() != parent || chdir(dir) != 0)
		_exit(126);
	fd = open("log", O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (fd == -1 || dup2(fd, STDOUT_FILENO) == -1 || dup2(fd, STDERR_FILENO) == -1)
		_exit(126);
	(void)setenv("LC_ALL", "C.UTF-8", 1);
	(void)execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

static pid_t
child_start(const char *dir, bool dies_with_us, const char *const argv[])
{
	const pid_t pid = fork();

	if (pid == 0)
		child_exec(dir, dies_with_us, argv);
	return pid;
}

static bool
initdb_run(const char *dir)
{
	const char *const argv[] = {PG_BINDIR "/initdb", "-D", "data", "-N", "-A", "trust", "-U",
	    "postgres", "--locale=C.UTF-8", "--encoding=UTF8", "--no-instructions", NULL};
	const pid_t pid = child_start(dir, true, argv);
	int status = -1;

	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static bool
server_wait(struct pgfixture *pg)
{
	const uint64_t until_ms = clock_mono_ms() + START_MS_MAX;
	char conninfo[128];

	(void)snprintf(
	    conninfo, sizeof(conninfo), "host=%s user=postgres dbname=postgres", pg->dir);
	while (clock_mono_ms() < until_ms) {
		if (PQping(conninfo) == PQPING_OK)
			return true;
		if (waitpid(pg->pid, NULL, WNOHANG) == pg->pid) {
			pg->pid = 0;
			return false;
		}
		(void)poll(NULL, 0, TRY_AGAIN_MS);
	}
	return false;
}

static bool
server_start(struct pgfixture *pg)
{
	const char *const argv[] = {PG_BINDIR "/postgres", "-D", "data", "-k", pg->dir, "-c",
	    "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=40", "-c",
	    "shared_buffers=32MB", "-c", "log_min_messages=warning", "-c", "log_statement=none",
	    NULL};

	pg->pid = child_start(pg->dir, true, argv);
	return pg->pid > 0 && server_wait(pg);
}

static void
conninfo_set(struct pgfixture *pg, const char *database)
{
	(void)snprintf(pg->conninfo, sizeof(pg->conninfo), "host=%s user=postgres dbname=%s",
	    pg->dir, database);
}

static bool
connect_to(struct pgfixture *pg, const char *database)
{
	PQfinish(pg->conn);
	conninfo_set(pg, database);
	pg->conn = PQconnectdb(pg->conninfo);
	return PQstatus(pg->conn) == CONNECTION_OK;
}

static bool
template_make(struct pgfixture *pg)
{
	struct migrate_state state;
	struct err err = {0};

	if (!connect_to(pg, "postgres"))
		return false;
	pgfixture_run(pg, "CREATE DATABASE template_giothong");
	PQfinish(pg->conn);
	pg->conn = NULL;
	conninfo_set(pg, "template_giothong");
	if (migrate_run(pg->conninfo, &state, &err))
		return true;
	print_error("migrations: %s: %s\n", err_name(err.code), err.text);
	return false;
}

static void
log_show(const struct pgfixture *pg)
{
	char path[80], line[512];
	FILE *f = NULL;

	(void)snprintf(path, sizeof(path), "%s/log", pg->dir);
	f = fopen(path, "r");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		print_error("%s", line);
	if (f != NULL)
		(void)fclose(f);
}

int
pgfixture_start(void **state)
{
	static struct pgfixture fixture;
	struct pgfixture *pg = &fixture;
	const struct passwd *pw = server_user();

	(void)snprintf(pg->dir, sizeof(pg->dir), "/tmp/ghpg.XXXXXX");
	if (mkdtemp(pg->dir) == NULL || (pw != NULL && chown(pg->dir, pw->pw_uid, pw->pw_gid) != 0))
		return -1;
	*state = pg;
	if (initdb_run(pg->dir) && server_start(pg) && template_make(pg))
		return 0;
	log_show(pg);
	(void)pgfixture_stop(state);
	return -1;
}

int
pgfixture_stop(void **state)
{
	struct pgfixture *pg = *state;
	const char *const argv[] = {"/bin/rm", "-rf", pg->dir, NULL};
	pid_t pid = -1;

	PQfinish(pg->conn);
	pg->conn = NULL;
	if (pg->pid > 0 && kill(pg->pid, SIGQUIT) == 0)
		(void)waitpid(pg->pid, NULL, 0);
	pid = fork();
	if (pid == 0) {
		(void)execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	if (pid > 0)
		(void)waitpid(pid, NULL, 0);
	return 0;
}

static int
database_make(struct pgfixture *pg, const char *template)
{
	char sql[128];

	if (!connect_to(pg, "postgres"))
		return -1;
	(void)snprintf(pg->database, sizeof(pg->database), "t%u", ++pg->serial);
	(void)snprintf(sql, sizeof(sql), "CREATE DATABASE %s TEMPLATE %s", pg->database, template);
	pgfixture_run(pg, sql);
	return connect_to(pg, pg->database) ? 0 : -1;
}

int
pgfixture_fresh_db(void **state)
{
	return database_make(*state, "template_giothong");
}

int
pgfixture_empty_db(void **state)
{
	return database_make(*state, "template0");
}

int
pgfixture_drop_db(void **state)
{
	struct pgfixture *pg = *state;
	char sql[128];

	if (!connect_to(pg, "postgres"))
		return -1;
	(void)snprintf(sql, sizeof(sql), "DROP DATABASE %s WITH (FORCE)", pg->database);
	pgfixture_run(pg, sql);
	return 0;
}

void
pgfixture_run(struct pgfixture *pg, const char *sql)
{
	PGresult *res = PQexec(pg->conn, sql);
	const ExecStatusType status = PQresultStatus(res);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		print_error("%s: %s", sql, PQresultErrorMessage(res));
	PQclear(res);
	assert_true(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK);
}

const char *
pgfixture_text(struct pgfixture *pg, const char *sql)
{
	static char text[4096];
	PGresult *res = PQexec(pg->conn, sql);

	if (PQresultStatus(res) != PGRES_TUPLES_OK)
		print_error("%s: %s", sql, PQresultErrorMessage(res));
	assert_int_equal(PQresultStatus(res), PGRES_TUPLES_OK);
	assert_int_equal(PQntuples(res), 1);
	(void)snprintf(text, sizeof(text), "%s", PQgetvalue(res, 0, 0));
	PQclear(res);
	return text;
}

int64_t
pgfixture_int(struct pgfixture *pg, const char *sql)
{
	return strtoll(pgfixture_text(pg, sql), NULL, 10);
}

const char *
pgfixture_sqlstate(struct pgfixture *pg, const char *sql)
{
	static char text[6];
	PGresult *res = PQexec(pg->conn, sql);
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

	(void)snprintf(text, sizeof(text), "%s", state != NULL ? state : "00000");
	PQclear(res);
	return text;
}
