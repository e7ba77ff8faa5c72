/*
 * The ledger read in any way gives the same state: batches of every kind in random order, some
 * undone, some with refused reports between accepted ones; read again whole, or as checkpoint,
 * structure and tail, and going on from what was read.  In every state the rows of a summary sum to
 * its total. The seed is printed; GH_SEED repeats it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "rules/catalogue.h"
#include "support/corestore.h"

#define STEPS 700
#define CHECK_EVERY 35
#define DRIVES 15
#define SAID_MAX 4000
#define SENT_MAX 3
#define REPORTS_MAX 4
#define SHARES_MAX 16384

struct said {
	struct report r; /* texts are literals or of ${world} */
	struct name name;
};

struct world {
	struct corefix *f;
	struct corestore store;
	uint64_t seed;
	char drive[DRIVES][WIRE_DRIVE_BYTES_MAX + 1];
	struct said said[SAID_MAX]; /* what was stored, to be corrected or reviewed */
	uint32_t said_n;
	struct share shares[SHARES_MAX][2];
	uint32_t shares_n;
	uint32_t keys_n;
	uint32_t accepted[KIND_COUNT_];
	uint32_t moved, loaded, undone, late;
	uint32_t reviewed[REVIEW_COUNT_];
};

static const char *const orgs[] = {"909", "911", "91.VINPEARL", "91", "115", "12", "X0", "X1"};

static uint64_t
draw(struct world *w, uint64_t n)
{
	w->seed ^= w->seed << 13;
	w->seed ^= w->seed >> 7;
	w->seed ^= w->seed << 17;
	return w->seed % n;
}

static const char *
some_day(struct world *w, char iso[DAY_TEXT_MAX])
{
	return day_iso(corefix_day("2021-11-15") + (day_t)draw(w, 400), iso);
}

static const char *
some_drive(struct world *w)
{
	return w->drive[draw(w, DRIVES)];
}

static const struct said *
some_said(struct world *w, enum report_kind kind)
{
	for (int i = 0; i < 20 && w->said_n > 0; i++) {
		const struct said *s = &w->said[draw(w, w->said_n)];

		if (s->r.kind == kind)
			return s;
	}
	return NULL;
}

/* ---- reports; a third of them about what another report said, which may be replaced meanwhile */

static struct report
of_before(struct world *w, struct report r)
{
	const struct said *s = draw(w, 3) == 0 ? some_said(w, r.kind) : NULL;

	if (s == NULL)
		return r;
	if (draw(w, 3) == 0)
		return corefix_withdrawal(s->r, &s->name);
	if (r.kind == KIND_RESULT) {
		r.u.result.drive = s->r.u.result.drive;
		r.u.result.collection = s->r.u.result.collection;
		if (r.u.result.drive[0] == '\0') {
			r.u.result.held_from = r.u.result.collection.from;
			r.u.result.held_to = r.u.result.collection.to;
		}
	} else if (r.kind == KIND_SCHEDULE) {
		r.u.schedule.drive = s->r.u.schedule.drive;
	} else if (r.kind == KIND_REGISTRATION) {
		r.u.registration.drive = s->r.u.registration.drive;
	} else if (r.kind == KIND_ACTIVITY) {
		const struct counts counts = r.u.activity.counts;

		r.u.activity = s->r.u.activity;
		r.u.activity.counts = counts;
	} else if (r.kind == KIND_TARGET) {
		const int64_t units = r.u.target.value;

		r.u.target = s->r.u.target;
		r.u.target.value = units;
	}
	return corefix_correction(r, &s->name);
}

static struct report
some_result(struct world *w)
{
	char iso[DAY_TEXT_MAX];
	const int64_t units = (int64_t)draw(w, 300);
	struct report r = corefix_result(some_drive(w), some_day(w, iso), units + 20, units);

	r.u.result.stage = draw(w, 3) == 0 ? STAGE_INTERIM : STAGE_FINAL;
	if (draw(w, 4) == 0)
		r.u.result.sector = "PHUONG";
	if (draw(w, 6) == 0)
		r.u.result.source = SOURCE_DEMO;
	if (draw(w, 3) == 0) {
		struct share *two = w->shares[w->shares_n++ % SHARES_MAX];

		two[0] = (struct share){.org = "91.VINPEARL", .units = units / 3};
		two[1] = (struct share){.org = "12", .units = units - units / 3};
		r.u.result.executing = two;
		r.u.result.executing_n = 2;
	}
	if (draw(w, 10) == 0) {
		const day_t month = day_of_month(day_month(r.u.result.held_to));

		r.u.result.drive = "";
		r.u.result.collection = (struct collection){.org = orgs[draw(w, 4)],
		    .from = month,
		    .to = month + 9,
		    .kind = draw(w, 2) == 0 ? COLLECTION_CARRIED_IN : COLLECTION_FIXED_SITE};
		r.u.result.held_from = month;
		r.u.result.held_to = month + 9;
		r.u.result.make_drive = false;
	}
	if (draw(w, 5) == 0) {
		r.u.result.witness = WITNESS_COLLECTOR;
		r.u.result.make_drive = false;
	} else if (draw(w, 2) == 0) {
		r.u.result.facility = "BV91";
	}
	return of_before(w, r);
}

