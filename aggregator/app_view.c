#include "app_view.h"

#include <stdlib.h>
#include <string.h>

static int
key_compare(const void *a, const void *b)
{
	const struct row *const *x = a;
	const struct row *const *y = b;

	return strcmp((*x)->key, (*y)->key);
}

bool
app_view_make(const struct app_view_question *q, struct app_view *ret, struct err *err)
{
	const struct summary_request ask = {
	    .org = q->org, .period = q->period, .by = q->by, .basis = q->basis};
	struct app_view v = {.is_made = true};

	if (!core_summary_whole(q->core, q->who, &ask, q->now_ms, &v.head, err))
		return false;
	v.n = v.head.rows_n < APP_VIEW_ROWS_MAX ? v.head.rows_n : APP_VIEW_ROWS_MAX;
	v.row = calloc((size_t)v.n + 1, sizeof(const struct row *));
	v.by_key = calloc((size_t)v.n + 1, sizeof(const struct row *));
	if (v.row == NULL || v.by_key == NULL) {
		app_view_free(&v);
		return err_set(err, ERR_MEMORY, "%u", v.n);
	}
	for (uint32_t i = 0; i < v.n; i++)
		v.row[i] = v.by_key[i] = &v.head.rows[i];
	qsort(v.by_key, v.n, sizeof(const struct row *), key_compare);
	*ret = v;
	return true;
}

void
app_view_free(struct app_view *v)
{
	query_free(&v->head.arena);
	free(v->row);
	free(v->by_key);
	*v = (struct app_view){0};
}

static bool
targets_equal(const struct row *a, const struct row *b)
{
	return a->has_target == b->has_target && a->target_units == b->target_units &&
	    a->target_own == b->target_own && a->has_control == b->has_control &&
	    a->control_units == b->control_units && a->control_qualifier == b->control_qualifier &&
	    a->target_draft == b->target_draft && a->target_qualifier == b->target_qualifier &&
	    a->target_max == b->target_max && a->control_max == b->control_max &&
	    a->target_self == b->target_self && a->has_self == b->has_self &&
	    a->self_units == b->self_units && a->self_qualifier == b->self_qualifier &&
	    a->self_max == b->self_max;
}

static bool
rows_equal(const struct row *a, const struct row *b)
{
	return a->drives_planned == b->drives_planned && a->drives_held == b->drives_held &&
	    a->drives_reported == b->drives_reported && a->drives_late == b->drives_late &&
	    a->interim_units == b->interim_units && a->returned_units == b->returned_units &&
	    a->reports == b->reports && a->last_report_ms == b->last_report_ms &&
	    a->outside_units == b->outside_units && a->demo == b->demo && a->day == b->day &&
	    a->valid_from == b->valid_from && strcmp(a->org, b->org) == 0 &&
	    strcmp(a->name, b->name) == 0 && strcmp(a->kind, b->kind) == 0 &&
	    strcmp(a->state, b->state) == 0 && targets_equal(a, b) &&
	    counts_equal(&a->counts, &b->counts);
}

static const struct row *
row_by_key(const struct app_view *v, const struct row *like)
{
	const struct row **found = v->n == 0
	    ? NULL
	    : bsearch(&like, v->by_key, v->n, sizeof(const struct row *), key_compare);

	return found == NULL ? NULL : *found;
}

bool
app_view_diff(const struct app_view *before, const struct app_view *now, const struct row ***ret,
    uint32_t *ret_n, struct err *err)
{
	const struct row **changed = malloc(((size_t)now->n + 1) * sizeof(const struct row *));
	uint32_t n = 0;
	uint32_t found = 0;

	if (changed == NULL)
		return err_set(err, ERR_MEMORY, "%u", now->n);
	for (uint32_t i = 0; i < now->n; i++) {
		const struct row *old = row_by_key(before, now->row[i]);

		if (old != NULL)
			found++;
		if (old == NULL || !rows_equal(old, now->row[i]))
			changed[n++] = now->row[i];
	}
	*ret = changed;
	*ret_n = found < before->n ? UINT32_MAX : n;
	return true;
}

bool
app_view_encode(
    const struct app_view *v, const struct app_view_part *part, struct buf *out, struct err *err)
{
	struct row *copy = NULL;
	struct rows r = v->head;
	bool ok;

	if (part->n > 0) {
		copy = malloc(part->n * sizeof(*copy));
		if (copy == NULL)
			return err_set(err, ERR_MEMORY, "%u", part->n);
	}
	for (uint32_t i = 0; i < part->n; i++)
		copy[i] = *part->rows[i];
	r.rows = copy;
	r.rows_n = part->n;
	r.next_page = 0;
	r.snapshot = part->snapshot;
	ok = query_encode_rows(&r, out, err);
	free(copy);
	return ok;
}
