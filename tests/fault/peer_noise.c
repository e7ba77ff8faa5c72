/* Noise before, in and after the handshake. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <sodium.h>

#include "peer.h"
#include "wire/frame.h"

#define FRAMES_MAX 8    /* of one connection */
#define BURST_MAX 65536 /* bytes of one connection */

struct burst {
	uint8_t at[BURST_MAX + ZMTP_FRAME_MAX];
	size_t len;
	uint64_t frames;
};

/* A frame whose flags, length and contents are anybody's guess. */
static void
frame_any(struct peer *p, struct burst *b)
{
	uint8_t *at = b->at + b->len;
	const uint32_t len = draw_below(&p->rng, draw_permille(&p->rng, 900) ? 256 : 4096);
	const bool is_long = len > 255 || draw_permille(&p->rng, 100);
	const size_t head = is_long ? 9 : 2;

	if (b->len + head + len > BURST_MAX)
		return;
	memset(at, 0, head);
	at[0] = (uint8_t)(draw_permille(&p->rng, 500) ? ZMTP_COMMAND : draw_below(&p->rng, 256));
	at[0] = (uint8_t)(is_long ? at[0] | ZMTP_LONG : at[0] & ~ZMTP_LONG);
	at[head - 1] = (uint8_t)len;
	if (is_long)
		at[head - 2] = (uint8_t)(len >> 8);
	draw_bytes(&p->rng, at + head, len);
	if (len > 9 && draw_permille(&p->rng, 300))
		memcpy(at + head, "\10INITIATE", 9);
	if (is_long && draw_permille(&p->rng, 50))
		draw_bytes(&p->rng, at + 1, 8);
	b->len += head + len;
	b->frames++;
}

static void
frames_any(struct peer *p, struct burst *b)
{
	for (uint32_t n = 1 + draw_below(&p->rng, FRAMES_MAX); n > 0; n--)
		frame_any(p, b);
}

static void
bits_turn(struct peer *p, uint8_t *at, size_t len)
{
	for (uint32_t n = 1 + draw_below(&p->rng, 3); n > 0; n--)
		at[draw_below(&p->rng, (uint32_t)len)] ^= (uint8_t)(1U << draw_below(&p->rng, 8));
}

static void
burst_greeting(struct burst *b)
{
	zmtp_greeting(b->at);
	b->len = ZMTP_GREETING_BYTES;
}

static void
burst_hello(struct burst *b, struct zmtp *z)
{
	zmtp_hello(z, b->at + b->len);
	b->len += ZMTP_HELLO_BYTES;
	b->frames++;
}

/* Greeting and HELLO as they should be, up to the door's WELCOME. */
static bool
begin(struct zmtp *z, struct burst *b)
{
	burst_greeting(b);
	burst_hello(b, z);
	const bool ok =
	    zmtp_send(z, b->at, b->len) && zmtp_read_greeting(z) && zmtp_read_welcome(z);

	b->len = 0;
	return ok;
}

enum wrong {
	WRONG_NOISE, /* no greeting at all */
	WRONG_GREETING,
	WRONG_COMMAND,
	WRONG_HELLO,
	WRONG_INITIATE,
	WRONG_KEY, /* all as it should be, by nobody */
	WRONG_COUNT_
};
static const uint32_t wrong_weights[WRONG_COUNT_] = {2, 2, 6, 3, 2, 1};

static enum wrong
wrong_draw(struct peer *p)
{
	uint32_t sum = 0;
	uint32_t n;
	uint32_t i = 0;

	for (uint32_t k = 0; k < WRONG_COUNT_; k++)
		sum += wrong_weights[k];
	for (n = draw_below(&p->rng, sum); n >= wrong_weights[i]; i++)
		n -= wrong_weights[i];
	return (enum wrong)i;
}