/* ---- what people say about reports, and what is neither a result nor the plan */

/* A month of one of the two plan years that the days lie in, or all of one up to it. */
static struct report
some_activity(struct world *w)
{
	static const uint32_t inds[] = {1200, 1201, 1020, 1000};
	const int32_t month = day_month(corefix_day("2021-12-01")) + (int32_t)draw(w, 11);
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	struct report r = corefix_activity(orgs[draw(w, 4)], day_iso(day_of_month(month), from),
	    day_iso(day_of_month(month + 1) - 1, to), inds[draw(w, ARRAY_LEN(inds))],
	    (int64_t)draw(w, 90));

	if (draw(w, 6) == 0) {
		r.u.activity.from = corefix_day("2021-12-01");
		r.u.activity.cumulative = true;
	}
	return of_before(w, r);
}

static struct report
some_lock(struct world *w)
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	const day_t first = corefix_day(some_day(w, from));

	return corefix_lock(orgs[draw(w, 6)], day_iso(first, from),
	    day_iso(first + (day_t)draw(w, 40), to), draw(w, 2) == 0);
}

static struct report
some_review(struct world *w)
{
	const struct said *s = some_said(w, draw(w, 8) == 0 ? KIND_ACTIVITY : KIND_RESULT);
	const enum review_state state =
	    (enum review_state)(REVIEW_ACCEPTED + draw(w, REVIEW_COUNT_ - 1));

	if (s == NULL)
		return some_lock(w);
	return corefix_review(&s->name, state, "xem lại", some_drive(w));
}

static struct report
some_statement(struct world *w)
{
	static const char *const texts[] = {"Mở đầu", "Kết quả", "Phương hướng"};
	char iso[DAY_TEXT_MAX];

	switch (draw(w, 12)) {
	case 0:
		return some_lock(w);
	case 1:
		return of_before(w,
		    corefix_registration(some_drive(w), some_day(w, iso), (int64_t)draw(w, 500)));
	case 2:
		return of_before(
		    w, corefix_text(orgs[draw(w, 4)], "intro", texts[draw(w, ARRAY_LEN(texts))]));
	case 3:
	case 4:
	case 5:
		return some_activity(w);
	default:
		return some_review(w);
	}
}

static struct report
some_report(struct world *w)
{
	return draw(w, 3) == 0 ? some_statement(w) : some_result(w);
}

static struct report
some_schedule(struct world *w)
{
	static const enum drive_state states[] = {DRIVE_PLANNED, DRIVE_PLANNED, DRIVE_POSTPONED,
	    DRIVE_DRAFT, DRIVE_CANCELLED, DRIVE_HELD};
	static const char *const campaigns[] = {"HE-2022"};
	char iso[DAY_TEXT_MAX];
	const char *day = some_day(w, iso);
	struct report r = corefix_schedule(some_drive(w), day, day);

	r.u.schedule.state = states[draw(w, ARRAY_LEN(states))];
	if (draw(w, 3) == 0)
		r.u.schedule.sector = "PHUONG";
	if (draw(w, 3) == 0)
		r.u.schedule.campaigns = (struct strings){.at = campaigns, .n = 1};
	return of_before(w, r);
}

static struct report
some_target(struct world *w)
{
	struct report r = corefix_target(
	    orgs[draw(w, ARRAY_LEN(orgs))], "2021-12-01", "2022-11-30", (int64_t)draw(w, 900));

	r.u.target.draft = draw(w, 4) == 0;
	if (draw(w, 2) == 0) {
		const char *drive = some_drive(w);
		static char code[DRIVES][WIRE_CODE_BYTES_MAX + 1];
		struct drive_key key;

		assert_true(drive_key_parse(drive, &key, NULL));
		memcpy(code[(drive - w->drive[0]) / (WIRE_DRIVE_BYTES_MAX + 1)], key.org,
		    sizeof(key.org));
		r.u.target.org = code[(drive - w->drive[0]) / (WIRE_DRIVE_BYTES_MAX + 1)];
		r.u.target.from = r.u.target.to = key.day;
		r.u.target.drive = drive;
	}
	return of_before(w, r);
}

