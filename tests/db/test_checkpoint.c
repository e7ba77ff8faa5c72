#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/checkpoint.h"
#include "support/pgfixture.h"

#define WAIT_MS 20000
#define PAIRS 3

static uint32_t freed;

/* The core's own knows the core's arena; these checkpoints are made by hand. */
void
core_checkpoint_free(struct checkpoint *p)
{
	if (p == NULL)
		return;
	freed++;
	free(p->cells);
	free(p->totals);
	free(p->subjects);
	free(p->streams);
	free(p);
}

static const uint32_t inds[PAIRS] = {1, 40, 30000};
static const int32_t carriers[PAIRS] = {2, 0, INT32_MAX};
static int64_t vals[2][PAIRS] = {{5, 0, INT64_MAX}, {6, -1, INT64_MIN}};

/* Cells of orgs 1..n on day 19000 and months, subjects and streams 1..n, with values ${v}. */
static struct checkpoint *
make(uint64_t batch, uint32_t n, uint32_t v)
{
	struct checkpoint *p = calloc(1, sizeof(*p));

	p->batch = batch;
	p->cells = calloc(n, sizeof(p->cells[0]));
	p->totals = calloc(n, sizeof(p->totals[0]));
	p->subjects = calloc(n, sizeof(p->subjects[0]));
	p->streams = calloc(n, sizeof(p->streams[0]));
	for (uint32_t i = 0; i < n; i++) {
		p->cells[i] = (struct cell_row){.org = (org_t)i + 1,
		    .slot = 19000,
		    .view = VIEW_SECTOR,
		    .dim = -1,
		    .n = i % (PAIRS + 1),
		    .ind = inds,
		    .val = vals[v],
		    .carriers = carriers};
		p->totals[i] = p->cells[i];
		p->totals[i].slot = 624;
		p->subjects[i] = (struct blob_row){
		    .id = i + 1, .bytes = (const uint8_t *)"subject", .len = 7 - v};
		p->streams[i] =
		    (struct blob_row){.id = i + 1, .bytes = (const uint8_t *)"stream", .len = 0};
	}
	p->cells_n = p->totals_n = p->subjects_n = p->streams_n = n;
	p->state = (uint8_t *)(uintptr_t) "state of it";
	p->state_len = 11;
	return p;
}

static struct checkpoint_store *
start(const struct pgfixture *pg, uint64_t base)
{
	const struct checkpoint_store_config config = {
	    .conninfo = pg->conninfo, .realm = 1, .base = base};
	struct checkpoint_store *s = NULL;
	struct err err = {0};

	assert_true(checkpoint_store_start(&config, &s, &err));
	return s;
}

static struct checkpoint_result
store(struct checkpoint_store *s, struct checkpoint *p)
{
	struct checkpoint_result r = {0};
	struct pollfd fd = {.fd = checkpoint_store_fd(s), .events = POLLIN};

	assert_false(checkpoint_store_is_busy(s));
	assert_true(checkpoint_store_offer(s, p));
	assert_true(checkpoint_store_is_busy(s));
	assert_int_equal(poll(&fd, 1, WAIT_MS), 1);
	assert_true(checkpoint_store_take(s, &r));
	assert_false(checkpoint_store_take(s, &r));
	assert_int_equal(poll(&fd, 1, 0), 0);
	return r;
}

struct loaded {
	uint32_t cells, subjects, streams;
	uint32_t v;
};

static bool
see_cell(void *arg, const struct cell_row *c, struct err *err)
{
	struct loaded *l = arg;

	(void)err;
	l->cells++;
	assert_int_equal(c->slot, 19000);
	assert_int_equal(c->view, VIEW_SECTOR);
	assert_int_equal(c->dim, -1);
	assert_int_equal(c->n, (uint32_t)(c->org - 1) % (PAIRS + 1));
	assert_memory_equal(c->ind, inds, c->n * sizeof(inds[0]));
	assert_memory_equal(c->val, vals[l->v], c->n * sizeof(vals[0][0]));
	assert_memory_equal(c->carriers, carriers, c->n * sizeof(carriers[0]));
	return true;
}

