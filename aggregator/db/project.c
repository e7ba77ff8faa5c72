#include "db/project.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

/* One row on its way; after a failure the rest of it does nothing. */
struct line {
	json_t *object;
	bool failed;
};

static void
put(struct line *r, const char *column, json_t *value)
{
	/* Takes ${value} in any case; NULL (no memory, no UTF-8) fails. */
	if (json_object_set_new(r->object, column, value) != 0)
		r->failed = true;
}

static void
put_int(struct line *r, const char *column, int64_t v)
{
	put(r, column, json_integer(v));
}

/* What the wire allows and the column does not hold stands at the column's end. */
static void
put_count(struct line *r, const char *column, uint32_t v)
{
	put_int(r, column, v > INT32_MAX ? INT32_MAX : (int64_t)v);
}

static void
put_bool(struct line *r, const char *column, bool v)
{
	put(r, column, json_boolean(v));
}

static void
put_text(struct line *r, const char *column, const char *v)
{
	put(r, column, json_string(v != NULL ? v : ""));
}

/* As bytea reads it; all zero is empty. */
static void
put_bytes(struct line *r, const char *column, const uint8_t *at, size_t len)
{
	char hex[2 + 2 * 64 + 1] = "\\x";
	bool zero = true;

	for (size_t i = 0; i < len; i++)
		zero = zero && at[i] == 0;
	for (size_t i = 0; !zero && i < len && i < 64; i++)
		(void)snprintf(&hex[2 + 2 * i], 3, "%02x", at[i]);
	put_text(r, column, hex);
}

static void
put_strings(struct line *r, const char *column, const struct strings *s)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < s->n; i++)
		if (json_array_append_new(list, json_string(s->at[i])) != 0)
			r->failed = true;
	put(r, column, list);
}

static void
put_counts(struct line *r, const struct counts *c)
{
	json_t *ind = json_array(), *val = json_array();

	for (uint32_t i = 0; i < c->n; i++)
		if (json_array_append_new(ind, json_integer(c->ind[i])) != 0 ||
		    json_array_append_new(val, json_integer(c->val[i])) != 0)
			r->failed = true;
	put(r, "ind", ind);
	put(r, "val", val);
}

static void
schedule_row(struct line *r, const struct report *report)
{
	const struct schedule *s = &report->u.schedule;

	put_text(r, "drive", s->drive);
	put_int(r, "state", s->state);
	put_int(r, "day_from", s->from);
	put_int(r, "day_to", s->to);
	put_text(r, "place", s->place);
	put_text(r, "venue", s->venue);
	put_text(r, "occasion", s->occasion);
	put_strings(r, "campaigns", &s->campaigns);
	put_strings(r, "directing", &s->directing);
	put_strings(r, "coordinating", &s->coordinating);
	put_strings(r, "executing", &s->executing);
	put_strings(r, "facilities", &s->facilities);
	put_text(r, "plan", s->plan);
	put_count(r, "number", s->number);
	put_text(r, "sector", s->sector);
	put_text(r, "name", s->name);
	put_int(r, "source", s->source);
	put_text(r, "reason", report->reason);
}

static void
registration_row(struct line *r, const struct report *report)
{
	put_text(r, "drive", report->u.registration.drive);
	put_int(r, "as_of", report->u.registration.as_of);
	put_counts(r, &report->u.registration.counts);
	put_text(r, "reason", report->reason);
}

static void
activity_row(struct line *r, const struct report *report)
{
	const struct activity *a = &report->u.activity;

	put_text(r, "org", a->org);
	put_int(r, "day_from", a->from);
	put_int(r, "day_to", a->to);
	put_bool(r, "cumulative", a->cumulative);
	put_counts(r, &a->counts);
	put_text(r, "note", a->note);
	put_text(r, "reason", report->reason);
}

