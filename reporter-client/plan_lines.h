/*
 * plan_lines - one line of a plan (plan_csv.h) to its reports, by type.  Only plan_csv.c uses it.
 */
#ifndef GH_CLIENT_PLAN_LINES_H
#define GH_CLIENT_PLAN_LINES_H

#include "plan_row.h"

#define PLAN_MADE_MAX (1 + WIRE_LIST_MAX) /* a body and its other names */

struct plan_made {
	struct report report[PLAN_MADE_MAX];
	size_t n;
};
bool plan_lines_make(
    const struct plan_row *p, enum plan_type type, struct plan_made *ret, struct err *err) MUST_USE;
/*
 * A body's full code: its parent's stands in front; and that one's, by code, name or CODE@DATE on
 * the body's first day.
 */
bool plan_lines_body_code(
    const struct plan_row *p, const char **ret, const char **ret_parent, struct err *err) MUST_USE;

#endif
