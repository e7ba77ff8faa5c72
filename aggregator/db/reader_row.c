/* What the rows of the ledger say: reader.c and reader_batches.c select the same columns. */
#include <string.h>

#include "db/reader_impl.h"

bool
reader_row_head(const struct reader *r, const PGresult *res, int row, struct signed_head *ret)
{
	*ret = (struct signed_head){.realm = r->realm,
	    .batch = (uint64_t)pg_get_i64(res, row, 0),
	    .epoch = (uint32_t)pg_get_i32(res, row, 1),
	    .at_ms = pg_get_i64(res, row, 2)};
	return pg_get_fixed(res, row, 3, ret->head.at, sizeof(ret->head.at)) &&
	    pg_get_fixed(res, row, 4, ret->signature, sizeof(ret->signature));
}

bool
reader_row_batch(const struct reader *r, const PGresult *res, int row, struct batch_row *ret)
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

bool
reader_row_submission(const PGresult *res, int row, int ord_col, struct stored_submission *ret)
{
	*ret = (struct stored_submission){.ord = (uint32_t)pg_get_i32(res, row, ord_col),
	    .stream_no = pg_get_i32(res, row, ord_col + 1)};
	ret->verdicts = pg_get_bytes(res, row, ord_col + 4, &ret->verdicts_len);
	ret->body = pg_get_bytes(res, row, ord_col + 5, &ret->body_len);
	return pg_get_fixed(res, row, ord_col + 2, ret->sign_key, sizeof(ret->sign_key)) &&
	    pg_get_fixed(res, row, ord_col + 3, ret->signature, sizeof(ret->signature));
}

bool
reader_row_path(const PGresult *res, int row, int col, struct merkle_path *ret)
{
	uint32_t len = 0;
	const uint8_t *at = pg_get_bytes(res, row, col, &len);

	if (len % sizeof(struct hash) != 0 || len > sizeof(ret->hash))
		return false;
	ret->n = (uint32_t)(len / sizeof(struct hash));
	memcpy(ret->hash, at, len);
	return true;
}
