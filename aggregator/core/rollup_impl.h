/* rollup_impl - what rollup.c and rollup_sum.c share. */
#ifndef GH_CORE_ROLLUP_IMPL_H
#define GH_CORE_ROLLUP_IMPL_H

#include "core/rollup.h"

/* NULL: none. */
const struct cell *rollup_cell(const struct cell_table *t, const struct cell_key *key);

#endif
