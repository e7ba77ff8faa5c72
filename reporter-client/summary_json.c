#include "summary_json.h"

#include <stdio.h>

#include <jansson.h>

#include "base/lang.h"
#include "rules/catalogue.h"
#include "summary_calc.h"
#include "summary_left.h"
#include "target_say.h"
#include "when.h"
#include "words.h"

#define PERCENT_E4 10000.0
#define DIGITS 15 /* 105.4 stays 105.4 */
#define MEMBER_MAX 24

/* Members of one object; a failure is remembered and asked for once. */
struct object {
	json_t *json;
	bool failed;
};

static void
put(struct object *o, const char *key, json_t *value)
{
	o->failed |= o->json == NULL || json_object_set_new(o->json, key, value) != 0;
}

static void
put_number(struct object *o, const char *key, int64_t value)
{
	put(o, key, json_integer(value));
}

static void
put_text(struct object *o, const char *key, const char *text)
{
	if (text[0] != '\0')
		put(o, key, json_string(text));
}

static void
put_day(struct object *o, const char *key, day_t day)
{
	char text[DAY_TEXT_MAX];

	put_text(o, key, day_iso(day, text));
}

static void
put_e4(struct object *o, const char *key, int64_t e4)
{
	put(o, key,
	    e4 % (int64_t)PERCENT_E4 == 0 ? json_integer(e4 / (int64_t)PERCENT_E4)
					  : json_real((double)e4 / PERCENT_E4));
}

static void
put_percent(struct object *o, const struct row *row)
{
	int64_t e4 = 0;

	if (summary_calc_percent_e4(row, &e4))
		put_e4(o, "percent_of_target", e4);
}

/* The object's own, or NULL after a failure. */
static json_t *
finish(struct object *o)
{
	if (!o->failed)
		return o->json;
	json_decref(o->json);
	return NULL;
}

static json_t *
counts_make(const struct counts *c)
{
	struct object o = {.json = json_object()};
	char unnamed[MEMBER_MAX];

	for (uint32_t i = 0; i < c->n; i++) {
		const struct indicator *ind = catalogue_by_ind(c->ind[i]);

		(void)snprintf(unnamed, sizeof(unnamed), "ind_%u", c->ind[i]);
		put_number(&o, ind == NULL ? unnamed : ind->code, c->val[i]);
	}
	return finish(&o);
}

static json_t *
drives_make(const struct row *row)
{
	struct object o = {.json = json_object()};

	put_number(&o, "planned", row->drives_planned);
	put_number(&o, "held", row->drives_held);
	put_number(&o, "reported", row->drives_reported);
	put_number(&o, "late", row->drives_late);
	put_number(&o, "missing", row->drives_missing);
	if (row->drives_moved > 0)
		put_number(&o, "moved", row->drives_moved);
	return finish(&o);
}

static json_t *
orgs_make(const struct row *row)
{
	struct object o = {.json = json_object()};

	put_number(&o, "expected", row->orgs_expected);
	put_number(&o, "silent", row->orgs_silent);
	return finish(&o);
}

/* What kind of target it is, how the result stands to it, and the self-set one beside it. */
static void
put_goal(struct object *o, const struct row *row)
{
	struct target t;
	int64_t done = 0;

	if (summary_calc_target(row, &t) && row->target_qualifier != QUALIFIER_NONE)
		put_text(o, "target_qualifier", words_name(WORDS_QUALIFIER, t.qualifier));
	if (row->has_target && t.qualifier == QUALIFIER_RANGE)
		put_number(o, "target_units_max", t.value_max);
	if (summary_calc_part(row, &done))
		put_number(o, "done_units", done);
	if (row->has_target && t.value > 0 && summary_calc_part(row, &done))
		put_text(o, "target_standing", target_say_standing(&t, done));
	if (row->has_target && row->target_self)
		put(o, "target_self", json_true());
	if (!summary_calc_self(row, &t))
		return;
	put_number(o, "self_units", t.value);
	put_text(o, "self_qualifier", words_name(WORDS_QUALIFIER, t.qualifier));
	if (t.qualifier == QUALIFIER_RANGE)
		put_number(o, "self_units_max", t.value_max);
}

