#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "db/migrate.h"
#include "sql_text.h"
#include "support/pgfixture.h"

static void
an_empty_database_gets_every_migration(void **state)
{
	struct pgfixture *pg = *state;
	struct migrate_state m = {0};
	struct err err = {0};

	assert_true(migrate_look(pg->conninfo, &m, &err));
	assert_int_equal(m.before, 0);
	assert_true(migrate_run(pg->conninfo, &m, &err));
	assert_int_equal(m.before, 0);
	assert_int_equal(m.after, sql_migration_count);
	assert_int_equal(pgfixture_int(pg, "SELECT count(*) FROM giothong_admin.migration"),
	    sql_migration_count);
	assert_int_equal(pgfixture_int(pg, "SELECT count(*) FROM giothong.batch"), 0);
}

static void
migrating_twice_changes_nothing(void **state)
{
	struct pgfixture *pg = *state;
	struct migrate_state m = {0};
	struct err err = {0};

	assert_true(migrate_run(pg->conninfo, &m, &err));
	assert_int_equal(m.before, sql_migration_count);
	assert_int_equal(m.after, sql_migration_count);
	assert_true(migrate_look(pg->conninfo, &m, &err));
	assert_int_equal(m.after, sql_migration_count);
}

static void
a_newer_schema_is_refused_by_name(void **state)
{
	struct pgfixture *pg = *state;
	struct migrate_state m = {0};
	struct err err = {0};

	pgfixture_run(pg,
	    "INSERT INTO giothong_admin.migration (number, name, sha256) "
	    "VALUES (99, '0099_of_tomorrow', sha256('x'))");
	assert_false(migrate_run(pg->conninfo, &m, &err));
	assert_int_equal(err.code, ERR_SCHEMA_NEWER);
	assert_non_null(strstr(err.text, "0099_of_tomorrow"));
	assert_false(migrate_look(pg->conninfo, &m, &err));
	assert_int_equal(err.code, ERR_SCHEMA_NEWER);
}

static void
a_changed_migration_is_refused_by_name(void **state)
{
	struct pgfixture *pg = *state;
	struct migrate_state m = {0};
	struct err err = {0};

	pgfixture_run(
	    pg, "UPDATE giothong_admin.migration SET sha256 = sha256('x') WHERE number = 1");
	assert_false(migrate_run(pg->conninfo, &m, &err));
	assert_int_equal(err.code, ERR_CONFIG);
	assert_non_null(strstr(err.text, sql_migrations[0].name));
}

static void
a_failed_migration_leaves_those_before_it(void **state)
{
	struct pgfixture *pg = *state;
	struct migrate_state m = {0};
	struct err err = {0};

	/* Out of the way: what the second migration grants on. */
	assert_true(migrate_run(pg->conninfo, &m, &err));
	pgfixture_run(pg, "DELETE FROM giothong_admin.migration WHERE number > 1");
	pgfixture_run(pg, "ALTER TABLE giothong.checkpoint RENAME TO elsewhere");
	assert_false(migrate_run(pg->conninfo, &m, &err));
	assert_non_null(strstr(err.text, sql_migrations[1].name));
	assert_int_equal(pgfixture_int(pg, "SELECT count(*) FROM giothong_admin.migration"), 1);
}

static void
the_service_cannot_change_the_ledger(void **state)
{
	static const char *const ledger[] = {"batch", "submission", "report", "schedule",
	    "registration", "activity", "target", "review", "lock", "document_text", "key",
	    "org_version", "succession", "alias", "population", "registry"};
	struct pgfixture *pg = *state;
	char sql[128];

	pgfixture_run(pg, "SET ROLE giothong_service");
	for (size_t i = 0; i < sizeof(ledger) / sizeof(ledger[0]); i++) {
		(void)snprintf(sql, sizeof(sql), "SELECT count(*) FROM giothong.%s", ledger[i]);
		assert_int_equal(pgfixture_int(pg, sql), 0);
		(void)snprintf(sql, sizeof(sql), "UPDATE giothong.%s SET realm = 2", ledger[i]);
		assert_string_equal(pgfixture_sqlstate(pg, sql), "42501");
		(void)snprintf(sql, sizeof(sql), "DELETE FROM giothong.%s", ledger[i]);
		assert_string_equal(pgfixture_sqlstate(pg, sql), "42501");
		(void)snprintf(sql, sizeof(sql), "TRUNCATE giothong.%s", ledger[i]);
		assert_string_equal(pgfixture_sqlstate(pg, sql), "42501");
	}
	assert_string_equal(pgfixture_sqlstate(pg, "DROP TABLE giothong.batch"), "42501");
	assert_string_equal(
	    pgfixture_sqlstate(pg, "CREATE TABLE giothong.more (x integer)"), "42501");
}

static void
the_service_keeps_the_derived_tables(void **state)
{
	static const char *const derived[] = {"cell", "total", "subject", "stream", "checkpoint"};
	struct pgfixture *pg = *state;
	char sql[128];

	pgfixture_run(pg, "SET ROLE giothong_service");
	for (size_t i = 0; i < sizeof(derived) / sizeof(derived[0]); i++) {
		(void)snprintf(sql, sizeof(sql), "UPDATE giothong.%s SET realm = 2", derived[i]);
		pgfixture_run(pg, sql);
		(void)snprintf(sql, sizeof(sql), "DELETE FROM giothong.%s", derived[i]);
		pgfixture_run(pg, sql);
	}
}

static void
a_reader_sees_totals_and_nothing_else(void **state)
{
	struct pgfixture *pg = *state;

	pgfixture_run(pg, "SET ROLE giothong_reader");
	assert_int_equal(pgfixture_int(pg, "SELECT count(*) FROM giothong.total"), 0);
	assert_int_equal(pgfixture_int(pg, "SELECT count(*) FROM giothong.posting"), 0);
	assert_string_equal(pgfixture_sqlstate(pg, "SELECT 1 FROM giothong.key"), "42501");
	assert_string_equal(pgfixture_sqlstate(pg, "SELECT 1 FROM giothong.submission"), "42501");
	assert_string_equal(pgfixture_sqlstate(pg, "DELETE FROM giothong.total"), "42501");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		an_empty_database_gets_every_migration, pgfixture_empty_db, pgfixture_drop_db),
	    cmocka_unit_test_setup_teardown(
		migrating_twice_changes_nothing, pgfixture_fresh_db, pgfixture_drop_db),
	    cmocka_unit_test_setup_teardown(
		a_newer_schema_is_refused_by_name, pgfixture_fresh_db, pgfixture_drop_db),
	    cmocka_unit_test_setup_teardown(
		a_changed_migration_is_refused_by_name, pgfixture_fresh_db, pgfixture_drop_db),
	    cmocka_unit_test_setup_teardown(
		a_failed_migration_leaves_those_before_it, pgfixture_empty_db, pgfixture_drop_db),
	    cmocka_unit_test_setup_teardown(
		the_service_cannot_change_the_ledger, pgfixture_fresh_db, pgfixture_drop_db),
	    cmocka_unit_test_setup_teardown(
		the_service_keeps_the_derived_tables, pgfixture_fresh_db, pgfixture_drop_db),
	    cmocka_unit_test_setup_teardown(
		a_reader_sees_totals_and_nothing_else, pgfixture_fresh_db, pgfixture_drop_db),
	};

	return cmocka_run_group_tests_name("migrate", tests, pgfixture_start, pgfixture_stop);
}
