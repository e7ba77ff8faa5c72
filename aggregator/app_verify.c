#include "app_verify.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "app_head.h"
#include "app_load.h"
#include "app_state.h"
#include "base/lang.h"
#include "base/num.h"
#include "core/ledger_check.h"
#include "db/checkpoint.h"
#include "db/ledger_report.h"
#include "db/ledger_rows.h"
#include "db/reader.h"

/* One number of one cell: what the postings sum to, and how many reports carry it. */
struct sum_key {
	org_t org;
	int32_t day;
	int32_t dim;
	uint32_t view;
	uint32_t ind;
};
struct sum {
	struct sum_key key;
	int64_t val;
	int64_t carriers;
	UT_hash_handle hh;
};

struct verify {
	struct core *core; /* made of the ledger alone */
	const struct app_keys *server;
	struct app_verified *seen;
	struct err *err; /* what is told in the end */
	struct sum *sums;
	struct ledger_rows *rows;
	struct ledger_report *report;
	uint8_t *state; /* of the checkpoint, as it is stored; NULL: there is none */
	uint32_t state_len;
};

/* ---- 1: batches and submissions */

static bool
batch_check(void *arg, const struct stored_batch *b, struct err *err)
{
	struct verify *v = arg;
	const struct posting *made;
	const org_t *orgs;
	uint32_t orgs_n = 0, made_n = 0;

	if (!ledger_check(v->core, b, err))
		return false;
	orgs = core_new_orgs(v->core, &orgs_n);
	made = core_postings(v->core, &made_n);
	if (!ledger_rows_check(v->rows, b, orgs, orgs_n, err) ||
	    !ledger_report_check(v->report, b->row.n, made, made_n, err))
		return false;
	v->seen->batches++;
	v->seen->submissions += b->submissions_n;
	v->seen->reports += b->row.reports;
	return true;
}

/* ---- numbers of cells, by sum_key */

/* NOLINTBEGIN(readability-function-size,clang-analyzer-*): uthash is macros */

static struct sum *
sum_find(const struct verify *v, const struct sum_key *key)
{
	struct sum *s = NULL;

	HASH_FIND(hh, v->sums, key, sizeof(*key), s);
	return s;
}

static void
sum_remove(struct verify *v, struct sum *s)
{
	HASH_DEL(v->sums, s);
	free(s);
}

static void
sums_free(struct verify *v)
{
	while (v->sums != NULL)
		sum_remove(v, v->sums);
}

/* NULL: no memory. */
static struct sum *
sum_get(struct verify *v, const struct sum_key *key)
{
	struct sum *s = sum_find(v, key);

	if (s != NULL)
		return s;
	s = calloc(1, sizeof(*s));
	if (s == NULL)
		return NULL;
	s->key = *key;
	HASH_ADD(hh, v->sums, key, sizeof(s->key), s);
	return s;
}

/* NOLINTEND(readability-function-size,clang-analyzer-*) */

static bool
sum_add(struct verify *v, const struct sum_key *key, int64_t val, int64_t carriers, struct err *err)
{
	struct sum *s = sum_get(v, key);

	if (s == NULL)
		return err_set(err, ERR_MEMORY, "%u", HASH_COUNT(v->sums));
	if (!num_add(s->val, val, &s->val))
		return err_set(err, ERR_COUNT_OVERFLOW, "indicator %u", key->ind);
	s->carriers += carriers;
	return true;
}

static struct sum_key
key_of(const struct cell_row *c, uint32_t i)
{
	return (struct sum_key){
	    .org = c->org, .day = c->slot, .dim = c->dim, .view = c->view, .ind = c->ind[i]};
}

/* A table of what was counted, by day or by month. */
struct numbers {
	const char *table;
	bool by_month;
};

static bool
differ(const struct verify *v, const struct numbers *t, const struct sum_key *k, int64_t made,
    int64_t stored)
{
	const day_t day = t->by_month ? day_of_month(k->day) : k->day;
	char text[DAY_TEXT_MAX];

	return err_set(v->err, ERR_DAMAGED,
	    TR("bảng %s, nơi %s (số %d), %s %s, mặt %u/%d, chỉ số %u: có %lld, tính lại được %lld",
		"table %s, organisation %s (number %d), %s %s, view %u/%d, indicator %u: it has "
		"%lld, recomputed %lld"),
	    t->table, core_org_code(v->core, k->org, day), k->org,
	    t->by_month ? TR("tháng từ", "month from") : TR("ngày", "day"), day_iso(day, text),
	    k->view, k->dim, k->ind, (long long)stored, (long long)made);
}

