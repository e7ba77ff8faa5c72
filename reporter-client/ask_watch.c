#include "ask_watch.h"

#include "base/clock.h"
#include "hello.h"

#define RENEW_MS (WIRE_LEASE_MS / 3)
#define REDIAL_MS 15000 /* of silence: a new connection */

void
ask_watch_free(struct ask_watches *w)
{
	for (size_t i = 0; i < ASK_WATCHES_MAX; i++)
		buf_free(&w->one[i].request);
}

/*
 * Ask for this watch, for the first time or to renew its lease: always under the correlation that
 * names it.  After a new dial the answer is a snapshot.
 */
static bool
watch_send(struct ask_watches *w, struct ask_link *l, struct ask_watch_one *one, struct err *err)
{
	const uint64_t now_ms = clock_mono_ms();
	struct err why = {0};

	if (l->endpoints[ASK_QUERY] == NULL) {
		w->dialled_ms = now_ms;
		w->heard_ms = 0;
	}
	one->renew_ms = now_ms + RENEW_MS;
	if (!ask_link_dial(l, ASK_QUERY, err))
		return false;
	/* A full queue means that nobody is there: silence says so. */
	return endpoint_send(l->endpoints[ASK_QUERY], FRAME_WATCH, one->correlation, &one->request,
		   NULL, &why) ||
	    why.code == ERR_BUSY || err_set(err, why.code, "%s", why.text);
}

bool
ask_watch_begin(struct ask_watches *w, struct ask_link *l, const struct watch_request *q,
    uint32_t *ret, struct err *err)
{
	struct watch_request request = *q;
	struct ask_watch_one *one = NULL;

	for (size_t i = 0; one == NULL && i < ASK_WATCHES_MAX; i++) {
		if (w->one[i].number == 0)
			one = &w->one[i];
	}
	if (one == NULL)
		return err_set(err, ERR_LIMIT, "%d", ASK_WATCHES_MAX);
	request.lease_ms = WIRE_LEASE_MS;
	request.stop = false;
	buf_clear(&one->request);
	one->correlation = ++l->correlation;
	if (!query_encode_watch_request(&request, &one->request, err) ||
	    !watch_send(w, l, one, err))
		return false;
	one->number = ++w->numbers;
	*ret = one->number;
	return true;
}

static struct ask_watch_one *
watch_by_number(struct ask_watches *w, uint32_t number)
{
	for (size_t i = 0; number != 0 && i < ASK_WATCHES_MAX; i++) {
		if (w->one[i].number == number)
			return &w->one[i];
	}
	return NULL;
}

/* Every watch whose lease is due; after a new dial all of them. */
static bool
leases_renew(struct ask_watches *w, struct ask_link *l, struct err *err)
{
	const bool all = l->endpoints[ASK_QUERY] == NULL;
	const uint64_t now_ms = clock_mono_ms();

	for (size_t i = 0; i < ASK_WATCHES_MAX; i++) {
		struct ask_watch_one *one = &w->one[i];

		if (one->number != 0 && (all || now_ms >= one->renew_ms) &&
		    !watch_send(w, l, one, err))
			return false;
	}
	return true;
}

static const struct ask_watch_one *
watch_by_correlation(const struct ask_watches *w, uint64_t correlation)
{
	for (size_t i = 0; i < ASK_WATCHES_MAX; i++) {
		if (w->one[i].number != 0 && w->one[i].correlation == correlation)
			return &w->one[i];
	}
	return NULL;
}

/* Rows of a ledger that contradicts what was seen before end their watch. */
static bool
rows_take(struct ask_watches *w, struct ask_link *l, struct ask_event *ret, struct err *err)
{
	const struct buf *body = &l->msg.body;

	ret->kind = ASK_ROWS;
	if (!query_decode_rows(body->at, body->len, &ret->rows, err))
		return false;
	if (ask_link_agrees(l, &ret->rows, true, &ret->why))
		return true;
	query_free(&ret->rows.arena);
	ret->kind = ASK_REFUSED;
	watch_by_number(w, ret->watch)->number = 0;
	return true;
}

