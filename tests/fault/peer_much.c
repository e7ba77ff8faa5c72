/* More than a door may take. */
#include <poll.h>
#include <stdio.h>

#include "base/clock.h"
#include "peer.h"

#define SILENT_MAX 20000    /* connections */
#define ENDLESS_BYTES 60000 /* a frame of the endless message */
#define DECLARED_BYTES (UINT64_C(1) << 32)

int
peer_declare(struct peer *p, uint64_t n, uint64_t unused)
{
	static uint8_t zeros[65536];
	uint64_t closed = 0;

	(void)unused;
	for (uint64_t i = 0; i < n; i++) {
		struct zmtp z = {.fd = -1};
		uint8_t head[ZMTP_GREETING_BYTES + 9];

		if (!zmtp_dial(&z, &p->door, NULL))
			peer_die("the door is gone");
		zmtp_greeting(head);
		head[ZMTP_GREETING_BYTES] = ZMTP_COMMAND | ZMTP_LONG;
		for (int k = 0; k < 8; k++)
			head[ZMTP_GREETING_BYTES + 1 + k] =
			    (uint8_t)(DECLARED_BYTES >> (56 - 8 * k));
		/* A door that takes it takes it all; one that does not has closed long before. */
		bool open = zmtp_send(&z, head, sizeof(head));
		for (int k = 0; k < 1024 && open; k++)
			open = zmtp_send(&z, zeros, sizeof(zeros));
		closed += !open || zmtp_is_closed(&z, PEER_CLOSE_MS);
		zmtp_hang_up(&z);
	}
	(void)printf("{\"declared\": %llu, \"closed\": %llu}\n", (unsigned long long)n,
	    (unsigned long long)closed);
	return closed == n ? 0 : 1;
}

int
peer_silent(struct peer *p, uint64_t n, uint64_t seconds)
{
	static struct pollfd polls[SILENT_MAX];
	static struct zmtp peers[SILENT_MAX];
	const uint64_t start_ms = clock_mono_ms();
	uint64_t open = 0, closed = 0, last_ms = 0;

	if (n > SILENT_MAX)
		peer_die("too many");
	for (uint64_t i = 0; i < n; i++) {
		peers[i].fd = -1;
		if (zmtp_dial(&peers[i], &p->door, NULL))
			open++;
		polls[i] = (struct pollfd){.fd = peers[i].fd, .events = POLLIN | POLLRDHUP};
	}
	while (closed < open && clock_mono_ms() - start_ms < seconds * 1000) {
		(void)poll(polls, (nfds_t)n, 100);
		for (uint64_t i = 0; i < n; i++) {
			if ((polls[i].revents & (POLLRDHUP | POLLHUP | POLLERR)) == 0)
				continue;
			polls[i] = (struct pollfd){.fd = -1};
			zmtp_hang_up(&peers[i]);
			last_ms = clock_mono_ms() - start_ms;
			closed++;
		}
	}
	(void)printf("{\"opened\": %llu, \"closed\": %llu, \"last_ms\": %llu}\n",
	    (unsigned long long)open, (unsigned long long)closed, (unsigned long long)last_ms);
	return closed == open ? 0 : 1;
}

int
peer_over(struct peer *p, uint64_t n, uint64_t unused)
{
	static const uint8_t payload[WIRE_REQUEST_BYTES_MAX + 1];
	static uint8_t frame[ZMTP_FRAME_MAX];
	uint64_t closed = 0;

	(void)unused;
	for (uint64_t i = 0; i < n; i++) {
		struct zmtp z = {.fd = -1};

		peer_enter(p, &z);
		const size_t len = zmtp_message(&z, false, payload, sizeof(payload), frame);
		(void)!zmtp_send(&z, frame, len);
		closed += zmtp_is_closed(&z, PEER_CLOSE_MS);
		zmtp_hang_up(&z);
	}
	(void)printf("{\"over\": %llu, \"closed\": %llu}\n", (unsigned long long)n,
	    (unsigned long long)closed);
	return closed == n ? 0 : 1;
}

int
peer_endless(struct peer *p, uint64_t mib, uint64_t unused)
{
	static const uint8_t payload[ENDLESS_BYTES];
	static uint8_t frame[ZMTP_FRAME_MAX];
	struct zmtp z = {.fd = -1};
	uint64_t sent = 0;
	bool open = true;

	(void)unused;
	peer_enter(p, &z);
	while (open && sent < mib << 20) {
		const size_t len = zmtp_message(&z, true, payload, sizeof(payload), frame);

		open = zmtp_send(&z, frame, len);
		sent += sizeof(payload);
	}
	open = open && !zmtp_is_closed(&z, PEER_CLOSE_MS);
	(void)printf("{\"mib\": %llu, \"closed\": %s}\n", (unsigned long long)(sent >> 20),
	    open ? "false" : "true");
	zmtp_hang_up(&z);
	return 0;
}
