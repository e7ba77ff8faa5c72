/*
 * Targets of other measures than units beside a total: the organisation's own, with what was done
 * of each.
 */
#include "core/campaign.h"
#include "core/measure.h"
#include "core/summary.h"

static bool
is_beside(const struct core *c, const struct scope *s, const struct target_line *line)
{
	const struct target *t = &line->t;

	return !line->withdrawn && t->measure != MEASURE_UNITS && t->drive[0] == '\0' &&
	    (!t->draft || s->drafts) && t->from >= s->period.from && t->to <= s->period.to &&
	    campaign_has_line(c, s, line);
}

bool
summary_targets(const struct core *c, const struct scope *s, struct answer *w, struct row *total,
    struct err *err)
{
	const struct target_line *line = NULL;
	struct target_row *rows = NULL;
	struct measuring m;
	bool ok = true;

	measure_begin(&m, c, s->today);
	for (uint32_t i = 0; ok && (line = plan_target_at(c->plan, s->org, i)) != NULL; i++) {
		if (!is_beside(c, s, line) || total->targets_n == WIRE_ROW_TARGETS_MAX)
			continue;
		if (rows == NULL)
			rows = answer_take(w, WIRE_ROW_TARGETS_MAX, sizeof(*rows));
		ok = rows == NULL || measure_row(&m, line, w, &rows[total->targets_n], err);
		total->targets = rows;
		total->targets_n += rows != NULL;
	}
	measure_free(&m);
	return ok;
}
