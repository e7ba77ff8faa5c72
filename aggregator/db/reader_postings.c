/* What the ledger posted, a page at a time. */
#include "db/pgarray.h"
#include "db/reader_impl.h"

static bool
posting_from(const PGresult *res, int row, uint32_t *ind, int64_t *val, struct posting *ret)
{
	uint32_t len = 0, vals_n = 0;
	const uint8_t *at = pg_get_bytes(res, row, 11, &len);

	*ret = (struct posting){.sub = (uint32_t)pg_get_i32(res, row, 2),
	    .idx = (uint16_t)pg_get_i16(res, row, 3),
	    .sign = (int8_t)pg_get_i16(res, row, 4),
	    .view = (uint8_t)pg_get_i16(res, row, 5),
	    .kind = (uint8_t)pg_get_i16(res, row, 6),
	    .subject = pg_get_i64(res, row, 7),
	    .org = pg_get_i32(res, row, 8),
	    .dim = pg_get_i32(res, row, 9),
	    .day = pg_get_i32(res, row, 10),
	    .ind = ind,
	    .val = val};
	if (!pgarray_get_i16(at, len, ind, CORE_PAIRS_MAX, &ret->n))
		return false;
	at = pg_get_bytes(res, row, 12, &len);
	return pgarray_get_i64(at, len, val, CORE_PAIRS_MAX, &vals_n) && vals_n == ret->n;
}

static bool
give_postings(const PGresult *res, reader_posting_fn *fn, void *arg, struct err *err)
{
	uint32_t ind[CORE_PAIRS_MAX];
	int64_t val[CORE_PAIRS_MAX];
	struct posting posting;

	for (int row = 0; row < PQntuples(res); row++)
		if (!posting_from(res, row, ind, val, &posting))
			return reader_malformed(pg_get_i64(res, row, 0), err);
		else if (!fn(arg, (uint64_t)pg_get_i64(res, row, 0), &posting, err))
			return false;
	return true;
}

bool
reader_postings(struct reader *r, const struct reader_range *range, reader_posting_fn *fn,
    void *arg, struct err *err)
{
	int64_t batch = (int64_t)range->from;
	int32_t ord = -1;
	bool ok = reader_connected(r, err), more = true;

	while (ok && more) {
		struct pg_params p = {0};
		PGresult *res = NULL;

		pg_i32(&p, (int32_t)r->realm);
		pg_i64(&p, batch);
		pg_i32(&p, ord);
		pg_i64(&p, reader_last_of(range));
		pg_i32(&p, READER_PAGE_POSTINGS);
		if (!reader_run(r, "posting_page", &p, &res, err))
			return reader_fail(r);
		ok = give_postings(res, fn, arg, err);
		more = PQntuples(res) == READER_PAGE_POSTINGS;
		if (more) {
			batch = pg_get_i64(res, READER_PAGE_POSTINGS - 1, 0);
			ord = pg_get_i32(res, READER_PAGE_POSTINGS - 1, 1);
		}
		PQclear(res);
	}
	return ok;
}
