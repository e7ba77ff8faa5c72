/*
 * A corrected list beside the registry: which of its rows say what stands, and which say it
 * otherwise.
 */
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "org_import_impl.h"

#define WORDS_BYTES_MAX 2048

static struct import_item *
item_at(const struct org_import *i, uint32_t n)
{
	return ITEM(&i->items, struct import_item, n);
}

static const struct import_unit *
unit_at(const struct org_import *i, uint32_t n)
{
	return ITEM(&i->units, struct import_unit, n);
}

/* ---- in words */

static const char *
code_on(const struct orgs *have, org_t org, day_t day)
{
	const struct org_version *v = orgs_version(have, org, day);

	return v != NULL ? v->code : "";
}

static const char *
day_said(day_t day, char text[DAY_TEXT_MAX])
{
	return day == DAY_OPEN_LEFT || day == DAY_OPEN_RIGHT ? "–" : day_people(day, text);
}

static const char *
level_words(enum org_kind kind)
{
	switch (kind) {
	case ORG_NATION:
		return TR("quốc gia", "nation");
	case ORG_PROVINCE:
		return TR("tỉnh", "province");
	case ORG_DISTRICT:
		return TR("huyện", "district");
	case ORG_COMMUNE:
		return TR("xã", "commune");
	default:
		return TR("cơ quan", "body");
	}
}

/* "cấp trên 91, đến 30/06/2025": each side gets what differs. */
struct both {
	struct buf was, becomes;
};

static void
side_put(struct buf *side, const char *what, const char *text)
{
	buf_printf(side, "%s%s %s", side->len > 0 ? ", " : "", what, text[0] != '\0' ? text : "–");
}

static void
differ(struct both *b, const char *what, const char *was, const char *becomes)
{
	if (strcmp(was, becomes) == 0)
		return;
	side_put(&b->was, what, was);
	side_put(&b->becomes, what, becomes);
}

/* Of the identity's version before ${v}; "": ${v} is its first. */
static const char *
before_code(const struct orgs *have, const struct org_version *v)
{
	return orgs_version_by_place(have, v->org, 0) == v
	    ? ""
	    : code_on(have, v->org, v->valid_from - 1);
}

static bool
change_say(struct org_import *i, const struct orgs *have, const struct org_version *v,
    struct import_item *item, struct err *err)
{
	const struct org_entry *e = &item->e.u.org;
	struct both b = {{.max = WORDS_BYTES_MAX}, {.max = WORDS_BYTES_MAX}};
	char day[2][DAY_TEXT_MAX];

	differ(&b, TR("tên", "name"), v->full_name, e->full_name);
	if (b.was.len == 0)
		differ(&b, TR("tên", "name"), v->name, e->name);
	differ(&b, TR("cấp", "level"), level_words(v->kind), level_words(e->kind));
	differ(&b, TR("loại", "type"), v->type, e->type);
	differ(&b, TR("cấp trên", "parent"), code_on(have, v->parent, v->valid_from), e->parent);
	differ(&b, TR("khối", "sector"), v->sector, e->sector);
	differ(
	    &b, TR("từ", "from"), day_said(v->valid_from, day[0]), day_said(e->valid_from, day[1]));
	differ(&b, TR("tiếp nối", "continues"), before_code(have, v), e->continues_code);
	differ(&b, TR("đến", "to"), day_said(v->valid_to, day[0]), day_said(e->valid_to, day[1]));
	item->change = (struct org_import_change){.code = e->code,
	    .name = e->full_name[0] != '\0' ? e->full_name : e->name,
	    .was = org_import_keep(i, buf_text(&b.was), err),
	    .becomes = org_import_keep(i, buf_text(&b.becomes), err)};
	buf_free(&b.was);
	buf_free(&b.becomes);
	return item->change.was != NULL && item->change.becomes != NULL;
}

/* ---- which version a row is about */

/* Is it the first, and the last, of its identity? */
struct rank {
	bool is_first, is_last;
	const struct org_version *before, *after; /* NULL: none */
};

