#include "db/checkpoint_rows.h"

#include "base/failpoint.h"
#include "base/lang.h"
#include "db/pgarray.h"
#include "sql_text.h"

/* Rows and pairs of one statement: bounds its memory here and there. */
#define CHUNK_ROWS_MAX 8192U
#define CHUNK_PAIRS_MAX 262144U
#define CHUNK_BYTES_MAX ((size_t)16 << 20)

const struct pg_statement checkpoint_rows_statements[] = {
    {"txn_begin", sql_txn_begin},
    {"txn_commit", sql_txn_commit},
    {"checkpoint_claim", sql_checkpoint_claim},
    {"checkpoint_get", sql_checkpoint_get},
    {"cell_upsert", sql_cell_upsert},
    {"total_upsert", sql_total_upsert},
    {"subject_upsert", sql_subject_upsert},
    {"stream_upsert", sql_stream_upsert},
};
const size_t checkpoint_rows_statements_n = ARRAY_LEN(checkpoint_rows_statements);

static bool
run(const struct checkpoint_rows *to, const char *statement, struct err *err)
{
	const struct pg_params none = {0};

	return pg_exec(to->conn, statement, &none, NULL, err);
}

static bool
go_on(const struct checkpoint_rows *to, struct err *err)
{
	if (to->stop != NULL && atomic_load(to->stop))
		return err_set(err, ERR_INTERRUPTED, "checkpoint");
	return true;
}

/* ---- cells and totals */

enum cell_param { ORGS, SLOTS, VIEWS, DIMS, FIRSTS, LASTS, INDS, VALS, CARRIERS, CELL_PARAMS };

static void
cells_begin(struct buf *b, uint32_t rows_n, uint32_t pairs_n)
{
	for (int i = ORGS; i <= LASTS; i++)
		pgarray_begin(&b[i], i == VIEWS ? PGARRAY_INT2 : PGARRAY_INT4, rows_n);
	pgarray_begin(&b[INDS], PGARRAY_INT2, pairs_n);
	pgarray_begin(&b[VALS], PGARRAY_INT8, pairs_n);
	pgarray_begin(&b[CARRIERS], PGARRAY_INT4, pairs_n);
}

static void
cell_add(struct buf *b, const struct cell_row *c, uint32_t pairs_before)
{
	pgarray_i32(&b[ORGS], c->org);
	pgarray_i32(&b[SLOTS], c->slot);
	pgarray_i16(&b[VIEWS], c->view);
	pgarray_i32(&b[DIMS], c->dim);
	pgarray_i32(&b[FIRSTS], (int32_t)pairs_before + 1);
	pgarray_i32(&b[LASTS], (int32_t)(pairs_before + c->n));
	for (uint32_t i = 0; i < c->n; i++) {
		pgarray_i16(&b[INDS], (int16_t)c->ind[i]);
		pgarray_i64(&b[VALS], c->val[i]);
		pgarray_i32(&b[CARRIERS], c->carriers[i]);
	}
}

/* One statement's rows, from ${rows}[0] on; returns how many. */
static uint32_t
cells_fill(struct buf *b, const struct cell_row *rows, uint32_t rows_n)
{
	uint32_t n = 0, pairs = 0, before = 0;

	while (n < rows_n && n < CHUNK_ROWS_MAX && (n == 0 || pairs + rows[n].n <= CHUNK_PAIRS_MAX))
		pairs += rows[n++].n;
	cells_begin(b, n, pairs);
	for (uint32_t i = 0; i < n; i++) {
		cell_add(b, &rows[i], before);
		before += rows[i].n;
	}
	return n;
}

static bool
cells_store(const struct checkpoint_rows *to, const char *statement, const struct cell_row *rows,
    uint32_t rows_n, struct err *err)
{
	struct buf b[CELL_PARAMS] = {0};
	bool ok = true;

	while (ok && rows_n > 0) {
		struct pg_params p = {0};
		uint32_t n = 0;

		for (int i = 0; i < CELL_PARAMS; i++)
			buf_clear(&b[i]);
		n = cells_fill(b, rows, rows_n);
		pg_i32(&p, (int32_t)to->realm);
		for (int i = 0; i < CELL_PARAMS; i++) {
			ok = ok && (buf_ok(&b[i]) || err_set(err, ERR_MEMORY, "checkpoint"));
			pg_bytes(&p, b[i].at, b[i].len);
		}
		ok = ok && go_on(to, err) && pg_exec(to->conn, statement, &p, NULL, err);
		rows += n;
		rows_n -= n;
	}
	for (int i = 0; i < CELL_PARAMS; i++)
		buf_free(&b[i]);
	return ok;
}

