#include "zmtp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sodium.h>

#define NONCE_SHORT_BYTES 8
#define NONCE_LONG_BYTES 16
#define WELCOME_BODY_BYTES 168
#define READY_HEAD_BYTES 14 /* "\5READY" and the nonce */
#define MESSAGE_HEAD_BYTES 16
#define METADATA_MAX 512

static void
put_u32(uint8_t *at, uint32_t v)
{
	for (int i = 3; i >= 0; i--, v >>= 8)
		at[i] = (uint8_t)v;
}

static void
put_u64(uint8_t *at, uint64_t v)
{
	for (int i = 7; i >= 0; i--, v >>= 8)
		at[i] = (uint8_t)v;
}

/* ---- the socket */

bool
zmtp_address(const char *text, struct sockaddr_in *ret)
{
	char host[64];
	unsigned port;

	*ret = (struct sockaddr_in){.sin_family = AF_INET};
	if (sscanf(text, "tcp://%63[0-9.]:%u", host, &port) != 2 || port == 0 || port > UINT16_MAX)
		return false;
	ret->sin_port = htons((uint16_t)port);
	return inet_pton(AF_INET, host, &ret->sin_addr) == 1;
}

bool
zmtp_dial(struct zmtp *z, const struct sockaddr_in *to, const struct sockaddr_in *from)
{
	const int one = 1;

	z->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (z->fd == -1)
		return false;
	(void)setsockopt(z->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	(void)setsockopt(z->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof(one));
	if ((from != NULL &&
		bind(z->fd, (const struct sockaddr *)(const void *)from, sizeof(*from)) != 0) ||
	    connect(z->fd, (const struct sockaddr *)(const void *)to, sizeof(*to)) != 0) {
		zmtp_hang_up(z);
		return false;
	}
	(void)crypto_box_keypair(z->short_public, z->short_secret);
	z->nonce = 0;
	return true;
}

void
zmtp_hang_up(struct zmtp *z)
{
	const struct linger now = {.l_onoff = 1};

	if (z->fd == -1)
		return;
	(void)setsockopt(z->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	(void)close(z->fd);
	z->fd = -1;
}

static bool
wait_for(const struct zmtp *z, short events, int wait_ms)
{
	struct pollfd p = {.fd = z->fd, .events = events};

	return poll(&p, 1, wait_ms) == 1;
}

bool
zmtp_send(struct zmtp *z, const uint8_t *bytes, size_t len)
{
	while (len > 0) {
		const ssize_t n = send(z->fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		} else if (n == -1 && errno != EAGAIN) {
			return false;
		} else if (!wait_for(z, POLLOUT, ZMTP_WAIT_MS)) {
			return false;
		}
	}
	return true;
}

static bool
read_all(struct zmtp *z, uint8_t *to, size_t len)
{
	while (len > 0) {
		const ssize_t n = wait_for(z, POLLIN, ZMTP_WAIT_MS) ? recv(z->fd, to, len, 0) : -1;

		if (n <= 0)
			return false;
		to += n;
		len -= (size_t)n;
	}
	return true;
}

bool
zmtp_is_closed(struct zmtp *z, int wait_ms)
{
	uint8_t some[4096];
	ssize_t n;

	do {
		if (!wait_for(z, POLLIN, wait_ms))
			return false;
		n = recv(z->fd, some, sizeof(some), 0);
	} while (n > 0);
	return true;
}

/* ---- commands that are built */

void
zmtp_greeting(uint8_t ret[ZMTP_GREETING_BYTES])
{
	memset(ret, 0, ZMTP_GREETING_BYTES);
	ret[0] = 0xff;
	ret[9] = 0x7f;
	ret[10] = 3;
	memcpy(ret + 12, "CURVE", 5);
}

/* "CurveZMQ…" and the number, as a nonce of twenty-four bytes; the number alone at ${ret_short}. */
static void
nonce_next(struct zmtp *z, const char *prefix, uint8_t ret[crypto_box_NONCEBYTES],
    uint8_t ret_short[NONCE_SHORT_BYTES])
{
	memcpy(ret, prefix, NONCE_LONG_BYTES);
	put_u64(ret + NONCE_LONG_BYTES, ++z->nonce);
	memcpy(ret_short, ret + NONCE_LONG_BYTES, NONCE_SHORT_BYTES);
}

void
zmtp_hello(struct zmtp *z, uint8_t ret[ZMTP_HELLO_BYTES])
{
	const uint8_t zeros[64] = {0};
	uint8_t nonce[crypto_box_NONCEBYTES];

	memset(ret, 0, ZMTP_HELLO_BYTES);
	ret[0] = ZMTP_COMMAND;
	ret[1] = ZMTP_HELLO_BYTES - 2;
	memcpy(ret + 2, "\5HELLO\1", 7);
	memcpy(ret + 82, z->short_public, ZMTP_KEY_BYTES);
	nonce_next(z, "CurveZMQHELLO---", nonce, ret + 114);
	(void)!crypto_box_easy(
	    ret + 122, zeros, sizeof(zeros), nonce, z->server_key, z->short_secret);
}

static size_t
property(uint8_t *at, const char *name, const uint8_t *value, size_t len)
{
	const size_t name_len = strlen(name);

	at[0] = (uint8_t)name_len;
	memcpy(at + 1, name, name_len);
	put_u32(at + 1 + name_len, (uint32_t)len);
	memcpy(at + 5 + name_len, value, len);
	return 5 + name_len + len;
}

/* The vouch: the short key, in a box that only the long-term key can have made. */
static void
vouch_make(const struct zmtp *z, uint8_t ret[NONCE_LONG_BYTES + 80])
{
	uint8_t plain[2 * ZMTP_KEY_BYTES];
	uint8_t nonce[crypto_box_NONCEBYTES];

	memcpy(nonce, "VOUCH---", 8);
	randombytes_buf(nonce + 8, NONCE_LONG_BYTES);
	memcpy(ret, nonce + 8, NONCE_LONG_BYTES);
	memcpy(plain, z->short_public, ZMTP_KEY_BYTES);
	memcpy(plain + ZMTP_KEY_BYTES, z->server_key, ZMTP_KEY_BYTES);
	(void)!crypto_box_easy(
	    ret + NONCE_LONG_BYTES, plain, sizeof(plain), nonce, z->server_short, z->secret_key);
}

size_t
zmtp_initiate(
    struct zmtp *z, const uint8_t *identity, size_t identity_len, uint8_t ret[ZMTP_INITIATE_MAX])
{
	uint8_t plain[ZMTP_KEY_BYTES + NONCE_LONG_BYTES + 80 + METADATA_MAX];
	uint8_t nonce[crypto_box_NONCEBYTES];
	size_t len = ZMTP_KEY_BYTES;

	memcpy(plain, z->public_key, ZMTP_KEY_BYTES);
	vouch_make(z, plain + len);
	len += NONCE_LONG_BYTES + 80;
	len += property(plain + len, "Socket-Type", (const uint8_t *)"DEALER", 6);
	len += property(plain + len, "Identity", identity, identity_len);

	const size_t body = 9 + ZMTP_COOKIE_BYTES + NONCE_SHORT_BYTES + crypto_box_MACBYTES + len;

	ret[0] = ZMTP_COMMAND | ZMTP_LONG;
	put_u64(ret + 1, body);
	memcpy(ret + 9, "\10INITIATE", 9);
	memcpy(ret + 18, z->cookie, ZMTP_COOKIE_BYTES);
	nonce_next(z, "CurveZMQINITIATE", nonce, ret + 114);
	(void)!crypto_box_easy(ret + 122, plain, len, nonce, z->server_short, z->short_secret);
	return 9 + body;
}

size_t
zmtp_message(
    struct zmtp *z, bool more, const uint8_t *payload, size_t len, uint8_t ret[ZMTP_FRAME_MAX])
{
	static uint8_t plain[1 + ZMTP_PAYLOAD_MAX];
	uint8_t nonce[crypto_box_NONCEBYTES];

	plain[0] = more ? ZMTP_MORE : 0;
	memcpy(plain + 1, payload, len);
	ret[0] = ZMTP_LONG;
	put_u64(ret + 1, MESSAGE_HEAD_BYTES + crypto_box_MACBYTES + 1 + len);
	memcpy(ret + 9, "\7MESSAGE", 8);
	nonce_next(z, "CurveZMQMESSAGEC", nonce, ret + 17);
	(void)!crypto_box_easy(
	    ret + 9 + MESSAGE_HEAD_BYTES, plain, 1 + len, nonce, z->server_short, z->short_secret);
	return 9 + MESSAGE_HEAD_BYTES + crypto_box_MACBYTES + 1 + len;
}

/* ---- what is read */

/* One frame whole. */
static bool
frame_read(struct zmtp *z, uint8_t ret[ZMTP_FRAME_MAX], size_t *ret_len, uint8_t *ret_flags)
{
	uint8_t head[9];
	uint64_t len;

	if (!read_all(z, head, 2))
		return false;
	len = head[1];
	if ((head[0] & ZMTP_LONG) != 0) {
		if (!read_all(z, head + 2, 7))
			return false;
		len = 0;
		for (int i = 1; i < 9; i++)
			len = len << 8 | head[i];
	}
	*ret_flags = head[0];
	*ret_len = (size_t)len;
	return len <= ZMTP_FRAME_MAX && read_all(z, ret, (size_t)len);
}

bool
zmtp_read_greeting(struct zmtp *z)
{
	uint8_t greeting[ZMTP_GREETING_BYTES];

	return read_all(z, greeting, sizeof(greeting)) && greeting[0] == 0xff &&
	    memcmp(greeting + 12, "CURVE", 6) == 0;
}

bool
zmtp_read_welcome(struct zmtp *z)
{
	static uint8_t body[ZMTP_FRAME_MAX];
	uint8_t plain[ZMTP_KEY_BYTES + ZMTP_COOKIE_BYTES];
	uint8_t nonce[crypto_box_NONCEBYTES];
	uint8_t flags;
	size_t len;

	if (!frame_read(z, body, &len, &flags) || len != WELCOME_BODY_BYTES ||
	    memcmp(body, "\7WELCOME", 8) != 0)
		return false;
	memcpy(nonce, "WELCOME-", 8);
	memcpy(nonce + 8, body + 8, NONCE_LONG_BYTES);
	if (crypto_box_open_easy(plain, body + 8 + NONCE_LONG_BYTES, len - 8 - NONCE_LONG_BYTES,
		nonce, z->server_key, z->short_secret) != 0)
		return false;
	memcpy(z->server_short, plain, ZMTP_KEY_BYTES);
	memcpy(z->cookie, plain + ZMTP_KEY_BYTES, ZMTP_COOKIE_BYTES);
	return true;
}

bool
zmtp_read_ready(struct zmtp *z)
{
	static uint8_t body[ZMTP_FRAME_MAX];
	uint8_t flags;
	size_t len;

	return frame_read(z, body, &len, &flags) && len > READY_HEAD_BYTES &&
	    memcmp(body, "\5READY", 6) == 0;
}

bool
zmtp_read_message(struct zmtp *z, uint8_t ret[ZMTP_FRAME_MAX], size_t *ret_len, bool *ret_more)
{
	static uint8_t body[ZMTP_FRAME_MAX];
	uint8_t nonce[crypto_box_NONCEBYTES];
	uint8_t flags;
	size_t len;

	do {
		if (!frame_read(z, body, &len, &flags))
			return false;
	} while ((flags & ZMTP_COMMAND) != 0);
	if (len < MESSAGE_HEAD_BYTES + crypto_box_MACBYTES + 1 || memcmp(body, "\7MESSAGE", 8) != 0)
		return false;
	memcpy(nonce, "CurveZMQMESSAGES", NONCE_LONG_BYTES);
	memcpy(nonce + NONCE_LONG_BYTES, body + 8, NONCE_SHORT_BYTES);
	if (crypto_box_open_easy(ret, body + MESSAGE_HEAD_BYTES, len - MESSAGE_HEAD_BYTES, nonce,
		z->server_short, z->short_secret) != 0)
		return false;
	*ret_more = (ret[0] & ZMTP_MORE) != 0;
	*ret_len = len - MESSAGE_HEAD_BYTES - crypto_box_MACBYTES - 1;
	memmove(ret, ret + 1, *ret_len);
	return true;
}

bool
zmtp_connect(
    struct zmtp *z, const struct sockaddr_in *to, const uint8_t *identity, size_t identity_len)
{
	uint8_t bytes[ZMTP_INITIATE_MAX];

	if (!zmtp_dial(z, to, NULL))
		return false;
	zmtp_greeting(bytes);
	if (!zmtp_send(z, bytes, ZMTP_GREETING_BYTES) || !zmtp_read_greeting(z))
		return false;
	zmtp_hello(z, bytes);
	if (!zmtp_send(z, bytes, ZMTP_HELLO_BYTES) || !zmtp_read_welcome(z))
		return false;
	const size_t len = zmtp_initiate(z, identity, identity_len, bytes);

	return zmtp_send(z, bytes, len) && zmtp_read_ready(z);
}
