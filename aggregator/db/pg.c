#include "db/pg.h"

#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/text.h"
#include "sql_text.h"

static const struct {
	const char *prefix;
	enum err_code code;
} sqlstate_map[] = {
    {"08", ERR_DB_AWAY},                           /* connection */
    {"53100", ERR_DISK_FULL}, {"53", ERR_DB_AWAY}, /* resources: memory, connections */
    {"57", ERR_DB_AWAY},                           /* shut down, cancelled */
    {"40", ERR_DB_AWAY},                           /* deadlock, serialisation, unknown completion */
    {"55P03", ERR_DB_AWAY},                        /* lock_timeout */
    {"55000", ERR_DB_AWAY}, /* not in the state required: a standby being promoted */
    {"25006", ERR_DB_AWAY}, /* read-only: the primary has moved */
    {"58", ERR_DB_AWAY},    /* the server's own input and output */
    {"28", ERR_CONFIG},     /* user, password, pg_hba.conf */
    {"3D000", ERR_CONFIG},  /* no such database */
    {"42501", ERR_CONFIG},  /* a right is missing */
    {"22023", ERR_CONFIG},  /* invalid parameter value: SET ROLE to a role that is not there */
    {"XX001", ERR_DAMAGED}, /* a page or a value that cannot be right */
    {"XX002", ERR_DAMAGED}, /* an index */
    {"", ERR_BUG},          /* catch-all: stays last */
};

/* What a conninfo leaves open. */
static const struct {
	const char *keyword;
	const char *value;
} defaults[] = {
    {"connect_timeout", "5"},
    {"tcp_user_timeout", "15000"},
    {"keepalives", "1"},
    {"keepalives_idle", "10"},
    {"keepalives_interval", "5"},
    {"keepalives_count", "3"},
    {"target_session_attrs", "read-write"},
};

#define KEYWORDS_MAX 64

enum err_code
pg_code_of(const char *sqlstate)
{
	size_t i = 0;

	if (sqlstate == NULL)
		return ERR_DB_AWAY;
	while (strncmp(sqlstate, sqlstate_map[i].prefix, strlen(sqlstate_map[i].prefix)) != 0)
		i++;
	return sqlstate_map[i].code;
}

/* libpq's texts end in a line feed and may have several lines: the first says it. */
static int
first_line(const char *text)
{
	const size_t len = strcspn(text, "\n");

	return len > INT_MAX ? INT_MAX : (int)len;
}

bool
pg_fail(struct err *err, const PGconn *conn, const PGresult *res)
{
	const char *state = res != NULL ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;
	const char *text = state != NULL ? PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY) : NULL;

	if (text != NULL)
		return err_set(err, pg_code_of(state), "%.*s [%s]", first_line(text), text, state);
	text = res != NULL ? PQresultErrorMessage(res) : "";
	if (text[0] == '\0' && conn != NULL)
		text = PQerrorMessage(conn);
	return err_set(err, pg_code_of(state), "%.*s", first_line(text), text);
}

/* libpq does not pass on the SQLSTATE of a refused connection, only the server's words. */
static bool
dial_fail(struct err *err, const PGconn *conn)
{
	(void)pg_fail(err, conn, NULL);
	if (conn != NULL && PQconnectionNeedsPassword(conn) != 0)
		return err_set(err, ERR_CONFIG, "%.*s", first_line(PQerrorMessage(conn)),
		    PQerrorMessage(conn));
	return false;
}

/* ${conninfo} and the defaults as libpq's pair of arrays; values are lent by ${given}. */
static void
keywords_fill(const struct pg_setup *s, const PQconninfoOption *given,
    const char *keywords[KEYWORDS_MAX], const char *values[KEYWORDS_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_LEN(defaults); i++) {
		keywords[n] = defaults[i].keyword;
		values[n++] = defaults[i].value;
	}
	keywords[n] = "application_name";
	values[n++] = s->name;
	/* The last of two equal keywords counts: the operator's word over ours. */
	for (; given->keyword != NULL && n < KEYWORDS_MAX - 2; given++) {
		if (given->val == NULL)
			continue;
		keywords[n] = given->keyword;
		values[n++] = given->val;
	}
	keywords[n] = "client_encoding";
	values[n++] = "UTF8";
	keywords[n] = NULL;
	values[n] = NULL;
}

/* libpq prints what nobody takes. */
static void
notice_ignore(void *arg, const PGresult *res)
{
	(void)arg;
	(void)res;
}

