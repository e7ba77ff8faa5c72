/*
 * sender_state - where the connection to the intake stands: a complete table [state][event] with
 * one writer.  Pure: the time and the random number are arguments.  The states are those of the
 * model under tests/model/.
 */
#ifndef GH_CLIENT_SENDER_STATE_H
#define GH_CLIENT_SENDER_STATE_H

#include <stdbool.h>
#include <stdint.h>

#define SENDER_RECEIPT_MS 20000 /* without HelloOk or receipt: dial again */
#define SENDER_BACKOFF_FIRST_MS 2000
#define SENDER_BACKOFF_MAX_MS 120000 /* a dial, this, and a dial are within 180 s: faults, I4 */
#define SENDER_REFUSED_MIN_MS 60000  /* pause after a refused key: U(min, max) */
#define SENDER_REFUSED_MAX_MS 300000
#define SENDER_PAUSE_MIN_MS 5000 /* window 0, or the key waits for its confirmation */
#define SENDER_PAUSE_MAX_MS 15000

enum link_state { LINK_WAITING, LINK_DIALING, LINK_READY, LINK_BUSY, LINK_STATE_COUNT_ };
enum link_event {
	LINK_TIMER,    /* ${deadline_ms} has come */
	LINK_HELLO_OK, /* with a window */
	LINK_PAUSE,    /* HelloOk with window 0, PAUSED, PENDING, DOOR */
	LINK_SEND,     /* a submission went out */
	LINK_RECEIPT,  /* an answer came, more are in flight */
	LINK_DONE,     /* the last answer in flight came */
	LINK_REDIAL,   /* Hello again at once: another stream */
	LINK_LOST,     /* disconnected, or an answer that makes no sense */
	LINK_REFUSED,  /* the key, the version or the server's own key is not accepted */
	LINK_EVENT_COUNT_
};
enum link_action {
	LINK_NOTHING,
	LINK_DIAL,    /* send Hello */
	LINK_REBUILD, /* open a new endpoint, then send Hello */
	LINK_DROP     /* forget what is in flight: it is sent again after the next Hello */
};

struct link {
	enum link_state state;
	uint32_t attempts; /* failures since the last HelloOk or receipt */
	int64_t since_ms;
	int64_t deadline_ms; /* LINK_TIMER is due; INT64_MAX: never */
	bool rebuild;        /* the next dial needs a new endpoint */
};

/* Waiting, due at once. */
void sender_state_init(struct link *l, int64_t now_ms);
/* The only writer of ${l}.  ${random} is uniform over 64 bits. */
enum link_action sender_state_step(
    struct link *l, enum link_event ev, int64_t now_ms, uint64_t random);
/* Full jitter: U(0, min(SENDER_BACKOFF_MAX_MS, SENDER_BACKOFF_FIRST_MS * 2^attempts)). */
int64_t sender_state_backoff_ms(uint32_t attempts, uint64_t random);

#endif
