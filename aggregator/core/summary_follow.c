/*
 * On a map a target goes where the results go (product.md 11): what the line of an organisation
 * that has ended counts goes on in the one that it went into, and the line of that one counts what
 * came before it, too.  As recorded a line counts its own.
 */
#include "core/summary.h"

struct follow {
	const struct summary_counting *k;
	const struct target_line *line;
	const struct rollup_ask *ask; /* the line's view and dimension */
	struct pairs *sum;
	struct err *err;
};

/* What was recorded of ${org} on those of the line's days, ${sign} times. */
static bool
recorded_add(const struct follow *f, org_t org, day_t from, day_t to, int sign)
{
	struct rollup_ask ask = *f->ask;
	struct pairs p = {0};

	ask.org = org;
	const bool ok = from > to ||
	    (rollup_sum(f->k->s->rollup, &ask, from, to, &p, f->err) &&
		pairs_merge(f->sum, sign, &p, f->err));
	pairs_free(&p);
	return ok;
}

/* ${org} as a whole went into the row ${into}, which began when it had ended. */
static bool
went_into(const struct follow *f, org_t org, org_t into)
{
	const struct org_place place = orgs_map_place(f->k->s->map, org);
	day_t first = 0, last = 0, begin = 0, end = 0;

	orgs_span(f->k->c->orgs, org, &first, &last);
	orgs_span(f->k->c->orgs, into, &begin, &end);
	return place.at == into && org != into && place.line == ORG_LINE_NONE && last < begin;
}

/* It may stand, and is of the same sector and campaign on some of the same days. */
static bool
is_alike(const struct follow *f, const struct target *t)
{
	const struct target *own = &f->line->t;
	const struct plan *p = f->k->c->plan;

	return t->measure == MEASURE_UNITS && t->drive[0] == '\0' &&
	    (!t->draft || f->k->s->drafts) && t->from <= own->to && t->to >= own->from &&
	    plan_sector_number(p, t->sector) == plan_sector_number(p, own->sector) &&
	    plan_campaign_number(p, t->campaign) == plan_campaign_number(p, own->campaign);
}

/* The next such line of ${org}, from ${*i} on, which comes behind it; NULL: no more. */
static const struct target_line *
line_of(const struct follow *f, org_t org, uint32_t *i)
{
	const struct target_line *at = NULL;

	while ((at = plan_target_at(f->k->c->plan, org, (*i)++)) != NULL)
		if (!at->withdrawn && is_alike(f, &at->t))
			return at;
	return NULL;
}

/*
 * Of all that went into one row the first whose line is of just these days has its days to come,
 * unless the row has a line of its own.
 */
static bool
is_carrier(const struct follow *f, org_t into)
{
	const struct target *own = &f->line->t;
	const struct orgs_map *map = f->k->s->map;
	uint32_t first = 0;

	if (line_of(f, into, &first) != NULL)
		return false;

	for (org_t at = orgs_map_first(map, into); at != 0; at = orgs_map_next(map, at)) {
		const struct target_line *line = NULL;
		uint32_t i = 0;

		if (!went_into(f, at, into))
			continue;
		while ((line = line_of(f, at, &i)) != NULL)
			if (line->t.from == own->from && line->t.to == own->to)
				return at == f->line->org;
	}
	return false;
}

/* A line of the row ${at}, or of what went into it; NULL: neither has one. */
static const struct target_line *
line_at(const struct follow *f, org_t at)
{
	const struct orgs_map *map = f->k->s->map;
	uint32_t i = 0;
	const struct target_line *line = line_of(f, at, &i);

	for (org_t old = orgs_map_first(map, at); old != 0 && line == NULL;
	     old = orgs_map_next(map, old)) {
		i = 0;
		line = went_into(f, old, at) ? line_of(f, old, &i) : NULL;
	}
	return line;
}

/* Has a row between ${org} and ${into}, which itself is none of them, such a line? */
static bool
is_counted_above(const struct follow *f, org_t org, org_t into)
{
	for (org_t up = orgs_map_above(f->k->s->map, org); up != into && up != 0;
	     up = orgs_map_above(f->k->s->map, up))
		if (line_at(f, up) != NULL)
			return true;
	return false;
}

/* What lines of rows below the new one count by themselves. */
static bool
others_take(const struct follow *f, org_t into)
{
	const struct orgs_map *map = f->k->s->map;
	bool ok = true;

	for (org_t at = orgs_map_walk(map, into, 0); at != 0 && ok;
	     at = orgs_map_walk(map, into, at)) {
		const struct target_line *line =
		    at == into || orgs_map_place(map, at).at != at ? NULL : line_at(f, at);

		if (line != NULL && !is_counted_above(f, at, into))
			ok = recorded_add(f, at, day_later(line->t.from, f->line->t.from),
			    day_earlier(line->t.to, f->line->t.to), -1);
	}
	return ok;
}

bool
summary_follow(const struct summary_counting *k, const struct target_line *line,
    const struct rollup_ask *ask, struct pairs *sum, struct err *err)
{
	const struct follow f = {.k = k, .line = line, .ask = ask, .sum = sum, .err = err};
	const struct orgs_map *map = k->s->map;
	const day_t from = line->t.from, to = line->t.to;
	bool ok = true;

	if (map == NULL)
		return true;
	const org_t into = orgs_map_place(map, line->org).at;
	if (into != line->org)
		return !went_into(&f, line->org, into) || !is_carrier(&f, into) ||
		    (recorded_add(&f, into, from, to, 1) && others_take(&f, into));
	for (org_t at = orgs_map_first(map, into); at != 0 && ok; at = orgs_map_next(map, at))
		ok = !went_into(&f, at, into) || recorded_add(&f, at, from, to, 1);
	return ok;
}