static void
target_row(struct line *r, const struct report *report)
{
	const struct target *t = &report->u.target;

	put_text(r, "org", t->org);
	put_int(r, "day_from", t->from);
	put_int(r, "day_to", t->to);
	put_text(r, "drive", t->drive);
	put_text(r, "sector", t->sector);
	put_text(r, "campaign", t->campaign);
	put_int(r, "measure", t->measure);
	put_int(r, "qualifier", t->qualifier);
	put_int(r, "value", t->value);
	put_int(r, "value_max", t->value_max);
	put_int(r, "assigned", t->assigned);
	put_text(r, "plan", t->plan);
	put_bool(r, "draft", t->draft);
	put_int(r, "source", t->source);
	put_text(r, "reason", report->reason);
}

static void
review_row(struct line *r, const struct report *report)
{
	const struct review *v = &report->u.review;

	put_bytes(r, "of_stream", v->report.stream, sizeof(v->report.stream));
	put_int(r, "of_seq", (int64_t)v->report.seq);
	put_int(r, "of_idx", v->report.idx > INT16_MAX ? INT16_MAX : (int64_t)v->report.idx);
	put_int(r, "state", v->state);
	put_text(r, "reason", v->reason);
	put_text(r, "other_drive", v->other_drive);
}

static void
lock_row(struct line *r, const struct report *report)
{
	const struct lock_entry *l = &report->u.lock;

	put_text(r, "org", l->org);
	put_int(r, "day_from", l->from);
	put_int(r, "day_to", l->to);
	put_bool(r, "locked", l->locked);
	put_text(r, "reason", l->reason);
}

static void
text_row(struct line *r, const struct report *report)
{
	put_text(r, "org", report->u.text.org);
	put_text(r, "document", report->u.text.document);
	put_text(r, "part", report->u.text.part);
	put_text(r, "text", report->u.text.text);
}

static void
key_row(struct line *r, const struct report *report)
{
	const struct key_entry *k = &report->u.key;

	put_int(r, "state", k->state);
	put_text(r, "org", k->org);
	put_int(r, "role", k->role);
	put_bytes(r, "invitation", k->invitation, sizeof(k->invitation));
	put_bytes(r, "once_key", k->once_key, sizeof(k->once_key));
	put_bytes(r, "secret_hash", k->secret_hash, sizeof(k->secret_hash));
	put_bytes(r, "curve_key", k->curve_key, sizeof(k->curve_key));
	put_bytes(r, "sign_key", k->sign_key, sizeof(k->sign_key));
	put_int(r, "not_after", k->not_after_ms);
	put_text(r, "label", k->label);
	put_text(r, "reason", k->reason);
}

static void
org_row(struct line *r, const struct org_entry *e, org_t org)
{
	put_int(r, "org", org);
	put_text(r, "code", e->code);
	put_int(r, "valid_from", e->valid_from);
	put_int(r, "valid_to", e->valid_to);
	put_text(r, "name", e->name);
	put_text(r, "full_name", e->full_name);
	put_int(r, "kind", e->kind);
	put_text(r, "type", e->type);
	put_text(r, "parent", e->parent);
	put_text(r, "sector", e->sector);
	put_text(r, "continues_code", e->continues_code);
	put_int(r, "continues_day", e->continues_day);
}

static void
succession_row(struct line *r, const struct succession_entry *e)
{
	put_text(r, "old_code", e->old_code);
	put_text(r, "new_code", e->new_code);
	put_int(r, "effective", e->effective);
	put_int(r, "kind", e->kind);
	put_int(r, "area", e->area);
	put_int(r, "people", e->people);
	put_text(r, "basis", e->basis);
}

/* What the small registries have in common. */
static void
registry_common(
    struct line *r, enum registry_kind kind, const char *code, const char *name, const char *org)
{
	const struct strings none = {0};

	put_int(r, "kind", kind);
	put_text(r, "code", code);
	put_text(r, "name", name);
	put_text(r, "org", org);
	put_int(r, "day_from", 0);
	put_int(r, "day_to", 0);
	put_int(r, "number", 0);
	put_int(r, "number2", 0);
	put_strings(r, "words", &none);
}

