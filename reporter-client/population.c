#include "population.h"

#include <string.h>

const struct population_entry *
population_find(const struct reference *entered, const struct row *row, day_t to)
{
	const struct population_entry *best = NULL;
	const int year = day_to_civil(to).year;

	for (uint32_t i = 0; i < entered->populations_n && row->org[0] != '\0'; i++) {
		const struct population_entry *e = &entered->populations[i];

		if (strcmp(e->code, row->org) == 0 && e->day >= row->valid_from &&
		    e->year <= (uint32_t)year && e->persons > 0 &&
		    (best == NULL || e->year > best->year))
			best = e;
	}
	return best;
}
