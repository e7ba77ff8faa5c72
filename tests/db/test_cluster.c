#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "db/cluster.h"
#include "db/migrate.h"

/* Longer than a socket's path may be, below a folder that only its owner may search. */
#define LONG_NAME \
	"a-folder-with-a-name-that-is-by-itself-longer-than-the-one-hundred-and-seven-bytes-that-the-" \
	"path-of-a-socket-may-have"
#define NOBODY 65534

struct place {
	char parent[64];
	char data[256];
};

static bool
place_make(struct place *p)
{
	(void)snprintf(p->parent, sizeof(p->parent), "/tmp/ghcl.XXXXXX");
	if (mkdtemp(p->parent) == NULL)
		return false;
	(void)snprintf(p->data, sizeof(p->data), "%s/" LONG_NAME, p->parent);
	return mkdir(p->data, 0700) == 0;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	return remove(path);
}

static void
place_drop(const struct place *p)
{
	(void)nftw(p->parent, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static struct cluster *
start(const struct place *p)
{
	const struct cluster_config config = {.data_dir = p->data};
	struct cluster *c = NULL;
	struct err err = {0};
	const bool ok = cluster_start(&config, &c, &err);

	if (!ok)
		print_error("%s: %s\n", err_name(err.code), err.text);
	assert_true(ok);
	return c;
}

static void
stop(struct cluster *c)
{
	bool stopped = false;

	cluster_stop(c, &stopped);
	assert_true(stopped);
}

static char *
ask(const struct cluster *c, const char *sql)
{
	static char text[256];
	PGconn *conn = PQconnectdb(cluster_conninfo(c));
	PGresult *res = PQexec(conn, sql);

	assert_int_equal(PQresultStatus(res), PGRES_TUPLES_OK);
	(void)snprintf(text, sizeof(text), "%s", PQgetvalue(res, 0, 0));
	PQclear(res);
	PQfinish(conn);
	return text;
}

static pid_t
postmaster(const struct place *p)
{
	char path[512], line[32] = "";
	FILE *f = NULL;

	(void)snprintf(path, sizeof(path), "%s/pg/postmaster.pid", p->data);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof(line), f));
	(void)fclose(f);
	return (pid_t)strtol(line, NULL, 10);
}

static void
kill_postmaster(const struct place *p)
{
	const pid_t pid = postmaster(p);
	const int fd = pidfd_open(pid, 0);
	struct pollfd gone = {.fd = fd, .events = POLLIN};

	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(poll(&gone, 1, 10000), 1);
	(void)close(fd);
}

static int
group_start(void **state)
{
	static struct place place;

	*state = &place;
	return place_make(&place) ? 0 : -1;
}

static int
group_stop(void **state)
{
	place_drop(*state);
	return 0;
}

/* The first test makes what the others start again. */
static void
a_first_run_makes_a_cluster_with_checksums(void **state)
{
	const struct place *p = *state;
	struct cluster *c = start(p);
	struct migrate_state m = {0};
	struct err err = {0};

	assert_true(cluster_was_made(c));
	assert_false(cluster_was_adopted(c));
	assert_false(cluster_is_gone(c));
	assert_string_equal(ask(c, "SELECT current_setting('data_checksums')"), "on");
	assert_string_equal(ask(c, "SELECT current_setting('fsync')"), "on");
	assert_string_equal(ask(c, "SELECT current_setting('server_encoding')"), "UTF8");
	assert_string_equal(ask(c, "SELECT current_setting('listen_addresses')"), "");
	assert_string_equal(
	    ask(c, "SELECT datcollate FROM pg_database WHERE datname = current_database()"),
	    "C.UTF-8");
	assert_true(migrate_run(cluster_conninfo(c), &m, &err));
	stop(c);
}

static void
a_second_run_starts_the_same_cluster(void **state)
{
	struct cluster *c = start(*state);

	assert_false(cluster_was_made(c));
	assert_false(cluster_was_adopted(c));
	assert_string_equal(ask(c, "SELECT count(*) FROM giothong.batch"), "0");
	stop(c);
}

