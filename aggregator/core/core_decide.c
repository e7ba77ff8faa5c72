/* The decision of batch n+1: submissions in order, verdicts, roots; and what comes of it. */
#include <string.h>

#include "base/lang.h"
#include "core/state.h"

/* Any kind but a result or a statement touches registry, keys or plan. */
static bool
is_structural(const struct pending *p)
{
	for (uint32_t i = 0; i < p->s->reports_n; i++)
		if (p->s->reports[i].kind != KIND_RESULT && !statement_is(p->s->reports[i].kind))
			return true;
	return false;
}

/* ---- one submission */

/* Refused for one reason; returns true, for name_decides(). */
static bool
refuse(struct core *c, struct decided *d, enum err_code code, const char *detail)
{
	d->fate = FATE_REFUSED;
	d->code = code;
	d->detail = scratch_text(&c->scratch, detail);
	if (d->detail == NULL)
		d->detail = "";
	return true;
}

/* Who signs, and whether that key may still speak.  false: ${d} says why not. */
static bool
signer_of(struct core *c, const struct pending *p, struct decided *d, struct key_info *ret)
{
	*ret = (struct key_info){.state = KEY_NONE};
	if (p->enrol) {
		struct key_info invited;

		/* The entry is judged by its invitation, and so is whose stream it may use. */
		if (core_key_by_curve(c, p->once_key, &invited))
			ret->org = invited.org;
		return true;
	}
	if (!core_key_by_sign(c, p->sign_key, ret))
		return !refuse(c, d, ERR_KEY_UNKNOWN, "");
	if (ret->state != KEY_ACTIVE)
		return !refuse(c, d, ERR_KEY_REVOKED, "");
	if (ret->pending)
		return !refuse(c, d, ERR_PENDING, "");
	return true;
}

/* true: the name decides alone, ${d} is filled. */
static bool
name_decides(struct core *c, const struct pending *p, const struct key_info *by, struct decided *d)
{
	const struct stream *s = names_find(&c->names, p->s->stream);

	if (s != NULL) {
		d->stream_no = s->no;
		if (names_is_held(s, p->s->seq)) {
			d->fate = names_is_fresh(s, p->s->seq) ? FATE_LATER : FATE_HELD;
			return true;
		}
		/* Another office's outbox under a copied stream: it opens one of its own. */
		if (flight_owner(c, s) != by->org)
			return refuse(c, d, ERR_KEY_REUSE, "");
	}
	/* A machine that is invited has its stream, however many the office's others have. */
	const org_t owner = p->enrol || by->org == orgs_root(c->orgs) ? 0 : by->org;
	switch (names_room(&c->names, s, owner, p->s->seq)) {
	case NAMES_ROOM:
		return false;
	case NAMES_RAGGED: /* a new stream has room again */
		return refuse(c, d, ERR_KEY_REUSE, "");
	case NAMES_OWNER_FULL:
		return refuse(c, d, ERR_LIMIT,
		    TR("nơi này đã có quá nhiều hộp chờ gửi",
			"this organisation has too many outboxes"));
	case NAMES_FULL:
	default:
		return refuse(c, d, ERR_LIMIT, TR("quá nhiều hộp chờ gửi", "too many outboxes"));
	}
}

/*
 * A batch holds either results and their like, or one submission that touches registry, keys or
 * plan.
 */
static bool
fits_batch(const struct core *c, const struct pending *p)
{
	const struct flight *f = &c->flight;

	return !f->structural && (f->batch.leaves_n == 0 || !is_structural(p)) &&
	    f->reports + p->s->reports_n <= CORE_BATCH_REPORTS_MAX;
}

/* ---- one report */

/* Half of a report may be applied, so that nothing but dropping the core is left. */
static bool
applied_half(const struct err *err, struct err *why)
{
	return err_set(why, err->code == ERR_MEMORY ? ERR_MEMORY : ERR_BUG, "%s", err->text);
}

static bool
result_decide(struct core *c, const struct admission *a, struct verdict *v, struct err *why)
{
	struct result_place place;
	struct err err = {.code = ERR_OK};

	if (!result_check(c, a, &place, &v->existing, why))
		return false;
	if (!result_apply(c, a, &place, &err))
		return applied_half(&err, why);
	if (place.is_late) {
		v->code = ERR_AFTER_LOCK;
		v->detail = scratch_text(&c->scratch, core_org_name(c, place.org, place.day));
	}
	return v->detail != NULL || err_set(why, ERR_MEMORY, "a verdict");
}

