/*
 * state - the inside of struct core, for the files of core only.
 * Data's way: core_decide.c walks the submissions; result.c, statement.c, schedule.c and entry.c
 * admit one report each (check, then apply); postings gather in the sink; flight_land() posts them
 * to the rollup. core_replay.c walks stored batches through the same apply.
 */
#ifndef GH_CORE_STATE_H
#define GH_CORE_STATE_H

#include "core/array.h"
#include "core/core.h"
#include "core/keyring.h"
#include "core/lock_days.h"
#include "core/name_index.h"
#include "core/names.h"
#include "core/org_index.h"
#include "core/plan.h"
#include "core/result_pack.h"
#include "core/rollup.h"
#include "core/subjects.h"

/* Subjects by organisation. */
enum core_index {
	INDEX_RESULTS,    /* every result's, of either witness, and what waits after a lock */
	INDEX_CARRIED,    /* carried-in totals */
	INDEX_WAITING,    /* came after a lock */
	INDEX_COLLECTORS, /* results of the other witness */
	INDEX_LOCKS,
	INDEX_ACTIVITIES,
	INDEX_TEXTS,
	/* reports of one day of a drive, of either witness or waiting: by result_days_bucket() */
	INDEX_DAYS,
	INDEX_COUNT_
};

/* Days whose books became open, or whose plan year another, at and below ${org}; 0: none. */
struct opened {
	org_t org;
	day_t from, to;
};

/* What is under way between decide and settle or undo. */
struct flight {
	bool is_flying;
	bool structural;   /* registry, keys or plan were touched: no undo */
	bool dues_changed; /* campaigns or rounds: deadlines may be others */
	bool map_changed;  /* organisations or successions: ancestors are rebuilt at settle */
	bool all_differs;  /* a lock or a stock: summaries differ without a posting */
	struct posting_sink sink;
	uint32_t made_n;                /* drives made outside the plan: the newest ones */
	uint32_t index_n[INDEX_COUNT_]; /* of the indexes before it */
	UT_array new_orgs;              /* org_t: identities given to entries, in order */
	UT_array changed_orgs;          /* org_t: identities that were there and got a version */
	struct opened opened;           /* by the submission at hand */
	uint32_t kinds;                 /* bits */
	uint32_t reports;
	struct merkle_frontier frontier; /* with the new row */
	struct batch batch;
};

/* By organisation: the receipt's time of the newest result at or below it. */
struct newest {
	int64_t *ms; /* owned, by org_t */
	uint32_t cap;
};

struct forks {
	struct epoch_fork at[WIRE_FORKS_MAX];
	uint32_t n;
};

struct core {
	struct core_config config;
	struct orgs *orgs;
	struct plan *plan;
	struct keyring *keyring;
	struct core_server_keys server_keys;
	struct rollup rollup;
	struct names names;
	struct subjects subjects;
	struct org_index index[INDEX_COUNT_];
	struct lock_days lock_days; /* what INDEX_LOCKS says of each day */
	struct name_index by_name;  /* of results, activities and what waits */
	struct newest newest;
	struct merkle_frontier frontier;
	struct signed_head head;
	uint64_t n;
	uint32_t epoch;
	struct forks forks;
	uint64_t reports;
	uint64_t submissions;
	bool touched_all;
	bool changes_lost;      /* memory failed while listing them: no more checkpoints */
	struct scratch scratch; /* of the flight */
	uint8_t content[RESULT_PACK_BYTES_MAX]; /* of the report at hand */
	struct flight flight;
	struct decided *decided;
	uint32_t *stored;
	struct hash *leaves;
	uint32_t decided_cap;
};

/* What admitting one report needs to know besides the core. */
struct admission {
	const struct report *r;
	struct name name;
	org_t by_org; /* of the key */
	enum role role;
	const struct pending *pending; /* NULL while replaying */
	const uint8_t *sign_key;
	uint64_t batch;
	int64_t at_ms;
	bool postings; /* false: REPLAY_STRUCTURE */
};

/* ---- result.c */

