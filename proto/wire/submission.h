/*
 * submission - the body that an office signs: up to WIRE_REPORTS_MAX reports under one (stream,
 * seq). Bytes are verified as received and kept as received; nothing is ever serialised again.
 * Threads: none shared.  Errors: ERR_LIMIT (a bound of limits.h), ERR_MALFORMED, ERR_TEXT,
 * ERR_MEMORY.
 */
#ifndef GH_WIRE_SUBMISSION_H
#define GH_WIRE_SUBMISSION_H

#include "base/buf.h"
#include "wire/report.h"

struct submission {
	uint8_t stream[WIRE_STREAM_BYTES];
	uint64_t seq; /* from 1 */
	uint32_t realm;
	int64_t saved_at_ms;
	const struct report *reports;
	uint32_t reports_n; /* 1..WIRE_REPORTS_MAX */
	void *arena;        /* owned by the submission */
};

/*
 * Decode ${body}: length first, then the bytes, then every bound, UTF-8 and enum range (a Kind that
 * this version does not know is kept as its number: the decision refuses it by name).  Strings are
 * NFC after decoding.  *${ret} is the caller's until submission_free().
 */
bool submission_decode(
    const uint8_t *body, size_t body_len, struct submission **ret, struct err *err) MUST_USE;
/* The bounds of limits.h hold (what decode guarantees, for tests and fuzzing). */
bool submission_fits_limits(const struct submission *s);
/* Append the encoded body to ${out}; refuses what decode would refuse. */
bool submission_encode(const struct submission *s, struct buf *out, struct err *err) MUST_USE;
void submission_free(struct submission *s);

/* Ed25519 over "giothong/submission/v1\0" || body. */
void submission_sign(const uint8_t *body, size_t body_len, const uint8_t secret[64],
    uint8_t ret_signature[WIRE_SIGNATURE_BYTES]);
bool submission_verify(const uint8_t *body, size_t body_len,
    const uint8_t signature[WIRE_SIGNATURE_BYTES], const uint8_t sign_key[WIRE_KEY_BYTES]);

/*
 * One report alone: for the client's drafts and the content hash of a subject (same sheet twice).
 */
bool submission_encode_report(const struct report *r, struct buf *out, struct err *err) MUST_USE;

/* "909/2022-05-08/1" to its parts; code is copied.  ERR_DATE or ERR_INVALID says why not. */
struct drive_key {
	char org[WIRE_CODE_BYTES_MAX + 1];
	day_t day;
	uint32_t ordinal; /* 1..999 */
};
bool drive_key_parse(const char *text, struct drive_key *ret, struct err *err) MUST_USE;
/* Writes the canonical text into ${buf} of WIRE_DRIVE_BYTES_MAX + 1 bytes. */
void drive_key_text(const struct drive_key *key, char *buf);

/*
 * A drive's key, or of one day of it "909/2022-05-08/1@2022-05-09"; *${ret_day} is 0 where none is
 * named.
 */
#define DRIVE_DAY_TEXT_MAX (WIRE_DRIVE_BYTES_MAX + 1 + DAY_TEXT_MAX)
bool drive_key_parse_day(
    const char *text, struct drive_key *ret, day_t *ret_day, struct err *err) MUST_USE;
/*
 * The same of a canonical key's text; ${day} 0: just that.  Returns ${buf} of DRIVE_DAY_TEXT_MAX
 * bytes.
 */
const char *drive_key_text_day(const char *drive, day_t day, char *buf);

#endif
