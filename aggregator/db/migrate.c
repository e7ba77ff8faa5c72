#include "db/migrate.h"

#include <string.h>

#include "base/lang.h"
#include "base/older.h"
#include "db/pg.h"
#include "sql_text.h"

#define LOCK_WAIT_MS 60000U /* another process's migrations take a while */

/* The newest migration that this program knows. */
static size_t
known(void)
{
	return sql_migration_count - OLDER_MIGRATIONS;
}

/* Statements here run once, some before their tables exist: none is prepared. */
static bool
ask(PGconn *conn, const char *text, const struct pg_params *p, PGresult **ret, struct err *err)
{
	PGresult *res = PQexecParams(conn, text, p->n, NULL, p->at, p->len, p->format, 1);

	if (PQresultStatus(res) != PGRES_TUPLES_OK && PQresultStatus(res) != PGRES_COMMAND_OK) {
		(void)pg_fail(err, conn, res);
		PQclear(res);
		return false;
	}
	*ret = res;
	return true;
}

static bool
record_exists(PGconn *conn, bool *ret, struct err *err)
{
	const struct pg_params none = {0};
	PGresult *res = NULL;

	if (!ask(conn, sql_schema_exists, &none, &res, err))
		return false;
	*ret = pg_get_bool(res, 0, 0);
	PQclear(res);
	return true;
}

/* Is migration ${number}'s text in the database's record the one of this program? */
static bool
check_text(PGconn *conn, int32_t number, struct err *err)
{
	const struct sql_migration *m = &sql_migrations[number - 1];
	struct pg_params p = {0};
	PGresult *res = NULL;
	bool same = false;

	pg_i32(&p, number);
	pg_text(&p, m->text);
	if (!ask(conn, sql_schema_same, &p, &res, err))
		return false;
	same = PQntuples(res) == 1 && pg_get_bool(res, 0, 0);
	PQclear(res);
	if (!same)
		return err_set(err, ERR_CONFIG,
		    TR("bước chuyển đổi %s trong cơ sở dữ liệu khác bản của chương trình này",
			"migration %s of the database differs from this program's"),
		    m->name);
	return true;
}

/* Newest migration applied; refuses what this program does not know. */
static bool
look(PGconn *conn, uint32_t *ret, struct err *err)
{
	const struct pg_params none = {0};
	PGresult *res = NULL;
	bool exists = false, ok = true;
	int32_t newest = 0;

	if (!record_exists(conn, &exists, err))
		return false;
	if (exists && !ask(conn, sql_schema_list, &none, &res, err))
		return false;
	for (int i = 0; ok && i < PQntuples(res); i++) {
		uint32_t len = 0;
		const uint8_t *name = pg_get_bytes(res, i, 1, &len);

		newest = pg_get_i32(res, i, 0);
		if (newest < 1 || (size_t)newest > known())
			ok = err_set(err, ERR_SCHEMA_NEWER,
			    TR("có bước chuyển đổi %.*s, chương trình này chỉ biết tới %s",
				"it has migration %.*s, this program knows up to %s"),
			    (int)len, (const char *)name, sql_migrations[known() - 1].name);
		else
			ok = check_text(conn, newest, err);
	}
	PQclear(res);
	if (ok)
		*ret = (uint32_t)newest;
	return ok;
}

static bool
apply_in_transaction(PGconn *conn, const struct sql_migration *m, struct err *err)
{
	struct pg_params p = {0};
	PGresult *res = NULL;

	pg_i32(&p, (int32_t)m->number);
	pg_text(&p, m->name);
	pg_text(&p, m->text);
	if (!pg_run(conn, m->text, err) || !ask(conn, sql_schema_record, &p, &res, err))
		return false;
	PQclear(res);
	return pg_run(conn, sql_txn_commit, err);
}

static bool
apply(PGconn *conn, const struct sql_migration *m, struct err *err)
{
	struct err why = {0};

	if (!pg_run(conn, sql_txn_begin, err))
		return false;
	if (apply_in_transaction(conn, m, &why))
		return true;
	/* The session ends now, and the transaction with it. */
	return err_set(err, why.code, "%s: %s", m->name, why.text);
}

static bool
run_locked(PGconn *conn, struct migrate_state *ret, struct err *err)
{
	bool exists = false;
	uint32_t newest = 0;

	if (!record_exists(conn, &exists, err) ||
	    (!exists && !pg_run(conn, sql_schema_create, err)) || !look(conn, &newest, err))
		return false;
	ret->before = newest;
	for (; newest < known(); newest++)
		if (!apply(conn, &sql_migrations[newest], err))
			return false;
	ret->after = newest;
	return true;
}

static bool
open_as_owner(const char *conninfo, PGconn **ret, struct err *err)
{
	const struct pg_setup setup = {.conninfo = conninfo,
	    .name = "giothong-aggregator migrate",
	    .lock_wait_ms = LOCK_WAIT_MS};

	return pg_open(&setup, ret, err);
}

bool
migrate_run(const char *conninfo, struct migrate_state *ret, struct err *err)
{
	struct migrate_state state = {.known = (uint32_t)known()};
	PGconn *conn = NULL;
	bool ok = false;

	if (!open_as_owner(conninfo, &conn, err))
		return false;
	/* Let go of with the session. */
	ok = pg_run(conn, sql_schema_lock, err) && run_locked(conn, &state, err);
	pg_close(conn);
	if (ok)
		*ret = state;
	return ok;
}

bool
migrate_look(const char *conninfo, struct migrate_state *ret, struct err *err)
{
	struct migrate_state state = {.known = (uint32_t)known()};
	PGconn *conn = NULL;
	bool ok = false;

	if (!open_as_owner(conninfo, &conn, err))
		return false;
	ok = look(conn, &state.before, err);
	pg_close(conn);
	state.after = state.before;
	if (ok)
		*ret = state;
	return ok;
}
