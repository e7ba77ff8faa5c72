#include "db/ledger_report.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/buf.h"
#include "base/lang.h"
#include "db/pg.h"
#include "db/pgarray.h"
#include "sql_text.h"

static const struct pg_statement statements[] = {{"posting_page", sql_posting_page}};

struct ledger_report {
	PGconn *conn;
	uint32_t realm;
	uint64_t to;
	PGresult *page; /* NULL: none was read yet */
	int row;        /* the next of it */
	uint64_t page_to;
	int64_t last_batch; /* that was read */
	int32_t last_ord;
	struct buf bytes; /* of the row at hand */
	uint8_t key[crypto_shorthash_KEYBYTES];
};

/* Which report of which submission. */
struct place {
	int64_t at[3]; /* batch, submission, report */
};

bool
ledger_report_open(
    const char *conninfo, uint32_t realm, struct ledger_report **ret, struct err *err)
{
	const struct pg_setup setup = {.conninfo = conninfo,
	    .name = "giothong-aggregator report rows",
	    .role = PG_ROLE_SERVICE,
	    .statements = statements,
	    .statements_n = ARRAY_LEN(statements)};
	struct ledger_report *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return err_set(err, ERR_MEMORY, "rows");
	r->realm = realm;
	r->last_ord = -1;
	crypto_shorthash_keygen(r->key);
	if (!pg_open(&setup, &r->conn, err)) {
		ledger_report_close(r);
		return false;
	}
	*ret = r;
	return true;
}

void
ledger_report_close(struct ledger_report *r)
{
	if (r == NULL)
		return;
	PQclear(r->page);
	pg_close(r->conn);
	buf_free(&r->bytes);
	free(r);
}

void
ledger_report_upto(struct ledger_report *r, uint64_t to)
{
	r->to = to;
}

/* ---- the stored rows, in order */

static bool
page_read(struct ledger_report *r, struct err *err)
{
	struct pg_params p = {0};
	int n;

	PQclear(r->page);
	r->page = NULL;
	r->row = 0;
	r->page_to = r->to;
	pg_i32(&p, (int32_t)r->realm);
	pg_i64(&p, r->last_batch);
	pg_i32(&p, r->last_ord);
	pg_i64(&p, (int64_t)r->to);
	pg_i32(&p, LEDGER_REPORT_PAGE);
	if (!pg_exec(r->conn, "posting_page", &p, &r->page, err))
		return false;
	n = PQntuples(r->page);
	if (n > 0) {
		r->last_batch = pg_get_i64(r->page, n - 1, 0);
		r->last_ord = pg_get_i32(r->page, n - 1, 1);
	}
	return true;
}

/* *${ret_is} false: there is no further row. */
static bool
peek(struct ledger_report *r, bool *ret_is, struct place *ret, struct err *err)
{
	*ret_is = false;
	while (r->page == NULL || r->row == PQntuples(r->page)) {
		if (r->page != NULL && r->row < LEDGER_REPORT_PAGE && r->page_to >= r->to)
			return true;
		if (!page_read(r, err))
			return false;
	}
	*ret_is = true;
	*ret = (struct place){.at = {pg_get_i64(r->page, r->row, 0), pg_get_i32(r->page, r->row, 2),
				  pg_get_i16(r->page, r->row, 3)}};
	return true;
}

static int
place_compare(const struct place *a, const struct place *b)
{
	for (size_t i = 0; i < ARRAY_LEN(a->at); i++)
		if (a->at[i] != b->at[i])
			return a->at[i] < b->at[i] ? -1 : 1;
	return 0;
}

/* ---- what a row says, but for its place */

/* ${head}: view, kind, subject, organisation, dim, day. */
static bool
hash_of(struct ledger_report *r, const int64_t head[6], const struct posting *p, uint64_t *ret,
    struct err *err)
{
	uint8_t out[crypto_shorthash_BYTES];

	buf_clear(&r->bytes);
	for (int i = 0; i < 6; i++)
		buf_u64(&r->bytes, (uint64_t)head[i]);
	for (uint32_t i = 0; i < p->n; i++) {
		buf_u32(&r->bytes, p->ind[i]);
		buf_u64(&r->bytes, (uint64_t)p->val[i]);
	}
	if (!buf_ok(&r->bytes))
		return err_set(err, ERR_MEMORY, "rows");
	(void)crypto_shorthash(out, r->bytes.at, r->bytes.len, r->key);
	memcpy(ret, out, sizeof(*ret));
	return true;
}

