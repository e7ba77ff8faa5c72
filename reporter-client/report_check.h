/*
 * report_check - the rules as an office meets them before anything is saved.  Pure.
 */
#ifndef GH_CLIENT_REPORT_CHECK_H
#define GH_CLIENT_REPORT_CHECK_H

#include "rules/rules.h"

/*
 * What stands against saving ${r}: the first error as its code and sentence, else ERR_NOTE_MISSING
 * when warnings (but a date ahead, which only warns) stand without a note or reason.  ${ret} are
 * all findings, and *${ret_n} how many; also filled on false.
 */
bool report_check_on(const struct report *r, const struct rules_ground *on,
    struct finding ret[RULES_FINDINGS_MAX], size_t *ret_n, struct err *err) MUST_USE;
/* The same of a report that the plan says nothing about. */
bool report_check(const struct report *r, day_t today, struct finding ret[RULES_FINDINGS_MAX],
    size_t *ret_n, struct err *err) MUST_USE;

#endif
