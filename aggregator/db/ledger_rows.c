#include "db/ledger_rows.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/lang.h"
#include "db/pg.h"
#include "db/project.h"
#include "sql_text.h"

static const struct pg_statement statements[] = {{"project_page", sql_project_page}};

static const char *const tables[PROJECT_COUNT_] = {
    [PROJECT_SCHEDULE] = "schedule",
    [PROJECT_REGISTRATION] = "registration",
    [PROJECT_ACTIVITY] = "activity",
    [PROJECT_TARGET] = "target",
    [PROJECT_REVIEW] = "review",
    [PROJECT_LOCK] = "lock",
    [PROJECT_DOCUMENT_TEXT] = "document_text",
    [PROJECT_KEY] = "key",
    [PROJECT_ORG_VERSION] = "org_version",
    [PROJECT_SUCCESSION] = "succession",
    [PROJECT_ALIAS] = "alias",
    [PROJECT_POPULATION] = "population",
    [PROJECT_REGISTRY] = "registry",
};

/* Which row; in the order in which they are read. */
struct row_key {
	int64_t at[4]; /* batch, table, submission, report */
};

struct ledger_rows {
	PGconn *conn;
	uint32_t realm;
	uint64_t to;
	PGresult *page; /* NULL: none was read yet */
	int row;        /* the next of it */
	uint64_t page_to;
	struct row_key last; /* that was read */
};

bool
ledger_rows_open(const char *conninfo, uint32_t realm, struct ledger_rows **ret, struct err *err)
{
	const struct pg_setup setup = {.conninfo = conninfo,
	    .name = "giothong-aggregator rows",
	    .role = PG_ROLE_SERVICE,
	    .statements = statements,
	    .statements_n = ARRAY_LEN(statements)};
	struct ledger_rows *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return err_set(err, ERR_MEMORY, "rows");
	r->realm = realm;
	if (!pg_open(&setup, &r->conn, err)) {
		ledger_rows_close(r);
		return false;
	}
	*ret = r;
	return true;
}

void
ledger_rows_close(struct ledger_rows *r)
{
	if (r == NULL)
		return;
	PQclear(r->page);
	pg_close(r->conn);
	free(r);
}

void
ledger_rows_upto(struct ledger_rows *r, uint64_t to)
{
	r->to = to;
}

/* ---- the stored rows, in order */

static struct row_key
key_at(const PGresult *page, int row)
{
	return (struct row_key){.at = {pg_get_i64(page, row, 1), pg_get_i32(page, row, 0),
				    pg_get_i32(page, row, 2), pg_get_i16(page, row, 3)}};
}

static int
key_compare(const struct row_key *a, const struct row_key *b)
{
	for (size_t i = 0; i < ARRAY_LEN(a->at); i++)
		if (a->at[i] != b->at[i])
			return a->at[i] < b->at[i] ? -1 : 1;
	return 0;
}

static bool
page_read(struct ledger_rows *r, uint64_t from, uint64_t to, struct err *err)
{
	struct pg_params p = {0};

	PQclear(r->page);
	r->page = NULL;
	r->row = 0;
	r->page_to = to;
	pg_i32(&p, (int32_t)r->realm);
	pg_i64(&p, (int64_t)from);
	pg_i64(&p, (int64_t)to);
	pg_i64(&p, r->last.at[0]);
	for (size_t i = 1; i < ARRAY_LEN(r->last.at); i++)
		pg_i32(&p, (int32_t)r->last.at[i]);
	pg_i32(&p, LEDGER_ROWS_PAGE);
	if (!pg_exec(r->conn, "project_page", &p, &r->page, err))
		return false;
	if (PQntuples(r->page) > 0)
		r->last = key_at(r->page, PQntuples(r->page) - 1);
	return true;
}

