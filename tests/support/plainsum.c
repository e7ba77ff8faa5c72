#include "support/plainsum.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/orgs.h"
#include "rules/catalogue.h"

/* One number of the ledger: units of a view at an organisation on a day. */
struct plain {
	int32_t view, dim, org, day;
	int64_t units;
};

void
plainsum_free(struct plainsum *w)
{
	free(w->at);
	w->at = NULL;
}

void
plainsum_read(struct plainsum *w, PGconn *conn)
{
	PGresult *rows = PQexec(conn,
	    "SELECT r.view, r.dim, r.org, r.day, sum(r.sign * r.val[i]) FROM giothong.report AS r, "
	    "generate_subscripts(r.ind, 1) AS i WHERE r.ind[i] = 20 GROUP BY 1, 2, 3, 4");

	assert_int_equal(PQresultStatus(rows), PGRES_TUPLES_OK);
	w->n = PQntuples(rows);
	w->at = realloc(w->at, ((size_t)w->n + 1) * sizeof(*w->at));
	assert_non_null(w->at);
	for (int i = 0; i < w->n; i++)
		w->at[i] = (struct plain){.view = (int32_t)strtol(PQgetvalue(rows, i, 0), NULL, 10),
		    .dim = (int32_t)strtol(PQgetvalue(rows, i, 1), NULL, 10),
		    .org = (int32_t)strtol(PQgetvalue(rows, i, 2), NULL, 10),
		    .day = (int32_t)strtol(PQgetvalue(rows, i, 3), NULL, 10),
		    .units = strtoll(PQgetvalue(rows, i, 4), NULL, 10)};
	PQclear(rows);
}

struct plain_ask {
	const struct orgs *o;
	const struct orgs_map *map; /* NULL: as recorded */
	org_t under, also;          /* both above; 0: anything */
	bool just_below;            /* ${also} stands just below ${under}, on a posting's own day */
	int line;                   /* not -1: what stands in it at ${under} itself */
	int32_t view, dim;          /* dim -1: any */
	day_t from, to;
};

static bool
is_under(const struct plain_ask *q, org_t above, const struct plain *p)
{
	return above == 0 ||
	    (q->map != NULL ? orgs_map_is_above(q->map, above, p->org)
			    : orgs_is_above(q->o, above, p->org, p->day));
}

/*
 * As recorded a row of children has what stood in it on the day: bodies move when their parent
 * ends.
 */
static bool
is_in_row(const struct plain_ask *q, const struct plain *p)
{
	org_t chain[ORGS_DEPTH_MAX];
	uint32_t n;

	if (!q->just_below || q->map != NULL)
		return is_under(q, q->also, p);
	n = orgs_chain(q->o, p->org, p->day, chain);
	for (uint32_t i = 0; i + 1 < n; i++)
		if (chain[i + 1] == q->under)
			return chain[i] == q->also;
	return false;
}

static int64_t
plain_sum(const struct plainsum *w, const struct plain_ask *q)
{
	int64_t sum = 0;

	for (int i = 0; i < w->n; i++) {
		const struct plain *p = &w->at[i];

		if (p->view != q->view || (q->dim >= 0 && p->dim != q->dim) || p->day < q->from ||
		    p->day > q->to || !is_under(q, q->under, p) || !is_in_row(q, p))
			continue;
		if (q->line >= 0) {
			const struct org_place place = orgs_map_place(q->map, p->org);

			if (place.at != q->under || (int)place.line != q->line)
				continue;
		}
		sum += p->units;
	}
	return sum;
}

/* ---- against the core */

static int64_t
units_of(const struct row *row)
{
	return counts_value(&row->counts, IND_BLOOD_UNITS);
}

static void
same(const struct summary_request *q, const struct row *row, int64_t want)
{
	if (units_of(row) != want)
		fail_msg("%s %s on %s by %d, row %s: %lld, plainly %lld", q->org, q->period,
		    q->basis, (int)q->by, row->key, (long long)units_of(row), (long long)want);
}

/*
 * A row that is an organisation's, a line's or an executing body's; the others sum to what is left.
 */
static bool
row_is_plain(const struct plainsum *w, const struct summary_request *q, struct plain_ask ask,
    const struct row *row)
{
	char *end = NULL;

	if (q->by == BY_EXECUTING && strncmp(row->key, "executing/", 10) == 0) {
		if (ask.map != NULL)
			return false;
		ask.view = VIEW_EXECUTING;
		ask.dim = (int32_t)strtol(row->key + 10, NULL, 10);
	} else if (q->by == BY_CHILD || q->by == BY_LEVEL) {
		const long org = strtol(row->key, &end, 10);

		if (org > 0 && *end == '\0') {
			ask.also = (org_t)org;
			ask.just_below = q->by == BY_CHILD;
		} else if (q->by == BY_CHILD && ask.map != NULL &&
		    (strcmp(row->key, "split") == 0 || strcmp(row->key, "unknown") == 0)) {
			ask.line =
			    strcmp(row->key, "split") == 0 ? ORG_LINE_SPLIT : ORG_LINE_UNKNOWN;
		} else {
			return false;
		}
	} else {
		return false;
	}
	same(q, row, plain_sum(w, &ask));
	return true;
}

void
plainsum_check(const struct plainsum *w, const struct summary_request *q, uint32_t *ret_rows)
{
	struct rows rows = corefix_summary_on(w->f, q);
	struct plain_ask ask = {.o = core_orgs(w->f->core),
	    .line = -1,
	    .view = VIEW_CREDITED,
	    .dim = -1,
	    .from = rows.period.from,
	    .to = rows.period.to};
	struct err err = {.code = ERR_OK};
	int64_t sum = 0, stated = 0;
	day_t on = 0;

	if (day_parse(rows.basis, &on, NULL))
		ask.map = orgs_map(ask.o, on, &err);
	if (!core_org_find(
		w->f->core, q->org, ask.map != NULL ? on : rows.period.to, &ask.under, &err))
		fail_msg("%s", err.text);
	same(q, &rows.total, plain_sum(w, &ask));
	for (uint32_t i = 0; i < rows.rows_n; i++) {
		sum += units_of(&rows.rows[i]);
		if (strcmp(rows.rows[i].kind, "unassigned") != 0)
			stated += units_of(&rows.rows[i]);
		*ret_rows += row_is_plain(w, q, ask, &rows.rows[i]);
	}
	if (rows.rows_n > 0 && sum != units_of(&rows.total))
		fail_msg("%s by %d on %s: rows %lld", q->org, (int)q->by, q->basis, (long long)sum);
	ask.view = q->by == BY_SECTOR ? VIEW_SECTOR
	    : q->by == BY_CAMPAIGN    ? VIEW_CAMPAIGN
				      : VIEW_EXECUTING;
	if (q->by == BY_SECTOR || q->by == BY_CAMPAIGN || q->by == BY_EXECUTING)
		assert_int_equal(stated, plain_sum(w, &ask));
	query_free(&rows.arena);
}
