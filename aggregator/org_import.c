#include "org_import.h"

#include <stdlib.h>
#include <string.h>

#include "org_import_impl.h"
#include "wire/submission.h"

/* Beside its reports a body holds the stream, numbers and times. */
#define BODY_HEAD_BYTES 128
#define REPORT_HEAD_BYTES 8 /* tag and length of one report */

static struct import_item *
item_at(const struct org_import *i, uint32_t n)
{
	return ITEM(&i->items, struct import_item, n);
}

bool
org_import_refuse(struct org_import *i, enum org_import_file file, uint32_t line,
    const struct err *why, struct err *err)
{
	struct org_import_reject reject = {.file = file, .line = line, .code = why->code};

	i->counts.rejected++;
	if (utarray_len(&i->rejects) >= ORG_IMPORT_REJECTS_MAX)
		return true;
	reject.why = org_import_keep(i, why->text, err);
	return reject.why != NULL && array_push(&i->rejects, &reject, err);
}

bool
org_import_put(struct org_import *i, const struct import_item *item, struct err *err)
{
	if (utarray_len(&i->items) >= ORG_IMPORT_ENTRIES_MAX)
		return err_set(err, ERR_LIMIT, "%u", ORG_IMPORT_ENTRIES_MAX);
	return array_push(&i->items, item, err);
}

const char *
org_import_keep(struct org_import *i, const char *text, struct err *err)
{
	char *copy = strdup(text);

	if (copy == NULL) {
		(void)err_set(err, ERR_MEMORY, "an import");
		return NULL;
	}
	if (!array_push(&i->texts, &copy, err)) {
		free(copy);
		return NULL;
	}
	return copy;
}

bool
org_import_fits(const struct registry_entry *e, struct err *why)
{
	const struct report r = {
	    .kind = KIND_REGISTRY, .action = ACTION_FIRST, .reason = "", .u.registry = *e};
	struct buf body = {.max = WIRE_BODY_BYTES_MAX};
	const bool ok = submission_encode_report(&r, &body, why);

	buf_free(&body);
	return ok;
}

/* What ends before what begins, older before newer, parents before children. */
static int
by_turn(const void *a, const void *b)
{
	const struct import_item *x = a, *y = b;
	const struct org_entry *p = &x->e.u.org, *q = &y->e.u.org;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->rank == RANK_TAKEN)
		return strcmp(x->change.was, y->change.was);
	if (x->rank > RANK_BEGINS)
		return (x->line > y->line) - (x->line < y->line);
	if (p->valid_from != q->valid_from)
		return p->valid_from < q->valid_from ? -1 : 1;
	if (p->kind != q->kind)
		return p->kind < q->kind ? -1 : 1;
	return strcmp(p->code, q->code);
}

/* What an identity's versions say already need not be said again. */
static bool
edges_put(struct org_import *i, struct err *err)
{
	for (uint32_t n = 0; n < utarray_len(&i->edges); n++) {
		const struct import_edge *edge = ITEM(&i->edges, struct import_edge, n);
		const struct import_item item = {
		    .e = {.kind = REGISTRY_SUCCESSION, .u.succession = edge->e},
		    .file = IMPORT_SUCCESSIONS,
		    .line = edge->line,
		    .rank = RANK_SUCCESSION};
		const char *before =
		    org_import_edges_before(i, edge->e.new_code, edge->e.effective);
		const bool is_one =
		    (strcmp(edge->e.old_code, edge->e.new_code) == 0 &&
			!org_import_edges_break(i, edge->e.old_code, edge->e.effective)) ||
		    (before != NULL && strcmp(before, edge->e.old_code) == 0);

		if (is_one)
			i->counts.already++;
		else if (!org_import_put(i, &item, err))
			return false;
	}
	return true;
}

static bool
item_enter(struct orgs *o, const struct import_item *item, struct err *why)
{
	org_t org;

	switch (item->e.kind) {
	case REGISTRY_ORG:
		return orgs_add(o, &item->e.u.org, &org, why);
	case REGISTRY_SUCCESSION:
		return orgs_check_succession(o, &item->e.u.succession, why) &&
		    orgs_add_succession(o, &item->e.u.succession, why);
	default:
		return orgs_add_alias(o, &item->e.u.alias, why);
	}
}

