/* What a checkpoint captures, and how it comes back. */
#include <stdlib.h>
#include <string.h>

#include "core/scratch.h"
#include "core/state.h"
#include "core/unpack.h"

/* A checkpoint's memory: rows, and the pieces that they point to. */
struct capture {
	struct checkpoint p;
	struct scratch scratch;
};

static bool
cell_capture(struct capture *cap, const struct cell *c, struct cell_row *row, struct err *err)
{
	const uint32_t n = c->pairs.n;
	uint32_t *ind = scratch_take(&cap->scratch, n, sizeof(*ind));
	int64_t *val = scratch_take(&cap->scratch, n, sizeof(*val));
	int32_t *carriers = scratch_take(&cap->scratch, n, sizeof(*carriers));

	if (ind == NULL || val == NULL || carriers == NULL)
		return err_set(err, ERR_MEMORY, "a checkpoint");
	for (uint32_t i = 0; i < n; i++) {
		ind[i] = c->pairs.at[i].ind;
		val[i] = c->pairs.at[i].val;
		carriers[i] = c->pairs.at[i].carriers;
	}
	*row = (struct cell_row){.org = c->key.org,
	    .slot = c->key.slot,
	    .view = (uint8_t)c->key.view,
	    .dim = c->key.dim,
	    .n = n,
	    .ind = ind,
	    .val = val,
	    .carriers = carriers};
	return true;
}

static bool
table_capture(struct capture *cap, struct cell *table, struct cell_row **ret, uint32_t *ret_n,
    struct err *err)
{
	uint32_t n = 0;
	struct cell *c = NULL;

	for (c = table; c != NULL; c = c->hh.next)
		n += c->dirty ? 1 : 0;
	struct cell_row *rows = scratch_take(&cap->scratch, n, sizeof(*rows));
	if (rows == NULL)
		return err_set(err, ERR_MEMORY, "a checkpoint");
	*ret = rows;
	for (c = table; c != NULL; c = c->hh.next) {
		if (!c->dirty)
			continue;
		if (!cell_capture(cap, c, &rows[*ret_n], err))
			return false;
		++*ret_n;
		c->dirty = false;
	}
	return true;
}

static bool
blob_capture(
    struct capture *cap, struct blob_row *row, int64_t id, struct buf *packed, struct err *err)
{
	uint8_t *bytes = scratch_take(&cap->scratch, packed->len, 1);

	if (!buf_ok(packed) || bytes == NULL)
		return err_set(err, ERR_MEMORY, "a checkpoint");
	memcpy(bytes, packed->at, packed->len);
	*row = (struct blob_row){.id = id, .bytes = bytes, .len = (uint32_t)packed->len};
	buf_clear(packed);
	return true;
}

static bool
subjects_capture(struct capture *cap, struct subjects *s, struct buf *packed, struct err *err)
{
	struct checkpoint *p = &cap->p;

	p->subjects = scratch_take(&cap->scratch, s->n, sizeof(*p->subjects));
	if (p->subjects == NULL)
		return err_set(err, ERR_MEMORY, "a checkpoint");
	for (subject_t no = 1; (uint64_t)no <= s->n; no++) {
		if (!subjects_is_dirty(s, no))
			continue;
		subjects_pack(s, no, packed);
		if (!blob_capture(cap, &p->subjects[p->subjects_n], no, packed, err))
			return false;
		p->subjects_n++;
		subjects_set_dirty(s, no, false);
	}
	return true;
}

static bool
streams_capture(struct capture *cap, const struct names *names, struct buf *packed, struct err *err)
{
	struct checkpoint *p = &cap->p;

	p->streams = scratch_take(&cap->scratch, names->n, sizeof(*p->streams));
	if (p->streams == NULL)
		return err_set(err, ERR_MEMORY, "a checkpoint");
	for (uint32_t i = 0; i < names->n; i++) {
		struct stream *s = names->by_no[i];

		if (!s->dirty)
			continue;
		names_pack(s, packed);
		if (!blob_capture(cap, &p->streams[p->streams_n], s->no, packed, err))
			return false;
		p->streams_n++;
		s->dirty = false;
	}
	return true;
}

static bool
state_capture(struct capture *cap, const struct core *c, struct buf *packed, struct err *err)
{
	struct blob_row row;

	buf_u32(packed, c->epoch);
	buf_u64(packed, c->reports);
	buf_u64(packed, c->submissions);
	buf_u64(packed, (uint64_t)c->head.at_ms);
	buf_put(packed, c->head.signature, WIRE_SIGNATURE_BYTES);
	buf_u64(packed, c->frontier.size);
	for (uint32_t i = 0; i < WIRE_PATH_MAX; i++)
		if ((c->frontier.size >> i & 1) != 0)
			buf_put(packed, c->frontier.level[i].at, WIRE_HASH_BYTES);
	if (!blob_capture(cap, &row, 0, packed, err))
		return false;
	cap->p.state = scratch_take(&cap->scratch, row.len, 1);
	if (cap->p.state == NULL)
		return err_set(err, ERR_MEMORY, "a checkpoint");
	memcpy(cap->p.state, row.bytes, row.len);
	cap->p.state_len = row.len;
	return true;
}