static bool
damaged(const struct place *k, const char *what, struct err *err)
{
	return err_set(err, ERR_DAMAGED,
	    TR("bảng report, lần ghi %lld, bản gửi %lld, báo cáo %lld: %s",
		"table report, batch %lld, submission %lld, report %lld: %s"),
	    (long long)k->at[0], (long long)k->at[1], (long long)k->at[2], what);
}

/* The row that peek() gave; the next one is at hand then. */
static bool
stored_take(struct ledger_report *r, const struct place *k, uint64_t *sum, struct err *err)
{
	const PGresult *page = r->page;
	const int row = r->row++;
	const int64_t head[6] = {pg_get_i16(page, row, 5), pg_get_i16(page, row, 6),
	    pg_get_i64(page, row, 7), pg_get_i32(page, row, 8), pg_get_i32(page, row, 9),
	    pg_get_i32(page, row, 10)};
	uint32_t ind[CORE_PAIRS_MAX];
	int64_t val[CORE_PAIRS_MAX];
	struct posting p = {.ind = ind, .val = val};
	uint32_t ind_len = 0, val_len = 0, vals_n = 0;
	const uint8_t *ind_at = pg_get_bytes(page, row, 11, &ind_len);
	const uint8_t *val_at = pg_get_bytes(page, row, 12, &val_len);
	uint64_t hash = 0;

	if (!pgarray_get_i16(ind_at, ind_len, ind, CORE_PAIRS_MAX, &p.n) ||
	    !pgarray_get_i64(val_at, val_len, val, CORE_PAIRS_MAX, &vals_n) || vals_n != p.n)
		return damaged(k, TR("dòng hỏng", "the row cannot be read"), err);
	if (!hash_of(r, head, &p, &hash, err))
		return false;
	*sum += (uint64_t)(int64_t)pg_get_i16(page, row, 4) * hash;
	return true;
}

static bool
made_take(struct ledger_report *r, const struct posting *p, uint64_t *sum, struct err *err)
{
	const int64_t head[6] = {p->view, p->kind, p->subject, p->org, p->dim, p->day};
	uint64_t hash = 0;

	if (!hash_of(r, head, p, &hash, err))
		return false;
	*sum -= (uint64_t)(int64_t)p->sign * hash;
	return true;
}

/* ---- one against the other */

/* The stored rows of ${k} into ${sum}; *${ord} is what the next row of the batch is to have. */
static bool
place_take(
    struct ledger_report *r, const struct place *k, int32_t *ord, uint64_t *sum, struct err *err)
{
	const int32_t before = *ord;
	struct place there = {.at = {0}};
	bool is_there = false;

	for (;; ++*ord) {
		if (!peek(r, &is_there, &there, err))
			return false;
		if (!is_there || place_compare(&there, k) > 0)
			return *ord > before ||
			    damaged(k, TR("thiếu dòng này", "the row is missing"), err);
		if (place_compare(&there, k) < 0)
			return damaged(&there,
			    TR("dòng không có trong bản đã ký nào",
				"a row that is in no signed bytes"),
			    err);
		if (pg_get_i32(r->page, r->row, 1) != *ord)
			return damaged(k,
			    TR("không như bản đã ký: cột ord",
				"not as the signed bytes say: column ord"),
			    err);
		if (!stored_take(r, k, sum, err))
			return false;
	}
}

/* A stored row at or before batch ${n} that no signed byte speaks of. */
static bool
nothing_more(struct ledger_report *r, uint64_t n, struct err *err)
{
	struct place there = {.at = {0}};
	bool is_there = false;

	if (!peek(r, &is_there, &there, err))
		return false;
	return !is_there || there.at[0] > (int64_t)n ||
	    damaged(&there,
		TR("dòng không có trong bản đã ký nào", "a row that is in no signed bytes"), err);
}

bool
ledger_report_check(struct ledger_report *r, uint64_t n, const struct posting *made,
    uint32_t made_n, struct err *err)
{
	int32_t ord = 0;

	for (uint32_t i = 0; i < made_n;) {
		const struct posting *first = &made[i];
		const struct place k = {.at = {(int64_t)n, first->sub, first->idx}};
		uint64_t sum = 0;

		for (; i < made_n && made[i].sub == first->sub && made[i].idx == first->idx; i++)
			if (!made_take(r, &made[i], &sum, err))
				return false;
		if (!place_take(r, &k, &ord, &sum, err))
			return false;
		if (sum != 0)
			return damaged(&k,
			    TR("các dòng không như bản đã ký",
				"its rows are not as the signed bytes say"),
			    err);
	}
	return nothing_more(r, n, err);
}
