/*
 * Random reports, reviews, locks, collectors' counts and activities against a shadow that is
 * deliberately plain: one slot a drive, or a day of one, with its current day and units, one number
 * a month of activity, a list of lock entries.  Each verdict is foretold; after each step while
 * there is little, and after every few later, the totals from the increments equal the shadow's
 * sums, and the whole state equals the replayed ledger's.  The seed is printed; GH_SEED repeats it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/core.h"
#include "rules/catalogue.h"
#include "support/corefix.h"

#define STEPS 1800
#define DRIVES 24
#define DAYS 3 /* the last slots are days of drives that are reported day by day, so many of each */
#define DAY_SLOTS 6
#define MONTHS 12
#define LOCKS_MAX 400
#define SMALL 120 /* steps, after each of which all is compared */
#define CHECK_EVERY 60
#define LEAFLETS 1200

static const char *const orgs[] = {"909", "911", "91.VINPEARL", "91"};

/* One version of a drive's result. */
struct version {
	bool there;
	bool withdrawal; /* of what waits */
	bool interim;
	day_t day;
	int64_t units;
	struct name name, base;
};

struct slot {
	char drive[WIRE_DRIVE_BYTES_MAX + 1];
	const char *org;
	day_t only; /* the day that it is about; 0: the whole drive */
	struct version now, waits, collected;
	bool returned, approved;
};

struct month {
	bool there;
	int64_t leaflets;
	struct name name;
};

struct shadow {
	struct corefix *f;
	uint64_t seed;
	struct slot slot[DRIVES];
	struct month month[ARRAY_LEN(orgs)][MONTHS];
	struct {
		const char *org;
		day_t from, to;
		bool locked;
	} lock[LOCKS_MAX];
	int locks_n;
};

static uint64_t
draw(struct shadow *w, uint64_t n)
{
	w->seed ^= w->seed << 13;
	w->seed ^= w->seed >> 7;
	w->seed ^= w->seed << 17;
	return w->seed % n;
}

static void
slots_fill(struct shadow *w)
{
	for (int i = 0; i < DRIVES; i++) {
		struct slot *s = &w->slot[i];

		if (i >= DRIVES - DAY_SLOTS) {
			const int k = i - (DRIVES - DAY_SLOTS);

			s->org = orgs[k / DAYS % 4];
			(void)snprintf(
			    s->drive, sizeof(s->drive), "%s/2022-0%d-10/2", s->org, 4 + k / DAYS);
			s->only = corefix_day("2022-04-10") + 30 * (k / DAYS) + k % DAYS;
			continue;
		}
		s->org = orgs[i % 4];
		(void)snprintf(
		    s->drive, sizeof(s->drive), "%s/2022-%02d-%02d/1", s->org, 1 + i % 12, 1 + i);
	}
}

/* All stand under 91. */
static bool
is_locked(const struct shadow *w, const char *org, day_t day)
{
	for (int i = w->locks_n - 1; i >= 0; i--)
		if (w->lock[i].from <= day && day <= w->lock[i].to &&
		    (strcmp(w->lock[i].org, org) == 0 || strcmp(w->lock[i].org, "91") == 0))
			return w->lock[i].locked;
	return false;
}

/*
 * true: it is stored for good.  ALREADY stands for whatever else would be said of the very same
 * content.
 */
static bool
send(struct shadow *w, enum actor actor, const struct report *r, enum err_code expected)
{
	const bool settle = draw(w, 6) != 0;
	const enum err_code code = corefix_send_as(w->f, actor, w->f->seq[actor] + 1, r, 1, settle);

	if (code == ERR_ALREADY)
		return false;
	if (code != expected)
		fail_msg("kind %d: %s (%s) instead of %s", r->kind, err_name(code), w->f->detail,
		    err_name(expected));
	if ((code != ERR_OK && code != ERR_AFTER_LOCK) || !settle)
		return false;
	w->f->seq[actor]++;
	return true;
}

/* ---- results */

static bool
is_same_name(const struct name *a, const struct name *b)
{
	return a->seq == b->seq && memcmp(a->stream, b->stream, WIRE_STREAM_BYTES) == 0;
}

/* What waits may stand for what counts: it names just that, or nothing is there. */
static bool
waits_fit(const struct slot *s)
{
	return s->waits.base.seq == 0 ? !s->now.there
				      : s->now.there && is_same_name(&s->waits.base, &s->now.name);
}

