/* The decision of batch n+1: submissions in order, verdicts, roots; and what comes of it. */
#include <stdlib.h>
#include <string.h>

#include "core/state.h"

static const struct report *
reports_of(const struct pending *p)
{
	return p->s->reports;
}

/* Any kind but a result touches registry, keys or plan. */
static bool
is_structural(const struct pending *p)
{
	for (uint32_t i = 0; i < p->s->reports_n; i++)
		if (reports_of(p)[i].kind != KIND_RESULT)
			return true;
	return false;
}

bool
core_flight_reserve(struct core *c, uint32_t n, struct err *err)
{
	if (n <= c->decided_cap)
		return true;
	struct decided *decided = realloc(c->decided, n * sizeof(*decided));
	if (decided != NULL)
		c->decided = decided;
	uint32_t *stored = realloc(c->stored, n * sizeof(*stored));
	if (stored != NULL)
		c->stored = stored;
	struct hash *leaves = realloc(c->leaves, n * sizeof(*leaves));
	if (leaves != NULL)
		c->leaves = leaves;
	if (decided == NULL || stored == NULL || leaves == NULL)
		return err_set(err, ERR_MEMORY, "a batch of %u", n);
	c->decided_cap = n;
	return true;
}

void
core_flight_begin(struct core *c, int64_t now_ms)
{
	struct flight *f = &c->flight;
	const struct flight kept = *f;

	scratch_clear(&c->scratch);
	*f = (struct flight){.is_flying = true,
	    .sink = {.scratch = &c->scratch, .at = kept.sink.at, .cap = kept.sink.cap},
	    .made = kept.made,
	    .made_cap = kept.made_cap,
	    .new_orgs = kept.new_orgs,
	    .new_orgs_cap = kept.new_orgs_cap};
	f->batch.row = (struct batch_row){.realm = c->config.realm,
	    .epoch = c->epoch,
	    .n = c->n + 1,
	    /* The ledger's time never goes back, whatever the clock does. */
	    .at_ms = now_ms > c->head.at_ms ? now_ms : c->head.at_ms};
	memcpy(f->batch.row.writer, c->config.writer, WIRE_WRITER_BYTES);
}

void
core_flight_end(struct core *c)
{
	c->flight.is_flying = false;
}

/* ---- one submission */

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
	if (p->enrol)
		return true; /* the entry itself is judged by its invitation */
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
	struct stream *s = names_find(&c->names, p->s->stream);

	if (s == NULL)
		return false;
	d->stream_no = s->no;
	if (names_is_held(s, p->s->seq)) {
		d->fate = names_is_fresh(s, p->s->seq) ? FATE_LATER : FATE_HELD;
		return true;
	}
	/* Another office's outbox under a copied stream: it opens one of its own. */
	if (!p->enrol && s->org != 0 && s->org != by->org)
		return refuse(c, d, ERR_KEY_REUSE, "");
	return false;
}

static bool
report_check(const struct core *c, const struct admission *a, struct verdict *v, struct err *why)
{
	if (a->r->kind == KIND_RESULT && !a->pending->enrol)
		return result_check(c, a, &v->existing, why);
	return entry_check(c, a, &v->existing, why);
}

/*
 * One report: verdict, and when accepted its effect.  An entry that its own table refuses (a campaign
 * that is there already) has changed nothing and is a verdict too.  ERR_MEMORY and ERR_BUG are the core's.
 */
