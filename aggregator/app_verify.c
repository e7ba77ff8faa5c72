#include "app_verify.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "app_head.h"
#include "app_load.h"
#include "app_state.h"
#include "base/lang.h"
#include "base/num.h"
#include "db/reader.h"
#include "wire/submission.h"

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
	const struct keys *server;
	struct app_verified *seen;
	struct sum *sums;
};

/* ---- 1: batches and submissions */

/* Might ${key} sign then?  An enrolment is signed by the key that it brings. */
static bool
signer_is_known(const struct core *c, const struct stored_submission *s, const struct submission *d)
{
	const struct report *r = &d->reports[0];
	struct key_info k;

	if (core_key_by_sign(c, s->sign_key, &k))
		return k.state == KEY_ACTIVE && !k.pending;
	return d->reports_n == 1 && r->kind == KIND_KEY && r->u.key.state == KEY_ACTIVE &&
	    memcmp(r->u.key.sign_key, s->sign_key, WIRE_KEY_BYTES) == 0;
}

static bool
submission_check(struct verify *v, uint64_t n, const struct stored_submission *s, struct err *err)
{
	struct submission *d = NULL;
	bool known;

	if (!submission_verify(s->body, s->body_len, s->signature, s->sign_key))
		return err_set(err, ERR_SIGNATURE,
		    TR("lần ghi %llu, bản gửi %u: chữ ký của nơi gửi không đúng",
			"batch %llu, submission %u: the sender's signature is wrong"),
		    (unsigned long long)n, s->ord);
	if (!submission_decode(s->body, s->body_len, &d, err))
		return false;
	known = signer_is_known(v->core, s, d);
	submission_free(d);
	return known ||
	    err_set(err, ERR_SIGNATURE,
		TR("lần ghi %llu, bản gửi %u: khóa đã ký không được phép lúc đó",
		    "batch %llu, submission %u: the key that signed was not allowed to then"),
		(unsigned long long)n, s->ord);
}

static bool
batch_check(void *arg, const struct stored_batch *b, struct err *err)
{
	struct verify *v = arg;
	struct signed_head head = {.realm = b->row.realm,
	    .epoch = b->row.epoch,
	    .batch = b->row.n,
	    .at_ms = b->row.at_ms,
	    .head = b->head};

	memcpy(head.signature, b->signature, WIRE_SIGNATURE_BYTES);
	if (!receipt_verify_head(&head, v->server->sign_public))
		return err_set(err, ERR_SIGNATURE,
		    TR("lần ghi %llu: chữ ký của máy chủ không đúng",
			"batch %llu: the server's signature is wrong"),
		    (unsigned long long)b->row.n);
	for (uint32_t i = 0; i < b->submissions_n; i++)
		if (!submission_check(v, b->row.n, &b->submissions[i], err))
			return false;
	if (!core_replay(v->core, b, REPLAY_ALL, err))
		return false;
	v->seen->batches++;
	v->seen->submissions += b->submissions_n;
	v->seen->reports += b->row.reports;
	return true;
}

/* ---- 3: postings against the cells of the replay */

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
posting_add(void *arg, uint64_t batch, const struct posting *p, struct err *err)
{
	struct verify *v = arg;

	for (uint32_t i = 0; i < p->n; i++) {
		const struct sum_key key = {
		    .org = p->org, .day = p->day, .dim = p->dim, .view = p->view, .ind = p->ind[i]};
		struct sum *s = sum_get(v, &key);
		int64_t val = 0;

		if (s == NULL)
			return err_set(err, ERR_MEMORY, "%u", HASH_COUNT(v->sums));
		if (!num_mul(p->val[i], p->sign, &val) || !num_add(s->val, val, &s->val))
			return err_set(
			    err, ERR_COUNT_OVERFLOW, "batch %llu", (unsigned long long)batch);
		s->carriers += p->sign;
	}
	v->seen->postings++;
	return true;
}

static bool
cell_fail(const struct sum_key *k, int64_t made, int64_t stored, struct err *err)
{
	char day[DAY_TEXT_MAX];

	return err_set(err, ERR_BUG,
	    TR("nơi %d, ngày %s, mặt %u/%d, chỉ số %u: tính lại được %lld, bảng report cho %lld",
		"organisation %d, day %s, view %u/%d, indicator %u: %lld when recomputed, %lld by "
		"the rows of report"),
	    k->org, day_iso(k->day, day), k->view, k->dim, k->ind, (long long)made,
	    (long long)stored);
}

