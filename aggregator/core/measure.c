#include "core/measure.h"

#include <stdlib.h>

#include "base/num.h"
#include "core/campaign.h"
#include "core/filed.h"
#include "core/stock.h"
#include "rules/catalogue.h"

#define EQUIVALENT_ML 250

void
measure_begin(struct measuring *m, const struct core *c, day_t today)
{
	*m = (struct measuring){.c = c, .today = today, .stock_day = DAY_OPEN_LEFT};
}

void
measure_free(struct measuring *m)
{
	stock_free(m->stock);
	m->stock = NULL;
	if (m->carried != NULL)
		rollup_free(m->carried);
	free(m->carried);
	m->carried = NULL;
	filed_free(&m->filed);
}

/* The line's last day, or that of an organisation that ends before it. */
static day_t
last_day(const struct core *c, const struct target_line *line)
{
	day_t first = 0, last = 0;

	orgs_span(c->orgs, line->org, &first, &last);
	return line->t.to < last ? line->t.to : last;
}

/* ---- what was reported */

static bool
drive_sum(const struct core *c, const char *drive, struct pairs *ret, struct err *err)
{
	struct result_all all;

	result_all_of_drive(c, drive, &all);
	for (uint32_t k = 0; k < all.n; k++) {
		const struct subject *x = all.at[k];

		for (uint32_t i = 0; result_counts(x) && i < x->posted_n; i++)
			if (x->posted[i].view == VIEW_CREDITED && x->posted[i].day == x->to &&
			    !pairs_add(
				ret, 1, x->posted[i].ind, x->posted[i].val, x->posted[i].n, err))
				return false;
	}
	return true;
}

static bool
carried_make(struct measuring *m, struct err *err)
{
	if (m->carried != NULL)
		return true;
	m->carried = calloc(1, sizeof(*m->carried));
	return m->carried != NULL ? campaign_carried(m->c, m->carried, err)
				  : err_set(err, ERR_MEMORY, "a target's campaign");
}

/* Of ${org} to ${to} what counts under the line's sector and campaign. */
static bool
org_sum(struct measuring *m, const struct target_line *line, org_t org, day_t to, struct pairs *ret,
    struct err *err)
{
	const int32_t sector = plan_sector_number(m->c->plan, line->t.sector);
	const int32_t campaign = plan_campaign_number(m->c->plan, line->t.campaign);
	struct rollup_ask ask = {.org = org, .view = VIEW_CREDITED, .dim = sector};

	if (sector != 0)
		ask.view = VIEW_SECTOR;
	else if (campaign != 0)
		ask.view = VIEW_CAMPAIGN;
	if (campaign == 0)
		return rollup_sum(&m->c->rollup, &ask, line->t.from, to, ret, err);
	ask.dim = campaign_dim(m->c, campaign, sector);
	return carried_make(m, err) && rollup_sum(m->carried, &ask, line->t.from, to, ret, err);
}

static bool
line_sum(struct measuring *m, const struct target_line *line, struct pairs *ret, struct err *err)
{
	return line->t.drive[0] != '\0' ? drive_sum(m->c, line->t.drive, ret, err)
					: org_sum(m, line, line->org, line->t.to, ret, err);
}

static bool
has_any(const struct pairs *p, uint32_t ind)
{
	for (uint32_t i = 0; i < p->n; i++)
		if (p->at[i].ind == ind)
			return p->at[i].carriers > 0;
	return false;
}

/* ---- by measure */

static int64_t
products(const struct pairs *p)
{
	return pairs_value(p, IND_BLOOD_UNITS) + pairs_value(p, IND_PLATELETS) +
	    pairs_value(p, IND_PLASMA);
}

/*
 * One donation is one product or one failure: where donations are not reported those are counted.
 */
static int64_t
persons(const struct pairs *p)
{
	const int64_t least = products(p) + pairs_value(p, IND_UNSUCCESSFUL);
	const int64_t donated = pairs_value(p, IND_DONATED);

	return donated > least ? donated : least;
}

