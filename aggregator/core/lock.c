/* Locked days: the newest entry for an organisation or anything above it decides. */
#include <string.h>

#include "base/lang.h"
#include "core/state.h"
#include "core/statement_pack.h"

/* Which entry decides on a day, and until when it surely does. */
struct lock_span {
	const struct subject *entry; /* NULL: nobody said anything */
	day_t until;
};

static bool
is_about(const struct subject *x, day_t day)
{
	return x->from <= day && day <= x->to;
}

static struct lock_span
span_at(const struct core *c, org_t org, day_t day, day_t to)
{
	const struct org_index *locks = &c->index[INDEX_LOCKS];
	struct lock_span s = {.until = to};
	org_t chain[ORGS_DEPTH_MAX];
	const uint32_t depth = orgs_chain(c->orgs, org, day, chain);

	for (uint32_t i = 0; i < depth; i++) {
		const struct org_version *v = orgs_version(c->orgs, chain[i], day);

		/* The map of the day holds as long as all of these stand. */
		if (v != NULL && v->valid_to >= day && v->valid_to < s.until)
			s.until = v->valid_to;
		for (uint32_t at = org_index_first(locks, chain[i]); at != 0;) {
			const struct subject *x =
			    subjects_at(&c->subjects, org_index_next(locks, &at));

			if (x->from > day && x->from - 1 < s.until)
				s.until = x->from - 1;
			if (is_about(x, day) && x->to < s.until)
				s.until = x->to;
			if (!is_about(x, day))
				continue;
			if (s.entry == NULL || x->no > s.entry->no)
				s.entry = x;
			break; /* newest first: what is older of this one decides nothing */
		}
	}
	return s;
}

static bool
is_locked(const struct lock_span *s)
{
	return s->entry != NULL && s->entry->state == SUBJECT_LOCKED;
}

bool
lock_holds(const struct core *c, org_t org, day_t day)
{
	if (c->index[INDEX_LOCKS].n == 0)
		return false;
	const struct lock_span s = span_at(c, org, day, day);
	return is_locked(&s);
}

bool
lock_holds_within(const struct core *c, org_t org, day_t from, day_t to, day_t *ret_day)
{
	struct lock_span s;

	if (c->index[INDEX_LOCKS].n == 0)
		return false;
	for (day_t day = from; day <= to; day = s.until + 1) {
		s = span_at(c, org, day, to);
		if (is_locked(&s)) {
			*ret_day = day;
			return true;
		}
	}
	return false;
}

bool
lock_covers(const struct core *c, org_t org, day_t from, day_t to)
{
	struct lock_span s;

	if (c->index[INDEX_LOCKS].n == 0)
		return false;
	for (day_t day = from; day <= to; day = s.until + 1) {
		s = span_at(c, org, day, to);
		if (!is_locked(&s))
			return false;
	}
	return true;
}

/* ---- entries */

static bool
org_of(const struct core *c, const struct lock_entry *l, org_t *ret, struct err *err)
{
	return entry_org(c, l->org, (const day_t[]){l->to, l->from}, ret, err);
}

/*
 * Only who may handle the organisation that was locked opens it, even for a part of what is below.
 */
static bool
open_check(const struct core *c, const struct admission *a, org_t org, struct err *err)
{
	const struct lock_entry *l = &a->r->u.lock;
	bool any = false;
	struct lock_span s;

	for (day_t day = l->from; day <= l->to; day = s.until + 1) {
		s = span_at(c, org, day, l->to);
		if (!is_locked(&s))
			continue;
		any = true;
		if (!orgs_may_handle(c->orgs, a->by_org, s.entry->org, day))
			return err_set(
			    err, ERR_NOT_YOURS, "%s", core_org_name(c, s.entry->org, day));
	}
	return any || err_set(err, ERR_ALREADY, "%s", TR("sổ đang mở", "the books are open"));
}

bool
lock_check(
    const struct core *c, const struct admission *a, struct name *ret_existing, struct err *err)
{
	const struct lock_entry *l = &a->r->u.lock;
	org_t org = 0;

	if (!entry_role_is(a, STATEMENT_ROLES_REVIEW, err) || !org_of(c, l, &org, err) ||
	    !entry_may_handle(c, a, org, l->to, err))
		return false;
	if (!l->locked)
		return open_check(c, a, org, err);
	if (!lock_covers(c, org, l->from, l->to))
		return true;
	const struct lock_span s = span_at(c, org, l->from, l->to);
	if (s.entry == NULL)
		return err_set(err, ERR_ALREADY, "%s", l->org);
	*ret_existing = s.entry->name;
	if (s.entry->org == org)
		return err_set(
		    err, ERR_ALREADY, TR("%s: sổ đã khóa", "%s: locked already"), l->org);
	return err_set(err, ERR_ALREADY,
	    TR("%s: đã nằm trong khóa sổ của %s; mở sổ ấy thì %s cũng mở",
		"%s: the lock of %s covers it; unlocking that opens %s, too"),
	    l->org, core_org_name(c, s.entry->org, l->to), l->org);
}

/*
 * Which day says that a drive was held depends on which days are locked: once open it is the
 * newest.
 */
static bool
days_follow(struct core *c, const struct opened *e, struct err *err)
{
	const struct org_index *days = &c->index[INDEX_DAYS];

	for (uint32_t i = 0; i < days->n; i++) {
		const struct subject *x = subjects_at(&c->subjects, days->at[i].subject);

		if (e->from <= x->to && x->to <= e->to && result_counts(x) &&
		    orgs_is_above(c->orgs, e->org, x->org, x->to) && !result_repost(c, x->no, err))
			return false;
	}
	return true;
}

void
lock_opened(struct core *c, org_t org, day_t from, day_t to)
{
	struct opened *o = &c->flight.opened;
	const bool is_first = o->org == 0;

	/* Of several all there is between them: who refreshes too much changes nothing. */
	*o = (struct opened){.org = is_first || o->org == org ? org : orgs_root(c->orgs),
	    .from = is_first || from < o->from ? from : o->from,
	    .to = is_first || to > o->to ? to : o->to};
}

bool
lock_finish(struct core *c, struct err *err)
{
	const struct opened o = c->flight.opened;

	c->flight.opened = (struct opened){.org = 0};
	return o.org == 0 ||
	    (schedule_refresh_days(c, o.org, o.from, o.to, err) && days_follow(c, &o, err));
}

bool
lock_apply(struct core *c, const struct admission *a, struct err *err)
{
	const struct lock_entry *l = &a->r->u.lock;
	struct statement_entry e = {.letter = 'L',
	    .state = l->locked ? SUBJECT_LOCKED : SUBJECT_UNLOCKED,
	    .from = l->from,
	    .to = l->to};
	struct buf content = {0};

	if (!org_of(c, l, &e.org, err))
		return false;
	statement_pack_lock(
	    &(const struct lock_content){.org = l->org, .reason = l->reason}, &content);
	c->flight.all_differs = true;
	if (!l->locked)
		lock_opened(c, e.org, e.from, e.to);
	return statement_entry_put(c, a, &e, &content, NULL, err);
}
