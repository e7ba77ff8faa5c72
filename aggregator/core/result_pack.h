/*
 * result_pack - a result as its subject keeps it: what it says, without how it was sent (reason,
 * base, whether it may make its drive), and without its drive, which is the subject's.  The same
 * content is the same bytes, whoever encoded the report.  Pure.
 */
#ifndef GH_CORE_RESULT_PACK_H
#define GH_CORE_RESULT_PACK_H

#include "base/err.h"
#include "wire/report.h"

/* Numbers are at most ten bytes, texts have a length and a NUL. */
#define RESULT_PACK_TEXT_BYTES (WIRE_CODE_BYTES_MAX + 4)
#define RESULT_PACK_BYTES_MAX \
	(200 + 4 * RESULT_PACK_TEXT_BYTES + WIRE_NOTE_BYTES_MAX + \
	    WIRE_LIST_MAX * (2 * RESULT_PACK_TEXT_BYTES + 10) + WIRE_PAIRS_MAX * 14)

/* Returns the bytes written; 0: a text or list is longer than the wire lets through. */
size_t result_pack(const struct result *r, uint8_t ret[RESULT_PACK_BYTES_MAX]);

/* A result read back: its lists lie here, its texts in the bytes. */
struct result_unpacked {
	struct result r;
	const char *campaigns[WIRE_LIST_MAX];
	struct share executing[WIRE_LIST_MAX];
	uint32_t ind[WIRE_PAIRS_MAX];
	int64_t val[WIRE_PAIRS_MAX];
};
/* ${drive} is lent to ${ret}: "" for a collection.  ERR_INVALID: not what result_pack() writes. */
bool result_pack_read(const uint8_t *bytes, size_t len, const char *drive,
    struct result_unpacked *ret, struct err *err) MUST_USE;

#endif
