/*
 * orgs - organisations over time: identities with versions, succession, aliases, who is above whom.
 * An identity (org_t, from 1) lives through rename, reclassification and re-parenting; merger and
 * split make new ones.  Codes are reused over time, so a code means something only with a day.
 * Levels are data: nation, province, district (to 2025-06-30), commune, and bodies at any level.
 * Source: product.md 9-12, design.md "Time, places, credit".
 * Memory: owned by struct orgs; strings returned live until the next change.  Pure, one thread.
 */
#ifndef GH_CORE_ORGS_H
#define GH_CORE_ORGS_H

#include "core/types.h"
#include "wire/report.h"

struct orgs;

struct org_version {
	org_t org;
	const char *code;
	const char *name;
	const char *full_name;
	const char *type;
	const char *sector; /* code, "" none */
	enum org_kind kind;
	org_t parent; /* 0: the root */
	day_t valid_from;
	day_t valid_to;    /* last day, included */
	struct name entry; /* the newest report that says it; seq 0: orgs_told() was not called */
};

#define ORGS_DEPTH_MAX 8      /* levels from the root */
#define ORGS_MAX 200000       /* identities */
#define ORGS_CANDIDATES_MAX 8 /* listed in an ORG_AMBIGUOUS text */

bool orgs_new(struct orgs **ret, struct err *err) MUST_USE;
void orgs_free(struct orgs *o);

/*
 * One version of an identity, as a registry entry says it.  ERR_REGISTRY names what is wrong: the
 * parent is unknown on valid_from, versions of one code overlap, a cycle, more than one root.  The
 * same version again is ERR_ALREADY (an import twice changes nothing).  A version of an identity
 * that was open to the right closes the one before it on the eve of its own valid_from.  *${ret} is
 * the identity. A version that stands open to the right, sent again with a last day, ends on that
 * day.  Versions of one identity follow each other without a gap; codes are plain letters, digits
 * and ". - _"; the nation alone has no parent and does not end; a facility without one stands under
 * the nation.
 */
bool orgs_add(struct orgs *o, const struct org_entry *e, org_t *ret, struct err *err) MUST_USE;
/* What orgs_add would say, without doing it. */
bool orgs_check(const struct orgs *o, const struct org_entry *e, struct err *err) MUST_USE;
/*
 * Both ends must hold their codes on the eve and on ${effective}, and the old one must have ended
 * on the eve.  ERR_ALREADY: it stands, or old and new are one identity; ERR_REGISTRY names what is
 * wrong, also that one takes all the people and another some, which a correction may replace.  Add
 * does not ask for that again, so that a ledger replays.
 */
bool orgs_check_succession(
    const struct orgs *o, const struct succession_entry *e, struct err *err) MUST_USE;
bool orgs_add_succession(
    struct orgs *o, const struct succession_entry *e, struct err *err) MUST_USE;
/* Another spelling of the version that holds the code on ${day}. ERR_ALREADY, ERR_REGISTRY. */
bool orgs_check_alias(const struct orgs *o, const struct alias_entry *e, struct err *err) MUST_USE;
bool orgs_add_alias(struct orgs *o, const struct alias_entry *e, struct err *err) MUST_USE;

/*
 * ---- corrected
 *
 * Whoever entered ${e} tells by which report, so that a correction or withdrawal can name it.  It
 * has been entered just now, or stands.
 */
void orgs_told(struct orgs *o, const struct registry_entry *e, const struct name *by);
/*
 * What the report ${base} says of a version becomes ${e}: names, type, level, parent, sector, first
 * and last day.  Its code and its identity stay, and whether it is a territory, a body or a
 * facility.  The version before it ends on the eve of its first day; the last of an identity alone
 * may get another last day, also none any more ("reopened"), as long as no succession says
 * otherwise.  ERR_BASE_STALE: ${base} says no version (any more); ERR_ALREADY: it says just that;
 * ERR_REGISTRY names what is not possible.
 */
bool orgs_check_correction(const struct orgs *o, const struct name *base, const struct org_entry *e,
    struct err *err) MUST_USE;
bool orgs_correct(struct orgs *o, const struct name *base, const struct org_entry *e, org_t *ret,
    struct err *err) MUST_USE;
/* The version that ${base} says; NULL: none. */
const struct org_version *orgs_said(const struct orgs *o, const struct name *base);
/*
 * The succession or alias (${kind}) that ${base} says never was.  ERR_BASE_STALE: it says none (any
 * more); ERR_REGISTRY: organisations are corrected instead.
 */