/* *${ret} is the next stored row of batch ${n} or before it; false there: there is none. */
static bool
peek(struct ledger_rows *r, uint64_t n, bool *ret_is, struct row_key *ret, struct err *err)
{
	if (r->page != NULL && r->row == PQntuples(r->page) && r->row == LEDGER_ROWS_PAGE &&
	    !page_read(r, (uint64_t)r->last.at[0], r->page_to, err))
		return false;
	if ((r->page == NULL || r->row == PQntuples(r->page)) && n > r->page_to) {
		const uint64_t end = n + LEDGER_ROWS_BATCHES - 1;

		if (!page_read(r, n, end < r->to ? end : r->to, err))
			return false;
	}
	*ret_is = false;
	if (r->row == PQntuples(r->page))
		return true;
	*ret = key_at(r->page, r->row);
	*ret_is = ret->at[0] <= (int64_t)n;
	return true;
}

/* ---- against what they are to be */

static bool
damaged(const struct row_key *k, const char *what, const char *column, struct err *err)
{
	const bool known = k->at[1] >= 0 && k->at[1] < PROJECT_COUNT_;

	return err_set(err, ERR_DAMAGED,
	    TR("bảng %s, lần ghi %lld, bản gửi %lld, báo cáo %lld: %s%s",
		"table %s, batch %lld, submission %lld, report %lld: %s%s"),
	    known ? tables[k->at[1]] : "?", (long long)k->at[0], (long long)k->at[2],
	    (long long)k->at[3], what, column);
}

/* A stored row at or before batch ${n} that no signed byte speaks of. */
static bool
nothing_more(struct ledger_rows *r, uint64_t n, struct err *err)
{
	struct row_key k;
	bool is_there = false;

	if (!peek(r, n, &is_there, &k, err))
		return false;
	return !is_there ||
	    damaged(&k, TR("dòng không có trong bản đã ký nào", "a row that is in no signed bytes"),
		"", err);
}

/* The columns of the table; ${wanted} may say more than it has. */
static bool
columns_compare(const struct row_key *k, const json_t *wanted, json_t *stored, struct err *err)
{
	for (void *i = json_object_iter(stored); i != NULL; i = json_object_iter_next(stored, i)) {
		const char *column = json_object_iter_key(i);

		if (!json_equal(json_object_iter_value(i), json_object_get(wanted, column)))
			return damaged(k,
			    TR("không như bản đã ký: cột ", "not as the signed bytes say: column "),
			    column, err);
	}
	return true;
}

static bool
row_compare(struct ledger_rows *r, uint64_t n, enum project_table table, const json_t *wanted,
    struct err *err)
{
	const struct row_key k = {
	    .at = {(int64_t)n, table, json_integer_value(json_object_get(wanted, "sub")),
		json_integer_value(json_object_get(wanted, "idx"))}};
	struct row_key there = {.at = {0}};
	json_t *stored = NULL;
	uint32_t len = 0;
	const uint8_t *text;
	bool is_there = false, ok;

	if (!peek(r, n, &is_there, &there, err))
		return false;
	if (is_there && key_compare(&there, &k) < 0)
		return nothing_more(r, n, err);
	if (!is_there || key_compare(&there, &k) > 0)
		return damaged(&k, TR("thiếu dòng này", "the row is missing"), "", err);
	text = pg_get_bytes(r->page, r->row, 4, &len);
	stored = json_loadb((const char *)text, len, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(stored)) {
		json_decref(stored);
		return damaged(&k, TR("dòng hỏng", "the row cannot be read"), "", err);
	}
	r->row++;
	ok = columns_compare(&k, wanted, stored, err);
	json_decref(stored);
	return ok;
}

static bool
table_compare(
    struct ledger_rows *r, uint64_t n, enum project_table table, const char *json, struct err *err)
{
	json_t *rows = json_loads(json, 0, NULL);
	bool ok = json_is_array(rows) || err_set(err, ERR_MEMORY, "rows");

	for (size_t i = 0; ok && i < json_array_size(rows); i++)
		ok = row_compare(r, n, table, json_array_get(rows, i), err);
	json_decref(rows);
	return ok;
}

