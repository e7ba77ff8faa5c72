#include <assert.h>
#include <string.h>

#include "fuzz.h"
#include "wire/query.h"

#define FUZZ_DEFINE(m) \
	static void fuzz_##m(const uint8_t *bytes, size_t len) \
	{ \
		struct m msg; \
		struct m again; \
		struct buf first = {0}; \
		struct buf second = {0}; \
		struct err err = {0}; \
\
		if (!query_decode_##m(bytes, len, &msg, &err)) { \
			assert(err.code == ERR_LIMIT || err.code == ERR_MALFORMED || \
			    err.code == ERR_TEXT); \
			return; \
		} \
		if (query_encode_##m(&msg, &first, &err)) { \
			assert(query_decode_##m(first.at, first.len, &again, &err)); \
			assert(query_encode_##m(&again, &second, &err)); \
			assert(first.len == second.len); \
			assert(first.len == 0 || memcmp(first.at, second.at, first.len) == 0); \
			query_free(&again.arena); \
		} else { \
			assert(err.code == ERR_LIMIT); \
		} \
		query_free(&msg.arena); \
		buf_free(&first); \
		buf_free(&second); \
	}
QUERY_MESSAGES(FUZZ_DEFINE)

#define FUZZ_ENTRY(m) fuzz_##m,
static void (*const targets[])(const uint8_t *bytes, size_t len) = {QUERY_MESSAGES(FUZZ_ENTRY)};

/* The first byte chooses the message. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	if (len > 0)
		targets[bytes[0] % ARRAY_LEN(targets)](bytes + 1, len - 1);
	return 0;
}
