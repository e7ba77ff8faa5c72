/*
 * offline - what a clerk waits for, and what it takes, when nobody answers: RUNS times the
 * program's "submit --wait 0", a day each, with standard output dropped.  Prints one JSON object:
 * the median wall time from start to end, and the largest memory of any run.  GIOTHONG_HOME and
 * GIOTHONG_PROFILE say whose outbox it is.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/day.h"

#define RUNS 20
#define FIRST_DAY "2026-01-01"

static _Noreturn void
submit(const char *program, const char *day)
{
	const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (nowhere != -1 && dup2(nowhere, STDOUT_FILENO) != -1)
		(void)execl(program, program, "submit", "--date", day, "--units", "1", "--wait",
		    "0", (char *)NULL);
	_exit(127);
}

/* One run; false: it did not save. */
static bool
run(const char *program, const char *day, uint64_t *ret_us, long *ret_rss_kib)
{
	const uint64_t start_us = clock_mono_us();
	const pid_t pid = fork();
	struct rusage used;
	int status = 0;

	if (pid == 0)
		submit(program, day);
	if (pid == -1 || wait4(pid, &status, 0, &used) != pid || status != 0)
		return false;
	*ret_us = clock_mono_us() - start_us;
	*ret_rss_kib = used.ru_maxrss;
	return true;
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	uint64_t us[RUNS];
	long rss_kib = 0;
	day_t first;

	if (argc != 2 || !day_parse(FIRST_DAY, &first, NULL)) {
		(void)fprintf(stderr, "usage: bench_offline PROGRAM\n");
		return 64;
	}
	for (int i = 0; i < RUNS; i++) {
		char day[DAY_TEXT_MAX];
		long kib = 0;

		if (!run(argv[1], day_iso(first + i, day), &us[i], &kib)) {
			(void)fprintf(stderr, "bench_offline: %s: not saved\n", day);
			return 1;
		}
		rss_kib = kib > rss_kib ? kib : rss_kib;
	}
	qsort(us, RUNS, sizeof(us[0]), by_value);
	(void)printf("{\"submit_offline_ms\": %.3f, \"client_rss_mib\": %.1f}\n",
	    (double)us[RUNS / 2] / 1000, (double)rss_kib / 1024);
	return 0;
}
