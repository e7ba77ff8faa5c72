/*
 * sender - brings what the outbox holds to the intake and the receipts back.
 * One sender a profile: a lock file; a second one waits for the first to do the work.  A row leaves
 * "saved" only by a receipt that receipt_verify() accepts, or a refusal.  Nothing is lost at any
 * point: the outbox is the truth, and the same bytes are sent again until they are answered.
 */
#ifndef GH_CLIENT_SENDER_H
#define GH_CLIENT_SENDER_H

#include "outbox_rows.h"
#include "profile.h"
#include "sender_state.h"
#include "wire/query.h"

enum sender_told {
	SENDER_CONNECTED, /* ${ok} */
	SENDER_DELIVERED, /* ${row_id} */
	SENDER_REFUSED,   /* ${row_id}, ${why}; ERR_ALREADY among them */
	SENDER_WAITING,   /* the link is down: ${why}, next try at ${next_ms} */
	/*
	 * ${why}: KEY_REUSE, HISTORY_WENT_BACK, SIGNATURE, CLOCK; ERR_OK: a note left for the
	 * office
	 */
	SENDER_ALARM
};
struct sender_news {
	enum sender_told told;
	int64_t row_id;
	const struct hello_ok *ok;
	const struct err *why;
	int64_t next_ms; /* the clock of os time, wall */
};
typedef void sender_news_fn(const struct sender_news *news, void *cookie);

struct sender_options {
	/* stop after so long, or when nothing is left to send; ignored with ${follow} */
	int wait_ms;
	bool follow;          /* until ${stop_fd} is readable */
	int stop_fd;          /* -1: none */
	sender_news_fn *news; /* NULL: nobody listens */
	void *cookie;
};
struct sender_result {
	uint32_t delivered;
	uint32_t already; /* the ledger had the same under another name */
	uint32_t refused;
	uint64_t waiting; /* rows still to send */
	bool other;       /* another process is the sender */
	struct err link;  /* why the link is not up; ERR_OK: it was */
	struct err held;  /* why the aggregator wants rows again later, the last it said; ERR_OK */
	struct err clock; /* ERR_CLOCK: this machine's is far off; else ERR_OK */
};
/*
 * true also when nothing could be sent: ${ret} says so.  false: this machine's own failure (outbox,
 * keys, memory).
 */
bool sender_run(const struct profile *p, struct outbox *box, const struct sender_options *options,
    struct sender_result *ret, struct err *err) MUST_USE;

#endif