/* Where a RESULT belongs. */
struct result_place {
	/* "R/<drive>[@<day>]/<witness>" or "R/<org>/<from>/<to>/<kind>/<witness>" */
	char key[SUBJECT_KEY_MAX + 1];
	org_t org; /* credited */
	day_t day; /* by which its code is read: the drive's first, or the collection's last */
	struct subject *subject;   /* NULL: none yet */
	struct subject *waiting;   /* what came for it after the lock; NULL: nothing waits */
	const struct drive *drive; /* NULL: not there, or a collection */
	bool of_waiting;           /* the report replaces what waits */
	bool is_late;              /* its day is locked: it is to wait */
};

/*
 * All but ${is_late}.  ERR_SUBJECT_MISSING, ERR_DATE, ERR_INVALID, ERR_ORG_UNKNOWN,
 * ERR_ORG_NOT_VALID.
 */
bool result_place_of(const struct core *c, const struct report *r, struct result_place *ret,
    struct err *err) MUST_USE;
/* Verdict on a RESULT; changes nothing.  *${ret_existing} where the code has one. */
bool result_check(const struct core *c, const struct admission *a, struct result_place *ret_place,
    struct name *ret_existing, struct err *err) MUST_USE;
/* The key of the drive that a result is about; "" for a collection. */
void result_drive(const struct core *c, const struct subject *x, char ret[SUBJECT_KEY_MAX + 1]);
/* The same with "@<day>" where it is about one day: what people and a review call it. */
void result_drive_day(const struct core *c, const struct subject *x, char ret[SUBJECT_KEY_MAX + 1]);
/* "R/<drive>[@<day>]/<witness>". */
void result_drive_subject(
    const char *drive, day_t day, enum witness witness, char ret[SUBJECT_KEY_MAX + 1]);
bool result_counts(const struct subject *x);
/* It may be corrected: it counts, or did until the committee said otherwise; of either witness. */
bool result_stands(const struct subject *x);
/* What a key of an organisation may report: ERR_ROLE, ERR_NOT_YOURS. */
bool result_may_report(const struct core *c, const struct admission *a, org_t org, day_t day,
    struct err *err) MUST_USE;
/*
 * It and another would both count: ERR_OVERLAPS_CARRIED_IN, a carried-in total; ERR_OVERLAPS, the
 * whole drive and a day of it.  *${ret_existing} is that one.
 */
bool result_overlap_check(const struct core *c, const struct result *r,
    const struct result_place *place, struct name *ret_existing, struct err *err) MUST_USE;
/*
 * What waits may still take its place: ERR_REVISION_CONFLICT, ERR_BASE_STALE with *${ret_existing}.
 */
bool result_waiting_check(
    const struct result_place *place, struct name *ret_existing, struct err *err) MUST_USE;
/* The day that a result counts on: the last one it was held, or the collection's last. */
day_t result_day(const struct result *r);

/* What a subject keeps of its result, whether it waits or not. */
bool result_content(const struct core *c, const struct subject *x,
    char ret_drive[SUBJECT_KEY_MAX + 1], struct result_unpacked *ret, struct err *err) MUST_USE;

/* ---- result_days.c: a drive is reported as a whole, or day by day; never both */

#define RESULT_DAYS_MAX 62 /* days of one drive that were ever reported; more are refused */
/* Subjects of one drive and witness, by day. */
struct result_days {
	struct subject *at[RESULT_DAYS_MAX];
	uint32_t n;
};
/* ${letter} 'R', or 'A': what waits after a lock. */
void result_days_of(const struct core *c, const char *drive, char letter, enum witness witness,
    struct result_days *ret);
bool result_is_by_day(const struct core *c, const struct subject *x);
/* Where INDEX_DAYS has the days of a drive: a place like an organisation's. */
org_t result_days_bucket(const char *drive);
/*
 * How far a drive is reported by its organiser.  Day by day it is once each of its planned days
 * (outside the plan: each day that was reported at all) has a final report.
 */
