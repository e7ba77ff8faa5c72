/* Successions and aliases of the authority's lists. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "org_import_impl.h"

/* Last day of the old map and first day of the new one: what the eras of an alias file mean. */
#define ERA_OLD_DAY 20269 /* 2025-06-30 */
#define ERA_NEW_DAY 20270 /* 2025-07-01 */

#define BASIS_BYTES_MAX 160 /* of a decision before its clause */
#define CLAUSE_BYTES_MAX 40

struct word {
	const char *text;
	int value;
};

static const struct word kinds[] = {
    {"merged", SUCCESSION_MERGED},
    {"split", SUCCESSION_SPLIT},
    {"renamed", SUCCESSION_RENAMED},
    {"reclassified", SUCCESSION_RECLASSIFIED},
    {"abolished", SUCCESSION_ABOLISHED},
    {"unchanged", SUCCESSION_UNCHANGED},
};
static const struct word extents[] = {
    {"", EXTENT_NONE},
    {"full", EXTENT_FULL},
    {"part", EXTENT_PART},
    {"rest", EXTENT_REST},
    {"none", EXTENT_NOBODY},
};

static int
word_value(const struct word *words, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(words[i].text, text) == 0)
			return words[i].value;
	return -1;
}

static struct import_edge *
edge_at(const struct org_import *i, uint32_t n)
{
	return ITEM(&i->edges, struct import_edge, n);
}

static struct import_edge *
into_at(const struct org_import *i, uint32_t n)
{
	return *ITEM(&i->into, struct import_edge *, n);
}

static int
by_old(const void *a, const void *b)
{
	const struct succession_entry *x = &((const struct import_edge *)a)->e;
	const struct succession_entry *y = &((const struct import_edge *)b)->e;
	const int by_code = strcmp(x->old_code, y->old_code);

	if (by_code != 0)
		return by_code;
	if (x->effective != y->effective)
		return x->effective < y->effective ? -1 : 1;
	return strcmp(x->new_code, y->new_code);
}

static int
by_new(const void *a, const void *b)
{
	const struct succession_entry *x = &(*(struct import_edge *const *)a)->e;
	const struct succession_entry *y = &(*(struct import_edge *const *)b)->e;
	const int by_code = strcmp(x->new_code, y->new_code);

	if (by_code != 0)
		return by_code;
	return (x->effective > y->effective) - (x->effective < y->effective);
}

/* ---- reading */

struct edge_columns {
	int old_code, new_code, kind, effective, area, people, basis, clause;
};

/* The decision, with its clause where the list has one. */
static const char *
basis_of(struct org_import *i, const struct csvfile *f, uint32_t row, const struct edge_columns *c,
    struct err *err)
{
	const char *basis = csvfile_cell(f, row, c->basis);
	const char *clause = csvfile_cell(f, row, c->clause);
	char act[BASIS_BYTES_MAX + 1], part[CLAUSE_BYTES_MAX + 1];
	char text[sizeof(act) + sizeof(part) + sizeof(" khoản ")];

	if (clause[0] == '\0')
		return basis;
	(void)text_copy(act, sizeof(act), basis);
	(void)text_copy(part, sizeof(part), clause);
	(void)snprintf(text, sizeof(text), "%s khoản %s", act, part);
	return org_import_keep(i, text, err);
}

/* ${why} is filled when the row is none. */
static bool
edge_of_row(const struct csvfile *f, uint32_t row, const struct edge_columns *c,
    struct succession_entry *ret, struct err *why)
{
	const int kind = word_value(kinds, ARRAY_LEN(kinds), csvfile_cell(f, row, c->kind));
	const int area = word_value(extents, ARRAY_LEN(extents), csvfile_cell(f, row, c->area));
	const int people = word_value(extents, ARRAY_LEN(extents), csvfile_cell(f, row, c->people));

	*ret = (struct succession_entry){.old_code = csvfile_cell(f, row, c->old_code),
	    .new_code = csvfile_cell(f, row, c->new_code),
	    .basis = ""};
	if (kind < 0)
		return err_set(why, ERR_INVALID, TR("loại kế thừa lạ: %s", "unknown kind: %s"),
		    csvfile_cell(f, row, c->kind));
	if (area < 0 || people < 0)
		return err_set(why, ERR_INVALID, TR("phần lạ: %s %s", "unknown extent: %s %s"),
		    csvfile_cell(f, row, c->area), csvfile_cell(f, row, c->people));
	if (ret->old_code[0] == '\0')
		return err_set(why, ERR_INVALID, TR("thiếu mã cũ", "the old code is missing"));
	ret->kind = (enum succession_kind)kind;
	ret->area = (enum extent)area;
	ret->people = (enum extent)people;
	return day_parse(csvfile_cell(f, row, c->effective), &ret->effective, why);
}

