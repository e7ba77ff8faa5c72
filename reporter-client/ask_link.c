#include "ask_link.h"

#include "base/clock.h"
#include "base/lang.h"
#include "hello.h"
#include "reminder.h"
#include "server_keys.h"

#define LOOK_MS 1000    /* between two looks at a connection that is silent for long */
#define GREETING_MS 300 /* a reminder is worth that much at the end of a question, not more */

bool
ask_link_init(struct ask_link *l, const struct profile *p, struct err *err)
{
	char path[OS_PATH_MAX];

	l->profile = *p;
	/* A damaged file has nothing to compare with; the sender says so. */
	if (!profile_path(p, PROFILE_HEADS, path, err) || !heads_load(path, &l->heads, NULL))
		l->heads.n = 0;
	return profile_keys(p, &l->keys, err);
}

static const char *
address_of(const struct ask_link *l, enum ask_port port)
{
	return server_keys_newest_door(&l->profile, port == ASK_QUERY).address;
}

bool
ask_link_dial(struct ask_link *l, enum ask_port port, struct err *err)
{
	struct server_door door;
	struct endpoint_config config = {
	    .public_key = l->keys.curve_public,
	    .secret_key = l->keys.curve_secret,
	};

	if (l->endpoints[port] != NULL)
		return true;
	door = server_keys_door(&l->profile, port == ASK_QUERY);
	config.address = door.address;
	config.server_key = door.curve_key;
	if (config.address[0] == '\0')
		return err_set(err, ERR_CONFIG, "%s",
		    TR("hồ sơ này không có cổng xem", "this profile has no query port"));
	return endpoint_open(&config, &l->endpoints[port], err);
}

bool
ask_link_is_refused(const struct ask_link *l, enum ask_port port, struct err *err)
{
	if (l->endpoints[port] == NULL || !endpoint_is_refused(l->endpoints[port]))
		return false;
	(void)err_set(err, ERR_KEY_UNKNOWN, "%s", address_of(l, port));
	return true;
}

bool
ask_link_agrees(const struct ask_link *l, const struct rows *r, bool is_current, struct err *err)
{
	const struct signed_head head = {
	    .epoch = r->epoch, .batch = r->as_of_batch, .head = r->root};

	if (r->as_of_batch == 0)
		return true;
	/* A newer epoch is one that a person began, however the old one ended. */
	return (r->epoch > heads_newest(&l->heads)->epoch || heads_stand(&l->heads, err)) &&
	    heads_agree(&l->heads, &head, is_current, err);
}

bool
ask_link_away(struct ask_link *l, enum ask_port port, int waited_ms, struct err *err)
{
	const bool refused = ask_link_is_refused(l, port, err);

	endpoint_close(l->endpoints[port]);
	l->endpoints[port] = NULL;
	if (refused)
		return false;
	return err_set(err, ERR_AWAY,
	    TR("%s không trả lời trong %d ms", "%s did not answer within %d ms"),
	    address_of(l, port), waited_ms);
}

/*
 * Who only asks hears by this of the aggregator's next keys and of what a committee left for it.
 * At the query port the answer comes before the question's.  The intake may have to write before it
 * greets: there the question goes first.
 */
static bool
greet(struct ask_link *l, enum ask_port port, struct err *err)
{
	static const uint8_t no_stream[WIRE_STREAM_BYTES];
	const struct hello_from from = {.stream = no_stream, .sign_key = l->keys.sign_public};

	l->hello = ++l->correlation;
	l->greeted = port;
	return hello_send(l->endpoints[port], &from, l->hello, err);
}

/* Only what cannot be true is told: a refusal comes with the question's answer. */
static bool
greeted(struct ask_link *l, struct err *err)
{
	struct hello_ok ok = {.version = 0};
	struct err why = {0};
	bool taken;

	l->hello = 0;
	if (l->msg.header.type != FRAME_HELLO_OK)
		return true;
	taken = hello_take(&l->profile, &l->msg.body, &ok, &why);
	if (taken)
		reminder_keep(&l->profile, &ok);
	query_free(&ok.arena);
	return taken || why.code != ERR_SIGNATURE || err_set(err, why.code, "%s", why.text);
}

static bool
is_greeting(const struct ask_link *l)
{
	return l->hello != 0 && l->msg.header.correlation == l->hello;
}

