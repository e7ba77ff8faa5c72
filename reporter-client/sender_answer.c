#include "sender_answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "outbox_alarm.h"
#include "reminder.h"
#include "server_keys.h"

#define RETRY_MIN_MS 1000 /* a row that is put off is not due before */

bool
sender_answer_alarm(struct sender_session *s, const struct err *what, struct err *err)
{
	const struct sender_news news = {.told = SENDER_ALARM, .why = what};

	if (!outbox_alarm_add(s->box, what, clock_unix_ms(), err))
		return false;
	if (s->options->news != NULL)
		s->options->news(&news, s->options->cookie);
	return true;
}

enum link_event
sender_answer_event(enum err_code code)
{
	switch (code) {
	case ERR_KEY_UNKNOWN:
	case ERR_KEY_REVOKED:
	case ERR_VERSION:
		return LINK_REFUSED;
	case ERR_PENDING:
	case ERR_PAUSED:
	case ERR_DOOR:
	case ERR_QUOTA:
		return LINK_PAUSE;
	default:
		return LINK_LOST;
	}
}

static bool
code_is_of_link(enum err_code code)
{
	return sender_answer_event(code) != LINK_LOST;
}

/* A clock that is far off is told, not kept: order is the batch number's business. */
static void
skew_tell(struct sender_session *s, const struct hello_ok *ok)
{
	const int64_t skew_ms = clock_unix_ms() - ok->clock_ms;
	struct err *why = &s->result->clock;
	const struct sender_news news = {.told = SENDER_ALARM, .why = why};

	if (skew_ms <= SENDER_SKEW_MS && skew_ms >= -SENDER_SKEW_MS)
		return;
	(void)err_set(why, ERR_CLOCK,
	    TR("lệch máy chủ %lld phút", "%lld minutes from the aggregator's"),
	    (long long)(skew_ms / 60000));
	if (s->options->news != NULL)
		s->options->news(&news, s->options->cookie);
}

static bool
cloned_alarm(struct sender_session *s, struct err *err)
{
	struct err what;

	(void)err_set(&what, ERR_KEY_REUSE, "%s",
	    TR("sổ có số thứ tự mà hộp chờ gửi này chưa dùng",
		"the ledger holds names that this outbox never gave"));
	return sender_answer_alarm(s, &what, err);
}

static bool
reminder_take(struct sender_session *s, const struct hello_ok *ok, struct err *err)
{
	struct err note;
	bool is_new;

	return reminder_of(s->box, ok, &note, &is_new, err) &&
	    (!is_new || sender_answer_alarm(s, &note, err));
}

bool
sender_answer_hello(struct sender_session *s, const struct hello_ok *ok, struct err *err)
{
	const struct sender_news news = {.told = SENDER_CONNECTED, .ok = ok};
	struct outbox_held held = {0};
	struct err alarm = {0};
	struct err pause = {0};

	/* With its database away the aggregator cannot say what it has. */
	if (ok->head.batch > 0 && (ok->window > 0 || ok->seen.batch > 0) &&
	    !heads_take_grown(&s->heads, &ok->head, &ok->seen, &alarm) &&
	    !sender_answer_alarm(s, &alarm, err))
		return false;
	skew_tell(s, ok);
	if (!reminder_take(s, ok, err) || !outbox_answer_hello(s->box, s->stream, ok, &held, err) ||
	    (held.cloned && !cloned_alarm(s, err)))
		return false;
	s->epoch = ok->head.epoch;
	s->window = ok->window < WIRE_WINDOW ? ok->window : WIRE_WINDOW;
	s->cursor = 0;
	if (s->window == 0 || ok->pending)
		(void)err_set(&pause, ok->pending ? ERR_PENDING : ERR_PAUSED, "%s", "");
	if (pause.code != ERR_OK || !hello_takes_reports(s->profile, ok, &pause))
		return sender_session_fail(s, LINK_PAUSE, &pause, err);
	s->result->link = (struct err){0};
	if (s->options->news != NULL)
		s->options->news(&news, s->options->cookie);
	return sender_session_event(s, LINK_HELLO_OK, err);
}

static struct sender_flight *
flight_find(struct sender_session *s, uint64_t correlation)
{
	for (uint32_t i = 0; i < s->flights_n; i++) {
		if (s->flights[i].correlation == correlation)
			return &s->flights[i];
	}
	return NULL;
}

/* Its answer is in the outbox. */
static bool
flight_done(struct sender_session *s, struct sender_flight *flight, struct err *err)
{
	free(flight->row.memory);
	*flight = s->flights[--s->flights_n];
	return sender_session_event(s, s->flights_n > 0 ? LINK_RECEIPT : LINK_DONE, err);
}

static void
row_tell(struct sender_session *s, enum sender_told told, int64_t id, const struct err *why)
{
	const struct sender_news news = {.told = told, .row_id = id, .why = why};

	if (told == SENDER_DELIVERED)
		s->result->delivered++;
	else if (why->code == ERR_ALREADY)
		s->result->already++;
	else
		s->result->refused++;
	if (s->options->news != NULL)
		s->options->news(&news, s->options->cookie);
}

