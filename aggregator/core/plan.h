/*
 * plan - targets, drives as planned, campaigns, sectors, plan years and rounds: what results are
 * measured against.  Pure; strings returned live until the next change.
 * Source: product.md 2, 13-16.
 */
#ifndef GH_CORE_PLAN_H
#define GH_CORE_PLAN_H

#include "core/orgs.h"
#include "rules/period.h"
#include "wire/query.h"

/*
 * The deadline of a drive unless the plan says otherwise: the end of the next day (product.md 15).
 */
#define PLAN_DUE_DAYS 1

struct plan;

bool plan_new(struct plan **ret, struct err *err) MUST_USE;
void plan_free(struct plan *p);

/* ---- small registries: number from 1 in order of entry, by code */
bool plan_add_campaign(struct plan *p, const struct campaign_entry *e, struct err *err) MUST_USE;
bool plan_add_sector(struct plan *p, const struct sector_entry *e, struct err *err) MUST_USE;
bool plan_add_plan_year(
    struct plan *p, org_t org, const struct plan_year_entry *e, struct err *err) MUST_USE;
bool plan_add_round(struct plan *p, const struct round_entry *e, struct err *err) MUST_USE;
/*
 * The same entry again is ERR_ALREADY; the code again with other content changes it and keeps its
 * number (of a sector, aliases are added).  ERR_REGISTRY: an alias is another sector's, days the
 * wrong way round. Codes match without regard to case, sectors by code, name and alias.  0:
 * unknown.
 */
/*
 * Under which organisation's code the campaign, sector or round stands that ${e} would change, ""
 * the nation's; NULL: there is none of its code.
 */
const char *plan_owner(const struct plan *p, const struct registry_entry *e);
/* Target lines of one organisation, those of drives apart: a sum weighs each with each. */
#define PLAN_LINES_OF_ORG_MAX 2000
#define PLAN_LINES_OF_DRIVE_MAX 100 /* of one drive: by measure, document, and who set it */
/* Of those a committee has so many of each, or one could take all that the nation may have. */
#define PLAN_OWNED_MAX 500
bool plan_owner_has_room(const struct plan *p, enum registry_kind kind, const char *code);
int32_t plan_sector_number(const struct plan *p, const char *code_or_alias);
/*
 * Whether an entry may name its sector so: "", or a code, name or alias of one.  ${refused}: of none
 * (the text says which there are), or the name of several (all are named).  What was accepted keeps
 * its sector when another of the same name comes.
 */
bool plan_sector_check(
    const struct plan *p, const char *text, enum err_code refused, struct err *err) MUST_USE;
const char *plan_sector_code(const struct plan *p, int32_t number);
/* However a report names it; ${text} itself when nobody bears it. */
const char *plan_sector_code_of(const struct plan *p, const char *text);
const char *plan_sector_name(const struct plan *p, int32_t number);
int32_t plan_campaign_number(const struct plan *p, const char *code);
const char *plan_campaign_code(const struct plan *p, int32_t number);
const char *plan_campaign_name(const struct plan *p, int32_t number);
int32_t plan_sector_count(const struct plan *p);
int32_t plan_campaign_count(const struct plan *p);
uint32_t plan_round_count(const struct plan *p);
/* ${i}: 0..count-1, in order of entry. */
struct round_entry plan_round_at(const struct plan *p, uint32_t i);
bool plan_round_find(const struct plan *p, const char *code, struct round_entry *ret);
/* ${e}, a round there is or may be, is of the days and the organisation of ${campaign}. */
bool plan_is_round_of(const struct plan *p, const struct round_entry *e, int32_t campaign);
/*
 * The last day on which the result of a drive that ended on ${ended} is not late: the next day, or,
 * when it counts under ${campaign}, the due day of the round that the campaign's organisation made
 * for just the campaign's days (product.md 15: "unless the plan says otherwise").
 */
day_t plan_due_day(const struct plan *p, int32_t campaign, day_t ended);
/* Any round that moves a deadline past ${today}: else the next day stands for every drive. */
bool plan_has_grace(const struct plan *p, day_t today);

/*
 * ---- populations: one an organisation and year; the same again is ERR_ALREADY, another number
 * changes it
 */
bool plan_add_population(
    struct plan *p, org_t org, const struct population_entry *e, struct err *err) MUST_USE;
/* Of the newest year up to ${year}, else of the oldest after it; NULL: none. */
const struct population_entry *plan_population_of(const struct plan *p, org_t org, int year);
uint32_t plan_population_count(const struct plan *p);
/* ${i}: 0..count-1; *${ret_org} is whose it is. */
const struct population_entry *plan_population_at(const struct plan *p, uint32_t i, org_t *ret_org);
struct plan_year_start plan_year_start(
    const struct plan *p, const struct orgs *o, org_t org, day_t day);