/* The answer to a Hello that went behind a question is waited for a moment, not longer. */
static void
greeting_await(struct ask_link *l)
{
	const uint64_t until_ms = clock_mono_ms() + GREETING_MS;
	bool got = l->endpoints[l->greeted] != NULL;
	struct err err;

	while (l->hello != 0 && got) {
		const uint64_t now_ms = clock_mono_ms();
		const int wait_ms = now_ms < until_ms ? (int)(until_ms - now_ms) : 0;

		got =
		    endpoint_receive(l->endpoints[l->greeted], wait_ms, -1, &l->msg, &got, &err) &&
		    got;
		if (got && is_greeting(l))
			(void)!greeted(l, &err);
	}
}

void
ask_link_close(struct ask_link *l)
{
	greeting_await(l);
	for (enum ask_port port = ASK_QUERY; port < ASK_PORT_COUNT_; port++)
		endpoint_close(l->endpoints[port]);
	keys_wipe(&l->keys);
	buf_free(&l->msg.body);
	buf_free(&l->request);
}

static bool
question_send(struct ask_link *l, const struct ask_question *q, uint64_t *ret, struct err *err)
{
	const bool is_new = l->endpoints[q->port] == NULL;

	if (!ask_link_dial(l, q->port, err) ||
	    (is_new && q->port == ASK_QUERY && !greet(l, q->port, err)))
		return false;
	*ret = ++l->correlation;
	return endpoint_send(l->endpoints[q->port], q->type, *ret, &l->request, NULL, err) &&
	    (!is_new || q->port == ASK_QUERY || greet(l, q->port, err));
}

/*
 * How long to wait for the next message; 0: not any more.  Whoever is connected and computes is not
 * away, and who is not connected by then will not answer.
 */
static int
wait_of(const struct ask_link *l, const struct ask_question *q, uint64_t start_ms)
{
	const struct endpoint *e = l->endpoints[q->port];
	const uint64_t now_ms = clock_mono_ms();
	const uint64_t wait_ms = (uint64_t)l->wait_ms;
	const uint64_t busy_ms = q->port == ASK_QUERY ? ASK_BUSY_MS : 0;

	if (endpoint_is_refused(e))
		return 0;
	if (now_ms < start_ms + wait_ms)
		return (int)(start_ms + wait_ms - now_ms);
	return now_ms < start_ms + busy_ms && endpoint_is_connected(e) ? LOOK_MS : 0;
}

static bool
ask_once(struct ask_link *l, const struct ask_question *q, struct err *err)
{
	const uint64_t start_ms = clock_mono_ms();
	uint64_t own = 0;
	uint64_t until_ms;
	int wait_ms;
	bool got;

	if (!question_send(l, q, &own, err))
		return false;
	do {
		wait_ms = wait_of(l, q, start_ms);
		until_ms = clock_mono_ms() + (uint64_t)wait_ms;
		if (!endpoint_receive(l->endpoints[q->port], wait_ms, -1, &l->msg, &got, err))
			return false;
		if (got && is_greeting(l) && !greeted(l, err))
			return false;
		if (!got || l->msg.header.correlation != own)
			continue;
		if (l->msg.header.type == FRAME_ERROR)
			return hello_refused(&l->msg.body, err);
		if (l->msg.header.type == q->want)
			return true;
		/* Not got before its time: a signal came. */
	} while (got || (clock_mono_ms() >= until_ms && wait_of(l, q, start_ms) > 0));
	return ask_link_away(l, q->port, (int)(clock_mono_ms() - start_ms), err);
}

int
ask_link_again_ms(void)
{
	uint32_t random = 0;
	struct err ignored;

	if (!os_random(&random, sizeof(random), &ignored))
		random = 0;
	return ASK_AGAIN_MS + (int)(random % ASK_AGAIN_MS);
}

bool
ask_link_ask(struct ask_link *l, const struct ask_question *q, struct err *err)
{
	const uint64_t until_ms = clock_mono_ms() + ASK_QUOTA_MS;
	struct err why = {0};

	while (!ask_once(l, q, &why)) {
		if (why.code != ERR_QUOTA || clock_mono_ms() >= until_ms)
			return err_set(err, why.code, "%s", why.text);
		(void)os_wait_readable(-1, ask_link_again_ms());
	}
	return true;
}
