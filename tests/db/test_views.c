/*
 * A random country over a reform: organisations, late successions and their withdrawal, drives
 * whole or day by day and collections with sectors, shares and campaigns by one name or two, drafts
 * of plans, corrections, withdrawals, returns, locks and what comes after them, each batch
 * committed to a real ledger.  After each step while the country is small, and after every few when
 * it has grown, every view, period, level and map of the core equals a deliberately plain sum over
 * giothong.report. The seed is printed; GH_SEED repeats it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "core/orgs.h"
#include "db/writer.h"
#include "rules/catalogue.h"
#include "support/corefix.h"
#include "support/pgfixture.h"
#include "support/plainsum.h"

#define STEPS 420
#define SMALL 120 /* steps, after each of which all is compared */
#define CHECK_EVERY 60
#define BODY_TRIES 100
#define BODIES_MAX 12
#define SAID_MAX 512
#define OLD "2025-06-30"
#define NEW "2025-07-01"

struct said {
	struct report r;
	struct name name;
	char drive[WIRE_DRIVE_BYTES_MAX + 1];
	struct share shares[2];
};

struct world {
	struct pgfixture *pg;
	struct corefix *f;
	uint64_t seed;
	struct said said[SAID_MAX];
	uint32_t said_n, accepted, collections, days, drafts, undone, late, admitted;
	struct name succession; /* of the newest that was learned late; seq 0: withdrawn */
	char bodies[BODIES_MAX][WIRE_CODE_BYTES_MAX + 1]; /* that were founded on the way */
	uint32_t bodies_n;
	struct name waits; /* of a report that came after a lock; seq 0: none */
	struct plainsum sum;
};

static struct writer *writer;

static void
batch_commit(const struct batch *b)
{
	struct err err = {0};

	if (!writer_append(writer, b, clock_mono_ms(), &err))
		fail_msg("%s", err.text);
	assert_int_equal(writer_finish(writer, clock_mono_ms() + 20000), WRITER_COMMITTED);
}

static uint64_t
draw(struct world *w, uint64_t n)
{
	w->seed ^= w->seed << 13;
	w->seed ^= w->seed >> 7;
	w->seed ^= w->seed << 17;
	return w->seed % n;
}

static day_t
some_day(struct world *w)
{
	return corefix_day("2024-12-01") + (day_t)draw(w, 365);
}

/* ---- the country */

static void
place(
    struct world *w, const char *code, enum org_kind kind, const char *parent, const char *days[2])
{
	struct report r = corefix_org(code, kind, parent);

	if (days[0] != NULL)
		r.u.registry.u.org.valid_from = corefix_day(days[0]);
	if (days[1] != NULL)
		r.u.registry.u.org.valid_to = corefix_day(days[1]);
	assert_int_equal(corefix_send(w->f, ACTOR_OPERATOR, &r, 1), ERR_OK);
}

static void
succeed(struct world *w, const char *old, const char *new, enum extent people)
{
	const struct report r = {.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_SUCCESSION,
		.u.succession = {.old_code = old,
		    .new_code = new,
		    .effective = corefix_day(strcmp(old, "MAT") == 0 ? "2025-01-01" : NEW),
		    .kind = new[0] == '\0' ? SUCCESSION_ABOLISHED : SUCCESSION_MERGED,
		    .area = people,
		    .people = people,
		    .basis = ""}}};

	if (corefix_send(w->f, ACTOR_OPERATOR, &r, 1) == ERR_OK)
		w->succession = w->f->name;
}

/* The newest succession never was. */
static void
succession_undo(struct world *w)
{
	struct report r = {
	    .kind = KIND_REGISTRY, .reason = "", .u.registry = {.kind = REGISTRY_SUCCESSION}};

	r.u.registry.u.succession =
	    (struct succession_entry){.old_code = "", .new_code = "", .basis = ""};
	r = corefix_withdrawal(r, &w->succession);
	w->undone += corefix_send(w->f, ACTOR_OPERATOR, &r, 1) == ERR_OK;
	w->succession.seq = 0;
}

static void
campaign_said(struct world *w)
{
	const struct report r = {.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_CAMPAIGN,
		.u.campaign = {.code = "XUAN",
		    .name = "Xuân hồng",
		    .from = corefix_day("2024-12-01"),
		    .to = corefix_day("2025-11-30"),
		    .org = "VN"}}};

	assert_int_equal(corefix_send(w->f, ACTOR_OPERATOR, &r, 1), ERR_OK);
}