/* A place moves below another, for days long past; or a new one; or two merge. */
static struct report
some_registry(struct world *w)
{
	char iso[DAY_TEXT_MAX];
	struct report r = corefix_org("91.VINPEARL", ORG_BODY, draw(w, 2) == 0 ? "12" : "909");
	struct org_entry *e = &r.u.registry.u.org;

	switch (draw(w, 4)) {
	case 0:
		e->valid_from = corefix_day(some_day(w, iso));
		e->continues_code = "91.VINPEARL";
		e->continues_day = e->valid_from - 1;
		e->sector = draw(w, 2) == 0 ? "PHUONG" : "";
		return r;
	case 1:
		e->code = e->continues_code = "115";
		e->kind = ORG_DISTRICT;
		e->parent = draw(w, 2) == 0 ? "91" : "12";
		e->valid_from = corefix_day(some_day(w, iso));
		e->continues_day = e->valid_from - 1;
		return r;
	case 2: /* a commune that begins, or whose end becomes known late */
		e->code = draw(w, 2) == 0 ? "X0" : "X1";
		e->name = e->full_name = e->code;
		e->kind = ORG_COMMUNE;
		e->parent = e->code[1] == '0' ? "909" : "115";
		e->valid_to = draw(w, 2) == 0 ? DAY_OPEN_RIGHT : corefix_day(some_day(w, iso));
		return r;
	default:
		break;
	}
	r.u.registry.kind = REGISTRY_SUCCESSION;
	r.u.registry.u.succession =
	    (struct succession_entry){.old_code = draw(w, 2) == 0 ? "909" : "911",
		.new_code = "12",
		.effective = corefix_day("2025-07-01"),
		.kind = SUCCESSION_MERGED,
		.area = EXTENT_FULL,
		.people = EXTENT_FULL,
		.basis = ""};
	return r;
}

/* ---- batches */

static void
remember(struct world *w, const struct decided *d, const struct report *r, struct name name)
{
	for (uint32_t i = 0; i < d->verdicts_n; i++) {
		if (d->fate != FATE_STORED || !core_is_stored(d->verdicts[i].code))
			continue;
		w->late += d->verdicts[i].code == ERR_AFTER_LOCK ? 1 : 0;
		w->accepted[r[i].kind]++;
		if (r[i].kind == KIND_REVIEW)
			w->reviewed[r[i].u.review.state]++;
		name.idx = i;
		if (w->said_n < SAID_MAX && r[i].kind != KIND_REGISTRY &&
		    r[i].action != ACTION_WITHDRAWAL)
			w->said[w->said_n++] = (struct said){.r = r[i], .name = name};
	}
}

/* One to three submissions of one to four results or statements each, undone now and then. */
static void
send_results(struct world *w)
{
	static const enum actor actors[] = {
	    ACTOR_KIEN_GIANG, ACTOR_KIEN_GIANG, ACTOR_AN_MINH, ACTOR_NATION};
	const bool settle = draw(w, 5) != 0;
	const uint32_t n = 1 + (uint32_t)draw(w, SENT_MAX);
	struct report r[SENT_MAX][REPORTS_MAX];
	struct corefix_sent sent[SENT_MAX];
	struct pending p[SENT_MAX];
	struct name name[SENT_MAX];

	for (uint32_t i = 0; i < n; i++) {
		const enum actor actor = actors[draw(w, ARRAY_LEN(actors))];
		const uint32_t reports_n = 1 + (uint32_t)draw(w, REPORTS_MAX);

		for (uint32_t k = 0; k < reports_n; k++)
			r[i][k] = some_report(w);
		name[i] = (struct name){.seq = ++w->f->seq[actor]};
		memcpy(name[i].stream, w->f->stream[actor], WIRE_STREAM_BYTES);
		sent[i] = corefix_sign(w->f, actor, name[i].seq, r[i], reports_n);
		p[i] = sent[i].p;
	}
	const struct decided *d = corefix_decide(w->f, p, n, settle);
	for (uint32_t i = 0; i < n && settle; i++)
		remember(w, &d[i], r[i], name[i]);
	w->undone += settle ? 0 : 1;
	for (uint32_t i = 0; i < n; i++)
		corefix_sent_free(&sent[i]);
}

