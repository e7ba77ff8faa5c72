#include "base/failpoint.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES 64

static char chosen[NAME_MAX_BYTES];
static atomic_ulong left; /* times until the end */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
choose(void)
{
	const char *text = getenv("GIOTHONG_FAILPOINT");
	unsigned long n = 0;

	if (text == NULL || text[0] == '\0')
		return;
	if (sscanf(text, "%63[^:]:%lu", chosen, &n) != 2 || n == 0) {
		(void)fprintf(stderr, "GIOTHONG_FAILPOINT=%s: NAME:N\n", text);
		abort();
	}
	atomic_store(&left, n);
}

void
failpoint(const char *name)
{
	(void)pthread_once(&once, choose);
	if (strcmp(name, chosen) == 0 && atomic_fetch_sub(&left, 1) == 1)
		(void)raise(SIGKILL);
}
