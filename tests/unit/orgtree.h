/* orgtree - a small registry for the tests of core: one line a version. */
#ifndef GH_TESTS_ORGTREE_H
#define GH_TESTS_ORGTREE_H

#include <cmocka.h>

#include "core/orgs.h"

#define REFORM day_of(2025, 7, 1)
#define EVE (REFORM - 1)

static inline day_t
day_of(int year, int month, int day)
{
	day_t ret = 0;

	if (!day_from_civil(year, month, day, &ret))
		return 0;
	return ret;
}

static inline struct org_entry
org_row(
    const char *code, enum org_kind kind, const char *type, const char *name, const char *parent)
{
	static char full[64][WIRE_NAME_BYTES_MAX];
	static unsigned next;
	char *text = full[next++ % 64];

	(void)snprintf(text, WIRE_NAME_BYTES_MAX, "%s%s%s", type, type[0] != '\0' ? " " : "", name);
	return (struct org_entry){
	    .code = code,
	    .valid_from = DAY_OPEN_LEFT,
	    .valid_to = DAY_OPEN_RIGHT,
	    .name = name,
	    .full_name = text,
	    .kind = kind,
	    .type = type,
	    .parent = parent,
	    .sector = "",
	    .continues_code = "",
	};
}

static inline struct org_entry
org_days(struct org_entry e, day_t from, day_t to)
{
	e.valid_from = from;
	e.valid_to = to;
	return e;
}

static inline struct org_entry
org_continues(struct org_entry e, const char *code, day_t day)
{
	e.continues_code = code;
	e.continues_day = day;
	return e;
}

/* 0: refused; ${err} says why. */
static inline org_t
org_put(struct orgs *o, struct org_entry e, struct err *err)
{
	org_t ret = 0;

	return orgs_add(o, &e, &ret, err) ? ret : 0;
}

/* The same, and it is not refused. */
static inline org_t
org_must(struct orgs *o, struct org_entry e)
{
	struct err err = {.code = ERR_OK};
	const org_t org = org_put(o, e, &err);

	if (org == 0)
		fail_msg("%s: %s", e.code, err.text);
	return org;
}

/* It ended with the old map: before REFORM. */
static inline org_t
org_must_old(struct orgs *o, struct org_entry e)
{
	return org_must(o, org_days(e, DAY_OPEN_LEFT, EVE));
}

#endif
