/* What watches are told: changed rows, snapshots, beats. */
#include <stdlib.h>
#include <string.h>

#include "app_reply.h"
#include "app_watch_state.h"
#include "base/clock.h"

#define NEVER UINT64_MAX

static struct app_asker
asker_of(const struct watch *one)
{
	return (struct app_asker){
	    .correlation = one->id.correlation, .peer = one->id.peer, .door = one->id.door};
}

static void
watch_send(struct app *a, struct watch *one, enum frame_type type, const struct buf *body)
{
	const struct app_asker to = asker_of(one);

	switch (app_reply_body(a, &to, type, body)) {
	case ROUTER_SENT:
		one->told_ms = a->now_ms;
		break;
	case ROUTER_FULL:
		one->stale_ms = a->now_ms + APP_WATCH_STALE_MS;
		one->view->has_stale = true;
		break;
	case ROUTER_GONE:
	default:
		app_watch_remove(a->watches, one);
		break;
	}
}

/* After a structural batch: who may no more is told so, and is out. */
static void
watches_check(struct app *a, struct watched *v)
{
	const struct summary_request whole = {
	    .org = v->org, .period = v->period, .by = BY_NONE, .basis = v->basis};
	const struct core *core = app_ledger_core(a->ledger);
	struct watch *one;
	struct watch *tmp;

	DL_FOREACH_SAFE(v->watches, one, tmp)
	{
		const struct app_asker to = asker_of(one);
		struct err err = {.code = ERR_KEY_REVOKED};

		if (!one->is_unchecked)
			continue;
		one->is_unchecked = false;
		if (core_key_by_sign(core, one->who.sign_key, &one->who) &&
		    one->who.state == KEY_ACTIVE && app_watch_may(a, &whole, &one->who, &err))
			continue;
		app_reply_err(a, &to, &err);
		app_watch_remove(a->watches, one);
	}
}

static void
all_are_stale(struct app *a, struct watched *v)
{
	struct watch *one;

	DL_FOREACH (v->watches, one)
		one->stale_ms = a->now_ms;
	v->has_stale = true;
}

/* The rows of ${now} that differ from what is shown, to those who saw that. */
static void
changes_push(struct app *a, struct watched *v, const struct app_view *now)
{
	const struct row **changed = NULL;
	struct buf body = {.max = WIRE_REPLY_BYTES_MAX};
	struct watch *one;
	struct watch *tmp;
	struct err ignored = {0};
	uint32_t n = 0;

	if (!v->shown.is_made || !app_view_diff(&v->shown, now, &changed, &n, &ignored) ||
	    n > WIRE_ROWS_PAGE ||
	    !app_view_encode(
		now, &(struct app_view_part){.rows = changed, .n = n}, &body, &ignored) ||
	    !buf_ok(&body)) {
		all_are_stale(a, v);
	} else {
		DL_FOREACH_SAFE(v->watches, one, tmp)
		{
			if (one->stale_ms == 0)
				watch_send(a, one, FRAME_ROWS, &body);
		}
	}
	free(changed);
	buf_free(&body);
}

static void
view_make(struct app *a, struct watched *v)
{
	const struct core *core = app_ledger_core(a->ledger);
	const uint64_t begin_us = clock_mono_us();
	struct app_view_question q = {.core = core,
	    .org = v->org,
	    .period = v->period,
	    .basis = v->basis,
	    .by = v->by,
	    .now_ms = a->unix_ms};
	struct app_view now = {0};
	struct watch *one;
	struct watch *tmp;
	struct err err = {0};
	day_t on = 0;

	watches_check(a, v);
	if (v->watches == NULL)
		return;
	q.who = &v->watches->who;
	if (!app_view_make(&q, &now, &err)) {
		DL_FOREACH_SAFE(v->watches, one, tmp)
		{
			const struct app_asker to = asker_of(one);

			app_reply_err(a, &to, &err);
			app_watch_remove(a->watches, one);
		}
		return;
	}
	changes_push(a, v, &now);
	app_view_free(&v->shown);
	v->shown = now;
	v->is_dirty = false;
	/* On a day on which the code is somebody else's, every batch concerns it: never too few. */
	if (!day_parse(now.head.basis, &on, NULL))
		on = now.head.period.to;
	if (!core_org_find(core, now.head.org, on, &v->root, &err))
		v->root = 0;
	v->made_ms = a->now_ms;
	a->watches->took_us -= v->took_us;
	v->took_us = clock_mono_us() - begin_us;
	a->watches->took_us += v->took_us;
}

static bool
is_due(const struct app *a, const struct watch *one)
{
	return one->stale_ms != 0 && one->stale_ms <= a->now_ms;
}

