#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/text.h"
#include "core/orgs_impl.h"
#include "core/orgs_words.h"

#define CANDIDATES_BYTES_MAX 2048

void
orgs_names_free(struct orgs *o)
{
	struct orgs_name *name = NULL, *next = NULL;

	name = o->names;
	HASH_CLEAR(hh, o->names);
	for (; name != NULL; name = next) {
		next = name->hh.next;
		array_free(&name->versions);
		free(name);
	}
}

/* "A" and the key; the caller's.  NULL: ERR_MEMORY or ERR_TEXT. */
static char *
tier_key(char tier, const char *text, struct err *err)
{
	const bool is_fold = tier >= ORGS_TIER_FULL_FOLD;
	char *key = is_fold ? text_fold(text, err) : text_match_key(text, err);
	char *made = NULL;

	if (key == NULL)
		return NULL;
	made = malloc(strlen(key) + 2);
	if (made == NULL) {
		(void)err_set(err, ERR_MEMORY, "a name");
	} else {
		made[0] = tier;
		memcpy(made + 1, key, strlen(key) + 1);
	}
	free(key);
	return made;
}

static bool
name_has(const struct orgs_name *name, const struct orgs_version *v)
{
	for (uint32_t i = 0; name != NULL && i < utarray_len(&name->versions); i++)
		if (orgs_version_at(&name->versions, i) == v)
			return true;
	return false;
}

/* *${ret} is NULL when nothing has that name. */
static bool
name_find(
    const struct orgs *o, char tier, const char *text, struct orgs_name **ret, struct err *err)
{
	char *key = tier_key(tier, text, err);

	*ret = NULL;
	if (key == NULL)
		return false;
	HASH_FIND_STR(o->names, key, *ret);
	free(key);
	return true;
}

static bool
name_put(struct orgs *o, char tier, const char *text, struct orgs_version *v, struct err *err)
{
	struct orgs_name *name = NULL;
	char *key = tier_key(tier, text, err);
	bool ok = false;

	if (key == NULL)
		return false;
	HASH_FIND_STR(o->names, key, name);
	if (name == NULL) {
		const size_t size = strlen(key) + 1;

		name = calloc(1, sizeof(*name) + size);
		if (name == NULL) {
			(void)err_set(err, ERR_MEMORY, "a name");
			goto out;
		}
		memcpy(name->key, key, size);
		array_init(&name->versions, sizeof(struct orgs_version *));
		HASH_ADD_STR(o->names, key, name);
	}
	ok = name_has(name, v) || array_push(&name->versions, &v, err);
out:
	free(key);
	return ok;
}

bool
orgs_index_names(struct orgs *o, struct orgs_version *v, struct err *err)
{
	const char *full = v->v.full_name[0] != '\0' ? v->v.full_name : v->v.name;

	return name_put(o, ORGS_TIER_FULL, full, v, err) &&
	    name_put(o, ORGS_TIER_BARE, v->v.name, v, err) &&
	    name_put(o, ORGS_TIER_FULL_FOLD, full, v, err) &&
	    name_put(o, ORGS_TIER_BARE_FOLD, v->v.name, v, err) &&
	    name_put(o, ORGS_TIER_CODE_FOLD, v->v.code, v, err);
}

/* Corrections are rare: every name is looked at. */
void
orgs_unindex_names(struct orgs *o, const struct orgs_version *v)
{
	for (struct orgs_name *name = o->names; name != NULL; name = name->hh.next)
		for (uint32_t i = utarray_len(&name->versions); i > 0; i--)
			if (orgs_version_at(&name->versions, i - 1) == v)
				utarray_erase(&name->versions, i - 1, 1);
}

/* The part of a full name behind the type's words; the whole when it begins otherwise. */
static const char *
without_type(const char *name, const char *type)
{
	const size_t len = strlen(type);

	if (len == 0 || strncmp(name, type, len) != 0 || name[len] != ' ')
		return name;
	return name + len + 1;
}