static void
equivalents(const struct pairs *p, struct measured *ret)
{
	const int64_t a = pairs_value(p, IND_UNITS_250), b = pairs_value(p, IND_UNITS_350),
		      c = pairs_value(p, IND_UNITS_450), other = pairs_value(p, IND_UNITS_OTHER);
	const int64_t tenths =
	    a * 10 + b * 14 + c * 18 + pairs_value(p, IND_VOLUME_OTHER_ML) * 10 / EQUIVALENT_ML;

	ret->has = has_any(p, IND_BLOOD_UNITS) &&
	    a + b + c + other == pairs_value(p, IND_BLOOD_UNITS) &&
	    (other == 0 || has_any(p, IND_VOLUME_OTHER_ML));
	ret->done = tenths / 10;
}

/* Of ${ret->whole}; beyond what a number holds it is not known. */
static void
rate_put(const struct target *t, int64_t part, struct measured *ret)
{
	ret->has = ret->has && num_share(part, ret->whole, t->value, &ret->done);
}

static void
population_rate(const struct core *c, const struct target_line *line, const struct pairs *p,
    struct measured *ret)
{
	const struct population_entry *of =
	    plan_population_of(c->plan, line->org, day_to_civil(line->t.to).year);

	ret->whole = of != NULL ? of->persons : 0;
	ret->has = ret->whole > 0 && has_any(p, IND_BLOOD_UNITS);
	rate_put(&line->t, persons(p), ret);
}

static bool
is_territory(enum org_kind kind)
{
	return kind == ORG_PROVINCE || kind == ORG_DISTRICT || kind == ORG_COMMUNE;
}

static bool
coverage(struct measuring *m, const struct target_line *line, struct measured *ret, struct err *err)
{
	const struct core *c = m->c;
	const day_t on = last_day(c, line), to = line->t.to < m->today ? line->t.to : m->today;
	struct err why = {.code = ERR_OK};
	org_t *list = NULL;
	const uint32_t n = orgs_children(c->orgs, line->org, on, on, &list, &why);
	int64_t reached = 0;
	bool ok = why.code == ERR_OK || err_set(err, why.code, "%s", why.text);

	for (uint32_t i = 0; i < n && ok; i++) {
		struct pairs p = {0};

		if (!is_territory(orgs_version(c->orgs, list[i], on)->kind))
			continue;
		ret->whole++;
		ok = org_sum(m, line, list[i], to, &p, err);
		reached += pairs_value(&p, IND_SYS_REPORTS) > 0;
		pairs_free(&p);
	}
	free(list);
	ret->has = ret->whole > 0;
	rate_put(&line->t, reached, ret);
	return ok;
}

/* ---- of activities */

static bool
stock_of(struct measuring *m, const struct target_line *line, struct pairs *ret, struct err *err)
{
	const day_t on = last_day(m->c, line);
	const struct scope s = {.to = on < m->today ? on : m->today};

	if (m->stock_day != s.to) {
		stock_free(m->stock);
		m->stock = NULL;
		m->stock_day = DAY_OPEN_LEFT;
		if (!stock_new(m->c, &s, &m->stock, err))
			return false;
		m->stock_day = s.to;
	}
	return stock_add(m->stock, line->org, false, ret, err);
}

static bool
headcount(struct measuring *m, const struct target_line *line, uint32_t ind, struct measured *ret,
    struct err *err)
{
	struct pairs p = {0};
	const bool ok = stock_of(m, line, &p, err);

	ret->has = has_any(&p, ind);
	ret->done = pairs_value(&p, ind);
	pairs_free(&p);
	return ok;
}

