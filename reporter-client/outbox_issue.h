/*
 * outbox_issue - makes signed rows of reports, inside the caller's transaction.
 * Only outbox*.c use it.
 */
#ifndef GH_CLIENT_OUTBOX_ISSUE_H
#define GH_CLIENT_OUTBOX_ISSUE_H

#include "outbox_db.h"
#include "outbox_rows.h"
#include "wire/keys.h"

struct outbox_issue {
	const struct report *reports;
	uint32_t reports_n; /* 1..WIRE_REPORTS_MAX */
	const struct keys *keys;
	uint32_t realm;
	int64_t now_ms;
	int64_t not_before_ms; /* 0: at once */
	const char *summary;
};
struct outbox_issued {
	int64_t id;
	uint8_t stream[WIRE_STREAM_BYTES];
	uint64_t seq;
};

/* A new stream for new rows; also the first one. */
bool outbox_issue_stream(struct outbox *box, int64_t now_ms, struct err *err) MUST_USE;
bool outbox_issue_has_stream(struct outbox *box, bool *ret, struct err *err) MUST_USE;
/*
 * One row under the newest stream, waiting for the rows of this outbox that it corrects.
 * ERR_LIMIT before anything is written: more than a submission holds.
 */
bool outbox_issue_row(struct outbox *box, const struct outbox_issue *how, struct outbox_issued *ret,
    struct err *err) MUST_USE;
/* Row ${id} is said again by row ${by}. */
bool outbox_issue_replaced(
    struct outbox *box, int64_t id, int64_t by, enum err_code code, struct err *err) MUST_USE;

/*
 * What became of each report of a row, for the rows that correct them and have not been sent.
 * KEEP: its name stands.  RENAME: it stands under ${name}.  PARK: it will not be there.
 */
enum outbox_fate { OUTBOX_KEEP, OUTBOX_RENAME, OUTBOX_PARK };
struct outbox_base {
	enum outbox_fate fate;
	struct name name;
};
/* Report ${idx} stands as report ${idx} of ${to}; and all of them. */
struct outbox_base outbox_issue_base(const struct outbox_issued *to, uint32_t idx);
void outbox_issue_renamed(const struct outbox_issued *to, struct outbox_base ret[WIRE_REPORTS_MAX]);
/*
 * Put the rows that wait for ${base} right: those that correct a renamed report are issued again
 * with the new name (signed with ${how->keys} at ${how->now_ms}), those of a parked one are parked;
 * and so on for what waits for them.
 */
bool outbox_issue_follow(struct outbox *box, const struct outbox_issue *how,
    const struct outbox_row *base, const struct outbox_base bases[WIRE_REPORTS_MAX],
    struct err *err) MUST_USE;
/* Row ${id} and whatever waits for it; rows that are answered stay as they are. */
bool outbox_issue_park(
    struct outbox *box, int64_t id, const struct err *why, struct err *err) MUST_USE;

#endif
