/*
 * state - the inside of struct core, for the files of core only.
 * Data's way: core_decide.c walks the submissions; result.c, schedule.c and entry.c admit one report
 * each (check, then apply); postings gather in the sink; flight_land() posts them to the rollup.
 * core_replay.c walks stored batches through the same apply.
 */
#ifndef GH_CORE_STATE_H
#define GH_CORE_STATE_H

#include "core/array.h"
#include "core/core.h"
#include "core/keyring.h"
#include "core/names.h"
#include "core/org_index.h"
#include "core/plan.h"
#include "core/result_pack.h"
#include "core/rollup.h"
#include "core/subjects.h"

/* What is under way between decide and settle or undo. */
struct flight {
	bool is_flying;
	bool structural;   /* registry, keys or plan were touched: no undo */
	bool dues_changed; /* campaigns or rounds: deadlines may be others */
	bool map_changed;  /* organisations or successions: ancestors are rebuilt at settle */
	struct posting_sink sink;
	uint32_t made_n;               /* drives made outside the plan: the newest ones */
	uint32_t carried_n, results_n; /* of the indexes before it */
	UT_array new_orgs;             /* org_t: identities given to entries, in order */
	UT_array changed_orgs;         /* org_t: identities that were there and got a version */
	uint32_t kinds;                /* bits */
	uint32_t reports;
	struct merkle_frontier frontier; /* with the new row */
	struct batch batch;
};

/* By organisation: the receipt's time of the newest result at or below it. */
struct newest {
	int64_t *ms; /* owned, by org_t */
	uint32_t cap;
};

struct core {
	struct core_config config;
	struct orgs *orgs;
	struct plan *plan;
	struct keyring *keyring;
	struct rollup rollup;
	struct names names;
	struct subjects subjects;
	struct org_index carried; /* carried-in totals */
	struct org_index results; /* every result's subject */
	struct newest newest;
	struct merkle_frontier frontier;
	struct signed_head head;
	uint64_t n;
	uint32_t epoch;
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
	char key[SUBJECT_KEY_MAX +
	    1];    /* "R/<drive>/<witness>" or "R/<org>/<from>/<to>/<kind>/<witness>" */
	org_t org; /* credited */
	day_t day; /* by which its code is read: the drive's first, or the collection's last */
	struct subject *subject;   /* NULL: none yet */
	const struct drive *drive; /* NULL: not there, or a collection */
};

/* ERR_SUBJECT_MISSING, ERR_DATE, ERR_INVALID, ERR_ORG_UNKNOWN, ERR_ORG_NOT_VALID. */
bool result_place_of(const struct core *c, const struct result *r, struct result_place *ret,
    struct err *err) MUST_USE;
/* Verdict on a RESULT; changes nothing.  *${ret_existing} where the code has one. */
bool result_check(const struct core *c, const struct admission *a, struct result_place *ret_place,
    struct name *ret_existing, struct err *err) MUST_USE;
/* The key of the drive that a result is about; "" for a collection. */
void result_drive(const struct core *c, const struct subject *x, char ret[SUBJECT_KEY_MAX + 1]);
/* The subject of a result stands in the lists of its organisation. */
bool result_index(struct core *c, const struct subject *x, struct err *err) MUST_USE;
/* The organiser's result of a drive, as long as it counts; NULL: none. */
const struct subject *result_of_drive(const struct core *c, const char *drive);
bool result_counts(const struct subject *x);
/* The day that a result counts on: the last one it was held, or the collection's last. */
day_t result_day(const struct result *r);

/* ---- result_apply.c: ERR_MEMORY and ERR_BUG only */

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
/* Numbers under which a drive or result counts; 0: none.  ${own}, then its schedule's, then the org's. */
int32_t schedule_sector(
    const struct core *c, const char *own, const struct drive *d, org_t org, day_t day);
int32_t schedule_campaign(const struct core *c, const struct strings *own, const struct drive *d);
/* The last day on which ${d}'s result, held up to ${ended}, is not late. */
day_t schedule_due(const struct core *c, const struct drive *d, day_t ended);
/* Its result is owed through this system: planned, and due after its organisation went live. */
bool schedule_is_owed(const struct core *c, const struct drive *d);

/* ---- entry.c: SCHEDULE, TARGET, KEY, REGISTRY */
bool entry_check(const struct core *c, const struct admission *a, struct name *ret_existing,
    struct err *err) MUST_USE;
/* A code other than ERR_MEMORY and ERR_BUG: the entry is refused after all, and nothing has changed. */
bool entry_apply(struct core *c, const struct admission *a, struct err *err) MUST_USE;
/* After the last report of a submission: what its entries mean for results that were there. */
bool entry_finish(struct core *c, struct err *err) MUST_USE;
#define ENTRY_ROLES_OFFICE (1U << ROLE_REPORTER | 1U << ROLE_COMMITTEE | 1U << ROLE_NATIONAL)
#define ENTRY_ROLES_COMMITTEE (1U << ROLE_COMMITTEE | 1U << ROLE_NATIONAL | 1U << ROLE_OPERATOR)
#define ENTRY_ROLES_AUTHORITY (1U << ROLE_NATIONAL | 1U << ROLE_OPERATOR)
bool entry_role_is(const struct admission *a, unsigned roles, struct err *err) MUST_USE;
bool entry_may_handle(const struct core *c, const struct admission *a, org_t org, day_t day,
    struct err *err) MUST_USE;
/* The identity of ${code} on ${day}, else on ${or_day}. */
bool entry_org(const struct core *c, const char *code, const day_t day[2], org_t *ret,
    struct err *err) MUST_USE;

/* ---- entry_registry.c */
bool entry_registry_check(
    const struct core *c, const struct admission *a, struct err *err) MUST_USE;
bool entry_registry_apply(struct core *c, const struct admission *a, struct err *err) MUST_USE;

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
bool newest_unpack(struct newest *n, struct unpack *u, struct err *err) MUST_USE;

#endif
