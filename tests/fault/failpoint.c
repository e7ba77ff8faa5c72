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
static int deed = SIGKILL;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
choose(void)
{
	const char *text = getenv("GIOTHONG_FAILPOINT");
	unsigned long n = 0;
	char stop[8] = "";
	int fields = 0;

	if (text == NULL || text[0] == '\0')
		return;
	fields = sscanf(text, "%63[^:]:%lu:%7s", chosen, &n, stop);
	if (fields < 2 || n == 0 || (fields == 3 && strcmp(stop, "stop") != 0)) {
		(void)fprintf(stderr, "GIOTHONG_FAILPOINT=%s: NAME:N or NAME:N:stop\n", text);
		abort();
	}
	if (fields == 3)
		deed = SIGSTOP;
	atomic_store(&left, n);
}

void
failpoint(const char *name)
{
	(void)pthread_once(&once, choose);
	if (strcmp(name, chosen) == 0 && atomic_fetch_sub(&left, 1) == 1)
		(void)raise(deed);
}
