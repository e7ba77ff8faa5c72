/*
 * words - the words that stand for the wire's numbers: what people type, what JSON and CSV carry,
 * what people read.  What is typed matches a name, the Vietnamese text or an alias, marks and
 * capitals aside. Lent strings are static.  Pure.
 */
#ifndef GH_CLIENT_WORDS_H
#define GH_CLIENT_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum words {
	WORDS_SOURCE,
	WORDS_COLLECTION,
	WORDS_MEASURE,
	WORDS_QUALIFIER,
	WORDS_ASSIGNED,
	WORDS_DRIVE_STATE,
	WORDS_ORG_KIND,
	WORDS_KEY_STATE,
	WORDS_ROLE,
	WORDS_BY,
	WORDS_YES_NO, /* 1, 2 */
	WORDS_WITNESS,
	WORDS_REPORT_STATE, /* enum report_state */
	WORDS_COUNT_
};

/* What ReportRow.state says; the names are the wire's. */
enum report_state {
	REPORT_STATE_NONE,
	REPORT_WAITING,
	REPORT_RETURNED,
	REPORT_AFTER_LOCK,
	REPORT_DIFFERS,
	REPORT_DUPLICATE,
	REPORT_OVERLAPS,
	REPORT_APPROVED,
	REPORT_WITHDRAWN,
	REPORT_REPLACED,
	REPORT_SAID_ACCEPTED,
	REPORT_SAID_ADMITTED,
	REPORT_SAID_SAME,
	REPORT_SAID_DIFFERENT,
	REPORT_SAID_TAKE,
	REPORT_LOCKED,
	REPORT_UNLOCKED
};

/* "own", "fixed_site" ...: JSON, CSV, options; "" for an unknown number. */
const char *words_name(enum words kind, unsigned number);
/* "tự báo", "điểm cố định" ...: for people; "" for an unknown number. */
const char *words_text(enum words kind, unsigned number);
/* By the name alone, as the wire carries it; 0: unknown. */
unsigned words_number(enum words kind, const char *name);
/* ERR_USAGE lists what there is. */
bool words_parse(enum words kind, const char *text, unsigned *ret, struct err *err) MUST_USE;

#endif