static void
country(struct world *w)
{
	w->f->now_ms += INT64_C(250) * 86400 * 1000;
	place(w, "89", ORG_PROVINCE, "VN", (const char *[]){NULL, OLD});
	place(w, "XA", ORG_COMMUNE, "909", (const char *[]){NULL, OLD});
	place(w, "XB", ORG_COMMUNE, "89", (const char *[]){NULL, OLD});
	place(w, "TACH", ORG_COMMUNE, "909", (const char *[]){NULL, OLD});
	place(w, "MAT", ORG_COMMUNE, "909", (const char *[]){NULL, "2024-12-31"});
	place(w, "KE", ORG_COMMUNE, "909", (const char *[]){"2025-01-01", OLD});
	place(w, "91", ORG_PROVINCE, "VN", (const char *[]){NEW, NULL});
	place(w, "MOI", ORG_COMMUNE, "91", (const char *[]){NEW, NULL});
	place(w, "KHAC", ORG_COMMUNE, "91", (const char *[]){NEW, NULL});
	campaign_said(w);
	succeed(w, "91", "91", EXTENT_FULL);
	succeed(w, "909", "", EXTENT_FULL);
	succeed(w, "XA", "MOI", EXTENT_FULL);
	succeed(w, "TACH", "MOI", EXTENT_PART);
	succeed(w, "TACH", "KHAC", EXTENT_REST);
}

static void
body_found(struct world *w)
{
	static const char *const parents[] = {"91", "89", "909", "12"};
	char *code = w->bodies[w->bodies_n];
	struct report r;

	(void)snprintf(code, WIRE_CODE_BYTES_MAX, "12.HOI%u", w->bodies_n);
	r = corefix_org(code, ORG_BODY, parents[draw(w, ARRAY_LEN(parents))]);
	w->bodies_n += corefix_send(w->f, ACTOR_OPERATOR, &r, 1) == ERR_OK;
}

/* What the registry learns late. */
static void
registry_step(struct world *w)
{
	static const char *const late[][2] = {
	    {"89", "91"}, {"XB", "MOI"}, {"MAT", "KE"}, {"KE", "KHAC"}, {"911", ""}};
	const size_t i = (size_t)draw(w, ARRAY_LEN(late));

	if (w->bodies_n < BODIES_MAX && draw(w, 2) == 0) {
		body_found(w);
		return;
	}
	if (w->succession.seq != 0 && draw(w, 3) == 0)
		succession_undo(w);
	else
		succeed(w, late[i][0], late[i][1], EXTENT_FULL);
}

/*
 * A drive of a draft: planned where drafts are asked for, and what is counted of it counts all the
 * same.
 */
static void
draft_step(struct world *w)
{
	char key[WIRE_DRIVE_BYTES_MAX + 1], iso[DAY_TEXT_MAX];
	struct report r;

	(void)snprintf(key, sizeof(key), "115/%s/1", day_iso(some_day(w), iso));
	r = corefix_schedule(key, iso, iso);
	r.u.schedule.state = DRIVE_DRAFT;
	w->drafts += corefix_send(w->f, ACTOR_NATION, &r, 1) == ERR_OK;
}

/* ---- reports */

/* The same counts of days within one month, without a drive. */
static void
collection_make(struct world *w, struct said *s, const char *org, day_t last)
{
	const day_t first = day_of_month(day_month(last));

	s->r.u.result.drive = "";
	s->r.u.result.make_drive = false;
	s->r.u.result.collection = (struct collection){.org = org,
	    .from = last - (day_t)draw(w, (uint64_t)(last - first) + 1),
	    .to = last,
	    .kind = (enum collection_kind)(
		COLLECTION_NONE + 1 + draw(w, COLLECTION_COUNT_ - COLLECTION_NONE - 1))};
	s->r.u.result.held_from = s->r.u.result.collection.from;
	s->r.u.result.held_to = last;
}

/* One of three days of a drive of its own. */
static void
day_make(struct world *w, struct said *s, const char *org, day_t first)
{
	char iso[DAY_TEXT_MAX];

	(void)snprintf(s->drive, sizeof(s->drive), "%s/%s/3", org, day_iso(first, iso));
	s->r.u.result.day = first + (day_t)draw(w, 3);
	s->r.u.result.held_from = s->r.u.result.held_to = s->r.u.result.day;
}