static bool
statement_decide(struct core *c, const struct admission *a, struct verdict *v, struct err *why)
{
	struct err err = {.code = ERR_OK};

	return statement_check(c, a, &v->existing, why) &&
	    (statement_apply(c, a, &err) || applied_half(&err, why));
}

static bool
entry_decide(struct core *c, const struct admission *a, struct verdict *v, struct err *why)
{
	if (!entry_check(c, a, &v->existing, why) || !entry_apply(c, a, why))
		return false;
	c->flight.structural = true;
	return true;
}

static bool
kind_decide(struct core *c, const struct admission *a, struct verdict *v, struct err *why)
{
	if (a->pending->enrol)
		return entry_decide(c, a, v, why);
	if (a->r->kind == KIND_RESULT)
		return result_decide(c, a, v, why);
	return statement_is(a->r->kind) ? statement_decide(c, a, v, why)
					: entry_decide(c, a, v, why);
}

/* One report: verdict, and when accepted its effect.  ERR_MEMORY and ERR_BUG are the core's. */
static bool
report_decide(struct core *c, const struct admission *a, struct verdict *v, struct err *err)
{
	struct err why = {.code = ERR_OK};

	*v = (struct verdict){.code = ERR_OK, .detail = ""};
	if (kind_decide(c, a, v, &why)) {
		v->existing = (struct name){.seq = 0};
		c->flight.reports++;
		c->flight.kinds |= 1U << (unsigned)a->r->kind;
		return true;
	}
	if (why.code == ERR_MEMORY || why.code == ERR_BUG)
		return err_set(err, why.code, "%s", why.text);
	v->code = why.code;
	v->detail = scratch_text(&c->scratch, why.text);
	return v->detail != NULL || err_set(err, ERR_MEMORY, "a verdict");
}

static bool
reports_decide(struct core *c, const struct pending *p, const struct key_info *by,
    struct verdict *verdicts, struct err *err)
{
	struct flight *f = &c->flight;
	struct admission a = {.name = {.seq = p->s->seq},
	    .by_org = by->org,
	    .role = by->role,
	    .pending = p,
	    .sign_key = p->sign_key,
	    .batch = f->batch.row.n,
	    .at_ms = f->batch.row.at_ms,
	    .postings = true};

	memcpy(a.name.stream, p->s->stream, WIRE_STREAM_BYTES);
	f->sink.sub = f->batch.leaves_n;
	for (uint32_t i = 0; i < p->s->reports_n; i++) {
		a.r = &p->s->reports[i];
		a.name.idx = i;
		f->sink.idx = (uint16_t)i;
		if (!report_decide(c, &a, &verdicts[i], err))
			return false;
	}
	return true;
}

static bool
is_accepted(const struct decided *d)
{
	for (uint32_t i = 0; i < d->verdicts_n; i++)
		if (core_is_stored(d->verdicts[i].code))
			return true;
	return false;
}

static void
leaf_of(struct core *c, const struct pending *p, const struct decided *d)
{
	enum err_code codes[WIRE_REPORTS_MAX];

	for (uint32_t i = 0; i < d->verdicts_n; i++)
		codes[i] = d->verdicts[i].code;
	c->leaves[d->ord] = receipt_leaf(
	    &c->flight.batch.row, d->ord, &p->body_hash, p->signature, codes, d->verdicts_n);
}

static bool
submission_decide(struct core *c, const struct pending *p, uint32_t i, struct err *err)
{
	struct batch *b = &c->flight.batch;
	struct decided *d = &c->decided[i];
	struct stream *s = NULL;
	struct key_info by;

	*d = (struct decided){.fate = FATE_REFUSED, .detail = ""};
	if (p->s->realm != c->config.realm)
		return refuse(c, d, ERR_MALFORMED, "realm");
	if (!signer_of(c, p, d, &by) || name_decides(c, p, &by, d))
		return true;
	if (!fits_batch(c, p)) {
		d->fate = FATE_LATER;
		return true;
	}
	struct verdict *verdicts = scratch_take(&c->scratch, p->s->reports_n, sizeof(*verdicts));
	if (verdicts == NULL)
		return err_set(err, ERR_MEMORY, "verdicts");
	if (!reports_decide(c, p, &by, verdicts, err))
		return false;
	d->verdicts = verdicts;
	d->verdicts_n = p->s->reports_n;
	if (!is_accepted(d))
		return true; /* nothing of it is stored; the verdicts say why */
	if (!entry_finish(c, err) || !flight_name(c, p->s, p->sign_key, &s, err))
		return false;
	d->fate = FATE_STORED;
	d->ord = b->leaves_n;
	d->stream_no = s->no;
	leaf_of(c, p, d);
	c->stored[b->leaves_n++] = i;
	return true;
}

