/* Reports that tests of core send, with every text set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/catalogue.h"
#include "support/corefix.h"

day_t
corefix_day(const char *iso)
{
	day_t day = 0;

	assert_true(day_parse(iso, &day, NULL));
	return day;
}

struct report
corefix_org(const char *code, enum org_kind kind, const char *parent)
{
	return (struct report){.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_ORG,
		.u.org = {.code = code,
		    .valid_from = DAY_OPEN_LEFT,
		    .valid_to = DAY_OPEN_RIGHT,
		    .name = code,
		    .full_name = code,
		    .kind = kind,
		    .type = "",
		    .parent = parent,
		    .sector = "",
		    .continues_code = ""}}};
}

struct report
corefix_schedule(const char *drive, const char *from, const char *to)
{
	return (struct report){.kind = KIND_SCHEDULE,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.schedule = {.drive = drive,
		.state = DRIVE_PLANNED,
		.from = corefix_day(from),
		.to = corefix_day(to),
		.place = "",
		.venue = "",
		.occasion = "",
		.plan = "",
		.sector = "",
		.name = "",
		.source = SOURCE_OWN}};
}

struct report
corefix_target(const char *org, const char *from, const char *to, int64_t units)
{
	return (struct report){.kind = KIND_TARGET,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.target = {.org = org,
		.from = corefix_day(from),
		.to = corefix_day(to),
		.drive = "",
		.sector = "",
		.campaign = "",
		.measure = MEASURE_UNITS,
		.qualifier = QUALIFIER_EXACT,
		.value = units,
		.assigned = ASSIGNED_ABOVE,
		.plan = "",
		.source = SOURCE_OWN}};
}

struct report
corefix_correction(struct report r, const struct name *of)
{
	r.action = ACTION_CORRECTION;
	r.replaces = *of;
	r.reason = "sửa";
	return r;
}

struct report
corefix_withdrawal(struct report r, const struct name *of)
{
	r.action = ACTION_WITHDRAWAL;
	r.replaces = *of;
	r.reason = "rút";
	return r;
}

struct report
corefix_result(const char *drive, const char *day, int64_t attended, int64_t units)
{
	/* A table a call in rotation: the caller keeps at most eight results alive at once. */
	static uint32_t ind[8][2];
	static int64_t val[8][2];
	static unsigned next;
	const unsigned i = next++ % 8;

	ind[i][0] = IND_ATTENDED;
	ind[i][1] = IND_BLOOD_UNITS;
	val[i][0] = attended;
	val[i][1] = units;
	return (struct report){.kind = KIND_RESULT,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.result = {.drive = drive,
		.collection = {.org = ""},
		.held_from = corefix_day(day),
		.held_to = corefix_day(day),
		.stage = STAGE_FINAL,
		.witness = WITNESS_ORGANISER,
		.source = SOURCE_OWN,
		.sector = "",
		.place = "",
		.facility = "",
		.note = "",
		.make_drive = true,
		.counts = {.ind = ind[i], .val = val[i], .n = 2}}};
}

struct report
corefix_review(
    const struct name *of, enum review_state state, const char *reason, const char *other_drive)
{
	return (struct report){.kind = KIND_REVIEW,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.review = {
		.report = *of, .state = state, .reason = reason, .other_drive = other_drive}};
}

struct report
corefix_lock(const char *org, const char *from, const char *to, bool locked)
{
	return (struct report){.kind = KIND_LOCK,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.lock = {.org = org,
		.from = corefix_day(from),
		.to = corefix_day(to),
		.locked = locked,
		.reason = locked ? "chốt số" : "mở để sửa"}};
}

/* A table a call in rotation, as of results. */
static struct counts
one_count(uint32_t ind, int64_t val)
{
	static uint32_t inds[8];
	static int64_t vals[8];
	static unsigned next;
	const unsigned i = next++ % 8;

	inds[i] = ind;
	vals[i] = val;
	return (struct counts){.ind = &inds[i], .val = &vals[i], .n = 1};
}

struct report
corefix_registration(const char *drive, const char *as_of, int64_t registered)
{
	return (struct report){.kind = KIND_REGISTRATION,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registration = {.drive = drive,
		.as_of = corefix_day(as_of),
		.counts = one_count(IND_REGISTERED, registered)}};
}

struct report
corefix_activity(const char *org, const char *from, const char *to, uint32_t ind, int64_t val)
{
	return (struct report){.kind = KIND_ACTIVITY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.activity = {.org = org,
		.from = corefix_day(from),
		.to = corefix_day(to),
		.note = "",
		.counts = one_count(ind, val)}};
}

struct report
corefix_text(const char *org, const char *part, const char *text)
{
	return (struct report){.kind = KIND_TEXT,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.text = {.org = org, .document = "year", .part = part, .text = text}};
}
