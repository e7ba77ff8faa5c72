/*
 * Rows of every province, district or commune at or below an organisation, whatever stands between.
 */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "core/summary.h"

static enum org_kind
kind_of(const struct core *c, const struct scope *s, org_t org)
{
	return orgs_version(c->orgs, org, summary_names_day(s))->kind;
}

/* As recorded: all that were of the kind, in the period, under the scope's organisation. */
static uint32_t
recorded_level(
    const struct core *c, const struct scope *s, enum org_kind level, org_t **ret, struct err *err)
{
	const uint32_t n = orgs_subtree(c->orgs, s->org, s->period.from, s->to, ret, err);
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++)
		if (kind_of(c, s, (*ret)[i]) == level)
			(*ret)[kept++] = (*ret)[i];
	return kept;
}

/* ---- lines of a map, of all levels above */

/* Is ${org} at or below a row of the level, within the scope? */
static bool
is_below(const struct core *c, const struct scope *s, enum org_kind level, org_t org)
{
	for (org_t at = orgs_map_place(s->map, org).at; at != 0; at = orgs_map_above(s->map, at)) {
		if (kind_of(c, s, at) == level)
			return true;
		if (at == s->org)
			break;
	}
	return false;
}

struct level_line {
	enum org_kind level;
	int line;
	day_t to;
};

static bool
line_sum(const struct core *c, const struct scope *s, const struct level_line *l, struct pairs *ret,
    struct err *err)
{
	struct rollup_ask ask = {.view = VIEW_CREDITED};

	for (org_t at = orgs_map_walk(s->map, s->org, 0); at != 0;
	     at = orgs_map_walk(s->map, s->org, at)) {
		ask.org = at;
		if ((int)orgs_map_place(s->map, at).line == l->line &&
		    !is_below(c, s, l->level, at) && !summary_cells_add(s, &ask, l->to, ret, err))
			return false;
	}
	return true;
}

static bool
line_row(const struct core *c, const struct scope *s, const struct level_line *l,
    struct pairs *rest, struct answer *w, struct err *err)
{
	const struct level_line overdue = {
	    .level = l->level, .line = l->line, .to = summary_overdue_day(s)};
	struct pairs p = {0}, due = {0};
	const bool ok = line_sum(c, s, l, &p, err) && line_sum(c, s, &overdue, &due, err) &&
	    pairs_merge(rest, -1, &p, err);
	struct row *row = ok && !pairs_is_empty(&p) ? answer_row(w) : NULL;

	if (row != NULL) {
		answer_fill(w, row, &p);
		summary_overdue_add(row, &due);
		row->key = row->kind = summary_line_kind(l->line);
	}
	pairs_free(&p);
	pairs_free(&due);
	return ok;
}

bool
summary_by_level(const struct core *c, const struct scope *s, enum org_kind asked,
    const struct summary_whole *whole, struct answer *w, struct err *err)
{
	const enum org_kind level = asked == ORG_NONE ? ORG_PROVINCE : asked;
	struct err why = {.code = ERR_OK};
	struct pairs rest = {0};
	org_t *list = NULL;

	if (level <= ORG_NATION || level >= ORG_COUNT_)
		return err_set(err, ERR_USAGE, "%s",
		    TR("cấp nào: province, district, commune, body, facility",
			"which level: province, district, commune, body, facility"));
	const uint32_t n = s->map != NULL
	    ? orgs_map_level(c->orgs, s->map, s->org, level, &list, &why)
	    : recorded_level(c, s, level, &list, &why);
	bool ok = (why.code == ERR_OK || err_set(err, why.code, "%s", why.text)) &&
	    pairs_merge(&rest, 1, whole->sum, err);
	for (uint32_t i = 0; i < n && ok; i++) {
		const struct summary_stay one = {.org = list[i], .above = s->org, .deep = true};

		ok = summary_key_row(c, s, &one, &rest, w, err);
	}
	for (int line = ORG_LINE_NONE + 1; s->map != NULL && ok && line < ORG_LINE_COUNT_; line++) {
		const struct level_line l = {.level = level, .line = line, .to = s->to};

		ok = line_row(c, s, &l, &rest, w, err);
	}
	if (ok)
		summary_rest_row(w, whole->total, &rest);
	if (ok && w->n > 0 && strcmp(w->rows[w->n - 1].kind, "unassigned") == 0)
		w->rows[w->n - 1].key = w->rows[w->n - 1].kind = "above";
	free(list);
	pairs_free(&rest);
	return ok;
}