/* The version that an alias is for. */
static bool
alias_of(
    const struct orgs *o, const struct alias_entry *e, struct orgs_version **ret, struct err *err)
{
	struct orgs_name *name;

	*ret = orgs_code_version(o, e->code, e->day);
	if (*ret == NULL)
		return err_set(err, ERR_REGISTRY,
		    TR("tên khác “%s”: không có mã %s vào ngày đó",
			"alias “%s”: no code %s on that day"),
		    e->name, e->code);
	if (e->name[0] == '\0')
		return err_set(err, ERR_REGISTRY,
		    TR("%s: thiếu tên khác", "%s: the alias is missing"), e->code);
	if (!name_find(o, ORGS_TIER_FULL, e->name, &name, err))
		return false;
	return !name_has(name, *ret) || err_set(err, ERR_ALREADY, "%s %s", e->code, e->name);
}

bool
orgs_check_alias(const struct orgs *o, const struct alias_entry *e, struct err *err)
{
	struct orgs_version *v;

	return alias_of(o, e, &v, err);
}

static bool
alias_keep(struct orgs *o, const char *name, const struct orgs_version *v, struct err *err)
{
	const struct org_alias alias = {.name = orgs_keep(o, name, err), .of = &v->v};

	return alias.name != NULL && array_push(&orgs_item_of(o, v->v.org)->aliases, &alias, err);
}

bool
orgs_index_alias(struct orgs *o, const char *name, struct orgs_version *v, struct err *err)
{
	const char *bare = without_type(name, v->v.type);

	return name_put(o, ORGS_TIER_FULL, name, v, err) &&
	    name_put(o, ORGS_TIER_BARE, bare, v, err) &&
	    name_put(o, ORGS_TIER_FULL_FOLD, name, v, err) &&
	    name_put(o, ORGS_TIER_BARE_FOLD, bare, v, err);
}

bool
orgs_add_alias(struct orgs *o, const struct alias_entry *e, struct err *err)
{
	struct orgs_version *v;

	return alias_of(o, e, &v, err) && alias_keep(o, e->name, v, err) &&
	    orgs_index_alias(o, e->name, v, err);
}

/* Distinct identities; may be more than are kept. */
struct candidates {
	org_t at[ORGS_CANDIDATES_MAX];
	uint32_t n;
};

/* What a text was found to mean so far. */
struct search {
	const struct orgs *o;
	day_t day;
	struct orgs_words_type only; /* kinds 0: places of every kind; type NULL: of every type */
	struct candidates found;     /* of that name on the day */
	struct candidates renamed;   /* of that name on another day, and there on this one */
	struct candidates elsewhere; /* of another day */
};

static void
candidate_add(struct candidates *c, org_t org)
{
	for (uint32_t i = 0; i < c->n && i < ORGS_CANDIDATES_MAX; i++)
		if (c->at[i] == org)
			return;
	if (c->n < ORGS_CANDIDATES_MAX)
		c->at[c->n] = org;
	c->n++;
}

/* Of the kind and type that the text says. */
static bool
is_wanted(const struct search *s, const struct org_version *v)
{
	char *type;
	bool same;

	if (s->only.kinds == 0)
		return true;
	if ((s->only.kinds & 1U << v->kind) == 0 || s->only.type == NULL)
		return (s->only.kinds & 1U << v->kind) != 0;
	type = text_fold(v->type, NULL);
	same = type != NULL && strcmp(type, s->only.type) == 0;
	free(type);
	return same;
}

static void
search_add(struct search *s, const struct org_version *v)
{
	if (!is_wanted(s, v))
		return;
	if (s->day >= v->valid_from && s->day <= v->valid_to) {
		candidate_add(&s->found, v->org);
		return;
	}
	candidate_add(&s->elsewhere, v->org);
	if (orgs_is_valid(s->o, v->org, s->day))
		candidate_add(&s->renamed, v->org);
}

static bool
search_tier(struct search *s, char tier, const char *text, struct err *err)
{
	struct orgs_name *name;

	if (!name_find(s->o, tier, text, &name, err))
		return false;
	for (uint32_t i = 0; name != NULL && i < utarray_len(&name->versions); i++)
		search_add(s, &orgs_version_at(&name->versions, i)->v);
	return true;
}