static struct report
some_result(struct world *w, struct said *s)
{
	static const char *const orgs[] = {"XA", "XB", "TACH", "MAT", "KE", "909", "91", "89",
	    "MOI", "KHAC", "91.VINPEARL", "12", "115", "911"};
	static const char *const campaigns[] = {"HE-2022", "XUAN", "HE-2022"};
	char iso[DAY_TEXT_MAX];
	const day_t on = some_day(w);
	const char *day = day_iso(on, iso);
	const int64_t units = (int64_t)draw(w, 300);
	const uint64_t of = draw(w, ARRAY_LEN(orgs) + w->bodies_n);
	const char *org = of < ARRAY_LEN(orgs) ? orgs[of] : w->bodies[of - ARRAY_LEN(orgs)];

	(void)snprintf(s->drive, sizeof(s->drive), "%s/%s/%d", org, day, (int)draw(w, 2) + 1);
	s->r = corefix_result(s->drive, day, units + 20, units);
	if (draw(w, 4) == 0)
		collection_make(w, s, org, on);
	else if (draw(w, 4) == 0)
		day_make(w, s, org, on);
	s->r.u.result.stage = draw(w, 4) == 0 ? STAGE_INTERIM : STAGE_FINAL;
	if (draw(w, 3) == 0)
		s->r.u.result.sector = "PHUONG";
	if (draw(w, 3) == 0)
		s->r.u.result.campaigns = draw(w, 2) == 0
		    ? (struct strings){.at = campaigns, .n = 1}
		    : (struct strings){.at = campaigns + 1, .n = 2};
	if (draw(w, 2) == 0) {
		s->shares[0] = (struct share){.org = "91.VINPEARL", .units = units / 3};
		s->shares[1] = (struct share){.org = "12", .units = units - units / 3};
		s->r.u.result.executing = s->shares;
		s->r.u.result.executing_n = 2;
	}
	return s->r;
}

static void
result_step(struct world *w)
{
	struct said *s = &w->said[w->said_n % SAID_MAX];
	const struct report r = some_result(w, s);

	const enum err_code code = corefix_send(w->f, ACTOR_NATION, &r, 1);

	if (code == ERR_AFTER_LOCK) {
		w->waits = w->f->name;
		w->late++;
	}
	if (code != ERR_OK)
		return;
	s->name = w->f->name;
	w->collections += r.u.result.drive[0] == '\0';
	w->days += r.u.result.day != 0;
	w->said_n += w->said_n + 1 < SAID_MAX;
	w->accepted++;
}

static void
change_step(struct world *w)
{
	struct said *s = &w->said[draw(w, w->said_n)];
	struct report r = s->r;

	if (draw(w, 3) == 0) {
		r = corefix_withdrawal(s->r, &s->name);
	} else {
		static struct said other;

		r = some_result(w, &other);
		r.u.result.drive = s->r.u.result.drive;
		r.u.result.collection = s->r.u.result.collection;
		r.u.result.make_drive = s->r.u.result.make_drive;
		r.u.result.day = s->r.u.result.day;
		if (r.u.result.drive[0] == '\0' || r.u.result.day != 0 || draw(w, 2) == 0) {
			r.u.result.held_from = s->r.u.result.held_from;
			r.u.result.held_to = s->r.u.result.held_to;
		}
		r = corefix_correction(r, &s->name);
	}
	if (corefix_send(w->f, ACTOR_NATION, &r, 1) == ERR_OK)
		s->name = w->f->name;
}

static void
committee_step(struct world *w)
{
	const struct said *s = &w->said[draw(w, w->said_n)];
	const bool is_lock = draw(w, 3) == 0;
	const bool admits = !is_lock && w->waits.seq != 0 && draw(w, 2) == 0;
	const day_t from = some_day(w);
	struct report r = {
	    .kind = is_lock ? KIND_LOCK : KIND_REVIEW, .action = ACTION_FIRST, .reason = ""};

	if (is_lock)
		r.u.lock = (struct lock_entry){.org = draw(w, 2) == 0 ? "91" : "12",
		    .from = from,
		    .to = from + (day_t)draw(w, 20),
		    .locked = draw(w, 3) != 0,
		    .reason = "hết hạn"};
	else if (admits)
		r.u.review = (struct review){.report = w->waits,
		    .state = REVIEW_ADMITTED,
		    .reason = "sót",
		    .other_drive = ""};
	else
		r.u.review = (struct review){.report = s->name,
		    .state = draw(w, 2) == 0 ? REVIEW_RETURNED : REVIEW_ACCEPTED,
		    .reason = "xem lại",
		    .other_drive = ""};
	if (corefix_send(w->f, ACTOR_NATION, &r, 1) == ERR_OK && admits) {
		w->admitted++;
		w->waits.seq = 0;
	}
}

static void
step(struct world *w)
{
	const uint64_t what = draw(w, 100);

	if (what < 60 || w->said_n == 0)
		result_step(w);
	else if (what < 82)
		change_step(w);
	else if (what < 96)
		committee_step(w);
	else if (what < 98)
		registry_step(w);
	else
		draft_step(w);
}

