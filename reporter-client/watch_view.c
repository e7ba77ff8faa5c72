#include "watch_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "rules/catalogue.h"
#include "summary_calc.h"
#include "watch_state.h"
#include "when.h"

bool
watch_view_make(struct watch_view **ret, struct err *err)
{
	struct watch_view *v = calloc(1, sizeof(*v));

	if (v == NULL)
		return err_set(err, ERR_MEMORY, "watch");
	*ret = v;
	return true;
}

/* NOLINTBEGIN(readability-function-size,clang-analyzer-*): uthash is macros */
static struct watch_item *
index_find(const struct watch_view *v, const char *key)
{
	struct watch_item *i = NULL;

	HASH_FIND_STR(v->by_key, key, i);
	return i;
}

static void
index_add(struct watch_view *v, struct watch_item *i)
{
	HASH_ADD_KEYPTR(hh, v->by_key, i->key, strlen(i->key), i);
}

static void
index_remove(struct watch_view *v, struct watch_item *i)
{
	HASH_DEL(v->by_key, i);
}
/* NOLINTEND(readability-function-size,clang-analyzer-*) */

static void
item_free(struct watch_item *i)
{
	if (i == NULL)
		return;
	free(i->key);
	free(i->name);
	free(i->labels);
	free(i);
}

void
watch_view_free(struct watch_view *v)
{
	if (v == NULL)
		return;
	HASH_CLEAR(hh, v->by_key);
	for (uint32_t i = 0; i < v->n; i++)
		item_free(v->items[i]);
	free(v->items);
	item_free(v->total);
	free(v->title);
	free(v);
}

/* ---- taking */

/* A drive's day beside its organisation: one has several. */
static const char *
name_of(const struct row *row, char buf[SUMMARY_CALC_TEXT_MAX])
{
	char name[SUMMARY_CALC_TEXT_MAX], day[DAY_TEXT_MAX];

	(void)summary_calc_name(row, name);
	if (row->day == 0 || strcmp(row->kind, "month") == 0)
		(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX, "%s", name);
	else
		(void)snprintf(
		    buf, SUMMARY_CALC_TEXT_MAX, "%.10s %.140s", day_people(row->day, day), name);
	return buf;
}

/* What lines beneath the total say is not said beside it. */
static const char *
labels_of(const struct row *row, char buf[SUMMARY_CALC_TEXT_MAX])
{
	struct row shown = *row;

	if (strcmp(row->key, "total") == 0) {
		shown.returned_units = shown.after_lock_units = 0;
		shown.conflicts = 0;
		shown.outside_units = 0;
	}
	return summary_calc_labels(&shown, buf);
}

/* What is kept of a row; the old texts stay until the new ones are there. */
static bool
item_fill(struct watch_item *i, const struct row *row, struct err *err)
{
	char name[SUMMARY_CALC_TEXT_MAX], labels[SUMMARY_CALC_TEXT_MAX];
	char *new_name = strdup(name_of(row, name));
	char *new_labels = strdup(labels_of(row, labels));

	if (new_name == NULL || new_labels == NULL) {
		free(new_name);
		free(new_labels);
		return err_set(err, ERR_MEMORY, "watch");
	}
	free(i->name);
	free(i->labels);
	i->name = new_name;
	i->labels = new_labels;
	i->has_units = summary_calc_count(row, IND_BLOOD_UNITS, &i->units);
	i->has_target = row->has_target;
	i->target = row->target_units;
	i->has_percent = summary_calc_percent_e4(row, &i->percent_e4);
	(void)summary_calc_percent_text(row, i->percent);
	i->outside = row->outside_units;
	i->reported = row->drives_reported;
	i->planned = row->drives_planned;
	i->held = row->drives_held;
	i->last_ms = row->last_report_ms;
	i->approved = row->approved_units;
	i->returned = row->returned_units;
	i->after_lock = row->after_lock_units;
	i->conflicts = row->conflicts;
	i->locked = row->locked;
	return true;
}

static struct watch_item *
item_make(const char *key, struct err *err)
{
	struct watch_item *i = calloc(1, sizeof(*i));

	if (i != NULL)
		i->key = strdup(key);
	if (i == NULL || i->key == NULL) {
		free(i);
		(void)err_set(err, ERR_MEMORY, "watch");
		return NULL;
	}
	return i;
}

static bool
item_add(struct watch_view *v, struct watch_item *i, struct err *err)
{
	if (v->n == WATCH_VIEW_ROWS_MAX)
		return err_set(
		    err, ERR_LIMIT, TR("hơn %u dòng", "more than %u rows"), WATCH_VIEW_ROWS_MAX);
	if (v->n == v->cap) {
		const uint32_t cap = v->cap == 0 ? 64 : v->cap * 2;
		struct watch_item **items =
		    reallocarray(v->items, cap, sizeof(struct watch_item *));

		if (items == NULL)
			return err_set(err, ERR_MEMORY, "watch");
		v->items = items;
		v->cap = cap;
	}
	i->place = v->placed++;
	v->items[v->n++] = i;
	index_add(v, i);
	return true;
}

struct taking {
	struct watch_view *v;
	const struct rows *r;
	int64_t now_ms;
	const struct watch_listener *listener;
};