static const char *
full_name(const struct org_version *v)
{
	return v->full_name[0] != '\0' ? v->full_name : v->name;
}

static bool
say_ambiguous(const struct search *s, const struct candidates *c, const char *text, struct err *err)
{
	struct buf list = {.max = CANDIDATES_BYTES_MAX};
	char quoted[TEXT_QUOTE_MAX];

	for (uint32_t i = 0; i < c->n && i < ORGS_CANDIDATES_MAX; i++) {
		const struct org_version *v = orgs_version(s->o, c->at[i], s->day);
		const struct org_version *above =
		    orgs_version(s->o, orgs_parent(s->o, c->at[i], s->day), s->day);

		buf_printf(&list, "%s%s %s", i > 0 ? "; " : "", v->code, full_name(v));
		if (above != NULL)
			buf_printf(&list, " (%s)", full_name(above));
	}
	(void)err_set(err, ERR_ORG_AMBIGUOUS, TR("%s có %u nơi: %s%s", "%s fits %u: %s%s"),
	    text_quote(text, quoted), c->n, buf_text(&list),
	    c->n > ORGS_CANDIDATES_MAX ? " …" : "");
	buf_free(&list);
	return false;
}

bool
orgs_refuse_day(const struct orgs *o, org_t org, day_t day, struct err *err)
{
	const struct org_version *v = orgs_version(o, org, day);
	const struct org_successor *next = NULL;
	const uint32_t n = orgs_successors(o, org, &next);
	struct buf list = {.max = CANDIDATES_BYTES_MAX};
	char text[DAY_TEXT_MAX];
	day_t from, to;

	orgs_span(o, org, &from, &to);
	if (day < from) {
		buf_printf(&list, TR("có từ %s", "it begins on %s"), day_people(from, text));
	} else if (day > to) {
		buf_printf(&list, TR("hết ngày %s", "it ended on %s"), day_people(to, text));
	} else {
		buf_printf(&list, TR("ngày đó tên là %s %s", "on that day it is %s %s"), v->code,
		    full_name(v));
	}
	for (uint32_t i = 0; day > to && i < n && i < ORGS_CANDIDATES_MAX; i++) {
		const struct org_version *s = orgs_version(o, next[i].org, next[i].effective);

		if (s != NULL)
			buf_printf(&list, "%s%s %s",
			    i == 0 ? TR("; kế thừa: ", "; successor: ") : ", ", s->code,
			    full_name(s));
	}
	(void)err_set(err, ERR_ORG_NOT_VALID, "%s %s: %s", v->code, full_name(v), buf_text(&list));
	buf_free(&list);
	return false;
}

bool
orgs_refuse_code(const struct orgs *o, const char *code, day_t day, struct err *err)
{
	const struct orgs_code *known = orgs_code_of(o, code);
	const struct org_version *best = NULL;

	if (known == NULL)
		return err_set(err, ERR_ORG_UNKNOWN, "%s", code);
	for (uint32_t i = 0; i < utarray_len(&known->versions); i++) {
		const struct org_version *v = &orgs_version_at(&known->versions, i)->v;

		if (best == NULL ||
		    (v->valid_from <= day
			    ? best->valid_from > day || v->valid_from > best->valid_from
			    : v->valid_from < best->valid_from))
			best = v;
	}
	return best == NULL ? err_set(err, ERR_ORG_UNKNOWN, "%s", code)
			    : orgs_refuse_day(o, best->org, day, err);
}

/* As it stands, or in capitals: people type codes of bodies in small letters. */
static const struct orgs_code *
code_typed(const struct orgs *o, char code[WIRE_CODE_BYTES_MAX + 1])
{
	const struct orgs_code *known = orgs_code_of(o, code);

	for (char *at = code; known == NULL && *at != '\0'; at++)
		if (*at >= 'a' && *at <= 'z')
			*at = (char)(*at - 'a' + 'A');
	return known != NULL ? known : orgs_code_of(o, code);
}

