#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "db/checkpoint.h"
#include "db/pg.h"
#include "db/pgarray.h"
#include "sql_text.h"

#define PAIRS_MAX 32768 /* indicators of one cell: as many as there are numbers */
#define COPY_HEAD_BYTES 19
#define FIELDS_MAX 7

static const struct pg_statement statements[] = {
    {"txn_snapshot", sql_txn_snapshot},
    {"checkpoint_get", sql_checkpoint_get},
    {"copy_realm", sql_copy_realm},
};

struct checkpoint_load {
	PGconn *conn;
	PGresult *row;     /* of giothong.checkpoint */
	const char *table; /* that is being read */
	uint32_t ind[PAIRS_MAX];
	int64_t val[PAIRS_MAX];
	int32_t carriers[PAIRS_MAX];
};

/* One field of a binary COPY row. */
struct field {
	const uint8_t *at;
	uint32_t len;
};

static bool
malformed(const struct checkpoint_load *l, struct err *err)
{
	return err_set(err, ERR_DAMAGED,
	    TR("bảng %s: một dòng không còn như lúc ghi",
		"table %s: a row is not as it was written"),
	    l->table);
}

static uint64_t
big_endian(const uint8_t *at, uint32_t size)
{
	uint64_t v = 0;

	for (uint32_t i = 0; i < size; i++)
		v = v << 8 | at[i];
	return v;
}

static bool
snapshot(struct checkpoint_load *l, uint32_t realm, struct err *err)
{
	const struct pg_params none = {0};
	struct pg_params get = {0}, set = {0};
	char text[16];

	(void)snprintf(text, sizeof(text), "%u", realm);
	pg_i32(&get, (int32_t)realm);
	pg_text(&set, text);
	return pg_exec(l->conn, "txn_snapshot", &none, NULL, err) &&
	    pg_exec(l->conn, "copy_realm", &set, NULL, err) &&
	    pg_exec(l->conn, "checkpoint_get", &get, &l->row, err);
}

bool
checkpoint_load_open(const char *conninfo, uint32_t realm, struct checkpoint_load **ret,
    uint64_t *ret_batch, struct err *err)
{
	const struct pg_setup setup = {.conninfo = conninfo,
	    .name = "giothong-aggregator load",
	    .role = PG_ROLE_SERVICE,
	    .statements = statements,
	    .statements_n = ARRAY_LEN(statements)};
	struct checkpoint_load *l = calloc(1, sizeof(*l));

	if (l == NULL)
		return err_set(err, ERR_MEMORY, "checkpoint");
	if (!pg_open(&setup, &l->conn, err) || !snapshot(l, realm, err)) {
		checkpoint_load_close(l);
		return false;
	}
	*ret_batch = 0;
	if (PQntuples(l->row) == 1 && pg_get_i32(l->row, 0, 1) == CORE_CHECKPOINT_FORMAT)
		*ret_batch = (uint64_t)pg_get_i64(l->row, 0, 0);
	*ret = l;
	return true;
}

const uint8_t *
checkpoint_load_state(const struct checkpoint_load *l, uint32_t *ret_len)
{
	return pg_get_bytes(l->row, 0, 2, ret_len);
}

void
checkpoint_load_close(struct checkpoint_load *l)
{
	if (l == NULL)
		return;
	PQclear(l->row);
	pg_close(l->conn);
	free(l);
}

/* ---- rows */

typedef bool row_fn(struct checkpoint_load *l, const struct field *f,
    const struct checkpoint_sink *sink, struct err *err);

static bool
cell_from(struct checkpoint_load *l, const struct field *f, struct cell_row *ret, struct err *err)
{
	struct cell_row c = {.ind = l->ind, .val = l->val, .carriers = l->carriers};
	uint32_t vals_n = 0, carriers_n = 0;

	if (f[0].len != 4 || f[1].len != 4 || f[2].len != 2 || big_endian(f[2].at, 2) > UINT8_MAX ||
	    f[3].len != 4 || !pgarray_get_i16(f[4].at, f[4].len, l->ind, PAIRS_MAX, &c.n) ||
	    !pgarray_get_i64(f[5].at, f[5].len, l->val, PAIRS_MAX, &vals_n) ||
	    !pgarray_get_i32(f[6].at, f[6].len, l->carriers, PAIRS_MAX, &carriers_n) ||
	    vals_n != c.n || carriers_n != c.n)
		return malformed(l, err);
	c.org = (org_t)big_endian(f[0].at, 4);
	c.slot = (int32_t)big_endian(f[1].at, 4);
	c.view = (uint8_t)big_endian(f[2].at, 2);
	c.dim = (int32_t)big_endian(f[3].at, 4);
	*ret = c;
	return true;
}

static bool
cell_row(struct checkpoint_load *l, const struct field *f, const struct checkpoint_sink *sink,
    struct err *err)
{
	struct cell_row c;