/*
 * ${rows}, made of the signed bytes, are what the sums say that the table holds; the sums are empty
 * after. A number that nobody carries is the same as none.
 */
static bool
sums_compare(struct verify *v, const struct cell_row *rows, uint32_t n, const struct numbers *t)
{
	for (uint32_t r = 0; r < n; r++) {
		for (uint32_t i = 0; i < rows[r].n; i++) {
			const struct sum_key key = key_of(&rows[r], i);
			struct sum *s = sum_find(v, &key);
			const int64_t val = s == NULL ? 0 : s->val;
			const int64_t carriers = s == NULL ? 0 : s->carriers;

			if (val != rows[r].val[i])
				return differ(v, t, &key, rows[r].val[i], val);
			if (carriers != rows[r].carriers[i])
				return differ(v, t, &key, rows[r].carriers[i], carriers);
			if (s != NULL)
				sum_remove(v, s);
			v->seen->values++;
		}
	}
	for (const struct sum *s = v->sums; s != NULL; s = s->hh.next)
		if (s->val != 0 || s->carriers != 0)
			return differ(v, t, &s->key, 0, s->val);
	sums_free(v);
	return true;
}

/* ---- 3: postings against the cells of the replay */

static bool
posting_add(void *arg, uint64_t batch, const struct posting *p, struct err *err)
{
	struct verify *v = arg;

	(void)batch;
	for (uint32_t i = 0; i < p->n; i++) {
		const struct sum_key key = {
		    .org = p->org, .day = p->day, .dim = p->dim, .view = p->view, .ind = p->ind[i]};
		int64_t val = 0;

		if (!num_mul(p->val[i], p->sign, &val))
			return err_set(err, ERR_COUNT_OVERFLOW, "indicator %u", key.ind);
		if (!sum_add(v, &key, val, p->sign, err))
			return false;
	}
	v->seen->postings++;
	return true;
}

static bool
postings_check(struct verify *v, struct reader *r, struct err *err)
{
	const struct reader_range range = {.from = 1, .to = core_n(v->core)};
	struct checkpoint *all = NULL;
	bool ok;

	/* A core of which nothing was stored yet gives all it has. */
	ok = reader_postings(r, &range, posting_add, v, err) &&
	    core_checkpoint(v->core, &all, err) &&
	    sums_compare(v, all->cells, all->cells_n, &(struct numbers){.table = "report"});
	if (ok)
		v->seen->cells = all->cells_n;
	core_checkpoint_free(all);
	return ok;
}

/* ---- 4: the derived tables */

static bool
total_add(void *arg, const struct cell_row *c, struct err *err)
{
	struct verify *v = arg;

	for (uint32_t i = 0; i < c->n; i++) {
		const struct sum_key key = key_of(c, i);

		if (!sum_add(v, &key, c->val[i], c->carriers[i], err))
			return false;
	}
	return true;
}

static bool
state_keep(struct verify *v, const struct checkpoint_load *l, struct err *err)
{
	const uint8_t *state = checkpoint_load_state(l, &v->state_len);

	v->state = malloc(v->state_len + 1U);
	if (v->state == NULL)
		return err_set(err, ERR_MEMORY, "state");
	memcpy(v->state, state, v->state_len);
	return true;
}

/* The table of totals into the sums, and the batch that it stands at. */
static bool
totals_load(struct verify *v, uint32_t realm, const char *conninfo, struct err *err)
{
	const struct checkpoint_sink sink = {.arg = v, .total = total_add};
	struct checkpoint_load *l = NULL;
	bool ok;

	if (!checkpoint_load_open(conninfo, realm, &l, &v->seen->checkpoint_batch, err))
		return false;
	ok = v->seen->checkpoint_batch == 0 ||
	    (checkpoint_load_rows(l, &sink, err) && state_keep(v, l, err));
	checkpoint_load_close(l);
	return ok;
}

static bool
state_check(const struct verify *v, const struct checkpoint *made)
{
	return v->state == NULL ||
	    (v->state_len == made->state_len && memcmp(v->state, made->state, v->state_len) == 0) ||
	    err_set(v->err, ERR_DAMAGED,
		TR("bảng checkpoint, lần ghi %llu: không như sổ cái nói: cột state",
		    "table checkpoint, batch %llu: not as the ledger says: column state"),
		(unsigned long long)made->batch);
}

