#include "sender_session.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "outbox_alarm.h"
#include "sender_answer.h"
#include "server_keys.h"

/* A damaged file costs the memory of old heads, which is told; it does not hold up reports. */
static bool
heads_open(struct sender_session *s, struct err *err)
{
	char path[OS_PATH_MAX];
	struct err why = {0};

	if (!profile_path(s->profile, PROFILE_HEADS, path, err))
		return false;
	if (heads_load(path, &s->heads, &why))
		return true;
	return why.code == ERR_INVALID ? sender_answer_alarm(s, &why, err)
				       : err_set(err, why.code, "%s", why.text);
}

bool
sender_session_open(struct sender_session *s, struct err *err)
{
	sender_state_init(&s->link, (int64_t)clock_mono_ms());
	return profile_keys(s->profile, &s->keys, err) && heads_open(s, err) &&
	    outbox_answer_purge(s->box, clock_unix_ms(), err);
}

static void
flights_drop(struct sender_session *s)
{
	for (uint32_t i = 0; i < s->flights_n; i++)
		free(s->flights[i].row.memory);
	s->flights_n = 0;
}

/* What was seen of the ledger is kept at every pause: a lost file loses the alarm, not a report. */
static bool
heads_keep(struct sender_session *s, struct err *err)
{
	char path[OS_PATH_MAX];

	return profile_path(s->profile, PROFILE_HEADS, path, err) &&
	    heads_save(path, &s->heads, err);
}

void
sender_session_close(struct sender_session *s)
{
	if (!heads_keep(s, NULL))
		s->heads.changed = true;
	flights_drop(s);
	endpoint_close(s->endpoint);
	buf_free(&s->msg.body);
	keys_wipe(&s->keys);
}

static bool
stream_is_due(
    struct sender_session *s, const struct outbox_stream *stream, bool *ret, struct err *err)
{
	const struct outbox_filter filter = {
	    .sendable = true, .stream = stream->id, .limit = 1, .now_ms = clock_unix_ms()};
	struct outbox_rows rows = {0};

	*ret = s->epoch != 0 && stream->epoch < s->epoch;
	if (*ret)
		return true;
	if (!outbox_rows_list(s->box, &filter, &rows, err))
		return false;
	*ret = rows.n > 0;
	outbox_rows_free(&rows);
	return true;
}

/* The first stream that has rows to send or receipts of an older epoch; else the current one. */
static bool
stream_choose(
    struct sender_session *s, uint8_t ret[WIRE_STREAM_BYTES], bool *ret_due, struct err *err)
{
	struct outbox_stream streams[OUTBOX_STREAMS_MAX];
	size_t n = 0;

	*ret_due = false;
	if (!outbox_answer_streams(s->box, streams, &n, err))
		return false;
	if (n == 0)
		return err_set(err, ERR_BUG, "outbox: no stream");
	memcpy(ret, streams[0].id, WIRE_STREAM_BYTES);
	for (size_t i = 0; i < n && !*ret_due; i++) {
		if (!stream_is_due(s, &streams[i], ret_due, err))
			return false;
		if (*ret_due)
			memcpy(ret, streams[i].id, WIRE_STREAM_BYTES);
	}
	return true;
}

static bool
dial(struct sender_session *s, bool rebuild, struct err *err)
{
	const struct hello_from from = {
	    .stream = s->stream, .sign_key = s->keys.sign_public, .seen = heads_newest(&s->heads)};
	struct err why = {0};
	bool due;

	server_keys_load(s->profile); /* another command may have heard of new ones */
	if (rebuild || s->endpoint == NULL || s->dialled != server_keys_count(s->profile)) {
		endpoint_close(s->endpoint);
		s->endpoint = NULL;
		s->dialled = server_keys_count(s->profile);
		if (!hello_open(s->profile, &s->keys, &s->endpoint, err))
			return false;
	}
	if (!stream_choose(s, s->stream, &due, err))
		return false;
	s->hello = ++s->correlation;
	if (hello_send(s->endpoint, &from, s->hello, &why) || err_is_retry(why.code))
		return true; /* not sent: the deadline says so */
	return err_set(err, why.code, "%s", why.text);
}

bool
sender_session_event(struct sender_session *s, enum link_event ev, struct err *err)
{
	enum link_action action;
	uint64_t random;

	if (!os_random(&random, sizeof(random), err))
		return false;
	action = sender_state_step(&s->link, ev, (int64_t)clock_mono_ms(), random);
	switch (action) {
	case LINK_NOTHING:
		return true;
	case LINK_DROP:
		flights_drop(s);
		return heads_keep(s, err);
	case LINK_DIAL:
	case LINK_REBUILD:
		flights_drop(s);
		return dial(s, action == LINK_REBUILD, err);
	}
	return true;
}

bool
sender_session_fail(
    struct sender_session *s, enum link_event ev, const struct err *why, struct err *err)
{
	struct sender_news news = {.told = SENDER_WAITING, .why = why};