static struct rank
rank_of(const struct orgs *have, const struct org_version *v)
{
	const uint32_t n = orgs_version_count(have, v->org);
	struct rank r = {.is_first = orgs_version_by_place(have, v->org, 0) == v,
	    .is_last = orgs_version_by_place(have, v->org, n - 1) == v};

	for (uint32_t at = 0; at < n; at++) {
		if (orgs_version_by_place(have, v->org, at) != v)
			continue;
		r.before = at > 0 ? orgs_version_by_place(have, v->org, at - 1) : NULL;
		r.after = at + 1 < n ? orgs_version_by_place(have, v->org, at + 1) : NULL;
	}
	return r;
}

/* The version of the code that begins on that day; NULL: none. */
static const struct org_version *
version_from(const struct orgs *have, const char *code, day_t from)
{
	for (uint32_t n = 0; n < orgs_code_count(have, code); n++)
		if (orgs_code_at(have, code, n)->valid_from == from)
			return orgs_code_at(have, code, n);
	return NULL;
}

/* The list's first row of the code, by place; the rows of a code follow each other. */
static uint32_t
unit_first(const struct org_import *i, const char *code)
{
	return org_import_units_first(i, utarray_len(&i->units), code);
}

/* The next row of the code, from place ${n} on; NULL: no more. */
static const struct org_entry *
unit_of(const struct org_import *i, const char *code, uint32_t n)
{
	return n < utarray_len(&i->units) && strcmp(unit_at(i, n)->e.code, code) == 0
	    ? &unit_at(i, n)->e
	    : NULL;
}

/* Does the list have a row of that code from that day? */
static bool
is_listed(const struct org_import *i, const char *code, day_t from)
{
	const struct org_entry *e;

	for (uint32_t n = unit_first(i, code); (e = unit_of(i, code, n)) != NULL; n++)
		if (e->valid_from == from)
			return true;
	return false;
}

/* Does the list say anything of the version's code on its days? */
static bool
is_covered(const struct org_import *i, const struct org_version *v)
{
	const struct org_entry *e;

	for (uint32_t n = unit_first(i, v->code); (e = unit_of(i, v->code, n)) != NULL; n++)
		if (e->valid_from <= v->valid_to && v->valid_from <= e->valid_to)
			return true;
	return false;
}

/*
 * Of a row that the registry cannot take as another version: the version in whose days it lies, or
 * whose days lie in it, where the list has no row of that version's own day.
 */
static const struct org_version *
version_moved(const struct org_import *i, const struct orgs *have, const struct org_entry *e)
{
	for (uint32_t n = 0; n < orgs_code_count(have, e->code); n++) {
		const struct org_version *v = orgs_code_at(have, e->code, n);

		if (v->valid_from <= e->valid_to && e->valid_from <= v->valid_to &&
		    rank_of(have, v).is_first == (e->continues_code[0] == '\0') &&
		    !is_listed(i, e->code, v->valid_from))
			return v;
	}
	return NULL;
}

/*
 * What a snapshot of ${as_of} names as new, though it was ended on the eve and by nothing but a
 * list.
 */
static const struct org_version *
version_ended(const struct org_import *i, const struct orgs *have, const struct org_entry *e)
{
	const day_t eve = e->valid_from != DAY_OPEN_LEFT ? e->valid_from - 1 : DAY_OPEN_LEFT;
	const org_t org = orgs_by_code(have, e->code, eve);
	const struct org_version *v = org != 0 ? orgs_version(have, org, eve) : NULL;

	if (!i->is_snapshot || v == NULL || v->valid_to != eve || !rank_of(have, v).is_last ||
	    org_import_edges_break(i, e->code, e->valid_from))
		return NULL;
	return v;
}

/* ---- corrections */

/* ${item} corrects ${v}, and goes on with what ${v} goes on with. */
static bool
correct(struct org_import *i, const struct orgs *have, const struct org_version *v,
    struct import_item *item, struct err *err)
{
	struct org_entry *e = &item->e.u.org;
	const struct rank rank = rank_of(have, v);

	item->action = ACTION_CORRECTION;
	item->replaces = v->entry;
	item->rank = RANK_BEGINS;
	if (e->continues_code[0] != '\0' && rank.before != NULL) {
		e->continues_code = org_import_keep(i, rank.before->code, err);
		e->continues_day = v->valid_from - 1;
	}
	return e->continues_code != NULL && change_say(i, have, v, item, err) &&
	    org_import_withdraw_edges(i, have, v->org, e->valid_to, err);
}

