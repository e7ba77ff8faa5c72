/*
 * relay - a bad link between two network namespaces: packets of two TUN devices carried over by
 * hand, and lost, doubled, held up, altered, or cut off one way or both.
 *   relay NEAR FAR SEED < CONTROL
 * The device with address NEAR is in the namespace that it was started in, the one with FAR in a
 * new one, into which the far programs go by `nsenter --net=/proc/PID/ns/net`.  "ready" on standard
 * output says that both are there. A line of control sets all of it anew, what it leaves out to
 * nothing:
 *   loss PERMILLE dup PERMILLE flip PERMILLE delay MIN_MS MAX_MS cut to|from|both
 * delay: each way one base between the two is drawn a line, and each packet is a tenth of it off at
 * most, in order.  A bit is turned in the packet; where it carries data, half of them with the TCP
 * checksum mended, so that the other end reads it.  After the line `end`: one JSON object with
 * counts.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "draw.h"
#include "packet.h"
#include "tun.h"

#define PACKETS_MAX 16384 /* on their way; what comes beyond is lost, as on any link */
#define BURST 64          /* packets of a side in one turn */
#define LINE_MAX_BYTES 256
#define JITTER_PART 10

enum side { SIDE_NEAR, SIDE_FAR, SIDES };

struct link {
	uint32_t loss_pm, dup_pm, flip_pm;
	uint32_t base_ms[SIDES]; /* of what a side sends */
	bool cut[SIDES];
};

struct packet {
	uint64_t due_us;
	uint16_t len;
	uint8_t at[PACKET_MAX];
};

/* Of each side, in order of when they are due. */
struct queue {
	struct packet *ring;
	uint32_t first, n;
	uint64_t last_us;
};

static struct link now;
static struct queue queues[SIDES];
static int fds[SIDES];
static struct draw rng;
static struct {
	uint64_t carried, lost, doubled, altered, mended, cut;
} counts;

static void
die(const char *what)
{
	(void)fprintf(stderr, "relay: %s: %s\n", what, strerror(errno));
	exit(70);
}

static uint32_t
number(const char *line, const char *word, uint32_t i)
{
	const char *at = strstr(line, word);
	unsigned v[2] = {0, 0};

	if (at == NULL)
		return 0;
	(void)sscanf(at + strlen(word), "%u %u", &v[0], &v[1]);
	return v[i];
}

static void
link_set(const char *line)
{
	const uint32_t min_ms = number(line, "delay", 0), max_ms = number(line, "delay", 1);
	const bool both = strstr(line, "cut both") != NULL;

	now = (struct link){.loss_pm = number(line, "loss", 0),
	    .dup_pm = number(line, "dup", 0),
	    .flip_pm = number(line, "flip", 0)};
	for (int s = 0; s < SIDES; s++)
		now.base_ms[s] =
		    min_ms + (max_ms > min_ms ? draw_below(&rng, max_ms - min_ms + 1) : 0);
	now.cut[SIDE_FAR] = both || strstr(line, "cut to") != NULL;
	now.cut[SIDE_NEAR] = both || strstr(line, "cut from") != NULL;
}

static void
queue_put(enum side from, const uint8_t *at, size_t len, uint64_t at_us)
{
	struct queue *q = &queues[from];
	struct packet *p = &q->ring[(q->first + q->n) % PACKETS_MAX];
	const uint64_t base_us = (uint64_t)now.base_ms[from] * 1000;
	uint64_t due_us = at_us + base_us;

	if (q->n == PACKETS_MAX) {
		counts.lost++;
		return;
	}
	if (base_us > 0)
		due_us += draw_below(&rng, (uint32_t)(base_us / JITTER_PART));
	if (due_us < q->last_us)
		due_us = q->last_us;
	q->last_us = due_us;
	p->due_us = due_us;
	p->len = (uint16_t)len;
	memcpy(p->at, at, len);
	q->n++;
}

