#include "app_query.h"

#include <stdlib.h>
#include <string.h>

#include "app_answer.h"
#include "app_intake.h"
#include "app_reply.h"
#include "app_watch.h"
#include "base/clock.h"
#include "base/lang.h"

struct app_request {
	struct app_asker asker;
	enum frame_type type;
	uint8_t curve_key[WIRE_KEY_BYTES];
	uint32_t body_len;
	uint8_t *body; /* owned */
};

struct app_requests {
	struct app_request at[APP_REQUESTS_MAX]; /* a ring */
	uint32_t first, n;
};

bool
app_query_open(struct app *a, struct err *err)
{
	a->requests = calloc(1, sizeof(*a->requests));
	return a->requests != NULL || err_set(err, ERR_MEMORY, "requests");
}

void
app_query_close(struct app *a)
{
	if (a->requests == NULL)
		return;
	for (uint32_t i = 0; i < a->requests->n; i++)
		free(a->requests->at[(a->requests->first + i) % APP_REQUESTS_MAX].body);
	free(a->requests);
	a->requests = NULL;
}

bool
app_query_is_full(const struct app_requests *r)
{
	return r->n == APP_REQUESTS_MAX;
}

bool
app_query_is_empty(const struct app_requests *r)
{
	return r->n == 0;
}

void
app_query_put(struct app *a, const struct app_asker *to, const struct router_message *m)
{
	struct app_requests *r = a->requests;
	struct app_request *q = &r->at[(r->first + r->n) % APP_REQUESTS_MAX];

	if (m->body_len > APP_REQUEST_BYTES_MAX) {
		app_reply_error(a, to, ERR_TOO_LARGE, "");
		return;
	}
	*q = (struct app_request){
	    .asker = *to, .type = m->header.type, .body_len = (uint32_t)m->body_len};
	memcpy(q->curve_key, m->curve_key, WIRE_KEY_BYTES);
	q->body = malloc(m->body_len + 1);
	if (q->body == NULL) {
		app_reply_error(a, to, ERR_BUSY, "");
		return;
	}
	if (m->body_len > 0)
		memcpy(q->body, m->body, m->body_len);
	r->n++;
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

static void
kept_drop(struct app_requests *r)
{
	free(r->at[r->first].body);
	r->at[r->first].body = NULL;
	r->first = (r->first + 1) % APP_REQUESTS_MAX;
	r->n--;
}

static bool
kept_answer(struct app *a)
{
	struct app_requests *r = a->requests;
	const struct app_request *kept = &r->at[r->first];
	const struct app_question q = {.asker = kept->asker,
	    .type = kept->type,
	    .body = kept->body,
	    .body_len = kept->body_len};

	if (r->n == 0 || (kept->type == FRAME_HELLO && !app_answer_may_greet(a)))
		return false;
	answer_one(a, &q, kept->curve_key);
	kept_drop(r);
	return true;
}

static bool
door_answer(struct app *a)
{
	struct router_message m;
	const enum router_got got = router_receive(a->router, ROUTER_QUERY, &m);

	if (got != ROUTER_MESSAGE)
		return got == ROUTER_DROPPED;
	const struct app_question q = {
	    .asker = {.correlation = m.refused == ERR_OK ? m.header.correlation : 0,
		.peer = m.peer.id,
		.door = m.peer.door},
	    .type = m.refused == ERR_OK ? m.header.type : FRAME_NONE,
	    .body = m.body,
	    .body_len = m.body_len};

	if (m.refused != ERR_OK)
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
	struct app_requests *r = a->requests;
	struct router_message m = {0};
	enum router_got got = ROUTER_DROPPED;

	while (r->n > 0) {
		refuse(a, &r->at[r->first].asker, r->at[r->first].type);
		kept_drop(r);
	}
	while (got != ROUTER_NOTHING && clock_mono_us() < until_us) {
		got = router_receive(a->router, ROUTER_QUERY, &m);
		const struct app_asker to = {
		    .correlation = m.header.correlation, .peer = m.peer.id, .door = m.peer.door};

		if (got == ROUTER_MESSAGE && m.refused == ERR_OK)
			refuse(a, &to, m.header.type);
	}
}