static void
tell(const struct taking *t, const struct row *row, struct watch_item *i,
    const struct watch_item *was)
{
	const bool is_total = i == t->v->total;
	struct watch_change change = {
	    .row = row, .of = t->r, .is_new = was == NULL, .is_total = is_total};

	if (i->has_units) {
		change.delta = i->units - (was != NULL && was->has_units ? was->units : 0);
		change.has_delta = change.delta != 0 || (was != NULL && !was->has_units);
	}
	if (!t->v->has_snapshot)
		return;
	if (change.has_delta) {
		i->delta = change.delta;
		i->changed_ms = t->now_ms;
	}
	t->listener->change(t->listener->cookie, &change);
}

static bool
state_differs(const struct watch_item *a, const struct watch_item *b)
{
	return a->approved != b->approved || a->returned != b->returned ||
	    a->after_lock != b->after_lock || a->conflicts != b->conflicts ||
	    a->locked != b->locked;
}

static bool
differs(const struct watch_item *a, const struct watch_item *b)
{
	return a->has_units != b->has_units || a->units != b->units ||
	    a->has_target != b->has_target || a->target != b->target || a->outside != b->outside ||
	    a->reported != b->reported || a->planned != b->planned || a->held != b->held ||
	    a->last_ms != b->last_ms || state_differs(a, b);
}

static bool
row_take(const struct taking *t, const struct row *row, struct watch_item **at, struct err *err)
{
	struct watch_item *i = *at;
	struct watch_item was;

	if (i == NULL) {
		i = item_make(row->key, err);
		if (i == NULL)
			return false;
		if (!item_fill(i, row, err)) {
			item_free(i);
			return false;
		}
		*at = i;
		tell(t, row, i, NULL);
		return true;
	}
	was = *i;
	if (!item_fill(i, row, err))
		return false;
	if (differs(&was, i))
		tell(t, row, i, &was);
	return true;
}

static bool
rows_take(const struct taking *t, uint64_t mark, struct err *err)
{
	struct watch_view *v = t->v;

	for (uint32_t k = 0; k < t->r->rows_n; k++) {
		const struct row *row = &t->r->rows[k];
		struct watch_item *i = index_find(v, row->key);
		const bool known = i != NULL;

		if (!row_take(t, row, &i, err))
			return false;
		i->mark = mark;
		if (!known && !item_add(v, i, err)) {
			item_free(i);
			return false;
		}
	}
	if (t->r->total.key[0] == '\0')
		return true;
	summary_states_of(&t->r->total, &v->states);
	return row_take(t, &t->r->total, &v->total, err);
}

/* What a snapshot no longer has. */
static void
gone_remove(struct watch_view *v, uint64_t mark)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < v->n; i++) {
		if (v->items[i]->mark == mark) {
			v->items[kept++] = v->items[i];
			continue;
		}
		index_remove(v, v->items[i]);
		item_free(v->items[i]);
	}
	v->n = kept;
}

static bool
title_take(struct watch_view *v, const struct rows *r, struct err *err)
{
	char period[SUMMARY_CALC_TEXT_MAX];
	struct buf b = {.max = 4096};

	buf_printf(&b, "%s · %s", r->org_name, summary_calc_period(&r->period, period));
	free(v->title);
	v->title = strdup(buf_text(&b));
	buf_free(&b);
	return v->title != NULL || err_set(err, ERR_MEMORY, "watch");
}

bool
watch_view_take(struct watch_view *v, const struct rows *r, int64_t now_ms,
    const struct watch_listener *listener, struct err *err)
{
	const struct taking t = {.v = v, .r = r, .now_ms = now_ms, .listener = listener};

	if (r->snapshot && !title_take(v, r, err))
		return false;
	v->mark++;
	if (!rows_take(&t, v->mark, err))
		return false;
	if (r->snapshot) {
		gone_remove(v, v->mark);
		v->has_snapshot = true;
	}
	v->batch = r->as_of_batch;
	v->batch_ms = r->at_ms;
	v->heard_ms = now_ms;
	v->away_ms = 0;
	return true;
}

void
watch_view_beat(struct watch_view *v, const struct beat *b, int64_t now_ms)
{
	v->batch = b->as_of_batch > v->batch ? b->as_of_batch : v->batch;
	v->batch_ms = b->at_ms > v->batch_ms ? b->at_ms : v->batch_ms;
	v->heard_ms = now_ms;
	v->away_ms = 0;
}

void
watch_view_away(struct watch_view *v, int64_t now_ms)
{
	v->away_ms = v->away_ms != 0 ? v->away_ms : now_ms;
}

bool
watch_view_is_away(const struct watch_view *v)
{
	return v->away_ms != 0;
}

/* ---- a line for a log */

void
watch_view_line(const struct watch_change *change, struct buf *out)
{
	const struct row *row = change->row;
	char clock[WHEN_TEXT_MAX], name[SUMMARY_CALC_TEXT_MAX], percent[SUMMARY_CALC_TEXT_MAX];
	char number[NUM_TEXT_MAX];
	int64_t units = 0, e4 = 0;

	buf_printf(out, "%s %s: ", when_clock(change->of->at_ms, clock),
	    change->is_total ? TR("Tổng cộng", "Total") : name_of(row, name));
	if (summary_calc_count(row, IND_BLOOD_UNITS, &units))
		buf_printf(out, TR("%s đơn vị máu", "%s blood units"), num_people(units, number));
	else
		buf_str(out, TR("chưa báo cáo", "not reported"));
	if (change->has_delta)
		buf_printf(out, " (%s%s)", change->delta > 0 ? "+" : "",
		    num_people(change->delta, number));
	if (summary_calc_percent_e4(row, &e4))
		buf_printf(out, TR(", đạt %s", ", %s of the target"),
		    summary_calc_percent_text(row, percent));
	buf_str(out, "\n");
}