/* A code, or CODE@DATE.  *${ret} 0: it is neither. */
static bool
find_code(const struct orgs *o, const char *text, day_t day, org_t *ret, struct err *err)
{
	const char *mark = strchr(text, '@');
	const struct orgs_code *known;
	char code[WIRE_CODE_BYTES_MAX + 1];
	day_t on = day;

	*ret = 0;
	if (mark != NULL && (size_t)(mark - text) > WIRE_CODE_BYTES_MAX)
		return true;
	(void)text_copy(code, mark != NULL ? (size_t)(mark - text) + 1 : sizeof(code), text);
	if (mark == NULL && strlen(text) > WIRE_CODE_BYTES_MAX)
		return true;
	known = code_typed(o, code);
	if (known == NULL)
		return true;
	if (mark != NULL && !day_parse(mark + 1, &on, err))
		return false;
	*ret = orgs_by_code(o, code, on);
	if (*ret != 0)
		return true;
	return orgs_refuse_code(o, code, on, err);
}

static bool
is_settled(const struct search *s)
{
	return s->found.n != 0 || s->elsewhere.n != 0;
}

static bool
search_tiers(struct search *s, const char *text, struct err *err)
{
	static const char tiers[] = {
	    ORGS_TIER_FULL, ORGS_TIER_BARE, ORGS_TIER_FULL_FOLD, ORGS_TIER_BARE_FOLD};

	for (size_t i = 0; i < ARRAY_LEN(tiers) && s->found.n == 0; i++) {
		/* Marks are dropped only for a text that means nothing with them. */
		if (tiers[i] == ORGS_TIER_FULL_FOLD && s->elsewhere.n != 0)
			break;
		if (!search_tier(s, tiers[i], text, err))
			return false;
	}
	return true;
}

/*
 * The name behind a type written short; then, where types change, behind an earlier or a later
 * type.
 */
static bool
search_type(struct search *s, const char *text, struct err *err)
{
	struct orgs_words_type t;

	if (!orgs_words_type(text, &t))
		return true;
	s->only = t;
	if (!search_tiers(s, t.name, err))
		return false;
	s->only.type = NULL;
	return is_settled(s) || !t.changes || search_tiers(s, t.name, err);
}

/* Other ways of writing a text that means nothing as it stands, the nearest first. */
static bool
search_otherwise(struct search *s, const char *text, struct err *err)
{
	char *key = text_match_key(text, err), *spelled = NULL;
	struct err why = {.code = ERR_OK}; /* set by what fails; no other spelling is no failure */
	bool ok = key != NULL && search_type(s, text, err);

	for (unsigned which = 1; ok && which < 1U << ORGS_WORDS_MAX && !is_settled(s); which++) {
		spelled = orgs_words_spelling(key, which, &why);
		if (spelled == NULL) {
			ok = why.code == ERR_OK || err_set(err, why.code, "%s", why.text);
			break;
		}
		s->only = (struct orgs_words_type){.kinds = 0};
		ok = search_tiers(s, spelled, err) &&
		    (is_settled(s) || search_type(s, spelled, err));
		free(spelled);
	}
	free(key);
	return ok;
}

/* ${ever}: what stands on another day alone is found too. */
static bool
find(const struct orgs *o, const char *text, day_t day, bool ever, org_t *ret, struct err *err)
{
	struct search s = {.o = o, .day = day};
	const struct candidates *c = &s.found;
	char quoted[TEXT_QUOTE_MAX];
	org_t by_code;

	if (!find_code(o, text, day, &by_code, err))
		return false;
	if (by_code != 0) {
		*ret = by_code;
		return true;
	}
	if (!search_tiers(&s, text, err) || (!is_settled(&s) && !search_otherwise(&s, text, err)))
		return false;
	if (c->n == 0)
		c = &s.renamed;
	if (c->n == 0 && ever)
		c = &s.elsewhere;
	if (c->n > 1)
		return say_ambiguous(&s, c, text, err);
	if (c->n == 0 && s.elsewhere.n != 0)
		return orgs_refuse_day(o, s.elsewhere.at[0], day, err);
	if (c->n == 0)
		return err_set(err, ERR_ORG_UNKNOWN, "%s", text_quote(text, quoted));
	*ret = c->at[0];
	return true;
}

