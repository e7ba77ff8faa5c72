#include "core/subjects.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct subject_slot {
	struct subject x;
	bool dirty;   /* listed as changed since the last checkpoint */
	bool changed; /* since the last settle */
	char key[];
};

/* How a subject was before its first change since the last settle. */
struct subject_change {
	struct subject_slot *slot;
	struct subject before; /* owns its content and posted */
	bool is_new;
};

static void
subject_release(struct subject *x)
{
	free(x->content);
	free(x->posted);
	free(x->past);
}

/* What the changes replaced goes. */
static void
changes_keep(struct subjects *s)
{
	for (uint32_t i = 0; i < s->changes_n; i++) {
		struct subject_change *c = &s->changes[i];

		c->slot->changed = false;
		if (c->before.content != c->slot->x.content)
			free(c->before.content);
		if (c->before.posted != c->slot->x.posted)
			free(c->before.posted);
		if (c->before.past != c->slot->x.past)
			free(c->before.past);
	}
	s->changes_n = 0;
}

void
subjects_free(struct subjects *s)
{
	changes_keep(s);
	hash_index_free(&s->by_key);
	for (uint32_t i = 0; i < s->n; i++) {
		subject_release(&s->by_no[i]->x);
		free(s->by_no[i]);
	}
	free(s->by_no);
	free(s->changes);
	free(s->dirty);
	*s = (struct subjects){0};
}

static struct subject_slot *
slot_find(const struct subjects *s, const char *key)
{
	const uint32_t hash = hash_index_text(key);
	uint32_t place = 0, no;

	while ((no = hash_index_next(&s->by_key, hash, &place)) != 0)
		if (strcmp(s->by_no[no - 1]->key, key) == 0)
			return s->by_no[no - 1];
	return NULL;
}

struct subject *
subjects_find(const struct subjects *s, const char *key)
{
	struct subject_slot *slot = slot_find(s, key);

	return slot == NULL ? NULL : &slot->x;
}

struct subject *
subjects_at(const struct subjects *s, subject_t no)
{
	return no < 1 || (uint64_t)no > s->n ? NULL : &s->by_no[no - 1]->x;
}

const char *
subjects_key(const struct subjects *s, subject_t no)
{
	return no < 1 || (uint64_t)no > s->n ? "" : s->by_no[no - 1]->key;
}

bool
subjects_set_dirty(struct subjects *s, subject_t no, struct err *err)
{
	struct subject_slot *slot = s->by_no[no - 1];

	if (slot->dirty)
		return true;
	if (s->dirty_n == s->dirty_cap) {
		const uint32_t cap = s->dirty_cap == 0 ? 256 : s->dirty_cap * 2;
		uint32_t *at = realloc(s->dirty, cap * sizeof(*at));

		if (at == NULL)
			return err_set(err, ERR_MEMORY, "changed subjects");
		s->dirty = at;
		s->dirty_cap = cap;
	}
	s->dirty[s->dirty_n++] = (uint32_t)no;
	slot->dirty = true;
	return true;
}

void
subjects_set_clean(struct subjects *s)
{
	while (s->dirty_n > 0)
		s->by_no[s->dirty[--s->dirty_n] - 1]->dirty = false;
}

/* ---- making and changing */

static struct subject_slot *
slot_make(struct subjects *s, const char *key, struct err *err)
{
	const size_t len = strlen(key);
	struct subject_slot *slot = NULL;

	if (s->n == s->cap) {
		const uint32_t cap = s->cap == 0 ? 256 : s->cap * 2;
		struct subject_slot **at = realloc(s->by_no, cap * sizeof(struct subject_slot *));

		if (at == NULL) {
			(void)err_set(err, ERR_MEMORY, "subjects");
			return NULL;
		}
		s->by_no = at;
		s->cap = cap;
	}
	slot = calloc(1, sizeof(*slot) + len + 1);
	if (slot == NULL || !hash_index_put(&s->by_key, hash_index_text(key), s->n + 1, err)) {
		free(slot);
		(void)err_set(err, ERR_MEMORY, "a subject");
		return NULL;
	}
	memcpy(slot->key, key, len + 1);
	s->by_no[s->n++] = slot;
	slot->x.no = (subject_t)s->n;
	return slot;
}

static void
slot_drop_newest(struct subjects *s)
{
	struct subject_slot *slot = s->by_no[--s->n];

	hash_index_drop(&s->by_key, hash_index_text(slot->key), s->n + 1);
	subject_release(&slot->x);
	free(slot);
}