static bool
dial(const struct pg_setup *s, bool wait, PGconn **ret, struct err *err)
{
	const char *keywords[KEYWORDS_MAX], *values[KEYWORDS_MAX];
	char *why = NULL;
	PQconninfoOption *given = PQconninfoParse(s->conninfo, &why);
	PGconn *conn = NULL;

	if (given == NULL) {
		(void)err_set(err, ERR_CONFIG, "%.*s", why != NULL ? first_line(why) : 0,
		    why != NULL ? why : "");
		PQfreemem(why);
		return false;
	}
	keywords_fill(s, given, keywords, values);
	conn = wait ? PQconnectdbParams(keywords, values, 0)
		    : PQconnectStartParams(keywords, values, 0);
	PQconninfoFree(given);
	if (conn == NULL)
		return err_set(err, ERR_MEMORY, "libpq");
	(void)PQsetNoticeReceiver(conn, notice_ignore, NULL);
	if (PQstatus(conn) == CONNECTION_BAD || (wait && PQstatus(conn) != CONNECTION_OK)) {
		(void)dial_fail(err, conn);
		PQfinish(conn);
		return false;
	}
	*ret = conn;
	return true;
}

bool
pg_dial(const struct pg_setup *s, PGconn **ret, struct err *err)
{
	return dial(s, false, ret, err);
}

bool
pg_send_setup(const struct pg_setup *s, PGconn *conn, struct err *err)
{
	const uint32_t lock_wait_ms = s->lock_wait_ms != 0 ? s->lock_wait_ms : PG_LOCK_WAIT_MS;
	char lock_wait[16];
	const char *values[3] = {lock_wait, s->role, s->async_commit ? "off" : NULL};

	(void)snprintf(lock_wait, sizeof(lock_wait), "%u", lock_wait_ms);
	if (PQenterPipelineMode(conn) == 0 ||
	    PQsendQueryParams(conn, sql_session_start, 3, NULL, values, NULL, NULL, 1) == 0)
		return pg_fail(err, conn, NULL);
	for (size_t i = 0; i < s->statements_n; i++)
		if (PQsendPrepare(conn, s->statements[i].name, s->statements[i].text, 0, NULL) == 0)
			return pg_fail(err, conn, NULL);
	if (PQpipelineSync(conn) == 0)
		return pg_fail(err, conn, NULL);
	return true;
}

/* Read until the pipeline's end; the first error counts, the rest of it is aborted. */
static bool
setup_wait(PGconn *conn, struct err *err)
{
	bool failed = false;
	uint32_t nulls = 0;

	/* Two NULLs in a row without a sync between: the connection is gone. */
	while (nulls < 2) {
		PGresult *res = PQgetResult(conn);
		const ExecStatusType status = PQresultStatus(res);

		nulls = res == NULL ? nulls + 1 : 0;
		if (!failed && res != NULL && status == PGRES_FATAL_ERROR) {
			(void)pg_fail(err, conn, res);
			failed = true;
		}
		PQclear(res);
		if (res != NULL && status == PGRES_PIPELINE_SYNC)
			return !failed &&
			    (PQexitPipelineMode(conn) != 0 || pg_fail(err, conn, NULL));
	}
	return failed ? false : pg_fail(err, conn, NULL);
}

bool
pg_open(const struct pg_setup *s, PGconn **ret, struct err *err)
{
	PGconn *conn = NULL;

	if (!dial(s, true, &conn, err))
		return false;
	if (!pg_send_setup(s, conn, err) || !setup_wait(conn, err)) {
		pg_close(conn);
		return false;
	}
	*ret = conn;
	return true;
}

void
pg_close(PGconn *conn)
{
	PQfinish(conn);
}

static uint8_t *
param_add(struct pg_params *p, const void *at, size_t len, int format)
{
	if (p->n == PG_PARAMS_MAX || len > INT_MAX) {
		p->failed = true;
		return NULL;
	}
	p->at[p->n] = at != NULL ? at : (const char *)p->fixed[p->n];
	p->len[p->n] = (int)len;
	p->format[p->n] = format;
	return p->fixed[p->n++];
}

static void
param_int(struct pg_params *p, uint64_t v, size_t len)
{
	uint8_t *at = param_add(p, NULL, len, 1);

	for (size_t i = 0; at != NULL && i < len; i++)
		at[i] = (uint8_t)(v >> (8 * (len - 1 - i)));
}

