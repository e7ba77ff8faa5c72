/*
 * A random country over a reform: organisations, late successions, drives and collections with sectors and
 * shares, corrections, withdrawals, returns, locks and what comes after them, each batch committed to a real
 * ledger.  After each step while the country is small, and after every few when it has grown, every view,
 * period, level and map of the core equals a deliberately plain sum over giothong.report.
 * The seed is printed; GH_SEED repeats it.
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

#define STEPS 420
#define SMALL 120 /* steps, after each of which all is compared */
#define CHECK_EVERY 60
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

/* One number of the ledger: units of a view at an organisation on a day. */
struct plain {
	int32_t view, dim, org, day;
	int64_t units;
};

struct world {
	struct pgfixture *pg;
	struct corefix *f;
	uint64_t seed;
	struct said said[SAID_MAX];
	uint32_t said_n, accepted, collections, late, admitted;
	char bodies[BODIES_MAX][WIRE_CODE_BYTES_MAX + 1]; /* that were founded on the way */
	uint32_t bodies_n;
	struct name waits; /* of a report that came after a lock; seq 0: none */
	struct plain *plain;
	int plain_n;
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

	(void)corefix_send(w->f, ACTOR_OPERATOR, &r, 1);
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
	succeed(w, late[i][0], late[i][1], EXTENT_FULL);
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

static struct report
some_result(struct world *w, struct said *s)
{
	static const char *const orgs[] = {"XA", "XB", "TACH", "MAT", "KE", "909", "91", "89",
	    "MOI", "KHAC", "91.VINPEARL", "12", "115", "911"};
	static const char *const campaigns[] = {"HE-2022"};
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
	s->r.u.result.stage = draw(w, 4) == 0 ? STAGE_INTERIM : STAGE_FINAL;
	if (draw(w, 3) == 0)
		s->r.u.result.sector = "PHUONG";
	if (draw(w, 3) == 0)
		s->r.u.result.campaigns = (struct strings){.at = campaigns, .n = 1};
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
		if (r.u.result.drive[0] == '\0' || draw(w, 2) == 0) {
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
	else
		registry_step(w);
}

/* ---- the plain sum */

static void
plain_read(struct world *w)
{
	PGresult *rows = PQexec(w->pg->conn,
	    "SELECT r.view, r.dim, r.org, r.day, sum(r.sign * r.val[i]) FROM giothong.report AS r, "
	    "generate_subscripts(r.ind, 1) AS i WHERE r.ind[i] = 20 GROUP BY 1, 2, 3, 4");

	assert_int_equal(PQresultStatus(rows), PGRES_TUPLES_OK);
	w->plain_n = PQntuples(rows);
	w->plain = realloc(w->plain, ((size_t)w->plain_n + 1) * sizeof(*w->plain));
	assert_non_null(w->plain);
	for (int i = 0; i < w->plain_n; i++)
		w->plain[i] =
		    (struct plain){.view = (int32_t)strtol(PQgetvalue(rows, i, 0), NULL, 10),
			.dim = (int32_t)strtol(PQgetvalue(rows, i, 1), NULL, 10),
			.org = (int32_t)strtol(PQgetvalue(rows, i, 2), NULL, 10),
			.day = (int32_t)strtol(PQgetvalue(rows, i, 3), NULL, 10),
			.units = strtoll(PQgetvalue(rows, i, 4), NULL, 10)};
	PQclear(rows);
}

struct plain_ask {
	const struct orgs *o;
	const struct orgs_map *map; /* NULL: as recorded */
	org_t under, also;          /* both above; 0: anything */
	bool just_below;            /* ${also} stands just below ${under}, on a posting's own day */
	int line;                   /* not -1: what stands in it at ${under} itself */
	int32_t view, dim;          /* dim -1: any */
	day_t from, to;
};

static bool
is_under(const struct plain_ask *q, org_t above, const struct plain *p)
{
	return above == 0 ||
	    (q->map != NULL ? orgs_map_is_above(q->map, above, p->org)
			    : orgs_is_above(q->o, above, p->org, p->day));
}

/* As recorded a row of children has what stood in it on the day: bodies move when their parent ends. */
static bool
is_in_row(const struct plain_ask *q, const struct plain *p)
{
	org_t chain[ORGS_DEPTH_MAX];
	uint32_t n;

	if (!q->just_below || q->map != NULL)
		return is_under(q, q->also, p);
	n = orgs_chain(q->o, p->org, p->day, chain);
	for (uint32_t i = 0; i + 1 < n; i++)
		if (chain[i + 1] == q->under)
			return chain[i] == q->also;
	return false;
}

static int64_t
plain_sum(const struct world *w, const struct plain_ask *q)
{
	int64_t sum = 0;

	for (int i = 0; i < w->plain_n; i++) {
		const struct plain *p = &w->plain[i];

		if (p->view != q->view || (q->dim >= 0 && p->dim != q->dim) || p->day < q->from ||
		    p->day > q->to || !is_under(q, q->under, p) || !is_in_row(q, p))
			continue;
		if (q->line >= 0) {
			const struct org_place place = orgs_map_place(q->map, p->org);

			if (place.at != q->under || (int)place.line != q->line)
				continue;
		}
		sum += p->units;
	}
	return sum;
}

/* ---- against the core */

static int64_t
units_of(const struct row *row)
{
	for (uint32_t i = 0; i < row->counts.n; i++)
		if (row->counts.ind[i] == IND_BLOOD_UNITS)
			return row->counts.val[i];
	return 0;
}

static void
same(const struct summary_request *q, const struct row *row, int64_t want)
{
	if (units_of(row) != want)
		fail_msg("%s %s on %s by %d, row %s: %lld, plainly %lld", q->org, q->period,
		    q->basis, (int)q->by, row->key, (long long)units_of(row), (long long)want);
}

/* A row that is an organisation's, a line's or an executing body's; the others sum to what is left. */
static bool
row_is_plain(const struct world *w, const struct summary_request *q, struct plain_ask ask,
    const struct row *row)
{
	char *end = NULL;

	if (q->by == BY_EXECUTING && strncmp(row->key, "executing/", 10) == 0) {
		if (ask.map != NULL)
			return false;
		ask.view = VIEW_EXECUTING;
		ask.dim = (int32_t)strtol(row->key + 10, NULL, 10);
	} else if (q->by == BY_CHILD || q->by == BY_LEVEL) {
		const long org = strtol(row->key, &end, 10);

		if (org > 0 && *end == '\0') {
			ask.also = (org_t)org;
			ask.just_below = q->by == BY_CHILD;
		} else if (q->by == BY_CHILD && ask.map != NULL &&
		    (strcmp(row->key, "split") == 0 || strcmp(row->key, "unknown") == 0)) {
			ask.line =
			    strcmp(row->key, "split") == 0 ? ORG_LINE_SPLIT : ORG_LINE_UNKNOWN;
		} else {
			return false;
		}
	} else {
		return false;
	}
	same(q, row, plain_sum(w, &ask));
	return true;
}

static void
answer_is_plain(const struct world *w, const struct summary_request *q, uint32_t *ret_rows)
{
	struct rows rows = corefix_summary_on(w->f, q);
	struct plain_ask ask = {.o = core_orgs(w->f->core),
	    .line = -1,
	    .view = VIEW_CREDITED,
	    .dim = -1,
	    .from = rows.period.from,
	    .to = rows.period.to};
	struct err err = {.code = ERR_OK};
	int64_t sum = 0, stated = 0;
	day_t on = 0;

	if (day_parse(rows.basis, &on, NULL))
		ask.map = orgs_map(ask.o, on, &err);
	if (!core_org_find(
		w->f->core, q->org, ask.map != NULL ? on : rows.period.to, &ask.under, &err))
		fail_msg("%s", err.text);
	same(q, &rows.total, plain_sum(w, &ask));
	for (uint32_t i = 0; i < rows.rows_n; i++) {
		sum += units_of(&rows.rows[i]);
		if (strcmp(rows.rows[i].kind, "unassigned") != 0)
			stated += units_of(&rows.rows[i]);
		*ret_rows += row_is_plain(w, q, ask, &rows.rows[i]);
	}
	if (rows.rows_n > 0 && sum != units_of(&rows.total))
		fail_msg("%s by %d on %s: rows %lld", q->org, (int)q->by, q->basis, (long long)sum);
	ask.view = q->by == BY_SECTOR ? VIEW_SECTOR
	    : q->by == BY_CAMPAIGN    ? VIEW_CAMPAIGN
				      : VIEW_EXECUTING;
	if (q->by == BY_SECTOR || q->by == BY_CAMPAIGN || q->by == BY_EXECUTING)
		assert_int_equal(stated, plain_sum(w, &ask));
	query_free(&rows.arena);
}

static void
check(struct world *w, uint32_t *ret_rows)
{
	static const char *const bases[] = {"recorded", "end", OLD, NEW, "2025-03-01"};
	static const char *const orgs[] = {"VN", "12"};
	char a[DAY_TEXT_MAX], b[DAY_TEXT_MAX], period[2 * DAY_TEXT_MAX + 4];
	struct core_views views;
	struct err err;

	plain_read(w);
	struct core *again = corefix_replay(w->f, w->f->ledger_n);
	if (!core_equal(w->f->core, again, &err) || !core_views(w->f->core, &views, &err))
		fail_msg("%s", err.text);
	core_free(again);
	for (size_t i = 0; i < ARRAY_LEN(bases) * ARRAY_LEN(orgs); i++) {
		const day_t from = some_day(w);
		struct summary_request q = {.org = orgs[i / ARRAY_LEN(bases)],
		    .basis = bases[i % ARRAY_LEN(bases)],
		    .period = i % 2 == 0 ? "2025" : period};

		(void)snprintf(period, sizeof(period), "%s..%s", day_iso(from, a),
		    day_iso(from + (day_t)draw(w, 90), b));
		for (q.by = BY_CHILD; q.by < BY_COUNT_; q.by++) {
			q.level = (enum org_kind)(ORG_PROVINCE + draw(w, 3));
			answer_is_plain(w, &q, ret_rows);
		}
	}
	/* The new province and what the old map has of it, each on its own map. */
	for (enum by by = BY_CHILD; by < BY_COUNT_; by++) {
		answer_is_plain(w,
		    &(struct summary_request){.org = "91",
			.basis = "end",
			.period = "2025",
			.by = by,
			.level = ORG_COMMUNE},
		    ret_rows);
		answer_is_plain(w,
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
	country(w);
	for (int i = 1; i <= STEPS; i++) {
		step(w);
		if (i <= SMALL || i % CHECK_EVERY == 0)
			check(w, &rows);
	}
	print_message(
	    "%u results (%u collections, %u after a lock, %u of them admitted), %u new bodies, "
	    "%u rows compared\n",
	    w->accepted, w->collections, w->late, w->admitted, w->bodies_n, rows);
	assert_true(rows > 1000 && w->collections > 0 && w->bodies_n > 0);
	corefix_on_batch = NULL;
	assert_int_equal(corefix_teardown(&fix), 0);
	writer_free(writer);
	free(w->plain);
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
