#include <string.h>

#include "base/failpoint.h"
#include "base/lang.h"
#include "db/copy.h"
#include "db/writer_impl.h"
#include "sql_text.h"

/* Rows of one call of libpq's: one row at least fits behind what is there. */
#define CHUNK_FULL (WRITER_CHUNK_BYTES - COPY_ROW_BYTES_MAX - COPY_END_BYTES)

static const char *const project_statements[PROJECT_COUNT_] = {
    [PROJECT_SCHEDULE] = "project_schedule",
    [PROJECT_REGISTRATION] = "project_registration",
    [PROJECT_ACTIVITY] = "project_activity",
    [PROJECT_TARGET] = "project_target",
    [PROJECT_REVIEW] = "project_review",
    [PROJECT_LOCK] = "project_lock",
    [PROJECT_DOCUMENT_TEXT] = "project_document_text",
    [PROJECT_KEY] = "project_key",
    [PROJECT_ORG_VERSION] = "project_org_version",
    [PROJECT_SUCCESSION] = "project_succession",
    [PROJECT_ALIAS] = "project_alias",
    [PROJECT_POPULATION] = "project_population",
    [PROJECT_REGISTRY] = "project_registry",
};

bool
exchange_pump(struct writer *w)
{
	const int unsent = PQflush(w->conn);

	w->want_write = unsent == 1;
	if (unsent == -1 || PQconsumeInput(w->conn) == 0)
		return pg_fail(&w->why, w->conn, NULL);
	return true;
}

bool
exchange_next(struct writer *w, PGresult **ret)
{
	if (PQstatus(w->conn) != CONNECTION_OK || PQisBusy(w->conn) != 0)
		return false;
	*ret = PQgetResult(w->conn);
	return true;
}

/* What the server says against a statement: for now, or for good. */
static void
complain(struct writer *w, const PGresult *res)
{
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

	(void)pg_fail(&w->why, w->conn, res);
	if (w->why.code == ERR_DB_AWAY || w->why.code == ERR_DISK_FULL)
		return;
	w->refused = true;
	/* Data exception, integrity constraint. */
	w->refused_content = w->why.code == ERR_BUG && state != NULL &&
	    (strncmp(state, "22", 2) == 0 || strncmp(state, "23", 2) == 0);
}

static enum writer_event
lost(struct writer *w)
{
	(void)pg_fail(&w->why, w->conn, NULL);
	return EV_LOST;
}

static enum writer_event
refuse(struct writer *w, const char *what)
{
	(void)err_set(&w->why, ERR_BUG, "%s", what);
	w->refused = true;
	return EV_LOST;
}

/*
 * A statement that has one plain result: kept in w->result until its end has come too.  EV_NONE:
 * wait; EV_BEGIN: w->result is it.
 */
static enum writer_event
one_result(struct writer *w, ExecStatusType wanted)
{
	PGresult *res = NULL;

	if (!exchange_pump(w))
		return EV_LOST;
	while (exchange_next(w, &res)) {
		if (res == NULL)
			return w->result != NULL ? EV_BEGIN : lost(w);
		if (PQresultStatus(res) != wanted || w->result != NULL) {
			complain(w, res);
			PQclear(res);
			return EV_LOST;
		}
		w->result = res;
		if (wanted == PGRES_COPY_IN)
			return EV_BEGIN;
	}
	return PQstatus(w->conn) == CONNECTION_OK ? EV_NONE : lost(w);
}

void
exchange_clear(struct writer *w)
{
	PQclear(w->result);
	w->result = NULL;
}

enum writer_event
exchange_idle(struct writer *w, uint64_t now_ms)
{
	(void)now_ms;
	/* PQisBusy takes in what came unasked: notices, the reason of a shutdown. */
	if (!exchange_pump(w))
		return EV_LOST;
	return PQisBusy(w->conn) == 0 && PQstatus(w->conn) == CONNECTION_OK ? EV_NONE : lost(w);
}

/* ---- claim */

static bool
send_claim(struct writer *w)
{
	const struct batch *b = w->batch;
	const struct batch_row *row = &b->row;
	struct pg_params p = {0};

	pg_i32(&p, (int32_t)row->realm);
	pg_i64(&p, (int64_t)row->n);
	pg_i32(&p, (int32_t)row->epoch);
	pg_i32(&p, (int32_t)row->kinds);
	pg_i64(&p, row->at_ms);
	pg_i32(&p, (int32_t)row->reports);
	pg_bytes(&p, row->writer, sizeof(row->writer));
	pg_bytes(&p, &row->leaf_root, sizeof(row->leaf_root));
	pg_bytes(&p, &b->head.head, sizeof(b->head.head));
	pg_bytes(&p, b->head.signature, sizeof(b->head.signature));
	pg_bytes(&p, b->leaves, b->leaves_n * sizeof(b->leaves[0]));
	pg_bytes(&p, b->batch_path.hash, b->batch_path.n * sizeof(b->batch_path.hash[0]));
	pg_text(&p, "giothong-aggregator " GH_VERSION);
	return pg_send(w->conn, "batch_claim", &p, &w->why);
}