struct result_told {
	struct subject *newest; /* that counts: of the whole, or of the latest day; NULL: none */
	struct subject *aside; /* when none counts: one that stands but is returned, or another's */
	day_t from;            /* first day held */
	uint32_t days;         /* reports that count, day by day; 0: it is not reported so */
	uint32_t finals;       /* of these: final */
	bool is_final;
	bool is_answered; /* the same, or it was told that it is another drive */
	bool is_interim;  /* some of it is */
	int64_t final_ms; /* since when it is final */
	int64_t units;
	int64_t at_ms; /* of the newest report */
};
void result_told(const struct core *c, const struct drive *d, struct result_told *ret);
/* All that was said of a drive's result: by its organiser, after a lock, by its collector. */
#define RESULT_ALL_MAX (3 * (RESULT_DAYS_MAX + 1))
struct result_all {
	const struct subject *at[RESULT_ALL_MAX];
	uint32_t n;
	const struct subject *waiting; /* after a lock: the last of them; NULL: nothing */
};
void result_all_of_drive(const struct core *c, const char *drive, struct result_all *ret);
/* ERR_OVERLAPS with *${ret_existing}: the whole drive and days of it would both count. */
bool result_days_check(const struct core *c, const struct result *r,
    const struct result_place *place, struct name *ret_existing, struct err *err) MUST_USE;
/* A first report of one day: of a day that the drive has.  ERR_COLLECTION_SPAN, ERR_LIMIT. */
bool result_day_is_of(const struct core *c, const struct result *r,
    const struct result_place *place, struct err *err) MUST_USE;
/* ${x} changed: what the other days of its drive post follows. */
bool result_days_follow(struct core *c, const struct subject *x, struct err *err) MUST_USE;
/* All that stands of a drive is posted again where it would be something else by now. */
bool result_follow_drive(struct core *c, const struct drive *d, struct err *err) MUST_USE;

/* ---- result_rows.c */

struct result_rows {
	struct posted_row row[SUBJECT_ROWS_MAX];
	uint32_t n;
	/* What the result says, and after it the marks that answer its drive's plan. */
	uint32_t ind[CORE_PAIRS_MAX];
	int64_t val[CORE_PAIRS_MAX];
	uint32_t pairs_n;
	uint32_t marks_n;
	uint32_t share_ind;
	int64_t share_val[WIRE_LIST_MAX]; /* of each executing body, or of what came late */
};
/* What ${x}, whose content is ${r}, posts in its state; ${d} is its drive, NULL: a collection. */
bool result_rows_of(const struct core *c, const struct result *r, const struct subject *x,
    const struct drive *d, struct result_rows *out, struct err *err) MUST_USE;

/* ---- result_late.c: what came after a lock */

/* The report waits in a subject of its own. */
bool result_wait(struct core *c, const struct admission *a, const struct result_place *place,
    struct err *err) MUST_USE;
/* What counts of the subject that ${waiting} came for; NULL: nothing. */
const struct subject *result_counting(const struct core *c, const struct subject *waiting);
/* What waits for ${x} posts its difference to what that says now. */
bool result_wait_follow(struct core *c, const struct subject *x, struct err *err) MUST_USE;
/* It waits no more. */
bool result_wait_end(
    struct core *c, struct subject *waiting, enum subject_state state, struct err *err) MUST_USE;
/* What waits in ${waiting} as it would be sent now. */
struct result_late {
	struct report report;
	struct result_unpacked content;
	char drive[SUBJECT_KEY_MAX + 1];
	struct result_place place;
};
bool result_late_of(const struct core *c, const struct subject *waiting, struct result_late *ret,
    struct err *err) MUST_USE;
bool result_admit_check(const struct core *c, const struct subject *waiting,
    struct name *ret_existing, struct err *err) MUST_USE;
/* *${ret} is the subject that counts it from now on. */
bool result_admit(struct core *c, const struct admission *a, struct subject *waiting,
    subject_t *ret, struct err *err) MUST_USE;

/* ---- result_apply.c: ERR_MEMORY and ERR_BUG only */

