/*
 * What the database keeps of a subject, damaged: read whole or refused, and what is read of a
 * statement is written again as the same bytes.  The first byte chooses which.
 */
#include <assert.h>
#include <string.h>

#include "core/result_pack.h"
#include "core/statement_pack.h"
#include "fuzz.h"

static void
same(const uint8_t *bytes, size_t len, struct buf *again)
{
	assert(buf_ok(again) && again->len == len && memcmp(again->at, bytes, len) == 0);
	buf_free(again);
}

static void
fuzz_review(const uint8_t *bytes, size_t len)
{
	struct review_content c;
	struct buf again = {0};
	struct err err = {0};

	if (statement_pack_read_review(bytes, len, &c, &err)) {
		statement_pack_review(&c, &again);
		same(bytes, len, &again);
	}
}

static void
fuzz_lock(const uint8_t *bytes, size_t len)
{
	struct lock_content c;
	struct buf again = {0};
	struct err err = {0};

	if (statement_pack_read_lock(bytes, len, &c, &err)) {
		statement_pack_lock(&c, &again);
		same(bytes, len, &again);
	}
}

static void
fuzz_text(const uint8_t *bytes, size_t len)
{
	struct text_entry c;
	struct buf again = {0};
	struct err err = {0};

	if (statement_pack_read_text(bytes, len, &c, &err)) {
		statement_pack_text(&c, &again);
		same(bytes, len, &again);
	}
}

static void
fuzz_counts(const uint8_t *bytes, size_t len)
{
	struct counts_content c;
	struct err err = {0};

	if (statement_pack_read_counts(bytes, len, &c, &err))
		assert(c.n <= WIRE_PAIRS_MAX);
}

static void
fuzz_waiting(const uint8_t *bytes, size_t len)
{
	struct waiting_content c;
	struct buf again = {0};
	struct err err = {0};

	if (statement_pack_read_waiting(bytes, len, &c, &err)) {
		statement_pack_waiting(&c, &again);
		same(bytes, len, &again);
	}
}

static void
fuzz_result(const uint8_t *bytes, size_t len)
{
	static struct result_unpacked u;
	uint8_t again[RESULT_PACK_BYTES_MAX];
	struct err err = {0};

	if (result_pack_read(bytes, len, "", &u, &err))
		(void)result_pack(&u.r, again);
}

static void (*const targets[])(const uint8_t *bytes, size_t len) = {
    fuzz_result, fuzz_review, fuzz_lock, fuzz_text, fuzz_counts, fuzz_waiting};

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	if (len > 0)
		targets[bytes[0] % (sizeof(targets) / sizeof(targets[0]))](bytes + 1, len - 1);
	return 0;
}
