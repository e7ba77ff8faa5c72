/* What is due: drives that a round gives more time, and organisations that owe a first report. */
#include <stdlib.h>
#include <string.h>

#include "core/campaign.h"
#include "core/summary.h"
#include "rules/catalogue.h"

/* ---- drives */

static bool
is_of(const struct core *c, const struct scope *s, const struct summary_part *part,
    const struct drive *d)
{
	const struct strings none = {.n = 0};

	if (s->campaign != 0 && !campaign_has_drive(c, d, s->campaign))
		return false;
	if (part->view == VIEW_SECTOR && schedule_sector(c, "", d, d->org, d->to) != part->dim)
		return false;
	if (part->view == VIEW_CAMPAIGN && schedule_campaign(c, &none, d) != part->dim)
		return false;
	if (s->map != NULL) {
		const struct org_place place = orgs_map_place(s->map, d->org);

		if (!part->own)
			return orgs_map_is_above(s->map, part->org, d->org);
		return place.at == part->org && (int)place.line == part->line;
	}
	if (part->own)
		return d->org == part->org;
	return orgs_is_above(c->orgs, part->org, d->org, d->to) &&
	    (part->above == 0 || orgs_is_above(c->orgs, part->above, d->org, d->to));
}

static bool
is_waited_for(const struct core *c, const struct scope *s, const struct drive *d)
{
	struct result_told told;

	if ((d->state == DRIVE_DRAFT ? !s->drafts : !schedule_is_expected(c, d)) ||
	    schedule_due(c, d, d->to) < s->today)
		return false;
	result_told(c, d, &told);
	return !told.is_answered;
}

struct grace {
	UT_array drives; /* const struct drive * */
};

static bool
grace_add_org(
    const struct core *c, const struct scope *s, org_t org, struct grace *g, struct err *err)
{
	const struct plan_planned *at = NULL;
	const uint32_t n =
	    plan_planned_of(c->plan, org, s->period.from, summary_overdue_day(s), &at);

	for (uint32_t i = 0; i < n; i++) {
		const struct drive *d = plan_drive_at(c->plan, at[i].at);

		if (is_waited_for(c, s, d) && !array_push(&g->drives, &d, err))
			return false;
	}
	return true;
}

bool
summary_grace_new(const struct core *c, const struct scope *s, struct grace **ret, struct err *err)
{
	struct grace *g = NULL;

	*ret = NULL;
	if (!plan_has_grace(c->plan, s->today))
		return true;
	g = calloc(1, sizeof(*g));
	if (g == NULL)
		return err_set(err, ERR_MEMORY, "drives");
	array_init(&g->drives, sizeof(const struct drive *));
	for (org_t org = 1; (uint32_t)org <= orgs_count(c->orgs); org++)
		if (!grace_add_org(c, s, org, g, err)) {
			summary_grace_free(g);
			return false;
		}
	*ret = g;
	return true;
}

void
summary_grace_free(struct grace *g)
{
	if (g != NULL)
		array_free(&g->drives);
	free(g);
}

/* Rows of a month are asked with a scope of their own. */
static bool
is_in_scope(const struct scope *s, const struct drive *d)
{
	return d->to >= s->period.from && d->to <= summary_overdue_day(s);
}

void
summary_grace_take(
    const struct core *c, const struct scope *s, const struct summary_part *part, struct row *row)
{
	const uint32_t n = s->grace != NULL ? utarray_len(&s->grace->drives) : 0;

	for (uint32_t i = 0; i < n && row->drives_missing > 0; i++) {
		const struct drive *d =
		    ((const struct drive *const *)(const void *)s->grace->drives.d)[i];

		if (!is_in_scope(s, d) || !is_of(c, s, part, d))
			continue;
		row->drives_missing--;
		row->drives_late -= row->drives_late > 0 && schedule_is_owed(c, d);
	}
}

/* ---- organisations */

/* A row that is an organisation's has its number as its key; 0: it is something else. */
static org_t
row_org(const struct core *c, const struct row *row)
{
	char *end = NULL;
	const long number = row->org[0] != '\0' ? strtol(row->key, &end, 10) : 0;

	return end != NULL && *end == '\0' && number > 0 && number <= (long)orgs_count(c->orgs)
	    ? (org_t)number
	    : 0;
}

/* By organisation, the place of its row from 1; the caller's.  NULL: ERR_MEMORY. */
static uint32_t *
rows_index(const struct core *c, const struct answer *w, struct err *err)
{
	uint32_t *at = calloc((size_t)orgs_count(c->orgs) + 1, sizeof(*at));

	if (at == NULL)
		(void)err_set(err, ERR_MEMORY, "rows");
	for (uint32_t i = 0; at != NULL && i < w->n; i++)
		at[row_org(c, &w->rows[i])] = i + 1;
	if (at != NULL)
		at[0] = 0;
	return at;
}

static struct row *
row_of_kind(const struct answer *w, const char *kind)
{
	for (uint32_t i = w->n; i > 0; i--)
		if (strcmp(w->rows[i - 1].kind, kind) == 0)
			return &w->rows[i - 1];
	return NULL;
}

/* What ${org} is below the scope's organisation on the map: a row's, a line's, or its own. */
static struct row *
map_row_of(const struct scope *s, const struct answer *w, const uint32_t *at, org_t org)
{
	const struct org_place place = orgs_map_place(s->map, org);

	for (org_t up = org; up != 0 && up != s->org; up = orgs_map_above(s->map, up))
		if (at[up] != 0)
			return &w->rows[at[up] - 1];
	if (place.line != ORG_LINE_NONE)
		return row_of_kind(w, summary_line_kind((int)place.line));
	return place.at == s->org ? row_of_kind(w, "self") : NULL;
}

struct row *
summary_row_of(const struct core *c, const struct scope *s, const struct answer *w,
    const uint32_t *at, org_t org)
{
	org_t chain[ORGS_DEPTH_MAX];
	day_t first = 0, last = 0;

	if (s->map != NULL)
		return map_row_of(s, w, at, org);
	if (org == s->org)
		return row_of_kind(w, "self");
	orgs_span(c->orgs, org, &first, &last);
	const uint32_t n = orgs_chain(c->orgs, org, s->to < last ? s->to : last, chain);
	for (uint32_t i = 0; i < n && chain[i] != s->org; i++)
		if (at[chain[i]] != 0)
			return &w->rows[at[chain[i]] - 1];
	return NULL;
}

static bool
expected_add(const struct core *c, const struct scope *s, const struct answer *w,
    const uint32_t *at, struct row *total, struct err *err)
{
	struct expected_list list;

	if (!answer_expected(c, s, &list, err))
		return false;
	for (uint32_t i = 0; i < list.n; i++) {
		struct row *row = summary_row_of(c, s, w, at, list.at[i].org);

		total->orgs_expected++;
		total->orgs_silent += list.at[i].silent;
		if (row != NULL) {
			row->orgs_expected++;
			row->orgs_silent += list.at[i].silent;
		}
	}
	answer_expected_free(&list);
	return true;
}

bool
summary_expected(const struct core *c, const struct scope *s, const struct answer *w, enum by by,
    struct row *total, struct err *err)
{
	uint32_t *at = rows_index(c, w, err);
	const struct summary_rows_of of = {.w = w, .at = at, .by_month = by == BY_MONTH};
	const bool ok = at != NULL && expected_add(c, s, w, at, total, err) &&
	    summary_unsplit(c, s, &of, total, err);

	if (ok)
		summary_moved(c, s, &of, total);
	free(at);
	return ok;
}
