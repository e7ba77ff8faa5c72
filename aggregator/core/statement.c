/* What people say about reports, and what else is neither a result nor the plan: one dispatch. */
#include <string.h>

#include "base/lang.h"
#include "core/state.h"
#include "rules/rules.h"

struct statement_kind {
	bool (*check)(const struct core *c, const struct admission *a, struct name *ret_existing,
	    struct err *err);
	bool (*apply)(struct core *c, const struct admission *a, struct err *err);
	bool
	    /* corrections and withdrawals are taken; else another entry says otherwise */
	    is_revised;
};

static const struct statement_kind kinds[KIND_COUNT_] = {
    [KIND_REVIEW] = {review_check, review_apply, false},
    [KIND_LOCK] = {lock_check, lock_apply, false},
    [KIND_REGISTRATION] = {registration_check, registration_apply, true},
    [KIND_ACTIVITY] = {activity_check, activity_apply, true},
    [KIND_TEXT] = {document_text_check, document_text_apply, true}};

bool
statement_is(enum report_kind kind)
{
	return kind < KIND_COUNT_ && kinds[kind].check != NULL;
}

bool
statement_check(
    const struct core *c, const struct admission *a, struct name *ret_existing, struct err *err)
{
	const struct statement_kind *k = &kinds[a->r->kind];

	if (!rules_accept(a->r, day_from_unix_ms(a->at_ms), err) || !flight_has_room(c, err))
		return false;
	if (a->r->action != ACTION_FIRST && !k->is_revised)
		return err_set(err, ERR_INVALID, "%s",
		    TR("không sửa hay rút mục này: gửi một mục mới nói khác đi",
			"this entry is not corrected or withdrawn: send a new one that says otherwise"));
	return k->check(c, a, ret_existing, err);
}

bool
statement_apply(struct core *c, const struct admission *a, struct err *err)
{
	return kinds[a->r->kind].apply(c, a, err);
}

bool
statement_base_refuse(const struct core *c, const struct name *base, struct err *err)
{
	const struct stream *s = names_find(&c->names, base->stream);

	return err_set(err,
	    s == NULL || !names_is_held(s, base->seq) ? ERR_BASE_UNKNOWN : ERR_BASE_STALE, "%llu",
	    (unsigned long long)base->seq);
}

bool
statement_take(struct core *c, struct subject *x, const struct admission *a, struct err *err)
{
	if (!subjects_keep_past(x, err))
		return false;
	x->kind = a->r->kind;
	x->action = a->r->action;
	x->name = a->name;
	x->batch = a->batch;
	x->at_ms = a->at_ms;
	x->by_org = a->by_org;
	x->was_approved = x->was_approved || x->approved;
	x->approved = false;
	return subject_index_names(c, x, err);
}

bool
statement_entry_put(struct core *c, const struct admission *a, const struct statement_entry *e,
    struct buf *content, struct subject **ret, struct err *err)
{
	char key[SUBJECT_KEY_MAX + 1];
	struct subject *x = NULL;
	bool ok = buf_ok(content) || err_set(err, ERR_MEMORY, "an entry");

	subject_entry_key(e->letter, &a->name, key);
	ok = ok && subjects_change(&c->subjects, key, NULL, &x, err) &&
	    statement_take(c, x, a, err) &&
	    subjects_set_content(x, content->at, (uint32_t)content->len, err);
	buf_free(content);
	if (!ok)
		return false;
	x->state = e->state;
	x->org = e->org;
	x->from = e->from;
	x->to = e->to;
	if (ret != NULL)
		*ret = x;
	return subject_index(c, x, err);
}