static enum err_code
foretell(const struct shadow *w, const struct slot *s, const struct report *r, bool of_waiting)
{
	const bool withdrawal = r->action == ACTION_WITHDRAWAL;
	const bool late = !(withdrawal && of_waiting) &&
	    ((s->now.there && is_locked(w, s->org, s->now.day)) ||
		(!withdrawal && is_locked(w, s->org, r->u.result.held_to)));
	const enum err_code taken = late ? ERR_AFTER_LOCK : ERR_OK;

	if (r->action == ACTION_FIRST)
		return (s->now.there && (!s->now.interim || s->returned)) ||
			(!s->now.there && s->waits.there)
		    ? ERR_REVISION_CONFLICT
		    : taken;
	if (of_waiting)
		return withdrawal || late || waits_fit(s) ? taken
		    : s->waits.base.seq == 0              ? ERR_REVISION_CONFLICT
							  : ERR_BASE_STALE;
	return s->now.there ? taken : ERR_BASE_UNKNOWN;
}

static void
take(struct shadow *w, struct slot *s, const struct report *r, bool of_waiting)
{
	const struct version said = {.there = r->action != ACTION_WITHDRAWAL,
	    .interim = r->u.result.stage == STAGE_INTERIM,
	    .day = r->u.result.held_to,
	    .units = r->u.result.counts.val[1],
	    .name = w->f->name};
	const struct name base = of_waiting ? s->waits.base : r->replaces;

	if (w->f->code == ERR_AFTER_LOCK) {
		const day_t day = said.there ? said.day : s->now.day;

		s->waits = said;
		s->waits.there = true;
		s->waits.withdrawal = r->action == ACTION_WITHDRAWAL;
		s->waits.day = day;
		s->waits.base = base;
		return;
	}
	if (!of_waiting || r->action != ACTION_WITHDRAWAL) {
		s->now = said;
		s->returned = s->approved = false;
	}
	if (of_waiting)
		s->waits.there = false;
}

static void
step_result(struct shadow *w, struct slot *s)
{
	char iso[DAY_TEXT_MAX];
	const day_t any = corefix_day("2021-12-01") + (day_t)draw(w, 365);
	const day_t day = s->only != 0 ? s->only : any;
	const int64_t units = (int64_t)draw(w, 400);
	struct report r = corefix_result(s->drive, day_iso(day, iso), units + 50, units);
	bool of_waiting = false;

	r.u.result.facility = "BV91";
	r.u.result.day = s->only;
	r.u.result.stage = draw(w, 3) == 0 ? STAGE_INTERIM : STAGE_FINAL;
	r.action = (enum report_action)(ACTION_FIRST + draw(w, 3));
	if (r.action != ACTION_FIRST) {
		of_waiting = s->waits.there && draw(w, 2) == 0;
		r.reason = "sửa";
		r.replaces = of_waiting ? s->waits.name
		    : s->now.there      ? s->now.name
					: (struct name){.seq = 900000};
	}
	if (send(w, ACTOR_KIEN_GIANG, &r, foretell(w, s, &r, of_waiting)))
		take(w, s, &r, of_waiting);
}

/* The whole of a drive whose days count is refused; where none counts it is not said here. */
static void
step_whole(struct shadow *w, const struct slot *s)
{
	char iso[DAY_TEXT_MAX];

	if (s->only == 0 || !s->now.there || s->returned)
		return;
	const struct report r = corefix_result(s->drive, day_iso(s->only, iso), 60, 50);
	(void)send(w, ACTOR_KIEN_GIANG, &r, ERR_OVERLAPS);
}

static void
step_collected(struct shadow *w, struct slot *s)
{
	const int64_t units = draw(w, 2) == 0 ? s->now.units : (int64_t)draw(w, 400);
	struct report r = corefix_result(s->drive, "2022-05-08", units + 50, units);
	enum err_code expected = s->now.there ? ERR_OK : ERR_WITNESS;

	r.u.result.witness = WITNESS_COLLECTOR;
	if (s->only != 0)
		r.u.result.day = r.u.result.held_from = r.u.result.held_to = s->only;
	if (s->collected.there) {
		r.action = draw(w, 2) == 0 ? ACTION_CORRECTION : ACTION_WITHDRAWAL;
		r.reason = "sửa";
		r.replaces = s->collected.name;
	}
	/* A drive is there once its first result made it. */
	if (s->now.name.seq == 0 && s->waits.name.seq == 0)
		return;
	if (!send(w, ACTOR_LATER, &r, expected))
		return;
	s->collected = (struct version){
	    .there = r.action != ACTION_WITHDRAWAL, .units = units, .name = w->f->name};
}

/* ---- reviews and locks */