/* ---- against a plain sum */

static void
check(struct world *w, uint32_t *ret_rows)
{
	static const char *const bases[] = {"recorded", "end", OLD, NEW, "2025-03-01"};
	static const char *const orgs[] = {"VN", "12"};
	static const char *const kinds[] = {
	    "2025-H1", "2025-Q3", "2025-06", "cal:2025", "2025..", "..2025-06-06", "2025-H2"};
	char a[DAY_TEXT_MAX], b[DAY_TEXT_MAX], period[2 * DAY_TEXT_MAX + 4];
	struct core_views views;
	struct err err;

	plainsum_read(&w->sum, w->pg->conn);
	struct core *again = corefix_replay(w->f, w->f->ledger_n);
	if (!core_equal(w->f->core, again, &err) || !core_views(w->f->core, &views, &err))
		fail_msg("%s", err.text);
	core_free(again);
	for (size_t i = 0; i < ARRAY_LEN(bases) * ARRAY_LEN(orgs); i++) {
		const day_t from = some_day(w);
		struct summary_request q = {.org = orgs[i / ARRAY_LEN(bases)],
		    .basis = bases[i % ARRAY_LEN(bases)],
		    .drafts = draw(w, 2) == 0,
		    .period = i % 3 == 0 ? "2025"
			: i % 3 == 1     ? period
					 : kinds[draw(w, ARRAY_LEN(kinds))]};

		(void)snprintf(period, sizeof(period), "%s..%s", day_iso(from, a),
		    day_iso(from + (day_t)draw(w, 90), b));
		for (q.by = BY_CHILD; q.by < BY_COUNT_; q.by++) {
			q.level = (enum org_kind)(ORG_PROVINCE + draw(w, 3));
			plainsum_check(&w->sum, &q, ret_rows);
		}
	}
	/* The new province and what the old map has of it, each on its own map. */
	for (enum by by = BY_CHILD; by < BY_COUNT_; by++) {
		plainsum_check(&w->sum,
		    &(struct summary_request){.org = "91",
			.basis = "end",
			.period = "2025",
			.by = by,
			.level = ORG_COMMUNE},
		    ret_rows);
		plainsum_check(&w->sum,
		    &(struct summary_request){.org = "91",
			.basis = OLD,
			.period = "2025",
			.by = by,
			.level = ORG_COMMUNE},
		    ret_rows);
	}
}

static void
every_view_period_and_map_equals_a_plain_sum_over_the_ledger(void **state)
{
	const char *given = getenv("GH_SEED");
	const uint64_t seed = given == NULL ? (uint64_t)time(NULL) : strtoull(given, NULL, 10);
	struct world *w = calloc(1, sizeof(*w));
	struct writer_config config = {.realm = 1};
	struct err err = {0};
	void *fix = NULL;
	uint32_t rows = 0;

	assert_non_null(w);
	print_message("GH_SEED=%llu\n", (unsigned long long)seed);
	w->pg = *state;
	w->seed = seed * 2 + 1;
	config.conninfo = w->pg->conninfo;
	assert_true(writer_new(&config, &writer, &err));
	assert_int_equal(writer_finish(writer, clock_mono_ms() + 20000), WRITER_STILL);
	corefix_on_batch = batch_commit;
	assert_int_equal(corefix_setup(&fix), 0);
	w->f = fix;
	w->sum.f = w->f;
	country(w);
	/* One for certain: they are rarely drawn, and not each parent may have them. */
	for (int i = 0; i < BODY_TRIES && w->bodies_n == 0; i++)
		body_found(w);
	for (int i = 1; i <= STEPS; i++) {
		step(w);
		if (i <= SMALL || i % CHECK_EVERY == 0)
			check(w, &rows);
	}
	print_message(
	    "%u results (%u collections, %u days, %u after a lock, %u of them admitted), %u drafts, "
	    "%u new bodies, %u successions withdrawn, %u rows compared\n",
	    w->accepted, w->collections, w->days, w->late, w->admitted, w->drafts, w->bodies_n,
	    w->undone, rows);
	assert_true(rows > 1000 && w->collections > 0 && w->bodies_n > 0 && w->days > 0);
	corefix_on_batch = NULL;
	assert_int_equal(corefix_teardown(&fix), 0);
	writer_free(writer);
	plainsum_free(&w->sum);
	free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		every_view_period_and_map_equals_a_plain_sum_over_the_ledger, pgfixture_fresh_db,
		pgfixture_drop_db),
	};

	return cmocka_run_group_tests_name("views", tests, pgfixture_start, pgfixture_stop);
}