static void
burst_wrong(struct peer *p, struct burst *b, struct zmtp *z, enum wrong wrong)
{
	if (wrong != WRONG_NOISE && wrong < WRONG_INITIATE)
		burst_greeting(b);
	if (wrong == WRONG_GREETING)
		bits_turn(p, b->at, ZMTP_GREETING_BYTES);
	if (wrong == WRONG_HELLO) {
		burst_hello(b, z);
		bits_turn(p, b->at + ZMTP_GREETING_BYTES, ZMTP_HELLO_BYTES);
	}
	if (wrong >= WRONG_INITIATE) {
		if (!begin(z, b))
			return;
		b->len = zmtp_initiate(z, (const uint8_t *)"", 0, b->at);
		b->frames++;
		if (wrong == WRONG_INITIATE)
			bits_turn(p, b->at, b->len);
	}
	frames_any(p, b);
}

/*
 * After the handshake: headers of ours before noise, bodies that are none, boxes that do not open.
 */
static void
burst_enrolled(struct peer *p, struct burst *b, struct zmtp *z)
{
	uint8_t payload[1024];
	uint8_t *at;

	for (uint32_t n = 1 + draw_below(&p->rng, FRAMES_MAX); n > 0; n--) {
		const bool more = draw_permille(&p->rng, 500);
		uint32_t len = draw_below(&p->rng, sizeof(payload));

		draw_bytes(&p->rng, payload, sizeof(payload));
		if (draw_permille(&p->rng, 600)) {
			const struct frame_header h = {.version = WIRE_VERSION,
			    .type = (enum frame_type)draw_below(&p->rng, FRAME_TYPE_COUNT_ + 1),
			    .correlation = draw_u64(&p->rng)};

			frame_encode(&h, payload);
			len = WIRE_HEADER_BYTES;
		}
		at = b->at + b->len;
		b->len += zmtp_message(z, more, payload, len, at);
		b->frames++;
		if (draw_permille(&p->rng, 100))
			bits_turn(p, at, (size_t)(b->at + b->len - at));
	}
}

/*
 * Connections, each with one burst and its end, until so many frames were sent: the door has to
 * close each.
 */
static int
storm(struct peer *p, struct zmtp *z, uint64_t frames,
    void (*enter)(struct peer *, struct burst *, struct zmtp *))
{
	static struct burst b;
	uint64_t sent = 0, connections = 0, closed = 0;

	while (sent < frames) {
		b.len = 0;
		b.frames = 0;
		enter(p, &b, z);
		connections++;
		(void)!zmtp_send(z, b.at, b.len);
		(void)shutdown(z->fd, SHUT_WR);
		closed += zmtp_is_closed(z, PEER_CLOSE_MS);
		zmtp_hang_up(z);
		sent += b.frames;
	}
	(void)printf("{\"frames\": %llu, \"connections\": %llu, \"closed\": %llu}\n",
	    (unsigned long long)sent, (unsigned long long)connections, (unsigned long long)closed);
	return closed == connections ? 0 : 1;
}

static void
enter_wrong(struct peer *p, struct burst *b, struct zmtp *z)
{
	if (!zmtp_dial(z, &p->door, NULL))
		peer_die("the door is gone");
	burst_wrong(p, b, z, wrong_draw(p));
}

static void
enter_enrolled(struct peer *p, struct burst *b, struct zmtp *z)
{
	peer_enter(p, z);
	burst_enrolled(p, b, z);
}

int
peer_stranger(struct peer *p, uint64_t seed, uint64_t frames)
{
	struct zmtp z = {.fd = -1};

	(void)seed;
	memcpy(z.server_key, p->server_key, ZMTP_KEY_BYTES);
	(void)crypto_box_keypair(z.public_key, z.secret_key);
	return storm(p, &z, frames, enter_wrong);
}

int
peer_enrolled(struct peer *p, uint64_t seed, uint64_t frames)
{
	struct zmtp z = {.fd = -1};

	(void)seed;
	return storm(p, &z, frames, enter_enrolled);
}
