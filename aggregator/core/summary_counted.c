/*
 * What a target line counts in the period of a summary: the results that it is measured by,
 * whatever rows those stand in.
 */
#include "core/campaign.h"
#include "core/measure.h"
#include "core/summary.h"
#include "rules/catalogue.h"

/* A drive's result, as far as it counts in the period: one held in another counts there. */
static bool
drive_units(
    const struct core *c, const struct scope *s, const char *drive, int64_t *ret, struct err *err)
{
	struct pairs p = {0};
	struct result_all all;
	bool ok = true;

	result_all_of_drive(c, drive, &all);
	for (uint32_t i = 0; ok && i < all.n; i++)
		ok = summary_part_add(c, s, all.at[i], &p, err);
	*ret = ok ? summary_units(&p) : 0;
	pairs_free(&p);
	return ok;
}

/*
 * Of a campaign's line what carries the campaign; of the period's program all there is, since what
 * names no campaign in just its days is of it, too.  0: all.
 */
static int32_t
campaign_asked(const struct summary_counting *k, const struct plan_counted *q)
{
	const int32_t campaign = plan_campaign_number(k->c->plan, q->line->t.campaign);

	/* The rollup is of the campaign alone. */
	if (k->s->campaign != 0)
		return 0;
	return (q->is_program || campaign == k->s->program) && !k->is_campaign ? 0 : campaign;
}

static bool
line_units(
    const struct summary_counting *k, const struct plan_counted *q, int64_t *ret, struct err *err)
{
	const struct target_line *line = q->line;
	const int32_t sector = plan_sector_number(k->c->plan, line->t.sector);
	const int32_t campaign = campaign_asked(k, q);
	struct rollup_ask ask = {.org = line->org, .view = VIEW_CREDITED};
	struct pairs p = {0};

	if (sector != 0 && campaign != 0) {
		struct measured m;
		const bool ok = measure_of(k->s->measuring, line, &m, err);

		*ret = ok ? m.done : 0;
		return ok;
	}
	if (sector != 0 || campaign != 0) {
		ask.view = sector != 0 ? VIEW_SECTOR : VIEW_CAMPAIGN;
		ask.dim = sector != 0 ? sector : campaign;
	}
	const bool ok = rollup_sum(k->s->rollup, &ask, line->t.from, line->t.to, &p, err) &&
	    (q->is_recorded || summary_follow(k, line, &ask, &p, err));
	*ret = ok ? summary_units(&p) : 0;
	pairs_free(&p);
	return ok;
}

static bool
counted(const void *arg, const struct plan_counted *q, int64_t *ret, struct err *err)
{
	const struct summary_counting *k = arg;
	const char *drive = q->line->t.drive;

	return drive[0] != '\0' ? drive_units(k->c, k->s, drive, ret, err)
				: line_units(k, q, ret, err);
}

bool
summary_target(const struct summary_counting *k, const struct plan_question *q,
    struct target_answer *ret, struct err *err)
{
	const struct plan_counting counting = {.fn = counted, .arg = k};
	struct plan_question asked = *q;

	asked.counting = &counting;
	return plan_target_for(k->c->plan, k->c->orgs, &asked, ret, err);
}

void
summary_outside(struct row *row, const struct target_answer *t, const struct pairs *p)
{
	row->outside_units = t->has ? summary_units(p) - t->done : 0;
}

static bool
may_be_program(const struct scope *s, const struct target_line *line)
{
	return !line->withdrawn && line->t.campaign[0] != '\0' && line->t.from == s->period.from &&
	    line->t.to == s->period.to;
}

bool
summary_program(const struct core *c, const struct scope *s, int32_t *ret, struct err *err)
{
	const struct plan_question q = {.org = s->org,
	    .from = s->period.from,
	    .to = s->period.to,
	    .drafts = s->drafts,
	    .map = s->map};
	const struct target_line *line = NULL;
	struct target_answer t = {.has = false};
	bool may = false, ok = true;

	for (uint32_t i = 0; !may && (line = plan_target_at(c->plan, s->org, i)) != NULL; i++)
		may = s->campaign == 0 && may_be_program(s, line);
	ok = !may || plan_target_for(c->plan, c->orgs, &q, &t, err);
	*ret = t.program;
	return ok;
}
