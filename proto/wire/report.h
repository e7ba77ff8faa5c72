/*
 * report - what offices say, decoded: plain structs without generated types.
 * Lifetime: strings and lists lie in the arena of the submission or reply that they were decoded
 * with and live as long as it; for encoding, the caller's memory is only read.  Strings are never
 * NULL after decoding: "" is absent.  Enums carry the wire's numbers (proto/giothong.proto); a
 * codec file asserts that they agree.  Days are day_t (base/day.h), times milliseconds since the
 * epoch UTC.
 */
#ifndef GH_WIRE_REPORT_H
#define GH_WIRE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "wire/counts.h"
#include "wire/limits.h"

enum report_kind {
	KIND_NONE,
	KIND_RESULT,
	KIND_SCHEDULE,
	KIND_REGISTRATION,
	KIND_ACTIVITY,
	KIND_TARGET,
	KIND_REVIEW,
	KIND_LOCK,
	KIND_TEXT,
	KIND_KEY,
	KIND_REGISTRY,
	KIND_COUNT_
};
enum report_action {
	ACTION_NONE,
	ACTION_FIRST,
	ACTION_CORRECTION,
	ACTION_WITHDRAWAL,
	ACTION_COUNT_
};
enum collection_kind {
	COLLECTION_NONE,
	COLLECTION_FIXED_SITE,
	COLLECTION_EMERGENCY,
	COLLECTION_CARRIED_IN,
	COLLECTION_COUNT_
};
enum stage { STAGE_NONE, STAGE_INTERIM, STAGE_FINAL, STAGE_COUNT_ };
enum witness { WITNESS_NONE, WITNESS_ORGANISER, WITNESS_COLLECTOR, WITNESS_COUNT_ };
enum source {
	SOURCE_NONE,
	SOURCE_OWN,
	SOURCE_TELEPHONE,
	SOURCE_PAPER,
	SOURCE_FACILITY,
	SOURCE_DEMO,
	SOURCE_COUNT_
};
enum drive_state {
	DRIVE_NONE,
	DRIVE_DRAFT,
	DRIVE_PLANNED,
	DRIVE_POSTPONED,
	DRIVE_HELD,
	DRIVE_CANCELLED,
	DRIVE_COUNT_
};
enum measure {
	MEASURE_NONE,
	MEASURE_UNITS,
	MEASURE_UNITS_AND_APHERESIS,
	MEASURE_EQUIVALENTS,
	MEASURE_PERSONS,
	MEASURE_POPULATION_RATE,
	MEASURE_STAFF_RATE,
	MEASURE_COVERAGE,
	MEASURE_VOLUNTEERS,
	MEASURE_RESERVE,
	MEASURE_REGISTERED,
	MEASURE_COUNT_
};
enum qualifier {
	QUALIFIER_NONE,
	QUALIFIER_EXACT,
	QUALIFIER_MINIMUM,
	QUALIFIER_RANGE,
	QUALIFIER_COUNT_
};
enum assigned { ASSIGNED_NONE, ASSIGNED_ABOVE, ASSIGNED_SELF, ASSIGNED_COUNT_ };
enum key_state {
	KEY_NONE,
	KEY_INVITED,
	KEY_ACTIVE,
	KEY_REVOKED,
	KEY_CONFIRMED,
	KEY_SERVER,
	KEY_COUNT_
};
enum role {
	ROLE_NONE,
	ROLE_REPORTER,
	ROLE_COMMITTEE,
	ROLE_WATCHER,
	ROLE_NATIONAL,
	ROLE_OPERATOR,
	ROLE_COUNT_
};
enum registry_kind {
	REGISTRY_NONE,
	REGISTRY_ORG,
	REGISTRY_SUCCESSION,
	REGISTRY_ALIAS,
	REGISTRY_POPULATION,
	REGISTRY_FACILITY,
	REGISTRY_CATALOGUE,
	REGISTRY_CAMPAIGN,
	REGISTRY_SECTOR,
	REGISTRY_PLAN_YEAR,
	REGISTRY_ROUND,
	REGISTRY_COUNT_
};
enum org_kind {
	ORG_NONE,
	ORG_NATION,
	ORG_PROVINCE,
	ORG_DISTRICT,
	ORG_COMMUNE,
	ORG_BODY,
	ORG_FACILITY,
	ORG_COUNT_
};
enum succession_kind {
	SUCCESSION_NONE,
	SUCCESSION_MERGED,
	SUCCESSION_SPLIT,
	SUCCESSION_RENAMED,
	SUCCESSION_RECLASSIFIED,
	SUCCESSION_ABOLISHED,
	SUCCESSION_UNCHANGED,
	SUCCESSION_COUNT_
};
enum extent { EXTENT_NONE, EXTENT_FULL, EXTENT_PART, EXTENT_REST, EXTENT_NOBODY, EXTENT_COUNT_ };

/* Bytes as they are, for a reader of their own. */
struct blob {
	const uint8_t *at;
	size_t len;
};

struct strings {
	const char *const *at;
	uint32_t n; /* at most WIRE_LIST_MAX */
};

struct name {
	uint8_t stream[WIRE_STREAM_BYTES];
	uint64_t seq; /* 0: no name */
	uint32_t idx;
};

struct collection {
	const char *org; /* "" : there is no collection */
	day_t from;
	day_t to;
	enum collection_kind kind;
};