/* The next organisation after ${org} that has a plan year of its own; 0: none. */
org_t plan_year_after(const struct plan *p, org_t org);
/* Words to days for ${org}: period_parse, then campaigns and rounds looked up. ERR_PERIOD. */
bool plan_period(const struct plan *p, const struct orgs *o, org_t org, const char *text,
    day_t today, struct period *ret, struct err *err) MUST_USE;

/* ---- targets */
struct target_line {
	org_t org;
	struct target t;  /* strings owned by the plan */
	struct name name; /* the report that says so */
	bool withdrawn;
	uint32_t revision;              /* 0: as first said */
	int64_t previous, previous_max; /* before the newest revision */
};
/*
 * The line's subject is (org, from, to, drive, sector, campaign, measure, assigned, plan): a second
 * first report of it with the same content is ERR_ALREADY, with other content
 * ERR_REVISION_CONFLICT, and *${ret_existing} is the line there is; a correction or withdrawal
 * names the report it replaces (ERR_BASE_UNKNOWN, ERR_BASE_STALE) and is of the same
 * subject.  Sector, campaign and drive must be known (ERR_PLAN, ERR_DRIVE_UNKNOWN).  check does not
 * change anything; put asks nothing again, so that a ledger replays.  After a withdrawal the
 * subject may be said anew.
 */
bool plan_check_target(const struct plan *p, org_t org, const struct report *r,
    struct name *ret_existing, struct err *err) MUST_USE;
bool plan_put_target(struct plan *p, org_t org, const struct report *r, const struct name *name,
    struct err *err) MUST_USE;
uint32_t plan_target_count(const struct plan *p);
/* ${i}: 0..count-1, withdrawn ones too. */
const struct target_line *plan_target(const struct plan *p, uint32_t i);
/* The line that the report of that name said; NULL: none. */
const struct target_line *plan_target_said(const struct plan *p, const struct name *name);
/* Those of ${org} itself, in order of entry from 0; NULL: no more. */
const struct target_line *plan_target_at(const struct plan *p, org_t org, uint32_t i);

struct target_answer {
	bool has;
	int64_t units;
	int64_t done;     /* units that the lines which make it count, where that was asked */
	bool own;         /* the org's own line for exactly that period; else allocated */
	bool draft;       /* only draft lines made it */
	bool has_control; /* own control total beside an allocated sum: never added */
	int64_t control_units;
	enum qualifier control_qualifier;
	/* Of the own line, or a sum that is a minimum or a range; QUALIFIER_NONE: an exact sum */
	enum qualifier qualifier;
	int64_t units_max, control_max; /* of a range; the units are its lower end */
	bool self;                      /* self-set lines alone made it */
	int32_t program; /* the campaign whose line for the period it is, or refines; 0: none */
	bool has_self;   /* self-set lines beside an assigned target */
	int64_t self_units, self_max;
	enum qualifier self_qualifier;
};
/*
 * Target of ${org} for [from, to] (product.md 16): its own line for exactly that period, else the
 * sum of the leaf lines inside it (its own drive, month, sector and campaign lines, and its
 * children's answers; a line that others refine is a control total and is never added), else
 * absent.  In particular:
 *
 * - An own EXACT line for exactly the period is the answer (own), whatever refines it.
 * - An own MINIMUM or RANGE line (its lower end) for exactly the period is a control total as
 *   soon as what refines it reaches it: the answer is the allocated sum with the control beside
 *   (7.411 of tối thiểu 7.400).  Until then it is itself the answer (own): an unfinished allocation
 *   does not make a target smaller.
 * - A line that names a campaign is taken as the line for the period only when no line without
 *   one is, it is the only campaign, and nothing lies outside it; then by the same rule, EXACT
 *   giving way only to a greater sum.
 * - Otherwise the organisation's lines and what stands below come to what rules/target.h says:
 *   what no result can count for twice is added, a line that others refine is not, and of
 *   breakdowns of the same total the greatest stands.
 * - Of the same cell said twice (two plans, given and own) one counts: final before draft, then
 *   what was assigned from above, then the later.
 * - A cancelled drive's line leaves the sum from that batch on; a line of the organisation itself,
 *   its year's or month's, does not shrink because a drive is cancelled.
 * - Only MEASURE_UNITS answers.  A drive's line lies on the first planned day of its key.  A
 *   place that moved inside the period counts at the parent that it has at the end.
 *
 * What was assigned is measured against.  What the organisation's own self-set lines come to by the
 * same rules, without what stands below, is beside it (has_self) unless they alone made the target.
 *
 * ${drafts}: count draft lines.  ${sector}, ${campaign}: only that one's lines; an organisation of
 * the sector need not name it, a drive's line takes the sector and campaigns of its schedule.
 */
bool plan_target_of(const struct plan *p, const struct orgs *o, org_t org, day_t from, day_t to,
    bool drafts, struct target_answer *ret, struct err *err) MUST_USE;
bool plan_target_of_sector(const struct plan *p, const struct orgs *o, org_t org, int32_t sector,
    day_t from, day_t to, bool drafts, struct target_answer *ret, struct err *err) MUST_USE;
