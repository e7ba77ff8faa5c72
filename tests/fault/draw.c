#include "draw.h"

#include <string.h>

uint64_t
draw_u64(struct draw *d)
{
	uint64_t z = d->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

uint32_t
draw_below(struct draw *d, uint32_t n)
{
	return (uint32_t)((draw_u64(d) >> 32) * n >> 32);
}

bool
draw_permille(struct draw *d, uint32_t permille)
{
	return draw_below(d, 1000) < permille;
}

void
draw_bytes(struct draw *d, uint8_t *to, size_t len)
{
	while (len > 0) {
		const uint64_t v = draw_u64(d);
		const size_t n = len < sizeof(v) ? len : sizeof(v);

		memcpy(to, &v, n);
		to += n;
		len -= n;
	}
}
