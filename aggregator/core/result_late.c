/* What came after a lock: it waits beside its subject until the committee admits it. */
#include <string.h>

#include "core/state.h"
#include "core/statement_pack.h"

/* The subject of the same key but for its first letter. */
static struct subject *
counterpart(const struct core *c, const struct subject *x, char letter)
{
	const char *own = subjects_key(&c->subjects, x->no);
	char key[SUBJECT_KEY_MAX + 1];

	memcpy(key, own, strlen(own) + 1);
	key[0] = letter;
	return subjects_find(&c->subjects, key);
}

const struct subject *
result_counting(const struct core *c, const struct subject *waiting)
{
	const struct subject *x = counterpart(c, waiting, 'R');

	return result_counts(x) ? x : NULL;
}

bool
result_wait_follow(struct core *c, const struct subject *x, struct err *err)
{
	if (x->collector || x->state == SUBJECT_AFTER_LOCK ||
	    org_index_first(&c->index[INDEX_WAITING], x->org) == 0)
		return true;
	const struct subject *waiting = counterpart(c, x, 'A');
	return waiting == NULL || waiting->state != SUBJECT_AFTER_LOCK ||
	    result_repost(c, waiting->no, err);
}

/* What is to be admitted replaces what the first of those that waited would have. */
static bool
content_of(const struct admission *a, const struct result_place *place, const uint8_t *result,
    size_t result_len, struct waiting_content *ret)
{
	struct waiting_content before;

	*ret = (struct waiting_content){.action = a->r->action,
	    .base = a->r->replaces,
	    .reason = a->r->reason,
	    .result = result,
	    .result_len = result_len};
	if (!place->of_waiting)
		return true;
	if (!statement_pack_read_waiting(
		place->waiting->content, place->waiting->content_len, &before, NULL))
		return false;
	ret->base = before.base;
	ret->action = before.base.seq == 0 ? ACTION_FIRST : ACTION_CORRECTION;
	return true;
}

static bool
content_keep(struct core *c, const struct admission *a, const struct result_place *place,
    struct subject *x, struct err *err)
{
	const size_t len = result_pack(&a->r->u.result, c->content);
	struct buf packed = {0};
	struct waiting_content w;

	if (len == 0 || !content_of(a, place, c->content, len, &w))
		return err_set(err, ERR_BUG, "a late result that does not pack");
	statement_pack_waiting(&w, &packed);
	const bool ok = (buf_ok(&packed) || err_set(err, ERR_MEMORY, "a late result")) &&
	    subjects_set_content(x, packed.at, (uint32_t)packed.len, err);
	buf_free(&packed);
	return ok;
}

bool
result_wait(
    struct core *c, const struct admission *a, const struct result_place *place, struct err *err)
{
	const struct subject *standing = place->subject;
	char key[SUBJECT_KEY_MAX + 1];
	struct subject *x = NULL;
	struct result_rows rows;

	memcpy(key, place->key, sizeof(key));
	key[0] = 'A';
	if (!subjects_change(&c->subjects, key, subjects_find(&c->subjects, key), &x, err) ||
	    !result_subject_take(c, x, a, place->org, err) || !content_keep(c, a, place, x, err))
		return false;
	if (a->r->action == ACTION_WITHDRAWAL && standing != NULL) {
		x->from = standing->from;
		x->to = standing->to;
		x->collection = standing->collection;
	}
	x->state = SUBJECT_AFTER_LOCK;
	return result_rows_of(c, &a->r->u.result, x, place->drive, &rows, err) &&
	    subjects_post(x, rows.row, rows.n, &c->flight.sink, err);
}

bool
result_wait_end(struct core *c, struct subject *waiting, enum subject_state state, struct err *err)
{
	struct subject *x = NULL;

	if (!subjects_change(&c->subjects, "", waiting, &x, err) || !subjects_keep_past(x, err))
		return false;
	x->state = state;
	x->name = (struct name){.seq = 0};
	return subjects_post(x, NULL, 0, &c->flight.sink, err);
}

bool
result_late_of(
    const struct core *c, const struct subject *waiting, struct result_late *ret, struct err *err)
{
	struct waiting_content w;

	if (!result_content(c, waiting, ret->drive, &ret->content, err) ||
	    !statement_pack_read_waiting(waiting->content, waiting->content_len, &w, err))
		return false;
	ret->report = (struct report){.kind = KIND_RESULT,
	    .action = w.action,
	    .replaces = w.base,
	    .reason = w.reason,
	    .u.result = ret->content.r};
	ret->report.u.result.make_drive = true;
	return result_place_of(c, &ret->report, &ret->place, err);
}

bool
result_admit_check(
    const struct core *c, const struct subject *waiting, struct name *ret_existing, struct err *err)
{
	struct result_late late;

	if (!result_late_of(c, waiting, &late, err) ||
	    !result_waiting_check(&late.place, ret_existing, err))
		return false;
	if (late.report.action == ACTION_WITHDRAWAL)
		return true;
	const struct result *r = &late.report.u.result;
	if (!orgs_is_valid(c->orgs, late.place.org, result_day(r)))
		return err_set(err, ERR_ORG_NOT_VALID, "%s", late.place.key);
	return result_overlap_check(c, r, &late.place, ret_existing, err);
}

/* As it was sent, but for when it counts from; whether it was in time is judged by when it came. */
bool
result_admit(struct core *c, const struct admission *a, struct subject *waiting, subject_t *ret,
    struct err *err)
{
	struct result_late late;
	struct admission then = *a;
	const int64_t came_ms = waiting->at_ms;

	if (!result_late_of(c, waiting, &late, err))
		return false;
	const bool is_first_final = late.place.subject == NULL || late.place.subject->final_ms == 0;
	then.r = &late.report;
	then.name = waiting->name;
	then.by_org = waiting->by_org;
	late.place.of_waiting = false;
	if (is_first_final)
		then.at_ms = came_ms;
	if (!result_apply(c, &then, &late.place, err) ||
	    !result_wait_end(c, waiting, SUBJECT_REPLACED, err))
		return false;
	struct subject *x = subjects_find(&c->subjects, late.place.key);
	if (x == NULL)
		return err_set(err, ERR_BUG, "an admitted result without a subject");
	x->at_ms = a->at_ms;
	*ret = x->no;
	return true;
}
