/*
 * query - every message but submissions and receipts, decoded; encode and decode of each.
 * The same lifetime rules as report.h: decoded strings and lists live in ${arena} of the outermost
 * struct, freed by query_free(&msg->arena).  encode appends to ${out}; decode checks length, bounds
 * and UTF-8: ERR_MALFORMED, ERR_LIMIT, ERR_TEXT, ERR_MEMORY.
 */
#ifndef GH_WIRE_QUERY_H
#define GH_WIRE_QUERY_H

#include "wire/receipt.h"

enum by {
	BY_NONE,
	BY_CHILD,
	BY_SECTOR,
	BY_MONTH,
	BY_DRIVE,
	BY_CAMPAIGN,
	BY_LEVEL,
	BY_INDICATOR,
	BY_EXECUTING,
	BY_COUNT_
};
enum reference_kind {
	REFERENCE_NONE,
	REFERENCE_ORGS,
	REFERENCE_DRIVES,
	REFERENCE_TARGETS,
	REFERENCE_INSTALLS,
	REFERENCE_REPORTS,
	REFERENCE_CAMPAIGNS,
	REFERENCE_HISTORY,
	REFERENCE_REVIEW,
	REFERENCE_LOCKS,
	REFERENCE_TEXTS,
	REFERENCE_ROUNDS = 12,
	REFERENCE_SILENT, /* fills ${orgs} */
	REFERENCE_POPULATIONS,
	REFERENCE_ORG_HISTORY, /* fills ${orgs} */
	REFERENCE_COUNT_
};

struct interval {
	uint64_t from;
	uint64_t to; /* included */
};

/* Where an epoch forks from the one before: it continues batch ${batch}. */
struct epoch_fork {
	uint32_t epoch;
	uint64_t batch;
};

struct hello {
	uint32_t version_min, version_max;
	uint8_t stream[WIRE_STREAM_BYTES];
	const char *program;
	int64_t clock_ms;
	uint8_t sign_key[WIRE_KEY_BYTES];
	uint32_t seen_epoch; /* newest head that the office has seen; 0: none */
	uint64_t seen_batch;
	void *arena;
};
/* A stored submission with its receipt: all that a stranger needs to check it. */
struct evidence {
	struct blob receipt; /* encoded: receipt_decode() */
	struct blob body;
	uint8_t signature[WIRE_SIGNATURE_BYTES];
	uint8_t sign_key[WIRE_KEY_BYTES];
	void *arena;
};
struct hello_ok {
	uint32_t version;
	uint32_t window; /* 0: pause */
	uint32_t reports_max;
	uint32_t body_bytes_max;
	const struct interval *held;
	uint32_t held_n;
	struct signed_head head;
	int64_t clock_ms;
	const char *org;
	enum role role;
	uint8_t server_sign_key[WIRE_KEY_BYTES];
	uint32_t realm;
	const char *org_name;
	bool pending;
	uint64_t note_batch; /* of the newest note left for the organisation; 0: none */
	const char *note;
	const struct evidence *handovers; /* of the server's keys, oldest first */
	uint32_t handovers_n;
	int64_t old_doors_until_ms;     /* of the key before the newest; 0: there is none */
	const struct epoch_fork *forks; /* oldest first */
	uint32_t forks_n;
	struct signed_head seen; /* of the batch that Hello names; batch 0: the ledger lacks it */
	void *arena;
};

