/*
 * frame - the fixed 16-byte header before every body: magic "GH", version u8, type u8, four zero
 * bytes, correlation id u64 big-endian (chosen by the asker, repeated in every answer; 0 is
 * allowed).
 */
#ifndef GH_WIRE_FRAME_H
#define GH_WIRE_FRAME_H

#include "base/err.h"
#include "wire/limits.h"

#include <stddef.h>

enum frame_type {
	FRAME_NONE,
	FRAME_HELLO = 1,
	FRAME_HELLO_OK = 2,
	FRAME_SUBMISSION = 3, /* header, body, signature */
	FRAME_RECEIPT = 4,
	FRAME_ENROL = 5, /* as FRAME_SUBMISSION, on a one-time key: exactly one KEY report */
	FRAME_STATUS = 7,
	FRAME_STATUS_OK = 8,
	FRAME_WATCH = 9,
	FRAME_ROWS = 10, /* answers WATCH and SUMMARY */
	FRAME_BEAT = 11,
	FRAME_SUMMARY = 12,
	FRAME_REFERENCE = 14,
	FRAME_REFERENCE_OK = 15,
	FRAME_PROOF = 16, /* answered by FRAME_RECEIPT */
	FRAME_ERROR = 18,
	FRAME_EVIDENCE = 19, /* a ProofRequest; answered by FRAME_EVIDENCE_OK */
	FRAME_EVIDENCE_OK = 20,
	FRAME_GROUNDS = 21, /* answered by FRAME_GROUNDS_OK */
	FRAME_GROUNDS_OK = 22,
	FRAME_TYPE_COUNT_
};

struct frame_header {
	uint8_t version;
	enum frame_type type;
	uint64_t correlation;
};

void frame_encode(const struct frame_header *h, uint8_t ret[WIRE_HEADER_BYTES]);
/*
 * ERR_MALFORMED: length, magic or reserved bytes; ERR_VERSION: another version. Unknown types pass.
 */
bool frame_decode(
    const uint8_t *bytes, size_t len, struct frame_header *ret, struct err *err) MUST_USE;

#endif
