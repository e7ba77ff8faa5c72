/*
 * sender_answer - what the aggregator's answers do to the outbox and the link.
 * Only sender*.c use it.
 */
#ifndef GH_CLIENT_SENDER_ANSWER_H
#define GH_CLIENT_SENDER_ANSWER_H

#include "sender_session.h"

/* Keep an alarm and tell it. */
bool sender_answer_alarm(
    struct sender_session *s, const struct err *what, struct err *err) MUST_USE;
/* A HelloOk whose signatures hold. */
bool sender_answer_hello(
    struct sender_session *s, const struct hello_ok *ok, struct err *err) MUST_USE;
/* The receipt in ${s->msg}; one of no flight is dropped. */
bool sender_answer_receipt(
    struct sender_session *s, uint64_t correlation, struct err *err) MUST_USE;
/* A refusal of the submission in flight under ${correlation}. */
bool sender_answer_error(struct sender_session *s, uint64_t correlation, const struct err *why,
    struct err *err) MUST_USE;
/*
 * What a code that is about the link, not about one submission, means to it; LINK_LOST otherwise.
 */
enum link_event sender_answer_event(enum err_code code);

#endif