static void
packet_take(enum side from, uint8_t *at, size_t len, uint64_t at_us)
{
	if (now.cut[from]) {
		counts.cut++;
		return;
	}
	if (draw_permille(&rng, now.loss_pm)) {
		counts.lost++;
		return;
	}
	if (draw_permille(&rng, now.flip_pm)) {
		counts.altered++;
		counts.mended += packet_flip(at, len, &rng);
	}
	counts.carried++;
	queue_put(from, at, len, at_us);
	if (draw_permille(&rng, now.dup_pm)) {
		counts.doubled++;
		queue_put(from, at, len, at_us);
	}
}

static void
side_read(enum side s, uint64_t at_us)
{
	uint8_t bytes[PACKET_MAX];

	for (int i = 0; i < BURST; i++) {
		const ssize_t n = read(fds[s], bytes, sizeof(bytes));

		if (n <= 0)
			return;
		packet_take(s, bytes, (size_t)n, at_us);
	}
}

/* What is due goes out at the other side. */
static void
queue_write(enum side from, uint64_t at_us)
{
	struct queue *q = &queues[from];
	const enum side to = from == SIDE_NEAR ? SIDE_FAR : SIDE_NEAR;

	while (q->n > 0 && q->ring[q->first].due_us <= at_us) {
		const struct packet *p = &q->ring[q->first];

		/* A device that has no room loses it. */
		if (write(fds[to], p->at, p->len) != (ssize_t)p->len)
			counts.lost++;
		q->first = (q->first + 1) % PACKETS_MAX;
		q->n--;
	}
}

static int
wait_ms(uint64_t at_us)
{
	uint64_t next_us = UINT64_MAX;

	for (int s = 0; s < SIDES; s++)
		if (queues[s].n > 0 && queues[s].ring[queues[s].first].due_us < next_us)
			next_us = queues[s].ring[queues[s].first].due_us;
	if (next_us == UINT64_MAX)
		return -1;
	return next_us <= at_us ? 0 : (int)((next_us - at_us + 999) / 1000);
}

/* Lines are short and written whole.  false: the end. */
static bool
control_read(void)
{
	char line[LINE_MAX_BYTES];
	const ssize_t n = read(STDIN_FILENO, line, sizeof(line) - 1);

	if (n <= 0)
		return false;
	line[n] = '\0';
	link_set(line);
	return strncmp(line, "end", 3) != 0;
}

static void
run(void)
{
	struct pollfd polls[SIDES + 1] = {{.fd = fds[SIDE_NEAR], .events = POLLIN},
	    {.fd = fds[SIDE_FAR], .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};

	for (;;) {
		(void)poll(polls, SIDES + 1, wait_ms(clock_mono_us()));
		const uint64_t at_us = clock_mono_us();

		if (polls[SIDES].revents != 0 && !control_read())
			return;
		for (int s = 0; s < SIDES; s++) {
			if (polls[s].revents != 0)
				side_read((enum side)s, at_us);
			queue_write((enum side)s, at_us);
		}
	}
}

int
main(int argc, char **argv)
{
	if (argc != 4) {
		(void)fprintf(stderr, "usage: relay NEAR FAR SEED < CONTROL\n");
		return 64;
	}
	rng.state = strtoull(argv[3], NULL, 10);
	for (int s = 0; s < SIDES; s++)
		if ((queues[s].ring = calloc(PACKETS_MAX, sizeof(struct packet))) == NULL)
			die("memory");
	if (!tun_loopback_up() || !tun_open("gh0", argv[1], argv[2], &fds[SIDE_NEAR]) ||
	    !tun_leave() || !tun_loopback_up() ||
	    !tun_open("gh1", argv[2], argv[1], &fds[SIDE_FAR]))
		die("devices");
	(void)puts("ready");
	(void)fflush(stdout);
	run();
	(void)printf("{\"carried\": %llu, \"lost\": %llu, \"doubled\": %llu, \"altered\": %llu, "
		     "\"mended\": %llu, \"cut\": %llu}\n",
	    (unsigned long long)counts.carried, (unsigned long long)counts.lost,
	    (unsigned long long)counts.doubled, (unsigned long long)counts.altered,
	    (unsigned long long)counts.mended, (unsigned long long)counts.cut);
	return 0;
}