struct share {
	const char *org;
	int64_t units;
};

struct result {
	const char *drive; /* CODE/YYYY-MM-DD/n, or "" and a collection */
	struct collection collection;
	day_t held_from;
	day_t held_to;
	enum stage stage;
	enum witness witness;
	enum source source;
	const char *sector;
	struct strings campaigns;
	const char *place;
	const struct share *executing;
	uint32_t executing_n;
	const char *facility;
	const char *note;
	struct counts counts;
	bool make_drive;
	day_t day; /* the one day of its drive that it is about; 0: all of them, or a collection */
};

struct schedule {
	const char *drive;
	enum drive_state state;
	day_t from;
	day_t to;
	const char *place;
	const char *venue;
	const char *occasion;
	struct strings campaigns;
	struct strings directing;
	struct strings coordinating;
	struct strings executing;
	struct strings facilities;
	const char *plan;
	uint32_t number;
	const char *sector;
	const char *name;
	enum source source;
};

struct target {
	const char *org;
	day_t from;
	day_t to;
	const char *drive;
	const char *sector;
	const char *campaign;
	enum measure measure;
	enum qualifier qualifier;
	int64_t value;
	int64_t value_max;
	enum assigned assigned;
	const char *plan;
	bool draft;
	enum source source;
	uint32_t stated_share; /* of the year's target, hundredths of a percent; 0: none */
};

struct key_entry {
	enum key_state state;
	const char *org;
	enum role role;
	uint8_t invitation[WIRE_INVITATION_BYTES];
	uint8_t once_key[WIRE_KEY_BYTES];
	uint8_t secret_hash[WIRE_HASH_BYTES];
	uint8_t secret[WIRE_HASH_BYTES];
	uint8_t curve_key[WIRE_KEY_BYTES];
	uint8_t sign_key[WIRE_KEY_BYTES];
	int64_t not_after_ms;
	const char *label;
	const char *reason;
	const char *intake; /* server's keys, from here on (wire/server_key.h) */
	const char *query;
	uint8_t old_sign_key[WIRE_KEY_BYTES];
	uint8_t signature[WIRE_SIGNATURE_BYTES];
};

struct org_entry {
	const char *code;
	day_t valid_from; /* DAY_OPEN_LEFT: since always */
	day_t valid_to;   /* last day, included; DAY_OPEN_RIGHT */
	const char *name;
	const char *full_name;
	enum org_kind kind;
	const char *type;
	const char *parent;
	const char *sector;
	const char *continues_code; /* "" : a new identity */
	day_t continues_day;
};
struct succession_entry {
	const char *old_code; /* valid on the eve of ${effective} */
	const char *new_code; /* valid on ${effective}; "" when abolished */
	day_t effective;
	enum succession_kind kind;
	enum extent area;
	enum extent people;
	const char *basis;
};
struct alias_entry {
	const char *code;
	day_t day;
	const char *name;
};
struct population_entry {
	const char *code;
	day_t day;
	uint32_t year;
	int64_t persons;
	const char *source;
};
struct catalogue_entry {
	uint32_t ind;
	const char *code;
	const char *name;
};
struct campaign_entry {
	const char *code;
	const char *name;
	day_t from;
	day_t to;
	const char *org;
};
struct sector_entry {
	const char *code;
	const char *name;
	const char *org;
	struct strings aliases;
};
struct plan_year_entry {
	const char *org;
	uint32_t start_month;
	uint32_t start_day;
};
struct round_entry {
	const char *code;
	const char *name;
	const char *org;
	day_t from;
	day_t cut_off;
	day_t due;
	const char *addressee;
};
struct registry_entry {
	enum registry_kind kind; /* says which of the following is filled */
	union {
		struct org_entry org; /* REGISTRY_ORG, REGISTRY_FACILITY */
		struct succession_entry succession;
		struct alias_entry alias;
		struct population_entry population;
		struct catalogue_entry catalogue;
		struct campaign_entry campaign;
		struct sector_entry sector;
		struct plan_year_entry plan_year;
		struct round_entry round;
	} u;
};

struct registration {
	const char *drive;
	day_t as_of;
	struct counts counts;
};
struct activity {
	const char *org;
	day_t from;
	day_t to;
	bool cumulative;
	struct counts counts;
	const char *note;
};
enum review_state {
	REVIEW_NONE,
	REVIEW_ACCEPTED,
	REVIEW_RETURNED,
	REVIEW_ADMITTED,
	REVIEW_SAME_DRIVE,
	REVIEW_DIFFERENT,
	REVIEW_TAKE_COLLECTOR,
	REVIEW_COUNT_
};
struct review {
	struct name report;
	enum review_state state;
	const char *reason;
	const char *other_drive;
};
struct lock_entry {
	const char *org;
	day_t from;
	day_t to;
	bool locked;
	const char *reason;
};
struct text_entry {
	const char *org;
	const char *document;
	const char *part;
	const char *text;
};

struct report {
	enum report_kind kind; /* says which of the union is filled */
	enum report_action action;
	struct name replaces; /* seq 0 on a first report */
	const char *reason;
	union {
		struct result result;
		struct schedule schedule;
		struct registration registration;
		struct activity activity;
		struct target target;
		struct review review;
		struct lock_entry lock;
		struct text_entry text;
		struct key_entry key;
		struct registry_entry registry;
	} u;
};

#endif