static void
step_review(struct shadow *w, struct slot *s)
{
	const bool locked = s->now.there && is_locked(w, s->org, s->now.day);
	const uint64_t what = draw(w, 3);
	enum err_code expected = ERR_OK;
	struct report r;

	if (what == 0 && s->now.there) {
		r = corefix_review(&s->now.name, REVIEW_ACCEPTED, "", "");
		expected = s->now.interim   ? ERR_INVALID
		    : s->returned && locked ? ERR_LOCKED
					    : ERR_OK;
		if (!send(w, ACTOR_KIEN_GIANG, &r, expected))
			return;
		s->approved = true;
		s->returned = false;
	} else if (what == 1 && s->now.there && !s->returned) {
		r = corefix_review(&s->now.name, REVIEW_RETURNED, "xem lại", "");
		if (!send(w, ACTOR_NATION, &r, locked ? ERR_LOCKED : ERR_OK))
			return;
		s->returned = true;
		s->approved = false;
	} else if (what == 2 && s->waits.there) {
		r = corefix_review(&s->waits.name, REVIEW_ADMITTED, "sót", "");
		expected = waits_fit(s)      ? ERR_OK
		    : s->waits.base.seq == 0 ? ERR_REVISION_CONFLICT
					     : ERR_BASE_STALE;
		if (!send(w, ACTOR_KIEN_GIANG, &r, expected))
			return;
		s->now = s->waits;
		s->now.there = !s->waits.withdrawal;
		s->returned = s->approved = s->waits.there = false;
	}
}

static void
step_lock(struct shadow *w)
{
	char a[DAY_TEXT_MAX], b[DAY_TEXT_MAX];
	const char *org = orgs[draw(w, ARRAY_LEN(orgs))];
	const day_t from = corefix_day("2021-12-01") + (day_t)draw(w, 330);
	const day_t to = from + (day_t)draw(w, 30);
	const bool locked = draw(w, 3) == 0;
	const struct report r = corefix_lock(org, day_iso(from, a), day_iso(to, b), locked);

	if (w->locks_n == LOCKS_MAX || !send(w, ACTOR_KIEN_GIANG, &r, ERR_OK))
		return;
	w->lock[w->locks_n].org = org;
	w->lock[w->locks_n].from = from;
	w->lock[w->locks_n].to = to;
	w->lock[w->locks_n++].locked = locked;
}

/* ---- activities */

static void
step_activity(struct shadow *w)
{
	char a[DAY_TEXT_MAX], b[DAY_TEXT_MAX];
	const uint64_t org = draw(w, ARRAY_LEN(orgs)), i = draw(w, MONTHS);
	const int32_t month = day_month(corefix_day("2021-12-01")) + (int32_t)i;
	const day_t last = day_of_month(month + 1) - 1;
	struct month *m = &w->month[org][i];
	struct report r = corefix_activity(orgs[org], day_iso(day_of_month(month), a),
	    day_iso(last, b), LEAFLETS, (int64_t)draw(w, 90));

	if (m->there) {
		r.action = draw(w, 2) == 0 ? ACTION_CORRECTION : ACTION_WITHDRAWAL;
		r.reason = "sửa";
		r.replaces = m->name;
	}
	if (!send(w, ACTOR_KIEN_GIANG, &r, is_locked(w, orgs[org], last) ? ERR_LOCKED : ERR_OK))
		return;
	*m = (struct month){.there = r.action != ACTION_WITHDRAWAL,
	    .leaflets = r.u.activity.counts.val[0],
	    .name = w->f->name};
}

static void
step(struct shadow *w)
{
	struct slot *s = &w->slot[draw(w, DRIVES)];
	const uint64_t what = draw(w, 20);

	if (what < 10)
		step_result(w, s);
	else if (what < 12)
		step_collected(w, s);
	else if (what < 16)
		step_review(w, s);
	else if (what < 17)
		step_lock(w);
	else if (what < 18)
		step_whole(w, s);
	else
		step_activity(w);
}

/* ---- sums */

struct sums {
	int64_t units, leaflets; /* -1: nobody reports it */
	int64_t approved, returned, late;
	uint32_t conflicts;
};

static void
slot_add(const struct slot *s, day_t from, day_t to, struct sums *ret)
{
	const struct version *v = &s->now, *w = &s->waits;

	if (w->there && !w->withdrawal && w->day >= from && w->day <= to)
		ret->late += w->units;
	if (w->there && v->there && !s->returned && v->day >= from && v->day <= to)
		ret->late -= v->units;
	if (!v->there || v->day < from || v->day > to)
		return;
	if (s->returned) {
		ret->returned += v->units;
		return;
	}
	ret->units = (ret->units < 0 ? 0 : ret->units) + v->units;
	ret->approved += s->approved ? v->units : 0;
	ret->conflicts += s->collected.there && s->collected.units != v->units ? 1 : 0;
}

