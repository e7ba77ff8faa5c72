#include <assert.h>
#include <string.h>

#include "fuzz.h"
#include "wire/frame.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct frame_header header;
	uint8_t again[WIRE_HEADER_BYTES];
	struct err err = {0};

	if (!frame_decode(bytes, len, &header, &err)) {
		assert(err.code == ERR_MALFORMED || err.code == ERR_VERSION);
		return 0;
	}
	frame_encode(&header, again);
	assert(len == sizeof(again) && memcmp(bytes, again, len) == 0);
	return 0;
}
