#include "summary_left.h"

#include <string.h>

#include "base/num.h"

#define KIND "remainder"

bool
summary_left_of(const struct rows *r, struct row *ret)
{
	int64_t left = r->total.target_units;

	if (!r->total.has_target || r->rows_n == 0 || strcmp(r->rows[0].kind, "indicator") == 0)
		return false;
	for (uint32_t i = 0; i < r->rows_n; i++)
		if (r->rows[i].has_target && !num_add(left, -r->rows[i].target_units, &left))
			return false;
	*ret = (struct row){.key = KIND,
	    .org = "",
	    .name = "",
	    .kind = KIND,
	    .state = "",
	    .has_target = true,
	    .target_units = left,
	    .target_draft = r->total.target_draft};
	return left != 0;
}

bool
summary_left_is(const struct row *row)
{
	return strcmp(row->kind, KIND) == 0;
}