static bool
send_project(struct writer *w, int table)
{
	struct pg_params p = {0};

	pg_i32(&p, (int32_t)w->batch->row.realm);
	pg_i64(&p, (int64_t)w->batch->row.n);
	pg_text(&p, w->project.json[table]);
	return pg_send(w->conn, project_statements[table], &p, &w->why);
}

static bool
send_begin_and_claim(struct writer *w)
{
	const struct pg_params none = {0};

	if (PQenterPipelineMode(w->conn) == 0)
		return pg_fail(&w->why, w->conn, NULL);
	if (!pg_send(w->conn, "txn_begin", &none, &w->why) || !send_claim(w))
		return false;
	for (int t = 0; t < PROJECT_COUNT_; t++)
		if (w->project.json[t] != NULL && !send_project(w, t))
			return false;
	return PQpipelineSync(w->conn) != 0 || pg_fail(&w->why, w->conn, NULL);
}

/* One result of the pipeline; ${w->row} counts them: BEGIN, the claim, small tables. */
static bool
take_claim_result(struct writer *w, PGresult *res)
{
	const uint32_t which = w->row++;

	if (PQresultStatus(res) == PGRES_COMMAND_OK) {
		if (which == 1)
			w->claimed = pg_rows_changed(res) == 1;
		return true;
	}
	/* Rows beside a claim that failed may clash with those of who has the number. */
	if (which > 1 && !w->claimed)
		return true;
	if (PQresultStatus(res) == PGRES_FATAL_ERROR)
		complain(w, res);
	return false;
}

static enum writer_event
claim_results(struct writer *w)
{
	const struct pg_params none = {0};
	PGresult *res = NULL;

	while (exchange_next(w, &res)) {
		const bool is_end = PQresultStatus(res) == PGRES_PIPELINE_SYNC;
		const bool ok = res == NULL || is_end || take_claim_result(w, res);

		PQclear(res);
		if (!ok)
			return EV_LOST;
		if (res == NULL || !is_end)
			continue;
		if (PQexitPipelineMode(w->conn) == 0)
			return lost(w);
		if (w->claimed) {
			FAILPOINT("claimed");
			return EV_CLAIMED;
		}
		w->phase = PHASE_ROLLBACK;
		return pg_send(w->conn, "txn_rollback", &none, &w->why) ? EV_NONE : EV_LOST;
	}
	return PQstatus(w->conn) == CONNECTION_OK ? EV_NONE : lost(w);
}

enum writer_event
exchange_claim(struct writer *w, uint64_t now_ms)
{
	enum writer_event ev = EV_NONE;

	(void)now_ms;
	if (w->phase == PHASE_START) {
		w->claimed = false;
		w->row = 0;
		if (!send_begin_and_claim(w))
			return EV_LOST;
		w->phase = PHASE_WAITING;
	}
	if (w->phase == PHASE_WAITING) {
		if (!exchange_pump(w))
			return EV_LOST;
		ev = claim_results(w);
	}
	if (w->phase == PHASE_ROLLBACK && ev == EV_NONE) {
		ev = one_result(w, PGRES_COMMAND_OK);
		return ev == EV_BEGIN ? EV_TAKEN : ev;
	}
	return ev;
}

/* ---- the two COPYs */

struct copy {
	const char *sql;
	uint32_t rows_n;
	const char *failpoint;
	size_t (*row)(uint8_t *at, const struct batch *b, uint32_t i);
};

/* Rows into libpq until the socket is full; true: all are in. */
static bool
send_rows(struct writer *w, const struct copy *c, uint64_t now_ms, enum writer_event *ret)
{
	*ret = EV_NONE;
	while (!w->want_write) {
		size_t len = w->row == 0 ? copy_begin(w->chunk) : 0;
		uint32_t row = w->row;
		int put = 0;

		while (row < c->rows_n && len < CHUNK_FULL)
			len += c->row(w->chunk + len, w->batch, row++);
		if (row == c->rows_n)
			len += copy_end(w->chunk + len);
		put = PQputCopyData(w->conn, (const char *)w->chunk, (int)len);
		if (put == 1) {
			w->row = row;
			w->until_ms = now_ms + WRITER_STEP_MS;
		}
		if (put == -1 || !exchange_pump(w)) {
			*ret = put == -1 ? lost(w) : EV_LOST;
			return false;
		}
		FAILPOINT(c->failpoint);
		if (put == 1 && row == c->rows_n)
			return true;
		w->want_write = w->want_write || put == 0;
	}
	return false;
}

static enum writer_event
copy_start(struct writer *w, const struct copy *c)
{
	enum writer_event ev = EV_NONE;

	if (w->phase == PHASE_START) {
		if (PQsendQuery(w->conn, c->sql) == 0)
			return lost(w);
		w->phase = PHASE_WAITING;
	}
	if (w->phase == PHASE_WAITING) {
		ev = one_result(w, PGRES_COPY_IN);
		if (ev != EV_BEGIN)
			return ev;
		exchange_clear(w);
		w->phase = PHASE_SENDING;
		w->row = 0;
	}
	return EV_NONE;
}