static struct sums
shadow_sums(const struct shadow *w, const char *org, day_t from, day_t to)
{
	const bool all = strcmp(org, "91") == 0 || strcmp(org, "VN") == 0;
	const int32_t first = day_month(corefix_day("2021-12-01"));
	struct sums ret = {.units = -1, .leaflets = -1};

	for (int i = 0; i < DRIVES; i++)
		if (all || strcmp(org, w->slot[i].org) == 0)
			slot_add(&w->slot[i], from, to, &ret);
	for (size_t i = 0; i < ARRAY_LEN(orgs); i++)
		for (int32_t k = 0; k < MONTHS && (all || strcmp(org, orgs[i]) == 0); k++) {
			const day_t day = day_of_month(first + k + 1) - 1;

			if (w->month[i][k].there && day >= from && day <= to)
				ret.leaflets =
				    (ret.leaflets < 0 ? 0 : ret.leaflets) + w->month[i][k].leaflets;
		}
	return ret;
}

static void
totals_are(struct shadow *w, const char *org, day_t from, day_t to)
{
	char a[DAY_TEXT_MAX], b[DAY_TEXT_MAX], period[2 * DAY_TEXT_MAX + 4];
	const struct sums sums = shadow_sums(w, org, from, to);
	struct err err = {.code = ERR_OK};
	struct rows rows;

	(void)snprintf(period, sizeof(period), "%s..%s", day_iso(from, a), day_iso(to, b));
	assert_int_equal(corefix_total(w->f, org, period, IND_BLOOD_UNITS), sums.units);
	assert_int_equal(corefix_total(w->f, org, period, LEAFLETS), sums.leaflets);
	if (!corefix_summary(w->f, ACTOR_NATION, org, period, BY_CHILD, &rows, &err))
		fail_msg("%s", err.text);
	assert_int_equal(rows.total.approved_units, sums.approved);
	assert_int_equal(rows.total.returned_units, sums.returned);
	assert_int_equal(rows.total.after_lock_units, sums.late);
	assert_int_equal(rows.total.conflicts, sums.conflicts);
	bool locked = strcmp(org, "VN") != 0; /* which none of the entries is about */
	for (day_t day = from; day <= to; day++)
		locked = locked && is_locked(w, org, day);
	assert_int_equal(rows.total.locked, locked);
	query_free(&rows.arena);
}

static void
check(struct shadow *w)
{
	static const char *const asked[] = {"VN", "91", "909", "911", "91.VINPEARL"};
	struct err err = {.code = ERR_OK};

	for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
		const day_t from = corefix_day("2021-12-01") + (day_t)draw(w, 300);
		const day_t left = corefix_day("2022-11-30") - from;

		if (strcmp(asked[i], "VN") != 0)
			totals_are(w, asked[i], from, from + (day_t)draw(w, 20));
		totals_are(w, asked[i], from, from + (day_t)draw(w, (uint64_t)left));
	}
	struct core_views views;

	if (!core_views(w->f->core, &views, &err))
		fail_msg("%s", err.text);
	struct core *again = corefix_replay(w->f, w->f->ledger_n);
	if (!core_equal(w->f->core, again, &err))
		fail_msg("%s", err.text);
	core_free(again);
}

static void
increments_equal_the_shadow_and_the_replayed_ledger(void **state)
{
	struct shadow *w = calloc(1, sizeof(*w));
	struct report hospital = corefix_org("BV91", ORG_FACILITY, "VN");
	const char *given = getenv("GH_SEED");
	const uint64_t seed = given == NULL ? (uint64_t)time(NULL) : strtoull(given, NULL, 10);

	assert_non_null(w);
	print_message("GH_SEED=%llu\n", (unsigned long long)seed);
	w->f = *state;
	w->seed = seed * 2 + 1;
	hospital.u.registry.kind = REGISTRY_FACILITY;
	assert_int_equal(corefix_send(w->f, ACTOR_OPERATOR, &hospital, 1), ERR_OK);
	corefix_key(w->f, ACTOR_LATER, "BV91", ROLE_REPORTER);
	slots_fill(w);
	for (int i = 0; i < STEPS; i++) {
		step(w);
		if (i < SMALL || i % CHECK_EVERY == 0)
			check(w);
	}
	check(w);
	free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(increments_equal_the_shadow_and_the_replayed_ledger,
		corefix_setup, corefix_teardown),
	};

	return cmocka_run_group_tests_name("core_random", tests, NULL, NULL);
}
