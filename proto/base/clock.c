#include "base/clock.h"

#include <assert.h>
#include <time.h>

static struct timespec
clock_at(clockid_t id)
{
	struct timespec at = {0};
	const int rc = clock_gettime(id, &at);

	assert(rc == 0); /* both clocks exist on every Linux */
	(void)rc;
	return at;
}

int64_t
clock_unix_ms(void)
{
	const struct timespec at = clock_at(CLOCK_REALTIME);

	return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

uint64_t
clock_mono_us(void)
{
	const struct timespec at = clock_at(CLOCK_MONOTONIC);

	return (uint64_t)at.tv_sec * 1000000 + (uint64_t)at.tv_nsec / 1000;
}

uint64_t
clock_mono_ms(void)
{
	return clock_mono_us() / 1000;
}
