/* The ledger back in: stored batches through the same apply as the decision's. */
#include <string.h>

#include <sodium.h>

#include "core/state.h"

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
report_replay(struct core *c, const struct admission *a, struct err *err)
{
	c->flight.reports++;
	c->flight.kinds |= 1u << (unsigned)a->r->kind;
	if (a->r->kind == KIND_RESULT)
		return !a->postings || result_apply(c, a, err);
	c->flight.structural = true;
	return entry_apply(c, a, err);
}

static bool
name_replay(struct core *c, const struct stored_submission *ss, const struct submission *s,
    org_t org, struct err *err)
{
	struct stream *stream = NULL;

	if (!names_stream(&c->names, s->stream, org, &stream, err))
		return false;
	if (stream->no != ss->stream_no || names_is_held(stream, s->seq))
		return err_set(err, ERR_BUG, "batch %llu: name of submission %u",
		    (unsigned long long)c->flight.batch.row.n, ss->ord);
	return names_take(&c->names, stream, s->seq, err);
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
	struct key_info by = {.state = KEY_NONE};
	bool ok = false;

	if (!submission_decode(ss->body, ss->body_len, &s, err))
		return false;
	if (!codes_of(ss, s->reports_n, codes)) {
		(void)err_set(err, ERR_SIGNATURE, "batch %llu, submission %u: verdicts",
		    (unsigned long long)f->batch.row.n, ss->ord);
		goto out;
	}
	(void)core_key_by_sign(c, ss->sign_key, &by);
	f->sink.sub = ss->ord;
	for (uint32_t i = 0; i < s->reports_n; i++) {
		struct admission a = {.r = &s->reports[i],
		    .by_org = by.org,
		    .role = by.role,
		    .sign_key = ss->sign_key,
		    .batch = f->batch.row.n,
		    .at_ms = f->batch.row.at_ms,
		    .postings = how == REPLAY_ALL};

		memcpy(a.name.stream, s->stream, WIRE_STREAM_BYTES);
		a.name.seq = s->seq;
		a.name.idx = i;
		f->sink.idx = (uint16_t)i;
		if (codes[i] == ERR_OK && !report_replay(c, &a, err))
			goto out;
	}
	if (how == REPLAY_ALL) {
		const struct hash body = body_hash_of(ss);

		(void)core_key_by_sign(c, ss->sign_key, &by);
		if (!name_replay(c, ss, s, by.org, err))
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
	if (memcmp(&leaf_root, &b->row.leaf_root, sizeof(leaf_root)) != 0 ||
	    memcmp(&root, &b->head, sizeof(root)) != 0 || f->reports != b->row.reports ||
	    f->kinds != b->row.kinds || !receipt_verify_head(&head, c->config.server_sign_public))
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

bool
core_replay(struct core *c, const struct stored_batch *b, enum replay how, struct err *err)
{
	struct flight *f = &c->flight;

	if (f->is_flying)
		return err_set(err, ERR_BUG, "a batch is under way");
	if (how == REPLAY_ALL && b->row.n != c->n + 1)
		return err_set(err, ERR_BUG, "batch %llu after %llu", (unsigned long long)b->row.n,
		    (unsigned long long)c->n);
	if (!core_flight_reserve(c, b->submissions_n, err))
		return false;
	core_flight_begin(c, b->row.at_ms);
	f->batch.row = b->row;
	if (!batch_replay(c, b, how, err))
		return false;
	if (how == REPLAY_ALL)
		return core_flight_land(c, err);
	core_flight_end(c);
	return true;
}
