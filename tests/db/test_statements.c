#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "db/conninfo.h"
#include "db/pg.h"
#include "sql_text.h"
#include "support/pgfixture.h"

/* One statement each, every name qualified, every type known. */
static void
every_statement_prepares_as_the_service(void **state)
{
	const struct pgfixture *pg = *state;
	struct pg_setup setup = {.conninfo = pg->conninfo, .name = "test", .role = PG_ROLE_SERVICE};
	PGconn *conn = NULL;
	struct err err = {0};

	assert_true(sql_query_count > 40);
	assert_true(pg_open(&setup, &conn, &err));
	for (size_t i = 0; i < sql_query_count; i++) {
		PGresult *res = PQprepare(conn, sql_queries[i].name, sql_queries[i].text, 0, NULL);

		if (PQresultStatus(res) != PGRES_COMMAND_OK)
			print_error("%s: %s", sql_queries[i].name, PQresultErrorMessage(res));
		assert_int_equal(PQresultStatus(res), PGRES_COMMAND_OK);
		PQclear(res);
	}
	pg_close(conn);
}

static void
a_session_is_set_up_whatever_the_server_says(void **state)
{
	struct pgfixture *pg = *state;
	struct pg_setup setup = {.conninfo = pg->conninfo,
	    .name = "test",
	    .role = PG_ROLE_SERVICE,
	    .async_commit = true};
	PGconn *conn = NULL;
	PGresult *res = NULL;
	struct err err = {0};

	pgfixture_run(pg, "ALTER ROLE postgres SET search_path = public");
	pgfixture_run(pg, "ALTER ROLE postgres SET statement_timeout = '5s'");
	assert_true(pg_open(&setup, &conn, &err));
	pgfixture_run(pg, "ALTER ROLE postgres RESET ALL");
	res = PQexec(conn,
	    "SELECT concat_ws(' ', current_user, current_setting('search_path'), "
	    "current_setting('lock_timeout'), current_setting('statement_timeout'), "
	    "current_setting('synchronous_commit'), current_setting('client_encoding'), "
	    "current_setting('application_name'))");
	assert_string_equal(PQgetvalue(res, 0, 0), "giothong_service  2s 0 off UTF8 test");
	PQclear(res);
	pg_close(conn);
}

static void
what_cannot_be_reached_or_allowed_is_told_apart(void **state)
{
	const struct pgfixture *pg = *state;
	const struct pg_statement unknown = {"x", "SELECT 1 FROM giothong.nothing"};
	struct pg_setup setup = {.conninfo = "host=/nowhere", .name = "test"};
	PGconn *conn = NULL;
	struct err err = {0};

	assert_false(pg_open(&setup, &conn, &err));
	assert_int_equal(err.code, ERR_DB_AWAY);
	setup.conninfo = "no such=keyword";
	assert_false(pg_open(&setup, &conn, &err));
	assert_int_equal(err.code, ERR_CONFIG);
	setup.conninfo = pg->conninfo;
	setup.role = "giothong_nobody";
	assert_false(pg_open(&setup, &conn, &err));
	assert_int_equal(err.code, ERR_CONFIG);
	setup.role = NULL;
	setup.statements = &unknown;
	setup.statements_n = 1;
	assert_false(pg_open(&setup, &conn, &err));
	assert_int_equal(err.code, ERR_BUG);
	assert_null(conn);
}

static void
sqlstates_mean_what_the_caller_can_do(void **state)
{
	(void)state;
	assert_int_equal(pg_code_of(NULL), ERR_DB_AWAY);
	assert_int_equal(pg_code_of("08006"), ERR_DB_AWAY);
	assert_int_equal(pg_code_of("57P01"), ERR_DB_AWAY);
	assert_int_equal(pg_code_of("40001"), ERR_DB_AWAY);
	assert_int_equal(pg_code_of("55P03"), ERR_DB_AWAY);
	assert_int_equal(pg_code_of("25006"), ERR_DB_AWAY);
	assert_int_equal(pg_code_of("53300"), ERR_DB_AWAY);
	assert_int_equal(pg_code_of("53100"), ERR_DISK_FULL);
	assert_int_equal(pg_code_of("28P01"), ERR_CONFIG);
	assert_int_equal(pg_code_of("42501"), ERR_CONFIG);
	assert_int_equal(pg_code_of("XX001"), ERR_DAMAGED);
	assert_int_equal(pg_code_of("XX002"), ERR_DAMAGED);
	assert_int_equal(pg_code_of("XX000"), ERR_BUG);
	assert_int_equal(pg_code_of("23505"), ERR_BUG);
	assert_int_equal(pg_code_of("42P01"), ERR_BUG);
	assert_int_equal(pg_code_of(""), ERR_BUG);
}

static void
hosts_of_a_conninfo_are_counted(void **state)
{
	(void)state;
	assert_int_equal(conninfo_host_count(""), 1);
	assert_int_equal(conninfo_host_count("host=a"), 1);
	assert_int_equal(conninfo_host_count("host=a,b,c port=1,2,3"), 3);
	assert_int_equal(conninfo_host_count("postgresql://a,b/x"), 2);
	assert_int_equal(conninfo_host_count("rubbish"), 1);
}

static void
a_secret_in_a_conninfo_is_told_from_a_file_of_that_name(void **state)
{
	(void)state;
	assert_true(conninfo_has_secret("host=a password=x"));
	assert_true(conninfo_has_secret("host=a sslpassword = x"));
	assert_true(conninfo_has_secret("postgresql://u:x@a/db"));
	assert_true(conninfo_has_secret("postgresql://a/db?password=x"));
	assert_false(conninfo_has_secret("host=a passfile=/etc/db.password"));
	assert_false(conninfo_has_secret("postgresql://u@a/password"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		every_statement_prepares_as_the_service, pgfixture_fresh_db, pgfixture_drop_db),
	    cmocka_unit_test_setup_teardown(a_session_is_set_up_whatever_the_server_says,
		pgfixture_fresh_db, pgfixture_drop_db),
	    cmocka_unit_test_setup_teardown(what_cannot_be_reached_or_allowed_is_told_apart,
		pgfixture_fresh_db, pgfixture_drop_db),
	    cmocka_unit_test(sqlstates_mean_what_the_caller_can_do),
	    cmocka_unit_test(hosts_of_a_conninfo_are_counted),
	    cmocka_unit_test(a_secret_in_a_conninfo_is_told_from_a_file_of_that_name),
	};

	return cmocka_run_group_tests_name("statements", tests, pgfixture_start, pgfixture_stop);
}
