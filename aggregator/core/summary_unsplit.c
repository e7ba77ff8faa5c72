/*
 * Carried-in totals that a period cuts through ("chưa tách theo ngày"): each counts whole on its
 * last day, so what ends in the period has days before it, and what goes on after it has days in
 * it.
 */
#include "core/campaign.h"
#include "core/summary.h"
#include "rules/catalogue.h"

struct cut {
	const struct subject *x;
	int64_t units;
};

static void
cut_add(const struct cut *cut, day_t from, day_t to, struct unsplit *ret)
{
	const struct subject *x = cut->x;

	if (x->to >= from && x->to <= to && x->from < from)
		ret->inside += cut->units;
	else if (x->from <= to && x->to > to)
		ret->outside += cut->units;
}

/* A row of a month has days of its own; the others have the period's. */
static void
rows_add(const struct core *c, const struct scope *s, const struct summary_rows_of *of,
    const struct cut *cut)
{
	if (!of->by_month) {
		struct row *row = summary_row_of(c, s, of->w, of->at, cut->x->org);

		if (row != NULL)
			cut_add(cut, s->period.from, s->to, &row->unsplit);
		return;
	}
	for (uint32_t i = 0; i < of->w->n; i++) {
		struct row *row = &of->w->rows[i];
		const day_t last = day_of_month(day_month(row->day) + 1) - 1;

		cut_add(cut, row->day, last < s->to ? last : s->to, &row->unsplit);
	}
}

/* Of one organisation; one that counts nothing in the answer's campaign is none of it. */
static bool
cuts_of(const struct core *c, const struct scope *s, org_t org, const struct summary_rows_of *of,
    struct row *total, struct err *err)
{
	uint32_t at = org_index_first(&c->index[INDEX_CARRIED], org);

	while (at != 0) {
		const struct subject *x =
		    subjects_at(&c->subjects, org_index_next(&c->index[INDEX_CARRIED], &at));
		char drive[SUBJECT_KEY_MAX + 1];
		struct campaign_share share;
		struct result_unpacked said;

		if (x->org != org || !result_counts(x) || x->to < s->period.from ||
		    x->from > s->to || !summary_is_under(c, s, org, x->to))
			continue;
		if (!campaign_share_of(c, s, x, &share, err) ||
		    !result_content(c, x, drive, &said, err))
			return false;
		if (!share.counts)
			continue;
		const struct cut cut = {
		    .x = x, .units = counts_value(&said.r.counts, IND_BLOOD_UNITS)};
		cut_add(&cut, s->period.from, s->to, &total->unsplit);
		rows_add(c, s, of, &cut);
	}
	return true;
}

bool
summary_unsplit(const struct core *c, const struct scope *s, const struct summary_rows_of *of,
    struct row *total, struct err *err)
{
	const bool any = c->index[INDEX_CARRIED].n > 0;

	for (org_t org = 1; any && (uint32_t)org <= orgs_count(c->orgs); org++)
		if (!cuts_of(c, s, org, of, total, err))
			return false;
	return true;
}