bool
org_import_edges_read(struct org_import *i, const struct csvfile *f, struct err *err)
{
	const struct edge_columns c = {.old_code = csvfile_column(f, "old_code"),
	    .new_code = csvfile_column(f, "new_code"),
	    .kind = csvfile_column(f, "kind"),
	    .effective = csvfile_column(f, "effective_date"),
	    .area = csvfile_column(f, "area_extent"),
	    .people = csvfile_column(f, "population_extent"),
	    .basis = csvfile_column(f, "legal_basis"),
	    .clause = csvfile_column(f, "clause")};

	if (c.old_code < 0 || c.new_code < 0 || c.kind < 0 || c.effective < 0)
		return err_set(err, ERR_CSV, "old_code, new_code, kind, effective_date");
	for (uint32_t row = 0; row < csvfile_rows(f); row++) {
		struct import_edge edge = {.line = csvfile_line(f, row)};
		struct err why = {.code = ERR_OK};
		bool ok;

		i->counts.rows++;
		ok = edge_of_row(f, row, &c, &edge.e, &why);
		if (ok)
			edge.e.basis = basis_of(i, f, row, &c, err);
		if (edge.e.basis == NULL)
			return false;
		ok = ok &&
		    org_import_fits(&(struct registry_entry){.kind = REGISTRY_SUCCESSION,
					.u.succession = edge.e},
			&why);
		if (ok ? !array_push(&i->edges, &edge, err)
		       : !org_import_refuse(i, IMPORT_SUCCESSIONS, edge.line, &why, err))
			return false;
	}
	if (utarray_len(&i->edges) == 0)
		return true;
	qsort(i->edges.d, utarray_len(&i->edges), sizeof(struct import_edge), by_old);
	for (uint32_t n = 0; n < utarray_len(&i->edges); n++) {
		struct import_edge *edge = edge_at(i, n);

		if (!array_push(&i->into, &edge, err))
			return false;
	}
	qsort(i->into.d, utarray_len(&i->into), sizeof(struct import_edge *), by_new);
	return true;
}

/* ---- identity */

/* Place of the first edge out of ${code} on ${day}; *${ret_n} how many there are. */
static uint32_t
edges_out(const struct org_import *i, const char *code, day_t day, uint32_t *ret_n)
{
	const struct import_edge key = {.e = {.old_code = code, .effective = day, .new_code = ""}};
	uint32_t low = 0, high = utarray_len(&i->edges), n;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (by_old(edge_at(i, middle), &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (n = low; n < utarray_len(&i->edges); n++)
		if (strcmp(edge_at(i, n)->e.old_code, code) != 0 ||
		    edge_at(i, n)->e.effective != day)
			break;
	*ret_n = n - low;
	return low;
}

static uint32_t
edges_into(const struct org_import *i, const char *code, day_t day, uint32_t *ret_n)
{
	const struct import_edge edge = {.e = {.new_code = code, .effective = day}};
	const struct import_edge *key = &edge;
	uint32_t low = 0, high = utarray_len(&i->into), n;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (by_new(ITEM(&i->into, struct import_edge *, middle), &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (n = low; n < utarray_len(&i->into); n++)
		if (strcmp(into_at(i, n)->e.new_code, code) != 0 ||
		    into_at(i, n)->e.effective != day)
			break;
	*ret_n = n - low;
	return low;
}

static bool
kind_keeps_identity(enum succession_kind kind)
{
	return kind == SUCCESSION_UNCHANGED || kind == SUCCESSION_RENAMED ||
	    kind == SUCCESSION_RECLASSIFIED;
}

bool
org_import_edges_break(const struct org_import *i, const char *code, day_t day)
{
	uint32_t n;
	const uint32_t first = edges_out(i, code, day, &n);

	for (uint32_t at = first; at < first + n; at++)
		if (strcmp(edge_at(i, at)->e.new_code, code) == 0 &&
		    kind_keeps_identity(edge_at(i, at)->e.kind))
			return false;
	return n > 0;
}

const char *
org_import_edges_before(const struct org_import *i, const char *code, day_t day)
{
	uint32_t into_n, out_n;
	const uint32_t first = edges_into(i, code, day, &into_n);
	const struct succession_entry *e;

	if (into_n != 1)
		return NULL;
	e = &into_at(i, first)->e;
	(void)edges_out(i, e->old_code, day, &out_n);
	if (out_n != 1 || !kind_keeps_identity(e->kind) || strcmp(e->old_code, code) == 0)
		return NULL;
	return e->old_code;
}

/* ---- aliases */

static bool
alias_of_row(const struct csvfile *f, uint32_t row, struct alias_entry *ret, struct err *why)
{
	const char *era = csvfile_cell(f, row, csvfile_column(f, "era"));
	const char *day = csvfile_cell(f, row, csvfile_column(f, "day"));

	*ret = (struct alias_entry){.code = csvfile_cell(f, row, csvfile_column(f, "code")),
	    .name = csvfile_cell(f, row, csvfile_column(f, "alias_full_name"))};
	if (ret->code[0] == '\0' || ret->name[0] == '\0')
		return err_set(
		    why, ERR_INVALID, TR("thiếu mã hoặc tên", "the code or the name is missing"));
	if (day[0] != '\0')
		return day_parse(day, &ret->day, why);
	if (strcmp(era, "pre2025") == 0)
		ret->day = ERA_OLD_DAY;
	else if (strcmp(era, "2025") == 0)
		ret->day = ERA_NEW_DAY;
	else
		return err_set(why, ERR_INVALID, TR("thời kỳ lạ: %s", "unknown era: %s"), era);
	return true;
}

bool
org_import_edges_aliases(struct org_import *i, const struct csvfile *f, struct err *err)
{
	if (csvfile_column(f, "code") < 0 || csvfile_column(f, "alias_full_name") < 0)
		return err_set(err, ERR_CSV, "code, alias_full_name");
	for (uint32_t row = 0; row < csvfile_rows(f); row++) {
		struct import_item item = {.e = {.kind = REGISTRY_ALIAS},
		    .file = IMPORT_ALIASES,
		    .line = csvfile_line(f, row),
		    .rank = RANK_ALIAS};
		struct err why = {.code = ERR_OK};
		const bool ok =
		    alias_of_row(f, row, &item.e.u.alias, &why) && org_import_fits(&item.e, &why);

		i->counts.rows++;
		if (ok ? !org_import_put(i, &item, err)
		       : !org_import_refuse(i, IMPORT_ALIASES, item.line, &why, err))
			return false;
	}
	return true;
}
