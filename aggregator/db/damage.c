#include "db/damage.h"

#include "base/lang.h"
#include "db/pg.h"
#include "sql_text.h"

static const struct pg_statement statements[] = {
    {"session_by_index", sql_session_by_index},
    {"submission_at", sql_submission_at},
};

/* Some of what is broken the server takes for a defect of its own (XX000). */
static bool
is_damage(enum err_code code)
{
	return code == ERR_DAMAGED || code == ERR_BUG;
}

/* One submission by itself; *${ret_found} false: the batch has none of that number. */
static bool
submission_reads(PGconn *conn, uint32_t realm, uint64_t batch, uint32_t ord, bool *ret_found)
{
	struct pg_params p = {0};
	PGresult *res = NULL;
	struct err why = {0};

	pg_i32(&p, (int32_t)realm);
	pg_i64(&p, (int64_t)batch);
	pg_i32(&p, (int32_t)ord);
	*ret_found = false;
	if (!pg_exec(conn, "submission_at", &p, &res, &why))
		return !is_damage(why.code);
	*ret_found = PQntuples(res) == 1;
	PQclear(res);
	return true;
}

/* False: submission *${ret_ord} of ${batch} cannot be read. */
static bool
batch_reads(PGconn *conn, uint32_t realm, uint64_t batch, uint32_t *ret_ord)
{
	bool found = true;

	for (*ret_ord = 0; found; (*ret_ord)++)
		if (!submission_reads(conn, realm, batch, *ret_ord, &found))
			return false;
	return true;
}

void
damage_name(const char *conninfo, uint32_t realm, uint64_t from, uint64_t to, struct err *err)
{
	const struct pg_setup setup = {.conninfo = conninfo,
	    .name = "giothong-aggregator damage",
	    .role = PG_ROLE_SERVICE,
	    .statements = statements,
	    .statements_n = ARRAY_LEN(statements)};
	const struct pg_params none = {0};
	const struct err told = *err;
	PGconn *conn = NULL;
	struct err why = {0};
	uint32_t ord = 0;

	if (!is_damage(told.code) || !pg_open(&setup, &conn, &why))
		return;
	if (pg_exec(conn, "session_by_index", &none, NULL, &why))
		for (uint64_t n = from; n <= to; n++)
			if (!batch_reads(conn, realm, n, &ord)) {
				(void)err_set(err, told.code,
				    TR("lần ghi %llu, bản gửi %u không đọc được: %s",
					"batch %llu, submission %u cannot be read: %s"),
				    (unsigned long long)n, ord, told.text);
				break;
			}
	pg_close(conn);
}
