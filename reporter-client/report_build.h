/*
 * report_build - from what a person typed, or a row of a sheet holds, to the fields of a result;
 * the report itself is made by report_subject.h.
 * Pure: no clock, no disk, no network.  Texts are checked, made NFC and copied into the arena
 * given, so the report lives as long as that.  Whatever is refused leaves the build as it was, and
 * says which field. Errors: ERR_NUMBER, ERR_COUNT_*, ERR_DATE, ERR_TEXT, ERR_USAGE,
 * ERR_INDICATOR_UNKNOWN, ERR_INVALID (given twice), ERR_LIMIT, ERR_SUBJECT_MISSING, ERR_MEMORY.
 */
#ifndef GH_CLIENT_REPORT_BUILD_H
#define GH_CLIENT_REPORT_BUILD_H

#include "base/err.h"
#include "rules/rules.h"
#include "wire/arena.h"
#include "wire/submission.h"

struct report_build {
	struct arena *arena;
	struct result r;          /* without counts and lists; strings never NULL */
	const char *org;          /* credited, for ${day} and a collection; "" not given */
	day_t day;                /* DAY_OPEN_LEFT: not given */
	day_t from;               /* the same */
	day_t to;                 /* the same */
	struct rules_ground plan; /* of its drive, the caller's to fill in */
	uint32_t ordinal;         /* of a day's drive, from 1 */
	unsigned collection;      /* COLLECTION_NONE: not one */
	bool interim;
	bool has_subject;             /* ${r} brought it along */
	uint32_t ind[WIRE_PAIRS_MAX]; /* rising */
	int64_t val[WIRE_PAIRS_MAX];
	uint32_t pairs_n;
	struct share executing[WIRE_LIST_MAX];
	uint32_t executing_n;
	const char *campaigns[WIRE_LIST_MAX];
	uint32_t campaigns_n;
};

/* Text fields by their place in ${r}. */
enum report_text { REPORT_SECTOR, REPORT_PLACE, REPORT_FACILITY, REPORT_NOTE, REPORT_TEXT_COUNT_ };

/* Empty; SOURCE_OWN, WITNESS_ORGANISER. */
void report_build_init(struct report_build *b, struct arena *arena);
/* A count by its number; a second one for the same indicator is refused, unless ${replace}. */
bool report_build_count(
    struct report_build *b, uint32_t ind, const char *text, bool replace, struct err *err) MUST_USE;
/* The same with the number read already. */
bool report_build_pair(
    struct report_build *b, uint32_t ind, int64_t val, bool replace, struct err *err) MUST_USE;
/* "CODE=N". */
bool report_build_set(
    struct report_build *b, const char *text, bool replace, struct err *err) MUST_USE;
/* Not reported any more; ERR_NOT_FOUND: it was not. */
bool report_build_unset(struct report_build *b, const char *code, struct err *err) MUST_USE;
/* "ORG=N"; a second share of an organisation replaces the first when ${replace}. */
bool report_build_share(
    struct report_build *b, const char *text, bool replace, struct err *err) MUST_USE;
/* One code or several parted by "|" or ",". */
bool report_build_campaigns(struct report_build *b, const char *text, struct err *err) MUST_USE;
bool report_build_text(
    struct report_build *b, enum report_text field, const char *text, struct err *err) MUST_USE;
bool report_build_source(struct report_build *b, const char *text, struct err *err) MUST_USE;
bool report_build_kind(struct report_build *b, const char *text, struct err *err) MUST_USE;
/* A drive's key, in its canonical form afterwards; "KEY@DAY" is one day of it. */
bool report_build_drive(struct report_build *b, const char *text, struct err *err) MUST_USE;
/* The credited organisation's code. */
bool report_build_org(struct report_build *b, const char *code, struct err *err) MUST_USE;

struct text_field {
	size_t max;       /* bytes */
	const char *what; /* by TR() */
};
/* Cleaned copy of ${text} in ${arena}. */
bool report_build_copy(struct arena *arena, const char *text, struct text_field field,
    const char **ret, struct err *err) MUST_USE;

#endif
