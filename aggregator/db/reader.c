#include "db/reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/text.h"
#include "db/damage.h"
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

static bool
absent(int64_t n, struct err *err)
{
	return err_set(
	    err, ERR_SIGNATURE, TR("thiếu lần ghi %lld", "batch %lld is missing"), (long long)n);
}

static bool
missing(int64_t n, uint32_t ord, struct err *err)
{
	return err_set(err, ERR_SIGNATURE,
	    TR("lần ghi %lld: thiếu bản gửi %u, hoặc nó không còn như lúc ghi",
		"batch %lld: submission %u is missing, or not as it was written"),
	    (long long)n, ord);
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

/* The first five columns of every batch row are its head's. */
static bool
head_from(const struct reader *r, const PGresult *res, int row, struct signed_head *ret)
{
	*ret = (struct signed_head){.realm = r->realm,
	    .batch = (uint64_t)pg_get_i64(res, row, 0),
	    .epoch = (uint32_t)pg_get_i32(res, row, 1),
	    .at_ms = pg_get_i64(res, row, 2)};
	return pg_get_fixed(res, row, 3, ret->head.at, sizeof(ret->head.at)) &&
	    pg_get_fixed(res, row, 4, ret->signature, sizeof(ret->signature));
}

/* The four after them are the rest of the row. */
static bool
row_from(const struct reader *r, const PGresult *res, int row, struct batch_row *ret)
{
	*ret = (struct batch_row){.realm = r->realm,
	    .n = (uint64_t)pg_get_i64(res, row, 0),
	    .epoch = (uint32_t)pg_get_i32(res, row, 1),
	    .at_ms = pg_get_i64(res, row, 2),
	    .kinds = (uint32_t)pg_get_i32(res, row, 5),
	    .reports = (uint32_t)pg_get_i32(res, row, 6)};
	return pg_get_fixed(res, row, 7, ret->writer, sizeof(ret->writer)) &&
	    pg_get_fixed(res, row, 8, ret->leaf_root.at, sizeof(ret->leaf_root.at));
}

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
		ok = head_from(r, res, 0, ret) || reader_malformed(pg_get_i64(res, 0, 0), err);
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

/* ---- batches */

/* Columns ${col}... of a submission row: stream, key, sig, verdicts, bytes. */
static bool
submission_from(const PGresult *res, int row, int ord_col, struct stored_submission *ret)
{
	*ret = (struct stored_submission){.ord = (uint32_t)pg_get_i32(res, row, ord_col),
	    .stream_no = pg_get_i32(res, row, ord_col + 1)};
	ret->verdicts = pg_get_bytes(res, row, ord_col + 4, &ret->verdicts_len);
	ret->body = pg_get_bytes(res, row, ord_col + 5, &ret->body_len);
	return pg_get_fixed(res, row, ord_col + 2, ret->sign_key, sizeof(ret->sign_key)) &&
	    pg_get_fixed(res, row, ord_col + 3, ret->signature, sizeof(ret->signature));
}

struct batches {
	struct reader *r;
	const struct reader_range *range;
	reader_batch_fn *fn;
	void *arg;
	PGresult *page; /* of batches */
	struct stored_submission *submissions;
	uint32_t submissions_cap;
	struct hash *leaves; /* of one batch */
	uint32_t leaves_cap;
	struct merkle_path path;
	int64_t next; /* the batch that comes next; 0: any may */
};

static uint32_t
submissions_of(const PGresult *page, int row)
{
	const int32_t n = pg_get_i32(page, row, 9);

	return n > 0 ? (uint32_t)n : 0;
}

static bool
reserve(struct batches *b, uint32_t n, struct err *err)
{
	struct stored_submission *at = NULL;

	if (n <= b->submissions_cap)
		return true;
	at = reallocarray(b->submissions, n, sizeof(*at));
	if (at == NULL)
		return err_set(err, ERR_MEMORY, "submissions");
	b->submissions = at;
	b->submissions_cap = n;
	return true;
}

static bool
leaves_reserve(struct batches *b, size_t n, struct err *err)
{
	struct hash *at = NULL;

	if (n <= b->leaves_cap)
		return true;
	at = reallocarray(b->leaves, n, sizeof(*at));
	if (at == NULL)
		return err_set(err, ERR_MEMORY, "leaves");
	b->leaves = at;
	b->leaves_cap = (uint32_t)n;
	return true;
}

static bool
path_from(const PGresult *res, int row, int col, struct merkle_path *ret)
{
	uint32_t len = 0;
	const uint8_t *at = pg_get_bytes(res, row, col, &len);

	if (len % sizeof(struct hash) != 0 || len > sizeof(ret->hash))
		return false;
	ret->n = (uint32_t)(len / sizeof(struct hash));
	memcpy(ret->hash, at, len);
	return true;
}

/* Leaves and path of the page's batch ${row}. */
static bool
proofs_from(struct batches *b, int row, struct stored_batch *ret, struct err *err)
{
	uint32_t len = 0;
	const uint8_t *at = pg_get_bytes(b->page, row, 10, &len);

	if (len % sizeof(struct hash) != 0 || !path_from(b->page, row, 11, &b->path))
		return reader_malformed((int64_t)ret->row.n, err);
	if (!leaves_reserve(b, len / sizeof(struct hash) + 1, err))
		return false;
	memcpy(b->leaves, at, len);
	ret->leaves = b->leaves;
	ret->path = &b->path;
	return true;
}

/* Rows ${from}… of ${res} are the submissions of the page's batch ${row}. */
static bool
give_batch(struct batches *b, int row, const PGresult *res, int *from, struct err *err)
{
	const uint32_t n = res != NULL ? submissions_of(b->page, row) : 0;
	struct stored_batch batch = {0};
	struct signed_head head;

	if (b->next != 0 && pg_get_i64(b->page, row, 0) != b->next++)
		return absent(b->next - 1, err);
	if (!head_from(b->r, b->page, row, &head) || !row_from(b->r, b->page, row, &batch.row))
		return reader_malformed(pg_get_i64(b->page, row, 0), err);
	batch.head = head.head;
	memcpy(batch.signature, head.signature, sizeof(batch.signature));
	if (!reserve(b, n, err) || (b->range->proofs && !proofs_from(b, row, &batch, err)))
		return false;
	for (uint32_t i = 0; i < n; i++, (*from)++)
		if (*from >= PQntuples(res) || pg_get_i64(res, *from, 0) != (int64_t)batch.row.n ||
		    !submission_from(res, *from, 1, &b->submissions[i]) ||
		    b->submissions[i].ord != i)
			return missing((int64_t)batch.row.n, i, err);
	batch.submissions = b->submissions;
	batch.submissions_n = n;
	return b->fn(b->arg, &batch, err);
}

/* Batches ${first} to ${last} of the page, numbered without a gap, with one read of submissions. */
static bool
give_run(struct batches *b, int first, int last, struct err *err)
{
	PGresult *res = NULL;
	struct pg_params p = {0};
	bool ok = true;
	int from = 0;

	pg_i32(&p, (int32_t)b->r->realm);
	pg_i64(&p, pg_get_i64(b->page, first, 0));
	pg_i64(&p, pg_get_i64(b->page, last, 0));
	if (!b->range->rows_only && !reader_run(b->r, "submission_range", &p, &res, err)) {
		if (b->r->wait_ms == 0)
			damage_name(b->r->conninfo, b->r->realm,
			    (uint64_t)pg_get_i64(b->page, first, 0),
			    (uint64_t)pg_get_i64(b->page, last, 0), err);
		return reader_fail(b->r);
	}
	for (int row = first; ok && row <= last; row++)
		ok = give_batch(b, row, res, &from, err);
	if (ok && res != NULL && from != PQntuples(res))
		ok = reader_malformed(pg_get_i64(res, from, 0), err);
	PQclear(res);
	return ok;
}

static bool
give_page(struct batches *b, struct err *err)
{
	const int rows = PQntuples(b->page);
	int first = 0;

	while (first < rows) {
		uint64_t submissions = submissions_of(b->page, first);
		int last = first;

		while (last + 1 < rows &&
		    pg_get_i64(b->page, last + 1, 0) == pg_get_i64(b->page, last, 0) + 1 &&
		    submissions + submissions_of(b->page, last + 1) <= READER_PAGE_SUBMISSIONS)
			submissions += submissions_of(b->page, ++last);
		if (!give_run(b, first, last, err))
			return false;
		first = last + 1;
	}
	return true;
}

bool
reader_batches(struct reader *r, const struct reader_range *range, reader_batch_fn *fn, void *arg,
    struct err *err)
{
	const bool structure = range->kinds != 0 && (range->kinds & (1U << KIND_RESULT)) == 0;
	const char *const name = structure ? "batch_page_structure"
	    : range->proofs                ? "batch_page_proofs"
					   : "batch_page";
	struct batches b = {.r = r,
	    .range = range,
	    .fn = fn,
	    .arg = arg,
	    .next = structure ? 0 : (int64_t)range->from};
	int64_t from = (int64_t)range->from;
	bool ok = reader_connected(r, err), more = true;

	while (ok && more) {
		struct pg_params p = {0};

		pg_i32(&p, (int32_t)r->realm);
		pg_i64(&p, from);
		pg_i64(&p, reader_last_of(range));
		pg_i32(&p, READER_PAGE_BATCHES);
		if (structure)
			pg_i32(&p, (int32_t)range->kinds);
		if (!reader_run(r, name, &p, &b.page, err)) {
			ok = reader_fail(r);
			break;
		}
		ok = give_page(&b, err);
		more = PQntuples(b.page) == READER_PAGE_BATCHES;
		if (more)
			from = pg_get_i64(b.page, READER_PAGE_BATCHES - 1, 0) + 1;
		PQclear(b.page);
	}
	free(b.submissions);
	free(b.leaves);
	return ok;
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
	return path_from(res, 0, 9, &s->batch_path) && head_from(r, res, 0, &s->head) &&
	    row_from(r, res, 0, &s->row) && take_leaves(res, leaves, s) &&
	    submission_from(res, 0, 12, &s->submission);
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
