#include <poll.h>

#include "base/lang.h"
#include "db/writer_impl.h"
#include "sql_text.h"

static const struct pg_statement statements[] = {
    {"txn_begin", sql_txn_begin},
    {"txn_commit", sql_txn_commit},
    {"txn_rollback", sql_txn_rollback},
    {"batch_claim", sql_batch_claim},
    {"batch_heads", sql_batch_heads},
    {"project_schedule", sql_project_schedule},
    {"project_registration", sql_project_registration},
    {"project_activity", sql_project_activity},
    {"project_target", sql_project_target},
    {"project_review", sql_project_review},
    {"project_lock", sql_project_lock},
    {"project_document_text", sql_project_document_text},
    {"project_key", sql_project_key},
    {"project_org_version", sql_project_org_version},
    {"project_succession", sql_project_succession},
    {"project_alias", sql_project_alias},
    {"project_population", sql_project_population},
    {"project_registry", sql_project_registry},
};

static struct pg_setup
setup_of(const struct writer *w)
{
	return (struct pg_setup){.conninfo = w->conninfo,
	    .name = "giothong-aggregator writer",
	    .role = PG_ROLE_SERVICE,
	    .statements = statements,
	    .statements_n = ARRAY_LEN(statements)};
}

static uint64_t
backoff_ms(uint32_t attempt_count)
{
	uint64_t ms = WRITER_BACKOFF_MIN_MS;

	if (attempt_count == 0)
		return 0;
	for (uint32_t i = 1; i < attempt_count && ms < WRITER_BACKOFF_MAX_MS; i++)
		ms *= 2;
	return ms < WRITER_BACKOFF_MAX_MS ? ms : WRITER_BACKOFF_MAX_MS;
}

void
dial_again(struct writer *w, uint64_t now_ms)
{
	pg_close(w->conn);
	w->conn = NULL;
	w->phase = PHASE_WAITING;
	w->until_ms = now_ms + backoff_ms(w->attempt_count++);
}

/* A warning at COMMIT decides whether it counts. */
static void
notice_take(void *arg, const PGresult *res)
{
	struct writer *w = arg;
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

	if (state != NULL && state[0] == '0' && state[1] == '1')
		w->warned = true;
}

static bool
start(struct writer *w, uint64_t now_ms)
{
	const struct pg_setup setup = setup_of(w);

	if (!pg_dial(&setup, &w->conn, &w->why))
		return false;
	(void)PQsetNoticeReceiver(w->conn, notice_take, w);
	w->dialing = PGRES_POLLING_WRITING;
	w->phase = PHASE_DIALING;
	w->until_ms = now_ms + (uint64_t)w->host_count * WRITER_DIAL_MS;
	return true;
}

/* libpq takes a connection that is still being made for one that stands. */
static bool
socket_is_ready(const struct writer *w)
{
	struct pollfd p = {.fd = PQsocket(w->conn),
	    .events = w->dialing == PGRES_POLLING_READING ? POLLIN : POLLOUT};

	return p.fd == -1 || poll(&p, 1, 0) > 0;
}

static bool
connect_on(struct writer *w, uint64_t now_ms)
{
	const struct pg_setup setup = setup_of(w);

	if (!socket_is_ready(w))
		return true;
	w->dialing = PQconnectPoll(w->conn);
	if (w->dialing == PGRES_POLLING_FAILED)
		return pg_fail(&w->why, w->conn, NULL);
	if (w->dialing != PGRES_POLLING_OK)
		return true;
	if (PQsetnonblocking(w->conn, 1) != 0)
		return pg_fail(&w->why, w->conn, NULL);
	w->phase = PHASE_SETUP;
	w->until_ms = now_ms + WRITER_STEP_MS;
	return pg_send_setup(&setup, w->conn, &w->why);
}

static bool
setup_on(struct writer *w, bool *ret_done)
{
	PGresult *res = NULL;

	if (!exchange_pump(w))
		return false;
	while (exchange_next(w, &res)) {
		const ExecStatusType status = PQresultStatus(res);
		const bool failed = res != NULL && status == PGRES_FATAL_ERROR;

		if (failed)
			(void)pg_fail(&w->why, w->conn, res);
		PQclear(res);
		if (failed)
			return false;
		if (res != NULL && status == PGRES_PIPELINE_SYNC) {
			*ret_done = true;
			return PQexitPipelineMode(w->conn) != 0 || pg_fail(&w->why, w->conn, NULL);
		}
	}
	return PQstatus(w->conn) == CONNECTION_OK || pg_fail(&w->why, w->conn, NULL);
}

enum writer_event
dial_go_on(struct writer *w, uint64_t now_ms, bool *ret_failed)
{
	bool ok = true, done = false;

	if (w->phase == PHASE_WAITING && now_ms < w->until_ms)
		return EV_NONE;
	if (w->phase != PHASE_WAITING && now_ms >= w->until_ms)
		ok = err_set(&w->why, ERR_DB_AWAY, "%s",
		    TR("cơ sở dữ liệu không nhận kết nối",
			"the database does not take the connection"));
	else if (w->phase == PHASE_WAITING)
		ok = start(w, now_ms);
	else if (w->phase == PHASE_DIALING)
		ok = connect_on(w, now_ms);
	if (ok && w->phase == PHASE_SETUP)
		ok = setup_on(w, &done);
	if (!ok) {
		dial_again(w, now_ms);
		*ret_failed = true;
	}
	return done ? EV_CONNECTED : EV_NONE;
}