/* Takes each number of the cell out of the sums: what is left in the end has no cell. */
static bool
cell_check(struct verify *v, const struct cell_row *c, struct err *err)
{
	v->seen->cells++;
	for (uint32_t i = 0; i < c->n; i++) {
		const struct sum_key key = {.org = c->org,
		    .day = c->slot,
		    .dim = c->dim,
		    .view = c->view,
		    .ind = c->ind[i]};
		struct sum *s = sum_find(v, &key);

		v->seen->values++;
		if ((s == NULL ? 0 : s->val) != c->val[i])
			return cell_fail(&key, c->val[i], s == NULL ? 0 : s->val, err);
		if ((s == NULL ? 0 : s->carriers) != c->carriers[i])
			return cell_fail(&key, c->carriers[i], s == NULL ? 0 : s->carriers, err);
		if (s != NULL)
			sum_remove(v, s);
	}
	return true;
}

static bool
postings_check(struct verify *v, struct reader *r, struct err *err)
{
	const struct reader_range range = {.from = 1, .to = core_n(v->core)};
	struct checkpoint *all = NULL;
	const struct sum *s;
	bool ok = false;

	/* A core of which nothing was stored yet gives all it has. */
	if (!reader_postings(r, &range, posting_add, v, err) ||
	    !core_checkpoint(v->core, &all, err))
		goto out;
	for (uint32_t i = 0; i < all->cells_n; i++)
		if (!cell_check(v, &all->cells[i], err))
			goto out;
	for (s = v->sums; s != NULL; s = s->hh.next) {
		if (s->val != 0 || s->carriers != 0) {
			cell_fail(&s->key, 0, s->val, err);
			goto out;
		}
	}
	ok = true;
out:
	core_checkpoint_free(all);
	sums_free(v);
	return ok;
}

/* ---- 4: the derived tables */

/*
 * Loaded first, so that a checkpoint that is written meanwhile does not get ahead of the batch that all is
 * compared at.  Why it did not load is told only when the ledger itself holds: that says more.
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
ledger_check(struct verify *v, struct reader *r, uint64_t to, struct err *err)
{
	const struct reader_range range = {.from = 1, .to = to};

	if (to > 0 && !reader_batches(r, &range, batch_check, v, err))
		return false;
	if (core_n(v->core) == to)
		return true;
	return err_set(err, ERR_SIGNATURE, TR("thiếu lần ghi %llu", "batch %llu is missing"),
	    (unsigned long long)core_n(v->core) + 1);
}

static bool
verify_run(struct verify *v, const struct app_settings *settings, const struct core_config *core,
    const char *conninfo, struct err *err)
{
	struct app_loaded loaded = {0};
	struct reader *r = NULL;
	struct signed_head kept = {0};
	struct err derived = {0};
	const uint8_t *key = v->server->sign_public;
	bool is_loaded;
	bool ok = false;

	is_loaded = derived_load(core, conninfo, &loaded, &derived);
	if (!reader_open(conninfo, settings->realm, &r, err) ||
	    !reader_newest(r, &v->seen->head, err) ||
	    !ledger_check(v, r, is_loaded ? core_n(loaded.core) : v->seen->head.batch, err))
		goto out;
	v->seen->head = *core_head(v->core);
	v->seen->checkpoint_batch = loaded.base;
	if (!is_loaded) {
		*err = derived;
		goto out;
	}
	ok = app_state_head_read(settings->state, settings->realm, key, &kept, err) &&
	    app_head_check(settings->state, r, settings->realm, key, err) &&
	    core_equal(v->core, loaded.core, err) && postings_check(v, r, err);
	v->seen->has_kept_head = kept.batch != 0;
out:
	reader_close(r);
	core_free(loaded.core);
	return ok;
}

bool
app_verify(const struct app_settings *settings, const struct keys *server, const char *conninfo,
    struct app_verified *ret, struct err *err)
{
	struct core_config core = {.realm = settings->realm};
	struct verify v = {.server = server, .seen = ret};
	bool ok;

	memcpy(core.server_sign_public, server->sign_public, WIRE_KEY_BYTES);
	*ret = (struct app_verified){0};
	ok = core_new(&core, &v.core, err) && verify_run(&v, settings, &core, conninfo, err);
	core_free(v.core);
	return ok;
}