/*
 * The registry may still hold one identity where this import makes two: then the edge is not there.
 */
static bool
is_one_there(const struct orgs *o, const struct succession_entry *e)
{
	return orgs_by_code(o, e->old_code, e->effective - 1) ==
	    orgs_by_code(o, e->new_code, e->effective);
}

bool
org_import_stands(const struct orgs *o, const struct import_item *item)
{
	struct err why = {.code = ERR_OK};

	switch (item->e.kind) {
	case REGISTRY_ORG:
		(void)!orgs_check(o, &item->e.u.org, &why);
		break;
	case REGISTRY_SUCCESSION:
		if (is_one_there(o, &item->e.u.succession))
			return false;
		(void)!orgs_check_succession(o, &item->e.u.succession, &why);
		break;
	default:
		(void)!orgs_check_alias(o, &item->e.u.alias, &why);
		break;
	}
	return why.code == ERR_ALREADY;
}

/*
 * Enter everything in a registry of its own: what that refuses, the aggregator would.  Only a list
 * that stands for itself can be tried so: a history, or the first snapshot.
 */
static bool
items_try(struct org_import *i, struct err *err)
{
	struct orgs *o = NULL;
	uint32_t kept = 0;
	bool ok = false;

	if (!orgs_new(&o, err))
		return false;
	for (uint32_t n = 0; n < utarray_len(&i->items); n++) {
		struct err why = {.code = ERR_OK};

		if (item_enter(o, item_at(i, n), &why)) {
			*item_at(i, kept++) = *item_at(i, n);
			continue;
		}
		if (why.code == ERR_MEMORY) {
			*err = why;
			goto out;
		}
		if (why.code == ERR_ALREADY)
			i->counts.already++;
		else if (!org_import_refuse(i, item_at(i, n)->file, item_at(i, n)->line, &why, err))
			goto out;
	}
	array_truncate(&i->items, kept);
	ok = true;
out:
	orgs_free(o);
	return ok;
}

/* A history shows it as going on, and the registry has its identity ended. */
static bool
has_ended(const struct orgs *have, const struct import_item *item)
{
	const struct org_entry *e = &item->e.u.org;
	const org_t org = orgs_by_code(have, e->code, e->valid_from);
	day_t from, to;

	if (item->e.kind != REGISTRY_ORG || org == 0 || e->valid_to != DAY_OPEN_RIGHT)
		return false;
	orgs_span(have, org, &from, &to);
	return to != DAY_OPEN_RIGHT;
}

static void
items_drop_standing(struct org_import *i, const struct orgs *have)
{
	uint32_t kept = 0;

	for (uint32_t n = 0; n < utarray_len(&i->items); n++) {
		i->counts.ended += !i->is_snapshot && has_ended(have, item_at(i, n));
		if (org_import_stands(have, item_at(i, n)))
			i->counts.already++;
		else
			*item_at(i, kept++) = *item_at(i, n);
	}
	array_truncate(&i->items, kept);
}

/* Corrections among what begins, withdrawals before all. */
static bool
corrections_make(struct org_import *i, const struct org_import_input *in, struct err *err)
{
	if (!org_import_withdraw_all(i, in, err) || !org_import_correct_all(i, in, err))
		return false;
	if (utarray_len(&i->items) > 1)
		qsort(i->items.d, utarray_len(&i->items), sizeof(struct import_item), by_turn);
	for (uint32_t n = 0; n < utarray_len(&i->items); n++)
		i->counts.changes += item_at(i, n)->action != ACTION_NONE;
	return true;
}

