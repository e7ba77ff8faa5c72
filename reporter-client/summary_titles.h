/* summary_titles - what stands over a table of totals, and in a file's properties.  Pure. */
#ifndef GH_CLIENT_SUMMARY_TITLES_H
#define GH_CLIENT_SUMMARY_TITLES_H

#include "summary_compare.h"
#include "table.h"

/* ${compare} NULL: beside no other period. */
void summary_titles_put(
    struct table *t, const struct rows *r, const struct summary_compare *compare);

#endif
