/* Locked days: the newest entry for an organisation or anything above it decides. */
#include <string.h>

#include "base/lang.h"
#include "core/state.h"
#include "core/statement_pack.h"

/* Days from ${from} on which the same entry decides. */
struct lock_span {
	const struct lock_piece *piece; /* NULL: nobody said anything */
	day_t from, until;
};

/* What was said of an organisation of the chain, from the day that the walk has reached. */
struct lock_cursor {
	const struct lock_piece *at, *end;
};

/*
 * The days up to ${to}, span by span.  Every piece is passed once in each stretch of days with the
 * same map.
 */
struct lock_walk {
	const struct core *c;
	org_t org;
	day_t day, to; /* next day, last day */
	day_t map_until;
	struct lock_cursor of[ORGS_DEPTH_MAX]; /* ${org}, and what is above it till ${map_until} */
	uint32_t n;
};

static struct lock_walk
walk_of(const struct core *c, org_t org, day_t from, day_t to)
{
	return (struct lock_walk){.c = c, .org = org, .day = from, .to = to, .map_until = from - 1};
}

/* The map of the day holds as long as all above stand. */
static void
map_read(struct lock_walk *w)
{
	const struct core *c = w->c;
	org_t chain[ORGS_DEPTH_MAX];
	const uint32_t depth = orgs_chain(c->orgs, w->org, w->day, chain);

	w->map_until = w->to;
	w->n = 0;
	for (uint32_t i = 0; i < depth; i++) {
		const struct org_version *v = orgs_version(c->orgs, chain[i], w->day);
		struct lock_cursor said = {0};

		if (v != NULL && v->valid_to >= w->day && v->valid_to < w->map_until)
			w->map_until = v->valid_to;
		said.at = lock_days_from(&c->lock_days, chain[i], w->day, &said.end);
		if (said.at != said.end)
			w->of[w->n++] = said;
	}
}

/* false: all days up to the last one were walked. */
static bool
walk_next(struct lock_walk *w, struct lock_span *ret)
{
	if (w->day > w->to)
		return false;
	if (w->day > w->map_until)
		map_read(w);
	*ret = (struct lock_span){.from = w->day, .until = w->map_until};
	for (uint32_t i = 0; i < w->n; i++) {
		struct lock_cursor *said = &w->of[i];

		while (said->at != said->end && said->at->to < w->day)
			said->at++;
		if (said->at == said->end)
			continue;
		const bool is_about = said->at->from <= w->day;
		const day_t until = is_about ? said->at->to : said->at->from - 1;
		if (until < ret->until)
			ret->until = until;
		if (is_about && (ret->piece == NULL || said->at->entry > ret->piece->entry))
			ret->piece = said->at;
	}
	w->day = ret->until + 1;
	return true;
}

static bool
is_locked(const struct lock_span *s)
{
	return s->piece != NULL && s->piece->locked;
}

/* Some day of [from, to] is locked, or open; *${ret_day} is the first. */
static bool
is_any(const struct core *c, org_t org, day_t from, day_t to, bool locked, day_t *ret_day)
{
	struct lock_walk w = walk_of(c, org, from, to);
	struct lock_span s;

	while (walk_next(&w, &s))
		if (is_locked(&s) == locked) {
			*ret_day = s.from;
			return true;
		}
	return false;
}

bool
lock_holds_within(const struct core *c, org_t org, day_t from, day_t to, day_t *ret_day)
{
	return c->index[INDEX_LOCKS].n > 0 && is_any(c, org, from, to, true, ret_day);
}

bool
lock_holds(const struct core *c, org_t org, day_t day)
{
	return lock_holds_within(c, org, day, day, &day);
}

