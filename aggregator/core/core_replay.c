/* The ledger back in: stored batches through the same apply as the decision's. */
#include <string.h>

#include <sodium.h>

#include "base/lang.h"
#include "core/state.h"

/* What the ledger says cannot be: the batch is named. */
static bool
broken(const struct core *c, const struct stored_submission *ss, const char *what, struct err *err)
{
	return err_set(err, ERR_SIGNATURE, "batch %llu, submission %u: %s",
	    (unsigned long long)c->flight.batch.row.n, ss->ord, what);
}

static bool
codes_of(const struct stored_submission *ss, uint32_t reports_n, enum err_code *ret)
{
	if (ss->verdicts_len != reports_n * 2)
		return false;
	for (uint32_t i = 0; i < reports_n; i++)
		ret[i] =
		    (enum err_code)((unsigned)ss->verdicts[2 * i] << 8 | ss->verdicts[2 * i + 1]);
	return true;
}

static bool
result_replay(struct core *c, const struct admission *a, enum err_code code, struct err *err)
{
	struct result_place place;

	if (!result_place_of(c, a->r, &place, err))
		return false;
	place.is_late = code == ERR_AFTER_LOCK;
	return result_apply(c, a, &place, err);
}

static bool
report_replay(struct core *c, const struct admission *a, enum err_code code, struct err *err)
{
	c->flight.reports++;
	c->flight.kinds |= 1U << (unsigned)a->r->kind;
	if (a->r->kind == KIND_RESULT)
		return !a->postings || result_replay(c, a, code, err);
	if (statement_is(a->r->kind))
		return !a->postings || statement_apply(c, a, err);
	c->flight.structural = true;
	return entry_apply(c, a, err);
}

static bool
reports_replay(struct core *c, const struct stored_submission *ss, const struct submission *s,
    const enum err_code *codes, enum replay how, struct err *err)
{
	struct flight *f = &c->flight;
	struct key_info by = {.state = KEY_NONE};
	struct err why = {.code = ERR_OK};

	(void)core_key_by_sign(c, ss->sign_key, &by);
	struct admission a = {.name = {.seq = s->seq},
	    .by_org = by.org,
	    .role = by.role,
	    .sign_key = ss->sign_key,
	    .batch = f->batch.row.n,
	    .at_ms = f->batch.row.at_ms,
	    .postings = how == REPLAY_ALL};

	memcpy(a.name.stream, s->stream, WIRE_STREAM_BYTES);
	f->sink.sub = ss->ord;
	for (uint32_t i = 0; i < s->reports_n; i++) {
		a.r = &s->reports[i];
		a.name.idx = i;
		f->sink.idx = (uint16_t)i;
		if (core_is_stored(codes[i]) && !report_replay(c, &a, codes[i], &why))
			return why.code == ERR_MEMORY ? err_set(err, ERR_MEMORY, "%s", why.text)
						      : broken(c, ss, why.text, err);
	}
	return entry_finish(c, err);
}

static bool
name_replay(
    struct core *c, const struct stored_submission *ss, const struct submission *s, struct err *err)
{
	const struct stream *known = names_find(&c->names, s->stream);
	struct stream *stream = NULL;

	if (known != NULL && names_is_held(known, s->seq))
		return broken(c, ss, "its name is held", err);
	return flight_name(c, s, ss->sign_key, &stream, err) &&
	    (stream->no == ss->stream_no || broken(c, ss, "its stream's number", err));
}

static struct hash
body_hash_of(const struct stored_submission *ss)
{
	struct hash h;

	(void)crypto_hash_sha256(h.at, ss->body, ss->body_len);
	return h;
}

static bool
submission_replay(
    struct core *c, const struct stored_submission *ss, enum replay how, struct err *err)
{
	struct flight *f = &c->flight;
	struct submission *s = NULL;
	enum err_code codes[WIRE_REPORTS_MAX];
	struct err why = {.code = ERR_OK};
	bool ok = false;

