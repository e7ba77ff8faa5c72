/*
 * sender_past - is the ledger still the one that gave the newest receipt?  After each HelloOk the proof of that
 * row is asked for again: another head, or none, is a history that was rewritten, however far it has gone on.
 * Only sender*.c use it.
 */
#ifndef GH_CLIENT_SENDER_PAST_H
#define GH_CLIENT_SENDER_PAST_H

#include "sender_session.h"

/* Ask, unless the head is the one seen last.  What cannot be sent now is asked after the next HelloOk. */
bool sender_past_ask(struct sender_session *s, const struct hello_ok *ok, struct err *err) MUST_USE;
/* ${s->msg} answers the question: an alarm, when it says something else than the receipt. */
bool sender_past_take(struct sender_session *s, struct err *err) MUST_USE;
bool sender_past_is_asked(const struct sender_session *s, uint64_t correlation);

#endif
