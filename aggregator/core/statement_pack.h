/*
 * statement_pack - reviews, locks, registrations, activities, texts and what waits after a lock, as
 * their subjects keep them.  The same content is the same bytes.  What is read back points into the
 * bytes.  Pure.
 */
#ifndef GH_CORE_STATEMENT_PACK_H
#define GH_CORE_STATEMENT_PACK_H

#include "base/buf.h"
#include "core/types.h"
#include "wire/report.h"

struct review_content {
	enum review_state state;
	enum role role;     /* of the key that signed it */
	struct name report; /* that it names */
	struct name
	    before;      /* current before it, when it became the current one; seq 0: it did not */
	subject_t older; /* the review before it of the same subject; 0: none */
	const char *reason;
	const char *other_drive;
	const uint8_t *taken; /* what stands since it took the collector's, by result_pack() */
	size_t taken_len;     /* 0: it took nothing */
};
void statement_pack_review(const struct review_content *v, struct buf *out);
/* Each read: ERR_INVALID, not what its writer writes. */
bool statement_pack_read_review(
    const uint8_t *bytes, size_t len, struct review_content *ret, struct err *err) MUST_USE;

/* Its days and whether it locks are the subject's. */
struct lock_content {
	const char *org;
	const char *reason;
};
void statement_pack_lock(const struct lock_content *l, struct buf *out);
bool statement_pack_read_lock(
    const uint8_t *bytes, size_t len, struct lock_content *ret, struct err *err) MUST_USE;

void statement_pack_text(const struct text_entry *t, struct buf *out);
bool statement_pack_read_text(
    const uint8_t *bytes, size_t len, struct text_entry *ret, struct err *err) MUST_USE;

/*
 * A registration: without its drive and day, which are the subject's.  An activity: without its
 * days.
 */
struct counts_content {
	const char *org;
	bool cumulative;
	const char *note;
	uint32_t ind[WIRE_PAIRS_MAX];
	int64_t val[WIRE_PAIRS_MAX];
	uint32_t n;
};
void statement_pack_counts(
    const char *org, bool cumulative, const char *note, const struct counts *c, struct buf *out);
bool statement_pack_read_counts(
    const uint8_t *bytes, size_t len, struct counts_content *ret, struct err *err) MUST_USE;

/*
 * A result that came after the lock: how it was sent, and then what it says, as result_pack() makes
 * it.
 */
struct waiting_content {
	enum report_action action;
	struct name base; /* that it replaces; seq 0: none */
	const char *reason;
	const uint8_t *result;
	size_t result_len;
};
void statement_pack_waiting(const struct waiting_content *w, struct buf *out);
bool statement_pack_read_waiting(
    const uint8_t *bytes, size_t len, struct waiting_content *ret, struct err *err) MUST_USE;

#endif
