/*
 * names - streams, and which (stream, seq) names the ledger holds, as intervals.
 * A stream is registered by the first submission stored under it and belongs to the organisation of
 * the key that signed that.  Taken names are fresh until names_settle(); names_undo() takes them
 * back.
 */
#ifndef GH_CORE_NAMES_H
#define GH_CORE_NAMES_H

#include "base/buf.h"
#include "core/types.h"
#include "wire/query.h"

#include <uthash.h>

struct stream {
	uint8_t id[WIRE_STREAM_BYTES];
	int32_t no;            /* from 1 */
	org_t org;             /* of the first key */
	struct interval *held; /* owned, rising, disjoint, not adjacent */
	uint32_t held_n, held_cap;
	uint64_t *fresh; /* owned: taken since the last settle, in order */
	uint32_t fresh_n, fresh_cap;
	bool is_new; /* made since the last settle */
	bool dirty;  /* listed as changed since the last checkpoint */
	UT_hash_handle hh;
};

struct names {
	struct stream *by_id;
	struct stream **by_no; /* owned array of borrowed pointers, index no - 1 */
	uint32_t n, cap;
	uint32_t *of_org; /* owned, by org_t: its streams */
	uint32_t of_org_cap;
	struct stream **changed; /* streams with fresh names */
	uint32_t changed_n, changed_cap;
	struct stream **dirty; /* owned list */
	uint32_t dirty_n, dirty_cap;
};

#define NAMES_STREAMS_MAX 1000000u
#define NAMES_STREAMS_OF_ORG_MAX 1000u /* of one organisation but the nation's own */
#define NAMES_INTERVALS_MAX 100000u    /* of one stream */

void names_free(struct names *n);
struct stream *names_find(const struct names *n, const uint8_t id[WIRE_STREAM_BYTES]);
/* Found, or made with the next number. */
bool names_stream(struct names *n, const uint8_t id[WIRE_STREAM_BYTES], org_t org,
    struct stream **ret, struct err *err) MUST_USE;
bool names_is_held(const struct stream *s, uint64_t seq);
/* Taken since the last settle: in the batch on its way. */
bool names_is_fresh(const struct stream *s, uint64_t seq);
enum names_room {
	NAMES_ROOM,
	NAMES_FULL /* too many streams */,
	NAMES_OWNER_FULL /* too many of this organisation */,
	NAMES_RAGGED /* too many gaps in this one */
};
/*
 * May ${seq} be taken, which is not held?  ${s} NULL: in a stream that is not there yet, of ${org};
 * 0: of the nation, which has no bound of its own.
 */
enum names_room names_room(const struct names *n, const struct stream *s, org_t org, uint64_t seq);
/* ${seq} is not held, and there is room. */
bool names_take(struct names *n, struct stream *s, uint64_t seq, struct err *err) MUST_USE;
/* Taken names are for good.  ERR_MEMORY: the list of changed streams is not whole. */
bool names_settle(struct names *n, struct err *err) MUST_USE;
void names_undo(struct names *n);
bool names_equal(const struct names *a, const struct names *b, struct err *err) MUST_USE;

/*
 * Streams that changed since names_set_clean(): ${dirty} of names.  A stream that is there is
 * changed again:
 */
bool names_set_dirty(struct names *n, int32_t no, struct err *err) MUST_USE;
void names_set_clean(struct names *n);
/* A stream as the checkpoint keeps it. */
void names_pack(const struct stream *s, struct buf *out);
bool names_unpack(
    struct names *n, int32_t no, const uint8_t *bytes, uint32_t len, struct err *err) MUST_USE;

#endif