/* Subjects are handed out as the first member of their slot. */
static struct subject_slot *
slot_of(struct subject *x)
{
	static_assert(offsetof(struct subject_slot, x) == 0, "a subject is its slot's address");
	return (struct subject_slot *)(void *)x;
}

bool
subjects_change(
    struct subjects *s, const char *key, struct subject *x, struct subject **ret, struct err *err)
{
	const bool is_new = x == NULL;
	struct subject_slot *slot = is_new ? NULL : slot_of(x);

	if (s->changes_n == s->changes_cap) {
		const uint32_t cap = s->changes_cap == 0 ? 64 : s->changes_cap * 2;
		struct subject_change *at = realloc(s->changes, cap * sizeof(*at));

		if (at == NULL)
			return err_set(err, ERR_MEMORY, "changes of subjects");
		s->changes = at;
		s->changes_cap = cap;
	}
	if (is_new && (slot = slot_make(s, key, err)) == NULL)
		return false;
	*ret = &slot->x;
	if (slot->changed)
		return true;
	s->changes[s->changes_n++] =
	    (struct subject_change){.slot = slot, .before = slot->x, .is_new = is_new};
	slot->changed = true;
	slot->x.kept_content = slot->x.content;
	slot->x.kept_posted = slot->x.posted;
	slot->x.kept_past = slot->x.past;
	return true;
}

bool
subjects_set_content(struct subject *x, const uint8_t *bytes, uint32_t len, struct err *err)
{
	uint8_t *copy = NULL;

	if (len > 0) {
		copy = malloc(len);
		if (copy == NULL)
			return err_set(err, ERR_MEMORY, "a report");
		memcpy(copy, bytes, len);
	}
	if (x->content != x->kept_content)
		free(x->content);
	x->content = copy;
	x->content_len = len;
	return true;
}

bool
subjects_keep_past(struct subject *x, struct err *err)
{
	const uint32_t drop = x->past_n == SUBJECT_PAST_MAX ? 1 : 0;
	const uint32_t kept = x->past_n - drop;

	if (x->name.seq == 0)
		return true;
	struct subject_past *past = malloc((kept + 1) * sizeof(*past));
	if (past == NULL)
		return err_set(err, ERR_MEMORY, "a revision");
	if (kept > 0)
		memcpy(past, x->past + drop, kept * sizeof(*past));
	past[kept] = (struct subject_past){.name = x->name,
	    .batch = x->batch,
	    .at_ms = x->at_ms,
	    .by_org = x->by_org,
	    .action = x->action};
	if (x->past != x->kept_past)
		free(x->past);
	x->past = past;
	x->past_n = kept + 1;
	return true;
}

/* One block: the rows, then their values, then their indicators. */
static struct posted_row *
rows_copy(const struct posted_row *rows, uint32_t n)
{
	size_t pairs = 0;

	for (uint32_t i = 0; i < n; i++)
		pairs += rows[i].n;
	struct posted_row *copy =
	    malloc(n * sizeof(*copy) + pairs * (sizeof(int64_t) + sizeof(uint32_t)));
	if (copy == NULL)
		return NULL;
	int64_t *val = (int64_t *)(void *)(copy + n);
	uint32_t *ind = (uint32_t *)(void *)(val + pairs);
	for (uint32_t i = 0; i < n; i++) {
		copy[i] = rows[i];
		copy[i].ind = ind;
		copy[i].val = val;
		memcpy(ind, rows[i].ind, rows[i].n * sizeof(*ind));
		memcpy(val, rows[i].val, rows[i].n * sizeof(*val));
		ind += rows[i].n;
		val += rows[i].n;
	}
	return copy;
}

