/* An organisation's own target lines as the cells of rules/target.h, for one question. */
#include <stdlib.h>
#include <string.h>

#include "core/plan_own.h"

static bool
drive_has_campaign(const struct plan_ask *ask, const struct drive *d, int32_t campaign)
{
	const uint32_t n = d == NULL                      ? 0
	    : ask->first_campaign && d->s.campaigns.n > 0 ? 1
							  : d->s.campaigns.n;

	for (uint32_t i = 0; i < n; i++)
		if (plan_campaign_number(ask->p, d->s.campaigns.at[i]) == campaign)
			return true;
	return false;
}

/* A drive's line takes the sector and campaigns that its schedule names. */
static bool
line_fits(const struct plan_ask *ask, const struct plan_line *line, struct plan_filter f)
{
	const struct target *t = &line->pub.t;
	const struct drive *d = NULL;

	if (f.sector == 0 && f.campaign == 0)
		return true;
	if (t->drive[0] != '\0')
		d = plan_drive_const(ask->p, t->drive);
	if (f.sector != 0 && line->sector != f.sector &&
	    (line->sector != 0 || d == NULL || plan_sector_number(ask->p, d->s.sector) != f.sector))
		return false;
	return f.campaign == 0 || line->campaign == f.campaign ||
	    (line->campaign == 0 && drive_has_campaign(ask, d, f.campaign));
}

/*
 * A drive counts under its line's sector, its schedule's, or its organisation's; and its first
 * campaign.
 */
static void
point_fill(const struct plan_ask *ask, const struct plan_line *line, struct target_cell *c)
{
	const struct drive *d = plan_drive_const(ask->p, line->pub.t.drive);
	const struct org_version *v = orgs_version(ask->o, line->pub.org, line->drive_day);

	c->from = c->to = line->drive_day;
	if (c->sector == 0 && d != NULL && d->s.sector[0] != '\0')
		c->sector = plan_sector_number(ask->p, d->s.sector);
	else if (c->sector == 0 && v != NULL && v->sector[0] != '\0')
		c->sector = plan_sector_number(ask->p, v->sector);
	if (c->campaign == 0 && d != NULL && d->s.campaigns.n > 0)
		c->campaign = plan_campaign_number(ask->p, d->s.campaigns.at[0]);
}

/* Final before draft, given before own, later first: plan_line_order(). */
static uint64_t
rank_of(const struct plan_line *line)
{
	const struct target *t = &line->pub.t;

	return (t->draft ? UINT64_C(1) << 33 : 0) |
	    (t->assigned == ASSIGNED_ABOVE ? 0 : UINT64_C(1) << 32) | (UINT32_MAX - line->order);
}

static struct target_cell
cell_of(const struct plan_ask *ask, const struct plan_line *line, struct plan_filter f)
{
	const struct target *t = &line->pub.t;
	struct target_cell c = {.from = t->from,
	    .to = t->to,
	    .sector = line->sector,
	    .campaign = line->campaign,
	    .is_drive = t->drive[0] != '\0',
	    .draft = t->draft,
	    .self = t->assigned == ASSIGNED_SELF,
	    .minimum = t->qualifier == QUALIFIER_MINIMUM,
	    .value = t->value,
	    .spread = t->qualifier == QUALIFIER_RANGE ? t->value_max - t->value : 0,
	    .rank = rank_of(line),
	    .line = line};

	if (c.is_drive)
		point_fill(ask, line, &c);
	if (c.is_drive)
		c.drive = (int32_t)plan_drive_of(ask->p, t->drive)->at + 1;
	/* Within one sector or campaign all lines are of it. */
	if (f.sector != 0)
		c.sector = f.sector;
	if (f.campaign != 0)
		c.campaign = f.campaign;
	return c;
}

/* A line of an organisation that is of a sector is of that sector, as what is held there. */
static bool
is_apart(
    const struct plan_ask *ask, org_t org, struct target_cell c, const struct target_apart *from)
{
	const struct org_version *v =
	    from != NULL && c.sector == 0 ? orgs_version(ask->o, org, c.to) : NULL;

	if (v != NULL && v->sector[0] != '\0')
		c.sector = plan_sector_number(ask->p, v->sector);
	return target_is_apart(&c, from);
}

/* A cancelled drive asks for nothing; what its organisation was assigned otherwise stands. */
static bool
is_cancelled(const struct plan_ask *ask, const struct target *t)
{
	const struct drive *d = t->drive[0] != '\0' ? plan_drive_const(ask->p, t->drive) : NULL;

	return d != NULL && d->state == DRIVE_CANCELLED;
}

bool
plan_own_cells(const struct plan_ask *ask, org_t org, struct plan_filter f, UT_array *ret)
{
	const struct plan_org *of = plan_org_of(ask->p, org);

	for (uint32_t i = 0; of != NULL && i < utarray_len(&of->lines); i++) {
		const struct plan_line *line = plan_line_at(&of->lines, i);
		const struct target *t = &line->pub.t;

		if (line->pub.withdrawn || t->measure != MEASURE_UNITS ||
		    (t->draft && !ask->drafts) || is_cancelled(ask, t) ||
		    (ask->self_alone && t->assigned != ASSIGNED_SELF) ||
		    (ask->drives_alone && t->drive[0] == '\0') || !line_fits(ask, line, f))
			continue;
		const struct plan_cell cell = {.line = line, .c = cell_of(ask, line, f)};
		if (cell.c.from >= ask->from && cell.c.to <= ask->to &&
		    is_apart(ask, org, cell.c, f.apart) && !array_push(ret, &cell, ask->err))
			return false;
	}
	return true;
}