static bool
report_decide(struct core *c, const struct admission *a, struct verdict *v, struct err *err)
{
	struct err why = {.code = ERR_OK};

	v->detail = "";
	const bool holds = report_check(c, a, v, &why);
	if (holds && a->r->kind == KIND_RESULT && !result_apply(c, a, err))
		return false;
	if (holds && (a->r->kind == KIND_RESULT || entry_apply(c, a, &why))) {
		v->code = ERR_OK;
		v->existing = (struct name){.seq = 0};
		c->flight.reports++;
		c->flight.kinds |= 1u << (unsigned)a->r->kind;
		c->flight.structural = c->flight.structural || a->r->kind != KIND_RESULT;
		return true;
	}
	if (why.code == ERR_MEMORY || why.code == ERR_BUG)
		return err_set(err, why.code, "%s", why.text);
	v->code = why.code;
	v->detail = scratch_text(&c->scratch, why.text);
	return v->detail != NULL || err_set(err, ERR_MEMORY, "a verdict");
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
	struct flight *f = &c->flight;
	struct decided *d = &c->decided[i];
	struct key_info by;
	bool accepted = false;

	*d = (struct decided){.fate = FATE_REFUSED, .detail = ""};
	if (p->s->realm != c->config.realm)
		return refuse(c, d, ERR_MALFORMED, "realm");
	if (!signer_of(c, p, d, &by) || name_decides(c, p, &by, d))
		return true;
	if (f->structural || (is_structural(p) && f->batch.leaves_n > 0) ||
	    f->reports + p->s->reports_n > CORE_BATCH_REPORTS_MAX) {
		d->fate = FATE_LATER;
		return true;
	}
	struct verdict *verdicts = scratch_take(&c->scratch, p->s->reports_n, sizeof(*verdicts));
	if (verdicts == NULL)
		return err_set(err, ERR_MEMORY, "verdicts");
	d->verdicts = verdicts;
	d->verdicts_n = p->s->reports_n;
	d->ord = f->batch.leaves_n;
	f->sink.sub = d->ord;
	for (uint32_t k = 0; k < p->s->reports_n; k++) {
		struct admission a = {.r = &reports_of(p)[k],
		    .by_org = by.org,
		    .role = by.role,
		    .by = &by,
		    .pending = p,
		    .sign_key = p->sign_key,
		    .batch = f->batch.row.n,
		    .at_ms = f->batch.row.at_ms,
		    .postings = true};

		memcpy(a.name.stream, p->s->stream, WIRE_STREAM_BYTES);
		a.name.seq = p->s->seq;
		a.name.idx = k;
		f->sink.idx = (uint16_t)k;
		if (!report_decide(c, &a, &verdicts[k], err))
			return false;
		accepted = accepted || verdicts[k].code == ERR_OK;
	}
	if (!accepted)
		return true; /* nothing of it is stored; the verdicts say why */
	struct stream *s = NULL;
	org_t owner = by.org;
	if (p->enrol && core_key_by_sign(c, p->sign_key, &by))
		owner = by.org;
	if (!names_stream(&c->names, p->s->stream, owner, &s, err) ||
	    !names_take(&c->names, s, p->s->seq, err))
		return false;
	d->fate = FATE_STORED;
	d->stream_no = s->no;
	leaf_of(c, p, d);
	c->stored[f->batch.leaves_n++] = i;
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
	b->new_orgs = f->new_orgs;
	b->new_orgs_n = f->new_orgs_n;

	const struct hash row = receipt_row_hash(&b->row);
	f->frontier = c->frontier;
	merkle_frontier_push(&f->frontier, &row);
	b->head = (struct signed_head){.realm = b->row.realm,
	    .epoch = b->row.epoch,
	    .batch = b->row.n,
	    .at_ms = b->row.at_ms,
	    .head = merkle_frontier_root(&f->frontier)};
	merkle_frontier_path(&f->frontier, &b->batch_path);
	receipt_sign_head(&b->head, c->config.server_sign_secret);
}

bool
core_decide(struct core *c, const struct pending *pending, uint32_t n, int64_t now_ms,
    const struct batch **ret_batch, const struct decided **ret_decided, struct err *err)
{
	if (c->flight.is_flying || n > CORE_BATCH_SUBMISSIONS_MAX)
		return err_set(err, ERR_BUG, "a batch is under way, or %u submissions", n);
	if (!core_flight_reserve(c, n, err))
		return false;
	core_flight_begin(c, now_ms);
	for (uint32_t i = 0; i < n; i++)
		if (!submission_decide(c, &pending[i], i, err))
			return false;
	*ret_decided = c->decided;
	*ret_batch = NULL;
	if (c->flight.batch.leaves_n == 0) {
		core_flight_end(c);
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
	core_flight_begin(c, now_ms);
	batch_finish(c);
	*ret_batch = &c->flight.batch;
	return true;
}

/* ---- what comes of it */

bool
core_flight_land(struct core *c, struct err *err)
{
	struct flight *f = &c->flight;

	rollup_forget_touched(&c->rollup);
	for (uint32_t i = 0; i < f->sink.n; i++) {
		const struct posting *p = &f->sink.at[i];

		if (!rollup_post(&c->rollup, c->orgs, p, err))
			return false;
		if (p->kind == KIND_RESULT && p->view == VIEW_CREDITED &&
		    !core_last_report_note(c, p->org, p->day, f->batch.row.at_ms, err))
			return false;
	}
	if (f->map_changed && !rollup_rebuild(&c->rollup, c->orgs, err))
		return false;
	names_settle(&c->names);
	subjects_settle(&c->subjects);
	c->touched_all = f->structural;
	c->frontier = f->frontier;
	c->head = f->batch.head;
	c->n = f->batch.row.n;
	c->epoch = f->batch.row.epoch;
	c->reports += f->batch.row.reports;
	c->submissions += f->batch.leaves_n;
	core_flight_end(c);
	return true;
}

bool
core_settle(struct core *c, struct err *err)
{
	if (!c->flight.is_flying)
		return err_set(err, ERR_BUG, "no batch is under way");
	return core_flight_land(c, err);
}

bool
core_undo(struct core *c)
{
	struct flight *f = &c->flight;

	if (!f->is_flying)
		return true;
	if (f->structural)
		return false;
	while (f->made_n > 0)
		plan_unmake_drive(c->plan, f->made[--f->made_n]);
	subjects_undo(&c->subjects);
	carried_drop(&c->carried, c->subjects.n);
	names_undo(&c->names);
	core_flight_end(c);
	return true;
}
