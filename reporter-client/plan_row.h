/*
 * plan_row - the cells of one line of a plan (plan_csv.h), read as what they mean.  Only plan_*.c
 * use it. Refusals name the column.  Errors: as of what is read, ERR_PLAN (a field is missing),
 * ERR_MEMORY.
 */
#ifndef GH_CLIENT_PLAN_ROW_H
#define GH_CLIENT_PLAN_ROW_H

#include "base/day.h"
#include "columns.h"
#include "import_set.h"
#include "rules/period.h"
#include "wire/submission.h"

enum plan_field {
	PLAN_TYPE,
	PLAN_CODE,
	PLAN_ORG,
	PLAN_NAME,
	PLAN_PARENT,
	PLAN_FROM,
	PLAN_TO,
	PLAN_PERIOD,
	PLAN_DATE,
	PLAN_WEEKDAY,
	PLAN_NO,
	PLAN_DRIVE,
	PLAN_UNITS,
	PLAN_UNITS_MAX,
	PLAN_QUALIFIER,
	PLAN_MEASURE,
	PLAN_ASSIGNED,
	PLAN_SECTOR,
	PLAN_CAMPAIGN,
	PLAN_PLAN,
	PLAN_DRAFT,
	PLAN_STATE,
	PLAN_NUMBER,
	PLAN_PLACE,
	PLAN_VENUE,
	PLAN_OCCASION,
	PLAN_DIRECTING,
	PLAN_COORDINATING,
	PLAN_EXECUTING,
	PLAN_FACILITIES,
	PLAN_ALIASES,
	PLAN_DUE,
	PLAN_ADDRESSEE,
	PLAN_SOURCE,
	PLAN_SHARE,
	PLAN_NOTE,
	PLAN_FIELD_COUNT_
};
enum plan_type {
	PLAN_BODY,
	PLAN_FACILITY,
	PLAN_CAMPAIGN_LINE,
	PLAN_SECTOR_LINE,
	PLAN_YEAR_LINE,
	PLAN_ROUND_LINE,
	PLAN_POPULATION_LINE,
	PLAN_DRIVE_LINE,
	PLAN_TARGET_LINE,
	PLAN_TYPE_COUNT_
};

/* Header words of each field, as columns.h wants them. */
extern const char *const plan_row_words[PLAN_FIELD_COUNT_];

/* A name of the file's own, and its code. */
struct plan_alias {
	const char *key; /* text_match_key() */
	const char *code;
};
/*
 * What the file itself says of a period: the days of a campaign or round, or how a plan year
 * begins.
 */
struct plan_span {
	const char
	    *code; /* "campaign:HE-2022", "round:…"; of a plan year the organisation as written */
	bool is_year;
	struct plan_year_start start;
	day_t from, to;
};
struct plan_row {
	struct sheet *sheet;
	struct columns columns;
	struct arena *arena;
	const struct org_resolver *resolver;
	struct plan_alias *aliases; /* malloc'd; of the whole file */
	size_t aliases_n;
	struct plan_span *spans; /* malloc'd; the same */
	size_t spans_n;
	size_t row; /* now */
};

const char *plan_row_cell(const struct plan_row *p, enum plan_field field);
bool plan_row_has(const struct plan_row *p, enum plan_field field);
bool plan_row_type(const struct plan_row *p, enum plan_type *ret, struct err *err) MUST_USE;
/* Into the arena; "" when empty. */
bool plan_row_text(const struct plan_row *p, enum plan_field field, size_t max, const char **ret,
    struct err *err) MUST_USE;
/* The same; empty is refused. */
bool plan_row_need(const struct plan_row *p, enum plan_field field, size_t max, const char **ret,
    struct err *err) MUST_USE;
/* An organisation by code or name, on ${day}; "" when empty. */
bool plan_row_org(const struct plan_row *p, enum plan_field field, day_t day, const char **ret,
    struct err *err) MUST_USE;
/* Parted by "|"; organisations (${orgs}) or texts of at most ${max} bytes. */
struct plan_list {
	enum plan_field field;
	bool orgs;
	day_t day;
	size_t max;
};
bool plan_row_list(const struct plan_row *p, const struct plan_list *list, struct strings *ret,
    struct err *err) MUST_USE;
/*
 * "period", or "from" and "to"; DAY_OPEN_LEFT and DAY_OPEN_RIGHT where empty.  A campaign or round
 * is one of the file's own; a plan year begins as the file says, else on 1 December.
 */
bool plan_row_span(
    const struct plan_row *p, day_t *ret_from, day_t *ret_to, struct err *err) MUST_USE;
/* Untouched when empty. */
bool plan_row_day(
    const struct plan_row *p, enum plan_field field, day_t *ret, struct err *err) MUST_USE;
/* Untouched when empty; ${words} is an enum words. */
bool plan_row_word(const struct plan_row *p, enum plan_field field, unsigned words, unsigned *ret,
    struct err *err) MUST_USE;
bool plan_row_number(
    const struct plan_row *p, enum plan_field field, int64_t *ret, struct err *err) MUST_USE;
/* "2,8%" in hundredths of a percent: 280. */
bool plan_row_rate(
    const struct plan_row *p, enum plan_field field, int64_t *ret, struct err *err) MUST_USE;

#endif