/* A subject takes a report: the revision before it is kept, and its name found from now on. */
bool result_subject_take(struct core *c, struct subject *x, const struct admission *a, org_t org,
    struct err *err) MUST_USE;
/* Its content is ${r} now: kept, and posted; and what depends on it. */
bool result_subject_say(struct core *c, struct subject *x, const struct result *r,
    const struct drive *d, struct err *err) MUST_USE;

bool result_apply(struct core *c, const struct admission *a, const struct result_place *place,
    struct err *err) MUST_USE;
/* Post again what a result says about the plan and the map, if that is something else by now. */
bool result_repost(struct core *c, subject_t no, struct err *err) MUST_USE;

/* ---- schedule.c: drives as planned */

bool schedule_check(const struct core *c, const struct admission *a, struct name *ret_existing,
    struct err *err) MUST_USE;
bool schedule_apply(struct core *c, const struct admission *a, struct err *err) MUST_USE;
/* What ${org}'s drives and results say about its key, its sector and the plan, where it changed. */
bool schedule_refresh(struct core *c, org_t org, struct err *err) MUST_USE;
/* The same of every drive of a campaign, after a deadline changed. */
bool schedule_refresh_dues(struct core *c, struct err *err) MUST_USE;
/* What the plan says about a drive, as its subject has posted it; NULL: nothing. */
const struct subject *schedule_of_drive(const struct core *c, const char *drive);
/*
 * Numbers under which a drive or result counts; 0: none.  ${own}, then its schedule's, then the
 * org's.
 */
int32_t schedule_sector(
    const struct core *c, const char *own, const struct drive *d, org_t org, day_t day);
int32_t schedule_campaign(const struct core *c, const struct strings *own, const struct drive *d);
/* The last day on which ${d}'s result, held up to ${ended}, is not late. */
day_t schedule_due(const struct core *c, const struct drive *d, day_t ended);
/*
 * The plan year in which a drive that ended on ${ended} counts, when its key's day is in another
 * one; else 0.
 */
int schedule_counted_year(const struct core *c, const struct drive *d, day_t ended);
/*
 * Where a drive is one of those planned: on its last day by now, but in the plan year in which its
 * result counts (product.md 2), so that completeness has it there and in no other.  What stands on
 * a locked day, or would come to one, stays until the books are open.
 */
day_t schedule_day(const struct core *c, const struct drive *d);
/* A result of ${d} (NULL: of no drive) changed: the plan's rows stand by schedule_day() again. */
bool schedule_follow(struct core *c, const struct drive *d, struct err *err) MUST_USE;
/* The same of the drives at or below ${org} on days that were opened; O(drives). */
bool schedule_refresh_days(
    struct core *c, org_t org, day_t from, day_t to, struct err *err) MUST_USE;
/*
 * It is one of those planned: in force, neither cancelled nor postponed without a new day, unless
 * it was held all the same.
 */
bool schedule_is_expected(const struct core *c, const struct drive *d);
/* Its result is owed through this system: planned, and due after its organisation went live. */
bool schedule_is_owed(const struct core *c, const struct drive *d);

/* ---- subject_index.c */

/*
 * A new subject, one loaded, or one of another organisation now stands in the lists of its
 * organisation.
 */
bool subject_index(struct core *c, const struct subject *x, struct err *err) MUST_USE;
/* Its reports are found by their names. */
bool subject_index_names(struct core *c, const struct subject *x, struct err *err) MUST_USE;
/*
 * A result or activity as people know it: "Huyện An Minh, 909/2022-05-08/1 (08/05/2022)", or the
 * organisation and days.
 */
const char *subject_index_words(
    const struct core *c, const struct subject *x, char ret[ERR_TEXT_MAX]);
/* "V/<stream in hex>/<seq>/<idx>" of an entry that is a subject of its own. */
void subject_entry_key(char letter, const struct name *name, char ret[SUBJECT_KEY_MAX + 1]);
/* A report's name as people see it: "<stream in hex>/<seq>/<idx>". */
const char *subject_name_text(const struct name *name, char ret[SUBJECT_KEY_MAX + 1]);

