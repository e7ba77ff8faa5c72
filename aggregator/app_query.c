#include "app_query.h"

#include <string.h>

#include "app_answer.h"
#include "app_intake.h"
#include "app_reply.h"
#include "app_requests.h"
#include "app_watch.h"
#include "base/clock.h"
#include "base/failpoint.h"

void
app_query_put(struct app *a, const struct app_asker *to, const struct router_message *m)
{
	struct app_request q = {.asker = *to,
	    .type = m->header.type,
	    .body_len = m->body_len > UINT32_MAX ? UINT32_MAX : (uint32_t)m->body_len};
	struct err err;

	memcpy(q.curve_key, m->curve_key, WIRE_KEY_BYTES);
	if (!app_quota_question(a->quota, m->curve_key, m->address, a->now_ms, &err) ||
	    !app_requests_put(a->requests, &q, m->body, &err))
		app_reply_err(a, to, &err);
}

static void
answer_one(struct app *a, const struct app_question *q, const uint8_t *curve_key)
{
	struct key_info who;

	if (!app_intake_who(a, &q->asker, curve_key, false, &who))
		return;
	if (who.pending && q->type != FRAME_HELLO) {
		app_reply_error(a, &q->asker, ERR_PENDING, "");
		return;
	}
	app_answer(a, q, &who);
}

static bool
kept_answer(struct app *a)
{
	const struct app_request *kept = app_requests_first(a->requests);

	if (kept == NULL || (kept->type == FRAME_HELLO && !app_answer_may_greet(a)))
		return false;
	const struct app_question q = {.asker = kept->asker,
	    .type = kept->type,
	    .body = kept->body,
	    .body_len = kept->body_len};
	answer_one(a, &q, kept->curve_key);
	app_requests_drop(a->requests);
	return true;
}

static bool
door_answer(struct app *a)
{
	struct router_message m;
	const enum router_got got = router_receive(a->router, ROUTER_QUERY, &m);
	struct err err;

	if (got != ROUTER_MESSAGE)
		return got == ROUTER_DROPPED;
	FAILPOINT("received");
	const struct app_question q = {
	    .asker = {.correlation = m.refused == ERR_OK ? m.header.correlation : 0,
		.peer = m.peer.id,
		.door = m.peer.door},
	    .type = m.refused == ERR_OK ? m.header.type : FRAME_NONE,
	    .body = m.body,
	    .body_len = m.body_len};

	if (!app_quota_question(a->quota, m.curve_key, m.address, a->now_ms, &err))
		app_reply_err(a, &q.asker, &err);
	else if (m.refused != ERR_OK)
		app_reply_error(a, &q.asker, m.refused, "");
	else if (m.body_len > APP_REQUEST_BYTES_MAX)
		app_reply_error(a, &q.asker, ERR_TOO_LARGE, "");
	else
		answer_one(a, &q, m.curve_key);
	return true;
}

void
app_query_answer(struct app *a, uint64_t until_us)
{
	while (clock_mono_us() < until_us) {
		const bool kept = kept_answer(a);

		if (!door_answer(a) && !kept)
			break;
	}
}

static void
refuse(struct app *a, const struct app_asker *to, enum frame_type type)
{
	app_reply_error(a, to, type == FRAME_HELLO ? ERR_PAUSED : ERR_DB_AWAY, "");
}

void
app_query_refuse(struct app *a, uint64_t until_us)
{
	const struct app_request *kept;
	struct router_message m = {0};
	enum router_got got = ROUTER_DROPPED;

	while ((kept = app_requests_first(a->requests)) != NULL) {
		refuse(a, &kept->asker, kept->type);
		app_requests_drop(a->requests);
	}
	while (got != ROUTER_NOTHING && clock_mono_us() < until_us) {
		got = router_receive(a->router, ROUTER_QUERY, &m);
		const struct app_asker to = {
		    .correlation = m.header.correlation, .peer = m.peer.id, .door = m.peer.door};

		if (got == ROUTER_MESSAGE && m.refused == ERR_OK)
			refuse(a, &to, m.header.type);
	}
}