static void
put_target(struct object *o, const struct row *row)
{
	if (row->has_target) {
		put_number(o, "target_units", row->target_units);
		if (!summary_left_is(row))
			put_text(o, "target_basis", row->target_own ? "own" : "allocated");
		if (row->target_draft)
			put(o, "target_draft", json_true());
	}
	put_goal(o, row);
	if (row->has_control) {
		put_number(o, "control_units", row->control_units);
		put_text(
		    o, "control_qualifier", words_name(WORDS_QUALIFIER, row->control_qualifier));
	}
	put_percent(o, row);
}

static json_t *
other_make(const struct target_row *row)
{
	const struct target *t = &row->target;
	struct object o = {.json = json_object()};

	put_text(&o, "measure", words_name(WORDS_MEASURE, t->measure));
	put_text(&o, "qualifier", words_name(WORDS_QUALIFIER, t->qualifier));
	put_number(&o, "value", t->value);
	if (t->qualifier == QUALIFIER_RANGE)
		put_number(&o, "value_max", t->value_max);
	put_text(&o, "assigned", words_name(WORDS_ASSIGNED, t->assigned));
	put_day(&o, "from", t->from);
	put_day(&o, "to", t->to);
	put_text(&o, "sector", t->sector);
	put_text(&o, "campaign", t->campaign);
	put_text(&o, "plan", t->plan);
	if (t->draft)
		put(&o, "draft", json_true());
	if (row->has_done)
		put_number(&o, "done", row->done);
	if (row->whole > 0)
		put_number(&o, "whole", row->whole);
	return finish(&o);
}

static json_t *
others_make(const struct row *row)
{
	json_t *list = json_array();

	for (uint32_t i = 0; list != NULL && i < row->targets_n; i++)
		if (json_array_append_new(list, other_make(&row->targets[i])) != 0) {
			json_decref(list);
			list = NULL;
		}
	return list;
}

static void
put_row(struct object *o, const struct row *row)
{
	char at[WHEN_TEXT_MAX];

	put_text(o, "key", row->key);
	put_text(o, "org", row->org);
	if (row->org[0] != '\0')
		put_day(o, "valid_from", row->valid_from);
	put_text(o, "name", row->name);
	put_text(o, "kind", row->kind);
	put(o, "counts", counts_make(&row->counts));
	put_target(o, row);
	if (row->targets_n > 0)
		put(o, "other_targets", others_make(row));
	put(o, "drives", drives_make(row));
	put(o, "orgs", orgs_make(row));
	put_number(o, "interim_units", row->interim_units);
	put_number(o, "returned_units", row->returned_units);
	put_number(o, "approved_units", row->approved_units);
	put_number(o, "after_lock_units", row->after_lock_units);
	put_number(o, "conflicts", row->conflicts);
	if (row->locked)
		put(o, "locked", json_true());
	if (row->outside_units != 0)
		put_number(o, "outside_units", row->outside_units);
	if (row->unsplit.inside != 0)
		put_number(o, "unsplit_units", row->unsplit.inside);
	if (row->unsplit.outside != 0)
		put_number(o, "unsplit_outside_units", row->unsplit.outside);
	put_number(o, "reports", row->reports);
	put_text(o, "last_report_at", when_iso(row->last_report_ms, at));
	if (row->day != 0)
		put_day(o, "day", row->day);
	put_text(o, "state", row->state);
	if (row->demo)
		put(o, "demo", json_true());
}

static void
put_change(struct object *o, const struct summary_change *c)
{
	if (c->has_previous)
		put_number(o, "previous_units", c->previous);
	if (c->unsplit.inside != 0)
		put_number(o, "previous_unsplit_units", c->unsplit.inside);
	if (c->unsplit.outside != 0)
		put_number(o, "previous_unsplit_outside_units", c->unsplit.outside);
	if (c->has_difference)
		put_number(o, "difference_units", c->difference);
	if (c->has_percent)
		put_e4(o, "difference_percent", c->percent_e4);
	if (c->has_left)
		put_number(o, "left_units", c->left);
	if (c->rank > 0)
		put_number(o, "rank", c->rank);
}

static json_t *
derived_make(const struct row *row, const struct summary_pick *pick)
{
	struct object o = {.json = json_object()};
	int64_t value = 0;

	for (size_t i = 0; i < pick->derived_n; i++) {
		const struct derived *d = pick->derived[i];

		if (!summary_pick_value(pick, d, row, &value))
			continue;
		if (d->unit == DERIVED_COUNT)
			put_number(&o, d->code, value);
		else
			put_e4(&o, d->code, value);
	}
	return finish(&o);
}