/* A watch that was asked for too often goes on, or begins later; another refusal ends it. */
static void
refused(struct ask_watch_one *one, const struct err *why, struct ask_event *ret)
{
	if (why->code == ERR_QUOTA) {
		one->renew_ms = clock_mono_ms() + (uint64_t)ask_link_again_ms();
		return;
	}
	ret->kind = ASK_REFUSED;
	ret->why = *why;
	one->number = 0;
}

/* What a message is to whoever watches; ASK_NOTHING: not for us. */
static bool
message_take(struct ask_watches *w, struct ask_link *l, struct ask_event *ret, struct err *err)
{
	const struct ask_watch_one *one = watch_by_correlation(w, l->msg.header.correlation);
	const struct buf *body = &l->msg.body;
	struct err why = {0};

	w->heard_ms = clock_mono_ms();
	w->away = false;
	if (one == NULL)
		return true;
	ret->watch = one->number;
	switch (l->msg.header.type) {
	case FRAME_ROWS:
		return rows_take(w, l, ret, err);
	case FRAME_BEAT:
		ret->kind = ASK_BEAT;
		if (!query_decode_beat(body->at, body->len, &ret->beat, err))
			return false;
		query_free(&ret->beat.arena); /* a beat is numbers only */
		return true;
	case FRAME_ERROR:
		(void)hello_refused(body, &why);
		refused(watch_by_number(w, one->number), &why, ret);
		return true;
	default:
		return true;
	}
}

/* Nothing heard: told once; after longer a new connection, since the old one may hang half open. */
static void
silence_take(struct ask_watches *w, struct ask_link *l, struct ask_event *ret)
{
	const uint64_t now_ms = clock_mono_ms();
	const uint64_t since_ms = w->heard_ms != 0 ? w->heard_ms : w->dialled_ms;

	if (now_ms - since_ms >= ASK_SILENCE_MS && !w->away) {
		w->away = true;
		ret->kind = ASK_AWAY;
		(void)err_set(&ret->why, ERR_AWAY, "%s", l->profile.query);
	}
	if (now_ms - since_ms >= REDIAL_MS && now_ms - w->dialled_ms >= REDIAL_MS &&
	    l->endpoints[ASK_QUERY] != NULL)
		(void)ask_link_away(l, ASK_QUERY, 0, NULL);
}

/*
 * The door does not know this key: nothing comes any more.  One watch a call, then the connection.
 */
static bool
refusal_take(struct ask_watches *w, struct ask_link *l, struct ask_event *ret)
{
	if (!ask_link_is_refused(l, ASK_QUERY, &ret->why))
		return false;
	for (size_t i = 0; i < ASK_WATCHES_MAX; i++) {
		if (w->one[i].number == 0)
			continue;
		ret->kind = ASK_REFUSED;
		ret->watch = w->one[i].number;
		w->one[i].number = 0;
		return true;
	}
	(void)ask_link_away(l, ASK_QUERY, 0, NULL);
	return true;
}

bool
ask_watch_next(struct ask_watches *w, struct ask_link *l, struct ask_wait wait,
    struct ask_event *ret, struct err *err)
{
	const uint64_t until_ms = clock_mono_ms() + (uint64_t)(wait.wait_ms > 0 ? wait.wait_ms : 0);
	struct ask_event event = {.kind = ASK_NOTHING};
	bool over = false;

	while (event.kind == ASK_NOTHING && !over) {
		const uint64_t now_ms = clock_mono_ms();
		const uint64_t left_ms = now_ms < until_ms ? until_ms - now_ms : 0;
		bool got = false;

		if (!leases_renew(w, l, err))
			return false;
		if (l->endpoints[ASK_QUERY] == NULL) { /* nothing is watched */
			(void)os_wait_readable(wait.stop_fd, (int)left_ms);
			break;
		}
		if (!endpoint_receive(l->endpoints[ASK_QUERY],
			(int)(left_ms < WIRE_BEAT_MS ? left_ms : WIRE_BEAT_MS), wait.stop_fd,
			&l->msg, &got, err))
			return false;
		if (got && !message_take(w, l, &event, err))
			return false;
		if (!got && !refusal_take(w, l, &event))
			silence_take(w, l, &event);
		over = !got && (clock_mono_ms() >= until_ms || os_wait_readable(wait.stop_fd, 0));
	}
	*ret = event;
	return true;
}
