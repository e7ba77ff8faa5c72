#include "support/corestore.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- keeping and loading */

void
corestore_take(struct corestore *s, struct core *core, bool stored)
{
	struct err err = {.code = ERR_OK};
	struct checkpoint *p = NULL;

	if (!core_checkpoint(core, &p, &err))
		fail_msg("checkpoint: %s", err.text);
	if (!stored) {
		core_checkpoint_failed(core, p);
		core_checkpoint_free(p);
		return;
	}
	assert_true(s->n < CORESTORE_MAX);
	s->at[s->n++] = p;
}

void
corestore_free(struct corestore *s)
{
	while (s->n > 0)
		core_checkpoint_free(s->at[--s->n]);
}

/* The newest state of row ${id} among all checkpoints' lists. */
static const struct blob_row *
newest_blob(const struct corestore *s, bool is_subject, int64_t id)
{
	for (uint32_t i = s->n; i > 0; i--) {
		const struct checkpoint *p = s->at[i - 1];
		const struct blob_row *rows = is_subject ? p->subjects : p->streams;
		const uint32_t n = is_subject ? p->subjects_n : p->streams_n;

		for (uint32_t k = 0; k < n; k++)
			if (rows[k].id == id)
				return &rows[k];
	}
	return NULL;
}

static void
load_tables(const struct corestore *s, struct core *c)
{
	const struct blob_row *row = NULL;
	struct err err = {.code = ERR_OK};

	for (uint32_t i = 0; i < s->n; i++)
		for (uint32_t k = 0; k < s->at[i]->cells_n; k++)
			assert_true(core_load_cell(c, &s->at[i]->cells[k], &err));
	for (int64_t id = 1; (row = newest_blob(s, true, id)) != NULL; id++)
		if (!core_load_subject(c, row, &err))
			fail_msg("%s", err.text);
	for (int64_t id = 1; (row = newest_blob(s, false, id)) != NULL; id++)
		if (!core_load_stream(c, row, &err))
			fail_msg("%s", err.text);
}

struct core *
corestore_load(const struct corestore *s, struct corefix *f)
{
	const struct checkpoint *newest = s->at[s->n - 1];
	struct core *c = NULL;
	struct err err = {.code = ERR_OK};

	assert_true(core_new(&f->config, &c, &err));
	for (uint32_t i = 0; i < f->ledger_n; i++) {
		const struct stored_batch b = corefix_stored(f, i);
		const bool structural = (b.row.kinds &
					    (1U << KIND_SCHEDULE | 1U << KIND_TARGET |
						1U << KIND_KEY | 1U << KIND_REGISTRY)) != 0;

		if (b.row.n == newest->batch + 1) {
			load_tables(s, c);
			if (!core_load_state(
				c, newest->batch, newest->state, newest->state_len, &err))
				fail_msg("%s", err.text);
		}
		if (b.row.n > newest->batch || structural)
			if (!core_replay(c, &b,
				b.row.n > newest->batch ? REPLAY_ALL : REPLAY_STRUCTURE, &err))
				fail_msg("%s", err.text);
	}
	if (newest->batch == f->ledger_n) {
		load_tables(s, c);
		if (!core_load_state(c, newest->batch, newest->state, newest->state_len, &err))
			fail_msg("%s", err.text);
	}
	return c;
}

/* ---- comparing */

static void
summary_bytes(
    struct corefix *f, const struct core *c, const struct summary_request *q, struct buf *out)
{
	struct err err = {.code = ERR_OK};
	struct key_info who;
	struct rows rows;

	buf_clear(out);
	assert_true(core_key_by_sign(c, f->key[ACTOR_OPERATOR].sign_public, &who));
	if (!core_summary(c, &who, q, f->now_ms, &rows, &err)) {
		buf_printf(out, "%s", err_name(err.code));
		return;
	}
	assert_true(query_encode_rows(&rows, out, &err));
	query_free(&rows.arena);
}

