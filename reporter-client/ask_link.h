/*
 * ask_link - one question and its answer on the query or the intake port.  Only ask*.c use it.
 */
#ifndef GH_CLIENT_ASK_LINK_H
#define GH_CLIENT_ASK_LINK_H

#include "heads.h"
#include "profile.h"
#include "wire/endpoint.h"
#include "wire/query.h"

#define ASK_BUSY_MS 30000  /* a nation restated by month is work */
#define ASK_QUOTA_MS 20000 /* of waiting for the minute's allowance to come back */
#define ASK_AGAIN_MS 1000  /* and as much again, at random: between two tries */

enum ask_port { ASK_QUERY, ASK_INTAKE, ASK_PORT_COUNT_ };

struct ask_link {
	struct profile profile;
	struct keys keys;
	struct endpoint *endpoints[ASK_PORT_COUNT_]; /* NULL: not dialled yet */
	struct endpoint_message msg;
	struct buf request;
	struct heads heads;    /* seen before; the sender keeps them */
	uint64_t correlation;  /* the newest given out */
	uint64_t hello;        /* of a Hello that is not answered yet; 0: none */
	enum ask_port greeted; /* where it went */
	int wait_ms;
};

bool ask_link_init(struct ask_link *l, const struct profile *p, struct err *err) MUST_USE;
void ask_link_close(struct ask_link *l);
/* Dial if there is no connection. */
bool ask_link_dial(struct ask_link *l, enum ask_port port, struct err *err) MUST_USE;
/*
 * Send ${l->request} and wait for its answer of type ${want}, which is then in ${l->msg}.  A
 * FRAME_ERROR comes back as its own code; of ERR_QUOTA only after ASK_QUOTA_MS of asking again.
 * ERR_AWAY after ${l->wait_ms} without an answer, at the query port after ASK_BUSY_MS when that is
 * longer and the connection stands: the next question dials anew.
 */
struct ask_question {
	enum ask_port port;
	enum frame_type type;
	enum frame_type want;
};
bool ask_link_ask(struct ask_link *l, const struct ask_question *q, struct err *err) MUST_USE;
/* ASK_AGAIN_MS and a random part: when a question that ERR_QUOTA refused is asked again. */
int ask_link_again_ms(void);
/* Why the aggregator does not answer, when it is our key; false: it is not that. */
bool ask_link_is_refused(const struct ask_link *l, enum ask_port port, struct err *err);
/*
 * The head that ${r} names against those seen, if nothing contradicts these.  ${is_current}: the
 * newest was asked for.  false with ERR_HISTORY_WENT_BACK: no figure of that answer is to be
 * believed.
 */
bool ask_link_agrees(
    const struct ask_link *l, const struct rows *r, bool is_current, struct err *err) MUST_USE;
/* The error for an endpoint that did not answer, and the end of that endpoint. */
bool ask_link_away(struct ask_link *l, enum ask_port port, int waited_ms, struct err *err);

#endif
