#include <assert.h>
#include <string.h>

#include "fuzz.h"
#include "wire/receipt.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const uint8_t nobody[WIRE_KEY_BYTES] = {1};
	static const uint8_t signature[WIRE_SIGNATURE_BYTES];
	struct receipt *r = NULL;
	struct receipt *again = NULL;
	struct buf first = {0};
	struct buf second = {0};
	struct err err = {0};

	if (!receipt_decode(bytes, len, &r, &err)) {
		assert(err.code == ERR_LIMIT || err.code == ERR_MALFORMED || err.code == ERR_TEXT);
		return 0;
	}
	assert(!receipt_verify(r, bytes, len, signature, nobody, &err));
	if (receipt_encode(r, &first, &err)) {
		assert(receipt_decode(first.at, first.len, &again, &err));
		assert(receipt_encode(again, &second, &err));
		assert(first.len == second.len && memcmp(first.at, second.at, first.len) == 0);
	}
	receipt_free(again);
	receipt_free(r);
	buf_free(&first);
	buf_free(&second);
	return 0;
}
