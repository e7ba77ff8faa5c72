#include "wire/frame.h"

#include <string.h>

#include "base/lang.h"

#define VERSION_AT 2
#define TYPE_AT 3
#define RESERVED_AT 4
#define CORRELATION_AT 8

void
frame_encode(const struct frame_header *h, uint8_t ret[WIRE_HEADER_BYTES])
{
	memset(ret, 0, WIRE_HEADER_BYTES);
	ret[0] = 'G';
	ret[1] = 'H';
	ret[VERSION_AT] = h->version;
	ret[TYPE_AT] = (uint8_t)h->type;
	for (size_t i = 0; i < sizeof(h->correlation); i++)
		ret[CORRELATION_AT + i] = (uint8_t)(h->correlation >> (56 - 8 * i));
}

bool
frame_decode(const uint8_t *bytes, size_t len, struct frame_header *ret, struct err *err)
{
	uint64_t correlation = 0;

	if (len != WIRE_HEADER_BYTES)
		return err_set(err, ERR_MALFORMED,
		    TR("đầu bản tin dài %zu byte, phải là %d",
			"a header of %zu bytes instead of %d"),
		    len, WIRE_HEADER_BYTES);
	if (bytes[0] != 'G' || bytes[1] != 'H')
		return err_set(err, ERR_MALFORMED, "%s",
		    TR("không phải bản tin của Giọt Hồng", "not a message of giothong"));
	if (bytes[VERSION_AT] != WIRE_VERSION)
		return err_set(err, ERR_VERSION,
		    TR("bản tin theo phiên bản %u, máy này dùng %d",
			"a message of version %u, this program speaks %d"),
		    (unsigned)bytes[VERSION_AT], WIRE_VERSION);
	for (size_t i = RESERVED_AT; i < CORRELATION_AT; i++) {
		if (bytes[i] != 0)
			return err_set(err, ERR_MALFORMED, "%s",
			    TR("byte dành riêng khác không", "a reserved byte is not zero"));
	}
	for (size_t i = CORRELATION_AT; i < WIRE_HEADER_BYTES; i++)
		correlation = correlation << 8 | bytes[i];
	*ret = (struct frame_header){.version = bytes[VERSION_AT],
	    .type = (enum frame_type)bytes[TYPE_AT],
	    .correlation = correlation};
	return true;
}