static bool
retry_at(const struct outbox_row *row, int64_t *ret, struct err *err)
{
	uint64_t random;

	if (!os_random(&random, sizeof(random), err))
		return false;
	*ret = clock_unix_ms() + RETRY_MIN_MS + sender_state_backoff_ms(row->tries, random);
	return true;
}

bool
sender_answer_error(
    struct sender_session *s, uint64_t correlation, const struct err *why, struct err *err)
{
	struct sender_flight *flight = flight_find(s, correlation);
	int64_t at_ms = 0;

	if (flight == NULL)
		return true;
	if (code_is_of_link(why->code))
		return sender_session_fail(s, sender_answer_event(why->code), why, err);
	if (!retry_at(&flight->row, &at_ms, err) ||
	    !outbox_answer_error(s->box, flight->row.id, why, at_ms, err))
		return false;
	if (err_is_retry(why->code))
		s->result->held = *why;
	else
		row_tell(s, SENDER_REFUSED, flight->row.id, why);
	return flight_done(s, flight, err);
}

static bool
reuse_take(struct sender_session *s, struct sender_flight *flight, struct err *err)
{
	struct err what;

	(void)err_set(&what, ERR_KEY_REUSE,
	    TR("dòng %lld: số thứ tự %llu đã dùng cho nội dung khác",
		"row %lld: name %llu is held by other content"),
	    (long long)flight->row.id, (unsigned long long)flight->row.seq);
	return outbox_answer_reuse(s->box, flight->row.id, &s->keys, clock_unix_ms(), err) &&
	    sender_answer_alarm(s, &what, err) && flight_done(s, flight, err);
}

/* The signatures hold, or there is nothing to prove: it stands in the outbox. */
static bool
verdicts_take(struct sender_session *s, struct sender_flight *flight, const struct receipt *r,
    struct err *err)
{
	struct outbox_answer answer = {
	    .id = flight->row.id,
	    .receipt = r,
	    .bytes = s->msg.body.at,
	    .bytes_len = s->msg.body.len,
	    .keys = &s->keys,
	    .now_ms = clock_unix_ms(),
	};
	enum outbox_state state = OUTBOX_SAVED;
	struct err why = {.code = r->code};

	if (!retry_at(&flight->row, &answer.retry_at_ms, err) ||
	    !outbox_answer_receipt(s->box, &answer, &state, err))
		return false;
	for (uint32_t i = 0; why.code == ERR_OK && i < r->verdicts_n; i++)
		(void)err_set(&why, r->verdicts[i].code, "%s", r->verdicts[i].detail);
	if (state == OUTBOX_DELIVERED)
		row_tell(s, SENDER_DELIVERED, flight->row.id, &why);
	else if (state == OUTBOX_REFUSED)
		row_tell(s, SENDER_REFUSED, flight->row.id, &why);
	return flight_done(s, flight, err);
}

static bool
stored_check(struct sender_session *s, const struct sender_flight *flight, const struct receipt *r,
    struct err *err)
{
	struct err alarm = {0};

	if (!receipt_verify(r, flight->row.body, flight->row.body_len, flight->row.signature,
		server_keys_sign(s->profile, r->head.batch), err))
		return false;
	/*
	 * Receipts of older batches come again; only another head for the same batch is an alarm.
	 */
	return heads_take(&s->heads, &r->head, false, &alarm) ||
	    err_set(err, alarm.code, "%s", alarm.text);
}

/* Its key may have been changed since Hello: another Hello says so, or it is an alarm. */
static bool
is_of_another_key(struct sender_session *s, const struct receipt *r)
{
	const bool was_doubted = s->doubted;

	s->doubted = !receipt_verify_head(&r->head, server_keys_sign(s->profile, r->head.batch));
	return s->doubted && !was_doubted;
}

static bool
receipt_take(struct sender_session *s, struct sender_flight *flight, const struct receipt *r,
    struct err *err)
{
	struct err why = {0};

	if (r->seq != flight->row.seq ||
	    memcmp(r->stream, flight->row.stream, sizeof(r->stream)) != 0) {
		(void)err_set(&why, ERR_MALFORMED, "%s",
		    TR("biên nhận của bản khác", "a receipt of something else"));
		return sender_session_fail(s, LINK_LOST, &why, err);
	}
	if (r->stored && is_of_another_key(s, r))
		return sender_session_event(s, LINK_REDIAL, err);
	if (r->stored && !stored_check(s, flight, r, &why)) {
		return sender_answer_alarm(s, &why, err) &&
		    sender_session_fail(s, LINK_LOST, &why, err);
	}
	if (r->stored || r->code == ERR_OK)
		return verdicts_take(s, flight, r, err);
	if (r->code == ERR_KEY_REUSE)
		return reuse_take(s, flight, err);
	(void)err_set(&why, r->code, "%s", r->detail);
	return sender_answer_error(s, flight->correlation, &why, err);
}

bool
sender_answer_receipt(struct sender_session *s, uint64_t correlation, struct err *err)
{
	struct sender_flight *flight = flight_find(s, correlation);
	struct receipt *r = NULL;
	struct err why = {0};
	bool ok;

	if (flight == NULL)
		return true;
	if (!receipt_decode(s->msg.body.at, s->msg.body.len, &r, &why))
		return sender_session_fail(s, LINK_LOST, &why, err);
	ok = receipt_take(s, flight, r, err);
	receipt_free(r);
	return ok;
}
