#include "app_watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_reply.h"
#include "app_watch_state.h"
#include "base/lang.h"

/* NOLINTBEGIN(readability-function-size,clang-analyzer-*): uthash is macros */

static struct watch *
watch_find(const struct app_watches *w, const struct watch_id *id)
{
	struct watch *found = NULL;

	HASH_FIND(hh, w->by_id, id, sizeof(*id), found);
	return found;
}

static void
watch_add(struct app_watches *w, struct watch *one)
{
	HASH_ADD(hh, w->by_id, id, sizeof(one->id), one);
}

void
app_watch_remove(struct app_watches *w, struct watch *one)
{
	DL_DELETE(one->view->watches, one);
	HASH_DEL(w->by_id, one);
	free(one);
}

static struct watched *
view_find(const struct app_watches *w, const char *key)
{
	struct watched *found = NULL;

	HASH_FIND_STR(w->views, key, found);
	return found;
}

void
app_watch_requeue(struct app_watches *w, struct watched *v)
{
	if (v->hh.tbl != NULL)
		HASH_DEL(w->views, v);
	HASH_ADD_STR(w->views, key, v);
}

static void
view_remove(struct app_watches *w, struct watched *v)
{
	HASH_DEL(w->views, v);
	w->took_us -= v->took_us;
	app_view_free(&v->shown);
	free(v);
}

/* NOLINTEND(readability-function-size,clang-analyzer-*) */

bool
app_watch_open(struct app *a, struct err *err)
{
	a->watches = calloc(1, sizeof(*a->watches));
	return a->watches != NULL || err_set(err, ERR_MEMORY, "watches");
}

void
app_watch_sweep(struct app_watches *w)
{
	struct watched *next;

	for (struct watched *v = w->views; v != NULL; v = next) {
		next = v->hh.next;
		if (v->watches == NULL)
			view_remove(w, v);
	}
}

void
app_watch_close(struct app *a)
{
	struct watch *one;
	struct watch *tmp;

	if (a->watches == NULL)
		return;
	HASH_ITER (hh, a->watches->by_id, one, tmp)
		app_watch_remove(a->watches, one);
	app_watch_sweep(a->watches);
	free(a->watches);
	a->watches = NULL;
}

uint32_t
app_watch_count(const struct app_watches *w)
{
	return HASH_COUNT(w->by_id);
}

/* ---- asking */

/* The view of a question: there already, or new and empty.  NULL: too many, or no memory. */
static struct watched *
view_get(struct app *a, const struct watch_request *r, const struct key_info *who)
{
	struct app_watches *w = a->watches;
	const char *own =
	    core_org_code(app_ledger_core(a->ledger), who->org, day_from_unix_ms(a->unix_ms));
	const char *org = r->org[0] == '\0' ? own : r->org;
	char key[VIEW_KEY_MAX];
	struct watched *v = NULL;
	const int len =
	    snprintf(key, sizeof(key), "%s\n%s\n%d\n%s", org, r->period, (int)r->by, r->basis);

	if (len < 0 || (size_t)len >= sizeof(key) || strlen(org) >= sizeof(v->org) ||
	    strlen(r->period) >= sizeof(v->period) || strlen(r->basis) >= sizeof(v->basis))
		return NULL;
	v = view_find(w, key);
	if (v != NULL || HASH_COUNT(w->views) >= APP_WATCH_VIEWS_MAX)
		return v;
	v = calloc(1, sizeof(*v));
	if (v == NULL)
		return NULL;
	memcpy(v->key, key, (size_t)len + 1);
	memcpy(v->org, org, strlen(org) + 1);
	memcpy(v->period, r->period, strlen(r->period) + 1);
	memcpy(v->basis, r->basis, strlen(r->basis) + 1);
	v->by = r->by;
	v->is_dirty = true;
	app_watch_requeue(w, v);
	return v;
}

bool
app_watch_may(
    struct app *a, const struct summary_request *q, const struct key_info *who, struct err *err)
{
	struct rows rows = {0};

	if (!core_summary(app_ledger_core(a->ledger), who, q, a->unix_ms, &rows, err))
		return false;
	query_free(&rows.arena);
	return true;
}

static uint32_t
count_of(const struct app_watches *w, const struct key_info *who)
{
	uint32_t n = 0;

	for (const struct watch *one = w->by_id; one != NULL; one = one->hh.next)
		n += memcmp(one->who.sign_key, who->sign_key, WIRE_KEY_BYTES) == 0;
	return n;
}

static void
watch_begin(struct app *a, const struct watch_id *id, const struct watch_request *r,
    const struct key_info *who, uint64_t lease_ms)
{
	struct app_watches *w = a->watches;
	const struct app_asker to = {
	    .correlation = id->correlation, .peer = id->peer, .door = id->door};
	struct watch *one = NULL;
	struct watched *v = NULL;

	if (count_of(w, who) >= APP_WATCHES_OF_ONE) {
		app_reply_error(a, &to, ERR_QUOTA,
		    TR("máy này đang theo dõi quá nhiều", "this machine watches too much at once"));
		return;
	}
	if (HASH_COUNT(w->by_id) < APP_WATCHES_MAX)
		one = calloc(1, sizeof(*one));
	if (one != NULL)
		v = view_get(a, r, who);
	if (v == NULL) {
		free(one);
		app_reply_error(a, &to, ERR_BUSY, "");
		return;
	}
	one->id = *id;
	one->view = v;
	one->who = *who;
	one->lease_ms = a->now_ms + lease_ms;
	one->stale_ms = a->now_ms;
	v->has_stale = true;
	DL_APPEND(v->watches, one);
	watch_add(w, one);
}

void
app_watch_ask(struct app *a, const struct app_question *q, const struct key_info *who)
{
	const struct watch_id id = {
	    .correlation = q->asker.correlation, .peer = q->asker.peer, .door = q->asker.door};
	struct watch_request r = {0};
	struct watch *there = NULL;
	struct err err = {0};
	uint64_t lease_ms;

	if (!query_decode_watch_request(q->body, q->body_len, &r, &err)) {
		app_reply_err(a, &q->asker, &err);
		return;
	}
	lease_ms = r.lease_ms == 0 || r.lease_ms > WIRE_LEASE_MS ? WIRE_LEASE_MS : r.lease_ms;
	there = watch_find(a->watches, &id);
	if (there != NULL && !r.stop && view_get(a, &r, who) == there->view) {
		there->lease_ms = a->now_ms + lease_ms;
		goto out;
	}
	if (there != NULL)
		app_watch_remove(a->watches, there);
	if (r.stop)
		goto out;
	const struct summary_request whole = {
	    .org = r.org, .period = r.period, .by = BY_NONE, .basis = r.basis};

	if (!app_watch_may(a, &whole, who, &err))
		app_reply_err(a, &q->asker, &err);
	else
		watch_begin(a, &id, &r, who, lease_ms);
out:
	query_free(&r.arena);
}

void
app_watch_touch(struct app *a, enum app_touch what)
{
	const struct core *core = app_ledger_keys(a->ledger);
	struct watched *v;
	struct watched *tmp;
	struct watch *one;

	HASH_ITER (hh, a->watches->views, v, tmp) {
		if (what != APP_TOUCH_SOME || v->root == 0 || !v->shown.is_made ||
		    core_touched_on(core, v->root, v->shown.head.basis))
			v->is_dirty = true;
		if (what != APP_TOUCH_RULES)
			continue;
		DL_FOREACH (v->watches, one)
			one->is_unchecked = true;
	}
}
