/* orgs_impl - the inside of struct orgs, for the orgs_*.c files only. */
#ifndef GH_CORE_ORGS_IMPL_H
#define GH_CORE_ORGS_IMPL_H

#include <uthash.h>

#include "core/array.h"
#include "core/orgs.h"

/* A version with its strings behind it: one allocation. */
struct orgs_version {
	struct org_version v;
	uint32_t place; /* in its identity's list; 0 is the first */
	char text[];
};

/* One identity. */
struct orgs_item {
	UT_array versions;     /* struct orgs_version *, rising, without gap */
	UT_array children;     /* struct orgs_version * that name this identity as parent */
	UT_array successors;   /* struct org_successor */
	UT_array predecessors; /* org_t */
	UT_array aliases;      /* struct org_alias */
};

/* Every version that ever carried one code. */
struct orgs_code {
	UT_hash_handle hh;
	UT_array versions; /* struct orgs_version * in order of entry */
	char code[];
};

/* Every version that one folded name means: a tier's letter, then the key. */
struct orgs_name {
	UT_hash_handle hh;
	UT_array versions;
	char key[];
};
#define ORGS_TIER_FULL 'A'      /* match key of a full name or an alias */
#define ORGS_TIER_BARE 'B'      /* match key of a name without its type */
#define ORGS_TIER_FULL_FOLD 'C' /* the same without marks */
#define ORGS_TIER_BARE_FOLD 'D'
#define ORGS_TIER_CODE_FOLD 'E' /* for orgs_search() only */

/*
 * Maps asked for since the registry changed, newest first: a cache, no part of what the registry
 * says.
 */
struct orgs_maps {
	struct orgs_map *at[ORGS_MAPS_KEPT]; /* owned */
};

struct orgs {
	UT_array items; /* struct orgs_item *, identity 1 first */
	UT_array texts; /* char *, owned: what edges and aliases say */
	struct orgs_code *codes;
	struct orgs_name *names;
	struct orgs_maps *maps; /* owned */
	org_t root;
};

/* NULL: no such identity. */
struct orgs_item *orgs_item_of(const struct orgs *o, org_t org);
/* Element ${i} of a list of versions. */
struct orgs_version *orgs_version_at(const UT_array *versions, uint32_t i);
struct orgs_version *orgs_last_version(const struct orgs_item *item);
/* The version of ${code} on ${day}; NULL: none. */
struct orgs_version *orgs_code_version(const struct orgs *o, const char *code, day_t day);
struct orgs_code *orgs_code_of(const struct orgs *o, const char *code);
/* The identity's last day is before ${day}. */
bool orgs_has_ended(const struct orgs_item *item, day_t day);
/* The one identity that all people of an ended one went to; 0: none, or several. */
org_t orgs_sole_successor(const struct orgs_item *item);
/* A copy that lives as long as the registry; NULL: ERR_MEMORY. */
const char *orgs_keep(struct orgs *o, const char *text, struct err *err);
/* Sorted by kind and code on ${day}, each once; returns how many are left. */
uint32_t orgs_sort(const struct orgs *o, day_t day, org_t *list, uint32_t n);
/* The registry changed: no map holds any more. */
void orgs_maps_forget(struct orgs *o);
/* An entry by itself is one: code, name, kind, days. */
bool orgs_entry_is_sound(const struct org_entry *e, struct err *err) MUST_USE;
/* The identity that ${e} names as its parent; 0: none. */
org_t orgs_entry_parent(const struct orgs *o, const struct org_entry *e);
/* ${org} (0: a new one) may stand under ${parent} on the entry's days: no ring, not too deep. */
bool orgs_entry_fits(const struct orgs *o, const struct org_entry *e, org_t org, org_t parent,
    struct err *err) MUST_USE;
/* A territory may become one of another level; bodies, facilities and the nation stay. */
bool orgs_kind_goes_on(enum org_kind before, enum org_kind now);
/* ERR_REGISTRY: what ${e} says cannot be. */
bool orgs_entry_refuse(struct err *err, const struct org_entry *e, const char *why);
/* Nothing finds ${v} by its names and code any more, nor by other spellings. */
void orgs_unindex_names(struct orgs *o, const struct orgs_version *v);
/* Find ${v} by another spelling. */
bool orgs_index_alias(
    struct orgs *o, const char *name, struct orgs_version *v, struct err *err) MUST_USE;
/* Make a version findable by its names and code. */
bool orgs_index_names(struct orgs *o, struct orgs_version *v, struct err *err) MUST_USE;
void orgs_names_free(struct orgs *o);

#endif