	if (!submission_decode(ss->body, ss->body_len, &s, &why))
		return why.code == ERR_MEMORY ? err_set(err, ERR_MEMORY, "%s", why.text)
					      : broken(c, ss, "its body", err);
	if (!codes_of(ss, s->reports_n, codes)) {
		(void)broken(c, ss, "its verdicts", err);
		goto out;
	}
	if (!reports_replay(c, ss, s, codes, how, err))
		goto out;
	if (how == REPLAY_ALL) {
		const struct hash body = body_hash_of(ss);

		if (!name_replay(c, ss, s, err))
			goto out;
		c->leaves[ss->ord] =
		    receipt_leaf(&f->batch.row, ss->ord, &body, ss->signature, codes, s->reports_n);
	}
	f->batch.leaves_n++;
	ok = true;
out:
	submission_free(s);
	return ok;
}

static bool
roots_hold(struct core *c, const struct stored_batch *b, struct err *err)
{
	struct flight *f = &c->flight;
	const struct hash leaf_root = merkle_root(c->leaves, f->batch.leaves_n);
	const struct hash row = receipt_row_hash(&b->row);
	struct signed_head head = {.realm = b->row.realm,
	    .epoch = b->row.epoch,
	    .batch = b->row.n,
	    .at_ms = b->row.at_ms,
	    .head = b->head};

	memcpy(head.signature, b->signature, WIRE_SIGNATURE_BYTES);
	f->frontier = c->frontier;
	merkle_frontier_push(&f->frontier, &row);
	const struct hash root = merkle_frontier_root(&f->frontier);
	if (b->row.realm != c->config.realm ||
	    memcmp(&leaf_root, &b->row.leaf_root, sizeof(leaf_root)) != 0 ||
	    memcmp(&root, &b->head, sizeof(root)) != 0 || f->reports != b->row.reports ||
	    f->kinds != b->row.kinds || !receipt_verify_head(&head, core_server_sign(c, b->row.n)))
		return err_set(err, ERR_SIGNATURE, "batch %llu", (unsigned long long)b->row.n);
	f->batch.head = head;
	return true;
}

static bool
batch_replay(struct core *c, const struct stored_batch *b, enum replay how, struct err *err)
{
	for (uint32_t i = 0; i < b->submissions_n; i++) {
		if (b->submissions[i].ord != i)
			return err_set(err, ERR_SIGNATURE, "batch %llu, submission %u is missing",
			    (unsigned long long)b->row.n, i);
		if (!submission_replay(c, &b->submissions[i], how, err))
			return false;
	}
	return how == REPLAY_STRUCTURE || roots_hold(c, b, err);
}

/* The epoch is the one before, or a later one, which begins with an empty batch. */
static bool
epoch_holds(const struct core *c, const struct stored_batch *b)
{
	return b->row.epoch == c->epoch ||
	    (b->row.epoch > c->epoch && c->n > 0 && b->submissions_n == 0);
}

bool
core_replay(struct core *c, const struct stored_batch *b, enum replay how, struct err *err)
{
	struct flight *f = &c->flight;

	if (f->is_flying)
		return err_set(err, ERR_BUG, "a batch is under way");
	if (how == REPLAY_ALL && b->row.n != c->n + 1)
		return err_set(err, ERR_SIGNATURE,
		    TR("thiếu lần ghi %llu: sau %llu là %llu",
			"batch %llu is missing: %llu is followed by %llu"),
		    (unsigned long long)c->n + 1, (unsigned long long)c->n,
		    (unsigned long long)b->row.n);
	if (how == REPLAY_ALL && !epoch_holds(c, b))
		return err_set(err, ERR_SIGNATURE,
		    TR("lần ghi %llu: kỳ %u sau kỳ %u", "batch %llu: epoch %u after epoch %u"),
		    (unsigned long long)b->row.n, b->row.epoch, c->epoch);
	if (!flight_reserve(c, b->submissions_n, err))
		return false;
	flight_begin(c, b->row.at_ms);
	f->batch.row = b->row;
	if (!batch_replay(c, b, how, err))
		return false;
	if (how == REPLAY_ALL)
		return flight_land(c, err);
	flight_end(c);
	return true;
}

const struct posting *
core_postings(const struct core *c, uint32_t *ret_n)
{
	*ret_n = c->flight.sink.n;
	return c->flight.sink.at;
}

const org_t *
core_new_orgs(const struct core *c, uint32_t *ret_n)
{
	*ret_n = utarray_len(&c->flight.new_orgs);
	return (const org_t *)(const void *)c->flight.new_orgs.d;
}