/* One submission of plan or registry, with a result among it now and then. */
static void
send_entries(struct world *w)
{
	const uint32_t n = 1 + (uint32_t)draw(w, REPORTS_MAX);
	const uint64_t kind = draw(w, 5);
	const enum actor actor = kind == 4 ? ACTOR_OPERATOR : ACTOR_NATION;
	struct report r[REPORTS_MAX];
	struct name name = {.seq = ++w->f->seq[actor]};

	for (uint32_t i = 0; i < n; i++)
		r[i] = kind == 4      ? some_registry(w)
		    : kind < 2        ? some_schedule(w)
		    : kind == 2       ? some_target(w)
		    : draw(w, 2) == 0 ? some_report(w)
				      : some_schedule(w);
	struct corefix_sent sent = corefix_sign(w->f, actor, name.seq, r, n);
	memcpy(name.stream, w->f->stream[actor], WIRE_STREAM_BYTES);
	remember(w, corefix_decide(w->f, &sent.p, 1, true), r, name);
	corefix_sent_free(&sent);
}

/* An office comes in: from then on it owes. */
static void
send_key(struct world *w)
{
	if (w->keys_n == 0)
		corefix_key(w->f, ACTOR_LATER, "911", ROLE_REPORTER);
	else if (w->keys_n == 1)
		corefix_key(w->f, ACTOR_LATEST, "91.VINPEARL", ROLE_REPORTER);
	w->keys_n++;
}

static void
step(struct world *w)
{
	const uint64_t what = draw(w, 100);

	if (what < 62)
		send_results(w);
	else if (what < 92)
		send_entries(w);
	else if (what < 94)
		send_key(w);
	else if (what < 97)
		corestore_take(&w->store, w->f->core, draw(w, 4) != 0);
	else if (what < 99)
		w->f->now_ms += (int64_t)draw(w, 3) * 86400 * 1000;
	else /* somebody recovers the server */
		corefix_epoch(
		    w->f, core_epoch(w->f->core) + 1 + (uint32_t)draw(w, 2), draw(w, 4) != 0);
	if (draw(w, 60) == 0 && w->store.n > 0) {
		core_free(w->f->core);
		w->f->core = corestore_load(&w->store, w->f);
		w->loaded++;
		/* The next checkpoint is over what was loaded. */
	}
}

/* ---- what holds in every state */

#define SUMS 11

static void
row_subtract(int64_t *sum, const struct row *r)
{
	sum[0] -= counts_value(&r->counts, IND_BLOOD_UNITS);
	sum[1] -= r->drives_planned;
	sum[2] -= r->drives_reported;
	sum[3] -= r->drives_late;
	sum[4] -= r->drives_held;
	sum[5] -= r->reports;
	sum[6] -= r->interim_units;
	sum[7] -= r->approved_units;
	sum[8] -= r->returned_units;
	sum[9] -= r->after_lock_units;
	sum[10] -= r->conflicts;
	if (r->drives_reported > r->drives_planned)
		fail_msg("%s %s: %u of %u drives reported", r->kind, r->name, r->drives_reported,
		    r->drives_planned);
}

static void
rows_sum_to_the_total_of(struct world *w, const struct summary_request *q)
{
	struct err err = {.code = ERR_OK};
	int64_t sum[SUMS] = {0};
	struct key_info who;
	struct rows rows;

	assert_true(core_key_by_sign(w->f->core, w->f->key[ACTOR_NATION].sign_public, &who));
	if (!core_summary(w->f->core, &who, q, w->f->now_ms, &rows, &err)) {
		if (err.code != ERR_ORG_NOT_VALID)
			fail_msg("%s on %s: %s", q->org, q->basis, err.text);
		return;
	}
	row_subtract(sum, &rows.total);
	for (uint32_t i = 0; i < SUMS; i++)
		sum[i] = -sum[i];
	for (uint32_t i = 0; i < rows.rows_n; i++)
		row_subtract(sum, &rows.rows[i]);
	/* Of indicators a row has one number: of these the units are one. */
	for (uint32_t i = 0; i < (q->by == BY_INDICATOR ? 1 : SUMS) && rows.rows_n > 0; i++)
		if (sum[i] != 0)
			fail_msg("%s %s on %s by %d: number %u differs by %lld", q->org, q->period,
			    q->basis, q->by, i, (long long)sum[i]);
	query_free(&rows.arena);
}