/* ---- witness.c: what the collecting facility counted */

/* ERR_WITNESS: neither the drive's schedule nor the organiser's result names the key's facility. */
bool witness_may_report(const struct core *c, const struct admission *a,
    const struct result_place *place, struct err *err) MUST_USE;
/* The other witness's result of the same drive or collection; NULL: none stands. */
struct subject *witness_other(const struct core *c, const struct subject *x);
/*
 * The organiser's result that a collector's is held against and whose rows say that they differ: of
 * a whole drive that was reported day by day to its end, the last day's.  NULL: there is nothing to
 * compare.
 */
const struct subject *witness_against(const struct core *c, const struct subject *collector);
/* Both count, and an indicator that both report (each of the days) has two values. */
bool witness_differs(const struct core *c, const struct subject *collector, const struct result *r,
    bool *ret, struct err *err) MUST_USE;
/* The organiser's result changed: what the collector's posts follows. */
bool witness_follow(struct core *c, const struct subject *organiser, struct err *err) MUST_USE;
/* The days that a drive of ${org} has changed: the same of the collector's count of the whole. */
bool witness_follow_drive(struct core *c, const char *drive, org_t org, struct err *err) MUST_USE;

/* ---- lock.c */

/* Entries of one organisation by one office: room for as many that open is kept. */
#define LOCKS_OF_ORG_MAX 5000
#define LOCKS_OPENED_OF_ORG_MAX 10000
bool lock_holds(const struct core *c, org_t org, day_t day);
/* Some day of [from, to] is locked; *${ret_day} is the first. */
bool lock_holds_within(const struct core *c, org_t org, day_t from, day_t to, day_t *ret_day);
/* Every day of [from, to] is locked. */
bool lock_covers(const struct core *c, org_t org, day_t from, day_t to);
bool lock_check(const struct core *c, const struct admission *a, struct name *ret_existing,
    struct err *err) MUST_USE;
bool lock_apply(struct core *c, const struct admission *a, struct err *err) MUST_USE;
/* subject_index() of a lock entry. */
bool lock_index(struct core *c, const struct subject *x, struct err *err) MUST_USE;
/* The first ${n} entries of INDEX_LOCKS stay; the others' subjects may be gone already. */
void lock_cut(struct core *c, uint32_t n);
/* What rows of drives depend on has changed: once a submission lock_finish() looks at them. */
void lock_opened(struct core *c, org_t org, day_t from, day_t to);
bool lock_finish(struct core *c, struct err *err) MUST_USE;

/* ---- lock_plan.c: percent and completeness of locked days stand; ERR_LOCKED names the place */

bool lock_open_check(const struct core *c, org_t org, day_t day, struct err *err) MUST_USE;
/* The line of a TARGET of ${org} lies wholly in locked days. */
bool lock_target_check(
    const struct core *c, const struct report *r, org_t org, struct err *err) MUST_USE;
/* A SCHEDULE's drive, or its result, stands or would stand on a locked day. */
bool lock_schedule_check(
    const struct core *c, const struct report *r, org_t org, struct err *err) MUST_USE;
/* A round changes the deadline of a drive on a locked day. */
bool lock_round_check(const struct core *c, const struct round_entry *e, struct err *err) MUST_USE;
/* A plan year of ${org} becomes another while days of it, or of what is below it, are locked. */
bool lock_plan_year_check(
    const struct core *c, const struct plan_year_entry *e, org_t org, struct err *err) MUST_USE;
/* A population changes what a rate of locked days is of. */
bool lock_population_check(
    const struct core *c, const struct population_entry *e, org_t org, struct err *err) MUST_USE;

/* ---- review.c, review_apply.c */

bool review_check(const struct core *c, const struct admission *a, struct name *ret_existing,
    struct err *err) MUST_USE;
