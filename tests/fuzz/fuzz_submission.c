#include <assert.h>
#include <string.h>

#include "fuzz.h"
#include "wire/submission.h"

/* What was decoded encodes to bytes that decode to the same bytes. */
static void
encode_settles(const struct submission *s)
{
	struct submission *again = NULL;
	struct buf first = {0};
	struct buf second = {0};
	struct err err = {0};

	/* NFC may be longer than what came in: then, and only then, the body no longer fits. */
	if (submission_encode(s, &first, &err)) {
		assert(submission_decode(first.at, first.len, &again, &err));
		assert(submission_encode(again, &second, &err));
		assert(first.len == second.len && memcmp(first.at, second.at, first.len) == 0);
		submission_free(again);
	} else {
		assert(err.code == ERR_LIMIT);
	}
	buf_free(&first);
	buf_free(&second);
}

static void
drive_key_settles(const char *text)
{
	struct drive_key key;
	char again[WIRE_DRIVE_BYTES_MAX + 1];

	if (drive_key_parse(text, &key, NULL)) {
		drive_key_text(&key, again);
		assert(strcmp(text, again) == 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct submission *s = NULL;
	struct err err = {0};

	if (!submission_decode(bytes, len, &s, &err)) {
		assert(err.code == ERR_LIMIT || err.code == ERR_MALFORMED || err.code == ERR_TEXT);
		return 0;
	}
	assert(submission_fits_limits(s));
	for (uint32_t i = 0; i < s->reports_n; i++) {
		if (s->reports[i].kind == KIND_RESULT)
			drive_key_settles(s->reports[i].u.result.drive);
	}
	encode_settles(s);
	submission_free(s);
	return 0;
}
