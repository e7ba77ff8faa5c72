/*
 * plan_matrix - a plan's month × organisation matrix: what each place is given each month, with row
 * and column totals.  A blank cell is no allocation, which is not 0.  Pure.
 */
#ifndef GH_CLIENT_PLAN_MATRIX_H
#define GH_CLIENT_PLAN_MATRIX_H

#include "plan_check.h"

#define PLAN_MONTHS_MAX 14

struct plan_cell {
	bool has;
	int64_t value;
};
struct plan_matrix_row {
	const struct plan_check_org *org;
	struct plan_cell cell[PLAN_MONTHS_MAX];
	int64_t total;
};
/* What those right below come to in the whole span, and own drives, by what they are. */
struct plan_parts {
	int64_t places, bodies;
	size_t places_n, bodies_n;
};
struct plan_matrix {
	int32_t month; /* the first, months since 1970-01 */
	size_t months_n;
	struct plan_matrix_row *rows; /* owned */
	size_t rows_n;
	struct plan_cell column[PLAN_MONTHS_MAX];
	int64_t total;
	struct plan_parts cells; /* the total by what the rows are */
	/*
	 * With lines of the year, a sector, a campaign, too; where the registry is not known, what
	 * the cells are.
	 */
	struct plan_parts parts;
};
/*
 * From lines of one month and drives in a month of a plan that plan_check_run() has sorted.  No
 * months: the plan has no such lines, or spans more than PLAN_MONTHS_MAX.  plan_matrix_free().
 */
bool plan_matrix_make(
    const struct plan_check *c, struct plan_matrix *ret, struct err *err) MUST_USE;
void plan_matrix_free(struct plan_matrix *m);

#endif