/* ---- a stored batch as it was when it was written */

struct rebuilt {
	struct pending *pending;
	struct decided *decided;
	struct verdict *verdicts;
	uint32_t *stored;
	struct submission **submissions;
	uint32_t n;
};

static void
rebuilt_free(struct rebuilt *m)
{
	for (uint32_t i = 0; m->submissions != NULL && i < m->n; i++)
		submission_free(m->submissions[i]);
	free(m->submissions);
	free(m->stored);
	free(m->verdicts);
	free(m->decided);
	free(m->pending);
}

static bool
submission_rebuild(struct rebuilt *m, uint32_t i, const struct stored_submission *s,
    struct verdict **verdict, struct err *err)
{
	const uint32_t n = s->verdicts_len / 2;

	if (!submission_decode(s->body, s->body_len, &m->submissions[i], err))
		return false;
	for (uint32_t k = 0; k < n; k++)
		(*verdict)[k].code = (enum err_code)(
		    (unsigned)s->verdicts[2 * (size_t)k] << 8 | s->verdicts[2 * (size_t)k + 1]);
	m->pending[i].s = m->submissions[i];
	m->decided[i] =
	    (struct decided){.fate = FATE_STORED, .ord = i, .verdicts = *verdict, .verdicts_n = n};
	m->stored[i] = i;
	*verdict += n;
	return true;
}

/* ${ret} is freed by the caller in any case. */
static bool
rebuild(const struct stored_batch *b, struct rebuilt *ret, struct err *err)
{
	struct verdict *verdict;
	size_t verdicts_n = 0;

	for (uint32_t i = 0; i < b->submissions_n; i++)
		verdicts_n += b->submissions[i].verdicts_len / 2;
	ret->n = b->submissions_n;
	ret->pending = calloc(ret->n + 1U, sizeof(*ret->pending));
	ret->decided = calloc(ret->n + 1U, sizeof(*ret->decided));
	ret->stored = calloc(ret->n + 1U, sizeof(*ret->stored));
	ret->submissions = calloc(ret->n + 1U, sizeof(struct submission *));
	verdict = ret->verdicts = calloc(verdicts_n + 1, sizeof(*verdict));
	if (ret->pending == NULL || ret->decided == NULL || ret->stored == NULL ||
	    ret->submissions == NULL || verdict == NULL)
		return err_set(err, ERR_MEMORY, "rows");
	for (uint32_t i = 0; i < ret->n; i++)
		if (!submission_rebuild(ret, i, &b->submissions[i], &verdict, err))
			return false;
	return true;
}

static bool
rows_make(const struct stored_batch *b, const org_t *orgs, uint32_t orgs_n, struct project *ret,
    struct err *err)
{
	struct rebuilt m = {0};
	bool ok = rebuild(b, &m, err);

	if (ok) {
		const struct batch batch = {.row = b->row,
		    .leaves_n = m.n,
		    .pending = m.pending,
		    .decided = m.decided,
		    .pending_n = m.n,
		    .stored = m.stored,
		    .new_orgs = orgs,
		    .new_orgs_n = orgs_n};

		ok = project_make(&batch, ret, err);
	}
	rebuilt_free(&m);
	return ok;
}

bool
ledger_rows_check(struct ledger_rows *r, const struct stored_batch *b, const org_t *orgs,
    uint32_t orgs_n, struct err *err)
{
	struct project p = {{NULL}};
	bool ok = true;

	if ((b->row.kinds & ~(1U << KIND_RESULT)) != 0)
		ok = rows_make(b, orgs, orgs_n, &p, err);
	for (int t = 0; ok && t < PROJECT_COUNT_; t++)
		ok = p.json[t] == NULL ||
		    table_compare(r, b->row.n, (enum project_table)t, p.json[t], err);
	project_free(&p);
	return ok && nothing_more(r, b->row.n, err);
}
