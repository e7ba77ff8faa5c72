/*
 * population - how many people a row of totals is measured against.  Pure.
 */
#ifndef GH_CLIENT_POPULATION_H
#define GH_CLIENT_POPULATION_H

#include "wire/query.h"

/*
 * Of those entered (REFERENCE_POPULATIONS) the newest of the row's organisation up to the year of
 * ${to}; NULL: none.  A code that meant another place on the entry's day is not this one.
 */
const struct population_entry *population_find(
    const struct reference *entered, const struct row *row, day_t to);

#endif