	return cell_from(l, f, &c, err) && sink->cell(sink->arg, &c, err);
}

static bool
total_row(struct checkpoint_load *l, const struct field *f, const struct checkpoint_sink *sink,
    struct err *err)
{
	struct cell_row c;

	return cell_from(l, f, &c, err) && sink->total(sink->arg, &c, err);
}

static bool
blob_from(const struct field *f, struct blob_row *ret)
{
	*ret = (struct blob_row){.bytes = f[1].at, .len = f[1].len};
	if (f[0].len != 8)
		return false;
	ret->id = (int64_t)big_endian(f[0].at, 8);
	return true;
}

static bool
subject_row(struct checkpoint_load *l, const struct field *f, const struct checkpoint_sink *sink,
    struct err *err)
{
	struct blob_row row;

	return blob_from(f, &row) ? sink->subject(sink->arg, &row, err) : malformed(l, err);
}

static bool
stream_row(struct checkpoint_load *l, const struct field *f, const struct checkpoint_sink *sink,
    struct err *err)
{
	struct blob_row row;

	return blob_from(f, &row) ? sink->stream(sink->arg, &row, err) : malformed(l, err);
}

/* Fields of the row at ${at}; returns its bytes, 0: not a row of ${fields_n} fields. */
static size_t
fields_of(const uint8_t *at, size_t len, uint32_t fields_n, struct field *ret)
{
	size_t off = 2;

	if (len < 2 || big_endian(at, 2) != fields_n)
		return 0;
	for (uint32_t i = 0; i < fields_n; i++) {
		if (len - off < 4)
			return 0;
		ret[i].len = (uint32_t)big_endian(at + off, 4);
		off += 4;
		/* A NULL's length is -1: longer than any message. */
		if (len - off < ret[i].len)
			return 0;
		ret[i].at = at + off;
		off += ret[i].len;
	}
	return off;
}

struct table {
	const char *name;
	const char *sql;
	row_fn *row;
	uint32_t fields_n;
	bool is_wanted;
};

/* One message: rows, or the end mark. */
static bool
message(struct checkpoint_load *l, const struct table *t, struct field all,
    const struct checkpoint_sink *sink, struct err *err)
{
	struct field f[FIELDS_MAX];

	while (all.len > 0) {
		size_t row = 0;

		if (all.len == 2 && big_endian(all.at, 2) == UINT16_MAX)
			return true;
		row = fields_of(all.at, all.len, t->fields_n, f);
		if (row == 0)
			return malformed(l, err);
		if (!t->row(l, f, sink, err))
			return false;
		all.at += row;
		all.len -= (uint32_t)row;
	}
	return true;
}

static bool
copy_end(struct checkpoint_load *l, struct err *err)
{
	PGresult *res = NULL;
	bool ok = true;

	while ((res = PQgetResult(l->conn)) != NULL) {
		if (PQresultStatus(res) != PGRES_COMMAND_OK)
			ok = pg_fail(err, l->conn, res);
		PQclear(res);
	}
	return ok;
}

static bool
copy_begin(struct checkpoint_load *l, const char *sql, struct err *err)
{
	PGresult *res = PQexec(l->conn, sql);
	const bool ok = PQresultStatus(res) == PGRES_COPY_OUT || pg_fail(err, l->conn, res);

	PQclear(res);
	return ok;
}

static bool
table_load(struct checkpoint_load *l, const struct table *t, const struct checkpoint_sink *sink,
    struct err *err)
{
	char *at = NULL;
	uint32_t head = COPY_HEAD_BYTES; /* in the first message */
	bool ok = copy_begin(l, t->sql, err);
	int len = 0;

	l->table = t->name;
	while (ok && (len = PQgetCopyData(l->conn, &at, 0)) > 0) {
		const struct field rows = {(const uint8_t *)at + head, (uint32_t)len - head};

		ok = (uint32_t)len >= head ? message(l, t, rows, sink, err) : malformed(l, err);
		head = 0;
		PQfreemem(at);
		at = NULL;
	}
	if (!ok)
		return false;
	return len == -1 ? copy_end(l, err) : pg_fail(err, l->conn, NULL);
}

bool
checkpoint_load_rows(struct checkpoint_load *l, const struct checkpoint_sink *sink, struct err *err)
{
	const struct table tables[] = {
	    {"cell", sql_copy_cells, cell_row, 7, sink->cell != NULL},
	    {"subject", sql_copy_subjects, subject_row, 2, sink->subject != NULL},
	    {"stream", sql_copy_streams, stream_row, 2, sink->stream != NULL},
	    {"total", sql_copy_totals, total_row, 7, sink->total != NULL},
	};

	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		if (tables[i].is_wanted && !table_load(l, &tables[i], sink, err))
			return false;
	return true;
}
