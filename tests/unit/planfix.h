/* planfix - a small country and the reports of a plan, for the tests of core/plan. */
#ifndef GH_TESTS_PLANFIX_H
#define GH_TESTS_PLANFIX_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/lang.h"
#include "core/plan.h"
#include "wire/submission.h"

#include "orgtree.h"

#define YEAR_2022 day_of(2021, 12, 1), day_of(2022, 11, 30)
#define SUMMER day_of(2022, 5, 1), day_of(2022, 8, 31)

struct world {
	struct orgs *o;
	struct plan *p;
	struct err err;
	uint64_t seq; /* of the newest report */
	org_t vn, kien_giang, lai_chau, tam_duong, ha_noi, ba_dinh, nam_tu_liem;
};

/* ---- reports */

static inline struct name
name_next(struct world *w)
{
	return (struct name){.stream = {1}, .seq = ++w->seq};
}

static inline struct report
target_report(const char *org, day_t from, day_t to, int64_t value)
{
	return (struct report){.kind = KIND_TARGET,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.target = {.org = org,
		.from = from,
		.to = to,
		.drive = "",
		.sector = "",
		.campaign = "",
		.measure = MEASURE_UNITS,
		.qualifier = QUALIFIER_EXACT,
		.value = value,
		.assigned = ASSIGNED_ABOVE,
		.plan = ""}};
}

static inline org_t
org_at(struct world *w, const char *code, day_t day)
{
	const org_t org = orgs_by_code(w->o, code, day);

	if (org == 0)
		fail_msg("no %s", code);
	return org;
}

/* Check and put, as the decision does; the verdict. */
static inline enum err_code
say(struct world *w, const struct report *r)
{
	const bool is_target = r->kind == KIND_TARGET;
	const struct name name = name_next(w);
	struct name existing = {.seq = 0};
	struct drive *drive = NULL;
	struct drive_key key = {.day = 0};
	org_t org;

	w->err = (struct err){.code = ERR_OK};
	if (is_target) {
		org = org_at(w, r->u.target.org, r->u.target.to);
		if (!plan_check_target(w->p, org, r, &existing, &w->err))
			return w->err.code;
		assert_true(plan_put_target(w->p, org, r, &name, &w->err));
		return ERR_OK;
	}
	assert_true(drive_key_parse(r->u.schedule.drive, &key, &w->err));
	org = org_at(w, key.org, key.day);
	if (!plan_check_schedule(w->p, org, r, &existing, &w->err))
		return w->err.code;
	assert_true(plan_put_schedule(w->p, org, r, &name, &drive, &w->err));
	assert_string_equal(drive->key, r->u.schedule.drive);
	return ERR_OK;
}

static inline void
put(struct world *w, struct report r)
{
	if (say(w, &r) != ERR_OK)
		fail_msg("%s", w->err.text);
}

static inline struct report
schedule_report(const char *key, day_t from, day_t to, enum drive_state state)
{
	return (struct report){.kind = KIND_SCHEDULE,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.schedule = {.drive = key,
		.state = state,
		.from = from,
		.to = to,
		.place = "",
		.venue = "",
		.occasion = "",
		.plan = "",
		.sector = "",
		.name = "",
		.source = SOURCE_OWN}};
}

static inline void
put_drive_line(struct world *w, const char *key, int64_t value, bool draft)
{
	struct report line;
	struct drive_key k;

	assert_true(drive_key_parse(key, &k, &w->err));
	put(w, schedule_report(key, k.day, k.day, draft ? DRIVE_DRAFT : DRIVE_PLANNED));
	line = target_report(k.org, k.day, k.day, value);
	line.u.target.drive = key;
	line.u.target.draft = draft;
	put(w, line);
}

static inline struct report
correction(struct report r, uint64_t of)
{
	r.action = ACTION_CORRECTION;
	r.replaces = (struct name){.stream = {1}, .seq = of};
	r.reason = "sửa";
	return r;
}

/* ---- the country */

static inline org_t
place(struct world *w, const char *code, enum org_kind kind, const char *name, const char *parent)
{
	const org_t org = org_put(w->o, org_row(code, kind, "", name, parent), &w->err);

	if (org == 0)
		fail_msg("%s", w->err.text);
	return org;
}

static inline int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	assert_true(lang_set("vi"));
	assert_true(orgs_new(&w->o, &w->err));
	assert_true(plan_new(&w->p, &w->err));
	w->vn = place(w, "VN", ORG_NATION, "Việt Nam", "");
	w->kien_giang = place(w, "91", ORG_PROVINCE, "Kiên Giang", "VN");
	w->lai_chau = place(w, "12", ORG_PROVINCE, "Lai Châu", "VN");
	w->ha_noi = place(w, "01", ORG_PROVINCE, "Hà Nội", "VN");
	w->tam_duong = place(w, "106", ORG_DISTRICT, "Tam Đường", "12");
	w->ba_dinh = place(w, "001", ORG_DISTRICT, "Ba Đình", "01");
	w->nam_tu_liem = place(w, "019", ORG_DISTRICT, "Nam Từ Liêm", "01");
	*state = w;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct world *w = *state;

	plan_free(w->p);
	orgs_free(w->o);
	free(w);
	return 0;
}

static inline struct target_answer
ask(struct world *w, org_t org, day_t from, day_t to, bool drafts)
{
	struct target_answer a = {.has = false};

	if (!plan_target_of(w->p, w->o, org, from, to, drafts, &a, &w->err))
		fail_msg("%s", w->err.text);
	return a;
}

static inline void
assert_units(struct target_answer a, int64_t units, bool own)
{
	assert_true(a.has);
	assert_int_equal(a.units, units);
	assert_int_equal(a.own, own);
}

#endif
