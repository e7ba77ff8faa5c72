#include "summary_compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "rules/catalogue.h"
#include "summary_calc.h"

#define MONTHS_A_YEAR 12

day_t
summary_compare_day(day_t day)
{
	const int32_t month = day_month(day);
	const day_t first = day_of_month(month - MONTHS_A_YEAR);
	const day_t last = day_of_month(month - MONTHS_A_YEAR + 1) - 1;
	const day_t same = first + (day - day_of_month(month));

	if (day == day_of_month(month + 1) - 1)
		return last;
	return same > last ? last : same;
}

/* The key by which a row stood a year before: a month's names its year. */
const struct campaign_entry *
summary_compare_campaign(const struct campaign_entry *list, uint32_t n, day_t from, day_t to)
{
	const day_t first = summary_compare_day(from), last = summary_compare_day(to);
	const struct campaign_entry *found = NULL;
	day_t best = (last - first) / 2;

	for (uint32_t i = 0; i < n; i++) {
		const struct campaign_entry *e = &list[i];
		const day_t common =
		    (e->to < last ? e->to : last) - (e->from > first ? e->from : first) + 1;

		if (common <= best || e->to >= from)
			continue;
		best = common;
		found = e;
	}
	return found;
}

static const char *
key_before(const struct row *row, char *buf, size_t size)
{
	int year = 0, month = 0;

	if (strcmp(row->kind, "month") != 0 || sscanf(row->key, "%4d-%2d", &year, &month) != 2)
		return row->key;
	(void)snprintf(buf, size, "%04d-%02d", year - 1, month);
	return buf;
}

static const struct row *
row_before(const struct rows *before, const struct row *row)
{
	char buf[32];
	const char *key = key_before(row, buf, sizeof(buf));

	for (uint32_t i = 0; i < before->rows_n; i++)
		if (strcmp(before->rows[i].key, key) == 0)
			return &before->rows[i];
	return NULL;
}

static void
change_of(const struct row *now, const struct row *before, struct summary_change *ret)
{
	int64_t units = 0;
	const bool has_units = summary_calc_count(now, IND_BLOOD_UNITS, &units);

	*ret = (struct summary_change){.has_left = now->has_target};
	if (before != NULL)
		ret->unsplit = before->unsplit;
	ret->has_previous =
	    before != NULL && summary_calc_count(before, IND_BLOOD_UNITS, &ret->previous);
	if (has_units && ret->has_previous) {
		ret->has_difference = true;
		ret->difference = units - ret->previous;
		ret->has_percent = num_percent(ret->difference, ret->previous, &ret->percent_e4);
	}
	/* What stands outside an allocated target does not fill it. */
	if (ret->has_left)
		ret->left =
		    summary_calc_part(now, &units) ? now->target_units - units : now->target_units;
	if (ret->left < 0)
		ret->left = 0;
}

static bool
is_ranked(const struct row *row)
{
	return strcmp(row->kind, "self") != 0 && strcmp(row->kind, "unassigned") != 0;
}

static bool
measure_of(const struct row *row, bool by_target, int64_t *ret)
{
	return is_ranked(row) &&
	    (by_target ? summary_calc_percent_e4(row, ret)
		       : summary_calc_count(row, IND_BLOOD_UNITS, ret));
}

static void
ranks_make(const struct rows *now, struct summary_compare *c)
{
	bool by_target = false;
	int64_t mine = 0, other = 0;

	for (uint32_t i = 0; i < now->rows_n && !by_target; i++)
		by_target = measure_of(&now->rows[i], true, &mine);
	for (uint32_t i = 0; i < now->rows_n; i++) {
		if (!measure_of(&now->rows[i], by_target, &mine))
			continue;
		c->rows[i].rank = 1;
		for (uint32_t k = 0; k < now->rows_n; k++)
			if (measure_of(&now->rows[k], by_target, &other) && other > mine)
				c->rows[i].rank++;
	}
}

bool
summary_compare_make(
    const struct rows *now, const struct rows *before, struct summary_compare *ret, struct err *err)
{
	*ret = (struct summary_compare){
	    .period = before->period, .rows = calloc(now->rows_n + 1, sizeof(*ret->rows))};
	if (ret->rows == NULL)
		return err_set(err, ERR_MEMORY, "summary");
	for (uint32_t i = 0; i < now->rows_n; i++)
		change_of(&now->rows[i], row_before(before, &now->rows[i]), &ret->rows[i]);
	change_of(&now->total, &before->total, &ret->total);
	ranks_make(now, ret);
	return true;
}

void
summary_compare_free(struct summary_compare *c)
{
	free(c->rows);
	*c = (struct summary_compare){.rows = NULL};
}