static bool
staff_rate(
    struct measuring *m, const struct target_line *line, struct measured *ret, struct err *err)
{
	const struct rollup_ask ask = {.org = line->org, .view = VIEW_CREDITED};
	struct pairs p = {0};
	const bool ok = stock_of(m, line, &p, err) &&
	    rollup_sum(&m->c->rollup, &ask, line->t.from, line->t.to, &p, err);

	ret->whole = pairs_value(&p, IND_STAFF);
	ret->has = ret->whole > 0 && has_any(&p, IND_STAFF_DONORS);
	rate_put(&line->t, pairs_value(&p, IND_STAFF_DONORS), ret);
	pairs_free(&p);
	return ok;
}

static bool
of_activities(
    struct measuring *m, const struct target_line *line, struct measured *ret, struct err *err)
{
	if (line->t.drive[0] != '\0' || line->t.sector[0] != '\0')
		return true;
	return line->t.measure == MEASURE_STAFF_RATE
	    ? staff_rate(m, line, ret, err)
	    : headcount(m, line,
		  line->t.measure == MEASURE_RESERVE ? IND_RESERVE_DONORS : IND_VOLUNTEERS, ret,
		  err);
}

static bool
registrations(struct measuring *m, const struct target_line *line, const struct pairs *p,
    struct measured *ret, struct err *err)
{
	ret->has = has_any(p, IND_REGISTERED);
	ret->done = pairs_value(p, IND_REGISTERED);
	return filed_add(&m->filed, m->c, line, ret, err);
}

/* ---- of results */

static bool
of_results(
    struct measuring *m, const struct target_line *line, struct measured *ret, struct err *err)
{
	struct pairs p = {0};
	bool ok = line_sum(m, line, &p, err);

	ret->has = has_any(&p, IND_BLOOD_UNITS);
	switch (line->t.measure) {
	case MEASURE_UNITS:
		ret->done = pairs_value(&p, IND_BLOOD_UNITS);
		break;
	case MEASURE_UNITS_AND_APHERESIS:
		ret->done = products(&p);
		break;
	case MEASURE_EQUIVALENTS:
		equivalents(&p, ret);
		break;
	case MEASURE_PERSONS:
		ret->done = persons(&p);
		break;
	case MEASURE_POPULATION_RATE:
		population_rate(m->c, line, &p, ret);
		break;
	case MEASURE_REGISTERED:
		ok = ok && registrations(m, line, &p, ret, err);
		break;
	default:
		ret->has = false;
	}
	pairs_free(&p);
	return ok;
}

bool
measure_of(
    struct measuring *m, const struct target_line *line, struct measured *ret, struct err *err)
{
	*ret = (struct measured){.has = false};
	switch (line->t.measure) {
	case MEASURE_COVERAGE:
		return coverage(m, line, ret, err);
	case MEASURE_STAFF_RATE:
	case MEASURE_VOLUNTEERS:
	case MEASURE_RESERVE:
		return of_activities(m, line, ret, err);
	default:
		return of_results(m, line, ret, err);
	}
}

bool
measure_row(struct measuring *m, const struct target_line *line, struct answer *w,
    struct target_row *ret, struct err *err)
{
	const struct target *t = &line->t;
	struct measured done;

	if (!measure_of(m, line, &done, err))
		return false;
	*ret = (struct target_row){.target = *t,
	    .org_name = answer_text(w, core_org_name(m->c, line->org, t->to)),
	    .name = line->name,
	    .revision = line->revision,
	    .previous = line->previous,
	    .previous_max = line->previous_max,
	    .has_done = done.has,
	    .done = done.done,
	    .whole = done.whole};
	ret->target.org = answer_text(w, core_org_code(m->c, line->org, last_day(m->c, line)));
	ret->target.drive = answer_text(w, t->drive);
	ret->target.sector = answer_text(w, plan_sector_code_of(m->c->plan, t->sector));
	ret->target.campaign = answer_text(w, t->campaign);
	ret->target.plan = answer_text(w, t->plan);
	return true;
}