static void
only_its_owner_can_reach_the_socket(void **state)
{
	const struct place *p = *state;
	struct cluster *c = start(p);
	char path[512];
	struct stat st;

	(void)snprintf(path, sizeof(path), "%s/pg", p->data);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	(void)snprintf(path, sizeof(path), "%s/pg/.s.PGSQL.5432", p->data);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_true(geteuid() != 0 || st.st_uid != 0);
	stop(c);
}

static void
a_live_postmaster_is_adopted_and_has_a_session_of_its_own(void **state)
{
	const struct place *p = *state;
	struct cluster *c = start(p);
	const pid_t pid = postmaster(p);

	assert_int_equal(getsid(pid), pid);
	/* As a program that was killed leaves it. */
	cluster_leave(c);
	c = start(p);
	assert_true(cluster_was_adopted(c));
	assert_int_equal(postmaster(p), pid);
	stop(c);
}

static void
the_last_user_stops_it(void **state)
{
	struct cluster *a = start(*state), *b = start(*state);
	bool stopped = true;

	assert_true(cluster_was_adopted(b));
	cluster_stop(a, &stopped);
	assert_false(stopped);
	assert_false(cluster_is_gone(b));
	assert_string_equal(ask(b, "SELECT 1"), "1");
	stop(b);
}

static void
a_killed_postmaster_is_noticed_and_started_again(void **state)
{
	const struct place *p = *state;
	struct cluster *c = start(p);
	const pid_t pid = postmaster(p);

	kill_postmaster(p);
	assert_true(cluster_is_gone(c));
	cluster_leave(c);
	c = start(p);
	assert_false(cluster_was_adopted(c));
	assert_int_not_equal(postmaster(p), pid);
	assert_string_equal(ask(c, "SELECT count(*) FROM giothong.batch"), "0");
	stop(c);
}

/* As the aggregator's loop does: what the dead one held may stand in the way of the first ones. */
static void
revive(struct cluster *c)
{
	struct err err = {0};

	for (int i = 0; i < 200; i++) {
		assert_true(cluster_revive(c, &err));
		if (PQping(cluster_conninfo(c)) == PQPING_OK)
			return;
		(void)poll(NULL, 0, 100);
	}
	fail_msg("%s", "it does not answer");
}

static void
a_killed_postmaster_is_revived_in_the_same_hands(void **state)
{
	const struct place *p = *state;
	struct cluster *c = start(p);
	const pid_t pid = postmaster(p);

	kill_postmaster(p);
	assert_true(cluster_is_gone(c));
	revive(c);
	assert_false(cluster_is_gone(c));
	assert_int_not_equal(postmaster(p), pid);
	assert_string_equal(ask(c, "SELECT count(*) FROM giothong.batch"), "0");
	stop(c);
}

static void
a_live_postmaster_is_not_revived(void **state)
{
	const struct place *p = *state;
	struct cluster *c = start(p);
	const pid_t pid = postmaster(p);

	revive(c);
	assert_int_equal(postmaster(p), pid);
	stop(c);
}

static void
of_two_users_one_revives_it_and_the_other_holds_that_one(void **state)
{
	const struct place *p = *state;
	struct cluster *a = start(p), *b = start(p);
	bool stopped = true;
	pid_t pid;

	kill_postmaster(p);
	revive(a);
	pid = postmaster(p);
	assert_true(cluster_is_gone(b));
	revive(b);
	assert_false(cluster_is_gone(b));
	assert_int_equal(postmaster(p), pid);
	cluster_stop(a, &stopped);
	assert_false(stopped);
	assert_string_equal(ask(b, "SELECT 1"), "1");
	stop(b);
}