/* The replay stands at that batch. */
static bool
totals_check(struct verify *v, struct err *err)
{
	struct checkpoint *all = NULL;
	bool ok;

	if (!core_checkpoint(v->core, &all, err))
		return false;
	ok = sums_compare(v, all->totals, all->totals_n,
		 &(struct numbers){.table = "total", .by_month = true}) &&
	    state_check(v, all);
	if (ok)
		v->seen->totals = all->totals_n;
	/* Nothing was stored: the next capture is to have it all again. */
	core_checkpoint_failed(v->core, all);
	core_checkpoint_free(all);
	return ok;
}

/*
 * Loaded first, so that a checkpoint that is written meanwhile does not get ahead of the batch that
 * all is compared at.  Why it did not load is told only when the ledger itself holds: that says
 * more.
 */
static bool
derived_load(
    const struct core_config *core, const char *conninfo, struct app_loaded *ret, struct err *err)
{
	const struct app_load_config config = {.conninfo = conninfo, .core = core};

	return app_load_core(&config, ret, err) &&
	    (ret->refused.code == ERR_OK ||
		err_set(err, ret->refused.code, "%s", ret->refused.text));
}

/* Every batch up to ${to}. */
static bool
batches_check(struct verify *v, struct reader *r, uint64_t to, struct err *err)
{
	const struct reader_range range = {.from = core_n(v->core) + 1, .to = to, .proofs = true};

	ledger_rows_upto(v->rows, to);
	ledger_report_upto(v->report, to);
	if (to >= range.from && !reader_batches(r, &range, batch_check, v, err))
		return false;
	if (core_n(v->core) == to)
		return true;
	return err_set(err, ERR_SIGNATURE, TR("thiếu lần ghi %llu", "batch %llu is missing"),
	    (unsigned long long)core_n(v->core) + 1);
}

/* The newest head that was answered from is in the ledger, or lies beyond a restored one. */
static bool
kept_check(struct verify *v, const struct app_settings *s, struct reader *r, struct err *err)
{
	const struct signed_head *newest = core_head(v->core);
	struct signed_head kept = {0};
	struct err why = {0};
	uint64_t restored = 0;

	if (!app_state_head_read(s->state, s->realm, v->server, &kept, err) ||
	    !app_state_restored_read(s->state, &restored, err))
		return false;
	if (app_head_check(s->state, r, s->realm, v->server, &why)) {
		v->seen->has_kept_head = kept.batch != 0;
		return true;
	}
	if (why.code != ERR_HISTORY_WENT_BACK || restored == 0 ||
	    (kept.epoch <= newest->epoch && kept.batch <= newest->batch))
		return err_set(err, why.code, "%s", why.text);
	v->seen->kept_ahead = kept.batch;
	return true;
}

static bool
verify_run(struct verify *v, const struct app_settings *settings, const struct core_config *core,
    const char *conninfo, struct err *err)
{
	struct app_loaded loaded = {0};
	struct reader *r = NULL;
	struct err derived = {0};
	bool is_loaded;
	bool ok = false;

	if (!totals_load(v, settings->realm, conninfo, err))
		goto out;
	is_loaded = derived_load(core, conninfo, &loaded, &derived);
	if (!reader_open(conninfo, settings->realm, &r, err) ||
	    !ledger_rows_open(conninfo, settings->realm, &v->rows, err) ||
	    !ledger_report_open(conninfo, settings->realm, &v->report, err) ||
	    !reader_newest(r, &v->seen->head, err) ||
	    !batches_check(v, r, v->seen->checkpoint_batch, err) || !totals_check(v, err) ||
	    !batches_check(v, r, is_loaded ? core_n(loaded.core) : v->seen->head.batch, err))
		goto out;
	v->seen->head = *core_head(v->core);
	if (!is_loaded) {
		*err = derived;
		goto out;
	}
	ok = core_equal(v->core, loaded.core, err) && postings_check(v, r, err) &&
	    core_views(v->core, &v->seen->views, err) && kept_check(v, settings, r, err);
out:
	sums_free(v);
	free(v->state);
	ledger_report_close(v->report);
	ledger_rows_close(v->rows);
	reader_close(r);
	core_free(loaded.core);
	return ok;
}

bool
app_verify(const struct app_settings *settings, const struct app_keys *server, const char *conninfo,
    struct app_verified *ret, struct err *err)
{
	struct core_config core = {.realm = settings->realm};
	struct verify v = {.server = server, .seen = ret, .err = err};
	bool ok;

	memcpy(core.server_sign_public, server->at[0].sign_public, WIRE_KEY_BYTES);
	*ret = (struct app_verified){0};
	ok = core_new(&core, &v.core, err) && verify_run(&v, settings, &core, conninfo, err);
	core_free(v.core);
	return ok;
}
