/* What a checkpoint captures. */
#include <stdlib.h>
#include <string.h>

#include "core/scratch.h"
#include "core/state.h"

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
table_capture(struct capture *cap, const struct rollup *r, enum rollup_table which,
    struct cell_row **ret, struct err *err)
{
	uint32_t n = 0;
	struct cell *const *dirty = rollup_dirty(r, which, &n);
	struct cell_row *rows = scratch_take(&cap->scratch, n, sizeof(*rows));

	if (rows == NULL)
		return err_set(err, ERR_MEMORY, "a checkpoint");
	for (uint32_t i = 0; i < n; i++)
		if (!cell_capture(cap, dirty[i], &rows[i], err))
			return false;
	*ret = rows;
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
subjects_capture(struct capture *cap, const struct subjects *s, struct buf *packed, struct err *err)
{
	struct checkpoint *p = &cap->p;

	p->subjects = scratch_take(&cap->scratch, s->dirty_n, sizeof(*p->subjects));
	if (p->subjects == NULL)
		return err_set(err, ERR_MEMORY, "a checkpoint");
	for (; p->subjects_n < s->dirty_n; p->subjects_n++) {
		const subject_t no = s->dirty[p->subjects_n];

		subjects_pack(s, no, packed);
		if (!blob_capture(cap, &p->subjects[p->subjects_n], no, packed, err))
			return false;
	}
	return true;
}

static bool
streams_capture(struct capture *cap, const struct names *names, struct buf *packed, struct err *err)
{
	struct checkpoint *p = &cap->p;

	p->streams = scratch_take(&cap->scratch, names->dirty_n, sizeof(*p->streams));
	if (p->streams == NULL)
		return err_set(err, ERR_MEMORY, "a checkpoint");
	for (; p->streams_n < names->dirty_n; p->streams_n++) {
		const struct stream *s = names->dirty[p->streams_n];

		names_pack(s, packed);
		if (!blob_capture(cap, &p->streams[p->streams_n], s->no, packed, err))
			return false;
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
	newest_pack(&c->newest, packed);
	buf_u32(packed, c->forks.n);
	for (uint32_t i = 0; i < c->forks.n; i++) {
		buf_u32(packed, c->forks.at[i].epoch);
		buf_u64(packed, c->forks.at[i].batch);
	}
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
	if (c->changes_lost)
		return err_set(err, ERR_MEMORY, "the list of what changed");
	cap = calloc(1, sizeof(*cap));
	if (cap == NULL)
		return err_set(err, ERR_MEMORY, "a checkpoint");
	cap->p.batch = c->n;
	cap->p.arena = cap;
	ok = table_capture(cap, &c->rollup, ROLLUP_LEAF, &cap->p.cells, err) &&
	    table_capture(cap, &c->rollup, ROLLUP_MONTH, &cap->p.totals, err) &&
	    subjects_capture(cap, &c->subjects, &packed, err) &&
	    streams_capture(cap, &c->names, &packed, err) && state_capture(cap, c, &packed, err);
	buf_free(&packed);
	if (!ok) {
		core_checkpoint_free(&cap->p);
		return false;
	}
	(void)rollup_dirty(&c->rollup, ROLLUP_LEAF, &cap->p.cells_n);
	(void)rollup_dirty(&c->rollup, ROLLUP_MONTH, &cap->p.totals_n);
	rollup_set_clean(&c->rollup);
	subjects_set_clean(&c->subjects);
	names_set_clean(&c->names);
	*ret = &cap->p;
	return true;
}

void
core_checkpoint_free(struct checkpoint *p)
{
	if (p == NULL)
		return;
	struct capture *cap = p->arena;
	scratch_free(&cap->scratch);
	free(cap);
}

static bool
rows_dirty(struct rollup *r, enum rollup_table which, const struct cell_row *rows, uint32_t n)
{
	bool ok = true;

	for (uint32_t i = 0; i < n && ok; i++) {
		const struct cell_key key = {.org = rows[i].org,
		    .slot = rows[i].slot,
		    .dim = rows[i].dim,
		    .view = rows[i].view};

		ok = rollup_set_dirty(r, which, &key, NULL);
	}
	return ok;
}

void
core_checkpoint_failed(struct core *c, const struct checkpoint *p)
{
	bool ok = rows_dirty(&c->rollup, ROLLUP_LEAF, p->cells, p->cells_n) &&
	    rows_dirty(&c->rollup, ROLLUP_MONTH, p->totals, p->totals_n);

	for (uint32_t i = 0; i < p->subjects_n && ok; i++)
		ok = subjects_set_dirty(&c->subjects, p->subjects[i].id, NULL);
	for (uint32_t i = 0; i < p->streams_n && ok; i++)
		ok = names_set_dirty(&c->names, (int32_t)p->streams[i].id, NULL);
	c->changes_lost = c->changes_lost || !ok;
}