bool orgs_check_withdrawal(const struct orgs *o, enum registry_kind kind, const struct name *base,
    struct err *err) MUST_USE;
bool orgs_withdraw(
    struct orgs *o, enum registry_kind kind, const struct name *base, struct err *err) MUST_USE;

/*
 * Bodies under a parent that ended move to its only successor, else to the nearest surviving
 * ancestor: asked on a day, not stored.  Successors that only land went to do not count beside one
 * that people went to.  0: none (the root).
 */
org_t orgs_parent(const struct orgs *o, org_t org, day_t day);

/* The root identity (the nation); 0 while there is none. */
org_t orgs_root(const struct orgs *o);
uint32_t orgs_count(const struct orgs *o); /* identities are 1..count */
/* Identity that holds ${code} on ${day}; 0: none.  O(1) on the hot path. */
org_t orgs_by_code(const struct orgs *o, const char *code, day_t day);
/* The identity that held ${code} last, whatever the day; 0: it never existed. */
org_t orgs_by_code_last(const struct orgs *o, const char *code);
/* How many versions ever had ${code}, and one of them, in order of entry. */
uint32_t orgs_code_count(const struct orgs *o, const char *code);
const struct org_version *orgs_code_at(const struct orgs *o, const char *code, uint32_t i);
/* Did ${code} ever exist (ORG_NOT_VALID rather than ORG_UNKNOWN)? */
bool orgs_code_known(const struct orgs *o, const char *code);
/*
 * What a person typed: a code, CODE@DATE, or a (full) name or alias, tones' place and case ignored
 * (text_match_key), resolved on ${day}; then by text_fold when nothing matched.  A name of another
 * day means who bore it then and stands on ${day}; a name that nothing bears is tried with its type
 * written out ("TP."), with another type of district or province ("huyện Phú Quốc" of the city),
 * and with i for y.  ERR_ORG_UNKNOWN, ERR_ORG_NOT_VALID, ERR_ORG_AMBIGUOUS (lists codes and full
 * names with their parents).
 */
bool orgs_find(
    const struct orgs *o, const char *text, day_t day, org_t *ret, struct err *err) MUST_USE;
/* The same; a name that only one place of another day bore means that one, which may have ended. */
bool orgs_find_ever(
    const struct orgs *o, const char *text, day_t day, org_t *ret, struct err *err) MUST_USE;
/*
 * Version valid on ${day}; the last one before when it has ended, the first when it has not begun.
 * NULL: unknown id.
 */
const struct org_version *orgs_version(const struct orgs *o, org_t org, day_t day);
bool orgs_is_valid(const struct orgs *o, org_t org, day_t day);
/* First and last day on which the identity is valid. */
void orgs_span(const struct orgs *o, org_t org, day_t *ret_from, day_t *ret_to);
/*
 * Always false, ERR_ORG_NOT_VALID: why ${org} is not meant on ${day}, on which its code does not
 * stand, with its successors where it has ended.
 */
bool orgs_refuse_day(const struct orgs *o, org_t org, day_t day, struct err *err);
/*
 * Always false: the same of who bore ${code} last before ${day}, or first after it.
 * ERR_ORG_UNKNOWN: nobody ever did.
 */
bool orgs_refuse_code(const struct orgs *o, const char *code, day_t day, struct err *err);

/* ${org} and its ancestors on ${day}, nearest first; returns how many.  O(depth), no allocation. */
uint32_t orgs_chain(const struct orgs *o, org_t org, day_t day, org_t ret[ORGS_DEPTH_MAX]);
/* ${above} is ${org} or above it on that day's map. */
bool orgs_is_above(const struct orgs *o, org_t above, org_t org, day_t day);
/*
 * Children of ${org} on any day of [from, to], in order of (kind, code); returns the count and
 * *${ret} (malloc, caller frees; NULL when 0).
 */
uint32_t orgs_children(
    const struct orgs *o, org_t org, day_t from, day_t to, org_t **ret, struct err *err);
/*
 * Every identity under ${org} (itself included) on any day of [from, to]; same order and ownership.
 */
uint32_t orgs_subtree(
    const struct orgs *o, org_t org, day_t from, day_t to, org_t **ret, struct err *err);
/*
 * Identities whose code, name or alias contains the folded ${search} ("dak lak"), valid on ${day},
 * in order of kind, then as Vietnamese names are ordered.
 */
uint32_t orgs_search(
    const struct orgs *o, const char *search, day_t day, org_t **ret, struct err *err);

