#include "sender_past.h"

#include <string.h>

#include "base/lang.h"
#include "sender_answer.h"

bool
sender_past_is_asked(const struct sender_session *s, uint64_t correlation)
{
	return s->past.correlation != 0 && s->past.correlation == correlation;
}

static void
row_ask(struct sender_session *s, const struct outbox_row *row)
{
	struct proof_request q = {.seq = row->seq};
	struct receipt *r = NULL;
	struct buf body = {0};
	struct err why = {0};

	if (row->receipt == NULL || !receipt_decode(row->receipt, row->receipt_len, &r, &why))
		return;
	s->past.head = r->head;
	receipt_free(r);
	memcpy(q.stream, row->stream, sizeof(q.stream));
	if (query_encode_proof_request(&q, &body, &why) &&
	    endpoint_send(s->endpoint, FRAME_PROOF, s->correlation + 1, &body, NULL, &why))
		s->past.correlation = ++s->correlation;
	buf_free(&body);
}

bool
sender_past_ask(struct sender_session *s, const struct hello_ok *ok, struct err *err)
{
	const struct outbox_filter newest = {.states = 1U << OUTBOX_DELIVERED,
	    .stream = s->stream,
	    .limit = 1,
	    .newest = true,
	    .bodies = true};
	struct outbox_rows rows = {0};

	s->past.correlation = 0;
	if (ok->head.batch == 0 ||
	    memcmp(&s->past.seen.head, &ok->head.head, sizeof(struct hash)) == 0)
		return true;
	s->past.seen = ok->head;
	if (!outbox_rows_list(s->box, &newest, &rows, err))
		return false;
	if (rows.n == 1)
		row_ask(s, &rows.at[0]);
	outbox_rows_free(&rows);
	return true;
}

/* What the answer says of the row; false: nothing, as when somebody else is to be asked. */
static bool
answer_read(const struct sender_session *s, bool *ret_same)
{
	struct receipt *r = NULL;
	struct err why = {0};

	*ret_same = false;
	if (s->msg.header.type == FRAME_ERROR) {
		(void)hello_refused(&s->msg.body, &why);
		return why.code == ERR_NOT_FOUND;
	}
	if (!receipt_decode(s->msg.body.at, s->msg.body.len, &r, &why))
		return false;
	*ret_same = r->stored && r->head.epoch == s->past.head.epoch &&
	    r->head.batch == s->past.head.batch &&
	    memcmp(&r->head.head, &s->past.head.head, sizeof(struct hash)) == 0;
	receipt_free(r);
	return true;
}

bool
sender_past_take(struct sender_session *s, struct err *err)
{
	struct err what;
	bool same = false;

	s->past.correlation = 0;
	if (!answer_read(s, &same) || same)
		return true;
	(void)err_set(&what, ERR_HISTORY_WENT_BACK,
	    TR("lần ghi %llu của kỳ %u, đã có biên nhận, không còn như trước",
		"batch %llu of epoch %u, which was receipted, is not what it was"),
	    (unsigned long long)s->past.head.batch, s->past.head.epoch);
	return sender_answer_alarm(s, &what, err);
}