static bool
see_subject(void *arg, const struct blob_row *b, struct err *err)
{
	struct loaded *l = arg;

	(void)err;
	assert_int_equal(b->id, ++l->subjects);
	assert_int_equal(b->len, 7 - l->v);
	assert_memory_equal(b->bytes, "subject", b->len);
	return true;
}

static bool
see_stream(void *arg, const struct blob_row *b, struct err *err)
{
	struct loaded *l = arg;

	(void)err;
	assert_int_equal(b->id, ++l->streams);
	assert_int_equal(b->len, 0);
	return true;
}

static struct loaded
load(const struct pgfixture *pg, uint64_t batch, uint32_t v)
{
	struct loaded loaded = {.v = v};
	const struct checkpoint_sink sink = {
	    .arg = &loaded, .cell = see_cell, .subject = see_subject, .stream = see_stream};
	struct checkpoint_load *l = NULL;
	const uint8_t *state = NULL;
	uint32_t len = 0;
	uint64_t at = 99;
	struct err err = {0};

	assert_true(checkpoint_load_open(pg->conninfo, 1, &l, &at, &err));
	assert_int_equal(at, batch);
	if (batch != 0) {
		assert_true(checkpoint_load_rows(l, &sink, &err));
		state = checkpoint_load_state(l, &len);
		assert_int_equal(len, 11);
		assert_memory_equal(state, "state of it", 11);
	}
	checkpoint_load_close(l);
	return loaded;
}

static void
without_a_checkpoint_the_batch_is_0(void **state)
{
	(void)load(*state, 0, 0);
}

static void
what_is_stored_is_loaded_exactly(void **state)
{
	struct pgfixture *pg = *state;
	struct checkpoint_store *s = start(pg, 0);
	struct checkpoint_result r;
	struct loaded l;

	freed = 0;
	/* More than one statement's rows. */
	r = store(s, make(10, 20000, 0));
	assert_true(r.stored);
	assert_int_equal(r.rows, 80000);
	assert_null(r.failed);
	assert_int_equal(freed, 1);
	l = load(pg, 10, 0);
	assert_int_equal(l.cells, 20000);
	assert_int_equal(l.subjects, 20000);
	assert_int_equal(l.streams, 20000);
	assert_int_equal(
	    pgfixture_int(pg, "SELECT count(*) FROM giothong.total WHERE month = 624"), 20000);
	checkpoint_store_stop(s);
}

static void
a_later_checkpoint_replaces_values_and_adds_rows(void **state)
{
	struct pgfixture *pg = *state;
	struct checkpoint_store *s = start(pg, 0);
	struct loaded l;

	assert_true(store(s, make(10, 5, 0)).stored);
	assert_true(store(s, make(12, 9, 1)).stored);
	l = load(pg, 12, 1);
	assert_int_equal(l.cells, 9);
	assert_int_equal(l.subjects, 9);
	checkpoint_store_stop(s);
}

static void
a_newer_checkpoint_of_another_process_is_left_alone(void **state)
{
	struct pgfixture *pg = *state;
	struct checkpoint_store *a = start(pg, 0), *b = start(pg, 0);
	struct checkpoint_result r;

	assert_true(store(a, make(20, 4, 0)).stored);
	r = store(b, make(15, 4, 1));
	assert_true(r.stored);
	assert_int_equal(r.rows, 0);
	(void)load(pg, 20, 0);
	/* What it stands on, 15, is older than what is there: it may go on from 20. */
	assert_true(store(b, make(25, 4, 1)).stored);
	(void)load(pg, 25, 1);
	checkpoint_store_stop(a);
	checkpoint_store_stop(b);
}

static void
a_checkpoint_is_not_stored_over_older_tables_than_its_base(void **state)
{
	struct pgfixture *pg = *state;
	struct checkpoint_store *a = start(pg, 0), *b = start(pg, 30);
	struct checkpoint *p = make(40, 4, 1);
	struct checkpoint_result r;

	/* Not over none at all ... */
	r = store(b, p);
	assert_false(r.stored);
	assert_ptr_equal(r.failed, p);
	assert_int_equal(r.err.code, ERR_BUG);
	/* ... and not over those of batch 20. */
	assert_true(store(a, make(20, 4, 0)).stored);
	r = store(b, p);
	assert_false(r.stored);
	assert_ptr_equal(r.failed, p);
	(void)load(pg, 20, 0);
	core_checkpoint_free(p);
	checkpoint_store_stop(a);
	checkpoint_store_stop(b);
}