bool plan_target_of_campaign(const struct plan *p, const struct orgs *o, org_t org,
    int32_t campaign, day_t from, day_t to, bool drafts, struct target_answer *ret,
    struct err *err) MUST_USE;
/*
 * What a line of units counts, for the lines that make a target: asked of each that stands.  So a
 * percent is of what was measured, whatever rows it stands in (product.md 16).
 */
struct plan_counted {
	const struct target_line *line;
	bool is_program;  /* its campaign is that of the period: what names none is of it, too */
	bool is_recorded; /* only as it was recorded, whatever the map */
};
struct plan_counting {
	bool (*fn)(const void *arg, const struct plan_counted *q, int64_t *ret, struct err *err);
	const void *arg;
};
struct plan_question {
	org_t org;
	day_t from, to;
	bool drafts;
	int32_t sector, campaign; /* 0: of any */
	bool first_campaign;      /* of a drive's campaigns only the first, under which it counts */
	const struct orgs_map *map; /* NULL: as recorded */
	enum org_line line; /* of a map: only of what stands in this line at the organisation */
	bool own_drives;    /* only the lines of the organisation's own drives */
	const struct plan_counting *counting; /* NULL: ${ret->done} stays 0 */
};
/*
 * The same on the map of a day: what that map has below an organisation takes the children's
 * place.  An organisation that is no row of it adds to its place what its own lines come to beyond
 * what stood below it, so that a district's target and its communes' are not both counted.
 */
bool plan_target_for(const struct plan *p, const struct orgs *o, const struct plan_question *q,
    struct target_answer *ret, struct err *err) MUST_USE;
/* Of one drive, by its key's text; a draft line too.  false: none, *${ret} then has none. */
bool plan_target_of_drive(const struct plan *p, const char *drive, struct target_answer *ret);

#define PLAN_DRIVES_MAX \
	4000000 /* plan_put_schedule() and plan_make_drive() refuse more: ERR_LIMIT */
#define PLAN_DRIVES_OF_ORG_MAX 50000 /* the nation holds some 10.000 a year */
/* ERR_LIMIT: ${key} is new, and ${org} has so many already.  Replay does not ask. */
bool plan_drive_has_room(
    const struct plan *p, org_t org, const char *key, struct err *err) MUST_USE;

/* ---- drives: one a key, made by SCHEDULE, or by a result with make_drive */
struct drive {
	char key[WIRE_DRIVE_BYTES_MAX + 1];
	org_t org;         /* credited */
	day_t planned_day; /* of the key */
	enum drive_state state;
	bool planned;      /* a SCHEDULE made it; else "ngoài kế hoạch" */
	day_t from, to;    /* planned days (moved when postponed) */
	struct schedule s; /* strings owned by the plan; empty when not planned */
	struct name name;  /* the newest SCHEDULE report; seq 0 none */
	bool draft;        /* state DRIVE_DRAFT, or its plan's targets are drafts */
	subject_t subject; /* of the organiser's result; 0: none reported yet */
};
struct drive *plan_drive(struct plan *p, const char *key); /* NULL: unknown */
const struct drive *plan_drive_const(const struct plan *p, const char *key);
bool plan_check_schedule(const struct plan *p, org_t org, const struct report *r,
    struct name *ret_existing, struct err *err) MUST_USE;
/*
 * *${ret} is the drive, made or changed.  A withdrawn schedule leaves the drive outside the plan:
 * held when a result was reported, else cancelled.
 */
bool plan_put_schedule(struct plan *p, org_t org, const struct report *r, const struct name *name,
    struct drive **ret, struct err *err) MUST_USE;
/* A drive outside the plan, made by a result.  ERR_DUPLICATE: there is one of that key. */
bool plan_make_drive(struct plan *p, const char *key, org_t org, day_t planned_day, day_t from,
    day_t to, struct drive **ret, struct err *err) MUST_USE;
/*
 * Takes back plan_make_drive of the newest drive (a batch undone); of another, or a planned one,
 * nothing.
 */
void plan_unmake_drive(struct plan *p, const char *key);
uint32_t plan_drive_count(const struct plan *p);
const struct drive *plan_drive_at(const struct plan *p, uint32_t i); /* in order of making */
/*
 * Drives that were planned at some time for days other than their key's; many stand on those again.
 */
uint32_t plan_moved_count(const struct plan *p);
const struct drive *plan_moved_at(const struct plan *p, uint32_t i);
/*
 * Drives of ${org} itself in order of making: lent indices into plan_drive_at until the next
 * change.
 */
uint32_t plan_drives_of(const struct plan *p, org_t org, const uint32_t **ret);
/*
 * Planned drives of ${org} itself, drafts too but no cancelled ones, whose last day is in [from,
 * to], in order of that day: lent until the next change.  O(log n) of what the organisation plans.
 */
struct plan_planned {
	day_t to;
	uint32_t at; /* for plan_drive_at() */
};
uint32_t plan_planned_of(
    const struct plan *p, org_t org, day_t from, day_t to, const struct plan_planned **ret);

#endif
