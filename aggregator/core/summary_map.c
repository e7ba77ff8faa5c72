/* Totals restated to the map of a day: the same questions as of what was recorded. */
#include <string.h>

#include "base/lang.h"
#include "core/summary.h"

/* ---- which map */

static bool
is_recorded(const char *basis)
{
	return basis[0] == '\0' || strcmp(basis, "recorded") == 0;
}

bool
summary_basis_day(const char *basis, struct scope *s, struct err *err)
{
	if (is_recorded(basis) || strcmp(basis, "end") == 0)
		return true;
	return day_parse(basis, &s->on, err) ||
	    err_set(err, ERR_USAGE,
		TR("--basis %s: recorded, end hoặc một ngày", "basis %s: recorded, end or a day"),
		basis);
}

/*
 * The map of the period's end is for whoever stands on it; an organisation that had ended by then
 * is shown as recorded.  On the map of a stated day it has to be a row.
 */
bool
summary_basis_map(const struct core *c, const char *basis, struct scope *s, struct err *err)
{
	const bool is_end = strcmp(basis, "end") == 0;
	const day_t end = s->period.kind == PERIOD_OPEN ? s->today : s->period.to;
	const struct orgs_map *map = NULL;

	if (is_recorded(basis))
		return true;
	map = orgs_map(c->orgs, is_end ? end : s->on, err);
	if (map == NULL)
		return false;
	if (orgs_map_place(map, s->org).at == s->org)
		s->map = map;
	else if (!is_end)
		return err_set(err, ERR_ORG_NOT_VALID,
		    TR("%s không có trên địa giới ngày đó", "%s is not on that day's map"),
		    core_org_name(c, s->org, s->on));
	return true;
}

const char *
summary_basis_text(struct answer *w, const struct scope *s)
{
	char text[DAY_TEXT_MAX];

	return s->map == NULL ? "recorded" : answer_text(w, day_iso(orgs_map_day(s->map), text));
}

day_t
summary_names_day(const struct scope *s)
{
	return s->map == NULL ? s->to : orgs_map_day(s->map);
}

bool
summary_is_under(const struct core *c, const struct scope *s, org_t org, day_t day)
{
	return s->map == NULL ? orgs_is_above(c->orgs, s->org, org, day)
			      : orgs_map_is_above(s->map, s->org, org);
}

uint32_t
summary_children(
    const struct core *c, const struct scope *s, org_t org, org_t **ret, struct err *err)
{
	return s->map == NULL ? orgs_children(c->orgs, org, s->period.from, s->to, ret, err)
			      : orgs_map_children(c->orgs, s->map, org, ret, err);
}

/* ---- sums */

bool
summary_rollup_sum(const struct scope *s, const struct rollup_ask *ask, day_t from, day_t to,
    struct pairs *ret, struct err *err)
{
	return rollup_sum(s->rollup, ask, from, to, ret, err) &&
	    (s->draft == NULL || rollup_sum(s->draft, ask, from, to, ret, err));
}

static bool
cells_add(const struct rollup *r, const struct scope *s, const struct rollup_ask *ask, day_t to,
    struct pairs *ret, struct err *err)
{
	for (const struct cell *cell = rollup_own(r, ask->org); cell != NULL; cell = cell->next_own)
		if (cell->key.view == (int32_t)ask->view && cell->key.dim == ask->dim &&
		    cell->key.slot >= s->period.from && cell->key.slot <= to &&
		    !pairs_merge(ret, 1, &cell->pairs, err))
			return false;
	return true;
}

bool
summary_cells_add(const struct scope *s, const struct rollup_ask *ask, day_t to, struct pairs *ret,
    struct err *err)
{
	return cells_add(s->rollup, s, ask, to, ret, err) &&
	    (s->draft == NULL || cells_add(s->draft, s, ask, to, ret, err));
}

