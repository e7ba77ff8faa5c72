#include "db/reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/text.h"
#include "db/pg.h"
#include "db/pgarray.h"
#include "db/reader_impl.h"
#include "sql_text.h"

static const struct pg_statement statements[] = {
    {"batch_newest", sql_batch_newest},
    {"batch_head", sql_batch_head},
    {"batch_page", sql_batch_page},
    {"batch_page_proofs", sql_batch_page_proofs},
    {"batch_page_structure", sql_batch_page_structure},
    {"submission_range", sql_submission_range},
    {"submission_by_name", sql_submission_by_name},
    {"posting_page", sql_posting_page},
    {"server_facts", sql_server_facts},
};

static void
notice_take(void *arg, const PGresult *res)
{
	struct reader *r = arg;
	const char *severity = PQresultErrorField(res, PG_DIAG_SEVERITY_NONLOCALIZED);

	if (severity != NULL && (strcmp(severity, "FATAL") == 0 || strcmp(severity, "PANIC") == 0))
		r->ended = true;
}

bool
reader_connected(struct reader *r, struct err *err)
{
	const struct pg_setup setup = {.conninfo = r->conninfo,
	    .name = "giothong-aggregator reader",
	    .role = PG_ROLE_SERVICE,
	    .statements = statements,
	    .statements_n = ARRAY_LEN(statements)};

	/* A session that ended since the last call shows it here. */
	if (r->conn != NULL &&
	    (PQconsumeInput(r->conn) == 0 || PQisBusy(r->conn) != 0 || r->ended ||
		PQstatus(r->conn) != CONNECTION_OK)) {
		pg_close(r->conn);
		r->conn = NULL;
	}
	r->ended = false;
	if (r->conn == NULL && !pg_open(&setup, &r->conn, err))
		return false;
	(void)PQsetNoticeReceiver(r->conn, notice_take, r);
	return true;
}

/* After a failure the next call begins anew. */
bool
reader_fail(struct reader *r)
{
	pg_close(r->conn);
	r->conn = NULL;
	return false;
}

/* pg_exec() within the reader's bound. */
bool
reader_run(
    struct reader *r, const char *name, const struct pg_params *p, PGresult **ret, struct err *err)
{
	PGresult *res;
	PGresult *more;

	if (r->wait_ms == 0)
		return pg_exec(r->conn, name, p, ret, err);
	if (!pg_send(r->conn, name, p, err) || !pg_wait(r->conn, r->wait_ms, err))
		return false;
	res = PQgetResult(r->conn);
	if (PQresultStatus(res) != PGRES_TUPLES_OK) {
		(void)pg_fail(err, r->conn, res);
		PQclear(res);
		return false;
	}
	if (!pg_wait(r->conn, r->wait_ms, err)) {
		PQclear(res);
		return false;
	}
	while ((more = PQgetResult(r->conn)) != NULL)
		PQclear(more);
	*ret = res;
	return true;
}

/* Somebody changed it, or the disk did. */
bool
reader_malformed(int64_t n, struct err *err)
{
	return err_set(err, ERR_SIGNATURE,
	    TR("lần ghi %lld: dòng trong sổ cái không còn như lúc ghi",
		"batch %lld: a row of the ledger is not as it was written"),
	    (long long)n);
}

int64_t
reader_last_of(const struct reader_range *range)
{
	return range->to != 0 ? (int64_t)range->to : INT64_MAX;
}

bool
reader_open(const char *conninfo, uint32_t realm, struct reader **ret, struct err *err)
{
	struct reader *r = calloc(1, sizeof(*r));

	if (r == NULL || (r->conninfo = strdup(conninfo)) == NULL) {
		reader_close(r);
		return err_set(err, ERR_MEMORY, "reader");
	}
	r->realm = realm;
	if (!reader_connected(r, err)) {
		reader_close(r);
		return false;
	}
	*ret = r;
	return true;
}

void
reader_close(struct reader *r)
{
	if (r == NULL)
		return;
	pg_close(r->conn);
	free(r->conninfo);
	free(r);
}

void
reader_set_wait(struct reader *r, uint32_t wait_ms)
{
	r->wait_ms = wait_ms;
}

/* ---- heads */

/* ${ret}->batch stays 0 when there is no row. */
static bool
one_head(struct reader *r, const char *statement, const struct pg_params *p,
    struct signed_head *ret, struct err *err)
{
	PGresult *res = NULL;
	bool ok = true;

	*ret = (struct signed_head){.realm = r->realm};
	if (!reader_run(r, statement, p, &res, err))
		return reader_fail(r);
	if (PQntuples(res) == 1)
		ok =
		    reader_row_head(r, res, 0, ret) || reader_malformed(pg_get_i64(res, 0, 0), err);
	PQclear(res);
	return ok;
}

bool
reader_newest(struct reader *r, struct signed_head *ret, struct err *err)
{
	struct pg_params p = {0};

	pg_i32(&p, (int32_t)r->realm);
	return reader_connected(r, err) && one_head(r, "batch_newest", &p, ret, err);
}

bool
reader_head(struct reader *r, uint64_t n, bool *ret_found, struct signed_head *ret, struct err *err)
{
	struct pg_params p = {0};
	struct signed_head head;

	pg_i32(&p, (int32_t)r->realm);
	pg_i64(&p, (int64_t)n);
	if (!reader_connected(r, err) || !one_head(r, "batch_head", &p, &head, err))
		return false;
	*ret_found = head.batch != 0;
	if (*ret_found)
		*ret = head;
	return true;
}