static json_t *
row_make(
    const struct row *row, const struct summary_face *face, const struct summary_change *change)
{
	struct object o = {.json = json_object()};

	put_row(&o, row);
	if (face->pick != NULL && face->pick->derived_n > 0)
		put(&o, "derived", derived_make(row, face->pick));
	if (change != NULL)
		put_change(&o, change);
	return finish(&o);
}

static json_t *
rows_make(const struct rows *r, const struct summary_face *face)
{
	const struct summary_compare *compare = face->compare;
	json_t *list = json_array();
	struct row left;

	for (uint32_t i = 0; list != NULL && i < r->rows_n; i++)
		if (json_array_append_new(list,
			row_make(&r->rows[i], face, compare == NULL ? NULL : &compare->rows[i])) !=
		    0) {
			json_decref(list);
			list = NULL;
		}
	if (list != NULL && summary_left_of(r, &left) &&
	    json_array_append_new(
		list, row_make(&left, &(const struct summary_face){.by = face->by}, NULL)) != 0) {
		json_decref(list);
		list = NULL;
	}
	return list;
}

static json_t *
period_make(const struct period_row *p)
{
	struct object o = {.json = json_object()};

	put_text(&o, "text", p->text);
	put_text(&o, "kind", p->kind);
	put_day(&o, "from", p->from);
	put_day(&o, "to", p->to);
	if (p->open)
		put(&o, "open", json_true());
	return finish(&o);
}

static json_t *
root_make(const struct hash *h)
{
	char hex[2 * WIRE_HASH_BYTES + 1];

	for (size_t i = 0; i < WIRE_HASH_BYTES; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", h->at[i]);
	return json_string(hex);
}

static json_t *
other_days_make(const struct rows *r)
{
	json_t *list = json_array();

	for (uint32_t i = 0; list != NULL && i < r->other_days_n; i++) {
		const struct other_days *d = &r->other_days[i];
		struct object o = {.json = json_object()};

		put_text(&o, "org", d->org);
		put_text(&o, "name", d->org_name);
		put_day(&o, "from", d->from);
		put_day(&o, "to", d->to);
		if (json_array_append_new(list, finish(&o)) != 0) {
			json_decref(list);
			list = NULL;
		}
	}
	return list;
}

static char *
dump(struct object *o, size_t flags, struct err *err)
{
	json_t *json = finish(o);
	char *text = json == NULL ? NULL : json_dumps(json, flags | JSON_REAL_PRECISION(DIGITS));

	json_decref(json);
	if (text == NULL)
		(void)err_set(err, ERR_MEMORY, "JSON");
	return text;
}

char *
summary_json_whole(const struct rows *r, const struct summary_face *face, struct err *err)
{
	static const struct summary_face plain;
	const struct summary_face *shown = face != NULL ? face : &plain;
	const struct summary_compare *compare = shown->compare;
	struct object o = {.json = json_object()};
	char at[WHEN_TEXT_MAX];

	put_number(&o, "as_of_batch", (int64_t)r->as_of_batch);
	put(&o, "root", root_make(&r->root));
	put_number(&o, "epoch", r->epoch);
	put_text(&o, "at", when_iso(r->at_ms, at));
	put_text(&o, "org", r->org);
	put_text(&o, "name", r->org_name);
	put_text(&o, "basis", r->basis);
	put(&o, "period", period_make(&r->period));
	if (compare != NULL)
		put(&o, "previous_period", period_make(&compare->period));
	if (r->other_days_n > 0)
		put(&o, "other_days", other_days_make(r));
	put(&o, "rows", rows_make(r, shown));
	put(&o, "total", row_make(&r->total, shown, compare == NULL ? NULL : &compare->total));
	return dump(&o, JSON_INDENT(1), err);
}

char *
summary_json_line(const struct summary_json_event *e, struct err *err)
{
	struct object o = {.json = json_object()};
	char at[WHEN_TEXT_MAX];

	put_text(&o, "event", e->event);
	if (e->as_of_batch != 0) /* the link going and coming is of no batch */
		put_number(&o, "as_of_batch", (int64_t)e->as_of_batch);
	put_text(&o, "at", when_iso(e->at_ms, at));
	if (e->row != NULL)
		put_row(&o, e->row);
	if (e->has_delta)
		put_number(&o, "delta_units", e->delta_units);
	return dump(&o, JSON_COMPACT, err);
}