bool
summary_view_sum(const struct core *c, const struct scope *s, const struct rollup_ask *ask,
    day_t to, struct pairs *ret, struct err *err)
{
	struct rollup_ask one = *ask;

	/* All there is stands under the root, on any map. */
	if (s->map == NULL || ask->org == orgs_root(c->orgs))
		return summary_rollup_sum(s, ask, s->period.from, to, ret, err);
	for (org_t at = orgs_map_walk(s->map, ask->org, 0); at != 0;
	     at = orgs_map_walk(s->map, ask->org, at)) {
		one.org = at;
		if (!summary_cells_add(s, &one, to, ret, err))
			return false;
	}
	return true;
}

/* What stands just below ${ask->org} in ${line} without being a row. */
static bool
left_sum(const struct scope *s, const struct rollup_ask *ask, const struct summary_line *l,
    struct pairs *ret, struct err *err)
{
	struct rollup_ask one = *ask;

	for (org_t at = orgs_map_first(s->map, l->org); at != 0; at = orgs_map_next(s->map, at)) {
		const struct org_place place = orgs_map_place(s->map, at);

		one.org = at;
		if (place.at != at && (int)place.line == l->line &&
		    !summary_cells_add(s, &one, l->to, ret, err))
			return false;
	}
	return true;
}

bool
summary_own_sum(const struct scope *s, const struct rollup_ask *ask, day_t to, struct pairs *ret,
    struct err *err)
{
	const struct summary_line l = {.org = ask->org, .line = ORG_LINE_NONE, .to = to};

	if (s->map == NULL)
		return rollup_sum_own(s->rollup, ask, s->period.from, to, ret, err) &&
		    (s->draft == NULL ||
			rollup_sum_own(s->draft, ask, s->period.from, to, ret, err));
	return summary_cells_add(s, ask, to, ret, err) && left_sum(s, ask, &l, ret, err);
}

bool
summary_line_sum(
    const struct scope *s, const struct summary_line *l, struct pairs *ret, struct err *err)
{
	const struct rollup_ask ask = {.view = VIEW_CREDITED};

	return s->map == NULL || left_sum(s, &ask, l, ret, err);
}

bool
summary_line_target(const struct core *c, const struct scope *s, const struct summary_line *l,
    struct target_answer *ret, struct err *err)
{
	const struct plan_question q = {.org = l->org,
	    .from = s->period.from,
	    .to = s->period.to,
	    .drafts = s->drafts,
	    .campaign = s->campaign,
	    .map = s->map,
	    .line = (enum org_line)l->line};
	const struct summary_counting counting = {.c = c, .s = s};

	*ret = (struct target_answer){.has = false};
	return s->map == NULL || summary_target(&counting, &q, ret, err);
}

/* ---- rows */

const char *
summary_line_kind(int line)
{
	return line == ORG_LINE_SPLIT ? "split" : "unknown";
}

static bool
line_row(const struct core *c, const struct scope *s, struct summary_line *l, struct pairs *rest,
    struct answer *w, struct err *err)
{
	struct target_answer target = {.has = false};
	struct pairs p = {0}, due = {0};
	bool ok = summary_line_sum(s, l, &p, err) && pairs_merge(rest, -1, &p, err) &&
	    summary_line_target(c, s, l, &target, err);

	l->to = summary_overdue_day(s);
	ok = ok && summary_line_sum(s, l, &due, err);
	struct row *row = ok && (target.has || !pairs_is_empty(&p)) ? answer_row(w) : NULL;
	if (row != NULL) {
		answer_fill(w, row, &p);
		answer_target(row, &target);
		summary_outside(row, &target, &p);
		summary_overdue_add(row, &due);
		summary_grace_take(c, s,
		    &(const struct summary_part){.org = l->org, .own = true, .line = l->line}, row);
		row->key = row->kind = summary_line_kind(l->line);
	}
	pairs_free(&p);
	pairs_free(&due);
	return ok;
}

bool
summary_line_rows(const struct core *c, const struct scope *s, struct pairs *rest, struct answer *w,
    struct err *err)
{
	for (int line = ORG_LINE_NONE + 1; s->map != NULL && line < ORG_LINE_COUNT_; line++) {
		struct summary_line l = {.org = s->org, .line = line, .to = s->to};

		if (!line_row(c, s, &l, rest, w, err))
			return false;
	}
	return true;
}