/* ---- the batch */

static void
batch_finish(struct core *c)
{
	struct flight *f = &c->flight;
	struct batch *b = &f->batch;

	b->row.kinds = f->kinds;
	b->row.reports = f->reports;
	b->row.leaf_root = merkle_root(c->leaves, b->leaves_n);
	b->leaves = c->leaves;
	b->stored = c->stored;
	b->postings = f->sink.at;
	b->postings_n = f->sink.n;
	b->new_orgs = (const org_t *)(const void *)f->new_orgs.d;
	b->new_orgs_n = utarray_len(&f->new_orgs);

	const struct hash row = receipt_row_hash(&b->row);
	f->frontier = c->frontier;
	merkle_frontier_push(&f->frontier, &row);
	b->head = (struct signed_head){.realm = b->row.realm,
	    .epoch = b->row.epoch,
	    .batch = b->row.n,
	    .at_ms = b->row.at_ms,
	    .head = merkle_frontier_root(&f->frontier)};
	merkle_frontier_path(&f->frontier, &b->batch_path);
	receipt_sign_head(&b->head, server_keys_secret(c, b->row.n));
}

static bool
may_sign(const struct core *c, struct err *err)
{
	return core_may_sign(c) ||
	    err_set(err, ERR_CONFIG, "%s",
		TR("thiếu khóa máy chủ ký lần ghi kế tiếp: chép server.keys.N từ máy chủ kia",
		    "the server's key that signs the next batch is missing: copy server.keys.N from the other server"));
}

bool
core_decide(struct core *c, const struct pending *pending, uint32_t n, int64_t now_ms,
    const struct batch **ret_batch, const struct decided **ret_decided, struct err *err)
{
	if (c->flight.is_flying || n > CORE_BATCH_SUBMISSIONS_MAX)
		return err_set(err, ERR_BUG, "a batch is under way, or %u submissions", n);
	if (!may_sign(c, err) || !flight_reserve(c, n, err))
		return false;
	flight_begin(c, now_ms);
	for (uint32_t i = 0; i < n; i++)
		if (!submission_decide(c, &pending[i], i, err))
			return false;
	*ret_decided = c->decided;
	*ret_batch = NULL;
	if (c->flight.batch.leaves_n == 0) {
		flight_end(c);
		return true;
	}
	c->flight.batch.pending = pending;
	c->flight.batch.decided = c->decided;
	c->flight.batch.pending_n = n;
	batch_finish(c);
	*ret_batch = &c->flight.batch;
	return true;
}

bool
core_decide_opening(struct core *c, int64_t now_ms, const struct batch **ret_batch, struct err *err)
{
	if (c->flight.is_flying)
		return err_set(err, ERR_BUG, "a batch is under way");
	if (!may_sign(c, err))
		return false;
	flight_begin(c, now_ms);
	batch_finish(c);
	*ret_batch = &c->flight.batch;
	return true;
}

bool
core_decide_epoch(
    struct core *c, uint32_t epoch, int64_t now_ms, const struct batch **ret_batch, struct err *err)
{
	if (c->flight.is_flying || epoch <= c->epoch || c->n == 0)
		return err_set(err, ERR_BUG, "a batch is under way, or epoch %u", epoch);
	if (!may_sign(c, err))
		return false;
	flight_begin(c, now_ms);
	c->flight.batch.row.epoch = epoch;
	batch_finish(c);
	*ret_batch = &c->flight.batch;
	return true;
}

/* ---- what comes of it */

bool
core_settle(struct core *c, struct err *err)
{
	if (!c->flight.is_flying)
		return err_set(err, ERR_BUG, "no batch is under way");
	return flight_land(c, err);
}

bool
core_undo(struct core *c)
{
	if (!c->flight.is_flying)
		return true;
	if (c->flight.structural)
		return false;
	flight_undo(c);
	return true;
}
