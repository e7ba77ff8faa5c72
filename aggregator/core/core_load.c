/* A checkpoint back in, after the structure of the batches under it. */
#include <string.h>

#include "base/lang.h"
#include "core/state.h"
#include "core/unpack.h"

bool
core_load_damaged(struct err *err)
{
	return err_set(err, ERR_DAMAGED, "%s",
	    TR("bảng checkpoint: cột state không còn như lúc ghi",
		"table checkpoint: column state is not as it was written"));
}

bool
core_load_cell(struct core *c, const struct cell_row *row, struct err *err)
{
	const struct cell_key key = {
	    .org = row->org, .slot = row->slot, .dim = row->dim, .view = row->view};
	struct pair at[CELL_PAIRS_MAX];

	if (row->n > CELL_PAIRS_MAX)
		return err_set(err, ERR_DAMAGED,
		    TR("bảng cell, nơi số %d: %u chỉ số",
			"table cell, organisation number %d: %u indicators"),
		    row->org, row->n);
	for (uint32_t i = 0; i < row->n; i++)
		at[i] = (struct pair){
		    .ind = row->ind[i], .carriers = row->carriers[i], .val = row->val[i]};
	const struct pairs pairs = {.at = at, .n = row->n};
	return rollup_load_leaf(&c->rollup, &key, &pairs, err);
}

/* A drive that its first result made, unless a schedule named it since. */
static bool
drive_load(struct core *c, const struct subject *x, struct err *err)
{
	char text[SUBJECT_KEY_MAX + 1];
	struct drive_key key;
	struct drive *d = NULL;

	if (x->made_for == 0)
		return true;
	result_drive(c, x, text);
	return plan_drive_const(c->plan, text) != NULL ||
	    (drive_key_parse(text, &key, err) &&
		plan_make_drive(c->plan, text, x->made_for, key.day, key.day, key.day, &d, err));
}

bool
core_load_subject(struct core *c, const struct blob_row *row, struct err *err)
{
	if (!subjects_unpack(&c->subjects, row->id, row->bytes, row->len, err))
		return false;
	const struct subject *x = subjects_at(&c->subjects, row->id);
	return subject_index(c, x, err) && subject_index_names(c, x, err) &&
	    (x->kind != KIND_RESULT || drive_load(c, x, err));
}

bool
core_load_stream(struct core *c, const struct blob_row *row, struct err *err)
{
	return names_unpack(&c->names, (int32_t)row->id, row->bytes, row->len, err);
}

static bool
forks_unpack(struct forks *f, struct unpack *u, struct err *err)
{
	f->n = unpack_u32(u);
	if (u->failed || f->n > WIRE_FORKS_MAX)
		return core_load_damaged(err);
	for (uint32_t i = 0; i < f->n; i++) {
		f->at[i].epoch = unpack_u32(u);
		f->at[i].batch = unpack_u64(u);
	}
	return !u->failed || core_load_damaged(err);
}

bool
core_load_state(struct core *c, uint64_t batch, const uint8_t *state, uint32_t len, struct err *err)
{
	struct unpack u = {.at = state, .len = len};

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
		return core_load_damaged(err);
	if (!newest_unpack(&c->newest, &u, err) || !forks_unpack(&c->forks, &u, err))
		return false;
	memcpy(c->head.signature, signature, WIRE_SIGNATURE_BYTES);
	c->head.head = merkle_frontier_root(&c->frontier);
	if (!rollup_rebuild(&c->rollup, c->orgs, err))
		return false;
	/* What was just loaded is what the database has. */
	rollup_set_clean(&c->rollup);
	return true;
}
