/*
 * state - the inside of struct core, for the files of core only.
 * Data's way: decide.c walks the submissions; result.c and entry.c admit one report each (check, then
 * apply); postings gather in the sink; settle posts them to the rollup.  replay.c walks stored batches
 * through the same apply.
 */
#ifndef GH_CORE_STATE_H
#define GH_CORE_STATE_H

#include "core/core.h"
#include "core/keyring.h"
#include "core/names.h"
#include "core/plan.h"
#include "core/rollup.h"
#include "core/subjects.h"

/* Carried-in collections by organisation: a list an organisation, newest first. */
struct carried {
	subject_t subject;
	org_t org;
	uint32_t next; /* index + 1; 0: the end */
};
struct carried_index {
	struct carried *at;
	uint32_t n, cap;
	uint32_t *first; /* by org_t: index + 1 */
	uint32_t first_cap;
};

/* What is under way between decide and settle or undo. */
struct flight {
	bool is_flying;
	bool structural;  /* registry, keys or plan were touched: no undo */
	bool map_changed; /* organisations or successions: ancestors are rebuilt at settle */
	struct posting_sink sink;
	char (*made)[WIRE_DRIVE_BYTES_MAX + 1]; /* drives made outside the plan, in order */
	uint32_t made_n, made_cap;
	org_t *new_orgs;
	uint32_t new_orgs_n, new_orgs_cap;
	uint32_t kinds; /* bits */
	uint32_t reports;
	struct merkle_frontier frontier; /* with the new row */
	struct batch batch;
};

struct core {
	struct core_config config;
	struct orgs *orgs;
	struct plan *plan;
	struct keyring *keyring;
	struct rollup rollup;
	struct names names;
	struct subjects subjects;
	struct carried_index carried;
	struct merkle_frontier frontier;
	struct signed_head head;
	uint64_t n;
	uint32_t epoch;
	uint64_t reports;
	uint64_t submissions;
	bool touched_all;
	int64_t *last_ms; /* by org_t: receipt's time of the newest result at or below it */
	uint32_t last_cap;
	struct scratch scratch; /* of the flight */
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
	const struct key_info *by;     /* NULL while replaying */
	const struct pending *pending; /* NULL while replaying */
	const uint8_t *sign_key;
	uint64_t batch;
	int64_t at_ms;
	bool postings; /* false: REPLAY_STRUCTURE */
};

/* ---- result.c */

/* Verdict on a RESULT; changes nothing.  *${ret_existing} where the code has one. */
bool result_check(const struct core *c, const struct admission *a, struct name *ret_existing,
    struct err *err) MUST_USE;
bool result_apply(struct core *c, const struct admission *a, struct err *err) MUST_USE;
/* Post again what a drive's result says about the plan: after its schedule came or changed. */
bool result_repost(struct core *c, const char *drive, struct err *err) MUST_USE;
/* "R/<drive>/<witness>" or "R/<org>/<from>/<to>/<kind>/<witness>"; false: there is no subject. */
bool result_subject_key(const struct result *r, char ret[SUBJECT_KEY_MAX + 1]) MUST_USE;
/* The report as its subject keeps it: a submission of one first report without reason or base. */
bool result_content(const struct report *r, struct buf *ret, struct err *err) MUST_USE;
/* The deadline of a drive: the end of the next day (product.md 15). */
#define DRIVE_DUE_DAYS 1

/* ---- entry.c: SCHEDULE, TARGET, KEY, REGISTRY */
bool entry_check(const struct core *c, const struct admission *a, struct name *ret_existing,
    struct err *err) MUST_USE;
bool entry_apply(struct core *c, const struct admission *a, struct err *err) MUST_USE;

/* ---- decide.c */
/* Room for ${n} submissions in the arrays beside the flight. */
bool core_flight_reserve(struct core *c, uint32_t n, struct err *err) MUST_USE;
/* Nothing decided yet, of batch n+1 at ${now_ms}. */
void core_flight_begin(struct core *c, int64_t now_ms);
/* Forget the flight: nothing under way. */
void core_flight_end(struct core *c);
/* Postings to the rollup, names and subjects for good, head and counters. */
bool core_flight_land(struct core *c, struct err *err) MUST_USE;

/* A result at ${org} on ${day} came in at ${at_ms}: for it and every ancestor. */
bool core_last_report_note(
    struct core *c, org_t org, day_t day, int64_t at_ms, struct err *err) MUST_USE;

/* ---- carried.c */
bool carried_add(struct carried_index *ix, org_t org, subject_t subject, struct err *err) MUST_USE;
/* Entries of subjects beyond ${subjects_n} go. */
void carried_drop(struct carried_index *ix, uint32_t subjects_n);
void carried_free(struct carried_index *ix);

#endif