/* One page of a snapshot to all who wait for one; the pages after the first are added to it. */
static bool
page_push(struct app *a, struct watched *v, uint32_t from)
{
	const uint32_t left = v->shown.n - from;
	const struct app_view_part part = {.rows = v->shown.row + from,
	    .n = left < WIRE_ROWS_PAGE ? left : WIRE_ROWS_PAGE,
	    .snapshot = from == 0};
	struct buf body = {.max = WIRE_REPLY_BYTES_MAX};
	struct watch *one;
	struct watch *tmp;
	struct err ignored = {0};
	const bool ok = app_view_encode(&v->shown, &part, &body, &ignored) && buf_ok(&body);

	if (ok) {
		DL_FOREACH_SAFE(v->watches, one, tmp)
		{
			if (is_due(a, one))
				watch_send(a, one, FRAME_ROWS, &body);
		}
	}
	buf_free(&body);
	return ok;
}

/* Who could not take all of it keeps a later ${stale_ms}, and is not due any more. */
static void
snapshot_push(struct app *a, struct watched *v)
{
	struct watch *one;
	uint32_t from = 0;

	do {
		if (!page_push(a, v, from))
			break;
		from += WIRE_ROWS_PAGE;
	} while (from < v->shown.n);
	v->has_stale = false;
	DL_FOREACH (v->watches, one) {
		if (is_due(a, one))
			one->stale_ms = 0;
		v->has_stale = v->has_stale || one->stale_ms != 0;
	}
}

static uint64_t
at_most(uint64_t n, uint64_t max)
{
	return n < max ? n : max;
}

/* Each view costs its part of the time at most; while submissions wait, all of them together do. */
static uint64_t
view_due_ms(const struct app_watches *w, const struct watched *v, bool loaded)
{
	const uint64_t own_ms = v->took_us * APP_WATCH_COST_FACTOR / 1000;
	const uint64_t all_ms =
	    at_most(w->took_us * APP_WATCH_COST_FACTOR / 1000, APP_WATCH_LOAD_MS);

	if (!v->shown.is_made)
		return 0;
	return v->made_ms + (loaded && all_ms > own_ms ? all_ms : own_ms);
}

static bool
has_due(const struct app *a, const struct watched *v)
{
	struct watch *one;

	DL_FOREACH (v->watches, one) {
		if (is_due(a, one))
			return true;
	}
	return false;
}

/* Leases end, and a beat says that the number shown still holds. */
static void
tick(struct app *a)
{
	struct app_watches *w = a->watches;
	const struct signed_head *head = core_head(app_ledger_core(a->ledger));
	const struct beat beat = {
	    .as_of_batch = head->batch, .at_ms = head->at_ms, .clock_ms = a->unix_ms};
	const day_t today = day_from_unix_ms(a->unix_ms);
	struct watch *next;
	struct err ignored = {0};

	/* What is late, or this plan year, changes with the day. */
	if (today != w->today)
		app_watch_touch(a, APP_TOUCH_ALL);
	w->today = today;
	w->tick_ms = a->now_ms + APP_WATCH_TICK_MS;
	buf_clear(&a->out);
	if (!query_encode_beat(&beat, &a->out, &ignored))
		return;
	for (struct watch *one = w->by_id; one != NULL; one = next) {
		next = one->hh.next;
		if (one->lease_ms <= a->now_ms)
			app_watch_remove(w, one);
		else if (one->stale_ms == 0 && !one->view->is_dirty &&
		    a->now_ms - one->told_ms >= WIRE_BEAT_MS)
			watch_send(a, one, FRAME_BEAT, &a->out);
	}
	buf_clear(&a->out);
}

void
app_watch_step(struct app *a, bool loaded, uint64_t until_us)
{
	struct app_watches *w = a->watches;
	struct watched *next;
	uint32_t left = HASH_COUNT(w->views); /* one made now goes behind the others */

	if (w->by_id == NULL)
		return;
	if (w->tick_ms <= a->now_ms)
		tick(a);
	for (struct watched *v = w->views; v != NULL && left > 0; v = next, left--) {
		next = v->hh.next;
		if (v->watches == NULL)
			continue;
		if (clock_mono_us() >= until_us)
			break;
		if (v->is_dirty && view_due_ms(w, v, loaded) <= a->now_ms) {
			view_make(a, v);
			/* Whoever did not get a turn this time comes before this one the next. */
			app_watch_requeue(w, v);
		}
		if (v->has_stale && v->shown.is_made && has_due(a, v))
			snapshot_push(a, v);
	}
	app_watch_sweep(w);
}

uint64_t
app_watch_next_ms(const struct app *a, bool loaded)
{
	const struct app_watches *w = a->watches;
	const struct watched *v;
	uint64_t next_ms = w->tick_ms;

	if (w->by_id == NULL)
		return NEVER;
	for (v = w->views; v != NULL; v = v->hh.next) {
		uint64_t due_ms = NEVER;

		if (v->is_dirty)
			due_ms = view_due_ms(w, v, loaded);
		else if (v->has_stale)
			due_ms = has_due(a, v) ? a->now_ms : a->now_ms + APP_WATCH_STALE_MS;
		if (due_ms < next_ms)
			next_ms = due_ms;
	}
	return next_ms;
}