static void
another_format_is_no_checkpoint_and_is_replaced_whole(void **state)
{
	struct pgfixture *pg = *state;
	struct checkpoint_store *s = start(pg, 0);

	assert_true(store(s, make(20, 4, 0)).stored);
	checkpoint_store_stop(s);
	pgfixture_run(pg, "UPDATE giothong.checkpoint SET format = 1000");
	(void)load(pg, 0, 0);
	s = start(pg, 0);
	assert_true(store(s, make(20, 4, 1)).stored);
	(void)load(pg, 20, 1);
	checkpoint_store_stop(s);
}

static void
cleared_tables_are_empty(void **state)
{
	struct pgfixture *pg = *state;
	struct checkpoint_store *s = start(pg, 0);
	struct err err = {0};

	assert_true(store(s, make(20, 4, 0)).stored);
	assert_true(checkpoint_store_clear(pg->conninfo, 1, &err));
	(void)load(pg, 0, 0);
	assert_int_equal(pgfixture_int(pg,
			     "SELECT (SELECT count(*) FROM giothong.cell) + (SELECT count(*) FROM "
			     "giothong.total) + (SELECT count(*) FROM giothong.subject)"),
	    0);
	checkpoint_store_stop(s);
}

static void
a_failed_statement_gives_the_checkpoint_back(void **state)
{
	struct pgfixture *pg = *state;
	struct checkpoint_store *s = start(pg, 0);
	struct checkpoint *p = make(20, 4, 0);
	struct checkpoint_result r;

	pgfixture_run(pg, "ALTER TABLE giothong.stream ADD CHECK (stream < 3)");
	r = store(s, p);
	assert_false(r.stored);
	assert_ptr_equal(r.failed, p);
	/* Nothing of it is there, and the next try has a session of its own. */
	(void)load(pg, 0, 0);
	assert_int_equal(pgfixture_int(pg, "SELECT count(*) FROM giothong.cell"), 0);
	pgfixture_run(pg, "ALTER TABLE giothong.stream DROP CONSTRAINT stream_stream_check");
	assert_true(store(s, p).stored);
	(void)load(pg, 20, 0);
	checkpoint_store_stop(s);
}

static void
stopping_frees_what_was_not_taken(void **state)
{
	struct pgfixture *pg = *state;
	struct checkpoint_store *s = start(pg, 5);
	struct pollfd fd = {.fd = checkpoint_store_fd(s), .events = POLLIN};
	struct checkpoint *second = make(21, 1, 0);

	freed = 0;
	assert_true(checkpoint_store_offer(s, make(20, 4, 0)));
	assert_int_equal(poll(&fd, 1, WAIT_MS), 1);
	assert_false(checkpoint_store_offer(s, second));
	checkpoint_store_stop(s);
	assert_int_equal(freed, 1);
	core_checkpoint_free(second);
	checkpoint_store_stop(NULL);
}

#define DB_TEST(f) cmocka_unit_test_setup_teardown(f, pgfixture_fresh_db, pgfixture_drop_db)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    DB_TEST(without_a_checkpoint_the_batch_is_0),
	    DB_TEST(what_is_stored_is_loaded_exactly),
	    DB_TEST(a_later_checkpoint_replaces_values_and_adds_rows),
	    DB_TEST(a_newer_checkpoint_of_another_process_is_left_alone),
	    DB_TEST(a_checkpoint_is_not_stored_over_older_tables_than_its_base),
	    DB_TEST(another_format_is_no_checkpoint_and_is_replaced_whole),
	    DB_TEST(cleared_tables_are_empty),
	    DB_TEST(a_failed_statement_gives_the_checkpoint_back),
	    DB_TEST(stopping_frees_what_was_not_taken),
	};

	return cmocka_run_group_tests_name("checkpoint", tests, pgfixture_start, pgfixture_stop);
}
