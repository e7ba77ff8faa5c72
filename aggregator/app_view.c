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

static bool
page_add(struct app_view *v, const struct rows *page, struct err *err)
{
	const size_t n = (size_t)v->n + page->rows_n;
	const struct row **row = realloc(v->row, (n + 1) * sizeof(const struct row *));

	if (row == NULL)
		return err_set(err, ERR_MEMORY, "%zu", n);
	v->row = row;
	for (uint32_t i = 0; i < page->rows_n; i++)
		v->row[v->n++] = &page->rows[i];
	return true;
}

bool
app_view_make(const struct app_view_question *q, struct app_view *ret, struct err *err)
{
	struct app_view v = {0};
	struct summary_request ask = {
	    .org = q->org, .period = q->period, .by = q->by, .basis = q->basis};

	for (ask.page = 0; v.arenas_n < APP_VIEW_PAGES_MAX; ask.page++) {
		struct rows page = {0};

		if (!core_summary(q->core, q->who, &ask, q->now_ms, &page, err))
			goto out;
		v.arena[v.arenas_n++] = page.arena;
		if (ask.page == 0)
			v.head = page;
		if (!page_add(&v, &page, err))
			goto out;
		if (page.next_page == 0)
			break;
	}
	v.by_key = malloc(((size_t)v.n + 1) * sizeof(const struct row *));
	if (v.by_key == NULL) {
		err_set(err, ERR_MEMORY, "%u", v.n);
		goto out;
	}
	if (v.n > 0)
		memcpy(v.by_key, v.row, v.n * sizeof(const struct row *));
	qsort(v.by_key, v.n, sizeof(const struct row *), key_compare);
	*ret = v;
	return true;
out:
	app_view_free(&v);
	return false;
}

void
app_view_free(struct app_view *v)
{
	for (uint32_t i = 0; i < v->arenas_n; i++)
		query_free(&v->arena[i]);
	free(v->row);
	free(v->by_key);
	*v = (struct app_view){0};
}

static bool
counts_equal(const struct counts *a, const struct counts *b)
{
	return a->n == b->n &&
	    (a->n == 0 ||
		(memcmp(a->ind, b->ind, a->n * sizeof(*a->ind)) == 0 &&
		    memcmp(a->val, b->val, a->n * sizeof(*a->val)) == 0));
}

static bool
targets_equal(const struct row *a, const struct row *b)
{
	return a->has_target == b->has_target && a->target_units == b->target_units &&
	    a->target_own == b->target_own && a->has_control == b->has_control &&
	    a->control_units == b->control_units && a->control_qualifier == b->control_qualifier &&
	    a->target_draft == b->target_draft;
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
