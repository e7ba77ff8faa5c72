/* Routing ids of a client's own choice. */
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "peer.h"
#include "wire/frame.h"

#define SQUATTERS_MAX 1024

/*
 * What a stock client may choose, and what only a raw one can: libzmq's own numbers begin with a
 * zero.
 */
static size_t
identity_draw(struct peer *p, uint8_t ret[ZMTP_IDENTITY_MAX])
{
	const bool raw = draw_permille(&p->rng, 500);
	const size_t len = raw ? 5 : 1 + draw_below(&p->rng, draw_permille(&p->rng, 500) ? 8 : 255);

	draw_bytes(&p->rng, ret, len);
	ret[0] = raw ? 0 : (uint8_t)(1 + draw_below(&p->rng, 4)); /* few, so that some are taken */
	return len;
}

/* An answer with another's correlation would be another's answer. */
static bool
answers_are_own(struct zmtp *z, uint64_t correlation, uint64_t *answers)
{
	static uint8_t payload[ZMTP_FRAME_MAX];
	struct pollfd p = {.fd = z->fd, .events = POLLIN};
	struct frame_header h;
	size_t len;
	bool more;

	while (poll(&p, 1, 0) == 1 && zmtp_read_message(z, payload, &len, &more)) {
		if (!more)
			continue;
		if (!frame_decode(payload, len, &h, NULL) || h.correlation != correlation)
			return false;
		++*answers;
	}
	return true;
}

static void
ask(struct zmtp *z, uint64_t correlation)
{
	static uint8_t frame[ZMTP_FRAME_MAX];
	uint8_t head[WIRE_HEADER_BYTES];
	const struct frame_header h = {
	    .version = WIRE_VERSION, .type = FRAME_STATUS, .correlation = correlation};

	frame_encode(&h, head);
	(void)!zmtp_send(z, frame, zmtp_message(z, true, head, sizeof(head), frame));
	(void)!zmtp_send(z, frame, zmtp_message(z, false, head, 0, frame));
}

/* When somebody who came later has an answer, those before have theirs. */
static void
turn_wait(struct peer *p)
{
	static uint8_t payload[ZMTP_FRAME_MAX];
	struct zmtp z = {.fd = -1};
	size_t len;
	bool more;

	peer_enter(p, &z);
	ask(&z, 1);
	if (!zmtp_read_message(&z, payload, &len, &more))
		peer_die("a good question was not answered");
	zmtp_hang_up(&z);
}

int
peer_squat(struct peer *p, uint64_t seed, uint64_t n)
{
	static struct zmtp peers[SQUATTERS_MAX];
	static uint64_t correlations[SQUATTERS_MAX];
	uint64_t answers = 0, others = 0, refused = 0;

	(void)seed;
	if (n > SQUATTERS_MAX)
		peer_die("too many");
	for (uint64_t i = 0; i < n; i++) {
		uint8_t id[ZMTP_IDENTITY_MAX];
		const size_t id_len = identity_draw(p, id);

		correlations[i] = draw_u64(&p->rng) | 1;
		peers[i].fd = -1;
		memcpy(peers[i].server_key, p->server_key, ZMTP_KEY_BYTES);
		memcpy(peers[i].public_key, p->keys.curve_public, ZMTP_KEY_BYTES);
		memcpy(peers[i].secret_key, p->keys.curve_secret, ZMTP_KEY_BYTES);
		if (zmtp_connect(&peers[i], &p->door, id, id_len)) {
			ask(&peers[i], correlations[i]);
		} else {
			zmtp_hang_up(&peers[i]);
			refused++;
		}
	}
	turn_wait(p);
	for (uint64_t i = 0; i < n; i++) {
		if (peers[i].fd != -1 && !answers_are_own(&peers[i], correlations[i], &answers))
			others++;
		zmtp_hang_up(&peers[i]);
	}
	(void)printf(
	    "{\"squatted\": %llu, \"refused\": %llu, \"answers\": %llu, \"others\": %llu}\n",
	    (unsigned long long)n, (unsigned long long)refused, (unsigned long long)answers,
	    (unsigned long long)others);
	return others == 0 ? 0 : 1;
}