static void
registry_row(struct line *r, const struct registry_entry *e)
{
	if (e->kind == REGISTRY_CATALOGUE) {
		registry_common(r, e->kind, e->u.catalogue.code, e->u.catalogue.name, "");
		put_count(r, "number", e->u.catalogue.ind);
	} else if (e->kind == REGISTRY_CAMPAIGN) {
		const struct campaign_entry *c = &e->u.campaign;

		registry_common(r, e->kind, c->code, c->name, c->org);
		put_int(r, "day_from", c->from);
		put_int(r, "day_to", c->to);
	} else if (e->kind == REGISTRY_SECTOR) {
		registry_common(r, e->kind, e->u.sector.code, e->u.sector.name, e->u.sector.org);
		put_strings(r, "words", &e->u.sector.aliases);
	} else if (e->kind == REGISTRY_PLAN_YEAR) {
		registry_common(r, e->kind, "", "", e->u.plan_year.org);
		put_count(r, "number", e->u.plan_year.start_month);
		put_count(r, "number2", e->u.plan_year.start_day);
	} else {
		const struct round_entry *o = &e->u.round;
		const struct strings addressee = {.at = &o->addressee, .n = 1};

		registry_common(r, e->kind, o->code, o->name, o->org);
		put_int(r, "day_from", o->from);
		put_int(r, "day_to", o->cut_off);
		put_int(r, "number", o->due);
		put_strings(r, "words", &addressee);
	}
}

static enum project_table
registry_table(enum registry_kind kind)
{
	switch (kind) {
	case REGISTRY_ORG:
	case REGISTRY_FACILITY:
		return PROJECT_ORG_VERSION;
	case REGISTRY_SUCCESSION:
		return PROJECT_SUCCESSION;
	case REGISTRY_ALIAS:
		return PROJECT_ALIAS;
	case REGISTRY_POPULATION:
		return PROJECT_POPULATION;
	case REGISTRY_CATALOGUE:
	case REGISTRY_CAMPAIGN:
	case REGISTRY_SECTOR:
	case REGISTRY_PLAN_YEAR:
	case REGISTRY_ROUND:
		return PROJECT_REGISTRY;
	case REGISTRY_NONE:
	case REGISTRY_COUNT_:
		break;
	}
	return PROJECT_COUNT_;
}

static void
registry_entry_row(struct line *r, const struct registry_entry *e, org_t org)
{
	switch (registry_table(e->kind)) {
	case PROJECT_ORG_VERSION:
		org_row(r, &e->u.org, org);
		break;
	case PROJECT_SUCCESSION:
		succession_row(r, &e->u.succession);
		break;
	case PROJECT_ALIAS:
		put_text(r, "code", e->u.alias.code);
		put_int(r, "day", e->u.alias.day);
		put_text(r, "name", e->u.alias.name);
		break;
	case PROJECT_POPULATION:
		put_text(r, "code", e->u.population.code);
		put_int(r, "day", e->u.population.day);
		put_count(r, "year", e->u.population.year);
		put_int(r, "persons", e->u.population.persons);
		put_text(r, "source", e->u.population.source);
		break;
	default:
		registry_row(r, e);
		break;
	}
}

static const struct {
	enum project_table table;
	void (*row)(
	    struct line *r, const struct report *report); /* NULL: no row, or of the registry */
} by_kind[KIND_COUNT_] = {
    [KIND_NONE] = {PROJECT_COUNT_, NULL},
    [KIND_RESULT] = {PROJECT_COUNT_, NULL},
    [KIND_SCHEDULE] = {PROJECT_SCHEDULE, schedule_row},
    [KIND_REGISTRATION] = {PROJECT_REGISTRATION, registration_row},
    [KIND_ACTIVITY] = {PROJECT_ACTIVITY, activity_row},
    [KIND_TARGET] = {PROJECT_TARGET, target_row},
    [KIND_REVIEW] = {PROJECT_REVIEW, review_row},
    [KIND_LOCK] = {PROJECT_LOCK, lock_row},
    [KIND_TEXT] = {PROJECT_DOCUMENT_TEXT, text_row},
    [KIND_KEY] = {PROJECT_KEY, key_row},
    [KIND_REGISTRY] = {PROJECT_COUNT_, NULL},
};