	s->result->link = *why;
	if (!sender_session_event(s, ev, err))
		return false;
	news.next_ms = clock_unix_ms() + s->link.deadline_ms - (int64_t)clock_mono_ms();
	if (s->options->news != NULL && s->link.state == LINK_WAITING)
		s->options->news(&news, s->options->cookie);
	return true;
}

/* One row onto the wire; its memory moves into the flight.  *${ret_full}: no more for now. */
static bool
row_send(struct sender_session *s, struct outbox_row *row, bool *ret_full, struct err *err)
{
	struct buf body = {.at = NULL};
	struct err why = {0};
	bool ok;

	buf_put(&body, row->body, row->body_len);
	ok = endpoint_send(
	    s->endpoint, FRAME_SUBMISSION, s->correlation + 1, &body, row->signature, &why);
	buf_free(&body);
	if (!ok && why.code == ERR_TOO_LARGE) {
		s->cursor = row->id;
		return outbox_answer_error(s->box, row->id, &why, 0, err);
	}
	*ret_full = !ok;
	if (!ok)
		return why.code == ERR_BUSY || sender_session_fail(s, LINK_LOST, &why, err);
	s->flights[s->flights_n++] =
	    (struct sender_flight){.correlation = ++s->correlation, .row = *row};
	row->memory = NULL;
	s->cursor = row->id;
	return sender_session_event(s, LINK_SEND, err);
}

static bool
rows_send(struct sender_session *s, struct outbox_rows *rows, struct err *err)
{
	int64_t ids[WIRE_WINDOW];
	bool full = false;

	for (size_t i = 0; i < rows->n; i++)
		ids[i] = rows->at[i].id;
	if (!outbox_answer_sent(s->box, ids, rows->n, err))
		return false;
	for (size_t i = 0; i < rows->n && !full; i++) {
		if (!row_send(s, &rows->at[i], &full, err))
			return false;
	}
	return true;
}

/* Rows of this stream after the cursor; refilled at half, so that one transaction marks several. */
static bool
window_fill(struct sender_session *s, struct err *err)
{
	struct outbox_filter filter = {.sendable = true,
	    .bodies = true,
	    .stream = s->stream,
	    .after_id = s->cursor,
	    .now_ms = clock_unix_ms()};
	struct outbox_rows rows = {0};
	bool ok;

	if (s->flights_n > s->window / 2)
		return true;
	filter.limit = s->window - s->flights_n;
	if (!outbox_rows_list(s->box, &filter, &rows, err))
		return false;
	ok = rows.n == 0 || rows_send(s, &rows, err);
	outbox_rows_free(&rows);
	return ok;
}

bool
sender_session_fill(struct sender_session *s, bool *ret_idle, struct err *err)
{
	uint8_t next[WIRE_STREAM_BYTES];
	bool due = false;

	*ret_idle = false;
	if (!window_fill(s, err))
		return false;
	if (s->flights_n > 0)
		return true;
	/* What was put off, or waited for another row, lies behind the cursor. */
	s->cursor = 0;
	if (!window_fill(s, err))
		return false;
	if (s->flights_n > 0)
		return true;
	if (!stream_choose(s, next, &due, err))
		return false;
	if (due && memcmp(next, s->stream, sizeof(next)) != 0)
		return sender_session_event(s, LINK_REDIAL, err);
	*ret_idle = !due;
	return !s->heads.changed || heads_keep(s, err);
}

static bool
hello_ok_take(struct sender_session *s, struct err *err)
{
	struct err why = {0};
	struct hello_ok ok = {0};
	bool done;

	if (!hello_take(s->profile, &s->msg.body, &ok, &why)) {
		if (why.code == ERR_SIGNATURE && !sender_answer_alarm(s, &why, err))
			return false;
		return sender_session_fail(
		    s, why.code == ERR_SIGNATURE ? LINK_REFUSED : LINK_LOST, &why, err);
	}
	done = sender_answer_hello(s, &ok, err);
	query_free(&ok.arena);
	return done;
}

static bool
error_take(struct sender_session *s, struct err *err)
{
	struct err why = {0};

	(void)hello_refused(&s->msg.body, &why);
	if (s->link.state == LINK_DIALING && s->msg.header.correlation == s->hello)
		return sender_session_fail(s, sender_answer_event(why.code), &why, err);
	return sender_answer_error(s, s->msg.header.correlation, &why, err);
}

bool
sender_session_take(struct sender_session *s, struct err *err)
{
	switch (s->msg.header.type) {
	case FRAME_HELLO_OK:
		if (s->link.state != LINK_DIALING || s->msg.header.correlation != s->hello)
			return true;
		return hello_ok_take(s, err);
	case FRAME_RECEIPT:
		return sender_answer_receipt(s, s->msg.header.correlation, err);
	case FRAME_ERROR:
		return error_take(s, err);
	default:
		return true;
	}
}
