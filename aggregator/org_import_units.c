/* The rows of a list of territories: identities over time. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "org_import_impl.h"

#define NATION_CODE "VN"

static const struct {
	const char *text;
	enum org_kind kind;
} levels[] = {
    {"nation", ORG_NATION},
    {"province", ORG_PROVINCE},
    {"district", ORG_DISTRICT},
    {"commune", ORG_COMMUNE},
};

struct unit_columns {
	int code, name, type, parent, level, full_name, from, to;
};

static struct import_unit *
unit_at(const struct org_import *i, uint32_t n)
{
	return ITEM(&i->units, struct import_unit, n);
}

static enum org_kind
kind_of(const char *level)
{
	for (size_t i = 0; i < ARRAY_LEN(levels); i++)
		if (strcmp(levels[i].text, level) == 0)
			return levels[i].kind;
	return ORG_NONE;
}

/* The file's end is the first day no longer valid; ours is the last day. */
static bool
days_of_row(const struct csvfile *f, uint32_t row, const struct unit_columns *c,
    struct org_entry *ret, struct err *why)
{
	const char *to = csvfile_cell(f, row, c->to);

	if (!day_parse(csvfile_cell(f, row, c->from), &ret->valid_from, why))
		return false;
	if (to[0] == '\0')
		return true;
	if (!day_parse(to, &ret->valid_to, why))
		return false;
	ret->valid_to--;
	return ret->valid_from <= ret->valid_to ||
	    err_set(
		why, ERR_INVALID, TR("ngày cuối trước ngày bắt đầu", "it ends before it begins"));
}

static bool
unit_of_row(const struct csvfile *f, uint32_t row, const struct unit_columns *c,
    struct org_entry *ret, struct err *why)
{
	*ret = (struct org_entry){.code = csvfile_cell(f, row, c->code),
	    .valid_from = ret->valid_from, /* of a snapshot */
	    .valid_to = DAY_OPEN_RIGHT,
	    .name = csvfile_cell(f, row, c->name),
	    .full_name = csvfile_cell(f, row, c->full_name),
	    .kind = kind_of(csvfile_cell(f, row, c->level)),
	    .type = csvfile_cell(f, row, c->type),
	    .parent = csvfile_cell(f, row, c->parent),
	    .sector = "",
	    .continues_code = ""};
	if (ret->code[0] == '\0' || ret->name[0] == '\0')
		return err_set(
		    why, ERR_INVALID, TR("thiếu mã hoặc tên", "the code or the name is missing"));
	if (ret->kind == ORG_NONE)
		return err_set(why, ERR_INVALID, TR("cấp lạ: %s", "unknown level: %s"),
		    csvfile_cell(f, row, c->level));
	return c->from < 0 || days_of_row(f, row, c, ret, why);
}

