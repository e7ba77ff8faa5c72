/*
 * What a locked period is measured against: its percent and completeness stand as its totals do, so
 * what the plan says of locked days changes only once the books are open.
 */
#include "core/state.h"

static const struct strings no_campaigns = {.n = 0};

static bool
refuse(const struct core *c, org_t org, day_t day, struct err *err)
{
	return err_set(err, ERR_LOCKED, "%s", core_org_name(c, org, day));
}

bool
lock_open_check(const struct core *c, org_t org, day_t day, struct err *err)
{
	return !lock_holds(c, org, day) || refuse(c, org, day, err);
}

/* ---- targets */

/*
 * A line answers for periods that it lies in, and a period is locked when each of its days is: so
 * a year's line may change while some of its months are locked.  A drive's lies on its key's day.
 */
static bool
line_is_locked(const struct core *c, org_t org, const struct target *t, day_t *ret_day)
{
	day_t from = t->from, to = t->to, first = 0, last = 0;
	struct drive_key drive;

	if (t->drive[0] != '\0' && drive_key_parse(t->drive, &drive, NULL))
		from = to = drive.day;
	orgs_span(c->orgs, org, &first, &last);
	from = from < first ? first : from;
	to = to > last ? last : to;
	*ret_day = from;
	return from <= to && lock_covers(c, org, from, to);
}

bool
lock_target_check(const struct core *c, const struct report *r, org_t org, struct err *err)
{
	const struct target_line *line =
	    r->action == ACTION_FIRST ? NULL : plan_target_said(c->plan, &r->replaces);
	day_t day = 0;

	return c->index[INDEX_LOCKS].n == 0 ||
	    !line_is_locked(c, org, line != NULL ? &line->t : &r->u.target, &day) ||
	    refuse(c, org, day, err);
}

/* ---- drives */

/* A result counts under what its drive's schedule says: sector, campaign, executing body. */
static bool
results_check(const struct core *c, const char *drive, struct err *err)
{
	struct result_all all;

	result_all_of_drive(c, drive, &all);
	for (uint32_t i = 0; i < all.n; i++)
		if (result_stands(all.at[i]) && !all.at[i]->collector &&
		    !lock_open_check(c, all.at[i]->org, all.at[i]->to, err))
			return false;
	return true;
}

bool
lock_schedule_check(const struct core *c, const struct report *r, org_t org, struct err *err)
{
	const struct schedule *s = &r->u.schedule;
	const bool is_planned = r->action != ACTION_WITHDRAWAL && s->state != DRIVE_CANCELLED;

	if (c->index[INDEX_LOCKS].n == 0)
		return true;
	const struct subject *plan = schedule_of_drive(c, s->drive);
	for (uint32_t i = 0; plan != NULL && i < plan->posted_n; i++)
		if (!lock_open_check(c, plan->posted[i].org, plan->posted[i].day, err))
			return false;
	return (!is_planned || lock_open_check(c, org, s->to, err)) &&
	    results_check(c, s->drive, err);
}

/* ---- deadlines: a round gives the drives of a campaign more time, or no longer */

static day_t
due_of(const struct plan *p, const struct round_entry *r, int32_t campaign)
{
	return r != NULL && plan_is_round_of(p, r, campaign) ? r->due : DAY_MIN;
}

bool
lock_round_check(const struct core *c, const struct round_entry *e, struct err *err)
{
	struct round_entry there;
	const struct round_entry *before =
	    plan_round_find(c->plan, e->code, &there) ? &there : NULL;

	if (c->index[INDEX_LOCKS].n == 0)
		return true;
	for (uint32_t i = 0; i < plan_drive_count(c->plan); i++) {
		const struct drive *d = plan_drive_at(c->plan, i);
		const int32_t campaign = schedule_campaign(c, &no_campaigns, d);
		const day_t was = campaign == 0 ? 0 : due_of(c->plan, before, campaign);
		const day_t is = campaign == 0 ? 0 : due_of(c->plan, e, campaign);

		if (was != is && (was > d->to + PLAN_DUE_DAYS || is > d->to + PLAN_DUE_DAYS) &&
		    !lock_open_check(c, d->org, d->to, err))
			return false;
	}
	return true;
}

/* ---- plan years: which year a day counts in, of past days too */

/* ${a} is ${b}, or lies above it, on the last day that ${x} is about. */
static bool
is_at_or_above(const struct core *c, org_t a, org_t b, const struct subject *x)
{
	return a == b || orgs_is_above(c->orgs, a, b, x->to);
}

bool
lock_plan_year_check(
    const struct core *c, const struct plan_year_entry *e, org_t org, struct err *err)
{
	const struct org_index *locks = &c->index[INDEX_LOCKS];
	day_t day = 0;

	for (uint32_t i = 0; i < locks->n; i++) {
		const struct subject *x = subjects_at(&c->subjects, locks->at[i].subject);
		const bool is_above = is_at_or_above(c, x->org, org, x);
		const org_t locked = is_above ? org : x->org;
		const struct plan_year_start now = plan_year_start(c->plan, c->orgs, org, x->to);

		if (x->state == SUBJECT_LOCKED && (is_above || is_at_or_above(c, org, x->org, x)) &&
		    (now.month != (int)e->start_month || now.day != (int)e->start_day) &&
		    lock_holds_within(c, locked, x->from, x->to, &day))
			return refuse(c, locked, day, err);
	}
	return true;
}

/* ---- populations: what a rate is of */

/* ${e} becomes the one that a rate of ${year} is of, or says another number of it. */
static bool
is_taken(const struct population_entry *now, const struct population_entry *e, uint32_t year)
{
	if (now == NULL)
		return true;
	if (now->year == e->year)
		return now->persons != e->persons;
	return e->year <= year ? now->year > year || now->year < e->year
			       : now->year > year && e->year < now->year;
}

bool
lock_population_check(
    const struct core *c, const struct population_entry *e, org_t org, struct err *err)
{
	const struct target_line *line;
	day_t day = 0;

	if (c->index[INDEX_LOCKS].n == 0)
		return true;
	for (uint32_t i = 0; (line = plan_target_at(c->plan, org, i)) != NULL; i++) {
		const int year = day_to_civil(line->t.to).year;

		if (!line->withdrawn && line->t.measure == MEASURE_POPULATION_RATE &&
		    is_taken(plan_population_of(c->plan, org, year), e, (uint32_t)year) &&
		    line_is_locked(c, org, &line->t, &day))
			return refuse(c, org, day, err);
	}
	return true;
}
