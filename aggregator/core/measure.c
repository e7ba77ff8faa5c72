#include "core/measure.h"

#include <stdlib.h>

#include "rules/catalogue.h"

#define E2 10000 /* hundredths of a percent */
#define EQUIVALENT_ML 250

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
line_sum(const struct core *c, const struct target_line *line, struct pairs *ret, struct err *err)
{
	const int32_t sector = plan_sector_number(c->plan, line->t.sector);
	const int32_t campaign = plan_campaign_number(c->plan, line->t.campaign);
	struct rollup_ask ask = {.org = line->org, .view = VIEW_CREDITED};

	if (line->t.drive[0] != '\0')
		return drive_sum(c, line->t.drive, ret, err);
	if (sector != 0) {
		ask.view = VIEW_SECTOR;
		ask.dim = sector;
	} else if (campaign != 0) {
		ask.view = VIEW_CAMPAIGN;
		ask.dim = campaign;
	}
	return rollup_sum(&c->rollup, &ask, line->t.from, line->t.to, ret, err);
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

/* One donation is one product or one failure: where donations are not reported those are counted. */
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

static void
population_rate(const struct core *c, const struct target_line *line, const struct pairs *p,
    struct measured *ret)
{
	const struct population_entry *of =
	    plan_population_of(c->plan, line->org, day_to_civil(line->t.to).year);

	ret->whole = of != NULL ? of->persons : 0;
	ret->has = ret->whole > 0 && has_any(p, IND_BLOOD_UNITS);
	ret->done = ret->has ? persons(p) * E2 / ret->whole : 0;
}

static bool
is_territory(enum org_kind kind)
{
	return kind == ORG_PROVINCE || kind == ORG_DISTRICT || kind == ORG_COMMUNE;
}

static bool
coverage(const struct core *c, const struct target_line *line, day_t today, struct measured *ret,
    struct err *err)
{
	const day_t to = line->t.to < today ? line->t.to : today;
	struct err why = {.code = ERR_OK};
	org_t *list = NULL;
	const uint32_t n = orgs_children(c->orgs, line->org, line->t.to, line->t.to, &list, &why);
	int64_t reached = 0;
	bool ok = why.code == ERR_OK || err_set(err, why.code, "%s", why.text);

	for (uint32_t i = 0; i < n && ok; i++) {
		const struct rollup_ask ask = {.org = list[i], .view = VIEW_CREDITED};
		struct pairs p = {0};

		if (!is_territory(orgs_version(c->orgs, list[i], line->t.to)->kind))
			continue;
		ret->whole++;
		ok = rollup_sum(&c->rollup, &ask, line->t.from, to, &p, err);
		reached += pairs_value(&p, IND_SYS_REPORTS) > 0;
		pairs_free(&p);
	}
	free(list);
	ret->has = ret->whole > 0;
	ret->done = ret->has ? reached * E2 / ret->whole : 0;
	return ok;
}

/* NOLINTBEGIN(readability-function-size): one case a measure */
bool
measure_of(const struct core *c, const struct target_line *line, day_t today, struct measured *ret,
    struct err *err)
{
	struct pairs p = {0};
	bool ok;

	*ret = (struct measured){.has = false};
	if (line->t.measure == MEASURE_COVERAGE)
		return coverage(c, line, today, ret, err);
	ok = line_sum(c, line, &p, err);
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
		population_rate(c, line, &p, ret);
		break;
	case MEASURE_REGISTERED:
		ret->has = has_any(&p, IND_REGISTERED);
		ret->done = pairs_value(&p, IND_REGISTERED);
		break;
	default:
		ret->has = false;
	}
	pairs_free(&p);
	return ok;
}
/* NOLINTEND(readability-function-size) */
