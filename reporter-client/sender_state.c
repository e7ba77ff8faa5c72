#include "sender_state.h"

#include <assert.h>

#include "base/attrs.h"

/* What a cell does to attempts and deadline. */
enum timing {
	TIMING_KEEP,
	TIMING_NONE,    /* connected and idle: nothing is due */
	TIMING_ANSWER,  /* an answer is due */
	TIMING_BACKOFF, /* one more failure, then full jitter */
	TIMING_PAUSE,   /* asked to wait; no failure */
	TIMING_REFUSED  /* a long random pause */
};

struct cell {
	enum link_state next;
	enum timing timing;
	enum link_action action;
	bool answered; /* the aggregator is there: the back-off starts anew */
	bool rebuild;  /* the next dial needs a new endpoint */
};

/*
 * Every event may come in every state: a late answer after the link was given up changes nothing.
 * DIAL stands for a Hello; the step makes it LINK_REBUILD when the endpoint is not to be used
 * again.
 */
/* clang-format off */
#define STAY(state) {(state), TIMING_KEEP, LINK_NOTHING, false, false}
#define FAIL {LINK_WAITING, TIMING_BACKOFF, LINK_DROP, false, false}
#define UNHEARD {LINK_WAITING, TIMING_BACKOFF, LINK_DROP, false, true}
#define PAUSED {LINK_WAITING, TIMING_PAUSE, LINK_DROP, true, false}
#define REFUSED {LINK_WAITING, TIMING_REFUSED, LINK_DROP, false, true}
#define DIAL {LINK_DIALING, TIMING_ANSWER, LINK_DIAL, false, false}

static const struct cell cells[LINK_STATE_COUNT_][LINK_EVENT_COUNT_] = {
	[LINK_WAITING] = {
		[LINK_TIMER] = DIAL,
		[LINK_HELLO_OK] = STAY(LINK_WAITING),
		[LINK_PAUSE] = STAY(LINK_WAITING),
		[LINK_SEND] = STAY(LINK_WAITING),
		[LINK_RECEIPT] = STAY(LINK_WAITING),
		[LINK_DONE] = STAY(LINK_WAITING),
		[LINK_REDIAL] = STAY(LINK_WAITING),
		[LINK_LOST] = STAY(LINK_WAITING),
		[LINK_REFUSED] = REFUSED,
	},
	[LINK_DIALING] = {
		[LINK_TIMER] = UNHEARD,
		[LINK_HELLO_OK] = {LINK_READY, TIMING_NONE, LINK_NOTHING, true, false},
		[LINK_PAUSE] = PAUSED,
		[LINK_SEND] = STAY(LINK_DIALING),
		[LINK_RECEIPT] = STAY(LINK_DIALING),
		[LINK_DONE] = STAY(LINK_DIALING),
		[LINK_REDIAL] = DIAL,
		[LINK_LOST] = UNHEARD,
		[LINK_REFUSED] = REFUSED,
	},
	[LINK_READY] = {
		[LINK_TIMER] = STAY(LINK_READY),
		[LINK_HELLO_OK] = STAY(LINK_READY),
		[LINK_PAUSE] = PAUSED,
		[LINK_SEND] = {LINK_BUSY, TIMING_ANSWER, LINK_NOTHING, false, false},
		[LINK_RECEIPT] = STAY(LINK_READY),
		[LINK_DONE] = STAY(LINK_READY),
		[LINK_REDIAL] = DIAL,
		[LINK_LOST] = FAIL,
		[LINK_REFUSED] = REFUSED,
	},
	[LINK_BUSY] = {
		[LINK_TIMER] = FAIL,
		[LINK_HELLO_OK] = STAY(LINK_BUSY),
		[LINK_PAUSE] = PAUSED,
		[LINK_SEND] = STAY(LINK_BUSY),
		[LINK_RECEIPT] = {LINK_BUSY, TIMING_ANSWER, LINK_NOTHING, true, false},
		[LINK_DONE] = {LINK_READY, TIMING_NONE, LINK_NOTHING, true, false},
		[LINK_REDIAL] = DIAL,
		[LINK_LOST] = FAIL,
		[LINK_REFUSED] = REFUSED,
	},
};
/* clang-format on */

static int64_t
between(int64_t min, int64_t max, uint64_t random)
{
	return min + (int64_t)(random % (uint64_t)(max - min + 1));
}

int64_t
sender_state_backoff_ms(uint32_t attempts, uint64_t random)
{
	int64_t max = SENDER_BACKOFF_FIRST_MS;

	for (uint32_t i = 0; i < attempts && max < SENDER_BACKOFF_MAX_MS; i++)
		max *= 2;
	return between(0, max < SENDER_BACKOFF_MAX_MS ? max : SENDER_BACKOFF_MAX_MS, random);
}

static int64_t
deadline(const struct link *l, enum timing timing, int64_t now_ms, uint64_t random)
{
	switch (timing) {
	case TIMING_KEEP:
		return l->deadline_ms;
	case TIMING_NONE:
		return INT64_MAX;
	case TIMING_ANSWER:
		return now_ms + SENDER_RECEIPT_MS;
	case TIMING_BACKOFF:
		return now_ms + sender_state_backoff_ms(l->attempts, random);
	case TIMING_PAUSE:
		return now_ms + between(SENDER_PAUSE_MIN_MS, SENDER_PAUSE_MAX_MS, random);
	case TIMING_REFUSED:
		return now_ms + between(SENDER_REFUSED_MIN_MS, SENDER_REFUSED_MAX_MS, random);
	}
	return now_ms;
}

void
sender_state_init(struct link *l, int64_t now_ms)
{
	*l = (struct link){
	    .state = LINK_WAITING, .since_ms = now_ms, .deadline_ms = now_ms, .rebuild = true};
}

enum link_action
sender_state_step(struct link *l, enum link_event ev, int64_t now_ms, uint64_t random)
{
	const struct cell *cell;
	enum link_action action;

	assert(l->state < LINK_STATE_COUNT_ && ev < LINK_EVENT_COUNT_);
	cell = &cells[l->state][ev];
	action = cell->action;
	if (cell->answered)
		l->attempts = 0;
	l->deadline_ms = deadline(l, cell->timing, now_ms, random);
	if (cell->timing == TIMING_BACKOFF && l->attempts < UINT32_MAX)
		l->attempts++;
	if (cell->rebuild)
		l->rebuild = true;
	if (action == LINK_DIAL && l->rebuild) {
		l->rebuild = false;
		action = LINK_REBUILD;
	}
	if (cell->next != l->state)
		l->since_ms = now_ms;
	l->state = cell->next;
	return action;
}
