/*
 * pace - a good office that sends one report after another at its own pace, and times each receipt.
 *   pace PROFILE RATE SECONDS FIRST   RATE a second; drives from the FIRST-th on, so that none
 *   comes twice
 * One JSON object on standard output: sent, receipted, p50 and p99 in ms.  What has no answer after
 * RESEND_MS is sent again; exit status 1 when something is left without a receipt at the end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "issued.h"

#define RESEND_MS 3000
#define QUIET_MS_MAX 180000 /* after the last one was due */

static struct issued office;
static uint32_t oldest; /* the first row without a receipt */

static void
row_send(struct issued_row *row)
{
	if (row->sent_us == 0)
		row->sent_us = clock_mono_us();
	issued_send(&office, &row->body, row->signature);
}

/* What has been waiting long, from the oldest on; at most a window of them. */
static void
resend(void)
{
	for (uint32_t i = oldest; i < office.n && i < oldest + WIRE_WINDOW; i++)
		if (office.row[i].batch == 0)
			row_send(&office.row[i]);
}

static void
oldest_move(void)
{
	while (oldest < office.n && office.row[oldest].batch != 0)
		oldest++;
}

static void
run(uint64_t rate, uint64_t seconds, uint64_t first)
{
	const uint64_t total = rate * seconds;
	const uint64_t start_us = clock_mono_us();
	uint64_t heard_us = start_us;

	while (oldest < total) {
		const uint64_t now_us = clock_mono_us();
		const uint64_t due = (now_us - start_us) * rate / 1000000 + 1;

		while (office.n < due && office.n < total && office.n - oldest < WIRE_WINDOW) {
			char drive[WIRE_DRIVE_BYTES_MAX + 1];
			struct report r;

			issued_result(&office, first + office.n, drive, &r);
			row_send(issued_add(&office, &r, 1));
		}
		if (now_us - start_us > (seconds * 1000 + QUIET_MS_MAX) * 1000)
			return;
		if (now_us - heard_us > RESEND_MS * 1000 && oldest < office.n) {
			resend();
			heard_us = now_us;
		}
		const uint64_t next_us = start_us + office.n * 1000000 / rate;
		const int wait_ms =
		    office.n < total && next_us > now_us ? (int)((next_us - now_us) / 1000) : 20;

		if (issued_receive(&office, wait_ms)) {
			heard_us = clock_mono_us();
			(void)issued_take(&office);
			oldest_move();
		}
	}
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
	if (argc != 5) {
		(void)fprintf(stderr, "usage: pace PROFILE RATE SECONDS FIRST\n");
		return 64;
	}
	const uint64_t rate = strtoull(argv[2], NULL, 10);
	uint32_t n = 0;

	issued_open(&office, argv[1]);
	issued_hello(&office, NULL);
	run(rate, strtoull(argv[3], NULL, 10), strtoull(argv[4], NULL, 10));
	uint64_t *us = calloc(office.n + 1, sizeof(*us));

	if (us == NULL)
		issued_die("memory", NULL);
	for (uint32_t i = 0; i < office.n; i++)
		if (office.row[i].batch != 0)
			us[n++] = office.row[i].receipt_us - office.row[i].sent_us;
	qsort(us, n, sizeof(*us), by_value);
	(void)printf("{\"sent\": %u, \"receipted\": %u, \"p50\": %.3f, \"p99\": %.3f}\n", office.n,
	    n, (double)us[n / 2] / 1000, (double)us[(uint64_t)n * 99 / 100] / 1000);
	free(us);
	const int status = n == office.n ? 0 : 1;

	issued_close(&office);
	return status;
}
