/* Rows by executing organisation, and by indicator. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/summary.h"
#include "rules/catalogue.h"

/* ---- by executing organisation */

struct sums {
	struct pairs *at; /* owned, by org_t */
	uint32_t n;
};

/* What a row is under: on a map, the place of an executing body that goes on there. */
static org_t
row_of(const struct scope *s, int32_t dim)
{
	const struct org_place place =
	    s->map != NULL ? orgs_map_place(s->map, dim) : (struct org_place){.at = 0};

	return place.at != 0 && place.line == ORG_LINE_NONE ? place.at : dim;
}

static bool
cells_add(
    const struct core *c, const struct scope *s, org_t org, struct sums *sums, struct err *err)
{
	for (const struct cell *cell = rollup_own(s->rollup, org); cell != NULL;
	     cell = cell->next_own) {
		const struct cell_key *k = &cell->key;

		if (k->view != VIEW_EXECUTING || k->slot < s->period.from || k->slot > s->to ||
		    !summary_is_under(c, s, org, k->slot) || (uint32_t)k->dim >= sums->n)
			continue;
		if (!pairs_merge(&sums->at[row_of(s, k->dim)], 1, &cell->pairs, err))
			return false;
	}
	return true;
}

static bool
executing_row(
    const struct core *c, const struct scope *s, org_t org, const struct pairs *p, struct answer *w)
{
	struct row *row = answer_row(w);
	char key[32];

	if (row == NULL)
		return false;
	(void)snprintf(key, sizeof(key), "executing/%d", org);
	answer_org(w, c, row, org, summary_names_day(s));
	answer_fill(w, row, p);
	row->key = answer_text(w, key);
	row->last_report_ms = 0;
	return true;
}

/* A share has no report of its own: what is left is reported where it is something. */
static void
rest_mend(struct pairs *rest)
{
	for (uint32_t i = 0; i < rest->n; i++) {
		struct pair *p = &rest->at[i];

		if (p->val != 0 && p->carriers <= 0)
			p->carriers = 1;
		else if (p->carriers < 0)
			p->carriers = 0;
	}
}

bool
summary_by_executing(const struct core *c, const struct scope *s, const struct summary_whole *whole,
    struct answer *w, struct err *err)
{
	const uint32_t n = orgs_count(c->orgs) + 1;
	struct sums sums = {.at = calloc(n, sizeof(*sums.at)), .n = n};
	struct pairs rest = {0};
	bool ok = sums.at != NULL || err_set(err, ERR_MEMORY, "%u", n);

	for (uint32_t org = 1; org < n && ok; org++)
		ok = cells_add(c, s, (org_t)org, &sums, err);
	ok = ok && pairs_merge(&rest, 1, whole->sum, err);
	for (uint32_t org = 1; org < n && ok; org++)
		if (!pairs_is_empty(&sums.at[org]))
			ok = pairs_merge(&rest, -1, &sums.at[org], err) &&
			    (executing_row(c, s, (org_t)org, &sums.at[org], w) || w->failed ||
				w->full);
	if (ok) {
		rest_mend(&rest);
		summary_rest_row(w, whole->total, &rest);
	}
	for (uint32_t org = 0; sums.at != NULL && org < n; org++)
		pairs_free(&sums.at[org]);
	free(sums.at);
	pairs_free(&rest);
	return ok;
}

/* ---- by indicator */

/* A row for each number that is reported, in the catalogue's order. */
bool
summary_by_indicator(const struct summary_whole *whole, struct answer *w, struct err *err)
{
	for (uint32_t i = 0; i < whole->sum->n; i++) {
		struct pair p = whole->sum->at[i];
		const struct indicator *ind = catalogue_by_ind(p.ind);
		const struct pairs one = {.at = &p, .n = 1};

		if (ind == NULL || p.ind >= IND_SYSTEM_FIRST || p.carriers <= 0)
			continue;
		struct row *row = answer_row(w);
		if (row == NULL)
			break;
		answer_fill(w, row, &one);
		row->key = answer_text(w, ind->code);
		row->kind = "indicator";
	}
	return answer_ok(w, err);
}