struct maker {
	const struct batch *batch;
	json_t *rows[PROJECT_COUNT_];
	uint32_t new_orgs_used;
};

/* The identity that a registry entry was given; 0 for entries without one. */
static bool
next_org(struct maker *m, enum registry_kind kind, org_t *ret, struct err *err)
{
	*ret = 0;
	if (registry_table(kind) != PROJECT_ORG_VERSION)
		return true;
	if (m->new_orgs_used == m->batch->new_orgs_n)
		return err_set(err, ERR_BUG, "batch: an organisation without identity");
	*ret = m->batch->new_orgs[m->new_orgs_used++];
	return true;
}

static bool
add_report(
    struct maker *m, uint32_t ord, uint32_t idx, const struct report *report, struct err *err)
{
	struct line r = {0};
	enum project_table table = PROJECT_COUNT_;
	org_t org = 0;

	if (report->kind <= KIND_NONE || report->kind >= KIND_COUNT_)
		return err_set(err, ERR_BUG, "batch: a report of kind %d", (int)report->kind);
	if (report->kind == KIND_RESULT)
		return true;
	if (report->kind == KIND_REGISTRY && report->action == ACTION_WITHDRAWAL)
		return true;
	table = report->kind == KIND_REGISTRY ? registry_table(report->u.registry.kind)
					      : by_kind[report->kind].table;
	if (table == PROJECT_COUNT_)
		return err_set(err, ERR_BUG, "batch: a registry entry of no kind");
	if (report->kind == KIND_REGISTRY && !next_org(m, report->u.registry.kind, &org, err))
		return false;
	if (m->rows[table] == NULL)
		m->rows[table] = json_array();
	r.object = json_object();
	put_int(&r, "sub", ord);
	put_int(&r, "idx", idx);
	put_int(&r, "action", report->action);
	if (report->kind == KIND_REGISTRY)
		registry_entry_row(&r, &report->u.registry, org);
	else
		by_kind[report->kind].row(&r, report);
	if (json_array_append_new(m->rows[table], r.object) != 0 || r.failed)
		return err_set(err, ERR_MEMORY, "project");
	return true;
}

static bool
add_all(struct maker *m, struct err *err)
{
	const struct batch *b = m->batch;

	for (uint32_t ord = 0; ord < b->leaves_n; ord++) {
		const struct submission *s = b->pending[b->stored[ord]].s;
		const struct decided *d = &b->decided[b->stored[ord]];

		for (uint32_t i = 0; i < s->reports_n && i < d->verdicts_n; i++)
			if (d->verdicts[i].code == ERR_OK &&
			    !add_report(m, ord, i, &s->reports[i], err))
				return false;
	}
	return true;
}

bool
project_make(const struct batch *b, struct project *ret, struct err *err)
{
	struct maker m = {.batch = b};
	struct project p = {0};
	bool ok = true;

	/* Results alone, and an opening batch, have nothing to say here. */
	if ((b->row.kinds & ~(1U << KIND_RESULT)) != 0)
		ok = add_all(&m, err);
	for (int t = 0; t < PROJECT_COUNT_; t++) {
		if (ok && m.rows[t] != NULL) {
			p.json[t] = json_dumps(m.rows[t], JSON_COMPACT);
			ok = p.json[t] != NULL || err_set(err, ERR_MEMORY, "project");
		}
		json_decref(m.rows[t]);
	}
	if (ok)
		*ret = p;
	else
		project_free(&p);
	return ok;
}

void
project_free(struct project *p)
{
	for (int t = 0; t < PROJECT_COUNT_; t++) {
		free(p->json[t]);
		p->json[t] = NULL;
	}
}