static void
write_version(const struct place *p, const char *version)
{
	char path[512];
	FILE *f = NULL;

	(void)snprintf(path, sizeof(path), "%s/pg/PG_VERSION", p->data);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(version, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void
another_major_version_is_refused_by_name(void **state)
{
	const struct place *p = *state;
	const struct cluster_config config = {.data_dir = p->data};
	char path[512], version[16] = "";
	struct cluster *c = NULL;
	struct err err = {0};
	FILE *f = NULL;

	(void)snprintf(path, sizeof(path), "%s/pg/PG_VERSION", p->data);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_non_null(fgets(version, sizeof(version), f));
	(void)fclose(f);
	write_version(p, "12\n");
	assert_false(cluster_start(&config, &c, &err));
	write_version(p, version);
	assert_int_equal(err.code, ERR_CONFIG);
	assert_non_null(strstr(err.text, "PostgreSQL 12"));
	version[strcspn(version, "\n")] = '\0';
	assert_non_null(strstr(err.text, version));
}

static void
a_server_that_cannot_start_says_why(void **state)
{
	const struct place *p = *state;
	const struct cluster_config config = {.data_dir = p->data};
	char path[512], aside[512];
	struct cluster *c = NULL;
	struct err err = {0};

	(void)snprintf(path, sizeof(path), "%s/pg/global/pg_control", p->data);
	(void)snprintf(aside, sizeof(aside), "%s/pg/global/aside", p->data);
	assert_int_equal(rename(path, aside), 0);
	assert_false(cluster_start(&config, &c, &err));
	assert_int_equal(rename(aside, path), 0);
	assert_int_equal(err.code, ERR_DB_AWAY);
	assert_non_null(strstr(err.text, "pg_control"));
}

static void
without_programs_it_says_what_to_install(void **state)
{
	const struct place *p = *state;
	const struct cluster_config config = {.data_dir = p->data, .bin_dir = p->parent};
	struct cluster *c = NULL;
	struct err err = {0};

	assert_false(cluster_start(&config, &c, &err));
	assert_int_equal(err.code, ERR_CONFIG);
	assert_non_null(strstr(err.text, "PostgreSQL"));
}

/* An initdb that was cut off, then a whole life; in a child that is an ordinary user. */
static int
life_of_an_ordinary_user(const struct place *p)
{
	const struct cluster_config config = {.data_dir = p->data};
	struct cluster *c = NULL;
	struct err err = {0};
	char path[512];
	bool stopped = false;

	if (geteuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
		return 1;
	(void)snprintf(path, sizeof(path), "%s/pg.new", p->data);
	if (mkdir(path, 0700) != 0)
		return 2;
	(void)snprintf(path, sizeof(path), "%s/pg.new/base", p->data);
	if (mkdir(path, 0700) != 0)
		return 3;
	(void)snprintf(path, sizeof(path), "%s/pg.new/PG_VERSION", p->data);
	if (close(open(path, O_CREAT | O_WRONLY, 0600)) != 0)
		return 4;
	if (!cluster_start(&config, &c, &err)) {
		print_error("%s: %s\n", err_name(err.code), err.text);
		return 5;
	}
	if (strcmp(ask(c, "SELECT 1"), "1") != 0)
		return 6;
	cluster_stop(c, &stopped);
	return stopped ? 0 : 7;
}

static void
an_ordinary_user_has_a_cluster_too(void **state)
{
	struct place p;
	int status = -1;
	pid_t pid = -1;

	(void)state;
	assert_true(place_make(&p));
	assert_true(geteuid() != 0 ||
	    (chown(p.parent, NOBODY, NOBODY) == 0 && chown(p.data, NOBODY, NOBODY) == 0));
	pid = fork();
	if (pid == 0)
		_exit(life_of_an_ordinary_user(&p));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	place_drop(&p);
	assert_int_equal(status, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_first_run_makes_a_cluster_with_checksums),
	    cmocka_unit_test(a_second_run_starts_the_same_cluster),
	    cmocka_unit_test(only_its_owner_can_reach_the_socket),
	    cmocka_unit_test(a_live_postmaster_is_adopted_and_has_a_session_of_its_own),
	    cmocka_unit_test(the_last_user_stops_it),
	    cmocka_unit_test(a_killed_postmaster_is_noticed_and_started_again),
	    cmocka_unit_test(a_killed_postmaster_is_revived_in_the_same_hands),
	    cmocka_unit_test(a_live_postmaster_is_not_revived),
	    cmocka_unit_test(of_two_users_one_revives_it_and_the_other_holds_that_one),
	    cmocka_unit_test(another_major_version_is_refused_by_name),
	    cmocka_unit_test(a_server_that_cannot_start_says_why),
	    cmocka_unit_test(without_programs_it_says_what_to_install),
	    cmocka_unit_test(an_ordinary_user_has_a_cluster_too),
	};

	return cmocka_run_group_tests_name("cluster", tests, group_start, group_stop);
}
