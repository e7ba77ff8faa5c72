#include "document_data.h"

#include <string.h>

#include "population.h"
#include "rules/catalogue.h"
#include "summary_calc.h"

void
document_data_free(struct document_data *d)
{
	struct ask_rows *rows[] = {
	    &d->whole, &d->drives, &d->year, &d->before, &d->next, &d->sectors};
	struct ask_reference *lists[] = {&d->drive_rows, &d->targets, &d->campaigns, &d->orgs,
	    &d->texts, &d->silent, &d->rounds, &d->populations};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		ask_rows_free(rows[i]);
	for (size_t i = 0; i < d->months_n; i++)
		ask_rows_free(&d->months[i]);
	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		ask_reference_free(lists[i]);
	for (size_t i = 0; i < d->details_n; i++)
		ask_reference_free(&d->details[i]);
	d->months_n = d->details_n = 0;
}

/* ---- targets of the year beside results of a part of it */

static void
target_copy(const struct row *from, struct row *to)
{
	to->has_target = from->has_target;
	to->target_units = from->target_units;
	to->target_own = from->target_own;
	to->target_draft = from->target_draft;
	to->has_control = from->has_control;
	to->control_units = from->control_units;
	to->control_qualifier = from->control_qualifier;
	to->target_qualifier = from->target_qualifier;
	to->target_max = from->target_max;
	to->control_max = from->control_max;
	to->target_self = from->target_self;
	to->has_self = from->has_self;
	to->self_units = from->self_units;
	to->self_qualifier = from->self_qualifier;
	to->self_max = from->self_max;
}

/* The year says so where it counts all, or where nothing came after. */
bool
document_data_outside(const struct row *year, const struct row *row, int64_t *ret)
{
	int64_t units = 0, of_year = 0;

	*ret = year->target_own ? 0 : year->outside_units;
	return *ret == 0 ||
	    (summary_calc_count(row, IND_BLOOD_UNITS, &units) &&
		summary_calc_count(year, IND_BLOOD_UNITS, &of_year) && units == of_year);
}

void
document_data_targets(struct document_data *d, const struct rows *year)
{
	struct rows *r = &d->whole.all;
	int64_t outside = 0;

	for (uint32_t i = 0; i < r->rows_n; i++) {
		struct row *row = &d->whole.list[i];
		const struct row *of_year = document_data_row(year, row->key);
		int64_t units = 0;

		if (of_year != NULL) {
			target_copy(of_year, row);
			if (!document_data_outside(of_year, row, &row->outside_units))
				row->outside_units = 0;
		}
		if (!row->has_target && summary_calc_count(row, IND_BLOOD_UNITS, &units))
			outside += units;
	}
	target_copy(&year->total, &r->total);
	/* Else what has no target at all is outside. */
	if (!r->total.has_target)
		r->total.outside_units = 0;
	else if (!document_data_outside(&year->total, &r->total, &r->total.outside_units))
		r->total.outside_units = outside;
	d->year_targets = true;
}

/* ---- looking things up */

const struct drive_row *
document_data_drive(const struct document_data *d, const char *key)
{
	for (uint32_t i = 0; i < d->drive_rows.all.drives_n; i++)
		if (strcmp(d->drive_rows.all.drives[i].drive, key) == 0)
			return &d->drive_rows.all.drives[i];
	return document_data_detail(d, key);
}

const struct drive_row *
document_data_detail(const struct document_data *d, const char *key)
{
	for (size_t i = 0; i < d->details_n; i++)
		if (d->details[i].all.drives_n > 0 &&
		    strcmp(d->details[i].all.drives[0].drive, key) == 0)
			return &d->details[i].all.drives[0];
	return NULL;
}

const struct campaign_entry *
document_data_campaign(const struct document_data *d, const char *code)
{
	for (uint32_t i = 0; i < d->campaigns.all.campaigns_n; i++)
		if (strcmp(d->campaigns.all.campaigns[i].code, code) == 0)
			return &d->campaigns.all.campaigns[i];
	return NULL;
}

const struct round_entry *
document_data_round(const struct document_data *d)
{
	const struct period_row *p = &d->whole.all.period;

	for (uint32_t i = 0; i < d->rounds.all.rounds_n; i++) {
		const struct round_entry *r = &d->rounds.all.rounds[i];

		if (r->from == p->from && r->cut_off == p->to)
			return r;
	}
	return NULL;
}

const struct population_entry *
document_data_population(const struct document_data *d)
{
	return population_find(&d->populations.all, &d->whole.all.total, d->whole.all.period.to);
}

const struct org_row *
document_data_org(const struct document_data *d, const char *code)
{
	for (uint32_t i = 0; i < d->orgs.all.orgs_n; i++)
		if (strcmp(d->orgs.all.orgs[i].code, code) == 0)
			return &d->orgs.all.orgs[i];
	return NULL;
}

const struct row *
document_data_row(const struct rows *rows, const char *key)
{
	for (uint32_t i = 0; i < rows->rows_n; i++)
		if (strcmp(rows->rows[i].key, key) == 0)
			return &rows->rows[i];
	return NULL;
}