bool review_apply(struct core *c, const struct admission *a, struct err *err) MUST_USE;
/* The subject that a review names; NULL: none has it as its current report. */
struct subject *review_subject(const struct core *c, const struct review *v);
/* The organiser's result of the drive that it names beside; NULL: none. */
const struct subject *review_other(const struct core *c, const struct review *v);
/* "D/12/17": the two results are known to be of different drives. */
void review_pair_key(subject_t a, subject_t b, char ret[SUBJECT_KEY_MAX + 1]);
/* What the organiser's result says once it takes the collector's counts. */
struct review_taken {
	struct result_unpacked organiser, collector;
	char drive[SUBJECT_KEY_MAX + 1];
	struct result r;
	uint32_t ind[WIRE_PAIRS_MAX];
	int64_t val[WIRE_PAIRS_MAX];
};
bool review_take(const struct core *c, const struct subject *collector, day_t today,
    struct review_taken *ret, struct err *err) MUST_USE;

/* ---- registration.c */

bool registration_check(const struct core *c, const struct admission *a, struct name *ret_existing,
    struct err *err) MUST_USE;
bool registration_apply(struct core *c, const struct admission *a, struct err *err) MUST_USE;
/* The newest count of people registered for a drive; false: none. */
bool registration_of(const struct core *c, const char *drive, int64_t *ret, day_t *ret_day);

/* ---- activity.c */

bool activity_check(const struct core *c, const struct admission *a, struct name *ret_existing,
    struct err *err) MUST_USE;
bool activity_apply(struct core *c, const struct admission *a, struct err *err) MUST_USE;
/* It counts, or was returned and is to be corrected. */
bool activity_stands(const struct subject *x);
/* ERR_OVERLAPS: counted again, its days would be another's too. */
bool activity_overlap_check(const struct core *c, const struct subject *x,
    struct name *ret_existing, struct err *err) MUST_USE;
/* Post what it says in its state. */
bool activity_post(struct core *c, struct subject *x, struct err *err) MUST_USE;

/* ---- document_text.c */

#define TEXTS_OF_ORG_MAX 5000 /* versions by one office, withdrawals too */
bool document_text_check(const struct core *c, const struct admission *a, struct name *ret_existing,
    struct err *err) MUST_USE;
bool document_text_apply(struct core *c, const struct admission *a, struct err *err) MUST_USE;
/* core_note() */
bool document_text_note(const struct core *c, org_t org, uint64_t seen,
    char buf[WIRE_NOTE_BYTES_MAX + 1], uint64_t *ret_batch);

/* ---- statement.c: REVIEW, LOCK, REGISTRATION, ACTIVITY, TEXT: their state is in subjects alone */

bool statement_is(enum report_kind kind);
bool statement_check(const struct core *c, const struct admission *a, struct name *ret_existing,
    struct err *err) MUST_USE;
/* ERR_MEMORY and ERR_BUG only. */
bool statement_apply(struct core *c, const struct admission *a, struct err *err) MUST_USE;
#define STATEMENT_ROLES_REVIEW (1U << ROLE_COMMITTEE | 1U << ROLE_NATIONAL)
/* A new subject for the entry itself, with its content; *${ret} may be NULL. */
struct statement_entry {
	char letter;
	enum subject_state state;
	org_t org;
	day_t from, to;
};
bool statement_entry_put(struct core *c, const struct admission *a, const struct statement_entry *e,
    struct buf *content, struct subject **ret, struct err *err) MUST_USE;
/* ${x} takes the report that is at hand: its name, batch and office; the one before it is kept. */
bool statement_take(
    struct core *c, struct subject *x, const struct admission *a, struct err *err) MUST_USE;
/* The base of a correction or withdrawal is not current: ERR_BASE_STALE or ERR_BASE_UNKNOWN. */
bool statement_base_refuse(const struct core *c, const struct name *base, struct err *err);

/* ---- entry.c: SCHEDULE, TARGET, KEY, REGISTRY */
bool entry_check(const struct core *c, const struct admission *a, struct name *ret_existing,
    struct err *err) MUST_USE;
/*
 * A code other than ERR_MEMORY and ERR_BUG: the entry is refused after all, and nothing has
 * changed.
 */
