#include "plan_matrix.h"

#include <stdlib.h>
#include <string.h>

/* A line lies in one month; *${ret} is which. */
static bool
month_of(const struct plan_check *c, const struct plan_check_line *l, int32_t *ret)
{
	const int32_t month = day_month(l->t.from);

	*ret = month - day_month(c->from);
	return plan_check_is_inside(c, l) && month == day_month(l->t.to) &&
	    l->t.sector[0] == '\0' && *ret >= 0 && *ret < PLAN_MONTHS_MAX &&
	    (l->t.drive[0] != '\0' ||
		(l->t.from == day_of_month(month) && l->t.to == day_of_month(month + 1) - 1));
}

static bool
is_whole_month(const struct plan_check_line *l)
{
	return l->t.drive[0] == '\0';
}

/* The plan's own month lines are stated column totals, not cells. */
static bool
is_cell(const struct plan_check *c, const struct plan_check_line *l, int32_t *ret_month)
{
	return month_of(c, l, ret_month) && (strcmp(l->t.org, c->org) != 0 || !is_whole_month(l));
}

/* What the lines in one month come to. */
static bool
cell_make(const struct plan_check *c, const struct plan_check_org *org, int32_t month,
    struct plan_cell *ret, struct err *err)
{
	const day_t first = day_of_month(day_month(c->from) + month);
	const struct target_cell whole = {
	    .from = first, .to = day_of_month(day_month(c->from) + month + 1) - 1};
	const struct target_below none = {.fn = NULL};
	struct target_total sum = {.has = false}, placed;
	size_t n = 0;
	const struct plan_check_line *l = plan_check_lines_of(c, org->code, &n);
	struct target_cell *list = calloc(n + 1, sizeof(*list));
	uint32_t taken = 0;

	if (list == NULL)
		return err_set(err, ERR_MEMORY, "plan check");
	for (size_t i = 0; i < n; i++) {
		int32_t at = 0;

		if (is_cell(c, &l[i], &at) && at == month)
			list[taken++] = l[i].cell;
	}
	const bool ok = taken == 0 || target_sum(list, taken, &whole, &none, &sum, &placed, err);
	free(list);
	*ret = (struct plan_cell){.has = sum.has, .value = sum.units};
	return ok;
}

static bool
row_make(const struct plan_check *c, const struct plan_check_org *org, struct plan_matrix_row *ret,
    bool *ret_any, struct err *err)
{
	*ret = (struct plan_matrix_row){.org = org};
	*ret_any = false;
	for (int32_t i = 0; i < PLAN_MONTHS_MAX; i++) {
		if (!cell_make(c, org, i, &ret->cell[i], err))
			return false;
		*ret_any = *ret_any || ret->cell[i].has;
		ret->total += ret->cell[i].value;
	}
	return true;
}

static void
totals_add(struct plan_matrix *m, const struct plan_matrix_row *row)
{
	const bool is_body = row->org->kind == ORG_BODY || row->org->kind == ORG_FACILITY;

	for (size_t i = 0; i < PLAN_MONTHS_MAX; i++)
		if (row->cell[i].has) {
			m->column[i].has = true;
			m->column[i].value += row->cell[i].value;
		}
	m->total += row->total;
	*(is_body ? &m->bodies : &m->places) += row->total;
	*(is_body ? &m->bodies_n : &m->places_n) += 1;
}

/* Places before bodies, each by code: as appendices have them. */
static int
row_order(const void *a, const void *b)
{
	const struct plan_matrix_row *x = a, *y = b;
	const bool x_body = x->org->kind == ORG_BODY, y_body = y->org->kind == ORG_BODY;

	if (x_body != y_body)
		return x_body ? 1 : -1;
	return strcmp(x->org->code, y->org->code);
}

bool
plan_matrix_make(const struct plan_check *c, struct plan_matrix *ret, struct err *err)
{
	const int32_t months = day_month(c->to) - day_month(c->from) + 1;

	*ret = (struct plan_matrix){.month = day_month(c->from)};
	if (months < 1 || months > PLAN_MONTHS_MAX)
		return true;
	ret->rows = calloc(c->orgs_n + 1, sizeof(*ret->rows));
	if (ret->rows == NULL)
		return err_set(err, ERR_MEMORY, "plan check");
	for (size_t i = 0; i < c->orgs_n; i++) {
		bool any = false;

		if (!row_make(c, &c->orgs[i], &ret->rows[ret->rows_n], &any, err))
			return false;
		if (any)
			totals_add(ret, &ret->rows[ret->rows_n++]);
	}
	if (ret->rows_n > 1)
		qsort(ret->rows, ret->rows_n, sizeof(*ret->rows), row_order);
	ret->months_n = ret->rows_n > 0 ? (size_t)months : 0;
	return true;
}

void
plan_matrix_free(struct plan_matrix *m)
{
	free(m->rows);
	*m = (struct plan_matrix){.rows = NULL};
}