void
pg_i32(struct pg_params *p, int32_t v)
{
	param_int(p, (uint32_t)v, sizeof(v));
}

void
pg_i64(struct pg_params *p, int64_t v)
{
	param_int(p, (uint64_t)v, sizeof(v));
}

void
pg_bytes(struct pg_params *p, const void *bytes, size_t len)
{
	(void)param_add(p, len != 0 ? bytes : NULL, len, 1);
}

void
pg_text(struct pg_params *p, const char *text)
{
	(void)param_add(p, text, strlen(text), 0);
}

bool
pg_send(PGconn *conn, const char *name, const struct pg_params *p, struct err *err)
{
	if (p->failed)
		return err_set(err, ERR_BUG, "%s: parameters", name);
	if (PQsendQueryPrepared(conn, name, p->n, p->at, p->len, p->format, 1) == 0)
		return pg_fail(err, conn, NULL);
	return true;
}

bool
pg_exec(PGconn *conn, const char *name, const struct pg_params *p, PGresult **ret, struct err *err)
{
	PGresult *res = NULL;

	if (p->failed)
		return err_set(err, ERR_BUG, "%s: parameters", name);
	res = PQexecPrepared(conn, name, p->n, p->at, p->len, p->format, 1);
	if (PQresultStatus(res) != PGRES_TUPLES_OK && PQresultStatus(res) != PGRES_COMMAND_OK) {
		(void)pg_fail(err, conn, res);
		PQclear(res);
		return false;
	}
	if (ret != NULL)
		*ret = res;
	else
		PQclear(res);
	return true;
}

bool
pg_wait(PGconn *conn, uint32_t wait_ms, struct err *err)
{
	const uint64_t until_ms = clock_mono_ms() + wait_ms;

	while (wait_ms != 0 && PQisBusy(conn) != 0) {
		const uint64_t now_ms = clock_mono_ms();
		struct pollfd p = {.fd = PQsocket(conn), .events = POLLIN};

		if (now_ms >= until_ms)
			return err_set(err, ERR_DB_AWAY,
			    TR("không trả lời trong %u ms", "no answer within %u ms"), wait_ms);
		(void)poll(&p, 1, (int)(until_ms - now_ms));
		if (PQconsumeInput(conn) == 0)
			return pg_fail(err, conn, NULL);
	}
	return true;
}

bool
pg_run(PGconn *conn, const char *text, struct err *err)
{
	PGresult *res = PQexec(conn, text);
	const bool ok =
	    PQresultStatus(res) == PGRES_COMMAND_OK || PQresultStatus(res) == PGRES_TUPLES_OK;

	if (!ok)
		(void)pg_fail(err, conn, res);
	PQclear(res);
	return ok;
}

/* A big-endian integer of ${len} bytes; 0 when the value is NULL or has another length. */
static uint64_t
get_int(const PGresult *res, int row, int col, int len)
{
	const char *at = PQgetvalue(res, row, col);
	uint64_t v = 0;

	if (at == NULL || PQgetlength(res, row, col) != len)
		return 0;
	for (int i = 0; i < len; i++)
		v = v << 8 | (uint8_t)at[i];
	return v;
}

int16_t
pg_get_i16(const PGresult *res, int row, int col)
{
	return (int16_t)get_int(res, row, col, 2);
}

int32_t
pg_get_i32(const PGresult *res, int row, int col)
{
	return (int32_t)get_int(res, row, col, 4);
}

int64_t
pg_get_i64(const PGresult *res, int row, int col)
{
	return (int64_t)get_int(res, row, col, 8);
}

bool
pg_get_bool(const PGresult *res, int row, int col)
{
	return get_int(res, row, col, 1) != 0;
}

const uint8_t *
pg_get_bytes(const PGresult *res, int row, int col, uint32_t *ret_len)
{
	*ret_len = (uint32_t)PQgetlength(res, row, col);
	return (const uint8_t *)PQgetvalue(res, row, col);
}

bool
pg_get_fixed(const PGresult *res, int row, int col, void *ret, size_t len)
{
	uint32_t have = 0;
	const uint8_t *at = pg_get_bytes(res, row, col, &have);

	if (have != len)
		return false;
	memcpy(ret, at, len);
	return true;
}

int64_t
pg_rows_changed(PGresult *res)
{
	const char *text = PQcmdTuples(res);

	return text[0] != '\0' ? strtoll(text, NULL, 10) : 0;
}
