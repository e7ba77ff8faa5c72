#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "core/orgs_impl.h"

/* What adding an entry would do. */
struct change {
	org_t org;                   /* 0: a new identity */
	org_t parent;                /* 0: it is the root */
	struct orgs_version *before; /* the identity's last version; NULL: new */
	struct orgs_version *ends;   /* stands already and only gets its last day */
};

bool
orgs_entry_refuse(struct err *err, const struct org_entry *e, const char *why)
{
	return err_set(err, ERR_REGISTRY, "%s %s: %s", e->code, e->name, why);
}

static bool
code_is_sound(const char *code)
{
	const size_t len = strlen(code);

	if (len == 0 || len > WIRE_CODE_BYTES_MAX)
		return false;
	for (size_t i = 0; i < len; i++) {
		const char c = code[i];
		const bool is_word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		    (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_';

		if (!is_word)
			return false;
	}
	return true;
}

static bool
is_day(day_t day)
{
	return day >= DAY_MIN && day <= DAY_MAX;
}

bool
orgs_entry_is_sound(const struct org_entry *e, struct err *err)
{
	if (!code_is_sound(e->code))
		return orgs_entry_refuse(err, e,
		    TR("mã chỉ gồm chữ không dấu, số và . - _",
			"a code is plain letters, digits, . - _"));
	if (e->name[0] == '\0')
		return orgs_entry_refuse(err, e, TR("thiếu tên", "the name is missing"));
	if (e->kind <= ORG_NONE || e->kind >= ORG_COUNT_)
		return orgs_entry_refuse(err, e, TR("thiếu loại", "the kind is missing"));
	if (e->valid_from != DAY_OPEN_LEFT && !is_day(e->valid_from))
		return orgs_entry_refuse(
		    err, e, TR("ngày bắt đầu không hợp lệ", "the first day is no day"));
	if (e->valid_to != DAY_OPEN_RIGHT && !is_day(e->valid_to))
		return orgs_entry_refuse(
		    err, e, TR("ngày cuối không hợp lệ", "the last day is no day"));
	if (e->valid_from > e->valid_to)
		return orgs_entry_refuse(
		    err, e, TR("ngày cuối trước ngày bắt đầu", "it ends before it begins"));
	if (e->kind != ORG_FACILITY && (e->kind == ORG_NATION) != (e->parent[0] == '\0'))
		return orgs_entry_refuse(err, e,
		    TR("chỉ cấp quốc gia không có cấp trên", "the nation alone has no parent"));
	if (e->kind == ORG_NATION && e->valid_to != DAY_OPEN_RIGHT)
		return orgs_entry_refuse(
		    err, e, TR("cấp quốc gia không kết thúc", "the nation does not end"));
	return true;
}

/* The version of ${code} that begins on ${from}. */
static struct orgs_version *
version_from(const struct orgs *o, const char *code, day_t from)
{
	const struct orgs_code *found = orgs_code_of(o, code);

	for (uint32_t i = 0; found != NULL && i < utarray_len(&found->versions); i++) {
		struct orgs_version *v = orgs_version_at(&found->versions, i);

		if (v->v.valid_from == from)
			return v;
	}
	return NULL;
}

/* Of a child that is open at the left, a parent that begins later will do: the first there is. */
static org_t
parent_find(const struct orgs *o, const struct org_entry *e)
{
	const struct orgs_code *found = orgs_code_of(o, e->parent);
	const org_t parent = orgs_by_code(o, e->parent, e->valid_from);
	const struct orgs_version *first = NULL;

	if (parent != 0 || found == NULL || e->valid_from != DAY_OPEN_LEFT)
		return parent;
	for (uint32_t i = 0; i < utarray_len(&found->versions); i++) {
		const struct orgs_version *v = orgs_version_at(&found->versions, i);

		if (first == NULL || v->v.valid_from < first->v.valid_from)
			first = v;
	}
	return first != NULL ? first->v.org : 0;
}

org_t
orgs_entry_parent(const struct orgs *o, const struct org_entry *e)
{
	if (e->parent[0] != '\0')
		return parent_find(o, e);
	return e->kind == ORG_FACILITY ? o->root : 0;
}

/* The same beginning of the same code is there: the same again, its end, or a contradiction. */
static bool
change_of_standing(
    struct orgs_version *v, const struct org_entry *e, struct change *ret, struct err *err)
{
	const bool is_first = v->place == 0;
	const bool is_same = strcmp(v->v.name, e->name) == 0 &&
	    strcmp(v->v.full_name, e->full_name) == 0 && strcmp(v->v.type, e->type) == 0 &&
	    strcmp(v->v.sector, e->sector) == 0 && v->v.kind == e->kind &&
	    v->v.parent == ret->parent &&
	    (ret->org == 0 ? is_first : ret->org == v->v.org && !is_first);

	if (!is_same)
		return orgs_entry_refuse(err, e,
		    TR("mã này đã có nội dung khác từ ngày đó",
			"the code stands with other content from that day"));
	if (v->v.valid_to == e->valid_to || e->valid_to == DAY_OPEN_RIGHT)
		return err_set(err, ERR_ALREADY, "%s %s", e->code, e->name);
	if (v->v.valid_to != DAY_OPEN_RIGHT)
		return orgs_entry_refuse(
		    err, e, TR("đã kết thúc vào ngày khác", "it has ended on another day"));
	ret->ends = v;
	return true;
}

/* No other version of the code may hold on any day of the new one. */
static bool
code_is_free(const struct orgs *o, const struct org_entry *e, const struct orgs_version *before,
    struct err *err)
{
	const struct orgs_code *found = orgs_code_of(o, e->code);

	for (uint32_t i = 0; found != NULL && i < utarray_len(&found->versions); i++) {
		const struct orgs_version *v = orgs_version_at(&found->versions, i);
		const bool is_closed_by_this = before != NULL && v == before &&
		    v->v.valid_to == DAY_OPEN_RIGHT && v->v.valid_from < e->valid_from;

		if (v->v.valid_from <= e->valid_to && e->valid_from <= v->v.valid_to &&
		    !is_closed_by_this)
			return orgs_entry_refuse(err, e,
			    TR("mã này đang dùng trong khoảng ngày đó",
				"the code is in use within those days"));
	}
	return true;
}

static bool
is_place(enum org_kind kind)
{
	return kind == ORG_PROVINCE || kind == ORG_DISTRICT || kind == ORG_COMMUNE;
}

bool
orgs_kind_goes_on(enum org_kind before, enum org_kind now)
{
	return before == now || (is_place(before) && is_place(now));
}

static bool
follows(const struct orgs_version *before, const struct org_entry *e, struct err *err)
{
	const day_t last = before->v.valid_to;

	if (!orgs_kind_goes_on(before->v.kind, e->kind))
		return orgs_entry_refuse(err, e,
		    TR("địa phương, cơ quan và cơ sở y tế không đổi lẫn nhau",
			"territory, body and facility do not become each other"));
	if (e->valid_from <= before->v.valid_from)
		return orgs_entry_refuse(err, e,
		    TR("phiên bản mới phải bắt đầu sau phiên bản trước",
			"a version begins after the one before it"));
	if (last != DAY_OPEN_RIGHT && last != e->valid_from - 1)
		return orgs_entry_refuse(err, e,
		    TR("phiên bản trước không kết thúc vào hôm trước",
			"the version before does not end on the eve"));
	return true;
}

/* NOLINTBEGIN(misc-no-recursion): as deep as ORGS_DEPTH_MAX */
/* Is ${above} over ${org} on any day of [from, to]? */
static bool
is_ever_above(const struct orgs *o, org_t above, org_t org, const struct org_entry *e, int depth)
{
	const struct orgs_item *item = orgs_item_of(o, org);

	if (org == above)
		return true;
	if (depth == ORGS_DEPTH_MAX || item == NULL)
		return false;
	for (uint32_t i = 0; i < utarray_len(&item->versions); i++) {
		const struct org_version *v = &orgs_version_at(&item->versions, i)->v;

		if (v->parent != 0 && v->valid_from <= e->valid_to &&
		    e->valid_from <= v->valid_to &&
		    is_ever_above(o, above, v->parent, e, depth + 1))
			return true;
	}
	return false;
}
/* NOLINTEND(misc-no-recursion) */

/* NOLINTBEGIN(misc-no-recursion): as deep as ORGS_DEPTH_MAX */
/* Levels below ${org} within the entry's days, itself counted. */
static uint32_t
height(const struct orgs *o, org_t org, const struct org_entry *e, uint32_t depth)
{
	const struct orgs_item *item = orgs_item_of(o, org);
	uint32_t most = 0;

	for (uint32_t i = 0; depth < ORGS_DEPTH_MAX && i < utarray_len(&item->children); i++) {
		const struct org_version *v = &orgs_version_at(&item->children, i)->v;

		if (v->valid_from <= e->valid_to && e->valid_from <= v->valid_to) {
			const uint32_t below = height(o, v->org, e, depth + 1);

			most = below > most ? below : most;
		}
	}
	return most + 1;
}
/* NOLINTEND(misc-no-recursion) */

bool
orgs_entry_fits(
    const struct orgs *o, const struct org_entry *e, org_t org, org_t parent, struct err *err)
{
	org_t chain[ORGS_DEPTH_MAX];
	uint32_t above, below;

	if (e->kind == ORG_NATION) {
		if (o->root != 0 && o->root != org)
			return orgs_entry_refuse(
			    err, e, TR("đã có cấp quốc gia", "there is a nation already"));
		return true;
	}
	if (parent == 0)
		return err_set(err, ERR_REGISTRY,
		    TR("%s %s: không có cấp trên “%s” vào ngày bắt đầu",
			"%s %s: no parent “%s” on its first day"),
		    e->code, e->name, e->parent);
	if (org != 0 && is_ever_above(o, org, parent, e, 0))
		return orgs_entry_refuse(
		    err, e, TR("nằm dưới chính nó", "it would stand under itself"));
	above = orgs_chain(o, parent, e->valid_from, chain);
	below = org != 0 ? height(o, org, e, 0) : 1;
	if (above + below > ORGS_DEPTH_MAX)
		return orgs_entry_refuse(err, e, TR("quá nhiều cấp", "too many levels"));
	return true;
}

static bool
change_of(const struct orgs *o, const struct org_entry *e, struct change *ret, struct err *err)
{
	struct orgs_version *standing;

	*ret = (struct change){0};
	if (!orgs_entry_is_sound(e, err))
		return false;
	if (e->continues_code[0] != '\0') {
		ret->org = orgs_by_code(o, e->continues_code, e->continues_day);
		if (ret->org == 0)
			return orgs_entry_refuse(err, e,
			    TR("không có nơi mà nó nối tiếp", "what it continues is not there"));
		ret->before = orgs_last_version(orgs_item_of(o, ret->org));
	}
	ret->parent = orgs_entry_parent(o, e);
	standing = version_from(o, e->code, e->valid_from);
	if (standing != NULL)
		return change_of_standing(standing, e, ret, err);
	if (ret->before != NULL && !follows(ret->before, e, err))
		return false;
	if (!code_is_free(o, e, ret->before, err) ||
	    !orgs_entry_fits(o, e, ret->org, ret->parent, err))
		return false;
	if (ret->org == 0 && orgs_count(o) >= ORGS_MAX)
		return err_set(err, ERR_LIMIT, "%d organisations", ORGS_MAX);
	return true;
}

bool
orgs_check(const struct orgs *o, const struct org_entry *e, struct err *err)
{
	struct change c;

	return change_of(o, e, &c, err);
}

static const char *
text_put(char **at, const char *s)
{
	const size_t size = strlen(s) + 1;
	char *to = *at;

	memcpy(to, s, size);
	*at += size;
	return to;
}

static struct orgs_version *
version_make(const struct org_entry *e)
{
	const size_t size = strlen(e->code) + strlen(e->name) + strlen(e->full_name) +
	    strlen(e->type) + strlen(e->sector) + 5;
	struct orgs_version *v = calloc(1, sizeof(*v) + size);
	char *at;

	if (v == NULL)
		return NULL;
	at = v->text;
	v->v = (struct org_version){
	    .code = text_put(&at, e->code),
	    .name = text_put(&at, e->name),
	    .full_name = text_put(&at, e->full_name),
	    .type = text_put(&at, e->type),
	    .sector = text_put(&at, e->sector),
	    .kind = e->kind,
	    .valid_from = e->valid_from,
	    .valid_to = e->valid_to,
	};
	return v;
}

static struct orgs_item *
item_make(struct orgs *o, org_t *ret, struct err *err)
{
	struct orgs_item *item = calloc(1, sizeof(*item));

	if (item == NULL) {
		(void)err_set(err, ERR_MEMORY, "an organisation");
		return NULL;
	}
	array_init(&item->versions, sizeof(struct orgs_version *));
	array_init(&item->children, sizeof(struct orgs_version *));
	array_init(&item->successors, sizeof(struct org_successor));
	array_init(&item->predecessors, sizeof(org_t));
	array_init(&item->aliases, sizeof(struct org_alias));
	if (!array_push(&o->items, &item, err)) {
		free(item);
		return NULL;
	}
	*ret = (org_t)utarray_len(&o->items);
	return item;
}

static bool
code_index(struct orgs *o, struct orgs_version *v, struct err *err)
{
	struct orgs_code *code = orgs_code_of(o, v->v.code);

	if (code == NULL) {
		const size_t size = strlen(v->v.code) + 1;

		code = calloc(1, sizeof(*code) + size);
		if (code == NULL)
			return err_set(err, ERR_MEMORY, "a code");
		memcpy(code->code, v->v.code, size);
		array_init(&code->versions, sizeof(struct orgs_version *));
		HASH_ADD_STR(o->codes, code, code);
	}
	return array_push(&code->versions, &v, err);
}

/* The new version takes its place; memory failing half-way leaves what orgs_free() can release. */
static bool
version_put(struct orgs *o, const struct change *c, struct orgs_version *v, struct err *err)
{
	org_t org = c->org;
	struct orgs_item *item = org != 0 ? orgs_item_of(o, org) : NULL;
	struct orgs_item *parent = orgs_item_of(o, c->parent);

	if (item == NULL && (item = item_make(o, &org, err)) == NULL) {
		free(v);
		return false;
	}
	if (!array_push(&item->versions, &v, err)) {
		free(v);
		return false;
	}
	v->v.org = org;
	v->v.parent = c->parent;
	v->place = utarray_len(&item->versions) - 1;
	if (c->before != NULL && c->before->v.valid_to == DAY_OPEN_RIGHT)
		c->before->v.valid_to = v->v.valid_from - 1;
	if (c->parent == 0)
		o->root = org;
	else if (!array_push(&parent->children, &v, err))
		return false;
	return code_index(o, v, err) && orgs_index_names(o, v, err);
}

bool
orgs_add(struct orgs *o, const struct org_entry *e, org_t *ret, struct err *err)
{
	struct change c;
	struct orgs_version *v;

	if (!change_of(o, e, &c, err))
		return false;
	orgs_maps_forget(o);
	if (c.ends != NULL) {
		c.ends->v.valid_to = e->valid_to;
		*ret = c.ends->v.org;
		return true;
	}
	v = version_make(e);
	if (v == NULL)
		return err_set(err, ERR_MEMORY, "a version");
	if (!version_put(o, &c, v, err))
		return false;
	*ret = v->v.org;
	return true;
}