/*
 * Of the same first day: what the row says of its last one.  The version after it says where one
 * ends that is not the last, and a snapshot says nothing of later ends.
 */
static void
last_day_take(
    const struct org_import *i, const struct orgs *have, const struct org_version *v, day_t *ret)
{
	if (!rank_of(have, v).is_last || (*ret == DAY_OPEN_RIGHT && i->is_snapshot))
		*ret = v->valid_to;
}

static bool
is_same(const struct orgs *have, const struct org_version *v, const struct org_entry *e)
{
	return strcmp(v->name, e->name) == 0 && strcmp(v->full_name, e->full_name) == 0 &&
	    strcmp(v->type, e->type) == 0 && strcmp(v->sector, e->sector) == 0 &&
	    v->kind == e->kind && v->valid_to == e->valid_to &&
	    v->parent == orgs_by_code(have, e->parent, e->valid_from) &&
	    rank_of(have, v).is_first == (e->continues_code[0] == '\0');
}

/*
 * No row says anything of ${next}, which the registry has after the row's version: it cannot be
 * taken out.
 */
static bool
later_refuse(struct org_import *i, const struct import_item *item, const struct org_version *next,
    struct err *err)
{
	struct err why = {.code = ERR_OK};
	char day[DAY_TEXT_MAX];

	(void)err_set(&why, ERR_REGISTRY,
	    TR("%s %s có từ %s mà danh mục không có: không rút được",
		"%s %s stands from %s and the list has it not: it cannot be withdrawn"),
	    next->code, next->full_name, day_said(next->valid_from, day));
	return org_import_refuse(i, item->file, item->line, &why, err);
}

/* What becomes of one entry. */
enum fate { FATE_GOES, FATE_STANDS, FATE_GONE };

/* Of the same first day.  An end of what is open is a first entry, as without corrections. */
static bool
standing_correct(struct org_import *i, const struct orgs *have, const struct org_version *v,
    struct import_item *item, enum fate *ret, struct err *err)
{
	struct org_entry *e = &item->e.u.org;
	const struct org_version *next = rank_of(have, v).after;
	struct err why = {.code = ERR_OK};

	if (next != NULL && !i->is_snapshot && !is_covered(i, next)) {
		*ret = FATE_GONE;
		return later_refuse(i, item, next, err);
	}
	last_day_take(i, have, v, &e->valid_to);
	if (is_same(have, v, e) || (v->valid_to == e->valid_to && org_import_stands(have, item))) {
		*ret = FATE_STANDS;
		return true;
	}
	return orgs_check(have, e, &why) || correct(i, have, v, item, err);
}

static bool
org_correct(struct org_import *i, const struct orgs *have, struct import_item *item, enum fate *ret,
    struct err *err)
{
	const struct org_entry *e = &item->e.u.org;
	const struct org_version *v = version_from(have, e->code, e->valid_from);
	struct err why = {.code = ERR_OK};

	if (item->rank == RANK_ENDS)
		return true;
	if (v != NULL)
		return standing_correct(i, have, v, item, ret, err);
	if (orgs_check(have, e, &why))
		return true;
	v = version_moved(i, have, e);
	return v == NULL || correct(i, have, v, item, err);
}

/* It lives on; what else the snapshot says of it is a version from that day. */
static bool
ended_take(struct org_import *i, const struct orgs *have, const struct import_item *item,
    const struct org_version *v, struct err *err)
{
	struct import_item on = *item;
	struct org_entry *e = &on.e.u.org;
	const struct rank rank = rank_of(have, v);

	e->valid_from = v->valid_from;
	e->name = org_import_keep(i, v->name, err);
	e->full_name = org_import_keep(i, v->full_name, err);
	e->type = org_import_keep(i, v->type, err);
	e->sector = org_import_keep(i, v->sector, err);
	e->kind = v->kind;
	e->parent = org_import_keep(i, code_on(have, v->parent, v->valid_from), err);
	e->continues_code = rank.before == NULL ? "" : org_import_keep(i, rank.before->code, err);
	e->continues_day = rank.before == NULL ? 0 : v->valid_from - 1;
	return e->name != NULL && e->full_name != NULL && e->type != NULL && e->sector != NULL &&
	    e->parent != NULL && e->continues_code != NULL && correct(i, have, v, &on, err) &&
	    org_import_put(i, &on, err);
}

