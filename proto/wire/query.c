#include "wire/query.h"

#include "wire/codec.h"

/* One pair of functions a message; the tables stand in codec_query.c. */
#define QUERY_DEFINE(m) \
	bool query_encode_##m(const struct m *msg, struct buf *out, struct err *err) \
	{ \
		return codec_encode(&codec_query_##m, msg, out, err); \
	} \
	bool query_decode_##m(const uint8_t *bytes, size_t len, struct m *ret, struct err *err) \
	{ \
		void *decoded = NULL; \
\
		if (!codec_decode(&codec_query_##m, bytes, len, &decoded, err)) \
			return false; \
		*ret = *(const struct m *)decoded; \
		return true; \
	}
QUERY_MESSAGES(QUERY_DEFINE)
#undef QUERY_DEFINE

void
query_free(void **arena)
{
	codec_free(*arena);
	*arena = NULL;
}
