/*
 * outbox - what this office has said, kept until the aggregator's signed receipt is in hand.
 * Guarantee: once outbox_save() returns true the signed bytes survive a crash and a power cut; they
 * leave only 90 days after their receipt.  On false nothing was saved (ERR_DISK_FULL says so).
 * One SQLite file, one connection a process, any number of processes; not thread-safe; never logs.
 * A row is one signed submission, named (stream, seq); it is never changed.  What is wrong in it
 * goes again, mended, as another row.  Looking: outbox_rows.h.  What the sender does:
 * outbox_answer.h. Errors of all of them: ERR_DISK_FULL, ERR_IO, ERR_BUSY (another process held the
 * file for OUTBOX_BUSY_MS), ERR_SCHEMA_NEWER (made by a newer program), ERR_NOT_FOUND, ERR_LIMIT,
 * ERR_MEMORY.
 */
#ifndef GH_CLIENT_OUTBOX_H
#define GH_CLIENT_OUTBOX_H

#include "wire/keys.h"
#include "wire/submission.h"

#define OUTBOX_BUSY_MS 5000
#define OUTBOX_KEEP_DAYS 90
#define OUTBOX_WARN_ROWS 10000
#define OUTBOX_WARN_BYTES ((int64_t)50 * 1000 * 1000)
#define OUTBOX_SUMMARY_MAX 300        /* bytes of a row's line in lists */
#define OUTBOX_SAVE_REPORTS_MAX 65536 /* reports of one outbox_save() */

enum outbox_state {
	OUTBOX_SAVED = 0,     /* waits to be sent */
	OUTBOX_SENT = 1,      /* sent, waits for its receipt; is sent again */
	OUTBOX_DELIVERED = 2, /* receipt verified and kept; some of its reports may be refused */
	OUTBOX_REFUSED = 3,   /* final: nothing of it was stored; code and detail say why */
	OUTBOX_PARKED = 4,    /* waits for a person: what it corrects was refused */
	OUTBOX_STATE_COUNT_
};
/* "saved", "sent" ...: JSON. */
const char *outbox_state_name(enum outbox_state state);
/* "đã lưu, chưa gửi": for people. */
const char *outbox_state_text(enum outbox_state state);

struct outbox;
/* Open or create.  *${ret} is the caller's until outbox_close(). */
bool outbox_open(const char *path, struct outbox **ret, struct err *err) MUST_USE;
void outbox_close(struct outbox *box); /* NULL is a no-op */

struct outbox_draft {
	const struct report *reports;
	size_t reports_n; /* 1..OUTBOX_SAVE_REPORTS_MAX */
	const struct keys *keys;
	uint32_t realm;
	int64_t now_ms;
	/* One line for lists, in the person's language; cut at OUTBOX_SUMMARY_MAX. */
	const char *summary;
};
struct outbox_saved {
	int64_t first_id; /* rows first_id..last_id, one a submission */
	int64_t last_id;
	uint8_t stream[WIRE_STREAM_BYTES];
	uint64_t seq; /* of the first */
};
/*
 * Encode, sign and keep, all or nothing; more than a submission holds becomes several.  A
 * correction of a row of this outbox that has no receipt yet waits for it by itself; of a refused
 * one: ERR_BASE_UNKNOWN.
 */
bool outbox_save(struct outbox *box, const struct outbox_draft *draft, struct outbox_saved *ret,
    struct err *err) MUST_USE;
/*
 * Say a refused or parked row again under a new name: with ${draft->reports}, mended, or, when
 * ${draft->reports_n} is 0, those of its own reports that were refused, as they are.  The old row
 * stays and names the new one.  ERR_INVALID: nothing of the row was refused, or it was said again
 * already.
 */
bool outbox_retry(struct outbox *box, int64_t id, const struct outbox_draft *draft,
    struct outbox_saved *ret, struct err *err) MUST_USE;
/*
 * A person has read why row ${id} was refused or parked: lists leave it out where they are asked
 * to. Nothing else changes, and a second time nothing at all.  ERR_INVALID: it is neither.
 */
bool outbox_dismiss(struct outbox *box, int64_t id, int64_t now_ms, struct err *err) MUST_USE;

#endif
