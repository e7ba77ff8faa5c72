/*
 * Every view sums once to the same national total (V25), seen from the cells and from the reports.
 */
#include "core/state.h"
#include "rules/catalogue.h"

static bool
add(int64_t *sum, int64_t value, struct err *err)
{
	return !__builtin_add_overflow(*sum, value, sum) ||
	    err_set(err, ERR_COUNT_OVERFLOW, "units of the nation");
}

/* By view: what the leaf cells have, wherever and whenever. */
static bool
cells_sum(const struct core *c, struct core_views *ret, struct err *err)
{
	for (uint32_t org = 1; org <= orgs_count(c->orgs); org++)
		for (const struct cell *cell = rollup_own(&c->rollup, (org_t)org); cell != NULL;
		     cell = cell->next_own) {
			ret->cells++;
			if (!add(&ret->units[cell->key.view],
				pairs_value(&cell->pairs, IND_BLOOD_UNITS), err))
				return false;
		}
	return true;
}

/* What the increments made of the nation's months. */
static bool
nation_sum(const struct core *c, int64_t *ret, struct err *err)
{
	const org_t root = orgs_root(c->orgs);

	for (const struct cell *cell = c->rollup.table[ROLLUP_MONTH].cells; cell != NULL;
	     cell = cell->hh.next)
		if (cell->key.org == root && cell->key.view == VIEW_CREDITED &&
		    !add(ret, pairs_value(&cell->pairs, IND_BLOOD_UNITS), err))
			return false;
	return true;
}

/* What one report has posted: no view has more of it than is credited, and the rest is nobody's. */
static bool
subject_add(const struct core *c, const struct subject *x, struct core_views *ret, struct err *err)
{
	int64_t units[VIEW_COUNT_] = {0};

	for (uint32_t i = 0; i < x->posted_n; i++)
		units[x->posted[i].view] += subjects_row_value(&x->posted[i], IND_BLOOD_UNITS);
	for (int view = VIEW_CREDITED + 1; view < VIEW_COUNT_; view++) {
		const int64_t rest = units[VIEW_CREDITED] - units[view];

		if (rest < 0)
			return err_set(err, ERR_BUG, "V25: %s: view %d has %lld of %lld units",
			    subjects_key(&c->subjects, x->no), view, (long long)units[view],
			    (long long)units[VIEW_CREDITED]);
		if (!add(&ret->rest[view], rest, err))
			return false;
	}
	return true;
}

bool
core_views(const struct core *c, struct core_views *ret, struct err *err)
{
	int64_t nation = 0;

	*ret = (struct core_views){.cells = 0};
	if (!cells_sum(c, ret, err) || !nation_sum(c, &nation, err))
		return false;
	for (subject_t no = 1; (uint64_t)no <= c->subjects.n; no++)
		if (!subject_add(c, subjects_at(&c->subjects, no), ret, err))
			return false;
	if (nation != ret->units[VIEW_CREDITED])
		return err_set(err, ERR_BUG,
		    "V25: the nation's months have %lld units, the cells %lld", (long long)nation,
		    (long long)ret->units[VIEW_CREDITED]);
	for (int view = VIEW_CREDITED + 1; view < VIEW_COUNT_; view++)
		if (ret->units[view] + ret->rest[view] != nation)
			return err_set(err, ERR_BUG,
			    "V25: view %d has %lld units and %lld of nobody, the nation %lld", view,
			    (long long)ret->units[view], (long long)ret->rest[view],
			    (long long)nation);
	return true;
}