struct org_successor {
	org_t org; /* 0: abolished without one */
	day_t effective;
	enum succession_kind kind;
	enum extent people;
	const char *basis; /* law and clause; "" not stated */
	struct name entry; /* as a version's */
};
/* Direct successors of an identity; lent until the next change. */
uint32_t orgs_successors(const struct orgs *o, org_t org, const struct org_successor **ret);
struct org_alias {
	const char *name;
	const struct org_version *of;
	struct name entry; /* as a version's */
};
/* Other spellings of an identity's names, in order of entry; lent likewise. */
uint32_t orgs_aliases(const struct orgs *o, org_t org, const struct org_alias **ret);
/* How many versions an identity has, and one of them, the first is 0. */
uint32_t orgs_version_count(const struct orgs *o, org_t org);
const struct org_version *orgs_version_by_place(const struct orgs *o, org_t org, uint32_t i);
/* Identities that ${org} succeeds, an identity once for each entry that says so; lent likewise. */
uint32_t orgs_predecessors(const struct orgs *o, org_t org, const org_t **ret);

/*
 * ---- restated to the map of a day
 *
 * Every identity has one place on the map of a day, so that what is counted there keeps its sum:
 *
 *   valid on that day      itself
 *   a body or facility     itself also when it is not: bodies are no part of a map.  It stands
 *   under the
 *                          place of what it stood under last (first, when it begins later)
 *   ended before           the place of its only successor; land alone does not count beside
 *   people, as
 *                          in orgs_parent()
 *   begins after           the place of its only predecessor
 *   of several             the lowest place that has all of theirs, in the line ORG_LINE_SPLIT
 *   of none                the place of what it stood under last (first), in a line: ORG_LINE_SPLIT
 *   when
 *                          its end is recorded without a successor (a district whose communes went
 *                          their own ways), else ORG_LINE_UNKNOWN
 *
 * What goes on into an identity that is itself in a line stands in that line.  A body with an only
 * successor, or predecessor, goes where that one is.
 */
enum org_line { ORG_LINE_NONE, ORG_LINE_SPLIT, ORG_LINE_UNKNOWN, ORG_LINE_COUNT_ };
struct org_place {
	org_t at; /* a row of the map: its own place is itself */
	org_t up; /* of a row: above it on that map, 0 the root's; else 0 */
	enum org_line line;
};
struct orgs_map;

/*
 * The map of ${day}, made once and kept until the registry changes or ORGS_MAPS_KEPT other days are
 * asked for: lent until then.  O(identities) to make.  NULL: ERR_MEMORY.
 */
#define ORGS_MAPS_KEPT 4
const struct orgs_map *orgs_map(const struct orgs *o, day_t day, struct err *err);
day_t orgs_map_day(const struct orgs_map *m);
struct org_place orgs_map_place(const struct orgs_map *m, org_t org);
/*
 * What ${org}'s counts are added to next: of a row what is above it, else its place.  0: the root.
 */
org_t orgs_map_above(const struct orgs_map *m, org_t org);
/* ${above} is ${org}, or has it on that map. */
bool orgs_map_is_above(const struct orgs_map *m, org_t above, org_t org);
/* ${org} and all that it has, in some order: begin with ${at} 0; 0 ends the walk. */
org_t orgs_map_walk(const struct orgs_map *m, org_t org, org_t at);
/* The first of what ${org} has just below it, and the next one beside ${org}; 0: no more. */
org_t orgs_map_first(const struct orgs_map *m, org_t org);
org_t orgs_map_next(const struct orgs_map *m, org_t org);
/* Rows just below ${org}, as orgs_children(). */
uint32_t orgs_map_children(
    const struct orgs *o, const struct orgs_map *m, org_t org, org_t **ret, struct err *err);
/* Rows of ${kind} at or under ${org}, none of them under another; same order and ownership. */
uint32_t orgs_map_level(const struct orgs *o, const struct orgs_map *m, org_t org,
    enum org_kind kind, org_t **ret, struct err *err);

/*
 * May a key of ${x} handle ${v} on ${day}?  x is v; x is above v on that day's map; v has ended and
 * x is, or is above, a successor of v on the day after its end (product.md 11: of a split one only
 * what is above all its successors: the nearest surviving ancestor and up).
 */
bool orgs_may_handle(const struct orgs *o, org_t x, org_t v, day_t day);
/* Ever in x's subtree, or succeeded by it: reading right. */
bool orgs_may_read(const struct orgs *o, org_t x, org_t v);

#endif