/* ---- subjects and streams */

static uint32_t
blobs_fill(struct buf *ids, struct buf *states, const struct blob_row *rows, uint32_t rows_n)
{
	size_t bytes = 0;
	uint32_t n = 0;

	while (
	    n < rows_n && n < CHUNK_ROWS_MAX && (n == 0 || bytes + rows[n].len <= CHUNK_BYTES_MAX))
		bytes += rows[n++].len;
	pgarray_begin(ids, PGARRAY_INT8, n);
	pgarray_begin(states, PGARRAY_BYTEA, n);
	for (uint32_t i = 0; i < n; i++) {
		pgarray_i64(ids, rows[i].id);
		buf_u32(states, rows[i].len);
		buf_put(states, rows[i].bytes, rows[i].len);
	}
	return n;
}

static bool
blobs_store(const struct checkpoint_rows *to, const char *statement, const struct blob_row *rows,
    uint32_t rows_n, struct err *err)
{
	struct buf ids = {0}, states = {0};
	bool ok = true;

	while (ok && rows_n > 0) {
		struct pg_params p = {0};
		uint32_t n = 0;

		buf_clear(&ids);
		buf_clear(&states);
		n = blobs_fill(&ids, &states, rows, rows_n);
		pg_i32(&p, (int32_t)to->realm);
		pg_bytes(&p, ids.at, ids.len);
		pg_bytes(&p, states.at, states.len);
		ok =
		    ((buf_ok(&ids) && buf_ok(&states)) || err_set(err, ERR_MEMORY, "checkpoint")) &&
		    go_on(to, err) && pg_exec(to->conn, statement, &p, NULL, err);
		rows += n;
		rows_n -= n;
	}
	buf_free(&ids);
	buf_free(&states);
	return ok;
}

/* ---- whole */

static bool
claim(const struct checkpoint_rows *to, const struct checkpoint *p, bool *ret_claimed,
    struct err *err)
{
	struct pg_params params = {0};
	PGresult *res = NULL;

	pg_i32(&params, (int32_t)to->realm);
	pg_i64(&params, (int64_t)p->batch);
	pg_i32(&params, CORE_CHECKPOINT_FORMAT);
	pg_bytes(&params, p->state, p->state_len);
	pg_i64(&params, (int64_t)to->base);
	if (!pg_exec(to->conn, "checkpoint_claim", &params, &res, err))
		return false;
	*ret_claimed = pg_rows_changed(res) == 1;
	PQclear(res);
	return true;
}

/* The claim failed: because of a newer checkpoint, or because ours has nothing to stand on? */
static bool
check_newer(const struct checkpoint_rows *to, const struct checkpoint *p, struct err *err)
{
	struct pg_params params = {0};
	PGresult *res = NULL;
	bool newer = false;
	uint64_t batch = 0;

	pg_i32(&params, (int32_t)to->realm);
	if (!pg_exec(to->conn, "checkpoint_get", &params, &res, err))
		return false;
	if (PQntuples(res) == 1)
		batch = (uint64_t)pg_get_i64(res, 0, 0);
	newer = PQntuples(res) == 1 && batch >= p->batch;
	PQclear(res);
	if (!newer)
		return err_set(err, ERR_BUG,
		    TR("bảng tổng hợp đang ở lần ghi %llu, trước %llu",
			"the derived tables stand at batch %llu, before %llu"),
		    (unsigned long long)batch, (unsigned long long)to->base);
	return true;
}

bool
checkpoint_rows_store(const struct checkpoint_rows *to, const struct checkpoint *p,
    uint32_t *ret_rows, struct err *err)
{
	bool claimed = false;

	if (!run(to, "txn_begin", err) || !claim(to, p, &claimed, err))
		return false;
	if (!claimed) {
		if (!check_newer(to, p, err))
			return false;
	} else if (!cells_store(to, "cell_upsert", p->cells, p->cells_n, err) ||
	    !cells_store(to, "total_upsert", p->totals, p->totals_n, err) ||
	    !blobs_store(to, "subject_upsert", p->subjects, p->subjects_n, err) ||
	    !blobs_store(to, "stream_upsert", p->streams, p->streams_n, err)) {
		return false;
	}
	FAILPOINT("checkpoint");
	if (!run(to, "txn_commit", err))
		return false;
	*ret_rows = claimed ? p->cells_n + p->totals_n + p->subjects_n + p->streams_n : 0;
	return true;
}