static int
by_code_and_day(const void *a, const void *b)
{
	const struct import_unit *x = a, *y = b;
	const int by_code = strcmp(x->e.code, y->e.code);

	if (by_code != 0)
		return by_code;
	if (x->e.valid_from != y->e.valid_from)
		return x->e.valid_from < y->e.valid_from ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

static bool
rows_read(struct org_import *i, const struct org_import_input *in, const struct unit_columns *c,
    struct err *err)
{
	for (uint32_t row = 0; row < csvfile_rows(in->units); row++) {
		struct import_unit unit = {
		    .e = {.valid_from = in->as_of}, .line = csvfile_line(in->units, row)};
		struct err why = {.code = ERR_OK};
		const bool ok = unit_of_row(in->units, row, c, &unit.e, &why) &&
		    org_import_fits(
			&(struct registry_entry){.kind = REGISTRY_ORG, .u.org = unit.e}, &why);

		i->counts.rows++;
		if (ok ? !array_push(&i->units, &unit, err)
		       : !org_import_refuse(i, IMPORT_UNITS, unit.line, &why, err))
			return false;
	}
	if (utarray_len(&i->units) > 1)
		qsort(i->units.d, utarray_len(&i->units), sizeof(struct import_unit),
		    by_code_and_day);
	return true;
}

/* The list says nothing of the time before its first day: what stood then is open at the left. */
static void
open_left(struct org_import *i)
{
	day_t first = DAY_OPEN_RIGHT;

	for (uint32_t n = 0; n < utarray_len(&i->units); n++)
		if (unit_at(i, n)->e.valid_from < first)
			first = unit_at(i, n)->e.valid_from;
	for (uint32_t n = 0; n < utarray_len(&i->units); n++)
		if (unit_at(i, n)->e.valid_from == first)
			unit_at(i, n)->e.valid_from = DAY_OPEN_LEFT;
}

/* Two rows of one code may not hold on one day: the later row is refused. */
static bool
overlaps_refuse(struct org_import *i, struct err *err)
{
	uint32_t kept = 0;

	for (uint32_t n = 0; n < utarray_len(&i->units); n++) {
		const struct import_unit *before = kept > 0 ? unit_at(i, kept - 1) : NULL;
		struct err why = {.code = ERR_OK};

		if (before != NULL && strcmp(before->e.code, unit_at(i, n)->e.code) == 0 &&
		    before->e.valid_to >= unit_at(i, n)->e.valid_from) {
			(void)err_set(&why, ERR_REGISTRY,
			    TR("%s: trùng ngày với dòng %u", "%s: overlaps line %u"),
			    before->e.code, before->line);
			if (!org_import_refuse(i, IMPORT_UNITS, unit_at(i, n)->line, &why, err))
				return false;
			continue;
		}
		*unit_at(i, kept++) = *unit_at(i, n);
	}
	array_truncate(&i->units, kept);
	return true;
}

uint32_t
org_import_units_first(const struct org_import *i, uint32_t n, const char *code)
{
	uint32_t low = 0, high = n;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (strcmp(unit_at(i, middle)->e.code, code) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool
org_import_units_have(const struct org_import *i, const char *code)
{
	const uint32_t n = utarray_len(&i->units);
	const uint32_t at = org_import_units_first(i, n, code);

	return at < n && strcmp(unit_at(i, at)->e.code, code) == 0;
}

/* The unit of ${code} that holds on ${day} and its eve, among the first ${n}; NULL: none. */
static struct import_unit *
unit_across(const struct org_import *i, uint32_t n, const char *code, day_t day)
{
	uint32_t low = org_import_units_first(i, n, code);

	for (; low < n && strcmp(unit_at(i, low)->e.code, code) == 0; low++)
		if (unit_at(i, low)->e.valid_from < day && day <= unit_at(i, low)->e.valid_to)
			return unit_at(i, low);
	return NULL;
}

/*
 * A row that runs across a merger or split of its code is two identities.  The newest cut of a code
 * comes first, so that what is left stays in its place.
 */
static bool
breaks_split(struct org_import *i, struct err *err)
{
	const uint32_t n = utarray_len(&i->units);

	for (uint32_t at = utarray_len(&i->edges); at > 0; at--) {
		const struct succession_entry *s = &ITEM(&i->edges, struct import_edge, at - 1)->e;
		struct import_unit *unit;
		struct import_unit rest;

		if (strcmp(s->old_code, s->new_code) != 0 ||
		    !org_import_edges_break(i, s->old_code, s->effective))
			continue;
		unit = unit_across(i, n, s->old_code, s->effective);
		if (unit == NULL)
			continue;
		rest = *unit;
		rest.e.valid_from = s->effective;
		unit->e.valid_to = s->effective - 1;
		if (!array_push(&i->units, &rest, err))
			return false;
	}
	if (utarray_len(&i->units) > n)
		qsort(i->units.d, utarray_len(&i->units), sizeof(struct import_unit),
		    by_code_and_day);
	return true;
}

/* Which identity each unit goes on with; "" : a new one. */
static void
identities_find(struct org_import *i)
{
	for (uint32_t n = 0; n < utarray_len(&i->units); n++) {
		struct org_entry *e = &unit_at(i, n)->e;
		const struct org_entry *before = n > 0 ? &unit_at(i, n - 1)->e : NULL;
		const bool goes_on = before != NULL && strcmp(before->code, e->code) == 0 &&
		    before->valid_to == e->valid_from - 1;
		const char *code = NULL;

		if (e->valid_from == DAY_OPEN_LEFT)
			continue;
		if (goes_on && !org_import_edges_break(i, e->code, e->valid_from))
			code = e->code;
		else if (!goes_on)
			code = org_import_edges_before(i, e->code, e->valid_from);
		if (code == NULL)
			continue;
		e->continues_code = code;
		e->continues_day = e->valid_from - 1;
	}
}

/* The registry's nation as it stands, or the one that is made. */
static bool
nation_of(struct org_import *i, const struct orgs *have, struct org_entry *ret, struct err *err)
{
	const struct org_version *v =
	    have != NULL ? orgs_version(have, orgs_root(have), DAY_OPEN_LEFT) : NULL;

	*ret = (struct org_entry){.code = NATION_CODE,
	    .valid_from = DAY_OPEN_LEFT,
	    .valid_to = DAY_OPEN_RIGHT,
	    .name = "Việt Nam",
	    .full_name = "Việt Nam",
	    .kind = ORG_NATION,
	    .type = "",
	    .parent = "",
	    .sector = "",
	    .continues_code = ""};
	if (v == NULL)
		return true;
	ret->valid_from = v->valid_from;
	ret->code = org_import_keep(i, v->code, err);
	ret->name = org_import_keep(i, v->name, err);
	ret->full_name = org_import_keep(i, v->full_name, err);
	ret->type = org_import_keep(i, v->type, err);
	ret->sector = org_import_keep(i, v->sector, err);
	return ret->code != NULL && ret->name != NULL && ret->full_name != NULL &&
	    ret->type != NULL && ret->sector != NULL;
}

/* The nation above all, when the list does not name it; rows without a parent stand under it. */
static bool
nation_put(struct org_import *i, const struct orgs *have, struct err *err)
{
	struct import_item nation = {
	    .e = {.kind = REGISTRY_ORG}, .file = IMPORT_UNITS, .rank = RANK_NATION};
	const char *code;
	bool is_listed = false;

	if (!nation_of(i, have, &nation.e.u.org, err))
		return false;
	code = nation.e.u.org.code;
	for (uint32_t n = 0; n < utarray_len(&i->units); n++) {
		if (unit_at(i, n)->e.kind != ORG_NATION)
			continue;
		is_listed = true;
		code = unit_at(i, n)->e.code;
	}
	for (uint32_t n = 0; n < utarray_len(&i->units); n++) {
		struct org_entry *e = &unit_at(i, n)->e;

		if (e->parent[0] == '\0' && e->kind != ORG_NATION)
			e->parent = code;
	}
	return is_listed || org_import_put(i, &nation, err);
}

bool
org_import_units_read(struct org_import *i, const struct org_import_input *in, struct err *err)
{
	const struct unit_columns c = {.code = csvfile_column(in->units, "code"),
	    .name = csvfile_column(in->units, "name"),
	    .type = csvfile_column(in->units, "type"),
	    .parent = csvfile_column(in->units, "parent_code"),
	    .level = csvfile_column(in->units, "level"),
	    .full_name = csvfile_column(in->units, "full_name"),
	    .from = csvfile_column(in->units, "valid_from"),
	    .to = csvfile_column(in->units, "valid_to")};
	const bool is_first = in->have == NULL || orgs_count(in->have) <= 1;

	if (c.code < 0 || c.name < 0 || c.parent < 0 || c.level < 0)
		return err_set(err, ERR_CSV, "code, name, parent_code, level");
	i->is_snapshot = c.from < 0;
	if (i->is_snapshot && (in->as_of == 0 || in->as_of == DAY_OPEN_LEFT))
		return err_set(err, ERR_CSV,
		    TR("danh mục một thời điểm: cần ngày của nó (--as-of)",
			"a snapshot needs its day (--as-of)"));
	if (!rows_read(i, in, &c, err) || !overlaps_refuse(i, err))
		return false;
	if (!i->is_snapshot || is_first)
		open_left(i);
	if (!i->is_snapshot && !breaks_split(i, err))
		return false;
	identities_find(i);
	return nation_put(i, in->have, err);
}

bool
org_import_units_put(struct org_import *i, struct err *err)
{
	for (uint32_t n = 0; n < utarray_len(&i->units); n++) {
		const struct import_unit *unit = unit_at(i, n);
		const struct import_item item = {.e = {.kind = REGISTRY_ORG, .u.org = unit->e},
		    .file = IMPORT_UNITS,
		    .line = unit->line,
		    .rank = RANK_BEGINS};

		if (!org_import_put(i, &item, err))
			return false;
	}
	return true;
}
