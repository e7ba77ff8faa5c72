#include "summary_pick.h"

#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "population.h"

#define PER_PEOPLE "population_percent"
#define CODE_BYTES 64

static bool
pick_all(struct summary_pick *ret)
{
	size_t n = 0;
	const struct derived *all = derived_all(&n);

	for (size_t i = 0; i < n && i < SUMMARY_PICK_MAX; i++)
		ret->derived[ret->derived_n++] = &all[i];
	ret->all_counts = true;
	return true;
}

static bool
pick_one(const char *code, struct summary_pick *ret, struct err *err)
{
	const struct derived *d = derived_by_code(code);
	const struct indicator *ind = catalogue_by_code(code);
	char quoted[TEXT_QUOTE_MAX];

	if (strcmp(code, "all") == 0)
		return pick_all(ret);
	if (ret->derived_n == SUMMARY_PICK_MAX || ret->counts_n == SUMMARY_PICK_MAX)
		return err_set(err, ERR_LIMIT, TR("hơn %u chỉ số", "more than %u indicators"),
		    SUMMARY_PICK_MAX);
	if (d != NULL)
		ret->derived[ret->derived_n++] = d;
	else if (ind != NULL && catalogue_is_reportable(ind->ind))
		ret->counts[ret->counts_n++] = ind->ind;
	else
		return err_set(err, ERR_INDICATOR_UNKNOWN,
		    TR("%s; xem: giothong indicators", "%s; see: giothong indicators"),
		    text_quote(code, quoted));
	return true;
}

bool
summary_pick_read(const char *text, struct summary_pick *ret, struct err *err)
{
	char code[CODE_BYTES];

	*ret = (struct summary_pick){.derived_n = 0};
	while (*text != '\0') {
		const size_t len = strcspn(text, ",");

		if (len >= sizeof(code))
			return err_set(err, ERR_INDICATOR_UNKNOWN, "%.40s…", text);
		memcpy(code, text, len);
		code[len] = '\0';
		if (len > 0 && !pick_one(code, ret, err))
			return false;
		text += len + (text[len] == ',');
	}
	return true;
}

bool
summary_pick_has(const struct summary_pick *pick, uint32_t ind)
{
	for (size_t i = 0; pick != NULL && i < pick->counts_n; i++)
		if (pick->counts[i] == ind)
			return true;
	return pick != NULL && pick->all_counts;
}

bool
summary_pick_per_people(const struct summary_pick *pick)
{
	for (size_t i = 0; i < pick->derived_n; i++)
		if (strcmp(pick->derived[i]->code, PER_PEOPLE) == 0)
			return true;
	return false;
}

bool
summary_pick_value(
    const struct summary_pick *pick, const struct derived *d, const struct row *row, int64_t *ret)
{
	const struct population_entry *people = pick == NULL || pick->populations == NULL
	    ? NULL
	    : population_find(pick->populations, row, pick->to);
	const struct derived_sums sums = {.counts = &row->counts,
	    .has_target = row->has_target,
	    .target = row->target_units,
	    .outside = row->outside_units,
	    .population = people == NULL ? 0 : people->persons,
	    .drives_planned = row->drives_planned,
	    .drives_held = row->drives_held,
	    .drives_reported = row->drives_reported,
	    .drives_late = row->drives_late};

	return derived_value(d, &sums, ret);
}
