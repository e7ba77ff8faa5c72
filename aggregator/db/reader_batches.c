/* The ledger's batches, a page at a time, each with its submissions. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "db/damage.h"
#include "db/reader_impl.h"

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

struct batches {
	struct reader *r;
	const struct reader_range *range;
	reader_batch_fn *fn;
	void *arg;
	PGresult *page; /* of batches */
	struct stored_submission *submissions;
	uint32_t submissions_cap;
	struct buf leaves; /* of one batch */
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

/* Leaves and path of the page's batch ${row}. */
static bool
proofs_from(struct batches *b, int row, struct stored_batch *ret, struct err *err)
{
	uint32_t len = 0;
	const uint8_t *at = pg_get_bytes(b->page, row, 10, &len);

	if (len % sizeof(struct hash) != 0 || !reader_row_path(b->page, row, 11, &b->path))
		return reader_malformed((int64_t)ret->row.n, err);
	buf_clear(&b->leaves);
	buf_put(&b->leaves, at, len);
	if (!buf_ok(&b->leaves))
		return err_set(err, ERR_MEMORY, "leaves");
	ret->leaves = (const struct hash *)b->leaves.at;
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
	if (!reader_row_head(b->r, b->page, row, &head) ||
	    !reader_row_batch(b->r, b->page, row, &batch.row))
		return reader_malformed(pg_get_i64(b->page, row, 0), err);
	batch.head = head.head;
	memcpy(batch.signature, head.signature, sizeof(batch.signature));
	if (!reserve(b, n, err) || (b->range->proofs && !proofs_from(b, row, &batch, err)))
		return false;
	for (uint32_t i = 0; i < n; i++, (*from)++)
		if (*from >= PQntuples(res) || pg_get_i64(res, *from, 0) != (int64_t)batch.row.n ||
		    !reader_row_submission(res, *from, 1, &b->submissions[i]) ||
		    b->submissions[i].ord != i)
			return missing((int64_t)batch.row.n, i, err);
	for (uint32_t i = 0; b->range->proofs && i < n; i++)
		b->submissions[i].seq = (uint64_t)pg_get_i64(res, *from - (int)n + (int)i, 7);
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
	buf_free(&b.leaves);
	return ok;
}
