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
parts_add(struct plan_parts *p, enum org_kind kind, int64_t units)
{
	const bool is_body = kind == ORG_BODY || kind == ORG_FACILITY;

	*(is_body ? &p->bodies : &p->places) += units;
	*(is_body ? &p->bodies_n : &p->places_n) += 1;
}

static void
totals_add(struct plan_matrix *m, const struct plan_matrix_row *row)
{
	for (size_t i = 0; i < PLAN_MONTHS_MAX; i++)
		if (row->cell[i].has) {
			m->column[i].has = true;
			m->column[i].value += row->cell[i].value;
		}
	m->total += row->total;
	parts_add(&m->cells, row->org->kind, row->total);
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

/* Drives that the plan's organisation has itself are a part beside those below. */
static void
own_drives_add(const struct plan_check *c, struct plan_parts *p)
{
	size_t n = 0;
	const struct plan_check_line *l = plan_check_lines_of(c, c->org, &n);
	int64_t units = 0;
	bool any = false;

	for (size_t i = 0; i < n; i++)
		if (l[i].cell.is_drive && plan_check_is_inside(c, &l[i])) {
			units += l[i].t.value;
			any = true;
		}
	if (any)
		parts_add(p, ORG_NONE, units);
}

static bool
parts_make(const struct plan_check *c, struct plan_matrix *m, struct err *err)
{
	size_t n = 0;
	const struct plan_check_org *below = plan_check_children(c, c->org, &n);

	m->parts = m->cells;
	if (!c->knows_registry)
		return true;
	m->parts = (struct plan_parts){.places = 0};
	own_drives_add(c, &m->parts);
	for (size_t i = 0; i < n; i++) {
		struct target_total one = {.has = false};

		if (!plan_check_value(c, below[i].code, c->from, c->to, &one, err))
			return false;
		if (one.has)
			parts_add(&m->parts, below[i].kind, one.units);
	}
	return true;
}

bool
plan_matrix_make(const struct plan_check *c, struct plan_matrix *ret, struct err *err)
{
	const int32_t months = day_month(c->to) - day_month(c->from) + 1;

	*ret = (struct plan_matrix){.month = day_month(c->from)};
	if (months < 1 || months > PLAN_MONTHS_MAX)
		return parts_make(c, ret, err);
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
	return parts_make(c, ret, err);
}

void
plan_matrix_free(struct plan_matrix *m)
{
	free(m->rows);
	*m = (struct plan_matrix){.rows = NULL};
}
