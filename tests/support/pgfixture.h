/*
 * pgfixture - a private PostgreSQL server for one test program, a fresh database for each test.
 * The server listens on a socket in its own temporary folder only, does not sync, and dies with the
 * test program.  Started by root it runs as user postgres.
 *
 *   cmocka_unit_test_setup_teardown(sentence, pgfixture_fresh_db, pgfixture_drop_db)
 *   cmocka_run_group_tests_name("name", tests, pgfixture_start, pgfixture_stop)
 */
#ifndef GH_TESTS_PGFIXTURE_H
#define GH_TESTS_PGFIXTURE_H

#include <libpq-fe.h>
#include <stdint.h>
#include <sys/types.h>

struct pgfixture {
	char dir[64]; /* holds data/, the socket and the log */
	pid_t pid;
	unsigned serial;    /* databases made so far */
	char database[32];  /* of the current test */
	char conninfo[160]; /* of that database, as superuser */
	PGconn *conn;       /* to that database, as superuser */
};

/* cmocka's group set-up and tear-down; *${state} is a struct pgfixture. */
int pgfixture_start(void **state);
int pgfixture_stop(void **state);
/* cmocka's set-up and tear-down of one test: a database with all migrations applied. */
int pgfixture_fresh_db(void **state);
/* The same without migrations. */
int pgfixture_empty_db(void **state);
int pgfixture_drop_db(void **state);

/* Run statements; the test fails when they do. */
void pgfixture_run(struct pgfixture *pg, const char *sql);
/* The one value that a query gives; the test fails when there is none. */
int64_t pgfixture_int(struct pgfixture *pg, const char *sql);
/* The same as text, valid until the next call. */
const char *pgfixture_text(struct pgfixture *pg, const char *sql);
/* SQLSTATE of a statement that has to fail, "00000" when it did not; valid until the next call. */
const char *pgfixture_sqlstate(struct pgfixture *pg, const char *sql);

#endif