bool
lock_covers(const struct core *c, org_t org, day_t from, day_t to)
{
	return c->index[INDEX_LOCKS].n > 0 && !is_any(c, org, from, to, false, &from);
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
	struct lock_walk w = walk_of(c, org, l->from, l->to);
	bool any = false;
	struct lock_span s;

	while (walk_next(&w, &s)) {
		if (!is_locked(&s))
			continue;
		any = true;
		const org_t by = subjects_at(&c->subjects, s.piece->entry)->org;
		if (!orgs_may_handle(c->orgs, a->by_org, by, s.from))
			return err_set(err, ERR_NOT_YOURS, "%s", core_org_name(c, by, s.from));
	}
	return any || err_set(err, ERR_ALREADY, "%s", TR("sổ đang mở", "the books are open"));
}

/* Who opens has room left when who locks has none. */
static bool
has_room(const struct core *c, org_t org, org_t by, bool locked, struct err *err)
{
	const struct org_index *all = &c->index[INDEX_LOCKS];
	uint32_t n = 0;

	for (uint32_t at = org_index_first(all, org); at != 0;)
		n += subjects_at(&c->subjects, org_index_next(all, &at))->by_org == by;
	return n < (locked ? LOCKS_OF_ORG_MAX : LOCKS_OPENED_OF_ORG_MAX) ||
	    err_set(err, ERR_LIMIT,
		TR("mỗi nơi khóa sổ của một nơi tối đa %d lần, mở sau đó tới %d",
		    "one office says at most %d locks of one organisation, and opens up to %d"),
		LOCKS_OF_ORG_MAX, LOCKS_OPENED_OF_ORG_MAX);
}

/* All of its days are locked: by which entry, and whose, on the first. */
static bool
already(const struct core *c, const struct lock_entry *l, org_t org, struct name *ret_existing,
    struct err *err)
{
	struct lock_walk w = walk_of(c, org, l->from, l->to);
	struct lock_span s = {0};

	if (!walk_next(&w, &s) || s.piece == NULL)
		return err_set(err, ERR_ALREADY, "%s", l->org);
	const struct subject *x = subjects_at(&c->subjects, s.piece->entry);
	*ret_existing = x->name;
	if (x->org == org)
		return err_set(
		    err, ERR_ALREADY, TR("%s: sổ đã khóa", "%s: locked already"), l->org);
	return err_set(err, ERR_ALREADY,
	    TR("%s: đã nằm trong khóa sổ của %s; mở sổ ấy thì %s cũng mở",
		"%s: the lock of %s covers it; unlocking that opens %s, too"),
	    l->org, core_org_name(c, x->org, l->to), l->org);
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
	if (l->locked && lock_covers(c, org, l->from, l->to))
		return already(c, l, org, ret_existing, err);
	return (l->locked || open_check(c, a, org, err)) &&
	    has_room(c, org, a->by_org, l->locked, err);
}

/* ---- what the entries say of each day */

static struct lock_piece
piece_of(const struct subject *x)
{
	return (struct lock_piece){
	    .from = x->from, .to = x->to, .entry = x->no, .locked = x->state == SUBJECT_LOCKED};
}

bool
lock_index(struct core *c, const struct subject *x, struct err *err)
{
	const struct lock_piece said = piece_of(x);

	return org_index_add(&c->index[INDEX_LOCKS], x->org, x->no, err) &&
	    lock_days_add(&c->lock_days, x->org, &said, err);
}

void
lock_cut(struct core *c, uint32_t n)
{
	struct org_index *ix = &c->index[INDEX_LOCKS];

	for (uint32_t i = n; i < ix->n; i++)
		lock_days_forget(&c->lock_days, ix->at[i].org);
	for (uint32_t i = 0; i < n && n < ix->n; i++) {
		const struct lock_piece said =
		    piece_of(subjects_at(&c->subjects, ix->at[i].subject));

		lock_days_again(&c->lock_days, ix->at[i].org, &said);
	}
	for (uint32_t i = n; i < ix->n; i++)
		lock_days_settle(&c->lock_days, ix->at[i].org);
	org_index_cut(ix, n);
}

/* ---- what opened days change */

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