struct summary_request {
	const char *org;
	const char *period;
	enum by by;
	const char *basis;
	uint64_t as_of_batch;
	uint32_t page;
	bool drafts;
	enum org_kind level; /* BY_LEVEL */
	void *arena;
};
struct watch_request {
	const char *org;
	const char *period;
	enum by by;
	const char *basis;
	uint32_t lease_ms;
	bool stop;
	void *arena;
};
struct target_row {
	struct target target;
	const char *org_name;
	struct name name;
	uint32_t revision;              /* 0: as first said */
	int64_t previous, previous_max; /* before the newest revision */
	bool has_done;
	int64_t done;  /* in the target's own measure */
	int64_t whole; /* what a rate is of: persons, staff, organisations; 0: not known */
};
struct period_row {
	const char *text;
	const char *kind;
	day_t from;
	day_t to;
	bool open;
};
/* Units of carried-in totals that the period cuts through: each counts on its last day. */
struct unsplit {
	int64_t inside;  /* in the units, though some of its days lie before the period */
	int64_t outside; /* not in the units, though some of its days lie in the period */
};
struct row {
	const char *key;
	const char *org;
	day_t valid_from;
	const char *name;
	const char *kind;
	struct counts counts;
	bool has_target;
	int64_t target_units;
	bool target_own;
	bool has_control;
	int64_t control_units;
	enum qualifier control_qualifier;
	bool target_draft;
	uint32_t drives_planned, drives_held, drives_reported, drives_late;
	int64_t interim_units;
	int64_t returned_units;
	uint32_t reports;
	/*
	 * The newest report's receipt, of an organisation with all that counts in its row,
	 * whatever days it was about; 0: none, or nothing of the period counts there.
	 */
	int64_t last_report_ms;
	int64_t outside_units;
	bool demo;
	day_t day;
	const char *state;
	int64_t approved_units, after_lock_units;
	bool locked;
	uint32_t conflicts;
	uint32_t drives_missing;
	uint32_t orgs_expected, orgs_silent;
	struct unsplit unsplit;
	uint32_t drives_moved; /* planned here at first, and in another plan year by now */
	const struct target_row *targets; /* beside the total's: PROTOCOL.md; of a total only */
	uint32_t targets_n;
	/* Of an own line, or a sum that is a minimum or a range; QUALIFIER_NONE: an exact sum */
	enum qualifier target_qualifier;
	int64_t target_max, control_max; /* of a range; ${…_units} are its lower end */
	bool target_self;                /* self-set lines alone made the target */
	bool has_self;                   /* beside an assigned one */
	int64_t self_units;
	enum qualifier self_qualifier;
	int64_t self_max;
};
struct other_days {
	const char *org, *org_name;
	day_t from, to;
};
struct rows {
	uint64_t as_of_batch;
	struct hash root;
	uint32_t epoch;
	struct period_row period;
	const char *basis;
	const char *org;
	const char *org_name;
	const struct row *rows;
	uint32_t rows_n;
	struct row total;
	uint32_t next_page;
	bool snapshot;
	int64_t at_ms;
	const struct other_days *other_days; /* the period of who has another plan year */
	uint32_t other_days_n;
	void *arena;
};
struct beat {
	uint64_t as_of_batch;
	int64_t at_ms;
	int64_t clock_ms;
	void *arena;
};
struct reference_request {
	enum reference_kind kind;
	const char *org;
	const char *period;
	const char *search;
	uint32_t page;
	uint64_t as_of_batch; /* 0: now */
	void *arena;
};
/* What a row of an organisation's history is; none: a row of a list. */
enum org_relation {
	ORG_RELATION_NONE,
	ORG_RELATION_VERSION,
	ORG_RELATION_ALIAS,
	ORG_RELATION_PREDECESSOR,
	ORG_RELATION_SUCCESSOR,
	ORG_RELATION_BODY,
	ORG_RELATION_POPULATION,
	ORG_RELATION_COUNT_
};
struct org_row {
	const char *code, *name, *full_name;
	enum org_kind kind;
	const char *parent;
	day_t valid_from, valid_to;
	enum org_relation relation;
	day_t day;
	enum succession_kind succession;
	enum extent people;
	const char *basis;
	uint32_t year;
	int64_t persons;
	const char *moved_from,
	    *moved_from_name; /* the ended parent that it was put under; "": none */
};
struct drive_row {
	const char *drive;
	enum drive_state state;
	day_t from, to;
	const char *org_name, *name, *venue, *plan;
	bool has_target;
	int64_t target_units;
	bool reported, interim;
	int64_t units;
	struct name report;
	struct strings campaigns;
	bool planned;
	uint64_t batch;
	int64_t registered;
	bool has_registered;
	day_t registered_day;
	struct schedule schedule; /* of the drive that the question names */
	struct name schedule_name;
	const char *org;
	day_t due; /* the last day on which a result is not late */
	bool owed; /* fell due after the organisation went live */
	bool late;
	int64_t final_ms;       /* of the first final result; 0: none */
	uint32_t executing;     /* how many execute it */
	const char *overlaps;   /* the drive that it overlaps ("chồng chéo"); "": none */
	uint32_t days_reported; /* day by day: final reports; 0: as a whole, or not at all */
	const char *place;      /* the commune where it is planned; "": not said */
	uint32_t counted_year;  /* plan year in which it counts, when not its key's; 0: its key's */
	bool elsewhere;         /* listed for its key's day: it counts outside the period */
};
struct install_row {
	uint8_t sign_key[WIRE_KEY_BYTES];
	const char *org, *org_name;
	enum role role;
	enum key_state state;
	const char *label;
	int64_t at_ms;
	const char *fingerprint; /* six groups of digits */
	uint8_t invitation[WIRE_INVITATION_BYTES];
	bool pending;
};
struct report_row {
	struct name name;
	enum report_kind kind;
	enum report_action action;
	uint64_t batch;
	int64_t at_ms;
	const char *subject;
	const char *by_org;
	bool current;
	struct result result;
	const char *state; /* proto/PROTOCOL.md 7 */
	const char *other;
	const char *reason;
	enum role by_role;
	struct activity activity; /* KIND_ACTIVITY */
	const char *org_name;     /* credited */
	struct name replaces;
};
struct lock_row {
	struct lock_entry lock;
	struct name name;
	uint64_t batch;
	int64_t at_ms;
	const char *org_name, *by_org;
};
struct text_row {
	struct text_entry text;
	struct name name;
	uint64_t batch;
	int64_t at_ms;
	const char *by_org;
	bool current;
};
struct reference {
	enum reference_kind kind; /* says which list is filled */
	const struct org_row *orgs;
	uint32_t orgs_n;
	const struct drive_row *drives;
	uint32_t drives_n;
	const struct target_row *targets;
	uint32_t targets_n;
	const struct install_row *installs;
	uint32_t installs_n;
	const struct report_row *reports;
	uint32_t reports_n;
	const struct campaign_entry *campaigns;
	uint32_t campaigns_n;
	const struct round_entry *rounds;
	uint32_t rounds_n;
	const struct population_entry *populations;
	uint32_t populations_n;
	uint32_t next_page;
	uint64_t as_of_batch;
	const struct lock_row *locks;
	uint32_t locks_n;
	const struct text_row *texts;
	uint32_t texts_n;
	void *arena;
};
struct status_request {
	bool detail;
	void *arena;
};
struct status {
	struct signed_head head;
	const char *program;
	uint64_t reports, submissions, orgs, drives;
	uint32_t offices, watches;
	bool database;
	int64_t clock_ms;
	uint64_t memory_bytes;
	uint64_t checkpoint;
	uint64_t fork; /* batch that this epoch continues; 0: it is the first */
	void *arena;
};
struct proof_request {
	uint8_t stream[WIRE_STREAM_BYTES];
	uint64_t seq;
	void *arena;
};
/* Entries of the ledger about a key (zero: none asked) and an organisation ("": none asked). */
struct grounds_request {
	uint8_t sign_key[WIRE_KEY_BYTES];
	const char *org; /* code */
	int32_t day;     /* by which it is read */
	void *arena;
};
struct grounds {
	const struct name *entries;
	uint32_t entries_n;
	void *arena;
};
struct wire_error {
	enum err_code code;
	const char *detail;
	void *arena;
};

/* clang-format off */
#define QUERY_MESSAGES(X) \
	X(hello) X(hello_ok) X(summary_request) X(watch_request) X(rows) X(beat) \
	X(reference_request) X(reference) X(status_request) X(status) X(proof_request) X(evidence) X(wire_error) \
	X(grounds_request) X(grounds)
/* clang-format on */

#define QUERY_DECLARE(m) \
	bool query_encode_##m(const struct m *msg, struct buf *out, struct err *err) MUST_USE; \
	bool query_decode_##m(const uint8_t *bytes, size_t len, struct m *ret, struct err *err) \
	    MUST_USE;
QUERY_MESSAGES(QUERY_DECLARE)
#undef QUERY_DECLARE

/* Frees ${*arena} and empties it; NULL inside is a no-op. */
void query_free(void **arena);

#endif