static bool
import_fill(struct org_import *i, const struct org_import_input *in, struct err *err)
{
	bool is_diff;

	if (!org_import_zeros_check(in, err))
		return false;
	if (in->successions != NULL && !org_import_edges_read(i, in->successions, err))
		return false;
	if (!org_import_units_read(i, in, err))
		return false;
	is_diff = i->is_snapshot && in->have != NULL && orgs_count(in->have) > 1;
	if (!(is_diff ? org_import_diff_put(i, in, err) : org_import_units_put(i, err)) ||
	    !edges_put(i, err))
		return false;
	if (in->aliases != NULL && !org_import_edges_aliases(i, in->aliases, err))
		return false;
	if (utarray_len(&i->items) > 1)
		qsort(i->items.d, utarray_len(&i->items), sizeof(struct import_item), by_turn);
	if (!is_diff && !items_try(i, err))
		return false;
	if (in->have != NULL && in->reopen == NULL)
		items_drop_standing(i, in->have);
	else if (in->have != NULL && !corrections_make(i, in, err))
		return false;
	i->counts.entries = utarray_len(&i->items);
	return true;
}

bool
org_import_make(const struct org_import_input *in, struct org_import **ret, struct err *err)
{
	struct org_import *i = calloc(1, sizeof(*i));

	if (i == NULL)
		return err_set(err, ERR_MEMORY, "an import");
	array_init(&i->items, sizeof(struct import_item));
	array_init(&i->rejects, sizeof(struct org_import_reject));
	array_init(&i->texts, sizeof(char *));
	array_init(&i->units, sizeof(struct import_unit));
	array_init(&i->edges, sizeof(struct import_edge));
	array_init(&i->into, sizeof(struct import_edge *));
	i->reopen = in->reopen;
	if (!import_fill(i, in, err)) {
		org_import_free(i);
		return false;
	}
	*ret = i;
	return true;
}

void
org_import_free(struct org_import *i)
{
	if (i == NULL)
		return;
	for (uint32_t n = 0; n < utarray_len(&i->texts); n++)
		free(*ITEM(&i->texts, char *, n));
	array_free(&i->items);
	array_free(&i->rejects);
	array_free(&i->texts);
	array_free(&i->units);
	array_free(&i->edges);
	array_free(&i->into);
	free(i);
}

uint32_t
org_import_count(const struct org_import *i)
{
	return utarray_len(&i->items);
}

const struct registry_entry *
org_import_at(const struct org_import *i, uint32_t n)
{
	return &item_at(i, n)->e;
}

void
org_import_report(const struct org_import *i, uint32_t n, struct report *ret)
{
	const struct import_item *item = item_at(i, n);

	*ret = (struct report){.kind = KIND_REGISTRY,
	    .action = item->action == ACTION_NONE ? ACTION_FIRST : item->action,
	    .replaces = item->replaces,
	    .reason = i->reopen != NULL ? i->reopen : "",
	    .u.registry = item->e};
}

const struct org_import_change *
org_import_change_at(const struct org_import *i, uint32_t n)
{
	return item_at(i, n)->action != ACTION_NONE ? &item_at(i, n)->change : NULL;
}

uint32_t
org_import_line(const struct org_import *i, uint32_t n, enum org_import_file *ret_file)
{
	*ret_file = item_at(i, n)->file;
	return item_at(i, n)->line;
}

bool
org_import_chunk(const struct org_import *i, uint32_t from, uint32_t *ret, struct err *err)
{
	struct buf body = {.max = WIRE_BODY_BYTES_MAX * 2};
	uint32_t n = 0;
	bool ok = true;

	while (ok && n < WIRE_REPORTS_MAX && from + n < org_import_count(i)) {
		struct report r;

		org_import_report(i, from + n, &r);
		ok = submission_encode_report(&r, &body, err);
		if (body.len + BODY_HEAD_BYTES + (size_t)(n + 1) * REPORT_HEAD_BYTES >
		    WIRE_BODY_BYTES_MAX)
			break;
		n++;
	}
	buf_free(&body);
	if (!ok)
		return false;
	*ret = n > 0 ? n : 1;
	return true;
}

uint32_t
org_import_rejects(const struct org_import *i, const struct org_import_reject **ret)
{
	*ret = ITEM(&i->rejects, struct org_import_reject, 0);
	return utarray_len(&i->rejects);
}

void
org_import_count_all(const struct org_import *i, struct org_import_counts *ret)
{
	*ret = i->counts;
}