bool
orgs_find(const struct orgs *o, const char *text, day_t day, org_t *ret, struct err *err)
{
	return find(o, text, day, false, ret, err);
}

bool
orgs_find_ever(const struct orgs *o, const char *text, day_t day, org_t *ret, struct err *err)
{
	return find(o, text, day, true, ret, err);
}

static int
by_number(const void *a, const void *b)
{
	const org_t x = *(const org_t *)a, y = *(const org_t *)b;

	return (x > y) - (x < y);
}

/* An identity found, and where it belongs in a list for people. */
struct placed {
	char *key; /* owned */
	const struct org_version *v;
};

static int
by_kind_and_name(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	const int by_name = strcmp(x->key, y->key);

	if (x->v->kind != y->v->kind)
		return x->v->kind < y->v->kind ? -1 : 1;
	return by_name != 0 ? by_name : strcmp(x->v->code, y->v->code);
}

/* As Vietnamese names are ordered; ERR_MEMORY leaves the list as it was. */
static bool
names_order(const struct orgs *o, day_t day, org_t *list, uint32_t n, struct err *err)
{
	struct placed *placed = calloc(n, sizeof(*placed));
	bool ok = placed != NULL || err_set(err, ERR_MEMORY, "%u organisations", n);

	for (uint32_t i = 0; i < n && ok; i++) {
		placed[i].v = orgs_version(o, list[i], day);
		placed[i].key = text_order_key(placed[i].v->name, err);
		ok = placed[i].key != NULL;
	}
	if (ok)
		qsort(placed, n, sizeof(*placed), by_kind_and_name);
	for (uint32_t i = 0; i < n && ok; i++)
		list[i] = placed[i].v->org;
	for (uint32_t i = 0; placed != NULL && i < n; i++)
		free(placed[i].key);
	free(placed);
	return ok;
}

static uint32_t
distinct_give(UT_array *found, org_t **ret, struct err *err)
{
	const uint32_t n = utarray_len(found);
	uint32_t kept = 0;
	org_t *list;

	if (n == 0)
		return 0;
	list = malloc(n * sizeof(*list));
	if (list == NULL) {
		(void)err_set(err, ERR_MEMORY, "%u organisations", n);
		return 0;
	}
	memcpy(list, found->d, n * sizeof(*list));
	qsort(list, n, sizeof(*list), by_number);
	for (uint32_t i = 0; i < n; i++)
		if (i == 0 || list[i] != list[kept - 1])
			list[kept++] = list[i];
	*ret = list;
	return kept;
}

uint32_t
orgs_search(const struct orgs *o, const char *search, day_t day, org_t **ret, struct err *err)
{
	char *fold = text_fold(search, err);
	struct orgs_name *name = NULL, *next = NULL;
	UT_array found;
	uint32_t n = 0;
	bool ok = fold != NULL;

	*ret = NULL;
	array_init(&found, sizeof(org_t));
	HASH_ITER (hh, o->names, name, next) {
		if (!ok || name->key[0] < ORGS_TIER_FULL_FOLD ||
		    !orgs_words_contain(name->key + 1, fold))
			continue;
		for (uint32_t i = 0; ok && i < utarray_len(&name->versions); i++) {
			const struct org_version *v = &orgs_version_at(&name->versions, i)->v;

			if (v->valid_from <= day && day <= v->valid_to)
				ok = array_push(&found, &v->org, err);
		}
	}
	if (ok)
		n = distinct_give(&found, ret, err);
	if (n > 0 && !names_order(o, day, *ret, n, err)) {
		free(*ret);
		*ret = NULL;
		n = 0;
	}
	array_free(&found);
	free(fold);
	return n;
}