static void
summaries_alike(struct corefix *f, const struct core *a, const struct core *b, const char *period)
{
	struct core_counts n;
	struct buf x = {0}, y = {0};

	core_count(a, &n);
	for (org_t org = 1; (uint64_t)org <= n.orgs; org++)
		for (int by = BY_CHILD; by < BY_COUNT_; by++) {
			const struct summary_request q = {
			    .org = core_org_code(a, org, corefix_day("2022-06-01")),
			    .period = period,
			    .by = (enum by)by,
			    .basis = "",
			    .drafts = org % 2 == 0};

			summary_bytes(f, a, &q, &x);
			summary_bytes(f, b, &q, &y);
			if (x.len != y.len || memcmp(x.at, y.at, x.len) != 0)
				fail_msg("summary of %s %s by %d differs", q.org, period, by);
		}
	buf_free(&x);
	buf_free(&y);
}

static void
reference_get(struct corefix *f, const struct core *c, const struct reference_request *q,
    struct reference *ret)
{
	struct err err = {.code = ERR_OK};
	struct key_info who;

	assert_true(core_key_by_sign(c, f->key[ACTOR_OPERATOR].sign_public, &who));
	if (!core_reference(c, &who, q, f->now_ms, ret, &err))
		fail_msg("reference %d: %s", q->kind, err.text);
}

static void
reference_alike(struct corefix *f, const struct core *a, const struct core *b,
    const struct reference_request *q)
{
	struct reference x, y;
	struct buf bx = {0}, by = {0};
	struct err err = {.code = ERR_OK};

	reference_get(f, a, q, &x);
	reference_get(f, b, q, &y);
	assert_true(query_encode_reference(&x, &bx, &err) && query_encode_reference(&y, &by, &err));
	if (bx.len != by.len || memcmp(bx.at, by.at, bx.len) != 0)
		fail_msg("reference %d %s differs", q->kind, q->search);
	buf_free(&bx);
	buf_free(&by);
	query_free(&x.arena);
	query_free(&y.arena);
}

/* Drives come in order of making, which is another one after loading: each is asked for alone. */
static void
drives_alike(struct corefix *f, const struct core *a, const struct core *b)
{
	struct reference_request q = {
	    .kind = REFERENCE_DRIVES, .org = "", .period = "1990-01-01..2099-12-31", .search = ""};
	struct reference x, y;

	reference_get(f, a, &q, &x);
	reference_get(f, b, &q, &y);
	assert_int_equal(x.drives_n, y.drives_n);
	for (uint32_t i = 0; i < x.drives_n; i++) {
		q.search = x.drives[i].drive;
		reference_alike(f, a, b, &q);
	}
	query_free(&x.arena);
	query_free(&y.arena);
}

void
corestore_alike(struct corefix *f, const struct core *a, const struct core *b, const char *period)
{
	static const enum reference_kind kinds[] = {REFERENCE_ORGS, REFERENCE_TARGETS,
	    REFERENCE_INSTALLS, REFERENCE_REPORTS, REFERENCE_CAMPAIGNS, REFERENCE_ROUNDS,
	    REFERENCE_SILENT, REFERENCE_POPULATIONS, REFERENCE_REVIEW, REFERENCE_LOCKS,
	    REFERENCE_TEXTS};
	struct err err = {.code = ERR_OK};

	struct core_counts x, y;

	struct core_views views;

	if (!core_equal(a, b, &err) || !core_views(a, &views, &err))
		fail_msg("%s", err.text);
	core_count(a, &x);
	core_count(b, &y);
	assert_int_equal(x.orgs, y.orgs);
	assert_int_equal(x.drives, y.drives);
	assert_int_equal(x.offices, y.offices);
	summaries_alike(f, a, b, period);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct reference_request q = {
		    .kind = kinds[i], .org = "", .period = "1990-01-01..2099-12-31", .search = ""};

		reference_alike(f, a, b, &q);
	}
	drives_alike(f, a, b);
}