/* What one core decides on the state that it read, any other does. */
static void
verdicts_are_alike(struct world *w, struct core *other)
{
	struct core *own = w->f->core;
	enum err_code codes[REPORTS_MAX] = {ERR_OK};
	struct report r[REPORTS_MAX];

	for (int i = 0; i < REPORTS_MAX; i++)
		r[i] = some_report(w);
	struct corefix_sent sent =
	    corefix_sign(w->f, ACTOR_NATION, w->f->seq[ACTOR_NATION] + 1, r, REPORTS_MAX);
	const struct decided *d = corefix_decide(w->f, &sent.p, 1, false);
	for (int i = 0; i < REPORTS_MAX; i++)
		codes[i] = d->verdicts[i].code;
	w->f->core = other;
	d = corefix_decide(w->f, &sent.p, 1, false);
	w->f->core = own;
	for (int i = 0; i < REPORTS_MAX; i++)
		assert_int_equal(codes[i], d->verdicts[i].code);
	corefix_sent_free(&sent);
}

static void
check(struct world *w)
{
	static const char *const asked[] = {"VN", "91", "12", "909", "91.VINPEARL"};
	char a[DAY_TEXT_MAX], b[DAY_TEXT_MAX], period[2 * DAY_TEXT_MAX + 4];
	const day_t from = corefix_day("2021-11-15") + (day_t)draw(w, 200);
	struct core *again = corefix_replay(w->f, w->f->ledger_n);

	(void)snprintf(period, sizeof(period), "%s..%s", day_iso(from, a),
	    day_iso(from + (day_t)draw(w, 300), b));
	corestore_alike(w->f, w->f->core, again, period);
	for (int i = 0; i < 5; i++)
		verdicts_are_alike(w, again);
	corestore_alike(w->f, w->f->core, again, period);
	core_free(again);
	if (w->store.n > 0) {
		again = corestore_load(&w->store, w->f);
		corestore_alike(w->f, w->f->core, again, period);
		core_free(again);
	}
	const char *const bases[] = {"", "end", some_day(w, b), "2025-07-02"};
	for (size_t i = 0; i < ARRAY_LEN(asked) * ARRAY_LEN(bases); i++)
		for (int by = BY_CHILD; by < BY_COUNT_; by++)
			rows_sum_to_the_total_of(w,
			    &(const struct summary_request){.org = asked[i / ARRAY_LEN(bases)],
				.period = period,
				.by = (enum by)by,
				.basis = bases[i % ARRAY_LEN(bases)],
				.level = (enum org_kind)(ORG_PROVINCE + draw(w, 4))});
}

static void
the_ledger_read_in_any_way_gives_the_same_state(void **state)
{
	const char *given = getenv("GH_SEED");
	uint64_t seed = given == NULL ? (uint64_t)time(NULL) : strtoull(given, NULL, 10);
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	print_message("GH_SEED=%llu\n", (unsigned long long)seed);
	w->f = *state;
	w->seed = seed * 2 + 1;
	for (int i = 0; i < DRIVES; i++)
		(void)snprintf(w->drive[i], sizeof(w->drive[0]), "%s/2022-%02d-%02d/1",
		    orgs[(size_t)i % ARRAY_LEN(orgs)], 1 + i % 12, 3 + i);
	struct report hospital = corefix_org("BV91", ORG_FACILITY, "VN");
	hospital.u.registry.kind = REGISTRY_FACILITY;
	assert_int_equal(corefix_send(w->f, ACTOR_OPERATOR, &hospital, 1), ERR_OK);
	for (int i = 0; i < STEPS; i++) {
		step(w);
		if (i % CHECK_EVERY == 0)
			check(w);
	}
	check(w);
	print_message("results %u schedules %u targets %u registry %u; loaded %u undone %u\n",
	    w->accepted[KIND_RESULT], w->accepted[KIND_SCHEDULE], w->accepted[KIND_TARGET],
	    w->accepted[KIND_REGISTRY], w->loaded, w->undone);
	print_message(
	    "late %u locks %u activities %u registrations %u texts %u; accepted %u returned %u "
	    "admitted %u same %u different %u taken %u\n",
	    w->late, w->accepted[KIND_LOCK], w->accepted[KIND_ACTIVITY],
	    w->accepted[KIND_REGISTRATION], w->accepted[KIND_TEXT], w->reviewed[REVIEW_ACCEPTED],
	    w->reviewed[REVIEW_RETURNED], w->reviewed[REVIEW_ADMITTED],
	    w->reviewed[REVIEW_SAME_DRIVE], w->reviewed[REVIEW_DIFFERENT],
	    w->reviewed[REVIEW_TAKE_COLLECTOR]);
	corestore_free(&w->store);
	free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		the_ledger_read_in_any_way_gives_the_same_state, corefix_setup, corefix_teardown),
	};

	return cmocka_run_group_tests_name("core_replay", tests, NULL, NULL);
}