/* ---- names */

static bool
names_to_params(
    const struct stored_names *names, struct buf *streams, struct buf *seqs, struct err *err)
{
	pgarray_begin(streams, PGARRAY_INT4, names->n);
	pgarray_begin(seqs, PGARRAY_INT8, names->n);
	for (uint32_t i = 0; i < names->n; i++) {
		pgarray_i32(streams, names->at[i].stream_no);
		pgarray_i64(seqs, (int64_t)names->at[i].seq);
	}
	return (buf_ok(streams) && buf_ok(seqs)) || err_set(err, ERR_MEMORY, "names");
}

/* Leaves come with the first row of a batch and hold for the following ones. */
static bool
take_leaves(const PGresult *res, struct buf *leaves, struct stored_receipt *s)
{
	uint32_t len = 0;
	const uint8_t *at = pg_get_bytes(res, 0, 10, &len);

	if (PQgetisnull(res, 0, 10) == 0) {
		buf_clear(leaves);
		buf_put(leaves, at, len);
	}
	if (!buf_ok(leaves) || leaves->len % sizeof(struct hash) != 0)
		return false;
	s->leaves = (const struct hash *)leaves->at;
	s->leaves_n = (uint32_t)(leaves->len / sizeof(struct hash));
	return true;
}

static bool
receipt_from(
    const struct reader *r, const PGresult *res, struct buf *leaves, struct stored_receipt *s)
{
	*s = (struct stored_receipt){.asked = (uint32_t)(pg_get_i64(res, 0, 11) - 1)};
	return reader_row_path(res, 0, 9, &s->batch_path) && reader_row_head(r, res, 0, &s->head) &&
	    reader_row_batch(r, res, 0, &s->row) && take_leaves(res, leaves, s) &&
	    reader_row_submission(res, 0, 12, &s->submission);
}

static bool
give_receipts(struct reader *r, reader_stored_fn *fn, void *arg, struct err *err)
{
	struct buf leaves = {0};
	struct stored_receipt s;
	PGresult *res = NULL;
	bool ok = true;

	/* One row a result, so that memory holds one submission and one batch's leaves. */
	while (ok && (ok = pg_wait(r->conn, r->wait_ms, err)) &&
	    (res = PQgetResult(r->conn)) != NULL) {
		const ExecStatusType status = PQresultStatus(res);

		if (status == PGRES_SINGLE_TUPLE)
			ok = (receipt_from(r, res, &leaves, &s) ||
				 reader_malformed(pg_get_i64(res, 0, 0), err)) &&
			    fn(arg, &s, err);
		else if (status != PGRES_TUPLES_OK)
			ok = pg_fail(err, r->conn, res);
		PQclear(res);
	}
	buf_free(&leaves);
	return ok;
}

bool
reader_stored(struct reader *r, const struct stored_names *names, reader_stored_fn *fn, void *arg,
    struct err *err)
{
	struct buf streams = {0}, seqs = {0};
	struct pg_params p = {0};
	bool ok = false;

	if (names->n > READER_NAMES_MAX)
		return err_set(err, ERR_LIMIT, "%u > %u", names->n, READER_NAMES_MAX);
	if (reader_connected(r, err) && names_to_params(names, &streams, &seqs, err)) {
		pg_i32(&p, (int32_t)r->realm);
		pg_bytes(&p, streams.at, streams.len);
		pg_bytes(&p, seqs.at, seqs.len);
		ok = pg_send(r->conn, "submission_by_name", &p, err) &&
		    (PQsetSingleRowMode(r->conn) != 0 || pg_fail(err, r->conn, NULL)) &&
		    give_receipts(r, fn, arg, err);
		/* What was not read stays behind with the connection. */
		if (!ok)
			(void)reader_fail(r);
	}
	buf_free(&streams);
	buf_free(&seqs);
	return ok;
}

/* ---- facts */

static void
text_from(const PGresult *res, int col, char *ret, size_t size)
{
	(void)text_copy(ret, size, PQgetvalue(res, 0, col));
}

bool
reader_facts(struct reader *r, struct reader_facts *ret, struct err *err)
{
	struct pg_params p = {0};
	PGresult *res = NULL;

	pg_i32(&p, (int32_t)r->realm);
	if (!reader_connected(r, err))
		return false;
	if (!reader_run(r, "server_facts", &p, &res, err))
		return reader_fail(r);
	*ret = (struct reader_facts){.batches = (uint64_t)pg_get_i64(res, 0, 0),
	    .submissions = (uint64_t)pg_get_i64(res, 0, 1),
	    .reports = (uint64_t)pg_get_i64(res, 0, 2),
	    .checkpoint_batch = (uint64_t)pg_get_i64(res, 0, 3),
	    .database_bytes = (uint64_t)pg_get_i64(res, 0, 4),
	    .fsync = pg_get_bool(res, 0, 6),
	    .full_page_writes = pg_get_bool(res, 0, 7),
	    .data_checksums = pg_get_bool(res, 0, 9)};
	text_from(res, 5, ret->server_version, sizeof(ret->server_version));
	text_from(res, 8, ret->synchronous_commit, sizeof(ret->synchronous_commit));
	PQclear(res);
	return true;
}
