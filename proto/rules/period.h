/*
 * period - the words of product.md 14 to days: 2024, 2024-H1|H2|Q1..Q4, 2024-06,
 * 2022-05-01..2022-08-31, 2024.. (to now), ..2024-06-06 (from the beginning of its plan year),
 * cal:2024, campaign:CODE, campaign:CODE@2022-05 (its days that lie in that other period),
 * round:CODE. Plan years tile time: plan year Y starts on the start day (1 December unless the plan
 * says otherwise) of year Y-1, or of year Y when the start day is 1 January.  Halves and quarters
 * divide the plan year by months from its start.  2024-06 is the calendar month.
 */
#ifndef GH_RULES_PERIOD_H
#define GH_RULES_PERIOD_H

#include "base/day.h"
#include "wire/limits.h"

enum period_kind {
	PERIOD_PLAN_YEAR,
	PERIOD_HALF,
	PERIOD_QUARTER,
	PERIOD_MONTH,
	PERIOD_RANGE,
	PERIOD_OPEN,
	PERIOD_CALENDAR_YEAR,
	PERIOD_CAMPAIGN,
	PERIOD_ROUND
};
struct plan_year_start {
	int month; /* 1..12; 12 by default */
	int day;   /* 1..28 */
};
#define PLAN_YEAR_DEFAULT ((struct plan_year_start){.month = 12, .day = 1})

struct period {
	enum period_kind kind;
	day_t from;
	day_t to; /* included */
	char code[WIRE_CODE_BYTES_MAX +
	    1]; /* campaign or round; its days are the registry's: from = to = 0, or those behind "@" */
};

/* "" is the plan year of ${today}.  ERR_PERIOD names what is wrong; 31/6 is ERR_DATE. */
bool period_parse(const char *text, struct plan_year_start start, day_t today, struct period *ret,
    struct err *err) MUST_USE;
/* The plan year that ${day} lies in, and its first and last day. */
int period_plan_year_of(day_t day, struct plan_year_start start, day_t *ret_from, day_t *ret_to);
/* "plan_year", "half" ...: JSON period.kind. */
const char *period_kind_name(enum period_kind kind);

#endif