bool entry_apply(struct core *c, const struct admission *a, struct err *err) MUST_USE;
/* After the last report of a submission: what its entries mean for results that were there. */
bool entry_finish(struct core *c, struct err *err) MUST_USE;
#define ENTRY_ROLES_OFFICE (1U << ROLE_REPORTER | 1U << ROLE_COMMITTEE | 1U << ROLE_NATIONAL)
#define ENTRY_ROLES_COMMITTEE (1U << ROLE_COMMITTEE | 1U << ROLE_NATIONAL | 1U << ROLE_OPERATOR)
#define ENTRY_ROLES_AUTHORITY (1U << ROLE_NATIONAL | 1U << ROLE_OPERATOR)
bool entry_role_is(const struct admission *a, unsigned roles, struct err *err) MUST_USE;
/* ${code} is "", or one that the registry has or had: ERR_ORG_UNKNOWN. */
bool entry_code_check(const struct core *c, const char *code, struct err *err) MUST_USE;
bool entry_may_handle(const struct core *c, const struct admission *a, org_t org, day_t day,
    struct err *err) MUST_USE;
/* The identity of ${code} on ${day}, else on ${or_day}. */
bool entry_org(const struct core *c, const char *code, const day_t day[2], org_t *ret,
    struct err *err) MUST_USE;

/* ---- entry_registry.c */
bool entry_registry_check(
    const struct core *c, const struct admission *a, struct err *err) MUST_USE;
bool entry_registry_apply(struct core *c, const struct admission *a, struct err *err) MUST_USE;

/* ---- entry_version.c: rights alone; ERR_ROLE, ERR_NOT_YOURS, ERR_ORG_UNKNOWN */

/*
 * A committee names the bodies under it; territories are the authority's.  A body that always was
 * may be one of a district that has ended.
 */
bool entry_version_check(const struct core *c, const struct admission *a, struct err *err) MUST_USE;
/*
 * The same of a correction, which is also of days that stand: those that the version, and the one
 * before it, gains or loses, and all of its own when it says something else of them.
 */
bool entry_version_check_correction(
    const struct core *c, const struct admission *a, struct err *err) MUST_USE;

/* ---- flight.c */

/* Room for ${n} submissions in the arrays beside the flight. */
bool flight_reserve(struct core *c, uint32_t n, struct err *err) MUST_USE;
/* One more report, whatever it posts, stays within the limits of memory.  ERR_LIMIT. */
bool flight_has_room(const struct core *c, struct err *err) MUST_USE;
/* Nothing decided yet, of batch n+1 at ${now_ms}. */
void flight_begin(struct core *c, int64_t now_ms);
/* Forget the flight: nothing under way. */
void flight_end(struct core *c);
/* The decision state as before the flight; not after a structural one. */
void flight_undo(struct core *c);
/* Postings to the rollup, names and subjects for good, head and counters. */
bool flight_land(struct core *c, struct err *err) MUST_USE;
/* Hold the name of an accepted submission: its stream is the key's organisation's. */
bool flight_name(struct core *c, const struct submission *s, const uint8_t *sign_key,
    struct stream **ret, struct err *err) MUST_USE;
/* Whose stream it is: what the genesis operator opened before there was a root is the root's. */
org_t flight_owner(const struct core *c, const struct stream *s);

/* ---- newest.c */

bool newest_note(struct core *c, const struct subject *x, struct err *err) MUST_USE;
/* Again, by the present map. */
bool newest_rebuild(struct core *c, struct err *err) MUST_USE;
int64_t newest_of(const struct core *c, org_t org);
bool newest_equal(const struct newest *a, const struct newest *b, struct err *err) MUST_USE;
struct unpack;
void newest_pack(const struct newest *n, struct buf *out);
/* Always false: the checkpoint's state is not of its shape. */
bool core_load_damaged(struct err *err);
bool newest_unpack(struct newest *n, struct unpack *u, struct err *err) MUST_USE;

/* ---- server_keys.c */

/* Of the key that signs the head of batch ${n}; NULL: this process has it not. */
const uint8_t *server_keys_secret(const struct core *c, uint64_t n);

#endif