static bool
says_more(const struct orgs *have, const struct org_version *v, const struct org_entry *e)
{
	return strcmp(v->name, e->name) != 0 || strcmp(v->full_name, e->full_name) != 0 ||
	    strcmp(v->type, e->type) != 0 || v->kind != e->kind ||
	    strcmp(code_on(have, v->parent, e->valid_from), e->parent) != 0;
}

/* ---- versions that a history covers with another one */

static bool
covered_put(struct org_import *i, const struct orgs *have, const struct import_unit *unit,
    const struct org_version *v, struct err *err)
{
	const struct rank rank = rank_of(have, v);
	struct import_item item = {.e = {.kind = REGISTRY_ORG, .u.org = unit->e},
	    .file = IMPORT_UNITS,
	    .line = unit->line,
	    .rank = RANK_BEGINS};
	struct org_entry *e = &item.e.u.org;

	e->valid_from = v->valid_from;
	e->valid_to = v->valid_to;
	e->continues_code = rank.before == NULL ? "" : org_import_keep(i, rank.before->code, err);
	if (e->continues_code == NULL)
		return false;
	e->continues_day = rank.before == NULL ? 0 : v->valid_from - 1;
	return is_same(have, v, e) ||
	    (correct(i, have, v, &item, err) && org_import_put(i, &item, err));
}

/* A renaming that never was: the registry has a version inside the days of one row. */
static bool
covered_correct(struct org_import *i, const struct orgs *have, struct err *err)
{
	for (uint32_t n = 0; n < utarray_len(&i->units); n++) {
		const struct import_unit *unit = unit_at(i, n);

		for (uint32_t at = 0; at < orgs_code_count(have, unit->e.code); at++) {
			const struct org_version *v = orgs_code_at(have, unit->e.code, at);

			if (v->valid_from > unit->e.valid_from &&
			    v->valid_from <= unit->e.valid_to && !rank_of(have, v).is_first &&
			    version_from(have, unit->e.code, unit->e.valid_from) != NULL &&
			    !is_listed(i, v->code, v->valid_from) &&
			    !covered_put(i, have, unit, v, err))
				return false;
		}
	}
	return true;
}

/* ---- all of them */

/* The item's place may move: it is read first and written back last. */
static bool
item_correct(
    struct org_import *i, const struct orgs *have, uint32_t n, enum fate *ret, struct err *err)
{
	struct import_item item = *item_at(i, n);
	struct org_entry *e = &item.e.u.org;
	const struct org_version *ended = NULL;
	bool ok;

	*ret = FATE_GOES;
	if (item.action != ACTION_NONE)
		return true;
	if (item.e.kind != REGISTRY_ORG) {
		*ret = org_import_stands(have, &item) ? FATE_STANDS : FATE_GOES;
		return true;
	}
	if (item.rank == RANK_BEGINS && e->continues_code[0] == '\0')
		ended = version_ended(i, have, e);
	if (ended != NULL) {
		ok = ended_take(i, have, &item, ended, err);
		*ret = says_more(have, ended, e) ? FATE_GOES : FATE_GONE;
		e->continues_code = e->code;
		e->continues_day = e->valid_from - 1;
	} else {
		ok = org_correct(i, have, &item, ret, err);
	}
	*item_at(i, n) = item;
	return ok;
}

bool
org_import_correct_all(struct org_import *i, const struct org_import_input *in, struct err *err)
{
	const uint32_t n = utarray_len(&i->items);
	uint32_t kept = 0;

	for (uint32_t at = 0; at < n; at++) {
		enum fate fate = FATE_GOES;

		if (!item_correct(i, in->have, at, &fate, err))
			return false;
		i->counts.already += fate == FATE_STANDS;
		if (fate == FATE_GOES)
			*item_at(i, kept++) = *item_at(i, at);
	}
	/* What was put meanwhile stands behind the first ${n}. */
	for (uint32_t at = n; at < utarray_len(&i->items); at++)
		*item_at(i, kept++) = *item_at(i, at);
	array_truncate(&i->items, kept);
	return i->is_snapshot || covered_correct(i, in->have, err);
}
