#include "core/stock.h"

#include <stdlib.h>

#include "core/statement_pack.h"
#include "rules/catalogue.h"

#define STOCKS_MAX 64 /* indicators of that class */

struct stock_entry {
	struct pairs own, all;
};

struct stock {
	struct stock_entry **of; /* owned with its entries, by org_t; NULL: none */
	uint32_t n;
};

/* The newest values of one organisation, in order of the indicator. */
struct newest_stock {
	uint32_t ind[STOCKS_MAX];
	int64_t val[STOCKS_MAX];
	day_t day[STOCKS_MAX];
	uint32_t n;
};

static void
value_put(struct newest_stock *at, uint32_t ind, int64_t val, day_t day)
{
	uint32_t i = 0;

	while (i < at->n && at->ind[i] < ind)
		i++;
	if (i < at->n && at->ind[i] == ind) {
		if (at->day[i] < day) {
			at->val[i] = val;
			at->day[i] = day;
		}
		return;
	}
	if (at->n == STOCKS_MAX)
		return;
	for (uint32_t j = at->n++; j > i; j--) {
		at->ind[j] = at->ind[j - 1];
		at->val[j] = at->val[j - 1];
		at->day[j] = at->day[j - 1];
	}
	at->ind[i] = ind;
	at->val[i] = val;
	at->day[i] = day;
}

static bool
newest_of_org(const struct core *c, org_t org, day_t to, struct newest_stock *ret, struct err *err)
{
	const struct org_index *all = &c->index[INDEX_ACTIVITIES];
	struct counts_content said;

	ret->n = 0;
	for (uint32_t at = org_index_first(all, org); at != 0;) {
		const struct subject *x = subjects_at(&c->subjects, org_index_next(all, &at));

		if (x->org != org || x->state != SUBJECT_FINAL || x->to > to)
			continue;
		if (!statement_pack_read_counts(x->content, x->content_len, &said, err))
			return false;
		for (uint32_t i = 0; i < said.n; i++) {
			const struct indicator *ind = catalogue_by_ind(said.ind[i]);

			if (ind != NULL && ind->rollup == ROLLUP_STOCK)
				value_put(ret, said.ind[i], said.val[i], x->to);
		}
	}
	return true;
}

/* ${org} and what it counts under on the last day: the day's map, or the one that is asked for. */
static uint32_t
places_of(const struct core *c, const struct scope *s, org_t org, org_t ret[ORGS_DEPTH_MAX])
{
	uint32_t n = 0;

	if (s->map == NULL)
		return orgs_chain(c->orgs, org, s->to, ret);
	for (org_t at = orgs_map_place(s->map, org).at; at != 0 && n < ORGS_DEPTH_MAX;
	     at = orgs_map_above(s->map, at))
		ret[n++] = at;
	return n;
}

static struct stock_entry *
entry_of(struct stock *st, org_t org, struct err *err)
{
	struct stock_entry **at = &st->of[org];

	if (*at == NULL && (*at = calloc(1, sizeof(**at))) == NULL)
		(void)err_set(err, ERR_MEMORY, "stocks");
	return *at;
}

static bool
org_put(struct stock *st, const struct core *c, const struct scope *s, org_t org, struct err *err)
{
	struct newest_stock newest;
	org_t places[ORGS_DEPTH_MAX];

	if (!newest_of_org(c, org, s->to, &newest, err))
		return false;
	const uint32_t n = newest.n == 0 ? 0 : places_of(c, s, org, places);
	for (uint32_t i = 0; i < n; i++) {
		struct stock_entry *e = entry_of(st, places[i], err);

		if (e == NULL || !pairs_add(&e->all, 1, newest.ind, newest.val, newest.n, err) ||
		    (i == 0 && !pairs_add(&e->own, 1, newest.ind, newest.val, newest.n, err)))
			return false;
	}
	return true;
}

bool
stock_new(const struct core *c, const struct scope *s, struct stock **ret, struct err *err)
{
	const struct org_index *all = &c->index[INDEX_ACTIVITIES];
	struct stock *st = NULL;

	*ret = NULL;
	/* What an organisation has is of no campaign. */
	if (all->n == 0 || s->campaign != 0)
		return true;
	st = calloc(1, sizeof(*st));
	if (st == NULL)
		return err_set(err, ERR_MEMORY, "stocks");
	st->n = orgs_count(c->orgs) + 1;
	st->of = calloc(st->n, sizeof(struct stock_entry *));
	bool ok = st->of != NULL || err_set(err, ERR_MEMORY, "stocks");
	for (uint32_t org = 1; ok && org < all->first_cap && org < st->n; org++)
		/* What ended hands its stock to whoever came after it, who counts it anew. */
		if (all->first[org] != 0 && orgs_is_valid(c->orgs, (org_t)org, s->to))
			ok = org_put(st, c, s, (org_t)org, err);
	if (!ok) {
		stock_free(st);
		return false;
	}
	*ret = st;
	return true;
}

void
stock_free(struct stock *st)
{
	if (st == NULL)
		return;
	for (uint32_t i = 0; st->of != NULL && i < st->n; i++)
		if (st->of[i] != NULL) {
			pairs_free(&st->of[i]->own);
			pairs_free(&st->of[i]->all);
			free(st->of[i]);
		}
	free(st->of);
	free(st);
}

bool
stock_add(const struct stock *st, org_t org, bool own, struct pairs *ret, struct err *err)
{
	const struct stock_entry *e = st == NULL || (uint32_t)org >= st->n ? NULL : st->of[org];

	return e == NULL || pairs_merge(ret, 1, own ? &e->own : &e->all, err);
}