bool
core_checkpoint(struct core *c, struct checkpoint **ret, struct err *err)
{
	struct capture *cap = NULL;
	struct buf packed = {0};
	bool ok = false;

	if (c->flight.is_flying)
		return err_set(err, ERR_BUG, "a batch is under way");
	cap = calloc(1, sizeof(*cap));
	if (cap == NULL)
		return err_set(err, ERR_MEMORY, "a checkpoint");
	cap->p.batch = c->n;
	cap->p.arena = cap;
	ok = table_capture(cap, c->rollup.leaf, &cap->p.cells, &cap->p.cells_n, err) &&
	    table_capture(cap, c->rollup.month, &cap->p.totals, &cap->p.totals_n, err) &&
	    subjects_capture(cap, &c->subjects, &packed, err) &&
	    streams_capture(cap, &c->names, &packed, err) && state_capture(cap, c, &packed, err);
	buf_free(&packed);
	if (!ok) {
		core_checkpoint_failed(c, &cap->p);
		checkpoint_free(&cap->p);
		return false;
	}
	*ret = &cap->p;
	return true;
}

void
checkpoint_free(struct checkpoint *p)
{
	if (p == NULL)
		return;
	struct capture *cap = p->arena;
	scratch_free(&cap->scratch);
	free(cap);
}

static void
rows_dirty(struct cell *table, const struct cell_row *rows, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		const struct cell_key key = {.org = rows[i].org,
		    .slot = rows[i].slot,
		    .dim = rows[i].dim,
		    .view = rows[i].view};
		struct cell *c = NULL;

		HASH_FIND(hh, table, &key, sizeof(key), c);
		if (c != NULL)
			c->dirty = true;
	}
}

void
core_checkpoint_failed(struct core *c, const struct checkpoint *p)
{
	rows_dirty(c->rollup.leaf, p->cells, p->cells_n);
	rows_dirty(c->rollup.month, p->totals, p->totals_n);
	for (uint32_t i = 0; i < p->subjects_n; i++)
		subjects_set_dirty(&c->subjects, p->subjects[i].id, true);
	for (uint32_t i = 0; i < p->streams_n; i++)
		c->names.by_no[p->streams[i].id - 1]->dirty = true;
}

/* ---- loading */

bool
core_load_cell(struct core *c, const struct cell_row *row, struct err *err)
{
	const struct cell_key key = {
	    .org = row->org, .slot = row->slot, .dim = row->dim, .view = row->view};
	struct pair at[CELL_PAIRS_MAX];

	if (row->n > CELL_PAIRS_MAX)
		return err_set(err, ERR_INVALID, "a cell of %u pairs", row->n);
	for (uint32_t i = 0; i < row->n; i++)
		at[i] = (struct pair){
		    .ind = row->ind[i], .carriers = row->carriers[i], .val = row->val[i]};
	const struct pairs pairs = {.at = at, .n = row->n};
	return rollup_load_leaf(&c->rollup, &key, &pairs, err);
}

/* A drive outside the plan exists by its result alone. */
static bool
drive_load(struct core *c, const struct subject *x, struct err *err)
{
	struct submission *s = NULL;
	struct drive_key key;
	struct drive *d = NULL;
	bool ok = true;

	if (x->kind != KIND_RESULT || x->content_len == 0 || x->collection != COLLECTION_NONE)
		return true;
	if (!submission_decode(x->content, x->content_len, &s, err))
		return false;
	const struct result *r = &s->reports[0].u.result;
	if (r->drive[0] != '\0' && plan_drive(c->plan, r->drive) == NULL)
		ok = drive_key_parse(r->drive, &key, err) &&
		    plan_make_drive(
			c->plan, r->drive, x->org, key.day, r->held_from, r->held_to, &d, err);
	submission_free(s);
	return ok;
}

bool
core_load_subject(struct core *c, const struct blob_row *row, struct err *err)
{
	if (!subjects_unpack(&c->subjects, row->id, row->bytes, row->len, err))
		return false;
	const struct subject *x = subjects_at(&c->subjects, row->id);
	if (x->collection == COLLECTION_CARRIED_IN && !carried_add(&c->carried, x->org, x->no, err))
		return false;
	if (x->kind == KIND_RESULT && !core_last_report_note(c, x->org, x->to, x->at_ms, err))
		return false;
	return drive_load(c, x, err);
}

bool
core_load_stream(struct core *c, const struct blob_row *row, struct err *err)
{
	return names_unpack(&c->names, (int32_t)row->id, row->bytes, row->len, err);
}

bool
core_load_state(struct core *c, uint64_t batch, const uint8_t *state, uint32_t len, struct err *err)
{
	struct unpack u = {.at = state, .len = len};
	struct cell *m = NULL;

	c->n = batch;
	c->epoch = unpack_u32(&u);
	c->reports = unpack_u64(&u);
	c->submissions = unpack_u64(&u);
	c->head = (struct signed_head){.realm = c->config.realm,
	    .epoch = c->epoch,
	    .batch = batch,
	    .at_ms = (int64_t)unpack_u64(&u)};
	const uint8_t *signature = unpack_bytes(&u, WIRE_SIGNATURE_BYTES);
	c->frontier.size = unpack_u64(&u);
	for (uint32_t i = 0; i < WIRE_PATH_MAX; i++) {
		if ((c->frontier.size >> i & 1) == 0)
			continue;
		const uint8_t *hash = unpack_bytes(&u, WIRE_HASH_BYTES);
		if (hash != NULL)
			memcpy(c->frontier.level[i].at, hash, WIRE_HASH_BYTES);
	}
	if (u.failed || c->frontier.size != batch)
		return err_set(err, ERR_INVALID, "state of the checkpoint");
	memcpy(c->head.signature, signature, WIRE_SIGNATURE_BYTES);
	c->head.head = merkle_frontier_root(&c->frontier);
	if (!rollup_rebuild(&c->rollup, c->orgs, err))
		return false;
	/* What was just loaded is what the database has. */
	for (m = c->rollup.month; m != NULL; m = m->hh.next)
		m->dirty = false;
	return true;
}
