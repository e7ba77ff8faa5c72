/* The life of one batch in memory: begun, undone or landed. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "core/state.h"

bool
flight_reserve(struct core *c, uint32_t n, struct err *err)
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

bool
flight_has_room(const struct core *c, struct err *err)
{
	/* What is taken back and posted: of the report, and of the drive or result beside it. */
	const uint32_t more = 4 * SUBJECT_ROWS_MAX;

	if (c->subjects.n + 1 < SUBJECTS_MAX && plan_drive_count(c->plan) < PLAN_DRIVES_MAX &&
	    rollup_has_room(&c->rollup, c->flight.sink.n + more))
		return true;
	return err_set(err, ERR_LIMIT, "%s", TR("sổ đã đầy", "the aggregator is full"));
}

void
flight_begin(struct core *c, int64_t now_ms)
{
	struct flight *f = &c->flight;
	const struct flight kept = *f;

	scratch_clear(&c->scratch);
	*f = (struct flight){.is_flying = true,
	    .sink = {.scratch = &c->scratch, .at = kept.sink.at, .cap = kept.sink.cap},
	    .new_orgs = kept.new_orgs,
	    .changed_orgs = kept.changed_orgs};
	for (unsigned i = 0; i < INDEX_COUNT_; i++)
		f->index_n[i] = c->index[i].n;
	utarray_clear(&f->new_orgs);
	utarray_clear(&f->changed_orgs);
	f->batch.row = (struct batch_row){.realm = c->config.realm,
	    .epoch = c->epoch,
	    .n = c->n + 1,
	    /* The ledger's time never goes back, whatever the clock does. */
	    .at_ms = now_ms > c->head.at_ms ? now_ms : c->head.at_ms};
	memcpy(f->batch.row.writer, c->config.writer, WIRE_WRITER_BYTES);
}

void
flight_end(struct core *c)
{
	c->flight.is_flying = false;
}

void
flight_undo(struct core *c)
{
	struct flight *f = &c->flight;

	for (; f->made_n > 0; f->made_n--) {
		const uint32_t newest = plan_drive_count(c->plan) - 1;

		plan_unmake_drive(c->plan, plan_drive_at(c->plan, newest)->key);
	}
	subjects_undo(&c->subjects);
	lock_cut(c, f->index_n[INDEX_LOCKS]);
	for (unsigned i = 0; i < INDEX_COUNT_; i++)
		org_index_cut(&c->index[i], f->index_n[i]);
	names_undo(&c->names);
	flight_end(c);
}

/* ---- names */

org_t
flight_owner(const struct core *c, const struct stream *s)
{
	return s->org != 0 ? s->org : orgs_root(c->orgs);
}

bool
flight_name(struct core *c, const struct submission *s, const uint8_t *sign_key,
    struct stream **ret, struct err *err)
{
	struct key_info by = {.org = 0};

	/*
	 * After its reports: an enrolment's key is there by now, and the root in the operator's
	 * first list.
	 */
	(void)core_key_by_sign(c, sign_key, &by);
	return names_stream(&c->names, s->stream, by.org, ret, err) &&
	    names_take(&c->names, *ret, s->seq, err);
}

/* ---- landing */

static bool
postings_land(struct core *c, struct err *err)
{
	const struct flight *f = &c->flight;

	rollup_forget_touched(&c->rollup);
	for (uint32_t i = 0; i < f->sink.n; i++)
		if (!rollup_post(&c->rollup, c->orgs, &f->sink.at[i], err))
			return false;
	return !f->map_changed || rollup_rebuild(&c->rollup, c->orgs, err);
}

/* Results of this very batch; not those that a changed plan posted again. */
static bool
newest_land(struct core *c, struct err *err)
{
	const struct flight *f = &c->flight;

	for (uint32_t i = 0; i < c->subjects.changes_n; i++) {
		const struct subject *x = subjects_changed(&c->subjects, i);

		if (x->kind == KIND_RESULT && x->batch == f->batch.row.n && !newest_note(c, x, err))
			return false;
	}
	return !f->map_changed || newest_rebuild(c, err);
}

/* The batch is the first of its epoch. */
static void
fork_note(struct core *c, const struct batch_row *row)
{
	struct forks *f = &c->forks;

	if (f->n == WIRE_FORKS_MAX)
		memmove(&f->at[0], &f->at[1], (size_t)(--f->n) * sizeof(f->at[0]));
	f->at[f->n++] = (struct epoch_fork){.epoch = row->epoch, .batch = row->n - 1};
}

bool
flight_land(struct core *c, struct err *err)
{
	struct flight *f = &c->flight;

	if (!postings_land(c, err) || !newest_land(c, err) || !names_settle(&c->names, err) ||
	    !subjects_settle(&c->subjects, err))
		return false;
	c->touched_all = f->structural || f->all_differs;
	c->frontier = f->frontier;
	c->head = f->batch.head;
	c->n = f->batch.row.n;
	if (c->epoch != f->batch.row.epoch)
		fork_note(c, &f->batch.row);
	c->epoch = f->batch.row.epoch;
	c->reports += f->batch.row.reports;
	c->submissions += f->batch.leaves_n;
	flight_end(c);
	return true;
}