static bool
sink_put(struct posting_sink *sink, const struct subject *x, int8_t sign,
    const struct posted_row *row, struct err *err)
{
	if (sink->n == sink->cap) {
		const uint32_t cap = sink->cap == 0 ? 1024 : sink->cap * 2;
		struct posting *at = realloc(sink->at, cap * sizeof(*at));

		if (at == NULL)
			return err_set(err, ERR_MEMORY, "postings");
		sink->at = at;
		sink->cap = cap;
	}
	int64_t *val = scratch_take(sink->scratch, row->n, sizeof(*val) + sizeof(uint32_t));
	if (val == NULL)
		return err_set(err, ERR_MEMORY, "postings");
	uint32_t *ind = (uint32_t *)(void *)(val + row->n);
	memcpy(ind, row->ind, row->n * sizeof(*ind));
	memcpy(val, row->val, row->n * sizeof(*val));
	sink->at[sink->n++] = (struct posting){.sub = sink->sub,
	    .idx = sink->idx,
	    .sign = sign,
	    .view = row->view,
	    .kind = (uint8_t)x->kind,
	    .subject = x->no,
	    .org = row->org,
	    .dim = row->dim,
	    .day = row->day,
	    .n = row->n,
	    .ind = ind,
	    .val = val};
	return true;
}

bool
subjects_post(struct subject *x, const struct posted_row *rows, uint32_t n,
    struct posting_sink *sink, struct err *err)
{
	struct posted_row *copy = NULL;

	for (uint32_t i = 0; i < x->posted_n; i++)
		if (!sink_put(sink, x, -1, &x->posted[i], err))
			return false;
	for (uint32_t i = 0; i < n; i++)
		if (!sink_put(sink, x, 1, &rows[i], err))
			return false;
	if (n > 0 && (copy = rows_copy(rows, n)) == NULL)
		return err_set(err, ERR_MEMORY, "postings");
	if (x->posted != x->kept_posted)
		free(x->posted);
	x->posted = copy;
	x->posted_n = n;
	return true;
}

static struct counts
pairs_of(const struct posted_row *row)
{
	return (struct counts){.ind = row->ind, .val = row->val, .n = row->n};
}

bool
subjects_row_has(const struct posted_row *row, uint32_t ind)
{
	const struct counts pairs = pairs_of(row);

	return counts_has(&pairs, ind);
}

int64_t
subjects_row_value(const struct posted_row *row, uint32_t ind)
{
	const struct counts pairs = pairs_of(row);

	return counts_value(&pairs, ind);
}

bool
subjects_has_posted(const struct subject *x, const struct posted_row *rows, uint32_t n)
{
	if (x->posted_n != n)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		const struct posted_row *a = &x->posted[i], *b = &rows[i];
		const struct counts mine = pairs_of(a), theirs = pairs_of(b);

		if (a->view != b->view || a->org != b->org || a->dim != b->dim ||
		    a->day != b->day || !counts_equal(&mine, &theirs))
			return false;
	}
	return true;
}

bool
subjects_load(struct subjects *s, const char *key, const struct subject *fields, struct err *err)
{
	struct subject_slot *slot = slot_make(s, key, err);

	if (slot == NULL)
		return false;
	const subject_t no = slot->x.no;
	slot->x = *fields;
	slot->x.no = no;
	slot->x.content = NULL;
	slot->x.posted = NULL;
	slot->x.past = NULL;
	slot->x.kept_content = slot->x.kept_posted = slot->x.kept_past = NULL;
	if (fields->past_n > 0) {
		slot->x.past = malloc(fields->past_n * sizeof(*slot->x.past));
		if (slot->x.past == NULL)
			return err_set(err, ERR_MEMORY, "revisions");
		memcpy(slot->x.past, fields->past, fields->past_n * sizeof(*slot->x.past));
	}
	if (fields->posted_n > 0) {
		slot->x.posted = rows_copy(fields->posted, fields->posted_n);
		if (slot->x.posted == NULL)
			return err_set(err, ERR_MEMORY, "postings");
	}
	return subjects_set_content(&slot->x, fields->content, fields->content_len, err);
}

/* ---- what comes of the changes */

const struct subject *
subjects_changed(const struct subjects *s, uint32_t i)
{
	return &s->changes[i].slot->x;
}

bool
subjects_settle(struct subjects *s, struct err *err)
{
	for (uint32_t i = 0; i < s->changes_n; i++)
		if (!subjects_set_dirty(s, s->changes[i].slot->x.no, err))
			return false;
	changes_keep(s);
	return true;
}

void
subjects_undo(struct subjects *s)
{
	while (s->changes_n > 0) {
		struct subject_change *c = &s->changes[--s->changes_n];
		struct subject *x = &c->slot->x;

		if (x->content != c->before.content)
			free(x->content);
		if (x->posted != c->before.posted)
			free(x->posted);
		if (x->past != c->before.past)
			free(x->past);
		*x = c->before;
		c->slot->changed = false;
		if (c->is_new)
			slot_drop_newest(s);
	}
}