static enum writer_event
copy_on(struct writer *w, const struct copy *c, uint64_t now_ms)
{
	enum writer_event ev = EV_NONE;

	if (c->rows_n == 0)
		return EV_COPIED;
	ev = copy_start(w, c);
	if (ev != EV_NONE || w->phase < PHASE_SENDING)
		return ev;
	if (w->phase == PHASE_SENDING) {
		if (!exchange_pump(w))
			return EV_LOST;
		if (!send_rows(w, c, now_ms, &ev))
			return ev;
		if (PQputCopyEnd(w->conn, NULL) != 1)
			return lost(w);
		w->phase = PHASE_ENDING;
	}
	ev = one_result(w, PGRES_COMMAND_OK);
	if (ev == EV_BEGIN)
		ev = pg_rows_changed(w->result) == c->rows_n ? EV_COPIED : refuse(w, "COPY: rows");
	return ev;
}

enum writer_event
exchange_submissions(struct writer *w, uint64_t now_ms)
{
	const struct copy c = {
	    sql_copy_submissions, w->batch->leaves_n, "copying-submissions", copy_submission};

	return copy_on(w, &c, now_ms);
}

enum writer_event
exchange_postings(struct writer *w, uint64_t now_ms)
{
	const struct copy c = {
	    sql_copy_postings, w->batch->postings_n, "copying-postings", copy_posting};

	return copy_on(w, &c, now_ms);
}

/* ---- commit */

enum writer_event
exchange_commit(struct writer *w, uint64_t now_ms)
{
	const struct pg_params none = {0};
	enum writer_event ev = EV_NONE;

	if (w->phase == PHASE_START) {
		w->warned = false;
		w->phase = PHASE_WAITING;
		w->until_ms = now_ms + WRITER_COMMIT_MS;
		FAILPOINT("before-commit");
		if (!pg_send(w->conn, "txn_commit", &none, &w->why))
			return EV_LOST;
		FAILPOINT("commit-sent");
	}
	ev = one_result(w, PGRES_COMMAND_OK);
	if (ev != EV_BEGIN)
		return ev;
	/* A failed transaction answers COMMIT with ROLLBACK. */
	if (strcmp(PQcmdStatus(w->result), "COMMIT") != 0)
		return refuse(w, "COMMIT: ROLLBACK");
	if (w->warned) {
		/* Committed here, but the standby may not have it. */
		(void)err_set(&w->why, ERR_DB_AWAY, "%s",
		    TR("máy dự phòng chưa xác nhận lần ghi",
			"the standby did not confirm the commit"));
		return EV_LOST;
	}
	FAILPOINT("committed");
	return EV_COMMITTED;
}

/* ---- read back */

static bool
send_heads(struct writer *w)
{
	struct pg_params p = {0};

	pg_i32(&p, (int32_t)w->realm);
	pg_i64(&p, (int64_t)w->n);
	pg_i64(&p, (int64_t)w->n + 1);
	return pg_send(w->conn, "batch_heads", &p, &w->why);
}

/* Head of batch ${n} among the rows; NULL: it is not there. */
static const uint8_t *
head_of(const PGresult *res, uint64_t n)
{
	for (int i = 0; i < PQntuples(res); i++) {
		uint32_t len = 0;
		const uint8_t *head = pg_get_bytes(res, i, 1, &len);

		if ((uint64_t)pg_get_i64(res, i, 0) == n && len == WIRE_HASH_BYTES)
			return head;
	}
	return NULL;
}

static enum writer_event
compare(struct writer *w, const PGresult *res)
{
	const uint8_t *here = head_of(res, w->n), *next = head_of(res, w->n + 1);

	if (w->n != 0 && (here == NULL || memcmp(here, w->head.at, WIRE_HASH_BYTES) != 0)) {
		w->forked = true;
		(void)err_set(&w->why, ERR_HISTORY_WENT_BACK,
		    here == NULL
			? TR("cơ sở dữ liệu không có lần ghi %llu", "the database lacks batch %llu")
			: TR("lần ghi %llu trong cơ sở dữ liệu khác bản đã ký",
			      "batch %llu of the database differs from the one signed"),
		    (unsigned long long)w->n);
		return EV_LOST;
	}
	if (next == NULL)
		return EV_ABSENT;
	if (w->batch != NULL && memcmp(next, w->batch->head.head.at, WIRE_HASH_BYTES) == 0)
		return EV_MINE;
	return EV_OTHERS;
}

enum writer_event
exchange_read(struct writer *w, uint64_t now_ms)
{
	enum writer_event ev = EV_NONE;

	if (w->phase == PHASE_DONE)
		return w->batch != NULL ? EV_ABSENT : exchange_idle(w, now_ms);
	if (w->phase == PHASE_START) {
		if (!send_heads(w))
			return EV_LOST;
		w->phase = PHASE_WAITING;
	}
	ev = one_result(w, PGRES_TUPLES_OK);
	if (ev != EV_BEGIN)
		return ev;
	ev = compare(w, w->result);
	if (ev == EV_ABSENT && w->batch == NULL) {
		w->phase = PHASE_DONE;
		w->until_ms = UINT64_MAX;
		return EV_NONE;
	}
	return ev;
}
